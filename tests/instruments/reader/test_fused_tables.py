"""Tables inside text that has no line breaks: read cell by cell where that is sure, told as open where it is not.

Cold, before the rules: none of the seven tables was read, and figures of a fused table were told as goals.
"""

from __future__ import annotations

import pytest

from zhichan.instruments.reader import Reading, read

FRAME = (
    "松浦市知识产权强市建设规划（2023—2027年）为推进我市知识产权强市建设，制定本规划。一、总体要求（一）指导思想。坚持以创新为引领，"
    "全面加强知识产权保护，完善工作体系，提升治理能力。（二）主要目标。到2027年，知识产权创造质量明显提升，保护体系更加健全，运用效益"
    "持续显现，服务能力显著增强。{}二、重点任务（一）推进源头保护。完善快速预审机制，健全服务网络，推动创新主体提升管理水平。"
    "（市市场监管局负责）（二）强化转化运用。建设运营平台，推动专利转化，培育专利密集型产业，支持企业上市融资。（市科技局负责）"
    "三、保障措施（一）加强组织领导。压实责任，抓好落实，形成合力。（二）强化资金保障。统筹各类资金，优化支出结构，提高使用效益。"
)
STOCK = [
    ("有效发明专利量", 1200.0, 2600.0, "件"),
    ("注册商标有效量", 9800.0, 16000.0, "件"),
    ("地理标志产品", 4.0, 8.0, "个"),
]


def reading(table: str) -> Reading:
    return read(FRAME.format(table), glossary=())


def told(table: str) -> list[tuple[str, float | None, float, str | None]]:
    return [(t.indicator, t.baseline_value, t.value, t.unit) for t in reading(table).targets]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            (
                "主要指标序号指标名称单位2022年2027年属性1每万人口高价值发明专利拥有量件6.3 12预期性2海外发明专利授权量件45 90预期性"
                "3侵权案件按期办结率%90 98约束性"
            ),
            [
                ("每万人口高价值发明专利拥有量", 6.3, 12.0, "件"),
                ("海外发明专利授权量", 45.0, 90.0, "件"),
                ("侵权案件按期办结率", 90.0, 98.0, "%"),
            ],
        ),
        (
            (
                "专栏1 主要指标指标2022年2027年属性每万人口高价值发明专利拥有量（件）6.3≥12预期性海外发明专利授权量（件）45≥90预期性"
                "侵权案件按期办结率（%）-98约束性"
            ),
            [
                ("每万人口高价值发明专利拥有量", 6.3, 12.0, "件"),
                ("海外发明专利授权量", 45.0, 90.0, "件"),
                ("侵权案件按期办结率", None, 98.0, "%"),
            ],
        ),
        (
            (
                "主要指标表 序号 指标名称 单位 2022年实际 2027年目标 1 有效发明专利量 件 1200 2600 2 注册商标有效量 件 9800 16000 "
                "3 地理标志产品 个 4 8 "
            ),
            STOCK,
        ),
        (
            "主要指标指标单位2022年2027年有效发明专利量件1200 2600注册商标有效量件9800 16000地理标志产品个4 8",
            STOCK,
        ),
        (
            (
                "主要指标类别指标名称单位基期值目标值属性创造质量 有效发明专利量件1200 2600预期性运用效益 专利实施率%52 60预期性"
                "保护水平 商标案件查处率%96 99约束性"
            ),
            [
                ("有效发明专利量", 1200.0, 2600.0, "件"),
                ("专利实施率", 52.0, 60.0, "%"),
                ("商标案件查处率", 96.0, 99.0, "%"),
            ],
        ),
    ],
)
def test_the_rows_of_a_table_without_borders_are_told_apart(table, expected):
    assert told(table) == expected


def test_digits_that_ran_together_are_parted_where_the_years_are_alike():
    read_ = reading(
        "主要指标表序号指标单位2022年2027年1有效发明专利量件120026002注册商标有效量件9800160003地理标志产品个48"
    )
    assert [(t.indicator, t.baseline_value, t.value, t.unit) for t in read_.targets] == STOCK
    assert [t.responsible for t in read_.tasks] == [["市市场监管局"], ["市科技局"]]


