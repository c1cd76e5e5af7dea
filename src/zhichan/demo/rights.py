"""Patents and trade marks of one replica of the city, simulated year by year towards the figures.

Rights are granted and end by chance; in the years to which a figure is pinned, the number of new ones follows
from the stock wanted and from those that end. Nothing here knows how a measure counts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from zhichan.demo import figures
from zhichan.demo.dice import Dice, shares
from zhichan.demo.firms import PLACES_OF_LEARNING, Firms, Holder
from zhichan.demo.places import AREAS
from zhichan.demo.words import (
    ADJECTIVES,
    AGENCIES,
    FIELDS,
    KINDS_OF_CLAIM,
    SYLLABLES_1,
    SYLLABLES_2,
    SYLLABLES_3,
    Field,
)

Row = dict[str, Any]


def anniversary(day: date, years: int) -> date:
    """The same day ``years`` later; days here are never after the 28th."""
    return day.replace(year=day.year + years)


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


@dataclass(slots=True)
class Patent:
    """A patent or application under way; ``kind`` as in the source."""

    key: str
    kind: str
    area: str
    holder: Holder
    field: Field
    title: str
    filed: date
    granted: date | None
    ended: date | None = None
    reason: str = ""
    agency: str = ""
    strategic: bool = False
    family: date | None = None
    award: str = ""
    awarded: date | None = None
    partner: Holder | None = None
    sold: tuple[date, Holder] | None = None

    @property
    def grant_day(self) -> date:
        """The day of its grant; ``ValueError`` when it was never granted."""
        if self.granted is None:
            raise ValueError(f"{self.key} was never granted")
        return self.granted

    def in_force(self, day: date) -> bool:
        """Whether it is granted and not ended on ``day``."""
        return self.granted is not None and self.granted <= day and (self.ended is None or self.ended > day)

    def aged(self, day: date) -> bool:
        """Whether more than ten years have passed since filing."""
        return anniversary(self.filed, 10) < day

    def row(self) -> Row:
        """The row of the source ``patent``."""
        if self.sold is None:
            holdings = self.holder.holdings(since=self.filed)
        else:
            day, buyer = self.sold
            holdings = self.holder.holdings(since=self.filed, until=day) + buyer.holdings(since=day)
        if self.partner is not None:
            holdings += self.partner.holdings(since=self.filed, rank=2)
        return {
            "key": self.key, "kind": self.kind, "title": self.title, "filed_on": self.filed,
            "granted_on": self.granted, "ended_on": self.ended, "end_reason": self.reason,
            "ipc": self.field.ipc[len(self.title) % len(self.field.ipc)], "field": self.field.name,
            "agency": self.agency, "sei": self.strategic, "overseas_family_on": self.family, "award": self.award,
            "award_on": self.awarded, "holdings": holdings,
        }


@dataclass(slots=True)
class Mark:
    """A trade mark or application under way."""

    key: str
    kind: str
    holder: Holder
    name: str
    nice: int
    filed: date
    registered: date | None
    renewals: list[date] = field(default_factory=list)
    ended: date | None = None
    reason: str = ""
    well_known: date | None = None
    sold: tuple[date, Holder] | None = None

    @property
    def first_day(self) -> date:
        """The day of its registration; ``ValueError`` when it was never registered."""
        if self.registered is None:
            raise ValueError(f"{self.key} was never registered")
        return self.registered

    def in_force(self, day: date) -> bool:
        """Whether it is registered and not ended on ``day``."""
        return self.registered is not None and self.registered <= day and (self.ended is None or self.ended > day)

    def row(self) -> Row:
        """The row of the source ``mark``, with every day of renewal, of which a register tells the last it knows."""
        if self.sold is None:
            holdings = self.holder.holdings(since=self.filed)
        else:
            day, buyer = self.sold
            holdings = self.holder.holdings(since=self.filed, until=day) + buyer.holdings(since=day)
        return {
            "key": self.key, "kind": self.kind, "name": self.name, "nice": self.nice, "filed_on": self.filed,
            "registered_on": self.registered, "renewed_on": self.renewals, "ended_on": self.ended,
            "end_reason": self.reason, "field": self.holder.field.name if self.holder.kind == "firm" else "",
            "well_known_on": self.well_known, "holdings": holdings,
        }


@dataclass
class Inventions:
    """Patents for invention, PCT applications, utility models and designs of one replica."""

    seed: int
    replica: int
    firms: Firms
    all: list[Patent] = field(default_factory=list)
    pledged: dict[tuple[int, int], Patent] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._dice = Dice(self.seed, self.replica, "inventions")
        self._ends: Counter[int] = Counter()
        self._serial: Counter[tuple[int, int]] = Counter()
        self._stock()
        self._years()
        self._pledge()
        self._high_value(date(2020, 12, 31), figures.HIGH_VALUE_2020, families=12, awards=5, granted_before=None)
        self._high_value(
            figures.AS_OF, figures.HIGH_VALUE_2025, families=26, awards=6, granted_before=date(2020, 12, 31))
        self._undecided()

    def _key(self, year: int, kind: int) -> str:
        self._serial[year, kind] += 1
        return f"{self.firms.prefix}{year}{kind}{self._serial[year, kind]:06d}"

    def _title(self, of: Field) -> str:
        dice = self._dice
        return f"一种{dice.pick(ADJECTIVES)}{dice.pick(of.things)}{dice.pick(KINDS_OF_CLAIM)}"

    def _grant(self, granted: date, area: str, *, steady: bool = False, lasting: bool = False) -> Patent:
        """An invention granted on ``granted`` with whatever becomes of it."""
        dice = self._dice
        filed = dice.day(granted - timedelta(days=1500), granted - timedelta(days=620))
        if not steady and dice.chance(0.13):
            holder = self.firms.place_of_learning(dice.weighted(range(len(PLACES_OF_LEARNING)), (6, 3, 1)))
        else:
            holder = self.firms.pick(dice, area, filed, steady=steady)
        of = holder.field if holder.kind == "firm" else dice.pick(FIELDS)
        made = Patent(
            self._key(filed.year, 1), "invention", area, holder, of, self._title(of), filed, granted,
            agency=dice.pick(AGENCIES) if dice.chance(0.82) else "")
        if dice.chance(0.04):
            made.partner = self.firms.place_of_learning(0)
        if not lasting:
            self._end(made)
            if made.ended is None and dice.chance(0.03) and not steady:
                self._sell(made)
        return made

    def _end(self, made: Patent) -> None:
        """Let it lapse for an unpaid fee, be invalidated or expire; never within two years of its grant."""
        dice, granted = self._dice, made.grant_day
        for year in range(granted.year + 2, made.filed.year + 20):
            if dice.chance(0.058):
                made.ended = anniversary(made.filed, year - made.filed.year)
                made.reason = dice.weighted(("unpaid_fee", "abandoned"), (24, 1))
                break
            if dice.chance(0.003):
                made.ended, made.reason = dice.day(*_year(year)), "invalidated"
                break
        else:
            made.ended, made.reason = anniversary(made.filed, 20), "expired"
        if made.ended > figures.LAST_DAY:
            made.ended, made.reason = None, ""
        else:
            self._ends[made.ended.year] += 1

    def _sell(self, made: Patent) -> None:
        dice = self._dice
        first = max(made.grant_day + timedelta(days=200), date(2016, 3, 1))
        if first < date(2025, 9, 1):
            area = dice.pick(AREAS) if dice.chance(0.5) else made.area
            buyer = self.firms.pick(dice, area, made.filed)
            if buyer.code != made.holder.code:
                made.sold = dice.day(first, date(2025, 9, 1)), buyer

    def _stock(self) -> None:
        dice, end = self._dice, date(2015, 12, 31)
        alive = 0
        while alive < figures.INVENTIONS_2015:
            year = dice.weighted(range(2006, 2016), (2, 2, 3, 4, 6, 8, 10, 14, 18, 24))
            made = self._grant(dice.day(*_year(year)), dice.weighted(AREAS, figures.WEIGHTS["invention"]))
            self.all.append(made)
            alive += made.in_force(end)

    def _years(self) -> None:
        dice = self._dice
        before = figures.INVENTIONS_2015
        grants = dict(figures.INVENTION_GRANTS)
        for year in range(figures.FIRST_YEAR, 2025):
            if year in figures.INVENTION_PATH:
                grants[year] = figures.INVENTION_PATH[year] - before + self._ends[year]
            elif year == 2019:
                # Grants of 2020 are given, and what ends in 2020 was granted by 2018.
                wanted = figures.INVENTIONS_2020 - grants[2020] + self._ends[2020]
                grants[year] = wanted - before + self._ends[year]
            before += grants[year] - self._ends[year]
            for area, number in zip(AREAS, shares(grants[year], figures.WEIGHTS["invention"]), strict=True):
                for _ in range(number):
                    self.all.append(self._grant(dice.day(*_year(year)), area))
        for area, number in zip(AREAS, figures.INVENTION_GRANTS_2025, strict=True):
            for _ in range(number):
                self.all.append(self._grant(dice.day(date(2025, 1, 1), figures.AS_OF), area, steady=True))
        late = shares(figures.INVENTION_GRANTS_2025_LATE, figures.WEIGHTS["invention"])
        for area, number in zip(AREAS, late, strict=True):
            for _ in range(number):
                self.all.append(self._grant(dice.day(date(2025, 10, 1), figures.LAST_DAY), area))

    def _pledge(self) -> None:
        """Choose the pledged patents: in force through the pledge, with a holder that does not move."""
        used: set[str] = set()
        for number, (day, area, amounts, years) in enumerate(figures.PATENT_PLEDGES):
            fit = [
                one for one in self.all
                if one.area == area and one.in_force(day) and one.in_force(anniversary(day, years) - timedelta(days=1))
                and one.key not in used and one.holder.moved is None and one.sold is None
                and one.holder.kind == "firm" and not one.aged(anniversary(day, years))
            ]
            for place in range(len(amounts)):
                chosen = fit[place * len(fit) // len(amounts)]
                # Pledgor and holder are one: the first patent's holder takes the others over before the pledge.
                first = self.pledged.get((number, 0), chosen).holder
                chosen.holder = first
                used.add(chosen.key)
                self.pledged[number, place] = chosen
                if amounts[place] < figures.HIGH_PLEDGE:
                    chosen.strategic = True
                elif anniversary(day, years) <= figures.AS_OF:
                    # Of high value by its pledge alone until shortly before the release, whichever way one counts.
                    chosen.family = anniversary(day, years) - timedelta(days=30)

    def _high_value(
        self, day: date, wanted: int, *, families: int, awards: int, granted_before: date | None,
    ) -> None:
        """Give criteria of high value to patents in force on ``day`` until ``wanted`` meet one."""
        def meets(one: Patent) -> bool:
            return (
                one.aged(day) or one.strategic or (one.family is not None and one.family <= day)
                or (one.awarded is not None and one.awarded <= day)
                or any(one is patent and figures.PATENT_PLEDGES[number][0] <= day
                       for (number, _), patent in self.pledged.items())
            )

        pledged = list(self.pledged.values())
        alive = [one for one in self.all if one.in_force(day)]
        met = sum(meets(one) for one in alive)
        spare = self._dice.shuffled([one for one in alive if not meets(one) and one not in pledged and (
            granted_before is None or one.grant_day > granted_before)])
        strategic = [one for one in spare if one.field.strategic] + [one for one in spare if not one.field.strategic]
        for index, one in enumerate(strategic[: wanted - met]):
            if index < families:
                one.family = min(day, one.grant_day + timedelta(days=self._dice.below(300)))
            elif index < families + awards:
                one.award, one.awarded = "示例省专利奖（演示）", min(day, one.grant_day + timedelta(days=200))
            else:
                one.strategic = True

    def _undecided(self) -> None:
        """Applications that are pending, refused or withdrawn."""
        dice = self._dice
        for year in range(2012, 2026):
            for _ in range(20 + (year - 2012) * 9):
                area = dice.weighted(AREAS, figures.WEIGHTS["invention"])
                filed = dice.day(*_year(year))
                holder = self.firms.pick(dice, area, filed)
                made = Patent(
                    self._key(year, 1), "invention", area, holder, holder.field, self._title(holder.field), filed, None,
                    agency=dice.pick(AGENCIES) if dice.chance(0.8) else "")
                decided = filed + timedelta(days=dice.between(500, 1300))
                if decided <= figures.LAST_DAY:
                    made.ended = decided
                    made.reason = dice.weighted(("rejected", "withdrawn", "deemed_abandoned"), (5, 6, 1))
                self.all.append(made)


def pct(firms: Firms, *, seed: int, replica: int) -> list[Patent]:
    """International applications, by firms that never moved."""
    dice = Dice(seed, replica, "pct")
    made: list[Patent] = []
    for first, last, row in (
        *((date(year, 1, 1), date(year, 9 if year == 2025 else 12, 28), row) for year, row in figures.PCT.items()),
        (date(2025, 10, 1), figures.LAST_DAY, figures.PCT_LATE),
    ):
        for area, number in zip(AREAS, row, strict=True):
            for _ in range(number):
                filed = dice.day(first, last)
                holder = firms.pick(dice, area, filed, steady=True)
                title = f"一种{dice.pick(ADJECTIVES)}{dice.pick(holder.field.things)}"
                key = f"{firms.prefix}PCT{filed.year}{len(made) + 1:05d}"
                made.append(Patent(
                    key, "pct", area, holder, holder.field, title, filed, None, agency=dice.pick(AGENCIES)))
    return made


def models_and_designs(firms: Firms, *, seed: int, replica: int) -> list[Patent]:
    """Utility models and designs, with those deemed abandoned for not being registered."""
    made: list[Patent] = []
    for kind, digit, term, grants in (
        ("utility", 2, 10, figures.UTILITY_GRANTS), ("design", 3, 10, figures.DESIGN_GRANTS),
    ):
        dice = Dice(seed, replica, kind)
        for year, total in grants.items():
            for area, number in zip(AREAS, shares(total, figures.WEIGHTS[kind]), strict=True):
                for _ in range(number):
                    granted = dice.day(*_year(year))
                    filed = dice.day(granted - timedelta(days=400), granted - timedelta(days=120))
                    holder = firms.pick(dice, area, filed)
                    thing = dice.pick(holder.field.things)
                    one = Patent(
                        f"{firms.prefix}{filed.year}{digit}{len(made) + 1:06d}", kind, area, holder, holder.field,
                        f"一种{dice.pick(ADJECTIVES)}{thing}" if kind == "utility" else thing, filed, granted,
                        agency=dice.pick(AGENCIES) if dice.chance(0.7) else "")
                    if dice.chance(0.025):
                        one.granted, one.ended, one.reason = None, granted, "deemed_abandoned"
                    else:
                        lasts = next((n for n in range(2, term) if dice.chance(0.12)), term)
                        end = anniversary(filed, lasts)
                        if granted < end <= figures.LAST_DAY:
                            one.ended, one.reason = end, "expired" if lasts == term else "unpaid_fee"
                    made.append(one)
    return made


@dataclass
class Marks:
    """Trade marks of one replica: particular ones at once, the others when ``all`` is asked for.

    Those in ``chosen`` are in force throughout and serve as security for loans.
    """

    seed: int
    replica: int
    firms: Firms
    made: list[Mark] = field(default_factory=list)
    chosen: dict[str, list[Mark]] = field(default_factory=lambda: {area: [] for area in AREAS})

    def __post_init__(self) -> None:
        self._dice = Dice(self.seed, self.replica, "marks")
        self._ends: Counter[int] = Counter()
        self._particular: Counter[int] = Counter()
        self._stock_particular = 0
        self._well_known_and_gi()
        self._complete = False

    @property
    def all(self) -> list[Mark]:
        """Every mark."""
        if not self._complete:
            self._complete = True
            self._stock()
            self._years()
            self._refused()
        return self.made

    def _key(self) -> str:
        return f"{self.firms.prefix}{20_000_001 + len(self.made)}"

    def _name(self) -> str:
        dice = self._dice
        name = dice.pick(SYLLABLES_1) + dice.pick(SYLLABLES_2)
        return name + dice.pick(SYLLABLES_3) if dice.chance(0.55) else name

    def _register(self, registered: date, area: str, *, lasting: bool = False) -> Mark:
        dice = self._dice
        filed = dice.day(registered - timedelta(days=480), registered - timedelta(days=230))
        if lasting or not dice.chance(0.16):
            holder = self.firms.pick(dice, area, filed, steady=lasting)
        else:
            holder = dice.pick(self.firms.persons[area])
        made = Mark(
            self._key(), "ordinary", holder, self._name(), dice.pick(holder.field.nice), filed, registered)
        if lasting:
            for years in (10, 20):
                if anniversary(registered, years) <= figures.LAST_DAY:
                    made.renewals.append(anniversary(registered, years) - timedelta(days=dice.between(5, 300)))
        else:
            self._fate(made)
        self.made.append(made)
        return made

    def _fate(self, made: Mark) -> None:
        """Cancelled, invalidated or given up early; after each ten years renewed, or left to expire in grace."""
        dice, registered = self._dice, made.first_day
        throw = dice.below(1000)
        if throw < 24:
            made.ended = registered + timedelta(days=dice.between(1100, 2200))
            made.reason = "cancelled_non_use"
        elif throw < 30:
            made.ended, made.reason = registered + timedelta(days=dice.between(370, 1700)), "invalidated"
        elif throw < 36:
            made.ended, made.reason = registered + timedelta(days=dice.between(370, 3000)), "surrendered"
        else:
            for years in (10, 20):
                due = anniversary(registered, years)
                if due > figures.LAST_DAY:
                    break
                if dice.chance(0.2):
                    # Six months of grace, in which it can still be renewed.
                    month = due.month + 6
                    made.ended = due.replace(year=due.year + (month > 12), month=(month - 1) % 12 + 1)
                    made.reason = "expired"
                    break
                made.renewals.append(due - timedelta(days=dice.between(-150, 300)))
        if made.ended is not None and made.ended > figures.LAST_DAY:
            made.ended, made.reason = None, ""
        if made.ended is not None:
            self._ends[made.ended.year] += 1
        elif dice.chance(0.004):
            start = max(registered + timedelta(days=300), date(2016, 2, 1))
            if start < date(2025, 8, 1):
                buyer = self.firms.pick(dice, dice.pick(AREAS), made.filed)
                if buyer.code != made.holder.code:
                    made.sold = dice.day(start, date(2025, 8, 1)), buyer

    def _well_known_and_gi(self) -> None:
        """Marks that are well known, geographical indications, or taken as security; they never end."""
        dice = self._dice
        for until, number in figures.WELL_KNOWN.items():
            for _ in range(number):
                area = dice.weighted(AREAS, figures.WEIGHTS["mark_until_2020"])
                made = self._register(dice.day(date(2003, 1, 1), date(2012, 12, 31)), area, lasting=True)
                made.well_known = dice.day(*{
                    2015: (date(2013, 6, 1), date(2015, 12, 1)), 2020: (date(2016, 3, 1), date(2020, 11, 1)),
                    2025: (date(2021, 5, 1), date(2024, 12, 1)),
                }[until])
        for until, row in figures.GI_MARKS.items():
            first, last = {
                2015: (date(2008, 1, 1), date(2015, 12, 1)), 2020: (date(2016, 2, 1), date(2020, 12, 1)),
                2025: (date(2021, 2, 1), date(2025, 8, 28)),
            }[until]
            for area, number in zip(AREAS, row, strict=True):
                for _ in range(number):
                    made = self._register(dice.day(first, last), area, lasting=True)
                    made.kind = dice.weighted(("gi_certification", "gi_collective"), (14, 1))
                    made.nice = dice.pick((29, 30, 31))
                    made.name += dice.pick(("茶", "莲藕", "桂花", "油茶", "银鱼", "黄牛", "香米"))
        for area in AREAS:
            for _ in range(24):
                self.chosen[area].append(
                    self._register(dice.day(date(2005, 1, 1), date(2015, 6, 1)), area, lasting=True))
        for made in self.made:
            if made.first_day.year < figures.FIRST_YEAR:
                self._stock_particular += 1
            else:
                self._particular[made.first_day.year] += 1

    def _stock(self) -> None:
        dice, end = self._dice, date(2015, 12, 31)
        years = figures.MARKS_STOCK_YEARS
        alive = self._stock_particular
        while alive < figures.MARKS_IN_FORCE[2015]:
            year = dice.weighted(years, [3 + 2 * index for index in range(len(years))])
            made = self._register(dice.day(*_year(year)), dice.weighted(AREAS, figures.WEIGHTS["mark_until_2020"]))
            alive += made.in_force(end)

    def _years(self) -> None:
        dice = self._dice
        for year in range(figures.FIRST_YEAR, 2026):
            new = (
                figures.MARKS_IN_FORCE[year] - figures.MARKS_IN_FORCE[year - 1] + self._ends[year]
                - self._particular[year])
            weights = figures.WEIGHTS["mark_until_2020" if year <= 2020 else "mark_since_2021"]
            for area, number in zip(AREAS, shares(new, weights), strict=True):
                for _ in range(number):
                    self._register(dice.day(*_year(year)), area)

    def _refused(self) -> None:
        """Applications that were refused, withdrawn or are not decided yet."""
        dice = self._dice
        for year in range(2014, 2026):
            for _ in range(30 + (year - 2014) * 12):
                filed = dice.day(*_year(year))
                holder = self.firms.pick(dice, dice.weighted(AREAS, figures.WEIGHTS["mark_since_2021"]), filed)
                decided = filed + timedelta(days=dice.between(150, 330))
                made = Mark(
                    self._key(), "ordinary", holder, self._name(), dice.pick(holder.field.nice), filed, None)
                if decided <= figures.LAST_DAY:
                    made.ended, made.reason = decided, dice.weighted(("rejected", "withdrawn"), (5, 1))
                self.made.append(made)
