"""Stage one: a clean, folded view of the raw text in which every character knows where it came from.

The view has one paragraph a line, no stray spaces, page marks or lines of a table of contents, half-width
punctuation and simplified characters. Folding is one character to one character, so that a place in the view
is a place in the raw text.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from opencc import OpenCC

from .commas import parted
from .drawn import redrawn
from .dress import site_lines, undressed
from .duty_heads import BEARERS, role_of
from .joined import LEAST, breaks, insert
from .model import Span
from .narrow import SERIAL_HEAD, narrow
from .paging import page_marks, running_lines, slice_marks, with_space, wrapped_at
from .quantities import UNIT, chinese
from .ragged import MOST_LINES, TITLE, Rows, in_bracket, lone_mark, row_width, wraps
from .restored import restored
from .stops import parted_names, with_stops
from .twice import copies
from .units import STRONG, looks_like_list
from .unruled import unruled

SPACE = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\x0b\x0c"
NOTHING = "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\r\x00"
BLANK = SPACE + NOTHING


class _Folding(dict[int, int | str]):
    """What each character is folded to; a Chinese one to its simplified form, looked up when it is first met."""

    def __missing__(self, code: int) -> int | str:
        self[code] = folded = _simple(chr(code)) if code > LAST_PLAIN else code
        return folded


LAST_PLAIN = 0x2E7F
FOLD = _Folding((0xFF01 + i, 0x21 + i) for i in range(94))
FOLD.update(
    str.maketrans(
        "【】〖〗﹝﹞︰﹕﹑∶﹒–−‐‑～﹪﹣｡､「」『』―─━﹐﹔‧•∙・㈠衞敍",
        "[][]〔〕::、:.----~%-。、“”“”———,;····㈠卫叙",
    )
)
LINE_ENDS = "\n\u2028\u2029\x0c"
ENDS = "。!?;:…"
LONGEST_MARK = 80
PAGE_LINE = re.compile(
    r"[-—–－·]+\s*\d{1,3}\s*[-—–－·]+|第\s*\d{1,3}\s*页(?:\s*[,/]?\s*共\s*\d{1,3}\s*页)?|"
    r"\d{1,3}\s*/\s*\d{1,3}"
)
COUNT = "[一二三四五六七八九十]{1,3}"
BLANKS = r"[^\S\r\n]*"
CONTENTS = re.compile(
    rf"(?:目{BLANKS}[录次]{BLANKS})?(?:(?:第{BLANKS}{COUNT}{BLANKS}[章节编]|{COUNT}、|[(]{COUNT}[)])"
    rf"[^。;!?\r\n.…·]{{1,40}}(?:\.{{4,}}|…{{2,}}|·{{4,}}){BLANKS}\d{{1,3}}{BLANKS}){{3,}}"
)
"""A table of contents that stands within a line: headings, each with leaders and the number of its page."""
TOC_LINE = re.compile(r".{2,60}?(?:\.{4,}|…{2,}|·{4,}|—{4,}|_{4,})\s*\d{0,3}")
BARE_NUMBER = re.compile(r"\d{1,3}")
LINE_NUMBER = re.compile(r"[\d.]+|[一二三四五六七八九十]+")
BROKEN = re.compile(r"(?<![A-Za-z,.)])\s+|\s+(?![A-Za-z(])")
PROSE = re.compile(r"[，。；：！？,;:!?](?!\d{3})")
HEAD_CELL = re.compile(r"序号|指标(?:名称)?|单位|属性|地区|类别|牵头单位|责任单位|配合单位|重点任务|完成时限")


def is_row(line: str) -> bool:
    """Whether a line looks like a row of a table: wide gaps, bars, or many short pieces with numbers among them."""
    if ROW.search(line) and not (len(line) > 200 and PROSE.search(line) and not BAR.search(line)):
        return True
    if len(line) <= 200 and line[0].isdigit() and line.count(" ") >= 3 and OFFICE_END.search(fold(line)):
        return re.match(r"\d{1,3} ", line) is not None
    if len(line) > 120 or PROSE.search(line):
        return False
    pieces = line.split()
    if len(pieces) < 4:
        return False
    numbers = sum(1 for p in pieces if re.fullmatch(r"[-—≥≤]?[\d.,]*%?", p))
    heads = sum(1 for p in pieces if HEAD_CELL.fullmatch(fold(p)))
    return numbers >= 2 or heads >= 2 or (numbers >= 1 and pieces[0].isdigit())


ROW = re.compile(r"[|｜\t]|\S {2,}\S+ {2,}\S")
BAR = re.compile(r"[|｜\t]")
MARKER = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,4}[编篇章节条]|[一二三四五六七八九十]{1,3}[、.]|"
    r"[一二三四五六七八九十]{1,2}是|[一二三四五六七八九十]{1,3}[ \u3000]+[一-龥]{2,16}$"
    r"|[(][一二三四五六七八九十]{1,3}[)]|\d{1,2}[.、](?!\d)|"
    r"\d{1,2}(?:\.\d{1,2}){1,2}(?=[^\d.%万亿个件家项名人])"
    r"|[(]\d{1,2}[)]|\d{1,2}[)]|[①-⑳]|[㈠-㈩]|——|—(?=[^\d])|专栏\s*\d*|(?:行动|任务|工程|专项|"
    r"举措|措施)(?:[一二三四五六七八九十]{1,3}|\d{1,2})[:、.]|附件|附表|附录|表\s*\d|"
    r"[●■◆★▲◇□○·]"
)
LABEL_LINE = re.compile(
    r"[(\[]?(?:牵头|责任|配合|主办|协办|参与|参加|主责|落实|实施)(?:责任)?(?:单位|部门|"
    r"主体)[:(]|[(\[]?完成时[限间]:"
)


HANGS = re.compile(
    r"(?:达到|突破|超过|不低于|不少于|不超过|控制在|稳定在|保持在|分别为?|累计|新增|(?<!行)为|[至到的和与及在对由])$"
)
RESTS = re.compile(
    r"(?:以上|以内|左右|不少于|不低于|不超过|不高于|达到|达|突破(?=\s?\d))|[家件项名个]?(?:[,;、]|以上|以内|左右)"
)
"""A line that ends with the one or begins with the other is half of a sentence."""
ALONE = re.compile(
    r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日|[(][^()]{0,16}(?:公开|删减|删改|印发|内部|征求意见稿?|试行|草案|送审稿)[^()]{0,12}[)]"
)
"""Lines of a head that are never part of a sentence: a date, a note on publication, the status of a draft."""


HEADING_BEHIND = re.compile(
    r"(?<=[。;)])(?:第[一二三四五六七八九十]{1,3}[章编节]|[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)])"
    r"[^。;:!?]{2,30}(?<![,、])$"
)
"""A heading at the end of a line whose text ended with a stop."""
UNIT_BRACKET = rf"[(][万亿千百]?(?:{UNIT})(?:/[一-龥]{{1,4}})?[)]"
MEASURED_HEADS = re.compile(
    rf"(?!.*{UNIT_BRACKET}\d)(?s:.*?{UNIT_BRACKET}.*){UNIT_BRACKET}|[^()]*{UNIT_BRACKET}[\d.,]+(?:\n|$)"
)
CELL_ENDS = re.compile(
    rf"(?:{UNIT_BRACKET}|(?:^|(?<=年[)]))县[(]市(?:、区)?[)]|[(][^()]*20\d\d年[)])(?=[一-龥\d])"
)
"""Behind what the head of a column, or the title above it, ends."""
TITLE_ENDS = re.compile(r"(?:表|指标|情况|目标|清单|一览|[局委办室府])$")
LONGEST_CELL_BELOW, LONGEST_ROW = 16, 120
LONGEST_PARAGRAPH = 400


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _simple(char: str) -> str:
    out: str = _converter().convert(char)
    return out if len(out) == 1 else char


CN_YEAR = re.compile(
    "(?:一 ?九|二 ?[〇零○0O])(?: ?[〇零○0O一二三四五六七八九]){2}(?= ?年|[-—~至到](?:一 ?九|二 ?[〇零○0O]))"
)
IN_FIGURES = str.maketrans("〇零○O一二三四五六七八九", "0000123456789")


def fold(text: str) -> str:
    """Half-width punctuation, simplified characters, and years in figures, one for one."""
    return CN_YEAR.sub(lambda year: year.group().translate(IN_FIGURES), text.translate(FOLD))


def squeeze(text: str) -> str:
    """The text folded and without any white space, for comparisons."""
    return "".join(fold(text).split())


class View:
    """The clean view: ``flat[i]`` is the folded form of ``text[at[i]]``; ``gaps`` are places where space was dropped.

    ``text`` is the ``raw`` text without its dress; ``places`` are those of its characters where the two differ.
    """

    def __init__(self, text: str, flat: str, at: list[int], gaps: list[int]) -> None:
        self.raw = self.text = text
        self.flat, self.at, self.gaps = flat, at, gaps
        self.places: list[int] | None = None
        self.joined = False
        """Whether line breaks were lost and put back; headings may then run into their text."""
        self.restored: set[int] = set()
        """Beginnings of the lines that were put back, rows of tables apart."""
        self.ruled: set[int] = set()
        """Bars that were put back between cells."""
        self.spaced = len(gaps) > max(20, len(flat) // 200)

    def behind(self, start: int) -> View:
        """The view of what stands behind a place."""
        gaps = [g - start for g in self.gaps if g > start]
        view = View(self.text, self.flat[start:], self.at[start:], gaps)
        view.raw, view.places = self.raw, self.places
        view.joined, view.restored = self.joined, {p - start for p in self.restored if p >= start}
        view.ruled = {p - start for p in self.ruled if p >= start}
        return view

    def span(self, start: int, end: int) -> Span:
        """Raw span of the view's [start, end), white space at its ends left out."""
        while start < end and self.flat[start] in "\n ":
            start += 1
        while end > start and self.flat[end - 1] in "\n ":
            end -= 1
        if start >= end:
            here = self.at[min(start, len(self.at) - 1)] if self.at else 0
            here = self.places[here] if self.places else here
            return here, here
        a, b = self.at[start], self.at[end - 1] + 1
        if b <= a:  # cells whose lines stand one beside the other
            a, b = min(self.at[start:end]), max(self.at[start:end]) + 1
        return (min(self.places[a:b]), max(self.places[a:b]) + 1) if self.places else (a, b)

    def quote(self, start: int, end: int) -> str:
        a, b = self.span(start, end)
        return self.raw[a:b]

    def shown(self, start: int, end: int) -> str:
        """Wording of the source between two places, stray space and page marks out."""
        there = (self.at[i] for i in range(start, min(end, len(self.at))) if self.flat[i] != "\n")
        return "".join(self.text[p] for p in there).strip()

    @cached_property
    def _tabs(self) -> list[int]:
        return [m.start() for m in re.finditer("\t", self.text)]

    def tabs(self, start: int, end: int) -> list[int]:
        """Places in the text's [start, end) of the tabs that the source has, its tags mean or its strokes draw."""
        return self._tabs[bisect_left(self._tabs, start) : bisect_left(self._tabs, end)]

    def gap_in(self, start: int, end: int) -> int:
        """First place in (start, end) where white space was dropped, or -1."""
        i = bisect_left(self.gaps, start + 1)
        return self.gaps[i] if i < len(self.gaps) and self.gaps[i] < end else -1


