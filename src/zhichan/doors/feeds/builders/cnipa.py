"""Chinese patent documents in XML."""

from __future__ import annotations

from collections.abc import Sequence

from zhichan.doors.feeds import values
from zhichan.doors.feeds.builders import Context, builder
from zhichan.doors.feeds.builders.common import chinese, claims, document, symbols, tidied
from zhichan.doors.feeds.faults import Unreadable
from zhichan.doors.feeds.records import Citation, Document, Event, Party, Patent, Record, Writing
from zhichan.doors.feeds.trees import Raw, items, one, texts


def _chosen(given: list[Raw]) -> Raw:
    """Of a number in several forms, the office's own."""
    for wanted in ("original", "standard", ""):
        for each in given:
            if one(each, "format") == wanted:
                return each
    return given[0] if given else {}


def _party(each: Raw, role: str) -> Party | None:
    name = values.tidy(one(each, "name")) or _own_name(each)
    if not name:
        return None
    address = values.tidy(one(each, "address") or " ".join(texts(each, "street")))
    postcode, street = values.addressed(address)
    province, city, county = (
        _said(values.tidy(one(each, part))) for part in ("province", "city", "county")
    )
    return Party(
        name,
        role,
        values.plain(one(each, "country")).upper(),
        street,
        _said(values.plain(one(each, "postcode"))) or postcode,
        province,
        city,
        county,
        _said(values.plain(one(each, "area_code"))),
        _code(values.plain(one(each, "code"))),
        values.plain(one(each, "kind")),
    )


def _own_name(each: Raw) -> str:
    """A name given in parts: Chinese family names stand first, without a space."""
    first, last = (values.tidy(one(each, part)) for part in ("first_name", "last_name"))
    return f"{first} {last}".strip() if (first + last).isascii() else last + first


def _said(text: str) -> str:
    """The office fills what it does not know with a zero."""
    return text if text.strip("0") else ""


def _code(text: str) -> str:
    """A unified social credit code; other organisation codes and zeros name nobody."""
    return text.upper() if len(text) == 18 else ""


def _priorities(raw: Raw) -> tuple[Document, ...]:
    """Each claim once: where it is given in the office's form and in the standard one, the office's own."""
    listed = items(raw, "priorities")
    own = [each for each in listed if one(each, "format") != "standard"]
    return tuple(found for each in own or listed if (found := document(each)).number)


def _parties(raw: Raw) -> tuple[Party, ...]:
    found = [
        party
        for name, role in (
            ("applicants", "applicant"),
            ("holders", "holder"),
            ("inventors", "inventor"),
            ("agents", "agent"),
            ("examiners", "examiner"),
        )
        for each in items(raw, name)
        if (party := _party(each, role)) is not None
    ]
    code = values.plain(one(raw, "agency_code"))
    agencies = [one(each, "name") for each in items(raw, "agencies")]
    agencies += [one(each, "agency") for each in items(raw, "agents")]
    seen: set[str] = set()
    for given in agencies:
        name, own = values.agency(given)
        if name and name not in seen:
            seen.add(name)
            found.append(Party(name, "agency", "CN", code=own or code))
    if examiner := values.tidy(one(raw, "examiner")):
        found.append(Party(examiner, "examiner"))
    return tuple(found)


