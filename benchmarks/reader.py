"""How the reader does on plans made for the purpose, on the hand-annotated ones, and with the words of one plan masked.

Leaving one out: rules cannot be unlearned, but their words can. Every word of the grammar that the left-out plan holds
and none of the other four does is blotted out of the source before the left-out plan is read and scored, so that what
remains was supported by the other four.
"""

from __future__ import annotations

import importlib
import json
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import zhichan.instruments.reader as whole

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "instruments" / "reader"))
composing: Any = importlib.import_module("composing")
judging: Any = importlib.import_module("judging")

SOURCE = ROOT / "src" / "zhichan" / "instruments" / "reader"
SHARED = ROOT.parent / "shared"
WORD = re.compile(r'(?<=[|(":])([一-龥]{2,10})(?=[|)"])')
ROLES = ("lead", "cooperating", "responsible")
NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两")
Read = Callable[..., Any]


def _raw(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as stream:
        return stream.read()


def _scores(read: Read, raw: str, gold: dict[str, Any]) -> tuple[Any, Any]:
    reading = read(raw, glossary=())
    targets = [
        judging.GoldTarget(
            t["indicator"],
            float(t["value"]),
            t.get("value_max"),
            "" if t.get("unit_inferred") else t["unit"],
            t["year"],
            not t.get("year_inferred"),
        )
        for t in gold["targets"]
    ]
    return judging.judge_targets(targets, reading), _units(gold["tasks"], reading)


def _units(gold: list[dict[str, Any]], reading: Any) -> Any:
    """Units with their roles, task by task where the annotation has it: titles repeat, places do not."""
    told = {task.span[0]: task for task in reading.tasks}
    hits = wanted = said = 0
    for expected in gold:
        start = next((one for one in range(expected["span"][0] - 2, expected["span"][0] + 3) if one in told), None)
        task = told.pop(start) if start is not None else None
        want = {(role, judging.plain(unit)) for role in ROLES for unit in expected[role]}
        have = {(role, judging.plain(unit)) for role in ROLES for unit in getattr(task, role)} if task else set()
        hits, wanted, said = hits + len(want & have), wanted + len(want), said + len(have)
    said += sum(len(getattr(task, role)) for task in told.values() for role in ROLES)
    return judging.Score(hits, wanted, said, (), ())


def _masked(left_out: str, others: str, place: Path, name: str) -> tuple[Read, int]:
    """A reader whose grammar has lost the words that only the left-out text supports, and how many they are."""
    package = place / name
    shutil.copytree(SOURCE, package, ignore=shutil.ignore_patterns("__pycache__"))
    lost: set[str] = set()
    fold = whole.clean.fold
    text, rest = fold("".join(left_out.split())), fold("".join(others.split()))
    for path in package.glob("*.py"):
        source = path.read_text(encoding="utf-8")
        only = {w for w in WORD.findall(source) if w in text and w not in rest and not set(w) <= NUMERALS}
        lost |= only
        path.write_text(
            WORD.sub(lambda m, only=only: "〇" * len(m.group()) if m.group() in only else m.group(), source),  # type: ignore[misc]
            encoding="utf-8",
        )
    sys.path.insert(0, str(place))
    try:
        return importlib.import_module(name).read, len(lost)
    finally:
        sys.path.remove(str(place))


def left_out() -> list[dict[str, Any]]:
    """For each annotated plan: scores as the reader is, and without the words that only this plan supports."""
    paths = sorted((SHARED / "seeds").glob("*.txt")) if (SHARED / "seeds").is_dir() else []
    texts = {p: _raw(p) for p in paths}
    out: list[dict[str, Any]] = []
    none = judging.Score(0, 0, 0, (), ())
    sums = [none] * 4
    with tempfile.TemporaryDirectory() as folder:
        for n, path in enumerate(paths):
            gold = json.loads((SHARED / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
            others = "".join(t for p, t in texts.items() if p is not path)
            masked, lost = _masked(texts[path], others, Path(folder), f"reader_without_{n}")
            as_is, without = _scores(whole.read, texts[path], gold), _scores(masked, texts[path], gold)
            sums = [total + one for total, one in zip(sums, (*as_is, *without), strict=True)]
            out.append(
                {
                    "plan": path.stem[:3],
                    "words_masked": lost,
                    "targets": round(as_is[0].f1, 3),
                    "units": round(as_is[1].f1, 3),
                    "targets_without": round(without[0].f1, 3),
                    "units_without": round(without[1].f1, 3),
                }
            )
    names = ("targets", "units", "targets_without", "units_without")
    micro = {name: round(one.f1, 3) for name, one in zip(names, sums, strict=True)}
    return [*out, {"plan": "micro", "words_masked": sum(one["words_masked"] for one in out), **micro}] if out else []


def made(seeds: range = range(8000, 8040)) -> list[dict[str, Any]]:
    """Scores and speed on composed plans, by damage."""
    out = []
    for damage in composing.KINDS:
        targets = tasks = judging.Score(0, 0, 0, (), ())
        characters, began = 0, time.process_time()
        for seed in seeds:
            plan = composing.composed(seed, damage=damage)
            reading = whole.read(plan.text, glossary=())
            characters += len(plan.text)
            targets += judging.judge_targets(plan.targets, reading)
            tasks += judging.judge_tasks(plan.tasks, reading)
        seconds = time.process_time() - began
        out.append(
            {
                "damage": damage,
                "precision": round(targets.hits / targets.told, 3),
                "recall": round(targets.hits / targets.gold, 3),
                "units": round(tasks.f1, 3),
                "roles": round(tasks.roles / max(1, tasks.hits), 3),
                "characters_a_second": round(characters / max(seconds, 1e-9)),
            }
        )
    return out


def run(results: Path) -> dict[str, Any]:
    """All figures; nothing else is written."""
    return {"left_out": left_out(), "made": made()}


if __name__ == "__main__":
    print(json.dumps(run(ROOT), ensure_ascii=False, indent=1))