def _parts(mark: str) -> bool:
    """Whether a page mark between two digits stands where white space parted them: there is more than its own."""
    bare = mark.strip(SPACE)
    return len(mark) - len(bare) > (0 if bare.endswith("、") else 2)


STRAIGHT = re.compile(r"“[^“”\"\n。]{1,60}(?P<end>\")|(?P<first>\")[^“”\"\n。]{1,40}(?P<last>[\"”])")


def straight_marks(folded: str) -> list[tuple[int, int]]:
    """Where words stand between quotation marks of which one or both are straight."""
    return [(m.start(), m.end() - 1) for m in STRAIGHT.finditer(folded)]


@dataclass
class Line:
    """A line of the source that holds something, without the space around it; of a long one only its ends are told."""

    start: int
    end: int
    text: str
    after_blank: bool
    turned: bool
    """Whether the end of a page, or what is left out beside it, stands before it."""
    row: bool = False
    """Whether it belongs to a row of a table of duties whose cells tabs part."""
    carried: bool = False
    """Whether it goes on in such a row."""
    joint: str | None = None
    """What stands before it in a row of a table whose cells broke over lines; "\n" where it begins the row."""
    mark: int = 0
    """Length of the mark of a slice at its head."""


def clean(raw: str) -> View:
    """The clean view of a raw text; linear in its length."""
    told, drawn = redrawn(raw)
    folded = fold(told)
    bare, places = undressed(told, folded, wraps(folded, _apart_though_full))
    view = _cleaned(bare, folded if places is None else fold(bare))
    view.raw, view.places = raw, places if drawn is None else [drawn[i] for i in places or range(len(bare))]
    return view


def worded(raw: str) -> Callable[[Span], str]:
    """Tells the words of a text at its spans as they stand, less page marks and what else is cleaned away."""
    view = clean(raw)
    ends = [*sorted(set(view.at)), len(view.text)]
    there = set(ends[:-1])
    for at, end in itertools.pairwise(ends):
        if view.text[at + 1 : end].isspace():
            there.update(range(at + 1, end))
    kept = sorted((view.places[at] if view.places else at, at) for at in there)
    places = [place for place, _ in kept]

    def words(span: Span) -> str:
        start, end = (bisect_left(places, place) for place in span)
        return "".join(view.text[at] for _, at in kept[start:end])

    return words


def unbroken(words: str) -> str:
    """Words without the blanks of their page, but for those between Latin words."""
    return " ".join(BROKEN.sub("", words).split())


def _apart_though_full(previous: str, line: str) -> bool:
    """Whether a line begins something of its own though the one above is as long as lines of the text can be."""
    if (
        PAGE_LINE.fullmatch(line)
        or (MARKER.match(line) and previous[-1:] not in "“《(、,")
        or (TITLE.search(previous) and not PROSE.search(previous))
    ):
        return True
    cell = bool(TERM.fullmatch(line) or BARE_NUMBER.fullmatch(line)) or _cell_of_bodies(line)
    return cell and (previous[-1:] in ENDS or _cell_of_bodies(previous))


