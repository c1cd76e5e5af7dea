"""References to patents, as reference programs and Derwent's index write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from zhichan.doors.feeds import values
from zhichan.doors.feeds.builders import Context, builder
from zhichan.doors.feeds.builders.lists import patent
from zhichan.doors.feeds.faults import Unreadable
from zhichan.doors.feeds.records import Citation, Document, FamilyMember, Party, Patent, Record
from zhichan.doors.feeds.trees import Raw, one, texts

_PATENT = frozenset({"patent", "pat", "专利", "p"})


def _sorted_or_refuse(raw: Raw) -> None:
    sort = values.tidy(one(raw, "sort"))
    if sort and sort.lower() not in _PATENT:
        raise Unreadable("other", f"文献类型为“{sort[:40]}”，不是专利", f"it is a {sort[:40]!r}, not a patent", "type")


@builder("reference")
def reference(raw: Raw, context: Context) -> Sequence[Record]:
    """One reference; which number is the publication is told by its form, for each program has its own place."""
    _sorted_or_refuse(raw)
    kept = {name: given for name, given in raw.items() if name not in {"sort", "numbers"}}
    numbers = [values.plain(text) for text in texts(raw, "numbers") if any(map(str.isdecimal, text))]
    published = [text for text in numbers if (found := values.publication(text)) is not None and found.kind]
    filed = [text for text in numbers if text not in published and values.cn_application(text) is not None]
    if published:
        kept["publication_no"] = published[:1]
    if filed and not one(raw, "application_no"):
        kept["application_no"] = filed[:1]
    if "application_no" in kept and values.cn_application(one(kept, "application_no")) is None and published:
        del kept["application_no"]
    for name in ("inventors", "applicants"):
        if name in kept:
            kept[name] = ["; ".join(texts(kept, name))]
    if "address" in kept:
        kept["address"] = texts(kept, "address")[:1]
    return patent(kept, context)


_NUMBER = r"[A-Z]{2}[A-Z]{0,2}\d[\dA-Z]*-[A-Z]\d?"
_DATED = re.compile(rf"({_NUMBER})\s+(\d{{1,2}} [A-Z][a-z]{{2}} \d{{4}})")
_FILED = re.compile(rf"({_NUMBER})\s+([A-Z]{{2}}[\dA-Z]+)\s+(\d{{1,2}} [A-Z][a-z]{{2}} \d{{4}})")
_PRIORITY = re.compile(r"([A-Z]{2})([\dA-Z]+)\s+(\d{1,2} [A-Z][a-z]{2} \d{4})")
_CODE = re.compile(r"\s*\([A-Z0-9]{2,6}-[A-Za-z-]+\)\Z")


def _whole(raw: Raw, name: str) -> str:
    return " ".join(texts(raw, name))


def _parted(raw: Raw, name: str) -> list[str]:
    return [kept for text in texts(raw, name) for part in text.split(";") if (kept := values.tidy(part))]


@builder("derwent_text")
def derwent(raw: Raw, context: Context) -> Sequence[Record]:
    """One family of Derwent's index under its first publication; the others are its members.

    Its application numbers have a form of its own, without the year, and name no application of an office.
    """
    _sorted_or_refuse(raw)
    publications = [found for text in _parted(raw, "publications") if (found := values.publication(text)) is not None]
    if not publications:
        raise Unreadable("no-number", "没有公布号", "there is no publication number", "PN")
    own = publications[0]
    days = {_key(found[1]): _day(found[2], "PD") for found in _DATED.finditer(_whole(raw, "published"))}
    filed = {_key(found[1]): _day(found[3], "AD") for found in _FILED.finditer(_whole(raw, "filed"))}
    day = days.get(own.key)
    own = Document(own.country, own.number, own.kind, day.isoformat() if day else "")
    parties = [Party(_CODE.sub("", text), "applicant") for text in _parted(raw, "assignees")]
    parties += [Party(text, "inventor") for text in _parted(raw, "inventors")]
    priorities = [
        Document(found[1], found[2], "", said.isoformat() if (said := _day(found[3], "PI")) else "")
        for found in _PRIORITY.finditer(_whole(raw, "priorities"))
    ]
    granting = own.country == "CN" and own.kind[:1] in {"B", "C", "U", "Y", "S", "D"}
    family = values.plain(one(raw, "family")).removesuffix(";")
    result = Patent(
        context.position,
        context.notes,
        office=own.country,
        kind=values.cn_publication_kind(own.number, own.kind) if own.country == "CN" else "",
        filed_on=filed.get(own.key),
        publication_no=own.key,
        publication_kind=own.kind,
        published_on=day,
        granted_on=day if granting else None,
        title=values.tidy(_whole(raw, "title")),
        abstract=values.tidy(_whole(raw, "abstract")),
        parties=tuple(parties),
        ipcs=values.symbols(_parted(raw, "ipcs")),
        priorities=tuple(priorities),
        family=family,
    )
    members = [
        FamilyMember(context.position, of=own, member=each, family=family, scheme="dwpi") for each in publications[1:]
    ]
    cited = [values.publication(text) for text in re.findall(_NUMBER, _whole(raw, "cited"))]
    family_keys = {each.key for each in publications}
    citations = [
        Citation(context.position, citing=own, cited=each) for each in cited if each and each.key not in family_keys
    ]
    return (result, *members, *citations)


def _key(text: str) -> str:
    found = values.publication(text)
    return found.key if found else ""


def _day(text: str, place: str) -> date | None:
    return values.day(text, place=place)
