"""JSON cut into records: an array's items one by one, the lines of a JSON Lines file, or one whole document."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from zhichan.doors.feeds.faults import Unreadable
from zhichan.doors.feeds.records import fixed
from zhichan.doors.feeds.texts import BROKEN

LONGEST = 64 << 20  # characters of one record
_SPACE = re.compile(r"[\s\ufeff]*")
_FOLLOWING = re.compile(r"[\r\n]\s*(?=[{\[])")
_NEXT = re.compile(r"[\s,\ufeff]*")
_ESCAPED = "surrogateescape"


@fixed
class Cut:
    """One record: its value, or the ``fault`` that kept it from being read."""

    offset: int
    value: Any = None
    fault: Unreadable | None = None
    broken: bool = False  # whether bytes were lost in it


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a key given twice the values are kept beside each other, so that none is lost silently."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    found = {}
    for name, each in pairs:
        if name in found:
            before = found[name]
            found[name] = [*before, each] if isinstance(before, list) else [before, each]
        else:
            found[name] = each
    return found


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=str, parse_int=str
)


class _Text:
    """A stream of text with a window, of which what lies before ``at`` is done with.

    Each byte that is no character stands in the window as one surrogate, so that ``offset`` counts true bytes.
    """

    def __init__(self, chunks: Iterable[bytes], encoding: str) -> None:
        self._chunks = iter(chunks)
        # Half of a pair of bytes may look like ASCII there, which is no surrogate.
        errors = "replace" if encoding.startswith("utf-16") else _ESCAPED
        self._decoder = codecs.getincrementaldecoder(encoding)(errors)
        self._encoding = encoding
        self.window = ""
        self.at = 0
        self.offset = 0
        self.ended = False

    def __len__(self) -> int:
        return len(self.window) - self.at

    def more(self) -> bool:
        if self.ended:
            return False
        piece = next(self._chunks, b"")
        self.ended = not piece
        self.window = self.window[self.at :] + self._decoder.decode(piece, self.ended)
        self.at = 0
        return not self.ended

    def drop(self, length: int) -> str:
        """Be done with so much; the text of it, with U+FFFD for what was lost, '' when nothing was."""
        piece = self.window[self.at : self.at + length]
        self.at += length
        if piece.isascii():
            self.offset += length
            return ""
        try:
            self.offset += len(piece.encode(self._encoding))
        except UnicodeEncodeError:
            true = piece.encode(self._encoding, _ESCAPED)
            self.offset += len(true)
            return true.decode(self._encoding, "replace")
        return piece if BROKEN in piece else ""

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Drop what matches and return the next character, '' at the end."""
        while True:
            match = pattern.match(self.window, self.at)
            self.drop(match.end() - self.at if match else 0)
            if len(self) or not self.more():
                return self.window[self.at : self.at + 1]


def _broken(error: Exception | None = None) -> Unreadable:
    return Unreadable("json", "JSON格式有误", "the JSON is not well formed", str(error or "")[:80])


def _one(text: _Text) -> tuple[Any, bool]:
    """The value at the window's beginning, which is dropped, and whether bytes were lost in it.

    Raises ``ValueError`` when it is broken.
    """
    tried = 0
    while True:
        if len(text) >= 2 * tried or text.ended:
            try:
                found, end = _DECODER.raw_decode(text.window, text.at)
            except (ValueError, RecursionError):
                if text.ended or len(text) > LONGEST:
                    raise
                tried = len(text)
            else:
                # A number may go on in the next chunk.
                if end < len(text.window) or text.ended or isinstance(found, (dict, list)):
                    lost = text.drop(end - text.at)
                    return (_DECODER.raw_decode(lost)[0], True) if lost else (found, False)
        text.more()


def records(chunks: Iterable[bytes], encoding: str, *, start: int = 0) -> Iterator[Cut]:
    """The items of a top-level array, or the values one after another (lines, or one document)."""
    text = _Text(chunks, encoding)
    text.offset = start
    if text.skip(_SPACE) == "[" and start == 0:
        text.drop(1)
    while True:
        first = text.skip(_NEXT)
        if not first:
            return
        if first == "]":
            text.drop(1)
            continue
        offset = text.offset
        try:
            found, broken = _one(text)
            yield Cut(offset, found, broken=broken)
        except (ValueError, RecursionError) as error:
            yield Cut(offset, fault=_broken(error))
            # Go on at the next line that begins a value; without one, nothing more can be told apart.
            while True:
                following = _FOLLOWING.search(text.window, text.at)
                if following:
                    text.drop(following.end() - text.at)
                    break
                text.drop(max(len(text) - 1, 0) if not text.ended else len(text))
                if not text.more() and text.ended and not len(text):
                    return


def at(value: Any, path: str) -> Iterator[Any]:
    """The records within a document: ``patentBag[]`` names the items of an array, '' the document itself."""
    if not path:
        yield value
        return
    name, _, rest = path.partition("[]/")
    name = name.removesuffix("[]")
    found = value.get(name) if isinstance(value, dict) else None
    for each in found if isinstance(found, list) else [found] if found is not None else []:
        yield from at(each, rest)
