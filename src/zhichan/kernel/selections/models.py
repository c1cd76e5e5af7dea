"""Tables of the selections room."""

from __future__ import annotations

import uuid

from django.db import models

from zhichan.kernel.access.public import Protected


class Selection(Protected):
    """A named question over rights, kept by someone and perhaps shared with roles.

    ``question`` is what the search takes (text, chosen facet values, words taken as they stand), and with ``names``
    whether company names that are newly known and like its marks belong to it; ``corrections`` are rights that were
    taken in or left out by hand: key → {"into", "reason", "by", "on"}. Members were last found on ``day``, when the
    index had followed the loads up to ``load`` and was the generation ``index``. ``over`` says that the question found
    more than is kept, and that members stand as they were.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    question = models.JSONField()
    owner = models.CharField(max_length=80)
    corrections = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    day = models.DateField()
    load = models.BigIntegerField(default=0)
    index = models.CharField(max_length=32, default="")
    over = models.BooleanField(default=False)
    version = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["owner", "-opened_at"], name="selections_owner")]

    def __str__(self) -> str:
        return self.title


class Member(Protected):
    """A right in a selection from one refreshing to another; ``change`` numbers them within the selection.

    ``came`` and ``went`` are reasons (see ``keeping.REASONS``), ``load`` and ``load_out`` the loads after which it
    stood so. Whoever sees the selection sees the member, unless the right itself is closed to them.
    """

    id = models.BigAutoField(primary_key=True)
    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="members")
    key = models.TextField()
    since = models.DateTimeField()
    change_in = models.IntegerField()
    came = models.CharField(max_length=20)
    load = models.BigIntegerField()
    until = models.DateTimeField(null=True)
    change_out = models.IntegerField(null=True)
    went = models.CharField(max_length=20, default="")
    load_out = models.BigIntegerField(null=True)
    sealed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "key"], condition=models.Q(until=None), name="selections_member_once"
            ),
        ]
        indexes = [models.Index(fields=["selection", "change_in"], name="selections_member_change")]

    def __str__(self) -> str:
        return self.key


class Corpus(Protected):
    """The members of a selection on a day, frozen for a study: never changed, cited by its digest.

    ``members`` is one line for each right: key, a tab, the version it then had; ``sha256`` is taken over them.
    Only what is open to all is frozen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="corpora")
    title = models.CharField(max_length=200)
    question = models.JSONField()
    owner = models.CharField(max_length=80)
    at = models.DateTimeField()
    day = models.DateField()
    load = models.BigIntegerField()
    count = models.IntegerField()
    members = models.TextField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.title} {self.sha256[:12]}"


class Sample(Protected):
    """Rights drawn from those in a selection and from those outside it but in a wider ``frame``, to be judged.

    Whoever has ``seed`` and the two sets draws the same (see ``instruments.sampling``). ``inside`` and ``outside`` say
    how many there were to draw from, ``picked`` and ``left`` which were drawn. Only what is open to all is drawn.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="samples")
    frame = models.TextField()
    seed = models.CharField(max_length=64)
    at = models.DateTimeField()
    day = models.DateField()
    version = models.IntegerField()
    inside = models.IntegerField()
    outside = models.IntegerField()
    picked = models.JSONField()
    left = models.JSONField()

    def __str__(self) -> str:
        return f"{self.selection_id} {self.day}"


class Judgement(Protected):
    """Whether a right belongs where a selection put it, as somebody found who looked: the last word on each right."""

    id = models.BigAutoField(primary_key=True)
    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="judgements")
    key = models.TextField()
    fits = models.BooleanField()
    reason = models.CharField(max_length=200)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["selection", "key"], name="selections_judged_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.fits}"
