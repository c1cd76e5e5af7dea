"""Tables drawn in text by converters, with strokes, bars or corners and cells wrapped to the width of their columns.

What is drawn is certain: where columns begin and rows end is told by the strokes. Such a table is told again as its
rows, one a line, with a tab between two cells; each character keeps its place in the source.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from .model import Span

UPRIGHT = "|│┃║"
LEVEL = "-=─━═"
CORNER = "+┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╒╕╘╛╞╡╤╧╪╓╖╙╜╟╢╥╨╫╭╮╯╰"
STROKES = re.compile(rf"[{LEVEL}]{{3}}|^[^\S\n]*\|.*\|[^\S\n]*$", re.MULTILINE)
COLUMNS = re.compile(r"\s*-+(?: +-+)+\s*")
"""The stroke that shows where columns begin: ---- ------ ---."""
WHOLE = re.compile(r"\s*-{8,}\s*")
TOP = re.compile(rf"\s*[{CORNER}]:?[{LEVEL}][{LEVEL}{CORNER}:]+[{CORNER}]\s*")
FRAMED = re.compile(rf"\s*[{UPRIGHT}{CORNER}].*[{UPRIGHT}{CORNER}]\s*")
BAR = re.compile(r"\|")
BARRED = re.compile(r"\s*\|.*\|\s*")
NO_HEAD = re.compile(r"\s*\|(?:\s*\|)+\s*")
RULE = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*")
STROKE = re.compile(rf":?[{LEVEL}]+:?")
MOST_HEAD_LINES, MOST_LINES, MOST_UNLIKE, NEAR, SLACK = 12, 2000, 64, 3, 4
LEAST_BARS, MOST_BARS, LEAST_HEADS, LEAST_ROWS, MOST_APART, MOST_ROW_LINES = 3, 16, 2, 3, 6, 12
OFFICE = re.compile(r"[局委办府院部厅处室会行]$")
PLACE = re.compile(r"[省市县区州]")
FIGURE = re.compile(r"[—–-]|\D?\d")
BEGINS = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、](?!\d)")

Cells = list[list[Span]]
"""The cells of a row, each with the places of its pieces, line by line."""


@dataclass
class Table:
    """What is drawn between two places, row by row."""

    start: int
    end: int
    rows: list[Cells]
    widths: list[int] = field(default_factory=list)
    """How wide the columns are; none where the cells run on as the lines of the text do."""


@dataclass
class Line:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    def piece(self, a: int, b: int) -> list[Span]:
        """The place of what stands between two characters, without the blanks around it; none where that is nothing."""
        told = self.text[a:b]
        begins = a + len(told) - len(told.lstrip())
        return [(self.start + begins, self.start + begins + len(told.strip()))] if told.strip() else []


WRAPPED = re.compile(r"\t[^\n\t]*\n[^\S\n]*\n")
"""A row of cells between tabs above an empty line."""
ALIGNED = re.compile(r"\S {2,}\S")
"""Words that stand apart on a line."""
WORD = re.compile(r"\S+")
HEAD = re.compile(r"(?<!\S)[一-龥] {1,2}[一-龥](?!\S)|\S+")
"""A head, of which the two characters may stand apart."""
COUNT = re.compile(r"(?!(?:19|20)\d\d年?$)[≥≤><~约+-]?\d[\d,.]*(?:[-—~]\d[\d.]*)?[%％‰]?[*※]?|[-—–/]{1,2}")
PROSE = re.compile("[。，；：]")
LOWER = re.compile(r"(?:19|20)\d\d年?.{0,6}|.{0,4}(?:值|数|目标|完成|现状)|.*[)）]")
"""What may stand in the second row of a head."""
METRICS = ((2, 1), (2, 2), (1, 1))


def redrawn(raw: str) -> tuple[str, list[int] | None]:
    """The text with drawn tables as cells between tabs, and each character's place; ``None`` where none is drawn."""
    found = list(_tables(raw)) if any(p.search(raw) for p in (STROKES, WRAPPED, ALIGNED)) else []
    if not found:
        return raw, None
    out: list[str] = []
    at: list[int] = []
    here = 0
    for table in found:
        _copy(raw, here, table.start, out, at)
        for n, row in enumerate(table.rows):
            for k, cell in enumerate(row):
                if k or n:
                    out.append("\t" if k else "\n")
                    at.append(cell[0][0] if cell else at[-1] if at else table.start)
                for m, (a, b) in enumerate(cell):
                    if m and _apart(raw, cell[m - 1], a, table.widths[k] if table.widths else 0):
                        out.append(" ")
                        at.append(a)
                    _copy(raw, a, b, out, at)
        here = table.end
        if raw[here : here + 1] not in ("", "\n"):
            out.append("\n")
            at.append(here)
    _copy(raw, here, len(raw), out, at)
    return "".join(out), at


