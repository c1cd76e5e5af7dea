"""The embedded server: shared by its users, stopped by the last, not fooled by what was left behind."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from zhichan.site.server import SHARED_PLACE, Server

pytestmark = pytest.mark.fault


@pytest.fixture
def server() -> Iterator[Server]:
    above = Path(tempfile.mkdtemp(prefix="zhichan-server-"))
    above.chmod(0o755)
    yield Server(folder=above / "库 data", durable=False)
    shutil.rmtree(above)


def answers(server: Server) -> bool:
    with server.connect(database="postgres") as connection:
        return connection.execute("select 1").fetchone() == (1,)


def test_two_users_share_it_and_the_last_one_stops_it(server: Server) -> None:
    with server.running() as first:
        with server.running() as second:
            assert second == first
        assert answers(server)
    assert server.postmaster() is None


def test_a_user_killed_in_mid_work_does_not_keep_it_up(server: Server) -> None:
    code = (
        "import sys, time; from pathlib import Path; from zhichan.site.server import Server\n"
        f"with Server(folder=Path({str(server.folder)!r}), durable=False).running():\n"
        "    print('up', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as user:
        assert user.stdout is not None
        assert user.stdout.readline() == "up\n"
        left = server.postmaster()
        assert left is not None
        user.kill()
    assert left.is_running()
    with server.running():
        assert answers(server)
    assert server.postmaster() is None


def test_a_taken_port_makes_it_come_up_on_another(server: Server) -> None:
    with server.running() as before:
        pass
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", before.port))
        stranger.listen()
        with server.running() as after:
            assert after.port != before.port
            assert after.passwords == before.passwords
            assert answers(server)


def test_a_crash_and_a_reused_process_number_do_not_keep_it_from_starting(server: Server) -> None:
    with server.running():
        crashed = server.postmaster()
        assert crashed is not None
        crashed.send_signal(signal.SIGKILL)
        deadline = time.monotonic() + 10
        while server.postmaster() is not None and time.monotonic() < deadline:
            time.sleep(0.05)
    pid_file = server.data / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with server.running():
        assert answers(server)


def test_a_copied_folder_does_not_take_the_server_of_the_original_for_its_own(server: Server) -> None:
    with server.running():
        copy = Server(folder=server.folder.with_name("copy"), durable=False)
        subprocess.run(["cp", "-a", str(server.folder), str(copy.folder)], check=True)
        assert server.postmaster() is not None
        assert copy.postmaster() is None


def test_making_it_is_begun_again_after_an_interrupted_attempt(server: Server) -> None:
    half = server.folder / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with server.running():
        assert answers(server)
    assert not half.exists()


def test_a_folder_closed_to_others_is_no_obstacle(server: Server) -> None:
    server.folder.parent.chmod(0o700)
    with server.running():
        assert answers(server)
        running = server.postmaster()
        assert running is not None
        assert running.uids().real != 0
    if server.home != server.folder:
        assert server.home.parent == SHARED_PLACE
        shutil.rmtree(server.home)


def test_passwords_guard_the_port_and_only_their_owner_may_read_them(server: Server) -> None:
    with server.running() as access:
        for word in ("", "guess"):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(host="127.0.0.1", port=access.port, user="postgres", password=word, dbname="postgres")
    assert (server.folder / "server.json").stat().st_mode & 0o777 == 0o600
