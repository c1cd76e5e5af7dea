"""The two database roles and the only way to take one on.

The login role owns nothing and may read nothing protected; inside a context it becomes ``zhichan_reader``
(row-level security) or ``zhichan_kernel`` (acts and consumers) for the current transaction only, so a pooled
connection carries nothing over, and a query that forgot its context fails with "permission denied".
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

from django.db import connection, transaction
from psycopg.pq import ExecStatus

READER = "zhichan_reader"
KERNEL = "zhichan_kernel"
SEEN = "zhichan.seen"
"""Where the database keeps, within one trip, how many rows the reader saw."""
IS_SEEN = f"current_setting('{SEEN}') = '1'"


def array_literal(values: Iterable[str]) -> str:
    """PostgreSQL's text form of ``values`` as ``text[]``."""
    escaped = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in escaped) + "}"


class _Here(threading.local):
    """What stands for the transaction under way in this thread, as far as it was set here; None where it was not."""

    settings: Mapping[str, str] | None = None


_here = _Here()
NOTHING: Mapping[str, str] = {"role": "", "principals": "", "day": ""}


@contextmanager
def _role(name: str, **settings: str) -> Iterator[None]:
    wanted = {"role": name, **settings}
    # What is set is set for the transaction: the end of one that begins here gives it back, unasked.
    within = connection.in_atomic_block
    known = _here.settings if within else NOTHING
    if within and name == READER and known == wanted:
        # Who reads on as the same reader has nothing to set and nothing to undo.
        yield
        return
    with transaction.atomic():
        around = known if known is not None else _taken(wanted)
        changed = not wanted.items() <= around.items()
        if not within:
            _begin(wanted)
        elif known is not None and changed:
            _set(wanted)
        _here.settings = {**around, **wanted}
        try:
            yield
        finally:
            _here.settings = known if within else None
        # Reached only without an exception: a rollback, whole or to the savepoint, has already undone it.
        if within and changed:
            _set({key: around[key] for key in wanted})


def _begin(settings: Mapping[str, str]) -> None:
    """Begin the transaction and set all of these, in one trip."""

    def sent(sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> None:
        # The driver would begin with a trip of its own before the first statement; it does not where one has begun.
        statement = context["cursor"].mogrify(sql, params)
        with connection.wrap_database_errors:
            done = context["cursor"].connection.pgconn.exec_(statement.encode())
        if done.status != ExecStatus.TUPLES_OK:
            # Whatever is wrong with the connection is told as for any statement.
            _set(settings)

    run: Callable[..., Any] = sent
    for wrapper in connection.execute_wrappers:
        run = partial(wrapper, run)
    with connection.cursor() as cursor:
        context = {"connection": connection, "cursor": cursor}
        run(f"BEGIN; SELECT {_assigned(settings)}", _pairs(settings), False, context)


def _set(settings: Mapping[str, str]) -> None:
    """Set all of these for the transaction, in one trip."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_assigned(settings)}", _pairs(settings))


def _taken(wanted: Mapping[str, str]) -> dict[str, str]:
    """The same within a transaction that began elsewhere; everything that stood there before, in the same trip."""
    asked = ", ".join(f"current_setting(%s, true) AS old_{number}" for number in range(len(NOTHING)))
    with connection.cursor() as cursor:
        # Held apart, so that the old values are read before the new ones are set.
        cursor.execute(
            f"WITH old AS MATERIALIZED (SELECT {asked}) SELECT old.*, {_assigned(wanted)} FROM old",
            [*map(_full, NOTHING), *_pairs(wanted)],
        )
        found = cursor.fetchone()
    return {key: found[number] or "" for number, key in enumerate(NOTHING)}


def _full(key: str) -> str:
    return key if key == "role" else f"zhichan.{key}"


def _assigned(settings: Mapping[str, str]) -> str:
    return ", ".join(["set_config(%s, %s, true)"] * len(settings))


def _pairs(settings: Mapping[str, str]) -> list[str]:
    return [each for key, value in settings.items() for each in (_full(key), value)]


@contextmanager
def kernel() -> Iterator[None]:
    """Be ``zhichan_kernel`` in a transaction (a savepoint when one is open)."""
    with _role(KERNEL):
        yield


@contextmanager
def reader(*, principals: Iterable[str], day: date) -> Iterator[None]:
    """Be ``zhichan_reader`` with these principals on this day, in a transaction (a savepoint when one is open).

    Querysets must be evaluated inside.
    """
    with _role(READER, principals=array_literal(sorted(principals)), day=day.isoformat()):
        yield


def seen(sql: str, params: Iterable[Any], *, principals: Iterable[str], day: date) -> list[tuple[Any, ...]]:
    """The rows of a query as ``zhichan_reader`` sees them, in one trip within a transaction.

    The savepoint gives role and principals back. An error of the query ends the transaction.
    """
    wanted = {"role": READER, "principals": array_literal(sorted(principals)), "day": day.isoformat()}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SAVEPOINT zhichan_seen; SELECT {_assigned(wanted)}; {sql};"
            " ROLLBACK TO SAVEPOINT zhichan_seen; RELEASE SAVEPOINT zhichan_seen",
            [*_pairs(wanted), *params],
        )
        cursor.nextset()
        cursor.nextset()
        return list(cursor.fetchall())


def where_seen(
    statements: Iterable[tuple[str, Iterable[Any]]],
    *,
    seen: tuple[str, Iterable[Any]],
    principals: Iterable[str],
    day: date,
) -> list[list[tuple[Any, ...]]]:
    """The rows of each query as the kernel, in one trip, where the query ``seen`` finds exactly one row as the reader.

    A query names the place of that condition as ``{seen}``; where it does not hold, no row is read or locked. Call
    within ``kernel()``. An error of any query ends the transaction.
    """
    around = _here.settings
    if around is None or around["role"] != KERNEL:
        raise LookupError("where_seen is for the kernel role")
    wanted = {"role": READER, "principals": array_literal(sorted(principals)), "day": day.isoformat()}
    first, given = seen
    asked = list(statements)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_assigned(wanted)}; SELECT set_config('{SEEN}', count(*)::text, true) FROM ({first}) AS seen;"
            f" SELECT {_assigned(around)}; {'; '.join(sql for sql, _ in asked)}".replace("{seen}", IS_SEEN),
            [*_pairs(wanted), *given, *_pairs(around), *(each for _, params in asked for each in params)],
        )
        for _ in range(3):
            cursor.nextset()
        return results(cursor, len(asked))


def results(cursor: Any, number: int) -> list[list[tuple[Any, ...]]]:
    """The rows of each of several queries that travelled together."""
    found = []
    for each in range(number):
        if each:
            cursor.nextset()
        found.append(list(cursor.fetchall()))
    return found
