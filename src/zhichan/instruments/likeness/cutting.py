"""What a word mark is compared by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from zhichan.instruments.query import BREAK, atoms, stands_alone

from .sounding import blurred, readings, sound_of_letters

LONGEST: Final = 40
"""Signs and letters of a mark that are compared; a longer one is a sentence, and is compared by its beginning."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word mark cut into what is compared.

    `plain` is the text in compatibility forms, small letters and simplified characters, without spaces and marks;
    `signs` its Chinese characters, `letters` the rest. `readings` are the ways in which the signs can be read,
    the usual way first, syllables
    without tones with a space between; `blurred` the same with initials and finals that many do not tell apart made
    one. `sound` is what the letters sound like (empty where they are figures or too few).
    """

    text: str
    plain: str
    signs: str
    letters: str
    readings: tuple[str, ...]
    blurred: frozenset[str]
    sound: str


def cut(text: str) -> Mark:
    """Cut a mark into what it is compared by. Any text is a mark; one without letters and signs is like no other."""
    found = [atom for atom in atoms(text) if atom != BREAK]
    signs = "".join(atom for atom in found if stands_alone(atom))[:LONGEST]
    letters = "".join(atom for atom in found if not stands_alone(atom))[:LONGEST]
    read = readings(signs)
    return Mark(
        text, "".join(found), signs, letters, read, frozenset(map(blurred, read)), sound_of_letters(letters)
    )
