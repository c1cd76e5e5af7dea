"""A small house for the tests that break things: a procedure, a register, a city with rights, and everything checked."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from psycopg import sql

from zhichan.kernel.access.public import Actor, Role, system_actor
from zhichan.kernel.acts.public import perform
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Region, Unit, kernel
from zhichan.kernel.ledger.public import step
from zhichan.kernel.measures.public import batch, refresh, snapshot
from zhichan.kernel.registry.public import Manifest, load_parts
from zhichan.site import backup, database, journal, testing, verifying

AT = datetime(2025, 9, 30, 1, tzinfo=UTC)
DAY = date(2025, 9, 30)
CLERK = Actor("user:1", DAY, (Role("clerk", "/city/", "office"),))
KEEPER = Actor("user:2", DAY, (Role("keeper", "/city/"),))
IMPORT = system_actor("import", day=DAY)
FIRMS = {"east": "TEST00000000000001", "west": "TEST00000000000002"}
WHY = {"reason": "当事人申请", "instrument": "测试决定〔2025〕1号"}

SYSTEM = """
id = "T01"
title = { zh = "玩具", en = "Toy" }
chain = "management"
owner = { zh = "测试", en = "tests" }
[roles]
clerk = ["badge:enter", "badge:correct", "badge:read"]
keeper = ["ledger:erase", "ledger:take-down"]
"""
REPORT = """
title = { zh = "举报", en = "Report" }
number = "JB"
audience = ["clerk"]
assigned = true
public = ["done"]
[stages.open]
title = { zh = "未办", en = "Open" }
untimed = { zh = "无", en = "none" }
[stages.done]
title = { zh = "已办", en = "Done" }
last = true
[fields.name]
title = { zh = "姓名", en = "name" }
type = "text"
[fields.count]
title = { zh = "次数", en = "count" }
type = "number"
[fields.photo]
title = { zh = "照片", en = "photo" }
type = "paper"
[fields.phone]
title = { zh = "电话", en = "telephone" }
type = "text"
readers = ["clerk"]
[acts.write]
title = { zh = "写", en = "write" }
to = "open"
who = ["clerk"]
needs = ["name"]
[acts.amend]
title = { zh = "补", en = "amend" }
from = "open"
who = ["clerk"]
needs = ["count"]
[acts.finish]
title = { zh = "办结", en = "finish" }
from = "open"
to = "done"
who = ["clerk"]
"""
BADGE = """
title = { zh = "证件", en = "Badge" }
audience = ["public"]
label = ["name"]
exclusive = [{ fields = ["number"] }]
[fields.name]
title = { zh = "姓名", en = "name" }
type = "text"
required = true
searched = true
[fields.number]
title = { zh = "编号", en = "number" }
type = "number"
required = true
"""


class House:
    """Short words for acts, and one word for "everything agrees"."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count(1)

    def begin(self) -> None:
        with kernel():
            city = Region.objects.create(slug="city", name="示例市", name_en="City", kind="city", path="/city/")
            for rank, slug in enumerate(FIRMS):
                Region.objects.create(
                    slug=slug, name=slug, name_en=slug, kind="county", parent=city, path=f"/city/{slug}/", rank=rank
                )
            for slug in ("office", "court"):
                Unit.objects.create(slug=slug, name=slug, name_en=slug, region=city, kind="office")
        self.load(("firm", [
            {"key": code, "kind": "firm", "name": region, "region": region, "established_on": "2001-01-01"}
            for region, code in FIRMS.items()
        ]))  # fmt: skip

    def write(self, name: str = "王某", *, key: str | None = None, at: datetime = AT, **more: Any) -> str:
        facts = {
            "region": "/city/", "name": name, "units": [{"role": "lead", "as_written": "法院", "unit": "court"}], **more,
        }  # fmt: skip
        return str(perform(actor=CLERK, verb="report:write", facts=facts, at=at, key=key).result["case"])

    def amend(self, case: str, count: int, *, key: str | None = None, at: datetime = AT) -> Any:
        return perform(actor=CLERK, verb="report:amend", target=case, facts={"count": count}, at=at, key=key)

    def finish(self, case: str, *, key: str | None = None) -> Any:
        return perform(actor=CLERK, verb="report:finish", target=case, at=AT, key=key)

    def badge(self, name: str, number: int, *, key: str | None = None) -> str:
        facts = {"region": "/city/", "name": name, "number": number}
        return str(perform(actor=CLERK, verb="badge:enter", facts=facts, at=AT, key=key).result["entry"])

    def erase(self, target: str, *fields: str) -> Any:
        return perform(actor=KEEPER, verb="ledger:erase", target=target, facts={"fields": fields, **WHY}, at=AT)

    def take_down(self, target: str) -> Any:
        return perform(actor=KEEPER, verb="ledger:take-down", target=target, facts=WHY, at=AT)

    def load(self, *parts: tuple[str, Any], name: str = "test") -> int:
        return load_parts(parts, Manifest(format="test", name=name, whole=True), actor=IMPORT, at=AT).load

    def patents(self, count: int, *, region: str = "east", prefix: str = "P", **more: Any) -> int:
        def rows() -> Iterator[dict[str, Any]]:
            for number in range(count):
                yield {
                    "key": f"{prefix}{number}", "kind": "invention", "title": "装置", "filed_on": "2010-01-01",
                    "granted_on": str(date(2012, 1, 1) + timedelta(days=number % 900)),
                    "holdings": [{"party": FIRMS[region], "region": region, "rank": 1, "since": "2010-01-01", "until": None}],
                    **more,
                }  # fmt: skip

        return self.load(("patent", rows()))

    def settle(self) -> None:
        """What a running worker does."""
        while step():
            pass

    def agrees(self, *, batched: bool = True) -> dict[str, int]:
        """State = fold of ledger, cells = contributions = batch; returns what was counted."""
        refresh()
        verdict = verifying.verify()
        assert verdict.faults == []
        if batched:
            self._batch_agrees()
        return verdict.counts

    def _batch_agrees(self) -> None:
        wanted = ["invention_patents_in_force", "invention_patent_grants", "high_value_invention_patents"]
        folder = self.folder / f"snapshot{next(self.numbers)}"
        derived = batch(of=snapshot(folder=folder), measures=wanted)
        with kernel(), connection.cursor() as cursor:
            for slug, rows in derived.items():
                cursor.execute(
                    "SELECT region_id, day, sum(amount)::bigint, row_id FROM measures_contribution"
                    " JOIN measures_definition AS d ON d.id = definition_id"
                    " WHERE d.slug = %s AND d.edition = %s GROUP BY region_id, day, row_id HAVING sum(amount) <> 0",
                    [slug, current().measures[slug].edition],
                )
                assert sorted(cursor.fetchall()) == summed(rows), slug


