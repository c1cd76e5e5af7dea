"""Feeds: records a second beside the bare reader of the same file, and memory that does not grow with it.

Real files of ../shared/data are made long by repeating their records, each time with other numbers in them, so that
none of ours is known from the time before; in spreadsheets, which keep each text once, titles and abstracts are others
too. Each is read by our reader into neutral records, by one process and by one
for each processor (as ``zhichan load --dry-run`` does), and by what anyone would start from: lxml's ``iterparse``,
Python's csv, calamine, json. Three peers:

    parsed   the file is cut into records, and nothing is looked at
    touched  every element's text and attributes are looked at once (XML), the least that a use of them costs
    taken    the same fields are taken out by their paths or columns; of tables also their days, lists and counts

``taken`` is the like of our reading without its judgement: no synonyms, no broken bytes, no check digits, no account of
what is not mapped, no positions, no refusals. All must meet the same number of records before anything is timed.

``seconds`` are by the clock, ``processor`` is the processor time of all processes together, each the least of two (of
one from 100 000 records on); ``times_…`` is ours over the peer's, by the clock. Memory is the resident memory of the
process that reads: when it had read a tenth, by how much it grew until the end, and the largest of its readers.
From a million records on only cutting is timed, and reading by all processes.
``FEEDS_RECORDS`` (1500) says how many records each file is made of at least, ``FEEDS_ONLY`` names parts of file names.
With ``FEEDS_LOAD`` each file is also loaded into a database that is thrown away.
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
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from lxml import etree
from python_calamine import CalamineWorkbook

from benchmarks import sheets
from zhichan.doors.feeds import containers, tables, values
from zhichan.doors.feeds.formats import detect

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
AT = datetime(2026, 11, 22, 4, tzinfo=UTC)
BYTES = max(8 << 20, RECORDS << 10) if RECORDS < 100_000 else 16 << 30
ROUNDS = 2 if RECORDS < 100_000 else 1
MOST_ROWS = 100_000  # of a spreadsheet: it is held whole, by whoever reads it
DISTINCT = 1_000_000  # records, from which on they come again
WHOLE = 256 << 20  # bytes of JSON that a bare reader, which holds a file whole, is given
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


def _loaded(path: Path) -> Any:
    """The records of a JSON file; of a large one as many as stand in its beginning."""
    with path.open("rb") as stream:
        content = stream.read(WHOLE)
    return json.loads(content if path.stat().st_size <= WHOLE else content[: content.rindex(b"\n, ")] + b"]")


def _objects(path: Path) -> int:
    return len(_loaded(path))


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
    found = _loaded(path)
    for each in found:
        _values(each, "", {})
    return len(found)


_LONG = re.compile(rb"\d{7,}(?:\.[\dX])?")


def _other(body: bytes, time: int) -> bytes:
    """The same records with other numbers in them: their last digits differ, days stay, check digits are right."""

    def number(found: re.Match[bytes]) -> bytes:
        digits, _, check = found[0].decode().partition(".")
        if len(digits) == 8 and digits[:2] in {"18", "19", "20"} and digits[4:6] < "13" and digits[6:] < "32":
            return found[0]
        coded = not check and len(digits) == 13 and digits[12:] == values.check_digit(digits[:12])
        own = digits[:12] if coded else digits
        last = 6 if len(own) < 10 else 7
        own = own[:-last] + f"{(int(own[-last:]) + time * 977) % 10**last:0{last}}"
        if check or coded:
            own += ("" if coded else ".") + values.check_digit(own[:12])
        return own.encode()

    return _LONG.sub(number, body) if time else body


def _written(into: Path, head: bytes, body: bytes, tail: bytes, count: int, between: bytes = b"") -> None:
    """So many records as are wanted, of a body that has ``count`` of them."""
    times = min(-(-RECORDS // count), 1 + BYTES // len(body))
    distinct = min(times, -(-DISTINCT // count))
    with into.open("wb") as stream:
        stream.write(head)
        for time in range(times):
            stream.write((between if time else b"") + _other(body, time % distinct))
        stream.write(tail)


def _xml(data: bytes, into: Path, tags: tuple[str, ...]) -> dict[str, Bare]:
    """The records between the first start and the last end, again and again; or whole documents."""
    for tag in tags:
        name = tag.encode()
        starts = [each.start() for each in re.finditer(rb"<(?:[\w.-]+:)?" + name + rb"[\s>]", data)]
        ends = [each.end() for each in re.finditer(rb"</(?:[\w.-]+:)?" + name + rb"\s*>", data)]
        if starts:
            break
    head, body, tail = data[: starts[0]], data[starts[0] : ends[-1]], data[ends[-1] :]
    if not tail.strip():
        one = data if data.lstrip().startswith(b"<?xml") else b'<?xml version="1.0"?>\n' + data
        _written(into, b"", one.strip() + b"\n", b"", 1)
        return {name: partial(_documents, look=look) for name, look in LOOKS.items()}
    _written(into, head, body, tail, len(starts))
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
        body = body.rstrip(b"\n") + b"\n"
        rows = sum(1 for _ in csv.reader(body.decode("utf-8", "replace").splitlines(keepends=True)))
        _written(into, head + end, body, b"", max(1, rows))
        return into, {"parsed": _rows, "taken": _typed_rows}
    if kind == ".json":
        found = json.loads(data)
        body = b"\n, ".join(json.dumps(each, ensure_ascii=False).encode() for each in found)
        _written(into, b"[", body, b"]", len(found), b"\n, ")
        return into, {"parsed": _objects, "taken": _taken_objects}
    into.write_bytes(data)
    _sheet(into)
    return into, {"parsed": _cells, "taken": _typed_cells}


def _sheet(path: Path) -> None:
    """Write a spreadsheet anew with its rows again and again: their numbers, titles and abstracts are others."""
    rows = [tuple(map(str, row)) for row in _sheets(path)]
    found = tables.find_header(tables.rows(next(iter(containers.members(path)))))
    assert found is not None
    header = found[0]
    head, body = rows[: header.row], [row for row in rows[header.row :] if any(row)]
    wanted = {"title", "abstract", "first_claim"}
    texts = {index for index, (_, target, _) in enumerate(header.columns) if target in wanted}

    def made(number: int) -> Iterator[str]:
        time, place = divmod(number, len(body))
        for index, text in enumerate(body[place]):
            yield f"{text} {time}" if index in texts and text else _other(text.encode(), time).decode()

    write = sheets.xls if path.suffix == ".xls" else sheets.xlsx
    write(path, head, (tuple(made(number)) for number in range(min(RECORDS, MOST_ROWS))))


_READ = """
import json, resource, sys, time
from pathlib import Path
import psutil
from zhichan.doors.feeds import books
from zhichan.doors.feeds.reading import Reading
from zhichan.doors.feeds.shares import processes, shares
path, most, count = Path(sys.argv[1]), int(sys.argv[2]) or processes(), int(sys.argv[3])
resident = psutil.Process().memory_info
tenth = most_held = 0
def progress(report):
    global tenth, most_held
    if report.read < count // 10:
        return
    held = resident().rss
    tenth, most_held = tenth or held, max(held, most_held)
