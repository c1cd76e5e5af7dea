"""Stage one, second half: a text that lost its line breaks gets them back where its numbering speaks for it.

A break is put before a heading mark only when the mark is next in sequence at its level, and after the words of a
heading only when they are a set phrase (总体要求, 保障措施 …), so that no sentence is torn.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass

from .flattened import LONGEST_TITLE, flattened
from .fused import cells
from .gapped import gapped
from .opening import SIGNED, openings
from .quantities import chinese
from .units import looks_like_list

LEAST = 400
"""Shorter paragraphs are left alone: their headings are found by the outline."""
SHORT = 120
"""Shorter ones that run several headings of two levels together are put right too."""
SHORTEST_TABLE = 60
CN = "一二三四五六七八九十"
MARK = re.compile(
    rf"(?P<chapter>第[{CN}]{{1,3}}(?:[章编篇](?=[^节条款的,。])|部分(?=[^的,。])))"
    rf"|(?P<section>第[{CN}]{{1,3}}节(?=[^的,。]))"
    rf"|(?P<article>第[{CN}百]{{1,5}}条(?=[^的款规,。]))"
    rf"|(?P<named>(?:任务|行动|工程|举措|专项)\d{{1,2}}[:、]|(?<![要点作重]任务)(?<![要点作重])(?:任务|行动|工程|举措|专项)[{CN}]{{1,3}}[:、])"
    rf"|(?P<deep>(?<![\d.])\d{{1,2}}(?:\.\d{{1,2}}){{1,2}}(?=[一-龥“])(?![万亿千百个件家项名人%元倍年]))"
    rf"|(?P<label>(?:牵头|责任|配合|主办|协办|参与|落实|实施|主责)(?:责任)?(?:单位|部门)[:]|(?:完成|办结)时[限间]:)"
    rf"|(?P<cn>(?<![{CN}第统唯专之万归同单其逐])(?<!整齐划)[{CN}]{{1,3}}、(?![{CN}]{{1,3}}[、是产季类线批])(?=[一-龥“\dA-Z]))"
    rf"|(?P<paren>[(][{CN}]{{1,3}}[)](?=[^,。;)、]))"
    rf"|(?P<digit>(?<![\d.,第附图表件栏/-])\d{{1,3}}[.、](?=[一-龥“《A-Z]|20\d\d年))"
    rf"|(?P<round>(?<![附件图表第])[(]\d{{1,2}}[)](?=[一-龥“]))"
    rf"|(?P<box>专栏\d{{1,2}}(?=[一-龥“: ]))"
    rf"|(?P<annex>附件\d{{0,2}}(?=[:.、 ]|[一-龥\d—-]{{4,40}}(?:表|清单|名单|指标)))"
)
LEVELS = ("chapter", "section", "article", "cn", "paren", "named", "digit", "round")
NAMED = ("annex", "box")
HEADING_KINDS = ("chapter", "section", "cn", "paren", "digit")
"""Levels of which one's number may stand right behind the heading of a higher one."""
SET_PHRASE = re.compile(
    r"(?:指导思想|实施步骤|进度安排|主要指标|组织保障|实施保障|组织实施|基本情况|职责分工|任务分工|附则"
    r"|(?:总体|主要|工作|发展|行动|具体|阶段|建设|试点|示范|创建|培养|培育|年度|预期)目标|目标任务"
    r"|(?:总体|工作|有关)要求|(?:总体|基本|发展|工作)思路|(?:基本|工作|主要)原则"
    r"|(?:重点|主要|工作|建设|试点)(?:任务|工作|举措|措施)|(?:政策|保障)措施|工作步骤"
    r"|(?:发展|现实|工作|建设|创建|试点|面临|产业)(?:基础|现状|背景|形势|环境)(?![^,。;:\n]{1,14}。)"
    r"|(?:20\d\d年)?(?:工作|发展|情况)(?:回顾|总结)(?![^,。;:\n]{1,14}。))"
    r"(?![、和与及的表见中为是,。;:(]|体系|落实|完成|责任|考核|管理|清单|分解|导向|设施|条件|上)"
)
GOALS_TOLD = re.compile(
    r"(?<=。)(?:今年|全年|本年度|年度|20\d\d年(?:全[省市县区])?|全[省市县区])?[一-龥]{0,12}?(?:总体|主要|工作|发展|具体|预期|预期性)目标(?:任务)?(?:是|为|:)"
)
"""What begins a paragraph of goals."""
BODY_TOLD = re.compile(r"(?<=[。;])([^。;,:|]{2,40}):")
BORNE_BEHIND = re.compile(r"[(][^()]*(?:负责|牵头|配合|单位|部门)[^()]*(?:[(][^()]*[)][^()]*)*[)]$")
"""A bracket of bearers, with which a paragraph ends."""
LEAST_BODIES = 3
STOP = "。;:!?)”》\n"
Place = tuple[int, int]


