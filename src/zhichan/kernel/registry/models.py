"""Tables of the registry. Versions are immutable: the database permits only the closing of an open one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from zhichan.kernel.access.public import Protected
from zhichan.kernel.ground.public import Party, Region


class MultiRange(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's ``int8multirange``; written and asked by SQL alone."""

    def db_type(self, connection: Any) -> str:
        """The column's type."""
        return "int8multirange"


class Load(models.Model):
    """One load: a file, a single fact, a rollback or the demo city; one act with one event.

    Its event has the subject ``load`` and this id. ``counts`` maps each source to
    ``{read, accepted, updated, unchanged, rejected}``; for a rollback to ``{closed, restored}``.
    ``undoes`` is the load a rollback takes back, at most once. ``feed`` names the supply it belongs to, ``as_of``
    the day for which the source speaks, ``licence`` on what terms; ``report`` is what the feed's reader found.
    """

    class Kind(models.TextChoices):
        """How the rows came."""

        FILE = "file"
        ACT = "act"
        ROLLBACK = "rollback"
        DEMO = "demo"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    format = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=200, default="")
    feed = models.CharField(max_length=80, default="")
    as_of = models.DateField(null=True)
    report = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    at = models.DateTimeField()
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Rejection(models.Model):
    """A row that a load did not take, with its position in the input and the reason; the row is kept."""

    id = models.BigAutoField(primary_key=True)
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="rejections")
    source = models.CharField(max_length=20)
    line = models.BigIntegerField()
    code = models.CharField(max_length=40)
    zh = models.TextField()
    en = models.TextField()
    place = models.CharField(max_length=60)
    row = models.JSONField()

    class Meta:
        ordering = ["load", "source", "line"]

    def __str__(self) -> str:
        return f"{self.source}:{self.line} {self.code}"


class Current(models.QuerySet[Any]):
    """Versions of records."""

    def current(self) -> Current:
        """The versions that no load has closed."""
        return self.filter(closed_by__isnull=True)


class Version(models.Model):
    """Shared columns. ``opened_by`` and ``closed_by`` have no foreign-key trigger: see migration 0001 for why.

    ``restores`` is the id of the version whose content a rollback brought back, null for a version of its own.
    ``stated`` are the fields that the load itself stated, ``withheld`` those whose licence keeps them from the
    public, both as bits by ``Source.bit``; ``stated`` is null for versions older than the column.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.TextField()
    digest = models.BinaryField()
    opened_by = models.ForeignKey(
        Load, on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_column="opened_by")
    closed_by = models.ForeignKey(
        Load, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False,
        db_column="closed_by")
    restores = models.BigIntegerField(null=True)
    stated = models.BigIntegerField(null=True)
    withheld = models.BigIntegerField(default=0, db_default=0)

    objects = Current.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(closed_by=None), name="%(app_label)s_%(class)s_current"
            ),
        ]
        indexes = [
            models.Index(fields=["closed_by"], condition=Q(closed_by__isnull=False), name="%(class)s_closed"),
            models.Index(fields=["key"], condition=Q(closed_by__isnull=False), name="%(class)s_history"),
            models.Index(fields=["restores"], condition=Q(restores__isnull=False), name="%(class)s_restores"),
        ]

    def __str__(self) -> str:
        return self.key


class Placed(Version):
    """A version with a region of its own."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", db_constraint=False)

    class Meta(Version.Meta):
        abstract = True


def _text() -> models.TextField[str, str]:
    return models.TextField(default="", db_default="")


def _texts() -> ArrayField[Any, Any]:
    return ArrayField(models.TextField(), default=list, db_default=[])


def _since(holds: str, start: str) -> models.GeneratedField:
    """The day from which a granted patent meets a criterion: ``start``, null when not, or only after its end.

    ``start`` must not be earlier than the grant. Raw SQL, because PostgreSQL demands immutable expressions.
    """
    sql = (
        f"CASE WHEN granted_on IS NOT NULL AND {holds} AND (ended_on IS NULL OR ended_on > {start}) THEN {start} END"
    )
    return models.GeneratedField(
        # Composed of the constants of this module alone.
        expression=RawSQL(sql, ()),  # noqa: S611
        output_field=models.DateField(null=True), db_persist=True, null=True)


