"""A target's course: the line, the words, and what cannot be computed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.acts.public import perform
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.measures.models import Reported
from zhichan.kernel.measures.public import (
    Course,
    NotAssigned,
    NotComputable,
    NotKnown,
    Target,
    conflicts,
    course,
    expected_on,
    reconcile,
    target,
    targets,
    versions,
    what_if,
)

from .conftest import PLAN, mark, patent, people, pledge, take

pytestmark = pytest.mark.usefixtures("city")

AT = datetime(2022, 6, 1, 2, 0, tzinfo=UTC)
PLANNER = Actor(name="user:1", day=date(2022, 6, 1), roles=(Role("plan-officer", "/city/"),))
STRANGER = Actor(name="user:2", day=date(2022, 6, 1))


def promise(actor: Actor = PLANNER, **item: Any) -> Target:
    period = item.pop("period", {"start": 2021, "end": 2025})
    whole = {"indicator": "有效注册商标总量", "canonical": "trademarks_in_force", "scope": "全市", "year": 2025,
             "comparator": ">=", "value": 10, "unit": "件", "kind": "level"} | item
    done = perform(actor=actor, verb="target:promise", at=AT, facts={
        "item": whole.pop("id", "t1"), "region": "/city/", "target": whole, "period": period, "parent": PLAN})
    return target(key=done.result["target"])


def rebase(one: Target, **facts: Any) -> Target:
    perform(actor=PLANNER, verb="target:rebase", target=one.key, at=AT, facts={"reason": "统计口径调整"} | facts)
    return target(key=one.key)


def at(one: Target, day: str) -> Course:
    return course(one, as_of=date.fromisoformat(day))


def marks(*registered: str) -> None:
    take(("mark", [mark(f"M{number}", registered_on=day) for number, day in enumerate(registered)]))


def test_the_line_is_straight_from_baseline_to_target() -> None:
    line = ((2020, Fraction(10)), (2024, Fraction(50)))
    assert expected_on(line, date(2020, 12, 31)) == 10
    assert expected_on(line, date(2022, 12, 31)) == 10 + Fraction(40 * 730, 1461)
    assert expected_on(line, date(2024, 12, 31)) == expected_on(line, date(2025, 6, 1)) == 50
    assert expected_on(line, date(2020, 6, 30)) == 10
    assert expected_on(line[1:], date(2022, 12, 31)) is None


def test_a_level_is_behind_on_course_achieved_and_missed() -> None:
    one = promise(baseline={"year": 2020, "value": 2}, value=6)
    marks("2015-01-01", "2016-01-01", "2021-05-01", "2021-06-01", "2024-06-01", "2026-03-01")
    # The line rises by four in 1826 days.
    behind = at(one, "2023-12-31")
    assert (behind.state, behind.number, behind.expected) == ("behind", 4, 2 + Fraction(4 * 1095, 1826))
    assert behind.reason.zh == "2023-12-31为4件，目标≥6件；按进度应为4.4件，落后"
    assert behind.reason.en == "4 件 on 2023-12-31, target ≥6件; the line is at 4.4 件: behind it"
    on_course = at(one, "2022-12-31")
    assert (on_course.state, on_course.number, on_course.expected) == ("on_course", 4, 2 + Fraction(4 * 730, 1826))
    assert at(one, "2025-12-31").state == "behind"
    missed = at(one, "2026-06-30")
    assert (missed.state, missed.number, missed.period.on) == ("missed", 5, date(2025, 12, 31))
    smaller = rebase(one, changes={"value": 5})
    assert at(smaller, "2024-12-31").state == at(smaller, "2026-06-30").state == "achieved"


def test_yearly_values_bend_the_line() -> None:
    one = promise(baseline={"year": 2020, "value": 0}, value=10, yearly={"2021": 8})
    marks("2021-01-01", "2021-02-01", "2021-03-01", "2021-04-01", "2021-05-01", "2021-06-01", "2021-07-01")
    assert (at(one, "2021-12-31").state, at(one, "2021-12-31").expected) == ("behind", 8)
    assert at(promise(baseline={"year": 2020, "value": 0}), "2021-12-31").state == "on_course"


def test_a_level_without_a_baseline_starts_from_the_rows_and_says_so() -> None:
    marks("2015-01-01", "2016-01-01", "2021-05-01")
    found = at(promise(value=6), "2021-12-31")
    assert (found.state, found.baseline, found.baseline_year, found.line[0]) == ("on_course", 2, 2020, (2020, 2))
    assert found.reason.zh.endswith("（基期2件取自记录）")
    assert found.baseline_source.startswith("rows: trademarks_in_force@")
    assert at(promise(value=6, period={}), "2021-12-31").reason.zh.endswith("没有基期值，画不出进度线")


def test_a_strict_target_wants_more_and_a_range_is_met_at_its_lower_end() -> None:
    marks(*["2019-01-01"] * 8)
    more = promise(value=8, strict=True)
    assert at(more, "2022-01-01").state == "on_course"
    assert at(more, "2026-01-01").state == "missed"
    assert at(promise(value=8), "2022-01-01").state == "achieved"
    inside, above = (at(promise(comparator="range", value=low, value_max=high), "2022-01-01") for low, high in ((8, 10), (5, 7)))
    assert (inside.state, inside.past_range) == ("achieved", False)
    assert (above.state, above.past_range) == ("achieved", True)
    assert above.reason.zh.endswith("高于目标区间")


def test_about_has_a_tolerance_that_can_be_set() -> None:
    marks(*["2019-01-01"] * 100)
    assert at(promise(comparator="~", value=105), "2022-01-01").state == "achieved"
    one = promise(comparator="~", value=106)
    assert at(one, "2026-01-01").state == "missed"
    assert at(rebase(one, changes={"tolerance": 6}), "2026-01-01").state == "achieved"


def test_a_flow_is_judged_by_the_last_whole_year() -> None:
    take(("patent", [patent(f"P{n}", granted_on=f"{year}-03-01") for n, year in enumerate((2020, 2021, 2021, 2022))]))
    one = promise(indicator="授权", canonical="invention_patent_grants", kind="annual_flow", value=3,
                  baseline={"year": 2020, "value": 1})
    found = at(one, "2022-06-30")
    assert (found.number, found.period.span, found.state) == (2, (date(2021, 1, 1), date(2022, 1, 1)), "on_course")
    assert found.expected == 1 + Fraction(2 * 365, 1826)
    assert at(one, "2022-12-31").number == 1


@pytest.mark.parametrize(("day", "state", "number"), [
    ("2021-12-31", "on_course", 20), ("2022-12-31", "behind", None), ("2026-01-01", "missed", None)])
def test_mean_growth_is_compared_without_taking_a_root(day: str, state: str, number: int | None) -> None:
    amounts = {2020: 100, 2021: 120, 2022: 143, 2025: 240}
    take(("pledge", [pledge(f"Z{year}", registered_on=f"{year}-05-01", amount_fen=each * 10**6)
                     for year, each in amounts.items()]))
    one = promise(indicator="质押", canonical="ip_pledge_amount", kind="growth_rate_per_year", value=20, unit="%",
                  baseline={"year": 2020, "value": 100}, baseline_unit="万元")
    found = at(one, day)
    assert found.state == state
    if number is not None:
        assert found.number == number
    take(("pledge", [pledge("more", registered_on="2022-06-01", amount_fen=10**6)]))
    assert at(one, "2022-12-31").state == "on_course"


def test_growth_without_a_baseline_is_not_computable_until_one_is_entered() -> None:
    take(("pledge", [pledge("Z1", registered_on="2020-05-01"), pledge("Z2", registered_on="2021-05-01", amount_fen=130_000_000)]))
    one = promise(indicator="质押", canonical="patent_pledge_amount", kind="growth_rate_per_year", value=20, unit="%")
    found = at(one, "2021-12-31")
    assert (found.state, found.reason.zh) == (
        "not_computable", "没有基期值，增长无从计算；按记录，2020年为100万元，可采为基期值")
    assert (found.offer.year, found.offer.value) == (2020, Decimal(100))
    taken = rebase(one, baseline="rows")
    assert (taken.baseline_year, taken.baseline_value) == (2020, Decimal(100))
    assert taken.baseline_source.startswith("rows: patent_pledge_amount@")
    assert (at(taken, "2021-12-31").state, at(taken, "2021-12-31").number) == ("on_course", 30)
    entered = rebase(taken, changes={"baseline_value": "110", "baseline_year": 2020, "baseline_source": "人行报表"})
    assert at(entered, "2021-12-31").state == "behind"
    assert [(one.version, one.baseline_value, one.reason) for one in versions(key=one.key)] == [
        (1, None, ""), (2, Decimal(100), "统计口径调整"), (3, Decimal(110), "统计口径调整")]


def test_reduction_total_growth_and_lower_is_better() -> None:
    take(("enforcement", []))
    marks(*["2019-01-01"] * 3, "2021-01-01")
    grown = promise(kind="growth_total", value=40, unit="%", baseline={"year": 2020, "value": 3})
    assert (at(grown, "2021-12-31").state, at(grown, "2021-12-31").number) == ("on_course", Fraction(100, 3))
    assert at(grown, "2026-01-01").state == "missed"
    less = promise(kind="reduction", value=50, unit="%", baseline={"year": 2020, "value": 8})
    assert (at(less, "2022-12-31").state, at(less, "2022-12-31").number) == ("achieved", 50)
    lower = promise(comparator="<=", value=2, baseline={"year": 2020, "value": 6})
    assert (lower.direction, at(lower, "2021-12-31").state, at(lower, "2026-01-01").state) == ("lower", "on_course", "missed")
    assert at(promise(comparator="<=", value=4), "2021-12-31").state == "achieved"


def test_new_ones_are_those_not_in_the_stock_when_the_plan_began() -> None:
    take(("mark", [mark("old", kind="gi_collective"), mark("lapsed", kind="gi_collective", ended_on="2022-01-01"),
                   mark("new", kind="gi_certification", registered_on="2021-02-01"),
                   mark("came and went", kind="gi_collective", registered_on="2021-02-01", ended_on="2022-03-01")]))
    one = promise(indicator="新增地理标志商标", canonical="gi_trademarks", kind="count_new", value=2)
    found = at(one, "2022-12-31")
    assert (found.number, found.baseline, found.line) == (1, 0, ((2020, Fraction(0)), (2025, Fraction(2))))
    assert found.state == "on_course"
    assert at(one, "2021-12-31").state == "achieved"


def test_a_cumulative_amount_counts_from_the_plan_or_goes_on_from_its_baseline() -> None:
    take(("pledge", [pledge("Z1", registered_on="2018-05-01"), pledge("Z2", registered_on="2021-05-01")]))
    fresh = promise(canonical="ip_pledge_amount", kind="cumulative", value=6, unit="亿元")
    assert (fresh.value, fresh.unit, fresh.written) == (Decimal(60000), "万元", "6亿元")
    assert (at(fresh, "2022-12-31").number, at(fresh, "2022-12-31").baseline) == (100, 0)
    going_on = promise(canonical="ip_pledge_amount", kind="cumulative", value=500, unit="万元",
                       baseline={"year": 2020, "value": 100})
    assert (at(going_on, "2021-12-31").number, at(going_on, "2021-12-31").state) == (200, "on_course")


def test_shares_of_a_cumulative_amount_count_from_the_day_the_whole_does() -> None:
    take(("pledge", [pledge("Z1", registered_on="2018-05-01"), pledge("Z2", "west", registered_on="2021-05-01")]))
    item = {"canonical": "ip_pledge_amount", "kind": "cumulative", "unit": "万元"}
    alone = promise(**item, value=100, scope="east县")
    promise(**item, value=500, baseline={"year": 2020, "value": 100})
    share = promise(**item, value=200, scope="east县")
    assert (at(alone, "2022-12-31").number, at(share, "2022-12-31").number) == (0, 100)
    assert (at(share, "2022-12-31").baseline, at(share, "2022-12-31").baseline_year) == (100, 2020)


def test_not_assigned_not_known_not_computable_and_zero_are_four_things() -> None:
    assert isinstance(at(promise(value=None), "2022-01-01").number, NotAssigned)
    assert isinstance(at(promise(), "2022-01-01").number, NotKnown)
    assert isinstance(at(promise(canonical="no_such_measure"), "2022-01-01").number, NotComputable)
    take(("mark", []))
    assert at(promise(baseline={"year": 2020, "value": 0}), "2022-01-01").number == 0
    states = [at(one, "2022-01-01").state for one in targets(plan=PLAN)]
    assert sorted(states) == ["behind", "behind", "not_assigned", "not_computable"]


def test_a_scope_that_is_no_region_is_not_counted_as_one() -> None:
    take(("mark", [mark("M1")]))
    chain = promise(scope="节能环保", value=1)
    found = at(chain, "2022-01-01")
    assert (chain.region, found.state) == (None, "not_computable")
    assert found.reason.zh == "适用范围“节能环保”不是登记的地区，平台尚不能按此范围计算"
    part = promise(scope="全市重点行业企业", value=1)
    assert at(part, "2022-01-01").state == "not_computable"
    assert at(promise(scope="west县", value=1), "2026-01-01").state == "missed"


def test_units_with_ten_thousand_are_multiplied_out() -> None:
    one = promise(value=5, unit="万件", baseline={"year": 2020, "value": 21626})
    assert (one.value, one.baseline_value, one.unit, one.written) == (50000, 21626, "件", "5万件")
    traditional = promise(canonical="patent_transaction_value", kind="annual_flow", value=10, unit="億元")
    assert (traditional.value, traditional.unit) == (10, "亿元")
    unknown = promise(canonical="", value=1.5, unit="万亩")
    assert (unknown.value, unknown.unit) == (15000, "亩")


def test_a_share_divides_once_and_a_population_is_shown() -> None:
    take(("statistic", [people("east", 2019, 1_000_000), people("west", 2019, 500_000), people("north", 2019, 500_000)]),
         ("patent", [patent(f"P{n}") for n in range(7)]))
    one = promise(canonical="invention_patents_per_10k", value="0.035", kind="level")
    found = at(one, "2020-12-31")
    assert (found.state, found.number) == ("achieved", Fraction(7, 200))
    assert [(part.measure, part.number) for part in found.measured.parts] == [
        ("invention_patents_in_force", 7), ("resident_population", 2_000_000)]
    assert at(one, "2021-12-31").reason.zh == "该日没有可用的统计数据"


def test_a_reported_value_is_judged_and_a_later_one_takes_its_place() -> None:
    one = promise(indicator="良种覆盖率", canonical="crop_variety_coverage", kind="share", value=98, unit="%",
                  baseline={"year": 2020, "value": 90})
    assert at(one, "2022-05-01").state == "not_computable"
    for value in ("91", "93.5"):
        perform(actor=PLANNER, verb="value:report", at=AT, facts={
            "target": str(one.key), "day": "2021-12-31", "value": value, "unit": "%", "source": "农业农村局报表"})
    found = at(one, "2022-05-01")
    assert (found.state, found.number, found.expected) == ("on_course", Fraction("93.5"), 90 + Fraction(8 * 365, 1826))


@pytest.mark.parametrize(("facts", "code"), [
    ({"changes": {"value": 9}, "reason": ""}, "target.no-reason"),
    ({"changes": {"plan": "other"}}, "target.changes"),
    ({"changes": {}}, "target.changes"),
    ({"changes": {"value": "many"}}, "target.number"),
    ({"changes": {"value": "1e400"}}, "target.number"),
    ({"changes": {"value": "1e-999999"}}, "target.number"),
    ({"changes": {"yearly": {"2023": "1"}, "value": "1e999999999"}}, "target.number"),
    ({"changes": {"baseline_value": 1, "baseline_year": 2020}}, "target.no-source"),
    ({"changes": {"baseline_value": 1, "baseline_source": "x"}}, "target.no-year"),
    ({"changes": {"due_year": 20}}, "target.year"),
    ({"changes": {"kind": "wish"}}, "target.kind"),
    ({"baseline": "rows"}, "target.no-baseline"),
])
def test_a_refused_change_leaves_the_target_as_it_was(facts: dict[str, Any], code: str) -> None:
    one = promise()
    with pytest.raises(Refusal) as refused:
        rebase(one, **facts)
    assert refused.value.codes == (code,)
    assert [each.version for each in versions(key=one.key)] == [1]


@pytest.mark.parametrize(("item", "place"), [
    ({"value": 9e16, "unit": "万件"}, "value"),
    ({"value": 1, "value_max": 9e16, "unit": "亿件"}, "value_max"),
    ({"value": 1, "unit": "亿件", "yearly": {"2022": 9e16}}, "yearly"),
    ({"value": None, "unit": "亿件", "baseline": {"value": 9e16, "year": 2020}}, "baseline"),
])
def test_a_number_that_is_too_large_once_it_is_multiplied_out_is_refused_with_its_name(
    item: dict[str, Any], place: str
) -> None:
    with pytest.raises(Refusal) as refused:
        promise(**item)
    [reason] = refused.value.reasons
    assert (reason.code, reason.place) == ("target.number", place)
    assert reason.text.zh.startswith("有效注册商标总量数值90000000000000000")
    one = promise(indicator="挂牌交易额", canonical="", unit="元")
    report = {"target": str(one.key), "day": "2021-12-31", "value": 9e16, "unit": "亿元", "source": "报表"}
    with pytest.raises(Refusal) as refused:
        perform(actor=PLANNER, verb="value:report", at=AT, facts=report)
    assert refused.value.codes == ("target.number",)


def test_a_stranger_neither_promises_nor_changes() -> None:
    one = promise()
    for verb, goal, facts in (
        ("target:promise", None, {"region": "/city/", "target": {"value": 1}}),
        ("target:rebase", one.key, {"changes": {"value": 1}, "reason": "x"}),
        ("value:report", None, {"target": str(one.key), "day": "2021-01-01", "value": 1, "source": "x"}),
        ("target:reallocate", one.key, {"changes": {"east": 1}, "reason": "x"}),
    ):
        with pytest.raises(Refusal) as refused:
            perform(actor=STRANGER, verb=verb, target=goal, at=AT, facts=facts)
        assert refused.value.codes == ("acts.forbidden",)
    assert [each.version for each in versions(key=one.key)] == [1]


@pytest.mark.parametrize("path", ["/city/east/", "/elsewhere/"])
def test_a_target_of_an_industry_is_changed_by_its_plans_officers_alone(path: str) -> None:
    one = promise(scope="节能环保")
    assert one.region is None
    report = {"target": str(one.key), "day": "2021-01-01", "value": 1, "source": "x"}
    other = Actor(name="user:3", day=date(2022, 6, 1), roles=(Role("plan-officer", path), Role("county-officer", path)))
    for verb, goal, facts in (
        ("target:rebase", one.key, {"changes": {"value": 1}, "reason": "x"}), ("value:report", None, report),
    ):
        with pytest.raises(Refusal) as refused:
            perform(actor=other, verb=verb, target=goal, at=AT, facts=facts)
        assert refused.value.codes == ("acts.forbidden",)
    assert [each.version for each in versions(key=one.key)] == [1]
    for number in (2, 3):
        rebased = rebase(one, changes={"value": number})
        assert (rebased.version, rebased.readers) == (number, one.readers)
    perform(actor=PLANNER, verb="value:report", at=AT, facts=report)
    with kernel():
        assert [each.region.path for each in Reported.objects.filter(target=one.key)] == ["/city/"]


@pytest.mark.parametrize("amount", ["1e999999999", "1e-999999999", "NaN", "-1", "1.5", "1/2", ""])
def test_a_share_on_trial_is_a_whole_number_of_some_size(amount: str) -> None:
    promise(id="t1", value=10)
    for number, place in enumerate(("east县", "west县", "north县"), start=2):
        promise(id=f"t{number}", value=number, scope=place)
    [line] = reconcile(of=targets(plan=PLAN), on=date(2022, 6, 1))
    with pytest.raises(Refusal) as refused:
        what_if(line=line, changes={"east": amount})
    assert refused.value.codes == ("cascade.number",)


def test_what_was_promised_at_an_earlier_instant_can_be_asked() -> None:
    one = promise(value=8)
    perform(actor=PLANNER, verb="target:rebase", target=one.key, at=datetime(2023, 6, 1, tzinfo=UTC),
            facts={"changes": {"value": 9}, "reason": "中期调整"})
    assert target(key=one.key).value == 9
    assert target(key=one.key, at=datetime(2023, 5, 1, tzinfo=UTC)).value == 8


def test_two_values_for_one_indicator_are_a_conflict_with_both_places() -> None:
    first = promise(value=11, quote="达11件以上", span=[10, 16])
    second = promise(value=12, quote="达到12件", span=[90, 95], part="解读")
    [found] = conflicts(targets(plan=PLAN))
    assert (found.code, found.certain) == ("value", True)
    assert {(side.key, side.span) for side in found.sides} == {(first.key, (10, 16)), (second.key, (90, 95))}


def test_an_increase_that_does_not_lead_to_the_level_is_a_conflict() -> None:
    promise(baseline={"year": 2020, "value": 30}, value=40)
    promise(kind="count_new", value=10)
    assert conflicts(targets(plan=PLAN)) == []
    promise(kind="count_new", value=10, scope="city")
    assert conflicts(targets(plan=PLAN)) == []
    promise(baseline={"year": 2020, "value": 30}, value=41, year=2024)
    promise(kind="count_new", value=10, year=2024)
    [found] = conflicts(targets(plan=PLAN))
    assert found.text.zh == "“有效注册商标总量”：基期30加新增10不等于目标41"


@pytest.mark.parametrize(("parent", "code"), [
    ("no-case", "acts.not-there"),
    ("00000000-0000-4000-8000-00000000000f", "acts.not-there"),
    ("hidden", "acts.not-there"),
    ("task", "target.no-plan"),
    ("elsewhere", "target.plan-region"),
    ("below", "target.plan-region"),
])
def test_a_target_is_promised_only_under_a_plan_of_its_region_or_above(parent: str, code: str) -> None:
    with kernel():
        other = Region.objects.create(slug="far", name="远市", name_en="Far", kind="city", path="/far/")
        below = Region.objects.get(slug="east")
        city = Region.objects.get(slug="city")
        known = {
            name: str(Case.objects.create(
                procedure="task" if name == "task" else "plan", edition="-", number=f"X-{name}", title=name,
                stage="adopted", region=region, opened_at=AT, public=name != "hidden").pk)
            for name, region in (("hidden", city), ("task", city), ("elsewhere", other), ("below", below))
        }
    facts = {"item": "t1", "region": "/city/", "parent": known.get(parent, parent), "period": {},
             "target": {"indicator": "x", "canonical": "trademarks_in_force", "value": 1, "unit": "件"}}
    with pytest.raises(Refusal) as refused:
        perform(actor=PLANNER, verb="target:promise", at=AT, facts=facts)
    assert refused.value.codes == (code,)
    with pytest.raises(Refusal) as nothing:
        perform(actor=PLANNER, verb="target:promise", at=AT, facts={**facts, "parent": PLAN, "target": None})
    assert (nothing.value.codes, nothing.value.reasons[0].place) == (("target.item",), "target")
    with kernel():
        assert Target.objects.count() == 0


def test_without_an_actor_only_what_is_public_without_end_is_shown() -> None:
    """Nobody's day is known, so what was taken down must not come back by asking without a name."""
    one = promise()
    ended = {"public": True, "public_until": date(2022, 1, 1)}
    with kernel():
        Reported.objects.create(
            target=one.key, region=one.region, day=date(2021, 1, 1), value=7, unit="件", source="x", at=AT, by="x", **ended)
        hidden = Target.objects.get(key=one.key)
        hidden.pk, hidden.key, hidden.readers = None, "00000000-0000-4000-8000-00000000000a", ["plan-officer@/city/"]
        hidden.public_until = ended["public_until"]
        hidden.save(force_insert=True)
    assert at(one, "2022-01-01").number != 7
    assert (versions(key=hidden.key), [each.key for each in targets(plan=PLAN)]) == ([], [one.key])
    with pytest.raises(Refusal):
        target(key=hidden.key)
    assert target(key=hidden.key, actor=PLANNER) == hidden
    assert target(key=hidden.key, actor=Actor(name="anyone", day=date(2021, 12, 31))) == hidden


def test_a_target_above_the_region_is_not_entered() -> None:
    done = perform(actor=PLANNER, verb="target:promise", at=AT, facts={
        "item": "t4", "region": "/city/", "parent": PLAN, "period": {},
        "target": {"indicator": "有效注册商标", "canonical": "trademarks_in_force", "scope": "全省", "value": 25,
                   "unit": "万件", "kind": "level", "comparator": ">=", "year": 2022}})
    assert done.result["target"] is None
    assert "全省" in done.result["skipped"]["zh"]
    assert targets(plan=PLAN) == []
