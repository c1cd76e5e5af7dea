"""One command for everything: database, web and worker are started, watched, and stopped together.

A process that ends unasked is reported and started again, after a pause that doubles up to a minute; one
that never became ready ends the whole. Ctrl-C and SIGTERM stop all. After kill -9 of the supervisor its
processes end by themselves (`zhichan.site.lifeline`) and the next start takes over the database server.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from zhichan.kernel.ground.refusal import Refusal
from zhichan.site import database, lifeline, opening, places, server

FIRST_PORT = 8000
READY_SECONDS = 60
LONGEST_PAUSE = 60.0
STOP_SECONDS = 12


def say(zh: str, en: str) -> None:
    """One line of progress for whoever looks at the console."""
    print(f"{zh}  {en}", flush=True)


class Stopped(Exception):
    """Somebody asked for the end."""


@dataclass(kw_only=True)
class Child:
    """A process of ours: its name, its command, and what has become of it."""

    name: str
    zh: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    next_start: float = 0.0
    was_ready: bool = False


@dataclass(kw_only=True)
class Supervisor:
    """Runs the house on `port` (or the next free one) until it is told to stop."""

    port: int
    address: str = "127.0.0.1"
    demo: bool = True
    size: int | None = None
    children: list[Child] = field(default_factory=list)
    pipe: tuple[int, int] = (-1, -1)

    def run(self) -> int:
        """Serve until Ctrl-C or SIGTERM; 0 then; a `Refusal` when it cannot run."""
        for number in SIGNALS:
            signal.signal(number, _stop)
        begun = time.monotonic()
        try:
            with _alone() as place, self._reserved_port():
                say("正在启动数据库……", "Starting the database …")
                with opening.opened():
                    self._fill()
                    place.write_text(
                        json.dumps({"process": os.getpid(), "port": self.port}), encoding="utf-8"
                    )
                    self._serve(begun)
        except Stopped:
            say("已停止。", "Stopped.")
            return 0
        return 0

    def _fill(self) -> None:
        """Declarations checked, demo city there."""
        _go_on()
        say("正在检查系统声明……", "Checking the declarations …")
        opening.check_declarations()
        # Into a database of one's own it is loaded only by asking for it: it brings people without passwords.
        if self.demo and database.is_embedded() and not opening.has_demo():
            say(
                "正在生成演示城市（全部为虚构数据，仅首次）……",
                "Making the demo city (all data synthetic, first time only) …",
            )
            opening.load_demo(
                records=self.size, progress=_tell_progress
            )
        database.disconnect()

    # Children ---------------------------------------------------------------------------------------

    def _serve(self, begun: float) -> None:
        self.pipe = os.pipe()
        python = [sys.executable, "-P", "-m"]
        self.children = [
            Child(
                name="web",
                zh="网页进程",
                command=[*python, "zhichan.site.web", f"--port={self.port}", f"--address={self.address}"],
            ),
            Child(name="worker", zh="后台进程", command=[*python, "zhichan.site.worker"]),
        ]
        try:
            say("正在启动网页与后台进程……", "Starting the web and worker processes …")
            for child in self.children:
                self._start(child)
            self._wait_until_ready()
            say(
                f"已就绪（{time.monotonic() - begun:.1f} 秒）：{self._url()}   按 Ctrl-C 停止",
                f"Ready ({time.monotonic() - begun:.1f} s): {self._url()}   Ctrl-C stops",
            )
            while True:
                time.sleep(0.5)
                self._look_after()
        finally:
            self._stop_children()
            os.close(self.pipe[0])
            os.close(self.pipe[1])

    def _url(self) -> str:
        everywhere = self.address in {"0.0.0.0", "::"}  # noqa: S104
        return f"http://{'127.0.0.1' if everywhere else self.address}:{self.port}"

    def _start(self, child: Child) -> None:
        environment = dict(os.environ) | {lifeline.VARIABLE: str(self.pipe[0])}
        child.process = subprocess.Popen(
            child.command,
            stdin=subprocess.DEVNULL,
            env=environment,
            pass_fds=[self.pipe[0]],
            # A session of its own: Ctrl-C reaches the supervisor alone, which stops the others in order.
            start_new_session=True,
        )
        child.started = time.monotonic()

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + READY_SECONDS
        while not self._answers():
            self._look_after()
            if time.monotonic() > until:
                raise Refusal.one(
                    "site.web",
                    f"网页进程没有应答：{self._url()}。",
                    f"The web process does not answer at {self._url()}.",
                )
            time.sleep(0.2)

    def _answers(self) -> bool:
        try:
            request = urllib.request.Request(  # noqa: S310
                f"{self._url()}/alive", headers={"Host": f"127.0.0.1:{self.port}"}
            )
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(request, timeout=2) as answer:
                alive = bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False
        if alive:
            for child in self.children:
                child.was_ready = True
        return alive

    def _look_after(self) -> None:
        """Report whoever has ended, and start them again when their pause is over."""
        _go_on()
        if database.is_embedded() and server.this().postmaster() is None:
            say("数据库意外停止，正在重新启动。", "The database ended unasked; starting it again.")
            server.this().start_again()
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.next_start:
                    self._start(child)
                continue
            status = child.process.poll()
            if status is None:
                if child.failures and now - child.started > LONGEST_PAUSE:
                    child.failures = 0
                continue
            self._clear_away(child)
            child.failures += 1
            if not child.was_ready and child.failures >= 3:
                raise Refusal.one(
                    f"site.{child.name}",
                    f"{child.zh}无法启动（{_how(status)[0]}）。",
                    f"The {child.name} process cannot start ({_how(status)[1]}).",
                )
            pause = min(2.0 ** (child.failures - 1), LONGEST_PAUSE)
            child.next_start = now + pause
            zh, en = _how(status)
            say(
                f"{child.zh}意外结束（{zh}），{pause:.0f} 秒后重新启动。",
                f"The {child.name} process ended unasked ({en}); starting it again in {pause:.0f} s.",
            )

    @staticmethod
    def _clear_away(child: Child) -> None:
        """Kill what a dead child left running: its own workers would keep the port."""
        if child.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()
        child.process = None

    def _stop_children(self) -> None:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        running = [(child, child.process) for child in self.children if child.process is not None]
        if running:
            say("正在停止……", "Stopping …")
        for _, process in running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for child, process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.1, until - time.monotonic()))
            self._clear_away(child)

    # The port ---------------------------------------------------------------------------------------

    @contextmanager
    def _reserved_port(self) -> Iterator[None]:
        """Choose the port and keep it from other checkouts that start in the same second.

        Looking whether it is free is not enough: granian shares ports (SO_REUSEPORT), so that two of us
        could listen on one without noticing. A lock on the port number, machine-wide, decides.
        """
        wished = self.port
        candidates = [*range(wished, min(wished + 100, 65_536)), 0]
        for candidate in candidates:
            port = candidate or server.free_port()
            lock = _port_lock(port)
            if lock is not None and _can_listen(self.address, port):
                break
            if lock is not None:
                os.close(lock)
        else:
            raise Refusal.one("site.port", "没有可用端口。", "No port is free.")
        self.port = port
        if port != wished:
            say(f"端口 {wished} 已被占用，改用 {port}。", f"Port {wished} is taken, using {port} instead.")
        try:
            yield
        finally:
            os.close(lock)


def _how(status: int) -> tuple[str, str]:
    if status < 0:
        return f"信号 {-status}", f"signal {-status}"
    return f"退出码 {status}", f"exit status {status}"


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_asked_to_stop = threading.Event()


def _stop(number: int, frame: FrameType | None) -> None:
    """Ask for the end once; the impatient second Ctrl-C must not cut the stopping short.

    The exception can be lost: Python drops one that is raised inside a finaliser, and every import runs one.
    `_go_on` therefore looks again.
    """
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    _asked_to_stop.set()
    raise Stopped


def _tell_progress(name: str, count: int) -> None:
    _go_on()
    say(f"　{name}：{count} 条", f"{count} rows")


def _go_on() -> None:
    """Raise `Stopped` when the end was asked for."""
    if _asked_to_stop.is_set():
        raise Stopped


def _port_lock(port: int) -> int | None:
    path = Path(tempfile.gettempdir()) / f"zhichan-port-{port}-{os.getuid()}.lock"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _can_listen(address: str, port: int) -> bool:
    with socket.socket() as probe:
        # Connections of a server stopped a moment ago are no reason to move elsewhere.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
            probe.listen()
        except OSError:
            return False
    return True


@contextmanager
def _alone() -> Iterator[Path]:
    """The only supervisor of this installation; yields the file that tells where it serves."""
    told = places.var() / "serving.json"
    lock = places.var() / ".serving"
    lock.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            known: dict[str, Any] = json.loads(told.read_text(encoding="utf-8")) if told.exists() else {}
            where = f"http://127.0.0.1:{known['port']}" if known else "…"
            raise Refusal.one(
                "site.already_running",
                f"知产已在此目录运行：{where}（在那里按 Ctrl-C 停止）。",
                f"Zhichan already runs from this folder: {where} (Ctrl-C stops it there).",
            ) from None
        yield told
    finally:
        if _holds(handle):
            told.unlink(missing_ok=True)
        os.close(handle)


def _holds(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def port_wished() -> int:
    """The port asked for in `ZHICHAN_PORT`, or 8000."""
    return int(os.environ.get("ZHICHAN_PORT") or FIRST_PORT)