class Patent(Version):
    """Patents for invention, utility models, designs and PCT applications (kind ``pct``, never granted here).

    ``ended_on`` is the first day no longer in force (unpaid fee, expiry, invalidation) or, without a grant,
    the day the application ended. The ``*_since`` days serve the five criteria of a high-value patent; the
    ten years of the third are counted from filing and must be exceeded.
    """

    kind = models.CharField(max_length=10)
    title = models.TextField()
    filed_on = models.DateField()
    granted_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, default="")
    ipc = models.CharField(max_length=20, default="")
    field = models.CharField(max_length=40, default="")
    agency = models.CharField(max_length=80, default="")
    sei = models.BooleanField(default=False)
    overseas_family_on = models.DateField(null=True)
    award = models.CharField(max_length=80, default="")
    award_on = models.DateField(null=True)
    overseas_family = models.GeneratedField(
        expression=RawSQL("overseas_family_on IS NOT NULL", ()), output_field=models.BooleanField(), db_persist=True)
    sei_since = _since("sei", "granted_on")
    family_since = _since("overseas_family_on IS NOT NULL", "greatest(granted_on, overseas_family_on)")
    aged_since = _since("true", "greatest(granted_on, (filed_on + interval '10 years 1 day')::date)")
    award_since = _since("award_on IS NOT NULL", "greatest(granted_on, award_on)")
    office = _text()
    publication_no = _text()
    published_on = models.DateField(null=True)
    grant_no = _text()
    claims = models.IntegerField(null=True)
    pages = models.IntegerField(null=True)
    ipcs = _texts()
    cpcs = _texts()
    locarnos = _texts()
    inventors = _texts()
    agents = _texts()
    title_en = _text()
    family = _text()
    priorities = _texts()
    priority_on = models.DateField(null=True)
    pct_application = _text()
    pct_publication = _text()
    pct_entered_on = models.DateField(null=True)
    status = _text()
    status_on = models.DateField(null=True)

    class Meta(Version.Meta):
        indexes = [
            *Version.Meta.indexes,
            models.Index(fields=["kind", "granted_on"], name="patent_kind_granted"),
            models.Index(
                fields=["publication_no"], condition=Q(closed_by=None) & ~Q(publication_no=""),
                name="patent_publication"),
        ]


class Mark(Version):
    """Trade marks, one row for each class of a registration, ``classes`` naming all of them.

    ``ended_on`` is the first day no longer in force, ``expires_on`` the last day of the present term.
    """

    kind = models.CharField(max_length=20)
    name = models.TextField()
    nice = models.SmallIntegerField()
    filed_on = models.DateField()
    registered_on = models.DateField(null=True)
    renewed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, default="")
    field = models.CharField(max_length=40, default="")
    well_known_on = models.DateField(null=True)
    office = _text()
    application_no = _text()
    registration_no = _text()
    classes = _texts()
    goods = _text()
    published_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    image = _text()
    agency = _text()
    status = _text()
    status_on = models.DateField(null=True)

    class Meta(Version.Meta):
        indexes = [*Version.Meta.indexes, models.Index(fields=["kind", "registered_on"], name="mark_kind_registered")]


class GIProduct(Placed):
    """Products under geographical-indication protection, by place of production; ``area_ha`` in hectares."""

    name = models.TextField()
    recognised_on = models.DateField()
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, default="")
    area_ha = models.BigIntegerField(null=True)

    class Meta(Placed.Meta):
        db_table = "registry_gi_product"


class Work(Version):
    """Voluntary registrations of works with the copyright authority; computer programs apart."""

    kind = models.CharField(max_length=20)
    title = models.TextField()
    registered_on = models.DateField()
    finished_on = models.DateField(null=True)
    published_on = models.DateField(null=True)
    category = _text()

    class Meta(Version.Meta):
        indexes = [*Version.Meta.indexes, models.Index(fields=["registered_on"], name="work_registered")]


