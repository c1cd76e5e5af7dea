"""Finding and reading the files of declarations; an overlay replaces a file of the same path, or adds one."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from zhichan.kernel.catalogue import locate
from zhichan.kernel.catalogue.problems import Problem, nearest
from zhichan.kernel.catalogue.shapes import KINDS
from zhichan.kernel.ground.refusal import Text

RULES = "rules.py"
LARGEST = 64 * 1024
"""Bytes a declaration may have; what is larger is data, not a declaration."""

_APART = {"examples", "letters", "__pycache__"}
_KINDS = sorted(KINDS)
_FOLDER = re.compile(r"^[a-z][a-z0-9_]*$")


@dataclass(frozen=True, slots=True)
class File:
    """One file below a root: ``path`` is relative with forward slashes, ``origin`` where it lies."""

    path: str
    origin: Path
    data: bytes

    @property
    def folder(self) -> str:
        """The folder it lies in."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A declaration as read, before it has a shape: its kind, its tables, and the line of every key."""

    file: File
    kind: str
    name: str
    raw: Mapping[str, Any]
    lines: Mapping[locate.Path, int] = field(repr=False)

    def line(self, *path: str | int) -> int:
        """The line of a key, or of the nearest table around it."""
        return locate.line_of(found=self.lines, path=path)


def collect(*, roots: Sequence[Path]) -> tuple[File, ...]:
    """Every declaration and rules file below ``roots``, later roots laid over earlier ones, ordered by path.

    Raises ``FileNotFoundError`` when a root is not a folder.
    """
    found: dict[str, File] = {}
    for root in roots:
        if not root.is_dir():
            raise FileNotFoundError(str(root))
        for origin in root.rglob("*"):
            inside = origin.relative_to(root)
            wanted = (origin.suffix == ".toml" and len(inside.parts) > 1) or origin.name == RULES
            if not wanted or _APART & set(inside.parts[:-1]) or not origin.is_file():
                continue
            found[inside.as_posix()] = File(inside.as_posix(), origin, origin.read_bytes())
    return tuple(found[path] for path in sorted(found))


def letters(*, roots: Sequence[Path], folder: str) -> frozenset[str]:
    """The names, without endings, of the letter templates of a system."""
    return frozenset(
        path.stem for root in roots for path in (root / folder / "letters").glob("*") if path.is_file()
    )


def letter_file(*, roots: Sequence[Path], folder: str, name: str) -> Path | None:
    """Where the template of a letter lies, the last root's first; None when there is none."""
    places = (root / folder / "letters" / f"{name}.toml" for root in reversed(roots))
    return next((place for place in places if place.is_file()), None)


def digest(*, files: Iterable[File]) -> str:
    """The SHA-256 of all paths and contents, in order."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.path}\0{len(file.data)}\0".encode())
        total.update(file.data)
    return total.hexdigest()


@lru_cache(maxsize=1024)
def draft(*, file: File) -> Draft | Problem:
    """Read one TOML file, or say why it cannot be read; kept, because an overlay changes few of a hundred files."""
    parts = file.path.split("/")
    kind, stem = _kind(parts[-1])
    if kind is None:
        near = nearest(word=parts[-1].removesuffix(".toml").rpartition(".")[2], among=_KINDS)
        return _unread(
            file,
            1,
            "file_kind",
            f"文件名应为 system.toml 或 <名称>.<种类>.toml{near.zh}",
            f"a file is called system.toml or <name>.<kind>.toml{near.en}",
        )
    if len(parts) != 3 or not all(_FOLDER.match(part) for part in (*parts[:2], stem)):
        return _unread(
            file,
            1,
            "file_place",
            "文件应在 <链条>/<系统>/ 之下,名称用小写字母、数字和下划线",
            "a file lies in <chain>/<system>/, with names of small letters, digits and underscores",
        )
    if len(file.data) > LARGEST:
        return _unread(
            file,
            1,
            "too_large",
            f"一份声明不超过 {LARGEST // 1024} KB",
            f"a declaration is at most {LARGEST // 1024} KB",
        )
    try:
        text = file.data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = file.data[: error.start].count(b"\n") + 1
        return _unread(file, line, "encoding", "文件应为 UTF-8 编码", "the file must be UTF-8")
    text = text.replace("\r\n", "\n")
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return _unread(
            file, _line_in(str(error), text), "toml", f"不是有效的 TOML:{error}", f"not valid TOML: {error}"
        )
    return Draft(
        file=file, kind=kind, name="/".join([*parts[:2], stem]), raw=raw, lines=locate.lines(text=text)
    )


def removed(*, draft: Draft, key: str) -> Draft:
    """The draft without the dotted ``key``; ``LookupError`` when it has none."""
    raw = deepcopy(dict(draft.raw))
    place: Any = raw
    *above, last = key.split(".")
    try:
        for part in above:
            place = place[int(part)] if isinstance(place, list) else place[part]
        del place[int(last) if isinstance(place, list) else last]
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise LookupError(f"{draft.file.path} has no key {key}") from error
    return Draft(file=draft.file, kind=draft.kind, name=draft.name, raw=raw, lines=draft.lines)


def _kind(name: str) -> tuple[str | None, str]:
    if name == "system.toml":
        return "system", "system"
    stem, _, kind = name.removesuffix(".toml").rpartition(".")
    if kind not in KINDS or kind == "system" or not stem:
        return None, ""
    # A measure may have editions: <slug>.<edition>.measure.toml.
    return kind, stem.partition(".")[0] if kind == "measure" else stem


def _unread(file: File, line: int, code: str, zh: str, en: str) -> Problem:
    return Problem(file=file.path, line=line, gate="shape", code=code, text=Text(zh, en))


def _line_in(message: str, text: str) -> int:
    found = re.search(r"line (\d+)", message)
    return int(found[1]) if found else text.count("\n") + 1
