"""`make up`: starts, says what it does, stops cleanly, recovers — in a folder with spaces and Chinese characters."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import time

import psutil
import pytest

from zhichan.site import supervisor

pytestmark = pytest.mark.fault


def gone(process: psutil.Process, *, seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def test_set_up_a_second_time_does_nothing_again(checkout) -> None:
    first = checkout.make("setup")
    assert first.returncode == 0, first.stdout
    assert first.stdout.endswith("数据库已就绪。  The database is ready.\n")
    again = checkout.make("setup")
    assert (again.returncode, again.stdout) == (0, "数据库已就绪。  The database is ready.\n")
    assert checkout.processes() == []


def test_the_font_of_pdf_files_that_is_there_is_left_as_it_is(checkout) -> None:
    wanted = json.loads((checkout.folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    before = checkout.folder / "before"
    packages = checkout.folder / "node_modules"
    if packages.exists():
        packages.rename(before)
    for name, version in wanted.items():
        (packages / name).mkdir(parents=True)
        (packages / name / "package.json").write_text(json.dumps({"version": version}), encoding="utf-8")
    (packages / "kept").touch()
    stamp = checkout.folder / "var" / "stamps" / "PrintFont"
    stamp.unlink(missing_ok=True)
    try:
        assert checkout.make("setup").returncode == 0
        assert (packages / "kept").exists()
    finally:
        shutil.rmtree(packages)
        if before.exists():
            before.rename(packages)


def test_without_an_npm_registry_everything_but_the_font_of_pdf_files_is_set_up(checkout) -> None:
    packages, aside = checkout.folder / "node_modules", checkout.folder / "aside"
    if packages.exists():
        packages.rename(aside)
    try:
        # Nobody listens on the first port of all.
        done = checkout.make("setup", npm_config_registry="http://127.0.0.1:1/", npm_config_cache=str(checkout.folder / "npm"))
    finally:
        shutil.rmtree(packages, ignore_errors=True)
        shutil.rmtree(checkout.folder / "npm", ignore_errors=True)
        if aside.exists():
            aside.rename(packages)
    assert done.returncode == 0, done.stdout
    assert "no PDF files for now" in done.stdout
    assert done.stdout.endswith("数据库已就绪。  The database is ready.\n")


def test_ctrl_c_stops_everything_and_the_next_start_serves_again(checkout, free_port) -> None:
    for _ in range(2):
        with checkout.up(port=free_port) as running:
            assert running.ready() == f"http://127.0.0.1:{free_port}"
            assert running.fetch(f"http://127.0.0.1:{free_port}/alive") == "ok"
            assert any("postgres -D" in words for words in checkout.processes())
            running.interrupt()
            running.wait_for(r"已停止。  Stopped\.")
        assert checkout.processes() == []


def test_an_impatient_second_ctrl_c_does_not_cut_the_stopping_short(checkout, free_port) -> None:
    with checkout.up(port=free_port) as running:
        running.ready()
        for _ in range(3):
            os.killpg(running.process.pid, signal.SIGINT)
            time.sleep(0.05)
        running.process.wait(timeout=40)
    deadline = time.monotonic() + 5
    while checkout.processes() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert checkout.processes() == []


@pytest.mark.parametrize("after", [0.3, 0.6, 1.0, 1.4, 1.8])
def test_ctrl_c_in_the_middle_of_the_start_leaves_nothing_running(checkout, free_port, after) -> None:
    with checkout.up(port=free_port) as running:
        time.sleep(after)
        running.interrupt()
    deadline = time.monotonic() + 15
    while checkout.processes() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert checkout.processes() == []


def test_sigterm_to_make_stops_everything(checkout, free_port) -> None:
    with checkout.up(port=free_port) as running:
        running.ready()
        running.process.terminate()
        running.process.wait(timeout=40)
        running.wait_for(r"已停止。  Stopped\.")
    assert checkout.processes() == []


def test_a_taken_port_is_said_and_another_is_used(checkout, free_port) -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", free_port))
        stranger.listen()
        with checkout.up(port=free_port) as running:
            url = running.ready()
            other = int(url.rpartition(":")[2])
            assert other != free_port
            assert f"Port {free_port} is taken, using {other} instead." in running.said
            assert running.fetch(f"{url}/alive") == "ok"
            running.interrupt()


def test_a_port_that_another_checkout_of_ours_is_about_to_take_is_left_to_it(checkout, free_port) -> None:
    """Nobody listens yet, and our web server would share the port without a word."""
    lock = supervisor._port_lock(free_port)
    assert lock is not None
    try:
        with checkout.up(port=free_port) as running:
            assert running.ready() != f"http://127.0.0.1:{free_port}"
            running.interrupt()
    finally:
        os.close(lock)


def test_a_second_start_in_the_same_folder_is_refused_with_the_address_of_the_first(checkout, free_port) -> None:
    with checkout.up(port=free_port) as running:
        url = running.ready()
        second = checkout.make("up", "ARGS=--no-demo")
        assert second.returncode != 0
        assert f"Zhichan already runs from this folder: {url}" in second.stdout
        assert running.fetch(f"{url}/alive") == "ok"
        running.interrupt()


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_killed_process_is_reported_and_started_again(checkout, free_port, name) -> None:
    with checkout.up(port=free_port) as running:
        url = running.ready()
        killed = running.child(name)
        family = killed.children(recursive=True)
        killed.kill()
        running.wait_for(rf"The {name} process ended unasked \(signal 9\); starting it again in 1 s\.")
        assert all(gone(one) for one in family)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                if running.child(name).pid != killed.pid and running.fetch(f"{url}/alive") == "ok":
                    break
            except (OSError, StopIteration, psutil.Error):
                time.sleep(0.1)
        else:
            pytest.fail(running.said)
        running.interrupt()
    assert checkout.processes() == []


def test_a_killed_database_is_reported_and_started_again(checkout, free_port) -> None:
    with checkout.up(port=free_port) as running:
        running.ready()
        database = next(one for one in psutil.process_iter() if is_postmaster(one, checkout))
        database.kill()
        running.wait_for(r"The database ended unasked; starting it again\.")
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not any(is_postmaster(one, checkout) for one in psutil.process_iter()):
            time.sleep(0.1)
        assert any(is_postmaster(one, checkout) for one in psutil.process_iter())
        running.interrupt()
    assert checkout.processes() == []


def is_postmaster(process: psutil.Process, checkout) -> bool:
    try:
        words = process.cmdline()
    except psutil.Error:
        return False
    return words[1:2] == ["-D"] and words[2].startswith(str(checkout.folder))


def test_after_kill_9_of_the_supervisor_its_processes_end_and_the_next_start_recovers(checkout, free_port) -> None:
    with checkout.up(port=free_port) as running:
        running.ready()
        children = [running.child("web"), running.child("worker")]
        os.kill(running.supervisor.pid, signal.SIGKILL)
        assert all(gone(child) for child in children)
        running.process.wait(timeout=20)
    with checkout.up(port=free_port) as running:
        url = running.ready()
        assert running.fetch(f"{url}/alive") == "ok"
        running.interrupt()
    assert checkout.processes() == []


def test_an_interrupt_that_python_drops_is_noticed_at_the_next_step() -> None:
    before = {number: signal.getsignal(number) for number in supervisor.SIGNALS}
    try:
        with pytest.raises(supervisor.Stopped):
            supervisor._stop(signal.SIGINT, None)
        with pytest.raises(supervisor.Stopped):
            supervisor.Supervisor(port=1)._look_after()
    finally:
        supervisor._asked_to_stop.clear()
        for number, handler in before.items():
            signal.signal(number, handler)
