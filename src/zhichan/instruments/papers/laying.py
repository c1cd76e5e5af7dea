"""Blocks into text: one paragraph a line, one row of a table a line with its cells between tabs.

A cell that covers several columns has a tab for each of them, so that what stands below it keeps its column. Three
liberties are taken, so that a row still says what it says on paper:

- words in a cell merged downwards stand again in every row of the body that it covers (a unit, an attribute, a list
  of offices); a number merged downwards does not, for it cannot be told whose it is;
- an empty cell in a column of numbers is laid as ``-``, so that the numbers after it keep their column;
- bodies that stand one a paragraph in a cell have a space between them.
"""

from __future__ import annotations

import re

from .lines import BODY
from .model import (
    Block,
    Cell,
    Extracted,
    Grid,
    GridCell,
    Limits,
    Note,
    Table,
    joined,
    too_long,
    too_many_cells,
)

NUMBER = re.compile(
    r"(?!\d[\d年月]*[年月季日])[≥≤><~～约]?\s*[-－+]?\d[\d,，.．]*\s*(?:[-—~～至]\s*\d[\d.]*)?\s*[^\d\s]{0,6}|[-—–－/\\]{1,3}|…+"
)
BLANK = "\ufeff\u200b\u3000\u00a0 \t\r\n\f\v"


class Layer:
    """Writes blocks one after the other and remembers where the cells of tables stand."""

    def __init__(self, *, limits: Limits) -> None:
        self._limits = limits
        self._parts: list[str] = []
        self._length = 0
        self._cells = 0
        self._repeated = 0
        self._dashes = 0
        self.tables: list[Table] = []

    def lay(self, block: Block) -> None:
        """Write one block; raises ``Unreadable`` (``too_long``, ``too_large``)."""
        stack: list[Block] = [block]
        while stack:
            now = stack.pop()
            if isinstance(now, str):
                for line in now.splitlines():
                    self._line(line)
            elif is_frame(now):
                ordered = sorted(now.cells, key=lambda c: (c.row, c.column))
                stack.extend(reversed([each for cell in ordered for each in cell.blocks]))
            else:
                self._table(now)

    def extracted(self, media_type: str, *, pages: int | None, notes: list[Note]) -> Extracted:
        told = list(notes)
        if self._repeated:
            told.append(
                Note(
                    "merged_cells",
                    f"{self._repeated} 处纵向合并单元格的文字在所跨各行重复列出。",
                    f"Words of cells merged downwards are repeated in {self._repeated} rows.",
                )
            )
        if self._dashes:
            told.append(
                Note(
                    "empty_cells",
                    f"数字列中的 {self._dashes} 个空格以“-”表示。",
                    f"{self._dashes} empty cells in columns of numbers are shown as '-'.",
                )
            )
        return Extracted("".join(self._parts), media_type, pages, tuple(self.tables), tuple(told))

    @property
    def empty(self) -> bool:
        return not self._parts

    def _add(self, text: str) -> int:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        if self._length > self._limits.characters:
            raise too_long(self._limits)
        return start

    def _line(self, text: str) -> None:
        if bare := text.strip(BLANK):
            self._add(bare)
            self._add("\n")

    def _table(self, grid: Grid) -> None:
        self._cells += grid.height * grid.width
        if self._cells > self._limits.cells:
            raise too_many_cells(self._limits)
        places: list[list[GridCell | None]] = [[None] * grid.width for _ in range(grid.height)]
        for each in grid.cells:
            for row in range(each.row, each.row + each.rows):
                for column in range(each.column, each.column + each.columns):
                    places[row][column] = each
        words = {id(each): _words(each) for each in grid.cells}
        head = max(grid.head, _head(grid, words))
        numeric = [_is_numeric(places, words, head, column) for column in range(grid.width)]
        begun = {each.column for each in grid.cells}
        spans: dict[int, tuple[int, int]] = {}
        begin = self._length
        for number, line in enumerate(places):
            pieces: list[tuple[GridCell | None, str]] = []
            previous: GridCell | None = None
            for column, cell in enumerate(line):
                if cell is not None and cell is previous:
                    # A column in which no cell begins is none.
                    pieces += [(None, "")] * (column in begun)
                    continue
                previous = cell
                text = "" if cell is None else words[id(cell)]
                if cell is not None and cell.row < number:
                    # Heads and numbers stand once; a number in several rows would be told several times.
                    text = "" if number < head or NUMBER.fullmatch(text) else text
                    self._repeated += bool(text)
                elif not text and numeric[column] and number >= head:
                    text = "-"
                    self._dashes += 1
                    pieces.append((None, text))
                    continue
                pieces.append((cell, text))
            if not any(cell is not None and text for cell, text in pieces):
                self._dashes -= sum(1 for cell, text in pieces if cell is None and text)
                continue
            self._row(pieces, spans)
        cells = tuple(
            Cell(c.row, c.column, words[id(c)], spans.get(id(c), (begin, begin)), c.rows, c.columns)
            for c in sorted(grid.cells, key=lambda c: (c.row, c.column))
        )
        self.tables.append(Table((begin, self._length), grid.height, grid.width, head, cells, grid.page))

    def _row(self, pieces: list[tuple[GridCell | None, str]], spans: dict[int, tuple[int, int]]) -> None:
        while pieces and not pieces[-1][1]:
            pieces.pop()
        for place, (cell, text) in enumerate(pieces):
            if place:
                self._add("\t")
            start = self._add(text)
            if cell is not None and text:
                spans.setdefault(id(cell), (start, start + len(text)))
        self._add("\n")


