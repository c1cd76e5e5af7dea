"""Deriving contributions: load by load as the ledger tells of them, and whole for a new edition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Max

from zhichan.kernel.catalogue.public import Measure, current
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.ledger.public import Event, catch_up, consume, sequence
from zhichan.kernel.measures.compiling import Compiled, Scope, compile_measure, within
from zhichan.kernel.measures.models import Definition, Held, Taken
from zhichan.kernel.registry.public import SOURCES, Load

CONSUMER = "measures"
BY_SET = 1000
LOCK = 0x5A_0200  # advisory lock numbers of this project begin with 0x5A

_ADD = (
    "WITH derived AS ({sql}),"
    " added AS (INSERT INTO measures_contribution (definition_id, region_id, day, amount, row_id, position)"
    " SELECT {definition}, region_id, day, amount, row_id, {position} FROM derived ORDER BY region_id, day, row_id"
    " RETURNING region_id, day, amount)"
    " INSERT INTO measures_cell AS cell (definition_id, region_id, day, amount)"
    " SELECT {definition}, region_id, day, sum(amount) FROM added GROUP BY region_id, day"
    " ON CONFLICT (definition_id, region_id, day) DO UPDATE SET amount = cell.amount + excluded.amount"
)


def register() -> None:
    """Follow the registry's loads."""
    consume(CONSUMER, take, verbs=["registry:loaded"])


def refresh() -> int:
    """Count every load that the ledger knows of, and every edition that is new or was out of use; return the position.

    What a running worker does by itself; callers without one (console, tests, set-up) call it.
    """
    sequence()
    catch_up(CONSUMER)
    derive_new()
    return position()


def position() -> int:
    """The ledger position up to which values hold, 0 before the first load."""
    with kernel():
        return int(Taken.objects.aggregate(last=Max("position"))["last"] or 0)


def take(at: int, event: Event) -> None:
    """Count one load: add what its versions contribute, take back what the versions it closed contributed."""
    load = int(event.subject_id)
    counts = Load.objects.get(id=load).counts
    touched = sorted(set(counts) & set(SOURCES))
    size = sum(int(number) for each in counts.values() for number in each.values())
    derive_new()
    _lock()
    Taken.objects.create(load_id=load, position=at, sources=touched)
    known = _known()
    with connection.cursor() as cursor, _planned(cursor, by_set=size > BY_SET):
        for compiled in _compiled():
            if set(compiled.sources) & set(touched):
                _difference(cursor, known[compiled.slug, compiled.edition], compiled, load, at)
    Held.objects.filter(definition__in=[known[one.slug, one.edition] for one in _declared()]).update(position=at)


def _known() -> dict[tuple[str, str], int]:
    return {(slug, edition): pk for slug, edition, pk in Definition.objects.values_list("slug", "edition", "pk")}


def derive_new() -> list[str]:
    """Count each declared edition that is new, and bring up to date those that were out of use; return their slugs."""
    with kernel():
        if not _behind():
            return []
        _lock()
        # Another process may have counted them while this one waited.
        behind = _behind()
        at, known = position(), _known()
        with connection.cursor() as cursor, _planned(cursor, by_set=True):
            for measure in behind:
                compiled = compile_measure(measure)
                pk = known.get((measure.slug, measure.edition)) or _define(measure, compiled, at)
                if compiled is not None and at:
                    _run(cursor, _both(compiled.sql(Scope(at)), _earlier(pk)), pk, at)
                Held.objects.update_or_create(definition_id=pk, defaults={"position": at})
        return [measure.slug for measure in behind]


def _behind() -> list[Measure]:
    at = position()
    held = set(Held.objects.filter(position__gte=at).values_list("definition__slug", "definition__edition"))
    return [measure for measure in _declared() if (measure.slug, measure.edition) not in held]


def _define(measure: Measure, compiled: Compiled | None, at: int) -> int:
    return Definition.objects.create(
        slug=measure.slug, edition=measure.edition, source=compiled.source if compiled else "",
        declared=measure.model_dump(mode="json", by_alias=True, exclude_none=True), since=measure.since,
        until=measure.until, position=at).pk


def _declared() -> list[Measure]:
    return [measure for editions in current().editions.values() for measure in editions]


def _compiled() -> list[Compiled]:
    return [compiled for measure in _declared() if (compiled := compile_measure(measure)) is not None]


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@contextmanager
def _planned(cursor: Any, *, by_set: bool) -> Iterator[None]:
    """Keep the planner, which has no statistics of rows that have just come, from pairing them one by one."""
    if by_set:
        cursor.execute("SET LOCAL enable_nestloop = off")
    yield
    if by_set:
        cursor.execute("SET LOCAL enable_nestloop = on")


def _run(cursor: Any, sql: str, definition: int, at: int) -> None:
    cursor.execute(_ADD.format(sql=sql, definition=definition, position=at))


def _earlier(definition: int, which: str = "") -> str:
    """What has been counted, taken back."""
    return (
        "SELECT region_id, day, -sum(amount)::bigint AS amount, row_id FROM measures_contribution"
        f" WHERE definition_id = {definition}{which} GROUP BY region_id, day, row_id HAVING sum(amount) <> 0")


def _both(now: str, earlier: str) -> str:
    """The difference between what is and what was counted."""
    return (
        f"SELECT region_id, day, sum(amount)::bigint AS amount, row_id FROM (({now}) UNION ALL ({earlier})) AS sides"
        " GROUP BY region_id, day, row_id HAVING sum(amount) <> 0")


def _difference(cursor: Any, definition: int, compiled: Compiled, load: int, at: int) -> None:
    source = SOURCES[compiled.source]
    rows = f" AND row_id IN (SELECT s.id FROM {source.table} AS s WHERE {{}})"
    if compiled.key is None:
        _run(cursor, compiled.sql(Scope(at, opened_by=load)), definition, at)
        _run(cursor, _earlier(definition, rows.format(f"closed_by = {load}")), definition, at)
        return
    cursor.execute(f"CREATE TEMP TABLE measures_keys ON COMMIT DROP AS {compiled.touched(load)}")
    cursor.execute("ANALYZE measures_keys")
    which = rows.format(within("measures_keys", source, f"s.{compiled.key}"))
    now = compiled.sql(Scope(at, keys="measures_keys"))
    _run(cursor, _both(now, _earlier(definition, which)), definition, at)
    cursor.execute("DROP TABLE measures_keys")
