"""Fits how sure the reader may be, on composed plans worn in many ways, on excerpts of neighbouring kinds, as they
are and worn, and on annotated texts as they come, and prints its reliability on others.

``python -m benchmarks.reader_fit [--keep] [FOLDER …]`` prints the weights that stand in
``instruments/reader/certainty.py``. A FOLDER holds documents with their annotation beside (``*.json``); what is made
for the purpose is easier than what offices write, so that each of theirs counts ``REAL`` times. Every fifth document
is kept for checking. Name folders that no rule was mended on: what was mended tells too well of the reader. ``--keep``
holds the weights that stand and fits only signs that have none yet, for the texts of an earlier fitting may be gone.
No seed used here is used by a test.
"""

from __future__ import annotations

import argparse
import importlib
import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np

from zhichan.instruments.papers import extract
from zhichan.instruments.reader import Reading, certainty, read

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "instruments" / "reader"))
composing: Any = importlib.import_module("composing")
judging: Any = importlib.import_module("judging")
spoiling: Any = importlib.import_module("spoiling")

EXCERPTS = sorted((Path(__file__).parents[1] / "tests" / "instruments" / "reader" / "excerpts").glob("*.txt"))
FITTING = range(5000, 5140)
CHECKING = range(6000, 6060)
DAMAGES = ("none", "blob", "headed", "worn", "worn", "worn blob")
REAL = 4
KEPT = 5
HELD = 1000.0
"""Precision of the prior of a weight that stands."""
Seen = list[tuple[list[str], bool]]


def rightness(reading: Reading, targets: list[Any], tasks: list[Any]) -> tuple[Seen, Seen]:
    """Signs of each target and task that was read, and whether it is right."""
    left = list(targets)
    seen: Seen = []
    for told in reading.targets:
        gold = next((g for g in left if judging.judge_targets([g], _only(reading, told)).hits), None)
        if gold is not None:
            left.remove(gold)
        seen.append((told.signs, gold is not None))
    duties: Seen = []
    for task in reading.tasks:
        named = {
            judging.plain(u): role
            for role in ("lead", "cooperating", "responsible")
            for u in getattr(task, role)
        }
        wanted = next((g for g in tasks if judging.like(g.title, task.title) >= 0.5), None)
        duties.append((task.signs, named == (wanted.units if wanted else {})))
    return seen, duties


def _only(reading: Reading, target: object) -> Reading:
    alone = Reading(name="", text_length=0)
    alone.targets = [target]  # type: ignore[list-item]
    return alone


