"""Damaged inputs: whatever the bytes, reading ends with records, rejections or a refusal, and soon.

Each format is damaged apart, from its samples and from real files made small, and read mostly as what it was, so that
a broken beginning does not keep the damage from its parser. XML and JSON are also damaged in what they say while they
stay well formed, spreadsheets within their packing.
"""

from __future__ import annotations

import copy
import csv
import gzip
import io
import itertools
import json
import random
import time
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from lxml import etree

from zhichan.doors.feeds import tables
from zhichan.doors.feeds.containers import Member, kind, members
from zhichan.doors.feeds.formats import all_formats, detect
from zhichan.doors.feeds.reading import Reading
from zhichan.kernel.ground.refusal import Refusal

from .given import DATA, SAMPLES

PIECES = [
    b"<", b">", b"</", b"/>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml", b"?>", b"&", b"&#x0;", b"&#xD800;",
    b"&amp", b"&nosuch;", b'"', b"'", b"{", b"}", b"[", b"]", b":", b",", b"\r", b"\n", b"\r\n\r\n", b"\x00", b"\xff",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\x81\x30", b";;", b" | ", b"PATN\nWKU  1\n", b"<!ENTITY a 'b'>",
    b"<!DOCTYPE a [", b"<exchange-document ", b"\xe4\xb8", b"9" * 400, b"-" * 50, b"(" * 300, b"A" * 5_000, b"\t",
    b"\\", b"\\u", b"\\ud800", b"1e999", b"NaN", b"[" * 600, b'{"a":' * 300, b"<a>" * 400, b'xmlns:x=""', b"0000-00-00",
    b"99999999", b"20230231", "二〇二一年".encode(), "１２３".encode(), "\u202e\u2028".encode(), b"US", b"CN1", b"A61K",
]  # fmt: skip
_LOOSE = etree.XMLParser(recover=True, resolve_entities=False, huge_tree=True)
SAYINGS = [
    *("", " ", "0", "-1", "00000000", "99999999", "20230231", "2021-13-45", "0000-00-00", "1e999", "NaN", "null", "true"),
    *("9" * 400, "A" * 5_000, "(" * 300, "1/2/3/4", "a;b;;c|d\n,e", "US", "CN", "CN1", "A61K", "A", ".", "X", "二〇二一年"),
    *("１２３", "\u202e\u2028", "<b>x</b>", "&amp;", "{}", "[]", "2021-01-04T00:00:00Z", "CN202110000001.6", "B1"),
]
COUNT = 100_000
SMALL = 12_000
SMALL_TABLE = 3_000


def _less(one: Any) -> None:
    """Make an element's tree small: short texts, two children of a name."""
    met: dict[Any, int] = {}
    for child in list(one):
        met[child.tag] = met.get(child.tag, 0) + 1
        if met[child.tag] > 2 or not isinstance(child.tag, str):
            one.remove(child)
        else:
            child.text, child.tail = (child.text or "")[:60], (child.tail or "")[:20]
            _less(child)


def _fewer(value: Any) -> Any:
    if isinstance(value, list):
        return [_fewer(each) for each in value[:2]]
    if isinstance(value, dict):
        return {name: _fewer(each) for name, each in value.items()}
    return value[:60] if isinstance(value, str) else value


def _small(content: bytes, carrier: str) -> bytes:
    """A real file made small, so that each damage is likely to matter."""
    if carrier in {"table", "lines"}:
        return content[:SMALL_TABLE]
    if len(content) <= SMALL:
        return content
    if carrier in {"xml", "solr"}:
        root = etree.fromstring(content, _LOOSE)
        _less(root)
        return etree.tostring(root, encoding="utf-8")
    if carrier == "json" and content.lstrip()[:1] in b"[{":
        try:
            return json.dumps(_fewer(json.loads(content)), ensure_ascii=False).encode()
        except ValueError:
            pass
    return content[:SMALL]


def _told(member: Member) -> bytes:
    """The first rows of a workbook as text."""
    into = io.StringIO()
    write = csv.writer(into)
    for row in itertools.islice(tables.rows(member), 8):
        write.writerow(row.cells)
    return into.getvalue().encode()


def _declared(table: tables.Table) -> bytes:
    """A table with the columns that tell this format, for one that no file shows."""
    names = [*sorted(table.signature), *sorted(table.any)[:1]]
    return (",".join(names) + "\n" + ",".join("2021-01-04" for _ in names) + "\n").encode()


