"""Cards of the desk: what each page shows, as plain frozen values.

Builders make them from the kernel's faces; templates read nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from zhichan.doors.desk.derived.cards import Notice
from zhichan.doors.look.charts import Comparison, Trend
from zhichan.doors.look.parts import (
    Bar,
    Choice,
    Fact,
    Field,
    Figure,
    Filter,
    Happening,
    Pages,
    Point,
    Problem,
    State,
    Table,
)
from zhichan.kernel.ground.refusal import Text

# --- Persons and home ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Persona:
    """A made-up person of the demo city whom a visitor can be."""

    name: str
    label: Text
    unit: Text
    can: Text


@dataclass(frozen=True)
class Waiting:
    """Something that waits. ``share`` is how much of its time is used, 0 to 1; None when it has no end."""

    title: Text | str
    whom: Text | str
    left: Text
    step: Text
    href: str
    share: float | None = None
    state: State | None = None


@dataclass(frozen=True)
class Home:
    """The desk's first page. ``mine_total`` and ``others_total`` count every case, shown or not."""

    mine: Sequence[Waiting]
    others: Sequence[Waiting]
    changed: Sequence[Happening]
    since: date
    notices: Sequence[Notice] = ()
    mine_total: int = 0
    others_total: int = 0
    drafts: int = 0


# --- Plans --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PlanLine:
    """A plan in the list."""

    title: str
    href: str
    version: int
    issuer: str
    issued: date | None
    period: str
    uploaded: datetime
    state: State
    read: int
    doubtful: int
    conflicts: int
    open: int
    number: str = ""
    step: Text | None = None


@dataclass(frozen=True)
class PlanList:
    """All plans one may see."""

    plans: Sequence[PlanLine]
    may_upload: bool
    why_not: Text | None = None


@dataclass(frozen=True)
class Upload:
    """The upload form."""

    fields: Sequence[Field]
    problems: Sequence[Problem] = ()
    key: str = ""
    examples: Sequence[Choice] = ()
    closed: Text | None = None
    """Why one may not upload, where one may not."""


ItemKind = Literal["target", "task", "unit", "actual", "open", "conflict"]


@dataclass(frozen=True)
class Segment:
    """A run of the document's characters under the same items. ``start`` counts code points."""

    text: str
    start: int
    items: Sequence[str] = ()
    kinds: Sequence[ItemKind] = ()
    first_of: Sequence[str] = ()
    elsewhere: bool = False
    """Whether the item to which a click leads stands on another page of a long list."""

    @property
    def leads(self) -> bool:
        """Whether it can be pointed at: a full stop alone is too small."""
        return any(map(str.isalnum, self.text))

    @property
    def kind(self) -> str:
        """The kind that colours it: the narrowest item comes last."""
        return self.kinds[-1] if self.kinds else ""

    @property
    def item(self) -> str:
        """The item to which a click leads."""
        return self.items[-1] if self.items else ""


@dataclass(frozen=True)
class Item:
    """One thing the reader understood, or could not.

    ``facts`` are its parts in words; ``quote`` are its characters; ``fields`` is the correction form when it is
    being edited; ``decided`` says who decided and when; ``because`` why it was read so, and ``sure`` with which chance
    of being right, in per cent.
    """

    id: str
    kind: ItemKind
    title: str
    quote: str
    state: State
    facts: Sequence[Fact] = ()
    path: Sequence[str] = ()
    reason: Text | None = None
    decided: Text | None = None
    decision: Literal["", "confirmed", "corrected", "rejected"] = ""
    fields: Sequence[Field] = ()
    problems: Sequence[Problem] = ()
    may_decide: bool = False
    because: Sequence[Text] = ()
    sure: int | None = None
    about: Sequence[Choice] = ()
    """Of a conflict, the goals of which one is wrong."""


@dataclass(frozen=True)
class Strip:
    """The counts above a review."""

    read: int
    doubtful: int
    conflicts: int
    open: int
    decided: int
    total: int


@dataclass(frozen=True)
class Addition:
    """The form for a goal or a task that was not read; it is open when it was refused."""

    kind: Literal["target", "task"]
    title: Text
    fields: Sequence[Field]
    problems: Sequence[Problem] = ()


