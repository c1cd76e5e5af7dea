"""What a management page shows: facts, sections of sentences and tables, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from zhichan.doors.desk.derived.cards import Link
from zhichan.doors.look.parts import Cell, Choice, Fact, Field, Filter, Happening, Problem, State, Table
from zhichan.kernel.ground.public import Text

__all__ = ["Form", "Link", "Page", "Section", "Sentence", "documents"]


RESTS_ON = Text("依据：", "rests on: ")


@dataclass(frozen=True)
class Sentence:
    """A sentence with the numbers of what it rests on, each leading there.

    With ``runs`` it is shown in them, the figures among them leading to what they count. ``of`` is what stands before
    the numbers.
    """

    text: Text
    cites: Sequence[Link] = ()
    state: State | None = None
    runs: Sequence[Link] = ()
    of: Text = RESTS_ON


@dataclass(frozen=True)
class Section:
    """A part of a page: a heading with, as it needs, a note, sentences, a table with ways on, happenings, words."""

    title: Text
    note: Text | None = None
    sentences: Sequence[Sentence] = ()
    table: Table | None = None
    happenings: Sequence[Happening] = ()
    text: str = ""
    empty: Text | None = None
    key: str = ""
    links: Sequence[Link] = ()


@dataclass(frozen=True)
class Line:
    """A row of a form: what it is about, and its fields."""

    cells: Sequence[Cell]
    fields: Sequence[Field]


@dataclass(frozen=True)
class Form:
    """A form that asks with GET or acts with POST; one that comes ``after`` stands below what the page tells.

    With ``lines`` it is a table under ``heads``, each line with its own fields beside what they are about.
    """

    title: Text
    fields: Sequence[Field]
    button: Text
    address: str = ""
    method: str = "get"
    note: Text | None = None
    key: str = ""
    file: bool = False
    after: bool = False
    heads: Sequence[Text] = ()
    lines: Sequence[Line] = ()


@dataclass(frozen=True)
class Page:
    """One management page."""

    title: Text | str
    tabs: Sequence[Choice]
    about: Text | None = None
    state: State | None = None
    facts: Sequence[Fact] = ()
    lights: Sequence[Choice] = ()
    filters: Sequence[Filter] = ()
    address: str = ""
    actions: Sequence[Link] = ()
    files: Sequence[Link] = ()
    sections: Sequence[Section] = ()
    forms: Sequence[Form] = ()
    problems: Sequence[Problem] = field(default_factory=tuple)
    listed: Table | None = None
    """What the page lists, as a file has it."""


def documents(address: Callable[[str], str]) -> list[Link]:
    """The ways to an official document as files; ``address`` gives that of each kind."""
    return [
        Link(Text("下载Word", "Word file"), address("docx")),
        Link(Text("下载PDF", "PDF file"), address("pdf")),
    ]


def one_file(
    title: Text, label: Text, button: Text, address: str, *, key: str, endings: str, place: str,
    problems: Sequence[Problem], hint: Text, note: Text | None = None, after: bool = False,
    instead: Field | None = None,
) -> Form:  # fmt: skip
    """A form that brings one file, or what stands for it ``instead``; what is wrong at ``place`` stands beside it."""
    wrong = next((one.text for one in problems if one.field == place), None)
    file = Field("file", label, kind="file", required=instead is None, accept=endings, wrong=wrong, help=hint)
    fields = [file, instead] if instead else [file]
    return Form(title, fields, button, address, "post", note=note, key=key, file=True, after=after)
