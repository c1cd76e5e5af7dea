"""What an annex tells is read by what it is called, or listed as left out."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read

PLAN = """松浦市知识产权强市建设行动计划（2024—2027年）
一、总体目标
到2027年，全市发明专利拥有量达到8000件。
二、重点任务
（一）推进协同创新。健全机制，引导高校院所与企业对接。（责任单位：市市场监管局、市科技局）
三、保障措施
（一）加强组织领导。明确责任。
"""
DUTIES = """松浦市知识产权强市建设任务分工表
1.开展专利转化对接活动。（责任单位：市科技局）
2.建设商标品牌指导站，到2027年达到30家。（责任单位：市市场监管局）
"""


@pytest.mark.parametrize("mark", ["附件", "附件1", "附件 1", "附件：", "附件1："])
def test_a_list_of_duties_below_a_line_of_annex_alone_is_read(mark):
    reading = read(f"{PLAN}{mark}\n{DUTIES}", glossary=())
    assert [(t.title, t.responsible) for t in reading.tasks] == [
        ("推进协同创新", ["市市场监管局", "市科技局"]),
        ("开展专利转化对接活动", ["市科技局"]),
        ("建设商标品牌指导站", ["市市场监管局"]),
    ]
    assert [(t.indicator, t.value, t.year) for t in reading.targets] == [
        ("发明专利拥有量", 8000, 2027),
        ("商标品牌指导站", 30, 2027),
    ]
    assert "annex_unread" not in [o.code for o in reading.open]


def test_goals_below_a_line_of_annex_alone_are_read():
    reading = read(
        f"{PLAN}附件\n主要目标\n1.到2027年，有效注册商标达到6万件。\n2.地理标志达到20件。\n", glossary=()
    )
    assert [(t.indicator, t.value, t.year) for t in reading.targets] == [
        ("发明专利拥有量", 8000, 2027),
        ("有效注册商标", 6, 2027),
        ("地理标志", 20, 2027),
    ]


@pytest.mark.parametrize("title", ["年度考核评分标准", "主要指标解释", "目标任务考核办法"])
def test_an_annex_of_scores_gives_no_goals_and_is_listed_as_left_out(title):
    text = f"{PLAN}附件\n{title}\n1.专利转化率达到60%的得10分。\n2.质押融资额超过3亿元的得20分。\n"
    reading = read(text, glossary=())
    assert [t.indicator for t in reading.targets] == ["发明专利拥有量"]
    left_out = [o for o in reading.open if o.code == "annex_unread"]
    assert len(left_out) == 1
    assert left_out[0].quotes[0].startswith("附件\n" + title)


def test_an_annex_that_tells_nothing_is_not_listed():
    reading = read(f"{PLAN}附件：重点任务分工表（略）\n", glossary=())
    assert [o.code for o in reading.open if o.code == "annex_unread"] == []
    assert [t.title for t in reading.tasks] == ["推进协同创新"]


@pytest.mark.parametrize("heading", ["名词解释", "主要名词解释：", "术语注释", "相关概念说明"])
def test_what_words_mean_is_no_goal(heading):
    text = (
        "松浦市数字农业行动方案（2025—2027年）\n一、主要目标\n到2027年，建成数字果园60个。\n二、主要任务\n"
        "（一）建设果园云。接入气象站90座。\n（二）培训果农。每年举办名词解释竞赛6场。\n三、组织实施\n加强领导，健全机制。\n"
        f"{heading}\n1.数字果园：装有传感器的果园，全国计划到2030年建成500个。\n2.果园分级：分为4个大类、12个小类、3个等级。\n"
    )
    assert [t.value for t in read(text, glossary=()).targets] == [60.0, 90.0, 6.0]


CARRIED = """关于公开征求《芦川市茶叶品牌建设2026年推进计划（征求意见稿）》意见的公告
现面向社会公开征求意见，有关单位和个人可于2026年3月20日前反馈。
附件：1.芦川市茶叶品牌建设2026年推进计划（征求意见稿）
2.起草说明
附件1
芦川市茶叶品牌建设2026年推进计划
（征求意见稿）
为建好茶叶品牌，制定本计划。
年度目标
2026年，全市绿色茶园面积达到12万亩，品牌门店新增30家。
重点任务
（一）改造茶园。推广生态种植，更新老茶树3000亩，建设示范茶园8个。（市农业农村局、市林业局）
（二）做强加工。支持茶企改造生产线，培育龙头企业6家，制定加工标准。（市工业和信息化局）
（三）拓展市场。举办茶叶推介活动，引导茶企入驻电商平台，讲好茶故事。（市商务局）
附件2
起草说明
根据工作安排，市农业农村局起草了推进计划，提出全市绿色茶园面积达到12万亩。
"""


def test_an_annex_that_is_the_plan_itself_is_read_without_first_level_numbers():
    found = read(CARRIED, glossary=())
    assert [(t.title, t.responsible) for t in found.tasks] == [
        ("改造茶园", ["市农业农村局", "市林业局"]),
        ("做强加工", ["市工业和信息化局"]),
        ("拓展市场", ["市商务局"]),
    ]
    assert [(t.indicator, t.value) for t in found.targets] == [
        ("绿色茶园面积", 12),
        ("品牌门店新增", 30),
        ("更新老茶树", 3000),
        ("示范茶园", 8),
        ("龙头企业", 6),
    ]


def test_an_annex_behind_a_plan_stays_an_annex():
    plan = CARRIED.partition("附件1\n")[2].partition("附件2")[0].replace("年度目标", "一、年度目标").replace("重点任务", "二、重点任务")
    table = "附件\n芦川市茶园改造补助办法\n（一）补助对象。改造面积50亩以上的茶企。（市财政局）\n（二）补助标准。每亩补助800元，单户不超过20万元。（市财政局）\n"
    assert len(read(plan + table, glossary=()).tasks) == 3
