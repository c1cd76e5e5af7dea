"""Assessment (M05): a scheme that is data, scores that open to their rows, objections that are answered, replays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest

from zhichan.instruments import grade
from zhichan.kernel.access.public import Actor, Role, reading, system_actor
from zhichan.kernel.acts.public import SHANGHAI, perform, reach
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Refusal, Region, Unit, kernel
from zhichan.kernel.ledger.public import Event
from zhichan.kernel.measures.public import refresh, rows
from zhichan.kernel.registry.public import Manifest, load_parts

FOLDER = "management/assessment"
DAY = date(2026, 3, 2)
FIRM = "TEST00000000000001"


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)


OFFICER = Actor("user:9901", DAY, (Role("assessment-officer", "/town/"),))
HEAD = Actor("user:9902", DAY, (Role("assessment-head", "/town/"),))
EAST = Actor("user:9903", DAY, (Role("liaison", "/town/east/", "east-office"),))
WEST = Actor("user:9904", DAY, (Role("liaison", "/town/west/", "west-office"),))

SCHEME: dict[str, Any] = {
    "places": 2,
    "items": [
        {"key": "stock", "title": "有效发明专利", "weight": 60, "rule": "linear", "from": 0, "to": 7,
         "measure": "invention_patents_in_force"},
        {"key": "grants", "title": "发明专利授权", "weight": 20, "rule": "steps", "steps": [[0, 0], [2, 50], [5, 100]],
         "measure": "invention_patent_grants"},
        {"key": "work", "title": "重点工作", "weight": 20, "rule": "points"},
    ],
    "bonuses": [{"key": "pilot", "title": "国家试点", "points": 3}, {"key": "praise", "title": "通报表扬", "points": 3}],
    "bonus_cap": 5,
    "vetoes": [{"key": "fraud", "title": "弄虚作假", "cap": 0}],
    "grades": [[90, "优秀"], [60, "合格"], [0, "不合格"]],
}  # fmt: skip
GIVEN = {
    "given": [{"key": "work", "points": "16.5", "evidence": "督查通报第1期"}],
    "bonuses": [{"key": "pilot", "evidence": "试点文件"}],
}


def patents(count: int, since: int = 0, **more: Any) -> list[dict[str, Any]]:
    return [
        {"key": f"TESTP{number}", "kind": "invention", "title": "装置", "filed_on": "2020-01-01",
         "granted_on": "2025-05-01", "holdings": [{"party": FIRM, "region": "east", "since": "2020-01-01"}], **more}
        for number in range(since, since + count)
    ]  # fmt: skip


def take(source: str, found: list[dict[str, Any]], name: str = "test") -> None:
    load_parts([(source, found)], Manifest(format="test", name=name, whole=False, synthetic=True),
               actor=system_actor("import", day=DAY), at=at(DAY))  # fmt: skip
    refresh()


@pytest.fixture
def town(db: None) -> None:
    """A city with two counties and their offices; four patents of the east, granted in 2025."""
    with kernel():
        city = Region.objects.create(slug="town", name="示例市", kind="city", path="/town/", synthetic=True)
        for slug, name in (("east", "东县"), ("west", "西县")):
            county = Region.objects.create(
                slug=slug, name=name, kind="county", path=f"/town/{slug}/", parent=city, synthetic=True
            )
            Unit.objects.create(slug=f"{slug}-office", name=f"{name}政府", region=county, kind="government")
    take("firm", [{"key": FIRM, "kind": "firm", "name": "甲", "region": "east", "established_on": "2001-01-01"}])
    take("patent", patents(4))


def step(verb: str, who: Actor, target: str | None = None, day: date = DAY, **facts: Any) -> Mapping[str, Any]:
    more = {} if target else {"region": "/town/"}
    acting = Actor(who.name, day, who.roles)
    return perform(actor=acting, verb=verb, target=target, facts={**more, **facts}, at=at(day)).result


def refused(verb: str, who: Actor, target: str | None = None, day: date = DAY, **facts: Any) -> tuple[str, ...]:
    with kernel():
        before = Event.objects.count()
    with pytest.raises(Refusal) as found:
        step(verb, who, target, day, **facts)
    with kernel():
        assert Event.objects.count() == before
    return found.value.codes


def facts(case: str) -> Mapping[str, Any]:
    with kernel():
        return dict(Case.objects.get(pk=case).facts)


def adopted(scheme: Mapping[str, Any] = SCHEME, year: int = 2025) -> str:
    done = step("assessment_scheme:draft", OFFICER, year=year, scheme=scheme, instrument=f"考核办〔{year}〕1号")
    step("assessment_scheme:adopt", HEAD, str(done["case"]))
    return str(done["number"])


def opened(scheme: str, county: str = "east") -> str:
    unit = {"name": county, "unit": f"{county}-office"}
    done = step("assessment:open", OFFICER, scheme_no=scheme, area=f"/town/{county}/", assessed=[unit])
    return str(done["case"])


def scored(scheme: str | None = None, **more: Any) -> str:
    case = opened(scheme or adopted())
    step("assessment:score", OFFICER, case, **{**GIVEN, **more})
    return case


@pytest.mark.usefixtures("town")
@pytest.mark.point("M05.1", without=f"{FOLDER}/rules.py#scheme_is_sound")
def test_a_scheme_is_data_and_each_year_has_its_own() -> None:
    last = adopted()
    items = [{**SCHEME["items"][0], "weight": 30}, {**SCHEME["items"][2], "weight": 70}]
    this = adopted({**SCHEME, "items": items, "vetoes": [{"key": "incident", "title": "重大事件", "cap": "59.9"}]}, 2026)
    # 60 × 4/7 + 20 × 50 % + 16.5 + 3 = 63.7857…; the next year weighs otherwise, and its veto caps.
    assert facts(scored(last))["total"] == "63.79"
    case = opened(this)
    step("assessment:score", OFFICER, case, **GIVEN, vetoes=[{"key": "incident", "evidence": "通报"}])
    assert (facts(case)["year"], facts(case)["total"]) == (2026, "36.64")
    assert refused("assessment:score", OFFICER, case, **GIVEN, vetoes=[{"key": "fraud", "evidence": "x"}]) == (
        "assessment.unknown",)
    assert facts(scored(last, bonuses=[{"key": key, "evidence": "x"} for key in ("pilot", "praise")]))["result"][
        "bonus"] == "5"
    wrong = {**SCHEME, "items": SCHEME["items"][:2]}
    assert refused("assessment_scheme:draft", OFFICER, year=2025, scheme=wrong, instrument="x") == (
        "assessment.weights",)
    unknown = {**SCHEME, "items": [{**SCHEME["items"][0], "weight": 100, "measure": "no_such_measure"}]}
    assert refused("assessment_scheme:draft", OFFICER, year=2025, scheme=unknown, instrument="x") == (
        "assessment.measure",)
    again = step("assessment_scheme:draft", OFFICER, year=2025, scheme=SCHEME, instrument="x")
    assert refused("assessment_scheme:adopt", HEAD, str(again["case"])) == ("assessment.year-taken",)


@pytest.mark.usefixtures("town")
@pytest.mark.point("M05.2", without=f"{FOLDER}/assessment.procedure.toml#acts.score.derive")
def test_each_score_opens_to_its_formula_its_input_and_its_rows() -> None:
    case = scored()
    step("assessment:tell", OFFICER, case)
    stock, grants, work = facts(case)["lines"]
    assert stock["formula"] == "60 × min(1, max(0, (x − 0) ÷ (7 − 0)))"
    assert (stock["input"], stock["points"], stock["on"]) == ("4", "240/7", "2025-12-31")
    assert (grants["input"], grants["points"], grants["since"], grants["until"]) == ("4", "10", "2025-01-01", "2026-01-01")
    assert (work["input"], work["points"], work["source"]) == ("33/2", "33/2", "督查通报第1期")
    # The unit itself opens a number to its rows, and they add up to it.
    [group] = rows(measure=stock["measure"], region=stock["region"], on=date.fromisoformat(stock["on"]), actor=EAST,
                   position=stock["position"])  # fmt: skip
    assert sum(each.amount for each in group.rows) == Fraction(stock["input"])
    assert {each.key for each in group.rows} == {f"TESTP{number}" for number in range(4)}
    # What is stored is enough to score again with the instrument alone.
    inputs = {line["key"]: line["input"] for line in facts(case)["lines"]}
    assert grade.score(facts(case)["scheme"], inputs=inputs, bonuses=["pilot"])["total"] == facts(case)["total"]


@pytest.mark.usefixtures("town")
def test_what_is_missing_is_not_scored_as_nought() -> None:
    case = scored(given=[])
    assert "total" not in facts(case)
    assert facts(case)["result"]["missing"] == ["work"]
    assert refused("assessment:tell", OFFICER, case) == ("assessment.missing",)


@pytest.mark.usefixtures("town")
@pytest.mark.point("M05.3", without=f"{FOLDER}/assessment.procedure.toml#parts.assessed")
def test_the_unit_sees_its_own_score_objects_with_evidence_and_is_answered() -> None:
    scheme = adopted()
    case, other = scored(scheme), opened(scheme, "west")
    for who, sees in ((EAST, {case}), (WEST, {other})):
        with reading(who):
            assert {str(each.pk) for each in reach(who, "assessment:read")} == sees
    objection = {"item": "work", "grounds": "漏计一项", "evidence": "验收报告".encode()}
    assert refused("assessment:object", EAST, case, **objection) == ("casework.stage",)
    step("assessment:tell", OFFICER, case)
    assert refused("assessment:object", WEST, case, **objection) == ("acts.not-there",)
    assert refused("assessment:object", EAST, case, **{**objection, "item": "x"}) == ("assessment.no-item",)
    assert refused("assessment:object", EAST, case, date(2026, 3, 10), **objection) == ("casework.expired",)
    told = step("assessment:object", EAST, case, date(2026, 3, 9), **objection)
    assert [(run["clock"], run["due"]) for run in told["clocks"]] == [("decision", "2026-03-23")]
    scorer = Actor("user:9901", DAY, (Role("assessment-head", "/town/"),))
    decision = {"upheld": True, "points": "18", "answer": "验收报告属实，补计1.5分"}
    late = date(2026, 3, 16)
    assert refused("assessment:decide", scorer, case, late, **decision) == ("casework.same-person",)
    assert refused("assessment:decide", HEAD, case, late, **{**decision, "points": "20.5"}) == ("assessment.range",)
    assert refused("assessment:decide", HEAD, case, late, **{**decision, "upheld": False}) == ("assessment.points",)
    step("assessment:decide", HEAD, case, late, **decision)
    [one] = facts(case)["objections"]
    assert (one["before"], one["after"], one["answer"], len(one["evidence"])) == (
        "63.79", "65.29", "验收报告属实，补计1.5分", 64)
    assert facts(case)["total"] == "65.29"
    with kernel():
        assert [each["name"] for each in Case.objects.get(pk=case).letters] == ["score_notice", "objection_decision"]
    step("assessment:object", EAST, case, date(2026, 3, 17), item="stock", grounds="少计一件")
    step("assessment:decide", HEAD, case, date(2026, 3, 18), upheld=False, answer="登记库无此记录")
    assert [each["after"] for each in facts(case)["objections"]] == ["65.29", "65.29"]
    assert refused("assessment:conclude", HEAD, case, date(2026, 3, 18)) == ("casework.wait",)


@pytest.mark.usefixtures("town")
@pytest.mark.point("M05.4", without=f"{FOLDER}/rules.py#replayed")
def test_last_years_scheme_over_last_years_data_gives_last_years_score_to_the_last_digit() -> None:
    case = scored()
    before = facts(case)
    # Later the record changes: patents of 2025 are loaded, one of the four turns out to have ended, a new scheme comes.
    take("patent", patents(2, since=10), "late")
    take("patent", patents(1, ended_on="2025-06-01"), "corrected")
    adopted({**SCHEME, "items": [{**SCHEME["items"][2], "weight": 100}]}, 2026)
    step("assessment:replay", HEAD, case)
    assert facts(case)["replays"] == [{"day": "2026-03-02", "total": before["total"], "unlike": [], "agrees": True}]
    assert (facts(case)["lines"], facts(case)["total"]) == (before["lines"], before["total"])
    # Scored anew, the same year gives what is known now: 5 in force, 6 granted.
    step("assessment:score", OFFICER, case, **GIVEN)
    assert [line["input"] for line in facts(case)["lines"]] == ["5", "6", "33/2"]
    assert facts(case)["total"] == "82.36"