def number(text: str) -> int:
    digits = re.sub(r"\D", "", text)
    return int(digits or chinese(re.sub(rf"[^{CN}]", "", text)) or 0)


@dataclass(frozen=True)
class Breaks:
    """Places of the view at which something begins: paragraphs, those of them that are rows of tables, and cells."""

    lines: list[int]
    rows: set[int]
    bars: list[int]


def breaks(flat: str, gaps: list[int], wide: list[int], cuts: list[int]) -> Breaks:
    """Places of the view at which a paragraph has to begin, none where the text has its lines.

    ``gaps`` are places where white space was dropped, ``wide`` those of them where it was more than one space, and
    ``cuts`` those where a page mark was.
    """
    out: set[int] = set()
    ruled: set[int] = set()
    bars: list[int] = []
    taken: list[Place] = []
    start = 0
    while start < len(flat):
        end = flat.find("\n", start)
        end = len(flat) if end < 0 else end
        rows, inner, stretches = gapped(flat, start, end, _between(gaps, start, end), cuts)
        ruled.update(rows)
        bars += inner
        if (end - start > SHORTEST_TABLE and "指标" in flat[start:end]) or "序号" in flat[start:end]:
            fused, known = cells(flat, start, end, _between(gaps, start, end))
            fused, known = _beside(stretches, fused, known)
            stretches = stretches + known
        else:
            fused = []
        if end - start > SHORTEST_TABLE and any(c.isdigit() for c in flat[start:end]):
            apart, filled = flattened(flat, start, end, _between(gaps, start, end))
            apart, known = _beside(stretches, apart, filled)
            fused = fused + apart
            stretches = stretches + known
        out.update(fused)
        if end - start > SHORT and flat.count("|", start, end) * 20 < end - start:
            apart = [g for g in _between(gaps, start, end) if not any(a <= g < b for a, b in stretches)]
            found = _of_paragraph(flat, start, end, sorted({*apart, *(b for _, b in stretches)}), wide)
            out.update(p for p in found if not any(a < p < b for a, b in stretches))
        taken += stretches
        start = end + 1
    out.update(p for p in _over_lines(flat, gaps) if not any(a < p < b for a, b in taken))
    return Breaks(sorted(out | ruled), ruled, bars)


def _over_lines(flat: str, gaps: list[int]) -> list[int]:
    """Places within lines at which a mark behind a stop counts on from one in another line, or another from it."""
    if "\n" not in flat:
        return []
    marks = [m for m in MARK.finditer(flat) if m.lastgroup != "deep" and _depth(flat, 0, m)]
    chosen = _in_sequence(flat, 0, marks, gaps)
    spread = _spread(flat, chosen)
    out: list[int] = []
    for above, m in zip([None, *chosen], chosen, strict=False):
        before = flat[m.start() - 1 : m.start()]
        ended = before in STOP and not NOTE.match(flat, flat.rfind("\n", 0, m.start()) + 1)
        headed = above is not None and _ends_before(flat, above, m)
        if before in ("", "\n") or not (ended or headed) or m.start() not in spread:
            continue
        out.append(m.start())
        phrase = SET_PHRASE.match(flat, m.end())
        if phrase and flat[phrase.end() : phrase.end() + 1] not in ("", "\n"):
            out.append(phrase.end())
    # In such a text the title may have run into what follows as well.
    return out + (openings(flat, 0, flat.index("\n")) if out else [])


def _spread(flat: str, chosen: list[re.Match[str]]) -> set[int]:
    """Where the marks stand that count on over a line break; those that are named need not."""
    out = {m.start() for m in chosen if m.lastgroup in NAMED}
    last: dict[str | None, re.Match[str]] = {}
    for m in chosen:
        before = last.get(m.lastgroup)
        if before and number(m.group()) > number(before.group()) and "\n" in flat[before.start() : m.start()]:
            out |= {before.start(), m.start()}
        last[m.lastgroup] = m
    return out


