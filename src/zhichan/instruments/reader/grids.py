"""Tables whose cells kept their places: each column has a role, told by its head and confirmed by its cells.

A line of cells between tabs or bars says where each cell stands, the empty ones too. So nothing about such a table has
to be guessed from the look of a row: its head (of one row, or of two or three with groups of columns) names the
columns, and a row is what stands in them.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .assignments import DUE
from .cells import (
    ATTRIBUTE,
    EMPTY,
    SERIAL,
    TOTAL,
    UNIT_BEHIND,
    UNIT_CELL,
    UNIT_NOTE,
    Cell,
    names_place,
    told_units,
    without_note,
)
from .clean import View
from .columns import AIMED, MEANING, MONEY, PROJECT, STATE, of_projects
from .duty_heads import BEARERS, DETAIL_HEAD, role_of
from .duty_tables import HEADING, SPAN, TOLD_ROLE
from .outline import number_of
from .quantities import quantities
from .stacked import ONE_YEAR
from .tables import (
    ATTRIBUTE_HEAD,
    GROUP_HEAD,
    LABEL_HEAD,
    NAME_HEAD,
    PART_OF_YEAR,
    PLACE_HEAD,
    RULE,
    UNIT_HEAD,
    YEARLY,
)
from .two_rows import named_below, two_rows
from .units import looks_like_list

FORM = re.compile(r"[(](?:[^()]{0,6}\d+[字个项条家件][^()]{0,4}|可[^()]{1,8}|请[^()]{1,12})[)]$")
"""What a form says of how a column is to be filled in: (200字以内)."""
NONE = re.compile(r"[-—–－/\\]{1,3}|无|…+|\*+")
PLACE = re.compile(
    rf"(?:所在|所属|申报|牵头)?(?:{PLACE_HEAD.pattern}|地市|市州|设区市|市[(]?州[)]?|县市|机构|银行)(?:名称)?"
)
AIM = re.compile(
    r".{0,10}(?:目标|标准|指标值|成果|成效|效果|产出|量化|建设内容|建设任务|主要任务|重点任务|工作任务|工作举措|主要举措).{0,4}"
)
ROW_HEAD = re.compile(rf"(?:到)?20\d\d年?(?:底|末)?.{{0,6}}|{ATTRIBUTE_HEAD.pattern}|{UNIT_HEAD.pattern}")
"""What a row is called in a table that is turned round."""
SORT = re.compile(
    r"(?:主要|具体|发展|规划|工作|预期|年度|阶段|分年度?|总体|绩效|核心|重点)*(?:目标|指标|任务|情况|内容)(?:值|分解)?"
)
"""A head over several columns that says no more than that they are of one sort."""
GROUP_OF = re.compile(rf"{GROUP_HEAD.pattern}|一级指标|.{{0,4}}(?:领域|类别|维度|板块)|工程|行动")
ASKED = re.compile(
    r".{0,4}(?:诉求|需求|问题|困难|建议|风险|联系人|电话|联系方式|举例|案例)|(?:代表性?|对接|重点|依托|骨干|龙头|参与|示范)(?:企业|单位)(?:名单|名称)?"
)
"""What stands beside a duty and is none: what is asked of others, whom to call."""
POINTS = re.compile(r"(?:分值|得分|评分|计分|扣分|加分|权重|分数|赋分|自评.*|打分.*)(?:[(][^()]*[)])?")
FIGURES_HEAD = re.compile(
    r".{0,8}(?:目标|指标|任务|计划|标准|考核|数量|规模|总量|数额)(?:值|数|量|额)?|数量|总数|合计|总计|小计|数值|.{0,6}年度"
)
SAID = re.compile(
    r"(?:到|至)?(?:(?:19|20)\d\d年?(?:末|底)?,?)?(?:力争|确保|累计|年均|平均|每年|全年|新增|净增|完成|实现|保持|稳定|控制|提高|提升|增长|增加|下降|"
    r"降低|减少|突破|超过|达到?|不[低少高多]于|不超过|大于|小于|[高多]于|[低少]于|约|在|到|至|为|[≥≤><~])*[\[〔(]?[-+]?\d"
)
"""How a cell that tells a figure begins."""
DATED = re.compile(
    r"(?:(?:19|20)\d\d年?)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|前|上旬|中旬|下旬)*|(?:19|20)\d\d[-—~至/.].*"
)
SENTENCE_OF_YEARS = re.compile(r"20\d\d年(?:底|末)?[^\d]|[,;。](?=[^\d])")
"""What a cell has that tells of a year of its own or more than one thing: no bare figure."""
NUMBERED = re.compile(r"[(]?\d{1,3}(?:[.、](?!\d)|[)])[^\d\s]")
YEAR_HEAD = re.compile(r"[(]?(?:到|至)?(?:19|20)\d\d年?(?:末|底)?[)]?")
VALUED = re.compile(r"\d{4}|十[一二三四五六]五|目标|值|数|年均|累计")
HEADS = (NAME_HEAD, GROUP_HEAD, LABEL_HEAD, UNIT_HEAD, ATTRIBUTE_HEAD, PLACE, STATE, MEANING, MONEY, PROJECT)
PROSE = re.compile("[。;,]")
NOTES = re.compile(r"(?:备注|注|说明|注释|资料来源|数据来源)\d?:")
TITLE_OF_FORM = re.compile(r"附(?:件|表|录)?\s?\d{0,2}[-.\d]*:?|表\s?\d{1,2}")
NUMBER_OF_ROW = re.compile(r"[(]?[\d一二三四五六七八九十]{1,4}(?:[-.]\d{1,3})*[)]?[.、]?")
ROW_COUNT = re.compile(r"[(]?(\d{1,3}|[一二三四五六七八九十]{1,3})[)]?[.、]?")
LONGEST_HEAD, LONGEST_FIGURE, LONGEST_GROUP, LONGEST_TITLE = 36, 24, 40, 60
MOST_HEAD_ROWS, MOST_SCRAPS = 3, 4
MOST_HEADS, LEAST_HEADS, LEAST_ROWS, MOST_SIGHTED = 12, 3, 3, 16
PROSE_FROM, SENTENCE = 24, 6


@dataclass
class Line:
    start: int
    end: int
    cells: list[Cell]
    filled: list[Cell]
    """The cells with words."""


@dataclass
class Grid:
    """A table by rows and columns. ``rows`` have a cell for each column, an empty text where there is none."""

    start: int
    end: int
    title: str
    heads: list[str]
    """Folded words of each column's head, group over name."""
    shown: list[str]
    """The heads as the source writes them."""
    rows: list[list[Cell]] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    """For each row the heading between rows that it stands under."""
    roles: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    title_start: int = 0
    names: list[Cell | None] = field(default_factory=list)
    """For each column the lowest cell of its head."""
    head_end: Cell | None = None
    cost: float = 0.0
    """How odd its rows are, on the average, where they had to be told by what they hold."""
    guessed: bool = False
    """Whether figures that ran into each other were parted by how large they are."""
    short: list[tuple[int, int]] = field(default_factory=list)
    """Where the figures stand of rows that have fewer than the head names, and are none of ``rows``."""

    def column(self, place: int) -> list[Cell]:
        """The filled cells of a column; a mark for nothing is none."""
        return [row[place] for row in self.rows if row[place].text and not NONE.fullmatch(row[place].text)]

    def places(self, *roles: str) -> list[int]:
        return [n for n, role in enumerate(self.roles) if role in roles]


