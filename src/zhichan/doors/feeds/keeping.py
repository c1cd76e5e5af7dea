"""From neutral records to the registry's rows: which record becomes which row of which source.

A patent stands under its application number. Where a source gives none, under the number of its publication without
the kind code, because a Chinese application keeps that number from its publication to its grant. Everything that
belongs to a right (events, texts, citations, family) is kept as a row of its own beside it. Nothing is made up: no
day, no code, no region.
"""

from __future__ import annotations

import hashlib
import marshal
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from zhichan.doors.feeds import happenings, values
from zhichan.doors.feeds.areas import Areas
from zhichan.doors.feeds.records import (
    Certificate,
    Citation,
    Copyright,
    Document,
    Event,
    EventCode,
    FamilyMember,
    Listing,
    Mark,
    Mortgage,
    Organisation,
    Party,
    Patent,
    Penalty,
    Position,
    Record,
    Transfer,
    Variety,
)
from zhichan.kernel.ground.refusal import Reason, Text

Row = dict[str, Any]
Kept = tuple[str, str, Row]
LONGEST = 400  # characters of an ordinary text in the registry


class No(Exception):
    """A record has no place in the registry, with the reason."""

    def __init__(self, code: str, zh: str, en: str, place: str = "") -> None:
        self.reason = Reason(f"loading.{code}", Text(zh, en), place)
        super().__init__(code)


@dataclass(slots=True)
class World:
    """What the registry knows when a load begins: organisations by code and name, and regions."""

    codes: dict[str, str] = field(default_factory=dict)
    names: dict[str, str | None] = field(default_factory=dict)
    areas: Areas = field(default_factory=Areas)

    def add(self, code: str, name: str, region: str) -> None:
        """Know an organisation; a name that two of them share finds neither."""
        self.codes[code] = region
        key = name_key(name)
        self.names[key] = code if self.names.get(key, code) == code else None

    def holder(self, party: Party) -> Row:
        """A party as a holder: its code where it is known, else its name; the address decides the region."""
        code = party.code if party.code in self.codes else self.names.get(name_key(party.name))
        region = self.areas.find(party) or (self.codes[code] if code else None)
        address = f"{party.province}{party.city}{party.county}{party.address}"[:LONGEST]
        row: Row = {"party": code, "region": region} if code else {"region": region}
        row["name"] = party.name[:LONGEST]
        return row | {name: value for name, value in (
            ("address", address), ("country", party.country[:3])) if value}


def packed(row: Row) -> bytes:
    """A row as bytes, its days in ISO form; the same row gives the same bytes, whatever its texts share."""
    return marshal.dumps(
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}, 0
    )


def unpacked(body: bytes) -> Row:
    """The row that was packed by this installation."""
    return cast(Row, marshal.loads(body))  # noqa: S302


def name_key(name: str) -> str:
    """A name for exact comparison: width, case, spaces and brackets aside."""
    return values.plain(name).upper().replace(" ", "").replace("（", "(").replace("）", ")")


@dataclass(slots=True)
class Keeper:
    """Turns records into rows, remembering which rights the source record in hand has named."""

    world: World
    not_kept: Counter[str] = field(default_factory=Counter)
    _at: Position | None = None
    _own: list[tuple[str, str]] = field(default_factory=list)
    _named: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def rows(self, record: Record) -> Iterator[Kept]:
        """The rows of a record, in the order in which they are to be loaded; raises ``No``."""
        if record.position != self._at:
            self._at, self._own, self._named = record.position, [], {}
        make = _MAKERS.get(type(record))
        if make is None:
            self.not_kept[type(record).__name__] += 1
            return
        yield from make(self, record)

    def name(self, source: str, keys: Iterable[str], *numbers: str) -> None:
        """Remember the rights of the record in hand, and under which numbers it names them."""
        rights = [(source, key) for key in keys]
        self._own += rights
        for number in numbers:
            if number:
                self._named.setdefault(number, []).extend(rights)

    def rights(self, right: str, of: Document) -> list[tuple[str, str]]:
        """The rights a document belongs to: by number or else all the record in hand has named; else its number's."""
        for number in (of.key, f"{of.country}{of.number}", of.number):
            if number and (found := self._named.get(number)):
                return found
        number = of.number or of.name
        if self._own or not number:
            return self._own
        if right == "mark":
            return [("mark", number if of.country in {"CN", ""} else f"{of.country}{number}")]
        if of.country in {"CN", ""} and (chinese := values.cn_application(number)):
            return [("patent", chinese[0])]
        return [("patent", f"{of.country}{number}")]


