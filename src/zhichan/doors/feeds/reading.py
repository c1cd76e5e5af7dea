"""Reading a file: its members one after another, each record parsed, sorted and built, with counts.

``Reading.records()`` is a generator of neutral records in constant memory; while it runs, ``report`` grows. A
record that cannot be read is kept as a rejection with its position, and reading goes on. ``token`` says how far
reading has come; given as ``after``, a later reading begins behind it.
"""

from __future__ import annotations

import hashlib
import itertools
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from importlib.resources import files
from operator import attrgetter
from pathlib import Path
from typing import Any

from zhichan.doors.feeds import containers, formats, jsons, lines, tables, texts, trees, xmls
from zhichan.doors.feeds.builders import (  # noqa: F401
    BUILDERS,
    Context,
    cnipa,
    cnki,
    epo,
    gazettes,
    lists,
    marks,
    references,
    registers,
    uspto,
)
from zhichan.doors.feeds.builders.common import note
from zhichan.doors.feeds.containers import Member
from zhichan.doors.feeds.faults import Unreadable, refuse
from zhichan.doors.feeds.formats import Format
from zhichan.doors.feeds.records import Position, Record, fixed
from zhichan.kernel.ground.refusal import Reason, Refusal, Text

KEPT_REJECTIONS = 10_000
TOLD_EVERY = 1_000  # source records
# Drawings, facsimiles, schemas and style sheets that offices pack beside the records.
BESIDE = (
    *(".tif", ".tiff", ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".pdf", ".mol", ".cdx", ".nb"),
    *(".dtd", ".xsd", ".xsl", ".ent", ".mod", ".css"),
)
Progress = Callable[["Report"], None]


