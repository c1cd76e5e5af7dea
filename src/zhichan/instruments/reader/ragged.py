"""Lines as they were drawn on a page: of one width, but broken again behind marks within a row.

Lines are folded (half-width marks). A text taken from a page of justified rows has a row of forty characters as one
line or as several pieces; a piece ends with a mark or before one. Rows are measured in half widths: a Chinese
character is two, a digit one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .model import Span

STOPS = "。;:!?"
OPENING, CLOSING = "《“‘([〔", "”’》)]〕"
NARROW = re.compile(r"[0-9A-Za-z.%/+-]")
LEAST_LINES = 20
SLACK = 4
"""Half widths by which rows differ, for marks that are set narrow."""
FULL = 10
"""Half widths by which a row may be shorter than the widest and yet be full."""
WIDEST = 120


def measure(text: str) -> int:
    """Width of a line in half widths; white space does not count."""
    return sum(1 if NARROW.match(c) else 2 for c in text if not c.isspace())


def row_width(lines: Sequence[str]) -> int:
    """The width of the rows of such a text in half widths, or 0 where lines are paragraphs or rows are whole.

    Many lines are as wide as the widest, hardly one is wider, and a good part of the others are pieces: they end with
    a comma or with no mark at all.
    """
    widths = [measure(line) for line in lines if line.strip()]
    if len(widths) < LEAST_LINES:
        return 0
    counts = Counter(widths)
    near = {w: sum(counts[w - d] for d in range(SLACK + 1)) for w in counts if 40 <= w <= WIDEST}
    wide = [w for w, n in near.items() if n * 16 >= len(widths)]
    width = max(wide, default=0)
    if not width or sum(1 for w in widths if w > width + SLACK) * 33 > len(widths):
        return 0
    pieces = sum(1 for line in lines if line[-1:] in ("、", ",") and 8 <= measure(line) < width - SLACK)
    return width if pieces * 14 >= len(widths) else 0


LEAST_WRAPPED = 12
LINE = re.compile(r"(?:[^\r\n\x0c]|\r(?!\n))*+(\r?\n|\x0c|$)")
BORDER = re.compile(r"[|｜\t]")
INDENTED = re.compile(r"\u3000|[ \u00a0]{2}")


def wraps(text: str, apart: Callable[[str, str], bool]) -> list[Span]:
    """The line ends of a text wrapped by counting: most of its lines are as long as the longest, to the character.

    Such a line goes on in the next, unless that is indented or stands ``apart``.
    """
    lines = [(m.start(), *m.span(1)) for m in LINE.finditer(text) if not BORDER.search(m.group())]
    longest = max((b - a for a, b, _ in lines), default=0)
    full = [line for line in lines if line[1] - line[0] == longest]
    if len(full) < LEAST_WRAPPED or len(full) * 2 < sum(2 * (b - a) > longest for a, b, _ in lines):
        return []
    below = {a: text[a:b].strip() for a, b, _ in lines if not _numbers_page(text, a, b)}
    return [
        (b, end)
        for a, b, end in full
        if (line := below.get(end)) and not INDENTED.match(text, end) and not apart(text[a:b], line)
    ]


def _numbers_page(text: str, start: int, end: int) -> bool:
    """Whether a line is a number beside a form feed, and so no part of the text."""
    return text[start:end].strip().isdigit() and "\x0c" in text[start - 1 : start] + text[end : end + 3]


INDENT = 4
TITLE = re.compile(
    r"(?:规划|计划|方案|意见|办法|措施|要点|通知|纲要)$|〔\d{4}〕\s?\d+\s?号$|^[^,]{0,24}\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日[)]?$"
)
"""Lines of a head, which are no part of a sentence."""


@dataclass
class Rows:
    """The row of the page that is being filled, line by line.

    Where a paragraph may have ended the next line begins a row of its own or goes on in the same: both are kept.
    """

    width: int
    filled: set[int] = field(default_factory=set)
    before: str = ""

    def add(self, line: str, *, heading: bool, paragraph: str) -> bool:
        """Takes the next line in; whether it goes on in the sentence of the line before it.

        ``heading`` tells that the line begins with a mark of its own, ``paragraph`` is the text joined so far.
        """
        if not self.width:
            return False
        goes_on = bool(self.before) and not heading and self._goes_on(line, paragraph)
        wide = measure(line)
        begun = {wide, wide + INDENT}
        if heading or not self.before:
            self.filled = begun
        else:
            within = {
                f + wide for f in self.filled if f + wide <= self.width + SLACK and f < self.width - SLACK
            }
            ended = not goes_on or not within
            self.filled = within | begun if ended else within
        self.before = line
        return goes_on

    def _goes_on(self, line: str, paragraph: str) -> bool:
        last = self.before[-1]
        if last in STOPS or TITLE.search(self.before) or TITLE.search(line):
            return False
        if last in ",、" or line[0] in ",、" + STOPS + CLOSING:
            return True
        if "," in paragraph or any(f >= self.width - FULL for f in self.filled):
            return True
        beside = last in CLOSING + OPENING or line[0] in OPENING
        room = any(f + measure(line) <= self.width + SLACK for f in self.filled)
        return beside and room and not MARKED.match(self.before)


MARKED = re.compile(r"[(]?[一二三四五六七八九十\d]{1,3}[)、.]|第[一二三四五六七八九十]{1,3}[章节编]")


LONE = re.compile(
    r"[(][一二三四五六七八九十]{1,3}[)]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十\d]{1,3}[章节编篇条]"
)
LONE_DIGIT = re.compile(r"\d{1,2}[.、]|[(]\d{1,2}[)]")
BEARS = re.compile(r"牵头|负责|责任|配合|落实|参与|实施|主办|[局委办厅府院会行](?=[、,;])")
OF_PLACES = re.compile(r"[(〔][市县区州旗盟镇乡街道、]{1,10}[)〕]")
"""A bracket within a name: 县(市、区)人民政府."""
LONGEST_BRACKET, MOST_LINES = 320, 14


def lone_mark(line: str, *, drawn: bool) -> bool:
    """Whether a line is nothing but the mark of the heading below it: (三), 二、; in drawn rows also 3."""
    return bool(LONE.fullmatch(line) or (drawn and LONE_DIGIT.fullmatch(line)))


def in_bracket(paragraph: str, below: Sequence[str]) -> bool:
    """Whether a paragraph ends within a bracket of bearers that is closed in one of the lines below."""
    told = OF_PLACES.sub("", paragraph[-LONGEST_BRACKET:])
    at = max(told.rfind("("), told.rfind("["), told.rfind("〔"))
    if at < 0 or re.search(r"[)\]〕]", told[at:]):
        return False
    rest = "".join(OF_PLACES.sub("", line) for line in below[:MOST_LINES])
    closed = re.match(r"([^()\[\]〔〕。]*)[)\]〕]", rest)
    return bool(closed and closed.end() <= LONGEST_BRACKET and BEARS.search(told[at:] + closed.group(1)))
