"""The example plan of the demo city is read in full, and its revision against it."""

from __future__ import annotations

from pathlib import Path

from zhichan.instruments.reader import diff, read

FOLDER = Path(__file__).parents[3] / "src" / "zhichan" / "demo" / "plan"


def _reading(name):
    return read((FOLDER / name).read_text(encoding="utf-8"), glossary=(), name=name)


def test_the_example_says_that_it_is_synthetic():
    assert "synthetic" in (FOLDER / "example_plan.txt").read_text(encoding="utf-8").splitlines()[0]
    assert "synthetic" in (FOLDER / "example_plan_v2.txt").read_text(encoding="utf-8").splitlines()[0]


def test_head_tasks_and_baselines_of_the_example():
    told = _reading("example_plan.txt")
    assert told.title == "衡川市知识产权强市建设“十四五”规划(2021—2025年)"
    assert (told.region["name"], told.region["level"]) == ("衡川市", "city")
    assert (told.period_start, told.period_end, told.date) == (2021, 2025, "2021-09-16")
    assert (len(told.tasks), len(told.measures)) == (25, 3)
    assert all(t.lead or t.responsible for t in told.tasks)
    baselines = {
        t.indicator: (t.value, t.unit, t.baseline_value, t.baseline_year)
        for t in told.targets
        if t.baseline_value is not None
    }
    assert baselines["每万人口发明专利拥有量"] == (5.2, "件", 1.91, 2020)
    assert baselines["年度PCT国际专利申请量"] == (10.0, "件", 6.0, 2020)
    assert baselines["有效注册商标总量"] == (5.0, "万件", 21626.0, 2020)


def test_parts_add_up_to_the_city_and_an_empty_cell_is_no_zero():
    told = _reading("example_plan.txt")
    areas = [t for t in told.targets if t.cell and t.cell.get("column_index")]
    sums = {}
    for t in areas:
        sums[t.cell["column_index"]] = sums.get(t.cell["column_index"], 0) + t.value
    assert sums == {1: 210, 2: 10, 3: 50000, 4: 44, 5: 10000}
    assert len(areas) == 33
    assert not [o for o in told.open if o.code == "conflict_sum"]


def test_the_one_contradiction_and_the_growth_without_baseline_are_open():
    told = _reading("example_plan.txt")
    assert [o.code for o in told.conflicts] == ["conflict_value"]
    assert "地理标志保护产品" in told.conflicts[0].why
    assert any(o.code == "no_baseline" and "专利许可合同" in o.why for o in told.open)


def test_the_revision_differs_by_target_and_by_task():
    change = diff(_reading("example_plan.txt"), _reading("example_plan_v2.txt"))
    goals = {
        (c.new or c.old).indicator + (c.new or c.old).scope: c for c in change.targets if c.change != "same"
    }
    assert goals["年度发明专利授权量全市"].fields == {"value": ("210件", "220件")}
    assert goals["知识产权质押融资登记累计额全市"].fields == {"value": ("1亿元", "1.2亿元")}
    assert goals["年度发明专利授权量云溪区"].change == "changed"
    tasks = {(c.new or c.old).title: c for c in change.tasks if c.change != "same"}
    assert tasks["开展商业秘密保护"].change == "added"
    assert tasks["推进信用监管"].change == "removed"
    assert tasks["推动院所成果落地"].fields["lead"] == ([], ["市科技局"])


def test_a_version_against_itself_has_no_change():
    one = _reading("example_plan.txt")
    change = diff(one, _reading("example_plan.txt"))
    assert {c.change for c in (*change.targets, *change.tasks)} == {"same"}
    assert len(change.targets) == len(one.targets)
