"""Tables of the division of work (任务分工表): one row a duty, with columns for units, roles and dates."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from .assignments import DUE, Assigner, Assignment
from .cells import Cell
from .clean import View
from .duty_heads import BEARERS, levels, role_of
from .model import Task, Why
from .tables import split_row
from .units import NAMED_BODY, looks_like_list

SHARED_HEAD = re.compile(r"(?:责任|职责|任务|工作|部门)分工|(?:责任|负责|落实|实施)(?:单位|部门|主体)|单位")
"""What stands over columns of bodies of several roles."""
TOLD_ROLE = re.compile(
    r"(?:牵头|主办|主责|配合|协办|参与|责任|落实|负责)(?:单位|部门)?:|(?:牵头|配合|负责|参与)(?:落实|实施|推进|负责)?(?=[,;。、]|$)"
)
NUMBER_OF_TITLE = r"^(?:\d{1,2}[.、．]|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,3}[)）])"
LONGEST_GROUP = 30
PLAIN_GROUP, PERSON = re.compile("[一-龥]{2,12}"), re.compile("[一-龥·]{2,4}(?:、[一-龥·]{2,4})*")
LONGEST_ROW, LONGEST_TORN = 400, 12
NOBODY = ("/", "-", "—", "无")
LONGEST_NAME = 40
"""A longer name of a duty beside its detail is a text itself."""
LONGEST_DUE = 24
"""What begins with a day and is longer tells what is to be done."""
MOST_LINES = 2000
LONGEST_OTHER = 14
"""A head of a column that nobody knows, in a head that is known otherwise, has at most so many characters."""
ITEM = re.compile(r"(?:^|(?<=[。;\n]))(?:\d{1,2}[.、](?!\d)|[(]\d{1,2}[)]|[①-⑳])")
HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|第[一二三四五六七八九十]{1,3}(?:[章节篇]|部分)"
)
SERIAL = re.compile(r"(\d{1,3})[.、]?")
CN_SERIAL = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)、]?")
SPAN = re.compile(
    r"(?:自|从)?20\d\d年?(?:\d{1,2}月)?(?:[-—~至到]+(?:20)?\d\d年?(?:\d{1,2}月)?)?(?:底|末)?(?:之?前)?"
)
"""When a row's work is done: 2023—2025年."""


@dataclass
class DutyTable:
    start: int
    end: int
    title: str
    tasks: list[Task] = field(default_factory=list)
    texts: list[list[tuple[int, int]]] = field(default_factory=list)
    """For each task the stretches that tell what is to be done."""
    headings: dict[int, str] = field(default_factory=dict)
    """Headings between rows, by where the row below them begins."""
    years: dict[int, int] = field(default_factory=dict)
    """The years that heads of columns tell, by where the stretches below them begin."""


def duty_tables(view: View, taken: list[tuple[int, int]]) -> list[DutyTable]:
    """All tables of duties; ``taken`` are places that other tables hold."""
    lines = _lines(view)
    out: list[DutyTable] = []
    assigner: Assigner | None = None
    at = bare = 0
    while at < len(lines):
        if any(a <= lines[at][0].start < b for a, b in taken):
            at += 1
            continue
        head = _head(lines, at) or _headless(view, lines, at)
        if head is None:
            at += 1
            continue
        columns, body = head
        title_cell = (
            lines[at - 1][0] if at and len(lines[at - 1]) == 1 and len(lines[at - 1][0].text) <= 50 else None
        )
        assigner = assigner or Assigner(view)
        table, at = _read(
            view,
            assigner,
            lines,
            body,
            columns,
            lines[at][0].start,
            view.shown(title_cell.start, title_cell.end) if title_cell else "",
        )
        if table is not None and table.tasks:
            out.append(table)
        elif (bare := bare + 1) > MOST_BARE_HEADS:
            break
    return out


MOST_BARE_HEADS = 60
"""Heads without a row under them after which a text is taken to have no more tables."""


