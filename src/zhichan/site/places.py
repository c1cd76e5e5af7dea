"""Where things stand on disk: the checkout, its ignored `var` and `build` folders, the secrets in them.

Standard library only, because set-up runs this before anything is installed.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parents[1]


def var() -> Path:
    """Folder of what this installation keeps: database, secrets, marks of finished set-up steps.

    `ZHICHAN_VAR` names another one, which an installation without a checkout needs.
    """
    return Path(os.environ.get("ZHICHAN_VAR") or CHECKOUT / "var").absolute()


def build() -> Path:
    """Folder of what can be made again at any time: front-end files, results of tests and benchmarks."""
    return Path(os.environ.get("ZHICHAN_BUILD") or CHECKOUT / "build").absolute()


def write_private(path: Path, text: str) -> None:
    """Put `text` at `path`, whole or not at all, readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


@contextmanager
def locked(path: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock file `path`; the kernel of the system lets go of it when this process dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def secret(name: str) -> str:
    """The secret of this installation called `name`, made at its first use (43 characters)."""
    path = var() / "secrets" / name
    if not path.exists():
        with locked(var() / "secrets" / ".lock"):
            if not path.exists():
                write_private(path, secrets.token_urlsafe(32))
    return path.read_text(encoding="utf-8").strip()
