"""From bytes to text: which encoding, and what to do with broken bytes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{2,40})["']""")
_GB_NAMES = frozenset({"gb2312", "gbk", "gb18030", "cp936", "hz", "x-gbk"})
BROKEN = "\ufffd"


def encoding(head: bytes) -> tuple[str, int]:
    """The encoding of a file that begins with ``head``, and the length of its byte order mark."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (b"\x84\x31\x95\x33", "gb18030"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(mark):
            return name, len(mark)
    if declared := _DECLARED.match(head):
        name = declared[1].decode("ascii").lower()
        if name in _GB_NAMES:
            return "gb18030", 0
        try:
            found = codecs.lookup(name)
        except LookupError:
            found = None
        # Only encodings in which < is one ASCII byte can be cut into records before they are decoded.
        if (
            found
            and getattr(found, "_is_text_encoding", True)
            and _ascii_safe(found.name)
            and found.name != "utf-8"
        ):
            return found.name, 0
    if head[1:2] == b"\x00" and head[:1] in b'<{["':
        return "utf-16-le", 0
    if head[:1] == b"\x00" and head[1:2] in (b"<", b"{", b"["):
        return "utf-16-be", 0
    if _is(head, "utf-8"):
        return "utf-8", 0
    if _chinese(head):
        return "gb18030", 0
    return ("big5hkscs", 0) if _traditional(head) else ("utf-8", 0)


def _ascii_safe(name: str) -> bool:
    try:
        return "<a/>".encode(name) == b"<a/>" and b"<a/>".decode(name) == "<a/>"
    except (UnicodeError, LookupError, TypeError):
        return False


def _is(head: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _chinese(head: bytes) -> bool:
    """Whether the bytes beyond ASCII are pairs of GB 2312, as ordinary Chinese text is almost throughout."""
    pairs = re.findall(rb"[\x80-\xff].", head, re.DOTALL)
    if not pairs:
        return False
    usual = sum(1 for pair in pairs if 0xA1 <= pair[0] <= 0xF7 and pair[1] >= 0xA1)
    return usual >= 0.9 * len(pairs)


def _traditional(head: bytes) -> bool:
    """Whether the bytes beyond ASCII are pairs of Big5, most of them of its frequent characters."""
    pairs = re.findall(rb"[\x80-\xff].", head, re.DOTALL)
    if len(pairs) < 4:
        return False
    usual = sum(
        1
        for pair in pairs
        if 0xA4 <= pair[0] <= 0xC6 and (0x40 <= pair[1] <= 0x7E or 0xA1 <= pair[1] <= 0xFE)
    )
    return usual >= 0.7 * len(pairs) and _is(head[: head.rfind(b"\n") + 1] or head, "big5hkscs")


def decoded(piece: bytes, name: str) -> tuple[str, str]:
    """Text of ``piece`` and a note: '' when sound, ``repaired`` or ``broken`` (U+FFFD marks what was lost).

    Repaired is UTF-8 that was read as Windows-1252 and saved as Mac Roman, a common accident of spreadsheets, and
    Chinese in GB 18030 in a file whose beginning told no encoding, being ASCII.
    """
    try:
        return piece.decode(name), ""
    except UnicodeDecodeError:
        pass
    if name == "utf-8":
        try:
            return piece.decode("mac_roman").encode("cp1252").decode("utf-8"), "repaired"
        except UnicodeError:
            pass
        if _chinese(piece):
            try:
                return piece.decode("gb18030"), "repaired"
            except UnicodeError:
                pass
    return piece.decode(name, "replace"), "broken"


def transcoded(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """A stream in an encoding that is not ASCII-compatible, as UTF-8 (offsets then count the UTF-8 bytes)."""
    decoder = codecs.getincrementaldecoder(name)("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", True).encode("utf-8", "replace")


def lines(chunks: Iterable[bytes], *, longest: int) -> Iterator[tuple[int, bytes]]:
    """Offset and bytes of each line without its end, which may be LF, CR LF or a bare CR.

    A line longer than ``longest`` is cut there; the rest of it follows as lines of its own.
    """
    offset = 0
    rest = b""
    for chunk in chunks:
        rest += chunk
        start = 0
        for end in re.finditer(rb"\r\n|\n|\r(?!\Z)", rest):
            yield offset + start, rest[start : end.start()]
            start = end.end()
        offset += start
        rest = rest[start:]
        while len(rest) > longest:
            yield offset, rest[:longest]
            offset += longest
            rest = rest[longest:]
    if rest.endswith(b"\r"):
        rest = rest[:-1]
    if rest:
        yield offset, rest
