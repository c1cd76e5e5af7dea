"""What a file holds twice: a plan as a page and once more as the text of its attachment, or a paragraph doubled."""

from __future__ import annotations

from .model import Span

LONG, STEP = 40, 20
"""What is looked up is so long; every so many characters such a piece is remembered."""
LEAST_RUN, LEAST_COPY, LEAST_PARAGRAPH = 200, 1000, 40
WIDEST_GAP = 60
"""Between two stretches of a copy may stand a page mark or a word put in."""


def copies(text: str) -> list[Span]:
    """Places of long stretches that stood before word for word, white space aside, and of paragraphs told twice over.

    A table that tells the tasks once more with their bearers is no copy: its cells are shorter.
    """
    places = [i for i, c in enumerate(text) if not c.isspace()]
    if len(places) < LEAST_COPY + LONG:
        return _doubled(text)
    bare = "".join(text[i] for i in places)
    found = [(a, b) for a, b in _joined(_runs(bare)) if b - a >= LEAST_COPY]
    out = [(places[a], places[b - 1] + 1) for a, b in found]
    return out + [(a, b) for a, b in _doubled(text) if not any(a < d and c < b for c, d in out)]


def _runs(bare: str) -> list[Span]:
    """Stretches of at least ``LEAST_RUN`` characters that stood before, in order."""
    seen: dict[str, int] = {}
    runs: list[Span] = []
    at = noted = 0
    while at + LONG <= len(bare):
        while noted + LONG <= at:
            seen.setdefault(bare[noted : noted + LONG], noted)
            noted += STEP
        first = seen.get(bare[at : at + LONG])
        if first is None:
            at += 1
            continue
        size = LONG
        while at + size < len(bare) and bare[first + size] == bare[at + size]:
            size += 1
        if size >= LEAST_RUN:
            runs.append((at, at + size))
        at += size
    return runs


def _joined(runs: list[Span]) -> list[Span]:
    out: list[Span] = []
    for a, b in runs:
        if out and a - out[-1][1] <= WIDEST_GAP:
            out[-1] = out[-1][0], b
        else:
            out.append((a, b))
    return out


def _doubled(text: str) -> list[Span]:
    """Paragraphs that stand twice, one right behind the other."""
    out: list[Span] = []
    before, at = "", 0
    for line in text.split("\n"):
        told = line.strip()
        if len(told) >= LEAST_PARAGRAPH and told == before and "\t" not in told and "|" not in told:
            out.append((at, at + len(line)))
        before = told or before
        at += len(line) + 1
    return out
