"""What a table whose cells kept their places holds: figures, duties, or goals told in words."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from .assignments import Assigner
from .axes import year_of
from .cells import TOTAL, Cell, Row, Table
from .clean import View
from .duty_heads import BEARERS, levels
from .duty_tables import DutyTable, add_duty, bearers
from .grids import AIM, PROSE_FROM, YEAR_HEAD, Grid, by_years
from .tables import ATTRIBUTE_HEAD, BASE_WORD, UNIT_HEAD, YEARLY, noted

WITHIN = re.compile(r"(?:其中|#|包括)[:,]?(?=[一-龥A-Za-z“])")
"""What a row that tells a part of the row above begins with."""
MEASURE_END = re.compile(r"[率数量额度值比重分次件家项人户个]$|比例|占比|面积|规模|收入|指数")
SPENT = re.compile(
    r"(?:资金|经费|预算|投资|补助|奖补|支出)(?:使用|分年|年度)?(?:安排|预算|计划|测算|分配|明细|概算|需求|一览|表)"
)
"""The title of a table that tells what is spent."""
STANDARD = re.compile(
    r"(?:评价|考核|评估|目标|建设|工作|创建|任务)?(?:标准|目标|指标值|要求|目标要求|目标值)"
)
INDICATOR = re.compile("指标|名称|项目")
DEED = re.compile("任务|事项|举措|措施|工作(?!指标)|行动|工程|项目|内容|要点")
"""The head of a column whose rows are work, not what is measured."""
REACHED = re.compile(
    r"(?:达到?|不[低少高多]于|不超过|大于|小于|[高低多少]于|超过|控制在|为|[至到]|^(?:到)?(?:20\d\d年底?)?)"
    r"(?P<figure>[≥≤><]{0,2}\d[\d.]*(?:万|亿)?(?:%|‰|[一-龥]{1,4}?)?(?:以上|以下|以内|左右)?)$"
)
"""How a standard tells the figure to be reached."""
BARE = re.compile(
    r"(?:(?:到|至)?20\d\d年(?:底|末)?|力争|确保|实现|保持|稳定|提[升高]|压[缩减]|缩短|降低?|下降|增[长加]|减少|[至到为在]|控制)*"
    r"(?:达到?|不[低少高多]于|不超过|大于|小于|[高低多少]于|超过|[≥≤><])?\d"
)
"""A clause that tells a figure and no name."""
SHORTEST_NAME = 8
CLAUSE = re.compile("[,;。]")
LONGEST_NAME = 24


@dataclass
class Words:
    """A cell that may tell goals: the place that its row names, and where its table begins."""

    start: int
    end: int
    scope: str | None
    table: int
    year: int | None
    """The year that the head of its column tells."""


@dataclass
class Sheets:
    """The tables of a text that kept their cells, by what they hold."""

    tables: list[Table] = field(default_factory=list)
    duties: list[DutyTable] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)


def sheets(view: View, grids: list[Grid]) -> Sheets:
    """Figures, duties and goals in words of tables; ``taken`` covers them with their notes."""
    out = Sheets()
    assigner: Assigner | None = None
    for grid in grids:
        start = grid.title_start if grid.places("value") else grid.start
        out.taken.append((start, noted(view.flat, grid.end)))
        read: set[int] = set()
        borne, figures = grid.places(*BEARERS), grid.places("value")
        assigner = assigner or (Assigner(view) if borne else None)
        if (table := _figures(view, grid, assigner) if figures else _standards(view, grid)) is not None:
            out.tables.append(table)
        if assigner and borne and not (table and figures and not DEED.search(table.label_head)):
            read = _duties(view, assigner, grid, out)
        _words(grid, read, out)
    return out


def _figures(view: View, grid: Grid, assigner: Assigner | None) -> Table | None:
    """The table of figures for those who read goals out of rows and columns."""
    values = grid.places("value")
    dated = _dated(grid, values[0])
    named = [[n for n in grid.places(role) if n != dated] for role in ("text", "place", "group")]
    names = next(filter(None, named), [] if dated is None else [dated])
    label_at = _label(grid, [n for n in names if n < values[0]] or names[:1])
    if SPENT.search(grid.title):
        return None
    if by_years(grid, label_at):
        return _turned(view, grid, label_at)
    if dated is not None:
        _carried(grid, [label_at, dated])
    units, sorts = grid.places("unit"), grid.places("attribute")
    again = Counter(row[label_at].text for row in grid.rows)
    groups = [n for n in grid.places("group", "text", "place") if n < label_at and n != dated]
    rows: list[Row] = []
    before = grid.head_end
    parent: Cell | None = None
    for row, group in zip(grid.rows, grid.groups, strict=True):
        label = row[label_at]
        over = next((row[n] for n in reversed(groups) if row[n].text), None)
        if not label.text and over is not None:
            label, over = over, None
        told, parent = _named(label, parent)
        if over is not None and again[row[label_at].text] > 1 and not TOTAL.fullmatch(label.text):
            told = [over, *told]
        cells = [row[n] if row[n].text else Cell(row[n].start, row[n].end, "-") for n in values]
        if all(c.empty for c in cells):
            continue
        told = [piece for c in told for piece in c.pieces or (c,)]
        filled = [c for c in row if c.text]
        unit = row[units[0]].shown.strip("()（） ") if units and row[units[0]].text else None
        sort = next((row[n].attribute for n in sorts if row[n].attribute), None)
        told_at = [c for c in (*(told or filled[:1]), *cells) if c.end > c.start]
        rows.append(
            Row(
                told,
                cells,
                min(c.start for c in told_at),
                max(c.end for c in told_at),
                unit=unit if unit and not re.fullmatch(r"[-—–/\\]+", unit) else None,
                attribute=sort,
                group=over.text if over is not None else group or None,
                before=before,
                year=year_of(row[dated].text) if dated is not None else None,
                bearers=_answering(view, assigner, grid, row) if assigner else [],
            )
        )
        before = filled[-1]
    return Table(
        grid.title,
        grid.start,
        noted(view.flat, grid.end),
        [grid.shown[n] for n in values],
        rows,
        grid.heads[label_at],
        grid.title_start,
        grid.start,
        grid.units,
    )


def _dated(grid: Grid, before: int) -> int | None:
    """The column of years before the figures, if there is one."""
    named = (n for n in grid.places("text", "place", "group") if n < before)
    return next((n for n in named if all(YEAR_HEAD.fullmatch(c.text) for c in grid.column(n))), None)


def _carried(grid: Grid, places: list[int]) -> None:
    """Tells again in each row what columns merged downwards tell in the first of several rows."""
    for above, row in itertools.pairwise(grid.rows):
        for n in places:
            row[n] = row[n] if row[n].text else above[n]


def _label(grid: Grid, names: list[int]) -> int:
    """The column that names the rows: the last one before the figures, where it does not explain the one before it."""
    if len(names) > 1:
        short, long = ([c.text for c in grid.column(n)] for n in names[-2:])
        if len({*short}) == len(grid.rows) and 2 * sum(map(len, long)) > 3 * sum(map(len, short)):
            return names[-2]
    return names[-1]


def _turned(view: View, grid: Grid, label: int) -> Table | None:
    """The table of figures of a grid whose rows are years: each column is the row of an indicator."""
    dated = [row for row in grid.rows if re.search(r"20\d\d", row[label].text)]
    others = {row[label].text: row for row in grid.rows if row not in dated}
    sorts = next((row for told, row in others.items() if ATTRIBUTE_HEAD.fullmatch(told)), None)
    units = next((row for told, row in others.items() if UNIT_HEAD.fullmatch(told)), None)
    rows = []
    for n in range(label + 1, len(grid.heads)):
        own = grid.names[n]
        name = own and Cell(own.start, own.end, grid.heads[n], grid.shown[n], own.line)
        cells = [row[n] if row[n].text else Cell(row[n].start, row[n].end, "-") for row in dated]
        if name is not None and not all(c.empty for c in cells):
            rows.append(
                Row(
                    [name],
                    cells,
                    name.start,
                    max(c.end for c in cells),
                    unit=units[n].shown or None if units else None,
                    attribute=sorts[n].attribute if sorts else None,
                )
            )
    if not rows:
        return None
    heads = [row[label].shown for row in dated]
    end, start = noted(view.flat, grid.end), grid.start
    return Table(grid.title, start, end, heads, rows, "", grid.title_start, start, grid.units)


def _standards(view: View, grid: Grid) -> Table | None:
    """The figures that a column of standards tells in words: 力争2023年达到80% is a figure of that year."""
    open_ = ("text", "detail", "note")
    aims = [n for n, h in enumerate(grid.heads) if STANDARD.fullmatch(h) and grid.roles[n] in open_]
    names = [n for n in grid.places("text") if aims and n < aims[0] and INDICATOR.search(grid.heads[n])]
    if not names:
        return None
    told = [_figures_in(row[aims[0]]) for row in grid.rows]
    years = sorted({y for figures in told for y, _ in figures}, key=lambda y: y or 0)
    bare = [
        clause for row in grid.rows for clause in re.split("[,;。]", row[aims[0]].text) if BARE.match(clause)
    ]
    if sum(map(bool, told)) * 3 < len(told) or len(bare) * 2 < sum(map(len, told)):
        # What is reached has a name of its own: these are goals told in words.
        return None
    rows = []
    for row, figures in zip(grid.rows, told, strict=True):
        name = row[names[-1]]
        if not name.text or not figures:
            continue
        known = dict(figures)
        cells = [known.get(y) or Cell(name.end, name.end, "-") for y in years]
        rows.append(Row([_clause(name)], cells, name.start, row[aims[0]].end))
    grid.roles[aims[0]] = "value"
    heads = [f"{y}年目标" if y else "目标" for y in years]
    end = noted(view.flat, grid.end)
    return Table(grid.title, grid.start, end, heads, rows, "指标", grid.title_start, grid.start)


def _figures_in(cell: Cell) -> list[tuple[int | None, Cell]]:
    """The figures of a standard with their years; what is only compared with the year before is none."""
    out: list[tuple[int | None, Cell]] = []
    for clause in re.finditer("[^,;。]+", cell.text):
        told = REACHED.search(clause.group())
        if told is None or cell.end - cell.start != len(cell.text):
            continue
        year = re.search(r"20\d\d(?=年)", clause.group())
        a, b = clause.start() + told.start("figure"), clause.start() + told.end("figure")
        piece = Cell(cell.start + a, cell.start + b, cell.text[a:b], cell.shown[a:b], cell.line)
        out.append((int(year.group()) if year else None, piece))
    return list({year: (year, piece) for year, piece in reversed(out)}.values())


def _named(label: Cell, parent: Cell | None) -> tuple[list[Cell], Cell | None]:
    """The cells that make the name of a row, and the row that rows of parts below it belong to."""
    if not label.text:
        return [], parent
    part = WITHIN.match(label.text)
    if part is None:
        return [_clause(label)], label
    rest = Cell(
        label.start + part.end(), label.end, label.text[part.end() :], label.shown[part.end() :], label.line
    )
    whole = parent is None or MEASURE_END.search(rest.text) or len(rest.text) >= SHORTEST_NAME
    return ([rest] if whole or parent is None else [rest, _behind(parent, rest.text[-2:])]), parent


def _behind(whole: Cell, shared: str) -> Cell:
    """What a name says behind the words that a part of it ends with too; all of it where it has none."""
    cut = whole.text.rfind(shared) + len(shared)
    if shared not in whole.text[:-1] or cut == len(whole.text) or whole.end - whole.start != len(whole.text):
        return whole
    return Cell(whole.start + cut, whole.end, whole.text[cut:], whole.shown[cut:], whole.line)


def _clause(label: Cell) -> Cell:
    """A name without the sentence that explains it behind."""
    cut = CLAUSE.search(label.text)
    if (
        cut is None
        or len(label.text) <= LONGEST_NAME
        or cut.start() < 4
        or label.end - label.start != len(label.text)
    ):
        return label
    end = cut.start()
    return Cell(label.start, label.start + end, label.text[:end], label.shown[:end], label.line)


def _answering(view: View, assigner: Assigner, grid: Grid, row: list[Cell]) -> list[str]:
    """Who answers for what a row tells, the one that leads first; those who help where nobody else does."""
    got = bearers(view, assigner, [(grid.roles[n], row[n]) for n in grid.places(*BEARERS) if row[n].text])
    return got.lead + got.responsible or got.cooperating


def _duties(view: View, assigner: Assigner, grid: Grid, out: Sheets) -> set[int]:
    """Adds the duties of a table, and tells the rows that are one."""
    table = DutyTable(grid.start, grid.end, grid.title)
    year = _year(grid.title)
    kept = {"serial", "group", "text", "detail", "note", "due", "person", *BEARERS}
    roles = [role if role in kept else "note" for role in grid.roles]
    roles = roles if "detail" in roles else levels(roles, grid.heads)
    rows = _merged(grid.rows, roles)
    told = Counter(c.text for row in rows for c in row if c.text)
    again = frozenset(text for text, n in told.items() if n > 1)
    years = [_year_over(head) for head in grid.heads]
    read: set[int] = set()
    group = ""
    for n, (row, heading) in enumerate(zip(rows, grid.groups, strict=True)):
        cells = [(c, r) for c, r in zip(row, roles, strict=True) if c.text]
        if not cells:
            continue
        if heading:
            table.headings[cells[0][0].start] = group = heading
        before = len(table.tasks)
        held, columns = [c for c, _ in cells], [r for _, r in cells]
        group = add_duty(view, assigner, table, held, columns, group, again)
        if len(table.tasks) == before:
            continue
        read.add(n)
        table.years |= {
            a: y for a, _ in table.texts[-1] for c, y in zip(row, years, strict=True) if y and c.start <= a < c.end
        }
        task = table.tasks[-1]
        if year is not None and not re.search(r"20\d\d", task.deadline or ""):
            task.deadline = f"{year}年{task.deadline or ''}"
        if grid.places("value"):
            # The figure stands in a column of its own.
            table.texts[-1] = [p for p in table.texts[-1] if p[1] - p[0] > 2 * PROSE_FROM]
    if table.tasks:
        out.duties.append(table)
    return read


def _merged(rows: list[list[Cell]], roles: list[str]) -> list[list[Cell]]:
    """The rows with the words of cells merged downwards, which are told in the first row alone.

    A group holds until the next one; a task until the next one where a row tells a detail of its own.
    """
    out: list[list[Cell]] = []
    over: dict[int, Cell] = {}
    for row in rows:
        filled = {role for c, role in zip(row, roles, strict=True) if c.text}
        held = {"group", "text"} if "detail" in filled else {"group"}
        named = {k: c for k, c in enumerate(row) if c.text and roles[k] in ("group", "text")}
        over = {k: c for k, c in over.items() if k < min(named, default=k + 1)} | named
        out.append([over.get(k, c) if not c.text and roles[k] in held else c for k, c in enumerate(row)])
    return out


def _words(grid: Grid, read: set[int], out: Sheets) -> None:
    """Adds the cells of words that may tell goals, of rows that are no duties."""
    silent = {
        "serial",
        "unit",
        "attribute",
        "value",
        "state",
        "meaning",
        "points",
        "money",
        "project",
        "due",
        "person",
        *BEARERS,
    }
    aims = [n for n, h in enumerate(grid.heads) if AIM.fullmatch(h) and grid.roles[n] not in silent]
    places = grid.places("place")
    columns = [n for n, role in enumerate(grid.roles) if role not in silent and n not in places]
    for n, row in enumerate(grid.rows):
        if n in read or (grid.places("value") and not aims):
            continue
        scope = next((row[p].shown for p in places if row[p].text), None)
        for c in columns:
            if len(row[c].text) > PROSE_FROM or (c in aims and any(x.isdigit() for x in row[c].text)):
                out.words.append(Words(row[c].start, row[c].end, scope, grid.start, _year_over(grid.heads[c])))


def _year_over(head: str) -> int | None:
    """The year in which is due what the cells of a column tell, where its head is that year."""
    return year_of(head) if YEARLY.fullmatch(head) and not BASE_WORD.search(head) else None


def _year(title: str) -> int | None:
    """The one year that a title names: 2026年工作任务清单."""
    told = {int(y) for y in re.findall(r"(20\d\d)年(?![-—~至])", title)}
    return told.pop() if len(told) == 1 and not re.search(r"20\d\d年?[-—~至]", title) else None
