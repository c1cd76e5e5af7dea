"""Registry and credit interfaces in JSON, and public patent tables in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from zhichan.doors.feeds import values
from zhichan.doors.feeds.builders import Context, builder
from zhichan.doors.feeds.builders.common import LANGUAGES, chinese, cn_number, symbols, tidied, titled
from zhichan.doors.feeds.faults import Unreadable
from zhichan.doors.feeds.records import (
    Certificate,
    Citation,
    Copyright,
    Document,
    Event,
    Listing,
    Mark,
    Mortgage,
    Organisation,
    Party,
    Patent,
    Penalty,
    Record,
)
from zhichan.doors.feeds.trees import Raw, items, one, texts

_KIND_WORDS = (
    ("外观", "design"),
    ("实用新型", "utility"),
    ("发明", "invention"),
    ("design", "design"),
    ("utility model", "utility"),
    ("invention", "invention"),
    ("plant", "plant"),
)


def kind_word(text: str) -> str:
    """Kind of right from a source's words."""
    given = values.plain(text).lower()
    return next((kind for word, kind in _KIND_WORDS if word in given), "")


def _list(given: list[str]) -> list[str]:
    """Texts, of which one may itself be a JSON list (``["李…"]``)."""
    found: list[str] = []
    for text in given:
        if "[" in text and text.lstrip().startswith("["):
            try:
                inner = json.loads(text)
            except ValueError:
                inner = None
            if isinstance(inner, list):
                found += [str(each) for each in inner if each]
                continue
        found.append(text)
    return [kept for each in found for kept in values.many(each)]


def _agencies(given: list[str]) -> list[Party]:
    found = []
    for text in given:
        name, code = values.agency(text)
        found.append(Party(name, "agency", "CN", code=code))
    return found


@builder("qcc_patents")
def patent(raw: Raw, context: Context) -> Sequence[Record]:
    """One patent with the history of its legal status."""
    number, original, notes = cn_number(one(raw, "application"))
    publication = values.publication(one(raw, "publication"))
    if not number and publication is None:
        raise Unreadable(
            "no-number",
            "没有申请号，也没有公布号",
            "there is neither an application nor a publication number",
        )
    kind, pct = values.cn_kind(number)
    words = values.tidy(one(raw, "kind"))
    published = values.day(one(raw, "published"), place="PublicationDate")
    of = Document("CN", number, "application")
    result = Patent(
        context.position,
        context.notes + notes,
        office="CN",
        kind=kind or kind_word(words),
        pct=pct,
        application_no=number,
        application_original=original,
        filed_on=values.day(one(raw, "filed"), place="ApplicationDate"),
        publication_no=publication.key if publication else "",
        publication_kind=publication.kind if publication else "",
        published_on=published,
        granted_on=published if "授权" in words else None,
        title=values.tidy(one(raw, "title")),
        abstract=values.tidy(one(raw, "abstract")),
        parties=(
            *(Party(name, "applicant") for name in _list(texts(raw, "applicants"))),
            *(Party(name, "inventor") for name in _list(texts(raw, "inventors"))),
            *(Party(name, "agent") for name in _list(texts(raw, "agents"))),
            *_agencies(_list(texts(raw, "agencies"))),
            *(Party(name, "examiner") for name in _list(texts(raw, "examiners"))),
        ),
        ipcs=values.symbols(texts(raw, "ipcs")) or tidied(raw, "ipcs"),
        status=values.tidy(one(raw, "status")) or words,
        status_on=values.day(one(raw, "status_on"), place="LegalStatusDate"),
    )
    events = [
        Event(
            context.position,
            of=of,
            code=values.plain(one(each, "code")),
            text=values.tidy(one(each, "text")),
            on=values.day(one(each, "on"), place="LegalStatusDate"),
        )
        for each in items(raw, "events")
    ]
    cited = [
        Citation(
            context.position,
            citing=of,
            cited=values.publication(text),
            text="" if values.publication(text) else text,
        )
        for text in _list(texts(raw, "cites"))
    ]
    return (result, *events, *cited)


