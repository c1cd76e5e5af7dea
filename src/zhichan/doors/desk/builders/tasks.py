"""Tasks of adopted plans, with the units that lead them, cooperate in them or answer for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from zhichan.doors.desk import cards
from zhichan.doors.desk.builders.plans import LABELS
from zhichan.doors.desk.builders.targets import chosen_plan, plan_choices, plans_of
from zhichan.doors.desk.derived.cases import as_state, batch_acts, standings
from zhichan.doors.look import tables
from zhichan.doors.look.parts import Cell, Choice, Column, Filter, Row, State, Table
from zhichan.instruments.reader import last_day
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import reach
from zhichan.kernel.casework.public import Assignment, Case
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Text

PAST, ASSIGNED, SUPERVISED, CLOSED = "past", "assigned", "supervised", "closed"
STATES = {
    PAST: State("late", Text("期限已过", "Past its date")),
    ASSIGNED: State("unknown", Text("已分解", "Assigned")),
    SUPERVISED: State("unknown", Text("督办中", "Under supervision")),
    CLOSED: State("ok", Text("已办结", "Closed")),
}
"""How a task stands: past is what the plan's own date leaves behind without anyone supervising or closing it."""
ROLES = ("lead", "cooperating", "responsible")
IN_THE_PLAN = Text("原文", "in the plan")


def tasks(actor: Actor, given: Mapping[str, str]) -> cards.Tasks:
    """The tasks one may see, of one plan, perhaps of one unit; a name that matches no body says so.

    Whoever works for one of the units begins with the tasks of that, unless they look after the tasks of all.
    """
    plans = plans_of(actor)
    plan = chosen_plan(plans, given)
    columns = [
        Column(LABELS["title"]),
        Column(Text("所在章节", "Chapter")),
        *(Column(LABELS[role]) for role in ROLES),
        Column(LABELS["due"]),
        Column(Text("状态", "State")),
        Column(Text("编号", "Number")),
    ]
    empty = Text(
        "还没有任务。采用一份规划后，任务和责任单位会列在这里。",
        "No tasks yet. When a plan is adopted, its tasks and their units stand here.",
    )
    with reading(actor):
        found = list(
            reach(actor, "task:read").filter(parent=plan).prefetch_related("assignments__unit")
            if plan
            else ()
        )
    found.sort(key=lambda case: (case.facts.get("span") or [0])[0])
    matters = _matters(actor, found)
    names = dict(sorted({_name(one): _english(one) for case in found for one in case.assignments.all()}.items()))
    procedure = current().procedure("task")
    batch = batch_acts(actor, procedure) if procedure is not None else []
    asked = given.get("unit", "" if batch else _own(actor, found))
    unit = asked if asked in names else ""
    shown = [case for case in found if not unit or unit in {_name(one) for one in case.assignments.all()}]
    states = {case.pk: _state_of(case, case.pk in matters, actor.day) for case in shown}
    counts, state = Counter(states.values()), given.get("state", "")
    filters = []
    if len(plans) > 1:
        choices = plan_choices(plans, plan)
        filters.append(Filter("plan", Text("规划", "Plan"), choices))
    if names:
        everyone = Choice("", Text("全部", "all"), not unit)
        units = [everyone, *(Choice(zh, Text(zh, en), zh == unit) for zh, en in names.items())]
        filters.append(Filter("unit", Text("责任单位", "Unit"), units))
        filters.append(Filter("state", Text("状态", "State"), _state_choices(counts, state)))
    if state in STATES:
        shown = [case for case in shown if states[case.pk] == state]
    caption = Text(f"《{plan.title}》的任务", f"tasks of “{plan.title}”") if plan else Text("任务", "tasks")
    rows = [_row(case, plan, STATES[states[case.pk]], matters.get(case.pk)) for case in shown]
    table = tables.arranged(Table(caption, columns, rows, empty, pick="case" if batch else ""), given)
    if "export" not in given:
        table = tables.cut(table, given)
    address = reverse("desk:case-batch", kwargs={"procedure": "task"})
    tally = [
        (one, counts[key], tables.question(given, state="" if key == state else key) or "?")
        for key, one in STATES.items()
        if counts[key]
    ]
    return cards.Tasks(filters, table, reverse("desk:tasks"), len(shown), address, batch, tally)


def _matters(actor: Actor, found: Sequence[Case]) -> dict[Any, tuple[Case, State | None]]:
    """The matters under supervision that tasks became, of those the actor may see, each with its light."""
    if not found or current().procedure("supervision") is None:
        return {}
    with reading(actor):
        mine = reach(actor, "supervision:read").select_related("region").defer("letters")
        matters = list(mine.filter(parent__in=[one.pk for one in found]).order_by("number"))
    return {
        one.parent_id: (one, as_state(how))
        for one, how in zip(matters, standings(matters, actor.day), strict=True)
    }


def _state_of(case: Case, supervised: bool, today: date) -> str:
    if case.stage == CLOSED:
        return CLOSED
    if supervised:
        return SUPERVISED
    last = last_day(str(case.facts.get("due") or ""))
    return PAST if last is not None and last < today else ASSIGNED


def _state_choices(counts: Mapping[str, int], chosen: str) -> list[Choice]:
    there = [Choice(key, one.word, key == chosen, counts[key]) for key, one in STATES.items() if counts.get(key)]
    return [Choice("", Text("全部", "all"), chosen not in STATES), *there]


def _own(actor: Actor, found: Sequence[Case]) -> str:
    """The unit one works for, where it has a part in any of the tasks; empty for none or several."""
    parts = [one.unit for case in found for one in case.assignments.all()]
    own = {unit.name for unit in parts if unit is not None and unit.slug in actor.units}
    return own.pop() if len(own) == 1 else ""


def _name(one: Assignment) -> str:
    """The body's own name, else the words of the plan."""
    return one.unit.name if one.unit is not None else one.as_written


def _english(one: Assignment) -> str:
    return (one.unit.name_en if one.unit is not None else "") or _name(one)


def _units(parts: Sequence[Assignment], role: str) -> Cell:
    mine = [one for one in parts if one.role == role]
    lost = "、".join(dict.fromkeys(one.as_written for one in mine if one.unit is None))
    note = Text(f"未对应到机构：{lost}", f"matches no body: {lost}") if lost else None
    names = {_name(one): _english(one) for one in mine}
    return Cell(Text("、".join(names), ", ".join(names.values())), note=note)


def _row(case: Case, plan: Case | None, state: State, matter: tuple[Case, State | None] | None) -> Row:
    parts = list(case.assignments.all())
    address = f"{reverse('desk:plan', kwargs={'plan': plan.pk})}#span-{case.key}" if plan else ""
    here = reverse("desk:case", kwargs={"procedure": "task", "case": case.pk})
    headings = list(case.facts.get("path") or ())
    # The last heading is the task's own.
    path = " › ".join(headings[:-1] if headings and headings[-1].endswith(case.title) else headings)
    return Row(
        [
            Cell(case.title, here),
            Cell(path or (IN_THE_PLAN if address else ""), address),
            *(_units(parts, role) for role in ROLES),
            Cell(case.facts.get("due") or ""),
            Cell(state) if matter is None else _supervised(state, *matter),
            Cell(case.number, here),
        ],
        key=str(case.pk),
    )


def _supervised(state: State, matter: Case, light: State | None) -> Cell:
    """The light of the matter that a task became, which leads to it."""
    return Cell(light or state, reverse("desk:matter", kwargs={"case": matter.pk}), Text(matter.number, matter.number))
