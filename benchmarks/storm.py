"""One changed right after another: how soon every dependent measure says so, and whether the last state is exact.

A city's rights are loaded, then rights lapse one by one: the time is from the beginning of the act to the moment when
the cells of every measure hold it, in one process that does the worker's part itself. Then comes a storm of changes in
loads of a few hundred (lapses taken back, grants moved, holders changed, loads rolled back), and at the end what
stands is compared with a derivation of everything anew, by the database and by DuckDB over a snapshot: every
contribution of every measure, to the last one. ``STORM_RIGHTS`` and ``STORM_CHANGES`` give the sizes (100 000 each).
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

AT = datetime(2025, 9, 30, 4, tzinfo=UTC)
COUNTIES, FIRMS_EACH = 6, 50
SINGLES, PORTION = 100, 400
FIRST = date(2008, 1, 1)
ROLLED_BACK = 0.05


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} load {os.getloadavg()[0]:.1f}  {text}", file=sys.stderr, flush=True)


@dataclass
class City:
    """Rights and what of them can change; ``changed`` counts the changed rights."""

    chance: random.Random
    rights: int
    changed: int = 0

    def found(self) -> None:
        """The regions and firms."""
        from zhichan.kernel.ground.public import Region, kernel

        with kernel():
            root = Region.objects.create(
                slug="storm", name="测量市", name_en="Storm", kind="city", path="/storm/", synthetic=True
            )
            for number in range(COUNTIES):
                Region.objects.create(
                    slug=f"storm-{number}", name=f"测量{number}县", name_en=f"County {number}", kind="county",
                    parent=root, path=f"/storm/{number}/", rank=number, synthetic=True,
                )  # fmt: skip
        self.load(
            "firm",
            (
                {"key": _firm(county, number), "kind": "firm", "name": f"测量厂{county}-{number}",
                 "region": f"storm-{county}", "established_on": "2001-01-01"}
                for county in range(COUNTIES)
                for number in range(FIRMS_EACH)
            ),
        )  # fmt: skip
        self.load("patent", (self.row(number) for number in range(self.rights)))

    def row(
        self, number: int, *, ended: int | None = None, moved: bool = False, later: int = 0
    ) -> dict[str, Any]:
        """A right as it stands after a change: ended so many days after its grant, moved, or granted later."""
        fixed = random.Random(number)
        filed = FIRST + timedelta(days=fixed.randrange(5000))
        granted = filed + timedelta(days=400 + later)
        county, firm = fixed.randrange(COUNTIES), fixed.randrange(FIRMS_EACH)
        held = [{"party": _firm(county, firm), "region": f"storm-{county}", "rank": 1, "since": str(filed)}]
        if moved:
            day = str(granted + timedelta(days=100))
            held[0]["until"] = day
            county = (county + 1) % COUNTIES
            held.append({"party": _firm(county, firm), "region": f"storm-{county}", "rank": 1, "since": day})
        last = None if ended is None else str(granted + timedelta(days=200 + ended))
        return {
            "key": f"S{number:08}", "kind": ("invention", "utility", "design")[number % 3], "title": f"测量{number}",
            "filed_on": str(filed), "granted_on": str(granted), "ended_on": last,
            "holdings": held,
        }  # fmt: skip

    def load(self, source: str, rows: Any) -> int:
        """One act; the load's id."""
        from zhichan.kernel.access.public import system_actor
        from zhichan.kernel.registry.public import Manifest, load_parts

        manifest = Manifest(format="test", name="storm", whole=True, synthetic=True)
        return load_parts([(source, rows)], manifest, actor=system_actor("import", day=AT.date()), at=AT).load

    def portions(self, changes: int) -> Iterator[int]:
        """The storm, load by load; now and then one is rolled back."""
        from zhichan.kernel.access.public import system_actor
        from zhichan.kernel.registry.public import rollback

        while self.changed < changes:
            picked = self.chance.sample(range(self.rights), min(PORTION, changes - self.changed, self.rights))
            made = self.load("patent", (self._change(number) for number in sorted(picked)))
            self.changed += len(picked)
            yield made
            if self.chance.random() < ROLLED_BACK:
                rollback(made, reason="误装", actor=system_actor("import", day=AT.date()), at=AT)
                yield made

    def _change(self, number: int) -> dict[str, Any]:
        what = self.chance.randrange(4)
        ended = self.chance.randrange(600)
        return self.row(
            number,
            ended=ended if what in {0, 3} else None,
            moved=what in {1, 3},
            later=self.chance.randrange(200) if what == 2 else 0,
        )


