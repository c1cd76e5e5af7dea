"""Tables whose head nobody knows: what each column is, is told by what its cells look like.

A table is rows of one make, each a run of cells of the same kinds (running number, words, unit, values, words), under
a head of as many cells as a row has columns. No word of the head is asked for; years in it only confirm.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache

from .cells import (
    CHARGING,
    EMPTY,
    NOTE_HEAD,
    NUMERIC,
    SERIAL,
    TOTAL,
    UNIT_CELL,
    UNIT_NOTE,
    YEAR_HEAD,
    YEAR_WORD,
    Cell,
    Row,
    Table,
    told_units,
    without_note,
)

MEASURED = re.compile(
    rf"(?:{NUMERIC.pattern})|(?:[≥≤><~约]|>=|<=)?\d[\d.,]*(?:[-—~]\d[\d.]*)?[一-龥%‰]{{0,4}}"
)
YEARED = re.compile(r"(?:19|20)\d\d|十[一二三四五六七]五|年均|累计")
YEAR_ONLY = re.compile(r"(?:到|至)?(?:19|20)\d\d(?:年.{0,4})?")
YEAR_NAMED = re.compile(r"(?:19|20)\d\d(?:年.{0,4}|(?:年?)(?:基|现|实|目|规|预|完|初|末).{1,4})")
VALUE_END = re.compile(r"(?:值|数|目标|基数|基期|现状|完成|增速|增长)(?:[(][^()]{1,8}[)])?$")
BRACKET_UNIT = re.compile(r"[(]([^()]{1,9})[)]$")
OF_ROW = re.compile(r"[)](?!(?:19|20)\d\d)\d[\d.,]*$")
"""How a row ends that is but one cell: 服务网点(个)9."""
INDICATOR_END = re.compile(r"[率数量额度值比重分]$|比例|占比|面积|规模|收入|时间|强度|指数")
UNFINISHED = re.compile(r"[和与及、(]$")
"""How the half of a name ends, which stands in a line of its own."""
OF_YEAR = re.compile(r"(?!.*(?:属性|性质|单位|备注)$)[一-龥]{2,4}(?:[(][^()]{1,8}[)])?")
"""What may stand under a year as its head: 产值(亿元)."""
GROUP_CALLED = re.compile(r"(?:指标|任务|工作)?(?:类别|类型|分类|维度|领域|方面|板块)|一级指标")
MOST_GROUP_LINES = 3
MOST_COLUMNS = 10
MOST_CELLS = 6000
LONG_WORDS = 48


@dataclass(frozen=True)
class Make:
    """How a row is made: a running number or none, words before the values, values, words behind them."""

    serial: bool
    words: int
    values: int
    behind: int

    @property
    def width(self) -> int:
        return self.serial + self.words + self.values + self.behind


MAKES = [
    make
    for words in (1, 2, 3, 4)
    for values in range(1, 7)
    for behind in (0, 1, 2)
    for serial in (True, False)
    if (make := Make(serial, words, values, behind)).width <= MOST_COLUMNS
]


@dataclass
class Fit:
    make: Make
    head: list[Cell]
    rows: list[list[Cell | None]]
    groups: list[Cell | None]
    last: int
    """Where the last row ends in the text."""
    worth: float


def is_value(cell: Cell) -> bool:
    """Whether a cell holds a number with or without a unit, or the mark of an empty cell; a year is none."""
    text = cell.figure
    if EMPTY.fullmatch(text):
        return True
    return bool(MEASURED.fullmatch(text)) and not YEAR_NAMED.fullmatch(text)


def shaped(cells: list[Cell]) -> list[Table]:
    """All tables among the cells of a stretch of short lines, in order."""
    if len(cells) > MOST_CELLS:
        return []
    variants = [_mended(cells)]
    noteless = [c for c in variants[0] if not NOTE_HEAD.fullmatch(c.text)]
    for told in (noteless, _joined(noteless), _joined(variants[0]), _joined(variants[0], loosely=True)):
        if told not in variants:
            variants.append(told)
    found = [(fit, variant) for variant in variants for fit in _fits(variant)]
    taken: list[tuple[int, int]] = []
    out: list[Table] = []
    for fit, variant in sorted(found, key=lambda one: -one[0].worth):
        start = fit.head[0].start
        if any(start < b and a < fit.last for a, b in taken):
            continue
        taken.append((start, fit.last))
        out.append(_table(variant, fit))
    return sorted(out, key=lambda t: t.start)


def _mended(cells: list[Cell]) -> list[Cell]:
    """Rows that stand on one line each, with names that a gap cut in two put together again."""
    lines = [
        list(g) for _, g in itertools.groupby(cells, key=lambda c: c.line if c.line >= 0 else -2 - c.start)
    ]
    counts = Counter(len(line) for line in lines if len(line) > 2 and any(is_value(c) for c in line))
    if sum(counts.values()) < 3:
        return cells
    usual = counts.most_common(1)[0][0]
    heads = {len(line) for line in lines if len(line) > 2 and not any(map(is_value, line))}
    out: list[Cell] = []
    for n, line in enumerate(lines):
        row = list(line)
        # Another table of the same stretch may have fewer columns: only rows beside a usual one are mended.
        beside = lines[max(0, n - 1) : n] + lines[n + 1 : n + 2]
        near = any(len(each) == usual and any(is_value(c) for c in each) for each in beside)
        while (
            near
            and len(row) > usual
            and len(row) > 2
            and len(row) not in heads
            and any(is_value(c) for c in row)
        ):
            at = next(
                (k for k in range(len(row) - 1) if not is_value(row[k]) and not is_value(row[k + 1])), None
            )
            if at is None:
                break
            a, b = row[at], row[at + 1]
            row[at : at + 2] = [Cell(a.start, b.end, a.text + b.text, a.shown + b.shown, a.line)]
        out += row
    return out


def _joined(cells: list[Cell], *, loosely: bool = False) -> list[Cell]:
    """The cells, a year and the word behind it (2025 | 目标值), or a name and its unit in brackets, made one.

    ``loosely`` takes any short word behind a year.
    """
    out: list[Cell] = []
    for cell in cells:
        last = out[-1] if out else None
        if last is not None and (
            re.fullmatch(r"[(][^()]{1,8}[)]", cell.text)
            or (last.text.count("(") > last.text.count(")") and cell.text.endswith(")"))
            or (
                YEAR_ONLY.fullmatch(last.text)
                and not YEAR_HEAD.fullmatch(cell.text)
                and (YEAR_WORD.fullmatch(cell.text) or (loosely and OF_YEAR.fullmatch(cell.text)))
            )
        ):
            out[-1] = Cell(last.start, cell.end, last.text + cell.text, last.shown + cell.shown)
        else:
            out.append(cell)
    return out


def _fits(cells: list[Cell]) -> list[Fit]:
    """Every way in which cells can be rows of one make under a head."""
    values = [is_value(c) for c in cells]
    free: list[int] = []
    """How many cells right before each one hold no value."""
    now = 0
    for value, cell in zip(values, cells, strict=True):
        free.append(now)
        now = 0 if value and not YEAR_ONLY.fullmatch(cell.text) else now + 1
    begins = [n for n, size in enumerate(free) if size >= 2]
    out: list[Fit] = []
    for make in MAKES:
        for begin in begins:
            if free[begin] >= make.width and _words(cells, values, begin, make, 1) is not None:
                fit = _follow(cells, values, begin, make)
                if fit is not None:
                    out.append(fit)
    return out


def _words(cells: list[Cell], values: list[bool], at: int, make: Make, number: int) -> int | None:
    """How many words stand before the values of a row of the make that begins at a cell, or None.

    Cells that were empty are lost with flattening: a row that its running number or the words behind it hold
    together may have fewer words than the others.
    """
    if make.serial:
        if at >= len(cells) or cells[at].serial != str(number):
            return None
        at += 1
    least = make.words if not make.serial and not make.behind else (0 if make.behind else 1)
    for words in range(make.words, least - 1, -1):
        if _row(cells, values, at, _unnumbered(make, words)):
            return words
    return None


@cache
def _unnumbered(make: Make, words: int) -> Make:
    return replace(make, serial=False, words=words)


def _row(cells: list[Cell], values: list[bool], at: int, make: Make) -> bool:
    if at + make.width > len(cells):
        return False
    for k in range(make.words):
        if values[at + k] or YEAR_ONLY.fullmatch(cells[at + k].text) or len(cells[at + k].text) > LONG_WORDS:
            return False
    at += make.words
    if not any(values[at + k] and not EMPTY.fullmatch(cells[at + k].text) for k in range(make.values)):
        return False
    for k in range(make.values):
        cell = cells[at + k]
        named = len(cell.text) > 8 or cell.attribute or TOTAL.fullmatch(cell.text)
        if not values[at + k] and (make.values == 1 or k == 0 or named):
            return False
    at += make.values
    return all(not values[at + k] and not SERIAL.fullmatch(cells[at + k].text) for k in range(make.behind))


def _filled(cells: list[Cell], make: Make, words: int) -> list[Cell | None]:
    """The cells of a row, one for each column: a lost one is None, the unit sooner than the name."""
    out: list[Cell | None] = list(cells)
    lost = make.words - words
    at = make.serial + words
    if words and UNIT_CELL.fullmatch(cells[at - 1].text):
        at -= 1
    return [*out[:at], *[None] * lost, *out[at:]] if lost else out


@dataclass
class Run:
    """Rows of one make below each other, the groups told above them, and the place behind the last."""

    rows: list[list[Cell | None]]
    groups: list[Cell | None]
    end: int
    whole: int
    """Rows that lost none of their words."""
    nameless: int

    @property
    def grouped(self) -> int:
        return sum(1 for g in self.groups if g is not None)


def _follow(cells: list[Cell], values: list[bool], begin: int, make: Make) -> Fit | None:
    """The rows of a make that begin at a cell, with the head above them, where both are those of a table."""
    run = _run(cells, values, begin, make)
    if run is None:
        return None
    first, wide, grouped = _above(cells, values, begin, make, run)
    if first < wide:
        return None
    if first > wide and (values[first - wide - 1] or YEARED.fullmatch(cells[first - wide - 1].text.strip("年"))):
        return None
    head = cells[first - wide : first]
    if any(values[first - wide + k] and not YEAR_ONLY.fullmatch(c.text) for k, c in enumerate(head)):
        return None
    if len({c.text for c in head}) < len(head) or any(len(c.text) > 24 or OF_ROW.search(c.text) for c in head):
        return None
    worth = _worth_of_head(head, make)
    if worth is None:
        return None
    last = range(run.end, min(len(cells), run.end + 4))
    left = sum(1 for _ in itertools.takewhile(lambda n: not values[n] and len(cells[n].text) <= 16, last))
    worth += run.whole * make.width + (len(run.rows) - run.whole) * (make.width - 2) + grouped - run.nameless
    worth -= 3 * (left > 0 and run.end + left == len(cells)) + (first == wide)
    return Fit(make, head, run.rows, run.groups, cells[run.end - 1].end, worth)


def _run(cells: list[Cell], values: list[bool], begin: int, make: Make) -> Run | None:
    run = Run([], [], begin, 0, 0)
    while run.end < len(cells):
        words = _words(cells, values, run.end, make, len(run.rows) + 1)
        lines = 0 if words == make.words else _called(cells, values, run.end, make, len(run.rows) + 1)
        if lines:
            run.groups.append(_one(cells[run.end : run.end + lines]))
            run.end, words = run.end + lines, make.words
        elif words is not None:
            run.groups.append(None)
        else:
            break
        width = make.width - make.words + words
        if _takes_number(cells, values, run.end + width, make, len(run.rows) + 2):
            run.groups.pop()
            break
        run.rows.append(_filled(cells[run.end : run.end + width], make, words))
        run.whole += words == make.words
        run.nameless += words == 0
        run.end += width
    rows = run.rows
    few = len(rows) < (3 if make.width < 4 else 2)
    if few or not run.whole or run.whole * (20 if make.serial else 10) < len(rows) or run.nameless * 3 > len(rows):
        return None
    told = [g.text for g in run.groups if g is not None]
    columns = [[r[make.serial + make.words + k] for r in rows] for k in range(make.values)]
    empty = any(sum(1 for c in column if c is not None and is_value(c)) * 2 < len(column) for column in columns)
    return None if len(set(told)) < len(told) or empty else run


def _takes_number(cells: list[Cell], values: list[bool], end: int, make: Make, number: int) -> bool:
    """Whether the last value of a row that ends there is the number of the next: the row has one value less."""
    if not make.serial or make.behind or end >= len(cells) or cells[end - 1].serial != str(number):
        return False
    return cells[end].serial != str(number) and not values[end] and any(values[end + 1 : end + make.width])


def _above(cells: list[Cell], values: list[bool], begin: int, make: Make, run: Run) -> tuple[int, int, int]:
    """Where the head above rows ends, its width, and how many groups they have.

    What stands between is the group of the first row, or the half of its name; so are the groups of names in halves.
    """
    first, grouped = begin, run.grouped
    free = not (values[begin - 1] or YEARED.search(cells[begin - 1].text) or VALUE_END.search(cells[begin - 1].text))
    lines = (free and _first_called(cells, values, begin, make)) or min(grouped, 1)
    wide = make.width + min(lines, 1)
    if lines and begin >= wide + 1 and run.groups[0] is None and free:
        first = begin - lines
        run.groups[0] = _one(cells[first:begin])
        grouped = max(grouped, 1)
    called = first >= wide and GROUP_CALLED.fullmatch(cells[first - wide].text)
    if not grouped and not make.serial and begin > wide and UNFINISHED.search(cells[begin - 1].text):
        run.rows[0] = _whole_name(cells[begin - 1], run.rows[0])
        first = begin - 1
    if grouped and run.groups[0] is None and not make.serial and not called:
        run.rows = [_whole_name(group, row) for group, row in zip(run.groups, run.rows, strict=True)]
        run.groups = [None] * len(run.rows)
        grouped, wide = 0, make.width
    return first, wide, grouped


def _worth_of_head(head: list[Cell], make: Make) -> float | None:
    """How much speaks for the heads of columns; None where they are those of no such table."""
    named = head[-make.width :]
    at_values = make.serial + make.words
    heads = [c.text for c in named[at_values : at_values + make.values]]
    yeared = sum(1 for h in heads if YEARED.search(h))
    ended = sum(1 for h in heads if VALUE_END.search(h) or BRACKET_UNIT.search(h))
    if any(YEAR_ONLY.fullmatch(c.text) for c in named[make.serial : at_values]):
        return None
    if any(CHARGING.fullmatch(head) or NOTE_HEAD.fullmatch(head) for head in heads):
        return None
    if make.width - make.serial <= 3 and make.values == 1 and not yeared and not ended:
        return None
    others = [*named[:at_values], *named[at_values + make.values :]]
    elsewhere = sum(1 for c in others if YEARED.search(c.text))
    titled = sum(1 for c in head if re.search(r"[。,;:]|^表|表$", c.text))
    return 3 * yeared + ended - 6 * elsewhere - 0.5 * make.behind - 2 * titled


def _called(cells: list[Cell], values: list[bool], at: int, make: Make, number: int) -> int:
    """How many cells call a group before a whole row: one, or several lines of it before a row's running number."""
    for count in range(1, (MOST_GROUP_LINES if make.serial else 1) + 1):
        name = at + count - 1
        if name + 1 >= len(cells) or values[name] or len(cells[name].text) > 16:
            return 0
        if _words(cells, values, at + count, make, number) == make.words:
            return count
    return 0


