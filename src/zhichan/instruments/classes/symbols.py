"""Symbols of classifications: how records write them, and how the tables do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

_IPC: Final = re.compile(r"([A-HY])(?:(\d{2})(?:([A-Z])(?:(\d{1,4})(?:/(\d{2,6}))?)?)?)?(?:\(\d{4}\.\d{2}\))?\Z")
_PADDED: Final = re.compile(r"([A-HY]\d{2}[A-Z])(\d{4})(\d{6})\Z")
_NICE: Final = re.compile(r"(?:0?[1-9]|[1-3]\d|4[0-5])\Z")
_GB: Final = re.compile(r"(?:[A-T]|\d{2,4})\Z")
_LOCARNO: Final = re.compile(r"(?:LOC\(\d{1,2}\)CL\.?)?(\d{1,2})(?:[-–.]?(\d{2}))?\Z")
_DOTTED: Final = re.compile(r"\d{1,2}(?:\.\d{1,3}){0,3}\*?\Z")
_WORD: Final = re.compile(r"[0-9A-Za-z\u4e00-\u9fff.*/-]{1,40}\Z")


def symbol(text: str, scheme: str) -> str:
    """Return a class as the tables of ``scheme`` write it, empty when the text is none.

    ``scheme``: ``ipc``, ``cpc``, ``nice``, ``locarno``, ``gbt4754``, ``sei``, ``wipo35``; of another any short text is
    a class. Widths, spaces, zero padding and the edition behind an IPC symbol do not matter.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
    reader = _READERS.get(scheme)
    if reader is not None:
        return reader(plain)
    return plain if _WORD.match(plain) else ""


def _ipc(text: str) -> str:
    if padded := _PADDED.match(text):
        subclass, group, rest = padded.groups()
        # Two signs at least stand behind the stroke; what is padded is zeros behind those.
        text = f"{subclass}{int(group)}/{rest[:2]}{rest[2:].rstrip('0')}"
    found = _IPC.match(text)
    if found is None:
        return ""
    section, number, letter, group, below = found.groups()
    if group is None:
        return f"{section}{number or ''}{letter or ''}"
    return f"{section}{number}{letter}{int(group)}/{below or '00'}" if int(group) else ""


def _international(text: str) -> str:
    found = _ipc(text)
    return "" if found.startswith("Y") else found


def _nice(text: str) -> str:
    bare = text.removeprefix("第").removesuffix("类")
    if _NICE.match(bare):
        return bare.zfill(2)
    # Similar groups have four digits, goods six; additions of one office begin with a letter.
    return bare if re.fullmatch(r"\d{4}|\d{6}|[A-Z]\d{6}", bare) else ""


def _locarno(text: str) -> str:
    found = _LOCARNO.match(text)
    if found is None or not 1 <= int(found[1]) <= 32:
        return ""
    return found[1].zfill(2) + (f"-{found[2]}" if found[2] else "")


def _numbered(text: str) -> str:
    return text if _DOTTED.match(text) else ""


def _field(text: str) -> str:
    return str(int(text)) if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 35 else ""


_READERS: Final[dict[str, Callable[[str], str]]] = {
    "ipc": _international, "cpc": _ipc, "nice": _nice, "locarno": _locarno,
    "gbt4754": lambda text: text if _GB.match(text) else "", "sei": _numbered, "wipo35": _field,
}


def above(code: str, scheme: str) -> tuple[str, ...]:
    """Return the classes above one that its notation shows, the nearest first; a table's own tree knows more."""
    if scheme in {"ipc", "cpc"}:
        return _above_ipc(code)
    if scheme == "sei":
        parts = code.rstrip("*").split(".")
        return tuple(".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))
    if scheme == "gbt4754":
        return tuple(code[:length] for length in range(len(code) - 1, 1, -1)) if code.isdigit() else ()
    if scheme == "locarno":
        return (code.partition("-")[0],) if "-" in code else ()
    if scheme == "nice":
        return (code[:2],) if len(code) == 4 else ()
    return ()


def _above_ipc(code: str) -> tuple[str, ...]:
    found: list[str] = []
    group, stroke, below = code.partition("/")
    if stroke:
        if below != "00":
            found.append(f"{group}/00")
        code = code[:4]
        found.append(code)
    found += [code[:length] for length in (3, 1) if length < len(code)]
    return tuple(found)
