"""The five real plans beside the repository are read as their hand-made annotation says."""

from __future__ import annotations

import json
from pathlib import Path

import judging
import pytest

from zhichan.instruments.reader import Term, read

SHARED = Path(__file__).parents[4] / "shared"
SEEDS = sorted((SHARED / "seeds").glob("*.txt")) if (SHARED / "seeds").is_dir() else []
pytestmark = pytest.mark.skipif(
    not SEEDS, reason="the shared folder with the seed plans is not beside the repository"
)


def _terms():
    found = json.loads((SHARED / "indicators.json").read_text(encoding="utf-8"))["indicators"]
    return tuple(
        Term(
            i["slug"],
            tuple(n for n in (i.get("name_zh") or i.get("zh"), *i.get("synonyms", ())) if n),
            i.get("unit") or "",
        )
        for i in found
    )


def _raw(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return stream.read()


def _gold(path):
    return json.loads((SHARED / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))


def _targets(gold):
    return [
        judging.GoldTarget(
            t["indicator"], float(t["value"]), t.get("value_max"), "" if t.get("unit_inferred") else t["unit"], t["year"],
            not t.get("year_inferred"),
        )
        for t in gold["targets"]
    ]  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.stem[:3])
def test_targets_of_a_seed_agree_with_its_annotation(seed):
    score = judging.judge_targets(_targets(_gold(seed)), read(_raw(seed), glossary=_terms()))
    assert score.f1 >= 0.97, (score.missed, score.extra)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.stem[:3])
def test_units_of_a_seed_agree_with_its_annotation(seed):
    gold, told = _gold(seed)["tasks"], read(_raw(seed), glossary=_terms()).as_json()["tasks"]
    wrong = [
        (expected["title"], role, expected[role], task[role])
        for expected, task in zip(gold, told, strict=True)
        for role in ("lead", "cooperating", "responsible")
        if [judging.plain(u) for u in expected[role]] != [judging.plain(u) for u in task[role]]
    ]
    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.stem[:3])
def test_every_quote_of_a_seed_is_the_text_at_its_span_and_holds_its_number(seed):
    raw = _raw(seed)
    told = read(raw, glossary=()).as_json()
    for item in [*told["targets"], *told["tasks"], *told["measures"], *told["actuals"]]:
        assert raw[item["span"][0] : item["span"][1]] == item["quote"]
    for item in [*told["targets"], *told["actuals"]]:
        flat = "".join(item["quote"].split()).replace(",", "")
        for value in (item["value"], item.get("value_max")):
            assert value is None or f"{value:g}" in flat or f"{value}" in flat or "分之" in flat


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.stem[:3])
def test_tasks_of_a_seed_stand_where_the_annotation_has_them(seed):
    gold, told = _gold(seed), read(_raw(seed), glossary=())
    assert len(told.tasks) == len(gold["tasks"])
    for task, expected in zip(told.tasks, gold["tasks"], strict=True):
        assert abs(task.span[0] - expected["span"][0]) <= 2
        assert abs(task.span[1] - expected["span"][1]) <= 2


def _seed(start):
    return next((p for p in SEEDS if p.stem.startswith(start)), None)


def test_two_numbers_for_one_goal_and_a_wrong_count_are_reported():
    told = read(_raw(_seed("002")), glossary=_terms())
    conflict = next(o for o in told.open if o.code == "conflict_value")
    assert {"11", "12"} <= set("".join(c if c.isdigit() else " " for c in " ".join(conflict.quotes)).split())
    assert "12" in next(o for o in told.open if o.code == "conflict_count").quotes[0]


def test_rows_that_lost_their_label_are_open_and_have_no_scope():
    told = read(_raw(_seed("003")), glossary=_terms())
    assert len([o for o in told.open if o.code == "label_lost"]) == 2
    assert len([t for t in told.targets if t.scope is None]) == 5


def test_an_empty_cell_is_not_assigned_rather_than_zero():
    told = read(_raw(_seed("003")), glossary=_terms())
    zone = [t for t in told.targets if t.scope == "高新区"]
    assert len(zone) == 4
    assert all(t.value > 0 for t in told.targets)


def test_a_phase_due_before_the_document_is_reported_and_growth_has_no_baseline():
    told = read(_raw(_seed("001")), glossary=_terms())
    assert len([o for o in told.open if o.code == "conflict_date"]) == 2
    assert len([o for o in told.open if o.code == "no_baseline"]) == 8
    assert told.script == "traditional"


def test_members_of_a_leading_group_are_kept_apart():
    told = read(_raw(_seed("002")), glossary=_terms())
    assert len(told.members) == 24
    assert told.members[0]["role"] == "组长"


@pytest.mark.parametrize("seed", SEEDS, ids=lambda p: p.stem[:3])
def test_slugs_are_those_of_the_annotation_or_none(seed):
    gold, told = _gold(seed), read(_raw(seed), glossary=_terms())
    by_quote = {}
    for t in gold["targets"]:
        by_quote.setdefault((t["indicator"], t["value"]), set()).add(t["canonical"])
    wrong = [
        (t.indicator, t.canonical)
        for t in told.targets
        if t.canonical
        and (t.indicator, t.value) in by_quote
        and t.canonical not in by_quote[t.indicator, t.value]
    ]
    assert wrong == []
