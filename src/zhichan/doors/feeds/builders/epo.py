"""Documents and data of the European office."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhichan.doors.feeds import values
from zhichan.doors.feeds.builders import Context, builder
from zhichan.doors.feeds.builders.common import LANGUAGES, chinese, document, symbols, tidied, titled
from zhichan.doors.feeds.faults import Unreadable
from zhichan.doors.feeds.records import (
    Citation,
    Document,
    Event,
    FamilyMember,
    Party,
    Patent,
    Record,
    Writing,
)
from zhichan.doors.feeds.trees import Raw, items, one, texts

_FORMS = ("docdb", "docdba", "original", "epodoc", "")


def _forms(given: list[Raw]) -> list[tuple[str, Document]]:
    """Form and document of a number given in several forms; the form stands on the reference or on the number."""
    found = []
    for each in given:
        for inner in items(each, "ids"):
            number = document(inner)
            if number.number:
                found.append((one(inner, "format") or one(each, "format"), number))
    return found


def _best(given: list[Raw]) -> Document:
    """The docdb form, completed from the others where it lacks the day."""
    forms = _forms(given)
    for wanted in _FORMS:
        for form, number in forms:
            if form == wanted:
                day = number.date or next((each.date for _, each in forms if each.date), "")
                return Document(number.country, number.number, number.kind, day, number.name)
    return forms[0][1] if forms else Document()


_HOME = re.compile(r"\s*\[([A-Z]{2})\]\s*\Z")


def _parties(raw: Raw, name: str, role: str) -> list[Party]:
    """Each party once, its other forms beside it: the forms share the sequence number."""
    by_sequence: dict[str, list[tuple[str, str, str, str]]] = {}
    for number, each in enumerate(items(raw, name)):
        given = values.tidy(one(each, "name"))
        if not given:
            continue
        home = _HOME.search(given)
        country = values.plain(one(each, "country")) or (home[1] if home else "")
        by_sequence.setdefault(one(each, "sequence") or f"#{number}", []).append(
            (
                one(each, "format"),
                _HOME.sub("", given).rstrip(",; "),
                country,
                values.tidy(one(each, "address")),
            )
        )
    found = []
    for forms in by_sequence.values():
        forms.sort(key=lambda form: {"original": 0, "docdba": 1, "docdb": 2}.get(form[0], 3))
        country = next((form[2] for form in forms if form[2]), "")
        address = next((form[3] for form in forms if form[3]), "")
        names = tuple((form, name) for form, name, _, _ in forms[1:] if name != forms[0][1])
        found.append(Party(forms[0][1], role, country, address, names=names))
    return found


@builder("epo_docdb")
def exchange_document(raw: Raw, context: Context) -> Sequence[Record]:
    """One document with its citations and family."""
    publication = _best(items(raw, "publications"))
    own = Document(
        values.plain(one(raw, "country")) or publication.country,
        values.plain(one(raw, "number")) or publication.number,
        values.plain(one(raw, "kind")) or publication.kind,
        publication.date or values.part_day(one(raw, "date")),
    )
    if not own.number:
        raise Unreadable("no-number", "没有公布号", "there is no publication number", "doc-number")
    if one(raw, "status") == "D":
        return (Event(context.position, context.notes, of=own, code="DOCDB-D", text="deleted from DOCDB"),)
    application = _best(items(raw, "applications"))
    number, original = application.number, ""
    notes: tuple[str, ...] = ()
    kind, pct = "", False
    if own.country == "CN":
        number, original, notes, kind, pct = chinese(application.number, own.number, own.kind)
    elif own.country == "WO":
        kind, pct = "invention", True
    day = values.day(own.date, place="date") if len(own.date) == 10 else None
    granted = day if own.country == "CN" and own.kind[:1] in {"B", "C", "U", "Y", "S", "D"} else None
    titles = titled(raw)
    abstracts = [
        (one(each, "lang"), values.tidy(" ".join(texts(each, "text")))) for each in items(raw, "abstracts")
    ]
    abstracts.sort(key=lambda abstract: LANGUAGES.get(abstract[0], 2))
    scheme = [
        each
        for each in items(raw, "cpc_items")
        if one(each, "scheme").startswith("CPC") or one(each, "section")
    ]
    others = [one(each, "text") for each in items(raw, "cpc_items") if each not in scheme]
    result = Patent(
        context.position,
        context.notes + notes,
        office=own.country,
        kind=kind,
        pct=pct,
        application_no=number,
        application_original=original,
        filed_on=values.day(application.date) if len(application.date) == 10 else None,
        publication_no=own.key,
        publication_kind=own.kind,
        published_on=day,
        granted_on=granted,
        title=titles[0][1] if titles else "",
        titles=tuple(titles[1:]),
        abstract=abstracts[0][1] if abstracts else "",
        language=one(raw, "language"),
        parties=(
            *_parties(raw, "applicants", "applicant"),
            *_parties(raw, "inventors", "inventor"),
            *_parties(raw, "agents", "agent"),
        ),
        ipcs=symbols(raw, lists=("ipc_items",), plain=("ipcs",)),
        cpcs=symbols({"only": scheme}, lists=("only",)),
        nationals=(*tidied(raw, "nationals"), *(values.tidy(text) for text in others if text.strip())),
        priorities=_priorities(raw),
        related=tuple(Document(name=text) for text in tidied(raw, "related_text")),
        family=values.plain(one(raw, "family")),
        status_on=values.day(one(raw, "invalidated"), place="invalidation-of-patent"),
        status="invalidated" if one(raw, "invalidated") else "",
    )
    return (result, *_citations(raw, own, context), *_members(raw, own, context))


def _priorities(raw: Raw) -> tuple[Document, ...]:
    """Each claim once in its best form; the forms of one claim follow each other with one sequence number."""
    found: dict[str, Document] = {}
    for each in items(raw, "priorities"):
        number = _best([each])
        form = one(each, "format") or next((form for form, _ in _forms([each])), "")
        key = f"{number.date}/{re.sub(r'^[A-Z]{2}', '', number.number)[-6:]}"
        if form == "docdb" or not one(each, "format"):
            found.setdefault(key, number)
    if not found:
        for each in items(raw, "priorities"):
            number = _best([each])
            found.setdefault(number.key, number)
    return tuple(number for number in found.values() if number.number)


def _citations(raw: Raw, own: Document, context: Context) -> list[Citation]:
    found = []
    for each in items(raw, "citations"):
        phase = values.plain(one(each, "phase") or one(each, "by"))
        category = values.plain(" ".join(texts(each, "category")))
        cited = items(each, "cited")
        for patent in cited:
            number = _best([patent]) if items(patent, "ids") else Document(name=one(patent, "dnum"))
            if not number.number and one(patent, "dnum"):
                number = values.publication(one(patent, "dnum")) or Document(number=one(patent, "dnum"))
            found.append(Citation(context.position, citing=own, cited=number, phase=phase, category=category))
        text = values.tidy(one(each, "text"))
        if text and not cited:
            found.append(Citation(context.position, citing=own, text=text, phase=phase, category=category))
    return found


def _members(raw: Raw, own: Document, context: Context) -> list[FamilyMember]:
    found = []
    for each in items(raw, "members"):
        application = _best(
            [part for part in items(each, "applications") if one(part, "format") in {"docdb", ""}]
            or items(each, "applications")
        )
        publications = items(each, "publications")
        docdb = [part for part in publications if one(part, "format") == "docdb"] or publications
        for publication in docdb:
            member = _best([publication])
            if member.number:
                found.append(
                    FamilyMember(
                        context.position,
                        of=own,
                        member=member,
                        family=values.plain(one(raw, "family")),
                        application=application,
                    )
                )
        if not docdb and application.number:
            found.append(
                FamilyMember(
                    context.position,
                    of=own,
                    member=application,
                    family=values.plain(one(raw, "family")),
                    application=application,
                )
            )
    return found


@builder("ops_family")
def family_member(raw: Raw, context: Context) -> Sequence[Record]:
    """One member of an INPADOC family and its legal events."""
    publications = items(raw, "publications")
    member = _best(publications)
    application = _best(items(raw, "applications"))
    if not member.number and not application.number:
        raise Unreadable("no-number", "没有公布号", "there is no publication number", "family-member")
    found: list[Record] = [
        FamilyMember(
            context.position,
            context.notes,
            of=member,
            member=member if member.number else application,
            family=values.plain(one(raw, "family")),
            scheme="inpadoc",
            application=application,
        )
    ]
    found += [
        FamilyMember(
            context.position,
            of=member,
            member=number,
            family=values.plain(one(raw, "family")),
            scheme="priority",
        )
        for number in _priorities(raw)
    ]
    for each in items(raw, "events"):
        detail = []
        effective = None
        for part in items(each, "details"):
            for value in items(part, "values"):
                name, text = values.tidy(one(value, "name")), values.tidy(one(value, "text"))
                if text:
                    detail.append((name, text))
                if name == "Effective DATE" and effective is None:
                    effective = values.day(text, place="L525EP")
        found.append(
            Event(
                context.position,
                of=member,
                code=values.plain(one(each, "code")),
                text=values.tidy(one(each, "text")),
                on=values.day(one(each, "gazette"), place="L007EP"),
                influence=values.plain(one(each, "influence")),
                effective_on=effective,
                detail=tuple(detail),
            )
        )
    return found


@builder("ops_fulltext")
def full_text(raw: Raw, context: Context) -> Sequence[Record]:
    """How much text a document has; the claims are counted."""
    of = document(raw)
    if not of.number:
        raise Unreadable("no-number", "没有公布号", "there is no publication number", "doc-number")
    found: list[Record] = []
    for part in items(raw, "claims_parts"):
        said = [text for claim in items(part, "claims") for text in texts(claim, "text")]
        numbered = len({match[0] for text in said if (match := re.match(r"\s*\d+(?=\s*\.)", text))})
        found.append(
            Writing(
                context.position,
                context.notes,
                of=of,
                part="claims",
                title=one(part, "lang"),
                paragraphs=len(said),
                characters=sum(map(len, said)),
                claims=numbered or len(items(part, "claims")),
            )
        )
    for part in items(raw, "descriptions"):
        said = [one(paragraph, "text") for paragraph in items(part, "paragraphs")]
        found.append(
            Writing(
                context.position,
                context.notes,
                of=of,
                part="description",
                title=one(part, "lang"),
                paragraphs=len(said),
                characters=sum(map(len, said)),
            )
        )
    if not found:
        raise Unreadable("nothing", "没有全文", "there is no text in it")
    return found


@builder("ops_images")
def images(raw: Raw, context: Context) -> Sequence[Record]:
    """Which facsimiles there are, and of how many pages."""
    of = document(raw)
    if not of.number:
        raise Unreadable("no-number", "没有公布号", "there is no publication number", "doc-number")
    pages = [
        (values.tidy(one(each, "part")), number)
        for each in items(raw, "instances")
        if (number := values.whole(one(each, "pages"), "number-of-pages")) is not None
    ]
    return (
        Patent(
            context.position,
            context.notes,
            office=of.country,
            publication_no=of.key,
            publication_kind=of.kind,
            published_on=values.day(of.date) if len(of.date) == 10 else None,
            counts=tuple(pages),
            pages=next((number for part, number in pages if part == "FullDocument"), None),
        ),
    )


@builder("ops_search", "ops_client_search")
def found(raw: Raw, context: Context) -> Sequence[Record]:
    """One hit of a search: its number and family."""
    of = document(raw)
    if not of.number:
        raise Unreadable("no-number", "没有公布号", "there is no publication number", "doc-number")
    kind = values.cn_publication_kind(of.number, of.kind) if of.country == "CN" else ""
    return (
        Patent(
            context.position,
            context.notes,
            office=of.country,
            kind=kind,
            publication_no=of.key,
            publication_kind=of.kind,
            published_on=values.day(of.date) if len(of.date) == 10 else None,
            family=values.plain(one(raw, "family")),
        ),
    )


@builder("ops_client_text")
def client_text(raw: Raw, context: Context) -> Sequence[Record]:
    """The description of one document as a client library saved it."""
    of = document(raw)
    if not of.number:
        raise Unreadable("no-number", "没有公布号", "there is no publication number", "doc_number")
    result: list[Record] = []
    for part in ("description", "claims"):
        said = [text for each in texts(raw, part) for text in re.split(r"\n\s*\n", each) if text.strip()]
        if said:
            result.append(
                Writing(
                    context.position,
                    context.notes,
                    of=of,
                    part=part,
                    paragraphs=len(said),
                    characters=sum(map(len, said)),
                    claims=len(said) if part == "claims" else None,
                )
            )
    if not result:
        raise Unreadable("nothing", "没有全文", "there is no text in it")
    return result
