"""Who is who: names as written on records, linked to the organisations of a register.

A name is folded (NFKC, simplified, spaces and marks away) and taken apart into region, brand, trade and form; an index
gives the few organisations that share something with it; what agrees is weighed into log-odds; rivals share one
probability with nobody; and the result is calibrated. A link comes with its reason in words and is a fact with an id.

What is never linked as the same: two valid codes that differ, a branch with its head. What is undetermined waits for
a person, first what a mistake would cost most. Pure: no clock, no network, no database.
"""

from .comparing import Level, compare
from .linking import ACCEPT, REVIEW, Found, Linker, columns, decide, fitted, identify, risk
from .model import Alias, Ground, Link, Name, Names, Organisation, valid_code
from .naming import Parts, Place, Places, fold, fold_one, parse
from .weighing import Model, error

__all__ = [
    "ACCEPT",
    "REVIEW",
    "Alias",
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
    "columns",
    "compare",
    "decide",
    "error",
    "fitted",
    "fold",
    "fold_one",
    "identify",
    "parse",
    "risk",
    "valid_code",
]
