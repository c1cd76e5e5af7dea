"""Figures: a number opened to its rows, and series by region and period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from zhichan.doors.desk import cards
from zhichan.doors.look import columns, tables
from zhichan.doors.look.charts import Comparison, Share, Spot, Trend
from zhichan.doors.look.frame import home_region, today
from zhichan.doors.look.parts import (
    Cell,
    Choice,
    Column,
    Fact,
    Figure,
    Filter,
    Pages,
    Point,
    Problem,
    Row,
    State,
    Table,
)
from zhichan.doors.look.tables import PAGE, page_of
from zhichan.doors.look.words import UNITS, say, unit_text
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Refusal, Region, Text
from zhichan.kernel.measures.public import (
    NotAssigned,
    NotComputable,
    Period,
    Rows,
    Value,
    explain,
    needs,
    rows,
    table,
    value,
)

AGREE = Text("一致", "Agree")
DIFFER = Text("不一致", "Differ")


LONGEST_POSITION = 16


def number_of(number: Any, unit: str = "", href: str = "") -> Figure:
    """A kernel number, or which of the gaps it is, with its reason."""
    shown = unit_text(unit) if unit else None
    if isinstance(number, Fraction):
        return Figure(number, shown, href=href)
    gap = (
        "unassigned"
        if isinstance(number, NotAssigned)
        else "incomputable"
        if isinstance(number, NotComputable)
        else "unknown"
    )
    return Figure(None, shown, gap, None if gap == "unassigned" else number.reason, href)  # type: ignore[arg-type]


def day_text(day: date) -> Text:
    """A day, in both languages."""
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B} {day.year}")


def period_text(period: Period) -> Text:
    """A period, in both languages."""
    if period.on is not None:
        return day_text(period.on)
    since, _ = period.span
    if period == Period.year(since.year):
        return Text(f"{since.year}年", str(since.year))
    first, last = day_text(since), day_text(period.last)
    return Text(f"{first.zh}至{last.zh}", f"{first.en} to {last.en}")


def drill_address(
    door: str, measure: str, region: str, period: Period, position: int | None = None
) -> str:
    """Where a number opens; with a ``position`` it is read up to there."""
    span = {"on": period.on} if period.on else {"since": period.since, "until": period.until}
    asked = {"region": region, **span, **({} if position is None else {"position": position})}
    return f"{reverse(f'{door}:drill', kwargs={'measure': measure})}?{urlencode(asked)}"


def asked_position(given: Mapping[str, str]) -> int | None:
    """The position of the ledger in an address; None for the latest."""
    text = given.get("position", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < LONGEST_POSITION):
        raise Refusal.one(
            "desk.position", f"“{text}”不是台账位置", f"{text!r} is no position of the ledger", place="position"
        )
    return int(text)


def asked_period(measure: str, given: Mapping[str, str]) -> dict[str, date]:
    """The period in an address: a day, or a span; today, or this year so far, when there is none."""
    named = {
        name: day for name in ("on", "since", "until") if (day := _day(given.get(name), name)) is not None
    }
    if named:
        return named
    day = today()
    if needs(measure) == "period":
        return {"since": date(day.year, 1, 1), "until": day + timedelta(days=1)}
    return {"on": day}


def _day(text: str | None, place: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal.one("desk.day", f"“{text}”不是日期", f"{text!r} is no day", place=place) from None


def drill(
    actor: Actor,
    measure: str,
    given: Mapping[str, str],
    *,
    door: str,
    back: str,
) -> cards.Drill:
    """A number with its definition, its formula and its rows. Refuses an unknown measure or region."""
    home = home_region()
    region = given.get("region") or (home.slug if home else "")
    asked = asked_period(measure, given)
    on, since, until = asked.get("on"), asked.get("since"), asked.get("until")
    position = asked_position(given)
    explained = explain(
        measure=measure, region=region, actor=actor, on=on, since=since, until=until, position=position
    )
    found = explained.value
    page = page_of(given)
    single = not found.parts
    leaves = rows(
        measure=measure,
        region=region,
        actor=actor,
        limit=PAGE,
        offset=(page - 1) * PAGE if single else 0,
        on=on,
        since=since,
        until=until,
        position=position,
    )
    names = region_names(actor)
    tables = [
        rows_table(
            leaf,
            door=door,
            names=names,
            period=found.period,
            region=region,
            given=given,
            single=single,
        )
        for leaf in leaves
    ]
    parts = [
        Fact(
            part.title,
            number_of(
                part.number, part.unit, drill_address(door, part.measure, region, part.period, position)
            ),
            note=period_text(part.period),
        )
        for part in found.parts
    ]
    check = None
    if single and leaves:
        check = agree(
            leaves[0].amount == found.number,
            Text("各行合计与上面的数一致", "the rows sum to the number above"),
        )
    basis = explained.basis
    mark = (
        Text("已核对原文", "checked against the source")
        if basis.mark == "seen"
        else Text("待核对原文后方可作正式用途", "to be checked against the source before official use")
    )
    snapshot = [
        Fact(Text("时点", "As of"), period_text(found.period)),
        Fact(Text("台账位置", "Ledger position"), str(found.position)),
        Fact(Text("口径版本", "Edition of the definition"), found.edition),
        *([Fact(Text("来源", "Source"), found.source)] if found.source else []),
    ]
    return cards.Drill(
        found.title,
        found.region_name,
        period_text(found.period),
        number_of(found.number, found.unit),
        explained.definition,
        [cards.Basis(basis.text, mark, basis.since, basis.until)] if basis.text else [],
        explained.formula,
        parts,
        tables,
        snapshot,
        back,
        drill_address(door, measure, region, found.period, position),
        check=check,
        points=points(actor, measure, region, found.period.last),
    )


EXPORTED = 2_000


def drill_lines(
    actor: Actor, measure: str, given: Mapping[str, str]
) -> tuple[list[str], Iterator[Sequence[Any]]]:
    """Every row behind a number that its viewer may see, read piece by piece at one position of the ledger."""
    home = home_region()
    region = given.get("region") or (home.slug if home else "")
    asked = asked_period(measure, given)
    on, since, until = asked.get("on"), asked.get("since"), asked.get("until")
    position = asked_position(given)
    at = explain(
        measure=measure, region=region, actor=actor, on=on, since=since, until=until, position=position
    ).value.position

    def part(offset: int) -> Sequence[Rows]:
        return rows(
            measure=measure, region=region, actor=actor, limit=EXPORTED, offset=offset, on=on, since=since,
            until=until, position=at)  # fmt: skip

    first = part(0)
    names = list(dict.fromkeys(name for leaf in first for name in leaf.columns))
    places = region_names(actor)

    def lines() -> Iterator[Sequence[Any]]:
        offset, leaves = 0, first
        while any(leaf.rows for leaf in leaves):
            for leaf in leaves:
                for one in leaf.rows:
                    told = [
                        tables.plain(Cell(columns.shown(one.source, name, one.label[name])))
                        if name in leaf.columns
                        else None
                        for name in names
                    ]
                    place = say(places.get(one.region, one.region))
                    yield [say(leaf.title), *told, place, tables.plain(Cell(Figure(one.amount))), leaf.unit]
            offset += EXPORTED
            leaves = part(offset)

    heads = [
        Text("指标", "Measure"),
        *(columns.label(name) for name in names),
        Text("区域", "Region"),
        Text("计入", "Counted"),
        Text("单位", "Unit"),
    ]
    return [str(say(one)) for one in heads], lines()


def points(actor: Actor, measure: str, region: str, last: date, years: int = 8) -> tuple[Point, ...]:
    """The last years' values, for a sparkline."""
    from zhichan.kernel.measures.public import series

    try:
        found = series(
            measure=measure,
            region=region,
            years=range(last.year - years + 1, last.year + 1),
            actor=actor,
            until=last + timedelta(days=1),
        )
    except Refusal:
        # A definition that was not in force in all these years has no trend.
        return ()
    return tuple(
        Point(str(one.period.last.year), float(one.number) if isinstance(one.number, Fraction) else None)
        for one in found
    )


