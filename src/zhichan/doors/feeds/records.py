"""Neutral records: what a source says, without judgement. Empty text and None mean *the source does not say*.

Days are ``datetime.date``; a source's incomplete day (year and month) stays text in ``Document.date``.
Numbers keep the source's form in ``original`` where normalising changed them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeVar, dataclass_transform

Made = TypeVar("Made")


@dataclass_transform(frozen_default=True)
def fixed(given: type[Made]) -> type[Made]:
    """A dataclass that is frozen to whoever checks types; to hold it at run time makes it three times as dear."""
    return dataclass(slots=True, unsafe_hash=True)(given)


@fixed
class Position:
    """Where a source record stands.

    ``record`` counts from 1 within ``member`` (file, or file in an archive). ``offset`` is the byte at which
    it begins in the unpacked member, ``row`` the line or spreadsheet row from 1, where the carrier has one.
    """

    member: str
    record: int
    offset: int | None = None
    row: int | None = None
    sheet: str = ""

    def behind(self, records: int) -> Position:
        """The same place, where ``records`` others come before the first."""
        return replace(self, record=self.record + records)

    def __str__(self) -> str:
        return f"{self.member}#{self.record}{self.place}"

    @property
    def place(self) -> str:
        """Where it stands by row or byte."""
        where = (
            f"{self.sheet}:{self.row}"
            if self.sheet
            else f"row {self.row}"
            if self.row
            else f"byte {self.offset}"
        )
        return f" ({where})"


@fixed
class Document:
    """One document or application as a source names it; ``date`` is ISO text, possibly only ``YYYY-MM``."""

    country: str = ""
    number: str = ""
    kind: str = ""
    date: str = ""
    name: str = ""

    @property
    def key(self) -> str:
        """Country, number and kind without separators."""
        return f"{self.country}{self.number}{self.kind}"


@fixed
class Party:
    """A person or organisation in a role; ``names`` are other forms (language or format → name)."""

    name: str
    role: str
    country: str = ""
    address: str = ""
    postcode: str = ""
    province: str = ""
    city: str = ""
    county: str = ""
    area_code: str = ""
    code: str = ""
    kind: str = ""
    names: tuple[tuple[str, str], ...] = ()


@fixed
class Record:
    """What all records have: ``position`` of the source record and ``notes`` on what was repaired or doubtful."""

    position: Position
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The fields that are not empty, nested records likewise, ``record`` naming the type."""
        return {"record": type(self).__name__, **_plain(self)}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        found = {each.name: getattr(value, each.name) for each in fields(value)}
        return {name: _plain(each) for name, each in found.items() if each not in ("", None, ())}
    return value


@fixed
class Patent(Record):
    """A patent document or application. ``kind`` is invention, utility, design, plant or '' when not told."""

    office: str = ""
    kind: str = ""
    pct: bool = False
    application_no: str = ""
    application_original: str = ""
    filed_on: date | None = None
    publication_no: str = ""
    publication_kind: str = ""
    published_on: date | None = None
    grant_no: str = ""
    granted_on: date | None = None
    ended_on: date | None = None
    title: str = ""
    titles: tuple[tuple[str, str], ...] = ()
    abstract: str = ""
    language: str = ""
    parties: tuple[Party, ...] = ()
    ipcs: tuple[str, ...] = ()
    cpcs: tuple[str, ...] = ()
    locarnos: tuple[str, ...] = ()
    nationals: tuple[str, ...] = ()
    priorities: tuple[Document, ...] = ()
    related: tuple[Document, ...] = ()
    family: str = ""
    pct_application: str = ""
    pct_publication: str = ""
    pct_entered_on: date | None = None
    claims: int | None = None
    first_claim: str = ""
    claims_text: str = ""
    pages: int | None = None
    status: str = ""
    status_on: date | None = None
    area: str = ""
    url: str = ""
    topics: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()

    def named(self, role: str) -> tuple[Party, ...]:
        """The parties in ``role``: applicant, inventor, holder, agent, agency, examiner, correspondent."""
        return tuple(party for party in self.parties if party.role == role)


@fixed
class Mark(Record):
    """A trade mark application or registration, all its classes together."""

    office: str = ""
    application_no: str = ""
    registration_no: str = ""
    name: str = ""
    kind: str = ""
    classes: tuple[int, ...] = ()
    goods: tuple[tuple[int, str], ...] = ()
    filed_on: date | None = None
    published_on: date | None = None
    registered_on: date | None = None
    renewed_on: date | None = None
    expires_on: date | None = None
    status: str = ""
    status_code: str = ""
    status_on: date | None = None
    parties: tuple[Party, ...] = ()
    image: str = ""


