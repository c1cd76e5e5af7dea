"""Tables of duties whose borders are lost: rows told by their numbers, cells by what their columns hold.

However such a table was stored, its head says what stands in each column. A row is either told cell after cell, parted
by blanks, ends of lines or nothing, or drawn line by line across its columns. Of all ways to part it that one is taken
whose cells are most like what they should hold; a table whose rows do not come out well is left alone.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from .duty_heads import BEARERS, NOTHING_TOLD, TEXTS, levels, role_of
from .flattened import DUE
from .ragged import measure
from .units import NAMED_BODY, looks_like_list

Span = tuple[int, int]
BLANKS = " \t\u3000\xa0\r"
HEAD = re.compile("序号|编号")
END = re.compile(
    r"附[件表]|[【\[]?(?:打印|关闭)|抄送|抄报|备?注[:\d]|说明:|\(此件|主办:|[上下]一篇|信息来源|第[一二三四五六七八九十]+[章节]|[一二三四五六七八九十]{1,2}、"
)
"""What stands below a table."""
GROUP = re.compile(r"(?:[一二三四五六七八九十]{1,2}、|[(][一二三四五六七八九十]{1,3}[)])[^\d,。;:、]{2,24}")
"""What the rows below are told under."""
PAGE_MARK = re.compile(r"\d{1,2}、")
WHEN = re.compile(
    rf"(?:{DUE.pattern}|(?:20)?\d\d年.{{0,8}}|每[年季月].{{0,4}}|.{{0,6}}持续.{{0,6}}|.{{0,4}}[前底])"
)
COUNTED = "年月日个家件项次人万亿%"
"""What a number counts right before it."""
PERSON = re.compile("[一-龥·]{2,4}(?:、[一-龥·]{2,4})*")
TOLD_ROLE = re.compile(r"(?:牵头|配合|负责|参与)(?:[,;。]|$)")
BODY = re.compile(
    r"(?=[省市县区州旗各国中人])|(?<=[局委办院厅部府司行会处署关校学社队组心])(?=[一-龥])"
    r"|(?=20\d\d年|每年|长期|持续)|(?<=[。;])"
)
"""Where a cell may begin though nothing stands before it."""
LONGEST_HEADS, LONGEST_HEAD_WORD, LEAST_ROWS, LONGEST_ROW, MOST_ROWS = 80, 10, 3, 500, 300
SHORTEST, SHORT, LONGEST_NAME, LONGEST_LIST = 4, 10, 30, 160
MOST_CUTS, MOST_LINES, MOST_WAYS, MOST_ENDS = 40, 12, 60, 24
FARTHEST, MOST_TABLES, FIRST = 40_000, 40, 6
DEAR, DEAREST = 0.9, 2.5
"""What the rows of a table cost at most, on the average and most of them each."""


@dataclass
class Unruled:
    """A table in the source's [start, end): its lines, each of them cells, and these the pieces they are made of."""

    start: int
    end: int
    lines: list[list[list[Span]]] = field(default_factory=list)


@dataclass
class _Stream:
    """The characters of a text without blanks, their places, and what parts each from the one before.

    That is 0 for nothing, 1 for a blank, 2 for several, 3 for the end of a line, 4 for a tab or bar.
    """

    text: str
    at: list[int]
    parted: list[int]

    def near(self, start: int) -> _Stream:
        """What stands behind a place, as far as a table may reach."""
        part = slice(start, start + FARTHEST)
        return _Stream(self.text[part], self.at[part], self.parted[part])

    def without(self, gone: list[Span]) -> _Stream:
        """The same without some stretches, each of which parts what stands around it."""
        left = {n for a, b in gone for n in range(a, b)}
        behind = {b for _, b in gone}
        kept = [n for n in range(len(self.text)) if n not in left]
        parted = [max(self.parted[n], n in behind) for n in kept]
        return _Stream("".join(self.text[n] for n in kept), [self.at[n] for n in kept], parted)

    def pieces(self, a: int, b: int) -> list[Span]:
        """The source's stretches without blanks of [a, b)."""
        cuts = [a, *(n for n in range(a + 1, b) if self.at[n] != self.at[n - 1] + 1), b]
        return [(self.at[x], self.at[y - 1] + 1) for x, y in itertools.pairwise(cuts) if y > x]


