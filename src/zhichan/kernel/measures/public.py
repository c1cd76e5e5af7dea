"""Face of the measures room."""

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
from zhichan.kernel.measures.compiling import Compiled, Scope, compile_measure
from zhichan.kernel.measures.deriving import position, refresh
from zhichan.kernel.measures.values import (
    NotAssigned,
    NotComputable,
    NotKnown,
    Number,
    Part,
    Period,
    Value,
    needs,
    rounded,
    shown,
)

__all__ = [
    "Basis", "Compiled", "Explained", "NotAssigned", "NotComputable", "NotKnown", "Number", "Part", "Period", "Row",
    "Rows", "Scope", "Snapshot", "Value", "batch", "compile_measure", "explain", "figure", "find_region", "needs",
    "position", "refresh", "rounded", "rows", "series", "shown", "snapshot", "table", "value",
]
