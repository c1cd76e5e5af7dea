"""Standing in for an absent officer: given and taken back by acts, recorded in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhichan.kernel.access.public import ANYONE, Delegation
from zhichan.kernel.acts.performing import NOT_THERE, Act, number_of, register_verb
from zhichan.kernel.ground.public import Refusal
from zhichan.kernel.ledger.public import Audience

LONGEST_DAYS = 366


def register() -> None:
    """Register the verbs."""
    register_verb("access:delegate", delegate)
    register_verb("access:take-back", take_back)


def delegate(act: Act) -> Mapping[str, Any]:
    """Let ``deputy`` (user id) stand in for the actor from ``since`` to ``until`` (exclusive), for a ``reason``.

    Only one's own roles can be handed over, for at most a year, and not to oneself.
    """
    user = _user(act)
    since, until = (_day(act, name) for name in ("since", "until"))
    reason = str(act.facts.get("reason") or "").strip()
    deputy = number_of(act.facts.get("deputy"))
    if not reason:
        raise Refusal.one("access.no-reason", "请写明代理的原因", "say why someone stands in", place="reason")
    if not deputy:
        raise Refusal.one("access.deputy", "请写明由谁代理", "say who stands in", place="deputy")
    if deputy == user:
        raise Refusal.one("access.self", "不能委托给自己", "one cannot stand in for oneself", place="deputy")
    if not since < until or (until - since).days > LONGEST_DAYS or until <= act.day:
        raise Refusal.one(
            "access.dates",
            "代理期限应当在今天之后结束，且不超过一年",
            "standing in must end after today and last no more than a year",
            place="until",
        )
    made = Delegation.objects.create(
        user_id=user, deputy_id=deputy, since=since, until=until, reason=reason[:200], at=act.at
    )
    _tell(act, made, {"deputy": deputy, "since": since, "until": until})
    return {"delegation": made.pk}


def take_back(act: Act) -> Mapping[str, Any]:
    """End a delegation of one's own at once."""
    found = (
        Delegation.objects.select_for_update()
        .filter(pk=number_of(act.target), user_id=_user(act), revoked_at=None)
        .first()
    )
    if found is None:
        raise Refusal(NOT_THERE)
    found.revoked_at = act.at
    found.save(update_fields=["revoked_at"])
    _tell(act, found, {"revoked": True})
    return {"delegation": found.pk}


def _user(act: Act) -> int:
    kind, _, number = act.actor.name.partition(":")
    if act.actor.name == ANYONE or kind != "user":
        raise Refusal.one("access.account", "登录后才能委托", "log in to let someone stand in")
    return int(number)


def _day(act: Act, name: str) -> date:
    value = act.facts.get(name)
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as wrong:
        raise Refusal.one(
            "access.day", "应当是日期，例如2026-03-12", "must be a day such as 2026-03-12", place=name
        ) from wrong


def _tell(act: Act, delegation: Delegation, content: Mapping[str, Any]) -> None:
    act.event(
        subject_kind="delegation",
        subject_id=str(delegation.pk),
        content=content,
        reason=delegation.reason,
        audience=Audience((f"user:{delegation.user_id}", f"user:{delegation.deputy_id}")),
    )
