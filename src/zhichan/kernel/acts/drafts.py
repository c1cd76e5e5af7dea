"""Drafts: acts begun and not yet done. A draft is its author's alone and is no fact: the ledger does not know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from zhichan.kernel.access.public import ANYONE, Actor
from zhichan.kernel.acts.models import Draft
from zhichan.kernel.acts.performing import NOT_THERE, keeps_drafts, resolve
from zhichan.kernel.ground.public import Refusal, kernel

LARGEST = 200_000


@dataclass(frozen=True, slots=True)
class Saved:
    """A draft as its author sees it."""

    id: UUID
    verb: str
    target: str
    facts: Mapping[str, Any]
    at: datetime


def save_draft(
    *,
    actor: Actor,
    verb: str,
    facts: Mapping[str, Any],
    at: datetime,
    target: str = "",
    draft: UUID | None = None,
) -> Saved:
    """Keep the facts given so far; ``draft`` names an earlier draft of the same author to replace.

    Refuses someone without an account, an unknown verb, another's draft, and more than 200 000 characters.
    """
    if actor.name == ANYONE:
        raise Refusal.one("drafts.account", "登录后才能暂存", "log in to keep a draft")
    resolve(verb)
    if not keeps_drafts(verb):
        raise Refusal.one(
            "drafts.nameless", "不记名填报和参与码不能暂存",
            "what nobody is to be known by, and one-time codes, cannot be kept as a draft",
        )  # fmt: skip
    if len(str(facts)) > LARGEST:
        raise Refusal.one("drafts.too-large", "暂存的内容太多", "the draft is too large", place="facts")
    with kernel():
        if draft is None:
            kept = Draft.objects.create(actor=actor.name, verb=verb, target=target, facts=dict(facts), at=at)
        else:
            kept = _own(actor, draft)
            kept.facts, kept.at = dict(facts), at
            kept.save(update_fields=["facts", "at"])
    return _saved(kept)


def drafts(*, actor: Actor, verb: str = "", target: str = "") -> list[Saved]:
    """The author's drafts, newest first; narrowed to a verb and a target when given."""
    with kernel():
        found = Draft.objects.filter(actor=actor.name)
        if verb:
            found = found.filter(verb=verb)
        if target:
            found = found.filter(target=target)
        return [_saved(each) for each in found.order_by("-at", "id")]


def discard_draft(*, actor: Actor, draft: UUID) -> None:
    """Throw a draft away; refuses one that is not there or another's."""
    with kernel():
        _own(actor, draft).delete()


def _own(actor: Actor, draft: UUID) -> Draft:
    found = Draft.objects.filter(pk=draft, actor=actor.name).first()
    if found is None:
        raise Refusal(NOT_THERE)
    return found


def _saved(draft: Draft) -> Saved:
    return Saved(draft.pk, draft.verb, draft.target, draft.facts, draft.at)
