"""The cascade: a city's targets over the regions below, and trial splits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse

from zhichan.doors.desk import cards
from zhichan.doors.desk.builders.figures import number_of
from zhichan.doors.desk.builders.plans import may
from zhichan.doors.desk.builders.targets import (
    chosen_plan,
    goal,
    now_of,
    plan_choices,
    plans_of,
    state_of,
    target_name,
)
from zhichan.doors.look.frame import today
from zhichan.doors.look.parts import Cell, Column, Field, Figure, Filter, Problem, Row, State, Table
from zhichan.doors.look.words import unit_text
from zhichan.kernel.access.public import Actor
from zhichan.kernel.acts.public import NOT_THERE, perform
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Refusal, Text
from zhichan.kernel.measures.public import (
    Effect,
    Line,
    Share,
    Target,
    Trial,
    course,
    effects,
    reconcile,
    targets,
)
from zhichan.kernel.measures.public import target as one_target
from zhichan.kernel.measures.public import what_if as trial_of

CHECKS = {
    "equal": State("ok", Text("合计一致", "Adds up")),
    "short": State("late", Text("合计不足", "Falls short")),
    "over": State("late", Text("合计超出", "Goes beyond")),
    "open": State("attention", Text("尚未分完", "Not all assigned")),
    "not_additive": State("unknown", Text("不能相加", "Does not add up")),
}


def check_of(line: Line) -> State:
    """The check of a line's sum, with its reason."""
    known = CHECKS[line.check]
    return State(known.kind, known.word, line.text)


def cascade_table(card: cards.Cascade) -> Table:
    """The shares as one table, for a file."""
    return Table(
        Text("目标分解", "Cascade"),
        [
            Column(Text("指标", "Indicator")),
            Column(Text("单位", "Unit")),
            *(Column(region, numeric=True) for region in card.regions),
            Column(Text("合计", "Sum"), numeric=True),
            Column(Text("市级目标", "City target"), numeric=True),
            Column(Text("校核", "Check")),
        ],
        [
            Row(
                [
                    Cell(line.name),
                    Cell(line.unit),
                    *(Cell(share) for share in line.shares),
                    Cell(line.total),
                    Cell(line.city),
                    Cell(line.check),
                ]
            )
            for line in card.lines
        ],
    )


def cascade(actor: Actor, given: Mapping[str, str]) -> cards.Cascade:
    """The table of shares of the chosen plan, region by region."""
    plans = plans_of(actor)
    plan = chosen_plan(plans, given)
    if plan is None:
        return cards.Cascade("", 0, (), ())
    promised = targets(plan=str(plan.pk), actor=actor)
    lines = reconcile(of=promised, on=today(), actor=actor)
    filters = (
        [Filter("plan", Text("规划", "Plan"), plan_choices(plans, plan))]
        if len(plans) > 1
        else []
    )
    if not lines:
        return cards.Cascade(plan.title, 0, (), (), filters, _elsewhere(plan, promised))
    regions = [share.region for share in lines[0].shares]
    shown = []
    for line in lines:
        by_region = {share.region.pk: share for share in line.shares}
        shares = [
            number_of(by_region[region.pk].amount, line.whole.unit)
            if region.pk in by_region
            else Figure(None, gap="unassigned")
            for region in regions
        ]
        unit = unit_text(line.whole.unit)
        total = Figure(None, gap="incomputable") if line.check == "not_additive" else Figure(line.total, unit)
        shown.append(
            cards.CascadeLine(
                target_name(line.whole),
                ""
                if line.check == "not_additive"
                else reverse("desk:what-if", kwargs={"target": line.whole.key}),
                unit,
                goal(line.whole),
                shares,
                total,
                check_of(line),
            )
        )
    return cards.Cascade(
        plan.title,
        lines[0].whole.due_year or 0,
        [Text(region.name, region.name_en) for region in regions],
        shown,
        filters,
    )


def _elsewhere(plan: Case, promised: Sequence[Target]) -> Text | None:
    """Why nothing is split: the plan tells of places that are none of the region's."""
    places = list(dict.fromkeys(one.scope for one in promised if one.region is None and one.scope))
    if not places:
        return None
    named, here = "、".join(places), plan.region
    return Text(
        f"这份规划给{named}定了目标，但它们不是{here.name}的区域，没有可以汇总的。",
        f"This plan has targets for {named}, none of which is a part of {here.name_en}: there is nothing to add up.",
    )


def _line(actor: Actor, key: str) -> Line:
    whole = one_target(key=key, actor=actor)
    lines = reconcile(of=targets(plan=whole.plan, actor=actor), on=today(), actor=actor)
    line = next((one for one in lines if one.whole.key == whole.key), None)
    if line is None:
        raise Refusal(NOT_THERE)
    return line


