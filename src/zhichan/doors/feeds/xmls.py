"""XML cut into records without parsing the whole: each record is found by its tags, then parsed alone by lxml.

Why so: memory stays constant; a broken record costs only itself; a prefix declared on the root, or nowhere, does
no harm; several documents in one file are read like one; and the prologue never reaches a parser, so that no
entity is ever declared to it. Entities other than those of images (NDATA) are refused before the first record.
lxml is used with entity resolution, DTDs and the network off and its limits on size and depth left on (its
speed is several times that of a pure expat wrapper; defusedxml no longer maintains its lxml door).
"""

from __future__ import annotations

import html.entities
import re
import threading
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from zhichan.doors.feeds import texts
from zhichan.doors.feeds.faults import Unreadable, refuse
from zhichan.doors.feeds.records import fixed

LONGEST = 64 << 20  # bytes of one record
DEEPEST_JSON = 60
_ENTITY_DECLARATION = re.compile(rb"<!ENTITY\s+(%\s+)?[^\s>]+\s+[^>]*>?", re.DOTALL)
_REFERENCE = re.compile(r"&([A-Za-z][A-Za-z0-9._-]*);")
_KEPT = frozenset({"amp", "lt", "gt", "quot", "apos"})
# Names of ISO 8879 that HTML lacks: Greek with g, a few of technical publishing.
_ISO = {
    "agr": "α",
    "bgr": "β",
    "ggr": "γ",
    "dgr": "δ",
    "egr": "ε",
    "zgr": "ζ",
    "eegr": "η",
    "thgr": "θ",
    "igr": "ι",
    "kgr": "κ",
    "lgr": "λ",
    "mgr": "μ",
    "ngr": "ν",
    "xgr": "ξ",
    "ogr": "ο",
    "pgr": "π",
    "rgr": "ρ",
    "sgr": "σ",
    "sfgr": "ς",
    "tgr": "τ",
    "ugr": "υ",
    "phgr": "φ",
    "khgr": "χ",
    "psgr": "ψ",
    "ohgr": "ω",
    "Agr": "Α",
    "Bgr": "Β",
    "Ggr": "Γ",
    "Dgr": "Δ",
    "Egr": "Ε",
    "Zgr": "Ζ",
    "EEgr": "Η",
    "THgr": "Θ",
    "Igr": "Ι",
    "Kgr": "Κ",
    "Lgr": "Λ",
    "Mgr": "Μ",
    "Ngr": "Ν",
    "Xgr": "Ξ",
    "Ogr": "Ο",
    "Pgr": "Π",
    "Rgr": "Ρ",
    "Sgr": "Σ",
    "Tgr": "Τ",
    "Ugr": "Υ",
    "PHgr": "Φ",
    "KHgr": "Χ",
    "PSgr": "Ψ",
    "OHgr": "Ω",
    "lsqb": "[",
    "rsqb": "]",
    "lcub": "{",
    "rcub": "}",
}
# What libxml2 says of a prefix that is declared further out, or nowhere: no fault of the record.
_HARMLESS = frozenset(
    {
        "NS_ERR_UNDEFINED_NAMESPACE",
        "NS_ERR_XML_NAMESPACE",
        "WAR_NS_URI",
        "WAR_NS_URI_RELATIVE",
        "DTD_ID_REDEFINED",
        "DTD_XMLID_VALUE",
        "DTD_XMLID_TYPE",
    }
)


@fixed
class Cut:
    """One record as it stands in the file; ``fault`` when it is incomplete or too long."""

    offset: int
    body: bytes
    fault: Unreadable | None = None


def guard(piece: bytes) -> None:
    """Refuse declarations of entities that could be expanded or fetched."""
    for found in _ENTITY_DECLARATION.finditer(piece):
        if found[1] or not re.search(rb"\sNDATA\s", found[0]):
            raise refuse(
                "entity",
                "文件自行声明了实体，有安全风险，已拒绝",
                "the file declares entities of its own and is refused",
                found[0][:60].decode("ascii", "replace"),
            )


