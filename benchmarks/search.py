"""The public search beside SQLite FTS5, PostgreSQL and bare Tantivy, over the same made-up records, in the same run.

Each engine answers the same questions; counts are compared first, and an engine whose counts differ is not timed.
What was built is kept in a folder, one for each size with its own database and index, and a build that was broken off
goes on where it was. The environment says what is done:

    SIZES          records, separated by commas (100000)
    SEARCH_FOLDER  where what is built is kept (search, in the folder of results)
    SEARCH_PEERS   the largest size at which FTS5 and PostgreSQL are built (1000000)
    SEARCH_HOUSE   the largest size at which all rights are loaded; above it those that pages show (1000000)
    SEARCH_BUILD   1: only build
    SEARCH_CLASSES classes of questions that are asked, separated by commas (all); of others what was measured before
                   is kept
    SEARCH_ONCE    1: the peers are timed at the asking at which their answers are compared, and not again, and
                   processor time is taken of one asking
    SEARCH_CROWDED 1: engines are timed by processor alone, which a crowded machine stretches least
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.searched import engines, served
from benchmarks.searched.records import QUESTIONS, questions

ROUNDS = 3
"""Times that each question is asked when processor time is taken; the least counts."""


def run(results: Path) -> dict[str, Any]:
    """Build what is missing, compare the counts, and time each class of question, each size in a process of its own."""
    folder = Path(os.environ.get("SEARCH_FOLDER") or results / "search").absolute()
    found: list[dict[str, Any]] = []
    for count in [int(size) for size in os.environ.get("SIZES", "100000").split(",")]:
        place = folder / str(count)
        place.mkdir(parents=True, exist_ok=True)
        # The house of a size: its own database, index and secrets.
        environment = {**os.environ, "ZHICHAN_VAR": str(place / "var")}
        subprocess.run(
            [sys.executable, "-m", "benchmarks.search", str(count), str(place)], env=environment, check=True
        )
        measured = place / "measured.json"
        if measured.exists():
            found.append(json.loads(measured.read_text("utf-8")))
    return {"questions": QUESTIONS, "sizes": found}


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} load {os.getloadavg()[0]:.1f}  {text}", file=sys.stderr, flush=True)


def _at(count: int, folder: Path) -> dict[str, Any] | None:
    ours = engines.Ours(folder, count, _say)
    asked: list[Any] = [ours]
    built = [ours]
    if count <= int(os.environ.get("SEARCH_PEERS", "1000000")):
        built += [engines.Sqlite(folder, count, _say), engines.Postgres(folder, count, _say)]
    took = {engine.name: engine.kept.said for engine in built}
    house = count <= int(os.environ.get("SEARCH_HOUSE", "1000000"))
    if house:
        took["rights"] = served.rights(folder, count, _say).said
    if os.environ.get("SEARCH_BUILD") == "1":
        return None
    asked += [engines.Bare(), *built[1:]]
    named = [name for name in os.environ.get("SEARCH_CLASSES", "").split(",") if name]
    classes: dict[str, Any] = _before(folder) if named else {}
    said: dict[str, Any] = {"records": count, "built": took, "classes": classes}
    chosen = {name: each for name, each in questions().items() if not named or name in named}
    for name, each in chosen.items():
        ordered = [engines.Ordered()] if all(question.get("field") for question in each) else []
        classes[name] = _class(name, [*asked, *ordered], each)
        _keep(folder, said)
    if not house:
        pages = (ours.page(question) for each in questions().values() for question in each)
        took["shown"] = served.shown(folder, pages, _say).said
    with served.served() as port:
        for name, each in chosen.items():
            truth = [ours.ask(question) for question in each]
            served.clients(port, each, truth)  # Each process has met the index before anything is timed.
            taken, rate = served.clients(port, each, truth)
            load = round(os.getloadavg()[0], 1)
            classes[name]["api"] = {**_said(taken), "queries_per_s": round(rate, 1), "load": load}
            _say(f"{name} through the API: {classes[name]['api']}")
            _keep(folder, said)
    if house:
        # Above, the first commit would merge the parts, which takes minutes and once more the room.
        said["followed_ms"] = {size: engines.Ours.followed(count, size) for size in (1, 1000)}
    return {
        **said, "load_after": [round(each, 2) for each in os.getloadavg()],
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }  # fmt: skip


def _before(folder: Path) -> dict[str, Any]:
    measured = folder / "measured.json"
    classes: dict[str, Any] = json.loads(measured.read_text("utf-8"))["classes"] if measured.exists() else {}
    return classes


def _keep(folder: Path, found: dict[str, Any]) -> None:
    (folder / "measured.json").write_text(json.dumps(found, ensure_ascii=False), "utf-8")


def _class(name: str, asked: Sequence[Any], each: Sequence[dict[str, Any]]) -> dict[str, Any]:
    truth = [asked[0].ask(question) for question in each]
    once = os.environ.get("SEARCH_ONCE") == "1"
    crowded = os.environ.get("SEARCH_CROWDED") == "1"
    said: dict[str, Any] = {"load": round(os.getloadavg()[0], 1), "median_hits": statistics.median(truth)}
    often = []
    for engine in asked:
        other: list[int] = []
        taken = _timed(lambda question, engine=engine, other=other: other.append(engine.ask(question)), each)
        if other != truth:
            wrong = next(place for place, pair in enumerate(zip(truth, other, strict=True)) if pair[0] != pair[1])
            raise AssertionError(f"{engine.name} {name}: {each[wrong]} {other[wrong]} for {truth[wrong]}")
        if isinstance(engine, engines.Ordered):
            wrong = next((place for place, one in enumerate(each) if engine.page(one) != asked[0].page(one)), None)
            if wrong is not None:
                raise AssertionError(f"{engine.name} {name}: another page for {each[wrong]}")
        if once and not isinstance(engine, engines.Ours | engines.Bare):
            said[engine.name] = {**_said(taken), "once": True}
        else:
            often.append(engine)
    _say(f"{name}: {len(asked)} engines answer the same")
    if not crowded:
        said |= {engine.name: {**_said(_timed(engine.ask, each)), "eight": _eight(engine, each)} for engine in often}
    said["processor"] = {engine.name: _said(_worked(engine, each, 1 if once else ROUNDS)) for engine in often}
    _say(f"{name}: {said}")
    return said


def _timed(ask: Callable[[dict[str, Any]], Any], asked: Sequence[dict[str, Any]]) -> list[float]:
    taken = []
    for question in asked:
        begun = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def _worked(engine: Any, asked: Sequence[dict[str, Any]], rounds: int) -> list[float]:
    """Milliseconds of processor for each question: of this thread, and of the server's process where there is one."""
    server: Callable[[], float] = getattr(engine, "worked", lambda: 0.0)
    least = []
    for question in asked:
        taken = []
        for _ in range(rounds):
            begun = time.thread_time() + server()
            engine.ask(question)
            taken.append((time.thread_time() + server() - begun) * 1000)
        least.append(min(taken))
    return least


