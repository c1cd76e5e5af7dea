"""Kill a process with SIGKILL between any two statements it sends to the database."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

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
