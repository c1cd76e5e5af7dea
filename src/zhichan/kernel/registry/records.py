"""One record as it is known: its current row, its rows before, and where each came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from django.db import connection

from zhichan.kernel.ground.public import Refusal
from zhichan.kernel.registry.models import Confirmation
from zhichan.kernel.registry.sources import ANNEXES, CLOSED, EVERY, HOLDING_TABLE, Source


@dataclass(frozen=True, slots=True)
class Known:
    """One version of a record: ``row`` as it could be loaded again, the loads that opened and closed it.

    ``restores`` is the version whose content a rollback brought back. ``stated`` are the fields that the opening
    load itself stated (None: not recorded), ``withheld`` those whose licence keeps them from the public.
    """

    version: int
    row: dict[str, Any]
    opened_by: int
    opened_at: datetime
    origin: str
    closed_by: int | None
    restores: int | None
    stated: frozenset[str] | None = None
    withheld: frozenset[str] = frozenset()

    def public(self) -> dict[str, Any]:
        """The row without what the licence of its source keeps from the public."""
        return {name: value for name, value in self.row.items() if name not in self.withheld}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one field's present value comes from, and when.

    ``load`` stated it first or anew, on ``at``; ``as_of`` is the day for which that source speaks, ``confirmed_by``
    the last later load that said the same. ``open`` is False where the licence keeps the field from the public.
    """

    load: int
    name: str
    format: str
    feed: str
    source: str
    licence: str
    as_of: date | None
    at: datetime
    confirmed_by: int | None = None
    confirmed_at: datetime | None = None
    confirmed_as_of: date | None = None
    open: bool = True


def _versions(source: Source, keys: Sequence[str], *, current: bool) -> list[Known]:
    """The versions of records, oldest first; two statements, however many keys."""
    names = list(source.loaded)
    extra = ", region.slug" if source.region == "column" else ", NULL"
    party = ", party.code" if source.party != "no" else ", NULL"
    query = (
        "SELECT version.id, version.key, version.opened_by, load.at, load.name, version.closed_by, version.restores,"
        " version.stated, version.withheld"
        f"{extra}{party}, {', '.join('version.' + name for name in names)}"
        f" FROM {source.table} AS version LEFT JOIN registry_load AS load ON load.id = version.opened_by"
    )
    if source.region == "column":
        query += " JOIN ground_region AS region ON region.id = version.region_id"
    if source.party != "no":
        query += " LEFT JOIN ground_party AS party ON party.id = version.party_id"
    query += " WHERE version.key = ANY(%s)" + (
        " AND version.closed_by IS NULL" if current else "") + " ORDER BY version.id"
    with connection.cursor() as cursor:
        cursor.execute(query, [list(keys)])
        found = cursor.fetchall()
        held = _holdings(cursor, source, [row[0] for row in found]) if source.region == "holding" else {}
    result = []
    for version, key, opened_by, at, name, closed_by, restores, stated, withheld, region, code, *values in found:
        row: dict[str, Any] = {"key": key, **dict(zip(names, values, strict=True))}
        if source.region == "column":
            row["region"] = region
        elif source.region == "holding":
            row["holdings"] = held.get(version, [])
        if source.party != "no":
            row["party"] = code
        result.append(Known(
            version, row, opened_by, at, name, closed_by, restores,
            None if stated is None else source.named(stated), source.named(withheld)))
    return result


