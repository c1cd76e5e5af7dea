"""Patent documents of other offices: the European office's full texts, the Japanese gazette, WIPO ST.96."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhichan.doors.feeds import values
from zhichan.doors.feeds.builders import Context, builder
from zhichan.doors.feeds.builders.common import (
    LANGUAGES,
    chinese,
    claims,
    document,
    documents,
    people,
    symbols,
    tidied,
    titled,
)
from zhichan.doors.feeds.faults import Unreadable
from zhichan.doors.feeds.records import Citation, Document, Event, Party, Patent, Record
from zhichan.doors.feeds.trees import Raw, items, one, texts

# ``WO-A1-2014/114885``, ``US-A- 5 948 634``, ``JP-A-59 219 410``.
_CITED = re.compile(r"([A-Z]{2})\s*-\s*([A-Z]\d?)\s*-\s*([\dA-Z][\dA-Z\s/.,-]*)\Z")
_SUBJECTS = {"utility": "invention", "design": "design", "plant": "plant"}


def _without_check(number: str) -> str:
    """A European application number without its check digit, as the office's own exchange data write it."""
    return number.partition(".")[0]


@builder("ep_patent")
def european(raw: Raw, context: Context) -> Sequence[Record]:
    """A European application or patent, with its citations and the oppositions to it."""
    number = values.plain(one(raw, "number") or one(raw, "doc_number"))
    if not number:
        raise Unreadable("no-number", "没有公布号", "there is no publication number", "B110")
    country = values.plain(one(raw, "country")).upper() or "EP"
    kind_code = values.plain(one(raw, "kind") or one(raw, "doc_kind")).upper()
    day = values.day(one(raw, "date") or one(raw, "doc_date"), place="B140")
    own = Document(country, number, kind_code, day.isoformat() if day else "")
    given = values.plain(one(raw, "application"))
    granted = kind_code.startswith("B")
    language = values.plain(one(raw, "language"))
    titles = _titles(raw)
    chosen = next(
        (each for each in items(raw, "claim_sets") if one(each, "lang") == language),
        next(iter(items(raw, "claim_sets")), {}),
    )
    listed, first_claim, claims_text = claims(chosen)
    pct = [values.plain(one(each, "number")) for each in items(raw, "pct")]
    published = [values.plain(one(each, "number")) for each in items(raw, "pct_publications")]
    result = Patent(
        context.position,
        context.notes,
        office=country,
        kind="invention",
        pct=bool(pct),
        application_no=_without_check(given),
        application_original=given if "." in given else "",
        filed_on=values.day(one(raw, "filed"), place="B220"),
        publication_no=own.key,
        publication_kind=kind_code,
        published_on=day,
        grant_no=number if granted else "",
        granted_on=values.day(one(raw, "granted"), place="B450") if granted else None,
        title=titles[0][1] if titles else "",
        titles=tuple(titles[1:]),
        abstract=values.tidy(one(raw, "abstract")),
        language=language,
        parties=(
            *people(raw, "applicants", "applicant"),
            *people(raw, "holders", "holder"),
            *people(raw, "inventors", "inventor"),
            *people(raw, "agents", "agent"),
        ),
        ipcs=symbols(raw, plain=("ipcs",)),
        cpcs=symbols(raw, plain=("cpcs",)),
        priorities=_priorities(raw),
        related=tuple(
            Document(
                values.plain(one(each, "country")) or country,
                values.plain(one(each, "number")) or _without_check(values.plain(one(each, "application"))),
                values.plain(one(each, "kind")),
                values.part_day(one(each, "date")),
            )
            for each in items(raw, "related")
        ),
        pct_application=pct[0] if pct else "",
        pct_publication=published[0] if published else "",
        claims=listed,
        first_claim=first_claim,
        claims_text=claims_text,
    )
    return (result, *_european_citations(raw, own, context), *_oppositions(raw, own, context))


def _titles(raw: Raw) -> list[tuple[str, str]]:
    """Language and title, Chinese and English first; without languages where they do not stand beside each."""
    said = [values.tidy(text) for text in texts(raw, "titles")]
    languages = [values.plain(text) for text in texts(raw, "title_languages")]
    if len(languages) != len(said):
        languages = [""] * len(said)
    return sorted(zip(languages, said, strict=True), key=lambda title: LANGUAGES.get(title[0], 2))


