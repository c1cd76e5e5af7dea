"""Names on records are linked to parties, with reason and decision; a withdrawn link repairs every figure."""

from __future__ import annotations

from typing import Any

import pytest

from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event, Payload
from zhichan.kernel.measures.public import batch, refresh, snapshot, value
from zhichan.kernel.registry.public import (
    Link,
    Linked,
    link_counts,
    links,
    links_reason,
    record,
    rollback,
)

from .conftest import DAY, IMPORT, NOW, firm, patent, state, take

pytestmark = pytest.mark.usefixtures("city")

D, E, F = "91420100MA4KABCD1A", "91420100MA4KABCD2B", "91420100MA4KABCD3C"


def someone(role: str = "data-officer", path: str = "/city/") -> Actor:
    return Actor("user:7", DAY, (Role(role, path),))


def nameless(key: str, name: str, *, address: str = "", region: str | None = None, **more: Any) -> dict[str, Any]:
    held = {"party": None, "region": region, "since": "2012-03-01", "name": name, "address": address}
    return patent(key, **more) | {"holdings": [held]}


@pytest.fixture(autouse=True)
def _regions_are_called_as_in_names(city: None) -> None:
    with kernel():
        Region.objects.filter(slug="east").update(name="东城区")
        Region.objects.filter(slug="west").update(name="西城区")


@pytest.fixture
def names(_regions_are_called_as_in_names: None) -> None:
    """Three firms, and rights under names that are theirs, may be theirs, and are nobody's here."""
    take([("firm", [
        firm(D, "东城晨曦精密机械有限公司", "east"), firm(E, "西城晨曦精密机械有限公司", "west"),
        firm(F, "西城远山生物科技股份有限公司", "west")])], name="firms of the register")
    take([("patent", [
        nameless("N1", "東城晨曦精密機械有限公司"), nameless("N2", "东城晨曦精密机械有限公司 "),
        nameless("N3", "晨曦精密机械有限公司"), nameless("N4", "远方某某化工厂"),
        nameless("N5", "西城远山生物科技股份有限公司武汉分公司")])], name="names")


def match() -> dict[str, Any]:
    return dict(perform(actor=IMPORT, verb="registry:match", at=NOW).result)


def do(verb: str, target: int, actor: Actor | None = None, **facts: Any) -> dict[str, Any]:
    return dict(perform(actor=actor or someone(), verb=verb, target=target, facts=facts, at=NOW).result)


def of(key: str) -> dict[str, Any]:
    with kernel():
        return dict(record(source="patent", key=key).row["holdings"][0])


def one(name: str) -> Link:
    with kernel():
        return Link.objects.select_related("party__region", "second").get(name=name)


def content() -> dict[str, Any]:
    """What every current patent says, without which load stated it."""
    return {key: (digest, held) for key, (digest, _, held) in state()["patent"].items()}


def told() -> int:
    with kernel():
        return Event.objects.count()


def in_force(region: str) -> int:
    refresh()
    return int(value(measure="invention_patents_in_force", region=region, on=DAY).number)


@pytest.mark.usefixtures("names")
def test_sure_links_stand_at_once_and_doubtful_ones_wait() -> None:
    done = match()
    assert (done["standing"], done["holdings"]) == (2, 2)
    assert [of(key)["party"] for key in ("N1", "N2", "N3", "N4", "N5")] == [D, D, None, None, None]
    sure = one("東城晨曦精密機械有限公司")
    assert (sure.state, sure.decided_by, sure.party.code) == ("standing", "", D)
    assert sure.probability >= 0.95
    assert sure.reason_zh
    doubtful = one("晨曦精密机械有限公司")
    assert (doubtful.state, {doubtful.party.code, doubtful.second.code}) == ("waiting", {D, E})
    # A branch is not the firm, however sure the machine is of whose branch it is.
    branch = one("西城远山生物科技股份有限公司武汉分公司")
    assert (branch.state, branch.relation, branch.party.code) == ("waiting", "part", F)
    with kernel():
        assert not Link.objects.filter(name="远方某某化工厂").exists()


