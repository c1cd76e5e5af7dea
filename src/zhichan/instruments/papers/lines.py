"""Characters into lines, and lines into paragraphs. An em is the height of a line's characters."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .glyphs import Char

MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[((][一二三四五六七八九十\d]{1,3}[))]|\d{1,2}[.、．](?!\d)|第[一二三四五六七八九十\d]{1,3}[章节条编篇]|——|专栏|附件|附表|表\s*\d|[①-⑳●■◆▲]"
)
ENDS = "。;；:：!！?？…"


@dataclass(slots=True)
class Piece:
    """Characters of a line without a wide gap."""

    x0: float
    x1: float
    text: str


@dataclass(slots=True)
class Line:
    x0: float
    x1: float
    y: float
    em: float
    pieces: list[Piece]

    @property
    def text(self) -> str:
        out = self.pieces[0].text
        for piece in self.pieces[1:]:
            out += " " + piece.text
        return out


def lines_of(chars: list[Char]) -> list[Line]:
    """Lines from the top down; characters that stand on one line, though at different heights, are one."""
    rows: list[list[Char]] = []
    for each in sorted(chars, key=lambda c: -c.y):
        if rows:
            last = rows[-1][0]
            if last.y - each.y <= 0.3 * min(max(last.em, each.em), 40):
                rows[-1].append(each)
                continue
        rows.append([each])
    out = []
    for row in rows:
        row.sort(key=lambda c: c.x0)
        em = statistics.median(c.em for c in row)
        pieces: list[Piece] = []
        before: Char | None = None
        for each in row:
            # Bold type made by printing twice; two letters in one glyph also share their place, but follow at once.
            if (
                before is not None
                and each.text == before.text
                and each.x0 - before.x0 < 0.25 * each.em
                and abs(each.index - before.index) > 1
            ):
                continue
            gap = each.x0 - before.x1 if before is not None else math.inf
            if gap > 1.3 * em:
                pieces.append(Piece(each.x0, each.x1, each.text))
            else:
                latin = before is not None and is_latin(before.text) and is_latin(each.text)
                space = (
                    (latin and (each.apart or gap > 0.25 * em))
                    or gap > 0.9 * em
                    or (each.told and gap > 0.15 * em)
                )
                pieces[-1].text += (" " if space else "") + each.text
                pieces[-1].x1 = max(pieces[-1].x1, each.x1)
            before = each
        out.append(Line(row[0].x0, max(c.x1 for c in row), row[0].y, em, pieces))
    return out


def is_latin(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _margin(lines: list[Line]) -> float:
    """The left margin: the leftmost place at which several lines begin."""
    starts = sorted(line.x0 for line in lines)
    for start in starts:
        if sum(1 for each in starts if abs(each - start) < 3) >= max(2, len(lines) // 12):
            return start
    return starts[0]


def paragraphs(flows: Sequence[list[Line]], usual: float | None = None) -> Iterator[str]:
    """Lines into paragraphs. A flow is a column or the text of a page; a paragraph may go on in the next flow."""
    text = ""
    before: tuple[Line, float, float] | None = None
    for lines in flows:
        left = _margin(lines)
        right = max(line.x1 for line in lines)
        if usual is not None and len(lines) < 5 and right < usual and left < usual - 10 * lines[0].em:
            right = usual
        gaps = [a.y - b.y for a, b in pairwise(lines)]
        step = statistics.median_low(gaps) if gaps else 0.0
        for place, line in enumerate(lines):
            if before is None or _begins(before, line, left, right, gaps[place - 1] if place else None, step):
                if text:
                    yield text
                text = line.text
            else:
                text = _added(text, line.text)
            before = (line, left, right)
    if text:
        yield text


def _begins(
    before: tuple[Line, float, float], line: Line, left: float, right: float, gap: float | None, step: float
) -> bool:
    """Whether a line begins a paragraph."""
    last, last_left, last_right = before
    em = max(line.em * 0.85, 4.0)
    if abs(line.em - last.em) > 0.15 * max(line.em, last.em):
        return True
    if gap is not None and step and gap > step * 1.45 and gap > 1.2 * em:
        return True
    first = re.match(r"[!-~]*", line.text)
    word = len(first.group()) * 0.55 * em if first else 0.0
    slack = last_right - last.x1
    if slack > max(1.7 * em, word + em):
        return True
    indent = line.x0 - left
    if indent > 1.2 * em:
        same = abs((line.x0 - left) - (last.x0 - last_left)) < 0.4 * em
        return not (same and last.text[-1:] not in ENDS) or (
            right - line.x1 > em and right - line.x1 > indent * 0.7
        )
    return last.text[-1:] in ENDS and bool(MARK.match(line.text))


def _added(text: str, more: str) -> str:
    if text and more and is_latin(text[-1]) and is_latin(more[0]):
        return text + " " + more
    return text + more
