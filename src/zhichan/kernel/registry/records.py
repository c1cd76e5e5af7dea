"""One record as it is known: its current row, its rows before, and where each came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from zhichan.kernel.ground.public import Refusal
from zhichan.kernel.registry.sources import HOLDING_TABLE, SOURCES, Source


@dataclass(frozen=True, slots=True)
class Known:
    """One version of a record: ``row`` as it could be loaded again, the loads that opened and closed it.

    ``restores`` is the version whose content a rollback brought back.
    """

    version: int
    row: dict[str, Any]
    opened_by: int
    opened_at: datetime
    origin: str
    closed_by: int | None
    restores: int | None


def _versions(source: Source, key: str, *, current: bool) -> list[Known]:
    names = list(source.loaded)
    extra = ", region.slug" if source.region == "column" else ", NULL"
    party = ", party.code" if source.party != "no" else ", NULL"
    query = (
        "SELECT version.id, version.opened_by, load.at, load.name, version.closed_by, version.restores"
        f"{extra}{party}, {', '.join('version.' + name for name in names)}"
        f" FROM {source.table} AS version LEFT JOIN registry_load AS load ON load.id = version.opened_by"
    )
    if source.region == "column":
        query += " JOIN ground_region AS region ON region.id = version.region_id"
    if source.party != "no":
        query += " LEFT JOIN ground_party AS party ON party.id = version.party_id"
    query += " WHERE version.key = %s" + (" AND version.closed_by IS NULL" if current else "") + " ORDER BY version.id"
    with connection.cursor() as cursor:
        cursor.execute(query, [key])
        found = cursor.fetchall()
        result = []
        for version, opened_by, at, name, closed_by, restores, region, code, *values in found:
            row: dict[str, Any] = {"key": key, **dict(zip(names, values, strict=True))}
            if source.region == "column":
                row["region"] = region
            else:
                row["holdings"] = _holdings(cursor, source, version)
            if source.party != "no":
                row["party"] = code
            result.append(Known(version, row, opened_by, at, name, closed_by, restores))
    return result


def _holdings(cursor: Any, source: Source, version: int) -> list[dict[str, Any]]:
    cursor.execute(
        "SELECT party.code, region.slug, held.rank, held.since, held.until"
        f" FROM {HOLDING_TABLE} AS held JOIN ground_party AS party ON party.id = held.party_id"
        " JOIN ground_region AS region ON region.id = held.region_id"
        " WHERE held.right_id = %s AND held.right_kind = %s ORDER BY held.rank, held.since",
        [version, source.name])
    names = ("party", "region", "rank", "since", "until")
    return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]


def history(*, source: str, key: str) -> list[Known]:
    """Every version of the record, oldest first; empty when it was never known. Run inside a reading context."""
    return _versions(_known_source(source), key, current=False)


def record(*, source: str, key: str) -> Known:
    """The current version; refuses a record that is not known. Run inside a reading context."""
    found = _versions(_known_source(source), key, current=True)
    if not found:
        raise Refusal.one(
            "registry.unknown-record", f"没有编号为“{key}”的记录", f"there is no record {key!r}", place="key")
    return found[0]


def is_known(*, source: str, key: str) -> bool:
    """Whether the record has a current version. Run inside a reading context."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT FROM {_known_source(source).table} WHERE key = %s AND closed_by IS NULL", [key])
        return int(cursor.rowcount) > 0


def _known_source(name: str) -> Source:
    if name not in SOURCES:
        raise Refusal.one(
            "registry.unknown-source", f"没有名为“{name}”的数据源", f"there is no source {name!r}", place="source")
    return SOURCES[name]


def places(row: Mapping[str, Any]) -> set[str]:
    """The slugs of all regions in which a row counts on some day: its own, or those of its first-named holders."""
    if "region" in row:
        return {str(row["region"])}
    return {str(one.get("region")) for one in row.get("holdings", ()) if int(one.get("rank") or 1) == 1}


def place(row: dict[str, Any] | Any, *, on: date) -> str | None:
    """The slug of the region a row belongs to on a day: its own, or its first-named holder's, the last if later."""
    if "region" in row:
        return str(row["region"])
    held = sorted((one for one in row.get("holdings", ()) if int(one.get("rank") or 1) == 1),
                  key=lambda one: str(one["since"]))
    at = [one for one in held if str(one["since"]) <= on.isoformat()
          and (not one.get("until") or str(one["until"]) > on.isoformat())]
    chosen = at or held[-1:]
    return str(chosen[0]["region"]) if chosen else None
