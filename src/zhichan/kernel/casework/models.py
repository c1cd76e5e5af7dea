"""A case is the fold of its events; the row is the folded state under a version number."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from zhichan.kernel.access.public import Protected
from zhichan.kernel.ground.public import Region, Unit


class Case(Protected):
    """One run of a procedure.

    ``edition`` is the digest of the procedure's declaration when the case was opened; ``facts`` is the fold of
    the acts' patches; ``version`` counts its acts. ``key`` tells sibling cases of one parent apart.

    ``course`` (what was done, with its day in law) and ``letters`` are folds of the events too. ``due_on``, the
    earliest open statutory last day, and ``expires_on``, the earliest one after which the clock itself acts, are
    indexes, recomputed at each act.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    procedure = models.CharField(max_length=60)
    edition = models.CharField(max_length=64)
    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    stage = models.CharField(max_length=40)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    key = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    version = models.BigIntegerField(default=0)
    course = models.JSONField(default=list)
    letters = models.JSONField(default=list)
    due_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)
    edition_kept = False
    """Whether it was read that the declaration under ``edition`` is kept; no column."""
    apart: dict[str, Any] | None = None
    """The facts that stand apart, where they were read with the row; no column."""

    class Meta:
        indexes = [
            models.Index(fields=["procedure", "region", "stage", "due_on", "number"], name="casework_case_scope"),
            models.Index(fields=["procedure", "due_on", "number"], name="casework_case_due"),
            models.Index(
                models.F("procedure"), models.F("opened_at").desc(nulls_last=True), models.F("number").desc(),
                name="casework_case_opened",
            ),
            models.Index(
                fields=["procedure", "due_on", "number"], name="casework_case_public", condition=models.Q(public=True)
            ),
            models.Index(fields=["parent", "key"], name="casework_case_parent"),
            models.Index(
                fields=["expires_on", "id"],
                name="casework_case_expires",
                condition=models.Q(expires_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Tally(Protected):
    """How many cases of a procedure stand at a stage in a region for one audience; triggers add to it, folding sums it.

    ``readers`` are those of the cases other than single people, parties and holders of codes: these find theirs among
    the participants.
    """

    id = models.BigAutoField(primary_key=True)
    procedure = models.CharField(max_length=60)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=40)
    cases = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["procedure", "region", "stage"], name="casework_tally_scope")]

    def __str__(self) -> str:
        return f"{self.procedure} {self.stage}: {self.cases}"


class Assignment(Protected):
    """A unit's part in a case: the words of the paper, and the unit they were resolved to, if any."""

    class Role(models.TextChoices):
        """牵头, 配合, 负责."""

        LEAD = "lead"
        COOPERATING = "cooperating"
        RESPONSIBLE = "responsible"

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=12, choices=Role.choices)
    as_written = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True)
    rank = models.PositiveSmallIntegerField(default=0)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ["case_id", "rank"]
        indexes = [models.Index(fields=["unit", "role"], name="casework_assignment_unit")]

    def __str__(self) -> str:
        return f"{self.role} {self.as_written}"


class Participant(models.Model):
    """Someone with a part in a case, as the case's facts list them; an index, so that one's cases are found at once.

    ``principal`` is what they reach the case by (``party:<code>``, ``user:<id>``, ``code:<hash>``), empty for none.
    Seen by whoever sees the case.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participants")
    part = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    principal = models.CharField(max_length=120, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["case_id", "part", "rank"]
        indexes = [models.Index(fields=["principal", "part"], name="casework_participant_who")]

    def __str__(self) -> str:
        return f"{self.part} {self.name}"


class Watched(models.Model):
    """A right (``patent:<key>``) on which a case rests, and the act that brings to it what happens to the right."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="watched")
    act = models.CharField(max_length=64)
    right = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "act", "right"], name="casework_watched_once")]
        indexes = [models.Index(fields=["right"], name="casework_watched_right")]

    def __str__(self) -> str:
        return self.right


class Spent(models.Model):
    """A one-time code that was used, by its digest alone: neither what for, nor when, nor in which order."""

    digest = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return self.digest


class Box(models.Model):
    """A box of a case: what is put in comes out together and shuffled. Without its salt nothing in it can be told."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="box")
    salt = models.BinaryField()

    def __str__(self) -> str:
        return str(self.case_id)


class Admitted(models.Model):
    """A code that may put something into a box, by its mark, and what else is ``said`` of whoever holds it."""

    pk = models.CompositePrimaryKey("box_id", "mark")
    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="admitted")
    mark = models.CharField(max_length=64)
    said = models.JSONField()

    def __str__(self) -> str:
        return self.mark


class Boxed(models.Model):
    """Something in a box, sealed, beside another mark of its code: it shows who was here before, to the lock alone."""

    pk = models.CompositePrimaryKey("box_id", "mark")
    box = models.ForeignKey(Box, on_delete=models.CASCADE, related_name="boxed")
    mark = models.CharField(max_length=64)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.mark


class Sealed(Protected):
    """A fact of a case that only some of its readers may see: a row of its own, under its own audience."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="sealed")
    field = models.CharField(max_length=64)
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "field"], name="casework_sealed_once")]

    def __str__(self) -> str:
        return self.field


class Edition(models.Model):
    """An edition of a procedure under which something was done: its declaration, word for word, by its digest."""

    digest = models.CharField(max_length=64, primary_key=True)
    procedure = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    file = models.CharField(max_length=300)
    declaration = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.procedure} {self.digest}"
