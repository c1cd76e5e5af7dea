"""Applying without an account: the forms of acts that anyone may do, the receipt, and following a case by its code.

Everything follows the declarations: an act that opens a case and names ``anyone`` has a form here; the part that its
form lists first is the applicant, who reaches the case by a code. The code is told once; its digest alone is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.crypto import salted_hmac

from zhichan.doors.desk.derived import caseforms, forms
from zhichan.doors.desk.derived.casefile import DUTIES
from zhichan.doors.desk.derived.cases import PARTS, stage_of
from zhichan.doors.desk.derived.fields import words
from zhichan.doors.look import letters, offers
from zhichan.doors.look.parts import Fact, Field, Happening
from zhichan.doors.look.words import SHANGHAI
from zhichan.doors.portal import cards
from zhichan.doors.portal import own as holds
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import NOT_THERE, Outcome
from zhichan.kernel.casework.public import (
    Case,
    clocks_of,
    code_hash,
    letter_of,
    possible,
)
from zhichan.kernel.catalogue.public import Procedure, current
from zhichan.kernel.catalogue.shapes import Act, Part
from zhichan.kernel.ground.public import Party, Reason, Refusal, Text

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of a code's characters none is taken for another; sixteen of them are eighty bits."""
CODE_LENGTH, GROUP = 16, 4
CODE = "_code"
LONGEST_NUMBER = 60


def offered() -> list[tuple[Procedure, str]]:
    """The acts by which anyone may open a case, in the order of their systems."""
    return [
        (procedure, name)
        for _, procedure in sorted(current().procedures.items(), key=lambda each: (each[1].folder, each[0]))
        for name, act in procedure.acts.items()
        if not act.sources and offers.EVERYONE in act.roles
    ]


def menu() -> cards.Applications:
    """What can be applied for, by the system it belongs to."""
    groups: dict[str, list[cards.Entry]] = {}
    for procedure, name in offered():
        groups.setdefault(procedure.folder, []).append(
            cards.Entry(
                words(procedure.acts[name].title),
                words(procedure.title),
                reverse("portal:apply-form", kwargs={"procedure": procedure.slug, "act": name}),
            )
        )
    folders = current().folders
    return cards.Applications(
        [
            (words(folders[folder].title) if folder in folders else Text(folder, folder), entries)
            for folder, entries in groups.items()
        ]
    )


# --- the form -----------------------------------------------------------------------------------------------


def applicant(procedure: Procedure, act: Act) -> Part | None:
    """The part whose holder applies: the first that reads the case and that the act's form lists."""
    asked = {*act.needs, *act.may}
    return next(
        (part for part in procedure.parts.values() if part.reads and not part.bars and part.field in asked), None
    )


def job(actor: Actor, slug: str, name: str, *, code: str = "") -> forms.Job:
    """The form of an opening act for someone who is no officer; ``code`` is what its applicant will follow it by."""
    procedure = current().procedure(slug)
    act = procedure.acts.get(name) if procedure else None
    if procedure is None or act is None or act.sources or offers.EVERYONE not in act.roles:
        raise Refusal(NOT_THERE)
    base = caseforms.open_job(actor, slug, name, {})
    part = applicant(procedure, act)
    fields, own = dict(base.fields), part.field if part else ""
    units = {field for _, field, _ in PARTS}
    # What only some may read is theirs to give.
    brought = [each for each in act.may if each not in act.needs and not procedure.fields[each].readers]
    loose = [each for each in [*base.may, *base.folded] if each in procedure.fields and fields[each].type == "paper"]
    may = list(dict.fromkeys([*brought, *(each for each in loose if not fields[each].readers)]))
    needs = [each for each in base.needs if each not in units]
    known, sources = _known(actor, base)
    if part is not None:
        said = words(part.title)
        fields[own] = forms.plain_field("text", Text(f"{said.zh}（姓名或名称）", f"{said.en} (name)"))
        fields[own + CODE] = forms.plain_field(
            "party",
            Text(f"{said.zh}的统一社会信用代码（个人不填）", f"{said.en}: credit code (none for a person)"),
        )
        place = needs if own in needs else may
        place.insert(place.index(own) + 1, own + CODE)
        who = holds.applicant(actor)
        told = {own: who.name, own + CODE: who.code, "region": who.region}
        contact, whence = holds.contact(actor, procedure, part, {each: fields[each] for each in [*needs, *may]})
        known |= {each: value for each, value in told.items() if value} | contact
        sources |= {each: who.source for each, value in told.items() if value} | whence
    asked = {each: fields[each] for each in [*needs, *may]}
    return replace(
        base,
        fields=fields,
        lists=replace(base.lists, own=holds.offered(actor, procedure, asked)),
        needs=needs,
        may=may,
        folded=[],
        people=frozenset(base.people) - {own},
        # The code stands beside the name, and nobody has to have one.
        free=frozenset({own + CODE}),
        known=known,
        sources=sources,
        fill=lambda given: _by_code(actor, base, own, given),
        shape=lambda given: _shaped(actor, own, code, base.shape(dict(given))),
        address=reverse("portal:apply-form", kwargs={"procedure": slug, "act": name}),
        back=reverse("portal:apply"),
        stepwise=True,
    )


