"""Line-wise formats: references after GB/T 7714 and the Green Book."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from zhichan.doors.feeds import texts, values
from zhichan.doors.feeds.faults import Unreadable

LONGEST = 1 << 20
LONGEST_RECORD = 64 << 20
_MARK = re.compile(r"\[P\]")
_NUMBERED = re.compile(r"\s*[\[［](\d+)[\]］]\s*(.*)\Z", re.DOTALL)
_TAIL = re.compile(
    r"\s*[.．。]?\s*(?:(?P<place>[^:：,，]*)[:：]\s*)?(?P<number>[A-Z]{2}\s?[\dA-Z./-]{5,20})\s*[,，.]?\s*(?P<date>\d{4}[-.]\d{1,2}[-.]\d{1,2}|\d{8}|\d{4})?\s*[.。]?\s*\Z"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """One record: its raw mapping, or the fault that kept it from being read."""

    offset: int
    row: int
    raw: dict[str, Any] | None = None
    notes: tuple[str, ...] = ()
    fault: Unreadable | None = None


def citations(chunks: Iterable[bytes], encoding: str, skip: int) -> Iterator[Cut]:
    """References ``[n]inventors. title[P]. place：number,date.``; one may run over several lines.

    Inventors end at the first stop followed by a space, or by Chinese text: initials have no space after theirs.
    """
    held: list[str] = []
    start = first = 0
    notes: set[str] = set()

    def done() -> Iterator[Cut]:
        if held:
            yield _citation("".join(held), start + skip, first, tuple(sorted(notes)))

    row = 0
    for offset, line in texts.lines(chunks, longest=LONGEST):
        row += 1
        text, note = texts.decoded(line, encoding)
        if not text.strip():
            continue
        if _NUMBERED.match(text) or not held:
            yield from done()
            held, start, first, notes = [text], offset, row, {note} - {""}
        else:
            held.append(text)
            notes |= {note} - {""}
            if sum(map(len, held)) > LONGEST:
                yield from done()
                held = []
    yield from done()


def _citation(text: str, offset: int, row: int, notes: tuple[str, ...]) -> Cut:
    def fault(code: str, zh: str, en: str) -> Cut:
        return Cut(offset, row, None, notes, Unreadable(code, zh, en, text.strip()[:60]))

    numbered = _NUMBERED.match(text)
    if not numbered:
        return fault("reference", "行首没有文献序号", "the line does not begin with a reference number")
    body = numbered[2]
    marks = list(_MARK.finditer(body))
    if not marks:
        return fault("reference", "不是专利文献（没有[P]）", "it is no patent reference (there is no [P])")
    before, after = body[: marks[-1].start()], body[marks[-1].end() :]
    tail = _TAIL.match(
        values.plain(after).replace(". ", "", 1) if after.startswith(". ") else values.plain(after)
    )
    if not tail:
        return fault("reference", "没有文献号", "there is no document number")
    split = re.search(r"\.\s+|．\s*|\.(?=[\u4e00-\u9fff]{4,}[^,，]*\Z)", before)
    inventors, title = (before[: split.start()], before[split.end() :]) if split else ("", before)
    raw = {
        "number": [numbered[1]],
        "inventors": [inventors],
        "title": [title],
        "place": [tail["place"] or ""],
        "publication": [tail["number"]],
        "date": [tail["date"] or ""],
    }
    return Cut(offset, row, raw, notes)


_TAG = re.compile(r"([A-Z][A-Z0-9]{2,3})(?:\s\s?(.*))?\Z")
_SECTIONS = frozenset(
    {
        "INVT",
        "ASSG",
        "PRIR",
        "REIS",
        "RLAP",
        "CLAS",
        "UREF",
        "FREF",
        "OREF",
        "LREP",
        "PCTA",
        "ABST",
        "GOVT",
        "PARN",
        "BSUM",
        "DRWD",
        "DETD",
        "CLMS",
        "DCLM",
    }
)


def green_book(chunks: Iterable[bytes], encoding: str, skip: int) -> Iterator[Cut]:
    """Patents of a Green Book file, each as section → list of (tag → texts)."""
    began, first_row = -1, 0
    patent: dict[str, Any] = {}
    section: dict[str, Any] = {}
    tag = ""
    size = row = 0
    notes: set[str] = set()

    def done() -> Iterator[Cut]:
        if began >= 0:
            fault = (
                None
                if size <= LONGEST_RECORD
                else Unreadable("too-long", "记录过长", "the record is too long")
            )
            yield Cut(began, first_row, patent, tuple(sorted(notes)), fault)

    for at, line in texts.lines(chunks, longest=LONGEST):
        row += 1
        text, note = texts.decoded(line, encoding if encoding != "gb18030" else "utf-8")
        text = text.rstrip()
        if text == "PATN":
            yield from done()
            began, first_row, size, notes = at + skip, row, 0, set()
            patent, tag = {}, ""
            section = {}
            patent["PATN"] = [section]
            continue
        if began < 0 or not text:
            continue
        size += len(text)
        if size > LONGEST_RECORD:
            continue
        if note:
            notes.add(note)
        if text in _SECTIONS:
            section = {}
            patent.setdefault(text, []).append(section)
            tag = ""
        elif text[:1] != " " and (found := _TAG.match(text)):
            tag = found[1]
            section.setdefault(tag, []).append(found[2] or "")
        elif tag:
            section[tag][-1] += " " + text.strip()
    yield from done()


_TAGGED = re.compile(
    r"\{(?P<name>[A-Za-z][A-Za-z ]{1,30})\}\s*[:：]\s?(?P<named>.*)\Z"
    r"|(?P<percent>%[0-9A-Za-z@+!&$~?*(){}\[\]^<>=#.]) (?P<percented>.*)\Z"
    r"|(?P<tag>[A-Z][A-Z0-9])(?:  ?- ?| |\Z)(?P<said>.*)\Z"
)
_FIRST = frozenset({"ReferenceType", "%0", "RT", "TY", "PT"})
_LAST = frozenset({"ER", "EF", "FN", "VR"})  # ends of records and of the file, and what stands before the first


def tagged(chunks: Iterable[bytes], encoding: str, skip: int) -> Iterator[Cut]:
    """Records of reference programs: a tag begins each field, lines without one go on with the field before.

    NoteExpress writes ``{Title}: …``, EndNote ``%T …``, RefWorks ``T1 …``, RIS ``TI  - …``, Derwent ``TI …`` with
    further values on lines of their own. Each record is tag → texts, tags without spaces.
    """
    raw: dict[str, Any] | None = None
    offset = first = row = size = 0
    tag = ""
    notes: set[str] = set()

    def done() -> Iterator[Cut]:
        if raw is not None:
            long = Unreadable("too-long", "记录过长", "the record is too long") if size > LONGEST_RECORD else None
            yield Cut(offset + skip, first, raw, tuple(sorted(notes)), long)

    for at, line in texts.lines(chunks, longest=LONGEST):
        row += 1
        text, note = texts.decoded(line, encoding)
        text = text.rstrip()
        found = _TAGGED.match(text.lstrip("\ufeff")) if text[:1] != " " else None
        name = (found["name"] or found["percent"] or found["tag"]).replace(" ", "") if found else ""
        if name in _FIRST:
            yield from done()
            raw, offset, first, size, notes = {}, at, row, 0, set()
        elif name in _LAST:
            tag = ""
            continue
        if raw is None or not text.strip():
            continue
        size += len(text)
        notes |= {note} - {""}
        if size > LONGEST_RECORD:
            continue
        if found:
            tag = name
            raw.setdefault(tag, []).append(found["named"] or found["percented"] or found["said"] or "")
        elif tag:
            raw[tag].append(text.strip())
    yield from done()
