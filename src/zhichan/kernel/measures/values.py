"""Values of measures: from cells to numbers. Division happens here, once, and exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Literal

from django.db import connection

from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.catalogue.public import Measure, current
from zhichan.kernel.ground.public import Refusal, Region, Text
from zhichan.kernel.measures import deriving
from zhichan.kernel.measures.compiling import Compiled, compile_measure
from zhichan.kernel.measures.models import Reported
from zhichan.kernel.measures.viewing import open_to, viewer

Needs = Literal["day", "period", "either"]


@dataclass(frozen=True, slots=True)
class NotAssigned:
    """Nobody was given this; it is not zero."""

    reason: Text = field(default_factory=lambda: Text("未分配", "not assigned"))


@dataclass(frozen=True, slots=True)
class NotKnown:
    """There is a figure, but the platform does not have it; it is not zero."""

    reason: Text


@dataclass(frozen=True, slots=True)
class NotComputable:
    """No figure follows from what is known; it is not zero."""

    reason: Text


Number = Fraction | NotAssigned | NotKnown | NotComputable


@dataclass(frozen=True, slots=True)
class Period:
    """A day (``on``) or a span of days (``since`` up to, not including, ``until``)."""

    on: date | None = None
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if (self.on is None) == (self.since is None or self.until is None):
            raise ValueError("a period is a day, or a span with both ends")

    @classmethod
    def year(cls, year: int) -> Period:
        """The calendar year."""
        return cls(since=date(year, 1, 1), until=date(year + 1, 1, 1))

    @property
    def span(self) -> tuple[date, date]:
        """First day and the day after the last; of a day, itself and the next."""
        if self.since is not None and self.until is not None:
            return self.since, self.until
        return self.last, self.last + timedelta(days=1)

    @property
    def last(self) -> date:
        """The last day."""
        if self.until is not None:
            return self.until - timedelta(days=1)
        if self.on is None:
            raise ValueError("a period is a day, or a span with both ends")
        return self.on

    def earlier(self, years: int) -> Period:
        """The same period ``years`` years earlier."""
        if self.on is not None:
            return Period(on=shifted(self.on, -years))
        since, until = self.span
        return Period(since=shifted(since, -years), until=shifted(until, -years))


def shifted(day: date, years: int) -> date:
    """The day ``years`` later; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@dataclass(frozen=True, slots=True)
class Part:
    """What a number was made of: the other measure, in which place, for which period, and its number."""

    role: Literal["over", "under", "of", "earlier", "addend"]
    measure: str
    title: Text
    unit: str
    period: Period
    number: Number


@dataclass(frozen=True, slots=True)
class Value:
    """A number with all that is needed to say and to check it.

    ``number`` is exact and in ``unit``. ``edition`` is that of the definition in force on the period's last day,
    ``position`` the ledger position up to which rows were counted. ``source`` tells where a reported or external
    figure comes from, empty for one computed from rows.
    """

    measure: str
    title: Text
    unit: str
    kind: str
    region: str
    region_name: Text
    period: Period
    number: Number
    parts: tuple[Part, ...] = ()
    edition: str = ""
    position: int = 0
    source: str = ""
    synthetic: bool = False

    @property
    def known(self) -> bool:
        """Whether there is a number."""
        return isinstance(self.number, Fraction)

    @property
    def fraction(self) -> Fraction:
        """The number; ``TypeError`` when there is none."""
        if not isinstance(self.number, Fraction):
            raise TypeError(self.number.reason.en)
        return self.number


