"""Tables of the ledger. The database refuses to change or delete an event or a position (migration 0001)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Event(models.Model):
    """The immutable envelope of one thing that happened.

    ``id`` is a UUIDv7; ``digest`` is SHA-256 over the canonical envelope and the salted digests of its
    payload parts, so that a part can be erased later without breaking a seal. ``on_behalf`` is whom the
    actor stood in for, ``cause`` the act that handed this one on. ``readers``, ``barred`` and ``public`` are
    copied from the subject at the moment of the act.
    """

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    on_behalf = models.CharField(max_length=80, blank=True)
    cause = models.CharField(max_length=80, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    verb = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=100)
    subject_version = models.BigIntegerField(default=0)
    reason = models.TextField(blank=True)
    digest = models.BinaryField()
    readers = ArrayField(models.TextField(), default=list)
    barred = ArrayField(models.TextField(), default=list)
    public = models.BooleanField(default=False)
    public_from = models.DateField(null=True)
    public_until = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"], name="ledger_event_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind}:{self.subject_id}"


class Payload(models.Model):
    """One part of an event's content, split by field class; ``content`` is null once it was erased."""

    pk = models.CompositePrimaryKey("event_id", "field_class")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="payloads")
    field_class = models.CharField(max_length=20, default="ordinary")
    salt = models.BinaryField()
    digest = models.BinaryField()
    content = models.JSONField(null=True)
    erased_by = models.UUIDField(null=True)
    readers = ArrayField(models.TextField(), default=list)
    barred = ArrayField(models.TextField(), default=list)
    public = models.BooleanField(default=False)
    public_from = models.DateField(null=True)
    public_until = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.event_id}/{self.field_class}"


class Outbox(models.Model):
    """Committed events that have no position yet."""

    id = models.BigAutoField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return str(self.event_id)


class Position(models.Model):
    """The gap-free order in which consumers see events; given by one sequencer."""

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="place")

    def __str__(self) -> str:
        return f"{self.position}"


class Consumer(models.Model):
    """How far a named consumer has read."""

    name = models.CharField(max_length=60, primary_key=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}@{self.position}"


class Seal(models.Model):
    """A Merkle root over the digests of positions ``first`` to ``last``, chained to the seal before it."""

    last = models.BigIntegerField(primary_key=True)
    first = models.BigIntegerField()
    algorithm = models.CharField(max_length=10)
    previous = models.BinaryField()
    root = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"
