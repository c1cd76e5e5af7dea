"""A letter as a Word document: the typefaces that offices have are named, and Word takes its own where they lack."""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from zhichan.doors.look.letters import layout
from zhichan.doors.look.letters.layout import Letter

BODY, TITLE, FOOT = "仿宋_GB2312", "方正小标宋简体", "宋体"
TWIPS = 1440 / 25.4
POINT = 25.4 / 72
BEGINNING = (1980, 1, 1, 0, 0, 0)


def word(letter: Letter) -> bytes:
    """The letter as docx; the same letter gives the same bytes."""
    document = Document()
    _page(document)
    if letter.number:
        _paragraph(document, letter.number, align=WD_ALIGN_PARAGRAPH.CENTER)
        _paragraph(document, "")
    _paragraph(document, letter.title, align=WD_ALIGN_PARAGRAPH.CENTER, face=TITLE, points=layout.TITLE_POINTS)
    _paragraph(document, "")
    if letter.addressee:
        _paragraph(document, letter.addressee)
    for text in letter.body:
        _paragraph(document, text, indent=True)
    if letter.day is not None:
        _closing(document, letter.sender, layout.in_words(letter.day))
    _properties(document, letter)
    return settled(document)


def _page(document: Any) -> None:
    section = document.sections[0]
    sections = document.element.body.find(qn("w:sectPr"))
    section.page_width, section.page_height = Mm(layout.PAGE_WIDTH), Mm(layout.PAGE_HEIGHT)
    section.top_margin, section.left_margin = Mm(layout.TOP), Mm(layout.LEFT)
    section.bottom_margin = Mm(layout.PAGE_HEIGHT - layout.TOP - layout.HEIGHT)
    section.right_margin = Mm(layout.PAGE_WIDTH - layout.LEFT - layout.WIDTH)
    section.footer_distance = Mm(layout.PAGE_HEIGHT - layout.TOP - layout.HEIGHT - 7 - layout.FOOT_POINTS * POINT)
    grid = sections.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        sections.append(grid)
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(round(layout.LINE * TWIPS)))
    # Word counts in 4096ths of a point what is added to each character.
    grid.set(qn("w:charSpace"), str(round((layout.CHARACTER / POINT - layout.BODY_POINTS) * 4096)))
    normal = document.styles["Normal"]
    normal.font.size = Pt(layout.BODY_POINTS)
    _face(normal.element.get_or_add_rPr(), BODY)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):  # fmt: skip
        _page_number(footer.paragraphs[0], align)


def _page_number(paragraph: Any, align: WD_ALIGN_PARAGRAPH) -> None:
    paragraph.alignment = align
    side = "left_indent" if align == WD_ALIGN_PARAGRAPH.LEFT else "right_indent"
    setattr(paragraph.paragraph_format, side, Pt(layout.FOOT_POINTS))
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text or "")
        run.font.size = Pt(layout.FOOT_POINTS)
        _face(run.element.get_or_add_rPr(), FOOT)
        if text is None:
            for kind in ("begin", "", "end"):
                part = OxmlElement("w:fldChar" if kind else "w:instrText")
                if kind:
                    part.set(qn("w:fldCharType"), kind)
                else:
                    part.text = "PAGE"
                run.element.append(part)


def _face(properties: Any, name: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), name)


def _paragraph(
    document: Any, text: str, *, align: WD_ALIGN_PARAGRAPH | None = None, face: str = BODY,
    points: float = layout.BODY_POINTS, indent: bool = False,
) -> Any:  # fmt: skip
    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Mm(layout.LINE)
    if align is not None:
        paragraph.alignment = align
    if indent:
        shape.first_line_indent = Mm(2 * layout.CHARACTER)
    run = paragraph.add_run(text)
    run.font.size = Pt(points)
    _face(run.element.get_or_add_rPr(), face)
    return paragraph


def _closing(document: Any, sender: str, day: str) -> None:
    """Who closes the letter and when, kept together with the place of the seal; the day ends four characters in."""
    width = max(len(day), len(sender)) * layout.CHARACTER
    left = layout.WIDTH - 4 * layout.CHARACTER - width
    mark = _paragraph(document, "（印章）", align=WD_ALIGN_PARAGRAPH.CENTER)
    mark.runs[0].font.color.rgb = RGBColor(0x96, 0x96, 0x96)
    parts = [mark, *(_paragraph(document, text, align=WD_ALIGN_PARAGRAPH.CENTER) for text in (sender, day))]
    for number, paragraph in enumerate(parts):
        shape = paragraph.paragraph_format
        shape.left_indent, shape.right_indent = Mm(max(left, 0)), Mm(4 * layout.CHARACTER)
        shape.keep_with_next = number < len(parts) - 1
    # Name, day and seal never stand on a page without text (GB/T 9704 7.3.5.4).
    if len(document.paragraphs) > len(parts):
        document.paragraphs[-len(parts) - 1].paragraph_format.keep_with_next = True


def _properties(document: Any, letter: Letter) -> None:
    known = document.core_properties
    known.title, known.author, known.last_modified_by = letter.title, letter.sender, ""
    known.comments = known.keywords = ""
    known.language = "zh-CN"
    known.revision = 1
    # The day of the letter, not of its printing, so that the bytes stay the same.
    known.created = known.modified = datetime.combine(letter.day or layout.NO_DAY, time(), UTC)


def settled(document: Any) -> bytes:
    """The document's archive with the instants of its making taken out."""
    raw, made = BytesIO(), BytesIO()
    document.save(raw)
    with ZipFile(raw) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
        for name in sorted(before.namelist()):
            entry = ZipInfo(name, BEGINNING)
            entry.compress_type = ZIP_DEFLATED
            after.writestr(entry, before.read(name))
    return made.getvalue()
