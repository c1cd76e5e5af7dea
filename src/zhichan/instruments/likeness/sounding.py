"""How words are read: syllables without tones, readings that many do not tell apart, and letters by their sound."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Final

import jellyfish
from pypinyin import Style, pinyin

READINGS: Final = 3
"""Readings of one sign that are followed, the usual first; rarer ones are found in dictionaries alone."""
WAYS: Final = 24
"""Ways of reading one word that are followed."""

_LIP: Final = {
    "fa": "hua", "fan": "huan", "fang": "huang", "fei": "hui", "fen": "hun", "feng": "hong", "fo": "huo", "fu": "hu",
}  # fmt: skip
_FIRST: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("r", "l"))
_LAST: Final = ("ang", "eng", "ing")


@lru_cache(maxsize=16384)
def syllables(sign: str) -> tuple[str, ...]:
    """The usual readings of one sign, without tones; the sign itself where none is known."""
    found = pinyin(sign, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(one.replace("ü", "v") for one in found))[:READINGS]


def readings(signs: str) -> tuple[str, ...]:
    """The ways in which a word can be read, each a row of syllables, the usual one first: every sign by each
    of its usual readings.

    Of a word that could be read in more than :data:`WAYS` ways, the signs behind keep only their first.
    """
    if not signs:
        return ()
    row = [syllables(sign) for sign in signs]
    ways = 1
    for place, choices in enumerate(row):
        if ways * len(choices) > WAYS:
            row[place] = choices[:1]
        ways *= len(row[place])
    return tuple(" ".join(way) for way in product(*row))


@lru_cache(maxsize=4096)
def _blurred(syllable: str) -> str:
    heard = _LIP.get(syllable, syllable)
    for full, flat in _FIRST:
        if heard.startswith(full) and len(heard) > len(full):
            heard = flat + heard[len(full) :]
            break
    return heard[:-1] if heard.endswith(_LAST) else heard


def blurred(reading: str) -> str:
    """A reading with zh/z, ch/c, sh/s, n/l/r, f/hu and -ng/-n made one, as in southern speech."""
    return " ".join(map(_blurred, reading.split(" ")))


def sound_of_letters(letters: str) -> str:
    """What Latin letters sound like in English (Metaphone); empty for less than three, and beside figures."""
    if len(letters) < 3 or not (letters.isascii() and letters.isalpha()):
        return ""
    heard = jellyfish.metaphone(letters)
    return heard if len(heard) >= 2 else ""
