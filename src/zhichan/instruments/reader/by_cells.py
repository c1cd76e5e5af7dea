"""Tables of which only the order of the cells is left, one a line or between gaps: columns again by what each holds.

They are found as in a running line: a head told by its words, above rows of cells of the sorts that it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from .cells import NOTE_HEAD, SORT_HEAD, Cell
from .clean import View
from .duty_heads import BEARERS, role_of
from .gapped import in_rows
from .grids import Grid, roles_of, sound, titled
from .tables import NAME_HEAD, SERIAL_HEAD, UNIT_HEAD, VALUE_HEAD

Place = tuple[int, int]
LEAST_ROWS, MOST_ROWS, LEAST_COLUMNS, MOST_COLUMNS, LONGEST_FIGURE = 3, 100, 3, 16, 12


def by_cells(view: View, runs: list[list[Cell]], known: list[Grid]) -> list[Grid]:
    """The tables of figures with a column of bodies, or of sorts before the figures, apart from the ``known`` ones.

    ``runs`` are the cells of the stretches that may hold tables.
    """
    out: list[Grid] = []
    for run in runs:
        for heads, columns in _columns(run):
            grid = _across(heads, columns, [cell for cell in run if cell.start < heads[0].start], view)
            if grid.places("value") and sound(grid):
                out.append(grid)
        if not any(_apart(cell.text) for cell in run):
            continue
        pieces = [(cell.start, cell.end) for cell in run]
        for rows in in_rows(view.flat, pieces):
            grid = _grid(view, rows, run)
            grid.roles = roles_of(grid)
            apart = not any(g.title_start < grid.end and grid.start < g.end for g in known)
            if apart and _mixed(grid) and sound(grid):
                out.append(grid)
    return out


def _columns(run: list[Cell]) -> Iterator[tuple[list[Cell], list[list[Cell]]]]:
    """Tables told column by column: a head and what stands below it, and the next head and as many cells again.

    The first column names the rows or numbers them; what stands below a head is words or figures throughout.
    """
    at = 0
    while at < len(run):
        size = _size(run, at)
        columns_left = min((len(run) - at) // (1 + size), MOST_COLUMNS) if size >= LEAST_ROWS else 0
        heads = run[at : at + columns_left * (1 + size) : 1 + size]
        heads = [*takewhile(lambda cell: not (cell.numeric or cell.empty), heads)]
        columns = [run[k + 1 : k + 1 + size] for k in range(at, at + len(heads) * (1 + size), 1 + size)]
        while columns and not _of_one_sort(columns[-1]):
            del heads[-1], columns[-1]
        whole = all(map(_of_one_sort, columns)) and not any(_heads(cell) for column in columns for cell in column)
        dated = any(VALUE_HEAD.fullmatch(head.text) for head in heads)
        if whole and dated and len(heads) >= LEAST_COLUMNS:
            yield heads, columns
            at += len(heads) * (1 + size)
        else:
            at += 1


def _of_one_sort(column: list[Cell]) -> bool:
    """Whether there are figures or words below a head, or words short enough to stand for a figure."""
    figures = sum(cell.numeric or cell.empty for cell in column)
    return figures in (0, len(column)) or all(len(cell.text) <= LONGEST_FIGURE for cell in column)


def _size(run: list[Cell], at: int) -> int:
    """How many rows a table has whose first column begins at a cell; 0 where none does."""
    below = run[at + 1 : at + 1 + MOST_ROWS]
    if SERIAL_HEAD.fullmatch(run[at].text):
        numbers = takewhile(lambda told: told[1].serial == str(told[0]), enumerate(below, 1))
        return sum(1 for _ in numbers)
    if not NAME_HEAD.fullmatch(run[at].text):
        return 0
    names = [*takewhile(lambda cell: not (cell.numeric or cell.empty or _heads(cell)), below)]
    follows = run[at + 1 + len(names) : at + 2 + len(names)]
    distinct = len({cell.text for cell in names}) == len(names)
    return len(names) if distinct and follows and _heads(follows[0]) else 0


def _heads(cell: Cell) -> bool:
    return bool(UNIT_HEAD.fullmatch(cell.text) or VALUE_HEAD.fullmatch(cell.text) or _apart(cell.text))


def _across(heads: list[Cell], columns: list[list[Cell]], above: list[Cell], view: View) -> Grid:
    end = columns[-1][-1].end
    grid = Grid(heads[0].start, end, "", [c.text for c in heads], [c.shown for c in heads])
    grid.names, grid.head_end = [*heads], heads[0]
    grid.rows = [list(row) for row in zip(*columns, strict=True)]
    grid.groups = [""] * len(grid.rows)
    titled(grid, above, view)
    grid.roles = roles_of(grid)
    return grid


def _apart(head: str) -> bool:
    """Whether a head is that of a column of bodies, sorts or notes."""
    return role_of(head) in BEARERS or bool(SORT_HEAD.fullmatch(head) or NOTE_HEAD.fullmatch(head))


def _mixed(grid: Grid) -> bool:
    """Whether a table of figures has a column that those who read lines take for names or figures."""
    values, sorts = grid.places("value"), grid.places("attribute")
    noted = NOTE_HEAD.fullmatch(grid.heads[-1]) is not None
    return bool(values) and (noted or bool(grid.places(*BEARERS) or (sorts and sorts[0] < values[-1])))


def _grid(view: View, rows: list[list[Place]], run: list[Cell]) -> Grid:
    head, *below = [[_cell(view, place) for place in row] for row in rows]
    grid = Grid(head[0].start, below[-1][-1].end, "", [c.text for c in head], [c.shown for c in head])
    grid.names, grid.head_end = [*head], head[-1]
    group = ""
    for row in below:
        if len(row) == 1:
            group = row[0].shown
        elif [c.text for c in row] != grid.heads:
            none = Cell(row[-1].end, row[-1].end, "")
            grid.rows.append([*row, *[none] * (len(head) - len(row))])
            grid.groups.append(group)
    titled(grid, [cell for cell in run if cell.start < head[0].start], view)
    return grid


def _cell(view: View, place: Place) -> Cell:
    return Cell(*place, view.flat[slice(*place)].strip("| "), view.shown(*place).strip("| "))
