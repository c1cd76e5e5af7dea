"""The five sample plans from their characters to the register: uploaded, confirmed, adopted, and asked.

Every kind of target they hold is held as written, and each fact that SYSTEMS.md lists is answered as it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from zhichan.kernel.acts.public import perform
from zhichan.kernel.measures.public import (
    NotAssigned,
    conflicts,
    course,
    divided,
    reconcile,
    shown,
    targets,
)

from .conftest import AT, DAY, PLANNER, adopt_sample, gold, make_city_of, patents, promise, take

PLEDGES = "management/indicators/ip_pledge_amount.measure.toml"
PATENT_PLEDGES = "management/indicators/patent_pledge_amount.measure.toml"
ADOPTING = "management/policy_text/plan.procedure.toml#acts.adopt.hands_on"
GI = "management/indicators/gi_total.measure.toml"


def known(read: Mapping[str, Any]) -> dict[tuple[str, int, str], Fraction]:
    """The plan's own figures of years past."""
    return {
        (one["canonical"], one["year"], one["unit"]): Fraction(str(one["value"]))
        for one in read["actuals"] if one["canonical"] and one["year"]}


@pytest.mark.parametrize("number", ["000", "001", "002", "003"])
def test_every_target_of_a_plan_is_held_with_its_kind_words_and_characters(db: None, number: str) -> None:
    plan = gold(number)
    make_city_of(plan)
    held = [promise(item, period=plan["period"]) for item in plan["targets"]]
    for one, item in zip(held, plan["targets"], strict=True):
        assert one is not None
        assert (one.kind, one.comparator, one.attribute or None) == (item["kind"], item["comparator"], item["attribute"])
        assert (one.quote, [one.span_start, one.span_end], one.due_year) == (item["quote"], item["span"], item["year"])
        assert (one.value_max is None) == (item["value_max"] is None)
        assert one.baseline_year == (item["baseline"] or {}).get("year")


@pytest.mark.point("M18.1", without=PLEDGES)
@pytest.mark.point("M02.2", without=GI)
@pytest.mark.usefixtures("db")
def test_five_columns_add_up_in_the_measures_own_units_and_a_dash_is_no_zero() -> None:
    _, held, read = adopt_sample("003")
    found = {one.whole.measure: one for one in reconcile(of=held, on=DAY)}
    assert {slug: (one.check, one.total, one.whole.unit) for slug, one in found.items()} == {
        "invention_patent_grants": ("equal", 200, "件"), "pct_applications": ("equal", 10, "件"),
        "trademarks_in_force": ("equal", 50000, "件"), "gi_trademarks": ("equal", 40, "件"),
        "ip_pledge_amount": ("equal", 10000, "万元")}
    [dash] = [share for share in found["gi_trademarks"].shares if isinstance(share.amount, NotAssigned)]
    assert (dash.region.kind, dash.target) == ("zone", None)
    goal = next(one for one in held if one.measure == "trademarks_in_force" and one.region and one.region.kind == "city")
    assert (goal.value, goal.unit, goal.written, goal.direction) == (50000, "件", "5万件", "higher")
    figures = known(read)
    marks = [figures["trademarks_in_force", year, "件"] for year in (2015, 2020)]
    assert shown(divided(marks[1] - marks[0], marks[0], per=100)) == "296.88"  # type: ignore[arg-type]
    assert (figures["trademark_pledge_amount", 2020, "万元"] + figures["patent_pledge_amount", 2020, "万元"]
            == figures["ip_pledge_amount", 2020, "万元"] == 5060)
    implied = [
        shown(figures["invention_patents_in_force", year, "件"] / figures["invention_patents_per_10k", year, "件"], places=0)
        for year in (2015, 2020)]
    assert implied == ["248", "255"]
    [told] = [one for one in conflicts(held) if one.code == "parts"]
    assert (told.certain, told.text.zh) == (False, "“地理标志数量”：各产业（单位）合计9，全域目标10+2=12")
    assert len({side.span for side in told.sides}) == 7


@pytest.mark.point("M02.2", without=ADOPTING)
@pytest.mark.usefixtures("db")
def test_a_plan_that_contradicts_itself_has_two_open_conflicts_with_their_places() -> None:
    _, held, read = adopt_sample("002")
    [value] = [one for one in conflicts(held) if one.certain]
    assert value.text.zh.endswith("有不同的目标值：11件、12件")
    spans = {one["code"]: one["spans"] for one in read["open"] if one.get("conflict")}
    assert set(spans) == {"conflict_value", "conflict_count"}
    assert {tuple(span) for span in spans["conflict_value"]} == {side.span for side in value.sides}
    assert len(spans["conflict_count"]) == 1


