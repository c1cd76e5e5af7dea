"""Reads folders of annotated documents that nothing was fitted to, and prints how right the reading is.

``python -m benchmarks.reader_cold [--list] FOLDER …``: each FOLDER holds documents (txt, docx, pdf, html) and, beside
each, its annotation NAME.gold.json in the shape of ``zhichan read --json``. The judge is the stricter one of
``../shared/gold/score_plan.py``: goals by value, unit, year and name, bearers by task and name. ``--list`` prints what
was missed (``-``) and what was too much (``+``). A folder gets a line of its own, and all of them one together.
PYTHONPATH names another source tree to read with, so that two readers can be laid side by side on the same texts.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from zhichan.instruments.papers import Unreadable as Refused
from zhichan.instruments.papers import extract
from zhichan.instruments.reader import Unreadable, read

SCORER = Path(__file__).parents[2] / "shared" / "gold" / "score_plan.py"
PARTS = ("targets", "pairs")


def scorer() -> Any:
    """The judge, as a module. Raises FileNotFoundError when it is not there."""
    spec = importlib.util.spec_from_file_location("score_plan", SCORER)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(SCORER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def told(path: Path) -> dict[str, Any]:
    """The reading of one document, as JSON; what cannot be read is said and tells nothing."""
    try:
        return read(extract(path.read_bytes(), name=path.name).text, glossary=(), name=path.name).as_json()
    except (Refused, Unreadable) as wrong:
        print(f"  {path.name}: {type(wrong).__name__}: {wrong}")
        return {"targets": [], "tasks": []}


def scored(judge: Any, path: Path, gold: dict[str, Any], *, listed: bool) -> Counter[str]:
    """Hits, gold and told of one document's goals and pairs, added under ``targets.hits`` and so on."""
    reading = told(path)
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


def main() -> int:
    """Score the folders named."""
    arguments = argparse.ArgumentParser(prog="benchmarks.reader_cold")
    arguments.add_argument("--list", action="store_true")
    arguments.add_argument("folders", nargs="+", type=Path)
    chosen = arguments.parse_args()
    judge = scorer()
    whole: Counter[str] = Counter()
    for folder in chosen.folders:
        here: Counter[str] = Counter()
        for gold in sorted(folder.glob("*.gold.json")):
            stem = gold.name.removesuffix(".gold.json")
            path = next((p for p in sorted(folder.glob(f"{stem}.*")) if p.suffix != ".json"), None)
            if path is None:
                print(f"  {gold.name}: no document beside it")
                continue
            count = scored(judge, path, json.loads(gold.read_text(encoding="utf-8")), listed=chosen.list)
            print(line(judge, "  " + path.name, count))
            here += count
        print(line(judge, str(folder), here))
        whole += here
    print(line(judge, "all", whole))
    return 0


if __name__ == "__main__":
    sys.exit(main())
