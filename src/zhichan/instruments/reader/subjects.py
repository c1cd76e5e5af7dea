"""Whose a number is where its own words do not say it whole: shared by a list, restated for a place, or owned."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .naming import (
    DEED_OF,
    MEASURED,
    by_measure,
    core_of,
    listed_names,
    share_heads,
    whole_name,
    whose_measure,
)
from .wording import DOWN, GROWTH, RATE_END, SHRINK, UP, VERB_HEAD

EACH_TAIL = re.compile(
    r"(?P<sum>(?:等)?(?:[二两三四五六七八九]|\d)项(?:主要|核心|重点|经济|关键)*指标)?"
    r"(?P<each>(?<![年人平月日户])均|都|全部|双双|各|分别|同步)?(?:要|须|将|应|新增|建设|建成)*"
    r"(?P<base>(?:(?<![占对环同])比|较|在)[^,;、。]{2,14}?(?:年(?:末|底)?|水平|基础上|同期|期末))?"
    rf"(?P<grown>(?:再)?(?:年均|每年|年平均|同比)?(?:{GROWTH}|{SHRINK})(?!到|至|为))?"
    rf"(?:{UP}|{DOWN}|为|在)*$"
)
"""The words between a list of names and the one number that holds for each of them."""
TOGETHER = re.compile(r"合计|总和|之和|总计|共计|累计|[^总公]共$")
"""A sum of all that the list names."""
MEASURES = re.compile(
    rf"(?:{MEASURED.pattern})|(?:投资|贸易|进出口|利润|税收|利税|营收|产能|销售|消费|GDP|浓度)$"
)


@dataclass(frozen=True)
class Each:
    """Names that share one number, with their places in the clause, and the words that stand before the number."""

    names: list[str]
    places: list[tuple[int, int]]
    words: str
    deed: str


def told_of_each(pre: str, *, percent: bool, fold: bool, unit: bool, before: str) -> Each | None:
    """The names of a list for each of which the number behind ``pre`` holds: A率、B率(均)达到 …; else nothing.

    ``percent`` and ``fold`` say that the number is a share or a multiple, ``unit`` that it has a unit; ``before`` is
    the subject of the clause before. A list without 均 or 各 shares its number only where every name is a measure.
    """
    tail = EACH_TAIL.search(pre)
    if tail is None or not tail.start():
        return None
    each = tail.group("each") or ""
    ends = tail.start("each") if each else tail.start()
    if tail.group("sum"):
        ends, each = tail.start(), each or "均"
    places = listed_names(pre[:ends], short=each not in ("", "各", "全部"))
    if len(places) > 2 and any(re.match(r"\d+(?:家|所|个)", pre[a:b]) for a, b in places):
        places = by_measure(pre, places) or places
    cores = [core_of(pre[a:b])[0] for a, b in places]
    if not 2 <= len(places) <= 5:
        return None
    words = pre[ends:]
    risen = tail.group("grown") or ""
    if each == "各":
        return _of_one_kind(cores, places, words) if unit and not percent else None
    if not each:
        if TOGETHER.search(pre) or not all(MEASURES.search(core) for core in cores[:-1]):
            return None
        if not MEASURED.search(cores[-1]) and not (risen and MEASURES.search(cores[-1])):
            return None
    if risen or fold:
        cores = [core + (tail.group("base") or "" if risen else "") + risen for core in share_heads(cores)]
        return Each(cores, places, words, "") if all(len(c) >= 3 for c in cores) else None
    if not each:
        cores[0] = VERB_HEAD.sub("", cores[0]) or cores[0]
        whole = whole_name(cores[0], VERB_HEAD.sub("", before))
        lent = whole[: len(whole) - len(cores[0])]
        cores = [lent + core if len(core) <= 4 else core for core in cores]
    if all(DEED_OF.fullmatch(core) for core in cores[1:]):
        cores = share_heads(cores)
    if RATE_END.search(cores[-1]):
        bare = any(not RATE_END.search(core) for core in cores)
        cores = whose_measure(cores) or (share_heads(cores) if bare else cores)
    if not all(len(core) >= 3 and MEASURED.search(core) for core in cores):
        return None
    return Each(cores, places, words, "")


def _of_one_kind(cores: list[str], places: list[tuple[int, int]], words: str) -> Each | None:
    """甲、乙各10个: the verb is told once, and so is what the last name ends with."""
    deed = VERB_HEAD.match(cores[0])
    first, last = VERB_HEAD.sub("", cores[0]), cores[-1]
    if len(first) < len(last) and len(last) >= 4 and first[:2] != last[:2]:
        whole = share_heads([first, *cores[1:]])
        cores = (
            [(deed.group() if deed else "") + whole[0], *whole[1:]]
            if whole[0] != first
            else [core + last[len(first) :] for core in cores[:-1]] + [last]
        )
    if all(DEED_OF.fullmatch(core) for core in cores[1:]):
        cores = share_heads(cores)
    if any(len(core) < 3 for core in cores):
        return None
    return Each(cores, places, words, deed.group() if deed else "")
