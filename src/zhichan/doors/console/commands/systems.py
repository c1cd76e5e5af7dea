"""The 108 systems and which of their acceptance points tests have shown.

Read from the results of the proof runner alone; a result counts only while the sources are those it was made with.
"""

from __future__ import annotations

import argparse
import importlib

from zhichan.doors.console.frame import DONE, print_json
from zhichan.kernel.catalogue import points

name = "systems"

MARKS = "①②③④⑤⑥⑦⑧⑨"
SIGNS = {"shown": "✔", "not shown": "–"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tests", action="store_true", help="name the tests behind each point")


def run(args: argparse.Namespace) -> int:
    places = importlib.import_module("zhichan.site.places")
    results = points.read_results(path=places.build() / points.RESULTS)
    found = points.states(results=results, sources=points.sources_digest(checkout=places.CHECKOUT))
    if args.json:
        print_json([_as_json(key, entry, found) for key, entry in points.entries().items()])
        return DONE
    for key, entry in points.entries().items():
        _print(key, entry, found, tests=args.tests)
    shown = sum(state == "shown" for state, _ in found.values())
    ran = sum(state != "not run" for state, _ in found.values())
    whole = sum(
        all(found[f"{key}.{number + 1}"][0] == "shown" for number in range(len(entry.points)))
        for key, entry in points.entries().items()
    )
    systems = len(points.entries())
    print(
        f"\n{len(found)} 个验收点:已运行 {ran} 个,已证明 {shown} 个;{systems} 个系统中 {whole} 个全部证明。"
    )
    print(
        f"{shown} of {len(found)} points shown, {ran} run; {whole} of {systems} systems shown in all points."
    )
    return DONE


Found = dict[str, tuple[points.State, tuple[str, ...]]]


def _as_json(key: str, entry: points.Entry, found: Found) -> dict[str, object]:
    """A point that no fresh result speaks of is neither shown nor not shown: ``shown`` is null."""
    told = {"shown": True, "not shown": False, "not run": None}
    return {
        "id": key,
        "name": entry.title.zh,
        "name_en": entry.title.en,
        "points": [
            {"n": number, "shown": told[found[f"{key}.{number}"][0]], "by": list(found[f"{key}.{number}"][1])}
            for number in range(1, len(entry.points) + 1)
        ],
    }


def _print(key: str, entry: points.Entry, found: Found, *, tests: bool) -> None:
    mine = [found[f"{key}.{number + 1}"] for number in range(len(entry.points))]
    by = {test for _, rests_on in mine for test in rests_on}
    if not by:
        line = "not run"
    else:
        line = " ".join(
            f"{MARKS[number]}{SIGNS.get(state, 'not run')}" for number, (state, _) in enumerate(mine)
        )
        line += f"  {len(by)} test{'s' if len(by) > 1 else ''}"
    print(f"{key}  {entry.title.zh}  {entry.title.en}  {line}")
    if tests:
        for test in sorted(by):
            print(f"       {test}")
