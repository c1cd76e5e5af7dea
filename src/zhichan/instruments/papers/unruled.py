"""Tables without ruled lines: columns by the white strips between them, rows by their figures.

A table of figures or of numbered rows has a column in which every row has one word; the other words of a row stand
around it, above and below. Strips in which no word of any row stands part the columns.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from itertools import pairwise

from .lines import APART, MARK, Line, Piece
from .ruled import Ruled

FIGURE = re.compile(r"[≥≤><~～约]?[-－]?\d[\d,.，．]*[%％‰]?|[-—–－/]{1,2}|[\[［〔(（]\d[\d.,]*[%％]?[\]］〕)）]")
YEAR = re.compile(r"(?:19|20)\d\d")
Strip = tuple[float, float]
Placed = tuple[int, float, Piece]
"""A word with its column and its height."""
LEAST_ROWS, LEAST_COLUMNS, LONGEST_WORD = 3, 3, 40


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
        elif not rows or not _fits(line, strips):
            break
        end += 1
    while end > at and _heading(lines[end - 1]):
        end -= 1
    if len(rows) < LEAST_ROWS or len(strips) < LEAST_COLUMNS:
        return None
    step = _step(lines[at:end], strips)
    while at and _fits(lines[at - 1], strips):
        gap = lines[at - 1].y - lines[at].y
        if gap > (2 * lines[at].em if len(lines[at - 1].words) > 1 else 1.05 * step):
            break
        at -= 1
    places = [(_column(word, strips), line.y, word) for line in lines[at:end] for word in line.words]
    anchors, headed = _anchors(places, len(strips))
    return (at, _table(places, anchors, strips, page, headed=headed), end) if len(anchors) >= LEAST_ROWS else None


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


def _strips(rows: Sequence[Line]) -> list[Strip]:
    """Where columns stand: what the words of any row cover, parted by white that all of them leave."""
    white = APART * min(line.em for line in rows)
    out: list[Strip] = []
    for word in sorted((word for line in rows for word in line.words), key=lambda w: w.x0):
        if out and word.x0 - out[-1][1] < white:
            out[-1] = (out[-1][0], max(out[-1][1], word.x1))
        else:
            out.append((word.x0, word.x1))
    return out


def _fits(line: Line, strips: list[Strip]) -> bool:
    """Whether each word of a line stands in one column."""
    return all(sum(word.x0 < right and left < word.x1 for left, right in strips) <= 1 for word in line.words)


def _column(word: Piece, strips: list[Strip]) -> int:
    middle = (word.x0 + word.x1) / 2
    return min(range(len(strips)), key=lambda n: max(strips[n][0] - middle, middle - strips[n][1]))


def _anchors(places: list[Placed], columns: int) -> tuple[list[float], bool]:
    """The heights of the rows, by the column that has the most figures, and whether that column has a head."""
    best: list[float] = []
    headed = False
    for column in range(columns):
        words = sorted(((y, word.text) for place, y, word in places if place == column), reverse=True)
        head = list(itertools.takewhile(lambda one: YEAR.fullmatch(one[1]) or not FIGURE.fullmatch(one[1]), words))
        told = [y for y, text in words[len(head) :] if FIGURE.fullmatch(text)]
        if len(told) > len(best) and len(told) == len(words) - len(head):
            best, headed = told, bool(head)
    return best, headed


def _table(
    places: list[Placed], anchors: list[float], strips: list[Strip], page: int, *, headed: bool
) -> Ruled:
    """The table whose rows stand at these heights; what stands above the first of them is its head."""
    columns = range(len(strips))
    merged = {c for c in columns if sum(1 for p, y, _ in places if p == c and y <= anchors[0] + 1) < len(anchors)}
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