def _stream(chars: Sequence[str]) -> _Stream:
    text, at, parted = [], [], []
    blanks = told = 0
    for n, char in enumerate(chars):
        if not char or char in BLANKS or char in "\n|":
            blanks += 1 + (char == "\u3000")
            told = max(told, 3 if char == "\n" else 4 if char in "\t|" and char else min(blanks, 2))
            continue
        text.append(char)
        at.append(n)
        parted.append(told)
        blanks = told = 0
    return _Stream("".join(text), at, parted)


def unruled(chars: Sequence[str]) -> list[Unruled]:
    """The tables of duties of a text whose rows come out well."""
    if HEAD.search("".join(chars)) is None:
        return []
    stream = _stream(chars)
    out: list[Unruled] = []
    here = 0
    tried = 0
    while (head := HEAD.search(stream.text, here)) and tried < MOST_TABLES:
        here = head.end()
        near = stream.near(head.start())
        columns = _columns(near)
        tried += columns is not None
        table = _Table(_told_once(near, *columns[1]), *columns).read() if columns else None
        if table:
            out.append(table)
            here = bisect_left(stream.at, table.end)
    return out


def _told_once(stream: _Stream, *heads: Span) -> _Stream:
    """The text without the heads that new pages tell again, and without their marks."""
    end = heads[-1][1]
    gone = [m.span() for m in re.finditer(re.escape(stream.text[:end]), stream.text) if m.start()]
    marks = (m.span() for m in PAGE_MARK.finditer(stream.text, end))
    alone = [(a, b) for a, b in marks if stream.parted[a] and (stream.parted[b : b + 1] or [1])[0]]
    return stream.without(gone + alone) if gone or alone else stream


def _columns(stream: _Stream) -> tuple[list[str], list[Span]] | None:
    """The roles and places of the columns of a head that begins with that of running numbers; None where it is none."""
    text, parted = stream.text, stream.parted
    places, here = [(0, 2)], 2
    while here < min(len(text), LONGEST_HEADS):
        ends = range(here + 1, min(here + LONGEST_HEAD_WORD, len(text)) + 1)
        stop = next((n for n in ends if n == len(text) or parted[n]), 0)
        if (
            stop
            and not text[here].isdigit()
            and (role_of(text[here:stop]) or _strange_head(stream, here, stop))
        ):
            places.append((here, stop))
        else:
            known = [n for n in ends if role_of(text[here:n]) and not any(parted[here + 1 : n])]
            if not known:
                break
            places.append((here, known[-1]))
        here = places[-1][1]
    heads = [text[a:b] for a, b in places]
    told = [role_of(head) for head in heads]
    while told and told[-1] is None:
        del told[-1], heads[-1], places[-1]
    bearer = next((n for n, role in enumerate(told) if role in BEARERS), 0)
    roles = [role or ("text" if n < bearer else "note") for n, role in enumerate(told)]
    inner = [parted[a] for a, _ in places[1:]]
    if (
        len(roles) < 3
        or not bearer
        or "text" not in told[:bearer]
        or sum(p >= 3 for p in inner) * 2 > len(inner)
    ):
        return None
    return levels(roles, heads), places


def _strange_head(stream: _Stream, a: int, b: int) -> bool:
    """Whether a word may be a head that nobody knows: it stands between blanks before one that is known."""
    parted = stream.parted
    stop = next((n for n in range(b + 1, min(b + 9, len(parted))) if parted[n]), b)
    apart = parted[a] in (1, 2) and stop > b and parted[b] in (1, 2)
    return b - a <= 6 and apart and role_of(stream.text[b:stop]) is not None


