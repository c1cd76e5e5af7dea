"""How the demo's people act: each act at ten in the morning of its day and with a key, so that it is done once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth import get_user_model

from zhichan.demo.figures import AS_OF
from zhichan.demo.places import CITY
from zhichan.kernel.access.public import actor_of, reading
from zhichan.kernel.acts.public import SHANGHAI, perform
from zhichan.kernel.ground.public import region

HOUR = time(10)


def city() -> str:
    """The path of the demo city."""
    with reading(actor_of(None, day=AS_OF)):
        return region(CITY).path


def at(on: date) -> datetime:
    """When an act of a day is done."""
    return datetime.combine(on, HOUR, SHANGHAI)


def do(who: str, verb: str, target: str | None, on: date, **facts: Any) -> Mapping[str, Any]:
    """Act as one of the demo's people (nobody when ``who`` is empty); what came of it."""
    user = get_user_model().objects.get(username=who).pk if who else None
    named = ("key", "clause", "until", "title", "name", "grade")
    about = target or next((facts[name] for name in named if facts.get(name)), "")
    if target and facts.get("key"):
        # The same is done to several things of one target on one day.
        about = f"{target[:8]} {facts['key']}"
    outcome = perform(
        actor=actor_of(user, day=on), verb=verb, target=target, facts=facts,
        at=at(on), key=f"demo-{verb}-{about}-{on}"[:80],
    )  # fmt: skip
    return outcome.result
