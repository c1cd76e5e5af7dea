"""Asking for values: one, a series, a table; the rows behind a number; a number explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db import connection

from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.catalogue.public import Measure, current
from zhichan.kernel.ground.public import Refusal, Region, Text
from zhichan.kernel.measures.compiling import Compiled, compile_measure
from zhichan.kernel.measures.values import (
    Asked,
    Board,
    NotKnown,
    Part,
    Period,
    Value,
    board,
    check_period,
    counted_regions,
    declared,
    evaluate,
    shown,
)
from zhichan.kernel.measures.viewing import viewer
from zhichan.kernel.registry.public import SOURCES

FIRST_YEAR, LAST_YEAR = 1900, 2200


def find_region(given: Region | str, *, actor: Actor | None = None) -> Region:
    """The region itself, or the one with this slug or name; refuses an unknown or ambiguous one."""
    if isinstance(given, Region):
        return given
    with reading(viewer(actor)):
        known = Region.objects.all() if "\x00" not in given else Region.objects.none()
        found: list[Region] = list(known.filter(slug=given)) or list(known.filter(name=given)[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise Refusal.one(
            "region.ambiguous", f"有多个名为“{given}”的地区", f"more than one region is called {given!r}",
            place="region")
    raise Refusal.one(
        "region.unknown", f"没有名为“{given}”的地区", f"there is no region {given!r}", place="region")


def _period(on: date | None, since: date | None, until: date | None) -> Period:
    if any(day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR for day in (on, since, until)):
        # Beyond them a year before or a day after may not exist.
        raise Refusal.one("measure.period", "日期超出范围", "the day is out of range", place="on")
    try:
        return Period(on, since, until)
    except ValueError:
        raise Refusal.one(
            "measure.period", "请给出一个日期，或者起止两个日期", "give a day, or a first and a last day", place="on",
        ) from None


def value(
    *, measure: str, region: Region | str, on: date | None = None, since: date | None = None,
    until: date | None = None, actor: Actor | None = None, position: int | None = None,
) -> Value:
    """The value of a measure in a region on a day, or from ``since`` up to, not including, ``until``.

    A stock needs a day and a flow a span; a cumulative measure takes either: up to the day, or within the span.
    With ``position`` as it stood at that ledger position. Everyone sees the same figure. Refuses an unknown
    measure or region, the wrong kind of period, and a day on which no definition is in force.
    """
    period = _period(on, since, until)
    check_period(measure, period)
    asked = Asked(measure, find_region(region, actor=actor), period)
    return evaluate(asked, board([asked], actor=actor, position=position))


def table(
    *, measures: Sequence[str], regions: Sequence[Region | str], periods: Sequence[Period], actor: Actor | None = None,
) -> dict[tuple[str, str, Period], Value]:
    """All values of ``measures`` × ``regions`` × ``periods`` with one query over the cells.

    Keys are slug of measure, slug of region, and the period as given; where a measure needs a day and a span is
    given, its last day counts; where it needs a span and a day is given, the year of that day up to that day.
    """
    found = [find_region(region, actor=actor) for region in regions]
    keys: dict[tuple[str, str, Period], Asked] = {}
    for slug in measures:
        for region in found:
            for period in periods:
                keys[slug, region.slug, period] = Asked(slug, region, fitted(slug, period))
    held = board(keys.values(), actor=actor)
    return {key: evaluate(asked, held) for key, asked in keys.items()}


def fitted(slug: str, period: Period) -> Period:
    """The period turned into what the measure needs (see ``table``)."""
    try:
        check_period(slug, period)
    except Refusal as refusal:
        if refusal.codes == ("measure.needs-day",):
            return Period(on=period.last)
        if refusal.codes == ("measure.needs-period",):
            return Period(since=date(period.last.year, 1, 1), until=period.span[1])
        raise
    return period


def series(
    *, measure: str, region: Region | str, years: Sequence[int], actor: Actor | None = None, until: date | None = None,
) -> list[Value]:
    """One value a year: on its last day, or over the year. ``until`` (exclusive) cuts the last year short."""
    found = find_region(region, actor=actor)
    asked = []
    for year in years:
        period = Period.year(year)
        if until is not None:
            if period.since is not None and period.since >= until:
                continue
            period = Period(since=period.since, until=min(until, date(year + 1, 1, 1)))
        asked.append(Asked(measure, found, yearly(measure, period)))
    held = board(asked, actor=actor)
    return [evaluate(one, held) for one in asked]


def yearly(slug: str, period: Period) -> Period:
    """A year as a series shows it: a flow within it, everything else as it stands on its last day."""
    measure = current().editions[slug][-1] if slug in current().editions else declared(slug, on=period.last)
    if measure.kind == "cumulative":
        return Period(on=period.last)
    return fitted(slug, period)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was counted: its source, version id and key, the columns a page shows, and its signed amount."""

    source: str
    id: int
    key: str
    label: Mapping[str, Any]
    region: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one measure behind a number.

    ``amount`` is the sum over all of them, in the measure's unit, and equals the number. ``rows`` are those on
    the page asked for; ``closed`` more rows with the sum ``closed_amount`` are not open to the viewer.
    """

    measure: str
    title: Text
    unit: str
    source: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int
    amount: Fraction
    closed: int
    closed_amount: Fraction


def rows(
    *, measure: str, region: Region | str, on: date | None = None, since: date | None = None,
    until: date | None = None, actor: Actor | None = None, limit: int | None = None, offset: int = 0,
    position: int | None = None,
) -> list[Rows]:
    """The rows behind a value: one ``Rows`` for each counted measure it is made of, in order.

    A reported or external value has none.
    """
    period = _period(on, since, until)
    check_period(measure, period)
    asked = Asked(measure, find_region(region, actor=actor), period)
    held = board([asked], actor=actor, position=position)
    result: list[Rows] = []
    seen: set[tuple[str, Period]] = set()
    for slug, one in _leaves(asked, held):
        compiled = compile_measure(declared(slug, on=one.last))
        if compiled is not None and (slug, one) not in seen:
            seen.add((slug, one))
            leaf = Asked(slug, asked.region, one)
            result.append(_rows(declared(slug, on=one.last), compiled, leaf, held, limit, offset, position))
    return result


def _leaves(asked: Asked, held: Board) -> list[tuple[str, Period]]:
    parts = evaluate(asked, held).parts
    if not parts:
        return [(asked.measure, asked.period)]
    return [leaf for part in parts for leaf in _leaves(Asked(part.measure, asked.region, part.period), held)]


def _rows(
    measure: Measure, compiled: Compiled, asked: Asked, held: Board, limit: int | None, offset: int,
    position: int | None,
) -> Rows:
    source = SOURCES[compiled.source]
    regions = counted_regions(measure, compiled, asked, held) or []
    period = asked.period
    since = period.since or measure.counted_from if measure.kind == "cumulative" or period.since else None
    facts: dict[str, Any] = {
        "definition": held.definitions[compiled.slug, compiled.edition], "regions": regions, "last": period.last,
        "since": since, "position": position, "limit": limit, "offset": offset,
    }
    counted = (
        "WITH counted AS MATERIALIZED (SELECT row_id, sum(amount)::bigint AS amount,"
        " max(region_id) FILTER (WHERE amount > 0) AS region_id FROM measures_contribution"
        " WHERE definition_id = %(definition)s AND region_id = ANY(%(regions)s) AND day <= %(last)s"
        + (" AND day >= %(since)s" if since else "")
        + (" AND position <= %(position)s" if position is not None else "")
        + " GROUP BY row_id HAVING sum(amount) <> 0)"
    )
    # OFFSET 0 fixes the plan: each counted row is looked up by its id, whatever the planner guesses.
    one = f"SELECT * FROM {source.table} AS row WHERE row.id = counted.row_id OFFSET 0"
    label = ", ".join(f"shown.{name}" for name in source.label)
    with reading(held.actor), connection.cursor() as cursor:
        cursor.execute(
            f"{counted} SELECT count(*), coalesce(sum(counted.amount), 0)::bigint, count(shown.id),"
            f" coalesce(sum(counted.amount) FILTER (WHERE shown.id IS NOT NULL), 0)::bigint"
            f" FROM counted LEFT JOIN LATERAL ({one}) AS shown ON true", facts)
        total, amount, seen, seen_amount = cursor.fetchone()
        cursor.execute(
            f"{counted} SELECT shown.id, shown.key, counted.amount, counted.region_id, {label} FROM counted"
            f" CROSS JOIN LATERAL ({one}) AS shown ORDER BY shown.key, shown.id"
            " LIMIT %(limit)s OFFSET %(offset)s", facts)
        listed = tuple(
            Row(
                source.name, pk, key, dict(zip(source.label, values, strict=True)),
                held.places.by_id[region_id].slug if region_id in held.places.by_id else "",
                Fraction(each, compiled.divisor))
            for pk, key, each, region_id, *values in cursor.fetchall())
    return Rows(
        measure=measure.slug, title=Text(measure.title.zh, measure.title.en), unit=measure.unit, source=source.name,
        columns=source.label, rows=listed, total=total, amount=Fraction(amount, compiled.divisor),
        closed=total - seen, closed_amount=Fraction(amount - seen_amount, compiled.divisor))


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a definition comes from; with the mark ``known`` it is to be checked before use as official."""

    text: str
    mark: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Explained:
    """A number in words: its definition, where it comes from, the formula with the figures filled in, its parts."""

    value: Value
    definition: Text
    basis: Basis
    formula: Text
    parts: tuple[Part, ...]
    since: date | None
    until: date | None


