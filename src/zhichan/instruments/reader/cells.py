"""What a table is made of: cells, rows, and how the cells of each sort look."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .quantities import UNIT

NUMERIC = re.compile(
    rf"(?:[≥≤><~约]|>=|"
    rf"<=)?\s*-?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?:[-—~]\d+(?:\.\d+)?)?\s*(?:万|"
    rf"亿)?\s*(?:{UNIT})?\s*(?:以上|以下|左右|以内|\+)?|(?:[≥≤]|不低于|不少于|达到|超过|大于|"
    rf"小于|约|>=|<=)\s*\d[\d.,]*\s*(?:万|亿)?\s*(?:{UNIT})?(?:以上|以下|左右)?|(?:年均|累计|"
    rf"增长|提高|下降|降低|年均增长)?[≥≤]?\d[\d.]*(?:%|个百分点)(?:以上|左右|以下)?"
)
INCREMENT = re.compile(
    r"[(](?:\+|(?:[一二三四五十两\d]年|(?:较|比)[^()]{1,8})?(?:累计|年均|每年)?(?:净增|新增|增加|增长|提高|提升|减少|下降|降低))"
    r"\d[^()]{0,8}[)]$"
)
"""What a figure grew by, told in brackets behind it."""
MARK_OF_NOTE = re.compile(r"(?<=[\d%])\s?[*※]{1,2}$")
"""What refers from a figure to a note below the table."""
BRACKETED = re.compile(
    r"[\[〔]([^\[\]〔〕]{1,14})[\]〕]|[(]((?:\d{3,}|\d{1,3}(?:,\d{3})+|\d+\.\d+)(?:[一-龥%‰]{0,3}))[)]"
)
"""A figure of another sort than its neighbours, which a note tells: [6000]."""
EMPTY = re.compile(r"[-—–/\\]{1,3}|/|无|\\|…|〔-〕|--")
ATTRIBUTE = re.compile(r"[(]?(预期|约束)(?:性)?(?:指标)?[)]?")
YEAR_HEAD = re.compile(r"(?:19|20)\d\d(?:年)?")
MEASURE = rf"(?:(?:万|亿|千|百)?(?:{UNIT})(?:/[^(),;]{{1,6}})?|万|亿|月|-)"
UNIT_CELL = re.compile(rf"[(]?{MEASURE}[)]?")
UNIT_BEHIND = re.compile(rf"[(](?:[万亿千百]?(?:{UNIT})|万|亿)[)]$")
SERIAL = re.compile(r"\d{1,3}[.、]?")
NOTE_HEAD = re.compile("备注|说明")
"""The head of a column that is empty more often than not, so that nothing is left of it but the head."""
SORT_HEAD = re.compile(r"(?:指标)?(?:属性|性质)")
PLACE_LABEL = re.compile(r"(?:[省市县区州旗镇乡]|街道|开发区|高新区|新区|园区|[产工]业园|科技园)$")
YEAR_WORD = re.compile(
    r"(?:基数|基期|基准|现状|实际|完成|目标|规划|预期|计划|预计|指标|任务|达到)?(?:值|数|"
    r"情况)?|年|基期值|实际完成(?:值)?"
)
TOTAL = re.compile(r"(?:全?[市省区县州])?(?:合\s*计|总\s*计|总数)|全\s*[市省区县州](?:目标)?|小\s*计|汇\s*总")
CHARGING = re.compile(r"(?:责任|牵头|配合|主办|协办|主责|协同|参与|落实|实施|承办|执行|负责)(?:单位|部门|主体|方)")
"""The head of a column of bodies that bear something."""
UNIT_NOTE = re.compile(r"[(]?(?:计量|数据)?单位:(?P<units>[^():;。\n|]{1,24})[)]?")


@dataclass
class Cell:
    start: int
    end: int
    text: str
    shown: str = ""
    line: int = -1
    """Where the line begins that it shares with other cells; -1 for a cell alone on its line."""
    pieces: tuple[Cell, ...] = ()
    """Of a cell that other cells of its row part the pieces of it."""

    @property
    def figure(self) -> str:
        """The text without an increment in brackets or the mark of a note behind it, and out of brackets of its own."""
        text = MARK_OF_NOTE.sub("", self.text)
        own = BRACKETED.fullmatch(text)
        return own.group(1) or own.group(2) if own and not _dated(own) else INCREMENT.sub("", text)

    @property
    def bracketed(self) -> bool:
        """Whether the whole figure stands in brackets, so that it is of the sort that a note tells."""
        own = BRACKETED.fullmatch(self.text)
        return own is not None and not _dated(own) and any(c.isdigit() for c in self.text)

    @property
    def increment(self) -> str | None:
        """What stands in brackets behind the figure as its increment (+15, 五年新增40)."""
        m = INCREMENT.search(self.text)
        return m.group()[1:-1] if m and m.start() else None

    @property
    def numeric(self) -> bool:
        return bool(NUMERIC.fullmatch(self.figure)) and any(c.isdigit() for c in self.figure)

    @property
    def empty(self) -> bool:
        return bool(EMPTY.fullmatch(self.text))

    @property
    def serial(self) -> str:
        """The text without the point behind a running number."""
        return self.text.rstrip(".、")

    @property
    def attribute(self) -> str | None:
        m = ATTRIBUTE.fullmatch(self.text)
        return m.group(1) + "性" if m else None


def _dated(own: re.Match[str]) -> bool:
    return bool(YEAR_HEAD.fullmatch(own.group(1) or own.group(2)))


@dataclass
class Row:
    label: list[Cell]
    values: list[Cell]
    start: int
    end: int
    unit: str | None = None
    attribute: str | None = None
    group: str | None = None
    before: Cell | None = None
    year: int | None = None
    bearers: list[str] = field(default_factory=list)
    """The bodies that answer for what the row measures."""


@dataclass
class Table:
    title: str
    start: int
    end: int
    heads: list[str]
    """Names of the value columns."""
    rows: list[Row]
    label_head: str = ""
    title_start: int = 0
    title_end: int = 0
    units: list[str] = field(default_factory=list)
    """Units told under or behind the title, for the whole table or, where there are as many, for each column."""
    measure: str = ""
    """What every figure measures, where neither rows nor columns name it."""


NO_PLACE = re.compile(r"示范|试点|集聚|基地|[先强名]|型")
LONGEST_PLACE = 12


def names_place(text: str) -> bool:
    """Whether folded words are the name of a place, or of all places together."""
    place = PLACE_LABEL.search(text) and 2 <= len(text) <= LONGEST_PLACE and not NO_PLACE.search(text)
    return bool(place or TOTAL.fullmatch(text))


NOTE_IN_TITLE = re.compile(r"[(（]?(?:[计計]量|[数數][据據])?[单單]位[:：][^)）]*[)）]?")


def without_note(title: str) -> str:
    """A title in the script of its source without the note of units beside it."""
    return NOTE_IN_TITLE.sub("", title).strip()


def told_units(text: str) -> list[str]:
    m = UNIT_NOTE.search(text)
    told = re.split("[、,]|/(?![年人户亩])", m.group("units")) if m else []
    return [u for u in told if UNIT_CELL.fullmatch(u)]
