"""Rules of cooperation: messages signed and taken once, results recognised as they came, how partners reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhichan.instruments.courier import FORMAT, EnvelopeError, canonical, envelope, opened
from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, derive, guard

REQUEST = ("cooperation_kind", "subject", "request", "evidence")
RESULT = ("result", "issuing_body", "document_no", "effective_on", "evidence")
SENT = frozenset({"sent", "underway", "replied", "recognised", "closed", "returned"})
"""Stages of a case on the side that asked."""


def _no(code: str, zh: str, en: str, place: str = "") -> list[Reason]:
    return [Reason(f"cooperation.{code}", Text(zh, en), place)]


def _own(context: Context) -> str:
    """The name under which this installation is known."""
    return next((str(each["name"]) for each in context.entries("installation") if each.get("own")), "")


def _keys(context: Context) -> dict[str, str]:
    """The public key of each partner on record."""
    return {each["name"]: each["public_key"] for each in context.entries("installation") if not each.get("own")}


# --- what is sent -------------------------------------------------------------------------------------------------


@guard
def partner_is_known(context: Context) -> list[Reason]:
    """The partner's key is on record, and so is the name of this installation."""
    if _own(context) and context.given["partner"] in _keys(context):
        return []
    return _no("no-partner", "名录里没有这个协作单位", "no such installation is on record", "partner")


def _signed(context: Context, kind: str, body: Mapping[str, Any]) -> str:
    whole = context.whole
    message = {
        "format": FORMAT, "kind": kind, "from": _own(context), "to": whole["partner"], "number": context.number,
        "about": "" if kind == "request" else whole["remote_number"], "sent_on": context.day.isoformat(),
        "body": dict(body),
    }  # fmt: skip
    return envelope(message, context.signature(canonical(message)))


def _of(context: Context, names: Sequence[str]) -> dict[str, Any]:
    return {name: context.whole[name] for name in names if context.whole.get(name) is not None}


@derive
def request_envelope(context: Context) -> str:
    """The request, signed."""
    return _signed(context, "request", _of(context, REQUEST))


@derive
def acceptance_envelope(context: Context) -> str:
    """That it was accepted, signed."""
    return _signed(context, "accept", {})


@derive
def return_envelope(context: Context) -> str:
    """Why it was sent back, signed."""
    return _signed(context, "return", _of(context, ("reason",)))


@derive
def reply_envelope(context: Context) -> str:
    """What came of it, signed; evidence given with the reply, else that of the request."""
    return _signed(context, "reply", _of(context, RESULT))


# --- what comes ---------------------------------------------------------------------------------------------------


def _message(context: Context) -> dict[str, Any]:
    return opened(str(context.whole["envelope"]), keys=_keys(context), to=_own(context))


@guard
def message_is_signed(context: Context) -> list[Reason]:
    """It is of the published form, for this installation, and signed by a partner on record."""
    try:
        _message(context)
    except EnvelopeError as wrong:
        return _no(wrong.code, "报文格式或签名不对", "not a message signed by a partner", "envelope")
    return []


def _sound(context: Context) -> dict[str, Any] | None:
    try:
        return _message(context)
    except EnvelopeError:
        return None


@guard
def message_is_new(context: Context) -> list[Reason]:
    """It was not taken in before, whatever it says this time."""
    message = _sound(context)
    known = {
        (each.get("sender"), each.get("message_kind"), each.get("message_number"))
        for each in context.entries("received_message")
    }
    if message is None or (message["from"], message["kind"], message["number"]) not in known:
        return []
    return _no("repeated", "这份报文已经收到过", "this message has been taken in before", "envelope")


