"""The limits of a case on one axis of days: statutory, promised and targeted beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhichan.doors.look.words import late_by, time_left
from zhichan.kernel.casework.public import Running
from zhichan.kernel.ground.calendars import calendar
from zhichan.kernel.ground.public import Text

WIDTH = 240
"""Units across the axis."""


def how_long(due: date, today: date) -> tuple[Text, int]:
    """How long there is until a last day, or since it: in words, and in working days."""
    if due < today:
        days = calendar().working_days(after=due, through=today)
        return late_by(due, today, days), days
    days = calendar().working_days(after=today, through=due)
    return time_left(today, due, days), days


@dataclass(frozen=True)
class Stretch:
    """A part of a bar: where it begins and how wide it is, in units of the axis."""

    x: float
    width: float


@dataclass(frozen=True)
class Limit:
    """One limit: what and of which kind, from when to when, and its bar with what was paused out of it."""

    title: Text
    kind: str
    started: date
    due: date | None
    ended: date | None
    late: bool
    bar: Stretch
    pauses: Sequence[Stretch]


@dataclass(frozen=True)
class Limits:
    """All limits from the first day to the last, and where today is."""

    rows: Sequence[Limit]
    first: date
    last: date
    today: float


def limits(runs: Sequence[Running], *, day: date) -> Limits | None:
    """The limits by their last day, those without one at the end; None where there are fewer than two.

    A bar goes from the start to the last day; one that was not determined yet goes to today.
    """
    if len(runs) < 2:
        return None
    first = min(run.started for run in runs)
    last = max([day, *(each for run in runs for each in (run.due.day, run.stopped_on) if each is not None)])
    days = max((last - first).days, 1)

    def at(one: date) -> float:
        return round(WIDTH * (min(max(one, first), last) - first).days / days, 2)

    def stretch(since: date, until: date) -> Stretch:
        return Stretch(at(since), round(max(at(until) - at(since), 1.0), 2))

    rows = [
        Limit(
            title=Text(f"{run.title.zh}（{run.key}）", f"{run.title.en} ({run.key})") if run.key else run.title,
            kind=run.kind,
            started=run.started,
            due=run.due.day,
            ended=run.stopped_on,
            late=run.overdue,
            bar=stretch(run.started, run.due.day or day),
            pauses=[stretch(since, until or day) for since, until in run.paused_days],
        )
        for run in sorted(runs, key=lambda run: (run.due.day or date.max, run.started, run.name, run.key))
    ]
    return Limits(rows, first, last, at(day))
