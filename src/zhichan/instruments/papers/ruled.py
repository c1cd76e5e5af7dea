"""Tables by their ruled lines, also over the breaks of pages."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from .glyphs import NEAR, Char
from .lines import BODY, ENDS, MARK, Flow, Line, lines_of, paragraphs

CROSSINGS = 1_000_000
UNITS = 20_000


@dataclass(slots=True)
class Ruled:
    """A table by its ruled lines: edges of columns (rising) and of rows (falling), and cells over them."""

    xs: list[float]
    ys: list[float]
    cells: list[tuple[int, int, int, int]]
    """Row, column, rows, columns."""
    texts: list[list[str]] = field(default_factory=list)
    page: int = 0
    head: int = 0
    strips: list[tuple[float, float]] = field(default_factory=list)
    """Of a table without ruled lines: from where to where the words of each column stand."""

    @property
    def single(self) -> bool:
        return len(self.cells) == 1

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[-1] - 1 <= y <= self.ys[0] + 1


def _mended(lines: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Pieces of one ruled line as one."""
    out: list[tuple[float, float, float]] = []
    groups: list[list[tuple[float, float, float]]] = []
    for each in sorted(lines):
        if groups and each[0] - groups[-1][0][0] <= NEAR - 1:
            groups[-1].append(each)
        else:
            groups.append([each])
    for group in groups:
        at = statistics.median(each[0] for each in group)
        start, end = -math.inf, -math.inf
        for _, low, high in sorted(group, key=lambda g: g[1]):
            if low <= end + NEAR:
                end = max(end, high)
            else:
                if end > start:
                    out.append((at, start, end))
                start, end = low, high
        out.append((at, start, end))
    return out


