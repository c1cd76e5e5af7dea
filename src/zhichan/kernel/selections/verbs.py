"""Verbs of the selections room: save, correct, share, close, freeze; and the refreshing that finds what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zhichan.kernel.access.public import ANYONE, PARTY, Actor, readers_for, system_actor
from zhichan.kernel.acts.public import NOT_THERE, SHANGHAI, Act, perform, register_reach, register_verb
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Party, Refusal
from zhichan.kernel.ledger.public import Audience
from zhichan.kernel.registry.searching import public as index
from zhichan.kernel.selections import keeping
from zhichan.kernel.selections.models import Corpus, Judgement, Member, Sample, Selection
from zhichan.kernel.selections.watching import watched

REFRESHER = "selections"
MOST_OF_ONE = 200
"""Open selections of one person."""
LONGEST_TITLE = 200
CHANGED = "selection:changed"


def register() -> None:
    """Register the verbs and the reading verbs."""
    for name, handler in (
        ("selection:save", save), ("selection:correct", correct), ("selection:share", share),
        ("selection:close", close), ("selection:freeze", freeze), (CHANGED, refresh),
    ):
        register_verb(name, handler)
    register_reach("selection:read", readable)
    register_reach("corpus:read", _corpora)


def readable(actor: Actor) -> QuerySet[Selection]:
    return Selection.objects.filter(closed_at=None).order_by("-opened_at", "pk")


def _corpora(actor: Actor) -> QuerySet[Corpus]:
    return Corpus.objects.order_by("-at", "pk")


def signed_in(act: Act) -> None:
    if act.actor.name == ANYONE:
        raise Refusal(NOT_THERE)


def own(act: Act) -> Selection:
    """The actor's own selection, locked."""
    signed_in(act)
    found: Selection = act.reached(readable(act.actor).filter(owner=act.actor.name), pk=act.target)
    return found


def _audience(selection: Selection) -> Audience:
    return Audience(tuple(selection.readers))


def told(
    act: Act, selection: Selection, content: Mapping[str, Any], *, reason: str = "",
    own: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Record what was done; ``own`` is told to the owner alone."""
    act.event(
        subject_kind="selection", subject_id=str(selection.pk), version=selection.version, content=content,
        audience=_audience(selection), reason=reason,
        sealed={"own": (own, Audience((selection.owner,)))} if own else None,
    )  # fmt: skip


def text_of(act: Act, name: str, zh: str, en: str, *, most: int = LONGEST_TITLE) -> str:
    text = str(act.facts.get(name) or "").strip()
    if not text or len(text) > most:
        raise Refusal.one(
            f"selection.{name}", f"请填写{zh}（最多{most}个字）", f"{en} is needed ({most} characters at most)",
            place=name,
        )  # fmt: skip
    return text


def save(act: Act) -> Mapping[str, Any]:
    """Save a search under a name. ``facts``: ``title``, and ``text``, ``chosen`` (facet → values), ``plain`` (words
    taken as they stand) and ``names`` (whether company names like its marks belong to it) of the question.

    Its members are those found now; of company names, those that become known from now on.
    """
    signed_in(act)
    chosen = act.facts.get("chosen") or {}
    question: dict[str, Any] = {
        "text": str(act.facts.get("text") or "").strip(),
        "chosen": {str(name): [str(value) for value in values] for name, values in sorted(chosen.items()) if values},
        "plain": sorted({str(word) for word in act.facts.get("plain") or ()}),
        **({"names": True} if act.facts.get("names") else {}),
    }
    title = text_of(act, "title", "名称", "a name")
    index.understood(question["text"])
    watched(question)
    if Selection.objects.filter(owner=act.actor.name, closed_at=None).count() >= MOST_OF_ONE:
        raise Refusal.one(
            "selection.many", f"最多保存{MOST_OF_ONE}个检索，请先停用不再需要的",
            f"{MOST_OF_ONE} searches can be kept; close those no longer needed", place="title",
        )  # fmt: skip
    selection = Selection.objects.create(
        title=title, question=question, owner=act.actor.name, opened_at=act.at, day=act.day, readers=[act.actor.name],
        load=keeping.at_load(),
    )  # fmt: skip
    keeping.refresh(selection, at=act.at, day=act.day)
    if selection.over:
        raise Refusal.one(
            "selection.wide", f"结果超过{keeping.MOST}件，请缩小范围后再保存",
            f"more than {keeping.MOST} rights are found; narrow the question before it is saved", place="text",
        )  # fmt: skip
    told(act, selection, {"title": title, "question": question})
    return {"selection": str(selection.pk), "count": selection.members.count()}


def correct(act: Act) -> Mapping[str, Any]:
    """Take a right into one's own selection or leave it out by hand, or undo that. ``facts``: ``key``, ``into`` (true,
    false, or null for what the question says), ``reason``.
    """
    selection = own(act)
    key, into = str(act.facts.get("key") or ""), act.facts.get("into")
    undone = into is None and key in selection.corrections
    if not undone and not (keeping.known([key]) and index.visible([key], readers=keeping.readers_of(act.actor))):
        raise Refusal.one("selection.key", f"没有编号为“{key}”的权利", f"there is no right {key!r}", place="key")
    reason = text_of(act, "reason", "理由", "a reason")
    selection.corrections.pop(key, None)
    if into is not None:
        selection.corrections[key] = {
            "into": bool(into), "reason": reason, "by": act.actor.name, "on": act.day.isoformat(),
        }  # fmt: skip
    selection.save(update_fields=["corrections"])
    keeping.refresh(selection, at=act.at, day=act.day)
    if index.visible([key]):
        told(act, selection, {"key": key, "into": into}, reason=reason)
    else:
        # What is not open to all is told to the owner alone, the reason too: it speaks of the right.
        said = {"key": key, "into": into, "reason": reason}
        told(act, selection, {}, own=said)
    return {"selection": str(selection.pk), "version": selection.version}


def share(act: Act) -> Mapping[str, Any]:
    """Let roles of one's own region, and parties, see a selection. ``facts``: ``roles`` (of the catalogue) and
    ``parties`` (codes of firms and institutions); where both are empty nobody else does.

    Giving it to others takes a role that may; taking it back takes none.
    """
    selection = own(act)
    roles = sorted({str(role) for role in act.facts.get("roles") or ()})
    parties = sorted({str(code) for code in act.facts.get("parties") or ()})
    if roles or parties:
        act.require(act.actor.home)
    if any(role not in current().role_titles for role in roles):
        raise Refusal.one("selection.roles", "没有这样的岗位", "there is no such role", place="roles")
    firms = Party.objects.on(act.day).exclude(kind=Party.Kind.PERSON).filter(code__in=parties)
    unknown = set(parties) - set(firms.values_list("code", flat=True))
    if unknown:
        raise Refusal.one(
            "selection.parties", f"没有代码为“{min(unknown)}”的单位", f"there is no firm {min(unknown)!r}",
            place="parties",
        )  # fmt: skip
    readers = [act.actor.name, *readers_for(roles, act.actor.home), *(f"{PARTY}{code}" for code in parties)]
    # The event is told to those who see it from now on and to those who do not any more.
    before = selection.readers
    selection.readers = readers
    selection.save(update_fields=["readers"])
    Member.objects.filter(selection=selection, sealed=False).update(readers=readers)
    # A corpus that is not open to all is seen by whoever sees the selection, from now on by these.
    Corpus.objects.filter(selection=selection, public=False).update(readers=readers)
    for beside in (Sample, Judgement):
        beside.objects.filter(selection=selection).update(readers=readers)
    said = {"roles": roles, **({"parties": parties} if parties else {})}
    act.event(
        subject_kind="selection", subject_id=str(selection.pk), version=selection.version, content=said,
        audience=Audience(tuple(dict.fromkeys([*before, *readers]))),
    )  # fmt: skip
    return {"selection": str(selection.pk), "roles": roles}


def close(act: Act) -> Mapping[str, Any]:
    """End one's own selection: it is refreshed no more and nobody is told of it. Corpora made of it stay."""
    selection = own(act)
    selection.closed_at = act.at
    selection.save(update_fields=["closed_at"])
    told(act, selection, {})
    return {"selection": str(selection.pk)}


