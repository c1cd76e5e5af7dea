"""Goals stay goals beside a year that is over, in the style of what is reached, and in chapters on circumstances made better."""

import pytest

from zhichan.instruments.reader import read

PLAN = """白鹿市“十四五”茶产业发展规划
一、发展基础
到“十三五”末，全市茶园12万亩，加工企业86家。
二、主要目标
经过五年的努力，茶产业结构较为合理，综合实力位于全省前列。
{goals}
三、{chapter}
（一）规范市场秩序。每年抽检茶叶300批次，抽检合格率达到98%。（市市场监管局负责）
四、提升加工能力
（二）改造生产线。改造自动化生产线25条。（市工信局负责）
"""


@pytest.mark.parametrize(
    "goals",
    [
        "茶园面积较“十三五”\n增加20%，品质显著改善，茶园达到15万亩。加工初见成效，企业超过120家。",
        "茶园面积与“十三五”相比增加20%，茶园达到15万亩。龙头带动取得突破，加工企业超过120家。",
        "茶园面积是“十三五”的1.2倍，茶园达到15万亩。加工体系成功构建，加工企业超过120家。",
        "产量超过“十三五”总和，茶园达到15万亩。加工体系步入正轨，企业超过120家。",
    ],
)
def test_a_goal_beside_a_period_that_is_over_is_due_at_the_end_of_the_plan(goals):
    plan = read(PLAN.format(goals=goals, chapter="优化服务环境"), glossary=())
    told = {(t.value, t.unit, t.year) for t in plan.targets}
    assert {(15, "万亩", 2025), (120, "家", 2025)} <= told
    assert [(a.value, a.unit, a.year) for a in plan.actuals] == [(12, "万亩", 2020), (86, "家", 2020)]


@pytest.mark.parametrize(
    "chapter",
    [
        "优化服务环境",
        "建设公平有序的市场环境",
        "突出质量导向，净化竞争环境",
        "夯实产业发展基础",
        "补齐流通短板",
        "放大品牌优势",
    ],
)
def test_work_on_circumstances_is_work(chapter):
    plan = read(PLAN.format(goals="茶园达到15万亩。", chapter=chapter), glossary=())
    assert [t.title for t in plan.tasks] == ["规范市场秩序", "改造生产线"]
    assert {(t.value, t.year) for t in plan.targets} >= {(300, 2025), (98, 2025), (25, 2025)}


@pytest.mark.parametrize(
    "chapter", ["发展环境", "面临的机遇和挑战", "建设基础", "人才发展现状", "发展面临的外部环境", "存在问题"]
)
def test_circumstances_are_no_work(chapter):
    plan = read(PLAN.format(goals="茶园达到15万亩。", chapter=chapter), glossary=())
    assert 300 not in {t.value for t in plan.targets}


UNDATED = """关于加快推进白鹿市茶产业强市建设的实施方案
{opening}
一、总体要求
（一）指导思想。坚持质量第一。
（二）主要目标。到2027年，茶园达到15万亩，加工企业达到90家。
二、重点任务
（一）规范市场秩序。加强巡查。（牵头部门：市市场监管局）
"""


@pytest.mark.parametrize(
    "opening",
    [
        "近年来，我市茶产业稳步发展。至2021年末，全市茶园达到12万亩；拥有茶企86家，名茶9个。",
        "近年来，我市茶产业稳步发展。到2022年底，全市茶园达到12万亩。拥有茶企86家，名茶9个。",
        "我市种茶历史久、名声大。到2022年，全市茶园面积12万亩，茶企86家。但是，品牌影响仍显不足。",
        "茶产业是富民产业。2022年全市茶园面积12万亩，茶企86家。",
    ],
)
def test_a_year_before_the_plan_is_over_even_where_no_date_is_told(opening):
    plan = read(UNDATED.format(opening=opening), glossary=())
    assert [(t.value, t.year) for t in plan.targets] == [(15, 2027), (90, 2027)]


@pytest.mark.parametrize(
    "opening",
    [
        "为做强茶产业，制定本方案。到2025年，全市茶园达到13万亩，茶企达到88家。",
        "近年来，我市茶产业稳步发展。力争到2025年，全市茶园达到13万亩，茶企达到88家。",
        "近年来，我市茶产业稳步发展。到2025年，全市茶园不低于13万亩，茶企达到88家。",
        "到2025年，全市茶园达到13万亩，茶企达到88家。同时，补齐加工短板。",
        "到2025年，全市茶园达到13万亩，茶企达到88家，不但面积增加，品种不足的问题也得到解决。",
        "近年来，我市茶产业稳步发展。到2027年，全市茶园达到13万亩，茶企达到88家。",
    ],
)
def test_a_nearer_year_of_the_plan_is_none_that_is_over(opening):
    plan = read(UNDATED.format(opening=opening), glossary=())
    assert {t.value for t in plan.targets} >= {13, 88}


