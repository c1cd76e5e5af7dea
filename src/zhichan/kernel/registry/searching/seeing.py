"""Which of given rights the index would show to someone."""

from __future__ import annotations

from collections.abc import Sequence

import tantivy

from zhichan.kernel.registry.searching import index
from zhichan.kernel.registry.searching.asking import open_to


def visible(keys: Sequence[str], *, readers: Sequence[str] = (index.EVERYONE,)) -> set[str]:
    """Those of the keys whose documents are open to someone with these principals."""
    if not keys:
        return set()
    searcher = index.searcher()
    these = tantivy.Query.term_set_query(index.schema(), "key", list(keys))
    asked = tantivy.Query.boolean_query([(tantivy.Occur.Must, these), open_to(readers)])
    found = searcher.search(tantivy.Query.const_score_query(asked, 1.0), limit=len(keys), count=False)
    return {str(searcher.doc(address)["key"][0]) for _, address in found.hits}
