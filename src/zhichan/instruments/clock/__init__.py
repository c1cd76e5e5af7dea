"""Legal clocks: when a term ends, worked out from events, the term in force and the calendar.

Face of the instrument::

    due(start=…, term=Term(90, "day", roll="statutory", clause="…"), calendar=…, pauses=…, extensions=…) -> Due
    remaining(…) -> Remaining          what a suspension keeps
    resume(left=…, after=…) -> Due     what a resumption gives back (C-5)
    latest(before=…, term=…, clear=…)  the last day for a notice that must come before an event
    choose(versions=…, by=…, days=…)   which dated version of a rule applies (从旧兼从轻 included)

Pure: standard library only, nothing stored, no time asked; one :class:`ClockError` for bad input.
"""

from zhichan.instruments.clock.calendars import Calendar, add_months
from zhichan.instruments.clock.due import (
    Due,
    Part,
    Remaining,
    due,
    latest,
    remaining,
    resume,
)
from zhichan.instruments.clock.spans import Span, merge
from zhichan.instruments.clock.terms import Bounds, Extension, Kind, Pause, Roll, Term
from zhichan.instruments.clock.versions import By, Choice, Version, choose
from zhichan.instruments.clock.words import CHINA, ClockError, Step, Unit, Words, day_of

__all__ = [
    "CHINA", "Bounds", "By", "Calendar", "Choice", "ClockError", "Due", "Extension", "Kind", "Part", "Pause",
    "Remaining", "Roll", "Span", "Step", "Term", "Unit", "Version", "Words", "add_months", "choose", "day_of", "due",
    "latest", "merge", "remaining", "resume",
]