def grids(view: View) -> list[Grid]:
    """All tables of the view whose cells kept their places, with the roles of their columns, in order.

    A table whose head or rows do not bear that out is left to those who read lines.
    """
    lines = _lines(view)
    out: list[Grid] = []
    at = 0
    while at < len(lines):
        several = len(lines[at].filled) > 1
        found = _grid(view, lines, at) if several else _stacked(view, lines, at)
        if found is None:
            at += 1
            continue
        grid, at = found
        if grid is None:
            continue
        grid.roles = roles_of(grid)
        _name_totals(grid)
        if sound(grid):
            out.append(grid)
    return out


def _name_totals(grid: Grid) -> None:
    """Takes what names a row of totals from below the numbers of the rows to the column of names beside it."""
    for n in grid.places("serial"):
        for row in grid.rows:
            if TOTAL.fullmatch(row[n].text) and row[n + 1 : n + 2] and row[n + 1].text in ("", row[n].text):
                row[n + 1] = row[n]
                row[n] = Cell(row[n].start, row[n].start, "")


def _lines(view: View) -> list[Line]:
    """The lines of the view with their cells; a line that was only put back goes on in the one before it."""
    flat = view.flat
    out: list[Line] = []
    at = 0
    while at <= len(flat):
        end = flat.find("\n", at)
        while end >= 0 and end + 1 in view.restored:
            end = flat.find("\n", end + 1)
        end = len(flat) if end < 0 else end
        if end > at and not RULE.fullmatch(flat, at, end):
            cells = _cells(view, at, end)
            out.append(Line(at, end, cells, [c for c in cells if c.text]))
        at = end + 1
    return out


def _cells(view: View, start: int, end: int) -> list[Cell]:
    """The cells of a line, parted by the tabs of the source or else by its bars."""
    text, at = view.text, view.at
    first, last = at[start], at[end - 1] + 1
    begins = first
    while begins > 0 and text[begins - 1] != "\n":
        begins -= 1
    borders, tabs = view.tabs(begins, first), view.tabs(first, last)
    bars = [] if tabs or borders else [at[i] for i in range(start, end) if text[at[i]] in "|｜" or i in view.ruled]
    borders += tabs or bars
    cuts = [bisect_left(at, b, start, end) for b in borders]
    edges = list(zip([start, *cuts], [*cuts, end], strict=True))
    if bars and len(edges) > 2:
        framed = bars[0] == first and start not in view.ruled  # a bar put there stands behind an empty cell
        edges = edges[framed:] if view.flat[end - 1] not in "|｜" else edges[framed:-1]
    return [_cell(view, a, b, start) for a, b in edges]


def _cell(view: View, a: int, b: int, line: int) -> Cell:
    while a < b and view.flat[a] in "|｜ \n":
        a += 1
    while b > a and view.flat[b - 1] in "|｜ \n":
        b -= 1
    text = view.flat[a:b].replace("\n", "")
    text = text.replace(" ", "") if re.fullmatch(r"\d{1,3}(?: \d{3})+(?:\.\d+)?", text) else text
    return Cell(a, b, text, view.shown(a, b), line)