def _lines(view: View) -> list[list[Cell]]:
    out = []
    at = 0
    flat = view.flat
    while at <= len(flat):
        end = flat.find("\n", at)
        end = len(flat) if end < 0 else end
        if end > at:
            split = "|" in flat[at:end] or end - at <= 60 or _apart(view, at, end)
            cells = split_row(view, at, end) if split else [Cell(at, end, flat[at:end])]
            listed = [looks_like_list(c.text, 0, len(c.text)) for c in cells]
            cut = NAMED_BODY.match(flat[at:end]) and looks_like_list(flat, at, end)
            bodies = "|" not in flat[at:end] and all(listed) and not any(role_of(c.text) for c in cells)
            if len(cells) > 1 and (bodies or (not all(listed) and cut)):
                # Gaps between bodies of one cell, or within names that a line break cut.
                cells = [Cell(at, end, flat[at:end], view.shown(at, end))]
            elif len(cells) == 1 and split:
                cells = _two(view, cells[0])
            if cells:
                out.append(cells)
        at = end + 1
    return out


def _two(view: View, cell: Cell) -> list[Cell]:
    """What a lone gap parts into what is to be done and who does it, or into the heads of both; else the cell."""
    gap = view.gap_in(cell.start, cell.end)
    gap = gap if gap >= 0 else view.flat.find(" ", cell.start, cell.end)
    if gap < 0 or view.gap_in(gap, cell.end) >= 0:
        return [cell]
    halves = [
        Cell(a, b, view.flat[a:b].strip(), view.shown(a, b).strip()) for a, b in ((cell.start, gap), (gap, cell.end))
    ]
    headed = all(role_of(half.text) for half in halves)
    listed = [looks_like_list(half.text, 0, len(half.text)) for half in halves]
    return halves if headed or (listed == [False, True] and not SERIAL.fullmatch(halves[0].text)) else [cell]


UNDER_HEAD = re.compile("(?:[^ ]{2,4}(?:单位|部门) ?){2,3}")
"""A second row of a head that parts the bodies by their roles."""


def _apart(view: View, start: int, end: int) -> bool:
    """Whether gaps part a long line into what is to be done and, behind it, bodies."""
    if end - start > LONGEST_ROW or view.gap_in(start, end) < 0:
        return False
    first, *behind = split_row(view, start, end)
    named = [looks_like_list(c.text, 0, len(c.text)) for c in behind[-3:]]
    return len(behind) > 1 and any(named) and not looks_like_list(first.text, 0, len(first.text))


def _head(lines: list[list[Cell]], at: int) -> tuple[list[str], int] | None:
    """Column roles and the first line of the body, when a header begins at this line."""
    first = lines[at]
    if len(first) >= 2:
        told = [role_of(c.text) for c in first]
        if len(first) == 2 and not (all(told) and _paired(lines, at)):
            return None
        words, body = [c.text for c in first], at + 1
        below = "".join(c.text for c in lines[body]) if body < len(lines) else ""
        whole = _one_row([*words, *re.findall("[^ ]+?(?:单位|部门)", below)]) if UNDER_HEAD.fullmatch(below) else words
        if len(whole) > len(words):
            words, told, body = whole, [role_of(text) for text in whole], body + 1
        return _columns(words, told, body)
    heads: list[str] = []
    here = at
    while here < len(lines) and len(lines[here]) == 1 and len(lines[here][0].text) <= 24 and len(heads) < 10:
        text = lines[here][0].text
        other = heads and len(text) <= LONGEST_OTHER and not SERIAL.fullmatch(text)
        if HEADING.match(text) or not (other or role_of(text)):
            break
        heads.append(text)
        here += 1
    if not heads:
        return None
    if here >= len(lines) or not SERIAL.fullmatch(lines[here][0].text) or heads[0] not in ("序号", "编号"):
        # Nothing says where the head ends but the first word that is no head.
        heads = list(itertools.takewhile(role_of, heads))
        here = at + len(heads)
    heads = _one_row(heads)
    roles = [role_of(text) for text in heads]
    if len(roles) >= 3 or (
        len(roles) == 2 and all(roles) and _alternate(lines, here, [r or "" for r in roles])
    ):
        return _columns(heads, roles, here)
    return None


def _one_row(heads: list[str]) -> list[str]:
    """The heads of a table that stand in two rows, as one: what is parted into 牵头单位 and 配合单位 goes for them."""
    under = len(heads)
    while under and role_of(heads[under - 1]) in ("lead", "coop"):
        under -= 1
    over = next((n for n, h in enumerate(heads[:under]) if SHARED_HEAD.fullmatch(h)), None)
    if over is None or len(heads) - under < 2:
        return heads
    return [*heads[:over], *heads[under:], *heads[over + 1 : under]]


