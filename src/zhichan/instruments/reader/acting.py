"""Bodies as the subjects of running sentences: where a list of them ends and who works with whom.

由甲牵头并协调乙、丙等部门开展… · 甲会同乙制定… · 此项工作由甲牵头,乙、丙配合
"""

from __future__ import annotations

import re

from .outline import VERBS
from .units import EACH_AREA, STRONG, looks_like_list, split_list

OPENS = r"(?:(?:此|该|上述|以上|本|这)项?)?(?:工作|任务|行动|事项|活动)?(?:具体|统一|主要|原则上|明确)?(?:交?由|请)"
"""What may stand before the bodies of a clause that tells who acts."""
OPENING = re.compile(OPENS)
JOINS = re.compile(
    r"(?:(?:总)?负责|抓总|组织|统筹|实施|落实)?,?(?:并|负责)?(?:会同|会商|商|联合|协同|(?:组织|统筹|督促|积极)?协调|组织(?=[省市区县州旗各]))"
)
"""What joins those who work with the lead to it: 牵头|会同, 牵头|并协调."""
REST = re.compile(
    rf"(?:等)?(?:有关|相关)?(?:部门|单位|机构)?(?:和单位)?(?:共同|联合|分别|协同|积极|按照?|根据|定期|适时|成立|组建|统筹|出台|编制|健全|组织|负责|研究|对|为|"
    rf"在|要|应|就|以|{VERBS}|清理|整治|改造|修订|编|开|印发|召开|举办|承办|贯通|布|设)|等|$|[,。;、:\n)]"
)
"""What may follow the last name of a list of bodies: what they do, or the end of the clause."""
WITH = re.compile(
    r"(?:等)?(?:有关|相关)?(?:部门|单位|机构)?(?:要|应|按照?(?:各自)?职责(?:分工)?|积极|共同|协同|密切|主动|全力|予以|给予|做好)*"
    r"(?:配合|参与|参加|协助|协办|协同)(?:落实|实施|推进|完成|做好)?(?:$|[,。;\n])"
)
BEARS_TOO = re.compile(
    r"(?:等)?(?:有关|相关)?(?:部门|单位)?(?:(?:按照?|根据)(?:各自)?(?:职责|职能)(?:分工)?)?(?:共同|分别|具体)?(?:负责|落实)(?:落实|实施|推进)?(?:$|[,。;\n])"
)
LONGEST_NAME, LONGEST_LIST = 24, 400


def list_end(flat: str, start: int, end: int) -> int | None:
    """Where the list of bodies that begins at ``start`` ends before other words, or None where none begins there."""
    stop = None
    for at, after in split_list(flat, start, min(end, start + LONGEST_LIST))[0]:
        cut = _cut(flat, at, after)
        if cut is not None:
            stop = cut
        if cut != after:
            return stop
    return stop


def _cut(flat: str, start: int, end: int) -> int | None:
    """Where the name of a body ends within [start, end): at the first ending after which something is done."""
    text = flat[start:end]
    longest = None
    for stop in range(2, min(len(text), LONGEST_NAME) + 1):
        name = text[:stop]
        whole = name.count("(") == name.count(")") and (STRONG.search(name) or EACH_AREA.fullmatch(name))
        if not whole or not looks_like_list(name, 0, stop):
            continue
        if REST.match(text, stop):
            return start + stop
        longest = start + stop
    return longest


def cooperating(flat: str, start: int, end: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The lists of bodies that cooperate, and of those that bear too, in what follows 牵头 within a sentence."""
    joined = JOINS.match(flat, start, end)
    helping: list[tuple[int, int]] = []
    bearing: list[tuple[int, int]] = []
    if joined and (stop := list_end(flat, joined.end(), end)) is not None:
        helping.append((joined.end(), stop))
    waiting: list[tuple[int, int]] = []
    at = start
    while (comma := re.compile("[,;]").search(flat, at, end)) is not None:
        at = comma.end()
        opened = OPENING.match(flat, at, end)
        first = opened.end() if opened else at
        stop = list_end(flat, first, end)
        if stop is None or (helping and first < helping[-1][1]):
            waiting = []
            continue
        waiting.append((first, stop))
        if WITH.match(flat, stop, end):
            helping += waiting
        elif BEARS_TOO.match(flat, stop, end):
            bearing += waiting
        elif flat.startswith(",", stop):
            continue
        waiting = []
    return helping, bearing


ACTS = re.compile(
    r"(?:等)?(?:有关|相关)?(?:部门|单位|机构)?(?:按照?(?:各自)?职责(?:分工)?|积极|共同|分别|具体|联合|统筹)*"
    r"(?:(?:总?牵头|负责|配合|参与|参加|协助|协办)(?!人|单位|部门|机制)(?:负责|落实|组织实施)?)+"
)
"""What bodies are told to be before what they do: 牵头, 等部门配合."""


def behind_bearers(flat: str, start: int, end: int) -> int:
    """Where a sentence comes to what is done whose first bodies end at ``start``: 由甲|牵头,乙、丙配合,修订…"""
    stop: int | None = start
    work, told = start, False
    while stop is not None and stop < end:
        acts = ACTS.match(flat, stop, end)
        work = acts.end() if acts else stop
        joined = JOINS.match(flat, work, end)
        told = told or acts is not None or joined is not None
        if joined is None and not flat.startswith(",", work):
            break
        at = joined.end() if joined else work + 1
        opened = OPENING.match(flat, at, end)
        stop = list_end(flat, opened.end() if opened else at, end)
    work += flat.startswith(",", work)
    return work if told and work < end and flat[work] not in "。;\n" else start
