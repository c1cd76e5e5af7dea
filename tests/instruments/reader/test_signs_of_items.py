"""Items are told apart by whatever sign counts them."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read


@pytest.mark.parametrize(
    ("parts", "chapters", "items"),
    [
        ("一、二、", "（一）（二）", "1. 2. "),
        ("壹、贰、", "㈠㈡", "⒈⒉"),
        ("壹、贰、", "（一）（二）", "⑴⑵"),
        ("一、二、", "㈠㈡", "①②"),
        ("一、二、", "（一）（二）", "（1）（2）"),
    ],
)
def test_parts_chapters_and_items_have_their_place_and_their_bearers(
    parts: str, chapters: str, items: str
) -> None:
    (a, b), (c, d), (e, f) = (
        (each[: len(each) // 2], each[len(each) // 2 :]) for each in (parts, chapters, items)
    )
    text = (
        f"柳滨市河湖保护行动计划（2024—2026年）\n{a}总体要求\n坚持系统治理，守住生态底线。\n{b}重点任务\n{c}治理河道\n"
        f"{e}疏浚河道12公里。（市水务局）\n{f}整治码头9座。（市交通运输局）\n{d}保护岸线\n{e}绿化堤防30公里。（市林业局）\n"
    )
    found = read(text, glossary=())
    told = [(one.indicator, one.value) for one in found.targets]
    assert told == [("疏浚河道", 12.0), ("整治码头", 9.0), ("绿化堤防", 30.0)]
    assert [(one.path, one.responsible) for one in found.tasks] == [
        ([f"{b}重点任务", f"{c}治理河道", f"{e.strip()}疏浚河道12公里"], ["市水务局"]),
        ([f"{b}重点任务", f"{c}治理河道", f"{f.strip()}整治码头9座"], ["市交通运输局"]),
        ([f"{b}重点任务", f"{d}保护岸线", f"{e.strip()}绿化堤防30公里"], ["市林业局"]),
    ]


@pytest.mark.parametrize("title", ["抢抓合作机遇", "补齐设施短板", "应对市场挑战"])
def test_a_deed_that_names_a_chance_or_a_want_is_a_task(title: str) -> None:
    text = f"柳滨市招商工作方案（2024—2026年）\n⑴走访企业。到2026年，走访企业90家。\n⑵{title}。到2026年，引进到位资金14亿元。\n⑶做好服务。常态化对接。\n"
    found = read(text, glossary=())
    assert [(one.value, one.unit) for one in found.targets] == [(90.0, "家"), (14.0, "亿元")]
    assert title in [one.title for one in found.tasks]