def _columns(heads: list[str], told: list[str | None], body: int) -> tuple[list[str], int] | None:
    """The columns of a head that names what is to be done and who does it; heads that nobody knows are notes."""
    if told[:2] == ["serial", None] and "text" in told and len(heads[1]) <= LONGEST_OTHER:
        told = [told[0], "text", *("detail" if role == "text" else role for role in told[2:])]
    unknown = sum(1 for role in told if role is None)
    if "text" not in told or not any(role in ("lead", "resp", "coop") for role in told):
        return None
    if unknown * 2 > len(told) or any(
        r is None and len(h) > LONGEST_OTHER for r, h in zip(told, heads, strict=True)
    ):
        return None
    return levels([role or "note" for role in told], heads), body


def _headless(view: View, lines: list[list[Cell]], at: int) -> tuple[list[str], int] | None:
    """The columns of a table without a head whose cells end with bars, where each numbered row tells who bears it."""
    barred = [
        SERIAL.fullmatch(line[0].text) is not None and _bar(view, line[0]) for line in lines[at : at + 1]
    ]
    if not any(barred) or lines[at][0].text != "1":
        return None
    rows: list[list[Cell]] = []
    for line in lines[at : at + MOST_LINES]:
        if len(line) > 1:
            break
        if line[0].text == str(len(rows) + 1) and _bar(view, line[0]):
            rows.append([])
        elif rows:
            rows[-1].append(line[0])
    borne = [row for row in rows if any(_is_text(a) and not _is_text(b) for a, b in itertools.pairwise(row))]
    return (
        (["serial", "text", "resp", "due"], at)
        if len(rows) >= 3 and len(borne) * 5 >= len(rows) * 4
        else None
    )


def _bar(view: View, cell: Cell) -> bool:
    """Whether a bar ends a cell, on its line or on the next."""
    return "|" in view.flat[cell.end : cell.end + 2]


def _paired(lines: list[list[Cell]], at: int) -> bool:
    """Whether the rows under a head of two columns each end with bodies."""
    below = [line for line in lines[at + 1 : at + 4] if len(line) >= 2]
    return len(below) >= 2 and all(
        not _is_text(line[-1]) or TOLD_ROLE.search(line[-1].text) for line in below
    )


def _alternate(lines: list[list[Cell]], body: int, roles: list[str]) -> bool:
    """Whether bodies and what they have to do stand in turn under a head of two columns, three rows at least."""
    cells = [each[0] for each in lines[body : body + 9] if len(each) == 1 and not HEADING.match(each[0].text)][:6]
    at = next((n for n, role in enumerate(roles) if role in ("lead", "resp", "coop")), None)
    return (
        at is not None
        and len(cells) == 6
        and all(looks_like_list(c.text, 0, len(c.text)) == (n % 2 == at) for n, c in enumerate(cells))
    )


def _read(
    view: View,
    assigner: Assigner,
    lines: list[list[Cell]],
    body: int,
    columns: list[str],
    start: int,
    title: str,
) -> tuple[DutyTable | None, int]:
    table = DutyTable(start, start, title)
    rows: list[list[Cell]] = []
    here = body
    across = len(lines[body - 1]) >= 2 or any(len(line) >= 3 for line in lines[body : body + 1])
    named = _named_group(lines, body, columns)
    first = body + 1 if body < len(lines) and (named or _group_line(lines[body])) else body
    if across and first < len(lines) and len(lines[first]) == 1 and SERIAL.fullmatch(lines[first][0].text):
        # The head stands on one line, the cells of the rows on one each.
        across = columns[0] != "serial"
    if across and columns[0] == "serial":
        if _torn(view, lines, body, columns):
            return None, body
        rows, here = _numbered(lines, body, columns, table, named=named)
    if across and not rows:
        # Numbers of another kind than 1, 2, 3, or none.
        heading = ""
        while here < len(lines):
            headed = _group_line(lines[here]) or (named and _named_group(lines, here, columns))
            if not headed and len(lines[here]) < max(2, len(columns) - 2):
                break
            if headed:
                heading = lines[here][0].shown or lines[here][0].text
            else:
                table.headings.update({lines[here][0].start: heading} if heading else {})
                rows.append(lines[here])
                heading = ""
            here += 1
    elif not across:
        rows, here = _gather(lines, body, columns, table)
    rows = [row for row in rows if row]
    bare = [row[1:] if SERIAL.fullmatch(row[0].text) else row for row in rows]
    lean = columns[columns[0] == "serial" :]
    if lean[:2] == ["text", "detail"] and sum(_merged(row, lean) for row in bare[1:]) > 1:
        # What is to be done in a row is its detail, under a name told for several rows.
        at = len(columns) - len(lean)
        columns[at : at + 2] = ["group", "text"]
    group = ""
    told = Counter(c.text for row in rows for c in row)
    again = frozenset(text for text, n in told.items() if n > 1)
    for row in rows:
        group = table.headings.get(row[0].start, group)
        group = add_duty(view, assigner, table, row, columns, group, again)
    table.end = lines[here - 1][-1].end if here > body else start
    return (table if table.tasks else None), max(here, body)


