"""Facts of a case that only some of its readers may see: kept apart, told apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from zhichan.kernel.access.public import Actor, readers_for, reading
from zhichan.kernel.casework import parts, rows
from zhichan.kernel.casework.editions import procedure_of
from zhichan.kernel.casework.folding import merge
from zhichan.kernel.casework.models import Case, Sealed
from zhichan.kernel.catalogue.shapes import Procedure
from zhichan.kernel.ledger.public import Audience
from zhichan.kernel.registry.public import files_told


def ordinary(procedure: Procedure, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that every reader of the case may see."""
    return {name: value for name, value in facts.items() if not is_sealed(procedure, name)}


def is_sealed(procedure: Procedure, name: str) -> bool:
    """Whether a fact stands apart."""
    field = procedure.fields.get(name)
    return field is not None and bool(field.readers)


def has_sealed(procedure: Procedure) -> bool:
    """Whether any fact of a procedure stands apart."""
    return any(field.readers for field in procedure.fields.values())


def sealed_facts(case: Case, procedure: Procedure) -> dict[str, Any]:
    """The facts of a case that stand apart, as the current database role may see them."""
    if case._state.adding or not has_sealed(procedure):
        return {}
    if case.apart is not None:
        return case.apart
    with connection.cursor() as cursor:
        cursor.execute(f"{rows.APART} ORDER BY id", [case.pk])
        return rows.apart_of(cursor.fetchall())


def seal(case: Case, procedure: Procedure, patch: Mapping[str, Any]) -> None:
    """Keep the facts that stand apart in rows of their own; null takes one away."""
    for name, value in patch.items():
        if not is_sealed(procedure, name):
            continue
        if value is None:
            case.sealed.filter(field=name).delete()
        else:
            old = case.sealed.filter(field=name).values_list("value", flat=True).first()
            Sealed.objects.update_or_create(case=case, field=name, defaults={"value": merge(old, value)})


def sealed_audience(case: Case, procedure: Procedure, name: str, facts: Mapping[str, Any]) -> Audience:
    """Who may see a fact that stands apart."""
    who = procedure.fields[name].readers
    roles = [each for each in who if each not in procedure.parts]
    readers = readers_for(roles, case.region.path) + parts.principals_of(procedure, facts, who)
    return Audience(tuple(readers), tuple(case.barred))


def sealed_payloads(
    case: Case, procedure: Procedure, patch: Mapping[str, Any], files: Mapping[str, str]
) -> dict[str, tuple[Mapping[str, Any], Audience]]:
    """What an event keeps of the facts that stand apart, by field class."""
    found: dict[str, tuple[Mapping[str, Any], Audience]] = {}
    for number, name in enumerate(sorted(each for each in patch if is_sealed(procedure, each))):
        audience = sealed_audience(case, procedure, name, case.facts)
        found[f"sealed-{number}"] = ({"patch": {name: patch[name]}, **files_told(files, [name])}, audience)
    return found


def facts_of(actor: Actor, case: Case) -> dict[str, Any]:
    """The facts of a case that an actor may see, those under seal included where they are open to the actor."""
    procedure = procedure_of(case)
    with reading(actor):
        return {**case.facts, **sealed_facts(case, procedure)}