def _cleaned(raw: str, folded: str) -> View:
    """The clean view of a text without what a web copy adds, and of the same ``folded``."""
    folded = with_stops(restored(CONTENTS.sub(lambda told: "\u2028".ljust(len(told[0])), folded)))
    chars = _plain(folded)
    slices = dict(slice_marks(folded))
    dropped = _without_copies(folded, chars, slices)
    lines = _lines(folded, chars, dropped)
    lines = _left(lines, _contents(lines), dropped)
    lines = _left(lines, site_lines([line.text for line in lines]), dropped)
    _tell_rows(lines, folded, chars)
    lines = _in_rows(_pieces(_ruled(lines, chars, slices, dropped), chars), dropped)
    lines = _left(lines, _page_heads(lines), dropped)
    for line in lines:
        line.mark = slices.get(line.start, line.start) - line.start
    flow = _Flow(folded, chars)
    kept_whole = _run_together(lines, flow, dropped)
    return _laid(raw, flow, sorted(dropped), kept_whole)


def _plain(folded: str) -> list[str]:
    """The characters of a text one by one.

    Commas that part cells are bars, blanks that part names are commas of a list, straight quotation marks are curved.
    """
    chars = list(folded)
    commas, quotation_marks = parted(folded)
    for i in quotation_marks:
        chars[i] = ""
    for i in commas:
        chars[i] = "|"
    for i in parted_names(folded):
        chars[i] = "、"
    for a, b in straight_marks(folded):
        if chars[a] and chars[b]:
            chars[a], chars[b] = "“", "”"
    return chars


def _without_copies(folded: str, chars: list[str], slices: dict[int, int]) -> list[Span]:
    """Empties what a file holds twice and the marks of pages and, within lines, of ``slices``; tells their places."""
    inside = [(a, b) for a, b in slices.items() if a and folded[a - 1] not in LINE_ENDS]
    if len(slices) > 1 and len(re.findall(r"\n\s*(?=\S)", folded)) < len(slices):
        # No line of such a text is a line of its own.
        inside = [(len(folded[:a].rstrip()), b) for a, b in slices.items() if a]
    marks = page_marks(folded) + [with_space(folded, a, b) for a, b in inside]
    dropped: list[Span] = copies(folded) + marks
    for a, b in dropped:
        chars[a:b] = [""] * (b - a)
    for a, b in marks:
        if folded[a - 1 : a].isdigit() and folded[b : b + 1].isdigit() and _parts(folded[a:b]):
            chars[a] = " "
    return dropped


def _lines(folded: str, chars: list[str], dropped: list[Span]) -> list[Line]:
    """The lines that hold something, but for numbers of pages and what leads to them, which are told as dropped."""
    out: list[Line] = []
    breaks = LINE_ENDS if "\n" in folded else LINE_ENDS + "\r"
    ends = [m.start() for m in re.finditer(f"[{breaks}]", folded) if chars[m.start()] == m.group()]
    turned = blank = False
    for begin, end in zip([0, *(end + 1 for end in ends)], [*ends, len(folded)], strict=True):
        shown = [i for i in range(begin, end) if chars[i].strip(BLANK)]
        if not shown:
            empty = not folded[begin:end].strip(BLANK)
            turned, blank = turned or not empty, blank or empty
            continue
        a, b = shown[0], shown[-1] + 1
        text = "".join(chars[a:b])
        if len(text) < LONGEST_MARK and (PAGE_LINE.fullmatch(text) or TOC_LINE.fullmatch(text)):
            dropped.append((a, b))
            turned = True
            continue
        out.append(Line(a, b, _ends_of(text), blank, turned))
        turned = blank = False
    return out


def _left(lines: list[Line], gone: set[int], dropped: list[Span]) -> list[Line]:
    """The lines without those that are gone, which are told as dropped."""
    dropped += [(lines[n].start, lines[n].end) for n in sorted(gone)]
    return [line for n, line in enumerate(lines) if n not in gone]


def _tell_rows(lines: list[Line], folded: str, chars: list[str]) -> None:
    """Tells the lines that belong to rows of tables of duties whose cells tabs part."""
    indented = {n for n, line in enumerate(lines) if folded[line.start - 1 : line.start] == "\t"}
    rows, carried = _tabbed_rows(
        ["".join(chars[x.start : x.end]) + _tabs_behind(folded, x.end) for x in lines], indented
    )
    for n in rows:
        lines[n].row, lines[n].carried = True, n in carried


def _ruled(lines: list[Line], chars: list[str], slices: dict[int, int], dropped: list[Span]) -> list[Line]:
    """The lines with those of tables of duties that lost their borders as rows again, cell by cell."""
    out = lines
    marks = {i for a, b in slices.items() for i in range(a, b)}
    for table in unruled(["\n" if i in marks else char for i, char in enumerate(chars)] if marks else chars):
        before = [line for line in out if line.start < table.start]
        behind = [line for line in out if line.end > table.end]
        pieces = [piece for row in table.lines for cell in row for piece in cell]
        if any(line.joint is not None for line in out if table.start <= line.start < table.end):
            continue
        for line in before[-1:]:
            before[-1:] = _cut(line, line.start, min(line.end, table.start), chars)
        for line in behind[:1]:
            behind[:1] = _cut(line, max(line.start, table.end), line.end, chars)
            if behind:
                behind[0].joint = "\n"
        out = [*before, *_cells(table.lines, chars), *behind]
        told = sorted(pieces)
        ends = [(table.start, table.start), *told, (table.end, table.end)]
        dropped += [(a, b) for (_, a), (b, _) in itertools.pairwise(ends) if "".join(chars[a:b]).strip(BLANK + "\n")]
    return out


def _cut(line: Line, a: int, b: int, chars: list[str]) -> list[Line]:
    """A line as far as it stands in [a, b)."""
    shown = [i for i in range(a, b) if chars[i].strip(BLANK + "\n")]
    if not shown:
        return []
    a, b = shown[0], shown[-1] + 1
    return [replace(line, start=a, end=b, text=_ends_of("".join(chars[a:b])))]


def _cells(rows: list[list[list[Span]]], chars: list[str]) -> list[Line]:
    """The pieces of the cells of rows as lines that go on in their row."""
    out: list[Line] = []
    for row in rows:
        for n, cell in enumerate(row):
            for k, (a, b) in enumerate(cell):
                line = Line(a, b, _ends_of("".join(chars[a:b])), after_blank=False, turned=False, row=True)
                line.carried, line.joint = bool(n or k), "" if k else "|" if n else "\n"
                out.append(line)
    return out


