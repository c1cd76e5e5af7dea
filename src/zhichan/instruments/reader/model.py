"""What the reader says, as plain values.

Every span is ``[start, end)`` in code points of the raw text; ``quote`` is ``raw[start:end]``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Comparator = Literal[">=", "<=", "=", "~", "range"]
Kind = Literal[
    "level",
    "cumulative",
    "annual_flow",
    "growth_rate_per_year",
    "growth_total",
    "reduction",
    "share",
    "count_new",
]
Span = tuple[int, int]
Json = dict[str, Any]


@dataclass(frozen=True)
class Term:
    """An indicator of the glossary.

    ``names`` are all wordings (simplified or traditional), ``unit`` as written (件, %, 万元),
    ``kind`` one of stock, flow, cumulative, ratio, growth, share or empty, ``direction`` higher or lower.
    """

    slug: str
    names: tuple[str, ...]
    unit: str = ""
    kind: str = ""
    direction: str = "higher"


@dataclass(frozen=True)
class Why:
    """The rule by which an item was read and the words of the text that made it apply."""

    rule: str
    words: str = ""

    def as_json(self) -> Json:
        return {"rule": self.rule, "words": self.words}


@dataclass
class Target:
    """One quantified goal. ``value`` and ``unit`` are as written (万 and 亿 stay in the unit)."""

    indicator: str
    value: float
    unit: str | None
    comparator: Comparator
    kind: Kind
    span: Span
    quote: str
    value_max: float | None = None
    year: int | None = None
    scope: str | None = None
    canonical: str | None = None
    baseline_year: int | None = None
    baseline_value: float | None = None
    attribute: str | None = None
    units: list[str] = field(default_factory=list)
    """The bodies that answer for it, where its table names them beside it; the one that leads first."""
    comparator_word: str = ""
    strict: bool = False
    year_inferred: bool = False
    unit_inferred: bool = False
    scope_certain: bool = True
    part: str = "plan"
    section: str = ""
    cell: Json | None = None
    order: int = 0
    confidence: float = 0.8
    id: str = ""
    in_task: bool = False
    """Told in a task, not among the goals."""
    asserted: bool = True
    """A word of degree or aim stands with the number."""
    around: tuple[str, str] = ("", "")
    """Its sentence before the number and behind it; empty for what a table tells."""
    signs: list[str] = field(default_factory=list)
    """What the confidence rests on, by name."""
    table: int | None = None
    """Where the table begins in whose words it is told."""
    restated: list[Json] = field(default_factory=list)
    conflict_with: list[str] = field(default_factory=list)
    why: list[Why] = field(default_factory=list)

    def as_json(self) -> Json:
        baseline = None
        if self.baseline_value is not None:
            baseline = {"year": self.baseline_year, "value": self.baseline_value}
        return {
            "id": self.id,
            "indicator": self.indicator,
            "canonical": self.canonical,
            "scope": self.scope,
            "scope_certain": self.scope_certain,
            "baseline": baseline,
            "year": self.year,
            "year_inferred": self.year_inferred,
            "comparator": self.comparator,
            "comparator_word": self.comparator_word,
            "strict": self.strict,
            "value": plain(self.value),
            "value_max": plain(self.value_max),
            "unit": self.unit,
            "unit_inferred": self.unit_inferred,
            "kind": self.kind,
            "attribute": self.attribute,
            "units": self.units,
            "restated": self.restated or None,
            "conflict_with": self.conflict_with or None,
            "part": self.part,
            "cell": self.cell,
            "computable": self.kind not in ("growth_rate_per_year", "growth_total", "reduction")
            or self.baseline_value is not None,
            "quote": self.quote,
            "span": list(self.span),
            "confidence": round(self.confidence, 2),
            "signs": self.signs,
            "why": [w.as_json() for w in self.why],
        }


@dataclass
class Task:
    """One duty: text under a heading (or up to a bracket of units) and the units that carry it."""

    path: list[str]
    title: str
    span: Span
    quote: str = ""
    lead: list[str] = field(default_factory=list)
    cooperating: list[str] = field(default_factory=list)
    responsible: list[str] = field(default_factory=list)
    due: str | None = None
    deadline: str | None = None
    """The date of the assignment itself, where ``due`` may come from the text of the task."""
    quote_units: str | None = None
    units_span: Span | None = None
    targets: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    """What the confidence rests on, by name."""
    confidence: float = 0.8
    id: str = ""
    why: list[Why] = field(default_factory=list)

    def as_json(self) -> Json:
        return {
            "id": self.id,
            "path": self.path,
            "title": self.title,
            "lead": self.lead,
            "cooperating": self.cooperating,
            "responsible": self.responsible,
            "due": self.due,
            "quote": self.quote,
            "quote_units": self.quote_units,
            "units_span": list(self.units_span) if self.units_span else None,
            "span": list(self.span),
            "targets": self.targets,
            "confidence": round(self.confidence, 2),
            "signs": self.signs,
            "why": [w.as_json() for w in self.why],
        }


@dataclass
class Actual:
    """A figure of the past: history, state or baseline."""

    indicator: str
    value: float
    unit: str | None
    span: Span
    quote: str
    year: int | None = None
    scope: str | None = None
    canonical: str | None = None
    kind: str = "level"
    cell: Json | None = None
    why: list[Why] = field(default_factory=list)
    """By which rule it was read, and what tells that it is past."""

    @classmethod
    def of(cls, told: Target, past: Why) -> Actual:
        """What was read like a goal and is past, for the reason given."""
        return cls(
            indicator=told.indicator,
            value=told.value,
            unit=told.unit,
            span=told.span,
            quote=told.quote,
            year=told.year,
            scope=told.scope,
            kind=told.kind,
            cell=told.cell,
            why=[*told.why, past],
        )

    def as_json(self) -> Json:
        return {
            "indicator": self.indicator,
            "canonical": self.canonical,
            "scope": self.scope,
            "year": self.year,
            "value": plain(self.value),
            "unit": self.unit,
            "kind": self.kind,
            "cell": self.cell,
            "quote": self.quote,
            "span": list(self.span),
            "why": [w.as_json() for w in self.why],
        }


@dataclass
class Open:
    """What a person has to settle: an unread passage, a missing label, or a contradiction.

    ``code`` is stable (``label_lost``, ``unit_lost``, ``conflict_value`` …); ``why`` and ``why_en`` are sentences.
    """

    code: str
    why: str
    why_en: str
    spans: list[Span]
    quotes: list[str]
    conflict: bool = False

    def as_json(self) -> Json:
        out: Json = {"code": self.code, "why": self.why, "why_en": self.why_en, "conflict": self.conflict}
        if len(self.spans) == 1 and not self.conflict:
            out["span"], out["quote"] = list(self.spans[0]), self.quotes[0]
        else:
            out["spans"], out["quotes"] = [list(s) for s in self.spans], self.quotes
        return out


@dataclass
class Node:
    """A heading of the document with what stands under it."""

    number: str
    title: str
    level: int
    span: Span
    kind: str
    children: list[Node] = field(default_factory=list)

    def as_json(self) -> Json:
        return {
            "number": self.number,
            "title": self.title,
            "level": self.level,
            "kind": self.kind,
            "span": list(self.span),
            "children": [c.as_json() for c in self.children],
        }


@dataclass
class Reading:
    """A policy plan, understood. ``as_json()`` has the shape of a reading with extra keys."""

    name: str
    text_length: int
    title: str | None = None
    region: Json | None = None
    issuer: str | None = None
    doc_no: str | None = None
    date: str | None = None
    period_start: int | None = None
    period_end: int | None = None
    script: str = "simplified"
    targets: list[Target] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    measures: list[Task] = field(default_factory=list)
    milestones: list[Json] = field(default_factory=list)
    members: list[Json] = field(default_factory=list)
    actuals: list[Actual] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    outline: list[Node] = field(default_factory=list)
    parts: list[Json] = field(default_factory=list)
    units: list[Json] = field(default_factory=list)
    not_a_plan: tuple[str, str] | None = None

    @property
    def is_plan(self) -> bool:
        """Whether the text reads like a policy plan; ``not_a_plan`` holds the reason (zh, en) otherwise."""
        return self.not_a_plan is None

    @property
    def conflicts(self) -> list[Open]:
        return [o for o in self.open if o.conflict]

    def as_json(self) -> Json:
        return {
            "file": self.name,
            "title": self.title,
            "region": self.region,
            "issuer": self.issuer,
            "doc_no": self.doc_no,
            "date": self.date,
            "period": {"start": self.period_start, "end": self.period_end},
            "script": self.script,
            "is_plan": self.is_plan,
            "targets": [t.as_json() for t in self.targets],
            "tasks": [t.as_json() for t in self.tasks],
            "measures": [t.as_json() for t in self.measures],
            "milestones": self.milestones,
            "members": self.members,
            "actuals": [a.as_json() for a in self.actuals],
            "open": [o.as_json() for o in self.open],
            "units": self.units,
            "parts": self.parts,
            "outline": [n.as_json() for n in self.outline],
        }


def plain(value: float | None) -> float | int | None:
    """A whole number without its decimal point, as it stood in the text."""
    if value is None:
        return None
    return int(value) if float(value).is_integer() else value
