"""What rests on a right or belongs to a party: records, and cases and entries as far as whoever looks may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from zhichan.doors.look.parts import Cell, Column, Row, Table
from zhichan.kernel.access.public import ANYONE, Actor, reading
from zhichan.kernel.casework.public import Case
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.shapes import FieldShape
from zhichan.kernel.ground.public import Text
from zhichan.kernel.registry.public import Entry, model_of

MOST = 100
"""Rows of a table that are shown; the rest is in the open interface."""
REFERRING = ("right", "party", "text")
"""Kinds of fields in which an entry may name a right or a party."""


def tables(viewer: Actor, *, rights: Sequence[str] = (), parties: Sequence[str] = ()) -> list[Table]:
    """Of rights (``patent:<key>``) or of parties (credit codes): tables of what the viewer may see.

    Row-level security decides; what is closed is neither shown nor counted.
    """
    with reading(viewer):
        resting = Case.objects.filter(watched__right__in=rights).values("pk")
        having = Case.objects.filter(participants__principal__in=[f"party:{one}" for one in parties]).values("pk")
        named = Q(pk__in=resting) if rights else Q(pk__in=having)
        cases = list(Case.objects.filter(named).order_by("-opened_at", "pk")[:MOST])
        entries = _entries([*rights, *(one.partition(":")[2] for one in rights), *parties])
    found = []
    if cases:
        found.append(
            _table(
                Text("有关的案件和事项", "Cases"), Text("事项", "Case"),
                [(_case_title(one), one.number, one.opened_at.date(), _case_address(viewer, one)) for one in cases],
            )
        )  # fmt: skip
    if entries:
        found.append(
            _table(
                Text("有关的登记", "Register entries"), Text("登记簿", "Register"),
                [(_register_title(one), one.number, one.since, _entry_address(viewer, one)) for one in entries],
            )
        )  # fmt: skip
    return found


def open_rows(source: str, *, order: str, **named: str) -> list[Any]:
    """The current records of a source that name something, the newest first, without those withheld from the public.

    Run inside a reading context.
    """
    found: QuerySet[Any] = QuerySet(model_of(source)).filter(closed_by=None, withheld=0, **named)
    return list(found.order_by(f"-{order}", "key")[:MOST])


def _entries(names: Sequence[str]) -> list[Entry]:
    """Entries a searched field of which names one of these. Run inside a reading context."""
    asked = Q()
    for slug, register in current().registers.items():
        for name in _searched(register.fields.items()):
            asked |= Q(slots__register=slug, slots__field=name, slots__text__in=names)
    if not asked or not names:
        return []
    found = Entry.objects.filter(asked).values("pk")
    return list(Entry.objects.filter(pk__in=found).order_by("-since", "number")[:MOST])


def _searched(fields: Iterable[tuple[str, FieldShape]]) -> list[str]:
    return [name for name, one in fields if one.searched and one.type in REFERRING and not one.readers]


def _table(caption: Text, what: Text, rows: Sequence[tuple[Text, str, object, str]]) -> Table:
    return Table(
        caption,
        [Column(what), Column(Text("编号", "Number")), Column(Text("日期", "Day"))],
        [Row([Cell(title), Cell(number, href), Cell(day)]) for title, number, day, href in rows],  # type: ignore[arg-type]
        quiet=True,
    )


def _case_title(case: Case) -> Text:
    declared = current().procedures.get(case.procedure)
    return Text(declared.title.zh, declared.title.en) if declared else Text(case.procedure, case.procedure)


def _register_title(entry: Entry) -> Text:
    declared = current().registers.get(entry.register)
    return Text(declared.title.zh, declared.title.en) if declared else Text(entry.register, entry.register)


def _case_address(viewer: Actor, case: Case) -> str:
    """Whoever signed in opens the case at the desk."""
    if viewer.name == ANYONE:
        return ""
    return reverse("desk:case", kwargs={"procedure": case.procedure, "case": case.pk})


def _entry_address(viewer: Actor, entry: Entry) -> str:
    if viewer.name == ANYONE:
        return ""
    return reverse("desk:entry", kwargs={"register": entry.register, "entry": entry.pk})