def _steps(values: Sequence[float]) -> list[float]:
    """Distinct values, rising; what lies near is one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > NEAR + 1:
            out.append(value)
    return out


def tables_of(
    across: list[tuple[float, float, float]], down: list[tuple[float, float, float]]
) -> list[Ruled]:
    """Tables and boxes: ruled lines that meet."""
    across, down = _mended(across), _mended(down)
    if len(across) * len(down) > CROSSINGS:
        return []
    parent = list(range(len(across) + len(down)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for i, (y, x0, x1) in enumerate(across):
        for j, (x, y0, y1) in enumerate(down):
            if x0 - NEAR <= x <= x1 + NEAR and y0 - NEAR <= y <= y1 + NEAR:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]] = {}
    for i, flat in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(flat)
    for j, upright in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(upright)
    out = []
    for flats, uprights in groups.values():
        if len(flats) < 2 or not uprights:
            continue
        found = _ruled(flats, uprights)
        if found is not None:
            out.append(found)
    return out


def _ruled(
    flats: list[tuple[float, float, float]], uprights: list[tuple[float, float, float]]
) -> Ruled | None:
    xs = _steps([x for x, _, _ in uprights] + [min(f[1] for f in flats), max(f[2] for f in flats)])
    ys = _steps([y for y, _, _ in flats] + [min(u[1] for u in uprights), max(u[2] for u in uprights)])[::-1]
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > UNITS:
        return None
    walls = {
        (row, column)
        for row in range(rows)
        for x, y0, y1 in uprights
        if y0 - NEAR <= (ys[row] + ys[row + 1]) / 2 <= y1 + NEAR
        for column in range(1, columns)
        if abs(xs[column] - x) <= NEAR + 1
    }
    floors = {
        (row, column)
        for column in range(columns)
        for y, x0, x1 in flats
        if x0 - NEAR <= (xs[column] + xs[column + 1]) / 2 <= x1 + NEAR
        for row in range(1, rows)
        if abs(ys[row] - y) <= NEAR + 1
    }
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            wide = 1
            while column + wide < columns and (row, column + wide) not in walls | taken:
                wide += 1
            tall = 1
            while row + tall < rows and all(
                (row + tall, column + n) not in floors
                and (row + tall, column + n) not in taken
                and (n == 0 or (row + tall, column + n) not in walls)
                for n in range(wide)
            ):
                tall += 1
            taken.update((row + r, column + c) for r in range(tall) for c in range(wide))
            cells.append((row, column, tall, wide))
    return Ruled(xs, ys, cells)


def fill(table: Ruled, chars: list[Char]) -> None:
    """The paragraphs of every cell."""
    owner = {
        (row + r, column + c): place
        for place, (row, column, rows, columns) in enumerate(table.cells)
        for r in range(rows)
        for c in range(columns)
    }
    held: list[list[Char]] = [[] for _ in table.cells]
    for each in chars:
        x, y = (each.x0 + each.x1) / 2, (each.low + each.high) / 2
        column = sum(1 for edge in table.xs[1:-1] if x > edge)
        row = sum(1 for edge in table.ys[1:-1] if y < edge)
        held[owner[row, column]].append(each)
    table.texts = [_told(lines_of(each)) if each else [] for each in held]
    # A row of ruled lines drawn twice, or a shade between rows, leaves rows without words.
    used = sorted({c[0] for c, texts in zip(table.cells, table.texts, strict=True) if texts})
    if used:
        _compact(table)


def _told(lines: list[Line]) -> list[str]:
    """The paragraphs of a cell; lines that are each the name of a body are one each."""
    names = [line.text for line in lines]
    if len(names) > 1 and all(BODY.fullmatch(name) for name in names):
        return names
    return list(paragraphs([Flow(lines)]))


def _compact(table: Ruled) -> None:
    """Rows and columns in which no cell begins are taken out."""
    rows = sorted({cell[0] for cell in table.cells})
    columns = sorted({cell[1] for cell in table.cells})
    table.cells = [
        (
            rows.index(row),
            columns.index(column),
            max(1, sum(1 for each in rows if row <= each < row + tall)),
            max(1, sum(1 for each in columns if column <= each < column + wide)),
        )
        for row, column, tall, wide in table.cells
    ]


def _rows(table: Ruled) -> list[list[str]]:
    """Words of the rows, without white space."""
    out: dict[int, list[str]] = {}
    for cell, texts in sorted(zip(table.cells, table.texts, strict=True)):
        out.setdefault(cell[0], []).append("".join("".join(texts).split()))
    return [out[row] for row in sorted(out)]


def continues(above: Ruled, below: Ruled) -> bool:
    """Whether a table goes on from the page before: the same columns."""
    if below.page != above.page + 1 or len(above.xs) != len(below.xs):
        return False
    if above.strips and below.strips:
        return all(a < d and c < b for (a, b), (c, d) in zip(above.strips, below.strips, strict=True))
    return all(abs(a - b) <= 6 for a, b in zip(above.xs, below.xs, strict=True))


def append_rows(above: Ruled, below: Ruled) -> None:
    """Rows of the next page; a header told again is left out, a row that the break cut is made whole."""
    rows = _rows(below)
    first = _rows(above)
    again = sum(
        1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(rows[:-1], first, strict=False))
    )
    starts = sorted({cell[0] for cell in below.cells})
    kept = [
        (cell, texts)
        for cell, texts in zip(below.cells, below.texts, strict=True)
        if cell[0] >= starts[again]
    ]
    start = max(row + tall for row, _, tall, _ in above.cells)
    top = min(cell[0] for cell, _ in kept)
    opening = [(cell, texts) for cell, texts in kept if cell[0] == top]
    closing = {cell[1]: place for place, cell in enumerate(above.cells) if cell[0] + cell[2] == start}
    if _cut(above, opening, closing):
        for cell, texts in opening:
            if texts:
                place = closing[cell[1]]
                above.texts[place] = ["".join([*above.texts[place], *texts])]
            elif cell[2] > 1:
                row, column, tall, wide = above.cells[closing[cell[1]]]
                above.cells[closing[cell[1]]] = (row, column, tall + cell[2] - 1, wide)
        kept = [(cell, texts) for cell, texts in kept if cell[0] > top]
        top += 1
        opening = []
    carried = _carried(above, opening, closing)
    for (row, column, tall, wide), texts in kept:
        if row == top and column in carried:
            first_row, at, covered, across = above.cells[closing[column]]
            above.cells[closing[column]] = (first_row, at, covered + tall, across)
            continue
        above.cells.append((start + row - top, column, tall, wide))
        above.texts.append(texts)
    above.page = below.page


Told = tuple[tuple[int, int, int, int], list[str]]


def _cut(above: Ruled, opening: list[Told], closing: dict[int, int]) -> bool:
    """Whether the first row of a page is the rest of the last one of the page before: it has no number of its own,
    and one of its cells goes on with a sentence or with a list.
    """
    filled = [(cell, texts) for cell, texts in opening if texts]
    if len(filled) == len(opening) or not filled or any(cell[1] == 0 and texts for cell, texts in opening):
        return False
    if any(cell[1] not in closing or cell[2] > 1 for cell, _ in filled):
        return False
    if any(cell[2] > 1 and cell[1] not in closing for cell, _ in opening):
        return False
    if any(MARK.match(texts[0]) for _, texts in filled):
        return False
    ends = [(above.texts[closing[cell[1]]], texts) for cell, texts in filled]
    if all(not texts for texts, _ in ends) or any(_next(one, other) for one, other in ends):
        return False
    # A merged cell that goes on over the break leaves its column empty; the columns of the row tell the rows apart.
    before = min(cell[1] for cell, _ in filled)
    numbers = [above.texts[place] for column, place in closing.items() if column < before]
    numbered = any(each.strip(".、 ").isdigit() for number in numbers for each in number)
    return numbered or any(texts and texts[-1][-1] not in ENDS for texts, _ in ends)


def _next(above: list[str], below: list[str]) -> bool:
    """Whether the second of two cells holds the number after that of the first."""
    one, other = ("".join(texts).strip(".、 ") for texts in (above, below))
    return one.isdecimal() and other.isdecimal() and int(other) == int(one) + 1


def _carried(above: Ruled, opening: list[Told], closing: dict[int, int]) -> set[int]:
    """Columns whose cell goes on over the break: merged, and without words on the new page. Without ruled lines an
    empty cell may as well belong to the next one, whose words stand in its middle.
    """
    if above.strips:
        return set()
    merged = {cell[1] for cell, texts in zip(above.cells, above.texts, strict=True) if cell[2] > 1 and texts}
    out: set[int] = set()
    for cell, texts in opening:
        place = closing.get(cell[1])
        if texts or place is None or not above.texts[place] or above.cells[place][3] != cell[3]:
            continue
        if cell[2] > 1 or (cell[1] in merged and len([c for c, t in opening if t]) > 1):
            out.add(cell[1])
    return out
