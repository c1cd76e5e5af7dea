"""The search index: one folder, one writer, many readers.

A rebuild fills a new generation beside the one that serves (see ``ground.generations``). A writer that is killed
leaves the last whole commit.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import tantivy
from django.conf import settings

from zhichan.instruments.query import triples
from zhichan.kernel.ground.public import Refusal, generations
from zhichan.kernel.registry.searching.documents import GAP, Document
from zhichan.kernel.registry.searching.fields import WORDS

_VALUES = (
    "readers", "kind", "class", "section", "nice", "number", "region", "area", "owner", "party", "field",
    "wipo35", "group", "alike",
)  # fmt: skip
_NUMBERS = ("filed", "granted", "published", "ended", "claim_count", "year")
_PLACES = ("order", "family")
"""Numbers that nobody asks for by value: they tell rights apart and put them in order."""
_FACETED = ("kind", "class", "section", "nice", "area", "owner", "party", "field", "wipo35")
_MEMORY = 128_000_000
EVERYONE = "*"
"""The reader of what is open to all."""
WHOLE = "whole"
"""The field that holds all texts of a right: where a word without a field is looked for, in one place."""
TRIPLES = "triples"
"""The field of each three characters in a row of all texts, without places."""


@cache
def schema() -> tantivy.Schema:
    """The fields of the index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("mark", stored=True, tokenizer_name="raw", index_option="basic")
    for name in (WHOLE, *WORDS):
        builder.add_text_field(name, tokenizer_name="grams", index_option="position")
    builder.add_text_field(TRIPLES, tokenizer_name="grams", index_option="freq")
    for name in _VALUES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name in _FACETED)
    # What is not open to all says so: almost nothing does, so that leaving it out costs a question nothing.
    builder.add_text_field("closed", tokenizer_name="raw", index_option="basic")
    for name in _NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in _PLACES:
        builder.add_integer_field(name, fast=True)
    return builder.build()


@cache
def edition() -> str:
    """A name for how documents are made: an index made otherwise is made anew."""
    here = Path(__file__).parent
    digest = hashlib.sha256(version("tantivy").encode())
    instruments = here.parents[2] / "instruments"
    made_by = ("query/atoms.py", "likeness/cutting.py", "likeness/keys.py", "likeness/sounding.py")
    for part in (here / "documents.py", here / "index.py", *(instruments / name for name in made_by)):
        digest.update(part.read_bytes())
    return digest.hexdigest()[:16]


def folder() -> Path:
    """Where the index of this installation lies."""
    return Path(settings.ZHICHAN_INDEX)


def named(generation: Path) -> tantivy.Index:
    """The files of a generation as an index, made where there are none."""
    index = tantivy.Index(schema(), path=str(generation))
    index.register_tokenizer("grams", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def standing() -> dict[str, Any]:
    """What is said of the serving generation: its name, edition and of which database; empty when there is none."""
    return generations.standing(folder())


Mark = tuple[int, int]


def _mark(file: str) -> Mark:
    """What changes whenever a file is put in the place of another."""
    found = os.stat(file)  # noqa: PTH116 - asked at each question, where a Path's own costs several times as much
    return found.st_ino, found.st_mtime_ns


def _some_closed(searcher: tantivy.Searcher) -> bool:
    return searcher.doc_freq("closed", "1") > 0


class _Held(NamedTuple):
    """A searcher, and the files it was opened on: while they are the same it says what the index says."""

    setting: object
    pointer: str
    pointed: Mark
    commit: str
    committed: Mark
    engine: tantivy.Index
    searcher: tantivy.Searcher
    closed: bool


class _Reading:
    """The open generation of this process. Asked at each question, so that it follows each commit at once."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.held: _Held | None = None

    def searcher(self) -> tantivy.Searcher:
        held = self.held
        if held is not None and held.setting is settings.ZHICHAN_INDEX:
            try:
                if _mark(held.pointer) == held.pointed and _mark(held.commit) == held.committed:
                    return held.searcher
            except OSError:
                # A new generation has just taken the place of this one.
                pass
        with self.lock:
            self.held = self._opened(self.held)
            return self.held.searcher

    def _opened(self, held: _Held | None) -> _Held:
        setting = settings.ZHICHAN_INDEX
        pointer = str(folder() / generations.POINTER)
        for _ in range(3):
            try:
                # Marks are taken before what they mark is read: a change in between is seen at the next question.
                pointed = _mark(pointer)
                place = folder() / str(standing().get("generation", ""))
                commit = str(place / "meta.json")
                committed = _mark(commit)
                same = held is not None and held.commit == commit and held.pointed == pointed
                engine = held.engine if held is not None and same else named(place)
                engine.reload()
            except FileNotFoundError:
                continue
            except ValueError:
                if standing().get("edition") != edition():
                    # It was made by an earlier version with other fields; the one that is being made takes its place.
                    break
                if _mark(pointer) == pointed:
                    raise
                continue
            searcher = engine.searcher()
            return _Held(setting, pointer, pointed, commit, committed, engine, searcher, _some_closed(searcher))
        raise Refusal.one(
            "search.unready", "检索索引正在建立，请稍后再试", "the search index is being made; try again shortly"
        )


_reading = _Reading()


def state() -> str:
    """What changes with each commit of the serving index; refuses (``search.unready``) where there is none."""
    _reading.searcher()
    held = _reading.held
    return f"{held.pointed} {held.committed}" if held is not None else ""


def some_closed(searcher: tantivy.Searcher) -> bool:
    """Whether something that is not open to all is in the index as this searcher sees it."""
    held = _reading.held
    return held.closed if held is not None and held.searcher is searcher else _some_closed(searcher)


def searcher() -> tantivy.Searcher:
    """The index as it stands now.

    :raises Refusal: search.unready, when none has been made yet.
    """
    return _reading.searcher()


def written(document: Document) -> tantivy.Document:
    """A document as the index takes it."""
    made = tantivy.Document()
    made.add_text("key", document.key)
    for name, text in document.texts.items():
        made.add_text(name, text)
    whole = GAP.join(document.texts.values())
    made.add_text(WHOLE, whole)
    made.add_text(TRIPLES, " ".join(triples(whole.split(" "))))
    for name, values in document.values.items():
        for value in values:
            made.add_text(name, value)
    if EVERYONE not in document.values.get("readers", ()):
        made.add_text("closed", "1")
    for name, number in document.numbers.items():
        made.add_integer(name, number)
    return made


def replace(gone: Iterable[str], documents: Iterable[Document]) -> None:
    """Take documents out by key and put others in, in one commit; nothing happens when no index serves yet."""
    place = standing().get("generation")
    if not place:
        return
    writer = named(folder() / place).writer(_MEMORY, 1)
    for key in gone:
        writer.delete_documents_by_term("key", key)
    for document in documents:
        writer.delete_documents_by_term("key", document.key)
        writer.add_document(written(document))
    writer.commit()
    writer.wait_merging_threads()


def rebuild(documents: Iterable[Document], *, of: str = "") -> int:
    """Make the index anew while the present one serves, and say what it is `of`; how many documents it holds."""
    place = generations.fresh(folder())
    writer = named(place).writer(4 * _MEMORY, 2)
    count = 0
    for document in documents:
        writer.add_document(written(document))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    generations.serve(place, {"edition": edition(), "of": of})
    return count
