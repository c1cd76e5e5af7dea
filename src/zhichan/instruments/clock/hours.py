"""Terms in hours: exact instants, no calendar. Pauses are half-open, so an instant is never counted twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhichan.instruments.clock.terms import Extension, Pause, Term
from zhichan.instruments.clock.words import (
    ClockError,
    Step,
    Unit,
    Words,
    instant_of,
    length_en,
    length_zh,
    moment_en,
    moment_zh,
    paper_words,
)

_HOUR = timedelta(hours=1)


def duration(*, length: int, unit: Unit) -> timedelta:
    """Return hours as a duration; refuse any other unit (``days_in_hours``)."""
    if unit != "hour":
        raise ClockError("days_in_hours", "以小时计的期限只能按小时延长。",
                         "A term in hours can only be lengthened by hours.")
    return length * _HOUR


def total(*, term: Term, extensions: Sequence[Extension]) -> timedelta:
    """Return the whole duration of a term with these extensions."""
    return sum((duration(length=each.length, unit=each.unit) for each in extensions),
               duration(length=term.length, unit=term.unit))


def _instants(pause: Pause, as_of: datetime | None) -> tuple[datetime, datetime | None]:
    since = instant_of(moment=pause.since)
    if pause.until is None:
        return since, None if as_of is None else max(since, as_of)
    return since, instant_of(moment=pause.until)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where a term in hours begins and the merged instants ``(since, until)`` that are taken out; None is open."""

    event_at: datetime
    begins: datetime
    pauses: tuple[Pause, ...]
    gaps: tuple[tuple[datetime, datetime | None], ...]

    @classmethod
    def of(cls, *, start: date | datetime, term: Term, pauses: Sequence[Pause],
           as_of: datetime | None = None) -> Timeline:
        """Build the timeline; days instead of instants are refused (``day_for_hours``).

        With ``as_of`` an open pause counts as if it ended at that instant.
        """
        event_at = instant_of(moment=start)
        begins = event_at
        if term.hour_start == "next_hour":
            begins = event_at.replace(minute=0, second=0, microsecond=0) + _HOUR
        ordered = sorted((_instants(pause, as_of) for pause in pauses),
                         key=lambda gap: (gap[0], gap[1] is None, gap[1] or gap[0]))
        gaps: list[tuple[datetime, datetime | None]] = []
        for since, until in ordered:
            if gaps:
                first, last = gaps[-1]
                if last is None:
                    break
                if since <= last:
                    gaps[-1] = (first, None if until is None else max(last, until))
                    continue
            gaps.append((since, until))
        return cls(event_at=event_at, begins=begins, gaps=tuple(gaps),
                   pauses=tuple(sorted(pauses, key=lambda pause: instant_of(moment=pause.since))))

    def end(self, *, total: timedelta) -> datetime | None:
        """Return the instant at which ``total`` has run, or None when an open pause stands before it."""
        if not total:
            return self.begins
        at, left = self.begins, total
        for since, until in self.gaps:
            if until is not None and until <= at:
                continue
            if since - at >= left:
                break
            left -= max(timedelta(0), since - at)
            if until is None:
                return None
            at = max(at, until)
        return at + left

    def run(self, *, until: datetime) -> timedelta:
        """Return how much of the term has run at ``until``, pauses taken out."""
        ran = max(timedelta(0), until - self.begins)
        for since, last in self.gaps:
            ran -= max(timedelta(0), (until if last is None else min(last, until)) - max(since, self.begins))
        return ran

    def start_step(self, *, event: Words, term: Term) -> Step:
        """Say what began the term, from which instant it runs and how long."""
        zh, en = f"自{moment_zh(self.begins)}起算", f"runs from {moment_en(self.begins)}"
        if self.begins != self.event_at:
            zh, en = f"起算之时不计入，{zh}", f"the hour of the event is not counted, {en}"
        return Step("start", f"起算：{event.zh}，{moment_zh(self.event_at)}；{zh}，期限 "
                             f"{length_zh(term.length, term.unit)}。",
                    f"Start: {event.en}, {moment_en(self.event_at)}; {en} for {length_en(term.length, term.unit)}.",
                    None, term.clause)

    def pause_steps(self) -> list[Step]:
        """Say each pause with its papers, and the merged duration when there are several."""
        steps = []
        for pause in self.pauses:
            opened, closed = paper_words(pause.opened_by), paper_words(pause.closed_by)
            if pause.until is None:
                steps.append(Step("pause", f"停算：自{moment_zh(pause.since)}起，由{opened.zh}开始，尚未结束。",
                                  f"Pause: from {moment_en(pause.since)}, opened by {opened.en}, not closed yet.",
                                  None, pause.clause))
            else:
                steps.append(Step("pause", f"停算：{moment_zh(pause.since)}至{moment_zh(pause.until)}，"
                                           f"由{opened.zh}开始、由{closed.zh}结束。",
                                  f"Pause: {moment_en(pause.since)} to {moment_en(pause.until)}, opened by "
                                  f"{opened.en}, closed by {closed.en}.", None, pause.clause))
        if len(self.pauses) > len(self.gaps):
            steps.append(Step("merged", f"停算期间重叠或相接，合并为 {len(self.gaps)} 段，重叠的时间只扣一次。",
                              f"Pauses overlap or touch; they merge into {len(self.gaps)}, and overlapping time is "
                              f"taken out once."))
        return steps