@builder("qcc_marks")
def mark(raw: Raw, context: Context) -> Sequence[Record]:
    """One trade mark in one class."""
    number = values.plain(one(raw, "registration"))
    if not number:
        raise Unreadable("no-number", "没有注册号", "there is no registration number", "RegNo")
    classes = tuple(
        found
        for text in texts(raw, "class")
        for part in values.many(text, comma=True)
        if (found := values.whole(part, "IntCls")) is not None
    )
    codes = tidied(raw, "status_code")
    english = values.tidy(one(raw, "applicant_en"))
    parties = [
        Party(name, "applicant", names=(("en", english),) if english else ())
        for name in values.many(one(raw, "applicant"))
    ] or ([Party(english, "applicant")] if english else [])
    parties += [Party(name, "agent") for name in values.many(one(raw, "agent"))]
    goods = tuple(
        (classes[0] if classes else 0, values.tidy(text))
        for each in items(raw, "goods")
        for text in texts(each, "goods")
    )
    result = Mark(
        context.position,
        context.notes,
        office="CN",
        application_no=number,
        registration_no=number,
        name=values.tidy(one(raw, "name")),
        classes=classes,
        goods=goods,
        filed_on=values.day(one(raw, "filed"), place="AppDate"),
        published_on=values.day(one(raw, "published"), place="announcementDate"),
        registered_on=values.day(one(raw, "registered"), place="RegDate"),
        status=values.tidy(one(raw, "status")),
        status_code="/".join(codes),
        parties=tuple(parties),
        image=one(raw, "image"),
    )
    events = [
        Event(
            context.position,
            right="mark",
            of=Document("CN", number, "mark"),
            text=values.tidy(one(each, "text")),
            on=values.day(one(each, "on"), place="flowDate"),
        )
        for each in items(raw, "events")
    ]
    return (result, *events)


@builder("qcc_software", "qcc_works")
def copyright_entry(raw: Raw, context: Context) -> Sequence[Record]:
    """One registration of a program or work."""
    number = values.plain(one(raw, "registration"))
    if not number:
        raise Unreadable("no-number", "没有登记号", "there is no registration number", "RegisterNo")
    software = context.record == "qcc_software"
    return (
        Copyright(
            context.position,
            context.notes,
            kind="software" if software else "work",
            registration_no=number,
            title=values.tidy(one(raw, "title")),
            short_title=values.tidy(one(raw, "short_title")),
            version=values.plain(one(raw, "version")),
            category=values.tidy(one(raw, "category")),
            owners=tuple(Party(name, "owner") for name in values.many(one(raw, "owners"))),
            finished_on=values.day(one(raw, "finished"), place="FinishDate"),
            published_on=values.day(one(raw, "published"), place="PublishDate"),
            registered_on=values.day(one(raw, "registered"), place="RegisterDate"),
        ),
    )


@builder("qcc_certificates")
def certificate(raw: Raw, context: Context) -> Sequence[Record]:
    """One certificate."""
    number = values.plain(one(raw, "number"))
    if not number:
        raise Unreadable("no-number", "没有证书号", "there is no certificate number", "No")
    return (
        Certificate(
            context.position,
            context.notes,
            number=number,
            name=values.tidy(one(raw, "name")),
            kind=values.plain(one(raw, "kind")),
            since=values.day(one(raw, "since"), place="StartDate"),
            until=values.day(one(raw, "until"), place="EndDate"),
            source_id=one(raw, "id"),
        ),
    )


@builder("qcc_mortgages")
def mortgage(raw: Raw, context: Context) -> Sequence[Record]:
    """One mortgage of movables; the amount is in 万元 as the register states it."""
    number = values.plain(one(raw, "number"))
    if not number:
        raise Unreadable("no-number", "没有登记编号", "there is no registration number", "RegisterNo")
    return (
        Mortgage(
            context.position,
            context.notes,
            number=number,
            registered_on=values.day(one(raw, "registered"), place="RegisterDate"),
            office=values.tidy(one(raw, "office")),
            amount_fen=values.fen(one(raw, "amount"), unit="万"),
            status=values.tidy(one(raw, "status")),
            secured=values.tidy(one(raw, "secured")),
            term=values.tidy(one(raw, "term")),
            mortgagees=tuple(
                values.tidy(one(each, "name")) for each in items(raw, "mortgagees") if one(each, "name")
            ),
            things=tuple(
                values.tidy(one(each, "name")) for each in items(raw, "things") if one(each, "name")
            ),
        ),
    )


@builder("qcc_company")
def company(raw: Raw, context: Context) -> Sequence[Record]:
    """One firm."""
    name = values.tidy(one(raw, "name"))
    if not name:
        raise Unreadable("no-name", "没有名称", "there is no name", "Name")
    return (
        Organisation(
            context.position,
            context.notes,
            name=name,
            code=values.plain(one(raw, "code")).upper(),
            register_no=values.plain(one(raw, "register_no")),
            kind=values.tidy(one(raw, "kind")),
            status=values.tidy(one(raw, "status")),
            established_on=values.day(one(raw, "established"), place="StartDate"),
            ended_on=values.day(one(raw, "ended"), place="EndDate"),
            province=values.plain(one(raw, "province")),
            address=values.tidy(one(raw, "address")),
            capital_fen=values.fen(one(raw, "capital")),
            industry=" / ".join(tidied(raw, "industry")),
            office=values.tidy(one(raw, "office")),
            branches=tuple(
                values.tidy(one(each, "name")) for each in items(raw, "branches") if one(each, "name")
            ),
            scope=values.tidy(one(raw, "scope")),
        ),
    )