def shown(number: Fraction | Decimal, *, places: int = 2) -> str:
    """The number in figures, half up, without trailing zeros: ``1.91``, ``21626``, ``5060``."""
    text = f"{rounded(number, places=places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(number: Fraction | Decimal, *, places: int) -> Decimal:
    """The number to ``places`` decimals, half up."""
    fraction = Fraction(number)
    scaled = fraction * 10**places
    whole = (abs(scaled) + Fraction(1, 2)).__floor__()
    return (Decimal(whole if scaled >= 0 else -whole) / (Decimal(10) ** places)).quantize(
        Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def divided(over: Fraction, under: Fraction, *, per: int = 1) -> Fraction | NotComputable:
    """``over / under × per``: the one place where measures are divided."""
    if under == 0:
        return NotComputable(Text("分母为零", "the denominator is zero"))
    return over / under * per


def declared(slug: str, *, on: date) -> Measure:
    """The edition of a measure in force on a day; refuses an unknown measure and a day without an edition."""
    editions = current().editions.get(slug)
    if not editions:
        raise Refusal.one(
            "measure.unknown", f"没有名为“{slug}”的指标定义", f"there is no measure {slug!r}", place="measure")
    try:
        return current().measure(slug=slug, on=on)
    except KeyError:
        raise Refusal.one(
            "measure.no-edition", f"指标“{editions[-1].title.zh}”在{on}没有有效的定义",
            f"{editions[-1].title.en!r} has no definition in force on {on}", place="measure") from None


def needs(slug: str) -> Needs:
    """Whether a measure is asked for a day, for a period, or for either (cumulative, reported)."""
    editions = current().editions.get(slug)
    if not editions:
        raise Refusal.one(
            "measure.unknown", f"没有名为“{slug}”的指标定义", f"there is no measure {slug!r}", place="measure")
    measure = editions[-1]
    if measure.computation is None:
        return "day" if measure.kind == "stock" else "either"
    if measure.each or measure.cover:
        return {"stock": "day", "flow": "period"}.get(measure.kind, "either")  # type: ignore[return-value]
    return needs(measure.parts[0])


def check_period(slug: str, period: Period) -> None:
    """Refuse a day for a flow and a span for a stock."""
    wanted = needs(slug)
    if wanted == "period" and period.on is not None:
        raise Refusal.one(
            "measure.needs-period", "这是一段时间的流量，请给出年份或起止日期",
            "this is a flow: give a year, or a first and a last day", place="on")
    if wanted == "day" and period.on is None:
        raise Refusal.one(
            "measure.needs-day", "这是某一日的存量，请给出日期", "this is a stock: give a day", place="period")


@dataclass(slots=True)
class Places:
    """All regions: which lie below which."""

    by_id: Mapping[int, Region]

    @classmethod
    def load(cls) -> Places:
        """Read the regions; inside a reading context."""
        return cls({region.pk: region for region in Region.objects.all()})

    def below(self, root: Region) -> list[int]:
        """Ids of ``root`` and all regions below it."""
        return [pk for pk, region in self.by_id.items() if region.path.startswith(root.path)]

    def parts(self, root: Region, *, on: date) -> list[Region]:
        """The regions in force on a day directly below ``root``."""
        return [
            region for region in self.by_id.values()
            if region.parent_id == root.pk and region.since <= on and (region.until is None or region.until > on)
        ]


@dataclass(slots=True)
class Board:
    """Sums for many measures, regions and days at once: one query, then arithmetic.

    ``sums[definition, region, n]`` is what lies in a region (itself alone) before the nth of ``days``.
    """

    places: Places
    days: Sequence[date]
    definitions: Mapping[tuple[str, str], int]
    known_sources: frozenset[str]
    position: int
    actor: Actor
    sums: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    reported: dict[tuple[str, int], list[Reported]] = field(default_factory=dict)

    def before(self, definition: int, region: int, day: date) -> int:
        """The sum of what lies in one region before a day."""
        sums = self.sums.get((definition, region))
        return sums[self.days.index(day)] if sums else 0


def _bounds(period: Period) -> tuple[date, ...]:
    return period.span if period.on is None else period.span[1:]


@dataclass(frozen=True, slots=True)
class Asked:
    """One cell of a table that is asked for."""

    measure: str
    region: Region
    period: Period


def _needed(slug: str, period: Period, found: set[tuple[str, Period]]) -> None:
    if (slug, period) in found:
        return
    found.add((slug, period))
    measure = declared(slug, on=period.last)
    if measure.ratio:
        _needed(measure.ratio.over, _fit(measure.ratio.over, period), found)
        _needed(measure.ratio.under, _fit(measure.ratio.under, period.earlier(-measure.ratio.under_year)), found)
    elif measure.growth:
        _needed(measure.growth.of, period, found)
        _needed(measure.growth.of, period.earlier(measure.growth.years), found)
    elif measure.sum:
        for part in measure.sum.of:
            _needed(part, _fit(part, period), found)


def _fit(slug: str, period: Period) -> Period:
    """The period as a part needs it: a stock beside a flow counts on the last day."""
    return Period(on=period.last) if needs(slug) == "day" and period.on is None else period


def board(asked: Iterable[Asked], *, actor: Actor | None, position: int | None = None) -> Board:
    """Read what ``asked`` needs. With ``position`` the sums are as they were at that ledger position."""
    wanted: set[tuple[str, Period]] = set()
    for one in asked:
        _needed(one.measure, one.period, wanted)
    measures = {
        (measure.slug, measure.edition): measure
        for slug, period in wanted for measure in [declared(slug, on=period.last)]
    }
    days = sorted(
        {day for _, period in wanted for day in _bounds(period)}
        | {measure.counted_from for measure in measures.values() if measure.counted_from})
    seen_by = viewer(actor)
    definitions = _definitions(measures.values(), seen_by)
    roots = {one.region.path for one in asked}
    with reading(seen_by):
        places = Places.load()
        regions = [pk for pk, region in places.by_id.items() if any(region.path.startswith(path) for path in roots)]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT max(position), coalesce(array_agg(DISTINCT source) FILTER (WHERE source IS NOT NULL), '{}')"
                " FROM measures_taken LEFT JOIN LATERAL unnest(sources) AS source ON true"
                " WHERE %(position)s::bigint IS NULL OR position <= %(position)s", {"position": position})
            held, sources = cursor.fetchone()
            found = Board(places, days, definitions, frozenset(sources), held or 0, seen_by)
            if days and definitions and regions:
                _sum(cursor, found, regions, position)
        slugs = {slug for slug, edition in measures if (slug, edition) not in definitions}
        reported = open_to(actor, Reported.objects.filter(measure__in=slugs, region__in=regions))
        for row in reported.order_by("day", "at", "id"):
            found.reported.setdefault((row.measure, row.region_id), []).append(row)
    return found


