"""The formats that are known, and which of them a file has, by its content."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from zhichan.doors.feeds import jsons, markup, tables, texts, xmls
from zhichan.doors.feeds.containers import Member, kind
from zhichan.doors.feeds.faults import refuse
from zhichan.doors.feeds.trees import local


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    ``proof`` is ``real`` when it was shown on real files, ``public`` when on files of public repositories that are
    not kept here, ``fields`` when it was written from field lists only.
    """

    id: str
    zh: str
    en: str
    family: str
    carrier: str
    proof: str
    roots: frozenset[str] = frozenset()
    records: tuple[str, ...] = ()
    needs: str = ""
    at: str = ""
    keys: frozenset[str] = frozenset()
    tree: str = ""
    build: str = ""
    table: tables.Table | None = None


@cache
def all_formats() -> dict[str, Format]:
    """Format by id: those of ``formats.toml``, then the tables."""
    declared = tomllib.loads((files("zhichan.doors.feeds") / "declared" / "formats.toml").read_text("utf-8"))
    found: dict[str, Format] = {}
    for given in declared["format"]:
        name = given["id"]
        found[name] = Format(
            name,
            given["title"]["zh"],
            given["title"]["en"],
            given["family"],
            given["carrier"],
            given["proof"],
            frozenset(given.get("roots", ())),
            tuple(given.get("records", ())),
            given.get("needs", ""),
            given.get("at", ""),
            frozenset(given.get("keys", ())),
            given.get("tree", "assignment" if given["carrier"] == "solr" else name),
            given.get("build", name),
        )
    for table in tables.declared_tables():
        found[table.id] = Format(
            table.id, table.zh, table.en, table.family, "table", table.proof, build=table.record, table=table
        )
    return found


def named(name: str) -> Format:
    """The format of this id; refuse an unknown one, naming those there are."""
    known = all_formats()
    if name not in known:
        listed = ", ".join(known)
        raise refuse(
            "format",
            f"没有名为“{name}”的格式，已有：{listed}",
            f"there is no format {name!r}; known are {listed}",
            "format",
        )
    return known[name]


_PROLOGUE = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE(?:[^\[>\"']|\"[^\"]*\"|'[^']*')*(?:\[.*?\]\s*)?>\s*)*",
    re.DOTALL,
)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_CITATION = re.compile(r"^\s*\[\d+\].*\[P\]", re.MULTILINE)


def detect(member: Member) -> Format:
    """The format of a member, from its content alone; refuse what is none of the known ones."""
    head = member.head()
    if not head.strip():
        raise refuse("empty", "文件为空", "the file is empty", member.name)
    if kind(head) in {"xls", "zip"}:
        return _table(member)
    encoding, skip = texts.encoding(head)
    text, _ = texts.decoded(head[skip:], encoding)
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        xmls.guard(head)
        if markup.is_table(start):
            return _table(member)
        return _xml(member, start)
    if start.startswith(("{", "[")) and not _CITATION.match(start):
        return _json(member, encoding, skip)
    if re.match(r"(?:HHHHHT[^\n]*\r?\n)?\s*PATN\s*\r?\nWKU", start):
        return named("us_greenbook")
    if len(_CITATION.findall(start[:20_000])) >= 1 and not start.startswith("id,"):
        return named("cnki_citations")
    return _table(member)


def _xml(member: Member, text: str) -> Format:
    names = list(_roots(text))
    for name in names:
        for each in all_formats().values():
            if name in each.roots and (not each.needs or re.search(each.needs, text)):
                return each
    name = names[0] if names else ""
    raise refuse(
        "unknown-xml",
        f"不认识根元素为“{name}”的XML",
        f"XML with the root {name!r} is not among the known formats",
        member.name,
    )


def _roots(text: str) -> Iterator[str]:
    """The root of each document: offices put several into one file, and the first need not be a patent."""
    start = 0
    while start >= 0:
        prologue = _PROLOGUE.match(text, start)
        root = _ROOT.match(text, prologue.end() if prologue else start) or _ROOT.search(text, start)
        if root is None:
            return
        yield local(root[1])
        start = text.find("<?xml ", root.end())


def _json(member: Member, encoding: str, skip: int) -> Format:
    known = [each for each in all_formats().values() if each.carrier == "json"]
    try:
        first = next(islice(jsons.records(_from(member, skip), encoding), 1), None)
    except RecursionError:
        first = None
    value = first.value if first else None
    if isinstance(value, dict):
        best: Format | None = None
        for each in known:
            inner = next(jsons.at(value, each.at), None)
            if not isinstance(inner, dict):
                continue
            present = {key.lower() for key in inner}
            if (
                each.keys <= present
                and (each.keys or each.at)
                and (best is None or (bool(each.at), len(each.keys)) > (bool(best.at), len(best.keys)))
            ):
                best = each
        if best is not None:
            return best
        if wrapped := _wrapped(value, known):
            return wrapped
        shown = ", ".join(list(value)[:8])
    else:
        shown = json.dumps(value, ensure_ascii=False)[:40] if first and not first.fault else "?"
    raise refuse(
        "unknown-json",
        f"不认识的JSON结构（{shown}）",
        f"this JSON is not among the known formats ({shown})",
        member.name,
    )


_AROUND = frozenset({"result", "data", "body", "response", "record"})


def _wrapped(value: dict[str, Any], known: list[Format], above: str = "") -> Format | None:
    """Interfaces give their records within an answer: ``{"Status": "200", "Result": [...]}``, or one level deeper."""
    for name, inner in value.items():
        items = inner if isinstance(inner, list) else [inner] if name.lower() in _AROUND else []
        first = next((each for each in items if isinstance(each, dict)), None)
        if "/" in name or name.endswith("[]"):
            continue
        at = f"{above}{name}[]"
        present = {key.lower() for key in first or ()}
        fitting = [each for each in known if each.keys and not each.at and each.keys <= present]
        if fitting:
            return replace(max(fitting, key=lambda each: len(each.keys)), at=at)
        if above.count("/") < 2 and isinstance(inner, dict) and (found := _wrapped(inner, known, at + "/")):
            return found
    return None


def _from(member: Member, skip: int) -> Iterator[bytes]:
    return tables.skipped(member.chunks(), skip)


def _table(member: Member) -> Format:
    sheet = ""
    ahead: list[tables.Row] = []
    for row in tables.rows(member):
        if row.sheet != sheet:
            if found := tables.find_header(ahead):
                return named(found[0].table.id)
            sheet, ahead = row.sheet, []
        if len(ahead) <= tables.DEEPEST_HEADER:
            ahead.append(row)
            # The first header found is final, so that most files are known by their first rows.
            if len(ahead) in {2, 8, tables.DEEPEST_HEADER} and (found := tables.find_header(ahead)):
                return named(found[0].table.id)
        elif not row.sheet:
            break
    if found := tables.find_header(ahead):
        return named(found[0].table.id)
    shown = " | ".join(each for row in ahead[:3] for each in row.cells[:6])[:80]
    raise refuse(
        "unknown-table", f"没有找到认识的表头（{shown}）", f"no known header was found ({shown})", member.name
    )
