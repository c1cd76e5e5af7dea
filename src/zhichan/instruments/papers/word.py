"""Word documents (docx): what a reader sees on paper when all changes are accepted.

The parts are read straight from the zip with ``lxml`` and not by a library for editing: only the parts with words are
unpacked, each under a limit, and the body is read as a stream. Automatic numbers are counted out as Word shows
them; inserted text stays and deleted text goes; headers, footers, tables of contents, hidden text and pictures are
left out. Nothing that a document points to outside itself is looked at. (ECMA-376 part 1.)
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from .laying import BLANK, Layer
from .model import (
    WORD,
    Block,
    Extracted,
    Grid,
    GridCell,
    Limits,
    Note,
    broken,
    nothing,
    refuse,
    too_long,
    too_many_cells,
)
from .numbers import written
from .zips import Parts, innocent

SPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
SKIPPED = frozenset(
    {
        "del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "rt", "tblPr",
        "tblGrid", "trPr", "tcPr", "sectPr", "ctrlPr", "fldData", "docPr", "cNvGraphicFramePr",
    }
)  # fmt: skip
THROUGH = frozenset({"body", "sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
SYMBOLS = {
    0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB7: "·", 0xB9: "≠", 0xBB: "≈", 0x2D: "-", 0x2B: "+",
    0x3C: "<", 0x3D: "=", 0x3E: ">", 0x25: "%", 0xA5: "∞", 0xB0: "°",
}  # fmt: skip
WIDEST = 1000
DEEPEST = 60
PICTURES = frozenset({"blip", "imagedata", "chart", "relIds", "OLEObject"})


def extract_word(data: bytes, *, limits: Limits) -> Extracted:
    """Text and tables of a docx. Raises ``Unreadable``."""
    parts = Parts(data, limits=limits)
    main = _main_part(parts)
    near = _related(parts, main)
    body = _Body(
        _Numbering(parts.tree(near.get("numbering", "")), parts.tree(near.get("styles", ""))), limits=limits
    )
    layer = Layer(limits=limits)
    content = parts.read(main)
    if not content:
        raise broken("文档", "document")
    innocent(content)
    try:
        for block in body.stream(content):
            layer.lay(block)
    except (etree.XMLSyntaxError, RecursionError, ValueError) as error:
        if isinstance(error, ValueError) and hasattr(error, "code"):
            raise
        raise broken("文档", "document") from error
    for kind, label in (("footnotes", "注"), ("endnotes", "尾注")):
        told = body.cited[kind]
        if told:
            root = parts.tree(near.get(kind, ""))
            for block in _cited(root, told, label, body):
                layer.lay(block)
    if layer.empty:
        raise (_only_pictures() if body.pictures else nothing("文档", "document"))
    return layer.extracted(WORD, pages=None, notes=list(_notes(body)))


def _only_pictures() -> Exception:
    return refuse(
        "scanned",
        "文档里只有图片，没有文字，请先识别成文字再上传。",
        "The document holds pictures only; have their text recognised first.",
    )


def _notes(body: _Body) -> Iterator[Note]:
    if body.pictures:
        yield Note(
            "pictures",
            f"文档中有 {body.pictures} 个图片、图表或嵌入对象，其中的文字没有读取。",
            f"The document has {body.pictures} pictures, charts or embedded objects; words in them were not read.",
        )
    if body.changes:
        yield Note(
            "changes",
            f"文档有 {body.changes} 处修订：保留插入的文字，去掉删除的文字。",
            f"The document has {body.changes} tracked changes: inserted text is kept, deleted text is left out.",
        )
    if body.outside:
        yield Note(
            "outside",
            f"文档引用了 {body.outside} 处外部内容，没有读取。",
            f"The document draws {body.outside} pieces from other files; they were not read.",
        )


def _main_part(parts: Parts) -> str:
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in parts.names):
        raise _macro()
    if b"macroEnabled" in parts.read("[Content_Types].xml"):
        raise _macro()
    root = parts.tree("_rels/.rels")
    if root is not None:
        for each in root:
            if str(each.get("Type", "")).endswith("/officeDocument") and each.get("TargetMode") != "External":
                name = posixpath.normpath(str(each.get("Target", "")).lstrip("/"))
                if name.startswith(("xl/", "ppt/")):
                    break
                if parts.has(name):
                    return name
    if parts.has("word/document.xml"):
        return "word/document.xml"
    names = parts.names
    if any(name.startswith("xl/") for name in names):
        raise _other("表格文件(xlsx)", "a spreadsheet (xlsx)")
    if any(name.startswith("ppt/") for name in names):
        raise _other("演示文稿(pptx)", "a slide show (pptx)")
    if parts.has("mimetype") and parts.read("mimetype").startswith(b"application/vnd.oasis"):
        raise _other("OpenDocument 文件", "an OpenDocument file")
    if parts.has("[Content_Types].xml"):
        raise broken("文档", "document")
    raise refuse(
        "archive", "这是压缩包，请解压后上传其中的文件。", "This is an archive; unpack it and send the file."
    )


def _other(zh: str, en: str) -> Exception:
    return refuse(
        "other_format",
        f"这是{zh},请转为 docx、pdf 或 txt 后再上传。",
        f"This is {en}; convert it to docx, pdf or txt and try again.",
    )


def _macro() -> Exception:
    return refuse(
        "macro",
        "文档带有宏，不予接收，请另存为不含宏的 docx 后再上传。",
        "The document carries macros and is not accepted; save it as docx without macros.",
    )


def _related(parts: Parts, main: str) -> dict[str, str]:
    """Kind of part → its name, for the parts of the document that lie inside it."""
    folder, _, name = main.rpartition("/")
    root = parts.tree(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    out: dict[str, str] = {}
    for each in root if root is not None else ():
        if each.get("TargetMode") == "External":
            continue
        target = str(each.get("Target", ""))
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        out.setdefault(str(each.get("Type", "")).rpartition("/")[2], path)
    for kind in ("numbering", "styles", "footnotes", "endnotes"):
        out.setdefault(kind, f"{folder}/{kind}.xml" if folder else f"{kind}.xml")
    return out


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _is_word(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and element.tag.startswith(SPACES)


def _child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The child reached by local names, one below the other."""
    found = element
    for name in names:
        if found is None:
            return None
        found = next((each for each in found if _local(each) == name), None)
    return found


