"""Questions to the index: exact counts, pages of keys, facets over the whole result."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from threading import BoundedSemaphore, Lock
from time import sleep
from typing import Any as Anything
from typing import NamedTuple

import tantivy
from django.db import connection

from zhichan.instruments.query import (
    All,
    Any,
    Between,
    Code,
    Everything,
    Near,
    Node,
    Not,
    Query,
    QueryError,
    Word,
    language,
    parse,
    stands_alone,
    widen,
)
from zhichan.kernel.ground.public import Party, Refusal, processors
from zhichan.kernel.registry.records import Known, known_source, records
from zhichan.kernel.registry.searching import index
from zhichan.kernel.registry.searching.documents import NEVER, number_of
from zhichan.kernel.registry.searching.fields import FIELDS
from zhichan.kernel.registry.searching.likeness import likest
from zhichan.kernel.registry.sources import SOURCES

PAGE = 20
DEEPEST = 10_000
"""How far a list can be leafed through; beyond it the whole set is exported."""
FACETS: Mapping[str, tuple[str, str]] = {
    "kind": ("类型", "kind"),
    "year": ("年份", "year"),
    "area": ("地区", "region"),
    "owner": ("权利人", "holder"),
    "section": ("IPC部", "IPC section"),
    "nice": ("商品服务类别", "Nice class"),
    "field": ("技术领域", "technical field"),
}
_MOST: Mapping[str, int] = {"year": 200, "class": 100_000, "nice": 45, "area": 2000, "field": 200, "wipo35": 35}
"""Values of a facet that are told; of the others the twenty most frequent."""
_SELDOM = ("section", "nice", "field", "wipo35")
"""Facets that not every kind of right has; they have few values, so that it is soon told whether there are any."""
_ALL = "*"
"""Stands for all that is found, beside the names of facets."""
SORTS: Mapping[str, tuple[str, str]] = {
    "best": ("最相关", "best match"),
    "newest": ("最新申请", "newest"),
    "oldest": ("最早申请", "oldest"),
}
_MUST, _MUST_NOT, _BASIC = tantivy.Occur.Must, tantivy.Occur.MustNot, "basic"
_EVERYONE = (index.EVERYONE,)
# Unions written where they are tested would be made anew at each question.
_WORDS, _SEVERAL, _CLAUSED = (Word, Near), (All, Any), (Word, All, Not)
Clause = tuple[tantivy.Occur, tantivy.Query]
Hit = tuple[Anything, tantivy.DocAddress]
"""The score, or the value of the field by which hits are put in order; and where the document is."""
_LANGUAGE = language(FIELDS)
_ROOM, _SHORT_ROOM, _MORE_ROOM = 20, 200, 50_000
"""Hits that are looked at behind those asked for, because their scores may be the same: in short texts many are, and
one more for so many documents of the index."""
_FINENESS = 1024
"""Scores that differ by less than a thousandth or so count as one: how they add up depends on how the index lies."""
_LONG = frozenset({index.WHOLE, "abstract", "claims", "goods"})
"""Texts long enough that asking first for four characters in a row spares looking at places."""
_OPEN_ENDED = re.compile(r"[.+*?()\[\]{}|\\^$#&~@<>\"-]")


_SMALL = 300_000
"""Documents up to which a question is answered sooner than threads that ask beside each other change places."""
_ONE, _EACH, _WAITING = Lock(), BoundedSemaphore(processors.allowed()), deque[None]()
"""Turns of the threads of a process: short questions to a small index one at a time, else as many as processors."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the exact count, the keys of one page in order, and the facets of the whole result.

    `query` has the synonyms taken in. `facets` maps a facet to its values with their counts, most first (years newest
    first). Where families were asked for, `count` counts families, a key is the first of its family in the order asked
    for, and `members` says how many of each family were found; facets count rights all the same.
    """

    query: Query
    count: int
    keys: Sequence[str]
    facets: Mapping[str, Sequence[tuple[str, int]]]
    members: Sequence[int] = ()


def understood(text: str) -> Query:
    """Read a query of the public search.

    :raises Refusal: with the code of `QueryError`, the place `q`, the character and what may have been meant; the
        `QueryError` itself is its cause.
    """
    try:
        return parse(text, _LANGUAGE)
    except QueryError as error:
        zh, en = f"{error.zh}（第{error.place + 1}个字）", f"{error.en} (character {error.place + 1})"
        if error.suggestion:
            zh, en = f"{zh}；可以试试：{error.suggestion}", f"{en}; you may mean: {error.suggestion}"
        raise Refusal.one(error.code, zh, en, place="q") from error


def search(
    query: Query, *, day: date, chosen: Mapping[str, Sequence[str]] | None = None, sort: str = "best", start: int = 0,
    size: int = PAGE, facets: Sequence[str] = (), synonyms: Mapping[str, Sequence[str]] | None = None,
    readers: Sequence[str] = ("*",), families: bool = False,
) -> Found:
    """Ask the index.

    `day` decides who is in force; `chosen` narrows by facet values (any of a facet, all facets); `readers` are the
    asker's principals; `families` shows one right of each family, for which the whole result is gone through.

    The order is total: equally good matches stand newest first, rights of one day in the order of a hash of their keys.
    So it is the same however the index has been merged, and pages neither repeat a right nor leave one out. Where
    nothing that is asked makes one match better than another, the best are the newest. How rare a word is, is counted
    with documents that were taken out until the index merges them away: which match is better may then change.
    """
    if start < 0 or size < 0 or start + size > DEEPEST:
        raise Refusal.one(
            "search.deep", f"最多可翻看前{DEEPEST}条，请缩小范围或导出全部",
            f"only the first {DEEPEST} can be leafed through; narrow the search or export all of it", place="page",
        )  # fmt: skip
    with _turn(short=not facets and not families) as searcher:
        if synonyms:
            query = replace(query, node=widen(query.node, synonyms))
        asked = _narrowed(searcher, query.node, day, chosen or {}, readers)
        by = "newest" if sort == "best" and not _weighs(query.node) else sort
        if families:
            return _by_family(searcher, asked, query, by, slice(start, start + size), facets)
        return _paged(searcher, asked, query, by, start, size, facets)


@contextmanager
def _turn(*, short: bool) -> Iterator[tantivy.Searcher]:
    """The index, for as long as it is this thread's turn to ask it; no turn is asked for within one."""
    if short:
        _WAITING.append(None)
        with _ONE:
            _WAITING.pop()
            searcher = index.searcher()
            small = searcher.num_docs <= _SMALL
            if small:
                yield searcher
        if small:
            if _WAITING:
                sleep(0)  # Else the thread that has just been answered would mostly be the next again.
            return
    with _EACH:
        yield index.searcher()


