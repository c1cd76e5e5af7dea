"""A letter as a Word document: the typefaces that offices have are named, and Word takes its own where they lack."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from zhichan.doors.look.letters import layout
from zhichan.doors.look.letters.layout import Annex, Lead, Letter

BODY, TITLE, FOOT = "仿宋_GB2312", "方正小标宋简体", "宋体"
HEADINGS = {0: BODY, 1: "黑体", 2: "楷体_GB2312"}
"""The face of a paragraph by its rank (GB/T 9704 7.3.3)."""
INSTEAD = {
    BODY: "仿宋,FangSong,FZFangSong-Z02S", TITLE: "小标宋体,方正小标宋_GBK,华文中宋,STZhongsong", FOOT: "SimSun",
    "黑体": "SimHei,Noto Sans CJK SC", "楷体_GB2312": "楷体,KaiTi",
}  # fmt: skip
"""Faces that serve where one is not installed, as a document may name them (ISO/IEC 29500-1 17.8.3.1)."""
TIGHTER = -5
"""Twentieths of a point that each character gives up, so that 28 of 三号 fill a line."""
TWIPS = 1440 / 25.4
POINT = 25.4 / 72
BEGINNING = (1980, 1, 1, 0, 0, 0)
UNHELD = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no document can hold (XML 1.0 2.2); nobody sees them."""
LONGEST_NAME = 255
"""Characters of a document's properties."""


def held(words: str) -> str:
    """Words without what a document cannot hold, as texts from other programs may bring it."""
    return UNHELD.sub("", words)


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
    for number, text in enumerate(letter.body):
        rank = layout.rank(text)
        paragraph = _paragraph(document, "", indent=True)
        paragraph.paragraph_format.keep_with_next = rank > 0
        _words(paragraph, text, letter.leading(number), HEADINGS[rank])
    if letter.annex is not None:
        _paragraph(document, "")
        _words(_paragraph(document, "", indent=True), layout.annexed(letter), [], BODY)
    if letter.day is not None:
        _closing(document, letter.sender, layout.in_words(letter.day))
    if letter.annex is not None:
        _annex(document, letter.annex)
    faces(document)
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
    # A grid of characters narrower than a character makes other programs than Word take two places for each.
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(layout.LINE * TWIPS)))
    normal = document.styles["Normal"]
    normal.font.size = Pt(layout.BODY_POINTS)
    _face(normal.element.get_or_add_rPr(), BODY)
    numbered(document)


def numbered(document: Any) -> None:
    """— 1 — at the foot of each page, outside on either side (GB/T 9704 7.5)."""
    section = document.sections[0]
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
        faced(run, FOOT)
        if text is None:
            for kind in ("begin", "", "end"):
                part = OxmlElement("w:fldChar" if kind else "w:instrText")
                if kind:
                    part.set(qn("w:fldCharType"), kind)
                else:
                    part.text = "PAGE"
                run.element.append(part)


def faced(run: Any, name: str) -> None:
    """Set a run in a face, in every script."""
    _face(run.element.get_or_add_rPr(), name)


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
    if text:
        _run(paragraph, text, face, points)
    return paragraph


def _run(paragraph: Any, text: str, face: str, points: float = layout.BODY_POINTS) -> Any:
    run = paragraph.add_run(held(text))
    run.font.size = Pt(points)
    properties = run.element.get_or_add_rPr()
    faced(run, face)
    if points == layout.BODY_POINTS:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(TIGHTER))
        properties.find(qn("w:sz")).addprevious(spacing)
    return run


def _words(paragraph: Any, text: str, leads: Sequence[Lead], face: str) -> None:
    """The words of a paragraph, those that lead on as links."""
    last = 0
    for one in leads:
        if one.start < last:
            continue
        if text[last : one.start]:
            _run(paragraph, text[last : one.start], face)
        _lead(paragraph, _run(paragraph, text[one.start : one.end], face), one.to)
        last = one.end
    if text[last:]:
        _run(paragraph, text[last:], face)


def _lead(paragraph: Any, run: Any, to: str) -> None:
    """Make a run lead to an entry of the annex or to an address."""
    link = OxmlElement("w:hyperlink")
    if "://" in to:
        link.set(qn("r:id"), paragraph.part.relate_to(to, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    else:
        link.set(qn("w:anchor"), _anchor(to))
    run.element.addprevious(link)
    link.append(run.element)


def _anchor(key: str) -> str:
    """The bookmark of an entry: letters, figures and low lines, at most forty, and no other key's in either case."""
    readable = re.sub(r"\W", "_", key)[:24]
    return f"entry_{readable}_{hashlib.sha256(key.encode()).hexdigest()[:9]}"


def _annex(document: Any, annex: Annex) -> None:
    """The list on a page of its own, each entry with the mark that the text leads to."""
    first = _paragraph(document, layout.ANNEX, face=HEADINGS[1])
    first.paragraph_format.page_break_before = True
    _paragraph(document, "")
    _paragraph(document, annex.title, align=WD_ALIGN_PARAGRAPH.CENTER, face=TITLE, points=layout.TITLE_POINTS)
    _paragraph(document, "")
    for number, one in enumerate(annex.entries):
        paragraph = _paragraph(document, "", indent=True)
        for kind in ("bookmarkStart", "bookmarkEnd"):
            mark = OxmlElement(f"w:{kind}")
            mark.set(qn("w:id"), str(number))
            if kind == "bookmarkStart":
                mark.set(qn("w:name"), _anchor(one.key))
            paragraph._p.append(mark)  # noqa: SLF001
        leads = [Lead(0, 0, len(one.key), one.address)] if one.address else []
        _words(paragraph, f"{one.key}　{one.text}", leads, BODY)


def faces(document: Any) -> None:
    """Name, in the document's table of faces, what may stand for each."""
    part = next(
        each.target_part for each in document.part.rels.values() if each.reltype == RELATIONSHIP_TYPE.FONT_TABLE
    )
    told = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for name, instead in INSTEAD.items()
    )
    part._blob = part.blob.decode().replace("</w:fonts>", f"{told}</w:fonts>").encode()  # noqa: SLF001


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
    known.title, known.author = (held(each)[:LONGEST_NAME] for each in (letter.title, letter.sender))
    known.last_modified_by = ""
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
