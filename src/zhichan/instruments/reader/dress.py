"""What a web copy dresses a text in: tags and marks within it, and the lines that its site puts around it."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from html import unescape

from .model import Span

PRESSED = re.compile(
    r"(?=.*(?:打印|关闭|收藏|分享|返回|字体|字号|朗读|保护色|无障碍|繁体))"
    r"(?:[\[(【|:/·>\])】 ]|(?:我要|直接)?打印(?:本[页文]|此[页文]|页面|文章)?|"
    r"关闭(?:窗口|本页|页面|此页)?|(?:加入)?收藏(?:本[页文])?|(?:一键)?分享(?:到|至)?|返回(?:顶部|首页|列表|上一?页)?|字体(?:大小)?|字号|[大中小]|"
    r"(?:语音)?朗读|(?:视力)?保护色|无障碍(?:浏览|阅读)?|繁体(?:版|中文)?|简体|微信|微博|QQ空间|网站首页)+"
)
SCANNED = re.compile(r"[^,。;]{0,8}扫[一1]扫[^,。;]{0,24}")
OWNED = re.compile(
    r"[^。;]{0,40}(?:网站标识码|[一-龥]ICP备|公网安备|公安备案?|备案(?:序)?号|版权所有|技术支持:|Copyright|©)[^。;]{0,90}"
)
RUN_BY = re.compile(r"(?:主办|承办|协办)(?:单位)?:[^,。;]{2,60}")
BESIDE = re.compile(
    r"(?:[上下]一[篇条])+(?::.{0,60})?|相关(?:链接|阅读|新闻)|责任编辑:[^,。;]{0,8}|点击下载(?:附件|文件)?"
)
SHARED = re.compile(
    r".{4,80}_第\d{1,3}页(?:[/,]?共\d{1,3}页)?|已阅读\d+页[^。;]{0,24}|下载(?:本|该)?(?:文档|资料)|(?:文档|资料|内容)(?:简介|摘要|预览)|"
    r"版权说明:[^。]{0,90}|(?:本|该)文档由[^。]{0,40}(?:上传|分享)[^。]{0,60}|(?:继续|点击)?(?:免费)?阅读全文"
)
"""Lines of a site where documents are shared: 某方案_第3页, 已阅读5页,还剩14页."""
LONGEST, NEAR = 140, 4
TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|\[/?[a-zA-Z]\w{0,3}/?\]|\[/\w{1,4}/\]")
ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
ENDS_LINE = re.compile(r"<(?:/(?:p|div|tr|li|h\d|table|section)|br ?/?)>", re.IGNORECASE)
OF_TABLE = re.compile(r"<(?P<ends>/?)(?P<name>table|tr|t[dh])\b(?P<told>[^<>]*)>", re.IGNORECASE)
OVER = re.compile(r"(?P<way>row|col)span\s*=\s*[\"']?(?P<places>\d{1,2})\b", re.IGNORECASE)
BARRED = re.compile(r"[^\S\n]*\|")
CLOSES = "”’）)》」』"
BOLD = re.compile(
    r"(?:^|(?<=\n))[^\S\n]*(?P<opens>\*\*|__)(?=[^\s*_])[^*_\n]{2,200}(?P<closes>\*\*|__)(?![*_])"
)
"""Marks of a web copy around the head of a line: **（一）…**"""
HASHES = re.compile(r"(?:^|(?<=\n))[^\S\n]*#{1,6}[^\S\n]*(?=[^#\s])")
"""Marks of a web copy before a heading: ## 一、…"""
ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{}~])")
"""The stroke with which a web copy keeps a mark from being read as its own: \\[市教育局\\]."""
DASHES = re.compile(r"(?<=[^\s|-])(?:---)+(?=[^\s|-])")
"""Dashes as a web copy writes them, three strokes each: 2021---2025年."""
GLOSS = re.compile(r"(?<=[\u3400-\u9fff)])[(]([a-z\u00e0-\u01dc\u0261\u1e3f]{1,6})[)]")
SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ui|ao|ou|iu|ie|ue|er|an|en|in|un|ia|ua|uo|[aoeiuv])"
)
FEW_GLOSSES = 4
WIDEST = 100
"""Places that a row has at most."""


def site_lines(lines: Sequence[str]) -> set[int]:
    """The lines that are of the site and not of the text.

    Who runs the site counts only beside whose it is, below what can be pressed, or where a text that names no other
    host ends with it.
    """
    short = {n: "".join(line.split()) for n, line in enumerate(lines) if len(line) <= LONGEST}
    owned = {n for n, line in short.items() if OWNED.fullmatch(line)}
    out = {
        n for n, line in short.items() if any(p.fullmatch(line) for p in (PRESSED, SCANNED, BESIDE, SHARED))
    }
    near = {m for n in owned for m in range(n - NEAR, n + NEAR + 1)} & short.keys()
    told = [n for n, line in short.items() if line]
    near |= {below for above, below in itertools.pairwise(told) if above in out}
    near |= {*told[-1:]} if not any("主办" in lines[n] for n in told[:-1]) else set()
    return out | owned | {n for n in near if RUN_BY.fullmatch(short[n])}