_LISTS = {
    "credit_serious": "serious_violation",
    "credit_abnormal": "abnormal_operation",
    "credit_executee": "executee",
    "credit_dishonest": "dishonest_executee",
    "credit_notice": "court_notice",
}


@builder("credit_serious", "credit_abnormal", "credit_executee", "credit_dishonest", "credit_notice")
def listing(raw: Raw, context: Context) -> Sequence[Record]:
    """One entry of a credit list."""
    reason, number = values.tidy(one(raw, "reason")), values.plain(one(raw, "number"))
    if not reason and not number and not one(raw, "party"):
        raise Unreadable("nothing", "没有可登记的内容", "there is nothing to record in it")
    duty = values.plain(one(raw, "amount"))
    return (
        Listing(
            context.position,
            context.notes,
            kind=_LISTS[context.record],
            number=number,
            party=values.tidy(one(raw, "party")),
            code=values.plain(one(raw, "code")).upper(),
            reason=" ".join(part for part in (values.tidy(one(raw, "type")), reason) if part),
            since=values.day(one(raw, "since"), place="since"),
            until=values.day(one(raw, "until"), place="until"),
            lifted=values.tidy(one(raw, "lifted")),
            office=values.tidy(one(raw, "office")),
            published_on=values.day(one(raw, "published"), place="published"),
            amount_fen=values.fen(duty) if re.fullmatch(r"[\d.,]+", duty) else None,
            status=values.tidy(one(raw, "status")) or ("" if re.fullmatch(r"[\d.,]*", duty) else duty[:400]),
        ),
    )


@builder("credit_environment", "penalty")
def penalty(raw: Raw, context: Context) -> Sequence[Record]:
    """One published penalty; fines are in 万元 where the 2018 fields state them."""
    number = values.plain(one(raw, "number"))
    if not number and not one(raw, "party"):
        raise Unreadable(
            "no-number", "没有决定书文号，也没有当事人", "there is neither a decision's number nor a party"
        )
    result = " ".join(tidied(raw, "result")) or " ".join(tidied(raw, "licence"))
    licence = values.tidy(one(raw, "licence"))
    return (
        Penalty(
            context.position,
            context.notes,
            number=number,
            name=values.tidy(one(raw, "name")),
            party=values.tidy(one(raw, "party")),
            code=values.plain(one(raw, "code")).upper(),
            party_kind=values.tidy(one(raw, "party_kind")),
            offence="；".join(tidied(raw, "offence")),
            basis=values.tidy(one(raw, "basis")),
            kinds=tuple(
                dict.fromkeys(part for text in texts(raw, "kinds") for part in values.many(text, comma=True))
            ),
            result=result if licence in result else f"{result} {licence}",
            fine_fen=values.fen(one(raw, "fine"), unit="万"),
            confiscated_fen=values.fen(one(raw, "confiscated"), unit="万"),
            decided_on=values.day(one(raw, "decided"), place="CF_JDRQ"),
            valid_until=values.day(one(raw, "valid_until"), place="CF_YXQ"),
            public_until=values.day(one(raw, "public_until"), place="CF_GSJZQ"),
            office=values.tidy(one(raw, "office")),
            office_code=values.plain(one(raw, "office_code")),
            status=values.plain(one(raw, "status")),
        ),
    )


@builder("cnipr_api")
def cnipr(raw: Raw, context: Context) -> Sequence[Record]:
    """One patent of the CNIPR interface."""
    number, original, notes = cn_number(one(raw, "application"))
    publication = values.publication(one(raw, "publication"))
    if not number and publication is None:
        raise Unreadable(
            "no-number",
            "没有申请号，也没有公布号",
            "there is neither an application nor a publication number",
        )
    kind, pct = values.cn_kind(number)
    parties = [
        Party(name, role)
        for field, role in (("applicants", "applicant"), ("holders", "holder"), ("inventors", "inventor"))
        for name in _list(texts(raw, field))
    ]
    return (
        Patent(
            context.position,
            context.notes + notes,
            office="CN",
            kind=kind or kind_word(one(raw, "kind")),
            pct=pct,
            application_no=number,
            application_original=original,
            filed_on=values.day(one(raw, "filed"), place="appDate"),
            publication_no=publication.key if publication else "",
            publication_kind=publication.kind if publication else "",
            published_on=values.day(one(raw, "published"), place="pubDate"),
            granted_on=values.day(one(raw, "granted"), place="grantDate"),
            title=values.tidy(one(raw, "title")),
            ended_on=values.day(one(raw, "ends"), place="expireDate"),
            abstract=values.tidy(one(raw, "abstract")),
            parties=tuple(parties),
            ipcs=values.symbols(
                [part for text in texts(raw, "ipcs") for part in values.many(text, comma=True)]
            ),
            status=values.tidy(one(raw, "status")),
        ),
    )


