"""Values: exact, of one edition, up to one position, and the same for everyone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.db import connections

from zhichan.kernel.access.public import Actor, Role
from zhichan.kernel.catalogue import public as catalogue
from zhichan.kernel.ground.public import Refusal
from zhichan.kernel.measures.public import (
    NotComputable,
    NotKnown,
    Period,
    explain,
    position,
    refresh,
    rounded,
    rows,
    series,
    shown,
    table,
    value,
)
from zhichan.kernel.measures.values import needs

from .conftest import mark, patent, people, pledge, take

DAY = date(2020, 12, 31)


def number(measure: str, region: str = "city", **period: date) -> object:
    return value(measure=measure, region=region, **(period or {"on": DAY})).number


@pytest.mark.usefixtures("city")
class TestWithACity:
    def test_a_move_takes_a_right_from_one_county_to_the_other_on_its_day(self) -> None:
        from .conftest import held

        take(("patent", [patent("P", holdings=[held("east", "2010-01-01", "2015-06-01"), held("west", "2015-06-01")])]))
        for day, east, west in ((date(2015, 5, 31), 1, 0), (date(2015, 6, 1), 0, 1)):
            assert number("invention_patents_in_force", "east", on=day) == east
            assert number("invention_patents_in_force", "west", on=day) == west
            assert number("invention_patents_in_force", "city", on=day) == 1

    def test_a_right_counts_on_its_first_day_and_not_on_its_last(self) -> None:
        take(("patent", [patent("P", granted_on="2012-03-04", ended_on="2014-03-04")]))
        found = [number("invention_patents_in_force", on=date(*day)) for day in (
            (2012, 3, 3), (2012, 3, 4), (2014, 3, 3), (2014, 3, 4))]
        assert found == [0, 1, 1, 0]

    def test_a_patent_ripens_with_time_alone(self) -> None:
        take(("patent", [patent("P", filed_on="2010-05-05", granted_on="2012-01-01")]))
        assert number("high_value_invention_patents", on=date(2020, 5, 5)) == 0
        assert number("high_value_invention_patents", on=date(2020, 5, 6)) == 1

    def test_a_pledge_below_the_amount_set_does_not_make_a_patent_one_of_high_value(self) -> None:
        facts = {"pledge_key": "Z", "right_kind": "patent", "region": "east", "registered_on": "2015-01-01"}
        take(("patent", [patent("P", filed_on="2012-01-01"), patent("Q", filed_on="2012-01-01")]),
             ("pledged", [{"key": "Z/1", "right_key": "P", "amount_fen": 99_999_999, **facts},
                          {"key": "Z/2", "right_key": "Q", "amount_fen": 100_000_000, **facts}]))
        [found] = rows(measure="high_value_invention_patents", region="city", on=date(2016, 1, 1))
        assert [row.key for row in found.rows] == ["Q"]

    def test_three_pledge_measures_stay_three(self) -> None:
        take(("pledge", [
            pledge("Z1", registered_on="2015-03-01", amount_fen=10**8),
            pledge("Z2", registered_on="2018-03-01", released_on="2019-03-01", amount_fen=2 * 10**8),
            pledge("Z3", registered_on="2020-03-01", amount_fen=4 * 10**8, kind="trademark"),
        ]))
        year = {"since": date(2020, 1, 1), "until": date(2021, 1, 1)}
        assert number("ip_pledge_amount_registered", **year) == 400
        assert number("ip_pledge_amount") == 600
        assert number("ip_pledge_amount_outstanding") == 500
        assert number("ip_pledge_amount", **year) == number("trademark_pledge_amount", **year) == 400

    def test_a_ratio_rolls_up_by_its_parts_and_shows_its_denominator(self) -> None:
        take(("patent", [patent(f"P{n}", "east" if n < 9 else "west") for n in range(10)]),
             ("statistic", [people("east", 2019, 30_000), people("west", 2019, 10_000), people("north", 2019, 10_000)]))
        assert [number("invention_patents_per_10k", each) for each in ("east", "west", "city")] == [3, 1, 2]
        told = explain(measure="invention_patents_per_10k", region="city", on=DAY)
        assert told.formula.zh == "有效发明专利总量（10件）÷ 常住人口（50000人） × 10000 = 2件/万人"
        assert told.formula.en == (
            "invention patents in force (10 件) ÷ resident population (50000 人) × 10000 = 2 件/万人")
        [over, under] = rows(measure="invention_patents_per_10k", region="city", on=DAY)
        assert (over.amount, under.amount) == (10, 50_000)

    def test_a_statistic_of_the_city_counts_before_those_of_its_parts(self) -> None:
        take(("statistic", [people("east", 2019, 30_000), people("west", 2019, 10_000)]))
        assert isinstance(number("resident_population"), NotKnown)
        take(("statistic", [people("north", 2019, 5_000)]))
        assert number("resident_population") == 45_000
        take(("statistic", [people("city", 2019, 44_000)]))
        assert (number("resident_population"), number("resident_population", "west")) == (44_000, 10_000)
        [found] = rows(measure="resident_population", region="city", on=DAY)
        assert [(row.region, row.amount) for row in found.rows] == [("city", 44_000)]

    def test_growth_over_nothing_is_not_computable(self) -> None:
        take(("patent", [patent("P", filed_on="2020-02-01", granted_on=None)]))
        assert isinstance(
            number("invention_patent_applications_growth", since=date(2020, 1, 1), until=date(2021, 1, 1)), NotComputable)
        take(("patent", [patent(f"Q{n}", filed_on="2019-02-01", granted_on=None) for n in range(4)]))
        found = value(measure="invention_patent_applications_growth", region="city", since=date(2020, 1, 1),
                      until=date(2021, 1, 1))
        assert (found.number, [(part.role, part.number) for part in found.parts]) == (-75, [("of", 1), ("earlier", 4)])

    def test_what_was_never_loaded_is_not_known_and_what_was_is_zero(self) -> None:
        assert isinstance(number("trademarks_in_force"), NotKnown)
        take(("mark", [mark("M", registered_on="2021-01-01")]))
        assert number("trademarks_in_force") == 0
        assert isinstance(number("patent_intensive_va_share_gdp"), NotKnown)

    def test_nothing_over_nothing_is_not_computable(self) -> None:
        take(("patent", [patent("P")]))
        found = number("patent_agency_rate", since=date(2019, 1, 1), until=date(2020, 1, 1))
        assert found == NotComputable(found.reason)
        assert found.reason.en == "the denominator is zero"

    def test_a_value_can_be_asked_as_it_stood_at_an_earlier_position(self) -> None:
        take(("mark", [mark("M1")]))
        before = position()
        take(("mark", [mark("M1", ended_on="2016-01-01"), mark("M2")]))
        take(("mark", [mark("M3")]))
        assert number("trademarks_in_force") == 2
        then = value(measure="trademarks_in_force", region="city", on=DAY, position=before)
        assert (then.number, then.position) == (1, before)
        [found] = rows(measure="trademarks_in_force", region="city", on=DAY, position=before)
        assert [row.key for row in found.rows] == ["M1"]

    @pytest.mark.parametrize(("measure", "period", "code"), [
        ("trademarks_in_force", {"since": DAY, "until": date(2021, 1, 1)}, "measure.needs-day"),
        ("trademark_registrations", {"on": DAY}, "measure.needs-period"),
        ("trademark_registrations", {"since": DAY}, "measure.period"),
        ("trademark_registrations", {}, "measure.period"),
        ("trademarks_in_force", {"on": date.max}, "measure.period"),
        ("trademarks_in_force", {"on": date.min}, "measure.period"),
        ("trademark_registrations", {"since": DAY, "until": date.max}, "measure.period"),
        ("trade_marks", {"on": DAY}, "measure.unknown"),
        ("trademarks_in_force", {"on": date(1980, 1, 1)}, "measure.no-edition"),
    ])
    def test_a_wrong_question_is_refused_with_its_reason(self, measure: str, period: dict, code: str) -> None:
        with pytest.raises(Refusal) as refused:
            value(measure=measure, region="city", **period)
        assert refused.value.codes == (code,)

    @pytest.mark.parametrize("region", ["nowhere", "", "city\x00", "%"])
    def test_an_unknown_region_is_refused(self, region: str) -> None:
        with pytest.raises(Refusal) as refused:
            value(measure="trademarks_in_force", region=region, on=DAY)
        assert refused.value.codes == ("region.unknown",)

    def test_a_table_and_a_series_say_what_single_values_say(self) -> None:
        take(("patent", [patent(f"P{n}", ("east", "west", "north")[n % 3], filed_on=f"{2010 + n}-02-01",
                                granted_on=f"{2012 + n}-02-01") for n in range(8)]))
        measures = ["invention_patents_in_force", "invention_patent_grants"]
        periods = [Period.year(year) for year in range(2010, 2021)]
        found = table(measures=measures, regions=["city", "east", "west", "north"], periods=periods)
        for (slug, region, period), one in found.items():
            asked = {"on": period.last} if slug == measures[0] else {"since": period.since, "until": period.until}
            assert one.number == value(measure=slug, region=region, **asked).number
            if region == "city":
                assert one.number == sum(found[slug, part, period].number for part in ("east", "west", "north"))
        assert [one.number for one in series(measure=measures[0], region="city", years=range(2012, 2016))] == [1, 2, 3, 4]
        assert [one.number for one in series(measure=measures[1], region="city", years=range(2012, 2016))] == [1, 1, 1, 1]

    def test_a_page_of_rows_does_not_change_their_sum(self) -> None:
        take(("mark", [mark(f"M{n:02}") for n in range(25)]))
        [found] = rows(measure="trademarks_in_force", region="city", on=DAY, limit=10, offset=20)
        assert ([row.key for row in found.rows], found.total, found.amount) == ([f"M{n}" for n in range(20, 25)], 25, 25)


IN_FORCE = "management/indicators/trademarks_in_force.measure.toml"


@pytest.mark.usefixtures("city")
def test_a_changed_definition_is_derived_anew_under_its_own_edition(lay_over: Callable[..., Path]) -> None:
    take(("mark", [mark("M1"), mark("M2", kind="gi_collective")]))
    before = value(measure="trademarks_in_force", region="city", on=DAY)
    text = (catalogue.default_root() / IN_FORCE).read_text(encoding="utf-8")
    lay_over({IN_FORCE: text + 'where = { kind = "ordinary" }\n'}, folder="")
    after = value(measure="trademarks_in_force", region="city", on=DAY)
    assert (before.number, after.number, before.edition == after.edition) == (2, 1, False)
    take(("mark", [mark("M3"), mark("M4", kind="gi_collective")]))
    assert number("trademarks_in_force") == 2
    lay_over({IN_FORCE: text}, folder="")
    refresh()
    again = value(measure="trademarks_in_force", region="city", on=DAY)
    assert (again.edition, again.number) == (before.edition, 4)


def test_two_dated_editions_hold_each_on_their_days(lay_over: Callable[..., Path], city: None) -> None:
    text = (catalogue.default_root() / IN_FORCE).read_text(encoding="utf-8")
    later = text.replace("since = 1983-03-01", "since = 2019-01-01") + 'where = { kind = "ordinary" }\n'
    earlier = text.replace("since = 1983-03-01", "since = 1983-03-01\nuntil = 2019-01-01")
    lay_over({IN_FORCE: earlier, IN_FORCE.replace(".measure", ".2019.measure"): later}, folder="")
    take(("mark", [mark("M1"), mark("M2", kind="gi_collective")]))
    assert [number("trademarks_in_force", on=day) for day in (date(2018, 12, 31), date(2019, 1, 1))] == [2, 1]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_rows_that_are_closed_to_the_viewer_are_told_by_number_and_sum(city: None) -> None:
    take(("training", [
        {"key": f"T{n}", "topic": "open" if n else "closed", "region": "east", "held_on": "2020-05-01", "sessions": 1,
         "person_times": 10 + n} for n in range(3)]))
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "ALTER TABLE registry_training ENABLE ROW LEVEL SECURITY;"
            "CREATE POLICY all_kernel ON registry_training TO zhichan_kernel USING (true) WITH CHECK (true);"
            "CREATE POLICY part ON registry_training FOR SELECT TO zhichan_reader USING (topic = 'open')")
    asked = {"measure": "ip_training_person_times", "region": "city", "since": date(2020, 1, 1), "until": date(2021, 1, 1)}
    [found] = rows(**asked)
    assert [(row.key, row.amount) for row in found.rows] == [("T1", 11), ("T2", 12)]
    assert (found.total, found.amount, found.closed, found.closed_amount) == (3, 33, 1, 10)
    assert value(**asked).number == 33
    officer = Actor("user:9", date(2021, 1, 1), (Role("statistician", "/city/"),))
    assert value(**asked, actor=officer).number == 33


@pytest.mark.parametrize(("given", "places", "text"), [
    (Fraction(488 * 10_000, 2_550_000), 2, "1.91"), (Fraction(1, 200), 2, "0.01"), (Fraction(-1, 200), 2, "-0.01"),
    (Fraction(21626), 2, "21626"), (Fraction(100), 2, "100"), (Decimal("0.50"), 2, "0.5"), (Fraction(5, 2), 0, "3"),
])
def test_numbers_are_shown_half_up_without_idle_zeros(given: Fraction, places: int, text: str) -> None:
    assert shown(given, places=places) == text
    assert rounded(given, places=places) == Decimal(text)


def test_every_declared_measure_knows_what_period_it_needs() -> None:
    found = {slug: needs(slug) for slug in catalogue.current().measures}
    assert found["invention_patents_per_10k"] == found["gi_total"] == found["ip_advantage_demo_enterprises"] == "day"
    assert found["patent_agency_rate"] == found["ip_pledge_amount_growth"] == found["pct_applications"] == "period"
    assert found["ip_pledge_amount"] == found["copyright_registrations"] == "either"
