"""The search index: one folder, one writer, many readers.

A folder holds generations; `current` names the one that serves. A rebuild fills a new generation beside it and then
renames one small file, so that readers never meet a half. A writer that is killed leaves the last whole commit.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from uuid import uuid4

import tantivy
from django.conf import settings

from zhichan.kernel.ground.public import Refusal
from zhichan.kernel.registry.searching.documents import Document
from zhichan.kernel.registry.searching.fields import WORDS

_VALUES = ("readers", "kind", "class", "section", "nice", "number", "region", "area", "owner", "field")
_NUMBERS = ("filed", "granted", "published", "ended", "claim_count", "year", "first")
_FACETED = ("kind", "section", "nice", "area", "owner", "field")
_MEMORY = 128_000_000


def schema() -> tantivy.Schema:
    """The fields of the index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in WORDS:
        builder.add_text_field(name, tokenizer_name="grams", index_option="position")
    for name in _VALUES:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name in _FACETED)
    for name in _NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


def edition() -> str:
    """A name for how documents are made: an index made otherwise is made anew."""
    here = Path(__file__).parent
    digest = hashlib.sha256(version("tantivy").encode())
    for part in (here / "documents.py", here / "index.py", here.parents[2] / "instruments/query/atoms.py"):
        digest.update(part.read_bytes())
    return digest.hexdigest()[:16]


def folder() -> Path:
    """Where the index of this installation lies."""
    return Path(settings.ZHICHAN_INDEX)


def _named(generation: Path) -> tantivy.Index:
    index = tantivy.Index(schema(), path=str(generation))
    index.register_tokenizer("grams", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def standing() -> dict[str, str]:
    """What is said of the serving generation: its name and edition; empty when there is none."""
    try:
        return dict(json.loads((folder() / "current").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


class _Reading:
    """The open generation of this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.generation = ""
        self.index: tantivy.Index | None = None

    def searcher(self) -> tantivy.Searcher:
        place = standing().get("generation", "")
        if not place:
            raise Refusal.one(
                "search.unready", "检索索引正在建立，请稍后再试", "the search index is being made; try again shortly"
            )
        with self.lock:
            key = f"{folder()}/{place}"
            if key != self.generation or self.index is None:
                self.index = _named(folder() / place)
                self.generation = key
            self.index.reload()
            return self.index.searcher()


_reading = _Reading()


def searcher() -> tantivy.Searcher:
    """The index as it stands now.

    :raises Refusal: search.unready, when none has been made yet.
    """
    return _reading.searcher()


def _written(document: Document) -> tantivy.Document:
    made = tantivy.Document()
    made.add_text("key", document.key)
    for name, text in document.texts.items():
        made.add_text(name, text)
    for name, values in document.values.items():
        for value in values:
            made.add_text(name, value)
    for name, number in document.numbers.items():
        made.add_integer(name, number)
    return made


def replace(gone: Iterable[str], documents: Iterable[Document]) -> None:
    """Take documents out by key and put others in, in one commit; nothing happens when no index serves yet."""
    place = standing().get("generation")
    if not place:
        return
    writer = _named(folder() / place).writer(_MEMORY, 1)
    for key in gone:
        writer.delete_documents_by_term("key", key)
    for document in documents:
        writer.delete_documents_by_term("key", document.key)
        writer.add_document(_written(document))
    writer.commit()
    writer.wait_merging_threads()


def rebuild(documents: Iterable[Document], *, of: str = "") -> int:
    """Make the index anew while the present one serves, and say what it is `of`; how many documents it holds."""
    name = uuid4().hex
    fresh = folder() / name
    fresh.mkdir(parents=True)
    writer = _named(fresh).writer(4 * _MEMORY, 2)
    count = 0
    for document in documents:
        writer.add_document(_written(document))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    pointer = folder() / f".{name}"
    pointer.write_text(json.dumps({"generation": name, "edition": edition(), "of": of}), encoding="utf-8")
    pointer.replace(folder() / "current")
    for other in folder().iterdir():
        # Readers that have the one before open keep its files until they let go.
        if other.is_dir() and other.name != name:
            shutil.rmtree(other, ignore_errors=True)
    return count
