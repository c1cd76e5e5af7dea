"""Interest and instalments, against worked figures and against what must always hold."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from zhichan.instruments.clock import add_months
from zhichan.instruments.loan import (
    DayCount,
    LoanError,
    Method,
    days_between,
    interest,
    schedule,
)

RATE = Decimal("0.0435")
DRAWN = date(2025, 1, 31)


@pytest.mark.parametrize(("count", "days", "fen"), [
    ("actual_360", 365, 441_042), ("actual_365", 365, 435_000), ("thirty_360", 360, 435_000)])
def test_a_year_of_interest_depends_on_the_day_count_that_is_named(count: DayCount, days: int, fen: int) -> None:
    span = {"since": date(2025, 1, 1), "until": date(2026, 1, 1), "count": count}
    assert days_between(**span) == days
    assert interest(principal_fen=10_000_000, rate=RATE, **span) == fen


def test_a_leap_day_bears_interest_by_actual_days_and_not_by_months_of_thirty() -> None:
    found = {count: days_between(since=date(2024, 2, 28), until=date(2024, 3, 1), count=count)
             for count in get_args(DayCount)}
    assert found == {"actual_360": 2, "actual_365": 2, "thirty_360": 3}
    assert days_between(since=date(2025, 1, 31), until=date(2025, 3, 31), count="thirty_360") == 60


def test_half_a_fen_is_rounded_up_once() -> None:
    span = {"since": date(2025, 1, 1), "until": date(2025, 1, 2), "count": "actual_360"}
    assert interest(principal_fen=1800, rate=Decimal("0.1"), **span) == 1
    assert interest(principal_fen=1799, rate=Decimal("0.1"), **span) == 0


def test_months_end_where_they_end() -> None:
    assert [add_months(day=DRAWN, count=n) for n in (1, 2, 12, 13)] == [
        date(2025, 2, 28), date(2025, 3, 31), date(2026, 1, 31), date(2026, 2, 28)]


def test_interest_monthly_and_principal_at_the_end_with_each_sum_in_words() -> None:
    made = schedule(principal_fen=100_000_000, rate=RATE, drawn_on=DRAWN, months=3, method="bullet", count="actual_360")
    assert [(one.due_on, one.days, one.principal_fen, one.interest_fen, one.balance_fen) for one in made] == [
        (date(2025, 2, 28), 28, 0, 338_333, 100_000_000), (date(2025, 3, 31), 31, 0, 374_583, 100_000_000),
        (date(2025, 4, 30), 30, 100_000_000, 362_500, 0)]
    assert made[0].worked.zh == (
        "2025-01-31起至2025-02-28前一日计28天（实际天数/360）：1000000.00 × 4.35% × 28 ÷ 360 = 3383.33元")


def test_equal_principal_and_annuity_by_months_of_thirty() -> None:
    terms = {"principal_fen": 120_000_00, "rate": Decimal("0.06"), "drawn_on": date(2025, 1, 15), "months": 12,
             "count": "thirty_360"}
    equal = schedule(method="equal_principal", **terms)
    assert [(one.principal_fen, one.interest_fen) for one in equal[:2]] == [(10_000_00, 600_00), (10_000_00, 550_00)]
    assert sum(one.interest_fen for one in equal) == 3_900_00
    level = schedule(method="annuity", **terms)
    # 120 000 × 0.005 × 1.005¹² ÷ (1.005¹² − 1) = 10 327.97
    assert {one.total_fen for one in level[:-1]} == {10_327_97}
    assert level[-1].total_fen == 10_327_99


def test_all_at_maturity_is_one_instalment() -> None:
    [one] = schedule(
        principal_fen=100_00, rate=RATE, drawn_on=DRAWN, months=12, method="at_maturity", count="actual_365")
    assert (one.due_on, one.principal_fen, one.interest_fen, one.balance_fen) == (date(2026, 1, 31), 100_00, 4_35, 0)


@settings(max_examples=150, deadline=None)
@given(
    principal=some.integers(1, 10**12), rate=some.decimals(0, 1, places=6), months=some.integers(1, 60),
    drawn=some.dates(date(2000, 1, 1), date(2060, 1, 1)), method=some.sampled_from(get_args(Method)),
    count=some.sampled_from(get_args(DayCount)))
def test_a_schedule_always_repays_exactly_what_was_lent(
    principal: int, rate: Decimal, months: int, drawn: date, method: Method, count: DayCount,
) -> None:
    made = schedule(principal_fen=principal, rate=rate, drawn_on=drawn, months=months, method=method, count=count)
    assert sum(one.principal_fen for one in made) == principal
    assert made[-1].balance_fen == 0
    assert made[-1].due_on == add_months(day=drawn, count=months)
    assert all(one.principal_fen >= 0 and one.interest_fen >= 0 and one.balance_fen >= 0 for one in made)
    assert [one.due_on for one in made] == sorted({one.due_on for one in made})


@settings(max_examples=100, deadline=None)
@given(principal=some.integers(0, 10**10), rate=some.decimals(0, 1, places=4), start=some.dates(date(2000, 1, 1), date(2050, 1, 1)),
       first=some.integers(0, 900), second=some.integers(0, 900))
def test_interest_of_two_spans_is_that_of_the_whole_to_a_fen(
    principal: int, rate: Decimal, start: date, first: int, second: int,
) -> None:
    middle, end = start + timedelta(first), start + timedelta(first + second)
    of = lambda since, until: interest(principal_fen=principal, rate=rate, since=since, until=until, count="actual_365")
    assert abs(of(start, middle) + of(middle, end) - of(start, end)) <= 1


@pytest.mark.parametrize("wrong", [
    {"principal_fen": 0}, {"months": 0}, {"months": 601}, {"rate": Decimal("-0.01")}, {"rate": Decimal("1.01")},
    {"method": "whatever"}, {"count": "actual_364"}])
def test_terms_that_make_no_loan_are_refused(wrong: dict[str, object]) -> None:
    terms = {"principal_fen": 1, "rate": RATE, "drawn_on": DRAWN, "months": 1, "method": "bullet", "count": "actual_360"}
    with pytest.raises(LoanError):
        schedule(**terms | wrong)  # type: ignore[arg-type]
