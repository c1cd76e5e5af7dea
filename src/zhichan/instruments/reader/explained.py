"""What a plan and its explanation say differently: figures, years, bounds, counts of tasks, bearers, the period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from .clean import fold, squeeze
from .conflicts import base, figure, same_name
from .model import Json, Node, Reading, Span, Target, Task, Term
from .outline import number_of
from .reading import read

BETWEEN = "\n\n"
"""Between a plan and its explanation when they are read as one."""
SHORTEST_NAME = 4
"""Characters of a name that tells an indicator even where the plan says more of it, or a task by its title."""
AT_LEAST = frozenset({"以上", "不少于", "不低于", "超过", "突破", "至少", "高于", "达到"})
AT_MOST = frozenset({"以内", "以下", "不超过", "不高于", "控制在", "低于", "少于", "至多"})
COUNTED = re.compile(
    r"(?<![\d.第一二三四五六七八九十百])(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:大|个)?[项条]"
    r"(?:重点|主要|具体|重要|核心|关键|工作|年度|政策|保障)*(?:任务|举措|措施)"
)
TELLS = re.compile(r"《|方案|规划|计划|纲要|意见|提出|明确|部署|安排|分为|分解|包括|包含|围绕|共")
PAST = re.compile(r"完成|落实了|印发了|已(?!经?明确)|上级|国家提出|省里")
SENTENCE = re.compile(r"[^。;!?\n]+[。;!?]?")
BORNE = re.compile(r"(?:由|[(:])?(?P<names>[一-龥、()]{3,80}?)(?:共同|联合)?(?P<role>牵头|负责)")
NAME = re.compile(
    r"[一-龥]{1,14}?(?:局|委员会|委|办公室|办|部|厅|院|处|署|银行|政府|管委会|中心)(?=$|[、和与及(])"
)
YEARS = re.compile(r"[(]?(?P<years>(?:19|20)\d\d\s*年?\s*[-—–~至到]+\s*(?:19|20)\d\d)\s*年?[)]?")
ORDINAL = re.compile(r"(?<=[。;:,])[一二三四五六七八九十]{1,3}(?:是|要)|[(][一二三四五六七八九十]{1,3}[)]")


def explained(plan: str, explanation: str, *, glossary: Sequence[Term] = (), name: str = "") -> list[Json]:
    """What both say differently, as ``{code, why, why_en, sides}``, a side being ``{in, quote, span}``.

    A span is counted in its own text. What only rephrases the plan, or says less of it, is no contradiction.
    """
    one, other = (read(text, glossary=glossary, name=name) for text in (plan, explanation))
    return [
        *_of_figures(plan, explanation, glossary, name),
        *_of_goals(one.targets, other.targets),
        *_of_counts(one, plan, explanation),
        *_of_bearers(one, explanation),
        *_of_period(one, plan, explanation),
    ]


def _told(code: str, why: str, why_en: str, plan: tuple[str, Span], explanation: tuple[str, Span]) -> Json:
    sides = [
        {"in": name, "quote": quote, "span": list(span)}
        for name, (quote, span) in (("plan", plan), ("explanation", explanation))
    ]
    return {"code": code, "why": why, "why_en": why_en, "sides": sides}


# --- figures: both are read as one document, so that a goal told twice is known for one goal ---------------------


def _of_figures(plan: str, explanation: str, glossary: Sequence[Term], name: str) -> list[Json]:
    start = len(plan) + len(BETWEEN)
    both = read(f"{plan}{BETWEEN}{explanation}", glossary=glossary, name=name)
    found = []
    for one in both.conflicts:
        sides = [
            {"in": "plan", "quote": quote, "span": list(span)} if span[0] < start
            else {"in": "explanation", "quote": quote, "span": [span[0] - start, span[1] - start]}
            for span, quote in zip(one.spans, one.quotes, strict=True)
        ]  # fmt: skip
        # What the plan says differently in places of its own is told with its reading.
        if any(side["in"] == "explanation" for side in sides):
            found.append({"code": one.code, "why": one.why, "why_en": one.why_en, "sides": sides})
    return found + _under_shorter_names(both.targets, start)


def _under_shorter_names(goals: Sequence[Target], start: int) -> list[Json]:
    """Goals of the explanation that the plan has once under a longer name, or a shorter one, with another number."""
    found = []
    for told in goals:
        if told.span[0] < start or told.conflict_with or told.year is None:
            continue
        same = [
            one
            for one in goals
            if one.span[0] < start
            and (one.year, one.unit, one.kind, one.scope) == (told.year, told.unit, told.kind, told.scope)
            and _names_one(one.indicator, told.indicator)
        ]
        if len(same) != 1 or (same[0].value, same[0].value_max) == (told.value, told.value_max):
            continue
        name, numbers = same[0].indicator, [figure(each) for each in (same[0], told)]
        found.append(
            _told(
                "conflict_value",
                f"同一指标“{name}”（{told.year}年）有两个不同的数：{numbers[0]} 与 {numbers[1]}。",
                f"“{name}” ({told.year}) has two different values: {numbers[0]} and {numbers[1]}.",
                (same[0].quote, same[0].span),
                (told.quote, (told.span[0] - start, told.span[1] - start)),
            )
        )
    return found


def _names_one(one: str, other: str) -> bool:
    """Whether the shorter of two names closes the longer one."""
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST_NAME and long.endswith(short)


# --- the years and the bounds of goals with one number ------------------------------------------------------------


def _of_goals(planned: Sequence[Target], told: Sequence[Target]) -> Iterator[Json]:
    for goal in told:
        same = [
            one
            for one in planned
            if one.scope == goal.scope and _one_number(one, goal) and same_name(one, goal)
        ]
        yield from _of_year(goal, same, planned, told)
        for one in same[:1]:
            words = (one.comparator_word, goal.comparator_word)
            if any(words[n] in AT_LEAST and words[1 - n] in AT_MOST for n in (0, 1)):
                yield _told(
                    "conflict_bound",
                    f"“{one.indicator}”{figure(one)}，规划写的是“{words[0]}”，解读写的是“{words[1]}”。",
                    f"“{one.indicator}” of {figure(one)}: the plan has “{words[0]}”, the explanation “{words[1]}”.",
                    (one.quote, one.span), (goal.quote, goal.span),
                )  # fmt: skip


def _one_number(one: Target, other: Target) -> bool:
    return base(one) == base(other) and one.value_max == other.value_max and one.kind == other.kind


def _of_year(
    goal: Target, same: Sequence[Target], planned: Sequence[Target], told: Sequence[Target]
) -> Iterator[Json]:
    """A goal whose year the plan does not have for it, and whose year in the plan the explanation never tells."""
    dated = [one for one in same if one.year and not one.year_inferred]
    if not goal.year or goal.year_inferred or not dated:
        return
    if any(one.year == goal.year and same_name(one, goal) for one in planned):
        return
    if any(each.year in {one.year for one in dated} and same_name(each, goal) for each in told):
        return
    one = dated[0]
    yield _told(
        "conflict_year",
        f"同一目标“{one.indicator}”{figure(one)}有两个不同的年份：规划是{one.year}年，解读是{goal.year}年。",
        f"“{one.indicator}” of {figure(one)} has two different years: {one.year} and {goal.year}.",
        (one.quote, one.span), (goal.quote, goal.span),
    )  # fmt: skip


# --- how many tasks -----------------------------------------------------------------------------------------------


def _of_counts(plan: Reading, text: str, explanation: str) -> Iterator[Json]:
    """A count of tasks that none of the plan's headings, lists and own words come to."""
    known = {len(plan.tasks), len(plan.measures), len(plan.tasks) + len(plan.measures)}
    known |= set(_counts([each for each in plan.outline if each.kind == "task"]))
    known |= set(_counts(plan.outline)) | {number_of(found["n"]) for found in COUNTED.finditer(fold(text))}
    known.add(sum(bool(one.lead or one.cooperating or one.responsible) for one in plan.tasks))
    where = next((each for each in plan.outline if each.kind == "task"), None)
    if not plan.tasks or where is None:
        return
    for sentence in SENTENCE.finditer(fold(explanation)):
        found = COUNTED.search(sentence.group())
        if found is None or number_of(found["n"]) in known:
            continue
        if not TELLS.search(sentence.group()) or PAST.search(sentence.group()):
            continue
        span = (sentence.start() + found.start(), sentence.start() + found.end())
        heading = f"{where.number}{where.title}"
        yield _told(
            "conflict_count",
            f"解读说有{found.group()}，规划里读出的任务是{len(plan.tasks)}项。",
            f"The explanation counts {number_of(found['n'])} tasks; the plan was read to have {len(plan.tasks)}.",
            (heading, (where.span[0], where.span[0] + len(heading))), (explanation[slice(*span)], span),
        )  # fmt: skip


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


