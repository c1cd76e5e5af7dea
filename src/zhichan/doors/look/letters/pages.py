"""A letter as PDF, drawn with a Chinese font from a package that set-up fetches."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

from zhichan.doors.look.letters import layout
from zhichan.doors.look.letters.layout import Annex, Lead, Letter
from zhichan.kernel.ground.public import Refusal

FONTS = Path("@expo-google-fonts", "noto-serif-sc")
BODY, STRONG = "song", "song-strong"
FACES = {BODY: "400Regular", STRONG: "700Bold"}
"""The weights of 宋体 within the front-end packages: for text, and for titles and headings.

No 仿宋, 黑体 or 小标宋 with an open licence comes as a package small enough to ask of every installation; the strong
weight of 宋体 is what 小标宋 is, and tells headings as 黑体 does.
"""
POINT = 25.4 / 72
GREY = 150
HAIRLINE = 0.1


def font_file(family: str = BODY) -> Path | None:
    """The font of a family: the file that ``ZHICHAN_FONT`` names, else the package's; None where it is not installed.

    A file named so serves for every family.
    """
    named = os.environ.get("ZHICHAN_FONT")
    if named:
        return Path(named) if Path(named).is_file() else None
    weight = FACES[family]
    for folder in Path(__file__).resolve().parents:
        found = folder / "node_modules" / FONTS / weight / f"NotoSerifSC_{weight}.ttf"
        if found.is_file():
            return found
    return None


def pdf(letter: Letter) -> bytes:
    """The letter as PDF, the fonts' used characters within it; the same letter gives the same bytes."""
    files = {family: font_file(family) for family in FACES}
    if files[BODY] is None:
        raise Refusal.one(
            "letter.font",
            "这台机器上没有制作PDF所用的中文字体；请下载Word，或请管理员运行npm ci安装字体",
            "the Chinese font for PDF is not installed on this machine; take the Word file, or have the administrator"
            " install it with npm ci",
        )
    made = FPDF(unit="mm", format="A4")
    made.set_auto_page_break(False)
    faces = []
    try:
        for family, font in files.items():
            made.add_font(family, fname=font or files[BODY])
            face = made.fonts[family]
            if not isinstance(face, TTFFont):
                raise TypeError(f"{font} is no TrueType font")
            faces.append(face)
        _require(letter, faces[0].cmap)
        return _drawn(made, letter)
    finally:
        # fpdf2 reads the fonts as it goes and leaves their files open.
        for face in faces:
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
    if letter.annex is not None:
        words += "".join([letter.annex.title, *(f"{one.key}{one.text}" for one in letter.annex.entries)])
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
        self.entries: dict[str, int] = {}

    def write(self, letter: Letter) -> None:
        """The whole letter."""
        if letter.number:
            self._centred([letter.number], layout.BODY_POINTS)
            self._skip(1)
        self._title(letter.title)
        if letter.annex is not None:
            self.entries = {one.key: self.made.add_link() for one in letter.annex.entries}
        if letter.addressee:
            for line in layout.broken(letter.addressee, self._measure(layout.BODY_POINTS)):
                self._put(line, layout.LEFT)
        for number, text in enumerate(letter.body):
            last = number == len(letter.body) - 1 and letter.day is not None and letter.annex is None
            self._paragraph(text, letter.leading(number), closing=last)
        if letter.annex is not None:
            self._skip(1)
            self._paragraph(layout.annexed(letter), (), closing=letter.day is not None)
        if letter.day is not None:
            self._close(letter.sender, layout.in_words(letter.day))
        if letter.annex is not None:
            self._annex(letter.annex)

    def _title(self, title: str) -> None:
        lines = layout.balanced(title, self._measure(layout.TITLE_POINTS, STRONG))
        self._centred(lines, layout.TITLE_POINTS, STRONG)
        self._skip(1)

    def _paragraph(self, text: str, leads: Sequence[Lead], *, closing: bool = False) -> None:
        """A paragraph; a heading stands with what follows, and one that is closing with the name and day."""
        indent = 2 * layout.CHARACTER
        family = STRONG if layout.rank(text) else BODY
        if family == STRONG and self.line >= layout.LINES - 1:
            self.line = layout.LINES
        lines = list(layout.broken(text, self._measure(layout.BODY_POINTS, family), indent=indent))
        begun = 0
        for number, line in enumerate(lines):
            # Name, day and seal never stand on a page without text (GB/T 9704 7.3.5.4).
            if closing and number == len(lines) - 1 and layout.LINES - self.line < layout.SEAL_LINES + 1:
                self.line = layout.LINES
            left = layout.LEFT + (0 if number else indent)
            self._put(line, left, family=family)
            for one in leads:
                first, end = max(one.start, begun), min(one.end, begun + len(line))
                if first < end:
                    self._lead(line, first - begun, end - begun, left, one.to)
            begun += len(line)

    def _lead(self, line: str, first: int, end: int, left: float, to: str) -> None:
        """Make a part of the line just drawn lead on, with a hairline below it."""
        points = layout.BODY_POINTS
        start = left + self._wide(line[:first], points=points)
        wide = self._wide(line[first:end], points=points)
        base = self._base(self.line - 1, points)
        where = self.entries.get(to, to)
        if isinstance(where, str) and "://" not in where:
            return
        self.made.link(start, base - points * POINT, wide, points * POINT * 1.2, where)
        self.made.set_line_width(HAIRLINE)
        self.made.line(start, base + 1, start + wide, base + 1)

    def _annex(self, annex: Annex) -> None:
        """The list on pages of its own, each entry where the text leads."""
        self.line = layout.LINES
        self._put(layout.ANNEX, layout.LEFT, family=STRONG)
        self._skip(1)
        self._title(annex.title)
        for one in annex.entries:
            if self.line >= layout.LINES:
                self._new()
            top = layout.TOP + self.line * layout.LINE
            self.made.set_link(self.entries[one.key], y=top, page=self.made.page)
            leads = [Lead(0, 0, len(one.key), one.address)] if one.address else []
            self._paragraph(f"{one.key}　{one.text}", leads)

    def _measure(self, points: float, family: str = BODY) -> Callable[[str], float]:
        return partial(self._wide, points=points, family=family)

    def _wide(self, text: str, *, points: float, family: str = BODY) -> float:
        self._set(points, family)
        return float(self.made.get_string_width(text)) + len(text) * self._spacing(points) * POINT

    def _spacing(self, points: float) -> float:
        """What is added after each character, in points, so that 28 of the body fill a line."""
        return layout.CHARACTER / POINT - points if points == layout.BODY_POINTS else 0.0

    def _set(self, points: float, family: str) -> None:
        self.made.set_char_spacing(0)
        self.made.set_font(family, size=points)

    def _skip(self, lines: int) -> None:
        self.line += lines

    def _put(self, text: str, left: float, points: float = layout.BODY_POINTS, family: str = BODY) -> None:
        if self.line >= layout.LINES:
            self._new()
        self._draw(text, left, self._base(self.line, points), points, family)
        self.line += 1

    def _new(self) -> None:
        self.made.add_page()
        self.line = 0
        self._number()

    @staticmethod
    def _base(line: int, points: float) -> float:
        """Where the feet of a line's characters stand."""
        return layout.TOP + (line + 0.5) * layout.LINE + 0.36 * points * POINT

    def _draw(self, text: str, left: float, base: float, points: float, family: str = BODY) -> None:
        self._set(points, family)
        self.made.set_char_spacing(self._spacing(points))
        self.made.text(left, base, text)
        self.made.set_char_spacing(0)

    def _centred(self, lines: Iterable[str], points: float, family: str = BODY) -> None:
        for line in lines:
            wide = self._wide(line, points=points, family=family)
            self._put(line, layout.LEFT + (layout.WIDTH - wide) / 2, points, family)

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
