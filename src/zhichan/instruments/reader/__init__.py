"""Reads policy plans: targets, tasks, owners, open questions — each glued to its characters in the text.

Face: ``read``, ``decode``, ``diff``, ``annotation``, ``laid``, ``doubts``, ``explained``, ``last_day``,
``named_alike``, ``number_of``, ``same_unit``, ``unbroken``, ``worded`` and the values they give. Pure: no network, no
model, nothing of the kernel.
"""

from .annotation import AnnotationError, Laid, annotation, laid
from .certainty import doubts
from .clean import unbroken, worded
from .conflicts import named_alike, same_unit
from .decoding import Unreadable, decode
from .difference import Difference, Renamed, TargetChange, TaskChange, diff
from .duedays import last_day
from .explained import explained
from .model import Actual, Node, Open, Reading, Target, Task, Term, Why
from .outline import number_of
from .reading import read

__all__ = [
    "Actual",
    "AnnotationError",
    "Difference",
    "Laid",
    "Node",
    "Open",
    "Reading",
    "Renamed",
    "Target",
    "TargetChange",
    "Task",
    "TaskChange",
    "Term",
    "Unreadable",
    "Why",
    "annotation",
    "decode",
    "diff",
    "doubts",
    "explained",
    "laid",
    "last_day",
    "named_alike",
    "number_of",
    "read",
    "same_unit",
    "unbroken",
    "worded",
]
