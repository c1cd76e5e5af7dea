"""What a table says: goals, baselines, and cells that lost their label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .axes import (
    SPOKEN,
    YEAR,
    Column,
    column_of,
    measured,
    of_places,
    peeled,
    settle,
    share_units,
    shown,
    split_unit,
)
from .cells import MEASURE, TOTAL, UNIT_CELL, Cell, Row, Table, told_units
from .clean import View, squeeze
from .kinds import kind_of
from .model import Actual, Comparator, Kind, Open, Span, Target, Why
from .quantities import PLAN_YEARS, quantities
from .questions import table_unread
from .tables import BASE_WORD, COMPARED_HEAD, GOAL_WORD, PLACE_HEAD

BRACKETS_TOLD = re.compile(
    r"(?:[\[〔(][ …\d]{0,3}[\]〕)]|括号)(?:符号)?(?:内|中|里|标[注示])?(?:的|者)?(?:指标)?"
    r"(?:数据|数值|数字|数|值|指标)?(?:均?为|皆为|是|指|表示|系|代表)(?P<sort>[^。;\n]{2,24})"
)
"""A note that says of what sort the figures in brackets are."""
HISTORY = re.compile(r"完成情况|实现情况|执行情况|现状|基本情况|发展情况|进展情况|历年|回顾|排名|排行")
WITH_GOALS = re.compile(
    r"[及和与、暨](?:“?十[一二三四五六]五”?|20\d\d年?(?:[-—~至]20\d\d年?)?|[下后]一?[年步阶段]+)?(?:[发展工作主要预期规划]{2,4})*(?:目标|预期|计划|指标)"
    r"|(?:目标|预期|计划)值?(?:[及和与、])"
)
"""What a title of the past says beside it, so that the heads of the columns tell which figures are which."""
UNIT_BELOW = re.compile(
    r"(?:备?注:)?[(]?(?:以上|上述|表[中内])?(?:指标|数据|数值|数字)?(?:的?计量)?单位(?:均?为|:)(?P<units>[^():;。\n|]{1,24}?)[)]?。?$"
)
GIVEN = (
    r"(?:补贴|补助|奖[励补金]|资助|津贴|贴息|房票|安家费|报销|赔付|保额|收费|罚款|薪酬|待遇)"
    r"(?:金额|标准|额度|年限|期限|比例|上限|资金|额)?"
)
GIVEN_HEAD = re.compile(rf"{GIVEN}(?:[(][^()]{{1,8}}[)])?$")
GIVEN_TITLE = re.compile(rf"{GIVEN}.{{0,4}}标准(?:一览|对照)?表?$")
"""What each class of persons or works gets or pays: a rule, and nothing to be reached."""
RATE_HEAD = re.compile(r"年均增[长速幅]|年均增长率|增速|增幅|(?:同比|[较比](?:上年|去年))增长")
"""A column of how fast something is to grow in a year, or grew in the year of the column before it."""
VALUES_OF_YEAR = re.compile(
    r"20\d\d年?(?:年?[末底])?(?:基数|基期|现状|实际|完成|目标|规划|计划|预期)(?:值|数|情况)"
)
"""The head of a column of figures. Where it names a row under units, the columns stand one below the other."""
CHANGE_HEAD = re.compile(r"(?:变化|变动)(?:率|值|量|幅度|情况)?(?:[(].{1,6}[)])?")
INCREMENT_HEAD = re.compile(
    r"(?:累计|五年|净)?(?:增加|增长|新增|净增|提高)(?:值|数|量|额)(?:[(].{1,6}[)])?|增[幅量减](?:[(].{1,6}[)])?|净增|累计增[加长]"
)
"""A column that tells what lies between the past and the goal beside it."""


RUN_IN = re.compile(
    r"\d\.\d+\.\d|(?<!\d)(?!(?:19|20)\d\d)\d{2,}[^\d一-龥A-Za-z]+\d{2,}"
    rf"|[(（]{MEASURE}[)）]\d[\d.]*(?=[一-龥])"
)
"""Figures of other cells that ran into a name: 占比%14.817.5, 合计64000 12000, 结案率(%)95登记量."""
WORDLESS = re.compile(r"(?:19|20)\d\d年?|[^一-龥A-Za-z]")


def read_table(
    view: View, table: Table, *, period_end: int | None, period_start: int | None, place: str | None
) -> tuple[list[Target], list[Actual], list[Open]]:
    """Goals, figures of the past and open questions of one table; of one that was not understood a question alone."""
    if not table.rows or _given(squeeze(table.title), table) or _listed(table):
        return [], [], []
    reader = TableReader(view, table, period_end=period_end, period_start=period_start, place=place)
    reader.read()
    if len(reader.unnamed) * 3 > len(table.rows):
        return [], [], [table_unread(view, table.start, table.end)]
    return reader.targets, reader.actuals, reader.opened


def _names(words: str) -> bool:
    """Whether words name something: not figures alone, none of other cells among them, not the head of the places."""
    said = WORDLESS.sub("", words)
    return bool(said) and not RUN_IN.search(words) and not PLACE_HEAD.fullmatch(said)


@dataclass(frozen=True)
class Line:
    """A row as it is read: its name with that of its group, and the columns that its values stand in."""

    row: Row
    label: str
    columns: list[Column]
    span: Span
    quote: str

    def figures(self) -> Iterator[tuple[int, Column, Cell, Figure]]:
        """The cells that tell a number, each with its column and the number of that."""
        for n, (column, cell) in enumerate(zip(self.columns, self.row.values, strict=True), 1):
            if (figure := _figure(cell)) is not None:
                yield n, column, cell, figure


class Figure(NamedTuple):
    """The number of a cell with its own unit and the words of degree in the cell."""

    value: float
    high: float | None
    unit: str | None
    words: str


class Base(NamedTuple):
    """The figure of the past of a row that is an indicator."""

    year: int | None
    value: float
    total: bool
    """Whether it counts several years together."""

    def grows(self, goal: float, year: int | None, rate: float) -> bool:
        """Whether a yearly rate is the one that leads from it to a goal of the same row."""
        if self.year is None or year is None or year <= self.year or self.value <= 0 or goal <= 0:
            return False
        yearly = 100 * float((goal / self.value) ** (1 / (year - self.year))) - 100
        return abs(yearly - rate) < 0.15

    def lacks(self, goal: float, change: float) -> bool:
        """Whether a figure in brackets is what lies between it and a goal of the same row."""
        return change > 0 and abs(abs(goal - self.value) - change) < 0.051


class Entry(NamedTuple):
    """A figure in the n-th column, what it measures and whose it is."""

    n: int
    column: Column
    cell: Cell
    figure: Figure
    name: str
    scope: str | None


class TableReader:
    """Reads a table row by row, by what its rows, its columns and its title say."""

    def __init__(
        self, view: View, table: Table, *, period_end: int | None, period_start: int | None, place: str | None
    ) -> None:
        self.view, self.table, self.place = view, table, place
        self.targets: list[Target] = []
        self.actuals: list[Actual] = []
        self.opened: list[Open] = []
        self.unnamed: set[int] = set()
        """Where rows begin whose figures nothing names."""
        title = squeeze(table.title)
        self.history = bool(HISTORY.search(title) and not WITH_GOALS.search(title))
        self.columns = [column_of(h) for h in table.heads]
        share_units(self.columns, table.units or _units_below(view, table))
        self.named_by = settle(table, self.columns, period_start)
        _mark_base(self.columns, title, period_start)
        _mark_past_aims(self.columns)
        _mark_increment(self.columns)
        self.sort = _bracketed(view, table)
        self.due = _title_year(title) or period_end

    def read(self) -> None:
        heading: tuple[str, str] | None = None
        across = all(UNIT_CELL.fullmatch(column.folded) for column in self.columns) and any(
            VALUES_OF_YEAR.fullmatch(squeeze(_label(self.view, row))) for row in self.table.rows
        )
        for row in self.table.rows:
            label, heading = _under_heading(_label(self.view, row), heading, row)
            start = row.start if row.label or row.before is None else row.before.start
            span = self.view.span(start, row.end)
            columns = self.columns[:-1] if _without_change(row, self.columns) else self.columns
            line = Line(row, label, columns, span, self.view.raw[slice(*span)])
            if len(row.values) == len(columns) and not across:
                self._read(line)
            else:
                self._ask(
                    line,
                    "row_width",
                    f"表“{self.table.title}”有一行的格数与表头不符，未读取。",
                    f"A row of the table “{self.table.title}” does not fit its header and was not read.",
                )
            if not row.label or row.start in self.unnamed:
                self._ask(
                    line,
                    "label_lost",
                    f"表“{self.table.title}”有一行没有行名，数字属于谁无法确定。",
                    f"A row of the table “{self.table.title}” has lost its label.",
                )

    def _ask(self, line: Line, code: str, zh: str, en: str) -> None:
        self.opened.append(Open(code, zh, en, [line.span], [line.quote]))

    def _goal(self, line: Line, entry: Entry, name: str, figure: Figure, kind: Kind) -> Target:
        """What a cell tells, whether it is aimed at or past."""
        place = {} if self.named_by == "rows" else {"row": line.label or None, "column_index": entry.n}
        told = {"table": self.table.title, "row": line.label, "column": entry.column.name, **place}
        rule = {"rows": "table_indicator", "columns": "table_region", "title": "table_place_year"}[self.named_by]
        goal = Target(
            indicator=name,
            value=figure.value,
            value_max=figure.high,
            unit=figure.unit,
            comparator=comparator_of(figure.words, figure.high),
            kind=kind,
            span=line.span,
            quote=line.quote,
            year=entry.column.year or line.row.year,
            scope=entry.scope,
            attribute=line.row.attribute,
            units=line.row.bearers,
            cell={**told, **_beside(entry.cell)},
            order=line.row.start,
            why=[Why(rule, self.table.title or line.label)],
        )
        goal.year_inferred = goal.year is None
        goal.scope_certain = self.named_by == "rows" or bool(line.label)
        return goal

    def _keep(self, told: Target, column: Column, *, past: bool) -> None:
        if not (_names(told.indicator) and _names(told.scope or told.indicator)):
            self.unnamed.add(told.order)
        elif past:
            of_table = Why("table_of_past", self.table.title)
            self.actuals.append(Actual.of(told, of_table if self.history else Why("column_of_past", column.name)))
        else:
            told.year = told.year or self.due
            self.targets.append(told)

    def _read(self, line: Line) -> None:
        """Reads a row: its figures of one name and place belong together, those of the past with the goals."""
        beside: dict[tuple[str, str | None], list[Entry]] = {}
        for entry in self._entries(line):
            beside.setdefault((entry.name, entry.scope), []).append(entry)
        for entries in beside.values():
            self._together(line, entries)

    def _entries(self, line: Line) -> Iterator[Entry]:
        """The figures of a row, each with what the row, its column or the title say that it measures, and for whom."""
        own, row_unit, _, within = peeled(line.label)
        row_unit = line.row.unit or row_unit
        row_unit = None if row_unit in ("-", "—") else row_unit
        scope = self.place if TOTAL.fullmatch(squeeze(own)) else own or None
        titled, unit = (self.table.measure, None) if self.table.measure else _titled(self.table.title)
        for n, column, cell, told in line.figures():
            if column.role == "increment" and (column.year is not None or self.named_by != "columns"):
                continue
            if self.named_by == "rows":
                name, units = measured(own, self.table.measure), (row_unit, column.unit)
                whose = column.place or within
                scope = self.place if whose is None or TOTAL.fullmatch(squeeze(whose)) else whose
            elif self.named_by == "columns":
                name, units = column.measure or column.name, (column.unit, row_unit)
            else:
                name, units = titled if len(titled) > 1 else "", (column.unit or unit, row_unit)
            yield Entry(n, column, cell, told._replace(unit=_unit_of(told.unit, *units)), name, self._whose(scope))

    def _whose(self, scope: str | None) -> str | None:
        """Whose figures a row tells that is a branch: with the words of the title that say of what it is one."""
        subject = _subject(self.table)
        if self.named_by != "columns" or scope in (None, self.place) or of_places(self.table):
            return scope
        return f"{subject}:{scope}" if BRANCHES.fullmatch(squeeze(subject)) else scope

    def _together(self, line: Line, entries: list[Entry]) -> None:
        """The figures of one name and place: those of the past, and the goals beside them."""
        contrasted = any("累计" in e.column.aspect and e.column.role != "increment" for e in entries)
        base: Base | None = None
        goals: list[Entry] = []
        for e in entries:
            if not self.history and e.column.role != "base":
                goals.append(e)
                continue
            kind = self._sorted(e.cell, _kind_of(e.name, e.figure.unit, ""), e.name, e.figure.unit)
            kind = _of_year(kind, e.cell, e.column) if contrasted else kind
            self._keep(self._goal(line, e, e.name, e.figure, kind), e.column, past=True)
            if not self.history:
                base = Base(e.column.year, e.figure.value, e.cell.bracketed or "累计" in e.column.aspect)
        for e in goals:
            others = [(other.figure.value, other.column.year or self.due) for other in goals]
            if base is not None and e.cell.bracketed and any(base.lacks(goal, e.figure.value) for goal, _ in others):
                continue
            rate = not e.cell.bracketed and RATE_HEAD.search(e.column.aspect)
            if rate and base is not None and any(base.grows(goal, year, e.figure.value) for goal, year in others):
                continue
            self._goal_beside(line, e, base, contrasted)

    def _goal_beside(self, line: Line, entry: Entry, base: Base | None, contrasted: bool) -> None:
        """A goal of an indicator, beside the figure of the past of its row."""
        column, cell, figure, name = entry.column, entry.cell, entry.figure, entry.name
        words, unit = figure.words + cell.figure, figure.unit
        rate = not cell.bracketed and RATE_HEAD.search(column.aspect)
        if rate and "%" not in cell.figure:
            unit = "%"
        growth = re.search(r"年均|增长|增速|累计|下降|降低|提高", words + column.aspect)
        kind = _kind_of(name, figure.unit, growth.group() if growth else "")
        yearly = figure.unit in ("%", "个百分点") and "年均" in words + column.aspect
        if rate or (yearly and not re.search("率|比重|占比", squeeze(name))):
            kind = "growth_rate_per_year"
        if not rate:
            kind = self._sorted(cell, kind, name, unit)
        if contrasted:
            kind = _of_year(kind, cell, column)
        told = _tidy_shown(name) + (column.name if rate else "")
        goal = self._goal(line, entry, told, figure._replace(unit=unit, words=words), kind)
        if base is not None and not (kind == "cumulative" and not base.total and "累计" in column.aspect):
            goal.baseline_year, goal.baseline_value = base.year, base.value
            if not base.total:
                goal.comparator = _down(goal, words)
        self._keep(goal, column, past=False)

    def _sorted(self, cell: Cell, kind: Kind, name: str, unit: str | None) -> Kind:
        """The kind of a figure: one in brackets is what the note says, or else all years together."""
        if not cell.bracketed:
            return kind
        percent = (unit or "").endswith(("%", "百分点")) or (not unit and CHANGES.search(squeeze(name)) is not None)
        each = "年均" in (self.sort if "累计" not in self.sort else name)
        if each:
            return "growth_rate_per_year" if percent else "annual_flow"
        if percent and re.search(r"降低|下降|减少|削减|压缩", squeeze(name) + self.sort):
            return "reduction"
        if percent:
            return "growth_total" if re.search(r"增|提高|提升", squeeze(name) + self.sort) else kind
        return "cumulative" if "累计" in self.sort or not self.sort else kind


CHANGES = re.compile(r"(?:增速|增长率?|增幅|下降|降低|减少)$")
"""A row that tells a change, in percent where its unit is lost."""
def _given(title: str, table: Table) -> bool:
    """Whether a table without years and places tells what is given or paid."""
    if any(map(YEAR.search, table.heads)) or re.search("目标|任务|计划", title) or of_places(table):
        return False
    given = sum(1 for head in table.heads if GIVEN_HEAD.search(squeeze(head)))
    return given * 2 > len(table.heads) or GIVEN_TITLE.search(title) is not None


def _without_change(row: Row, columns: list[Column]) -> bool:
    """Whether a row lacks but the cell of what was gained: its last value has the sign of a goal."""
    change = columns[-1].role == "increment" or "累计" in columns[-1].folded
    return (
        change
        and len(row.values) == len(columns) - 1 >= 2
        and columns[-2].role == "goal"
        and bool(re.match(r"[<>≥≤]", row.values[-1].text))
    )


def _mark_base(columns: list[Column], title: str, period_start: int | None) -> None:
    """In an excerpt that names no beginning, the first of years a period apart, or alone no aim, is the base."""
    goals = [c for c in columns if c.role == "goal" and c.year is not None]
    known = sorted({c.year for c in goals if c.year is not None})
    spoken = SPOKEN.search(title)
    if any(c.role == "base" and c.year is not None for c in columns):
        return
    if period_start is not None or len(known) < 2 or len(goals) < len(columns) - 2:
        return
    begins = PLAN_YEARS[spoken.group()] - 4 if spoken else None
    for c in goals:
        alone = not GOAL_WORD.search(c.folded) and all(GOAL_WORD.search(o.folded) for o in goals if o is not c)
        if c.year == known[0] and (
            (begins is not None and known[0] < begins)
            or (begins is None and (alone or known[1] - known[0] >= 2))
        ):
            c.role = "base"


def _units_below(view: View, table: Table) -> list[str]:
    """The units that the line below the table tells for all of it."""
    line = view.flat[table.rows[-1].end :].lstrip("\n| ").partition("\n")[0]
    note = UNIT_BELOW.match(line)
    return told_units("单位:" + note["units"]) if note else []


def _mark_past_aims(columns: list[Column]) -> None:
    """Beside what was reached a column of what had been aimed at before the plan is neither base nor goal."""
    past = [c for c in columns if c.role == "base"]
    aims = [c for c in past if re.search("目标|规划|计划", c.folded) and not BASE_WORD.search(c.folded)]
    if len(aims) < len(past):
        for column in aims:
            column.role = "increment"


def _mark_increment(columns: list[Column]) -> None:
    """Beside columns of the past and of the goal a column of what was gained is no goal of its own."""
    dated = {c.role for c in columns if c.year is not None}
    for before, column in zip([None, *columns], columns, strict=False):
        name = column.folded
        if RATE_HEAD.match(name) and column.year is None and before is not None and before.role == "base":
            column.role = "increment"
        if COMPARED_HEAD.fullmatch(name) and any(c is not column and c.role == "goal" for c in columns):
            column.role = "increment"
        if column.year is None and (
            CHANGE_HEAD.fullmatch(name) or (dated >= {"base", "goal"} and INCREMENT_HEAD.fullmatch(name))
        ):
            column.role = "increment"


def _title_year(title: str) -> int | None:
    m = re.findall(r"((?:20)\d\d)年", title)
    if m:
        return int(m[-1])
    s = SPOKEN.search(title)
    return PLAN_YEARS[s.group()] if s else None


BRANCHES = re.compile(r".{2,}(?:产业|行业|领域|链|园)")


def _subject(table: Table) -> str:
    """Words of the title that say whose rows these are (农业产业链), without 目标 and 指标."""
    return re.split(r"[“”\"(（]", table.title)[0].strip()


FOOTNOTE = re.compile(r"(?<=[^*＊※①-⑳])[*＊※①-⑳]+(?=(?:[(（][^()（）]{1,10}[)）])?$)")
"""The mark of a footnote at the end of a name."""


def _listed(table: Table) -> bool:
    """Whether the only figures of a table are the running numbers of its rows: a list of products, and no goals."""
    numbers = [row.values[0].text for row in table.rows if len(row.values) == 1]
    return len(table.rows) > 2 and numbers == [str(n) for n in range(1, len(table.rows) + 1)]


def _label(view: View, row: Row) -> str:
    return FOOTNOTE.sub("", "".join(c.shown or view.shown(c.start, c.end) for c in row.label))


HEADED_ROW = re.compile(
    r"(?:[^()（）\d]{2,16}(?=\d{1,2}[.、．]))?(?:\d{1,2}[.、．])?(?P<group>[^()（）\d]{2,24}(?:减少|下降|降低|削减|增长|提高|增加))[(（](?P<unit>[^()（）]{1,6})[)）]"
    r"(?P<name>[^\d。；;]{2,})"
)
"""The first row of a group whose heading tells the unit once: 1.纠纷减少(%)假冒案件."""


def _under_heading(
    label: str, heading: tuple[str, str] | None, row: Row
) -> tuple[str, tuple[str, str] | None]:
    """The label of a row with the heading and the unit that the group it stands in told once, and that heading."""
    if row.values and row.values[0].empty:
        # The mark of a footnote.
        label = re.sub(r"(?<=[\u4e00-\u9fff])\d$", "", label)
    first = HEADED_ROW.fullmatch(squeeze(label))
    if first and UNIT_CELL.fullmatch(first["unit"]):
        group, unit, name = (shown(label, first, part) for part in ("group", "unit", "name"))
        heading, label = (group, unit), name
    elif heading is None or row.unit or not label or re.match(r"\d", label) or split_unit(label)[1]:
        return label, None
    row.unit = heading[1]
    return f"{heading[0]}：{label}", heading


def _figure(cell: Cell) -> Figure | None:
    text = cell.figure.replace(" ", "")
    m = re.match(
        r"(?P<sign>≥|≤|>=|<=|>|<|不低于|不少于|达到|超过|大于|小于|约|~)?(?:年均|累计|增长|提高|"
        r"下降|降低|年均增长)*(?:≥|≤|>|<)?",
        text,
    )
    sign = m.group("sign") or "" if m else ""
    if any(w in text[:6] for w in ("≥", "≤", ">", "<")) and not sign:
        sign = next(w for w in ("≥", "≤", ">", "<") if w in text[:6])
    found = quantities(text, cover=text)
    if not found:
        return None
    q = found[0]
    return Figure(q.value, q.value_max, _own_unit(cell, q.unit), sign + text[q.end :])


def _own_unit(cell: Cell, unit: str | None) -> str | None:
    """The unit of a figure in the script of the source."""
    at = cell.text.find(unit) if unit and len(cell.shown) == len(cell.text) else -1
    return cell.shown[at : at + len(unit)] if unit and at >= 0 and unit != "%" else unit


def _beside(cell: Cell) -> dict[str, str]:
    """The increment that a cell tells beside its value."""
    return {"increment": cell.increment} if cell.increment else {}


def comparator_of(words: str, high: float | None) -> Comparator:
    if high is not None:
        return "range"
    if re.search(r"≤|<|以下|以内|小于", words):
        return "<="
    if re.search(r"约|左右|~", words):
        return "~"
    return ">="


DONE_IN_ALL = re.compile(
    r"(?:授权|转化|注册|登记|申请|办理|审结|调解|培训)(?:发明专利|专利|商标|案件|作品)?(?:总?数量?|件数|次数|量)?$|^(?:授权|注册|登记|申请)"
)
STANDING = re.compile(r"有效|拥有|存量|保有|年|新增|率|总量")
"""A column of deeds without a year of its own counts what is done in all; what is in force or of a year is no such."""


def _bracketed(view: View, table: Table) -> str:
    """What the notes under or the words over a table say of its figures in brackets."""
    flat = view.flat
    before = flat.rfind("\n", 0, max(0, table.start - 1))
    last = table.rows[-1].end
    for text in (flat[last : last + 500], flat[max(0, before) : last]):
        if told := BRACKETS_TOLD.search(text):
            return told.group("sort")
    return ""


def _of_year(kind: Kind, cell: Cell, column: Column) -> Kind:
    """What a column of one year counts beside a column that counts all years together."""
    apart = kind == "cumulative" and column.year is not None and "累计" not in column.folded
    return "annual_flow" if apart and not cell.bracketed else kind


def _kind_of(name: str, unit: str | None, words: str) -> Kind:
    found = quantities("1" + (unit or ""))
    q = found[0] if found else quantities("1件")[0]
    if (
        DONE_IN_ALL.search(name)
        and not STANDING.search(name)
        and not (unit or "").endswith(("%", "天", "日", "月"))
    ):
        return "cumulative"
    return kind_of(squeeze(name), "", words, q)


def _unit_of(own: str | None, of_row: str | None, of_column: str | None) -> str | None:
    """The unit of a figure: its own, that of its row, or that of its column; 万 and 亿 go before another."""
    if own in ("万", "亿", "千") and of_row and of_row[:1] not in "万亿千%":
        return own + of_row
    return own or of_row or of_column


def _down(goal: Target, words: str) -> Comparator:
    """At most, where nothing says otherwise and the goal lies below the past: 2020年 60天, 2025年 30天."""
    falls = goal.value < (goal.baseline_value or 0) and goal.kind in ("level", "share")
    plain = goal.comparator == ">=" and not re.search("[≥>]|以上|不[低少]于", words)
    return "<=" if falls and plain else goal.comparator


BESIDE_NAME = (
    re.compile(r"^(?:附?[表件录]|专栏)[\d一二三四五六七八九十]{0,2}[-.\d]*[:、]?"),
    re.compile(
        r"^.{0,6}?(?:各(?:县.{0,8}?区[)]?|区县|县市|市县|(?:设区)?市州?|镇街|乡镇|园区|地区?|[县区])|分(?:县区|区域))"
        r"(?:[(][一-龥、]{1,6}[)]|及[一-龥]{1,4}区)?"
    ),
    re.compile(r"(?:[“”\"]?十[一二三四五六]五[“”\"]?(?:时期|期间)?)|(?:19|20)\d\d(?:[-—~至](?:19|20)\d\d)?年?(?:度)?"),
    re.compile(
        r"(?:发展|增长|年度|分年度?|逐年|任务|区域|(?:分|各)?地区)*(?:(?:目标|计划|任务|指标)+值?)?(?:分解|分配|安排|下达|汇总|一览|情况)*表?$"
    ),
)
"""What stands beside the name of an indicator in the title of a table."""
UNIT_WITHIN = re.compile(rf"[(]({MEASURE})[)](?=.)")


def _titled(title: str) -> tuple[str, str | None]:
    """The indicator that the title of a table of places and years tells, and its unit."""
    folded, whole = squeeze(title), "".join(title.split())
    name, unit = split_unit(folded)
    if within := UNIT_WITHIN.search(name):
        name, unit = name[: within.start()], within[1]
    for part in BESIDE_NAME:
        name = part.sub("", name)
    at = folded.find(name)
    return (whole[at : at + len(name)] if at >= 0 and len(whole) == len(folded) else name), unit


NUMBER_BEFORE = re.compile(r"(?:\d{0,3}[.、]|\d{1,2}(?=[一-龥“])(?![年月日岁级天小]))+")
"""The number of a row before its name: 3.甲, 3甲; not 5G, 24小时, 12345热线."""


def _tidy_shown(name: str) -> str:
    numbered = NUMBER_BEFORE.match(name)
    return (name[numbered.end() :] if numbered else name).strip() or name
