"""One definition, three uses: load by load, in batch and row by row give what plain counting gives."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from zhichan.kernel.ground.public import Refusal, Region, kernel
from zhichan.kernel.measures.public import batch, position, rows, snapshot, value
from zhichan.kernel.registry.public import rollback

from .conftest import FIRMS, IMPORT, NOW, held, patent, pledge, take

pytestmark = pytest.mark.usefixtures("city")

FIRST = date(2008, 1, 1)
STOCKS = ("invention_patents_in_force", "high_value_invention_patents", "ip_pledge_amount_outstanding",
          "ip_advantage_demo_enterprises")
FLOWS = ("invention_patent_grants", "ip_pledge_amount_registered", "pct_applications")
YUAN = {"ip_pledge_amount_outstanding": 10**6, "ip_pledge_amount_registered": 10**6}


class World:
    """Random loads, lapses, moves and rollbacks."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.loads: list[int] = []
        self.patents: dict[str, dict[str, Any]] = {}
        self.pledges: list[str] = []

    def day(self, after: date = FIRST) -> date:
        return after + timedelta(days=self.random.randrange(1, 2000))

    def region(self) -> str:
        return self.random.choice(list(FIRMS))

    def new_patent(self, key: str) -> dict[str, Any]:
        pick = self.random
        filed = self.day()
        granted = self.day(filed) if pick.random() < 0.8 else None
        ended = self.day(granted) + timedelta(days=pick.choice([0, 0, 3000])) if granted and pick.random() < 0.5 else None
        moved = self.day(filed)
        holdings = [held(self.region(), str(filed))]
        if pick.random() < 0.4:
            holdings = [held(self.region(), str(filed), str(moved)), held(self.region(), str(moved))]
        if pick.random() < 0.2:
            holdings.append(held(self.region(), str(filed), rank=2))
        return patent(
            key, kind=pick.choice(["invention", "invention", "utility", "pct"]), filed_on=filed, granted_on=granted,
            ended_on=ended, sei=pick.random() < 0.2, holdings=holdings,
            overseas_family_on=self.day(filed) if pick.random() < 0.2 else None,
            award_on=self.day(filed) if pick.random() < 0.2 else None)

    def step(self) -> None:
        pick = self.random
        kind = pick.choice(["patents", "patents", "lapse", "pledges", "titles", "rollback"])
        if kind == "patents":
            keys = {f"P{pick.randrange(30)}" for _ in range(pick.randrange(1, 9))}
            rows_ = {key: self.new_patent(key) for key in sorted(keys)}
            self.patents |= rows_
            self.loads.append(take(("patent", rows_.values())))
        elif kind == "lapse" and self.patents:
            key = pick.choice(sorted(self.patents))
            row = self.patents[key]
            if row["granted_on"] is None:
                return
            self.patents[key] = row | {"ended_on": row["granted_on"] + timedelta(days=pick.randrange(5000))}
            self.loads.append(take(("patent", [self.patents[key]])))
        elif kind == "pledges":
            key, registered = f"Z{pick.randrange(8)}", self.day()
            released = self.day(registered) if pick.random() < 0.5 else None
            amount = pick.choice([99_999_999, 100_000_000, 250_000_000])
            facts = {"registered_on": registered, "released_on": released, "amount_fen": amount}
            region = self.region()
            right = {"right_kind": "patent", "right_key": f"P{pick.randrange(30)}"}
            done = unless_pledged(lambda: take(
                ("pledge", [pledge(key, region, **facts)]),
                ("pledged", [{"key": f"{key}/1", "pledge_key": key, "region": region, **right, **facts}])))
            self.loads += [done] if done else []
        elif kind == "titles":
            region, since = self.region(), self.day()
            self.loads.append(take(("recognition", [{
                "key": f"T{pick.randrange(6)}", "party": FIRMS[region], "region": region, "name": "title",
                "kind": pick.choice(["national_demo", "national_advantage", "provincial_demo", "high_tech"]),
                "since": since, "until": self.day(since) if pick.random() < 0.6 else None}])))
        elif kind == "rollback" and self.loads:
            place = pick.randrange(len(self.loads))
            if unless_pledged(lambda: rollback(self.loads[place], reason="wrong file", actor=IMPORT, at=NOW)):
                del self.loads[place]
            take()


def unless_pledged(work: Callable[[], Any]) -> Any:
    """Do it, unless it would leave two live pledges over one right: that is refused whole, and nothing has changed."""
    try:
        return work() or True
    except Refusal as refusal:
        if refusal.codes != ("registry.already-pledged",):
            raise
        return None


def current(table: str) -> list[dict[str, Any]]:
    with kernel(), connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} AS t WHERE closed_by IS NULL")
        import json

        return [json.loads(text) for (text,) in cursor.fetchall()]


def holdings() -> dict[int, list[dict[str, Any]]]:
    import json

    found: dict[int, list[dict[str, Any]]] = {}
    with kernel(), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(h)::text FROM registry_holding AS h WHERE rank = 1 AND right_kind = 'patent'")
        for (text,) in cursor.fetchall():
            row = json.loads(text)
            found.setdefault(row["right_id"], []).append(row)
    return found


