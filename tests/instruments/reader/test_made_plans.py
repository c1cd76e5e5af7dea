"""Plans made by the maker, whose gold is right by construction, are read whole, whatever their form or damage."""

from __future__ import annotations

import copy
import re
from functools import cache

import judging
import making
import pytest
from opencc import OpenCC

from zhichan.instruments.reader import read

SEEDS = range(24)
DAMAGES = ("none", "wide", "spaces", "wrapped", pytest.param("traditional", marks=pytest.mark.thorough))


@cache
def _made(seed, damage):
    """A made plan and its reading, of which nothing is changed."""
    made = making.made(seed, damage=damage)
    return made, read(made.text, glossary=())


def _simplified(reading):
    reading = copy.deepcopy(reading)
    convert = OpenCC("t2s").convert
    for target in reading.targets:
        target.indicator, target.unit = convert(target.indicator), convert(target.unit or "")
    for task in reading.tasks:
        task.title, task.path = convert(task.title), [convert(p) for p in task.path]
        for role in ("lead", "cooperating", "responsible"):
            setattr(task, role, [convert(unit) for unit in getattr(task, role)])
    return reading


@pytest.mark.parametrize("damage", DAMAGES)
def test_made_plans_are_read_whole(damage):
    targets = tasks = judging.Score(0, 0, 0, (), ())
    for seed in SEEDS:
        made, reading = _made(seed, damage)
        reading = _simplified(reading)
        targets += judging.judge_targets(made.targets, reading)
        tasks += judging.judge_tasks(made.tasks, reading)
    assert targets.f1 >= 0.98, (targets.missed[:9], targets.extra[:9])
    assert tasks.f1 >= 0.98, (tasks.missed[:9], tasks.extra[:9])
    assert tasks.roles == tasks.hits


@pytest.mark.parametrize("damage", DAMAGES)
def test_quotes_of_made_plans_are_the_text_at_their_spans(damage):
    for seed in SEEDS:
        made, reading = _made(seed, damage)
        raw = made.text
        told = reading.as_json()
        for item in [*told["targets"], *told["tasks"], *told["measures"], *told["actuals"]]:
            assert raw[item["span"][0] : item["span"][1]] == item["quote"]
        for question in reading.open:
            for (a, b), quote in zip(question.spans, question.quotes, strict=True):
                assert raw[a:b] == quote


@pytest.mark.parametrize("damage", DAMAGES)
def test_no_number_or_unit_is_invented(damage):
    for seed in SEEDS:
        made, reading = _made(seed, damage)
        flat = re.sub(r"—\d+—", "", "".join(made.text.split()))
        for target in reading.targets:
            quote = "".join(target.quote.split())
            assert f"{target.value:g}" in quote
            assert target.unit is None or target.unit_inferred or target.unit in flat
        for task in reading.tasks:
            for unit in [*task.lead, *task.cooperating, *task.responsible]:
                assert unit in flat or unit[1:] in flat


def test_a_judged_plan_is_a_plan():
    assert all(_made(seed, "none")[1].is_plan for seed in SEEDS)


def test_surer_items_are_righter_than_doubtful_ones():
    sure = doubtful = (0, 0)
    for seed in range(60):
        made, reading = _made(seed, "wrapped")
        for target in reading.targets:
            right = any(
                abs(judging.amount(g.low, g.unit)[0] - judging.amount(target.value, target.unit or "")[0])
                < 0.01
                and judging.like(g.name, target.indicator) >= 0.5
                for g in made.targets
            )
            if target.confidence >= 0.85:
                sure = (sure[0] + right, sure[1] + 1)
            else:
                doubtful = (doubtful[0] + right, doubtful[1] + 1)
    assert sure[0] / sure[1] >= 0.95
    assert not doubtful[1] or doubtful[0] / doubtful[1] <= sure[0] / sure[1] + 0.05