def _apart(raw: str, before: Span, here: int, width: int) -> bool:
    """Whether a piece of a cell begins a new line of it: below one that is not full, or names a body."""
    text = raw[slice(*before)]
    if OFFICE.search(text) and PLACE.match(raw, here):
        return True
    if not width:
        return raw.count("\n", before[1], here) > 1
    words = text[-1].isascii() and text[-1].isalpha() and raw[here].isascii() and raw[here].isalpha()
    return words or _places(text, 2, 1)[-1] + SLACK < width


def _copy(raw: str, a: int, b: int, out: list[str], at: list[int]) -> None:
    out.append(raw[a:b])
    at += range(a, b)


def _tables(raw: str) -> Iterator[Table]:
    texts = raw.split("\n")
    begins = itertools.accumulate((len(text) + 1 for text in texts[:-1]), initial=0)
    lines = [Line(start, text) for start, text in zip(begins, texts, strict=True)]
    beside = [len(lines)]
    for n in range(len(lines) - 1, -1, -1):
        beside.append(beside[-1] if lines[n].blank or BARRED.fullmatch(lines[n].text) else n)
    here = 0
    while here < len(lines):
        if (table := _running(raw, lines, here, beside[len(lines) - here])) is not None:
            yield table
            here = next((n for n in range(here, len(lines)) if lines[n].start > table.end), len(lines))
            continue
        told = _ruled(lines, here) or _boxed(lines, here) or _barred(lines, here) or _wrapped(lines, here)
        told = told or _aligned(lines, here)
        if told is None:
            here += 1
            continue
        yield told[0]
        here = told[1]


def _table(lines: Sequence[Line], rows: Sequence[Cells], widths: list[int]) -> Table:
    return Table(lines[0].start, lines[-1].end, [row for row in rows if any(row)], widths)


def _ruled(lines: list[Line], here: int) -> tuple[Table, int] | None:
    """A table whose columns a stroke shows, its rows lines or parted by empty lines: where it begins and ends."""
    begin = here
    if WHOLE.fullmatch(lines[here].text):
        below = range(here + 1, min(here + MOST_HEAD_LINES, len(lines)))
        here = next((n for n in below if COLUMNS.fullmatch(lines[n].text)), here)
    elif here + 1 < len(lines) and COLUMNS.fullmatch(lines[here + 1].text):
        here += 1
    if not COLUMNS.fullmatch(lines[here].text):
        return None
    starts = [m.start() for m in re.finditer("-+", lines[here].text)]
    framed = here - begin > 1
    head = _row(lines[begin + framed : here], starts)
    if here - begin == 1 and sum(map(bool, head)) < LEAST_HEADS:
        return None
    ends = WHOLE if framed else COLUMNS
    rest = range(here + 1, min(here + MOST_LINES, len(lines)))
    last = next(
        (n for n in rest if ends.fullmatch(lines[n].text) or (lines[n].blank and here - begin == 1)), 0
    )
    body = lines[here + 1 : last or (len(lines) if here - begin == 1 else 0)]
    if not body or any(WHOLE.fullmatch(line.text) for line in body):
        return None
    apart = any(line.blank for line in body)
    groups = [[*group] for blank, group in itertools.groupby(body, key=lambda line: line.blank) if not blank]
    rows = [_row(group, starts) for group in (groups if apart else ([line] for line in body))]
    behind = here + 1 + len(body) + (last > 0 and not lines[last].blank)
    widths = [b - a - 1 for a, b in itertools.pairwise([*starts, len(lines[here].text.rstrip()) + 1])]
    return _table(lines[begin:behind], [head, *rows], widths), behind


