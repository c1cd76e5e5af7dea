"""Columns of tables of words that tell no goals: what stands today, what a measure means, what a project costs.

A table of words has its goals in the column that is called so; a list of projects has money and sizes in their names.
"""

from __future__ import annotations

import itertools
import re

from .cells import SERIAL, Cell
from .clean import View
from .duty_heads import role_of

STATE = re.compile(
    r"(?:现状|现有|已有|发展|产业|工作)(?:基础|情况|水平|优势)|现状|(?:目前|当前)?(?:完成|进展)情况|基础(?:条件|情况)"
)
MEANING = re.compile(
    r"(?:指标|具体)?(?:含义|解释|内涵|定义|释义)|(?:计算|统计|评价|考核|评估|测算)(?:方法|方式|公式|口径|依据)|(?:数据|资料|指标)?来源|(?:编制|政策)?依据"
)
MONEY = re.compile(
    r"(?:项目|计划|预计|[估匡概]算|静态|总)*(?:投资|造价)(?:总?额|规模|[估匡概]算)?(?:[(][^()]{1,8}[)])?"
)
BUILT = re.compile(r"建设内容[及和与、](?:建设)?规模|建设(?:起止)?(?:年限|工期|周期|性质|地点|规模)|起止年限")
"""What a list of projects says of how they are built."""
PROJECT = re.compile(r"(?:重点|重大)?(?:项目|企业|工程)(?:名称|单位|业主)?|(?:建设|承担|实施)(?:单位|主体)")
AIMED = re.compile(r".{0,10}目标.{0,4}")
"""A column whose words tell goals also in a list of projects."""
LONGEST_HEAD, MOST_HEADS, LONGEST_CELL = 22, 12, 80


def of_projects(heads: list[str]) -> bool:
    """Whether these are the heads of a list of projects with what each costs or how it is built."""
    return any(map(PROJECT.fullmatch, heads)) and any(MONEY.fullmatch(h) or BUILT.fullmatch(h) for h in heads)


def projects(view: View) -> list[tuple[int, int]]:
    """Places of the lists of projects with what they cost."""
    found = _aside(view, [])
    return [(spans[0][0], spans[-1][1]) for spans, costs in found if costs]


def aside(view: View, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places of heads and cells in which no goals are told; ``taken`` are tables that are read as such."""
    return [span for spans, _ in _aside(view, taken) for span in spans]


def _aside(view: View, taken: list[tuple[int, int]]) -> list[tuple[list[tuple[int, int]], bool]]:
    """For each table of words its silent places, and whether it is a list of projects."""
    lines = _lines(view)
    out: list[tuple[list[tuple[int, int]], bool]] = []
    at = 0
    while at < len(lines):
        head = _head(lines, at)
        if head is None or any(a <= lines[at][0].start < b for a, b in taken):
            at += 1
            continue
        heads, body = head
        costs = of_projects(heads)
        silent = [
            not AIMED.fullmatch(h) if costs else bool(STATE.fullmatch(h) or MEANING.fullmatch(h))
            for h in heads
        ]
        if not any(silent):
            at += 1
            continue
        spans = [(lines[at][0].start, lines[body - 1][-1].end)]
        at = _rows(lines, body, silent, spans, alone=costs)
        out.append((spans, costs))
    return out


def _rows(
    lines: list[list[Cell]], body: int, silent: list[bool], out: list[tuple[int, int]], *, alone: bool
) -> int:
    """Adds the silent cells of the rows below a head; ``alone`` when cells one a line are of the table too."""
    here = body
    while here < len(lines):
        line = lines[here]
        if len(line) in (len(silent), len(silent) - 1):
            columns = silent[len(silent) - len(line) :]
            out += [(c.start, c.end) for c, quiet in zip(line, columns, strict=True) if quiet]
        elif alone and len(line) == 1 and _short(line[0]):
            out.append((line[0].start, line[0].end))
        else:
            break
        here += 1
    return here


def _short(cell: Cell) -> bool:
    return len(cell.text) <= LONGEST_CELL and not re.search(
        "[。;]|^附|^第.{1,3}[章条]|^[(]?[一二三四五六七八九十]+[、)]", cell.text
    )


def _head(lines: list[list[Cell]], at: int) -> tuple[list[str], int] | None:
    """The heads of a table and the line below them: three cells of a line, or one a line.

    Those are told by the running number below them, or in a list of projects by their words.
    """
    first = [c.text for c in lines[at]]
    if len(first) >= 3:
        return (first, at + 1) if all(len(t) <= LONGEST_HEAD and "。" not in t for t in first) else None
    below = [line[0].text for line in lines[at : at + MOST_HEADS] if len(line) == 1]
    if PROJECT.fullmatch(first[0]):
        heads = list(itertools.takewhile(lambda text: of_projects([first[0], text]) or role_of(text), below))
        return (heads, at + len(heads)) if len(heads) >= 3 else None
    if first[0] not in ("序号", "编号"):
        return None
    heads = list(itertools.takewhile(lambda text: not SERIAL.fullmatch(text), below))
    whole = 3 <= len(heads) < len(below) and all(len(t) <= LONGEST_HEAD for t in heads)
    return (heads, at + len(heads)) if whole else None


def _lines(view: View) -> list[list[Cell]]:
    """The lines of the view with their cells, parted by bars."""
    out = []
    at = 0
    for text in view.flat.split("\n"):
        cells = []
        begun = at
        for piece in text.split("|"):
            if piece.strip():
                cells.append(Cell(begun, begun + len(piece), piece))
            begun += len(piece) + 1
        if cells:
            out.append(cells)
        at += len(text) + 1
    return out
