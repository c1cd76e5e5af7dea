"""Face of the search."""

from zhichan.kernel.registry.searching.asking import (
    DEEPEST,
    FACETS,
    PAGE,
    SORTS,
    Found,
    holders,
    keys,
    known,
    search,
    understood,
)
from zhichan.kernel.registry.searching.documents import texts
from zhichan.kernel.registry.searching.fields import FIELDS, KINDS, STANDINGS
from zhichan.kernel.registry.searching.following import everything, stale
from zhichan.kernel.registry.searching.likeness import likeness_of

__all__ = [
    "DEEPEST", "FACETS", "FIELDS", "KINDS", "PAGE", "SORTS", "STANDINGS", "Found", "everything", "holders", "keys",
    "known", "likeness_of", "search", "stale", "texts", "understood",
]