def _row(lines: Sequence[Line], starts: Sequence[int]) -> Cells:
    """The cells of a row, of which the columns begin where ``starts`` say."""
    out: Cells = [[] for _ in starts]
    for line in lines:
        at = _places(line.text, 2, 1)
        cuts = [0, *(_cut(line.text, at, start) for start in starts[1:]), len(line.text)]
        for k, (a, b) in enumerate(itertools.pairwise(cuts)):
            out[k] += line.piece(a, b)
    return out


def _cut(text: str, at: Sequence[int], start: int) -> int:
    """The character with which a column begins: behind the blank that stands nearest to its place."""
    here = bisect_right(at, start - 1)
    near = [n for n in range(here - NEAR, here + NEAR + 1) if 0 < n <= len(text) and text[n - 1].isspace()]
    return min(near, key=lambda n: (abs(n - here), n), default=min(here, len(text)))


@lru_cache(maxsize=4096)
def _width(char: str, wide: int, unsure: int) -> int:
    """How many places a character takes up where Chinese ones take up ``wide``, and ``unsure`` those that may be."""
    kind = unicodedata.east_asian_width(char)
    if kind in "WF":
        return wide
    return unsure if kind == "A" and char not in UPRIGHT + LEVEL + CORNER else 1


def _places(text: str, wide: int, unsure: int) -> list[int]:
    """The place of each character, and of the end."""
    return [0, *itertools.accumulate(_width(char, wide, unsure) for char in text)]


def _boxed(lines: list[Line], here: int) -> tuple[Table, int] | None:
    """A table whose cells stand in boxes: where it begins and ends."""
    if not TOP.fullmatch(lines[here].text):
        return None
    behind = next((n for n in range(here, len(lines)) if not FRAMED.fullmatch(lines[n].text)), len(lines))
    block = lines[here:behind]
    if len(block) < 3:
        return None
    borders = sorted(
        {n for line in block if TOP.fullmatch(line.text) for n, c in enumerate(line.text) if c in CORNER}
    )
    told = [line.text.rstrip() for line in block]
    wide, unsure = max(
        ((2, 1), (2, 2), (1, 1)),
        key=lambda ways: sum(_places(text, *ways)[-1] == borders[-1] + 1 for text in told),
    )
    rows: list[Cells] = [[[] for _ in borders[1:]]]
    owner = [0] * len(borders)
    for line in block:
        segments = _segments(line, borders, _places(line.text, wide, unsure))
        ruled = [STROKE.fullmatch(line.text[a:b].strip()) is not None for _, _, a, b in segments]
        for (j, _, a, b), stroke in zip(segments, ruled, strict=True):
            if not stroke:
                rows[owner[j]][j] += line.piece(a, b)
        if any(ruled):
            rows.append([[] for _ in borders[1:]])
            for (j, k, _, _), stroke in zip(segments, ruled, strict=True):
                if stroke:
                    owner[j:k] = [len(rows) - 1] * (k - j)
    return _table(block, rows, [b - a - 3 for a, b in itertools.pairwise(borders)]), behind


def _segments(line: Line, borders: Sequence[int], at: Sequence[int]) -> list[tuple[int, int, int, int]]:
    """What stands between two borders of a line: the number of both, and where it begins and ends."""
    uprights = [n for n, c in enumerate(line.text) if c in UPRIGHT or (c in CORNER and c != "+")]
    uprights += [
        n
        for n, c in enumerate(line.text)
        if c == "+" and (line.text[n + 1 : n + 2] in LEVEL + ":" or line.text[n - 1 : n] in LEVEL + ":")
    ]
    uprights = sorted(set(uprights))
    matched = len(uprights) == len(borders)
    places = [*range(len(borders))] if matched else [_nearest(borders, at[n]) for n in uprights]
    told = zip(itertools.pairwise(places), itertools.pairwise(uprights), strict=True)
    return [(j, k, a + 1, b) for (j, k), (a, b) in told if j < k]


