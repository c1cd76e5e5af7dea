"""Cards of the pages around rights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhichan.doors.look.charts import Comparison, Trend
from zhichan.doors.look.parts import Choice, Fact, Table
from zhichan.doors.portal.searching import Hit
from zhichan.kernel.ground.public import Text
from zhichan.kernel.registry.searching import public as index


@dataclass(frozen=True)
class Ranking:
    """Values of a facet, most first, as bars; beside them the same as a table whose names lead on."""

    title: Text
    bars: Comparison
    table: Table
    more: str = ""
    """The search with that question, where more values stand than here."""


@dataclass(frozen=True)
class Addresses:
    """Where a page is, and the same as a file, as a feed of the newest, and as JSON."""

    page: str
    export: str
    feed: str
    data: str


@dataclass(frozen=True)
class Profile:
    """A firm, a region or a technology: what is known of it, and all its rights counted.

    Every number leads to the search that finds what it counts. `ways` lead up and down; `sections` are further tables.
    """

    title: Text | str
    kind: Text
    lead: Text
    counted: index.Profile
    search: str
    facts: Sequence[Fact]
    ways: Sequence[Choice]
    kinds: Table
    trend: Trend | None
    rankings: Sequence[Ranking]
    newest: Sequence[Hit]
    sections: Sequence[Table]
    addresses: Addresses
    first: Sequence[Table] = ()
    """Tables that stand before the rights."""
