"""What `make check`, `make test`, `make soak` and `make bench` run, in the virtual environment."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from zhichan.site import places

TYPED = ("src/zhichan/instruments", "src/zhichan/kernel", "src/zhichan/site", "src/zhichan/doors/console")
LINT = (
    ("import-linter", ["-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]),
    ("ruff", ["-m", "ruff", "check", "--quiet", "src", "tests"]),
    ("mypy", ["-m", "mypy", *TYPED]),
)
MIGRATIONS = ("migrations", ["-m", "zhichan.site.manage", "makemigrations", "--check", "--dry-run"])


def _check(name: str, arguments: list[str]) -> bool:
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=places.CHECKOUT, capture_output=True, encoding="utf-8", errors="replace", check=False,
        env=dict(os.environ, ZHICHAN_CLUSTER="test"),
    )
    verdict = "ok" if done.returncode == 0 else "FAILED 未通过"
    print(f"{name}: {verdict} ({time.monotonic() - begun:.1f} s)", flush=True)
    if done.returncode != 0:
        print(done.stdout, done.stderr, sep="\n", flush=True)
    return done.returncode == 0


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
    checks = [*LINT, MIGRATIONS] if goal == "test" else [check for check in LINT if check[0] != "import-linter"]
    failed = [name for name, arguments in checks if not _check(name, arguments)]
    parallel = ["-n", "logical", "--maxprocesses", "4", "--dist", "worksteal"]
    if goal == "check":
        os.environ["ZHICHAN_QUICK"] = "1"
        status = _pytest("-q", *parallel, *rest)
    else:
        status = _pytest("-q", "-m", "not soak", *parallel, *rest)
    if failed:
        print(f"未通过 Failed: {', '.join(failed)}", flush=True)
    return status or bool(failed)


if __name__ == "__main__":
    sys.exit(main())