def _nearest(borders: Sequence[int], place: int) -> int:
    """The number of the border that stands nearest to a place."""
    right = bisect_left(borders, place, 1, len(borders) - 1)
    return right - 1 if place - borders[right - 1] <= borders[right] - place else right


def _barred(lines: list[Line], here: int) -> tuple[Table, int] | None:
    """A table of which only the bars are drawn, its cells wrapped, or the head of one that is empty."""
    if not BARRED.fullmatch(lines[here].text):
        return None
    if NO_HEAD.fullmatch(lines[here].text) and any(RULE.fullmatch(line.text) for line in lines[here + 1 : here + 2]):
        return _table(lines[here : here + 2], [], []), here + 2
    if here and BARRED.fullmatch(lines[here - 1].text):
        return None
    behind = next((n for n in range(here, len(lines)) if not BARRED.fullmatch(lines[n].text)), len(lines))
    block = lines[here:behind]
    bars = [line.text.count("|") for line in block]
    most = Counter(bars).most_common(1)[0][0]
    whole = next(line.text for line in block if line.text.count("|") == most)
    borders = [at for c, at in zip(whole, _places(whole, 2, 1), strict=False) if c == "|"]
    told = [
        {j: (a, b) for j, _, a, b in _segments(line, borders, _places(line.text, 2, 1))} for line in block
    ]
    texts = [{j: line.text[a:b] for j, (a, b) in row.items()} for line, row in zip(block, told, strict=True)]
    goes_on = [False, *(_goes_on(*pair) for pair in itertools.pairwise(texts))]
    if most < LEAST_BARS or not any(goes_on) or not _padded(texts):
        return None
    rows: list[Cells] = []
    for line, row, more in zip(block, told, goes_on, strict=True):
        if not more:
            rows.append([[] for _ in borders[1:]])
        for j, place in row.items():
            rows[-1][j] += line.piece(*place)
    return _table(block, rows, [b - a - 1 for a, b in itertools.pairwise(borders)]), behind


def _padded(texts: Sequence[Mapping[int, str]]) -> bool:
    """Whether cells begin behind their bar and are filled up with blanks to the width of the column."""
    cells = [text for row in texts for text in row.values() if text.strip()]
    return not any(cell[0] == " " for cell in cells) and any(cell.endswith("  ") for cell in cells)


def _goes_on(above: Mapping[int, str], texts: Mapping[int, str]) -> bool:
    """Whether a line of cells goes on in the row above: below full cells, or a lone one that is not the first."""
    filled = {j: text for j, text in texts.items() if text.strip()}
    if not filled or "" in texts.values() or BEGINS.match(filled.get(0, "")):
        return False
    if len(filled) == len(texts) and any(map(FIGURE.match, filled.values())):
        return False
    below = {j: text for j, text in filled.items() if above.get(j, "").strip()}
    apart = [j for j in below if above[j].endswith("  ") and filled[j][0] not in "(（"]
    lone = len(apart) == 1 and 0 not in filled and not FIGURE.match(filled[apart[0]])
    return len(below) == len(filled) and (not apart or lone)


