"""Desk home: what waits for me, what I am told, what waits for others, what changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse

from zhichan.doors.desk import cards
from zhichan.doors.desk.builders.plans import may, strip_of
from zhichan.doors.desk.builders.targets import waiting_targets
from zhichan.doors.desk.derived import people, story
from zhichan.doors.desk.derived.cases import OWN_PAGES, address, as_state, standings
from zhichan.doors.desk.derived.fields import words
from zhichan.doors.desk.derived.limits import how_long
from zhichan.doors.look.parts import Happening, State
from zhichan.doors.look.words import SHANGHAI
from zhichan.doors.look.words import day as in_words
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import drafts, reach
from zhichan.kernel.casework.public import Case, Running, clocks_of, reminds
from zhichan.kernel.catalogue.public import Procedure, current
from zhichan.kernel.ground.public import Text
from zhichan.kernel.inbox.public import Waiting, waiting, waiting_for_others

RECENT_DAYS = 7
ASKED, SHOWN, CHANGES = 500, 15, 12
ALIKE = 3
"""So many cases of one kind and stage without a last day stand in lines of their own; more become one line."""
SOON = 3
LIT = 50
"""So many cases at most, the most urgent, are asked how they stand."""


def home(actor: Actor) -> cards.Home:
    """What the inbox knows, with plans told in more detail than the rest."""
    since = actor.day - timedelta(days=RECENT_DAYS)
    start = datetime.combine(since, datetime.min.time(), SHANGHAI)
    mine, mine_total = waiting(actor=actor, limit=ASKED)
    others, others_total = waiting_for_others(actor=actor, limit=ASKED)
    with reading(actor):
        wanted = [one.case for one in (*mine, *others) if one.procedure == "plan"]
        plans = {
            one.pk: one for one in reach(actor, "plan:read").filter(pk__in=wanted).select_related("region")
        } if wanted else {}  # fmt: skip
    waits = [*waiting_targets(actor)]
    lights = _lights(actor, mine, others)
    return cards.Home(
        [*_lines(actor, mine, plans, lights), *waits],
        _lines(actor, others, plans, lights),
        _changed(actor, start),
        since,
        people.notices(actor),
        mine_total + len(waits),
        others_total,
        len(drafts(actor=actor)),
    )


def _lights(actor: Actor, *lists: Sequence[Waiting]) -> dict[UUID, State]:
    """How cases stand that are not as they should be, where their procedure says how that is computed."""
    judged = {slug for slug, one in current().procedures.items() if one.standing is not None}
    wanted = [one.case for found in lists for one in [each for each in found if each.procedure in judged][:LIT]]
    if not wanted:
        return {}
    with reading(actor):
        cases = list(Case.objects.filter(pk__in=wanted).select_related("region").defer("letters"))
    shown = ((case.pk, as_state(how)) for case, how in zip(cases, standings(cases, actor.day), strict=True))
    return {identity: state for identity, state in shown if state is not None and state.kind in {"late", "attention"}}


def _lines(
    actor: Actor, found: Sequence[Waiting], plans: dict[UUID, Case], lights: Mapping[UUID, State]
) -> list[cards.Waiting]:
    """The most urgent first; many of one kind that have no last day are one line, after those that have.

    What stands badly comes before what is due earlier.
    """
    found = sorted(found, key=lambda one: one.case not in lights or lights[one.case].kind != "late")
    groups: dict[tuple[str, str], list[Waiting]] = {}
    for one in found:
        if one.due_on is None:
            groups.setdefault((one.procedure, one.stage.zh), []).append(one)
    many = {key: group for key, group in groups.items() if len(group) > ALIKE}
    single = [one for one in found if (one.procedure, one.stage.zh) not in many or one.due_on is not None]
    clocks = _clocks(actor, single[:SHOWN], {one for one, state in lights.items() if state.kind == "late"})
    lines = [
        _plan(plans[one.case], actor)
        if one.case in plans
        else _case(one, actor, lights.get(one.case), clocks.get(one.case))
        for one in single[:SHOWN]
    ]
    if len(single) > SHOWN:
        lines.append(_rest(len(single) - SHOWN))
    return [*lines, *(_group(group) for group in many.values())]


def _clocks(actor: Actor, found: Sequence[Waiting], late: Collection[UUID]) -> dict[UUID, Running]:
    """The clock that makes the last day of each case that has one; of what is ``late``, the one that was missed."""
    wanted = {one.case: one.due_on for one in found if one.due_on is not None}
    if not wanted:
        return {}
    with reading(actor):
        cases = list(Case.objects.filter(pk__in=wanted).select_related("region").defer("letters"))
    known, chosen = current().procedures, {}
    for case in cases:
        procedure, runs = known[case.procedure], clocks_of(case, as_of=actor.day)
        missed = [run for run in runs if case.pk in late and _was_missed(run, case, procedure)]
        fitting = [
            run for run in runs
            if run.open and run.due.day == wanted[case.pk] and not reminds(run, procedure=procedure)
        ]  # fmt: skip
        if missed or fitting:
            chosen[case.pk] = missed[-1] if missed else fitting[0]
    return chosen


def _was_missed(run: Running, case: Case, procedure: Procedure) -> bool:
    """Whether a limit ran out and the case stands where that led, so that this is what is to be made good."""
    act = procedure.acts.get(run.stopped_by or "")
    return act is not None and act.to == case.stage and "clock" in act.roles and run.due.day is not None


def _rest(number: int) -> cards.Waiting:
    return cards.Waiting(
        Text(f"另有 {number} 件", f"{number} more"), Text("到各事项的清单中查看", "in the lists of each procedure"),
        Text("", ""), Text("查看", "Look"), reverse("desk:cases"),
    )  # fmt: skip


def _group(group: Sequence[Waiting]) -> cards.Waiting:
    first, number = group[0], len(group)
    more = "+" if number >= ASKED else ""
    return cards.Waiting(
        Text(
            f"{first.procedure_title.zh}：{number}{more} 件{first.stage.zh}",
            f"{first.procedure_title.en}: {number}{more} {first.stage.en.lower()}",
        ),
        _steps(first),
        _untimed(first),
        Text("查看清单", "See the list"),
        f"{reverse('desk:case-list', kwargs={'procedure': first.procedure})}?sort=opened",
    )


def _untimed(one: Waiting) -> Text:
    """Why no clock runs in the stage of a case, where its procedure says so."""
    stages = current().procedures[one.procedure].stages.values()
    why = next((each.untimed for each in stages if each.untimed and each.title.zh == one.stage.zh), None)
    return words(why) if why else Text("没有期限", "no time limit")


def _steps(one: Waiting) -> Text:
    return Text("、".join(step.zh for _, step in one.steps), ", ".join(step.en for _, step in one.steps))


def _case(one: Waiting, actor: Actor, light: State | None = None, clock: Running | None = None) -> cards.Waiting:
    place = {"procedure": one.procedure, "case": one.case}
    step, href = Text("查看", "Look"), reverse("desk:case", kwargs=place)
    if len(one.steps) == 1:
        name, step = one.steps[0][0], words(one.steps[0][1])
        href = reverse("desk:case-act", kwargs={**place, "act": name})
    elif one.steps:
        step = Text("去办理", "Act on it")
    opened = one.since.astimezone(SHANGHAI).date()
    days = max((actor.day - opened).days, 0)
    left = (
        Text("今天发起", "begun today") if not days else Text(f"已等 {days} 天", f"waiting for {days} days")
    )
    state, share = None, None
    due = clock.due.day if clock is not None and not clock.open else one.due_on
    if due is not None:
        said, number = how_long(due, actor.day)
        left = Text(f"{in_words(due)}，{said.zh}", f"{in_words(due)}, {said.en}")
        if clock is not None:
            left = Text(f"{clock.title.zh}：{left.zh}", f"{clock.title.en}: {left.en}")
        begun = clock.started if clock is not None else opened
        whole = (due - begun).days
        share = max((actor.day - begun).days, 0) / whole if whole > 0 else 1.0
        if due < actor.day:
            state = State("late", Text("已逾期", "Late"))
        elif number <= SOON:
            state = State("attention", Text("快到期", "Due soon"))
    own = one.title not in {one.procedure_title.zh, ""}
    return cards.Waiting(
        one.title if own else Text(f"{one.procedure_title.zh} {one.number}", f"{one.procedure_title.en} {one.number}"),
        Text(
            f"{one.procedure_title.zh} · {one.number} · {one.region.zh} · {one.stage.zh}",
            f"{one.procedure_title.en} · {one.number} · {one.region.en} · {one.stage.en}",
        ),
        left, step, href, share, light or state,
    )  # fmt: skip


def _plan(case: Case, actor: Actor) -> cards.Waiting:
    strip = strip_of(case.facts)
    left = strip.total - strip.decided
    days = max((actor.day - case.opened_at.astimezone(SHANGHAI).date()).days, 0)
    allowed = may(actor, "plan:decide", case.region.path)
    step = (
        (Text("去采用", "Adopt") if not left else Text("继续核对", "Go on checking"))
        if allowed
        else Text("查看", "Look")
    )
    return cards.Waiting(
        case.title,
        Text(
            f"{case.number} · 还有 {left} 条没有处理，{strip.conflicts} 处冲突，{strip.open} 处未决",
            f"{case.number} · {left} items undecided, {strip.conflicts} conflicts, {strip.open} open",
        )
        if left
        else Text(f"{case.number} · 已全部核对，等待采用", f"{case.number} · all checked, to be adopted"),
        Text(
            "今天上传" if not days else f"已等 {days} 天",
            "uploaded today" if not days else f"waiting for {days} days",
        ),
        step,
        reverse("desk:plan", kwargs={"plan": case.pk}),
    )


def _changed(actor: Actor, start: datetime) -> list[Happening]:
    """What was done on cases lately, but not what followed of itself."""
    return list(_told(actor, story.recent(actor, start, CHANGES)))


def _told(actor: Actor, found: Sequence[tuple[Happening, str]]) -> Iterable[Happening]:
    with reading(actor):
        cases = {
            str(one.pk): one
            for one in Case.objects.filter(pk__in=[identity for _, identity in found])
            .defer("facts", "course", "letters")
        }  # fmt: skip
    for one, identity in found:
        case = cases.get(identity)
        if case is not None:
            own = OWN_PAGES.get(case.procedure)
            href = reverse(own, kwargs={case.procedure: case.pk}) if own else address(case)
            procedure = current().procedure(case.procedure)
            plain = procedure is not None and case.title == procedure.title.zh
            yield Happening(one.at, one.title, detail=case.number if plain else case.title, href=href)