def _known(actor: Actor, base: forms.Job) -> tuple[dict[str, Any], dict[str, Text]]:
    kept = {name: value for name, value in base.known.items() if name in base.all}
    return kept, {name: said for name, said in base.sources.items() if name in kept}


def _by_code(
    actor: Actor, base: forms.Job, own: str, given: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Text]]:
    """What is held of the party whose code was typed: its registered name and where it is."""
    known, sources = base.fill(given) if base.fill is not None else ({}, {})
    code = str(given.get(own + CODE) or "")
    if not own or not code:
        return known, sources
    with reading(actor):
        party = Party.objects.select_related("region").filter(code=code).first()
    if party is None:
        sources[own + CODE] = Text("没有查到这个代码", "no party has this code")
        return known, sources
    held = Text("按这个代码已有的登记", "as registered under this code")
    sources[own + CODE] = Text(f"{party.name}（{party.region.name}）", f"{party.name} ({party.region.name_en})")
    for name, value in ((own, party.name), ("region", party.region.path)):
        if not given.get(name):
            known[name], sources[name] = value, held
    return known, sources


def _shaped(actor: Actor, own: str, code: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of the act: the applicant with a name and everything by which they reach the case."""
    facts = {name: value for name, value in given.items() if name != own + CODE}
    if not own or not facts.get(own):
        return facts
    item: dict[str, Any] = {"name": facts[own]}
    if given.get(own + CODE):
        item["party"] = given[own + CODE]
    kind, _, user = actor.name.partition(":")
    if kind == "user":
        item["user"] = int(user)
    if code:
        item["access"] = code_hash(code)
    return {**facts, own: [item]}


# --- the code -----------------------------------------------------------------------------------------------


def code_from(seed: str) -> str:
    """The code that belongs to a form's seed, so that a form sent twice tells one code; no seed is kept."""
    digest = salted_hmac("zhichan.portal.code", seed, algorithm="sha256").digest()
    return _grouped("".join(ALPHABET[byte % 32] for byte in digest[:CODE_LENGTH]))


def tidied(code: str) -> str:
    """A code as it was told, whatever spaces, dashes and small letters it was typed with; empty when it is none."""
    plain = re.sub(r"[\s\-‐—－]", "", code).upper()
    return _grouped(plain) if len(plain) == CODE_LENGTH and set(plain) <= set(ALPHABET) else ""


def _grouped(plain: str) -> str:
    return "-".join(plain[place : place + GROUP] for place in range(0, CODE_LENGTH, GROUP))


# --- the receipt --------------------------------------------------------------------------------------------


def receipt(procedure: Procedure, name: str, outcome: Outcome, *, code: str, day: date) -> cards.Receipt:
    """What is told once an application is in: its number, its code, what comes next and by when."""
    act = procedure.acts[name]
    clocks = [
        Fact(words(Text(one["title"]["zh"], one["title"]["en"])), date.fromisoformat(one["due"]))
        for one in outcome.result.get("clocks") or []
        if one.get("due")
    ]
    stage = procedure.stages.get(str(outcome.result["stage"]))
    return cards.Receipt(
        words(act.title),
        str(outcome.result["number"] or ""),
        code if applicant(procedure, act) is not None else "",
        words(stage.title) if stage else None,
        clocks,
        day,
    )


# --- following ----------------------------------------------------------------------------------------------


def holder(digest: str, *, day: date) -> Actor:
    """Whoever gave the code of this digest."""
    principal = f"code:{digest}"
    return Actor(name=principal[:21], day=day, extra=frozenset({principal}))


def found(number: str, code: str, *, day: date) -> tuple[UUID, str] | None:
    """The case of this number that lists this code, with the code's digest; the same answer for any other pair."""
    plain = tidied(code)
    if not plain:
        return None
    digest = code_hash(plain)
    with reading(holder(digest, day=day)):
        case = (
            Case.objects.filter(
                number=number.strip().upper()[:LONGEST_NUMBER], participants__principal=f"code:{digest}"
            )
            .values_list("pk", flat=True)
            .first()
        )
    return (case, digest) if case is not None else None


def wrong_pair() -> Refusal:
    """The one answer to a number and a code that do not belong together, whichever of them is wrong."""
    return Refusal.one(
        "portal.no-such-case",
        "编号和查询码对不上。请核对后再试；忘记查询码的，可带身份证明到受理窗口查询",
        "this number and this code do not belong together; check both, or ask at the counter with proof of who you are",
    )


def case_of(actor: Actor, identity: UUID) -> Case:
    """The followed case; not there when the code no longer opens it."""
    with reading(actor):
        case = Case.objects.select_related("region").filter(
            pk=identity, participants__principal__in=list(actor.extra)
        ).first()  # fmt: skip
    if case is None or current().procedure(case.procedure) is None:
        raise Refusal(NOT_THERE)
    return case


def _mine(actor: Actor, case: Case) -> set[str]:
    """The parts that this holder has in the case."""
    with reading(actor):
        return set(case.participants.filter(principal__in=list(actor.extra)).values_list("part", flat=True))


def status(actor: Actor, identity: UUID) -> cards.Status:
    """Where a followed case stands: its stage, its days, what was served on its holder, and what they can do."""
    case = case_of(actor, identity)
    procedure = current().procedures[case.procedure]
    runs = clocks_of(case, as_of=actor.day) if procedure.clocks and case.course else []
    steps = [
        Happening(
            date.fromisoformat(one["day"]),
            words(procedure.stages[one["stage"]].title) if one["stage"] in procedure.stages else Text("—", "—"),
        )
        for one in reversed(case.course)
        if one.get("stage") and one.get("stage") != one.get("was")
    ]
    return cards.Status(
        words(procedure.title),
        case.number,
        stage_of(procedure, case.stage),
        [
            Fact(Text("收到", "Received"), case.opened_at.astimezone(SHANGHAI).date()),
            *(
                [Fact(Text("办结", "Closed"), case.closed_at.astimezone(SHANGHAI).date())]
                if case.closed_at
                else []
            ),
            *(
                Fact(run.title, run.due.day, note=DUTIES[run.kind])
                for run in runs
                if run.open and run.due.day is not None
            ),
        ],
        steps,
        _letters(procedure, case, _mine(actor, case)),
        [
            cards.Entry(
                words(title),
                Text(procedure.acts[name].clause or "", procedure.acts[name].clause or ""),
                reverse("portal:follow-act", kwargs={"act": name}),
            )
            for name, title in possible(actor, case)
        ],
    )


def _letters(procedure: Procedure, case: Case, mine: set[str]) -> list[cards.Served]:
    """The letters served on those parts."""
    return [
        cards.Served(
            words(current().letter(folder=procedure.folder, name=one["name"]).title),
            date.fromisoformat(one["served"][-1]["day"]),
            [
                (said, reverse("portal:follow-letter", kwargs={"letter": one["id"], "kind": kind}))
                for kind, said in (("pdf", "PDF"), ("docx", "Word"))
            ],
        )
        for one in case.letters
        if one["served"] and mine & set(one["to"])
    ]


def letter(actor: Actor, identity: UUID, name: str, kind: str) -> tuple[bytes, str]:
    """A letter that was served on the holder, as a document, with a name for the file."""
    case = case_of(actor, identity)
    kept = next((one for one in case.letters if one["id"] == name), None)
    if kept is None or not kept["served"] or not _mine(actor, case) & set(kept["to"]):
        raise Refusal(NOT_THERE)
    content = letters.written(kind, letter_of(actor, case.pk, name), number=case.number)
    return content, f"{case.number}-{name.replace('#', '-')}.{kind}"


def act_job(actor: Actor, identity: UUID, name: str) -> forms.Job:
    """The form of something the holder can do to the followed case."""
    case = case_of(actor, identity)
    if name not in {each for each, _ in possible(actor, case)}:
        raise Refusal(NOT_THERE)
    return replace(
        caseforms.act_job(actor, case.procedure, case.pk, name),
        about=Text(f"{case.number}", f"{case.number}"),
        address=reverse("portal:follow-act", kwargs={"act": name}),
        back=reverse("portal:follow-case"),
        stepwise=True,
    )


# --- drafts without an account ------------------------------------------------------------------------------


def kept(job: forms.Job, post: QueryDict, *, at: datetime) -> dict[str, Any]:
    """What a browser's session keeps of a form that is not done: what was typed, never a file."""
    return {
        "at": at.isoformat(),
        "facts": {
            name: text[:4000]
            for name in job.all
            if job.fields[name].type not in {"paper", "words"} and (text := str(post.get(name, "")).strip())
        },
    }


def follow_fields(given: Mapping[str, str], reasons: Sequence[Reason] = ()) -> list[Field]:
    """The two fields by which a case is followed. A code is never shown again."""
    wrong = reasons[0].text if reasons else None
    return [
        Field(
            "number", Text("受理编号", "Number"), given.get("number", ""), help=Text("在回执上", "on your receipt"),
            required=True, wrong=wrong),
        Field("code", Text("查询码", "Follow-up code"), "", required=True, help=Text(
            "16位，横线可以不写", "16 characters; dashes may be left out")),
    ]  # fmt: skip
