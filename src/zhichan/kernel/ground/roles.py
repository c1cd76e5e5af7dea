"""The two database roles and the only way to take one on.

The login role owns nothing and may read nothing protected; inside a context it becomes ``zhichan_reader``
(row-level security) or ``zhichan_kernel`` (acts and consumers) for the current transaction only, so a pooled
connection carries nothing over, and a query that forgot its context fails with "permission denied".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction

READER = "zhichan_reader"
KERNEL = "zhichan_kernel"


def array_literal(values: Iterable[str]) -> str:
    """PostgreSQL's text form of ``values`` as ``text[]``."""
    escaped = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in escaped) + "}"


@contextmanager
def _role(name: str, **settings: str) -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            keys = list(settings)
            cursor.execute(
                "SELECT current_setting('role')"
                + "".join(f", current_setting('zhichan.{key}', true)" for key in keys)
            )
            before, *old = cursor.fetchone()
            for key in keys:
                cursor.execute("SELECT set_config(%s, %s, true)", [f"zhichan.{key}", settings[key]])
            cursor.execute(f"SET LOCAL ROLE {name}")
        yield
        # Reached only without an exception: a rollback, whole or to the savepoint, has already undone both.
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {before}")
            for key, value in zip(keys, old, strict=True):
                cursor.execute("SELECT set_config(%s, %s, true)", [f"zhichan.{key}", value or ""])


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
