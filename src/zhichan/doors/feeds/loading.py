"""Bringing neutral records into the registry: one file, one load, one act.

What a source does not say takes nothing away: a row that is known keeps the fields the file is silent on, and
its holdings, because transfers are facts of their own. Several documents of one application in a file (its
publication and its grant) become one row. The rows wait in a temporary file, never in memory.

Holders must be known organisations, by code or exact name; others are rejected with their name, so that the
organisations are loaded, or linked, first. Nothing is made up: no day, no code, no region.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils import timezone

from zhichan.doors.feeds import values
from zhichan.doors.feeds.areas import Area, Areas
from zhichan.doors.feeds.reading import Reading, Report, digest
from zhichan.doors.feeds.records import Copyright, Mark, Organisation, Party, Patent, Record
from zhichan.kernel.access.public import system_actor
from zhichan.kernel.ground.public import Party as KnownParty
from zhichan.kernel.ground.public import Reason, Region, Text, kernel
from zhichan.kernel.registry.public import (
    SOURCES,
    Holding,
    Loaded,
    Manifest,
    Rejection,
    load_parts,
    rollback,
)
from zhichan.kernel.registry.public import Mark as KnownMark
from zhichan.kernel.registry.public import Patent as KnownPatent
from zhichan.kernel.registry.public import Work as KnownWork

BATCH = 1000
ORDER = ("firm", "patent", "mark", "work")
_MODELS: dict[str, Any] = {"patent": KnownPatent, "mark": KnownMark, "work": KnownWork}
_NOT_KEPT = Text("登记库尚无此类记录的表", "the registry has no table for this kind of record")
Row = dict[str, Any]


class _No(Exception):
    def __init__(self, code: str, zh: str, en: str, place: str = "") -> None:
        self.reason = Reason(f"loading.{code}", Text(zh, en), place)
        super().__init__(code)


@dataclass(slots=True)
class World:
    """What the registry knows when a load begins: organisations by code and name, and regions."""

    codes: dict[str, str] = field(default_factory=dict)
    names: dict[str, str | None] = field(default_factory=dict)
    areas: Areas = field(default_factory=Areas)

    @classmethod
    def now(cls) -> World:
        """Read it from the database."""
        found = cls()
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

    def add(self, code: str, name: str, region: str) -> None:
        """Know an organisation; a name that two of them share finds neither."""
        self.codes[code] = region
        key = name_key(name)
        self.names[key] = code if self.names.get(key, code) == code else None

    def holder(self, party: Party) -> tuple[str, str] | None:
        """Code and region of a party, None when it is not known. The address decides the region, then its seat."""
        code = party.code if party.code in self.codes else self.names.get(name_key(party.name))
        if not code:
            return None
        return code, self.areas.find(party) or self.codes[code]


def name_key(name: str) -> str:
    """A name for exact comparison: width, case, spaces and brackets aside."""
    return values.plain(name).upper().replace(" ", "").replace("（", "(").replace("）", ")")


_END_WORDS = (
    ("避免重复授权", "abandoned"),
    ("视为放弃", "deemed_abandoned"),
    ("放弃", "abandoned"),
    ("未缴年费", "unpaid_fee"),
    ("届满", "expired"),
    ("无效", "invalidated"),
    ("视为撤回", "withdrawn"),
    ("撤回", "withdrawn"),
    ("驳回", "rejected"),
)


def _patent(record: Patent, world: World) -> tuple[str, Row]:
    number = record.application_no
    if not number:
        raise _No(
            "application",
            "没有申请号，无法归入登记库",
            "without an application number it has no place in the registry",
        )
    if "check-digit" in record.notes:
        raise _No(
            "check-digit",
            f"申请号“{number}”的校验位不对",
            f"the check digit of {number!r} is wrong",
            "application_no",
        )
    key = (
        number
        if record.office in {"CN", ""} or number.upper().startswith("PCT")
        else f"{record.office}{number}"
    )
    ended, why = record.ended_on, ""
    if ended is None and record.status_on is not None:
        why = next((end for word, end in _END_WORDS if word in record.status), "")
        ended = record.status_on if why else None
    row: Row = {
        "kind": "pct" if number.upper().startswith("PCT") else record.kind,
        "title": record.title[:400],
        "filed_on": record.filed_on,
        "granted_on": record.granted_on,
        "ended_on": ended,
        "end_reason": why,
        "ipc": record.ipcs[0][:20] if record.ipcs else "",
        "agency": next((party.name[:80] for party in record.named("agency")), ""),
    }
    row["kind"] = "" if row["kind"] == "plant" else row["kind"]
    holders = (
        record.named("holder") if record.granted_on and record.named("holder") else record.named("applicant")
    )
    return key, row | _held(holders or record.named("holder"), world, record.filed_on)


def _mark(record: Mark, world: World) -> list[tuple[str, Row]]:
    if not record.classes:
        raise _No("class", "没有类别", "there is no class", "classes")
    number = record.registration_no or record.application_no
    number = number if record.office in {"CN", ""} else f"{record.office}{number}"
    row: Row = {
        "kind": "ordinary",
        "name": record.name[:400],
        "filed_on": record.filed_on,
        "registered_on": record.registered_on,
        "renewed_on": record.renewed_on,
        "ended_on": None,
        "end_reason": "",
    }
    held = _held(record_applicants(record), world, record.filed_on)
    several = len(record.classes) > 1
    return [
        (f"{number}-{nice}" if several else number, {**row, "nice": nice, **held}) for nice in record.classes
    ]


def record_applicants(record: Mark) -> tuple[Party, ...]:
    """The present owner where the source tells earlier ones apart: the party with the highest sequence."""
    given = tuple(party for party in record.parties if party.role == "applicant")
    coded = [party for party in given if party.code.isdecimal()]
    return (max(coded, key=lambda party: int(party.code)),) if coded else given


_WORKS = (
    ("文字", "literary"),
    ("音乐", "musical"),
    ("美术", "artistic"),
    ("摄影", "photographic"),
    ("电影", "audiovisual"),
    ("视听", "audiovisual"),
    ("录像", "audiovisual"),
    ("图形", "graphic"),
)


def _work(record: Copyright, world: World) -> tuple[str, Row]:
    if record.kind != "work":
        raise _No(
            "software",
            "登记库的作品表不含计算机软件",
            "the registry's table of works leaves computer programs apart",
            "kind",
        )
    row: Row = {
        "kind": next((kind for word, kind in _WORKS if word in record.category), "other"),
        "title": record.title[:400],
        "registered_on": record.registered_on,
    }
    return record.registration_no, row | _held(record.owners, world, record.registered_on)


def _firm(record: Organisation, world: World) -> tuple[str, Row]:
    if not record.code:
        raise _No("code", "没有统一社会信用代码", "there is no unified social credit code", "code")
    region = world.areas.find(Party(record.name, "", address=record.address))
    if region is None:
        raise _No(
            "region",
            f"地址“{record.address[:40]}”不在已有地区之内",
            "the address is in none of the regions",
            "address",
        )
    return record.code, {
        "kind": "firm",
        "name": record.name,
        "region": region,
        "industry": record.industry[:40],
        "established_on": record.established_on,
        "ended_on": record.ended_on,
    }


def _held(holders: tuple[Party, ...], world: World, since: date | None) -> Row:
    """Holdings of the known holders; ``holder_unknown`` names the first-named one when it is not known."""
    if not holders:
        return {}
    found = []
    for rank, party in enumerate(holders[:99], start=1):
        known = world.holder(party)
        if known is None:
            if rank == 1:
                return {"holder_unknown": party.name[:120]}
            continue
        found.append(
            {
                "party": known[0],
                "region": known[1],
                "rank": rank,
                "since": since.isoformat() if since else None,
            }
        )
    return {"holdings": found}


class _Waiting:
    """Rows on their way, in a temporary file: by source and key, in the order of their first appearance."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "rows.sqlite", isolation_level=None)
        self._base.execute("PRAGMA journal_mode=OFF")
        self._base.execute("PRAGMA synchronous=OFF")
        self._base.execute(
            "CREATE TABLE row (source TEXT, key TEXT, number INTEGER, at TEXT, body TEXT,"
            " PRIMARY KEY (source, key)) WITHOUT ROWID"
        )
        self._base.execute("BEGIN")
        self._number = 0

    def put(self, source: str, key: str, at: str, row: Row) -> bool:
        """Keep a row; False when it was merged into one of the same key."""
        body = {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
        known = self._base.execute(
            "SELECT body FROM row WHERE source = ? AND key = ?", (source, key)
        ).fetchone()
        if known:
            merged = {
                **json.loads(known[0]),
                **{name: value for name, value in body.items() if value not in (None, "", [])},
            }
            if "holdings" in merged:
                merged.pop("holder_unknown", None)
            self._base.execute(
                "UPDATE row SET body = ? WHERE source = ? AND key = ?",
                (json.dumps(merged, ensure_ascii=False), source, key),
            )
            return False
        self._number += 1
        self._base.execute(
            "INSERT INTO row VALUES (?, ?, ?, ?, ?)",
            (source, key, self._number, at, json.dumps(body, ensure_ascii=False)),
        )
        return True

    def rows(self, source: str) -> Iterator[tuple[str, str, Row]]:
        """Key, position and row of every row of a source, in order."""
        for key, at, body in self._base.execute(
            "SELECT key, at, body FROM row WHERE source = ? ORDER BY number", (source,)
        ):
            yield key, at, json.loads(body)

    def has(self, source: str) -> bool:
        """Whether there is any row of a source."""
        return (
            self._base.execute("SELECT 1 FROM row WHERE source = ? LIMIT 1", (source,)).fetchone() is not None
        )

    def close(self) -> None:
        self._base.close()


def load(
    reading: Reading, *, at: datetime | None = None, progress: Callable[[str, int], None] | None = None
) -> dict[str, Any]:
    """Load what ``reading`` yields as one act; return its report with the registry's counts and the load's id.

    ``load`` is None when nothing of the file has a place in the registry.
    """
    at = at or datetime.now(UTC)
    world = World.now()
    report = reading.report
    not_kept: Counter[str] = Counter()
    refused: list[dict[str, Any]] = []
    merged = 0
    with tempfile.TemporaryDirectory(prefix="zhichan-load-") as folder:
        waiting = _Waiting(Path(folder))
        try:
            for record in reading.records():
                try:
                    for source, key, row in _rows(record, world, not_kept):
                        merged += not waiting.put(source, key, str(record.position), row)
                except _No as no:
                    refused.append({"at": str(record.position), **no.reason.as_json()})
            places: dict[str, list[str]] = {}
            parts = [
                (source, _complete(source, waiting, places.setdefault(source, []), refused))
                for source in ORDER
                if waiting.has(source)
            ]
            done = _loaded(reading, report, parts, at, progress) if parts else None
        finally:
            waiting.close()
    return _result(report, done, places, refused, not_kept, merged)


def _rows(record: Record, world: World, not_kept: Counter[str]) -> Iterator[tuple[str, str, Row]]:
    if isinstance(record, Patent):
        yield ("patent", *_patent(record, world))
    elif isinstance(record, Mark):
        for key, row in _mark(record, world):
            yield "mark", key, row
    elif isinstance(record, Copyright):
        yield ("work", *_work(record, world))
    elif isinstance(record, Organisation):
        key, row = _firm(record, world)
        world.add(key, row["name"], row["region"])
        yield "firm", key, row
    else:
        not_kept[type(record).__name__] += 1


def _complete(
    source: str, waiting: _Waiting, places: list[str], refused: list[dict[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    """The rows of a source, completed by what is known of them; runs inside the act."""
    stream = waiting.rows(source)
    while batch := list(islice(stream, BATCH)):
        known = _known(source, [key for key, _, _ in batch]) if source in _MODELS else {}
        for key, at, given in batch:
            row = given
            before = known.get(key, {})
            unknown = row.pop("holder_unknown", None)
            if before:
                row = {
                    **before,
                    **{name: value for name, value in row.items() if value not in (None, "", [])},
                }
                if before.get("holdings"):
                    row["holdings"] = before["holdings"]
            elif source in _MODELS and not row.get("holdings"):
                reason = Reason(
                    "loading.holder",
                    Text(
                        f"权利人“{unknown or '未载明'}”不在已知单位之中，请先导入或关联该单位",
                        f"the holder {unknown or 'not stated'!r} is not a known organisation; load or link it first",
                    ),
                    "holder",
                )
                refused.append({"at": at, **reason.as_json()})
                continue
            places.append(at)
            yield {"key": key, **row}


def _known(source: str, keys: list[str]) -> dict[str, Row]:
    """The current rows with these keys, their holdings with them."""
    declared = SOURCES[source]
    found: dict[str, Row] = {}
    versions: dict[int, str] = {}
    for row in _MODELS[source].objects.current().filter(key__in=keys).values("id", "key", *declared.loaded):
        versions[row.pop("id")] = row["key"]
        found[row["key"]] = {name: value for name, value in row.items() if name != "key"} | {"holdings": []}
    held = Holding.objects.filter(right_kind=source, right_id__in=list(versions)).order_by(
        "right_id", "rank", "since"
    )
    for right, party, region, rank, since, until in held.values_list(
        "right_id", "party__code", "region__slug", "rank", "since", "until"
    ):
        found[versions[right]]["holdings"].append(
            {"party": party, "region": region, "rank": rank, "since": since, "until": until}
        )
    return found


def _loaded(
    reading: Reading,
    report: Report,
    parts: list[tuple[str, Iterator[Mapping[str, Any]]]],
    at: datetime,
    progress: Callable[[str, int], None] | None,
) -> Loaded:
    manifest = Manifest(
        format=",".join(dict.fromkeys(report.formats.values()))[:40],
        name=reading.path.name[:200],
        sha256=digest(reading.path),
    )
    actor = system_actor("import", day=timezone.localtime(at).date())
    return load_parts(parts, manifest, actor=actor, at=at, progress=progress)


def _result(
    report: Report,
    done: Loaded | None,
    places: dict[str, list[str]],
    refused: list[dict[str, Any]],
    not_kept: Counter[str],
    merged: int,
) -> dict[str, Any]:
    result = report.as_json()
    counts: Mapping[str, Mapping[str, int]] = done.counts if done else {}
    if done is not None:
        with kernel():
            kept = list(Rejection.objects.filter(load_id=done.load).order_by("source", "line"))
        for each in kept:
            listed = places.get(each.source, [])
            refused.append(
                {
                    "at": listed[each.line - 1] if each.line <= len(listed) else f"{each.source}:{each.line}",
                    "code": each.code,
                    "text": {"zh": each.zh, "en": each.en},
                    "place": each.place,
                    "clause": "",
                }
            )
    result["rejections"] = [*result["rejections"], *refused]
    result.update(
        load=done.load if done else None,
        accepted=sum(each["accepted"] for each in counts.values()),
        updated=sum(each["updated"] for each in counts.values()),
        unchanged=sum(each["unchanged"] for each in counts.values()),
        rejected=report.rejected + len(refused),
        sources={name: dict(each) for name, each in counts.items()},
        merged=merged,
        not_kept=[
            {"record": name, "count": count, "text": _NOT_KEPT.as_json()}
            for name, count in sorted(not_kept.items())
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
