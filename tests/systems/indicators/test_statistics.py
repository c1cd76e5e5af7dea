"""M12: statistics from definitions that are text, dated and executed; views agree; counties see the city's figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from zhichan.kernel.catalogue import public as catalogue
from zhichan.kernel.measures.public import Period, explain, rows, series, table, value

from .conftest import CITIZEN, COUNTY, PLANNER, patents, take

pytestmark = pytest.mark.usefixtures("city")
IN_FORCE = "management/indicators/invention_patents_in_force.measure.toml"
POPULATION = "management/statistics/resident_population.measure.toml"
END = date(2021, 12, 31)


@pytest.mark.point("M12.1", without=IN_FORCE)
def test_a_definition_is_dated_text_and_the_text_is_what_counts(lay_over: Callable[..., Path]) -> None:
    take(("patent", [*patents(1, 3), *patents(2, 2, granted_on="2019-05-01", ended_on="2021-06-01")]))
    told = explain(measure="invention_patents_in_force", region="mc", on=END)
    assert told.value.number == 3
    assert (told.since, told.until, told.basis.mark) == (date(1985, 4, 1), None, "seen")
    assert "第一权利人" in told.definition.zh
    assert "first-named holder" in told.definition.en
    text = (catalogue.default_root() / IN_FORCE).read_text(encoding="utf-8")
    lay_over({IN_FORCE: text.replace('end = "ended_on"\n', "")}, folder="")
    other = value(measure="invention_patents_in_force", region="mc", on=END)
    assert (other.number, other.edition == told.value.edition) == (5, False)


@pytest.mark.point("M12.2", without=POPULATION)
def test_same_period_cumulative_and_per_head_views_agree() -> None:
    take(("patent", [*patents(1, 4, granted_on="2020-02-10"), *patents(1, 3, granted_on="2020-11-10"),
                     *patents(2, 5, granted_on="2021-02-10"), *patents(3, 6, granted_on="2021-08-10")]),
         ("work", [{"key": f"W{n}", "kind": "artistic", "title": "作品", "registered_on": f"{2019 + n % 3}-0{1 + n % 9}-05",
                    "holdings": [{"party": "TEST00000000000001", "region": "a1", "since": "2019-01-01"}]} for n in range(20)]),
         ("statistic", [{"key": f"p{n}", "name": "resident_population", "region": f"a{n}", "year": 2020, "vintage": 2020,
                         "value": 10_000 * n, "scale": 1, "since": "2021-01-01", "until": "2022-01-01"} for n in range(1, 8)]))
    months = [Period(since=date(2021, m, 1), until=date(2021 + m // 12, m % 12 + 1, 1)) for m in range(1, 13)]
    to_date = [Period(since=date(year, 1, 1), until=date(year, 7, 1)) for year in (2020, 2021)]
    found = table(measures=["invention_patent_grants"], regions=["mc"], periods=[*months, Period.year(2021), *to_date])
    numbers = {period: one.number for (_, _, period), one in found.items()}
    assert sum(numbers[month] for month in months) == numbers[Period.year(2021)] == 11
    assert (numbers[to_date[0]], numbers[to_date[1]]) == (4, 5)
    grown = value(measure="invention_patent_applications_growth", region="mc", since=date(2018, 1, 1), until=date(2019, 1, 1))
    assert not grown.known

    whole = [one.number for one in series(measure="copyright_registrations", region="mc", years=[2019, 2020, 2021])]
    within = [value(measure="copyright_registrations", region="mc", since=date(year, 1, 1), until=date(year + 1, 1, 1)).number
              for year in (2020, 2021)]
    assert [whole[1] - whole[0], whole[2] - whole[1]] == within
    assert whole[2] == 20

    stock = series(measure="invention_patents_in_force", region="mc", years=[2020, 2021])
    assert stock[1].fraction - stock[0].fraction == numbers[Period.year(2021)]
    for region in ("mc", *(f"a{n}" for n in range(1, 8))):
        per_head = value(measure="invention_patents_per_10k", region=region, on=END)
        people = value(measure="resident_population", region=region, on=END)
        patents_held = value(measure="invention_patents_in_force", region=region, on=END)
        assert per_head.fraction * people.fraction / 10_000 == patents_held.fraction
    assert value(measure="invention_patents_per_10k", region="mc", on=END).number == Fraction(18 * 10_000, 280_000)


@pytest.mark.point("M12.3", without=IN_FORCE)
def test_a_county_gets_for_itself_the_figure_the_city_sees_for_it() -> None:
    take(("patent", [*patents(1, 3), *patents(2, 2), *patents(3, 1, ended_on="2021-09-01")]))
    areas = [f"a{n}" for n in range(1, 8)]
    seen = table(measures=["invention_patents_in_force"], regions=["mc", *areas], periods=[Period(on=END)], actor=PLANNER)
    city = {region: one.number for (_, region, _), one in seen.items()}
    assert city == {"mc": 5, "a1": 3, "a2": 2} | {f"a{n}": 0 for n in range(3, 8)}
    for viewer in (COUNTY, CITIZEN):
        for region in ("mc", *areas):
            own = value(measure="invention_patents_in_force", region=region, on=END, actor=viewer)
            assert own.number == city[region]
            [opened] = rows(measure="invention_patents_in_force", region=region, on=END, actor=viewer)
            assert (opened.amount, opened.total, opened.closed) == (city[region], city[region], 0)
