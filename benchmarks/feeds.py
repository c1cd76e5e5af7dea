"""Feeds: records a second beside the bare reader of the same file, and memory that does not grow with it.

Real files of ../shared/data are made long by repeating their records; tables are read as they are.
Each is read by our reader into neutral records, and by what anyone would start from: lxml's ``iterparse``, Python's
csv, calamine, json; *touched* is the same with every element's text and attributes looked at once, which is the least
that a use of them costs. Both must meet the same number of records before anything is timed. Processor time, the
lesser of three; ``times`` is ours over the bare reader's. Loading into the registry is not part of it.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree
from python_calamine import CalamineWorkbook

from zhichan.doors.feeds import containers
from zhichan.doors.feeds.formats import detect
from zhichan.doors.feeds.reading import Reading

DATA = Path(os.environ.get("ZHICHAN_SHARED") or Path(__file__).parents[2] / "shared") / "data"
FILES = (
    "cn_patent_st36_xml/cn-patent-document_CN201310520601_description.xml",
    "cn_patent_ipph_xml/CN2017106717144A.XML",
    "epo_docdb_xml/DE-backfile.xml",
    "epo_ops_xml/published/biblio_example.xml",
    "epo_ops_xml/legal/example_2.xml",
    "trademark_xml/uspto_tsdr_ST66_sn76044902.xml",
    "trademark_xml/uspto_tsdr_ST96_sn76044902.xml",
    "uspto_xml/xml2014/US08927118.xml.gz",
    "lens_export/pizza_lens_1000_raw.csv",
    "espacenet_export/pizza_sliced_20062008_439.csv",
    "patentscope_export/patentscope_pizza_2012_2015_6177.xls.zip",
    "cn_patent_cnipr_export/cnipr_export.xlsx",
    "registry_api_json/patents.json",
)
RECORDS, BYTES, ROUNDS = 1_500, 8 << 20, 2
Bare = Callable[[Path], int]


def _looked(one: Any) -> int:
    """Look at each text and attribute of an element once."""
    seen = 0
    for each in one.iter(etree.Element):
        seen += len(each.text or "")
        for value in each.attrib.values():
            seen += len(value)
    return seen


def _documents(path: Path, touch: bool) -> int:
    """Documents one after another, as offices publish them: a parse each."""
    count = 0
    for piece in path.read_bytes().split(b"<?xml ")[1:]:
        root = etree.XML(
            b"<?xml " + piece, etree.XMLParser(load_dtd=False, resolve_entities=False, huge_tree=True)
        )
        if touch:
            _looked(root)
        count += 1
    return count


def _elements(path: Path, tag: str, touch: bool) -> int:
    count = 0
    for _, one in etree.iterparse(path, tag=(tag, "{*}" + tag), load_dtd=False, resolve_entities=False):
        if touch:
            _looked(one)
        one.clear()
        while one.getprevious() is not None:
            del one.getparent()[0]
        count += 1
    return count


def _rows(path: Path) -> int:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        return sum(1 for row in csv.reader(lines) if any(row))


def _cells(path: Path) -> int:
    book = CalamineWorkbook.from_path(str(path))
    return sum(1 for name in book.sheet_names for row in book.get_sheet_by_name(name).iter_rows() if any(row))


def _objects(path: Path) -> int:
    found = json.loads(path.read_text("utf-8-sig"))
    return len(found) if isinstance(found, list) else 1


def _xml(data: bytes, into: Path, tags: tuple[str, ...]) -> dict[str, Bare]:
    """The records between the first start and the last end, again and again; or whole documents."""
    for tag in tags:
        name = tag.encode()
        starts = [each.start() for each in re.finditer(rb"<(?:[\w.-]+:)?" + name + rb"[\s>]", data)]
        ends = [each.end() for each in re.finditer(rb"</(?:[\w.-]+:)?" + name + rb"\s*>", data)]
        if starts:
            break
    times = min(-(-RECORDS // len(starts)), 1 + BYTES // len(data))
    head, body, tail = data[: starts[0]], data[starts[0] : ends[-1]], data[ends[-1] :]
    if not tail.strip():
        one = data if data.lstrip().startswith(b"<?xml") else b'<?xml version="1.0"?>\n' + data
        into.write_bytes(one.strip() + b"\n" if times == 1 else (one.strip() + b"\n") * times)
        return {
            "parsed": lambda path: _documents(path, False),
            "touched": lambda path: _documents(path, True),
        }
    into.write_bytes(head + body * times + tail)
    return {
        "parsed": lambda path: _elements(path, tag, False),
        "touched": lambda path: _elements(path, tag, True),
    }


def _made(name: str, folder: Path) -> tuple[Path, dict[str, Bare]]:
    """A long file of the same records, and the bare readers of it."""
    given = DATA / name
    data = given.read_bytes()
    if name.endswith(".gz"):
        data, name = gzip.decompress(data), name.removesuffix(".gz")
    if name.endswith(".zip"):
        with zipfile.ZipFile(given) as archive:
            inner = archive.infolist()[0]
            data, name = archive.read(inner), inner.filename
    into = folder / Path(name).name
    kind = into.suffix.lower()
    if kind == ".xml":
        return into, _xml(data, into, detect(next(iter(containers.members(given)))).records)
    if kind == ".csv":
        into.write_bytes(data)
        return into, {"parsed": _rows}
    if kind == ".json":
        found = json.loads(data)
        into.write_text(json.dumps(found * -(-RECORDS // len(found)), ensure_ascii=False), "utf-8")
        return into, {"parsed": _objects}
    into.write_bytes(data)
    return into, {"parsed": _cells}


def _ours(path: Path) -> int:
    reading = Reading(path)
    for _ in reading.records():
        pass
    return reading.report.read


def _seconds(read: Bare, path: Path) -> float:
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        read(path)
        found.append(time.process_time() - began)
    return min(found)


def _peak(path: Path) -> float:
    """The most memory Python held while reading, in MiB (what lxml and calamine hold in C is not counted)."""
    tracemalloc.start()
    try:
        _ours(path)
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def run(results: Path) -> dict[str, Any]:
    """Every file: records a second, times the bare readers, and the peak of memory at this length."""
    del results
    found: dict[str, Any] = {}
    with TemporaryDirectory() as given:
        for name in FILES:
            if not (DATA / name).exists():
                continue
            path, bare = _made(name, Path(given))
            count = _ours(path)
            ours = _seconds(_ours, path)
            entry: dict[str, Any] = {
                "format": detect(next(iter(containers.members(path)))).id,
                "mebibytes": round(path.stat().st_size / 2**20, 1),
                "records": count,
                "records_per_second": round(count / ours),
                "peak_mebibytes_of_python": round(_peak(path), 1),
            }
            for label, read in bare.items():
                # A table's header and preamble are rows to a bare reader too.
                if abs((met := read(path)) - count) > max(3, count // 100):
                    raise AssertionError(f"{name}: the bare reader meets {met}, ours {count}")
                entry[f"times_{label}"] = round(ours / _seconds(read, path), 2)
            found[Path(name).name] = entry
            path.unlink()
    return {"files": found}