def _torn(view: View, lines: list[list[Cell]], body: int, columns: list[str]) -> bool:
    """Whether the pieces of most numbered rows are mixed: in lines of several, or words stand behind bodies."""
    begins: list[int] = []
    for n in range(body, min(len(lines), body + MOST_LINES)):
        m = SERIAL.fullmatch(lines[n][0].text)
        if m and int(m.group(1)) == len(begins) + 1:
            begins.append(n)
        elif begins and n - begins[-1] > LONGEST_TORN:
            break
    rows = list(itertools.pairwise(begins))
    mixed = [
        _mixed(lines[a], columns)
        or any(len(line) > 1 or view.gap_in(line[0].start + 1, line[0].end) >= 0 for line in lines[a + 1 : b])
        for a, b in rows
    ]
    return sum(mixed) * 2 > max(2, len(rows))


def _mixed(row: list[Cell], columns: list[str]) -> bool:
    """Whether more words stand behind the first bodies of a row than there are columns for them."""
    bearer = next((n for n, c in enumerate(row) if n and not _is_text(c) and not SERIAL.fullmatch(c.text)), len(row))
    place = next((n for n, role in enumerate(columns) if role in BEARERS), len(columns))
    free = sum(1 for role in columns[place:] if role not in (*BEARERS, "due"))
    return len(row) > len(columns) and sum(map(_is_text, row[bearer:])) > free


def _group_line(line: list[Cell]) -> bool:
    """Whether a line heads a group of rows: 一|甲 or 一、甲."""
    apart = len(line) == 2 and CN_SERIAL.fullmatch(line[0].text) is not None
    return apart or (len(line) == 1 and HEADING.match(line[0].text) is not None)


def _named_group(lines: list[list[Cell]], at: int, columns: list[str]) -> bool:
    """Whether a few words stand alone above a row: they head a group where they stand so right below the head."""
    if at + 1 >= len(lines) or len(lines[at]) > 1 or len(lines[at + 1]) < max(2, len(columns) - 2):
        return False
    return bool(PLAIN_GROUP.fullmatch(lines[at][0].text)) and _is_text(lines[at][0])


def _numbered(
    lines: list[list[Cell]], body: int, columns: list[str], table: DutyTable, *, named: bool
) -> tuple[list[list[Cell]], int]:
    """Rows that each begin with their number; a line without one goes on in the row before it."""
    rows: list[list[Cell]] = []
    here = body
    expected = 1
    heading = ""
    while here < len(lines):
        line = lines[here]
        m = SERIAL.fullmatch(line[0].text)
        after = SERIAL.fullmatch(lines[here + 1][0].text) if here + 1 < len(lines) else None
        full = len(line) >= max(3, len(columns) - 2)
        if m and (
            (int(m.group(1)) in (expected, 1) and len(line) >= max(2, len(columns) - 3))
            or (full and (not rows or int(m.group(1)) > expected))
        ):
            if heading:
                table.headings[line[0].start] = heading
            heading = ""
            rows.append(list(line))
            expected = int(m.group(1)) + 1
        elif (
            len(line) == 1
            and (HEADING.match(line[0].text) or (named and _named_group(lines, here, columns)))
            and after
            and int(after.group(1)) in (expected, 1)
        ):
            heading = line[0].shown or line[0].text
        elif (
            rows and _goes_on(lines, here, expected) and not (len(rows[-1]) < 3 and len(line) > len(columns))
        ):
            rows[-1] += line
        else:
            break
        here += 1
    return rows, here


