"""P04: who mediates, rooms that only their own enter, a sealed figure that tells one bit, and the court's package."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from tests.doors.conftest import City, city

from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.casework.public import facts_of, letter_of
from zhichan.kernel.ground.public import Refusal
from zhichan.kernel.ledger.public import Event, Payload

__all__ = ["city"]

FOLDER = "protection/mediation"
DAY = date(2026, 8, 10)
NOW = datetime(2026, 8, 10, 2, tzinfo=UTC)


def role(number: int, name: str) -> Actor:
    return Actor(f"user:{number}", DAY, (Role(name, "/linjiang/"),))


def party(code: str) -> Actor:
    return Actor(f"user:{code}", DAY, extra=frozenset({f"party:{code}"}))


OFFICER, HEAD, LEADER, ADMIN = (
    role(901, "mediation-officer"), role(902, "mediation-head"), role(903, "leader"), role(904, "administrator")
)  # fmt: skip
LIN, QIAO = Actor("user:911", DAY), Actor("user:912", DAY)
MAKER, COPIER, STRANGER = party("A"), party("B"), party("C")
EVERYBODY = {
    "officer": OFFICER, "head": HEAD, "leader": LEADER, "administrator": ADMIN, "mediator": LIN, "former": QIAO,
    "applicant": MAKER, "respondent": COPIER, "stranger": STRANGER, "anyone": Actor("anyone", DAY),
}  # fmt: skip
PACKAGE = {
    "court": "示例法院", "addresses": "双方送达地址", "application": b"a", "identity": b"i", "commitment": b"c",
}  # fmt: skip


def act(verb: str, case: str | None, who: Actor, preview: bool = False, **facts: Any) -> dict[str, Any]:
    return dict(perform(actor=who, verb=f"mediation:{verb}", target=case, facts=facts, at=NOW, preview=preview).result)


def roster(*people: tuple[str, int, list[str], list[str]]) -> None:
    for name, account, expertise, ties in people:
        facts = {"region": "/linjiang/", "name": name, "account": account, "expertise": expertise, "ties": ties}
        perform(actor=OFFICER, verb="mediator:enter", facts=facts, at=NOW)


def mediated() -> str:
    """A case in mediation, by 林一 after 乔二 had to go."""
    roster(("乔二", 912, ["光学"], []), ("安三", 913, ["光学"], ["乙公司"]), ("白四", 914, ["化学"], []))
    case = str(
        act(
            "request", None, MAKER, region="/linjiang/", dispute_type="ownership", expertise="光学", claim="归属",
            applicants=[{"name": "甲公司", "party": "A"}], respondents=[{"name": "乙公司", "party": "B"}],
        )["case"]
    )  # fmt: skip
    act("ask", case, OFFICER)
    act("consent", case, COPIER)
    act("accept", case, OFFICER)
    roster(("林一", 911, ["光学", "机械"], []))
    act("recuse", case, HEAD, reason="曾为请求人提供咨询")
    return case


def facts(case: str, who: Actor) -> dict[str, Any]:
    """What somebody sees of a case; nothing where it is not there for them."""
    with reading(who):
        found = reach(who, "mediation:read").filter(pk=case).first()
    return facts_of(who, found) if found is not None else {}


@pytest.mark.point("P04.1", without=f"{FOLDER}/rules.py#allotted")
def test_a_mediator_has_the_expertise_and_no_tie_and_one_who_must_go_is_out(city: City) -> None:
    case = mediated()
    seen = facts(case, OFFICER)
    assert seen["mediators"] == [{"name": "林一", "user": 911}], "安三 is tied, 白四 knows another field, 乔二 had to go"
    assert facts(case, QIAO) == {}, "who had to go no longer sees the case"
    with pytest.raises(Refusal) as refused:
        act("recuse", case, HEAD, reason="再换")
    assert refused.value.codes == ("mediation.no-mediator",)


MATRIX = {
    "joint_room": {"officer", "head", "mediator", "applicant", "respondent"},
    "applicant_room": {"mediator", "applicant"},
    "respondent_room": {"mediator", "respondent"},
    "floor": {"applicant"},
    "ceiling": {"respondent"},
    "overlap": {"mediator"},
}


@pytest.mark.point("P04.2", without=f"{FOLDER}/mediation.procedure.toml#fields.respondent_room.readers")
def test_each_room_is_seen_by_its_own_in_the_case_and_in_the_ledger(city: City) -> None:
    case = mediated()
    act("say_together", case, LIN, joint_word="先谈计算方法")
    act("say_with_applicant", case, MAKER, applicant_word="四十万可谈")
    act("say_with_respondent", case, LIN, respondent_word="能付多少")
    act("leave_floor", case, MAKER, floor=300000)
    act("leave_ceiling", case, COPIER, ceiling=310000)
    for name, wanted in MATRIX.items():
        assert {who for who, actor in EVERYBODY.items() if name in facts(case, actor)} == wanted, name
        seen = set()
        for who, actor in EVERYBODY.items():
            with reading(actor):
                events = Event.objects.filter(subject_id=case).values("pk")
                contents = list(Payload.objects.filter(event__in=events).values_list("content", flat=True))
            if any(name in (content or {}).get("patch", {}) for content in contents):
                seen.add(who)
            said = str(contents)
            for words, room in (("四十万可谈", "applicant_room"), ("能付多少", "respondent_room"), ("30000000", "floor")):
                assert words not in said or who in MATRIX[room], (who, words)
        assert seen == wanted, f"{name} in the ledger"
    assert facts(case, LIN)["overlap"] == "meet"
    for stranger, verb in ((OFFICER, "say_with_applicant"), (COPIER, "say_with_applicant"), (MAKER, "leave_ceiling")):
        with pytest.raises(Refusal) as refused:
            act(verb, case, stranger)
        assert refused.value.codes == ("acts.forbidden",)


def test_trying_figures_out_tells_nothing_of_the_others(city: City) -> None:
    case = mediated()
    act("leave_floor", case, MAKER, floor=300000)
    tried = [act("leave_ceiling", case, COPIER, preview=True, ceiling=figure) for figure in (1, 299999, 300000, 900000)]
    assert all(one == tried[0] for one in tried)
    act("leave_ceiling", case, COPIER, ceiling=299999)
    assert facts(case, LIN)["overlap"] == "apart"
    assert not {"floor", "overlap"} & set(facts(case, COPIER))
    with pytest.raises(Refusal) as refused:
        act("leave_ceiling", case, COPIER, ceiling=300000)
    assert refused.value.codes == ("mediation.left",)


def test_figures_go_with_their_round_and_there_are_three_rounds(city: City) -> None:
    case = mediated()
    for round_ in (1, 2, 3):
        act("leave_floor", case, MAKER, floor=300000)
        act("leave_ceiling", case, COPIER, ceiling=100000)
        if round_ < 3:
            act("new_round", case, LIN)
            assert not {"floor", "ceiling", "overlap"} & {name for who in EVERYBODY.values() for name in facts(case, who)}
    with pytest.raises(Refusal) as refused:
        act("new_round", case, LIN)
    assert refused.value.codes == ("mediation.no-round",)


def signed(case: str) -> str:
    """The agreement's letter, once both have signed it and it is in effect; the letter's id."""
    act("draft", case, LIN, terms=[{"no": 1, "text": "专利权归甲公司"}, {"no": 2, "text": "乙公司得免费实施三年"}])
    act("sign_as_applicant", case, MAKER)
    with pytest.raises(Refusal) as refused:
        act("take_effect", case, OFFICER)
    assert refused.value.codes == ("mediation.not-signed",)
    act("sign_as_respondent", case, COPIER)
    act("take_effect", case, OFFICER)
    with reading(MAKER):
        found = reach(MAKER, "mediation:read").get(pk=case)
    return str(next(each["id"] for each in found.letters if each["name"] == "agreement"))


@pytest.mark.point("P04.3", without=f"{FOLDER}/mediation.procedure.toml#acts.draft.letter")
def test_the_agreement_is_drafted_from_the_terms_agreed(city: City) -> None:
    case = mediated()
    text = letter_of(MAKER, UUID(case), signed(case)).decode()
    for words in ("甲公司", "乙公司", "专利权归甲公司", "乙公司得免费实施三年", "林一", "三十日内"):
        assert words in text


@pytest.mark.point("P04.4", without=f"{FOLDER}/mediation.procedure.toml#acts.file_with_court.needs")
def test_the_package_is_whole_and_joint_and_what_the_court_says_comes_back(city: City) -> None:
    case = mediated()
    signed(case)
    act("ask_as_applicant", case, MAKER)
    with pytest.raises(Refusal) as refused:
        act("file_with_court", case, OFFICER, **PACKAGE)
    assert refused.value.codes == ("mediation.not-joint",), "one side alone cannot"
    act("ask_as_respondent", case, COPIER)
    for missing in PACKAGE:
        with pytest.raises(Refusal) as refused:
            act("file_with_court", case, OFFICER, **{name: each for name, each in PACKAGE.items() if name != missing})
        assert [(each.code, each.place) for each in refused.value.reasons] == [("given.missing", missing)]
    act("file_with_court", case, OFFICER, **PACKAGE)
    act("court_accepts", case, OFFICER, court_no="民特一号")
    act("confirm", case, OFFICER, ruling_no="民特一号裁定")
    assert facts(case, COPIER)["ruling_no"] == "民特一号裁定"


@pytest.mark.parametrize(
    "respondent",
    [{"user": 555}, {"access": "c" * 64}, {"unit": "market"}, {"party": "A"}],
)
def test_nobody_lets_somebody_in_as_the_other_side(city: City, respondent: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        act(
            "request", None, MAKER, region="/linjiang/", dispute_type="ownership", expertise="光学", claim="归属",
            applicants=[{"name": "甲公司", "party": "A"}], respondents=[{"name": "乙公司", **respondent}],
        )  # fmt: skip
    assert refused.value.codes == ("mediation.opponent",)
