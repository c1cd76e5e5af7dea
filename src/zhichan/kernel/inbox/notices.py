"""Notices follow the ledger: who is told of an act on a case, why, and how to stop it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case as Switch
from django.db.models import Exists, OuterRef, Q, QuerySet, UUIDField, When
from django.db.models.functions import Cast

from zhichan.kernel.access.public import ANYONE, Actor, readers_for, reading
from zhichan.kernel.acts.public import NOT_THERE, Act, register_reach, register_verb
from zhichan.kernel.casework.public import Assignment, Case, Participant
from zhichan.kernel.catalogue.public import Procedure, current
from zhichan.kernel.catalogue.shapes import Act as ActShape
from zhichan.kernel.ground.public import Refusal, Text, kernel
from zhichan.kernel.inbox.models import Notice, Opened, Seen, Stop
from zhichan.kernel.ledger.public import Audience, Event, Payload, consume, erasing
from zhichan.kernel.selections.public import Selection

CONSUMER = "inbox"
PARTS = {
    "lead": Text("牵头", "leads"),
    "cooperating": Text("配合", "cooperates"),
    "responsible": Text("负责", "is responsible"),
}


def register() -> None:
    """Follow the ledger; let people stop notices."""
    consume(CONSUMER, tell)
    register_verb("inbox:stop", stop)
    register_reach("inbox:read", reachable)


def tell(position: int, event: Event) -> None:
    """Write the notices of one event: to each unit with a part in the case, except the one that acted itself."""
    if event.subject_kind != "case":
        return
    case = Case.objects.select_related("region").filter(pk=event.subject_id).first()
    if event.verb == erasing.ERASE and case is not None:
        _forget(case)
        return
    slug, _, name = event.verb.partition(":")
    procedure = current().procedure(slug)
    act = procedure.acts.get(name) if procedure else None
    if case is None or procedure is None or act is None:
        return
    made = []
    said = _said(event, act)
    acted = set(event.unit.split(","))
    for part in Assignment.objects.filter(case=case, unit__isnull=False).select_related("unit"):
        if part.unit is None or part.unit.slug in acted:
            continue
        recipient = f"unit:{part.unit.slug}"
        role = PARTS[part.role]
        made.append(
            Notice(
                position=position,
                recipient=recipient,
                topic=event.verb,
                subject_kind="case",
                subject_id=event.subject_id,
                title_zh=_title(procedure.title.zh, case.title, act.title.zh),
                title_en=f"{procedure.title.en} {case.number}: {act.title.en}"[:300],
                reason_zh=f"因为{part.unit.name}{role.zh}此事"[:200],
                reason_en=f"because {part.unit.name_en or part.unit.name} {role.en} here"[:200],
                said_zh=said.get("zh", ""),
                said_en=said.get("en", ""),
                at=event.at,
                readers=[recipient],
            )
        )
    made += [
        Notice(
            position=position, recipient=recipient, topic=event.verb, subject_kind="case",
            subject_id=event.subject_id, title_zh=_title(procedure.title.zh, case.title, act.title.zh),
            title_en=f"{procedure.title.en} {case.number}: {act.title.en}"[:300],
            reason_zh=why.zh[:200], reason_en=why.en[:200], said_zh=said.get("zh", ""), said_en=said.get("en", ""),
            at=event.at, readers=[recipient],
        )
        for recipient, why in _recipients(procedure, act, case).items()
        if recipient != event.actor
    ]  # fmt: skip
    Notice.objects.bulk_create(made, ignore_conflicts=True)


def _recipients(procedure: Procedure, act: ActShape, case: Case) -> dict[str, Text]:
    """The principals an act tells, each with the reason: offices by their roles, people and parties by their part."""
    offices = [name for name in act.tells if name not in procedure.parts]
    why = Text("因为此事须告知您的岗位", "because your office has to be told of this")
    found = dict.fromkeys(readers_for(offices, case.region.path), why)
    for part in Participant.objects.filter(case=case, part__in=act.tells).exclude(principal=""):
        title = procedure.parts[part.part].title
        found[part.principal] = Text(f"因为您是本事项的{title.zh}", f"because you are the {title.en} of this case")
    return found


def _said(event: Event, act: ActShape) -> dict[str, str]:
    """What the notice adds, from what the act itself put on record or was given: in both languages, or as written."""
    if act.saying is None:
        return {}
    payload = Payload.objects.filter(event_id=event.pk, field_class="ordinary").first()
    content = (payload.content or {}) if payload is not None else {}
    value = {**content.get("given", {}), **content.get("patch", {})}.get(act.saying)
    if isinstance(value, str):
        return {"zh": value, "en": value}
    return {one: str(text) for one, text in value.items()} if isinstance(value, dict) else {}


def _forget(case: Case) -> None:
    """Write the titles of a case's notices anew after facts of it were erased: the old ones copied its title."""
    for notice in Notice.objects.select_for_update().filter(subject_kind="case", subject_id=str(case.pk)):
        slug, _, name = notice.topic.partition(":")
        procedure = current().procedure(slug)
        act = procedure.acts.get(name) if procedure else None
        notice.title_zh = _title(procedure.title.zh, case.title, act.title.zh) if procedure and act else case.number
        notice.said_zh = notice.said_en = ""
        notice.save(update_fields=["title_zh", "said_zh", "said_en"])


