"""What the rows, the columns and the title of a table each say: what is measured, in what unit, when, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .cells import MEASURE, TOTAL, UNIT_CELL, Table, names_place
from .clean import fold, squeeze
from .grids import PLACE
from .quantities import PLAN_YEARS
from .shaped import INDICATOR_END
from .tables import BASE_WORD, GOAL_WORD, LABEL_HEAD, NAME_HEAD, YEARLY

YEAR = re.compile(r"((?:19|20)\d\d)")
TERM = re.compile(r"20\d\d年?[-—~至到]+(20\d\d)(?=年)")
"""A term of several years, which ends with the last: 2022—2024年."""
SPOKEN = re.compile(r"十[一二三四五六]五")
NOTED_UNIT = re.compile(
    rf"[(](?P<before>[^(),;]{{2,16}}[,;、])?(?:(?:计量)?单位:)?(?P<unit>{MEASURE})(?P<after>[,;、][^()]{{2,16}})?[)]$"
)
"""A unit behind a name, alone or with a note beside it: (件), (件,五年累计), (五年累计,件)."""
TAIL = re.compile(r"\s*[(（](?P<inner>[^()（）]+)[)）]\s*$")
SORTS_OF_PLACES = re.compile("[省市州县区旗乡镇街道村、]+")
ASPECT = re.compile(r"(?:19|20)\d\d|十[一二三四五六]五|目标|实际|现状|基数|基期|规划|计划|预期")
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
NAMELESS = re.compile(
    r"(?:[省市县区镇]级?|全年|年度|年|工作|建设|具体|绩效|考核|分解|下达|发展|预期|达标|责任|落实|创建|培育)*"
    r"(?:目标|指标|任务|计划|标准|考核)(?:任务|指标)?(?:值|数量|数|量|额)?|数量|规模|总量|数额|总数|数值|(?:合|总|小)计|.{0,6}年度"
)
"""A head that says of which sort its figures are, and not what they measure."""
WITHIN_ALL = re.compile(r"^(?:其中[:：]?)?(?P<place>.+?)(?:目标|任务|指标)?(?:值|数)?$")


@dataclass
class Column:
    """What the head of a column says."""

    name: str
    """Its words without the unit."""
    unit: str | None
    year: int | None
    role: str
    """``goal``, ``base`` (of the past) or ``increment`` (what lies between two others)."""
    measure: str
    """What is measured, where it says that."""
    place: str | None
    """Whose figures stand below, where it says that."""
    aspect: str
    """Its folded words apart from what is measured: 2025年目标."""

    @property
    def folded(self) -> str:
        return squeeze(self.name)


def split_unit(label: str) -> tuple[str, str | None]:
    """A name without the unit in brackets behind it, and that unit; a note beside the unit stays."""
    m = NOTED_UNIT.search(fold(label))
    if m is None:
        return label, None
    before, unit, after = (label[slice(*m.span(part))].strip() for part in ("before", "unit", "after"))
    note = before[:-1] or after[1:]
    return label[: m.start() + bool(note)] + note + label[-1:] * bool(note), unit


def peeled(head: str) -> tuple[str, str | None, str, str | None]:
    """The words before the brackets of a head, and what these tell: a unit, a year or sort (folded), a place."""
    rest, unit, aspect, place = head.strip(), None, "", None
    while (tail := TAIL.search(rest)) and tail.start():
        inner = squeeze(tail["inner"])
        bare, told = split_unit(rest)
        if told is not None and unit is None:
            rest, unit = bare.strip(), told
        elif YEARLY.fullmatch(inner) and ASPECT.search(inner):
            rest, aspect = rest[: tail.start()], inner + aspect
        elif place is None and names_place(inner) and not SORTS_OF_PLACES.fullmatch(inner):
            rest, place = rest[: tail.start()], tail["inner"]
        else:
            break
    return rest, unit, aspect, place


def column_of(head: str) -> Column:
    """What the head of a column says."""
    rest, unit, aspect, place = peeled(head)
    folded = squeeze(rest)
    measure = ""
    bare = WITHIN_ALL.match(folded)
    if (dated := MEASURED_YEAR.fullmatch(folded)) and counts(dated, unit):
        measure = shown(rest, dated)
        aspect = folded.replace(dated["measure"], "", 1) + aspect
    elif YEARLY.fullmatch(folded) or NAMELESS.fullmatch(folded):
        aspect = folded + aspect
    elif place is None and bare and names_place(bare["place"]):
        place = shown(rest, bare, "place")
    else:
        measure = unaimed(rest)
    name = split_unit(head)[0].strip()
    return Column(name, unit, year_of(squeeze(name)), "goal", measure, place, aspect)


def year_of(text: str) -> int | None:
    """The year that folded words tell, or that a plan named in them ends with."""
    told = TERM.search(text) or YEAR.search(text)
    spoken = SPOKEN.search(text)
    return int(told.group(1)) if told else (PLAN_YEARS[spoken.group()] if spoken else None)


def settle(table: Table, columns: list[Column], period_start: int | None) -> str:
    """What names the figures of a table: its ``rows``, its ``columns``, or the ``title`` alone.

    The unit and the measure that all figures share, where a head or the title tells it, go to columns and table.
    """
    for column in columns:
        if (dated := MEASURED_YEAR.fullmatch(column.folded)) and counts(dated, column.unit):
            column.measure = shown(column.name, dated)
    named_by = _named_by(table, columns)
    for column in columns:
        if named_by == "rows" and not table.measure:
            column.aspect = column.folded
        past = BASE_WORD.search(column.aspect) and not GOAL_WORD.search(column.aspect)
        before = column.year is not None and period_start is not None and column.year < period_start
        column.role = "base" if past or before else "goal"
    return named_by


def _named_by(table: Table, columns: list[Column]) -> str:
    labels = [squeeze("".join(c.text for c in row.label)) for row in table.rows if row.label]
    head = squeeze(table.label_head)
    by_name = bool(NAME_HEAD.fullmatch(head)) and not LABEL_HEAD.fullmatch(head)
    if sum(1 for c in columns if c.place) * 2 <= len(columns):
        for column in columns:
            if column.place and not column.measure:
                column.measure, column.place = column.name, None
    measures = {c.measure for c in columns}
    if len(measures) == 1 and len({c.year for c in columns}) == len(columns) > 1 and measures != {""}:
        table.measure = measures.pop()
        return "title" if of_places(table) else "rows"
    named = _most([bool(c.measure) for c in columns])
    if of_places(table) and not by_name:
        return "columns" if named else "title"
    counted = any(row.unit for row in table.rows) or _most([bool(COUNTS.search(t) or split_unit(t)[1]) for t in labels])
    if named and not (by_name or counted):
        return "columns"
    if all(YEARLY.fullmatch(c.folded) for c in columns[1:]):
        table.measure = _measure_of_rows(table, columns)
    return "rows"


def of_places(table: Table) -> bool:
    """Whether the rows of a table are places."""
    labels = [squeeze("".join(c.text for c in row.label)) for row in table.rows if row.label]
    return bool(PLACE.fullmatch(squeeze(table.label_head))) or _most([names_place(t) for t in labels])


def _most(told: list[bool]) -> bool:
    return sum(told) * 2 > len(told)


def _measure_of_rows(table: Table, columns: list[Column]) -> str:
    """What the rows of a table of years measure: told beside the first year, in their head, or in the title."""
    own = next((c.measure for c in columns if c.measure), "")
    if own and columns[0].unit is not None and len(columns) > 1:
        share_units(columns, [columns[0].unit])
        return own
    named = [split_unit("".join(c.text for c in row.label)) for row in table.rows]
    if own or any(unit or COUNTS.search(name) for name, unit in named) or any(r.unit for r in table.rows):
        return ""
    head = MEASURED_ROWS.fullmatch(squeeze(table.label_head))
    told = head or MEASURED_TITLE.search(squeeze(table.title))
    if told is None:
        return ""
    if told["unit"] and UNIT_CELL.fullmatch(told["unit"]):
        share_units(columns, [told["unit"]])
    return shown(table.label_head if head else table.title, told)


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


def share_units(columns: list[Column], units: list[str]) -> None:
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


def shown(text: str, told: re.Match[str], part: str = "measure") -> str:
    """A part of what was found in a folded text, in the script of its source."""
    a, b = told.span(part)
    return text[a:b] if len(text) == len(told.string) else told[part] or ""


def counts(told: re.Match[str], unit: str | None) -> bool:
    """Whether the head of a column of one year tells a measure, and not only of which sort its figures are."""
    return not YEARLY.fullmatch(told.string) and bool(unit or COUNTS.search(told["measure"]))


def measured(label: str, measure: str) -> str:
    """The name of a row with what the table measures, unless the row says itself what it counts."""
    if measure and TOTAL.fullmatch(squeeze(label)):
        return measure
    return label if COUNTS.search(label) else label + measure


def unaimed(name: str) -> str:
    """The name of a column of goals without the word for them, where it ends with what is counted: 产值目标."""
    bare = re.sub("(?:目标|目標|计划|計劃|规划|規劃|预期|預期)[值数數]?$", "", name)
    return bare if COUNTS.search(squeeze(bare)) else name
