"""Desk home: what waits for me, what waits for others, what changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse

from zhichan.doors.desk import cards
from zhichan.doors.desk.builders.plans import STAGES, may, strip_of
from zhichan.doors.desk.builders.targets import waiting_targets
from zhichan.doors.look.parts import Happening
from zhichan.doors.look.words import SHANGHAI
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import reach
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Text

RECENT_DAYS = 7


def home(actor: Actor) -> cards.Home:
    """Plans under review wait for those who may decide on them; for everyone else they wait for the plan office."""
    since = actor.day - timedelta(days=RECENT_DAYS)
    start = datetime.combine(since, datetime.min.time(), SHANGHAI)
    with reading(actor):
        cases = list(reach(actor, "plan:read").select_related("region").order_by("opened_at"))
    mine: list[cards.Waiting] = []
    others: list[cards.Waiting] = []
    changed: list[Happening] = []
    for case in cases:
        if case.stage == "reviewing":
            (mine if may(actor, "plan:decide", case.region.path) else others).append(_waiting(case, actor))
        for at, title in (
            (case.opened_at, Text("规划上传", "Plan uploaded")),
            (
                case.closed_at,
                Text(f"规划{STAGES[case.stage].word.zh}", f"Plan {STAGES[case.stage].word.en.lower()}"),
            ),
        ):
            if at is not None and at >= start:
                changed.append(
                    Happening(
                        at, title, detail=case.title, href=reverse("desk:plan", kwargs={"plan": case.pk})
                    )
                )
    mine.extend(waiting_targets(actor))
    return cards.Home(mine, others, sorted(changed, key=lambda one: one.at, reverse=True), since)


def _waiting(case: Case, actor: Actor) -> cards.Waiting:
    strip = strip_of(case.facts)
    left = strip.total - strip.decided
    days = max((actor.day - case.opened_at.astimezone(SHANGHAI).date()).days, 0)
    allowed = may(actor, "plan:decide", case.region.path)
    step = (
        (Text("去采用", "Adopt") if not left else Text("继续核对", "Go on checking"))
        if allowed
        else Text("查看", "Look")
    )
    return cards.Waiting(
        case.title,
        Text(
            f"{case.number} · 还有 {left} 条没有处理，{strip.conflicts} 处冲突，{strip.open} 处未决",
            f"{case.number} · {left} items undecided, {strip.conflicts} conflicts, {strip.open} open",
        ),
        Text(
            "今天上传" if not days else f"已等 {days} 天",
            "uploaded today" if not days else f"waiting for {days} days",
        ),
        step,
        reverse("desk:plan", kwargs={"plan": case.pk}),
    )
