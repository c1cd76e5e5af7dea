"""A year that is the base of a number, of an event or of the plan's years in turn is not the year in force."""

import pytest

from zhichan.instruments.reader import read


def years(text: str) -> list[tuple[float, int | None]]:
    return [(t.value, t.year) for t in read(text, glossary=()).targets]


def aims(*sentences: str) -> str:
    """A plan of 2024 to 2026, each sentence a task of its own."""
    lines = [f"（{'一二三'[n]}）做好相关工作。{s}" for n, s in enumerate(sentences)]
    head = "云溪市冰雪行动方案（2024—2026年）\n一、总体要求\n坚持系统治理。\n二、重点任务\n"
    return head + "\n".join(lines) + "\n2024年3月5日\n"


EVENT_PLAN = """沅川市冰雪装备产业发展行动方案（2023—2025年）
抢抓{event}，加快推动冰雪装备产业发展，制定本方案。
一、主要目标
产业规模突破30亿元。
二、重点任务
（一）壮大主体。培育领军企业6家。（市工业和信息化局）
"""


@pytest.mark.parametrize(
    "event",
    [
        "2024年第十四届全省冬季运动会举办机遇",
        "2024年全国农民运动会筹办契机",
        "2024年第九届国际冰雪博览会机遇",
    ],
)
def test_the_year_of_an_event_is_not_the_year_of_the_plan(event):
    assert years(EVENT_PLAN.format(event=event)) == [(30, 2025), (6, 2025)]


def test_the_year_of_an_event_that_is_held_is_due():
    assert years(aims("以2025年省冬运会为契机，招引项目15个。", "2025年举办博览会3场。")) == [
        (15, 2026),
        (3, 2025),
    ]


def test_what_is_told_for_the_years_of_the_plan_in_turn_has_each_its_year():
    told = years(aims("雪场接待人次三年分别达到60万人次、80万人次、100万人次。"))
    assert told == [(60, 2024), (80, 2025), (100, 2026)]


def test_a_year_taken_as_base_is_not_the_year_of_what_is_doubled_and_its_sums_keep_their_names():
    plan = read(aims("以2022年为基数，骨干企业数、专利授权量均翻一番，分别达到40家和700件。"), glossary=())
    assert [(t.indicator, t.value, t.year) for t in plan.targets] == [
        ("骨干企业数", 1, 2026),
        ("专利授权量", 1, 2026),
        ("骨干企业数", 40, 2026),
        ("专利授权量", 700, 2026),
    ]
    assert plan.actuals == []