NOTE = re.compile(r"(?:附件|[备附]?注|说明)\d{0,2}:")
"""What begins a line that lists within itself."""
BARE_HEADING = re.compile(r"[^。;:()\d…\n]{2,40}")
"""A heading that ran into the one below it: (一)…行动,…能力1.…"""


def _ends_before(flat: str, above: re.Match[str], below: re.Match[str]) -> bool:
    """Whether what a mark begins ends before one: a heading of a higher level, or names of bearers."""
    if above.lastgroup == "label":
        return re.search("[。;:\n]", flat[above.end() : below.start()]) is None
    kinds = [HEADING_KINDS.index(m.lastgroup) for m in (above, below) if m.lastgroup in HEADING_KINDS]
    higher = len(kinds) == 2 and kinds[0] < kinds[1]
    return higher and BARE_HEADING.fullmatch(flat, above.end(), below.start()) is not None


def _beside(taken: list[Place], places: list[int], filled: list[Place]) -> tuple[list[int], list[Place]]:
    """Of the stretches those that lie apart from the ones taken, and the places in and right above them."""
    free = [f for f in filled if not any(a < f[1] and f[0] < b for a, b in taken)]
    return [p for p in places if any(a - LONGEST_TITLE <= p <= b for a, b in free)], free


def _between(places: list[int], start: int, end: int) -> list[int]:
    return places[bisect_left(places, start + 1) : bisect_left(places, end)]


def _of_paragraph(flat: str, start: int, end: int, gaps: list[int], wide: list[int]) -> list[int]:
    marks = [m for m in MARK.finditer(flat, start, end) if _depth(flat, start, m)]
    chosen = _in_sequence(flat, start, marks, gaps)
    if len(chosen) < 2:
        alone = start == 0 and end == len(flat) and end > LEAST
        return [p for p in openings(flat, 0, end) if start < p < end] if alone else []
    if end - start <= LEAST:
        kinds = {m.lastgroup for m in chosen} & {"chapter", "cn", "paren", "digit"}
        if len(chosen) < (3 if len(kinds) > 2 else 4) or len(kinds) < 2:
            return []
    ends = {m.end() for m in chosen}
    out = [w for w in _between(wide, start, end) if w not in ends]
    narrow = _between(gaps, start, end)
    at_marks = {m.start() for m in chosen}
    closed = {g for g in narrow if flat[g - 1] == ")" and BORNE_BEHIND.search(flat[max(start, g - 120) : g])}
    stopped = [g for g in narrow if flat[g - 1] in "。;" or g in closed]
    aligned = len(at_marks.intersection(narrow).union(stopped))
    told = len(narrow) * 25 < end - start and aligned * 2 >= len(narrow)
    for n, m in enumerate(chosen):
        if m.start() > start:
            out.append(m.start())
        stop = chosen[n + 1].start() if n + 1 < len(chosen) else end
        space = next(iter(_between(gaps, m.end() + 2, min(stop, m.end() + 40))), None) if told else None
        words = flat[m.end() : space] if space is not None else ""
        named = words.count("《") > words.count("》") or words.count("“") > words.count("”")
        if space is not None and m.lastgroup != "label" and not named and not re.search("[,。;:(]", words):
            out.append(space)
        phrase = SET_PHRASE.match(flat, m.end(), end)
        if phrase and phrase.end() < end:
            out.append(phrase.end())
    if start == 0:
        out += openings(flat, 0, min((m.start() for m in chosen if m.start()), default=end))
    out += _bodies(flat, start, end)
    out += [m.start() for m in GOALS_TOLD.finditer(flat, start, end)]
    for c in SIGNED.finditer(flat, start, end):
        out += [c.start(), c.start("when"), c.end()]
    if told:
        out += stopped
    return [x for x in out if start < x < end]


def _bodies(flat: str, start: int, end: int) -> list[int]:
    """Where a list of who does what goes on with the next body: …。甲局:…。乙局、丙局:…。"""
    told = [
        m.start()
        for m in BODY_TOLD.finditer(flat, start, end)
        if looks_like_list(m.group(1), 0, len(m.group(1)))
    ]
    return told if len(told) >= LEAST_BODIES else []


def _depth(flat: str, start: int, m: re.Match[str]) -> bool:
    """Whether the mark stands outside 《》 and quotes."""
    left = flat[max(start, m.start() - 80) : m.start()]
    return left.rfind("《") <= left.rfind("》") and left.rfind("“") <= left.rfind("”")


