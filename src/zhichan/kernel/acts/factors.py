"""Second factors of sign-in: taken on and given up by acts, recorded in the ledger without their secrets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhichan.kernel.access.public import ANYONE, Factor, Recovery, keeping, signing, totp
from zhichan.kernel.acts.performing import NOT_THERE, Act, forbidden, register_verb
from zhichan.kernel.ground.public import Refusal
from zhichan.kernel.ledger.public import Audience

CONSOLE = "console"
"""The process by which whoever keeps the machine helps someone who has lost their device; nobody can log in as it."""


def register() -> None:
    """Register the verbs."""
    register_verb("access:add-factor", add)
    register_verb("access:remove-factor", remove)
    register_verb("access:renew-recovery", renew)
    register_verb("access:reset-factor", reset)


def add(act: Act) -> Mapping[str, Any]:
    """Ask the actor's account for one-time codes from now on.

    ``facts``: ``secret``, a ``code`` that proves it, and the ``recovery`` codes that are shown; their digests are kept.
    """
    user, secret = _user(act), str(act.facts.get("secret") or "")
    if Factor.objects.filter(user_id=user).exists():
        raise Refusal.one("access.factor-there", "已有动态口令，请先停用", "there is one already; give it up first")
    try:
        step = totp.matching(secret, str(act.facts.get("code") or ""), at=act.at, after=0) if secret else None
    except ValueError:
        step = None
    if step is None:
        raise _wrong()
    Factor.objects.create(user_id=user, secret=keeping.sealed(secret), step=step, at=act.at)
    _recover(act, user)
    _tell(act, user, {"factor": "added"})
    return {"user": user}


def remove(act: Act) -> Mapping[str, Any]:
    """Give up one's own second factor. ``facts``: a ``code`` of it."""
    user = _user(act)
    if not Factor.objects.filter(user_id=user).exists():
        raise Refusal(NOT_THERE)
    if not signing.passes(user, str(act.facts.get("code") or ""), at=act.at):
        raise _wrong()
    Factor.objects.filter(user_id=user).delete()
    Recovery.objects.filter(user_id=user).delete()
    _tell(act, user, {"factor": "removed"})
    return {"user": user}


def renew(act: Act) -> Mapping[str, Any]:
    """Put new recovery codes in the place of the old ones. ``facts``: a ``code``, and the ``recovery`` codes."""
    user = _user(act)
    if not Factor.objects.filter(user_id=user).exists():
        raise Refusal(NOT_THERE)
    if not signing.passes(user, str(act.facts.get("code") or ""), at=act.at):
        raise _wrong()
    _recover(act, user)
    _tell(act, user, {"factor": "recovery renewed"})
    return {"user": user}


def reset(act: Act) -> Mapping[str, Any]:
    """Take away the second factor of ``target`` (user id), for a ``reason``: who lost the device can't give a code."""
    if act.actor.name != CONSOLE:
        raise Refusal(forbidden(act.verb, ()))
    reason = str(act.facts.get("reason") or "").strip()
    if not reason:
        raise Refusal.one("access.no-reason", "请写明理由", "give a reason", place="reason")
    if not Factor.objects.filter(user_id=int(act.target)).delete()[0]:
        raise Refusal(NOT_THERE)
    Recovery.objects.filter(user_id=int(act.target)).delete()
    _tell(act, int(act.target), {"factor": "reset"}, reason=reason)
    return {"user": int(act.target)}


def _recover(act: Act, user: int) -> None:
    Recovery.objects.filter(user_id=user).delete()
    digests = {totp.recovery_digest(str(one)) for one in act.facts.get("recovery") or ()}
    Recovery.objects.bulk_create(Recovery(user_id=user, digest=one) for one in sorted(digests))


def _user(act: Act) -> int:
    kind, _, number = act.actor.name.partition(":")
    if act.actor.name == ANYONE or kind != "user":
        raise Refusal.one("access.account", "请先登录", "sign in first")
    return int(number)


def _wrong() -> Refusal:
    return Refusal.one(
        "access.code", "动态口令不对或已经用过", "the code is wrong, or was used already", place="code"
    )


def _tell(act: Act, user: int, content: Mapping[str, Any], *, reason: str = "") -> None:
    act.event(
        subject_kind="account", subject_id=str(user), content=content, reason=reason,
        audience=Audience((f"user:{user}",)),
    )  # fmt: skip