class Software(Version):
    """Registered computer programs."""

    title = models.TextField()
    registered_on = models.DateField()
    short_title = _text()
    version = _text()
    category = _text()
    finished_on = models.DateField(null=True)
    published_on = models.DateField(null=True)

    class Meta(Version.Meta):
        pass


class Variety(Version):
    """Plant variety rights; ``ended_on`` is the first day no longer in force."""

    name = models.TextField()
    filed_on = models.DateField()
    granted_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, default="")
    species = _text()
    right_no = _text()
    notice_no = _text()
    noticed_on = models.DateField(null=True)
    notice = _text()
    breeders = _texts()
    agency = _text()

    class Meta(Version.Meta):
        pass


class Firm(Placed):
    """Facts about a firm or institution as registered; ``key`` is its unified social credit code.

    ``ground.Party`` is the lasting identity that holdings point at; this is what is known of it.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=12)
    name = models.TextField()
    industry = models.CharField(max_length=40, default="")
    size = models.CharField(max_length=10, default="")
    established_on = models.DateField()
    ended_on = models.DateField(null=True)
    register_no = _text()
    address = _text()
    category = _text()
    status = _text()
    office = _text()
    capital_fen = models.BigIntegerField(null=True)
    branches = _texts()

    class Meta(Placed.Meta):
        pass


class Enforcement(Placed):
    """Administrative and court cases on intellectual property; ``typical`` names the list of model cases it is on."""

    track = models.CharField(max_length=20)
    kind = models.CharField(max_length=24)
    right_kind = models.CharField(max_length=12)
    filed_on = models.DateField()
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=20, default="")
    penalty_fen = models.BigIntegerField(null=True)
    typical = models.CharField(max_length=80, default="")
    typical_on = models.DateField(null=True)

    class Meta(Placed.Meta):
        pass


class Pledge(Placed):
    """Pledge registrations mirrored from the national register (DECISIONS 3); region of the pledgor, 分."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=10)
    registered_on = models.DateField()
    released_on = models.DateField(null=True)
    amount_fen = models.BigIntegerField()
    lender = models.CharField(max_length=80, default="")

    class Meta(Placed.Meta):
        pass


class Pledged(Placed):
    """One right under a pledge with its part of the secured amount."""

    pledge_key = models.TextField()
    right_kind = models.CharField(max_length=10)
    right_key = models.TextField()
    registered_on = models.DateField()
    released_on = models.DateField(null=True)
    amount_fen = models.BigIntegerField()

    class Meta(Placed.Meta):
        indexes = [*Placed.Meta.indexes, models.Index(fields=["right_kind", "right_key"], name="pledged_right")]


class Deal(Placed):
    """One right in an assignment, licence, open licence or contribution as capital; region of the receiver."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=12)
    right_kind = models.CharField(max_length=10)
    right_key = models.TextField()
    recorded_on = models.DateField()
    amount_fen = models.BigIntegerField(null=True)

    class Meta(Placed.Meta):
        indexes = [*Placed.Meta.indexes, models.Index(fields=["right_kind", "right_key"], name="deal_right")]


class Training(Placed):
    """Training sessions held; ``person_times`` counts attendances by the sign-in lists."""

    topic = models.TextField()
    held_on = models.DateField()
    sessions = models.IntegerField()
    person_times = models.IntegerField()

    class Meta(Placed.Meta):
        pass


class Recognition(Placed):
    """Titles, certificates, stations and projects with their days of validity and the paper they rest on."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=30)
    name = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)
    clause = models.CharField(max_length=120, default="")

    class Meta(Placed.Meta):
        indexes = [*Placed.Meta.indexes, models.Index(fields=["kind", "since"], name="recognition_kind_since")]


class Statistic(Placed):
    """Official statistics: persons, or 分 for money. ``scale`` divides ``value`` into the named unit (1 = none)."""

    name = models.CharField(max_length=40)
    year = models.SmallIntegerField()
    vintage = models.SmallIntegerField()
    value = models.BigIntegerField()
    scale = models.BigIntegerField(default=1)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta(Placed.Meta):
        indexes = [*Placed.Meta.indexes, models.Index(fields=["name", "region", "year"], name="statistic_name_region")]


