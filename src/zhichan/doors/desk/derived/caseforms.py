"""The forms of acts on cases: opening one, acting on one, acting on many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.urls import reverse

from zhichan.doors.desk.derived import cards, forms
from zhichan.doors.desk.derived.casefile import found_case, named
from zhichan.doors.desk.derived.cases import AT, PARTS, address, batch_acts, declared, stage_of
from zhichan.doors.desk.derived.fields import (
    as_given,
    hidden,
    is_long,
    is_said_each_time,
    lists_for,
    names_of,
    title_of,
    words,
)
from zhichan.doors.desk.derived.fields import given as given_in
from zhichan.doors.look import offers
from zhichan.doors.look.frame import home_region
from zhichan.doors.look.parts import Cell, Column, Fact, Row, State, Table
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE, Outcome, perform_each, reach
from zhichan.kernel.casework.public import (
    Case,
    facts_of,
)
from zhichan.kernel.catalogue.public import Procedure, current
from zhichan.kernel.catalogue.shapes import Act, FieldShape, Words
from zhichan.kernel.ground.public import Party, Reason, Refusal, Text, Unit

MOST_AT_ONCE = 200
MOST_OPTIONAL = 6


def _act(procedure: Procedure, name: str, *, opening: bool) -> Act:
    act = procedure.acts.get(name)
    if act is None or bool(act.sources) == opening:
        raise Refusal(NOT_THERE)
    return act


def _optional(procedure: Procedure, act: Act) -> list[str]:
    """Fields of which no act says that it needs them or may bring them, and no rule makes: any act may bring them."""
    if procedure.exact:
        return []
    asked = {name for one in procedure.acts.values() for name in (*one.needs, *one.may)}
    made = {name for one in procedure.acts.values() for name in one.derive}
    return [name for name in procedure.fields if name not in asked | made | set(act.needs)]


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
            if opening and outcome.result["number"]
            else []
        )
        return [moved, *taken, *_stated(outcome.result)]

    return tell


def act_job(actor: Actor, slug: str, identity: UUID, name: str) -> forms.Job:
    """The form of an act on a case, with the facts the case already has."""
    case = found_case(actor, slug, identity)
    procedure = current().procedures[slug]
    act = _act(procedure, name, opening=False)
    day = [act.on] if act.on and act.on in procedure.fields else []
    needs = [one for one in dict.fromkeys([*act.needs, *day, *act.may]) if one != forms.SEEN]
    unseen = hidden(procedure.fields, actor, case.region.path)
    asked = [one for one in _words_at_opening(procedure) if one not in needs]
    facts = {} if not needs and not asked else facts_of(actor, case)
    # Whoever corrects begins with the words that are to be corrected.
    corrected = procedure.acts[act.corrects].needs if act.corrects else ()
    known = {
        field: as_given(procedure.fields[field], facts[field])
        for field in needs
        if facts.get(field) not in (None, "")
        and procedure.fields[field].type != "paper"
        and not (procedure.fields[field].type == "text" and is_said_each_time(field) and field not in corrected)
        and field not in unseen
    }
    if "title" in act.derive and [procedure.fields[each].type for each in act.needs] == ["text"]:
        # What gives the case another title begins with the one it has.
        known[act.needs[0]] = case.title
    source = Text(f"取自本件（{case.number}）", f"from this case ({case.number})")
    required = set(act.needs)
    return forms.Job(
        told=[
            Fact(title_of(procedure.fields, one), str(facts[one]))
            for one in asked if facts.get(one) and one not in unseen
        ],
        verb=f"{slug}:{name}",
        target=str(case.pk),
        title=words(act.title),
        about=Text(
            f"{named(case)} · 目前{stage_of(procedure, case.stage).word.zh}",
            f"{named(case)} · now {stage_of(procedure, case.stage).word.en}",
        ),
        step=words(act.title),
        clause=act.clause or "",
        fields=procedure.fields,
        needs=[one for one in needs if one in required],
        may=[one for one in needs if one not in required],
        folded=_optional(procedure, act),
        known=known,
        blanks=[one for one in known if one in act.may and one not in required],
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
        seen=case.version if forms.SEEN in act.may else 0,
        stepwise=offers.is_open(procedure, name),
    )


def _words_at_opening(procedure: Procedure) -> list[str]:
    """The fields in which whoever opened a case said in their own words what it is about."""
    asked = {name for act in procedure.acts.values() if not act.sources for name in (*act.needs, *act.may)}
    return [name for name, one in procedure.fields.items() if name in asked and one.type == "text" and is_long(name)]


def _comes_first(procedure: Procedure, name: str) -> bool:
    """Whether a field names who it concerns, or is a file."""
    return procedure.fields[name].type in {"party", "paper"} or name in _people(procedure)


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
        who = offers.role_titles(roles, procedure)
        raise Refusal.one(
            "acts.forbidden",
            f"您没有“{said.zh}”的权限；它由{who.zh}办理",
            f"You may not do {said.en!r}; it is for {who.en}",
        )
    own = {
        "region": forms.plain_field("region", Text("地区", "Region")),
        "title": forms.plain_field("text", Text("标题", "Title")),
    }
    may, folded = list(dict.fromkeys([*act.may, *_optional(procedure, act)])), []
    if len(may) > MOST_OPTIONAL:
        # Who takes part and what is handed in come with the application; the rest waits to be unfolded.
        first = {name for name in may if name in act.may or _comes_first(procedure, name)}
        may, folded = [one for one in may if one in first], [one for one in may if one not in first]
    parts = {field: forms.plain_field("unit", said) for _, field, said in PARTS} if procedure.assigned else {}
    fields = {**own, **procedure.fields, **parts, "region": own["region"]}
    paths = sorted({role.path for role in actor.roles if role.name in roles})
    everyone = offers.EVERYONE in roles
    offices = _offices(actor, procedure)
    fields |= offices
    wanted = {one: fields[one] for one in ["region", *act.needs, *may, *folded, *parts]}
    lists = lists_for(actor, wanted)
    regions = [one for one in lists.regions if everyone or any(one[0].startswith(path) for path in paths)]
    lists = replace(lists, regions=regions)
    parent = _parent(actor, asked.get("parent", ""))
    known, sources = _known(actor, procedure, wanted, parent, regions, paths)
    # A title that the act makes itself is not asked for: what was typed would be dropped.
    title = [] if "title" in {*act.needs, *may, *act.derive} else ["title"]
    # What is handed to units has a name before anything is said of it.
    first = title if procedure.assigned and not offers.is_open(procedure, name) else []
    return forms.Job(
        verb=verb,
        title=words(act.title),
        about=words(procedure.title),
        step=words(act.title),
        clause=act.clause or "",
        fields=fields,
        people=_people(procedure) - set(offices),
        needs=list(dict.fromkeys(["region", *first, *act.needs])),
        free=first,
        may=[*(one for one in title if one not in first), *may, *parts],
        folded=folded,
        fixed={"parent": str(parent.pk)} if parent else {},
        known=known,
        sources=sources,
        fill=lambda given: _by_party(actor, procedure, wanted, given),
        shape=lambda given: _with_units(actor, _with_offices(offices, given)),
        lists=lists,
        names=lambda given: names_of(actor, fields, [given]),
        outcome=_told(procedure, "", opening=True),
        address=reverse("desk:case-open", kwargs={"procedure": slug, "act": name})
        + (f"?parent={parent.pk}" if parent else ""),
        back=address(parent) if parent else reverse("desk:case-list", kwargs={"procedure": slug}),
        stepwise=offers.is_open(procedure, name),
    )


ANY_KIND = "any"
"""What a part is called whose offices are of no one kind."""


def _offices(actor: Actor, procedure: Procedure) -> dict[str, FieldShape]:
    """Of parts that are offices of a kind, the fields as choices among those there are."""
    parts = [part for part in procedure.parts.values() if part.units]
    if not parts:
        return {}
    with reading(actor):
        found = list(Unit.objects.on(actor.day).order_by("region__path", "name"))
    choices = {
        part.field: {
            one.slug: Words(zh=one.name, en=one.name_en or one.name)
            for one in found
            if part.units in {one.kind, ANY_KIND}
        }
        for part in parts
    }
    return {
        part.field: FieldShape(title=part.title, type="choice", choices=choices[part.field])
        for part in parts
        if choices[part.field]
    }


def _with_offices(offices: Mapping[str, FieldShape], given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with the chosen offices as they are listed for their parts; refuses one that is not among them."""
    facts = dict(given)
    for name, shape in offices.items():
        slug = facts.get(name)
        if isinstance(slug, str) and slug in shape.choices:
            facts[name] = [{"name": shape.choices[slug].zh, "unit": slug}]
        elif slug is not None:
            raise Refusal.one("given.choice", "请从列表中选择", "choose one of the list", place=name)
    return facts


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
    wanted = forms.identity(identity)
    if wanted is None:
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
        # Whoever may name any office names another's as a rule, and must not name their own by oversight.
        others = {part.field for part in procedure.parts.values() if part.units == ANY_KIND}
        for name, one in fields.items():
            if name in others:
                continue
            if (one.type == "unit" and not name.startswith("units_")) or actor.units[0] in one.choices:
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


