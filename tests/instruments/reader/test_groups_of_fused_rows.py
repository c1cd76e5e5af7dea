"""Fused tables in which a heading tells the unit of several rows once: no row is lost without a word."""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import Reading, read

PLAN = (
    "松浦市知识产权强市建设规划（2023—2027年）\n一、总体要求\n（一）主要目标。到2027年，知识产权创造质量明显提升。\n{}\n二、重点任务\n"
    "（一）推进源头保护。完善快速预审机制。（市市场监管局负责）\n三、保障措施\n加强组织领导。压实责任。\n"
)
GROUPED = (
    "专栏1 主要指标指标2022年2027年属性1.万元产值纠纷减少（%）假冒专利案件--〔15〕预期性商标侵权案件--〔12〕预期性"
    "地理标志侵权案件5--〔8〕预期性2.每万人口高价值发明专利拥有量（件）6.3≥12预期性专利转让次数（次）-≥300预期性许可备案（件）-＞500\u00a0预期性"
)


def reading(table: str) -> Reading:
    return read(PLAN.format(table), glossary=())


def test_rows_of_a_group_have_the_unit_and_the_sort_of_its_heading() -> None:
    found = reading(GROUPED)
    assert [(t.indicator, t.value, t.unit, t.kind, t.year) for t in found.targets] == [
        ("万元产值纠纷减少：假冒专利案件", 15.0, "%", "reduction", 2027),
        ("万元产值纠纷减少：商标侵权案件", 12.0, "%", "reduction", 2027),
        ("万元产值纠纷减少：地理标志侵权案件", 8.0, "%", "reduction", 2027),
        ("每万人口高价值发明专利拥有量", 12.0, "件", "level", 2027),
        ("专利转让次数", 300.0, "次", "level", 2027),
        ("许可备案", 500.0, "件", "level", 2027),
    ]
    assert {o.code for o in found.open} == {"no_baseline"}


@pytest.mark.parametrize(
    "table",
    [
        GROUPED,
        GROUPED.replace("性", "性\n").replace("属\n性", "属性"),
        GROUPED.replace("1.万元", "一、保护水平1.万元"),
        GROUPED.replace("指标2022", "指标名称单位2022"),
        GROUPED.replace("2022年2027年", "现值目标值变化"),
        GROUPED.replace("-≥300", "≥300"),
    ],
)
def test_every_row_is_told_or_stands_open(table: str) -> None:
    found = reading(table)
    told = [t.quote for t in found.targets] + [a.quote for a in found.actuals]
    told += [q for o in found.open for q in o.quotes]
    for name in ("假冒专利", "商标侵权", "地理标志侵权", "高价值发明", "专利转让", "许可备案"):
        assert any(name in quote for quote in told), name


def test_base_goal_and_change_without_a_border_are_told_by_the_change() -> None:
    found = reading(
        "主要指标指标2022年2027年增长有效发明专利量（件）12002600[1400]商标注册量（件）980016000[6200]"
    )
    assert [(t.indicator, t.baseline_value, t.value) for t in found.targets] == [
        ("有效发明专利量", 1200.0, 2600.0),
        ("商标注册量", 9800.0, 16000.0),
    ]
    assert found.open == []


def test_base_goal_and_change_that_do_not_fit_stand_open() -> None:
    found = reading(
        "主要指标指标2022年2027年增长有效发明专利量（件）12002600[1500]商标注册量（件）980016000[6300]"
    )
    assert (found.targets, found.actuals) == ([], [])
    assert [o.code for o in found.open] == ["table_fused"]


def test_a_column_of_change_is_no_goal() -> None:
    found = reading(
        "主要指标指标现值目标值变化有效发明专利量（件）1200≥2600＞1400商标有效量（件）9800≥16000＞6200侵权率（%）5＜3＜2"
    )
    assert [(t.indicator, t.baseline_value, t.comparator, t.value, t.unit) for t in found.targets] == [
        ("有效发明专利量", 1200.0, ">=", 2600.0, "件"),
        ("商标有效量", 9800.0, ">=", 16000.0, "件"),
        ("侵权率", 5.0, "<=", 3.0, "%"),
    ]