def _first_called(cells: list[Cell], values: list[bool], begin: int, make: Make) -> int:
    """How many lines call the group of the first row behind the heads, whose first says so; 0 where none does."""
    for count in range(1, MOST_GROUP_LINES + 1 if make.serial else 1):
        head = begin - count - make.width - 1
        if head < 0 or values[begin - count] or len(cells[begin - count].text) > 16:
            break
        if GROUP_CALLED.fullmatch(cells[head].text):
            return count
    return 0


def _one(lines: list[Cell]) -> Cell:
    """The lines of one cell as one."""
    first, last = lines[0], lines[-1]
    return Cell(
        first.start, last.end, "".join(c.text for c in lines), "".join(c.shown for c in lines), first.line
    )


def _whole_name(half: Cell | None, row: list[Cell | None]) -> list[Cell | None]:
    """A row whose name broke in two: where the first row has no group, a cell alone is the half of a name."""
    name = row[0]
    if half is None or name is None:
        return row
    return [_one([half, name]), *row[1:]]


def _text(row: list[Cell | None], k: int) -> str:
    cell = row[k]
    return cell.text if cell is not None else ""


def _distinct(rows: list[list[Cell | None]], k: int) -> int:
    return len({_text(r, k) for r in rows} - {""})


def _unit_column(rows: list[list[Cell | None]], k: int, head: str, others: int) -> bool:
    column = [t for r in rows if (t := _text(r, k))]
    if not others or not column or CHARGING.fullmatch(head):
        return False
    if sum(1 for t in column if UNIT_CELL.fullmatch(t) or EMPTY.fullmatch(t)) * 2 > len(column):
        return True
    return max(map(len, column)) <= (8 if re.search("单位|计量|量纲", head) else 4) and _distinct(
        rows, k
    ) < len(rows)


