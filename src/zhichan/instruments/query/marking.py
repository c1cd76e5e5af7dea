"""Where the words of a query stand in a text, for highlighting."""

from __future__ import annotations

from collections.abc import Sequence

from .atoms import BREAK, atoms, stands_alone
from .model import Word


def mark(text: str, words: Sequence[Word]) -> list[tuple[int, int]]:
    """Spans of `text` in which a word stands, in order, overlaps joined; characters of the text as given."""
    row: list[str] = []
    places: list[tuple[int, int]] = []
    # Letter by letter, because folding may make one letter several.
    run = ""
    start = 0
    for place, letter in enumerate((*text, " ")):
        found = atoms(letter)
        if len(found) == 1 and found[0] != BREAK and not stands_alone(found[0]):
            if not run:
                start = place
            run += letter
            continue
        if run:
            parts = atoms(run)
            row += parts
            places += [(start, place)] * len(parts)
            run = ""
        for atom in found:
            if atom == BREAK and row and row[-1] == BREAK:
                continue
            row.append(atom)
            places.append((place, place + 1))
    spans: list[tuple[int, int]] = []
    for word in words:
        size = len(word.atoms)
        for at in range(len(row) - size + 1):
            part = row[at : at + size]
            whole = tuple(part) == word.atoms
            cut = word.open and tuple(part[:-1]) == word.atoms[:-1] and part[-1].startswith(word.atoms[-1])
            if whole or cut:
                spans.append((places[at][0], places[at + size - 1][1]))
    joined: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return joined


