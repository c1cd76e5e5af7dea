"""A table's rows, checked one by one: what is right becomes classes and pairs, what is wrong is told with its row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from zhichan.instruments.classes.symbols import above, symbol
from zhichan.instruments.classes.tables import LONGEST_CODE, Column, Template
from zhichan.instruments.clock import Words
from zhichan.instruments.status.numbers import NumberError, application

MOST_FAULTS: Final = 500
LONGEST: Final = 4000
_YES: Final = frozenset({"是", "1", "y", "yes", "true", "√"})
_NO: Final = frozenset({"", "否", "0", "n", "no", "false"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row (counted from 1, the heading apart): code, column and words.

    One that is not ``grave`` says how the row was read all the same.
    """

    row: int
    code: str
    column: str
    words: Words
    grave: bool = True


@dataclass(frozen=True, slots=True)
class Node:
    """One class: its symbol, the one above (empty at the top), its titles, and the row that says so."""

    code: str
    parent: str
    zh: str
    en: str
    note: str
    row: int
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One row between two classifications. ``exact``: not the classes below ``source``.

    ``included`` and ``excluded`` narrow a subclass to some of its main groups.
    """

    source: str
    target: str
    row: int
    exact: bool = False
    included: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    note: str = ""


@dataclass(slots=True)
class Reading:
    """What a table holds. It is ``fit`` for use without grave faults; ``unknown`` are columns that nobody asked for."""

    template: Template
    nodes: list[Node] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: int = 0
    unknown: tuple[str, ...] = ()
    grave: int = 0
    slight: int = 0

    @property
    def fit(self) -> bool:
        """Whether the table can be taken."""
        return self.grave == 0

    def fault(self, row: int, code: str, column: str, zh: str, en: str, *, grave: bool = True) -> None:
        """Note what is wrong; of very many the first are kept and all are counted."""
        self.grave += grave
        self.slight += not grave
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(row, code, column, Words(zh, en), grave))


def headings(template: Template, given: Iterable[str]) -> dict[str, str]:
    """Return the given headings by the column they stand for; of two for one column the template's first counts."""
    plain = {_plain(text): text for text in reversed(list(given))}
    found: dict[str, str] = {}
    for column in template.columns:
        for name in (column.name, column.title.zh, column.title.en, *column.headings):
            if (text := plain.get(_plain(name))) is not None and text not in found.values():
                found[column.name] = text
                break
    return found


def _plain(text: str) -> str:
    return "".join(text.split()).strip("﻿").casefold()


def read(template: Template, rows: Iterable[Mapping[str, str]]) -> Reading:
    """Check the rows of a table (heading → text); a fault is told, and its row left out.

    Faults: ``column`` (a needed column is missing), ``empty``, ``symbol`` (no such way to write a class),
    ``repeated``, ``loop``, ``number``, ``day``, ``flag``, ``groups``, ``long``, ``rows`` (a table without rows). Not
    grave: ``parent`` (the class above is not in the table: the row hangs below the nearest that is) and ``same`` (a row
    told twice alike).
    """
    found = Reading(template)
    shapes: dict[tuple[str, ...], dict[str, str]] = {}
    seen: dict[tuple[str, ...], object] = {}
    for number, row in enumerate(rows, start=1):
        found.rows = number
        given = tuple(row)
        if given not in shapes:
            shapes[given] = headings(template, given)
            asked = shapes[given].values()
            found.unknown += tuple(text for text in given if text not in {*asked, *found.unknown})
        names = shapes[given]
        if number == 1 and (lacking := [column for column in template.needed if column.name not in names]):
            for column in lacking:
                found.fault(0, "column", column.name, f"缺少“{column.title.zh}”一列",
                            f"the column {column.title.en!r} is missing")
            return found
        cells = {name: (row.get(text) or "").strip() for name, text in names.items()}
        if any(cells.values()):
            _row(found, number, cells, seen)
    if not found.rows:
        found.fault(0, "rows", "", "表中没有数据行", "the table has no rows")
    if template.shape == "scheme":
        _tree(found)
    return found


def _row(found: Reading, number: int, cells: dict[str, str], seen: dict[tuple[str, ...], object]) -> None:
    template = found.template
    before = found.grave
    for column in template.columns:
        text = cells.get(column.name, "")
        if column.needed and not text:
            found.fault(number, "empty", column.name, f"“{column.title.zh}”为空", f"{column.title.en!r} is empty")
        elif len(text) > (most := LONGEST_CODE if column.name == "code" else LONGEST):
            found.fault(number, "long", column.name, f"超过{most}个字", f"longer than {most} characters")
        elif text and column.scheme:
            cells[column.name] = _symbol(found, number, column, text)
    if found.grave > before:
        return
    if template.shape == "concordance":
        _pair(found, number, cells, seen)
    elif template.name == "awards":
        _award(found, number, cells, seen)
    else:
        _node(found, number, cells, seen)


def _symbol(found: Reading, number: int, column: Column, text: str) -> str:
    code = symbol(text, column.scheme)
    if not code:
        found.fault(number, "symbol", column.name, f"“{text[:40]}”不是分类号", f"{text[:40]!r} is no class")
    return code


