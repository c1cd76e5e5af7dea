"""A short line that stands alone above a text is a heading, with or without a number; other short lines are none."""

import re

import pytest

from zhichan.instruments.reader import read

PLAN = """汀州市茶产业提升行动方案（2025—2027年）

为做强茶产业，制定本方案。

一、总体要求

（一）指导思想

坚持绿色发展，推动三产融合。

（二）主要目标

到2027年，茶园面积达到12万亩，茶叶综合产值突破60亿元。其中2025年茶叶出口额达到3亿元。

二、重点任务

（一）优化品种结构

改造低产茶园8000亩，建设良种苗圃6个。（市农业农村局牵头，市科技局、市林业局配合）

（二）强化品牌带动，拓展市场

举办茶事活动20场。（责任单位：市商务局、市文旅局）

（三）推进精深加工

培育规上茶企15家。（市工信局、市农业农村局负责）

三、保障措施

（一）加强组织领导

市农业农村局统筹推进，各县（市、区）抓好落实。

（二）强化资金支持

市财政每年安排茶产业资金500万元。
"""
ITEM = re.compile(r"^（[一二三]）", re.MULTILINE)
PART = re.compile(r"^[一二三]、", re.MULTILINE)
FORMS = {
    "below a number": ITEM.sub("", PLAN),
    "nowhere a number": PART.sub("", ITEM.sub("", PLAN)),
    "above numbers": ITEM.sub("1.", PART.sub("", PLAN)),
    "a heading of the copy": PART.sub("## ", ITEM.sub("### ", PLAN)),
}


def _told(text):
    reading = read(text, glossary=())
    goals = {(t.indicator, t.value, t.unit, t.year) for t in reading.targets}
    bearers = {(t.title, *t.lead, "|", *t.cooperating, "|", *t.responsible) for t in reading.tasks}
    return goals, bearers, {m.title for m in reading.measures}


@pytest.mark.parametrize("form", FORMS)
def test_headings_without_numbers_tell_what_those_with_numbers_tell(form):
    assert _told(FORMS[form]) == _told(PLAN)
    assert {title for title, *_ in _told(PLAN)[1]} == {
        "优化品种结构",
        "强化品牌带动，拓展市场",
        "推进精深加工",
    }


def _headings(text):
    """Titles of the outline's headings without a number."""
    told, left = [], list(read(text, glossary=()).outline)
    while left:
        node = left.pop()
        told += [node.title] if not node.number else []
        left += node.children
    return told


FRAME = "汀州市养老服务方案\n一、工作目标\n到2026年，新增养老床位800张。\n二、主要任务\n{}\n三、保障措施\n加强督促检查，确保取得实效。\n"


@pytest.mark.parametrize(
    "lines",
    [
        "（一）组建专班。名单如下。\n组 长\n陈一山市民政局局长\n林二水市财政局副局长\n各成员单位要密切配合，形成合力。",
        "扩大助餐服务。建设社区食堂。\n市民政局、市商务局\n完善转介机制。建设护理站。\n市卫生健康委\n以上任务由各单位抓紧推进。",
        "推进适老化改造，优先保障高龄、失能、\n独居和经济困难老年人\n需求，完善上门服务，做到应改尽改。",
        "建设护理床位500张。\n附：任务清单\n养老床位\n800张\n到2026年由市民政局组织验收，分批投入使用。",
        "按下列文件执行。\n汀民发〔2024〕8号\n《汀州市养老服务设施规划》\n以上文件由市民政局负责解释，自印发之日起执行。",
        "序号\n任务名称\n责任单位\n完成时限\n1\n建设护理站\n市卫生健康委\n持续推进\n各单位每季度报送进展，由市民政局汇总。",
        "开展银龄行动。\n单位名称\n联系电话\n市民政局养老科负责日常联络，遇有问题及时反映。",
    ],
    ids=["members", "bodies", "broken lines", "cells", "documents", "table", "form"],
)
def test_other_short_lines_are_no_headings(lines):
    assert _headings(FRAME.format(lines)) == []


def test_one_line_alone_makes_no_level():
    text = FRAME.format("推进改造，完善服务。\n银龄行动\n组织志愿者上门探访，建立结对关系。")
    assert _headings(text) == []


def test_subheadings_of_a_report_in_the_press_make_no_plan_of_it():
    text = (
        "汀州茶香飘四海\n本报讯（记者 陈一山）近日，汀州市茶博会落幕。\n茶园添绿\n去年，全市新建茶园3000亩，改造低产茶园5000亩。\n"
        "茶企增收\n目前，全市规上茶企达到12家，茶叶产值同比增长8%。\n茶旅相融\n今年上半年，茶旅接待游客20万人次。\n"
    )
    assert read(text, glossary=()).targets == []


def test_in_a_text_whose_lines_are_torn_a_piece_of_a_line_is_no_heading():
    piece = "完善市场准入和退出机制，加强日常\n监管，提升服务水平，规范市场秩序。"
    text = FRAME.format(
        "1.规范养老机构。"
        + "\n".join([piece] * 4)
        + "\n落实机构主体责任\n和行业监管责任，健全档案。\n"
        + piece
        + "\n加强护理用品\n采购管理，严查违规行为。\n"
        + piece
        + "（市民政局、市市场监管局）"
    )
    reading = read(text, glossary=())
    assert _headings(text) == []
    assert [(task.title, task.responsible) for task in reading.tasks] == [
        ("规范养老机构", ["市民政局", "市市场监管局"])
    ]