def _pieces(lines: list[Line], chars: list[str]) -> list[Line]:
    """The lines, those of tables with narrow columns parted where blanks part the cells that they hold."""
    if not any(map(SERIAL_HEAD.search, (line.text for line in lines))):
        return lines
    told: list[tuple[int, Line]] = []
    words = {fold(word) for line in lines for word in line.text.split() if len(word) <= LONGEST_CALLED}
    several = len({*map(role_of, words)} & {*BEARERS}) > 1
    for n, line in enumerate(lines):
        whole = line.row or line.joint is not None or line.text != "".join(chars[line.start : line.end])
        cuts = [
            line.start + m.start()
            for m in (() if whole else BETWEEN_CELLS.finditer(line.text))
            if several or not _between_bodies(line.text, m)
        ]
        ends = [line.start, *cuts, line.end]
        parts = [each for a, b in itertools.pairwise(ends) for each in _cut(line, a, b, chars)]
        told += [(n, each) for each in (parts if cuts else [line])]
    if len(told) == len(lines):
        return lines
    turned = {at for at, (_, line) in enumerate(told) if line.turned}
    tables = narrow(["\t" if line.row else FIGURE_BLANK.sub("", line.text) for _, line in told], turned)
    within = {n for table in tables for n, _ in told[table.start : table.end]}
    return [
        line
        for n, pieces in itertools.groupby(told, key=lambda each: each[0])
        for line in ([piece for _, piece in pieces] if n in within else [lines[n]])
    ]


def _between_bodies(text: str, blank: re.Match[str]) -> bool:
    words = (text[: blank.start()].rsplit(maxsplit=1)[-1], text[blank.end() :].split(maxsplit=1)[0])
    return all(looks_like_list(fold(word), 0, len(word)) for word in words)


def _in_rows(lines: list[Line], dropped: list[Span]) -> list[Line]:
    """The lines with those of each cell of a narrow column one after the other; heads told again are dropped."""
    out: list[Line] = []
    here = 0
    turned = {n for n, line in enumerate(lines) if line.turned}
    for table in narrow(["\t" if line.row else FIGURE_BLANK.sub("", line.text) for line in lines], turned):
        out += lines[here : table.start]
        left = {*range(table.start, table.end)}
        for row in table.rows:
            for n in (each for cell in row for each in cell):
                lines[n].row = lines[n].carried = True
                lines[n].joint = ""
                left.discard(n)
            for cell in row:
                for n in cell:
                    lines[n].joint = " " * (n in table.apart)
                    out.append(lines[n])
                if cell:
                    lines[cell[0]].joint = "|"
            lines[row[0][0]].joint, lines[row[0][0]].carried = "\n", False
        dropped += [(lines[n].start, lines[n].end) for n in sorted(left)]
        here = table.end
        if here < len(lines):
            lines[here].joint = "\n"
    return out + lines[here:]


def _page_heads(lines: list[Line]) -> set[int]:
    """Lines that stand on every page, with the numbers beside them, and the title where a page begins with it.

    The first of them is the text's own; what stands behind one stands on a new page.
    """
    running = running_lines(["" if line.row else line.text for line in lines]) - {""}
    first = {line.text: n for n, line in reversed([*enumerate(lines)])}
    heads = {
        n for n, line in enumerate(lines) if line.text in running and n != first[line.text] and not line.row
    }
    beside = {n + step for n in heads for step in (-1, 1)} & {*range(len(lines))}
    titles = {line.text for line in lines[:3] if len(line.text) >= 8}
    gone = heads | {n for n in beside if BARE_NUMBER.fullmatch(lines[n].text)}
    gone |= {n for n, line in enumerate(lines) if n > 3 and line.turned and line.text in titles}
    for n in gone - {len(lines) - 1}:
        lines[n + 1].turned = True
    return gone


def _cells_apart(lines: list[Line], chars: list[str]) -> list[Line]:
    """The lines, those of them parted in which cells of a table ran together behind a bracket or a stop."""
    out: list[Line] = []
    for line, below in zip(lines, [*(line.text for line in lines[1:]), ""], strict=False):
        closed = line.row or line.text[-1] in ENDS
        told = [] if closed else [i for i in range(line.start, line.end) if chars[i] not in NOTHING]
        cuts = [told[p] for p in _cells_begin("".join(chars[i] for i in told), below)]
        begins, ends = [line.start, *cuts], [*cuts, line.end]
        for a, b in zip(begins, ends, strict=True) if cuts else ():
            first = a == line.start
            text = _ends_of("".join(chars[a:b]))
            whole = line if first else replace(line, after_blank=False, turned=False, mark=0)
            out.append(replace(whole, start=a, end=b, text=text))
        out += [] if cuts else [line]
    return out


def _ends_of(text: str) -> str:
    """A text as far as it is told of a line."""
    return text if len(text) < 400 else text[:300] + text[-100:]


def _cells_begin(told: str, below: str) -> list[int]:
    """Places within a line at which a cell begins that a line ``below`` goes on from: bodies behind what they do, the
    title above a table, heads of columns behind the units of others.
    """
    bare = not re.search("[,;:。]", below)
    tail = told.rfind("。") + 1
    if tail and len(told) - tail > 2 and told[tail] not in SPACE + "-—|｜":
        last = told[tail:]
        titled = bool(MARKER.match(last) or TITLE_ENDS.search(last)) and not PROSE.search(last)
        if titled and len(last) <= LONGEST_GROUP and bare and 0 < len(below) <= LONGEST_CELL_BELOW:
            return [tail]
        apart = told[tail] != "(" and (not below or below[0].isdigit() or MARKER.match(below))
        return [tail] if apart and _cell_of_bodies(last) else []
    heads = bare and len(told) <= LONGEST_ROW and MEASURED_HEADS.match(f"{told}\n{below}")
    return [m.end() for m in CELL_ENDS.finditer(told)] if heads else []


