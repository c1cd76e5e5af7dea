"""Operations of someone's own: who am I, my tokens, my drafts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from pydantic import Field

from zhichan.doors.api import errors, tokens
from zhichan.doors.api.models import Token
from zhichan.doors.api.operations import Call, Operation, answered, checked
from zhichan.doors.api.shapes import (
    ANY_OBJECT,
    DAY,
    FLAG,
    INSTANT,
    TEXT,
    UUID,
    WHOLE,
    Asked,
    Day,
    many,
    or_null,
    parameter,
    question,
    shape,
)
from zhichan.doors.api.shared import facts_schema, refuse_unknown, text_fact
from zhichan.doors.look.frame import now, today
from zhichan.kernel.access.public import ANYONE
from zhichan.kernel.acts.public import Saved, discard_draft, drafts, save_draft
from zhichan.kernel.ground.public import Refusal, Text

TAG = "accounts"
LONGEST_VERB, LONGEST_TARGET = 80, 64
ROLE = shape({"name": TEXT, "region": TEXT, "unit": or_null(TEXT), "stands_for": or_null(TEXT)})
TOKEN = {
    "id": WHOLE, "name": TEXT, "writes": FLAG, "since": DAY, "until": DAY, "at": INSTANT,
    "revoked_at": or_null(INSTANT),
}  # fmt: skip
DRAFT = shape({"id": UUID, "verb": TEXT, "target": TEXT, "facts": ANY_OBJECT, "at": INSTANT})


class NewToken(Asked):
    """What is said of a token that is wanted."""

    name: str = Field(min_length=1, max_length=80)
    until: Day
    since: Day | None = None
    writes: bool = Field(default=False, strict=True)


def operations() -> list[Operation]:
    """Operations on what is one's own."""
    verb = {"type": "string", "maxLength": LONGEST_VERB}
    return [
        Operation(
            method="GET", path="/me", name="me", tag=TAG, title=Text("我是谁", "Who I am"), run=_me,
            answers={200: shape({
                "name": TEXT, "label": TEXT, "day": DAY, "signed_in": FLAG, "roles": many(ROLE), "units": many(TEXT)})},
        ),
        Operation(
            method="GET", path="/tokens", name="tokens.list", tag=TAG, title=Text("我的令牌", "My tokens"),
            run=_tokens, answers={200: shape({"items": many(shape(TOKEN))})},
        ),
        Operation(
            method="POST", path="/tokens", name="tokens.issue", tag=TAG, title=Text("新令牌", "New token"),
            text=Text("令牌只在此时给出一次；须登录后办理，不能用令牌换令牌。",
                      "The token is told this once; it takes a signed-in session, never another token."),
            body=facts_schema({
                "name": {"type": "string", "minLength": 1, "maxLength": 80}, "until": DAY, "since": DAY, "writes": FLAG,
            }, ["name", "until"]),
            run=_issue, answers={201: shape({**TOKEN, "token": TEXT})},
        ),
        Operation(
            method="DELETE", path="/tokens/{int:token}", name="tokens.revoke", tag=TAG,
            parts={"token": {"type": "integer", "minimum": 1}}, title=Text("收回令牌", "Take a token back"),
            run=_revoke, answers={204: None},
        ),
        Operation(
            method="GET", path="/drafts", name="drafts.list", tag=TAG, title=Text("我的暂存", "My drafts"),
            query=question("Drafts", Asked, verb=parameter(str, Text("办理动作", "verb"), max_length=LONGEST_VERB),
                           target=parameter(str, Text("事项", "target"), max_length=LONGEST_TARGET)),
            run=_drafts, answers={200: shape({"items": many(DRAFT)})},
        ),
        Operation(
            method="POST", path="/drafts", name="drafts.save", tag=TAG, title=Text("暂存", "Keep a draft"),
            text=Text("暂存不是事实，账本不知道它。", "A draft is no fact; the ledger does not know it."),
            body=facts_schema({
                "verb": verb, "target": {"type": "string", "maxLength": LONGEST_TARGET}, "facts": ANY_OBJECT,
            }, ["verb", "facts"]),
            run=_save, answers={201: DRAFT},
        ),
        Operation(
            method="PUT", path="/drafts/{uuid:draft}", name="drafts.replace", tag=TAG, parts={"draft": UUID},
            title=Text("改写暂存", "Replace a draft"), body=facts_schema({"facts": ANY_OBJECT}, ["facts"]),
            run=_replace, answers={200: DRAFT},
        ),
        Operation(
            method="DELETE", path="/drafts/{uuid:draft}", name="drafts.discard", tag=TAG, parts={"draft": UUID},
            title=Text("丢弃暂存", "Discard a draft"), run=_discard, answers={204: None},
        ),
    ]  # fmt: skip


