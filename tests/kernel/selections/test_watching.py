"""A watch on marks and company names: what is newly filed or named alike comes to whoever guards the mark."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.following import follow
from tests.kernel.registry.conftest import firm, take

from zhichan.kernel.access.public import Actor, Role, reading, system_actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.kernel.inbox.public import notices
from zhichan.kernel.registry.public import rollback
from zhichan.kernel.selections.public import Selection, changes, members, quality

DAY, AT = date(2025, 9, 30), datetime(2025, 9, 30, 4, tzinfo=UTC)
CODE = "TEST00000000000001"
OFFICER = Actor("user:7", DAY, (Role("watch-officer", "/city/"),))
BRAND = Actor("user:8", DAY, extra=frozenset({f"party:{CODE}"}))
OTHER = Actor("user:9", DAY, extra=frozenset({"party:TEST00000000000002"}))
QUESTION = {"title": "清泉监测", "text": 'ALIKE="清泉"', "names": True}


def mark(key: str, name: str, **more: Any) -> dict[str, Any]:
    held = [{"party": "TEST00000000000002", "region": "west", "since": "2025-09-01"}]
    return {"key": key, "kind": "ordinary", "name": name, "nice": 32, "filed_on": "2025-09-01", "holdings": held, **more}


def watch(**more: Any) -> Selection:
    done = perform(actor=OFFICER, verb="selection:save", facts={**QUESTION, **more}, at=AT)
    with kernel():
        return Selection.objects.get(pk=done.result["selection"])


def act(verb: str, selection: Selection, *, actor: Actor = OFFICER, **facts: Any) -> Any:
    return perform(actor=actor, verb=f"selection:{verb}", target=selection.pk, facts=facts, at=AT).result


def held(selection: Selection, *, actor: Actor = OFFICER) -> dict[str, str]:
    with reading(actor):
        return {one.key: one.came for one in members(actor, selection)}


@pytest.mark.point("P22.1", without="protection/watch/system.toml#roles.watch-officer")
def test_new_filings_and_company_names_alike_are_told_on_the_day_of_their_publication(shelf: None) -> None:
    take([("firm", [firm("OLD1", "东区清泉饮料有限公司")]), ("mark", [mark("M0", "清泉")])])
    follow(AT)
    guard = watch()
    act("share", guard, parties=[CODE])
    assert held(guard) == {"mark:M0": "found"}, "company names are watched from now on"
    take([
        ("mark", [mark("M1", "青泉"), mark("M2", "清湶"), mark("M3", "大地"), mark("M4", "清泉山")]),
        ("firm", [firm("NEW1", "广州青泉商贸有限公司"), firm("NEW2", "东区大地科技有限公司"),
                  firm("NEW3", "东区清泉个人", kind="person")]),
    ])  # fmt: skip
    follow(AT)
    assert held(guard) == {
        "mark:M0": "found", "mark:M1": "found", "mark:M2": "found", "mark:M4": "found", "firm:NEW1": "named",
    }  # fmt: skip
    [told] = notices(actor=BRAND)
    assert (told.title.zh, told.at.date(), told.why.zh) == (
        "“清泉监测”新增4件，减少0件", DAY, "因为有关部门为您所代表的单位设置了这个检索",
    )  # fmt: skip
    assert held(guard, actor=BRAND) == held(guard)
    assert notices(actor=OTHER) == []


@pytest.mark.point("P22.3", without="protection/watch/system.toml#roles.watch-officer")
def test_the_rate_of_false_alarms_is_what_officers_found(shelf: None) -> None:
    guard = watch()
    act("share", guard, roles=["watch-officer"], parties=[CODE])
    take([("mark", [mark("M1", "青泉"), mark("M2", "清湶"), mark("M4", "清泉山")]), ("firm", [firm("N1", "东区清泉有限公司")])])
    follow(AT)
    colleague = Actor("user:70", DAY, (Role("watch-officer", "/city/"),))
    for key, fits in (("mark:M1", True), ("mark:M4", False), ("firm:N1", False)):
        act("judge", guard, actor=colleague, key=key, fits=fits, reason="商品不类似" if not fits else "可能混淆")
    with reading(BRAND):
        found = quality(guard).alarms
    assert found is not None
    assert (found.judged, found.found, found.whole) == (3, 2, 4)
    with pytest.raises(Refusal):
        act("judge", guard, actor=BRAND, key="mark:M1", fits=False, reason="x")


def test_a_name_that_changes_or_is_taken_back_leaves_the_watch_and_a_correction_brings_nobody(shelf: None) -> None:
    take([("firm", [firm("OLD1", "东区清泉有限公司")])])
    follow(AT)
    guard = watch()
    take([("firm", [firm("OLD1", "东区清泉有限公司", address="新址"), firm("F1", "东区大地有限公司")])])
    follow(AT)
    assert held(guard) == {}
    with kernel():
        there = (guard.version, guard.members.count())
    assert there == (1, 0), "what was found when it was saved is the first version"
    renamed = take([("firm", [firm("F1", "东区青泉有限公司"), firm("F2", "东区清泉水厂")])])
    follow(AT)
    assert held(guard) == {"firm:F1": "named", "firm:F2": "named"}
    take([("firm", [firm("F2", "东区高山水厂")])])
    follow(AT)
    assert held(guard) == {"firm:F1": "named"}
    rollback(renamed.load, reason="undone", actor=system_actor("import", day=DAY), at=AT)
    follow(AT)
    assert "firm:F1" not in held(guard)
    with reading(OFFICER):
        went = {one.key: one.went for one in changes(OFFICER, guard) if one.went}
    assert went == {"firm:F1": "lost", "firm:F2": "lost"}


@pytest.mark.parametrize(("facts", "code"), [({"text": "清泉"}, "selection.names")])
def test_names_are_watched_only_for_a_mark(shelf: None, facts: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        watch(**facts)
    assert refused.value.codes == (code,)


def test_a_watch_is_given_to_firms_alone_and_only_by_an_office(shelf: None) -> None:
    guard = watch()
    take([("firm", [firm("TESTPERSON00000001", "示例个人", kind="person")])])
    for code in ("NONE", "TESTPERSON00000001"):
        with pytest.raises(Refusal) as refused:
            act("share", guard, parties=[code])
        assert refused.value.codes == ("selection.parties",)
    own = perform(actor=BRAND, verb="selection:save", facts=QUESTION, at=AT).result["selection"]
    with pytest.raises(Refusal) as refused:
        perform(actor=BRAND, verb="selection:share", target=own, facts={"parties": [CODE]}, at=AT)
    assert refused.value.codes == ("acts.forbidden",)
    with kernel():
        assert Selection.objects.get(pk=guard.pk).readers == ["user:7"]