class _Flow:
    """The view as it grows, line by line."""

    def __init__(self, folded: str, chars: list[str]) -> None:
        self.folded, self.chars = folded, chars
        self.flat: list[str] = []
        self.at: list[int] = []
        self.gaps: list[int] = []
        self.wide: list[int] = []
        """Places where more than one space was dropped."""
        self.turns: list[int] = []
        """Places where the source began a new line within what stands as one."""
        self.before = ""
        """The words of the line that was put last, long ones shortened."""
        self.ended = 0
        self.begun = 0
        """Where the paragraph begins."""
        self.tabs = 0

    def paragraph(self) -> str:
        return "".join(self.flat[self.begun :])

    def put(self, char: str, at: int) -> None:
        self.flat += char
        self.at += [at] * len(char)

    def begin(self, line: Line) -> None:
        """Begins a new paragraph."""
        self.put("\n", line.start)
        self.begun = len(self.flat)

    def go_on(self, line: Line) -> None:
        """Goes on in the paragraph; what parts cells, numbers and names of offices still parts them."""
        behind = self.folded[self.ended : line.start]
        if line.joint is not None:
            self.put(line.joint, line.start)
            return
        if line.carried and "\t" in behind:
            self.put("|", line.start)
        elif self.flat[-1].isdigit() and line.text[0].isdigit() and {*SPACE} & {behind[0], behind[-1]}:
            # A line that ended with a space ended with a whole number, and so where one begins with a space.
            self.put(" ", line.start)
        elif line.carried and OFFICE_END.search(self.before) and "\u4e00" <= line.text[0] <= "\u9fff":
            # Names that stand one a line in a cell.
            self.put(" ", line.start)
        self.gaps.append(len(self.flat))

    def add(self, line: Line) -> None:
        """Puts the characters of a line without stray spaces.

        One space stays between Latin words and between two numbers, and a bar stands for the wide gaps of a row.
        """
        text = "".join(self.chars[line.start : line.end])
        tabs = text.count("\t")
        # A long row has as many tabs as the head or the row above it.
        row = _row_throughout(text) or (tabs >= 3 and tabs == self.tabs) or line.row
        self.before, self.ended, self.tabs = line.text, line.end, tabs
        self._append(line.start, line.end, row=row, tabbed=tabs >= LEAST_TABS)

    def _append(self, a: int, b: int, *, row: bool, tabbed: bool) -> None:
        line = "".join(c or "\x00" for c in self.chars[a:b])
        wrapped = wrapped_at(line) if b - a >= LEAST_OF_A_BLOCK * (5 if row else 1) else set()
        cells, whole = (set(), set()) if row else _apart(line)
        broken = {m.end() for m in BROKEN_FIGURE.finditer(line)}
        width = 0
        for i, c in enumerate(line, a):
            if c in NOTHING:
                continue
            if c in SPACE:
                width += TAB if c == "\t" else (2 if c == "\u3000" else 1)
                continue
            if width:
                before = self.flat[-1] if self.flat else ""
                latin = before.isascii() and before.isalpha() and c.isascii() and c.isalpha()
                digits = before.isdigit() and c.isdigit()
                ends = i - 1 - a in wrapped and (before.isupper() == c.isupper() or not before.isalpha())
                if ends and not (digits and i - a in cells - whole):
                    self.turns.append(
                        len(self.flat)
                    )  # the end of a line of the page, within a word or between two
                elif (row and width > 1) or (width >= TAB and tabbed):
                    self.put("|", i - 1)
                elif latin or (digits and i - a not in whole):
                    self.put(" ", i - 1)
                elif i - a not in broken:
                    self.gaps.append(len(self.flat))
                    if width > 1:
                        self.wide.append(len(self.flat))
                width = 0
            self.put(c, i)


def _run_together(lines: list[Line], flow: _Flow, dropped: list[Span]) -> list[Span]:
    """Puts the lines one after the other, paragraph by paragraph; tells the stretches of rows that stay one line."""
    texts = [line.text for line in lines]
    prose = [text for text in texts if not is_row(text)]
    drawn = Rows(row_width(prose))
    wrap = 0 if drawn.width else _wrap_width(lines)
    longest = max(map(len, prose), default=0)
    whole = not wrap and not drawn.width
    if whole:
        lines = _cells_apart(lines, flow.chars)
        texts = [line.text for line in lines]
    each = whole and _sentence_each(lines)
    kept_whole: list[Span] = []
    for n, line in enumerate(lines):
        if line.mark:
            dropped.append((line.start, line.start + line.mark))
            line.start, line.text = line.start + line.mark, line.text[line.mark :].lstrip(SPACE)
        if not line.text:
            continue
        if _page_number(texts, n, line.text, flow.before):
            dropped.append((line.start, line.end))
            lines[n + 1].turned = True
            continue
        apart = bool(MARKER.match(line.text) or LABEL_LINE.match(line.text) or is_row(line.text))
        paragraph = flow.paragraph()
        on_page = drawn.add(line.text, heading=apart, paragraph=paragraph[-LONGEST_PARAGRAPH:])
        on_page = on_page or (lone_mark(flow.before, drawn=drawn.width > 0) and not MARKER.match(line.text))
        if not on_page and flow.flat and not is_row(line.text) and not line.row:
            on_page = in_bracket(paragraph, texts[n : n + MOST_LINES])
        over_page = line.turned and not apart and not line.row and _broken_off(flow.before, line.text)
        over_page = over_page and not _among_cells(texts, n)
        heading = HEADING_BEHIND.search(flow.before) if whole else None
        before = heading.group() if heading else flow.before
        goes_on = line.carried or over_page or on_page or _joined(before, line, wrap=wrap, longest=longest)
        goes_on = goes_on and line.joint != "\n"
        mended = each and line.joint is None and not (apart or goes_on) and len(paragraph) < LONGEST_MENDED
        mended = mended and _next_sentence(before, line)
        if flow.flat and not mended:
            (flow.go_on if goes_on else flow.begin)(line)
        begun = len(flow.flat)
        flow.add(line)
        if line.row:
            kept_whole.append((begun, len(flow.flat)))
    return kept_whole


def _sentence_each(lines: list[Line]) -> bool:
    """Whether every sentence of a text stands on a line of its own, many of them one below the other."""
    ended = [line.text for line in lines if line.text[-1] in "。;"]
    within = sum(re.search("。(?=[^”)])", text) is not None for text in ended)
    below = sum(
        _next_sentence(above.text, line) and not (MARKER.match(line.text) or LABEL_LINE.match(line.text))
        for above, line in itertools.pairwise(lines)
    )
    return within * 20 <= len(ended) and below >= LEAST_BELOW and below * 3 >= len(ended)


BETWEEN_CELLS = re.compile(
    r"(?<=[一-龥)”》])[ \u3000]+(?=[一-龥(“《])|(?<=^序号)(?=[一-龥])"
    r"|(?<=[一-龥)])[ \u3000]+(?=\d{1,2}[ \u3000]?月底?$)"
    r"|(?:(?<=^\d)|(?<=^\d\d))[ \u3000]+(?=(?![年月日号])[一-龥“《(])"
)
"""Blanks between two cells of words, behind the number of a row and before its day."""
FIGURE_BLANK = re.compile(r"(?<=\d)[ \u3000]+(?=[一-龥])|(?<=[一-龥])[ \u3000]+(?=\d)")
"""A blank that a converter sets between a figure and the word beside it."""
LONGEST_CALLED = 12
LEAST_BELOW, LONGEST_MENDED = 15, 2000


def _next_sentence(before: str, line: Line) -> bool:
    """Whether a line tells a sentence, or is a bracket behind one, below another that ends."""
    return (
        before[-1:] in ("。", ";")
        and (line.text[0] == "(" or re.match("[^,。;:]+[,。;]", line.text) is not None)
        and not line.after_blank
    )


def _page_number(texts: list[str], n: int, text: str, before: str) -> bool:
    """Whether a line is the number of a page that parts a sentence."""
    return (
        BARE_NUMBER.fullmatch(text) is not None
        and _mid_sentence(before)
        and not looks_like_list(fold(before), 0, len(before))  # cells of offices stand in a table
        and n + 1 < len(texts)
        and len(texts[n + 1]) > 12
        and not _numbers_row(texts[max(0, n - NEAR_ROWS) : n + NEAR_ROWS], text, before)
    )


def _among_cells(texts: list[str], n: int) -> bool:
    """Whether most of the lines beside a place tell no sentence, as the cells of a table and what heads it do."""
    beside = texts[max(0, n - 3) : n + 3]
    return sum(not PROSE.search(text) for text in beside) > len(beside) / 2


def _broken_off(before: str, line: str) -> bool:
    """Whether the end of a page parts the sentence of a line from its rest, a number from its end or its unit too."""
    in_number = before[-1:].isdigit() and line[0] in COUNTED + "0123456789" and PROSE.search(before)
    return bool(_mid_sentence(before) or in_number) and not is_row(before) and not _title_like(before)


