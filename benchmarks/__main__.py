"""``python -m benchmarks --results=DIR [NAME …]`` runs the modules here that have ``run`` and stores JSON for each."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import platform
import sys
from pathlib import Path

import psutil

import benchmarks


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    return {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "load_before": [round(each, 2) for each in os.getloadavg()],
        "system": platform.system(),
        "python": platform.python_version(),
    }


def main() -> int:
    """Run those named, or all."""
    arguments = argparse.ArgumentParser(prog="benchmarks")
    arguments.add_argument("--results", type=Path, required=True)
    arguments.add_argument("names", nargs="*")
    chosen = arguments.parse_args()
    chosen.results.mkdir(parents=True, exist_ok=True)
    known = {
        info.name: module
        for info in pkgutil.iter_modules(benchmarks.__path__)
        if info.name != "__main__"
        and hasattr(module := importlib.import_module(f"benchmarks.{info.name}"), "run")
    }
    if unknown := set(chosen.names) - set(known):
        print(
            f"no benchmark is called {', '.join(sorted(unknown))}; there are {', '.join(known)}",
            file=sys.stderr,
        )
        return 2
    for name in chosen.names or known:
        found = {"benchmark": name, "machine": machine(), **known[name].run(chosen.results)}
        text = json.dumps(found, ensure_ascii=False, indent=1)
        (chosen.results / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
