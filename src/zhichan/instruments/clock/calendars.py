"""The working calendar: which days are worked, which are holidays, and how far that is announced.

Monday to Friday are worked and Saturday and Sunday rested (国务院关于职工工作时间的规定, art. 7) unless the yearly
notice of the State Council says otherwise: it names the days off and the rest days that are worked instead (调休).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

from zhichan.instruments.clock.words import ClockError

_SATURDAY = 5
_WEEK = 7
_WORKED_PER_WEEK = 5


def _ordinary_worked(ordinal: int) -> int:
    """Return how many Mondays to Fridays lie between the first day of year 1 (a Monday) and this day, included."""
    weeks, rest = divmod(ordinal, _WEEK)
    return weeks * _WORKED_PER_WEEK + min(rest, _WORKED_PER_WEEK)


@dataclass(frozen=True)
class Calendar:
    """Holidays, make-up working days and the years for which they are announced; immutable.

    ``holidays`` are all days off of the notices, those given in exchange included (法定节假日放假, V10);
    ``workdays`` are the Saturdays and Sundays that are worked instead; ``announced`` are the years whose notice is
    known. A day of any other year is computed with what is known and called provisional. Counting between two
    days costs the same however far apart they are.

    Raises :class:`ClockError` ``day_off_and_worked`` when a day is in both sets, ``workday_not_rest_day`` when a
    make-up working day is no Saturday or Sunday.
    """

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    announced: frozenset[int] = frozenset()
    name: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Refuse a calendar that contradicts itself."""
        if both := sorted(self.holidays & self.workdays):
            raise ClockError("day_off_and_worked", f"{both[0]} 既是放假日又是调休上班日。",
                             f"{both[0]} is both a day off and a make-up working day.")
        if odd := sorted(day for day in self.workdays if day.weekday() < _SATURDAY):
            raise ClockError("workday_not_rest_day", f"{odd[0]} 不是周末，不能作为调休上班日。",
                             f"{odd[0]} is no Saturday or Sunday, so it cannot be a make-up working day.")

    @cached_property
    def _exceptions(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Ordinals of the days that differ from the ordinary week, and the running difference through each."""
        changes = {day.toordinal(): -1 for day in self.holidays if day.weekday() < _SATURDAY}
        changes.update({day.toordinal(): 1 for day in self.workdays})
        ordinals = tuple(sorted(changes))
        return ordinals, (0, *accumulate(changes[ordinal] for ordinal in ordinals))

    @cached_property
    def _sorted_days(self) -> tuple[tuple[date, ...], tuple[date, ...]]:
        return (tuple(sorted(day for day in self.holidays if day.weekday() < _SATURDAY)),
                tuple(sorted(self.workdays)))

    @property
    def announced_through(self) -> date | None:
        """The last day of the last announced year, or None when no year is announced."""
        return date(max(self.announced), 12, 31) if self.announced else None

    def is_announced(self, day: date) -> bool:
        """Return whether the notice for the year of this day is known."""
        return day.year in self.announced

    def first_unannounced(self, *, first: date, last: date) -> int | None:
        """Return the first year from ``first`` to ``last`` (both included) whose notice is not known, or None."""
        return next((year for year in range(first.year, last.year + 1) if year not in self.announced), None)

    def is_holiday(self, day: date) -> bool:
        """Return whether this is an announced day off (法定节假日). An ordinary weekend is not."""
        return day in self.holidays

    def is_working(self, day: date) -> bool:
        """Return whether this day is worked: no holiday, and no weekend unless it is a make-up working day."""
        return day in self.workdays or (day.weekday() < _SATURDAY and day not in self.holidays)

    def _worked_through(self, ordinal: int) -> int:
        ordinals, running = self._exceptions
        return _ordinary_worked(ordinal) + running[bisect_right(ordinals, ordinal)]

    def working_days(self, *, after: date, through: date) -> int:
        """Return how many working days lie after ``after`` and not later than ``through`` (0 if none do)."""
        if through <= after:
            return 0
        return self._worked_through(through.toordinal()) - self._worked_through(after.toordinal())

    def add_working_days(self, *, after: date, count: int) -> date:
        """Return the ``count``-th working day after ``after``; a negative count goes back before ``after``.

        ``count`` -1 is the last working day before ``after``; 0 is refused (``no_working_day``), because the day
        itself may be none. Raises ``term_too_long`` beyond the calendar of the machine.
        """
        if count == 0:
            raise ClockError("no_working_day", "工作日数不能为零。", "A count of zero working days names no day.")
        start = after.toordinal()
        before = self._worked_through(start if count > 0 else start - 1)
        wanted = before + (count if count > 0 else count + 1)
        weeks = count // _WORKED_PER_WEEK
        slack = 2 * _WEEK + 2 * len(self._exceptions[0])
        lowest = max(1, start + weeks * _WEEK - slack)
        highest = min(date.max.toordinal(), start + weeks * _WEEK + slack)
        found = bisect_left(range(lowest, highest + 1), wanted, key=self._worked_through) + lowest
        if found > highest or wanted < 1:
            raise ClockError("term_too_long", "期限超出可计算的日期范围。", "The term runs out of the range of dates.")
        return date.fromordinal(found)

    def weekdays_off(self, *, first: date, last: date) -> tuple[date, ...]:
        """Return the Mondays to Fridays off from ``first`` to ``last``, both included, in order."""
        days = self._sorted_days[0]
        return days[bisect_left(days, first):bisect_right(days, last)]

    def rest_days_worked(self, *, first: date, last: date) -> tuple[date, ...]:
        """Return the make-up working days from ``first`` to ``last``, both included, in order."""
        days = self._sorted_days[1]
        return days[bisect_left(days, first):bisect_right(days, last)]

    def overlaid(self, *, holidays: Iterable[date] = (), workdays: Iterable[date] = (),
                 announced: Iterable[int] = (), name: str = "") -> Calendar:
        """Return a calendar with these days laid over this one; the later word wins for a day named in both."""
        off, worked = frozenset(holidays), frozenset(workdays)
        return Calendar(holidays=(self.holidays - worked) | off, workdays=(self.workdays - off) | worked,
                        announced=self.announced | frozenset(announced), name=name or self.name)


def add_days(*, day: date, count: int) -> date:
    """Return the day ``count`` calendar days later. Raises :class:`ClockError` ``term_too_long``."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        raise ClockError("term_too_long", "期限超出可计算的日期范围。",
                         "The term runs out of the range of dates.") from None


def add_months(*, day: date, count: int) -> date:
    """Return the same day of the month ``count`` months later, or that month's last day if it has no such day.

    民法典 art. 202: the period ends on the corresponding day of the last month, failing which on its last day.
    Raises :class:`ClockError` ``term_too_long``.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not date.min.year <= year <= date.max.year:
        raise ClockError("term_too_long", "期限超出可计算的日期范围。", "The term runs out of the range of dates.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