def batch(actor: Actor, slug: str, post: Any, files: Any, *, at: Any, key: str) -> cards.Batch:
    """One act on the chosen cases: its form and what stands before each, then what became of each."""
    procedure = declared(actor, slug)
    back = reverse("desk:case-list", kwargs={"procedure": slug})
    chosen = dict(_chosen(one) for one in post.getlist("case"))
    targets = list(chosen)
    if not targets:
        raise Refusal.one("desk.none-chosen", "没有选中任何事项", "no case was chosen")
    if len(targets) > MOST_AT_ONCE:
        raise Refusal.one(
            "desk.too-many", f"一次最多办理{MOST_AT_ONCE}件", f"at most {MOST_AT_ONCE} cases at once"
        )
    name = post.get("act", "")
    if name not in {one.value for one in batch_acts(actor, procedure)}:
        raise Refusal.one("desk.no-act", "请选择要办理的动作", "choose what is to be done", place="act")
    act = procedure.acts[name]
    own = list(act.needs)
    job = forms.Job(
        verb=f"{slug}:{name}",
        title=words(act.title),
        about=Text(f"对{len(targets)}件一并办理", f"on {len(targets)} case{'s' * (len(targets) != 1)} at once"),
        step=words(act.title),
        clause=act.clause or "",
        fields=procedure.fields,
        needs=own,
        lists=lists_for(actor, _only(procedure, own)),
        address=reverse("desk:case-batch", kwargs={"procedure": slug}),
        back=back,
    )
    identities = [one for one in map(forms.identity, targets) if one is not None]
    with reading(actor):
        found = {
            str(one.pk): one
            for one in reach(actor, f"{slug}:read")
            .select_related("region")
            .defer("facts", "course", "letters")
            .filter(pk__in=identities)
        }
    wish = post.get("do", "")
    seen: dict[str, str] = {}
    if forms.SEEN in act.may:
        # The first page shows the cases as they are now; from then on, who sends no version has looked at none.
        seen = {
            one: version or (str(found[one].version) if not wish and one in found else "0")
            for one, version in chosen.items()
        }
    sent = [f"{one}{AT}{seen[one]}" if one in seen else one for one in targets]
    given, reasons = given_in(procedure.fields, own, post, files)
    key = post.get("key") or key
    if wish not in {"preview", "do"} or reasons:
        card = forms.show(job, given, key=key, reasons=reasons)
        return cards.Batch(
            words(act.title), card, _outcomes(procedure, targets, found, {}, Text("", "")), sent, name, False, []
        )
    items = {
        str(one.target): one
        for one in perform_each(
            actor=actor,
            verb=f"{slug}:{name}",
            targets=targets,
            facts=given,
            each={one: {forms.SEEN: version} for one, version in seen.items()},
            at=at,
            preview=wish == "preview",
            key=key,
        )
    }
    done = sum(one.outcome is not None for one in items.values())
    went = Text("可以办理", "can be done") if wish == "preview" else Text("已办理", "done")
    tally = [
        Fact(went, done),
        Fact(
            Text("不能办理", "cannot be done") if wish == "preview" else Text("未办理", "not done"),
            len(items) - done,
        ),
    ]
    return cards.Batch(
        words(act.title),
        forms.show(job, given, key=key),
        _outcomes(procedure, targets, found, items, went),
        sent,
        name,
        wish == "do",
        tally,
    )


