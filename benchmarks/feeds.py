"""Feeds: records a second beside the bare reader of the same file, and memory that does not grow with it.

Real files of ../shared/data are made long by repeating their records. Each is read by our reader into neutral records,
and by what anyone would start from: lxml's ``iterparse``, Python's csv, calamine, json. Three peers:

    parsed   the file is cut into records, and nothing is looked at
    touched  every element's text and attributes are looked at once (XML), the least that a use of them costs
    taken    the same fields are taken out by their paths or columns; of tables also their days, lists and counts

``taken`` is the like of our reading without its judgement: no synonyms, no broken bytes, no check digits, no account of
what is not mapped, no positions, no refusals. All must meet the same number of records before anything is timed.
Processor time, the lesser of two, that of the process which opens spreadsheets included; ``times_…`` is ours over the
peer's. Loading into the registry is not part of it. ``FEEDS_RECORDS`` (1500) says how many records each file is made of
at least, ``FEEDS_ONLY`` names parts of file names. ``grown`` is by how much memory grew, outside Python too, when a
process read the file after it had read a tenth of it.
"""

from __future__ import annotations

import csv
import gzip
import itertools
import json
import os
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree
from python_calamine import CalamineWorkbook

from zhichan.doors.feeds import books, containers, tables
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
RECORDS = int(os.environ.get("FEEDS_RECORDS", "1500"))
BYTES, ROUNDS = max(8 << 20, RECORDS << 10), 2
LISTS = frozenset(
    {
        *("applicants", "holders", "inventors", "agents", "agencies", "topics", "literature", "priorities"),
        *("ipcs", "cpcs", "nationals", "locarnos", "cited", "citing"),
        *("simple_family", "inpadoc_family", "dwpi_family"),
    }
)
Bare = Callable[[Path], int]


def _looked(one: Any) -> int:
    """Look at each text and attribute of an element once."""
    seen = 0
    for each in one.iter(etree.Element):
        seen += len(each.text or "")
        for value in each.attrib.values():
            seen += len(value)
    return seen


def _taken(one: Any, path: str, into: dict[str, list[str]]) -> None:
    """The fields of an element by their paths."""
    for name, value in one.attrib.items():
        into.setdefault(f"{path}@{name.rpartition('}')[2]}", []).append(value)
    if one.text and not one.text.isspace():
        into.setdefault(path, []).append(one.text.strip())
    for child in one.iterchildren(etree.Element):
        _taken(child, f"{path}/{child.tag.rpartition('}')[2]}", into)


def _fields(one: Any) -> dict[str, list[str]]:
    into: dict[str, list[str]] = {}
    _taken(one, "", into)
    return into


Look = Callable[[Any], Any]
LOOKS: dict[str, Look] = {"parsed": lambda one: None, "touched": _looked, "taken": _fields}


def _documents(path: Path, look: Look) -> int:
    """Documents one after another, as offices publish them: a parse each."""
    count = 0
    for piece in path.read_bytes().split(b"<?xml ")[1:]:
        parser = etree.XMLParser(load_dtd=False, resolve_entities=False, huge_tree=True)
        look(etree.XML(b"<?xml " + piece, parser))
        count += 1
    return count


def _elements(path: Path, tag: str, look: Look) -> int:
    count = 0
    for _, one in etree.iterparse(path, tag=(tag, "{*}" + tag), load_dtd=False, resolve_entities=False):
        look(one)
        one.clear()
        while one.getprevious() is not None:
            del one.getparent()[0]
        count += 1
    return count


