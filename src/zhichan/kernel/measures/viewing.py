"""Reading without an actor: nobody's day is known, so nothing is shown whose publicity begins or ends with a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhichan.kernel.access.public import ANYONE, Actor


def viewer(actor: Actor | None) -> Actor:
    """The actor, or anyone on a day before any publicity that begins with a day."""
    return actor or Actor(name=ANYONE, day=date.min)


def open_to(actor: Actor | None, found: QuerySet[Any]) -> QuerySet[Any]:
    """The rows an actor may be shown; without one, only those whose publicity never ends."""
    return found if actor is not None else found.filter(public_until=None)
