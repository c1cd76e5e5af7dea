"""Bundles: events that an outsider verifies offline, with one self-contained file and nothing else.

A bundle holds the envelopes of what the viewer may see, the content of the parts open to the viewer, the digests
alone of the others, all seals, and a path from each event to its seal. ``verify.py`` in it is ``offline.py``.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from zhichan.instruments.merkle import proofs
from zhichan.kernel.ground.public import Refusal, kernel, reader
from zhichan.kernel.ledger import offline
from zhichan.kernel.ledger.events import canonical
from zhichan.kernel.ledger.models import Event, Payload, Position, Seal

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Bundled:
    """What a bundle holds: events, parts with content, the newest root, and its own digest (hex)."""

    events: int
    parts: int
    root: str
    digest: str


def export_bundle(
    *,
    file: Path,
    principals: Iterable[str],
    day: date,
    at: datetime,
    subjects: Iterable[tuple[str, str]] | None = None,
    first: int = 1,
    last: int | None = None,
) -> Bundled:
    """Write the bundle of what ``principals`` may see on ``day`` to ``file`` (a zip, which must not be there).

    ``subjects`` (kind, id) narrows it; ``first`` and ``last`` are positions. Raises ``Refusal`` when nothing is
    open to the viewer, or the file is there.
    """
    if file.exists():
        raise Refusal.one("ledger.file-there", f"{file}已存在", f"{file} is there already", place=str(file))
    seen = dict(_seen(list(principals), day, subjects, first, last))
    if not seen:
        raise Refusal.one("ledger.nothing-open", "没有对您开放的事件", "no event is open to this viewer")
    with kernel():
        seals = list(Seal.objects.order_by("last"))
        placed = _placed(seals, seen)
        rows = [_row(place, *seen[place], placed.get(place)) for place in sorted(seen)]
        chain = [_seal_row(each, path) for each, path in zip(seals, _links(seals), strict=True)]
    root = chain[-1]["root"] if chain else ""
    members = {
        "events.jsonl": _lines(rows),
        "seals.jsonl": _lines(chain),
        "verify.py": Path(offline.__file__).read_bytes(),
    }
    manifest: dict[str, Any] = {
        "format": offline.FORMAT, "made": at.isoformat(), "viewer": sorted(principals), "day": day.isoformat(),
        "events": len(rows), "root": root,
        "files": {name: hashlib.sha256(raw).hexdigest() for name, raw in members.items()},
    }  # fmt: skip
    digest = hashlib.sha256(canonical(manifest)).hexdigest()
    with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED) as bundle:
        for name, raw in members.items():
            bundle.writestr(name, raw)
        bundle.writestr("manifest.json", json.dumps({**manifest, "digest": digest}, ensure_ascii=False, indent=1))
    return Bundled(len(rows), sum(len(row["parts"]) for row in rows), root, digest)


def verify_bundle(*, file: Path, root: str | None = None) -> tuple[list[str], Mapping[str, Any]]:
    """What is wrong with a bundle, judged by this release's verifier and not by the one in it; and its summary."""
    return offline.verify(str(file), root)


Seen = tuple[Event, dict[str, Payload]]


def _seen(
    principals: Sequence[str],
    day: date,
    subjects: Iterable[tuple[str, str]] | None,
    first: int,
    last: int | None,
) -> Iterator[tuple[int, Seen]]:
    wanted = None if subjects is None else set(subjects)
    with reader(principals=principals, day=day):
        places = Position.objects.filter(position__gte=first).order_by("position")
        if last is not None:
            places = places.filter(position__lte=last)
        pairs = places.values_list("position", "event_id").iterator(chunk_size=CHUNK)
        while chunk := dict(islice(pairs, CHUNK)):
            events = {each.pk: each for each in Event.objects.filter(pk__in=chunk.values())}
            parts: dict[Any, dict[str, Payload]] = defaultdict(dict)
            for part in Payload.objects.filter(event_id__in=events, content__isnull=False):
                parts[part.event_id][part.field_class] = part
            for position, identity in chunk.items():
                event = events.get(identity)
                if event and (wanted is None or (event.subject_kind, event.subject_id) in wanted):
                    yield position, (event, parts[identity])


def _row(
    position: int, event: Event, parts: Mapping[str, Payload], seal: tuple[int, Sequence[bytes]] | None
) -> dict[str, Any]:
    digests = Payload.objects.filter(event=event).values_list("field_class", "digest")
    last, path = seal if seal is not None else (None, ())
    return {
        "position": position,
        "envelope": {
            "id": str(event.pk), "at": event.at.astimezone(UTC).isoformat(), "actor": event.actor,
            "on_behalf": event.on_behalf,
            "cause": event.cause, "unit": event.unit, "verb": event.verb,
            "subject": [event.subject_kind, event.subject_id], "version": event.subject_version,
            "reason": event.reason, "parts": {name: bytes(digest).hex() for name, digest in sorted(digests)},
        },
        # The salt goes with the content alone: beside a bare digest it would let a short content be guessed.
        "parts": [
            {"class": name, "salt": bytes(part.salt).hex(), "content": part.content}
            for name, part in sorted(parts.items())
        ],
        "seal": last,
        "path": [each.hex() for each in path],
    }  # fmt: skip


def _leaves(seal: Seal) -> list[bytes]:
    digests = Position.objects.filter(position__range=(seal.first, seal.last)).order_by("position")
    return [bytes(seal.previous), *map(bytes, digests.values_list("event__digest", flat=True))]


def _placed(seals: Iterable[Seal], positions: Iterable[int]) -> dict[int, tuple[int, Sequence[bytes]]]:
    """Position → the seal's last position and the path to its root; positions not sealed yet are left out."""
    found: dict[int, tuple[int, Sequence[bytes]]] = {}
    wanted = sorted(positions)
    for seal in seals:
        within = [each for each in wanted if seal.first <= each <= seal.last]
        if within:
            algorithm: Any = seal.algorithm
            indices = [each - seal.first + 1 for each in within]
            paths = proofs(_leaves(seal), indices=indices, algorithm=algorithm)
            found.update({each: (seal.last, path) for each, path in zip(within, paths, strict=True)})
    return found


def _links(seals: Iterable[Seal]) -> Iterator[Sequence[bytes]]:
    for seal in seals:
        algorithm: Any = seal.algorithm
        yield proofs(_leaves(seal), indices=[0], algorithm=algorithm)[0]


def _seal_row(seal: Seal, path: Sequence[bytes]) -> dict[str, Any]:
    return {
        "first": seal.first, "last": seal.last, "algorithm": seal.algorithm, "previous": bytes(seal.previous).hex(),
        "root": bytes(seal.root).hex(), "at": seal.at.isoformat(), "path": [each.hex() for each in path],
    }  # fmt: skip


def _lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    return b"".join(canonical(row) + b"\n" for row in rows)
