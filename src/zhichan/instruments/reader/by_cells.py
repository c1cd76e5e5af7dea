"""Tables of which only the order of the cells is left, one a line or between gaps: columns again by what each holds.

They are found as in a running line: a head told by its words, above rows of cells of the sorts that it says.
"""

from __future__ import annotations

from .cells import NOTE_HEAD, SORT_HEAD, Cell
from .clean import View
from .duty_heads import BEARERS, role_of
from .gapped import in_rows
from .grids import Grid, roles_of, sound, titled

Place = tuple[int, int]


def by_cells(view: View, runs: list[list[Cell]], known: list[Grid]) -> list[Grid]:
    """The tables of figures with a column of bodies, or of sorts before the figures, apart from the ``known`` ones.

    ``runs`` are the cells of the stretches that may hold tables.
    """
    out: list[Grid] = []
    for run in runs:
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
