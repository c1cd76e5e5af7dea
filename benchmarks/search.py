"""The public search beside SQLite FTS5, PostgreSQL and bare Tantivy, over the same made-up records, in the same run.

Records are Zipfian: words of two to four characters are drawn by rank from a made-up vocabulary, 150 to 300 characters
a text, with year, region, kind and holder. Each engine answers the same questions; counts are compared first, and an
engine whose counts differ is not timed. FTS5 and PostgreSQL get the same character pairs as terms (both are exact that
way; see the settings below), a table of the filters beside, and indexes on them. `SIZES` in the environment names the
sizes (100000 by default, because the peers take minutes to build a million).
"""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import accumulate, islice, zip_longest
from pathlib import Path
from typing import Any

SEED, QUESTIONS, PEERS_UP_TO, DAY = 20_251_122, 200, 1_000_000, date(2025, 9, 30)
KINDS = ("patent:invention", "patent:utility", "patent:design", "mark:ordinary", "work")
REGIONS = tuple(f"/city/area{n}/" for n in range(12))


def vocabulary(chance: random.Random) -> list[str]:
    """20 000 words of two to four characters from 3 000 characters, commonest first."""
    from zhichan.instruments.query import fold

    # Only characters that folding leaves alone, so that engines that do not fold are asked the same.
    letters = [letter for point in range(0x4E00, 0x9FA0, 5) if fold(letter := chr(point)) == letter][:3000]
    drawn = ("".join(chance.choices(letters, k=chance.choice((2, 2, 2, 3, 4)))) for _ in range(20_000))
    return list(dict.fromkeys(drawn))


def records(count: int) -> Iterator[tuple[str, str, str, str, str, str, int]]:
    """Key, title, abstract, kind, region, holder and filing day of each record; the same for each engine."""
    chance = random.Random(SEED)
    words = vocabulary(chance)
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
    for number in range(count):
        drawn = chance.choices(words, cum_weights=weights, k=chance.randint(70, 120))
        yield (
            f"R{number:08}", "".join(drawn[:6]), "".join(drawn[6:]), chance.choices(KINDS, (5, 5, 2, 8, 1))[0],
            chance.choice(REGIONS), f"{words[int(chance.paretovariate(0.9)) % 5000]}有限公司",
            chance.randint(2005, 2024) * 10_000 + chance.randint(1, 12) * 100 + chance.randint(1, 28),
        )  # fmt: skip


def questions() -> dict[str, list[dict[str, Any]]]:
    """Questions by class: each has words, and perhaps a phrase's text, a field or filters."""
    chance = random.Random(SEED + 1)
    words = vocabulary(random.Random(SEED))

    def drawn(least: int, most: int) -> list[str]:
        ranks = [int(20 * chance.paretovariate(0.7)) for _ in range(chance.randint(least, most))]
        return [words[min(len(words) - 1, rank)] for rank in ranks]

    def filters() -> dict[str, Any]:
        low = chance.randint(2005, 2020)
        return {"years": (low, low + 4), "kind": chance.choice(KINDS[:4]), "region": chance.choice(REGIONS)}

    return {
        "words": [{"words": drawn(2, 4)} for _ in range(QUESTIONS)],
        "filtered": [{"words": drawn(1, 2), **filters()} for _ in range(QUESTIONS)],
        "faceted": [{"words": drawn(1, 2), "facets": True} for _ in range(QUESTIONS)],
        "phrase": [{"words": ["".join(drawn(2, 2))]} for _ in range(QUESTIONS)],
        "fielded": [{"words": drawn(1, 2), "field": "title"} for _ in range(QUESTIONS)],
    }


def pairs(text: str) -> str:
    """A made-up text as index terms: each character with the next, the last alone.

    The texts hold nothing but characters that fold to themselves, so that this is what the product's own terms are;
    the first thousand are compared with them.
    """
    return " ".join(map("".join, zip_longest(text, text[1:], fillvalue="")))