def _wrapped(lines: list[Line], here: int) -> tuple[Table, int] | None:
    """A table of cells between tabs whose rows empty lines part, because the longer ones broke over lines."""
    if "\t" not in lines[here].text or (here and not lines[here - 1].blank):
        return None
    if "\t" in next((lines[n].text for n in range(here - 1, -1, -1) if not lines[n].blank), ""):
        return None  # it was tried from the first row on
    groups: list[list[Line]] = []
    behind = end = here
    while end < len(lines) and len(groups) < MOST_LINES:
        below = range(end, min(end + MOST_ROW_LINES + 1, len(lines)))
        group = [lines[n] for n in itertools.takewhile(lambda n: not lines[n].blank, below)]
        if len(group) > MOST_ROW_LINES or not any("\t" in line.text for line in group):
            break
        groups.append(group)
        behind = end = end + len(group)
        while end < len(lines) and lines[end].blank:
            end += 1
    widths = Counter(group[0].text.count("\t") + 1 for group in groups if len(group) == 1)
    if len(groups) < LEAST_ROWS or all(len(group) == 1 for group in groups) or not widths:
        return None
    rows = [_unwrapped(group, widths.most_common(1)[0][0]) for group in groups]
    return _table([*itertools.chain(*groups)], rows, []), behind


def _unwrapped(group: list[Line], width: int) -> Cells:
    """The cells of a row that broke over lines: at so many of the shortest lines between two cells as it has to."""
    lost = max(0, width - 1 - sum(line.text.count("\t") for line in group))
    breaks = sorted(range(len(group) - 1), key=lambda n: _places(group[n].text, 2, 1)[-1])
    out: Cells = []
    for n, line in enumerate(group):
        cuts = [-1, *(m.start() for m in re.finditer("\t", line.text)), len(line.text)]
        cells = [line.piece(a + 1, b) for a, b in itertools.pairwise(cuts)]
        if n and n - 1 not in breaks[:lost]:
            out[-1] += cells.pop(0)
        out += cells
    return out[1:] if len(out) == width + 1 and not out[0] else out


def _aligned(lines: list[Line], here: int) -> tuple[Table, int] | None:
    """A table of figures of which every row is a line and every column begins or ends at one place."""
    if not _cells_apart(lines[here].text) or _counts(lines[here]):
        return None
    if here > 1 and all(_cells_apart(line.text) for line in lines[here - 2 : here]):
        return None
    below = range(here, min(here + MOST_LINES, len(lines)))
    block = [lines[n] for n in itertools.takewhile(lambda n: _cells_apart(lines[n].text), below)]
    first = next((n for n, line in enumerate(block) if _counts(line) > 1), 0)
    body = block[first:]
    if not 1 <= first <= LEAST_HEADS or len(body) < LEAST_ROWS or not all(map(_counts, body)):
        return None
    if 2 * sum("  " in line.text.strip() for line in body) < len(body):
        return None
    heads = [[[*line.piece(*m.span())] for m in HEAD.finditer(line.text)] for line in block[:first]]
    rows = max((_in_columns(body, metric) for metric in METRICS), key=lambda told: len(told[0]) if told else 0)
    width = len(rows[0]) if rows else 0
    lower = [line for line in block[1:first] if not all(LOWER.fullmatch(m.group()) for m in WORD.finditer(line.text))]
    if width < LEAST_BARS or lower or (first == 1) != (len(heads[0]) == width) or len(heads[0]) > width:
        return None
    return _table(block, [*heads, *rows], []), here + len(block)


def _counts(line: Line) -> int:
    """How many of the words of a line are figures, or say that there is none."""
    return sum(COUNT.fullmatch(m.group()) is not None for m in WORD.finditer(line.text))


def _cells_apart(text: str) -> bool:
    """Whether a line can be one of cells that blanks part."""
    words = len(text.split())
    apart = words > 1 and ("  " in text or words >= LEAST_ROWS)
    return apart and not PROSE.search(text) and not any(c in text for c in "|\t")


