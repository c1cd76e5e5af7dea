"""Characters into lines, and lines into paragraphs. An em is the width of a line's Chinese characters."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .glyphs import Char

MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(\uff08][一二三四五六七八九十\d]{1,3}[)\uff09]|\d{1,2}[.、\uff0e](?!\d)"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\s*[一-龥]|第[一二三四五六七八九十\d]{1,3}[章节条编篇]|——|专栏|附件|附表|表\s*\d"
    r"|[①-⑳●■◆▲]"
)
BODY = re.compile(
    r"[一-龥]{2,16}(?:局|委|办|厅|院|会|部|署|协|联|司|政府|中心|公司|银行|分行|海关|大学|学院|大市场|联盟)(?:[(（][^()（）]{2,16}[)）])?"
)
"""A body as it stands alone on a line: an office, a firm, a school."""
ENDS = "。;；:：!！?？…"
UNCUT = re.compile(
    r"[(《“‘「【〔\[\uff08]*(?:[!-~]+|.)[,.;:%、。\u2026\uff0c\uff1b\uff1a\uff01\uff1f\uff09》】”’」]*"
)
APART = 0.4
"""White between words, in ems."""
CLOSED = ENDS + ")\uff09"


@dataclass(slots=True)
class Piece:
    """Characters of a line without a wide gap."""

    x0: float
    x1: float
    text: str
    y: float = 0.0
    """Of a word: its height."""
    marks: list[tuple[float, float]] = field(default_factory=list)
    """Of a word: from where to where each character stands."""


@dataclass(slots=True)
class Line:
    x0: float
    x1: float
    y: float
    em: float
    wide: bool
    """Whether it has Chinese characters, whose width tells the size of the type."""
    pieces: list[Piece]
    words: list[Piece] = field(default_factory=list)
    """Characters that stand close together."""

    @property
    def text(self) -> str:
        out = self.pieces[0].text
        for piece in self.pieces[1:]:
            out += " " + piece.text
        return out

    def moved(self, rise: float) -> Line:
        """The same line so much higher."""
        return replace(self, y=self.y + rise, words=[replace(word, y=word.y + rise) for word in self.words])


def lines_of(chars: list[Char]) -> list[Line]:
    """Lines from the top down; characters that stand on one line, though at different heights, are one."""
    rows: list[list[Char]] = []
    for each in sorted(chars, key=lambda c: -c.y):
        if rows:
            last = rows[-1][0]
            if last.y - each.y <= 0.4 * min(max(last.em, each.em), 40):
                rows[-1].append(each)
                continue
        rows.append([each])
    out = []
    for row in rows:
        row.sort(key=lambda c: c.x0)
        wide = [c.em for c in row if c.wide]
        em = statistics.median(wide or [c.em for c in row])
        pieces: list[Piece] = []
        words: list[Piece] = []
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
            if gap > APART * em:
                words.append(Piece(each.x0, each.x1, each.text, each.y))
            else:
                words[-1].text += each.text
                words[-1].x1 = max(words[-1].x1, each.x1)
            words[-1].marks.append((each.x0, each.x1))
            if gap > 1.7 * em:
                pieces.append(Piece(each.x0, each.x1, each.text))
            else:
                latin = before is not None and is_latin(before.text) and is_latin(each.text)
                space = (latin and (each.apart or gap > 0.3 * em)) or gap > 1.1 * em
                told = each.told if gap > 0 else 0
                pieces[-1].text += " " * max(space, min(told, 4)) + each.text
                pieces[-1].x1 = max(pieces[-1].x1, each.x1)
            before = each
        out.append(Line(row[0].x0, max(c.x1 for c in row), row[0].y, em, bool(wide), pieces, words))
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


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: its margins, and whether the first line of a paragraph is indented and the next is not."""

    left: float
    right: float
    indented: bool


@dataclass(slots=True)
class Flow:
    """Lines that are read one after the other; ``column``: they stand in one of several columns or in a box."""

    lines: list[Line]
    column: bool = False


def setting_of(pages: Sequence[Sequence[Line]]) -> Setting | None:
    """The setting that most pages share; None when no page has enough lines."""
    full = [list(lines) for lines in pages if len(lines) >= 5]
    if not full:
        return None
    left = statistics.median(_margin(lines) for lines in full)
    right = statistics.median(max(line.x1 for line in lines) for lines in full)
    returns = sum(
        last.x0 - left > 1.2 * last.em
        and right - last.x1 < 1.7 * last.em
        and abs(line.x0 - left) < 0.6 * line.em
        for lines in full
        for last, line in pairwise(lines)
    )
    return Setting(left, right, returns >= 2)


def paragraphs(flows: Sequence[Flow], setting: Setting | None = None) -> Iterator[str]:
    """Lines into paragraphs; a paragraph may go on in the next flow."""
    text = ""
    before: tuple[Line, float, float] | None = None
    for flow in flows:
        lines = flow.lines
        left = _margin(lines)
        right = max(line.x1 for line in lines)
        if setting is not None and not flow.column:
            right = max(right, setting.right)
            left = setting.left if setting.left < left < setting.left + 6 * lines[0].em else left
        gaps = [a.y - b.y for a, b in pairwise(lines)]
        step = statistics.median_low(gaps) if gaps else 0.0
        for place, line in enumerate(lines):
            # Paragraphs stand a little apart; that the line above ends a sentence is the other half of the proof.
            ended = place > 0 and lines[place - 1].text[-1:] in ENDS
            apart = max(step * (1.25 if ended else 1.45), 1.7 * line.em)
            wide = place > 0 and step > 0 and gaps[place - 1] > apart
            if before is None or wide or _begins(before, line, left, right, setting):
                if text:
                    yield text
                text = line.text
            else:
                text = _added(text, line.text)
            before = (line, left, right)
    if text:
        yield text


def _begins(
    before: tuple[Line, float, float], line: Line, left: float, right: float, setting: Setting | None
) -> bool:
    """Whether a line begins a paragraph, as far as sizes, margins and words tell."""
    last, last_left, last_right = before
    em = max(line.em, 4.0)
    if line.wide and last.wide and abs(line.em - last.em) > 0.12 * max(line.em, last.em):
        return True
    # A number, a word of Latin letters and a character before its comma are not cut and leave a line short.
    first = UNCUT.match(line.text)
    word = sum(0.6 if each.isascii() else 1.0 for each in first.group()) * em if first else 0.0
    tail = len(line.text) <= 3 and line.text[-1] in ENDS and last.text[-1:] not in CLOSED
    if last_right - last.x1 > max(1.7 * em, word + em) and not tail:
        return True
    if _is_row(last.text) and _is_row(line.text):
        return True
    marked = bool(MARK.match(line.text))
    indent = line.x0 - left
    if indent > 1.2 * em:
        hanging = abs(indent - (last.x0 - last_left)) < 0.4 * em and not (
            setting is not None and setting.indented
        )
        centred = right - line.x1 > em and right - line.x1 > indent * 0.7
        return not hanging or marked or last.text[-1:] in CLOSED or centred
    return marked and last.text[-1:] in ENDS


def _is_row(text: str) -> bool:
    """Whether a line looks like a row of a table that is set with single spaces."""
    return len(text.split()) >= 5 and not re.search(r"[,;。\uff0c\uff1b]", text)


def _added(text: str, more: str) -> str:
    if text and more and is_latin(text[-1]) and is_latin(more[0]):
        return text + " " + more
    return text + more