def gather(seeds: range) -> tuple[Seen, Seen]:
    """What was seen over seeds and damages."""
    targets: Seen = []
    tasks: Seen = []
    for n, damage in enumerate(DAMAGES):
        for seed in seeds:
            made = composing.composed(seed + 200 * n, damage=damage)
            a, b = rightness(read(made.text, glossary=()), made.targets, made.tasks)
            targets += a
            tasks += b
    targets += neighbours(EXCERPTS[seeds.start // 1000 % 2 :: 2])
    return targets, tasks


def neighbours(paths: list[Path]) -> Seen:
    """What was seen of excerpts of neighbouring kinds, as they are and worn."""
    out: Seen = []
    for path in paths:
        text, (gold, _) = path.read_text(encoding="utf-8"), judging.load(path.with_suffix(".gold"))
        for worn in (text, spoiling.worn(text, random.Random(path.stem))):
            out += rightness(read(worn, glossary=()), gold, [])[0]
    return out


def annotated(folders: list[Path], *, kept: bool) -> tuple[Seen, Seen]:
    """What was seen of annotated documents: those kept for checking, or the others.

    Tasks count where the annotation has all of them.
    """
    targets: Seen = []
    tasks: Seen = []
    beside = sorted(gold for folder in folders for gold in folder.glob("*.json"))
    for n, gold in enumerate(beside):
        stem = gold.name.removesuffix(".json").removesuffix(".gold")
        path = next((p for p in sorted(gold.parent.glob(f"{stem}.*")) if p.suffix != ".json"), None)
        if path is None or (n % KEPT == 0) is not kept:
            continue
        told = json.loads(gold.read_text(encoding="utf-8"))
        reading = read(extract(path.read_bytes(), name=path.name).text, glossary=())
        if reading.is_plan:
            duties = [_gold_task(t) for t in told.get("tasks") or ()]
            goals, borne = rightness(reading, [_gold(t) for t in told["targets"]], duties)
            targets += goals
            if duties and not told.get("tasks_partial") and told.get("score_tasks") is not False:
                tasks += borne
    return targets, tasks


def _gold_task(told: dict[str, Any]) -> Any:
    units = {
        judging.plain(unit): role
        for role in ("lead", "cooperating", "responsible")
        for unit in told.get(role) or ()
    }
    return judging.GoldTask(told.get("title") or (told.get("path") or [""])[-1], units)


def _gold(told: dict[str, Any]) -> Any:
    unit = "" if told.get("unit_inferred") else (told.get("unit") or "")
    return judging.GoldTarget(
        told["indicator"],
        float(told["value"]),
        told.get("value_max"),
        unit,
        told.get("year"),
        not told.get("year_inferred"),
    )


def fit(seen: Seen, *, pull: float = 2.0, standing: dict[str, float] | None = None) -> dict[str, float]:
    """Log-odds by Newton's method, with a normal prior of precision ``pull`` on each sign; what stands is held."""
    held = standing or {}
    names = sorted({s for signs, _ in seen for s in signs} | set(held) - {certainty.SURE})
    x = np.zeros((len(seen), len(names) + 1))
    x[:, 0] = 1
    for row, (signs, _) in enumerate(seen):
        for s in signs:
            x[row, names.index(s) + 1] = 1
    y = np.array([right for _, right in seen], dtype=float)
    every = [certainty.SURE, *names]
    prior = np.array([HELD if s in held else pull for s in every])
    if not held:
        prior[0] = 0.01
    mean = np.array([held.get(s, 0.0) for s in every])
    w = mean.copy()
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + np.diag(prior), x.T @ (y - p) - prior * (w - mean))
        w += step
        if np.abs(step).max() < 1e-6:
            break
    return {n: held.get(n, round(float(v), 2)) for n, v in zip(every, w, strict=True)}


def reliability(seen: Seen, weights: dict[str, float]) -> tuple[list[tuple[float, float, int]], float]:
    """(mean confidence, share right, count) by tenth, and the expected calibration error."""
    told = [(certainty.chance(signs, weights), right) for signs, right in seen]
    rows, error = [], 0.0
    for tenth in range(10):
        inside = [(c, r) for c, r in told if tenth / 10 <= c < (tenth + 1) / 10 or (tenth == 9 and c >= 0.9)]
        if inside:
            mean, share = sum(c for c, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside)
            rows.append((mean, share, len(inside)))
            error += abs(mean - share) * len(inside) / len(told)
    return rows, error


def main() -> None:
    """Fit on some seeds, check on others."""
    arguments = argparse.ArgumentParser(prog="benchmarks.reader_fit")
    arguments.add_argument("--keep", action="store_true")
    arguments.add_argument("folders", nargs="*", type=Path)
    chosen = arguments.parse_args()
    fitted, checked = gather(FITTING), gather(CHECKING)
    real = annotated(chosen.folders, kept=True)
    for some, more in zip(fitted, annotated(chosen.folders, kept=False), strict=True):
        some.extend(more * REAL)
    stands = (certainty.WEIGHTS, certainty.TASK_WEIGHTS) if chosen.keep else (None, None)
    for name, some, others, held_out, standing in zip(
        ("WEIGHTS", "TASK_WEIGHTS"), fitted, checked, real, stands, strict=True
    ):
        weights = fit(some, standing=standing)
        print(f"{name}: dict[str, float] = {{")
        print("".join(f'    "{sign}": {weight},\n' for sign, weight in weights.items()) + "}")
        print(f"{len(some)} fitted")
        for of_what, seen in (("composed", others), ("of annotated texts", held_out)):
            if not seen:
                continue
            rows, error = reliability(seen, weights)
            share = sum(r for _, r in seen) / len(seen)
            print(f"{len(seen)} {of_what} checked, {share:.3f} right, error {error:.3f}")
            for mean, share, count in rows:
                print(f"  told {mean:.2f}  right {share:.2f}  of {count}")


if __name__ == "__main__":
    main()