def identity(*parts: object) -> str:
    """A key for a row that has no number of its own: the same parts give the same key."""
    return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()


# Groups of WIPO ST.16 by their first letter, for offices other than the Chinese one.
_ST16 = {"A": "invention", "B": "invention", "C": "invention", "U": "utility", "Y": "utility", "S": "design"}

_END_WORDS = (
    ("避免重复授权", "abandoned"),
    ("视为放弃", "deemed_abandoned"),
    ("放弃", "abandoned"),
    ("未缴年费", "unpaid_fee"),
    ("届满", "expired"),
    ("无效", "invalidated"),
    ("视为撤回", "withdrawn"),
    ("撤回", "withdrawn"),
    ("驳回", "rejected"),
)


def _said(**given: Any) -> Row:
    """The fields that say something; texts are cut to what the registry holds of an ordinary one."""
    return {
        name: value[:LONGEST] if isinstance(value, str) else value
        for name, value in given.items()
        if value not in (None, "", (), [])
    }


def _names(parties: Iterable[Party]) -> list[str]:
    return list(dict.fromkeys(party.name[:LONGEST] for party in parties))


def _patent(keeper: Keeper, record: Patent) -> Iterator[Kept]:
    if "check-digit" in record.notes:
        raise No(
            "check-digit",
            f"申请号“{record.application_no}”的校验位不对",
            f"the check digit of {record.application_no!r} is wrong",
            "application_no",
        )
    if not (record.application_no or record.publication_no or record.grant_no):
        yield _numberless(record)
        return
    key = patent_key(record)
    ended, why = record.ended_on, ""
    if ended is None and record.status_on is not None:
        why = next((end for word, end in _END_WORDS if word in record.status), "")
        ended = record.status_on if why else None
    kind = "pct" if key.upper().startswith("PCT") else record.kind or _ST16.get(record.publication_kind[:1], "")
    priorities = [_shown(each) for each in record.priorities]
    holders = (
        record.named("holder") if record.granted_on and record.named("holder") else record.named("applicant")
    ) or record.named("holder")
    title_en = next((text for language, text in record.titles if language[:2].lower() == "en"), "")
    row = _said(
        kind="" if kind == "plant" else kind,
        title=record.title,
        filed_on=record.filed_on,
        granted_on=record.granted_on,
        ended_on=ended,
        end_reason=why,
        ipc=record.ipcs[0][:20] if record.ipcs else "",
        agency=next((party.name[:80] for party in record.named("agency")), ""),
        office=record.office,
        publication_no=record.publication_no,
        published_on=record.published_on,
        grant_no=record.grant_no,
        claims=record.claims,
        pages=record.pages,
        ipcs=list(record.ipcs),
        cpcs=list(record.cpcs),
        locarnos=list(record.locarnos),
        inventors=_names(record.named("inventor")),
        agents=_names(record.named("agent")),
        title_en=title_en,
        family=record.family,
        priorities=priorities,
        priority_on=min((day for each in record.priorities if (day := _day(each.date))), default=None),
        pct_application=record.pct_application,
        pct_publication=record.pct_publication,
        pct_entered_on=record.pct_entered_on,
        status=record.status,
        status_on=record.status_on,
    )
    keeper.name(
        "patent", [key], record.application_no, f"{record.office}{record.application_no}", record.publication_no,
        record.grant_no)
    holders = _addressed(holders, record.named("applicant"))
    row["called"] = _names(holders)
    if not record.application_no:
        row["by"] = publications(record.publication_no or record.grant_no)
    yield "patent", key, row | _held(holders, keeper.world, record.filed_on)
    for part, body in (("abstract", record.abstract), ("claims", record.claims_text)):
        if body:
            yield _text("patent", key, part, record.language, body)
    if record.first_claim and not record.claims_text:
        yield _text("patent", key, "first_claim", record.language, record.first_claim)