def cut(chunks: Iterable[bytes], names: Iterable[str], *, start: int = 0) -> Iterator[Cut | bytes]:
    """Cut a stream into records with the local names ``names``; what lies between them comes as bytes.

    A record within a record belongs to it. Comments and CDATA are skipped. ``start`` is the stream's offset.
    """
    either = "|".join(re.escape(name) for name in names)
    opening = re.compile(rf"<!--|<!\[CDATA\[|<((?:[\w.-]+:)?(?:{either}))(?=[\s/>])".encode(), re.ASCII)
    stream = iter(chunks)
    buffer = b""
    base = start
    ended = False

    def more() -> bool:
        nonlocal buffer, ended
        piece = next(stream, b"")
        while not piece and not ended:
            ended = True
        buffer += piece
        return bool(piece)

    at = 0
    while True:
        found = opening.search(buffer, at)
        # The last bytes may be half of a tag: look again when more is there.
        if found is None or (found.end() + 80 > len(buffer) and not ended):
            if found is None:
                keep = max(at, len(buffer) - 120)
                if keep > at:
                    yield buffer[at:keep]
                    buffer, base, at = buffer[keep:], base + keep, 0
            if ended:
                if buffer[at:]:
                    yield buffer[at:]
                return
            more()
            continue
        if found[1] is None:
            close = b"-->" if found[0] == b"<!--" else b"]]>"
            if found.start() > at:
                yield buffer[at : found.start()]
            where = buffer.find(close, found.end())
            begun = found.end()
            while where < 0 and not ended:
                # Only the tail is kept: a long comment must not fill the memory.
                drop = max(begun, len(buffer) - 2)
                buffer, base = buffer[drop:], base + drop
                begun = 0
                more()
                where = buffer.find(close)
            if where < 0:
                return
            at = where + 3
            buffer, base, at = buffer[at:], base + at, 0
            continue
        if found.start() > at:
            yield buffer[at : found.start()]
        buffer, base = buffer[found.start() :], base + found.start()
        name = found[1]
        end = -1
        inner = re.compile(rb"<!--|<!\[CDATA\[|<(/?)" + re.escape(name) + rb"(?=[\s/>])")
        depth, seek, first = 0, 0, True
        fault = None
        while end < 0:
            match = inner.search(buffer, seek)
            if match is None or (match.end() + 80 > len(buffer) and not ended):
                if ended and match is None:
                    fault = Unreadable(
                        "cut", "记录不完整，缺少结束标记", "the record is incomplete: its end tag is missing"
                    )
                    break
                if len(buffer) > LONGEST:
                    fault = Unreadable("too-long", "记录过长", "the record is too long")
                    break
                if match is None:
                    seek = max(seek, len(buffer) - 120)
                if not more() and match is None:
                    continue
                continue
            if match[0] in (b"<!--", b"<![CDATA["):
                where = buffer.find(b"-->" if match[0] == b"<!--" else b"]]>", match.end())
                if where >= 0:
                    seek = where + 3
                elif ended or len(buffer) > LONGEST:
                    fault = Unreadable("cut", "记录中的注释没有结束", "a comment in the record does not end")
                    break
                else:
                    more()
                continue
            close_at = _tag_end(buffer, match.end())
            if close_at < 0:
                if ended or len(buffer) > LONGEST:
                    fault = Unreadable("cut", "记录不完整", "the record is incomplete")
                    break
                more()
                continue
            seek = close_at
            if match[1]:
                depth -= 1
            elif buffer[close_at - 2 : close_at - 1] != b"/":
                depth += 1
            elif first:
                end = close_at
                break
            first = False
            if depth == 0:
                end = close_at
        if fault is not None:
            # After an incomplete record, the next may begin within what was taken for its body.
            following = opening.search(buffer, len(name) + 1)
            while following is not None and following[1] is None:
                following = opening.search(buffer, following.end())
            length = following.start() if following else len(buffer)
            yield Cut(base, buffer[:length], fault)
            buffer, base, at = buffer[length:], base + length, 0
            continue
        yield Cut(base, buffer[:end])
        buffer, base, at = buffer[end:], base + end, 0


