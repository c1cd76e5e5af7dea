"""The confidence of an item is the chance that it is right, measured on composed plans that no fitting has seen."""

from __future__ import annotations

import composing
import judging
import pytest

from zhichan.instruments.reader import doubts, read
from zhichan.instruments.reader.certainty import DOUBTS, TASK_WEIGHTS, WEIGHTS

DAMAGES = ("none", "headed", "worn", "worn", "worn blob")


def _told(seeds: range) -> tuple[list[tuple[float, bool]], list[tuple[float, bool]]]:
    """(confidence, right) of every target and of every task with its units."""
    targets, tasks = [], []
    for n, damage in enumerate(DAMAGES):
        for seed in seeds:
            made = composing.composed(seed + 100 * n, damage=damage)
            reading = read(made.text, glossary=())
            left = list(made.targets)
            everything = list(reading.targets)
            for target in everything:
                reading.targets = [target]
                gold = next((g for g in left if judging.judge_targets([g], reading).hits), None)
                if gold is not None:
                    left.remove(gold)
                targets.append((target.confidence, gold is not None))
            for task in reading.tasks:
                named = {
                    judging.plain(u): r
                    for r in ("lead", "cooperating", "responsible")
                    for u in getattr(task, r)
                }
                wanted = next((g for g in made.tasks if judging.like(g.title, task.title) >= 0.5), None)
                tasks.append((task.confidence, named == (wanted.units if wanted else {})))
    return targets, tasks


def _error(told: list[tuple[float, bool]]) -> float:
    """Expected calibration error over tenths."""
    error = 0.0
    for tenth in range(10):
        inside = [(c, r) for c, r in told if min(9, int(c * 10)) == tenth]
        if inside:
            error += abs(sum(c for c, _ in inside) - sum(r for _, r in inside)) / len(told)
    return error


def _ranked(told: list[tuple[float, bool]]) -> float:
    """How often a right item is told surer than a wrong one."""
    right, wrong = [c for c, r in told if r], [c for c, r in told if not r]
    return sum((a > b) + (a == b) / 2 for a in right for b in wrong) / (len(right) * len(wrong))


@pytest.fixture(scope="module")
def told():
    return _told(range(7000, 7064))


def test_the_confidence_of_targets_is_the_share_that_is_right(told):
    assert _error(told[0]) <= 0.04
    assert _ranked(told[0]) >= 0.8


def test_the_confidence_of_tasks_is_the_share_that_is_right(told):
    assert _error(told[1]) <= 0.05


def test_doubtful_targets_are_mostly_wrong_and_sure_ones_right(told):
    sure = [r for c, r in told[0] if c >= 0.9]
    doubtful = [r for c, r in told[0] if c < 0.6]
    assert sum(sure) / len(sure) >= 0.97
    assert sum(doubtful) / len(doubtful) <= 0.4


def test_every_sign_that_lowers_the_confidence_much_is_told_in_words():
    heavy = {s for weights in (WEIGHTS, TASK_WEIGHTS) for s, w in weights.items() if w <= -0.8}
    assert heavy <= set(DOUBTS)


SENTENCE = {"name_apart", "year_from_afar", "year_within_plan", "words_of_aid"}
PLAN = "青石市知识产权三年行动计划（2025—2027年）\n一、发展目标\n{}\n二、重点任务\n（一）加强培训。办好讲堂。\n"


@pytest.mark.parametrize(
    ("sentence", "signs"),
    [
        ("到2027年，全市有效发明专利拥有量达到800件。", set()),
        ("到2027年，新培育专利示范企业30家，专利转让达到90次。", set()),
        ("到2026年，地理标志产品年产值达到12亿元。", {"year_within_plan"}),
        ("到2026年，专利转让达到60次；到2027年，商标注册量达到900件。", {"year_within_plan"}),
        ("到2027年，专利转让达到90次；商标注册量达到900件。", {"year_from_afar"}),
        ("全市商标注册量达到900件。", {"year_from_afar"}),
        ("到2027年，服务受资助企业60家，商标注册量达到900件。", {"words_of_aid"}),
        ("到2027年，商标注册量达到900件，培训资金管理人员200人次。", {"words_of_aid"}),
        ("到2027年，设立补贴窗口，商标注册量达到900件。", set()),
        ("到2027年，审查员、调解员分别达到20人、40人。", {"name_apart"}),
    ],
)
def test_where_name_and_year_stand_and_what_is_beside_are_signs(sentence, signs):
    told = read(PLAN.format(sentence), glossary=()).targets
    assert told
    assert {sign for target in told for sign in target.signs} & SENTENCE == signs


def test_reasons_to_look_twice_are_told_the_weightiest_first():
    assert [zh for zh, _ in doubts(["of_a_table", "year_of_the_plan", "short_name"])] == [
        "指标名称太短",
        "年份取自整个规划期",
    ]