def _numberless(record: Patent) -> Kept:
    """A document that is told by title and names alone."""
    holders = _names((*record.named("applicant"), *record.named("holder")))
    if not record.title:
        raise No("application", "没有号码，也没有名称", "there is neither a number nor a title")
    row = _said(
        office=record.office[:4], title=record.title, published_on=record.published_on, kind=record.kind,
        granted_on=record.granted_on, status=record.status, holders=holders, inventors=_names(record.named("inventor")),
        ipcs=list(record.ipcs), cpcs=list(record.cpcs), family=record.family, area=record.area)
    return "document", identity(record.title, holders, record.published_on), _long(row, abstract=record.abstract)


def document_of(key: str, row: Row) -> Kept:
    """A patent's row that lacks what a right must have (kind, title, filing, holder), as a document."""
    held = [each.get("name") for each in row.get("holdings", ()) if each.get("name")] or row.get("called", [])
    kept = {name: row[name] for name in (
        "office", "title", "published_on", "publication_no", "kind", "granted_on", "status", "inventors", "ipcs",
        "cpcs", "family") if row.get(name)}
    kept["office"] = kept.get("office", "")[:4]
    publication = str(row.get("publication_no") or "")
    application = {} if key == publication or not publication else {"application_no": key}
    return "document", (publication or key)[:64], kept | application | ({"holders": held} if held else {})


def patent_key(record: Patent) -> str:
    """The key under which a patent stands; raises ``No`` for a record without any number."""
    number = record.application_no
    if number:
        plain = record.office in {"CN", ""} or number.upper().startswith(("PCT", record.office))
        return number if plain else f"{record.office}{number}"
    publication = values.publication(record.publication_no or record.grant_no)
    if publication is None:
        raise No(
            "application",
            "没有申请号，也没有公布号，无法归入登记库",
            "without an application or publication number it has no place in the registry",
        )
    return f"{publication.country}{publication.number}"


def publications(number: str) -> list[str]:
    """The numbers under which the same Chinese application is published: they differ in the kind code alone."""
    found = values.publication(number)
    if found is None or found.country != "CN":
        return [number]
    return [number, *(f"CN{found.number}{code}" for code in "ABCUYSD" if code != found.kind[:1])]


def _text(right: str, key: str, part: str, language: str, body: str) -> Kept:
    return "text", identity(right, key, part, language), {
        "right_kind": right, "right_key": key, "part": part, "body": body,
        **({"language": language[:8]} if language else {})}


def _shown(each: Document) -> str:
    return " ".join(part for part in (each.key or each.name, each.date) if part)[:LONGEST]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if len(text) == 10 else None


