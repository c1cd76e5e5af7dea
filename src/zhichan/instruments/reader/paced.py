"""Tables of which only the order of the cells is left, under a head of two rows: columns again by the pace of the rows.

Rows of as many words and figures each, again and again, say how many columns there are. A head of more cells than that
has a second row: the heads that stand over several columns, and what stands below them.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .cells import ATTRIBUTE, UNIT_CELL, YEAR_HEAD, Cell, Table
from .clean import BODIES_BEGIN, View
from .duty_heads import BEARERS, role_of
from .grids import Grid, Line, headed, in_line, roles_of, sound, titled
from .shaped import is_value
from .tables import (
    GROUP_HEAD,
    LABEL_HEAD,
    NAME_HEAD,
    PLACE_HEAD,
    SERIAL_HEAD,
    STOP_LINE,
    UNIT_HEAD,
    of_text,
    split_row,
)
from .two_rows import SAID, SORT, two_rows
from .units import looks_like_list

OTHER_HEADS = re.compile(".{2,6}名称|产品|品[种牌]|企业|机构|市[(]州[)]|年度")
FIRST_HEADS = (SERIAL_HEAD, NAME_HEAD, GROUP_HEAD, LABEL_HEAD, PLACE_HEAD, OTHER_HEADS)
SET_APART = (SERIAL_HEAD, GROUP_HEAD, NAME_HEAD, UNIT_HEAD)
"""Heads whose two characters may stand apart: 类 别."""
BEFORE_NAMES = (SERIAL_HEAD, GROUP_HEAD, NAME_HEAD)
LEAST_ROWS, LEAST_VALUES, LONGEST_CELL = 3, 2, 40
MOST_COLUMNS, MOST_WORDS, MOST_GROUP, MOST_AMID, MOST_CELLS = 16, 5, 2, 2, 4000


@dataclass
class Body:
    """Rows of one pace: so many words, figures, and words behind them."""

    begin: int
    end: int
    words: int
    values: int
    behind: int
    grouped: bool
    rows: list[list[Cell]]
    groups: list[str]
    called: int
    """How many cells call a group, where they stand in no column of their own."""

    @property
    def width(self) -> int:
        return self.grouped + self.words + self.values + self.behind

    def columns(self) -> list[list[Cell]]:
        """The cells of each column."""
        return [[*cells] for cells in zip(*self.rows, strict=True)]


def in_order(view: View) -> list[list[Cell]]:
    """The cells of every stretch that may hold tables: short lines, and what gaps part in others."""
    out: list[list[Cell]] = [[]]
    at = 0
    for line in view.flat.split("\n"):
        end = at + len(line)
        short = len(line) <= LONGEST_CELL
        for cell in split_row(view, at, end) if short else _pieces(view, at, end):
            told = cell.text.removeprefix("其中:")
            if len(told) <= LONGEST_CELL and not STOP_LINE.search(told) and not of_text(told):
                last = out[-1][-1] if out[-1] else cell
                if len(told) == 1 and any(head.fullmatch(last.text + told) for head in SET_APART):
                    out[-1][-1] = Cell(last.start, cell.end, last.text + cell.text, last.shown + cell.shown)
                else:
                    out[-1].append(cell)
            elif out[-1]:
                out.append([])
        at = end + 1
    return [run for run in out if sum(map(_valued, run)) >= LEAST_ROWS * LEAST_VALUES]


def _pieces(view: View, start: int, end: int) -> Iterator[Cell]:
    """What gaps, blanks and bars part in a line."""
    first = bisect_right(view.gaps, start)
    gaps = view.gaps[first : bisect_left(view.gaps, end)]
    marks = [n for n in range(start, end) if view.flat[n] in " |"]
    for a, b in itertools.pairwise(sorted({start, *gaps, *marks, end})):
        if text := view.flat[a:b].strip("| "):
            yield Cell(a, b, text, view.shown(a, b).strip("| "))


def paced(view: View, runs: list[list[Cell]], known: Sequence[Grid | Table], *, rows: int = 2) -> list[Grid]:
    """The tables with heads of so many rows among cells that stand one after the other, apart from ``known`` ones."""
    out: list[Grid] = []
    for told in runs:
        run = _listed(told) if len(told) <= MOST_CELLS else []
        for body in _bodies(run):
            again = out and run[body.begin].start < out[-1].end
            lines = [] if again else next(_heads(run[: body.begin], body, rows), [])
            if not lines:
                continue
            grid = headed(lines, 0, len(lines), body.width)
            grid.rows, grid.groups, grid.end = body.rows, body.groups, body.rows[-1][-1].end
            titled(grid, [cell for cell in run if cell.start < grid.start], view)
            grid.roles = roles_of(grid)
            apart = not any(g.start < grid.end and grid.start < g.end for g in known)
            if apart and sound(grid) and grid.places("value"):
                out.append(grid)
    return out


def _listed(run: list[Cell]) -> list[Cell]:
    """The cells, with bodies one below the other made one list where there is one column of them."""
    if len({cell.text for cell in run if role_of(cell.text) in BEARERS}) != 1:
        return run
    out: list[Cell] = []
    for cell in run:
        last = out[-1] if out else cell
        if last is not cell and _bodied(last) and looks_like_list(cell.text, 0, len(cell.text)):
            text, shown = f"{last.text}、{cell.text}", f"{last.shown}、{cell.shown}"
            out[-1] = Cell(last.start, cell.end, text, shown, pieces=(*(last.pieces or (last,)), cell))
        else:
            out.append(cell)
    return out


def _bodied(cell: Cell) -> bool:
    return BODIES_BEGIN.match(cell.text) is not None and looks_like_list(cell.text, 0, len(cell.text))


def _valued(cell: Cell) -> bool:
    return is_value(cell) or SAID.fullmatch(cell.text) is not None


def _bodies(run: list[Cell]) -> Iterator[Body]:
    """The rows of one pace below each other."""
    stretches: list[tuple[bool, int, int]] = []
    numbers = _serials(run)
    at = 0
    for valued, cells in itertools.groupby(range(len(run)), lambda n: _valued(run[n]) and n not in numbers):
        size = len([*cells])
        stretches.append((valued, at, at + size))
        at += size
    here = 0
    while here < len(stretches):
        ways = (_with_words(stretches, here), stretches) if stretches[here][0] else ()
        bodies = [body for told in ways if told and (body := _body(run, told, here, numbers)) is not None]
        yield from bodies
        end = bodies[0].end if bodies else stretches[here][2]
        here = next((n for n, (_, a, _) in enumerate(stretches) if a >= end), len(stretches))


def _with_words(stretches: list[tuple[bool, int, int]], first: int) -> list[tuple[bool, int, int]]:
    """The stretches, from one on with figures and the words amid them as one; none where no row has such words."""
    sizes = [b - a for _, a, b in stretches[first : first + 3]]
    out = stretches[:first]
    here = first
    amid = len(sizes) == 3 and sizes[1] <= MOST_AMID
    while amid and [b - a for _, a, b in stretches[here : here + 3]] == sizes:
        out += [(True, stretches[here][1], stretches[here + 2][2]), *stretches[here + 3 : here + 4]]
        here += 4
    return out if here > first else []


def _serials(run: list[Cell]) -> set[int]:
    """Where running numbers stand: each before words, and behind the one before it."""
    out: set[int] = set()
    number = 1
    for n, cell in enumerate(run[:-1]):
        first = cell.serial == "1" and not _valued(run[n + 1])
        if first:
            number = 1
        if cell.serial == str(number) and not _valued(run[n + 1]) and (first or n - max(out, default=n) < MOST_COLUMNS):
            out.add(n)
            number += 1
    return out if len(out) >= LEAST_ROWS else set()


def _body(run: list[Cell], stretches: list[tuple[bool, int, int]], first: int, numbers: set[int]) -> Body | None:
    """The rows of which the first has its figures in a stretch, that have as many each."""
    _, a, b = stretches[first]
    values = b - a
    alike = [*itertools.takewhile(lambda s: s[2] - s[1] == values, stretches[first::2])]
    if first == 0 or values < LEAST_VALUES or len(alike) < LEAST_ROWS:
        return None
    between = [(x[2], y[1]) for x, y in itertools.pairwise(alike)]
    usual = min(d - c for c, d in between[: LEAST_ROWS - 1])
    between = [*itertools.takewhile(lambda gap: usual <= gap[1] - gap[0] <= usual + MOST_GROUP, between)]
    told = alike[: len(between) + 1]
    if not 1 <= usual <= MOST_WORDS or len(told) < LEAST_ROWS:
        return None
    numbered = [d - n for c, d in between for n in range(c, d) if n in numbers]
    words = numbered[0] if numbered else usual - _behind(run, between, usual)
    behind = usual - words
    if (
        words < 1
        or behind < 0
        or told[-1][2] + behind > len(run)
        or any(a in numbers and a != d - words for c, d in between for a in range(c, d))
    ):
        return None
    more = {d - c - usual for c, d in between} - {0}
    rows: list[list[Cell]] = []
    groups: list[str] = []
    group = ""
    column = more == {1} and _group_head(run, a - words)
    for n, (_, c, d) in enumerate(told):
        over = run[told[n - 1][2] + behind : c - words] if n else run[c - words - 1 : c - words] if column else []
        none = Cell(run[c - words].start, run[c - words].start, "")
        group = "".join(cell.shown for cell in over) or group
        rows.append([*([*over, none][:1] if column else []), *run[c - words : d + behind]])
        groups.append("" if column else group)
    begin = a - words - column
    return Body(
        begin, told[-1][2] + behind, words, values, behind, column, rows, groups, 0 if column else max(more, default=0)
    )


def _group_head(run: list[Cell], at: int) -> bool:
    return any(GROUP_HEAD.fullmatch(cell.text) for cell in run[max(0, at - 2 * MOST_COLUMNS) : at])


def _behind(run: list[Cell], between: list[tuple[int, int]], usual: int) -> int:
    """How many columns of words stand behind the figures: sorts, bodies."""
    out = 0
    while out < usual - 1 and all(_of_end(run[a + out]) for a, _ in between):
        out += 1
    return out


def _of_end(cell: Cell) -> bool:
    return ATTRIBUTE.fullmatch(cell.text) is not None or looks_like_list(cell.text, 0, len(cell.text))


def _heads(above: list[Cell], body: Body, rows: int) -> Iterator[list[Line]]:
    """The ways to lay out the cells above rows as a head; what calls the first group may stand between them."""
    for called in dict.fromkeys((body.called, 0)):
        told = above[: len(above) - called]
        group = "".join(cell.shown for cell in above[len(told) :])
        width = body.width
        near = range(max(0, len(told) - 2 * width - 3), len(told) - width + 1)
        starts = [n for n in near if any(head.fullmatch(told[n].text) for head in FIRST_HEADS)]
        one = _of_one(told, starts, width)
        found = [in_line([*one], one)] if one and rows == 1 else []
        torn = any(len(_sorted(told[start:], dated=True)) == width for start in starts[:1])
        for start in starts[:2] if rows > 1 and not one and not torn else ():
            cells = told[start:]
            for joined in (cells, _sorted(cells, dated=True), _sorted(cells, dated=False)):
                if not found and len(joined) > width:
                    found = _of_units(joined, body) or _of_two(joined, body)
        if found:
            body.groups = [named or group for named in body.groups]
            yield found


def _of_one(above: list[Cell], starts: list[int], width: int) -> list[Cell]:
    """The head where it has but one row: as many cells as there are columns, from one on that begins a head."""
    at = len(above) - width
    if at not in starts or above[at].text in {above[n].text for n in starts if n < at}:
        return []
    before = above[at - 1].text if at else ""
    return [] if any(head.fullmatch(before) for head in BEFORE_NAMES) else above[at:]


def _sorted(cells: list[Cell], *, dated: bool) -> list[Cell]:
    """The cells, those of a sort put to the year before them, or to whatever stands there where not ``dated``."""
    out: list[Cell] = []
    for cell in cells:
        last = out[-1] if out else None
        of_year = last is not None and (YEAR_HEAD.fullmatch(last.text) or (not dated and len(out) > 1))
        if last is not None and of_year and SORT.fullmatch(cell.text) and not SORT.fullmatch(last.text):
            out[-1] = Cell(last.start, cell.end, last.text + cell.text, last.shown + cell.shown)
        else:
            out.append(cell)
    return out


def _of_units(told: list[Cell], body: Body) -> list[Line]:
    """A head below whose names stand their units."""
    count = len(told) - body.width
    units = told[body.width :]
    if count != body.values or not all(UNIT_CELL.fullmatch(cell.text) for cell in units):
        return []
    first = body.grouped + body.words
    heads: list[Cell | None] = [*told[: body.width]]
    for n, unit in enumerate(units, first):
        head = told[n]
        heads[n] = Cell(head.start, head.end, f"{head.text}({unit.text})", f"{head.shown}（{unit.shown}）", head.line)
    return [in_line(heads, told)]


def _of_two(told: list[Cell], body: Body) -> list[Line]:
    """A head of which some cells stand over others."""
    width = body.width
    again = next((n for n in range(2, len(told)) if told[n].text == told[0].text), 0)
    if again and len(told) - again == width:
        # What goes over both rows is told in each of them.
        names = [cell.text for cell in told[:again]]
        repeated = told[again:]
        left = _like([cell.text for cell in repeated], names)
        right = _like([cell.text for cell in repeated[::-1]], names[::-1])
        rest = repeated[left : width - right]
        return _of_two([*told[:again], *rest], body) if 0 < len(rest) < width else []
    return [in_line(*told) for told in two_rows(told, body.columns())]


def _like(told: list[str], other: list[str]) -> int:
    """How many of the first texts of two lists are the same."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(told, other, strict=False)))
