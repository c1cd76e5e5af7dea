"""Acting for a party: entered and ended by whoever keeps the machine, on a paper, recorded in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhichan.kernel.access.public import Representative
from zhichan.kernel.acts.factors import CONSOLE
from zhichan.kernel.acts.performing import NOT_THERE, Act, forbidden, register_verb
from zhichan.kernel.ground.public import Party, Refusal
from zhichan.kernel.ledger.public import Audience


def register() -> None:
    """Register the verbs."""
    register_verb("access:represent", represent)
    register_verb("access:stop-representing", stop)


def represent(act: Act) -> Mapping[str, Any]:
    """Let ``target`` (user id) act for the party of ``code`` from today, on the paper ``instrument``.

    Refuses an unknown code, a missing paper, and whom it would name twice.
    """
    party = _party(act)
    instrument = str(act.facts.get("instrument") or "").strip()
    if not instrument:
        raise Refusal.one(
            "access.no-instrument", "请写明凭何文书代表该单位", "name the paper on which they act", place="instrument"
        )
    if Representative.objects.on(act.day).filter(user_id=int(act.target), party=party).exists():
        raise Refusal.one(
            "access.represents", "该账号已代表这家单位", "the account acts for this party already", place="code"
        )
    made = Representative.objects.create(
        user_id=int(act.target), party=party, since=act.day, instrument=instrument[:200]
    )
    _tell(act, {"represents": party.code, "since": made.since}, reason=made.instrument)
    return {"user": made.user_id, "party": str(party.code)}


def stop(act: Act) -> Mapping[str, Any]:
    """End from today that ``target`` (user id) acts for the party of ``code``, for a ``reason``."""
    party = _party(act)
    reason = str(act.facts.get("reason") or "").strip()
    if not reason:
        raise Refusal.one("access.no-reason", "请写明理由", "give a reason", place="reason")
    found = Representative.objects.on(act.day).filter(user_id=int(act.target), party=party)
    if not found.update(until=act.day):
        raise Refusal(NOT_THERE)
    _tell(act, {"represents": party.code, "until": act.day}, reason=reason)
    return {"user": int(act.target), "party": str(party.code)}


def _party(act: Act) -> Party:
    if act.actor.name != CONSOLE:
        raise Refusal(forbidden(act.verb, ()))
    party: Party | None = Party.objects.on(act.day).filter(code=str(act.facts.get("code") or "")).first()
    if party is None:
        raise Refusal.one("access.no-such-party", "没有这个代码的单位", "no party has this code", place="code")
    return party


def _tell(act: Act, content: Mapping[str, str | date | None], *, reason: str) -> None:
    act.event(
        subject_kind="account", subject_id=act.target, content=content, reason=reason,
        audience=Audience((f"user:{act.target}",)),
    )  # fmt: skip
