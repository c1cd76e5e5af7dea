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
from zhichan.kernel.ground.refusal import Refusal


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
_TAGGED = (
    (re.compile(r"\{Reference Type\}\s*[:：]"), "noteexpress"),
    (re.compile(r"%0 \S"), "endnote"),
    (re.compile(r"RT \S[^\n]*\n[A-Z][A-Z0-9] "), "refworks"),
    (re.compile(r"TY  ?- \S"), "ris"),
    (re.compile(r"(?:FN [^\n]*\n)?(?:VR [^\n]*\n)?PT [A-Z]\s*\n(?:PN|AU|TI) "), "derwent_text"),
)
_OTHERS = (
    (b"%PDF", "unknown-pdf", "这是PDF文件，其中没有可登记的字段，请提供表格或数据文件",
     "this is a PDF, which has no fields: provide a table or a data file"),
    (b"Rar!", "unknown-rar", "不支持RAR压缩文件，请改用ZIP", "RAR archives are not read: use ZIP"),
    (b"7z\xbc\xaf\x27\x1c", "unknown-7z", "不支持7z压缩文件，请改用ZIP", "7z archives are not read: use ZIP"),
    (b"{\\rtf", "unknown-rtf", "这是RTF文字文档，不是表格", "this is a text document in RTF, not a table"),
)  # fmt: skip
_CITATION = re.compile(r"^\s*\[\d+\].*\[P\]", re.MULTILINE)


def detect(member: Member) -> Format:
    """The format of a member, from its content alone; refuse what is none of the known ones."""
    head = member.head()
    if not head.strip():
        raise refuse("empty", "文件为空", "the file is empty", member.name)
    if kind(head) in {"xls", "zip"}:
        return _table(member)
    for mark, code, zh, en in _OTHERS:
        if head.startswith(mark):
            raise refuse(code, zh, en, member.name)
    encoding, skip = texts.encoding(head)
    text, _ = texts.decoded(head[skip:], encoding)
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        xmls.guard(head)
        if markup.is_table(start):
            return _table(member)
        return _xml(member, start)
    for pattern, name in _TAGGED:
        if pattern.match(start):
            return named(name)
    if start.startswith(("{", "[")) and not _CITATION.match(start):
        return _json(member, encoding, skip)
    if re.match(r"(?:HHHHHT[^\n]*\r?\n)?\s*PATN\s*\r?\nWKU", start):
        return named("us_greenbook")
    if len(_CITATION.findall(start[:20_000])) >= 1 and not start.startswith("id,"):
        return named("cnki_citations")
    return _table(member)


def placed(member: Member, wanted: Format) -> Format:
    """The format that a person has named; of JSON with the place where this answer has its records."""
    if wanted.carrier not in {"json", "xml"} or member.head().lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return wanted
    try:
        found = detect(member)
    except Refusal:
        return wanted
    return found if found.id == wanted.id else wanted


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
    if isinstance(value, dict) and (answer := _ops(value)) is not None:
        return answer
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


_OPS = "ops:world-patent-data"


def _ops(value: dict[str, Any]) -> Format | None:
    """The format of an answer of OPS that was asked for in JSON: that of the same answer in XML."""
    if _OPS not in value:
        return None
    met: set[str] = set()
    left: list[Any] = [value[_OPS]]
    while left and len(met) < 2_000:
        one = left.pop()
        if isinstance(one, dict):
            met |= {name.rpartition(":")[2] for name in one if not name.startswith("@")}
            left.extend(one.values())
        elif isinstance(one, list):
            left.extend(one[:20])
    for each in all_formats().values():
        if "world-patent-data" in each.roots and met & {*each.records} and (
            not each.needs or any(re.search(each.needs, f"<{name}>") for name in met)
        ):
            return replace(each, carrier="opsjson")
    return None


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
