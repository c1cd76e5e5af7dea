"""Targets: the scorecard, the register, one target with its versions and forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from zhichan.doors.desk import cards
from zhichan.doors.desk.builders.figures import drill_address, number_of
from zhichan.doors.desk.builders.plans import (
    COMPARATORS,
    KINDS,
    MARKS,
    attribute,
    corrected,
    may,
    tasks_of,
)
from zhichan.doors.look import tables
from zhichan.doors.look.charts import Spot, Trend
from zhichan.doors.look.frame import today
from zhichan.doors.look.parts import (
    Bar,
    Cell,
    Choice,
    Column,
    Fact,
    Field,
    Figure,
    Filter,
    Happening,
    Kind,
    Point,
    Problem,
    Row,
    State,
    Table,
)
from zhichan.doors.look.words import SHANGHAI, YUAN, amount, typed, unit_text
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import perform, reach
from zhichan.kernel.casework.public import Case
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.glossary import IndicatorTerm, terms
from zhichan.kernel.ground.public import Refusal, Region, Text
from zhichan.kernel.measures.public import (
    Course,
    Period,
    Target,
    conflicts,
    course,
    courses,
    is_whole,
    series,
    table,
    tally,
    versions,
)
from zhichan.kernel.measures.public import target as one_target
from zhichan.kernel.measures.public import targets as all_targets

STATES: Mapping[str, Kind] = {
    "on_course": "ok",
    "achieved": "ok",
    "behind": "attention",
    "missed": "late",
    "not_computable": "unknown",
    "not_assigned": "unknown",
}
WORDS = {
    "on_course": Text("按进度", "On course"),
    "achieved": Text("已达成", "Achieved"),
    "behind": Text("落后", "Behind"),
    "missed": Text("未达成", "Missed"),
    "not_computable": Text("不可计算", "Not computable"),
    "not_assigned": Text("未分配", "Not assigned"),
}
GROUPS = {
    "": Text("不分组", "none"),
    "chain": Text("业务链", "chain"),
    "region": Text("区域", "region"),
    "unit": Text("责任单位", "unit"),
    "course": Text("进度", "course"),
}
UNJUDGED = frozenset({"not_computable", "not_assigned"})
NOBODY = Text("规划没有写明", "not named in the plan")
TREND_YEARS = 8


def state_of(one: Course) -> State:
    """A course as a state with its reason."""
    return State(STATES[one.state], WORDS[one.state], one.reason)


CHAINS = {
    "creation": Text("创造", "Creation"),
    "utilisation": Text("运用", "Utilisation"),
    "protection": Text("保护", "Protection"),
    "service": Text("服务", "Service"),
    "programme": Text("管理", "Management"),
}
NO_CHAIN = Text("其他", "Other")


@cache
def glossary() -> Mapping[str, IndicatorTerm]:
    """Indicator terms by slug."""
    return {one.slug: one for one in terms()}


def target_name(target: Target) -> Text:
    """What the plan calls it; in English the trade's term where the indicator is known."""
    known = glossary().get(target.measure)
    return Text(target.indicator, known.en[:1].upper() + known.en[1:] if known else target.indicator)


def scope_of(target: Target) -> Text:
    """For which region, industry or organisation it is."""
    if target.region is None:
        return Text(target.scope or "范围不明", target.scope or "scope unclear")
    name = Text(target.region.name, target.region.name_en)
    narrow = bool(target.scope) and not is_whole(target)
    return Text(f"{name.zh} · {target.scope}", f"{name.en} · {target.scope}") if narrow else name


def goal(target: Target) -> Figure:
    """The number promised."""
    if target.value is None:
        return Figure(None, gap="unassigned")
    unit = unit_text(target.unit)
    if target.value_max is not None:
        return Figure(target.value_max, unit, mark=f"{amount(target.value, unit)}—")
    mark = {">=": ">", "<=": "<"}.get(target.comparator) if target.strict else None
    return Figure(target.value, unit, mark=mark or MARKS.get(target.comparator, ""))


