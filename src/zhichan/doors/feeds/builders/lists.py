"""Rows of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from zhichan.doors.feeds import values
from zhichan.doors.feeds.builders import Context, builder
from zhichan.doors.feeds.builders.common import cn_number, record_or_refuse, tidied, whole_or_refuse
from zhichan.doors.feeds.builders.registers import kind_word
from zhichan.doors.feeds.faults import Unreadable
from zhichan.doors.feeds.records import (
    Citation,
    Document,
    Event,
    EventCode,
    FamilyMember,
    Offer,
    Party,
    Patent,
    Record,
    Variety,
)
from zhichan.doors.feeds.trees import Raw, one

_HOME = re.compile(r"\s*\[([A-Z]{2})\]\s*\Z")
_SINCE = re.compile(r"\s*\(\d{4}-\d{2}-\d{2}\)\Z")  # since when an owner is one


def _cells(raw: Raw, name: str, context: Context) -> tuple[str, ...]:
    if name not in raw:
        return ()
    comma = name in context.comma
    given = raw[name]
    if len(given) == 1 and not comma:
        return values.many(given[0])
    found = [part for text in given for part in values.many(text, comma=comma)]
    return tuple(dict.fromkeys(_rejoined(found) if comma else found))


_FORM = re.compile(
    r"(?:inc|ltd|llc|llp|l\.?p|lp|co|corp|corporation|company|limited|gmbh|ag|kg|s\.?a|s\.?r\.?l|n\.?v|b\.?v|plc|pte|pty|jr|sr|ii|iii)"
    r"\.?(?:\s+ltd\.?)?\Z",
    re.IGNORECASE,
)


def _rejoined(parts: list[str]) -> list[str]:
    """A firm's legal form after a comma belongs to the name before it (``Kestrel, Inc.``)."""
    found: list[str] = []
    for part in parts:
        if found and _FORM.match(part):
            found[-1] = f"{found[-1]}, {part}"
        else:
            found.append(part)
    return found


_DATED = re.compile(
    r"(.+?)[\s,]+(\d{4}-?\d{2}-?\d{2}|\d{2}\.\d{2}\.\d{4})(?:\s+([A-Z]{2}))?\Z"
)


def _documents(raw: Raw, name: str, context: Context) -> list[Document]:
    """Numbers of a cell, each with its day where it stands beside it: ``JP2015122335A 2015-06-17``."""
    found = []
    for text in _cells(raw, name, context):
        dated, end = None, text[-2:]
        if not text.isascii() or ((" " in text or "," in text) and (end.isdigit() or end.isalpha())):
            dated = _DATED.match(values.plain(text))
        number = dated[1] if dated else text
        country = dated[3] if dated and dated[3] else ""
        day = values.part_day(dated[2]) if dated else ""
        document = values.publication(number) if not country else None
        found.append(
            Document(document.country, document.number, document.kind, day)
            if document
            else Document(country, values.plain(number), "", day)
        )
    return found


def _party(text: str, role: str) -> Party:
    if text[-1:] == ")" and role == "holder":
        text = _SINCE.sub("", text)
    if text[-1:] != "]" or not (home := _HOME.search(text)):
        return Party(text.rstrip(", "), role)
    return Party(text[: home.start()].rstrip(", "), role, home[1])


def _day(raw: Raw, name: str, context: Context, latest: date | None = None) -> date | None:
    if name not in raw:
        return None
    return values.day(one(raw, name), order=context.order, latest=latest, place=name)


_DATED_EVENTS = (
    ("transferred_on", "转让", "assigned"),
    ("lapsed_on", "权利终止", "ended"),
    ("pledged_on", "质押", "pledged"),
    ("licensed_on", "许可", "licensed"),
    ("invalidated_on", "无效宣告", "invalidated"),
    ("examined_on", "实质审查", "examined"),
)
_FILED = re.compile(r"(\S+)\s+(\d{4}-\d{2}-\d{2})\Z")
_OFFICE = re.compile(r"[A-Z]{2}")
_LETTER = re.compile(r"[A-H]")
_OFFICE_BEFORE = re.compile(r"([A-Z]{2})\s?\d")
_TIDIED = ("abstract", "pct_application", "pct_publication", "status", "area", "url")
_DAYS = ("ended_on", "pct_entered_on", "status_on")
_COUNTED = ("claims", "pages")
_TITLED = ("application_no", "publication_no", "grant_no", "patent_no")