def _in_sequence(flat: str, start: int, marks: list[re.Match[str]], gaps: list[int]) -> list[re.Match[str]]:
    """Marks that are next in the sequence of their level; a sequence may run on over higher headings."""
    sequence = _Sequence(flat, start, marks)
    for i, m in enumerate(marks):
        apart = m.start() == start or flat[m.start() - 1] in STOP or _gap(gaps, m.start())
        if sequence.takes(i, apart=apart):
            sequence.chosen.append(m)
    return sequence.chosen


class _Sequence:
    """The marks chosen so far, and what each level has counted up to."""

    def __init__(self, flat: str, start: int, marks: list[re.Match[str]]) -> None:
        self.flat, self.start, self.marks = flat, start, marks
        self.chosen: list[re.Match[str]] = []
        self.last: dict[str, int] = {}
        """The last number of each level below the heading that stands above."""
        self.ever: dict[str, int] = {}
        self.deep: list[int] = []

    def takes(self, i: int, *, apart: bool) -> bool:
        """Whether a mark is one of the sequence; ``apart`` is whether it stands apart from the words before it."""
        m = self.marks[i]
        down = _leads_down(self.flat, m, self.marks[i + 1 : i + 2])
        apart = apart or down
        if m.lastgroup in ("box", "annex"):
            return apart
        if m.lastgroup == "label":
            return self._labels(m, apart=apart)
        near = bool(self.chosen) and m.start() - self.chosen[-1].end() <= 40
        if m.lastgroup == "deep":
            parts = [int(x) for x in m.group().split(".")]
            follows = (apart or near) and _follows(parts, self.deep)
            self.deep = parts if follows else self.deep
            return follows
        n, kind = number(m.group()), m.lastgroup or ""
        if kind == "round" and "round" not in self.last and n == self.last.get("paren", 0) + 1 > 1:
            kind = "paren"  # Arabic digits count on from Chinese ones
        if not self._expected(i, kind, apart=apart, near=near, down=down):
            return False
        if not (apart or near or self._behind_label(m)):
            # Fused with the words before: only where the sequence has begun or goes on.
            if kind in ("digit", "round") or (kind == "paren" and n == 1):
                return False
            if not ((n > 1 and kind in self.last) or _goes_on(self.marks, i)):
                return False
        self.last[kind] = self.ever[kind] = n
        for deeper in LEVELS[LEVELS.index(kind) + 1 :]:
            if deeper != "article":
                self.last.pop(deeper, None)
        return True

    def _labels(self, m: re.Match[str], *, apart: bool) -> bool:
        """Whether a label stands apart, behind another one or behind a title, and in no bracket."""
        if not self.chosen or self.flat.rfind("(", self.start, m.start()) > self.flat.rfind(")", self.start, m.start()):
            return False
        titled = m.start() - self.chosen[-1].end() <= 60 and self.flat[m.start() - 1] not in "各由及和、,第一的"
        return apart or titled or self.chosen[-1].lastgroup == "label"

    def _behind_label(self, m: re.Match[str]) -> bool:
        """Whether nothing ends between a label and a mark."""
        labelled = bool(self.chosen) and self.chosen[-1].lastgroup == "label"
        return labelled and not re.search("[。;:]", self.flat[self.chosen[-1].end() : m.start()])

    def _expected(self, i: int, kind: str, *, apart: bool, near: bool, down: bool) -> bool:
        """Whether a number is the first or the next of its level, or one with which an extract begins or goes on."""
        m, flat = self.marks[i], self.flat
        n, ever = number(m.group()), self.ever.get(kind, 0)
        runs_on = kind not in self.last and n > 1 and ever < n <= ever + 1 + (kind == "paren" and apart)
        begins = m.start() == self.start and kind in ("cn", "paren", "digit")
        if n in (1, self.last.get(kind, 0) + 1) or runs_on or begins:
            return True
        # An extract begins in the midst of a sequence, or leaves some of it out.
        if n <= ever:
            return False
        new = kind not in self.ever
        if kind in ("cn", "paren") and (apart or (near and new)):
            return (apart and _over(flat, m, self.marks[i + 1 : i + 2])) or _goes_on(self.marks, i)
        if kind == "digit":
            headed = bool(self.chosen) and _heads(flat, self.chosen[-1], [m]) and _goes_on(self.marks, i)
            return headed or (apart and new and _goes_on(self.marks, i, steps=2))
        return kind == "chapter" and down


