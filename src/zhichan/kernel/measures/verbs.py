"""Verbs of the measures room: promise, rebase, reallocate, report; and who may read."""

from __future__ import annotations

from django.db.models import QuerySet

from zhichan.kernel.access.public import Actor
from zhichan.kernel.acts.public import register_reach, register_verb
from zhichan.kernel.catalogue import public as catalogue
from zhichan.kernel.measures import cascade, promising
from zhichan.kernel.measures.models import Reported, Target


def register() -> None:
    """Register the room's verbs with the acts room, and tell the catalogue of them."""
    acts = {
        "target:promise": promising.promise, "target:rebase": promising.rebase,
        "target:reallocate": cascade.reallocate, "value:report": promising.report,
    }
    for name, handler in acts.items():
        register_verb(name, handler)
    register_reach("target:read", _targets)
    register_reach("value:read", _reported)
    catalogue.register_verb(*acts, "target:read", "value:read")


def _targets(_: Actor) -> QuerySet[Target]:
    return Target.objects.order_by("key", "-version").distinct("key")


def _reported(_: Actor) -> QuerySet[Reported]:
    return Reported.objects.order_by("-day", "-at")