def _paged(
    searcher: tantivy.Searcher, asked: tantivy.Query, query: Query, by: str, start: int, size: int,
    facets: Sequence[str],
) -> Found:
    room = _ROOM
    if by == "best" and _in_short_texts(query.node):
        room = _SHORT_ROOM + searcher.num_docs // _MORE_ROOM
    counted, told = _facets(searcher, asked, facets) if facets else (None, {})
    count, ranked = _ranked(searcher, asked, by, start, size, room, counted)
    return Found(query, count, [_key(searcher, address) for address in ranked], told)


def _hits(searcher: tantivy.Searcher, asked: tantivy.Query, by: str, limit: int, *, count: bool) -> Anything:
    if by == "best":
        return searcher.search(asked, limit=limit, count=count)
    order = tantivy.Order.Asc if by == "oldest" else tantivy.Order.Desc
    return searcher.search(asked, limit=limit, count=count, order_by_field="order", order=order)


def _ranked(
    searcher: tantivy.Searcher, asked: tantivy.Query, by: str, start: int, size: int, room: int, counted: int | None
) -> tuple[int, list[tantivy.DocAddress]]:
    """The exact count, which may have been `counted` before, and the hits of one page in an order that is total."""
    if counted is not None and (not size or counted <= start):
        return counted, []
    end = start + size
    limit = end + room
    found = _hits(searcher, asked, by, limit, count=counted is None)
    count, hits = int(found.count or 0) if counted is None else counted, found.hits
    if not size or len(hits) <= start:
        return count, []
    level = _level(by)
    # Whatever ties with the last of the page must be at hand before it can be told which of them belong to the page.
    while len(hits) == limit < count and level(hits[end - 1]) == level(hits[-1]):
        limit = min(4 * limit, count)
        hits = _hits(searcher, asked, by, limit, count=False).hits
    # From the first that ties with the page's first to the last that ties with its last; levels fall, or rise.
    begin, stop = start, min(end, len(hits))
    last = level(hits[stop - 1])
    if begin:
        first = level(hits[begin])
        while begin and level(hits[begin - 1]) == first:
            begin -= 1
    stop = bisect(hits, False, lo=stop, key=lambda hit: level(hit) != last)
    ranked = _settled(searcher, by, hits[begin:stop])
    return count, ranked[start - begin : end - begin]