def test_a_figure_of_the_past_tells_its_rule_and_what_tells_that_it_is_past():
    text = PLAN.format(goals="到2025年，茶园达到15万亩。2019年，全市茶叶店达到40家。", chapter="优化服务环境")
    why = {a.value: [(w.rule, w.words) for w in a.why] for a in read(text, glossary=()).actuals}
    assert why[12][1:] == [("among_results", "发展基础")]
    assert why[40] == [("subject_number", "茶叶店达到40家"), ("year_over", "2019")]


def test_both_figures_of_a_change_that_is_over_tell_it():
    text = PLAN.replace("全市茶园12万亩", "茶农收入由8000元提高到1.2万元")
    found = read(text.format(goals="到2025年，茶园达到15万亩。", chapter="优化服务环境"), glossary=())
    assert [[w.rule for w in a.why] for a in found.actuals if "元" in (a.unit or "")] == [["from_to", "among_results"]] * 2


def test_a_column_of_the_past_says_so():
    text = PLAN.format(
        goals="表1 主要指标\n指标 | 2020年完成 | 2025年目标\n茶园面积（万亩） | 12 | 15\n加工企业（家） | 86 | 120\n",
        chapter="优化服务环境",
    )
    found = read(text, glossary=()).as_json()["actuals"]
    assert [each["why"][-1] for each in found if each["cell"]] == [
        {"rule": "column_of_past", "words": "2020年完成"},
        {"rule": "column_of_past", "words": "2020年完成"},
    ]


WORK = """白鹿市茶产业发展行动计划（2023—2025年）
一、主要目标
到2025年，茶园达到15万亩。
二、重点任务
1.改进加工。{work}（市工信局牵头，市农业农村局配合）
2.规范市场。每年抽检茶叶300批次。（市市场监管局负责）
"""


@pytest.mark.parametrize(
    ("work", "goals"),
    [
        ("建立25人以上的评茶师库（已入库9人）。", {(25, "人")}),
        ("发展联营茶厂，签约茶厂达到90家（目前36家）。", {(90, "家")}),
        ("在已与3所学校合作的基础上，引进新品种6个，建立试验站2个。", {(6, "个"), (2, "个")}),
        ("引导银行发放茶贷，授信茶企目前为63家，2024年扩大到140家以上。", {(140, "家")}),
        ("建设检测中心，已核定编制12名，检测周期缩短到5个工作日以内，年检测样品800份。", {(5, "个工作日"), (800, "份")}),
        ("优化办理，可办事项由目前的7项增加到12项。", {(12, "项")}),
        ("每亩产量较上年提高6公斤，机采率高于全省平均3个百分点以上。", {(6, "公斤"), (3, "个百分点")}),
        ("目前奖补兑现平均用时45天，要简化流程，确保奖补兑现时限不超过15个工作日。", {(15, "个工作日")}),
        ("信用报告替代无违法违规证明事项达到30项。", {(30, "项")}),
    ],
)
def test_what_there_is_by_the_way_leaves_a_goal_of_a_task_a_goal(work, goals):
    plan = read(WORK.format(work=work), glossary=())
    assert {(t.value, t.unit) for t in plan.targets} == goals | {(15, "万亩"), (300, "批次")}


@pytest.mark.parametrize(
    "work",
    [
        "推动茶旅融合，目前已建成茶庄8家，接待游客12万人次。",
        "全市已建成茶厂86家，从业人员2.1万人。",
        "推广机采，截至2022年底已推广采茶机460台，机采率31%。",
    ],
)
def test_what_is_reached_and_no_aim_behind_it_is_no_goal(work):
    plan = read(WORK.format(work=work), glossary=())
    assert {(t.value, t.unit) for t in plan.targets} == {(15, "万亩"), (300, "批次")}


def test_the_name_of_what_grows_from_what_there_is_does_not_keep_the_word_for_now():
    plan = read(WORK.format(work="引导银行放贷，授信茶企目前为63家，2024年扩大到140家以上。"), glossary=())
    assert [t.indicator for t in plan.targets if t.value == 140] == ["授信茶企"]
