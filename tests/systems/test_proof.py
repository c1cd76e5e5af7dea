"""The proof runner shows a point only when its test passes, and fails without what it names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from zhichan.kernel.catalogue.points import sources_digest
from zhichan.site import places

pytestmark = pytest.mark.thorough

SUITE = """
import pytest
from zhichan.kernel.catalogue.public import current

SYSTEM = "management/cascade/system.toml"


@pytest.fixture(scope="module")
def systems():
    return set(current().systems)


@pytest.mark.point("M18.1", without=SYSTEM)
def test_it_rests_on_the_declaration(systems):
    assert "M18" in systems


@pytest.mark.point("M18.2", without=SYSTEM)
def test_it_passes_regardless(systems):
    assert systems


@pytest.mark.point("M18.3", without=SYSTEM)
def test_it_fails():
    assert current().systems["M18"].title.en == "something else"


@pytest.mark.point("M18.4")
def test_it_names_nothing():
    assert "M18" in current().systems


@pytest.mark.point("M02.1", without="management/cascade/none.measure.toml")
def test_it_names_what_is_not_there():
    pass


@pytest.mark.point("M02.2", without=SYSTEM + "#roles.leader")
@pytest.mark.point("M02.3", without=SYSTEM + "#roles.plan-officer")
def test_it_shows_one_of_two():
    assert "leader" in current().systems["M18"].roles


@pytest.mark.point("M02.4", without=SYSTEM)
@pytest.mark.skip(reason="not today")
def test_it_is_skipped():
    pass


def test_without_a_mark():
    assert "M18" in current().systems
"""

OUTCOMES = {
    "M02.1": (True, False),
    "M02.2": (True, True),
    "M02.3": (True, False),
    "M18.1": (True, True),
    "M18.2": (True, False),
    "M18.3": (False, False),
    "M18.4": (True, False),
}


def run(folder: Path, *arguments: str, suite: str = SUITE) -> tuple[int, str, list[dict[str, Any]]]:
    (folder / "test_suite.py").write_text(suite, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    file = folder / "points.json"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "zhichan.site.proof",
            "-p",
            "no:cacheprovider",
            f"--points-file={file}",
            f"--points-checkout={folder / 'checkout'}",
            "-q",
            *arguments,
            str(folder),
        ],
        cwd=folder,
        # Plugins that are installed but not asked for take longer to import than the suite takes.
        env={**os.environ, "PYTHONPATH": str(places.PACKAGE.parent), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    results = json.loads(file.read_text(encoding="utf-8"))["results"] if file.exists() else []
    return done.returncode, done.stdout + done.stderr, results


Ran = tuple[Path, tuple[int, str, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The suite run once in one process: its folder, and what came of it."""
    folder = tmp_path_factory.mktemp("alone")
    return folder, run(folder)


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The same under xdist."""
    folder = tmp_path_factory.mktemp("spread")
    return folder, run(folder, "-p", "xdist", "-n", "2")


@pytest.mark.parametrize("how", ["alone", "spread"])
def test_a_point_is_shown_only_by_a_test_that_needs_the_declaration(
    request: pytest.FixtureRequest, how: str
) -> None:
    folder, (status, output, results) = request.getfixturevalue(how)
    assert {item["point"]: (item["passed"], item["fails_without"]) for item in results} == OUTCOMES, output
    assert {item["sources"] for item in results} == {sources_digest(checkout=folder / "checkout")}
    assert status == 1
    assert "1 failed, 6 passed, 1 skipped" in output
    assert "2 shown, 5 not shown" in output


def test_every_source_counts_and_nothing_else(tmp_path: Path) -> None:
    for name in (
        "src/a.py",
        "src/b/c.toml",
        "tests/t.py",
        "pyproject.toml",
        "README.md",
        "src/__pycache__/a.pyc",
        "src/.a.swp",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one", encoding="utf-8")
    digests = [sources_digest(checkout=tmp_path)]
    for name in ("src/b/c.toml", "tests/t.py", "pyproject.toml"):
        (tmp_path / name).write_text("two", encoding="utf-8")
        digests.append(sources_digest(checkout=tmp_path))
    assert len(set(digests)) == 4
    for name in ("README.md", "src/__pycache__/a.pyc", "src/.a.swp"):
        (tmp_path / name).write_text("two", encoding="utf-8")
    assert sources_digest(checkout=tmp_path) == digests[-1]


def test_the_reasons_are_kept(alone: Ran) -> None:
    _, (_, _, results) = alone
    why = {item["point"]: item["why"] for item in results}
    assert why["M02.1"] == "nothing to leave out: nothing is declared at management/cascade/none.measure.toml"
    assert why["M18.2"] == "it passes without management/cascade/system.toml too"
    assert why["M18.3"] == "the test did not pass"
    assert why["M18.4"] == "the mark names nothing to leave out"
    assert "AssertionError" in why["M18.1"]


def test_results_of_other_tests_are_kept_and_stale_ones_dropped(alone: Ran, tmp_path: Path) -> None:
    file = tmp_path / "points.json"
    document = json.loads((alone[0] / "points.json").read_text(encoding="utf-8"))
    for item in document["results"]:
        if item["point"] == "M02.2":
            item["sources"] = "of yesterday"
    file.write_text(json.dumps(document), encoding="utf-8")
    _, _, results = run(tmp_path, "-k", "rests_on")
    assert {item["point"] for item in results} == set(OUTCOMES) - {"M02.2"}


def test_a_mark_that_names_no_point_is_wrong_usage(tmp_path: Path) -> None:
    status, output, results = run(tmp_path, suite=SUITE.replace("M18.1", "M18.9"))
    assert (status, results) == (4, [])
    assert "no such acceptance point: M18.9" in output