def bar_of(one: Course) -> Bar | None:
    """Baseline, now and target on one line, where all three are known."""
    if one.target.value is None or not isinstance(one.number, Fraction):
        return None
    start = (
        one.line[0][1]
        if len(one.line) > 1
        else Fraction(0)
        if one.target.kind == "growth_rate_per_year"
        else None
    )
    if start is None or start == one.target.value:
        return None
    expected = float(one.expected) if one.expected is not None and len(one.line) > 1 else None
    return Bar(float(start), float(one.number), float(one.target.value), expected, unit_text(one.target.unit))


def now_of(one: Course, door: str, *, there: bool = False) -> Figure:
    """The present value; it opens to the rows it comes from, a reported one on the desk to the target's page.

    ``there`` says that one is on it.
    """
    href = ""
    if one.measured is not None and one.measured.known:
        href = drill_address(door, one.measured.measure, one.measured.region, one.measured.period)
    if not isinstance(one.number, Fraction):
        found = number_of(one.number)
        # The course says why in its own words beside it.
        return Figure(None, gap=found.gap, href=href)
    page = not href and door == "desk" and not there
    if page:
        href = reverse("desk:target", kwargs={"target": one.target.key})
    return Figure(one.number, unit_text(one.target.unit), href=href, page=page)


def line_of(one: Course, *, door: str, owner: Text | str, points: tuple[Point, ...]) -> cards.TargetLine:
    """A row of the scorecard."""
    target = one.target
    base = number_of(one.baseline, target.unit) if one.baseline is not None else Figure(None, gap="unknown")
    address = reverse("desk:target", kwargs={"target": target.key}) if door == "desk" else ""
    tags = [tag for tag in (attribute(target.attribute), KINDS.get(target.kind)) if tag is not None]
    return cards.TargetLine(
        str(target.key),
        target_name(target),
        address,
        scope_of(target),
        owner,
        base,
        one.baseline_year,
        now_of(one, door),
        one.period.last if one.period else None,
        goal(target),
        unit_text(target.unit),
        target.due_year,
        state_of(one),
        bar_of(one),
        points,
        tags,
    )


# --- scorecard ----------------------------------------------------------------------------------------------


def plans_of(actor: Actor) -> list[Case]:
    """Adopted plans the actor may see, newest first."""
    with reading(actor):
        return list(
            reach(actor, "plan:read").filter(stage="adopted").select_related("region").order_by("-closed_at", "-number")
        )


def plan_choices(plans: Sequence[Case], chosen: Case | None) -> list[Choice]:
    """The plans to choose from; where two have one name, as versions do, with their numbers."""
    named = Counter(one.title for one in plans)
    return [
        Choice(str(one.pk), f"{one.title}（{one.number}）" if named[one.title] > 1 else one.title, one is chosen)
        for one in plans
    ]


def chosen_plan(plans: Sequence[Case], given: Mapping[str, str]) -> Case | None:
    """The plan asked for, else that of the widest region, the newest of these."""
    asked = next((case for case in plans if str(case.pk) == given.get("plan")), None)
    return asked or min(plans, key=lambda case: case.region.path.count("/"), default=None)


def owners_of(plan: Case) -> dict[str, list[str]]:
    """Item → the units that the plan's tasks name for it, the lead first."""
    decisions = plan.facts.get("decisions") or {}
    found: dict[str, list[str]] = {}
    for task in tasks_of(plan.facts["reading"]):
        item = corrected(task, decisions.get(task["id"]))
        units = [*(item.get("lead") or []), *(item.get("responsible") or [])]
        for target in task.get("targets") or []:
            found.setdefault(target, []).extend(unit for unit in units if unit not in found.get(target, []))
    return found


def owner_names(target: Target, owners: Mapping[str, Sequence[str]]) -> list[str]:
    """The units responsible for a target: its own, else those of the tasks that carry it."""
    return list(target.units) or list(owners.get(target.item, []))


