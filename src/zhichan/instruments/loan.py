"""Interest and repayment of a loan: every instalment with its days, its interest and the calculation in words.

Amounts are integer 分, rates exact decimals a year (``0.0345`` for 3.45 %). Interest of a period is balance × rate ×
days ÷ basis, rounded half up to the 分 once; the day count is named with it. Nothing is compounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final, Literal, get_args

from zhichan.instruments.clock import Words, add_months

Method = Literal["bullet", "at_maturity", "equal_principal", "annuity"]
"""``bullet``: interest monthly, principal at the end (按月付息到期还本); ``at_maturity``: all at the end
(到期一次还本付息); ``equal_principal``: 等额本金; ``annuity``: 等额本息."""
DayCount = Literal["actual_360", "actual_365", "thirty_360"]
"""Days as they are over 360 or 365; ``thirty_360``: each month 30 days, the 31st counting as the 30th (30E/360)."""

METHODS: Final = frozenset(get_args(Method))
DAY_COUNTS: Final = frozenset(get_args(DayCount))
BASES: Final = {"actual_360": 360, "actual_365": 365, "thirty_360": 360}
NAMES: Final = {
    "actual_360": Words("实际天数/360", "actual/360"), "actual_365": Words("实际天数/365", "actual/365"),
    "thirty_360": Words("30E/360", "30E/360"),
}  # fmt: skip
LONGEST: Final = 600
DEAREST: Final = Decimal(1)


class LoanError(ValueError):
    """Terms from which no schedule follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment:
    """What is due on a day, in 分, and how the interest was computed."""

    number: int
    due_on: date
    days: int
    principal_fen: int
    interest_fen: int
    balance_fen: int
    worked: Words

    @property
    def total_fen(self) -> int:
        """Principal and interest together."""
        return self.principal_fen + self.interest_fen


def days_between(*, since: date, until: date, count: DayCount) -> int:
    """The days of interest from ``since`` (which bears interest) up to ``until`` (which does not)."""
    if count != "thirty_360":
        return (until - since).days
    first, last = min(since.day, 30), min(until.day, 30)
    return 360 * (until.year - since.year) + 30 * (until.month - since.month) + last - first


def interest(*, principal_fen: int, rate: Decimal, since: date, until: date, count: DayCount) -> int:
    """Simple interest in 分 on ``principal_fen`` from ``since`` up to ``until``, rounded half up."""
    exact = Fraction(principal_fen) * Fraction(rate) * days_between(since=since, until=until, count=count)
    return _rounded(exact / BASES[count])


def schedule(
    *, principal_fen: int, rate: Decimal, drawn_on: date, months: int, method: Method, count: DayCount
) -> tuple[Instalment, ...]:
    """The instalments of a loan drawn on one day: their principals add up to it, the last balance is zero.

    Raises ``LoanError`` for an amount or term that is not positive, a term beyond 600 months, a rate that is
    negative or above 100 % a year, and an unknown method or day count.
    """
    if principal_fen <= 0 or not 0 < months <= LONGEST or not 0 <= rate <= DEAREST:
        raise LoanError("amount, term and rate must be positive, the term at most 600 months, the rate at most 1")
    if method not in METHODS or count not in DAY_COUNTS:
        raise LoanError(f"unknown method or day count: {method}, {count}")
    if method == "at_maturity":
        due = add_months(day=drawn_on, count=months)
        return (_instalment(1, principal_fen, principal_fen, rate, drawn_on, due, count),)
    level = _level(principal_fen, rate, months) if method == "annuity" else 0
    share = principal_fen // months
    balance, begun, made = principal_fen, drawn_on, []
    for number in range(1, months + 1):
        due = add_months(day=drawn_on, count=number)
        bears = interest(principal_fen=balance, rate=rate, since=begun, until=due, count=count)
        part = {"bullet": 0, "equal_principal": share, "annuity": max(0, min(level - bears, balance))}[method]
        made.append(_instalment(number, balance if number == months else part, balance, rate, begun, due, count))
        balance, begun = made[-1].balance_fen, due
    return tuple(made)


def _level(principal_fen: int, rate: Decimal, months: int) -> int:
    """The level payment of an annuity by the monthly rate, a twelfth of the yearly one."""
    monthly = Fraction(rate) / 12
    if monthly == 0:
        return -(-principal_fen // months)
    grown = (1 + monthly) ** months
    return _rounded(principal_fen * monthly * grown / (grown - 1))


def _instalment(
    number: int, part: int, balance: int, rate: Decimal, since: date, until: date, count: DayCount
) -> Instalment:
    days = days_between(since=since, until=until, count=count)
    bears = interest(principal_fen=balance, rate=rate, since=since, until=until, count=count)
    sum_ = f"{_yuan(balance)} × {(rate * 100).normalize():f}% × {days} ÷ {BASES[count]} = {_yuan(bears)}"
    return Instalment(
        number=number, due_on=until, days=days, principal_fen=part, interest_fen=bears, balance_fen=balance - part,
        worked=Words(
            f"{since}起至{until}前一日计{days}天（{NAMES[count].zh}）：{sum_}元",
            f"{days} days from {since} to the day before {until} ({NAMES[count].en}): {sum_} yuan",
        ),
    )  # fmt: skip


def _rounded(amount: Fraction) -> int:
    whole, rest = divmod(amount.numerator, amount.denominator)
    return whole + (2 * rest >= amount.denominator)


def _yuan(fen: int) -> str:
    return str((Decimal(fen) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP))
