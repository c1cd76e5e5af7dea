"""Brackets at the end of tasks that name bodies in words that were not understood: nobody is lost without a word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .model import Open, Task

CLOSING = re.compile(r"[（(〔\[［【﹝]([^（(〔\[［【﹝）)〕\]］】﹞。\n]{4,120})[）)〕\]］】﹞][。.；;\s]*\Z")
BODY = re.compile(
    r"(?:局|委|办|院|厅|署|政府|部门|单位|机构|机关|海关|银行|支行|分行|协会|管委会|督查室|研究室|办事处|镇街|县区|区县|乡镇)"
    r"(?:[、,，；;]|和|及|等|按|分工|共同|牵头|负责|配合|参加|落实|\Z)"
)
ASIDE = re.compile(r"以下|简称|下同|见附|其中|包括|例如|试点|20\d\d年[^、，,]*[至—-]")
LEAST = 2
"""Tasks that have bearers; in a plan without them a bracket tells something else."""


def unborne(tasks: Sequence[Task]) -> list[Open]:
    """An open question for each task without bearers whose closing bracket seems to name some."""
    if sum(1 for one in tasks if one.quote_units) < LEAST:
        return []
    found = []
    for one in tasks:
        if one.lead or one.cooperating or one.responsible:
            continue
        bracket = CLOSING.search(one.quote)
        if bracket is None or not BODY.search(bracket[1]) or ASIDE.search(bracket[1]):
            continue
        start = one.span[0] + bracket.start()
        words = bracket[0].rstrip("。.；; \t\r\n")
        found.append(
            Open(
                "units_unread",
                f"任务“{one.title}”末尾的括号像是责任单位，没有读懂。",
                f"The bracket that closes the task “{one.title}” seems to name its bearers and was not understood.",
                [(start, start + len(words))],
                [words],
            )
        )
    return found