def _chosen(value: str) -> tuple[str, str]:
    """A case that was chosen, and the version of it that was looked at, empty where that is not told."""
    target, _, version = value.partition(AT)
    return target, version


def _outcomes(
    procedure: Procedure, targets: Sequence[str], found: Mapping[str, Case], items: Mapping[str, Any], went: Text
) -> Table:
    """What became of each; ``went`` tells it of a case that stays where it stands."""
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
        rows.append(Row([first, stage, Cell(_became(procedure, item, case, went))]))
    return Table(
        Text("选中的事项", "the chosen cases"),
        [
            Column(Text("事项", "Case")),
            Column(Text("原阶段", "Stage before")),
            Column(Text("结果", "Outcome")),
        ],
        rows,
        quiet=True,
    )


def _became(procedure: Procedure, item: Any, case: Case | None, went: Text) -> State | None:
    if item is None:
        return None
    if item.refusal is not None:
        reasons: Sequence[Reason] = item.refusal.reasons
        return State(
            "refused",
            Text("没有办", "not done"),
            Text("；".join(one.text.zh for one in reasons), "; ".join(one.text.en for one in reasons)),
        )
    after = str(item.outcome.result["stage"])
    return State("ok", went if case is not None and after == case.stage else stage_of(procedure, after).word)