class Ours:
    """The product's own path: text of a query in, page of keys, exact count and facets out."""

    name = "zhichan"

    def __init__(self, folder: Path, count: int) -> None:
        from django.conf import settings

        from zhichan.kernel.registry.searching import index
        from zhichan.kernel.registry.searching.documents import NEVER, Document, terms

        settings.ZHICHAN_INDEX = folder / "ours"

        def documents(low: int = 0, high: int = count) -> Iterator[Document]:
            for key, title, abstract, kind, region, holder, filed in islice(records(high), low, high):
                yield Document(
                    key, {"title": pairs(title), "abstract": pairs(abstract), "holder": pairs(holder)},
                    {
                        "readers": ["*"], "kind": [kind], "region": ["/city/", region], "area": [region],
                        "owner": [holder],
                    },
                    {"filed": filed, "first": filed, "year": filed // 10_000, "granted": NEVER, "ended": NEVER},
                )  # fmt: skip

        for _, title, abstract, _, _, holder, _ in islice(records(count), 1000):
            if [*map(pairs, (title, abstract, holder))] != [terms([one]) for one in (title, abstract, holder)]:
                raise AssertionError("the made-up texts are cut otherwise than the product cuts them")
        index.rebuild(documents())
        self.following = {size: self._followed(list(documents(count, count + size))) for size in (1, 1000)}

    @staticmethod
    def _followed(fresh: list[Any]) -> float:
        """Milliseconds from documents in hand until a question finds the last of them; they are taken out again."""
        import tantivy

        from zhichan.kernel.registry.searching import index

        begun = time.perf_counter()
        index.replace([], fresh)
        there = tantivy.Query.term_query(index.schema(), "key", fresh[-1].key)
        if index.searcher().search(there, limit=1).count != 1:
            raise AssertionError("what was put into the index is not found")
        took = (time.perf_counter() - begun) * 1000
        index.replace([each.key for each in fresh], [])
        return round(took, 1)

    def ask(self, question: dict[str, Any]) -> int:
        from zhichan.kernel.registry.searching import public as search

        field = "TI=" if question.get("field") else ""
        text = " ".join(f'{field}"{word}"' for word in question["words"])
        chosen: dict[str, list[str]] = {}
        if "years" in question:
            low, high = question["years"]
            text += f" AD=[{low} to {high}]"
            chosen = {"kind": [question["kind"]], "region": [question["region"]]}
        facets = ("kind", "year", "area", "owner") if question.get("facets") else ()
        return search.search(search.understood(text), day=DAY, chosen=chosen, facets=facets).count


class Bare:
    """Tantivy with the same index and hand-made queries: what the engine itself takes for the same work."""

    name = "tantivy"

    def __init__(self) -> None:
        from zhichan.kernel.registry.searching import index

        self.schema, self.searcher = index.schema(), index.searcher()

    def ask(self, question: dict[str, Any]) -> int:
        import tantivy

        query, occur = tantivy.Query, tantivy.Occur
        field = question.get("field") or "whole"
        parts: list[tuple[Any, Any]] = []
        for word in question["words"]:
            pairs = [(place, word[place : place + 2]) for place in sorted({*range(0, len(word) - 1, 2), len(word) - 2})]
            parts.append((
                occur.Must,
                query.term_query(self.schema, field, pairs[0][1]) if len(pairs) == 1
                else query.phrase_query(self.schema, field, pairs),
            ))  # fmt: skip
        if "years" in question:
            low, high = question["years"]
            days = (low * 10_000 + 101, high * 10_000 + 1231)
            parts += [
                (occur.Must, query.range_query(self.schema, "filed", tantivy.FieldType.Integer, *days)),
                (occur.Must, query.term_query(self.schema, "kind", question["kind"])),
                (occur.Must, query.term_query(self.schema, "region", question["region"])),
            ]
        asked = query.boolean_query(parts)
        found = self.searcher.search(asked, limit=20, count=True)
        for _, address in found.hits:
            self.searcher.doc(address)
        if question.get("facets"):
            self.searcher.aggregate(
                asked, {name: {"terms": {"field": name, "size": 20}} for name in ("kind", "year", "area", "owner")}
            )
        return int(found.count)


def _row(word: str) -> str:
    return " ".join(word[place : place + 2] for place in range(len(word) - 1))


class Sqlite:
    """FTS5 (unicode61) over pairs, contentless with positions; WAL, 256 MB cache, memory-mapped."""

    name = "sqlite-fts5"

    def __init__(self, folder: Path, count: int) -> None:
        self.file = folder / "fts.sqlite"
        base = self._open()
        base.execute("CREATE VIRTUAL TABLE texts USING fts5(title, abstract, holder, content='', tokenize='unicode61')")
        base.execute(
            "CREATE TABLE rights"
            " (id INTEGER PRIMARY KEY, key TEXT, kind TEXT, region TEXT, holder TEXT, year INT, filed INT)"
        )
        for number, (key, title, abstract, kind, region, holder, filed) in enumerate(records(count), start=1):
            base.execute(
                "INSERT INTO texts (rowid, title, abstract, holder) VALUES (?, ?, ?, ?)",
                (number, pairs(title), pairs(abstract), pairs(holder)),
            )
            base.execute(
                "INSERT INTO rights VALUES (?, ?, ?, ?, ?, ?, ?)",
                (number, key, kind, region, holder, filed // 10_000, filed),
            )
        base.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        base.execute("CREATE INDEX filters ON rights (kind, region, year)")
        base.commit()
        base.execute("ANALYZE")
        self.base = base

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.file, check_same_thread=False)
        for setting in ("journal_mode=WAL", "cache_size=-262144", "mmap_size=4294967296", "temp_store=MEMORY"):
            base.execute(f"PRAGMA {setting}")
        return base

    def another(self) -> Sqlite:
        """A connection of its own, for a client."""
        other = object.__new__(Sqlite)
        other.file, other.base = self.file, self._open()
        return other

    def ask(self, question: dict[str, Any]) -> int:
        head = "{title} : " if question.get("field") else ""
        match = " AND ".join(f'({head}"{_row(word)}")' for word in question["words"])
        where, given = "texts MATCH ?", [match]
        if "years" in question:
            where += " AND year BETWEEN ? AND ? AND kind = ? AND region = ?"
            given += [*question["years"], question["kind"], question["region"]]
        source = f"FROM texts JOIN rights ON rights.id = texts.rowid WHERE {where}"
        if "years" in question:
            count = self.base.execute(f"SELECT count(*) {source}", given).fetchone()[0]
        else:
            count = self.base.execute(f"SELECT count(*) FROM texts WHERE {where}", given).fetchone()[0]
        self.base.execute(f"SELECT key {source} ORDER BY rank LIMIT 20", given).fetchall()
        if question.get("facets"):
            for name in ("kind", "year", "region", "holder"):
                counted = f"SELECT rights.{name}, count(*) {source} GROUP BY 1 ORDER BY 2 DESC LIMIT 20"
                self.base.execute(counted, given).fetchall()
        return int(count)


class Postgres:
    """tsvector over pairs ('simple'), GIN without fast update; work_mem 256 MB, jit off; the embedded server."""

    name = "postgresql"

    def __init__(self, count: int) -> None:
        self.base = self._open()
        with self.base.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_search")
            cursor.execute(
                "CREATE UNLOGGED TABLE bench_search"
                " (id bigserial, key text, kind text, region text, holder text, year int,"
                " title tsvector, abstract tsvector, held tsvector)"
            )
            columns = "key, kind, region, holder, year, title, abstract, held"
            with cursor.copy(f"COPY bench_search ({columns}) FROM STDIN") as copy:
                for key, title, abstract, kind, region, holder, filed in records(count):
                    copy.write_row((
                        key, kind, region, holder, filed // 10_000,
                        *(self._vector(text) for text in (title, abstract, holder)),
                    ))  # fmt: skip
            for name in ("title", "abstract", "held"):
                cursor.execute(f"CREATE INDEX ON bench_search USING gin ({name}) WITH (fastupdate = off)")
            cursor.execute("CREATE INDEX ON bench_search (kind, region, year)")
            cursor.execute("VACUUM ANALYZE bench_search")

    def _open(self) -> Any:
        from zhichan.site import database

        base = database.administrator()
        base.execute("SET work_mem = '256MB'")
        base.execute("SET jit = off")
        base.execute("SET gin_fuzzy_search_limit = 0")
        return base

    @staticmethod
    def _vector(text: str) -> str:
        return " ".join(
            f"'{term}':{place}" for place, term in enumerate(pairs(text).split(" "), start=1) if term != "\x1f"
        )

    def another(self) -> Postgres:
        """A connection of its own, for a client."""
        other = object.__new__(Postgres)
        other.base = self._open()
        return other

    def ask(self, question: dict[str, Any]) -> int:
        def phrase(word: str) -> str:
            return " <-> ".join(f"'{pair}'" for pair in _row(word).split(" "))

        where, given = [], []
        for word in question["words"]:
            names = ["title"] if question.get("field") else ["title", "abstract", "held"]
            where.append("(" + " OR ".join(f"{name} @@ %s::tsquery" for name in names) + ")")
            given += [phrase(word)] * len(names)
        if "years" in question:
            where.append("year BETWEEN %s AND %s AND kind = %s AND region = %s")
            given += [*question["years"], question["kind"], question["region"]]
        source = f"FROM bench_search WHERE {' AND '.join(where)}"
        count = self.base.execute(f"SELECT count(*) {source}", given).fetchone()[0]
        self.base.execute(f"SELECT key {source} ORDER BY id LIMIT 20", given).fetchall()
        if question.get("facets"):
            for name in ("kind", "year", "region", "holder"):
                counted = f"SELECT {name}, count(*) {source} GROUP BY 1 ORDER BY 2 DESC LIMIT 20"
                self.base.execute(counted, given).fetchall()
        return int(count)


def _timed(
    ask: Callable[[dict[str, Any]], int], asked: Sequence[dict[str, Any]],
    clock: Callable[[], float] = time.perf_counter,
) -> list[float]:
    taken = []
    for question in asked:
        begun = clock()
        ask(question)
        taken.append((clock() - begun) * 1000)
    return taken


def _said(taken: Sequence[float]) -> dict[str, float]:
    ranked = sorted(taken)
    return {"p50_ms": round(statistics.median(ranked), 2), "p95_ms": round(ranked[int(len(ranked) * 0.95)], 2)}


def _eight(engine: Any, asked: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Eight clients at once, each with a connection of its own where the engine has connections."""
    clients = [engine.another() if hasattr(engine, "another") else engine for _ in range(8)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        parts = list(pool.map(lambda place: _timed(clients[place].ask, asked[place::8]), range(8)))
    taken = [each for part in parts for each in part]
    return {**_said(taken), "queries_per_s": round(len(taken) / (time.perf_counter() - begun), 1)}


def run(results: Path) -> dict[str, Any]:
    """Build, compare the counts, and time each class of question at each size."""
    os.environ.setdefault("ZHICHAN_CLUSTER", "test")
    from zhichan.site import database, opening

    found: list[dict[str, Any]] = []
    with database.available():
        opening.set_up()
        for count in [int(size) for size in os.environ.get("SIZES", "100000").split(",")]:
            with tempfile.TemporaryDirectory(dir=results) as place:
                found.append(_at(count, Path(place)))
    return {"questions": QUESTIONS, "sizes": found}


def _at(count: int, folder: Path) -> dict[str, Any]:
    engines: list[Any] = []
    built: dict[str, float] = {}
    makers: list[Callable[[], Any]] = [lambda: Ours(folder, count), Bare]
    if count <= PEERS_UP_TO:
        makers += [lambda: Sqlite(folder, count), lambda: Postgres(count)]
    for make in makers:
        begun = time.perf_counter()
        engines.append(make())
        built[engines[-1].name] = round(time.perf_counter() - begun, 1)
    classes: dict[str, Any] = {}
    for name, asked in questions().items():
        truth = [engines[0].ask(question) for question in asked]
        for engine in engines[1:]:
            other = [engine.ask(question) for question in asked]
            if other != truth:
                wrong = next(place for place, pair in enumerate(zip(truth, other, strict=True)) if pair[0] != pair[1])
                raise AssertionError(f"{engine.name} {name}: {asked[wrong]} {other[wrong]} for {truth[wrong]}")
        classes[name] = {
            "median_hits": statistics.median(truth),
            **{engine.name: {**_said(_timed(engine.ask, asked)), "eight": _eight(engine, asked)} for engine in engines},
            # What runs in this thread is also told in processor time, which a crowded machine does not stretch.
            "processor": {
                engine.name: _said(_timed(engine.ask, asked, time.thread_time))
                for engine in engines if not isinstance(engine, Postgres)
            },
        }  # fmt: skip
    return {
        "records": count, "build_s": built, "classes": classes, "followed_ms": engines[0].following,
        "index_mb": round(sum(each.stat().st_size for each in (folder / "ours").rglob("*") if each.is_file()) / 2**20),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }  # fmt: skip
