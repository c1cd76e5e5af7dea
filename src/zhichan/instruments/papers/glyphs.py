"""What stands on a page of a PDF: characters with their places, and ruled lines. Points; y grows upwards."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

SEGMENTS = 20_000
"""Pieces of drawn lines a page may have; with more it is a drawing and has no tables."""
NEAR = 3.0
"""Points by which ruled lines may miss each other."""


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
    told: int
    """Spaces that were written before it."""
    index: int

    @property
    def wide(self) -> bool:
        """Whether it is as wide as high, like every Chinese character."""
        return "\u2e80" <= self.text <= "\u9fff" or "\uff01" <= self.text <= "\uff5e"

    @property
    def em(self) -> float:
        """The size of the type: the width of a Chinese character, else judged by the height of its box."""
        return max(self.x1 - self.x0, 0.5) if self.wide else 0.75 * (self.high - self.low)


Matrix = tuple[float, float, float, float, float, float]


def characters(raw: Any, text: Any, tally: Counter[str]) -> tuple[list[Char], int]:
    """Characters of the page's chief direction, turned upright, and by how many quarters they were turned."""
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    found: list[tuple[int, Char]] = []
    apart, told = False, 0
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
            told += code in {32, 0xA0, 0x3000} and not raw.FPDFText_IsGenerated(text, index)
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
        # PDFium tells the angle clockwise.
        turn = -turn % 4
        if turn:
            (x0, y0), (x1, y1) = turned(x0, y0, turn), turned(x1, y1, turn)
            base = turned(x.value, y.value, turn)[1]
        x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        found.append((turn, Char(chr(code), x0, x1, base, y0, max(y1, y0 + 0.1), apart, told, index)))
        apart, told = False, 0
    if not found:
        return [], 0
    chief = Counter(turn for turn, _ in found).most_common(1)[0][0]
    return [each for turn, each in found if turn == chief], chief


def turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """A point after turning the page so that text which runs ``turn`` quarters to the left runs to the right."""
    if turn == 1:
        return y, -x
    if turn == 2:
        return -x, -y
    if turn == 3:
        return -y, x
    return x, y


def drawn_lines(
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
        (x0, y0), (x1, y1) = turned(x0, y0, turn), turned(x1, y1, turn)
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
        whole = times(matrix(thing), outer)
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
            point = moved(x.value, y.value, whole)
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
                        moved(left.value, bottom.value, outer),
                        moved(right.value, top.value, outer),
                    )
                    images += abs((bx - ax) * (by - ay))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 5:
                inner = times(matrix(thing), outer)
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


def times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def moved(x: float, y: float, by: Matrix) -> tuple[float, float]:
    return x * by[0] + y * by[2] + by[4], x * by[1] + y * by[3] + by[5]
