"""What can be counted and loaded: the registry's sources as static data, importable without Django.

The catalogue's checker tests measures against it, the measure compiler takes table and column names from
it, and the bulk path takes types, required fields and permitted values from it.

Every source table has, beside its columns: ``id`` (bigint, one *version*), ``key`` (text, the same through
all versions), ``digest``, ``opened_by`` and ``closed_by`` (ids of loads; ``closed_by`` null = current)
and ``restores``. A version never changes otherwise, and its holdings belong to it: contributions are a function
of the version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

ColumnType = Literal["text", "day", "int", "fen", "flag"]
DetailType = Literal["text", "day", "int", "fen", "flag", "list", "long"]
RegionRule = Literal["holding", "column", "none"]

HOLDING_TABLE = "registry_holding"
PLACE: Mapping[str, str] = {"holding": "holdings", "column": "region"}
BIT: Mapping[str, int] = {"holdings": 60, "region": 60, "party": 61}
"""Bits of what is no column; columns begin at 0."""


_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Source:
    """One countable table.

    ``region`` is ``holding`` when a row's region on a day is that of its first-named holder (rows of
    ``registry_holding`` with ``right_kind`` = source name, ``right_id`` = version id, ``rank`` = 1 and
    ``since <= day < until``), or ``column`` when the row has a ``region_id`` of its own. ``columns`` are
    those a measure may name; ``generated`` are computed by the database and cannot be loaded. ``label``
    names the columns a page shows for a row. A day column is exclusive where it ends something: a patent
    is in force on day *d* when ``granted_on <= d`` and (``ended_on`` is null or ``ended_on > d``).

    ``details`` are kept and shown, but no measure may name them: ``list`` is several texts, ``long`` a text
    without the usual limit. Fields are numbered in the order of ``loaded``; what a version's load stated is kept
    by these numbers, so names are only ever added at the end of ``details``, never moved or taken out.
    A source with the region ``none`` is an annex: its rows belong to a right (``right_kind``, ``right_key``), or
    to nothing, and count nowhere.
    """

    name: str
    table: str
    zh: str
    en: str
    columns: Mapping[str, ColumnType]
    region: RegionRule
    label: tuple[str, ...]
    required: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    generated: tuple[str, ...] = ()
    party: Literal["no", "optional", "required"] = "no"
    order: tuple[tuple[str, str], ...] = ()
    details: Mapping[str, DetailType] = field(default_factory=dict)
    plain: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """Names of the columns a load fills and a measure may name."""
    loaded: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """Names of the columns a load fills, in their order (``key``, party, region and holdings apart)."""
    _bits: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Asked for every row that is loaded and every version that is read.
        beside = {"key", "party_id", *self.generated}
        object.__setattr__(self, "plain", tuple(name for name in self.columns if name not in beside))
        object.__setattr__(self, "loaded", (*self.plain, *self.details))
        object.__setattr__(self, "_bits", {name: 1 << self.bit(name) for name in self.fields})

    def kind(self, name: str) -> DetailType:
        """What a loaded column holds."""
        return self.details[name] if name in self.details else self.columns[name]

    @property
    def fields(self) -> tuple[str, ...]:
        """What a load can state of a record, by number: the loaded columns, then place and party."""
        return (*self.loaded, *((PLACE[self.region],) if self.region in PLACE else ()),
                *(("party",) if self.party != "no" else ()))

    def bit(self, name: str) -> int:
        """The number of a field."""
        return BIT[name] if name in BIT else self.loaded.index(name)

    def mask(self, names: Iterable[str]) -> int:
        """The fields among ``names`` as the bits that a version keeps; other names are passed over."""
        bits = self._bits
        return sum(bits[name] for name in set(names) if name in bits)

    def named(self, mask: int) -> frozenset[str]:
        """The fields whose bits are set."""
        return frozenset(name for name, bit in self._bits.items() if mask & bit) if mask else _NOTHING


_ENDS = ("unpaid_fee", "expired", "invalidated", "abandoned", "withdrawn", "rejected", "deemed_abandoned")

_ALL = (
    Source(
        name="patent", table="registry_patent", zh="专利", en="patents", region="holding",
        columns={
            "key": "text", "kind": "text", "title": "text", "filed_on": "day", "granted_on": "day",
            "ended_on": "day", "end_reason": "text", "ipc": "text", "field": "text", "agency": "text",
            "sei": "flag", "overseas_family_on": "day", "award": "text", "award_on": "day",
            "overseas_family": "flag", "sei_since": "day", "family_since": "day", "aged_since": "day",
            "award_since": "day",
        },
        # The *_since days are those from which a granted patent meets one criterion of high value: never
        # before its grant, null when it does not meet it or met it only after its end.
        generated=("overseas_family", "sei_since", "family_since", "aged_since", "award_since"),
        label=("key", "title", "granted_on", "ended_on"),
        required=("kind", "title", "filed_on"),
        choices={"kind": ("invention", "utility", "design", "pct"), "end_reason": _ENDS},
        order=(("filed_on", "granted_on"), ("filed_on", "ended_on")),
        details={
            "office": "text", "publication_no": "text", "published_on": "day", "grant_no": "text", "claims": "int",
            "pages": "int", "ipcs": "list", "cpcs": "list", "locarnos": "list", "inventors": "list",
            "agents": "list", "title_en": "text", "family": "text", "priorities": "list", "priority_on": "day",
            "pct_application": "text", "pct_publication": "text", "pct_entered_on": "day", "status": "text",
            "status_on": "day",
        },
    ),
    Source(
        name="mark", table="registry_mark", zh="商标", en="trade marks", region="holding",
        columns={
            "key": "text", "kind": "text", "name": "text", "nice": "int", "filed_on": "day",
            "registered_on": "day", "renewed_on": "day", "ended_on": "day", "end_reason": "text",
            "field": "text", "well_known_on": "day",
        },
        label=("key", "name", "nice", "registered_on", "ended_on"),
        required=("kind", "name", "nice", "filed_on"),
        choices={
            "kind": ("ordinary", "gi_collective", "gi_certification"),
            "end_reason": ("expired", "cancelled_non_use", "surrendered", "invalidated", "withdrawn", "rejected"),
        },
        order=(("filed_on", "registered_on"), ("filed_on", "ended_on"), ("registered_on", "renewed_on")),
        details={
            "office": "text", "application_no": "text", "registration_no": "text", "classes": "list", "goods": "long",
            "published_on": "day", "expires_on": "day", "image": "text", "agency": "text", "status": "text",
            "status_on": "day",
        },
    ),
    Source(
        name="gi_product", table="registry_gi_product", zh="地理标志保护产品", en="protected GI products",
        region="column",
        columns={
            "key": "text", "name": "text", "recognised_on": "day", "ended_on": "day", "end_reason": "text",
            "area_ha": "int",
        },
        label=("key", "name", "recognised_on", "ended_on"), required=("name", "recognised_on"),
        choices={"end_reason": ("revoked",)}, order=(("recognised_on", "ended_on"),),
    ),
    Source(
        name="work", table="registry_work", zh="作品登记", en="registered works", region="holding",
        columns={"key": "text", "kind": "text", "title": "text", "registered_on": "day"},
        label=("key", "title", "registered_on"), required=("kind", "title", "registered_on"),
        choices={"kind": ("literary", "musical", "artistic", "photographic", "audiovisual", "graphic", "other")},
        details={"finished_on": "day", "published_on": "day", "category": "text"},
    ),
    Source(
        # Apart from works: programs are registered with another body and counted apart.
        name="software", table="registry_software", zh="软件著作权登记", en="registered computer programs",
        region="holding", columns={"key": "text", "title": "text", "registered_on": "day"},
        label=("key", "title", "registered_on"), required=("title", "registered_on"),
        details={
            "short_title": "text", "version": "text", "category": "text", "finished_on": "day", "published_on": "day",
        },
    ),
    Source(
        name="variety", table="registry_variety", zh="植物新品种权", en="plant variety rights", region="holding",
        columns={
            "key": "text", "name": "text", "filed_on": "day", "granted_on": "day", "ended_on": "day",
            "end_reason": "text",
        },
        label=("key", "name", "granted_on", "ended_on"), required=("name", "filed_on"),
        choices={"end_reason": ("expired", "unpaid_fee", "invalidated", "abandoned", "withdrawn", "rejected")},
        order=(("filed_on", "granted_on"), ("filed_on", "ended_on")),
        details={
            "species": "text", "right_no": "text", "notice_no": "text", "noticed_on": "day", "notice": "text",
            "breeders": "list", "agency": "text",
        },
    ),
    Source(
        name="firm", table="registry_firm", zh="单位", en="firms and institutions", region="column",
        columns={
            "key": "text", "party_id": "int", "kind": "text", "name": "text", "industry": "text",
            "size": "text", "established_on": "day", "ended_on": "day",
        },
        label=("name", "industry", "established_on"), required=("kind", "name", "established_on"),
        choices={
            "kind": ("firm", "university", "institute", "person", "office"),
            "size": ("large", "medium", "small", "micro"),
        },
        order=(("established_on", "ended_on"),),
        # A firm without a unified social credit code stands under its register number.
        details={
            "register_no": "text", "address": "text", "category": "text", "status": "text", "office": "text",
            "capital_fen": "fen", "branches": "list",
        },
    ),
    Source(
        name="enforcement", table="registry_enforcement", zh="执法与审判案件", en="enforcement and court cases",
        region="column",
        columns={
            "key": "text", "track": "text", "kind": "text", "right_kind": "text", "filed_on": "day",
            "closed_on": "day", "outcome": "text", "penalty_fen": "fen", "typical": "text",
            "typical_on": "day",
        },
        label=("key", "kind", "filed_on", "closed_on", "outcome"),
        required=("track", "kind", "right_kind", "filed_on"),
        choices={
            "track": ("administrative", "judicial"),
            "kind": (
                "trademark_infringement", "patent_infringement", "fake_patent", "gi_infringement",
                "special_sign", "copyright_infringement", "trade_secret", "patent_dispute",
            ),
            "right_kind": ("patent", "trademark", "gi", "copyright", "secret", "sign"),
            "outcome": ("penalty", "mediated", "decided", "dismissed", "transferred", "withdrawn"),
        },
        order=(("filed_on", "closed_on"),),
    ),
    Source(
        name="pledge", table="registry_pledge", zh="质押登记", en="pledges", region="column",
        columns={
            "key": "text", "party_id": "int", "kind": "text", "registered_on": "day", "released_on": "day",
            "amount_fen": "fen", "lender": "text",
        },
        label=("key", "kind", "registered_on", "released_on", "amount_fen"),
        required=("kind", "registered_on", "amount_fen"),
        choices={"kind": ("patent", "trademark", "mixed")}, party="required",
        order=(("registered_on", "released_on"),),
    ),
    Source(
        # One row for each pledged right, with its part of the secured amount; days repeat the pledge's own.
        name="pledged", table="registry_pledged", zh="出质权利", en="pledged rights", region="column",
        columns={
            "key": "text", "pledge_key": "text", "right_kind": "text", "right_key": "text",
            "registered_on": "day", "released_on": "day", "amount_fen": "fen",
        },
        label=("pledge_key", "right_key", "registered_on", "released_on", "amount_fen"),
        required=("pledge_key", "right_kind", "right_key", "registered_on", "amount_fen"),
        choices={"right_kind": ("patent", "mark")}, order=(("registered_on", "released_on"),),
    ),
    Source(
        # One row for each right and deal; the amount is null where the contract states no price.
        name="deal", table="registry_deal", zh="转让与许可", en="assignments and licences", region="column",
        columns={
            "key": "text", "party_id": "int", "kind": "text", "right_kind": "text", "right_key": "text",
            "recorded_on": "day", "amount_fen": "fen",
        },
        label=("key", "kind", "right_key", "recorded_on", "amount_fen"),
        required=("kind", "right_kind", "right_key", "recorded_on"),
        choices={"kind": ("assignment", "licence", "open_licence", "capital"), "right_kind": ("patent", "mark")},
        party="optional",
    ),
    Source(
        name="training", table="registry_training", zh="培训", en="training sessions", region="column",
        columns={"key": "text", "topic": "text", "held_on": "day", "sessions": "int", "person_times": "int"},
        label=("key", "topic", "held_on", "sessions", "person_times"),
        required=("topic", "held_on", "sessions", "person_times"),
    ),
    Source(
        name="recognition", table="registry_recognition", zh="认定、认证与站点",
        en="recognitions, certificates, stations", region="column",
        columns={
            "key": "text", "party_id": "int", "kind": "text", "name": "text", "since": "day", "until": "day",
            "clause": "text",
        },
        label=("key", "name", "kind", "since", "until"), required=("kind", "name", "since"),
        choices={
            "kind": (
                "national_advantage", "national_demo", "provincial_advantage", "provincial_demo",
                "three_projects", "dual_creation_base", "pilot_school", "demo_school", "gbt29490", "gbt33250",
                "gbt33251", "agency_licence", "high_tech", "tech_sme", "city_strong", "city_demo_unit",
                "rights_aid_station", "protection_station", "brand_guidance_station", "operation_centre",
                "rd_platform", "navigation_project", "commercialisation_project",
            ),
        },
        party="optional", order=(("since", "until"),),
    ),
    Source(
        # ``year`` is the year described, ``since``/``until`` the days for which this value is the figure in
        # use: normally the whole following year, which is the convention for per-10 000 figures. A revised
        # vintage follows its predecessor without overlap.
        name="statistic", table="registry_statistic", zh="统计数据", en="statistics", region="column",
        columns={
            "key": "text", "name": "text", "year": "int", "vintage": "int", "value": "int", "scale": "int",
            "since": "day", "until": "day",
        },
        label=("name", "year", "vintage", "value"),
        required=("name", "year", "vintage", "value", "scale", "since"),
        choices={"name": ("resident_population", "gdp")}, order=(("since", "until"),),
    ),
)

RIGHTS = ("patent", "mark", "gi_product", "work", "software", "variety")
"""Sources whose rows are rights: events, texts and burdens point at them."""

_ANNEXES = (
    Source(
        # ``kind`` is the neutral kind of instruments.status, empty where the office's code has none; ``party`` and
        # ``counterparty`` are as the office names them.
        name="event", table="registry_event", zh="法律事件", en="legal events", region="none",
        columns={
            "key": "text", "right_kind": "text", "right_key": "text", "kind": "text", "code": "text", "text": "text",
            "day": "day", "effective_on": "day", "influence": "text",
        },
        label=("day", "text", "code"), required=("right_kind", "right_key"), choices={"influence": ("+", "-")},
        details={
            "authority": "text", "year": "int", "until": "day", "party": "text", "counterparty": "text",
            "concerns": "text", "document": "text", "detail": "long",
        },
    ),
    Source(
        name="text", table="registry_text", zh="文本", en="texts", region="none",
        columns={"key": "text", "right_kind": "text", "right_key": "text", "part": "text", "language": "text"},
        label=("part", "language"), required=("right_kind", "right_key", "part"),
        choices={"part": ("abstract", "claims", "first_claim")}, details={"body": "long"},
    ),
    Source(
        # ``right_key`` is the citing document's right where it is known here; documents are named as published.
        name="citation", table="registry_citation", zh="引证", en="citations", region="none",
        columns={
            "key": "text", "right_kind": "text", "right_key": "text", "citing": "text", "cited": "text",
            "phase": "text", "category": "text",
        },
        label=("citing", "cited"), required=("right_kind", "right_key"), details={"literature": "long"},
    ),
    Source(
        name="family", table="registry_family", zh="同族", en="family members", region="none",
        columns={
            "key": "text", "right_kind": "text", "right_key": "text", "member": "text", "scheme": "text",
            "published_on": "day",
        },
        label=("member", "scheme"), required=("right_kind", "right_key", "member"),
        details={"application": "text", "family": "text"},
    ),
    Source(
        # Published documents of which no filing is known: found and cited, counted nowhere.
        name="document", table="registry_document", zh="专利文献", en="patent documents", region="none",
        columns={"key": "text", "office": "text", "title": "text", "published_on": "day"},
        label=("key", "title", "published_on"), required=(),
        details={
            "publication_no": "text", "application_no": "text", "kind": "text", "granted_on": "day", "status": "text",
            "holders": "list", "inventors": "list", "ipcs": "list", "cpcs": "list", "family": "text", "area": "text",
            "abstract": "long",
        },
    ),
    Source(
        name="certificate", table="registry_certificate", zh="证书", en="certificates", region="none",
        columns={"key": "text", "kind": "text", "name": "text", "since": "day", "until": "day"},
        label=("key", "name", "since", "until"), required=("name",), order=(("since", "until"),),
        details={"number": "text", "party_name": "text", "party_code": "text"},
    ),
    Source(
        # Entries of credit lists, penalties and mortgages, of firms and persons: no reader sees them, see CLOSED.
        name="credit", table="registry_credit", zh="信用记录", en="credit records", region="none",
        columns={
            "key": "text", "kind": "text", "party_code": "text", "since": "day", "until": "day", "amount_fen": "fen",
        },
        label=("kind", "since", "until"), required=("kind",),
        details={
            "number": "text", "party_name": "text", "reason": "long", "result": "long", "office": "text",
            "lifted": "text", "published_on": "day", "status": "text",
        },
    ),
    Source(
        name="event_code", table="registry_event_code", zh="法律事件代码", en="codes of legal events", region="none",
        columns={"key": "text", "authority": "text", "code": "text", "influence": "text", "class_code": "text"},
        label=("authority", "code"), required=("authority", "code"), choices={"influence": ("+", "-")},
        details={"text": "long", "original": "long", "class_text": "text", "created_on": "day", "changed_on": "day"},
    ),
)

SOURCES: Mapping[str, Source] = MappingProxyType({source.name: source for source in _ALL})

# Tables without readers: rights and related facts are public (DESIGN 3). The test that enumerates protected
# tables takes its exceptions from here.
ANNEXES: Mapping[str, Source] = MappingProxyType({source.name: source for source in _ANNEXES})
EVERY: Mapping[str, Source] = MappingProxyType({**SOURCES, **ANNEXES})

CLOSED: tuple[str, ...] = ("registry_credit",)
OPEN_TABLES: tuple[str, ...] = (
    *(source.table for source in EVERY.values() if source.table not in CLOSED), HOLDING_TABLE, "registry_load",
    "registry_confirmation", "registry_standing", "registry_edition", "registry_class", "registry_pairing",
)
