"""A letter as PDF, drawn with a Chinese font from a package that set-up fetches."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

from zhichan.doors.look.letters import layout
from zhichan.doors.look.letters.layout import Letter
from zhichan.kernel.ground.public import Refusal

FONT = Path("@expo-google-fonts", "noto-serif-sc", "400Regular", "NotoSerifSC_400Regular.ttf")
"""宋体 within the front-end packages. No 仿宋 with an open licence comes as a package."""
POINT = 25.4 / 72
GREY = 150
FAMILY = "song"


def font_file() -> Path | None:
    """The font: the file that ``ZHICHAN_FONT`` names, else the package's; None where it is not installed."""
    named = os.environ.get("ZHICHAN_FONT")
    if named:
        return Path(named) if Path(named).is_file() else None
    for folder in Path(__file__).resolve().parents:
        found = folder / "node_modules" / FONT
        if found.is_file():
            return found
    return None


def pdf(letter: Letter) -> bytes:
    """The letter as PDF, the font's used characters within it; the same letter gives the same bytes."""
    font = font_file()
    if font is None:
        raise Refusal.one(
            "letter.font",
            "这台机器上没有制作PDF所用的中文字体；请下载Word，或请管理员运行npm ci安装字体",
            "the Chinese font for PDF is not installed on this machine; take the Word file, or have the administrator"
            " install it with npm ci",
        )
    made = FPDF(unit="mm", format="A4")
    made.set_auto_page_break(False)
    made.add_font(FAMILY, fname=font)
    face = made.fonts[FAMILY]
    if not isinstance(face, TTFFont):
        raise TypeError(f"{font} is no TrueType font")
    try:
        _require(letter, face.cmap)
        return _drawn(made, letter)
    finally:
        # fpdf2 reads the font as it goes and leaves its file open.
        face.ttfont.close()


def _drawn(made: FPDF, letter: Letter) -> bytes:
    made.set_title(letter.title)
    made.set_author(letter.sender)
    made.set_lang("zh-CN")
    made.set_producer("Zhichan")
    # The day of the letter, not of its printing, so that the bytes stay the same.
    made.set_creation_date(datetime.combine(letter.day or layout.NO_DAY, time(), UTC))
    _Sheets(made).write(letter)
    return bytes(made.output())


def _require(letter: Letter, known: Iterable[int]) -> None:
    words = "".join([letter.title, letter.number, letter.addressee, *letter.body, letter.sender])
    missing = sorted({one for one in words if one.isprintable() and ord(one) not in known})
    if missing:
        said = "".join(missing)
        raise Refusal.one(
            "letter.character", f"PDF所用的字体里没有“{said}”，请下载Word",
            f"the font for PDF lacks {said!r}; take the Word file")  # fmt: skip


class _Sheets:
    """Pages filled line by line."""

    def __init__(self, made: FPDF) -> None:
        self.made, self.line = made, layout.LINES

    def write(self, letter: Letter) -> None:
        """The whole letter."""
        if letter.number:
            self._centred([letter.number], layout.BODY_POINTS)
            self._skip(1)
        title = layout.balanced(letter.title, self._measure(layout.TITLE_POINTS))
        self._centred(title, layout.TITLE_POINTS)
        self._skip(1)
        body = self._measure(layout.BODY_POINTS)
        if letter.addressee:
            for line in layout.broken(letter.addressee, body):
                self._put(line, layout.LEFT)
        indent = 2 * layout.CHARACTER
        lines = [
            (line, layout.LEFT + (0 if number else indent))
            for paragraph in letter.body
            for number, line in enumerate(layout.broken(paragraph, body, indent=indent))
        ]
        for number, (line, left) in enumerate(lines):
            last = number == len(lines) - 1
            if last and letter.day is not None and layout.LINES - self.line < layout.SEAL_LINES + 1 and number:
                # Name, day and seal never stand on a page without text (GB/T 9704 7.3.5.4).
                self.line = layout.LINES
            self._put(line, left)
        if letter.day is not None:
            self._close(letter.sender, layout.in_words(letter.day))

    def _measure(self, points: float) -> Callable[[str], float]:
        return partial(self._wide, points=points)

    def _wide(self, text: str, *, points: float) -> float:
        self._set(points)
        return float(self.made.get_string_width(text)) + len(text) * self._spacing(points) * POINT

    def _spacing(self, points: float) -> float:
        """What is added after each character, in points, so that 28 of the body fill a line."""
        return layout.CHARACTER / POINT - points if points == layout.BODY_POINTS else 0.0

    def _set(self, points: float) -> None:
        self.made.set_char_spacing(0)
        self.made.set_font(FAMILY, size=points)

    def _skip(self, lines: int) -> None:
        self.line += lines

    def _put(self, text: str, left: float, points: float = layout.BODY_POINTS) -> None:
        if self.line >= layout.LINES:
            self.made.add_page()
            self.line = 0
            self._number()
        self._draw(text, left, self._base(self.line, points), points)
        self.line += 1

    @staticmethod
    def _base(line: int, points: float) -> float:
        """Where the feet of a line's characters stand."""
        return layout.TOP + (line + 0.5) * layout.LINE + 0.36 * points * POINT

    def _draw(self, text: str, left: float, base: float, points: float) -> None:
        self._set(points)
        self.made.set_char_spacing(self._spacing(points))
        self.made.text(left, base, text)
        self.made.set_char_spacing(0)

    def _centred(self, lines: Iterable[str], points: float) -> None:
        for line in lines:
            self._put(line, layout.LEFT + (layout.WIDTH - self._wide(line, points=points)) / 2, points)

    def _close(self, sender: str, day: str) -> None:
        """Who closes the letter and when, with the place of the seal around both; the day ends four characters in."""
        if self.line > layout.LINES - layout.SEAL_LINES:
            self.line = layout.LINES
            self._put("", layout.LEFT)
        end = layout.LEFT + layout.WIDTH - 4 * layout.CHARACTER
        wide = self._wide(day, points=layout.BODY_POINTS)
        middle = end - wide / 2
        first = self.line + 2
        centre = layout.TOP + (first + 1) * layout.LINE
        self.made.set_draw_color(GREY)
        self.made.set_dash_pattern(dash=1, gap=1)
        radius = layout.SEAL / 2
        self.made.ellipse(middle - radius, centre - radius, layout.SEAL, layout.SEAL)
        self.made.set_dash_pattern()
        self.made.set_text_color(GREY)
        mark = "（印章）"
        size = 9.0
        self._draw(mark, middle - self._wide(mark, points=size) / 2, centre - radius + 6, size)
        self.made.set_text_color(0)
        body = layout.BODY_POINTS
        self._draw(sender, middle - self._wide(sender, points=body) / 2, self._base(first, body), body)
        self._draw(day, middle - wide / 2, self._base(first + 1, body), body)

    def _number(self) -> None:
        """— 1 — below the text, outside on either side (GB/T 9704 7.5)."""
        base = layout.TOP + layout.HEIGHT + 7 + layout.FOOT_POINTS * POINT / 2
        page = self.made.page
        text = f"— {page} —"
        inset = layout.CHARACTER
        wide = self._wide(text, points=layout.FOOT_POINTS)
        self._draw(text, layout.LEFT + (layout.WIDTH - inset - wide if page % 2 else inset), base, layout.FOOT_POINTS)