def _me(call: Call) -> HttpResponse:
    actor = call.actor
    return answered(call, {
        "name": actor.name, "label": actor.label, "day": actor.day, "signed_in": actor.name != ANYONE,
        "roles": [
            {"name": role.name, "region": role.path, "unit": role.unit or None, "stands_for": role.stands_for or None}
            for role in actor.roles
        ],
        "units": list(actor.units),
    })  # fmt: skip


# --- tokens -----------------------------------------------------------------------------------------------------


def _session_only(call: Call) -> None:
    tokens.owner(call.actor)
    if getattr(call.request, "zhichan_by_token", False):
        raise Refusal.one(
            "api.session-only", "令牌须登录后管理，不能用令牌换令牌",
            "tokens are kept in a signed-in session, never with another token", place="Authorization")  # fmt: skip


def _token(token: Token) -> dict[str, Any]:
    return {
        "id": token.pk, "name": token.name, "writes": token.writes, "since": token.since, "until": token.until,
        "at": token.at, "revoked_at": token.revoked_at,
    }  # fmt: skip


def _tokens(call: Call) -> HttpResponse:
    return answered(call, {"items": [_token(each) for each in tokens.tokens(actor=call.actor)]})


def _issue(call: Call) -> HttpResponse:
    _session_only(call)
    wanted = checked(NewToken, call.body)
    assert isinstance(wanted, NewToken)  # noqa: S101  # Says to the reader what ``checked`` returned.
    since: date = wanted.since or today()
    made, secret = tokens.issue(
        actor=call.actor, name=wanted.name, since=since, until=wanted.until, writes=wanted.writes, at=now())
    return answered(call, {**_token(made), "token": secret}, status=201)


def _revoke(call: Call) -> HttpResponse:
    _session_only(call)
    tokens.revoke(actor=call.actor, token=int(call.path["token"]), at=now())
    return HttpResponse(status=204)


# --- drafts -----------------------------------------------------------------------------------------------------


def _draft(saved: Saved) -> dict[str, Any]:
    return {
        "id": str(saved.id), "verb": saved.verb, "target": saved.target, "facts": dict(saved.facts), "at": saved.at}


def _facts(body: Mapping[str, Any]) -> Mapping[str, Any]:
    facts = body.get("facts")
    if not isinstance(facts, dict):
        raise Refusal.one("given.wrong", "“facts”应当是一个对象", "facts must be an object", place="facts")
    return facts


def _drafts(call: Call) -> HttpResponse:
    tokens.owner(call.actor)
    found = drafts(actor=call.actor, verb=call.query["verb"] or "", target=call.query["target"] or "")
    return answered(call, {"items": [_draft(each) for each in found]})


def _save(call: Call) -> HttpResponse:
    tokens.owner(call.actor)
    refuse_unknown(call.body, {"verb", "target", "facts"})
    text_fact(call.body, "verb", longest=LONGEST_VERB)
    text_fact(call.body, "target", longest=LONGEST_TARGET)
    saved = save_draft(
        actor=call.actor, verb=call.body.get("verb") or "", target=call.body.get("target") or "",
        facts=_facts(call.body), at=now())  # fmt: skip
    return answered(call, _draft(saved), status=201)


def _replace(call: Call) -> HttpResponse:
    tokens.owner(call.actor)
    refuse_unknown(call.body, {"facts"})
    mine = {each.id: each for each in drafts(actor=call.actor)}
    draft = uuid.UUID(str(call.path["draft"]))
    if draft not in mine:
        raise errors.NOTHING_THERE
    saved = save_draft(actor=call.actor, verb=mine[draft].verb, facts=_facts(call.body), at=now(), draft=draft)
    return answered(call, _draft(saved))


def _discard(call: Call) -> HttpResponse:
    tokens.owner(call.actor)
    discard_draft(actor=call.actor, draft=uuid.UUID(str(call.path["draft"])))
    return HttpResponse(status=204)
