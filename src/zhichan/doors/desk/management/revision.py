"""Revising a plan: a trial that shows what would move, both versions as of any day, and where the plan stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import translation

from zhichan.doors.desk.builders.plans import tasks_of
from zhichan.doors.desk.builders.targets import (
    chosen_plan,
    goal,
    now_of,
    plan_choices,
    plans_of,
    scope_of,
    state_of,
    target_name,
)
from zhichan.doors.desk.derived.cases import address, openings, stage_of
from zhichan.doors.desk.management.cards import Form, Line, Link, Page, Section, documents
from zhichan.doors.desk.management.tabs import declared, tabs
from zhichan.doors.look.frame import end_of
from zhichan.doors.look.letters import Letter, headed, in_words
from zhichan.doors.look.parts import Cell, Choice, Column, Fact, Field, Figure, Filter, Problem, Row, Table
from zhichan.doors.look.words import SHANGHAI, amount, round_sums, typed, unit_text
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE, perform, reach
from zhichan.kernel.casework.public import Case
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, Text, to_yuan
from zhichan.kernel.measures.public import Course, Target, courses, reconcile, shown, tally, targets

FIELDS = {"value": Text("目标值", "value"), "due_year": Text("到期年份", "due year")}
YUAN = Text("元", "yuan")
BOTH = Text("按日期看两个版本", "Both versions, as of a day")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LARGEST, SMALLEST = 15, 6
"""Digits before and after the point that a goal may have."""
STATES = ("achieved", "on_course", "behind", "missed", "not_computable", "not_assigned")
HEADINGS = {
    "achieved": Text("已达成", "Met"),
    "on_course": Text("按进度", "On course"),
    "behind": Text("落后于进度", "Off course"),
    "missed": Text("到期未达成", "Missed"),
    "not_computable": Text("不可计算", "Not computable"),
    "not_assigned": Text("未分配", "Not assigned"),
}


def _day(given: Mapping[str, str], actor: Actor, name: str = "day") -> date:
    try:
        return min(date.fromisoformat(given.get(name, "")), actor.day)
    except ValueError:
        return actor.day


def _plan(actor: Actor, given: Mapping[str, str]) -> tuple[list[Case], Case | None]:
    plans = plans_of(actor)
    return plans, chosen_plan(plans, given)


def _filters(plans: Sequence[Case], plan: Case | None, *more: Filter) -> list[Filter]:
    choices = plan_choices(plans, plan)
    return [*([Filter("plan", Text("规划", "Plan"), choices)] if len(plans) > 1 else []), *more]


# --- revisions ----------------------------------------------------------------------------------------------


def revisions(actor: Actor, given: Mapping[str, str]) -> Page:
    """Revisions, and the ways to try one, to look back and to evaluate."""
    procedure = current().procedure("revision")
    if procedure is None:
        raise Refusal(NOT_THERE)
    with reading(actor):
        found = list(reach(actor, "revision:read").order_by("-opened_at", "-number"))
    offered = [
        Link(Text("试调目标", "Try a change"), reverse("desk:revision-try")),
        Link(BOTH, reverse("desk:revision-as-of")),
    ]
    rows = [
        Row(
            [
                Cell(one.title, reverse("desk:case", kwargs={"procedure": "revision", "case": one.pk})),
                Cell(one.number),
                Cell(stage_of(procedure, one.stage)),
                Cell(len(one.facts["changes"])),
                Cell(Text("会变什么", "what would move"), reverse("desk:revision-effects", kwargs={"case": one.pk}))
                if not procedure.stages[one.stage].last
                else Cell(""),
                Cell(one.opened_at.astimezone(SHANGHAI).date()),
            ]
        )
        for one in found
    ]
    return Page(
        title=Text("规划动态调整", "Revision of plans"),
        about=Text(
            "先试调，看清哪些得分、任务和经费会变，再提出、批准、执行；旧版本保留。",
            "Try first and see which scores, tasks and budgets would move; then propose, approve and carry out.",
        ),
        tabs=tabs("desk:revision"),
        actions=offered if openings(actor, procedure) else offered[1:],
        sections=[
            Section(
                Text("调整记录", "Revisions"),
                table=Table(
                    Text("调整", "Revisions"),
                    [
                        Column(Text("调整", "Revision")),
                        Column(Text("编号", "Number")),
                        Column(Text("阶段", "Stage")),
                        Column(Text("目标", "Targets"), numeric=True),
                        Column(Text("影响", "Effect")),
                        Column(Text("提出", "Proposed")),
                    ],
                    rows,
                    Text("没有调整过。", "No revision yet."),
                    quiet=True,
                ),
            )
        ],
    )


# --- the trial ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trial:
    """A change of targets on trial: what was asked, each course before and after, and what else is tied to it."""

    changes: Mapping[str, Mapping[str, str]]
    before: Sequence[Course]
    after: Sequence[Course]
    problems: Sequence[Problem]

    @property
    def moved(self) -> list[tuple[Course, Course]]:
        """The targets that would be changed, before and after."""
        return [
            (old, new)
            for old, new in zip(self.before, self.after, strict=True)
            if str(old.target.key) in self.changes
        ]


def usable(number: Decimal) -> bool:
    """Whether a number can be a goal: finite, and of a size that figures have."""
    return number.is_finite() and -SMALLEST < number.adjusted() < LARGEST


def field_of(name: str, target: Target) -> str:
    """The name of a target's field in the form, short: a plan has many, and they all stand in one address."""
    return f"{name}-{str(target.key).rpartition('-')[2]}"


