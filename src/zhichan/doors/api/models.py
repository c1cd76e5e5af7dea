"""Two small tables: personal tokens as digests, and how often someone has asked in a minute."""

from __future__ import annotations

from django.db import models


class Token(models.Model):
    """A personal token from one day to another (exclusive). Only its SHA-256 digest is kept.

    Without ``writes`` it reads only. It gives what its owner holds on the day, never more.
    """

    id = models.BigAutoField(primary_key=True)
    user_id = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    writes = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField()
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Asked(models.Model):
    """How many requests someone (``who``, a salted digest) has made in a minute (counted since 1970)."""

    pk = models.CompositePrimaryKey("who", "minute")
    who = models.CharField(max_length=64)
    minute = models.BigIntegerField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["minute"], name="api_asked_minute")]

    def __str__(self) -> str:
        return f"{self.times} in {self.minute}"
