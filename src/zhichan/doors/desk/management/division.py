"""The table of who does what that plans annex, made from any plan; plan and explanation; city plan and county plans."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from zhichan.doors.desk.builders.plans import (
    ENDINGS,
    READABLE,
    corrected,
    day_of,
    document,
    may,
    one_case,
    open_of,
    pasted,
    tasks_of,
    text_of,
    without_marks,
)
from zhichan.doors.desk.builders.targets import chosen_plan, goal, plan_choices, plans_of, target_name
from zhichan.doors.desk.management.cards import Link, Page, Section, Sentence, one_file
from zhichan.doors.desk.management.revision import place_of, year
from zhichan.doors.desk.management.tabs import tabs
from zhichan.doors.look.letters import sheet
from zhichan.doors.look.letters.layout import ANNEX, typeset
from zhichan.doors.look.letters.word import BODY, HEADINGS
from zhichan.doors.look.parts import (
    Cell,
    Choice,
    Column,
    Fact,
    Figure,
    Filter,
    Problem,
    Row,
    State,
    Table,
)
from zhichan.doors.look.words import amount, unit_text
from zhichan.instruments.reader import named_alike, same_unit, unbroken, worded
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import perform
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Region, Text
from zhichan.kernel.measures.public import Target, is_whole, targets

NUMBER, TASK, WORDS, DUE = "number", "task", "words", "due"
HEADS = {
    NUMBER: Text("序号", "No."), TASK: Text("重点任务", "Task"), "lead": Text("牵头单位", "Lead"),
    "responsible": Text("责任单位", "Responsible"), "cooperating": Text("配合单位", "Cooperating"),
    "targets": Text("对应目标", "Targets"), DUE: Text("完成时限", "Due"),
}  # fmt: skip
BEARERS = ("lead", "responsible", "cooperating")
BREADTHS = {NUMBER: 13, "targets": 44, DUE: 25}
OF_BEARERS = {1: 44, 2: 38, 3: 32}
"""Millimetres of the columns, and of each where so many name bearers; the task has the rest."""
TRADITIONAL = str.maketrans("号点务牵头单责对应标时", "號點務牽頭單責對應標時")
"""The words of the table in the script of a plan that is in traditional characters."""
STOPS = "。；;，,：:、 \u3000\t\r\n"
LONGEST_WHOLE = 260
"""Characters of a row that is kept on one page."""
IN = {"plan": Text("规划", "plan"), "explanation": Text("解读", "explanation")}


# --- the table of who does what -------------------------------------------------------------------------------


def division(case: Case, text: str) -> list[tuple[tuple[str, ...], list[dict[str, str]]]]:
    """The tasks of a plan as they stand after checking: headings → rows of ``HEADS`` with the words of the task."""
    read, decisions, told = case.facts["reading"], case.facts.get("decisions") or {}, worded(text)
    goals = {
        one["id"]: _dated(
            _promised(without_marks(one, told), (decisions.get(one["id"]) or {}).get("correction") or {}),
            corrected(one, decisions.get(one["id"])), (read.get("period") or {}).get("end"),
        )
        for one in read["targets"] if not _rejected(decisions.get(one["id"]))
    }  # fmt: skip
    groups: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for task in sorted(tasks_of(read), key=lambda one: (one.get("span") or [0])[0]):
        decision = decisions.get(task["id"])
        if _rejected(decision):
            continue
        one = corrected(without_marks(task, told), decision)
        path = [each for each in one.get("path") or [] if each]
        headings = path[:-1] if path and _is_own(path[-1], task) else path
        title, words = _told(one)
        aims = [goals[each] for each in task.get("targets") or [] if each in goals]
        groups.setdefault(tuple(headings), []).append(
            {
                TASK: typeset(title),
                WORDS: typeset(words),
                **{role: typeset("、".join(one.get(role) or [])) for role in BEARERS},
                "targets": typeset("；".join(_once(aims))),
                DUE: typeset(str(one.get("due") or "")),
            }
        )  # fmt: skip
    return list(groups.items())


def _is_own(heading: str, task: Mapping[str, Any]) -> bool:
    """Whether the heading is the task's own: its title alone, or all of its first words."""
    title = (task.get("title") or "").strip(STOPS)
    at = heading.find(title) if title else -1
    rest = "".join(heading[at:].split()).strip(STOPS)
    return at >= 0 and (rest == title or "".join(str(task.get("quote") or "").split()).startswith(rest))


