"""What concerns oneself: drafts, notices, standing in for one another, and who may do what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from zhichan.doors.desk.derived import cards, cases, registers
from zhichan.doors.desk.derived.fields import words
from zhichan.doors.look import offers
from zhichan.doors.look.frame import home_region, name_of
from zhichan.doors.look.parts import Cell, Choice, Column, Field, Problem, Row, State, Table
from zhichan.kernel.access.public import Actor, Delegation, Grant, reading
from zhichan.kernel.acts.public import NOT_THERE, Saved, discard_draft, perform
from zhichan.kernel.acts.public import drafts as kept_drafts
from zhichan.kernel.casework.public import Case
from zhichan.kernel.catalogue.public import Catalogue, Procedure, System, current
from zhichan.kernel.ground.public import Reason, Refusal, Text, kernel
from zhichan.kernel.inbox.public import notices as told
from zhichan.kernel.inbox.public import opened
from zhichan.kernel.registry.public import Entry

VERB_WORDS: Mapping[str, Text] = {"read": Text("查阅", "read"), **registers.VERBS}


# --- drafts -------------------------------------------------------------------------------------------------


def drafts(actor: Actor) -> cards.Drafts:
    """One's drafts, each leading back to its form."""
    return cards.Drafts(
        [
            (cards.Link(_draft_title(one), _draft_address(actor, one)), one.at, str(one.id))
            for one in kept_drafts(actor=actor)
        ]
    )


def discard(actor: Actor, draft: UUID) -> None:
    """Throw one of one's drafts away."""
    discard_draft(actor=actor, draft=draft)


def _draft_title(draft: Saved) -> Text:
    slug, _, name = draft.verb.partition(":")
    procedure, register = current().procedure(slug), current().registers.get(slug)
    if procedure is not None and name in procedure.acts:
        act = procedure.acts[name].title
        return Text(f"{procedure.title.zh}：{act.zh}", f"{procedure.title.en}: {act.en}")
    if register is not None and name in VERB_WORDS:
        verb = VERB_WORDS[name]
        return Text(f"{register.title.zh}：{verb.zh}", f"{register.title.en}: {verb.en}")
    return Text(draft.verb, draft.verb)


def _draft_address(actor: Actor, draft: Saved) -> str:
    """The form a draft belongs to; empty when what it was for is no longer open to its author."""
    slug, _, name = draft.verb.partition(":")
    register = slug in current().registers
    try:
        if register:
            place: dict[str, Any] = {"register": slug}
            path = (
                reverse("desk:entry-new", kwargs=place)
                if name == "enter"
                else reverse(f"desk:entry-{name}", kwargs={**place, "entry": draft.target})
            )
        elif draft.target:
            path = reverse("desk:case-act", kwargs={"procedure": slug, "case": draft.target, "act": name})
        else:
            path = reverse("desk:case-open", kwargs={"procedure": slug, "act": name})
    except NoReverseMatch:
        return ""
    if draft.target:
        kind: Any = Entry if register else Case
        with reading(actor):
            if not kind.objects.filter(pk=draft.target).exists():
                return ""
    return f"{path}?draft={draft.id}"


# --- notices ------------------------------------------------------------------------------------------------


def notices(actor: Actor, limit: int = 15, *, unseen: bool = True) -> list[cards.Notice]:
    """What one is told and has not seen, with the reason and where it leads; with ``unseen`` off, all of it."""
    found = sorted(told(actor=actor, unseen=unseen, limit=limit), key=lambda one: one.at, reverse=True)
    return [
        cards.Notice(
            one.id,
            one.title,
            one.why,
            one.at,
            reverse("desk:notice", kwargs={"notice": one.id}),
            one.seen,
            one.said if one.said.zh else None,
            one.used,
        )
        for one in found
    ]


def about(actor: Actor, notice: int, *, at: datetime) -> str:
    """Where what a notice is about is shown; that it was opened is noted.

    :raises Refusal: acts.not-there.
    """
    found = opened(actor=actor, notice=notice, at=at)
    if found.subject_kind == "selection":
        return reverse("portal:selection", kwargs={"selection": found.subject_id})
    if found.subject_kind == "reminder":
        source, _, row = found.subject_id.partition(":")
        return reverse("portal:record", kwargs={"source": source, "row": row})
    with reading(actor):
        case = Case.objects.filter(pk=found.subject_id).only("pk", "procedure").first()
    if case is None:
        raise Refusal(NOT_THERE)
    return cases.address(case)


# --- standing in --------------------------------------------------------------------------------------------


