"""The order in which lines are read: columns one after the other; rows without ruled lines are tables too."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from .lines import Flow, Line, Piece
from .ruled import Ruled
from .unruled import table_at


def flows(lines: list[Line], page: int) -> Iterator[Flow | Ruled]:
    """Lines between two tables: columns one after the other, tables without ruled lines apart."""
    if not lines:
        return
    gutter = _gutter(lines)
    if gutter is None:
        yield from _unruled(lines, page)
        return
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        sides: tuple[list[Piece], list[Piece]] = ([], [])
        crossing = False
        for piece in line.pieces:
            crossing = crossing or piece.x0 < gutter - 2 < gutter + 2 < piece.x1
            sides[(piece.x0 + piece.x1) / 2 > gutter].append(piece)
        if crossing:
            yield from (Flow(side, column=True) for side in (left, right) if side)
            left, right = [], []
            yield Flow([line])
            continue
        for side, pieces in zip((left, right), sides, strict=True):
            if pieces:
                side.append(Line(pieces[0].x0, pieces[-1].x1, line.y, line.em, line.wide, pieces))
    yield from (Flow(side, column=True) for side in (left, right) if side)


def _gutter(lines: list[Line]) -> float | None:
    """Where the white strip between two columns of text stands; None for text in one column."""
    if len(lines) < 8:
        return None
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    em = statistics.median(line.em for line in lines)
    both = [line for line in lines if len(line.pieces) >= 2]
    if len(both) * 2 < len(lines):
        return None
    middles = Counter(
        round((a.x1 + b.x0) / 2 / 4) * 4
        for line in both
        for a, b in pairwise(line.pieces)
        if x0 + (x1 - x0) * 0.3 < (a.x1 + b.x0) / 2 < x0 + (x1 - x0) * 0.7
    )
    best = None
    for place, _ in middles.most_common(6):
        crossing = sum(any(p.x0 < place - 2 < place + 2 < p.x1 for p in line.pieces) for line in lines)
        if crossing * 5 > len(lines):
            continue
        sides: tuple[list[float], list[float]] = ([], [])
        for line in lines:
            for piece in line.pieces:
                sides[piece.x0 > place].append(piece.x1 - piece.x0)
        full = (
            min(len(side) for side in sides) * 3 >= len(lines)
            and statistics.median(sides[0]) > 0.6 * (place - x0) - 2 * em
            and statistics.median(sides[1]) > 0.6 * (x1 - place) - 2 * em
            and min(statistics.median(side) for side in sides) > 8 * em
        )
        if full:
            best = float(place)
            break
    return best


def _unruled(lines: list[Line], page: int) -> Iterator[Flow | Ruled]:
    """Rows of three or more pieces, three or more of them in a row, are a table."""
    now: list[Line] = []
    at = 0
    while at < len(lines):
        found = table_at(lines, at, page)
        if found is not None and at - found[0] <= len(now):
            now = now[: len(now) - (at - found[0])]
            if now:
                yield Flow(now)
                now = []
            _, table, at = found
            yield table
            continue
        end = at
        while end < len(lines) and (
            len(lines[end].pieces) >= 3
            or (
                end > at
                and end + 1 < len(lines)
                and len(lines[end + 1].pieces) >= 3
                and _wraps(lines[end - 1], lines[end])
            )
        ):
            end += 1
        rows = [line for line in lines[at:end] if len(line.pieces) >= 3]
        aligned = _aligned(lines[at:end], page) if len(rows) >= 3 else None
        if aligned is not None:
            if now:
                yield Flow(now)
                now = []
            yield aligned
            at = end
        else:
            end = max(end, at + 1)
            now += lines[at:end]
            at = end
    if now:
        yield Flow(now)


def _wraps(above: Line, line: Line) -> bool:
    """Whether a line of fewer pieces is what did not fit into the cells of the line above."""
    return above.y - line.y < 2.2 * line.em and all(
        any(piece.x0 < other.x1 and other.x0 < piece.x1 for other in above.pieces) for piece in line.pieces
    )


def _aligned(lines: list[Line], page: int) -> Ruled | None:
    strips: list[list[float]] = []
    for piece in sorted((piece for line in lines for piece in line.pieces), key=lambda p: p.x0):
        if strips and piece.x0 < strips[-1][1]:
            strips[-1][1] = max(strips[-1][1], piece.x1)
        else:
            strips.append([piece.x0, piece.x1])
    if len(strips) < 3:
        return None
    texts: list[list[str]] = []
    for line in lines:
        cells = [""] * len(strips)
        for piece in line.pieces:
            place = next(n for n, (x0, x1) in enumerate(strips) if x0 <= piece.x0 <= x1)
            cells[place] = (cells[place] + " " + piece.text).strip()
        if len(line.pieces) >= 3 or not texts:
            texts.append(cells)
        else:
            texts[-1] = [a + b for a, b in zip(texts[-1], cells, strict=True)]
    found = Ruled(
        [strip[0] for strip in strips] + [strips[-1][1]],
        [lines[0].y, lines[-1].y],
        [(row, column, 1, 1) for row in range(len(texts)) for column in range(len(strips))],
        page=page,
    )
    found.texts = [[text] if text else [] for row in texts for text in row]
    return found