def trends(found: Sequence[Course], actor: Actor, day: date) -> dict[tuple[str, str], tuple[Point, ...]]:
    """The last years of each measure in each region, one question a region."""
    wanted: dict[str, set[str]] = {}
    regions: dict[str, Region] = {}
    for one in found:
        if one.measured is not None and one.target.region is not None:
            wanted.setdefault(one.measured.region, set()).add(one.measured.measure)
            regions[one.measured.region] = one.target.region
    years = range(day.year - TREND_YEARS + 1, day.year + 1)
    result: dict[tuple[str, str], tuple[Point, ...]] = {}
    for slug, measures in wanted.items():
        for measure in measures:
            declared = current().measures[measure]
            since = declared.since
            periods = [
                _year(year, day, declared.kind == "cumulative")
                for year in years
                if since is None or date(year, 12, 31) >= since
            ]
            if not periods or len(current().editions[measure]) > 1:
                continue
            values = table(measures=[measure], regions=[regions[slug]], periods=periods, actor=actor)
            result[measure, slug] = tuple(
                Point(
                    str(period.last.year), float(value.number) if isinstance(value.number, Fraction) else None
                )
                for (_, _, period), value in values.items()
            )
    return result


def _year(year: int, day: date, at_end: bool) -> Period:
    last = min(date(year, 12, 31), day)
    return Period(on=last) if at_end else Period(since=date(year, 1, 1), until=last + timedelta(days=1))


def scorecard(actor: Actor, given: Mapping[str, str], *, door: str) -> cards.Scorecard:
    """Where each target of a plan stands, by region and by unit, grouped as asked."""
    day, address = today(), reverse(f"{door}:scorecard")
    plans = plans_of(actor)
    plan = chosen_plan(plans, given)
    title = Text("记分卡", "Scorecard") if door == "desk" else Text("规划进展", "Progress of the plan")
    if plan is None:
        return cards.Scorecard(
            title,
            "",
            "",
            day,
            (),
            (),
            (),
            address,
            Text(
                "还没有采用的规划。上传并采用一份规划后，每项目标的现值、进度和原因会列在这里。",
                "No plan has been adopted yet. When one is, each target stands here with its value, course and reason.",
            ),
        )
    everything = all_targets(plan=str(plan.pk), actor=actor)
    owners = owners_of(plan)
    regions = list({one.region.pk: one.region for one in everything if one.region is not None}.values())
    regions.sort(key=lambda one: (len(one.path.split("/")), one.rank, one.pk))
    asked = given.get("region", "")
    region = asked if asked in {"all", *(one.slug for one in regions)} else _own_region(actor, regions)
    item, unit = given.get("item", ""), given.get("unit", "")
    chosen = [one for one in everything if _in_region(one, region, plan) or (item and one.item == item)]
    if item:
        chosen = [one for one in chosen if one.item == item]
    names = sorted({name for one in chosen for name in owner_names(one, owners)})
    unit = unit if unit in names else ""
    found = courses(
        [one for one in chosen if not unit or unit in owner_names(one, owners)], as_of=day, actor=actor
    )
    counts: Mapping[str, int] = {str(name): count for name, count in tally(found).items()}
    wanted = given.get("course", "") if given.get("course", "") in WORDS else ""
    # What can be judged stands first; otherwise the plan's order.
    shown = sorted(
        (one for one in found if not wanted or one.state == wanted), key=lambda one: one.state in UNJUDGED
    )
    drawn = trends(shown, actor, day)
    group = (
        given.get("group", "region" if region == "all" else "") if given.get("group", "") in GROUPS else ""
    )

    def line(one: Course) -> cards.TargetLine:
        named = owner_names(one.target, owners)
        points = drawn.get((one.measured.measure, one.measured.region), ()) if one.measured else ()
        return line_of(one, door=door, owner="、".join(named) if named else NOBODY, points=points)

    here = {"plan": str(plan.pk), "region": region, "unit": unit, "group": group}
    return cards.Scorecard(
        title,
        plan.title,
        reverse("desk:plan" if door == "desk" else "portal:plan", kwargs={"plan": plan.pk}),
        day,
        [
            (
                State(STATES[name], WORDS[name]),
                counts[name],
                f"?{urlencode({**here, 'course': '' if name == wanted else name})}",
            )
            for name in WORDS
            if counts.get(name)
        ],
        [
            *(
                [
                    Filter(
                        "plan",
                        Text("规划", "Plan"),
                        plan_choices(plans, plan),
                    )
                ]
                if len(plans) > 1
                else []
            ),
            Filter(
                "region",
                Text("区域", "Region"),
                [
                    *(Choice(one.slug, Text(one.name, one.name_en), one.slug == region) for one in regions),
                    Choice("all", Text("全部区域", "all regions"), region == "all"),
                ],
            ),
            *(
                [
                    Filter(
                        "unit",
                        Text("责任单位", "Unit"),
                        [
                            Choice("", Text("全部", "all"), not unit),
                            *(Choice(name, name, name == unit) for name in names),
                        ],
                    )
                ]
                if names
                else []
            ),
            Filter(
                "course",
                Text("进度", "Course"),
                [
                    Choice("", Text("全部", "all"), not wanted),
                    *(
                        Choice(name, word, name == wanted, counts.get(name, 0))
                        for name, word in WORDS.items()
                    ),
                ],
            ),
            Filter(
                "group",
                Text("分组", "Group by"),
                [Choice(name, label, name == group) for name, label in GROUPS.items()],
            ),
        ],
        _grouped(shown, group, owners, line, here),
        address,
    )


