"""What a plan and its explanation say differently: figures, years, bounds, counts of tasks, bearers, the period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .clean import clean, fold, squeeze
from .conflicts import base, core, figure, same_name, shortened
from .model import Json, Node, Reading, Span, Target, Task, Term
from .outline import number_of
from .reading import read

BETWEEN = "\n\n"
"""Between a plan and its explanation when they are read as one."""
SHORTEST_TITLE = 6
"""Characters of a title by which a task is known; shorter ones are also said in passing."""
AT_LEAST = frozenset({"以上", "不少于", "不低于", "超过", "突破", "至少", "高于", "达到"})
AT_MOST = frozenset({"以内", "以下", "不超过", "不高于", "控制在", "低于", "少于", "至多"})
TASKS = re.compile(
    r"(?<![\d.第一二三四五六七八九十百])(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:大|个)?[项条](?P<noun>(?:重点|主要)任务)"
)
COUNTED = re.compile(r"(?:\d|[一二两三四五六七八九十])\s*(?:个|大?[项条类]|大(?=[一-龥]))|[+]")
TELLS = re.compile(r"《|方案|规划|计划|纲要|意见|提出|明确|部署|安排|分为|分解|包括|包含|围绕|共")
NOT_OF_ALL = re.compile(r"完成|落实了|已(?!经?明确)|今年|年度|每年|其中|新增|首批|涉及|承担|各")
OTHER_SOURCE = re.compile(
    r"(?:国家|全国|中央|中共|国务院|省|上级|部委).{0,30}?(?:提出|明确|印发|要求|确定|规定|下达|部署)"
)
OUR_OWN = re.compile(r"[我本全]市|《?方案|本(?:规划|计划|纲要|意见)")
SENTENCE = re.compile(r"[^。;!?\n]+[。;!?]?")
CLAUSE_BEFORE = re.compile(r"(?:^|[。;:,!?“\n)]|[一二三四五六七八九十](?:是|要))\s*$")
NAME = r"[一-龥]{1,14}?(?:局|委员会|委|办公室|办|部|厅|院|处|署|银行|管委会|中心)"
NAMES = re.compile(rf"{NAME}(?=$|[、和与及(])")
BORNE = re.compile(
    rf"[,(:]?(?:由|牵头单位:|责任单位:)?(?P<names>{NAME}(?:[、和与及]{NAME})*)(?:共同|联合)?(?P<role>牵头|负责)(?=[,。;)\n]|$)"
)
ALSO_NAMED = re.compile(r"知识产权局|版权局|政府|区|县|各")
"""Bodies that are often another office under a second name, or many."""
YEARS = re.compile(r"[(]?(?P<years>(?:19|20)\d\d\s*年?\s*[-—–~至到]+\s*(?:19|20)\d\d)\s*年?[)]?")
DOCUMENT = re.compile(r"《([^》]{1,120})》")


@dataclass(frozen=True)
class Contradiction:
    """What is said differently, with the places: in the plan as it stands, in the explanation as it was cleaned."""

    code: str
    why: str
    why_en: str
    planned: Span
    told: Span


def explained(plan: str, explanation: str, *, glossary: Sequence[Term] = (), name: str = "") -> list[Json]:
    """What both say differently, as ``{code, why, why_en, sides}``, a side being ``{in, quote, span}``.

    A span is counted in its own text. What only rephrases the plan, or says less of it, is no contradiction; nor is
    what may be of another document, of a part, or counted in another way.
    """
    view = clean(explanation)
    # Cleaned by itself, the explanation has whole lines, however those of the plan are broken; it keeps its script.
    text = "".join(_kept(view.text[at], folded) for at, folded in zip(view.at, view.flat, strict=True))
    both = read(f"{plan}{BETWEEN}{text}", glossary=glossary, name=name)
    one, other = _first(both, len(plan)), read(text, glossary=glossary, name=name)
    elsewhere = list(_of_others(one, view.flat))
    found = [
        *_of_figures(both.targets, other.targets, len(plan), view.flat),
        *_of_goals(one.targets, other.targets, view.flat),
        *_of_counts(one, plan, view.flat),
        *_of_bearers(one, plan, view.flat),
    ]
    found = [each for each in found if not any(a <= each.told[0] < b for a, b in elsewhere)]
    return [
        {
            "code": each.code,
            "why": each.why,
            "why_en": each.why_en,
            "sides": [
                {"in": which, "quote": text[slice(*span)], "span": list(span)}
                for which, text, span in (
                    ("plan", plan, each.planned),
                    ("explanation", explanation, view.span(*each.told)),
                )
            ],
        }
        for each in (*found, *_of_period(one, plan, view.flat))
    ]


def _kept(char: str, folded: str) -> str:
    """A character as it stands in a text, unless another was put there."""
    return char if fold(char) == folded else folded


def _first(both: Reading, end: int) -> Reading:
    """What was read of the first of two texts that were read as one."""

    def cut(nodes: Sequence[Node]) -> list[Node]:
        return [replace(each, children=cut(each.children)) for each in nodes if each.span[0] < end]

    return replace(
        both,
        outline=cut(both.outline),
        targets=[each for each in both.targets if each.span[0] < end],
        tasks=[
            replace(each, span=(each.span[0], min(each.span[1], end)))
            for each in both.tasks
            if each.span[0] < end
        ],
        measures=[each for each in both.measures if each.span[0] < end],
    )


def _of_others(plan: Reading, text: str) -> Iterator[Span]:
    """Sentences that tell of another document, and those behind them up to one that is of the plan again."""
    own, other, last = _untitled(plan.title or "方案"), False, 0
    for sentence in SENTENCE.finditer(text):
        named = [_untitled(each) for each in DOCUMENT.findall(sentence.group())]
        strange = any(each not in own and own not in each for each in named)
        if strange or OTHER_SOURCE.search(sentence.group()):
            other = True
        elif "\n" in text[last : sentence.start()] or OUR_OWN.search(sentence.group()):
            other = False
        last = sentence.end()
        if other:
            yield sentence.span()


def _untitled(title: str) -> str:
    """A title without its years."""
    return YEARS.sub("", squeeze(title))


# --- figures: both are read as one document, so that a goal told twice is known for one goal ---------------------


def _of_figures(
    goals: Sequence[Target], alone: Sequence[Target], end: int, text: str
) -> Iterator[Contradiction]:
    """A goal of one name with another number, where neither text has the other's number of it as well."""
    start = end + len(BETWEEN)
    planned = [one for one in goals if one.span[0] < start]
    said = [one for one in goals if one.span[0] >= start]
    for told in said:
        span = (told.span[0] - start, told.span[1] - start)
        same = [
            one
            for one in planned
            if one.id in told.conflict_with and core(one.indicator) == core(told.indicator)
        ]
        sentence = squeeze(_sentence(text, span[0]))
        if not same or re.search("其中|力争|争取", sentence) or any(_has(sentence, one) for one in same):
            continue
        if any(_one_number(one, each) and same_name(one, each) for one in same for each in alone):
            continue
        if any(_one_number(one, told) and same_name(one, told) for one in planned):
            continue
        numbers = [figure(each) for each in (same[0], told)]
        yield Contradiction(
            "conflict_value",
            f"同一指标“{same[0].indicator}”（{told.year}年）有两个不同的数：{numbers[0]} 与 {numbers[1]}。",
            f"“{same[0].indicator}” ({told.year}) has two different values: {numbers[0]} and {numbers[1]}.",
            same[0].span, span,
        )  # fmt: skip


