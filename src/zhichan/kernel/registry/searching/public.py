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
from zhichan.kernel.registry.searching.similar import Similar, similar
from zhichan.kernel.registry.searching.synonyms import synonyms

__all__ = [
    "DEEPEST", "FACETS", "FIELDS", "KINDS", "PAGE", "SORTS", "STANDINGS", "Found", "Similar", "everything", "holders",
    "keys", "known", "likeness_of", "search", "similar", "stale", "synonyms", "texts", "understood",
]
