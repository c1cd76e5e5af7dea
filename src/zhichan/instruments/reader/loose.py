"""Tables of figures whose cells lost their borders or broke over lines: rows told by their figures under a known head.

A last resort, however the cells were stored. The head says how many figures a row has; every run of so many is a row,
and the words between two runs are parted among what ends the one row and begins the next: a sort, bodies, the rest of a
name that goes on below its figures, a group, a running number, a name, a unit.
"""

from __future__ import annotations

import itertools
import math
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from .cells import ATTRIBUTE, NOTE_HEAD, SORT_HEAD, UNIT_BEHIND, UNIT_CELL, Cell, Table
from .clean import BODIES_BEGIN, View, fold
from .columns import MONEY
from .duty_heads import BEARERS
from .fused import BODY_ENDS, COLUMN
from .grids import LONGEST_TITLE, Grid, roles_of, sound, titled
from .quantities import UNIT
from .shaped import GROUP_CALLED, INDICATOR_END
from .tables import PLACE_HEAD
from .units import looks_like_list

BARE_YEAR = r"(?:19|20)\d\d年?(?!\d)"
MEASURED = r"[^\d()。,;:|]{2,16}\([^()]{1,10}\)"
OF_PLACES = re.compile(rf"{PLACE_HEAD.pattern}|区?县[(]市(?:、?区)?[)](?!区)")
HEADS = {
    "serial": re.compile("序号|编号"),
    "group": GROUP_CALLED,
    "unit": re.compile("(?:计量)?单位"),
    "sort": SORT_HEAD,
    "note": NOTE_HEAD,
    "name": re.compile(
        r"(?:主要|具体|核心|二级|三级|预期|发展|评价|绩效|考核)?(?:指标|目标)(?:名称|内容|项目)?(?:\((?:计量)?单位\)|[及和](?:计量)?单位)?|(?:工作|重点|目标)?任务|(?:项目|产品|机构|企业|单位|银行|学校|园区)?名称"
        rf"|{OF_PLACES.pattern}|产业链(?:名称)?|行业|产业"
    ),
    "bodies": re.compile("(?:牵头|责任|配合|协同|负责|主管|落实|实施)(?:责任)?(?:单位|部门)"),
    "value": re.compile(rf"年均增长[/或]累计(?:增长)?|{COLUMN}|{BARE_YEAR}|(?:分年度|年度)目标值?"),
    "measured": re.compile(rf"(?:(?:19|20)\d\d年?)?{MEASURED}"),
}
"""The columns of such a table, told by their heads."""
FIRST = ("serial", "group", "name")
AGAIN = ("value", "measured", "note", "bodies")
"""Columns of which there may be several."""
YEAR = re.compile(BARE_YEAR)
YEARLY = re.compile(r"\d{4}|[基目标现]值|十[一二三四五六]五")
LONGEST_WORD = 8
"""What stands behind the year of a head, up to where it is parted from the next."""
SECOND_ROW = re.compile(r"\(?(?:基期|基础|基数|基准|现状|实际|完成|目标|规划|计划|预期)(?:值|数)?\)?")
"""What stands below the years of a head in a row of its own."""
OVER_YEARS = re.compile("(?:分年度|年度|规划|预期|发展)?目标值?")
SORT = r"(?:[〔\[(](?:五年)?(?:累计|年均)[〕\])]|[(](?=[^()]*\d)[^()]{1,16}[)])"
FIGURE = re.compile(
    rf"{SORT}?(?:[≥≤><~约]|>=|<=|不低于|不少于)?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?:[-—~]\d+(?:\.\d+)?)?(?:%|‰|个百分点)?(?:以上|以下|左右|以内)?{SORT}?"
)
SAID = r"(?:持续|稳步|逐步|进一步|保持)(?:提[升高]|增长|下降|降低|稳定|改善)|完成上级(?:下达)?(?:目标|任务)"
"""What is told where no figure is."""
TOLD = re.compile(rf"[\[〔]\d[\d.]*%?[\]〕]|{FIGURE.pattern}|[-—–]{{1,2}}|/|{SAID}")
"""What may stand in a cell of figures."""
COUNTED = rf"(?:[万亿千百]?(?:{UNIT})|万|亿)"
OWN = re.compile(rf"{FIGURE.pattern}{COUNTED}(?:以上|以下|左右|以内)?{SORT}?|[\[〔]\d[\d.]*{COUNTED}[\]〕]")
"""A figure with its unit, where no column of units stands beside it."""
OWN_UNIT = re.compile(rf"{COUNTED}(?:以上|以下|左右|以内)?[\]〕]?")
FEW_BLANKS, SKIPPED = 12, 2
WORDED = re.compile("[一-龥A-Za-z]{2}")
BARE, DATED, NEAR = re.compile(r"(?:19|20)\d\d"), re.compile(r"(?:19|20)\d\d年"), 16
NO_GOALS = re.compile(r"投资|分值|权重|满分|得分|评分|扣分|计分|赋分|标准|收费|价格|[(][月日][)]")
"""Figures that cost something or weigh it, and dates."""
YEARS = re.compile(r"(?:19|20)\d\d年?[-—~](?:19|20)\d\d年?")
LEADING_ZERO = re.compile(r"\D{0,2}0\d")
ENDS = re.compile(
    r"\n(?=[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|第[一二三四五六七八九十]+[章节]|备?注\d?:|附[件表]|专栏|表\d)|[。;!?]"
)
LONGEST, LEAST_ROWS, LEAST_COLUMNS, LONGEST_HEAD, LONGEST_GROUP, SHORT, MOST_LINES, MOST_PIECES = (
    4000,
    3,
    3,
    160,
    4,
    8,
    6,
    3,
)
CLEARLY, BROKEN, TWO_ODD, ODD = 1.0, 0.6, 2.0, 0.3
"""So many rows more make a table of loose cells better than one whose rows others told."""
TITLE = re.compile(r"(?<=[。;:!?\n])[^。;:!?\n]{4,}(?:表|指标|目标|任务|情况)$")
OF_HEAD = re.compile("属性|性质|[基目]期值|目标值|计量单位|(?:责任|牵头)单位|备注")
"""What stands in no row."""
CHANGE = re.compile(r"(?:同比|环比|年均|累计)?(?:增[长速幅减]|变化|变动)(?:率|情况|幅度)?(?:[(][^()]{1,6}[)])?")
ODD_START = re.compile(r"[量率数额度比次)、和与及的]")
NUMBER = re.compile(r"\d{1,3}[.、]?")
PAGE = re.compile(r"\d{1,3}")
BLANKS = frozenset("｜ \u3000\r\xa0")
Part = tuple[int, int]


