"""Tables of the ground room: who and where. All are reference data, readable by everyone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models

# Django looks for tables in this module alone.


class InForce(models.QuerySet[Any]):
    """Rows with ``since``/``until`` dates; the upper bound is exclusive."""

    def on(self, day: date) -> InForce:
        """Rows in force on ``day``."""
        return self.filter(models.Q(since__lte=day), models.Q(until__isnull=True) | models.Q(until__gt=day))


class Region(models.Model):
    """A reporting area: a node with parent, kind and validity (DECISIONS 1).

    ``path`` is made of slugs with a leading and a trailing slash (``/hengchuan/qingping/``), so that a
    prefix comparison finds the subtree. ``code`` is the GB/T 2260 code where one exists: a zone has none.
    """

    class Kind(models.TextChoices):
        """Level or nature of a region."""

        PROVINCE = "province"
        CITY = "city"
        COUNTY = "county"
        TOWN = "town"
        ZONE = "zone"

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    code = models.CharField(max_length=12, null=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=200, unique=True)
    rank = models.PositiveSmallIntegerField(default=0)
    since = models.DateField(default=date(1949, 10, 1))
    until = models.DateField(null=True)
    synthetic = models.BooleanField(default=False)

    objects = InForce.as_manager()

    class Meta:
        ordering = ["path"]
        indexes = [models.Index(fields=["parent", "rank"], name="ground_region_parent")]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """An office, department, town government or other body that can be given a task or a role."""

    id = models.BigAutoField(primary_key=True)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="units")
    kind = models.CharField(max_length=20)
    since = models.DateField(default=date(1949, 10, 1))
    until = models.DateField(null=True)
    synthetic = models.BooleanField(default=False)

    objects = InForce.as_manager()

    class Meta:
        ordering = ["region__path", "name"]
        constraints = [models.UniqueConstraint(fields=["region", "name", "since"], name="ground_unit_name")]

    def __str__(self) -> str:
        return self.name


class Party(models.Model):
    """A firm, university, institute, person or office that can hold a right or take part in a case.

    ``code`` is the unified social credit code (GB 32100) where known. Tables are synthetic in the demo.
    """

    class Kind(models.TextChoices):
        """Nature of a party."""

        FIRM = "firm"
        UNIVERSITY = "university"
        INSTITUTE = "institute"
        PERSON = "person"
        OFFICE = "office"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=18, null=True, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="parties")
    since = models.DateField()
    until = models.DateField(null=True)
    synthetic = models.BooleanField(default=False)

    objects = InForce.as_manager()

    class Meta:
        indexes = [models.Index(fields=["region", "kind"], name="ground_party_region")]

    def __str__(self) -> str:
        return self.name
