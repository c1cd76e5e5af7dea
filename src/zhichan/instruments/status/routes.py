"""Deadlines of a family abroad: Paris, PCT, Madrid and Hague, each a worked calculation from the first filing.

A last day on which the office is shut moves to its next working day (巴黎公约第四条C(3)), where the office is named and
its days off of that year are given. Otherwise the day is given without that: who files by it is in time everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal, get_args

from zhichan.instruments.clock import Calendar, Due, Term, Words, due
from zhichan.instruments.status.laws import Law, StatusError, Version, chinese_law

FamilyKind = Literal["invention", "utility", "design", "mark"]
Route = Literal["paris", "pct", "madrid", "hague"]
RouteCode = Literal["paris", "pct", "madrid", "hague", "pct_demand", "national_phase", "madrid_dependency",
                    "madrid_renewal", "hague_renewal"]

FITS: Final[dict[str, tuple[str, ...]]] = {
    "paris": get_args(FamilyKind), "pct": ("invention", "utility"), "madrid": ("mark",), "hague": ("design",),
}
"""Which kinds of right a route is for."""

TITLES: Final[dict[str, Words]] = {
    "paris": Words("按巴黎公约向外申请并要求优先权", "filing abroad with Paris priority"),
    "pct": Words("提出PCT国际申请并要求优先权", "international (PCT) filing with priority"),
    "madrid": Words("提出马德里国际注册申请并要求优先权", "Madrid application with priority"),
    "hague": Words("提出海牙国际外观设计申请并要求优先权", "Hague application with priority"),
    "pct_demand": Words("提出国际初步审查要求", "demand for international preliminary examination"),
    "national_phase": Words("进入国家（地区）阶段", "entry into the national phase"),
    "madrid_dependency": Words("马德里注册对基础商标的依附期满", "end of the Madrid registration's dependency"),
    "madrid_renewal": Words("马德里国际注册续展", "renewal of the Madrid registration"),
    "hague_renewal": Words("海牙国际注册续展", "renewal of the Hague registration"),
}


@dataclass(frozen=True, slots=True)
class Filing:
    """One step abroad: by which route, at which office (two letters; ``WO`` or empty for an international one), when.

    ``registered`` is the day of the international registration (Madrid, Hague), ``entered`` that of entering the
    national phase at ``office`` (then the route is ``pct``).
    """

    route: Route
    day: date
    office: str = ""
    registered: date | None = None
    entered: bool = False


@dataclass(frozen=True, slots=True)
class RouteDeadline:
    """One deadline: from ``base`` by a worked calculation to ``due``, ``late`` the end of a grace or of restoration.

    ``settled`` is the day on which it was met, ``missed`` whether its last day had passed unmet on the day asked.
    """

    code: RouteCode
    title: Words
    office: str
    base: date
    due: Due
    late: Due | None
    settled: date | None
    missed: bool
    clause: Words


def routes(
    *, kind: FamilyKind, first_filed: date, on: date, filings: Iterable[Filing] = (), offices: Iterable[str] = (),
    calendars: Mapping[str, Calendar] | None = None, law: Law | None = None,
) -> tuple[RouteDeadline, ...]:
    """Return the deadlines of a family by their last days; with a PCT filing those of ``offices``, and in general.

    ``calendars``: the working days of offices, by their two letters, for the years they announced.
    Raises :class:`StatusError`: ``route_kind`` for a route that is not for this kind of right, ``route_day`` for a step
    before the first filing.
    """
    given = sorted(filings, key=lambda each: (each.day, each.route, each.office))
    for each in given:
        if kind not in FITS[each.route]:
            raise StatusError("route_kind", f"{TITLES[each.route].zh}不适用于这类权利。",
                              f"{TITLES[each.route].en} is not for this kind of right.")
        if each.day < first_filed:
            raise StatusError("route_day", "向外申请不能早于首次申请。",
                              "A filing abroad cannot precede the first filing.")
    desk = _Desk(law or chinese_law(), on, first_filed, calendars or {})
    found = [desk.priority(route, kind, given) for route in get_args(Route) if kind in FITS[route]]
    found += _after_pct(desk, given, offices)
    found += _after_registration(desk, given)
    kept = [each for each in found if each is not None]
    return tuple(sorted(kept, key=lambda each: (each.due.day or date.max, each.code, each.office)))


@dataclass(frozen=True, slots=True)
class _Desk:
    law: Law
    on: date
    first: date
    calendars: Mapping[str, Calendar] = field(default_factory=dict)

    def run(self, base: date, version: Version, event: Words, office: str = "") -> Due:
        term = Term(version.value, "month", clause=version.clause.zh)
        ends = due(start=base, term=term, calendar=Calendar(), event=event)
        calendar = self.calendars.get(office)
        if calendar is None or ends.day is None or not calendar.is_announced(ends.day):
            return ends
        rolled = due(start=base, term=replace(term, roll="rest_day", roll_clause=ROLL), calendar=calendar,
                     event=event)
        # A day that depends on a year not announced yet could still come earlier: the safe one stands.
        return ends if rolled.provisional else rolled

    def deadline(
        self, code: RouteCode, base: date, version: Version, *, event: Words, office: str = "",
        settled: date | None = None, late: Due | None = None,
    ) -> RouteDeadline:
        ends = self.run(base, version, event, office)
        last = (late or ends).day or date.max
        met = settled is not None and settled <= last
        return RouteDeadline(
            code=code, title=TITLES[code], office=office, base=base, due=ends, late=late,
            settled=settled if met else None, missed=not met and last < self.on, clause=version.clause)

    def priority(self, route: Route, kind: str, given: list[Filing]) -> RouteDeadline | None:
        name = route if route != "paris" else ("paris_patent" if kind in {"invention", "utility"}
                                               else "paris_design_mark")
        version = self.law.at(f"route.{name}", self.first)
        if version is None:
            return None
        more = self.law.at("route.pct_restoration", self.first) if route == "pct" else None
        late = None if more is None else self.run(self.first, more, FIRST)
        settled = next((each.day for each in given if each.route == route and not each.entered), None)
        return self.deadline(route, self.first, version, event=FIRST, settled=settled, late=late)


ROLL: Final = "巴黎公约第四条C(3)；专利合作条约实施细则80.5"
FIRST: Final = Words("首次申请日（优先权日）", "The first filing (priority date)")
REGISTERED: Final = Words("国际注册日", "The international registration")


def _after_pct(desk: _Desk, given: list[Filing], offices: Iterable[str]) -> list[RouteDeadline | None]:
    if not any(each.route == "pct" and not each.entered for each in given):
        return []
    found: list[RouteDeadline | None] = []
    if (version := desk.law.at("route.pct_demand", desk.first)) is not None:
        found.append(desk.deadline("pct_demand", desk.first, version, event=FIRST))
    entered = {each.office: each.day for each in given if each.entered}
    general = desk.law.at("route.national_phase", desk.first)
    for office in sorted({*offices, *entered}) or [""]:
        own = desk.law.at(f"route.national_phase.{office}", desk.first) or general
        if own is not None:
            found.append(desk.deadline(
                "national_phase", desk.first, own, event=FIRST, office=office, settled=entered.get(office)))
    return found


def _after_registration(desk: _Desk, given: list[Filing]) -> list[RouteDeadline | None]:
    found: list[RouteDeadline | None] = []
    terms: tuple[tuple[RouteCode, str], ...] = (("madrid_dependency", "madrid"), ("madrid_renewal", "madrid"),
                                                ("hague_renewal", "hague"))
    for each in given:
        if each.registered is None:
            continue
        for code, route in terms:
            version = desk.law.at(f"route.{code}", each.registered)
            if route != each.route or version is None:
                continue
            ends = desk.run(each.registered, version, REGISTERED)
            grace = desk.law.at(f"route.{code}_grace", each.registered)
            late = None if grace is None or ends.day is None else desk.run(ends.day, grace, Words(
                "注册有效期满日", "The end of the term"))
            found.append(desk.deadline(
                code, each.registered, version, event=REGISTERED, office=each.office, late=late))
    return found
