"""Phases and dated steps are read with their dates. Cold, 7 of these 18 were right."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read

FRAME = (
    "松浦市专利转化运用专项行动方案（2024—2026年）\n一、总体要求\n坚持问题导向，推进转化运用，完善体系。\n二、重点任务\n"
    "（一）梳理存量。建立台账，{task}\n（二）优化服务。健全网络。\n三、{steps}\n四、保障措施\n（一）加强领导。压实责任。\n"
)


def told(
    *, task: str = "健全机制。", steps: str = "有关要求\n认真落实。"
) -> list[tuple[str, str | None, str | None]]:
    text = FRAME.format(task=task, steps=steps)
    found = read(text, glossary=()).milestones
    for each in found:
        assert text[slice(*each["span"])] == each["quote"]
    return [(m["phase"], m["start_date"], m["due_date"]) for m in found]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param(
            "实施步骤\n（一）动员部署阶段（2024年3月—2024年6月）。制定方案，明确分工。\n"
            "（二）全面推进阶段（2024年7月—2026年9月）。落实任务，定期调度。\n（三）总结评估阶段（2026年10月—12月）。总结经验。",
            [
                ("动员部署阶段", "2024-03", "2024-06"),
                ("全面推进阶段", "2024-07", "2026-09"),
                ("总结评估阶段", "2026-10", "2026-12"),
            ],
            id="months in brackets",
        ),
        pytest.param(
            "进度安排\n1.启动阶段：2024年第一季度，印发方案。\n2.实施阶段：2024年第二季度至2026年第三季度，组织实施。\n"
            "3.验收阶段：2026年第四季度，考核验收。",
            [
                ("启动阶段", None, "2024-03"),
                ("实施阶段", "2024-04", "2026-09"),
                ("验收阶段", None, "2026-12"),
            ],
            id="quarters",
        ),
        pytest.param(
            "工作步骤\n（一）第一阶段：到2024年底，基本完成制度建设。\n（二）第二阶段：到2025年底，转化机制全面运行。\n"
            "（三）第三阶段：到2026年底，形成可复制经验。",
            [("第一阶段", None, "2024-12"), ("第二阶段", None, "2025-12"), ("第三阶段", None, "2026-12")],
            id="ends of years",
        ),
        pytest.param(
            "时间安排\n2024年4月底前，完成动员部署；2024年5月至2026年10月，全面组织实施；2026年11月至12月，开展总结验收。",
            [
                ("完成动员部署", None, "2024-04"),
                ("全面组织实施", "2024-05", "2026-10"),
                ("开展总结验收", "2026-11", "2026-12"),
            ],
            id="several in one sentence",
        ),
        pytest.param(
            "实施步骤\n（一）宣传发动（即日起至2024年5月底）。召开会议。\n（二）集中攻坚（2024年6月1日至2026年6月30日）。逐项落实。",
            [("宣传发动", None, "2024-05"), ("集中攻坚", "2024-06-01", "2026-06-30")],
            id="days, and from now on",
        ),
    ],
)
def test_the_phases_of_a_plan_are_read_with_their_dates(steps, expected):
    assert told(steps=steps) == expected


def test_dated_steps_of_a_task_are_read():
    assert told(task="2024年底前完成存量专利盘点，2025年6月底前建成市级资源库。") == [
        ("完成存量专利盘点", None, "2024-12"),
        ("建成市级资源库", None, "2025-06"),
    ]
    assert told(task="2025年上半年启动试点，2026年第三季度全面推开。") == [
        ("启动试点", None, "2025-06"),
        ("全面推开", None, "2026-09"),
    ]


def test_a_dated_goal_with_a_number_is_no_step():
    assert told(task="2025年底前建成运营中心3家。") == []


def test_the_day_on_which_a_plan_begins_and_ends_to_hold_is_read():
    assert told(steps="有关要求\n本方案自2024年8月1日起施行，有效期至2026年12月31日。") == [
        ("有效期", None, "2026-12-31"),
        ("施行", None, "2024-08-01"),
    ]


@pytest.mark.parametrize("heading", ["阶段安排", "实施步骤"])
def test_dated_numbers_of_a_stage_are_goals_and_its_phases_stay(heading):
    steps = (
        f"{heading}\n（一）起步阶段（2024年）。建成服务站10个。\n"
        "（二）提升阶段（2025—2026年）。召开推进会议3次。到2026年底，发明专利拥有量达到6000件。"
    )
    reading = read(FRAME.format(task="健全机制。", steps=steps), glossary=())
    assert [(t.indicator, t.value, t.year) for t in reading.targets] == [
        ("建成服务站", 10, 2024),
        ("发明专利拥有量", 6000, 2026),
    ]
    assert [(m["phase"], m["due_date"]) for m in reading.milestones][:2] == [
        ("起步阶段", "2024"),
        ("提升阶段", "2026"),
    ]


def test_numbers_of_a_stage_without_a_year_are_no_goals():
    steps = "实施步骤\n（一）动员阶段。印发宣传册200份，建成台账3个。\n（二）总结阶段。形成报告2份以上。"
    assert read(FRAME.format(task="健全机制。", steps=steps), glossary=()).targets == []
