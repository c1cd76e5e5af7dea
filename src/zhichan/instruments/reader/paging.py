"""Page marks and running heads that a converter left inside the text, also in the middle of a sentence."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from .duty_heads import role_of
from .units import looks_like_list

DASH = "-—–·"
MARKS = (
    re.compile(
        rf"(?<![\d.%A-Za-z{DASH}])[{DASH}]{{1,2}}[^\S\t]?(?P<n>\d{{1,3}})[^\S\t]?[{DASH}]{{1,2}}(?![\d.%A-Za-z{DASH}])"
    ),
    re.compile(r"(?<![见在\d])第\s?(?P<n>\d{1,3})\s?页(?:\s?[,/]?\s?共\s?\d{1,3}\s?页)?"),
    re.compile(r"(?:^|(?<=\n))[#*\s]*[Pp]age\s?(?P<n>\d{1,4})[:：]?\**(?=[ \t]*(?:\n|$))"),
    re.compile(
        r"(?<![\d./])(?P<n>\d{1,3})[^\S\t]?/[^\S\t]?(?P<all>\d{1,3})(?![\d./%万亿千百]|\s?[一-龥]{0,2}[/每])"
    ),
)
LONE = re.compile(r"(?:^|(?<=[\n\x0c]))[ \t\u3000]*(?P<n>\d{1,3})[ \t\u3000\r]*(?=[\n\x0c]|$)")
CELL = re.compile(r"[-—≥≤]?[\d.,]*[%件家个项亿万元]{0,3}|预期性|约束性")
BLANK = " \t\u3000\xa0\r\n"
HEAD = re.compile(r"[一-龥\d(][^。;!?:]{5,59}")


def page_marks(text: str) -> list[tuple[int, int]]:
    """Places of page marks and of the running heads beside them in folded raw text.

    Marks count as such only when their numbers run on (1, 2, 3 …), so that no figure of the text is taken for one;
    a mark between dashes may stand alone when white space is on both sides.
    """
    found: list[tuple[int, int]] = []
    for pattern in MARKS:
        spots = [m for m in pattern.finditer(text) if _stands_apart(text, m)]
        found += _running(spots, text)
    left = _without(text, found)
    found += _numbers_of_pages(left) or _lone_numbers(left)
    found += _glued_numbers(text)
    found.sort()
    return sorted(with_space(text, a, b) for a, b in found + _heads(text, found))


def _without(text: str, marks: list[tuple[int, int]]) -> str:
    """The text with blanks for marks."""
    out = list(text)
    for a, b in marks:
        out[a:b] = " " * (b - a)
    return "".join(out)


def with_space(text: str, a: int, b: int) -> tuple[int, int]:
    """The place with the white space around it, line breaks left alone."""
    while a > 0 and text[a - 1] in " \t\u3000\xa0":
        a -= 1
    while b < len(text) and text[b] in " \t\u3000\xa0":
        b += 1
    return a, b


def _stands_apart(text: str, m: re.Match[str]) -> bool:
    """A fraction is a mark only beside white space or the edge of the text; other forms always may be one."""
    if "all" not in m.groupdict():
        return True
    before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
    return (not before or before in BLANK) and (not after or after in BLANK)


def _longest(spots: list[re.Match[str]]) -> list[re.Match[str]]:
    """The longest run of marks whose numbers go up by one."""
    best: list[re.Match[str]] = []
    chains: dict[int, list[re.Match[str]]] = {}
    for m in spots:
        n = int(m.group("n"))
        chain = [*chains.get(n - 1, ()), m]
        if len(chain) > len(chains.get(n, ())):
            chains[n] = chain
        if len(chain) > len(best):
            best = chain
    return best


def _running(spots: list[re.Match[str]], text: str) -> list[tuple[int, int]]:
    """The marks that run on; one alone counts where it says that it is one."""
    best = _longest(spots)
    if len(best) >= 2:
        if "all" in best[0].groupdict() and len({m.group("all") for m in best}) > 1:
            return []
        return [m.span() for m in best]
    return [
        m.span()
        for m in spots
        if ("页" in m.group() or "age" in m.group() or m.group()[0] in DASH)
        and text[m.start() - 1 : m.start()] in (*BLANK, "")
        and text[m.end() : m.end() + 1] in (*BLANK, "")
        and not _among_cells(text, m)
    ]


def _among_cells(text: str, m: re.Match[str]) -> bool:
    """Whether the dashes of a mark are empty cells: a figure stands beside it, or figures end the line above."""
    above, _, before = text[max(0, m.start() - 120) : m.start()].rpartition("\n")
    after = text[m.end() : m.end() + 16].partition("\n")[0].split()
    row = above.rpartition("\n")[2].split()[-2:]
    beside = [*before.split()[-1:], *after[:1]]
    return any(map(CELL.fullmatch, beside)) or (len(row) == 2 and all(map(CELL.fullmatch, row)))


def _lone(text: str) -> list[re.Match[str]]:
    """The numbers alone on a line, without those that count the rows of a table from below its head on."""
    out: list[re.Match[str]] = []
    row = 0
    for m in LONE.finditer(text):
        n = int(m.group("n"))
        above = text[max(0, m.start("n") - 40) : m.start("n")].split()[-3:] if n == 1 else []
        if any(map(role_of, above + [a + b for a, b in itertools.pairwise(above)])) or (row and n == row + 1):
            row = n
        else:
            out.append(m)
    return out


def _lone_numbers(text: str) -> list[tuple[int, int]]:
    """Numbers alone on a line that run on from page to page, far apart: 1 … 2 … 3."""
    out: list[tuple[int, int]] = []
    run: list[tuple[int, int, int]] = []
    for m in _lone(text):
        n = int(m.group("n"))
        before = text[max(0, m.start("n") - 90) : m.start("n")].strip(BLANK).rsplit("\n", 1)[-1].strip(BLANK)
        after = text[m.end("n") : m.end("n") + 90].strip(BLANK).split("\n", 1)[0].strip(BLANK)
        if (len(before) < 16 and len(after) < 16) or CELL.fullmatch(before) or CELL.fullmatch(after):
            continue
        far = not run or len(text[run[-1][2] : m.start("n")].split()) >= 10
        if run and (n != run[-1][0] + 1 or not far):
            out += [(a, b) for _, a, b in run] if len(run) >= 2 else []
            run = []
        run.append((n, m.start("n"), m.end("n")))
    return out + ([(a, b) for _, a, b in run] if len(run) >= 2 else [])


PAGE_WIDTH = 36
PAGE_LINES = range(14, 60)
UNEVEN = 0.35
"""Pages differ in their lines by at most this part of the first."""
LEAST_PAGES = 3


def _numbers_of_pages(text: str) -> list[tuple[int, int]]:
    """Numbers alone on a line, among cells too, that run on at an even distance from the first page to the last.

    A number beside a form feed is one by itself. Else the lines between are counted, a paragraph for all it fills.
    """
    spots, feeds = _lone(text), text.count("\x0c")
    # One side of the feeds is the place of the numbers: on the other a row may begin or end with its own.
    numbers = list(LONE.finditer(text))
    above = [m for m in numbers if "\x0c" in text[m.end() : m.end() + 2]]
    below = [m for m in numbers if "\x0c" in text[max(0, m.start() - 2) : m.start()]]
    if feeds and len(chain := max(map(_longest, (above, below)), key=len)) * 2 >= feeds:
        return [m.span("n") for m in chain]
    filled = list(itertools.accumulate((1 + len(line) // PAGE_WIDTH for line in text.split("\n")), initial=0))
    told: dict[int, list[tuple[int, int, int]]] = {}
    line, last = 0, 0
    for m in spots:
        line, last = line + text.count("\n", last, m.start("n")), m.start("n")
        told.setdefault(int(m.group("n")), []).append((filled[line], *m.span("n")))
    best, places = UNEVEN, list[tuple[int, int, int]]()
    for first in (s for s in told.get(1, ()) if s[0] in PAGE_LINES):
        size, run, uneven = first[0], [first], 0
        while near := _near(told.get(len(run) + 1, ()), run[-1][0] + size, int(size * UNEVEN)):
            off, following = min((abs(s[0] - run[-1][0] - size), s) for s in near)
            uneven += off
            run.append(following)
        ends = len(run) >= LEAST_PAGES and filled[-1] - run[-1][0] <= size * (1 + UNEVEN)
        if ends and uneven / size / len(run) < best:
            best, places = uneven / size / len(run), run
    return [(a, b) for _, a, b in places]


def _near(spots: Sequence[tuple[int, int, int]], at: int, off: int) -> Sequence[tuple[int, int, int]]:
    """Those spots, sorted by their line, whose line is near one."""
    return spots[bisect_left(spots, (at - off,)) : bisect_left(spots, (at + off + 1,))]


GLUED = re.compile(r"(?<=\n)(?P<n>\d{1,3})(?= ?[一-龥“《])")
LEAST_GLUED = 5
APART = 200


def _glued_numbers(text: str) -> list[tuple[int, int]]:
    """Numbers of pages at the head of lines, glued to a sentence that began on the page before.

    They count only when five or more run on, far apart, each after a line that stops in mid-sentence.
    """
    chains: list[list[tuple[int, int, int]]] = []
    for m in GLUED.finditer(text):
        line = text[max(0, m.start() - 120) : m.start() - 1].rsplit("\n", 1)[-1].strip(BLANK)
        if len(line) < 12 or not re.search(r"[一-龥、,“]$", line):
            continue
        n = int(m.group("n"))
        one = (n, *m.span())
        for chain in chains:
            if 0 < n - chain[-1][0] <= 4 and m.start() - chain[-1][2] >= APART:
                chain.append(one)
                break
        else:
            if len(chains) < 40:
                chains.append([one])
    best = max(chains, key=len, default=[])
    return [(a, b) for _, a, b in best] if len(best) >= LEAST_GLUED else []


SHORTEST_SLICE, LONGEST_SLICE = 200, 2500
EVEN = 0.1
"""Slices of one text differ in length by at most this part."""
ALIKE = 1.5
"""Slices that end with a line are longer than others by at most this factor."""


TITLE = re.compile(
    r"(?:[^\n。;:,]{2,60}(?:方案|意见|计划|规划|纲要|要点|措施|办法|通知)(?:[(（][^\n]{1,20}[)）])?)?"
)
PAGE = re.compile(r"(?:^|(?<=[\n\x0c]))[ \t\u3000]*(\d{1,3}[ \t]?、)")


def slice_marks(text: str) -> list[tuple[int, int]]:
    """Numbers that a sharing site puts before every so many characters of folded raw text: 1、… 2、… 3、….

    They begin at the head of the text, run on to its end, at an even distance or each at the head of a line that holds
    a whole page, and half of them or more stand within a sentence: no list of the text itself does all three.
    """
    pages = _page_by_page(text)
    if len(pages) > 1:
        return pages
    head = re.compile(r"\s*(1[ \t]?、)").match(text)
    if head is None:
        return []
    first = head.start(1)
    for second in re.compile(r"2[ \t]?、").finditer(text, first + SHORTEST_SLICE, first + LONGEST_SLICE):
        size = second.start() - first
        chain = [head.span(1), second.span()]
        while True:
            n, wanted = len(chain) + 1, chain[-1][0] + size
            # The number may follow a digit that it cut from the rest of its number.
            near = re.compile(rf"{n}[ \t]?、").finditer(
                text, int(wanted - EVEN * size), int(wanted + EVEN * size) + 5
            )
            apart = [(abs(m.start() - wanted), *m.span()) for m in near]
            if not apart:
                break
            chain.append(min(apart)[1:])
        if len(text) - chain[-1][0] <= 2 * size and _mostly_within(text, chain):
            return chain
    return []


def _page_by_page(text: str) -> list[tuple[int, int]]:
    """Marks of slices that each begin a line: all lines of the text below its title, or four or more of like length
    that fill it.
    """
    chain: list[tuple[int, int]] = []
    above = ""
    for m in PAGE.finditer(text):
        above = above if chain else text[: m.start(1)].strip()
        far = m.start(1) - chain[-1][0] >= SHORTEST_SLICE if chain else TITLE.fullmatch(above)
        if far and m[1].rstrip(" \t、") == str(len(chain) + 1):
            chain.append(m.span(1))
    sizes = [b - a for (a, _), (b, _) in itertools.pairwise(chain)] or [0]
    alike = len(chain) > 3 and max(*sizes, len(text) - chain[-1][0]) <= ALIKE * min(sizes)
    each = len(chain) + bool(above) == sum(map(bool, map(str.strip, text.split("\n"))))
    return chain if (alike or each) and _mostly_within(text, chain) else []


def _mostly_within(text: str, marks: list[tuple[int, int]]) -> bool:
    """Whether a sentence goes on at half the marks or more, the first of the text apart."""
    return sum(_within(text, a) for a, _ in marks[1:]) * 2 >= len(marks) - 1


def _within(text: str, at: int) -> bool:
    """Whether a sentence goes on at a place."""
    before = text[max(0, at - 20) : at].rstrip(BLANK)[-1:]
    return before not in ("", *"。;:!?")


def wrapped_at(line: str) -> set[int]:
    """Places of single spaces that stand for the ends of lines of one width: they part nothing, words least of all.

    A text copied from pages has them every so many characters; they are more than the spaces that somebody set, as
    those between the cells of a table are.
    """
    spaces = [m.start() for m in re.finditer(r"(?<=\S) (?=\S)", line)]
    apart = Counter(b - a for n, a in enumerate(spaces) for b in spaces[n + 1 : n + 4] if b - a in WIDTHS)
    if len(spaces) < LEAST_WRAPPED or not apart:
        return set()
    width = max(apart, key=lambda w: (sum(apart[w + d] for d in JITTER), apart[w]))
    out = _rhythm(line, spaces, width)
    return out if len(out) * 2 > len(spaces) and len(out) * width * 2 > len(line) else set()


def _rhythm(line: str, spaces: list[int], width: int) -> set[int]:
    """Those spaces that best tell lines of a width one after the other, in as few runs of several lines as may be."""
    worth: dict[int, float] = {}
    before: dict[int, int] = {}
    best = -1
    for x in spaces:
        beside = line[x - 1] + line[x + 1]
        step = BESIDE_FIGURE if FIGURED.search(beside) else WITHIN if NO_BORDER.search(beside) else 1.0
        ends = [(worth[p] + step, p) for d in JITTER if (p := x - width - d) in worth]
        worth[x], before[x] = max([(0.0, -1), (worth.get(best, 0.0) - RUN, best), *ends])
        if worth[x] >= worth.get(best, 0):
            best = x
    out: set[int] = set()
    run: list[int] = []
    while best >= 0:
        run.append(best)
        if before[best] < 0 or abs(best - before[best] - width) > 1:
            out.update(run if len(run) >= LEAST_IN_A_ROW else ())
            run = []
        best = before[best]
    return out


FIGURED, NO_BORDER = re.compile(r"[\d%—-]"), re.compile(r".[,。;:、)》”]|[(《“].")
RUN, BESIDE_FIGURE, WITHIN = 3.0, 0.7, 1.3
"""A new run costs as much as so many lines; the end of a line stands rather within words than beside a figure."""
LEAST_WRAPPED = 6
LEAST_IN_A_ROW = 4
JITTER = (0, -1, 1)
WIDTHS = range(15, 64)


def _heads(text: str, marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Words that stand after (or before) most marks alike: a running head or foot."""
    if len(marks) < 2:
        return []
    out: list[tuple[int, int]] = []
    after = [_skip(text, b) for _, b in marks]
    common = _most_common([text[a : a + 70] for a in after])
    if common:
        out += [(a, a + len(common)) for a in after if text.startswith(common, a)]
    before = [_skip_back(text, a) for a, _ in marks]
    foot = _most_common([text[max(0, b - 70) : b][::-1] for b in before])[::-1]
    if foot:
        out += [(b - len(foot), b) for b in before if text[:b].endswith(foot)]
    return out


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in BLANK:
        at += 1
    return at