def _own_region(actor: Actor, regions: Sequence[Region]) -> str:
    """The region one works for, if the plan has targets for it; else the widest."""
    own = [one.slug for one in regions if one.path == actor.home]
    return own[0] if own else regions[0].slug if regions else "all"


def _in_region(target: Target, region: str, plan: Case) -> bool:
    if region == "all":
        return True
    # An industry's target stands with those of the plan's own region.
    return target.region.slug == region if target.region is not None else plan.region.slug == region


def _grouped(
    found: Sequence[Course],
    group: str,
    owners: Mapping[str, Sequence[str]],
    line: Any,
    here: Mapping[str, str],
) -> list[cards.TargetGroup]:
    if not found:
        return []
    if not group:
        return [cards.TargetGroup("", [line(one) for one in found])]
    groups: dict[str, tuple[Text | str, list[Course], str]] = {}
    for one in found:
        for key, label, href in _group_keys(one, group, owners, here):
            groups.setdefault(key, (label, [], href))[1].append(one)
    # What belongs nowhere stands last.
    return [
        cards.TargetGroup(label, [line(one) for one in each], href)
        for _, (label, each, href) in sorted(groups.items(), key=lambda entry: not entry[0])
    ]


def _group_keys(
    one: Course, group: str, owners: Mapping[str, Sequence[str]], here: Mapping[str, str]
) -> list[tuple[str, Text | str, str]]:
    """The groups a target belongs to: key (empty for none), heading, and the address that shows it alone."""

    def alone(**chosen: str) -> str:
        return f"?{urlencode({**here, **chosen, 'group': ''})}"

    if group == "unit":
        names = owner_names(one.target, owners)
        return [(name, name, alone(unit=name)) for name in names] or [("", NOBODY, "")]
    if group == "course":
        return [(one.state, WORDS[one.state], "")]
    if group == "chain":
        known = glossary().get(one.target.measure)
        chain = CHAINS.get(known.group) if known else None
        return [(chain.en, chain, "")] if chain else [("", NO_CHAIN, "")]
    region = one.target.region
    if region is None:
        return [("", Text("产业和机构", "Industries and organisations"), "")]
    return [(region.slug, Text(region.name, region.name_en), alone(region=region.slug))]


# --- register -----------------------------------------------------------------------------------------------

DIRECTIONS = {"higher": Text("越高越好", "higher is better"), "lower": Text("越低越好", "lower is better")}


