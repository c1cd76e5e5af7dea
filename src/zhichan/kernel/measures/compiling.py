"""From a declared measure to the SQL that derives its contributions.

One text serves PostgreSQL (incremental and whole) and DuckDB (batch over a snapshot): joins, window functions,
``greatest``/``least`` that pass over nulls, and date literals, which both read alike. The text yields
``(region_id, day, amount, row_id)``; a stock adds at its first day and subtracts at its last, exclusive, and
where it moves; a flow adds on its day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from zhichan.kernel.catalogue.public import Condition, Cover, Criterion, Each, Known, Measure, Range
from zhichan.kernel.registry.sources import HOLDING_TABLE, SOURCES, Source

LOADS = "measures_taken"
"""The table of loads whose rows have been counted, each with its ledger position."""

END = "DATE '9999-12-31'"

DIVISORS: Mapping[str, int] = {"元": 100, "万元": 10**6, "亿元": 10**10}
"""分 in each unit of money."""


class Unsound(ValueError):
    """A declaration that names what its source does not have; the catalogue's checker says so with its line."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which versions are derived.

    The versions as they stood at ledger position ``position``; with ``opened_by`` those a single load opened,
    whatever became of them; with ``keys`` only subjects in the relation of that name (one column ``key``).
    """

    position: int
    opened_by: int | None = None
    keys: str | None = None

    def live(self, alias: str) -> str:
        """The condition on a version."""
        if self.opened_by is not None:
            return f"{alias}.opened_by = {int(self.opened_by)}"
        taken = f"(SELECT load_id FROM {LOADS} WHERE position <= {int(self.position)})"
        # IS TRUE keeps PostgreSQL from turning the list into a join, whose size it would guess as one row.
        return (
            f"({alias}.opened_by IN {taken}) IS TRUE"
            f" AND ({alias}.closed_by IS NULL OR {alias}.closed_by NOT IN {taken})")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A measure ready to be derived.

    ``source`` is the source whose rows are counted (``row_id`` is one of its versions); ``sources`` all it reads.
    ``key`` is the column that names a subject for a union, ``None`` where contributions are a function of one
    version. ``divisor`` turns the integer amounts into the measure's unit.
    """

    slug: str
    edition: str
    form: Literal["each", "cover"]
    source: str
    sources: tuple[str, ...]
    key: str | None
    divisor: int
    _computation: Each | Cover

    def sql(self, scope: Scope) -> str:
        """The text that derives the contributions of ``scope``."""
        if isinstance(self._computation, Each):
            return _each(self._computation, scope)
        return _cover(self._computation, scope)

    def touched(self, load: int) -> str:
        """The text that lists the keys (column ``key``) of the subjects a load touched; for unions only."""
        cover = self._computation
        if isinstance(cover, Each):
            raise Unsound(f"{self.slug}: contributions of one version have no key")
        parts = [(SOURCES[one.source].table, one.key or cover.key) for one in cover.criteria]
        if cover.subject is not None:
            parts.append((SOURCES[cover.subject.source].table, cover.key))
        return " UNION ".join(
            f"SELECT CAST({key} AS text) AS key FROM {table}"
            f" WHERE (opened_by = {int(load)} OR closed_by = {int(load)}) AND {key} IS NOT NULL"
            for table, key in dict.fromkeys(parts))


def compile_measure(measure: Measure) -> Compiled | None:
    """The compiled form; ``None`` when a measure has no contributions of its own (ratio, growth, sum, reported)."""
    return _compiled(measure.slug, measure.edition, _Held(measure))


class _Held:
    """Lets a declaration, which cannot be hashed, ride along with its slug and edition through the cache."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


@lru_cache(maxsize=1024)
def _compiled(slug: str, edition: str, held: _Held) -> Compiled | None:
    measure = held.measure
    computation = measure.each or measure.cover
    if measure.each is not None:
        source = _source(measure.each.source)
        amount = measure.each.amount
        money = amount != "1" and source.columns.get(amount) == "fen"
        names: tuple[str, ...] = (source.name,)
        key: str | None = None
        form: Literal["each", "cover"] = "each"
    elif measure.cover is not None:
        cover = measure.cover
        source = _source(cover.subject.source if cover.subject else cover.criteria[0].source)
        money, form, key = False, "cover", cover.key
        names = tuple(dict.fromkeys([source.name, *(one.source for one in cover.criteria)]))
        if cover.subject is None and len(names) > 1:
            raise Unsound(f"{slug}: criteria over several sources need a subject")
    if computation is None:
        return None
    if money and measure.unit not in DIVISORS:
        raise Unsound(f"{slug}: an amount of money is counted in {', '.join(DIVISORS)}, not {measure.unit}")
    compiled = Compiled(
        slug, edition, form, source.name, names, key, DIVISORS[measure.unit] if money else 1, computation)
    compiled.sql(Scope(0))
    return compiled


def _source(name: str) -> Source:
    if name not in SOURCES:
        raise Unsound(f"there is no source {name}")
    return SOURCES[name]


def _column(source: Source, name: str, alias: str = "s") -> str:
    if name not in source.columns:
        raise Unsound(f"{source.name} has no column {name}")
    return f"{alias}.{name}"


def literal(value: bool | int | date | str) -> str:
    """A value as SQL text."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    return "'" + value.replace("'", "''") + "'"


