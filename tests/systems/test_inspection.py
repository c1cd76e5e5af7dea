"""Double-random inspection (P17): frozen lists, a public seed, a draw that outsiders repeat, two inspectors each."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from zhichan.instruments import draw
from zhichan.kernel.access.public import Actor, Role, reading
from zhichan.kernel.acts.public import SHANGHAI, perform, reach
from zhichan.kernel.casework.public import Case, clocks_of, facts_of, tick
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.ledger.public import Event

DAY = date(2026, 3, 2)
LATER = date(2026, 3, 3)
DRAW = "protection/inspection/inspection_draw.procedure.toml"
ONE = "protection/inspection/inspection.procedure.toml"
USERS = range(9611, 9615)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)


def officer(day: date) -> Actor:
    return Actor("user:9601", day, (Role("inspection-officer", "/town/"),))


def head(day: date) -> Actor:
    return Actor("user:9602", day, (Role("inspection-head", "/town/"),))


def inspector(user: int, day: date) -> Actor:
    return Actor(f"user:{user}", day)


def enter(register: str, who: Actor, **facts: Any) -> None:
    perform(actor=who, verb=f"{register}:enter", facts={"region": "/town/", **facts}, at=at(DAY))


@pytest.fixture
def town(db: None) -> None:
    """A city with a county, twelve firms of two grades, four inspectors of whom one is tied to a firm."""
    with kernel():
        city = Region.objects.create(slug="town", name="示例市", kind="city", path="/town/", synthetic=True)
        Region.objects.create(
            slug="side", name="示例县", kind="county", path="/town/side/", parent=city, synthetic=True
        )
    for number in range(12):
        enter("inspected_firm", officer(DAY), region="/town/side/" if number % 2 else "/town/", field="mark",
              code=f"E{number:02}", name=f"企业{number}", grade="d" if number < 4 else "a")
    for number, user in enumerate(USERS):
        ties = [{"code": "E00", "why": "亲属任职"}] if number == 0 else []
        enter("inspector", officer(DAY), name=f"检查员{number}", user=user, certificate=f"C{number}",
              certificate_until="2030-01-01", ties=ties)
    for grade, rate in (("a", 10), ("d", 50)):
        enter("inspection_rate", head(DAY), grade=grade, per_cent=rate, instrument="示例抽查办法")


def freeze(**more: Any) -> str:
    facts = {"region": "/town/", "field": "mark", "seed_source": "某彩票第1期", "seed_day": LATER.isoformat(), **more}
    return str(perform(actor=officer(DAY), verb="inspection_draw:freeze", facts=facts, at=at(DAY)).result["case"])


def drawn(seed: str = "07 11 19") -> str:
    case = freeze()
    perform(actor=head(LATER), verb="inspection_draw:draw", target=case, facts={"seed": seed}, at=at(LATER))
    return case


def inspections(case: str) -> dict[str, tuple[str, Mapping[str, Any]]]:
    with kernel():
        found = Case.objects.filter(procedure="inspection", parent_id=case)
        return {each.facts["code"]: (str(each.pk), each.facts) for each in found}


def step(verb: str, who: Actor, target: str, day: date = LATER, **facts: Any) -> Mapping[str, Any]:
    return perform(actor=who, verb=verb, target=target, facts=facts, at=at(day)).result


def refused(verb: str, who: Actor, target: str, day: date = LATER, **facts: Any) -> tuple[str, ...]:
    with kernel():
        before = Event.objects.count()
    with pytest.raises(Refusal) as found:
        step(verb, who, target, day, **facts)
    with kernel():
        assert Event.objects.count() == before
    return found.value.codes


def concluded(target: str, facts: Mapping[str, Any], result: str = "none_found") -> None:
    first, second = (inspector(each["user"], LATER) for each in facts["inspectors"])
    said = {"checked_on": LATER.isoformat(), "result": result, "finding": "已检查"}
    step("inspection:record", first, target, **said)
    step("inspection:confirm", second, target)
    act = "publish" if result == "none_found" else "publish_negative"
    step(f"inspection:{act}", officer(LATER), target)


def public(case: str) -> Mapping[str, Any]:
    """What somebody without an account is told of a draw."""
    answer = Client().get(f"/api/cases/inspection_draw/{case}")
    assert answer.status_code == 200, answer.content
    facts: Mapping[str, Any] = answer.json()["facts"]
    return facts


@pytest.mark.usefixtures("town")
@pytest.mark.point("P17.1", without=f"{DRAW}#acts.publish.derive")
def test_anyone_draws_again_from_the_published_record_with_bare_python(tmp_path: Path) -> None:
    case = freeze()
    promised = public(case)["digest"]
    step("inspection_draw:draw", head(LATER), case, seed="07 11 19")
    made = inspections(case)
    assert len(made) == 3
    # Nobody is warned: until it is over the public knows how many, and neither whom nor who comes.
    assert not {"lists", "drawn", "firms", "staff", "record"} & set(public(case))
    assert refused("inspection_draw:publish", officer(LATER), case) == ("inspection.still-open",)
    for target, facts in made.values():
        concluded(target, facts)
    step("inspection_draw:publish", officer(LATER), case)
    record = public(case)["record"]
    assert record["digest"] == promised
    assert {each["object"] for each in record["drawn"]} == set(made)
    assert "检查员" not in json.dumps(record, ensure_ascii=False)
    file, script = tmp_path / "record.json", tmp_path / "draw.py"
    file.write_text(json.dumps(record), encoding="utf-8")
    script.write_bytes(Path(draw.__file__).read_bytes())
    again = [sys.executable, "-I", "-S", str(script), str(file)]
    assert subprocess.run(again, capture_output=True, check=False).returncode == 0
    file.write_text(json.dumps({**record, "drawn": record["drawn"][1:]}), encoding="utf-8")
    assert subprocess.run(again, capture_output=True, check=False).returncode == 1


@pytest.mark.usefixtures("town")
def test_lists_are_frozen_before_the_seed_is_known_and_not_by_who_enters_it() -> None:
    with pytest.raises(Refusal) as known:
        freeze(seed_day=DAY.isoformat())
    assert known.value.codes == ("inspection.seed-known",)
    case = freeze()
    assert refused("inspection_draw:draw", head(DAY), case, DAY, seed="1") == ("inspection.seed-too-early",)
    both = Actor("user:9601", LATER, (Role("inspection-head", "/town/"),))
    assert refused("inspection_draw:draw", both, case, seed="1") == ("casework.same-person",)
    before = facts_of(head(LATER), _case(case))["lists"]
    enter("inspected_firm", officer(DAY), field="mark", code="E99", name="后来者", grade="d")
    step("inspection_draw:draw", head(LATER), case, seed="1")
    assert facts_of(head(LATER), _case(case))["lists"] == before
    # What was drawn is never drawn again.
    assert refused("inspection_draw:draw", head(LATER), case, seed="2") == ("casework.stage",)
    assert refused("inspection_draw:annul", head(LATER), case, reason="再抽一次") == ("casework.stage",)


@pytest.mark.usefixtures("town")
def test_nobody_opens_an_inspection_by_hand() -> None:
    facts = {"region": "/town/", "code": "E01", "firm": "企业1", "draw": "X", "inspectors": [{"user": 9611}]}
    everything = Actor("user:9601", DAY, (Role("inspection-officer", "/town/"), Role("inspection-head", "/town/")))
    for who in (everything, Actor("anyone", DAY), Actor("clock", DAY)):
        with pytest.raises(Refusal) as found:
            perform(actor=who, verb="inspection:assign", facts=facts, at=at(DAY))
        assert found.value.codes == ("acts.forbidden",)


@pytest.mark.usefixtures("town")
@pytest.mark.point("P17.2", without=f"{ONE}#apart")
def test_two_inspectors_act_each_for_themselves_and_whoever_is_tied_stays_away() -> None:
    case = drawn()
    made = inspections(case)
    for _, facts in made.values():
        assert len({each["user"] for each in facts["inspectors"]}) == 2
    assert "E00" not in made or USERS[0] not in {each["user"] for each in made["E00"][1]["inspectors"]}
    code, (target, facts) = next(iter(sorted(made.items())))
    tied, stays = facts["inspectors"]
    step("inspection:declare", inspector(tied["user"], LATER), target, tie="曾任顾问")
    step("inspection_draw:replace", head(LATER), case, firm=code, inspector=tied["number"])
    after = inspections(case)
    assert {key: each for key, (_, each) in after.items() if key != code} == {
        key: each for key, (_, each) in made.items() if key != code
    }
    pair = after[code][1]["inspectors"]
    assert (stays["user"] in {each["user"] for each in pair}, len(pair)) == (True, 2)
    gone = inspector(tied["user"], LATER)
    with reading(gone):
        assert not reach(gone, "inspection:read").filter(pk=target).exists()
    first, second = (inspector(each["user"], LATER) for each in pair)
    said = {"checked_on": LATER.isoformat(), "result": "none_found", "finding": "已检查"}
    assert refused("inspection:record", gone, target, **said) == ("acts.not-there",)
    step("inspection:record", first, target, **said)
    assert refused("inspection:confirm", first, target) == ("casework.same-person",)
    step("inspection:confirm", second, target)


@pytest.mark.usefixtures("town")
@pytest.mark.point("P17.3", without=f"{DRAW}#acts.freeze.derive")
def test_the_rate_follows_the_grade_of_credit() -> None:
    case = freeze()
    assert public(case)["counts"] == [
        {"grade": "A", "listed": 8, "per_cent": 10, "drawn": 1},
        {"grade": "D", "listed": 4, "per_cent": 50, "drawn": 2},
    ]
    step("inspection_draw:draw", head(LATER), case, seed="5")
    assert sorted(code < "E04" for code in inspections(case)) == [False, True, True]
    enter("inspected_firm", officer(DAY), field="mark", code="E20", name="等级无比例", grade="b")
    with pytest.raises(Refusal) as found:
        freeze()
    assert found.value.codes == ("inspection.rate",)


@pytest.mark.usefixtures("town")
@pytest.mark.point("P17.4", without=f"{ONE}#clocks.publication")
def test_results_are_public_within_twenty_working_days_and_a_negative_one_for_three_months() -> None:
    case = drawn()
    (target, facts), (other, others) = list(inspections(case).values())[:2]
    first, second = (inspector(each["user"], LATER) for each in facts["inspectors"])
    said = {"checked_on": LATER.isoformat(), "result": "corrected", "finding": "已责令改正"}
    step("inspection:record", first, target, **said)
    step("inspection:confirm", second, target)
    due = clocks_of(_case(target), as_of=LATER)
    assert [(run.name, run.due.day) for run in due if run.open] == [("publication", date(2026, 3, 31))]
    late = clocks_of(_case(target), as_of=date(2026, 4, 1))
    assert [run.name for run in late if run.overdue] == ["publication"]
    step("inspection:publish_negative", officer(LATER), target)
    concluded(other, others)
    assert sorted(_results(LATER)) == sorted([(facts["code"], "corrected"), (others["code"], "none_found")])
    last = date(2026, 6, 3)
    tick(at=at(last))
    assert len(_results(last)) == 2
    tick(at=at(last + timedelta(days=1)))
    assert _results(last + timedelta(days=1)) == [(others["code"], "none_found")]


def _case(key: str) -> Case:
    with kernel():
        return Case.objects.select_related("region").get(pk=key)


def _results(day: date) -> list[tuple[str, str]]:
    """What somebody without an account sees on a day, in force or not; its events are open as long as it is."""
    anyone = Actor("anyone", day)
    with reading(anyone):
        found = reach(anyone, "inspection_result:read").filter(since__lte=day)
        told = set(Event.objects.filter(subject_kind="inspection_result").values_list("subject_id", flat=True))
        assert {str(each.pk) for each in found} == told
        return [(each.data["code"], each.data["result"]) for each in found]