def targets(actor: Actor, given: Mapping[str, str]) -> cards.Register:
    """The register: every target of a plan with what it promises, its conflicts on top."""
    plans = plans_of(actor)
    plan = chosen_plan(plans, given)
    columns = [
        Column(Text("目标", "Target")),
        Column(Text("范围", "Scope")),
        Column(Text("进度", "Course")),
        Column(Text("性质", "Binding")),
        Column(Text("种类", "Kind")),
        Column(Text("方向", "Direction")),
        Column(Text("基线年", "Base year"), "", True),
        Column(Text("基线", "Baseline"), "", True),
        Column(Text("目标值", "Target value"), "", True),
        Column(Text("单位", "Unit")),
        Column(Text("规划原写", "As written")),
        Column(Text("到期", "Due"), "", True),
        Column(Text("口径", "Measure")),
        Column(Text("版本", "Version"), "", True),
    ]
    if plan is None:
        return cards.Register(
            (),
            Table(
                Text("目标", "Targets"),
                columns,
                (),
                Text(
                    "还没有目标。采用一份规划后，目标会登记在这里。",
                    "No targets yet. They are entered when a plan is adopted.",
                ),
            ),
            (),
            reverse("desk:targets"),
            0,
        )
    everything = all_targets(plan=str(plan.pk), actor=actor)
    wanted = given.get("course", "") if given.get("course", "") in WORDS else ""
    kind = given.get("kind", "") if given.get("kind", "") in KINDS else ""
    found = courses([one for one in everything if not kind or one.kind == kind], as_of=today(), actor=actor)
    rows = [_register_row(one) for one in found if not wanted or one.state == wanted]
    return cards.Register(
        [
            *(
                [
                    Filter(
                        "plan",
                        Text("规划", "Plan"),
                        plan_choices(plans, plan),
                    )
                ]
                if len(plans) > 1
                else []
            ),
            Filter(
                "course",
                Text("进度", "Course"),
                [
                    Choice("", Text("全部", "all"), not wanted),
                    *(Choice(name, word, name == wanted) for name, word in WORDS.items()),
                ],
            ),
            Filter(
                "kind",
                Text("种类", "Kind"),
                [
                    Choice("", Text("全部", "all"), not kind),
                    *(
                        Choice(name, word, name == kind)
                        for name, word in KINDS.items()
                        if any(one.kind == name for one in everything)
                    ),
                ],
            ),
        ],
        tables.arranged(
            Table(
                Text(f"《{plan.title}》的目标", f"targets of “{plan.title}”"),
                columns,
                rows,
                Text("没有符合条件的目标。", "No target matches."),
            ),
            given,
        ),
        [conflict_card(one, str(plan.pk)) for one in conflicts(everything)],
        reverse("desk:targets"),
        len(rows),
    )


def scorecard_table(card: cards.Scorecard) -> Table:
    """A scorecard's lines as one table, for a file."""
    return Table(
        card.title,
        [
            Column(Text("分组", "Group")),
            Column(Text("目标", "Target")),
            Column(Text("范围", "Scope")),
            Column(Text("进度", "Course")),
            Column(Text("基线年", "Base year")),
            Column(Text("基线", "Baseline"), numeric=True),
            Column(Text("现值", "Now"), numeric=True),
            Column(Text("截至", "As of")),
            Column(Text("目标值", "Target value"), numeric=True),
            Column(Text("单位", "Unit")),
            Column(Text("到期", "Due")),
            Column(Text("责任单位", "Owner")),
        ],
        [
            Row(
                [
                    Cell(group.label),
                    Cell(line.name),
                    Cell(line.scope),
                    Cell(line.course),
                    Cell(line.baseline_year),
                    Cell(line.baseline),
                    Cell(line.now),
                    Cell(line.now_on),
                    Cell(line.target),
                    Cell(line.unit),
                    Cell(line.due),
                    Cell(line.owner),
                ]
            )
            for group in card.groups
            for line in group.lines
        ],
    )


def _register_row(one: Course) -> Row:
    target = one.target
    base = number_of(one.baseline, target.unit) if one.baseline is not None else Figure(None, gap="unknown")
    measure = current().measures.get(target.measure)
    return Row(
        [
            Cell(target_name(target), reverse("desk:target", kwargs={"target": target.key})),
            Cell(scope_of(target)),
            Cell(State(STATES[one.state], WORDS[one.state])),
            Cell(attribute(target.attribute)),
            Cell(KINDS.get(target.kind)),
            Cell(DIRECTIONS.get(target.direction)),
            Cell(str(one.baseline_year or "")),
            Cell(base),
            Cell(goal(target)),
            Cell(unit_text(target.unit)),
            Cell(target.written),
            Cell(str(target.due_year or "")),
            Cell(
                Text(measure.title.zh, measure.title.en)
                if measure
                else Text("没有对应口径", "no measure fits")
            ),
            Cell(target.version),
        ]
    )


