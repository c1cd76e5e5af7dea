"""Headings that ran into their text: where the words of each end, told from those beside it.

Headings of one list are made alike: they end with the same word (…工程, …行动), or each is followed by what begins a
sentence. One heading alone is not cut.
"""

from __future__ import annotations

import re
from collections import Counter

TAIL = re.compile(r"工程|行动|计划|专项|攻坚|战役|体系|机制|平台|试点|项目")
"""What the headings of one list may end with alike."""
SHORTEST, LONGEST = 4, 18
BEFORE = "的和与、及并以为于在对等不是用使全(“"
STARTS = re.compile(
    r"(?:每年|全年|年内|到20\d\d年|20\d\d年|力争|选派|围绕|聚焦|依托|按照|根据|通过|针对|面向|立足|对照|鼓励|支持|引导|对(?=[一-龥]{2})|"
    r"在(?=[一-龥])|以(?=[一-龥]{2})|由(?=[一-龥]{2}))"
)
"""What begins a sentence and is no verb of a heading."""
TIME = re.compile(r"\d|近年来|以来|期间|年底?前")
PIVOT = re.compile(r"支持|鼓励|引导|推动|组织|指导|督促|推进|将|把|对|以|在|围绕|依托|到|每|力争|通过|为")
"""A sentence that begins so is no heading."""


def cuts(clauses: list[str], verb: re.Pattern[str]) -> list[int]:
    """Lengths of the headings with which the first clauses of a list's items begin; 0 where none is told.

    ``verb`` finds the verbs that begin a text.
    """
    told = [_before_verb(c, verb) for c in clauses]
    alike = _alike(clauses)
    if alike and (all(alike) or sum(1 for t in told if t) * 10 < len(clauses) * 7):
        return alike
    if sum(1 for t in told if t) * 10 < len(clauses) * 7:
        told = [t or _before_start(c) for t, c in zip(told, clauses, strict=True)]
        if sum(1 for t in told if t) * 10 < len(clauses) * 7 or any(PIVOT.match(c) for c in clauses):
            return [0] * len(clauses)
        return told
    return [t or _before_start(c) for t, c in zip(told, clauses, strict=True)]


def _alike(clauses: list[str]) -> list[int]:
    """Lengths up to the word with which all of them may end alike, or nothing."""
    ends = [{m.group(): m.end() for m in reversed(list(TAIL.finditer(c, 2, LONGEST)))} for c in clauses]
    words = Counter(w for e in ends for w in e)
    if len(clauses) < 2 or not words:
        return []
    word, count = words.most_common(1)[0]
    return [e.get(word, 0) for e in ends] if count * 10 >= len(clauses) * 9 else []


def _before_verb(clause: str, verb: re.Pattern[str]) -> int:
    if PIVOT.match(clause):
        return 0
    for m in verb.finditer(clause, SHORTEST, LONGEST):
        if clause[m.start() - 1] in BEFORE or TIME.search(clause, 0, m.start()) or len(clause) - m.end() < 2:
            continue
        # Of two verbs the second begins the text: 能力提升|开展….
        again = verb.match(clause, m.end())
        return m.end() if again and m.end() <= LONGEST else m.start()
    return 0


def _before_start(clause: str) -> int:
    m = STARTS.search(clause, SHORTEST, LONGEST)
    told = m is not None and clause[m.start() - 1] not in BEFORE and not TIME.search(clause, 0, m.start())
    return m.start() if m and told else 0
