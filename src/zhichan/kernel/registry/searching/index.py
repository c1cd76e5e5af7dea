"""The search index: one folder, one writer, many readers.

A rebuild fills a new generation beside the one that serves (see ``ground.generations``). A writer that is killed
leaves the last whole commit. Parts filled beside each other are put together by a list of their segments, each of
which is whole in itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

import tantivy
from django.conf import settings

from zhichan.instruments.query import learnt, runs
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
RUNS = "runs"
"""The field of the commonest runs of three and four characters of all texts, without places."""
_LEARNT = "runs.txt"
"""The file of a generation that says which runs those are."""
SAMPLE = 10_000
"""Documents of which they are learnt."""
LEAST, _SHARE = 20, 500
"""A run is common that so many documents of a sample have, and one in so many."""
_LIST, _FILES = "meta.json", ".managed.json"


@cache
def schema() -> tantivy.Schema:
    """The fields of the index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("mark", stored=True, tokenizer_name="raw", index_option="basic")
    for name in (WHOLE, *WORDS):
        builder.add_text_field(name, tokenizer_name="grams", index_option="position")
    builder.add_text_field(RUNS, tokenizer_name="grams", index_option="freq")
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
    made_by = ("query/atoms.py", "query/runs.py", "likeness/cutting.py", "likeness/keys.py", "likeness/sounding.py")
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
    known: AbstractSet[str]


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
                commit = str(place / _LIST)
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
            known = held.known if held is not None and same else common(place)
            closed = _some_closed(searcher)
            return _Held(setting, pointer, pointed, commit, committed, engine, searcher, closed, known)
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


def known(searcher: tantivy.Searcher) -> AbstractSet[str]:
    """The runs that the index keeps as terms, as this searcher sees it; none of them where it is no longer served."""
    held = _reading.held
    return held.known if held is not None and held.searcher is searcher else frozenset()


def searcher() -> tantivy.Searcher:
    """The index as it stands now.

    :raises Refusal: search.unready, when none has been made yet.
    """
    return _reading.searcher()


def common(generation: Path) -> AbstractSet[str]:
    """The runs that a generation keeps as terms."""
    file = generation / _LEARNT
    return frozenset(file.read_text(encoding="utf-8").split()) if file.exists() else frozenset()


def learn(sample: Iterable[Document], generation: Path) -> AbstractSet[str]:
    """Learn of a sample which runs are common, and let a generation keep those; once, before it is filled."""
    rows = [list(map(sys.intern, _whole(document).split(" "))) for document in sample]
    found = learnt(rows, least=max(LEAST, len(rows) // _SHARE))
    (generation / _LEARNT).write_text("\n".join(sorted(found)), encoding="utf-8")
    return found


def _whole(document: Document) -> str:
    return GAP.join(document.texts.values())


def written(document: Document, known: AbstractSet[str]) -> tantivy.Document:
    """A document as the index takes it, with the known runs as terms of their own."""
    made = tantivy.Document()
    made.add_text("key", document.key)
    for name, text in document.texts.items():
        made.add_text(name, text)
    whole = _whole(document)
    made.add_text(WHOLE, whole)
    if known:
        made.add_text(RUNS, " ".join(runs(whole.split(" "), known)))
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
    generation = standing().get("generation")
    if not generation:
        return
    place = folder() / generation
    known = common(place)
    writer = named(place).writer(_MEMORY, 1)
    for key in gone:
        writer.delete_documents_by_term("key", key)
    for document in documents:
        writer.delete_documents_by_term("key", document.key)
        writer.add_document(written(document, known))
    writer.commit()
    writer.wait_merging_threads()


def fill(part: Path, documents: Iterable[Document], known: AbstractSet[str], *, memory: int = 4 * _MEMORY) -> int:
    """Write documents into a folder of its own, as one segment where the memory (bytes) suffices; how many."""
    part.mkdir(parents=True, exist_ok=True)
    writer = named(part).writer(memory, 1)
    count = 0
    for document in documents:
        writer.add_document(written(document, known))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    return count


def join(place: Path, parts: Sequence[Path]) -> int:
    """Put parts that :func:`fill` filled together in an empty folder beside them; how many documents it then holds.

    A segment's files are named by its own identity and know nothing of others: they are moved, and one list names
    them all. The parts are gone afterwards. Their keys must differ: nothing is taken out.

    :raises ValueError: when the parts were made in different ways, or the engine does not count in the whole what the
        parts say they have.
    """
    said = [json.loads((part / _LIST).read_text(encoding="utf-8")) for part in parts]
    segments = [segment for each in said for segment in each["segments"]]
    ways = {json.dumps([each["schema"], each["index_settings"]], sort_keys=True) for each in said}
    if len(ways) != 1 or any(segment["deletes"] for segment in segments):
        raise ValueError("the parts of the index are not of one kind")
    names = {segment["segment_id"].replace("-", "") for segment in segments}
    files = [file for part in parts for file in part.iterdir() if file.name.partition(".")[0] in names]
    for file in files:
        file.rename(place / file.name)
    for part in parts:
        shutil.rmtree(part)
    (place / _FILES).write_text(json.dumps([*(file.name for file in files), _LIST]), encoding="utf-8")
    whole = {**said[0], "segments": segments, "opstamp": max(each["opstamp"] for each in said)}
    (place / _LIST).write_text(json.dumps(whole), encoding="utf-8")
    engine = named(place)
    engine.reload()
    count = sum(int(segment["max_doc"]) for segment in segments)
    if engine.searcher().num_docs != count:
        raise ValueError("the parts of the index are not whole")
    return count


def settle(place: Path) -> None:
    """Let the engine merge at once what it would merge at the next commit, before anyone waits for that commit."""
    writer = named(place).writer(4 * _MEMORY, 1)
    writer.commit()
    writer.wait_merging_threads()


def rebuild(documents: Iterable[Document], *, of: str = "", sample: Iterable[Document] | None = None) -> int:
    """Make the index anew while the present one serves, and say what it is `of`; how many documents it holds.

    What is common in texts is learnt of the `sample`, or of the first documents.
    """
    coming = iter(documents)
    first = list(islice(coming, SAMPLE)) if sample is None else []
    return anew(
        lambda place, known: fill(place, chain(first, coming), known), of=of, sample=first if sample is None else sample
    )


def anew(filling: Callable[[Path, AbstractSet[str]], int], *, of: str, sample: Iterable[Document]) -> int:
    """Let a new generation be filled, and then serve; how many documents it holds.

    Who fills it is told its folder and the runs that it keeps as terms.
    """
    place = generations.fresh(folder())
    count = filling(place, learn(sample, place))
    generations.serve(place, {"edition": edition(), "of": of, "documents": count})
    return count
