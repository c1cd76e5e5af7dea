"""The engines: ours, Tantivy asked by hand over the same index, SQLite FTS5 and PostgreSQL.

Each is built part by part, goes on where it was when broken off, and is kept in its folder for the next run; what a
build took, in seconds over all its runs and in bytes, is kept with it. FTS5 and PostgreSQL get the same pairs of
characters as terms (both are exact that way), a table of the filters beside, and indexes on them.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from itertools import takewhile
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.searched.records import PART, Record, pairs, records, written

DAY = date(2025, 9, 30)
ROUND = 20
"""Parts between two commits of a build."""
BESIDE, SEGMENT = 3, 1_700_000
"""Processes that fill parts of our index beside each other, and the records of a part at most."""
MEMORY = 3_600_000_000
"""Bytes that each may take, so that its part is one segment."""
Say = Callable[[str], None]


class Kept:
    """How far a build has come and what it took, in a file beside what it made."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.said: dict[str, Any] = {"records": 0, "seconds": 0.0, "done": False}
        if file.exists():
            self.said.update(json.loads(file.read_text("utf-8")))

    def write(self, **said: Any) -> None:
        """Say more of it, whole or not at all."""
        self.said.update(said)
        draft = self.file.with_suffix(".draft")
        draft.write_text(json.dumps(self.said), "utf-8")
        draft.replace(self.file)

    def grow(self, count: int, put: Callable[[int, int], None], name: str, say: Say, there: int | None = None) -> None:
        """Put records in, round after round, from what is there to `count`; `there` where the engine knows better."""
        low = self.said["records"] if there is None else there
        while low < count:
            high, begun = min(count, low + ROUND * PART), time.perf_counter()
            put(low, high)
            took = time.perf_counter() - begun
            self.write(records=high, seconds=round(self.said["seconds"] + took, 1))
            say(f"{name}: {high} of {count} records, {(high - low) / took:.0f} a second")
            low = high

    def end(self, finish: Callable[[], int]) -> None:
        """What is done once at the end of a build; it says how many bytes there are."""
        if not self.said["done"]:
            begun = time.perf_counter()
            size = finish()
            seconds = round(self.said["seconds"] + time.perf_counter() - begun, 1)
            self.write(done=True, bytes=size, seconds=seconds)


    def settle(self, place: Path) -> None:
        """Merge parts of one size, once, as the product does before an index serves."""
        from zhichan.kernel.registry.searching import index

        if not self.said.get("settled"):
            begun = time.perf_counter()
            index.settle(place)
            self.write(settled=True, merging=round(time.perf_counter() - begun, 1))


