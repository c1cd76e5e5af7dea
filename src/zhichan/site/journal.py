"""The journal of erasures: a small file outside the database, so that an older backup cannot bring back what went.

One JSON line for each erasure and take-down, chained by SHA-256; it names subjects and facts and holds no content.
It is written when the act has committed, and again by a consumer, so that a process killed in between loses none.
`ZHICHAN_ERASURES` names the file; a copy on another disk is worth having.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from zhichan.kernel.ground.refusal import Refusal
from zhichan.site import places

CONSUMER = "erasures"


def path() -> Path:
    """The journal of this installation's database."""
    from django.conf import settings

    given = os.environ.get("ZHICHAN_ERASURES")
    return Path(given) if given else places.var() / f"erasures-{settings.DATABASES['default']['NAME']}.jsonl"


def register() -> None:
    """Write down every erasure from now on."""
    from zhichan.kernel.ledger.public import consume, erasing

    consume(CONSUMER, lambda _, event: note(event.pk), verbs=[erasing.ERASE, erasing.TAKE_DOWN])
    erasing.when_erased(note)


def note(event_id: UUID) -> None:
    """Write down the erasure of this event, unless it stands there or only repeats one."""
    from zhichan.kernel.ground.public import kernel
    from zhichan.kernel.ledger.public import Payload, erasing

    with kernel():
        part = Payload.objects.select_related("event").get(event_id=event_id, field_class="ordinary")
    content: Mapping[str, Any] = part.content or {}
    if "repeats" not in content:
        add(path(), erasing.instruction(part.event, content))


@dataclass(frozen=True, slots=True)
class Journal:
    """The lines of a journal in order, and the digest of the last (empty when there is none)."""

    lines: tuple[Mapping[str, Any], ...] = ()
    digest: str = ""

    def begins_with(self, digest: str) -> bool:
        """Whether it goes on from a journal whose last digest was this one."""
        return not digest or any(line["digest"] == digest for line in self.lines)


def read(file: Path) -> Journal:
    """Read a journal, none being an empty one. Refuses one whose chain is broken (`site.journal`)."""
    return _parsed(file, file.read_bytes() if file.exists() else b"")[0]


def begin(file: Path) -> Journal:
    """Read a journal, made if it is not there: an empty one says that nothing was erased."""
    if not file.exists():
        replace(file, Journal())
    return read(file)


def _parsed(file: Path, raw: bytes) -> tuple[Journal, int]:
    """The journal and how many bytes of it are whole: the last line is torn when its writer was killed."""
    whole = raw[: raw.rfind(b"\n") + 1]
    lines: list[Mapping[str, Any]] = []
    before = ""
    for number, text in enumerate(whole.decode().splitlines(), 1):
        try:
            line = json.loads(text)
            said = line.pop("digest")
            sound = line["previous"] == before and said == _digest(line)
        except (ValueError, KeyError, AttributeError):
            sound = False
        if not sound:
            raise Refusal.one(
                "site.journal",
                f"删除记录{file}第{number}行与前文不衔接，已被改动。",
                f"Line {number} of the journal of erasures {file} does not follow: it was changed.",
                place=f"{file}:{number}",
            )
        lines.append({**line, "digest": said})
        before = said
    return Journal(tuple(lines), before), len(whole)


def _digest(line: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(line, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def add(file: Path, instruction: Mapping[str, Any]) -> None:
    """Append an instruction, forced to disk; one whose event is there already changes nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with places.locked(file.with_name(f".{file.name}.lock")):
        raw = file.read_bytes() if file.exists() else b""
        known, whole = _parsed(file, raw)
        if any(line["event"] == instruction["event"] for line in known.lines):
            return
        line = {**instruction, "previous": known.digest}
        text = json.dumps({**line, "digest": _digest(line)}, ensure_ascii=False) + "\n"
        handle = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.truncate(whole)
            stream.seek(whole)
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())


def replace(file: Path, journal: Journal) -> None:
    """Put a journal in this place, whole."""
    places.write_private(file, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in journal.lines))
