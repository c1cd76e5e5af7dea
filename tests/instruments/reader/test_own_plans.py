"""Plans of other kinds, written by us and annotated by hand, are read as a person reads them."""

from __future__ import annotations

from pathlib import Path

import judging
import pytest

from zhichan.instruments.reader import read

PLANS = Path(__file__).parent / "plans"
NAMES = sorted(p.stem for p in PLANS.glob("*.gold"))


def _reading(name: str):
    return read((PLANS / f"{name}.txt").read_text(encoding="utf-8"), glossary=(), name=name)


@pytest.mark.parametrize("name", NAMES)
def test_targets_of_a_plan_of_another_kind_are_found_and_nothing_else(name):
    gold, _ = judging.load(PLANS / f"{name}.gold")
    score = judging.judge_targets(gold, _reading(name))
    assert score.f1 >= 0.9, (score.missed, score.extra)


@pytest.mark.parametrize("name", NAMES)
def test_units_of_a_plan_of_another_kind_are_found_with_their_roles(name):
    _, gold = judging.load(PLANS / f"{name}.gold")
    score = judging.judge_tasks(gold, _reading(name))
    assert score.f1 >= 0.95, (score.missed, score.extra)
    assert score.roles >= score.hits * 0.95


def test_all_plans_of_other_kinds_together_reach_the_goal():
    targets = tasks = judging.Score(0, 0, 0, (), ())
    for name in NAMES:
        gold_targets, gold_tasks = judging.load(PLANS / f"{name}.gold")
        reading = _reading(name)
        targets += judging.judge_targets(gold_targets, reading)
        tasks += judging.judge_tasks(gold_tasks, reading)
    assert targets.f1 >= 0.95, (targets.missed, targets.extra)
    assert tasks.f1 >= 0.97, (tasks.missed, tasks.extra)


@pytest.mark.parametrize("name", NAMES)
def test_every_goal_task_and_measure_tells_the_rule_it_was_read_by_and_the_words_of_the_text(name):
    reading = _reading(name)
    items = [*reading.targets, *reading.tasks, *reading.measures]
    assert items
    assert [item.quote for item in items if not item.why or not all(w.rule and w.words for w in item.why)] == []
