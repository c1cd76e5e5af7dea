"""How sure the reader is of an item: the chance that it is right, from signs that a person would look at as well.

Weights are log-odds, fitted by ``python -m benchmarks.reader_fit`` on composed plans worn in many ways (punctuation and
characters lost, lines torn), whose gold is right by construction, and on excerpts of neighbouring kinds; a test holds
the calibration on other plans.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from .model import Target, Task

GROUPS = {
    "table_indicator": "of_a_table",
    "table_region": "of_a_table",
    "table_place_year": "of_a_table",
    "subject_number": "name_before_number",
    "verb_number_object": "name_behind_number",
    "number_object": "name_behind_number",
    "modifier_number_object": "name_around_number",
    "subject_verb_number_object": "name_around_number",
    "share_of_object": "name_around_number",
    "subject_share_object": "name_around_number",
    "respectively": "in_a_list",
    "respectively_years": "in_a_list",
    "respectively_again": "in_a_list",
    "each": "in_a_list",
    "subject_before": "name_carried",
    "growth_of_subject": "name_carried",
    "total_of_subject": "name_carried",
    "added_to_subject": "name_carried",
    "compared_subject": "name_carried",
    "share_of_subject": "name_carried",
    "rate_of_place": "name_carried",
    "rate_of_another": "name_carried",
    "part_of_subject": "name_carried",
    "size_of_heading": "name_carried",
    "thing_of_heading": "name_carried",
    "with_others": "name_around_number",
    "shared_head": "name_carried",
    "shared_threshold": "name_carried",
    "shared_deed": "name_carried",
    "shared_thing": "name_carried",
    "size_number_object": "name_around_number",
}
"""How the words of the text made the item, in the groups that were measured."""

WEIGHTS: dict[str, float] = {
    "sure": 3.37,
    "contradicted": -3.1,
    "crowded_name": -1.65,
    "in_a_list": 1.13,
    "in_a_task": 0.02,
    "long_name": -3.28,
    "made_otherwise": 0.72,
    "name_around_number": -3.05,
    "name_before_number": 0.49,
    "name_behind_number": 0.05,
    "name_carried": 0.61,
    "no_unit": -4.19,
    "no_word_of_a_goal": -0.31,
    "no_year": -0.25,
    "number_far_from_name": 0.09,
    "of_a_table": 0.06,
    "over_two_lines": 1.02,
    "ragged_name": -0.93,
    "short_name": -3.67,
    "told_twice": 0.18,
    "without_lines": 0.65,
    "year_of_the_plan": -0.48,
}
TASK_WEIGHTS: dict[str, float] = {
    "sure": 2.17,
    "long_title": -3.18,
    "no_units": 0.74,
    "odd_unit": -2.22,
    "one_unit": -0.34,
    "ragged_title": -2.52,
    "units_by_bracket": 0.1,
    "units_by_duty": -0.75,
    "units_by_label": -0.08,
    "without_lines": 0.0,
}
SURE = "sure"
"""The constant of both tables."""

RAGGED = re.compile(
    r"^(?:[的等了和与及并或%以、,。;:)]|其中|同时)|(?:[的和与等不为在对将把至到由、,(]|(?<!普)及|达|超|以)$|[。;!?]"
)
DEEDS = "培育|建设|新增|打造|引进|遴选|创建|认定|达到|提高|推动|开展"
CROWDED = re.compile(rf"[,，;；]|\d{{4}}年|(?:{DEEDS}).{{3,}}(?:{DEEDS})")


def of_target(target: Target, *, joined: bool) -> list[str]:
    """Signs of a target, by name; ``joined`` tells that the document had lost its line breaks."""
    name = "".join(target.indicator.split())
    out = [GROUPS.get(target.why[0].rule if target.why else "", "made_otherwise")]
    if target.cell is None and target.in_task:
        out.append("in_a_task")
    if target.year is None:
        out.append("no_year")
    elif target.year_inferred and target.cell is None:
        out.append("year_of_the_plan")
    if target.unit is None:
        out.append("no_unit")
    if not target.asserted and target.cell is None:
        out.append("no_word_of_a_goal")
    if len(name) <= 3:
        out.append("short_name")
    elif len(name) >= 20:
        out.append("long_name")
    if RAGGED.search(name) or name.count("(") + name.count("（") != name.count(")") + name.count("）"):
        out.append("ragged_name")
    if CROWDED.search(name):
        out.append("crowded_name")
    if "\n" in target.quote and target.cell is None:
        out.append("over_two_lines")
    if len(target.quote) > len(target.indicator) + 24 and target.cell is None:
        out.append("number_far_from_name")
    if target.restated:
        out.append("told_twice")
    if target.conflict_with:
        out.append("contradicted")
    if joined:
        out.append("without_lines")
    return out


def of_task(task: Task, *, joined: bool) -> list[str]:
    """Signs of a task and its units, by name."""
    named = [*task.lead, *task.cooperating, *task.responsible]
    rule = task.why[0].rule if task.why else ""
    out = ["no_units" if not named else f"units_by_{rule.split('_')[0] or 'text'}"]
    if len(task.title) > 24:
        out.append("long_title")
    if not task.title or RAGGED.search(task.title):
        out.append("ragged_title")
    if any(len(n) <= 2 or len(n) > 16 for n in named):
        out.append("odd_unit")
    if len(named) == 1:
        out.append("one_unit")
    if joined:
        out.append("without_lines")
    return out


DOUBTS: dict[str, tuple[str, str]] = {
    "no_year": ("没有写明期限", "no due year is told"),
    "year_of_the_plan": ("年份取自整个规划期", "the year is that of the whole plan"),
    "no_unit": ("没有计量单位", "there is no unit"),
    "no_word_of_a_goal": ("数字旁没有表示目标的词", "no word of aim or degree stands with the number"),
    "short_name": ("指标名称太短", "the name is very short"),
    "long_name": ("指标名称很长，可能带入了别的词语", "the name is long and may hold words too many"),
    "ragged_name": ("名称的首尾不完整", "the name is torn at its beginning or end"),
    "crowded_name": ("名称里似乎还有别的分句", "the name seems to hold another clause"),
    "name_carried": ("名称取自前面的分句", "the name comes from the clause before"),
    "name_around_number": (
        "名称由数字前后的词拼成",
        "the name is put together from both sides of the number",
    ),
    "contradicted": ("与文中另一处数字不一致", "another number of the text contradicts it"),
    "no_units": ("没有读到责任单位", "no unit was found"),
    "long_title": ("标题很长，可能与正文连在一起", "the title is long and may run into its text"),
    "ragged_title": ("标题的首尾不完整", "the title is torn at its beginning or end"),
    "odd_unit": ("有的单位名称过短或过长", "a unit's name is unusually short or long"),
    "without_lines": (
        "原文没有分行，结构由编号推断",
        "the text has no lines; its structure is told from its numbers",
    ),
}
"""What a person should look at when a sign stands with an item, in both languages."""


def doubts(signs: Sequence[str]) -> list[tuple[str, str]]:
    """Reasons to look twice, as sentences (zh, en), the weightiest first."""
    weights = {**TASK_WEIGHTS, **WEIGHTS}
    found = [s for s in signs if s in DOUBTS]
    return [DOUBTS[s] for s in sorted(found, key=lambda s: weights.get(s, 0.0))]


def chance(signs: Sequence[str], weights: dict[str, float]) -> float:
    """The chance that an item with these signs is right, between 0.02 and 0.99."""
    score = weights.get(SURE, 2.0) + sum(weights.get(sign, 0.0) for sign in signs)
    return min(0.99, max(0.02, 1 / (1 + math.exp(-score))))


def settle(targets: Sequence[Target], tasks: Sequence[Task], *, joined: bool) -> None:
    """Gives every item its signs and its confidence."""
    for target in targets:
        target.signs = of_target(target, joined=joined)
        target.confidence = chance(target.signs, WEIGHTS)
    for task in tasks:
        task.signs = of_task(task, joined=joined)
        task.confidence = chance(task.signs, TASK_WEIGHTS)
