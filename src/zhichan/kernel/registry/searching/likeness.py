"""Marks alike in sound or look: found by keys in the index, and then compared one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import tantivy

from zhichan.instruments import likeness
from zhichan.instruments.query import All, Any, Code, Node
from zhichan.kernel.registry.searching import index

_WEIGHT = 1000
"""How much one point of likeness counts against all that other words of a question add."""


def alike(text: str) -> Mapping[int, list[str]]:
    """The index keys of all marks like the asked one, by how near they are (100 the same word, see the instrument).

    It is what comparing with every mark in the index would find: keys only say which ones need comparing.
    """
    searcher, schema = index.searcher(), index.schema()
    asked = likeness.cut(text)
    whole = [[(tantivy.Occur.Must, tantivy.Query.term_query(schema, "alike", key)) for key in sorted(set(run))]
             for run in likeness.parts(asked)]  # fmt: skip
    either = [
        tantivy.Query.term_set_query(schema, "alike", sorted(likeness.sought(asked))),
        *map(tantivy.Query.boolean_query, whole),
    ]
    near = tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in either])
    hits = searcher.search(tantivy.Query.const_score_query(near, 1.0), limit=max(searcher.num_docs, 1), count=False)
    found: defaultdict[int, list[str]] = defaultdict(list)
    for _, address in hits.hits:
        document = searcher.doc(address)
        if same := likeness.compare(asked, likeness.cut(str(document["mark"][0]))):
            found[same.score].append(str(document["key"][0]))
    return found


def likest(text: str) -> tantivy.Query:
    """The marks like the asked one as a part of a question, the likest first."""
    schema = index.schema()
    groups = [
        tantivy.Query.const_score_query(tantivy.Query.term_set_query(schema, "key", keys), float(score * _WEIGHT))
        for score, keys in alike(text).items()
    ]
    if not groups:
        return tantivy.Query.empty_query()
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in groups])


def likeness_of(node: Node, name: str) -> likeness.Likeness | None:
    """Why a mark of this name was found by the marks that a question asks to be alike; None where it asks for none."""
    asked = list(_asked(node))
    mark = likeness.cut(name) if asked else None
    found = [near for text in asked if mark and (near := likeness.compare(likeness.cut(text), mark))]
    return max(found, key=lambda near: near.score, default=None)


def likenesses(node: Node) -> list[str]:
    """The marks that a question asks to be alike."""
    return list(_asked(node))


def _asked(node: Node) -> Iterator[str]:
    if isinstance(node, Code) and node.within == "alike":
        yield node.value
    elif isinstance(node, All | Any):
        for part in node.parts:
            yield from _asked(part)
