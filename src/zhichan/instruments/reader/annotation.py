"""What people decided about a reading, as an annotation: the shape of a reading, with what was confirmed or corrected.

Nothing learns from it by itself; it is a file that a person may lay beside the text and score a reader with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .model import Json

KEPT = ("file", "title", "region", "issuer", "doc_no", "date", "period")
LISTS = ("targets", "tasks", "measures")


def annotation(*, reading: Mapping[str, Any], decisions: Mapping[str, Mapping[str, Any]]) -> Json:
    """The annotation that decisions make of a reading.

    ``reading`` is ``Reading.as_json()``; ``decisions`` maps ids of items (``o1``, ``o2`` … for open questions) to
    ``decision`` (confirm, correct or reject), ``correction`` (fields and values) and ``reason``. A rejected target goes
    to ``not_targets``, a rejected task or measure to ``not_tasks``, and what nobody has decided to ``undecided`` by id,
    so that it counts for neither side. A corrected item keeps what was read under ``as_read``.
    """
    out: Json = {key: reading.get(key) for key in KEPT}
    out |= {name: [] for name in LISTS} | {"not_targets": [], "not_tasks": [], "undecided": []}
    for name in LISTS:
        for item in reading.get(name) or ():
            told = decisions.get(item["id"])
            if told is None:
                out["undecided"].append(item["id"])
            elif told["decision"] == "reject":
                place = {"quote": item.get("quote"), "span": item.get("span"), "reason": told.get("reason")}
                out["not_targets" if name == "targets" else "not_tasks"].append(place)
            else:
                out[name].append(_settled(item, told.get("correction") or {}))
    out["open"] = [
        {**each, "settled": decisions.get(f"o{n}", {}).get("decision")}
        for n, each in enumerate(reading.get("open") or (), start=1)
    ]
    return out


def _settled(item: Mapping[str, Any], correction: Mapping[str, Any]) -> Json:
    told = {k: v for k, v in item.items() if k not in ("confidence", "signs", "why", "computable")}
    changed = {k: item.get(k) for k, v in correction.items() if item.get(k) != v}
    return {**told, **correction, **({"as_read": changed} if changed else {})}