def _rows(path: Path) -> int:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        return sum(1 for row in csv.reader(lines) if any(row))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    for form in ("%d.%m.%Y", "%Y.%m.%d", "%d/%m/%y"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def _column(target: str) -> Callable[[str], Any]:
    if target.endswith("_on"):
        return _day
    if target in LISTS:
        return lambda text: [part.strip() for part in text.replace(";;", ";").replace("\n", ";").split(";")]
    if target.startswith("count_"):
        return lambda text: int(float(text))
    return str.strip


def _typed(path: Path, rows: Iterable[Sequence[Any]]) -> int:
    """The columns that we map, each as what it is."""
    member = next(iter(containers.members(path)))
    found = tables.find_header(itertools.islice(tables.rows(member), 50))
    assert found is not None
    header = found[0]
    wanted = [
        (index, target, _column(target)) for index, (_, target, _) in enumerate(header.columns) if target
    ]
    count = 0
    for row in rows:
        taken: dict[str, Any] = {}
        for index, target, made in wanted:
            text = row[index] if index < len(row) else ""
            if text != "":
                try:
                    taken[target] = made(text if isinstance(text, str) else str(text))
                except ValueError:
                    continue
        count += bool(taken)
    return count


def _typed_rows(path: Path) -> int:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        return _typed(path, csv.reader(lines))


def _sheets(path: Path) -> Iterator[Sequence[Any]]:
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        yield from book.get_sheet_by_name(name).iter_rows()


def _cells(path: Path) -> int:
    return sum(1 for row in _sheets(path) if any(row))


def _typed_cells(path: Path) -> int:
    return _typed(path, _sheets(path))


def _objects(path: Path) -> int:
    found = json.loads(path.read_text("utf-8-sig"))
    return len(found) if isinstance(found, list) else 1


def _values(one: Any, path: str, into: dict[str, list[str]]) -> None:
    if isinstance(one, dict):
        for name, each in one.items():
            _values(each, f"{path}/{name}", into)
    elif isinstance(one, list):
        for each in one:
            _values(each, path, into)
    elif one is not None:
        into.setdefault(path, []).append(str(one).strip())


def _taken_objects(path: Path) -> int:
    found = json.loads(path.read_text("utf-8-sig"))
    for each in found:
        _values(each, "", {})
    return len(found)


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
        return {name: partial(_documents, look=look) for name, look in LOOKS.items()}
    into.write_bytes(head + body * times + tail)
    return {name: partial(_elements, tag=tag, look=look) for name, look in LOOKS.items()}


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
        head, end, body = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").partition(b"\n")
        times = -(-RECORDS // max(1, body.count(b"\n")))
        into.write_bytes(head + end + (body.rstrip(b"\n") + b"\n") * times)
        return into, {"parsed": _rows, "taken": _typed_rows}
    if kind == ".json":
        found = json.loads(data)
        into.write_text(json.dumps(found * -(-RECORDS // len(found)), ensure_ascii=False), "utf-8")
        return into, {"parsed": _objects, "taken": _taken_objects}
    into.write_bytes(data)
    return into, {"parsed": _cells, "taken": _typed_cells}


def _ours(path: Path) -> int:
    reading = Reading(path)
    for _ in reading.records():
        pass
    return reading.report.read


def _used() -> float:
    books.close()  # Only of processes that have ended is the time known.
    return sum(
        each.ru_utime + each.ru_stime
        for each in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def _seconds(read: Bare, path: Path) -> float:
    found = []
    for _ in range(ROUNDS):
        began = _used()
        read(path)
        found.append(_used() - began)
    return min(found)


_READ = """
import resource, sys
from pathlib import Path
from zhichan.doors.feeds.reading import Reading
def read(most):
    for _ in Reading(Path(sys.argv[1]), most=most).records():
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
first = read(int(sys.argv[2]))
print(read(None) - first)
"""


def _grown(path: Path, count: int) -> float:
    """By how many MiB a process that has read a tenth of the records grows when it reads them all."""
    command = [sys.executable, "-c", _READ, str(path), str(max(1, count // 10))]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return int(told) / 1024


def run(results: Path) -> dict[str, Any]:
    """Every file: records a second, times the bare readers, and by how much memory grew over nine tenths of it."""
    del results
    found: dict[str, Any] = {}
    only = os.environ.get("FEEDS_ONLY", "").split()
    with TemporaryDirectory() as given:
        for name in FILES:
            if not (DATA / name).exists() or (only and not any(part in name for part in only)):
                continue
            path, bare = _made(name, Path(given))
            count = _ours(path)
            ours = _seconds(_ours, path)
            entry: dict[str, Any] = {
                "format": detect(next(iter(containers.members(path)))).id,
                "mebibytes": round(path.stat().st_size / 2**20, 1),
                "records": count,
                "records_per_second": round(count / ours),
                "grown_mebibytes": round(_grown(path, count), 1),
            }
            for label, read in bare.items():
                # A table's header and preamble are rows to a bare reader too.
                if abs((met := read(path)) - count) > max(3, count // 100):
                    raise AssertionError(f"{name}: the bare reader meets {met}, ours {count}")
                entry[f"times_{label}"] = round(ours / _seconds(read, path), 2)
            found[Path(name).name] = entry
            path.unlink()
    return {"files": found}
