"""Cards of the derived pages, as plain frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhichan.doors.desk.derived.limits import Limits
from zhichan.doors.look.parts import Choice, Fact, Field, Filter, Problem, State, Table
from zhichan.kernel.ground.refusal import Text


@dataclass(frozen=True)
class Link:
    """A way to somewhere, and what one does there."""

    label: Text | str
    href: str
    note: Text | None = None


@dataclass(frozen=True)
class Shelf:
    """One group of the index: a system and what it declares."""

    title: Text
    id: str
    href: str
    table: Table


@dataclass(frozen=True)
class Index:
    """All procedures, or all registers, that concern someone."""

    title: Text
    about: Text
    shelves: Sequence[Shelf]
    empty: Text
    drafts: int


@dataclass(frozen=True)
class Listing:
    """Cases of a procedure or entries of a register: what is asked, how many there are, and one page of them."""

    title: Text
    about: Text
    filters: Sequence[Filter]
    more: Sequence[Filter]
    narrowed: bool
    address: str
    total: int
    table: Table
    exports: Sequence[Link]
    openings: Sequence[Link]
    reference: str
    batch: str = ""
    batch_acts: Sequence[Choice] = ()

    @property
    def more_open(self) -> bool:
        """Whether something was asked of the facts."""
        return any(one.value or any(each.chosen and each.value for each in one.choices) for one in self.more)


@dataclass(frozen=True)
class Change:
    """One fact before and after an act."""

    label: Text
    before: object
    after: object


@dataclass(frozen=True)
class Episode:
    """One event of a case or entry as its viewer may see it."""

    at: datetime
    title: Text
    who: Text
    behalf: Text | None
    day: date | None
    reason: str
    clause: str
    stage: Text | None
    given: Sequence[Fact]
    changes: Sequence[Change]
    clocks: Sequence[Fact]
    erased: bool


@dataclass(frozen=True)
class Step:
    """A stage on the track: ``place`` is past, here or ahead."""

    title: Text
    place: str


@dataclass(frozen=True)
class Clock:
    """A clock of a case: its last day, how it stands, and the calculation that leads there."""

    title: Text
    state: State
    due: date | None
    words: Text
    share: float | None
    provisional: bool
    kind: Text
    awaits: str
    clause: str
    chosen: Text
    steps: Sequence[tuple[Text, str]]
    open: bool


@dataclass(frozen=True)
class Possibility:
    """An act as it stands now: its form's address when it can be begun, else the reasons against it."""

    title: Text
    href: str
    clause: str
    reasons: Sequence[Problem]
    draft: bool = False


@dataclass(frozen=True)
class File:
    """A paper of a case or entry; a letter also as other kinds of document."""

    label: Text
    href: str
    kind: Text
    size: str
    note: Text | None = None
    others: Sequence[Link] = ()


@dataclass(frozen=True)
class Detail:
    """A case or an entry, whole."""

    title: str
    number: str
    kind: Text
    kind_href: str
    state: State | None
    track: Sequence[Step]
    head: Sequence[Fact]
    clocks: Sequence[Clock]
    facts: Sequence[Fact]
    files: Sequence[File]
    story: Sequence[Episode]
    possible: Sequence[Possibility]
    impossible: Sequence[Possibility]
    later: Sequence[Possibility]
    parent: Link | None
    children: Table | None
    warnings: Sequence[Text]
    done: Text | None
    printing: bool
    address: str
    tables: Sequence[Table] = ()
    limits: Limits | None = None
    beside: Link | None = None

    @property
    def running(self) -> list[Clock]:
        """Clocks that run, and those that ended too late: what is to be seen at once."""
        return [one for one in self.clocks if one.open or one.state.kind == "late"]

    @property
    def over(self) -> list[Clock]:
        """Clocks that ended in time."""
        return [one for one in self.clocks if one not in self.running]


@dataclass(frozen=True)
class Preview:
    """What would happen."""

    facts: Sequence[Fact]
    words: Sequence[Text]


@dataclass(frozen=True)
class Form:
    """The form of an act."""

    title: Text
    about: Text
    clause: str
    fields: Sequence[Field]
    more: Sequence[Field]
    more_open: bool
    hidden: Sequence[Field]
    problems: Sequence[Problem]
    preview: Preview | None
    key: str
    draft: str
    saved: datetime | None
    drafts: Sequence[Link]
    address: str
    back: str
    step: Text
    has_files: bool
    stepwise: bool
    keeps: bool = True
    """Whether a draft of it can be kept."""
    told: Sequence[Fact] = ()
    """What one has to have read to fill it in."""


@dataclass(frozen=True)
class Batch:
    """One act on several cases: the form, and a row for each with what became of it."""

    title: Text
    form: Form
    rows: Table
    targets: Sequence[str]
    act: str
    done: bool
    tally: Sequence[Fact]


@dataclass(frozen=True)
class Notice:
    """Something one is told; ``said`` is what the act itself had to tell, ``used`` that one said it was of use."""

    id: int
    title: Text
    why: Text
    at: datetime
    href: str
    seen: bool
    said: Text | None = None
    used: bool = False


@dataclass(frozen=True)
class Drafts:
    """One's drafts."""

    rows: Sequence[tuple[Link, datetime, str]]


@dataclass(frozen=True)
class Delegations:
    """Who stands in for me, for whom I stand in, and the form."""

    form: Form
    mine: Sequence[tuple[Text, date, date, str, State, str]]
    others: Sequence[tuple[Text, date, date, str, State, str]]


@dataclass(frozen=True)
class Permissions:
    """Who may do and read what, and who holds which role here."""

    region: Text
    shelves: Sequence[Shelf]
    grants: Table | None


@dataclass(frozen=True)
class Chapter:
    """A declaration in the reference: what it is, its facts, and its tables."""

    anchor: str
    title: Text
    name: str
    about: Text | None
    facts: Sequence[Fact]
    tables: Sequence[Table]


@dataclass(frozen=True)
class Reference:
    """The whole catalogue, or one system of it."""

    title: Text
    about: Text | None
    facts: Sequence[Fact]
    shelves: Sequence[Shelf]
    chapters: Sequence[tuple[Text, Sequence[Chapter]]]
