"""Requests already done, so that a retry is harmless."""

from __future__ import annotations

import uuid

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


class Draft(models.Model):
    """An act begun and not yet done: the facts given so far, for its author alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=80)
    target = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["actor", "verb", "target"], name="acts_draft_author")]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb}"


class Hold(models.Model):
    """Nothing of a subject may be destroyed from ``at`` until it is released."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    reason = models.TextField()
    instrument = models.TextField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=models.Q(released_at=None), name="acts_hold_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject_id}"
