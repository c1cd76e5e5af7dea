"""Tables with a head of two rows of which only the order of the cells is left, and tables behind the whole text."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import read

TEXT = "岚溪县知识产权发展规划（2023—2025年）\n一、发展目标\n到2025年，事业发展迈上新台阶。\n{}\n二、重点任务\n（一）夯实基础。健全工作机制，压实工作责任。\n"
MEASURES = (("有效发明专利拥有量", "件"), ("专利质押登记金额", "亿元"), ("规上企业研发机构覆盖率", "%"))
PLACES = {
    "东岭县": ("320", "480", "4.2", "8", "41", "55"),
    "西浦县": ("95", "150", "1.2", "2.5", "—", "38"),
    "南屿区": ("210", "360", "3.1", "6", "52", "60以上"),
    "全市合计": ("625", "990", "8.5", "16.5", "46", "58"),
}
YEARS = ("2022年基数", "2025年目标")
GOALS = {
    ("全市" if place == "全市合计" else place, name, float(figures[2 * n + 1].removesuffix("以上")), unit, 2025)
    for place, figures in PLACES.items()
    for n, (name, unit) in enumerate(MEASURES)
}


def told(text: str) -> set[tuple[str | None, str, float, str | None, int | None]]:
    found = read(text, glossary=()).targets
    return {(t.scope if t.scope in PLACES else "全市", t.indicator, t.value, t.unit, t.year) for t in found}


def of_places(*, sort: bool, again: bool, broken: bool) -> list[str]:
    """The cells of a table of places and measures, each over two years; heads of both rows may be told ``again``."""
    heads = ["县（市、区）", *(f"{name}（{unit}）" for name, unit in MEASURES)]
    below = [part for year in YEARS * len(MEASURES) for part in ((year[:5], year[5:]) if broken else (year,))]
    below = [heads[0], *below] if again else below
    rows = [cell for place, figures in PLACES.items() for cell in (place, *figures, *["预期性"] * sort)]
    return [*heads, *["属性"] * sort, *below, *["属性"] * (sort and again), *rows]


@pytest.mark.parametrize("sort", [False, True])
@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_places_under_measures_over_years(sort, again, broken, between):
    cells = of_places(sort=sort, again=again, broken=broken)
    assert told(TEXT.format(between.join(["表1 各县（市、区）发展目标", *cells]))) == GOALS


def test_a_text_of_one_line_whose_cells_blanks_part():
    cells = of_places(sort=True, again=False, broken=True)
    text = TEXT.format("\n".join(["表1 各县（市、区）发展目标", *cells]))
    assert told(text.replace("\n", " ")) == GOALS


ROWS = (
    ("可转化专利资源库入库专利（件）", "0", "1500以上", "3000"),
    ("专利密集型产品产值（亿元）", "138", "200", "260"),
)
ROWS += (("专利保险保额（万元）", "1800", "2500", "完成省定任务"), ("专利开放许可声明量（件）", "65", "120", "210"))
BODIES = (["县教育局", "县科技局"], ["县统计局"], ["县金融办"], ["县市场监管局", "县教育局"])


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("bodies", [False, True])
def test_goals_of_years_beside_other_columns(grouped, bodies):
    cells = ["序号", "指标名称", "2023年基数", "目标", *["责任单位"] * bodies, "2024年", "2025年"]
    for n, (row, named) in enumerate(zip(ROWS, BODIES, strict=True), 1):
        cells += [["一", "资源盘活"], [], ["二", "金融支撑"], []][n - 1] if grouped else []
        cells += [str(n), *row, *(named if bodies else ())]
    found = read(TEXT.format("\n".join(["表1 主要指标", *cells])), glossary=())
    assert {(t.value, t.year) for t in found.targets} == {
        (float(figure.removesuffix("以上")), year)
        for _, _, *goals in ROWS
        for figure, year in zip(goals, (2024, 2025), strict=True)
        if figure[0].isdigit()
    }
    assert {t.indicator for t in found.targets} == {row[0].partition("（")[0] for row in ROWS}
    of_rows = {row[0].partition("（")[0]: named if bodies else [] for row, named in zip(ROWS, BODIES, strict=True)}
    assert {t.indicator: t.units for t in found.targets} == of_rows


def test_units_below_the_heads():
    cells = ["县区", *(name for name, _ in MEASURES), *(unit for _, unit in MEASURES)]
    cells += [cell for place, figures in PLACES.items() for cell in (place, *figures[1::2])]
    assert told(TEXT.format("\n".join(["表2：各县区2025年主要指标", *cells]))) == GOALS


def test_tables_behind_the_text_have_their_titles_in_it():
    text = (
        TEXT.format("主要目标见附件1、附件2。")
        + "附件1　各县（市、区）发展目标分解表\n附件2　各县区新增商标注册量任务分解表\n单位：件\n"
    )
    marks = {place: figures[:2] for place, figures in PLACES.items()}
    cells = [*of_places(sort=False, again=True, broken=False), "县区", "2024年", "2025年"]
    cells += [cell for place, figures in marks.items() for cell in (place, *figures)]
    assert told(text + "\n" + "\n".join(cells)) == GOALS | {
        ("全市" if place == "全市合计" else place, "新增商标注册量", float(figure), "件", year)
        for place, figures in marks.items()
        for figure, year in zip(figures, (2024, 2025), strict=True)
    }


@pytest.mark.parametrize(
    "cells",
    [
        "项目名称 建设内容 总投资（万元） 建设年限 加工园 新建厂房3座 8600 2025年 示范基地 流转林地 3200 2025年 展示馆 改造老楼 960 2024年",
        "评价指标 分值 权重 盘活 20 30 转让 15 25 融资 20 40 产品 10 5",
    ],
)
def test_other_tables_tell_no_goals(cells):
    assert not read(TEXT.format("附件1 明细表\n" + cells.replace(" ", "\n")), glossary=()).targets


def goals(
    cells: list[str], between: str = "\n"
) -> list[tuple[str | None, str, float, str | None, int | None]]:
    text = TEXT.format("\n".join(["表1 主要发展目标", *cells]))
    found = read(text.replace("\n", between), glossary=()).targets
    return [(t.scope, t.indicator, t.value, t.unit, t.year) for t in found]


def row(told: str) -> list[str]:
    return told.split(" ")


@pytest.mark.parametrize("between", ["\n", " "])
def test_a_year_stands_over_its_base_and_goals_over_the_other_years(between):
    rows = ["1 有效注册商标总量 件 512 600 700 预期性", "2 专利许可合同金额（累计） 万元 38.5※ 90 160 预期性"]
    rows += ["3 维权援助事项办结率 % 88 — 96 约束性", "4 专利代理机构 家 6 8 11 预期性"]
    head = "序号 指标名称 计量单位 2024年 目标值 指标属性 基期值 2026年 2028年"
    found = goals([cell for told in (head, *rows) for cell in row(told)], between)
    assert [told[1:] for told in found] == [
        ("有效注册商标总量", 600, "件", 2026),
        ("有效注册商标总量", 700, "件", 2028),
        ("专利许可合同金额（累计）", 90, "万元", 2026),
        ("专利许可合同金额（累计）", 160, "万元", 2028),
        ("维权援助事项办结率", 96, "%", 2028),
        ("专利代理机构", 8, "家", 2026),
        ("专利代理机构", 11, "家", 2028),
    ]


@pytest.mark.parametrize("between", ["\n", " "])
@pytest.mark.parametrize("group", ["类别", "类 别"])
def test_one_year_stands_below_what_was_and_the_rest_below_the_goals(group, between):
    rows = ["创造 有效发明专利拥有量 件 310 400 520", "植物新品种授权量 个 4 6 9"]
    rows += ["运用 专利质押登记金额 亿元 1.2 2 3.5", "专利产品备案数量 件 60 90 150"]
    cells = [group, *row("指标 单位 现状 目标 2022年 2024年 2025年"), *(cell for told in rows for cell in row(told))]
    assert {(name, value, year) for _, name, value, _, year in goals(cells, between)} == {
        (told[-5], float(told[-1 - n]), 2025 - n) for told in map(row, rows) for n in (0, 1)
    }


def test_words_amid_the_figures_of_a_row_are_a_column():
    rows = ["高岗青梅 1.4 2.2 已核准 30 6", "石坳山药 0.6 0.9 拟申请 12 3", "平湾腊鸭 8.5 12 拟申请 9 2", "柳塘藕粉 2 3.1 已核准 15 4"]
    head = "产品 种植规模（万亩） 保护状态 注册商标（件） 用标企业（家） 2022年 2025年"
    found = goals([cell for told in (head, *rows) for cell in row(told)])
    assert {(name, value, unit) for _, name, value, unit, _ in found} == {
        told
        for _, _, size, _, marks, firms in map(row, rows)
        for told in (("种植规模", float(size), "万亩"), ("注册商标", float(marks), "件"), ("用标企业", float(firms), "家"))
    }


def test_what_stands_below_may_say_itself_what_it_measures():
    rows = ["高岗青梅 东岭县 1.4 2 30 6", "石坳山药 西浦县、南屿区 0.6 1 12 3", "平湾腊鸭 南屿区 — 1 9 2", "柳塘藕粉 东岭县 2 1 15 4"]
    head = "产品名称 实施区域 生产 品牌 效益 种植面积（万亩） 地理标志（件） 商标（件） 年产值（亿元）"
    found = goals([cell for told in (head, *rows) for cell in row(told)])
    assert [(name, value, unit) for _, name, value, unit, _ in found] == [
        told
        for _, _, *figures in map(row, rows)
        for told in zip(
            ("种植面积", "地理标志", "商标", "年产值"),
            (float(figure.replace("—", "0")) for figure in figures),
            ("万亩", "件", "件", "亿元"),
            strict=True,
        )
        if told[1]
    ]


def test_as_many_years_stand_below_each_measure_as_go_on_in_order():
    rows = ["东岭县 40 52 66 1.6 2.4", "西浦县 12 18 25 0.7 1.1", "南屿区 30 41 55 2.2 3"]
    head = "地区 用标主体（家） 年产值（亿元） 2023年 2024年 2025年 2023年 2025年"
    found = goals([cell for told in (head, *rows) for cell in row(told)])
    columns = [("用标主体", "家", 2023), ("用标主体", "家", 2024), ("用标主体", "家", 2025), ("年产值", "亿元", 2023), ("年产值", "亿元", 2025)]
    assert found == [
        (place, name, float(figure), unit, year)
        for place, *figures in map(row, rows)
        for figure, (name, unit, year) in zip(figures, columns, strict=True)
    ]


def test_nothing_is_told_where_a_head_can_be_laid_out_in_two_ways():
    rows = ["东岭县 40 52 66", "西浦县 12 18 25", "南屿区 30 41 55"]
    head = "地区 商标注册（件） 专利授权（件） 2023年 2024年 2025年"
    text = TEXT.format("\n".join(["表1 主要发展目标", *(cell for told in (head, *rows) for cell in row(told))]))
    found = read(text, glossary=())
    assert not found.targets
    assert [told.code for told in found.open] == ["table_unread"]