@builder("cnipa_ipph", "cnipa_business", "cnipa_st36")
def patent(raw: Raw, context: Context) -> Sequence[Record]:
    """One document; of IPPH also one file of legal events."""
    publication = document(_chosen(items(raw, "publications")))
    application = document(_chosen(items(raw, "applications")))
    country = publication.country or values.plain(one(raw, "country")) or application.country or "CN"
    number = publication.number or values.plain(one(raw, "doc_number"))
    kind_code = publication.kind or values.plain(one(raw, "doc_kind"))
    number_of_application, original, notes, kind, pct = chinese(application.number, number, kind_code)
    if not application.number and not number:
        return _text_only(raw, context)
    key = Document(country, number, kind_code, publication.date)
    events = tuple(
        _events(raw, context, Document("CN", number_of_application) if number_of_application else key)
    )
    if events and not one(items(raw, "titles")[0] if items(raw, "titles") else {}, "text"):
        return events
    titles = [
        (values.plain(one(each, "lang")), values.tidy(one(each, "text"))) for each in items(raw, "titles")
    ]
    published = values.day(
        one(_chosen(items(raw, "publications")), "date") or one(raw, "doc_date"), place="Date"
    )
    granted = values.day(_first(raw, "granted"), place="GrantDate") or (
        published if kind_code[:1] in {"B", "C", "U", "Y", "S", "D"} else None
    )
    number_of_claims, first_claim, claims_text = claims(raw)
    grants = [document(each) for each in items(raw, "grants")]
    result = Patent(
        context.position,
        context.notes + notes,
        office=country,
        kind=kind,
        pct=pct or bool(one(raw, "pct_application")),
        application_no=number_of_application,
        application_original=original,
        filed_on=values.day(one(_chosen(items(raw, "applications")), "date"), place="ApplicationDate"),
        publication_no=f"{country}{number}{kind_code}" if number else "",
        publication_kind=kind_code,
        published_on=published,
        grant_no=values.plain(one(raw, "grant_no")) or (grants[0].number if grants else ""),
        granted_on=granted,
        ended_on=None,
        title=titles[0][1] if titles else "",
        titles=tuple(title for title in titles[1:] if title[1] != titles[0][1]),
        abstract=values.tidy(" ".join(texts(raw, "abstract"))),
        language=values.plain(one(raw, "language")),
        parties=_parties(raw),
        ipcs=symbols(raw, lists=("ipc_items",), plain=("ipcs",)),
        cpcs=symbols(raw, lists=("cpc_items",)),
        locarnos=tidied(raw, "locarnos"),
        nationals=tidied(raw, "nationals"),
        priorities=_priorities(raw),
        related=(
            *(found for each in items(raw, "related_items") if (found := document(each)).number),
            *(Document(name=text) for text in tidied(raw, "related")),
        ),
        pct_application=_first(raw, "pct_application"),
        pct_publication=_first(raw, "pct_publication"),
        pct_entered_on=values.day(_first(raw, "entered"), place="entry"),
        claims=number_of_claims,
        first_claim=first_claim,
        claims_text=claims_text,
        pages=values.whole(one(raw, "pages"), "TotalPage"),
        status=_first(raw, "current_status") or values.plain(one(raw, "status")),
        counts=_counts(raw),
    )
    return (result, *_citations(raw, key, context), *events)


def _counts(raw: Raw) -> tuple[tuple[str, int], ...]:
    designs = values.whole(one(raw, "designs"), "designs")
    return (("designs", designs),) if designs else ()


def _first(raw: Raw, name: str) -> str:
    return values.tidy(one(raw, name))


def _citations(raw: Raw, citing: Document, context: Context) -> list[Citation]:
    found = []
    for each in items(raw, "citations"):
        cited = document(each)
        text = values.tidy(one(each, "text"))
        if cited.number or text:
            found.append(
                Citation(
                    context.position,
                    citing=citing,
                    cited=cited if cited.number else None,
                    text="" if cited.number else text,
                    phase=values.plain(one(each, "phase")),
                    category=values.plain(one(each, "category")),
                )
            )
    return found


def _events(raw: Raw, context: Context, of: Document) -> list[Event]:
    found = []
    for each in items(raw, "events"):
        details = tuple(
            (values.tidy(one(part, "title")), values.tidy(one(part, "text")))
            for part in items(each, "details")
        )
        found.append(
            Event(
                context.position,
                of=of,
                code=values.plain(one(each, "code")),
                text=values.tidy(one(each, "text")),
                on=values.day(one(each, "on"), place="LegalPublicationDate"),
                influence=values.plain(one(each, "influence")),
                detail=details,
            )
        )
    return found


def _text_only(raw: Raw, context: Context) -> Sequence[Record]:
    """A part of a document that came without its bibliographic data."""
    paragraphs = [one(each, "text") for each in items(raw, "paragraphs")]
    listed = items(raw, "claims")
    titles = [values.tidy(one(each, "text")) for each in items(raw, "titles")]
    found: list[Record] = []
    if paragraphs:
        found.append(
            Writing(
                context.position,
                context.notes,
                of=Document(one(raw, "country") or "CN"),
                part="description",
                title=titles[0] if titles else "",
                paragraphs=len(paragraphs),
                characters=sum(map(len, paragraphs)),
            )
        )
    if listed:
        found.append(
            Writing(
                context.position,
                context.notes,
                of=Document(one(raw, "country") or "CN"),
                part="claims",
                title=titles[0] if titles else "",
                claims=len(listed),
                characters=sum(len(text) for each in listed for text in texts(each, "text")),
            )
        )
    if not found:
        raise Unreadable(
            "no-number",
            "没有申请号，也没有公布号",
            "there is neither an application nor a publication number",
        )
    return found
