"""Large uploads are read and loaded by the worker, while pages tell how far it is.

What is asked lies beside the upload and says how far it came. The worker that holds the upload's lock does it; when
it is killed the lock is free, and the next worker goes on: with what was read and kept, and with the act from its
beginning, because nothing of an act stands before all of it does. A load that was made just before its worker died is
found by the mark that it carries, so that it is never made twice.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from zhichan.doors.desk.loads import uploads
from zhichan.doors.feeds.loading import Terms, load
from zhichan.doors.feeds.reading import Reading, Report
from zhichan.doors.feeds.records import Record
from zhichan.kernel.access.public import actor_of
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Reason, Refusal, Text, kernel
from zhichan.kernel.registry.public import Load

SMALL = 1 << 20  # bytes up to which a request reads a file itself
MOST_READ = 200_000  # source records of a preview
SHOWN = 5
MOST_TRIES = 5  # of a file that ends its worker each time

_log = logging.getLogger("zhichan.worker")
READ, LOAD = "read", "load"
WAITING, RUNNING, DONE, REFUSED = "waiting", "running", "done", "refused"


@dataclass(frozen=True, slots=True)
class Work:
    """What is asked of the worker about an upload: to read it for a preview, or to load it for the user ``by``.

    ``count`` is how many of ``what`` (``read``, or a source of the registry) were taken; ``load`` is the load's
    number; ``chosen`` is the digest of the format and the columns that a preview is asked with.
    """

    kind: str
    state: str = WAITING
    by: int | None = None
    terms: dict[str, Any] = field(default_factory=dict)
    what: str = READ
    count: int = 0
    tries: int = 0
    load: int | None = None
    chosen: str = ""
    reasons: tuple[dict[str, Any], ...] = ()

    @property
    def ended(self) -> bool:
        return self.state in {DONE, REFUSED}

    @property
    def refusal(self) -> Refusal | None:
        """Why it was refused."""
        return Refusal.of(
            Reason(each["code"], Text(each["text"]["zh"], each["text"]["en"]), each.get("place", ""))
            for each in self.reasons
        ) if self.reasons else None


@dataclass(frozen=True, slots=True)
class Preview:
    """What reading found: the report, the first records, and why reading ended early or not at all."""

    report: Report
    sample: Sequence[Record]
    reasons: tuple[Reason, ...] = ()


def is_large(kept: uploads.Upload) -> bool:
    """Whether the worker is to read the file."""
    try:
        return kept.path.stat().st_size > SMALL
    except FileNotFoundError as error:
        raise Refusal(NOT_THERE) from error


def asked(kept: uploads.Upload) -> Work | None:
    """What was asked about an upload, as far as it has come; not a preview with other columns than those of now."""
    place = _place(kept.token)
    try:
        given = json.loads((place / "work.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    work = Work(**{**given, "reasons": tuple(given["reasons"])})
    return work if work.kind == LOAD or work.chosen == _chosen(kept) else None


def ask(kept: uploads.Upload, kind: str, *, by: int | None, terms: Terms | None = None) -> Work:
    """Ask for a reading or a load; what is under way is not asked twice."""
    found = asked(kept)
    if found is not None and not found.ended:
        return found
    _preview(kept).unlink(missing_ok=True)
    given = asdict(terms) if terms else {}
    if terms is not None and terms.as_of is not None:
        given["as_of"] = terms.as_of.isoformat()
    work = Work(kind, by=by, terms=given, chosen=_chosen(kept))
    _put(_place(kept.token), work)
    return work


def drop(kept: uploads.Upload) -> None:
    """Forget what was asked, as when the officer has changed columns; a load under way or made stays."""
    found = asked(kept)
    if found is not None and found.kind == LOAD and found.state != REFUSED:
        return
    for path in (_place(kept.token) / "work.json", *_place(kept.token).glob("preview-*.pickle")):
        path.unlink(missing_ok=True)


def previewed(kept: uploads.Upload) -> Preview | None:
    """What the worker read with the format and the columns of now, None while it has not."""
    try:
        content = _preview(kept).read_bytes()
    except FileNotFoundError:
        return None
    # The folder can be written by the installation itself alone.
    return cast(Preview, pickle.loads(content))  # noqa: S301


def reading_of(kept: uploads.Upload, most: int | None = None) -> Reading:
    """A reading with the format and the columns that the officer chose."""
    return Reading(kept.path, wanted=kept.said.get("format", ""), columns=kept.said.get("columns", {}), most=most)


def read(kept: uploads.Upload, most: int, told: Callable[[Report], None] | None = None) -> Preview:
    """Read a file for its preview."""
    reading = reading_of(kept, most)
    reading.progress = told
    sample: list[Record] = []
    reasons: tuple[Reason, ...] = ()
    try:
        for record in reading.records():
            if len(sample) < SHOWN:
                sample.append(record)
    except Refusal as refusal:
        reasons = refusal.reasons
    return Preview(reading.report.whole(), sample, reasons)


# -- the worker's side ------------------------------------------------------------------------------------------


def step(*, at: datetime) -> int:
    """Do what waits and what a killed worker left; how many were done."""
    done = 0
    for place in sorted(uploads.folder().iterdir()):
        if not (place / "work.json").is_file():
            continue
        try:
            with _held(place) as free:
                if free and (found := _found(place)) is not None and not found[1].ended:
                    _do(*found, at=at)
                    done += 1
        except FileNotFoundError:
            # Its owner dropped it meanwhile.
            _log.info("an upload went away: %s", place.name)
    return done


def _do(kept: uploads.Upload, work: Work, *, at: datetime) -> None:
    place = _place(kept.token)
    work = replace(work, state=RUNNING, tries=work.tries + 1)
    _put(place, work)
    try:
        if work.tries > MOST_TRIES:
            raise Refusal.one(
                "loads.interrupted",
                "后台进程多次在处理该文件时中断，已停止",
                "the worker was interrupted again and again while it had this file, and stopped",
            )
        _put(place, _read(kept, work) if work.kind == READ else _load(kept, work, at=at))
    except Refusal as refusal:
        _put(place, replace(work, state=REFUSED, reasons=tuple(each.as_json() for each in refusal.reasons)))
    except (OperationalError, InterfaceError):
        # The database is away for a moment: it waits, and this was no fault of the file.
        _put(place, replace(work, state=WAITING, tries=work.tries - 1))
        raise
    except Exception:  # noqa: BLE001  # It is logged whole.
        # Whatever a file brings about is a try of this file, and no reason to leave the others.
        _log.exception("an upload could not be worked on: %s", kept.token)
        _put(place, replace(work, state=WAITING))


def _read(kept: uploads.Upload, work: Work) -> Work:
    place = _place(kept.token)

    def told(report: Report) -> None:
        # What was asked anew meanwhile is not written over.
        if (latest := asked(kept)) is not None and latest.kind == READ:
            _put(place, replace(work, count=report.read))

    found = read(kept, MOST_READ, told)
    now = uploads.find(kept.token, owner=str(kept.said["owner"]))
    if _chosen(now) != work.chosen:
        # The officer chose other columns meanwhile: what was read is no answer, and it is read anew.
        return asked(now) or Work(READ, chosen=_chosen(now))
    uploads.write(_preview(kept), pickle.dumps(found))
    return replace(work, state=DONE, count=found.report.read)


def _load(kept: uploads.Upload, work: Work, *, at: datetime) -> Work:
    place = _place(kept.token)
    mark = f"upload:{kept.token}"
    with kernel():
        made = Load.objects.filter(report__mark=mark).values_list("id", flat=True).first()
    if made is None:
        stage = place / "stage"
        stage.mkdir(exist_ok=True, mode=0o700)

        def told(what: str, count: int) -> None:
            _put(place, replace(work, what=what, count=count))

        given = dict(work.terms)
        as_of = datetime.fromisoformat(given["as_of"]).date() if given.get("as_of") else None
        terms = Terms(**{**given, "as_of": as_of, "withheld": tuple(given.get("withheld", ())), "mark": mark})
        actor = actor_of(work.by, day=timezone.localtime(at).date())
        made = number_of(load(reading_of(kept), at=at, actor=actor, terms=terms, stage=stage, progress=told))
    # The file goes; its folder stays for a while and leads whoever comes back to the load.
    (place / "content").unlink(missing_ok=True)
    return replace(work, state=DONE, load=made)


def number_of(result: dict[str, Any]) -> int:
    """The load's number; refuse when nothing of the file has a place."""
    if result["load"] is None:
        reasons = result["rejections"][:3]
        said = (
            "；".join(each["text"]["zh"] for each in reasons),
            "; ".join(each["text"]["en"] for each in reasons),
        )
        raise Refusal.one(
            "loads.nothing",
            f"文件中没有可以登记的内容。{said[0]}",
            f"Nothing of the file has a place here. {said[1]}",
        )
    return int(result["load"])