def _changes(line: Line, given: Mapping[str, str], held: Sequence[str]) -> dict[str, str]:
    """What was entered, and the shares that are held as they are."""
    changes: dict[str, str] = {}
    for share in line.shares:
        slug = share.region.slug
        text = given.get(f"to-{slug}", "").strip().replace(",", "").replace("，", "")
        if text:
            changes[slug] = text
        elif slug in held and isinstance(share.amount, Fraction):
            changes[slug] = str(share.amount)
    return changes


def what_if(
    actor: Actor,
    key: str,
    given: Mapping[str, str],
    held: Sequence[str],
    *,
    form_key: str,
    problems: Sequence[Problem] = (),
) -> cards.WhatIf:
    """Another split of the same total, with each region's effect on the whole. Nothing is written."""
    line = _line(actor, key)
    changes = _changes(line, given, held)
    found = list(problems)
    trial: Trial | None = None
    if changes:
        try:
            trial = trial_of(line=line, changes=changes)
        except Refusal as refusal:
            found += [_at_input(Problem.of(reason), line) for reason in refusal.reasons]
    now = course(line.whole, as_of=today(), actor=actor)
    by_region = {one.share.region.slug: one for one in effects(line=line, as_of=today(), actor=actor)}
    unit = unit_text(line.whole.unit)
    shares = [_share(share, unit, by_region.get(share.region.slug), trial, given, held) for share in line.shares]
    region = line.whole.region
    allowed = (
        trial is not None
        and bool(trial.changed)
        and region is not None
        and may(actor, "target:reallocate", region.path)
    )
    changed = trial.changed if trial is not None else {}
    return cards.WhatIf(
        target_name(line.whole),
        unit,
        goal(line.whole),
        shares,
        Figure(line.total, unit),
        Figure(sum(trial.after.values(), Fraction(0)) if trial else line.total, unit),
        check_of(line),
        now_of(now, "desk"),
        state_of(now),
        now.reason,
        reverse("desk:cascade"),
        found,
        bool(changes),
        fields=[
            Field("reason", Text("理由", "Reason"), given.get("reason", ""), "area", required=True),
            *(
                Field(
                    f"to-{slug}",
                    Text("", ""),
                    f"{Decimal(amount.numerator) / Decimal(amount.denominator):f}",
                    "hidden",
                )
                for slug, amount in changed.items()
            ),
        ]
        if allowed
        else (),
        key=form_key,
    )


def _at_input(problem: Problem, line: Line) -> Problem:
    """A problem pointing at the input of its region, or at none."""
    slugs = {share.region.slug for share in line.shares}
    return Problem(problem.text, problem.clause, f"to-{problem.field}" if problem.field in slugs else "")


def _share(
    share: Share, unit: Text, effect: Effect | None, trial: Trial | None, given: Mapping[str, str], held: Sequence[str]
) -> cards.Share:
    slug, amount = share.region.slug, share.amount
    after = trial.after.get(slug) if trial is not None else amount if isinstance(amount, Fraction) else None
    known = isinstance(amount, Fraction)
    number = effect.course.number if effect is not None else None
    lacking = (
        max(amount - number, Fraction(0))
        if isinstance(amount, Fraction) and isinstance(number, Fraction)
        else None
    )
    return cards.Share(
        Text(share.region.name, share.region.name_en),
        slug,
        number_of(amount, unit.zh),
        now_of(effect.course, "desk") if effect else Figure(None, gap="unassigned"),
        Figure(after, unit) if after is not None else Figure(None, gap="unassigned"),
        Figure(after - amount, unit)
        if after is not None and isinstance(amount, Fraction)
        else Figure(None, gap="unassigned"),
        given.get(f"to-{slug}", ""),
        slug in held,
        Figure(lacking, unit)
        if lacking is not None
        else Figure(None, gap="incomputable" if known else "unassigned"),
        effect.text
        if effect is not None
        else Text("没有分配，不计为零", "not assigned, not counted as zero"),
        state_of(effect.course) if effect is not None else State("unknown", Text("未分配", "Not assigned")),
        known,
    )


def reallocate(actor: Actor, key: str, given: Mapping[str, str], *, at: datetime) -> None:
    """Take over a split: a new version of each region's target that changes."""
    changes = {
        name.removeprefix("to-"): text.strip()
        for name, text in given.items()
        if name.startswith("to-") and text.strip()
    }
    perform(
        actor=actor,
        verb="target:reallocate",
        target=key,
        facts={"changes": changes, "reason": given.get("reason", "").strip()},
        at=at,
        key=given.get("key") or None,
    )
