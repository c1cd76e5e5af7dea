"""Tables of figures whose cells lost their borders or broke over lines, read by the figures under a known head."""

from __future__ import annotations

from itertools import pairwise

import pytest

from zhichan.instruments.reader import read

NAMES = (
    ("每万人口发明专利拥有量", "件", "3.6", "8.5"),
    ("有效商标注册总量", "件", "5200", "9600"),
    ("专利质押登记金额", "亿元", "2.4", "6"),
    ("商标侵权案件办结率", "%", "91", "98"),
    ("版权作品登记数量", "件", "310", "560"),
)
HEAD = ("序号", "指标", "单位", "2020年", "2025年", "属性")
ROWS = [(str(n), name, unit, base, goal, "预期性") for n, (name, unit, base, goal) in enumerate(NAMES, 1)]
GOALS = [(name, float(goal), unit, 2025) for name, unit, _, goal in NAMES]
TEXT = "岚溪县知识产权发展规划（2021—2025年）\n一、发展目标\n到2025年，事业发展迈上新台阶。\n表1 主要指标\n{}\n二、重点任务\n（一）夯实基础。健全工作机制，压实工作责任。\n"


def told(table: str) -> list[tuple[str, float, str | None, int | None]]:
    found = read(TEXT.format(table), glossary=()).targets
    return [(t.indicator, t.value, t.unit, t.year) for t in found]


def wrapped(row: tuple[str, ...], *, width: int, form: str) -> list[str]:
    """The lines of a row whose name broke: with its figures behind, beside its first or its second line, or below."""
    number, name, *rest = row
    first, *others = [name[n : n + width] for n in range(0, len(name), width)]
    figures = " ".join(rest)
    if form == "behind" and others:
        return [f"{number} {first}", *others[:-1], f"{others[-1]} {figures}"]
    if form == "amid" and len(others) == 1:
        return [first, f"{number} {figures}", *others]
    return [f"{number} {first} {figures}", *others]


def test_rows_with_nothing_between_their_cells():
    assert told("\n".join("".join(row) for row in [HEAD, *ROWS])) == GOALS


def test_rows_glued_together_in_one_line():
    assert told("".join("".join(row) for row in [HEAD, *ROWS])) == GOALS


@pytest.mark.parametrize("width", [6, 7, 8])
@pytest.mark.parametrize("form", ["behind", "amid", "beside"])
def test_names_that_broke_over_lines(form, width):
    lines = [line for row in ROWS for line in wrapped(row, width=width, form=form)]
    assert told("\n".join([" ".join(HEAD), *lines])) == GOALS


def test_what_a_goal_is_quoted_from_holds_all_of_its_name_and_its_figures():
    lines = [wrapped(row, width=6, form="beside") for row in ROWS]
    text = TEXT.format("\n".join([" ".join(HEAD), *("\n".join(line) for line in lines)]))
    quotes = [t.quote for t in read(text, glossary=()).targets]
    for quote, (_, name, *_, goal, _) in zip(quotes, ROWS, strict=True):
        assert all(piece in quote for piece in (name[:6], name[6:], goal))


def test_units_that_ran_into_the_names():
    lines = [f"{n} {name}{unit} {base} {goal} {sort}" for n, name, unit, base, goal, sort in ROWS]
    assert told("\n".join([" ".join(HEAD), *lines])) == GOALS


@pytest.mark.parametrize("page", ["7", "12", "— 7 —"])
def test_a_page_number_and_the_head_told_again_among_the_rows(page):
    rows = [" ".join(row) for row in ROWS]
    assert told("\n".join([" ".join(HEAD), *rows[:3], page, " ".join(HEAD), *rows[3:]])) == GOALS


BODIES = ("县科技局", "县市场监管局、县文化和旅游局", "县委宣传部", "县农业农村局、县财政局", "县人民法院")


def drawn(cells: tuple[str, ...], widths: tuple[int, ...], *, centred: bool) -> list[str]:
    """The lines of a row whose cells broke at the width of their columns, from the top or around the middle."""
    columns = [
        [cell[n : n + width] for n in range(0, len(cell), width)]
        for cell, width in zip(cells, widths, strict=True)
    ]
    lines: dict[int, list[str]] = {}
    for column in columns:
        for n, line in enumerate(column):
            lines.setdefault(2 * n - (len(column) - 1) * centred, []).append(line)
    return [" ".join(lines[at]) for at in sorted(lines)]


