"""The form of an act: asked, drafted, filled in from what is known, previewed, done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from zhichan.doors.desk.derived import cards
from zhichan.doors.desk.derived.fields import Fields, Lists, Names, asked, given, leads_to, shown, title_of
from zhichan.doors.look.parts import Fact, Field, Problem
from zhichan.doors.look.words import day as in_words
from zhichan.kernel.access.public import ANYONE, Actor
from zhichan.kernel.acts.public import Outcome, discard_draft, drafts, keeps_drafts, perform, save_draft
from zhichan.kernel.catalogue.shapes import FieldShape, Words
from zhichan.kernel.ground.public import Reason, Refusal, Text

Filler = Callable[[Mapping[str, Any]], tuple[dict[str, Any], dict[str, Text]]]


SEEN = "seen"
"""The field that tells which version was looked at."""
DECIDED_SINCE = ".decided-since"
"""How the code of a refusal ends that tells of what was done after that version."""


def plain_field(kind: Any, title: Text) -> FieldShape:
    """A field that the platform asks for itself, such as the region."""
    return FieldShape(title=Words(zh=title.zh, en=title.en), type=kind)


@dataclass(frozen=True, kw_only=True)
class Job:
    """One act to be asked for.

    ``needs`` are required and ``may`` can be given beside them, ``fixed`` goes along unseen. ``known`` is what the
    city already holds, with the words that say from where in ``sources``; ``fill`` finds more from what was typed.
    ``shape`` makes the facts for the act from those of the form; ``people`` are fields that list who takes part,
    ``blanks`` those that are taken away when they are sent empty, ``free`` those that stand among the needed ones
    and may be left out. ``seen`` is the version of what the form is about, where the act asks which was looked at: it
    goes along hidden, as it was when the form was drawn. ``told`` is what one has to have read to fill it in.
    """

    verb: str
    target: str = ""
    title: Text
    about: Text
    step: Text
    clause: str = ""
    fields: Fields
    needs: Sequence[str]
    may: Sequence[str] = ()
    folded: Sequence[str] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, Text] = field(default_factory=dict)
    fill: Filler | None = None
    shape: Callable[[dict[str, Any]], dict[str, Any]] = dict
    lists: Lists = field(default_factory=Lists)
    names: Callable[[Mapping[str, Any]], Names] = lambda _facts: Names()
    outcome: Callable[[Outcome], Sequence[Text]] = lambda _outcome: ()
    address: str
    back: str
    crumb: Text | str = ""
    people: Collection[str] = ()
    blanks: Collection[str] = ()
    free: Collection[str] = ()
    seen: int = 0
    stepwise: bool = False
    told: Sequence[Fact] = ()

    @property
    def all(self) -> Sequence[str]:
        """Every field of the form, in order."""
        return [*self.needs, *self.may, *self.folded]


@dataclass(frozen=True)
class Answer:
    """What became of a form that was sent: an outcome, a saved draft, or the form again."""

    outcome: Outcome | None = None
    saved: UUID | None = None
    card: cards.Form | None = None
    refused: bool = False


def blank(job: Job, actor: Actor, *, key: str, draft: str = "") -> cards.Form:
    """The form as it is first shown: empty, filled in with what is known, or as a draft left it."""
    kept = drafts(actor=actor, verb=job.verb, target=job.target) if actor.name != ANYONE else []
    resumed = next((one for one in kept if str(one.id) == draft), None)
    facts = dict(resumed.facts) if resumed else dict(job.known)
    card = show(job, facts, key=key, sources={} if resumed else job.sources)
    others = [one for one in kept if resumed is None or one.id != resumed.id]
    return replace(
        card,
        draft=str(resumed.id) if resumed else "",
        saved=resumed.at if resumed else None,
        drafts=[cards.Link(_when(one.at), f"{job.address}?draft={one.id}") for one in others],
    )


def _when(at: datetime) -> str:
    return in_words(at, weekday=False)


def show(
    job: Job,
    facts: Mapping[str, Any],
    *,
    key: str,
    reasons: Sequence[Reason] = (),
    preview: cards.Preview | None = None,
    sources: Mapping[str, Text] | None = None,
    draft: str = "",
    seen: str = "",
) -> cards.Form:
    """The form with these facts in it, and what is wrong with them beside the fields."""
    wrong: dict[str, Text] = {}
    for reason in reasons:
        wrong.setdefault(reason.place, reason.text)
    said = sources or {}

    def controls(names: Sequence[str]) -> list[Field]:
        return [
            replace(one, looks=True) if job.fill is not None and job.fields[name].type == "party" else one
            for name in names
            for one in asked(
                name,
                job.fields[name],
                lists=job.lists,
                value=facts.get(name),
                required=name in job.needs and name not in job.free,
                wrong=wrong.get(name),
                filled=said.get(name),
                people=name in job.people,
            )
        ]

    fields, folded = controls([*job.needs, *job.may]), controls(job.folded)
    places = {one.name for one in [*fields, *folded]}
    return cards.Form(
        title=job.title,
        about=job.about,
        clause=job.clause,
        fields=fields,
        more=folded,
        more_open=any(one.value or one.wrong or one.filled for one in folded),
        hidden=[
            Field(name, Text(name, name), value, "hidden")
            for name, value in {**job.fixed, **({SEEN: seen or str(job.seen)} if job.seen else {})}.items()
        ],
        problems=[_problem(one, places) for one in reasons],
        preview=preview,
        key=key,
        draft=draft,
        saved=None,
        drafts=(),
        address=job.address,
        back=job.back,
        step=job.step,
        has_files=any(job.fields[name].type == "paper" for name in job.all),
        stepwise=job.stepwise,
        keeps=keeps_drafts(job.verb),
        told=job.told,
    )


def _problem(reason: Reason, places: set[str]) -> Problem:
    place = reason.place if reason.place in places else f"{reason.place}.zh"
    return Problem(reason.text, reason.clause, place if place in places else "")


def answer(job: Job, actor: Actor, post: Any, files: Any, *, at: datetime, key: str) -> Answer:
    """Do what the form's button says: keep a draft, fill in, show what would happen, or do it."""
    facts, reasons = given(job.fields, job.all, post, files, people=job.people)
    wish, draft = post.get("do", "do"), identity(post.get("draft", ""))
    again = post.get("key") or key
    # Who sends no version has looked at none.
    seen = (post.get(SEEN) or "0") if job.seen else ""
    if wish == "draft":
        kept = {name: value for name, value in facts.items() if not isinstance(value, bytes)}
        saved = save_draft(actor=actor, verb=job.verb, facts=kept, at=at, target=job.target, draft=draft)
        return Answer(saved=saved.id)
    if wish == "look" and job.fill is not None:
        more, sources = job.fill(facts)
        card = show(job, {**more, **facts}, key=again, sources=sources, draft=str(draft or ""), seen=seen)
        return Answer(card=card)
    try:
        if reasons:
            raise Refusal.of(reasons)
        emptied = {name: None for name in job.blanks if name not in facts and {name, f"{name}.zh"} & set(post)}
        ready = job.shape({**facts, **job.fixed, **({SEEN: seen} if seen else {}), **emptied})
        target = job.target or None
        if wish == "preview":
            outcome = perform(actor=actor, verb=job.verb, target=target, facts=ready, at=at, preview=True)
            preview = cards.Preview(_told(job, facts), job.outcome(outcome))
            return Answer(card=show(job, facts, key=again, preview=preview, draft=str(draft or ""), seen=seen))
        outcome = perform(actor=actor, verb=job.verb, target=target, facts=ready, at=at, key=again)
    except Refusal as refusal:
        if "acts.not-there" in refusal.codes:
            raise
        told = any(code.endswith(DECIDED_SINCE) for code in refusal.codes)
        card = show(
            job, facts, key=again, reasons=refusal.reasons, draft=str(draft or ""), seen="" if told else seen
        )
        return Answer(card=card, refused=True)
    if draft is not None:
        _forget(actor, draft)
    return Answer(outcome=outcome)


def identity(text: str) -> UUID | None:
    """The identity that a text writes; None where it writes none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _forget(actor: Actor, draft: UUID) -> None:
    """A draft that was thrown away meanwhile is no reason to refuse what has been done."""
    if any(one.id == draft for one in drafts(actor=actor)):
        discard_draft(actor=actor, draft=draft)


def _told(job: Job, facts: Mapping[str, Any]) -> list[Fact]:
    """The facts as they would be kept."""
    names = job.names(facts)
    return [
        Fact(
            title_of(job.fields, name),
            _shown(job.fields[name], facts[name], names),
            leads_to(job.fields[name], facts[name], names),
        )
        for name in job.all
        if name in facts
    ]


def _shown(shape: FieldShape, value: Any, names: Names) -> Any:
    if isinstance(value, bytes):
        return Text("一个文件", "a file")
    # Money is still as it was typed, in yuan.
    return f"{value}" if shape.type in {"money", "number"} else shown(shape, value, names)