class Ours:
    """The product's own path: text of a query in, page of keys, exact count and facets out."""

    name = "zhichan"

    def __init__(self, folder: Path, count: int, say: Say) -> None:
        from zhichan.kernel.ground.public import generations
        from zhichan.kernel.registry.searching import index

        folder.mkdir(parents=True, exist_ok=True)
        self.kept = kept = Kept(folder / "ours.json")
        place = index.folder() / "bench"
        place.mkdir(parents=True, exist_ok=True)
        try:
            if kept.said["done"]:
                index.named(place)
                kept.settle(place)
                return
        except ValueError:
            # It was made with other fields than the product has now.
            shutil.rmtree(place)
            place.mkdir()
            kept.write(records=0, seconds=0.0, done=False, parts=[])
        self._alike()
        known = index.common(place) or index.learn(map(document, records(0, index.SAMPLE)), place)
        size = -(-count // max(BESIDE, -(-count // SEGMENT)) // PART) * PART
        missing = [low for low in range(0, count, size) if low not in kept.said.get("parts", [])]
        begun, before = time.perf_counter(), kept.said["seconds"]
        with ProcessPoolExecutor(BESIDE, get_context("spawn")) as pool:
            parts = {
                pool.submit(filled, place / f"part{low}", low, min(count, low + size), known): low for low in missing
            }
            for part in as_completed(parts):
                records_there, low = kept.said["records"] + part.result(), parts[part]
                seconds = round(before + time.perf_counter() - begun, 1)
                kept.write(records=records_there, seconds=seconds, parts=[*kept.said.get("parts", []), low])
                say(f"{self.name}: {records_there} of {count} records, {seconds:.0f} seconds")

        def finish() -> int:
            if index.join(place, [place / f"part{low}" for low in range(0, count, size)]) != count:
                raise AssertionError("records are missing from the index")
            kept.settle(place)
            generations.serve(place, {"edition": index.edition(), "of": "benchmark"})
            return sum(each.stat().st_size for each in place.iterdir())

        kept.end(finish)

    @staticmethod
    def _alike() -> None:
        from zhichan.kernel.registry.searching.documents import terms

        for one in records(0, 1000):
            texts = (one.title, one.abstract, one.holder)
            if [*map(pairs, texts)] != [terms([text]) for text in texts]:
                raise AssertionError("the made-up texts are cut otherwise than the product cuts them")

    @staticmethod
    def followed(count: int, size: int) -> float:
        """Milliseconds from documents in hand until a question finds the last of them; they are taken out again."""
        import tantivy

        from zhichan.kernel.registry.searching import index

        low = -(-count // PART) * PART
        fresh = [document(one) for one in records(low, low + size)]
        begun = time.perf_counter()
        index.replace([], fresh)
        there = tantivy.Query.term_query(index.schema(), "key", fresh[-1].key)
        if index.searcher().search(there, limit=1).count != 1:
            raise AssertionError("what was put into the index is not found")
        took = (time.perf_counter() - begun) * 1000
        index.replace([each.key for each in fresh], [])
        return round(took, 1)

    def ask(self, question: dict[str, Any]) -> int:
        """The count, with a page of keys and the facets asked for."""
        return int(self._found(question).count)

    def page(self, question: dict[str, Any]) -> Sequence[str]:
        """The keys of the first page."""
        keys: Sequence[str] = self._found(question).keys
        return keys

    @staticmethod
    def _found(question: dict[str, Any]) -> Any:
        from zhichan.kernel.registry.searching import public as search

        chosen = {"kind": [question["kind"]], "region": [question["region"]]} if "years" in question else {}
        facets = ("kind", "year", "area", "owner") if question.get("facets") else ()
        return search.search(search.understood(written(question)), day=DAY, chosen=chosen, facets=facets)


def filled(part: Path, low: int, high: int, known: frozenset[str]) -> int:
    """Fill a part of the index in a process of its own, from nothing, whatever of it there was."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhichan.site.settings")
    django.setup()
    from zhichan.kernel.registry.searching import index

    shutil.rmtree(part, ignore_errors=True)
    return index.fill(part, map(document, records(low, high)), known, memory=MEMORY)


def document(one: Record) -> Any:
    """A record as the product's index takes it."""
    from zhichan.kernel.registry.searching.documents import NEVER, Document, family_of, order_of

    return Document(
        one.key, {"title": pairs(one.title), "abstract": pairs(one.abstract), "holder": pairs(one.holder)},
        {
            "readers": ["*"], "kind": [one.kind], "region": ["/city/", one.region], "area": [one.region],
            "owner": [one.holder],
        },
        {
            "filed": one.filed, "year": one.filed // 10_000, "granted": NEVER, "ended": NEVER,
            "order": order_of(one.key, one.filed), "family": family_of(one.key),
        },
    )  # fmt: skip


class Bare:
    """Tantivy with the same index and hand-made queries: what the engine itself takes for the same work.

    A word is its pairs of characters in a row; what else the product keeps so as to be faster is not used.
    """

    name = "tantivy"

    def __init__(self) -> None:
        from zhichan.kernel.registry.searching import index

        self.schema, self.searcher = index.schema(), index.searcher()

    def ask(self, question: dict[str, Any]) -> int:
        """The count, with a page of keys and the facets asked for, each value of them counted."""
        asked = self._asked(question)
        found = self.searcher.search(asked, limit=20, count=True)
        for _, address in found.hits:
            self.searcher.doc(address)
        if question.get("facets"):
            # As exact as ours: each segment tells all of its values.
            terms = {
                name: {"terms": {"field": name, "size": 20, "segment_size": 100_000}}
                for name in ("kind", "year", "area", "owner")
            }
            self.searcher.aggregate(asked, terms)
        return int(found.count)

    def _asked(self, question: dict[str, Any]) -> Any:
        import tantivy

        query, occur = tantivy.Query, tantivy.Occur
        field = question.get("field") or "whole"
        parts: list[tuple[Any, Any]] = []
        for word in question["words"]:
            row = [(place, word[place : place + 2]) for place in sorted({*range(0, len(word) - 1, 2), len(word) - 2})]
            parts.append((
                occur.Must,
                query.term_query(self.schema, field, row[0][1]) if len(row) == 1
                else query.phrase_query(self.schema, field, row),
            ))  # fmt: skip
        if "years" in question:
            low, high = question["years"]
            days = (low * 10_000 + 101, high * 10_000 + 1231)
            parts += [
                (occur.Must, query.range_query(self.schema, "filed", tantivy.FieldType.Integer, *days)),
                (occur.Must, query.term_query(self.schema, "kind", question["kind"])),
                (occur.Must, query.term_query(self.schema, "region", question["region"])),
            ]
        return query.boolean_query(parts)


class Ordered(Bare):
    """Bare Tantivy whose page is the product's: what it finds equally good stands newest first, however it is merged.

    The engine leaves such hits in the order in which its segments hold them. The page is compared with ours, which
    holds for questions of one field, as they are put to the engine alike.
    """

    name = "tantivy-ordered"

    def ask(self, question: dict[str, Any]) -> int:
        """The count, with a page of keys."""
        return self._found(question)[0]

    def page(self, question: dict[str, Any]) -> Sequence[str]:
        """The keys of the first page."""
        return self._found(question)[1]

    def _found(self, question: dict[str, Any]) -> tuple[int, list[str]]:
        asked, limit = self._asked(question), 220 + self.searcher.num_docs // 50_000
        while True:
            found = self.searcher.search(asked, limit=limit, count=True)
            hits = found.hits
            if not hits:
                return 0, []
            last = int(hits[min(20, len(hits)) - 1][0] * 1024)
            if len(hits) < limit or int(hits[-1][0] * 1024) != last:
                break
            limit *= 4
        near = list(takewhile(lambda hit: int(hit[0] * 1024) >= last, hits))
        orders = self.searcher.fast_field_values("order", [address for _, address in near])
        ranked = sorted(zip(near, orders, strict=True), key=lambda hit: (int(hit[0][0] * 1024), hit[1]), reverse=True)
        return int(found.count), [str(self.searcher.doc(hit[1]).get_first("key")) for hit, _ in ranked[:20]]


def _row(word: str) -> str:
    return " ".join(word[place : place + 2] for place in range(len(word) - 1))


class Sqlite:
    """FTS5 (unicode61) over pairs, contentless with positions; WAL, 256 MB cache, memory-mapped."""

    name = "sqlite-fts5"

    def __init__(self, folder: Path, count: int, say: Say) -> None:
        self.file, self.kept = folder / "fts.sqlite", Kept(folder / "fts.json")
        self.base = base = self._open()
        if self.kept.said["done"]:
            return
        base.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS texts USING"
            " fts5(title, abstract, holder, content='', tokenize='unicode61')"
        )
        base.execute(
            "CREATE TABLE IF NOT EXISTS rights"
            " (id INTEGER PRIMARY KEY, key TEXT, kind TEXT, region TEXT, holder TEXT, year INT, filed INT)"
        )

        def put(low: int, high: int) -> None:
            for one in records(low, high):
                base.execute(
                    "INSERT INTO texts (rowid, title, abstract, holder) VALUES (?, ?, ?, ?)",
                    (one.number + 1, pairs(one.title), pairs(one.abstract), pairs(one.holder)),
                )
                base.execute(
                    "INSERT INTO rights VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (one.number + 1, one.key, one.kind, one.region, one.holder, one.filed // 10_000, one.filed),
                )
            base.commit()

        def finish() -> int:
            base.execute("INSERT INTO texts (texts) VALUES ('optimize')")
            base.execute("CREATE INDEX IF NOT EXISTS filters ON rights (kind, region, year)")
            base.commit()
            base.execute("ANALYZE")
            base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return self.file.stat().st_size

        there = base.execute("SELECT coalesce(max(id), 0) FROM rights").fetchone()[0]
        self.kept.grow(count, put, self.name, say, there)
        self.kept.end(finish)

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
        """The count, with a page of keys and the facets asked for."""
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

    def __init__(self, folder: Path, count: int, say: Say) -> None:
        self.kept = Kept(folder / "postgresql.json")
        self.base = base = self._open()
        if self.kept.said["done"]:
            return
        base.execute(
            "CREATE TABLE IF NOT EXISTS bench_search"
            " (id bigint PRIMARY KEY, key text, kind text, region text, holder text, year int,"
            " title tsvector, abstract tsvector, held tsvector)"
        )

        def put(low: int, high: int) -> None:
            with base.cursor() as cursor, cursor.copy("COPY bench_search FROM STDIN") as copy:
                for one in records(low, high):
                    copy.write_row((
                        one.number + 1, one.key, one.kind, one.region, one.holder, one.filed // 10_000,
                        *(self._vector(text) for text in (one.title, one.abstract, one.holder)),
                    ))  # fmt: skip

        def finish() -> int:
            base.execute("SET maintenance_work_mem = '512MB'")
            for name in ("title", "abstract", "held"):
                base.execute(
                    f"CREATE INDEX IF NOT EXISTS bench_{name} ON bench_search USING gin ({name})"
                    " WITH (fastupdate = off)"
                )
            base.execute("CREATE INDEX IF NOT EXISTS bench_filters ON bench_search (kind, region, year)")
            base.execute("VACUUM ANALYZE bench_search")
            return int(self._value("SELECT pg_total_relation_size('bench_search')"))

        there = int(self._value("SELECT coalesce(max(id), 0) FROM bench_search"))
        self.kept.grow(count, put, self.name, say, there)
        self.kept.end(finish)

    def _value(self, asked: str) -> Any:
        row = self.base.execute(asked).fetchone()
        return row[0] if row else None

    @staticmethod
    def _open() -> Any:
        from zhichan.site import database

        # Apart from the house's own, which is backed up whole before it is upgraded.
        with database.administrator() as admin:
            if not admin.execute("SELECT 1 FROM pg_database WHERE datname = 'peer'").fetchone():
                admin.execute("CREATE DATABASE peer ENCODING 'UTF8' TEMPLATE template0")
        base = database.administrator("peer")
        for setting in ("work_mem = '256MB'", "jit = off", "gin_fuzzy_search_limit = 0", "synchronous_commit = off"):
            base.execute(f"SET {setting}")
        return base

    @staticmethod
    def _vector(text: str) -> str:
        return " ".join(f"'{term}':{place}" for place, term in enumerate(pairs(text).split(" "), start=1))

    def another(self) -> Postgres:
        """A connection of its own, for a client."""
        other = object.__new__(Postgres)
        other.base = self._open()
        return other

    def worked(self) -> float:
        """Seconds of processor that the server's process of this connection has used, where the system tells."""
        said = Path(f"/proc/{self.base.info.backend_pid}/schedstat").read_text("ascii")
        return int(said.split()[0]) / 1e9

    def ask(self, question: dict[str, Any]) -> int:
        """The count, with a page of keys and the facets asked for."""
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
