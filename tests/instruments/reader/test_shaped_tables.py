"""Tables whose heads hold no word that the reader knows are read by the shape of their rows."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read

HEAD = "沧河市绿道与水系提升行动方案（2025—2028年）\n一、行动目标\n到2028年，建成城市绿道260公里。\n"

ONE_CELL_A_LINE = """附表1
观察事项
刻度
2024年起点
2028年终点
绿道长度
公里
180
260
河岸步道贯通率
%
62
95
口袋园
处
40
75
"""
ROWS_WITH_GAPS = """附表1 分年度安排

观察事项  刻度  2026年  2027年  2028年
绿道长度  公里  210  235  260
河岸步道贯通率  %  75  85  95
口袋园  处  50  62  75
"""
NUMBERED_AND_WITHOUT_UNITS = """附表1
次第
观察事项
刻度
2028年终点
把关人
1
绿道长度
公里
260
园林处
2
断面清水天数
310
水务处
3
口袋园
处
75
园林处
"""
GROUPS_SPAN_ROWS = """附表1
版块
观察事项
刻度
2024年
2028年
行走
绿道长度
公里
180
260
河岸步道贯通率
%
62
95
休憩
口袋园
处
40
75
亲水台
座
12
30
"""
PLACES = """附表2 各县区绿道与口袋园安排
何处 绿道（公里） 口袋园（处） 亲水台（座）
北滩区 60 20 9
石桥县 45 12 6
枫林县 38 10 5
合计 143 42 20
"""
GROUPED_BY_MARK = """附表1
观察事项
2024年
2028年
秉性
绿道长度（公里）
180
260
硬
河岸步道贯通率（%）
62
95
软
口袋园（处）
40
75
硬
"""

NAMES_BROKEN_IN_TWO = """附表3 各产业链目标
链条名称
新增商标（件）
授权专利（件）
秉性
绿道建材
30
5
预期性
园林苗木（花卉及
种球）
10
2
预期性
亲水旅游
20
3
预期性
-
4
预期性
"""


def told(table: str) -> list[tuple[str, float, str | None, int | None]]:
    reading = read(HEAD + "二、重点安排\n开展河岸整治。\n\n" + table, glossary=())
    return sorted((t.indicator, t.value, t.unit, t.year) for t in reading.targets if t.cell is not None)


@pytest.mark.parametrize(
    ("table", "goals"),
    [
        (
            ONE_CELL_A_LINE,
            [("口袋园", 75, "处", 2028), ("河岸步道贯通率", 95, "%", 2028), ("绿道长度", 260, "公里", 2028)],
        ),
        (
            ROWS_WITH_GAPS,
            [
                *[("口袋园", v, "处", y) for v, y in ((50, 2026), (62, 2027), (75, 2028))],
                *[("河岸步道贯通率", v, "%", y) for v, y in ((75, 2026), (85, 2027), (95, 2028))],
                *[("绿道长度", v, "公里", y) for v, y in ((210, 2026), (235, 2027), (260, 2028))],
            ],
        ),
        (
            NUMBERED_AND_WITHOUT_UNITS,
            [("口袋园", 75, "处", 2028), ("断面清水天数", 310, None, 2028), ("绿道长度", 260, "公里", 2028)],
        ),
        (
            GROUPS_SPAN_ROWS,
            [
                ("亲水台", 30, "座", 2028),
                ("口袋园", 75, "处", 2028),
                ("河岸步道贯通率", 95, "%", 2028),
                ("绿道长度", 260, "公里", 2028),
            ],
        ),
        (
            GROUPED_BY_MARK,
            [("口袋园", 75, "处", 2028), ("河岸步道贯通率", 95, "%", 2028), ("绿道长度", 260, "公里", 2028)],
        ),
    ],
    ids=["one_cell_a_line", "rows_with_gaps", "numbered", "groups", "marks"],
)
def test_a_table_with_an_unknown_head_is_read_by_its_shape(table, goals):
    assert told(table) == sorted(goals)


def test_columns_that_are_indicators_give_a_goal_for_each_place_of_the_rows():
    reading = read(HEAD + "二、重点安排\n开展河岸整治。\n\n" + PLACES, glossary=())
    cells = {(t.scope, t.indicator): (t.value, t.unit) for t in reading.targets if t.cell is not None}
    assert cells == {
        (place, name): (value, unit)
        for place, values in {
            "北滩区": (60, 20, 9), "石桥县": (45, 12, 6), "枫林县": (38, 10, 5), "全市": (143, 42, 20)
        }.items()
        for (name, unit), value in zip((("绿道", "公里"), ("口袋园", "处"), ("亲水台", "座")), values, strict=True)
    }  # fmt: skip


def test_the_half_of_a_name_is_no_group_and_leaves_the_title_above_its_head():
    reading = read(HEAD + "二、重点安排\n开展河岸整治。\n\n" + NAMES_BROKEN_IN_TWO, glossary=())
    found = [t for t in reading.targets if t.cell is not None]
    assert {t.cell["table"] for t in found} == {"附表3各产业链目标"}
    assert [(t.cell["row"], t.indicator, t.value) for t in sorted(found, key=lambda t: t.span)] == [
        ("绿道建材", "新增商标", 30), ("绿道建材", "授权专利", 5),
        ("园林苗木（花卉及种球）", "新增商标", 10), ("园林苗木（花卉及种球）", "授权专利", 2),
        ("亲水旅游", "新增商标", 20), ("亲水旅游", "授权专利", 3),
        (None, "授权专利", 4),
    ]  # fmt: skip


def test_the_name_of_a_group_may_be_torn_in_lines_before_the_number_of_its_first_row():
    cells = (
        "类别 序号 指标名称 2024年 2028年 亲水 “一河一景” 1 绿道贯通率 - 95% 2 口袋园(处) 40 75 "
        "通行 “一路一桥” 3 驿站覆盖率 56% 85% 4 码头(座) - 20 服务 5 讲解员(名) 30 90"
    )
    assert told("附表1 主要指标\n" + "\n".join(cells.split(" ")) + "\n") == [
        ("口袋园", 75, "处", 2028),
        ("码头", 20, "座", 2028),
        ("绿道贯通率", 95, "%", 2028),
        ("讲解员", 90, "名", 2028),
        ("驿站覆盖率", 85, "%", 2028),
    ]


@pytest.mark.parametrize("first", ["亲水", "亲水\n“一河一景”"])
def test_the_group_of_the_first_row_is_none_of_its_head_though_no_other_group_is_left(first):
    lines = f"类别 序号 指标名称 2024年 2028年 {first} 1 绿道贯通率(%) 62 95 2 口袋园(处) 40 75 保护 3 清淤周期(天) 75 45 4 码头(座) 8 20"
    assert told("附表1 主要指标\n" + lines.replace(" ", "\n") + "\n") == [
        ("口袋园", 75, "处", 2028),
        ("清淤周期", 45, "天", 2028),
        ("码头", 20, "座", 2028),
        ("绿道贯通率", 95, "%", 2028),
    ]


def test_of_numbered_rows_one_alone_may_keep_its_unit_and_brackets_tell_changes():
    lines = "类别 序号 指标 单位 2024年 2028年 属性 效益 1 河岸产业增加值年均增速 [7.3] [7.5] 预期性 2 河岸企业数 1782 2500 预期性"
    lines += " 3 河岸劳动生产率 万元/人 35.8 48 预期性 亲水 4 口袋园 40 75 预期性 5 绿道 180 260 预期性 6 河岸步道贯通率 62 95 预期性"
    lines += " 7 讲解员 30 90 预期性 8 亲水台 20 30 预期性 9 观鸟屋 3 9 预期性 10 码头 5 8 预期性 低碳 11 单位河岸用水量下降 - [16] 约束性"
    table = "附表1 主要指标\n" + lines.replace(" ", "\n") + "\n注：[ ]内为五年累计数或五年年均数。\n"
    reading = read(HEAD + "二、重点安排\n开展河岸整治。\n\n" + table, glossary=())
    cells = {t.indicator: (t.value, t.kind) for t in reading.targets if t.cell}
    assert cells.keys() == {
        "河岸产业增加值年均增速", "河岸企业数", "河岸劳动生产率", "口袋园", "绿道", "河岸步道贯通率", "讲解员", "亲水台", "观鸟屋",
        "码头", "单位河岸用水量下降",
    }  # fmt: skip
    assert cells["河岸产业增加值年均增速"] == (7.5, "growth_rate_per_year")
    assert cells["单位河岸用水量下降"] == (16, "reduction")
    assert cells["河岸劳动生产率"][0] == 48


PLAN = "沧河市绿道行动计划（2024—2025年）\n一、行动目标\n到2025年，建成驿站30个。\n二、重点安排\n开展河岸整治。\n\n"
GREENWAYS = [("绿道里程", "公里", "120", "140", "160"), ("绿道驿站", "个", "30", "32", "35")]
YEARS_WITH_WORDS = [
    ("2023年基数", "2024年目标", "2025年目标"),
    ("2023年基期值", "2024年计划", "2025年预期"),
    ("2023年完成值", "2024年目标值", "2025年规划目标"),
    ("现状2023年", "目标2024年", "目标2025年"),
    ("基期（2023年）", "目标（2024年）", "目标（2025年）"),
    ("2023年末完成数", "2024年计划数", "2025年（目标）"),
]


def cells_alone(rows: list[tuple[str, ...]]) -> str:
    return "".join(f"{cell}\n" for row in rows for cell in row)


def barred(rows: list[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(row) + " |\n" for row in rows]
    return "".join([lines[0], "|" + "---|" * len(rows[0]) + "\n", *lines[1:]])


def spaced(rows: list[tuple[str, ...]]) -> str:
    return "".join("  ".join(row) + "\n" for row in rows)


def commas(rows: list[tuple[str, ...]]) -> str:
    return "".join(",".join(row) + "\n" for row in rows)


@pytest.mark.parametrize("form", [cells_alone, barred, spaced, commas])
@pytest.mark.parametrize("rows", [1, 2])
@pytest.mark.parametrize("years", YEARS_WITH_WORDS, ids="".join)
def test_words_before_or_behind_a_year_leave_a_table_of_indicators_readable(years, rows, form):
    table = form([("指标", "单位", *years), *GREENWAYS[:rows]])
    reading = read(PLAN + "附件\n主要指标\n" + table, glossary=())
    found = [t for t in reading.targets if t.cell is not None]
    assert sorted(
        (t.indicator, t.unit, t.year, t.value, t.baseline_year, t.baseline_value) for t in found
    ) == sorted(
        (name, unit, year, float(value), 2023, float(base))
        for name, unit, base, first, second in GREENWAYS[:rows]
        for year, value in ((2024, first), (2025, second))
    )


@pytest.mark.parametrize(
    "table",
    [
        "指标单位2023年基数2024年目标2025年目标属性绿道里程公里120140160预期性绿道驿站个303235预期性\n",
        "指标2023年基数2024年目标2025年目标绿道里程120140160绿道驿站303235\n",
    ],
    ids=["digits_ran_together", "without_unit"],
)
def test_a_table_of_indicators_that_is_not_read_is_listed_as_open(table):
    reading = read(PLAN + "附件\n主要指标\n" + table, glossary=())
    assert [t for t in reading.targets if t.cell is not None] == []
    (told,) = [o for o in reading.open if o.code == "table_fused"]
    assert told.quotes[0].startswith("指标")
    assert "绿道驿站" in told.quotes[0]


def test_a_sentence_that_names_indicators_and_years_is_not_taken_for_a_lost_table():
    text = PLAN + "三、进度\n主要指标2024年达到年度要求，2025年全面完成，建成口袋园12处、亲水台8座。\n"
    reading = read(text, glossary=())
    assert [o for o in reading.open if o.code == "table_fused"] == []


@pytest.mark.parametrize("form", [cells_alone, barred, spaced])
def test_an_increment_in_brackets_stands_beside_the_value(form):
    table = form([
        ("指标", "单位", "2023年", "2025年"),
        ("绿道里程", "公里", "65", "80（+15）"),
        ("口袋园", "处", "80（+9）", "120（五年新增40）"),
        ("贯通率", "%", "62", "95（较2023年提高33个百分点）"),
    ])  # fmt: skip
    reading = read(PLAN + "附件\n主要指标\n" + table, glossary=())
    found = [t for t in reading.targets if t.cell is not None]
    assert sorted(
        (t.indicator, t.value, t.unit, t.kind, t.baseline_value, t.cell.get("increment")) for t in found
    ) == [
        ("口袋园", 120, "处", "level", 80, "五年新增40"),
        ("绿道里程", 80, "公里", "level", 65, "+15"),
        ("贯通率", 95, "%", "share", 62, "较2023年提高33个百分点"),
    ]
    assert [o.code for o in reading.open if o.conflict] == []


def test_an_increment_behind_a_gap_belongs_to_its_value():
    table = "何处 绿道（公里） 口袋园（处）\n北滩区 60 （+5） 20\n石桥县 45 （+3） 12\n枫林县 38 10\n"
    assert told(table) == [
        ("口袋园", 10, "处", 2028), ("口袋园", 12, "处", 2028), ("口袋园", 20, "处", 2028),
        ("绿道", 38, "公里", 2028), ("绿道", 45, "公里", 2028), ("绿道", 60, "公里", 2028),
    ]  # fmt: skip


def test_lines_of_words_and_numbers_without_a_head_are_no_table():
    text = HEAD + "二、联系方式\n受理处\n0898\n咨询处\n0899\n投诉处\n0900\n值班处\n0901\n"
    assert [t.indicator for t in read(text, glossary=()).targets] == ["城市绿道"]


def test_a_head_longer_than_a_line_of_text_may_be_is_a_head_all_the_same() -> None:
    text = (
        "青禾县知识产权三年行动方案（2024—2026年）\n\n一、总体要求\n到2026年，全面完成各项任务。\n\n二、主要指标和任务清单\n"
        "表1  主要指标表\n序号\t指标名称\t单位\t2023年基数\t2024年目标\t2025年目标\t2026年目标\t属性\n"
        "1\t有效专利\t件\t318\t365\t420\t480\t预期性\n2\t商标有效量\t件\t6120\t6600\t7200\t7900\t预期性\n"
        "3\t调解成功率\t%\t76\t80\t83\t85\t约束性\n\n"
        "表2  重点工作清单\n序号\t工作内容\t牵头单位\t配合单位\t完成时限\n"
        "1\t设立服务窗口\t县市场监管局\t县政务服务中心\t2024年9月底前\n"
        "2\t出台贴息细则\t县财政局\t县市场监管局、县金融服务中心\t2024年12月底前\n"
        "3\t编印维权手册\t县司法局\t县文旅局\t2025年10月底前\n\n三、保障措施\n（一）加强领导。各部门要细化工作措施。\n"
    )
    found = read(text, glossary=())
    assert [(one.indicator, one.value, one.year) for one in found.targets] == [
        ("有效专利", 365, 2024), ("有效专利", 420, 2025), ("有效专利", 480, 2026),
        ("商标有效量", 6600, 2024), ("商标有效量", 7200, 2025), ("商标有效量", 7900, 2026),
        ("调解成功率", 80, 2024), ("调解成功率", 83, 2025), ("调解成功率", 85, 2026),
    ]  # fmt: skip
    assert [(one.title, list(one.lead), list(one.cooperating)) for one in found.tasks] == [
        ("设立服务窗口", ["县市场监管局"], ["县政务服务中心"]),
        ("出台贴息细则", ["县财政局"], ["县市场监管局", "县金融服务中心"]),
        ("编印维权手册", ["县司法局"], ["县文旅局"]),
    ]  # fmt: skip
    assert found.open == []