@pytest.mark.parametrize("centred", [True, False])
@pytest.mark.parametrize("width", [6, 7, 9])
@pytest.mark.parametrize("page", ["", "4"])
def test_names_and_bodies_that_broke_over_lines(centred, width, page):
    head = ["序号", "指标", "2023年", "2025年", "责任单位"]
    lines = [" ".join(head)]
    for n, ((name, unit, base, goal), bodies) in enumerate(zip(NAMES, BODIES, strict=True), 1):
        lines += drawn(
            (str(n), f"{name}（{unit}）", base, goal, bodies), (3, 8, 9, 9, width), centred=centred
        )
        lines += [page, " ".join(head)] if page and n == 3 else []
    found = read(TEXT.format("\n".join(lines)), glossary=())
    assert {(t.indicator, t.value, t.unit, t.year) for t in found.targets if t.year == 2025} == {*GOALS}
    told = [(t.indicator, t.units) for t in found.targets if t.year == 2025]
    assert told == [(row[0], bodies.split("、")) for row, bodies in zip(NAMES, BODIES, strict=True)]


def test_figures_torn_by_the_blanks_of_line_ends():
    torn = [
        (n, name, unit, base, goal[0] + " " + goal[1:], sort) for n, name, unit, base, goal, sort in ROWS[:2]
    ]
    assert told(" ".join(" ".join(row) for row in [HEAD, *torn, *ROWS[2:]])) == GOALS


def test_the_groups_of_rows_stay_out_of_the_names():
    groups = ("创造", "", "运用", "保护", "")
    lines = [f"{g}{' ' if g else ''}{' '.join(row[1:])}" for g, row in zip(groups, ROWS, strict=True)]
    assert told("\n".join([" ".join(("类别", *HEAD[1:])), *lines])) == GOALS


@pytest.mark.parametrize("last", ["", "县科技局"])
def test_a_text_may_end_anywhere_in_a_table(last):
    head = [*HEAD[:5], "责任单位"] if last else HEAD
    text = TEXT.split("{}", maxsplit=1)[0] + "\n".join(
        " ".join(row) for row in [head, *((*row[:5], last or row[5]) for row in ROWS)]
    )
    for end in range(len(text) - 60, len(text) + 1):
        for tail in ("", "4", "\n4", "4%", " 7"):
            assert read(text[:end] + tail, glossary=()) is not None


def test_the_order_of_the_rows_is_told_once():
    found = read(TEXT.format("\n".join("".join(row) for row in [HEAD, *ROWS])), glossary=()).targets
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(found))
    assert [t.attribute for t in found] == ["预期性"] * len(NAMES)
    assert [t.baseline_value for t in found] == [float(base) for *_, base, _ in NAMES]


@pytest.mark.parametrize(
    "table",
    [
        "序号 考核指标 分值 评分标准\n1 行政执法工作 20 办结案件10件以上得满分\n2 维权援助工作 15 建站2个得15分\n3 质押融资工作 25 超过500万元得25分",
        "序号项目名称总投资(亿元)建设年限\n1版权产业园2.62022-2024\n2数据存储中心0.82023-2025\n3检测实验平台1.52022-2023",
        "序号 指标 2018年 2019年 2020年\n1 专利申请\n量 120 140 180\n2 商标申请\n量 220 260 310\n3 作品登记\n数 12 18 25",
        "指标内容较多，2020年、2025年各项任务见各年度安排。",
    ],
)
def test_points_costs_and_years_gone_by_give_no_goals(table):
    assert told(table) == []


def read_as(*lines: str) -> tuple[list[tuple[str, float]], list[str]]:
    found = read(TEXT.format("\n".join(lines)), glossary=())
    return [(t.indicator, t.value) for t in found.targets], [o.code for o in found.open]


def test_figures_parted_by_their_size_are_told_with_a_question():
    goals, asked = read_as(
        "指标单位2020年2025年", "渔船更新艘380521", "渔获量万吨4.518.0", "鱼苗场个38.0152.1", "渔港座1020"
    )
    assert goals == [("渔船更新", 521), ("渔获量", 18.0), ("鱼苗场", 152.1), ("渔港", 20)]
    assert asked.count("table_guessed") == 1
    assert "table_guessed" not in read_as("指标 单位 2020年 2025年", *(" ".join(row[1:5]) for row in ROWS))[1]


def test_a_number_of_a_row_is_none_of_its_figures_whatever_stands_between():
    rows = [
        "序号指标单位2020年2025年",
        "1渔船更新艘12001900",
        "2渔获量吨300450",
        "4鱼苗场个40006100",
        "5渔港座1015",
    ]
    assert read_as(*rows)[0] == [("渔船更新", 1900), ("渔获量", 450), ("鱼苗场", 6100), ("渔港", 15)]


def test_the_last_digit_before_a_sort_is_no_number_of_the_next_row():
    rows = ["1渔获合格率%85.592预期性", "2渔船更新艘2035预期性", "3渔港座46预期性", "4渔民培训率%9295约束性"]
    goals, _ = read_as("序号指标单位2020年2025年属性", *rows)
    assert goals == [("渔获合格率", 92), ("渔船更新", 35), ("渔港", 6), ("渔民培训率", 95)]


