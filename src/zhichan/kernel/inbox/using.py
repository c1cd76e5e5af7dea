"""Whether what people are told is opened and of use: noted for each of them, told of all together.

What one person opened is shown to nobody: whoever measures sees counts of notices by kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Q

from zhichan.kernel.access.public import ANYONE, Actor, reading
from zhichan.kernel.acts.public import NOT_THERE, SHANGHAI, Act, register_reach, register_verb
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, Text, kernel
from zhichan.kernel.inbox.models import Notice, Opened
from zhichan.kernel.inbox.notices import reachable
from zhichan.kernel.ledger.public import Audience
from zhichan.kernel.selections.public import CHANGED

MEASURE = "inbox:measure"


def register() -> None:
    """Register the verb, and the reading verb that a system gives to those who may count."""
    register_verb("inbox:use", use)
    register_reach(MEASURE, reachable)


def opened(*, actor: Actor, notice: int, at: datetime) -> Notice:
    """Note that someone opened what one of their notices is about, and return it.

    :raises Refusal: acts.not-there.
    """
    with reading(actor):
        found: Notice | None = reachable(actor).filter(pk=notice).first()
    if found is None or actor.name == ANYONE:
        raise Refusal(NOT_THERE)
    with kernel():
        Opened.objects.get_or_create(actor=actor.name, notice_id=found.pk, defaults={"at": at})
    return found


def use(act: Act) -> Mapping[str, Any]:
    """Say that a notice of one's own was of use, which also says that it was opened."""
    if act.actor.name == ANYONE:
        raise Refusal(NOT_THERE)
    notice: Notice = act.reached(reachable(act.actor), pk=act.target)
    made, _ = Opened.objects.get_or_create(actor=act.actor.name, notice_id=notice.pk, defaults={"at": act.at})
    if made.used_at is None:
        made.used_at = act.at
        made.save(update_fields=["used_at"])
        act.event(
            subject_kind="inbox", subject_id=act.actor.name, content={"used": notice.topic},
            audience=Audience((act.actor.name,)),
        )  # fmt: skip
    return {"topic": notice.topic}


@dataclass(frozen=True, slots=True)
class Use:
    """Of one kind of notice: how many were told, of how many something was opened, how many were of use."""

    topic: str
    title: Text
    told: int
    opened: int
    used: int


def measured(*, actor: Actor, since: date, until: date) -> Sequence[Use]:
    """What was told from ``since`` up to, not including, ``until``, and what came of it, by kind.

    :raises Refusal: acts.not-there for whoever holds no role that may measure.
    """
    if not actor.held(current().roles_for(MEASURE), actor.home):
        raise Refusal(NOT_THERE)
    first, last = (datetime.combine(day, time(), SHANGHAI) for day in (since, until))
    with kernel():
        found = list(
            Notice.objects.filter(at__gte=first, at__lt=last).values("topic").order_by("topic").annotate(
                all=Count("pk", distinct=True),
                some=Count("pk", distinct=True, filter=Q(opened__isnull=False)),
                useful=Count("pk", distinct=True, filter=Q(opened__used_at__isnull=False)),
            )
        )  # fmt: skip
    return [Use(one["topic"], topic_title(one["topic"]), one["all"], one["some"], one["useful"]) for one in found]


def topic_title(topic: str) -> Text:
    """What a kind of notice is called."""
    slug, _, name = topic.partition(":")
    if topic == CHANGED:
        return Text("保存的检索有增减", "Changes of saved searches")
    if slug == "remind":
        declared = next((one for one in current().selections.values() if one.slug == name), None)
        return Text(declared.title.zh, declared.title.en) if declared else Text(name, name)
    procedure = current().procedure(slug)
    act = procedure.acts.get(name) if procedure else None
    if procedure is None or act is None:
        return Text(topic, topic)
    return Text(f"{procedure.title.zh}：{act.title.zh}", f"{procedure.title.en}: {act.title.en}")