def delegations(
    actor: Actor, *, key: str, given: Mapping[str, Any] | None = None, reasons: Sequence[Reason] = ()
) -> cards.Delegations:
    """Who stands in for me, for whom I stand in, and the form that asks someone to."""
    user = _user(actor)
    with kernel():
        found = list(
            Delegation.objects.filter(Q(user_id=user) | Q(deputy_id=user)).order_by("-since", "-id")[:100]
        )
    people = get_user_model().objects.in_bulk(
        {one.user_id for one in found} | {one.deputy_id for one in found}
    )
    lines: dict[bool, list[Any]] = {True: [], False: []}
    for one in found:
        mine = one.user_id == user
        other = people.get(one.deputy_id if mine else one.user_id)
        revoke = (
            reverse("desk:delegation-end", kwargs={"delegation": one.pk})
            if mine and one.revoked_at is None and one.until > actor.day
            else ""
        )
        lines[mine].append(
            (
                name_of(other) if other else Text("—", "—"),
                one.since,
                one.until - timedelta(days=1),
                one.reason,
                _standing(one, actor),
                revoke,
            )
        )
    values = dict(given) if given is not None else {"since": actor.day.isoformat()}
    wrong = {reason.place: reason.text for reason in reversed(reasons)}
    choices = [
        Choice("", Text("请选择", "please choose")),
        *(
            Choice(str(pk), name, str(pk) == str(values.get("deputy", "")))
            for pk, name in _colleagues(actor, user)
        ),
    ]
    fields = [
        Field(
            "deputy",
            Text("由谁代理", "Who stands in"),
            kind="select",
            choices=choices,
            required=True,
            wrong=wrong.get("deputy"),
        ),
        Field(
            "since",
            Text("自", "From"),
            str(values.get("since", "")),
            "date",
            required=True,
            wrong=wrong.get("since"),
        ),
        Field(
            "until",
            Text("至（含当日）", "Until (included)"),
            str(values.get("until", "")),
            "date",
            required=True,
            wrong=wrong.get("until"),
        ),
        Field(
            "reason",
            Text("原因", "Why"),
            str(values.get("reason", "")),
            required=True,
            wrong=wrong.get("reason"),
        ),
    ]
    places = {one.name for one in fields}
    form = cards.Form(
        title=Text("请人代理", "Ask someone to stand in"),
        about=Text(
            "代理人在这段时间里以您的全部角色办理，记录上写明代您办理；代理不能再转给别人。",
            "The deputy then acts in all your roles, and the record says on whose behalf; it is not handed further.",
        ),
        clause="",
        fields=fields,
        more=[],
        more_open=False,
        hidden=[],
        problems=[Problem(one.text, one.clause, one.place if one.place in places else "") for one in reasons],
        preview=None,
        key=key,
        draft="",
        saved=None,
        drafts=[],
        address=reverse("desk:delegations"),
        back=reverse("desk:home"),
        step=Text("请其代理", "Ask"),
        has_files=False,
        stepwise=False,
    )
    return cards.Delegations(form, lines[True], lines[False])


def _standing(one: Delegation, actor: Actor) -> State:
    if one.revoked_at is not None:
        return State("unknown", Text("已收回", "taken back"))
    if one.until <= actor.day:
        return State("unknown", Text("已结束", "over"))
    if one.since > actor.day:
        return State("attention", Text("未开始", "not begun"))
    return State("ok", Text("代理中", "standing in"))


def _user(actor: Actor) -> int:
    return int(actor.name.removeprefix("user:"))


def _colleagues(actor: Actor, user: int) -> list[tuple[int, Text]]:
    """People any of whose roles is held in one's own region, above it or below it; the earliest such names the post."""
    with kernel():
        near: dict[int, Grant] = {}
        for grant in Grant.objects.on(actor.day).select_related("region", "unit").order_by("since", "pk"):
            path = grant.region.path
            if (
                grant.user_id != user
                and actor.home
                and (path.startswith(actor.home) or actor.home.startswith(path))
            ):
                near.setdefault(grant.user_id, grant)
    found = []
    for person in get_user_model().objects.filter(pk__in=near, is_active=True).order_by("pk"):
        name, where = name_of(person), near[person.pk].unit or near[person.pk].region
        found.append(
            (person.pk, Text(f"{name.zh} · {where.name}", f"{name.en} · {where.name_en or where.name}"))
        )
    return found


def delegate(actor: Actor, post: Mapping[str, str], *, at: Any, key: str | None) -> None:
    """Ask a colleague to stand in."""
    facts = {name: post.get(name, "").strip() for name in ("deputy", "since", "until", "reason")}
    if not facts["deputy"].isdigit() or int(facts["deputy"]) not in dict(_colleagues(actor, _user(actor))):
        raise Refusal.one("access.deputy", "请选择代理人", "choose who stands in", place="deputy")
    try:
        # The last day is included on the page; the act takes the day after.
        facts["until"] = (date.fromisoformat(facts["until"]) + timedelta(days=1)).isoformat()
    except ValueError as wrong:
        raise Refusal.one(
            "access.day", "应当是日期，例如2026-03-12", "must be a day such as 2026-03-12", place="until"
        ) from wrong
    perform(actor=actor, verb="access:delegate", facts=facts, at=at, key=key)