def _has(sentence: str, goal: Target) -> bool:
    """Whether a sentence tells the goal's number; the end of a longer one is another."""
    return re.search(rf"(?<![\d.]){re.escape(figure(goal))}", sentence) is not None


def _sentence(text: str, at: int) -> str:
    """The sentence that a place is in."""
    return next((each.group() for each in SENTENCE.finditer(text) if each.start() <= at < each.end()), "")


# --- the years and the bounds of goals with one number ------------------------------------------------------------


def _of_goals(planned: Sequence[Target], told: Sequence[Target], text: str) -> Iterator[Contradiction]:
    for goal in told:
        same = [
            one
            for one in planned
            if one.scope == goal.scope and _one_number(one, goal) and same_name(one, goal)
        ]
        sentence = _sentence(text, goal.span[0])
        if re.search(rf"到\s*{goal.year}|{goal.year}\s*年?\s*(?:底|末|前|\d+月)", sentence):
            # A year of which a count alone is told may be one on the way to the goal.
            yield from _of_year(goal, same, planned, told)
        for one in same[:1]:
            words = (one.comparator_word, goal.comparator_word)
            if any(words[n] in AT_LEAST and words[1 - n] in AT_MOST for n in (0, 1)):
                yield Contradiction(
                    "conflict_bound",
                    f"“{one.indicator}”{figure(one)}，规划写的是“{words[0]}”，解读写的是“{words[1]}”。",
                    f"“{one.indicator}” of {figure(one)}: the plan has “{words[0]}”, the explanation “{words[1]}”.",
                    one.span, goal.span,
                )  # fmt: skip


