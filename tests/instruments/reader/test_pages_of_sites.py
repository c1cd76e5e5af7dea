"""Pages of sites: what stands around a text is none of it, and what a page holds twice is told once."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from zhichan.instruments.reader import Reading, read
from zhichan.instruments.reader.dress import site_lines
from zhichan.instruments.reader.twice import copies

TASKS = ["修复岸线", "补种芦苇", "清理围网", "巡护湿地", "开放步道", "监测水质", "救护候鸟", "推广观鸟", "培训护林员", "共享数据"]
PLAN = (
    "柳塘市湿地修复行动计划（2021—2025年）\n为修复全市湿地，制定本计划。\n一、行动目标\n到2025年，修复湿地面积达到300公顷，观鸟驿站达到9座。\n二、重点任务\n"
    + "".join(
        f"（{'一二三四五六七八九十'[n]}）{name}。坚持因地制宜、分类施策，围绕{name}开展摸底调查，编制工作台账，明确责任分工，按季度调度进展，"
        f"及时解决{name}中的困难和问题，把{name}纳入年度综合考核和乡镇目标管理，鼓励社会力量参与{name}，推广各地好的做法，确保{name}见到实效。（责任单位：市林业局、市水利局）\n"
        for n, name in enumerate(TASKS)
    )
    + "三、保障措施\n（一）加强领导。市湿地保护委员会统筹推进。\n"
    + "（二）加强宣传。采取群众喜闻乐见的形式，广泛宣传湿地保护的重要意义。\n"
)


def told(text: str) -> tuple[str | None, list[tuple[str, float]], list[tuple[str, list[str]]]]:
    found: Reading = read(text, glossary=())
    return found.title, [(t.indicator, t.value) for t in found.targets], [(t.title, t.responsible) for t in found.tasks]


SOUND = told(PLAN)


@pytest.mark.parametrize(
    "lines",
    [
        ["【打印】【关闭】【返回顶部】"],
        ["打印本页 关闭窗口", "分享到：微信 微博"],
        ["字体：【大 中 小】", "扫一扫在手机打开当前页"],
        ["柳塘市湿地修复行动计划_第1页", "柳塘市湿地修复行动计划_第2页", "已阅读2页，还剩9页未读", "下载本文档", "文档简介"],
        ["相关链接", "上一篇 下一篇", "责任编辑：林小山", "点击下载附件"],
        ["上一篇：关于公布观鸟驿站名单的公告", "下一篇：全市新增湿地公园3处"],
        ["主办：柳塘市林业局　承办：柳塘市大数据中心", "网站标识码：1234567890　备案号：赣ICP备00000000号-1"],
        ["版权所有：柳塘市林业局", "主办单位：柳塘市林业局", "技术支持：柳塘软件公司"],
    ],
)
@pytest.mark.parametrize("behind", [True, False])
def test_what_a_site_puts_around_a_text_is_none_of_it(lines, behind):
    assert site_lines([line.replace("：", ":") for line in lines]) == set(range(len(lines)))
    page = "\n\n".join([PLAN, *lines] if behind else [*lines, PLAN])
    assert told(page) == SOUND


@pytest.mark.parametrize("host", ["主办单位：柳塘市林业局", "主办：柳塘市林业局"])
def test_who_hosts_the_page_is_none_of_its_text(host):
    assert told(f"{PLAN}\n{host}\n") == SOUND
    assert told(f"【打印】【关闭】\n\n{host}\n{PLAN}") == SOUND


@pytest.mark.parametrize(
    "line",
    [
        "字体设计产业园",
        "打印机制造基地达到3个",
        "主办单位:市林业局、市水利局",
        "分享经济发展规划",
        "上一年度任务完成情况",
        "上一条例修订稿",
        "相关链接平台建设",
        "责任编辑:建立编辑审核制度,完善校对流程。",
        "点击下载量达到3万次",
        "推广“扫一扫”检索服务,覆盖全市所有驿站。",
        "做好备案管理",
        "开展版权所有人权益保护。建立台账",
        "大中小企业融通发展",
        "关闭散乱污企业",
        "开放文档资料下载",
        "标准规范第3页所列事项",
    ],
)
def test_lines_of_a_text_are_no_dress(line):
    assert site_lines(["一、行动目标", line, "二、重点任务"]) == set()


@pytest.mark.parametrize("above", ["1286", "2021-05-06", "互动交流", "关闭窗口"])
def test_a_short_line_above_a_whole_title_is_no_part_of_it(above):
    assert told(f"{above}\n{PLAN}")[0] == SOUND[0]


@pytest.mark.parametrize("above", ["柳塘市", "柳塘市林业局关于印发", "关于印发"])
def test_the_beginning_of_a_title_in_a_line_of_its_own_belongs_to_it(above):
    notice = PLAN.replace("（2021—2025年）\n", "（2021—2025年）的通知\n", 1)
    assert (told(f"{above}\n{notice}")[0] or "").replace("\n", "").startswith(above.removesuffix("关于印发")[:3])


@pytest.mark.parametrize("between", ["", "附件下载\n", "附件：柳塘市湿地修复行动计划.docx\n"])
def test_a_plan_that_a_page_holds_twice_is_told_once(between):
    assert told(PLAN + between + PLAN) == SOUND


@pytest.mark.parametrize(
    "form",
    [
        lambda t: "\n".join(t[i : i + 34] for i in range(0, len(t), 34)),
        lambda t: t.replace("\n", " "),
        lambda t: OpenCC("s2t").convert(t),
    ],
    ids=["torn_lines", "blob", "other_script"],
)
def test_the_copy_may_be_of_another_form(form):
    assert told(PLAN + "附件\n" + form(PLAN))[1:] == SOUND[1:]


def test_a_paragraph_doubled_is_told_once():
    lines = PLAN.split("\n")
    assert told("\n".join([*lines[:6], lines[5], *lines[6:10], lines[9], *lines[10:]])) == SOUND


def test_tasks_told_once_more_in_a_table_of_those_who_bear_them_are_no_copy():
    rows = "".join(f"{n + 1}\t{name}\t围绕{name}开展摸底调查，编制工作台账，明确责任分工\t市农业局\n" for n, name in enumerate(TASKS))
    text = PLAN + "附件\n任务分工表\n序号\t任务\t内容\t责任单位\n" + rows
    assert copies(text) == []


def test_what_is_alike_but_not_the_same_is_no_copy():
    other = PLAN
    for n in range(10):
        other = other.replace(f"围绕{TASKS[n]}", f"针对{TASKS[n]}").replace("按季度", "逐月份").replace("见到实效", "落到实处")
    assert copies(PLAN + other) == []


@pytest.mark.parametrize("kind", ["as it is", "between newlines"])
def test_a_page_kept_with_its_tags_and_entities_says_the_same(kind):
    marked = PLAN.replace("、", "&#12289;").replace("（", "&#xff08;").replace("，", "，&nbsp;")
    joint = "" if kind == "as it is" else "\r\n"
    page = joint.join(f"<p>{line}</p>" for line in marked.split("\n") if line)
    assert told(page) == SOUND


def test_a_span_holds_an_entity_whole():
    text = PLAN.replace("修复湿地面积", "&ldquo;柳塘之肾&rdquo;湿地面积")
    target = read(text, glossary=()).targets[0]
    assert target.indicator == "“柳塘之肾”湿地面积"
    assert target.quote == text[slice(*target.span)] == "&ldquo;柳塘之肾&rdquo;湿地面积达到300公顷"


def test_cells_of_a_page_kept_with_its_tags_are_a_table():
    rows = [["序号", "指标", "单位", "2025年目标"], ["1", "观鸟步道", "公里", "42"], ["2", "护林员", "名", "130"]]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    found = read(PLAN + f"附件：主要指标表\n<table>{table}</table>", glossary=()).targets
    assert [(t.indicator, t.value, t.unit) for t in found[2:]] == [("观鸟步道", 42, "公里"), ("护林员", 130, "名")]


def test_a_task_that_a_table_of_indicators_follows_keeps_its_bearers():
    table = "序号\t指标\t2025年目标\n1\t观鸟步道（公里）\t42\n2\t护林员（名）\t130\n3\t补种芦苇（亩）\t900\n"
    task = "（十一）收集种子。依托乡镇苗圃收集本地草种，建立种质档案。（责任单位：市林业局）\n"
    found = read(PLAN.replace("三、保障措施", task + table + "三、保障措施"), glossary=()).tasks
    assert [(t.title, t.responsible) for t in found][-1] == ("收集种子", ["市林业局"])