def agree(same: bool, words: Text) -> State:
    """A check that holds or does not."""
    return State("ok" if same else "late", AGREE if same else DIFFER, words)


def region_names(actor: Actor) -> dict[str, Text]:
    """Every region's name by slug."""
    with reading(actor):
        return {
            slug: Text(name, english)
            for slug, name, english in Region.objects.values_list("slug", "name", "name_en")
        }


def rows_table(
    leaf: Rows,
    *,
    door: str,
    names: Mapping[str, Text],
    period: Period,
    region: str,
    given: Any,
    single: bool,
) -> Table:
    """Rows of one counted measure: the sum first, what is closed to the viewer last."""
    unit = unit_text(leaf.unit)
    heads = [Column(columns.label(name)) for name in leaf.columns]
    blank = [Cell("")] * (len(heads))
    body = [
        Row(
            [
                Cell(Text(f"合计（{leaf.total:,} 行）", f"Sum ({leaf.total:,} rows)")),
                *blank,
                Cell(Figure(leaf.amount)),
            ],
            kind="sum",
        )
    ]
    for one in leaf.rows:
        address = (
            reverse("desk:record", kwargs={"source": one.source, "row": one.key})
            if door == "desk" and "/" not in one.key
            else ""
        )
        head, *rest = (Cell(columns.shown(one.source, name, one.label[name])) for name in leaf.columns)
        body.append(
            Row(
                [
                    Cell(head.value, address),
                    *rest,
                    Cell(names.get(one.region, one.region)),
                    Cell(Figure(one.amount)),
                ],
                str(one.id),
            )
        )
    if leaf.closed:
        body.append(
            Row(
                [
                    Cell(
                        Text(
                            f"另有 {leaf.closed:,} 行不对您公开", f"{leaf.closed:,} more rows, closed to you"
                        )
                    ),
                    *blank,
                    Cell(Figure(leaf.closed_amount)),
                ],
                kind="closed",
            )
        )
    open_rows = leaf.total - leaf.closed
    if single:
        pages = tables.pages(given, open_rows)
    else:
        more = drill_address(door, leaf.measure, region, period) + "&page=2"
        pages = Pages(1, PAGE, open_rows, "", more) if open_rows > PAGE else None
    return Table(
        leaf.title,
        [*heads, Column(Text("区域", "Region")), Column(Text("计入", "Counted"), unit, True)],
        body,
        Text("没有一行计入这个数。", "No row counts towards this number."),
        pages,
    )


