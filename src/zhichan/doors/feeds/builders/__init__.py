"""Builders: from the raw mapping of one source record to neutral records, one module a family."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from zhichan.doors.feeds.records import Position, Record, fixed

Build = Callable[[dict[str, Any], "Context"], Sequence[Record]]
BUILDERS: dict[str, Build] = {}


@fixed
class Context:
    """What a builder knows beside the raw mapping: where the record stands, what was repaired, how it writes."""

    position: Position
    notes: tuple[str, ...] = ()
    record: str = ""
    comma: frozenset[str] = frozenset()
    order: str = "dmy"


def builder(*names: str) -> Callable[[Build], Build]:
    """Register a builder under the names of its formats."""

    def register(build: Build) -> Build:
        for name in names:
            BUILDERS[name] = build
        return build

    return register
