"""Tables of the inbox. What waits is never stored: it is asked of the cases."""

from __future__ import annotations

from django.db import models

from zhichan.kernel.access.public import Protected


class Notice(Protected):
    """Something one recipient (a principal: a person, a unit, or a role at a region) is told, and why.

    It is made once for each event, recipient and topic; ``position`` is the event's place in the ledger; ``said`` is
    what the act had to tell, such as what to do.
    """

    id = models.BigAutoField(primary_key=True)
    position = models.BigIntegerField()
    recipient = models.CharField(max_length=120)
    topic = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=100)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    reason_zh = models.CharField(max_length=200)
    reason_en = models.CharField(max_length=200)
    said_zh = models.TextField(default="")
    said_en = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["position", "recipient", "topic"], name="inbox_notice_once"),
        ]
        indexes = [models.Index(fields=["recipient", "-position"], name="inbox_notice_recipient")]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.title_zh}"


class Seen(models.Model):
    """A person has seen a notice."""

    id = models.BigAutoField(primary_key=True)
    actor = models.CharField(max_length=80)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "notice"], name="inbox_seen_once")]

    def __str__(self) -> str:
        return f"{self.actor} {self.notice_id}"


class Stop(models.Model):
    """A person does not want to be told of a topic, or of one subject; an empty field means any."""

    id = models.BigAutoField(primary_key=True)
    actor = models.CharField(max_length=80)
    topic = models.CharField(max_length=80, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "topic", "subject_kind", "subject_id"], name="inbox_stop_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.topic}{self.subject_id}"


class Reminder(models.Model):
    """What a selection that tells has told a recipient of a right: once for each ``mark``."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=160)
    right = models.CharField(max_length=100)
    mark = models.CharField(max_length=80)
    recipient = models.CharField(max_length=120)
    due = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["right", "name", "mark", "recipient"], name="inbox_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.right} {self.mark}"


class Opened(models.Model):
    """A person opened what a notice is about, and perhaps said that it was of use."""

    id = models.BigAutoField(primary_key=True)
    actor = models.CharField(max_length=80)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE)
    at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor", "notice"], name="inbox_opened_once"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.notice_id}"
