"""Plain parts that several pages share: figures, states, tables, bars.

Nothing here knows the database. Builders fill these; templates show them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from zhichan.kernel.ground.refusal import Reason, Text

Number = int | Decimal | Fraction
Kind = Literal["ok", "attention", "late", "refused", "unknown"]
Gap = Literal["", "unassigned", "unknown", "incomputable", "closed"]

GAPS: dict[str, Text] = {
    "unassigned": Text("未分配", "not assigned"),
    "unknown": Text("未知", "not known"),
    "incomputable": Text("不可计算", "not computable"),
    "closed": Text("不对您公开", "closed to you"),
}


@dataclass(frozen=True)
class State:
    """One of five states: it always has an icon and a word, and usually a reason."""

    kind: Kind
    word: Text
    reason: Text | None = None


@dataclass(frozen=True)
class Figure:
    """A number, or why there is none. Zero is a number; a gap is not.

    ``unit`` stands behind the number outside tables (in tables the header has it); ``mark`` stands before it
    ("≥", "约"); ``href`` opens the rows behind it, beside the page or, with ``page``, as a page; ``reason`` explains
    a gap.
    """

    value: Number | None
    unit: Text | None = None
    gap: Gap = ""
    reason: Text | None = None
    href: str = ""
    mark: str = ""
    places: int | None = None
    page: bool = False


@dataclass(frozen=True)
class Bar:
    """Baseline → now → target, with the straight line's value today. Real numbers in one unit."""

    baseline: float | None
    now: float | None
    target: float
    line: float | None = None
    unit: Text | None = None


@dataclass(frozen=True)
class Point:
    """One point of a sparkline; ``value`` None leaves a hole."""

    label: str
    value: float | None


@dataclass(frozen=True)
class Choice:
    """One entry of a filter, a tab or a select."""

    value: str
    label: Text | str
    chosen: bool = False
    count: int | None = None
    href: str = ""


@dataclass(frozen=True)
class Filter:
    """One thing that a page can be narrowed or grouped by: a list of choices, or a text, day or number to write."""

    name: str
    label: Text
    choices: Sequence[Choice] = ()
    kind: Literal["select", "text", "day", "number"] = "select"
    value: str = ""


@dataclass(frozen=True)
class Crumb:
    """One step of the path to this page; the last has no address."""

    label: Text | str
    href: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a table. A numeric column is right-aligned and has its unit in the header.

    ``href`` orders the table by it; ``order`` says how it is ordered now.
    """

    label: Text | str
    unit: Text | str = ""
    numeric: bool = False
    href: str = ""
    order: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True)
class Cell:
    """One cell: what is shown, and where it leads. ``value`` may be any part, a date, a text or a number."""

    value: Figure | State | Text | Bar | date | int | str | tuple[Point, ...] | None = None
    href: str = ""
    note: Text | None = None


@dataclass(frozen=True)
class Row:
    """One row of a table; ``kind`` may be ``sum`` (stands out) or ``closed`` (rows that are not shown).

    ``anchor`` is the name by which addresses lead to it.
    """

    cells: Sequence[Cell]
    key: str = ""
    kind: Literal["", "sum", "closed", "group"] = ""
    anchor: str = ""


@dataclass(frozen=True)
class Pages:
    """Where we are in a long list. Addresses are empty at the ends."""

    first: int
    last: int
    total: int
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True)
class Table:
    """A table with a caption. ``empty`` says what would be here and how it comes.

    With ``pick`` every row has a box of that name whose value is the row's key; the page puts a form around it.
    A ``quiet`` caption is read out and not shown, where a heading says the same. With ``stack`` a phone shows each row
    below its name, whatever is in it: what belongs together stands in one row, not in one column.
    """

    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: Text | None = None
    pages: Pages | None = None
    pick: str = ""
    quiet: bool = False
    stack: bool = False

    @property
    def stacks(self) -> bool:
        """Whether a phone shows each row below its name: of words there is nothing to compare down a column."""
        rest = self.columns[1:]
        return self.stack or (len(rest) > 2 and 2 * sum(not one.numeric for one in rest) >= len(rest))


@dataclass(frozen=True)
class Happening:
    """One entry of a timeline."""

    at: datetime | date
    title: Text
    who: str = ""
    detail: Text | str = ""
    href: str = ""
    state: State | None = None


LONG = 60
"""Characters beyond which a fact is a paragraph."""


@dataclass(frozen=True)
class Fact:
    """A label and what is known under it; ``whole`` is a long content that stands apart, to be opened."""

    label: Text
    value: Figure | State | Text | date | int | str | None
    href: str = ""
    note: Text | None = None
    whole: str = ""

    @property
    def apart(self) -> bool:
        """Whether it has a line of its own: a paragraph is not read in a narrow column."""
        words = self.value.zh if isinstance(self.value, Text) else self.value
        return bool(self.whole) or (isinstance(words, str) and len(words) > LONG)


@dataclass(frozen=True)
class Field:
    """One field of a form, with its value so far and what is wrong with it.

    ``filled`` says from where a value came that nobody typed; ``accept`` lists the endings of files; a ``several``
    is a select of more than one; the choices of a text are suggestions; with ``looks`` more can be looked up by it.
    ``picks`` are lines that can be ticked instead of written, under ``picks_title``; they are sent as ``<name>.own``.
    """

    name: str
    label: Text
    value: str = ""
    kind: Literal["text", "number", "date", "area", "select", "several", "file", "hidden"] = "text"
    help: Text | None = None
    choices: Sequence[Choice] = ()
    wrong: Text | None = None
    required: bool = False
    filled: Text | None = None
    accept: str = ".txt,text/plain"
    unit: Text | None = None
    looks: bool = False
    picks: Sequence[Choice] = ()
    picks_title: Text | None = None


@dataclass(frozen=True)
class Problem:
    """A reason as a page shows it: what, the clause, and the field it belongs to."""

    text: Text
    clause: str = ""
    field: str = ""

    @classmethod
    def of(cls, reason: Reason) -> Problem:
        """Take a kernel reason."""
        return cls(reason.text, reason.clause, reason.place)