@pytest.mark.usefixtures("names")
def test_a_link_gives_the_region_that_the_source_did_not_tell_and_nothing_else() -> None:
    with kernel():
        before = dict(record(source="patent", key="N1").row)
    match()
    with kernel():
        after = dict(record(source="patent", key="N1").row)
    held = before.pop("holdings")[0]
    assert after.pop("holdings") == [{**held, "party": D, "region": "east"}]
    assert after == before


@pytest.mark.usefixtures("names")
def test_a_figure_follows_a_link_and_its_withdrawal_and_equals_the_recomputation(tmp_path: Any) -> None:
    assert [in_force("east"), in_force("west")] == [0, 0]
    unlinked = content()
    match()
    assert [in_force("east"), in_force("west")] == [2, 0]
    do("registry:link", one("晨曦精密机械有限公司").pk, party=E, reason="核对了营业执照")
    assert [in_force("east"), in_force("west")] == [2, 1]
    recomputed = batch(of=snapshot(folder=tmp_path / "linked"), measures=["invention_patents_in_force"])
    assert recomputed == batch(of=snapshot(folder=tmp_path / "again"), measures=["invention_patents_in_force"])
    for name in ("東城晨曦精密機械有限公司", "东城晨曦精密机械有限公司 ", "晨曦精密机械有限公司"):
        do("registry:unlink", one(name).pk, reason="关联有误")
    assert [in_force("east"), in_force("west")] == [0, 0]
    assert content() == unlinked
    with kernel():
        assert not Linked.objects.exists()


@pytest.mark.usefixtures("names")
def test_what_a_person_decided_is_not_decided_anew_and_serves_rights_that_come_later() -> None:
    match()
    waiting, branch = one("晨曦精密机械有限公司"), one("西城远山生物科技股份有限公司武汉分公司")
    do("registry:link", waiting.pk, party=E, reason="核对了营业执照")
    do("registry:refuse-link", branch.pk, reason="另有其人")
    take([("patent", [nameless("L1", "晨曦精密机械有限公司"), nameless("L2", branch.name)])], name="later")
    done = match()
    assert (done["standing"], done["waiting"], done["holdings"]) == (0, 0, 1)
    assert (of("L1")["party"], of("L2")["party"]) == (E, None)
    assert one(branch.name).state == "refused"
    do("registry:unlink", waiting.pk, reason="看错了")
    assert (of("N3")["party"], of("L1")["party"]) == (None, None)
    assert match()["holdings"] == 0


@pytest.mark.usefixtures("names")
def test_the_dearest_doubt_stands_first() -> None:
    take([("firm", [
        firm("91420100MA4KABCD4D", "东城高岭食品有限公司", "east"),
        firm("91420100MA4KABCD5E", "西城高岭食品有限公司", "west")])], name="two of one brand")
    take([("patent", [nameless(f"X{number}", "高岭食品有限公司") for number in range(40)])])
    match()
    queue, total = links(someone())
    assert total == 3
    assert [each.link.name for each in queue] == [
        "高岭食品有限公司", "晨曦精密机械有限公司", "西城远山生物科技股份有限公司武汉分公司"]
    assert (queue[0].link.rights, queue[2].code) == (40, F)
    # Forty rights hang on the first doubt and one on the second, which is otherwise the same.
    assert queue[0].link.cost == pytest.approx(40 * queue[1].link.cost, rel=0.2)
    assert link_counts(someone()) == {"waiting": 3, "standing": 2, "refused": 0, "withdrawn": 0}
    assert links_reason(queue[0].link).en


