"""Lists of cases and entries: filters by kind of field, order, exact count, pages of fifty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from itertools import islice
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.fields.json import KeyTransform

from zhichan.doors.desk.derived import cards
from zhichan.doors.desk.derived.fields import Fields, Lists, choices_of, words
from zhichan.doors.desk.derived.forms import SEEN
from zhichan.doors.look import files, tables, typed
from zhichan.doors.look.parts import Choice, Column, Filter
from zhichan.kernel.casework.public import Assignment
from zhichan.kernel.catalogue.shapes import FieldShape
from zhichan.kernel.ground.public import Refusal, Region, Text, to_fen

BATCH = 500
"""Rows of an export that are read, and what they refer to named, at once."""
RANGES = frozenset({"number", "year", "money", "day"})
EQUALS = frozenset({"choice", "flag", "region", "unit", "party", "right", "entry"})
WRITTEN = frozenset({"text", "words"})
ORDERED = frozenset({"number", "year", "money", "day", "choice", "text"})
ALL = Choice("", Text("全部", "all"))
FROM, UNTIL = Text("不小于", "at least"), Text("不大于", "at most")
AFTER, BEFORE = Text("不早于", "not before"), Text("不晚于", "not after")


def exported(found: QuerySet[Any], lines: Callable[[Sequence[Any]], Iterable[files.Line]]) -> Iterator[files.Line]:
    """The lines of a whole list, some hundred rows at a time; inside a reading context."""
    rows = found.iterator(chunk_size=BATCH)
    while batch := list(islice(rows, BATCH)):
        yield from lines(batch)


def exports(address: str, given: Mapping[str, str]) -> list[cards.Link]:
    """The ways to the whole of a list as files."""
    return [
        cards.Link(Text(f"导出{label}", f"Export {label}"), f"{address}export.{kind}{tables.question(given)}")
        for kind, label in (("csv", "CSV"), ("xlsx", "Excel"))
    ]


def one_of(name: str, label: Text, found: Iterable[tuple[str, Text]], given: Mapping[str, str]) -> Filter:
    """A filter by one of several values."""
    return Filter(name, label, [ALL, *(Choice(value, said, value == given.get(name)) for value, said in found)])


def by_region(regions: Sequence[Region], given: Mapping[str, str]) -> list[Filter]:
    """A filter by region, where there is more than one or one was asked for."""
    if len(regions) < 2 and not given.get("region"):
        return []
    found = ((one.path, Text(one.name, one.name_en)) for one in regions)
    return [one_of("region", Text("地区", "Region"), found, given)]


def is_narrowed(given: Mapping[str, str]) -> bool:
    """Whether anything but the order and the page was asked for."""
    return any(value for name, value in given.items() if name not in {"page", "sort"})


def day_in(given: Mapping[str, str], name: str) -> date | None:
    """A day that was asked for; what is none is not asked."""
    try:
        return date.fromisoformat(given.get(name, ""))
    except ValueError:
        return None


def of_unit(slug: str) -> Exists:
    """Cases in which a unit has a part."""
    return Exists(Assignment.objects.filter(case_id=OuterRef("pk"), unit__slug=slug))


# --- filters by fields --------------------------------------------------------------------------------------


def open_fields(fields: Fields, kinds: Iterable[str]) -> dict[str, FieldShape]:
    """The fields of these kinds that every reader may see: an answer to a question about another would tell it.

    Which version somebody looked at is no content of a case.
    """
    wanted = frozenset(kinds)
    return {
        name: one for name, one in fields.items() if one.type in wanted and not one.readers and name != SEEN
    }


def filters_of(fields: Fields, given: Mapping[str, str], lists: Lists) -> list[Filter]:
    """A filter for each field that can be asked for, two for one that has a range."""
    found: list[Filter] = []
    for name, one in open_fields(fields, RANGES | EQUALS | WRITTEN).items():
        key, label = f"f.{name}", words(one.title)
        if one.type in RANGES:
            kind: Any = "day" if one.type == "day" else "number"
            low, high = (AFTER, BEFORE) if one.type == "day" else (FROM, UNTIL)
            found.extend(
                Filter(
                    f"{key}.{end}",
                    Text(f"{label.zh}{said.zh}", f"{label.en} {said.en}"),
                    kind=kind,
                    value=given.get(f"{key}.{end}", ""),
                )
                for end, said in (("from", low), ("until", high))
            )
            continue
        choices = choices_of(one, lists)
        value = given.get(key, "")
        if choices is None or one.type == "entry":
            found.append(Filter(key, label, kind="text", value=value))
        else:
            found.append(Filter(key, label, [ALL, *(Choice(n, said, n == value) for n, said in choices)]))
    return found


def asked_fields(fields: Fields, given: Mapping[str, str]) -> dict[str, Any]:
    """What was asked of which field: a value, or a pair of ends; what makes no sense is not asked."""
    found: dict[str, Any] = {}
    for name, one in open_fields(fields, RANGES | EQUALS | WRITTEN).items():
        if one.type in RANGES:
            ends = tuple(_end(one, given.get(f"f.{name}.{end}", "").strip()) for end in ("from", "until"))
            if ends != (None, None):
                found[name] = ends
        elif text := given.get(f"f.{name}", "").strip():
            if one.type == "flag" and text not in {"true", "false"}:
                continue
            found[name] = text == "true" if one.type == "flag" else text
    return found


def _end(one: FieldShape, text: str) -> Any:
    if not text:
        return None
    if one.type == "day":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    try:
        value = Decimal(text.replace(",", ""))
        return None if not value.is_finite() else to_fen(value) if one.type == "money" else value
    except (InvalidOperation, Refusal):
        return None


FINEST, LARGEST = Decimal("0.000001"), Decimal(10) ** 18
"""The step of numbers in the index of searched fields, and what all of them are smaller than."""


def after(end: Any) -> Any:
    """The first value past an upper end that a page means included: the index takes upper ends as not included."""
    if end is None or end == date.max:
        return None
    if isinstance(end, date):
        return end + timedelta(days=1)
    return min(max(Decimal(end), -LARGEST), LARGEST).quantize(FINEST, ROUND_FLOOR) + FINEST


def narrowed(found: QuerySet[Any], column: str, fields: Fields, wanted: Mapping[str, Any]) -> QuerySet[Any]:
    """The rows whose facts in the JSON ``column`` are as asked; texts hold what was written, regions lie below."""
    for name, value in wanted.items():
        kind, path = fields[name].type, f"{column}__{name}"
        if isinstance(value, tuple):
            low, high = (typed.stored(end) for end in value)
            if low is not None:
                found = found.filter(**{f"{path}__gte": low})
            if high is not None:
                found = found.filter(**{f"{path}__lte": high})
        elif kind == "text":
            found = found.filter(typed.holds(path, value))
        elif kind == "words":
            found = found.filter(
                typed.holds(f"{path}__zh", value) | typed.holds(f"{path}__en", value)
            )
        elif kind == "region":
            found = found.filter(**{f"{path}__startswith": value})
        else:
            found = found.filter(**{path: value})
    return found


# --- order --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Head:
    """A column that a list can have: its heading, and by what it is ordered (nothing: it is not)."""

    name: str
    label: Text
    by: str | Callable[[], Any] = ""
    numeric: bool = False
    unit: Text | None = None


def by_fact(column: str, name: str) -> Callable[[], Any]:
    """Order by a fact within the JSON column."""
    return lambda: KeyTransform(name, column)


def ordered(
    found: QuerySet[Any], heads: Sequence[Head], given: Mapping[str, str], default: str
) -> QuerySet[Any]:
    """In the order asked for; rows that tie stand by their numbers, unknown values last."""
    sort = given.get("sort") or default
    name, down = sort.removeprefix("-"), sort.startswith("-")
    head = next((one for one in heads if one.name == name and one.by), None)
    if head is None:
        return ordered(found, heads, {}, default)
    term = F(head.by) if isinstance(head.by, str) else head.by()
    if down:
        return found.order_by(term.desc(nulls_last=True), "-number")
    return found.order_by(term.asc(nulls_last=True), "number")


def columns(heads: Sequence[Head], given: Mapping[str, str], default: str) -> list[Column]:
    """The headings, each leading to its own order and, from there, to the reverse."""
    sort = given.get("sort") or default
    name, down = sort.removeprefix("-"), sort.startswith("-")
    found = []
    for head in heads:
        if not head.by:
            found.append(Column(head.label, head.unit or "", head.numeric))
            continue
        mine = head.name == name
        turned = head.name if not mine or down else f"-{head.name}"
        found.append(
            Column(
                head.label,
                head.unit or "",
                head.numeric,
                tables.question(given, sort=turned),
                ("descending" if down else "ascending") if mine else "",
            )
        )
    return found