def _found(place: Path) -> tuple[uploads.Upload, Work] | None:
    """An upload and what is asked about it; what is no longer whole is asked no more."""
    try:
        said = json.loads((place / "said.json").read_text(encoding="utf-8"))
        kept = uploads.find(place.name, owner=str(said["owner"]))
        work = asked(kept)
    except OSError as error:
        _log.warning("an upload went away: %s: %s", place.name, error)
        return None
    except (ValueError, LookupError, TypeError, Refusal) as error:
        _log.warning("an upload cannot be read: %s: %s", place.name, error)
        (place / "work.json").unlink(missing_ok=True)
        return None
    return (kept, work) if work is not None else None


def _chosen(kept: uploads.Upload) -> str:
    """The digest of the format and the columns that the officer chose."""
    said = [kept.said.get("format", ""), kept.said.get("columns", {})]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _preview(kept: uploads.Upload) -> Path:
    # By its name it is a preview of these columns and of no others, whoever writes it and whenever.
    return _place(kept.token) / f"preview-{_chosen(kept)}.pickle"


def _place(token: str) -> Path:
    return uploads.folder() / token


def _put(place: Path, work: Work) -> None:
    uploads.write(place / "work.json", json.dumps(asdict(work), ensure_ascii=False).encode())


@contextmanager
def _held(place: Path) -> Iterator[bool]:
    """Whether nobody else has the upload in hand; it is held meanwhile, and free when this process ends."""
    with (place / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