def _once(told: Sequence[str]) -> list[str]:
    """Goals without those whose words stand within the words of another: a list of years is told once."""
    different = list(dict.fromkeys(told))
    return [one for one in different if not any(one in other for other in different if other != one)]


def _told(task: Mapping[str, Any]) -> tuple[str, str]:
    """A task's title and its words, without the bearers, which have columns of their own.

    Words that go on from their title without a break are all there is.
    """
    title, words = str(task.get("title") or ""), str(task.get("quote") or "")
    if task.get("quote_units"):
        words = words.replace(str(task["quote_units"]), "")
    words = words.lstrip(STOPS)
    if words.startswith(title):
        rest = words[len(title) :]
        goes_on = not title or rest[:1] in {",", "，", "、"} or bool(rest[:1].strip(STOPS))
        title, words = (words, "") if goes_on else (title, rest.lstrip(STOPS))
    return unbroken(title), unbroken(words)


def _rejected(decision: Mapping[str, Any] | None) -> bool:
    return decision is not None and decision.get("decision") == "reject"


def _dated(words: str, goal: Mapping[str, Any], last: int | None) -> str:
    """A goal's words with its year, where that is told elsewhere in the text and is not the plan's last."""
    year = goal.get("year")
    if not year or goal.get("year_inferred") or year == last or f"{year}年" in words:
        return words
    return f"{words}（{year}年）"


def _promised(read: Mapping[str, Any], correction: Mapping[str, Any]) -> str:
    """A target in the plan's own words; where these do not name it, or were corrected, in words of what it comes to."""
    indicator, quote = str(read.get("indicator") or ""), unbroken(str(read.get("quote") or ""))
    if not correction and indicator and indicator in quote:
        return quote
    one = {**read, **correction}
    if one.get("value") is None:
        return str(one.get("indicator") or "")
    number = f"{Decimal(str(one['value'])).normalize():f}"
    if one.get("value_max") is not None:
        number += f"—{Decimal(str(one['value_max'])).normalize():f}"
    # Without a word for it in the plan, a bound was only understood.
    word = str(one.get("comparator_word") or "")
    if "comparator" in correction:
        word = {">=": "不少于", "<=": "不超过", "~": "左右"}.get(one["comparator"], "")
    before, after = ("", word) if word in {"以上", "以下", "以内", "左右", "上下"} else (word, "")
    return f"{one.get('indicator') or ''}{before}{number}{one.get('unit') or ''}{after}"


def division_document(actor: Actor, plan: UUID) -> tuple[bytes, str]:
    """The table as a Word document and a name for the file; the same plan gives the same bytes."""
    case = one_case(actor, plan)
    script = TRADITIONAL if case.facts["reading"].get("script") == "traditional" else {}
    document = sheet.wide(sheet.titled(case.title, table="重点任务分工表".translate(script)), above=ANNEX)
    groups = division(case, text_of(actor, case))
    columns = _columns([row for _, rows in groups for row in rows])
    table = sheet.grid(
        document, [(HEADS[name].zh.translate(script), breadth) for name, breadth in columns.items()]
    )
    number, above = 0, tuple[str, ...]()
    for headings, rows in groups:
        for level, heading in enumerate(headings, start=1):
            if headings[:level] != above[:level]:
                sheet.band(table, typeset(heading), HEADINGS.get(level, BODY))
        above = headings
        for row in rows:
            number += 1
            # A task stays on one page, unless it would leave half of one empty.
            cells = sheet.row(table, whole=sum(map(len, row.values())) <= LONGEST_WHOLE)
            for (head, breadth), cell in zip(columns.items(), cells, strict=True):
                words = str(number) if head == NUMBER else row[head]
                sheet.fill(cell, words, BODY, breadth, centred=head == NUMBER)
                if head == TASK and row[WORDS]:
                    cell.paragraphs[0].runs[0].bold = True
                    sheet.write(cell.add_paragraph(), row[WORDS], BODY, sheet.SMALL)
    day = day_of(case.facts["reading"].get("date"))
    return sheet.finished(document, f"{case.title} 任务分工表", day), f"{case.number}-division.docx"


