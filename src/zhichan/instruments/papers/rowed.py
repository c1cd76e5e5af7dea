"""Rows of tables without ruled lines: where they stand, what stands above them, and which of them a cell spans."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from itertools import pairwise

from .lines import Piece
from .ruled import Ruled

FIGURE = re.compile(
    r"[≥≤><~～约]?[-－]?\d[\d,.，．]*[%％‰]?|[-—–－/]{1,2}|[\[［〔(（]\d[\d.,]*[%％]?[\]］〕)）]"
)
ORDINAL = re.compile(r"[一二三四五六七八九十]{1,3}、?|\d{1,2}[.、．]")
"""A number of a row, as the first column has it."""
YEAR = re.compile(r"(?:19|20)\d\d")
Strip = tuple[float, float]
"""From where to where the words of a column stand."""
Placed = tuple[int, Piece]
"""A word with its column."""
Told = tuple[tuple[int, int, int, int], str]
"""A cell and its words: row, column, rows, columns."""
LEAST_ROWS = 3
MOST_GROUPS = 6


def table_of(places: list[Placed], strips: list[Strip], *, step: float, em: float, page: int) -> Ruled | None:
    """The table of these words; None where too few rows have figures. ``step`` is the least distance of two lines."""
    anchors, headed = _anchors(places, len(strips), em)
    if len(anchors) < LEAST_ROWS:
        return None
    columns = range(len(strips))
    merged = {
        c for c in columns if sum(1 for p, w in places if p == c and w.y <= anchors[0] + 1) < len(anchors)
    }
    heights = sorted({word.y for place, word in places if place not in merged}, reverse=True)
    over = [max(heights) + 1] if headed else []
    borders = [_border(heights, above, below) for above, below in pairwise([*over, *anchors])]
    head: list[Piece] = []
    labels: dict[int, list[Piece]] = {}
    rows: list[list[Placed]] = [[] for _ in anchors]
    for place, word in sorted(places, key=lambda each: (-each[1].y, each[1].x0)):
        row = sum(1 for border in borders if word.y < border) - headed
        if row < 0:
            head.append(word)
        elif place in merged:
            labels.setdefault(place, []).append(word)
        else:
            rows[row].append((place, word))
    cells = _head(head, strips, em, step)
    top = max((row + tall for (row, _, tall, _), _ in cells), default=0)
    ends = [
        (max(word.y for _, word in row), min(word.y for _, word in row)) if row else (y, y)
        for row, y in zip(rows, anchors, strict=True)
    ]
    wraps = step < 0.98 * min(one - other for one, other in pairwise(anchors))
    for column in columns:
        held = labels.get(column, [])
        told = _spanned([[word] for word in held], ends, em, headed=headed)
        if told is None and wraps:
            told = _spanned(_wrapped(held, _right(strips, column) - em, step), ends, em, headed=headed)
        if told is None:
            texts = [_text([word for place, word in row if place == column]) for row in rows]
            for word in held:
                texts[min(range(len(anchors)), key=lambda n: abs(anchors[n] - word.y))] += word.text
            told = [(n, 1, text) for n, text in enumerate(texts)]
        cells += [((top + n, column, tall, 1), text) for n, tall, text in told]
    found = Ruled(
        [left for left, _ in strips] + [strips[-1][1]],
        [max(heights), min(heights)],
        [cell for cell, _ in cells],
        strips=strips,
        page=page,
        head=top if top > 1 else 0,
    )
    found.texts = [[text] if text else [] for _, text in cells]
    return found


def _anchors(places: list[Placed], columns: int, em: float) -> tuple[list[float], bool]:
    """The heights of the rows, and whether a head stands above them: those of the column that has the most figures,
    and those at which two other columns of figures have cells where it has none.
    """
    best: list[float] = []
    others: list[float] = []
    headed = False
    for column in range(columns):
        words = sorted(((word.y, word.text) for place, word in places if place == column), reverse=True)
        told = [is_figure(text) or bool(column == 0 and ORDINAL.fullmatch(text)) for _, text in words]
        head = next(
            (n for n, (_, text) in enumerate(words) if told[n] and not YEAR.fullmatch(text)), len(words)
        )
        heights, figures = [y for y, _ in words[head:]], told[head:]
        if not figures or sum(figures) * 4 < len(figures) * 3:
            continue
        others += heights
        if sum(figures) > len(best):
            best, headed = list(itertools.compress(heights, figures)), head > 0
    if len(best) > 1:
        pitch = min(a - b for a, b in pairwise(best))
        for y in sorted(set(others), reverse=True):
            beside = sum(abs(y - other) < 0.15 * em for other in others)
            if beside > 1 and y < best[0] and min(abs(y - anchor) for anchor in best) >= max(0.8 * pitch, em):
                best = sorted([*best, y], reverse=True)
    return best, headed


def is_figure(text: str) -> bool:
    """Whether a cell holds nothing but a figure."""
    return FIGURE.fullmatch(text) is not None


def _border(heights: list[float], above: float, below: float) -> float:
    """The middle of the widest white between the words of two rows."""
    between = [y for y in heights if below <= y <= above]
    wide = max(pairwise(between), key=lambda pair: pair[0] - pair[1], default=(above, below))
    return (wide[0] + wide[1]) / 2


def column_of(word: Piece, strips: Sequence[Strip]) -> int:
    """The column in which a word stands, or that nearest to it."""
    middle = (word.x0 + word.x1) / 2
    return min(range(len(strips)), key=lambda n: max(strips[n][0] - middle, middle - strips[n][1]))


def _over(word: Piece, strips: Sequence[Strip]) -> tuple[int, ...]:
    """The columns over which a word of the head stands."""
    found = tuple(n for n, (left, right) in enumerate(strips) if word.x0 < right and left < word.x1)
    return found or (column_of(word, strips),)


def _head(words: list[Piece], strips: Sequence[Strip], em: float, step: float) -> list[Told]:
    """The cells of the head, of words from the top down. A column with words in the lower half only stands under a
    word that it has in common with its neighbours; where it cannot be told with which, the head is one row.
    """
    if not words:
        return []
    own: list[list[Piece]] = [
        [word for word in words if _over(word, strips) == (n,)] for n in range(len(strips))
    ]
    high, low = words[0].y, words[-1].y
    under = {
        n
        for n, held in enumerate(own)
        if held and held[0].y < high - 0.5 * em and (held[0].y + held[-1].y) / 2 < (high + low) / 2 - 0.3 * em
    }
    both = {n for n, held in enumerate(own) if len(held) > 1 and held[0].y > high - 0.5 * em}
    cells: list[Told] = []
    told: set[int] = set()
    for n in range(len(strips)):
        if n in told or n not in under | both:
            continue
        run = [*itertools.takewhile(lambda each: each in under | both, range(n, len(strips)))]
        told.update(run)
        level = max((own[each][0].y for each in run if each in under), default=math.inf)
        above = [word for word in words if word.y > level + 0.4 * em and {*_over(word, strips)} <= {*run}]
        for first, end, group in _shared(above, run, strips, em):
            if end - first == 1 and len(_wrapped(own[first], _right(strips, first) - em, step)) < 2:
                continue
            beneath = [
                [word for word in own[each] if word.y <= level + 0.4 * em] for each in range(first, end)
            ]
            cells.append(((0, first, 1, end - first), _text(group)))
            cells += [((1, each, 1, 1), _text(held)) for each, held in enumerate(beneath, start=first)]
    done = {column + n for (_, column, _, wide), _ in cells for n in range(wide)}
    for n in range(len(strips)):
        if n not in done:
            held = [word for word in words if column_of(word, strips) == n]
            cells.append(((0, n, 1 + bool(done), 1), _text(held)))
    return cells


def _right(strips: Sequence[Strip], column: int) -> float:
    """Where a column ends at the latest."""
    return strips[column + 1][0] if column + 1 < len(strips) else strips[column][1]


def _text(words: Sequence[Piece]) -> str:
    return "".join(word.text for word in words)


def _shared(
    above: Sequence[Piece], run: list[int], strips: Sequence[Strip], em: float
) -> list[tuple[int, int, list[Piece]]]:
    """Words that several columns of a run have in common, with the first of these columns and the one behind the last:
    each begins where they begin or stands in the middle of them. None where that is not certain.
    """
    groups: dict[tuple[int, ...], list[Piece]] = {}
    for word in above:
        groups.setdefault(_over(word, strips), []).append(word)
    ordered = sorted(groups.values(), key=lambda group: group[0].x0)
    if not ordered or len(ordered) > min(len(run), MOST_GROUPS):
        return []

    def missed(group: list[Piece], first: int, end: int) -> float:
        x0, x1 = min(word.x0 for word in group), max(word.x1 for word in group)
        left, right = strips[first][0], strips[end - 1][1]
        return min(abs(x0 - left), abs(x0 + x1 - left - right) / 2)

    ways = [
        [
            (first, end, group)
            for group, (first, end) in zip(ordered, pairwise([run[0], *cuts, run[-1] + 1]), strict=True)
        ]
        for cuts in itertools.combinations(run[1:], len(ordered) - 1)
    ]
    best = min(ways, key=lambda way: max(missed(group, first, end) for first, end, group in way))
    if any(missed(group, first, end) > em for first, end, group in best):
        return []
    return best


def _wrapped(words: Sequence[Piece], full: float, step: float) -> list[list[Piece]]:
    """Words of a column, those of one cell together: the next line of a cell follows a line that was full."""
    out: list[list[Piece]] = []
    for word in words:
        if out and out[-1][-1].y - word.y <= 1.05 * step and out[-1][-1].x1 > full:
            out[-1].append(word)
        else:
            out.append([word])
    return out


def _spanned(
    groups: Sequence[Sequence[Piece]], ends: Sequence[tuple[float, float]], em: float, *, headed: bool
) -> list[tuple[int, int, str]] | None:
    """The cells of a column that has fewer words than there are rows: first row, rows and words of each.

    A cell stands in the middle of the rows that it spans. None unless all rows are spanned and a cell shows that it
    does so: it stands between rows, or below a first row that would have none. ``ends`` are the heights of the first
    and of the last line of each row.
    """
    out: list[tuple[int, int, str]] = []
    certain = False
    row = 0
    for group in groups:
        middle = (group[0].y + group[-1].y) / 2
        off = [abs((ends[row][0] + low) / 2 - middle) for _, low in ends[row:]]
        if not off or min(off) > 0.3 * em or is_figure(group[0].text):
            return None
        tall = off.index(min(off)) + 1
        between = min(abs((high + low) / 2 - middle) for high, low in ends) > 0.3 * em
        certain = certain or between or (headed and row == 0 and tall > 1)
        out.append((row, tall, _text(group)))
        row += tall
    return out if certain and row == len(ends) else None
