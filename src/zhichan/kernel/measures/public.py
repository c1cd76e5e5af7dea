"""Face of the measures room.

Acts (through ``acts.perform``): ``target:promise``, ``target:rebase``, ``target:reallocate``, ``value:report``.
"""

from zhichan.kernel.measures.asking import (
    Basis,
    Explained,
    Row,
    Rows,
    explain,
    figure,
    find_region,
    rows,
    series,
    table,
    value,
)
from zhichan.kernel.measures.batch import Snapshot, batch, snapshot
from zhichan.kernel.measures.cascade import Effect, Line, Share, Trial, effects, reconcile, spread, what_if
from zhichan.kernel.measures.compiling import Compiled, Scope, compile_measure
from zhichan.kernel.measures.courses import (
    Course,
    Offer,
    course,
    courses,
    expected_on,
    offered_baseline,
    tally,
)
from zhichan.kernel.measures.deriving import position, refresh
from zhichan.kernel.measures.models import Reported, Target
from zhichan.kernel.measures.targets import Conflict, Side, conflicts, is_whole, target, targets, versions
from zhichan.kernel.measures.values import (
    NotAssigned,
    NotComputable,
    NotKnown,
    Number,
    Part,
    Period,
    Value,
    divided,
    needs,
    rounded,
    shown,
)

__all__ = [
    "Basis", "Compiled", "Conflict", "Course", "Effect", "Explained", "Line", "NotAssigned", "NotComputable",
    "NotKnown", "Number", "Offer", "Part", "Period", "Reported", "Row", "Rows", "Scope", "Share", "Side", "Snapshot",
    "Target", "Trial", "Value", "batch", "compile_measure", "conflicts", "course", "courses", "divided", "effects",
    "expected_on", "explain", "figure", "find_region", "is_whole", "needs", "offered_baseline", "position",
    "reconcile", "refresh", "rounded", "rows", "series", "shown", "snapshot", "spread", "table", "tally", "target",
    "targets", "value", "versions", "what_if",
]