def _columns(rows: Sequence[Mapping[str, str]]) -> dict[str, int]:
    """The columns with their breadth: a kind of bearer has one where the plan names some; one there always is."""
    bearing = [name for name in BEARERS if any(row[name] for row in rows)] or ["responsible"]
    there = [name for name in HEADS if name not in BEARERS or name in bearing]
    breadths = {
        name: OF_BEARERS[len(bearing)] if name in bearing else BREADTHS.get(name, 0) for name in there
    }
    return {**breadths, TASK: sheet.BREADTH - sum(breadths.values())}


# --- plan and explanation -------------------------------------------------------------------------------------


def explanation(
    actor: Actor, plan: UUID, *, key: str, problems: Sequence[Problem] = (), words: str = ""
) -> Page:
    """What a plan and its explanation say differently, side by side; and the form that brings the explanation."""
    case = one_case(actor, plan)
    found, told = case.facts.get("contradictions"), case.facts.get("explained_goals")
    sections = []
    if found is not None:
        sections = [
            Section(
                Text(one["why"], one["why_en"]),
                sentences=[
                    Sentence(
                        Text(
                            f"{IN[each['in']].zh}：“{_words(each['quote'])}”",
                            f"{IN[each['in']].en}: “{_words(each['quote'])}”",
                        ),
                        [
                            Link(
                                Text(f"第{each['span'][0]}字", f"character {each['span'][0]}"),
                                _place_of(case, each) if each["in"] == "plan" else "",
                            )
                        ],
                        of=Text("位置：", "at: "),
                    )
                    for each in one["sides"]
                ],
            )
            for one in found
        ] or [
            Section(
                Text("核对结果", "Compared"),
                empty=NO_GOALS if told == 0 else ALIKE,
            )
        ]
    own = _of_itself(case)
    sections += own
    forms = []
    if may(actor, "plan:explain", case.region.path):
        forms.append(
            one_file(
                Text("附上解读或起草说明", "Add the explanation")
                if found is None
                else Text("换一份解读或起草说明", "Compare another explanation"),
                Text("文件", "File"),
                Text("核对", "Compare"),
                reverse("desk:plan-explanation", kwargs={"plan": case.pk}),
                key=key,
                endings=ENDINGS,
                place="explanation",
                problems=problems,
                hint=READABLE,
                after=found is not None or bool(own),
                instead=pasted(words),
            )
        )
    return Page(
        title=Text("规划与解读对照", "Plan and explanation"),
        about=Text(f"《{case.title}》", f"“{case.title}”"),
        tabs=(),
        facts=[
            Fact(Text("矛盾", "Contradictions"), len(found)),
            Fact(Text("解读", "Explanation"), case.facts.get("explanation_name") or None),
            *([Fact(Text("解读里读出的目标", "Goals read in it"), told)] if told is not None else []),
        ]
        if found is not None
        else (),
        actions=[Link(Text("回到规划", "Back to the plan"), reverse("desk:plan", kwargs={"plan": case.pk}))],
        sections=sections,
        forms=forms,
        problems=problems,
    )


ALIKE = Text(
    "规划与解读没有矛盾：核对了数值、年份、上下限、任务项数、牵头和责任单位、规划年限。",
    "Plan and explanation do not contradict each other in figures, years, bounds, counts of tasks, bearers or period.",
)
NO_GOALS = Text(
    "解读里没有读出带数字的目标，数值没有可以核对的；任务项数、牵头和责任单位、规划年限没有矛盾。",
    "No goal with a figure was read in the explanation, so there are no figures to compare; counts of tasks, bearers"
    " and period do not contradict each other.",
)


def _of_itself(case: Case) -> list[Section]:
    """What the document says differently in two places of its own, as one does that has its explanation behind it."""
    address = reverse("desk:plan", kwargs={"plan": case.pk})
    found = [(name, each) for name, each in open_of(case.facts["reading"]) if each.get("conflict")]
    told = [
        Sentence(
            Text(each["why"], each.get("why_en") or each["why"]),
            [Link(Text("核对页", "the review"), f"{address}#item-{name}")],
            of=Text("处理：", "decide on it in: "),
        )
        for name, each in found
    ]
    about = Text("同一份文件里的矛盾", "Contradictions within the document")
    note = Text("规划和解读在同一份文件里的，也在这里。", "Of a plan and its explanation in one file, too.")
    return [Section(about, note=note, sentences=told)] if told else []


def _place_of(case: Case, side: Mapping[str, Any]) -> str:
    """Where the plan's characters stand on its page: at the item read there, else at the top."""
    read, (start, end) = case.facts["reading"], side["span"]
    here = next((one["id"] for one in read["targets"] if one["span"][0] < end and start < one["span"][1]), "")
    address = reverse("desk:plan", kwargs={"plan": case.pk})
    return f"{address}#span-{here}" if here else address