def conflict_card(one: Any, plan: str) -> cards.Conflict:
    """Statements that do not go together, each with its words."""
    return cards.Conflict(one.text, [(side.text, side.quote or side.text) for side in one.sides])


# --- one target ---------------------------------------------------------------------------------------------

BASELINE_SOURCES = {
    "plan": Text("规划原文", "the plan"),
    "start": Text("从规划首日起计", "counted from the plan's first day"),
}


def target(
    actor: Actor,
    key: str,
    *,
    keys: Mapping[str, str],
    given: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
) -> cards.TargetCard:
    """One target: what it asks, where it stands, its versions, and the forms that change it."""
    held = one_target(key=key, actor=actor)
    one = course(held, as_of=today(), actor=actor)
    past = versions(key=key, actor=actor)
    siblings = all_targets(plan=held.plan, actor=actor)
    path = held.region.path if held.region is not None else actor.home
    facts = [
        Fact(Text("目标值", "Target"), goal(held)),
        Fact(Text("规划原写", "As written"), held.written),
        Fact(Text("到期", "Due"), str(held.due_year or "")),
        Fact(
            Text("基线", "Baseline"),
            number_of(one.baseline, held.unit) if one.baseline is not None else Figure(None, gap="unknown"),
            note=_baseline_note(one),
        ),
        Fact(Text("现值", "Now"), now_of(one, "desk", there=True)),
        Fact(Text("比较", "Comparison"), COMPARATORS.get(held.comparator)),
        Fact(Text("种类", "Kind"), KINDS.get(held.kind)),
        Fact(Text("方向", "Direction"), DIRECTIONS.get(held.direction)),
        *([Fact(Text("性质", "Binding"), attribute(held.attribute))] if held.attribute else []),
        Fact(Text("口径", "Measure"), _measure_fact(held)),
    ]
    case = _plan_case(actor, held.plan)
    return cards.TargetCard(
        str(held.key),
        target_name(held),
        scope_of(held),
        state_of(one),
        bar_of(one),
        facts,
        held.quote,
        f"{reverse('desk:plan', kwargs={'plan': case.pk})}#span-{held.item}" if case else "",
        _versions(past),
        [
            Happening(each.at, Text(f"第 {each.version} 版", f"Version {each.version}"), detail=each.reason)
            for each in reversed(past)
        ],
        [
            conflict_card(each, held.plan)
            for each in conflicts(siblings)
            if any(side.key == held.key for side in each.sides)
        ],
        forms=_forms(actor, held, one, path, keys, given, problems),
        trend=_trend(actor, one),
    )


DRAWN = frozenset({"level", "share", "cumulative"})
LONGEST_TREND = 12


def _trend(actor: Actor, one: Course) -> Trend | None:
    """The yearly values that a target is judged by, in its unit, beside its straight line; None for other kinds."""
    held, found = one.target, one.measured
    if held.kind not in DRAWN or found is None or not isinstance(one.number, Fraction):
        return None
    if not isinstance(found.number, Fraction) or not found.number:
        return None
    factor, last = one.number / found.number, found.period.last
    first = max(min(one.baseline_year or last.year, last.year - 4), last.year - LONGEST_TREND + 1)
    try:
        values = series(
            measure=held.measure,
            region=found.region,
            years=range(first, last.year + 1),
            actor=actor,
            until=last + timedelta(days=1),
        )
    except Refusal:
        # A definition that was not in force in all these years has no trend.
        return None
    name = target_name(held)
    return Trend(
        name if isinstance(name, Text) else Text(name, name),
        unit_text(held.unit),
        [
            Spot(
                each.period.last.year,
                str(each.period.last.year),
                number_of(
                    each.number * factor if isinstance(each.number, Fraction) else each.number,
                    href=drill_address("desk", held.measure, found.region, each.period),
                ),
            )
            for each in values
        ],
        [(float(year), float(value)) for year, value in one.line],
        Text(
            f"截至{last.year}年{last.month}月{last.day}日；点数值看由哪些行构成",
            f"as of {last.isoformat()}; values open to their rows",
        ),
    )