@dataclass(frozen=True)
class Review:
    """A plan's document and what was read in it."""

    id: str
    title: str
    version: int
    facts: Sequence[Fact]
    state: State
    strip: Strip
    segments: Sequence[Segment]
    urgent: Sequence[Item]
    items: Sequence[Item]
    filters: Sequence[Choice] = ()
    versions: Sequence[Choice] = ()
    may_adopt: bool = False
    why_not_adopt: Text | None = None
    waiting: bool = False
    failed: Problem | None = None
    problems: Sequence[Problem] = ()
    rest: Sequence[str] = ()
    unnoted: Sequence[str] = ()
    may_decide: bool = False
    may_rename: bool = False
    may_withdraw: bool = False
    edit: str = ""
    key: str = ""
    seen: int = 0
    """The case's version that the page shows; its forms say so, should anything be decided in between."""
    additions: Sequence[Addition] = ()
    pages: Pages | None = None


@dataclass(frozen=True)
class Adoption:
    """What adoption will make, before it is done."""

    id: str
    title: str
    counts: Sequence[Fact]
    targets: Table
    tasks: Table
    left_open: Sequence[Text]
    problems: Sequence[Problem] = ()
    allowed: bool = True
    key: str = ""
    tried: bool = True
    """Whether the problems are of an attempt; else they stand against one that nobody has made yet."""
    adopted: bool = False
    seen: int = 0


@dataclass(frozen=True)
class Run:
    """A piece of a text, and whether it is only in this version of it."""

    text: str
    only: bool = False


@dataclass(frozen=True)
class Change:
    """One difference between two versions of a plan, its words in runs."""

    kind: Literal["added", "removed", "changed", "split", "merged", "same"]
    path: Sequence[str]
    title: str
    before: Sequence[Run] = ()
    after: Sequence[Run] = ()
    facts: Sequence[Fact] = ()
    sort: Literal["target", "task"] = "task"


@dataclass(frozen=True)
class Turn:
    """What changed throughout a plan."""

    label: Text
    before: str
    after: str
    note: Text | None = None


@dataclass(frozen=True)
class PlanDiff:
    """Two versions of a plan, task by task; first what changed throughout. ``file`` leads to it as a document."""

    title: str
    before: Text
    after: Text
    back: str
    changes: Sequence[Change]
    counts: Sequence[Choice]
    throughout: Sequence[Turn] = ()
    file: str = ""

    @property
    def facts(self) -> Sequence[Fact]:
        """What changed throughout, as the page shows it."""
        return [Fact(one.label, f"{one.before} → {one.after}", note=one.note) for one in self.throughout]


@dataclass(frozen=True)
class Tasks:
    """Tasks of a plan with their units."""

    filters: Sequence[Filter]
    table: Table
    address: str
    total: int
    batch: str = ""
    batch_acts: Sequence[Choice] = ()
    tally: Sequence[tuple[State, int, str]] = ()


# --- Scorecard ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TargetLine:
    """A target on the scorecard."""

    id: str
    name: Text | str
    href: str
    scope: Text | str
    owner: Text | str
    baseline: Figure
    baseline_year: int | None
    now: Figure
    now_on: date | None
    target: Figure
    unit: Text
    due: int | date | None
    course: State
    bar: Bar | None
    points: Sequence[Point] = ()
    tags: Sequence[Text] = ()


@dataclass(frozen=True)
class TargetGroup:
    """Targets under one heading; an empty heading means no grouping."""

    label: Text | str
    lines: Sequence[TargetLine]
    href: str = ""


@dataclass(frozen=True)
class Scorecard:
    """Where we stand against the plan."""

    title: Text
    plan: str
    plan_href: str
    on: date
    tally: Sequence[tuple[State, int, str]]
    filters: Sequence[Filter]
    groups: Sequence[TargetGroup]
    address: str
    empty: Text | None = None


# --- Drill-down ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Basis:
    """Where a definition or a figure comes from, and from when until when it holds."""

    title: str
    mark: Text | None = None
    since: date | None = None
    until: date | None = None
    href: str = ""