def _table(cells: list[Cell], fit: Fit) -> Table:
    make = fit.make
    offset = len(fit.head) - make.width
    heads = fit.head[offset:]
    first = 1 if make.serial else 0
    words = list(range(first, first + make.words))
    at_values = first + make.words
    unit_at = next((k for k in words[-1:] if _unit_column(fit.rows, k, heads[k].text, len(words) - 1)), None)
    names = [k for k in words if k != unit_at]
    label_at = max(names, key=lambda k: (_distinct(fit.rows, k) - (k != names[-1]) * 0.5, k))
    group_at = next((k for k in names if k < label_at and _distinct(fit.rows, k) < len(fit.rows)), None)
    rows: list[Row] = []
    before = fit.head[-1]
    carried: str | None = None
    for row, group in zip(fit.rows, fit.groups, strict=True):
        carried = group.text if group is not None else carried
        told = [c for c in row if c is not None]
        label = row[label_at]
        unit = row[unit_at] if unit_at is not None else None
        values = [c for c in row[at_values : at_values + make.values] if c is not None]
        behind = [c for c in row[at_values + make.values :] if c is not None]
        marks = [c for c in behind if c.attribute]
        if unit is None and unit_at is None:
            unit = next((c for c in behind if UNIT_CELL.fullmatch(c.text)), None)
        rows.append(
            Row(
                [label] if label is not None else [],
                values,
                (label or values[0]).start,
                (marks or values)[-1].end,
                unit=unit.shown.strip("()（） ") if unit is not None and not unit.empty else None,
                attribute=marks[0].attribute if marks else None,
                group=_text(row, group_at) or None if group_at is not None else carried,
                before=before,
            )
        )
        before = told[-1]
    value_heads = heads[at_values : at_values + make.values]
    index = next(k for k, c in enumerate(cells) if c.start == fit.head[0].start)
    title_cell = cells[index - 1] if index else None
    units: list[str] = []
    if title_cell is not None and (note := UNIT_NOTE.search(title_cell.text)):
        units = told_units(title_cell.text)
        if note.start() == 0:
            title_cell = cells[index - 2] if index >= 2 else None
    if title_cell is not None and is_value(title_cell):
        title_cell = None
    title = title_cell.shown if title_cell is not None else ""
    title = without_note(title)
    top = title_cell or fit.head[0]
    return Table(
        title,
        top.start,
        rows[-1].end,
        [c.shown for c in value_heads],
        rows,
        heads[label_at].text,
        top.start,
        top.end if title_cell is not None else top.start,
        units,
    )
