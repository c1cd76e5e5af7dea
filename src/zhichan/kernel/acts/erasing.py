"""Erasing facts and ending publicity: acts with a reason and the paper they rest on.

Both take ``target`` as ``<kind>:<id>`` (``case:…``, ``<register>:…``). Whoever holds a role that a system gives
``ledger:erase`` or ``ledger:take-down`` at the subject's region may do them, seeing the subject or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from uuid6 import uuid7

from zhichan.kernel.access.public import Actor
from zhichan.kernel.acts.models import Draft, Hold
from zhichan.kernel.acts.performing import NOT_THERE, Act, after_commit, forbidden, register_verb
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, Text
from zhichan.kernel.ledger.public import Audience, Event, NewEvent, erasing

RESTORE = "restore"
"""The process that repeats what a restored backup does not know; nobody can log in as one."""


def register() -> None:
    """Register the verbs."""
    register_verb(erasing.ERASE, erase)
    register_verb(erasing.TAKE_DOWN, take_down)


def erase(act: Act) -> Mapping[str, Any]:
    """Erase facts of a subject from its state and from its events; digests and seals still hold.

    ``facts``: ``fields`` (names) or ``classes`` (field classes of events, all facts in them), ``papers`` (digests
    of further papers of the subject, such as kept letters), ``reason``, ``instrument``. The outcome and the event
    say which parts went and list the ``copies`` outside; what was printed, sent or backed up is not reached.
    """
    kind, subject_id, holder, held = find_for(act)
    reason, instrument = said(act, "reason"), said(act, "instrument")
    if act.actor.name != RESTORE:
        refuse_held(kind, subject_id)
    fields, papers = set(_list(act, "fields")), _list(act, "papers")
    fields |= erasing.names_of_classes(kind=kind, subject_id=subject_id, classes=_list(act, "classes"))
    if not fields and not papers:
        raise Refusal.one(
            "ledger.nothing-named", "请写明要删除哪些内容", "name the facts that are to be erased", place="fields"
        )
    identity = uuid7()
    names = frozenset(fields)
    gone = erasing.erase_parts(kind=kind, subject_id=subject_id, names=names, papers=papers, by=identity)
    copies = holder.erase(subject_id, names)
    _forget_drafts(subject_id, names)
    if not gone.parts and not gone.papers and act.actor.name != RESTORE:
        raise Refusal.one(
            "ledger.nothing-there",
            "没有这些内容，或者已经删除",
            "there are no such facts, or they are already erased",
            place="fields",
        )
    content = {
        "fields": sorted(names),
        "papers": gone.papers,
        "instrument": instrument,
        "parts": [{"event": str(event), "class": part} for event, part in gone.parts],
        "copies": copies,
        **({"retention": act.facts["retention"]} if act.cause == erasing.DESTROY else {}),
        **_replayed(act),
    }
    act.events.append(
        NewEvent(
            id=identity, verb=act.verb, subject_kind=kind, subject_id=subject_id, at=act.at,
            actor=act.actor.name, on_behalf=act.on_behalf, cause=act.cause, unit=",".join(act.actor.units),
            reason=reason, subject_version=held.version, audience=held.audience,
            content={
                "ordinary": content,
                **{f"{erasing.KEPT}-{n}": {erasing.KEPT: parts} for n, (_, parts) in enumerate(gone.kept)},
            },
            audiences={f"{erasing.KEPT}-{n}": who for n, (who, _) in enumerate(gone.kept)},
        )
    )  # fmt: skip
    after_commit(partial(erasing.tell_erased, identity))
    return {"parts": len(gone.parts), "papers": gone.papers, "copies": copies, "fields": sorted(names)}


def take_down(act: Act) -> Mapping[str, Any]:
    """End the publicity of a subject and its events with the act's day; those with a part in it still see it.

    ``facts``: ``reason``, ``instrument``.
    """
    kind, subject_id, holder, held = find_for(act)
    reason, instrument = said(act, "reason"), said(act, "instrument")
    events = erasing.close_events(kind=kind, subject_id=subject_id, day=act.day)
    copies = holder.take_down(subject_id, act.day)
    if not events and not copies and act.actor.name != RESTORE:
        raise Refusal.one("ledger.not-public", "此项没有公开", "this is not public")
    identity = uuid7()
    hidden = Audience(held.audience.readers, held.audience.barred)
    act.events.append(
        NewEvent(
            id=identity, verb=act.verb, subject_kind=kind, subject_id=subject_id, at=act.at,
            actor=act.actor.name, on_behalf=act.on_behalf, cause=act.cause, unit=",".join(act.actor.units),
            reason=reason, subject_version=held.version, audience=hidden,
            content={"ordinary": {"instrument": instrument, "copies": copies, "events": events, **_replayed(act)}},
        )
    )  # fmt: skip
    after_commit(partial(erasing.tell_erased, identity))
    return {"events": events, "copies": copies}


def is_known(event_id: str) -> bool:
    """Whether the ledger holds this erasure, or a repetition of it. Call as the kernel role."""
    return (
        Event.objects.filter(pk=event_id).exists()
        or Event.objects.filter(
            verb__in=[erasing.ERASE, erasing.TAKE_DOWN], payloads__content__repeats=event_id
        ).exists()
    )


def _forget_drafts(subject_id: str, names: frozenset[str]) -> None:
    """Drop the facts from drafts on the subject: they are its authors' alone, and copies all the same."""
    for draft in Draft.objects.select_for_update().filter(target=subject_id):
        draft.facts = erasing.dropped(draft.facts, names)
        draft.save(update_fields=["facts"])