def take_back(actor: Actor, delegation: int, *, at: Any) -> None:
    """End one's own delegation at once."""
    perform(actor=actor, verb="access:take-back", target=delegation, at=at)


# --- permissions --------------------------------------------------------------------------------------------


def permissions(actor: Actor) -> cards.Permissions:
    """Who may do and read what, from the declarations; and who holds which role where the actor holds one."""
    catalogue = current()
    region = home_region()
    shelves = []
    for system in sorted(catalogue.systems.values(), key=lambda one: one.id):
        rows = _rights(catalogue, system)
        if rows:
            columns = [
                Column(Text("事项", "What")),
                Column(Text("动作", "Act")),
                Column(Text("角色", "Roles")),
            ]
            href = reverse("desk:reference-system", kwargs={"system": system.id})
            shelves.append(
                cards.Shelf(
                    words(system.title),
                    system.id,
                    href,
                    Table(
                        Text(f"{system.title.zh}：谁可以做什么", f"{system.title.en}: who may do what"),
                        columns,
                        rows,
                        quiet=True,
                    ),
                )
            )
    return cards.Permissions(
        Text(region.name, region.name_en) if region else Text("—", "—"), shelves, _grants(actor)
    )


def _roles(roles: Any, procedure: Procedure | None = None) -> Cell:
    return Cell(offers.role_titles(roles, procedure))


def _rights(catalogue: Catalogue, system: System) -> list[Row]:
    rows: list[Row] = []

    def add(title: Text, href: str, verb: Text, roles: Any, of: Procedure | None = None) -> None:
        rows.append(Row([Cell(title, href), Cell(verb), _roles(roles, of)]))

    said = set()
    for slug, procedure in sorted(catalogue.procedures.items()):
        if procedure.folder != system.folder:
            continue
        title, href = words(procedure.title), cases.reference_of(procedure)
        add(title, href, VERB_WORDS["read"], {*procedure.audience, *catalogue.roles_for(f"{slug}:read")})
        said.add(f"{slug}:read")
        for name, act in procedure.acts.items():
            said.add(f"{slug}:{name}")
            add(title, href, words(act.title), catalogue.roles_for(f"{slug}:{name}"), procedure)
    for slug, register in sorted(catalogue.registers.items()):
        if register.folder != system.folder:
            continue
        for name, verb in VERB_WORDS.items():
            roles = catalogue.roles_for(f"{slug}:{name}")
            said.add(f"{slug}:{name}")
            if name == "read":
                roles |= frozenset(register.audience)
            if roles:
                add(words(register.title), cases.reference_of(register), verb, roles)
    for other in sorted({verb for verbs in system.roles.values() for verb in verbs} - said):
        holders = {role for role, verbs in system.roles.items() if other in verbs}
        add(words(system.title), "", Text(other, other), holders)
    return rows


def _grants(actor: Actor) -> Table | None:
    """The grants in force where the actor holds a role; None for someone who holds none."""
    if not actor.home:
        return None
    with kernel():
        found = list(
            Grant.objects.on(actor.day)
            .filter(region__path__startswith=actor.home)
            .select_related("region", "unit")
            .order_by("role", "region__path", "user_id")[:1000]
        )
    people = get_user_model().objects.in_bulk({one.user_id for one in found})
    rows = []
    for one in found:
        person = people.get(one.user_id)
        rows.append(
            Row(
                [
                    Cell(name_of(person) if person else Text("—", "—")),
                    Cell(offers.role_title(one.role)),
                    Cell(Text(one.region.name, one.region.name_en)),
                    Cell(Text(one.unit.name, one.unit.name_en or one.unit.name) if one.unit else ""),
                    Cell(one.since),
                    Cell(one.until),
                    Cell(one.instrument),
                ]
            )
        )
    return Table(
        Text("现行授权", "grants in force"),
        [
            Column(Text("人员", "Person")),
            Column(Text("角色", "Role")),
            Column(Text("地区", "Region")),
            Column(Text("单位", "Unit")),
            Column(Text("自", "From")),
            Column(Text("至（不含）", "Until (not included)")),
            Column(Text("依据", "Instrument")),
        ],
        rows,
        Text("这里还没有人被授予角色。", "Nobody holds a role here yet."),
        quiet=True,
    )