def is_left_empty(name: str, value: str) -> bool:
    """Whether it is a field of a target that asks for no change."""
    return not value.strip() and name.partition("-")[0] in FIELDS


def asked(given: Mapping[str, str], of: Sequence[Target]) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    """The changes that a form asks for: key of a target → its new value or due year; and what is no number."""
    found: dict[str, dict[str, str]] = {}
    problems = []
    for one in of:
        for name in FIELDS:
            text = typed(given.get(field_of(name, one), ""), "" if name == "due_year" else one.unit)
            now = getattr(one, name)
            if not text:
                continue
            try:
                number = Decimal(text)
            except InvalidOperation:
                number = Decimal("NaN")
            if not usable(number) or (name == "due_year" and not 2000 <= number <= 2100):
                problems.append(
                    Problem(
                        Text(f"“{text}”不是可用的数值", f"{text!r} cannot be used"), field=field_of(name, one)
                    )
                )
            elif now is None or number != Decimal(now):
                found.setdefault(str(one.key), {})[name] = text
    return found, problems


def tried(actor: Actor, plan: Case, given: Mapping[str, str], day: date) -> Trial:
    """Judge the plan's targets as they are and as they would be; nothing is written."""
    held = targets(plan=str(plan.pk), actor=actor)
    changes, problems = asked(given, held)
    trial = []
    for one in held:
        new = copy(one)
        for name, text in changes.get(str(one.key), {}).items():
            setattr(new, name, int(Decimal(text)) if name == "due_year" else Decimal(text))
        trial.append(new)
    before = courses(held, as_of=day, actor=actor)
    return Trial(changes, before, courses(trial, as_of=day, actor=actor), problems)


