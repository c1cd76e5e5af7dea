"""The rights on record as files for everyone: CSV and Parquet with their schema, checksums and licences.

One edition is a generation of files made after one load and for one day (see ``ground.generations``). A
field that the licence of its source withholds is empty, and so is the code of a natural person. The schema is CSV on
the Web (W3C, Metadata Vocabulary for Tabular Data). Holders are parallel lists of names, codes and regions, in the
register's order, as of the edition.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings
from django.db import connection
from django.db.models import Max

from zhichan.doors.look import columns as names
from zhichan.kernel.access.public import ANYONE, Actor, reading
from zhichan.kernel.ground.public import Text, generations, kernel
from zhichan.kernel.registry.public import HOLDING_TABLE, RIGHTS, SOURCES, Load, Source

BLOCK = 5000
_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(), "long": pa.string(), "day": pa.date32(), "int": pa.int64(), "fen": pa.int64(),
    "flag": pa.bool_(), "list": pa.list_(pa.string()),
}  # fmt: skip
_CSVW = {"text": "string", "long": "string", "day": "date", "int": "integer", "fen": "integer", "flag": "boolean",
         "list": "string"}  # fmt: skip
_HOLDERS = (
    ("holders", Text("权利人", "Holders")),
    ("holder_codes", Text("权利人统一社会信用代码", "Codes of the holders")),
    ("holder_regions", Text("权利人地区", "Regions of the holders")),
)
ORIGIN = (
    ("licence", "text", Text("许可", "Licence")),
    ("source_of", "text", Text("来源", "Source")),
    ("as_of", "day", Text("来源截至日", "As of")),
)


@dataclass(frozen=True, slots=True)
class Offered:
    """One file of an edition."""

    name: str
    source: str
    rows: int
    size: int
    sha256: str
    licences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition that is offered: after which load, made when and for which day, and its files."""

    folder: Path
    load: int
    at: datetime
    day: date
    files: tuple[Offered, ...]


def folder() -> Path:
    """Where editions lie."""
    return Path(settings.ZHICHAN_OPEN_DATA)


def current() -> Edition | None:
    """The edition that is offered now; None when none has been made."""
    said = generations.standing(folder())
    if "files" not in said:
        return None
    files = tuple(Offered(**{**one, "licences": tuple(one["licences"])}) for one in said["files"])
    return Edition(
        folder() / said["generation"], said["load"], datetime.fromisoformat(said["at"]),
        date.fromisoformat(said["day"]), files,
    )  # fmt: skip


def stale(*, day: date) -> bool:
    """Whether rights were loaded or a day has passed since the edition was made, or there is none."""
    edition = current()
    return edition is None or (edition.load, edition.day) != (_last_load(), day)


def _last_load() -> int:
    with kernel():
        return int(Load.objects.aggregate(last=Max("id"))["last"] or 0)


def publish(*, at: datetime, day: date) -> Edition:
    """Make a new edition and offer it; the one before goes. Nothing is offered half.

    One at a time: the worker's one thread for it, of which an installation has one.
    """
    generations.sweep(folder())
    place = generations.fresh(folder())
    load = _last_load()
    made: list[Offered] = []
    with reading(Actor(name=ANYONE, day=day)):
        for source in (SOURCES[right] for right in RIGHTS):
            made += _written(place, source, day)
    generations.serve(place, {
        "load": load, "at": at.isoformat(), "day": day.isoformat(), "files": [asdict(one) for one in made],
    })  # fmt: skip
    edition = current()
    assert edition is not None  # noqa: S101 - it was written just now
    return edition


def _fields(source: Source) -> list[tuple[str, str, Text]]:
    """Name, kind and title of each column."""
    found = [("key", "text", names.label("key"))]
    found += [(name, source.kind(name), names.label(name)) for name in source.loaded]
    if source.region == "holding":
        found += [(name, "list", title) for name, title in _HOLDERS]
    else:
        found.append(("region", "text", names.label("region")))
    return [*found, *ORIGIN]


def _written(place: Path, source: Source, day: date) -> Iterator[Offered]:
    fields = _fields(source)
    columns = arrow(fields)
    table, text = place / f"{source.name}.parquet", place / f"{source.name}.csv"
    count, licences = 0, set()
    with (
        pq.ParquetWriter(table, columns, compression="zstd") as parquet,
        text.open("w", encoding="utf-8", newline="") as lines,
    ):
        writer = csv.writer(lines)
        writer.writerow([name for name, _, _ in fields])
        for block in _blocks(source, day):
            count += len(block)
            licences |= {row["licence"] for row in block}
            parquet.write_table(pa.Table.from_pylist(block, schema=columns))
            writer.writerows([cell(row[name]) for name, _, _ in fields] for row in block)
    said = tuple(sorted(licences))
    about = place / f"{source.name}.csv-metadata.json"
    described = schema(text.name, Text(source.zh, source.en), fields)
    about.write_text(json.dumps(described, ensure_ascii=False, indent=1), encoding="utf-8")
    for file in (text, table, about):
        rows = 0 if file.suffix == ".json" else count
        yield Offered(file.name, source.name, rows, file.stat().st_size, digest_of(file), said)


