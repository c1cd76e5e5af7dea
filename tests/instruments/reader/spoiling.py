"""Damage as converters do it: texts joined to one blob, lines of a PDF cut anywhere, page marks, running heads.

Every kind takes a sound text and a die and gives the damaged text; what the text says stays the same, so that the
gold of the sound text holds for the damaged one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

PAGE_MARKS = (
    "— {n} —",
    "- {n} -",
    "{n}/{all}",
    "第 {n} 页",
    "第{n}页 共{all}页",
    "·{n}·",
    "{n}",
    "－ {n} －",
)


def blob(text: str, die: random.Random) -> str:
    """One unbroken line; between paragraphs stands nothing, or a space."""
    joint = die.choice(("", " ", "　　", "  "))
    return joint.join(_flat(line) for line in text.split("\n") if line.strip())


DRESSED_MARKS = tuple(mark for mark in PAGE_MARKS if mark != "{n}")


def _cells(text: str) -> list[str]:
    """The cells and paragraphs of a text one after the other."""
    return [cell.strip() for line in text.split("\n") for cell in re.split(r"[|\t]", line) if cell.strip()]


def _flat(line: str) -> str:
    """A line whose cells are parted by spaces only."""
    return re.sub(r"\s*[\t|]\s*", " ", line.strip())


def pages(text: str, die: random.Random) -> str:
    """Lines cut at a width wherever it falls, with a page mark every so many lines."""
    width, height = die.randint(28, 42), die.randint(18, 30)
    mark = die.choice(DRESSED_MARKS)
    return "\n".join(_paged(text, width, height, mark, ""))


def numbered(text: str, die: random.Random) -> str:
    """One cell a line, paragraphs whole or cut, with the bare number of a page and perhaps a form feed at its end."""
    text = "\n".join(_cells(text))
    width, ends = die.choice((36, 4000)), die.choice(("{n}", "{n}\n\x0c", "\x0c{n}"))
    return "\n".join(_paged(text, width, 24, ends, "")).replace("\x0c\n", "\x0c")


def turned(text: str, die: random.Random) -> str:
    """One cell a line, with a page mark now and then, between two cells as well as between paragraphs."""
    lines = _cells(text)
    mark = die.choice(DRESSED_MARKS)
    ends = [n for n in range(len(lines)) if die.random() < 0.06]
    for page, n in reversed([*enumerate(ends, 1)]):
        lines.insert(n + 1, mark.format(n=page, all=len(ends)))
    return "\n".join(lines)


def slices(text: str, die: random.Random) -> str:
    """Cut in slices with a number before each, which are then wrapped by counting."""
    flat, width = "\n".join(_flat(line) for line in text.split("\n")), die.choice((20, 38, 60))
    cut = "\n".join(f"{n}、{flat[a : a + 400]}" for n, a in enumerate(range(0, len(flat), 400), 1))
    return "\n".join(line[i : i + width] for line in cut.split("\n") for i in range(0, len(line), width))


def headed(text: str, die: random.Random) -> str:
    """As ``pages``, with the title as running head on every page."""
    width, height = die.randint(30, 40), die.randint(18, 26)
    return "\n".join(
        _paged(text, width, height, die.choice(PAGE_MARKS), text.split("\n", maxsplit=1)[0].strip())
    )


def marked(text: str, die: random.Random) -> str:
    """One unbroken line in which page marks stand, in mid-sentence too."""
    joint = die.choice(("", " "))
    height = die.randint(600, 900)
    pieces = [_flat(line) for line in text.split("\n") if line.strip()]
    whole, out, n = joint.join(pieces), [], 1
    total = len(whole) // height + 1
    mark = die.choice(("— {n} —", "- {n} -", "{n}/{all}", "第 {n} 页"))
    for at in range(0, len(whole), height):
        piece = whole[at : at + height]
        out.append(piece)
        out.append(" " + mark.format(n=n, all=total) + " ")
        n += 1
    return "".join(out)


def gapped(text: str, die: random.Random) -> str:
    """Spaces around numbers, letters and marks, and now and then inside a word, as justified PDF text has them."""
    text = re.sub(r"(?<=[一-龥])(?=\d)|(?<=\d)(?=[一-龥])", lambda m: " " if die.random() < 0.7 else "", text)
    return "".join(c + (" " if die.random() < 0.03 and "一" <= c <= "龥" else "") for c in text)


def worn(text: str, die: random.Random) -> str:
    """Punctuation lost or mistaken, single characters lost and lines torn, as poor copies have it."""
    out: list[str] = []
    for c in text:
        luck = die.random()
        if c in "，；、。：" and luck < 0.06:
            out.append("" if luck < 0.04 else die.choice("，。、 "))
        elif ("一" <= c <= "龥" and luck < 0.006) or (c == "\n" and luck < 0.05):
            continue
        else:
            out.append(c)
            if luck > 0.998:
                out.append("\n")
    return "".join(out)


def _paged(text: str, width: int, height: int, mark: str, running: str) -> list[str]:
    lines = []
    for line in text.split("\n"):
        if len(line) <= width or "|" in line or "\t" in line:
            lines.append(line)
            continue
        lines += [line[i : i + width] for i in range(0, len(line), width)]
    out, n = [], 1
    total = len(lines) // height + 1
    for i, line in enumerate(lines, 1):
        out.append(line)
        if i % height == 0 and i < len(lines):
            out.append(mark.format(n=n, all=total))
            if running:
                out.append(running)
            n += 1
    return out


def web(text: str, die: random.Random) -> str:
    """The source of a page kept for its text: tags around paragraphs and cells, entities for marks."""
    name = {
        "“": "&ldquo;",
        "”": "&rdquo;",
        "、": die.choice(("&#12289;", "&#x3001;")),
        "—": "&mdash;",
        "　": "&nbsp;",
    }
    between = die.choice(("", "\n"))
    lines = []
    for line in "".join(name.get(c, c) for c in text).split("\n"):
        cells = line.split("\t")
        if len(cells) > 1:
            lines.append("<tr>" + "".join(f'<td width="90">{c}</td>' for c in cells) + "</tr>")
        elif line:
            lines.append(f'<p style="text-indent: 2em">{line}</p>' if die.random() < 0.7 else f"{line}<br/>")
    return between.join(lines)


def marked_lines(text: str, die: random.Random) -> str:
    """Marks of pages between whole lines, in tables too."""
    mark = die.choice(DRESSED_MARKS)
    return "\n".join(_paged(text, len(text) + 1, 14, mark, ""))


def wrapped(text: str, die: random.Random) -> str:
    """Every line cut at one width, without any page mark."""
    width = die.choice((20, 38))
    return "\n".join(_paged(text, width, len(text) + 1, "", ""))


def sentences(text: str, die: random.Random) -> str:
    """Every sentence and half of one on a line of its own."""
    return re.sub(r"([。；])(?=[^\n”」）)])", r"\1\n", text)


def paragraphs(text: str, die: random.Random) -> str:
    """Lines run together behind stops and brackets: headings behind paragraphs, cells behind units."""
    return re.sub(r"(?<=[。;)；）])\n", "", text)


def sited(text: str, die: random.Random) -> str:
    """Buttons of a site between the lines, now and then."""
    buttons = (
        "相关链接",
        "分享到：",
        "上一篇 下一篇",
        "打印本页 关闭窗口",
        "扫一扫在手机打开当前页",
        "字号：大 中 小",
    )
    return "\n".join(
        line + ("\n" + die.choice(buttons) if die.random() < 0.03 else "") for line in text.split("\n")
    )


def unnumbered(text: str, die: random.Random) -> str:
    """Without the numbers that a word processor sets by itself: 一、 of the first level or （一） of the second."""
    lost = die.choice((r"[一二三四五六七八九十]{1,3}、", r"[（(][一二三四五六七八九十]{1,3}[)）]"))
    return re.sub(rf"(?m)^([ 　]*){lost}", r"\1", text)


def headless(text: str, die: random.Random) -> str:
    """Without its beginning: title, date and what it hands on are lost."""
    return text[min(len(text) // 10, 400) :]


def placeless(text: str, die: random.Random) -> str:
    """Names of places cut out, as a site does that lends plans to others: 市“十四五”规划."""
    named = r"[一-龥]{2}(?=[市县区](?![场民级直属域长内委政块]))"
    return re.sub(named, lambda m: "" if die.random() < 0.7 else m.group(), text)


def running(text: str, die: random.Random) -> str:
    """All lines run together with a blank between them, cells as well."""
    return " ".join(text.split("\n"))


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "blob": blob,
    "pages": pages,
    "numbered": numbered,
    "turned": turned,
    "slices": slices,
    "headed": headed,
    "marked": marked,
    "gapped": gapped,
    "worn": worn,
    "web": web,
    "marked lines": marked_lines,
    "wrapped": wrapped,
    "sentences": sentences,
    "paragraphs": paragraphs,
    "sited": sited,
    "unnumbered": unnumbered,
    "headless": headless,
    "placeless": placeless,
    "running": running,
}