def _numbers(raw: Raw, context: Context, office: str) -> tuple[Document, ...]:
    """The publications of a cell; where the office has a column of its own the number may lack it."""
    found = []
    for text in _cells(raw, "publication_no", context):
        given = text if not office or not text[:1].isdigit() else f"{office}{text}"
        if (number := values.publication(given)) is not None:
            found.append(number)
    return tuple(found)


_DOCDB = re.compile(r"([A-Z]{2}) ([\dA-Z]*\d[\dA-Z]*) ([A-Z]\d?)\Z")


def _exchanged(text: str, office: str) -> str:
    """The number alone of an application written with its office and kind, ``US 201715458258 A``; '' when it is not."""
    found = _DOCDB.match(text)
    return found[2] if found and found[1] == office else ""


@builder("patent")
def patent(raw: Raw, context: Context) -> Sequence[Record]:
    """One row about a patent, with the citations, families and events that its cells list."""
    whole_or_refuse(raw, _TITLED)
    said_office = values.plain(one(raw, "office")).upper()
    publications = _numbers(raw, context, said_office if _OFFICE.fullmatch(said_office) else "")
    if not publications and one(raw, "record_id")[:2] == "WO":  # Of international applications it is the publication.
        publications = tuple(filter(None, [values.publication(one(raw, "record_id"))]))
    publication = publications[0] if publications else None
    given = (_first_cell(raw, "application_no") or _first_cell(raw, "patent_no")).lstrip("'‘`")
    filed_text = ""
    if dated := _FILED.match(values.plain(given)) if " " in given else None:
        given, filed_text = dated[1], dated[2]
    chinese = values.cn_application(given) if given else None
    grant = values.publication(one(raw, "grant_no")) if "grant_no" in raw else None
    if given and chinese is None and (written := values.plain(given).upper())[:2] in {"CN", "ZL"}:
        # Some lists put the number of the publication where that of the patent belongs.
        published_as = values.publication(written)
        if published_as is not None and published_as.kind and 7 <= len(published_as.number) <= 9:
            publication, given = publication or published_as, ""
        elif written[:2] == "ZL" or "." in written:
            raise Unreadable(
                "number",
                f"“{given[:40]}”不是中国专利申请号（8位或12位数字和一位校验码）",
                f"{given[:40]!r} is no Chinese application number (8 or 12 digits and a check digit)",
                "application_no",
            )
    publication = publication or grant
    title = values.tidy(one(raw, "title"))
    if not given and publication is None:
        record_or_refuse(raw)
        if one(raw, "publication_no") or one(raw, "grant_no"):
            raise Unreadable(
                "number",
                f"“{one(raw, 'publication_no')[:40]}”不是公布号",
                f"{one(raw, 'publication_no')[:40]!r} is not a publication number",
                "publication_no",
            )
        if not title:
            raise Unreadable("no-number", "没有号码，也没有名称", "there is neither a number nor a title")
    if given and not any(map(str.isdecimal, given)):  # 申请中, 待受理 and the like: all such rows would be one right.
        raise Unreadable(
            "number", f"“{given[:40]}”不是申请号", f"{given[:40]!r} is not an application number", "application_no"
        )
    office = publication.country if publication else ""
    if not office:
        office = said_office if _OFFICE.fullmatch(said_office) else ""
        found_office = _OFFICE_BEFORE.match(values.plain(given).upper())
        office = office or ("CN" if chinese else found_office[1] if found_office else "")
    if office not in {"CN", ""}:
        chinese = None
    number, original, notes = cn_number(given) if chinese else (values.plain(given), "", ())
    if exchanged := "" if chinese else _exchanged(number, office):
        number, original = exchanged, number
    kind, pct = values.cn_kind(number) if chinese else ("", False)
    pct = pct or bool(one(raw, "pct_application")) or number.upper().startswith("PCT")
    kind = kind or kind_word(one(raw, "kind"))
    code = publication.kind if publication else values.plain(one(raw, "kind_code"))
    if not kind and office == "CN" and publication:
        kind = values.cn_publication_kind(publication.number, publication.kind)
    if not kind and code.startswith("S"):
        kind = "design"
    year = values.whole(one(raw, "publication_year"), "publication_year")
    days = _cells(raw, "published_on", context)
    latest = date(year + 1, 12, 31) if year and 1600 <= year < 2200 else None
    published = values.day(days[0] if days else "", order=context.order, latest=latest, place="published_on")
    filed = _day(
        raw, "filed_on", context, latest=date(published.year + 1, 12, 31) if published else None
    ) or values.day(filed_text, place="application_no")
    published, filed, repaired = _week_year(published, filed, year)
    notes += repaired
    granted = _day(raw, "granted_on", context)
    if granted is None and office == "CN" and (code[:1] in {"B", "C", "U", "Y", "S", "D"}):
        granted = published
    own = publication or Document(office, number, "application")
    parties = _parties(raw, context)
    ipcs = _symbols(raw, ("main_ipc", "ipcs"), context)
    locarnos = list(_cells(raw, "locarnos", context))
    if kind == "design" and not ipcs:
        locarnos += [text for name in ("main_ipc", "ipcs") for text in _cells(raw, name, context)]
    topics = [*_cells(raw, "topics", context), *raw.get("taxonomy_names", ()), *_cells(raw, "firm", context)]
    counts = [
        (name[6:], found)
        for name in raw
        if name[:6] == "count_" and (found := values.whole(raw[name][0], name)) is not None
    ]
    # Most tables have few of these columns: what a row does not say costs nothing.
    more: dict[str, Any] = {name: values.tidy(raw[name][0]) for name in _TIDIED if name in raw}
    for name in _DAYS:
        if name in raw:
            more[name] = values.day(raw[name][0], order=context.order, place=name)
    for name in _COUNTED:
        if name in raw:
            more[name] = values.whole(raw[name][0], name)
    if "first_claim" in raw:
        more["first_claim"] = values.tidy(raw["first_claim"][0])[:4000]
    if "family" in raw:
        more["family"] = values.plain(raw["family"][0])
    if "divided" in raw or len(publications) > 1:
        divided = _cells(raw, "divided", context)
        more["related"] = (
            *(Document("CN", values.plain(text), "division") for text in divided),
            *publications[1:],
        )
    result = Patent(
        context.position,
        context.notes + notes,
        office=office,
        kind=kind,
        pct=pct,
        application_no=number,
        application_original=original,
        filed_on=filed or _day(raw, "pct_filed_on", context),
        publication_no=publication.key if publication else "",
        publication_kind=code,
        published_on=published,
        grant_no=grant.key if grant else values.plain(one(raw, "grant_no")),
        granted_on=granted,
        title=title,
        titles=tuple(
            ("en" if text.isascii() else "", values.tidy(text))
            for text in raw["title"][1:]
            if values.tidy(text) != title
        )
        if len(raw.get("title", ())) > 1
        else (),
        parties=parties,
        ipcs=ipcs,
        cpcs=_symbols(raw, ("cpcs",), context),
        locarnos=tuple(dict.fromkeys(locarnos)),
        nationals=_cells(raw, "nationals", context),
        priorities=_priorities(raw, context),
        topics=tuple(dict.fromkeys(topics)),
        counts=tuple(counts),
        **more,
    )
    return (
        result,
        *_citations(raw, own, context),
        *_families(raw, own, context),
        *_events(raw, own, context),
    )


