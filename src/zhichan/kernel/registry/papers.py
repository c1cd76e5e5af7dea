"""Files given to an act or an entry: kept as papers, and named only by whoever holds them already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhichan.kernel.catalogue.given import EMPTY
from zhichan.kernel.catalogue.shapes import FieldShape
from zhichan.kernel.ground.public import Reason, Text, keep_paper


def papers_of(fields: Mapping[str, FieldShape], facts: Mapping[str, Any]) -> set[str]:
    """The digests of the papers that facts hold."""
    return {facts[name] for name, field in fields.items() if field.type == "paper" and isinstance(facts.get(name), str)}


def with_papers(
    *, fields: Mapping[str, FieldShape], given: Mapping[str, Any], held: Iterable[str]
) -> tuple[dict[str, Any], list[Reason]]:
    """Keep files, which come as bytes, and return the facts with their digests, and a reason for each refused.

    Called within an act, so that a refused act leaves no file behind, and after it was asked whether the actor may do
    it. A digest names a paper in ``held``, those of the case or entry already; any other is refused, whether such a
    paper is there or not.
    """
    mine = set(held)
    kept: dict[str, Any] = {}
    reasons: list[Reason] = []
    for name, value in given.items():
        field = fields.get(name)
        if field is None or field.type != "paper" or value in EMPTY:
            kept[name] = value
        elif isinstance(value, bytes):
            kept[name] = keep_paper(value).sha256
        elif isinstance(value, str) and value in mine:
            kept[name] = value
        else:
            text = Text(f"“{field.title.zh}”应当是文件", f"{field.title.en} must be a file's bytes")
            reasons.append(Reason("given.paper", text, name))
    return kept, reasons
