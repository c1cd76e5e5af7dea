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
    titled,
    understood,
)
from zhichan.kernel.registry.searching.documents import texts
from zhichan.kernel.registry.searching.fields import FIELDS, KINDS, STANDINGS
from zhichan.kernel.registry.searching.following import CONSUMER, everything, stale
from zhichan.kernel.registry.searching.index import standing, state
from zhichan.kernel.registry.searching.likeness import likeness_of, likenesses
from zhichan.kernel.registry.searching.profile import Profile, narrowed, profile
from zhichan.kernel.registry.searching.seeing import visible
from zhichan.kernel.registry.searching.similar import Similar, meaning, similar
from zhichan.kernel.registry.searching.synonyms import synonyms

__all__ = [
    "CONSUMER", "DEEPEST", "FACETS", "FIELDS", "KINDS", "PAGE", "SORTS", "STANDINGS", "Found", "Profile", "Similar",
    "everything", "holders", "keys", "known", "likeness_of", "likenesses", "meaning", "narrowed", "profile", "search",
    "similar", "stale", "standing", "state", "synonyms", "texts", "titled", "understood", "visible",
]
