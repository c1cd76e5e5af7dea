"""The database is killed and restarted under the web and worker processes: they come back, and so does every act."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import psutil
import pytest

from zhichan.site import places
from zhichan.site.server import Server

pytestmark = pytest.mark.fault

ACTING = """
import sys, time
from datetime import UTC, date, datetime
from zhichan.site import database, opening
opening.set_up()
from django.db import Error, connection
from zhichan.kernel.access.public import Actor
from zhichan.kernel.acts.public import perform
at = datetime(2025, 9, 30, 1, tzinfo=UTC)
person = Actor("user:1", date(2025, 9, 30))
facts = {"deputy": 2, "since": "2025-10-01", "until": "2025-11-01", "reason": "出差"}
number = 0
while True:
    number += 1
    # Under one key until it is acknowledged, however often the connection is lost.
    while True:
        try:
            done = perform(actor=person, verb="access:delegate", facts=facts, at=at, key=str(number))
            break
        except Error:
            connection.close()
            database.follow()
            time.sleep(0.05)
    print(done.events[0], flush=True)
    time.sleep(0.01)
"""


@pytest.fixture
def var() -> Iterator[Path]:
    above = Path(mkdtemp(prefix="zhichan-restart-"))
    above.chmod(0o755)
    yield above / "库 var"
    shutil.rmtree(above)


@pytest.fixture
def environment(var: Path) -> dict[str, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHICHAN", "DATABASE", "DJANGO"))}
    return {
        **kept, "ZHICHAN_VAR": str(var), "ZHICHAN_PORT": str(port), "PYTHONPATH": str(places.PACKAGE.parent),
        # Static files are served from where they stand, so that nothing has to be collected.
        "ZHICHAN_DEBUG": "1",
    }  # fmt: skip


def test_acknowledged_acts_survive_a_killed_and_a_restarted_database_and_pages_and_worker_come_back(
    var: Path, environment: dict[str, str]
) -> None:
    server = Server(folder=var / "database", durable=True)
    acknowledged: list[str] = []
    with _started([sys.executable, "-m", "zhichan", "up", "--no-demo"], environment) as said:
        url = _wait(lambda: re.search(r"Ready \([\d.]+ s\): (\S+)", "\n".join(said)), said)[1]
        with _started([sys.executable, "-c", ACTING], environment) as printed:
            _wait(lambda: len(printed) > 20, printed)
            for way in (signal.SIGKILL, signal.SIGINT):  # SIGINT: PostgreSQL's own fast shutdown.
                postmaster = server.postmaster()
                assert postmaster is not None
                postmaster.send_signal(way)
                _wait(lambda gone=postmaster: _ended(gone), said)
                before = len(printed)
                _wait(lambda least=before + 20: len(printed) > least, printed)
            acknowledged = list(printed)
        _wait(lambda: _status(url) == 200, said)
        assert "\n".join(said).count("The database ended unasked; starting it again.") == 2
        with server.connect(database="zhichan") as database:

            def placed() -> set[str]:
                return {row for (row,) in database.execute(
                    "select event_id::text from ledger_position join ledger_event e on e.id = event_id"
                    " where verb = 'access:delegate'").fetchall()}  # fmt: skip

            _wait(lambda: set(acknowledged) <= placed(), said)
            [(count, last)] = database.execute("select count(*), max(position) from ledger_position").fetchall()
            assert count == last
            [(delegations,)] = database.execute("select count(*) from access_delegation").fetchall()
            assert delegations in {len(acknowledged), len(acknowledged) + 1}
    assert len(set(acknowledged)) == len(acknowledged) > 60


def _wait(condition, lines: list[str], *, seconds: float = 90):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.1)
    pytest.fail("\n".join(lines[-40:]))


def _ended(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _status(url: str) -> int:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with contextlib.suppress(OSError), opener.open(f"{url}/", timeout=5) as answer:
        return int(answer.status)
    return 0


@contextlib.contextmanager
def _started(words: list[str], environment: dict[str, str]) -> Iterator[list[str]]:
    """Start a command in a session of its own; yields its lines; stopped with SIGTERM."""
    process = subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    lines: list[str] = []
    assert process.stdout is not None
    reader = threading.Thread(target=_follow, args=(process, lines))
    reader.start()
    try:
        yield lines
    finally:
        process.terminate()
        try:
            process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        reader.join(timeout=10)
        process.stdout.close()


def _follow(process: subprocess.Popen[str], lines: list[str]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line.rstrip("\n"))  # noqa: PERF401  # Read as they come.