def _title(procedure: str, case: str, act: str) -> str:
    return f"{procedure}“{case}”：{act}"[:300]


def reachable(actor: Actor) -> QuerySet[Notice]:
    """The notices to the actor about cases and selections that are open to the actor now.

    A unit's notice reaches everyone in the unit, a recused officer too; the case itself says who may know of it.
    """
    subject = Switch(When(subject_kind__in=["case", "selection"], then=Cast("subject_id", UUIDField())))
    return (
        Notice.objects.filter(recipient__in=sorted(actor.principals))
        .annotate(_subject=subject)
        .filter(~Q(subject_kind="case") | Exists(Case.objects.filter(pk=OuterRef("_subject"))))
        .filter(~Q(subject_kind="selection") | Exists(Selection.objects.filter(pk=OuterRef("_subject"))))
        .order_by("-position", "id")
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as its reader sees it; ``why`` says for what reason it came, ``said`` what the act has to tell.

    ``used``: the reader said that it was of use.
    """

    id: int
    title: Text
    why: Text
    topic: str
    subject: tuple[str, str]
    at: datetime
    seen: bool
    said: Text
    used: bool = False


def notices(*, actor: Actor, unseen: bool = False, limit: int = 50) -> list[Told]:
    """The newest notices to the actor, without what the actor stopped."""
    with kernel():
        stopped = list(Stop.objects.filter(actor=actor.name))
        known = set(Seen.objects.filter(actor=actor.name).values_list("notice_id", flat=True))
        used = Opened.objects.filter(actor=actor.name, used_at__isnull=False)
        useful = set(used.values_list("notice_id", flat=True))
    found = reachable(actor)
    for each in stopped:
        found = found.exclude(_stopped(each))
    if unseen:
        found = found.exclude(pk__in=known)
    with reading(actor):
        return [
            Told(
                each.pk, Text(each.title_zh, each.title_en), Text(each.reason_zh, each.reason_en), each.topic,
                (each.subject_kind, each.subject_id), each.at, each.pk in known, Text(each.said_zh, each.said_en),
                each.pk in useful,
            )
            for each in found[:limit]
        ]  # fmt: skip


def _stopped(stop: Stop) -> Q:
    wanted = Q()
    if stop.topic:
        wanted &= Q(topic=stop.topic)
    if stop.subject_id:
        wanted &= Q(subject_kind=stop.subject_kind, subject_id=stop.subject_id)
    return wanted


def see(*, actor: Actor, ids: Iterable[int], at: datetime) -> int:
    """Mark notices as seen by the actor; those that are not the actor's are passed over. Returns how many."""
    if actor.name == ANYONE:
        return 0
    with reading(actor):
        own = list(reachable(actor).filter(pk__in=list(ids)).values_list("pk", flat=True))
    with kernel():
        Seen.objects.bulk_create(
            [Seen(actor=actor.name, notice_id=each, at=at) for each in own], ignore_conflicts=True
        )
    return len(own)


def stop(act: Act) -> Mapping[str, Any]:
    """Stop being told: ``target`` is a notice of one's own; ``facts.what`` is ``topic`` or ``subject``."""
    if act.actor.name == ANYONE:
        raise Refusal(NOT_THERE)
    what = str(act.facts.get("what") or "")
    if what not in {"topic", "subject"}:
        raise Refusal.one(
            "inbox.what",
            "请选择停止此类通知或停止此事的通知",
            "choose to stop this topic or this subject",
            place="what",
        )
    notice: Notice = act.reached(reachable(act.actor), pk=act.target)
    wanted = (
        {"topic": notice.topic}
        if what == "topic"
        else {"subject_kind": notice.subject_kind, "subject_id": notice.subject_id}
    )
    Stop.objects.get_or_create(actor=act.actor.name, **wanted, defaults={"at": act.at})
    act.event(
        subject_kind="inbox", subject_id=act.actor.name, content=wanted, audience=Audience((act.actor.name,))
    )
    return wanted