def _one_number(one: Target, other: Target) -> bool:
    return base(one) == base(other) and one.value_max == other.value_max and one.kind == other.kind


def _of_year(
    goal: Target, same: Sequence[Target], planned: Sequence[Target], told: Sequence[Target]
) -> Iterator[Contradiction]:
    """A goal whose year the plan does not have for it, and whose year in the plan the explanation never tells."""
    dated = [one for one in same if one.year and not one.year_inferred]
    if not goal.year or goal.year_inferred or not dated:
        return
    if any(one.year == goal.year and same_name(one, goal) for one in planned):
        return
    if any(each.year in {one.year for one in dated} and same_name(each, goal) for each in told):
        return
    one = dated[0]
    yield Contradiction(
        "conflict_year",
        f"同一目标“{one.indicator}”{figure(one)}有两个不同的年份：规划是{one.year}年，解读是{goal.year}年。",
        f"“{one.indicator}” of {figure(one)} has two different years: {one.year} and {goal.year}.",
        one.span, goal.span,
    )  # fmt: skip


# --- how many tasks -----------------------------------------------------------------------------------------------


def _of_counts(plan: Reading, whole: str, text: str) -> Iterator[Contradiction]:
    """A count of tasks that none of the plan's headings, lists and own words come to."""
    known = {len(plan.tasks), len(plan.measures), len(plan.tasks) + len(plan.measures)}
    known |= set(_counts([each for each in plan.outline if each.kind == "task"]))
    known |= set(_counts(plan.outline)) | {number_of(found["n"]) for found in TASKS.finditer(fold(whole))}
    known.add(sum(bool(one.lead or one.cooperating or one.responsible) for one in plan.tasks))
    if not plan.tasks or any(number_of(found["n"]) in known for found in TASKS.finditer(text)):
        return
    for sentence in SENTENCE.finditer(text):
        words = sentence.group()
        found = TASKS.search(words)
        where = found and _headed(plan.outline, found["noun"])
        if not found or not where or len(COUNTED.findall(words)) > 1:
            continue
        if not TELLS.search(words) or NOT_OF_ALL.search(words):
            continue
        span = (sentence.start() + found.start(), sentence.start() + found.end())
        yield Contradiction(
            "conflict_count",
            f"解读说有{found.group()}，规划里读出的任务是{len(plan.tasks)}项。",
            f"The explanation counts {number_of(found['n'])} tasks; the plan was read to have {len(plan.tasks)}.",
            _line(whole, where.span[0]), span,
        )  # fmt: skip
        return