# --- statistics ---------------------------------------------------------------------------------------------

VIEWS = {
    "period": Text("当期", "In the period"),
    "same": Text("同期对比", "Same period"),
    "cumulative": Text("累计", "Cumulative"),
    "per": Text("每万人口", "Per 10,000 people"),
}
STEPS = {"year": Text("年", "year"), "quarter": Text("季", "quarter"), "month": Text("月", "month")}
POPULATION = "resident_population"


def periods_until(last: date, step: str, count: int) -> list[Period]:
    """The last ``count`` years, quarters or months; the newest ends on ``last``."""
    months = {"year": 12, "quarter": 3, "month": 1}[step]
    index = (last.year * 12 + last.month - 1) // months
    return [
        Period(since=_month(n * months), until=min(_month((n + 1) * months), last + timedelta(days=1)))
        for n in range(index - count + 1, index + 1)
    ]


def _month(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


def period_head(period: Period, step: str) -> Text | str:
    """A period as a column's head; the unfinished one says so by its last month."""
    since, _ = period.span
    if step == "year":
        whole = period == Period.year(since.year)
        return (
            str(since.year)
            if whole
            else Text(
                f"{since.year}（至{period.last.month}月）",
                f"{since.year} (to {period.last:%b})",
            )
        )
    return f"{since.year}Q{(since.month + 2) // 3}" if step == "quarter" else f"{since:%Y-%m}"


def shown_measures() -> list[str]:
    """Measures that can be shown as a series, by title."""
    found = [slug for slug, one in current().measures.items() if one.computation is not None]
    return sorted(found, key=lambda slug: (current().measures[slug].name.rpartition("/")[0], slug))


def statistics(actor: Actor, given: Mapping[str, str], *, door: str) -> cards.Statistics:
    """Series of one measure by region and period, in views that agree with each other."""
    listed = shown_measures()
    if not listed:
        raise Refusal.one("acts.not-there", "还没有指标定义", "no measure is defined")
    slug = given.get("measure", "")
    slug = (
        slug
        if slug in listed
        else next((one for one in ("invention_patent_grants", listed[0]) if one in listed), listed[0])
    )
    step = given.get("step", "year") if given.get("step", "year") in STEPS else "year"
    measure = current().measures[slug]
    additive = needs(slug) != "day" and measure.aggregation == "sum"
    has_population = POPULATION in current().measures and measure.aggregation == "sum"
    views = [
        name
        for name in VIEWS
        if not (name == "cumulative" and not additive) and not (name == "per" and not has_population)
    ]
    view = given.get("view", "period") if given.get("view", "period") in views else "period"
    day = today()
    periods = periods_until(day, step, {"year": 10, "quarter": 8, "month": 12}[step])
    regions = shown_regions(actor, day)
    problems: list[Problem] = []
    address = reverse(f"{door}:statistics")
    here = {"measure": slug, "step": step}
    cells: dict[tuple[str, str, Period], Value] = {}
    try:
        wanted = [*periods, *(one.earlier(1) for one in periods)] if view == "same" else periods
        cells = table(
            measures=[slug, *([POPULATION] if view == "per" else [])],
            regions=regions,
            periods=wanted,
            actor=actor,
        )
    except Refusal as refusal:
        problems = [Problem.of(reason) for reason in refusal.reasons]
    body = []
    shown: dict[str, list[Figure]] = {}
    for region in regions if cells else []:
        numbers = shown[region.slug] = _view(view, slug, region.slug, periods, cells, door)
        trend = tuple(
            Point(str(period_head(one, step)), float(figure.value) if figure.value is not None else None)
            for one, figure in zip(periods, numbers, strict=True)
        )
        body.append(
            Row(
                [Cell(Text(region.name, region.name_en)), *(Cell(one) for one in numbers), Cell(trend)],
                kind="sum" if region is regions[0] else "",
            )
        )
    asked = given.get("region", "")
    region_chosen = asked if asked in shown else next(iter(shown), "")
    heads = [
        Column(Text("区域", "Region")),
        *(Column(period_head(one, step), "", True) for one in periods),
        Column(Text("走势", "Trend")),
    ]
    unit = "%" if view == "same" else measure.unit
    per = (
        Text(f"{unit}/万人", f"{UNITS.get(unit, unit)} per 10,000 people")
        if view == "per"
        else unit_text(unit)
    )
    names = {one.slug: Text(one.name, one.name_en) for one in regions}
    heading = [period_head(one, step) for one in periods]
    drawn: Trend | None = None
    comparison: Comparison | None = None
    if shown:
        place = names[region_chosen]
        drawn = Trend(
            Text(f"{place.zh}：{measure.title.zh}", f"{place.en}: {measure.title.en}"),
            per,
            [
                Spot(number, label, figure)
                for number, (label, figure) in enumerate(zip(heading, shown[region_chosen], strict=True))
            ],
        )
    # Whole and parts are not compared; the parts are, where there are several.
    parts = [(slug, found) for slug, found in list(shown.items())[1:] if found[-1].value is not None]
    if len(parts) > 1:
        latest = heading[-1] if isinstance(heading[-1], Text) else Text(str(heading[-1]), str(heading[-1]))
        comparison = Comparison(
            Text(f"{latest.zh}，{measure.title.zh}", f"{latest.en}, {measure.title.en}"),
            per,
            sorted(
                (Share(names[slug], found[-1], slug == region_chosen) for slug, found in parts),
                key=lambda share: -share.value,
            ),
        )
    return cards.Statistics(
        Text(measure.title.zh, measure.title.en),
        per,
        [
            Filter(
                "measure",
                Text("指标", "Measure"),
                [
                    Choice(
                        one,
                        Text(current().measures[one].title.zh, current().measures[one].title.en),
                        one == slug,
                    )
                    for one in listed
                ],
            ),
            Filter(
                "step",
                Text("周期", "Step"),
                [Choice(name, label, name == step) for name, label in STEPS.items()],
            ),
            Filter(
                "region",
                Text("走势区域", "Trend of"),
                [
                    Choice(one.slug, Text(one.name, one.name_en), one.slug == region_chosen)
                    for one in regions
                ],
            ),
        ],
        [
            Choice(name, VIEWS[name], name == view, href=f"{address}?{urlencode({**here, 'view': name})}")
            for name in views
        ],
        tables.arranged(
            Table(
                _caption(view),
                heads,
                body,
                Text("这个指标还没有数据。", "There are no figures for this measure yet."),
            ),
            given,
        ),
        _checks(
            actor,
            slug,
            measure,
            regions,
            day,
            cells if view == "period" else {},
            periods,
            additive,
            has_population,
        )
        if cells
        else [],
        [
            cards.Edition(
                Text(one.definition.zh, one.definition.en),
                one.since,
                one.until,
                cards.Basis(one.source.clause or one.source.reference or ""),
            )
            for one in current().editions[slug]
        ],
        address,
        day,
        problems,
        drawn,
        comparison,
    )


def _caption(view: str) -> Text:
    return {
        "period": Text(
            "各期数值；存量为期末值。点数字看由哪些行构成。",
            "value in each period, or at its end for a stock; numbers open to their rows",
        ),
        "same": Text("与上年同期相比的增减（%）", "change from the same period a year before (%)"),
        "cumulative": Text("从第一期起逐期累计", "running total from the first period shown"),
        "per": Text("除以所用的常住人口（万人）", "divided by the resident population in use (10,000)"),
    }[view]


def shown_regions(actor: Actor, day: date) -> list[Region]:
    """The installation's region and those directly below it, in their order."""
    home = home_region()
    if home is None:
        return []
    with reading(actor):
        return [home, *Region.objects.on(day).filter(parent=home).order_by("rank", "code", "pk")]


def _view(
    view: str,
    slug: str,
    region: str,
    periods: Sequence[Period],
    cells: Mapping[tuple[str, str, Period], Value],
    door: str,
) -> list[Figure]:
    """One region's figures in a view."""
    if view == "period":
        return [
            number_of(one.number, href=drill_address(door, slug, region, one.period))
            for one in (cells[slug, region, period] for period in periods)
        ]
    if view == "same":
        return [
            _growth(cells[slug, region, period].number, cells[slug, region, period.earlier(1)].number)
            for period in periods
        ]
    if view == "cumulative":
        return [
            number_of(_total(cells[slug, region, one].number for one in periods[: n + 1]))
            for n in range(len(periods))
        ]
    return [
        number_of(_ratio(cells[slug, region, period].number, cells[POPULATION, region, period].number))
        for period in periods
    ]


def _total(numbers: Iterable[Any]) -> Any:
    total = Fraction(0)
    for one in numbers:
        if not isinstance(one, Fraction):
            return one
        total += one
    return total


def _growth(now: Any, before: Any) -> Figure:
    for one in (now, before):
        if not isinstance(one, Fraction):
            return number_of(one)
    if before == 0:
        return Figure(None, gap="incomputable", reason=Text("上年同期为零", "zero a year before"))
    return Figure((now - before) / before * 100, places=1)


def _ratio(over: Any, under: Any) -> Any:
    for one in (over, under):
        if not isinstance(one, Fraction):
            return one
    return over / under * 10000 if under else NotComputable(Text("人口为零", "the population is zero"))


def _checks(
    actor: Actor,
    slug: str,
    measure: Any,
    regions: Sequence[Region],
    day: date,
    cells: Mapping[tuple[str, str, Period], Value],
    periods: Sequence[Period],
    additive: bool,
    has_population: bool,
) -> list[cards.Check]:
    """Each way to the same figure that this measure allows."""
    if not cells or not regions:
        return []
    city, unit = regions[0].slug, measure.unit
    last, found = periods[-1], []

    def add(label: Text, left: Any, right: Any) -> None:
        same = isinstance(left, Fraction) and left == right
        found.append(
            cards.Check(
                label,
                number_of(left, unit),
                number_of(right, unit),
                State(
                    "ok"
                    if same
                    else "late"
                    if isinstance(left, Fraction) and isinstance(right, Fraction)
                    else "unknown",
                    AGREE
                    if same
                    else DIFFER
                    if isinstance(left, Fraction) and isinstance(right, Fraction)
                    else Text("无法核对", "Cannot be checked"),
                ),
            )
        )

    if measure.aggregation == "sum" and len(regions) > 1:
        add(
            Text("各区域相加 = 全市（最近一期）", "regions add up to the whole (latest period)"),
            _total(cells[slug, one.slug, last].number for one in regions[1:]),
            cells[slug, city, last].number,
        )
    if additive:
        whole = value(measure=slug, region=city, since=periods[0].since, until=last.until, actor=actor)
        add(
            Text("逐期相加 = 一次算出的累计", "periods add up to the total computed at once"),
            _total(cells[slug, city, one].number for one in periods),
            whole.number,
        )
        quarters = [
            one
            for one in periods_until(day, "quarter", 8)
            if one.since is not None and one.since.year == day.year
        ]
        split = table(measures=[slug], regions=[regions[0]], periods=quarters, actor=actor)
        year = value(
            measure=slug, region=city, since=date(day.year, 1, 1), until=day + timedelta(days=1), actor=actor
        )
        add(
            Text("本年各季相加 = 本年至今", "this year's quarters add up to the year so far"),
            _total(split[slug, city, one].number for one in quarters),
            year.number,
        )
    for other, declared in current().measures.items():
        ratio = declared.ratio
        if (
            has_population
            and ratio is not None
            and ratio.over == slug
            and ratio.under == POPULATION
            and ratio.per == 10000
        ):
            at = Period(on=day)
            declared_value = table(measures=[other], regions=[regions[0]], periods=[at], actor=actor)[
                other, city, at
            ]
            over = next(part for part in declared_value.parts if part.role == "over").number
            under = next(part for part in declared_value.parts if part.role == "under").number
            add(
                Text(f"数值 ÷ 人口 = “{declared.title.zh}”", f"value ÷ population = “{declared.title.en}”"),
                _ratio(over, under),
                declared_value.number,
            )
    return found