def _priorities(raw: Raw) -> tuple[Document, ...]:
    """Numbers, days and countries follow each other; where one is missing only the numbers can be told."""
    numbers = [values.plain(text) for text in texts(raw, "priority_numbers")]
    days = [values.part_day(text) for text in texts(raw, "priority_days")]
    countries = [values.plain(text) for text in texts(raw, "priority_countries")]
    if not len(numbers) == len(days) == len(countries):
        return tuple(Document(number=number) for number in numbers)
    return tuple(
        Document(country, number, "", day)
        for number, day, country in zip(numbers, days, countries, strict=True)
    )


def _european_citations(raw: Raw, own: Document, context: Context) -> list[Citation]:
    found = []
    for each in items(raw, "citations"):
        text = values.tidy(one(each, "patent") or one(each, "text"))
        if not text:
            continue
        cited = _CITED.match(values.plain(text)) if one(each, "patent") else None
        if cited is None:
            found.append(Citation(context.position, citing=own, text=text))
            continue
        number = re.sub(r"[\s/.,-]+", "", cited[3])
        found.append(Citation(context.position, citing=own, cited=Document(cited[1], number, cited[2])))
    return found


def _oppositions(raw: Raw, own: Document, context: Context) -> list[Event]:
    return [
        Event(
            context.position,
            of=own,
            code="B781",
            text=f"opposition by {name}",
            on=values.day(one(each, "date"), place="B781"),
        )
        for each in items(raw, "oppositions")
        if (name := values.tidy(one(each, "name")))
    ]


_JAPANESE_KINDS = (("実用", "utility"), ("意匠", "design"), ("特許", "invention"))


@builder("jp_gazette")
def japanese(raw: Raw, context: Context) -> Sequence[Record]:
    """One document of the Japanese gazette."""
    given = items(raw, "publications")
    publication = document(given[0]) if given else Document()
    if not publication.number:
        raise Unreadable("no-number", "没有公布号", "there is no publication number", "publication-reference")
    application = next(iter(documents(raw, "applications")), Document())
    kind_code = values.plain(one(raw, "doc_kind")).upper()
    country = publication.country or values.plain(one(raw, "country")) or "JP"
    own = Document(country, publication.number, kind_code, publication.date)
    listed, first_claim, claims_text = claims(raw)
    result = Patent(
        context.position,
        context.notes,
        office=country,
        kind=next((kind for word, kind in _JAPANESE_KINDS if word in publication.name), ""),
        pct=bool(one(raw, "pct_application")),
        application_no=application.number,
        filed_on=values.day(application.date, place="application-reference"),
        publication_no=own.key,
        publication_kind=kind_code,
        published_on=values.day(publication.date, place="publication-reference"),
        grant_no=values.plain(one(raw, "grant_no")),
        granted_on=values.day(one(raw, "granted"), place="printed-with-grant"),
        title=values.tidy(one(raw, "title")),
        abstract=values.tidy(one(raw, "abstract")),
        language=values.plain(one(raw, "language")),
        parties=(
            *_named(raw, "applicants", "applicant"),
            *_named(raw, "inventors", "inventor"),
            *_named(raw, "agents", "agent"),
            *(Party(name, "examiner") for name in tidied(raw, "examiners")),
        ),
        ipcs=symbols(raw, plain=("ipcs",)),
        nationals=tuple(dict.fromkeys((*tidied(raw, "nationals"), *tidied(raw, "terms")))),
        priorities=documents(raw, "priorities"),
        related=documents(raw, "related"),
        pct_application=values.plain(one(raw, "pct_application")),
        pct_publication=values.plain(one(raw, "pct_publication")),
        pct_entered_on=values.day(one(raw, "entered"), place="translation-submission-date"),
        claims=values.whole(one(raw, "claims_number"), "number-of-claims") or listed,
        first_claim=first_claim,
        claims_text=claims_text,
        pages=values.whole(one(raw, "pages"), "total-pages"),
    )
    cited = [
        Citation(context.position, citing=own, text=text)
        for name in ("cited", "literature")
        for text in tidied(raw, name)
    ]
    return (result, *cited)


