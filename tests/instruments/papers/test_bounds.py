"""A plan of a hundred pages is read in seconds, and damaged files end in a reading or a refusal, never otherwise.

Times and memory are printed with ``-s``, not asserted: they belong to the machine.
"""

from __future__ import annotations

import io
import random
import resource
import time
import zipfile

import pytest
from papermaking import PRINT, as_docx, as_html, as_numbered_docx, plan, printed, rezipped

from zhichan.instruments.papers import Extracted, Unreadable, extract
from zhichan.instruments.reader import read

pytestmark = pytest.mark.thorough


def _long():
    """The example plan told again and again, with numbers of its own in each round."""
    blocks = plan()[:80]
    return [
        each if not isinstance(each, str) else f"{each}(第{n}轮)" if each.endswith("。") else each
        for n in range(1, 20)
        for each in blocks
    ]


@pytest.mark.parametrize(
    ("container", "make"),
    [
        ("docx", lambda: as_docx(_long())),
        ("html", lambda: as_html(_long()).encode()),
        ("pdf", lambda: printed(as_html(_long(), style=PRINT))),
    ],
)
def test_a_plan_of_a_hundred_pages_is_read_whole_from(container, make):
    data = make()
    start = time.perf_counter()
    found = extract(data)
    extracted = time.perf_counter()
    told = read(found.text, glossary=())
    done = time.perf_counter()
    memory = (
        max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        >> 10
    )
    print(
        f"\n{container}: {found.pages or '?'} pages, {len(found.text)} characters, {len(found.tables)} tables; "
        f"extracted in {extracted - start:.2f} s, read in {done - extracted:.2f} s, at most {memory} MB"
    )
    assert len(found.tables) == 38
    assert all(f"(第{n}轮)" in found.text for n in range(1, 20))
    assert told.text_length == len(found.text)


def _harmed(data, chance):
    """Bytes changed, cut, inserted, repeated or cut off, one to sixty times."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 60))):
        at = chance.randrange(len(out)) if out else 0
        match chance.randrange(6):
            case 0:
                out[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del out[at : at + chance.randrange(1, 200)]
            case 2:
                out[at:at] = chance.randbytes(chance.randrange(1, 50))
            case 3:
                other = chance.randrange(len(out)) if out else 0
                out[at:at] = out[other : other + chance.randrange(1, 2000)]
            case 4 if out:
                out[at] ^= 1 << chance.randrange(8)
            case _:
                del out[at + chance.randrange(1, 5000) :]
    return bytes(out)


def _harmed_inside(data, chance):
    """A Word document that opens, with one of its parts harmed."""
    with zipfile.ZipFile(io.BytesIO(data)) as document:
        name = chance.choice(
            ["word/document.xml"] * 3 + ["word/numbering.xml", "word/styles.xml", "_rels/.rels"]
        )
        return rezipped(data, {name: _harmed(document.read(name), chance)})


@pytest.mark.parametrize(
    ("kind", "rounds"),
    [("docx", 200), ("parts of docx", 300), ("html", 250), ("html in GB18030", 200), ("pdf", 50)],
)
def test_a_thousand_harmed_files_end_in_a_text_or_a_refusal(kind, rounds):
    chance = random.Random(20260301)
    blocks = plan()[:40]
    make, harm, name = {
        "docx": (lambda: as_numbered_docx(blocks), _harmed, ""),
        "parts of docx": (lambda: as_numbered_docx(blocks), _harmed_inside, ""),
        "html": (lambda: as_html(blocks).encode(), _harmed, "page.html"),
        "html in GB18030": (lambda: as_html(blocks, charset="gbk").encode("gb18030"), _harmed, "page.html"),
        "pdf": (lambda: printed(as_html(blocks, style=PRINT)), _harmed, ""),
    }[kind]
    data = make()
    ends = {"read": 0}
    for _ in range(rounds):
        try:
            found = extract(harm(data, chance), name=name)
        except Unreadable as refused:
            ends[refused.code] = ends.get(refused.code, 0) + 1
            continue
        assert isinstance(found, Extracted)
        for table in found.tables:
            for cell in table.cells:
                assert found.text[slice(*cell.span)] in {cell.text, ""}
        ends["read"] += 1
    print(f"\n{kind}: {ends}")
    assert sum(ends.values()) == rounds