def trial(actor: Actor, given: Mapping[str, str], *, key: str, problems: Sequence[Problem] = ()) -> Page:
    """The trial page: a form with every target, and below it what would move."""
    procedure = current().procedure("revision")
    plans, plan = _plan(actor, given)
    if procedure is None or plan is None or not openings(actor, procedure):
        raise Refusal(NOT_THERE)
    found = tried(actor, plan, given, actor.day)
    wrong = {one.field: one.text for one in found.problems}
    groups = {_scope(one.target): place_of(one.target) for one in found.before}
    refused = next(
        (_scope(one.target) for one in found.before if _fields(one.target).keys() & wrong.keys()), None
    )
    asked = refused if refused is not None else given.get("scope")
    # Goals whose place the plan leaves open have a group of their own, which nobody has asked for by saying nothing.
    group = asked if asked in groups else next(iter(groups), "")
    asking = [
        _chosen(
            "plan",
            Text("规划", "Plan"),
            [(one.value, one.label) for one in plan_choices(plans, plan)],
            str(plan.pk),
        )
    ]
    asking.append(_chosen("scope", Text("地区或范围", "Region or scope"), list(groups.items()), group))
    lines = []
    for one in found.before:
        asked_ = _fields(one.target)
        if _scope(one.target) == group:
            lines.append(_line(one, asked_, given, wrong))
        else:
            asking += [_hidden(name, given[name]) for name in asked_ if given.get(name)]
    tried_ = bool(found.changes) and not found.problems
    forms = [
        Form(
            Text("试调", "Try"),
            asking,
            Text("看看会变什么", "See what would move"),
            reverse("desk:revision-try"),
            note=Text(
                "只填要改的；试调不留痕迹。换一个地区或范围再看，填过的会保留。",
                "Fill in what is to change; a trial leaves no trace. What was filled in for other regions stays.",
            ),
            after=tried_,
            heads=[
                Text("目标", "Target"), Text("现值", "Now"), Text("单位", "Unit"), Text("目标值", "Goal"),
                Text("目标值改为", "New goal"), Text("到期年份改为", "New due year"),
            ],
            lines=lines,
        )
    ]  # fmt: skip
    if tried_:
        filled = [name for one in found.before for name in _fields(one.target) if given.get(name)]
        kept = [_hidden("plan", str(plan.pk)), *(_hidden(name, given[name]) for name in filled)]
        grounds = Field(
            "grounds",
            Text("调整理由", "Grounds"),
            given.get("grounds", ""),
            "area",
            required=True,
            wrong=next((one.text for one in problems if one.field == "grounds"), None),
        )
        propose_ = Form(
            Text("提出调整", "Propose it"),
            [*kept, grounds],
            Text("提出调整", "Propose"),
            reverse("desk:revision-try"),
            "post",
            key=key,
            after=True,
        )
        forms.insert(0, propose_)
    return Page(
        title=Text("试调目标", "Try a change"),
        about=Text(
            f"《{plan.title}》，按{actor.day}的数据", f"“{plan.title}”, on the figures of {actor.day}"
        ),
        tabs=tabs("desk:revision"),
        sections=_effects(actor, plan, found) if tried_ else (),
        forms=forms,
        problems=[*problems, *found.problems],
    )


def effects(actor: Actor, identity: UUID) -> Page:
    """What a revision that is proposed or approved would move, on the figures of today."""
    procedure = declared("revision")
    with reading(actor):
        case = reach(actor, "revision:read").filter(pk=identity).first()
        plan = case and reach(actor, "plan:read").filter(number=case.facts["plan"]).select_related("region").first()
    if case is None or plan is None:
        raise Refusal(NOT_THERE)
    keys = {str(one.key): one for one in targets(plan=str(plan.pk), actor=actor)}
    given = {
        field_of(name, keys[one["target"]]): text
        for one in case.facts["changes"] if one["target"] in keys
        for name, text in one["changes"].items()
    }  # fmt: skip
    open_ = not procedure.stages[case.stage].last
    nothing = Text("这项调整已有结果，不再试算。", "It has come to its end: nothing is reckoned any more.")
    return Page(
        title=Text("会变什么", "What would move"),
        about=Text(
            f"{case.number}，《{plan.title}》，按{actor.day}的数据",
            f"{case.number}, “{plan.title}”, on the figures of {actor.day}",
        ),
        state=stage_of(procedure, case.stage),
        tabs=tabs("desk:revision"),
        facts=[Fact(Text("调整理由", "Grounds"), case.facts["grounds"])],
        actions=[
            Link(Text("批准、执行与经过", "Approve, carry out, and its story"), address(case)),
            Link(BOTH, f"{reverse('desk:revision-as-of')}?plan={plan.pk}"),
        ],
        sections=_effects(actor, plan, tried(actor, plan, given, actor.day))
        if open_
        else [Section(Text("得分、任务和经费", "Scores, tasks and budgets"), empty=nothing)],
    )


def _hidden(name: str, value: str) -> Field:
    return Field(name, Text(name, name), value, "hidden")


def _fields(target: Target) -> dict[str, str]:
    """The names of a target's fields in the form: name → which of ``FIELDS`` it is; what it lacks cannot be changed."""
    return {field_of(name, target): name for name in FIELDS if getattr(target, name) is not None}


def _line(
    one: Course, asked_: Mapping[str, str], given: Mapping[str, str], wrong: Mapping[str, Text]
) -> Line:
    title = target_name(one.target)
    by_name = {kind: name for name, kind in asked_.items()}
    return Line(
        [Cell(title), Cell(now_of(one, "desk")), Cell(unit_text(one.target.unit)), Cell(goal(one.target))],
        [
            Field(
                by_name.get(kind, ""),
                Text(f"{title.zh}：{label.zh}", f"{title.en}: {label.en}"),
                given.get(by_name.get(kind, ""), ""),
                "number",
                help=_now(one.target, kind),
                wrong=wrong.get(by_name.get(kind, "")),
            )
            for kind, label in FIELDS.items()
        ],
    )


