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
NEVER_LAST = frozenset("（〈《「『【〔“‘([{")
RUN = re.compile(r"[!-~]+|.", re.DOTALL)


@dataclass(frozen=True)
class Letter:
    """The parts of an official letter; what a letter lacks is empty."""

    title: str
    number: str
    addressee: str
    body: tuple[str, ...]
    sender: str
    day: date | None


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


def headed(parts: Iterable[tuple[str, Iterable[str]]]) -> tuple[str, ...]:
    """The paragraphs of a body with headings, which are numbered 一、 to 十、 (GB/T 9704 7.3.3)."""
    return tuple(
        line
        for number, (heading, paragraphs) in enumerate(parts)
        for line in (f"{NUMERALS[number]}、{heading}", *paragraphs)
    )


def in_words(day: date) -> str:
    """The day of a letter: Arabic figures without leading zeros (GB/T 9704 7.3.5)."""
    return f"{day.year}年{day.month}月{day.day}日"


def broken(text: str, wide: Callable[[str], float], *, indent: float = 0.0, width: float = WIDTH) -> Iterator[str]:
    """The lines of a paragraph, the first of them ``indent`` millimetres shorter; ``wide`` measures words.

    No line begins with a closing mark or ends with an opening one, and figures and codes are broken only where one
    alone is wider than a line.
    """
    line, room = "", width - indent
    for run in _runs(text, wide, width):
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


def _runs(text: str, wide: Callable[[str], float], width: float) -> Iterator[str]:
    for run in RUN.findall(text):
        if wide(run) <= width + HAIR:
            yield run
        else:
            yield from run


def balanced(title: str, wide: Callable[[str], float], *, width: float = WIDTH) -> list[str]:
    """The lines of a title, each about as long as the others."""
    count = len(list(broken(title, wide, width=width)))
    for share in range(count * 10, 100 * count):
        lines = list(broken(title, wide, width=min(width, wide(title) * share / (count * 10) / count)))
        if len(lines) <= count:
            return lines
    return list(broken(title, wide, width=width))
