"""A copy that wrote its full stops as points reads as the original."""

import pytest

from zhichan.instruments.reader import read
from zhichan.instruments.reader.stops import with_stops

PLAN = """临川县茶叶品牌建设三年行动计划（2026—2028年）

一、工作目标
品牌影响明显提高。到2028年，地理标志用标企业达到42家，绿茶抽检合格率稳定在98.5%以上。带动能力增强，茶园托管面积达到3.6万亩。

二、重点任务
（一）健全标准体系。修订采摘、加工标准6项。（牵头单位：县市场监管局；配合单位：县农业农村局）
（二）培育领军企业。每年新增省级龙头企业2家。（责任单位：县农业农村局、县工信局）
"""


def _told(text):
    plan = read(text, glossary=())
    goals = [(t.indicator, t.value, t.unit, t.year) for t in plan.targets]
    tasks = [(t.title, t.lead, t.cooperating, t.responsible) for t in plan.tasks]
    return goals, tasks


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("效益提高.到2028年", "效益提高。到2028年"),
        ("(一)健全体系.修订标准", "(一)健全体系。修订标准"),
        ("达到98.5%.培育企业\n", "达到98.5%。培育企业\n"),
        ("(牵头单位:甲局).\n", "(牵头单位:甲局)。\n"),
        ("成效.2.培育企业", "成效。2.培育企业"),
        (
            "一.总体要求\n(二).主要目标\n1.指标\n第三章.保障",
            "一.总体要求\n(二).主要目标\n1.指标\n第三章.保障",
        ),
        ("一、发展基础........3\n", "一、发展基础........3\n"),
        ("达到3.5件,见www.example.cn", "达到3.5件,见www.example.cn"),
    ],
)
def test_a_point_behind_a_word_is_a_full_stop_and_one_of_a_number_is_none(written, meant):
    assert with_stops(written) == meant


def test_a_plan_written_with_points_reads_as_with_full_stops():
    points = PLAN.translate(str.maketrans("，。；：", ",.;:"))
    assert _told(points) == _told(PLAN)
    assert len(_told(PLAN)[0]) == 5


@pytest.mark.parametrize(
    "bearers",
    [
        "责任单位：县茶叶局 农业农村局 工信局",
        "责任单位：县茶叶局　农业农村局  工信局",
        "负责部门：县茶叶局 农业农村局、工信局",
    ],
)
def test_names_parted_by_blanks_are_told_apart(bearers):
    told = read(PLAN.replace("责任单位：县农业农村局、县工信局", bearers), glossary=()).tasks
    assert told[1].responsible == ["县茶叶局", "县农业农村局", "县工信局"]


def test_a_label_behind_blanks_ends_the_list_before_it():
    line = "领导单位：县茶叶局  合作单位：县农业农村局 县工信局"
    told = read(PLAN.replace("责任单位：县农业农村局、县工信局", line), glossary=()).tasks
    assert (told[1].lead, told[1].cooperating) == (["县茶叶局"], ["县农业农村局", "县工信局"])
