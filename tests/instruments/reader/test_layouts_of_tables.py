"""Heads of two rows, figures in brackets with their note, cells between commas, totals, units at either end."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from zhichan.instruments.reader import Reading, read
from zhichan.instruments.reader.clean import fold

PLAN = (
    "沧河市绿道行动规划（2021—2025年）\n一、现状\n河岸整治稳步推进。\n二、行动目标\n到2025年，绿道建设水平明显提高。\n{}\n"
    "三、重点任务\n（一）整治河岸。开展河岸整治。（责任单位：市水务局）\n"
)
TITLE = "绿道建设指标\n"


def reading(table: str, *, title: str = TITLE) -> Reading:
    return read(PLAN.format(title + table), glossary=())


def tabbed(rows: list[str]) -> str:
    return "".join(row.replace("|", "\t") + "\n" for row in rows)


def one_a_line(rows: list[str]) -> str:
    return "".join(cell + "\n" for row in rows for cell in row.split("|") if cell)


def spaced(rows: list[str]) -> str:
    return "".join(" ".join(cell for cell in row.split("|") if cell) + "\n" for row in rows)


def goals(found: Reading) -> list[tuple[str, int | None, float, int | None, float | None]]:
    return [
        (t.indicator, t.year, t.value, t.baseline_year, t.baseline_value)
        for t in found.targets
        if t.cell is not None
    ]


GREENWAYS = [
    ("绿道里程", 2023, 1100, 2020, 820), ("绿道里程", 2025, 1500, 2020, 820),
    ("绿道驿站", 2023, 20, 2020, 12), ("绿道驿站", 2025, 35, 2020, 12),
]  # fmt: skip


@pytest.mark.parametrize("form", [tabbed, one_a_line, spaced])
@pytest.mark.parametrize(
    "head",
    [
        ["指标|单位|2020年|目标值||属性", "|||2023年|2025年|"],
        ["指标|单位|现状值|目标值||属性", "||2020年|2023年|2025年|"],
        ["指标|单位|“十三五”完成值|“十四五”目标||属性", "|||2023年|2025年|"],
        ["指标|单位|2020年基数|规划目标||属性", "|||（2023年）|（2025年）|"],
    ],
    ids=["year_beside", "one_and_two", "spoken", "brackets"],
)
def test_the_years_of_a_second_row_belong_to_the_head_above_them(head, form):
    rows = ["绿道里程|公里|820|1100|1500|预期性", "绿道驿站|个|12|20|35|约束性"]
    found = reading(form(head + rows))
    assert goals(found) == GREENWAYS
    assert [t.attribute for t in found.targets if t.cell] == ["预期性", "预期性", "约束性", "约束性"]
    assert found.open == []


GROUPED = ["类别|指标|2020年现状值|2025年目标值", "里程|新建绿道（公里）|80|120", "|改造绿道（公里）|30|55",
           "设施|服务驿站（座）|12|20", "|停车泊位（个）|300|480", "植被|沿线绿化率（%）|61|70"]  # fmt: skip


@pytest.mark.parametrize("form", [tabbed, one_a_line, spaced])
@pytest.mark.parametrize("drawn", [False, True])
def test_a_group_over_the_first_row_or_between_rows_is_neither_head_nor_name(form, drawn):
    rows = list(GROUPED)
    if drawn:
        # On a page the group stands at the middle of its rows.
        rows[1:3] = ["|" + rows[1].split("|", 1)[1], "里程", rows[2]]
    assert goals(reading(form(rows))) == [
        ("新建绿道", 2025, 120, 2020, 80),
        ("改造绿道", 2025, 55, 2020, 30),
        ("服务驿站", 2025, 20, 2020, 12),
        ("停车泊位", 2025, 480, 2020, 300),
        ("沿线绿化率", 2025, 70, 2020, 61),
    ]


@pytest.mark.parametrize("form", [spaced, one_a_line])
def test_four_years_under_a_base_and_goals_before_a_column_of_bodies(form):
    rows = ["序号|指标|单位|基期值|目标值|责任单位", "2020年|2022年|2024年|2025年",
            "1|绿道里程|公里|820|900|1000|1100|市住建局", "2|绿道驿站|座|12|20|28|35|市文旅局",
            "3|护栏|公里|60|75|80|95|市水务局"]  # fmt: skip
    assert [g[:3] for g in goals(reading(form(rows)))] == [
        *[("绿道里程", y, v) for y, v in ((2022, 900), (2024, 1000), (2025, 1100))],
        *[("绿道驿站", y, v) for y, v in ((2022, 20), (2024, 28), (2025, 35))],
        *[("护栏", y, v) for y, v in ((2022, 75), (2024, 80), (2025, 95))],
    ]


@pytest.mark.parametrize("form", [tabbed, one_a_line])
def test_years_under_past_and_goal_are_paired_in_order(form):
    head = ["序号|指标|基期值|目标值|属性", "||（2020年）|（2025年）|"]
    found = reading(form([*head, "1|绿道里程（公里）|820|1500|预期性", "2|绿道驿站（个）|12|35|约束性"]))
    assert goals(found) == [("绿道里程", 2025, 1500, 2020, 820), ("绿道驿站", 2025, 35, 2020, 12)]


@pytest.mark.parametrize("form", [tabbed, one_a_line])
def test_indicators_over_the_same_years_give_each_place_a_goal_of_each_year(form):
    rows = ["地区|绿道里程（公里）||绿道驿站（个）|", "|2023年|2025年|2023年|2025年", "东山区|100|150|5|8",
            "西河县|200|250|6|9", "全市合计|300|400|11|17"]  # fmt: skip
    found = reading(form(rows), title="各地绿道安排表\n")
    assert [(t.scope, t.indicator, t.unit, t.year, t.value) for t in found.targets if t.cell] == [
        (place, name, unit, year, value)
        for place, values in (("东山区", (100, 150, 5, 8)), ("西河县", (200, 250, 6, 9)), ("全市", (300, 400, 11, 17)))
        for (name, unit, year), value in zip(
            (("绿道里程", "公里", 2023), ("绿道里程", "公里", 2025), ("绿道驿站", "个", 2023), ("绿道驿站", "个", 2025)),
            values,
            strict=True,
        )
    ]  # fmt: skip


@pytest.mark.parametrize("brackets", ["〔{}〕", "[{}]", "［{}］", "（{}）"])
@pytest.mark.parametrize(
    "note",
    [
        "注：{}内为五年累计数。",
        "备注：带{}的为累计值。",
        "注：1.绿道含步道。2.{}内数据为规划期累计数。",
        "注：括号内数值为五年累计数。",
    ],
)
@pytest.mark.parametrize("form", [tabbed, one_a_line])
def test_figures_in_brackets_count_all_years_together_when_a_note_says_so(form, note, brackets):
    rows = ["指标|单位|2020年|2025年", "改造步道|公里|{}|{}", "绿道里程|公里|820|1500", "新植树木|株|-|{}"]
    filled = [rows[0], rows[1].format(brackets.format("3200"), brackets.format("6000")), rows[2],
              rows[3].format(brackets.format("20000"))]  # fmt: skip
    found = reading(form(filled) + note.format(brackets.format(" ")) + "\n")
    assert [(t.indicator, t.kind, t.value, t.baseline_value) for t in found.targets if t.cell] == [
        ("改造步道", "cumulative", 6000, 3200),
        ("绿道里程", "level", 1500, 820),
        ("新植树木", "cumulative", 20000, None),
    ]
    assert [(a.indicator, a.kind, a.value) for a in found.actuals if a.cell] == [
        ("改造步道", "cumulative", 3200), ("绿道里程", "level", 820),
    ]  # fmt: skip
    assert found.open == []


def test_figures_in_brackets_are_yearly_rates_when_the_note_says_so():
    rows = ["指标|单位|2020年|2025年", "绿道里程|%|-|[6.5]", "贯通率|%|60|95", "能耗|%|-|[7]"]
    found = reading(tabbed(rows) + "注：[ ]内为年均增速。\n")
    assert [(t.indicator, t.kind, t.value) for t in found.targets if t.cell] == [
        ("绿道里程", "growth_rate_per_year", 6.5), ("贯通率", "share", 95), ("能耗", "growth_rate_per_year", 7),
    ]  # fmt: skip


@pytest.mark.parametrize("head", ["累计增加值", "增加值", "增幅", "增量", "净增"])
@pytest.mark.parametrize("form", [tabbed, one_a_line])
def test_a_column_of_what_lies_between_past_and_goal_is_no_goal(form, head):
    rows = [f"指标|2020年|2025年|{head}|属性", "绿道里程（公里）|3.2|6.5|3.3|预期性", "贯通率（%）|60|95|35|预期性",
            "门票收入（亿美元）|5|9|-|预期性"]  # fmt: skip
    found = reading(form(rows))
    assert goals(found) == [
        ("绿道里程", 2025, 6.5, 2020, 3.2), ("贯通率", 2025, 95, 2020, 60), ("门票收入", 2025, 9, 2020, 5),
    ]  # fmt: skip


def test_a_ranking_of_places_holds_no_goals():
    rows = ["序号|地区|绿道里程（公里）", "1|甲市|3200", "2|乙市|2800", "3|丙市|2500", "4|丁市|1200"]
    found = reading(one_a_line(rows), title="各市绿道里程排名\n")
    assert goals(found) == []
    assert [(a.scope, a.value, a.unit) for a in found.actuals] == [
        ("甲市", 3200, "公里"), ("乙市", 2800, "公里"), ("丙市", 2500, "公里"), ("丁市", 1200, "公里"),
    ]  # fmt: skip


def test_a_share_that_falls_over_all_years_is_a_reduction():
    rows = ["指标|2020年|2025年", "单位养护能耗降低（%）|-|[13.5]", "贯通率（%）|60|95", "步道（公里）|5|9"]
    found = reading(tabbed(rows) + "注：[ ]为五年累计数。\n")
    assert [(t.indicator, t.kind, t.value) for t in found.targets if t.cell] == [
        ("单位养护能耗降低", "reduction", 13.5), ("贯通率", "share", 95), ("步道", "level", 9),
    ]  # fmt: skip


def test_running_numbers_in_brackets_are_no_figures():
    rows = ["序号|指标|2020年|2025年", "（1）|绿道里程（公里）|820|1500", "（2）|绿道驿站（个）|12|35"]
    assert goals(reading(tabbed(rows))) == [
        ("绿道里程", 2025, 1500, 2020, 820), ("绿道驿站", 2025, 35, 2020, 12),
    ]  # fmt: skip


def test_a_column_of_all_years_makes_the_columns_of_one_year_yearly_figures():
    rows = [
        "指标|单位|2020年|2025年|五年累计",
        "植树数量授权|株|820|1500|6000",
        "步道建设登记|公里|12|35|120",
    ]
    found = reading(tabbed(rows))
    assert [(t.indicator, t.kind, t.value, t.baseline_value) for t in found.targets if t.cell] == [
        ("植树数量授权", "annual_flow", 1500, 820), ("植树数量授权", "cumulative", 6000, None),
        ("步道建设登记", "annual_flow", 35, 12), ("步道建设登记", "cumulative", 120, None),
    ]  # fmt: skip


@pytest.mark.parametrize("form", [tabbed, one_a_line, spaced])
def test_a_table_of_two_rows_and_one_column_of_values_is_read(form):
    found = reading(form(["指标|单位|2025年目标", "绿道驿站|个|300", "养护工程师|名|25"]))
    assert [(t.indicator, t.unit, t.value) for t in found.targets if t.cell] == [
        ("绿道驿站", "个", 300), ("养护工程师", "名", 25),
    ]  # fmt: skip


def test_cells_between_commas_are_cells_and_quoted_ones_hold_their_commas():
    table = (
        '指标,2020年,2025年,属性\n绿道里程（公里）,820,"1,500",预期性\n"步道,含栈道（公里）",12,35,约束性\n'
    )
    found = reading(table)
    assert [(t.indicator, t.value, t.baseline_value, t.attribute) for t in found.targets if t.cell] == [
        ("绿道里程", 1500, 820, "预期性"), ("步道,含栈道", 35, 12, "约束性"),
    ]  # fmt: skip
    assert next(t.quote for t in found.targets if t.cell) == '绿道里程（公里）,820,"1,500",预期性'


def test_duties_between_commas_are_duties():
    table = (
        "序号,重点任务,牵头单位,配合单位,完成时限\n1,整治北岸,市水务局,市住建局、市园林局,2023年底前\n"
        "2,新建驿站,市园林局,市财政局,2024年底前\n3,设置标识,市交通局,市文旅局,2024年6月底前\n"
    )
    found = reading(table, title="任务分工表\n")
    assert [
        (t.title, t.lead, t.cooperating, t.due) for t in found.tasks if t.why[0].rule == "duty_table"
    ] == [
        ("整治北岸", ["市水务局"], ["市住建局", "市园林局"], "2023年底前"),
        ("新建驿站", ["市园林局"], ["市财政局"], "2024年底前"),
        ("设置标识", ["市交通局"], ["市文旅局"], "2024年6月底前"),
    ]


def test_a_sentence_with_commas_is_no_table():
    text = PLAN.format("指标,单位,2025年目标,分解落实到各地。\n绿道里程,驿站,2025年全部达标,由市水务局考核。")
    assert [t for t in read(text, glossary=()).targets if t.cell] == []


@pytest.mark.parametrize("form", [tabbed, one_a_line])
def test_a_column_of_units_behind_the_values_gives_each_row_its_unit(form):
    found = reading(
        form(["指标名称|2023年|2024年|2025年|单位", "绿道里程|900|1100|1500|公里", "绿道驿站|15|20|35|个"])
    )
    assert [(t.indicator, t.unit, t.year, t.value) for t in found.targets if t.cell] == [
        ("绿道里程", "公里", 2023, 900), ("绿道里程", "公里", 2024, 1100), ("绿道里程", "公里", 2025, 1500),
        ("绿道驿站", "个", 2023, 15), ("绿道驿站", "个", 2024, 20), ("绿道驿站", "个", 2025, 35),
    ]  # fmt: skip


def test_thousands_that_stand_apart_are_one_number():
    found = reading(tabbed(["指标|2020年|2025年", "绿道里程（公里）|1 820|3 500", "绿道驿站（个）|12|35"]))
    assert goals(found) == [("绿道里程", 2025, 3500, 2020, 1820), ("绿道驿站", 2025, 35, 2020, 12)]


def test_units_told_over_a_table_of_places_belong_to_its_columns_in_order():
    rows = ["地区|步道里程|建设投入", "东山区|200|8", "西河县|300|12", "合计|500|20"]
    found = reading("单位：公里、亿元\n" + tabbed(rows), title="分地区任务表\n")
    assert {(t.scope, t.unit, t.value) for t in found.targets if t.cell} == {
        ("东山区", "公里", 200), ("东山区", "亿元", 8), ("西河县", "公里", 300), ("西河县", "亿元", 12),
        ("全市", "公里", 500), ("全市", "亿元", 20),
    }  # fmt: skip


def barred(rows: list[str]) -> str:
    return "".join(row.replace("|", " | ") + " |\n" for row in rows)


@pytest.mark.parametrize("form", [tabbed, barred, one_a_line])
@pytest.mark.parametrize("serial", [True, False])
def test_one_long_name_does_not_lose_the_table(form, serial):
    long = "规模以上制造业企业每亿元主营业务收入对应的有效登记绿道冠名数量"
    rows = [
        "指标|2020年|2025年|累计增加值|属性",
        f"{long}（个）|0.56|0.7|0.14|预期性",
        "绿道驿站（个）|12|35|23|约束性",
    ]
    if serial:
        rows = [f"{number or '序号'}|{row}" for number, row in enumerate(rows)]
    found = reading(form(rows))
    assert goals(found) == [(long, 2025, 0.7, 2020, 0.56), ("绿道驿站", 2025, 35, 2020, 12)]
    assert found.open == []


@pytest.mark.parametrize(
    "note",
    [
        "注：以上指标均为预期性。\n",
        "注：1.第二项为当年数。\n2.其余为累计数，2023年为300件。\n",
        "备注：数据含县区。",
    ],
)
def test_what_follows_the_notes_of_a_table_is_read(note):
    after = "二、重点任务\n" if not note.endswith("\n") else ""
    text = (
        "松浦市知识产权强市建设行动方案（2024—2027年）\n一、主要目标\n表1 主要指标\n指标|单位|2023年|2027年\n"
        f"有效发明专利|件|3000|5000\n注册商标|万件|5|8\n作品登记量|件|300|600\n{note}{after}"
        "1.提升创造质量，到2027年，培育示范企业60家，地理标志用标企业达到200家。\n"
        "2.提升运用效益，到2027年，质押融资额达到30亿元。\n三、保障措施\n（一）加强领导。（市市场监管局负责）\n"
    )
    assert [(t.indicator, t.value) for t in read(text, glossary=()).targets] == [
        ("有效发明专利", 5000.0), ("注册商标", 8.0), ("作品登记量", 600.0),
        ("示范企业", 60.0), ("地理标志用标企业", 200.0), ("质押融资额", 30.0),
    ]  # fmt: skip


UNITLESS = ["类型|2023年|2024年|2025年", "社区绿道|20|25|30", "滨水绿道|2|3|4", "山地绿道|8|10|12"]


@pytest.mark.parametrize("form", [tabbed, one_a_line, spaced])
@pytest.mark.parametrize("note", ["（计量单位：条）", "单位：条", "注：表中数据单位均为条。", "注：单位：条"])
def test_a_unit_told_below_a_table_is_that_of_its_figures(form, note):
    found = reading(form(UNITLESS) + note + "\n")
    assert {t.unit for t in found.targets if t.cell} == {"条"}
    assert len([t for t in found.targets if t.cell]) == 9


@pytest.mark.parametrize("note", ["注：责任单位为市住建局。", "注：统计单位为各街道。", "单位：市住建局", "单位（盖章）："])
def test_a_body_named_below_a_table_is_no_unit(note):
    found = reading(tabbed(UNITLESS) + note + "\n")
    assert {t.unit for t in found.targets if t.cell} == {None}


def test_the_mark_of_a_footnote_is_no_part_of_a_name():
    rows = ["指标|单位|2020年|2025年", "绿道里程*|公里|820|1500", "绿道驿站①|座|12|35", "维护费（*）|万元|60|90"]
    assert [g[0] for g in goals(reading(tabbed(rows)))][:2] == ["绿道里程", "绿道驿站"]


@pytest.mark.parametrize(
    "title",
    ["“十三五”指标完成情况及“十四五”目标", "绿道指标现状与发展目标", "绿道建设目标及完成情况", "基本情况和2025年计划"],
)
def test_a_title_of_past_and_goals_leaves_the_heads_to_tell_which_is_which(title):
    rows = ["指标|“十三五”目标|2020年完成情况|2025年目标", "绿道里程（公里）|800|820|1500", "绿道驿站（座）|10|12|35"]
    found = reading(tabbed(rows), title=title + "\n")
    assert goals(found) == [("绿道里程", 2025, 1500, 2020, 820), ("绿道驿站", 2025, 35, 2020, 12)]
    assert [(a.value, a.year) for a in found.actuals if a.cell] == [(820, 2020), (12, 2020)]


@pytest.mark.parametrize(
    "title", ["“十三五”规划目标完成情况", "主要指标完成情况表", "2020年目标任务进展情况", "历年绿道建设基本情况"]
)
def test_a_title_of_the_past_alone_makes_goals_of_nothing(title):
    rows = ["指标|2020年目标|2020年完成", "绿道里程（公里）|800|820", "绿道驿站（座）|10|12"]
    assert goals(reading(tabbed(rows), title=title + "\n")) == []


@pytest.mark.parametrize("form", [tabbed, one_a_line, spaced])
@pytest.mark.parametrize("head", ["年均增速（%）", "年均增长率", "年均增幅（%）"])
def test_a_rate_that_leads_from_the_past_to_the_goal_is_no_goal_beside_it(form, head):
    rows = [f"指标|单位|2020年|2025年|{head}|属性", "绿道里程|公里|820|1500|12.8|预期性", "绿道驿站|座|12|35|23.9|预期性",
            "养护支出|万元|60|—|5|预期性", "游客人次|万人|20|30|12|预期性"]  # fmt: skip
    assert [g[:3] for g in goals(reading(form(rows)))] == [
        ("绿道里程", 2025, 1500),
        ("绿道驿站", 2025, 35),
        (f"养护支出{head.split('（')[0]}", 2025, 5),
        ("游客人次", 2025, 30),
        (f"游客人次{head.split('（')[0]}", 2025, 12),
    ]


@pytest.mark.parametrize("form", [tabbed, spaced])
def test_a_figure_between_empty_cells_is_no_page_mark(form):
    rows = ["养护所|绿道里程（公里）|绿道驿站（座）|新增护栏（公里）", "东所|220|18|6", "西所|110|12|5",
            "北所|90|7|4", "巡查队|—|12|—", "合计|420|49|15"]  # fmt: skip
    found = [(t.scope, t.value) for t in reading(form(rows)).targets if t.cell]
    assert found[-4:] == [("巡查队", 12), ("全市", 420), ("全市", 49), ("全市", 15)]


@pytest.mark.parametrize("form", [tabbed, one_a_line, spaced])
def test_bodies_before_the_figures_are_no_unit_and_the_first_year_tells_what_is_measured(form):
    rows = ["绿道名称|牵头单位|2020年客流（万人）|2023年|2024年|2025年", "滨江绿道|市文旅局|120|140|170|200",
            "环湖绿道|市文旅局|58|68|82|100", "南山绿道|市林业局|21|28|38|50"]  # fmt: skip
    found = reading(form(rows)).targets
    assert [(t.indicator, t.value, t.unit, t.year) for t in found][:4] == [
        ("滨江绿道客流", 140, "万人", 2023),
        ("滨江绿道客流", 170, "万人", 2024),
        ("滨江绿道客流", 200, "万人", 2025),
        ("环湖绿道客流", 68, "万人", 2023),
    ]


def test_figures_that_begin_a_name_are_no_number_of_its_row():
    rows = ["指标|单位|2020年|2025年", "5G基站|个|20|80", "12345热线满意率|%|90|95", "24小时驿站|座|1|9", "4.长椅|张|8|30",
            "5座椅|张|8|30"]  # fmt: skip
    assert [g[0] for g in goals(reading(tabbed(rows)))] == ["5G基站", "12345热线满意率", "24小时驿站", "长椅", "座椅"]


PRINCIPLES = (
    "沧河市绿道行动规划（2021—2025年）\n一、总体要求\n（一）行动目标。到2025年，绿道建设水平明显提高。\n"
    "（二）基本原则。坚持一河一策，坚持多方共建。\n{}二、重点任务\n（一）整治河岸。开展河岸整治。（责任单位：市水务局）\n"
)


@pytest.mark.parametrize("form", [tabbed, one_a_line])
def test_a_table_of_years_behind_the_principles_is_none_of_them(form):
    table = form(["指标|单位|2020年|2023年|2025年", "绿道里程|公里|820|1100|1500", "绿道驿站|个|12|20|35"])
    assert goals(read(PRINCIPLES.format(TITLE + table), glossary=())) == GREENWAYS


@pytest.mark.parametrize("heads", ["服务半径（公里）|配建面积（平方米）", "驿站间距（公里）|停车位（个）"])
def test_a_table_of_what_a_principle_asks_holds_no_goals(heads):
    table = tabbed([f"绿道类别|{heads}", "城区绿道|2|300", "郊野绿道|5|120", "滨海绿道|4|260"])
    assert goals(read(PRINCIPLES.format("配建标准\n" + table), glossary=())) == []


TRADES = [
    ("栈道建材产值", 2023, 20, 2020, 12), ("栈道建材产值", 2025, 30, 2020, 12),
    ("绿道灯具产值", 2023, 9, 2020, 8), ("绿道灯具产值", 2025, 14, 2020, 8),
]  # fmt: skip
MEASURED = [
    ("绿道产业目标\n", "领域|2020年产值（亿元）|2023年产值目标（亿元）|2025年产值目标（亿元）"),
    ("绿道产业目标\n", "细分领域（产值，单位：亿元）|2020年|2023年|2025年"),
    ("绿道产业目标\n", "产业链（产值/亿元）|2020年|2023年|2025年"),
    ("表1 各产业链产值目标（单位：亿元）\n", "产业链|2020年|2023年|2025年"),
    ("表1 绿道产业产值目标（亿元）\n", "产业链|2020年实际|2023年目标|2025年目标"),
]


@pytest.mark.parametrize("form", [tabbed, one_a_line])
@pytest.mark.parametrize(("title", "head"), MEASURED)
def test_what_all_the_years_of_a_table_measure_is_of_the_name_of_each_row(title, head, form):
    found = reading(form([head, "栈道建材|12|20|30", "绿道灯具|8|9|14"]), title=title)
    assert goals(found) == TRADES
    assert {t.unit for t in found.targets} == {"亿元"}


@pytest.mark.parametrize(
    ("title", "rows", "names"),
    [
        ("绿道产值目标\n", ["指标|单位|2020年|2023年|2025年", "绿道里程|公里|12|20|30", "驿站|个|8|9|14"], ["绿道里程", "驿站"]),
        ("绿道面积目标\n", ["指标|2020年|2023年|2025年", "绿道里程（公里）|12|20|30", "驿站（个）|8|9|14"], ["绿道里程", "驿站"]),
        ("绿道产值目标\n", ["指标|2020年|2023年|2025年", "骑行人数|12|20|30", "门票收入|8|9|14"], ["骑行人数", "门票收入"]),
        ("产值和就业目标\n", ["领域|2020年|2023年|2025年", "栈道建材|12|20|30", "绿道灯具|8|9|14"], ["栈道建材", "绿道灯具"]),
        ("绿道指标\n", ["指标|2020年完成值|2023年目标值|2025年目标值", "驿站（个）|12|20|30", "渡口（个）|8|9|14"], ["驿站", "渡口"]),
        ("绿道指标\n", ["指标（单位）|2020年|2023年|2025年", "驿站（个）|12|20|30", "渡口（个）|8|9|14"], ["驿站", "渡口"]),
    ],
)  # fmt: skip
def test_rows_that_say_what_they_count_keep_their_names(title, rows, names):
    assert list(dict.fromkeys(g[0] for g in goals(reading(tabbed(rows), title=title)))) == names


@pytest.mark.parametrize("head", ["2020年绿道面积（亩）|2023年绿道面积（亩）|2025年绿道面积（亩）", "2020年|2023年|2025年"])
def test_places_have_the_measure_of_the_heads_or_of_the_title(head):
    rows = [f"县区|{head}", "东滩县|12|20|30", "西渡区|8|9|14"]
    found = reading(tabbed(rows), title="各县区绿道面积目标\n")
    assert {(t.indicator, t.scope) for t in found.targets} == {("绿道面积", "东滩县"), ("绿道面积", "西渡区")}


@pytest.mark.parametrize("form", [tabbed, one_a_line])
def test_several_measures_of_the_same_years_are_the_names_of_their_columns(form):
    rows = ["领域|2023年产值（亿元）|2023年企业数（家）|2025年产值（亿元）|2025年企业数（家）"]
    rows += ["栈道建材|12|20|30|40", "绿道灯具|8|9|14|20", "骑行器材|7|9|14|20"]
    found = goals(reading(form(rows)))
    assert {(name, year) for name, year, *_ in found} == {
        ("产值", 2023), ("企业数", 2023), ("产值", 2025), ("企业数", 2025)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("绿道人才待遇\n", "人才类别|生活补贴（万元/年）|补贴年限|租房补贴（元/月）"),
        ("奖励对照表\n", "赛事等级|冠军奖金（万元）|亚军奖金（万元）|参赛补助（元）"),
        ("护林员补贴标准\n", "巡护等级|每月金额（元）|每年次数|交通（元）"),
    ],
)
def test_what_each_class_of_persons_is_given_is_no_goal(title, head):
    assert goals(reading(tabbed([head, "甲类|6|5|3000", "乙类|2|5|1500", "丙类|1|3|900"]), title=title)) == []


@pytest.mark.parametrize(
    ("title", "head", "first"),
    [
        ("绿道就业目标\n", "人群|稳岗补贴（万元）|创业补助（万元）|技能补贴（万元）", "骑手"),
        ("绿道就业\n", "县区|稳岗补贴（万元）|创业补助（万元）|技能补贴（万元）", "东滩县"),
        ("绿道就业\n", "人群|补贴惠及人数（人）|新增岗位（个）|技能补贴（万元）", "骑手"),
        ("绿道就业\n", "人群|2023年技能补贴（万元）|2024年技能补贴（万元）|2025年技能补贴（万元）", "骑手"),
    ],
)
def test_what_is_to_be_given_in_all_stays_a_goal(title, head, first):
    rows = [head, f"{first}|6|5|30", f"{first.replace('东', '南')[:1]}城区|2|5|15", "西渡区|1|3|9"]
    assert len(goals(reading(tabbed(rows), title=title))) == 9


GROUPS = ["地区|绿道里程（公里）||驿站数（个，五年累计）|", "|2020年|2025年目标|2020年|2025年目标", "东滩县|12|20|3|9", "西渡区|8|9|2|4"]
FALLING = ["指标|2020年|2025年|属性", "1.绿道事故减少（%）碰撞事故|-|15|预期性", "落水事故|-|12|预期性", "2.卫生站（座）|8|14|预期性"]


@pytest.mark.parametrize("form", [tabbed, one_a_line])
@pytest.mark.parametrize("script", ["s2t", "s2tw", "s2hk"])
@pytest.mark.parametrize(
    ("title", "rows"),
    [
        *[(title, [head, "栈道建材|12|20|30", "绿道灯具|8|9|14"]) for title, head in MEASURED],
        ("各县区绿道面积目标\n", ["县区|2020年|2023年|2025年", "东滩县|12|20|30", "西渡区|8|9|14"]),
        ("绿道指标\n", GROUPS),
        ("绿道指标\n", FALLING),
    ],
)
def test_a_table_in_traditional_characters_is_read_like_one_in_simplified_ones(title, rows, script, form):
    text = PLAN.format(title + form(rows))
    known, found = (read(one, glossary=()) for one in (text, OpenCC(script).convert(text)))
    told = [
        [(fold(t.indicator), t.value, fold(t.unit or ""), t.year, t.kind, fold(t.scope or "")) for t in each.targets]
        for each in (known, found)
    ]
    assert told[0] == told[1] != []


@pytest.mark.parametrize("form", [tabbed, one_a_line])
def test_a_column_of_a_month_is_of_its_year(form):
    rows = ["序号|指标|2021年基数|2023年6月|2025年6月", "1|绿道里程（公里）|12|20|30", "2|驿站（座）|3|5|9", "3|花园（座）|8|9|14"]
    assert [told[:3] for told in goals(reading(form(rows)))] == [
        ("绿道里程", 2023, 20), ("绿道里程", 2025, 30), ("驿站", 2023, 5), ("驿站", 2025, 9), ("花园", 2023, 9), ("花园", 2025, 14)
    ]  # fmt: skip


def test_the_running_numbers_of_a_list_behind_a_table_are_no_goals():
    rows = ["序号|指标|2021年基数|2025年", "1|绿道里程（公里）|12|30", "2|驿站（座）|3|9", "3|花园（座）|8|14"]
    listed = ["序号|产品名称|所在镇（街道）|类型|主体", "1|沧河竹椅|东滩镇|商标|县竹编协会", "2|沧河豆干|西渡镇|产品|县食品协会", "3|沧河米酒|南堤镇|产品|县酒业协会"]  # fmt: skip
    found = goals(reading(tabbed(rows) + "附件2\n沧河县重点产品清单\n" + tabbed(listed)))
    assert [told[:3] for told in found] == [("绿道里程", 2025, 30), ("驿站", 2025, 9), ("花园", 2025, 14)]


@pytest.mark.parametrize("form", [tabbed, one_a_line])
@pytest.mark.parametrize(
    ("note", "heads", "units"),
    [
        ("（单位：万元、家）", "门票收入|参与企业数", ["万元", "家"]),
        ("（单位：万元、件、家）", "绿道产值|商标注册量", ["万元", "件"]),
        ("（单位：人、亩、件）", "巡护人员数量|绿道面积|调处案件", ["人", "亩", "件"]),
        # The note may tell more units than there are columns, and columns that no unit fits have none.
        ("（单位：家、%、万元）", "参与企业数|满意率", ["家", "%"]),
        ("（单位：家、亩、万元）", "参与企业数|指示牌", ["家", None]),
        ("（单位：万元、元、家）", "门票收入|参与企业数", [None, "家"]),
        # A unit for each column in their order, and a head that tells its own.
        ("（单位：处、条）", "驿站|步道", ["处", "条"]),
        ("（单位：万元、家、条）", "门票收入（亿元）|参与企业数", ["亿元", "家"]),
    ],
)
def test_a_line_of_several_units_is_shared_out_by_what_the_columns_count(form, note, heads, units):
    rows = [f"{place}|" + "|".join("789"[: len(units)]) for place in ("东滩县", "西渡区", "南浦区")]
    found = reading(form([note, f"县区|{heads}", *rows]), title="各县区绿道目标\n")
    assert [t.unit for t in found.targets if t.scope == "西渡区"] == units


WHOLE = "沧河州绿道行动规划（2021—2025年）\n一、总体要求\n坚持绿色发展。\n二、行动目标\n到2025年，{}。\n{}"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("全州绿道总长度达到90公里，设有专员的绿道驿站达到25座", 4),
        # Another number, another year or another thing is another goal.
        ("全州绿道总长度达到95公里，设有专员的绿道驿站达到26座", 6),
        ("全州骑行人次达到90万人次，绿道公厕达到25座", 6),
    ],
)
def test_the_sums_of_a_table_of_places_tell_the_goals_of_the_whole_again(text, count):
    rows = ["县市|绿道长度（公里）|绿道驿站（座）", "东滩县|50|10", "西渡市|40|15", "合计|90|25"]
    found = read(WHOLE.format(text, "各县市绿道目标\n" + tabbed(rows)), glossary=())
    assert len([t for t in found.targets if t.scope in ("东滩县", "西渡市")]) == 4
    assert len(found.targets) == count + 2
    assert {t.scope for t in found.targets} == {"全州", "东滩县", "西渡市"}


def test_a_sum_in_another_unit_tells_the_goal_of_the_whole_again():
    rows = ["县市|建设投入（万元）", "东滩县|30000", "西渡市|40000", "合计|70000"]
    text = WHOLE.format("绿道三年累计建设投入达到7亿元。", "各县市绿道目标\n" + tabbed(rows))
    found = read(text, glossary=()).targets
    assert [t.value for t in found if t.scope == "全州"] == [7]


def test_a_sum_tells_what_another_table_told_before_it():
    plain = ["指标|单位|2020年|2025年", "绿道服务驿站|座|8|25", "骑行道长度|公里|20|60"]
    rows = ["县市|沿线驿站（座）", "东滩县|10", "西渡市|15", "合计|25"]
    tables = f"主要指标\n{tabbed(plain)}\n三、重点任务\n各县市驿站目标\n{tabbed(rows)}"
    found = read(WHOLE.format("绿道更加完善。", tables), glossary=()).targets
    assert [(t.indicator, t.value) for t in found if t.scope == "全州"] == [("绿道服务驿站", 25), ("骑行道长度", 60)]


def test_what_names_but_what_is_done_takes_its_name_from_the_table():
    rows = ["指标|单位|2020年|2025年", "绿道管护培训人次（累计）|人次|20|500", "驿站|座|8|14"]
    text = PLAN.format(TITLE + tabbed(rows)).replace("开展河岸整治。", "开展河岸整治，累计培训500人次以上，培育驿站20座。")
    found = [(t.indicator, t.value) for t in read(text, glossary=()).targets]
    assert found == [("驿站", 14), ("绿道管护培训人次（累计）", 500), ("培育驿站", 20)]


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("全州绿道管护投入达到40亿元", "绿道管护投入"),
        # Two goals with that number, or none: the table keeps its title.
        ("全州绿道管护投入达到40亿元，绿道旅游收入达到40亿元", "绿道行动"),
        ("全州绿道管护投入达到45亿元", "绿道行动"),
    ],
)
def test_a_table_with_but_a_title_measures_what_the_goal_of_the_whole_does(told, name):
    rows = ["地区|2023年（亿元）|2025年（亿元）", "东滩县|6|15", "西渡市|9|25", "合计|15|40"]
    found = read(WHOLE.format(told, "各县市绿道行动目标任务分解表\n" + tabbed(rows)), glossary=()).targets
    assert {t.indicator for t in found if t.scope in ("东滩县", "西渡市")} == {name}
    assert len([t for t in found if t.scope != "全州"]) == 4


@pytest.mark.parametrize("form", [tabbed, one_a_line, spaced])
def test_sorts_before_the_figures_are_neither_units_nor_names(form):
    rows = ["类别|指标|属性|2020年|2023年|2025年"]
    rows += ["岸线|1.绿道里程（公里）|预期性|820|1100|1500", "|2.绿道驿站（个）|约束性|12|20|35", "|3.亲水平台（座）|预期性|4|9|16"]
    rows += ["服务|4.绿道养护（公里）|预期性|300|600|900", "|5.骑行租借点（个）|预期性|8|15|30"]
    found = reading(form(rows))
    assert [(t.indicator, t.year, t.value, t.unit) for t in found.targets] == [
        ("绿道里程", 2023, 1100, "公里"), ("绿道里程", 2025, 1500, "公里"),
        ("绿道驿站", 2023, 20, "个"), ("绿道驿站", 2025, 35, "个"),
        ("亲水平台", 2023, 9, "座"), ("亲水平台", 2025, 16, "座"),
        ("绿道养护", 2023, 600, "公里"), ("绿道养护", 2025, 900, "公里"),
        ("骑行租借点", 2023, 15, "个"), ("骑行租借点", 2025, 30, "个"),
    ]  # fmt: skip


RIVERS = ["河段|绿道面积目标（公顷）|养护增速（%）|牵头部门|备注", "沙洲段|120|6|市水务局|", "柳湾段|95|12|市城管局、市园林局|", "石矶段|60|8|市水务局|"]


@pytest.mark.parametrize("form", [tabbed, one_a_line, spaced])
def test_who_leads_what_a_row_names_stands_behind_its_figures_and_notes_may_be_empty(form):
    found = reading(form(RIVERS), title="2025年各河段绿道任务表\n")
    assert [(t.indicator, t.value, t.scope.rpartition(":")[2]) for t in found.targets] == [
        ("绿道面积", 120, "沙洲段"), ("养护增速", 6, "沙洲段"), ("绿道面积", 95, "柳湾段"), ("养护增速", 12, "柳湾段"),
        ("绿道面积", 60, "石矶段"), ("养护增速", 8, "石矶段"),
    ]  # fmt: skip
    bodies = {"沙洲段": ["市水务局"], "柳湾段": ["市城管局", "市园林局"], "石矶段": ["市水务局"]}
    assert [t.units for t in found.targets] == [bodies[t.scope.rpartition(":")[2]] for t in found.targets]


@pytest.mark.parametrize("form", [tabbed, one_a_line, spaced])
@pytest.mark.parametrize("head", ["责任单位|绿道里程（公里）|绿道驿站（个）", "单位|绿道里程（公里）|绿道驿站（个）|备注"])
def test_bodies_that_name_the_rows_bear_figures_and_no_duties(head, form):
    rows = [head, "市水务局|120|6", "市城管局|95|12", "市园林局|60|8", "市交通局|41|5"]
    found = reading(form(rows))
    assert [(t.value, t.scope) for t in found.targets if t.indicator == "绿道里程"] == [
        (120, "市水务局"), (95, "市城管局"), (60, "市园林局"), (41, "市交通局"),
    ]  # fmt: skip
    assert not any(t.title.startswith("市") for t in found.tasks)


@pytest.mark.parametrize("form", [tabbed, one_a_line, spaced])
def test_quarters_beside_the_goal_of_a_year_are_no_goals(form):
    rows = ["指标|单位|2025年目标值|一季度|二季度|三季度|四季度", "绿道里程|公里|150|20|60|110|150"]
    rows += ["绿道驿站|个|35|5|12|25|35", "亲水平台|座|16|2|6|11|16"]
    found = reading(form(rows))
    assert [(t.indicator, t.value) for t in found.targets] == [("绿道里程", 150), ("绿道驿站", 35), ("亲水平台", 16)]


def test_a_table_without_a_border_between_two_rows_is_read_and_tells_no_goal_of_the_text_again():
    told = (
        "沧河市绿道行动规划（2021—2025年）\n一、行动目标\n到2025年，绿道建设水平明显提高。\n二、重点任务\n（一）培育绿道产业。"
        "到2025年，骑行装备产值达到35亿元。专栏 重点产业链目标(单位:亿元、家)产业链 2020年产值 2025年产值 2025年规上企业骑行装备 12 35 16"
        "园林苗木 8 20 9水岸文旅 30 76 40绿道养护 5 14 7\n三、保障措施\n（一）加强领导。统筹推进实施。\n"
    )
    found = read(told, glossary=())
    assert [(t.indicator, t.value, t.unit, (t.scope or "").rpartition(":")[2]) for t in found.targets] == [
        ("骑行装备产值", 35, "亿元", "全市"), ("规上企业", 16, "家", "骑行装备"),
        ("产值", 20, "亿元", "园林苗木"), ("规上企业", 9, "家", "园林苗木"),
        ("产值", 76, "亿元", "水岸文旅"), ("规上企业", 40, "家", "水岸文旅"),
        ("产值", 14, "亿元", "绿道养护"), ("规上企业", 7, "家", "绿道养护"),
    ]  # fmt: skip


def test_two_heads_on_a_line_that_each_tell_their_unit_are_two_columns():
    head = "地区\n每万人口发明专利拥有量\n(件)\n有效注册商标总量(件) 用标主体数量(家)\n"
    rows = "东湖区 12.5 1800 52\n西岭县 8.4 1500 40\n南浦县 6.1 990 31\n北原县 5.8 870 26\n"
    found = read(
        "临江市行动方案(2026—2028年)\n一、总体要求\n全面落实。\n表2 各县(区)指标分解表(2028年)\n"
        + head + rows + "二、保障措施\n加强领导。\n",
        glossary=(),
    )  # fmt: skip
    assert [(t.indicator, t.value, t.unit) for t in found.targets if t.scope == "东湖区"] == [
        ("每万人口发明专利拥有量", 12.5, "件"),
        ("有效注册商标总量", 1800, "件"),
        ("用标主体数量", 52, "家"),
    ]
    assert len(found.targets) == 12
