"""What a case is made of: merge patches, their inverse, and the fold of its events. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from zhichan.kernel.casework import letters
from zhichan.kernel.casework.course import entered
from zhichan.kernel.ledger.public import Event, Payload


def merge(state: Any, patch: Any) -> Any:
    """RFC 7396 JSON merge patch: null removes a key, objects merge, everything else replaces."""
    if not isinstance(patch, Mapping):
        return patch
    merged = dict(state) if isinstance(state, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), value)
    return merged


def inverse(state: Any, patch: Mapping[str, Any]) -> dict[str, Any]:
    """The merge patch that undoes ``patch`` on ``state`` (what the event keeps as *before*)."""
    before: dict[str, Any] = {}
    for key, value in patch.items():
        old = state.get(key) if isinstance(state, Mapping) else None
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            before[key] = inverse(old, value)
        else:
            before[key] = old
    return before


def fold(events: Iterable[tuple[Event, Payload]]) -> dict[str, Any]:
    """The state a case must have after ``events`` (with their ordinary payloads).

    ``{facts, stage, version, course, letters}``; facts under seal have payloads of their own.
    """
    state: dict[str, Any] = {"facts": {}, "stage": "", "version": 0, "course": [], "letters": []}
    for event, payload in events:
        content = payload.content or {}
        entry = content.get("entry")
        state = {
            "course": entered(state["course"], entry) if entry else state["course"],
            "letters": letters.put(state["letters"], content.get("letters", [])),
            "facts": merge(state["facts"], content.get("patch", {})),
            "stage": content.get("stage", state["stage"]),
            "version": event.subject_version,
        }
    return state