def _said(taken: Sequence[float]) -> dict[str, float]:
    ranked = sorted(taken)
    return {"p50_ms": round(statistics.median(ranked), 3), "p95_ms": round(ranked[int(len(ranked) * 0.95)], 3)}


def _eight(engine: Any, asked: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Eight clients at once, each with a connection of its own where the engine has connections.

    Each asks its share of the questions, again and again until a second has passed: less is the start of threads.
    """
    clients = [engine.another() if hasattr(engine, "another") else engine for _ in range(8)]
    begun = time.perf_counter()

    def asking(place: int) -> list[float]:
        taken = _timed(clients[place].ask, asked[place::8])
        while time.perf_counter() - begun < 1:
            taken += _timed(clients[place].ask, asked[place::8])
        return taken

    with ThreadPoolExecutor(8) as pool:
        parts = list(pool.map(asking, range(8)))
    taken = [each for part in parts for each in part]
    return {**_said(taken), "queries_per_s": round(len(taken) / (time.perf_counter() - begun), 1)}


def main() -> None:
    """Measure one size in this process, whose environment names the size's own house."""
    count, folder = int(sys.argv[1]), Path(sys.argv[2])
    from zhichan.site import opening

    with opening.opened():
        found = _at(count, folder)
    if found is not None:
        _keep(folder, found)


if __name__ == "__main__":
    main()