def _week_year(
    published: date | None, filed: date | None, year: int | None
) -> tuple[date | None, date | None, tuple[str, ...]]:
    """Some exports write the last days of December with the year of their week, which is the next one.

    That shows where the year column says the year before, or the filing would follow the publication.
    """
    repaired = False
    if published and year and published.year == year + 1 and _last_days(published):
        published, repaired = published.replace(year=year), True
    if published and filed and filed > published and _last_days(filed):
        filed, repaired = filed.replace(year=filed.year - 1), True
    return published, filed, ("week-year",) if repaired else ()


def _last_days(day: date) -> bool:
    return day.month == 12 and day.day >= 26


def _first_cell(raw: Raw, name: str) -> str:
    found = values.many(one(raw, name))
    return found[0] if found else ""


def _parties(raw: Raw, context: Context) -> tuple[Party, ...]:
    postcode, address = values.addressed(one(raw, "address")) if "address" in raw else ("", "")
    province, city, county = [
        values.tidy(raw[name][0]) if name in raw else "" for name in ("province", "city", "county")
    ]
    kinds = _cells(raw, "holder_kind", context)
    codes = _cells(raw, "holder_code", context)
    found = []
    for role, name in (("applicant", "applicants"), ("holder", "holders")):
        for index, text in enumerate(_cells(raw, name, context)):
            party = _party(text, role)
            if index == 0:  # The address is the first-named one's.
                party = Party(
                    party.name,
                    role,
                    party.country,
                    address,
                    postcode,
                    province,
                    city,
                    county,
                    code=codes[0] if codes else "",
                    kind=kinds[0] if kinds else "",
                )
            elif index < len(kinds) or index < len(codes):
                party = Party(
                    party.name,
                    role,
                    party.country,
                    code=codes[index] if index < len(codes) else "",
                    kind=kinds[index] if index < len(kinds) else "",
                )
            found.append(party)
    found += [_party(text, "inventor") for text in _cells(raw, "inventors", context)]
    for text in _cells(raw, "agencies", context):
        name, code = values.agency(text)
        found.append(Party(name, "agency", "CN", code=code))
    found += [Party(text, "agent") for text in _cells(raw, "agents", context)]
    found += [Party(text, "examiner") for text in _cells(raw, "examiners", context)]
    return tuple(party for party in found if party.name)


