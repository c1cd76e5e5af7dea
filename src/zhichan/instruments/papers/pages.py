"""Pages of a PDF into paragraphs and tables, by where characters and ruled lines stand.

Runs in a process of its own (see ``pdf``): bytes on standard input, JSON on standard output. PDFium tells characters
with their places; everything else is our own geometry, because a general table finder costs ten times as much and
knows nothing of Chinese paragraphs. Lengths are points, y grows upwards, an em is the height of a line's characters.
"""

from __future__ import annotations

import ctypes
import json
import math
import re
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

SEGMENTS = 20_000
CROSSINGS = 1_000_000
UNITS = 20_000
NEAR = 3.0
"""Points by which ruled lines may miss each other."""
NUMBERED = re.compile(
    r"[-—–－·~\s]*\d{1,4}[-—–－·~\s]*|第\s*[\d一二三四五六七八九十百]+\s*页.{0,12}|\d{1,4}\s*/\s*\d{1,4}|[ivxlc]{1,6}"
)
BARE = re.compile(r"\d{1,4}")
MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[((][一二三四五六七八九十\d]{1,3}[))]|\d{1,2}[.、．](?!\d)|第[一二三四五六七八九十\d]{1,3}[章节条编篇]|——|专栏|附件|附表|表\s*\d|[①-⑳●■◆▲]"
)
ENDS = "。;；:：!！?？…"


@dataclass(slots=True)
class Char:
    text: str
    x0: float
    x1: float
    y: float
    """Of the baseline."""
    low: float
    high: float
    apart: bool
    """White space stands before it, told or felt."""
    told: bool
    """White space was written before it."""
    index: int

    @property
    def em(self) -> float:
        return self.high - self.low


@dataclass(slots=True)
class Piece:
    """Characters of a line without a wide gap."""

    x0: float
    x1: float
    text: str


@dataclass(slots=True)
class Line:
    x0: float
    x1: float
    y: float
    em: float
    pieces: list[Piece]

    @property
    def text(self) -> str:
        out = self.pieces[0].text
        for piece in self.pieces[1:]:
            out += " " + piece.text
        return out


@dataclass(slots=True)
class Ruled:
    """A table by its ruled lines: edges of columns (rising) and of rows (falling), and cells over them."""

    xs: list[float]
    ys: list[float]
    cells: list[tuple[int, int, int, int]]
    """Row, column, rows, columns."""
    texts: list[list[str]] = field(default_factory=list)
    page: int = 0
    head: int = 0

    @property
    def single(self) -> bool:
        return len(self.cells) == 1

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[-1] - 1 <= y <= self.ys[0] + 1


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
    dropped = _without_frame(found)
    blocks = [each if isinstance(each, str) else _plain(each) for each in _assembled(found)]
    return {"pages": count, "blocks": blocks, "pictures": pictures, "dropped": dropped}


def _plain(table: Ruled) -> dict[str, Any]:
    cells = [[*cell, texts] for cell, texts in zip(table.cells, table.texts, strict=True)]
    return {
        "height": max(row + rows for row, _, rows, _ in table.cells),
        "width": max(column + columns for _, column, _, columns in table.cells),
        "head": table.head,
        "page": table.page,
        "cells": cells,
    }


# One page ------------------------------------------------------------------------------------------------------------


def _page(raw: Any, page: Any, number: int, tally: Counter[str]) -> Page:
    text = raw.FPDFText_LoadPage(page)
    try:
        chars, turn = _characters(raw, text, tally)
    finally:
        raw.FPDFText_ClosePage(text)
    across, down, images, drawn = _drawn(raw, page, turn)
    tally["drawn"] += drawn
    width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
    low = min([each.low for each in chars], default=0.0)
    high = max([each.high for each in chars], default=height)
    picture = len(chars) < 10 and images > 0.3 * width * height
    tables = _tables(across, down)
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
        _fill(table, within.get(id(table), []))
    grids = [table for table in grids if any(table.texts)]
    boxed = [(box, _lines(within[id(box)])) for box in boxes if id(box) in within]
    return Page(number, _lines(free), grids, boxed, low, high, picture)


