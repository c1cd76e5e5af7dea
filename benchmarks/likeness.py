"""Marks alike: keys in the index and comparing what they find, beside comparing with every mark.

Made-up marks as in the tests, so that many share signs. Each of the questions is a mark changed in one way. What the
index finds is compared with what the scan finds, scores and all, before anything is timed; the scan has its marks cut
beforehand, so that comparing alone is counted. `SIZES` in the environment names the sizes (100000 by default).
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
QUESTIONS, SCANNED, SEED = 200, 40, 20_251_122


def _flat(found: Mapping[int, list[str]]) -> list[tuple[int, str]]:
    return sorted((score, key) for score, keys in found.items() for key in keys)


def _milliseconds(took: list[float]) -> dict[str, float]:
    ordered = sorted(took)
    return {
        "p50_ms": round(1000 * statistics.median(ordered), 2),
        "p95_ms": round(1000 * ordered[int(len(ordered) * 0.95) - 1], 2),
    }


def measured(size: int, folder: Path) -> dict[str, Any]:
    """One size: equal answers first, then how long each way takes."""
    from django.conf import settings
    from tests.instruments.likeness.worlds import changed, names

    from zhichan.instruments.likeness import compare, cut, kept
    from zhichan.kernel.registry.searching import index
    from zhichan.kernel.registry.searching.documents import Document
    from zhichan.kernel.registry.searching.likeness import alike

    settings.ZHICHAN_INDEX = folder
    shelf = names(size, seed=SEED)
    began = time.perf_counter()
    index.rebuild(
        Document(f"mark:M{number}", values={"readers": ["*"], "mark": [name], "alike": sorted(kept(cut(name)))})
        for number, name in enumerate(shelf)
    )
    built = time.perf_counter() - began
    marks = [cut(name) for name in shelf]
    dice = random.Random(SEED)
    questions = [dice.choice([text for _, text in changed(name, dice)]) for name in dice.sample(shelf, QUESTIONS)]

    def scan(text: str) -> dict[int, list[str]]:
        asked, found = cut(text), defaultdict(list)
        for number, mark in enumerate(marks):
            if near := compare(asked, mark):
                found[near.score].append(f"mark:M{number}")
        return found

    scanned: list[float] = []
    for text in questions[:SCANNED]:
        began = time.perf_counter()
        every = scan(text)
        scanned.append(time.perf_counter() - began)
        found = alike(text)
        if _flat(found) != _flat(every):
            raise AssertionError(f"the index and the scan differ for {text!r}")
    indexed: list[float] = []
    hits = 0
    for text in questions:
        began = time.perf_counter()
        hits += sum(map(len, alike(text).values()))
        indexed.append(time.perf_counter() - began)
    return {
        "marks": size, "built_seconds": round(built, 1), "alike_per_question": round(hits / QUESTIONS, 1),
        "index": _milliseconds(indexed), "every_mark": _milliseconds(scanned),
        "times_faster_p50": round(statistics.median(scanned) / statistics.median(indexed), 1),
    }  # fmt: skip


def run(results: Path) -> dict[str, Any]:
    """Every size asked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhichan.site.settings")
    import django

    django.setup()
    sys.path.insert(0, str(ROOT))
    found = []
    for size in map(int, os.environ.get("SIZES", "100000").split()):
        with tempfile.TemporaryDirectory() as folder:
            found.append(measured(size, Path(folder)))
    return {"sizes": found}
