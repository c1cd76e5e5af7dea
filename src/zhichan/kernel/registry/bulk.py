"""The bulk path: rows are staged by COPY and become versions in one set-based step.

It runs inside an act, as the kernel role. Loads of one source wait for each other, so that each sees the
versions the other left; the partial unique index would otherwise refuse the second.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import islice
from typing import Any, Literal

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, models, transaction

from zhichan.instruments.status.numbers import is_identity
from zhichan.kernel.ground.public import Reason, Refusal, Region, Text
from zhichan.kernel.registry.models import Confirmation, Load, Rejection
from zhichan.kernel.registry.records import known_source
from zhichan.kernel.registry.rows import Checked, Reader, Row, Unreadable
from zhichan.kernel.registry.sources import EVERY, HOLDING_TABLE, RIGHTS, SOURCES, Source

BATCH = 20_000
KEPT_REJECTIONS = 10_000
SHOWN_REASONS = 20
_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
LOCK = 0x5A_0100  # one advisory lock for each source, in their order

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a load says about itself.

    ``format`` names the shape of the input, ``name`` the file or occasion, ``sha256`` the hex digest of the
    file (empty: taken over the rows' own digests), ``origin`` the source and its licence. With ``whole`` one
    bad row refuses the load; otherwise bad rows are kept apart with their reasons and the rest is taken.
    ``within`` is the path of the region a row may not leave (empty: everywhere). ``synthetic`` marks parties
    that the load brings in. ``feed`` names the supply, ``licence`` its terms, ``as_of`` the day the source speaks
    for; ``withheld`` the fields (``source.field``, ``source.*`` or ``*``) that the licence keeps from the public.
    ``report`` is kept as it is.
    """

    format: str
    name: str
    kind: Literal["file", "act", "demo"] = "file"
    sha256: str = ""
    origin: str = ""
    whole: bool = False
    within: str = ""
    synthetic: bool = False
    feed: str = ""
    licence: str = ""
    as_of: date | None = None
    withheld: tuple[str, ...] = ()
    report: Mapping[str, Any] = field(default_factory=dict)

    def closed(self, source: Source) -> int:
        """The fields of a source that the licence keeps from the public, as bits."""
        if "*" in self.withheld or f"{source.name}.*" in self.withheld:
            return source.mask(source.fields)
        return source.mask(name.removeprefix(f"{source.name}.") for name in self.withheld
                           if name.startswith(f"{source.name}."))


@dataclass(slots=True)
class Counts:
    """What became of the rows of one source: ``accepted`` are new keys, ``updated`` replaced a version."""

    read: int = 0
    accepted: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0

    def as_json(self) -> dict[str, int]:
        """The counts by name."""
        return {name: getattr(self, name) for name in ("read", "accepted", "updated", "unchanged", "rejected")}


@dataclass(slots=True)
class _Loading:
    load: int
    manifest: Manifest
    counts: dict[str, Counts] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    content: Any = field(default_factory=hashlib.sha256)

    def reject(self, source: Source, line: int, reason: Reason, row: Any) -> None:
        self.counts[source.name].rejected += 1
        place = f"{source.name}:{line}" + (f":{reason.place}" if reason.place else "")
        if len(self.reasons) < SHOWN_REASONS:
            self.reasons.append(Reason(reason.code, reason.text, place, reason.clause))
        if len(self.rejections) < KEPT_REJECTIONS:
            self.rejections.append(Rejection(
                load_id=self.load, source=source.name, line=line, code=reason.code, zh=reason.text.zh,
                en=reason.text.en, place=reason.place, row=_kept(row)))


class _Plain(DjangoJSONEncoder):
    """Keeps a rejected row readable whatever it held."""

    def default(self, value: Any) -> Any:
        try:
            return super().default(value)
        except TypeError:
            return repr(value)


@cache
def _model(table: str) -> type[models.Model]:
    return next(model for model in apps.get_app_config("registry").get_models() if model._meta.db_table == table)


def model_of(source: str) -> type[models.Model]:
    """The model of a source's versions."""
    return _model(known_source(source).table)


