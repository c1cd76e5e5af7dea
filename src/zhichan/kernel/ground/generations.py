"""A folder that holds one generation of files at a time: made anew beside the one that serves, then served at once.

`current` names the generation that serves. It is written by renaming one small file, so that readers meet the old or
the new generation and never a half; what a killed maker left behind goes before the next one is made.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

POINTER = "current"


def standing(folder: Path) -> dict[str, Any]:
    """What was said of the generation that serves, with its name under ``generation``; empty when there is none."""
    try:
        said = json.loads((folder / POINTER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def sweep(folder: Path) -> None:
    """Take away all but the generation that serves: what makers left behind that were killed, or failed.

    Whoever calls must be the only maker, and hold what keeps others from making one until its own serves.
    """
    serving = standing(folder).get("generation")
    if folder.is_dir():
        _only(folder, serving)


def _only(folder: Path, name: object) -> None:
    for other in folder.iterdir():
        if other.is_dir() and other.name != name:
            shutil.rmtree(other, ignore_errors=True)


def fresh(folder: Path) -> Path:
    """An empty folder for a new generation, which nobody reads yet."""
    place = folder / uuid4().hex
    place.mkdir(parents=True)
    return place


def serve(place: Path, said: Mapping[str, Any]) -> None:
    """Let the generation in `place` serve, with what is said of it (JSON-ready); all others go.

    Readers that have the one before open keep its files until they let go.
    """
    folder = place.parent
    pointer = folder / f".{place.name}"
    pointer.write_text(json.dumps({**said, "generation": place.name}, ensure_ascii=False), encoding="utf-8")
    pointer.replace(folder / POINTER)
    _only(folder, place.name)
