"""Everything beside patents and marks: pledges, deals, GI products, works, cases, trainings, titles, statistics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from zhichan.demo import figures
from zhichan.demo.dice import Dice, shares
from zhichan.demo.firms import Firms
from zhichan.demo.places import AREAS, CITY, NAMES
from zhichan.demo.rights import Inventions, Marks, anniversary
from zhichan.demo.words import LENDERS, TOPICS, WORKS

Row = dict[str, Any]
FEN = 1_000_000  # in 10 000 yuan
_TYPICAL = {"administrative": "示例省知识产权行政保护典型案例", "judicial": "示例省知识产权司法保护典型案例"}
LARGEST_LOAN = 300  # in 10 000 yuan, of one trade-mark pledge


def _amounts() -> list[tuple[int, str, int]]:
    """Trade-mark pledges as (year, area, amount): both the years' and the areas' sums come out exactly."""
    found: list[tuple[int, str, int]] = []
    for last, row in figures.PLEDGE_AREAS.items():
        left = dict(zip(AREAS, row, strict=True))
        years = {year: total for year, total in figures.PLEDGES.items() if last - 5 < year <= last}
        for day, area, amounts, _ in figures.PATENT_PLEDGES:
            if day.year in years:
                years[day.year] -= sum(amounts)
                left[area] -= sum(amounts)
        for year, total in years.items():
            # Each year's total is spread over what the areas still have to come to.
            rest = [max(0, left[area]) for area in AREAS]
            parts = rest if year == last else shares(total, rest)
            for area, part in zip(AREAS, parts, strict=True):
                left[area] -= part
                if part:
                    found.append((year, area, part))
    return found


def pledges(marks: Marks, inventions: Inventions, *, seed: int, replica: int) -> tuple[list[Row], list[Row]]:
    """Rows of ``pledge`` and of ``pledged``; a right is under one pledge at a time (DECISIONS 3)."""
    dice = Dice(seed, replica, "pledges")
    prefix = marks.firms.prefix
    heads: list[Row] = []
    rights: list[Row] = []

    def add(kind: str, day: date, years: int, area: str, party: str, parts: list[tuple[str, str, int]]) -> None:
        key = f"{prefix}ZY{day.year}{len(heads) + 1:05d}"
        released = anniversary(day, years)
        over = released if released <= figures.LAST_DAY else None
        heads.append({
            "key": key, "kind": kind, "registered_on": day, "released_on": over,
            "amount_fen": sum(amount for _, _, amount in parts) * FEN, "lender": dice.pick(LENDERS), "party": party,
            "region": area,
        })
        for number, (right_kind, right_key, amount) in enumerate(parts, start=1):
            rights.append({
                "key": f"{key}/{number}", "pledge_key": key, "right_kind": right_kind, "right_key": right_key,
                "registered_on": day, "released_on": over, "amount_fen": amount * FEN, "region": area,
            })

    for number, (day, area, amounts, years) in enumerate(figures.PATENT_PLEDGES):
        chosen = [inventions.pledged[number, place] for place in range(len(amounts))]
        add("patent", day, years, area, chosen[0].holder.code,
            [("patent", one.key, amount) for one, amount in zip(chosen, amounts, strict=True)])
    used = dict.fromkeys(AREAS, 0)
    for year, area, amount in _amounts():
        loans = -(-amount // LARGEST_LOAN)
        for part in shares(amount, [1] * loans):
            mark = marks.chosen[area][used[area] % len(marks.chosen[area])]
            used[area] += 1
            day = dice.day(date(year, 1, 5), date(year, 9 if year == 2025 else 12, 20))
            add("trademark", day, 1, area, mark.holder.code, [("mark", mark.key, part)])
    return heads, rights


def deals(inventions: Inventions, *, seed: int, replica: int) -> Iterator[Row]:
    """Rows of ``deal``: recorded assignments and licences of inventions."""
    dice = Dice(seed, replica, "deals")
    prefix, serial = inventions.firms.prefix, 0

    def row(kind: str, right_key: str, day: date, party: str, region: str) -> Row:
        nonlocal serial
        serial += 1
        return {
            "key": f"{prefix}JY{day.year}{serial:05d}", "kind": kind, "right_kind": "patent", "right_key": right_key,
            "recorded_on": day, "amount_fen": dice.between(2, 120) * 50_0000 if dice.chance(0.7) else None,
            "party": party, "region": region,
        }

    for one in inventions.all:
        if one.sold is not None:
            day, buyer = one.sold
            yield row("assignment", one.key, day, buyer.code, buyer.holdings(since=day)[0]["region"])
    for one in inventions.all:
        if one.granted is None or one.granted.year < 2014 or one.holder.moved is not None or one.sold is not None:
            continue
        if dice.chance(0.05):
            day = dice.day(one.granted + timedelta(days=60), one.granted + timedelta(days=500))
            if one.in_force(day) and day <= figures.LAST_DAY:
                kind = dice.weighted(("licence", "open_licence", "capital"), (7, 2, 1))
                area = dice.pick((one.area, one.area, dice.pick(AREAS)))
                buyer = inventions.firms.pick(dice, area, one.filed, steady=True)
                yield row(kind, one.key, day, buyer.code, area)


def gi_products(*, prefix: str, seed: int, replica: int) -> Iterator[Row]:
    """Rows of ``gi_product``."""
    dice = Dice(seed, replica, "gi")
    names = ("砖茶", "莲藕", "桂花", "银鱼", "山茶油", "竹笋", "黄精", "香米")
    number = 0
    for last, row in figures.GI_PRODUCTS.items():
        first = {2015: 2006, 2020: 2016, 2025: 2021}[last]
        for area, many in zip(AREAS, row, strict=True):
            for _ in range(many):
                short = NAMES[area].removesuffix("区").removesuffix("县")
                number += 1
                yield {
                    "key": f"{prefix}DB{number:04d}", "name": f"{short}示例{names[(number - 1) % len(names)]}",
                    "recognised_on": dice.day(date(first, 1, 1), date(last, 8, 28)), "region": area,
                    "area_ha": dice.between(300, 9000),
                }


def works(firms: Firms, *, seed: int, replica: int) -> Iterator[Row]:
    """Rows of ``work``; the list begins in 2016."""
    dice = Dice(seed, replica, "works")
    kinds = ("artistic", "literary", "musical", "artistic", "photographic", "audiovisual", "graphic", "artistic")
    number = 0
    for year, total in figures.WORKS.items():
        for area, many in zip(AREAS, shares(total, figures.WEIGHTS["work"]), strict=True):
            for _ in range(many):
                number += 1
                day = dice.day(date(year, 1, 1), date(year, 12, 31))
                kind = dice.below(len(kinds))
                holder = firms.pick(dice, area, day, steady=True)
                if dice.chance(0.4):
                    holder = dice.pick(firms.persons[area])
                yield {
                    "key": f"{firms.prefix}ZP{year}{number:06d}", "kind": kinds[kind],
                    "title": f"示例{WORKS[kind]}第{number}号", "registered_on": day,
                    "holdings": holder.holdings(since=day),
                }


def enforcement(*, prefix: str, seed: int, replica: int) -> Iterator[Row]:
    """Rows of ``enforcement``: administrative cases and first-instance civil cases; two are model cases of 2019."""
    dice = Dice(seed, replica, "enforcement")
    kinds = (
        ("trademark_infringement", "trademark", 58), ("fake_patent", "patent", 9), ("patent_dispute", "patent", 8),
        ("copyright_infringement", "copyright", 9), ("gi_infringement", "gi", 5), ("special_sign", "sign", 3),
        ("trade_secret", "secret", 2),
    )
    number = 0
    for year in range(2014, 2026):
        for track, total in (("administrative", 46 + (year - 2014) * 5), ("judicial", 12 + (year - 2014) * 3)):
            typical = year == 2019
            for area, many in zip(AREAS, shares(total, figures.WEIGHTS["enforcement"]), strict=True):
                for _ in range(many):
                    number += 1
                    kind, right_kind, _ = dice.weighted(kinds, [weight for *_, weight in kinds])
                    if track == "judicial" and kind in {"fake_patent", "patent_dispute", "special_sign"}:
                        kind, right_kind = "patent_infringement", "patent"
                    filed = dice.day(date(year, 1, 1), date(year, 12, 31))
                    due = filed + timedelta(days=dice.between(18, 95 if track == "administrative" else 210))
                    closed = None if dice.chance(0.02) or due > figures.LAST_DAY else due
                    outcome = ""
                    if closed is not None:
                        outcome = dice.weighted(
                            ("mediated", "decided", "dismissed", "withdrawn"), (4, 4, 1, 1)
                        ) if track == "judicial" or kind == "patent_dispute" else dice.weighted(
                            ("penalty", "dismissed", "transferred"), (17, 2, 1))
                    row = {
                        "key": f"{prefix}AJ{year}{number:06d}", "track": track, "kind": kind, "right_kind": right_kind,
                        "filed_on": filed, "closed_on": closed, "outcome": outcome, "region": area,
                        "penalty_fen": dice.between(2, 90) * 100_000 if outcome == "penalty" else None,
                        "typical": "", "typical_on": None,
                    }
                    if typical and closed is not None and closed.year == 2019 and outcome in {"penalty", "decided"}:
                        typical = False
                        row["typical"] = _TYPICAL[track]
                        row["typical_on"] = date(2019, 12, 31)  # the last day of the year the list is of
                    yield row


def trainings(*, prefix: str, seed: int, replica: int) -> Iterator[Row]:
    """Rows of ``training``; half are held by the city, whose region is no area."""
    dice = Dice(seed, replica, "trainings")
    number = 0
    for year, total in figures.TRAININGS.items():
        for _ in range(total):
            number += 1
            yield {
                "key": f"{prefix}PX{year}{number:04d}", "topic": dice.pick(TOPICS),
                "held_on": dice.day(date(year, 3, 1), date(year, 9 if year == 2025 else 12, 20)), "sessions": 1,
                "person_times": dice.between(30, 160), "region": CITY if dice.chance(0.5) else dice.pick(AREAS),
            }


def recognitions(firms: Firms, *, seed: int, replica: int) -> Iterator[Row]:
    """Rows of ``recognition``: titles, certificates (three years, some renewed), licences, stations, projects."""
    dice = Dice(seed, replica, "recognitions")
    prefix, serial = firms.prefix, 0

    def row(kind: str, name: str, since: date, area: str, party: str | None = None, until: date | None = None) -> Row:
        nonlocal serial
        serial += 1
        return {
            "key": f"{prefix}RD{since.year}{serial:05d}", "kind": kind, "name": name, "since": since, "until": until,
            "clause": f"示例文号〔{since.year}〕{serial}号", "party": party, "region": area,
        }

    def titled(kind: str, many: int, first: int, last: int, years: int | None = None) -> Iterator[Row]:
        taken: set[str] = set()
        while len(taken) < many:
            area = dice.weighted(AREAS, figures.WEIGHTS["invention"])
            day = dice.day(date(first, 1, 1), date(last, 9, 28))
            firm = firms.pick(dice, area, date(first, 1, 1), steady=True)
            if firm.code in taken:
                continue
            taken.add(firm.code)
            end = anniversary(day, years) if years else None
            yield row(kind, firm.name, day, area, firm.code, end)
            if end is not None and end <= figures.LAST_DAY and dice.chance(0.7):
                yield row(kind, firm.name, end, area, firm.code, anniversary(end, years or 0))

    def stations(kind: str, name: str, years: tuple[tuple[int, int], ...]) -> Iterator[Row]:
        number = 0
        for year, many in years:
            for _ in range(many):
                area = AREAS[number % len(AREAS)]
                number += 1
                title = f"{NAMES[area]}示例{name}（第{number}站）"
                yield row(kind, title, dice.day(date(year, 3, 1), date(year, 9, 20)), area)

    national = list(titled("national_advantage", 7, 2014, 2020))
    yield from national
    yield from titled("national_advantage", 3, 2021, 2024)
    for held in national[:2]:
        yield row("national_demo", held["name"], date(2022, 11, 10), held["region"], held["party"])
    yield from titled("provincial_advantage", 14, 2021, 2025)
    yield from titled("provincial_demo", 4, 2022, 2025)
    yield from titled("three_projects", 13, 2016, 2020)
    yield from titled("three_projects", 6, 2021, 2025)
    yield from titled("gbt29490", 24, 2015, 2019, 3)
    yield from titled("gbt29490", 46, 2020, 2025, 3)
    yield from titled("high_tech", 90, 2013, 2019, 3)
    yield from titled("high_tech", 190, 2020, 2025, 3)
    yield from titled("city_strong", 18, 2018, 2025)
    yield from titled("city_demo_unit", 22, 2018, 2025)
    for kind, (name, years) in figures.STATIONS.items():
        yield from stations(kind, name, years)


def statistics(*, prefix: str) -> Iterator[Row]:
    """Rows of ``statistic``: population in persons and GDP in 分, in use through the following year."""
    def rows(name: str, year: int, vintage: int, values: tuple[int, ...], since: date, until: date) -> Iterator[Row]:
        for area, value in zip(AREAS, values, strict=True):
            yield {
                "key": f"{prefix}{name}/{area}/{year}/{vintage}", "name": name, "year": year, "vintage": vintage,
                "value": value, "scale": 1, "since": since, "until": until, "region": area,
            }

    for year, values in figures.POPULATION.items():
        first, last = date(year + 1, 1, 1), date(year + 2, 1, 1)
        if year == 2020:
            census = date(2021, 6, 1)
            yield from rows("resident_population", year, 1, values, first, census)
            yield from rows("resident_population", year, 2, figures.CENSUS_2020, census, last)
        else:
            yield from rows("resident_population", year, 1, values, first, last)
    for year, values in figures.GDP.items():
        yield from rows(
            "gdp", year, 1, tuple(value * 100 * FEN for value in values), date(year + 1, 1, 1), date(year + 2, 1, 1))