def counted_plainly(region_of: dict[int, str]) -> Callable[[str, date], Counter[str]]:
    """Counting day by day from the rows themselves, in plain Python, without intervals or signs."""
    patents, pledges, pledged = current("registry_patent"), current("registry_pledge"), current("registry_pledged")
    titles, places = current("registry_recognition"), holdings()

    def at(row: dict[str, Any], day: str) -> str | None:
        return next((region_of[h["region_id"]] for h in places[row["id"]]
                     if h["since"] <= day and (h["until"] is None or h["until"] > day)), None)

    def lives(row: dict[str, Any], day: str) -> bool:
        return (row["kind"] == "invention" and row["granted_on"] is not None and row["granted_on"] <= day
                and (row["ended_on"] is None or row["ended_on"] > day))

    def valuable(row: dict[str, Any], day: str) -> bool:
        filed = date.fromisoformat(row["filed_on"])
        old = (filed.replace(year=filed.year + 10, day=28) if (filed.month, filed.day) == (2, 29)
               else filed.replace(year=filed.year + 10)) + timedelta(days=1)
        return bool(
            row["sei"] or (row["overseas_family_on"] or "9999") <= day or (row["award_on"] or "9999") <= day
            or str(old) <= day
            or any(one["right_key"] == row["key"] and one["amount_fen"] >= 100_000_000 and one["registered_on"] <= day
                   for one in pledged))

    def count(slug: str, when: date) -> Counter[str]:
        day, found = str(when), Counter[str]()
        if slug == "ip_pledge_amount_outstanding":
            for row in pledges:
                if row["registered_on"] <= day and (row["released_on"] is None or row["released_on"] > day):
                    found[region_of[row["region_id"]]] += row["amount_fen"]
        elif slug == "ip_pledge_amount_registered":
            for row in pledges:
                found[region_of[row["region_id"]]] += row["amount_fen"] * (row["registered_on"] <= day)
        elif slug == "ip_advantage_demo_enterprises":
            holders = {(row["party_id"], region_of[row["region_id"]]) for row in titles if row["kind"] != "high_tech"
                       and row["since"] <= day and (row["until"] is None or row["until"] > day)}
            found.update(region for _, region in holders)
        else:
            for row in patents:
                if slug == "invention_patent_grants":
                    granted = row["granted_on"]
                    if row["kind"] == "invention" and granted is not None and granted <= day:
                        found[at(row, granted) or "nowhere"] += 1
                elif slug == "pct_applications":
                    if row["kind"] == "pct" and row["filed_on"] <= day:
                        found[at(row, row["filed_on"]) or "nowhere"] += 1
                elif lives(row, day) and (slug == "invention_patents_in_force" or valuable(row, day)):
                    found[at(row, day) or "nowhere"] += 1
        return found

    return count


def cells(slug: str) -> dict[tuple[int, date], int]:
    with kernel(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT region_id, day, amount FROM measures_cell JOIN measures_definition AS d ON d.id = definition_id"
            " WHERE slug = %s AND amount <> 0", [slug])
        return {(region, day): amount for region, day, amount in cursor.fetchall()}


def contributions(slug: str, upto: int) -> list[tuple[int, date, int, int]]:
    with kernel(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT region_id, day, sum(amount)::bigint, row_id FROM measures_contribution AS c"
            " JOIN measures_definition AS d ON d.id = definition_id WHERE slug = %s AND c.position <= %s"
            " GROUP BY region_id, day, row_id HAVING sum(amount) <> 0", [slug, upto])
        return sorted(cursor.fetchall())


@pytest.mark.parametrize("seed", range(4))
def test_incremental_batch_drill_down_and_plain_counting_agree(seed: int, tmp_path: Path) -> None:
    world = World(seed)
    passed: list[int] = []
    for _ in range(24):
        world.step()
        passed.append(position())
    with kernel():
        region_of = dict(Region.objects.values_list("id", "slug"))
    count = counted_plainly(region_of)
    taken = snapshot(folder=tmp_path)
    assert taken.position == passed[-1]

    for upto in (taken.position, passed[15]):
        derived = batch(of=taken, measures=[*STOCKS, *FLOWS], position=upto)
        for slug in (*STOCKS, *FLOWS):
            assert derived[slug] == contributions(slug, upto), (slug, upto)

    for slug in (*STOCKS, *FLOWS):
        summed: Counter[tuple[int, date]] = Counter()
        for region, day, amount, _ in contributions(slug, taken.position):
            summed[region, day] += amount
        assert cells(slug) == {key: amount for key, amount in summed.items() if amount}

    days = [FIRST + timedelta(days=world.random.randrange(9000)) for _ in range(6)]
    for slug in (*STOCKS, *FLOWS):
        for day in days:
            plain = count(slug, day)
            plain.pop("nowhere", None)
            period = {"on": day} if slug in STOCKS else {"since": date(2000, 1, 1), "until": day + timedelta(days=1)}
            for region in ("city", *FIRMS):
                expected = Fraction(sum(plain.values()) if region == "city" else plain[region], YUAN.get(slug, 1))
                found = value(measure=slug, region=region, **period)
                assert found.number == expected, (slug, day, region)
                [opened] = rows(measure=slug, region=region, **period)
                assert sum((row.amount for row in opened.rows), Fraction(0)) == opened.amount == expected
                assert (opened.total, opened.closed, opened.closed_amount) == (len(opened.rows), 0, 0)
