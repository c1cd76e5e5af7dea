"""Heads of tables that stand in two rows, as one row: 目标值 over 2023年 and 2025年 is 2023年目标值, 2025年目标值."""

from __future__ import annotations

import re

from .cells import Cell
from .quantities import PLAN_YEARS

YEAR = re.compile(r"[(]?(?:到|至)?((?:19|20)\d\d)年?(?:末|底)?[)]?")
OVER_YEARS = re.compile(
    r"(?:“?十[一二三四五六]五”?(?:期间|时期)?)?(?:基期|基础|基数|基准|现状|实际|完成|目标|规划|计划|预期|预计|分年度|年度|阶段性?|发展)(?:目标|任务|计划|指标)?"
    r"(?:值|数|情况)?"
)
PAST = re.compile(r"基期|基础|基数|基准|现状|实际|完成")
ONE_YEAR = re.compile(r"基期|基础|基数|基准|现状")
WHOLE = re.compile(r"“?(十[一二三四五六]五)”?(?:期间|时期|末)?(?:实际|完成|实现|现状)")
"""A head that says its time itself."""
MEASURED_IN = re.compile(r"[(]((?:19|20)\d\d年)[)]$|（((?:19|20)\d\d年)）$")
"""The year that an indicator of a head of two rows stands over."""
LABEL = re.compile(
    r"(?:主要|具体|核心|二级|三级)?(?:指标|名称|项目)(?:名称|内容|项目)?|地区|区域|县.{0,8}|序号|单位"
)
LONGEST_HEAD = 9
LONGEST_WORDS = 16


def unstacked(cells: list[Cell]) -> list[Cell]:
    """The cells with every head of two rows folded into one; cells that are no such head stay as they are."""
    out: list[Cell] = []
    at = 0
    while at < len(cells):
        below = at
        while below < len(cells) and YEAR.fullmatch(cells[below].text):
            below += 1
        if below > at:
            folded = _folded(out, cells[at:below])
            if folded is not None:
                out = folded
                at = below
                continue
        out += cells[at : max(below, at + 1)]
        at = max(below, at + 1)
    return out


def _folded(before: list[Cell], years: list[Cell]) -> list[Cell] | None:
    first = len(before)
    while first and len(before) - first < LONGEST_HEAD and _is_word(before[first - 1]):
        first -= 1
    labels = [k for k in range(first, len(before)) if LABEL.fullmatch(before[k].text)]
    if not labels:
        return None
    over = [k for k in range(labels[0] + 1, len(before)) if OVER_YEARS.fullmatch(before[k].text)]
    if len(years) == 1 and over and YEAR.fullmatch(before[over[0] - 1].text):
        return None  # the year before a word is its own
    if len(over) != len(years) or any(_past(before[k], y) for k, y in zip(over, years, strict=True)):
        over = [k for k in over if not WHOLE.match(before[k].text)]
    shares = _shares([before[k] for k in over], years, apart=not over or over[-1] < len(before) - 1)
    if shares is None:
        return None if over else _measured(before, labels[-1], years)
    out = before[: over[0]]
    at = 0
    for k in range(over[0], len(before)):
        if k not in over:
            out.append(before[k])
            continue
        size = shares[over.index(k)]
        for year in years[at : at + size]:
            told = YEAR.fullmatch(year.text)
            number = told.group(1) if told else year.text
            head = before[k]
            out.append(
                Cell(year.start, year.end, f"{number}年{head.text}", f"{number}年{head.shown}", head.line)
            )
        at += size
    return out


def _past(head: Cell, year: Cell) -> bool:
    """Whether a head tells of a plan that was over before the year."""
    told = WHOLE.match(head.text)
    number = YEAR.fullmatch(year.text)
    return bool(told and number and PLAN_YEARS[told.group(1)] < int(number.group(1)))


def _is_word(cell: Cell) -> bool:
    value = (cell.numeric and not YEAR.fullmatch(cell.text)) or cell.empty
    return not value and len(cell.text) <= LONGEST_WORDS


def _shares(over: list[Cell], years: list[Cell], *, apart: bool) -> list[int] | None:
    """How many of the years stand under each head; None where they cannot be told apart.

    ``apart``: another head stands between the last of them and the years, so that the years are a row of their own.
    """
    if len(over) == len(years):
        return [1] * len(over) if apart or len(over) > 1 or years[0].text.startswith("(") else None
    if len(over) == 1 and (apart or not PAST.search(over[0].text)):
        return [len(years)]
    if len(over) == 2 and PAST.search(over[0].text) and not PAST.search(over[1].text):
        # What is compared with is one year; of what was reached there may be several.
        return [1, len(years) - 1] if len(years) == 3 or ONE_YEAR.match(over[0].text) else None
    return None


def _measured(before: list[Cell], label: int, years: list[Cell]) -> list[Cell] | None:
    """Indicators over the same years again and again: 授权量 | 融资额 over 2023年 2025年 2023年 2025年."""
    heads = before[label + 1 :]
    if len(heads) < 2 or len(years) % len(heads) or len(years) == len(heads):
        return None
    each = len(years) // len(heads)
    told = [year.text for year in years]
    if told != told[:each] * len(heads) or len(set(told[:each])) < each:
        return None
    out = before[: label + 1]
    for place, year in enumerate(years):
        head = heads[place // each]
        number = re.sub(r"\D", "", year.text)
        out.append(
            Cell(year.start, year.end, f"{head.text}({number}年)", f"{head.shown}（{number}年）", head.line)
        )
    return out
