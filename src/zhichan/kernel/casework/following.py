"""What happens to the rights on which cases rest comes to those cases, as an act of their own.

The consumer reads the ledger in order; whatever an event says of a right is brought to each open case that lists it
by the act its procedure declares. The act's event tells whoever is to be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhichan.kernel.access.public import system_actor
from zhichan.kernel.acts.public import SHANGHAI, perform
from zhichan.kernel.casework.models import Case, Watched
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.shapes import Procedure
from zhichan.kernel.ledger.public import Event, consume
from zhichan.kernel.registry.touching import Happening, happenings

CONSUMER, FOLLOWER = "following", "follower"


def register() -> None:
    """Follow the ledger."""
    consume(CONSUMER, follow)


def rights_in(value: Any) -> list[str]:
    """The rights that a fact lists, each once: texts, or items with ``right``."""
    listed = value if isinstance(value, list) else [value]
    found = [each.get("right") if isinstance(each, Mapping) else each for each in listed]
    return list(dict.fromkeys(str(each) for each in found if each))


def keep(case: Case, procedure: Procedure, changed: Iterable[str], facts: Mapping[str, Any]) -> None:
    """Bring the index of rights on which the case rests up to date for the facts that changed."""
    moved = set(changed)
    for follow_ in procedure.follows:
        if follow_.field in moved:
            if not case._state.adding:
                case.watched.filter(act=follow_.act).delete()
            Watched.objects.bulk_create(
                [Watched(case=case, act=follow_.act, right=right) for right in rights_in(facts.get(follow_.field))]
            )


def follow(position: int, event: Event) -> None:
    """Bring what one event says of rights to the open cases that rest on them."""
    watched: set[str] = set()
    if event.verb == "registry:loaded":
        watched = set(Watched.objects.filter(case__closed_at=None).values_list("right", flat=True))
    for happening in happenings(event, watched=watched):
        for one in Watched.objects.filter(case__closed_at=None, right=happening.right).order_by("case_id", "act"):
            _bring(one, happening, position, event)


def _bring(one: Watched, happening: Happening, position: int, event: Event) -> None:
    case = Case.objects.get(pk=one.case_id)
    procedure = current().procedure(case.procedure)
    act = procedure.acts.get(one.act) if procedure else None
    if act is None or case.stage not in act.sources:
        return
    perform(
        actor=system_actor(FOLLOWER, day=event.at.astimezone(SHANGHAI).date()),
        verb=f"{case.procedure}:{one.act}", target=str(case.pk), at=event.at,
        facts={
            "right": happening.right, "happening": happening.what, "happened_on": happening.on, "told": happening.told,
        },
        key=f"{position}/{case.pk}/{one.pk}",
    )  # fmt: skip
