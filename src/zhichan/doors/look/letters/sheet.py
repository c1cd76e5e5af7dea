"""One table on wide pages as a Word document, as plans annex it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from zhichan.doors.look.letters.layout import BODY_POINTS, NO_DAY, TITLE_POINTS, typeset
from zhichan.doors.look.letters.word import (
    HEADINGS,
    LONGEST_NAME,
    TITLE,
    faced,
    faces,
    held,
    numbered,
    settled,
)

HEAD = HEADINGS[1]
SMALL, LINE = 10.5, 15
"""Points of the words in the table, and of its lines."""
BREADTH = 247
"""Millimetres between the margins."""
ON_A_LINE = 31
"""Characters of the title's size between the margins."""
GOES_ON = re.compile(r"(?<=[和与及、，])|(?=[（“])")
"""Where a long title is broken rather than within a word (GB/T 9704 7.3.1)."""


def titled(name: str, *, table: str) -> str:
    """The table's title in lines that are whole in meaning."""
    whole = f"《{typeset(name)}》"
    if len(whole) + len(table) <= ON_A_LINE:
        return whole + table
    breaks = [
        one.start()
        for one in GOES_ON.finditer(whole)
        if max(one.start(), len(whole) - one.start()) <= ON_A_LINE
    ]
    if len(whole) > ON_A_LINE and breaks:
        at = min(breaks, key=lambda place: abs(2 * place - len(whole)))
        whole = f"{whole[:at]}\n{whole[at:]}"
    return f"{whole}\n{table}"


def wide(title: str, *, above: str = "") -> Any:
    """A document of wide pages with its title; ``above`` stands over it on the left, as 附件 does."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    numbered(document)
    if above:
        write(document.add_paragraph(), above, HEAD, BODY_POINTS)
    line(document, title, TITLE, TITLE_POINTS)
    return document


def line(document: Any, words: str, face: str, points: float = BODY_POINTS) -> None:
    """A centred line, as those of a title are."""
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(paragraph, words, face, points)


def grid(document: Any, heads: Sequence[tuple[str, int]]) -> Any:
    """A table with these heads, each with its column's millimetres; Word repeats them on every page."""
    table = document.add_table(rows=1, cols=len(heads))
    table.style = document.styles["Table Grid"]
    table.autofit = False
    for column, cell, (head, breadth) in zip(table.columns, table.rows[0].cells, heads, strict=True):
        column.width = Mm(breadth)
        fill(cell, head, HEAD, breadth, centred=True)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    return table


def band(table: Any, words: str, face: str) -> None:
    """A heading across the table, which does not stay behind at the foot of a page."""
    cells = table.add_row().cells
    paragraph = cells[0].merge(cells[-1]).paragraphs[0]
    write(paragraph, words, face, SMALL)
    paragraph.paragraph_format.keep_with_next = True


def row(table: Any, *, whole: bool) -> Any:
    """Another row's cells; a ``whole`` one stays on one page."""
    added = table.add_row()
    if whole:
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    return added.cells


def fill(cell: Any, words: str, face: str, breadth: int, *, centred: bool = False) -> None:
    """Write the first words of a cell of so many millimetres."""
    cell.width = Mm(breadth)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    if centred:
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(cell.paragraphs[0], words, face, SMALL)


def write(paragraph: Any, text: str, face: str, points: float) -> Any:
    """Words of one face and size at the end of a paragraph: the run that they make."""
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    if points <= SMALL:
        # Faces that stand in for one that is missing may be taller than their line, and are cut off in a cell.
        shape.line_spacing = Pt(LINE)
    run = paragraph.add_run(held(text))
    run.font.size = Pt(points)
    faced(run, face)
    return run


def finished(document: Any, title: str, day: date | None) -> bytes:
    """The document's bytes, the same for the same words; ``day`` is that of what it tells, if known."""
    faces(document)
    known = document.core_properties
    known.title, known.author, known.comments = held(title)[:LONGEST_NAME], "", ""
    known.created = known.modified = datetime.combine(day or NO_DAY, time(), UTC)
    return settled(document)
