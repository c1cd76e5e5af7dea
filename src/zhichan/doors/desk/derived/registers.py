"""Declared registers: index, list and search, an entry with its history, entering, correcting and ending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from zhichan.doors.desk.derived import cards, forms, listing
from zhichan.doors.desk.derived.casefile import ending
from zhichan.doors.desk.derived.cases import MOST_COLUMNS, SHOWN_IN_LISTS, reference_of
from zhichan.doors.desk.derived.data import apart
from zhichan.doors.desk.derived.data import tables as tables_of
from zhichan.doors.desk.derived.fields import (
    Lists,
    Names,
    address,
    as_given,
    hidden,
    kind_words,
    label_of,
    leads_to,
    lists_for,
    names_of,
    plain,
    shown,
    size_words,
    title_of,
    words,
)
from zhichan.doors.desk.derived.listing import Head
from zhichan.doors.desk.derived.story import story
from zhichan.doors.look import files, offers, tables, typed
from zhichan.doors.look.parts import Cell, Choice, Column, Fact, Filter, Problem, Row, State, Table
from zhichan.doors.look.words import SHANGHAI, say
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE, Outcome, drafts, reach
from zhichan.kernel.catalogue.public import Register, current
from zhichan.kernel.ground.public import Paper, Refusal, Region, Text, kernel, paper_bytes
from zhichan.kernel.registry.public import Entry, data_of, file_names, searched

VERBS: Mapping[str, Text] = {
    "enter": Text("登记", "enter"),
    "correct": Text("更正", "correct"),
    "end": Text("终止", "end"),
}
DEFAULT = "-number"


def declared(actor: Actor, slug: str) -> Register:
    """The register, if it concerns the actor or an entry of it is open to them; else it is not there."""
    register = current().registers.get(slug)
    if register is None:
        raise Refusal(NOT_THERE)
    if register not in offers.registers(actor):
        with reading(actor):
            if not reach(actor, f"{slug}:read").exists():
                raise Refusal(NOT_THERE)
    return register


def may(actor: Actor, slug: str, verb: str, path: str = "") -> bool:
    """Whether a role gives the verb: at a region, or anywhere."""
    roles = current().roles_for(f"{slug}:{verb}")
    return bool(actor.held(roles, path)) if path else bool(offers.roles_of(actor) & roles)


def index(actor: Actor) -> cards.Index:
    """Every register that concerns the actor, with how many entries of it they may see."""
    with reading(actor):
        counts = dict(Entry.objects.values_list("register").annotate(number=Count("pk")))
    concerned = {one.slug for one in offers.registers(actor)} | set(counts)
    found = [one for slug, one in sorted(current().registers.items()) if slug in concerned]
    shelves = []
    for folder in dict.fromkeys(one.folder for one in found):
        system = current().folders.get(folder)
        title = words(system.title) if system else Text(folder, folder)
        identity = system.id if system else ""
        rows = [
            Row(
                [
                    Cell(words(one.title), reverse("desk:register", kwargs={"register": one.slug})),
                    Cell(counts.get(one.slug, 0)),
                    Cell(VERBS["enter"], reverse("desk:entry-new", kwargs={"register": one.slug}))
                    if may(actor, one.slug, "enter")
                    else Cell(""),
                ]
            )
            for one in found
            if one.folder == folder
        ]
        columns = [
            Column(Text("登记册", "Register")),
            Column(Text("条目", "Entries"), numeric=True),
            Column(Text("现在可以", "Can be done now")),
        ]
        href = reverse("desk:reference-system", kwargs={"system": identity}) if identity else ""
        shelves.append(cards.Shelf(title, identity, href, Table(title, columns, rows, quiet=True)))
    return cards.Index(
        Text("登记", "Registers"),
        Text("您可以查阅或登记的登记册。", "The registers that you may read or enter into."),
        shelves,
        Text(
            "没有您可以查阅的登记册。得到授权后会列在这里。",
            "No register is open to you. Once you hold a role, they stand here.",
        ),
        len(drafts(actor=actor)),
    )


# --- list ---------------------------------------------------------------------------------------------------


def _listed(register: Register) -> list[str]:
    found = [
        name
        for name, one in register.fields.items()
        if (one.type in SHOWN_IN_LISTS or one.type == "words")
        and not one.readers
        and name not in register.label
    ]
    return found[:MOST_COLUMNS]


def _heads(register: Register, names: Sequence[str]) -> list[Head]:
    fields = register.fields
    return [
        Head("number", Text("条目", "Entry"), "number"),
        *(
            Head(
                name,
                words(fields[name].title),
                listing.by_fact("data", name) if fields[name].type in listing.ORDERED else "",
                fields[name].type in {"number", "year", "money"},
                Text("元", "yuan") if fields[name].type == "money" else None,
            )
            for name in names
        ),
        Head("region", Text("地区", "Region"), "region__path"),
        Head("since", Text("自", "Since"), "since"),
        Head("until", Text("至", "Until"), "until"),
    ]


def _searchable(register: Register) -> dict[str, Any]:
    return {name: one for name, one in register.fields.items() if one.searched}


def _found(actor: Actor, register: Register, given: Mapping[str, str]) -> QuerySet[Entry]:
    """The entries asked for, by searched fields; inside a reading context."""
    asked = listing.asked_fields(_searchable(register), given)
    ranges, rest = {}, {}
    for name, value in asked.items():
        if isinstance(value, tuple):
            ranges[name] = value
        else:
            rest[name] = value
    found: QuerySet[Entry] = reach(actor, f"{register.slug}:read").select_related("region")
    if ranges:
        within = {name: (low, listing.after(high)) for name, (low, high) in ranges.items()}
        found = found.filter(pk__in=searched(actor, register.slug, **within).values("pk"))
    found = listing.narrowed(found, "data", register.fields, rest)
    if given.get("region"):
        found = found.filter(region__path__startswith=given["region"])
    if text := given.get("q", "").strip()[:100]:
        wanted = typed.holds("number", text)
        for name in register.label:
            one = register.fields.get(name)
            if one is not None and one.type in {"text", "words"}:
                wanted |= typed.holds(f"data__{name}{'__zh' if one.type == 'words' else ''}", text)
        found = found.filter(wanted)
    day = listing.day_in(given, "on") or actor.day
    state = given.get("state", "")
    if state == "past":
        return found.filter(until__lte=day)
    if state == "all":
        return found
    return found.filter(Q(until=None) | Q(until__gt=day), Q(since__lte=day) if given.get("on") else Q())


def entries(actor: Actor, slug: str, given: Mapping[str, str]) -> cards.Listing:
    """The list of a register's entries."""
    register = declared(actor, slug)
    names = _listed(register)
    heads = _heads(register, names)
    lists = lists_for(actor, register.fields)
    with reading(actor):
        found = _found(actor, register, given)
        total = found.count()
        rows = list(tables.sliced(listing.ordered(found, heads, given, DEFAULT), given, total))
        regions = list(
            Region.objects.filter(pk__in=reach(actor, f"{slug}:read").values("region")).order_by("path")
        )
    named = names_of(actor, register.fields, [one.data for one in rows])
    empty = (
        Text("没有符合条件的条目。换一个条件试试。", "No entry matches. Try other conditions.")
        if listing.is_narrowed(given)
        else Text(
            f"“{register.title.zh}”还没有条目。登记后会列在这里。",
            f"No entry in {register.title.en} yet. Once entered, they stand here.",
        )
    )
    address = reverse("desk:register", kwargs={"register": slug})
    return cards.Listing(
        title=words(register.title),
        about=Text(f"共 {total:,} 条", f"{total:,} entr{'y' if total == 1 else 'ies'}"),
        filters=_filters(given, regions),
        more=listing.filters_of(_searchable(register), given, lists),
        narrowed=bool(tables.question(given)),
        address=address,
        total=total,
        table=Table(
            words(register.title),
            listing.columns(heads, given, DEFAULT),
            [_row(actor, register, one, names, named) for one in rows],
            empty,
            tables.pages(given, total),
            quiet=True,
        ),
        exports=listing.exports(address, given),
        openings=[cards.Link(VERBS["enter"], reverse("desk:entry-new", kwargs={"register": slug}))]
        if may(actor, slug, "enter")
        else [],
        reference=reference_of(register),
    )


