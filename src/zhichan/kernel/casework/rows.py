"""The row of a case: locked and read whole in one statement, written back in another, both composed once.

Django would compose them anew at each act, which costs more than all of an act's own reckoning.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from zhichan.kernel.casework.models import Case, Edition
from zhichan.kernel.ground.public import Region

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


def locked(key: uuid.UUID | None) -> Case | None:
    """The case of this primary key with its region, locked; None when there is none.

    It knows whether its edition is kept. Call as the kernel role, within the act.
    """
    return _case(f"{_reading()} FOR UPDATE OF {Case._meta.db_table}", key)


def read(key: uuid.UUID | None) -> Case | None:
    """The same, for whoever only looks: not locked, so that it waits for nobody."""
    return _case(_reading(), key)


def _case(statement: str, key: uuid.UUID | None) -> Case | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [key])
        row = cursor.fetchone()
    if row is None:
        return None
    case: Case = _made(Case, row)
    case.region = _made(Region, row[len(Case._meta.concrete_fields) :])
    case.edition_kept = row[-1]
    return case


def write(case: Case) -> None:
    """Write back what an act has changed of a locked case."""
    values = [field.get_db_prep_save(getattr(case, field.attname), connection) for field in _changed()]
    with connection.cursor() as cursor:
        cursor.execute(_writing(), [*values, case.pk])


@cache
def _reading() -> str:
    case, region, edition = (model._meta for model in (Case, Region, Edition))
    columns = [f'{each.db_table}."{field.column}"' for each in (case, region) for field in each.concrete_fields]
    return (
        f"SELECT {', '.join(columns)},"
        f" EXISTS (SELECT FROM {edition.db_table} AS kept WHERE kept.digest = {case.db_table}.edition)"
        f" FROM {case.db_table} JOIN {region.db_table} ON {region.db_table}.id = {case.db_table}.region_id"
        f" WHERE {case.db_table}.id = %s"
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