def _value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute of Word's, whatever the edition of its namespace."""
    if element is None:
        return None
    for space in SPACES:
        found = element.get(f"{space}{name}")
        if found is not None:
            return str(found)
    return None


def _number(element: etree._Element | None, name: str = "val") -> int | None:
    try:
        return int(_value(element, name) or "")
    except ValueError:
        return None


def _on(element: etree._Element | None) -> bool:
    return element is not None and _value(element) not in {"0", "false", "off", "none"}


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    link: str | None = None
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Num:
    of: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Style:
    name: str
    based: str | None
    num: str | None
    level: int | None
    hidden: bool


class _Numbering:
    """Counts paragraphs and gives the number that Word shows before each."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._nums: dict[str, _Num] = {}
        self._styles: dict[str, _Style] = {}
        self._default: str | None = None
        for each in styles if styles is not None else ():
            if _local(each) == "style":
                self._style(each)
        for each in numbering if numbering is not None else ():
            if _local(each) == "abstractNum":
                found = _List(link=_value(_child(each, "numStyleLink")))
                for level in each:
                    if _local(level) == "lvl":
                        found.levels[_number(level, "ilvl") or 0] = self._level(level)
                self._lists[_value(each, "abstractNumId") or ""] = found
            elif _local(each) == "num":
                num = _Num(_value(_child(each, "abstractNumId")) or "")
                for override in each:
                    if _local(override) != "lvlOverride":
                        continue
                    at = _number(override, "ilvl") or 0
                    start = _number(_child(override, "startOverride"))
                    if start is not None:
                        num.starts[at] = start
                    shape = _child(override, "lvl")
                    if shape is not None:
                        num.levels[at] = self._level(shape)
                self._nums[_value(each, "numId") or ""] = num

    def _style(self, each: etree._Element) -> None:
        key = _value(each, "styleId") or ""
        self._styles[key] = _Style(
            _value(_child(each, "name")) or "",
            _value(_child(each, "basedOn")),
            _value(_child(each, "pPr", "numPr", "numId")),
            _number(_child(each, "pPr", "numPr", "ilvl")),
            _on(_child(each, "rPr", "vanish")),
        )
        if _value(each, "type") == "paragraph" and _value(each, "default") in {"1", "true", "on"}:
            self._default = key

    def _level(self, each: etree._Element) -> _Level:
        start, restart = _number(_child(each, "start")), _number(_child(each, "lvlRestart"))
        return _Level(
            _value(_child(each, "numFmt")) or "decimal",
            _value(_child(each, "lvlText")) or "",
            0 if start is None else start,
            restart,
            _on(_child(each, "isLgl")),
            _value(_child(each, "pStyle")),
        )

    def style_name(self, style: str | None) -> str:
        found = self._styles.get(style or "")
        return found.name.lower() if found else ""

    def hidden(self, style: str | None) -> bool:
        found = self._styles.get(style or "")
        return found is not None and found.hidden

    def _of_style(self, style: str | None) -> tuple[str, int | None] | None:
        key, seen = style or self._default, 0
        level: int | None = None
        first = key
        while key is not None and key in self._styles and seen < 20:
            found = self._styles[key]
            level = found.level if level is None else level
            if found.num is not None:
                if level is None:
                    of = self._list(found.num)
                    level = (
                        next((n for n, at in of.levels.items() if at.style in {first, key}), None)
                        if of
                        else None
                    )
                return found.num, level
            key, seen = found.based, seen + 1
        return None

    def _list(self, num: str) -> _List | None:
        """The list of a number; one that only points to a style is the list of that style's number."""
        for _ in range(10):
            found = self._nums.get(num)
            of = self._lists.get(found.of) if found else None
            if of is None or not of.link or of.levels:
                return of
            style = self._styles.get(of.link)
            if style is None or style.num is None:
                return of
            num = style.num
        return None

    def number(self, properties: etree._Element | None) -> str:
        """The number of the next paragraph with these properties; empty when it has none."""
        direct = _child(properties, "numPr")
        style = _value(_child(properties, "pStyle"))
        num, level = _value(_child(direct, "numId")), _number(_child(direct, "ilvl"))
        if num is None:
            inherited = self._of_style(style)
            if inherited is None:
                return ""
            num, level = inherited[0], inherited[1] if level is None else level
        of, kept = self._list(num), self._nums.get(num)
        if of is None or kept is None:
            return ""
        at = level or 0
        shape = kept.levels.get(at) or of.levels.get(at)
        if shape is None:
            return ""
        if at in kept.starts and at not in kept.begun:
            of.counts[at] = kept.starts[at]
        else:
            of.counts[at] = of.counts[at] + 1 if at in of.counts else kept.starts.get(at, shape.start)
        kept.begun.add(at)
        for deeper in [n for n in of.counts if n > at]:
            below = kept.levels.get(deeper) or of.levels.get(deeper)
            if (
                below is not None
                and below.restart is not None
                and (below.restart == 0 or at >= below.restart)
            ):
                continue
            del of.counts[deeper]
        if shape.form == "bullet":
            return "".join(
                c if c.isprintable() and not 0xE000 <= ord(c) <= 0xF8FF else "•" for c in shape.text
            )

        def told(m: re.Match[str]) -> str:
            n = int(m.group(1)) - 1
            there = kept.levels.get(n) or of.levels.get(n) or _Level()
            return written(of.counts.get(n, there.start), "decimal" if shape.legal else there.form)

        return re.sub(r"%([1-9])", told, shape.text)