def _filters(given: Mapping[str, str], regions: Sequence[Region]) -> list[Filter]:
    state = given.get("state", "")
    return [
        Filter("q", Text("编号或名称", "Number or name"), kind="text", value=given.get("q", "")),
        Filter(
            "state",
            Text("效力", "In force"),
            [
                Choice("", Text("有效", "in force"), state not in {"past", "all"}),
                Choice("past", Text("已终止", "ended"), state == "past"),
                Choice("all", Text("全部", "all"), state == "all"),
            ],
        ),
        Filter("on", Text("在这一天", "On the day"), kind="day", value=given.get("on", "")),
        *listing.by_region(regions, given),
    ]


def _row(actor: Actor, register: Register, entry: Entry, names: Sequence[str], named: Names) -> Row:
    label = label_of(entry)
    unseen = hidden(register.fields, actor, entry.region.path)
    return Row(
        [
            Cell(label, address(entry), Text(entry.number, entry.number) if label != entry.number else None),
            *(
                Cell("")
                if name in unseen
                else Cell(
                    shown(register.fields[name], entry.data.get(name), named),
                    leads_to(register.fields[name], entry.data.get(name), named),
                )
                for name in names
            ),
            Cell(Text(entry.region.name, entry.region.name_en)),
            Cell(entry.since),
            Cell(entry.until),
        ]
    )


