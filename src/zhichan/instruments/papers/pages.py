"""Pages of a PDF into paragraphs and tables, by where characters and ruled lines stand.

Runs in a process of its own (see ``pdf``): bytes on standard input, JSON on standard output. PDFium tells characters
with their places; everything else is our own geometry, because a general table finder costs ten times as much and
knows nothing of Chinese paragraphs.
"""

from __future__ import annotations

import json
import math
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .flows import flows
from .glyphs import Char, characters, drawn_lines
from .lines import Flow, Line, lines_of, paragraphs, setting_of
from .ruled import Ruled, append_rows, continues, fill, tables_of
from .unruled import over_break

NUMBERED = re.compile(
    r"[-—–－·~\s]*\d{1,4}[-—–－·~\s]*|第\s*[\d一二三四五六七八九十百]+\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4}|[ivxlc]{1,6}"
)
BARE = re.compile(r"\d{1,4}")


@dataclass(slots=True)
class Page:
    number: int
    lines: list[Line]
    tables: list[Ruled]
    boxes: list[tuple[Ruled, list[Line]]]
    low: float
    high: float
    picture: bool


Item = str | Ruled


def main() -> None:
    """The process: limits first, then the file."""
    pages, characters, memory, seconds = (int(each) for each in sys.argv[1:5])
    _bound(memory, seconds)
    try:
        told = read(sys.stdin.buffer.read(), pages=pages, characters=characters)
    except MemoryError:
        told = {"error": "memory"}
    except Refused as refused:
        told = {"error": refused.code}
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()