def _plan_case(actor: Actor, plan: str) -> Case | None:
    try:
        UUID(plan)
    except ValueError:
        return None
    with reading(actor):
        found: Case | None = reach(actor, "plan:read").filter(pk=plan).first()
    return found


def _measure_fact(held: Target) -> Text | State:
    measure = current().measures.get(held.measure)
    return (
        Text(measure.title.zh, measure.title.en)
        if measure
        else State("unknown", Text("没有对应口径", "no measure fits"))
    )


def _baseline_note(one: Course) -> Text | None:
    source = BASELINE_SOURCES.get(one.baseline_source)
    text = source or (Text(one.baseline_source, one.baseline_source) if one.baseline_source else None)
    year = f"{one.baseline_year} · " if one.baseline_year else ""
    return Text(f"{year}{text.zh}", f"{year}{text.en}") if text else None


def _versions(past: Sequence[Target]) -> Table:
    columns = [
        Column(Text("版本", "Version")),
        Column(Text("登记时间", "Entered")),
        Column(Text("目标值", "Target"), "", True),
        Column(Text("到期", "Due"), "", True),
        Column(Text("基线", "Baseline"), "", True),
        Column(Text("基线年", "Base year"), "", True),
        Column(Text("理由", "Reason")),
    ]
    rows = [
        Row(
            [
                Cell(Text(f"第 {each.version} 版", f"version {each.version}")),
                Cell(each.at.astimezone(SHANGHAI).date()),
                Cell(goal(each)),
                Cell(str(each.due_year or "")),
                Cell(
                    Figure(each.baseline_value, unit_text(each.unit))
                    if each.baseline_value is not None
                    else Figure(None, gap="unknown")
                ),
                Cell(str(each.baseline_year or "")),
                Cell(each.reason or Text("规划采用时登记", "entered at adoption")),
            ]
        )
        for each in reversed(past)
    ]
    return Table(Text("旧版一直保留", "earlier versions are kept"), columns, rows)


def _forms(
    actor: Actor,
    held: Target,
    one: Course,
    path: str,
    keys: Mapping[str, str],
    given: Mapping[str, str] | None,
    problems: Sequence[Problem],
) -> list[cards.Form]:
    sent = (given or {}).get("form", "")
    wrong = {each.field: each.text for each in problems}

    def field(form: str, name: str, label: Text, value: str = "", **more: Any) -> Field:
        known = sent == form and given is not None
        return Field(
            name,
            label,
            given[name] if known and given is not None and name in given else value,
            wrong=wrong.get(name) if known else None,
            **more,
        )

    found = []
    if may(actor, "target:rebase", path):
        if one.offer is not None:
            found.append(
                cards.Form(
                    "rows",
                    Text("采用记录给出的基线", "Take the baseline from the rows"),
                    one.offer.text,
                    [field("rows", "reason", Text("理由", "Reason"), kind="area", required=True)],
                    Text("采用这个基线", "Take this baseline"),
                    keys["rows"],
                    problems if sent == "rows" else (),
                )
            )
        found.append(
            cards.Form(
                "baseline",
                Text("重定基线", "New baseline"),
                Text("原基线和理由会一直保留。", "The old baseline and the reason are kept."),
                [
                    field(
                        "baseline",
                        "baseline_value",
                        Text("基线", "Baseline"),
                        f"{held.baseline_value.normalize():f}" if held.baseline_value is not None else "",
                        kind="number",
                        required=True,
                        help=_unit_help(held),
                    ),
                    field(
                        "baseline",
                        "baseline_year",
                        Text("基线年", "Year"),
                        str(held.baseline_year or ""),
                        kind="number",
                        required=True,
                    ),
                    field("baseline", "baseline_source", Text("来源", "Source"), required=True),
                    field("baseline", "reason", Text("理由", "Reason"), kind="area", required=True),
                ],
                Text("登记新基线", "Enter the new baseline"),
                keys["baseline"],
                problems if sent == "baseline" else (),
            )
        )
    measure = current().measures.get(held.measure)
    if (measure is None or measure.computation is None) and may(actor, "value:report", path):
        found.append(
            cards.Form(
                "report",
                Text("填报数值", "Report a value"),
                Text(
                    "这项目标不能由记录算出，按填报值判断进度。同一天的新填报取代旧的，两者都保留。",
                    "No rows give this target; its course is judged by reported values. "
                    "A later one for the same day takes the earlier one's place; both are kept.",
                ),
                [
                    field(
                        "report",
                        "value",
                        Text("数值", "Value"),
                        kind="number",
                        required=True,
                        help=_in_unit(held.unit),
                    ),
                    field(
                        "report",
                        "day",
                        Text("数值所指日期", "Day it describes"),
                        today().isoformat(),
                        kind="date",
                        required=True,
                    ),
                    field("report", "source", Text("来源", "Source"), required=True),
                ],
                Text("填报", "Report"),
                keys["report"],
                problems if sent == "report" else (),
            )
        )
    return found


