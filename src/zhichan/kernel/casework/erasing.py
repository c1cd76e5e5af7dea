"""What a case loses when facts are erased: its folded state, its index of participants, what its letters state."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Prefetch

from zhichan.kernel.casework import parts
from zhichan.kernel.casework.course import in_order, names_of
from zhichan.kernel.casework.models import Case, Sealed
from zhichan.kernel.casework.opening import audience_of
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ledger.public import erasing


def register() -> None:
    """Tell the ledger who holds cases."""
    erasing.register_holder(lambda kind: Cases() if kind == "case" else None)


class Cases(erasing.Holder):
    """Cases of all procedures."""

    def find(self, subject_id: str) -> erasing.Held | None:
        """Lock the case."""
        try:
            identity = uuid.UUID(subject_id)
        except ValueError:
            return None
        case = Case.objects.select_for_update(of=("self",)).select_related("region").filter(pk=identity).first()
        if case is None:
            return None
        return _held(case, case.sealed.values_list("field", flat=True))

    def erase(self, subject_id: str, names: erasing.Names) -> list[dict[str, Any]]:
        """Drop the facts; copies are letters that stated them and cases that were handed something on."""
        case = Case.objects.get(pk=subject_id)
        procedure = current().procedure(case.procedure)
        letters = [each for each in case.letters if names & set(each.get("stated", ()))]
        case.facts = erasing.dropped(case.facts, names)
        case.course = [erasing.entry_without(each, names) for each in case.course]
        case.letters = [erasing.letter_without(each, names) for each in case.letters]
        if "title" in names:
            case.title = procedure.title.zh if procedure else case.number
        case.sealed.filter(field__in=names).delete()
        if procedure is not None:
            parts.keep(case, procedure, names, case.facts)
        case.save(update_fields=["facts", "course", "letters", "title"])
        return [
            *({"kind": "letter", "id": each["id"], "sha256": each["sha256"], "served": each["served"]}
              for each in letters),
            *({"kind": "case", "id": str(child.pk), "number": child.number}
              for child in case.children.order_by("number")),
            *([{"kind": "page", "id": str(case.pk)}] if case.public else []),
        ]  # fmt: skip

    def take_down(self, subject_id: str, day: date) -> list[dict[str, Any]]:
        """End publicity; later acts do not bring it back."""
        case = Case.objects.get(pk=subject_id)
        was_public = case.public and (case.public_until is None or case.public_until > day)
        case.public_until = min(day, case.public_until or day)
        case.save(update_fields=["public_until"])
        case.assignments.update(public_until=case.public_until)
        return [{"kind": "page", "id": str(case.pk)}] if was_public else []

    def closed(self, declared: str, *, regions: Collection[int]) -> Iterator[tuple[str, erasing.Held]]:
        """Closed cases of a procedure."""
        found = (
            Case.objects.filter(procedure=declared, region__in=regions, closed_at__isnull=False)
            .select_related("region").prefetch_related(Prefetch("sealed", Sealed.objects.defer("value")))
            .order_by("closed_at", "id")
        )  # fmt: skip
        for case in found.iterator(chunk_size=erasing.BATCH):
            yield str(case.pk), _held(case, (each.field for each in case.sealed.all()))


def _held(case: Case, sealed: Iterable[str]) -> erasing.Held:
    days = {name: entry["day"] for entry in in_order(case.course) for name in names_of(entry)}
    return erasing.Held(
        case.region.path, case.version, frozenset({*case.facts, *sealed}), audience_of(case), case.number,
        case.procedure, case.closed_at is None, days, tuple(each["sha256"] for each in case.letters),
    )  # fmt: skip
