"""Six plans of six kinds, written and annotated by hand by someone who had not seen the reader.

The gold files have the shape of ``zhichan read --json``; every Arabic number of a text is a target, an actual, a
milestone, an open question or listed under ``not_targets``. The floors are what was reached when the plans came
in, rounded down; raise them as the reader learns. ``pytest -s`` prints the figures.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import judging
import pytest

from zhichan.instruments.reader import Reading, read

PLANS = Path(__file__).parent / "plans"
NAMES = sorted(p.name.removesuffix(".gold.json") for p in PLANS.glob("*.gold.json"))
TARGETS_FLOOR = 0.96
TASKS_FLOOR = 0.98
WORDS = "零〇一二两三四五六七八九十百千万半分成倍番"

Gold = dict[str, Any]


def _plan(name: str) -> tuple[str, Gold, Reading]:
    with (PLANS / f"{name}.txt").open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    gold = json.loads((PLANS / f"{name}.gold.json").read_text(encoding="utf-8"))
    return text, gold, read(text, glossary=(), name=f"{name}.txt")


def _digits(value: float) -> str:
    return repr(float(value)).removesuffix(".0")


def _matched(edges: list[tuple[float, int, int]]) -> int:
    """How many pairs a matching holds that takes the surest pairs first."""
    left: set[int] = set()
    right: set[int] = set()
    for _, i, j in sorted(edges, reverse=True):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
    return len(left)


def _same_amount(gold: Gold, value: float, high: float | None, unit: str) -> bool:
    wanted = [(gold["value"], gold["unit"]), *map(tuple, gold.get("alt_values", ()))]
    if (high or None) != gold.get("value_max"):
        return False
    for number, name in wanted:
        a, b = judging.amount(number, name or ""), judging.amount(value, unit)
        near = 0.05 if b[1] == "%" else 1e-6 * abs(a[0] or 0)
        if a[1] == b[1] and abs((a[0] or 0) - (b[0] or 0)) <= near:
            return True
    return False


def judge_targets(gold: Gold, reading: Reading) -> judging.Score:
    edges = []
    for i, g in enumerate(gold["targets"]):
        years = {g["year"], *g.get("alt_years", ())} | ({None} if g.get("year_inferred") else set())
        for j, t in enumerate(reading.targets):
            name = judging.like(g["indicator"], t.indicator)
            if name >= 0.5 and t.year in years and _same_amount(g, t.value, t.value_max, t.unit or ""):
                edges.append((name + (t.year == g["year"]) / 2, i, j))
    return judging.Score(_matched(edges), len(gold["targets"]), len(reading.targets), (), ())


def judge_tasks(gold: Gold, reading: Reading) -> judging.Score:
    def pairs(
        tasks: list[tuple[str, tuple[str, ...], dict[str, list[str]]]],
    ) -> list[tuple[str, str, str, str]]:
        return [
            (title, path[-1] if path else "", judging.plain(unit), role)
            for title, path, roles in tasks
            for role, units in roles.items()
            for unit in units
        ]

    roles = ("lead", "cooperating", "responsible")
    wanted = pairs([(k["title"], tuple(k["path"]), {r: k[r] for r in roles}) for k in gold["tasks"]])
    told = pairs([(k.title, tuple(k.path), {r: list(getattr(k, r)) for r in roles}) for k in reading.tasks])
    edges = []
    for i, (title, last, unit, role) in enumerate(wanted):
        for j, other in enumerate(told):
            if unit == other[2]:
                name = max(judging.like(a, b) for a in (title, last) if a for b in other[:2] if b)
                if name >= 0.5:
                    edges.append((name + (role == other[3]) / 2, i, j))
    return judging.Score(_matched(edges), len(wanted), len(told), (), ())


@pytest.mark.parametrize("name", NAMES)
def test_every_quote_stands_at_its_span_and_every_value_in_its_quote(name):
    text, _, reading = _plan(name)
    for told in (*reading.targets, *reading.actuals):
        start, end = told.span
        assert text[start:end] == told.quote
        flat = re.sub(r"\s", "", told.quote)
        for value in (told.value, getattr(told, "value_max", None)):
            assert value is None or _digits(value) in flat or any(c in WORDS for c in flat), told
    for task in reading.as_json()["tasks"] + reading.as_json()["measures"]:
        if task.get("units_span"):
            assert text[slice(*task["units_span"])] == task["quote_units"]


@pytest.mark.parametrize("name", NAMES)
def test_a_blotted_number_or_year_is_never_filled_in(name):
    _, gold, reading = _plan(name)
    for hole in gold["open"]:
        if "×" not in hole.get("quote", ""):
            continue
        start, end = hole["span"]
        for target in reading.targets:
            if target.span[0] < end and start < target.span[1]:
                assert "202×" in hole["quote"], target
                assert target.year is None, target


def test_plans_of_other_kinds_reach_the_floor(capsys):
    targets = tasks = judging.Score(0, 0, 0, (), ())
    lines = []
    for name in NAMES:
        _, gold, reading = _plan(name)
        a, b = judge_targets(gold, reading), judge_tasks(gold, reading)
        lines.append(
            f"{name:24} targets {a.hits}/{a.gold}/{a.told} {a.f1:.3f}  units {b.hits}/{b.gold}/{b.told} {b.f1:.3f}"
        )
        targets, tasks = targets + a, tasks + b
    with capsys.disabled():
        print("\n" + "\n".join(lines) + f"\nall: targets {targets.f1:.3f}, units {tasks.f1:.3f}")
    assert targets.f1 >= TARGETS_FLOOR
    assert tasks.f1 >= TASKS_FLOOR
