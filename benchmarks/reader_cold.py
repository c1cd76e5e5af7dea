"""Reads folders of annotated documents that nothing was fitted to, and prints how right the reading is.

``python -m benchmarks.reader_cold [--list] [--form KIND] FOLDER …``: each FOLDER holds documents (txt, docx, pdf, html)
and, beside each, its annotation NAME.gold.json in the shape of ``zhichan read --json``. The judge is the stricter one
of ``../shared/gold/score_plan.py``: goals by value, unit, year and name, bearers by task and name. ``--list`` prints
what was missed (``-``) and what was too much (``+``). A folder gets a line of its own, and all of them one together.
``--form`` reads every text in an outward form that a crawler or a converter leaves, the gold unchanged: a kind of
``tests/instruments/reader/spoiling.py``, or ``each`` for a line of every kind and the texts that lose most by it.
PYTHONPATH names another source tree to read with, so that two readers can be laid side by side on the same texts.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from zhichan.instruments.papers import Unreadable as Refused
from zhichan.instruments.papers import extract
from zhichan.instruments.reader import Unreadable, read

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "instruments" / "reader"))
import spoiling

Form = Callable[[str, random.Random], str]
SCORER = Path(__file__).parents[2] / "shared" / "gold" / "score_plan.py"
PARTS = ("targets", "pairs")
WORST, LEAST_LOSS = 5, 4


def scorer() -> Any:
    """The judge, as a module. Raises FileNotFoundError when it is not there."""
    spec = importlib.util.spec_from_file_location("score_plan", SCORER)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SCORER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def told(path: Path, form: Form | None = None) -> dict[str, Any]:
    """The reading of one document, as JSON; what cannot be read is said and tells nothing."""
    try:
        text = extract(path.read_bytes(), name=path.name).text
        text = form(text, random.Random(path.stem)) if form else text
        return read(text, glossary=(), name=path.name).as_json()
    except (Refused, Unreadable) as wrong:
        print(f"  {path.name}: {type(wrong).__name__}: {wrong}")
        return {"targets": [], "tasks": []}


def scored(
    judge: Any, path: Path, gold: dict[str, Any], *, listed: bool, form: Form | None = None
) -> Counter[str]:
    """Hits, gold and told of one document's goals and pairs, added under ``targets.hits`` and so on."""
    reading = told(path, form)
    found = {"targets": judge.score_targets(gold, reading), "pairs": judge.score_tasks(gold, reading)}
    out: Counter[str] = Counter()
    for part, score in found.items():
        if score is None:
            continue
        out += Counter(
            {f"{part}.hits": score["tp"], f"{part}.gold": score["n_gold"], f"{part}.told": score["n_pred"]}
        )
        if part == "pairs":
            out["roles"] += score["role_ok"]
        for mark, items in (("-", score["missed"]), ("+", score["extra"])) if listed else ():
            for one in items:
                print("   ", mark, judge.show_target(one) if part == "targets" else _pair(one))
    return out


def _pair(one: dict[str, Any]) -> str:
    task = one["t"]
    return f"{(task.get('title') or (task.get('path') or ['?'])[-1])[:40]} → {one['unit']} {sorted(one['roles'])}"


def line(judge: Any, name: str, count: Counter[str]) -> str:
    """One line of figures: precision, recall, F1 of goals and of pairs, and the share of right roles."""
    cells = [name.ljust(28)]
    for part in PARTS:
        hits, gold, said = (count[f"{part}.{each}"] for each in ("hits", "gold", "told"))
        p, r, f1 = judge.prf(hits, gold, said)
        cells.append(f"{part} P {p:.3f} R {r:.3f} F1 {f1:.3f} ({hits}/{gold}/{said})")
    if count["pairs.hits"]:
        cells.append(f"roles {count['roles'] / count['pairs.hits']:.3f}")
    return "  ".join(cells)


def documents(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The documents of a folder, each with its annotation; one without a document is said."""
    for gold in sorted(folder.glob("*.gold.json")):
        stem = gold.name.removesuffix(".gold.json")
        path = next((p for p in sorted(folder.glob(f"{stem}.*")) if p.suffix != ".json"), None)
        if path is None:
            print(f"  {gold.name}: no document beside it")
            continue
        yield path, json.loads(gold.read_text(encoding="utf-8"))


def forms(judge: Any, folders: list[Path]) -> None:
    """One line for each outward form, below it the texts that lose most hits of goals and pairs by it."""
    base: dict[Path, Counter[str]] = {}
    for name, form in {"as it is": None, **spoiling.KINDS}.items():
        count = {
            path: scored(judge, path, gold, listed=False, form=form)
            for folder in folders
            for path, gold in documents(folder)
        }
        base = base or count
        print(line(judge, name, sum(count.values(), Counter())))
        less = {
            path: sum(base[path][f"{part}.hits"] - told[f"{part}.hits"] for part in PARTS)
            for path, told in count.items()
        }
        worst = sorted(less, key=lambda path: -less[path])[:WORST]
        print("   ", "  ".join(f"{path.stem} -{less[path]}" for path in worst if less[path] >= LEAST_LOSS))


def main() -> int:
    """Score the folders named."""
    arguments = argparse.ArgumentParser(prog="benchmarks.reader_cold")
    arguments.add_argument("--list", action="store_true")
    arguments.add_argument("--form", choices=["each", *spoiling.KINDS])
    arguments.add_argument("folders", nargs="+", type=Path)
    chosen = arguments.parse_args()
    judge = scorer()
    if chosen.form == "each":
        forms(judge, chosen.folders)
        return 0
    form = spoiling.KINDS[chosen.form] if chosen.form else None
    whole: Counter[str] = Counter()
    for folder in chosen.folders:
        here: Counter[str] = Counter()
        for path, gold in documents(folder):
            count = scored(judge, path, gold, listed=chosen.list, form=form)
            print(line(judge, "  " + path.name, count))
            here += count
        print(line(judge, str(folder), here))
        whole += here
    print(line(judge, "all", whole))
    return 0


if __name__ == "__main__":
    sys.exit(main())