def _number_follows(lines: list[list[Cell]], here: int, cells: list[Cell]) -> bool:
    """Whether a heading stands between rows (a group of duties): a higher number comes at once, or after another."""
    there = here + 1
    while there < min(len(lines), here + 4) and HEADING.match(lines[there][0].text):
        there += 1
    after = SERIAL.fullmatch(lines[there][0].text) if there < len(lines) else None
    if after is None:
        return False
    last = max((int(m.group(1)) for c in cells if (m := SERIAL.fullmatch(c.text))), default=0)
    told_again = there > here + 1 or bool(cells and HEADING.match(cells[-1].text))
    return int(after.group(1)) in (last + 1, 1) or (told_again and int(after.group(1)) > last)


def _goes_on(lines: list[list[Cell]], here: int, expected: int) -> bool:
    """Whether the next number follows soon, or the line is itself a scrap of a cell."""
    text = "".join(c.text for c in lines[here])
    if re.match(r"附件|附表|表\d|注:|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+[章节]", text):
        return False
    for line in lines[here + 1 : here + 4]:
        m = SERIAL.fullmatch(line[0].text)
        if m and int(m.group(1)) == expected:
            return True
    return len(text) <= 24 and (bool(DUE.match(text)) or looks_like_list(text, 0, len(text)))


def _gather(
    lines: list[list[Cell]], body: int, columns: list[str], table: DutyTable
) -> tuple[list[list[Cell]], int]:
    """Rows of a table with one cell a line: cut at the running number, or by the count of columns."""
    cells: list[Cell] = []
    here = body
    while here < len(lines):
        line = lines[here]
        text = line[0].text
        if len(line) == 2 and _group_line(line):
            cells.append(Cell(line[0].start, line[1].end, f"{text}、{line[1].text}", line[1].shown))
            here += 1
            continue
        kept = SERIAL.fullmatch(text) or (len(line) == 2 and _is_text(line[0]) and not _is_text(line[1]))
        if len(line) > 1 and cells and kept:
            cells += line  # cells of a row that stayed together
            here += 1
            continue
        if len(line) > 1 or len(text) > 600 or re.match(r"附件|附表", text):
            break
        goes_on = _number_follows(lines, here, cells) or bool(cells and SERIAL.fullmatch(cells[-1].text))
        goes_on = goes_on or ("serial" not in columns and _row_follows(lines, here))
        if cells and HEADING.match(text) and not goes_on:
            break
        cells += line
        here += 1
    if "serial" not in columns and (counted := _counted(cells)) is not None:
        grouped = counted and columns[0] in ("text", "group") and len({"text", "detail"} & {*columns[1:]}) > 0
        rest = ["text" if r == "detail" else r for r in columns[1:]]
        columns[:] = ["group", "serial", *rest] if grouped else ["serial", *columns]
    if "serial" in columns[:2]:
        return _by_number(cells, columns, table, body, here)
    rows, covered = _by_width(cells, columns, table)
    while here > body and (not covered or lines[here - 1][0].start > cells[covered - 1].start):
        here -= 1
    return rows, here


def _row_follows(lines: list[list[Cell]], here: int) -> bool:
    """Whether what is to be done and who does it stand below a heading, one a line."""
    told = [_is_text(line[0]) for line in itertools.takewhile(lambda each: len(each) == 1, lines[here + 1 : here + 4])]
    return told[:1] == [True] and False in told


def _counted(cells: list[Cell]) -> bool | None:
    """Whether running numbers 1, 2, 3 that the head does not name stand behind a group (true) or first (false)."""
    places = [n for n, c in enumerate(cells) if SERIAL.fullmatch(c.text)]
    told = [int(cells[n].serial) for n in places]
    if len(told) < 3 or told != list(range(1, len(told) + 1)) or places[0] > 1:
        return None
    return places[0] == 1


def _by_number(
    cells: list[Cell], columns: list[str], table: DutyTable, body: int, end: int
) -> tuple[list[list[Cell]], int]:
    """Rows cut at their running numbers, which go on or begin again under a heading."""
    rows: list[list[Cell]] = []
    first = SERIAL.fullmatch(cells[0].text) if cells else None
    expected = int(first.group(1)) if first else 1
    heading = ""
    for n, c in enumerate(cells):
        m = SERIAL.fullmatch(c.text)
        if HEADING.match(c.text) and (not rows or len(rows[-1]) > 2) and columns[0] == "serial":
            heading = c.shown
            continue
        told = int(m.group(1)) if m else 0
        if told and (told == expected or heading):
            if heading:
                table.headings[c.start] = heading
            heading, expected = "", told + 1
            group = cells[n - 1] if n and columns[1] == "serial" and _is_text(cells[n - 1]) else None
            if group is not None and rows:
                rows[-1].pop()
            rows.append([c] if group is None else [group, c])
        elif rows:
            rows[-1].append(c)
        elif columns[0] == "serial" and not re.match(r"[一二三四五六七八九十]{1,3}、|[(]", c.text):
            return [], body
    return [_rewrapped(row, columns) for row in rows], end