def explain(
    *, measure: str, region: Region | str, on: date | None = None, since: date | None = None,
    until: date | None = None, actor: Actor | None = None, position: int | None = None,
) -> Explained:
    """How a value comes about, up to a position of the ledger where one is given; refuses what ``value`` refuses."""
    found = value(measure=measure, region=region, on=on, since=since, until=until, actor=actor, position=position)
    edition = declared(measure, on=found.period.last)
    source = edition.source
    return Explained(
        value=found, definition=Text(edition.definition.zh, edition.definition.en),
        basis=Basis(source.clause or source.reference or "", source.mark, source.since, source.until),
        formula=_formula(edition, found), parts=found.parts, since=edition.since, until=edition.until)


def figure(number: Any, unit: str = "", *, places: int = 2) -> Text:
    """A number with its unit, or why there is none."""
    if isinstance(number, Fraction):
        text = f"{shown(number, places=places)}{unit}"
        return Text(text, f"{shown(number, places=places)} {unit}".strip())
    reason: Text = number.reason
    return reason


def _formula(measure: Measure, found: Value) -> Text:
    result = figure(found.number, found.unit)
    parts = [figure(part.number, part.unit) for part in found.parts]
    titles = [part.title for part in found.parts]
    if measure.ratio:
        per_zh = f" × {measure.ratio.per}" if measure.ratio.per != 1 else ""
        return Text(
            f"{titles[0].zh}（{parts[0].zh}）÷ {titles[1].zh}（{parts[1].zh}）{per_zh} = {result.zh}",
            f"{titles[0].en} ({parts[0].en}) ÷ {titles[1].en} ({parts[1].en}){per_zh} = {result.en}")
    if measure.growth:
        years = [part.period.last.year for part in found.parts]
        return Text(
            f"{years[0]}年{parts[0].zh} ÷ {years[1]}年{parts[1].zh} − 1 = {result.zh}",
            f"{parts[0].en} in {years[0]} ÷ {parts[1].en} in {years[1]} − 1 = {result.en}")
    if measure.sum:
        return Text(
            " + ".join(f"{t.zh}（{p.zh}）" for t, p in zip(titles, parts, strict=True)) + f" = {result.zh}",
            " + ".join(f"{t.en} ({p.en})" for t, p in zip(titles, parts, strict=True)) + f" = {result.en}")
    if measure.computation is None:
        origin = found.source or "—"
        return Text(f"{result.zh}（来源：{origin}）", f"{result.en} (source: {origin})")
    day = found.period.last
    if measure.kind == "stock":
        return Text(f"截至{day}在册的记录逐条相加 = {result.zh}", f"records in force on {day}, added up = {result.en}")
    since = found.period.since or measure.counted_from
    if since is None:
        return Text(f"截至{day}的记录逐条相加 = {result.zh}", f"records up to {day}, added up = {result.en}")
    return Text(f"{since}至{day}的记录逐条相加 = {result.zh}", f"records from {since} to {day}, added up = {result.en}")


def known(number: Any) -> Fraction:
    """The number; ``NotKnown`` and its kin raise ``Refusal`` with their reason."""
    if isinstance(number, Fraction):
        return number
    reason = number.reason if hasattr(number, "reason") else NotKnown(Text("未知", "not known")).reason
    raise Refusal.one("measure.no-value", reason.zh, reason.en, place="measure")