def _words(quote: str) -> str:
    return " ".join(quote.split())


def explain(
    actor: Actor, plan: UUID, file: UploadedFile[bytes] | None, *, words: str, at: datetime, key: str | None
) -> None:
    """Bring the explanation of a plan, as a file or its words, and have both compared."""
    brought = document(file, words, place="explanation")
    facts = {"explanation": brought.read(), "explanation_name": (brought.name or "")[:200]}
    perform(actor=actor, verb="plan:explain", target=str(plan), facts=facts, at=at, key=key)


# --- city plan and county plans -------------------------------------------------------------------------------


SHOWN = {
    "": Text("全部", "all"),
    "served": Text("有支撑的", "served"),
    "uncovered": Text("没有支撑的", "uncovered"),
}
"""Which targets of the plan above the page tells of."""


def serving(actor: Actor, given: Mapping[str, str]) -> Page:
    """Which targets of the plans below serve which target of the plan above, and what is left uncovered."""
    plans = plans_of(actor)
    replaced = {one.parent_id for one in plans}
    plans = [one for one in plans if one.pk not in replaced]
    tops = [one for one in plans if any(_is_below(other, one) for other in plans)] or plans[:1]
    top = chosen_plan(tops, given)
    wanted = given.get("show", "") if given.get("show", "") in SHOWN else ""
    met: list[Met] = []
    spare: list[Target] = []
    below: list[Case] = []
    further: list[tuple[Case, Case]] = []
    counts = {"served": 0, "uncovered": 0}
    if top is not None:
        below, further = _below(plans, top)
        whole = [
            one for one in targets(plan=str(top.pk), actor=actor) if is_whole(one) and one.value is not None
        ]
        mine = [one for one in whole if one.region_id == top.region_id]
        shares = [one for one in whole if one.region_id != top.region_id]
        theirs = [
            each for one in below for each in targets(plan=str(one.pk), actor=actor) if each.value is not None
        ]
        valued = mine if below else []
        same = {one.key: [each for each in theirs if _alike(one, each)] for one in valued}
        used = {each.key for found in same.values() for each in found}
        named = {one.key: list[Target]() for one in valued}
        for each in theirs:
            nearest = max(valued, key=lambda one: _named_alike(one, each), default=None)
            if each.key not in used and nearest is not None and _named_alike(nearest, each) >= NAMED_ALIKE:
                named[nearest.key].append(each)
                used.add(each.key)
        for one in valued:
            serves = [each for each in same[one.key] if _fits(one, each)]
            kind = "served" if serves else "uncovered"
            counts[kind] += 1
            if wanted in {"", kind}:
                near = [each for each in same[one.key] if each not in serves]
                met += _served(one, serves, near, named[one.key], below, shares)
        spare = [each for each in theirs if each.key not in used]
    choices = plan_choices(tops, top)
    show = [Choice(name, label, name == wanted, counts.get(name)) for name, label in SHOWN.items()]
    return Page(
        title=Text("市县目标衔接", "City and county targets"),
        about=Text(
            "县市规划的哪个目标支撑全市规划的哪个目标，还有哪些没有着落。",
            "Which target of a county's plan serves which target of the city's, and what is left uncovered.",
        ),
        tabs=tabs("desk:serving"),
        filters=[
            *([Filter("plan", Text("上级规划", "Plan above"), choices)] if len(tops) > 1 else []),
            *([Filter("show", Text("上级目标", "Targets above"), show)] if below else []),
        ],
        address=reverse("desk:serving"),
        facts=[
            Fact(Text("下级规划", "Plans below"), len(below)),
            Fact(Text("有支撑的目标", "Served"), counts["served"]),
            Fact(Text("没有支撑的目标", "Uncovered"), counts["uncovered"]),
            Fact(Text("无对应的下级目标", "Serving none"), len(spare)),
        ],
        listed=_as_file(met, spare, further),
        sections=[
            Section(
                Text("逐项衔接", "Target by target"),
                note=_without_plan(top, below, actor) if top is not None and below else None,
                table=_serving_table(met),
                key="serving",
            ),
            Section(
                Text("下级规划独有的目标", "Targets of the plans below that serve none"),
                table=_spare(spare),
                key="spare",
            ),
            *([_further(further)] if further else []),
        ],
    )