def _laid(raw: str, flow: _Flow, dropped: list[Span], kept_whole: list[Span]) -> View:
    """The view of what was put together, with the line breaks that it has lost; a row stays one line however long."""
    whole = "".join(flow.flat)
    begins = [begun for begun, _ in kept_whole]
    cuts = sorted({bisect_left(flow.at, a) for a, _ in dropped} | set(flow.turns))
    told = breaks(whole, flow.gaps, flow.wide, cuts)
    told.lines[:] = [
        p
        for p in told.lines
        if p < len(whole) and not ((n := bisect_left(begins, p + 1)) and p <= kept_whole[n - 1][1])
    ]
    if not told.lines:
        return View(raw, whole, flow.at, flow.gaps)
    put = insert(whole, flow.at, flow.gaps, told)
    view = View(raw, put.flat, put.at, put.gaps)
    view.joined, view.restored, view.ruled = True, put.begun, put.bars
    return view


OPENED, SHUT = "([〔【", ")]〕】"
ROW_NUMBER = re.compile(rf"(\d{{1,3}})[{SPACE}]+(?=[一-龥“《])")
NUMBERED_ROW = re.compile(r"(\d{1,3})[.、]?\t")
HEAD_PART = re.compile(
    r"序号|编号|.{0,8}(?:单位|部门|主体|处室|科室|时限|时间|期限|节点|进度|分工)(?:要求|安排)?|.{0,6}(?:任务|内容|事项|举措|措施|领域|类别)"
)
TABS_BEHIND = re.compile(r"[ \t\u3000\r]*(?:\n\t+)?")
OFFICE_END = re.compile(r"[局委办府会院部厅司行署](?:[(][^()]{2,20}[)])?$")
LONGEST_HEAD, LONGEST_HEAD_PART = 120, 8
MOST_LINES_OF_A_HEAD = 16
MOST_LINES_OF_A_ROW = 40


def _tabbed_rows(lines: list[str], indented: set[int]) -> tuple[set[int], set[int]]:
    """Lines that are rows of a table of duties parted by tabs, and those of them that go on in the row above.

    Only lines beneath a head that names at least three columns of such a table, one of them for units, count. A row
    may lack cells at its end; a row broken over lines is told by its cells, which are together as many as the head's.
    Heads in a line ``indented`` by a tab are a second row of the head.
    """
    rows: set[int] = set()
    carried: set[int] = set()
    wanted = here = 0
    below = -1
    while here < len(lines):
        second = (
            here == below and here in indented and max(map(len, lines[here].split())) <= LONGEST_HEAD_PART
        )
        head = None if second else _tabbed_head(lines, here, indented)
        if head is not None:
            wanted, last = head
            below = last + 1
        elif second:
            last = here
        elif wanted and "\t" in lines[here]:
            last = _last_line(lines, here, wanted)
        else:
            here += 1
            continue
        if head is None or "\t" in "".join(lines[here : last + 1]):
            rows.update(range(here, last + 1))
            carried.update(range(here + 1, last + 1))
        here = last + 1
    return rows, carried


def _tabbed_head(lines: list[str], first: int, indented: set[int]) -> tuple[int, int] | None:
    """How many tabs part the heads of columns that begin at a line, and the line with which they end."""
    begins = lines[first].split("\t", 1)[0].strip(BLANK)
    if not HEAD_PART.fullmatch(begins[-8:]) and lines[first].count("\t") < 2:
        return None
    told = ""
    best: tuple[int, int, int] | None = None
    for last in range(first, min(len(lines), first + MOST_LINES_OF_A_HEAD)):
        told += lines[last]
        if len(told) > LONGEST_HEAD or NUMBERED_ROW.match(lines[last]) or (last > first and last in indented):
            break
        if last > first and not (last + 1 < len(lines) and NUMBERED_ROW.match(lines[last + 1])):
            # A head broken over lines ends where the first row begins.
            continue
        apart = told.rstrip(SPACE).split("\t") if "\t" in told else lines[first : last + 1]
        heads = [c.strip(BLANK) for c in apart]
        known = [c for c in heads if HEAD_PART.fullmatch(c)]
        if len(known) < 3 or not any(re.search("单位|部门|主体|处室|科室|分工", c) for c in known):
            continue
        if last > first and (heads[0] not in known or len(known) < len(heads) - 1):
            continue
        if best is None or len(known) > best[0]:
            best = len(known), len(heads) - 1, last
    return best[1:] if best else None


def _last_line(lines: list[str], first: int, wanted: int) -> int:
    """The line with which the row that begins at ``first`` has all its cells; ``first`` where none has."""
    tabs = lines[first].count("\t")
    if lines[first].rstrip(SPACE).count("\t") >= wanted:
        return first
    number = NUMBERED_ROW.match(lines[first])
    for here in range(first + 1, min(len(lines), first + MOST_LINES_OF_A_ROW)):
        following = NUMBERED_ROW.match(lines[here])
        if BARE_NUMBER.fullmatch(lines[here].strip(SPACE)) and "\t" not in lines[here]:
            return first  # the rows below stand one cell a line
        if following:
            follows = number is not None and int(following.group(1)) == int(number.group(1)) + 1
            # More tabs than the head has: what stands between a number and the next is one row.
            whole = follows and tabs > wanted and lines[first].count("\t") < wanted - 1
            return here - 1 if whole else first
        tabs += lines[here].count("\t")
        inner = tabs - lines[here].count("\t") + lines[here].rstrip(SPACE).count("\t")
        if inner == wanted:
            last = here
            while last + 1 < len(lines) and _scrap(lines, last + 1):
                last += 1
            return last
    return first


def _tabs_behind(folded: str, end: int) -> str:
    """The tabs that follow a trimmed line, and those before the line after it, which part cells too."""
    told = TABS_BEHIND.match(folded, end)
    return "\t" * told.group().count("\t") if told else ""


def _scrap(lines: list[str], here: int) -> bool:
    """Whether a line without a tab is the rest of a row's last cell: the next one begins with its number."""
    return (
        "\t" not in lines[here]
        and len(lines[here]) <= 24
        and not MARKER.match(lines[here])
        and here + 1 < len(lines)
        and NUMBERED_ROW.match(lines[here + 1]) is not None
    )


APART = re.compile(r"(?<![\d.,])\d[\d.,]*+(?:[ \t\u00a0\u2002-\u200a\u3000]+\d[\d.,]*)+")
DEGREE = tuple("到破过至于为约达少低")
COUNTED = "年%家件个项名人万亿元亩户所辆台套条吨公座处支场次头平立"


BROKEN_FIGURE = re.compile(
    rf"(?:[^\d.。；;:：)）{SPACE}][{SPACE}]?|\d[{SPACE}])\d{{1,4}}\.[{SPACE}](?=\d{{1,2}}(?:[{SPACE}%‰]|$))|(?<!\d)20\d\d[{SPACE}](?=年(?![均度增]))"
)
"""A figure that a space broke behind its point: 万件 7. 6 12; the number of a row stands before words. Or 2025 年."""