def _by_width(cells: list[Cell], columns: list[str], table: DutyTable) -> tuple[list[list[Cell]], int]:
    """Rows of as many cells as the head has columns, with headings between them, and how many cells they are."""
    told = columns[1:] if columns[0] == "group" and any(HEADING.match(c.text) for c in cells[:1]) else columns
    width = len(told)
    rows: list[list[Cell]] = []
    at = 0
    while at + width <= len(cells):
        headed = told is not columns and HEADING.match(cells[at].text) is not None
        if not headed and HEADING.match(cells[at].text) and not _borne(cells[at : at + width], told):
            headed = True
        row = cells[at + headed : at + headed + width]
        if not _borne(row, told):
            break
        if headed:
            table.headings[row[0].start] = cells[at].shown or cells[at].text
        rows.append(row)
        at += headed + width
    uneven, covered = _uneven(cells, columns, table) if at < len(cells) else ([], 0)
    if covered > at:
        return uneven, covered
    columns[:] = told
    return rows, at


def _borne(row: list[Cell], roles: list[str]) -> bool:
    """Whether bodies stand in each column of those who bear what is to be done."""
    units = [c for c, r in zip(row, roles, strict=False) if r in ("lead", "resp")]
    return len(row) == len(roles) and bool(units) and all(looks_like_list(c.text, 0, len(c.text)) for c in units)


def _rewrapped(row: list[Cell], columns: list[str]) -> list[Cell]:
    """A row of more cells than columns, whose narrow cells broke over lines, with the words of each put together.

    A cell ends with a line shorter than its first one; a longer line begins another.
    """
    bearer = next((n for n, c in enumerate(row) if n > 1 and not _is_text(c)), None)
    if len(row) <= len(columns) or bearer is None or SERIAL.fullmatch(row[0].text) is None:
        return row
    out: list[Cell] = []
    width = 0
    for n, cell in enumerate(row[1:bearer]):
        before = row[n]
        goes_on = (
            out and len(before.text) >= width - 1 and len(cell.text) <= width and before.text[-1] not in "。;"
        )
        if goes_on:
            last = out[-1]
            out[-1] = Cell(last.start, cell.end, last.text + cell.text, last.shown + cell.shown)
        else:
            out.append(cell)
            width = len(cell.text)
    told = row[bearer:]
    end = next((n for n, c in enumerate(told) if _is_text(c)), len(told))
    return [row[0], *out, *told[:end]]


def _is_text(cell: Cell) -> bool:
    """Whether a cell tells what is to be done, not who does it or until when."""
    due = DUE.match(cell.text)
    return (
        not looks_like_list(cell.text, 0, len(cell.text))
        and not (due and len(cell.text) <= LONGEST_DUE)
        and not SPAN.fullmatch(cell.text)
    )


def _prose(cell: Cell) -> bool:
    """Whether a cell tells what is to be done in sentences, so that it is in no column of bodies."""
    long = len(cell.text) > LONGEST_GROUP and re.search("[,。]", cell.text) is not None
    if not long or not _is_text(cell) or TOLD_ROLE.search(cell.text):
        return False
    # One stranger among many bodies makes no sentence of them.
    items = re.split("[、,;]", re.sub(r"[(][^()]*[)]", "", cell.text))
    return sum(looks_like_list(item, 0, len(item)) for item in items) * 2 < len(items)


def _uneven(cells: list[Cell], columns: list[str], table: DutyTable) -> tuple[list[list[Cell]], int]:
    """Rows of which some lost an empty or a merged cell, and how many cells they are.

    Each begins with what is to be done and goes on with who does it and when; headings of groups stand between.
    """
    wide = max(1, sum(role in ("text", "detail") for role in columns))
    rows: list[list[Cell]] = []
    texts: list[Cell] = []
    told: list[Cell] = []
    heading = ""
    covered = 0
    for n, cell in enumerate([*cells, None]):
        begins = cell is None or _is_text(cell)
        if begins and told:
            if heading:
                table.headings[texts[-wide:][0].start] = heading
            rows.append([*texts[-wide:], *told])
            texts, told, covered, heading = [], [], n, ""
        if cell is None or not (begins or texts) or len(told) >= len(columns) + 2:
            break
        if begins and HEADING.match(cell.text) and not texts and len(cell.text) <= LONGEST_GROUP:
            heading = cell.shown or cell.text
        else:
            (texts if begins else told).append(cell)
    return rows, covered


