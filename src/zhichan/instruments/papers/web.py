"""Saved web pages (html, mht): the words of the page without what stands around them.

Read by ``lxml``, whose parser is lenient, bounded in depth and fetches nothing. Menus, link lists, footers, scripts,
hidden elements and forms' controls are left out; a block is only dropped for its name or its links when it is small
beside the page, so that a page whose whole content lies in one oddly named element is still read.
"""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from collections.abc import Iterator

from lxml import etree

from zhichan.instruments.reader import Unreadable, decode

from .laying import BLANK, Layer
from .model import WEB, Block, Extracted, Grid, GridCell, Limits, Note, broken, nothing, too_many_cells
from .numbers import chinese, letters, roman

SILENT = frozenset(
    {
        "script", "style", "noscript", "template", "head", "nav", "iframe", "object", "embed", "applet", "svg", "math",
        "canvas", "audio", "video", "select", "button", "input", "textarea", "option", "datalist", "dialog", "map",
        "col", "colgroup", "frameset", "frame", "rt", "rp", "param", "link", "meta", "title",
    }
)  # fmt: skip
LINES = frozenset(
    {
        "p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt",
        "dd", "blockquote", "pre", "center", "header", "footer", "aside", "form", "fieldset", "legend", "figure",
        "figcaption", "address", "details", "summary", "hr", "body", "html", "tr", "td", "th", "thead", "tbody",
        "tfoot", "caption", "table", "ucapcontent", "ucaptitle",
    }
)  # fmt: skip
AROUND = frozenset(
    {
        "nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "footer", "foot",
        "copyright", "share", "sidebar", "related", "recommend", "toolbar", "pager", "pagination", "comment",
        "comments", "search", "login", "topbar", "qrcode", "links", "friendlink", "location", "dqwz", "weizhi",
        "daohang", "fenxiang", "xgwz", "bottom", "hotnews",
    }
)  # fmt: skip
NOISE = re.compile(
    r"首页|(?:您|你)?(?:现在)?(?:的)?(?:所在|当前)(?:的)?位置.*"
    r"|(?:打印|关闭|收藏|返回|分享)(?:到|本页|此页|文章|窗口|顶部|首页|列表)?[::]?"
    r"|[【\[((]?(?:字体|字号)[::].{0,20}"
    r"|(?:\s*[【\[]?\s*(?:大|中|小|打印|关闭|收藏|复制链接|下载|纠错)\s*[】\]]?\s*)+"
    r"|[上下]一[篇条页][::].*|分享到[::]?.{0,30}|扫一扫.{0,30}"
    r"|.*(?:版权所有|ICP备\s*\d|公网安备|网站标识码|网站地图|All Rights Reserved).*"
    r"|(?:主办|承办|维护)(?:单位)?[::].{2,40}|技术支持[::].*|责任编辑[::].*|联系我们.*"
    r"|(?:浏览|阅读|点击)(?:次数|量|数|率)?[::]?\s*\d*\s*次?|微信|微博"
    r"|相关(?:链接|文档|阅读|解读|文章|附件)[::]?|建议使用.*浏览器.*"
    r"|无障碍.{0,10}|长者.{0,6}|登录.{0,6}注册|退出|收起|展开(?:全文)?|更多(?:>>)?",
    re.IGNORECASE,
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"
WRAP = re.compile(r"[ \t\r\n\f]*[\r\n][ \t\r\n\f]*")
LOOSE = re.compile(rf"(?<={WIDE})\x01|\x01(?={WIDE})")
PLAN = re.compile(r"规划|方案|计划|纲要|意见|要点|措施|通知|办法|规劃|計劃|綱要")
BREAK = "\u2028"
DEEPEST = 240
WIDEST = 1000


def extract_web(data: bytes, *, archived: bool, limits: Limits) -> Extracted:
    """Text and tables of a saved page. Raises ``Unreadable``."""
    text = _page_of_archive(data) if archived else _characters(data)
    text = text.translate(dict.fromkeys([*range(9), 11, *range(14, 32), 127, 0xFEFF], None))
    parser = etree.HTMLParser(
        encoding="utf-8",
        recover=True,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root: etree._Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise broken("网页", "page") from error
    if root is None:
        raise nothing("网页", "page")
    # The parser stops at elements nested too deeply and keeps quiet; half a page must not pass for a whole.
    if any("depth" in str(entry.message).lower() for entry in parser.error_log):
        raise broken("网页", "page")
    title = " ".join("".join(map(str, each.itertext())) for each in root.iter("title")).strip()
    page = _Page(root, limits=limits)
    layer = Layer(limits=limits)
    for block in _framed(page.blocks(), title, page.headings):
        layer.lay(block)
    if layer.empty:
        raise nothing("网页", "page")
    notes = []
    if page.pictures:
        notes.append(
            Note(
                "pictures",
                f"网页正文中有 {page.pictures} 张图片，其中的文字没有读取。",
                f"The page has {page.pictures} pictures; words in them were not read.",
            )
        )
    return layer.extracted(WEB, pages=None, notes=notes)


def _page_of_archive(data: bytes) -> str:
    """The page within a web archive (RFC 2557)."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() == "text/html":
                content = part.get_payload(decode=True)
                if isinstance(content, bytes):
                    return _characters(content, told=part.get_content_charset())
    except (ValueError, LookupError, TypeError, AttributeError, IndexError) as error:
        if isinstance(error, Unreadable):
            raise
        raise broken("网页", "page") from error
    raise broken("网页", "page")


def _characters(data: bytes, *, told: str | None = None) -> str:
    """The characters of a page: by its mark, as UTF-8 if it is, by what it says, else by what it looks like."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
        if "\x00" not in text[:2000]:
            return text
    except UnicodeDecodeError:
        pass
    found = META.search(data[:8192])
    name = (told or (found.group(1).decode("ascii") if found else "")).lower()
    # Pages that say GB2312 use characters of its successors.
    name = "gb18030" if name in {"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80"} else name
    if name in {"gb18030", "big5", "big5-hkscs", "utf-8", "hz-gb-2312"}:
        text = data.decode(name, "replace")
        if text.count("\ufffd") <= len(text) // 1000 + 2:
            return text
    return decode(data)[0]


class _Page:
    """Walks the elements of a page and gives its blocks."""

    def __init__(self, root: etree._Element, *, limits: Limits) -> None:
        self._limits = limits
        self._size: dict[etree._Element, tuple[int, int, int]] = {}
        self.headings: list[str] = []
        self.pictures = 0
        bodies = list(root.iter("body"))
        self._root = bodies[0] if bodies else root
        self._measure()
        self._total = max(1, self._size[self._root][0] - self._size[self._root][1])
        self._cells = 0

    def _measure(self) -> None:
        """Characters, characters within links, and links of every element."""
        # Children come after their parents in document order, so that sums run backwards.
        for each in reversed(list(self._root.iter())):
            if not isinstance(each.tag, str) or each.tag in SILENT:
                self._size[each] = (0, 0, 0)
                continue
            linked = links = 0
            count = len((each.text or "").strip())
            for child in each:
                size = self._size.get(child, (0, 0, 0))
                count += size[0] + len((child.tail or "").strip())
                linked, links = linked + size[1], links + size[2]
            if each.tag == "a" and each.get("href") is not None:
                linked, links = count, 1
            self._size[each] = (count, linked, links)

    def blocks(self) -> list[Block]:
        return self._blocks(self._root, 0)

    def _dropped(self, element: etree._Element) -> bool:
        """Whether an element belongs to the frame of the page and not to its words."""
        tag = str(element.tag)
        if tag in SILENT or element.get("hidden") is not None or HIDDEN.search(element.get("style") or ""):
            return True
        if tag not in LINES or tag in {"body", "html"}:
            return False
        count, linked, links = self._size.get(element, (0, 0, 0))
        if not count or (count - linked) > self._total * 0.3:
            return False
        dense = links >= 2 and linked * 10 >= count * 4
        if tag in {"footer", "aside", "header"} and not any(True for _ in element.iter("h1")):
            return dense or count < 400
        if tag in {"td", "th", "tr", "thead", "tbody", "tfoot"}:
            return False
        names = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", f"{element.get('class') or ''} {element.get('id') or ''}")
        if any(name.lower() in AROUND for name in names):
            return dense or count < 200
        return links >= 4 and linked * 10 >= count * 6 and tag != "p"

    def _blocks(self, element: etree._Element, depth: int) -> list[Block]:
        out: list[Block] = []
        line: list[str] = []
        self._walk(element, out, line, depth, kept=False)
        _flush(out, line)
        return out

    def _walk(
        self, element: etree._Element, out: list[Block], line: list[str], depth: int, *, kept: bool
    ) -> None:
        if depth > DEEPEST:
            raise broken("网页", "page")
        kept = kept or element.tag == "pre"
        self._write(element.text, line, kept=kept)
        number = 0
        ordered = element.tag == "ol"
        if ordered:
            number = _integer(element.get("start"), 1) - 1
        for child in element:
            if isinstance(child.tag, str) and not self._dropped(child):
                tag = child.tag.lower()
                if tag == "br":
                    line.append(BREAK)
                elif tag == "img":
                    self.pictures += 1
                elif tag == "table":
                    _flush(out, line)
                    out.extend(self._table(child, depth))
                elif tag in LINES:
                    _flush(out, line)
                    if tag == "li" and ordered:
                        number = _integer(child.get("value"), number + 1)
                        line.append(_marker(number, element))
                    before = len(out)
                    self._walk(child, out, line, depth + 1, kept=kept)
                    _flush(out, line)
                    if tag == "h1":
                        self.headings += [each for each in out[before:] if isinstance(each, str)]
                else:
                    self._walk(child, out, line, depth + 1, kept=kept)
            self._write(child.tail, line, kept=kept)

    @staticmethod
    def _write(text: str | None, line: list[str], *, kept: bool) -> None:
        if text:
            line.append(text.replace("\r\n", "\n").replace("\n", BREAK) if kept else text)

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        grid = Grid(0, 0)
        taken: dict[int, int] = {}
        heads = True
        for child in table:
            if child.tag == "caption" and not self._dropped(child):
                yield from self._blocks(child, depth + 1)
        for row in _rows(table):
            cells = [each for each in row if each.tag in {"td", "th"} and not self._hidden(each)]
            if self._hidden(row):
                continue
            at = 0
            for each in cells:
                while taken.get(at, 0) > grid.height:
                    at += 1
                wide = min(max(1, _integer(each.get("colspan"), 1)), WIDEST)
                if at + wide > WIDEST:
                    raise too_many_cells(self._limits)
                tall = _integer(each.get("rowspan"), 1)
                tall = self._limits.cells if tall <= 0 else min(tall, self._limits.cells)
                # Spans that would lie over a cell from above end before it.
                free = next((n for n in range(wide) if taken.get(at + n, 0) > grid.height), wide)
                wide = max(1, free)
                grid.cells.append(GridCell(grid.height, at, self._blocks(each, depth + 1), tall, wide))
                for column in range(at, at + wide):
                    taken[column] = grid.height + tall
                at += wide
                self._cells += 1
                if self._cells > self._limits.cells:
                    raise too_many_cells(self._limits)
            heads = (
                heads and bool(cells) and (_above(row) == "thead" or all(each.tag == "th" for each in cells))
            )
            grid.head += heads
            grid.height += 1
            grid.width = max(
                [grid.width, at, *(column + 1 for column, end in taken.items() if end >= grid.height)]
            )
            if grid.height * grid.width > self._limits.cells:
                raise too_many_cells(self._limits)
        for cell in grid.cells:
            cell.rows = min(cell.rows, grid.height - cell.row)
        yield grid

    @staticmethod
    def _hidden(element: etree._Element) -> bool:
        return element.get("hidden") is not None or bool(HIDDEN.search(element.get("style") or ""))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (each for each in child if each.tag == "tr")


def _above(element: etree._Element) -> str:
    parent = element.getparent()
    return str(parent.tag) if parent is not None else ""


def _integer(text: str | None, otherwise: int) -> int:
    found = re.match(r"\s*(-?\d{1,6})", text or "")
    return int(found.group(1)) if found else otherwise


def _marker(number: int, element: etree._Element) -> str:
    """The number that a browser shows before an item of an ordered list."""
    style = re.search(r"list-style(?:-type)?\s*:[^;]*?([a-z-]{4,})", (element.get("style") or "").lower())
    form = {"A": "upper-alpha", "a": "lower-alpha", "I": "upper-roman", "i": "lower-roman"}.get(
        element.get("type") or ""
    )
    form = style.group(1) if style else form
    if form == "none":
        return ""
    if form in {"cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "cjk-decimal"}:
        return chinese(number) + "、"
    if form in {"upper-alpha", "upper-latin", "lower-alpha", "lower-latin"}:
        return (letters(number) if form.startswith("upper") else letters(number).lower()) + "."
    if form in {"upper-roman", "lower-roman"}:
        return (roman(number) if form.startswith("upper") else roman(number).lower()) + "."
    return f"{number}."


def _flush(out: list[Block], line: list[str]) -> None:
    """A finished line into the blocks; white space as a browser shows it, line ends of the source left out."""
    if not line:
        return
    text = "".join(line)
    line.clear()
    text = LOOSE.sub("", WRAP.sub("\x01", text)).replace("\x01", " ")
    pieces = re.sub(r"[ \t\f]+", " ", text).split(BREAK)
    out.extend(piece.strip(BLANK) for piece in pieces if piece.strip(BLANK))


def _flat(text: str) -> str:
    return "".join(text.split())


def _framed(blocks: list[Block], title: str, headings: list[str]) -> list[Block]:
    """Blocks from the title on, without the frame's lines at both ends; a title that no line shows is put first."""
    name = _flat(title)
    first = 0
    found = False
    for place, block in enumerate(blocks[:40]):
        if not isinstance(block, str):
            continue
        flat = _flat(block)
        if block in headings or (len(flat) >= 6 and flat in name):
            first, found = place, True
            break
    before = blocks[:first]
    out = blocks[first:]
    if all(isinstance(each, str) for each in before):
        out[:0] = [each for each in before if isinstance(each, str) and len(each) >= LONG]
    else:
        out = list(blocks)
    edge = max(0, len(out) - 25)
    out = [
        each
        for place, each in enumerate(out)
        if not (isinstance(each, str) and (place < 15 or place >= edge) and NOISE.fullmatch(each))
    ]
    if not found and PLAN.search(name):
        shown = _flat("".join(each for each in out[:40] if isinstance(each, str)))
        told = re.split(r"[_|｜]|\s[-—–]\s|--", title)[0].strip()
        if len(told) >= 6 and _flat(told) not in shown:
            return [told, *out]
    return out


LONG = 40
