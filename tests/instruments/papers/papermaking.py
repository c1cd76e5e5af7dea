"""Makes papers for the tests: the same plan as a Word document, a web page and a PDF."""

from __future__ import annotations

import html
import io
import re
import zipfile
from functools import lru_cache
from pathlib import Path

import docx
import weasyprint
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

PLAN = Path(__file__).parents[3] / "src" / "zhichan" / "demo" / "plan" / "example_plan.txt"
WIDTHS = {"序号": 6, "地区": 7}


@lru_cache
def plan():
    """The example plan as paragraphs and tables."""
    lines = PLAN.read_text(encoding="utf-8").split("\n")
    out, at = [], 0
    while at < len(lines):
        if lines[at] in WIDTHS:
            width, rows = WIDTHS[lines[at]], []
            while at < len(lines) and lines[at]:
                rows.append(lines[at : at + width])
                at += width
            out.append(rows)
        else:
            if lines[at]:
                out.append(lines[at])
            at += 1
    return out


def as_html(blocks, *, title="页面", style="", before="", after="", charset="utf-8"):
    body = "".join(
        f"<p>{html.escape(each)}</p>\n"
        if isinstance(each, str)
        else "<table>"
        + "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in each)
        + "</table>\n"
        for each in blocks
    )
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="{charset}"><title>{html.escape(title)}</title>'
        f"<style>{style}</style></head><body>{before}{body}{after}</body></html>"
    )


SHEET = (
    "@page{size:A4;margin:2.5cm}"
    'body{font-family:"Noto Serif CJK SC";font-size:16px;text-align:justify}'
    "p{margin:0;text-indent:2em;line-height:1.7}"
    "table{border-collapse:collapse;margin:1em 0}tr{break-inside:avoid}td,th{border:1px solid #000;padding:4px}"
)


PRINT = SHEET.replace(
    "2.5cm}", '2.5cm;@bottom-center{content:"— " counter(page) " —"}@top-center{content:"规划文本"}}', 1
)


@lru_cache
def printed(page):
    return weasyprint.HTML(string=page).write_pdf()


def as_pdf(blocks, *, style=PRINT):
    return printed(as_html(blocks, style=style))


def saved(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_docx(blocks):
    document = docx.Document()
    for each in blocks:
        if isinstance(each, str):
            document.add_paragraph(each)
        else:
            table = document.add_table(rows=len(each), cols=len(each[0]))
            for row, cells in zip(table.rows, each, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
    return saved(document)


def numbered(document, levels):
    """Adds a list of levels (format, text, start) and gives a function that numbers a paragraph."""
    root = document.part.numbering_part.element
    key = 900 + len(root.findall(qn("w:abstractNum")))
    shapes = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text, start) in enumerate(levels)
    )
    root.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{shapes}</w:abstractNum>')
    )
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'))

    def number(paragraph, level):
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{key}"/></w:numPr>')
        )
        return paragraph

    return number