@dataclass(frozen=True, slots=True)
class Token:
    """How far reading has come: after record ``record`` of the ``member``-th member; ``offset`` is where it began."""

    member: int
    record: int
    offset: int | None = None

    def __str__(self) -> str:
        return f"{self.member}:{self.record}:{self.offset if self.offset is not None else ''}"

    @classmethod
    def parse(cls, text: str) -> Token:
        """Read ``member:record:offset``; refuse anything else."""
        parts = text.split(":")
        if (
            len(parts) != 3
            or not all(part.isdecimal() for part in parts[:2])
            or not (parts[2] or "0").isdecimal()
        ):
            raise refuse("token", "续读标记格式有误", "the token to go on from is malformed", "after")
        return cls(int(parts[0]), int(parts[1]), int(parts[2]) if parts[2] else None)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A source record that was not taken."""

    position: Position
    reason: Reason

    def as_json(self) -> dict[str, Any]:
        """Position and reason."""
        return {"at": str(self.position), **self.reason.as_json()}


@dataclass(slots=True)
class Report:
    """Counts of source records (``read`` = ``accepted`` + ``rejected``), of neutral records, and of fields."""

    formats: dict[str, str] = field(default_factory=dict)
    read: int = 0
    accepted: int = 0
    rejected: int = 0
    records: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    rejections: list[Rejection] = field(default_factory=list)
    accounts: dict[str, trees.Account] = field(default_factory=dict)
    reached: tuple[int, Position] | None = None
    cut_short: bool = False

    @property
    def token(self) -> Token | None:
        """How far reading has come, None before the first record."""
        if self.reached is None:
            return None
        member, position = self.reached
        return Token(member, position.record, position.offset)

    def reject(self, position: Position, reason: Reason) -> None:
        """Count and keep a rejection."""
        self.rejected += 1
        if len(self.rejections) < KEPT_REJECTIONS:
            self.rejections.append(Rejection(position, reason))

    def add(self, other: Report, member: int) -> None:
        """Count what was read of the ``member``-th member behind what is counted here; its positions begin at 1."""
        before = self.reached[1].record if self.reached and self.reached[0] == member else 0
        self.read += other.read
        self.accepted += other.accepted
        self.rejected += other.rejected
        self.records.update(other.records)
        self.notes.update(other.notes)
        for each in other.rejections[: KEPT_REJECTIONS - len(self.rejections)]:
            self.rejections.append(replace(each, position=each.position.behind(before)))
        for name, account in other.accounts.items():
            self.accounts.setdefault(name, trees.Account()).add(account)
        if other.reached is not None:
            self.reached = member, other.reached[1].behind(before)

    def whole(self) -> Report:
        """A copy as of now, from which a later reading may go on."""
        return Report(
            dict(self.formats), self.read, self.accepted, self.rejected, self.records.copy(), self.notes.copy(),
            list(self.rejections), {name: account.whole() for name, account in self.accounts.items()}, self.reached,
            self.cut_short,
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """All of it; fields are listed by format."""
        reasons = why()
        accounts = {name: account.whole() for name, account in self.accounts.items()}
        return {
            "formats": [
                {
                    "member": member,
                    "format": name,
                    "title": {"zh": formats.named(name).zh, "en": formats.named(name).en},
                    "proof": formats.named(name).proof,
                }
                for member, name in self.formats.items()
            ],
            "read": self.read,
            "accepted": self.accepted,
            "rejected": self.rejected,
            "records": dict(sorted(self.records.items())),
            "notes": dict(sorted(self.notes.items())),
            "rejections": [rejection.as_json() for rejection in self.rejections],
            "fields": {
                name: {
                    "mapped": [
                        {"field": path, "to": account.targets[path], "count": count}
                        for path, count in sorted(account.mapped.items())
                    ],
                    "unmapped": [
                        {
                            "field": path,
                            "count": count,
                            "reason": account.reasons[path],
                            "text": reasons[account.reasons[path]].as_json(),
                        }
                        for path, count in sorted(account.unmapped.items())
                    ],
                }
                for name, account in accounts.items()
            },
            "token": str(self.token) if self.token else None,
        }


@cache
def why() -> dict[str, Text]:
    """The reasons for which a field is not mapped."""
    given = tomllib.loads((files("zhichan.doors.feeds") / "declared" / "reasons.toml").read_text("utf-8"))
    return {name: Text(text["zh"], text["en"]) for name, text in given.items()}


def digest(path: Path) -> str:
    """SHA-256 of a file, as hex."""
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            found.update(piece)
    return found.hexdigest()


@dataclass(frozen=True, slots=True)
class Start:
    """Where reading begins within a member: byte, line, and how many source records lie before.

    Of a table also the plan of its rows, the encoding and the delimiter.
    """

    offset: int
    line: int = 1
    record: int = 0
    plan: Plan | None = None
    encoding: str = ""
    mark: str = ""


@fixed
class Taken:
    """One source record on its way: raw mapping or fault, and how it is to be built."""

    position: Position
    raw: dict[str, Any] | None
    context: Context | None
    fault: Unreadable | None = None
    build: str = ""
    ready: tuple[Record, ...] | None = None


class Reading:
    """One reading of one file.

    ``wanted`` names a format instead of detecting it, ``columns`` gives columns of a table that it does not know
    their neutral fields, ``most`` stops after so many source records (a preview). ``progress`` is told after each
    ``TOLD_EVERY`` source records, when all that they yielded has been taken.
    """

    def __init__(
        self,
        path: Path,
        *,
        wanted: str = "",
        after: Token | None = None,
        progress: Progress | None = None,
        columns: Mapping[str, str] | None = None,
        most: int | None = None,
    ) -> None:
        self.path = path
        self.columns = {tables.bare(name): target for name, target in (columns or {}).items()}
        self._most = most
        self.report = Report()
        self._wanted = formats.named(wanted) if wanted else None
        self._after = after
        self.progress = progress

    def take_up(self, report: Report) -> None:
        """Go on where the reading that made ``report`` was; its counts go on too."""
        self.report = report
        self._after = report.token

    def records(self) -> Iterator[Record]:
        """The neutral records, in the order of the file. Refuses a file of which no member is of a known format."""
        for number, member, found in self.members():
            yield from self.member(number, member, found)

    def members(self) -> Iterator[tuple[int, Member, Format]]:
        """The members that are to be read, with their formats; the others are said when all have been taken."""
        unknown: list[Refusal] = []
        taken = 0
        for number, member in enumerate(containers.members(self.path)):
            if self._after and number < self._after.member and member.name in self.report.formats:
                taken += 1
                continue
            try:
                found = formats.placed(member, self._wanted) if self._wanted else formats.detect(member)
            except Refusal as refusal:
                if not refusal.codes[0].startswith(("feeds.unknown", "feeds.empty")):
                    raise
                unknown.append(refusal)
                continue
            taken += 1
            if self._after and number < self._after.member:
                continue
            self.report.formats[member.name] = found.id
            yield number, member, found
        if not taken:
            raise unknown[0] if unknown else refuse("empty", "文件为空", "the file is empty", self.path.name)
        # In an archive, a file beside those that were read is no fault of theirs, but it is said; not of each drawing.
        for each in unknown:
            if each.reasons[0].place.lower().endswith(BESIDE):
                self.report.notes["beside"] += 1
                continue
            reason = each.reasons[0]
            self.report.reject(Position(reason.place, 0), reason)

    def whole_file(self, number: int) -> bool:
        """Whether a member is read from its beginning to its end."""
        return self._most is None and not (self._after and self._after.member == number)

    def member(
        self, number: int, member: Member, found: Format, start: Start | None = None
    ) -> Iterator[Record]:
        """The neutral records of one member, from ``start`` on."""
        report = self.report
        account = report.accounts.setdefault(found.id, trees.Account())
        after = self._after if self._after and self._after.member == number else None
        for taken in _cut(member, found, account, after, start, self.columns):
            if self._most is not None and report.read >= self._most:
                report.cut_short = True
                return
            if after and taken.position.record <= after.record:
                continue
            yield from made(taken, report)
            report.reached = number, taken.position
            if self.progress is not None and report.read % TOLD_EVERY == 0:
                self.progress(report)


def made(taken: Taken, report: Report) -> Sequence[Record]:
    """The neutral records of one source record, counted; none when it is rejected."""
    report.read += 1
    try:
        if taken.fault is not None:
            raise taken.fault
        found: Sequence[Record] = (
            BUILDERS[taken.build](taken.raw or {}, taken.context or Context(taken.position))
            if taken.ready is None
            else taken.ready
        )
    except Unreadable as unreadable:
        report.reject(taken.position, unreadable.reason)
        return ()
    report.accepted += 1
    counted = report.records
    for record in found:
        name = type(record).__name__
        counted[name] = counted.get(name, 0) + 1
        if record.notes:
            report.notes.update(record.notes)
    return found


def _cut(
    member: Member,
    found: Format,
    account: trees.Account,
    after: Token | None,
    start: Start | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Taken]:
    if found.carrier == "table":
        return _table(member, found, account, after, start, columns or {})
    if found.carrier in {"xml", "solr"}:
        return _xml(member, found, account, after, start)
    if found.carrier == "json":
        return _json(member, found, account, after, start)
    return _CUTTERS[found.carrier](member, found, account, after)


def _start(member: Member) -> tuple[str, int, Iterator[bytes]]:
    encoding, skip = texts.encoding(member.head())
    if encoding.startswith("utf-16"):
        return "utf-8", 0, texts.transcoded(tables.skipped(member.chunks(), skip), encoding)
    return encoding, skip, tables.skipped(member.chunks(), skip)


def _xml(
    member: Member, found: Format, account: trees.Account, after: Token | None, start: Start | None
) -> Iterator[Taken]:
    encoding, skip, chunks = _start(member)
    number, offset = 0, skip
    if start is not None:
        offset, number = start.offset, start.record
        chunks = member.chunks(offset)
    elif (
        after
        and after.offset
        and member.seekable
        and not texts.encoding(member.head())[0].startswith("utf-16")
    ):
        # The token's record begins at the offset: it is cut once more and passed over.
        offset, number = after.offset, after.record - 1
        chunks = member.chunks(offset)
    pieces = xmls.cut(chunks, found.records, start=offset)
    return xml_taken(pieces, member.name, found, account, encoding, number, after)


def xml_taken(
    pieces: Iterable[xmls.Cut | bytes],
    name: str,
    found: Format,
    account: trees.Account,
    encoding: str,
    number: int = 0,
    after: Token | None = None,
) -> Iterator[Taken]:
    """Records of XML that were cut out of the member ``name`` behind ``number`` others."""
    passed = after is not None
    node = trees.tree(found.tree) if found.carrier == "solr" or found.id != "cpc_scheme" else None
    for piece in pieces:
        if isinstance(piece, bytes):
            xmls.guard(piece)
            for tag in xmls.envelope(piece) if not passed else ():
                account.leave(tag, "envelope")
            continue
        number += 1
        position = Position(name, number, piece.offset)
        passed = after is not None and number <= after.record
        if passed:  # What an earlier reading has counted is cut once more, and no more than that.
            yield Taken(position, None, None)
            continue
        try:
            root, notes = xmls.parsed(piece, encoding)
        except Unreadable as fault:
            yield Taken(position, None, None, fault)
            continue
        context = Context(position, notes, trees.local(root.tag))
        if node is None:
            account.take("classification-item", "entries")
            try:
                ready = tuple(uspto.scheme(root, context))
            except Unreadable as fault:
                yield Taken(position, None, None, fault)
                continue
            yield Taken(position, None, None, ready=ready)
        elif found.carrier == "solr":
            yield Taken(position, trees.value(_solr(root), node, account), context, build=found.build)
        else:
            yield Taken(position, trees.element(root, node, account), context, build=found.build)


def _solr(root: Any) -> dict[str, Any]:
    """A Solr document as a mapping: its elements are named by an attribute."""
    result: dict[str, Any] = {}
    for child in root:
        name = child.get("name")
        if name:
            result[name] = [inner.text or "" for inner in child] if len(child) else child.text or ""
    return result


def _json(
    member: Member, found: Format, account: trees.Account, after: Token | None, start: Start | None
) -> Iterator[Taken]:
    encoding, skip, chunks = _start(member)
    number = begin = 0
    if start is not None:
        chunks, number, begin = member.chunks(start.offset), start.record, start.offset - skip
    pieces = jsons.records(chunks, encoding, start=begin)
    return json_taken(pieces, member.name, found, account, encoding, skip, number, after)


def json_taken(
    pieces: Iterable[jsons.Cut],
    name: str,
    found: Format,
    account: trees.Account,
    encoding: str,
    skip: int,
    number: int = 0,
    after: Token | None = None,
) -> Iterator[Taken]:
    """Records of JSON that were cut out of the member ``name`` behind ``number`` others."""
    node = trees.tree(found.tree)
    for piece in pieces:
        offset = piece.offset + skip
        if piece.fault is not None:
            number += 1
            yield Taken(Position(name, number, offset), None, None, piece.fault)
            continue
        inner = list(jsons.at(piece.value, found.at)) if isinstance(piece.value, dict) else [piece.value]
        if found.at and isinstance(piece.value, dict) and not (after and number < after.record):
            for key in piece.value:
                if key != found.at.partition("[]")[0]:
                    account.leave(key, "envelope")
        for each in inner:
            number += 1
            position = Position(name, number, offset)
            if after and number <= after.record:
                yield Taken(position, None, None)
                continue
            if not isinstance(each, dict):
                yield Taken(
                    position, None, None, Unreadable("shape", "不是一条记录", "this is not a record")
                )
                continue
            if found.tree == "penalty":
                each = {key.lower(): value for key, value in each.items()}  # noqa: PLW2901
            notes = ("broken",) if piece.broken and encoding == "utf-8" and _broken(each) else ()
            raw = trees.value(each, node, account)
            yield Taken(position, raw, Context(position, notes, found.id), build=found.build)


def _broken(value: Any) -> bool:
    return any(isinstance(each, str) and texts.BROKEN in each for each in value.values())


def _lines(member: Member, found: Format, account: trees.Account, after: Token | None) -> Iterator[Taken]:
    encoding, skip, chunks = _start(member)
    for number, piece in enumerate(lines.citations(chunks, encoding, skip), start=1):
        position = Position(member.name, number, piece.offset, piece.row)
        if piece.raw is not None and not (after and number <= after.record):
            for name in ("inventors", "title", "place", "publication", "date"):
                account.take(
                    name,
                    {"place": "area", "date": "published_on", "publication": "publication_no"}.get(
                        name, name
                    ),
                )
            account.leave("number", "order")
        yield Taken(
            position, piece.raw, Context(position, piece.notes, found.id), piece.fault, build=found.build
        )


def _sectioned(
    cutter: Callable[[Iterable[bytes], str, int], Iterator[lines.Cut]],
    member: Member,
    found: Format,
    account: trees.Account,
    after: Token | None,
) -> Iterator[Taken]:
    """Records that are lines below each other, each a mapping from tags."""
    encoding, skip, chunks = _start(member)
    node = trees.tree(found.tree)
    for number, piece in enumerate(cutter(chunks, encoding, skip), start=1):
        position = Position(member.name, number, piece.offset, piece.row)
        if after and number <= after.record:
            yield Taken(position, None, None)
            continue
        raw = trees.value(piece.raw, node, account) if piece.fault is None else None
        yield Taken(position, raw, Context(position, piece.notes, found.id), piece.fault, build=found.build)


def _ops_json(member: Member, found: Format, account: trees.Account, after: Token | None) -> Iterator[Taken]:
    encoding, skip, chunks = _start(member)
    node = trees.tree(found.tree)
    number = 0
    for piece in jsons.records(chunks, encoding):
        if piece.fault is not None:
            number += 1
            yield Taken(Position(member.name, number, piece.offset + skip), None, None, piece.fault)
            continue
        for record in xmls.of_json("answer", piece.value).iter(*found.records):
            number += 1
            position = Position(member.name, number, piece.offset + skip)
            if after and number <= after.record:
                yield Taken(position, None, None)
                continue
            raw = trees.element(record, node, account)
            yield Taken(position, raw, Context(position, (), trees.local(record.tag)), build=found.build)


_CUTTERS: dict[str, Callable[[Member, Format, trees.Account, Token | None], Iterator[Taken]]] = {
    "lines": _lines,
    "tagged": partial(_sectioned, lines.tagged),
    "opsjson": _ops_json,
    "greenbook": partial(_sectioned, lines.green_book),
}


def _table(
    member: Member,
    found: Format,
    account: trees.Account,
    after: Token | None,
    start: Start | None,
    given_columns: Mapping[str, str],
) -> Iterator[Taken]:
    """Rows of every sheet below its header; rows before the header are its preamble, blank rows are passed over."""
    if start is not None and start.plan is not None:
        rows = tables.delimited_from(member, start.encoding, start.mark, start.offset, start.line)
        yield from table_taken(rows, start.plan, member.name, account, start.record)
        return
    number = 0
    for sheet, rows_of in itertools.groupby(tables.rows(member), key=_SHEET):
        given = tables.Ahead(rows_of)
        # An earlier reading has told of the sheets that stand before its last record.
        quiet = after is not None and number < after.record
        plan = headed(given, found, account, sheet, given_columns, quiet=quiet)
        if plan is not None:
            for taken in table_taken(given, plan, member.name, account, number, after):
                number = taken.position.record
                yield taken
            continue
        for row in given.faults:  # A sheet without a header may be one that is hidden or damaged.
            number += 1
            yield Taken(Position(member.name, number, row.offset, row.number, row.sheet), None, None, row.fault)


LOOKED_AT = 200  # rows by which the order of days is told


def headed(
    given: tables.Ahead,
    found: Format,
    account: trees.Account,
    sheet: str,
    columns: Mapping[str, str],
    *,
    quiet: bool = False,
) -> Plan | None:
    """The plan of a sheet by its header, up to which its rows are taken; None when it has none."""
    ahead: list[tables.Row] = []
    for row in given:
        ahead.append(row)
        located = _header(ahead, found)
        if located is not None:
            for kept in () if quiet else ahead[:-1]:
                if any(text.strip() for text in kept.cells):
                    account.leave(f"{sheet + ':' if sheet else ''}preamble row {kept.number}", "envelope")
            if (below := given.look(1)) and (deeper := tables.deepened(located, below[0])) is not None:
                located = deeper
                next(given)
            located = located.given(columns)
            return Plan(located, tables.order(located, given.look(LOOKED_AT)))
        if len(ahead) > tables.DEEPEST_HEADER:
            break
    if ahead and not quiet:
        # A sheet without a known header holds no records: notes, legends, summaries.
        account.leave(f"sheet {sheet}" if sheet else "rows", "envelope")
    return None


def table_taken(
    rows: Iterable[tables.Row],
    plan: Plan,
    name: str,
    account: trees.Account,
    number: int = 0,
    after: Token | None = None,
) -> Iterator[Taken]:
    """Records of the rows below a header, in the member ``name`` behind ``number`` others."""
    account.later = partial(plan.told, account)
    record, comma, order = plan.table.record, plan.table.comma, plan.order
    try:
        for row in rows:
            cells = row.cells
            if row.fault is None and not any(map(str.strip, cells)):
                continue
            if cells == plan.cells:  # Exports joined together repeat their header.
                continue
            number += 1
            position = Position(name, number, row.offset, row.number, row.sheet)
            if after is not None and number <= after.record:
                yield Taken(position, None, None)
                continue
            if row.fault is not None:
                yield Taken(position, None, None, row.fault)
                continue
            if cells[0][:1] in tables.TOTALS and tables.total(cells):  # Its sum may stand in the column of numbers.
                yield Taken(position, None, None, note(cells[0]))
                continue
            if len(cells) > plan.width and (extra := plan.beyond(cells)) is not None:
                yield Taken(position, None, None, extra)
                continue
            notes = row.notes
            if not (said := "".join(cells)).isascii() and texts.BROKEN in said:
                notes = tuple(dict.fromkeys((*notes, "broken")))
            context = Context(position, notes, plan.table.id, comma, order)
            yield Taken(position, plan.raw(cells), context, build=record)
    finally:
        plan.told(account)
        account.later = None


_SHEET = attrgetter("sheet")


class Plan:
    """A header made ready for its rows: which cell goes to which field.

    All rows have its columns, so the account is told of them once.
    """

    def __init__(self, header: tables.Header, order: str) -> None:
        self.order = order
        self.table, self.cells, self.width = header.table, header.cells, len(header.columns)
        self.columns = header.columns
        self._rows = 0
        self._unnamed = [index for index, (name, _, _) in enumerate(header.columns) if not name]
        self._beside: Counter[int] = Counter()
        named = [
            (index, name, target)
            for index, (name, target, reason) in enumerate(header.columns)
            if name and not reason
        ]
        self._taken = [(index, target) for index, _, target in named if target != "taxonomy"]
        self._topics = [(index, name) for index, name, target in named if target == "taxonomy"]

    def raw(self, cells: tuple[str, ...]) -> dict[str, Any]:
        """The row's texts by field; of a field with several columns all of them."""
        self._rows += 1
        width = len(cells)
        raw: dict[str, Any] = {}
        for index, target in self._taken:
            if index < width and (text := cells[index]) and not text.isspace():
                if target in raw:
                    raw[target].append(text)
                else:
                    raw[target] = [text]
        for index, name in self._topics:
            if index < width and (mark := cells[index].strip()) and mark not in {"0", "-"}:
                raw.setdefault("taxonomy_names", []).append(values_name(name, mark))
        for index in self._unnamed:
            if index < width and cells[index].strip():
                self._beside[index] += 1
        return raw

    def beyond(self, cells: tuple[str, ...]) -> Unreadable | None:
        """The fault of a row that says more than its header has columns for."""
        extra = [text for text in cells[self.width :] if text.strip()]
        if not extra:
            return None
        return Unreadable(
            "cells",
            f"该行有{len(cells)}格，多于表头的{self.width}列",
            f"the row has {len(cells)} cells, more than the header's {self.width}",
            extra[0][:40],
        )

    def told(self, account: trees.Account) -> None:
        """Tell the account what became of the columns since it was last told."""
        for name, target, reason in self.columns if self._rows else ():
            if name and reason:
                account.unmapped[name] += self._rows
                account.reasons[name] = reason
            elif name:
                account.mapped[name] += self._rows
                account.targets[name] = "topics" if target == "taxonomy" else target
        for index, count in self._beside.items():
            account.unmapped[f"column {index + 1}"] += count
            account.reasons[f"column {index + 1}"] = "unknown"
        self._rows = 0
        self._beside.clear()


def _header(ahead: list[tables.Row], found: Format) -> tables.Header | None:
    above: tuple[str, ...] = ()
    for row in ahead[:-1]:
        if any(row.cells):
            width = max(len(above), len(row.cells))
            above = tuple(
                row.cells[i]
                if i < len(row.cells) and row.cells[i].strip()
                else above[i]
                if i < len(above)
                else ""
                for i in range(width)
            )
    last = ahead[-1]
    if last.fault is not None:
        return None
    located = tables.header(last.cells, above, number=last.number, sheet=last.sheet)
    if located is None and found.table is not None:
        located = tables.header(last.cells, above, number=last.number, sheet=last.sheet, only=found.table)
    return located


def values_name(column: str, text: str) -> str:
    """A taxonomy column marks its rows with 1 or X; any other text is the node's own value."""
    mark = text.strip().lower()
    return (
        " ".join(column.split())
        if mark in {"1", "x", "yes", "是", "√", "1.0"}
        else f"{' '.join(column.split())}: {text.strip()}"
    )