@builder("google_jsonl")
def google(raw: Raw, context: Context) -> Sequence[Record]:
    """One publication of the public Google table; its days are numbers like 20150408, 0 for none."""
    given = values.plain(one(raw, "publication"))
    parts = given.split("-")
    if not given or len(parts) < 2:
        raise Unreadable("no-number", "没有公布号", "there is no publication number", "publication_number")
    country, number, kind_code = parts[0], parts[1], parts[2] if len(parts) > 2 else ""
    application = re.sub(r"^[A-Z]{2}-|-[A-Z]\d?$", "", values.plain(one(raw, "application")))
    original, kind, pct = "", "", False
    notes: tuple[str, ...] = ()
    if country == "CN":
        application, original, notes, kind, pct = chinese(application, number, kind_code)
    titles = titled(raw)
    abstracts = [
        values.tidy(one(each, "text"))
        for each in sorted(items(raw, "abstracts"), key=lambda each: LANGUAGES.get(one(each, "lang"), 2))
    ]
    homes = {
        values.tidy(one(each, "name")).upper(): one(each, "country") for each in items(raw, "harmonized")
    }
    names = {name: country for name, country in homes.items() if name}
    applicants = tidied(raw, "applicants") or tuple(names)
    parties = [Party(name, "applicant", names.get(name.upper(), "")) for name in applicants]
    parties += [Party(name, "inventor") for name in tidied(raw, "inventors")]
    parties += [
        Party(values.tidy(one(each, "name")), "examiner")
        for each in items(raw, "examiners")
        if one(each, "name")
    ]
    own = Document(country, number, kind_code)
    result = Patent(
        context.position,
        context.notes + notes,
        office=values.plain(one(raw, "country")) or country,
        kind=kind,
        pct=pct or bool(one(raw, "pct_application")),
        application_no=application,
        application_original=original,
        filed_on=values.day(one(raw, "filed"), place="filing_date"),
        publication_no=own.key,
        publication_kind=values.plain(one(raw, "kind")) or kind_code,
        published_on=values.day(one(raw, "published"), place="publication_date"),
        granted_on=values.day(one(raw, "granted"), place="grant_date"),
        title=titles[0][1] if titles else "",
        titles=tuple(titles[1:]),
        abstract=abstracts[0] if abstracts else "",
        parties=tuple(parties),
        ipcs=symbols(raw, lists=("ipcs",)),
        cpcs=symbols(raw, lists=("cpcs",)),
        locarnos=tuple(
            values.plain(one(each, "text")) for each in items(raw, "locarnos") if one(each, "text")
        ),
        nationals=tuple(
            values.plain(one(each, "text")) for each in items(raw, "nationals") if one(each, "text")
        ),
        priorities=tuple(_google_document(each) for each in items(raw, "priorities")),
        related=tuple(_google_document(each) for each in items(raw, "related")),
        family=values.plain(one(raw, "family")),
        pct_application=values.plain(one(raw, "pct_application")),
    )
    cited = []
    for each in items(raw, "citations"):
        document = _google_document(each)
        text = values.tidy(one(each, "text"))
        if document.number or text:
            cited.append(
                Citation(
                    context.position,
                    citing=own,
                    cited=document if document.number else None,
                    text="" if document.number else text,
                    phase=one(each, "phase"),
                    category=one(each, "category"),
                )
            )
    return (result, *cited)


def _google_document(each: Raw) -> Document:
    parts = (values.plain(one(each, "publication")) or values.plain(one(each, "number"))).split("-")
    if len(parts) < 2:
        return Document(number=parts[0], date=values.part_day(one(each, "date")))
    return Document(
        parts[0], parts[1], parts[2] if len(parts) > 2 else "", values.part_day(one(each, "date"))
    )


@builder("abstracts_jsonl")
def abstract(raw: Raw, context: Context) -> Sequence[Record]:
    """A title with assignee and abstract, without any number."""
    title = values.tidy(one(raw, "title"))
    if not title:
        raise Unreadable("no-title", "没有名称", "there is no title", "title")
    return (
        Patent(
            context.position,
            context.notes,
            office="CN",
            title=title,
            abstract=values.tidy(one(raw, "abstract")),
            parties=tuple(Party(name, "applicant") for name in values.many(one(raw, "applicants"))),
            application_original=one(raw, "id"),
        ),
    )