def _holdings(cursor: Any, source: Source, versions: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    cursor.execute(
        "SELECT held.right_id, party.code, region.slug, held.rank, held.since, held.until, held.name, held.address,"
        f" held.country FROM {HOLDING_TABLE} AS held LEFT JOIN ground_party AS party ON party.id = held.party_id"
        " LEFT JOIN ground_region AS region ON region.id = held.region_id"
        " WHERE held.right_id = ANY(%s) AND held.right_kind = %s ORDER BY held.rank, held.since, held.id",
        [list(versions), source.name])
    names = ("party", "region", "rank", "since", "until")
    called = ("name", "address", "country")
    found: dict[int, list[dict[str, Any]]] = {}
    for version, *values, own, address, country in cursor.fetchall():
        found.setdefault(version, []).append(
            dict(zip(names, values, strict=True))
            | {name: value for name, value in zip(called, (own, address, country), strict=True) if value})
    return found


def rows_of(*, source: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The current rows with these keys as they could be loaded again; unknown keys are left out. Two statements."""
    return {key: one.row for key, one in records(source=source, keys=keys).items()}


def records(*, source: str, keys: Sequence[str]) -> dict[str, Known]:
    """The current versions of the records with these keys; unknown keys are left out. Two statements.

    Run inside a reading context.
    """
    return {str(one.row["key"]): one for one in _versions(known_source(source), keys, current=True)}


def history(*, source: str, key: str) -> list[Known]:
    """Every version of the record, oldest first; empty when it was never known. Run inside a reading context."""
    return _versions(known_source(source), [key], current=False)


def record(*, source: str, key: str) -> Known:
    """The current version; refuses a record that is not known. Run inside a reading context."""
    found = _versions(known_source(source), [key], current=True)
    if not found:
        raise Refusal.one(
            "registry.unknown-record", f"没有编号为“{key}”的记录", f"there is no record {key!r}", place="key")
    return found[0]


def is_known(*, source: str, key: str) -> bool:
    """Whether the record has a current version. Run inside a reading context."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT FROM {known_source(source).table} WHERE key = %s AND closed_by IS NULL", [key])
        return int(cursor.rowcount) > 0


def known_source(name: str) -> Source:
    """The source of a name; refuses an unknown one."""
    if name not in EVERY:
        raise Refusal.one(
            "registry.unknown-source", f"没有名为“{name}”的数据源", f"there is no source {name!r}", place="source")
    return EVERY[name]


def provenance(*, source: str, key: str, known: Sequence[Known] | None = None) -> dict[str, Origin]:
    """Where each filled field of the current record comes from, and when; empty for a record that is not known.

    ``known`` are its versions where ``history`` has told them already.

    A field comes from the last version that stated it, or changed it, back through what a rollback restored: the
    versions of one key, found by index, are all that is read. Run inside a reading context.
    """
    declared = known_source(source)
    told = _versions(declared, [key], current=False) if known is None else known
    versions = {one.version: one for one in told}
    now = next((one for one in versions.values() if one.closed_by is None), None)
    if now is None:
        return {}
    chain = _chain(now, versions)
    found: dict[str, Known] = {}
    for field in declared.fields:
        value = now.row.get(field)
        if value in (None, "", [], False):
            continue
        at = next(place for place, one in enumerate(chain) if place == len(chain) - 1 or _says(
            one, field, chain[place + 1]))
        found[field] = chain[at]
    loads = _loads({one.opened_by for one in found.values()})
    confirmed = _confirmed(declared, [one.version for one in chain])
    result = {}
    for field, one in found.items():
        again = [load for load in confirmed if load[1] >> declared.bit(field) & 1 and load[0] > one.opened_by]
        last = max(again, key=itemgetter(0), default=None)
        first = loads[one.opened_by]
        result[field] = replace(
            first, open=field not in now.withheld, confirmed_by=last[0] if last else None,
            confirmed_at=last[2] if last else None, confirmed_as_of=last[3] if last else None)
    return result


def _chain(now: Known, versions: Mapping[int, Known]) -> list[Known]:
    """The current version and those before it, newest first; a restored one stands for what restored it."""
    closed = {one.closed_by: one for one in versions.values() if one.closed_by is not None}
    chain: list[Known] = []
    at: Known | None = now
    while at is not None and at not in chain:
        if at.restores is not None:
            at = versions[at.restores]
        chain.append(at)
        at = closed.get(at.opened_by)
    return chain


def _says(one: Known, field: str, before: Known) -> bool:
    if one.row.get(field) != before.row.get(field):
        return True
    return one.stated is None or field in one.stated


def _loads(ids: set[int]) -> dict[int, Origin]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name, format, feed, origin, licence, as_of, at FROM registry_load WHERE id = ANY(%s)",
            [sorted(ids)])
        return {load: Origin(load, *values) for load, *values in cursor.fetchall()}


def _confirmed(source: Source, versions: list[int]) -> list[tuple[int, int, datetime, date | None]]:
    """Loads not taken back that stated one of the versions again: id, fields as bits, instant, as-of day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT load.id, said.stated, load.at, load.as_of FROM registry_confirmation AS said"
            " JOIN registry_load AS load ON load.id = said.load_id"
            " CROSS JOIN unnest(%(versions)s::bigint[]) AS version"
            f" WHERE said.source = %(source)s AND said.block = version / {Confirmation.BLOCK}"
            " AND said.versions @> version"
            " AND NOT EXISTS (SELECT FROM registry_load AS undo WHERE undo.undoes_id = load.id)",
            {"versions": versions, "source": source.name})
        return [tuple(values) for values in cursor.fetchall()]


def annexed(name: str, *, right: str, key: str) -> list[Known]:
    """The current rows of an annex that belong to a right, in the order of their first load.

    Run inside a reading context. Refuses an annex that no reader sees.
    """
    source = known_source(name)
    if source.name not in ANNEXES or "right_key" not in source.columns or source.table in CLOSED:
        raise Refusal.one(
            "registry.annex", f"“{name}”不是权利的附表", f"{name!r} is no annex of rights", place="source")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT version.id, version.opened_by, load.at, load.name, version.restores, version.stated,"
            f" version.withheld, version.key, {', '.join('version.' + each for each in source.loaded)}"
            f" FROM {source.table} AS version JOIN registry_load AS load ON load.id = version.opened_by"
            " WHERE version.right_key = %s AND version.right_kind = %s AND version.closed_by IS NULL"
            " ORDER BY version.id", [key, right])
        return [
            Known(version, {"key": own, **dict(zip(source.loaded, values, strict=True))}, opened_by, at, called,
                  None, restores, None if stated is None else source.named(stated), source.named(withheld))
            for version, opened_by, at, called, restores, stated, withheld, own, *values in cursor.fetchall()]


def places(row: Mapping[str, Any]) -> set[str]:
    """The slugs of all regions in which a row counts on some day: its own, or those of its first-named holders."""
    if "region" in row:
        return {str(row["region"])}
    return {str(one.get("region") or "") for one in row.get("holdings", ()) if int(one.get("rank") or 1) == 1}


def place(row: dict[str, Any] | Any, *, on: date) -> str | None:
    """The slug of the region a row belongs to on a day: its own, or its first-named holder's, the last if later."""
    if "region" in row:
        return str(row["region"])
    held = sorted((one for one in row.get("holdings", ()) if int(one.get("rank") or 1) == 1),
                  key=lambda one: str(one["since"]))
    at = [one for one in held if str(one["since"]) <= on.isoformat()
          and (not one.get("until") or str(one["until"]) > on.isoformat())]
    chosen = at or held[-1:]
    return str(chosen[0]["region"]) if chosen and chosen[0].get("region") else None
