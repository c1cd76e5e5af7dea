"""Tables of duties of which every cell broke over lines of a few characters, laid cell after cell, one line each.

Which lines are one cell is told by how wide its column is, by running numbers and by what a cell holds: what is to be
done, bodies, a date. Lines are folded.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from .duty_heads import BEARERS, NOTHING_TOLD, TEXTS, levels, role_of
from .flattened import DUE
from .ragged import CLOSING, OPENING, STOPS, measure
from .units import NAMED_BODY, looks_like_list

SERIAL_HEAD = re.compile("序号|编号")
BELOW = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|附[件表]|第[一二三四五六七八九十]{1,3}(?:[章节篇]|部分)|注:|1$"
)
"""How a line begins that stands below a table, or heads another."""
PLAIN = re.compile("[一-龥]+")
WITHIN_YEAR = re.compile(
    r"(?:次年|明年|当年)?\d{1,2}月(?:\d{1,2}日|[上中下]旬)?[底初末]?(?:之?前)?(?:完成)?|每(?:年|半年|季度|月)|年[底末](?:之?前)?"
    r"|(?:第?[一二三四]季度|[上下]半年)[底末]?(?:之?前)?"
)
"""When something is due in the year that the table is for."""
MARK = STOPS + CLOSING + OPENING + "、,"
MOST_HEADS, LONGEST_HEAD, LONGEST_PIECE, LONGEST_GROUP, MOST_LABELS, MOST_PARSES = 18, 12, 3, 4, 2, 16
LONGEST_LINE, LONGEST_ROW, LEAST_ROWS = 32, 60, 2
LONGEST_LIST = 200
ROOM = 2
"""Half widths by which a line may be shorter or longer than its column: a mark that hangs, a character before one."""
SAMPLE, ROUNDS = 12, 2
"""Rows from which the widths of the columns are learnt, and how often."""
SHORTEST_NAME = 4
"""A shorter beginning of a cell of bodies that is no known one is the end of a name."""
DEAREST, SUREST, DEAREST_ROW, LEAST_CUT = 1.5, 0.3, 9.0, 2
"""What a row of a table costs at most, on the average and by itself, and in how many rows names of bodies broke."""
MOST_STATES = 2000
"""Beginnings of a head that are looked at."""
MOST_WORK = 700_000
"""What all tables of a text may cost to read, in lines looked at; forty thousand real characters cost under half."""
HEAD_WORK, LIST_WORK = 4, 10
"""What a beginning of a head and a text that may list bodies cost, against a line."""
PARTED = re.compile(r"[、,;](?![^()]*[)])")
Lines = list[int]


class _SpentError(Exception):
    """The tables of a text cost more than they may."""


@dataclass
class _Budget:
    """What the tables of a text may still cost to read."""

    left: int = MOST_WORK

    def spend(self, work: int) -> None:
        """Take what is looked at next from it; raises ``_SpentError`` where nothing is left."""
        self.left -= work
        if self.left < 0:
            raise _SpentError


@dataclass
class Narrow:
    """The lines of a table: those of each cell of its head and of its rows; a head told again is in none of them."""

    start: int
    end: int
    rows: list[list[Lines]]
    apart: set[int]
    """Lines with which a name of its own begins, because nothing else parts the names of a cell."""


def narrow(texts: Sequence[str], turned: Container[int]) -> list[Narrow]:
    """All such tables among lines, of which those ``turned`` begin a page; those found until they cost too much."""
    out: list[Narrow] = []
    budget = _Budget()
    with suppress(_SpentError):
        for at, text in enumerate(texts):
            if SERIAL_HEAD.fullmatch(text) and (not out or at >= out[-1].end):
                told = [_read(texts, turned, roles, head, budget) for roles, head in _heads(texts, at, budget)]
                if found := [table for table in told if table is not None]:
                    out.append(min(found, key=lambda table: table[0])[1])
    return out


def _heads(texts: Sequence[str], at: int, budget: _Budget) -> list[tuple[list[str], list[Lines]]]:
    """What the lines below 序号 may be as heads: the roles of the columns and the lines of each head."""
    end = next((n for n in range(at, min(len(texts), at + MOST_HEADS)) if texts[n].rstrip(".、") == "1"), 0)
    end -= end > 0 and BELOW.match(texts[end - 1]) is not None
    # A column before the numbers tells the group of the first row above its number.
    grouped = at > 0 and PLAIN.fullmatch(texts[at - 1]) is not None and len(texts[at - 1]) <= LONGEST_GROUP
    ends = range(end - MOST_LABELS * grouped, end + 1)
    out: list[tuple[list[str], list[Lines]]] = []
    open_: list[list[Lines]] = [[[at]]] if end and _borne(texts[at + 1 : end]) else []
    states = 0
    while open_ and len(out) < MOST_PARSES and states < MOST_STATES:
        states += 1
        budget.spend(HEAD_WORK)
        heads = open_.pop()
        here = heads[-1][-1] + 1
        if here in ends and not any(map(role_of, texts[here:end])):
            names = ["".join(texts[n] for n in lines) for lines in heads]
            told = levels([role_of(name) or "" for name in names], names)
            if "text" in told and {*BEARERS} & {*told}:
                out.append((told[1:], heads))
        if here >= end:
            continue
        whole = role_of(texts[here]) and len(texts[here]) > LONGEST_PIECE
        for size in (1,) if whole else (3, 2, 1):
            lines = [*range(here, here + size)]
            name = "".join(texts[here : here + size])
            if here + size <= end and len(name) <= LONGEST_HEAD and role_of(name):
                open_.append([*heads, lines])
    return out


def _borne(head: Sequence[str]) -> bool:
    """Whether any lines of a head together name bodies."""
    pieces = ["".join(head[n : n + size]) for n in range(len(head)) for size in range(1, LONGEST_PIECE + 1)]
    return any(len(name) <= LONGEST_HEAD and role_of(name) in BEARERS for name in pieces)


def _read(
    texts: Sequence[str], turned: Container[int], roles: list[str], head: list[Lines], budget: _Budget
) -> tuple[float, Narrow] | None:
    """A table under a head, and what its rows cost; nothing where its cells are whole or nothing fits."""
    body = head[-1][-1] + 1
    label = [*itertools.takewhile(lambda n: not BELOW.match(texts[n].rstrip(".、")), range(body, body + MOST_LABELS))]
    rows = _rows(texts, turned, texts[head[0][0] : body], body + len(label), budget)
    if len(rows) < LEAST_ROWS:
        return None
    if label:
        _labelled(rows, label, _Columns(texts, roles, [0] * len(roles), budget))
    sample = [row.parts for row in rows if len(row.parts) == 1][:SAMPLE]
    columns = _Columns(texts, roles, [0] * len(roles), budget)
    for _ in range(ROUNDS):
        told = [columns.row(parts) for parts in sample]
        columns = _Columns(texts, roles, columns.learn([head[1:], *(cells for _, cells in told)]), budget)
    if sum(columns.row(parts)[0] for parts in sample) > 2 * DEAREST * len(sample):
        return None
    rows[-1].parts = columns.ended(rows[-1].parts)
    told = [columns.row(row.parts) for row in rows]
    torn = sum(map(columns.torn, (cells for _, cells in told)))
    cost = sum(cost for cost, _ in told) / len(rows)
    cut = sum(map(columns.cut, (cells for _, cells in told)))
    # Where few cells broke, only what fits beyond doubt is told, and only where names of bodies broke.
    if cost > (DEAREST if torn * 2 > len(rows) else SUREST if cut >= LEAST_CUT else -1):
        return None
    out = [head]
    for row, (_, cells) in zip(rows, told, strict=True):
        out += [[row.heading]] * bool(row.heading) + [[[row.number], *cells]]
    end = max(n for part in rows[-1].parts for n in part) + 1
    return cost, Narrow(head[0][0], end, out, {n for _, cells in told for n in columns.apart(cells)})


def _labelled(rows: list[_Row], label: Lines, columns: _Columns) -> None:
    """Takes the lines that tell a group off the row above its first one."""
    for row in rows:
        row.heading = row.heading or label
        whole = [n for part in row.parts for n in part]
        if row is not rows[-1]:
            row.parts = columns.ended(row.parts)
        label = whole[sum(map(len, row.parts)) :]


def _of(texts: Sequence[str], lines: Lines) -> list[str]:
    return [texts[n] for n in lines]


@dataclass
class _Row:
    """The lines of a row behind its number, in parts where a new page begins or tells the head again."""

    number: int
    parts: list[Lines]
    heading: Lines
    """A line above it that heads a group of rows."""


def _rows(
    texts: Sequence[str], turned: Container[int], head: Sequence[str], body: int, budget: _Budget
) -> list[_Row]:
    """The rows below a head, whose numbers may begin again below a heading; none where only some are narrow."""
    rows: list[_Row] = []
    here, page, told = body, False, 0
    heading: Lines = []
    while here < len(texts) and (not rows or len(rows[-1].parts[-1]) <= LONGEST_ROW):
        budget.spend(1)
        below = here + 1 + len(head) * (texts[here + 1 : here + 1 + len(head)] == head)
        text, following = texts[here], {line.rstrip(".、") for line in texts[below : below + 1]}
        page = page or here in turned
        if texts[here : here + len(head)] == head:
            here, page = here + len(head), True
            continue
        if text.rstrip(".、") == str(told + 1):
            rows.append(_Row(here, [[]], heading))
            told, heading = told + 1, []
        elif BELOW.match(text) and not {"1", str(told + 1)}.isdisjoint(following):
            told, heading = told if str(told + 1) in following else 0, [here]
        elif not rows or heading or BELOW.match(text) or len(text) > LONGEST_LINE:
            break
        else:
            if page and rows[-1].parts[-1]:
                rows[-1].parts.append([])
            rows[-1].parts[-1].append(here)
        here, page = here + 1, False
    whole = all(row.parts[-1] for row in rows) and str(told + 1) not in texts[here : here + LONGEST_ROW]
    return rows if whole else []


@lru_cache(maxsize=4096)
def _listed(text: str) -> bool:
    return len(text) <= LONGEST_LIST and "。" not in text and looks_like_list(text, 0, len(text))


@lru_cache(maxsize=4096)
def _wide(line: str) -> int:
    return measure(line)


@dataclass
class _Columns:
    """The columns of a table, with their widths in half widths; 0 where the widest line of a cell tells it."""

    texts: Sequence[str]
    roles: list[str]
    widths: list[int]
    budget: _Budget

    def learn(self, rows: list[list[Lines]]) -> list[int]:
        """The width of each column: that of most lines within its cells, or else of its longest line."""
        out = []
        for column in range(len(self.roles)):
            cells = [_of(self.texts, row[column]) for row in rows]
            inner = [line for cell in cells for line in cell[:-1]]
            told = Counter[int]()
            for line in inner:
                wide = _wide(line)
                told.update({wide: 4} if PLAIN.fullmatch(line) else {wide: 2, wide - ROOM: 1, wide + ROOM: 1})
            longest = max((_wide(line) for cell in cells for line in cell), default=0)
            headed = max(map(_wide, cells[0]))
            out.append(max(headed, max(told, key=lambda w: (told[w], w)) if told else longest))
        return out

    def row(self, parts: list[Lines]) -> tuple[float, list[Lines]]:
        """The cells of a row whose lines stand in parts, and what they cost."""
        cells: list[Lines] = [[] for _ in self.roles]
        total = 0.0
        for n, part in enumerate(parts):
            cost, told = self._parted(part, cells, cut=n < len(parts) - 1)
            cells = [[*a, *b] for a, b in zip(cells, told, strict=True)]
            total += cost
        return total, cells

    def torn(self, cells: list[Lines]) -> bool:
        """Whether a cell broke over lines; one of words beside an empty one may have taken its line from there."""
        least = [2 + (role in TEXTS and not cells[0]) for role in self.roles]
        return any(len(cell) >= size for cell, size in zip(cells, least, strict=True))

    def cut(self, cells: list[Lines]) -> bool:
        """Whether the end of a line cut the name of a body."""
        told = (_of(self.texts, cell) for role, cell in zip(self.roles, cells, strict=True) if role in BEARERS)
        return any(len(lines) > 1 and not all(map(_listed, lines)) for lines in told)

    def ended(self, row: list[Lines]) -> list[Lines]:
        """The last row without the lines below the table."""
        *parts, last = row
        ends = range(len(last), 0, -1) if self.row(row)[0] > DEAREST else [len(last)]
        return [*parts, last[: min(ends, key=lambda end: self.row([*parts, last[:end]])[0])]]

    def _parted(self, lines: Lines, before: list[Lines], *, cut: bool) -> tuple[float, list[Lines]]:
        """The cheapest way to part lines into cells; ``before`` is what stands in them on the page before."""
        count = len(lines)
        best: list[tuple[float, list[int]]] = [(0.0, []), *((99.0, list[int]()) for _ in range(count))]
        for column in range(len(self.roles)):
            now: list[tuple[float, list[int]]] = [(99.0, [])] * (count + 1)
            for a, (sunk, ends) in enumerate(best):
                for b in range(a, count + 1) if sunk < DEAREST_ROW else ():
                    cost = sunk + self._cost(column, before[column], lines[a:b], cut=cut)
                    if cost < now[b][0]:
                        now[b] = (cost, [*ends, b])
                    if cost > DEAREST_ROW and self.widths[column] and b - a > 2:
                        break
            best = now
        cost, ends = best[-1]
        return cost, [lines[a:b] for a, b in itertools.pairwise([0, *ends])] or [[] for _ in self.roles]

    def _cost(self, column: int, before: Lines, lines: Lines, *, cut: bool) -> float:
        self.budget.spend(1 + len(lines))
        told = _of(self.texts, lines)
        ragged = self._ragged(told, self.widths[column])
        if ragged > DEAREST_ROW or (cut and not before and not lines):
            return ragged
        return ragged + self._strange(column, "".join([*_of(self.texts, before), *told]), cut=cut)

    def apart(self, row: list[Lines]) -> Iterator[int]:
        """The lines of a row with which a name begins below a line that is not full, where no mark parts the names."""
        for role, cell, width in zip(self.roles, row, self.widths, strict=True):
            whole = "".join(_of(self.texts, cell))
            if role not in BEARERS or PARTED.search(whole) or _listed(whole):
                continue
            before = ""
            for n, line in enumerate(cell):
                text = self.texts[line]
                if _listed(before) and _wide(self.texts[line - 1]) < width - ROOM and self._begins(cell[n:]):
                    yield line
                    before = ""
                before += text

    def _begins(self, lines: Lines) -> bool:
        self.budget.spend(LIST_WORK * len(lines))
        return any(_listed("".join(_of(self.texts, lines[: n + 1]))) for n in range(len(lines)))

    def _ragged(self, lines: list[str], width: int) -> float:
        """How unlike lines are to those of one cell: too wide, or ended before the row was full."""
        wide = [_wide(line) for line in lines]
        width = width or max(wide, default=0)
        room = [0 if PLAIN.fullmatch(line) else ROOM for line in lines]
        cost = sum(1 + (w - width) / 4 for w, r in zip(wide, room, strict=True) if w > width + r)
        filled = 0
        for n, below in enumerate(lines[1:]):
            filled = wide[n] + (filled if filled + wide[n] <= width + ROOM else 0)
            marked = lines[n][-1] in MARK or below[0] in MARK
            loose = ROOM * (room[n] > 0 or not PLAIN.fullmatch(below[:2]))
            cost += 0 if marked else min(1.0, max(0, width - loose - filled) / 2)
            filled = filled if marked else 0
        return cost

    def _strange(self, column: int, text: str, *, cut: bool) -> float:
        """How unlike a text is to what its column holds; where a page ``cut`` it only its beginning counts."""
        role = self.roles[column]
        if role in TEXTS:
            last = not {*TEXTS} & {*self.roles[column + 1 :]}
            if not text:
                return 3.0 if last else 0.0
            short = 0.0 if last else 0.5 + 2.0 * ("。" in text) + 0.5 * ("," in text)
            return short + 1.5 * _listed(text) + _open(text) * (not cut)
        if not text:
            return 2.0 if role in BEARERS else 0.3
        if role in BEARERS:
            known = NOTHING_TOLD.fullmatch(text) or NAMED_BODY.match(text)
            whole = NOTHING_TOLD.fullmatch(text) or (_listed(text) and text[-1] not in "、,")
            names, _, begun = text.rpartition("、")
            if whole or (cut and _listed(names) and PLAIN.match(begun + "无")):
                first = len(PARTED.split(text)[0])
                return 0.0 if known else 1.5 if first < SHORTEST_NAME else first / 16
            return (0.5 if cut and "、" not in text else 2.0) + 2.0 * ("。" in text)
        fits = DUE.fullmatch(text) or WITHIN_YEAR.fullmatch(text) if role == "due" else role == "note" or len(text) <= 4
        return 0.2 if fits else 2.0


def _open(text: str) -> float:
    """How unlike the end of what is to be done a text ends: sentences without a stop."""
    if text[-1] in STOPS + CLOSING:
        return 0.0
    return 1.0 if "。" in text else 0.5 * ("," in text)
