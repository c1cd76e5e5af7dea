"""The two database roles and the only way to take one on.

The login role owns nothing and may read nothing protected; inside a context it becomes ``zhichan_reader``
(row-level security) or ``zhichan_kernel`` (acts and consumers) for the current transaction only, so a pooled
connection carries nothing over, and a query that forgot its context fails with "permission denied".
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction

READER = "zhichan_reader"
KERNEL = "zhichan_kernel"


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
    around = _here.settings if within else NOTHING
    if within and name == READER and around == wanted:
        # Who reads on as the same reader has nothing to set and nothing to undo.
        yield
        return
    with transaction.atomic():
        if around is None or not wanted.keys() <= around.keys():
            before = _taken(name, settings)
        else:
            before = {key: around[key] for key in wanted}
            if before != wanted:
                _set(wanted)
        _here.settings = {**(around or {}), **wanted}
        try:
            yield
        finally:
            _here.settings = around if within else None
        # Reached only without an exception: a rollback, whole or to the savepoint, has already undone it.
        if within and before != wanted:
            _set(before)


def _set(settings: Mapping[str, str]) -> None:
    """Set all of these for the transaction, in one trip."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_assigned(settings)}", _pairs(settings))


def _taken(name: str, settings: Mapping[str, str]) -> dict[str, str]:
    """The same within a transaction; what stood there before, in the same trip."""
    wanted = {"role": name, **settings}
    asked = ", ".join(f"current_setting(%s, true) AS old_{number}" for number in range(len(wanted)))
    with connection.cursor() as cursor:
        # Held apart, so that the old values are read before the new ones are set.
        cursor.execute(
            f"WITH old AS MATERIALIZED (SELECT {asked}) SELECT old.*, {_assigned(wanted)} FROM old",
            [*map(_full, wanted), *_pairs(wanted)],
        )
        found = cursor.fetchone()
    return {key: found[number] or "" for number, key in enumerate(wanted)}


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