def _characters(raw: Any, text: Any, tally: Counter[str]) -> tuple[list[Char], int]:
    """Characters of the page's chief direction, turned upright, and by how many quarters they were turned."""
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    found: list[tuple[int, Char]] = []
    apart = told = False
    pending = 0
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            pending = code
            continue
        if pending:
            code = 0x10000 + ((pending - 0xD800) << 10) + (code - 0xDC00) if 0xDC00 <= code < 0xE000 else code
            pending = 0
        if code <= 32 or code in {0xA0, 0x3000, 0xFEFF, 0x200B, 0xAD} or 0x2000 <= code <= 0x200F:
            strange = code < 32 and code not in {0, 2, 9, 10, 13}
            tally["characters"] += strange
            tally["strange"] += strange
            apart = True
            told = told or (code in {32, 0xA0, 0x3000} and not raw.FPDFText_IsGenerated(text, index))
            continue
        tally["characters"] += 1
        if (
            code in {0xFFFD, 0xFFFE, 0xFFFF}
            or 0xE000 <= code <= 0xF8FF
            or 0x7F <= code < 0xA0
            or code > 0x10FFFF
        ):
            tally["strange"] += 1
            continue
        angle = raw.FPDFText_GetCharAngle(text, index)
        quarters = angle / (math.pi / 2)
        turn = round(quarters)
        # Letters that stand aslant are a mark across the page.
        if abs(quarters - turn) > 0.06:
            continue
        if not raw.FPDFText_GetLooseCharBox(text, index, box) or not raw.FPDFText_GetCharOrigin(
            text, index, x, y
        ):
            continue
        x0, x1, y0, y1, base = box.left, box.right, box.bottom, box.top, y.value
        if not all(map(math.isfinite, (x0, x1, y0, y1, base))) or max(map(abs, (x0, x1, y0, y1))) > 1e5:
            continue
        turn %= 4
        if turn:
            (x0, y0), (x1, y1) = _turned(x0, y0, turn), _turned(x1, y1, turn)
            base = _turned(x.value, y.value, turn)[1]
        x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        found.append((turn, Char(chr(code), x0, x1, base, y0, max(y1, y0 + 0.1), apart, told, index)))
        apart = told = False
    if not found:
        return [], 0
    chief = Counter(turn for turn, _ in found).most_common(1)[0][0]
    return [each for turn, each in found if turn == chief], chief


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point after turning the page so that text which runs ``turn`` quarters to the left runs to the right."""
    if turn == 1:
        return y, -x
    if turn == 2:
        return -x, -y
    if turn == 3:
        return -y, x
    return x, y


Matrix = tuple[float, float, float, float, float, float]


def _drawn(
    raw: Any, page: Any, turn: int
) -> tuple[list[tuple[float, float, float]], list[tuple[float, float, float]], float, int]:
    """Ruled lines across (y, x0, x1) and down (x, y0, y1), the area of images, and how many paths there are."""
    across: list[tuple[float, float, float]] = []
    down: list[tuple[float, float, float]] = []
    images = 0.0
    drawn = 0
    budget = SEGMENTS
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))

    def ruled(x0: float, y0: float, x1: float, y1: float, *, thin: float) -> None:
        (x0, y0), (x1, y1) = _turned(x0, y0, turn), _turned(x1, y1, turn)
        x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        if not all(map(math.isfinite, (x0, x1, y0, y1))):
            return
        if y1 - y0 <= thin and x1 - x0 > 4:
            across.append(((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= thin and y1 - y0 > 4:
            down.append(((x0 + x1) / 2, y0, y1))

    def matrix(thing: Any) -> Matrix:
        found = raw.FS_MATRIX()
        if not raw.FPDFPageObj_GetMatrix(thing, found):
            return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        return (found.a, found.b, found.c, found.d, found.e, found.f)

    def path(thing: Any, outer: Matrix) -> None:
        nonlocal budget
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not raw.FPDFPath_GetDrawMode(thing, fill, stroke) or not (fill.value or stroke.value):
            return
        whole = _times(matrix(thing), outer)
        count = raw.FPDFPath_CountSegments(thing)
        budget -= count
        if budget < 0:
            return
        x, y = ctypes.c_float(), ctypes.c_float()
        subpaths: list[list[tuple[float, float]]] = []
        curved = False
        closed: list[bool] = []
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(thing, index)
            kind = raw.FPDFPathSegment_GetType(segment)
            if not raw.FPDFPathSegment_GetPoint(segment, x, y):
                continue
            point = _moved(x.value, y.value, whole)
            curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
            if kind == raw.FPDF_SEGMENT_MOVETO or not subpaths:
                subpaths.append([point])
                closed.append(False)
            else:
                subpaths[-1].append(point)
            closed[-1] = closed[-1] or bool(raw.FPDFPathSegment_GetClose(segment))
        if curved:
            return
        for points, shut in zip(subpaths, closed, strict=True):
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            thin = min(max(xs) - min(xs), max(ys) - min(ys)) <= NEAR
            if thin:
                ruled(min(xs), min(ys), max(xs), max(ys), thin=NEAR)
            elif stroke.value:
                ring = [*points, points[0]] if shut or fill.value else points
                for (ax, ay), (bx, by) in pairwise(ring):
                    ruled(ax, ay, bx, by, thin=0.5)

    def walk(count: int, get: Callable[[int], Any], outer: Matrix, depth: int) -> None:
        nonlocal images, drawn
        for index in range(min(count, SEGMENTS)):
            if budget < 0:
                return
            thing = get(index)
            kind = raw.FPDFPageObj_GetType(thing)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                drawn += 1
                path(thing, outer)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                if raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
                    (ax, ay), (bx, by) = (
                        _moved(left.value, bottom.value, outer),
                        _moved(right.value, top.value, outer),
                    )
                    images += abs((bx - ax) * (by - ay))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 5:
                inner = _times(matrix(thing), outer)
                walk(
                    raw.FPDFFormObj_CountObjects(thing),
                    partial(raw.FPDFFormObj_GetObject, thing),
                    inner,
                    depth + 1,
                )

    walk(raw.FPDFPage_CountObjects(page), partial(raw.FPDFPage_GetObject, page), (1, 0, 0, 1, 0, 0), 0)
    if budget < 0:
        return [], [], images, drawn
    return across, down, images, drawn


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _moved(x: float, y: float, by: Matrix) -> tuple[float, float]:
    return x * by[0] + y * by[2] + by[4], x * by[1] + y * by[3] + by[5]


# Tables by ruled lines -----------------------------------------------------------------------------------------------


def _mended(lines: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Pieces of one ruled line as one."""
    out: list[tuple[float, float, float]] = []
    groups: list[list[tuple[float, float, float]]] = []
    for each in sorted(lines):
        if groups and each[0] - groups[-1][0][0] <= NEAR - 1:
            groups[-1].append(each)
        else:
            groups.append([each])
    for group in groups:
        at = statistics.median(each[0] for each in group)
        start, end = -math.inf, -math.inf
        for _, low, high in sorted(group, key=lambda g: g[1]):
            if low <= end + NEAR:
                end = max(end, high)
            else:
                if end > start:
                    out.append((at, start, end))
                start, end = low, high
        out.append((at, start, end))
    return out