def export(actor: Actor, slug: str, given: Mapping[str, str], kind: str) -> Any:
    """The whole of what was asked for as a file."""
    register = declared(actor, slug)
    names = [name for name, one in register.fields.items() if not one.readers and one.type != "data"]
    heads = [
        Text("编号", "Number"),
        *(words(register.fields[name].title) for name in names),
        Text("地区", "Region"),
        Text("自", "Since"),
        Text("至", "Until"),
        Text("登记时间", "Entered"),
    ]
    return files.exported(
        kind, f"{slug}-{actor.day}", [str(say(one)) for one in heads], _lines(actor, register, given, names)
    )


def _lines(
    actor: Actor, register: Register, given: Mapping[str, str], names: Sequence[str]
) -> Iterator[files.Line]:
    order, fields = _heads(register, _listed(register)), register.fields

    def lines(batch: Sequence[Entry]) -> Iterator[files.Line]:
        named = names_of(actor, fields, [one.data for one in batch])
        for entry in batch:
            yield [
                entry.number,
                *(plain(fields[name], entry.data.get(name), named) for name in names),
                say(Text(entry.region.name, entry.region.name_en)),
                entry.since,
                entry.until,
                entry.opened_at,
            ]

    with reading(actor):
        yield from listing.exported(listing.ordered(_found(actor, register, given), order, given, DEFAULT), lines)


# --- detail -------------------------------------------------------------------------------------------------


def found_entry(actor: Actor, slug: str, identity: UUID) -> Entry:
    """The entry, if the actor may see it; else it is not there."""
    if slug not in current().registers:
        raise Refusal(NOT_THERE)
    with reading(actor):
        entry = reach(actor, f"{slug}:read").select_related("region").filter(pk=identity).first()
    if entry is None:
        raise Refusal(NOT_THERE)
    return entry  # type: ignore[no-any-return]


