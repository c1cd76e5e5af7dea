"""Face of the casework room.

``clocks_of(case, as_of=…)`` shows every clock of a case with its worked calculation; ``tick(at=…)`` performs the
expiries that have come, at their scheduled instants; ``standing_of(case, as_of=…)`` says how a case stands;
``run_example(path)`` plays a worked case of a system.
"""

from zhichan.kernel.casework.clocks import Running, reminds
from zhichan.kernel.casework.editions import (
    REHEARSE,
    Rehearsal,
    decided,
    procedure_of,
    rehearse,
)
from zhichan.kernel.casework.examples import examples_of, run_example
from zhichan.kernel.casework.expiring import clocks_of, disagreements, possible, reindex, tick
from zhichan.kernel.casework.folding import fold, merge
from zhichan.kernel.casework.keeping import letter_of, paper_of
from zhichan.kernel.casework.models import Assignment, Case, Participant, Sealed
from zhichan.kernel.casework.noticing import noticed_by
from zhichan.kernel.casework.parts import code_hash, holder, party
from zhichan.kernel.casework.permitting import CLOCK
from zhichan.kernel.casework.sealing import facts_of
from zhichan.kernel.casework.standing import Standing, standing_of, standings_of
from zhichan.kernel.casework.tallying import Tallied, number_of, tallies
from zhichan.kernel.casework.values import register_values

__all__ = [
    "CLOCK",
    "REHEARSE",
    "Assignment",
    "Case",
    "Participant",
    "Rehearsal",
    "Running",
    "Sealed",
    "Standing",
    "Tallied",
    "clocks_of",
    "code_hash",
    "decided",
    "disagreements",
    "examples_of",
    "facts_of",
    "fold",
    "holder",
    "letter_of",
    "merge",
    "noticed_by",
    "number_of",
    "paper_of",
    "party",
    "possible",
    "procedure_of",
    "register_values",
    "rehearse",
    "reindex",
    "reminds",
    "run_example",
    "standing_of",
    "standings_of",
    "tallies",
    "tick",
]