def test_the_number_of_a_row_is_taken_from_the_digits_of_the_row_before():
    read_ = reading(
        "主要指标表序号指标单位2022年2027年1有效发明专利量件1200 26002注册商标有效量件9800 160003地理标志产品个4 8"
    )
    assert [(t.indicator, t.baseline_value, t.value, t.unit) for t in read_.targets] == STOCK


def test_a_row_with_too_few_cells_is_open_and_the_others_are_read():
    read_ = reading(
        "专栏1 主要指标指标2022年2027年[累计]属性共享车位（万个）8＞9-预期性夜班公交（条）2123〔5〕约束性投诉下降（%）--〔18〕约束性"
    )
    assert [(t.indicator, t.value) for t in read_.targets] == [("共享车位", 9.0), ("投诉下降", 18.0)]
    assert [o.quotes for o in read_.open if o.code == "row_width"] == [["夜班公交（条）2123〔5〕约束性"]]


def test_duties_of_a_table_without_borders_get_their_units_and_dates():
    read_ = reading(
        "重点任务分工表序号重点任务牵头单位责任单位完成时限1强化版权登记市市场监管局市科技局、市财政局2025年12月"
        "2培育运营机构市科技局市教育局、各县（市、区）人民政府2026年底3优化公共服务市市场监管局市政务服务局长期坚持"
    )
    assert [(t.title, t.lead, t.responsible, t.due) for t in read_.tasks[:3]] == [
        ("强化版权登记", ["市市场监管局"], ["市科技局", "市财政局"], "2025年12月"),
        ("培育运营机构", ["市科技局"], ["市教育局", "各县（市、区）人民政府"], "2026年底"),
        ("优化公共服务", ["市市场监管局"], ["市政务服务局"], "长期坚持"),
    ]


def test_base_goal_and_change_that_ran_together_are_parted_where_the_change_fits():
    read_ = reading(
        "专栏1 主要指标指标2022年2027年[累计]属性电动渡船占比（%）41.2743.52〔2.25〕约束性专利许可次数（次）151165〔14〕预期性"
        "共享车位（万个）8＞9预期性投诉下降（%）--〔18〕约束性"
    )
    assert [(t.indicator, t.baseline_value, t.value, t.attribute) for t in read_.targets] == [
        ("电动渡船占比", 41.27, 43.52, "约束性"),
        ("专利许可次数", 151.0, 165.0, "预期性"),
        ("共享车位", 8.0, 9.0, "预期性"),
        ("投诉下降", None, 18.0, "约束性"),
    ]
    assert {o.code for o in read_.open} == {"no_baseline"}


NUMBERED = (
    "专栏1 主要指标序号指标2022年2027年2027年比2022年增长1侵权假冒案发量（件）2551.72347.6-8%2有效发明专利量（件）1200.52600.5〔1400〕"
    "3商标审查周期（天）60＜30-30重点产业专利占比（%）55＞605个百分点4维权满意度（%）72≥808个百分点"
    "注：①案发量包括线上案件，由12类增加到21类。②满意度由市级调查得出，样本增加到970份。"
)


def test_rows_without_a_number_and_changes_in_per_cent_are_told():
    told_ = [
        (t.indicator, t.baseline_value, t.comparator, t.value, t.unit, t.year)
        for t in reading(NUMBERED).targets
    ]
    assert told_ == [
        ("侵权假冒案发量", 2551.7, "<=", 2347.6, "件", 2027),
        ("有效发明专利量", 1200.5, ">=", 2600.5, "件", 2027),
        ("商标审查周期", 60.0, "<=", 30.0, "天", 2027),
        ("重点产业专利占比", 55.0, ">=", 60.0, "%", 2027),
        ("维权满意度", 72.0, ">=", 80.0, "%", 2027),
    ]


@pytest.mark.parametrize("table", [NUMBERED, NUMBERED.replace("注：", "\n注：").replace("②", "\n②")])
def test_notes_under_a_table_tell_no_goals(table):
    assert not {21.0, 970.0} & {t.value for t in reading(table).targets}


def test_a_change_that_fits_in_no_way_stands_open():
    read_ = reading(
        "专栏1 主要指标指标2022年2027年[累计]属性许可次数（次）5456〔3〕预期性转让次数（次）-≥8-预期性办结率（%）-98-约束性"
    )
    assert [t.indicator for t in read_.targets] == ["转让次数", "办结率"]
    assert [o.quotes for o in read_.open if o.code == "row_width"] == [["许可次数（次）5456〔3〕预期性"]]
