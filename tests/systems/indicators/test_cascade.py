"""M18: a city's targets over its counties: the sums are checked, totals held, and a dash is no zero."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import Refusal
from zhichan.kernel.measures.public import (
    Line,
    NotAssigned,
    Target,
    course,
    effects,
    reconcile,
    spread,
    targets,
    versions,
    what_if,
)

from .conftest import AREAS, AT, COUNTY, PLAN, PLANNER, gold, make_city, patents, promise, take

ON = date(2022, 6, 1)
REALLOCATE = "management/cascade/system.toml#roles.plan-officer"
PLEDGES = "management/indicators/ip_pledge_amount.measure.toml"
PCT = "management/indicators/pct_applications.measure.toml"
GRANTS = "management/indicators/invention_patent_grants.measure.toml"
# Our own table: grants, PCT, marks, GI marks (none for the zone), pledges in 万元.
TABLE: dict[str, tuple[str, str, int, tuple[int | None, ...]]] = {
    "invention_patent_grants": ("annual_flow", "件", 150, (50, 30, 20, 10, 10, 5, 25)),
    "pct_applications": ("annual_flow", "件", 12, (3, 1, 2, 1, 1, 0, 4)),
    "trademarks_in_force": ("level", "件", 64000, (20000, 12000, 9000, 7000, 8000, 5000, 3000)),
    "gi_trademarks": ("level", "件", 45, (10, 9, 8, 7, 6, 5, None)),
    "ip_pledge_amount": ("cumulative", "万元", 12000, (3000, 2000, 2000, 1500, 1500, 1000, 1000)),
}


def promised(table: dict[str, Any] = TABLE) -> list[Line]:
    for slug, (kind, unit, whole, shares) in table.items():
        item = {"indicator": slug, "canonical": slug, "kind": kind, "unit": unit}
        promise({**item, "value": whole})
        for area, share in zip(AREAS, shares, strict=True):
            promise({**item, "value": share, "scope": area})
    return lines()


def lines() -> list[Line]:
    return reconcile(of=targets(plan=PLAN), on=ON)


def line(slug: str) -> Line:
    return next(one for one in lines() if one.whole.measure == slug)


@pytest.mark.point("M18.1", without=PLEDGES)
@pytest.mark.usefixtures("city")
def test_all_five_columns_are_added_up_and_the_sums_shown() -> None:
    found = promised()
    assert {(one.whole.measure, one.check, one.total, one.difference) for one in found} == {
        (slug, "equal", whole, 0) for slug, (_, _, whole, _) in TABLE.items()}
    assert line("trademarks_in_force").text.zh == "各地合计64000件，等于全域目标"


@pytest.mark.point("M18.1", without=PLEDGES)
def test_the_five_columns_of_the_sample_plan_add_up(db: None) -> None:
    plan = gold("003")
    columns = [one for one in plan["targets"] if (one.get("cell") or {}).get("table", "").startswith("各县")]
    areas = list(dict.fromkeys(one["scope"] for one in columns))
    make_city(plan["region"]["name"], areas)
    for item in plan["targets"]:
        promise(item, period=plan["period"])
    found = {one.whole.measure: one for one in lines()}
    assert {slug: (one.check, one.total) for slug, one in found.items()} == {
        "invention_patent_grants": ("equal", 200), "pct_applications": ("equal", 10),
        "trademarks_in_force": ("equal", 50000), "gi_trademarks": ("equal", 40), "ip_pledge_amount": ("equal", 10000)}
    dashes = [share.region.name for share in found["gi_trademarks"].shares if isinstance(share.amount, NotAssigned)]
    assert dashes == [name for name in areas if name.endswith("高新区")]
    assert "未分配，不计为零" in found["gi_trademarks"].text.zh


@pytest.mark.usefixtures("city")
def test_a_sum_that_does_not_agree_says_by_how_much() -> None:
    promised({"invention_patent_grants": ("annual_flow", "件", 150, (50, 30, 20, 10, 10, 5, 20)),
              "gi_trademarks": ("level", "件", 45, (10, 9, 8, 7, 6, None, None)),
              "pct_applications": ("annual_flow", "件", 5, (1, 1, 1, 1, 1, 1, 1)),
              "invention_patents_per_10k": ("level", "件", 5, (9, 5, 4, 3, 3, 2, 9))})
    assert {one.whole.measure: (one.check, one.difference) for one in lines() if one.check != "not_additive"} == {
        "invention_patent_grants": ("short", 5), "gi_trademarks": ("open", 5), "pct_applications": ("over", -2)}
    assert line("gi_trademarks").text.zh == "各地合计40件，尚有5件未分解（上岭县、高新区未分配，不计为零）"
    assert line("invention_patents_per_10k").check == "not_additive"


@pytest.mark.point("M18.2", without=REALLOCATE)
@pytest.mark.usefixtures("city")
def test_a_trial_keeps_the_total_and_writes_nothing_until_it_is_taken_over() -> None:
    promised()
    before = line("invention_patent_grants")
    trial = what_if(line=before, changes={"a1": 40})
    assert sum(trial.after.values()) == before.total == 150
    # Ten over 30, 20, 10, 10, 5, 25: three, two, one, one, and of two equal halves the first-named takes the unit.
    assert trial.after == {"a1": 40, "a2": 33, "a3": 22, "a4": 11, "a5": 11, "a6": 6, "a7": 27}
    assert line("invention_patent_grants") == before
    done = perform(actor=PLANNER, verb="target:reallocate", target=before.whole.key, at=AT, facts={
        "changes": {"a1": 40}, "reason": "县区产业调整"})
    assert done.result["total"] == "150"
    after = line("invention_patent_grants")
    assert (after.check, after.total) == ("equal", 150)
    assert {share.region.slug: share.amount for share in after.shares} == trial.after
    county = after.shares[0].target
    assert county is not None
    assert [(one.value, one.reason) for one in versions(key=county.key)] == [(50, ""), (40, "县区产业调整")]


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(("slug", "changes", "code"), [
    ("invention_patent_grants", {"a1": 151}, "cascade.beyond-total"),
    ("invention_patent_grants", {"a1": -1}, "cascade.number"),
    ("invention_patent_grants", {"a1": "2.5"}, "cascade.number"),
    ("invention_patent_grants", {"a1": "ten"}, "cascade.number"),
    ("invention_patent_grants", {"nowhere": 1}, "cascade.not-assigned"),
    ("gi_trademarks", {"a7": 3}, "cascade.not-assigned"),
    ("pct_applications", {f"a{n}": 1 for n in range(1, 8)}, "cascade.nobody-left"),
])
def test_a_trial_that_cannot_hold_the_total_is_refused(slug: str, changes: dict[str, Any], code: str) -> None:
    promised()
    with pytest.raises(Refusal) as refused:
        what_if(line=line(slug), changes=changes)
    assert refused.value.codes == (code,)


@pytest.mark.usefixtures("city")
def test_a_county_does_not_reallocate_the_citys_targets() -> None:
    promised()
    whole = line("invention_patent_grants").whole
    with pytest.raises(Refusal) as refused:
        perform(actor=COUNTY, verb="target:reallocate", target=whole.key, at=AT, facts={"changes": {"a1": 1}, "reason": "x"})
    assert refused.value.codes == ("acts.forbidden",)
    assert all(one.version == 1 for one in targets(plan=PLAN))


@pytest.mark.point("M18.3", without=GRANTS)
@pytest.mark.usefixtures("city")
def test_a_countys_miss_shows_what_it_does_to_the_citys_target() -> None:
    promised()
    take(("patent", [*patents(1, 38, granted_on="2025-03-01"), *patents(2, 31, granted_on="2025-03-01")]))
    found = effects(line=line("invention_patent_grants"), as_of=date(2026, 3, 1))
    first, second, third = found[:3]
    assert (first.course.state, first.reaches, first.shortfall) == ("missed", 138, 12)
    assert first.text.zh == "东原县还差12件；若其他地区恰好完成，全域为138件，差12件"
    assert (second.course.state, second.reaches, second.shortfall) == ("achieved", 150, 0)
    assert (third.course.number, third.reaches, third.shortfall) == (0, 130, 20)


@pytest.mark.point("M18.4", without=PCT)
@pytest.mark.usefixtures("city")
def test_a_dash_is_not_assigned_and_never_zero() -> None:
    found = {share.region.slug: share for share in next(
        one for one in promised() if one.whole.measure == "gi_trademarks").shares}
    assert isinstance(found["a7"].amount, NotAssigned)
    zero = next(share for share in line("pct_applications").shares if share.region.slug == "a6")
    assert zero.amount == 0
    dash, target = found["a7"].target, zero.target
    assert isinstance(dash, Target)
    assert isinstance(target, Target)
    take(("mark", []), ("patent", []))
    assert course(dash, as_of=ON).state == "not_assigned"
    assert course(target, as_of=ON).state == "achieved"
    trial = what_if(line=line("gi_trademarks"), changes={"a1": 3})
    assert "a7" not in trial.after


@pytest.mark.parametrize(("total", "weights", "expected"), [
    (10, (1, 1, 1), (4, 3, 3)), (0, (5, 5), (0, 0)), (7, (0, 0), (4, 3)), (100, (60, 35, 20), (52, 31, 17)),
])
def test_the_largest_remainders_take_the_units_left_over(
    total: int, weights: tuple[int, ...], expected: tuple[int, ...],
) -> None:
    found = spread(Fraction(total), {str(n): Fraction(weight) for n, weight in enumerate(weights)})
    assert tuple(found.values()) == expected
    assert sum(found.values()) == total
