"""Tables of the funds room. The database refuses a booking that does not balance (migration 0001)."""

from __future__ import annotations

import uuid

from django.db import models

from zhichan.kernel.access.public import Protected
from zhichan.kernel.ground.public import Region


class Account(Protected):
    """What money is held for, owed by, or spent on in a region; ``code`` names it there.

    With ``floor`` its balance may never fall below zero: the database refuses the posting that would.
    """

    id = models.BigAutoField(primary_key=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=80)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    floor = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "code"], name="funds_account_once")]

    def __str__(self) -> str:
        return self.code


class Booking(Protected):
    """One movement of money and what it rests on: the act, its case and the clause; ``day`` is its day in law."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.DateField()
    at = models.DateTimeField()
    cause = models.CharField(max_length=80)
    case = models.CharField(max_length=64)
    clause = models.CharField(max_length=200)
    memo_zh = models.CharField(max_length=300)
    memo_en = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["case", "day"], name="funds_booking_case")]

    def __str__(self) -> str:
        return f"{self.day} {self.memo_zh}"


class Posting(models.Model):
    """What a booking adds to (or, negative, takes from) one account, in 分. Seen by whoever sees the booking."""

    id = models.BigAutoField(primary_key=True)
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "account"], name="funds_posting_once"),
            models.CheckConstraint(condition=~models.Q(amount_fen=0), name="funds_posting_some"),
        ]
        indexes = [models.Index(fields=["account", "booking"], name="funds_posting_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount_fen}"