_QUOTED = re.compile(rb"""[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")


def _tag_end(buffer: bytes, at: int) -> int:
    close = buffer.find(b">", at)
    if close < 0:
        return -1
    if b'"' not in buffer[at:close] and b"'" not in buffer[at:close]:
        return close + 1
    found = _QUOTED.match(buffer, at)
    return found.end() if found else -1


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if name in _KEPT:
        return found[0]
    character = html.entities.html5.get(name + ";") or _ISO.get(name)
    if character is None:
        return f"&amp;{name};"
    return {"<": "&lt;", "&": "&amp;"}.get(character, character)


_own = threading.local()


def _parser() -> Any:
    """One parser for each thread: to make one costs as much as many a record."""
    found = getattr(_own, "parser", None)
    if found is None:
        found = _own.parser = etree.XMLParser(
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            recover=True,
            remove_comments=True,
            remove_pis=True,
        )
    return found


def parsed(cut_out: Cut, encoding: str) -> tuple[Any, tuple[str, ...]]:
    """Parse one record; return its element and notes. ``Unreadable`` when it is not well formed."""
    if cut_out.fault is not None:
        raise cut_out.fault
    text, note = texts.decoded(cut_out.body, encoding)
    notes = [note] if note else []
    if "&" in text:
        text = _REFERENCE.sub(_character, text)
        body = text.encode("utf-8", "replace")
    else:
        body = cut_out.body if encoding == "utf-8" and not note else text.encode("utf-8", "replace")
    try:
        return _tree(body), tuple(notes)
    except Unreadable:
        # Some write the names of firms with a bare ampersand, which can only mean itself.
        mended = _BARE.sub(lambda found: found[0] if found[0][0] == "<" else "&amp;", text) if "&" in text else text
        if mended == text:
            raise
        return _tree(mended.encode("utf-8", "replace")), tuple(dict.fromkeys((*notes, "repaired")))


_BARE = re.compile(r"<!\[CDATA\[.*?\]\]>|&(?!(?:[A-Za-z][\w.-]*|#\d+|#x[0-9A-Fa-f]+);)", re.DOTALL)


def _tree(body: bytes) -> Any:
    parser = _parser()
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("xml", "XML格式有误", "the XML is not well formed", str(error)[:80]) from None
    for entry in parser.error_log:
        if entry.type_name not in _HARMLESS and entry.level_name != "WARNING":
            raise Unreadable(
                "xml",
                "XML格式有误",
                "the XML is not well formed",
                f"{entry.line}:{entry.column} {entry.type_name}"[:80],
            )
    if root is None:
        raise Unreadable("xml", "XML格式有误", "the XML is not well formed")
    return root


_NAME = re.compile(r"[A-Za-z_][\w.-]*\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def of_json(name: str, value: Any, depth: int = 0) -> Any:
    """The element that a service's JSON stands for: ``@`` names its attributes, ``$`` its text.

    Names lose their prefixes. What is no element (an odd name, deep nesting) becomes nothing.
    """
    made = etree.Element(name)
    if isinstance(value, dict):
        for given, inner in value.items():
            own = given.lstrip("@").rpartition(":")[2]
            if given in {"$", "#text"}:
                made.text = _CONTROL.sub("", str(inner))
            elif not _NAME.match(own) or depth > DEEPEST_JSON:
                continue
            elif given.startswith("@"):
                made.set(own, _CONTROL.sub("", str(inner)))
            else:
                for each in inner if isinstance(inner, list) else [inner]:
                    made.append(of_json(own, each, depth + 1))
    elif value is not None:
        made.text = _CONTROL.sub("", str(value))
    return made


_ATTRIBUTE = re.compile(rb"\s+([\w.:-]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
# Without a limit, tags within the values of tags would each be followed to the end of the piece.
_START = re.compile(rb"<([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:\"[^\"]*\"|'[^']*')){0,100})\s*/?>")


def envelope(piece: bytes) -> Iterator[str]:
    """Names of elements and attributes that stand around the records."""
    for found in _START.finditer(piece):
        tag = found[1].decode("utf-8", "replace").rpartition(":")[2]
        yield tag
        for attribute in _ATTRIBUTE.finditer(found[2]):
            name = attribute[1].decode("utf-8", "replace")
            if not name.startswith("xmlns"):
                yield f"{tag}@{name.rpartition(':')[2]}"