def _node(found: Reading, number: int, cells: dict[str, str], seen: dict[tuple[str, ...], object]) -> None:
    code, scheme = cells["code"], found.template.target
    given = cells.get("parent", "")
    parent = symbol(given, scheme) if found.template.shape == "scheme" else given
    if given and not parent:
        found.fault(number, "symbol", "parent", f"“{given[:40]}”不是分类号", f"{given[:40]!r} is no class")
        return
    says = cells.get("zh", ""), cells.get("en", ""), cells.get("note", "")
    # Goods of one number go by several names; elsewhere a class has one.
    key = (code, parent, says[0]) if scheme == "nice" else (code, parent)
    if not _repeated(found, number, key, says, seen):
        found.nodes.append(Node(code, parent, *says, number))


def _repeated(
    found: Reading, number: int, key: tuple[str, ...], says: object, seen: dict[tuple[str, ...], object],
) -> bool:
    if key not in seen:
        seen[key] = says
        return False
    said = " → ".join(part for part in key if part)
    if seen[key] == says:
        found.fault(number, "same", "", f"“{said}”重复，内容相同", f"{said!r} is told twice alike", grave=False)
    else:
        found.fault(number, "repeated", "", f"“{said}”重复，内容不同", f"{said!r} is told twice and differently")
    return True


def _pair(found: Reading, number: int, cells: dict[str, str], seen: dict[tuple[str, ...], object]) -> None:
    before = found.grave
    exact = cells.get("exact", "").casefold()
    if exact not in _YES | _NO:
        found.fault(number, "flag", "exact", f"“{exact[:20]}”不是“是”或“否”", f"{exact[:20]!r} is neither yes nor no")
    groups = {name: _groups(found, number, name, cells.get(name, "")) for name in ("included", "excluded")}
    if found.grave > before:
        return
    pair = Pair(
        cells["source"], cells["target"], number, exact in _YES, groups["included"], groups["excluded"],
        cells.get("note", ""))
    key = (pair.source, pair.target, *map(str, pair.included))
    if _repeated(found, number, key, (pair.exact, pair.excluded, pair.note), seen):
        return
    found.pairs.append(pair)
    titles = cells.get("zh", ""), cells.get("en", "")
    if found.template.name == "wipo35" and all(node.code != pair.target for node in found.nodes):
        found.nodes.append(Node(pair.target, "", *titles, "", number))


def _groups(found: Reading, number: int, name: str, text: str) -> tuple[int, ...]:
    parts = [part.strip().removesuffix("/00") for part in re.split("[;；、,，]", text) if part.strip()]
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 and int(part) for part in parts):
        found.fault(number, "groups", name, f"“{text[:40]}”不是大组号", f"{text[:40]!r} are no main groups")
        return ()
    return tuple(int(part) for part in parts)


def _award(found: Reading, number: int, cells: dict[str, str], seen: dict[tuple[str, ...], object]) -> None:
    known = _number(cells["code"])
    day = _day(cells["day"])
    if known is None:
        found.fault(number, "number", "code", f"“{cells['code'][:30]}”不是正确的专利号",
                    f"{cells['code'][:30]!r} is no right patent number")
    if day is None:
        found.fault(number, "day", "day", f"“{cells['day'][:30]}”不是日期", f"{cells['day'][:30]!r} is no day")
    if known is None or day is None or _repeated(
            found, number, (known, cells["zh"]), day, seen):
        return
    found.nodes.append(Node(known, "", cells["zh"], "", cells.get("note", ""), number, day))


def _number(text: str) -> str | None:
    """Return an application number as the registry writes it, None for one that cannot be right."""
    try:
        return str(application(text=text))
    except NumberError:
        return None


def _day(text: str) -> date | None:
    parts = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-").split("-")
    if len(parts) != 3 or not all(part.strip().isascii() and part.strip().isdigit() for part in parts):
        return None
    try:
        return date(*(int(part[:4]) for part in parts))
    except ValueError:
        return None


def _tree(found: Reading) -> None:
    """Give each class its place: the one above by its row, else the nearest of its notation that the table has."""
    codes = {node.code for node in found.nodes}
    placed: list[Node] = []
    for node in found.nodes:
        parent = node.parent
        if parent not in codes:
            parent = next((each for each in above(node.code, found.template.target) if each in codes), "")
        if node.parent not in {"", parent}:
            found.fault(
                node.row, "parent", "parent", f"上级“{node.parent}”不在表中，挂在“{parent}”之下",
                f"the class above, {node.parent!r}, is not in the table; it hangs below {parent!r}", grave=False)
        placed.append(node if parent == node.parent else Node(
            node.code, parent, node.zh, node.en, node.note, node.row, node.day))
    up = {node.code: node.parent for node in placed}
    sound: set[str] = set()
    for node in placed:
        trail: list[str] = []
        code = node.code
        while code and code not in sound and code not in trail:
            trail.append(code)
            code = up.get(code, "")
        if code in trail:
            found.fault(node.row, "loop", "parent", f"“{node.code}”的上级又回到它自己",
                        f"the classes above {node.code!r} lead back to it")
            up[node.code] = ""
        sound.update(trail)
    found.nodes = placed


