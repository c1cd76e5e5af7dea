"""The row of a case: locked and read whole in one statement, written back in another, both composed once.

Django would compose them anew at each act, which costs more than all of an act's own reckoning.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from zhichan.kernel.access.public import Actor
from zhichan.kernel.casework.models import Case, Edition
from zhichan.kernel.ground.public import Region, results, where_seen

CHANGED = (
    "readers", "barred", "public", "edition", "title", "stage", "facts", "version", "course", "letters", "due_on",
    "expires_on", "closed_at",
)  # fmt: skip
"""What an act may change of a case; the rest stands from its opening on."""


SEEN = "SELECT id FROM casework_case WHERE id = %s AND procedure = %s"
"""Whether a case of a procedure is there, to be asked as the reader."""


def key(target: Any) -> uuid.UUID | None:
    """The primary key that a target names; None for what can be no name of a case."""
    try:
        return target if isinstance(target, uuid.UUID) else uuid.UUID(str(target))
    except ValueError:
        return None


def locked(key: uuid.UUID | None, *, seen_by: Actor | None, procedure: str, apart: bool) -> Case | None:
    """The case of this primary key and procedure with its region, locked; None when there is none.

    Where ``seen_by`` names somebody, the reader role decides whether it is there for them. It knows whether its edition
    is kept and, read in the same trip, the facts that stand ``apart``. Call as the kernel role, within the act.
    """
    return _case(f"{_reading()} FOR UPDATE OF {Case._meta.db_table}", [key, procedure], seen_by, apart)


def read(key: uuid.UUID | None, *, seen_by: Actor | None, procedure: str, apart: bool) -> Case | None:
    """The same, for whoever only looks: not locked, so that it waits for nobody."""
    return _case(_reading(), [key, procedure], seen_by, apart)


def _case(sql: str, names: Sequence[Any], seen_by: Actor | None, apart: bool) -> Case | None:
    # The facts apart come after the lock and in a statement of their own: one that waits reads other tables as they
    # were before it waited.
    statements = [(sql, names), (f"{APART} AND {{seen}} ORDER BY id", names[:1])] if apart else [(sql, names)]
    if seen_by is None:
        with connection.cursor() as cursor:
            text = "; ".join(each for each, _ in statements).replace("{seen}", "true")
            cursor.execute(text, [one for _, given in statements for one in given])
            found = results(cursor, len(statements))
    else:
        found = where_seen(statements, seen=(SEEN, names), principals=seen_by.principals, day=seen_by.day)
    if not found[0]:
        return None
    [row] = found[0]
    case: Case = _made(Case, row)
    case.region = _made(Region, row[len(Case._meta.concrete_fields) :])
    case.edition_kept = row[-1]
    case.apart = apart_of(found[1]) if apart else None
    return case


APART = "SELECT field, value FROM casework_sealed WHERE case_id = %s"
"""The facts of a case that stand apart, as the current role sees them."""


def apart_of(found: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Those facts by name."""
    return {field: json.loads(value) for field, value in found}


def write(case: Case) -> None:
    """Write back what an act has changed of a locked case."""
    with connection.cursor() as cursor:
        cursor.execute(*written(case))


def written(case: Case) -> tuple[str, list[Any]]:
    """The statement that does so."""
    values = [field.get_db_prep_save(getattr(case, field.attname), connection) for field in _changed()]
    return _writing(), [*values, case.pk]


@cache
def _reading() -> str:
    case, region, edition = (model._meta for model in (Case, Region, Edition))
    columns = [f'{each.db_table}."{field.column}"' for each in (case, region) for field in each.concrete_fields]
    return (
        f"SELECT {', '.join(columns)},"
        f" EXISTS (SELECT FROM {edition.db_table} AS kept WHERE kept.digest = {case.db_table}.edition)"
        f" FROM {case.db_table} JOIN {region.db_table} ON {region.db_table}.id = {case.db_table}.region_id"
        f" WHERE {case.db_table}.id = %s AND {case.db_table}.procedure = %s AND {{seen}}"
    )


@cache
def _changed() -> list[Any]:
    return [Case._meta.get_field(name) for name in CHANGED]


@cache
def _writing() -> str:
    typed = {"readers": "%s::text[]", "barred": "%s::text[]"}
    given = ", ".join(f"{name} = {typed.get(name, '%s')}" for name in CHANGED)
    return f"UPDATE {Case._meta.db_table} SET {given} WHERE id = %s"


def _made(model: type[models.Model], row: Sequence[Any]) -> Any:
    """An instance from the values of its columns, in their order, at the beginning of a row."""
    values = list(row[: len(model._meta.concrete_fields)])
    for number, convert in _converters(model):
        values[number] = convert(values[number], None, connection)
    return model.from_db(connection.alias, [field.attname for field in model._meta.concrete_fields], values)


@cache
def _converters(model: type[models.Model]) -> list[tuple[int, Callable[..., Any]]]:
    return [
        (number, convert)
        for number, field in enumerate(model._meta.concrete_fields)
        for convert in field.get_db_converters(connection)
    ]