def _definitions(measures: Iterable[Measure], viewer: Actor) -> dict[tuple[str, str], int]:
    compiled = [one for measure in measures if (one := compile_measure(measure)) is not None]
    for again in (False, True):
        with reading(viewer), connection.cursor() as cursor:
            cursor.execute(
                "SELECT slug, edition, id FROM measures_definition JOIN measures_held ON definition_id = id"
                " WHERE slug = ANY(%s) AND measures_held.position >="
                " (SELECT coalesce(max(position), 0) FROM measures_taken)",
                [[one.slug for one in compiled]])
            known = {(slug, edition): pk for slug, edition, pk in cursor.fetchall()}
        if again or all((one.slug, one.edition) in known for one in compiled):
            break
        # An edition that is new, or back in use, is counted when it is first asked for.
        deriving.derive_new()
    return {(one.slug, one.edition): known[one.slug, one.edition] for one in compiled}


def _sum(cursor: Any, found: Board, regions: list[int], position: int | None) -> None:
    table = "measures_cell" if position is None else "measures_contribution"
    upto = "" if position is None else " AND position <= %(position)s"
    cursor.execute(
        f"SELECT definition_id, region_id, width_bucket(day, %(days)s::date[]), sum(amount)::bigint FROM {table}"
        " WHERE definition_id = ANY(%(definitions)s) AND region_id = ANY(%(regions)s) AND day < %(last)s"
        f"{upto} GROUP BY 1, 2, 3",
        {"days": list(found.days), "definitions": list(found.definitions.values()), "regions": regions,
         "last": found.days[-1], "position": position})
    for definition, region, bucket, amount in cursor.fetchall():
        sums = found.sums.setdefault((definition, region), [0] * len(found.days))
        # Rows in bucket b lie before the days numbered b and above (counted from 0).
        for number in range(bucket, len(found.days)):
            sums[number] += amount


def evaluate(asked: Asked, found: Board) -> Value:
    """The value of one cell from what the board holds."""
    measure = declared(asked.measure, on=asked.period.last)
    title = Text(measure.title.zh, measure.title.en)
    number, parts, source = _number(measure, asked, found)
    return Value(
        measure=measure.slug, title=title, unit=measure.unit, kind=measure.kind, region=asked.region.slug,
        region_name=Text(asked.region.name, asked.region.name_en), period=asked.period, number=number, parts=parts,
        edition=measure.edition, position=found.position, source=source, synthetic=asked.region.synthetic)


