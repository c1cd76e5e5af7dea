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
from .ruled import Ruled

FIGURE = re.compile(
    r"[≥≤><~～约]?[-－]?\d[\d,.，．]*[%％‰]?|[-—–－/]{1,2}|[\[［〔(（]\d[\d.,]*[%％]?[\]］〕)）]"
)
ORDINAL = re.compile(r"[一二三四五六七八九十]{1,3}、?|\d{1,2}[.、．]")
"""A number of a row, as the first column has it."""
YEAR = re.compile(r"(?:19|20)\d\d")
Strip = tuple[float, float]
Placed = tuple[int, float, Piece]
"""A word with its column and its height."""
LEAST_ROWS, LEAST_COLUMNS, LONGEST_WORD = 3, 3, 40
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
    while at and (over := _cut(lines[at - 1], strips)) is not None:
        gap = lines[at - 1].y - lines[at].y
        if gap > (2 * lines[at].em if len(over) > 1 else 1.05 * step):
            break
        at -= 1
    places = [
        (_column(word, strips), line.y, word)
        for line in lines[at:end]
        for word in _cut(line, strips) or line.words
    ]
    anchors, headed = _anchors(places, len(strips))
    return (
        (at, _table(places, anchors, strips, page, headed=headed), end)
        if len(anchors) >= LEAST_ROWS
        else None
    )


def _step(lines: Sequence[Line], strips: list[Strip]) -> float:
    """The least distance between two lines of a column: that of the lines of a cell, where any has several."""
    last: dict[int, float] = {}
    out: list[float] = []
    for line in lines:
        for column in {_column(word, strips) for word in line.words}:
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
        Piece(word.marks[start][0], word.marks[end - 1][1], word.text[start:end], word.marks[start:end])
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


def _column(word: Piece, strips: list[Strip]) -> int:
    middle = (word.x0 + word.x1) / 2
    return min(range(len(strips)), key=lambda n: max(strips[n][0] - middle, middle - strips[n][1]))


def _anchors(places: list[Placed], columns: int) -> tuple[list[float], bool]:
    """The heights of the rows, by the column that has the most figures, and whether that column has a head."""
    best: list[float] = []
    headed = False
    for column in range(columns):
        words = sorted(((y, word.text) for place, y, word in places if place == column), reverse=True)
        told = [_is_figure(text, column) for _, text in words]
        head = next(
            (n for n, (_, text) in enumerate(words) if told[n] and not YEAR.fullmatch(text)), len(words)
        )
        if len(words) - head > len(best) and all(told[head:]):
            best, headed = [y for y, _ in words[head:]], head > 0
    return best, headed


def _is_figure(text: str, column: int) -> bool:
    return bool(FIGURE.fullmatch(text) or (column == 0 and ORDINAL.fullmatch(text)))


def _table(
    places: list[Placed], anchors: list[float], strips: list[Strip], page: int, *, headed: bool
) -> Ruled:
    """The table whose rows stand at these heights; what stands above the first of them is its head."""
    columns = range(len(strips))
    merged = {
        c for c in columns if sum(1 for p, y, _ in places if p == c and y <= anchors[0] + 1) < len(anchors)
    }
    heights = sorted({y for place, y, _ in places if place not in merged}, reverse=True)
    over = [max(heights) + 1] if headed else []
    borders = [_border(heights, above, below) for above, below in pairwise([*over, *anchors])]
    texts = [[""] * len(strips) for _ in range(len(anchors) + headed)]
    for place, y, word in sorted(places, key=lambda p: (-p[1], p[2].x0)):
        row = sum(1 for border in borders if y < border)
        if place in merged and (row or not headed):
            row = min(range(len(anchors)), key=lambda n: abs(anchors[n] - y)) + headed
        texts[row][place] += word.text
    found = Ruled(
        [left for left, _ in strips] + [strips[-1][1]],
        [max(heights), min(heights)],
        [(row, column, 1, 1) for row in range(len(texts)) for column in columns],
        strips=strips,
        page=page,
    )
    found.texts = [[text] if text else [] for row in texts for text in row]
    return found


def _border(heights: list[float], above: float, below: float) -> float:
    """The middle of the widest white between the words of two rows."""
    between = [y for y in heights if below <= y <= above]
    wide = max(pairwise(between), key=lambda pair: pair[0] - pair[1], default=(above, below))
    return (wide[0] + wide[1]) / 2
