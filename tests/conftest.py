"""What every test may rely on: a database of its own, and the standing cast of people."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from zhichan.kernel.catalogue.public import current, default_root, load, use
from zhichan.site import testing

# How fast a loaded machine draws an example says nothing about what is tested.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Replaces pytest-django's: the database comes from a template made by the owner of the tables."""
    with django_db_blocker.unblock(), testing.session():
        yield


@pytest.fixture(scope="session", autouse=True)
def _committing_tests_leave_a_fresh_database() -> Iterator[None]:
    """Django empties the tables after a test that commits; the ledger forbids that, so they are made anew."""
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: testing.afresh())
    yield
    patch.undo()


SLOW_MARKS = {"journey", "fault", "soak", "thorough", "django_db"}
SLOW_FIXTURES = {"django_db_setup", "checkout"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The inner loop (`ZHICHAN_QUICK`, set by `make check`) leaves out database, browser, killed processes and what takes seconds."""
    if not os.environ.get("ZHICHAN_QUICK"):
        return
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        slow = SLOW_MARKS & {mark.name for mark in item.iter_markers()}
        slow |= SLOW_FIXTURES & set(getattr(item, "fixturenames", ()))
        (left_out if slow else kept).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be skipped (`ZHICHAN_NO_SKIPS`, set in CI), a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    is_worker = hasattr(session.config, "workerinput")
    if os.environ.get("ZHICHAN_NO_SKIPS") and not is_worker and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say that it was the skips."""
    skipped = terminalreporter.stats.get("skipped")
    if os.environ.get("ZHICHAN_NO_SKIPS") and skipped:
        terminalreporter.write_line(f"{len(skipped)} skipped, and nothing may be skipped here.", red=True)


@pytest.fixture
def lay_over(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Put files into a system's folder, laid over the platform's systems or ``alone``, until the test ends; its root."""
    before = current()
    root = tmp_path / "systems"

    def laid(files: Mapping[str, str], *, folder: str = "management/toy", alone: bool = False) -> Path:
        for name, text in files.items():
            file = root / folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        use(load(roots=(root,) if alone else (default_root(), root)))
        return root

    yield laid
    use(before)


Work = Callable[[], object]


class Killing:
    """Runs work in a child process that is killed with SIGKILL. The answers say whether the kill came in time."""

    def before_statement(self, statement: int, work: Work) -> bool:
        """Kill before the ``statement``-th statement (from 1); False when ``work`` finished with fewer."""
        return _killed(work, lambda: _count_down(statement))

    def after_commit(self, work: Work) -> bool:
        """Kill as soon as ``work`` has committed, before anyone can be told."""
        return _killed(lambda: (work(), os.kill(os.getpid(), signal.SIGKILL)), lambda: None)


@pytest.fixture
def killing() -> Killing:
    """The killer."""
    return Killing()


def _count_down(statement: int) -> None:
    left = statement

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(wrapper)


def _killed(work: Work, prepare: Callable[[], None]) -> bool:
    connection.close()
    child = os.fork()
    if child == 0:
        # Whatever happens, the child must never return into the test runner.
        try:
            prepare()
            work()
            os._exit(0)
        except BaseException:  # noqa: BLE001  # A child must not unwind into pytest, whatever was raised.
            os._exit(70)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return True
    if os.WEXITSTATUS(status) != 0:
        raise AssertionError("the child failed before it could be killed")
    return False