def _grid(view: View, lines: list[Line], at: int) -> tuple[Grid | None, int] | None:
    """The table whose head begins at a line, and the line behind it; no table where its rows do not fit the head."""
    spread = _spread(lines, at)
    if not (_heads(lines[at]) or _over_figures(lines[at : at + 3]) or (spread and _heads(spread[-1]))):
        return None
    if spread is not None:
        lines = [*lines[:at], *spread, *lines[at + 2 :]]
    body = at + (2 if spread else 1)
    while body < len(lines) and body - at < MOST_HEAD_ROWS and _second(lines[at:body], lines[body]):
        body += 1
    width = max(len(line.cells) for line in lines[at:body])
    here = body
    strict = _heads(lines[at], strictly=True)
    found: list[tuple[Line, str]] = []
    group = ""
    while here < len(lines):
        if not found and here - body > MOST_SCRAPS:
            return None
        line = lines[here]
        if len(line.filled) == 1 and (line.cells[0].text or len(line.cells) <= 2):
            text = line.filled[0].text
            if found and (scraps := _scraps(lines, here)) and _goes_on(found[-1][0], scraps, width):
                here += len(scraps)
                continue
            follows = here + 1 < len(lines) and len(lines[here + 1].filled) > 1
            if not follows or len(text) > LONGEST_GROUP or NOTES.match(text) or PROSE.search(text[:-1]):
                break
            if TITLE_OF_FORM.match(text) or _heads(lines[here + 1], strictly=True) or _anew(lines, here + 1, found):
                break
            if len(lines[here + 1].cells) > width + 1:
                break
            over = strict and _over_rows(line.filled[0]) and not UNIT_NOTE.search(text)
            if not (found or HEADING.match(text) or over):
                break
            group = line.filled[0].shown
        elif (
            len(line.filled) == 2
            and re.fullmatch("[一二三四五六七八九十]{1,3}", line.filled[0].text)
            and width > 3
        ):
            group = line.filled[1].shown
        elif len(line.cells) < 2 or any(NOTES.match(c.text) for c in line.filled[:1]):
            break
        elif [c.text for c in line.filled] == [c.text for c in lines[at].filled]:
            while here + 1 < len(lines) and _second(lines[at:body], lines[here + 1]) and body - at > 1:
                here += 1
        elif found and (_heads(line, strictly=True) or _anew(lines, here, found)):
            break
        else:
            found.append((line, group))
        here += 1
    if not found or all(YEAR_HEAD.fullmatch(c.text) for c in found[0][0].filled):
        # Years that do not stand under their columns are paired by those who read lines.
        return None
    width = max(width, _usual(found))
    if any(len(line.cells) > width + 1 for line, _ in found):
        return None, here
    grid = headed(lines, at, body, width)
    grid.rows = _in_columns([line for line, _ in found], width)
    grid.groups = [told for _, told in found]
    grid.end = found[-1][0].end
    titled(grid, _above(lines, at), view)
    return grid, here


def _in_columns(lines: list[Line], width: int) -> list[list[Cell]]:
    """The rows with a cell for each column: a row that lacks some, of which others go on, by what its cells are.

    Cells that were merged downwards may be missing altogether, or the empty ones of their row stand at its end.
    """
    told = [len(line.filled) if line.cells[: len(line.filled)] == line.filled else width for line in lines]
    whole = [line.cells for line, count in zip(lines, told, strict=True) if count >= width]
    kinds = [_kind(column) for column in zip(*(cells[:width] for cells in whole if len(cells) >= width), strict=True)]
    out: list[list[Cell]] = []
    for line, count in zip(lines, told, strict=True):
        none = [Cell(line.end, line.end, "")] * width
        row = [*line.cells, *none][:width]
        if kinds and count < width and not _fit(row, kinds):
            lost = width - count
            free = (n for n in range(count) if {*kinds[n : n + lost]} == {"words"})
            ways = ([*row[:n], *none[:lost], *row[n:count]] for n in free)
            row = next((way for way in ways if _fit(way, kinds)), row)
        out.append(row)
    return out


def _kind(cells: Sequence[Cell]) -> str:
    """What most cells of a column are."""
    told = Counter(kind for cell in cells if (kind := _sort(cell)))
    kind, count = max(told.items(), key=lambda one: one[1], default=("", 0))
    return kind if 2 * count > told.total() else ""


def _sort(cell: Cell) -> str:
    """What a cell is; nothing where it tells nothing."""
    if not cell.text or NONE.fullmatch(cell.text):
        return ""
    if cell.attribute:
        return "sort"
    if UNIT_CELL.fullmatch(cell.text):
        return "unit"
    if _term(cell):
        return "term"
    return "figure" if _figure(cell) else "bodies" if _bodies(cell) else "words"


def _fit(row: list[Cell], kinds: list[str]) -> bool:
    """Whether every cell of a row is what its column holds."""
    return all(not kind or _sort(cell) in ("", kind) for cell, kind in zip(row, kinds, strict=True))


