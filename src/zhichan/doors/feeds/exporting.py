"""Whole results as files: CSV, Excel and Parquet with schema, origin and licence, made once and handed out in parts.

A file stands under the digest of everything that decides what is in it, so that whoever asks again gets the same bytes
and a broken download is taken up where it broke. Files that nobody has asked for go first when room is wanted.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from zhichan.doors.feeds.publishing import ORIGIN, arrow, cell, schema
from zhichan.doors.look import columns as names
from zhichan.doors.look import files
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.ground.public import Text
from zhichan.kernel.registry.public import SOURCES, Known, Load
from zhichan.kernel.registry.searching import public as index

BLOCK = 1000
KEPT = 60
"""Files that are kept for those who come back."""
KEPT_BYTES = 4 << 30
"""How much they may take together; the newest is kept however large it is."""
LEFT_BEHIND = 86_400
"""Seconds after which a file half made belongs to a process that has gone."""
EDITION = "1"
"""Changes when files are made in another way."""
TYPES = {
    "csv": "text/csv; charset=utf-8", "xlsx": files.EXCEL, "parquet": "application/vnd.apache.parquet",
    "csv-metadata.json": "application/csvm+json",
}
FIELDS: tuple[tuple[str, str, Text], ...] = (
    ("key", "text", names.label("key")),
    ("source", "text", Text("种类", "Source")),
    ("kind", "text", Text("类型", "Kind")),
    ("title", "text", Text("名称", "Title")),
    ("holders", "list", Text("权利人", "Holders")),
    ("filed_on", "day", names.label("filed_on")),
    ("granted_on", "day", Text("授权或登记日", "Granted or registered on")),
    ("ended_on", "day", names.label("ended_on")),
    ("classes", "list", Text("分类", "Classes")),
    *ORIGIN,
)


@dataclass(frozen=True, slots=True)
class Result:
    """What is to be taken away: keys of rights, in whose eyes, under which title, and what names it for good."""

    keys: Sequence[str]
    title: Text
    mark: Sequence[str]


def folder() -> Path:
    """Where such files lie."""
    return Path(settings.ZHICHAN_EXPORTS)


def made(result: Result, kind: str, *, actor: Actor, english: bool) -> Path:
    """The file of a result, made unless it is there. What a load or a correction changes is in another file."""
    told = [EDITION, kind, str(english), actor.day.isoformat(), index.state(), *result.mark, *result.keys]
    digest = hashlib.sha256("\0".join(told).encode()).hexdigest()
    place = folder() / f"{digest}.{kind}"
    with suppress(FileNotFoundError):
        os.utime(place)
        return place
    folder().mkdir(parents=True, exist_ok=True)
    fresh = folder() / f".{uuid4().hex}"
    try:
        WRITERS[kind](fresh, result, actor, english=english)
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)
    _make_room(place)
    return place


def _make_room(newest: Path) -> None:
    """Let files go, those first that nobody has asked for; other processes may be doing the same."""
    held: list[tuple[float, int, Path]] = []
    for one in folder().iterdir():
        with suppress(FileNotFoundError):
            said = one.stat()
            held.append((said.st_mtime, said.st_size, one))
    held.sort(reverse=True)
    count, size = 0, 0
    for mtime, length, one in held:
        if one.name.startswith("."):
            # Another process is writing it, unless that process has gone.
            if held[0][0] - mtime > LEFT_BEHIND:
                one.unlink(missing_ok=True)
            continue
        count, size = count + 1, size + length
        if one != newest and (count > KEPT or size > KEPT_BYTES):
            one.unlink(missing_ok=True)
            size -= length


def _blocks(result: Result, actor: Actor, *, english: bool) -> Iterator[list[dict[str, Any]]]:
    """The rights that are still known, as dictionaries of the fields."""
    for at in range(0, len(result.keys), BLOCK):
        with reading(actor):
            found = index.known(result.keys[at : at + BLOCK])
            held = index.holders(found)
            loads = {
                load: said
                for load, *said in Load.objects.filter(
                    pk__in={known.opened_by for _, _, known in found}
                ).values_list("pk", "licence", "origin", "name", "as_of")
            }
        yield [
            _row(source, key, known, holders, loads[known.opened_by], english=english)
            for (source, key, known), holders in zip(found, held, strict=True)
        ]


def _row(
    source: str, key: str, known: Known, holders: list[str], load: Sequence[Any], *, english: bool
) -> dict[str, Any]:
    row = known.public()
    licence, origin, name, as_of = load
    kind = index.KINDS.get(f"{source}:{row.get('kind')}", index.KINDS.get(source, (source, source)))
    classes = row.get("ipcs") or row.get("classes") or [row.get("ipc") or row.get("nice")]
    return {
        "key": key, "source": SOURCES[source].en if english else SOURCES[source].zh, "kind": kind[1 if english else 0],
        "title": row.get("title") or row.get("name"), "holders": holders, "filed_on": row.get("filed_on"),
        "granted_on": row.get("granted_on") or row.get("registered_on") or row.get("recognised_on"),
        "ended_on": row.get("ended_on"), "classes": [str(one) for one in classes if one], "licence": licence,
        "source_of": origin or name, "as_of": as_of,
    }  # fmt: skip


def _heads(*, english: bool) -> list[str]:
    return [title.en if english else title.zh for _, _, title in FIELDS]


def _csv(place: Path, result: Result, actor: Actor, *, english: bool) -> None:
    rows = (
        [cell(row[name]) for name, _, _ in FIELDS] for block in _blocks(result, actor, english=english) for row in block
    )  # fmt: skip
    with place.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(files.delimited(_heads(english=english), rows))


def _xlsx(place: Path, result: Result, actor: Actor, *, english: bool) -> None:
    rows = (
        [cell(value) if isinstance(value := row[name], list) else value for name, _, _ in FIELDS]
        for block in _blocks(result, actor, english=english) for row in block
    )  # fmt: skip
    notes = [
        [result.title.en if english else result.title.zh], [actor.day.isoformat()],
        *([name, title.zh, title.en, kind] for name, kind, title in FIELDS),
    ]  # fmt: skip
    with files.workbook(_heads(english=english), rows, notes=notes) as book, place.open("wb") as stream:
        shutil.copyfileobj(book, stream)


def _parquet(place: Path, result: Result, actor: Actor, *, english: bool) -> None:
    said = {"title": f"{result.title.zh} · {result.title.en}", "as_of": actor.day.isoformat()}
    columns = arrow(FIELDS).with_metadata(said)
    with pq.ParquetWriter(place, columns, compression="zstd") as writer:
        for block in _blocks(result, actor, english=english):
            writer.write_table(pa.Table.from_pylist(block, schema=columns))


def _described(place: Path, result: Result, actor: Actor, *, english: bool) -> None:
    licences = sorted({row["licence"] for block in _blocks(result, actor, english=english) for row in block} - {""})
    said = schema("rights.csv", result.title, FIELDS, **{
        "dc:license": licences, "dc:date": actor.day.isoformat(), "dc:extent": len(result.keys),
    })  # fmt: skip
    place.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")


WRITERS = {"csv": _csv, "xlsx": _xlsx, "parquet": _parquet, "csv-metadata.json": _described}