@cache
def seeds() -> dict[str, tuple[bytes, ...]]:
    """Small files of each format, our samples and real ones where they lie beside the project; ``xls``, ``xlsx``, ``ops_json`` too."""
    found: dict[str, list[bytes]] = {"xls": [], "xlsx": []}
    real = [
        path
        for path in sorted(DATA.rglob("*"))
        if path.is_file() and path.suffix not in {".md", ".xsd", ".dtd"}
    ]
    for path in [*sorted(SAMPLES.iterdir()), *(path for path in real if path.stat().st_size < 2_000_000)]:
        try:
            for member in members(path):
                one = detect(member)
                kept = found.setdefault(one.id, [])
                content = member.whole(1 << 24)
                if book := kind(content):
                    if book == "xls" and len(content) < 50_000:
                        found["xls"].append(content)
                    content = _told(member)
                if len(kept) < 4:
                    kept.append(_small(content, one.carrier))
        except Refusal:
            continue
    for one in all_formats().values():
        if one.table is not None and one.table.signature:
            found.setdefault(one.id, [_declared(one.table)])
    found["ops_json"] = [
        json.dumps({"ops:world-patent-data": _answer(root)}, ensure_ascii=False).encode()
        for name in ("epo_docdb", "ops_family", "ops_fulltext", "ops_images", "ops_search")
        for root in (etree.fromstring(content, _LOOSE) for content in found.get(name, ()))
        if root.tag.endswith("world-patent-data")
    ]
    found["xlsx"] = [_book(found[name][0]) for name in ("incopat_list", "penalty_table") if name in found]
    return {name: tuple(kept) for name, kept in sorted(found.items()) if kept}


def _answer(one: Any) -> Any:
    """An element as the European office's service writes it in JSON."""
    told: dict[str, Any] = {f"@{name.rpartition('}')[2]}": text for name, text in one.attrib.items()}
    if one.text and one.text.strip():
        told["$"] = one.text
    for child in one.iterchildren(etree.Element):
        told.setdefault(child.tag.rpartition("}")[2], []).append(_answer(child))
    return told


def _book(content: bytes) -> bytes:
    """A table of text as a workbook with a merged range and an empty sheet."""
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        sheet = book.add_worksheet("一")
        for number, row in enumerate(
            csv.reader(
                io.StringIO(content.decode("utf-8", "replace")), delimiter="," if b"," in content else "\t"
            )
        ):
            for column, text in enumerate(row):
                sheet.write(number, column, text[:200])
        sheet.merge_range(6, 0, 8, 1, "合并")
        book.add_worksheet("空")
    return into.getvalue()


def damaged(rng: random.Random, given: tuple[bytes, ...]) -> bytes:
    """One of the given files with a few bytes lost, turned, doubled, or put in from elsewhere."""
    content = bytearray(rng.choice(given))
    for _ in range(rng.choice((1, 1, 2, 3, 8, 40))):
        at = rng.randrange(len(content) + 1)
        kind = rng.randrange(6)
        if kind == 0:
            content[at : at + rng.randrange(1, 40)] = b""
        elif kind == 1:
            content[at:at] = rng.choice(PIECES)
        elif kind == 2 and content:
            content[min(at, len(content) - 1)] = rng.randrange(256)
        elif kind == 3 and rng.randrange(3) == 0:
            content = content[:at]
        elif kind == 4:
            other = rng.choice(given)
            start = rng.randrange(len(other))
            content[at:at] = other[start : start + rng.randrange(1, 300)]
        else:
            start = rng.randrange(len(content) + 1)
            content[at:at] = content[start : start + rng.randrange(1, 200)]
    return bytes(content)


def _misspoken(rng: random.Random, given: tuple[bytes, ...]) -> bytes:
    """A tree of XML or JSON that is well formed and says what it should not; as it was when it is no such tree."""
    content = rng.choice(given)
    if content.lstrip()[:1] in b"{[":
        try:
            value = json.loads(content)
        except ValueError:
            return damaged(rng, given)
        for _ in range(rng.choice((1, 1, 2, 3, 8, 40))):
            value = _said(rng, value)
        return json.dumps(value, ensure_ascii=False).encode()
    root = etree.fromstring(content, _LOOSE)
    if root is None:
        return damaged(rng, given)
    for _ in range(rng.choice((1, 1, 2, 3, 8, 40))):
        _turn(rng, list(root.iter(etree.Element)))
    return etree.tostring(root.getroottree(), encoding="utf-8")


def _said(rng: random.Random, value: Any) -> Any:
    """JSON with one of its values lost, doubled, or of another kind."""
    if rng.randrange(8) and isinstance(value, (dict, list)) and value:
        place: Any = rng.choice(list(value)) if isinstance(value, dict) else rng.randrange(len(value))
        act = rng.randrange(12)
        if act == 0:
            del value[place]
        elif act == 1 and isinstance(value, dict):
            name = rng.choice(list(value))
            value[name] = value.pop(place)
        elif act == 2 and isinstance(value, list):
            value.append(value[place])
        else:
            value[place] = _said(rng, value[place])
        return value
    return rng.choice((rng.choice(SAYINGS), rng.choice(SAYINGS), None, True, 0, -1.5, 10**400, [], {}, [value], [[value]],
                       {"a": value}, [value, None, 1], {"": value}))  # fmt: skip