def _mark(keeper: Keeper, record: Mark) -> Iterator[Kept]:
    if not record.classes:
        raise No("class", "没有类别", "there is no class", "classes")
    number = record.registration_no or record.application_no
    number = number if record.office in {"CN", ""} else f"{record.office}{number}"
    held = _held(record_applicants(record), keeper.world, record.filed_on)
    several = len(record.classes) > 1
    keys = [f"{number}-{nice}" if several else number for nice in record.classes]
    keeper.name("mark", keys, record.registration_no, record.application_no,
                f"{record.office}{record.registration_no or record.application_no}")
    for key, nice in zip(keys, record.classes, strict=True):
        goods = "；".join(text for each, text in record.goods if each == nice and text)
        row = _said(
            kind="ordinary",
            name=record.name,
            nice=nice,
            filed_on=record.filed_on,
            registered_on=record.registered_on,
            renewed_on=record.renewed_on,
            office=record.office,
            application_no=record.application_no,
            registration_no=record.registration_no,
            classes=[str(each) for each in record.classes],
            published_on=record.published_on,
            expires_on=record.expires_on,
            image=record.image,
            agency=next((party.name for party in record.parties if party.role == "agent"), ""),
            status=record.status or record.status_code,
            status_on=record.status_on,
        )
        yield "mark", key, row | ({"goods": goods} if goods else {}) | held


def record_applicants(record: Mark) -> tuple[Party, ...]:
    """The present owner where the source tells earlier ones apart: the party with the highest sequence."""
    given = tuple(party for party in record.parties if party.role == "applicant")
    coded = [party for party in given if party.code.isdecimal()]
    return (max(coded, key=lambda party: int(party.code)),) if coded else given


_WORKS = (
    ("文字", "literary"),
    ("音乐", "musical"),
    ("美术", "artistic"),
    ("摄影", "photographic"),
    ("电影", "audiovisual"),
    ("视听", "audiovisual"),
    ("录像", "audiovisual"),
    ("图形", "graphic"),
)


def _copyright(keeper: Keeper, record: Copyright) -> Iterator[Kept]:
    software = record.kind == "software"
    row = _said(
        title=record.title,
        registered_on=record.registered_on,
        finished_on=record.finished_on,
        published_on=record.published_on,
        category=record.category,
    ) | _held(record.owners, keeper.world, record.registered_on)
    if software:
        row |= _said(short_title=record.short_title, version=record.version)
    else:
        row["kind"] = next((kind for word, kind in _WORKS if word in record.category), "other")
    yield "software" if software else "work", record.registration_no, row


def _variety(keeper: Keeper, record: Variety) -> Iterator[Kept]:
    key = record.application_no or record.right_no
    if not key:
        raise No("application", "没有申请号，也没有品种权号", "there is neither an application nor a right's number")
    holders = tuple(party for party in record.parties if party.role == "holder")
    yield "variety", key, _said(
        name=record.name,
        filed_on=record.filed_on,
        granted_on=record.granted_on,
        right_no=record.right_no,
        notice_no=record.notice_no,
        noticed_on=record.noticed_on,
        notice=record.notice,
        species=record.species,
        breeders=_names(party for party in record.parties if party.role == "breeder"),
        agency=next((party.name for party in record.parties if party.role == "agency"), ""),
    ) | _held(holders, keeper.world, record.filed_on)


def _firm(keeper: Keeper, record: Organisation) -> Iterator[Kept]:
    key = record.code or record.register_no
    if not key:
        raise No("code", "没有统一社会信用代码，也没有注册号",
                 "there is neither a unified social credit code nor a register number", "code")
    region = keeper.world.areas.find(Party(record.name, "", province=record.province, address=record.address))
    if region is None:
        raise No(
            "region",
            f"地址“{record.address[:40]}”不在已有地区之内",
            "the address is in none of the regions",
            "address",
        )
    keeper.world.add(key, record.name, region)
    yield "firm", key, _said(
        kind="firm",
        name=record.name,
        region=region,
        industry=record.industry[:40],
        established_on=record.established_on,
        ended_on=record.ended_on,
        register_no=record.register_no,
        address=record.address,
        category=record.kind,
        status=record.status,
        office=record.office,
        capital_fen=record.capital_fen,
        branches=list(record.branches),
    )