@pytest.mark.usefixtures("names")
def test_a_load_that_says_who_it_is_outlives_the_withdrawal_of_a_link() -> None:
    match()
    held = {**of("N1"), "party": F, "region": "west"}
    take([("patent", [{**patent("N1"), "holdings": [held]}])], name="the register says")
    do("registry:unlink", one("東城晨曦精密機械有限公司").pk, reason="关联有误")
    assert (of("N1")["party"], of("N2")["party"]) == (F, D)


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize(("verb", "name", "facts", "code"), [
    ("registry:link", "東城晨曦精密機械有限公司", {}, "link.standing"),
    ("registry:unlink", "晨曦精密机械有限公司", {"reason": "误"}, "link.not-standing"),
    ("registry:unlink", "東城晨曦精密機械有限公司", {}, "registry.no-reason"),
    ("registry:refuse-link", "東城晨曦精密機械有限公司", {"reason": "误"}, "link.not-waiting"),
    ("registry:link", "晨曦精密机械有限公司", {"party": "NOBODY"}, "registry.party"),
    ("registry:link", "晨曦精密机械有限公司", {"party": F}, "registry.no-reason"),
])
def test_what_cannot_be_is_refused_and_changes_nothing(verb: str, name: str, facts: dict[str, str], code: str) -> None:
    match()
    before, events = state(), told()
    with pytest.raises(Refusal) as refused:
        do(verb, one(name).pk, **facts)
    assert refused.value.codes == (code,)
    assert (state(), told()) == (before, events)


@pytest.mark.usefixtures("names")
def test_nobody_else_sees_the_queue_or_decides() -> None:
    match()
    stranger, county = someone("citizen"), someone(path="/city/east/")
    for actor in (stranger, Actor("anyone", DAY)):
        with pytest.raises(Refusal) as refused:
            links(actor)
        assert refused.value.codes == ("acts.not-there",)
        with pytest.raises(Refusal):
            do("registry:link", one("晨曦精密机械有限公司").pk, actor)
        with pytest.raises(Refusal):
            perform(actor=actor, verb="registry:match", at=NOW)
    queue, total = links(county)
    assert total == len(queue)
    assert all(each.link.party.region.path.startswith("/city/east/") for each in queue)
    with pytest.raises(Refusal) as outside:
        do("registry:link", one("西城远山生物科技股份有限公司武汉分公司").pk, county)
    assert outside.value.codes == ("registry.outside",)


@pytest.mark.parametrize("target", ["", "x", "9" * 30, "999999", "１"])
def test_a_link_that_is_not_there_is_refused(target: str) -> None:
    with pytest.raises(Refusal) as refused:
        perform(actor=someone(), verb="registry:unlink", target=target, facts={"reason": "误"}, at=NOW)
    assert refused.value.codes == ("acts.not-there",)


@pytest.mark.usefixtures("names")
def test_a_former_name_is_known_from_the_register_s_own_history() -> None:
    take([("firm", [firm(F, "西城高岭生物科技股份有限公司", "west")])], name="renamed")
    take([("patent", [nameless("O1", "西城远山生物科技股份有限公司")])], name="old name")
    match()
    assert of("O1")["party"] == F


@pytest.mark.usefixtures("names")
def test_taking_back_the_load_that_linked_restores_what_was() -> None:
    before = state()
    done = match()
    rollback(int(done["load"]), reason="误", actor=IMPORT, at=NOW)
    assert state() == before


@pytest.mark.point("M10.2", without="management/rights_database/system.toml#roles.data-officer")
@pytest.mark.usefixtures("names")
def test_a_data_officer_links_a_name_with_score_and_reason() -> None:
    match()
    queue, _ = links(someone())
    found = next(each for each in queue if each.link.relation == "same")
    assert 0.05 <= found.link.probability < 0.95
    assert do("registry:link", found.link.pk)["holdings"] == 1


PERSON = "11010519491231002X"
"""The specimen of the standard; it belongs to nobody."""


def test_the_code_of_a_person_is_neither_matched_by_nor_shown_nor_told() -> None:
    take([("firm", [firm(PERSON, "王晨曦", "east", kind="person")])], name="people")
    take([("patent", [nameless("N9", "王晨曦", address="东城区一号")])], name="names")
    match()
    [waiting] = [each for state in ("waiting", "standing") for each in links(someone(), state=state)[0]]
    assert (waiting.party, waiting.code, waiting.second_code) == ("王晨曦", "", "")
    if waiting.link.state == "waiting":
        do("registry:link", waiting.link.pk)
    do("registry:unlink", waiting.link.pk, reason="重名")
    with kernel():
        told = [each.content for each in Payload.objects.filter(event__subject_kind="link")]
    assert len(told) >= 1
    assert PERSON not in str(told)