def _symbols(raw: Raw, names: tuple[str, ...], context: Context) -> tuple[str, ...]:
    found = []
    for name in names:
        for text in _cells(raw, name, context):
            for part in text.split(",") if "," in text else (text,):
                if symbol := values.symbol(part):
                    found.append(symbol)
                elif _LETTER.fullmatch(letter := part.strip().upper()):  # That is all that some tables give.
                    found.append(letter)
    return tuple(dict.fromkeys(found))


def _priorities(raw: Raw, context: Context) -> tuple[Document, ...]:
    numbers = _documents(raw, "priorities", context)
    if not numbers and "priority_on" not in raw:
        return ()
    days = [
        values.day(text, order=context.order, place="priority_on")
        for text in _cells(raw, "priority_on", context)
    ]
    if not numbers:
        return tuple(Document(date=day.isoformat()) for day in days if day)
    if len(numbers) > 1 and len(days) == 1 and not any(number.date for number in numbers):
        # One day beside several numbers is the earliest; of which of them, it does not say.
        return (*numbers, *(Document(date=day.isoformat()) for day in days if day))
    return tuple(
        Document(
            number.country,
            number.number,
            number.kind,
            number.date or (day.isoformat() if (day := days[index] if index < len(days) else None) else ""),
        )
        for index, number in enumerate(numbers)
    )


def _citations(raw: Raw, own: Document, context: Context) -> list[Citation]:
    found = [
        Citation(context.position, citing=own, cited=document, phase=phase)
        for name, phase in (("cited", ""), ("opposed", "opposition"))
        if name in raw
        for document in _documents(raw, name, context)
    ]
    found += [
        Citation(context.position, citing=document, cited=own)
        for document in (_documents(raw, "citing", context) if "citing" in raw else ())
    ]
    found += [
        Citation(context.position, citing=own, text=kept)
        for text in raw.get("literature", ())
        if values.said(kept := values.tidy(text))
    ]
    return found


def _families(raw: Raw, own: Document, context: Context) -> list[FamilyMember]:
    return [
        FamilyMember(context.position, of=own, member=document, scheme=scheme)
        for name, scheme in (
            ("simple_family", "simple"),
            ("inpadoc_family", "inpadoc"),
            ("dwpi_family", "dwpi"),
            ("basic", "dwpi basic"),
        )
        if name in raw
        for document in _documents(raw, name, context)
    ]


def _events(raw: Raw, own: Document, context: Context) -> list[Event]:
    found = [
        Event(context.position, of=own, code=code, text=zh, on=day)
        for name, zh, code in _DATED_EVENTS
        if name in raw
        for text in _cells(raw, name, context)
        if (day := values.day(text, order=context.order, place=name))
    ]
    found += [Event(context.position, of=own, text=text) for text in _cells(raw, "event", context)]
    return found


