"""No single sign settles a whole paper against what its sections say: a heading, a title, a line of a page, a word."""

import re

import pytest

from zhichan.instruments.reader import read

PLAN = """{top}{title}
{why}
{first}
{guide}（一）指导思想
坚持质量优先，补齐短板。
（二）{goals}
{aims}
二、{tasks}
（一）{one}
新建高价值专利培育中心12个。{aside}（牵头单位：市市场监管局；配合单位：市科技局）
（二）{two}
促成专利转让许可2400次以上。（牵头单位：市科技局）
（三）{three}
新建基层保护工作站25个。（牵头单位：市市场监管局；配合单位：市法院）
三、保障措施
（一）加强组织领导。建立联席会议制度。
（二）强化宣传引导。开展主题宣传。
{foot}"""
SLOTS = {
    "top": "",
    "title": "云台市知识产权强市建设实施方案（2024—2027年）",
    "why": "为推进知识产权强市建设，结合实际，制定本方案。",
    "first": "一、总体要求",
    "guide": "",
    "goals": "工作目标",
    "aims": "到2027年，有效发明专利达到5600件，质押融资额达到32亿元，地理标志产品达到18个，优势企业达到140家。",
    "tasks": "重点任务",
    "one": "抓好创造",
    "two": "抓好运用",
    "three": "抓好保护",
    "aside": "",
    "foot": "",
}
OWN = {5600, 32, 18, 140, 12, 2400, 25}
UNDATED = {
    "title": "关于加快推进知识产权高质量发展的实施意见",
    "why": "为推进知识产权高质量发展，现提出如下意见。",
    "aims": SLOTS["aims"].replace("2027", "2026"),
}


def told(bare: bool = False, **slots: str):
    text = PLAN.format(**(SLOTS | slots))
    if bare:
        text = re.sub(r"(?m)^(?:[一二三]、|（[一二三]）)(?!加强|强化)", "", text)
    return read(text, glossary=())


def years(plan) -> dict[float, int | None]:
    return {t.value: t.year for t in plan.targets if t.value in OWN}


@pytest.mark.parametrize(
    "goals", ["预期成效", "建设成效", "战略定位", "工作思路", "目标及时间安排", "总体部署"]
)
def test_goals_under_a_heading_that_sounds_like_something_else_are_read(goals):
    assert years(told(goals=goals)) == dict.fromkeys(OWN, 2027)


@pytest.mark.parametrize("first", ["战略定位", "工作思路", "基本思路"])
def test_a_section_of_principles_that_tells_several_degrees_is_one_of_goals(first):
    text = f"云台市2024年商标工作要点\n一、{first}\n全年新增注册商标900件，品牌产值达到15亿元，续展率达到95%。\n二、主要工作\n（一）抓好培育。建设指导站。\n"
    assert [t.value for t in read(text, glossary=()).targets] == [900, 15, 95]


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("发展基础", "到2023年，注册商标达到900件，品牌产值达到15亿元，续展率达到95%。"),
        ("工作成效", "全年新增注册商标900件，品牌产值达到15亿元，续展率达到95%。"),
        ("基本原则", "坚持质量第一，每处指导站不少于2名专人值守。"),
        ("基本原则", "坚持问题导向。受访企业中，反映成本高的占18%，反映周期长的占22%，反映流程繁的占15%。"),
    ],
)
def test_what_was_reached_and_what_one_goes_by_is_no_goal(first, text):
    text = f"云台市商标工作方案（2024—2026年）\n一、{first}\n{text}\n二、主要工作\n（一）抓好培育。建设指导站。\n"
    assert read(text, glossary=()).targets == []


@pytest.mark.parametrize("tasks", ["实施步骤", "工作步骤", "支持条件", "主要内容", "试点内容", "营商环境"])
def test_tasks_that_name_their_bearers_are_read_under_any_heading(tasks):
    assert years(told(tasks=tasks)) == dict.fromkeys(OWN, 2027)


def test_the_stages_of_a_plan_that_name_bearers_are_no_tasks_with_goals():
    foot = "四、实施步骤\n（一）启动阶段。召开会议4次。（责任单位：市市场监管局）\n（二）总结阶段。形成报告6份。（责任单位：市科技局）\n"
    assert len(told(foot=foot).targets) == len(OWN)


@pytest.mark.parametrize("two", ["宣传解读", "政策解读", "加强政策解读"])
def test_a_task_on_explaining_ends_no_plan(two):
    assert years(told(two=two)) == dict.fromkeys(OWN, 2027)


@pytest.mark.parametrize(
    "foot",
    [
        "附件：编制说明\n一、编制背景\n有关背景如下。\n二、编制过程\n先后征求意见。\n三、主要内容\n共三部分。\n",
        "《云台市知识产权强市建设实施方案》政策解读\n一、起草背景\n有关背景如下。\n二、主要内容\n明确目标。\n",
        "答记者问\n问：为何出台？\n答：为推进建设。\n",
    ],
)
@pytest.mark.parametrize("bare", [False, True])
def test_an_explanation_behind_a_plan_makes_none_of_the_plan(foot, bare):
    plan = told(bare, foot=foot)
    assert years(plan) == dict.fromkeys(OWN, 2027)
    assert sum(1 for t in plan.tasks if t.lead) == 3