def detail(
    actor: Actor, slug: str, identity: UUID, *, done: str = "", printing: bool = False
) -> cards.Detail:
    """An entry: what it holds, from when to when, its papers, its history, and what can be done to it."""
    entry = found_entry(actor, slug, identity)
    register = current().registers[slug]
    fields = register.fields
    unseen = hidden(fields, actor, entry.region.path)
    held = data_of(actor, entry)
    data = {name: held[name] for name in fields if name in held and name not in unseen}
    names = names_of(actor, fields, [data])
    possible, impossible = _possibilities(actor, register, entry)
    ended = entry.until is not None and entry.until <= actor.day
    ahead = entry.since > actor.day
    state = (
        State("unknown", Text("已终止", "ended"))
        if ended
        else State("attention", Text("尚未生效", "not in force yet"))
        if ahead
        else State("ok", Text("有效", "in force"))
    )
    return cards.Detail(
        title=label_of(entry),
        number=entry.number,
        kind=words(register.title),
        kind_href=reverse("desk:register", kwargs={"register": slug}),
        state=state,
        track=[],
        head=[
            Fact(Text("编号", "Number"), entry.number),
            Fact(Text("地区", "Region"), Text(entry.region.name, entry.region.name_en)),
            Fact(Text("自", "Since"), entry.since),
            *([Fact(Text("至（不含）", "Until (not included)"), entry.until)] if entry.until else []),
            Fact(Text("登记", "Entered"), entry.opened_at.astimezone(SHANGHAI).date()),
            Fact(Text("版次", "Version"), entry.version),
        ],
        clocks=[],
        facts=[
            apart(
                Fact(
                    title_of(fields, name),
                    shown(fields[name], value, names),
                    leads_to(fields[name], value, names),
                ),
                value,
            )
            for name, value in data.items()
            if fields[name].type != "paper" and not fields[name].columns
        ],
        tables=tables_of(actor, fields, data),
        files=_files(actor, register, entry, data),
        story=story(
            actor,
            slug,
            entry.pk,
            fields,
            unseen=unseen,
            title=lambda verb: VERBS.get(verb.partition(":")[2], Text(verb, verb)),
        ),
        possible=possible,
        impossible=impossible,
        later=[],
        parent=None,
        children=None,
        warnings=[],
        done=Text(f"已{VERBS[done].zh}", f"Done: {VERBS[done].en}") if done in VERBS else None,
        printing=printing,
        address=address(entry),
    )


def _files(actor: Actor, register: Register, entry: Entry, data: Mapping[str, Any]) -> list[cards.File]:
    papers = {name: data[name] for name in data if register.fields[name].type == "paper"}
    with reading(actor):
        called = file_names(register.slug, str(entry.pk))
    with kernel():
        found = Paper.objects.filter(sha256__in=papers.values()).only("sha256", "size", "media_type")
        known = {one.sha256: one for one in found}
    return [
        cards.File(
            title_of(register.fields, name),
            reverse("desk:entry-paper", kwargs={"register": register.slug, "entry": entry.pk, "field": name}),
            kind_words(known[digest].media_type),
            size_words(known[digest].size),
            Text(called[name], called[name]) if name in called else None,
        )
        for name, digest in papers.items()
        if digest in known
    ]


def _possibilities(
    actor: Actor, register: Register, entry: Entry
) -> tuple[list[cards.Possibility], list[cards.Possibility]]:
    yes: list[cards.Possibility] = []
    no: list[cards.Possibility] = []
    kept = {one.verb for one in drafts(actor=actor, target=str(entry.pk))}
    for verb in ("correct", "end"):
        name = f"{register.slug}:{verb}"
        reasons = []
        if not may(actor, register.slug, verb, entry.region.path):
            roles = offers.role_titles(current().roles_for(name))
            reasons.append(Problem(Text(f"由{roles.zh}在本地区办理", f"for {roles.en} in this region")))
        if verb == "end" and entry.until is not None and entry.until <= actor.day:
            reasons.append(Problem(Text(f"已于{entry.until}终止", f"ended on {entry.until}")))
        href = (
            ""
            if reasons
            else reverse(f"desk:entry-{verb}", kwargs={"register": register.slug, "entry": entry.pk})
        )
        (no if reasons else yes).append(cards.Possibility(VERBS[verb], href, "", reasons, name in kept))
    return yes, no


def paper(actor: Actor, slug: str, identity: UUID, name: str) -> tuple[bytes, str]:
    """The bytes of an entry's paper and a name for the file."""
    entry = found_entry(actor, slug, identity)
    field = current().registers[slug].fields.get(name)
    digest = data_of(actor, entry).get(name)
    unseen = hidden(current().registers[slug].fields, actor, entry.region.path)
    if field is None or field.type != "paper" or not isinstance(digest, str) or name in unseen:
        raise Refusal(NOT_THERE)
    with kernel():
        content = paper_bytes(digest)
    return content, f"{entry.number}-{name}.{ending(content)}"


# --- forms --------------------------------------------------------------------------------------------------


REASON = forms.plain_field("text", Text("理由", "Reason"))
SINCE, UNTIL = (
    forms.plain_field("day", Text("自", "Since")),
    forms.plain_field("day", Text("至（不含）", "Until (not included)")),
)


