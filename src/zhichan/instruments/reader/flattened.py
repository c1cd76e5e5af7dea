"""Tables flattened into one line of which the cells still stand apart: found by rows of one shape.

Two shapes: rows of a name and so many numbers under a head of as many columns (地区 甲 乙 东区 3 40 西区 5 60 …),
and rows that begin with the next running number and have as many bars as the head (序号|任务|单位|时限1|…|…|5月2|…).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

NUMBER = re.compile(
    r"(?:[≥≤><~约]|>=|<=)?\d[\d,.]*(?:[-—~]\d[\d.]*)?(?:%|‰)?(?:以上|左右|以下|以内)?|[-—–/]{1,2}|[\[〔]\d[\d.]*%?[\]〕]"
)
SORT = re.compile(r"[(]?(?:预期|约束)性(?:指标)?[)]?")
WORDS = re.compile(r"[^。;,!?:|]{1,24}")
NAMES = re.compile(
    r".{0,12}(?:地区|区域|区划|县区|区县|市县|县市|市区|市州|乡镇|镇街|街道|园区|县\(市、区\)|区\(县、市\)|镇\(街道\)|单位|部门|产业链?|"
    r"行业|领域|名称|项目|指标|类别|类型|学校|企业)(?:名称)?"
)
SORT_HEAD = re.compile(r"(?:指标)?(?:属性|性质)|备注")
BRACKET = re.compile(r"[(][^()]{1,10}[)]")
LEAST_ROWS = 3
LONGEST_TITLE = 45
DUE = re.compile(
    r"20\d\d年(?:\d{1,2}月|[一二三四]季度|上半年|下半年)?(?:\d{1,2}日)?(?:底|末)?(?:之?前)?(?:完成)?|长期(?:坚持|推进)?|持续(?:推进|实施|开展)?|全年"
)
HEADS_END = re.compile(r"(?P<head>[^\d|。]{2,14})(?P<n>\d{1,3})")


@dataclass
class Cell:
    start: int
    end: int
    kind: str
    """n a number, s the sort of an indicator, w words, x anything else."""


def flattened(flat: str, start: int, end: int, gaps: list[int]) -> tuple[list[int], list[tuple[int, int]]]:
    """Places in [start, end) where cells or rows of such tables begin, and the stretches that the tables fill.

    ``gaps`` are the places in [start, end) where white space was dropped.
    """
    places, stretches = _barred(flat, start, end)
    if len(gaps) + flat.count("|", start, end) >= 2 * LEAST_ROWS and not stretches:
        places, stretches = _crossed(flat, start, _cells(flat, start, end, gaps))
    return places, stretches


def _cells(flat: str, start: int, end: int, gaps: list[int]) -> list[Cell]:
    """What stands between white space; a bracket that white space cut is one cell, and so is a unit behind its name."""
    spaces = [m.start() + 1 for m in re.finditer(r"[ |]", flat[start:end])]
    begins = sorted({start, *gaps, *(start + s for s in spaces)})
    out: list[Cell] = []
    for a, b in zip(begins, [*begins[1:], end], strict=True):
        text = flat[a:b].rstrip(" |")
        if not text:
            continue
        before = flat[out[-1].start : out[-1].end] if out else ""
        open_ = before.count("(") > before.count(")") and len(before) < 24
        if out and (open_ or (BRACKET.fullmatch(text) and out[-1].kind == "w")):
            out[-1] = Cell(out[-1].start, a + len(text), "w")
            continue
        kind = (
            "n"
            if NUMBER.fullmatch(text)
            else "s"
            if SORT.fullmatch(text)
            else "w"
            if WORDS.fullmatch(text)
            else "x"
        )
        out.append(Cell(a, a + len(text), kind))
    return out


def _crossed(flat: str, start: int, cells: list[Cell]) -> tuple[list[int], list[tuple[int, int]]]:
    """Tables of names and numbers among the cells."""
    places: list[int] = []
    stretches: list[tuple[int, int]] = []
    shape = "".join(c.kind for c in cells)
    at = 0
    while (first := re.compile(r"n{2,}").search(shape, at)) is not None:
        at = first.end()
        count = at - first.start()
        sort = shape[at : at + 1] == "s"
        rows = re.compile(rf"(?:w{{0,2}}n{{{count}}}{'s' if sort else '(?!n)'})+").match(shape, first.start())
        if rows is None or rows.group().count("n") < LEAST_ROWS * count:
            continue
        at = rows.end()
        named = re.compile(r"w*$").search(shape, 0, first.start())
        begun = _head(flat, cells[named.start() if named else 0 : first.start()], count, sort=sort)
        if begun is None:
            continue
        head = first.start() - begun
        places += [c.start for c in cells[head : rows.end()]]
        title = cells[head - 1] if head else None
        if (
            title is not None
            and title.end - title.start <= LONGEST_TITLE
            and "。" not in flat[title.start : title.end]
        ):
            places.append(title.start)
        stop = cells[rows.end() - 1].end
        places.append(stop)
        stretches.append((cells[head].start, stop))
    return sorted({p for p in places if p > start}), stretches


def _head(flat: str, words: list[Cell], count: int, *, sort: bool) -> int | None:
    """How many of the cells before the first number are the head and the first row's name; None: there is no head."""
    for names in (1, 0, 2):
        for group in (0, 1):
            wanted = 1 + group + count + sort + names
            if wanted > len(words):
                continue
            head = words[len(words) - wanted : len(words) - names]
            texts = [flat[c.start : c.end] for c in head]
            if NAMES.fullmatch(texts[0]) and (not sort or SORT_HEAD.fullmatch(texts[-1])):
                return wanted
    return None