def _replayed(act: Act) -> dict[str, Any]:
    return {"repeats": act.facts["repeats"]} if act.actor.name == RESTORE else {}


def find_for(act: Act) -> tuple[str, str, erasing.Holder, erasing.Held]:
    """The subject ``<kind>:<id>`` of an act, locked, for whoever may do it there; refuses as if it were not there."""
    kind, _, subject_id = str(act.target or "").partition(":")
    # What a declared act hands on was permitted with that act; nobody was asked twice.
    trusted = bool(act.cause) or act.actor.name == RESTORE
    if not trusted:
        _hold_somewhere(act.actor, act.verb)
    holder = erasing.holder_of(kind)
    held = holder.find(subject_id) if holder is not None else None
    if holder is None or held is None:
        raise Refusal(NOT_THERE)
    if not trusted:
        try:
            act.require(held.path)
        except Refusal as refusal:
            # In another's region it looks as if it were not there.
            raise Refusal(NOT_THERE) from refusal
    return kind, subject_id, holder, held


def _hold_somewhere(actor: Actor, verb: str) -> None:
    allowed = current().roles_for(verb)
    if not any(role.name in allowed for role in actor.roles):
        raise Refusal(forbidden(verb, allowed))


SAID = {"reason": Text("理由", "the reason"), "instrument": Text("依据的文书", "the paper it rests on")}


def said(act: Act, name: str) -> str:
    """The ``reason`` or ``instrument`` of an act; refuses one that gives none."""
    text = str(act.facts.get(name) or "").strip()
    if not text:
        raise Refusal.one(f"ledger.no-{name}", f"请写明{SAID[name].zh}", f"give {SAID[name].en}", place=name)
    return text


def is_held(kind: str, subject_id: str) -> bool:
    """Whether nothing of a subject may be destroyed for now."""
    return bool(Hold.objects.filter(kind=kind, subject_id=subject_id, released_at=None).exists())


def refuse_held(kind: str, subject_id: str) -> None:
    """Refuse what would destroy anything of a subject under a hold."""
    if is_held(kind, subject_id):
        raise Refusal.one(
            "retention.held", "已暂停销毁，解除后才能删除", "it is held; release it before anything goes"
        )


def _list(act: Act, name: str) -> list[str]:
    value = act.facts.get(name) or []
    return [value] if isinstance(value, str) else [str(each) for each in value]