@fixed
class Copyright(Record):
    """A registered work or computer program; ``kind`` is ``work`` or ``software``, ``category`` the source's."""

    kind: str = ""
    registration_no: str = ""
    title: str = ""
    short_title: str = ""
    version: str = ""
    category: str = ""
    owners: tuple[Party, ...] = ()
    finished_on: date | None = None
    published_on: date | None = None
    registered_on: date | None = None


@fixed
class Certificate(Record):
    """A qualification or product certificate."""

    number: str = ""
    name: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    source_id: str = ""


@fixed
class Event(Record):
    """A dated legal or procedural event of ``of`` (``right`` is patent, mark or application)."""

    right: str = "patent"
    of: Document = Document()
    code: str = ""
    text: str = ""
    on: date | None = None
    influence: str = ""
    effective_on: date | None = None
    detail: tuple[tuple[str, str], ...] = ()


@fixed
class Transfer(Record):
    """A recorded assignment of rights; ``of`` are the rights."""

    right: str = "patent"
    identifier: str = ""
    text: str = ""
    of: tuple[Document, ...] = ()
    parties: tuple[Party, ...] = ()
    executed_on: date | None = None
    recorded_on: date | None = None
    received_on: date | None = None
    pages: int | None = None


@fixed
class Citation(Record):
    """``citing`` cites ``cited`` (a document) or ``text`` (other literature)."""

    citing: Document = Document()
    cited: Document | None = None
    text: str = ""
    phase: str = ""
    category: str = ""


@fixed
class FamilyMember(Record):
    """``member`` belongs to the family of ``of``; ``scheme`` is simple, inpadoc, dwpi or priority."""

    of: Document = Document()
    member: Document = Document()
    family: str = ""
    scheme: str = "simple"
    application: Document = Document()


@fixed
class Writing(Record):
    """A part of a document's text, measured but not kept: ``part`` is claims, description or abstract."""

    of: Document = Document()
    part: str = ""
    on: date | None = None
    title: str = ""
    paragraphs: int = 0
    characters: int = 0
    claims: int | None = None


@fixed
class Organisation(Record):
    """A firm as its register shows it."""

    name: str = ""
    code: str = ""
    register_no: str = ""
    kind: str = ""
    status: str = ""
    established_on: date | None = None
    ended_on: date | None = None
    province: str = ""
    address: str = ""
    capital_fen: int | None = None
    industry: str = ""
    office: str = ""
    branches: tuple[str, ...] = ()
    scope: str = ""


@fixed
class Penalty(Record):
    """An administrative penalty as published."""

    number: str = ""
    name: str = ""
    party: str = ""
    code: str = ""
    party_kind: str = ""
    offence: str = ""
    basis: str = ""
    kinds: tuple[str, ...] = ()
    result: str = ""
    fine_fen: int | None = None
    confiscated_fen: int | None = None
    decided_on: date | None = None
    valid_until: date | None = None
    public_until: date | None = None
    office: str = ""
    office_code: str = ""
    status: str = ""


@fixed
class Listing(Record):
    """An entry in a credit list: serious violation, abnormal operation, dishonest executee, executee, notice."""

    kind: str = ""
    number: str = ""
    party: str = ""
    code: str = ""
    reason: str = ""
    since: date | None = None
    until: date | None = None
    lifted: str = ""
    office: str = ""
    published_on: date | None = None
    amount_fen: int | None = None
    status: str = ""


@fixed
class Mortgage(Record):
    """A registered mortgage of movables."""

    number: str = ""
    registered_on: date | None = None
    office: str = ""
    amount_fen: int | None = None
    status: str = ""
    secured: str = ""
    term: str = ""
    mortgagees: tuple[str, ...] = ()
    things: tuple[str, ...] = ()


@fixed
class EventCode(Record):
    """A code of legal events of an authority; ``influence`` is ``+``, ``-`` or ''."""

    authority: str = ""
    code: str = ""
    text: str = ""
    original: str = ""
    influence: str = ""
    group: str = ""
    group_text: str = ""
    created_on: date | None = None
    changed_on: date | None = None


@fixed
class ClassificationEntry(Record):
    """One symbol of a classification scheme."""

    scheme: str = ""
    symbol: str = ""
    parent: str = ""
    level: int | None = None
    title: str = ""
    concordant: str = ""
    changed_on: date | None = None
    status: str = ""


@fixed
class Variety(Record):
    """A plant variety right as published."""

    name: str = ""
    application_no: str = ""
    filed_on: date | None = None
    right_no: str = ""
    granted_on: date | None = None
    notice_no: str = ""
    noticed_on: date | None = None
    notice: str = ""
    species: str = ""
    parties: tuple[Party, ...] = ()


@fixed
class Offer(Record):
    """A technology offered or sought on an exchange."""

    number: str = ""
    party: str = ""
    text: str = ""
    benefits: str = ""
    stage: str = ""
    published_on: date | None = None
    changed_on: date | None = None
    url: str = ""
