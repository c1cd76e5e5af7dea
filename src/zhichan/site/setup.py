"""From a bare python3 to a machine that can serve or test: `python3 -m zhichan.site.setup up|setup|test|check`.

Runs before anything is installed, so it uses the standard library alone and speaks old Python well enough to
say which Python it needs. Every step is skipped while its inputs are what they were when it last succeeded.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

from zhichan.site import places

OLDEST = (3, 11)
CHECKOUT = places.CHECKOUT
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = CHECKOUT / "requirements"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LAUNCHER = """#!/bin/sh
here=$(dirname -- "$(readlink -f -- "$0")")
exec "$here/python" -m zhichan "$@"
"""


class CannotSetUp(Exception):
    """A step cannot be done; the message is one sentence that says what to do, in both languages."""


def say(zh, en):
    print(f"{zh}  {en}", flush=True)


def digest(*parts):
    """Mark of the contents of files and of plain words."""
    mark = hashlib.sha256()
    for part in parts:
        mark.update(part.read_bytes() if isinstance(part, Path) else str(part).encode())
        mark.update(b"\0")
    return mark.hexdigest()


def run(command, *, zh, en, **options):
    """Run a command silently; CannotSetUp with its last words when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace", check=False, **options,
    )
    if done.returncode != 0:
        tail = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise CannotSetUp(f"{zh}\n{en}\n$ {shlex.join(str(word) for word in command)}\n{tail}")
    return done.stdout


class Step:
    """One piece of set-up with what it depends on; subclasses do the work."""

    zh = en = ""
    in_environment = False

    def mark(self):
        raise NotImplementedError

    def works(self):
        """Whether what the step once made is still there."""
        return True

    def do(self):
        raise NotImplementedError

    def ensure(self, place):
        if self.in_environment and VENV.is_symlink() and self.works():
            # An environment linked from elsewhere belongs to that place and is left as it is.
            return
        stamp = places.var() / "stamps" / type(self).__name__
        mark = self.mark()
        if stamp.exists() and stamp.read_text(encoding="utf-8") == mark and self.works():
            return
        say(f"[{place}] {self.zh}……", f"{self.en} …")
        begun = time.monotonic()
        self.do()
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(self.mark(), encoding="utf-8")
        say(f"[{place}] 完成（{time.monotonic() - begun:.1f} 秒）", f"done ({time.monotonic() - begun:.1f} s)")


def interpreter():
    """A Python that is new enough: the one running, or another on the search path."""
    if sys.version_info[:2] >= OLDEST:
        return sys.executable
    for minor in (13, 12, 11):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise CannotSetUp(
        f"需要 Python 3.11 或更新版本，当前为 {sys.version.split()[0]}：请安装 python3.11。\n"
        f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}: install python3.11."
    )


def imports(*names):
    """Whether the virtual environment is there and has these packages."""
    question = f"import importlib.util as u, sys; sys.exit(not all(u.find_spec(n) for n in {names!r}))"
    if not PYTHON.exists():
        return False
    return subprocess.run([str(PYTHON), "-c", question], capture_output=True, check=False).returncode == 0


def is_debian_root():
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_system_packages(*names):
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    zh, en = f"系统软件包安装失败：{' '.join(names)}。", f"System packages could not be installed: {' '.join(names)}."
    run(["apt-get", "update", "-q"], zh=zh, en=en, env=environment)
    run(["apt-get", "install", "-q", "-y", "--no-install-recommends", *names], zh=zh, en=en, env=environment)