def _one_number(told: str, before: str, after: str) -> bool:
    """Whether digits with space between are one number (2 0 2 5 年, 1 200 件) rather than cells of a row."""
    parts = told.split()
    if not after or after not in COUNTED or any("." in p or "," in p for p in parts):
        return False
    if all(len(p) == 1 for p in parts):
        return True
    if after == "年":
        return sum(map(len, parts)) == 4
    close = before in DEGREE or (
        "\u4e00" <= before <= "\u9fff"
        and before not in "表图第章节附注栏区县市"
        and len(parts[0]) == 1
        and parts[0] != "0"
    )
    return close and len(parts) == 2 and len(parts[0]) <= 3 and len(parts[1]) == 3


def _apart(line: str) -> tuple[set[int], set[int]]:
    """Places of figures with even space between them, cells of a row, and of those that are one number."""
    cells: set[int] = set()
    whole: set[int] = set()
    for m in APART.finditer(line):
        after = line[m.end() : m.end() + 4].strip(BLANK)[:1]
        before = line[max(0, m.start() - 4) : m.start()].strip(BLANK)[-1:]
        even = len({len(space) for space in re.findall(r"\s+", m.group())}) == 1
        if even and (len(m.group().split()) > 2 or line[m.end() : m.end() + 1] in (*SPACE, "")):
            cells.update(range(*m.span()))
        if _one_number(m.group(), before, after):
            whole.update(range(*m.span()))
    return cells, whole


LEAST_OF_A_BLOCK = 200
LEAST_TABS = 6
"""A line with so many tabs has a table in it, whatever else."""
TAB = 8


def _row_throughout(line: str) -> bool:
    """Whether a line is a row of a table as a whole, not a blob in which rows stand."""
    if len(line) > LEAST and len(BAR.findall(line)) * 20 < len(line) and PROSE.search(line):
        return False
    return is_row(line[:400])


def _title_like(line: str) -> bool:
    """A heading or a title: numbered or ending as titles do, without the comma of a sentence."""
    return not re.search("[，,；;。]", line) and bool(
        MARKER.match(line) or re.search(r"(?:规划|计划|方案|意见|办法|措施|要点|通知)$", line)
    )


def _next_row(previous: str, line: str) -> bool:
    """Whether lines begin with running numbers and a space, as rows that end with a body do: 3 甲…某局, 4 乙…."""
    before, now = ROW_NUMBER.match(previous), ROW_NUMBER.match(line)
    if not STRONG.search(fold(previous[-12:])):
        return False
    return before is not None and now is not None and int(now[1]) == int(before[1]) + 1


def _ends_with_cell(line: str) -> bool:
    """Whether gaps part a line into cells of which the last one names bodies or a time, so that it is a whole row."""
    *cells, last = line.split()
    last = fold(last)
    whole = last[-1] not in "、," and (TERM.fullmatch(last) or looks_like_list(last, 0, len(last)))
    return bool(
        whole and len(cells) >= 2 and any(looks_like_list(fold(c), 0, len(c)) for c in [*cells[1:], last])
    )


NEAR_ROWS = 7
"""Lines of a row and of a heading above it, within which a row's number stands beside its neighbour's."""
LONGEST_GROUP = 30


def _numbers_row(near: list[str], number: str, above: str) -> bool:
    """Whether a number below a short heading counts rows of a table: the one before or after it stands near by."""
    beside = {str(int(number) - 1), str(int(number) + 1)}
    return len(above) <= LONGEST_GROUP and not PROSE.search(above) and not beside.isdisjoint(near)


def _mid_sentence(line: str) -> bool:
    return len(line) > 12 and line[-1] not in ENDS + ")]”》" and not line[-1].isdigit()


def _wrap_width(lines: list[Line]) -> int:
    """Width of a hard-wrapped text, or 0 when each line is a paragraph. Rows and cells of bodies tell nothing of it."""
    sizes = [
        (len("".join(x.text.split())) if x.end - x.start < 300 else x.end - x.start, x.text)
        for x in lines
        if not (is_row(x.text) or _cell_of_bodies(x.text))
    ]
    long = [n for n, _ in sizes if n >= 14]
    if len(long) < 6:
        return 0
    open_ended = [n for n, t in sizes if n >= 14 and t[-1] not in ENDS + ")]"]
    if len(open_ended) < len(long) * 0.4:
        return 0
    counts = Counter(open_ended)
    width, near = max(
        ((w, sum(counts[w + d] for d in (-3, -2, -1, 0, 1))) for w in counts), key=lambda p: (p[1], p[0])
    )
    beyond = sum(1 for n in long if n > 1.6 * width)
    if len(long) < 12 and near < max(4, len(open_ended) * 0.6):
        return 0
    return width if near >= len(open_ended) * 0.45 and width < 80 and beyond <= len(long) * 0.08 else 0


TERM = re.compile(r"20\d\d年(?:\d{1,2}月)?(?:底|末)?(?:之?前)?(?:完成)?|(?:长期|持续)(?:推进|坚持)?|全年")
BODIES_BEGIN = re.compile("[省市区县州旗各]|国家")
"""How a cell of offices begins, and not the rest of a name that a line break cut."""
CARRIED_ON = re.compile(
    r"[一-龥][^:：,，。;；]{0,16}(?:达到?|以上|保持|稳定|提高|降|不低于|不超过|突破|\d)[^:：]{0,24}[,，。;；]"
)
"""The rest of a sentence that a line break cut: what is measured, and its number."""


LONGEST_CELL = 120
CUT_WORDS = re.compile(
    r"发明|专利|明专|商标|质押|押融|融资|资额|企业|产业|项目|机构|拥有|有量|授权|权量|注册|册量|登记|知识|识产|产权|"
    r"地理|标志|示范|范企|园区|平台|人才|指导|维权|转化|运用|增加|加值|比重|占比|贡献|研发|投入|高价|价值|达到|突破|"
    r"新增|培育|覆盖|盖率|结案|案率|满意|意度"
)
"""Two characters of which a line break between them cuts a name or a degree, never two sentences."""


def _office_cut(previous: str, line: str) -> bool:
    """Whether a line break in a narrow cell or a line of bearers cut the name of an office: 市财政局、教 / 育局."""
    if LABEL_LINE.match(previous):
        previous = re.split("[:：;；，,]", previous)[-1]
    if "、" not in previous or len(previous) > 60 or re.search(r"[。;；:：,，(（]", previous):
        return False
    *whole, tail = fold(previous).split("、")
    head = re.split("[、,;。 (]", fold(line), maxsplit=1)[0]
    if not tail or not 0 < len(head) <= 10 or len(tail) > 10:
        return False
    listed = all(
        looks_like_list(item, 0, len(item)) or (n == 0 and len(item) <= 4 and not LINE_NUMBER.fullmatch(item))
        for n, item in enumerate(whole)
    )
    one = tail + head
    halves = not STRONG.search(tail) or not (BODIES_BEGIN.match(head) or looks_like_list(head, 0, len(head)))
    return listed and halves and looks_like_list(one, 0, len(one))


def _bracket_cut(line: str) -> bool:
    """Whether a line is a bracket that a line break cut within a name: 〔市财 / 政局〕."""
    begun = line[0] in OPENED and line[-1] not in ENDS and not set(line[1:]) & set(OPENED + SHUT)
    return (
        begun and not (line[1:2].isdigit() or chinese(line[1:2])) and not looks_like_list(line, 1, len(line))
    )


