"""Tables without ruled lines: columns by the white strips between them, rows by their figures.

A table of figures or of numbered rows has a column in which every row has one word; the other words of a row stand
around it, above and below. Strips in which no word of any row stands part the columns; where a cell is full its last
character nearly touches the next cell, and the words of other rows tell where the two part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .lines import APART, MARK, Line, Piece
from .rowed import LEAST_ROWS, Placed, Strip, column_of, is_figure, table_of
from .ruled import Ruled

LEAST_COLUMNS, LONGEST_WORD = 3, 40
AROUND, BREAK = 12, 1.9
"""Lines of a table that are looked for beyond the break of a page, and how far apart rows are set there, in ems."""
SLIT = 0.15
"""White that parts two cells whose words are taken for one, in ems."""


def table_at(lines: Sequence[Line], at: int, page: int) -> tuple[int, Ruled, int] | None:
    """The table of which a line has three words or more, with the first of its lines and the one behind the last.

    None where rows and columns cannot be told apart.
    """
    rows: list[Line] = []
    strips: list[Strip] = []
    end = at
    while end < len(lines) and not any(len(word.text) > LONGEST_WORD for word in lines[end].words):
        line = lines[end]
        if end > at and lines[end - 1].y - line.y > 3.2 * line.em:
            break
        if len(line.words) >= LEAST_COLUMNS:
            rows.append(line)
            strips = _strips(rows)
        elif not rows or _cut(line, strips) is None:
            break
        end += 1
    while end > at and _heading(lines[end - 1]):
        end -= 1
    if len(rows) < LEAST_ROWS or len(strips) < LEAST_COLUMNS:
        return None
    step = _step(lines[at:end], strips)
    em = lines[at].em
    while at:
        over = _cut(lines[at - 1], strips)
        gap = lines[at - 1].y - lines[at].y
        # Words that are less than a line higher stand beside those below them.
        if over is None and gap >= em:
            break
        if gap > (2 * em if over is not None and len(over) > 1 else 1.05 * step):
            break
        at -= 1
    places: list[Placed] = [
        (column_of(word, strips), word) for line in lines[at:end] for word in _cut(line, strips) or line.words
    ]
    table = table_of(places, strips, step=step, em=em, page=page)
    return None if table is None else (at, table, end)


def over_break(above: Sequence[Line], below: Sequence[Line]) -> tuple[int, int, float]:
    """How many of the last lines of a page begin the table with which the next page opens, how many of the first lines
    of that page end the table with which this one closes, and how far apart the two pages then stand.

    Tables of which both pages hold several rows are put together as they are.
    """
    tail = above[-AROUND:]
    if not tail or not below:
        return 0, 0, 0.0
    rise = below[0].y + BREAK * below[0].em - tail[-1].y
    lines = [*(line.moved(rise) for line in tail), *below[:AROUND]]
    for at, line in enumerate(lines):
        found = table_at(lines, at, 0) if len(line.words) >= LEAST_COLUMNS else None
        if found is None or not found[0] < len(tail) < found[2]:
            continue
        down, up = len(tail) - found[0], found[2] - len(tail)
        if _figures(lines[found[0] : len(tail)]) < LEAST_ROWS and not _closes(above, down):
            return down, 0, rise
        return (0, up, rise) if _figures(lines[len(tail) : found[2]]) < LEAST_ROWS else (0, 0, rise)
    return 0, 0, rise


def _figures(lines: Sequence[Line]) -> int:
    """How many lines have a figure in a cell of its own."""
    return sum(1 for line in lines if any(is_figure(word.text) for word in line.words))


def _closes(lines: Sequence[Line], last: int) -> bool:
    """Whether one of the last lines of a page stands in a table of which the page has several rows."""
    return any(
        found[2] > len(lines) - last
        for at, line in enumerate(lines)
        if len(line.words) >= LEAST_COLUMNS and (found := table_at(lines, at, 0)) is not None
    )


def _step(lines: Sequence[Line], strips: list[Strip]) -> float:
    """The least distance between two lines of a column: that of the lines of a cell, where any has several."""
    last: dict[int, float] = {}
    out: list[float] = []
    for line in lines:
        for column in {column_of(word, strips) for word in line.words}:
            out += [last[column] - line.y] if column in last else []
            last[column] = line.y
    return min(out, default=0.0)


def _heading(line: Line) -> bool:
    """Whether a line of one word below the last row is a heading or a note and no part of a cell."""
    return len(line.words) == 1 and bool(MARK.match(line.text) or re.match("备?注[:：]", line.text))


def _strips(lines: Sequence[Line]) -> list[Strip]:
    """Where columns stand: what the words of any row cover, parted by white that all of them leave."""
    em = min(line.em for line in lines)
    rows = _touching(lines, em)
    out: list[Strip] = []
    for word in sorted((word for row in rows for word in row), key=lambda w: w.x0):
        if _glued(word, rows, em):
            continue
        if out and not _parted(out[-1][1], word.x0, rows, em):
            out[-1] = (out[-1][0], max(out[-1][1], word.x1))
        else:
            out.append((word.x0, word.x1))
    return _complementary(out, rows)


def _touching(lines: Sequence[Line], em: float) -> list[list[Piece]]:
    """The words of the rows; where every row has a word with a slit in the same place, two full columns touch. A slit
    that has figures on one side and Chinese on the other in every row is that of a unit.
    """
    rows = [line.words for line in lines]
    if len(rows) < LEAST_ROWS:
        return rows
    marks = sorted(mark for row in rows for word in row for mark in word.marks)
    edges: list[float] = []
    end = marks[0][1]
    for x0, x1 in marks:
        over = [word for row in rows for word in row if word.x0 < end and x0 < word.x1]
        if x0 - end >= SLIT * em and len(over) == len(rows) and any(_alike(word, x0) for word in over):
            edges.append(x0)
        end = max(end, x1)
    return [
        [
            piece
            for word in row
            for piece in _pieces(word, [_place(word, edge) for edge in edges if word.x0 < edge < word.x1])
        ]
        for row in rows
    ]


def _place(word: Piece, edge: float) -> int:
    """The place of the first character behind an edge."""
    return sum(1 for mark in word.marks if mark[0] < edge)


def _alike(word: Piece, edge: float) -> bool:
    place = _place(word, edge)
    return word.text[place - 1].isascii() == word.text[place].isascii()


def _pieces(word: Piece, places: Sequence[int]) -> list[Piece]:
    """A word cut before these of its characters."""
    return [
        Piece(
            word.marks[start][0], word.marks[end - 1][1], word.text[start:end], word.y, word.marks[start:end]
        )
        for start, end in pairwise([0, *places, len(word.marks)])
    ]


def _glued(word: Piece, rows: Sequence[Sequence[Piece]], em: float) -> bool:
    """Whether a word is two that stand in neighbouring columns: rows have two words there and it has a slit."""
    between = [
        (a.x1 - em, b.x0 + em) for row in rows for a, b in pairwise(row) if word.x0 < a.x1 and b.x0 < word.x1
    ]
    return len(between) > 1 and all(_slit(word, low, high)[0] >= SLIT * em for low, high in between)


def _slit(word: Piece, low: float, high: float) -> tuple[float, int]:
    """The widest white between two characters of a word from here to there, and the place of the second of them."""
    whites = [
        (b - a, place)
        for place, ((_, a), (b, _)) in enumerate(pairwise(word.marks), start=1)
        if low <= a and b <= high
    ]
    return max(whites, default=(0.0, 0))


def _parted(left: float, right: float, rows: Sequence[Sequence[Piece]], em: float) -> bool:
    """Whether white from here to there parts columns: it is wide, or rows have words on both sides of it."""
    if right - left < SLIT * em:
        return False
    return right - left >= APART * em or any(
        a.x1 <= left and right <= b.x0 for row in rows for a, b in pairwise(row)
    )


def _complementary(strips: list[Strip], rows: Sequence[Sequence[Piece]]) -> list[Strip]:
    """Neighbours of which rows have first the right and then the left one are one column: its head stands in the
    middle of it and its figures at the left.
    """
    out = strips[:1]
    for strip in strips[1:]:
        held = [
            [any(w.x0 < right and left < w.x1 for w in row) for left, right in (out[-1], strip)]
            for row in rows
        ]
        filled = [one for one, other in held if one or other]
        if not any(map(all, held)) and len({*filled}) == 2 and filled == sorted(filled):
            out[-1] = (out[-1][0], strip[1])
        else:
            out.append(strip)
    return out


def _cut(line: Line, strips: list[Strip]) -> list[Piece] | None:
    """The words of a line, each in one column: what reaches over several is cut at the white between them. None for
    a line that leaves no such white.
    """
    out: list[Piece] = []
    for word in line.words:
        over = [n for n, (left, right) in enumerate(strips) if word.x0 < right and left < word.x1]
        places: list[int] = []
        for n in over[1:]:
            white, place = _slit(word, strips[n - 1][1] - line.em, strips[n][0] + line.em)
            if white < SLIT * line.em or place in places:
                return None
            places.append(place)
        out += _pieces(word, places)
    return out
