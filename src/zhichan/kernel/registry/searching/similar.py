"""Rights that say much the same as another: by the telling terms of its texts and by its classes, with what they share.

A term tells the more the fewer rights have it (inverse document frequency); of a right's terms those that tell most
are asked for together, and what a hit shares is read from the hit itself, so that each reason can be checked.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import tantivy
from django.db import connection

from zhichan.instruments.query import BREAK, atoms, stands_alone
from zhichan.kernel.registry.searching import index
from zhichan.kernel.registry.searching.asking import open_to
from zhichan.kernel.registry.searching.documents import Document, documents, terms
from zhichan.kernel.registry.sources import SOURCES

TERMS = 40
SHOWN = 10
SHARE = 3
"""A hit shares at least so many telling terms, or a class and one of them."""
_TEXTS = ("title", "abstract", "claims", "goods")
_CLASS = 0.5
"""What a shared class counts beside a shared term of the same rarity: classes are few and given by rule."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A right like another: its key, the words and the classes that both have, most telling first."""

    key: str
    words: tuple[str, ...]
    classes: tuple[str, ...]


def similar(*, source: str, key: str, readers: Sequence[str] = ("*",), size: int = SHOWN) -> list[Similar]:
    """The rights most like one, best first; empty when it is not known or nothing else says the same.

    Texts that a licence withholds neither find nor are found. Run inside a reading context.
    """
    own = _made([f"{source}:{key}"]).get(f"{source}:{key}")
    if own is None:
        return []
    searcher = index.searcher()
    return _like(searcher, own, *_telling(searcher, own, least=2), least=SHARE, readers=readers, size=size)


def meaning(
    text: str, *, synonyms: Mapping[str, Sequence[str]] | None = None, readers: Sequence[str] = ("*",),
    size: int = SHOWN,
) -> list[Similar]:
    """The rights that say most nearly what a text says, in whatever order of words, best first: no query, no count.

    Words of the text that have ``synonyms`` are looked for under those too. Run inside a reading context.
    """
    said = "".join(atoms(text))
    others = [one for word, names in (synonyms or {}).items() if "".join(atoms(word)) in said for one in names]
    own = Document("", {"title": terms([text, *others])})
    searcher = index.searcher()
    words, classes = _telling(searcher, own, least=1)
    # Of few words that tell anything, one less than all is enough.
    least = min(SHARE, max(1, len(words) - 1))
    return _like(searcher, own, words, classes, least=least, readers=readers, size=size)


def _like(
    searcher: tantivy.Searcher, own: Document, words: Mapping[str, float], classes: Mapping[str, float], *,
    least: int, readers: Sequence[str], size: int,
) -> list[Similar]:  # fmt: skip
    asked = [
        (tantivy.Occur.Should, tantivy.Query.boost_query(tantivy.Query.term_query(schema, field, term), weight))
        for schema, field, weights in ((index.schema(), index.WHOLE, words), (index.schema(), "class", classes))
        for term, weight in weights.items()
    ]
    if not asked:
        return []
    found = searcher.search(
        tantivy.Query.boolean_query([
            (tantivy.Occur.Must, tantivy.Query.boolean_query(asked)),
            open_to(readers),
            (tantivy.Occur.MustNot, tantivy.Query.term_query(index.schema(), "key", own.key)),
        ]), limit=4 * size, count=False,
    )  # fmt: skip
    others = _made([str(searcher.doc(address)["key"][0]) for _, address in found.hits])
    ranked = []
    for other in others.values():
        both = set(other.values.get("class", ())) & set(classes)
        shared = set(_terms(other)) & set(words)
        if len(shared) >= least or (shared and both):
            score = sum(words[term] for term in shared) + sum(classes[one] for one in both)
            ranked.append((-score, other.key, shared, both))
    return [
        Similar(name, _joined(own, shared, words), tuple(sorted(both, key=lambda one: (-classes[one], -len(one), one))))
        for _, name, shared, both in sorted(ranked, key=lambda one: one[:2])[:size]
    ]


def _made(keys: Sequence[str]) -> dict[str, Document]:
    """The documents of rights as they are now; two statements and their own for each source."""
    found: dict[str, Document] = {}
    for source in dict.fromkeys(key.partition(":")[0] for key in keys):
        own = [key.partition(":")[2] for key in keys if key.startswith(f"{source}:")]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id FROM {SOURCES[source].table} WHERE key = ANY(%s) AND closed_by IS NULL", [own]
            )
            ids = [row[0] for row in cursor.fetchall()]
        found |= {one.key: one for one in documents(source, ids=ids)}
    return found


def _terms(document: Document) -> Iterable[str]:
    """Terms of two characters or of one run of letters; a lone character and punctuation tell nothing."""
    for name in _TEXTS:
        for term in document.texts.get(name, "").split(" "):
            if len(term) > 1 and term != BREAK:
                yield term


def _telling(
    searcher: tantivy.Searcher, own: Document, *, least: int
) -> tuple[Mapping[str, float], Mapping[str, float]]:
    count = max(2, searcher.num_docs)
    words: dict[str, float] = {}
    for term, times in Counter(_terms(own)).items():
        frequency = searcher.doc_freq(index.WHOLE, term)
        # What the right alone has finds nothing, what every right has tells nothing.
        if least <= frequency < count:
            words[term] = (1 + math.log(times)) * math.log(count / frequency)
    best = dict(sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))[:TERMS])
    classes = {
        one: _CLASS * math.log(count / frequency)
        for one in own.values.get("class", ())
        if len(one) > 3 and least <= (frequency := searcher.doc_freq("class", one)) < count
    }
    return best, classes


def _joined(own: Document, shared: Iterable[str], weights: Mapping[str, float]) -> tuple[str, ...]:
    """Shared terms as words of the right's own text: characters that follow one another are written as one."""
    wanted = set(shared)
    found: dict[str, float] = {}
    for name in _TEXTS:
        run, weight, last = "", 0.0, ""
        for term in [*own.texts.get(name, "").split(" "), ""]:
            follows = run and term in wanted and stands_alone(last[-1:]) and term[:1] == last[-1:]
            if follows:
                run, weight = run + term[1:], weight + weights[term]
            else:
                if run:
                    found[run] = max(found.get(run, 0.0), weight)
                run, weight = (term, weights[term]) if term in wanted else ("", 0.0)
            last = term
    return tuple(sorted(found, key=lambda word: (-found[word], word)))
