"""The proof runner: a pytest plugin (`-p zhichan.site.proof`) that shows acceptance points, or does not.

A test marked `@pytest.mark.point("M02.1", without="management/indicators/x.measure.toml#each.where")` is run; when
it passes it is run once more with that declaration, key or rule (`…/rules.py#name`) left out, and must then fail.
Only both together show the point. Results go to `build/points.json`, with the hash of the sources they hold for.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from zhichan.kernel.catalogue import points
from zhichan.kernel.catalogue.public import without
from zhichan.kernel.ground.refusal import Refusal
from zhichan.site import places

_PROPERTY = "points"


class _Sibling:
    """Stands for a next test in another module: what the session holds stays up, modules are built anew."""

    def __init__(self, item: pytest.Item) -> None:
        self.chain = [node for node in item.listchain() if isinstance(node, pytest.Session | pytest.Dir)]

    def listchain(self) -> list[Any]:
        return [*self.chain, self]


class Runner:
    """Runs marked tests twice and keeps what came of it; under xdist the workers run and the controller keeps."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.results: dict[tuple[str, str, str], points.Result] = {}
        given = config.getoption("--points-file")
        self.path = Path(given) if given else places.build() / points.RESULTS
        self.worker = hasattr(config, "workerinput")
        checkout = Path(config.getoption("--points-checkout") or places.CHECKOUT)
        self.sources = "" if self.worker else points.sources_digest(checkout=checkout)
        self.commit = "" if self.worker else _commit()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
        marks = list(item.iter_markers("point"))
        if not marks:
            return None
        hook = item.ihook
        hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        removals = list(dict.fromkeys(mark.kwargs.get("without", "") for mark in marks))
        sibling: Any = _Sibling(item)
        reports = runtestprotocol(item, log=False, nextitem=sibling)
        passed = all(report.passed for report in reports)
        outcome = {
            removal: _fails_without(item, sibling, removal) if passed else (False, "the test did not pass")
            for removal in removals
        }
        # Each run left the session's fixtures to the next; now the true next test says what stays up.
        state = item.session._setupstate  # noqa: SLF001  # pytest has no public face for it.
        call = pytest.CallInfo.from_call(lambda: state.teardown_exact(nextitem), when="teardown")
        last = hook.pytest_runtest_makereport(item=item, call=call)
        if not last.passed:
            reports.append(last)
        found = [
            {
                "point": str(mark.args[0]),
                "without": mark.kwargs.get("without", ""),
                "passed": passed and last.passed,
                "fails_without": outcome[mark.kwargs.get("without", "")][0],
                "why": outcome[mark.kwargs.get("without", "")][1],
            }
            for mark in marks
        ]
        if not any(report.skipped for report in reports):
            reports[0].user_properties.append((_PROPERTY, json.dumps(found)))
        for report in reports:
            hook.pytest_runtest_logreport(report=report)
        hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if self.worker or report.when != "setup":
            return
        at = datetime.now(UTC).isoformat(timespec="seconds")
        for name, value in report.user_properties:
            if name == _PROPERTY:
                for found in json.loads(str(value)):
                    result = points.Result(
                        test=report.nodeid, sources=self.sources, commit=self.commit, at=at, **found
                    )
                    self.results[result.test, result.point, result.without] = result

    def pytest_sessionfinish(self) -> None:
        if self.worker or not self.results:
            return
        again = {test for test, _, _ in self.results}
        with places.locked(self.path.with_suffix(".lock")):
            kept = [
                item
                for item in points.read_results(path=self.path)
                if item.sources == self.sources and item.test not in again
            ]
            merged = sorted(
                [*kept, *self.results.values()], key=lambda item: (item.point, item.test, item.without)
            )
            document = points.as_document(results=merged)
            places.write_private(self.path, json.dumps(document, ensure_ascii=False, indent=1))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.results:
            return
        shown = {item.point for item in self.results.values() if item.shown}
        failing = [item for item in self.results.values() if not item.shown]
        terminalreporter.section("acceptance points")
        for item in failing:
            terminalreporter.write_line(f"not shown {item.point} {item.test}: {item.why}")
        unshown = {item.point for item in failing}
        terminalreporter.write_line(f"{len(shown - unshown)} shown, {len(unshown)} not shown")


def _fails_without(item: pytest.Item, nextitem: Any, removal: str) -> tuple[bool, str]:
    """Whether the test fails without what it names, and how it failed or why that cannot be said."""
    if not removal:
        return False, "the mark names nothing to leave out"
    try:
        with without(removal):
            reports = runtestprotocol(item, log=False, nextitem=nextitem)
    except LookupError as error:
        return False, f"nothing to leave out: {error}"
    except Refusal as refusal:
        return False, f"the declarations as they stand are refused: {refusal}"[:200]
    for report in reports:
        if report.failed and report.when in {"setup", "call"}:
            words = str(getattr(report.longrepr, "reprcrash", None) or report.longreprtext).strip()
            return True, words.splitlines()[-1][:200] if words else "failed"
    return False, f"it passes without {removal} too"


def _commit() -> str:
    try:
        done = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=places.CHECKOUT, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where results go and what they hold for; only the runner's own tests need another place."""
    parser.addoption("--points-checkout", default="", help="the checkout whose sources results hold for")
    parser.addoption("--points-file", default="", help="write results of acceptance points here")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker and the runner."""
    config.addinivalue_line(
        "markers",
        "point(ref, without): shows an acceptance point such as M02.3; fails without the declaration it names",
    )
    config.pluginmanager.register(Runner(config), "zhichan-proof")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A mark that names no point of points.toml is a mistake in the test."""
    known = set(points.states(results=(), sources=""))
    for item, mark in _marks(items):
        if not mark.args or str(mark.args[0]) not in known:
            message = f"{item.nodeid}: no such acceptance point: {mark.args[0] if mark.args else '—'}"
            raise pytest.UsageError(message)


def _marks(items: list[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Mark]]:
    for item in items:
        for mark in item.iter_markers("point"):
            yield item, mark