class Annexed(Version):
    """A version that belongs to a right."""

    right_kind = models.CharField(max_length=10)
    right_key = models.TextField()

    class Meta(Version.Meta):
        abstract = True
        indexes = [
            *Version.Meta.indexes,
            models.Index(fields=["right_key", "right_kind"], condition=Q(closed_by=None), name="%(class)s_right"),
        ]


class LegalEvent(Annexed):
    """A dated event of a right; ``kind`` in the words of ``instruments.status``, empty when the code has none.

    ``day`` is when it has effect or was announced, null when the source does not say; ``concerns`` the key of the
    event that this one ends or corrects; ``year`` the patent year a fee is paid for.
    """

    kind = models.CharField(max_length=24, default="")
    code = models.CharField(max_length=40, default="")
    text = models.TextField(default="")
    day = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    influence = models.CharField(max_length=1, default="")
    authority = _text()
    year = models.SmallIntegerField(null=True)
    until = models.DateField(null=True)
    party = _text()
    counterparty = _text()
    concerns = _text()
    document = _text()
    detail = _text()

    class Meta(Annexed.Meta):
        db_table = "registry_event"


class RightText(Annexed):
    """An abstract, the claims, or the first claim, in one language."""

    part = models.CharField(max_length=12)
    language = models.CharField(max_length=8, default="")
    body = _text()

    class Meta(Annexed.Meta):
        db_table = "registry_text"


class Citation(Annexed):
    """``citing`` cites ``cited``, a document, or ``literature``."""

    citing = models.TextField(default="")
    cited = models.TextField(default="")
    phase = models.CharField(max_length=40, default="")
    category = models.CharField(max_length=20, default="")
    literature = _text()

    class Meta(Annexed.Meta):
        pass


class FamilyMember(Annexed):
    """``member`` belongs to the right's family in the sense of ``scheme``."""

    member = models.TextField()
    scheme = models.CharField(max_length=20, default="")
    published_on = models.DateField(null=True)
    application = _text()
    family = _text()

    class Meta(Annexed.Meta):
        db_table = "registry_family"


class PatentDocument(Version):
    """A published document of which no filing is known; its own number is the key where it has one."""

    office = models.CharField(max_length=4, default="")
    title = models.TextField(default="")
    published_on = models.DateField(null=True)
    publication_no = _text()
    application_no = _text()
    kind = _text()
    granted_on = models.DateField(null=True)
    status = _text()
    holders = _texts()
    inventors = _texts()
    ipcs = _texts()
    cpcs = _texts()
    family = _text()
    area = _text()
    abstract = _text()

    class Meta(Version.Meta):
        db_table = "registry_document"


class Certificate(Version):
    """Certificates of systems and products."""

    kind = models.CharField(max_length=40, default="")
    name = models.TextField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    number = _text()
    party_name = _text()
    party_code = _text()

    class Meta(Version.Meta):
        pass


class Credit(Version):
    """Entries of credit lists, penalties, mortgages of movables; no reader sees them."""

    kind = models.CharField(max_length=20)
    party_code = models.CharField(max_length=18, default="")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    amount_fen = models.BigIntegerField(null=True)
    number = _text()
    party_name = _text()
    reason = _text()
    result = _text()
    office = _text()
    lifted = _text()
    published_on = models.DateField(null=True)
    status = _text()

    class Meta(Version.Meta):
        indexes = [*Version.Meta.indexes, models.Index(fields=["party_code"], name="credit_party")]


class EventCode(Version):
    """Codes of legal events of an authority."""

    authority = models.CharField(max_length=4)
    code = models.CharField(max_length=40)
    influence = models.CharField(max_length=1, default="")
    class_code = models.CharField(max_length=4, default="")
    text = _text()
    original = _text()
    class_text = _text()
    created_on = models.DateField(null=True)
    changed_on = models.DateField(null=True)

    class Meta(Version.Meta):
        db_table = "registry_event_code"