@cache
def _limits(table: str) -> Mapping[str, int]:
    """The longest text or the greatest number of each column, from the model."""
    found: dict[str, int] = {}
    for each in _model(table)._meta.local_concrete_fields:
        if isinstance(each, models.IntegerField):
            found[each.attname] = connection.ops.integer_field_range(each.get_internal_type())[1]
        elif isinstance(each, models.CharField) and each.max_length:
            found[each.attname] = each.max_length
    return found


def _columns(source: Source) -> list[str]:
    """Column names as stored, those from outside the row last."""
    names = list(source.loaded)
    if source.region == "column":
        names.append("region_id")
    if "party_id" in source.columns:
        names.append("party_id")
    return names


def load(
    *, manifest: Manifest, parts: Iterable[tuple[str, Iterable[Row]]], at: datetime,
    progress: Progress | None = None,
) -> tuple[int, dict[str, Counts]]:
    """Take the rows of every part; return the load's id and the counts of each source.

    Unchanged rows stay, changed ones close the current version and open a new one, new keys open one.
    Refuses an unknown source, and with ``manifest.whole`` the first bad row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('registry_load_id_seq')")
        loading = _Loading(int(cursor.fetchone()[0]), manifest)
        regions = dict(Region.objects.values_list("slug", "id"))
        within = None
        if manifest.within:
            within = frozenset(
                Region.objects.filter(path__startswith=manifest.within).values_list("id", flat=True))
        held: set[str] = set()
        for name, rows in parts:
            source = known_source(name)
            if source.name not in held:
                _lock(cursor, source)
                held.add(source.name)
            reader = Reader(source, limits=_limits(source.table), regions=regions, within=within)
            _part(cursor, loading, source, reader, rows, progress, within)
        if manifest.whole and loading.reasons:
            raise Refusal.of(loading.reasons)
    Load.objects.create(
        id=loading.load, kind=manifest.kind, format=manifest.format, name=manifest.name,
        sha256=manifest.sha256 or loading.content.hexdigest(), origin=manifest.origin, at=at, feed=manifest.feed,
        licence=manifest.licence, as_of=manifest.as_of, report=dict(manifest.report),
        counts={name: counts.as_json() for name, counts in loading.counts.items()},
    )
    Rejection.objects.bulk_create(loading.rejections, batch_size=1000)
    return loading.load, loading.counts


def _lock(cursor: Any, source: Source) -> None:
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK + list(EVERY).index(source.name)])


def _part(
    cursor: Any, loading: _Loading, source: Source, reader: Reader, rows: Iterable[Row], progress: Progress | None,
    within: frozenset[int] | None,
) -> None:
    counts = loading.counts.setdefault(source.name, Counts())
    _stage(cursor, source)
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        taken: list[tuple[int, Checked]] = []
        for row in batch:
            counts.read += 1
            try:
                checked = reader.read(row)
            except Unreadable as unreadable:
                loading.reject(source, counts.read, unreadable.reason, row)
                continue
            loading.content.update(checked.digest)
            taken.append((counts.read, checked))
        _copy(cursor, source, taken)
        if progress is not None:
            progress(source.name, counts.read)
    cursor.execute("ANALYZE incoming")
    if source.region == "holding":
        cursor.execute("ANALYZE incoming_holding")
    with _by_set(cursor, rows=counts.read):
        _settle(cursor, loading, source, within)
    cursor.execute("DROP TABLE incoming" + (", incoming_holding" if source.region == "holding" else ""))


@contextmanager
def _by_set(cursor: Any, *, rows: int) -> Iterator[None]:
    """Keep the planner from pairing many rows one by one: of a table just filled it has no statistics."""
    if rows > 1000:
        cursor.execute("SET LOCAL enable_nestloop = off")
    yield
    if rows > 1000:
        cursor.execute("SET LOCAL enable_nestloop = on")


def _settle(cursor: Any, loading: _Loading, source: Source, within: frozenset[int] | None) -> None:
    _refuse_repeated(cursor, loading, source)
    if within is not None:
        _refuse_taken(cursor, loading, source, sorted(within))
    if source.name == "firm":
        _identities(cursor, "incoming", loading.manifest.synthetic)
    _refuse_unknown_parties(cursor, loading, source)
    if source.region == "none" and "right_key" in source.columns:
        _refuse_unknown_rights(cursor, loading, source, within)
    if source.name == "pledged":
        _refuse_already_pledged(cursor, loading, source)
    _version(cursor, loading, source)


def _kept(row: Row) -> Any:
    text = json.dumps(dict(row), cls=_Plain, ensure_ascii=False, skipkeys=True).replace("\\u0000", "")
    return json.loads(_LONG_NUMBER.sub(_hidden, text))


def _hidden(found: re.Match[str]) -> str:
    """A person's identity number without what follows its region: who mends the row has it in the file."""
    return f"{found[0][:6]}{'*' * 12}" if is_identity(text=found[0]) else found[0]