def freeze(act: Act) -> Mapping[str, Any]:
    """Keep the members as they are for a study. ``facts``: ``title``, ``public`` (whether anyone may open it).

    Only what is open to all is frozen, each right with the version it has. Opening it to all takes a role that may.
    """
    selection = own(act)
    if act.facts.get("public"):
        act.require(act.actor.home)
    keys = list(selection.members.filter(until=None, sealed=False).order_by("key").values_list("key", flat=True))
    versions = keeping.versions(keys)
    lines = "\n".join(f"{key}\t{versions[key]}" for key in keys if key in versions)
    if not lines:
        raise Refusal.one("selection.empty", "没有可冻结的权利", "there is nothing to freeze", place="title")
    corpus = Corpus.objects.create(
        selection=selection, title=text_of(act, "title", "名称", "a name"), question=selection.question,
        owner=act.actor.name, at=act.at, day=act.day, load=selection.load, count=lines.count("\n") + 1, members=lines,
        sha256=hashlib.sha256(lines.encode()).hexdigest(), readers=selection.readers,
        public=bool(act.facts.get("public")),
    )  # fmt: skip
    act.event(
        subject_kind="corpus", subject_id=str(corpus.pk),
        content={"title": corpus.title, "count": corpus.count, "sha256": corpus.sha256},
        audience=Audience(tuple(corpus.readers), public=corpus.public),
    )  # fmt: skip
    return {"corpus": str(corpus.pk), "count": corpus.count, "sha256": corpus.sha256}


def refresh(act: Act) -> Mapping[str, Any]:
    """Find what came and went (``target``: a selection's id). An event says how many, when there are any.

    What is closed to others is told to the owner alone, apart.
    """
    if act.actor.name != REFRESHER:
        raise Refusal(NOT_THERE)
    selection = Selection.objects.select_for_update().filter(pk=act.target, closed_at=None).first()
    if selection is None:
        raise Refusal(NOT_THERE)
    done = keeping.refresh(selection, at=act.at, day=act.day)
    sealed = {"came": done.came_sealed, "went": done.went_sealed}
    if done.came or done.went or any(sealed.values()):
        told(
            act, selection, {"came": done.came, "went": done.went}, own=sealed if any(sealed.values()) else None
        )  # fmt: skip
    return {"selection": str(selection.pk), "came": done.came, "went": done.went}


def settle(*, at: datetime) -> int:
    """Refresh what a load, a day or a new index may have changed; how many selections changed."""
    day = at.astimezone(SHANGHAI).date()
    changed = 0
    for selection in keeping.due(day=day):
        done = perform(actor=system_actor(REFRESHER, day=day), verb=CHANGED, target=selection.pk, at=at)
        changed += bool(done.events)
    return changed
