"""How an official letter is set out (GB/T 9704-2012): its parts, its measures, and where its lines break. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
TOP, LEFT = 37.0, 28.0
WIDTH, HEIGHT = 156.0, 225.0
"""Millimetres: A4, the margins above and beside the text, the text's own width and height (GB/T 9704 5.2)."""
LINES, CHARACTERS = 22, 28
"""Lines of a page and characters of a line (GB/T 9704 5.2.3)."""
LINE, CHARACTER = HEIGHT / LINES, WIDTH / CHARACTERS
BODY_POINTS, TITLE_POINTS, FOOT_POINTS = 16.0, 22.0, 14.0
"""三号, 二号 and 四号 in points."""
HAIR = 0.01
"""What sums of widths may be off by."""
SEAL = 42.0
"""Diameter of the place of a seal in millimetres."""
SEAL_LINES = 6
"""Lines that the place of the seal takes with the name and the day in it."""

NO_DAY = date(2000, 1, 1)
"""Stands in a document's properties for a letter that says no day."""
CLOSING = re.compile(r"(?P<sender>.*?)[\s\u3000]*(?P<day>\d{4}-\d{2}-\d{2})", re.ASCII)
NEVER_FIRST = frozenset("、，。；：？！）〉》」』】〕”’％…—,.;:?!)]}%")
NEVER_LAST = frozenset("（〈《「『【〔“‘([{≥≤≈")
WIDE = str.maketrans(",;:?!.", "，；：？！。")
MARK = re.compile(
    r"(?<=[一-鿿”》〉’%）])[,;:?!]|[,;:?!](?=[一-鿿“《〈‘（])|(?<=[一-鿿”》）%])\.(?=$|（)"
    r"|(?<=[一-鿿”》])[(][^()]*[)]|[(][^()]*[一-鿿][^()]*[)]"
)
"""Marks beside Chinese characters, which are wide (GB/T 15834 5.1); those within figures and Latin words are not."""
RUN = re.compile(r"[!-~]+|.", re.DOTALL)
TITLE_RUN = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?|第[一二三四]季度|[上下]半年)?|[!-~]+|.", re.DOTALL)
"""In a title a day or a period is not broken (GB/T 9704 7.3.1: lines of a title are whole in meaning)."""


@dataclass(frozen=True)
class Lead:
    """Words of a paragraph that lead on: from ``start`` to before ``end`` of the body's paragraph ``paragraph``.

    ``to`` is the key of an entry of the annex, or an address.
    """

    paragraph: int
    start: int
    end: int
    to: str


@dataclass(frozen=True)
class Entry:
    """An entry of an annex: what leads to it calls it by its ``key``; its first words lead to ``address``, if any."""

    key: str
    text: str
    address: str = ""


@dataclass(frozen=True)
class Annex:
    """What a letter annexes: a list, on pages of its own (GB/T 9704 7.3.7)."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Letter:
    """The parts of an official letter; what a letter lacks is empty."""

    title: str
    number: str
    addressee: str
    body: tuple[str, ...]
    sender: str
    day: date | None
    leads: tuple[Lead, ...] = ()
    annex: Annex | None = None

    def leading(self, paragraph: int) -> list[Lead]:
        """What leads on from one paragraph, in the order of its words."""
        return sorted((one for one in self.leads if one.paragraph == paragraph), key=lambda one: one.start)


def read(text: str, *, number: str) -> Letter:
    """The parts of a kept letter: title, the case's number, whom it addresses, paragraphs, who closes it and when."""
    title, *lines = [line.strip() for line in text.splitlines() if line.strip()]
    numbered = bool(lines) and lines[0] == number
    if numbered:
        del lines[0]
    addressee = lines.pop(0) if lines and lines[0].endswith(("：", ":")) else ""
    closing = CLOSING.fullmatch(lines[-1]) if lines else None
    sender, day = "", None
    if closing is not None:
        sender, day = closing["sender"], date.fromisoformat(closing["day"])
        del lines[-1]
    return Letter(title, number if numbered else "", addressee, tuple(lines), sender, day)


NUMERALS = "一二三四五六七八九十"
HEADING = re.compile(rf"(?:(?P<first>[{NUMERALS}]{{1,3}}、)|（[{NUMERALS}]{{1,3}}）)[^。！？；：]*")
"""A paragraph that is a heading: numbered 一、 or （一）, and no sentence (GB/T 9704 7.3.3)."""
ANNEX = "附件"


def rank(paragraph: str) -> int:
    """1 for a heading of the first rank, 2 for one of the second, 0 for text."""
    found = HEADING.fullmatch(paragraph)
    return 0 if found is None else 1 if found["first"] else 2


def annexed(letter: Letter) -> str:
    """The line below the text that names the annex (GB/T 9704 7.3.4); empty without one."""
    return f"{ANNEX}：{letter.annex.title}" if letter.annex else ""


def headed(parts: Iterable[tuple[str, Iterable[str]]]) -> tuple[str, ...]:
    """The paragraphs of a body with headings, which are numbered 一、 to 十、 (GB/T 9704 7.3.3)."""
    return tuple(
        line
        for number, (heading, paragraphs) in enumerate(parts)
        for line in (f"{NUMERALS[number]}、{heading}", *paragraphs)
    )


def typeset(words: str) -> str:
    """Words with the marks beside Chinese characters wide, character for character."""
    before = ""
    while before != words:
        before, words = words, MARK.sub(lambda found: _widened(found[0]), words)
    return words


def _widened(found: str) -> str:
    return found.translate(WIDE) if len(found) == 1 else f"（{found[1:-1]}）"


def in_words(day: date) -> str:
    """The day of a letter: Arabic figures without leading zeros (GB/T 9704 7.3.5)."""
    return f"{day.year}年{day.month}月{day.day}日"


def broken(
    text: str, wide: Callable[[str], float], *, indent: float = 0.0, width: float = WIDTH, runs: re.Pattern[str] = RUN
) -> Iterator[str]:
    """The lines of a paragraph, the first of them ``indent`` millimetres shorter; ``wide`` measures words.

    No line begins with a closing mark or ends with an opening one, and figures and codes are broken only where one
    alone is wider than a line.
    """
    line, room = "", width - indent
    for run in _runs(text, wide, width, runs):
        if wide(line + run) <= room + HAIR or not line or run in NEVER_FIRST:
            # A closing mark hangs in the margin rather than beginning a line.
            line += run
            continue
        carried = ""
        while len(line) > 1 and line[-1] in NEVER_LAST:
            line, carried = line[:-1], line[-1] + carried
        yield line
        line, room = carried + run, width
    if line:
        yield line


def _runs(text: str, wide: Callable[[str], float], width: float, runs: re.Pattern[str]) -> Iterator[str]:
    for run in runs.findall(text):
        if wide(run) <= width + HAIR:
            yield run
        else:
            yield from run


def balanced(title: str, wide: Callable[[str], float], *, width: float = WIDTH) -> list[str]:
    """The lines of a title, each about as long as the others."""
    count = len(list(broken(title, wide, width=width, runs=TITLE_RUN)))
    for share in range(count * 10, 100 * count):
        lines = list(broken(title, wide, width=min(width, wide(title) * share / (count * 10) / count), runs=TITLE_RUN))
        if len(lines) <= count:
            return lines
    return list(broken(title, wide, width=width, runs=TITLE_RUN))