@dataclass
class _Stream:
    """The characters of a view without what parts them: ``at`` are their places, ``hint`` what stands before each.

    A hint is 0 where nothing does, 1 where a blank does, 2 where a line ends or a bar or a tab stands.
    """

    view: View
    text: str = ""
    at: list[int] = field(default_factory=list)
    hint: list[int] = field(default_factory=list)

    def cell(self, parts: list[Part], line: int) -> Cell:
        """The characters of some parts as one cell."""
        told = [(a, b) for a, b in parts if b > a]
        pieces = [
            Cell(
                self.at[a],
                self.at[b - 1] + 1,
                self.text[a:b],
                self.view.shown(self.at[a], self.at[b - 1] + 1),
                line,
            )
            for a, b in told
        ]
        whole = Cell(
            pieces[0].start,
            pieces[-1].end,
            "".join(p.text for p in pieces),
            "".join(p.shown for p in pieces),
            line,
        )
        whole.pieces = tuple(pieces) if len(pieces) > 1 else ()
        return whole


def _stream(view: View) -> _Stream:
    raw, at, flat = view.text, view.at, view.flat
    out = _Stream(view)
    told: list[str] = []
    last = -1
    rules = {i for m in re.finditer("-{3,}", flat) for i in range(*m.span())}
    for i, char in enumerate(flat):
        if char in " \n|｜" or i in rules:
            continue
        between = raw[at[last] + 1 : at[i]] if last >= 0 and at[i] > at[last] else "\n"
        told.append(char)
        out.at.append(i)
        of_year = char == "年" and BARE.fullmatch("".join(told[-5:-1]))
        out.hint.append(0 if not between or of_year else 1 if between in BLANKS else 2)
        last = i
    out.text = "".join(told)
    out.hint.append(2)  # what ends with the text stands apart
    return out


@dataclass
class _Head:
    start: int
    end: int
    kinds: list[str]
    parts: list[Part]
    """The place of each head; of a head of years in two rows the year."""
    names: list[str]

    @property
    def values(self) -> list[int]:
        return [n for n, kind in enumerate(self.kinds) if kind == "value"]


def _head(stream: _Stream, at: int) -> _Head | None:
    """The head that begins at a place: the columns that its words name, one after the other."""
    kinds: list[str] = []
    parts: list[Part] = []
    here = at
    text = stream.text
    while here < len(text) and here - at < LONGEST_HEAD:
        found = [(m.end(), kind) for kind, p in HEADS.items() if (m := p.match(text, here)) and m.end() > here + 1]
        found = [told for told in found if told[1] in AGAIN or told[1] not in kinds]
        found = [told for told in found if kinds or told[1] in FIRST]
        if not found:
            break
        plain = [told for told in found if told[1] != "measured"]
        apart = [(end, kind) for end, kind in found if end == len(text) or stream.hint[end]]
        if not apart and stream.hint[here] and (year := YEAR.match(text, here)):
            ends = range(year.end(), min(len(text), year.end() + LONGEST_WORD))
            ended = next((end for end in ends if stream.hint[end]), 0)
            apart += [(ended, "value")] * (ended > 0 and not YEAR.search(text, year.end(), ended))
        end, kind = max([told for told in apart if told[1] != "measured"] or apart or _heads_on(text, plain) or found)
        if kinds and BARE.fullmatch(text, here, end) and not stream.hint[here] and text[here - 1] == ")":
            here, _ = parts.pop()  # a first row: its name, its unit in brackets and its figures
            kinds.pop()
            break
        kind = "value" if kind == "measured" else kind
        if not kinds and kind not in FIRST:
            return None
        kinds.append(kind)
        parts.append((here, end))
        here = end
    if kinds and kinds[-1] == "value" and HEADS["measured"].fullmatch(text, *parts[-1]) and _figures_follow(text, here):
        here = parts[-1][0]
        if year := HEADS["value"].match(text, here):
            parts[-1] = (here, year.end())
            here = year.end()
        else:
            kinds.pop()
            parts.pop()
    marked = sum(stream.hint[a] > 0 for a, _ in parts)
    if here < len(text) and not stream.hint[here] and marked * 2 > len(parts):
        return None  # what follows is of the head too
    names = [text[a:b] for a, b in parts]
    _fold(kinds, parts, names)
    row = TOLD.search(text, here + 1)
    if OF_HEAD.search(text, here, row.start() if row else len(text)) or DATED.search(text, here, here + NEAR):
        return None
    values = [n for n, kind in enumerate(kinds) if kind == "value"]
    if not values or values != [*range(values[0], values[-1] + 1)] or "name" not in kinds[: values[0]]:
        return None
    second = here
    told: list[str] = []
    while (m := SECOND_ROW.match(text, second)) and m.end() > second:
        told.append(m.group())
        second = m.end()
    yeared = [n for n in values if YEAR.fullmatch(names[n])]
    if told and len(told) == len(yeared):
        for n, word in zip(yeared, told, strict=True):
            names[n] += word
        here = second
    named = sum(1 for n in values if re.search(r"\d{4}|[值率]|十[一-五]五", names[n]))
    measured = sum(1 for n in values if names[n].endswith(")"))
    if any(map(MONEY.fullmatch, names)) or any(NO_GOALS.search(names[n]) for n in values):
        return None
    if len({names[n] for n in values}) < len(values):
        return None  # years below several things that are measured
    if (len(kinds) < 3 and len(values) < 2) or not (named or measured):
        return None
    return _Head(at, here, kinds, parts, names)


