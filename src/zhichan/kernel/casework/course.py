"""The course of a case: what was done, on which day in law, and what clocks need to know of it. Pure.

An entry is JSON-ready: ``v`` (the case's version after it), ``act``, ``day`` (in law, ISO), ``at`` (when it was
registered, ISO instant), ``by`` (the actor), ``was`` and ``stage`` (before and after), and where they apply ``back``
(it returned to an earlier stage), ``given`` (facts that clocks name), ``expires`` (the clocks whose expiry it is) and
``fixes`` (the ``v`` of the entry whose day it corrects; that entry then says so in ``fixed``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from zhichan.kernel.catalogue.shapes import Procedure

Entry = Mapping[str, Any]


def tracked(procedure: Procedure) -> frozenset[str]:
    """The facts whose values at an act its clocks need."""
    found: set[str] = set()
    for clock in procedure.clocks.values():
        found |= {name for pause in clock.pauses for name in (*pause.papers, *((pause.per,) if pause.per else ()))}
        found |= {each.granted for each in clock.extensions if each.granted is not None}
        if clock.per is not None:
            found.add(clock.per)
    return frozenset(found)


def entered(course: Sequence[Entry], entry: Entry) -> list[Entry]:
    """The course with one more entry; a correction also moves the day of what it corrects."""
    known = list(course)
    if (fixes := entry.get("fixes")) is not None:
        known = [
            {**each, "day": entry["day"], "fixed": entry["v"]} if each["v"] == fixes else each
            for each in known
        ]
    return [*known, entry]


def in_order(course: Iterable[Entry]) -> list[Entry]:
    """Entries by their day in law, those of one day as they were registered."""
    return sorted(course, key=lambda entry: (entry["day"], entry["v"]))


def last_of(course: Iterable[Entry], act: str) -> Entry | None:
    """The last entry of an act, None when it was never done."""
    return next((each for each in reversed(list(course)) if each["act"] == act), None)


def stage_before(course: Sequence[Entry], stage: str) -> str | None:
    """The stage from which ``stage`` was entered last, other than by returning to it."""
    for each in reversed(course):
        if each["stage"] == stage and each["was"] != stage and not each.get("back"):
            return str(each["was"]) or None
    return None


def names_of(entry: Entry) -> frozenset[str]:
    """What an entry is to a clock: its act, and the stage it entered unless it returned there."""
    moved = entry["stage"] != entry["was"] and not entry.get("back")
    return frozenset({entry["act"], entry["stage"]} if moved else {entry["act"]})


def day_of(entry: Entry) -> date:
    """The entry's day in law."""
    return date.fromisoformat(entry["day"])
