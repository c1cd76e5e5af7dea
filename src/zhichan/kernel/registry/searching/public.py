"""Face of the search."""

from zhichan.kernel.registry.searching.asking import (
    DEEPEST,
    FACETS,
    PAGE,
    SORTS,
    Found,
    keys,
    known,
    search,
    understood,
)
from zhichan.kernel.registry.searching.fields import FIELDS, KINDS, STANDINGS
from zhichan.kernel.registry.searching.following import everything, stale

__all__ = [
    "DEEPEST", "FACETS", "FIELDS", "KINDS", "PAGE", "SORTS", "STANDINGS", "Found", "everything", "keys", "known",
    "search", "stale", "understood",
]