def _asked(context: Context, message: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The case of this side that an answer is about, if it was asked of that sender and waits for such an answer."""
    waits = "underway" if message["kind"] == "reply" else "sent"
    return next(
        (
            each for each in context.cases("cooperation", context.day)
            if (each["number"], each["stage"]) == (message["about"], waits)
            and each["facts"]["partner"] == message["from"]
            and each["facts"].get("remote_number", message["number"]) == message["number"]
        ),
        None,
    )  # fmt: skip


@guard
def message_has_its_case(context: Context) -> list[Reason]:
    """A request says what is asked; an answer belongs to a request sent to that partner that waits for it."""
    message = _sound(context)
    if message is None:
        return []
    if message["kind"] == "request":
        if {"cooperation_kind", "subject", "request"} <= set(message["body"]) <= set(REQUEST):
            return []
        return _no("form", "请求报文缺少内容", "the request lacks something", "envelope")
    if _asked(context, message) is not None:
        return []
    return _no("no-case", "没有等待这份答复的协作请求", "no request waits for this answer", "envelope")


@derive
def recipient(context: Context) -> str:
    """Whom it is for."""
    return str(_message(context)["to"])


@derive
def sender(context: Context) -> str:
    """Who sent it."""
    return str(_message(context)["from"])


@derive
def message_kind(context: Context) -> str:
    """What kind of message it is."""
    return str(_message(context)["kind"])


@derive
def message_number(context: Context) -> str:
    """The sender's number."""
    return str(_message(context)["number"])


def _opening(context: Context) -> list[dict[str, Any]]:
    message = _message(context)
    if message["kind"] != "request":
        return []
    told = {"partner": message["from"], "remote_number": message["number"], "sent_on": message["sent_on"]}
    return [{**message["body"], **told}]


def _answering(context: Context, kind: str, names: Sequence[str]) -> list[dict[str, Any]]:
    message = _message(context)
    found = _asked(context, message) if message["kind"] == kind else None
    if found is None:
        return []
    told = {name: message["body"][name] for name in names if name in message["body"]}
    return [{**told, "case": found["id"], "remote_number": message["number"], "sent_on": message["sent_on"]}]


@derive
def arriving(context: Context) -> list[dict[str, Any]]:
    """The case that a request opens here."""
    return _opening(context)


@derive
def accepted(context: Context) -> list[dict[str, Any]]:
    """What an acceptance tells the case that asked."""
    return _answering(context, "accept", ())


@derive
def sent_back(context: Context) -> list[dict[str, Any]]:
    """What a return tells the case that asked."""
    return _answering(context, "return", ("reason",))


@derive
def replied(context: Context) -> list[dict[str, Any]]:
    """What a reply tells the case that asked."""
    return _answering(context, "reply", RESULT)


# --- recognition and report ---------------------------------------------------------------------------------------


@guard
def result_can_be_recognised(context: Context) -> list[Reason]:
    """Who made the result, under which number, from which day: nothing of it is collected again."""
    missing = [each for each in ("issuing_body", "document_no", "effective_on") if not context.facts.get(each)]
    if not missing and context.facts["effective_on"] <= context.day.isoformat():
        return []
    place = missing[0] if missing else "effective_on"
    return _no(
        "not-recognised", "互认须有作出单位、文书号和已到的生效日",
        "it needs a body, a number and a day in force", place,
    )  # fmt: skip


@derive
def rates(context: Context) -> list[dict[str, Any]]:
    """Requests sent in the period and what became of them, by partner; the rate is of those sent, one decimal."""
    since, until = context.given["since"], context.given["until"]
    found = [
        each for each in context.cases("cooperation", context.day)
        if each["stage"] in SENT and since <= each["opened"] < until
    ]  # fmt: skip
    told = []
    for partner in sorted({each["facts"]["partner"] for each in found}):
        cases = [each for each in found if each["facts"]["partner"] == partner]
        came = sum(any(one["act"] == "note_reply" for one in each["course"]) for each in cases)
        told.append(
            {
                "partner": partner, "sent": len(cases), "replied": came,
                "returned": sum(each["stage"] == "returned" for each in cases),
                "rate": round(100 * came / len(cases), 1),
            }
        )  # fmt: skip
    return told
