"""Which words of two versions of a text differ."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from zhichan.doors.desk.cards import Run

WORD = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|\s+|.", re.ASCII | re.DOTALL)
LONGEST = 3000
ALIKE = 0.3


def marked(before: str, after: str) -> tuple[list[Run], list[Run]]:
    """Both texts in runs, those that are only in one of them marked: figures and Latin words whole, else by character.

    A mark in another width is the same mark.

    Texts that have little in common, or are longer than 3 000 words, stay whole and unmarked.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    if before == after or max(len(old), len(new)) > LONGEST:
        return [Run(before)], [Run(after)]
    one, other = ([unicodedata.normalize("NFKC", word) for word in words] for words in (old, new))
    matcher = SequenceMatcher(a=one, b=other, autojunk=False)
    if matcher.ratio() < ALIKE:
        return [Run(before)], [Run(after)]
    first, second = [], []
    for kind, start, end, begin, last in matcher.get_opcodes():
        if end > start:
            first.append(Run("".join(old[start:end]), kind != "equal"))
        if last > begin:
            second.append(Run("".join(new[begin:last]), kind != "equal"))
    return first, second
