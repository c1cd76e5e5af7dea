"""Keys under which marks that are alike meet.

Every kind of likeness that `compare` knows is reached by a key that both marks have, so that looking up keys finds all
that comparing with every mark would find. A key begins with a letter for its kind:

w  signs, whole or with one left out        v  letters, whole or with one left out
p  a reading        q  a blurred reading    o  signs in the order of their code points
k  the shape of letters                     m  the sound of letters
y  letters, or a reading written in letters
g  two signs, or three letters, in a row: a mark that contains another has all of the other's
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from .comparing import BOTH_CHANGED, SHORTEST_NAME, SHORTEST_WORD
from .cutting import Mark
from .looking import alike_signs, skeleton

_SIGNS: Final = 2
_LETTERS: Final = 3


def _one_out(word: str, *, least: int) -> Iterator[str]:
    """The word, and the word with one character left out while `least` remain."""
    yield word
    if len(word) > least:
        for place in range(len(word)):
            yield word[:place] + word[place + 1 :]


def _common(mark: Mark) -> Iterator[str]:
    signs, letters = mark.signs, mark.letters
    if signs:
        yield from (f"w{one}" for one in _one_out(signs, least=SHORTEST_NAME))
        yield from (f"p{one}" for one in mark.readings)
        yield from (f"q{one}" for one in mark.blurred)
        if len(signs) > 1:
            yield f"o{''.join(sorted(signs))}"
            yield from (f"y{one.replace(' ', '')}" for one in mark.readings)
    if len(letters) > 1:
        yield from (f"v{one}" for one in _one_out(letters, least=SHORTEST_WORD - 1))
        yield f"k{skeleton(letters)}"
        yield f"y{letters}"
    elif letters:
        yield f"v{letters}"
    if mark.sound:
        yield f"m{mark.sound}"


def _run(word: str, size: int) -> list[str]:
    return [f"g{word[at : at + size]}" for at in range(len(word) - size + 1)]


def kept(mark: Mark) -> frozenset[str]:
    """What an index keeps of a mark."""
    return frozenset([*_common(mark), *_run(mark.signs, _SIGNS), *_run(mark.letters, _LETTERS)])


def parts(mark: Mark) -> list[Sequence[str]]:
    """Runs of keys: a mark whose signs, or letters, contain those of this one keeps all keys of one run."""
    signs = [_run(mark.signs, _SIGNS)] if len(mark.signs) >= SHORTEST_NAME else []
    letters = [_run(mark.letters, _LETTERS)] if len(mark.letters) >= SHORTEST_WORD else []
    return [*signs, *letters]


def sought(mark: Mark) -> frozenset[str]:
    """Of these a mark alike keeps at least one, unless it contains this one: then :func:`parts` finds it."""
    found = set(_common(mark))
    found.update(f"w{one}" for one in _looking(mark.signs))
    found.update(f"w{one}" for one in _within(mark.signs, SHORTEST_NAME))
    found.update(f"v{one}" for one in _within(mark.letters, SHORTEST_WORD))
    return frozenset(found)


def _within(word: str, least: int) -> Iterator[str]:
    for low in range(len(word)):
        for high in range(low + least, len(word) + 1):
            yield word[low:high]


def _looking(signs: str) -> Iterator[str]:
    """The word with one sign, or two of a short word, changed for others that look alike."""
    places = range(len(signs))
    for place in places:
        for sign in alike_signs(signs[place]):
            yield signs[:place] + sign + signs[place + 1 :]
    if len(signs) <= BOTH_CHANGED:
        for first, second in combinations(places, 2):
            for one in alike_signs(signs[first]):
                for other in alike_signs(signs[second]):
                    yield signs[:first] + one + signs[first + 1 : second] + other + signs[second + 1 :]
