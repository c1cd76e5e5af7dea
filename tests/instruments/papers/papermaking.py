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
