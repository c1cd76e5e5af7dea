"""Deadlines as worked calculations, each day worked out by hand from its clause."""

from __future__ import annotations

from datetime import date

import pytest
from histories import EVERY_YEAR, History, day

from zhichan.instruments.clock import Calendar
from zhichan.instruments.status import deadlines


def of(history, kind, on, code, **options):
    options.setdefault("calendar", EVERY_YEAR)
    return [each for each in deadlines(kind=kind, events=history.events, on=day(on), **options) if each.code == code]


def patent(filed="1997-06-03", granted="2001-08-01"):
    history = History()
    history("filed", filed)
    history("granted", granted)
    return history


def test_the_first_fee_after_the_grant_is_that_of_the_following_patent_year():
    # The office's own example: filed 1997-06-03, granted 2001-08-01 (year 5); year 6 falls due on 2002-06-03.
    first = of(patent(), "invention", "2001-09-01", "annual_fee")[0]
    assert (first.number, first.due.day, first.late.day) == (6, day("2002-06-03"), day("2002-12-03"))
    assert first.title.zh == "第6年度年费"


def test_the_surcharge_grows_by_five_percent_a_month_after_a_free_first_month():
    first = of(patent(), "invention", "2001-09-01", "annual_fee")[0]
    assert [(each.first.isoformat(), each.last.isoformat(), each.percent) for each in first.surcharges] == [
        ("2002-06-04", "2002-07-03", 0), ("2002-07-04", "2002-08-03", 5), ("2002-08-04", "2002-09-03", 10),
        ("2002-09-04", "2002-10-03", 15), ("2002-10-04", "2002-11-03", 20), ("2002-11-04", "2002-12-03", 25)]


def test_a_fee_paid_in_the_grace_period_is_met_and_one_paid_after_it_missed():
    history = patent("2012-03-15", "2012-10-10")
    history("fee_paid", "2013-09-16", year=2, called="in time")   # 2013-09-15 was a Sunday.
    history("fee_paid", "2014-09-16", year=3, called="too late")  # 2014-09-15 was a Monday.
    found = of(history, "utility", "2014-12-01", "annual_fee")
    assert [(each.number, each.settled, each.missed) for each in found] == [
        (2, "in time", False), (3, "", True), (4, "", False)]


def test_the_last_day_before_a_holiday_block_moves_behind_it_and_says_so():
    spring = Calendar(holidays=frozenset(date(2026, 2, each) for each in range(15, 24)),
                      announced=frozenset({2025, 2026}))
    found = of(patent("2016-08-18", "2018-01-02"), "invention", "2026-01-01", "annual_fee", calendar=spring)
    fee = next(each for each in found if each.number == 10)
    assert fee.late.nominal == day("2026-02-18")
    assert fee.late.day == day("2026-02-24")
    assert any("顺延" in step.zh for step in fee.late.steps)
    assert fee.late.firm


def test_a_last_day_in_a_year_not_announced_is_provisional():
    spring = Calendar(announced=frozenset({2026}))
    found = of(patent("2016-08-18", "2018-01-02"), "invention", "2027-01-01", "annual_fee", calendar=spring)
    assert found[-1].late.provisional


@pytest.mark.parametrize(("kind", "last"), [
    ("invention", "2025-01-10"), ("utility", "2025-01-10"), ("design", "2024-07-10"), ("mark", "2024-07-10")])
def test_paris_priority_lasts_twelve_months_or_six(kind, last):
    history = History()
    history("filed", "2024-01-10")
    assert of(history, kind, "2024-02-01", "priority")[0].due.day == day(last)


def test_a_filing_that_itself_claims_priority_gives_none():
    history = History()
    history("filed", "2024-01-10", priority="2023-05-05")
    assert of(history, "invention", "2024-02-01", "priority") == []
    # Three years from the priority date, 2026-05-05, a Tuesday.
    asked = of(history, "invention", "2024-02-01", "examination_request")[0]
    assert asked.due.day == day("2026-05-05")


def test_the_national_phase_is_entered_by_thirty_months_or_thirty_two():
    history = History()
    history("filed", "2024-05-20", priority=date(2023, 5, 31))
    entry = of(history, "pct", "2025-01-01", "pct_entry")[0]
    # 2025-11-30 is a Sunday; 2026-01-31 a Saturday.
    assert (entry.due.nominal, entry.due.day) == (day("2025-11-30"), day("2025-12-01"))
    assert (entry.late.nominal, entry.late.day) == (day("2026-01-31"), day("2026-02-02"))
    history("entered", "2026-02-02", as_="invention", called="entry")
    assert of(history, "pct", "2026-03-01", "pct_entry")[0].settled == "entry"