reading = Reading(path, progress=progress)
began, used = time.perf_counter(), time.process_time()
for _ in shares(reading, most=most):
    pass
seconds = time.perf_counter() - began
books.close()  # Only of processes that have ended is the time known.
used = time.process_time() - used
children = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({
    "read": reading.report.read, "processes": most, "seconds": seconds,
    "processor": used + children.ru_utime + children.ru_stime, "tenth": tenth / 2**20, "end": most_held / 2**20,
    "readers": children.ru_maxrss / 1024,
}))
"""


def _ours(path: Path, most: int, count: int) -> dict[str, Any]:
    """One reading by so many processes (0: one for each processor), in a process of its own."""
    command = [sys.executable, "-c", _READ, str(path), str(most), str(count)]
    return cast(dict[str, Any], json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))


def _times(read: Bare, path: Path) -> tuple[int, float, float]:
    """Records, seconds by the clock and of processor time."""
    best = (0, float("inf"), float("inf"))
    for _ in range(ROUNDS):
        began, used = time.perf_counter(), time.process_time()
        count = read(path)
        best = count, min(best[1], time.perf_counter() - began), min(best[2], time.process_time() - used)
    return best


def _file(path: Path, bare: dict[str, Bare]) -> dict[str, Any]:
    """What one file shows."""
    large = RECORDS >= 1_000_000
    ready = {label: _times(read, path) for label, read in bare.items() if label == "parsed" or not large}
    count = ready["parsed"][0]
    entry: dict[str, Any] = {
        "format": detect(next(iter(containers.members(path)))).id,
        "mebibytes": round(path.stat().st_size / 2**20, 1),
    }
    for label, most in (("all", 0),) if large else (("one", 1), ("all", 0)):
        runs = [_ours(path, most, count) for _ in range(ROUNDS)]
        best = min(runs, key=lambda run: run["seconds"])
        # A table's header and preamble are rows to a bare reader too; of large JSON it is given a part.
        if abs(best["read"] - count) > max(3, count // 100) and path.suffix != ".json":
            raise AssertionError(f"{path.name}: the bare reader meets {count}, ours {best['read']}")
        each = best["seconds"] / best["read"]
        entry["records"] = best["read"]
        entry[label] = {
            "processes": best["processes"],
            "seconds": round(best["seconds"], 2),
            "processor": round(min(run["processor"] for run in runs), 2),
            "records_per_second": round(1 / each),
            **{f"times_{name}": round(each / (clock / met), 2) for name, (met, clock, _) in ready.items()},
            **{
                f"processor_times_{name}": round(best["processor"] / best["read"] / (spent / met), 2)
                for name, (met, _, spent) in ready.items()
            },
            "mebibytes_at_a_tenth": round(best["tenth"], 1),
            "grown_mebibytes": round(best["end"] - best["tenth"], 1) if best["tenth"] else None,
            "largest_reader_mebibytes": round(best["readers"], 1),
        }
    entry["load_after"] = [round(each, 1) for each in os.getloadavg()]
    return entry


def _load(path: Path) -> dict[str, Any]:
    """The file loaded into a database that is thrown away: records a second from the file to the end of the act."""
    from zhichan.doors.feeds.loading import load
    from zhichan.doors.feeds.reading import Reading
    from zhichan.kernel.ground.public import Region, kernel

    with kernel():
        named = {"name": "测量市", "name_en": "Bench", "kind": "city", "path": "/bench/", "synthetic": True}
        Region.objects.get_or_create(slug="bench", defaults=named)
    began = time.perf_counter()
    reading = Reading(path)
    read_at: list[float] = []

    def progress(stage: str, _: int) -> None:
        if stage == "read":
            read_at[:] = [time.perf_counter() - began]

    done = load(reading, at=AT, progress=progress)
    seconds = time.perf_counter() - began
    return {
        "records": done["read"],
        "seconds": round(seconds, 1),
        "of_them_reading": round(read_at[0], 1) if read_at else None,
        "records_per_second": round(done["read"] / seconds),
        "rows": {name: each["accepted"] for name, each in done["sources"].items()},
        "merged": done["merged"],
        "rejected": done["rejected"],
        "peak_mebibytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "load_after": [round(each, 1) for each in os.getloadavg()],
    }


def run(results: Path) -> dict[str, Any]:
    """Every file: records a second, times the bare readers, and memory; loaded too when that is asked for."""
    del results
    loads = bool(os.environ.get("FEEDS_LOAD"))
    if not loads:
        return {"files": _all(loads=False)}
    from zhichan.site import opening, testing

    opening.set_up()
    with testing.session():
        return {"files": _all(loads=True)}


def _all(*, loads: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    only = os.environ.get("FEEDS_ONLY", "").split()
    with TemporaryDirectory() as folder:
        for name in FILES:
            if not (DATA / name).exists() or (only and not any(part in name for part in only)):
                continue
            path, bare = _made(name, Path(folder))
            entry = found[Path(name).name] = {"loaded": _load(path)} if loads else _file(path, bare)
            print(name, json.dumps(entry), file=sys.stderr, flush=True)
            path.unlink()
    return found
