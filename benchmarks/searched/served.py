"""Clients of the API: real HTTP to the application as it is served, from several processes.

The house serves with one process of four threads: no more questions are worked on at once than there are processors,
and the others wait in turn, so that the long ones are not drawn out by each other.

The rights stand in the database, brought there by loads: all of them, or those alone that pages will show. The limit
of requests a minute is lifted: eight clients of one address are what is measured. The house is asked for facets in the
one class that asks for them.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.searched.engines import DAY, Kept, Say
from benchmarks.searched.records import PART, REGIONS, Record, records, vocabulary, written

CLIENTS, PROCESSES, THREADS = 8, 1, 4
LOAD = 10 * PART
"""Rights of one load."""


def rights(folder: Path, count: int, say: Say) -> Kept:
    """The rights in the database, by loads of :data:`LOAD`; what is there already is left alone."""
    kept = Kept(folder / "rights.json")
    _places()
    for low in range(kept.said["records"], count, LOAD):
        high, begun = min(count, low + LOAD), time.perf_counter()
        _load(records(low, high), f"{low}")
        took = time.perf_counter() - begun
        kept.write(records=high, seconds=round(kept.said["seconds"] + took, 1))
        say(f"rights: {high} of {count} in the database, {(high - low) / took:.0f} a second")
    return kept


def shown(folder: Path, pages: Iterable[Sequence[str]], say: Say) -> Kept:
    """Only rights that pages show in the database, where all would not find room: of these keys, otherwise named."""
    kept = Kept(folder / "shown.json")
    if kept.said["done"]:
        return kept
    begun, words = time.perf_counter(), vocabulary()
    found = []
    for key in sorted({key for page in pages for key in page}):
        source, _, own = key.partition(":R")
        number = int(own)
        title = "".join(words[(number + step) % len(words)] for step in range(6))
        kind = {"patent": "patent:invention", "mark": "mark:ordinary"}.get(source, source)
        region = REGIONS[number % len(REGIONS)]
        found.append(Record(number, title, "", kind, region, f"{words[number % 5000]}有限公司", 20150101))
    _places()
    for at in range(0, len(found), LOAD):
        _load(found[at : at + LOAD], f"shown {at}")
    kept.write(records=len(found), seconds=round(time.perf_counter() - begun, 1), done=True)
    say(f"rights: {len(found)} that pages show are in the database")
    return kept


def _places() -> None:
    from zhichan.kernel.ground.public import Region, kernel

    with kernel():
        city, _ = Region.objects.get_or_create(
            slug="city", defaults={"name": "市", "name_en": "City", "kind": "city", "path": "/city/", "synthetic": True}
        )
        for rank, path in enumerate(REGIONS):
            slug = path.split("/")[2]
            Region.objects.get_or_create(slug=slug, defaults={
                "name": slug, "name_en": slug, "kind": "county", "parent": city, "path": path, "rank": rank,
                "synthetic": True,
            })  # fmt: skip


def _load(given: Iterable[Record], name: str) -> None:
    from zhichan.kernel.access.public import system_actor
    from zhichan.kernel.registry.public import Manifest, load_parts

    found: dict[str, list[dict[str, Any]]] = {}
    for one in given:
        found.setdefault(one.source, []).append(_row(one))
    load_parts(
        found.items(), Manifest(format="benchmark", name=name, synthetic=True),
        actor=system_actor("import", day=DAY), at=datetime(2025, 9, 30, tzinfo=UTC),
    )  # fmt: skip


def _row(one: Record) -> dict[str, Any]:
    day = date(one.filed // 10_000, one.filed // 100 % 100, one.filed % 100).isoformat()
    held = [{"name": one.holder, "region": one.region.split("/")[2], "since": day}]
    if one.source == "work":
        return {"key": one.own, "kind": "literary", "title": one.title, "registered_on": day, "holdings": held}
    if one.source == "mark":
        return {
            "key": one.own, "kind": "ordinary", "name": one.title, "nice": 9, "filed_on": day, "holdings": held,
        }  # fmt: skip
    return {
        "key": one.own, "kind": one.kind.partition(":")[2], "title": one.title, "filed_on": day, "holdings": held,
    }  # fmt: skip


@contextmanager
def served(processes: int = PROCESSES, threads: int = THREADS) -> Iterator[int]:
    """The application on a port, as the house serves it, with so many processes of so many threads."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "zhichan.site.web", f"--port={port}", f"--workers={processes}", f"--threads={threads}",
    ]  # fmt: skip
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.searched.settings", "ZHICHAN_AS_OF": DAY.isoformat(),
    }  # fmt: skip
    running = subprocess.Popen(command, env=environment, cwd=Path(__file__).parents[2])
    try:
        for _ in range(3000):
            try:
                _answer(http.client.HTTPConnection("127.0.0.1", port, timeout=30), {"words": ["电池"]})
                break
            except OSError:
                time.sleep(0.2)
        yield port
    finally:
        running.terminate()
        running.wait(timeout=60)


def _address(question: dict[str, Any]) -> str:
    asked = {"q": written(question), "facets": "true" if question.get("facets") else "false"}
    if "years" in question:
        asked |= {"kind": question["kind"], "area": question["region"]}
    return f"/api/search?{urlencode(asked)}"


def _answer(connection: http.client.HTTPConnection, question: dict[str, Any]) -> dict[str, Any]:
    connection.request("GET", _address(question))
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise AssertionError(f"{answer.status}: {body[:300]!r}")
    said: dict[str, Any] = json.loads(body)
    return said


def client(port: int, asked: Sequence[dict[str, Any]]) -> list[tuple[float, int, int]]:
    """Milliseconds, count and hits of the page of each question, over one connection that is kept."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    _answer(connection, {"words": ["电池"]})
    taken = []
    for question in asked:
        begun = time.perf_counter()
        said = _answer(connection, question)
        taken.append(((time.perf_counter() - begun) * 1000, said["count"], len(said["items"])))
    return taken


def clients(port: int, asked: Sequence[dict[str, Any]], truth: Sequence[int]) -> tuple[list[float], float]:
    """Milliseconds of each question asked by eight clients at once, and questions a second; counts must be right."""
    begun = time.perf_counter()
    with ProcessPoolExecutor(CLIENTS) as pool:
        parts = list(pool.map(client, [port] * CLIENTS, [asked[place::CLIENTS] for place in range(CLIENTS)]))
    rate = len(asked) / (time.perf_counter() - begun)
    for place, taken in enumerate(parts):
        for (_, count, there), expected in zip(taken, truth[place::CLIENTS], strict=True):
            if (count, there) != (expected, min(expected, 20)):
                raise AssertionError(f"the API counts {count} and shows {there}, the index counts {expected}")
    return [each[0] for taken in parts for each in taken], rate
