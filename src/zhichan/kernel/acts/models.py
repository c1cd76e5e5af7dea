"""Requests already done, so that a retry is harmless."""

from __future__ import annotations

from django.db import models


class Done(models.Model):
    """The outcome of an act performed under an idempotency key of an actor."""

    id = models.BigAutoField(primary_key=True)
    actor = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    request = models.CharField(max_length=64)
    outcome = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="acts_done_once")]

    def __str__(self) -> str:
        return f"{self.actor} {self.key}"