class _Body:
    """Reads paragraphs and tables in their order."""

    def __init__(self, numbering: _Numbering, *, limits: Limits) -> None:
        self._numbering, self._limits = numbering, limits
        self.cited: dict[str, list[str]] = {"footnotes": [], "endnotes": []}
        self.pictures = self.changes = self.outside = 0
        self._kept = ""
        self._characters = 0

    def stream(self, content: bytes) -> Iterator[Block]:
        """Blocks of the body; what was read is let go."""
        events = etree.iterparse(
            io.BytesIO(content),
            events=("end",),
            tag=("{*}p", "{*}tbl", "{*}altChunk", "{*}subDoc"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, element in events:
            if not _is_word(element) or not self._stands_alone(element):
                continue
            if not self._in_contents(element):
                yield from self._blocks([element])
            self._release(element)
        if self._kept:
            yield self._kept
            self._kept = ""

    @staticmethod
    def _stands_alone(element: etree._Element) -> bool:
        above = element.getparent()
        while above is not None:
            name = _local(above)
            if name == "body":
                return True
            if name not in THROUGH:
                return False
            above = above.getparent()
        return False

    @staticmethod
    def _in_contents(element: etree._Element) -> bool:
        above = element.getparent()
        while above is not None:
            if _local(above) == "sdt":
                gallery = _child(above, "sdtPr", "docPartObj", "docPartGallery")
                if (_value(gallery) or "").lower() == "table of contents":
                    return True
            above = above.getparent()
        return False

    @staticmethod
    def _release(element: etree._Element) -> None:
        element.clear()
        above = element.getparent()
        # Properties of a content control tell what it is and are kept until it ends.
        if above is not None and _local(above) in {"body", "sdtContent"}:
            while len(above) > 1 and above[0] is not element:
                del above[0]

    def _blocks(self, elements: list[etree._Element], depth: int = 0) -> Iterator[Block]:
        if depth > DEEPEST:
            raise broken("文档", "document")
        for element in elements:
            name = _local(element)
            if name == "p":
                yield from self._paragraph(element, depth)
            elif name == "tbl":
                if self._kept:
                    yield self._kept
                    self._kept = ""
                yield self._table(element, depth)
            elif name in {"altChunk", "subDoc"}:
                self.outside += 1
            elif name == "AlternateContent":
                chosen = _child(element, "Choice")
                yield from self._blocks(list(chosen if chosen is not None else ()), depth + 1)
            elif name not in SKIPPED:
                yield from self._blocks(list(element), depth + 1)

    def flow(self, element: etree._Element, depth: int) -> list[Block]:
        """Blocks of a cell, a box or a note, apart from the flow around it."""
        outer, self._kept = self._kept, ""
        out = list(self._blocks(list(element), depth + 1))
        if self._kept:
            out.append(self._kept)
        self._kept = outer
        return out

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[Block]:
        properties = _child(element, "pPr")
        style = _value(_child(properties, "pStyle"))
        if re.fullmatch(r"toc \d", self._numbering.style_name(style)):
            return
        boxes: list[Block] = []
        pieces: list[str] = []
        if not self._numbering.hidden(style):
            self._inline(element, pieces, boxes, depth)
        words = _tabbed("".join(pieces))
        self._characters += len(words)
        if self._characters > self._limits.characters * 2:
            raise too_long(self._limits)
        mark = _child(properties, "rPr")
        gone = _child(mark, "del") is not None or _child(mark, "moveFrom") is not None
        self.changes += gone
        if gone:
            self._kept += words
        else:
            number = "" if self._kept else self._numbering.number(properties)
            text, self._kept = self._kept + words, ""
            if number and text.strip(BLANK):
                apart = number[-1].isalnum() and number[-1].isascii()
                text = number.strip() + (" " if apart else "") + text.strip(BLANK)
            if text.strip(BLANK):
                yield text
        yield from boxes

    def _inline(self, element: etree._Element, pieces: list[str], boxes: list[Block], depth: int) -> None:
        if depth > DEEPEST * 4:
            raise broken("文档", "document")
        for each in element:
            name = _local(each)
            if name == "t":
                pieces.append(each.text or "")
            elif name in {"del", "moveFrom"}:
                self.changes += 1
            elif name in SKIPPED or not name:
                continue
            elif name == "r":
                if _on(_child(each, "rPr", "vanish")):
                    continue
                self._inline(each, pieces, boxes, depth + 1)
            elif name in {"tab", "ptab"}:
                pieces.append("\t")
            elif name in {"br", "cr"}:
                pieces.append("\n" if _value(each, "type") in {None, "textWrapping"} else "")
            elif name == "noBreakHyphen":
                pieces.append("-")
            elif name == "sym":
                pieces.append(_symbol(each))
            elif name == "AlternateContent":
                chosen = _child(each, "Choice")
                chosen = chosen if chosen is not None else _child(each, "Fallback")
                if chosen is not None:
                    self._inline(chosen, pieces, boxes, depth + 1)
            elif name == "txbxContent":
                boxes.extend(self.flow(each, depth))
            elif name in {"footnoteReference", "endnoteReference"}:
                key = _value(each, "id")
                if key is not None:
                    self.cited[name.replace("Reference", "s")].append(key)
            else:
                self.pictures += name in PICTURES
                self.changes += name in {"ins", "moveTo"}
                self._inline(each, pieces, boxes, depth + 1)

    def _table(self, element: etree._Element, depth: int) -> Grid:
        grid = Grid(0, 0)
        open_: dict[int, GridCell] = {}
        heads = True
        for row in _wrapped(element, "tr"):
            properties = _child(row, "trPr")
            if _child(properties, "del") is not None:
                self.changes += 1
                continue
            at = max(0, min(_number(_child(properties, "gridBefore")) or 0, WIDEST))
            now: dict[int, GridCell] = {}
            last: GridCell | None = None
            for each in _wrapped(row, "tc"):
                shape = _child(each, "tcPr")
                if _child(shape, "cellDel") is not None:
                    continue
                wide = max(1, min(_number(_child(shape, "gridSpan")) or 1, WIDEST))
                if at + wide > WIDEST:
                    raise too_many_cells(self._limits)
                flat = _child(shape, "hMerge")
                if flat is not None and _value(flat) != "restart" and last is not None:
                    last.columns += wide
                    at += wide
                    continue
                down = _child(shape, "vMerge")
                above = open_.get(at)
                if (
                    down is not None
                    and _value(down) != "restart"
                    and above is not None
                    and above.columns == wide
                ):
                    above.rows += 1
                    now[at] = above
                    last = None
                else:
                    last = GridCell(grid.height, at, self.flow(each, depth), columns=wide)
                    grid.cells.append(last)
                    if down is not None:
                        now[at] = last
                at += wide
            open_ = now
            grid.height += 1
            grid.width = max(grid.width, at)
            if grid.height * max(grid.width, 1) > self._limits.cells:
                raise too_many_cells(self._limits)
            heads = heads and _on(_child(properties, "tblHeader"))
            grid.head += heads
        return grid


def _wrapped(element: etree._Element, name: str, depth: int = 0) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those within content controls."""
    for each in element:
        found = _local(each)
        if found == name:
            yield each
        elif found in THROUGH and depth < DEEPEST:
            yield from _wrapped(each, name, depth + 1)


def _symbol(each: etree._Element) -> str:
    try:
        code = int(_value(each, "char") or "", 16)
    except ValueError:
        return ""
    if code & 0xFF00 == 0xF000:
        code &= 0xFF
    if (_value(each, "font") or "").lower() == "symbol":
        return SYMBOLS.get(code, "")
    return chr(code) if 0x2000 <= code < 0xD800 else ""


def _tabbed(text: str) -> str:
    """Tabs stay where they stand between the columns of a typed row, and are spaces elsewhere."""
    out = []
    for line in text.split("\n"):
        pieces = [piece.strip(BLANK) for piece in line.split("\t")]
        columns = len(pieces) >= 3 and all(pieces) and max(map(len, pieces)) <= 20
        out.append("\t".join(pieces) if columns else " ".join(piece for piece in pieces if piece))
    return "\n".join(out)


def _cited(root: etree._Element | None, told: list[str], label: str, body: _Body) -> Iterator[Block]:
    """Notes in the order in which the text refers to them."""
    by_id = (
        {_value(each, "id"): each for each in root if _value(each, "type") is None}
        if root is not None
        else {}
    )
    for number, key in enumerate(dict.fromkeys(told), start=1):
        note = by_id.get(key)
        words = [each for each in body.flow(note, 0) if isinstance(each, str)] if note is not None else []
        if words:
            yield f"{label}{number}:" + "".join(each.strip(BLANK) for each in words)
