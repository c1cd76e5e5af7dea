"""Turns annotated pages into the forms in which real converters store them, for ``benchmarks.reader_cold`` to score.

``python -m benchmarks.reader_forms PAGES OUT``: PAGES holds NAME.html, each with its annotation NAME.gold.json; every
form becomes a folder of OUT with the text of each page and its annotation. What a page tells is the same in every form,
so what a form loses is the reader's loss or the converter's. A form whose tool is not on the machine is left out and
named: packages from the index (lxml, beautifulsoup4, trafilatura, html2text, inscriptis, markdownify, docx2txt,
mammoth, python-docx, pdfminer.six, pypdf, pymupdf, pdfplumber) and programs (pandoc, w3m, lynx, soffice, antiword,
catdoc, pdftotext). None of them is needed to run anything else here. Then: ``python -m benchmarks.reader_cold OUT/*``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

BLOCKS, CELLS = ["h1", "h2", "h3", "h4", "p", "li"], ["td", "th"]
SITE = (
    '<html><head><meta charset="utf-8"></head><body><p><a>首页</a> &gt; <a>政务公开</a> &gt; <a>规划计划</a></p>{}'
    "<p><a>打印</a> <a>关闭</a></p><p>主办单位：某市知识产权局</p></body></html>"
)
RULED = '<html><head><meta charset="utf-8"><style>td,th{{border:1px solid}}</style></head><body>{}</body></html>'


class Page:
    """A page, and the files that an office program makes of it."""

    def __init__(self, path: Path, folder: Path) -> None:
        html = path.read_text(encoding="utf-8")
        body = re.search(r"<body[^>]*>(.*)</body>", html, re.DOTALL)
        self.body = body[1] if body else html
        self.folder, self.stem = folder, path.stem

    def file(self, frame: str = RULED) -> Path:
        """The page in a file of its own."""
        path = self.folder / f"{self.stem}.html"
        path.write_text(frame.format(self.body), encoding="utf-8")
        return path

    def office(self, source: Path, into: str) -> Path:
        """What the office program converts a file into."""
        read_as = ["--infilter=HTML (StarWriter)"] if source.suffix == ".html" else []
        profile = f"-env:UserInstallation=file://{self.folder}/profile"
        to = ["--convert-to", into, "--outdir", str(self.folder)]
        run(["soffice", "--headless", profile, *read_as, *to, str(source)])
        return source.with_suffix("." + into.partition(":")[0])

    @cached_property
    def docx(self) -> Path:
        return self.office(self.file(), "docx:MS Word 2007 XML")

    @cached_property
    def pdf(self) -> Path:
        return self.office(self.docx, "pdf")

    def soup(self, *, tight: bool = False) -> Any:
        """The tree of the page, without what stands between the tags when tight."""
        return import_module("bs4").BeautifulSoup(re.sub(r">\s+<", "><", self.body) if tight else self.body, "lxml")

    def lines(self, between: str | None) -> str:
        """A line each block, and each row with this between its cells, or else each cell."""
        rows = ["tr"] if between is not None else CELLS
        return "\n".join(
            (between or "").join(c.get_text() for c in e.find_all(CELLS)) if e.name == "tr" else e.get_text()
            for e in self.soup(tight=True).find_all([*BLOCKS, *rows])
            if e.name in ("tr", *CELLS) or e.find_parent(CELLS) is None
        )


def run(command: list[str]) -> str:
    """What a program prints. Raises FileNotFoundError when it is not there."""
    return subprocess.run(command, capture_output=True, check=True, timeout=180).stdout.decode("utf-8", "replace")


def from_rows(page: Page, between: str) -> str:
    """The paragraphs and rows of a docx in their order, merged cells told in each row that they span."""
    paper = import_module("docx").Document(str(page.docx))
    return "\n".join(
        "\n".join(between.join(c.text.replace("\n", " ") for c in row.cells) for row in part.rows)
        if hasattr(part, "rows")
        else part.text
        for part in paper.iter_inner_content()
    )


def shared(page: Page) -> str:
    """As sharing sites show it: blanks where lines end, the number of the page between pages."""
    pages = run(["pdftotext", "-raw", str(page.pdf), "-"]).split("\f")
    return "".join((f"{n}、" if n else "") + re.sub(r"\s*\n\s*", " ", text) for n, text in enumerate(pages))


def plumbed(page: Page, **how: bool) -> str:
    with import_module("pdfplumber").open(page.pdf) as pdf:
        return "\n".join(each.extract_text(**how) or "" for each in pdf.pages)


def drawn(page: Page, how: Callable[[Any], str]) -> str:
    return "".join(how(each) for each in import_module("pymupdf").open(page.pdf))


FORMS: dict[str, Callable[[Page], str]] = {
    "text": lambda p: p.soup().get_text(),
    "text_tight": lambda p: p.soup(tight=True).get_text(),
    "text_lines": lambda p: p.soup().get_text("\n", strip=True),
    "text_blanks": lambda p: p.soup().get_text(" ", strip=True),
    "cells": lambda p: p.lines(None),
    "rows_tabs": lambda p: p.lines("\t"),
    "rows_fused": lambda p: p.lines(""),
    "site_trafilatura": lambda p: import_module("trafilatura").extract(SITE.format(p.body), favor_recall=True) or "",
    "site_html2text": lambda p: import_module("html2text").html2text(SITE.format(p.body)),
    "site_inscriptis": lambda p: import_module("inscriptis").get_text(SITE.format(p.body)),
    "site_markdownify": lambda p: import_module("markdownify").markdownify(SITE.format(p.body)),
    "site_w3m": lambda p: run(["w3m", "-dump", "-I", "UTF-8", "-O", "UTF-8", "-cols", "100", str(p.file(SITE))]),
    "site_lynx": lambda p: run(
        ["lynx", "-dump", "-nolist", "-width=120", "-display_charset=utf-8", str(p.file(SITE))]
    ),
    "pandoc_plain": lambda p: run(["pandoc", "-f", "html", "-t", "plain", str(p.file())]),
    "pandoc_gfm": lambda p: run(["pandoc", "-f", "html", "-t", "gfm", "--wrap=none", str(p.file())]),
    "docx_pandoc": lambda p: run(["pandoc", "-f", "docx", "-t", "markdown", "--wrap=none", str(p.docx)]),
    "docx_rows": lambda p: from_rows(p, "\t"),
    "docx_docx2txt": lambda p: import_module("docx2txt").process(str(p.docx)),
    "docx_mammoth": lambda p: import_module("mammoth").extract_raw_text(p.docx.open("rb")).value,
    "doc_antiword": lambda p: run(["antiword", "-m", "UTF-8.txt", str(p.office(p.docx, "doc:MS Word 97"))]),
    "doc_catdoc": lambda p: run(["catdoc", "-d", "utf-8", str(p.office(p.docx, "doc:MS Word 97"))]),
    "pdf_text": lambda p: run(["pdftotext", str(p.pdf), "-"]),
    "pdf_raw": lambda p: run(["pdftotext", "-raw", str(p.pdf), "-"]),
    "pdf_layout": lambda p: run(["pdftotext", "-layout", str(p.pdf), "-"]),
    "pdf_shared": shared,
    "pdf_miner": lambda p: import_module("pdfminer.high_level").extract_text(str(p.pdf)),
    "pdf_pypdf": lambda p: "\n".join(e.extract_text() for e in import_module("pypdf").PdfReader(p.pdf).pages),
    "pdf_mupdf": lambda p: drawn(p, lambda each: each.get_text()),
    "pdf_mupdf_sorted": lambda p: drawn(p, lambda each: each.get_text(sort=True)),
    "pdf_plumber": plumbed,
    "pdf_plumber_layout": lambda p: plumbed(p, layout=True),
}
"""Texts by form; the page itself, its docx and its pdf stand beside them."""
FILES: dict[str, Callable[[Page], Path]] = {
    "as_html": lambda p: p.file(SITE),
    "as_docx": lambda p: p.docx,
    "as_pdf": lambda p: p.pdf,
}


def made(page: Page) -> Iterator[tuple[str, str, bytes]]:
    """Each form of a page: its name, the ending of the file and what is in it; one that cannot be made is said."""
    for form in (*FILES, *FORMS):
        try:
            if form in FILES:
                path = FILES[form](page)
                yield form, path.suffix, path.read_bytes()
            else:
                yield form, ".txt", FORMS[form](page).encode()
        except (ImportError, FileNotFoundError) as missing:
            print(f"  {page.stem}: {form} left out: {missing}")


def main() -> int:
    """Write the forms of the pages named."""
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    pages, out = map(Path, sys.argv[1:])
    for path in sorted(pages.glob("*.html")):
        gold = path.with_suffix(".gold.json")
        with tempfile.TemporaryDirectory() as folder:
            for form, suffix, content in made(Page(path, Path(folder))):
                (out / form).mkdir(parents=True, exist_ok=True)
                (out / form / (path.stem + suffix)).write_bytes(content)
                shutil.copy(gold, out / form)
    return 0


if __name__ == "__main__":
    sys.exit(main())