class Confirmation(models.Model):
    """Versions that a later load stated again without a change: ``versions`` lie within one ``block`` of ids.

    ``stated`` are the fields it stated. A block is ``id // BLOCK``, so that a record's confirmations are found by
    index and a whole file loaded again takes a few rows.
    """

    BLOCK = 65_536

    id = models.BigAutoField(primary_key=True)
    load = models.ForeignKey(Load, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    source = models.CharField(max_length=20)
    stated = models.BigIntegerField()
    block = models.BigIntegerField()
    versions = MultiRange()

    class Meta:
        indexes = [models.Index(fields=["source", "block"], name="registry_confirmation_block")]

    def __str__(self) -> str:
        return f"{self.source} {self.load_id}"


class Standing(models.Model):
    """The status of a right on ``on`` as ``instruments.status`` derived it, kept for lists and figures.

    ``again`` is the first later day on which time alone could change it; a right without ``state`` waits.
    """

    id = models.BigAutoField(primary_key=True)
    right_kind = models.CharField(max_length=10)
    right_key = models.TextField()
    on = models.DateField(null=True)
    state = models.CharField(max_length=12, default="")
    code = models.CharField(max_length=40, default="")
    since = models.DateField(null=True)
    again = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["right_key", "right_kind"], name="registry_standing_right")]
        indexes = [
            models.Index(fields=["id"], condition=Q(state=""), name="registry_standing_waiting"),
            models.Index(fields=["again"], name="registry_standing_again"),
            models.Index(fields=["right_kind", "state"], name="registry_standing_state"),
        ]

    def __str__(self) -> str:
        return f"{self.right_kind}:{self.right_key} {self.state}"


class Holding(models.Model):
    """Who holds a right, where and when, as known in one version of the right; immutable with that version.

    ``rank`` is the holder's place in the register (1 = first-named), ``region`` that of the holder's address.
    A holder that is linked to no organisation has no ``party`` but a ``name``; without a known ``region`` the right
    counts nowhere. ``name`` and ``address`` are as the source gives them.
    """

    id = models.BigAutoField(primary_key=True)
    right_kind = models.CharField(max_length=10)
    right_id = models.BigIntegerField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False)
    name = _text()
    address = _text()
    country = models.CharField(max_length=3, default="", db_default="")
    rank = models.SmallIntegerField(default=1)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["right_id", "right_kind"], name="registry_holding_right")]

    def __str__(self) -> str:
        return f"{self.right_kind}:{self.right_id}"


class Entry(Protected):
    """An entry of a declared register. ``data`` is validated by the declaration of ``edition``.

    It holds in law from ``since`` to ``until`` (exclusive); ``opened_at`` is when it was registered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.CharField(max_length=64)
    edition = models.CharField(max_length=12)
    number = models.CharField(max_length=80, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    data = models.JSONField(default=dict)
    version = models.BigIntegerField(default=1)
    since = models.DateField()
    until = models.DateField(null=True)
    opened_at = models.DateTimeField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["register", "region", "since"], name="registry_entry_scope")]

    def __str__(self) -> str:
        return self.number


class SealedField(Protected):
    """A field of an entry that only some of its readers may see: a row of its own, under its own audience."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="sealed")
    field = models.CharField(max_length=64)
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "field"], name="registry_sealed_once")]

    def __str__(self) -> str:
        return self.field


class Slot(models.Model):
    """A searched field of an entry. It is seen by whoever sees the entry (policy in migration 0002)."""

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="slots")
    register = models.CharField(max_length=64)
    field = models.CharField(max_length=64)
    text = models.CharField(max_length=400, null=True)
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    day = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["register", "field", column], name=f"registry_slot_{column}")
            for column in ("text", "number", "day")
        ]

    def __str__(self) -> str:
        return f"{self.register}.{self.field}"


