"""Bringing neutral records into the registry: one file, one load, one act.

What a source does not say takes nothing away: a row that is known keeps the fields the file is silent on, and the
holdings it has, because transfers are facts of their own; each field remembers which load stated it. Several
documents of one application in a file (its publication and its grant) become one row. The rows wait in a temporary
file, never in memory. What belongs to a right that the registry does not know is counted, not kept.
"""

from __future__ import annotations

import pickle
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, cast

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from zhichan.doors.feeds.areas import Area, Areas
from zhichan.doors.feeds.keeping import Keeper, Row, World, document_of, packed, unpacked
from zhichan.doors.feeds.reading import KEPT_REJECTIONS, Reading, Report, digest
from zhichan.doors.feeds.shares import shares
from zhichan.kernel.access.public import Actor, system_actor
from zhichan.kernel.ground.public import Party as KnownParty
from zhichan.kernel.ground.public import Region, Text, kernel
from zhichan.kernel.registry.public import (
    EVERY,
    RIGHTS,
    Holding,
    Loaded,
    Manifest,
    Rejection,
    load_parts,
    model_of,
    rollback,
)
from zhichan.kernel.registry.public import Patent as KnownPatent

BATCH = 1000
CACHE = 64 << 20  # bytes that rows on their way may take of memory
KEPT_EVERY = 5_000  # source records, after which a killed process need not begin again
# Without these a patent is a document, not a right that could count.
NEEDED = ("kind", "filed_on", "holdings", "title")
SHOWN = 500  # rejections that a load keeps for its page
ORDER = (
    "firm", "patent", "document", "mark", "work", "software", "variety", "event", "text",
    "citation", "family", "certificate", "credit", "event_code",
)
_OWN = frozenset({"called", "by"})  # what rows on their way carry for this module alone
_BESIDE = frozenset({"event", "text", "citation", "family"})
_NOT_KEPT = Text("登记库尚无此类记录的表", "the registry has no table for this kind of record")
_NO_RIGHT = Text("所属权利不在登记库中", "the right it belongs to is not in the registry")


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a file comes: the feed it belongs to, its source and licence, the day it speaks for.

    ``within`` is the path of the region whose officer loads it (empty: everywhere), ``withheld`` the fields that the
    licence keeps from the public (``source.field``, ``source.*``, ``*``). ``mark`` stays with the load, so that whoever
    asked for it can tell whether it was made.
    """

    feed: str = ""
    origin: str = ""
    licence: str = ""
    as_of: date | None = None
    within: str = ""
    withheld: tuple[str, ...] = ()
    synthetic: bool = False
    mark: str = ""


def known_world() -> World:
    """What the registry knows when a load begins."""
    found = World()
    with kernel():
        known = KnownParty.objects.exclude(code=None).values_list("code", "name", "region__slug")
        for code, name, region in known.iterator(chunk_size=10_000):
            found.add(code, name, region)
        found.areas = Areas.of(
            Area(slug, name, path, code or "", kind)
            for slug, name, path, code, kind in Region.objects.filter(until=None).values_list(
                "slug", "name", "path", "code", "kind"
            )
        )
    return found


@dataclass(slots=True)
class _Reached:
    """How far bringing rows on their way has come: the reading's report, and what was counted beside it.

    Of the records without a place in the registry as many are kept as a reading keeps of its own; all are counted.
    """

    report: Report
    refused: list[dict[str, Any]] = field(default_factory=list)
    refusals: int = 0
    not_kept: Counter[str] = field(default_factory=Counter)
    merged: int = 0

    def refuse(self, given: Sequence[dict[str, Any]]) -> None:
        """Count refusals and keep the first of them."""
        self.refusals += len(given)
        self.refused += given[: KEPT_REJECTIONS - len(self.refused)]


Waited = tuple[str, int, Row]


class _Waiting:
    """Rows on their way, in a file: those of a source in the order of their first appearance.

    With ``lasting`` what was kept last stands through a kill of the process; ``reached`` says how far that is.
    """

    def __init__(self, folder: Path, *, lasting: bool) -> None:
        self._base = sqlite3.connect(folder / "waiting.sqlite", isolation_level=None)
        self._base.execute(f"PRAGMA journal_mode={'WAL' if lasting else 'OFF'}")
        self._base.execute("PRAGMA synchronous=OFF")
        self._base.execute(f"PRAGMA cache_size=-{CACHE >> 10}")
        self._number = 0
        for source in ORDER:
            self._base.execute(
                f"CREATE TABLE IF NOT EXISTS {source}_row"
                " (number INTEGER PRIMARY KEY, key TEXT UNIQUE, at TEXT, body BLOB)"
            )
            [last] = self._base.execute(f"SELECT coalesce(max(number), 0) FROM {source}_row").fetchone()
            self._number = max(self._number, last)
        self._base.execute("CREATE TABLE IF NOT EXISTS reached (one INTEGER PRIMARY KEY, body BLOB)")
        self._base.execute("BEGIN")

    def keep(self, reached: _Reached) -> None:
        """Keep all rows until now, and how far that is."""
        self._base.execute("INSERT OR REPLACE INTO reached VALUES (1, ?)", (pickle.dumps(reached),))
        self._base.execute("COMMIT")
        self._base.execute("BEGIN")

    def reached(self) -> _Reached | None:
        """How far an earlier process came; None when this is the first."""
        kept = self._base.execute("SELECT body FROM reached").fetchone()
        # The file lies in a folder that only the installation itself can write.
        return cast(_Reached, pickle.loads(kept[0])) if kept else None  # noqa: S301

    def put(self, source: str, given: Sequence[tuple[str, str, bytes]]) -> int:
        """Keep packed rows with their keys and positions; the number of those merged into one of the same key."""
        first, self._number = self._number + 1, self._number + len(given)
        rows = [(number, *row) for number, row in enumerate(given, start=first)]
        before = self._base.total_changes
        self._base.executemany(f"INSERT OR IGNORE INTO {source}_row VALUES (?, ?, ?, ?)", rows)
        if not (merged := len(rows) - (self._base.total_changes - before)):
            return 0
        new = {number for (number,) in self._base.execute(
            f"SELECT number FROM {source}_row WHERE number BETWEEN ? AND ?", (first, self._number))}
        for number, key, _, body in rows:
            if number in new:
                continue
            [known] = self._base.execute(f"SELECT body FROM {source}_row WHERE key = ?", (key,)).fetchone()
            said = {name: value for name, value in unpacked(body).items() if value not in (None, "", [])}
            self._base.execute(
                f"UPDATE {source}_row SET body = ? WHERE key = ?", (packed({**unpacked(known), **said}), key)
            )
        return merged

    def rows(self, source: str) -> Iterator[Waited]:
        """Key, number and row of every row of a source, in order; those passed may be dropped meanwhile."""
        for key, number, body in self._base.execute(f"SELECT key, number, body FROM {source}_row ORDER BY number"):
            yield key, number, unpacked(body)

    def place(self, source: str, number: int) -> str:
        """The position of a row in the file."""
        [at] = self._base.execute(f"SELECT at FROM {source}_row WHERE number = ?", (number,)).fetchone()
        return str(at)

    def drop(self, source: str, numbers: Iterable[int]) -> None:
        """Let rows go that are not to be loaded as what they are."""
        self._base.executemany(f"DELETE FROM {source}_row WHERE number = ?", ((number,) for number in numbers))

    def places(self, source: str, lines: Collection[int]) -> dict[int, str]:
        """The positions of rows by their line among those that are loaded, from 1."""
        found = self._base.execute(f"SELECT at FROM {source}_row ORDER BY number")
        return {line: at for line, (at,) in enumerate(found, start=1) if line in lines}

    def has(self, source: str) -> bool:
        """Whether there is any row of a source."""
        return self._base.execute(f"SELECT 1 FROM {source}_row LIMIT 1").fetchone() is not None

    def close(self) -> None:
        self._base.close()


def load(
    reading: Reading,
    *,
    at: datetime | None = None,
    progress: Callable[[str, int], None] | None = None,
    actor: Actor | None = None,
    terms: Terms | None = None,
    stage: Path | None = None,
) -> dict[str, Any]:
    """Load what ``reading`` yields as one act; return its report with the registry's counts and the load's id.

    ``load`` is None when nothing of the file has a place in the registry. Without an ``actor`` it is the import.
    With a folder as ``stage`` a later call goes on where a killed process was: reading from what it had kept, the act
    from its beginning, because nothing of an act stands before all of it does. ``progress`` is told how many source
    records were read (``read``), then how many rows of each source were taken.
    """
    at = at or datetime.now(UTC)
    keeper = Keeper(known_world())
    orphans: Counter[str] = Counter()
    with nullcontext(stage) if stage else tempfile.TemporaryDirectory(prefix="zhichan-load-") as folder:
        waiting = _Waiting(Path(folder), lasting=stage is not None)
        if before := waiting.reached():
            reading.take_up(before.report)
        reached = before or _Reached(reading.report)
        report, told = reading.report, reading.progress

        kept = report.read

        def keep(read: Report) -> None:
            nonlocal kept
            if told is not None:
                told(read)
            if stage and read.read - kept >= KEPT_EVERY:
                kept = read.read
                waiting.keep(replace(reached, report=read.whole()))
            if progress is not None:
                progress("read", read.read)

        reading.progress = keep
        try:
            for share in shares(reading, keeper=keeper):
                reached.not_kept.update(share.not_kept)
                reached.refuse(share.refused)
                by_source: dict[str, list[tuple[str, str, bytes]]] = {}
                for source, key, place, body in share.rows:
                    by_source.setdefault(source, []).append((key, place, body))
                for source, rows in by_source.items():
                    again = waiting.put(source, rows)
                    reached.merged += 0 if source in _BESIDE else again
            # Looked at only when its turn comes: a patent without a filing becomes a document on the way.
            parts = ((source, _complete(source, waiting, orphans)) for source in ORDER if waiting.has(source))
            any_ = any(waiting.has(source) for source in ORDER)
            done = _loaded(reading, reached.refused, parts, at, progress, actor, terms or Terms()) if any_ else None
            if done is not None:
                reached.refuse(_refusals(done, waiting))
        finally:
            waiting.close()
    return _result(reached, report, done, orphans)


def _complete(source: str, waiting: _Waiting, orphans: Counter[str]) -> Iterator[Mapping[str, Any]]:
    """The rows of a source, completed by what is known of them; runs inside the act."""
    stream = waiting.rows(source)
    annex = "right_key" in EVERY[source].columns and EVERY[source].region == "none"
    while batch := list(islice(stream, BATCH)):
        if annex:
            batch = _with_rights(batch)
        if source == "patent":
            batch = _by_publication(batch)
        known = _known(source, [key for key, _, _ in batch])
        gone: list[int] = []
        whole: list[Row] = []
        for key, number, given in batch:
            if annex and not given.get("right_key"):
                orphans[source] += 1
                gone.append(number)
                continue
            row = {**given, "stated": [name for name in given if name not in _OWN]}
            if before := known.get(key):
                row = {**before, **row}
                if before.get("holdings"):
                    row["holdings"] = before["holdings"]
            if source == "patent" and not all(row.get(name) for name in NEEDED):
                kept = document_of(key, row)
                waiting.put(kept[0], [(kept[1], waiting.place(source, number), packed(kept[2]))])
                gone.append(number)
                continue
            for name in _OWN:
                row.pop(name, None)
            whole.append({"key": key, **row})
        waiting.drop(source, gone)
        yield from whole


def _by_publication(batch: list[Waited]) -> list[Waited]:
    """Patents that came without an application number, under that of the right which is published so."""
    wanted = [each for _, _, row in batch for each in row.get("by", ())]
    if not wanted:
        return batch
    known = dict(
        KnownPatent.objects.current().filter(publication_no__in=wanted).values_list("publication_no", "key")
    )
    return [
        (next((known[each] for each in row.get("by", ()) if each in known), key), number, row)
        for key, number, row in batch
    ]


def _with_rights(batch: list[Waited]) -> list[Waited]:
    """The rows with their rights as the registry knows them: by key, else by the number of a publication."""
    wanted: dict[str, set[str]] = {}
    for _, _, row in batch:
        wanted.setdefault(row["right_kind"], set()).add(row["right_key"])
    there = {
        (right, key)
        for right, keys in wanted.items()
        if right in RIGHTS
        for key in _keyed(right, keys).values_list("key", flat=True)
    }
    documents = {
        row.get("document") or row.get("citing") or ""
        for _, _, row in batch
        if row["right_kind"] == "patent" and ("patent", row["right_key"]) not in there
    } - {""}
    by_publication = dict(
        KnownPatent.objects.current().filter(publication_no__in=documents).values_list("publication_no", "key")
    )
    found = []
    for key, number, row in batch:
        kept = row
        if (row["right_kind"], row["right_key"]) not in there:
            document = row.get("document") or row.get("citing") or ""
            kept = {**row, "right_key": by_publication.get(document, "")}
        found.append((key, number, kept))
    return found


def _keyed(source: str, keys: Iterable[str]) -> QuerySet[Any]:
    """The current rows with these keys. They go as one parameter: a thousand of them cost as much as the rows."""
    model: Any = model_of(source)
    among = RawSQL(f'"{model._meta.db_table}"."key" = ANY(%s)', ([*keys],), output_field=BooleanField())  # noqa: S611
    return cast(QuerySet[Any], model.objects.current().filter(among))


def _known(source: str, keys: list[str]) -> dict[str, Row]:
    """The current rows with these keys, their holdings with them."""
    declared = EVERY[source]
    found: dict[str, Row] = {}
    versions: dict[int, str] = {}
    more = ["region__slug"] if declared.region == "column" else []
    for row in _keyed(source, keys).values(
        "id", "key", *declared.loaded, *more
    ):
        versions[row.pop("id")] = row["key"]
        if more:
            row["region"] = row.pop("region__slug")
        found[row["key"]] = {name: value for name, value in row.items() if name != "key"}
    if declared.region != "holding":
        return found
    held = Holding.objects.filter(right_kind=source, right_id__in=list(versions)).order_by(
        "right_id", "rank", "since"
    )
    names = ("party", "region", "rank", "since", "until", "name", "address", "country")
    for right, *values in held.values_list(
        "right_id", "party__code", "region__slug", "rank", "since", "until", "name", "address", "country"
    ):
        found[versions[right]].setdefault("holdings", []).append(dict(zip(names, values, strict=True)))
    return found


def _loaded(
    reading: Reading,
    refused: list[dict[str, Any]],
    parts: Iterable[tuple[str, Iterator[Mapping[str, Any]]]],
    at: datetime,
    progress: Callable[[str, int], None] | None,
    actor: Actor | None,
    terms: Terms,
) -> Loaded:
    report = reading.report
    manifest = Manifest(
        format=",".join(dict.fromkeys(report.formats.values()))[:40],
        name=reading.path.name[:200],
        sha256=digest(reading.path),
        origin=terms.origin[:200],
        feed=terms.feed[:80],
        licence=terms.licence[:200],
        as_of=terms.as_of,
        within=terms.within,
        withheld=terms.withheld,
        synthetic=terms.synthetic,
        report={**_kept_report(report, refused), **({"mark": terms.mark} if terms.mark else {})},
    )
    actor = actor or system_actor("import", day=timezone.localtime(at).date())
    return load_parts(parts, manifest, actor=actor, at=at, progress=progress)


def _kept_report(report: Report, refused: list[dict[str, Any]]) -> dict[str, Any]:
    """What a load keeps of the reading for its page: counts, fields, and the first rejections."""
    kept = report.as_json()
    kept["rejections"] = [*kept["rejections"], *refused][:SHOWN]
    kept.pop("token", None)
    return kept


def _refusals(done: Loaded, waiting: _Waiting) -> list[dict[str, Any]]:
    """What the registry has refused, at its positions in the file."""
    with kernel():
        kept = list(Rejection.objects.filter(load_id=done.load).order_by("source", "line"))
    lines: dict[str, set[int]] = {}
    for each in kept:
        lines.setdefault(each.source, set()).add(each.line)
    places = {source: waiting.places(source, wanted) for source, wanted in lines.items()}
    return [
        {
            "at": places[each.source].get(each.line, f"{each.source}:{each.line}"),
            "code": each.code,
            "text": {"zh": each.zh, "en": each.en},
            "place": each.place,
            "clause": "",
        }
        for each in kept
    ]


def _result(reached: _Reached, report: Report, done: Loaded | None, orphans: Counter[str]) -> dict[str, Any]:
    result = report.as_json()
    counts: Mapping[str, Mapping[str, int]] = done.counts if done else {}
    # What a file is about is counted; the texts and events that come with its rights stand under their sources.
    principal = [each for name, each in counts.items() if name not in _BESIDE] or list(counts.values())
    result["rejections"] = [*result["rejections"], *reached.refused]
    result.update(
        load=done.load if done else None,
        accepted=sum(each["accepted"] for each in principal),
        updated=sum(each["updated"] for each in principal),
        unchanged=sum(each["unchanged"] for each in principal),
        rejected=report.rejected + reached.refusals,
        sources={name: dict(each) for name, each in counts.items()},
        merged=reached.merged,
        not_kept=[
            *(
                {"record": name, "count": count, "text": _NOT_KEPT.as_json()}
                for name, count in sorted(reached.not_kept.items())
            ),
            *(
                {"record": name, "count": count, "text": _NO_RIGHT.as_json()}
                for name, count in sorted(orphans.items())
            ),
        ],
    )
    return result


def take_back(number: int, *, at: datetime | None = None) -> dict[str, Any]:
    """Take back the load ``number``; what later loads brought stays."""
    at = at or datetime.now(UTC)
    actor = system_actor("import", day=timezone.localtime(at).date())
    done = rollback(number, reason="console", actor=actor, at=at)
    return {
        "load": done.load,
        "undone": number,
        "counts": {name: dict(each) for name, each in done.counts.items()},
    }
