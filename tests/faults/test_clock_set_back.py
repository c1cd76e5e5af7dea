"""The machine's clock goes back: the order of what happened stays that of the positions."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uuid6

from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import kernel
from zhichan.kernel.ledger.public import Event, Position, bundles, seal

from .conftest import AT, House

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]


def in_order(case: str) -> list[Any]:
    with kernel():
        found = Position.objects.filter(event__subject_id=case).order_by("position").select_related("event")
        return [(place.event.subject_version, place.event.at) for place in found]


def test_an_act_with_an_earlier_instant_comes_after_what_was_there(house: House) -> None:
    """Instants say what the clock showed; positions, versions and the fold say what came first."""
    case = house.write()
    house.settle()
    house.amend(case, 1, at=AT + timedelta(hours=2))
    house.settle()
    earlier = AT - timedelta(days=3)
    house.amend(case, 2, at=earlier)
    house.settle()
    assert in_order(case) == [(1, AT), (2, AT + timedelta(hours=2)), (3, earlier)]
    with kernel():
        assert Case.objects.get(pk=case).facts["count"] == 2
    house.agrees()


def test_ids_that_fall_behind_move_no_event_and_break_no_seal(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """UUIDv7 carry the machine's time: another process after the clock was set back gives smaller ones."""
    case = house.write()
    house.settle()
    seal(at=AT)
    past = time.time_ns() - 90 * 24 * 3600 * 10**9
    monkeypatch.setattr(uuid6, "_last_v7_timestamp", None)
    monkeypatch.setattr(time, "time_ns", lambda: past)
    house.amend(case, 1)
    monkeypatch.undo()
    monkeypatch.setattr(uuid6, "_last_v7_timestamp", None)
    house.amend(case, 2)
    house.settle()
    seal(at=AT)
    with kernel():
        by_id = list(Event.objects.filter(subject_id=case).order_by("id").values_list("subject_version", flat=True))
    assert by_id == [2, 1, 3]
    assert [version for version, _ in in_order(case)] == [1, 2, 3]
    house.agrees(batched=False)
    file = tmp_path / "bundle.zip"
    bundles.export_bundle(file=file, principals=["clerk@/city/"], day=datetime(2025, 9, 30, tzinfo=UTC).date(), at=AT)
    assert bundles.verify_bundle(file=file)[0] == []