@dataclass
class _Table:
    stream: _Stream
    roles: list[str]
    heads: list[Span]

    def read(self) -> Unruled | None:
        """The table, where most of its rows come out well and not all of them are told plainly."""
        chunks, marks = self._chunks()
        if len(chunks) < LEAST_ROWS or self._plain(chunks):
            return None
        inner = sum(1 for a, b in chunks for n in range(a + 1, b) if self.stream.parted[n])
        bare = inner < len(chunks)
        rows = [self._row(a, b, bare=bare) for a, b in chunks[: min(FIRST, len(chunks) - 1)]]
        if sum(cost for cost, _ in rows) > 2 * DEAR * len(rows):
            return None
        rows += [self._row(a, b, bare=bare) for a, b in chunks[FIRST:-1]]
        last = self._last(*chunks[-1], bare=bare)
        costs = [cost for cost, _ in (*rows, last)]
        if sum(costs) > DEAR * len(costs) or sum(cost > DEAREST for cost in costs) * 4 > len(costs):
            return None
        out = Unruled(self.stream.at[0], self._end(last[1]))
        out.lines.append([self.stream.pieces(a, b) for a, b in self.heads])
        for number, (_, cells) in zip(marks, (*rows, last), strict=True):
            out.lines += [[self.stream.pieces(*group)] for group in number[1:]]
            told = [self.stream.pieces(*number[0])]
            out.lines.append(told + [self._pieces(cell) for cell in cells if cell])
        return out

    def _pieces(self, cell: list[Span]) -> list[Span]:
        """What a cell is made of, without the marks of pages within it."""
        out: list[Span] = []
        for a, b in cell:
            marks = [m.span() for m in PAGE_MARK.finditer(self.stream.text, a, b) if m.start() > a]
            for x, y in itertools.pairwise([(a, a), *marks, (b, b)]):
                out += self.stream.pieces(x[1], y[0]) if y[0] > x[1] else []
        return out

    def _end(self, cells: list[list[Span]]) -> int:
        return max(self.stream.at[b - 1] + 1 for cell in cells for _, b in cell)

    def _chunks(self) -> tuple[list[Span], list[list[Span]]]:
        """The stretches of the rows behind their numbers, and each number with the groups told above the row."""
        text, parted = self.stream.text, self.stream.parted
        chunks: list[Span] = []
        marks: list[list[Span]] = []
        here = self.heads[-1][1]
        least = 1
        while len(marks) < MOST_ROWS:
            number = self._number(here, len(marks) + 1, least)
            if number is None:
                break
            groups = self._groups(here, number[0])
            if marks:
                chunks.append((marks[-1][0][1], groups[0][0] if groups else number[0]))
            elif here < number[0] and groups != [(here, number[0])]:
                break
            least = 3 if parted[number[0]] == 3 and not marks else least
            marks.append([number, *groups])
            here = number[1]
        if marks:
            stop = END.search(text, here + 4)
            chunks.append((here, min(stop.start() if stop else len(text), here + LONGEST_ROW)))
        return chunks, marks

    def _number(self, here: int, number: int, least: int) -> Span | None:
        """Where the row of a number begins: the first place that tells it and is parted from what stands before."""
        text, parted = self.stream.text, self.stream.parted
        pattern = re.compile(rf"{number}[.、]?(?=[一-龥“《A-Z(])")
        for m in pattern.finditer(text, here, here + LONGEST_ROW):
            if parted[m.start()] >= least and (parted[m.end()] or text[m.end()] not in COUNTED):
                return m.span()
        return None

    def _groups(self, here: int, stop: int) -> list[Span]:
        """The groups told behind a row, the last thing before the next number."""
        found = (m.span() for m in GROUP.finditer(self.stream.text, here, stop))
        return [(a, b) for a, b in found if self.stream.parted[a] and b == stop]

    def _plain(self, chunks: list[Span]) -> bool:
        """Whether rows stand in lines of their own with as many blanks as there are columns, or one cell a line."""
        parted = self.stream.parted
        plain = 0
        for a, b in chunks[:-1]:
            inner = [parted[n] for n in range(a + 1, b) if parted[n]]
            tabs = sum(p == 4 for p in inner)
            lines = sum(p == 3 for p in inner)
            plain += (
                tabs >= 2 or (not lines and len(inner) == len(self.roles) - 2) or (lines == len(inner) > 1)
            )
        return plain * 2 > len(chunks)

    def _row(self, a: int, b: int, *, bare: bool) -> tuple[float, list[list[Span]]]:
        """The cells behind the number of a row and what they cost: told one after the other, or across lines."""
        return min(self._told(a, b, bare=bare), self._drawn(a, b), key=lambda one: one[0])

    def _last(self, a: int, b: int, *, bare: bool) -> tuple[float, list[list[Span]]]:
        """The last row, which ends where it comes out best."""
        parted = self.stream.parted
        ends = [n for n in range(a + 2, b) if parted[n]] + [b]
        lines = [n for n in ends if n == b or parted[n] == 3]
        few = lines[:MOST_LINES] if len(lines) > 1 else ends[:MOST_ENDS]
        told = [self._row(a, n, bare=bare) for n in few]
        return min(reversed(told), key=lambda one: round(one[0], 1))

    def _told(self, a: int, b: int, *, bare: bool) -> tuple[float, list[list[Span]]]:
        """The cheapest way to part a row whose cells stand one after the other."""
        parted, text = self.stream.parted, self.stream.text
        inside = {m.start() for m in BODY.finditer(text, a + 1, b)} if bare else set()
        cuts = [n for n in range(a + 1, b) if parted[n] or n in inside]
        if len(cuts) > MOST_CUTS:
            return 99.0, []
        places = [a, *cuts, b]
        crossed = [0.0] + [0.5 * (parted[n] == 2) + 0.1 * (parted[n] == 1) for n in cuts]
        total = list(itertools.accumulate(crossed))
        best: list[tuple[float, list[int]]] = [(0.0, []), *((99.0, list[int]()) for _ in places[1:])]
        for column in range(1, len(self.roles)):
            now: list[tuple[float, list[int]]] = [(99.0, [])] * len(places)
            for i, (sunk, ends) in enumerate(best):
                for j in range(i, len(places)) if sunk < 9 else ():
                    blanks = total[j - 1] - total[i] if j > i + 1 else 0.0
                    glued = (
                        (0.1 if bare else 0.3) * (not parted[places[j]]) if i < j < len(places) - 1 else 0.0
                    )
                    cost = sunk + blanks + glued + self._cost(column, text[places[i] : places[j]])
                    if cost < now[j][0]:
                        now[j] = (cost, [*ends, j])
            best = now
        cost, ends = best[-1]
        stops = [0, *ends]
        return cost, [[(places[i], places[j])] if j > i else [] for i, j in itertools.pairwise(stops)]

    def _drawn(self, a: int, b: int) -> tuple[float, list[list[Span]]]:
        """The cheapest way to give the pieces of each line of a row to columns, from left to right."""
        lines = self._lines(a, b)
        count = len(self.roles) - 1
        if not 2 <= len(lines) <= MOST_LINES or any(len(line) > count for line in lines):
            return 99.0, []
        ways: list[tuple[float, list[list[Span]]]] = [(0.0, [[] for _ in range(count)])]
        for n, line in enumerate(lines):
            now: list[tuple[float, list[list[Span]]]] = []
            for sunk, cells in ways:
                for columns in itertools.combinations(range(count), len(line)):
                    cost = sunk + sum(
                        self._goes_on(cells[c], piece, first=n == 0)
                        for c, piece in zip(columns, line, strict=True)
                    )
                    given = dict(zip(columns, line, strict=True))
                    now.append(
                        (cost, [[*cell, *([given[c]] if c in given else [])] for c, cell in enumerate(cells)])
                    )
            now.sort(key=lambda one: one[0])
            ways = now[:MOST_WAYS]
        whole = [
            (cost + sum(self._cost(c + 1, self._text(cell)) for c, cell in enumerate(cells)), cells)
            for cost, cells in ways
        ]
        return min(whole, key=lambda one: one[0])

    def _text(self, cell: list[Span]) -> str:
        return "".join(self.stream.text[a:b] for a, b in cell)

    def _lines(self, a: int, b: int) -> list[list[Span]]:
        """The lines of a row, each of them pieces between blanks; a term that runs on behind bodies stands alone."""
        out: list[list[Span]] = [[]]
        begun = a
        for n in range(a + 1, b + 1):
            if n < b and not self.stream.parted[n]:
                continue
            term = re.search(r"(?<=[、局委府会])20\d\d年$", self.stream.text[begun:n])
            cut = [begun + term.start()] if term and "due" in self.roles else []
            out[-1] += itertools.pairwise([begun, *cut, n])
            begun = n
            if n < b and self.stream.parted[n] == 3:
                out.append([])
        return out

    def _goes_on(self, cell: list[Span], piece: Span, *, first: bool) -> float:
        """How unlike a piece is to go on in a cell, by the line above it in the cell."""
        if not cell:
            return 0.0 if first else 0.7
        widest = max(measure(self._text([one])) for one in cell)
        told, here = self._text(cell[-1:]), measure(self._text([piece]))
        whole = 0.3 * (_listed(told) and told[-1] != "、")
        return whole + min(2.0, max(0, here - widest - 2) / 2 + max(0, widest - measure(told) - 2) / 2)

    def _cost(self, column: int, text: str) -> float:
        """How unlike a text is to what its column holds."""
        role = self.roles[column]
        if role in TEXTS:
            last = not {*TEXTS} & {*self.roles[column + 1 :]}
            return _of_words(text, last=last, first=column == 1)
        if role in BEARERS:
            return _of_bodies(text)
        if not text:
            return 0.3 if role == "due" else 0.0
        if role == "due":
            return 0.0 if WHEN.fullmatch(text) else 3.0
        if role == "person":
            return 0.0 if PERSON.fullmatch(text) else 2.0
        return 0.3 + len(text) / 20 + _listed(text)


