"""What `make check`, `make test`, `make soak` and `make bench` run, in the virtual environment."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from zhichan.site import places

TYPED = ("src/zhichan/instruments", "src/zhichan/kernel", "src/zhichan/site", "src/zhichan/doors/console")
Check = tuple[str, Sequence[str]]
LINT: tuple[Check, ...] = (
    ("import-linter", ["-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]),
    ("ruff", ["-m", "ruff", "check", "--quiet", "src", "tests"]),
    ("mypy", ["-m", "mypy", *TYPED]),
)
MIGRATIONS: Check = ("migrations", ["-m", "zhichan.site.manage", "makemigrations", "--check", "--dry-run"])


Verdict = tuple[bool, str]


def _checked(name: str, arguments: list[str]) -> Verdict:
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=places.CHECKOUT, capture_output=True, encoding="utf-8", errors="replace", check=False,
        env=dict(os.environ, ZHICHAN_CLUSTER="test"),
    )
    fine = done.returncode == 0
    said = f"{name}: {'ok' if fine else 'FAILED 未通过'} ({time.monotonic() - begun:.1f} s)"
    return fine, said if fine else f"{said}\n{done.stdout}\n{done.stderr}"


def _told(verdict: Verdict) -> bool:
    fine, said = verdict
    print(said, flush=True)
    return fine


def _beside(checks: Sequence[Check], *arguments: str) -> tuple[list[str], int]:
    """Checks of the text beside the tests, told after them: which failed, and the tests' status."""
    with ThreadPoolExecutor(1) as beside:
        verdicts = [(name, beside.submit(_checked, name, list(words))) for name, words in checks]
        status = _pytest(*arguments)
        return [name for name, verdict in verdicts if not _told(verdict.result())], status


def _pytest(*arguments: str) -> int:
    environment = dict(os.environ)
    if environment.get("CI"):
        environment["ZHICHAN_NO_SKIPS"] = "1"
    sys.stdout.flush()
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd=places.CHECKOUT, env=environment, check=False
    ).returncode


def main() -> int:
    """Run what is asked for; 0 when everything holds."""
    goal, *rest = sys.argv[1:]
    if goal == "bench":
        results = places.build() / "benchmarks"
        results.mkdir(parents=True, exist_ok=True)
        return subprocess.run(
            [sys.executable, "-m", "benchmarks", f"--results={results}", *rest], cwd=places.CHECKOUT, check=False
        ).returncode
    if goal == "soak":
        return _pytest("-m", "soak", *rest)
    parallel = ["-n", "logical", "--maxprocesses", "4", "--dist", "worksteal"]
    if goal == "check":
        os.environ["ZHICHAN_QUICK"] = "1"
        quick = [check for check in LINT if check[0] != "import-linter"]
        failed, status = _beside(quick, "-q", *parallel, *rest)
    else:
        failed, status = _beside((*LINT, MIGRATIONS), "-q", "-m", "not soak", *parallel, *rest)
    if failed:
        print(f"未通过 Failed: {', '.join(failed)}", flush=True)
    return status or bool(failed)


if __name__ == "__main__":
    sys.exit(main())
