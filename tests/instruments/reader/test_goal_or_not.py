"""What a number is: something to be reached, or what a plan is made of, what each one may have, how a goal was changed."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read

BESIDE = "蜂农老周说，山里的槐花开了以后，他天不亮就起身，背着水壶走上半个钟头去看蜂箱。" * 3
HEAD = "衡川市无障碍环境提升行动方案（2025—2027年）\n一、主要任务\n（一）改善公共空间\n"


def goals(text):
    return [(t.value, t.unit) for t in read(text, glossary=()).targets]


@pytest.mark.parametrize(
    "sentence",
    [
        "方案提出4项发展目标。",
        "围绕坡道、盲道、电梯明确9项重点举措。",
        "会议把年度安排分解为26项工作任务。",
        "坚持3个聚焦，统筹改造与管护。",
        "每位居民可领取2张体验券。",
        "同一申请人申报不超过3个。",
        "项目补助金额最高不超过80万元。",
        "值守人员培训时间一般为12天。",
        "购置3.5吨及以下清扫车辆须备案。",
        "对辅具库房进行100%核查。",
        "推进某公司年产7万台助听器项目落户。",
        "改造面积超过6000平方米的商场,给予一次性奖励。",
        "替240户老人装好了310处扶手。",
        "推动辅具产业集群化倍增提升。",
        "开展百家商场体验行动。",
        "甲路公司年产2万台轮椅升降机。",
        "完好率=完好盲道数/盲道总数×100%。",
        "对坡道长度超过30米且有扶手的单位,直接认定为示范点。",
        "统筹盲道、坡道、扶手3类设施。",
        "锚定8家康复机构，完善转诊衔接。",
        "公布惠民实事项目27项。",
        "27件惠民实事包括：加装电梯、改造坡道。",
        "康复床位预计缺口900张。",
        "北苑是11个老旧小区的样板。",
        "每区推荐不超过6家。",
        "申报材料一式5份。",
        "明确17个重点片区无障碍改造清单。",
        "对沿街21座公厕的卫生状况开展检查。",
        "确保时间过半、任务过半。",
        "为93家商户上门安装了坡道。",
        "把清扫路段分派到11个班组。",
        "结合全市无障碍规划和3个示范片区，优化公交线路。",
        "盲道整治列入今年8件实事之一。",
        "每个园区（90户以上）设立服务角。",
        "设立5000万元适老改造专项资金。",
        "义演定在下午7时开演。",
        "设施密度为全省平均水平的3倍。",
    ],
)
def test_what_a_plan_is_made_of_and_what_each_may_have_are_no_goals(sentence):
    assert goals(HEAD + sentence + "\n") == []


@pytest.mark.parametrize(
    ("sentence", "goal"),
    [
        ("推出15项便民举措。", (15.0, "项")),
        ("在5个老旧片区建设坡道60处。", (60.0, "处")),
        ("发布百款辅具产品。", (100.0, "款")),
        ("确保北苑、南苑等6个坡道项目年内竣工。", (6.0, "个")),
        ("建成两至四个康复辅具集散中心。", (2.0, "个")),
        ("辅具产业规模突破百亿元。", (1.0, "百亿元")),
        ("90个社区达到无障碍建设要求。", (90.0, "个")),
        ("争取上级适老改造资金支持，力争超过800万元。", (800.0, "万元")),
        ("对70座公厕的扶手进行翻新改造。", (70.0, "座")),
        ("全市商场80%以上的出入口实现平坡通行。", (80.0, "%")),
        ("坡道达标率提高8%(根据上年7%的实际情况)。", (8.0, "%")),
        ("实施盲道维护站建设项目，在城南新建维护站3座，年巡查盲道50公里。", (3.0, "座")),
        ("带动万户家庭完成居家改造。", (1.0, "万户")),
        ("护理员与老人之比不低于1:4.5。", (4.5, None)),
        ("争创40个国家无障碍示范社区。", (40.0, "个")),
        ("建成百个无障碍社区。", (100.0, "个")),
        ("培育千家友好商户。", (1000.0, "家")),
        ("辅具产业规模实现倍增。", (1.0, "倍")),
        ("形成年产7万台助听器的生产能力。", (7.0, "万台")),
        ("公共卫生间改造率提高20%以上(调增5个百分点)。", (20.0, "%")),
    ],
)
def test_what_is_to_be_reached_stays_a_goal(sentence, goal):
    assert goals(HEAD + sentence + "\n")[:1] == [goal]


def test_a_sheet_of_points_gives_no_goals_from_its_columns():
    text = (
        "衡川市无障碍工作评分表\n序号\n单位\n情况\n得分\n1\n交通局\n完成坡道改造8处\n100\n2\n文旅局\n未完成,扣1分\n99\n"
        * 2
    )
    assert read(text, glossary=()).targets == []


@pytest.mark.parametrize(
    "text",
    [
        "昨天召开的全县养蜂工作例会提出，今年力争新增蜂农合作社14个。",
        "到2026年将做到：\n1、蜂蜜检测点6处\n2、蜂农培训900人次\n",
        "全县计划新建蜜源林3000亩，其中槐林1200亩。会议由分管领导主持。",
    ],
)
def test_a_short_text_that_aims_is_a_plan(text):
    assert read(text + BESIDE, glossary=()).is_plan


@pytest.mark.parametrize(
    "text",
    [
        "本店蜂蜜每瓶500克，保质期24个月，满三瓶减20元，欢迎选购，假一赔十，七日内无理由退货。" * 3,
        "养蜂人老周今年六十岁，家里有蜂箱80个。春天一到，他就赶着车去山里，一住就是三个月。" * 3,
    ],
)
def test_a_text_that_aims_at_nothing_is_none(text):
    assert not read(text, glossary=()).is_plan


def test_what_rules_ask_by_articles_is_no_goal():
    articles = [
        "为规范养老驿站管理，制定本办法。",
        "驿站建筑面积不低于300平方米，床位达到12张以上。",
        "护理员持证率达到90%以上。",
        "每季度走访老人不少于2次。",
        "到2027年，全市驿站达到140家。",
        "本办法自发布之日起施行。",
    ]
    text = "衡川市养老驿站管理办法\n" + "".join(
        f"第{n}条 {article}\n" for n, article in zip("一二三四五六", articles, strict=True)
    )
    assert goals(text) == [(140.0, "家")]


@pytest.mark.parametrize("heading", ["行动步骤", "推进计划", "工作步骤"])
def test_a_section_of_steps_without_stages_tells_tasks_and_their_goals(heading):
    parts = "（一）坡道补建行动\n1.改造公园坡道。每年改造坡道45处。\n（二）盲道畅通行动\n1.疏通盲道。整修盲道90公里。\n"
    text = f"衡川市无障碍环境提升方案（2025—2027年）\n一、指导思想\n以人为本。\n二、{heading}\n{parts}三、保障措施\n加强领导。\n"
    assert goals(text) == [(45.0, "处"), (90.0, "公里")]


def test_what_is_organised_in_stages_is_no_goal():
    parts = "（一）准备阶段（2025年3月）\n组建专班4个，召开会议6场。\n（二）推开阶段（2025年4月至2027年）\n抽查3次。\n"
    text = f"衡川市无障碍环境提升方案（2025—2027年）\n一、指导思想\n以人为本。\n二、工作步骤\n{parts}三、保障措施\n加强领导。\n"
    assert goals(text) == []