def test_an_opposition_is_filed_within_three_months_of_the_publication():
    history = History()
    history("filed", "2019-03-01")
    history("published", "2019-11-30")
    found = of(history, "mark", "2019-12-01", "opposition")[0]
    # 2020-02-29 is a Saturday: the corresponding day does not exist, its last day does, and it moves to Monday.
    assert (found.due.nominal, found.due.day) == (day("2020-02-29"), day("2020-03-02"))
    assert any("第三十三条" in step.clause for step in found.due.steps)


def test_a_renewal_opens_a_year_before_the_end_of_the_term_and_can_be_made_six_months_after():
    history = History()
    history("registered", "2010-01-14")
    first, = of(history, "mark", "2015-01-01", "renewal")
    assert (first.opens, first.due.day, first.late.day) == (day("2019-01-14"), day("2020-01-13"), day("2020-07-13"))
    history("renewed", "2019-06-06", called="renewal")
    found = of(history, "mark", "2021-01-01", "renewal")
    assert [(each.number, each.settled, each.missed) for each in found] == [(1, "renewal", False), (2, "", False)]
    assert found[1].opens == day("2029-01-14")


def test_before_may_2014_a_renewal_opened_six_months_before_the_end():
    history = History()
    history("registered", "2002-03-07")
    assert of(history, "mark", "2005-01-01", "renewal")[0].opens == day("2011-09-07")


def test_a_layout_design_is_filed_within_two_years_of_its_first_exploitation():
    history = History()
    history("exploited", "2020-04-01")
    assert of(history, "layout", "2022-05-01", "layout_filing")[0].missed
    history("filed", "2022-03-31", called="filing")
    assert of(history, "layout", "2022-05-01", "layout_filing")[0].settled == "filing"


def test_deadlines_stand_in_the_order_of_their_days():
    history = patent("2020-01-08", "2022-06-01")
    days = [each.due.day for each in deadlines(kind="invention", events=history.events, on=day("2026-01-01"),
                                               calendar=EVERY_YEAR)]
    assert days == sorted(days)
    assert len(days) >= 5


def test_of_several_priorities_the_earliest_counts_and_one_later_than_the_filing_is_none():
    history = History()
    history("filed", "2010-06-01", called="one", priority=date(2009, 9, 15))
    history("filed", "2010-06-01", called="two", priority=date(2009, 7, 15))
    asked = of(history, "invention", "2010-06-02", "examination_request")[0]
    assert (asked.due.nominal, asked.due.day) == (day("2012-07-15"), day("2012-07-16"))
    late = History()
    late("filed", "2010-06-01", priority=date(2011, 1, 1))
    assert of(late, "invention", "2010-06-02", "examination_request")[0].due.day == day("2013-06-03")
    assert of(late, "invention", "2010-06-02", "priority")[0].due.day == day("2011-06-01")


def test_nothing_falls_due_after_the_right_is_over():
    mark = History()
    mark("filed", "2004-12-12")
    mark("registered", "2005-12-15")
    # Registered on 15 December 2005, not renewed by 14 June 2016: the second renewal of 2025 does not arise.
    assert [(each.number, each.missed) for each in of(mark, "mark", "2025-09-30", "renewal")] == [(1, True)]
    fees = patent("2012-03-15", "2014-10-10")
    fees("lapsed", "2016-03-15")
    assert [each.number for each in of(fees, "invention", "2025-01-01", "annual_fee")] == [4, 5]
    fees("restored", "2017-02-01")
    assert [each.number for each in of(fees, "invention", "2018-01-01", "annual_fee")][-1] == 7
    annulled = patent("2012-03-15", "2014-10-10")
    annulled("invalidated", "2019-05-01")
    assert of(annulled, "invention", "2020-01-01", "annual_fee") == []


def test_before_the_right_was_over_what_was_to_fall_due_is_told():
    fees = patent("2012-03-15", "2014-10-10")
    fees("lapsed", "2016-03-15")
    assert [each.number for each in of(fees, "invention", "2015-06-01", "annual_fee", known_by=day("2015-06-01"))] == [4, 5]
