"""Files between their upload and their load: kept in a folder of the installation, each for whoever uploaded it."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Refusal

LARGEST = 512 << 20
KEPT_SECONDS = 7 * 86_400
_TOKEN = re.compile(r"[0-9a-f]{32}\Z")


@dataclass(frozen=True, slots=True)
class Upload:
    """One uploaded file with what its owner said about it."""

    token: str
    path: Path
    name: str
    said: Mapping[str, Any]


def folder() -> Path:
    """Where uploads lie."""
    found = Path(settings.ZHICHAN_UPLOADS)
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


def keep(pieces: Iterable[bytes], *, name: str, owner: str, said: Mapping[str, Any]) -> str:
    """Keep a file; return its token. Refuses an empty or oversized one. What is older than a week goes."""
    _clear()
    token = uuid4().hex
    place = folder() / token
    place.mkdir(mode=0o700)
    size = 0
    with (place / "content").open("wb") as stream:
        for piece in pieces:
            size += len(piece)
            if size > LARGEST:
                break
            stream.write(piece)
    if not 0 < size <= LARGEST:
        shutil.rmtree(place)
        raise Refusal.one(
            "upload.size",
            f"文件是空的，或超过{LARGEST >> 20}MB",
            f"the file is empty or larger than {LARGEST >> 20} MB",
            place="file",
        )
    plain = re.sub(r"[/\\\x00-\x1f]", "_", name)[-180:] or "file"
    said = {**said, "name": plain, "owner": owner}
    write(place / "said.json", json.dumps(said, ensure_ascii=False).encode())
    return token


def find(token: str, *, owner: str) -> Upload:
    """An upload of this owner; any other is not there, nor one of which nobody can tell whose it is."""
    place = folder() / token
    if not _TOKEN.match(token) or not (place / "said.json").is_file():
        raise Refusal(NOT_THERE)
    try:
        said = json.loads((place / "said.json").read_text(encoding="utf-8"))
    except ValueError as error:
        raise Refusal(NOT_THERE) from error
    if not isinstance(said, dict) or said.get("owner") != owner:
        raise Refusal(NOT_THERE)
    named = place / "named"
    # Formats are found by content, but archives and reports speak of files by name: it lies under its own.
    named.mkdir(exist_ok=True)
    path = named / said["name"]
    if not path.is_symlink():
        path.symlink_to(place / "content")
    return Upload(token, path, said["name"], said)


def note(token: str, *, owner: str, said: Mapping[str, Any]) -> None:
    """Add to what is said about an upload."""
    kept = find(token, owner=owner)
    write(folder() / token / "said.json", json.dumps({**kept.said, **said}, ensure_ascii=False).encode())


def write(path: Path, content: bytes) -> None:
    """Whole or not at all: others may read it meanwhile, and whoever writes may be killed."""
    part = path.with_name(f"{path.name}.{uuid4().hex}.part")
    part.write_bytes(content)
    part.replace(path)


def forget(token: str) -> None:
    """Drop an upload."""
    if _TOKEN.match(token):
        shutil.rmtree(folder() / token, ignore_errors=True)


def _clear() -> None:
    for place in folder().iterdir():
        if _TOKEN.match(place.name) and place.stat().st_mtime < time.time() - KEPT_SECONDS:
            shutil.rmtree(place, ignore_errors=True)