def _unit_help(held: Target) -> Text | None:
    measure = current().measures.get(held.measure)
    # A growth target's own unit is per cent; its baseline is a level, whose unit only the measure knows.
    rate = held.kind in {"growth_rate_per_year", "growth_total", "reduction"}
    unit = measure.unit if measure else "" if rate else held.unit
    return _in_unit(unit)


def _in_unit(unit: str) -> Text | None:
    """In which unit a number is to be given."""
    if unit == YUAN:
        return Text("单位：元，也可写成1.2亿、3000万", "in yuan")
    return Text(f"单位：{unit}", f"in {unit_text(unit).en or unit}") if unit else None


def change_target(actor: Actor, key: str, given: Mapping[str, str], *, at: datetime) -> None:
    """Perform what one of the target's forms asks."""
    form = given.get("form", "")
    idempotency = given.get("key") or None
    reason = given.get("reason", "").strip()
    unit = one_target(key=key, actor=actor).unit
    if form == "report":
        facts = {
            "target": key,
            "value": typed(given.get("value", ""), unit),
            "day": given.get("day", ""),
            "source": given.get("source", "").strip(),
        }
        perform(actor=actor, verb="value:report", facts=facts, at=at, key=idempotency)
    elif form == "rows":
        perform(
            actor=actor,
            verb="target:rebase",
            target=key,
            facts={"baseline": "rows", "reason": reason},
            at=at,
            key=idempotency,
        )
    else:
        changes: dict[str, Any] = {
            "baseline_value": typed(given.get("baseline_value", ""), unit),
            "baseline_source": given.get("baseline_source", "").strip(),
        }
        year = given.get("baseline_year", "").strip()
        if year.isascii() and year.isdigit():
            changes["baseline_year"] = int(year)
        perform(
            actor=actor,
            verb="target:rebase",
            target=key,
            facts={"changes": changes, "reason": reason},
            at=at,
            key=idempotency,
        )


def waiting_targets(actor: Actor) -> Iterable[cards.Waiting]:
    """Targets that cannot be judged until someone enters a baseline or a value; only for those who may."""
    for plan in plans_of(actor)[:1]:
        if not may(actor, "target:rebase", plan.region.path):
            continue
        found = [
            one
            for one in courses(all_targets(plan=str(plan.pk), actor=actor), as_of=today(), actor=actor)
            if one.state == "not_computable" and one.offer is not None
        ]
        if found:
            address = (
                f"{reverse('desk:targets')}?{urlencode({'plan': str(plan.pk), 'course': 'not_computable'})}"
            )
            yield cards.Waiting(
                Text(
                    f"{len(found)} 项目标缺基线，记录里有可采用的数",
                    f"{len(found)} targets lack a baseline that the rows can give",
                ),
                plan.title,
                Text("没有期限", "no time limit"),
                Text("去登记", "Enter them"),
                address,
            )
