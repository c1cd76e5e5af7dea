"""Booking money: whole or not at all, balanced, and only as the effect of a decision."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Sum

from zhichan.kernel.access.public import Actor, readers_for, reading
from zhichan.kernel.acts.public import Act, register_reach, register_verb
from zhichan.kernel.funds.models import Account, Booking, Posting
from zhichan.kernel.ground.public import Refusal, Region, Text
from zhichan.kernel.ledger.public import Audience

UNBALANCED, OVERDRAWN = "ZF001", "ZF002"
"""What the database answers to postings that do not balance, or that would overdraw (migration 0001)."""


def register() -> None:
    """Register the verb ``funds:post`` and the reach ``funds:read``."""
    register_verb("funds:post", post)
    register_reach("funds:read", lambda _: Booking.objects.all())


def post(act: Act) -> Mapping[str, Any]:
    """Book money; only handed on by another act, so that every yuan leads to a decision.

    ``facts``: ``region`` (path), ``day``, ``clause``, ``memo`` (zh, en), ``lines`` (each ``account``, ``zh``, ``en``,
    ``amount`` in 分, positive for what the account gains, and ``floor`` when it may never fall below zero), ``roles``
    and ``readers`` (roles in the region and principals that may see it), ``parent`` (the case). An account is opened
    by its first posting. Refuses what does not balance (``funds.unbalanced``), what would overdraw an account
    (``funds.overdrawn``), and a booking without a decision or clause.
    """
    if not act.cause or not str(act.facts.get("clause") or "").strip():
        raise Refusal.one(
            "funds.no-decision", "资金只能随一项有依据的决定入账", "money is booked only with a decision and its clause"
        )
    region = Region.objects.filter(path=act.facts["region"]).first()
    if region is None:
        raise Refusal.one("funds.region", "没有这个地区", "there is no such region", place="region")
    lines = [line for line in act.facts["lines"] if line["amount"] != 0]
    off = sum(int(line["amount"]) for line in lines)
    if off != 0 or not lines:
        raise Refusal.one(
            "funds.unbalanced", f"借贷不平，差{off}分", f"the postings do not balance: {off} fen", place="lines"
        )
    readers = sorted({
        *readers_for(act.facts.get("roles") or (), region.path), *(act.facts.get("readers") or ()),
    })  # fmt: skip
    memo = act.facts["memo"]
    booking = Booking.objects.create(
        id=uuid.uuid4(), day=date.fromisoformat(str(act.facts["day"])), at=act.at, cause=act.cause,
        case=str(act.facts.get("parent") or ""), clause=str(act.facts["clause"])[:200], memo_zh=memo["zh"][:300],
        memo_en=memo["en"][:300], readers=readers,
    )  # fmt: skip
    accounts = {line["account"]: _account(region, line, readers) for line in lines}
    try:
        with transaction.atomic():
            Posting.objects.bulk_create(
                [
                    Posting(booking=booking, account=accounts[line["account"]], amount_fen=int(line["amount"]))
                    for line in lines
                ]
            )
    except DatabaseError as fault:
        if getattr(fault.__cause__, "sqlstate", "") != OVERDRAWN:
            raise
        raise Refusal.one(
            "funds.overdrawn", "账户余额不足，不能支付", "the account does not hold that much", place="amount"
        ) from fault
    act.event(
        subject_kind="booking",
        subject_id=str(booking.pk),
        content={
            "case": booking.case, "day": booking.day.isoformat(), "clause": booking.clause, "memo": dict(memo),
            "lines": [{"account": line["account"], "amount": int(line["amount"])} for line in lines],
        },
        audience=Audience(tuple(readers)),
    )  # fmt: skip
    return {"booking": str(booking.pk)}


def _account(region: Region, line: Mapping[str, Any], readers: Sequence[str]) -> Account:
    account, new = Account.objects.get_or_create(
        region=region, code=line["account"],
        defaults={
            "title_zh": line["zh"], "title_en": line["en"], "floor": bool(line.get("floor")), "readers": list(readers),
        },
    )  # fmt: skip
    if not new and set(readers) - set(account.readers):
        account.readers = sorted({*account.readers, *readers})
        account.save(update_fields=["readers"])
    return account


def balance(*, actor: Actor, account: str, region: str, on: date) -> int:
    """The stock of an account at the end of a day, in 分, as far as its bookings are open to the actor."""
    return _sum(actor, account, region, booking__day__lte=on)


def turnover(*, actor: Actor, account: str, region: str, since: date, until: date) -> tuple[int, int]:
    """The flows of an account from ``since`` up to, not including, ``until``: what came in and what went out, in 分."""
    span = {"booking__day__gte": since, "booking__day__lt": until}
    return (
        _sum(actor, account, region, amount_fen__gt=0, **span), -_sum(actor, account, region, amount_fen__lt=0, **span)
    )  # fmt: skip


def _sum(actor: Actor, account: str, region: str, **where: Any) -> int:
    found = Posting.objects.filter(account__code=account, account__region__path=region, **where)
    with reading(actor):
        return int(found.aggregate(sum=Sum("amount_fen"))["sum"] or 0)


@dataclass(frozen=True, slots=True)
class Line:
    """A posting on the statement of an account: its day, what it was, what it rests on, and the balance after it."""

    day: date
    memo: Text
    clause: str
    case: str
    amount_fen: int
    balance_fen: int


def statement(*, actor: Actor, account: str, region: str, until: date) -> list[Line]:
    """The postings of an account before a day that are open to the actor, in their order, with running balances."""
    found = Posting.objects.filter(
        account__code=account, account__region__path=region, booking__day__lt=until
    ).select_related("booking")
    lines: list[Line] = []
    total = 0
    with reading(actor):
        for each in found.order_by("booking__day", "booking__at", "id"):
            total += each.amount_fen
            one = each.booking
            lines.append(
                Line(one.day, Text(one.memo_zh, one.memo_en), one.clause, one.case, each.amount_fen, total)
            )
    return lines