def _skip_back(text: str, at: int) -> int:
    while at > 0 and text[at - 1] in BLANK:
        at -= 1
    return at


def _most_common(pieces: list[str]) -> str:
    """The longest beginning, six characters or more, that most of the pieces share."""
    starts = Counter(p[:6] for p in pieces if len(p) >= 6 and not re.search(r"[。;,:\n]", p[:6]))
    if not starts:
        return ""
    start, count = starts.most_common(1)[0]
    if count < 2 or count * 3 < len(pieces) * 2 or not re.search("[一-龥]", start):
        return ""
    alike = [p for p in pieces if p.startswith(start)]
    end = len(start)
    while all(len(p) > end and p[end] == alike[0][end] for p in alike) and alike[0][end] not in "。;!?:\n":
        end += 1
    told = alike[0][:end].rstrip()
    return told if told.count("(") == told.count(")") else ""  # the end of a bracket is no foot of a page


def _unfinished(lines: list[str], at: int) -> bool:
    """Whether the line before, page numbers apart, stops in mid-sentence."""
    before = at - 1
    while before > 0 and lines[before].isdigit():
        before -= 1
    return len(lines[before]) > 20 and lines[before][-1] not in "。;；:：!?…)）”》"


def _of_bodies(line: str) -> bool:
    """Whether a line names bodies, as cells do and the middle of a long list whose names are cut at its ends."""
    inner = "、".join(re.split("[、,，]", line)[1:-1])
    return looks_like_list(line, 0, len(line)) or ("、" in inner and looks_like_list(inner, 0, len(inner)))


def running_lines(lines: list[str]) -> set[str]:
    """Lines told again and again in mid-sentence, or the first line of the text told on every page."""
    count = Counter(lines)
    out: set[str] = set()
    first = set(lines[:4])
    for line, n in count.items():
        if n < 2 or not HEAD.fullmatch(line) or re.search(r"单位|负责|牵头|部门|^[^(（]*[)）]", line):
            continue
        if line not in first and _of_bodies(line):
            continue
        places = [i for i, other in enumerate(lines) if other == line]
        broken = sum(
            1
            for i in places
            if i
            and lines[i - 1] not in out
            and len(lines[i - 1]) > 12
            and lines[i - 1][-1] not in "。;:!?…)”》"
            # A cell of offices is whole without a stop.
            and not looks_like_list(lines[i - 1], 0, len(lines[i - 1]))
        )
        twice = n == 2 and line in first and _unfinished(lines, places[1])
        if twice or (n >= 3 and (line in first or broken * 2 >= n)):
            out.add(line)
    return out
