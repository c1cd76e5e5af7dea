"""Pauses as intervals: which days they take out of a term, merged, so that no day is taken out twice (C-4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from zhichan.instruments.clock.calendars import Calendar, add_days, add_months
from zhichan.instruments.clock.terms import Bounds, Pause, Roll
from zhichan.instruments.clock.words import ClockError, Unit, day_of

_DAY = timedelta(days=1)
_MONTHS_PER_YEAR = 12


class Span(NamedTuple):
    """Days taken out of a term, both ends included; ``last`` None has not ended."""

    first: date
    last: date | None


def span_of(*, pause: Pause, bounds: Bounds) -> Span | None:
    """Return the days that a pause takes out of a term, or None when its bounds leave none."""
    first = day_of(moment=pause.since)
    first = first if bounds[0] == "[" else add_days(day=first, count=1)
    if pause.until is None:
        return Span(first, None)
    last = day_of(moment=pause.until)
    last = last if bounds[1] == "]" else add_days(day=last, count=-1)
    return Span(first, last) if first <= last else None


def merge(*, pauses: Iterable[Pause], bounds: Bounds = "[]", as_of: date | None = None) -> tuple[Span, ...]:
    """Return the days that pauses take out together: sorted, overlapping and touching ones joined.

    The result does not depend on the order of the pauses, and merging it again changes nothing. With ``as_of`` an
    open pause counts as if it ended on that day (on its own first day if that is later).
    """
    spans = [span for span in (span_of(pause=pause, bounds=bounds) for pause in pauses) if span is not None]
    if as_of is not None:
        # Before joining: an open span swallows those after it, which must come back once it is thought closed.
        spans = [Span(first, max(first, as_of)) if last is None else Span(first, last) for first, last in spans]
    return _joined(spans)


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans sorted, with overlapping and touching ones joined."""
    joined: list[Span] = []
    for first, last in sorted(spans, key=lambda span: (span.first, span.last or date.max)):
        if joined:
            before = joined[-1]
            if before.last is None:
                break
            if first <= before.last or first - before.last == _DAY:
                joined[-1] = Span(before.first, None if last is None else max(before.last, last))
                continue
        joined.append(Span(first, last))
    return tuple(joined)


@dataclass(slots=True)
class Walk:
    """Counts phases of a term around merged spans; ``asked`` collects the days whose notice mattered."""

    calendar: Calendar
    spans: tuple[Span, ...]
    asked: list[tuple[date, date]] = field(default_factory=list)

    def count(self, *, after: date, through: date, working: bool) -> int:
        """Return the counted (unpaused) days after ``after`` through ``through``."""
        total = self._plain(after, through, working=working)
        for first, last in self.spans:
            start, end = max(first - _DAY, after), through if last is None else min(last, through)
            if end > start:
                total -= self._plain(start, end, working=working)
        return total

    def _plain(self, after: date, through: date, *, working: bool) -> int:
        if working:
            return self.calendar.working_days(after=after, through=through)
        return max(0, (through - after).days)

    def advance(self, *, after: date, count: int, working: bool) -> date | None:
        """Return the ``count``-th counted day after ``after``, or None when an open pause stands before it."""
        if count == 0:
            return after
        at, left = after, count
        for first, last in self.spans:
            if last is not None and last <= at:
                continue
            before = first - _DAY
            have = self._plain(at, before, working=working)
            if have >= left:
                break
            left -= have
            if working and before > at:
                self.asked.append((at + _DAY, before))
            if last is None:
                return None
            at = last
        end = (self.calendar.add_working_days(after=at, count=left) if working
               else add_days(day=at, count=left))
        if working:
            self.asked.append((at + _DAY, end))
        return end

    def phase(self, *, after: date, length: int, unit: Unit, origin: date | None = None) -> date | None:
        """Return the last day of a term of this length that begins after ``after``.

        Months and years are measured from ``origin`` (``after`` when not given) by the corresponding day of the
        month, then run as the number of days this makes, so that a paused day lengthens them by one.
        """
        return self.advance(after=after, working=unit == "working_day",
                            count=days_in(origin=origin or after, length=length, unit=unit))

    def roll(self, *, day: date, mode: Roll) -> date | None:
        """Return the day to which a last day moves, or None when an open pause stands in the way.

        Only a day off moves. It then also passes over paused days: a term that has not run out cannot run out
        while it is paused.
        """
        if mode == "none":
            return day
        rolled = self.free(after=day, mode=mode) if self._is_off(day, mode) else day
        if rolled is not None:
            self.asked.append((day, rolled))
        return rolled

    def free(self, *, after: date, mode: Roll) -> date | None:
        """Return the first day after ``after`` that is neither off nor paused, or None before an open pause."""
        day = after + _DAY
        while True:
            if (span := self._paused(day)) is not None:
                if span.last is None:
                    return None
                day = span.last + _DAY
            elif self._is_off(day, mode):
                day += _DAY
            else:
                return day

    def unannounced(self) -> int | None:
        """Return the first year among the asked days whose notice is not known, or None."""
        years = (self.calendar.first_unannounced(first=first, last=last) for first, last in self.asked)
        return min((year for year in years if year is not None), default=None)

    def _is_off(self, day: date, mode: Roll) -> bool:
        return self.calendar.is_holiday(day) if mode == "statutory" else not self.calendar.is_working(day)

    def _paused(self, day: date) -> Span | None:
        return next((span for span in self.spans if span.first <= day and (span.last is None or day <= span.last)),
                    None)


def days_in(*, origin: date, length: int, unit: Unit) -> int:
    """Return how many days (working days for that unit) a term measured from ``origin`` has.

    Raises :class:`ClockError` ``hours_in_days``: hours cannot be counted in days.
    """
    match unit:
        case "working_day" | "day":
            return length
        case "month":
            return (add_months(day=origin, count=length) - origin).days
        case "year":
            return (add_months(day=origin, count=length * _MONTHS_PER_YEAR) - origin).days
        case "hour":
            raise ClockError("hours_in_days", "以日计的期限不能按小时延长。",
                             "A term in days cannot be lengthened by hours.")
