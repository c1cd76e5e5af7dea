"""Cards of the portal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhichan.doors.desk.derived.cards import Notice
from zhichan.doors.look.parts import Fact, Figure, Happening, State, Table
from zhichan.kernel.ground.public import Text


@dataclass(frozen=True)
class Entry:
    """Something one can do behind a door."""

    label: Text
    about: Text
    href: str


@dataclass(frozen=True)
class Door:
    """One of the doors in plain words; a door stands only where it leads somewhere."""

    title: Text
    about: Text
    entries: Sequence[Entry]


@dataclass(frozen=True)
class KeyNumber:
    """A number of the region with its source."""

    label: Text
    figure: Figure
    source: Text


@dataclass(frozen=True)
class Portal:
    """The portal's first page."""

    doors: Sequence[Door]
    numbers: Sequence[KeyNumber]
    news: Sequence[Happening]


@dataclass(frozen=True)
class Mine:
    """What someone has here: for whom they act, cases, what is not sent, rights and how many more, and notices."""

    firms: Sequence[Fact]
    cases: Table
    undone: Sequence[Entry]
    rights: Table
    more: int
    notices: Sequence[Notice] = ()


@dataclass(frozen=True)
class Plans:
    """Adopted plans."""

    table: Table


@dataclass(frozen=True)
class Passage:
    """A run of a plan's text; with an address where a target stands."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Plan:
    """The text of an adopted plan."""

    title: str
    facts: Sequence[Fact]
    segments: Sequence[Passage]


@dataclass(frozen=True)
class Applications:
    """What anyone can apply for, by system."""

    groups: Sequence[tuple[Text, Sequence[Entry]]]


@dataclass(frozen=True)
class Receipt:
    """An application that is in. The code is shown here and nowhere again; empty where no part is followed.

    What went into a box has no number either: nobody finds it again.
    """

    title: Text
    number: str
    code: str
    stage: Text | None
    clocks: Sequence[Fact]
    day: date


@dataclass(frozen=True)
class Served:
    """A letter that was served, with the addresses of its documents."""

    title: Text
    day: date
    documents: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Status:
    """Where a followed case stands."""

    title: Text
    number: str
    state: State
    facts: Sequence[Fact]
    steps: Sequence[Happening]
    letters: Sequence[Served]
    acts: Sequence[Entry]