def _in_columns(body: list[Line], metric: tuple[int, int]) -> list[Cells]:
    """The cells of lines whose columns have a blank between them on every line; none where they are not in line."""
    told = [(_places(line.text, *metric), [m.span() for m in WORD.finditer(line.text)]) for line in body]
    columns: list[tuple[int, int]] = []
    for a, b in sorted((at[a], at[b]) for at, words in told for a, b in words):
        if columns and a <= columns[-1][1]:
            columns[-1] = (columns[-1][0], max(b, columns[-1][1]))
        else:
            columns.append((a, b))
    rows: list[Cells] = []
    edges: list[set[tuple[int, int]]] = [set() for _ in columns]
    for line, (at, words) in zip(body, told, strict=True):
        rows.append([[] for _ in columns])
        for n, (left, right) in enumerate(columns):
            held = [(a, b) for a, b in words if left <= at[a] < right]
            if held:
                rows[-1][n] = line.piece(held[0][0], held[-1][1])
                edges[n].add((at[held[0][0]], at[held[-1][1]]))
    in_line = [min(len({a for a, _ in each}), len({b for _, b in each})) == 1 for each in edges]
    return rows if sum(in_line) * 3 >= len(columns) * 2 else []


def _running(raw: str, lines: list[Line], here: int, first: int) -> Table | None:
    """A table whose cells run on with a bar behind each, an empty one behind the last of a row.

    ``first`` is the first line from here on that is neither blank nor stands between bars.
    """
    if "|" not in lines[here].text or (here and BARRED.fullmatch(lines[here - 1].text)):
        return None
    if first == len(lines) or "|" not in lines[first].text:
        return None
    begin = lines[first].start
    near = [begin - 1, *(m.start() for m in itertools.islice(BAR.finditer(raw, begin), LEAST_ROWS * MOST_BARS))]
    if max(_repeated(raw, near).values()) < LEAST_ROWS:
        return None
    bars = Counter(line.text.count("|") for line in _barring(lines, first, MOST_UNLIKE) if "|" in line.text)
    if max(bars.values()) * 5 > sum(bars.values()) * 4:
        return None
    behind = _barring(lines, first, MOST_LINES)[-1].end
    cuts = [begin - 1, *(m.start() for m in BAR.finditer(raw, begin, behind))]
    told = _repeated(raw, cuts)
    width = max(told, key=lambda n: (told[n] * (n + 1), -n))
    if told[width] < LEAST_ROWS:
        return None
    rows = [
        [_pieces(raw, cuts[i] + 1, cuts[i + 1]) for i in range(k * (width + 1), k * (width + 1) + width)]
        for k in range(told[width])
    ]
    end = cuts[told[width] * (width + 1)] + 1
    return Table(lines[here].start, end, [*_heads(lines[here:first]), *rows])


def _barring(lines: list[Line], first: int, most: int) -> list[Line]:
    """The lines from the first on, so many at the most, up to the last that is near to another one with a bar."""
    last = end = first
    while end < min(len(lines), first + most) and end - last <= MOST_APART:
        last = end if "|" in lines[end].text else last
        end += 1
    return lines[first : last + 1]


def _repeated(raw: str, cuts: Sequence[int]) -> dict[int, int]:
    """How many rows of so many cells stand one behind the other between bars at these places."""
    empty = [not raw[a + 1 : b].strip() for a, b in itertools.pairwise(cuts)]
    return {n: _repeats(empty, n) for n in range(LEAST_BARS, MOST_BARS)}


def _repeats(empty: Sequence[bool], width: int) -> int:
    """How many rows of so many cells, none of them without any word, stand one behind the other."""
    rows = 0
    for at in range(width, len(empty), width + 1):
        if not empty[at] or all(empty[at - width : at]):
            break
        rows += 1
    return rows


def _pieces(raw: str, a: int, b: int) -> list[Span]:
    """The places of the lines of a cell."""
    return [
        piece
        for line in re.finditer(r"[^\n]+", raw[a:b])
        for piece in Line(a + line.start(), line.group()).piece(0, len(line.group()))
    ]


def _heads(lines: Sequence[Line]) -> list[Cells]:
    """The head between bars that stands above rows that run on."""
    rows: list[Cells] = []
    for line in (line for line in lines if not line.blank):
        cuts = [n for n, c in enumerate(line.text) if c == "|"]
        row = [line.piece(a + 1, b) for a, b in itertools.pairwise(cuts)]
        if rows and len(row) == len(rows[-1]) > 1:
            rows[-1] = [above + here for above, here in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
    return rows