def _of_bearers(plan: Reading, explanation: str) -> Iterator[Json]:
    """Units that the explanation calls to lead a task, or to answer for it, and the plan does not."""
    text = fold(explanation)
    tasks = {squeeze(one.title): one for one in plan.tasks if one.lead or one.responsible}
    for title, task in tasks.items():
        at = text.find(title) if len(title) >= SHORTEST_NAME else -1
        if at < 0:
            continue
        begin = at + len(title)
        passage = re.split(r"[。;\n]", text[begin : begin + 200], maxsplit=1)[0]
        found = BORNE.search(ORDINAL.split(passage)[0])
        names = NAME.findall(found["names"]) if found else []
        heads = [*task.lead, *task.responsible]
        if found and names and not all(_one_of(name, heads) for name in names):
            span = (begin + found.start("names"), begin + found.end())
            yield _told(
                "conflict_bearer",
                f"任务“{task.title}”：规划由{'、'.join(heads)}{_role(task)}，解读写的是{'、'.join(names)}{found['role']}。",
                f"“{task.title}” is for {', '.join(heads)} in the plan and for {', '.join(names)} in the explanation.",
                (task.quote_units or task.title, task.units_span or task.span), (explanation[slice(*span)], span),
            )  # fmt: skip


def _role(task: Task) -> str:
    return "牵头" if task.lead else "负责"