def _barred(flat: str, start: int, end: int) -> tuple[list[int], list[tuple[int, int]]]:
    """Rows of tables whose bars are kept, though each row's number follows the last cell of the row before."""
    places: list[int] = []
    stretches: list[tuple[int, int]] = []
    bars = [m.start() for m in re.finditer(r"\|", flat[start:end])]
    bars = [start + b for b in bars]
    for head in re.finditer(r"(?:序号|编号)\|", flat[start:end]):
        at = start + head.start()
        if stretches and at < stretches[-1][1]:
            continue
        told = _rows(flat, at, end, bars)
        if told is None:
            continue
        rows, stop = told
        places += [at, *rows, stop]
        stretches.append((at, stop))
    return sorted({p for p in places if start < p < end}), stretches


def _next_row(flat: str, bars: list[int], first: int, number: int) -> tuple[int, int] | None:
    """The bar behind the number of the next row, and that number: one more, or in an extract any more behind a term."""
    for b in range(first, min(first + 4, len(bars) - 1)):
        cell = flat[bars[b] + 1 : bars[b + 1]]
        if cell.endswith(str(number + 1)):
            return b + 1, number + 1
    return None


def _rows(flat: str, at: int, end: int, bars: list[int]) -> tuple[list[int], int] | None:
    """Where the rows below a head begin, and where the last one ends."""
    here = bisect_left(bars, at)
    last = next(
        (
            (n, m)
            for n in range(here + 1, min(here + 10, len(bars) - 1))
            if (m := HEADS_END.fullmatch(flat, bars[n] + 1, bars[n + 1]))
        ),
        None,
    )
    if last is None:
        return None
    n, m = last
    width = n - here + 1
    number = int(m.group("n"))
    rows = [m.start("n")]
    n += 1
    while (following := _next_row(flat, bars, n + width - 2, number)) is not None:
        n, number = following
        rows.append(bars[n] - len(str(number)))
    if len(rows) < 2:
        return None
    final = bars[min(n + width - 1, len(bars) - 1)] + 1
    due = DUE.match(flat, final, end)
    stop = re.compile(r"[。;]|(?=[一二三四五六七八九十]{1,3}、|[(][一二三]{1,3}[)]|附件)|$").search(
        flat, final, end
    )
    return rows, due.end() if due else stop.end() if stop else end
