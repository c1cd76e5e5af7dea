"""A bracket of bearers that is not understood is told as an open question."""

from __future__ import annotations

from typing import Any

import pytest

from zhichan.instruments.reader import read
from zhichan.instruments.reader.model import Task
from zhichan.instruments.reader.questions import unborne

PLAN = (
    "柳滨市河湖保护行动计划（2024—2026年）\n\n一、重点任务\n\n（一）清淤疏浚。疏浚河道12公里。（市水务局）\n\n"
    "（二）岸线整治。拆除违建30处。（市自然资源局、市城管局）\n\n（三）长效管护。落实巡查制度{}\n"
)


def opened(closing: str) -> list[tuple[str, list[str]]]:
    text = PLAN.format(closing)
    found = read(text, glossary=())
    for one in found.open:
        assert [text[a:b] for a, b in one.spans] == one.quotes
    return [(one.code, one.quotes) for one in found.open if one.code == "units_unread"]


def task(quote: str, **more: Any) -> Task:
    return Task(path=["一、重点任务"], title=quote.partition("。")[0], span=(40, 40 + len(quote)), quote=quote, **more)


KNOWN = [task(f"疏浚{one}。（市水务局）", quote_units="（市水务局）", responsible=["市水务局"]) for one in ("东河", "西河")]


def test_a_closing_bracket_that_seems_to_name_bodies_and_was_not_understood_is_open() -> None:
    lost = task("落实巡查制度。（沿线管护主体及其主管单位共同落实）。")
    [one] = unborne([*KNOWN, lost])
    assert (one.code, one.quotes, one.spans) == ("units_unread", ["（沿线管护主体及其主管单位共同落实）"], [(47, 65)])
    assert one.why == "任务“落实巡查制度”末尾的括号像是责任单位，没有读懂。"
    assert unborne([*KNOWN, task(lost.quote, cooperating=["市财政局"])]) == []
    assert unborne([KNOWN[0], lost]) == [], "one bracket makes no custom"


def test_a_body_that_the_reader_does_not_know_is_read_or_open_in_a_whole_plan() -> None:
    closing = "（河道沿线各类管护主体及其上级主管单位共同落实到底）"
    found = read(PLAN.format(f"。{closing}"), glossary=())
    [last] = [one for one in found.tasks if one.title == "长效管护"]
    assert bool(last.lead or last.cooperating or last.responsible) != bool(opened(f"。{closing}"))


@pytest.mark.parametrize(
    "closing",
    ["。（市水务局）", "。", "（以下简称管护单位）。", "（每周不少于1次）。", "（包括干流、支流及湖泊）。"],
)
def test_bearers_that_were_read_and_brackets_of_other_things_are_not(closing: str) -> None:
    assert opened(closing) == []


def test_where_no_task_has_bearers_in_brackets_none_is_missed() -> None:
    text = "柳滨市河湖保护要点\n\n一、重点任务\n\n（一）清淤疏浚。疏浚河道12公里。\n\n（二）岸线整治。拆除违建（含码头及单位自建房）。\n"
    assert [one.code for one in read(text, glossary=()).open if one.code == "units_unread"] == []
