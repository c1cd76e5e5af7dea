"""What several builders do alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from zhichan.doors.feeds import values
from zhichan.doors.feeds.faults import Unreadable
from zhichan.doors.feeds.records import Document, Party
from zhichan.doors.feeds.texts import BROKEN
from zhichan.doors.feeds.trees import Raw, items, one, texts

LANGUAGES = {"zh": 0, "en": 1}  # which title and abstract come first


def document(raw: Raw) -> Document:
    """A document-id: country, number, kind, date, name."""
    return Document(
        values.plain(one(raw, "country")).upper(),
        values.plain(one(raw, "number")),
        values.plain(one(raw, "kind")).upper(),
        values.part_day(one(raw, "date")),
        values.tidy(one(raw, "name")),
    )


def documents(raw: Raw, name: str) -> tuple[Document, ...]:
    """The documents of a list that have a number."""
    return tuple(found for each in items(raw, name) if (found := document(each)).number)


def composed(each: Raw) -> str:
    """A classification symbol written in parts, or as text."""
    if one(each, "section"):
        parts = [
            values.plain(one(each, name)) for name in ("section", "class", "subclass", "group", "subgroup")
        ]
        head = "".join(parts[:3])
        whole = f"{head}{parts[3]}/{parts[4]}" if parts[3] and parts[4] else head
        return values.symbol(whole)
    return values.symbol(one(each, "text"))


def titled(raw: Raw) -> list[tuple[str, str]]:
    """Language and title, Chinese and English first."""
    found = [(one(each, "lang"), values.tidy(one(each, "text"))) for each in items(raw, "titles")]
    return sorted(found, key=lambda title: LANGUAGES.get(title[0], 2))


class Chinese(NamedTuple):
    """A Chinese document by its numbers: the application's, how it was written, what was repaired, the kind."""

    number: str
    original: str
    notes: tuple[str, ...]
    kind: str
    pct: bool


def chinese(application: str, publication: str, code: str) -> Chinese:
    """A Chinese document by the number of its application, and that of its publication with its kind code."""
    number, original, notes = cn_number(application)
    kind, pct = values.cn_kind(number)
    return Chinese(number, original, notes, kind or values.cn_publication_kind(publication, code), pct)


def symbols(raw: Raw, *, lists: Iterable[str] = (), plain: Iterable[str] = ()) -> tuple[str, ...]:
    """Symbols of composed lists and plain texts, each once."""
    found = [composed(each) for name in lists for each in items(raw, name)]
    found += [values.symbol(text) for name in plain for text in texts(raw, name)]
    return tuple(dict.fromkeys(each for each in found if each))


def tidied(raw: Raw, name: str) -> tuple[str, ...]:
    """All texts of a field, tidied, each once."""
    return tuple(dict.fromkeys(kept for each in texts(raw, name) if (kept := values.tidy(each))))


def person(raw: Raw, role: str) -> Party | None:
    """A party whose name is written in parts or as an organisation."""
    organisation = values.tidy(one(raw, "orgname") or one(raw, "name"))
    first = " ".join(values.tidy(one(raw, name)) for name in ("first_name", "middle_name") if one(raw, name))
    last = " ".join(
        kept for kept in (values.tidy(one(raw, "prefix")), values.tidy(one(raw, "last_name"))) if kept
    )
    suffix = values.tidy(one(raw, "suffix"))
    own = " ".join(part for part in (first, last, suffix) if part)
    name = organisation or own
    if not name:
        return None
    names = (("person", own),) if organisation and own else ()
    country = values.plain(one(raw, "country")).upper()
    return Party(
        name,
        role,
        country if re.fullmatch(r"[A-Z]{2,3}", country) else "",
        ", ".join(tidied(raw, "street")),
        values.plain(one(raw, "postcode")),
        values.tidy(one(raw, "province")),
        values.tidy(one(raw, "city")),
        values.tidy(one(raw, "county")),
        "",
        "",
        values.plain(one(raw, "kind")),
        names,
    )


def people(raw: Raw, name: str, role: str) -> tuple[Party, ...]:
    """The parties of a list."""
    return tuple(found for each in items(raw, name) if (found := person(each, role)) is not None)


def claims(raw: Raw) -> tuple[int | None, str, str]:
    """Number of claims, the first claim, and all of them, a line each."""
    listed = items(raw, "claims")
    said = [values.tidy(" ".join(texts(each, "text"))) for each in listed]
    first = values.tidy(one(listed[0], "text"))[:4000] if listed else ""
    return (len(listed) or None), first, "\n".join(each for each in said if each)


_NO_RECORD = re.compile(
    r"(?:(?:合|总|小|共)\s*计|(?:本页)?合计)(?![\u4e00-\u9fff]{2})"
    r"|(?:备?注|说明|数据来源|填报单位|(?:制表|填表|填报|审核|复核)(?:人|单位|日期)?)\s*[:：]"
    r"|(?:grand |sub)?total\Z",
    re.IGNORECASE,
)
_LOST = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{1,2}\Z")


def record_or_refuse(raw: Raw) -> None:
    """Refuse a row without a number that is the table's total or a note below it."""
    for given in raw.values():
        text = given[0] if given and isinstance(given[0], str) else ""
        if text and _NO_RECORD.match(values.tidy(text)):
            raise note(text)


def note(text: str) -> Unreadable:
    """That a row is a total or a note."""
    return Unreadable("note", "合计或附注，不是记录", "a total or a note, not a record", text.strip()[:40])


def whole_or_refuse(raw: Raw, names: Iterable[str]) -> None:
    """Refuse a number that a spreadsheet has rounded (``2.0211E+12``), or of which bytes are broken."""
    for name in names:
        if name not in raw:
            continue
        text = one(raw, name).strip()
        if BROKEN in text:
            raise Unreadable("broken", "号码中有损坏的字节", "the number contains broken bytes", name)
        if _LOST.match(text):
            raise Unreadable(
                "rounded",
                f"号码“{text}”被电子表格写成了科学计数法，末几位已丢失，请把该列设为文本后重新导出",
                f"a spreadsheet has rounded the number {text!r}: export the column as text",
                name,
            )


def first_day(*given: date | None) -> date | None:
    """The first that is said."""
    return next((each for each in given if each), None)


def cn_number(text: str) -> tuple[str, str, tuple[str, ...]]:
    """Normalised Chinese application number, the original where different, and notes."""
    found = values.cn_application(text)
    if found is None:
        return values.plain(text), "", ()
    number, right = found
    return (
        number,
        values.plain(text) if values.plain(text) != number else "",
        () if right else ("check-digit",),
    )
