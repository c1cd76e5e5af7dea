"""Cells of tables that stand one a line and are torn over two lines: by hand, or because their column is narrow."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import Reading, read

PLAN = (
    "柳塘市湿地修复行动计划（2021—2025年）\n一、现状\n岸线整治稳步推进。\n二、行动目标\n到2025年，湿地面貌明显改善。\n{}"
    "三、重点任务\n（一）修复岸线。开展岸线修复。（责任单位：市水利局）\n"
)


def reading(cells: str) -> Reading:
    return read(PLAN.format("湿地修复指标\n" + cells.replace(" ", "\n") + "\n"), glossary=())


def goals(cells: str) -> list[tuple[str, str | None, int | None, float]]:
    found = reading(cells)
    assert all(t.quote in PLAN.format("湿地修复指标\n" + cells.replace(" ", "\n") + "\n") for t in found.targets)
    return [(t.indicator, t.unit, t.year, t.value) for t in found.targets if t.cell]


HEAD = "序号 指标名称 单位 2020年 2025年 属性"
REST = "2 观鸟驿站 座 3 9 预期性 3 巡护道路 公里 40 75 预期性 4 补种芦苇 亩 60 180 预期性"
TOLD = [("观鸟驿站", "座", 2025, 9), ("巡护道路", "公里", 2025, 75), ("补种芦苇", "亩", 2025, 180)]


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("1 受损湿地 修复面积 公顷 120 300 预期性", "受损湿地修复面积"),
        ("1 修复面积 （累计） 公顷 120 300 预期性", "修复面积（累计）"),
        ("1 受损湿地 修复面积 （全域） 公顷 120 300 预期性", "受损湿地修复面积（全域）"),
    ],
)
def test_a_name_torn_over_lines_is_whole_where_the_other_rows_have_one_cell_for_it(row, name):
    assert goals(f"{HEAD} {row} {REST}") == [(name, "公顷", 2025, 300), *TOLD]


def test_the_last_row_may_be_torn_too():
    rows = "1 修复面积 公顷 120 300 预期性 2 观鸟驿站 座 3 9 预期性 3 巡护 道路里程 公里 40 75 预期性"
    assert goals(f"{HEAD} {rows}")[-1] == ("巡护道路里程", "公里", 2025, 75)


def test_groups_of_rows_are_no_halves_of_names():
    head = "序号 类别 指标名称 单位 2020年 2025年"
    rows = "1 水域 修复面积 公顷 120 300 2 水域 巡护 道路里程 公里 40 75 3 设施 观鸟驿站 座 3 9 4 设施 停车泊位 个 30 80"
    assert goals(f"{head} {rows}") == [
        ("修复面积", "公顷", 2025, 300),
        ("巡护道路里程", "公里", 2025, 75),
        ("观鸟驿站", "座", 2025, 9),
        ("停车泊位", "个", 2025, 80),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "地区 修复面积 （公顷） 观鸟驿站 （座） 补种芦苇 （亩） 巡护道路（公里）",
        "地区 修复面积（公顷） 观鸟驿站（座） 补种 芦苇（亩） 巡护道路 （公里）",
        "县 （市、区） 修复面积（公顷） 观鸟 驿站（座） 补种芦苇（亩） 巡护道路（公里）",
    ],
)
def test_heads_torn_before_their_unit_or_within_their_name_are_whole(head):
    rows = "东溪县 120 3 60 40 西溪县 180 6 120 35 南溪区 90 2 45 15"
    found = reading(f"{head} {rows}").targets
    assert [(t.scope, t.indicator, t.unit, t.value) for t in found[:5]] == [
        ("东溪县", "修复面积", "公顷", 120),
        ("东溪县", "观鸟驿站", "座", 3),
        ("东溪县", "补种芦苇", "亩", 60),
        ("东溪县", "巡护道路", "公里", 40),
        ("西溪县", "修复面积", "公顷", 180),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "序号 指标 单位 2020年 基数 2023年目标 2025年 目标",
        "序号 指标 单位 2020 年 2023 年 2025 年",
        "类别 序号 指标 单位 2020年 基数 2023年目标 2025年 目标",
    ],
)
def test_a_year_goes_with_the_word_below_it(head):
    group = "水域 " if head.startswith("类别") else ""
    cells = ("1 修复面积 公顷 120 200 300", "2 观鸟驿站 座 3 5 9", "3 巡护道路 公里 40 50 75")
    rows = " ".join(group + cell for cell in cells)
    assert goals(f"{head} {rows}")[:4] == [
        ("修复面积", "公顷", 2023, 200),
        ("修复面积", "公顷", 2025, 300),
        ("观鸟驿站", "座", 2023, 5),
        ("观鸟驿站", "座", 2025, 9),
    ]


def test_years_over_the_same_word_again_and_again_head_one_column_each():
    head = "环节 2023年 收入（亿元） 2025年 收入（亿元）"
    rows = "育苗 12 30 观光 25 60 餐饮 9 18 合计 46 108"
    assert goals(f"{head} {rows}")[2:4] == [("观光收入", "亿元", 2023, 25), ("观光收入", "亿元", 2025, 60)]


def test_a_total_among_years_of_places_is_a_column_of_the_same():
    table = "柳塘市2021—2025年补种芦苇任务分解表 单位：亩 乡镇 合计 2023年 2025年 全县合计 180 80 100 东溪镇 110 50 60 西溪镇 70 30 40"
    found = [t for t in reading(table).targets if t.cell]
    assert {t.unit for t in found} == {"亩"}
    assert len({t.indicator for t in found}) == 1
    assert [(t.scope, t.year, t.value) for t in found][3:6] == [
        ("东溪镇", 2025, 110),
        ("东溪镇", 2023, 50),
        ("东溪镇", 2025, 60),
    ]


DUTIES = "附件\n重点任务分工表\n序号\n重点任务\n牵头单位\n配合单位\n完成时限\n"


LAST = "3\n巡护湿地\n市公安局\n市林业局\n2025年底前\n"


@pytest.mark.parametrize(
    "rows",
    [
        "1 修复河岸 市水利局、 市林业局 市财政局、 市交通局、 各县区政府 2023年 底前 2 建设驿站 市林业局 市文旅局 2024 年6月底",
        "1 修复河岸 市水利局 、市林业局 市财政局、市交通局 、各县区政府 2023年底前 2 建设驿站 市林业局 市文旅局 2024年 6月底",
    ],
)
def test_lists_of_bodies_and_terms_torn_over_lines_are_one_cell_each(rows):
    found = [t for t in read(PLAN.format("") + DUTIES + rows.replace(" ", "\n") + "\n" + LAST, glossary=()).tasks if t.lead]
    assert [(t.title, t.lead, t.cooperating, t.due) for t in found] == [
        ("修复河岸", ["市水利局", "市林业局"], ["市财政局", "市交通局", "各县区政府"], "2023年底前"),
        ("建设驿站", ["市林业局"], ["市文旅局"], "2024年6月底"),
        ("巡护湿地", ["市公安局"], ["市林业局"], "2025年底前"),
    ]


def test_a_unit_that_only_one_row_kept_is_no_half_of_its_name():
    head = "序号 指标名称 单位 2020年 2025年 属性"
    rows = "1 修复面积 120 300 预期性 2 观鸟驿站 3 9 预期性 3 巡护道路 公里 40 75 预期性 4 补种芦苇 60 180 预期性"
    assert ("巡护道路", "公里", 2025, 75) in goals(f"{head} {rows}")