@pytest.mark.parametrize(
    "top",
    [
        "一、总体要求\n二、重点任务\n三、保障措施\n四、附件\n政策解读\n",
        "相关文件：云台市知识产权“十三五”规划（2016—2020年）\n",
        "关于印发实施方案的通知\n各区县：\n现印发给你们。\n附件1：云台市知识产权强市建设实施方案\n附件2：云台市2025年重点工作任务清单\n2024年7月3日\n附件1\n",
        "发布时间：2029-02-01 来源：文库\n",
    ],
)
@pytest.mark.parametrize(("slots", "due"), [({}, 2027), (UNDATED, 2026)])
def test_the_lines_of_a_page_above_a_plan_change_neither_its_years_nor_its_tasks(top, slots, due):
    plan = told(top=top, **slots)
    assert years(plan) == dict.fromkeys(OWN, due)
    assert sum(1 for t in plan.tasks if t.lead) == 3


@pytest.mark.parametrize(
    "aside",
    [
        "通过新闻、日报、公众号开展报道，召开新闻发布会。",
        "引进研究员，借鉴经验。",
        "组织答记者问。",
        "邀请记者采访，近日已部署。",
    ],
)
@pytest.mark.parametrize("slots", [{}, UNDATED])
def test_a_plan_that_speaks_of_the_press_is_no_report_in_it(aside, slots):
    assert len(years(told(bare=True, aside=aside, **slots))) == len(OWN)


@pytest.mark.parametrize(
    "slots",
    [
        {"title": "关于落实知识产权强国建设纲要和“十四五”规划的实施方案"},
        UNDATED
        | {"why": "自2020年起3年内，我市已完成首轮创建。为巩固成果，现提出如下意见。", "aims": SLOTS["aims"]},
    ],
)
def test_a_term_beyond_which_all_goals_lie_is_not_that_of_the_plan(slots):
    assert years(told(**slots)) == dict.fromkeys(OWN, 2027)


def test_a_title_of_one_year_that_its_goals_lie_beyond_leaves_the_year_of_the_rest_open():
    assert years(told(title="云台市知识产权强市建设方案（修订稿2024年）")) == {
        v: 2027 if v in (5600, 32, 18, 140) else None for v in OWN
    }


@pytest.mark.parametrize("title", ["云台市2024年知识产权工作要点", "云台市知识产权行动方案（2024—2026年）"])
def test_a_look_beyond_the_year_of_the_title_keeps_that_year(title):
    aims = "全年新增发明专利5600件，质押融资额32亿元。到2027年，地理标志产品达到18个，优势企业达到140家。"
    end = 2024 if "要点" in title else 2026
    assert years(told(title=title, aims=aims)) == {v: 2027 if v in (18, 140) else end for v in OWN}


@pytest.mark.parametrize(
    ("label", "told_goal"), [("目标时限", True), ("公示时限", False), ("填报时限", False)]
)
def test_a_line_that_tells_the_limit_aimed_at_is_a_goal_its_heading_names(label, told_goal):
    text = (
        "云台市专利纠纷快速处理工作方案（2024—2026年）\n一、主要任务\n"
        f"1．立案登记。主要工作：接收请求书，核对材料。\n{label}：2个工作日内。\n"
        f"2．证据核查。主要工作：现场勘验。\n{label}：当天。\n"
    )
    found = [(t.indicator, t.comparator, t.value, t.unit, t.year) for t in read(text, glossary=()).targets]
    assert found == ([("立案登记", "<=", 2, "个工作日", 2026)] if told_goal else [])


@pytest.mark.parametrize(
    ("deed", "after"),
    [
        ("2025年底前建成保护中心1个。", 2027),
        ("到2025年，示范园达到1个。", 2025),
        ("2025年，示范园达到1个。", 2025),
    ],
)
def test_the_nearer_year_of_one_deed_among_goals_ends_with_its_sentence(deed, after):
    aims = f"到2027年，有效发明专利达到5600件，质押融资额达到32亿元。{deed}地理标志产品达到18个，优势企业达到140家。"
    assert years(told(aims=aims)) == {v: after if v in (18, 140) else 2027 for v in OWN}


@pytest.mark.parametrize("day", ["2027-03-01", "2028-05-06", "2029-01-01"])
def test_the_day_of_a_page_after_the_end_of_a_plan_makes_none_of_it_past(day):
    aside = "到2026年底，新增示范园7个。2025年底前，新设商标窗口6个。"
    plan = told(top=f"发布时间：{day}\n", aside=aside, **UNDATED)
    assert {(7, 2026), (6, 2025)} <= {(t.value, t.year) for t in plan.targets}
    assert years(plan) == dict.fromkeys(OWN, 2026)


STATUS = "目前，全市已建成服务站9个。先后引进机构8家。近年来，累计培训2万人次。"


def test_deeds_that_have_their_bearers_are_not_past_though_all_beside_them_is():
    title = "云台市2024年知识产权工作要点"
    found = years(told(title=title, aims="完善体系。", aside=STATUS))
    assert found == {12: 2024, 2400: 2024, 25: 2024}


@pytest.mark.parametrize("heading", ["2024年工作要点", "2024年主要任务", "2024年攻坚行动", "明年工作重点"])
def test_an_account_turns_to_what_shall_be_below_the_heading_of_another_year(heading):
    text = (
        "云台市商标工作总结\n一、2023年主要任务完成情况\n注册商标2700件，举办活动10场。\n"
        f"二、{heading}\n（一）抓好注册。新建培育站4个。\n（二）抓好运用。组织路演6场。\n"
    )
    assert [t.value for t in read(text, glossary=()).targets] == [4, 6]
