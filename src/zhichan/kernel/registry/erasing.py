"""What an entry of a declared register loses when facts are erased: its data, its slots, the text of its claims."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ledger.public import Audience, erasing
from zhichan.kernel.registry.apart import whole
from zhichan.kernel.registry.models import Claim, Entry, Slot


def register() -> None:
    """Tell the ledger who holds entries."""
    erasing.register_holder(lambda kind: Entries(kind) if kind in current().registers else None)


class Entries(erasing.Holder):
    """Entries of one register."""

    def __init__(self, register_: str) -> None:
        self.register = register_

    def find(self, subject_id: str) -> erasing.Held | None:
        """Lock the entry."""
        try:
            identity = uuid.UUID(subject_id)
        except ValueError:
            return None
        entry = (
            Entry.objects.select_for_update(of=("self",)).select_related("region")
            .filter(register=self.register, pk=identity).first()
        )  # fmt: skip
        if entry is None:
            return None
        return _held(entry)

    def erase(self, subject_id: str, names: erasing.Names) -> list[dict[str, Any]]:
        """Drop the facts. What was exclusive stays taken, by a digest that says nothing."""
        entry = Entry.objects.get(pk=subject_id)
        entry.data = erasing.dropped(entry.data, names)
        entry.save(update_fields=["data"])
        entry.sealed.filter(field__in=names).delete()
        Slot.objects.filter(entry=entry, field__in=names).delete()
        exclusive = current().registers[self.register].exclusive
        for number, each in enumerate(exclusive):
            if names & set(each.fields):
                Claim.objects.filter(entry=entry, scope=f"{self.register}#{number}").update(key=[])
        return [{"kind": "page", "id": str(entry.pk)}] if entry.public else []

    def take_down(self, subject_id: str, day: date) -> list[dict[str, Any]]:
        """End publicity; later acts do not bring it back."""
        entry = Entry.objects.get(pk=subject_id)
        was_public = entry.public and (entry.public_until is None or entry.public_until > day)
        entry.public_until = min(day, entry.public_until or day)
        entry.save(update_fields=["public_until"])
        return [{"kind": "page", "id": str(entry.pk)}] if was_public else []

    def closed(self, declared: str, *, regions: Collection[int]) -> Iterator[tuple[str, erasing.Held]]:
        """Entries of a register; those that have not ended are under way for what is kept from their end alone."""
        found = (
            Entry.objects.filter(register=declared, region__in=regions).select_related("region")
            .prefetch_related("sealed").order_by("since", "id")
        )  # fmt: skip
        for entry in found.iterator(chunk_size=erasing.BATCH):
            yield str(entry.pk), _held(entry)


def _held(entry: Entry) -> erasing.Held:
    days = {"entered": entry.since.isoformat()}
    if entry.until is not None:
        days["ended"] = entry.until.isoformat()
    return erasing.Held(
        entry.region.path, entry.version, frozenset(whole(entry)), Audience.of(entry), entry.number, entry.register,
        entry.until is None, days,
    )  # fmt: skip