def _anew(lines: list[Line], here: int, found: list[tuple[Line, str]]) -> bool:
    """Whether below rows that all have figures another table begins: heads, one of them known, above figures again."""
    if here + 1 >= len(lines) or not (lines[here].filled and _known(_bare(lines[here].filled[0].text))):
        return False
    if _lacks_figure(lines[here]):
        return False
    figures = [any(map(_figure, line.filled)) for line in (*(row for row, _ in found), lines[here + 1])]
    return bool(found) and all(figures) and not any(map(_figure, lines[here].filled))


def _scraps(lines: list[Line], here: int) -> list[Cell]:
    """The cells that stand one a line before a row, or before the text that follows the table."""
    out: list[Cell] = []
    for line in lines[here : here + MOST_SCRAPS]:
        if len(line.cells) > 1:
            return out
        out.append(line.cells[0])
    return out[:1]


def _goes_on(row: Line, scraps: list[Cell], width: int) -> bool:
    """Takes cells on lines of their own for the last one of the row above, or for the rest of that one."""
    first, last = scraps[0], scraps[-1]
    if HEADING.match(first.text):
        return False
    text, shown = "".join(c.text for c in scraps), "".join(c.shown for c in scraps)
    scrap = Cell(first.start, last.end, text, shown, first.line)
    if len(row.cells) == width - 1 and len(row.filled) > 1 and (_term(scrap) or _bodies(scrap)):
        row.cells.append(scrap)
    elif len(row.cells) == width and (one := _joined(row.cells[-1], scrap)) is not None:
        row.cells[-1] = one
    else:
        return False
    row.end = scrap.end
    row.filled = [c for c in row.cells if c.text]
    return True


def _joined(cell: Cell, scrap: Cell) -> Cell | None:
    """A date or a list of bodies that a line break cut, as one."""
    one = Cell(cell.start, scrap.end, cell.text + scrap.text, cell.shown + scrap.shown, cell.line)
    cut = _term(one) or (cell.text[-1:] in "、,(" and _bodies(one))
    return one if cell.text and cut else None


def _spread(lines: list[Line], at: int) -> list[Line] | None:
    """A head of two rows that tells once what stands over several columns, with a cell for each column.

    The second row says where: its empty cells stand under heads of one row. Without any, the rows below say it.
    """
    if at + 2 >= len(lines):
        return None
    over, below, width = lines[at].filled, lines[at + 1], len(lines[at + 2].cells)
    if not below.filled or any(map(_figure, [*over, *below.filled])):
        return None
    if len(below.cells) < width > len(over) and (laid := _laid(lines, at)) is not None:
        return laid
    names = below.filled
    places = [n for n, c in enumerate(below.cells) if c.text]
    known = all(_dated_head(c.text) or role_of(c.text) in BEARERS for c in names)
    if not below.cells[0].text and named_below(over, names) and len(below.cells) == len(lines[at].cells) == width:
        told = [own if own.text else head for head, own in zip(lines[at].cells, below.cells, strict=True)]
        return [in_line([None] * width, over), in_line([*told], names)]
    if len(over) != len(lines[at].cells) or len(over) >= width:
        return None
    labels = width - len(names)
    based = len(over) - labels == 2 and ONE_YEAR.match(over[min(places[0], len(over) - 1)].text) is not None
    shares = _shares(places, len(over) - labels, based=based)
    if not known or shares is None or places[-1] >= width:
        return _laid(lines, at)
    none = Cell(lines[at].end, lines[at].end, "")
    first, second = [none] * width, [none] * width
    for place, name in zip(places, names, strict=True):
        second[place] = name
    begins = [n for n in range(width) if n not in places or n in shares]
    for place, head in zip(begins, over, strict=True):
        first[place] = head
    return [
        Line(lines[at].start, lines[at].end, first, over),
        Line(below.start, below.end, second, names),
    ]


def _laid(lines: list[Line], at: int) -> list[Line] | None:
    """The same of a second row that has no empty cells, by what the columns of the rows below hold."""
    over, below, width = lines[at], lines[at + 1], len(lines[at + 2].cells)
    rows = [line.cells for line in lines[at + 2 : at + MOST_SIGHTED] if len(line.cells) == width]
    told = two_rows([*over.filled, *below.filled], [[*cells] for cells in zip(*rows, strict=True)], len(below.filled))
    laid = [in_line(*row) for row in told]
    kept = [(line, row) for line, row in zip((over, below), laid, strict=False) if len(line.cells) == width]
    moved = any([cell.text for cell in line.cells] != [cell.text for cell in row.cells] for line, row in kept)
    return laid if laid and not moved else None


def _shares(places: list[int], groups: int, *, based: bool) -> set[int] | None:
    """Where each of so many groups begins that stand over the places: each over a run of them, or in equal shares.

    ``based``: the first of two is what is compared with, and stands over one year.
    """
    if groups < 1 or len(places) <= groups:
        return None
    runs = [n for n in places if n - 1 not in places]
    if len(runs) == groups:
        return {*runs}
    if based and len(runs) == 1:
        return {*places[:2]}
    each, rest = divmod(len(places), groups)
    return {*places[::each]} if len(runs) == 1 and not rest else None