def _condition(source: Source, name: str, condition: Condition) -> str:
    column = _column(source, name)
    if isinstance(condition, Known):
        present = f"{column} IS NOT NULL"
        if source.columns[name] == "text":
            present = f"({present} AND {column} <> '')"
        return present if condition.known else f"NOT ({present})"
    if isinstance(condition, Range):
        bounds = []
        if condition.from_ is not None:
            bounds.append(f"{column} >= {literal(condition.from_)}")
        if condition.until is not None:
            bounds.append(f"{column} < {literal(condition.until)}")
        return " AND ".join(bounds)
    if isinstance(condition, tuple):
        return f"{column} IN ({', '.join(literal(each) for each in condition)})"
    return f"{column} = {literal(condition)}"


def _rows(source: Source, where: Mapping[str, Condition], scope: Scope) -> str:
    return " AND ".join([scope.live("s"), *(_condition(source, name, each) for name, each in sorted(where.items()))])


def _placed(source: Source, region: str) -> tuple[str, str, str, str]:
    """Join, region, and the days between which the row lies there; without bounds the days are null."""
    if region == "row":
        if source.region != "column":
            raise Unsound(f"{source.name} has no region of its own")
        return "", "s.region_id", "CAST(NULL AS date)", "CAST(NULL AS date)"
    if source.region != "holding":
        raise Unsound(f"{source.name} has no holders; its region is the row's")
    # A first-named holder whose place is not known counts nowhere.
    join = (
        f" JOIN {HOLDING_TABLE} AS h ON h.right_kind = '{source.name}' AND h.right_id = s.id AND h.rank = 1"
        " AND h.region_id IS NOT NULL")
    return join, "h.region_id", "h.since", "h.until"


def _each(each: Each, scope: Scope) -> str:
    source = _source(each.source)
    join, region, since, until = _placed(source, each.region)
    amount = "1" if each.amount == "1" else _column(source, each.amount)
    where = _rows(source, each.where, scope)
    if each.amount != "1":
        # A row without a stated amount adds nothing: it is not a row of zero.
        where += f" AND {amount} IS NOT NULL"
    if each.on is not None:
        day = _column(source, each.on)
        held = "" if not join else f" AND {since} <= {day} AND ({until} IS NULL OR {until} > {day})"
        return (
            f"SELECT {region} AS region_id, {day} AS day, CAST({amount} AS bigint) AS amount, s.id AS row_id"
            f" FROM {source.table} AS s{join} WHERE {where} AND {day} IS NOT NULL{held}")
    start = _column(source, each.start or "")
    end = _column(source, each.end) if each.end else "CAST(NULL AS date)"
    placed = (
        f"SELECT {region} AS region_id, greatest({start}, {since}) AS lo, least({end}, {until}) AS hi,"
        f" CAST({amount} AS bigint) AS amount, s.id AS row_id"
        f" FROM {source.table} AS s{join} WHERE {where} AND {start} IS NOT NULL")
    return _steps(f"placed AS ({placed})")


def _steps(relations: str) -> str:
    """Turn spells (relation ``placed``: region_id, lo, hi, amount, row_id) into signed steps."""
    return (
        f"WITH {relations}, step AS ("
        "SELECT region_id, lo AS day, amount, row_id FROM placed WHERE hi IS NULL OR lo < hi"
        " UNION ALL SELECT region_id, hi AS day, -amount AS amount, row_id FROM placed WHERE lo < hi)"
        " SELECT region_id, day, CAST(sum(amount) AS bigint) AS amount, row_id FROM step"
        " GROUP BY region_id, day, row_id HAVING sum(amount) <> 0")