def as_numbered_docx(blocks):
    """The plan with its 一、 (一) 1. typed by Word's own numbering."""
    document = docx.Document()
    number = numbered(
        document,
        [
            ("chineseCountingThousand", "%1、", 1),
            ("chineseCountingThousand", "(%2)", 1),
            ("decimal", "%3.", 1),
        ],
    )
    root = document.part.numbering_part.element
    # The tasks run on over the sections.
    level = root.find(qn("w:abstractNum")).findall(qn("w:lvl"))[2]
    level.insert(2, parse_xml(f'<w:lvlRestart {nsdecls("w")} w:val="0"/>'))
    for each in blocks:
        if not isinstance(each, str):
            table = document.add_table(rows=len(each), cols=len(each[0]))
            for row, cells in zip(table.rows, each, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
            continue
        for depth, pattern in enumerate(
            (r"[一二三四五六七八九十]+、", r"\([一二三四五六七八九十]+\)", r"\d+\.")
        ):
            found = re.match(pattern, each)
            if found:
                number(document.add_paragraph(each[found.end() :]), depth)
                break
        else:
            document.add_paragraph(each)
    return saved(document)


def rezipped(data, changes):
    """A zip with members replaced, added or (None) taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename not in changes:
                new.writestr(info, old.read(info))
        for name, content in changes.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
TYPE = 4.5
"""The size of the type in millimetres; a line is 8, the sheet 210 by 297 with margins of 25."""


def _width(text):
    return sum(TYPE / 2 if each.isascii() else TYPE for each in text)


def _wrapped(text, width, indent=0.0):
    lines, line = [], ""
    for each in re.findall(r"[0-9A-Za-z.%]+|.", text):
        if line and indent + _width(line + each) > width:
            lines.append((indent, line))
            line, indent = "", 0.0
        line += each
    return [*lines, (indent, line)]


def ofd_text(x, y, text, *, attributes="", code=""):
    """A text object whose baseline begins at (x, y) in millimetres from the top left corner."""
    steps = " ".join(f"{TYPE / 2 if each.isascii() else TYPE}" for each in text[:-1])
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y - TYPE} {_width(text) + 1} {TYPE * 1.4}" Font="1" Size="{TYPE}" {attributes}>'
        f'<ofd:TextCode X="0" Y="{TYPE}" DeltaX="{steps}" {code}>{html.escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def ofd_line(x0, y0, x1, y1):
    return (
        f'<ofd:PathObject ID="1" Boundary="{x0} {y0} {x1 - x0 + 0.1} {y1 - y0 + 0.1}" LineWidth="0.2">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0} {y1 - y0}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def ofd_file(pages, *, parts=(), root=""):
    """An OFD file of pages, each the XML of its objects."""
    files = {
        "OFD.xml": f'<ofd:OFD {OFD} DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml'
        f"</ofd:DocRoot></ofd:DocBody>{root}</ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {OFD}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    for n, page in enumerate(pages):
        files[f"Doc_0/Pages/Page_{n}/Content.xml"] = (
            f'<ofd:Page {OFD}><ofd:Content><ofd:Layer ID="1">{page}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in {**files, **dict(parts)}.items():
            made.writestr(name, text)
    return out.getvalue()


def as_ofd(blocks):
    """The plan as an OFD with page numbers, paragraphs that break over pages, and ruled tables."""
    pages, objects, y = [], [], 33.0

    def turn():
        nonlocal objects, y
        objects.append(ofd_text(98, 282, f"— {len(pages) + 1} —"))
        pages.append("".join(objects))
        objects, y = [], 33.0

    for block in blocks:
        if isinstance(block, str):
            for indent, line in _wrapped(block, 160, 2 * TYPE):
                if y > 265:
                    turn()
                objects.append(ofd_text(25 + indent, y, line))
                y += 8
            continue
        width = 160 / len(block[0])
        tops = []
        for row in block:
            cells = [_wrapped(cell, width - 4) for cell in row]
            tall = 8 * max(map(len, cells)) + 1
            if y + tall > 270:
                objects += [
                    ofd_line(25 + n * width, tops[0], 25 + n * width, y - 6) for n in range(len(row) + 1)
                ]
                objects.append(ofd_line(25, y - 6, 185, y - 6))
                turn()
                tops = []
            tops.append(y - 6)
            objects.append(ofd_line(25, y - 6, 185, y - 6))
            for n, cell in enumerate(cells):
                objects += [ofd_text(27 + n * width, y + 8 * k, line) for k, (_, line) in enumerate(cell)]
            y += tall
        objects += [
            ofd_line(25 + n * width, tops[0], 25 + n * width, y - 6) for n in range(len(block[0]) + 1)
        ]
        objects.append(ofd_line(25, y - 6, 185, y - 6))
        y += 4
    turn()
    return ofd_file(pages)
