"""Documents and data of the American office."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhichan.doors.feeds import values
from zhichan.doors.feeds.builders import Context, builder
from zhichan.doors.feeds.builders.common import (
    claims,
    composed,
    document,
    documents,
    people,
    symbols,
    tidied,
)
from zhichan.doors.feeds.faults import Unreadable
from zhichan.doors.feeds.records import (
    Citation,
    ClassificationEntry,
    Document,
    Event,
    FamilyMember,
    Party,
    Patent,
    Record,
    Transfer,
    Writing,
)
from zhichan.doors.feeds.trees import Raw, items, one, texts

_KINDS = {
    "utility": "invention",
    "design": "design",
    "plant": "plant",
    "reissue": "invention",
    "UTL": "invention",
    "DES": "design",
    "PLT": "plant",
    "PLN": "plant",
    "1": "invention",
    "2": "invention",
    "4": "design",
    "6": "plant",
    "sir": "invention",
    "new-utility": "invention",
    "new-plant": "plant",
    "new-utility-voluntary": "invention",
}


def _number(text: str) -> str:
    return re.sub(r"[\s,/]", "", values.plain(text))


def _us_kind(number: str, said: str) -> str:
    by_number = {"D": "design", "P": "plant", "R": "invention", "H": "invention", "T": "invention"}
    return _KINDS.get(said) or by_number.get(number[:1], "invention" if number else "")


def _cited(raw: Raw, citing: Document, context: Context, *, default: str = "") -> list[Citation]:
    found = []
    for each in items(raw, "citations"):
        cited = document(each)
        text = values.tidy(one(each, "text"))
        category = values.tidy(one(each, "category"))
        if cited.number:
            if default and not cited.country:
                cited = Document(default, cited.number, cited.kind, cited.date, cited.name)
            found.append(Citation(context.position, citing=citing, cited=cited, category=category))
        elif text:
            found.append(Citation(context.position, citing=citing, text=text, category=category))
    return found


def _numbers(**given: str) -> tuple[tuple[str, int], ...]:
    found = [(name, values.whole(text, name)) for name, text in given.items() if text]
    return tuple((name, number) for name, number in found if number is not None)


@builder("us_ice")
def ice(raw: Raw, context: Context) -> Sequence[Record]:
    """A grant or publication in XML v4.x."""
    publication = document(items(raw, "publications")[0]) if items(raw, "publications") else Document()
    applied = items(raw, "applications")
    application = document(applied[0]) if applied else Document()
    if not publication.number:
        raise Unreadable("no-number", "没有公布号", "there is no publication number", "publication-reference")
    kind = _us_kind(publication.number, one(applied[0], "type") if applied else "")
    # Plant applications are published as P1, which no letter tells from a grant.
    granted = context.record != "us-patent-application" and not publication.kind.startswith("A")
    day = values.day(one(items(raw, "publications")[0], "date"), place="publication-reference")
    listed, first_claim, claims_text = claims(raw)
    number_of_claims = values.whole(one(raw, "claims_number"), "number-of-claims") or listed
    applicants = people(raw, "applicants", "applicant")
    inventors = people(raw, "inventors", "inventor")
    if not inventors:  # Before 2012 the applicants were the inventors.
        inventors = tuple(
            person
            for each in items(raw, "applicants")
            if "inventor" in one(each, "type")
            for person in people({"only": [each]}, "only", "inventor")
        )
    pct = items(raw, "pct_filing")
    pct_published = items(raw, "pct_publishing")
    titles = [values.tidy(one(each, "text")) for each in items(raw, "titles")]
    result = Patent(
        context.position,
        context.notes,
        office=publication.country or "US",
        kind=kind,
        pct=bool(pct),
        application_no=application.number,
        filed_on=values.day(one(applied[0], "date") if applied else ""),
        publication_no=publication.key,
        publication_kind=publication.kind,
        published_on=day,
        grant_no=publication.number if granted else "",
        granted_on=day if granted else None,
        title=titles[0] if titles else "",
        titles=tuple(("", each) for each in titles[1:]),
        abstract=values.tidy(
            " ".join(text for each in items(raw, "abstract_parts") for text in texts(each, "text"))
        ),
        language=values.plain(one(raw, "language")),
        parties=(
            *applicants,
            *people(raw, "holders", "holder"),
            *inventors,
            *people(raw, "agents", "agent"),
            *people(raw, "examiners", "examiner"),
        ),
        ipcs=symbols(raw, lists=("ipc_items",), plain=("ipcs",)),
        cpcs=symbols(raw, lists=("cpc_items",)),
        locarnos=tidied(raw, "locarnos"),
        nationals=tidied(raw, "nationals"),
        priorities=documents(raw, "priorities"),
        related=(*documents(raw, "related"), *(Document(name=text) for text in tidied(raw, "related_text"))),
        pct_application=document(pct[0]).number if pct else "",
        pct_publication=document(pct_published[0]).number if pct_published else "",
        pct_entered_on=values.day(one(pct[0], "entered"), place="us-371c124-date") if pct else None,
        claims=number_of_claims,
        first_claim=first_claim,
        claims_text=claims_text,
        counts=_numbers(
            sheets=one(raw, "sheets"),
            figures=one(raw, "figures"),
            extension_days=one(raw, "extension"),
            term_years=one(raw, "term"),
            series=one(raw, "series").lstrip("D"),
        ),
    )
    return (result, *_cited(raw, publication, context))


@builder("us_pap")
def publication_2001(raw: Raw, context: Context) -> Sequence[Record]:
    """An application publication of 2001 to 2004."""
    number, kind_code = values.plain(one(raw, "number")), values.plain(one(raw, "kind"))
    if not number:
        raise Unreadable("no-number", "没有公布号", "there is no publication number", "document-id")
    country = values.plain(one(raw, "country")) or "US"
    listed, first_claim, claims_text = claims(raw)
    related = [
        found
        for group in items(raw, "related_groups")
        for name in ("documents", "links")
        for each in items(group, name)
        if (found := document(each)).number
    ]
    result = Patent(
        context.position,
        context.notes,
        office=country,
        kind=_us_kind(number, one(raw, "filing_type")),
        application_no=values.plain(one(raw, "application")),
        filed_on=values.day(one(raw, "filed"), place="filing-date"),
        publication_no=f"{country}{number}{kind_code}",
        publication_kind=kind_code,
        published_on=values.day(one(raw, "date"), place="document-date"),
        title=values.tidy(one(raw, "title")),
        abstract=values.tidy(" ".join(texts(raw, "abstract"))),
        parties=(*people(raw, "holders", "holder"), *people(raw, "inventors", "inventor")),
        ipcs=symbols(raw, plain=("ipcs",)),
        locarnos=tidied(raw, "locarnos"),
        nationals=tuple(f"{one(each, 'class')}/{one(each, 'subclass')}" for each in items(raw, "nationals")),
        priorities=documents(raw, "priorities"),
        related=tuple(related),
        pct_entered_on=values.day(one(raw, "entered"), place="371-date"),
        claims=listed,
        first_claim=first_claim,
        claims_text=claims_text,
        counts=_numbers(series=one(raw, "series")),
        topics=tidied(raw, "variety"),
    )
    return (result,)


@builder("us_st32")
def grant_2001(raw: Raw, context: Context) -> Sequence[Record]:
    """A grant of 2001 to 2004, whose fields carry INID numbers."""
    number, kind_code = values.plain(one(raw, "number")), values.plain(one(raw, "kind"))
    if not number:
        raise Unreadable("no-number", "没有专利号", "there is no patent number", "B110")
    country = values.plain(one(raw, "country")) or "US"
    day = values.day(one(raw, "date"), place="B140")
    listed, first_claim, claims_text = claims(raw)
    design = number.startswith("D")
    related = [found for group in items(raw, "related_groups") for found in documents(group, "related")]
    key = Document(country, number, kind_code, day.isoformat() if day else "")
    pct = items(raw, "pct")
    published = items(raw, "pct_publications")
    result = Patent(
        context.position,
        context.notes,
        office=country,
        kind=_us_kind(number, ""),
        pct=bool(pct),
        application_no=values.plain(one(raw, "application")),
        filed_on=values.day(one(raw, "filed"), place="B220"),
        publication_no=key.key,
        publication_kind=kind_code,
        published_on=day,
        grant_no=number,
        granted_on=day,
        title=values.tidy(one(raw, "title")),
        abstract=values.tidy(one(raw, "abstract")),
        parties=(
            *people(raw, "holders", "holder"),
            *people(raw, "inventors", "inventor"),
            *people(raw, "agents", "agent"),
            *people(raw, "examiners", "examiner"),
        ),
        ipcs=() if design else _packed(tidied(raw, "ipcs")),
        locarnos=(*(tidied(raw, "ipcs") if design else ()), *tidied(raw, "locarnos")),
        nationals=tidied(raw, "nationals"),
        priorities=documents(raw, "priorities"),
        related=tuple(related),
        pct_application=document(pct[0]).number if pct else "",
        pct_publication=document(published[0]).number if published else "",
        pct_entered_on=values.day(one(raw, "entered"), place="B864US"),
        claims=values.whole(one(raw, "claims_number"), "B577") or listed,
        first_claim=first_claim,
        claims_text=claims_text,
        counts=_numbers(
            sheets=one(raw, "sheets"),
            figures=one(raw, "figures"),
            extension_days=one(raw, "extension"),
            term_years=one(raw, "term"),
            series=one(raw, "series"),
        ),
    )
    return (result, *_cited(raw, key, context, default=country))


def _packed(given: Sequence[str]) -> tuple[str, ...]:
    """IPC symbols in fixed columns, ``G01G 1904`` or ``B32B  302``: three for the main group, then the subgroup."""
    found = []
    for text in given:
        match = re.match(r"([A-H]\d{2}[A-Z])(  \d| \d\d|\d{3})(\d{2,4})\Z", text) or re.match(
            r"([A-H]\d{2}[A-Z])\s*(\d{1,3}?)(\d{2})\Z", text
        )
        symbol = (
            f"{match[1]}{int(match[2])}/{match[3]}" if match else values.symbol(text)
        )
        if symbol:
            found.append(symbol)
    return tuple(dict.fromkeys(found))


@builder("us_greenbook")
def green_book(raw: Raw, context: Context) -> Sequence[Record]:
    """A grant of 1976 to 2001."""
    given = values.plain(one(raw, "number"))
    found = re.match(r"(D|PP|RE|H|T)?(\d+?)(\d)?\Z", given)
    if not found:
        raise Unreadable("no-number", "没有专利号", "there is no patent number", "WKU")
    # WKU is the number in eight places and a check character.
    number = given[:8] if len(given) == 9 else given
    day = values.day(one(raw, "issued"), place="ISD")
    key = Document("US", number, "", day.isoformat() if day else "")
    pct = items(raw, "pct")
    number_of_claims = (
        values.whole(one(raw, "claims_number"), "NCL") or len(texts(raw, "claim_numbers")) or None
    )
    citations = _cited(raw, key, context, default="US")
    citations += [
        Citation(context.position, citing=key, text=values.tidy(text))
        for each in items(raw, "other_references")
        for text in texts(each, "text")
    ]
    result = Patent(
        context.position,
        context.notes,
        office="US",
        kind=_us_kind(number, one(raw, "type")),
        pct=bool(pct),
        application_no=f"{values.plain(one(raw, 'series')).zfill(2)}{values.plain(one(raw, 'application'))[:6]}"
        if one(raw, "application")
        else "",
        application_original=values.plain(one(raw, "application")),
        filed_on=values.day(one(raw, "filed"), place="APD"),
        publication_no=f"US{number}",
        published_on=day,
        grant_no=number,
        granted_on=day,
        title=values.tidy(one(raw, "title")),
        abstract=values.tidy(" ".join(texts(raw, "abstract"))),
        parties=(
            *_country3(people(raw, "holders", "holder")),
            *_country3(people(raw, "inventors", "inventor")),
            *(
                Party(values.tidy(name), "agent")
                for each in items(raw, "agents")
                for field in ("firm", "name")
                for name in texts(each, field)
            ),
        ),
        ipcs=_packed(texts(raw, "ipcs")),
        nationals=tidied(raw, "nationals"),
        priorities=documents(raw, "priorities"),
        related=documents(raw, "related"),
        pct_application=one(pct[0], "number") if pct else "",
        pct_publication=one(pct[0], "publication") if pct else "",
        pct_entered_on=values.day(one(pct[0], "entered"), place="PD1") if pct else None,
        claims=number_of_claims,
        counts=_numbers(sheets=one(raw, "sheets"), figures=one(raw, "figures"), term_years=one(raw, "term")),
    )
    return (result, *citations)


def _country3(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """Green Book pads the two-letter code with X."""
    return tuple(
        Party(
            each.name,
            each.role,
            each.country.removesuffix("X") if len(each.country) == 3 else each.country,
            each.address,
            each.postcode,
            each.province,
            each.city,
            kind=each.kind,
        )
        for each in parties
    )


@builder("us_xml4ip")
def application_text(raw: Raw, context: Context) -> Sequence[Record]:
    """The claims, specification or abstract of one application."""
    number = values.plain(one(raw, "application"))
    if not number:
        raise Unreadable("no-number", "没有申请号", "there is no application number", "ApplicationNumber")
    part = {"CLM": "claims", "SPEC": "description", "ABST": "abstract"}.get(
        values.plain(one(raw, "code")), ""
    )
    part = part or {"C": "claims", "S": "description", "A": "abstract"}.get(context.record[:1], "")
    listed = items(raw, "claims")
    said = [values.tidy(text) for each in listed for text in texts(each, "text")] or [
        values.tidy(text) for text in texts(raw, "text")
    ]
    numbers = {one(each, "number") for each in listed} - {""}
    return (
        Writing(
            context.position,
            context.notes,
            of=Document("US", number),
            part=part,
            on=values.day(one(raw, "on"), place="MailRoomDate"),
            title=values.tidy(one(raw, "title")),
            paragraphs=len(said),
            characters=sum(map(len, said)),
            claims=values.whole(one(raw, "claims_number"), "ClaimTotalQuantity") or (len(numbers) or None),
        ),
    )


@builder("cpc_master")
def cpc_master(raw: Raw, context: Context) -> Sequence[Record]:
    """The CPC symbols of one document."""
    country = values.plain(one(raw, "country")) or "US"
    number, kind_code = values.plain(one(raw, "number")), values.plain(one(raw, "kind"))
    application = values.plain(one(raw, "application"))
    if not number and not application:
        raise Unreadable("no-number", "没有文献号", "there is no number", "PatentGrantIdentification")
    granted = values.day(one(raw, "granted"), place="GrantDate")
    published = values.day(one(raw, "published"), place="PublicationDate") or granted
    return (
        Patent(
            context.position,
            context.notes,
            office=country,
            application_no=application,
            filed_on=values.day(one(raw, "filed"), place="FilingDate"),
            publication_no=f"{country}{number}{kind_code}",
            publication_kind=kind_code,
            published_on=published,
            granted_on=granted,
            grant_no=number if granted else "",
            kind=_us_kind(number, ""),
            cpcs=tuple(filter(None, (composed(each) for each in items(raw, "cpc_items")))),
        ),
    )


def scheme(element: object, position: Context) -> list[Record]:
    """The entries of a CPC scheme below one item, in their order."""
    found: list[Record] = []
    stack = [(element, "")]
    while stack:
        item, parent = stack.pop()
        symbol = ""
        title = ""
        below = []
        for child in item:  # type: ignore[attr-defined]
            tag = child.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(child.tag, str) else ""
            if tag == "classification-symbol":
                symbol = values.plain(child.text or "")
            elif tag == "class-title":
                title = _title(child)
            elif tag == "classification-item":
                below.append(child)
        given = item.attrib  # type: ignore[attr-defined]
        if symbol:
            found.append(
                ClassificationEntry(
                    position.position,
                    position.notes,
                    scheme="CPC",
                    symbol=symbol,
                    parent=parent,
                    level=values.whole(given.get("level", ""), "level"),
                    title=title,
                    concordant=given.get("ipc-concordant", ""),
                    changed_on=values.day(given.get("date-revised", ""), place="date-revised"),
                    status=given.get("status", ""),
                )
            )
        # Head and first group share symbol A01L1/00: the group is then its own parent's child, not its own.
        stack.extend((child, symbol or parent) for child in reversed(below))
    return found


def _title(element: object) -> str:
    """The title parts without their references."""
    parts = []
    for part in element:  # type: ignore[attr-defined]
        said = []
        for child in part:
            tag = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if tag == "text":
                said.append(child.text or "")
            elif tag == "CPC-specific-text":
                said.extend(
                    inner.text or ""
                    for inner in child
                    if isinstance(inner.tag, str) and inner.tag.endswith("text")
                )
        parts.append(values.tidy(" ".join(said)))
    return "; ".join(part for part in parts if part)


_NULL = frozenset({"NULL", ""})


@builder("us_assignment_xml")
def assignment(raw: Raw, context: Context) -> Sequence[Record]:
    """One recorded assignment with all its rights."""

    def listed(name: str) -> list[str]:
        return [values.tidy(text) for text in raw.get(name, ()) if isinstance(text, str)]

    reel, frame = one(raw, "reel"), one(raw, "frame")
    if not one(raw, "identifier") and not reel:
        raise Unreadable("no-number", "没有登记号", "there is no reel and frame", "id")
    rights = []
    applications, filed = listed("applications"), listed("filed")
    grants, issued = listed("patents"), listed("issued")
    publications, published = listed("publications"), listed("published")
    titles, pcts = listed("titles"), listed("pcts")
    for number, text in enumerate(applications):
        title = titles[number] if number < len(titles) else ""
        if text not in _NULL:
            rights.append(Document("US", text, "application", _day_of(filed, number), title))
        for numbers, days, kind in (
            (grants, issued, "patent"),
            (publications, published, "publication"),
            (pcts, [], "pct"),
        ):
            if number < len(numbers) and numbers[number] not in _NULL:
                rights.append(Document("US", numbers[number], kind, _day_of(days, number), title))

    def place(name: str, number: int) -> str:
        given = listed(name)
        return given[number] if number < len(given) and given[number] not in _NULL else ""

    parties = [Party(name, "assignor") for name in listed("assignors")]
    parties += [
        Party(
            name,
            "assignee",
            place("countries", number),
            "",
            place("postcodes", number),
            place("states", number),
            place("cities", number),
        )
        for number, name in enumerate(listed("assignees"))
    ]
    return (
        Transfer(
            context.position,
            context.notes,
            identifier=one(raw, "identifier") or f"{reel}-{frame}",
            text=values.tidy(one(raw, "text")),
            of=tuple(rights),
            parties=tuple(parties),
            executed_on=values.day(one(raw, "executed"), place="patAssignorExDate"),
            recorded_on=values.day(one(raw, "recorded"), place="recordedDate"),
            pages=values.whole(one(raw, "pages"), "pageCount"),
        ),
    )


def _day_of(given: list[str], number: int) -> str:
    text = given[number][:10] if number < len(given) else ""
    return "" if text.startswith("0001") else values.part_day(text)


_RELATIONS = {
    "CON": "continuation",
    "CIP": "continuation-in-part",
    "DIV": "division",
    "NST": "national stage",
    "PRO": "provisional",
    "REI": "reissue",
    "REX": "reexamination",
}


@builder("us_odp")
def portal(raw: Raw, context: Context) -> Sequence[Record]:
    """One application of the Open Data Portal: what the response holds of it."""
    number = values.plain(one(raw, "application"))
    parents, children = items(raw, "parents"), items(raw, "children")
    if not number:  # A response on continuity alone names its application only as the child of its parents.
        own = {one(each, "child") for each in parents} - {""}
        number = own.pop() if len(own) == 1 else ""
    key = Document("US", number, "application") if number else Document()
    found: list[Record] = []
    published = values.plain(one(raw, "publication"))
    classes = "/".join(dict.fromkeys(text for text in texts(raw, "uspc") if "/" not in text)) or one(
        raw, "uspc"
    )
    applicants = [
        Party(
            name,
            "applicant",
            values.plain(one(each, "country")),
            ", ".join(tidied(each, "street")),
            values.plain(one(each, "postcode")),
            values.plain(one(each, "province")),
            values.tidy(one(each, "city")),
        )
        for each in items(raw, "applicants")
        if (name := values.tidy(one(each, "name")))
    ]
    if not applicants and one(raw, "first_applicant"):
        applicants = [Party(values.tidy(one(raw, "first_applicant")), "applicant")]
    inventors = [
        Party(name, "inventor", values.plain(one(each, "country")))
        for each in items(raw, "inventors")
        if (name := values.tidy(one(each, "name")))
    ]
    if one(raw, "title") or one(raw, "filed") or one(raw, "status") or applicants:
        days = values.whole(one(raw, "adjustment_days"), "adjustment")
        for each in items(raw, "adjustment"):
            days = days if days is not None else values.whole(one(each, "days"), "adjustment")
        found.append(
            Patent(
                context.position,
                context.notes,
                office="US",
                kind=_KINDS.get(one(raw, "type"), ""),
                pct=one(raw, "national_stage") == "true",
                application_no=number,
                filed_on=values.day(one(raw, "filed"), place="filingDate"),
                publication_no=_number(published).replace("-", ""),
                published_on=values.day(one(raw, "published")),
                grant_no=values.plain(one(raw, "grant")),
                granted_on=values.day(one(raw, "granted"), place="grantDate"),
                title=values.tidy(one(raw, "title")),
                parties=(*applicants, *inventors),
                cpcs=values.symbols(texts(raw, "cpcs")),
                nationals=(classes,) if classes else (),
                priorities=documents(raw, "priorities"),
                related=tuple(
                    Document(
                        "",
                        values.plain(one(each, "number")),
                        _RELATIONS.get(one(each, "relation"), one(each, "relation")),
                        values.part_day(one(each, "date")),
                        values.plain(one(each, "patent")),
                    )
                    for each in parents
                ),
                pct_publication=values.plain(one(raw, "pct_publication")),
                status=values.tidy(one(raw, "status")),
                status_on=values.day(one(raw, "status_on"), place="applicationStatusDate"),
                counts=(("adjustment_days", days),) if days is not None else (),
            )
        )
    found += [
        FamilyMember(
            context.position,
            of=key or Document(),
            scheme="continuity " + side,
            member=Document(
                "",
                values.plain(one(each, "number")),
                _RELATIONS.get(one(each, "relation"), one(each, "relation")),
                values.part_day(one(each, "date")),
                values.plain(one(each, "patent")),
            ),
        )
        for side, given in (("parent", parents), ("child", children))
        for each in given
    ]
    found += [_transfer(each, key, context) for each in items(raw, "transfers")]
    found += [
        Event(
            context.position,
            right="application",
            of=key,
            code=values.plain(one(each, "code")),
            text=values.tidy(one(each, "text")),
            on=values.day(one(each, "on"), place="recordedDate"),
        )
        for each in items(raw, "events")
    ]
    if not found and items(raw, "adjustment"):
        days = values.whole(one(items(raw, "adjustment")[0], "days"), "adjustment")
        found.append(
            Patent(
                context.position,
                context.notes,
                office="US",
                application_no=number,
                counts=(("adjustment_days", days),) if days is not None else (),
            )
        )
    if not found:
        raise Unreadable("nothing", "没有可登记的内容", "there is nothing to record in it")
    return found


def _transfer(each: Raw, of: Document, context: Context) -> Transfer:
    assignors = items(each, "assignors")
    parties = [Party(values.tidy(one(party, "name")), "assignor") for party in assignors]
    parties += [
        Party(
            values.tidy(one(party, "name")),
            "assignee",
            values.plain(one(party, "country")),
            "",
            "",
            values.plain(one(party, "province")),
            values.tidy(one(party, "city")),
        )
        for party in items(each, "assignees")
    ]
    executed = [
        found for party in assignors if (found := values.day(one(party, "executed"), place="executionDate"))
    ]
    return Transfer(
        context.position,
        identifier=one(each, "identifier") or f"{one(each, 'reel')}/{one(each, 'frame')}",
        text=values.tidy(one(each, "text")),
        of=(of,) if of.number else (),
        parties=tuple(parties),
        executed_on=min(executed, default=None),
        recorded_on=values.day(one(each, "recorded"), place="assignmentRecordedDate"),
        received_on=values.day(one(each, "received"), place="assignmentReceivedDate"),
        pages=values.whole(one(each, "pages"), "pageNumber"),
    )


@builder("us_dossier_family")
def dossier(raw: Raw, context: Context) -> Sequence[Record]:
    """The family of one application in the Global Dossier."""
    own = Document(values.plain(one(raw, "country")), values.plain(one(raw, "application")), "application")
    found: list[Record] = []
    for each in items(raw, "members"):
        application = Document(
            values.plain(one(each, "country")),
            values.plain(one(each, "number")),
            values.plain(one(each, "kind")),
            _american(one(each, "date")),
            values.tidy(one(each, "title")),
        )
        publications = items(each, "publications")
        for publication in publications or [{}]:
            member = Document(
                values.plain(one(publication, "country")),
                values.plain(one(publication, "number")),
                values.plain(one(publication, "kind")),
                _american(one(publication, "date")),
            )
            found.append(
                FamilyMember(
                    context.position,
                    context.notes,
                    of=own,
                    scheme="dossier",
                    member=member if member.number else application,
                    application=application,
                )
            )
    if not found:
        raise Unreadable("nothing", "没有同族成员", "there is no member of the family", "list")
    return found


def _american(text: str) -> str:
    day = values.day(text, order="mdy", place="date")
    return day.isoformat() if day else ""


@builder("us_dossier_documents")
def dossier_documents(raw: Raw, context: Context) -> Sequence[Record]:
    """The papers in the file of one application, each as an event."""
    of = Document(
        values.plain(one(raw, "country")),
        values.plain(one(raw, "application")),
        "application",
        "",
        values.tidy(one(raw, "title")),
    )
    found = [
        Event(
            context.position,
            context.notes,
            right="application",
            of=of,
            code=values.plain(one(each, "code")),
            text=values.tidy(one(each, "text")),
            on=values.day(one(each, "on"), order="mdy", place="legalDateStr"),
            detail=(("pages", one(each, "pages")),) if one(each, "pages") else (),
        )
        for each in items(raw, "events")
    ]
    if not found:
        raise Unreadable("nothing", "没有文件", "there is no paper in the file", "docs")
    return found