def _cell_of_bodies(line: str) -> bool:
    """Whether a line names whole bodies and nothing else, as a cell of a table does."""
    whole = len(line) < LONGEST_CELL and bool(STRONG.search(fold(line))) and line[-1] not in "、,，("
    return whole and line.count("(") == line.count(")") and looks_like_list(fold(line), 0, len(line))


YEAR = re.compile(r"(?:19|20)\d\d年?")
REST_OF_CELL = re.compile(
    rf"[(](?:[万亿千百]?(?:{UNIT})(?:/[一-龥]{{1,4}})?|万|亿|[市区县旗镇乡街道、]{{2,6}})(?:,[一-龥]{{2,4}})?[)]"
)
"""A bracket that a narrow cell parts from the name before it: a unit, or what else the places are called."""


UNIT_CUT = re.compile(
    r"\d\s*(?:个?(?:工\n作日|工作\n日|百\n分点|百分\n点|小\n时)|个\n(?:工作日|百分点|小时|月)|平\n方|"
    rf"[万亿]\n(?:{UNIT}))"
)
"""A unit that the end of a line cut: 4.5个工|作日."""
BARE_VERB = re.compile(
    r"(?:[(]?[一二三四五六七八九十\d]{1,3}[).、]+)?"
    r"(?:推进|推行|推广|深化|擦亮|打造|实施|开展|建立|创新|优化|落实|完善)"
)
"""A heading that the end of a line cut before what stands between marks: 11.推进|“信易贷”."""


def _joined(previous: str, here: Line, *, wrap: int, longest: int) -> bool:
    """Whether a line goes on in the paragraph before it, as the first step says that can tell."""
    if not previous:
        return False
    told = _by_what_they_are(previous, here, wrap)
    told = _by_what_was_cut(previous, here.text) if told is None else told
    told = _by_bodies_and_stops(previous, here, wrap) if told is None else told
    return _by_length(previous, here, wrap, longest) if told is None else told


def _by_what_they_are(previous: str, here: Line, wrap: int) -> bool | None:
    """Whether a line goes on that, or below what, stands alone, is a row or begins with a mark or a label."""
    line, last = here.text, previous[-1]
    if ALONE.fullmatch(squeeze(previous)) or ALONE.fullmatch(squeeze(line)):
        return False
    if here.mark:
        return last not in ENDS or not MARKER.match(line)
    if is_row(line) or is_row(previous) or re.fullmatch(r"[-—≥≤]?[\d.,]+%?", line):
        return False
    if _next_row(previous, line):
        return False
    opened = previous.count("(") > previous.count(")")
    if wrap and not here.after_blank and len(previous) >= wrap - 4 and opened:
        return not MARKER.match(line)
    return False if MARKER.match(line) or LABEL_LINE.match(line) else None


def _by_what_was_cut(previous: str, line: str) -> bool | None:
    """Whether a line goes on with a name, a list, a number or a cell that the end of the line above cut."""
    before, last = fold(previous), previous[-1]
    quoted = re.fullmatch("“[^“”]{1,20}”", before) and not PROSE.match(line)
    if (
        LABEL_LINE.fullmatch(previous)
        or _bracket_cut(before)
        or (last == "、" and not MARKER.fullmatch(previous))
        or (line[0] == "、" and looks_like_list(before, 0, len(before)))
        or UNIT_CUT.search(f"{previous[-6:]}\n{line[:6]}")
        or (line[0] == "“" and BARE_VERB.fullmatch(before))
        or quoted
        or (YEAR.fullmatch(previous) and TERM.fullmatch(previous + line))
    ):
        return True
    if REST_OF_CELL.fullmatch(fold(line)) and not PROSE.search(previous):
        return "\u4e00" <= last <= "\u9fff" or last in ")）"
    return True if _office_cut(previous, line) else None


def _by_bodies_and_stops(previous: str, here: Line, wrap: int) -> bool | None:
    """Whether a line goes on by the bodies that both name and by the stops at which they part."""
    line, last = here.text, previous[-1]
    bodies_too = BODIES_BEGIN.match(fold(line)) and _cell_of_bodies(line)
    if (bodies_too or TERM.fullmatch(fold(line))) and _cell_of_bodies(previous):
        return False
    full = bool(wrap) and len(previous) >= wrap - 3
    if LABEL_LINE.match(previous) and last not in ",、(" and not full:
        return False
    if last in ENDS:
        return full and not here.after_blank and last == ";"
    if line[0] in ",。;:、!?)”》%" and len(line) > 1:
        return len(previous) > 6 and not (len(line) < 14 and line[0] == ")")
    if (last in ",、(《“" or previous.endswith(("不低", "不少", "不超"))) and len(previous) > 10:
        return True
    named = previous.rfind("《") > previous.rfind("》") and line.find("》") < (line + "《").find("《")
    if "》" in line and named:
        return True
    if len(previous) > 12 and last not in ENDS + ")]" and (HANGS.search(previous) or RESTS.match(line)):
        return True
    in_word = CUT_WORDS.fullmatch(last + line[0]) and re.search("[,，]", previous)
    return not ALONE.search(line) if in_word and re.search("[,，。;；]", line) else None


def _by_length(previous: str, here: Line, wrap: int, longest: int) -> bool:
    """Whether a line goes on below one that is as long as lines of the text can be, or tells half a sentence."""
    line, last, blank = here.text, previous[-1], here.after_blank
    if _ends_with_cell(previous):
        return False
    cut = not blank and len(previous) >= max(24, longest - 1) and last not in ENDS + ")]"
    cut = cut and not looks_like_list(fold(previous), 0, len(previous))  # a cell of offices is whole
    cut = cut and not (BODIES_BEGIN.match(fold(line)) and looks_like_list(fold(line), 0, len(line)))
    if cut and re.search("[,，;；]", previous[:-1]) and not ALONE.search(line):
        # A line of prose as long as the longest that stops without a stop was cut there.
        return True
    begun = not blank and len(previous) > 12 and not MARKER.match(previous) and "\u4e00" <= last <= "\u9fff"
    if begun and re.search(r"[,，]", previous) and re.search(r"\d", previous) and CARRIED_ON.match(line):
        # A sentence with a number that stops without a stop goes on in a line that has one.
        return not ALONE.search(line)
    if wrap and not blank and len(previous) >= wrap - (4 if last not in ")]" else 1):
        return True
    return previous.count("(") > previous.count(")") and len(previous) > 40


def _contents(lines: list[Line]) -> set[int]:
    """Lines of a table of contents without leaders: after 目录, headings that all come again later."""
    for n, line in enumerate(lines[:80]):
        if squeeze(line.text) not in ("目录", "目次"):
            continue
        keys = [re.sub(r"[\s\d.·…]+$", "", squeeze(x.text)) for x in lines[n + 1 :]]
        later = Counter(keys)
        seen: set[str] = set()
        for key in keys:
            if key in seen or len(key) > 60 or later[key] < 2:
                break
            seen.add(key)
        return {*range(n, n + 1 + len(seen))}
    return set()
