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