def _islands(by: str) -> str:
    """Merge overlapping and touching spells (relation ``spell``: row_id, region_id, lo, hi) into ``island``."""
    return (
        f"closed AS (SELECT {by}, row_id, lo, coalesce(hi, {END}) AS hi FROM spell WHERE hi IS NULL OR lo < hi),"
        f" marked AS (SELECT {by}, row_id, lo, hi, max(hi) OVER (PARTITION BY {by} ORDER BY lo, hi, row_id"
        " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach FROM closed),"
        f" numbered AS (SELECT {by}, row_id, lo, hi, sum(CASE WHEN reach IS NULL OR lo > reach THEN 1 ELSE 0 END)"
        f" OVER (PARTITION BY {by} ORDER BY lo, hi, row_id ROWS UNBOUNDED PRECEDING) AS n FROM marked),"
        f" island AS (SELECT {by}, min(row_id) AS row_id, min(lo) AS lo, nullif(max(hi), {END}) AS hi"
        f" FROM numbered GROUP BY {by}, n)")


def within(keys: str, source: Source, column: str) -> str:
    """The condition that rows of a source (``s``) have one of the keys.

    Versions by their own key are looked up among those that stand and those that are closed, because each half has an
    index of its own and neither serves both: without it one changed right would be looked for in all of them.
    """
    if column != "s.key":
        return f"CAST({column} AS text) IN (SELECT key FROM {keys})"
    halves = " UNION ALL ".join(
        f"SELECT version.id FROM {source.table} AS version JOIN {keys} AS wanted ON wanted.key = version.key"
        f" WHERE version.closed_by IS {state}" for state in ("NULL", "NOT NULL"))
    return f"s.id IN ({halves})"


def _within(keys: str | None, source: Source, column: str) -> str:
    return f" AND {within(keys, source, column)}" if keys else ""


def _cover(cover: Cover, scope: Scope) -> str:
    if cover.subject is None:
        return _cover_of_rows(cover, scope)
    subject = cover.subject
    source = _source(subject.source)
    key = _column(source, cover.key)
    end = _column(source, subject.end) if subject.end else "CAST(NULL AS date)"
    chosen = (
        f"SELECT s.id AS row_id, {key} AS key, {_column(source, subject.start)} AS lo, {end} AS hi"
        f" FROM {source.table} AS s WHERE {_rows(source, subject.where, scope)}"
        f" AND {_column(source, subject.start)} IS NOT NULL{_within(scope.keys, source, key)}")
    criteria = " UNION ALL ".join(_criterion(one, cover.key, scope) for one in cover.criteria)
    join, region, since, until = _placed(source, subject.region)
    if join:
        placed = (
            f"SELECT {region} AS region_id, greatest(i.lo, {since}) AS lo, least(i.hi, {until}) AS hi,"
            f" CAST(1 AS bigint) AS amount, i.row_id FROM island AS i{join.replace('s.id', 'i.row_id')}")
    else:
        placed = (
            "SELECT s.region_id, i.lo, i.hi, CAST(1 AS bigint) AS amount, i.row_id"
            f" FROM island AS i JOIN {source.table} AS s ON s.id = i.row_id")
    return _steps(
        f"subject AS ({chosen}), criterion AS ({criteria}),"
        " spell AS (SELECT subject.row_id AS subject_id, subject.row_id, greatest(subject.lo, criterion.lo) AS lo,"
        " least(subject.hi, criterion.hi) AS hi FROM subject JOIN criterion ON criterion.key = subject.key), "
        + _islands("subject_id") + f", placed AS ({placed})")


def _criterion(one: Criterion, key: str, scope: Scope) -> str:
    source = _source(one.source)
    name = _column(source, one.key or key)
    end = _column(source, one.end) if one.end else "CAST(NULL AS date)"
    return (
        f"SELECT {name} AS key, {_column(source, one.start)} AS lo, {end} AS hi FROM {source.table} AS s"
        f" WHERE {_rows(source, one.where, scope)} AND {_column(source, one.start)} IS NOT NULL"
        f"{_within(scope.keys, source, name)}")


def _cover_of_rows(cover: Cover, scope: Scope) -> str:
    spells = []
    for one in cover.criteria:
        source = _source(one.source)
        name = _column(source, one.key or cover.key)
        join, region, since, until = _placed(source, one.region)
        end = _column(source, one.end) if one.end else "CAST(NULL AS date)"
        spells.append(
            f"SELECT CAST({name} AS text) AS key, {region} AS region_id, s.id AS row_id,"
            f" greatest({_column(source, one.start)}, {since}) AS lo, least({end}, {until}) AS hi"
            f" FROM {source.table} AS s{join} WHERE {_rows(source, one.where, scope)}"
            f" AND {_column(source, one.start)} IS NOT NULL AND {name} IS NOT NULL{_within(scope.keys, source, name)}")
    placed = "SELECT region_id, lo, hi, CAST(1 AS bigint) AS amount, row_id FROM island"
    return _steps(
        f"spell AS ({' UNION ALL '.join(spells)}), " + _islands("key, region_id") + f", placed AS ({placed})")