def is_frame(grid: Grid) -> bool:
    """Whether a table only holds blocks in place: one column, tables within, or a few cells full of paragraphs."""
    filled = [cell for cell in grid.cells if cell.blocks]
    if len({cell.column for cell in filled}) <= 1:
        return True
    if any(isinstance(block, Grid) for cell in filled for block in cell.blocks):
        return True
    if grid.height > 3:
        return False
    return any(
        len(cell.blocks) >= 5 and sum(len(each) for each in cell.blocks if isinstance(each, str)) > 400
        for cell in filled
    )


def _words(cell: GridCell) -> str:
    lines = [line for block in cell.blocks if isinstance(block, str) for line in block.splitlines()]
    told = [each for line in lines if (each := " ".join(line.strip(BLANK).split()))]
    if len(told) > 1 and all(BODY.fullmatch(each) for each in told):
        # One body a paragraph: a space keeps their names apart.
        return " ".join(told)
    return joined(told)


def _head(grid: Grid, words: dict[int, str]) -> int:
    """Rows that cells of the first row reach down to; a first row of one cell is a title and part of the head."""
    first = 0
    while first < grid.height:
        starting = [c for c in grid.cells if c.row == first and words[id(c)]]
        if len(starting) != 1 or starting[0].columns < grid.width:
            break
        first += 1
    reach = max((c.row + c.rows for c in grid.cells if c.row == first and words[id(c)]), default=first)
    # When every cell of the row reaches down it is a group of the body, and so is a column that is never cut.
    return min(reach, first + 3, grid.height)


def _is_numeric(places: list[list[GridCell | None]], words: dict[int, str], head: int, column: int) -> bool:
    """Whether at least half of a column's filled cells, and two at least, are numbers; running numbers are none."""
    filled = numbers = running = 0
    seen: set[int] = set()
    for line in places[head:]:
        cell = line[column]
        if cell is None or id(cell) in seen or not words[id(cell)]:
            continue
        seen.add(id(cell))
        filled += 1
        running += words[id(cell)].rstrip(".、") == str(filled)
        numbers += bool(NUMBER.fullmatch(words[id(cell)])) and any(c.isdigit() for c in words[id(cell)])
    return numbers >= 2 and numbers * 2 >= filled and not (column == 0 and running == filled)