def _named(raw: Raw, name: str, role: str) -> tuple[Party, ...]:
    return tuple(
        Party(said, role, address=values.tidy(one(each, "address")))
        for each in items(raw, name)
        if (said := values.tidy(one(each, "name")))
    )


@builder("patent_st96")
def standard(raw: Raw, context: Context) -> Sequence[Record]:
    """One publication or grant as WIPO ST.96 writes it, of whichever office."""
    published = next(iter(documents(raw, "publications")), Document())
    grant = next(iter(documents(raw, "grants")), Document())
    publication = published if published.number else grant
    applied = items(raw, "applications")
    application = document(applied[0]) if applied else Document()
    if not publication.number and not application.number:
        raise Unreadable(
            "no-number", "没有公布号", "there is no publication number", "PatentPublicationIdentification"
        )
    country = publication.country or application.country
    number, original, kind, pct = application.number, "", "", False
    notes: tuple[str, ...] = ()
    if country == "CN":
        number, original, notes, kind, pct = chinese(application.number, publication.number, publication.kind)
    kind = kind or _SUBJECTS.get(values.plain(one(applied[0], "type")).lower() if applied else "", "")
    granting = {"B", "C", "U", "Y", "S", "D"} if country == "CN" else {"B"}
    granted = bool(grant.number) or publication.kind[:1] in granting
    day = values.day(publication.date, place="PublicationDate") if len(publication.date) == 10 else None
    titles = titled(raw)
    listed, first_claim, claims_text = claims(raw)
    counts = [(name, values.whole(one(raw, name), name)) for name in ("sheets", "figures") if one(raw, name)]
    result = Patent(
        context.position,
        context.notes + notes,
        office=country,
        kind=kind,
        pct=pct or bool(one(raw, "pct_application")),
        application_no=number,
        application_original=original,
        filed_on=values.day(application.date, place="FilingDate") if len(application.date) == 10 else None,
        publication_no=publication.key,
        publication_kind=publication.kind,
        published_on=day,
        grant_no=(grant.number or publication.number) if granted and country != "CN" else "",
        granted_on=day if granted else None,
        title=titles[0][1] if titles else "",
        titles=tuple(titles[1:]),
        abstract=values.tidy(" ".join(texts(raw, "abstract"))),
        language=values.plain(one(raw, "language")),
        parties=(
            *people(raw, "applicants", "applicant"),
            *people(raw, "holders", "holder"),
            *people(raw, "inventors", "inventor"),
            *people(raw, "agents", "agent"),
            *people(raw, "examiners", "examiner"),
        ),
        ipcs=symbols(raw, lists=("ipc_items",), plain=("ipcs",)),
        cpcs=symbols(raw, lists=("cpc_items",)),
        locarnos=tidied(raw, "locarnos"),
        nationals=tuple(
            "/".join(part for part in (one(each, "class"), one(each, "subclass")) if part) or one(each, "text")
            for each in items(raw, "nationals")
        ),
        priorities=documents(raw, "priorities"),
        related=documents(raw, "related"),
        pct_application=values.plain(one(raw, "pct_application")),
        pct_publication=values.plain(one(raw, "pct_publication")),
        pct_entered_on=values.day(one(raw, "entered"), place="EntryDate"),
        claims=values.whole(one(raw, "claims_number"), "ClaimTotalQuantity") or listed,
        first_claim=first_claim,
        claims_text=claims_text,
        counts=tuple((name, number) for name, number in counts if number is not None),
    )
    return (result, *_standard_citations(raw, publication, context))


def _standard_citations(raw: Raw, own: Document, context: Context) -> list[Citation]:
    found = []
    for each in items(raw, "citations"):
        cited, text = document(each), values.tidy(one(each, "text"))
        if cited.number:
            found.append(Citation(context.position, citing=own, cited=cited))
        elif text:
            found.append(Citation(context.position, citing=own, text=text))
    return found
