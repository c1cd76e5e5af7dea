"""Face of the measures room.

Acts (through ``acts.perform``): ``target:promise``, ``target:rebase``, ``target:reallocate``, ``value:report``.
"""

from zhichan.kernel.measures.asking import (
    Rows,
    explain,
    rows,
    series,
    table,
    value,
)
from zhichan.kernel.measures.batch import batch, snapshot
from zhichan.kernel.measures.cascade import Effect, Line, Share, Trial, effects, reconcile, spread, what_if
from zhichan.kernel.measures.courses import (
    Course,
    course,
    courses,
    expected_on,
    tally,
)
from zhichan.kernel.measures.deriving import position, refresh
from zhichan.kernel.measures.models import Reported, Target
from zhichan.kernel.measures.targets import (
    conflicts,
    is_called_a_place,
    is_whole,
    measures_it,
    target,
    targets,
    versions,
)
from zhichan.kernel.measures.values import (
    NotAssigned,
    NotComputable,
    NotKnown,
    Number,
    Period,
    Value,
    divided,
    needs,
    rounded,
    shown,
)

__all__ = [
    "Course", "Effect", "Line", "NotAssigned", "NotComputable", "NotKnown", "Number", "Period", "Reported", "Rows",
    "Share", "Target", "Trial", "Value", "batch", "conflicts", "course", "courses", "divided", "effects",
    "expected_on", "explain", "is_called_a_place", "is_whole", "measures_it", "needs", "position", "reconcile",
    "refresh", "rounded", "rows", "series", "shown", "snapshot", "spread", "table", "tally", "target", "targets",
    "value", "versions", "what_if",
]