def _dated_head(text: str) -> bool:
    return bool(
        YEAR_HEAD.fullmatch(text) or re.fullmatch(r"(?:到)?20\d\d年?(?:底|末)?.{2,5}", text)
    ) and _yearly(text)


def _stacked(view: View, lines: list[Line], at: int) -> tuple[Grid | None, int] | None:
    """A table of one cell a line whose rows each have, from their running number on, as many lines as the head."""
    if [c.text for c in lines[at].filled] not in (["序号"], ["编号"]):
        return None
    near = range(at, min(len(lines), at + MOST_HEADS))
    one = next((n for n in near if _count(lines[n]) == 1), at)
    if one - at < LEAST_HEADS or any(len(line.filled) != 1 or len(line.cells) > 1 for line in lines[at:one]):
        return None
    head = [line.filled[0] for line in lines[at:one]]
    rows, groups, here = _blocks(lines, one, head)
    if len(rows) < LEAST_ROWS and len(head) > LEAST_HEADS and _over_rows(head[-1]):
        # The last line stands over the first rows.
        head.pop()
        rows, groups, here = _blocks(lines, one - 1, head)
    follows = any(_count(line) == len(rows) + 1 for line in lines[here : here + 2])
    goes_on = any(line.filled and _figure(line.filled[0]) for line in lines[here + 1 : here + len(head) - 1])
    took = goes_on and rows and _count(lines[here - 1]) == len(rows) + 1
    if follows or took or any(_shifted(rows[0], row) for row in rows[1:]):
        return None  # a row with more lines or fewer: they tell nothing alone
    if len(rows) < LEAST_ROWS or not _heads(
        Line(head[0].start, head[-1].end, head, head), strictly=True
    ):
        return None
    heads, shown = [c.text for c in head], [c.shown for c in head]
    grid = Grid(lines[at].start, lines[here - 1].end, "", heads, shown, rows, groups)
    grid.names, grid.head_end = [*head], head[-1]
    titled(grid, _above(lines, at), view)
    return grid, here


def _blocks(lines: list[Line], here: int, head: list[Cell]) -> tuple[list[list[Cell]], list[str], int]:
    """The rows of a table of one cell a line, the headings between rows that each stands under, and the line behind.

    Below a heading the head may be told again, and the numbers may begin anew.
    """
    rows: list[list[Cell]] = []
    groups: list[str] = []
    borne = any(role_of(cell.text) in BEARERS for cell in head)
    number, group, ahead = 1, "", here
    while ahead + len(head) <= len(lines):
        block = lines[ahead : ahead + len(head)]
        if any(len(line.cells) > 1 or not line.filled for line in block):
            break
        told = [line.cells[0] for line in block]
        if _count(block[0]) == number:
            rows.append(told)
            groups.append(group)
            ahead = here = ahead + len(head)
            number += 1
            continue
        if here == ahead and rows and [c.text for c in told] == [c.text for c in head]:
            ahead += len(head)  # told again on a new page
            continue
        below = ahead + 1
        again = [c.text for c in head] == [line.cells[0].text for line in lines[below : below + len(head)]]
        below += len(head) * again
        after = _count(lines[below]) if below < len(lines) else 0
        headed = HEADING.match(told[0].text) or (borne and re.match("[一-龥]{3}", told[0].text))
        if here < ahead or not (headed and _over_rows(told[0])) or after not in (number, 1):
            break
        if after == 1 and rows and not again and not _borne(head, lines[below : below + len(head)]):
            break
        number, group, ahead = after, told[0].shown, below
    return rows, groups, here


def _count(line: Line) -> int:
    """The number that stands alone on a line, in whatever figures and brackets; 0 where none does."""
    told = ROW_COUNT.fullmatch(line.cells[0].text) if len(line.cells) == 1 else None
    return number_of(told.group(1)) if told else 0


def _borne(head: list[Cell], block: list[Line]) -> bool:
    """Whether bodies, or nothing, stand in a row of lines where the head says that bodies do."""
    told = [line.cells[0] for line, over in zip(block, head, strict=False) if role_of(over.text) in BEARERS]
    return all(_bodies(cell) or NONE.fullmatch(cell.text) for cell in told)


def _over_rows(cell: Cell) -> bool:
    """Whether a line can head the rows below it: a few words, and no bodies."""
    text = cell.text.rstrip("。:")
    return (
        len(text) <= LONGEST_GROUP
        and not (PROSE.search(text) or NOTES.match(text) or TITLE_OF_FORM.match(text) or SERIAL.fullmatch(text))
        and not re.search(r"20\d\d", text)
        and not _bodies(cell)
    )


def _shifted(first: list[Cell], row: list[Cell]) -> bool:
    """Whether words stand where the first row has a figure, and a figure where it has words."""
    kinds = [(a.numeric, b.numeric, a.empty or b.empty) for a, b in zip(first, row, strict=True)]
    return {(True, False, False), (False, True, False)} <= set(kinds)