def _turn(rng: random.Random, elements: list[Any]) -> None:
    """Turn one of a tree's elements: its text, an attribute, its name, its place, or whether it is there."""
    one, other = rng.choice(elements), rng.choice(elements)
    act = rng.randrange(8)
    if act < 3:
        one.text = rng.choice(SAYINGS)
    elif act == 3 and one.attrib:
        one.set(rng.choice(list(one.attrib)), rng.choice(SAYINGS))
    elif act == 4:
        one.tag = other.tag if other.tag[0] == "{" else other.tag.rpartition(":")[2]  # Some prefix is not declared.
    elif one.getparent() is None:
        return
    elif act == 5:
        one.getparent().remove(one)
    else:
        copied = copy.deepcopy(one)
        if len(list(copied.iter())) * len(elements) < 100_000:
            other.append(copied)


def _turned(rng: random.Random, given: tuple[bytes, ...]) -> bytes:
    """One of the given files with some bytes turned where they stand: one lost would move all that points behind it."""
    content = bytearray(rng.choice(given))
    for _ in range(rng.choice((1, 2, 8, 40))):
        content[rng.randrange(len(content))] = rng.choice((0, 1, 255, rng.randrange(256)))
    return bytes(content)


def repacked(rng: random.Random, given: tuple[bytes, ...]) -> bytes:
    """A workbook with one of its parts damaged, in a packing that is sound."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(rng.choice(given))) as source, zipfile.ZipFile(into, "w") as made:
        names = source.namelist()
        hit = rng.choice([name for name in names if name.endswith((".xml", ".rels"))])
        for name in names:
            content = source.read(name)
            made.writestr(name, damaged(rng, (content,)) if name == hit and content else content)
    return into.getvalue()


def run(path: Path, count: int, seed: int, made: Callable[[random.Random], bytes], wanted: str = "") -> float:
    """Read ``count`` inputs; the slowest reading's seconds of processor time."""
    slowest = 0.0
    for number in range(count):
        rng = random.Random(seed * 1_000_003 + number)
        content = made(rng)
        if rng.randrange(20) == 0:
            content = gzip.compress(content, 1)
        # A file that is written over is put on the disk at once, which takes longer than its reading.
        path.unlink(missing_ok=True)
        path.write_bytes(content)
        begun = time.process_time()
        try:
            reading = Reading(path, wanted=wanted if rng.randrange(4) else "")
            for record in reading.records():
                record.as_json()
            reading.report.as_json()
        except Refusal:
            pass
        except Exception as error:
            raise AssertionError(f"{wanted} seed {seed} number {number}: {error!r}") from error
        slowest = max(slowest, time.process_time() - begun)
    return slowest


FORMATS = (*sorted(all_formats()), "ops_json", "xls", "xlsx")


def _made(name: str) -> tuple[Callable[[random.Random], bytes], str]:
    """How inputs of a format (or kind of workbook) are made, and which format is asked for."""
    given = seeds().get(name, ())
    if not given:
        pytest.skip("no file of this format is beside the project")
    if name == "xlsx":
        return lambda rng: repacked(rng, given) if rng.randrange(3) else damaged(rng, given), ""
    if name == "xls":
        return lambda rng: _turned(rng, given) if rng.randrange(10) else damaged(rng, given), ""
    if name == "ops_json" or all_formats()[name].carrier in {"xml", "solr", "json"}:
        wanted = "" if name == "ops_json" else name
        return lambda rng: _misspoken(rng, given) if rng.randrange(2) else damaged(rng, given), wanted
    return lambda rng: damaged(rng, given), name


@pytest.mark.parametrize("name", ["epo_docdb", "us_ice", "cnipa_ipph", "qcc_patents", "incopat_list", "us_greenbook",
                                  "cnki_citations", "ops_json", "xlsx"])  # fmt: skip
def test_some_damaged_inputs_of_each_carrier_neither_crash_nor_hang(tmp_path: Path, name: str) -> None:
    made, wanted = _made(name)
    assert run(tmp_path / "input", 60, 1, made, wanted) < 20


@pytest.mark.soak
@pytest.mark.parametrize("name", FORMATS)
def test_a_hundred_thousand_damaged_inputs_of_each_format_neither_crash_nor_hang(
    tmp_path: Path, name: str
) -> None:
    made, wanted = _made(name)
    slowest = run(tmp_path / "input", COUNT, 2, made, wanted)
    assert slowest < 20, "an input of a few kilobytes must not hold the reader up"
