"""From an address to a region: by its area code, else by the names that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from zhichan.doors.feeds.records import Party
from zhichan.doors.feeds.values import plain

_ENDINGS = re.compile(r"(?:特别行政区|自治区|自治州|自治县|地区|新区|省|市|区|县|镇|乡)\Z")


@dataclass(frozen=True, slots=True)
class Area:
    """A region as far as finding it goes: ``path`` is made of slugs with a leading and a trailing slash."""

    slug: str
    name: str
    path: str
    code: str = ""
    kind: str = ""


@dataclass(slots=True)
class Areas:
    """The regions that are known, searched by name and code."""

    by_code: dict[str, Area] = field(default_factory=dict)
    by_path: dict[str, Area] = field(default_factory=dict)
    names: list[tuple[str, Area]] = field(default_factory=list)

    @classmethod
    def of(cls, areas: Iterable[Area]) -> Areas:
        """Index ``areas``."""
        found = cls()
        for area in areas:
            found.by_path[area.path] = area
            if area.code:
                found.by_code[area.code] = area
            if len(area.name) >= 2:
                found.names.append((area.name, area))
        found.names.sort(key=lambda pair: (-pair[1].path.count("/"), -len(pair[0])))
        return found

    def find(self, party: Party) -> str | None:
        """The slug of the deepest region that the party's address names; None when none or several could be meant."""
        if code := re.sub(r"\D", "", party.area_code):
            for length in (12, 9, 6):
                if area := self.by_code.get(code[:length]):
                    return area.slug
        text = plain(f"{party.province}{party.city}{party.county}{party.address}").replace(" ", "")
        return self._named(text) if text else None

    def _above(self, area: Area) -> list[Area]:
        parts = area.path.strip("/").split("/")
        return [
            found
            for depth in range(1, len(parts))
            if (found := self.by_path.get("/" + "/".join(parts[:depth]) + "/"))
        ]

    def _named(self, text: str) -> str | None:
        best: list[tuple[int, int, Area]] = []
        for name, area in self.names:
            at = text.find(name)
            if at < 0:
                continue
            above = self._above(area)
            # The names above it must stand before it; a county's name alone may belong to another city's street.
            backed = sum(1 for each in above if _stands(each.name, text[:at]))
            higher = [each for each in above if each.kind in {"city", "county"}]
            if higher and not any(_stands(each.name, text[:at]) for each in higher):
                continue
            best.append((area.path.count("/"), backed, area))
        if not best:
            return None
        best.sort(key=lambda one: (-one[0], -one[1]))
        top = [one for one in best if one[:2] == best[0][:2]]
        return top[0][2].slug if len({one[2].slug for one in top}) == 1 else None


def _stands(name: str, text: str) -> bool:
    short = _ENDINGS.sub("", name)
    return name in text or (len(short) >= 2 and short in text)