def _bound(memory: int, seconds: int) -> None:
    """Bounds this process where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    now = 0
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:  # noqa: PTH123 — not a file on disk
            now = int(stream.read().split()[0]) * resource.getpagesize()
    except OSError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (now + memory, now + memory))


class Refused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(data: bytes, *, pages: int, characters: int) -> dict[str, Any]:
    """Blocks of all pages as plain data. Raises ``Refused``."""
    import pypdfium2  # type: ignore[import-untyped]
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = raw.FPDF_GetLastError() in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise Refused("encrypted" if locked or "assword" in str(error) else "broken") from error
    count = len(document)
    if not count:
        raise Refused("empty")
    if count > pages:
        raise Refused("pages")
    found: list[Page] = []
    tally = Counter[str]()
    for number in range(count):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            tally["lost"] += 1
            continue
        try:
            found.append(_page(raw, page.raw, number + 1, tally))
        finally:
            page.close()
        if tally["characters"] > characters * 1.5:
            raise Refused("too_long")
    if not found:
        raise Refused("broken")
    if tally["strange"] > 20 and tally["strange"] * 10 > tally["characters"] * 3:
        raise Refused("unmapped")
    pictures = [page.number for page in found if page.picture]
    if tally["characters"] - tally["strange"] < 10:
        raise Refused("scanned" if pictures or tally["drawn"] > 50 else "empty")
    items, dropped = blocks_of(found)
    blocks = [each if isinstance(each, str) else _plain(each) for each in items]
    return {"pages": count, "blocks": blocks, "pictures": pictures, "dropped": dropped}


def blocks_of(pages: list[Page]) -> tuple[list[Item], int]:
    """Paragraphs and tables of all pages, and how many lines of running heads, feet and numbers were left out."""
    dropped = _without_frame(pages)
    for above, below in pairwise(pages):
        _rejoin(above, below)
    return list(_assembled(pages)), dropped


def _rejoin(above: Page, below: Page) -> None:
    """Brings the lines of a table without ruled lines together where a page break leaves few of them on one side."""
    if not above.lines or not below.lines or above.number + 1 != below.number:
        return
    last, first = above.lines[-1].y, below.lines[0].y
    zones = [[*page.tables, *(box for box, _ in page.boxes)] for page in (above, below)]
    if any(each.ys[-1] < last for each in zones[0]) or any(each.ys[0] > first for each in zones[1]):
        return
    down, up, rise = over_break(above.lines, below.lines)
    if down:
        below.lines = [*(line.moved(rise) for line in above.lines[-down:]), *below.lines]
        above.lines = above.lines[:-down]
    elif up:
        above.lines = [*above.lines, *(line.moved(-rise) for line in below.lines[:up])]
        below.lines = below.lines[up:]


def _plain(table: Ruled) -> dict[str, Any]:
    cells = [[*cell, texts] for cell, texts in zip(table.cells, table.texts, strict=True)]
    return {
        "height": max(row + rows for row, _, rows, _ in table.cells),
        "width": max(column + columns for _, column, _, columns in table.cells),
        "head": table.head,
        "page": table.page,
        "cells": cells,
    }


def _page(raw: Any, page: Any, number: int, tally: Counter[str]) -> Page:
    text = raw.FPDFText_LoadPage(page)
    try:
        chars, turn = characters(raw, text, tally)
    finally:
        raw.FPDFText_ClosePage(text)
    across, down, images, drawn = drawn_lines(raw, page, turn)
    tally["drawn"] += drawn
    width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    picture = len(chars) < 10 and images > 0.3 * width * height
    return laid(number, chars, across, down, picture=picture, height=height)


def laid(
    number: int,
    chars: list[Char],
    across: list[tuple[float, float, float]],
    down: list[tuple[float, float, float]],
    *,
    picture: bool,
    height: float,
) -> Page:
    """A page of characters and ruled lines, all in points with y growing upwards, as lines, tables and boxes.

    ``across`` are (y, x0, x1), ``down`` are (x, y0, y1); ``height`` is that of the sheet.
    """
    low = min([each.low for each in chars], default=0.0)
    high = max([each.high for each in chars], default=height)
    tables = tables_of(across, down)
    boxes = [
        each
        for each in tables
        if each.single
        and each.ys[0] - each.ys[-1] < 0.8 * max(high - low, 1)
        and not any(other is not each and each.holds(other.xs[0], other.ys[0]) for other in tables)
    ]
    grids = [each for each in tables if not each.single]
    within: dict[int, list[Char]] = {}
    free: list[Char] = []
    zones = sorted([*grids, *boxes], key=lambda t: (t.xs[-1] - t.xs[0]) * (t.ys[0] - t.ys[-1]))
    for each in chars:
        x, y = (each.x0 + each.x1) / 2, (each.low + each.high) / 2
        zone = next((t for t in zones if t.holds(x, y)), None)
        (free if zone is None else within.setdefault(id(zone), [])).append(each)
    for table in grids:
        table.page = number
        fill(table, within.get(id(table), []))
    grids = [table for table in grids if any(table.texts)]
    boxed = [(box, lines_of(within[id(box)])) for box in boxes if id(box) in within]
    return Page(number, lines_of(free), grids, boxed, low, high, picture)


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", "".join(text.split()))


def _where(line: Line) -> tuple[str, int, int]:
    """Words, size and height of a line: a running head has them alike on many pages, a title has not."""
    return _masked(line.text), round(line.em), round(line.y / 8)


def _edge(page: Page) -> list[Line]:
    """Up to two lines at the top and at the foot of a page that stand apart from its text or are of another size."""
    lines = page.lines
    if not lines:
        return []
    step = statistics.median(a.y - b.y for a, b in pairwise(lines)) if len(lines) > 1 else 0.0
    em = statistics.median(line.em for line in lines)
    tops, bottoms = [t.ys[0] for t in page.tables], [t.ys[-1] for t in page.tables]
    out: list[Line] = []
    for ordered, sign in ((lines, 1), (lines[::-1], -1)):
        for place, line in enumerate(ordered[:2]):
            inward = [sign * (a.y - b.y) for a, b in pairwise(ordered[place:3])]
            beside = (
                any(line.y <= top for top in tops) if sign > 0 else any(line.y >= foot for foot in bottoms)
            )
            apart = len(lines) < 4 or any(gap > 1.25 * step for gap in inward) or abs(line.em - em) > 0.1 * em
            if apart and not beside and not any(line is each for each in out):
                out.append(line)
    return out


def _without_frame(pages: list[Page]) -> int:
    """Takes running heads, feet and page numbers off the pages; how many lines."""
    seen: Counter[tuple[str, int, int]] = Counter()
    edges: list[list[Line]] = []
    for page in pages:
        edge = _edge(page)
        edges.append(edge)
        for key in {_where(line) for line in edge}:
            for near in (-1, 0, 1):
                seen[key[0], key[1], key[2] + near] += 1
    numbers = sum(any(BARE.fullmatch(line.text) for line in edge) for edge in edges)
    enough = max(2, math.ceil(len(pages) * 0.3))
    dropped = 0
    for page, edge in zip(pages, edges, strict=True):
        gone = set()
        for line in edge:
            text = line.text.strip()
            repeated = seen[_where(line)] >= enough
            numbered = bool(NUMBERED.fullmatch(text)) and (
                not BARE.fullmatch(text) or (numbers >= 2 and numbers * 2 >= len(pages))
            )
            if repeated or (numbered and any(line is each for each in (page.lines[0], page.lines[-1]))):
                gone.add(id(line))
        dropped += len(gone)
        page.lines = [line for line in page.lines if id(line) not in gone]
    return dropped


def _assembled(pages: list[Page]) -> Iterator[Item]:
    """Paragraphs and tables of all pages; what a page break cut is one again."""
    setting = setting_of([page.lines for page in pages])
    waiting: list[Flow] = []
    held: Ruled | None = None
    for page in pages:
        for item in _ordered(page):
            if isinstance(item, Ruled):
                yield from paragraphs(waiting, setting)
                waiting = []
                if held is not None and continues(held, item):
                    append_rows(held, item)
                else:
                    if held is not None:
                        yield held
                    held = item
            else:
                if held is not None:
                    yield held
                    held = None
                if isinstance(item, tuple):
                    yield from paragraphs(waiting, setting)
                    waiting = []
                    yield from paragraphs([Flow(item[1], column=True)])
                else:
                    waiting.append(item)
    if held is not None:
        yield held
    yield from paragraphs(waiting, setting)


def _ordered(page: Page) -> Iterator[Flow | Ruled | tuple[Ruled, list[Line]]]:
    """Flows of lines, boxes and tables of a page in reading order."""
    things: list[tuple[float, Ruled | tuple[Ruled, list[Line]]]] = [(t.ys[0], t) for t in page.tables]
    things += [(box.ys[0], (box, lines)) for box, lines in page.boxes]
    things.sort(key=lambda pair: -pair[0])
    lines = page.lines
    for top, thing in things:
        above = [line for line in lines if line.y > top]
        yield from flows(above, page.number)
        lines = lines[len(above) :]
        yield thing
    yield from flows(lines, page.number)