def _stage(cursor: Any, source: Source) -> None:
    columns = "".join(f", {name}" for name in _columns(source) if name != "party_id")
    cursor.execute(
        "CREATE TEMP TABLE incoming ON COMMIT DROP AS"
        f" SELECT 0::bigint AS line, key, digest, stated, ''::text AS given_party{columns} FROM {source.table}"
        " WITH NO DATA")
    if source.region == "holding":
        cursor.execute(
            "CREATE TEMP TABLE incoming_holding ON COMMIT DROP AS"
            " SELECT 0::bigint AS line, ''::text AS given_party, region_id, rank, since, until, name, address, country"
            f" FROM {HOLDING_TABLE} WITH NO DATA")


def _copy(cursor: Any, source: Source, taken: Sequence[tuple[int, Checked]]) -> None:
    placed = source.region == "column"
    with cursor.copy("COPY incoming FROM STDIN") as copy:
        for line, row in taken:
            party = row.key if source.name == "firm" else row.party
            tail = (row.region,) if placed else ()
            copy.write_row((line, row.key, row.digest, row.stated, party, *(
                list(value) if isinstance(value, tuple) else value for value in row.values), *tail))
    if source.region == "holding":
        with cursor.copy("COPY incoming_holding FROM STDIN") as copy:
            for line, row in taken:
                for one in row.holdings:
                    copy.write_row((line, one.party, one.region, one.rank, one.since, one.until, one.name,
                                    one.address, one.country))


def _refuse_repeated(cursor: Any, loading: _Loading, source: Source) -> None:
    """The first row with a key counts; later ones are rejected."""
    cursor.execute(
        "DELETE FROM incoming WHERE line IN (SELECT line FROM"
        " (SELECT line, row_number() OVER (PARTITION BY key ORDER BY line) AS n FROM incoming) AS numbered WHERE n > 1)"
        " RETURNING line, key")
    for line, key in sorted(cursor.fetchall()):
        text = Text(f"编号“{key}”在本次导入中重复", f"the key {key!r} is repeated in this load")
        loading.reject(source, line, Reason("registry.repeated", text, "key"), {"key": key})


def _refuse_taken(cursor: Any, loading: _Loading, source: Source, within: list[int]) -> None:
    """A key whose record now lies outside the load's regions is another's: it is not replaced from here."""
    if source.region == "none":
        return
    if source.region == "column":
        outside = f"SELECT key FROM {source.table} WHERE closed_by IS NULL AND region_id <> ALL(%(within)s)"
        if source.name == "firm":
            outside += " UNION ALL SELECT code FROM ground_party WHERE region_id <> ALL(%(within)s)"
    else:
        outside = (
            "SELECT DISTINCT ON (version.id) version.key, held.region_id"
            f" FROM incoming JOIN {source.table} AS version ON version.key = incoming.key AND version.closed_by IS NULL"
            f" JOIN {HOLDING_TABLE} AS held ON held.right_id = version.id AND held.right_kind = %(kind)s"
            " WHERE held.rank = 1 ORDER BY version.id, held.since DESC")
        outside = f"SELECT key FROM ({outside}) AS last WHERE region_id <> ALL(%(within)s)"
    cursor.execute(
        f"DELETE FROM incoming WHERE key IN ({outside}) RETURNING line, key", {"within": within, "kind": source.name})
    for line, key in sorted(cursor.fetchall()):
        text = Text(
            f"编号“{key}”的现有记录不在本次导入的范围内", f"the present record {key!r} is outside this load's scope")
        loading.reject(source, line, Reason("registry.outside", text, "key"), {"key": key})


