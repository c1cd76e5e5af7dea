"""Personal tokens: given and taken back by acts, kept as digests, good from one day to another."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model

from zhichan.doors.api.models import Token
from zhichan.kernel.access.public import Actor
from zhichan.kernel.acts.public import NOT_THERE, Act, perform, register_verb
from zhichan.kernel.ground.public import Refusal, kernel
from zhichan.kernel.ledger.public import Audience

PREFIX = "zct_"
LONGEST_DAYS = 366
MOST = 20
ISSUE, REVOKE = "api-token:issue", "api-token:revoke"


def register() -> None:
    """Register the verbs."""
    register_verb(ISSUE, _issue)
    register_verb(REVOKE, _revoke)


def digest_of(secret: str) -> str:
    """What is kept of a token. A random 256-bit secret needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whose token it is, and whether it may write."""

    user: Any
    writes: bool


def bearer(secret: str, *, day: date) -> Bearer:
    """The owner of a token on a day; refuses one that is unknown, not yet or no longer good, or taken back."""
    with kernel():
        found = Token.objects.filter(
            digest=digest_of(secret), since__lte=day, until__gt=day, revoked_at=None
        ).first()
    user = get_user_model().objects.filter(pk=found.user_id, is_active=True).first() if found else None
    if found is None or user is None:
        raise Refusal.one("api.token", "令牌无效或已过期", "the token is not valid", place="Authorization")
    return Bearer(user, found.writes)


def issue(
    *, actor: Actor, name: str, since: date, until: date, writes: bool, at: datetime
) -> tuple[Token, str]:
    """Give the actor a new token; the secret is returned this once and kept nowhere."""
    secret = PREFIX + secrets.token_urlsafe(32)
    facts = {"name": name, "since": since, "until": until, "writes": writes, "digest": digest_of(secret)}
    outcome = perform(actor=actor, verb=ISSUE, facts=facts, at=at)
    with kernel():
        return Token.objects.get(pk=outcome.result["token"]), secret


def revoke(*, actor: Actor, token: int, at: datetime) -> None:
    """Take a token of one's own back at once."""
    perform(actor=actor, verb=REVOKE, target=token, at=at)


def tokens(*, actor: Actor) -> list[Token]:
    """The actor's own tokens, newest first."""
    with kernel():
        return list(Token.objects.filter(user_id=owner(actor)).order_by("-id")[:200])


def owner(actor: Actor) -> int:
    """The user id of an actor with an account; refuses anyone else."""
    kind, _, number = actor.name.partition(":")
    if kind != "user":
        raise Refusal.one("api.sign-in", "请先登录", "sign in first")
    return int(number)


def _issue(act: Act) -> Mapping[str, Any]:
    user, since, until = owner(act.actor), _day(act, "since"), _day(act, "until")
    name, digest = str(act.facts.get("name") or "").strip(), str(act.facts.get("digest") or "")
    if not name:
        raise Refusal.one("api.token-name", "请给令牌起个名字", "give the token a name", place="name")
    if len(digest) != 64:
        raise Refusal.one("api.token-digest", "缺少令牌的摘要", "the token's digest is missing", place="digest")
    if not since < until or until <= act.day or (until - since).days > LONGEST_DAYS:
        raise Refusal.one(
            "api.token-dates", "令牌应当在今天之后到期，有效期不超过一年",
            "a token must end after today and last no more than a year", place="until")  # fmt: skip
    if Token.objects.filter(user_id=user, until__gt=act.day, revoked_at=None).count() >= MOST:
        raise Refusal.one(
            "api.token-most", f"有效的令牌不能超过{MOST}个", f"no more than {MOST} tokens at a time", place="name")
    made = Token.objects.create(
        user_id=user, name=name[:80], digest=digest, writes=bool(act.facts.get("writes")),
        since=since, until=until, at=act.at)  # fmt: skip
    _tell(act, made, {"name": made.name, "since": since, "until": until, "writes": made.writes})
    return {"token": made.pk}


def _day(act: Act, name: str) -> date:
    value = act.facts.get(name)
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as wrong:
        raise Refusal.one(
            "api.token-dates", "请给出日期，例如2026-03-12", "give a day such as 2026-03-12", place=name) from wrong


def _revoke(act: Act) -> Mapping[str, Any]:
    found = (
        Token.objects.select_for_update()
        .filter(pk=act.target, user_id=owner(act.actor), revoked_at=None)
        .first()
    )
    if found is None:
        raise Refusal(NOT_THERE)
    found.revoked_at = act.at
    found.save(update_fields=["revoked_at"])
    _tell(act, found, {"revoked": True})
    return {"token": found.pk}


def _tell(act: Act, token: Token, content: Mapping[str, Any]) -> None:
    act.event(
        subject_kind="api-token", subject_id=str(token.pk), content=content, audience=Audience((act.actor.name,)))