def _told(outcome: Outcome) -> list[Text]:
    number, version = outcome.result["number"], outcome.result["version"]
    return [Text(f"编号{number}，第{version}版", f"number {number}, version {version}")]


def enter_job(actor: Actor, slug: str) -> forms.Job:
    """The form that enters something."""
    register = declared(actor, slug)
    roles = current().roles_for(f"{slug}:enter")
    if not may(actor, slug, "enter"):
        who = offers.role_titles(roles)
        raise Refusal.one(
            "acts.forbidden",
            f"您没有登记的权限；它由{who.zh}办理",
            f"You may not enter here; it is for {who.en}",
        )
    region = forms.plain_field("region", Text("地区", "Region"))
    fields = {"region": region, "since": SINCE, "until": UNTIL, **register.fields}
    required = [name for name, one in register.fields.items() if one.required]
    lists = lists_for(actor, fields)
    paths = sorted({role.path for role in actor.roles if role.name in roles})
    regions = [one for one in lists.regions if any(one[0].startswith(path) for path in paths)]
    here = next((path for path in paths if any(path == one for one, _ in regions)), "")
    known = {"region": here, "since": actor.day.isoformat()}
    return forms.Job(
        verb=f"{slug}:enter",
        title=Text(f"登记：{register.title.zh}", f"{register.title.en}: enter"),
        about=Text(
            "登记后可以更正和终止，过去的内容都保留。",
            "An entry can be corrected and ended later; what it was is kept.",
        ),
        step=VERBS["enter"],
        fields=fields,
        needs=["region", *required],
        may=[*(name for name in register.fields if name not in required), "since", "until"],
        known=known,
        sources={"region": Text("您任职的地区", "where you hold your role")} if here else {},
        lists=Lists(regions, lists.units, lists.entries),
        names=lambda given: names_of(actor, fields, [given]),
        outcome=_told,
        address=reverse("desk:entry-new", kwargs={"register": slug}),
        back=reverse("desk:register", kwargs={"register": slug}),
    )


def change_job(actor: Actor, slug: str, identity: UUID, verb: str) -> forms.Job:
    """The form that corrects or ends an entry, with what it holds now."""
    entry = found_entry(actor, slug, identity)
    register = current().registers[slug]
    unseen = hidden(register.fields, actor, entry.region.path)
    names = [name for name in register.fields if name not in unseen] if verb == "correct" else []
    fields = {**{name: register.fields[name] for name in names}, "reason": REASON, "until": UNTIL}
    data = data_of(actor, entry)
    known = {
        name: as_given(register.fields[name], data[name])
        for name in names
        if name in data and register.fields[name].type != "paper"
    }
    held = dict(known)

    def shape(given: dict[str, Any]) -> dict[str, Any]:
        """Only what was changed is a correction."""
        changed = {
            name: value
            for name, value in given.items()
            if name == "reason" or not _same(held.get(name), value)
        }
        if not set(changed) - {"reason"}:
            raise Refusal.one("given.missing", "没有改动任何内容", "nothing was changed")
        return changed

    label = label_of(entry)
    return forms.Job(
        verb=f"{slug}:{verb}",
        target=str(entry.pk),
        title=Text(f"{VERBS[verb].zh}：{label}", f"{label}: {VERBS[verb].en}"),
        about=Text(f"{register.title.zh} {entry.number}", f"{register.title.en} {entry.number}"),
        step=VERBS[verb],
        fields=fields,
        needs=["reason"] if verb == "correct" else ["until", "reason"],
        may=names,
        blanks=[name for name in known if not fields[name].required],
        known=known if verb == "correct" else {"until": actor.day.isoformat()},
        shape=shape if verb == "correct" else dict,
        lists=lists_for(actor, register.fields) if names else Lists(),
        names=lambda given: names_of(actor, fields, [given]),
        outcome=_told,
        address=reverse(f"desk:entry-{verb}", kwargs={"register": slug, "entry": entry.pk}),
        back=address(entry),
        crumb=entry.number,
    )


def _same(held: Any, given: Any) -> bool:
    if isinstance(held, bool) or isinstance(given, (bytes, dict, bool)):
        return bool(held == given)
    return held is not None and str(held) == str(given)
