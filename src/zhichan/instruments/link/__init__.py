"""Who is who: names as written on records, linked to the organisations of a register.

A name is folded (NFKC, simplified, spaces and marks away) and taken apart into region, brand, trade and form; an index
gives the few organisations that share something with it; what agrees is weighed into log-odds; rivals share one
probability with nobody; and the result is calibrated. A link comes with its reason in words and is a fact with an id.

What is never linked as the same: two valid codes that differ, a branch with its head. What is undetermined stays in
the review queue, ordered by what a mistake would cost. Pure: no clock, no network, no database.
"""

from .clusters import Edge, cluster, queue, risk
from .comparing import Level, compare
from .linking import ACCEPT, REVIEW, Found, Linker, columns, decide, fitted, identify
from .model import Alias, Ground, Link, Name, Names, Organisation, valid_code
from .naming import Parts, Place, Places, fold, fold_one, parse
from .weighing import Model, error

__all__ = [
    "ACCEPT",
    "REVIEW",
    "Alias",
    "Edge",
    "Found",
    "Ground",
    "Level",
    "Link",
    "Linker",
    "Model",
    "Name",
    "Names",
    "Organisation",
    "Parts",
    "Place",
    "Places",
    "cluster",
    "columns",
    "compare",
    "decide",
    "error",
    "fitted",
    "fold",
    "fold_one",
    "identify",
    "parse",
    "queue",
    "risk",
    "valid_code",
]