def _of_words(text: str, *, last: bool, first: bool) -> float:
    if not text:
        return 4.0 if last else 0.4 + (not first)
    cost = (1.5 if NAMED_BODY.match(text) else 0.5) * _listed(text)
    cost += 2.0 * (text[0] in ",。;、)”》") + 1.0 * (text[-1] in "、,(“《")
    cost += 1.5 * any(text.count(a) != text.count(b) for a, b in ("()", "“”", "《》"))
    if last:
        cost += 0.5 * (len(text) < SHORTEST)
        return (
            cost + 1.0 * ("。" in text and text[-1] not in "。;)”") + 0.3 * (WHEN.fullmatch(text) is not None)
        )
    return cost + 2.0 * ("。" in text) + 0.4 * ("," in text) + max(0, len(text) - 8) / LONGEST_NAME


@lru_cache(maxsize=8192)
def _of_bodies(text: str) -> float:
    text = PAGE_MARK.sub("", text)
    if not text:
        return 2.0
    if NOTHING_TOLD.fullmatch(text):
        return 0.2
    if "。" in text[:-1] or len(text) > LONGEST_LIST:
        return 6.0
    if text[-1] in "、,(" or text[0] in "、,)。":
        return 3.0
    if _listed(text):
        return 0.0 if NAMED_BODY.match(text) else 0.6
    first = text.partition("、")[0]
    if first != text and NAMED_BODY.match(text) and _listed(first):
        return 1.0 + len(text) / 80
    return 0.6 if TOLD_ROLE.search(text) else 1.6 if len(text) <= SHORT and "、" not in text else 3.0


@lru_cache(maxsize=8192)
def _listed(text: str) -> bool:
    return len(text) <= LONGEST_LIST and "。" not in text and looks_like_list(text, 0, len(text))
