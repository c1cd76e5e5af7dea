"""Contradictions are told of the same thing, place and year alone, in numbers that an officer reads."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read

PLAN = "云岭市养蜂业发展行动方案（2024—2026年）\n一、发展目标\n{goals}\n二、主要任务\n（一）推进育种。健全机制。\n（二）优化服务。健全网络。\n"
TABLE = "附件\n各县市养蜂业目标表（{year}年）\n县市\t蜂蜜年产值（万元）\n甲县\t900\n乙县\t1100\n丙县\t1250\n丁县\t3400\n"


def codes(text: str) -> list[str]:
    return [o.code for o in read(text, glossary=()).conflicts]


@pytest.mark.parametrize(
    "goals",
    [
        "培育国家级示范蜂场4个，省级示范蜂场12个，市级示范蜂场40个。到2026年，示范蜂场达到90个。",
        "争取全省蜂业评价中12项指标位居前列。到2026年，蜂农达到3万户。",
        "在全省18个一级指标中有9个以上领先。到2026年，蜂农达到3万户。",
    ],
)
def test_other_grades_and_indicators_of_others_contradict_nothing(goals):
    assert codes(PLAN.format(goals=goals)) == []


def test_two_numbers_of_one_grade_are_told():
    goals = "到2026年，市级示范蜂场达到40个。力争市级示范蜂场到2026年达到45个。"
    assert codes(PLAN.format(goals=goals)) == ["conflict_value"]


def test_parts_of_one_year_are_not_set_against_the_whole_of_another():
    plan = PLAN.format(goals="到2026年，全市蜂蜜年产值达到9000万元。")
    assert codes(plan + TABLE.format(year=2024)) == []
    assert codes(plan + TABLE.format(year=2026)) == ["conflict_sum"]


def test_a_sum_is_told_in_the_unit_of_its_parts():
    plan = PLAN.format(goals="到2026年，全市蜂蜜年产值达到9000万元。") + TABLE.format(year=2026)
    assert "6650万元" in read(plan, glossary=()).conflicts[0].why


def test_goals_below_headings_that_name_places_are_theirs():
    goals = "到2026年，蜂蜜年产值达到9000万元。"
    places = "".join(
        f"（{n}）{name}\n到2026年，{name}蜂农达到{count}户，蜂蜜年产值达到{value}万元。\n"
        for n, name, count, value in (("一", "青石县", 300, 900), ("二", "北山区", 420, 700))
    )
    plan = PLAN.format(goals=goals).replace("二、主要任务", f"二、分区目标\n{places}三、主要任务")
    told = read(plan, glossary=())
    assert [(t.scope, t.indicator, t.value) for t in told.targets] == [
        ("全市", "蜂蜜年产值", 9000), ("青石县", "蜂农", 300), ("青石县", "蜂蜜年产值", 900),
        ("北山区", "蜂农", 420), ("北山区", "蜂蜜年产值", 700),
    ]  # fmt: skip
    assert told.conflicts == []


def test_a_heading_that_ends_like_a_place_and_stands_alone_is_none():
    plan = PLAN.format(goals="到2026年，蜂农达到3万户。").replace(
        "（一）推进育种。健全机制。", "（一）蜂业示范区\n建成示范蜂场20个。"
    )
    assert [t.scope for t in read(plan, glossary=()).targets] == ["全市", "全市"]


SAME = [
    ("蜂产品加工业增加值占规模以上工业增加值比重", "蜂产品加工业增加值占规上工业增加值比重"),
    ("养蜂业增加值占地区生产总值比重", "养蜂业增加值占GDP比重"),
    ("PCT国际专利申请量", "PCT专利申请量"),
    ("蜂蜜马德里商标国际注册量", "蜂蜜马德里国际注册商标"),
    ("蜂产品年进出口总额", "蜂产品年进出口额"),
    ("蜂业研究与试验发展（R&D）经费支出占地区生产总值比重", "蜂业R&D经费支出占GDP比重"),
]
OTHER = [
    ("规模以上蜂企研发覆盖率", "规模以下蜂企研发覆盖率"),
    ("蜂产品年出口额", "蜂产品年进口额"),
    ("蜂具海外发明专利授权量", "蜂具国内发明专利授权量"),
]


@pytest.mark.parametrize(("one", "other", "goals"), [*((a, b, 1) for a, b in SAME), *((a, b, 2) for a, b in OTHER)])
def test_a_goal_told_again_by_the_short_form_of_its_name_is_one(one, other, goals):
    unit = "%" if one.endswith(("率", "重")) else "万美元" if "额" in one else "件"
    text = PLAN.format(goals=f"到2026年，{one}达到35{unit}。").replace("健全机制。", f"到2026年，{other}达到35{unit}。", 1)
    assert len(read(text, glossary=()).targets) == goals


def test_two_figures_of_the_past_are_told_with_their_units():
    plan = (
        "横川市知识产权强市建设规划（2021—2025年）\n一、发展基础\n2020年，全市有效发明专利拥有量达到40件。\n"
        "2020年，全市有效发明专利拥有量为45件。\n二、主要目标\n到2025年，有效注册商标总量达到3万件。\n"
    )
    (told,) = read(plan, glossary=()).conflicts
    assert "40件 与 45件" in told.why
    assert "40件 and 45件" in told.why_en


def test_the_sum_of_a_table_of_parts_tells_a_goal_of_the_text_again():
    rows = "地区\n蜂产业贷款额(万元)\n新增蜂场(个)\n横溪镇\n3000\n12\n石塘镇\n5000\n20\n合计\n8000\n32\n"
    plan = (
        "横川市蜂业振兴计划（2021—2025年）\n一、主要目标\n到2025年，蜂产业贷款金额五年累计达到8000万元，"
        "蜂农培训达到32人次。\n二、重点任务\n推进蜂业。\n附件 目标分解表（2025年）\n"
    )
    told = read(plan + rows, glossary=()).targets
    assert [(t.indicator, t.value) for t in told if t.cell is None or "合计" in str(t.cell)] == [
        ("蜂产业贷款金额", 8000),
        ("蜂农培训", 32),
        ("新增蜂场", 32),
    ]
    assert len(told) == 7