def _steps(values: Sequence[float]) -> list[float]:
    """Distinct values, rising; what lies near is one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > NEAR + 1:
            out.append(value)
    return out


def _tables(across: list[tuple[float, float, float]], down: list[tuple[float, float, float]]) -> list[Ruled]:
    """Tables and boxes: ruled lines that meet."""
    across, down = _mended(across), _mended(down)
    if len(across) * len(down) > CROSSINGS:
        return []
    parent = list(range(len(across) + len(down)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for i, (y, x0, x1) in enumerate(across):
        for j, (x, y0, y1) in enumerate(down):
            if x0 - NEAR <= x <= x1 + NEAR and y0 - NEAR <= y <= y1 + NEAR:
                parent[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[tuple[float, float, float]], list[tuple[float, float, float]]]] = {}
    for i, flat in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(flat)
    for j, upright in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(upright)
    out = []
    for flats, uprights in groups.values():
        if len(flats) < 2 or not uprights:
            continue
        found = _ruled(flats, uprights)
        if found is not None:
            out.append(found)
    return out


def _ruled(
    flats: list[tuple[float, float, float]], uprights: list[tuple[float, float, float]]
) -> Ruled | None:
    xs = _steps([x for x, _, _ in uprights] + [min(f[1] for f in flats), max(f[2] for f in flats)])
    ys = _steps([y for y, _, _ in flats] + [min(u[1] for u in uprights), max(u[2] for u in uprights)])[::-1]
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > UNITS:
        return None
    walls = {
        (row, column)
        for row in range(rows)
        for x, y0, y1 in uprights
        if y0 - NEAR <= (ys[row] + ys[row + 1]) / 2 <= y1 + NEAR
        for column in range(1, columns)
        if abs(xs[column] - x) <= NEAR + 1
    }
    floors = {
        (row, column)
        for column in range(columns)
        for y, x0, x1 in flats
        if x0 - NEAR <= (xs[column] + xs[column + 1]) / 2 <= x1 + NEAR
        for row in range(1, rows)
        if abs(ys[row] - y) <= NEAR + 1
    }
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            wide = 1
            while column + wide < columns and (row, column + wide) not in walls | taken:
                wide += 1
            tall = 1
            while row + tall < rows and all(
                (row + tall, column + n) not in floors
                and (row + tall, column + n) not in taken
                and (n == 0 or (row + tall, column + n) not in walls)
                for n in range(wide)
            ):
                tall += 1
            taken.update((row + r, column + c) for r in range(tall) for c in range(wide))
            cells.append((row, column, tall, wide))
    return Ruled(xs, ys, cells)


def _fill(table: Ruled, chars: list[Char]) -> None:
    """The paragraphs of every cell."""
    owner = {
        (row + r, column + c): place
        for place, (row, column, rows, columns) in enumerate(table.cells)
        for r in range(rows)
        for c in range(columns)
    }
    held: list[list[Char]] = [[] for _ in table.cells]
    for each in chars:
        x, y = (each.x0 + each.x1) / 2, (each.low + each.high) / 2
        column = sum(1 for edge in table.xs[1:-1] if x > edge)
        row = sum(1 for edge in table.ys[1:-1] if y < edge)
        held[owner[row, column]].append(each)
    table.texts = [list(_paragraphs([_lines(each)])) if each else [] for each in held]
    # A row of ruled lines drawn twice, or a shade between rows, leaves rows without words.
    used = sorted({c[0] for c, texts in zip(table.cells, table.texts, strict=True) if texts})
    if used:
        _compact(table)


def _compact(table: Ruled) -> None:
    """Rows and columns in which no cell begins are taken out."""
    rows = sorted({cell[0] for cell in table.cells})
    columns = sorted({cell[1] for cell in table.cells})
    table.cells = [
        (
            rows.index(row),
            columns.index(column),
            max(1, sum(1 for each in rows if row <= each < row + tall)),
            max(1, sum(1 for each in columns if column <= each < column + wide)),
        )
        for row, column, tall, wide in table.cells
    ]


# Lines and paragraphs ------------------------------------------------------------------------------------------------


def _lines(chars: list[Char]) -> list[Line]:
    """Lines from the top down; characters that stand on one line, though at different heights, are one."""
    rows: list[list[Char]] = []
    for each in sorted(chars, key=lambda c: -c.y):
        if rows:
            last = rows[-1][0]
            if last.y - each.y <= 0.3 * min(max(last.em, each.em), 40):
                rows[-1].append(each)
                continue
        rows.append([each])
    out = []
    for row in rows:
        row.sort(key=lambda c: c.x0)
        em = statistics.median(c.em for c in row)
        pieces: list[Piece] = []
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
            if gap > 1.3 * em:
                pieces.append(Piece(each.x0, each.x1, each.text))
            else:
                latin = before is not None and _latin(before.text) and _latin(each.text)
                space = (
                    (latin and (each.apart or gap > 0.25 * em))
                    or gap > 0.9 * em
                    or (each.told and gap > 0.15 * em)
                )
                pieces[-1].text += (" " if space else "") + each.text
                pieces[-1].x1 = max(pieces[-1].x1, each.x1)
            before = each
        out.append(Line(row[0].x0, max(c.x1 for c in row), row[0].y, em, pieces))
    return out


def _latin(text: str) -> bool:
    return text.isascii() and text.isalnum()


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", "".join(text.split()))


def _where(line: Line) -> tuple[str, int, int]:
    """Words, size and height of a line: a running head has them alike on many pages, a title has not."""
    return _masked(line.text), round(line.em), round(line.y / 8)


def _without_frame(pages: list[Page]) -> int:
    """Takes running heads, feet and page numbers off the pages; how many lines."""
    seen: Counter[tuple[str, int, int]] = Counter()
    edges: list[list[Line]] = []
    for page in pages:
        tops = [t.ys[0] for t in page.tables]
        bottoms = [t.ys[-1] for t in page.tables]
        high = [line for line in page.lines[:2] if all(line.y > top for top in tops)]
        low = [line for line in page.lines[-2:] if all(line.y < bottom for bottom in bottoms)]
        edge = list({id(line): line for line in [*high, *low]}.values())
        edges.append(edge)
        for key in {_where(line) for line in edge}:
            for near in (-1, 0, 1):
                seen[key[0], key[1], key[2] + near] += 1
    numbers = sum(any(BARE.fullmatch(line.text) for line in edge) for edge in edges)
    enough = max(3, math.ceil(len(pages) * 0.3))
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
    widths = [max(line.x1 for line in page.lines) for page in pages if len(page.lines) >= 5]
    usual = statistics.median(widths) if widths else None
    flows: list[list[Line]] = []
    held: Ruled | None = None
    for page in pages:
        for item in _ordered(page):
            if isinstance(item, Ruled):
                yield from _paragraphs(flows, usual)
                flows = []
                if held is not None and _continues(held, item):
                    _append(held, item)
                else:
                    if held is not None:
                        yield held
                    held = item
            else:
                if held is not None:
                    yield held
                    held = None
                if isinstance(item, tuple):
                    yield from _paragraphs(flows, usual)
                    flows = []
                    yield from _paragraphs([item[1]])
                else:
                    flows.append(item)
    if held is not None:
        yield held
    yield from _paragraphs(flows, usual)


def _ordered(page: Page) -> Iterator[list[Line] | Ruled | tuple[Ruled, list[Line]]]:
    """Flows of lines, boxes and tables of a page in reading order."""
    things: list[tuple[float, Ruled | tuple[Ruled, list[Line]]]] = [(t.ys[0], t) for t in page.tables]
    things += [(box.ys[0], (box, lines)) for box, lines in page.boxes]
    things.sort(key=lambda pair: -pair[0])
    lines = page.lines
    for top, thing in things:
        above = [line for line in lines if line.y > top]
        yield from _flows(above, page.number)
        lines = lines[len(above) :]
        yield thing
    yield from _flows(lines, page.number)


def _flows(lines: list[Line], page: int) -> Iterator[list[Line] | Ruled]:
    """Lines between two tables: columns one after the other, tables without ruled lines apart."""
    if not lines:
        return
    gutter = _gutter(lines)
    if gutter is None:
        yield from _unruled(lines, page)
        return
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        sides: tuple[list[Piece], list[Piece]] = ([], [])
        crossing = False
        for piece in line.pieces:
            crossing = crossing or piece.x0 < gutter - 2 < gutter + 2 < piece.x1
            sides[(piece.x0 + piece.x1) / 2 > gutter].append(piece)
        if crossing:
            yield from (side for side in (left, right) if side)
            left, right = [], []
            yield [line]
            continue
        for side, pieces in zip((left, right), sides, strict=True):
            if pieces:
                side.append(Line(pieces[0].x0, pieces[-1].x1, line.y, line.em, pieces))
    yield from (side for side in (left, right) if side)


def _gutter(lines: list[Line]) -> float | None:
    """Where the white strip between two columns of text stands; None for text in one column."""
    if len(lines) < 8:
        return None
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    em = statistics.median(line.em for line in lines)
    both = [line for line in lines if len(line.pieces) >= 2]
    if len(both) * 2 < len(lines):
        return None
    middles = Counter(
        round((a.x1 + b.x0) / 2 / 4) * 4
        for line in both
        for a, b in pairwise(line.pieces)
        if x0 + (x1 - x0) * 0.3 < (a.x1 + b.x0) / 2 < x0 + (x1 - x0) * 0.7
    )
    best = None
    for place, _ in middles.most_common(6):
        crossing = sum(any(p.x0 < place - 2 < place + 2 < p.x1 for p in line.pieces) for line in lines)
        if crossing * 5 > len(lines):
            continue
        sides: tuple[list[float], list[float]] = ([], [])
        for line in lines:
            for piece in line.pieces:
                sides[piece.x0 > place].append(piece.x1 - piece.x0)
        full = (
            min(len(side) for side in sides) * 3 >= len(lines)
            and statistics.median(sides[0]) > 0.6 * (place - x0) - 2 * em
            and statistics.median(sides[1]) > 0.6 * (x1 - place) - 2 * em
            and min(statistics.median(side) for side in sides) > 8 * em
        )
        if full:
            best = float(place)
            break
    return best


def _unruled(lines: list[Line], page: int) -> Iterator[list[Line] | Ruled]:
    """Rows of three or more pieces, three or more of them in a row, are a table."""
    now: list[Line] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and (
            len(lines[end].pieces) >= 3
            or (
                end > at
                and end + 1 < len(lines)
                and len(lines[end + 1].pieces) >= 3
                and _wraps(lines[end - 1], lines[end])
            )
        ):
            end += 1
        rows = [line for line in lines[at:end] if len(line.pieces) >= 3]
        table = _aligned(lines[at:end], page) if len(rows) >= 3 else None
        if table is not None:
            if now:
                yield now
                now = []
            yield table
            at = end
        else:
            end = max(end, at + 1)
            now += lines[at:end]
            at = end
    if now:
        yield now


def _wraps(above: Line, line: Line) -> bool:
    """Whether a line of fewer pieces is what did not fit into the cells of the line above."""
    return above.y - line.y < 2.2 * line.em and all(
        any(piece.x0 < other.x1 and other.x0 < piece.x1 for other in above.pieces) for piece in line.pieces
    )


def _aligned(lines: list[Line], page: int) -> Ruled | None:
    strips: list[list[float]] = []
    for piece in sorted((piece for line in lines for piece in line.pieces), key=lambda p: p.x0):
        if strips and piece.x0 < strips[-1][1]:
            strips[-1][1] = max(strips[-1][1], piece.x1)
        else:
            strips.append([piece.x0, piece.x1])
    if len(strips) < 3:
        return None
    texts: list[list[str]] = []
    for line in lines:
        cells = [""] * len(strips)
        for piece in line.pieces:
            place = next(n for n, (x0, x1) in enumerate(strips) if x0 <= piece.x0 <= x1)
            cells[place] = (cells[place] + " " + piece.text).strip()
        if len(line.pieces) >= 3 or not texts:
            texts.append(cells)
        else:
            texts[-1] = [a + b for a, b in zip(texts[-1], cells, strict=True)]
    found = Ruled(
        [strip[0] for strip in strips] + [strips[-1][1]],
        [lines[0].y, lines[-1].y],
        [(row, column, 1, 1) for row in range(len(texts)) for column in range(len(strips))],
        page=page,
    )
    found.texts = [[text] if text else [] for row in texts for text in row]
    return found


def _continues(above: Ruled, below: Ruled) -> bool:
    """Whether a table goes on from the page before: the same columns."""
    return (
        below.page == above.page + 1
        and len(above.xs) == len(below.xs)
        and all(abs(a - b) <= 6 for a, b in zip(above.xs, below.xs, strict=True))
    )


def _append(above: Ruled, below: Ruled) -> None:
    """Rows of the next page; a header told again is left out, a row that the break cut is made whole."""
    rows = _rows(below)
    first = _rows(above)
    if rows and first and rows[0] == first[0] and len(rows) > 1:
        again = sorted({cell[0] for cell in below.cells})[1]
        kept = [
            (cell, texts) for cell, texts in zip(below.cells, below.texts, strict=True) if cell[0] >= again
        ]
    else:
        kept = list(zip(below.cells, below.texts, strict=True))
    start = max(row + tall for row, _, tall, _ in above.cells)
    top = min(cell[0] for cell, _ in kept)
    opening = [(cell, texts) for cell, texts in kept if cell[0] == top]
    closing = {cell[1]: place for place, cell in enumerate(above.cells) if cell[0] + cell[2] == start}
    cut = (
        any(not texts for _, texts in opening)
        and not next((texts for cell, texts in opening if cell[1] == 0), ["x"])
        and all(cell[1] in closing for cell, texts in opening if texts)
        and all(cell[2] == 1 for cell, _ in opening)
        and any(
            texts and texts[-1][-1] not in ENDS
            for texts in (above.texts[closing[c[1]]] for c, t in opening if t)
        )
    )
    if cut:
        for cell, texts in opening:
            if texts:
                place = closing[cell[1]]
                above.texts[place] = ["".join([*above.texts[place], *texts])]
        kept = [(cell, texts) for cell, texts in kept if cell[0] > top]
        top += 1
    for (row, column, tall, wide), texts in kept:
        above.cells.append((start + row - top, column, tall, wide))
        above.texts.append(texts)
    above.page = below.page


def _rows(table: Ruled) -> list[list[str]]:
    """Words of the rows, without white space."""
    out: dict[int, list[str]] = {}
    for cell, texts in sorted(zip(table.cells, table.texts, strict=True)):
        out.setdefault(cell[0], []).append("".join("".join(texts).split()))
    return [out[row] for row in sorted(out)]


def _paragraphs(flows: Sequence[list[Line]], usual: float | None = None) -> Iterator[str]:
    """Lines into paragraphs. A flow is a column or the text of a page; a paragraph may go on in the next flow."""
    text = ""
    before: tuple[Line, float, float] | None = None
    for lines in flows:
        left = _margin(lines)
        right = max(line.x1 for line in lines)
        if usual is not None and len(lines) < 5 and right < usual and left < usual - 10 * lines[0].em:
            right = usual
        gaps = [a.y - b.y for a, b in pairwise(lines)]
        step = statistics.median_low(gaps) if gaps else 0.0
        for place, line in enumerate(lines):
            if before is None or _begins(before, line, left, right, gaps[place - 1] if place else None, step):
                if text:
                    yield text
                text = line.text
            else:
                text = _added(text, line.text)
            before = (line, left, right)
    if text:
        yield text


def _margin(lines: list[Line]) -> float:
    """The left margin: the leftmost place at which several lines begin."""
    starts = sorted(line.x0 for line in lines)
    for start in starts:
        if sum(1 for each in starts if abs(each - start) < 3) >= max(2, len(lines) // 12):
            return start
    return starts[0]


def _begins(
    before: tuple[Line, float, float], line: Line, left: float, right: float, gap: float | None, step: float
) -> bool:
    """Whether a line begins a paragraph."""
    last, last_left, last_right = before
    em = max(line.em * 0.85, 4.0)
    if abs(line.em - last.em) > 0.15 * max(line.em, last.em):
        return True
    if gap is not None and step and gap > step * 1.45 and gap > 1.2 * em:
        return True
    first = re.match(r"[!-~]*", line.text)
    word = len(first.group()) * 0.55 * em if first else 0.0
    slack = last_right - last.x1
    if slack > max(1.7 * em, word + em):
        return True
    indent = line.x0 - left
    if indent > 1.2 * em:
        same = abs((line.x0 - left) - (last.x0 - last_left)) < 0.4 * em
        return not (same and last.text[-1:] not in ENDS) or (
            right - line.x1 > em and right - line.x1 > indent * 0.7
        )
    return last.text[-1:] in ENDS and bool(MARK.match(line.text))


def _added(text: str, more: str) -> str:
    if text and more and _latin(text[-1]) and _latin(more[0]):
        return text + " " + more
    return text + more
