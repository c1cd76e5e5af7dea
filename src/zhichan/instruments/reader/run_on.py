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
MANNER = re.compile(
    r"(?:高(?:水平|标准|质量)(?!发展)|多(?:渠道|形式|层次)|常态化(?=[一-龥])|定期|坚决|绘制|编制|修订|出台|选派|升级(?!版))"
)
"""What begins a sentence before its verb, and verbs of its own."""
DEED = re.compile(r"(?:建设|发展|培育|提升|创新|保障|推广|引进|培养|优化|规范|组织|支持|引导)$")
"""Verbs that a heading may end with as nouns."""
HEAD_END = re.compile(
    r"(?:模式|体系|机制|制度|体制|格局|环境|能力|水平|服务|管理|保护|评估|考核|建设|工作|力度|领导|网络|队伍|平台|工程|行动|质量|改革|"
    r"合作|协作|宣传|监管|运用|创造|团队|人才|载体|产业|集群|融合|氛围|保障|标准|基础|效能|效益|支撑|渠道|生态|结构|布局|规模|共享|应用|"
    r"转化|激励|产品|市场|链条|联动|协同|治理|执法|司法|援助|安全|文化|集聚|增效|提质|供给|攻关|规范|培训|示范|试点|对接|赋能|振兴|提升)$"
)
HEAD_GOES_ON = re.compile(
    r"(?:推动|促进|引导|支持|鼓励|加快|深入|积极|大力|进一步|持续|全面|着力|切实|充分|严格|统筹|主动|有序|稳步|联合|依法|重点|开展|实施|高标准|高水平|多渠道|[大小新全])$"
)
"""Words behind which a heading goes on."""
TIME = re.compile(r"\d|近年来|以来|期间|年底?前")
PIVOT = re.compile(r"支持|鼓励|引导|推动|组织|指导|督促|推进|将|把|对|以|在|围绕|依托|到|每|力争|通过|为")
"""A sentence that begins so is no heading."""


def cuts(clauses: list[str], verb: re.Pattern[str]) -> list[int]:
    """Lengths of the headings with which the first clauses of a list's items begin; 0 where none is told.

    ``verb`` finds the verbs that begin a text.
    """
    found = [_before_verb(c, verb) for c in clauses]
    told = [at for at, _ in found]
    alike = _alike(clauses)
    if alike and (all(alike) or not _most(told)):
        return alike
    if not _most(told):
        told = [t or _before_start(c) for t, c in zip(told, clauses, strict=True)]
    # What begins as a sentence may be one: the others must tell, and be as many.
    plain = [t for t, c in zip(told, clauses, strict=True) if not PIVOT.match(c)]
    sure = sum(1 for _, how in found if how != 1)
    if not _most(plain) or len(plain) * 2 < len(clauses) or sure * 3 < len(clauses):
        return [0] * len(clauses)
    return [t or _before_start(c) for t, c in zip(told, clauses, strict=True)]


def _most(told: list[int]) -> bool:
    """Whether a length is told for seven of ten."""
    return sum(1 for t in told if t) * 10 >= len(told) * 7


def _alike(clauses: list[str]) -> list[int]:
    """Lengths up to the word with which all of them may end alike, or nothing."""
    ends = [{m.group(): m.end() for m in reversed(list(TAIL.finditer(c, 2, LONGEST)))} for c in clauses]
    words = Counter(w for e in ends for w in e)
    if len(clauses) < 2 or not words:
        return []
    word, count = words.most_common(1)[0]
    return [e.get(word, 0) for e in ends] if count * 10 >= len(clauses) * 9 else []


def _before_verb(clause: str, verb: re.Pattern[str]) -> tuple[int, int]:
    """Where the text may begin with a verb, and how sure that is: 3 behind what headings end with, 2 behind a verb
    that stands for a noun, else 1; 0 where it begins nowhere.
    """
    best = 0, 0
    for m in (*verb.finditer(clause, SHORTEST, LONGEST), *MANNER.finditer(clause, SHORTEST, LONGEST)):
        if clause[m.start() - 1] in BEFORE or TIME.search(clause, 0, m.start()) or len(clause) - m.end() < 2:
            continue
        if clause[m.end()] in "和与及、":
            continue
        # Of two verbs the second begins the text: 能力提升|开展….
        again = DEED.fullmatch(m.group()) and (verb.match(clause, m.end()) or MANNER.match(clause, m.end()))
        at = m.end() if again and m.end() <= LONGEST else m.start()
        head = clause[:at]
        sure = (
            3 if HEAD_END.search(head) else 2 if DEED.search(head) else 0 if HEAD_GOES_ON.search(head) else 1
        )
        best = max(best, (sure, -at))
    return -best[1], best[0]


def _before_start(clause: str) -> int:
    m = STARTS.search(clause, SHORTEST, LONGEST)
    told = m is not None and clause[m.start() - 1] not in BEFORE and not TIME.search(clause, 0, m.start())
    return m.start() if m and told else 0