def _refuse_unknown_parties(cursor: Any, loading: _Loading, source: Source) -> None:
    unknown = (
        "SELECT line, given_party FROM incoming WHERE given_party IS NOT NULL"
        " AND NOT EXISTS (SELECT FROM ground_party WHERE code = given_party)"
    )
    if source.region == "holding":
        unknown += (
            " UNION ALL SELECT line, given_party FROM incoming_holding"
            " WHERE given_party IS NOT NULL AND NOT EXISTS (SELECT FROM ground_party WHERE code = given_party)"
        )
    cursor.execute(
        f"WITH unknown AS (SELECT line, min(given_party) AS code FROM ({unknown}) AS each GROUP BY line)"
        " DELETE FROM incoming USING unknown WHERE incoming.line = unknown.line"
        " RETURNING incoming.line, incoming.key, unknown.code")
    for line, key, code in sorted(cursor.fetchall()):
        loading.reject(source, line, Reason(
            "registry.party", Text(f"没有代码为“{code}”的单位", f"there is no party with the code {code!r}"), "party",
        ), {"key": key, "party": code})


def _refuse_unknown_rights(
    cursor: Any, loading: _Loading, source: Source, within: frozenset[int] | None,
) -> None:
    """An annex's row needs its right, and within a region one that belongs there."""
    known = []
    for right in (SOURCES[name] for name in RIGHTS):
        where = ""
        if within is not None and right.region == "column":
            where = " AND version.region_id = ANY(%(within)s)"
        elif within is not None:
            where = (
                f" AND EXISTS (SELECT FROM {HOLDING_TABLE} AS held WHERE held.right_id = version.id"
                f" AND held.right_kind = '{right.name}' AND held.rank = 1"
                " AND (held.region_id IS NULL OR held.region_id = ANY(%(within)s)))")
        known.append(
            f"SELECT '{right.name}', version.key FROM {right.table} AS version JOIN incoming"
            f" ON incoming.right_key = version.key AND incoming.right_kind = '{right.name}'"
            f" WHERE version.closed_by IS NULL{where}")
    cursor.execute(
        f"DELETE FROM incoming WHERE (right_kind, right_key) NOT IN ({' UNION '.join(known)})"
        " RETURNING line, right_kind, right_key", {"within": sorted(within or ())})
    for line, kind, key in sorted(cursor.fetchall()):
        text = Text(f"登记库中没有权利“{key}”（或不在本次导入的范围内）",
                    f"there is no {kind} {key!r} in the registry, or none within this load's scope")
        loading.reject(source, line, Reason("registry.right", text, "right_key"), {"right_key": key})


def _refuse_already_pledged(cursor: Any, loading: _Loading, source: Source) -> None:
    """A right is under one pledge at a time; the database holds the same by an exclusion, which names no line."""
    same = (
        "other.right_kind = one.right_kind AND other.right_key = one.right_key AND other.key <> one.key"
        " AND daterange(other.registered_on, other.released_on) && daterange(one.registered_on, one.released_on)")
    cursor.execute(
        f"DELETE FROM incoming AS one WHERE EXISTS (SELECT FROM {source.table} AS other"
        f" WHERE other.closed_by IS NULL AND {same} AND NOT EXISTS (SELECT FROM incoming WHERE key = other.key))"
        f" OR EXISTS (SELECT FROM incoming AS other WHERE other.line < one.line AND {same})"
        " RETURNING line, key, right_kind, right_key")
    for line, key, kind, right in sorted(cursor.fetchall()):
        text = Text(
            f"“{kind}:{right}”在这段时间已有登记在册的质押，不能重复出质",
            f"{kind}:{right} is under a registered pledge for this time")
        loading.reject(source, line, Reason("registry.already-pledged", text, "right_key", "专利权质押登记办法"), {
            "key": key, "right_kind": kind, "right_key": right})


def _identities(cursor: Any, table: str, synthetic: bool) -> None:
    """Give firms of ``table`` their lasting identity, and keep its name and place up to date."""
    cursor.execute(
        "INSERT INTO ground_party (kind, name, code, region_id, since, until, synthetic)"
        f" SELECT kind, name, key, region_id, established_on, ended_on, %s FROM {table} ORDER BY line"
        " ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, name = excluded.name,"
        " region_id = excluded.region_id, since = excluded.since, until = excluded.until"
        " WHERE (ground_party.kind, ground_party.name, ground_party.region_id, ground_party.since, ground_party.until)"
        " IS DISTINCT FROM (excluded.kind, excluded.name, excluded.region_id, excluded.since, excluded.until)",
        [synthetic])