def add_duty(
    view: View,
    assigner: Assigner,
    table: DutyTable,
    row: list[Cell],
    columns: list[str],
    group: str,
    again: frozenset[str],
) -> str:
    """Adds the duty of a row; the group that holds for the rows below. ``again`` are cells that several rows tell."""
    cells, roles, numbered = _aligned(row, columns)
    pairs = _in_columns(cells, roles)
    texts = [c for r, c in pairs if r == "text"]
    details = [c for r, c in pairs if r == "detail"]
    got = bearers(view, assigner, pairs)
    got.start, got.end = (cells[0].start, cells[-1].end) if cells else (0, 0)
    if not texts or not (got.any or (numbered and got.due)):
        return group
    assigner.order(got)
    told_group = next((c for r, c in pairs if r == "group"), None)
    if told_group is not None:
        group = view.shown(told_group.start, told_group.end)
    elif len(texts) >= 2 and len(texts[0].text) <= 24:
        group = view.shown(texts[0].start, texts[0].end)
        texts = texts[1:]
    elif not table.headings and "group" not in columns and columns.count("text") < 2:
        group = ""
    path = [p for p in (table.title, group) if p]
    if details and all(c.text in again for c in texts) and not any(c.text in again for c in details):
        # One task over several rows: each row's detail is the duty.
        path += [view.shown(c.start, c.end).rstrip("。") for c in texts]
        texts, details = details, []
    units = [c for r, c in pairs if r in BEARERS] if got.any else []
    table.tasks.append(_duty(view, table, path, texts, details, got, units))
    table.texts.append([piece for c in [*texts, *details] for piece in _items(view, c)])
    return group


def _aligned(row: list[Cell], columns: list[str]) -> tuple[list[Cell], list[str], bool]:
    """The cells of a row and their columns without its number, as far as they are told, and whether it has a number."""
    cells, roles = list(row), list(columns)
    number = next((n for n, c in enumerate(cells[:2]) if SERIAL.fullmatch(c.text)), None)
    if number is not None and "serial" in roles[:2]:
        grouped = roles.index("serial")
        # A group merged downwards is told in its first row alone.
        del cells[number]
        roles = roles[grouped - number : grouped] + roles[grouped + 1 :]
    elif number is None and "serial" in roles and len(cells) == len(roles) - 1:
        roles.remove("serial")  # merged downwards from a row above
    if roles[-1] == "note" and len(cells) == len(roles) - 1:
        roles.pop()
    if roles[0] == "group" and _merged(cells, roles):
        del roles[0]
    return cells, roles, number is not None


def _in_columns(cells: list[Cell], roles: list[str]) -> list[tuple[str, Cell]]:
    """The cells of a row with their columns; by what they hold where they do not fit these."""
    pairs = list(zip(roles, cells, strict=True)) if len(cells) == len(roles) else []
    if not pairs or any(r in BEARERS and _prose(c) for r, c in pairs):
        pairs = _assign(cells, roles)
    return _named(pairs, roles)


def bearers(view: View, assigner: Assigner, pairs: list[tuple[str, Cell]]) -> Assignment:
    """Who bears what a row tells, and by when."""
    got = Assignment(0, 0, rule="duty_table")
    for role, cell in pairs:
        told_role = role in BEARERS and TOLD_ROLE.search(cell.text)
        inner = assigner.of_cell(cell.start, cell.end) if told_role else None
        if inner is None and role == "resp":
            inner = assigner.by_side(cell.start, cell.end)
        if inner is not None:
            # 负责 under a head that tells the role says no more than the head does.
            others = {"lead": got.lead, "coop": got.cooperating}.get(role, got.responsible)
            for names, mine in (
                (inner.lead, got.lead),
                (inner.cooperating, got.cooperating),
                (inner.responsible, others),
            ):
                mine += [n for n in names if n not in mine]
        elif role in BEARERS:
            got.add(role, assigner.names_of(cell))
        elif role == "due" and got.due is None:
            got.due = view.shown(cell.start, cell.end)
    return got


