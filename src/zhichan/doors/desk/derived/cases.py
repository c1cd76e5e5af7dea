"""Cases of declared procedures: the index, and the list of a procedure with its export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.fields.json import KeyTransform
from django.urls import reverse

from zhichan.doors.desk.derived import cards, listing
from zhichan.doors.desk.derived.fields import (
    Names,
    leads_to,
    lists_for,
    names_of,
    plain,
    shown,
    words,
)
from zhichan.doors.desk.derived.forms import SEEN
from zhichan.doors.desk.derived.listing import Head
from zhichan.doors.look import files, offers, tables, typed
from zhichan.doors.look.parts import Cell, Choice, Column, Filter, Row, State, Table
from zhichan.doors.look.words import SHANGHAI, say
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE, drafts, reach
from zhichan.kernel.casework.public import Assignment, Case, Standing, number_of, standings_of, tallies
from zhichan.kernel.catalogue.public import Procedure, current
from zhichan.kernel.ground.public import Refusal, Region, Text, Unit

OWN_PAGES = {"plan": "desk:plan"}
"""Procedures whose cases have a page of their own beside the derived one."""
BESIDE = {
    "circular": ("desk:circular", Text("报告正文", "The report")),
    "plan": ("desk:plan", Text("原文与核对", "Text and review")),
    "revision": ("desk:revision-effects", Text("会变什么", "What would move")),
    "supervision": ("desk:matter", Text("督办情况", "Under supervision")),
}
"""Where a case has a page beside the derived one, to which that leads, and what the page is called."""
SHOWN_IN_LISTS = frozenset(
    {"text", "number", "year", "money", "day", "flag", "choice", "region", "unit", "party", "entry"}
)
MOST_COLUMNS = 5
DEFAULT = "-opened"
PARTS = (
    ("lead", "units_lead", Text("牵头单位", "leading unit")),
    ("cooperating", "units_cooperating", Text("配合单位", "cooperating unit")),
    ("responsible", "units_responsible", Text("负责单位", "responsible unit")),
)


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


def beside(case: Case) -> cards.Link | None:
    """The way to the page that a case has beside the derived one."""
    name, label = BESIDE.get(case.procedure, ("", Text("", "")))
    return cards.Link(label, reverse(name, args=[case.pk])) if name else None


def stage_of(procedure: Procedure, name: str) -> State:
    """A stage as a state: an end is quiet."""
    stage = procedure.stages.get(name)
    if stage is None:
        return State("unknown", Text(name, name))
    return State("unknown" if stage.last else "ok", words(stage.title))


def standings(cases: Sequence[Case], day: date) -> list[Standing | None]:
    """How cases stand on a day; None where the procedure does not say how that is computed."""
    return standings_of(cases, as_of=day)


def as_state(found: Standing | None) -> State | None:
    """How a case stands, as a page shows it."""
    return State(found.kind, found.title, found.reason) if found is not None else None  # type: ignore[arg-type]


# --- index --------------------------------------------------------------------------------------------------


def index(actor: Actor) -> cards.Index:
    """Every procedure that concerns the actor, with how many open cases of it they may see."""
    counts: dict[str, tuple[int, int]] = {}
    with reading(actor):
        for one in tallies(actor):
            number, still = counts.get(one.procedure, (0, 0))
            procedure = current().procedure(one.procedure)
            stage = procedure.stages.get(one.stage) if procedure is not None else None
            ended = stage is not None and stage.last
            counts[one.procedure] = number + one.cases, still + (0 if ended else one.cases)
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
        for name in listing.open_fields(procedure.fields, SHOWN_IN_LISTS)
        if name not in {"title", "reason"}
    ]
    return found[:MOST_COLUMNS]


def _heads(procedure: Procedure, names: Sequence[str]) -> list[Head]:
    fields = procedure.fields
    return [
        Head("title", Text("事项", "Case"), "number"),
        Head("stage", Text("阶段", "Stage"), "stage"),
        *([Head("standing", words(procedure.standing.title))] if procedure.standing else []),
        Head("region", Text("地区", "Region"), "region__path"),
        *(
            Head(
                name,
                words(fields[name].title),
                listing.by_fact("facts", name) if fields[name].type in listing.ORDERED else "",
                fields[name].type in {"number", "year", "money"},
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
        found = found.filter(typed.holds("number", text) | typed.holds("title", text))
    if given.get("due") == "late":
        found = found.filter(due_on__lt=actor.day, closed_at=None)
    last = listing.day_in(given, "until")
    found = found.filter(
        typed.days_between("opened_at", listing.day_in(given, "from"), last and last + timedelta(days=1))
    )
    return listing.narrowed(found, "facts", procedure.fields, listing.asked_fields(procedure.fields, given))


def _total(actor: Actor, procedure: Procedure, given: Mapping[str, str], found: QuerySet[Case]) -> int:
    """The exact number of the cases asked for: from the tallies where these know it, else counted."""
    asked = {name for name, value in given.items() if value} - {"page", "sort"}
    if asked - {"stage", "region"} or given.get("stage") not in {None, "", *procedure.stages}:
        return found.count()
    return number_of(actor, procedure.slug, stage=given.get("stage") or None, below=given.get("region") or None)


UNLISTED = (
    "facts", "course", "letters", "readers", "barred", "public", "public_from", "public_until", "edition", "key",
    "synthetic", "expires_on", "parent",
)  # fmt: skip
"""What no list shows of a case. Facts, course and letters can be large."""
AT = "@"
"""Between a case that is chosen from a list and the version of it that the list showed."""


def _light(found: QuerySet[Case], names: Sequence[str]) -> QuerySet[Case]:
    """Without the whole of the facts; only what is shown."""
    return found.defer(*UNLISTED).annotate(
        **{f"fact_{number}": KeyTransform(name, "facts") for number, name in enumerate(names)}
    )


def _facts(case: Case, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(case, f"fact_{number}") for number, name in enumerate(names)}


def cases(actor: Actor, slug: str, given: Mapping[str, str]) -> cards.Listing:
    """The list of a procedure's cases."""
    procedure = declared(actor, slug)
    names = _listed(procedure)
    heads = _heads(procedure, names)
    lists = lists_for(actor, procedure.fields)
    with reading(actor):
        found = _found(actor, procedure, given)
        total = _total(actor, procedure, given, found)
        light = _light(listing.ordered(found, heads, given, DEFAULT), names)
        # How a case stands follows from its facts and its course.
        rows = light.defer(None).defer("letters") if procedure.standing else light
        shown_rows = list(tables.sliced(rows, given, total))
        there = {one.region for one in tallies(actor, procedure=slug)}
        regions = list(Region.objects.filter(pk__in=there).order_by("path"))
        given_a_part = Assignment.objects.filter(unit=OuterRef("pk"), case__procedure=slug)
        units = list(Unit.objects.filter(Exists(given_a_part)).order_by("name")) if procedure.assigned else []
    named = names_of(actor, procedure.fields, [_facts(one, names) for one in shown_rows])
    hows = standings(shown_rows, actor.day) if procedure.standing else [None] * len(shown_rows)
    ways = openings(actor, procedure)
    empty = (
        Text("没有符合条件的事项。换一个条件试试。", "No case matches. Try other conditions.")
        if listing.is_narrowed(given)
        else Text(
            f"还没有“{procedure.title.zh}”。发起后会列在这里。",
            f"No {procedure.title.en} yet. Once begun, they stand here.",
        )
    )
    batch = batch_acts(actor, procedure)
    table = Table(
        Text(f"{procedure.title.zh}", procedure.title.en),
        listing.columns(heads, given, DEFAULT),
        [
            _row(procedure, case, _facts(case, names), named, as_state(how), actor.day)
            for case, how in zip(shown_rows, hows, strict=True)
        ],
        empty,
        tables.pages(given, total),
        pick="case" if batch else "",
        quiet=True,
    )
    address = reverse("desk:case-list", kwargs={"procedure": slug})
    return cards.Listing(
        title=words(procedure.title),
        about=Text(f"共 {total:,} 件", f"{total:,} case{'' if total == 1 else 's'}"),
        filters=_filters(procedure, given, regions, units),
        more=listing.filters_of(procedure.fields, given, lists),
        narrowed=bool(tables.question(given)),
        address=address,
        total=total,
        table=table,
        exports=listing.exports(address, given),
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
    stages = ((name, words(one.title)) for name, one in procedure.stages.items())
    found = [
        Filter("q", Text("编号或标题", "Number or title"), kind="text", value=given.get("q", "")),
        listing.one_of("stage", Text("阶段", "Stage"), stages, given),
        *listing.by_region(regions, given),
    ]
    if units:
        named = ((one.slug, Text(one.name, one.name_en or one.name)) for one in units)
        found.append(listing.one_of("unit", Text("承担单位", "Unit"), named, given))
    if procedure.clocks:
        found.append(listing.one_of("due", Text("时限", "Time"), [("late", Text("已逾期", "late"))], given))
    found.append(Filter("from", Text("发起不早于", "Opened from"), kind="day", value=given.get("from", "")))
    found.append(
        Filter("until", Text("发起不晚于", "Opened until"), kind="day", value=given.get("until", ""))
    )
    return found


def _row(
    procedure: Procedure, case: Case, facts: Mapping[str, Any], names: Names, how: State | None, day: date
) -> Row:
    late = case.due_on is not None and case.due_on < day and case.closed_at is None
    number = Text(case.number, case.number)
    own = case.title not in {procedure.title.zh, procedure.title.en, ""}
    return Row(
        [
            Cell(case.title if own else case.number, address(case), number if own else None),
            Cell(stage_of(procedure, case.stage).word),
            *([Cell(how)] if procedure.standing else []),
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
        key=f"{case.pk}{AT}{case.version}" if asks_what_was_seen(procedure) else str(case.pk),
    )


def asks_what_was_seen(procedure: Procedure) -> bool:
    """Whether an act of it asks which version was looked at."""
    return any(SEEN in act.may for act in procedure.acts.values())


def export(actor: Actor, slug: str, given: Mapping[str, str], kind: str) -> Any:
    """The whole of what was asked for as a file, every field that all readers may see with it."""
    procedure = declared(actor, slug)
    kinds = {one.type for one in procedure.fields.values()} - {"data"}
    names = list(listing.open_fields(procedure.fields, kinds))
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
    return files.exported(
        kind, f"{slug}-{actor.day}", [str(say(one)) for one in heads], _lines(actor, procedure, given, names)
    )


def _lines(
    actor: Actor, procedure: Procedure, given: Mapping[str, str], names: Sequence[str]
) -> Iterator[files.Line]:
    order = _heads(procedure, _listed(procedure))
    fields = procedure.fields

    def lines(batch: Sequence[Case]) -> Iterator[files.Line]:
        rows = [_facts(one, names) for one in batch]
        named = names_of(actor, fields, rows)
        for case, facts in zip(batch, rows, strict=True):
            yield [
                case.number,
                case.title,
                say(stage_of(procedure, case.stage).word),
                say(Text(case.region.name, case.region.name_en)),
                case.opened_at,
                case.closed_at,
                case.due_on,
                *(plain(fields[name], facts[name], named) for name in names),
            ]

    with reading(actor):
        found = _light(listing.ordered(_found(actor, procedure, given), order, given, DEFAULT), names)
        yield from listing.exported(found, lines)


def batch_acts(actor: Actor, procedure: Procedure) -> list[Choice]:
    """The acts that can be done on many cases: those the actor's roles allow and that need no file."""
    held = offers.roles_of(actor)
    return [
        Choice(name, words(act.title))
        for name, act in procedure.acts.items()
        if act.sources
        and held & current().roles_for(f"{procedure.slug}:{name}")
        and not any(procedure.fields[one].type == "paper" for one in act.needs)
    ]
