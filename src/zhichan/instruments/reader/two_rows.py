"""Heads of two rows of which only the order of the cells is left: which of the first row stand over which below.

A head of more cells than the rows below have columns has so many cells that stand over others. What may stand where is
told by the words of the heads and by what the columns hold; where that leaves two ways nothing is told.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .cells import PLACE_LABEL, SERIAL, SORT_HEAD, TOTAL, UNIT_BEHIND, UNIT_CELL, Cell
from .duty_heads import BEARERS, role_of
from .shaped import is_value
from .stacked import ONE_YEAR, OVER_YEARS
from .tables import GROUP_HEAD, NAME_HEAD, SERIAL_HEAD, UNIT_HEAD

SAID = re.compile(r"(?:持续|稳步|逐步|保持|完成|进一步|达到).{2,8}")
"""What is told where no figure is."""
SORT = re.compile(
    r"(?:“?十[一二三四五六]五”?)?(?:基期|基础|基数|基准|现状|实际|完成|目标|规划|计划|预期|预计|实绩)(?:目标|计划|完成)?(?:值|数|情况)?"
)
"""Of what sort the figures of a column are, without their year."""
DATED = re.compile(r"(?:到|至)?(?P<year>20\d\d)年?.{0,6}")
OVER = re.compile(rf"{OVER_YEARS.pattern}|其中|.*(?:目标|任务|计划|指标|分解)(?:值|数)?")
NO_FIGURES = (SERIAL_HEAD, UNIT_HEAD, SORT_HEAD, GROUP_HEAD, NAME_HEAD)
"""Heads below which no figures stand, or the numbers of rows."""
MOST_OVER = 6
HeadRow = tuple[list[Cell | None], list[Cell]]
"""A row of a head: a cell or none for each column, and its cells."""


@dataclass
class _Way:
    """A way to lay out a head: what stands over the columns from a place on, each over so many cells below."""

    first: list[Cell]
    below: list[Cell]
    place: int
    spans: tuple[int, ...]

    def rows(self) -> list[HeadRow]:
        """The rows of the head with each cell in the first of its columns; what names its columns itself has none over
        it.
        """
        front, behind = self.first[: self.place], self.behind
        none: list[Cell | None] = [None] * len(front)
        spread: list[Cell | None] = []
        for cell, span in zip(self.over, self.spans, strict=True):
            spread += [None if self.named else cell, *[None] * (span - 1)]
        upper = [*(none if self.named else front), *spread, *behind]
        lower = [*(front if self.named else none), *self.below, *[None] * len(behind)]
        return [(upper, self.first), (lower, self.below)]

    @property
    def over(self) -> list[Cell]:
        return self.first[self.place : self.place + len(self.spans)]

    @property
    def named(self) -> bool:
        return named_below(self.over, self.below)

    @property
    def likely(self) -> int:
        """How much the words of what stands over others speak for that."""
        dated = any(DATED.fullmatch(cell.text) for cell in self.below)
        if all(OVER.fullmatch(cell.text) for cell in self.over):
            return 2
        return int(not dated and all(DATED.fullmatch(cell.text) for cell in self.over))

    @property
    def behind(self) -> list[Cell]:
        return self.first[self.place + len(self.spans) :]

    def fits(self) -> bool:
        """Whether every cell can stand where it does."""
        size, over = len(self.below), len(self.spans)
        texts = [cell.text for cell in self.below]
        each = size // over
        alike = over > 1 and {*self.spans} == {each} and texts == texts[:each] * over and len({*texts[:each]}) == each
        last = max(map(_year, self.below))
        return (
            not any(0 < _year(cell) <= last for cell in self.behind)
            and not (self.named and any(UNIT_BEHIND.search(cell.text) for cell in self.first))
            and not any(p.fullmatch(cell.text) for cell in self.over for p in NO_FIGURES)
            and (alike or all(_below(text) or UNIT_BEHIND.search(text) for text in texts))
            and all(_stands_over(cell.text, below, alone=over == 1) for cell, below in self._parted())
        )

    def _parted(self) -> Iterator[tuple[Cell, list[Cell]]]:
        at = 0
        for cell, span in zip(self.over, self.spans, strict=True):
            yield cell, self.below[at : at + span]
            at += span


def two_rows(told: list[Cell], columns: list[list[Cell]], below: int = 0) -> list[HeadRow]:
    """The rows of a head above columns of these cells; nothing where no way to lay them out is the likeliest.

    ``below`` is how many cells are those of the second row, where that is known.
    """
    kinds = [_kind(column) for column in columns]
    sizes = [below] if below else range(len(told) - len(columns), min(len(told) - 2, len(columns)) + 1)
    ways = [way for size in sizes for way in _ways(told[:-size], told[-size:], kinds) if way.fits()]
    likely = max((way.likely for way in ways), default=0)
    ways = [way for way in ways if way.likely == likely]
    same = len({(len(way.below), way.place, () if way.named else way.spans) for way in ways}) == 1
    return ways[0].rows() if same else []


def named_below(over: list[Cell], below: list[Cell]) -> bool:
    """Whether all that stands below others says what it measures and in what unit, and they do not."""
    told = all(UNIT_BEHIND.search(cell.text) for cell in below)
    return told and not any(UNIT_BEHIND.search(cell.text) or OVER.fullmatch(cell.text) for cell in over)


def _ways(first: list[Cell], below: list[Cell], kinds: list[str]) -> Iterator[_Way]:
    """The ways in which all of the second row stands over figures, and the rest of the first over what it names."""
    size = len(below)
    over = len(first) + size - len(kinds)
    for place in range(1, len(first) - over + 1) if 0 < over <= MOST_OVER else ():
        plain = zip([*first[:place], *first[place + over :]], kinds[:place] + kinds[place + size :], strict=True)
        if {*kinds[place : place + size]} == {"value"} and all(_heads(cell.text, kind) for cell, kind in plain):
            for cuts in itertools.combinations(range(1, size), over - 1):
                yield _Way(first, below, place, tuple(b - a for a, b in itertools.pairwise((0, *cuts, size))))


def _kind(column: list[Cell]) -> str:
    """What a column holds: numbers of rows, units, sorts, figures or words."""
    texts = [cell.text for cell in column if cell.text]
    numbers = [text for text in texts if not TOTAL.fullmatch(text)]
    if all(map(SERIAL.fullmatch, numbers)) and [*map(_number, numbers)] == [*range(1, len(numbers) + 1)]:
        return "serial"
    if all(is_value(cell) or SAID.fullmatch(cell.text) for cell in column) and any(map(_figured, texts)):
        return "value"
    if all(cell.attribute or cell.empty for cell in column):
        return "sort"
    return "unit" if all(map(UNIT_CELL.fullmatch, texts)) else "words"


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _figured(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _heads(head: str, kind: str) -> bool:
    """Whether a head can stand over a column of a kind."""
    if SERIAL_HEAD.fullmatch(head) or SORT_HEAD.fullmatch(head):
        return kind == ("serial" if SERIAL_HEAD.fullmatch(head) else "sort")
    if kind == "value":
        named = any(p.fullmatch(head) for p in NO_FIGURES) or (role_of(head) in BEARERS)
        return not named
    return not (DATED.fullmatch(head) or SORT.fullmatch(head) or (kind == "words" and UNIT_BEHIND.search(head)))


def _below(text: str) -> bool:
    """Whether words may stand below a head of the first row."""
    return any(p.fullmatch(text) for p in (DATED, SORT)) or PLACE_LABEL.search(text) is not None


def _stands_over(head: str, below: list[Cell], *, alone: bool) -> bool:
    """Whether a head may stand over some cells: no year over a year, no unit over a unit, one year below what was,
    years in their order.
    """
    years = [year for cell in below if (year := _year(cell))]
    if DATED.fullmatch(head):
        return not years
    if UNIT_BEHIND.search(head) and any(UNIT_BEHIND.search(cell.text) for cell in below):
        return False
    if SORT.fullmatch(head) and any(SORT.fullmatch(cell.text) for cell in below):
        return False
    if ONE_YEAR.match(head) and len(below) > 1 and not alone:
        return False
    return all(a < b for a, b in itertools.pairwise(years))


def _year(cell: Cell) -> int:
    told = DATED.fullmatch(cell.text)
    return int(told["year"]) if told else 0
