"""Cases of declared procedures: index, list, detail, the forms of their acts, acts on many at once, papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KeyTransform
from django.urls import reverse

from zhichan.doors.desk.derived import cards, exporting, forms, listing
from zhichan.doors.desk.derived.fields import (
    ENDING_OF,
    Lists,
    Names,
    as_given,
    hidden,
    kind_words,
    leads_to,
    lists_for,
    names_of,
    plain,
    shown,
    size_words,
    title_of,
    words,
)
from zhichan.doors.desk.derived.fields import given as given_in
from zhichan.doors.desk.derived.listing import Head
from zhichan.doors.desk.derived.story import story
from zhichan.doors.look import offers
from zhichan.doors.look.frame import home_region
from zhichan.doors.look.parts import Cell, Choice, Column, Fact, Filter, Problem, Row, State, Table
from zhichan.doors.look.words import SHANGHAI, say
from zhichan.doors.look.words import day as in_words
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE, Outcome, drafts, perform_each, reach, why
from zhichan.kernel.casework.public import (
    Case,
    Running,
    clocks_of,
    disagreements,
    facts_of,
    letter_of,
    paper_of,
)
from zhichan.kernel.catalogue.public import Procedure, current
from zhichan.kernel.catalogue.shapes import Act
from zhichan.kernel.ground.calendars import calendar
from zhichan.kernel.ground.papers import sniff
from zhichan.kernel.ground.public import Paper, Party, Reason, Refusal, Region, Text, Unit, kernel

OWN_PAGES = {"plan": "desk:plan"}
"""Procedures whose cases have a page of their own beside the derived one."""
SHOWN_IN_LISTS = frozenset(
    {"text", "number", "money", "day", "flag", "choice", "region", "unit", "party", "entry"}
)
MOST_COLUMNS = 5
MOST_AT_ONCE = 200
DEFAULT = "-opened"
PARTS = (
    ("lead", "units_lead", Text("牵头单位", "leading unit")),
    ("cooperating", "units_cooperating", Text("配合单位", "cooperating unit")),
    ("responsible", "units_responsible", Text("负责单位", "responsible unit")),
)
DUTIES = {
    "statutory": Text("法定时限", "statutory"),
    "promised": Text("承诺时限", "promised"),
    "targeted": Text("内部目标", "targeted"),
}


def declared(actor: Actor, slug: str) -> Procedure:
    """The procedure, if it concerns the actor or a case of it is open to them; else it is not there."""
    procedure = current().procedure(slug)
    if procedure is None:
        raise Refusal(NOT_THERE)
    if procedure not in offers.procedures(actor):
        with reading(actor):
            if not reach(actor, f"{slug}:read").exists():
                raise Refusal(NOT_THERE)
    return procedure


def kind(slug: str) -> Text:
    """What cases of the procedure are called."""
    return words(current().procedures[slug].title)


def address(case: Case) -> str:
    """Where a case is shown."""
    return reverse("desk:case", kwargs={"procedure": case.procedure, "case": case.pk})


def stage_of(procedure: Procedure, name: str) -> State:
    """A stage as a state: an end is quiet."""
    stage = procedure.stages.get(name)
    if stage is None:
        return State("unknown", Text(name, name))
    return State("unknown" if stage.last else "ok", words(stage.title))


# --- index --------------------------------------------------------------------------------------------------


def index(actor: Actor) -> cards.Index:
    """Every procedure that concerns the actor, with how many open cases of it they may see."""
    with reading(actor):
        counts = {
            slug: (number, still)
            for slug, number, still in Case.objects.values_list("procedure").annotate(
                number=Count("pk"), still=Count("pk", filter=Q(closed_at=None))
            )
        }
    concerned = {one.slug for one in offers.procedures(actor)} | set(counts)
    found = [one for slug, one in sorted(current().procedures.items()) if slug in concerned]
    shelves = []
    for folder in dict.fromkeys(one.folder for one in found):
        system = current().folders.get(folder)
        rows = [_index_row(actor, one, counts) for one in found if one.folder == folder]
        title = words(system.title) if system else Text(folder, folder)
        columns = [
            Column(Text("事项", "Procedure")),
            Column(Text("在办", "Open"), numeric=True),
            Column(Text("全部", "All"), numeric=True),
            Column(Text("现在可以发起", "Can be begun now")),
        ]
        identity = system.id if system else ""
        href = reverse("desk:reference-system", kwargs={"system": identity}) if identity else ""
        shelves.append(cards.Shelf(title, identity, href, Table(title, columns, rows, quiet=True)))
    return cards.Index(
        Text("办理", "Cases"),
        Text("您可以查阅或办理的事项。", "The procedures that you may read or act upon."),
        shelves,
        Text(
            "没有您可以查阅或办理的事项。得到授权后会列在这里。",
            "No procedure is open to you. Once you hold a role, they stand here.",
        ),
        len(drafts(actor=actor)),
    )


def _index_row(actor: Actor, procedure: Procedure, counts: Mapping[str, tuple[int, int]]) -> Row:
    number, still = counts.get(procedure.slug, (0, 0))
    ways = openings(actor, procedure)
    first = ways[0] if ways else None
    return Row(
        [
            Cell(words(procedure.title), reverse("desk:case-list", kwargs={"procedure": procedure.slug})),
            Cell(still),
            Cell(number),
            Cell(first.label, first.href) if first else Cell(""),
        ]
    )


def openings(actor: Actor, procedure: Procedure) -> list[cards.Link]:
    """The acts by which the actor may open a case somewhere."""
    held = offers.roles_of(actor)
    return [
        cards.Link(
            words(act.title), reverse("desk:case-open", kwargs={"procedure": procedure.slug, "act": name})
        )
        for name, act in procedure.acts.items()
        if not act.sources and held & current().roles_for(f"{procedure.slug}:{name}")
    ]


# --- list ---------------------------------------------------------------------------------------------------


def _listed(procedure: Procedure) -> list[str]:
    found = [
        name
        for name, one in procedure.fields.items()
        if one.type in SHOWN_IN_LISTS and not one.readers and name not in {"title", "reason"}
    ]
    return found[:MOST_COLUMNS]


def _heads(procedure: Procedure, names: Sequence[str]) -> list[Head]:
    fields = procedure.fields
    return [
        Head("title", Text("事项", "Case"), "number"),
        Head("stage", Text("阶段", "Stage"), "stage"),
        Head("region", Text("地区", "Region"), "region__path"),
        *(
            Head(
                name,
                words(fields[name].title),
                listing.by_fact("facts", name) if fields[name].type in listing.ORDERED else "",
                fields[name].type in {"number", "money"},
                Text("元", "yuan") if fields[name].type == "money" else None,
            )
            for name in names
        ),
        Head("due", Text("到期", "Due"), "due_on"),
        Head("opened", Text("发起", "Opened"), "opened_at"),
    ]


def _found(actor: Actor, procedure: Procedure, given: Mapping[str, str]) -> QuerySet[Case]:
    """The cases asked for; inside a reading context."""
    found: QuerySet[Case] = reach(actor, f"{procedure.slug}:read").select_related("region")
    if given.get("stage") in procedure.stages:
        found = found.filter(stage=given["stage"])
    if given.get("region"):
        found = found.filter(region__path__startswith=given["region"])
    if given.get("unit"):
        found = found.filter(listing.of_unit(given["unit"]))
    if text := given.get("q", "").strip()[:100]:
        found = found.filter(Q(number__icontains=text) | Q(title__icontains=text))
    if given.get("due") == "late":
        found = found.filter(due_on__lt=actor.day, closed_at=None)
    found = found.filter(
        listing.days_between("opened_at", listing.day_in(given, "from"), listing.day_in(given, "until"))
    )
    return listing.narrowed(found, "facts", procedure.fields, listing.asked_fields(procedure.fields, given))


def _light(found: QuerySet[Case], names: Sequence[str]) -> QuerySet[Case]:
    """Without the whole of the facts, which can be large; only what is shown."""
    return found.defer("facts", "course", "letters").annotate(
        **{f"fact_{number}": KeyTransform(name, "facts") for number, name in enumerate(names)}
    )


def _facts(case: Case, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(case, f"fact_{number}") for number, name in enumerate(names)}


def cases(actor: Actor, slug: str, given: Mapping[str, str]) -> cards.Listing:
    """The list of a procedure's cases."""
    procedure = declared(actor, slug)
    names = _listed(procedure)
    heads = _heads(procedure, names)
    page = listing.page_of(given)
    lists = lists_for(actor, procedure.fields)
    with reading(actor):
        found = _found(actor, procedure, given)
        total = found.count()
        page = min(page, max(1, -(-total // listing.PAGE)))
        first = (page - 1) * listing.PAGE
        shown_rows = list(
            _light(listing.ordered(found, heads, given, DEFAULT), names)[first : first + listing.PAGE]
        )
        regions = list(
            Region.objects.filter(pk__in=reach(actor, f"{slug}:read").values("region")).order_by("path")
        )
        units = (
            list(
                Unit.objects.filter(assignment__case__in=reach(actor, f"{slug}:read"))
                .distinct()
                .order_by("name")
            )
            if procedure.assigned
            else []
        )
    named = names_of(actor, procedure.fields, [_facts(one, names) for one in shown_rows])
    ways = openings(actor, procedure)
    empty = (
        Text("没有符合条件的事项。换一个条件试试。", "No case matches. Try other conditions.")
        if any(value for name, value in given.items() if name not in {"page", "sort"})
        else Text(
            f"还没有“{procedure.title.zh}”。发起后会列在这里。",
            f"No {procedure.title.en} yet. Once begun, they stand here.",
        )
    )
    batch = _batch_acts(actor, procedure)
    table = Table(
        Text(f"{procedure.title.zh}", procedure.title.en),
        listing.columns(heads, given, DEFAULT),
        [_row(procedure, case, _facts(case, names), named, actor.day) for case in shown_rows],
        empty,
        listing.pages(given, page, total),
        pick="case" if batch else "",
        quiet=True,
    )
    query = listing.question(given)
    more = listing.filters_of(procedure.fields, given, lists)
    return cards.Listing(
        title=words(procedure.title),
        about=Text(f"共 {total:,} 件", f"{total:,} case{'' if total == 1 else 's'}"),
        filters=_filters(procedure, given, regions, units),
        more=more,
        more_open=any(one.value or any(each.chosen and each.value for each in one.choices) for one in more),
        narrowed=bool(query),
        address=reverse("desk:case-list", kwargs={"procedure": slug}),
        total=total,
        table=table,
        exports=[
            cards.Link(
                Text(f"导出{label}", f"Export {label}"),
                reverse("desk:case-export", kwargs={"procedure": slug, "kind": kind})
                + (f"?{query}" if query else ""),
            )
            for kind, label in (("csv", "CSV"), ("xlsx", "Excel"))
        ],
        openings=ways,
        batch=reverse("desk:case-batch", kwargs={"procedure": slug}),
        batch_acts=batch,
        reference=reference_of(procedure),
    )


def reference_of(declaration: Any) -> str:
    """Where the reference tells of a declaration."""
    system = current().folders.get(declaration.folder)
    if system is None:
        return ""
    kind = declaration.kind_of_file
    return f"{reverse('desk:reference-system', kwargs={'system': system.id})}#{kind}-{declaration.slug}"


def _filters(
    procedure: Procedure, given: Mapping[str, str], regions: Sequence[Region], units: Sequence[Unit]
) -> list[Filter]:
    found = [
        Filter("q", Text("编号或标题", "Number or title"), kind="text", value=given.get("q", "")),
        Filter(
            "stage",
            Text("阶段", "Stage"),
            [
                listing.ALL,
                *(
                    Choice(name, words(one.title), name == given.get("stage"))
                    for name, one in procedure.stages.items()
                ),
            ],
        ),
    ]
    if len(regions) > 1 or given.get("region"):
        found.append(
            Filter(
                "region",
                Text("地区", "Region"),
                [
                    listing.ALL,
                    *(
                        Choice(one.path, Text(one.name, one.name_en), one.path == given.get("region"))
                        for one in regions
                    ),
                ],
            )
        )
    if units:
        found.append(
            Filter(
                "unit",
                Text("承担单位", "Unit"),
                [
                    listing.ALL,
                    *(
                        Choice(
                            one.slug, Text(one.name, one.name_en or one.name), one.slug == given.get("unit")
                        )
                        for one in units
                    ),
                ],
            )
        )
    if procedure.clocks:
        found.append(
            Filter(
                "due",
                Text("时限", "Time"),
                [
                    listing.ALL,
                    Choice("late", Text("已逾期", "late"), given.get("due") == "late"),
                ],
            )
        )
    found.append(Filter("from", Text("发起不早于", "Opened from"), kind="day", value=given.get("from", "")))
    found.append(
        Filter("until", Text("发起不晚于", "Opened until"), kind="day", value=given.get("until", ""))
    )
    return found


def _row(procedure: Procedure, case: Case, facts: Mapping[str, Any], names: Names, day: date) -> Row:
    late = case.due_on is not None and case.due_on < day and case.closed_at is None
    number = Text(case.number, case.number)
    own = case.title not in {procedure.title.zh, procedure.title.en, ""}
    return Row(
        [
            Cell(case.title if own else case.number, address(case), number if own else None),
            Cell(stage_of(procedure, case.stage).word),
            Cell(Text(case.region.name, case.region.name_en)),
            *(
                Cell(
                    shown(procedure.fields[name], value, names),
                    leads_to(procedure.fields[name], value, names),
                )
                for name, value in facts.items()
            ),
            Cell(State("late", Text(f"{case.due_on}", f"{case.due_on}")) if late else case.due_on),
            Cell(case.opened_at.astimezone(SHANGHAI).date()),
        ],
        key=str(case.pk),
    )


def export(actor: Actor, slug: str, given: Mapping[str, str], kind: str) -> Any:
    """The whole of what was asked for as a file, every field that all readers may see with it."""
    procedure = declared(actor, slug)
    names = [name for name, one in procedure.fields.items() if not one.readers and one.type != "data"]
    heads = [
        Text("编号", "Number"),
        Text("标题", "Title"),
        Text("阶段", "Stage"),
        Text("地区", "Region"),
        Text("发起", "Opened"),
        Text("办结", "Closed"),
        Text("到期", "Due"),
        *(words(procedure.fields[name].title) for name in names),
    ]
    return exporting.exported(
        kind, f"{slug}-{actor.day}", [str(say(one)) for one in heads], _lines(actor, procedure, given, names)
    )


def _lines(
    actor: Actor, procedure: Procedure, given: Mapping[str, str], names: Sequence[str]
) -> Iterator[Sequence[Any]]:
    order = _heads(procedure, _listed(procedure))
    fields = procedure.fields
    with reading(actor):
        found = _light(listing.ordered(_found(actor, procedure, given), order, given, DEFAULT), names)
        waiting: list[Case] = []

        def said() -> Iterator[Sequence[Any]]:
            named = names_of(actor, fields, [_facts(one, names) for one in waiting])
            for case in waiting:
                facts = _facts(case, names)
                yield [
                    case.number,
                    case.title,
                    say(stage_of(procedure, case.stage).word),
                    say(Text(case.region.name, case.region.name_en)),
                    case.opened_at,
                    case.closed_at,
                    case.due_on,
                    *(_cell(fields[name], facts[name], named) for name in names),
                ]

        for case in found.iterator(chunk_size=500):
            waiting.append(case)
            if len(waiting) == 500:
                yield from said()
                waiting.clear()
        yield from said()


def _cell(field: Any, value: Any, names: Names) -> Any:
    if field.type == "paper" and value:
        return str(value)
    return plain(field, value, names)


# --- detail -------------------------------------------------------------------------------------------------


def found_case(actor: Actor, slug: str, identity: UUID) -> Case:
    """The case, if the actor may see it; else it is not there."""
    if current().procedure(slug) is None:
        raise Refusal(NOT_THERE)
    with reading(actor):
        case = (
            reach(actor, f"{slug}:read")
            .select_related("region", "parent__region")
            .filter(pk=identity)
            .first()
        )
    if case is None:
        raise Refusal(NOT_THERE)
    return case  # type: ignore[no-any-return]


def detail(
    actor: Actor, slug: str, identity: UUID, *, at: Any, done: str = "", printing: bool = False
) -> cards.Detail:
    """A case: where it stands, its clocks, its facts and papers, what happened, and what can be done now."""
    case = found_case(actor, slug, identity)
    procedure = current().procedures[slug]
    fields = procedure.fields
    unseen = _unseen(actor, procedure, case)
    facts = {name: value for name, value in facts_of(actor, case).items() if name not in unseen}
    names = names_of(actor, fields, [facts])
    runs = clocks_of(case, as_of=actor.day) if procedure.clocks and case.course else []
    told = story(
        actor,
        "case",
        case.pk,
        fields,
        unseen=unseen,
        title=lambda verb: _act_title(procedure, verb),
        stages={name: words(one.title) for name, one in procedure.stages.items()},
    )
    possible, impossible = _possibilities(actor, procedure, case, at)
    with reading(actor):
        parts = list(case.assignments.select_related("unit"))
        people = list(case.participants.all()) if procedure.parts else []
        parent = Case.objects.filter(pk=case.parent_id).first() if case.parent_id else None
        children = list(
            Case.objects.filter(parent=case)
            .select_related("region")
            .defer("facts", "course", "letters")
            .order_by("number")[:500]
        )
    head = [
        Fact(Text("编号", "Number"), case.number),
        Fact(Text("地区", "Region"), Text(case.region.name, case.region.name_en)),
        *(
            Fact(
                {role: said for role, _, said in PARTS}[role],
                "、".join(
                    str(say(Text(one.unit.name, one.unit.name_en or one.unit.name)))
                    if one.unit
                    else one.as_written
                    for one in parts
                    if one.role == role
                ),
            )
            for role in dict.fromkeys(one.role for one in parts)
        ),
        *(
            Fact(
                words(procedure.parts[part].title),
                "、".join(dict.fromkeys(one.name for one in people if one.part == part)),
            )
            for part in dict.fromkeys(one.part for one in people)
            if part in procedure.parts
        ),
        Fact(Text("发起", "Opened"), case.opened_at.astimezone(SHANGHAI).date()),
        *(
            [Fact(Text("办结", "Closed"), case.closed_at.astimezone(SHANGHAI).date())]
            if case.closed_at
            else []
        ),
    ]
    done_act = procedure.acts.get(done)
    title = case.title or procedure.title.zh
    if title == procedure.title.zh:
        title = f"{say(words(procedure.title))} {case.number}"
    return cards.Detail(
        title=title,
        number=case.number,
        kind=words(procedure.title),
        kind_href=reverse("desk:case-list", kwargs={"procedure": slug}),
        state=None,
        track=_track(procedure, case),
        head=head,
        clocks=[_clock(run, case, actor.day) for run in runs],
        facts=[
            Fact(
                title_of(fields, name),
                shown(fields.get(name), value, names),
                leads_to(fields.get(name), value, names),
            )
            for name, value in _in_order(procedure, facts).items()
            if not (name in fields and fields[name].type == "paper")
        ],
        files=_files(procedure, case, facts),
        story=told,
        possible=possible,
        impossible=impossible,
        parent=cards.Link(_named(parent), address(parent)) if parent is not None else None,
        children=_children(children),
        warnings=_warnings(procedure, case, actor.day),
        done=Text(f"已办理“{done_act.title.zh}”", f"Done: {done_act.title.en}") if done_act else None,
        printing=printing,
        address=address(case),
    )


def _unseen(actor: Actor, procedure: Procedure, case: Case) -> frozenset[str]:
    """Fields under seal that this viewer reaches neither by a role nor by a part in the case."""
    with reading(actor):
        open_ = set(case.sealed.values_list("field", flat=True))
    return frozenset(hidden(procedure.fields, actor, case.region.path) - open_)


def _act_title(procedure: Procedure, verb: str) -> Text:
    act = procedure.acts.get(verb.partition(":")[2])
    return words(act.title) if act else Text(verb, verb)


def _named(case: Case) -> str:
    procedure = current().procedure(case.procedure)
    kind = say(words(procedure.title)) if procedure else case.procedure
    own = procedure is None or case.title != procedure.title.zh
    return f"{kind} {case.number}{f' {case.title}' if own else ''}"


def _in_order(procedure: Procedure, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they are declared, then those that rules derived; what a part lists stands in the head already."""
    listed = {one.field for one in procedure.parts.values()}
    order = [*procedure.fields, *(name for name in facts if name not in procedure.fields)]
    return {name: facts[name] for name in order if name in facts and name not in {"title", *listed}}


def _track(procedure: Procedure, case: Case) -> list[cards.Step]:
    """Stages in declared order: those been in, the one it is in, and those that can still be reached."""
    been = {str(one.get("stage")) for one in case.course}
    ahead: set[str] = set()
    here = {case.stage}
    while here:
        reached = (
            {act.to for act in procedure.acts.values() if act.to and set(act.sources) & here}
            - ahead
            - {case.stage}
        )
        ahead |= reached
        here = reached
    return [
        cards.Step(words(stage.title), "here" if name == case.stage else "past" if name in been else "ahead")
        for name, stage in procedure.stages.items()
        if name == case.stage or name in been or name in ahead
    ]


def _clock(run: Running, case: Case, day: date) -> cards.Clock:
    due = run.due.day
    title, left = run.title, None
    if run.key:
        title = Text(f"{title.zh}（{run.key}）", f"{title.en} ({run.key})")
    if run.stopped_on is not None:
        when = in_words(run.stopped_on, weekday=False)
        state = (
            State("late", Text("逾期结束", "ended late"))
            if run.overdue
            else State("unknown", Text("已结束", "ended"))
        )
        said = Text(f"{run.stopped_on}结束", f"ended on {when}")
    elif run.paused:
        state, said = State("attention", Text("停算中", "paused")), Text("停算期间不计", "time stands still")
    elif due is None:
        state, said = (
            State("attention", Text("未定", "not determined")),
            Text("到期日未定", "no last day yet"),
        )
    elif run.overdue or due < day:
        over = calendar(case.region.path).working_days(after=due, through=day)
        state = State("late", Text("已逾期", "late"))
        said = Text(f"已逾期{over}个工作日", f"{over} working days late")
    else:
        left = calendar(case.region.path).working_days(after=day, through=due)
        state = (
            State("attention", Text("快到期", "due soon"))
            if left <= 3
            else State("ok", Text("进行中", "running"))
        )
        said = Text(f"还有{left}个工作日", f"{left} working days left")
    share = None
    if due is not None and run.open and due > run.started:
        share = (day - run.started).days / (due - run.started).days
    return cards.Clock(
        title,
        state,
        due,
        said,
        share,
        run.due.provisional,
        DUTIES[run.kind],
        run.awaits,
        run.chosen.clause,
        run.chosen.reason,
        [(Text(step.zh, step.en), step.clause) for step in run.due.steps],
        run.open,
    )


def _files(procedure: Procedure, case: Case, facts: Mapping[str, Any]) -> list[cards.File]:
    papers = {
        name: facts[name]
        for name, one in procedure.fields.items()
        if one.type == "paper" and isinstance(facts.get(name), str)
    }
    digests = {*papers.values(), *(one["sha256"] for one in case.letters)}
    with kernel():
        known = {
            one.sha256: one
            for one in Paper.objects.filter(sha256__in=digests).only("sha256", "size", "media_type")
        }
    place = {"procedure": case.procedure, "case": case.pk}
    found = [
        cards.File(
            title_of(procedure.fields, name),
            reverse("desk:case-paper", kwargs={**place, "field": name}),
            kind_words(known[digest].media_type),
            size_words(known[digest].size),
        )
        for name, digest in papers.items()
        if digest in known
    ]
    for one in case.letters:
        if one["sha256"] not in known:
            continue
        letter = current().letter(folder=procedure.folder, name=one["name"])
        served = [each["day"] for each in one["served"]]
        found.append(
            cards.File(
                words(letter.title),
                reverse("desk:case-letter", kwargs={**place, "letter": one["id"]}),
                Text("文书", "letter"),
                size_words(known[one["sha256"]].size),
                Text(
                    f"{one['day']}制发，{'、'.join(served)}送达",
                    f"issued {one['day']}, served {', '.join(served)}",
                )
                if served
                else Text(f"{one['day']}制发", f"issued {one['day']}"),
            )
        )
    return found


def _warnings(procedure: Procedure, case: Case, day: date) -> list[Text]:
    """What served letters state that is no longer so."""
    if not case.letters:
        return []
    found = []
    for one in disagreements(case, as_of=day):
        letter = current().letter(folder=procedure.folder, name=one["letter"]).title
        fact = title_of(procedure.fields, one["fact"])
        found.append(
            Text(
                f"已送达的“{letter.zh}”写明{fact.zh}为{one['stated']}，现为{one['now']}",
                f"The served {letter.en!r} states {fact.en} as {one['stated']}; it is now {one['now']}",
            )
        )
    return found


def _children(children: Sequence[Case]) -> Table | None:
    if not children:
        return None
    rows = []
    for case in children:
        procedure = current().procedure(case.procedure)
        kind = words(procedure.title) if procedure else Text(case.procedure, case.procedure)
        state = (
            stage_of(procedure, case.stage) if procedure else State("unknown", Text(case.stage, case.stage))
        )
        rows.append(
            Row([Cell(case.title, address(case), Text(case.number, case.number)), Cell(kind), Cell(state)])
        )
    return Table(
        Text("由本件办出的事项", "Cases that came of this one"),
        [Column(Text("事项", "Case")), Column(Text("种类", "Kind")), Column(Text("阶段", "Stage"))],
        rows,
    )


def _possibilities(
    actor: Actor, procedure: Procedure, case: Case, at: Any
) -> tuple[list[cards.Possibility], list[cards.Possibility]]:
    """The acts that can be begun now, and the others with the reasons against each."""
    yes: list[cards.Possibility] = []
    no: list[cards.Possibility] = []
    kept = (
        {one.verb for one in drafts(actor=actor, target=str(case.pk))}
        if actor.name != offers.EVERYONE
        else set()
    )
    for name, act in procedure.acts.items():
        if not act.sources or act.roles == ("clock",):
            continue
        verb = f"{procedure.slug}:{name}"
        answer = why(actor=actor, verb=verb, target=str(case.pk), at=at)
        ready = answer.allowed or all(reason.code == "given.missing" for reason in answer.reasons)
        one = cards.Possibility(
            words(act.title),
            reverse("desk:case-act", kwargs={"procedure": procedure.slug, "case": case.pk, "act": name})
            if ready
            else "",
            act.clause or "",
            [] if ready else [_against(verb, reason) for reason in answer.reasons],
            verb in kept,
        )
        (yes if ready else no).append(one)
    return yes, no


def _against(verb: str, reason: Reason) -> Problem:
    """A reason against an act; who may do it instead is said in the words of the page it stands on."""
    if reason.code != "acts.forbidden":
        return Problem(reason.text, reason.clause)
    roles = sorted(current().roles_for(verb))
    return Problem(
        Text(f"由{'、'.join(roles)}在本地区办理", f"for {', '.join(roles)} in this region"), reason.clause
    )


def paper(actor: Actor, slug: str, identity: UUID, name: str) -> tuple[bytes, str]:
    """The bytes of a case's paper and a name for the file."""
    case = found_case(actor, slug, identity)
    procedure = current().procedures[slug]
    field = procedure.fields.get(name)
    if field is None or field.type != "paper" or name in _unseen(actor, procedure, case):
        raise Refusal(NOT_THERE)
    content = paper_of(actor, case.pk, name)
    return content, f"{case.number}-{name}.{ending(content)}"


def letter(actor: Actor, slug: str, identity: UUID, name: str) -> tuple[bytes, str]:
    """The kept copy of a letter and a name for the file."""
    case = found_case(actor, slug, identity)
    return letter_of(actor, case.pk, name), f"{case.number}-{name.replace('#', '-')}.txt"


def ending(content: bytes) -> str:
    """The ending that a file's first bytes deserve."""
    return ENDING_OF.get(sniff(content), "bin")


# --- forms --------------------------------------------------------------------------------------------------


def _act(procedure: Procedure, name: str, *, opening: bool) -> Act:
    act = procedure.acts.get(name)
    if act is None or bool(act.sources) == opening:
        raise Refusal(NOT_THERE)
    return act


def _optional(procedure: Procedure, act: Act) -> list[str]:
    """Fields that no act needs and no rule makes, which any act may bring."""
    asked = {name for one in procedure.acts.values() for name in one.needs}
    made = {name for one in procedure.acts.values() for name in one.derive}
    return [
        name
        for name, one in procedure.fields.items()
        if name not in asked | made | set(act.needs) and (one.type != "data" or name in _people(procedure))
    ]


def _stated(result: Mapping[str, Any]) -> list[Text]:
    """What an outcome says would happen, in sentences."""
    found = []
    for one in result.get("clocks") or []:
        title, day = one["title"], one["due"]
        found.append(
            Text(f"{title['zh']}：到期日{day}", f"{title['en']}: due {day}")
            if day
            else Text(f"{title['zh']}：停算中，到期日未定", f"{title['en']}: paused, no last day yet")
        )
    handed = len(result.get("handed") or [])
    if handed:
        found.append(Text(f"同时办出{handed}件相关事项", f"{handed} related act(s) follow at once"))
    found.extend(Text(one["text"]["zh"], one["text"]["en"]) for one in result.get("disturbed") or [])
    return found


def _told(procedure: Procedure, before: str, opening: bool) -> Any:
    def tell(outcome: Outcome) -> list[Text]:
        stage = stage_of(procedure, str(outcome.result["stage"])).word
        here = stage_of(procedure, before).word if before else None
        moved = (
            Text(f"阶段：{here.zh} → {stage.zh}", f"Stage: {here.en} → {stage.en}")
            if here is not None and here != stage
            else Text(f"阶段：{stage.zh}", f"Stage: {stage.en}")
        )
        number = str(outcome.result["number"])
        taken = (
            [Text(f"如现在办理，编号为{number}", f"Done now, its number would be {number}")]
            if opening
            else []
        )
        return [moved, *taken, *_stated(outcome.result)]

    return tell


def act_job(actor: Actor, slug: str, identity: UUID, name: str) -> forms.Job:
    """The form of an act on a case, with the facts the case already has."""
    case = found_case(actor, slug, identity)
    procedure = current().procedures[slug]
    act = _act(procedure, name, opening=False)
    needs = list(dict.fromkeys([*act.needs, *([act.on] if act.on and act.on in procedure.fields else [])]))
    unseen = hidden(procedure.fields, actor, case.region.path)
    facts = {} if not needs else facts_of(actor, case)
    known = {
        field: as_given(procedure.fields[field], facts[field])
        for field in needs
        if facts.get(field) not in (None, "")
        and procedure.fields[field].type != "paper"
        and field not in unseen
    }
    source = Text(f"取自本件（{case.number}）", f"from this case ({case.number})")
    required = set(act.needs)
    return forms.Job(
        verb=f"{slug}:{name}",
        target=str(case.pk),
        title=words(act.title),
        about=Text(
            f"{_named(case)} · 目前{stage_of(procedure, case.stage).word.zh}",
            f"{_named(case)} · now {stage_of(procedure, case.stage).word.en}",
        ),
        step=words(act.title),
        clause=act.clause or "",
        fields=procedure.fields,
        needs=[one for one in needs if one in required],
        may=[one for one in needs if one not in required],
        folded=_optional(procedure, act),
        known=known,
        sources=dict.fromkeys(known, source),
        lists=lists_for(
            actor, _only(procedure, [*needs, *_optional(procedure, act)]), under=_top(case.region.path)
        ),
        names=lambda given: names_of(actor, procedure.fields, [given]),
        outcome=_told(procedure, case.stage, opening=False),
        address=reverse("desk:case-act", kwargs={"procedure": slug, "case": case.pk, "act": name}),
        back=address(case),
        crumb=case.number,
        people=_people(procedure),
        stepwise=offers.is_open(procedure, name),
    )


def _people(procedure: Procedure) -> frozenset[str]:
    """The fields that list who takes part in a case."""
    return frozenset(part.field for part in procedure.parts.values())


def _only(procedure: Procedure, names: Sequence[str]) -> dict[str, Any]:
    return {name: procedure.fields[name] for name in names if name in procedure.fields}


def _top(path: str) -> str:
    """The topmost region above a path."""
    return "/".join(path.split("/")[:2]) + "/"


def open_job(actor: Actor, slug: str, name: str, asked: Mapping[str, str]) -> forms.Job:
    """The form that opens a case, filled in with what the city holds: the region, the unit, the party, the parent."""
    procedure = declared(actor, slug)
    act = _act(procedure, name, opening=True)
    verb = f"{slug}:{name}"
    roles = current().roles_for(verb)
    held = offers.roles_of(actor)
    if not held & roles:
        said = words(act.title)
        raise Refusal.one(
            "acts.forbidden",
            f"您没有“{said.zh}”的权限；它由{'、'.join(sorted(roles))}办理",
            f"You may not do {said.en!r}; it is for {', '.join(sorted(roles))}",
        )
    own = {
        "region": forms.plain_field("region", Text("地区", "Region")),
        "title": forms.plain_field("text", Text("标题", "Title")),
    }
    may = _optional(procedure, act)
    parts = {field: forms.plain_field("unit", said) for _, field, said in PARTS} if procedure.assigned else {}
    fields = {**own, **procedure.fields, **parts, "region": own["region"]}
    paths = sorted({role.path for role in actor.roles if role.name in roles})
    everyone = offers.EVERYONE in roles
    wanted = {one: fields[one] for one in ["region", *act.needs, *may, *parts]}
    lists = lists_for(actor, wanted)
    regions = [one for one in lists.regions if everyone or any(one[0].startswith(path) for path in paths)]
    lists = Lists(regions, lists.units, lists.entries)
    parent = _parent(actor, asked.get("parent", ""))
    known, sources = _known(actor, procedure, wanted, parent, regions, paths)
    title = ["title"] if "title" not in act.needs and "title" not in may else []
    return forms.Job(
        verb=verb,
        title=words(act.title),
        about=words(procedure.title),
        step=words(act.title),
        clause=act.clause or "",
        fields=fields,
        people=_people(procedure),
        needs=list(dict.fromkeys(["region", *act.needs])),
        may=[*title, *may, *parts],
        fixed={"parent": str(parent.pk)} if parent else {},
        known=known,
        sources=sources,
        fill=lambda given: _by_party(actor, procedure, wanted, given),
        shape=(lambda given: _with_units(actor, given)) if parts else dict,
        lists=lists,
        names=lambda given: names_of(actor, fields, [given]),
        outcome=_told(procedure, "", opening=True),
        address=reverse("desk:case-open", kwargs={"procedure": slug, "act": name})
        + (f"?parent={parent.pk}" if parent else ""),
        back=address(parent) if parent else reverse("desk:case-list", kwargs={"procedure": slug}),
        stepwise=offers.is_open(procedure, name),
    )


def _with_units(actor: Actor, given: dict[str, Any]) -> dict[str, Any]:
    """The facts with the units that were chosen as parts in the case."""
    facts = {name: value for name, value in given.items() if name not in {field for _, field, _ in PARTS}}
    chosen = [(role, given[field]) for role, field, _ in PARTS if given.get(field)]
    if chosen:
        with reading(actor):
            found = Unit.objects.filter(slug__in=[slug for _, slug in chosen])
            names = dict(found.values_list("slug", "name"))
        facts["units"] = [
            {"role": role, "as_written": names.get(slug, slug), "unit": slug} for role, slug in chosen
        ]
    return facts


def _parent(actor: Actor, identity: str) -> Case | None:
    try:
        wanted = UUID(identity)
    except ValueError:
        return None
    with reading(actor):
        found: Case | None = Case.objects.select_related("region").filter(pk=wanted).first()
    return found


def _known(
    actor: Actor,
    procedure: Procedure,
    fields: Mapping[str, Any],
    parent: Case | None,
    regions: Sequence[tuple[str, Text]],
    paths: Sequence[str],
) -> tuple[dict[str, Any], dict[str, Text]]:
    """What the city already holds for a new case."""
    known: dict[str, Any] = {}
    sources: dict[str, Text] = {}

    def fill(name: str, value: Any, source: Text) -> None:
        if name not in known and value not in (None, ""):
            known[name], sources[name] = value, source

    if parent is not None:
        came = Text(f"取自{parent.number}", f"from {parent.number}")
        fill("region", parent.region.path, came)
        theirs = current().procedure(parent.procedure)
        facts = facts_of(actor, parent)
        for name, one in fields.items():
            if theirs and name in theirs.fields and theirs.fields[name].type == one.type != "paper":
                fill(name, as_given(one, facts.get(name)), came)
    mine = Text("您任职的地区", "where you hold your role")
    here = next((path for path in paths if any(path == one for one, _ in regions)), "")
    fill("region", here or (regions[0][0] if len(regions) == 1 else ""), mine)
    if not known.get("region") and regions and (home := home_region()) is not None:
        fill(
            "region",
            home.path if any(home.path == one for one, _ in regions) else "",
            Text("本市", "this city"),
        )
    if len(actor.units) == 1:
        for name, one in fields.items():
            if one.type == "unit" and not name.startswith("units_"):
                fill(name, actor.units[0], Text("您所在的单位", "your unit"))
    return known, sources


def _by_party(
    actor: Actor, procedure: Procedure, fields: Mapping[str, Any], given: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Text]]:
    """What is known of the party whose code was given: its name, its region, and facts of its latest case."""
    known: dict[str, Any] = {}
    sources: dict[str, Text] = {}
    parties = [
        (name, str(given[name])) for name, one in fields.items() if one.type == "party" and given.get(name)
    ]
    for field, code in parties:
        with reading(actor):
            party = Party.objects.select_related("region").filter(code=code).first()
            earlier = (
                reach(actor, f"{procedure.slug}:read")
                .select_related("region")
                .filter(**{f"facts__{field}": code})
                .order_by("-opened_at", "-pk")
                .first()
            )
        if party is None:
            sources[field] = Text("没有查到这个代码", "no party has this code")
            continue
        sources[field] = Text(
            f"{party.name}（{party.region.name}）", f"{party.name} ({party.region.name_en})"
        )
        if fields["region"].type == "region" and "region" not in given:
            known["region"], sources["region"] = (
                party.region.path,
                Text("该单位所在地区", "where the party is"),
            )
        if earlier is None:
            continue
        unseen = hidden(procedure.fields, actor, earlier.region.path)
        for name, one in fields.items():
            value = earlier.facts.get(name)
            if name in given or name in known or name in unseen or one.type == "paper" or value in (None, ""):
                continue
            known[name] = as_given(one, value)
            sources[name] = Text(f"取自{earlier.number}", f"from {earlier.number}")
    return known, sources


# --- many at once -------------------------------------------------------------------------------------------


def _batch_acts(actor: Actor, procedure: Procedure) -> list[Choice]:
    """The acts that can be done on many cases: those the actor's roles allow and that need no file."""
    held = offers.roles_of(actor)
    return [
        Choice(name, words(act.title))
        for name, act in procedure.acts.items()
        if act.sources
        and held & current().roles_for(f"{procedure.slug}:{name}")
        and not any(procedure.fields[one].type == "paper" for one in act.needs)
    ]


def batch(actor: Actor, slug: str, post: Any, files: Any, *, at: Any, key: str) -> cards.Batch:
    """One act on the chosen cases: its form and what stands before each, then what became of each."""
    procedure = declared(actor, slug)
    back = reverse("desk:case-list", kwargs={"procedure": slug})
    targets = list(dict.fromkeys(post.getlist("case")))
    if not targets:
        raise Refusal.one("desk.none-chosen", "没有选中任何事项", "no case was chosen")
    if len(targets) > MOST_AT_ONCE:
        raise Refusal.one(
            "desk.too-many", f"一次最多办理{MOST_AT_ONCE}件", f"at most {MOST_AT_ONCE} cases at once"
        )
    name = post.get("act", "")
    if name not in {one.value for one in _batch_acts(actor, procedure)}:
        raise Refusal.one("desk.no-act", "请选择要办理的动作", "choose what is to be done", place="act")
    act = procedure.acts[name]
    own = list(act.needs)
    job = forms.Job(
        verb=f"{slug}:{name}",
        title=words(act.title),
        about=Text(f"对{len(targets)}件一并办理", f"on {len(targets)} cases at once"),
        step=words(act.title),
        clause=act.clause or "",
        fields=procedure.fields,
        needs=own,
        lists=lists_for(actor, _only(procedure, own)),
        address=reverse("desk:case-batch", kwargs={"procedure": slug}),
        back=back,
    )
    identities = [one for one in map(_uuid, targets) if one is not None]
    with reading(actor):
        found = {
            str(one.pk): one
            for one in reach(actor, f"{slug}:read")
            .select_related("region")
            .defer("facts", "course", "letters")
            .filter(pk__in=identities)
        }
    given, reasons = given_in(procedure.fields, own, post, files)
    wish = post.get("do", "")
    key = post.get("key") or key
    if wish not in {"preview", "do"} or reasons:
        card = forms.show(job, given, key=key, reasons=reasons)
        return cards.Batch(
            words(act.title), card, _outcomes(procedure, targets, found, {}), targets, name, False, []
        )
    items = {
        str(one.target): one
        for one in perform_each(
            actor=actor,
            verb=f"{slug}:{name}",
            targets=targets,
            facts=given,
            at=at,
            preview=wish == "preview",
            key=key,
        )
    }
    done = sum(one.outcome is not None for one in items.values())
    tally = [
        Fact(Text("可以办理", "can be done") if wish == "preview" else Text("已办理", "done"), done),
        Fact(
            Text("不能办理", "cannot be done") if wish == "preview" else Text("未办理", "not done"),
            len(items) - done,
        ),
    ]
    return cards.Batch(
        words(act.title),
        forms.show(job, given, key=key),
        _outcomes(procedure, targets, found, items),
        targets,
        name,
        wish == "do",
        tally,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _outcomes(
    procedure: Procedure, targets: Sequence[str], found: Mapping[str, Case], items: Mapping[str, Any]
) -> Table:
    rows = []
    for target in targets:
        case, item = found.get(target), items.get(target)
        if case is None:
            # Not yours and not there look alike.
            first, stage = Cell(Text("没有这一项，或不对您开放", "not there, or not open to you")), Cell("")
        else:
            own = case.title != procedure.title.zh
            first = Cell(
                case.title if own else case.number,
                address(case),
                Text(case.number, case.number) if own else None,
            )
            stage = Cell(stage_of(procedure, case.stage).word)
        rows.append(Row([first, stage, Cell(_became(procedure, item))]))
    return Table(
        Text("选中的事项", "the chosen cases"),
        [
            Column(Text("事项", "Case")),
            Column(Text("原阶段", "Stage before")),
            Column(Text("结果", "Outcome")),
        ],
        rows,
    )


def _became(procedure: Procedure, item: Any) -> State | None:
    if item is None:
        return None
    if item.refusal is not None:
        reasons: Sequence[Reason] = item.refusal.reasons
        return State(
            "refused",
            Text("没有办", "not done"),
            Text("；".join(one.text.zh for one in reasons), "; ".join(one.text.en for one in reasons)),
        )
    stage = stage_of(procedure, str(item.outcome.result["stage"])).word
    return State("ok", Text(f"{stage.zh}", stage.en))