def _is_below(one: Case, top: Case) -> bool:
    return one.region.path.startswith(top.region.path) and one.region_id != top.region_id


def _below(plans: Sequence[Case], top: Case) -> tuple[list[Case], list[tuple[Case, Case]]]:
    """The plans of the regions next below, in the order of the regions; those further below, each with the one above.

    What a town has its county has: its figures are among those of the county, and are not added once more.
    """
    below = sorted(
        (one for one in plans if _is_below(one, top)), key=lambda one: (one.region.rank, one.region.path)
    )
    over = {one.pk: [other for other in below if _is_below(one, other)] for one in below}
    next_ones = [one for one in below if not over[one.pk]]
    return next_ones, [(one, over[one.pk][-1]) for one in below if over[one.pk]]


def _without_plan(top: Case, below: Sequence[Case], actor: Actor) -> Text | None:
    """Which regions next below have no plan, whose figures every sum therefore lacks."""
    planned = [one.region.path for one in below]
    with reading(actor):
        next_below = list(Region.objects.on(actor.day).filter(parent=top.region).order_by("rank", "path"))
    lacking = [each for each in next_below if not any(path.startswith(each.path) for path in planned)]
    if not lacking:
        return None
    zh, en = "、".join(each.name for each in lacking), ", ".join(each.name_en or each.name for each in lacking)
    return Text(f"合计不含还没有采用规划的地区：{zh}。", f"The sums lack the regions without an adopted plan: {en}.")


def _further(found: Sequence[tuple[Case, Case]]) -> Section:
    """Which plans are told of under another than the one above, and where."""
    return Section(
        Text("再下一级的规划", "Plans further below"),
        note=Text(
            "乡镇、街道的数已经在所在县（市、区）的目标里，不重复相加。",
            "What a town or a street reaches is in the target of its county and is not added once more.",
        ),
        sentences=[
            Sentence(
                Text(f"{_named(one).zh}：《{one.title}》", f"{_named(one).en}: {one.title}"),
                [Link(_named(above), f"{reverse('desk:serving')}?plan={above.pk}")],
                of=Text("逐项衔接见：", "target by target with: "),
            )
            for one, above in found
        ],
        key="further",
    )


NAMED_ALIKE = 0.55
"""From which likeness two names are shown together, for a person to say whether they mean one thing."""


def _alike(one: Target, other: Target) -> bool:
    if one.measure and other.measure:
        return one.measure == other.measure
    return named_alike(one.indicator, other.indicator) == 1


def _named_alike(one: Target, other: Target) -> float:
    if not same_unit(one.unit, other.unit) or not is_whole(other):
        return 0.0
    return named_alike(one.indicator, other.indicator)


COUNTED_ALIKE = (re.compile("[个家户所处座]"), re.compile("[人名]"))
"""Units that count things, and those that count people."""


def _same_unit(one: Target, other: Target) -> bool:
    """Whether the figures can be added: firms are not served by people, though both are counted."""
    units = (one.unit or "", other.unit or "")
    return one.unit == other.unit or any(all(map(each.fullmatch, units)) for each in COUNTED_ALIKE)


def _fits(one: Target, other: Target) -> bool:
    return (
        is_whole(other)
        and one.kind == other.kind
        and one.due_year == other.due_year
        and _same_unit(one, other)
    )


NOT_ADDED = re.compile(
    r"比重|占比|比例|人均|户均|亩均|均价|平均|每[百千万亿]|单位(?=GDP|面积|产值|地区|生产|工业|增加值|产品)|强度|密度|周期|时长"
)
RATED = re.compile(r"率|满意度|指数|排名|位次|得分")
"""What makes no sum either, unless reports on it, or places that have it, are counted."""
COUNTERS = re.compile("[个件家项份篇期场次]")
MEASURED = frozenset({"%", "‰", "分", "倍", "位", "名次", "天", "日", "工作日", "个工作日", "个月", "小时"})
"""Units whose figures of several places make no sum."""


def _adds_up(one: Target) -> bool:
    """Whether the figures of the counties make that of the city: rates, scores and days do not, nor upper bounds."""
    return not (
        one.kind in {"growth_rate_per_year", "growth_total", "reduction", "share"}
        or one.comparator == "<="
        or one.unit in MEASURED
        or "/" in one.unit.removesuffix("/年")
        or NOT_ADDED.search(one.indicator)
        or (not COUNTERS.fullmatch(one.unit or "") and RATED.search(one.indicator))
    )