def summed(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    total: dict[tuple[Any, ...], int] = {}
    for region, day, amount, row in rows:
        total[region, day, row] = total.get((region, day, row), 0) + amount
    return sorted((region, day, amount, row) for (region, day, row), amount in total.items() if amount)


@pytest.fixture
def house(tmp_path: Path, lay_over: Callable[..., Path], transactional_db: None) -> Iterator[House]:
    """The house with its people, in a database that really commits."""
    lay_over({"system.toml": SYSTEM, "report.procedure.toml": REPORT, "badge.register.toml": BADGE})
    made = House(tmp_path)
    made.begin()
    yield made
    _forget_journal(journal.path())


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Any]]:
    """``with elsewhere():`` another database, empty and without tables, takes the place of the test's own."""
    # Test processes share one folder, where at most one installation would serve.
    monkeypatch.setattr(backup, "_nobody_serves", nullcontext)
    own = database.name()
    other = f"{own}_elsewhere"

    @contextmanager
    def moved() -> Iterator[None]:
        testing._set_name(other)
        try:
            yield
        finally:
            database.disconnect()
            testing._set_name(own)

    _forget(other)
    yield moved
    testing._set_name(own)
    _forget(other)


def _forget(name: str) -> None:
    with database.administrator() as admin:
        admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
    (database.marks() / f"tables-{name}").unlink(missing_ok=True)
    _forget_journal(journal.path().with_name(f"erasures-{name}.jsonl"))


def _forget_journal(file: Path) -> None:
    for each in (file, file.with_name(f".{file.name}.lock")):
        each.unlink(missing_ok=True)


@pytest.fixture
def noted(house: House) -> Iterator[Path]:
    """The journal of erasures is kept, as in a running house; yields it."""
    from zhichan.kernel.ledger import erasing, events

    journal.path().unlink(missing_ok=True)
    journal.register()
    yield journal.path()
    events._consumers.pop(journal.CONSUMER)
    erasing._told.clear()
    journal.path().unlink(missing_ok=True)


@pytest.fixture
def restored(elsewhere: Callable[[], Any]) -> Callable[..., Any]:
    """Restore a backup elsewhere and answer with what a function sees there."""

    def restore(file: Path, look: Callable[[], Any], **more: Any) -> tuple[backup.Restored, Any]:
        with elsewhere():
            done = backup.restore(file, at=AT, **more)
            return done, look()

    return restore
