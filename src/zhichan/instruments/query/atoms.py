"""Text as a row of atoms: what it means that a word stands in a text.

A text is folded (compatibility forms, lower case, simplified characters) and cut into atoms: every Chinese character
is one, every unbroken run of other letters and digits is one, every run of punctuation is one :data:`BREAK`; white
space parts runs and is nothing itself. A word stands in a text where its atoms stand in a row. So 石墨 is found in
氧化石墨烯, `graphene` is not found in `graphenes`, and nothing is found across a full stop.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from opencc import OpenCC

BREAK = "\x1f"
"""The atom of punctuation: equal to no letter."""

_RANGES = (
    (0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF),
    (0x3040, 0x30FF), (0xAC00, 0xD7AF),
)  # fmt: skip


@lru_cache(maxsize=1)
def _simplifying() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=65536)
def _simple(letter: str) -> str:
    # One character at a time: a conversion that looks at its neighbours would fold a word otherwise than the same
    # word within a text.
    return unicodedata.normalize("NFKC", _simplifying().convert(letter))


def fold(text: str) -> str:
    """Compatibility forms made plain, lower case, each character simplified."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return plain if plain.isascii() else "".join(map(_simple, plain))


@lru_cache(maxsize=65536)
def _sort(letter: str) -> int:
    """0 white space, 1 punctuation, 2 a letter or digit of a run, 3 a character that stands alone."""
    point = ord(letter)
    if any(low <= point <= high for low, high in _RANGES):
        return 3
    if letter.isspace():
        return 0
    # A combining mark belongs to the letter before it.
    return 2 if unicodedata.category(letter)[0] in "LNM" else 1


def stands_alone(atom: str) -> bool:
    """Whether an atom is one character of a script written without spaces."""
    return len(atom) == 1 and _sort(atom) == 3


def atoms(text: str) -> list[str]:
    """The atoms of a text, folded; one :data:`BREAK` for each run of punctuation."""
    found: list[str] = []
    run: list[str] = []
    for letter in fold(text):
        sort = _sort(letter)
        if sort == 2:
            run.append(letter)
            continue
        if run:
            found.append("".join(run))
            run.clear()
        if sort == 3:
            found.append(letter)
        elif sort == 1 and (not found or found[-1] != BREAK):
            found.append(BREAK)
    if run:
        found.append("".join(run))
    return found


def grams(row: list[str]) -> list[str]:
    """One index term for each atom, at its place: with the next one when both stand alone, else the atom itself.

    A term begins with its atom, so that a single character is the terms that begin with it, and places are the places
    of the atoms, so that distances are exact.
    """
    alone = [stands_alone(atom) for atom in row]
    return [
        atom + row[place + 1] if alone[place] and place + 1 < len(row) and alone[place + 1] else atom
        for place, atom in enumerate(row)
    ]