def schema(name: str, title: Text, fields: Sequence[tuple[str, str, Text]], **said: Any) -> dict[str, Any]:
    """The description of a CSV file (CSV on the Web): its columns with titles and types; `said` is said of the whole.

    `fields` are name, kind (as in the registry's sources) and title.
    """
    columns = [
        {
            "name": name, "titles": {"zh": title.zh, "en": title.en}, "datatype": _CSVW[kind],
            **({"separator": "|"} if kind == "list" else {}), **({"required": True} if name == "key" else {}),
        }
        for name, kind, title in fields
    ]  # fmt: skip
    return {
        "@context": "http://www.w3.org/ns/csvw", "url": name, "dc:title": {"zh": title.zh, "en": title.en}, **said,
        "dialect": {"encoding": "utf-8", "header": True}, "tableSchema": {"columns": columns, "primaryKey": "key"},
    }  # fmt: skip


def arrow(fields: Sequence[tuple[str, str, Text]]) -> pa.Schema:
    """The schema of a Parquet file with the same columns."""
    return pa.schema([
        pa.field(name, _TYPES[kind], metadata={"title": f"{title.zh} · {title.en}"}) for name, kind, title in fields
    ])  # fmt: skip


def cell(value: Any) -> str:
    """A value as a CSV file has it; several are parted by a bar."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "|".join(str(one or "").replace("|", "/") for one in value)
    return str(value)


def digest_of(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _blocks(source: Source, day: date) -> Iterator[list[dict[str, Any]]]:
    """The current rows, in the order of their versions, as dictionaries of the fields."""
    held = source.region == "holding"
    place = "NULL" if held else "region.slug"
    query = (
        f"SELECT one.id, one.withheld, {place}, load.licence, coalesce(nullif(load.origin, ''), load.name), load.as_of,"
        f" one.key, {', '.join(f'one.{name}' for name in source.loaded)} FROM {source.table} AS one"
        " JOIN registry_load AS load ON load.id = one.opened_by"
        f"{'' if held else ' LEFT JOIN ground_region AS region ON region.id = one.region_id'}"
        " WHERE one.closed_by IS NULL AND one.id > %s ORDER BY one.id LIMIT %s"
    )
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(query, [last, BLOCK])
            rows = cursor.fetchall()
            if not rows:
                return
            last = rows[-1][0]
            holders = _holders(cursor, source, [row[0] for row in rows], day) if held else {}
        yield [_shown(source, row, holders.get(row[0], [])) for row in rows]


def _holders(cursor: Any, source: Source, ids: list[int], day: date) -> dict[int, list[tuple[str, str, str]]]:
    cursor.execute(
        "SELECT held.right_id, coalesce(party.name, held.name),"
        " CASE WHEN party.kind <> 'person' THEN coalesce(party.code, '') ELSE '' END, coalesce(region.slug, '')"
        f" FROM {HOLDING_TABLE} AS held LEFT JOIN ground_party AS party ON party.id = held.party_id"
        " LEFT JOIN ground_region AS region ON region.id = held.region_id"
        " WHERE held.right_kind = %s AND held.right_id = ANY(%s) AND held.since <= %s"
        " AND (held.until IS NULL OR held.until > %s) ORDER BY held.right_id, held.rank, held.id",
        [source.name, ids, day, day],
    )
    found: dict[int, list[tuple[str, str, str]]] = {}
    for right, *rest in cursor.fetchall():
        found.setdefault(right, []).append((rest[0], rest[1], rest[2]))
    return found


def _shown(source: Source, row: tuple[Any, ...], holders: list[tuple[str, str, str]]) -> dict[str, Any]:
    _, withheld, region, licence, origin, as_of, key, *values = row
    hidden = source.named(withheld)
    found: dict[str, Any] = {"key": key}
    found |= {name: None if name in hidden else value for name, value in zip(source.loaded, values, strict=True)}
    if source.region == "holding":
        seen = [] if "holdings" in hidden else holders
        found |= {name: [one[place] for one in seen] for place, (name, _) in enumerate(_HOLDERS)}
    else:
        found["region"] = None if "region" in hidden else region
    return found | {"licence": licence, "source_of": origin, "as_of": as_of}
