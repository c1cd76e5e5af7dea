"""Tables of measures: definitions, contributions, cells; reported values; targets in versions.

Contributions, reported values and targets are only ever added to.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from zhichan.kernel.access.public import Protected
from zhichan.kernel.ground.public import Region


class Taken(models.Model):
    """A load that has been counted, at its ledger position, with the sources it touched."""

    load_id = models.BigIntegerField(primary_key=True)
    position = models.BigIntegerField(unique=True)
    sources = ArrayField(models.TextField())

    def __str__(self) -> str:
        return f"{self.load_id}@{self.position}"


class Definition(models.Model):
    """A declared measure in one edition, as it was declared; its contributions begin at ``position``."""

    id = models.AutoField(primary_key=True)
    slug = models.CharField(max_length=64)
    edition = models.CharField(max_length=12)
    source = models.CharField(max_length=20, blank=True)
    declared = models.JSONField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    position = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug", "edition"], name="measures_definition_edition")]

    def __str__(self) -> str:
        return f"{self.slug}@{self.edition}"


class Held(models.Model):
    """The ledger position up to which an edition has been counted: behind where it was out of use for a while."""

    definition = models.OneToOneField(Definition, on_delete=models.PROTECT, primary_key=True)
    position = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.definition_id}@{self.position}"


class Contribution(models.Model):
    """A signed amount that a row (version ``row_id`` of the definition's source) adds in a region on a day.

    ``amount`` is a count or 分. ``position`` is the ledger position of the load that made the difference.
    """

    id = models.BigAutoField(primary_key=True)
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    day = models.DateField()
    amount = models.BigIntegerField()
    row_id = models.BigIntegerField()
    position = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["definition", "region", "day"], name="measures_contribution_cell"),
            models.Index(fields=["definition", "row_id"], name="measures_contribution_row"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} on {self.day}"


class Cell(models.Model):
    """The sum of contributions of a definition in a region on a day: a cache."""

    pk = models.CompositePrimaryKey("definition_id", "region_id", "day")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    day = models.DateField()
    amount = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.amount} on {self.day}"


class Reported(Protected):
    """A value that a unit reports or an authority publishes, with its source; a later one takes its place.

    It answers for a measure in a region, or for one target (``target``) whose indicator is no measure here.
    ``value`` is in ``unit`` as the measure counts; ``day`` is the day or the last day of the period it describes.
    """

    id = models.BigAutoField(primary_key=True)
    measure = models.CharField(max_length=64, blank=True)
    target = models.UUIDField(null=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)
    day = models.DateField()
    value = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.CharField(max_length=20)
    source = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["measure", "region", "day"], name="measures_reported_measure"),
            models.Index(fields=["target", "day"], condition=Q(target__isnull=False), name="measures_reported_target"),
        ]

    def __str__(self) -> str:
        return f"{self.measure or self.target}: {self.value}"


class Target(Protected):
    """One version of a promise. The version with the highest ``version`` at an instant is the one in force.

    ``key`` is the same through all versions. ``value``, ``value_max`` and ``baseline_value`` are in ``unit``,
    which has no 万 or 亿 in it unless the measure's own unit has; ``written`` is what the plan wrote. ``value``
    is null where the plan leaves a region without a target ("-"): not assigned, never zero. ``scope`` is the
    region, industry or organisation as written; ``region`` is null when it is none of ours.
    """

    class Kind(models.TextChoices):
        """What the number promises."""

        LEVEL = "level"
        CUMULATIVE = "cumulative"
        ANNUAL_FLOW = "annual_flow"
        GROWTH_RATE = "growth_rate_per_year"
        GROWTH_TOTAL = "growth_total"
        REDUCTION = "reduction"
        SHARE = "share"
        COUNT_NEW = "count_new"

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField()
    version = models.PositiveIntegerField()
    plan = models.CharField(max_length=64)
    item = models.CharField(max_length=40, blank=True)
    indicator = models.CharField(max_length=300)
    measure = models.CharField(max_length=64, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True)
    scope = models.CharField(max_length=120, blank=True)
    units = ArrayField(models.TextField(), default=list)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    comparator = models.CharField(max_length=5)
    strict = models.BooleanField(default=False)
    direction = models.CharField(max_length=7)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    value_max = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    tolerance = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    unit = models.CharField(max_length=20)
    written = models.CharField(max_length=60)
    due_year = models.PositiveSmallIntegerField(null=True)
    start_year = models.PositiveSmallIntegerField(null=True)
    counted_from = models.DateField(null=True)
    baseline_year = models.PositiveSmallIntegerField(null=True)
    baseline_value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    baseline_source = models.CharField(max_length=300, blank=True)
    yearly = models.JSONField(default=dict)
    attribute = models.CharField(max_length=3, blank=True)
    quote = models.TextField(blank=True)
    span_start = models.PositiveIntegerField(null=True)
    span_end = models.PositiveIntegerField(null=True)
    part = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="measures_target_version")]
        indexes = [
            models.Index(fields=["plan", "region"], name="measures_target_plan"),
            models.Index(fields=["region", "measure"], name="measures_target_region"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.written}"
