"""Where a sentence stands and what the text before it has settled."""

from __future__ import annotations

from dataclasses import dataclass, field

from .model import Actual, Open, Target
from .outline import Section


@dataclass
class Found:
    targets: list[Target] = field(default_factory=list)
    actuals: list[Actual] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    claims: list[tuple[int, int, int, str]] = field(default_factory=list)
    """Counts of indicators that the text itself states: number, start, end, part."""


@dataclass
class Frame:
    """What the sentences before have settled: due year, subject, attribute."""

    year: int | None = None
    year_told: bool = False
    subject: str = ""
    attribute: str | None = None
    verb: str = ""
    per_year: bool = False
    last_end: int = -1
    lasting: bool = False
    """Whether the year was told for more than its own deed: 到2027年,… and not 2026年6月底前完成…."""
    stage: int | None = None
    """The last year of the stage that was named last: 起步阶段(2024年)."""


@dataclass(frozen=True)
class Context:
    """Where a sentence stands and what is settled there."""

    section: Section | None
    kind: str
    """Purpose of the section: goal, task, measure, background …"""
    part: str
    """Document of the file: plan, explanation …"""
    scope: str | None
    frame: Frame
    found: Found
