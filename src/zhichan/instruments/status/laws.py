"""The dated law behind a status: parameters with clauses, each version chosen by a day, read from ``law/*.toml``.

A figure of which we are not sure carries the mark ``K?`` and is ``configurable``: :meth:`Law.configured` replaces
it, and :meth:`Law.unsure` lists all such versions so that an officer can confirm them (DECISIONS 5).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final, Literal

from zhichan.instruments.clock import Words

Measure = Literal["day", "month", "year", "percent"]
By = Literal["filed", "granted", "registered", "created", "exploited", "published", "due", "decided", "ended",
             "notice"]
"""The day that chooses a version: of filing, of the right's beginning, the day a duty or term begins, …"""

_KEYS: Final = {"parameter", "value", "unit", "since", "until", "by", "clause", "clause_en", "mark", "configurable"}
_NEEDED: Final = _KEYS - {"until", "configurable"}


class StatusError(ValueError):
    """Bad input to the status instrument: ``code`` is stable, ``words`` the sentence. Nothing was concluded."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        self.code = code
        self.words = Words(zh, en)
        super().__init__(f"{code}: {en}")


@dataclass(frozen=True, slots=True)
class Version:
    """One dated version of a parameter; in force from ``since`` to the day before ``until`` (None: still).

    ``id`` is ``<parameter>@<since>``. ``mark`` is ``K`` (known) or ``K?`` (to be confirmed).
    """

    parameter: str
    value: int
    unit: Measure
    since: date
    until: date | None
    by: By
    clause: Words
    mark: Literal["K", "K?"]
    configurable: bool

    @property
    def id(self) -> str:
        return f"{self.parameter}@{self.since.isoformat()}"

    def holds(self, day: date) -> bool:
        """Return whether a day chooses this version."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Law:
    """All versions of all parameters. Raises :class:`StatusError` ``law_overlap`` when two versions overlap."""

    versions: tuple[Version, ...]

    def __post_init__(self) -> None:
        """Refuse versions of one parameter that overlap."""
        for ordered in self._by_parameter.values():
            for former, latter in pairwise(ordered):
                if former.until is None or latter.since < former.until:
                    raise StatusError("law_overlap", f"{former.id} 与 {latter.id} 的有效期重叠。",
                                      f"{former.id} and {latter.id} overlap.")

    @cached_property
    def _by_parameter(self) -> dict[str, tuple[Version, ...]]:
        found: dict[str, list[Version]] = {}
        for version in self.versions:
            found.setdefault(version.parameter, []).append(version)
        return {name: tuple(sorted(each, key=lambda version: version.since)) for name, each in found.items()}

    @cached_property
    def _by_id(self) -> dict[str, Version]:
        return {version.id: version for version in self.versions}

    def at(self, parameter: str, day: date) -> Version | None:
        """Return the version of a parameter that a day chooses, None when none is loaded for that day."""
        return next((version for version in self._by_parameter.get(parameter, ()) if version.holds(day)), None)

    def version(self, name: str) -> Version | None:
        """Return a version by its id."""
        return self._by_id.get(name)

    def unsure(self) -> tuple[Version, ...]:
        """Return the versions still to be confirmed (mark ``K?``)."""
        return tuple(version for version in self.versions if version.mark == "K?")

    def configured(self, values: Mapping[str, int]) -> Law:
        """Return the law with other values for configurable versions, named by id or by parameter (all of them).

        Raises :class:`StatusError`: ``law_unknown`` for a name that names nothing, ``law_settled`` for a figure that
        is no matter of configuration, ``law_value`` for a negative one.
        """
        changed = list(self.versions)
        for name, value in values.items():
            if value < 0:
                raise StatusError("law_value", f"{name} 不能为负数。", f"{name} cannot be negative.")
            places = [place for place, version in enumerate(changed) if name in {version.id, version.parameter}]
            if not places:
                raise StatusError("law_unknown", f"没有法律参数 {name}。", f"There is no parameter of law {name}.")
            places = [place for place in places if changed[place].configurable]
            if not places:
                raise StatusError("law_settled", f"{name} 由法律确定，不能配置。",
                                  f"{name} is settled by law and not configurable.")
            for place in places:
                changed[place] = replace(changed[place], value=value)
        return Law(tuple(changed))


def read_law(*texts: str) -> Law:
    """Read versions from TOML texts. Raises :class:`StatusError` ``law_form`` for an unknown or missing key."""
    return Law(tuple(_version(table) for text in texts for table in tomllib.loads(text).get("version", ())))


def _version(table: dict[str, Any]) -> Version:
    keys = set(table)
    if odd := sorted((keys - _KEYS) | (_NEEDED - keys)):
        raise StatusError("law_form", f"法律参数的键有误：{'、'.join(odd)}。",
                          f"Unknown or missing keys in a version of law: {', '.join(odd)}.")
    return Version(parameter=table["parameter"], value=table["value"], unit=table["unit"], since=table["since"],
                   until=table.get("until"), by=table["by"], clause=Words(table["clause"], table["clause_en"]),
                   mark=table["mark"], configurable=table.get("configurable", False))


@cache
def chinese_law() -> Law:
    """Return the law of mainland China that this package carries."""
    folder = files(__package__) / "law"
    return read_law(*(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir(), key=lambda path: path.name)
                      if path.name.endswith(".toml")))
