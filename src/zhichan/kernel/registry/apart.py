"""Fields of an entry that only some of its readers may see: rows of their own, each under its own audience."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhichan.kernel.access.public import Actor, readers_for, reading
from zhichan.kernel.catalogue.shapes import Register
from zhichan.kernel.ledger.public import Audience
from zhichan.kernel.registry.models import Entry, SealedField
from zhichan.kernel.registry.papers import files_told


def is_apart(register: Register, name: str) -> bool:
    """Whether a field stands apart."""
    field = register.fields.get(name)
    return field is not None and bool(field.readers)


def whole(entry: Entry) -> dict[str, Any]:
    """The data of an entry with the fields that stand apart, as far as the current database role may see them."""
    return {**entry.data, **{each.field: each.value for each in entry.sealed.all()}}


def data_of(actor: Actor, entry: Entry) -> dict[str, Any]:
    """The data of an entry that an actor may see."""
    with reading(actor):
        return whole(entry)


def audience_of(register: Register, entry: Entry, name: str) -> Audience:
    """Who may see a field that stands apart."""
    return Audience(tuple(readers_for(register.fields[name].readers, entry.region.path)), tuple(entry.barred))


def keep(register: Register, entry: Entry, changes: Mapping[str, Any]) -> None:
    """Keep the fields that stand apart; a null takes one away."""
    for name, value in changes.items():
        if value is None:
            SealedField.objects.filter(entry=entry, field=name).delete()
        else:
            SealedField.objects.update_or_create(
                entry=entry, field=name,
                defaults={"value": value, **audience_of(register, entry, name).columns()},
            )  # fmt: skip


def payloads(
    register: Register,
    entry: Entry,
    changes: Mapping[str, Any],
    before: Mapping[str, Any],
    files: Mapping[str, str],
) -> dict[str, tuple[Mapping[str, Any], Audience]]:
    """What an event keeps of the fields that stand apart, by field class."""
    return {
        f"sealed-{number}": (
            {
                "data": {name: changes[name]},
                **({"before": {name: before.get(name)}} if before else {}),
                **files_told(files, [name]),
            },
            audience_of(register, entry, name),
        )
        for number, name in enumerate(sorted(changes))
    }
