"""A figure that a table leaves blank is missed at most: no other is parted or moved into its place."""

from __future__ import annotations

from collections import Counter

import pytest

from zhichan.instruments.reader import read

from . import tabling

ROWS = (
    ("有效注册商标量", "件", "12600", "21000"),
    ("知识产权保护社会满意度", "分", "79.5", "83"),
    ("专利侵权纠纷行政裁决案件结案率", "%", "88", "95"),
    ("知识产权质押融资登记金额", "亿元", "3.2", "10"),
    ("作品著作权年登记量", "件", "860", "2000"),
    ("执业专利代理师", "人", "18", "45"),
)
YEARS = (("2020年", "2025年"), ("基期值", "目标值"), ("2020", "2025"))
LAYOUTS = [*tabling.LAYOUTS, tabling.RUNNING]


def blanked(layout: str, heads: tuple[str, str], *, row: int, column: int, serial: bool, unit: bool, sort: bool) -> str:
    """A plan whose table has no figure in one of its rows and columns."""
    rows = [["序号"] * serial + ["指标名称", *["单位"] * unit, *heads, *["属性"] * sort]]
    for n, (name, counted, *figures) in enumerate(ROWS):
        told = ["" if (n, k) == (row, column) else figure for k, figure in enumerate(figures)]
        named = [name, counted] if unit else [f"{name}({counted})"]
        rows.append([*[str(n + 1)] * serial, *named, *told, *["预期性"] * sort])
    between = "\n\n" if layout == "parted" else "\n"
    return tabling._plan(tabling._laid(rows, layout), "表1 主要指标", between, noted=False)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("heads", YEARS)
@pytest.mark.parametrize("column", [0, 1])
def test_no_figure_takes_the_place_of_one_left_blank(layout, heads, column):
    gold = Counter((name, float(goal), unit, 2025) for name, unit, _, goal in ROWS)
    missed = told = 0
    for row in range(len(ROWS)):
        for form in range(8):
            serial, unit, sort = (bool(form & bit) for bit in (1, 2, 4))
            text = blanked(layout, heads, row=row, column=column, serial=serial, unit=unit, sort=sort)
            found = Counter((t.indicator, t.value, t.unit, t.year) for t in read(text, glossary=()).targets)
            assert found <= gold, (row, serial, unit, sort)
            missed += (gold - found).total()
            told += gold.total()
    assert missed <= told / 3


def test_a_row_that_lacks_a_figure_is_asked_about():
    text = blanked("spaces", ("2020年", "2025年"), row=2, column=0, serial=True, unit=True, sort=False)
    assert [o.quotes for o in read(text, glossary=()).open if o.code == "row_width"] == [
        ["专利侵权纠纷行政裁决案件结案率 % 95"]
    ]
