"""The indicator terms of the trade: one TOML table each, read once.

A term ties the slug that measures and targets use to the names that policy plans write, in Chinese first, with
unit, kind and direction. The files beside this module are facts and names; nothing here needs Django.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

Kind = Literal["stock", "flow", "cumulative", "ratio", "growth", "share", "index"]
Direction = Literal["higher", "lower", "neutral"]
Aggregation = Literal["sum", "ratio_of_sums", "none"]
Mode = Literal["computed", "computed+external", "reported", "external"]

GROUPS: Final = ("creation", "utilisation", "protection", "service", "programme", "quality", "regional")
"""The files of the glossary, in the order in which their terms are listed."""

PLAN_GROUPS: Final = ("creation", "utilisation", "protection", "service", "programme")
"""The groups whose terms a plan sets goals for; the others are used in analysis only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a definition comes from; ``known`` means from knowledge, to be checked before it is called official."""

    mark: Literal["seen", "known"]
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorTerm:
    """One indicator: its names (the first is the canonical one), unit as counted, kind and better direction.

    ``unit`` is the unit in which a value is kept in words (件, 万元, %, 件/万人); a plan may write 万件 or 亿元.
    ``aggregation`` says how regions add up: ``sum``, ``ratio_of_sums`` (by parts, never by averages) or ``none``.
    """

    slug: str
    group: str
    names: tuple[str, ...]
    en: str
    unit: str
    kind: Kind
    direction: Direction
    aggregation: Aggregation
    mode: Mode
    definition_zh: str
    definition_en: str
    sources: tuple[Source, ...]

    @property
    def zh(self) -> str:
        """The canonical Chinese name."""
        return self.names[0]


@cache
def terms() -> tuple[IndicatorTerm, ...]:
    """Every indicator term, group by group in the order of the files."""
    return tuple(term for group in GROUPS for term in _read(group))


@cache
def plan_terms() -> tuple[IndicatorTerm, ...]:
    """The terms a plan can set a goal for: what the reader of plans is given."""
    return tuple(term for term in terms() if term.group in PLAN_GROUPS)


def term(*, slug: str) -> IndicatorTerm:
    """The term of this slug; ``KeyError`` when there is none."""
    return _by_slug()[slug]


@cache
def _by_slug() -> dict[str, IndicatorTerm]:
    return {item.slug: item for item in terms()}


def _read(group: str) -> list[IndicatorTerm]:
    text = files(__package__).joinpath(f"{group}.toml").read_text(encoding="utf-8")
    return [_term(group, slug, table) for slug, table in tomllib.loads(text).items()]


def _term(group: str, slug: str, table: dict[str, Any]) -> IndicatorTerm:
    facts = dict(table)
    definition = facts.pop("definition")
    return IndicatorTerm(
        slug=slug,
        group=group,
        names=tuple(facts.pop("names")),
        definition_zh=definition["zh"],
        definition_en=definition["en"],
        sources=tuple(Source(**source) for source in facts.pop("sources")),
        **facts,
    )
