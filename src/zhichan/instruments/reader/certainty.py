"""How sure the reader is of an item: the chance that it is right, from signs that a person would look at as well.

Weights are log-odds, fitted by ``python -m benchmarks.reader_fit`` on composed plans worn in many ways (punctuation and
characters lost, lines torn), whose gold is right by construction, on excerpts of neighbouring kinds and on annotated
texts; a test holds the calibration on other plans. Signs of the sentence were fitted later, on texts that were read
cold, with the other weights held.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from .clean import fold
from .model import Target, Task
from .wording import CHANGE_RE, NOUN_HEAD, RATE_OR_INDEX

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
    "sure": 4.64,
    "brief_name": -1.29,
    "contradicted": -1.14,
    "crowded_name": -0.51,
    "in_a_list": 0.96,
    "in_a_task": -0.66,
    "list_in_name": 0.2,
    "long_name": -1.03,
    "made_otherwise": 1.18,
    "measure_alone": -2.37,
    "name_apart": -0.86,
    "name_around_number": -1.42,
    "name_before_number": 0.4,
    "name_behind_number": -0.31,
    "name_carried": 0.0,
    "no_common_head": -0.99,
    "no_unit": -3.62,
    "no_word_of_a_goal": -0.68,
    "no_year": -1.11,
    "number_far_from_name": 1.1,
    "number_in_name": -0.95,
    "odd_beginning": -1.14,
    "of_a_table": -0.79,
    "over_two_lines": -0.06,
    "ragged_name": -1.22,
    "share_of_what": -0.4,
    "short_name": -1.74,
    "told_twice": 0.1,
    "without_lines": -0.16,
    "words_of_aid": -1.74,
    "year_from_afar": -0.48,
    "year_of_the_plan": -0.49,
    "year_within_plan": -0.84,
}
TASK_WEIGHTS: dict[str, float] = {
    "sure": 1.33,
    "long_title": -0.79,
    "no_units": 1.28,
    "odd_unit": -1.02,
    "one_unit": 0.13,
    "ragged_title": -0.17,
    "units_by_apart": 0.64,
    "units_by_bracket": 0.94,
    "units_by_duty": 0.9,
    "units_by_label": -0.02,
    "without_lines": -0.39,
}
SURE = "sure"
"""The constant of both tables."""

RAGGED = re.compile(
    r"^(?:[的等了和与及并或%以、,。;:)]|其中|同时)|(?:[的和与等不为在对将把至到由、,(]|(?<!普)及|达|超|以)$|[。;!?]"
)
MEASURE_ALONE = re.compile(
    r"(?:累计|平均|年均?|新增|总体?|全[市省县区]|实现)?(?:[一-龥]{0,2}率|占?比重?|比例|占比|总?量|数量|总数|规模|总?产值|总?收入|面积|产量|"
    r"增速|增长|覆盖面|余额|总额|金额|增加值|[一-龥]{0,2}指数)"
)
"""A measure, and not of what: 覆盖率, 年产值, 总量."""
ODD_BEGINNING = re.compile(
    r"以(?!上海)|在|为|对(?!外)|使(?!用)|由|把|将|等|及|和(?!谐)|与|让|其|各|都(?!市)|上(?![市云海规])|下(?!岗)|个(?!人|体)|者|级"
)
"""Words that no name begins with, whole as it is."""
PHRASE = re.compile(r"[,;。:、]")
AID = re.compile(r"给予|奖励|奖补|补助|补贴|贴息|资助|最高|不超过|封顶|财政|资金|经费")
"""Words of what is given and up to what, which stand beside goals more seldom than beside other numbers."""
DEEDS = "培育|建设|新增|打造|引进|遴选|创建|认定|达到|提高|推动|开展"
CROWDED = re.compile(rf"[,，;；]|\d{{4}}年|(?:{DEEDS}).{{3,}}(?:{DEEDS})")


def of_target(target: Target, *, joined: bool, last: int | None) -> list[str]:
    """Signs of a target, by name; ``joined`` tells that the document had lost its line breaks.

    ``last`` is the last year of the plan.
    """
    name = fold("".join(target.indicator.split()))
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
    elif len(name) == 4:
        out.append("brief_name")
    elif len(name) >= 20:
        out.append("long_name")
    if RAGGED.search(name) or name.count("(") + name.count("（") != name.count(")") + name.count("）"):
        out.append("ragged_name")
    if CROWDED.search(name):
        out.append("crowded_name")
    if target.cell is None:
        out += _of_name(name, target.unit or "")
        out += _of_sentence(name, target)
        if target.year is not None and last is not None and target.year != last:
            out.append("year_within_plan")
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


def _of_name(name: str, unit: str) -> list[str]:
    """Signs of a name that a sentence gave: what kind of word it ends with, and what else stands in it."""
    out = []
    if not NOUN_HEAD.search(name):
        out.append("no_common_head")
    if MEASURE_ALONE.fullmatch(name):
        out.append("measure_alone")
    if unit.endswith("%") and not RATE_OR_INDEX.search(name) and not CHANGE_RE.search(name):
        out.append("share_of_what")
    if any(c.isdigit() for c in name):
        out.append("number_in_name")
    if "、" in name:
        out.append("list_in_name")
    if ODD_BEGINNING.match(name):
        out.append("odd_beginning")
    return out


def _of_sentence(name: str, target: Target) -> list[str]:
    """Signs of a sentence that told a number: where the name and the year stand in it, and what is beside."""
    before, behind = target.around
    phrase = PHRASE.split(before)[-1]
    out = []
    if name not in phrase + "#" + behind:
        out.append("name_apart")
    if target.year is not None and f"{target.year}年" not in before.rpartition(";")[2]:
        out.append("year_from_afar")
    if AID.search(phrase + "#" + PHRASE.split(behind)[0]):
        out.append("words_of_aid")
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
    "measure_alone": ("只有度量词，没有说明是什么的数量", "a measure is named, and not of what"),
    "brief_name": ("指标名称较短", "the name is short"),
    "no_common_head": ("名称的末尾不是常见的指标词", "the name does not end as indicators do"),
    "share_of_what": ("百分数没有说明是什么的比率", "a share is told, and not of what"),
    "odd_beginning": ("名称以虚词或半个词开头", "the name begins with a particle or half a word"),
    "number_in_name": (
        "名称里带有数字，可能是另一个数",
        "there is a figure in the name, perhaps another number",
    ),
    "long_name": ("指标名称很长，可能带入了别的词语", "the name is long and may hold words too many"),
    "ragged_name": ("名称的首尾不完整", "the name is torn at its beginning or end"),
    "crowded_name": ("名称里似乎还有别的分句", "the name seems to hold another clause"),
    "name_carried": ("名称取自前面的分句", "the name comes from the clause before"),
    "name_around_number": (
        "名称由数字前后的词拼成",
        "the name is put together from both sides of the number",
    ),
    "name_apart": ("名称和数字不在同一个分句里", "the name does not stand in the clause of the number"),
    "words_of_aid": (
        "数字旁边有补助、限额一类的词，可能是扶持标准，不是目标",
        "words of aid or limits stand beside the number: it may be a rule of support and no goal",
    ),
    "year_from_afar": ("年份写在前面的另一句里", "the year is taken from an earlier part of the text"),
    "year_within_plan": ("年份不是规划的最后一年", "the year is not the last of the plan"),
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


TOLD_WITH = {
    "brief_name": {"measure_alone"},
    "name_apart": {"name_carried", "name_around_number"},
    "year_from_afar": {"no_year", "year_of_the_plan"},
}
"""Signs that say no more to a person where one of these stands with them."""


def doubts(signs: Sequence[str]) -> list[tuple[str, str]]:
    """Reasons to look twice, as sentences (zh, en), the weightiest first; none that another one says already."""
    weights = {**TASK_WEIGHTS, **WEIGHTS}
    found = [s for s in signs if s in DOUBTS and not TOLD_WITH.get(s, set()) & set(signs)]
    return [DOUBTS[s] for s in sorted(found, key=lambda s: weights.get(s, 0.0))]


def chance(signs: Sequence[str], weights: dict[str, float]) -> float:
    """The chance that an item with these signs is right, between 0.02 and 0.99."""
    score = weights.get(SURE, 2.0) + sum(weights.get(sign, 0.0) for sign in signs)
    return min(0.99, max(0.02, 1 / (1 + math.exp(-score))))


def settle(targets: Sequence[Target], tasks: Sequence[Task], *, joined: bool, last: int | None) -> None:
    """Gives every item its signs and its confidence; ``last`` is the last year of the plan."""
    for target in targets:
        target.signs = of_target(target, joined=joined, last=last)
        target.confidence = chance(target.signs, WEIGHTS)
    for task in tasks:
        task.signs = of_task(task, joined=joined)
        task.confidence = chance(task.signs, TASK_WEIGHTS)
