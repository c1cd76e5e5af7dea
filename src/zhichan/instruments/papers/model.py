"""What is taken out of a paper, the limits it is taken out under, and the blocks that containers are read into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from zhichan.instruments.reader import Unreadable

PLAIN = "text/plain"
WEB = "text/html"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
OFD = "application/ofd"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one paper may cost. Beyond it, it is refused."""

    file: int = 64 << 20
    """Bytes of the file."""
    part: int = 64 << 20
    """Bytes of one unpacked part of a container."""
    unpacked: int = 1 << 30
    """Bytes a container says it unpacks to, pictures included."""
    ratio: int = 250
    """Unpacked to packed bytes of a part above 4 MiB; office documents stay below 60, bombs are above 1000."""
    members: int = 10_000
    """Files in a container."""
    pages: int = 2_000
    characters: int = 1_000_000
    cells: int = 100_000
    """Cells of all tables, spanned places included."""
    seconds: float = 20.0
    """Processor time for a PDF, which is read in a process of its own; on a busy machine it may wait twice as long."""
    memory: int = 1 << 30
    """Address space beyond the start of that process, where the system can bound it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its place in the grid, how many rows and columns it covers, and where its text stands.

    ``span`` is [start, end) in the extracted text; an empty cell has an empty span.
    """

    row: int
    column: int
    text: str
    span: Span
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the paper. ``span`` covers all its lines in the extracted text."""

    span: Span
    height: int
    width: int
    head: int
    """Rows of the header, told by the container or by cells of the first row that reach down."""
    cells: tuple[Cell, ...]
    page: int | None = None

    def grid(self) -> list[list[str]]:
        """The texts by row and column; a merged cell's text stands in every place that it covers."""
        out = [[""] * self.width for _ in range(self.height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    out[row][column] = cell.text
        return out


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should know about the extraction. ``code`` is stable."""

    code: str
    zh: str
    en: str

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "zh": self.zh, "en": self.en}


@dataclass(frozen=True, slots=True)
class Extracted:
    """Plain text of a paper: one paragraph or one row of a table a line. Cells of a row stand between tabs."""

    text: str
    media_type: str
    pages: int | None = None
    tables: tuple[Table, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether the text is the file itself, so that it need not be kept beside it."""
        return self.media_type == PLAIN

    def beside(self) -> dict[str, object]:
        """What a reading carries besides: nothing for plain text, else the text its spans point into, the media type,
        the pages (where the container has pages) and the notes.
        """
        if self.plain:
            return {}
        return {
            "text": self.text,
            "media_type": self.media_type,
            "pages": self.pages,
            "notes": [note.as_json() for note in self.notes],
        }


@dataclass(slots=True)
class GridCell:
    """A cell before it is laid into the text; ``blocks`` are its paragraphs and the tables within it."""

    row: int
    column: int
    blocks: list[Block]
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class Grid:
    """A table before it is laid into the text."""

    height: int
    width: int
    cells: list[GridCell] = field(default_factory=list)
    head: int = 0
    page: int | None = None


Block = str | Grid


def refuse(code: str, zh: str, en: str) -> Unreadable:
    return Unreadable(code, zh, en)


def broken(zh: str, en: str) -> Unreadable:
    """A file that says what it is and is not whole."""
    return refuse(
        "broken",
        f"{zh}已损坏或不完整，请重新导出后再试。",
        f"The {en} is damaged or incomplete; export it again and retry.",
    )


def nothing(zh: str, en: str) -> Unreadable:
    """A sound file without words."""
    return refuse("empty", f"{zh}里没有可读的文字。", f"There is no text to read in the {en}.")


def too_long(limits: Limits) -> Unreadable:
    return refuse(
        "too_long",
        f"文字超过 {limits.characters} 字的上限。",
        f"The text has more than {limits.characters} characters.",
    )


def too_many_cells(limits: Limits) -> Unreadable:
    return refuse(
        "too_large",
        f"表格超过 {limits.cells} 格的上限。",
        f"The tables have more than {limits.cells} cells.",
    )


def joined(pieces: Sequence[str]) -> str:
    """Lines as one: nothing between Chinese characters, one space between Latin words or numbers."""
    out = ""
    for piece in pieces:
        text = piece.strip()
        if not text:
            continue
        if out and out[-1].isascii() and out[-1].isalnum() and text[0].isascii() and text[0].isalnum():
            out += " "
        out += text
    return out
