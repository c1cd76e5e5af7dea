"""Tasks of adopted plans, with the units that lead them, cooperate in them or answer for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from zhichan.doors.desk import cards
from zhichan.doors.desk.builders.plans import LABELS
from zhichan.doors.desk.builders.targets import chosen_plan, plans_of
from zhichan.doors.look import tables
from zhichan.doors.look.parts import Cell, Choice, Column, Filter, Row, State, Table
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import reach
from zhichan.kernel.casework.public import Assignment, Case
from zhichan.kernel.ground.public import Text

STAGES = {
    "assigned": State("ok", Text("已分解", "Assigned")),
    "closed": State("ok", Text("已办结", "Closed")),
}
ROLES = ("lead", "cooperating", "responsible")
UNRESOLVED = Text("未对应到机构", "matches no body")


def tasks(actor: Actor, given: Mapping[str, str]) -> cards.Tasks:
    """The tasks one may see, of one plan, perhaps of one unit; a name that matches no body says so."""
    plans = plans_of(actor)
    plan = chosen_plan(plans, given)
    columns = [
        Column(LABELS["title"]),
        Column(Text("所在章节", "Chapter")),
        *(Column(LABELS[role]) for role in ROLES),
        Column(LABELS["due"]),
        Column(Text("状态", "State")),
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
    names = sorted({_name(one) for case in found for one in case.assignments.all()})
    unit = given.get("unit", "") if given.get("unit", "") in names else ""
    shown = [case for case in found if not unit or unit in {_name(one) for one in case.assignments.all()}]
    filters = []
    if len(plans) > 1:
        choices = [Choice(str(one.pk), one.title, one is plan) for one in plans]
        filters.append(Filter("plan", Text("规划", "Plan"), choices))
    if names:
        everyone = Choice("", Text("全部", "all"), not unit)
        units = [everyone, *(Choice(name, name, name == unit) for name in names)]
        filters.append(Filter("unit", Text("责任单位", "Unit"), units))
    caption = Text(f"《{plan.title}》的任务", f"tasks of “{plan.title}”") if plan else Text("任务", "tasks")
    table = tables.arranged(Table(caption, columns, [_row(case, plan) for case in shown], empty), given)
    if "export" not in given:
        table = tables.cut(table, given)
    return cards.Tasks(filters, table, reverse("desk:tasks"), len(shown))


def _name(one: Assignment) -> str:
    """The body's own name, else the words of the plan."""
    return one.unit.name if one.unit is not None else one.as_written


def _units(parts: Sequence[Assignment], role: str) -> Cell:
    mine = [one for one in parts if one.role == role]
    lost = any(one.unit is None for one in mine)
    return Cell("、".join(dict.fromkeys(_name(one) for one in mine)), note=UNRESOLVED if lost else None)


def _row(case: Case, plan: Case | None) -> Row:
    parts = list(case.assignments.all())
    address = f"{reverse('desk:plan', kwargs={'plan': plan.pk})}#span-{case.key}" if plan else ""
    headings = list(case.facts.get("path") or ())
    # The last heading is the task's own.
    path = " › ".join(headings[:-1] if headings and headings[-1].endswith(case.title) else headings)
    return Row(
        [
            Cell(case.title, address, Text(case.number, case.number)),
            Cell(path),
            *(_units(parts, role) for role in ROLES),
            Cell(case.facts.get("due") or ""),
            Cell(STAGES.get(case.stage)),
        ]
    )