class VirtualEnvironment(Step):
    in_environment = True
    zh, en = "建立虚拟环境", "Making the virtual environment"

    def mark(self):
        return digest(str(VENV), LAUNCHER)

    def works(self):
        return (VENV / "bin" / "zhichan").exists() and imports("pip")

    def do(self):
        python = interpreter()
        if not imports("pip"):
            self._make(python)
        packages = run(
            [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            zh="虚拟环境不可用。", en="The virtual environment does not work.",
        ).strip()
        # A relative line, so that it holds whatever the folders above are called, and after a move.
        source = os.path.relpath(CHECKOUT / "src", Path(packages).resolve())
        (Path(packages) / "zhichan.pth").write_text(source + "\n", encoding="utf-8")
        launcher = VENV / "bin" / "zhichan"
        launcher.write_text(LAUNCHER, encoding="utf-8")
        launcher.chmod(0o755)

    @staticmethod
    def _make(python):
        can = subprocess.run([python, "-c", "import venv, ensurepip"], capture_output=True, check=False)
        if can.returncode != 0:
            version = subprocess.run(
                [python, "-c", "import sys; print('python%d.%d-venv' % sys.version_info[:2])"],
                capture_output=True, encoding="utf-8", check=False,
            ).stdout.strip() or "python3-venv"
            if not is_debian_root():
                raise CannotSetUp(
                    f"此 Python 缺少 venv：请安装系统软件包 {version}"
                    f"（例如 sudo apt-get install {version}），再运行一次。\n"
                    f"This Python lacks venv: install the system package {version} "
                    f"(for example `sudo apt-get install {version}`) and run this again."
                )
            install_system_packages(version)
        # Without --clear: an environment left half-made is completed, one in use is not pulled away.
        run(
            [python, "-m", "venv", VENV],
            zh="虚拟环境建立失败。", en="The virtual environment could not be made.",
        )


class Installer(Step):
    in_environment = True
    zh, en = "安装 uv（校验哈希）", "Installing uv (checked by hash)"

    def mark(self):
        return digest(REQUIREMENTS / "boot.txt")

    def works(self):
        return (VENV / "bin" / "uv").exists()

    def do(self):
        run(
            [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-warn-script-location",
             "--require-hashes", "-r", REQUIREMENTS / "boot.txt"],
            zh="无法从软件包仓库安装 uv：请检查网络或 pip 镜像设置。",
            en="uv could not be installed from the package registry: look at the network or pip's mirror settings.",
        )


def uv_environment():
    """uv follows the machine's certificates, and pip's mirror where pip has one."""
    environment = dict(os.environ, VIRTUAL_ENV=str(VENV), UV_SYSTEM_CERTS=os.environ.get("UV_SYSTEM_CERTS", "1"))
    environment.setdefault("UV_NO_PROGRESS", "1")
    if not any(name in environment for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL")):
        listed = subprocess.run(
            [str(PYTHON), "-m", "pip", "config", "list"], capture_output=True, encoding="utf-8", check=False,
        ).stdout
        found = re.search(r"^(?:global|install|:env:)\.index-url='([^']+)'", listed, re.MULTILINE)
        if found:
            environment["UV_DEFAULT_INDEX"] = found.group(1)
    return environment


def uv_install(*names):
    files = [word for name in names for word in ("-r", str(REQUIREMENTS / f"{name}.txt"))]
    run(
        [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--require-hashes", *files],
        zh="Python 软件包安装失败：请检查网络或镜像设置。",
        en="Python packages could not be installed: look at the network or the mirror settings.",
        env=uv_environment(), cwd=CHECKOUT,
    )


class Packages(Step):
    in_environment = True
    zh, en = "安装 Python 软件包（校验哈希）", "Installing Python packages (checked by hash)"
    files = ("run",)

    def mark(self):
        return digest(*(REQUIREMENTS / f"{name}.txt" for name in self.files))

    def works(self):
        return imports("django", "granian")

    def do(self):
        uv_install(*self.files)


class TestPackages(Packages):
    zh, en = "安装测试用 Python 软件包（校验哈希）", "Installing Python packages for tests (checked by hash)"
    files = ("test",)

    def works(self):
        return imports("django", "granian", "pytest", "mypy")


class PeerPackages(Packages):
    zh, en = "安装对照测量用软件包（校验哈希）", "Installing the packages measured beside ours (checked by hash)"
    files = ("bench",)

    def works(self):
        return imports("django_fsm", "SpiffWorkflow", "viewflow", "splink")


class FrontEndPackages(Step):
    zh, en = "安装前端软件包（npm ci）", "Installing front-end packages (npm ci)"

    def mark(self):
        return digest(CHECKOUT / "package.json", CHECKOUT / "package-lock.json")

    def works(self):
        wanted = json.loads((CHECKOUT / "package.json").read_text(encoding="utf-8"))
        names = [*wanted.get("dependencies", {}), *wanted.get("devDependencies", {})]
        return all((CHECKOUT / "node_modules" / name / "package.json").exists() for name in names)

    def do(self):
        front_end()


def front_end(*words):
    """The packages of package-lock.json, by the npm of this machine or by one of the Python registry."""
    environment = dict(os.environ)
    npm = shutil.which("npm")
    if npm is None:
        uv_install("node")
        npm = str(VENV / "bin" / "npm")
        environment["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environment.get('PATH', '')}"
    run(
        [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", *words],
        zh="前端软件包安装失败：请检查网络或 npm 镜像设置。",
        en="Front-end packages could not be installed: look at the network or npm's mirror settings.",
        cwd=CHECKOUT, env=environment,
    )


class PrintFont(Step):
    """The Chinese font of PDF files; where it cannot be had, pages and Word files work without it."""

    zh, en = "安装制作PDF用的中文字体（npm ci）", "Installing the Chinese font of PDF files (npm ci)"

    def mark(self):
        return digest(CHECKOUT / "package.json", CHECKOUT / "package-lock.json")

    def works(self):
        wanted = json.loads((CHECKOUT / "package.json").read_text(encoding="utf-8")).get("dependencies", {})
        return all(self.version(name) == version for name, version in wanted.items())

    @staticmethod
    def version(name):
        """The version of a package that is there, else nothing."""
        try:
            told = (CHECKOUT / "node_modules" / name / "package.json").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        return json.loads(told)["version"]

    def do(self):
        if self.works():
            # A complete installation, or one linked from elsewhere, is left as it is: npm ci would empty it first.
            return
        try:
            front_end("--omit=dev", "--fetch-retries=1")
        except CannotSetUp:
            say(
                "字体没有装上，PDF暂时不能下载，网页和Word不受影响；有npm软件包仓库时再运行一次即可。",
                "The font could not be had: no PDF files for now, pages and Word files are as ever; run it again where"
                " there is an npm registry.",
            )


class StaticFiles(Step):
    zh, en = "收集静态文件", "Collecting static files"

    def mark(self):
        ours = sorted(path for path in places.PACKAGE.glob("**/static/**/*") if path.is_file())
        return digest(REQUIREMENTS / "run.txt", *(word for path in ours for word in (path.relative_to(CHECKOUT), path)))

    def works(self):
        return (places.build() / "static" / "staticfiles.json").exists()

    def do(self):
        run(
            [PYTHON, "-m", "django", "collectstatic", "--no-input", "--clear", "--verbosity=0",
             "--settings=zhichan.site.settings"],
            zh="静态文件收集失败。", en="Static files could not be collected.", cwd=CHECKOUT,
        )


class Browser(Step):
    """Browser and Chinese fonts for the tests that look at pages; where they cannot be had, those tests are skipped."""

    zh, en = "安装测试用浏览器与中文字体（apt）", "Installing browser and Chinese fonts for tests (apt)"

    def mark(self):
        return "1"

    def works(self):
        return any(shutil.which(name) for name in BROWSERS) or not is_debian_root()

    def do(self):
        missing = [] if any(shutil.which(name) for name in BROWSERS) else ["chromium"]
        if not has_chinese_font():
            missing.append("fonts-noto-cjk")
        if not missing:
            return
        if is_debian_root():
            install_system_packages(*missing)
        else:
            say(
                f"缺少 {' '.join(missing)}，需要浏览器的测试将被跳过（可用 apt-get 安装）。",
                f"{' '.join(missing)} missing: tests that need a browser will be skipped (apt-get installs it).",
            )


def has_chinese_font():
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, encoding="utf-8", check=False)
    return bool(listed.stdout.strip())


SERVING = (VirtualEnvironment, Installer, Packages, StaticFiles, PrintFont)
CHECKING = (VirtualEnvironment, Installer, TestPackages)
TESTING = (VirtualEnvironment, Installer, TestPackages, FrontEndPackages, Browser)
MEASURING = (VirtualEnvironment, Installer, TestPackages, PeerPackages)


def prepare(steps):
    """Do what is still to be done of `steps`; one set-up at a time in a checkout."""
    places.var().mkdir(parents=True, exist_ok=True)
    with (places.var() / ".setting-up").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("另一个安装正在进行，等待其完成……", "Another set-up is under way, waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        for number, step in enumerate(steps, 1):
            step().ensure(f"{number}/{len(steps)}")


def become(*words):
    """Go on as another program under the same process id, so that signals reach it directly."""
    environment = dict(os.environ, PYTHONPATH=str(CHECKOUT / "src"))
    sys.stdout.flush()
    os.execve(str(PYTHON), [str(PYTHON), *words], environment)


def main():
    """Set up for what is asked, then do it."""
    goal, *rest = sys.argv[1:] or ["setup"]
    wanted = {"up": SERVING, "setup": SERVING, "check": CHECKING, "test": TESTING, "soak": TESTING, "bench": MEASURING,
              "systems": CHECKING}
    if goal not in wanted:
        print(f"setup: {' | '.join(wanted)}", file=sys.stderr)
        return 2
    try:
        prepare(wanted[goal])
    except CannotSetUp as fault:
        print(fault, file=sys.stderr)
        return 1
    except PermissionError as fault:
        print(
            f"没有写入权限：{fault.filename}（该目录属于其他用户）。\n"
            f"No permission to write {fault.filename} (the folder belongs to another user).",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        return 130
    if goal in {"up", "setup", "systems"}:
        become("-m", "zhichan", goal, *rest)
    become("-m", "zhichan.site.checking", goal, *rest)
    return 0


if __name__ == "__main__":
    sys.exit(main())