def _now(target: Target, kind: str) -> Text:
    now = getattr(target, kind)
    if now is None:
        return Text("", "")
    said = amount(now, unit_text(target.unit)) if kind != "due_year" and target.unit == YUAN.zh else _plain(now)
    return Text(f"现为{said}", f"now {said}")


def _chosen(name: str, label: Text, choices: Sequence[tuple[str, Text | str]], chosen: str) -> Field:
    """A choice of the form, hidden where there is nothing to choose."""
    if len(choices) < 2:
        return _hidden(name, chosen)
    known = [Choice(value, said or Text("未写明", "not told"), value == chosen) for value, said in choices]
    return Field(name, label, chosen, "select", choices=known)


def place_of(target: Target) -> Text | str:
    """The region a target is for, else its scope in the plan's words."""
    region = target.region
    return Text(region.name, region.name_en or region.name) if region is not None else target.scope


def _scope(target: Target) -> str:
    return target.region.name if target.region is not None else target.scope


def year(number: int | None) -> str:
    """A year as it is written, without separators."""
    return str(number) if number is not None else ""


def _plain(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _effects(actor: Actor, plan: Case, found: Trial) -> list[Section]:
    return [
        Section(Text("得分", "Scores"), table=_scores(found), key="scores", note=_tallies(found)),
        Section(Text("县市合计", "Sums of the parts"), table=_sums(actor, found), key="sums"),
        Section(Text("任务", "Tasks"), table=_tasks(actor, plan, found), key="tasks"),
        Section(Text("经费", "Budgets"), table=_budgets(actor, plan, found), key="budgets"),
    ]


def _tallies(found: Trial) -> Text:
    before, after = tally(found.before), tally(found.after)
    moved = [state for state in STATES if before.get(state, 0) != after.get(state, 0)]  # type: ignore[call-overload]
    if not moved:
        return Text("各状态的目标数不变。", "The numbers of targets in each state stay.")
    zh = "，".join(f"{HEADINGS[one].zh}{before.get(one, 0)}→{after.get(one, 0)}" for one in moved)  # type: ignore[call-overload]
    en = ", ".join(f"{HEADINGS[one].en} {before.get(one, 0)} → {after.get(one, 0)}" for one in moved)  # type: ignore[call-overload]
    return Text(f"目标数：{zh}。", f"Targets: {en}.")


def _share(one: Course) -> Figure:
    return (
        Figure(one.share * 100, Text("%", "%"), places=1)
        if one.share is not None
        else Figure(None, gap="incomputable")
    )


def _expected(one: Course) -> Figure:
    unit = unit_text(one.target.unit)
    return Figure(one.expected, unit) if one.expected is not None else Figure(None, gap="incomputable")


def _scores(found: Trial) -> Table:
    return Table(
        Text("目标调整前后", "Targets before and after"),
        [
            Column(Text("目标", "Target")),
            Column(Text("现值", "Now"), numeric=True),
            Column(Text("单位", "Unit")),
            Column(Text("原目标", "Before"), numeric=True),
            Column(Text("新目标", "After"), numeric=True),
            Column(Text("原期限", "Due before")),
            Column(Text("新期限", "Due after")),
            Column(Text("原应达", "Line before"), numeric=True),
            Column(Text("新应达", "Line after"), numeric=True),
            Column(Text("原完成度", "Progress before"), "%", numeric=True),
            Column(Text("新完成度", "Progress after"), "%", numeric=True),
            Column(Text("原状态", "State before")),
            Column(Text("新状态", "State after")),
        ],
        [
            Row(
                [
                    Cell(
                        target_name(old.target),
                        reverse("desk:target", kwargs={"target": old.target.key}),
                        scope_of(old.target),
                    ),
                    Cell(now_of(old, "desk")),
                    Cell(unit_text(old.target.unit)),
                    Cell(goal(old.target)),
                    Cell(goal(new.target)),
                    Cell(year(old.target.due_year)),
                    Cell(year(new.target.due_year)),
                    Cell(_expected(old)),
                    Cell(_expected(new)),
                    Cell(_share(old)),
                    Cell(_share(new)),
                    Cell(state_of(old)),
                    Cell(state_of(new)),
                ]
            )
            for old, new in found.moved
        ],
        quiet=True,
        stack=True,
    )


def _sums(actor: Actor, found: Trial) -> Table:
    """Where the targets of counties stop or begin to add up to the city's."""
    rows = []
    sides = [
        {
            str(line.whole.key): line
            for line in reconcile(of=[one.target for one in side], on=actor.day, actor=actor)
        }
        for side in (found.before, found.after)
    ]
    for key in dict.fromkeys([*sides[0], *sides[1]]):
        old, new = sides[0].get(key), sides[1].get(key)
        if (old.text.zh if old else "") != (new.text.zh if new else ""):
            one = new or old
            if one is not None:
                absent = Text("不成汇总", "no sum")
                rows.append(
                    Row(
                        [
                            Cell(target_name(one.whole)),
                            Cell(old.text if old else absent),
                            Cell(new.text if new else absent),
                        ]
                    )
                )
    return Table(
        Text("汇总校核的变化", "Checks of sums that move"),
        [Column(Text("目标", "Target")), Column(Text("原来", "Before")), Column(Text("调整后", "After"))],
        rows,
        Text("县市目标之和与全域目标的关系不变。", "How the parts add up to the whole stays."),
        quiet=True,
        stack=True,
    )


def _items(found: Trial) -> dict[str, tuple[Course, Course]]:
    return {old.target.item: (old, new) for old, new in found.moved if old.target.item}


def _tasks(actor: Actor, plan: Case, found: Trial) -> Table:
    """The tasks that carry the changed targets, with their dates and whether they still fit."""
    changed = _items(found)
    carriers = {
        one["id"]: [item for item in one.get("targets") or [] if item in changed]
        for one in tasks_of(plan.facts["reading"])
    }
    with reading(actor):
        cases = list(
            reach(actor, "task:read").filter(
                parent=plan, key__in=[key for key, own in carriers.items() if own]
            )
        )
        matters = {
            str(one.parent_id): one
            for one in reach(actor, "supervision:read").filter(parent__in=[each.pk for each in cases])
        }
    rows = []
    for case in sorted(cases, key=lambda one: one.number):
        matter = matters.get(str(case.pk))
        for item in carriers[case.key]:
            old, new = changed[item]
            last = f"{new.target.due_year}-12-31" if new.target.due_year else ""
            due = matter.facts["due"] if matter is not None else ""
            late = bool(due and last and due > last)
            rows.append(
                Row(
                    [
                        Cell(case.title, note=Text(case.number, case.number)),
                        Cell(target_name(old.target)),
                        Cell(case.facts.get("due") or ""),
                        Cell(due),
                        Cell(last),
                        Cell(
                            Text(
                                "督办期限晚于新的到期日，须提前",
                                "its day lies after the new one: to be moved up",
                            )
                            if late
                            else Text("须按新目标重新安排", "to be planned anew")
                            if old.target.value != new.target.value
                            else Text("期限随之变动", "its date moves along")
                        ),
                    ]
                )
            )
    return Table(
        Text("受影响的任务", "Tasks that move"),
        [
            Column(Text("任务", "Task")),
            Column(Text("承载的目标", "Target")),
            Column(Text("规划期限", "Date in the plan")),
            Column(Text("督办期限", "Supervised until")),
            Column(Text("目标新到期", "Target's new day")),
            Column(Text("影响", "Effect")),
        ],
        rows,
        Text("没有任务承载这些目标。", "No task carries these targets."),
        quiet=True,
    )


def _budgets(actor: Actor, plan: Case, found: Trial) -> Table:
    """Money set aside for the changed targets or for the tasks that carry them, year by year."""
    if "allocation" not in current().registers:
        return Table(
            Text("受影响的经费", "Budgets that move"),
            [],
            [],
            Text("没有经费登记册。", "No register of budgets."),
        )
    changed = _items(found)
    for one in tasks_of(plan.facts["reading"]):
        for item in one.get("targets") or []:
            if item in changed:
                changed.setdefault(one["id"], changed[item])
    with reading(actor):
        entries = list(
            reach(actor, "allocation:read")
            .filter(until=None, data__plan=plan.number)
            .order_by("data__year", "number")
        )
    rows = []
    for entry in entries:
        pair = changed.get(entry.data["serves"])
        if pair is None:
            continue
        old, new = pair
        amount = int(entry.data["amount"])
        implied = _implied(amount, old, new)
        after = new.target.due_year is not None and entry.data["year"] > new.target.due_year
        rows.append(
            Row(
                [
                    Cell(entry.data["name"], note=Text(entry.number, entry.number)),
                    Cell(target_name(old.target)),
                    Cell(year(entry.data["year"])),
                    Cell(Figure(to_yuan(amount), YUAN, places=2)),
                    Cell(
                        Figure(implied, YUAN, places=2)
                        if implied is not None
                        else Figure(None, gap="incomputable")
                    ),
                    Cell(
                        Text(
                            "年度晚于新的到期年份，须调整",
                            "its year lies after the new due year: to be moved",
                        )
                        if after
                        else Text("按单位成本不变推算", "at the same cost for each unit")
                        if implied is not None
                        else Text("没有基期，推算不了", "no baseline to reckon from")
                    ),
                ]
            )
        )
    return Table(
        Text("受影响的经费", "Budgets that move"),
        [
            Column(Text("经费", "Budget")),
            Column(Text("服务的目标", "Target")),
            Column(Text("年度", "Year"), numeric=True),
            Column(Text("已安排", "Set aside"), YUAN, numeric=True),
            Column(Text("推算", "Reckoned"), YUAN, numeric=True),
            Column(Text("影响", "Effect")),
        ],
        rows,
        Text("没有为这些目标登记经费。", "No budget is on record for these targets."),
        quiet=True,
        stack=True,
    )


def _implied(amount: int, old: Course, new: Course) -> Fraction | None:
    """What the amount would be in yuan if each unit of the increase cost the same."""
    if old.baseline is None or old.target.value is None or new.target.value is None:
        return None
    increase = Fraction(old.target.value) - old.baseline
    return (
        Fraction(amount, 100) * (Fraction(new.target.value) - old.baseline) / increase if increase else None
    )


def propose(actor: Actor, given: Mapping[str, str], *, at: datetime, key: str | None) -> str:
    """Propose the changes that the trial showed; the new case's id."""
    _, plan = _plan(actor, given)
    if plan is None:
        raise Refusal(NOT_THERE)
    held = targets(plan=str(plan.pk), actor=actor)
    changes, _ = asked(given, held)
    names = {str(one.key): one for one in held}
    facts = {
        "region": plan.region.path,
        "plan": plan.number,
        "grounds": given.get("grounds", "").strip(),
        "changes": [
            {
                "target": target,
                "name": names[target].indicator,
                "changes": new,
                "said": _said(names[target], new),
            }
            for target, new in changes.items()
        ],
    }
    if not facts["grounds"]:
        del facts["grounds"]
    return str(perform(actor=actor, verb="revision:propose", facts=facts, at=at, key=key).result["case"])


def _said(target: Target, changes: Mapping[str, str]) -> str:
    """What would change, with the unit of each number."""
    units = {name: "" if name == "due_year" else target.unit for name in changes}
    return "；".join(
        f"{FIELDS[name].zh}{_plain(getattr(target, name))}{units[name]}→{text}{units[name]}"
        for name, text in changes.items()
    )


# --- as of a day --------------------------------------------------------------------------------------------


def as_of(actor: Actor, given: Mapping[str, str]) -> Page:
    """The targets of a plan in the versions in force at the end of a day, beside those of today."""
    plans, plan = _plan(actor, given)
    day = _day(given, actor)
    rows, changed = [], 0
    if plan is not None:
        then = targets(plan=str(plan.pk), actor=actor, at=end_of(day))
        now = {one.key: one for one in targets(plan=str(plan.pk), actor=actor)}
        # What was changed since stands first.
        judged = sorted(
            courses(then, as_of=day, actor=actor), key=lambda one: now[one.target.key].version == one.target.version
        )
        changed = sum(now[one.target.key].version != one.target.version for one in judged)
        for one in judged:
            new = now[one.target.key]
            rows.append(
                Row(
                    [
                        Cell(
                            target_name(one.target),
                            reverse("desk:target", kwargs={"target": one.target.key}),
                            scope_of(one.target),
                        ),
                        Cell(Text(f"第{one.target.version}版", f"version {one.target.version}")),
                        Cell(goal(one.target)),
                        Cell(unit_text(one.target.unit)),
                        Cell(year(one.target.due_year)),
                        Cell(state_of(one)),
                        Cell(Text(f"第{new.version}版", f"version {new.version}")),
                        Cell(goal(new)),
                        Cell(year(new.due_year)),
                        Cell(new.reason if new.version != one.target.version else ""),
                    ]
                )
            )
    return Page(
        title=BOTH,
        about=Text(
            "左边是当日有效的版本和当日的进度，右边是现行版本。",
            "Left: the version in force on the day and where it stood; right: the present one.",
        ),
        tabs=tabs("desk:revision"),
        filters=_filters(plans, plan, Filter("day", Text("日期", "Day"), kind="day", value=day.isoformat())),
        address=reverse("desk:revision-as-of"),
        facts=[
            Fact(Text("当日有效的目标", "Targets on the day"), len(rows)),
            Fact(Text("此后调整过的", "Changed since"), changed),
        ],
        sections=[
            Section(
                Text(f"{day}的目标", f"Targets on {day}"),
                table=Table(
                    Text("两个版本", "Both versions"),
                    [
                        Column(Text("目标", "Target")),
                        Column(Text("当日版本", "Version then")),
                        Column(Text("当日目标", "Goal then"), numeric=True),
                        Column(Text("单位", "Unit")),
                        Column(Text("当日期限", "Due then")),
                        Column(Text("当日状态", "State then")),
                        Column(Text("现行版本", "Version now")),
                        Column(Text("现行目标", "Goal now"), numeric=True),
                        Column(Text("现行期限", "Due now")),
                        Column(Text("调整依据", "Because")),
                    ],
                    rows,
                    Text("当日还没有采用这份规划。", "The plan was not adopted yet on that day."),
                    quiet=True,
                ),
            )
        ],
    )


# --- evaluation ---------------------------------------------------------------------------------------------


def evaluated(actor: Actor, given: Mapping[str, str]) -> tuple[list[Case], Case | None, date, list[Course]]:
    """The plan, the day, and where each of its targets stood then in the version then in force."""
    plans, plan = _plan(actor, given)
    day = _day(given, actor)
    held = targets(plan=str(plan.pk), actor=actor, at=end_of(day)) if plan is not None else []
    return plans, plan, day, courses(held, as_of=day, actor=actor) if held else []


def test_of(one: Course) -> Text:
    """The test by which a target was judged, with its figures."""
    target = one.target
    aim = shown(target.value) if target.value is not None else "—"
    unit = target.unit
    if one.state == "not_computable":
        return Text("没有可用的数值或基期，未作判断", "no figure or baseline to judge by: not judged")
    if one.state == "not_assigned":
        return Text("规划没有分配目标，不判断", "the plan assigns no target: not judged")
    if one.state in {"achieved", "missed"}:
        day = one.period.last if one.period else None
        if target.comparator == "range":
            aim = f"{aim}–{shown(target.value_max)}" if target.value_max is not None else aim
        return Text(
            f"达成判定：{day}的数值与目标{_sign(target)}{aim}{unit}比较",
            f"met or not: the figure of {day} against {_sign(target)}{aim}{unit}",
        )
    if target.kind == "growth_rate_per_year":
        return Text(
            f"增速判定：自{one.baseline_year}年以来的年均增速与{aim}{unit}比较",
            f"rate: the mean yearly growth since {one.baseline_year} against {aim}{unit}",
        )
    points = [Text(f"{year}年{shown(value)}{unit}", f"{year}: {shown(value)}{unit}") for year, value in one.line]
    corners, corners_en = "、".join(point.zh for point in points), ", ".join(point.en for point in points)
    expected = f"{shown(one.expected)}{unit}" if one.expected is not None else "—"
    return Text(
        f"进度线判定：{corners}之间的直线，当日应达{expected}",
        f"line through {corners_en}; asked for on the day: {expected}",
    )


def _sign(target: Target) -> str:
    return {">=": "≥", "<=": "≤", "~": "≈", "=": "=", "range": ""}.get(target.comparator, "≥")


def evaluation(actor: Actor, given: Mapping[str, str]) -> Page:
    """Which targets are met, on course, off course, missed or not computable, each with the test that was used."""
    plans, plan, day, judged = evaluated(actor, given)
    counts = tally(judged)
    query = f"?plan={plan.pk}&day={day}" if plan is not None else ""
    return Page(
        title=Text("规划评估报告", "Evaluation of the plan"),
        about=Text(
            "按所选日期当时有效的目标版本和当时的数据判断，每项写明判定方法。",
            "Judged by the versions and figures of the day chosen; each line says by which test.",
        ),
        tabs=tabs("desk:evaluation"),
        facts=[
            Fact(HEADINGS[state], number, f"#{state}" if number else "")
            for state in STATES
            for number in [counts.get(state, 0)]  # type: ignore[call-overload]
        ],
        files=documents(lambda kind: reverse("desk:evaluation-file", kwargs={"kind": kind}) + query)
        if plan is not None
        else (),
        filters=_filters(
            plans, plan, Filter("day", Text("截至", "As of"), kind="day", value=day.isoformat())
        ),
        address=reverse("desk:evaluation"),
        sections=[
            Section(HEADINGS[state], table=_judged([one for one in judged if one.state == state]), key=state)
            for state in STATES
            if counts.get(state, 0)  # type: ignore[call-overload]
        ]
        or [
            Section(
                Text("评估", "Evaluation"),
                empty=Text("当日没有已采用的目标。", "No target was adopted by that day."),
            )
        ],
    )


def _judged(found: Sequence[Course]) -> Table:
    return Table(
        Text("目标", "Targets"),
        [
            Column(Text("目标", "Target")),
            Column(Text("数值", "Figure"), numeric=True),
            Column(Text("目标值", "Goal"), numeric=True),
            Column(Text("单位", "Unit")),
            Column(Text("到期", "Due")),
            Column(Text("判定方法", "Test")),
            Column(Text("依据", "Because")),
        ],
        [
            Row(
                [
                    Cell(
                        target_name(one.target),
                        reverse("desk:target", kwargs={"target": one.target.key}),
                        scope_of(one.target),
                    ),
                    Cell(now_of(one, "desk")),
                    Cell(goal(one.target)),
                    Cell(unit_text(one.target.unit)),
                    Cell(year(one.target.due_year)),
                    Cell(test_of(one)),
                    Cell(one.reason),
                ]
            )
            for one in found
        ],
        quiet=True,
    )


def evaluation_letter(actor: Actor, given: Mapping[str, str]) -> Letter:
    """The evaluation as an official document: a paragraph for each indicator with its regions, the tests told once."""
    _, plan, day, judged = evaluated(actor, given)
    if plan is None:
        raise Refusal(NOT_THERE)
    counts = tally(judged)
    said = "，".join(f"{HEADINGS[one].zh}{counts.get(one, 0)}项" for one in STATES if counts.get(one, 0))  # type: ignore[call-overload]
    opening = (
        f"截至{day}，《{plan.title}》共有目标{len(judged)}项：{said}。",
        (
            "判定方法：已达成和到期未达成的，以所列日期或期间的数值与目标比较；按进度和落后于进度的，"
            "以所列各年数值之间的直线在当日应达的数比较，增速目标以基期以来的年均增速比较。"
        ),
    )
    body = headed(
        (HEADINGS[state].zh, _told([one for one in judged if one.state == state], plan.region.name))
        for state in STATES
        if counts.get(state, 0)  # type: ignore[call-overload]
    )
    # The document is Chinese whatever the language of the page it is asked for on.
    with translation.override("zh-hans"):
        told = tuple(
            DAY.sub(lambda found: in_words(date.fromisoformat(found[0])), round_sums(each))
            for each in (*opening, *body)
        )
    return Letter(f"《{plan.title}》评估报告", "", "", told, plan.region.name, day)


def _told(found: Sequence[Course], home: str) -> list[str]:
    """The paragraphs of targets that stand alike: by indicator; those not judged by why they are not."""
    groups: dict[tuple[bool, str], list[Course]] = {}
    for one in found:
        unjudged = one.state in {"not_computable", "not_assigned"}
        key = one.reason.zh.replace(f"“{one.target.indicator}”", "") if unjudged else one.target.indicator
        groups.setdefault((unjudged, key), []).append(one)
    return [
        f"{key}，未作判断（{len(members)}项）：{'、'.join(_called(one, home) for one in members)}。"
        if unjudged
        else f"{key}：{'。'.join(_judgement(one) for one in members)}。"
        for (unjudged, key), members in groups.items()
    ]


def _called(one: Course, home: str) -> str:
    """A target by its indicator, and by its region where that is not the plan's."""
    scope = _scope(one.target)
    return one.target.indicator if scope == home else f"{one.target.indicator}（{scope}）"


def _judgement(one: Course) -> str:
    """Where a target of a region stands and by which figures of its line."""
    points = "、".join(f"{year}年{shown(value)}" for year, value in one.line)
    drawn = one.state in {"on_course", "behind"} and one.target.kind != "growth_rate_per_year" and len(one.line) > 1
    return f"{_scope(one.target)}{one.reason.zh}" + (f"，直线过{points}" if drawn else "")
