"""What a table says: goals, baselines, and cells that lost their label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .cells import MEASURE, PLACE_LABEL, TOTAL, UNIT_CELL, Cell, Row, Table, told_units
from .clean import View, fold, squeeze
from .kinds import kind_of
from .model import Actual, Comparator, Kind, Open, Span, Target, Why
from .quantities import PLAN_YEARS, quantities
from .questions import table_unread
from .shaped import INDICATOR_END
from .stacked import MEASURED_IN
from .tables import BASE_WORD, COMPARED_HEAD, GOAL_WORD, PLACE_HEAD, YEARLY

YEAR = re.compile(r"((?:19|20)\d\d)")
NOTED_UNIT = re.compile(
    rf"[(](?P<before>[^(),;]{{2,16}}[,;、])?(?:(?:计量)?单位:)?(?P<unit>{MEASURE})(?P<after>[,;、][^()]{{2,16}})?[)]$"
)
"""A unit behind a name, alone or with a note beside it: (件), (件,五年累计), (五年累计,件)."""
TERM = re.compile(r"20\d\d年?[-—~至到]+(20\d\d)(?=年)")
"""A term of several years, which ends with the last: 2022—2024年."""
SPOKEN = re.compile(r"十[一二三四五六]五")
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
AIMED = "目标|计划|规划|预期|实际|完成|现状|任务"
MEASURED = (
    r"(?:总|年)?产[值量]|(?:主营业务|营业|销售|旅游)?(?:总)?收入|营收|增加值|(?:种植|播种|建筑|建设)?面积|"
    r"(?:投资|销售|交易|成交|进出口|(?<!进)出口|零售)(?:总)?额"
)
MEASURED_YEAR = re.compile(
    rf"(?:到|至)?(?:19|20)\d\d年(?:末|底)?(?:{AIMED})?(?P<measure>(?!新|建|完成|发展|创建|培育)[一-龥]{{2,8}}?)(?:(?:{AIMED})值?)?"
)
"""The head of a column of one year that tells what is measured: 2022年产值, 2025年产值目标."""
COUNTS = re.compile(rf"(?:{INDICATOR_END.pattern}|营收)$")
"""How a name ends that says what is counted."""
MEASURED_ROWS = re.compile(
    rf"[^()]{{2,10}}[(](?P<measure>{MEASURED})?[,:、/;]?(?:(?:计量)?单位:?)?(?P<unit>[^():]{{1,6}})?[)]"
)
"""The head of the names of rows that tells what all of them measure: 领域(产值,单位:亿元)."""
COUNTED_OF = r"(?:(?<=[各分]产业链)|(?<=[各分](?:行业|产业|领域))(?!链))[一-龥]{2,14}?[数量额率值积]"
"""What is counted of each industry: 各产业链高新技术企业数量."""
MEASURED_TITLE = re.compile(
    rf"(?<![、及和与])(?P<measure>{MEASURED}|{COUNTED_OF})(?:增长|发展)?(?:{AIMED})(?:值|指标|任务)?(?:分解|安排|一览|情况)?表?(?:[(](?P<unit>[^():]{{1,6}})[)])?$"
)
"""The title of a table that tells what all its figures measure: 表2 各产业链产值目标(亿元)."""
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


RUN_IN = re.compile(r"\d\.\d+\.\d|(?<!\d)(?!(?:19|20)\d\d)\d{2,}[^\d一-龥A-Za-z]+\d{2,}")
"""Figures of other cells that ran into a name: 占比%14.817.5, 合计64000 12000."""
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


class Column:
    def __init__(self, name: str, unit: str | None, year: int | None, role: str) -> None:
        self.name, self.unit, self.year, self.role = name, unit, year, role
        self.folded = squeeze(name)


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


class TableReader:
    """Reads a table row by row; a row is an indicator or a place."""

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
        self.columns = [_column(h, period_start) for h in table.heads]
        _share_units(self.columns, table.units or _units_below(view, table))
        table.measure, table.kind = _measure(table, self.columns)
        _mark_base(self.columns, title, period_start)
        _mark_past_aims(self.columns)
        _mark_increment(self.columns)
        self.sort = _bracketed(view, table)
        self.due = _title_year(title) or period_end

    def read(self) -> None:
        reads = {"place_year": self._place_in_years, "indicator": self._indicator}.get(self.table.kind, self._place)
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
                reads(line)
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

    def _goal(self, line: Line, column: Column, name: str, figure: Figure, kind: Kind, rule: str) -> Target:
        """What a cell tells, whether it is aimed at or past."""
        return Target(
            indicator=name,
            value=figure.value,
            value_max=figure.high,
            unit=figure.unit,
            comparator=comparator_of(figure.words, figure.high),
            kind=kind,
            span=line.span,
            quote=line.quote,
            year=column.year,
            scope=self.place,
            attribute=line.row.attribute,
            cell={"table": self.table.title, "row": line.label, "column": column.name},
            order=line.row.start,
            why=[Why(rule, self.table.title or line.label)],
        )

    def _keep(self, told: Target, column: Column, *, past: bool) -> None:
        if not (_names(told.indicator) and _names(told.scope or told.indicator)):
            self.unnamed.add(told.order)
        elif past:
            of_table = Why("table_of_past", self.table.title)
            self.actuals.append(Actual.of(told, of_table if self.history else Why("column_of_past", column.name)))
        else:
            told.year = told.year or self.due
            self.targets.append(told)

    def _indicator(self, line: Line) -> None:
        """A row is an indicator, a column mostly a year."""
        name, unit = _split_unit(line.label)
        name, unit = _measured(name, self.table.measure), line.row.unit or unit
        if unit in ("-", "—"):
            unit = None
        contrasted = any("累计" in column.folded and column.role != "increment" for column in line.columns)
        base: Base | None = None
        goals: list[tuple[Column, Cell, Figure]] = []
        for _, column, cell, told in line.figures():
            if column.role == "increment":
                continue
            figure = told._replace(unit=_unit_of(told.unit, unit, column.unit))
            if not self.history and column.role != "base":
                goals.append((column, cell, figure))
                continue
            kind = self._sorted(cell, _kind_of(name, figure.unit, ""), name, figure.unit)
            kind = _of_year(kind, cell, column) if contrasted else kind
            self._keep(self._goal(line, column, name, figure, kind, "table_indicator"), column, past=True)
            if not self.history:
                base = Base(column.year, figure.value, cell.bracketed or "累计" in column.folded)
        for column, cell, figure in goals:
            others = [(other.value, at.year or self.due) for at, _, other in goals]
            if base is not None and cell.bracketed and any(base.lacks(goal, figure.value) for goal, _ in others):
                continue
            rate = not cell.bracketed and RATE_HEAD.search(column.folded)
            if rate and base is not None and any(base.grows(goal, year, figure.value) for goal, year in others):
                continue
            self._goal_beside(line, column, cell, name, figure, base, contrasted)

    def _goal_beside(
        self, line: Line, column: Column, cell: Cell, name: str, figure: Figure, base: Base | None, contrasted: bool
    ) -> None:
        """A goal of an indicator, beside the figure of the past of its row."""
        words, unit = figure.words + cell.figure, figure.unit
        rate = not cell.bracketed and RATE_HEAD.search(column.folded)
        if rate and "%" not in cell.figure:
            unit = "%"
        growth = re.search(r"年均|增长|增速|累计|下降|降低|提高", words + column.folded)
        kind = _kind_of(name, figure.unit, growth.group() if growth else "")
        yearly = figure.unit in ("%", "个百分点") and "年均" in words + column.folded
        if rate or (yearly and not re.search("率|比重|占比", squeeze(name))):
            kind = "growth_rate_per_year"
        if not rate:
            kind = self._sorted(cell, kind, name, unit)
        if contrasted:
            kind = _of_year(kind, cell, column)
        shown = _tidy_shown(name) + (column.name if rate else "")
        goal = self._goal(line, column, shown, Figure(figure.value, figure.high, unit, words), kind, "table_indicator")
        goal.year_inferred = column.year is None
        goal.cell = {**(goal.cell or {}), **_beside(cell)}
        if base is not None and not (kind == "cumulative" and not base.total and "累计" in column.folded):
            goal.baseline_year, goal.baseline_value = base.year, base.value
            if not base.total:
                goal.comparator = _down(goal, words)
        self._keep(goal, column, past=False)

    def _place(self, line: Line) -> None:
        """A row is a place, a column an indicator."""
        subject, label = _subject(self.table), line.label
        scope: str | None = label or None
        if label and TOTAL.fullmatch(squeeze(label)):
            scope = self.place
        elif (
            label
            and not re.search(r"^各|县|市|区|地区|分解", squeeze(subject))
            and re.search("产业|行业|领域|链|园", squeeze(subject))
        ):
            scope = f"{subject}:{label}"
        for n, column, cell, told in line.figures():
            if column.role == "increment" and column.year is not None:
                continue
            dated = MEASURED_YEAR.fullmatch(column.folded)
            name, extra = _split_unit(MEASURED_IN.sub("", column.name))
            name = _shown(column.name, dated) if dated and _counts(dated, column.unit) else _unaimed(name)
            figure = told._replace(unit=told.unit or column.unit or line.row.unit or extra)
            past = self.history or (column.role == "base" and column.year is not None)
            goal = self._of_place(line, n, column, cell, name, figure, "table_region")
            goal.scope, goal.year_inferred = scope, True
            if not past:
                goal.indicator = _tidy_shown(name)
            self._keep(goal, column, past=past)

    def _place_in_years(self, line: Line) -> None:
        """A row is a place, a column a year; the indicator stands in the title."""
        name, unit = (self.table.measure, None) if self.table.measure else _titled(self.table.title)
        if len(name) < 2:
            return
        for n, column, cell, told in line.figures():
            if column.role == "increment" and column.year is not None:
                continue
            figure = told._replace(unit=told.unit or column.unit or unit or line.row.unit)
            goal = self._of_place(line, n, column, cell, name, figure, "table_place_year")
            goal.scope = self.place if TOTAL.fullmatch(squeeze(line.label)) else (line.label or None)
            goal.year_inferred = column.year is None
            self._keep(goal, column, past=self.history or column.role == "base")

    def _of_place(
        self, line: Line, n: int, column: Column, cell: Cell, name: str, figure: Figure, rule: str
    ) -> Target:
        """What the cell in the n-th column tells of the place of its row."""
        kind = self._sorted(cell, _kind_of(name, figure.unit, ""), name, figure.unit)
        goal = self._goal(line, column, name, figure, kind, rule)
        goal.scope_certain = bool(line.label)
        goal.cell = {**(goal.cell or {}), "row": line.label or None, "column_index": n, **_beside(cell)}
        return goal

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
SORTS = (
    ("元", "额|收入|产值|资金|投资|投入|增加值|税收|保费|利润"),
    ("家户", "企业|机构|主体|单位|公司|银行|商户|农户"),
    ("人次名", "人才|人数|人员|人次|专员|代理师"),
    ("件", "专利|商标|著作权|作品|标志|案件|版权"),
    ("%‰", "率|比重|占比|比例"),
    ("亩米顷里", "面积|里程"),
    ("吨", "产量"),
)
"""The last characters of units, and of what names end with that are counted so."""


def _share_units(columns: list[Column], units: list[str]) -> None:
    """Gives the columns the units that are told for all of the table, one for all or as many as there are columns."""
    for n, column in enumerate(columns):
        if len(units) == 1 or len(units) == len(columns):
            column.unit = column.unit or units[n if len(units) > 1 else 0]
        else:
            column.unit = column.unit or _fitting(units, column.folded)


def _fitting(units: list[str], name: str) -> str | None:
    """That one of the units which a line over the table tells for all of it that a name is counted in."""
    name = re.sub("(?:登记|申请|授权|注册|备案)?(?:数量?|量)?(?:(?:目标|任务|计划)值?)?$", "", name)
    sorts = [ends for ends, named in SORTS if re.search(f"(?:{named})$", name)]
    fit = [unit for unit in units if any(unit[-1] in ends for ends in sorts)]
    return fit[0] if len(fit) == 1 else None


def _given(title: str, table: Table) -> bool:
    """Whether a table without years and places tells what is given or paid."""
    if any(map(YEAR.search, table.heads)) or re.search("目标|任务|计划", title) or _of_places(table):
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


def _column(head: str, period_start: int | None) -> Column:
    head, unit = _split_unit(head)
    text = squeeze(head)
    y = TERM.search(text) or YEAR.search(text)
    spoken = SPOKEN.search(text)
    year = int(y.group(1)) if y else (PLAN_YEARS[spoken.group()] if spoken else None)
    past = BASE_WORD.search(text) and not GOAL_WORD.search(text)
    role = (
        "base" if past or (year is not None and period_start is not None and year < period_start) else "goal"
    )
    return Column(head.strip(), unit, year, role)


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


def _measure(table: Table, columns: list[Column]) -> tuple[str, str]:
    """What every figure of a table of years measures, and the kind of the table that the heads bear out."""
    heads = [MEASURED_YEAR.fullmatch(c.folded) for c in columns]
    own = {_shown(c.name, told) for c, told in zip(columns, heads, strict=True) if told and _counts(told, c.unit)}
    if own and all(heads) and len(columns) > 1:
        if len(own) > 1 or len({c.year for c in columns}) < len(columns):
            return "", "region"
        return own.pop(), "place_year" if _of_places(table) else "indicator"
    if table.kind == "indicator" and all(YEARLY.fullmatch(c.folded) for c in columns[1:]):
        return _measure_of_rows(table, columns, own), table.kind
    return "", table.kind


def _measure_of_rows(table: Table, columns: list[Column], own: set[str]) -> str:
    """What the rows of a table of years measure: told beside the first year, in their head, or in the title."""
    if own and columns[0].unit is not None and len(columns) > 1:
        _share_units(columns, [columns[0].unit])
        return own.pop()
    named = [_split_unit("".join(c.text for c in row.label)) for row in table.rows]
    if own or any(unit or COUNTS.search(name) for name, unit in named) or any(r.unit for r in table.rows):
        return ""
    head = MEASURED_ROWS.fullmatch(squeeze(table.label_head))
    told = head or MEASURED_TITLE.search(squeeze(table.title))
    if told is None:
        return ""
    if told["unit"] and UNIT_CELL.fullmatch(told["unit"]):
        _share_units(columns, [told["unit"]])
    return _shown(table.label_head if head else table.title, told)


def _shown(text: str, told: re.Match[str], part: str = "measure") -> str:
    """A part of what was found in a folded text, in the script of its source."""
    a, b = told.span(part)
    return text[a:b] if len(text) == len(told.string) else told[part] or ""


def _counts(told: re.Match[str], unit: str | None) -> bool:
    """Whether the head of a column of one year tells a measure, and not only of which sort its figures are."""
    return not YEARLY.fullmatch(told.string) and bool(unit or COUNTS.search(told["measure"]))


def _measured(label: str, measure: str) -> str:
    """The name of a row with what the table measures, unless the row says itself what it counts."""
    if measure and TOTAL.fullmatch(squeeze(label)):
        return measure
    return label if COUNTS.search(label) else label + measure


def _of_places(table: Table) -> bool:
    named = sum(1 for row in table.rows if row.label and PLACE_LABEL.search(row.label[-1].text))
    return bool(PLACE_HEAD.fullmatch(squeeze(table.label_head))) or named * 2 > len(table.rows)


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
    return FOOTNOTE.sub("", "".join(view.shown(c.start, c.end) for c in row.label))


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
        group, unit, name = (_shown(label, first, part) for part in ("group", "unit", "name"))
        heading, label = (group, unit), name
    elif heading is None or row.unit or not label or re.match(r"\d", label) or _split_unit(label)[1]:
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


def _split_unit(label: str) -> tuple[str, str | None]:
    """A name without the unit in brackets behind it, and that unit; a note beside the unit stays."""
    m = NOTED_UNIT.search(fold(label))
    if m is None:
        return label, None
    before, unit, after = (label[slice(*m.span(part))].strip() for part in ("before", "unit", "after"))
    note = before[:-1] or after[1:]
    return label[: m.start() + bool(note)] + note + label[-1:] * bool(note), unit


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


def _unaimed(name: str) -> str:
    """The name of a column of goals without the word for them, where it ends with what is counted: 产值目标."""
    bare = re.sub("(?:目标|目標|计划|計劃|规划|規劃|预期|預期)[值数數]?$", "", name)
    return bare if COUNTS.search(squeeze(bare)) else name


BESIDE_NAME = (
    re.compile(
        r"^(?:表\d{0,2}[-.\d]*)?.{0,6}?(?:各县.{0,8}?区[)]?|各区县|各县区|各县市区?|各市县|各县|各区|各镇街|各乡镇|各园区|分县区|分区域)"
    ),
    re.compile(r"(?:[“”\"]?十[一二三四五六]五[“”\"]?(?:时期|期间)?)|(?:19|20)\d\d(?:[-—~至](?:19|20)\d\d)?年?(?:度)?"),
    re.compile(
        r"(?:发展|增长|年度|分年度|任务)?(?:目标|计划|任务|指标)?(?:值)?(?:分解|分配|安排|下达|汇总|一览|情况)*(?:表)?$"
    ),
)
"""What stands beside the name of an indicator in the title of a table."""


def _titled(title: str) -> tuple[str, str | None]:
    """The indicator that the title of a table of places and years tells, and its unit."""
    folded, whole = squeeze(title), "".join(title.split())
    name, unit = _split_unit(folded)
    for part in BESIDE_NAME:
        name = part.sub("", name)
    at = folded.find(name)
    return (whole[at : at + len(name)] if at >= 0 and len(whole) == len(folded) else name), unit


NUMBER_BEFORE = re.compile(r"(?:\d{0,3}[.、]|\d{1,2}(?=[一-龥“])(?![年月日岁级天小]))+")
"""The number of a row before its name: 3.甲, 3甲; not 5G, 24小时, 12345热线."""


def _tidy_shown(name: str) -> str:
    numbered = NUMBER_BEFORE.match(name)
    return (name[numbered.end() :] if numbered else name).strip() or name