def _addressed(holders: tuple[Party, ...], others: Iterable[Party]) -> tuple[Party, ...]:
    """The holders, each with the fullest address that the document gives under its name."""
    best: dict[str, Party] = {}
    for party in (*others, *holders):
        known = best.get(party.name)
        if known is None or _length(party) > _length(known):
            best[party.name] = party
    return tuple(best[party.name] for party in holders)


def _length(party: Party) -> int:
    return len(party.province + party.city + party.county + party.address + party.code)


def _held(holders: tuple[Party, ...], world: World, since: date | None) -> Row:
    """Holdings of all holders, in their order; nothing when the source names none or no day to begin with."""
    if not holders or since is None:
        return {}
    return {"holdings": [
        world.holder(party) | {"rank": rank, "since": since.isoformat()}
        for rank, party in enumerate(holders[:99], start=1)
    ]}


def _event(keeper: Keeper, record: Event) -> Iterator[Kept]:
    rights = keeper.rights(record.right, record.of)
    authority = record.of.country or "CN"
    detail = "\n".join(f"{title}: {text}" if title else text for title, text in record.detail)
    if not rights or not (record.code or record.text):
        raise No("event", "事件没有指明权利，或者没有内容", "the event names no right, or says nothing", "of")
    for right, key in rights:
        row = _said(
            right_kind=right,
            right_key=key,
            kind=happenings.kind(authority=authority, code=record.code, text=record.text),
            code=record.code[:40],
            text=record.text,
            day=record.on,
            effective_on=happenings.effective(record),
            influence=record.influence if record.influence in {"+", "-"} else "",
            authority=authority,
            document=record.of.key,
        )
        row |= _parties_told(record)
        yield "event", identity(
            right, key, record.code, record.text, record.on, detail, record.effective_on), row | (
            {"detail": detail} if detail else {})


_FROM = ("变更前", "出让", "转让人", "让与人", "出质人", "assignor", "licensor")
_TO = ("变更后", "受让人", "质权人", "assignee", "licensee")


def _parties_told(record: Event) -> Row:
    """The parties that an announcement's details name: from whom, to whom."""
    found: Row = {}
    for title, text in record.detail:
        low = title.lower()
        if any(word in low for word in _FROM) and "地址" not in title:
            found.setdefault("party", text[:LONGEST])
        elif any(word in low for word in _TO) and "地址" not in title:
            found.setdefault("counterparty", text[:LONGEST])
    return found


def _transfer(keeper: Keeper, record: Transfer) -> Iterator[Kept]:
    text = values.tidy(record.text)
    low = text.lower()
    kind = "transferred"
    if any(word in low for word in ("release", "discharge", "termination")):
        kind = "released" if any(word in low for word in ("security", "lien", "mortgage")) else ""
    elif any(word in low for word in ("security", "lien", "mortgage", "pledge")):
        kind = "pledged"
    elif "license" in low or "licence" in low:
        kind = "licensed"
    elif any(word in low for word in ("change of name", "correct", "merger", "address")):
        kind = "transferred" if "merger" in low else ""
    sides = [
        "；".join(dict.fromkeys(party.name for party in record.parties if party.role == role))
        for role in ("assignor", "assignee")
    ]
    for of in record.of or (Document(),):
        for right, key in keeper.rights(record.right, of):
            yield "event", identity(right, key, record.identifier, text, record.recorded_on), _said(
                right_kind=right,
                right_key=key,
                kind=kind,
                code=record.identifier[:40],
                text=text or "recorded assignment",
                day=record.recorded_on or record.received_on,
                effective_on=record.executed_on,
                authority=of.country or "US",
                party=sides[0],
                counterparty=sides[1],
                document=of.key,
            )


def _citation(keeper: Keeper, record: Citation) -> Iterator[Kept]:
    own = record.citing if record.citing.number else record.cited or Document()
    cited = record.cited.key or record.cited.name if record.cited else ""
    for right, key in keeper.rights("patent", own)[:1] or keeper.rights("patent", record.cited or own)[:1]:
        yield "citation", identity(right, key, record.citing.key, cited, record.text, record.phase), _said(
            right_kind=right,
            right_key=key,
            citing=record.citing.key,
            cited=cited,
            phase=record.phase[:40],
            category=record.category[:20],
            literature=record.text,
        )


