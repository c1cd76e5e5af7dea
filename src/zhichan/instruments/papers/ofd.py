"""OFD, the fixed layout of official papers (GB/T 33190-2016): a zip of pages in XML, each character with its place.

The pages are put together as those of a PDF: paragraphs by margins, tables by ruled lines, running heads left out.
Signatures and seals are not judged; annotations, pictures and glyphs without characters are not read.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from lxml import etree

from .glyphs import NEAR, SEGMENTS, Char, Matrix, moved, times, turned
from .kinds import encrypted
from .laying import Layer
from .model import OFD, Extracted, Grid, GridCell, Limits, Note, broken, nothing, refuse, too_long
from .pages import Page, blocks_of, laid
from .ruled import Ruled
from .zips import Parts

POINTS = 72 / 25.4
"""Points to a millimetre, the unit of OFD."""
SHEET = (0.0, 0.0, 210.0, 297.0)
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
DEEPEST = 20
PATH = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


@dataclass
class _Sheet:
    """What was found on a page so far, in points; y grows upwards."""

    height: float
    chars: list[tuple[int, Char]] = field(default_factory=list)
    strokes: list[tuple[float, float, float, float, float]] = field(default_factory=list)
    images: float = 0.0
    left: int = SEGMENTS
    strange: int = 0
    apart: bool = False
    told: int = 0


def extract_ofd(data: bytes, *, limits: Limits) -> Extracted:
    """Text and tables of an OFD file. Raises ``Unreadable``."""
    parts = Parts(data, limits=limits)
    root = parts.tree("OFD.xml")
    if root is None:
        raise broken("OFD 文件", "OFD file")
    if parts.has("Encryptions.xml") or _first(root, "Encryption") is not None:
        raise encrypted("OFD 文件", "OFD file")
    names = [each for each in _all(root, "DocRoot") if (each.text or "").strip()]
    pages: list[Page] = []
    tally = Counter[str]()
    for name in names:
        for page in _pages(parts, _path(parts, "", (name.text or "").strip()), limits, tally):
            pages.append(page)
            if len(pages) > limits.pages:
                raise refuse(
                    "too_large",
                    f"OFD 文件超过 {limits.pages} 页的上限。",
                    f"The OFD file has more than {limits.pages} pages.",
                )
    if not pages:
        raise broken("OFD 文件", "OFD file")
    pictures = [page.number for page in pages if page.picture]
    if tally["strange"] > 20 and tally["strange"] * 10 > tally["characters"] * 3:
        raise refuse(
            "unmapped",
            "OFD 文件的字没有对应的字符，读出来是乱码，请上传 Word 原件。",
            "The glyphs of this OFD file do not say which characters they show; send the Word original.",
        )
    if tally["characters"] - tally["strange"] < 10 and pictures:
        raise refuse(
            "scanned",
            "这是扫描件（OFD 里只有图像，没有文字），请先做文字识别或上传 Word 原件。",
            "This is a scan (the OFD file holds images and no text); have it recognised, or send the Word original.",
        )
    blocks, dropped = blocks_of(pages)
    layer = Layer(limits=limits)
    for block in blocks:
        layer.lay(block if isinstance(block, str) else _grid(block))
    if layer.empty:
        raise nothing("OFD 文件", "OFD file")
    return layer.extracted(OFD, pages=len(pages), notes=list(_notes(pictures, dropped)))


def _notes(pictures: list[int], dropped: int) -> Iterator[Note]:
    if pictures:
        told = "、".join(map(str, pictures[:20])) + ("等" if len(pictures) > 20 else "")
        yield Note(
            "scanned_pages",
            f"第 {told} 页是图像，没有文字，没有读取。",
            f"Pages {', '.join(map(str, pictures[:20]))} are images without text and were not read.",
        )
    if dropped:
        yield Note(
            "running_heads",
            f"去掉了 {dropped} 行页眉、页脚和页码。",
            f"{dropped} running heads, feet and page numbers were left out.",
        )


def _grid(table: Ruled) -> Grid:
    cells = [
        GridCell(row, column, list(texts), rows, columns)
        for (row, column, rows, columns), texts in zip(table.cells, table.texts, strict=True)
    ]
    height = max(row + rows for row, _, rows, _ in table.cells)
    width = max(column + columns for _, column, _, columns in table.cells)
    return Grid(height, width, cells, table.head, table.page)


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (each for each in element.iter() if _local(each) == name)


def _first(element: etree._Element, name: str) -> etree._Element | None:
    return next(_all(element, name), None)


def _path(parts: Parts, folder: str, name: str) -> str:
    """The name of a part told from within a folder; letters of either case, as files in the wild have them."""
    path = name.lstrip("/") if name.startswith("/") else posixpath.normpath(posixpath.join(folder, name))
    if parts.has(path):
        return path
    return next((each for each in parts.names if each.casefold() == path.casefold()), path)


def _numbers(told: str | None) -> list[float]:
    try:
        out = [float(each) for each in (told or "").replace(",", " ").split()]
    except ValueError:
        return []
    return out if all(map(math.isfinite, out)) else []


def _box(element: etree._Element | None) -> tuple[float, float, float, float] | None:
    if element is None:
        return None
    told = _numbers(element.text)
    return (told[0], told[1], told[2], told[3]) if len(told) == 4 and told[2] > 0 and told[3] > 0 else None


def _pages(parts: Parts, path: str, limits: Limits, tally: Counter[str]) -> Iterator[Page]:
    document = parts.tree(path)
    if document is None:
        raise broken("OFD 文件", "OFD file")
    folder = posixpath.dirname(path)
    common = _first(document, "CommonData")
    usual = (_box(_first(common, "PhysicalBox")) if common is not None else None) or SHEET
    templates = {
        each.get("ID"): _path(parts, folder, each.get("BaseLoc") or "")
        for each in _all(document, "TemplatePage")
    }
    listed = _first(document, "Pages")
    for number, each in enumerate(
        (p for p in (listed if listed is not None else ()) if _local(p) == "Page"), 1
    ):
        root = parts.tree(_path(parts, folder, each.get("BaseLoc") or ""))
        if root is None:
            raise broken("OFD 文件", "OFD file")
        area = _first(root, "Area")
        box = (_box(_first(area, "PhysicalBox")) if area is not None else None) or usual
        sheet = _Sheet(box[3] * POINTS)
        under = [parts.tree(templates[t.get("TemplateID")]) for t in _all(root, "Template")
                 if t.get("TemplateID") in templates]  # fmt: skip
        for layer in [*under, root]:
            content = _first(layer, "Content") if layer is not None else None
            if content is not None:
                _walk(content, sheet, UNMOVED, 0)
        tally["characters"] += len(sheet.chars) + sheet.strange
        tally["strange"] += sheet.strange
        if tally["characters"] > limits.characters * 1.5:
            raise too_long(limits)
        yield _laid(number, sheet, box[2] * POINTS)


def _laid(number: int, sheet: _Sheet, width: float) -> Page:
    chief = Counter(turn for turn, _ in sheet.chars).most_common(1)[0][0] if sheet.chars else 0
    chars = [each for turn, each in sheet.chars if turn == chief]
    across: list[tuple[float, float, float]] = []
    down: list[tuple[float, float, float]] = []
    for *ends, thin in sheet.strokes if sheet.left >= 0 else ():
        (ax, ay), (bx, by) = turned(ends[0], ends[1], chief), turned(ends[2], ends[3], chief)
        x0, x1, y0, y1 = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        if y1 - y0 <= thin and x1 - x0 > 4:
            across.append(((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= thin and y1 - y0 > 4:
            down.append(((x0 + x1) / 2, y0, y1))
    picture = len(chars) < 10 and sheet.images > 0.3 * width * sheet.height
    return laid(number, chars, across, down, picture=picture, height=sheet.height)


def _walk(element: etree._Element, sheet: _Sheet, outer: Matrix, depth: int) -> None:
    if depth > DEEPEST:
        raise broken("OFD 文件", "OFD file")
    for each in element:
        kind = _local(each)
        if each.get("Visible") in {"false", "0"}:
            continue
        if kind in {"Layer", "PageBlock"}:
            _walk(each, sheet, outer, depth + 1)
        elif kind in {"TextObject", "PathObject", "ImageObject"}:
            boundary = _numbers(each.get("Boundary"))
            if len(boundary) != 4:
                continue
            told = _numbers(each.get("CTM"))
            own: Matrix = (
                (told[0], told[1], told[2], told[3], told[4], told[5]) if len(told) == 6 else UNMOVED
            )
            whole = times(times(own, (1.0, 0.0, 0.0, 1.0, boundary[0], boundary[1])), outer)
            if kind == "TextObject":
                _text(each, sheet, whole)
            elif kind == "PathObject":
                _strokes(each, sheet, whole)
            else:
                sheet.images += abs(boundary[2] * boundary[3]) * POINTS * POINTS


def _point(x: float, y: float, whole: Matrix, sheet: _Sheet) -> tuple[float, float]:
    """A place of an object in points from the foot of the page."""
    right, below = moved(x, y, whole)
    return right * POINTS, sheet.height - below * POINTS


def _steps(told: str | None) -> list[float]:
    """Distances between characters: 3.5 3.5 g 4 5 stands for 3.5, 3.5, and four times 5."""
    out: list[float] = []
    pieces = (told or "").split()
    at = 0
    try:
        while at < len(pieces) and len(out) < 100_000:
            if pieces[at] == "g":
                out += [float(pieces[at + 2])] * min(int(pieces[at + 1]), 100_000)
                at += 3
            else:
                out.append(float(pieces[at]))
                at += 1
    except (ValueError, IndexError):
        return []
    return out


def _text(element: etree._Element, sheet: _Sheet, whole: Matrix) -> None:
    """The characters of a text object; those that stand aslant are a mark across the page and are left out."""
    size = next(iter(_numbers(element.get("Size"))), 0.0)
    scale = next(iter(_numbers(element.get("HScale"))), 1.0) or 1.0
    quarters = math.atan2(-whole[1], whole[0]) / (math.pi / 2)
    if size <= 0 or abs(quarters - round(quarters)) > 0.06:
        return
    turn = round(quarters) % 4
    em = size * math.hypot(whole[0], whole[1]) * POINTS
    x = y = 0.0
    sheet.apart, sheet.told = False, 0
    for code in element:
        if _local(code) != "TextCode":
            continue
        x = next(iter(_numbers(code.get("X"))), x)
        y = next(iter(_numbers(code.get("Y"))), y)
        right, below = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
        for place, char in enumerate((code.text or "").strip("\r\n\t")):
            wide = "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\uffef" or char in "“”‘’—…·"
            advance = size * scale * (1.0 if wide else 0.5)
            step = right[place] if place < len(right) else 0.0
            width = step if not wide and 0 < step <= 1.2 * size else advance
            _char(char, x, y, sheet, whole, em=em, width=width / size, turn=turn)
            x += right[place] if place < len(right) else (0.0 if below else advance)
            y += below[place] if place < len(below) else 0.0


def _char(
    char: str, x: float, y: float, sheet: _Sheet, whole: Matrix, *, em: float, width: float, turn: int
) -> None:
    if char.isspace() or char in "\ufeff\u200b":
        sheet.apart, sheet.told = True, sheet.told + 1
        return
    if char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or ord(char) < 32:
        sheet.strange += 1
        return
    at_x, at_y = turned(*_point(x, y, whole, sheet), turn)
    if not (math.isfinite(at_x) and math.isfinite(at_y)) or max(abs(at_x), abs(at_y)) > 1e5:
        return
    sheet.chars.append(
        (
            turn,
            Char(
                char, at_x, at_x + max(em * width, 0.1), at_y, at_y - 0.2 * em, at_y + 0.8 * em, sheet.apart,
                sheet.told, len(sheet.chars),
            ),
        )
    )  # fmt: skip
    sheet.apart, sheet.told = False, 0


def _strokes(element: etree._Element, sheet: _Sheet, whole: Matrix) -> None:
    """Straight pieces of a path; thin shapes that are filled count as ruled lines too."""
    data = _first(element, "AbbreviatedData")
    stroked = element.get("Stroke") not in {"false", "0"}
    filled = element.get("Fill") in {"true", "1"}
    if data is None or not (stroked or filled):
        return
    lines: list[list[tuple[float, float]]] = []
    command = ""
    held: list[float] = []
    for piece in PATH.findall(data.text or ""):
        if piece.isalpha():
            command, held = piece.upper(), []
            if command == "C" and lines:
                lines[-1].append(lines[-1][0])
            if command in {"A", "Q", "B"}:
                return
            continue
        held.append(float(piece))
        if command not in {"S", "M", "L"} or len(held) < 2:
            continue
        sheet.left -= 1
        if sheet.left < 0:
            return
        point = _point(held[0], held[1], whole, sheet)
        held = []
        if command == "L" and lines:
            lines[-1].append(point)
        else:
            lines.append([point])
    for points in lines:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if min(max(xs) - min(xs), max(ys) - min(ys)) <= NEAR:
            sheet.strokes.append((min(xs), min(ys), max(xs), max(ys), NEAR))
        elif stroked:
            sheet.strokes += [(ax, ay, bx, by, 0.5) for (ax, ay), (bx, by) in pairwise(points)]
