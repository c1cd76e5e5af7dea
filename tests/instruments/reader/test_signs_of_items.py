"""Items are told apart by whatever sign counts them."""

from __future__ import annotations

import re

import pytest

from zhichan.instruments.reader import read


@pytest.mark.parametrize(
    ("parts", "chapters", "items"),
    [
        ("一、二、", "（一）（二）", "1. 2. "),
        ("壹、贰、", "㈠㈡", "⒈⒉"),
        ("壹、贰、", "（一）（二）", "⑴⑵"),
        ("一、二、", "㈠㈡", "①②"),
        ("一、二、", "（一）（二）", "（1）（2）"),
        ("一　二　", "（一）（二）", "1. 2. "),
        ("1、2、", "（1）（2）", "①②"),
    ],
)
def test_parts_chapters_and_items_have_their_place_and_their_bearers(
    parts: str, chapters: str, items: str
) -> None:
    (a, b), (c, d), (e, f) = (
        (each[: len(each) // 2], each[len(each) // 2 :]) for each in (parts, chapters, items)
    )
    text = (
        f"柳滨市河湖保护行动计划（2024—2026年）\n{a}总体要求\n坚持系统治理，守住生态底线。\n{b}重点任务\n{c}治理河道\n"
        f"{e}疏浚河道12公里。（市水务局）\n{f}整治码头9座。（市交通运输局）\n{d}保护岸线\n{e}绿化堤防30公里。（市林业局）\n"
    )
    found = read(text, glossary=())
    told = [(one.indicator, one.value) for one in found.targets]
    assert told == [("疏浚河道", 12.0), ("整治码头", 9.0), ("绿化堤防", 30.0)]
    assert [(one.path, one.responsible) for one in found.tasks] == [
        ([f"{b.strip()}重点任务", f"{c}治理河道", f"{e.strip()}疏浚河道12公里"], ["市水务局"]),
        ([f"{b.strip()}重点任务", f"{c}治理河道", f"{f.strip()}整治码头9座"], ["市交通运输局"]),
        ([f"{b.strip()}重点任务", f"{d}保护岸线", f"{e.strip()}绿化堤防30公里"], ["市林业局"]),
    ]


@pytest.mark.parametrize("title", ["抢抓合作机遇", "补齐设施短板", "应对市场挑战"])
def test_a_deed_that_names_a_chance_or_a_want_is_a_task(title: str) -> None:
    text = f"柳滨市招商工作方案（2024—2026年）\n⑴走访企业。到2026年，走访企业90家。\n⑵{title}。到2026年，引进到位资金14亿元。\n⑶做好服务。常态化对接。\n"
    found = read(text, glossary=())
    assert [(one.value, one.unit) for one in found.targets] == [(90.0, "家"), (14.0, "亿元")]
    assert title in [one.title for one in found.tasks]


PLAN = """柳滨市慢行系统建设方案（2024—2026年）
一、总体思路
（一）指导思想
坚持以人为本，方便群众出行。
（二）建设目标
到2026年，骑行道达到90公里，站点覆盖率达到80%。
二、重点任务
（一）连通路网
1.建设绿道30公里。（市园林局）
2.修补人行道40公里。（市城管局）
（二）规范停放
施划停车点200处。（市公安局）
三、保障措施
（一）加强统筹
市交通运输局牵头推进，各区抓好落实。
"""


def _told(text: str) -> tuple[object, ...]:
    reading = read(text, glossary=())
    goals = [(t.indicator, t.value, t.year) for t in reading.targets]
    tasks = [(t.title, t.responsible, len(t.path)) for t in reading.tasks]
    return goals, tasks, [m.title for m in reading.measures]


@pytest.mark.parametrize(
    ("part", "chapter", "item"),
    [
        ("{cn}、", "第{chapter}节 ", "{item}."),
        ("{cn}、", "（{number}）", "{item}."),
        ("{digit}.", "（{chapter}）", "{item}）"),
        ("第{cn}章　", "第{chapter}节　", "（{item}）"),
        ("{digit} ", "{digit}.{number} ", "{digit}.{number}.{item} "),
        ("{digit}、", "{digit}.{number}、", "（{item}）"),
        ("{cn} ", "（{chapter}）", "{item}."),
    ],
)
def test_the_text_tells_which_numbers_stand_below_which(part: str, chapter: str, item: str) -> None:
    at = {"cn": "", "digit": 0, "chapter": "", "number": 0, "item": 0}
    lines = []
    for line in PLAN.split("\n"):
        mark = re.match(r"([一二三])、|（([一二])）|(\d)\.", line)
        if mark is None:
            lines.append(line)
            continue
        if mark.group(1):
            at["cn"], at["digit"] = mark.group(1), "一二三".index(mark.group(1)) + 1
        elif mark.group(2):
            at["chapter"], at["number"] = mark.group(2), "一二".index(mark.group(2)) + 1
        at["item"] = mark.group(3) or 0
        form = part if mark.group(1) else chapter if mark.group(2) else item
        lines.append(form.format(**at) + line[mark.end() :])
    assert _told("\n".join(lines)) == _told(PLAN)
    goals, tasks, measures = _told(PLAN)
    assert [goal[1:] for goal in goals] == [(90, 2026), (80, 2026), (30, 2026), (40, 2026), (200, 2026)]
    assert [depth for *_, depth in tasks] == [3, 3, 2]
    assert measures == ["加强统筹"]


def test_lists_below_numbered_items_stay_below_them() -> None:
    text = (
        "柳滨市河湖保护行动计划（2024—2026年）\n一、重点任务\n1.治理河道。推进治理。\n（1）疏浚河道12公里。（市水务局）\n"
        "（2）整治码头9座。（市交通运输局）\n2.保护岸线。加强保护。\n（1）绿化堤防30公里。（市林业局）\n（2）拆除违建8处。（市水务局）\n"
    )
    paths = [task.path[1][:2] for task in read(text, glossary=()).tasks if len(task.path) == 3]
    assert paths == ["1.", "1.", "2.", "2."]


@pytest.mark.parametrize(
    "line",
    [
        "一 站 式服务全面铺开",
        "一 年内完成改造",
        "三 组团联动",
        "1 企业培育",
        "2 个样板",
        "一 批 批项目落地见效",
    ],
)
def test_a_number_with_a_blank_behind_it_that_is_no_next_one_is_no_heading(line: str) -> None:
    text = f"柳滨市方案\n一、工作目标\n到2026年，新增泊位90个。\n二、主要任务\n{line}\n推进建设，完善服务。\n三、保障措施\n落实责任。\n"
    outline = read(text, glossary=()).outline
    assert [node.number for node in outline] == ["一、", "二、", "三、"]
    assert [node.children for node in outline] == [[], [], []]


SPOKEN = [
    "第一，|第二，|第三，",
    "第一、|第二、|第三、",
    "第一 |第二 |第三 ",
    "第1项：|第2项：|第3项：",
    "其一，|其二，|其三，",
    "首先，|其次，|最后，",
    "一是|二是|三是",
    "一是：|二是：|三是：",
    "一要|二要|三要",
    "一）|二）|三）",
    "1。|2。|3。",
    "1，|2，|3，",
    "01 |02 |03 ",
    "1-1 |1-2 |1-3 ",
    "【1】|【2】|【3】",
    "A.|B.|C.",
    "甲、|乙、|丙、",
    "Ⅰ.|Ⅱ.|Ⅲ.",
    "❶|❷|❸",
    "➢ |➢ |➢ ",
    "•|•|•",
    "举措一 |举措二 |举措三 ",
    "⒑|⒒|⒓",
]
ABOVE = "柳滨市河湖保护行动计划（2024—2026年）\n一、总体要求\n坚持系统治理，守住生态底线。\n二、重点任务\n"
BELOW = "三、组织实施\n各部门要压实责任，做好保障。\n"


@pytest.mark.parametrize("marks", SPOKEN)
@pytest.mark.parametrize(
    "bearers", ["（市水务局牵头，市林业局配合）", "\n牵头单位：市水务局\n配合单位：市林业局"]
)
@pytest.mark.parametrize("stop", ["。", "\n"])
def test_a_list_counted_in_any_way_that_says_who_bears_it_is_a_list_of_tasks(marks, bearers, stop):
    first, second, third = marks.split("|")
    text = f"{ABOVE}{first}疏浚河道{stop}清理淤泥12万吨，恢复行洪能力。{bearers}\n{second}整治码头{stop}拆除老旧设施。{bearers}\n"
    text += f"三、保护岸线\n{third}绿化堤防{stop}种植防护林30公里，管护到户。{bearers}\n四、组织实施\n各部门要压实责任。\n"
    found = [one for one in read(text, glossary=()).tasks if one.lead or one.cooperating or one.responsible]
    assert [(one.title, one.lead, one.cooperating) for one in found] == [
        (title, ["市水务局"], ["市林业局"]) for title in ("疏浚河道", "整治码头", "绿化堤防")
    ]


@pytest.mark.parametrize(
    "items",
    [
        "一是清理淤泥。清除障碍物。\n二是恢复行洪能力。加固险段。（市水务局牵头，市林业局配合）\n",
        "第一，清理淤泥。\n第二，恢复行洪能力。\n第三，加固险段。（市水务局牵头，市林业局配合）\n",
        "（市水务局牵头，市林业局配合）\n首先，清理淤泥。\n其次，恢复行洪能力。\n最后，加固险段。\n",
        "清理淤泥，恢复行洪能力的河段达到\n15 公里以上，确保安全。（市水务局牵头，市林业局配合）\n",
        "清理淤泥，恢复行洪能力，达到标准后\n一是公示，二是验收。（市水务局牵头，市林业局配合）\n",
        "清理淤泥：\nA类河段优先，恢复行洪能力。（市水务局牵头，市林业局配合）\n",
        "清理淤泥。\n1 个月内恢复行洪能力。（市水务局牵头，市林业局配合）\n",
    ],
)
def test_a_list_that_does_not_say_item_by_item_who_bears_it_belongs_to_its_task(items):
    text = f"{ABOVE}（一）疏浚河道。{items}（二）整治码头。拆除老旧设施。（市交通运输局负责）\n{BELOW}"
    found = [one for one in read(text, glossary=()).tasks if one.lead or one.responsible]
    assert [(one.title, one.lead, one.responsible) for one in found] == [
        ("疏浚河道", ["市水务局"], []),
        ("整治码头", [], ["市交通运输局"]),
    ]


@pytest.mark.parametrize(
    "marks",
    [
        "①②③",
        "（1）（2）（3）",
        "1）|2）|3）",
        "一是|二是|三是",
        "第一，|第二，|第三，",
        "首先，|其次，|最后，",
    ],
)
@pytest.mark.parametrize("stop", ["", "。", "；"])
def test_a_list_in_one_paragraph_goes_on_behind_the_bracket_that_closes_an_item(marks, stop):
    first, second, third = marks.split("|") if "|" in marks else re.findall("（.）|.", marks)
    text = f"{ABOVE}{first}疏浚河道。清理淤泥12万吨，恢复行洪能力，加固险工险段。（市水务局牵头，市林业局配合）{stop}"
    text += f"{second}整治码头。拆除老旧设施（含趸船）{stop}规范停靠秩序。（市交通运输局）{stop}{third}绿化堤防。种植防护林30公里。（市林业局）\n"
    found = [one for one in read(text + BELOW, glossary=()).tasks if one.lead or one.responsible]
    assert [(one.title, one.lead, one.responsible) for one in found] == [
        ("疏浚河道", ["市水务局"], []),
        ("整治码头", [], ["市交通运输局"]),
        ("绿化堤防", [], ["市林业局"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "①清理淤泥（含垃圾）②恢复行洪能力（汛前）③加固险段。（市水务局牵头，市林业局配合）",
        "（1）清理淤泥（垃圾）。（2）恢复行洪能力。（市水务局牵头，市林业局配合）",
        "一是清理淤泥（垃圾）；二是恢复行洪能力（汛前）；三是加固险段。（市水务局牵头，市林业局配合）",
    ],
)
def test_a_bracket_that_names_no_bearers_parts_no_items(text):
    found = read(
        f"{ABOVE}（一）疏浚河道。{text}\n（二）整治码头。拆除老旧设施。（市交通运输局）\n{BELOW}", glossary=()
    )
    assert [one.title for one in found.tasks if one.lead or one.responsible] == ["疏浚河道", "整治码头"]


@pytest.mark.parametrize(
    "signs",
    [
        ("（一", "（二", "（三"),
        ("（一〉", "（二〉", "（三〉"),
        ("（一）", "二）", "（三）"),
        ("（—）", "（二）", "（三）"),
        ("（-）", "（二）", "（三）"),
        ("（1", "（2", "（3"),
        ("（l）", "（2）", "（3）"),
        ("l.", "2.", "3."),
        ("（一｝", "（二｝", "（三｝"),
    ],
)
def test_a_sign_that_a_copy_has_broken_still_tells_items_apart(signs: tuple[str, ...]) -> None:
    titles, bodies = ("加强巡塔", "优化航标", "推进拓海"), ("市港航局", "市海事局", "市水务局")
    items = "".join(
        f"{sign}{title}。完善制度，逐年更换。（{body}）\n"
        for sign, title, body in zip(signs, titles, bodies, strict=True)
    )
    text = f"柳滨市灯塔管护方案（2024—2026年）\n一、总体要求\n坚持统筹兼顾。\n二、重点任务\n{items}三、保障措施\n强化领导。\n"
    told = [(one.title, one.responsible) for one in read(text, glossary=()).tasks]
    assert told == [(title, [body]) for title, body in zip(titles, bodies, strict=True)]


def test_a_bracket_that_stays_open_before_other_words_is_no_sign() -> None:
    text = "柳滨市灯塔管护方案（2024—2026年）\n一、重点任务\n（一）加强巡塔。完善制度。（市港航局）\n（一把手工程\n优先安排灯具更换。\n二、保障措施\n强化领导。\n"
    assert [one.title for one in read(text, glossary=()).tasks] == ["加强巡塔"]
