"""A small city with two counties and three firms, and people who may and may not touch its registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from zhichan.kernel.access.public import system_actor
from zhichan.kernel.ground.public import Region, kernel
from zhichan.kernel.registry.public import SOURCES, Loaded, Manifest, load_parts

DAY = date(2025, 9, 30)
NOW = datetime(2025, 9, 30, 4, 0, tzinfo=UTC)
IMPORT = system_actor("import", day=DAY)
A, B, C = "TEST00000000000001", "TEST00000000000002", "TEST00000000000003"


def firm(code: str, name: str, region: str = "east", **more: Any) -> dict[str, Any]:
    return {"key": code, "kind": "firm", "name": name, "region": region, "established_on": "2001-01-01", **more}


def patent(key: str = "P1", *, party: str = A, region: str = "east", **more: Any) -> dict[str, Any]:
    filed = more.get("filed_on", "2012-03-01")
    return {
        "key": key, "kind": "invention", "title": "一种测试装置", "filed_on": "2012-03-01", "granted_on": "2014-05-07",
        "holdings": [{"party": party, "region": region, "since": filed}], **more,
    }


def take(
    parts: Iterable[tuple[str, Iterable[Mapping[str, Any]]]], *, name: str = "test", **manifest: Any,
) -> Loaded:
    return load_parts(parts, Manifest(format="test", name=name, **manifest), actor=IMPORT, at=NOW)


def make_city() -> None:
    with kernel():
        city = Region.objects.create(slug="city", name="市", name_en="City", kind="city", path="/city/", synthetic=True)
        for rank, slug in enumerate(("east", "west")):
            Region.objects.create(
                slug=slug, name=slug, name_en=slug, kind="county", parent=city, path=f"/city/{slug}/", rank=rank,
                synthetic=True)
    take([("firm", [firm(A, "甲公司"), firm(B, "乙公司", "west"), firm(C, "丙公司")])], name="firms", synthetic=True)


@pytest.fixture
def city(db: None) -> None:
    make_city()


def state() -> dict[str, Any]:
    """Everything that is current: each source's rows by key, without ids and loads, with their holdings."""
    found: dict[str, Any] = {}
    with kernel(), connection.cursor() as cursor:
        for source in SOURCES.values():
            cursor.execute(
                f"SELECT version.key, encode(version.digest, 'hex'),"
                f" to_jsonb(version) - 'id' - 'digest' - 'opened_by' - 'restores', coalesce((SELECT"
                f" jsonb_agg(to_jsonb(held) - 'id' - 'right_id' ORDER BY rank, since) FROM registry_holding AS held"
                f" WHERE held.right_kind = '{source.name}' AND held.right_id = version.id), '[]')"
                f" FROM {source.table} AS version WHERE closed_by IS NULL ORDER BY key")
            found[source.name] = {key: rest for key, *rest in cursor.fetchall()}
    return found


def versions() -> int:
    """How many versions there are, closed ones included."""
    with kernel(), connection.cursor() as cursor:
        total = 0
        for source in SOURCES.values():
            cursor.execute(f"SELECT count(*) FROM {source.table}")
            total += cursor.fetchone()[0]
    return total


Asking = Callable[[], dict[str, Any]]
