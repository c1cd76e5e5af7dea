"""A checkout of its own, in a folder with spaces and Chinese characters, for the tests of the two commands."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from zhichan.site import places


@dataclass
class Running:
    """A started `make up` and what it has said so far."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def follow(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def said(self) -> str:
        return "\n".join(self.lines)

    def wait_for(self, pattern: str, *, seconds: float = 90) -> re.Match[str]:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if found := re.search(pattern, self.said):
                return found
            if self.process.poll() is not None:
                time.sleep(0.3)
                if found := re.search(pattern, self.said):
                    return found
                break
            time.sleep(0.05)
        raise AssertionError(f"{pattern!r} was not said:\n{self.said}")

    def ready(self) -> str:
        return self.wait_for(r"Ready \([\d.]+ s\): (http://[\d.:]+)")[1]

    @property
    def supervisor(self) -> psutil.Process:
        """The Python process under make."""
        words = ["-m", "zhichan", "up"]
        family = [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]
        return next(one for one in family if one.cmdline()[1:4] == words)

    def child(self, name: str) -> psutil.Process:
        return next(one for one in self.supervisor.children() if f"zhichan.site.{name}" in one.cmdline())

    @staticmethod
    def fetch(url: str) -> str:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(url, timeout=10) as answer:
            return answer.read().decode()

    def interrupt(self) -> int:
        """What Ctrl-C does: SIGINT to every process of the terminal's foreground group.

        Python itself may lose the first while it imports, before the supervisor has taken over; a person
        then presses again.
        """
        for _ in range(3):
            os.killpg(self.process.pid, signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self.process.wait(timeout=25)
        raise AssertionError(f"Ctrl-C does not stop it:\n{self.said}")


@dataclass(frozen=True)
class Checkout:
    """A copy of the project with the virtual environment and the front-end packages of the real one."""

    folder: Path

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHICHAN_", "DATABASE_", "MAKE"))}
        for name in ("PYTHONPATH", "DJANGO_SETTINGS_MODULE", "ARGS", "PORT", "CI"):
            # What the `make test` around us was told is not meant for the one we start.
            kept.pop(name, None)
        return kept | more

    def make(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", *words], cwd=self.folder, env=self.environment(**environment), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=180, check=False,
        )

    @contextmanager
    def up(self, *, port: int) -> Iterator[Running]:
        process = subprocess.Popen(
            ["make", "up", "ARGS=--no-demo"], cwd=self.folder, env=self.environment(PORT=str(port)), text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )
        running = Running(process)
        reader = threading.Thread(target=running.follow)
        reader.start()
        try:
            yield running
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
            reader.join(timeout=10)
            if process.stdout is not None:
                process.stdout.close()

    def processes(self) -> list[str]:
        """Command lines of everything that still runs out of this checkout, its database included."""
        found = []
        for one in psutil.process_iter():
            try:
                where, words = one.cwd(), one.cmdline()
            except psutil.Error:
                continue
            if one.status() != psutil.STATUS_ZOMBIE and Path(where).is_relative_to(self.folder):
                found.append(" ".join(words))
        return found


@pytest.fixture(scope="module")
def checkout() -> Iterator[Checkout]:
    above = Path(tempfile.mkdtemp(prefix="zhichan-up-"))
    # Started by root, PostgreSQL runs as another user, who must be able to come here.
    above.chmod(0o755)
    folder = above / "知产 a checkout (试用)"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "package.json", "package-lock.json"):
        shutil.copy2(places.CHECKOUT / name, folder / name)
    for name in ("src", "requirements"):
        shutil.copytree(places.CHECKOUT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / ".venv").symlink_to(places.CHECKOUT / ".venv")
    # Package by package: npm empties the folder it finds, and would empty the real one through a link.
    for name in json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]:
        if (places.CHECKOUT / "node_modules" / name).exists():
            (folder / "node_modules" / name).parent.mkdir(parents=True)
            (folder / "node_modules" / name).symlink_to(places.CHECKOUT / "node_modules" / name)
    yield Checkout(folder)
    left = Checkout(folder).processes()
    shutil.rmtree(above)
    assert left == []


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