def _heads_on(text: str, found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Those of the heads behind which another one follows at once."""
    return [told for told in found if any(p.match(text, told[0]) for kind, p in HEADS.items() if kind != "measured")]


def _figures_follow(text: str, at: int) -> bool:
    """Whether a figure stands there, which is not the number of a first row."""
    return TOLD.match(text, at) is not None and not re.compile("1[.、]?[一-龥A-Z]").match(text, at)


def _fold(kinds: list[str], parts: list[Part], names: list[str]) -> None:
    """Puts years that stand below one head of goals in its place."""
    over = next((n for n, name in enumerate(names) if kinds[n] == "value" and OVER_YEARS.fullmatch(name)), None)
    if over is None:
        return
    below = [*itertools.takewhile(lambda n: YEAR.fullmatch(names[n]), range(len(names) - 1, over, -1))][::-1]
    if len(below) < 2 or any(kinds[n] == "value" for n in range(over + 1, below[0])):
        return
    years = [(parts[n], names[n] + names[over]) for n in below]
    for whole, new in (
        (kinds, ["value"] * len(below)),
        (parts, [p for p, _ in years]),
        (names, [n for _, n in years]),
    ):
        rest = whole[over + 1 : below[0]]
        whole[over:] = [*new, *rest]


@dataclass
class _Run:
    """A run of figures that is those of a row, with the number of the row before or the next behind."""

    start: int
    end: int
    cells: list[Part]
    number: Part | None = None
    """The number of the row, right before its figures."""
    following: Part | None = None
    """The number of the next row, right behind them."""
    serial: Part | None = None
    """The number of the row somewhere before them."""
    cost: float = 0.0


@lru_cache(maxsize=8192)
def _size(text: str) -> float | None:
    m = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    return float(m.group().replace(",", "")) if m else None


def _run_of(units: str) -> str:
    """The pattern of a run of figures, that may have these units."""
    figure = rf"[≥≤><~约\[〔]*\d[\d.,]*(?:[-—~]\d[\d.]*)?[\]〕]?(?:{units}%|‰|个百分点)?"
    told = rf"{figure}(?:以上|以下|左右|以内)?[\]〕]?{SORT}?"
    return rf"(?:{told}|[-—–/]{{1,2}}|不[低少]于(?=\d)|{SAID})+"


class _Table:
    """The rows below a head."""

    def __init__(self, stream: _Stream, head: _Head, limit: int) -> None:
        self.stream, self.head, self.text, self.hint = stream, head, stream.text, stream.hint
        self.width = len(head.values)
        self.before = head.kinds[: head.values[0]]
        self.behind = head.kinds[head.values[-1] + 1 :]
        measured = "unit" in head.kinds or all(n.endswith(")") for n in head.names if n)
        units = rf"{COUNTED}(?=\d|[≥≤><\[〔\]〕—]|$|预期|约束)|" if not measured else ""
        self.pattern = re.compile(_run_of(units))
        self.owned = not measured
        self.yearly = [YEARLY.search(head.names[n]) is not None for n in head.values]
        self.end = self._end(limit)
        again = self.text[head.start : head.end]
        self.again = [m.span() for m in re.compile(re.escape(again)).finditer(self.text, head.end, self.end)]
        self.lined = self.hint[head.end : self.end].count(1) > FEW_BLANKS
        self.numbered = "serial" in self.before and self.behind[:1] not in (["sort"], ["bodies"])
        """Whether the number of the next row stands right behind the figures of a row."""
        self.whole = self._whole()
        self.cost = 0.0
        self.guessed = False
        self.short: list[Part] = []
        """The figures of rows that have fewer than the head names."""
        self.bodies: dict[int, list[Part]] = {}

    def _end(self, limit: int) -> int:
        """Where the rows end at the latest: at a heading, a note or a sentence, or at the ``limit``."""
        flat, at = self.stream.view.flat, self.stream.at
        first = at[self.head.end - 1] + 1
        last = min(limit, self.head.end + LONGEST) - 1
        end = at[last] + 1
        for m in ENDS.finditer(flat, first, end):
            stop = m.start()
            if m.group() in "。;!?":
                line = flat.rfind("\n", first, stop)
                stop = line if line >= 0 else stop
            end = stop
            break
        return bisect_left(at, end, self.head.end, last + 1)

    def _whole(self) -> list[Part]:
        """The figures that stand apart in a table in which those of most rows do: none of them is two that touch."""
        runs = [m.span() for m in self.pattern.finditer(self.text, self.head.end, self.end)]
        pieces = [[*itertools.pairwise([a, *(p for p in range(a + 1, b) if self.hint[p]), b])] for a, b in runs]
        apart = sum(len(told) >= self.width + self.numbered for told in pieces)
        others = apart if "serial" in self.before and not self.numbered else 0
        if self.width < 2 or apart < LEAST_ROWS or 2 * apart < len(runs) - others:
            return []
        return [(a, b) for told in pieces for a, b in told if FIGURE.fullmatch(self.text, a, b)]

    def runs(self) -> list[_Run]:
        """The runs of figures that are rows, in order."""
        out: list[_Run] = []
        here, before, number = self.head.end, self.head.end, 1
        while here < self.end and (m := self.pattern.search(self.text, here, self.end)) is not None:
            start, here = m.span()
            unit = OWN_UNIT.match(self.text, here, self.end) if self.owned else None
            while unit and (unit.end() == self.end or self.hint[unit.end()]):
                here = unit.end()
                more = self.pattern.match(self.text, here, self.end)
                here = more.end() if more else here
                unit = OWN_UNIT.match(self.text, here, self.end) if more else None
            if told := next((b for a, b in self.again if a <= start < b), 0):
                here = told
                continue
            if not WORDED.search(ATTRIBUTE.sub("", self.text[before:start])) or (
                self.width > 1 and self._page(start, here)
            ):
                continue  # nothing names them, or it is the number of a page
            serial = self._serial(before, start, number) if "serial" in self.before else None
            number = serial[1] if serial else number
            counts = self.text[start:here].rstrip(".、") == str(number) and serial is None and self._worded(here)
            if "serial" in self.before and counts:
                continue  # the number of the row
            run = self._run(start, here, number if "serial" in self.before else 0)
            run = run or self._short(before, start, here, number + 1)
            if run is not None:
                run.serial = serial[0] if serial else None
                out.append(run)
                self.cost += run.cost
                before = run.following[0] if run.following else run.end
                number += 1
        starts = [a for run in out for a, _ in run.cells[1:] if not self.hint[a]]
        self.guessed = any(self.text[a - 1 : a + 1].isdigit() for a in starts)
        return out

    def _short(self, before: int, start: int, end: int, number: int) -> _Run | None:
        """The figures of a row that has fewer than the head names, in a table in which all stand apart.

        They stand behind a unit or a name that is whole; ``number`` is that of the next row.
        """
        cuts = [start, *(p for p in range(start + 1, end) if self.hint[p]), end]
        cells = [*itertools.pairwise(cuts)]
        following = cells.pop() if self._follows(cells[-1], end, number) else None
        named = _name_odd(self.text[before:start]) < ODD
        if "unit" in self.before:
            named = any(UNIT_CELL.fullmatch(self.text, p, start) for p in range(before + 1, start) if self.hint[p])
        apart = self.whole and self.hint[start] and (end == self.end or self.hint[end])
        if not (apart and named and cells and all(self._told(*cell) for cell in cells) and len(cells) < self.width):
            return None
        return _Run(start, end, cells, following=following)

    def _follows(self, piece: Part, end: int, number: int) -> bool:
        """Whether the last piece of a run, which stands apart, is the number of the next row."""
        return self.numbered and self._worded(end) and self.text[slice(*piece)].rstrip(".、") == str(number)

    def _serial(self, start: int, end: int, number: int) -> tuple[Part, int] | None:
        """The number of a row, or of one of those after it, that stands apart in a stretch; and which it is."""
        found: list[tuple[int, Part]] = []
        for p in range(start, end):
            if p > start and not self.hint[p] and self.text[p - 1].isdigit():
                continue
            m = NUMBER.match(self.text, p, end)
            if m is None or not (p == start or self.hint[p] or self.behind or self.text[p - 1] == ")"):
                continue
            told = int(m.group().rstrip(".、"))
            ended = m.end() == end or self.hint[m.end()] or not re.match(r"[\d.%]", self.text[m.end()])
            if ended and number <= told <= number + SKIPPED and not self._page(*m.span()):
                found.append((told, m.span()))
        told, part = min(found, default=(0, (0, 0)))
        return (part, told) if found else None

    def _page(self, start: int, end: int) -> bool:
        """Whether what stands there is the number of a page, behind which the head is told again."""
        again = any(a == end for a, _ in self.again)
        return again and self.hint[start] == 2 and PAGE.fullmatch(self.text, start, end) is not None

    def _run(self, start: int, end: int, number: int) -> _Run | None:
        """The figures of a row among a run of what may be such, and a running number beside them."""
        if end - start > 80:
            return None
        best: _Run | None = None
        leads = [0]
        follows = [(end, end)]
        if number:
            unit = "[%‰]?" if "unit" in self.before else ""
            m = re.compile(rf"{number}[.、]?{unit}").match(self.text, start, end)
            leads += [m.end() - start] if m and self.hint[m.end()] else []
            follows += [(p, q) for p, q in self._numbers(start, end, number + 1)]
        doubtful = len(leads) + len(follows) > 2
        for lead, (stop, beyond) in itertools.product(leads, follows):
            marked = (lead > 0) + (stop < end and self.hint[stop] > 0)
            extra = 0.6 * (doubtful and lead == 0 and stop == end) - 0.3 * marked
            for cells, odd in self._parted(start + lead, stop):
                if best is None or odd + extra < best.cost:
                    of_row = (start, start + lead) if lead else None
                    best = _Run(start, beyond, cells, of_row, (stop, beyond) if stop < end else None, cost=odd + extra)
        if best is None or best.cost > 4 or not self._framed(best):
            return None
        numbered = self.whole and not best.following and self.hint[best.cells[-1][0]]
        return None if numbered and self._follows(best.cells[-1], end, number + 1) else best

    def _numbers(self, start: int, end: int, number: int) -> Iterator[Part]:
        """Where the number of the next row may stand in a run: at its end, or before the figures of a name.

        It may be one of those after it where it begins a line.
        """
        if not self._worded(end) or not self.numbered:
            return
        for later in range(number, number + SKIPPED + 1):
            m = re.search(rf"{later}\.?$", self.text[start:end])
            if m and (later == number or self.hint[start + m.start()] == 2):
                yield start + m.start(), end
        following = str(number)
        for p in range(start + 1, end - len(following)):
            stop = p + len(following)
            if self.hint[p] and self.hint[stop] and self.text[p:stop] == following:
                yield p, stop

    def _worded(self, at: int) -> bool:
        return at < self.end and re.match("[一-龥A-Za-z“]", self.text[at]) is not None

    def _framed(self, run: _Run) -> bool:
        """Whether figures stand apart from the words beside them, as those of a name do not."""
        end = run.following[0] if run.following else run.end
        if end >= self.end or self.hint[end] or run.following or ATTRIBUTE.match(self.text, end):
            return True
        told = sum(len(self.text[a:b]) for a, b in run.cells)
        return self.width > 1 and told > 2 and not self.lined

    def _parted(self, start: int, end: int) -> Iterator[tuple[list[Part], float]]:
        """The ways to part a run into the cells of a row, the cheapest first; a page number beside them is left out."""
        if (best := self._cells(start, end)) is not None:
            yield best
        marks = [p for p in range(start + 1, end) if self.hint[p]]
        told_again = any(a == end for a, _ in self.again)
        ends = told_again or end >= self.end or self.hint[end] > 0
        for cut in marks[-1:]:
            if ends and PAGE.fullmatch(self.text, cut, end) and (best := self._cells(start, cut)) is not None:
                yield best[0], best[1] + (0.3 if told_again else 1.2)
        for cut in marks[:1]:
            if PAGE.fullmatch(self.text, start, cut) and (best := self._cells(cut, end)) is not None:
                yield best[0], best[1] + 1.2

    def _cells(self, start: int, end: int) -> tuple[list[Part], float] | None:
        """The cheapest way to part all of a run into as many cells as there are columns of figures."""
        states: dict[int, tuple[float, list[Part]]] = {start: (0.0, [])}
        for column in range(self.width):
            now: dict[int, tuple[float, list[Part]]] = {}
            for a, (sunk, told) in states.items():
                last = column == self.width - 1
                for b in (end,) if last else range(a + 1, end):
                    if b <= a or b - a > 24 or not self._told(a, b):
                        continue
                    cost = sunk + self._odd(a, b, told, end)
                    if cost < 9 and (b not in now or cost < now[b][0]):
                        now[b] = (cost, [*told, (a, b)])
            states = now
        found = states.get(end)
        return (found[1], found[0]) if found else None

    def _told(self, a: int, b: int) -> bool:
        """Whether a piece of a run can stand in a cell of figures."""
        own = self.owned and OWN.fullmatch(self.text, a, b)
        return bool(TOLD.fullmatch(self.text, a, b) or own)

    def _within(self, place: int) -> bool:
        """Whether a place lies within a figure that stands apart."""
        n = bisect_left(self.whole, (place, 0))
        return n > 0 and place < self.whole[n - 1][1]

    def _odd(self, a: int, b: int, told: list[Part], end: int) -> float:
        """How unlike a cell a piece of a run is, behind those of the same row."""
        text = self.text[a:b]
        if LEADING_ZERO.match(text) or YEARS.fullmatch(text):
            return 9.0
        inner = [self.hint[p] for p in range(a + 1, b)]
        cost = sum(0.9 if h == 1 else 9.0 for h in inner if h)
        cost += 9.0 * self._within(b) if b < end else 0.0
        cost += 0.7 * (b < end and not self.hint[b])
        size = _size(text)
        before = [s for c in told[-1:] if (s := _size(self.text[c[0] : c[1]])) is not None]
        alike = bool(told) and self.yearly[len(told)] and self.yearly[len(told) - 1]
        if alike and size and before and before[0]:
            ratio = math.log(size / before[0])
            cost += 0.35 * max(0.0, abs(ratio - 0.35) - 0.4)
            places = [len(t.partition(".")[2].rstrip("%‰以上左右")) for t in (self.text[slice(*told[-1])], text)]
            unlike = 0.5 * abs(places[0] - places[1]) if all(places) else 0.3 * (places[0] > 1)
            cost += unlike + 0.12 * max(0, places[1] - places[0] - 1) + 0.1 * max(0, places[0] - 1)
        elif alike and before and size == 0:
            cost += 0.8
        return cost


@dataclass
class _Between:
    """What stands between the figures of two rows, parted as far as its words tell."""

    behind: dict[str, Part]
    """Sort and bodies of the row above."""
    lines: list[Part]
    """Pieces that are the rest of its name, a group or the beginning of the next name, a line each."""
    number: int
    """How many of the lines stand before the number of the next row; -1 where none does."""
    own: Part
    """What stands on the line of the next row's figures."""
    serial: Part | None
    unit: Part | None
    sort: Part | None


class _Rows(_Table):
    """The rows of a table with all their cells."""

    def read(self) -> list[dict[str, list[Part]]]:
        """The places of each row's cells, by the kinds of their columns; figures under numbers of their columns."""
        runs = self.runs()
        if sum(len(run.cells) == self.width for run in runs) < LEAST_ROWS:
            return []
        self.bodies = self._bodies(runs) if self.behind[-1:] == ["bodies"] and len(self.behind) <= 2 else {}
        gaps: list[_Between] = []
        before = self.head.end
        for n, run in enumerate(runs):
            gaps.append(self._between(before, run, runs[n - 1] if n else None))
            before = run.following[0] if run.following else run.end
        gaps.append(self._between(before, None, runs[-1]))
        told = [self._joined(gaps, mode) for mode in ("whole", "first", "amid")]
        cost, ways = min(told, key=lambda way: way[0])
        self.cost += cost
        rows: list[dict[str, list[Part]]] = []
        for n, run in enumerate(runs):
            if len(run.cells) < self.width:
                self.short.append((run.start, run.end))
                continue
            above, below = gaps[n], gaps[n + 1]
            name, group = self._name(above, ways[n], first=n == 0)
            tail = below.lines[: ways[n + 1]]
            row: dict[str, list[Part]] = {"name": [*name, *tail]}
            row |= {"group": [group]} if group else {}
            number = run.number or above.serial
            row |= {"serial": [number]} if number else {}
            row |= {"unit": [above.unit]} if above.unit else {}
            row |= {"sort": [above.sort]} if above.sort else {}
            row |= {kind: [part] for kind, part in below.behind.items()}
            row |= {"bodies": self.bodies[run.end]} if run.end in self.bodies else {}
            row |= {str(c): [part] for c, part in enumerate(run.cells)}
            rows.append(row)
        return rows

    def _lines(self, start: int, end: int) -> list[Part]:
        """The lines of a stretch, without heads told again, numbers of pages and bodies."""
        cuts = [start, *(p for p in range(start + 1, end) if self.hint[p] == 2), end]
        aside = [*self.again, *(part for parts in self.bodies.values() for part in parts)]
        out: list[Part] = []
        for a, b in itertools.pairwise(cuts):
            told = next(((c, d) for c, d in aside if c < b and a < d), None)
            for c, d in ((a, max(a, told[0])), (min(b, told[1]), b)) if told else ((a, b),):
                if d > c and not PAGE.fullmatch(self.text, c, d):
                    out.append((c, d))
        return out

    def _between(self, start: int, run: _Run | None, above: _Run | None) -> _Between:
        end = run.start if run else self.end
        behind: dict[str, Part] = {}
        if above is not None:
            for kind in self.behind:
                if kind == "bodies" and above.end in self.bodies:
                    continue
                stop = self._cell_behind(kind, start, end)
                if stop > start:
                    behind[kind] = (start, stop)
                    start = stop
        unit = sort = None
        stop = end
        if run and run.number and self.text[run.number[1] - 1] in "%‰":
            unit, run.number = (run.number[1] - 1, run.number[1]), (run.number[0], run.number[1] - 1)
        for kind in reversed(self.before) if run and unit is None else ():
            if kind == "unit" and (begin := self._unit(start, stop)) < stop:
                unit, stop = (begin, stop), begin
            elif kind == "sort" and (m := re.search(rf"(?:{ATTRIBUTE.pattern})$", self.text[start:stop])):
                sort, stop = (start + m.start(), stop), start + m.start()
            elif kind not in ("unit", "sort"):
                break
        serial = above.following if above else None
        before = 0 if serial else -1
        start = max(start, serial[1]) if serial else start
        lines = self._lines(start, stop)
        if serial is None and run and run.serial and start <= run.serial[0] and run.serial[1] <= stop:
            serial = run.serial
            before = len(self._lines(start, serial[0]))
            lines = [*self._lines(start, serial[0]), *self._lines(serial[1], stop)]
        one_a_line = above is not None and all(self.hint[a] == 2 for a, _ in above.cells)
        if "note" in self.behind and one_a_line and len(lines) > 1 and (before < 0 or before > 0):
            behind["note"] = lines.pop(0)
            before -= before > 0
        own = (stop, stop)
        if run and lines and lines[-1][1] == stop and self.hint[stop] < 2:
            own = lines[-1]
        return _Between(behind, lines, before, own, serial, unit, sort)

    def _cell_behind(self, kind: str, start: int, end: int) -> int:
        """Where the cell of a column behind the figures ends; ``start`` where it is empty."""
        if kind == "sort":
            m = ATTRIBUTE.match(self.text, start, end)
            return m.end() if m else start
        if kind == "unit":
            m = UNIT_CELL.match(self.text, start, end)
            return m.end() if m else start
        if kind == "bodies":
            ends = [p for p in range(start + 2, min(end, start + 60) + 1) if p == end or self.hint[p]]
            ends += [p for p in range(start + 2, min(end, start + 60)) if self.text[p - 1] in BODY_ENDS]
            good = [p for p in ends if looks_like_list(self.text, start, p) and self.text[p - 1 : p] not in "、,"]
            return max(good, default=start)
        return start

    def _bodies(self, runs: list[_Run]) -> dict[int, list[Part]]:
        """The pieces of the bodies of the rows that tell some, by the ends of their figures."""
        out: dict[int, list[Part]] = {}
        limits = [*(n for n in range(self.head.end, self.end) if self.hint[n] == 2), self.end]
        begun = self.head.end
        for run, later in itertools.zip_longest(runs, runs[1:]):
            first = bisect_left(limits, run.cells[0][0] + 1)
            end = self._cell_behind(self.behind[0], run.end, self.end) if self.behind[1:] else run.end
            last = bisect_left(limits, end)
            stop = bisect_left(limits, later.cells[0][0] + 1) - 1 if later else len(limits)
            above = [self._last_piece(a, b) for a, b in itertools.pairwise(limits[:first]) if a >= begun]
            beside = [(end, limits[last])] if limits[last] > end else []
            below = [self._last_piece(a, b) for a, b in itertools.pairwise(limits[last : stop + 1])]
            amid = not beside and self.hint[run.cells[-1][0]] < 2
            skipped = [(above[:-1], below[1:])] if above and below else []
            found = [
                (odd + 2 * (amid and not up) + 0.5 * skip, up, parts)
                for skip, lines in enumerate([(above, below), *skipped])
                for odd, up, parts in self._listed(lines[0], beside, lines[1])
                if up or not skip
            ]
            if found:
                _, _, out[run.end] = min(found)
                begun = out[run.end][-1][1]
        return out

    def _listed(
        self, above: list[Part], beside: list[Part], below: list[Part]
    ) -> Iterator[tuple[int, int, list[Part]]]:
        """The ways to make a list of bodies of pieces: how odd each is, and how many stand above the figures.

        A cell that broke over lines has pieces below that beside the figures, and as many or none above.
        """
        for down in range(min(len(below), MOST_PIECES) + 1):
            for up in {0, min(down, len(above))}:
                parts = [*above[len(above) - up :], *beside, *below[:down]]
                text = "".join(self.text[a:b] for a, b in parts)
                cut = any(self.text[a] in "、," for a, _ in below[down : down + 1])
                cut |= any(self.text[b - 1] in "、," for _, b in above[: len(above) - up][-1:])
                if (
                    not cut
                    and text
                    and text[0] not in "、,"
                    and text[-1] not in "、,"
                    and looks_like_list(text, 0, len(text))
                ):
                    yield up + down + 2 * (BODIES_BEGIN.match(text) is None), up, parts

    def _last_piece(self, start: int, end: int) -> Part:
        """The last piece of a line."""
        return max((p for p in range(start, end) if self.hint[p]), default=start), end

    def _unit(self, start: int, stop: int) -> int:
        """Where the unit begins that ends at a place."""
        begins = [p for p in range(max(start, stop - 6), stop) if UNIT_CELL.fullmatch(self.text, p, stop)]
        apart = [p for p in begins if self.hint[p]]
        inner = [p for p in begins if p > start + 1]
        return min(apart or inner or [stop])

    def _joined(self, gaps: list[_Between], mode: str) -> tuple[float, list[int]]:
        """How many lines between two rows go on the name above, at every place, and how odd the names are then."""
        open_: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
        for n, gap in enumerate(gaps[1:], 1):
            most = min(len(gap.lines) - (gap.own[1] > gap.own[0]), MOST_LINES)
            last = n == len(gaps) - 1
            if last:
                most = min(most, MOST_LINES // 2)
            if gap.number >= 0 and mode != "amid":
                most = min(most, gap.number)
            ways = {"whole": [0], "first": [max(0, most)], "amid": [*range(max(0, most) + 1)]}[mode]
            if last:
                ways = [*range(max(0, most) + 1)] if mode != "whole" else [0]
            now: dict[int, tuple[float, list[int]]] = {}
            for way in ways:
                for above, (sunk, told) in open_.items():
                    cost = sunk + self._name_cost(gaps[n - 1], gap, above, way, mode, first=n == 1)
                    cost -= 0.05 * way * (last and all(b - a <= SHORT for a, b in gap.lines[:way]))
                    if way not in now or cost < now[way][0]:
                        now[way] = (cost, [*told, way])
            open_ = now
        return min(open_.values(), key=lambda way: way[0])

    def _name_cost(self, above: _Between, below: _Between, skip: int, tail: int, mode: str, *, first: bool) -> float:
        parts, group = self._name(above, skip, first=first)
        name = "".join(self.text[a:b] for a, b in [*parts, *below.lines[:tail]])
        cost = _name_odd(name) + 0.3 * (group is not None and group[1] - group[0] > LONGEST_GROUP)
        if mode == "amid":
            over = len(parts) - (above.own[1] > above.own[0])
            cost += 0.8 * max(0, abs(over - tail) - 1) + 0.1 * (over != tail)
        return cost

    def _name(self, gap: _Between, skip: int, *, first: bool) -> tuple[list[Part], Part | None]:
        """The pieces of the name of the row below, and the group that stands before it or beside its figures."""
        lines = [line for n, line in enumerate(gap.lines) if n >= skip]
        if "group" not in self.before or not lines:
            return lines, None
        if gap.serial and gap.number > skip:
            count = gap.number - skip
            return lines[count:], (lines[0][0], lines[count - 1][1])
        upright = len([*itertools.takewhile(lambda line: line[1] - line[0] == 1, lines)])
        if 1 < upright < len(lines):
            return lines[upright:], (lines[0][0], lines[upright - 1][1])
        beside = len(lines) > 1 and lines[-1] == gap.own and gap.own[1] - gap.own[0] <= LONGEST_GROUP
        if beside and not INDICATOR_END.search(self.text[slice(*gap.own)]):
            return lines[:-1], gap.own
        a, b = lines[0]
        cut = next((p for p in range(a + 1, b) if self.hint[p]), b)
        rest = [(cut, b), *lines[1:]] if cut < b else lines[1:]
        if rest and 1 < cut - a <= 8 and not INDICATOR_END.search(self.text[a:cut]):
            whole, part = ("".join(self.text[c:d] for c, d in told) for told in (lines, rest))
            short = cut - a <= LONGEST_GROUP or self.hint[cut] < 2 or len(part) > 8
            if short and _name_odd(part) <= _name_odd(whole):
                return rest, (a, cut)
        return lines, None


def _name_odd(name: str) -> float:
    """How unlike the name of a row words are."""
    if len(name) < 2:
        return 4.0
    cost = 2.0 * (name.count("(") != name.count(")")) + 1.0 * (ODD_START.match(name) is not None)
    cost += 0.3 * (not (INDICATOR_END.search(name) or name.endswith(")")))
    cost += 1.0 * (len(name) < 4) + 0.05 * max(0, len(name) - 24) + 1.5 * bool(re.search("[,;:]", name))
    inner = re.findall(r"(?:拥有量|总量|融资额|产值|结案率|满意度|比重|\([^()]{1,3}\))(?=[一-龥]{4})", name)
    return cost + 0.8 * len(inner)


def loose(view: View) -> list[Grid]:
    """All such tables of a view, with the roles of their columns."""
    stream = _stream(view)
    heads: list[_Head] = []
    starts = re.compile("|".join(HEADS[kind].pattern for kind in FIRST))
    for m in starts.finditer(stream.text):
        inner = any(stream.hint[m.start() + 1 : m.end()])
        below = m.end() < len(stream.text) and stream.hint[m.end()] and starts.match(stream.text, m.end())
        unmarked = not stream.hint[m.start()] and (inner or below or not re.search("序号|指标", m.group()))
        if unmarked or _of_title(stream, m.end()) or (heads and m.start() < heads[-1].end):
            continue
        head = _head(stream, m.start())
        if head is not None:
            heads.append(head)
    out: list[Grid] = []
    here = 0
    for n, head in enumerate(heads):
        if head.start < here:
            continue
        others = (h.start for h in heads[n + 1 :] if h.names != head.names)
        table = _Rows(stream, head, next(others, len(stream.text)))
        if not (rows := table.read()):
            continue
        grid = _grid(stream, head, rows)
        grid.roles = roles_of(grid)
        grid.cost, grid.guessed = table.cost / len(rows), table.guessed
        grid.short = [(stream.at[a], stream.at[b - 1] + 1) for a, b in table.short]
        if sound(grid) and grid.places("value"):
            out.append(grid)
            here = bisect_left(stream.at, grid.end)
    return out


def _of_title(stream: _Stream, at: int) -> bool:
    """Whether words go on to the end of a title: …主要指标分解表."""
    end = next((n for n in range(at, min(len(stream.text), at + LONGEST_WORD)) if stream.hint[n]), at)
    return stream.text[at:end].endswith("表")


def by_columns(view: View, runs: list[list[Cell]]) -> list[Grid]:
    """The tables among cells that were stored column by column: every head above as many cells as the next one."""
    out: list[Grid] = []
    for run in runs:
        kinds = [_kind_of_head(cell.text) for cell in run]
        out += [*_stored_by_columns(view, run, kinds)] or [*_stored_by_columns(view, run, [*map(_of_places, run)])]
    return out


def _of_places(cell: Cell) -> str:
    """The kind of a head in a table of places, whose other heads name what is measured."""
    return "name" if OF_PLACES.fullmatch(cell.text) else "value" * bool(HEADS["measured"].fullmatch(cell.text))


def _stored_by_columns(view: View, run: list[Cell], kinds: list[str]) -> Iterator[Grid]:
    heads = [n for n, kind in enumerate(kinds) if kind]
    end = 0
    for at, first in enumerate(heads):
        step = next((n for n in heads[at + 1 :] if n - first > LEAST_ROWS), first) - first
        if first < end or step <= LEAST_ROWS or kinds[first] not in FIRST:
            continue
        places = range(first, len(run) - step + 1, step)
        columns = [*itertools.takewhile(lambda n: kinds[n] or _counts(run[n].text), places)]
        if "name" not in {kinds[n] for n in columns} or len(columns) < LEAST_COLUMNS:
            continue
        values = [n for n in columns if kinds[n] == "value"]
        if (grid := _of_columns(view, run, columns, values, step)) is not None:
            yield grid
            end = columns[-1] + step


def _counts(text: str) -> bool:
    """Whether words can head a column of changes."""
    return CHANGE.fullmatch(text) is not None


def _kind_of_head(text: str) -> str:
    return next((kind for kind, p in HEADS.items() if kind != "measured" and p.fullmatch(text)), "")


def _of_columns(view: View, run: list[Cell], columns: list[int], values: list[int], step: int) -> Grid | None:
    """The grid of columns that begin with their heads, each of so many cells; None where figures do not fit."""
    heads = [run[n] for n in columns]
    rows = [[run[n + row] for n in columns] for row in range(1, step)]
    figures = [run[n + row] for n in values for row in range(1, step)]
    if not values or not all(cell.empty or _figure_cell(cell) for cell in figures):
        return None
    grid = Grid(heads[0].start, rows[-1][-1].end, "", [c.text for c in heads], [c.shown for c in heads], rows)
    grid.groups, grid.names, grid.head_end = [""] * len(rows), [*heads], heads[0]
    titled(grid, [cell for cell in run if cell.start < heads[0].start], view)
    grid.roles = roles_of(grid)
    return grid if sound(grid) and grid.places("value") else None


def better(grid: Grid, laid: list[Grid], named: list[Table]) -> bool:
    """Whether rows told this way are to be read: where the others found nothing or clearly less."""
    beside = [t for t in named if t.start < grid.end and grid.start < t.end]
    over = [g for g in laid if g.start < grid.end and grid.start < g.end]
    of_tables = sum(_worth_of_table(t) for t in beside if not _torn(t.heads))
    of_grids = sum(_worth(g) for g in over if not _torn(g.heads))
    told = max(of_tables - BROKEN * _broken(grid, beside), of_grids + CLEARLY * bool(over))
    return _worth(grid) > (told + CLEARLY if beside or over else 0)


def _torn(heads: list[str]) -> bool:
    """Whether pieces of heads stand as heads: a bracket, or the word of a base year that went to a later one."""
    years = [head for head in heads if YEAR.match(head)]
    later = bool(years) and YEAR.fullmatch(years[0]) is not None and any("基" in head for head in years[1:])
    return later or any(head.startswith(("(", "（")) and "累计" not in head for head in heads)


def _broken(grid: Grid, beside: list[Table]) -> int:
    """How many names that other tables tell are but pieces of those of the rows, or take in the bodies above them."""
    told = {"".join(c.text for c in row.label) for table in beside for row in table.rows}
    names = [row[n].text for row in grid.rows for n in grid.places("text", "place")]
    names = [name for name in names if INDICATOR_END.search(UNIT_BEHIND.sub("", name))]
    begun = sum(any(name[:n] in told for n in range(2, len(name))) for name in names)
    bodies = [grid.heads[n] for n in grid.places(*BEARERS)]
    bodies += [row[n].text for row in grid.rows for n in grid.places(*BEARERS) if row[n].text]
    return begun + sum(label.startswith(tuple(bodies)) for label in told)


def _worth(grid: Grid) -> float:
    """How much speaks for the rows of a grid: whole ones whose names are none that a border cut."""
    values, units = grid.places("value"), grid.places("unit")
    names = [n for n in grid.places("text", "place", "group") if n < max(values, default=0)]
    if not (names and values):
        return sum(len(row) > 1 for row in grid.rows)
    of_places = OF_PLACES.fullmatch(grid.heads[names[-1]]) and _clear(grid, names[-1])
    out = 0.0
    for row in grid.rows:
        whole = all(c.empty or not c.text or _figure_cell(c) for c in (row[n] for n in values))
        lost = sum(not row[n].text for n in grid.places("serial", "attribute"))
        name = row[names[-1]].text
        odd = 4.0 * (len(name) < 2) if of_places else _name_odd(name)
        out += (1 + 0.5 * any(row[n].text for n in units) - odd - 0.3 * lost) * whole
    return out - 0.2 * max(0.0, grid.cost) * len(grid.rows)


def _clear(grid: Grid, place: int) -> bool:
    """Whether the head of places stands alone and the figures below the others were not guessed."""
    here, behind = grid.names[place : place + 2]
    apart = here is not None and behind is not None and here.end < behind.start
    return apart and not grid.guessed and grid.cost < TWO_ODD


def _worth_of_table(table: Table) -> float:
    rows = [row for row in table.rows if row.label and len(row.values) == len(table.heads)]
    of_places = OF_PLACES.fullmatch(fold(table.label_head))
    return sum(
        1 + 0.5 * (row.unit is not None) - _name_odd("".join(c.text for c in row.label)) * (not of_places)
        for row in rows
    )


def _figure_cell(cell: Cell) -> bool:
    return cell.numeric or TOLD.fullmatch(cell.text) is not None or OWN.fullmatch(cell.text) is not None


def _grid(stream: _Stream, head: _Head, rows: list[dict[str, list[Part]]]) -> Grid:
    view = stream.view
    names = [stream.cell([part], stream.at[head.start]) for part in head.parts]
    shown = [cell.shown if cell.text == name else name for cell, name in zip(names, head.names, strict=True)]
    cells: list[list[Cell]] = []
    for row in rows:
        line = min(stream.at[a] for parts in row.values() for a, _ in parts)
        told: list[Cell] = []
        values = 0
        for kind in head.kinds:
            key = kind
            if kind == "value":
                key, values = str(values), values + 1
            parts = [p for p in row.get(key, []) if p[1] > p[0]]
            told.append(stream.cell(parts, line) if parts else Cell(line, line, ""))
        cells.append(told)
    start = stream.at[head.start]
    end = max(c.end for row in cells for c in row)
    grid = Grid(start, end, "", [*head.names], shown, cells, [""] * len(cells))
    grid.names, grid.head_end = [*names], names[-1]
    above = view.flat.rfind("\n", 0, start)
    line = view.flat.rfind("\n", 0, max(above, 0)) + 1
    if 0 < above == start - 1:
        titled(grid, [Cell(line, above, view.flat[line:above], view.shown(line, above))], view)
    elif m := TITLE.search(view.flat, max(0, start - LONGEST_TITLE), start):
        grid.title_start, grid.title = m.start(), view.shown(m.start(), start)
    else:
        grid.title_start = start
    return grid
