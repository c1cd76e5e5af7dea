"""The acceptance points of all systems, and what tests have shown of them.

Points are never marked by hand: a result is written by the proof runner alone, and it counts only while the sources
are those it was made with.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from zhichan.kernel.catalogue.loading import default_root
from zhichan.kernel.catalogue.shapes import Chain, Shape, Words

POINTS = "points.toml"
RESULTS = "points.json"
_SOURCES = ("src", "tests", "pyproject.toml")
_NOT_SOURCES = {"__pycache__", "node_modules"}

State = Literal["shown", "not shown", "not run"]


class Entry(Shape):
    """One system of points.toml: what it is called, its chain, its priority for users (1 to 3), its points."""

    title: Words
    chain: Chain
    priority: Literal[1, 2, 3]
    points: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one test for one point: it passed, and without what it names it failed."""

    point: str
    test: str
    without: str
    passed: bool
    fails_without: bool
    why: str
    sources: str
    commit: str
    at: str

    @property
    def shown(self) -> bool:
        """Whether the test shows the point."""
        return self.passed and self.fails_without


@lru_cache(maxsize=4)
def entries(*, root: Path | None = None) -> Mapping[str, Entry]:
    """System id → what points.toml says of it, in the order of the file."""
    text = ((root or default_root()) / POINTS).read_text(encoding="utf-8")
    return {key: Entry.model_validate(table) for key, table in tomllib.loads(text).items()}


def sources_digest(*, checkout: Path) -> str:
    """The SHA-256 of everything a result depends on: the code, the declarations and the tests of a checkout."""
    total = hashlib.sha256()
    for name in _SOURCES:
        top = checkout / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            inside = path.relative_to(checkout)
            # Hidden files are left by editors and by half-written saves.
            if path.suffix == ".pyc" or any(
                part in _NOT_SOURCES or part.startswith(".") for part in inside.parts
            ):
                continue
            try:
                data = path.read_bytes()
            except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
                continue
            total.update(f"{inside.as_posix()}\0{len(data)}\0".encode())
            total.update(data)
    return total.hexdigest()


def read_results(*, path: Path) -> tuple[Result, ...]:
    """The results of a file; none when there is no file or it is not one of ours."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return tuple(Result(**item) for item in document["results"])
    except (OSError, ValueError, TypeError, KeyError):
        return ()


def as_document(*, results: Sequence[Result]) -> dict[str, Any]:
    """The JSON document that ``read_results`` reads."""
    fields = Result.__slots__
    return {"results": [{name: getattr(item, name) for name in fields} for item in results]}


def states(*, results: Sequence[Result], sources: str) -> dict[str, tuple[State, tuple[str, ...]]]:
    """Point (``M02.1``) → state and the tests it rests on, for every point; stale results do not count."""
    fresh: dict[str, list[Result]] = {}
    for item in results:
        if item.sources == sources:
            fresh.setdefault(item.point, []).append(item)
    found: dict[str, tuple[State, tuple[str, ...]]] = {}
    for system, entry in entries().items():
        for number in range(1, len(entry.points) + 1):
            mine = fresh.get(f"{system}.{number}", [])
            tests = tuple(sorted({item.test for item in mine}))
            state: State = "not run"
            if mine:
                state = "shown" if all(item.shown for item in mine) else "not shown"
            found[f"{system}.{number}"] = (state, tests)
    return found
