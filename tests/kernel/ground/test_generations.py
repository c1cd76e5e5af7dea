"""Generations of files: one serves, and what makers left behind goes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from zhichan.kernel.ground.public import generations, processors


def folders(place: Path) -> set[str]:
    return {each.name for each in place.iterdir() if each.is_dir()}


def test_what_dead_makers_left_goes_and_what_serves_stays(tmp_path: Path) -> None:
    place = tmp_path / "kept"
    generations.sweep(place)
    assert not place.exists()
    serving = generations.fresh(place)
    (serving / "file").write_text("1")
    generations.serve(serving, {"of": "a"})
    for _ in range(3):
        (generations.fresh(place) / "half").write_text("2")
    assert len(folders(place)) == 4
    generations.sweep(place)
    assert folders(place) == {serving.name}
    assert (serving / "file").read_text() == "1"
    assert generations.standing(place) == {"of": "a", "generation": serving.name}


def test_what_was_left_before_anything_served_goes_too(tmp_path: Path) -> None:
    generations.fresh(tmp_path)
    generations.sweep(tmp_path)
    assert folders(tmp_path) == set()


def test_processors_are_those_that_this_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3, 5}, raising=False)
    assert processors.allowed() == 2
    monkeypatch.delattr(os, "sched_getaffinity")
    assert processors.allowed() == 64
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert processors.allowed() == 1
