"""By which year a number is due."""

from __future__ import annotations

import re

from .context import Frame
from .quantities import Quantity, When

THIS_YEAR = re.compile(r"(?:^|[,;:。、])(?:力争|确保)?(?:年内|今年内?|本年度|当年底前|年底前)")
AHEAD = re.compile(r"(?<!面向)(?<!着眼)未来([一二两三四五六十]|\d{1,2})年(?:内|里|间)?")
AHEAD_YEARS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "十": 10}
"""未来三年: so many years from the year of the document."""
CLOSING = re.compile(
    r"[,;](?:力争|确保|均)?(?:于|在)?(20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上半年|下半年|年?底|末)?(?:之?前)?(?:全部|基本|全面)?(?:完成|建成|到位|实现|投用)[^,;。]{0,4}$"
)
"""A due year told once, behind all that it holds for."""


STAGE = re.compile(r"(?:阶段|时期|[一-龥]期|步)[(]$")


def of_stage(text: str, when: When) -> bool:
    """Whether a year stands in brackets behind the name of a stage: 第一阶段(2024年), 提升期(2025—2026年)."""
    if when.role not in ("due", "span") or not re.match(r"年?(?:底|末)?[)]", text[when.end :]):
        return False
    return bool(STAGE.search(text[: when.start]))


def year_of(
    text: str,
    ca: int,
    q: Quantity,
    whens: list[When],
    frame: Frame,
    *,
    task_year: int | None,
    default_year: int | None,
    doc_year: int | None,
) -> tuple[int | None, bool]:
    """The year by which a number is due, and whether that was concluded: from the clause, the text before, what
    closes the sentence, the task, the year of the document, the plan.
    """
    ahead = AHEAD.search(text, 0, q.start)
    if ahead and not any(w.start < q.start and w.role in ("due", "span") for w in whens):
        told = AHEAD_YEARS.get(ahead.group(1)) or int(ahead.group(1))
        return (doc_year + told if doc_year else task_year or default_year), True
    near = [w for w in whens if w.role in ("due", "span", "past") and ca <= w.start < q.start]
    if near:
        return near[-1].year or None, False
    if frame.year_told:
        return frame.year or None, False
    later = [w for w in whens if w.role == "due" and q.end <= w.start <= q.end + 24]
    if (
        later
        and re.match(r"[^,;。(]{0,16}于?$", text[q.end : later[0].start])
        and re.match(
            r"年?(?:底|末)?(?:前|之前)?(?:落地|建成|投用|完成|到位|达到|实现|投产|竣工|运营|设立)",
            text[later[0].end :],
        )
    ):
        return later[0].year or None, False
    closing = CLOSING.search(text)
    if closing and closing.start() >= q.end:
        return int(closing.group(1)), False
    if task_year is not None:
        return task_year, True
    start = max(text.rfind(c, 0, q.start) for c in ";。") + 1
    if doc_year is not None and THIS_YEAR.search(text, start, q.start):
        return doc_year, True
    return default_year, True
