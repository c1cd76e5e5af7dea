"""Headings without a number: short lines that stand alone above a text, told from lines that are none.

A line is one where the text above it has ended and a text, or another heading, stands below it. Below a heading with
a number two such lines make a level of their own; a text without any numbers needs three, and one that is called as
parts of plans are (总体要求, 主要任务, 保障措施) or below half of which stands who bears the work.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .units import looks_like_list

WORDS = r"[^。;:,!?|…\n]"
LINE = re.compile(rf"[一-龥“《]{WORDS}{{2,28}}[一-龥”》)]|[一-龥“]{WORDS}{{3,14}},{WORDS}{{3,14}}[一-龥”]")
NO_HEADING = re.compile(
    r"\d(?![G.+])|%|[〔〕]|号$|^(?:持续|长期|常年|全年)(?:推进|坚持|开展|实施)?$|"
    r"(?:单位|部门|主体)$|政府$|[局厅委办院部会]$|"
    r"^(?:附件|附表|附录|图|表|单位|时间|地点|联系人|来源|作者|目录|目次|专栏|注|第)|(?:[局镇县市院处部科区乡组]长|主任|书记|主席)$|"
    r"(?:规划|方案|意见|办法|通知|通告|公告|清单|细则|报告|纲要|汇总表|一览表|分工表|[任务目标]表)$"
)
"""Lines of a document that are none of its headings: numbers, signatures, names of bodies and persons, titles."""
BORNE = re.compile(r"[(\[〔][^()\[\]〔〕\n]*[局委办院府厅部会行区县市街][^()\[\]〔〕\n]{0,12}[)\]〕]。?$")
PARTS = ("general", "goal", "tasks", "measure", "principle", "step")
TASKS = re.compile(
    r"(?:重点|主要|工作|具体|关键|发展|建设|目标|实施)(?:任务|举措|工程|行动|工作|内容)$|^任务$|任务分工$"
)
BELOW = {
    "general": ("principle", "goal"),
    "measure": ("measure", "task"),
    "chapter": ("task", "goal"),
    "tasks": ("goal",),
}
"""What stands below a part of a plan, and is no part of its own."""
ENDS = ("。", ")", "]", "〕", "”", ";", "!", ":")
BROKEN = re.compile("[,;。]")
LEAST_TEXT, LONGEST_ABOVE, LONGEST_CHAIN = 12, 40, 3
LEAST_BELOW, LEAST_ALONE = 2, 3
TOP, SPLIT, ANNEX = 5, 0.25, 1
"""The rank of 一、, how much deeper a heading without a number ranks than what it stands below, and of an annex."""


@dataclass(frozen=True)
class Line:
    """A line that may be a heading: what a section of that title is for, and what stands right below it."""

    start: int
    end: int
    kind: str
    chained: bool
    """Whether another such line does."""
    borne: bool
    """Whether a text does with whose end stands who bears it."""


@dataclass(frozen=True)
class Above:
    """A heading with a number: where it begins, its rank, and whether headings may stand below it."""

    start: int
    rank: float
    holds: bool


def unnumbered(
    flat: str,
    paragraphs: list[tuple[int, int]],
    numbered: list[Above],
    kind: Callable[[str], str],
    *,
    free: Callable[[int], bool],
    torn: bool,
) -> list[tuple[int, int, float]]:
    """Place and rank of the headings without a number.

    ``kind`` tells what a section of that title is for; ``free`` whether a heading may stand at a place; ``torn`` that
    lines of the source end within sentences: then only what ends with a stop or is called as a part of a plan is one.
    """
    lines = _lines(flat, paragraphs, {a.start for a in numbered}, kind, free)
    if torn:
        lines = [line for line in lines if line.kind in PARTS or flat[line.end : line.end + 1] == "。"]
    groups = _groups(lines, numbered)
    out: list[tuple[int, int, float]] = []
    for above, own in groups:
        if above is None:
            highest = min((a.rank for a in numbered if a.rank > ANNEX), default=TOP + 1)
            out += _levels(own, min(TOP, highest - 1))
        elif above.holds and (len(own) >= LEAST_BELOW or own[0].kind == "goal"):
            out += [(line.start, line.end, above.rank + SPLIT) for line in own]
    return out


def _groups(lines: list[Line], numbered: list[Above]) -> list[tuple[Above | None, list[Line]]]:
    """The lines by the heading below which they stand: the highest whose text begins with one, else the nearest."""
    groups: dict[int, tuple[Above | None, list[Line]]] = {}
    parted = any(a.holds and a.rank <= TOP for a in numbered)
    stack: list[Above | None] = [None]
    marks: list[Above | Line] = [*numbered, *lines]
    for mark in sorted(marks, key=lambda m: m.start):
        if isinstance(mark, Above):
            while stack[-1] is not None and stack[-1].rank >= mark.rank:
                stack.pop()
            stack.append(mark)
            continue
        if any(a is not None and not a.holds and a.rank <= ANNEX for a in stack):
            continue
        above = next((a for a in stack if id(a) in groups), stack[-1])
        if above is None and parted:
            continue
        groups.setdefault(id(above), (above, []))[1].append(mark)
    return list(groups.values())


def _runs(lines: list[Line]) -> list[Line]:
    """The lines without those of long lists, of which only the last has a text below it."""
    out: list[Line] = []
    run: list[Line] = []
    for line in lines:
        run.append(line)
        if not line.chained:
            out += run if len(run) <= LONGEST_CHAIN else []
            run = []
    return out


def _lines(
    flat: str,
    paragraphs: list[tuple[int, int]],
    numbered: set[int],
    kind: Callable[[str], str],
    free: Callable[[int], bool],
) -> list[Line]:
    """Lines that may be headings, found from the last to the first, for each must know what stands below it."""
    out: list[Line] = []
    below, borne = "", False
    for n in range(len(paragraphs) - 1, 0, -1):
        start, end = paragraphs[n]
        text = flat[start:end]
        bare = text if "," in text else text.removesuffix("。")
        above = flat[slice(*paragraphs[n - 1])]
        ended = (
            above.endswith(ENDS)
            or _short(above)
            or (len(above) <= LONGEST_ABOVE and not BROKEN.search(above))
        )
        if start in numbered:
            below = "numbered"
        elif len(text) >= LEAST_TEXT and ("。" in text or text.endswith(":")):
            below, borne = "text", bool(BORNE.search(text))
        elif below and ended and free(start) and _short(bare):
            out.append(Line(start, start + len(bare), kind(bare), below == "line", below == "text" and borne))
            below = "line"
        else:
            below = ""
    return _runs(out[::-1])


def _short(text: str) -> bool:
    whole = all(text.count(a) == text.count(b) for a, b in ("“”", "()", "《》"))
    told = LINE.fullmatch(text) and not NO_HEADING.search(text)
    return whole and bool(told) and not looks_like_list(text, 0, len(text))


def _levels(lines: list[Line], highest: float) -> list[tuple[int, int, float]]:
    """Ranks where nothing has a number.

    What is called as parts of plans are, or stands above another heading, is of the first level; what follows a part
    of tasks or measures stands below it, and so do principles and goals below general demands.
    """
    borne = 2 * sum(line.borne for line in lines) >= sum(not line.chained for line in lines)
    if len(lines) < LEAST_ALONE or not (borne or any(line.kind in PARTS for line in lines)):
        return []
    out: list[tuple[int, int, float]] = []
    top, parted = "", False
    for line in lines:
        depth = 0
        if line.kind == "task" and top == "tasks":
            parted = parted or line.chained
            depth = 1 + (parted and not line.chained)
        elif line.kind in BELOW.get(top, ()) and not line.chained:
            depth = 1
        else:
            top, parted = "chapter" if line.kind == "task" and line.chained else line.kind, False
        out.append((line.start, line.end, highest + SPLIT * depth))
    return out