@pytest.mark.point("M02.3", without=PATENT_PLEDGES)
@pytest.mark.usefixtures("db")
def test_eight_goals_of_growth_wait_for_a_base_and_one_is_computed_once_it_has_one() -> None:
    _, held, read = adopt_sample("001")
    growing = [one for one in held if one.kind == "growth_rate_per_year"]
    assert sorted(int(one.value or 0) for one in growing) == [15, 18, 20, 20, 20, 25, 28, 30]
    assert {course(one, as_of=date(2018, 12, 31)).state for one in growing} == {"not_computable"}
    assert len([one for one in read["open"] if one["code"] == "no_baseline"]) == 8
    early = [one["why"] for one in read["open"] if one["code"] == "conflict_date"]
    assert len(early) == 2
    assert all("2018-01-18" in one for one in early)
    take(("pledge", [
        {"key": f"Z{year}", "party": "TEST00000000000001", "region": "a1", "kind": "patent",
         "registered_on": f"{year}-05-01", "amount_fen": amount * 10**6}
        for year, amount in ((2016, 200), (2017, 260))]))
    one = next(each for each in growing if each.measure == "patent_pledge_amount")
    perform(actor=PLANNER, verb="target:rebase", target=one.key, at=AT, facts={
        "changes": {"baseline_year": 2016, "baseline_value": "200", "baseline_source": "年报"}, "reason": "录入基期值"})
    [after] = targets(keys=[one.key])
    now = course(after, as_of=date(2017, 12, 31))
    assert (now.number, now.baseline, now.baseline_source) == (30, 200, "年报")


@pytest.mark.usefixtures("db")
def test_goals_of_the_province_stay_out_of_a_citys_register() -> None:
    _, held, read = adopt_sample("004")
    assert {one["scope"] for one in read["targets"]} == {"全省"}
    assert {one["year"] for one in read["targets"]} == {2022}
    assert held == []


@pytest.mark.point("M02.1", without="management/indicators/invention_patents_in_force.measure.toml")
@pytest.mark.point("M02.1", without="management/indicators/invention_patent_grants.measure.toml")
@pytest.mark.point("M02.1", without="management/indicators/ip_pledge_amount.measure.toml")
def test_each_kind_of_target_is_measured_in_its_own_way(city: None) -> None:
    take(
        ("patent", [*patents(1, 2, granted_on="2020-03-01"), *patents(1, 3, granted_on="2021-05-01"),
                    *patents(2, 4, granted_on="2022-05-01")]),
        ("pledge", [
            {"key": f"Z{year}", "party": "TEST00000000000001", "region": "a1", "kind": "patent",
             "registered_on": f"{year}-05-01", "amount_fen": amount * 10**6}
            for year, amount in ((2020, 100), (2021, 120), (2022, 150))]))
    on = date(2022, 12, 31)

    def now(slug: str, kind: str, value: float, unit: str = "件", **more: Any) -> tuple[str, object]:
        one = promise({"indicator": slug, "canonical": slug, "kind": kind, "value": value, "unit": unit, **more})
        assert one is not None
        found = course(one, as_of=on)
        return found.state, found.number

    base = {"baseline": {"year": 2020, "value": 2}}
    assert now("invention_patents_in_force", "level", 9, **base) == ("achieved", 9)
    assert now("invention_patents_in_force", "count_new", 10) == ("on_course", 7)
    assert now("invention_patent_grants", "annual_flow", 5) == ("on_course", 4)
    assert now("ip_pledge_amount", "cumulative", 300, "万元") == ("on_course", 270)
    pledges = {"baseline": {"year": 2020, "value": 100}, "unit": "%"}
    assert now("patent_pledge_amount", "growth_total", 50, **pledges) == ("achieved", 50)
    state, rate = now("patent_pledge_amount", "growth_rate_per_year", 20, **pledges)
    assert (state, round(float(rate), 3)) == ("on_course", 22.474)  # type: ignore[arg-type]
    assert now("patent_pledge_amount", "reduction", 10, **pledges) == ("behind", -50)