def undressed(raw: str, folded: str, wraps: Sequence[Span] = ()) -> tuple[str, list[int] | None]:
    """The text without ``wraps`` and the tags, entities, marks and sounds of a web copy, and each character's place.

    ``None`` for the places where nothing was taken out. An entity's character has the place of its first character,
    one that closes that of its last, so that a span that begins or ends with it holds it whole.
    """
    tags, told = list(TAG.finditer(folded)), [(m, unescape(m.group())) for m in ENTITY.finditer(folded)]
    told = [(m, char) for m, char in told if len(char) == 1]
    gone = [m.span() for m in (*tags, *HASHES.finditer(folded), *ESCAPE.finditer(folded))] + glosses(folded)
    gone += [m.span(part) for m in BOLD.finditer(folded) for part in ("opens", "closes")]
    dashes = [i for m in DASHES.finditer(folded) for i in range(*m.span(), 3)]
    gone += [*wraps, *(m.span() for m, _ in told), *((i + 1, i + 3) for i in dashes)]
    if not gone:
        return raw, None
    instead = {i: "" for a, b in gone for i in range(a, b)} | parted(folded, tags)
    instead |= {m.end() - 1 if char in CLOSES else m.start(): char for m, char in told} | dict.fromkeys(
        dashes, "—"
    )
    at = [i for i in range(len(raw)) if instead.get(i) != ""]
    return "".join(instead.get(i, raw[i]) for i in at), at


def parted(folded: str, tags: Sequence[re.Match[str]]) -> dict[int, str]:
    """What stands for the tags that end a line or a cell, by place: a line's end, a tab, or a blank within a cell.

    A cell of a table stands behind as many tabs as there are places before it in its row, those included that a cell
    of this row or of one above takes up (``colspan``, ``rowspan``); a tag has room for no more tabs than characters.
    """
    out: dict[int, str] = {}
    rows = _Rows(out)
    last = 0
    for m in tags:
        one = OF_TABLE.fullmatch(m.group())
        if rows.cells and not folded[last : m.start()].strip():
            out |= dict.fromkeys(range(last, m.start()), "")
        last = m.end()
        if one is None:
            if ENDS_LINE.match(m.group()) and folded[m.end() : m.end() + 1] not in ("", "\n", "\r"):
                barred = BARRED.match(folded, folded.rfind("\n", 0, m.start()) + 1)
                out[m.start()] = " " if rows.cells or barred else "\n"
        elif one["name"].lower() in ("td", "th"):
            if not one["ends"]:
                over = {
                    told["way"].lower(): max(1, int(told["places"])) for told in OVER.finditer(one["told"])
                }
                rows.cells.append((m.span(), over.get("col", 1), over.get("row", 1)))
        else:
            if rows.cells:
                out[m.start()] = "\n"
                rows.end()
            if one["name"].lower() == "table":
                rows = _Rows(out)
    rows.end()
    return out


class _Rows:
    """The rows of a table as its tags tell them; each cell's opening tag becomes the tabs before it."""

    def __init__(self, out: dict[int, str]) -> None:
        self.out = out
        self.cells: list[tuple[Span, int, int]] = []
        """The cells of the row that is open: the place of the tag, and how many columns and rows it goes over."""
        self._taken: dict[int, int] = {}
        self._row = self._width = 0

    def end(self) -> None:
        """Places the cells of a row; cells from above that leave it too little room ended there."""
        own = sum(wide for _, wide, _ in self.cells)
        above = sum(until > self._row for until in self._taken.values())
        if self._row and own <= self._width < own + above:
            self._taken = {}
        place = tabs = 0
        for (start, end), wide, tall in self.cells:
            while self._taken.get(place, 0) > self._row and place < WIDEST:
                place += 1
            self.out |= dict.fromkeys(range(start, min(end, start + place - tabs)), "\t")
            tabs, behind = place, min(place + wide, WIDEST)
            self._taken |= dict.fromkeys(range(place, behind), self._row + tall)
            place = behind
        self._width = self._width or place
        self._row += bool(self.cells)
        self.cells = []


def glosses(folded: str) -> list[tuple[int, int]]:
    """Places of the sound of a character behind it, in brackets: 知識(shí)產(chǎn)權.

    A sound without its tone is one only where there are several: (app) and (km) are none.
    """
    plain: list[tuple[int, int]] = []
    toned = 0
    for m in GLOSS.finditer(folded):
        told = m.group(1).replace("\u0261", "g")
        bare = "".join(c for c in unicodedata.normalize("NFD", told) if c.isascii())
        if SYLLABLE.fullmatch(bare):
            toned += not told.isascii()
            plain.append(m.span())
    return plain if len(plain) >= FEW_GLOSSES or toned else []
