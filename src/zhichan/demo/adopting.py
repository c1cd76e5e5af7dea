"""The demo city's plan, taken in and adopted as its plan officer would do it: by the same acts, one by one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.contrib.auth import get_user_model

from zhichan.demo.places import CITY
from zhichan.kernel.access.public import Actor, actor_of, reading
from zhichan.kernel.acts.public import SHANGHAI, perform, reach
from zhichan.kernel.ground.public import region

PLAN = Path(__file__).parent / "plan" / "example_plan.txt"
ADOPTED_AT = datetime(2021, 9, 27, 1, tzinfo=UTC)
"""A working day after the date the plan itself bears."""


def adopt_plan() -> bool:
    """Upload the example plan, confirm what was read and adopt it; return whether anything had to be done.

    Each act carries its key, so that an interrupted adoption is taken up where it stopped.
    """
    officer = actor_of(
        get_user_model().objects.get(username="plan").pk, day=ADOPTED_AT.astimezone(SHANGHAI).date()
    )
    with reading(officer):
        path = region(CITY).path
    uploaded = perform(
        actor=officer,
        verb="plan:upload",
        facts={"region": path, "paper": PLAN.read_bytes(), "filename": PLAN.name},
        at=ADOPTED_AT,
        key="demo-plan-upload",
    )
    case = str(uploaded.result["case"])
    if _stage(officer, case) != "reviewing":
        return False
    perform(
        actor=officer,
        verb="plan:decide",
        target=case,
        facts={"items": _items(officer, case), "decision": "confirm"},
        at=ADOPTED_AT,
        key="demo-plan-decide",
    )
    perform(actor=officer, verb="plan:adopt", target=case, at=ADOPTED_AT, key="demo-plan-adopt")
    return True


def _stage(officer: Actor, case: str) -> str:
    with reading(officer):
        return str(reach(officer, "plan:read").values_list("stage", flat=True).get(pk=case))


def _items(officer: Actor, case: str) -> list[str]:
    """Ids of everything that wants a decision: what was read, and what stayed open."""
    with reading(officer):
        read = reach(officer, "plan:read").get(pk=case).facts["reading"]
    found = [item["id"] for kind in ("targets", "tasks", "measures") for item in read[kind]]
    return [*found, *(f"o{number}" for number in range(1, len(read["open"]) + 1))]
