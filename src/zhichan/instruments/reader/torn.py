"""Cells that a narrow column tore over two lines, put together again as the rows beside them tell.

Only cells alone on their lines are looked at: of a table with bars or tabs every cell is whole.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter

from .cells import ATTRIBUTE, UNIT_BEHIND, UNIT_CELL, YEAR_HEAD, Cell
from .shaped import GROUP_CALLED

NOTE = re.compile(r"[(][一-龥、,]{2,12}[)]")
"""A bracket of words, which is never a cell of its own."""
SERIAL_HEAD = re.compile(r"序号|编号")
LEAST_ROWS, LEAST_HEADS, LONGEST_ROW, LONGEST_HEAD = 3, 3, 16, 12


def mended(cells: list[Cell]) -> list[Cell]:
    """The cells with torn names put together; cells that are whole stay as they are."""
    out: list[Cell] = []
    for cell in cells:
        noted = NOTE.fullmatch(cell.text) and not ATTRIBUTE.fullmatch(cell.text)
        if noted and out and cell.line < 0 and out[-1].line < 0 and _word(out[-1]):
            out[-1] = _one([out[-1], cell])
        else:
            out.append(cell)
    heads = [n for n, cell in enumerate(out) if cell.line < 0 and SERIAL_HEAD.fullmatch(cell.text)]
    for head in reversed(heads):
        begins = _numbered(out, head)
        if len(begins) >= LEAST_ROWS:
            grouped = GROUP_CALLED.fullmatch(out[head + 1].text) is not None
            rows = _whole([out[a:b] for a, b in itertools.pairwise([*begins, len(out)])], grouped=grouped)
            out[begins[0] :] = [cell for row in rows for cell in row]
    return _headed(out)


def _headed(cells: list[Cell]) -> list[Cell]:
    """The cells with those heads put together of which the second half tells the unit, as all heads beside do."""
    out = list(cells)
    values = [cell.numeric and not YEAR_HEAD.fullmatch(cell.text) for cell in cells]
    for first in range(len(cells) - 1, LEAST_HEADS, -1):
        if not values[first] or values[first - 1]:
            continue
        width = next((n for n in range(first, len(cells)) if not values[n]), len(cells)) - first
        heads = [n for n in range(first - 2, max(-1, first - 2 - LONGEST_HEAD), -1) if cells[n].line < 0]
        told = [n for n in heads if UNIT_BEHIND.search(cells[n].text)][:width]
        if width < LEAST_HEADS or len(told) < width or not all(map(_word, cells[told[-1] : first])):
            continue
        for n in (n for n in heads if n > told[-1] and n not in told and n + 1 in told):
            out[n : n + 2] = [_one(cells[n : n + 2])]
    return out


def _word(cell: Cell) -> bool:
    return not (cell.numeric or cell.empty or cell.attribute)


def _one(cells: list[Cell]) -> Cell:
    text, shown = "".join(c.text for c in cells), "".join(c.shown for c in cells)
    return Cell(cells[0].start, cells[-1].end, text, shown)


def _numbered(cells: list[Cell], head: int) -> list[int]:
    """Where the rows below a head begin that each tell the next number, and where the last of them begins."""
    begins: list[int] = []
    for n in range(head + 1, len(cells) - 1):
        if n - (begins[-1] if begins else head) > LONGEST_ROW:
            break
        follows = cells[n].serial == str(len(begins) + 1) and _word(cells[n + 1])
        if follows and cells[n].line < 0 and (not begins or any(map(_word, cells[begins[-1] + 1 : n]))):
            begins.append(n)
    return begins


def _whole(rows: list[list[Cell]], *, grouped: bool) -> list[list[Cell]]:
    """The rows, those with more words before their values than most have made like the others.

    ``grouped``: the head names groups, which only the first row of each may tell.
    """
    named = [next((n for n, c in enumerate(row[1:]) if not _word(c)), len(row) - 1) for row in rows]
    usual = Counter(named).most_common(1)[0][0]
    like = [row for row, n in zip(rows, named, strict=True) if n == usual]
    if not usual or len(like) * 2 <= len(rows) or (grouped and {*named} == {usual, usual + 1}):
        return rows
    units = sum(1 for row in like if UNIT_CELL.fullmatch(row[usual].text)) * 2 > len(like)
    groups = {row[1].text for row in like} if usual - units == 2 else set()
    return [_joined(row, n, usual, units, groups) for row, n in zip(rows, named, strict=True)]


def _joined(row: list[Cell], named: int, usual: int, units: bool, groups: set[str]) -> list[Cell]:
    """A row whose name was torn with its name in one cell."""
    end = 1 + named - units
    if named <= usual or usual - units > 2 or units != bool(UNIT_CELL.fullmatch(row[named].text)):
        return row
    first = 1 if usual - units == 1 else 2
    if first == 2 and row[1].text not in groups:
        return [row[0], _one(row[1:3]), *row[3:]] if row[1].text + row[2].text in groups else row
    return [*row[:first], _one(row[first:end]), *row[end:]]
