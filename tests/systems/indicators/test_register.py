"""M02: the register of targets holds what plans promise, tells contradictions, and forgets nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.kernel.ledger.public import Event, Payload
from zhichan.kernel.measures.public import conflicts, course, divided, shown, targets, versions

from .conftest import AT, CITIZEN, DAY, PLAN, PLANNER, gold, promise, take

STATISTICIAN = Actor("user:3", DAY, (Role("statistician", "/mc/"),))
pytestmark = pytest.mark.usefixtures("city")
PLEDGES = "management/indicators/patent_pledge_amount.measure.toml"


def test_the_register_holds_everything_a_plan_says_of_a_target() -> None:
    stock = promise({
        "id": "t1", "indicator": "有效注册商标总量", "canonical": "trademarks_in_force", "value": 5, "unit": "万件",
        "baseline": {"year": 2020, "value": 21626}, "attribute": "预期性", "quote": "总量达到5万件", "span": [10, 18]})
    band = promise({
        "id": "t2", "indicator": "优势示范企业", "canonical": "ip_advantage_demo_enterprises", "comparator": "range",
        "value": 8, "value_max": 10, "unit": "家", "attribute": "约束性"})
    about = promise({
        "id": "t3", "indicator": "办案周期压缩", "canonical": "ip_case_duration", "comparator": "~", "value": 50, "unit": "%",
        "kind": "reduction"})
    growth = promise({
        "id": "t4", "indicator": "质押年均增长", "canonical": "ip_pledge_amount", "value": 20, "unit": "%", "strict": True,
        "kind": "growth_rate_per_year"})
    flow = promise({
        "id": "t5", "indicator": "年授权量", "canonical": "invention_patent_grants", "value": 200, "kind": "annual_flow"})
    assert all((stock, band, about, growth, flow))
    assert (stock.value, stock.unit, stock.written, stock.baseline_year, stock.baseline_value, stock.due_year) == (
        50000, "件", "5万件", 2020, 21626, 2025)
    assert (stock.attribute, stock.direction, stock.quote, stock.span_start, stock.span_end) == (
        "预期性", "higher", "总量达到5万件", 10, 18)
    assert (band.comparator, band.value, band.value_max, band.attribute) == ("range", 8, 10, "约束性")
    assert (about.comparator, about.kind, growth.strict, growth.kind, flow.kind) == (
        "~", "reduction", True, "growth_rate_per_year", "annual_flow")
    assert {one.item for one in targets(plan=PLAN, actor=CITIZEN)} == {"t1", "t2", "t3", "t4", "t5"}


def test_two_numbers_for_one_indicator_are_reported_with_both_places() -> None:
    one = {"indicator": "每万人口高价值发明专利拥有量", "canonical": "high_value_invention_patents_per_10k"}
    promise({**one, "id": "t2", "value": 11, "quote": "达11件以上", "span": [5, 11]})
    promise({**one, "id": "t23", "value": 12, "quote": "设为12件", "span": [70, 75], "part": "解读"})
    promise({"id": "t3", "indicator": "有效注册商标总量", "canonical": "trademarks_in_force", "value": 1.9, "unit": "万件"})
    [found] = conflicts(targets(plan=PLAN))
    assert found.certain
    assert [(side.quote, side.span) for side in found.sides] == [("达11件以上", (5, 11)), ("设为12件", (70, 75))]
    assert found.text.zh == "“每万人口高价值发明专利拥有量”有不同的目标值：11件、12件"


def test_the_contradiction_of_a_sample_plan_is_found_with_its_characters() -> None:
    plan = gold("002")
    for item in plan["targets"]:
        promise(item, period=plan["period"])
    certain = [found for found in conflicts(targets(plan=PLAN)) if found.certain]
    spans = {each["id"]: tuple(each["span"]) for each in plan["targets"]}
    assert [{side.span for side in found.sides} for found in certain] == [{spans["t2"], spans["t23"]}]


@pytest.mark.point("M02.3", without=PLEDGES)
def test_growth_without_a_base_is_not_computable_until_one_is_entered() -> None:
    take(("pledge", [
        {"key": f"Z{year}", "party": "TEST00000000000001", "region": "a1", "kind": "patent",
         "registered_on": f"{year}-05-01", "amount_fen": amount * 10**6}
        for year, amount in ((2020, 200), (2021, 260))]))
    one = promise({"id": "t7", "indicator": "专利质押融资金额年均增长", "canonical": "patent_pledge_amount", "value": 20,
                   "unit": "%", "kind": "growth_rate_per_year"})
    assert one is not None
    before = course(one, as_of=date(2021, 12, 31))
    assert (before.state, before.number.reason.zh.split("；")[0]) == ("not_computable", "没有基期值，增长无从计算")
    assert before.offer is not None
    assert (before.offer.year, before.offer.value) == (2020, 200)
    perform(actor=PLANNER, verb="target:rebase", target=one.key, at=AT, facts={
        "changes": {"baseline_year": 2020, "baseline_value": "208", "baseline_source": "统计年报"}, "reason": "录入基期值"})
    [after] = targets(keys=[one.key])
    found = course(after, as_of=date(2021, 12, 31))
    assert (found.state, found.number, found.baseline_source) == ("on_course", 25, "统计年报")


def test_the_growth_targets_of_a_sample_plan_without_a_base_are_not_computable() -> None:
    plan = gold("001")
    for item in plan["targets"]:
        promise(item, period=plan["period"])
    growing = [one for one in targets(plan=PLAN) if one.kind == "growth_rate_per_year"]
    assert sorted(one.value for one in growing) == [15, 18, 20, 20, 20, 25, 28, 30]
    assert {course(one, as_of=date(2018, 12, 31)).state for one in growing} == {"not_computable"}


@pytest.mark.point("M02.4", without="management/indicators/system.toml#roles.statistician")
def test_a_changed_base_keeps_the_old_value_and_the_reason() -> None:
    one = promise({"id": "t9", "indicator": "有效地理标志商标总量", "canonical": "gi_trademarks", "value": 40,
                   "baseline": {"year": 2020, "value": 30}})
    assert one is not None
    with pytest.raises(Refusal) as refused:
        perform(actor=STATISTICIAN, verb="target:rebase", target=one.key, at=AT, facts={
            "changes": {"baseline_value": 29, "baseline_source": "国家局核定"}})
    assert refused.value.codes == ("target.no-reason",)
    perform(actor=STATISTICIAN, verb="target:rebase", target=one.key, at=AT, facts={
        "changes": {"baseline_value": 29, "baseline_source": "国家局核定"}, "reason": "两件在核定中并为一件"})
    assert [(each.version, each.baseline_value, each.reason) for each in versions(key=one.key)] == [
        (1, Decimal(30), ""), (2, Decimal(29), "两件在核定中并为一件")]
    with kernel():
        event = Event.objects.get(verb="target:rebase")
        content = Payload.objects.get(event=event).content
    assert (content["reason"], content["before"], content["changes"]) == (
        "两件在核定中并为一件", {"baseline_value": "30.000000", "baseline_source": "plan"},
        {"baseline_value": "29", "baseline_source": "国家局核定"})


def test_a_provincial_goal_does_not_enter_a_citys_register() -> None:
    plan = gold("004")
    entered = [promise(item, period={"start": 2017, "end": 2022}) for item in plan["targets"]]
    assert entered == [None] * 5
    assert targets(plan=PLAN) == []


def test_the_arithmetic_of_a_sample_plan_agrees_with_itself() -> None:
    known = {(one["canonical"], one["year"], one["unit"]): Fraction(str(one["value"])) for one in gold("003")["actuals"]
             if one.get("kind") is None}
    marks = [known["trademarks_in_force", year, "件"] for year in (2015, 2020)]
    growth = divided(marks[1] - marks[0], marks[0], per=100)
    assert isinstance(growth, Fraction)
    assert shown(growth) == "296.88"
    assert (known["trademark_pledge_amount", 2020, "万元"] + known["patent_pledge_amount", 2020, "万元"]
            == known["ip_pledge_amount", 2020, "万元"] == 5060)
    implied = [
        shown(known["invention_patents_in_force", year, "件"] / known["invention_patents_per_10k", year, "件"], places=0)
        for year in (2015, 2020)]
    assert implied == ["248", "255"]


def test_goals_of_industries_are_told_beside_the_citys_and_not_forced(db: None) -> None:
    plan = gold("003")
    for item in plan["targets"]:
        promise(item, period=plan["period"])
    told = [found for found in conflicts(targets(plan=PLAN)) if found.code == "parts"]
    assert all(not found.certain for found in told)
    new = [one for one in targets(plan=PLAN) if one.kind == "count_new" and one.measure in {"gi_trademarks", "gi_products"}]
    chains = [one for one in targets(plan=PLAN) if one.measure == "gi_total" and one.region is None and one.value is not None]
    assert (sum(one.value for one in new), sum(one.value for one in chains)) == (12, 9)


