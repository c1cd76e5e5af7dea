"""A plan taken from its words to the register, everything confirmed as it was read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import perform, reach


def adopt(paper: bytes, *, officer: Actor, at: datetime, path: str, name: str = "plan.txt") -> tuple[str, Mapping[str, Any]]:
    """Upload a document, confirm all of it and adopt it; its case and what was read."""
    facts = {"region": path, "paper": paper, "filename": name}
    case = str(perform(actor=officer, verb="plan:upload", facts=facts, at=at).result["case"])
    with reading(officer):
        read = reach(officer, "plan:read").get(pk=case).facts["reading"]
    items = [one["id"] for kind in ("targets", "tasks", "measures") for one in read[kind]]
    items += [f"o{number}" for number in range(1, len(read["open"]) + 1)]
    perform(actor=officer, verb="plan:decide", target=case, facts={"items": items, "decision": "confirm"}, at=at)
    perform(actor=officer, verb="plan:adopt", target=case, at=at)
    return case, read
