"""Tables flattened into running text of which the cells still stand apart by a space: rows with bars again.

A head is told by its words, its rows by having as many cells as the head, of the sort that the head says: running
numbers, figures, bodies. Where nothing stands between two rows the last cell of the one is parted from the first of
the next by what it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from .cells import ATTRIBUTE, NOTE_HEAD, SORT_HEAD, UNIT_CELL, UNIT_NOTE, Cell
from .duty_heads import NOTHING_TOLD
from .flattened import DUE, LONGEST_TITLE, NUMBER
from .fused import COLUMN
from .shaped import GROUP_CALLED
from .stacked import OVER_YEARS
from .units import looks_like_list

BODIES = re.compile(
    r"(?:总?牵头|主办|主责|配合|协办|协同|协助|参与|参加|责任|落实|实施|承办|负责)(?:责任)?(?:单位|部门|主体|处室|科室|方)"
    r"(?:[及和、][^\d。,;]{2,6})?"
)
MEASURED = re.compile(
    r"[^\d。;:!?]{2,24}[(](?P<unit>[^()]{1,8})[)]|(?:19|20)\d\d年[^\d。,;:()]{0,8}[(](?P<of>[^()]{1,8})[)]"
)
HEADS = {
    "serial": re.compile("序号|编号"),
    "bodies": BODIES,
    "figures": re.compile(
        rf"(?:19|20)\d\d年(?:\d{{1,2}}月|[^\d。,;:()]{{0,6}}?(?:[值数绩额量]|目标|任务|计划|情况|企业))|{COLUMN}|[合总]计"
    ),
    "sort": SORT_HEAD,
    "term": re.compile(r"(?:完成|办结|实施)?(?:时限|时间|期限|进度|节点)(?:要求|安排)?"),
    "words": re.compile(r"[^\d。;,:!?“”]{1,20}"),
}
"""What stands below a head, told by its words."""
UNITS = re.compile("(?:计量)?单位")
FIRST_HEAD = re.compile(
    r"(?:序号|编号|环节|维度|任务|行动|领域|类别|地区|区域|乡镇|镇街|街道|园区|单位|部门|指标|项目|县区|县[(]市、区[)]|"
    r"市[(]州[)]|区[(]县、市[)]|产业链|行业|产业)$"
)
"""How a head ends that runs on from the words above the table."""
CELLS_END = {
    "figures": NUMBER,
    "sort": ATTRIBUTE,
    "term": DUE,
    "words": re.compile(r"[^。;]*?(?=[。;]|[一二三四五六七八九十]{1,3}、|[(][一二三][)]|附件|$)"),
}
NAMED = re.compile(r"[^\d。;:、,]{2,24}(?:[、,][^\d。;:、,]{1,24})*")
"""Names of bodies, of whatever sort."""
BODIES_BEGIN = re.compile("[省市县区州旗各国中人]")
"""How a cell of bodies begins that is put together from pieces."""
GROUP = re.compile(r"(?:[(][一二三四五六七八九十]{1,2}[)]|(?:[一二三四五六七八九十]|\d){1,2}[.、])[^\d。;:,()]{2,14}")
"""What several rows are told under: 一、强化创造."""
PLAIN_GROUP = re.compile("[一-龥]{2,10}")
GROUP_CELL = re.compile("[^。;,]{1,16}")
LEAST_GROUPS = 2
"""Fewer groups without a number, in a table whose rows have none, may be torn names."""
ANNEX = re.compile(r"附[件表录]\d{0,2}:?(?=[一-龥\d]{4})")
NARROWEST, WIDEST, FARTHEST_HEAD = 2, 10, 6
WORKED, BORNE = re.compile("(?:任务|举措|措施|内容|事项|工作)$"), re.compile("words (?:words ){0,2}bodies(?: term)?")
LEAST_ROWS = 3
LONGEST_CELL = 300
FARTHEST = 8
"""More spaces within the cells of one row are no borders."""
MOST_PIECES = 3000
PARTED = 2
"""So many characters of a head the end of a line may part from the rest."""
Place = tuple[int, int]


def gapped(
    flat: str, start: int, end: int, gaps: list[int], cuts: list[int]
) -> tuple[list[int], list[int], list[Place]]:
    """Places in [start, end) where rows of such tables begin and end, where their other cells do, and what they fill.

    ``gaps`` are places where white space was dropped, ``cuts`` those where a page mark was, which may be borders too.
    """
    borders = sorted({start, *gaps, *(start + m.end() for m in re.finditer(" ", flat[start:end]))})
    if len(borders) < 2 * NARROWEST:
        return [], [], []
    pieces = _whole_heads(flat, [(a, a + len(flat[a:b].rstrip())) for a, b in pairwise([*borders, end])])
    rows: list[int] = []
    bars: list[int] = []
    stretches: list[Place] = []
    for table in in_rows(flat, pieces, cuts):
        head, stop = table[0][0][0], table[-1][-1][1]
        rows += [row[0][0] for row in table] + [stop] + _titles(flat, start, pieces, head)
        bars += [a for row in table for a, _ in row[1:]]
        stretches.append((head, stop))
    return sorted({p for p in rows if start < p < end}), sorted(bars), stretches


def _whole_heads(flat: str, pieces: list[Place]) -> list[Place]:
    """Pieces with the first characters of a head put back that the end of a line parted: 次数(次) |知| 识产权额(元)."""
    out: list[Place] = []
    for piece in pieces:
        parted = len(out) > 1 and out[-1][1] - out[-1][0] <= PARTED and not flat[slice(*out[-1])].isascii()
        if parted and all(MEASURED.fullmatch(flat[slice(*head)]) for head in (out[-2], piece)):
            out[-1] = (out[-1][0], piece[1])
        else:
            out.append(piece)
    return out


def in_rows(flat: str, pieces: list[Place], cuts: Sequence[int] = ()) -> Iterator[list[list[Place]]]:
    """The tables among pieces that may be cells: the cells of each head and of the rows below it."""
    here = 0
    tried: set[tuple[int, int]] = set()
    while here < len(pieces):
        table: list[list[Place]] = []
        if _kind(flat[slice(*pieces[here])]) not in ("", "words", "term"):
            tables = [*_tables(flat, pieces, here, cuts, tried)]
            if cuts:
                broken = [part for piece in pieces[here : here + MOST_PIECES] for part in _at_cuts(piece, cuts)]
                tables += _tables(flat, [*pieces[:here], *broken], here, [], set())
            table = max(tables, key=_worth, default=(0, []))[1]
        if not table:
            here += 1
            continue
        yield table
        here = max(here + 1, bisect_left(pieces, (table[-1][-1][1], 0)))


def _worth(told: tuple[int, list[list[Place]]]) -> tuple[int, int, int]:
    """How much speaks for a table: rows that bear out the heads that tell what is below, few groups, and its width."""
    heads, rows = told
    whole = sum(len(row) > 1 for row in rows)
    return heads * whole, whole - len(rows), len(rows[0]) if rows else 0


@lru_cache(maxsize=4096)
def _kind(head: str) -> str:
    """The sort of cell below a head; nothing where it is none."""
    m = MEASURED.fullmatch(head)
    if m and UNIT_CELL.fullmatch(m["unit"] or m["of"]):
        return "figures"
    return next((kind for kind, pattern in HEADS.items() if pattern.fullmatch(head)), "")


def _fits(text: str, kind: str, number: int) -> bool:
    """Whether a cell is of a sort; ``number`` is that of its row."""
    if kind == "serial":
        return text.rstrip(".、") == str(number)
    if kind in ("words", "term"):
        return 0 < len(text) <= LONGEST_CELL
    cell = Cell(0, 0, re.sub(r"(?<=.)[(][^()]*[)]$", "", text))
    if kind == "bodies":
        return cell.empty or bool(NAMED.fullmatch(text))
    if kind == "unit":
        return cell.empty or bool(UNIT_CELL.fullmatch(text))
    return cell.empty or (cell.numeric if kind == "figures" else bool(ATTRIBUTE.fullmatch(text)))


def _tables(
    flat: str, pieces: list[Place], anchor: int, cuts: Sequence[int], tried: set[tuple[int, int]]
) -> Iterator[tuple[int, list[list[Place]]]]:
    """Tables of which the anchor is a head, not the first one perhaps: heads that tell what is below them, and the
    cells of head and rows. What was ``tried``, by first head and width, for an anchor before is none.
    """
    for first in range(max(0, anchor - FARTHEST_HEAD), anchor + 1):
        for width in range(max(NARROWEST, anchor - first + 1), WIDEST + 1):
            if (first, width) in tried:
                continue
            tried.add((first, width))
            grid = _grid(flat, pieces[first : first + 2 * width], width, cuts)
            if grid is not None:
                grid.pieces += pieces[first + 2 * width : first + MOST_PIECES]
            if grid is not None and (counted := grid.counted()):
                yield sum(k != "words" for k in counted.kinds), counted.rows()
            if grid is not None:
                yield sum(k != "words" for k in grid.kinds), grid.rows()


def _grid(flat: str, pieces: list[Place], width: int, cuts: Sequence[int]) -> _Grid | None:
    """The grid of which the first pieces are the head; None where they are none."""
    if len(pieces) < 2 * width:
        return None
    if glued := FIRST_HEAD.search(flat[slice(*pieces[0])]):
        pieces[0] = (pieces[0][0] + glued.start(), pieces[0][1])
    for n, piece in enumerate(pieces[:width]):
        parts = _at_cuts(piece, cuts)
        if parts[1:] and all(_kind(flat[slice(*part)]) not in ("", "words") for part in parts):
            pieces[n : n + 1] = parts
            break
    kinds = [_kind(flat[slice(*p)]) for p in pieces[:width]]
    a, b = pieces[width - 1]
    end = b
    if kinds[-1] in ("", "words"):
        # The last head runs into the first cell.
        heads = [p for kind, p in HEADS.items() if kind != "words"]
        end = max((m.end() for p in (MEASURED, *heads) if (m := p.match(flat, a, b))), default=b)
        if flat[end : end + 1].isdigit() and kinds[0] != "serial":
            return None
        kinds[-1] = _kind(flat[a:end])
        pieces[width - 1 : width] = [(a, end), (end, b)] if end < b else [(a, b)]
    told = _counted(flat, pieces, kinds)
    names = [flat[slice(*p)] for p in pieces[:width]]
    borne = BORNE.fullmatch(" ".join(kinds)) and any(map(WORKED.search, names[:-1]))
    measured = "sort" in kinds or not {"单位", "计量单位"}.isdisjoint(names)
    sure = told >= 2 or (told and measured) or ("serial" in kinds and width > 2)
    other = any(UNIT_CELL.fullmatch(name) or GROUP.fullmatch(name) for name in names)
    other |= {*kinds} == {"bodies"} or kinds.count("serial") > 1
    other |= OVER_YEARS.fullmatch(names[0]) is not None  # what stands over figures begins no head
    if not all(kinds) or other or not (sure or borne):
        return None
    return _Grid(flat, pieces, kinds, cuts, end < b)


def _counted(flat: str, pieces: list[Place], kinds: list[str]) -> int:
    """How many columns hold figures or bodies; where one does, words over a figure of the first row name more."""
    told = sum(kind in ("figures", "bodies") for kind in kinds)
    for n, kind in enumerate(kinds if told and "serial" not in kinds else ()):
        head, below = (flat[slice(*pieces[k])] for k in (n, n + len(kinds)))
        named = NOTE_HEAD.fullmatch(head) or FIRST_HEAD.search(head) or GROUP_CALLED.fullmatch(head)
        if kind == "words" and not named and _fits(below, "figures", 0):
            kinds[n] = "figures"
    return sum(kind in ("figures", "bodies") for kind in kinds)


def _at_cuts(piece: Place, cuts: Sequence[int]) -> list[Place]:
    a, b = piece
    inner = cuts[bisect_right(cuts, a) : bisect_left(cuts, b)]
    return list(zip([a, *inner], [*inner, b], strict=True))


@dataclass
class _Grid:
    """A head and the pieces below it."""

    flat: str
    pieces: list[Place]
    kinds: list[str]
    cuts: Sequence[int]
    glued: bool
    """Whether nothing stands between two rows."""

    def counted(self) -> _Grid | None:
        """The same with nothing but units below the head of units, which elsewhere names bodies; None without one."""
        heads = [self._text(n) for n in range(len(self.kinds))]
        kinds = ["unit" if UNITS.fullmatch(h) else kind for h, kind in zip(heads, self.kinds, strict=True)]
        return replace(self, pieces=[*self.pieces], kinds=kinds) if kinds != self.kinds else None

    def rows(self) -> list[list[Place]]:
        """The head's cells and those of its rows; nothing where these are too few."""
        width = len(self.kinds)
        out = [self.pieces[:width]]
        here = width
        named = [GROUP_CALLED.fullmatch(self._text(n)) and {*self.kinds[n : n + 2]} == {"words"} for n in range(width)]
        merged = next((n for n, told in enumerate(named) if told), None)
        loose = [n for n in range(width) if n == merged or NOTE_HEAD.fullmatch(self._text(n))]
        again: list[list[Place]] = []
        rows = groups = 0
        while True:
            again += self._head_again(here)
            row = self.row(here, rows + 1, loose)
            if self._group(here, whole=row is not None, first=not rows, grouped=groups > 0):
                below = self.row(here + 1, rows + 1, loose)
                if below and self.worded(below[0]):
                    groups += not GROUP.fullmatch(self._text(here))
                    out.append([self.pieces[here]])
                    row = below
            if row is None:
                few = 0 < groups < LEAST_GROUPS and "serial" not in self.kinds
                last = out[-1][0]
                return sorted([*out, *(h for h in again if h[0] < last)]) if rows >= LEAST_ROWS and not few else []
            out.append(row[0])
            here, rows = row[1], rows + 1

    def _head_again(self, here: int) -> list[list[Place]]:
        """Takes the head that a new page tells again, before a row or within it, from among the pieces."""
        width = len(self.kinds)
        heads = [self._text(n) for n in range(width)]
        for n in range(here, here + width):
            if self._text(n) == heads[0] and [self._text(n + k) for k in range(width)] == heads:
                again = self.pieces[n : n + width]
                del self.pieces[n : n + width]
                return [again]
        return []

    def row(self, here: int, number: int, loose: list[int]) -> tuple[list[Place], int] | None:
        """A row and where the next one begins; in ``loose`` columns a cell may be empty or stand over several rows."""
        if not loose:
            read = self._numbered if "serial" in self.kinds else self._plain
            return read(here, number)
        column, *others = loose
        row = self.row(here, number, others)
        cell = self.flat[slice(*row[0][column])] if row and column < len(row[0]) else ""
        if row and (NOTHING_TOLD.fullmatch(cell) or (GROUP_CELL.fullmatch(cell) and self.worded(row[0]))):
            return row
        lean = replace(self, kinds=[*self.kinds[:column], *self.kinds[column + 1 :]])
        row = lean.row(here, number, [n - 1 for n in others])
        if row is None or not lean.worded(row[0]):
            return None
        cells, end = row
        return [*cells[:column], *((a, a) for a, _ in cells[column : column + 1]), *cells[column:]], end

    def _group(self, here: int, *, whole: bool, first: bool, grouped: bool) -> bool:
        """Whether a piece can be what the rows below are told under: it has a number, or begins no row as it stands."""
        text = self._text(here)
        named = self.kinds[0] == ("serial" if "serial" in self.kinds else "words") and "bodies" not in self.kinds
        plain = named and not whole and (first or grouped) and PLAIN_GROUP.fullmatch(text)
        other = UNIT_CELL.fullmatch(text) or ATTRIBUTE.fullmatch(text) or _kind(text) != "words"
        return bool(GROUP.fullmatch(text) or (plain and not other))

    def worded(self, row: list[Place]) -> bool:
        """Whether words that name no bodies and are no figures stand where words should."""
        words = (cell for cell, kind in zip(row, self.kinds, strict=False) if kind == "words")
        return not any(NUMBER.fullmatch(self.flat, *cell) or looks_like_list(self.flat, *cell) for cell in words)

    def _text(self, piece: int) -> str:
        return self.flat[slice(*self.pieces[piece])] if piece < len(self.pieces) else ""

    def _fit(self, row: list[Place], number: int, *, sure: bool = False, framed: bool = False) -> bool:
        """Whether pieces are the cells of a row: of bodies one cell at least is known to name them, or ``sure`` all;
        any names will do where the row is ``framed`` by its number and the next.
        """
        if len(row) != len(self.kinds):
            return False
        cells = [(self.flat[slice(*cell)], kind) for cell, kind in zip(row, self.kinds, strict=True)]
        if cells[0][1] == "words" and _fits(cells[0][0], "figures", 0):
            return False
        known = [looks_like_list(text, 0, len(text)) for text, kind in cells if kind == "bodies"]
        borne = all(known) if sure else framed or not known or any(known)
        return borne and all(_fits(text, kind, number) for text, kind in cells)

    def _part(self, piece: int, at: int) -> None:
        a, b = self.pieces[piece]
        if a < at < b:
            self.pieces[piece : piece + 1] = [(a, at), (at, b)]

    def _part_last(self, piece: int) -> None:
        """Parts the last cell of a row from what it runs into."""
        if piece >= len(self.pieces):
            return
        a, b = self.pieces[piece]
        kind = self.kinds[-1]
        if kind in ("figures", "sort") and _fits(self.flat[a:b], kind, 0):
            return
        if kind == "bodies":
            ends = (e for e in range(b, a + 2, -1) if looks_like_list(self.flat, a, e))
            end = next(ends, b)
            self._part(piece, end if not {*self.flat[end - 1 : end + 1]} & {*"、,"} else b)
        elif kind in CELLS_END and (m := CELLS_END[kind].match(self.flat, a, b)):
            self._part(piece, m.end())

    def _plain(self, here: int, number: int) -> tuple[list[Place], int] | None:
        """A row that nothing but its cells tells."""
        end = here + len(self.kinds)
        parts = [part for piece in self.pieces[here : end - 1] for part in _at_cuts(piece, self.cuts)]
        if self._fit(parts, number, sure=True) and not self._fit(self.pieces[here:end], number, sure=True):
            self.pieces[here : end - 1] = parts
        if self._torn(here):
            self.pieces[here : here + 2] = [(self.pieces[here][0], self.pieces[here + 1][1])]
        self._part_last(end - 1)
        row = self.pieces[here:end]
        beyond = end < len(self.pieces) and _fits(self._text(end), "figures", 0)
        return (row, end) if self._fit(row, number) and not beyond else None

    def _torn(self, here: int) -> bool:
        """Whether the name of a row has a space behind its first character or before its last one."""
        first, second, figure = (self._text(here + n) for n in range(3))
        halves = self.kinds[:2] == ["words", "figures"] and NAMED.fullmatch(first + second)
        single = min(len(first), len(second)) == 1 and not UNIT_CELL.fullmatch(second)
        return bool(halves and single and not Cell(0, 0, second).empty and _fits(figure, "figures", 0))

    def _numbered(self, here: int, number: int) -> tuple[list[Place], int] | None:
        """A row with its number, which ends where the next one begins."""
        width, serial = len(self.kinds), self.kinds.index("serial")
        if not _fits(self._text(here + serial), "serial", number):
            return None
        following = str(number + 1)
        near = sorted(range(-FARTHEST, FARTHEST + 1), key=abs)
        for n in range(here + 1, min(len(self.pieces), here + width + FARTHEST)):
            parts = _at_cuts(self.pieces[n], self.cuts)
            if parts[1:] and any(self.flat[slice(*part)] == following for part in parts):
                self.pieces[n : n + 1] = parts
                break
        for n in (here + width + serial + d for d in near if width + d > serial):
            if self._text(n).rstrip(".、") == following:
                end = n - serial - bool(GROUP.fullmatch(self._text(n - serial - 1)))
                if cells := self._aligned(self.pieces[here:end], number):
                    return cells, end
            elif self.glued and not serial and self._text(n - 1).endswith(following):
                a, b = self.pieces[n - 1]
                if cells := self._aligned([*self.pieces[here : n - 1], (a, b - len(following))], number):
                    self._part(n - 1, b - len(following))
                    return cells, n
        most = 0 if self.kinds[-1] == "words" else FARTHEST
        for end in range(here + width, min(here + width + most, len(self.pieces)) + 1):
            cells = self._put_together(self.pieces[here:end], 0, number)
            if cells and not self._takes_number(cells, end, following):
                return cells, end
        self._part_last(here + width - 1)
        cells, end = self.pieces[here : here + width], here + width
        return (cells, end) if self._fit(cells, number) and not self._takes_number(cells, end, following) else None

    def _takes_number(self, cells: list[Place], end: int, following: str) -> bool:
        """Whether the last figure of a row is the number of the next, which begins before the piece it should."""
        last = self.flat[slice(*cells[-1])]
        return self.kinds[-1] == "figures" and last == following and self._text(end).rstrip(".、") != following

    def _aligned(self, row: list[Place], number: int) -> list[Place]:
        """The pieces of a row as its cells: some of them put together, or parted where a page mark was."""
        if self._fit(row, number, framed=True):
            return row
        if len(row) < len(self.kinds):
            row = [part for piece in row for part in _at_cuts(piece, self.cuts)]
        return self._put_together(row, 0, number)

    def _put_together(self, row: list[Place], column: int, number: int) -> list[Place]:
        """The one way, or the first of several, to make so many cells of the pieces from a column on."""
        left = len(self.kinds) - column
        if not left or len(row) < left:
            return []
        for size in range(1, len(row) - left + 2):
            cell = (row[0][0], row[size - 1][1])
            text = self.flat[slice(*cell)]
            if size > 1 and any(self.flat[a:b].isdigit() for a, b in row[:size]):
                break
            whole = size == 1 or BODIES_BEGIN.match(text)
            sure = self.kinds[column] != "bodies" or (whole and looks_like_list(text, 0, len(text)))
            if not sure or not _fits(text, self.kinds[column], number):
                continue
            if left == 1:
                if size == len(row):
                    return [cell]
                continue
            rest = self._put_together(row[size:], column + 1, number)
            if rest:
                return [cell, *rest]
        return []


def _titles(flat: str, start: int, pieces: list[Place], head: int) -> list[int]:
    """Where what stands above a head begins: a note of units, and the title before it."""
    out: list[int] = []
    for begin, stop in reversed(pieces[: bisect_left(pieces, (head, 0))]):
        end = min(stop, head)
        note = next((m.start() for m in UNIT_NOTE.finditer(flat, begin, end) if m.end() == end), end)
        a = max(begin, *(flat.rfind(c, begin, note) + 1 for c in "。;!?"))
        out += [note] if note < end else []
        if note - a > LONGEST_TITLE or a <= start:
            break
        annex = ANNEX.match(flat, a, note)
        out += [a] if a < note else []
        out += [annex.end()] if annex else []
        if note == end:
            break
    return out
