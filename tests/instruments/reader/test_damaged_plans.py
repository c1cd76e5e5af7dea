"""Plans of our own as converters leave them: what they say is read all the same, and nothing is made of the damage.

Every sound plan with its gold goes through every kind of damage. Read cold, before any rule knew of them: blobs
targets 0.905 and task units 0.320, pages 0.976 and 1.000, pages with running heads 0.935 and 0.962, blobs with page
marks 0.903 and 0.335, stray spaces 0.971 and 0.987. A table in a blob without any space cannot be told cell from cell,
so the floors of blobs stay below the others. The six plans that came with these tests (health, agriculture, transport,
education, two of intellectual property) were read cold with 0.687 and 0.903, the three after them (county, environment,
talent) with 0.930 and 0.812.
"""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

import judging
import making
import pytest
import spoiling

from zhichan.instruments.reader import Reading, read

pytestmark = pytest.mark.thorough

PLANS = Path(__file__).parent / "plans"
NAMES = sorted(p.stem for p in PLANS.glob("*.gold"))
FLOORS = {
    "blob": (0.95, 0.96),
    "pages": (0.96, 0.98),
    "numbered": (0.95, 0.97),
    "headed": (0.95, 0.97),
    "marked": (0.92, 0.84),
    "gapped": (0.95, 0.97),
    "web": (0.97, 0.98),
}


@cache
def _damaged(name: str, kind: str) -> tuple[str, Reading]:
    text = (PLANS / f"{name}.txt").read_text(encoding="utf-8")
    text = spoiling.KINDS[kind](text, random.Random(name))
    return text, read(text, glossary=(), name=name)


@pytest.mark.parametrize("kind", FLOORS)
def test_damaged_plans_reach_the_floor(kind):
    targets = tasks = judging.Score(0, 0, 0, (), ())
    for name in NAMES:
        gold_targets, gold_tasks = judging.load(PLANS / f"{name}.gold")
        _, reading = _damaged(name, kind)
        targets += judging.judge_targets(gold_targets, reading)
        tasks += judging.judge_tasks(gold_tasks, reading)
    assert targets.f1 >= FLOORS[kind][0], (targets.f1, targets.missed, targets.extra)
    assert tasks.f1 >= FLOORS[kind][1], (tasks.f1, tasks.missed, tasks.extra)


@pytest.mark.parametrize("kind", FLOORS)
def test_quotes_of_damaged_plans_are_the_text_at_their_spans_and_hold_their_numbers(kind):
    for name in NAMES:
        text, reading = _damaged(name, kind)
        told = reading.as_json()
        for item in [
            *told["targets"],
            *told["tasks"],
            *told["measures"],
            *told["actuals"],
            *told["milestones"],
        ]:
            assert text[item["span"][0] : item["span"][1]] == item["quote"]
        for target in reading.targets:
            flat = "".join(target.quote.split())
            digits = ".*?".join(map(re.escape, f"{target.value:g}"))
            assert re.search(digits, flat) or re.search("[一二两三四五六七八九十百半翻倍]", flat), target


@pytest.mark.parametrize("kind", FLOORS)
def test_made_plans_are_read_whole_through_the_same_damage(kind):
    targets = tasks = judging.Score(0, 0, 0, (), ())
    for seed in range(24):
        made = making.made(seed)
        reading = read(spoiling.KINDS[kind](made.text, random.Random(seed)), glossary=())
        targets += judging.judge_targets(made.targets, reading)
        tasks += judging.judge_tasks(made.tasks, reading)
    floor = (0.9, 0.85) if kind in ("blob", "marked") else (0.97, 0.97)
    assert targets.f1 >= floor[0], (targets.f1, targets.missed[:9], targets.extra[:9])
    assert tasks.f1 >= floor[1], (tasks.f1, tasks.missed[:9], tasks.extra[:9])


def test_a_page_mark_in_mid_sentence_is_no_number_and_no_year_is_lost_to_it():
    text = (
        "松浦市知识产权工作方案\n一、工作目标\n到2026年,全市有效发明专利拥有量达到 — 1 — 900件,培育示范企业\n"
        "2/6\n30家,新增 — 2 — 代办站5个。\n二、重点任务\n(一)加强保护。推进建设,完善服务。\n3/6\n(二)扩大宣传。落实责任。"
    )
    told = {(t.indicator, t.value, t.unit, t.year) for t in read(text, glossary=()).targets}
    assert told == {
        ("有效发明专利拥有量", 900.0, "件", 2026),
        ("示范企业", 30.0, "家", 2026),
        ("新增代办站", 5.0, "个", 2026),
    }


def test_cells_of_a_row_are_never_one_number():
    text = "松浦市方案\n一、工作目标\n各区 96 100 件,到2026年专利拥有量达到1 200件。"
    assert {t.value for t in read(text, glossary=()).targets} == {1200.0}


@pytest.mark.parametrize("mark", ["# Page {}:", "Page {}", "## page {}："])
def test_a_page_mark_in_words_parts_neither_a_sentence_nor_a_list_of_bearers(mark):
    first, second = (f"\n\n{mark.format(n)}\n\n" for n in (41, 42))
    text = (
        "松浦市商标工作方案（2025—2027年）\n一、重点任务\n"
        f"（一）建设指导站。新建商标品牌指导站40家，融资规模超过12{first}亿元。（责任单位：市市场监管局、市商{second}务局）\n"
        "（二）推行Page 3系统。举办培训6场。（责任单位：市商务局）\n"
    )
    plan = read(text, glossary=())
    assert [t.value for t in plan.targets] == [40, 12, 6]
    assert [t.responsible for t in plan.tasks] == [["市市场监管局", "市商务局"], ["市商务局"]]


def test_a_cell_of_a_table_is_never_taken_for_a_page_number():
    rows = [
        (f"规模以上工业企业每万名从业人员指标第{'一二三四五'[n]}项", n + 1, 10 * n + 20) for n in range(5)
    ]
    lines = ["序号", "指标名称", "2023年基数", "2026年目标"]
    for n, (name, base, goal) in enumerate(rows, 1):
        lines += [str(n), name, str(base), str(goal)]
    text = (
        "松浦市方案(2024—2026年)\n一、工作目标\n主要指标表\n"
        + "\n".join(lines)
        + "\n二、重点任务\n推进建设。"
    )
    reading = read(text, glossary=())
    assert [(t.value, t.baseline_value) for t in reading.targets] == [(goal, base) for _, base, goal in rows]


def test_numbers_of_pages_glued_to_the_lines_that_follow_are_no_figures():
    lines = ["松浦市知识产权强市建设行动方案（2026—2028年）", "一、主要目标"]
    filler = "推动区域创新与产业升级相互促进，健全部门协作机制，优化公共服务和诉求办理，加强队伍建设，"
    for page in range(1, 8):
        lines += [filler] * 6 + [
            "强化重点产业专利布局，推动专利密集型产业发展壮大，促进创新成果转化运用提",
            f"{page}升区域竞争力。",
        ]
    lines.append("到2028年，有效发明专利达到3200件。")
    read_ = read("\n".join(lines) + "\n", glossary=())
    assert [(t.indicator, t.value) for t in read_.targets] == [("有效发明专利", 3200.0)]


def test_a_number_at_the_head_of_a_line_is_a_figure_when_none_run_on():
    text = "松浦市行动方案（2026—2028年）\n一、主要目标\n到2028年，建成知识产权保护工作站、商标品牌指导站和维权援助站共\n60个，有效发明专利达到3200件。\n"
    assert [t.value for t in read(text, glossary=()).targets] == [60.0, 3200.0]