@pytest.mark.parametrize(
    "lines",
    [
        ["指标", "权重（%）", "满分（分）", "渔获量", "20", "10", "鱼苗场", "30", "15", "渔港", "25", "12"],
        ["任务 启动（月） 完成（月） 1 召开会议 3 6 2 组织培训 5 10 3 实地调研 12 8 4 总结验收 2 9"],
        [
            "序号项目名称计量单位2023年标准2024年标准",
            "1渔船检验元/次100120",
            "2渔港停靠元/天800900",
            "3渔具登记元/件200180",
        ],
        ["指标2020年2025年", "渔获产值（亿元）2035", "鱼苗放流（万尾）23005000", "渔船更新（艘）35006000"],
    ],
    ids=["points", "months", "fees", "first row like a head"],
)
def test_what_is_no_table_of_goals_or_cannot_be_parted_gives_none(lines):
    assert read_as(*lines)[0] == []


@pytest.mark.parametrize("head", ["区县(市)", "县（市、区）", "县区"])
def test_goals_of_places_told_column_by_column(head):
    lines = [
        head,
        "东岚区",
        "西岚区",
        "汀州县",
        "石浦县",
        "更新渔船（艘）",
        "45",
        "28",
        "12",
        "10",
        "鱼苗放流（万尾）",
        "60",
        "40",
        "—",
        "20",
    ]
    found = read(TEXT.format("\n".join(lines)), glossary=()).targets
    assert [(t.scope, t.indicator, t.value, t.unit) for t in found] == [
        ("东岚区", "更新渔船", 45, "艘"),
        ("东岚区", "鱼苗放流", 60, "万尾"),
        ("西岚区", "更新渔船", 28, "艘"),
        ("西岚区", "鱼苗放流", 40, "万尾"),
        ("汀州县", "更新渔船", 12, "艘"),
        ("石浦县", "更新渔船", 10, "艘"),
        ("石浦县", "鱼苗放流", 20, "万尾"),
    ]


def printed(head: str, name: str = "{} {}") -> str:
    """Rows as text taken from a page: words of a row with blanks between, heads as their narrow columns broke them."""
    rows = [
        f"{n} {name.format(called, unit)} {base} {goal} 预期性" for n, called, unit, base, goal, _ in ROWS
    ]
    return "\n".join([head, *rows])


def test_a_bracket_below_its_year_heads_no_column():
    assert told(printed("序号 指标 单位\n2020\n年\n（基\n期）\n2025\n年\n属性")) == GOALS


def test_years_stand_below_goals_of_the_year_and_names_hold_their_units():
    head = "序号 指标名称及单位\n2020 年\n基础值\n年度目标\n属性\n2024 年2025 年"
    rows = "\n".join(
        f"{n} {name}（{unit}） {base} {base} {goal} 预期性" for n, name, unit, base, goal, _ in ROWS
    )
    found = told(f"{head}\n{rows}")
    assert [goal for goal in found if goal[3] == 2025] == GOALS
    assert {year for *_, year in found} == {2024, 2025}


def test_growth_or_sum_is_a_column_of_its_own():
    head = "领域 指标\n2020\n年\n2025\n年\n年均增长／累\n计\n属性"
    rows = "\n".join(
        f"{name}（{unit}） {base} {goal} 20%左右 预期性" for _, name, unit, base, goal, _ in ROWS
    )
    found = told(f"{head}\n事业发展\n{rows}")
    assert [goal for goal in found if "年均" not in goal[0]] == GOALS


def test_heads_of_regions_that_broke_before_their_units():
    head = "地区\n商标质押登记\n金额\n（亿元，两年累计）\n地理标志产品\n数量\n（件）"
    rows = "\n".join(
        f"{place}\n{end}\n{a} {b}"
        for place, end, a, b in (("云山", "县", 3, 41), ("河口", "区", 5, 22), ("北坡", "镇", 7, 18))
    )
    found = read(
        TEXT.format(f"{head}\n{rows}").replace("表1 主要指标", "表1 2025年主要指标分解表"), glossary=()
    ).targets
    assert [(t.indicator, t.value, t.unit, t.scope) for t in found] == [
        pair
        for place, a, b in (("云山县", 3, 41), ("河口区", 5, 22), ("北坡镇", 7, 18))
        for pair in (("商标质押登记金额（两年累计）", a, "亿元", place), ("地理标志产品数量", b, "件", place))
    ]


def test_years_told_twice_below_what_is_measured_are_not_guessed():
    head = "地区\n作品登记（件）\n专利质押（亿元）\n2024年\n2025年\n2024年\n2025年"
    rows = "\n".join(f"{place} 31 48 2.5 3.5" for place in ("云山县", "河口区", "北坡镇"))
    assert not [goal for goal in told(f"{head}\n{rows}") if "登记" not in goal[0] and "质押" not in goal[0]]