def _one_of(name: str, known: Iterable[str]) -> bool:
    """Whether one of the known units may be meant: the shorter name has its characters, in order, in the longer."""
    return any(_within(*sorted((name.lstrip("由"), squeeze(each)), key=len)) for each in known)


def _within(short: str, long: str) -> bool:
    rest = iter(long)
    return all(each in rest for each in short)


# --- which years the plan is for ----------------------------------------------------------------------------------


def _of_period(plan: Reading, text: str, explanation: str) -> Iterator[Json]:
    """The plan's title told with other years than it has."""
    title = plan.title or ""
    years = YEARS.search(squeeze(title))
    if years is None:
        return
    mine = re.findall(r"\d{4}", years["years"])
    for found in re.finditer(r"《([^》]{4,120})》", fold(explanation)):
        other = YEARS.search(found[1])
        told = re.findall(r"\d{4}", other["years"]) if other else mine
        if told != mine and YEARS.sub("", squeeze(found[1])) == YEARS.sub("", squeeze(title)):
            at = text.find(title)
            yield _told(
                "conflict_period",
                f"规划的年限是{'—'.join(mine)}年，解读写的是{'—'.join(told)}年。",
                f"The plan is for {'—'.join(mine)}, the explanation says {'—'.join(told)}.",
                (title, (at, at + len(title)) if at >= 0 else (0, 0)),
                (explanation[slice(*found.span())], found.span()),
            )  # fmt: skip
            return