def _level(by: str) -> Callable[[Hit], int]:
    """How good a hit is, or its place in the order asked for."""
    return (lambda hit: int(hit[0] * _FINENESS)) if by == "best" else itemgetter(0)


def _settled(searcher: tantivy.Searcher, by: str, hits: Sequence[Hit]) -> list[tantivy.DocAddress]:
    """Hits whose levels fall or rise, with those of one level in their own order: newest first, then by key."""
    addresses = [address for _, address in hits]
    if by == "best":
        orders = searcher.fast_field_values("order", addresses)
        ranks = [int(hit[0] * _FINENESS) << 64 | int(order or 0) for hit, order in zip(hits, orders, strict=True)]
    else:
        ranks = [int(place) for place, _ in hits]
    places = sorted(range(len(ranks)), key=ranks.__getitem__, reverse=by != "oldest")
    if len(set(ranks)) < len(ranks):
        # Rights of one day whose hashes are the same are told apart by the keys themselves.
        places = [
            place
            for _, alike in groupby(places, key=ranks.__getitem__)
            for place in sorted(alike, key=lambda place: _key(searcher, addresses[place]))
        ]
    return [addresses[place] for place in places]


def _key(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return str(searcher.doc(address).get_first("key"))


def _weighs(node: Node) -> bool:
    """Whether a question makes one match better than another: by words, or by how alike marks are."""
    if isinstance(node, _WORDS):
        return True
    if isinstance(node, _SEVERAL):
        return any(_weighs(part) for part in node.parts)
    return isinstance(node, Code) and node.within == "alike"


def _in_short_texts(node: Node) -> bool:
    """Whether words are looked for in titles, names and the like."""
    if isinstance(node, _SEVERAL):
        return any(_in_short_texts(part) for part in node.parts)
    return isinstance(node, Word) and bool(node.within) and node.within not in _LONG


def _by_family(
    searcher: tantivy.Searcher, asked: tantivy.Query, query: Query, by: str, shown: slice, facets: Sequence[str]
) -> Found:
    hits = _hits(searcher, asked, by, max(1, searcher.num_docs), count=False).hits
    ranked = _settled(searcher, by, hits)
    families = searcher.fast_field_values("family", ranked)
    members = Counter(families)
    # Both keep the order of the list: the counter of its families, the dictionary the first right of each.
    first = dict(zip(reversed(families), reversed(ranked), strict=True))
    there = list(members)[shown]
    keys = [_key(searcher, first[family]) for family in there]
    told = _facets(searcher, asked, facets)[1] if facets else {}
    return Found(query, len(members), keys, told, tuple(members[family] for family in there))


def keys(
    query: Query, *, day: date, chosen: Mapping[str, Sequence[str]] | None = None,
    synonyms: Mapping[str, Sequence[str]] | None = None, readers: Sequence[str] = ("*",),
) -> list[str]:
    """The keys of the whole result, sorted: for exports and saved selections."""
    searcher = index.searcher()
    asked = _narrowed(searcher, widen(query.node, synonyms or {}), day, chosen or {}, readers)
    size = max(1, searcher.num_docs)
    found = searcher.search(tantivy.Query.const_score_query(asked, 1.0), limit=size, count=False)
    return sorted(_key(searcher, address) for _, address in found.hits)


def known(keys: Sequence[str]) -> list[tuple[str, str, Known]]:
    """Source, key and current version of rights found; those that have gone since the index last followed are left out.

    Two statements for each source, however many keys. Run inside a reading context.
    """
    pairs = [(source, own) for source, _, own in (each.partition(":") for each in keys)]
    held = {
        source: records(source=source, keys=[own for one, own in pairs if one == source])
        for source in dict.fromkeys(source for source, _ in pairs)
    }
    return [(source, own, held[source][own]) for source, own in pairs if own in held[source]]


def titled(keys: Sequence[str]) -> list[tuple[str, str, str | None]]:
    """Source, key and title of rights found, None where its licence withholds it; those that have gone are left out.

    One statement, where all that is known of them is not needed. Run inside a reading context.
    """
    own: dict[str, list[str]] = {}
    for source, _, one in (each.partition(":") for each in keys):
        own.setdefault(source, []).append(one)
    if not own:
        return []
    parts = [
        f"SELECT %s, key, {_titled_by(source)}, withheld FROM {known_source(source).table}"
        " WHERE key = ANY(%s) AND closed_by IS NULL"
        for source in own
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [each for pair in own.items() for each in pair])
        held = {
            f"{source}:{key}": (source, key, None if _titled_by(source) in SOURCES[source].named(withheld) else title)
            for source, key, title, withheld in cursor.fetchall()
        }
    return [held[key] for key in keys if key in held]


def _titled_by(source: str) -> str:
    return "title" if "title" in SOURCES[source].columns else "name"


def holders(found: Sequence[tuple[str, str, Known]]) -> list[list[str]]:
    """Who holds each of the rights found, by name, as far as their sources let it be public; one statement.

    Run inside a reading context.
    """
    held = [[one for one in known.public().get("holdings", ()) if not one.get("until")] for _, _, known in found]
    codes = {str(one["party"]) for each in held for one in each if one.get("party")}
    called = dict(Party.objects.filter(code__in=codes).values_list("code", "name"))
    return [[str(called.get(str(one.get("party")), one.get("name") or "")) for one in each] for each in held]


def _facets(
    searcher: tantivy.Searcher, asked: tantivy.Query, names: Sequence[str]
) -> tuple[int, dict[str, Sequence[tuple[str, int]]]]:
    """The exact count, which costs nothing beside facets, and these."""
    lacking = _lacking(searcher)
    wanted: dict[str, Anything] = {
        name: {"terms": {"field": name, "size": _MOST.get(name, 20), "segment_size": 100_000}}
        for name in names if name not in lacking
    }  # fmt: skip
    answer = searcher.aggregate(asked, {**wanted, _ALL: {"filter": "*"}})
    found: dict[str, Sequence[tuple[str, int]]] = dict.fromkeys(names, ())
    for name in wanted:
        pairs = [
            (str(int(bucket["key"])) if name == "year" else str(bucket["key"]), int(bucket["doc_count"]))
            for bucket in answer[name]["buckets"]
        ]
        if name == "year":
            found[name] = sorted((pair for pair in pairs if pair[0] != "0"), reverse=True)
        else:
            found[name] = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    return int(answer[_ALL]["doc_count"]), found


@lru_cache(maxsize=1)
def _lacking(searcher: tantivy.Searcher) -> AbstractSet[str]:
    """Facets of which nothing in the index has a value: counting nothing costs a third of counting something."""
    return frozenset(name for name in _SELDOM if not searcher.terms_with_prefix(name, "", limit=1))


def _narrowed(
    searcher: tantivy.Searcher, node: Node, day: date, chosen: Mapping[str, Sequence[str]], readers: Sequence[str]
) -> tantivy.Query:
    schema = index.schema()
    parts = _clauses(node, _On(day, index.known(searcher)))
    for name, values in chosen.items():
        if not values:
            continue
        if name not in FACETS and name != "region":
            raise Refusal.one("search.facet", f"没有“{name}”这个筛选项", f"there is no filter “{name}”", place=name)
        if name == "year":
            years = [int(value) for value in values if re.fullmatch(r"\d{1,4}", value)]
            terms = [tantivy.Query.term_query(schema, "year", year) for year in years]
        else:
            terms = [tantivy.Query.term_query(schema, name, value, _BASIC) for value in values]
        parts.append((_MUST, tantivy.Query.const_score_query(_either(terms), 0.0)))
    # Where all is open to all, as it mostly is, the clause would find nothing and cost each question its looking.
    if tuple(readers) != _EVERYONE or index.some_closed(searcher):
        parts.append(open_to(readers))
    # A question of one part is the engine's own to ask: within another it is scored hit by hit through a pointer.
    return parts[0][1] if len(parts) == 1 else tantivy.Query.boolean_query(parts)


def open_to(readers: Sequence[str]) -> Clause:
    """The clause that leaves to an asker what is open to them; it changes no score."""
    schema = index.schema()
    if tuple(readers) == _EVERYONE:
        return _MUST_NOT, tantivy.Query.term_query(schema, "closed", "1", _BASIC)
    mine = _either([tantivy.Query.term_query(schema, "readers", reader, _BASIC) for reader in readers])
    return _MUST, tantivy.Query.const_score_query(mine, 0.0)


def _either(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    if not parts:
        return tantivy.Query.empty_query()
    return parts[0] if len(parts) == 1 else tantivy.Query.boolean_query([(tantivy.Occur.Should, one) for one in parts])


class _On(NamedTuple):
    """What a question is asked on: a day, and an index that keeps some runs as terms."""

    day: date
    known: AbstractSet[str]


def _clauses(node: Node, on: _On) -> list[Clause]:
    """What a right must have and must not have, so that it is found; something that it must have is among it."""
    if isinstance(node, Word):
        return [(_MUST, one) for one in _word(node, on.known)]
    if isinstance(node, All):
        wanted = [clause for part in node.parts if not isinstance(part, Not) for clause in _clauses(part, on)]
        barred = [(_MUST_NOT, _compiled(part.part, on)) for part in node.parts if isinstance(part, Not)]
        return [*(wanted or [(_MUST, tantivy.Query.all_query())]), *barred]
    if isinstance(node, Not):
        return [(_MUST, tantivy.Query.all_query()), (_MUST_NOT, _compiled(node.part, on))]
    return [(_MUST, _compiled(node, on))]


def _compiled(node: Node, on: _On) -> tantivy.Query:
    schema = index.schema()
    if isinstance(node, _CLAUSED):
        clauses = _clauses(node, on)
        return clauses[0][1] if len(clauses) == 1 else tantivy.Query.boolean_query(clauses)
    if isinstance(node, Everything):
        return tantivy.Query.all_query()
    if isinstance(node, Near):
        return _either(_near(schema, node.first.within or index.WHOLE, node))
    if isinstance(node, Code):
        return _coded(schema, node, on.day)
    if isinstance(node, Between):
        return _between(schema, node.within, node.low, node.high)
    assert isinstance(node, Any)  # noqa: S101 - the last of the kinds of node
    return _either([_compiled(part, on) for part in node.parts])


def _word(word: Word, known: AbstractSet[str]) -> list[tantivy.Query]:
    """What must hold where a word stands; all but the first only spare looking at places, and change no score."""
    schema, field, size = index.schema(), word.within or index.WHOLE, len(word.atoms)
    if size == 1 or not all(map(stands_alone, word.atoms)):
        return [_row(schema, field, [(word, 0)])]
    text = "".join(word.atoms)
    if size == 2:
        return [tantivy.Query.term_query(schema, field, text)]
    if field == index.WHOLE and text in known:
        return [tantivy.Query.term_query(schema, index.RUNS, text)]
    steps = _steps(0, size)
    row = [(at, text[at : at + 2]) for at in steps]
    sparing = [(field, text[at : at + 2]) for at in range(size - 1) if at not in steps]
    if field in _LONG:
        longer = (text[at : at + 4] for at in range(size - 3))
        sparing += [(index.RUNS, run) for run in longer if run in known]
    return [
        tantivy.Query.phrase_query(schema, field, list[str | tuple[int, str]](row)),
        *(
            tantivy.Query.const_score_query(tantivy.Query.term_query(schema, name, term, _BASIC), 0.0)
            for name, term in sparing
        ),
    ]


def _near(schema: tantivy.Schema, field: str, node: Near) -> list[tantivy.Query]:
    pairs = [(node.first, node.second)] if node.ordered else [(node.first, node.second), (node.second, node.first)]
    return [
        _row(schema, field, [(before, 0), (after, len(before.atoms) + apart)])
        for before, after in pairs
        for apart in range(node.distance + 1)
    ]


def _row(schema: tantivy.Schema, field: str, words: Sequence[tuple[Word, int]]) -> tantivy.Query:
    """Index terms at their places; a single character is every term that begins with it."""
    plain: list[tuple[int, str]] = []
    cut: list[tuple[int, str]] = []
    for word, start in words:
        row = word.atoms
        place = 0
        while place < len(row):
            run = place
            while run < len(row) and stands_alone(row[run]):
                run += 1
            if run - place >= 2:
                plain += [(start + at, row[at] + row[at + 1]) for at in _steps(place, run)]
                place = run
            elif run - place == 1:
                cut.append((start + place, _escaped(row[place]) + ".?"))
                place = run
            else:
                last = word.open and place == len(row) - 1
                (cut if last else plain).append((start + place, _escaped(row[place]) + ".*" if last else row[place]))
                place += 1
    if not cut:
        terms = sorted(plain)
        if len(terms) == 1:
            return tantivy.Query.term_query(schema, field, terms[0][1])
        return tantivy.Query.phrase_query(schema, field, list[str | tuple[int, str]](terms))
    terms = sorted([*((place, _escaped(term)) for place, term in plain), *cut])
    if len(terms) == 1:
        return tantivy.Query.regex_query(schema, field, terms[0][1])
    return tantivy.Query.regex_phrase_query(schema, field, list[str | tuple[int, str]](terms))


def _steps(first: int, end: int) -> list[int]:
    """Where pairs must stand so that they cover a run of characters: every second place, and the last."""
    return sorted({*range(first, end - 1, 2), end - 2})


def _escaped(term: str) -> str:
    return _OPEN_ENDED.sub(lambda match: "\\" + match[0], term)


def _coded(schema: tantivy.Schema, node: Code, day: date) -> tantivy.Query:
    if node.within == "standing":
        today = int(number_of(day))
        granted = _range(schema, "granted", None, today)
        if node.value == "pending":
            return tantivy.Query.boolean_query([
                (tantivy.Occur.Must, _range(schema, "granted", today + 1, None)),
                (tantivy.Occur.Must, _range(schema, "ended", today + 1, None)),
            ])  # fmt: skip
        if node.value == "live":
            return tantivy.Query.boolean_query([
                (tantivy.Occur.Must, granted), (tantivy.Occur.Must, _range(schema, "ended", today + 1, None)),
            ])  # fmt: skip
        return _range(schema, "ended", None, today)
    if node.within == "alike":
        return likest(node.value)
    if node.open:
        return tantivy.Query.regex_query(schema, node.within, _escaped(node.value) + ".*")
    return tantivy.Query.term_query(schema, node.within, node.value)


def _between(schema: tantivy.Schema, name: str, low: Anything, high: Anything) -> tantivy.Query:
    bounds = [None if one is None else number_of(one) if isinstance(one, date) else int(one) for one in (low, high)]
    # What has not happened carries the day NEVER, which no range takes in.
    if name in ("granted", "ended") and bounds[1] is None:
        bounds[1] = NEVER - 1
    return _range(schema, name, bounds[0], bounds[1])


def _range(schema: tantivy.Schema, name: str, low: int | None, high: int | None) -> tantivy.Query:
    return tantivy.Query.range_query(schema, name, tantivy.FieldType.Integer, low, high)