def _number(measure: Measure, asked: Asked, found: Board) -> tuple[Number, tuple[Part, ...], str]:
    if (ratio := measure.ratio) is not None:
        over = _part("over", ratio.over, asked, _fit(ratio.over, asked.period), found)
        under = _part(
            "under", ratio.under, asked, _fit(ratio.under, asked.period.earlier(-ratio.under_year)), found)
        return _join(over, under, lambda a, b: divided(a, b, per=ratio.per)), (over, under), ""
    if measure.growth:
        of = _part("of", measure.growth.of, asked, asked.period, found)
        earlier = _part("earlier", measure.growth.of, asked, asked.period.earlier(measure.growth.years), found)
        per = 100 if measure.unit == "%" else 1
        return _join(of, earlier, lambda a, b: divided(a - b, b, per=per)), (of, earlier), ""
    if measure.sum:
        parts = tuple(_part("addend", slug, asked, _fit(slug, asked.period), found) for slug in measure.sum.of)
        total = Fraction(0)
        for part in parts:
            if not isinstance(part.number, Fraction):
                return part.number, parts, ""
            total += part.number
        return total, parts, ""
    compiled = compile_measure(measure)
    if compiled is None:
        return (*_reported(measure, asked, found),)
    return counted(measure, compiled, asked, found), (), ""


def _part(
    role: Literal["over", "under", "of", "earlier", "addend"], slug: str, asked: Asked, period: Period, found: Board,
) -> Part:
    value = evaluate(Asked(slug, asked.region, period), found)
    return Part(role, slug, value.title, value.unit, period, value.number)


def _join(over: Part, under: Part, compute: Any) -> Number:
    for part in (over, under):
        if not isinstance(part.number, Fraction):
            return part.number
    result: Number = compute(over.number, under.number)
    return result


def counted(measure: Measure, compiled: Compiled, asked: Asked, found: Board) -> Number:
    """The number of a measure that has contributions of its own."""
    if not found.known_sources.intersection(compiled.sources):
        return NotKnown(Text("尚未导入任何相关记录", "no records of this kind have been loaded"))
    regions = counted_regions(measure, compiled, asked, found)
    if regions is None:
        return NotKnown(Text("该日没有可用的统计数据", "no statistic is in use on that day"))
    definition = found.definitions[compiled.slug, compiled.edition]
    bounds = _bounds(asked.period)
    if measure.kind == "cumulative" and len(bounds) == 1 and measure.counted_from:
        bounds = (measure.counted_from, *bounds)
        if bounds[0] >= bounds[1]:
            return NotComputable(Text(
                f"自{measure.counted_from}起累计，此前没有数值", f"it is counted from {measure.counted_from} on"))
    amount = sum(found.before(definition, region, bounds[-1]) for region in regions)
    if len(bounds) == 2:
        amount -= sum(found.before(definition, region, bounds[0]) for region in regions)
    return Fraction(amount, compiled.divisor)


def counted_regions(measure: Measure, compiled: Compiled, asked: Asked, found: Board) -> list[int] | None:
    """The regions whose sums make the number.

    Rows lie in the lowest region known, so a region is the sum of all below it. A statistic is published for a
    region as a whole: its own figure counts, else the complete sum of its parts; None when there is neither.
    """
    if compiled.source != "statistic" or measure.kind != "stock":
        return found.places.below(asked.region)
    definition = found.definitions[compiled.slug, compiled.edition]
    (bound,) = _bounds(asked.period)

    def chosen(region: Region) -> list[int] | None:
        if found.before(definition, region.pk, bound):
            return [region.pk]
        parts = found.places.parts(region, on=asked.period.last)
        below = [chosen(part) for part in parts]
        if not parts or any(one is None for one in below):
            return None
        return [pk for one in below if one for pk in one]

    return chosen(asked.region)


def _reported(measure: Measure, asked: Asked, found: Board) -> tuple[Number, tuple[Part, ...], str]:
    since = asked.period.since or date.min
    fitting = [
        one for one in found.reported.get((measure.slug, asked.region.pk), ()) if since <= one.day <= asked.period.last]
    if not fitting:
        return NotKnown(Text("尚无填报或发布的数值", "no value has been reported or published")), (), ""
    return Fraction(fitting[-1].value), (), fitting[-1].source