@builder("event_code")
def event_code(raw: Raw, context: Context) -> Sequence[Record]:
    """One code of legal events."""
    authority, code = values.plain(one(raw, "authority")), values.plain(one(raw, "code"))
    if not authority or not code:
        raise Unreadable("no-code", "没有代码", "there is no code", "Event-code")
    influence = values.plain(one(raw, "influence"))
    if influence not in {"", "+", "-"}:
        raise Unreadable(
            "influence",
            f"影响应为+、-或空，却是“{influence}”",
            f"the influence is {influence!r}",
            "Influence",
        )
    return (
        EventCode(
            context.position,
            context.notes,
            authority=authority,
            code=code,
            text=values.tidy(one(raw, "text")),
            original=values.tidy(one(raw, "original")),
            influence=influence,
            group=values.plain(one(raw, "group")),
            group_text=values.tidy(one(raw, "group_text")),
            created_on=values.day(one(raw, "created"), place="Date Created"),
            changed_on=values.day(one(raw, "changed"), place="Last Update ENG"),
        ),
    )


@builder("variety")
def variety(raw: Raw, context: Context) -> Sequence[Record]:
    """One plant variety right."""
    name = values.tidy(one(raw, "name"))
    whole_or_refuse(raw, ("application_no", "right_no"))
    if not (one(raw, "application_no") or one(raw, "right_no")):
        record_or_refuse(raw)
    if not name:
        raise Unreadable("no-name", "没有品种名称", "there is no variety's name", "品种名称")
    postcode, address = values.addressed(one(raw, "address"))
    parties = [
        Party(text, "holder", address=address if index == 0 else "", postcode=postcode if index == 0 else "")
        for index, text in enumerate(values.many(one(raw, "holders"), comma=True))
    ]
    parties += [Party(text, "breeder") for text in values.many(one(raw, "breeders"), comma=True)]
    parties += [Party(text, role) for role in ("agency", "agent") for text in tidied(raw, role)]
    return (
        Variety(
            context.position,
            context.notes,
            name=name,
            application_no=values.plain(one(raw, "application_no")),
            filed_on=values.day(one(raw, "filed"), place="申请日"),
            right_no=values.plain(one(raw, "right_no")),
            granted_on=values.day(one(raw, "granted"), place="授权日"),
            notice_no=values.plain(one(raw, "notice_no")),
            noticed_on=values.day(one(raw, "noticed"), place="公告日"),
            species=values.tidy(one(raw, "species")),
            notice=values.tidy(one(raw, "notice")),
            parties=tuple(parties),
        ),
    )


@builder("offer")
def offer(raw: Raw, context: Context) -> Sequence[Record]:
    """One technology offered or sought."""
    number, text = values.plain(one(raw, "number")), values.tidy(one(raw, "text"))
    if not number and not text:
        raise Unreadable("nothing", "没有可登记的内容", "there is nothing to record in it")
    return (
        Offer(
            context.position,
            context.notes,
            number=number,
            party=values.tidy(one(raw, "party")),
            text=text,
            benefits=" ".join(tidied(raw, "benefits")),
            stage=values.tidy(one(raw, "stage")),
            published_on=values.day(one(raw, "published"), place="publishedDate"),
            changed_on=values.day(one(raw, "changed"), place="updatedDate"),
            url=values.tidy(one(raw, "url")),
        ),
    )


@builder("writing")
def labelled(raw: Raw, context: Context) -> Sequence[Record]:
    """A document's title and abstract in one cell, with its CPC symbols beside it."""
    publication = values.publication(one(raw, "publication"))
    if publication is None:
        raise Unreadable("number", "没有公布号", "there is no publication number", "publication_number")
    text = one(raw, "text")
    title = re.search(r"^\s*Title:\s*(.*)$", text, re.MULTILINE)
    abstract = re.search(r"^\s*Abstract:\s*(.*)", text, re.MULTILINE | re.DOTALL)
    kind = (
        values.cn_publication_kind(publication.number, publication.kind)
        if publication.country == "CN"
        else ""
    )
    labels = re.findall(r"[A-HY]\d{2}[A-Z](?:\d{1,4}/\d{2,6})?", one(raw, "labels"))
    return (
        Patent(
            context.position,
            context.notes,
            office=publication.country,
            kind=kind,
            publication_no=publication.key,
            publication_kind=publication.kind,
            title=values.tidy(title[1]) if title else "",
            abstract=values.tidy(abstract[1]) if abstract else values.tidy(text),
            cpcs=tuple(dict.fromkeys(labels)),
        ),
    )