def _headed(nodes: Sequence[Node], noun: str) -> Node | None:
    """The heading of tasks that has the noun they are counted by."""
    return next((each for each in nodes if each.kind == "task" and noun in squeeze(each.title)), None)


def _line(text: str, at: int) -> Span:
    """What stands in the line of a place from there on."""
    return at, at + len(re.split(r"[\r\n]", text[at:], maxsplit=1)[0])


def _counts(nodes: Sequence[Node]) -> Iterator[int]:
    """How many headings stand below each heading: next to it, a step further, and last of all."""
    yield len(nodes)
    yield sum(len(each.children) for each in nodes)
    yield sum(map(_leaves, nodes))
    for each in nodes:
        yield from _counts(each.children)


def _leaves(node: Node) -> int:
    return sum(map(_leaves, node.children)) or 1


# --- who bears a task ---------------------------------------------------------------------------------------------


def _of_bearers(plan: Reading, whole: str, text: str) -> Iterator[Contradiction]:
    """Units said right behind a task's title to lead it, or to answer for it, of which the plan's task has nothing."""
    titles = [squeeze(one.title) for one in plan.tasks]
    for task in plan.tasks:
        title, heads = squeeze(task.title), [*task.lead, *task.responsible]
        at = text.find(title)
        if not heads or len(title) < SHORTEST_TITLE or titles.count(title) > 1 or at < 0:
            continue
        begin = at + len(title)
        found = BORNE.match(text, begin)
        if not found or not CLAUSE_BEFORE.search(text[max(0, at - 4) : at]):
            continue
        names = NAMES.findall(found["names"])
        known = [*heads, *task.cooperating, *NAMES.findall(fold(whole[slice(*task.span)]))]
        strange = [name for name in names if not _one_of(name, known)]
        rest = re.split(r"[。;\n]", text[found.end() : begin + 200], maxsplit=1)[0]
        if not strange or re.search("牵头|负责", rest) or any(map(ALSO_NAMED.search, strange)):
            continue
        yield Contradiction(
            "conflict_bearer",
            f"任务“{task.title}”：规划由{'、'.join(heads)}{_role(task)}，解读写的是{'、'.join(names)}{found['role']}。",
            f"“{task.title}” is for {', '.join(heads)} in the plan and for {', '.join(names)} in the explanation.",
            task.units_span or task.span, (found.start("names"), found.end()),
        )  # fmt: skip


def _role(task: Task) -> str:
    return "牵头" if task.lead else "负责"


def _one_of(name: str, known: Iterable[str]) -> bool:
    """Whether one of the known units may be meant: the shorter name has its characters, in order, in the longer."""
    return any(shortened(name, squeeze(each)) for each in known)


# --- which years the plan is for ----------------------------------------------------------------------------------


def _of_period(plan: Reading, whole: str, text: str) -> Iterator[Contradiction]:
    """The plan's title told with other years than it has, of which some are its own, and nowhere with these."""
    years = YEARS.search(squeeze(plan.title or ""))
    if years is None:
        return
    mine = re.findall(r"\d{4}", years["years"])
    places = re.search(r"\s*".join(map(re.escape, squeeze(plan.title or ""))), fold(whole))
    others = []
    for found in DOCUMENT.finditer(text):
        other = YEARS.search(found[1])
        if other and _untitled(found[1]) == _untitled(plan.title or ""):
            others.append((found.span(), re.findall(r"\d{4}", other["years"])))
    if not places or not others or any(told == mine for _, told in others):
        return
    span, told = others[0]
    if told[0] < mine[1] and mine[0] < told[1]:
        yield Contradiction(
            "conflict_period",
            f"规划的年限是{'—'.join(mine)}年，解读写的是{'—'.join(told)}年。",
            f"The plan is for {'—'.join(mine)}, the explanation says {'—'.join(told)}.",
            places.span(), span,
        )  # fmt: skip
