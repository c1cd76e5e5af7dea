"""Duties told line by line or in tables whose cells were lost, and the roles that lists of offices tell."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import Reading, read

PLAN = (
    "沧河市绿道建设实施方案（2023—2025年）\n一、总体目标\n到2025年，绿道里程达到300公里。\n二、重点任务\n"
    "（一）整治河岸。清理北岸堆场。{}\n三、保障措施\n（一）加强领导。市绿道办统筹推进。\n{}"
)
OWN = "（责任单位：市水务局）"

Duty = tuple[str, list[str], list[str], list[str], str | None]


def duties(found: Reading) -> list[Duty]:
    return [(t.title, t.lead, t.cooperating, t.responsible, t.due) for t in found.tasks]


def annexed(lines: str) -> Reading:
    return read(PLAN.format(OWN, lines), glossary=())


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            ("附件\n任务分工\n修建栈道（牵头单位：市园林局；配合单位：市水务局）\n设置标识（市交通局牵头，市文旅局配合）\n"
            "种植行道树（市林业局）\n巡查河面 市公安局 市城管局\n"),
            [
                ("修建栈道", ["市园林局"], ["市水务局"], [], None), ("设置标识", ["市交通局"], ["市文旅局"], [], None),
                ("种植行道树", [], [], ["市林业局"], None), ("巡查河面", [], [], ["市公安局", "市城管局"], None),
            ],
        ),
        (
            "附件\n重点任务分工\n修建栈道——市园林局、市水务局\n设置标识——市交通局\n",
            [("修建栈道", [], [], ["市园林局", "市水务局"], None), ("设置标识", [], [], ["市交通局"], None)],
        ),
        (
            "附件\n部门职责分工\n市园林局：负责修建栈道，养护林木。\n市交通局、市文旅局：设置沿线标识。\n",
            [
                ("修建栈道，养护林木", [], [], ["市园林局"], None),
                ("设置沿线标识", [], [], ["市交通局", "市文旅局"], None),
            ],
        ),
        (
            "附件：\n市绿道工作成员单位职责\n市园林局 负责修建栈道。\n市交通局 负责设置标识。\n",
            [("修建栈道", [], [], ["市园林局"], None), ("设置标识", [], [], ["市交通局"], None)],
        ),
        (
            ("附件\n任务分解表\n修建栈道\n牵头单位：市园林局\n配合单位：市水务局、市住建局\n完成时限：2024年12月\n"
            "设置标识\n牵头单位：市交通局\n完成时限：持续推进\n"),
            [
                ("修建栈道", ["市园林局"], ["市水务局", "市住建局"], [], "2024年12月"),
                ("设置标识", ["市交通局"], [], [], "持续推进"),
            ],
        ),
        (
            "附件\n任务分工\n1\t修建栈道\t市园林局\n2\t设置标识\t市交通局、市文旅局\n",
            [("修建栈道", [], [], ["市园林局"], None), ("设置标识", [], [], ["市交通局", "市文旅局"], None)],
        ),
    ],
    ids=["brackets", "dashes", "units_first", "units_and_gap", "labels_below", "rows_without_head"],
)  # fmt: skip
def test_an_annex_that_tells_duties_without_numbers_is_read(lines, told):
    found = annexed(lines)
    assert duties(found) == [("整治河岸", [], [], ["市水务局"], None), *told]
    assert [one.code for one in found.open] == []


def test_a_goal_within_a_line_of_duties_belongs_to_its_task():
    found = annexed("附件\n任务分工\n到2025年修建栈道30公里（市园林局）\n设置标识（市交通局）\n")
    (goal,) = [t for t in found.targets if t.value == 30]
    assert (goal.unit, goal.year) == ("公里", 2025)
    assert [t.targets for t in found.tasks if "栈道" in t.title] == [[goal.id]]


@pytest.mark.parametrize("title", ["考核评分说明", "领导小组成员名单"])
def test_an_annex_of_another_kind_gives_no_duties(title):
    found = annexed(f"附件\n{title}\n修建栈道（市园林局）\n设置标识（市交通局）\n")
    assert [t.title for t in found.tasks] == ["整治河岸"]


def tabled(rows: list[str], *, alone: bool) -> Reading:
    cells = [cell for row in rows for cell in row.split("|") if cell]
    lines = "\n".join(cells) if alone else "\n".join(rows).replace("|", "\t")
    return annexed(f"附件\n任务分工表\n{lines}\n")


@pytest.mark.parametrize("alone", [False, True], ids=["rows", "cells_alone"])
def test_a_group_before_the_running_number_heads_the_rows_it_covers(alone):
    found = tabled(
        [
            "类别|序号|重点任务|牵头单位|配合单位", "岸上|1|修建栈道|市园林局|市水务局、市住建局", "|2|设置标识|市交通局|市文旅局",
            "水上|3|巡查河面|市公安局|市水务局",
        ],
        alone=alone,
    )  # fmt: skip
    assert [(t.path, t.title, t.lead, t.cooperating) for t in found.tasks[1:]] == [
        (["任务分工表", "岸上"], "修建栈道", ["市园林局"], ["市水务局", "市住建局"]),
        (["任务分工表", "岸上"], "设置标识", ["市交通局"], ["市文旅局"]),
        (["任务分工表", "水上"], "巡查河面", ["市公安局"], ["市水务局"]),
    ]


@pytest.mark.parametrize("alone", [False, True], ids=["rows", "cells_alone"])
def test_a_row_that_lost_an_empty_cell_keeps_the_rows_after_it(alone):
    found = tabled(
        [
            "重点任务|牵头单位|配合单位|完成时限", "修建栈道|市园林局|市水务局、市住建局|2024年12月", "设置标识|市交通局||持续推进",
            "巡查河面|市公安局|市水务局|2025年底",
        ],
        alone=alone,
    )  # fmt: skip
    assert duties(found)[1:] == [
        ("修建栈道", ["市园林局"], ["市水务局", "市住建局"], [], "2024年12月"),
        ("设置标识", ["市交通局"], [], [], "持续推进"),
        ("巡查河面", ["市公安局"], ["市水务局"], [], "2025年底"),
    ]


def test_a_numbered_row_without_units_is_a_task_without_units():
    found = tabled(
        ["序号|工作任务|牵头单位|完成时限", "1|修建栈道|市园林局|2024年底", "2|设置标识||2025年", "3|巡查河面|市公安局|2025年"],
        alone=False,
    )  # fmt: skip
    assert duties(found)[1:] == [
        ("修建栈道", ["市园林局"], [], [], "2024年底"),
        ("设置标识", [], [], [], "2025年"),
        ("巡查河面", ["市公安局"], [], [], "2025年"),
    ]


def test_offices_in_a_cell_with_nothing_but_gaps_between_them_are_several():
    found = tabled(
        ["序号|工作任务|牵头单位|配合单位", "1|修建栈道|市园林局|市水务局 市住建局", "2|设置标识|市交通局|市文旅局 市城管局"],
        alone=False,
    )  # fmt: skip
    assert [t.cooperating for t in found.tasks[1:]] == [["市水务局", "市住建局"], ["市文旅局", "市城管局"]]


@pytest.mark.parametrize(
    ("bracket", "lead", "cooperating", "responsible"),
    [
        ("（市水务局会商市财政局负责）", ["市水务局"], ["市财政局"], []),
        ("（由市水务局牵头，会商市财政局，市住建局、市园林局按职责分工负责）", ["市水务局"], ["市财政局"], ["市住建局", "市园林局"]),
        ("（由市水务局牵头，会同市财政局，市住建局按职责分工负责）", ["市水务局"], ["市财政局"], ["市住建局"]),
        ("（市水务局、市园林局依次负责）", [], [], ["市水务局", "市园林局"]),
        ("（市水务局、市园林局、\n市住建局按职责分工负责）", [], [], ["市水务局", "市园林局", "市住建局"]),
    ],
)  # fmt: skip
def test_a_list_of_offices_tells_its_roles(bracket, lead, cooperating, responsible):
    (task,) = read(PLAN.format(bracket, ""), glossary=()).tasks
    assert (task.lead, task.cooperating, task.responsible) == (lead, cooperating, responsible)


LEVELS = [
    "序号|领域|任务|具体内容|责任单位|支持单位|完成时间",
    "1|一、岸上|修建栈道|1.建成栈道20公里，设座椅300把。2.新增灯杆800根。|市园林局（市林业局）|市水务局、市住建局|2025年12月",
    "2|一、岸上|设置标识|新建标识牌1200块|市交通局|无|2024年12月",
    "3|二、水上|巡查河面|"
    + "沿岸各段每日巡查，发现问题及时处理，" * 30
    + "建成哨所5处|市公安局|市水务局|持续推进",
]


def test_a_table_of_field_task_and_detail_names_the_task_and_dates_the_goals_of_its_row():
    found = tabled(LEVELS, alone=False)
    assert [(t.path[-1], t.title, t.responsible, t.cooperating, t.due) for t in found.tasks[1:]] == [
        ("一、岸上", "修建栈道", ["市园林局（市林业局）"], ["市水务局", "市住建局"], "2025年12月"),
        ("一、岸上", "设置标识", ["市交通局"], [], "2024年12月"),
        ("二、水上", "巡查河面", ["市公安局"], ["市水务局"], "持续推进"),
    ]
    assert [(t.value, t.unit, t.year) for t in found.targets if t.year != 2025 or t.value != 300] == [
        (20, "公里", 2025), (800, "根", 2025), (1200, "块", 2024), (5, "处", 2025),
    ]  # fmt: skip
    assert not any("\t" in t.indicator or t.indicator[0] in ".12" for t in found.targets)


def test_cells_one_a_line_with_headings_between_them_and_numbers_left_out_are_read_to_the_end():
    rows = ["序号|举措|主 要 内 容|指导部门|推广范围", "一、岸上方面（共2项）", "1|以栈道为主的慢行系统建设|修建栈道，连接驿站。|住房城乡建设部、水利部|全国",
            "2|沿岸标识的统一设置|制定标识规范，统一样式。|交通运输部、文化和旅游部|8个试点区域", "二、林地方面（共3项）", "三、水上方面（共1项）",
            "6|河面联合巡查|建立值班制度，联合巡查。|公安部、国家林草局、水利部|8个试点区域"]  # fmt: skip
    found = tabled(rows, alone=True)
    assert [(t.path[-1], t.title, t.responsible) for t in found.tasks[1:]] == [
        ("一、岸上方面（共2项）", "以栈道为主的慢行系统建设", ["住房城乡建设部", "水利部"]),
        ("一、岸上方面（共2项）", "沿岸标识的统一设置", ["交通运输部", "文化和旅游部"]),
        ("三、水上方面（共1项）", "河面联合巡查", ["公安部", "国家林草局", "水利部"]),
    ]
    assert [t.value for t in found.targets] == [300]


def test_headings_between_the_rows_of_a_table_head_the_rows_below_them():
    rows = ["序号|任务|责任单位|完成时限", "一、岸上", "1|修建栈道|市园林局|2024年", "2|设置标识|市交通局|2024年", "二、水上",
            "3|巡查河面|市公安局|2025年"]  # fmt: skip
    assert [(t.path[-1], t.title, t.responsible) for t in tabled(rows, alone=False).tasks[1:]] == [
        ("一、岸上", "修建栈道", ["市园林局"]), ("一、岸上", "设置标识", ["市交通局"]), ("二、水上", "巡查河面", ["市公安局"]),
    ]  # fmt: skip


def test_headings_of_three_levels_that_run_into_the_text_are_headings():
    work = "支持企业加大研发投入，建立专利导航机制，推动专利培育，完善管理体系，提高管理水平。" * 3
    text = (
        "沧河市主要任务工作分工一、主要任务（一）提高创造质量1.提升企业水平。"
        f"{work}（责任单位：市知识产权局、市科技局）2.提升高校水平。{work}（责任单位：市教育局）"
        f"（二）加强保护1.完善制度。{work}（责任单位：市司法局）\n"
    )
    assert [(task.path, task.title, task.responsible) for task in read(text, glossary=()).tasks] == [
        (["一、主要任务", "（一）提高创造质量", "1.提升企业水平"], "提升企业水平", ["市知识产权局", "市科技局"]),
        (["一、主要任务", "（一）提高创造质量", "2.提升高校水平"], "提升高校水平", ["市教育局"]),
        (["一、主要任务", "（二）加强保护", "1.完善制度"], "完善制度", ["市司法局"]),
    ]
    short = f"沧河市重点任务分工一、主要任务（一）提高创造质量1.提升企业水平。{work}（责任单位：市知识产权局）\n"
    [task] = read(short, glossary=()).tasks
    assert (task.title, task.responsible) == ("提升企业水平", ["市知识产权局"])


def test_headings_that_name_a_body_and_its_duties_charge_it_with_what_stands_below():
    text = (
        "渠州市河岸整治实施方案（2023—2025年）\n一、总体目标\n到2025年，绿道里程达到300公里。\n二、重点任务\n"
        "（一）市水务局职责\n1．清理北岸堆场。\n2．疏通排水沟渠。\n"
        "（二）市园林局工作职责\n补种乔木，养护林带。\n（三）市河道管理机构的职责\n每周巡河，登记损毁的护栏。\n"
    )
    assert [(task.title, task.responsible) for task in read(text, glossary=()).tasks] == [
        ("清理北岸堆场", ["市水务局"]), ("疏通排水沟渠", ["市水务局"]), ("补种乔木", ["市园林局"]), ("每周巡河", ["市河道管理机构"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ("1.社区绿道：120公里；\n2.认养树木：3万棵；\n3.志愿巡护：900人次。\n", [120, 3, 900]),
        ("（一）社区绿道：120公里\n（二）认养树木：≥3万棵\n", [120, 3]),
        ("1.养护：2024年修订养护规程。\n2.宣传：编印手册。\n", []),
        ("1.巡护范围：沿线各街道。\n2.时限：自发文之日起。\n", []),
    ],
)
def test_an_item_of_goals_that_is_a_name_and_its_figure_is_a_goal(items: str, told: list[float]) -> None:
    plan = "沧河市2024年绿道重点任务分解\n一、主要指标\n" + items + "二、重点任务\n（一）整治河岸。清理北岸堆场。\n"
    assert [t.value for t in read(plan, glossary=()).targets] == told


CARDS = (
    "附件\n任务清单\n任务名称：清理北岸堆场\n工作内容：迁走砂石，补种乔木80株。\n牵头单位：市水务局\n配合单位：市园林局、市城管局\n完成时限：2023年6月\n"
    "任务名称：修建沿江步道\n工作内容：接通断头路。\n牵头单位：市住建局\n完成时限：2024年底\n"
)


def test_cards_that_begin_with_the_same_label_are_a_duty_each():
    told = [(t.title, t.lead, t.cooperating, t.due) for t in annexed(CARDS).tasks if t.title != "整治河岸"]
    assert told == [
        ("清理北岸堆场", ["市水务局"], ["市园林局", "市城管局"], "2023年6月"),
        ("修建沿江步道", ["市住建局"], [], "2024年底"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "任务：清理北岸堆场\n任务：修建沿江步道\n",  # nobody bears them
        "任务名称：清理北岸堆场\n牵头单位：市水务局\n任务名称：修建沿江步道\n内容：接通断头路。\n",  # one has nobody
        "任务名称：清理北岸堆场\n工作内容：迁走砂石。\n督查单位：市督查室\n" * 2,  # who looks on bears nothing
        "任务一览：见另文。\n任务名称：清理北岸堆场\n完成时限：2024年底\n",  # one card
    ],
)
def test_lines_of_labels_that_are_no_cards_charge_nobody_with_two_duties(lines):
    assert sum(bool(t.lead or t.responsible) for t in annexed("附件\n任务清单\n" + lines).tasks if t.title != "整治河岸") < 2