def _duty(
    view: View,
    table: DutyTable,
    path: list[str],
    texts: list[Cell],
    details: list[Cell],
    got: Assignment,
    units: list[Cell],
) -> Task:
    """The task of a row; ``units`` are the cells that name who bears it."""
    start, end = texts[0].start, (details or texts)[-1].end
    whole = view.shown(start, texts[0].end if details else texts[-1].end)
    title = texts[0].shown if len(texts) == 1 and texts[0].pieces else whole
    if not details or len(title) > LONGEST_NAME:
        title = re.split("[,，。;；:：]", title, maxsplit=1)[0]
    title = re.sub(NUMBER_OF_TITLE, "", title)[:60]
    span = view.span(start, end)
    units_span = view.span(units[0].start, units[-1].end) if units else None
    return Task(
        path=path,
        title=title,
        span=span,
        quote=view.raw[slice(*span)],
        lead=got.lead,
        cooperating=got.cooperating,
        responsible=got.responsible,
        due=got.due,
        deadline=got.due,
        quote_units=view.raw[slice(*units_span)] if units_span else None,
        units_span=units_span,
        why=[Why("duty_table", table.title or title)],
    )


def _merged(cells: list[Cell], roles: list[str]) -> bool:
    """Whether all columns but the first have a cell: that one is told in a row above, for several rows."""
    told = dict(zip(roles[1:], cells, strict=False))
    borne = [c for r, c in told.items() if r in BEARERS]
    words = [c for r, c in told.items() if r in ("text", "detail")]
    named = bool(borne) and (not _is_text(borne[0]) or borne[0].text in NOBODY) and not all(map(_is_text, borne))
    return len(cells) == len(roles) - 1 and bool(words) and all(map(_is_text, words)) and named


def _items(view: View, cell: Cell) -> list[tuple[int, int]]:
    """The numbered items of a cell without their numbers, or the cell as a whole."""
    marks = [m.span() for m in ITEM.finditer(view.flat[cell.start : cell.end])]
    starts = [b for _, b in marks]
    ends = [a for a, _ in marks]
    if not marks or ends[0] > 0:
        starts.insert(0, 0)
        ends.append(cell.end - cell.start)
    else:
        ends = [*ends[1:], cell.end - cell.start]
    return [(cell.start + a, cell.start + b) for a, b in zip(starts, ends, strict=True) if b > a]


def _named(pairs: list[tuple[str, Cell]], roles: list[str]) -> list[tuple[str, Cell]]:
    """The cells of words with the columns they stand in, where a row has as many as the head or lacks its group."""
    wanted = [r for r in roles if r in ("group", "text", "detail")]
    found = [n for n, (r, _) in enumerate(pairs) if r in ("group", "text", "detail")]
    if len(found) == len(wanted) - 1 and wanted[0] == "group":
        wanted = wanted[1:]
    if len(found) != len(wanted):
        return [("text" if n in found else r, c) for n, (r, c) in enumerate(pairs)]
    names = dict(zip(found, wanted, strict=True))
    return [(names.get(n, r), c) for n, (r, c) in enumerate(pairs)]


def _assign(cells: list[Cell], roles: list[str]) -> list[tuple[str, Cell]]:
    """Cells that a converter split over lines, by what they hold."""
    out: list[tuple[str, Cell]] = []
    unit_roles = [r for r in roles if r in BEARERS]
    used = 0
    seen_units = False
    previous_open = False
    for n, c in enumerate(cells):
        if (
            n
            and (seen_units or "due" in roles)
            and (DUE.match(c.text) or SPAN.fullmatch(c.text))
            and len(c.text) <= LONGEST_DUE
        ):
            out.append(("due", c))
            continue
        likely = bool(unit_roles) and n > 0 and looks_like_list(c.text.strip("、,"), 0, len(c.text.strip("、,")))
        if likely:
            if seen_units and not previous_open and used < len(unit_roles) - 1:
                used += 1
            out.append((unit_roles[min(used, len(unit_roles) - 1)], c))
            seen_units = True
            previous_open = c.text[-1] in "、,"
        elif not seen_units:
            out.append(("person" if "person" in roles and out and PERSON.fullmatch(c.text) else "text", c))
        elif c.text in NOBODY:
            used = min(used + 1, len(unit_roles) - 1)
    return out
