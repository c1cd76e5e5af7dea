"""Firms, institutions and persons of the demo: made from their number, so that none has to be remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from zhichan.demo.dice import Dice, shares
from zhichan.demo.figures import AS_OF, WEIGHTS
from zhichan.demo.places import AREAS, NAMES
from zhichan.demo.words import FIELD_WEIGHTS, FIELDS, SYLLABLES_1, SYLLABLES_2, Field

FIRMS = 2600
PERSONS = 420  # sole traders who hold trade marks
PLACES_OF_LEARNING = (
    ("university", "衡川示例学院", "yunxi"),
    ("university", "衡川示例职业技术学院", "yunxi"),
    ("institute", "衡川市示例农业科学院", "yunxi"),
)
FIRST_YEAR, LAST_YEAR = 1998, 2024
_YEARS = LAST_YEAR - FIRST_YEAR + 1
_LONG = "精密智能制造与绿色循环新材料技术研究开发"


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who can hold rights: ``moved`` is the day from which the address lies in ``moved_to``."""

    code: str
    kind: str
    name: str
    area: str
    field: Field
    size: str
    established: date
    moved: date | None = None
    moved_to: str = ""

    def holdings(self, *, since: date, until: date | None = None, rank: int = 1) -> list[dict[str, Any]]:
        """The holdings of a right by this holder from ``since`` to ``until``, split where the address changes."""
        def one(region: str, start: date, end: date | None) -> dict[str, Any]:
            return {"party": self.code, "region": region, "rank": rank, "since": start, "until": end}

        if self.moved is None or (until is not None and until <= self.moved):
            return [one(self.area, since, until)]
        if since >= self.moved:
            return [one(self.moved_to, since, until)]
        return [one(self.area, since, self.moved), one(self.moved_to, self.moved, until)]


class Firms:
    """The holders of one replica of the city. Within an area they stand in the order of their founding."""

    def __init__(self, *, seed: int, replica: int) -> None:
        self._seed, self._replica = seed, replica
        self.prefix = "YS" if replica == 0 else f"YS{replica}-"
        self._count = dict(zip(AREAS, shares(FIRMS, WEIGHTS["firm"]), strict=True))
        self._known: dict[tuple[str, int], Holder] = {}
        self.persons: dict[str, list[Holder]] = {area: [] for area in AREAS}
        for number in range(PERSONS):
            person = self._person(number)
            self.persons[person.area].append(person)

    def _code(self, number: int) -> str:
        return f"YS{self._replica:04d}{number:012d}"

    def firm(self, area: str, index: int) -> Holder:
        """The firm with this place in its area's order of founding."""
        if (area, index) in self._known:
            return self._known[area, index]
        dice = Dice(self._seed, self._replica, "firm", area, index)
        year = FIRST_YEAR + index * _YEARS // self._count[area]
        field = dice.weighted(FIELDS, FIELD_WEIGHTS)
        stem = dice.pick(SYLLABLES_1) + dice.pick(SYLLABLES_2)
        middle = _LONG if dice.chance(0.004) else ""
        form = "股份有限公司" if dice.chance(0.06) else "有限公司"
        short = NAMES[area].removesuffix("区").removesuffix("县")
        if area == "gaoxin":
            short = "衡川"
        moved, moved_to = None, ""
        if index % 83 == 41 and year < 2014:
            moved = dice.day(date(2017, 1, 1), date(2024, 6, 30))
            moved_to = dice.pick([other for other in AREAS if other != area])
        number = 1 + AREAS.index(area) * 100_000 + index
        name = f"{short}示例{stem}{field.trade}{middle}{form}"
        holder = Holder(
            self._code(number), "firm", name, area, field,
            dice.weighted(("large", "medium", "small", "micro"), (2, 10, 38, 50)),
            dice.day(date(year, 1, 1), date(year, 12, 31)), moved, moved_to)
        self._known[area, index] = holder
        return holder

    def _person(self, number: int) -> Holder:
        """A sole trader."""
        dice = Dice(self._seed, self._replica, "person", number)
        return Holder(
            self._code(9_000_000 + number), "person", f"示例经营户{number + 1:04d}号",
            dice.weighted(AREAS, WEIGHTS["firm"]), FIELDS[5], "micro", date(2000, 1, 1))

    def place_of_learning(self, number: int) -> Holder:
        """A university or institute."""
        kind, name, area = PLACES_OF_LEARNING[number]
        return Holder(self._code(8_000_000 + number), kind, name, area, FIELDS[0], "", date(1978, 9, 1))

    def pick(self, dice: Dice, area: str, before: date, *, steady: bool = False) -> Holder:
        """A firm of ``area`` founded before that day; few hold much. ``steady`` leaves out firms that moved."""
        count = max(8, (before.year - FIRST_YEAR) * self._count[area] // _YEARS)
        while True:
            # The smaller of two throws, so that older firms hold more.
            holder = self.firm(area, min(dice.below(count), dice.below(count)))
            if not steady or holder.moved is None:
                return holder

    def rows(self) -> list[dict[str, Any]]:
        """Rows of the source ``firm``."""
        holders = [self.place_of_learning(number) for number in range(len(PLACES_OF_LEARNING))]
        holders += [self.firm(area, index) for area in AREAS for index in range(self._count[area])]
        holders += [person for area in AREAS for person in self.persons[area]]
        return [
            {
                "key": one.code, "kind": one.kind, "name": one.name,
                "region": one.moved_to if one.moved is not None and one.moved <= AS_OF else one.area,
                "industry": one.field.name if one.kind == "firm" else "", "size": one.size,
                "established_on": one.established, "ended_on": None,
            }
            for one in holders
        ]