def _version(cursor: Any, loading: _Loading, source: Source) -> None:
    counts = loading.counts[source.name]
    table = source.table
    closed = loading.manifest.closed(source)
    # What is there already is not a new version, but the load has said it again: that is kept in a few rows.
    cursor.execute(
        f"WITH same AS (DELETE FROM incoming USING {table} AS now"
        " WHERE now.key = incoming.key AND now.closed_by IS NULL AND now.digest = incoming.digest"
        " RETURNING now.id, incoming.stated),"
        " kept AS (INSERT INTO registry_confirmation (load_id, source, stated, block, versions)"
        f" SELECT {loading.load}, '{source.name}', stated, id / {Confirmation.BLOCK},"
        " range_agg(int8range(id, id, '[]'))"
        f" FROM same GROUP BY stated, id / {Confirmation.BLOCK}) SELECT count(*) FROM same")
    counts.unchanged += int(cursor.fetchone()[0])
    columns = _columns(source)
    values = ", ".join("party.id" if name == "party_id" else f"incoming.{name}" for name in columns)
    join = " LEFT JOIN ground_party AS party ON party.code = incoming.given_party" if "party_id" in columns else ""
    # A field keeps the terms under which it came, until a load states it under others.
    cursor.execute(
        f"CREATE TEMP TABLE replaced ON COMMIT DROP AS SELECT now.id, now.key, now.withheld FROM {table} AS now"
        " JOIN incoming ON incoming.key = now.key WHERE now.closed_by IS NULL")
    cursor.execute("ANALYZE replaced")
    cursor.execute(
        f"UPDATE {table} AS now SET closed_by = %s FROM replaced WHERE now.id = replaced.id", [loading.load])
    updated = cursor.rowcount
    cursor.execute(
        f"INSERT INTO {table} (key, digest, opened_by, stated, withheld, {', '.join(columns)})"
        f" SELECT incoming.key, incoming.digest, %s, incoming.stated,"
        f" (incoming.stated & {closed}) | (coalesce(replaced.withheld, 0) & ~incoming.stated), {values}"
        f" FROM incoming LEFT JOIN replaced ON replaced.key = incoming.key{join} ORDER BY incoming.line",
        [loading.load])
    counts.updated += updated
    counts.accepted += cursor.rowcount - updated
    cursor.execute("DROP TABLE replaced")
    if source.region == "holding":
        cursor.execute(
            f"INSERT INTO {HOLDING_TABLE} (right_kind, right_id, party_id, region_id, rank, since, until, name,"
            " address, country)"
            " SELECT %s, version.id, party.id, held.region_id, held.rank, held.since, held.until, held.name,"
            " held.address, held.country"
            " FROM incoming JOIN incoming_holding AS held USING (line)"
            f" JOIN {table} AS version ON version.key = incoming.key AND version.closed_by IS NULL"
            " LEFT JOIN ground_party AS party ON party.code = held.given_party"
            " ORDER BY version.id, held.rank, held.since",
            [source.name])


def rollback(*, load: int, name: str, at: datetime) -> tuple[int, dict[str, dict[str, int]]]:
    """Take back ``load``; return the new load's id and the counts of each source.

    Where its content is current, each record returns to the latest content that no load taken back brought,
    or ceases to be known; what later loads replaced stays as they left it. Refuses an unknown load, one
    already taken back, and a rollback itself (load the file again instead).
    """
    undone = Load.objects.filter(id=load).first()
    if undone is None:
        raise Refusal.one("registry.unknown-load", f"没有第{load}次导入", f"there is no load {load}", place="load")
    if undone.kind == Load.Kind.ROLLBACK:
        raise Refusal.one(
            "registry.rollback-of-rollback", "回退本身不能再回退，请重新导入文件",
            "a rollback cannot be taken back; load the file again", place="load")
    sources = [source for source in EVERY.values() if source.name in undone.counts]
    with connection.cursor() as cursor:
        for source in sources:
            _lock(cursor, source)
        # Looked at only under the locks: of two rollbacks of one load, the second must see the first.
        if Load.objects.filter(undoes=undone).exists():
            raise Refusal.one(
                "registry.already-rolled-back", f"第{load}次导入已经回退", f"load {load} has already been rolled back",
                place="load")
        cursor.execute("SELECT nextval('registry_load_id_seq')")
        new = int(cursor.fetchone()[0])
        try:
            with transaction.atomic():
                counts = {source.name: _undo(cursor, source, load, new) for source in sources}
        except IntegrityError as taken:
            if getattr(taken.__cause__, "sqlstate", "") != "23P01":
                raise
            raise Refusal.one(
                "registry.already-pledged", "回退会使一项权利同时有两个登记质押",
                "taking the load back would leave a right under two registered pledges", place="load") from taken
    Load.objects.create(
        id=new, kind=Load.Kind.ROLLBACK, format=undone.format, name=name, sha256="", at=at, counts=counts,
        undoes=undone)
    return new, counts