def _usual(found: list[tuple[Line, str]]) -> int:
    """The number of columns of most rows."""
    sizes = sorted(len(line.cells) for line, _ in found)
    return sizes[len(sizes) // 2]


def _heads(line: Line, *, strictly: bool = False) -> bool:
    """Whether the cells of a line can be heads; ``strictly`` when most of them are known as such."""
    told = [c.text for c in line.filled]
    if len(told) < 2 or any(len(t) > LONGEST_HEAD or re.search("[。;]", t) for t in told):
        return False
    if (
        SERIAL.fullmatch(told[0])
        or any(_figure(c) or EMPTY.fullmatch(c.text) for c in line.filled)
        or all(map(YEAR_HEAD.fullmatch, told))
        or _lacks_figure(line)
    ):
        return False
    known = sum(1 for t in told if _known(_bare(t)))
    if not strictly:
        return known >= 1
    return told[0] in ("序号", "编号") or (known * 3 >= len(told) * 2 and known >= 2)


def _lacks_figure(line: Line) -> bool:
    """Whether a line is a row with one figure beside a blank, though that looks like a year: 登记量(件)||2000."""
    name, *others = [c.text for c in line.filled if not ATTRIBUTE.fullmatch(c.text)] or [""]
    blank = len(line.filled) < len(line.cells)
    return blank and UNIT_BEHIND.search(name) is not None and len(others) == 1 and others[0].isdigit()


def _over_figures(lines: list[Line]) -> bool:
    """Whether words stand above two rows of as many cells, of which the first names the figures behind it."""
    width = len(lines[0].cells)
    if width < LEAST_HEADS or any(_figure(c) or not c.text or len(c.text) > LONGEST_HEAD for c in lines[0].cells):
        return False
    below = [line.cells for line in lines[1:] if len(line.cells) == width]
    units = [c.text for c in below[0][1:]] if below else []
    if len(below) == 2 and all(map(UNIT_CELL.fullmatch, units)):
        return True
    rows = [all(map(_figure, cells[1:])) and not _figure(cells[0]) and bool(cells[0].text) for cells in below]
    return len(rows) == 2 and all(rows)


def _parts_of_a_year(heads: list[str], roles: list[str]) -> list[str]:
    """The roles without the columns of quarters and months, where a column of the whole year stands beside them."""
    parts = [n for n, h in enumerate(heads) if roles[n] == "value" and PART_OF_YEAR.search(h)]
    whole = [n for n, role in enumerate(roles) if role == "value" and n not in parts]
    return ["note" if n in parts and whole else role for n, role in enumerate(roles)]


def _second(above: list[Line], line: Line) -> bool:
    """Whether a line is a further row of a head: words or years, where the row above has no cell or a wider one."""
    cells = line.cells
    if len(line.filled) < 1 or len(cells) < 2 or any(len(c.text) > 20 for c in line.filled):
        return False
    if any(_figure(c) or EMPTY.fullmatch(c.text) for c in line.filled):
        return False
    over = above[-1].cells
    under = [n for n, c in enumerate(cells) if c.text]
    free = [n for n in under if n >= len(over) or not over[n].text]
    if not cells[0].text and all(_dated_head(c.text) or UNIT_CELL.fullmatch(c.text) for c in line.filled):
        return True
    # What goes over both rows may be told in each of them.
    own = [c.text for n, c in enumerate(cells) if c.text and not (n < len(over) and over[n].text == c.text)]
    aspects = (
        _dated_head(text) or _yearly(text) or UNIT_CELL.fullmatch(text) or role_of(text) in BEARERS for text in own
    )
    if 0 < len(own) < len(under) and all(aspects):
        return True
    # A further row begins under a wide cell: beside the free places it fills, it names the first of each anew.
    beside = [n for n in under if n not in free]
    if not free or any(n + 1 not in under for n in beside):
        return False
    first = next(n for n, c in enumerate(over) if c.text)
    return first not in under and not (cells[0].text and SERIAL.fullmatch(cells[0].text))


def in_line(cells: list[Cell | None], told: list[Cell]) -> Line:
    """The cells of a row of a head, with nothing where none is."""
    none = Cell(told[-1].end, told[-1].end, "")
    return Line(told[0].start, told[-1].end, [cell or none for cell in cells], told)


def headed(lines: list[Line], at: int, body: int, width: int) -> Grid:
    """A grid with the words of its head: what stands over several columns comes before the name of each."""
    heads = [""] * width
    shown = [""] * width
    for n, line in enumerate(lines[at:body]):
        cells = line.cells
        below = [c for later in lines[at + n + 1 : body] for c in [later.cells]]
        carried: Cell | None = None
        for place in range(width):
            cell = cells[place] if place < len(cells) else None
            if cell is not None and cell.text:
                carried = cell
            else:
                # A place under a wide cell has a name of its own in a row below.
                named = any(place < len(row) and row[place].text for row in below)
                free = not heads[place]
                carried = carried if named and free and carried is not None else None
                cell = carried
            if cell is not None and cell.text and not heads[place].endswith(cell.text):
                heads[place], shown[place] = _over((heads[place], shown[place]), (cell.text, cell.shown))
    last = lines[body - 1].filled[-1]
    grid = Grid(lines[at].start, lines[body - 1].end, "", heads, shown, head_end=last)
    over = [line.cells for line in reversed(lines[at:body])]
    for place in range(width):
        lowest = (cells[place] for cells in over if place < len(cells) and cells[place].text)
        grid.names.append(next(lowest, None))
    return grid


def _over(group: tuple[str, str], name: tuple[str, str]) -> tuple[str, str]:
    """The head of a column from what stands over it and its own name, both folded and as shown.

    A year stands where a head of one row has it.
    """
    over, own = group[0], name[0]
    if not over or over.rstrip(":") == "其中" or (SORT.fullmatch(over) and not YEAR_HEAD.fullmatch(own)):
        return name
    if role_of(over) in BEARERS and (bearer := _bearer(own)):
        return bearer, bearer
    for aspect, other, sort in ((name, group, True), (group, name, False)):
        if YEAR_HEAD.fullmatch(aspect[0]):
            told = re.sub(r"[到至末底年()（）]", "", aspect[0]) + "年"
            first = YEARLY.fullmatch(other[0]) or (sort and SORT.fullmatch(over))
            return (told + other[0], told + other[1]) if first else (f"{other[0]}({told})", f"{other[1]}({told})")
    for aspect, other in ((name, group), (group, name)):
        told = aspect[0]
        dated = re.search(r"20\d\d", told) and YEARLY.fullmatch(told)
        if (dated or UNIT_CELL.fullmatch(told) or names_place(told)) and not YEARLY.fullmatch(other[0]):
            return f"{other[0]}({told})", f"{other[1]}({aspect[1]})"
    return over + own, group[1] + name[1]


def _bearer(name: str) -> str | None:
    """What a column is called under a head that says that bodies stand there: 牵头 for 牵头单位."""
    return next((told for told in (name, name + "单位") if role_of(told) in BEARERS), None)


def _above(lines: list[Line], at: int) -> list[Cell]:
    """The last cells that stand alone on their lines right above a line."""
    alone = itertools.takewhile(lambda line: len(line.filled) == 1, reversed(lines[max(0, at - 3) : at]))
    return [line.filled[0] for line in alone][::-1]


def titled(grid: Grid, above: list[Cell], view: View) -> None:
    """Takes the title and the note of units from what stands above the head, a cell a line."""
    grid.title_start = grid.start
    for cell in reversed(above[-3:]):
        if len(cell.text) > LONGEST_TITLE or "。" in cell.text:
            break
        if note := UNIT_NOTE.search(cell.text):
            grid.units = told_units(cell.text)
            if note.group() == cell.text:
                continue
        if not TITLE_OF_FORM.fullmatch(cell.text):
            grid.title = without_note(view.shown(cell.start, cell.end))
            grid.title_start = cell.start
        break


def _figure(cell: Cell) -> bool:
    """Whether a cell tells one figure, bare or with the words that go with one."""
    text = cell.text
    if (
        not text
        or len(text) > LONGEST_FIGURE
        or DATED.fullmatch(text)
        or NUMBERED.match(text)
        or not SAID.match(text)
    ):
        return False
    if SENTENCE_OF_YEARS.search(text):
        return False
    beside = re.sub(r"(?:19|20)\d\d年?(?!\d)", "", text) if "年" in text else text
    return any(c.isdigit() for c in beside) and bool(
        quantities(cell.figure.replace(" ", ""), cover=cell.figure)
    )


def _bare(head: str) -> str:
    return FORM.sub("", re.sub(r"[“”\s]", "", head))


def _known(head: str) -> bool:
    """Whether words are the head of a column of some sort."""
    known = role_of(head) is not None or any(told.fullmatch(head) for told in HEADS) or _yearly(head)
    return known or UNIT_BEHIND.search(head) is not None


def _yearly(head: str) -> bool:
    """Whether a head names a value of a year or of the plan's end."""
    return bool(head and YEARLY.fullmatch(head) and VALUED.search(head))


def roles_of(grid: Grid) -> list[str]:
    if (
        len(grid.rows) > 1
        and all(ROW_HEAD.fullmatch(_bare(row[0].text)) for row in grid.rows)
        and by_years(grid, 0)
    ):
        return ["text"] + ["value"] * (len(grid.heads) - 1)
    roles = [_role(grid, n) for n in range(len(grid.heads))]
    if of_projects(heads := [_bare(h) for h in grid.heads]):
        aims = list(map(AIMED.fullmatch, heads))
        if "value" not in itertools.compress(roles, aims):
            return ["detail" if aim else "project" for aim in aims]
    _words_apart(grid, roles)
    return _parts_of_a_year([_bare(h) for h in grid.heads], roles)


def _role(grid: Grid, place: int) -> str:
    """What a column is: its head says it, its cells bear it out."""
    head = _bare(grid.heads[place])
    cells = grid.column(place)
    told = role_of(head)
    figures = sum(1 for c in cells if _figure(c))
    serial = sum(1 for c in cells if SERIAL.fullmatch(c.text))
    if told == "serial" or (place == 0 and cells and serial == len(cells) and _running(cells)):
        return "serial"
    if POINTS.fullmatch(head):
        return "points"
    if MONEY.fullmatch(head):
        return "money"
    if UNIT_HEAD.fullmatch(head) and _most(
        cells, lambda c: len(c.text) <= 3 or bool(UNIT_CELL.fullmatch(c.text))
    ):
        return "unit"
    if _most(cells, lambda c: bool(ATTRIBUTE.fullmatch(c.text))):
        return "attribute"
    if told in BEARERS and (head != "单位" or _most(cells, _bodies)):
        return told
    if told in ("due", "person"):
        return told
    if STATE.fullmatch(head):
        return "state"
    if figures and _values(head, figures, len(cells)):
        return "value"
    if MEANING.fullmatch(head):
        return "meaning"
    if PLACE.fullmatch(head):
        return "place"
    if GROUP_OF.fullmatch(head):
        return "group"
    if ASKED.fullmatch(head):
        return "note"
    return told or ("text" if NAME_HEAD.fullmatch(head) or LABEL_HEAD.fullmatch(head) else "")


def _most(cells: list[Cell], test: Callable[[Cell], bool]) -> bool:
    """Whether more than half of the cells pass a test."""
    return sum(1 for c in cells if test(c)) * 2 > len(cells)


def _values(head: str, figures: int, cells: int) -> bool:
    """Whether a column with so many figures among its cells holds values."""
    if _yearly(head):
        return True
    return figures * 3 >= cells * 2 and (figures > 1 or cells == 1 or bool(FIGURES_HEAD.fullmatch(head)))


def _running(cells: list[Cell]) -> bool:
    told = [int(c.serial) for c in cells]
    return told == sorted(told) and told[0] <= 1


def _term(cell: Cell) -> bool:
    return bool(DUE.fullmatch(cell.text) or SPAN.fullmatch(cell.text))


def _counts(cell: Cell) -> bool:
    return any(c.isdigit() for c in cell.text)


def _bodies(cell: Cell) -> bool:
    return looks_like_list(cell.text, 0, len(cell.text)) or bool(TOLD_ROLE.search(cell.text))


def _words_apart(grid: Grid, roles: list[str]) -> None:
    """Tells groups, names and details among the columns of words that no head has told apart."""
    words = [n for n, role in enumerate(roles) if role in ("text", "")]
    aims = [n for n in words[1:] if AIM.fullmatch(_bare(grid.heads[n])) and _most(grid.column(n), _counts)]
    aims += [n for n in words[1:] if PART_OF_YEAR.search(grid.heads[n]) and n not in aims]
    for n in aims:
        roles[n] = "detail"
    words = [n for n in words if n not in aims]
    borne = any(role in BEARERS for role in roles)
    for n in list(words):
        cells = grid.column(n)
        told = _most(cells, lambda c: len(c.text) > (SENTENCE if borne else PROSE_FROM))
        if not roles[n]:
            before = any(role == "text" for role in roles[n + 1 :]) and "text" not in roles[:n]
            roles[n] = (
                "text" if told and not NOTES.match(grid.heads[n] + ":") else "group" if before else "note"
            )
        if roles[n] != "text":
            words.remove(n)
    if len(words) > 1:
        named = [c.text for c in grid.column(words[-2])]
        sizes = [sum(map(len, (c.text for c in grid.column(n)))) for n in words[-2:]]
        head = _bare(grid.heads[words[-1]])
        longer = AIM.fullmatch(head) or role_of(head) is None or sizes[1] > 2 * sizes[0]
        apart = longer and len(set(named)) == len(grid.rows) and not DETAIL_HEAD.fullmatch(head)
        roles[words[-1]] = "detail" if apart else "text"
    if "value" in roles and not {"text", "place", "group"} & {*roles}:
        # Whatever stands before the figures names them.
        free = [n for n in range(roles.index("value")) if roles[n] == "note"]
        roles[free[-1] if free else 0] = "text" if free else roles[0]


def sound(grid: Grid) -> bool:
    """Whether a grid is a table of figures, of duties or of goals told in words, or a list of projects."""
    if grid.places("project"):
        return True
    heads = [_bare(h) for h in grid.heads]
    named = grid.places("text", "place", "group")
    if not named:
        return False
    if any(not NUMBER_OF_ROW.fullmatch(c.text) for n in grid.places("serial") for c in grid.column(n)):
        return False
    # Rows that lost a cell have what stands behind it in the wrong column.
    bearers = grid.places(*BEARERS)
    if any(_term(c) for n in bearers for c in grid.column(n)):
        return False
    for row in grid.rows if bearers else ():
        last = max((n for n, c in enumerate(row) if c.text), default=0)
        if 0 < last < min(bearers) and looks_like_list(row[last].text, 0, len(row[last].text)):
            return False
    if grid.places("value", *BEARERS, "state", "meaning") or any(map(AIM.fullmatch, heads)):
        return True
    # A numbered list of names tells nothing, and nobody is to find something in it.
    return bool(grid.places("serial")) and not any(_figure(c) for row in grid.rows for c in row[1:])


def by_years(grid: Grid, label: int) -> bool:
    """Whether the rows are years and the columns what is measured."""
    told = [_bare(c.text) for c in grid.column(label)]
    told = [t for t in told if not (ATTRIBUTE_HEAD.fullmatch(t) or UNIT_HEAD.fullmatch(t))]
    dated = {t for t in told if re.match(r"(?:到|至)?20\d\d", t) and (_yearly(t) or YEAR_HEAD.fullmatch(t))}
    return len(dated) == len(told) > 0 and (len(told) > 1 or len(told) < len(grid.rows))