@dataclass(frozen=True)
class Met:
    """A target above with one below that may serve it; with ``come_to``, with what those below come to."""

    above: Target
    below: Target | None
    state: State
    come_to: Figure | None = None


def _served(
    one: Target, serves: Sequence[Target], near: Sequence[Target], named: Sequence[Target], below: Sequence[Case],
    shares: Sequence[Target],
) -> list[Met]:  # fmt: skip
    if not serves and not near and not named:
        why = Text("下级规划都没有这项目标", "no plan below has it")
        return [Met(one, None, State("attention", Text("没有着落", "uncovered"), why))]
    places = {each.region_id: place for place, each in enumerate(below)}
    newest = {each.region_id: each.key for each in reversed(serves)}
    told = [(each, _serves(each, shares) if newest[each.region_id] == each.key else OLDER) for each in serves]
    told += [(each, State("attention", Text("口径不同", "differs"), _differs(one, each))) for each in near]
    told += [(each, State("attention", Text("名称相近", "named alike"), CHECK)) for each in named]
    told.sort(key=lambda pair: places.get(pair[0].region_id, len(places)))
    state, whole = _together(one, serves)
    missing = _lacking(below, {each.region_id for each in (*serves, *near, *named)})
    return [
        *(Met(one, each, state) for each, state in told),
        Met(one, None, replace(state, reason=missing), whole),
    ]


CHECK = Text("请核对是不是同一指标", "check whether it is the same")
SERVES = State("ok", Text("支撑", "serves it"))
OLDER = State("unknown", Text("不计入", "not counted"), Text("按较新的规划计", "a newer plan's is counted"))


def _serves(own: Target, shares: Sequence[Target]) -> State:
    """How a target serves that above: where the plan above gives the place a share of it, by what that asks for."""
    share = next(
        (one for one in shares if one.region_id == own.region_id and _alike(one, own) and _fits(one, own)),
        None,
    )
    asked, told = (share.value if share else None) or Decimal(0), own.value or Decimal(0)
    if share is None or (told <= asked if own.comparator == "<=" else told >= asked):
        return SERVES
    number = amount(asked, unit_text(own.unit))
    given = Text(f"上级规划分给{number}", f"the plan above asks for {number}")
    return State("attention", Text("达不到分解数", "not its share"), given)


def _called(one: Target, other: Target) -> Text | None:
    """What the plan below calls it, where that is another name."""
    return Text(other.indicator, other.indicator) if other.indicator != one.indicator else None


def _together(one: Target, serves: Sequence[Target]) -> tuple[State, Figure]:
    """What the targets below come to, and whether that is enough; of each place the target of its newest plan."""
    values = {each.region_id: each.value or Decimal(0) for each in reversed(serves)}
    aim = one.value or Decimal(0)
    none = Figure(None, gap="incomputable")
    if not serves:
        return State("attention", Text("没有口径一致的支撑", "nothing of the same kind serves it")), none
    if not _adds_up(one):
        if one.comparator == ">=" and max(values.values()) < aim:
            return State("attention", Text("各地都低于上级目标", "all are below the target above")), none
        if one.comparator == "<=" and min(values.values()) > aim:
            return State("attention", Text("各地都高于上级目标", "all are above the target above")), none
        return State("unknown", Text("不能相加", "does not add up to a sum")), none
    total = sum(values.values(), Decimal(0))
    whole = Figure(total, unit_text(one.unit))
    if total >= aim:
        return State("ok", Text("合计达到", "the sum is enough")), whole
    lack = amount(aim - total, unit_text(one.unit))
    return State("attention", Text(f"合计差{lack}", f"{lack} short")), whole


def _lacking(below: Sequence[Case], having: Container[int | None]) -> Text | None:
    """Which of the plans below have nothing of it."""
    missing = list({one.region_id: one.region for one in below if one.region_id not in having}.values())
    if not missing:
        return None
    en = ", ".join(each.name_en or each.name for each in missing)
    return Text(f"{'、'.join(each.name for each in missing)}没有此项", f"not in the plans of {en}")


def _differs(one: Target, other: Target) -> Text:
    if one.due_year != other.due_year:
        return Text(
            f"到期年份{other.due_year}，上级{one.due_year}",
            f"due in {other.due_year}, above in {one.due_year}",
        )
    if one.kind != other.kind:
        return Text("一个是总量，一个是增量或增速", "one is a level, the other an increase or a rate")
    return Text("范围或单位不同", "scope or unit differs")


