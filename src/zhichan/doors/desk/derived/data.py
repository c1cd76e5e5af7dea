"""Data of a case or an entry on its page: rows under their columns, parts as tables of their own, the rest whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from zhichan.doors.desk.derived.fields import Fields, address, are_numbers, cases_of, cell_of, words
from zhichan.doors.desk.derived.story import people
from zhichan.doors.look.parts import Cell, Column, Fact, Row, Table
from zhichan.kernel.access.public import Actor, reading
from zhichan.kernel.acts.public import reach
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.ground.public import Text
from zhichan.kernel.registry.public import Entry

SHORT = 120
"""Characters from which data, or a text that is a code, stand apart, to be opened."""
EMPTY: tuple[Any, ...] = (None, "", [], {})
CODED = re.compile(r"\A[{\[]|[!-~]{60}", re.ASCII)
Rows = Sequence[Mapping[str, Any]]
Leads = Mapping[tuple[str, str], str]
"""Kind and number of what a column opens → where it is, for whoever sees it."""


def tables(actor: Actor, fields: Fields, facts: Mapping[str, Any]) -> list[Table]:
    """The facts that are declared with columns, as tables: rows, or one thing with its parts."""
    parts = [
        (fields[name].columns, title, rows)
        for name, value in facts.items() if name in fields and fields[name].columns
        for title, rows in _parts(words(fields[name].title), fields[name].columns, value)
    ]  # fmt: skip
    leads = _leads(
        actor,
        (
            (heading.opens, str(row[name]))
            for columns, _, rows in parts
            for name, heading in columns.items() if heading.opens in {"case", "entry"}
            for row in rows if row.get(name)
        ),
    )  # fmt: skip
    known = people({value for _, _, rows in parts for row in rows for value in row.values() if isinstance(value, str)})
    return [_table(columns, title, rows, leads, known) for columns, title, rows in parts]


def apart(fact: Fact, value: Any) -> Fact:
    """A fact whose value is too long for its place: it is told in short, and opens to the whole."""
    if isinstance(value, str) and len(value) > SHORT and CODED.search(value):
        return Fact(fact.label, f"{value[:SHORT // 3]}…", whole=_laid_out(value))
    if isinstance(value, list | dict) and len(json.dumps(value, ensure_ascii=False)) > SHORT:
        return Fact(fact.label, None, whole=json.dumps(value, ensure_ascii=False, indent=1))
    return fact


def _laid_out(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    except ValueError:
        return text


def _parts(title: Text, columns: Mapping[str, Any], value: Any) -> Iterator[tuple[Text, Rows]]:
    if isinstance(value, list):
        if rows := _rows(columns, value):
            yield title, rows
        return
    if not isinstance(value, Mapping) or not value:
        return
    if all(isinstance(one, Mapping) for one in value.values()):
        yield title, [{"key": key, **one} for key, one in value.items()]
        return
    inner = {name: value[name] for name in columns if _is_rows(value.get(name))}
    own = {name: value[name] for name in columns if value.get(name) not in EMPTY and name not in inner}
    if own:
        yield title, [own]
    for name, rows in inner.items():
        part = words(columns[name])
        yield Text(f"{title.zh}：{part.zh}", f"{title.en}: {part.en}"), rows


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _rows(columns: Mapping[str, Any], value: Iterable[Any]) -> Rows:
    """Rows as they are; one that is a list has its values in the order of the columns."""
    return [
        row if isinstance(row, Mapping) else dict(zip(columns, row, strict=False))
        for row in value if isinstance(row, Mapping | list)
    ]  # fmt: skip


def _table(
    columns: Mapping[str, Any], title: Text, rows: Rows, leads: Leads, known: Mapping[str, Text]
) -> Table:
    shown = {name: one for name, one in columns.items() if any(name in row for row in rows)} or columns
    return Table(
        title,
        [
            Column(words(heading), numeric=are_numbers(row.get(name) for row in rows))
            for name, heading in shown.items()
        ],
        [
            Row([Cell(_shown(row.get(name), known), _lead(one.opens, row, name, leads)) for name, one in shown.items()])
            for row in rows
        ],
        quiet=True,
    )


def _shown(value: Any, known: Mapping[str, Text]) -> Any:
    """A value in its cell, people by name; a dash for none, because a row's first cell names it and is never empty."""
    if isinstance(value, str) and value in known:
        return known[value]
    return "—" if value in EMPTY else cell_of(value)


def _lead(opens: str | None, row: Mapping[str, Any], name: str, leads: Leads) -> str:
    if opens is None or not row.get(name):
        return ""
    if opens == "rows":
        return _behind(row)
    if opens == "right":
        source, _, key = str(row[name]).partition(":")
        return reverse("desk:record", kwargs={"source": source, "row": key}) if key and "/" not in key else ""
    return leads.get((opens, str(row[name])), "")


def _behind(row: Mapping[str, Any]) -> str:
    """The rows behind a figure as it was read: of its measure, region and days, up to its position in the ledger."""
    if row.get("measure") not in current().measures:
        return ""
    asked = {name: row[name] for name in ("region", "on", "since", "until", "position") if row.get(name)}
    return f"{reverse('desk:drill', kwargs={'measure': row['measure']})}?{urlencode(asked)}"


def _leads(actor: Actor, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    numbers: dict[str, set[str]] = {"case": set(), "entry": set()}
    for kind, number in wanted:
        numbers[kind].add(number)
    found: dict[tuple[str, str], str] = {}
    if not any(numbers.values()):
        return found
    with reading(actor):
        found |= {("case", number): there for number, there in cases_of(actor, numbers["case"]).items()}
        kinds = Entry.objects.filter(number__in=numbers["entry"]).values_list("register", flat=True)
        for register in set(kinds) & set(current().registers) if numbers["entry"] else ():
            for entry in reach(actor, f"{register}:read").filter(number__in=numbers["entry"]):
                found["entry", entry.number] = address(entry)
    return found
