"""Where a sentence stands and what the text before it has settled."""

from __future__ import annotations

from dataclasses import dataclass, field

from .model import Actual, Open, Target
from .outline import Section
from .quantities import Quantity, When


@dataclass
class Found:
    targets: list[Target] = field(default_factory=list)
    actuals: list[Actual] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    claims: list[tuple[int, int, int, str]] = field(default_factory=list)
    """Counts of indicators that the text itself states: number, start, end, part."""


@dataclass
class Frame:
    """What the sentences before have settled: due year, attribute, stage."""

    year: int | None = None
    year_told: bool = False
    attribute: str | None = None
    last_end: int = -1
    lasting: bool = False
    """Whether the year was told for more than its own deed: 到2027年,… and not 2026年6月底前完成…."""
    stage: int | None = None
    """The last year of the stage that was named last: 起步阶段(2024年)."""


@dataclass
class Told:
    """What a sentence has told so far, on which its later clauses and numbers lean."""

    previous: str = ""
    """The thing that the sentence before was about at last."""
    names: list[tuple[str, str]] = field(default_factory=list)
    """Names and units of its numbers, in order."""
    by_unit: dict[str, str] = field(default_factory=dict)
    subject: str = ""
    """What the clause before was about."""
    about: str = ""
    """What the last clause without a number was about."""
    head: tuple[str, str] = ("", "")
    """Name and unit of the first number of a list."""
    topic: str = ""
    whole: str = ""
    """Of what a list tells the parts: 企业300家,其中工业80家、|服务业120家."""
    frame: str = ""
    """To whom each thing of a list falls, and how often: 每县每年至少新建."""
    reach: str = ""
    """What a list of shares speaks of: 覆盖|80%以上的乡镇、60%以上的村."""
    shared: bool = False
    flow: bool = False
    """Whether the list tells what is done in a year."""
    spoilt: bool = False
    """Whether one of its numbers is damaged."""
    in_turn: list[When] = field(default_factory=list)
    """The years to which its numbers fell one after the other."""
    based: dict[int, int] = field(default_factory=dict)
    """Where numbers begin that a bracket tells of an earlier year, and that year."""
    passed: Quantity | None = None
    """The number last told, where it is no goal."""
    swallowed: int = -1
    """Where a number begins that stands within a name already told."""


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
    told: Told = field(default_factory=Told)
    field: str = ""
    """What the plan is about, where its title says so."""


@dataclass(frozen=True)
class Clause:
    """A clause of a sentence and the numbers in it."""

    text: str
    """The sentence."""
    at: int
    """Where the sentence begins in the plain text of the document."""
    begin: int
    end: int
    inside: list[Quantity]
    whens: list[When]
    """The years that the sentence names."""
    here: Context
    past: bool
    """Whether it tells what is over."""

    def words(self) -> str:
        """Its text."""
        return self.text[self.begin : self.end]