def _goes_on(marks: list[re.Match[str]], i: int, *, steps: int = 1) -> bool:
    """Whether the next number of a mark's level comes soon, or the next ``steps`` numbers one after the other."""
    kind, following = marks[i].lastgroup, number(marks[i].group()) + 1
    for o in marks[i + 1 : i + 60]:
        if o.lastgroup == kind and number(o.group()) == following:
            following, steps = following + 1, steps - 1
            if not steps:
                return True
    return False


def _leads_down(flat: str, mark: re.Match[str], below: list[re.Match[str]]) -> bool:
    """Whether a first heading is followed at once by the first of a level below: …分工一、主要任务(一)提高质量.

    A chapter need not be the first: …合作。第四章 组织实施第一节 加强领导.
    """
    if mark.lastgroup not in HEADING_KINDS[:4] or not below or below[0].lastgroup not in HEADING_KINDS:
        return False
    first = mark.lastgroup == "chapter" or number(mark.group()) == 1
    return first and number(below[0].group()) == 1 and _heads(flat, mark, below)


def _over(flat: str, mark: re.Match[str], below: list[re.Match[str]]) -> bool:
    """Whether the first heading of a level below follows, at once or behind the text of this one."""
    digit = bool(below) and mark.lastgroup == "paren" and below[0].lastgroup == "digit"
    return (digit and number(below[0].group()) == 1) or _heads(flat, mark, below)


def _heads(flat: str, mark: re.Match[str], below: list[re.Match[str]]) -> bool:
    """Whether nothing but a short heading stands between a mark and one of a level below."""
    kinds = HEADING_KINDS
    if not below or mark.lastgroup not in kinds or below[0].lastgroup not in kinds:
        return False
    between = flat[mark.end() : below[0].start()]
    return (
        kinds.index(below[0].lastgroup or "") > kinds.index(mark.lastgroup or "")
        and 2 <= len(between) <= 30
        and not re.search("[,。;:()]", between)
    )


def _follows(parts: list[int], last: list[int]) -> bool:
    """Whether 2.1.3 may come after 2.1.2, 2.2 after 2.1.4 and 2.1 after 1.5."""
    if not last:
        return parts[1:] == [1] * (len(parts) - 1)
    if len(parts) > len(last):
        return parts == [*last, 1]
    same = last[: len(parts)]
    if parts[:-1] == same[:-1] and parts[-1] == same[-1] + 1:
        return True
    return parts[0] == last[0] + 1 and all(p == 1 for p in parts[1:])


def _gap(gaps: list[int], at: int) -> bool:
    i = bisect_left(gaps, at)
    return i < len(gaps) and gaps[i] == at


@dataclass
class Put:
    """A view into which breaks were put: where its lines begin anew, rows of tables apart, and where its bars stand."""

    flat: str
    at: list[int]
    gaps: list[int]
    begun: set[int]
    bars: set[int]


def insert(flat: str, at: list[int], gaps: list[int], told: Breaks) -> Put:
    """The view with line breaks and, between cells, bars; one of them takes the place of a space that was left."""
    chars = list(flat)
    bars: set[int] = set()
    lines, cells = {*told.lines}, Counter(told.bars)
    marks: list[tuple[int, str]] = []
    for p in sorted({*lines, *cells}):
        if p in lines:
            marks.append((p, "\n"))
        if cells[p] and chars[p - 1] == " ":
            chars[p - 1] = "|"
            bars.add(p - 1 + len(marks))
            cells[p] -= 1
        if p not in lines or p in told.rows:
            # Cells that are empty begin where the next one does.
            marks += [(p, "|")] * cells[p]
    put = [p for p, _ in marks]
    pieces: list[str] = []
    where: list[int] = []
    begun: set[int] = set()
    begin = 0
    for n, (p, mark) in enumerate(marks):
        pieces += [*chars[begin:p], mark]
        where += at[begin:p]
        where.append(at[p])
        begin = p
        if mark == "|":
            bars.add(p + n)
        elif p not in told.rows:
            begun.add(p + n + 1)
    pieces += chars[begin:]
    where += at[begin:]
    moved = [g + bisect_left(put, g + 1) for g in gaps]
    return Put("".join(pieces), where, moved, begun, bars)