def _member(keeper: Keeper, record: FamilyMember) -> Iterator[Kept]:
    for right, key in keeper.rights("patent", record.of)[:1]:
        yield "family", identity(right, key, record.member.key, record.scheme), _said(
            right_kind=right,
            right_key=key,
            member=record.member.key or record.member.name,
            scheme=record.scheme[:20],
            published_on=_day(record.member.date),
            application=record.application.key,
            family=record.family,
        )


def _certificate(_: Keeper, record: Certificate) -> Iterator[Kept]:
    yield "certificate", record.source_id[:64] or identity(record.number, record.kind, record.since), _said(
        name=record.name or record.number,
        number=record.number,
        kind=record.kind[:40],
        since=record.since,
        until=record.until,
    )


def _listing(_: Keeper, record: Listing) -> Iterator[Kept]:
    yield "credit", identity("list", record.kind, record.number, record.party, record.since, record.reason), _long(
        _said(
            kind=record.kind[:20],
            number=record.number,
            party_name=record.party,
            party_code=_code(record.code),
            since=record.since,
            until=record.until,
            lifted=record.lifted,
            office=record.office,
            published_on=record.published_on,
            amount_fen=record.amount_fen,
            status=record.status,
        ),
        reason=record.reason,
    )


def _code(text: str) -> str:
    """A unified social credit code; anything else may be a person's number, also with stars in it, and is not kept."""
    from zhichan.instruments.link import valid_code
    from zhichan.instruments.status.numbers import is_identity

    return text if valid_code(text) and not is_identity(text=text) else ""


def _penalty(_: Keeper, record: Penalty) -> Iterator[Kept]:
    yield "credit", identity("penalty", record.number, record.party, record.decided_on), _long(
        _said(
            kind="penalty",
            number=record.number,
            party_name=record.party,
            party_code=_code(record.code),
            since=record.decided_on,
            until=record.public_until or record.valid_until,
            office=record.office,
            amount_fen=(record.fine_fen or 0) + (record.confiscated_fen or 0) or None,
            status=record.status,
        ),
        reason=" ".join(part for part in (record.offence, record.basis) if part),
        result=" ".join(part for part in (*record.kinds, record.result) if part),
    )


def _mortgage(_: Keeper, record: Mortgage) -> Iterator[Kept]:
    yield "credit", identity("mortgage", record.number), _long(
        _said(
            kind="mortgage",
            number=record.number,
            party_name="；".join(record.mortgagees),
            since=record.registered_on,
            office=record.office,
            amount_fen=record.amount_fen,
            status=record.status,
        ),
        reason=" ".join(part for part in (record.secured, record.term) if part),
        result="；".join(record.things),
    )


def _long(row: Row, **texts: str) -> Row:
    return row | {name: text for name, text in texts.items() if text}


def _event_code(_: Keeper, record: EventCode) -> Iterator[Kept]:
    yield "event_code", f"{record.authority}:{record.code}"[:64], _long(
        _said(
            authority=record.authority,
            code=record.code,
            influence=record.influence,
            class_code=record.group[:4],
            class_text=record.group_text,
            created_on=record.created_on,
            changed_on=record.changed_on,
        ),
        text=record.text,
        original=record.original,
    )


_MAKERS: Mapping[type[Record], Any] = {
    Patent: _patent, Mark: _mark, Copyright: _copyright, Variety: _variety, Organisation: _firm, Event: _event,
    Transfer: _transfer, Citation: _citation, FamilyMember: _member, Certificate: _certificate, Listing: _listing,
    Penalty: _penalty, Mortgage: _mortgage, EventCode: _event_code,
}
