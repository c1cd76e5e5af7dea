"""Dated grants of roles, and the columns of a protected row."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models

from zhichan.kernel.ground.models import InForce, Party, Region, Unit


class Protected(models.Model):
    """Columns that say who may see a row; row-level security reads them (``zhichan_protect`` in migration 0001).

    A row is seen while it is public on the transaction's day, or by whoever holds a principal in ``readers``;
    a principal in ``barred`` overrides both (recusal).
    """

    readers = ArrayField(models.TextField(), default=list)
    barred = ArrayField(models.TextField(), default=list)
    public = models.BooleanField(default=False)
    public_from = models.DateField(null=True)
    public_until = models.DateField(null=True)

    class Meta:
        abstract = True


class Grant(models.Model):
    """A role given to a person for a region (and everything below it) from one day to another.

    ``instrument`` names the paper that gave it. ``role`` is a role of the catalogue's systems.
    """

    id = models.BigAutoField(primary_key=True)
    user_id = models.BigIntegerField()
    role = models.CharField(max_length=40)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True)
    since = models.DateField(default=date(2000, 1, 1))
    until = models.DateField(null=True)
    instrument = models.CharField(max_length=200, blank=True)

    objects = InForce.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user_id", "since"], name="access_grant_user")]

    def __str__(self) -> str:
        return f"{self.role}@{self.region_id}"


class Delegation(models.Model):
    """``deputy`` stands in for ``user`` from one day to another, with every role the user then holds."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.BigIntegerField()
    deputy_id = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = InForce.as_manager()

    class Meta:
        indexes = [models.Index(fields=["deputy_id", "since"], name="access_delegation_deputy")]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.user_id}"


class Representative(models.Model):
    """Who acts for a party (a firm's manager, its agent) from one day to another, on the paper ``instrument``."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.BigIntegerField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    instrument = models.CharField(max_length=200)

    objects = InForce.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user_id", "since"], name="access_representative_user")]

    def __str__(self) -> str:
        return f"{self.user_id} for party {self.party_id}"


class Failure(models.Model):
    """Attempts to sign in that have not succeeded; ``who`` is a digest of the account, the address, or both."""

    who = models.CharField(max_length=64, primary_key=True)
    times = models.PositiveIntegerField()
    last = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.who[:12]} {self.times}"


class Factor(models.Model):
    """The second factor of an account: the secret its device holds, sealed, and the last step whose code was used."""

    user_id = models.BigIntegerField(primary_key=True)
    secret = models.TextField()
    step = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"user:{self.user_id}"


class Recovery(models.Model):
    """A code, good once, for whoever has lost the device; kept as a digest (SHA-256) of 80 random bits."""

    id = models.BigAutoField(primary_key=True)
    user_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "digest"], name="access_recovery_once")]

    def __str__(self) -> str:
        return f"user:{self.user_id}"
