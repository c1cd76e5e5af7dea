"""Status of a right on a day, derived from dated events under dated law, with its derivation.

Face of the instrument::

    status(events=…, kind="invention", on=day, known_by=day) -> Status   state, reasons, next change, burdens
    standing(events=…, kind=…, on=day) -> Status     the same for many rights: kept until its next_change
    check(status, events=…) -> tuple[Problem, …]                        an independent checker of the derivation
    deadlines(kind=…, events=…, on=day) -> tuple[Deadline, …]           fees, priority, renewals as worked calculations
    routes(kind=…, first_filed=day, on=day, filings=…) -> tuple[RouteDeadline, …]   Paris, PCT, Madrid, Hague
    chinese_law() -> Law, Law.configured({…}), Law.unsure()             the dated parameters

Pure: standard library and the clock only, nothing stored, no time asked.
"""

from zhichan.instruments.status.asking import standing, status
from zhichan.instruments.status.checker import Problem, check
from zhichan.instruments.status.deadlines import Deadline, Surcharge, deadlines
from zhichan.instruments.status.laws import Law, StatusError, Version, chinese_law, read_law
from zhichan.instruments.status.model import (
    Assumption,
    Branch,
    Burden,
    Condition,
    Coverage,
    Event,
    EventKind,
    Holder,
    RightKind,
    State,
    Status,
    Step,
)
from zhichan.instruments.status.routes import FITS, FamilyKind, Filing, Route, RouteDeadline, routes

__all__ = [
    "FITS", "Assumption", "Branch", "Burden", "Condition", "Coverage", "Deadline", "Event", "EventKind", "FamilyKind",
    "Filing", "Holder", "Law", "Problem", "RightKind", "Route", "RouteDeadline", "State", "Status", "StatusError",
    "Step", "Surcharge", "Version", "check", "chinese_law", "deadlines", "read_law", "routes", "standing", "status",
]