class Claim(models.Model):
    """What an entry holds exclusively: a key within a scope for a time.

    The embedded server has no btree_gist, so the key is also a point (``place``) on the number line, and one
    range-only exclusion constraint compares both.
    """

    id = models.BigAutoField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="claims")
    scope = models.CharField(max_length=80)
    key = ArrayField(models.TextField())
    place = BigIntegerRangeField()
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="registry_claim_once",
                expressions=[("place", RangeOperators.OVERLAPS), ("during", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"


class Link(models.Model):
    """A name with an address as records write it, and the party that it is held to mean.

    ``probability`` is the calibrated one of ``instruments.link`` (edition ``edition``), ``reason`` its words;
    ``second`` the next best party. ``decided_by`` is empty for the machine. ``stake`` is what hangs on the name,
    ``cost`` what leaving the doubt to the machine is expected to cost. A name stands here once, with its present state.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        STANDING = "standing"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    address = models.TextField(default="", db_default="")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, related_name="+")
    relation = models.CharField(max_length=8)
    probability = models.FloatField()
    second_probability = models.FloatField(null=True)
    reason_zh = models.TextField()
    reason_en = models.TextField()
    edition = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices)
    rights = models.IntegerField()
    stake = models.BigIntegerField()
    cost = models.FloatField()
    decided_by = models.TextField(default="", db_default="")
    decided_at = models.DateTimeField()
    why = models.TextField(default="", db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "address"], name="registry_link_name")]
        indexes = [models.Index(fields=["state", "-cost", "id"], name="registry_link_queue")]

    def __str__(self) -> str:
        return f"{self.name} → {self.party_id}"


class Linked(models.Model):
    """A holding that has its party (and if ``placed`` its region) from a link; withdrawing it undoes just these."""

    id = models.BigAutoField(primary_key=True)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="holdings")
    right_kind = models.CharField(max_length=10)
    right_key = models.TextField()
    rank = models.SmallIntegerField()
    since = models.DateField()
    placed = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["right_kind", "right_key", "rank", "since", "link"], name="registry_linked_once")]

    def __str__(self) -> str:
        return f"{self.right_kind}:{self.right_key} {self.rank}"


class Edition(models.Model):
    """One edition of a classification, a concordance or a list, as a data officer loaded it.

    ``table`` is the name of its template in ``instruments.classes``; it applies from ``since`` until a later one does.
    ``withdrawn`` is the reason for which it was taken back: it then never applied. ``remarks`` say how rows were read.
    """

    id = models.BigAutoField(primary_key=True)
    table = models.CharField(max_length=24)
    edition = models.CharField(max_length=80)
    since = models.DateField()
    origin = models.CharField(max_length=200)
    licence = models.CharField(max_length=200, default="", db_default="")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.IntegerField()
    remarks = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.TextField()
    withdrawn = models.TextField(default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "since"], condition=Q(withdrawn=""), name="registry_edition_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.edition}"


class ClassNode(models.Model):
    """One class of an edition; on a list of awards ``code`` is a patent and ``day`` that of the award."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="nodes")
    code = models.CharField(max_length=40)
    parent = models.CharField(max_length=40, default="", db_default="")
    zh = models.TextField(default="", db_default="")
    en = models.TextField(default="", db_default="")
    note = models.TextField(default="", db_default="")
    day = models.DateField(null=True)
    row = models.IntegerField()

    class Meta:
        db_table = "registry_class"
        indexes = [
            models.Index(fields=["edition", "code"], name="registry_class_code"),
            models.Index(fields=["edition", "parent", "row"], name="registry_class_parent"),
        ]

    def __str__(self) -> str:
        return self.code


class Pairing(models.Model):
    """One row of a concordance, from one classification to another."""

    id = models.BigAutoField(primary_key=True)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="pairings")
    source = models.CharField(max_length=40)
    target = models.CharField(max_length=40)
    exact = models.BooleanField(default=False)
    included = ArrayField(models.IntegerField(), default=list)
    excluded = ArrayField(models.IntegerField(), default=list)
    note = models.TextField(default="", db_default="")
    row = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["edition", "source"], name="registry_pairing_source"),
            models.Index(fields=["edition", "target"], name="registry_pairing_target"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