SUM = Text("合计", "total")
ALONE, WITHIN = Text("无对应", "serves none"), Text("不另计", "not added")


def _serving_table(met: Sequence[Met]) -> Table:
    rows = []
    for one in met:
        above, below = one.above, one.below
        head = [
            Cell(target_name(above), reverse("desk:target", kwargs={"target": above.key})),
            Cell(goal(above)),
            Cell(unit_text(above.unit)),
            Cell(year(above.due_year)),
        ]
        if below is not None:
            address = reverse("desk:target", kwargs={"target": below.key})
            unit = unit_text(below.unit) if below.unit != above.unit else None
            told = [Cell(place_of(below), address, _called(above, below)), Cell(goal(below), note=unit)]
        else:
            told = [Cell(SUM), Cell(one.come_to)] if one.come_to else [Cell(""), Cell("")]
        rows.append(Row([*head, *told, Cell(one.state)], kind="sum" if one.come_to else ""))
    return Table(
        Text("上级目标与支撑它的下级目标", "Targets above and those below that serve them"),
        [
            Column(Text("上级目标", "Target above")),
            Column(Text("目标值", "Goal"), numeric=True),
            Column(Text("单位", "Unit")),
            Column(Text("到期", "Due")),
            Column(Text("下级地区", "Below")),
            Column(Text("下级目标值", "Its goal"), numeric=True),
            Column(Text("衔接", "How")),
        ],
        rows,
        Text(
            "没有可以对照的上下级规划。采用市和县的规划后，这里逐项列出。",
            "There are no plans above and below yet.",
        ),
        quiet=True,
    )


def _as_file(met: Sequence[Met], spare: Sequence[Target], further: Sequence[tuple[Case, Case]]) -> Table:
    """All that the page tells, a row each, with the reasons in a column of their own."""
    labels = (
        Text("上级目标", "Target above"), Text("目标值", "Goal"), Text("单位", "Unit"), Text("到期", "Due"),
        Text("下级地区", "Below"), Text("下级目标", "Its target"), Text("下级目标值", "Its goal"),
        Text("下级单位", "Its unit"), Text("下级到期", "Its due"), Text("衔接", "How"), Text("说明", "Why"),
    )  # fmt: skip
    none = [Cell("")] * 4
    rows = []
    for one in met:
        sums = [Cell(SUM if one.come_to else ""), Cell(""), Cell(one.come_to), *none[:2]]
        told = _in_file(one.below) if one.below else sums
        rows.append([*_in_file(one.above)[1:], *told, Cell(one.state), Cell(one.state.reason)])
    rows += [[*none, *_in_file(one), Cell(ALONE), Cell("")] for one in spare]
    rows += [
        [*none, Cell(_named(one)), Cell(one.title), *none[:3], Cell(WITHIN), Cell(_counted_in(above))]
        for one, above in further
    ]
    return Table(
        Text("市县目标衔接", "City and county targets"),
        [Column(each) for each in labels],
        [Row(each) for each in rows],
    )


def _in_file(one: Target) -> list[Cell]:
    """A target's place, name, goal, unit and year."""
    return [
        Cell(place_of(one)),
        Cell(target_name(one)),
        Cell(goal(one)),
        Cell(unit_text(one.unit)),
        Cell(year(one.due_year)),
    ]


def _named(case: Case) -> Text:
    return Text(case.region.name, case.region.name_en or case.region.name)


def _counted_in(above: Case) -> Text:
    name = _named(above)
    return Text(f"已在{name.zh}的目标里", f"in the target of {name.en}")


def _spare(found: Sequence[Target]) -> Table:
    return Table(
        Text("无对应的下级目标", "Serving none"),
        [
            Column(Text("目标", "Target")),
            Column(Text("地区", "Region")),
            Column(Text("目标值", "Goal"), numeric=True),
            Column(Text("单位", "Unit")),
            Column(Text("到期", "Due")),
        ],
        [
            Row(
                [
                    Cell(target_name(one), reverse("desk:target", kwargs={"target": one.key})),
                    Cell(place_of(one)),
                    Cell(goal(one)),
                    Cell(unit_text(one.unit)),
                    Cell(year(one.due_year)),
                ]
            )
            for one in found
        ],
        Text("没有。", "None."),
        quiet=True,
    )