def _firm(county: int, number: int) -> str:
    return f"STORM{county:04}{number:09}"


def differences(folder: Path) -> tuple[int, dict[str, str]]:
    """How many contributions were compared, and measure → how what was counted differs from a derivation anew."""
    from django.db import connection

    from zhichan.kernel.ground.public import kernel
    from zhichan.kernel.measures.public import batch, snapshot

    found: dict[str, str] = {}
    compared = 0
    derived = batch(of=snapshot(folder=folder))
    with kernel(), connection.cursor() as cursor:
        for slug, rows in derived.items():
            cursor.execute(
                "SELECT region_id, day, sum(amount)::bigint, row_id FROM measures_contribution AS c"
                " JOIN measures_definition AS d ON d.id = definition_id WHERE slug = %s"
                " GROUP BY region_id, day, row_id HAVING sum(amount) <> 0 ORDER BY 1, 2, 3, 4",
                [slug],
            )
            counted = sorted(cursor.fetchall())
            compared += len(counted)
            if counted != sorted(rows):
                found[slug] = f"{len(counted)} counted, {len(rows)} derived anew"
            cursor.execute(
                "SELECT count(*) FROM (SELECT region_id, day, sum(amount) AS amount FROM measures_contribution AS c"
                " JOIN measures_definition AS d ON d.id = c.definition_id WHERE slug = %s GROUP BY region_id, day"
                " HAVING sum(amount) <> 0) AS summed FULL JOIN (SELECT region_id, day, amount FROM measures_cell AS c"
                " JOIN measures_definition AS d ON d.id = c.definition_id WHERE slug = %s AND amount <> 0) AS cell"
                " USING (region_id, day) WHERE summed.amount IS DISTINCT FROM cell.amount",
                [slug, slug],
            )
            if wrong := cursor.fetchone()[0]:
                found[f"{slug} cells"] = f"{wrong} differ from their contributions"
    return compared, found


def storm(rights: int, changes: int, singles: int, then: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """The whole of it in the database at hand; ``then`` follows the first load."""
    from zhichan.kernel.measures.public import refresh

    city = City(random.Random(5), rights)
    began = time.perf_counter()
    city.found()
    refresh()
    loaded = time.perf_counter() - began
    then()
    _say(f"{rights} rights loaded and counted in {loaded:.0f} s")
    took: list[float] = []
    for number in city.chance.sample(range(rights), singles):
        began = time.perf_counter()
        city.load("patent", [city.row(number, ended=300)])
        refresh()
        took.append(time.perf_counter() - began)
    took.sort()
    _say(f"{singles} single changes")
    began = time.perf_counter()
    loads = 0
    for _ in city.portions(changes):
        refresh()
        loads += 1
        if loads % 25 == 0:
            _say(f"{city.changed} changes")
    stormed = time.perf_counter() - began
    with TemporaryDirectory() as folder:
        compared, different = differences(Path(folder))
    return {
        "rights": rights,
        "loaded_seconds": round(loaded, 1),
        "single_changes": singles,
        "seconds_to_every_measure_p50": round(statistics.median(took), 3),
        "seconds_to_every_measure_p95": round(took[int(0.95 * (len(took) - 1))], 3),
        "storm_changes": city.changed,
        "storm_loads": loads,
        "storm_seconds": round(stormed, 1),
        "contributions_compared": compared,
        "differences": different,
        "load_after": [round(each, 2) for each in os.getloadavg()],
    }


def run(results: Path) -> dict[str, Any]:
    """Load, change one by one, storm, and compare, in a database that is thrown away."""
    del results
    from zhichan.site import database, opening, testing

    def analyzed() -> None:
        """What autovacuum does soon after a large load; the server of the tests has none."""
        with database.administrator(database=os.environ["ZHICHAN_DATABASE"]) as administrator:
            administrator.execute("ANALYZE")

    opening.set_up()
    with testing.session():
        rights, changes = (int(os.environ.get(name, "100000")) for name in ("STORM_RIGHTS", "STORM_CHANGES"))
        return storm(rights, changes, SINGLES, analyzed)