def regions_of(load: int) -> set[int]:
    """Ids of the regions that the versions opened or closed by ``load`` touch."""
    kept = Load.objects.filter(id=load).first()
    found: set[int] = set()
    with connection.cursor() as cursor:
        for source in (SOURCES[name] for name in (kept.counts if kept else ()) if name in SOURCES):
            if source.region == "column":
                query = f"SELECT DISTINCT region_id FROM {source.table} WHERE opened_by = %s OR closed_by = %s"
            else:
                query = (
                    f"SELECT DISTINCT held.region_id FROM {source.table} AS version JOIN {HOLDING_TABLE} AS held"
                    f" ON held.right_id = version.id AND held.right_kind = '{source.name}'"
                    " WHERE version.opened_by = %s OR version.closed_by = %s")
            cursor.execute(query, [load, load])
            found.update(region for (region,) in cursor.fetchall() if region is not None)
    return found


def _undo(cursor: Any, source: Source, load: int, new: int) -> dict[str, int]:
    table = source.table
    cursor.execute(
        f"CREATE TEMP TABLE undone ON COMMIT DROP AS SELECT id, key FROM {table}"
        f" WHERE closed_by IS NULL AND (opened_by = %(load)s AND restores IS NULL"
        f" OR restores IN (SELECT id FROM {table} WHERE opened_by = %(load)s AND restores IS NULL))", {"load": load})
    cursor.execute("ANALYZE undone")
    cursor.execute(f"UPDATE {table} AS now SET closed_by = %s FROM undone WHERE now.id = undone.id", [new])
    closed = cursor.rowcount
    columns = ", ".join(_columns(source))
    cursor.execute(
        f"INSERT INTO {table} (key, digest, opened_by, restores, stated, withheld, {columns})"
        f" SELECT DISTINCT ON (version.key) version.key, version.digest, %(new)s, version.id, version.stated,"
        " version.withheld,"
        f" {', '.join('version.' + name for name in _columns(source))}"
        f" FROM {table} AS version JOIN undone USING (key)"
        " WHERE version.restores IS NULL AND version.closed_by IS NOT NULL AND version.opened_by <> %(load)s"
        " AND version.opened_by NOT IN (SELECT undoes_id FROM registry_load WHERE undoes_id IS NOT NULL)"
        " ORDER BY version.key, version.id DESC", {"new": new, "load": load})
    restored = cursor.rowcount
    if source.region == "holding":
        cursor.execute(
            f"INSERT INTO {HOLDING_TABLE} (right_kind, right_id, party_id, region_id, rank, since, until, name,"
            " address, country)"
            " SELECT held.right_kind, version.id, held.party_id, held.region_id, held.rank, held.since, held.until,"
            " held.name, held.address, held.country"
            f" FROM {table} AS version JOIN {HOLDING_TABLE} AS held ON held.right_id = version.restores"
            " AND held.right_kind = %s WHERE version.opened_by = %s ORDER BY version.id, held.id", [source.name, new])
    if source.name == "firm":
        cursor.execute(
            f"CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT id AS line, key, kind, name, region_id,"
            f" established_on, ended_on FROM {table} WHERE opened_by = %s", [new])
        _identities(cursor, "incoming", False)
        cursor.execute("DROP TABLE incoming")
    cursor.execute("DROP TABLE undone")
    return {"closed": closed, "restored": restored}
