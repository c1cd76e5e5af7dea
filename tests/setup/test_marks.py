"""What was done to one database says nothing of another, and a database of one's own gets no demo city unasked."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest

from zhichan.site import database, opening, places, supervisor


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(places, "var", lambda: tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgresql://zhichan_app:secret@db.example:5432/trial")
    return monkeypatch


@pytest.mark.parametrize("other", [
    "postgresql://zhichan_app:secret@db.example:5432/city", "postgresql://zhichan_app:secret@other.example:5432/trial",
    "postgresql://zhichan_app:secret@db.example:5433/trial", "postgresql:///trial?host=/run/other"])
def test_a_demo_tried_out_in_one_database_does_not_mark_the_next(outside: pytest.MonkeyPatch, other: str) -> None:
    places.write_private(database.demo_mark(), "2025-09-30")
    assert opening.has_demo()
    outside.setenv("DATABASE_URL", "postgresql://zhichan_app:changed@db.example:5432/trial")
    assert opening.has_demo()
    outside.setenv("DATABASE_URL", other)
    assert not opening.has_demo()


@pytest.mark.parametrize(("url", "loaded"), [("postgresql://zhichan_app@db.example/city", 0), (None, 1)])
def test_only_the_embedded_database_gets_the_demo_city_unasked(
    monkeypatch: pytest.MonkeyPatch, url: str | None, loaded: int,
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    if url is not None:
        monkeypatch.setenv("DATABASE_URL", url)
    calls: list[Any] = []
    monkeypatch.setattr(opening, "check_declarations", lambda: None)
    monkeypatch.setattr(opening, "has_demo", lambda: False)
    monkeypatch.setattr(opening, "load_demo", lambda **given: calls.append(given))
    monkeypatch.setattr(database, "disconnect", contextlib.nullcontext)
    supervisor.Supervisor(port=1)._fill()
    assert len(calls) == loaded