@dataclass(frozen=True)
class Drill:
    """One number, opened.

    ``formula`` is the definition with the figures filled in; ``parts`` are its inputs, each opening in turn;
    each of ``tables`` has its sum as the first row and the closed rows as the last.
    """

    title: Text | str
    region: Text | str
    period: Text
    number: Figure
    definition: Text
    bases: Sequence[Basis]
    formula: Text
    parts: Sequence[Fact]
    tables: Sequence[Table]
    snapshot: Sequence[Fact]
    back: str
    address: str
    course: State | None = None
    bar: Bar | None = None
    points: Sequence[Point] = ()
    check: State | None = None


# --- Statistics ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Edition:
    """A wording of a definition and the days on which it holds."""

    text: Text
    since: date | None
    until: date | None
    basis: Basis | None = None


@dataclass(frozen=True)
class Check:
    """Two ways to one figure, and whether they agree."""

    label: Text
    left: Figure
    right: Figure
    state: State


@dataclass(frozen=True)
class Statistics:
    """A series by region and period, in views that must agree."""

    title: Text | str
    unit: Text
    filters: Sequence[Filter]
    views: Sequence[Choice]
    table: Table
    checks: Sequence[Check]
    editions: Sequence[Edition]
    address: str
    on: date
    problems: Sequence[Problem] = ()
    trend: Trend | None = None
    comparison: Comparison | None = None


# --- Cascade ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CascadeLine:
    """An indicator with the city's target, its shares and the check of the sum."""

    name: Text | str
    href: str
    unit: Text
    city: Figure
    shares: Sequence[Figure]
    total: Figure
    check: State


@dataclass(frozen=True)
class Cascade:
    """City targets over the regions below."""

    plan: str
    year: int
    regions: Sequence[Text | str]
    lines: Sequence[CascadeLine]
    filters: Sequence[Filter] = ()
    empty: Text | None = None


@dataclass(frozen=True)
class Share:
    """A region's part of a city target, now and in the trial."""

    region: Text | str
    field: str
    share: Figure
    now: Figure
    trial: Figure
    change: Figure
    entered: str
    held: bool
    missing: Figure
    effect: Text
    course: State
    assigned: bool = True


@dataclass(frozen=True)
class WhatIf:
    """A trial reallocation; it writes nothing."""

    name: Text | str
    unit: Text
    city: Figure
    shares: Sequence[Share]
    total: Figure
    trial_total: Figure
    check: State
    city_now: Figure
    city_course: State
    effect: Text
    back: str
    problems: Sequence[Problem] = ()
    tried: bool = False
    fields: Sequence[Field] = ()
    key: str = ""


# --- Targets register ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Register:
    """The register of targets."""

    filters: Sequence[Filter]
    table: Table
    conflicts: Sequence[Conflict]
    address: str
    total: int


@dataclass(frozen=True)
class Conflict:
    """Two readings that cannot both hold."""

    text: Text
    sides: Sequence[tuple[str, str]]
    href: str = ""


@dataclass(frozen=True)
class Form:
    """A form with its own act: ``name`` tells the view which, ``key`` makes sending it twice harmless."""

    name: str
    title: Text
    about: Text
    fields: Sequence[Field]
    step: Text
    key: str
    problems: Sequence[Problem] = ()


@dataclass(frozen=True)
class TargetCard:
    """One target: what it asks, its versions, its conflicts, and the forms that change it."""

    id: str
    name: Text | str
    scope: Text | str
    course: State
    bar: Bar | None
    facts: Sequence[Fact]
    quote: str
    quote_href: str
    versions: Table
    history: Sequence[Happening]
    conflicts: Sequence[Conflict]
    forms: Sequence[Form] = ()
    trend: Trend | None = None


# --- Records ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Record:
    """One record: its status in a sentence, then what is known; ``row`` is that as its source says it."""

    title: str
    kind: Text
    status: State
    sentence: Text
    facts: Sequence[Fact]
    history: Sequence[Happening]
    origin: Sequence[Fact]
    address: str = ""
    fields: Table | None = None
    reasons: Sequence[Text] = ()
    settle: Sequence[Text] = ()
    tables: Sequence[Table] = ()
    row: Mapping[str, Any] = field(default_factory=dict)
