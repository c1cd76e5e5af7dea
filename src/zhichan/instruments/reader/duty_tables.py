"""Tables of the division of work (任务分工表): one row a duty, with columns for units, roles and dates."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from .assignments import DUE, Assigner, Assignment
from .cells import Cell
from .clean import View
from .model import Task, Why
from .tables import split_row
from .units import looks_like_list

ROLE_HEAD = re.compile(
    r"(?P<lead>(?:总)?牵头(?:责任|负责|市直|实施)?(?:单位|部门|处室|科室)|主办(?:单位|部门)|"
    r"主责(?:单位|部门)|主要责任单位|第一责任单位)"
    r"|(?P<coop>(?:配合|协办|参与|参加|协同|协作|协助|会办|支持)(?:责任)?(?:单位|部门|处室|科室))"
    r"|(?P<resp>(?:责任|落实|实施|承办|负责|承担|指导|主管|具体责任|执行|推进|归口|组织|完成)(?:单位|部门|主体|处室|科室)|责任单位及.{2,6}|(?:责任|职责|任务|工作|部门)分工|单位)"
    r"|(?P<due>(?:预计|计划|拟)?(?:完成|办结|实施|推进|工作)?(?:时限|时间|期限|节点|进度)(?:要求|安排|节点)?)"
    r"|(?P<person>(?:责任|牵头|分管|联系|市级|包抓)(?:领导|人)|负责人)"
)
TEXT_HEAD = re.compile(
    r"(?:所属|对应|重点|主要|工作|具体|目标|任务|改革|建设|实施|落实|推进)*(?:任务|细节|内容|事项|措施|举措|工作|项目|指标|要点|重点|"
    r"目标)(?:名称|内容|分工|清单|安排|分解|要求|目标|及目标|描述)?|任务类别|类别|领域|板块|"
    r"序号|备注|方面|一级任务|二级任务"
)
TOLD_ROLE = re.compile(
    r"(?:牵头|主办|主责|配合|协办|参与|责任|落实|负责)(?:单位|部门)?:|(?:牵头|配合|负责|参与)(?=[,;。、]|$)"
)
GROUP_HEAD = re.compile(r"(?:任务|工作|所属)?(?:类别|领域|板块|方面|环节|类型)|一级任务")
DETAIL_HEAD = re.compile(
    r"(?:落实|推进)(?:举措|措施)|(?:主要|具体|工作|建设|实施|任务|举措|改革)*(?:内容|说明|描述|要求|详情|细节|明细|目标|细项)(?:及目标|及要求)?|(?:细化|分解|具体)任务"
)
NOTE_HEAD = re.compile(
    r"备注|(?:预期|工作|标志性|阶段性)?成果(?:形式|类型|名称)?|(?:进展|完成|落实)情况|考核(?:方式|标准)|(?:推广|实施|适用|试点)(?:范围|区域|地区)|来源|依据"
)
LONGEST_OTHER = 8
"""A head of a column that nobody knows, in a head that is known otherwise, has at most so many characters."""
ITEM = re.compile(r"(?:^|(?<=[。;\n]))(?:\d{1,2}[.、](?!\d)|[(]\d{1,2}[)]|[①-⑳])")
HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]")
SERIAL = re.compile(r"(\d{1,3})[.、]?")


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


def duty_tables(view: View, taken: list[tuple[int, int]]) -> list[DutyTable]:
    """All tables of duties; ``taken`` are places that other tables hold."""
    lines = _lines(view)
    out: list[DutyTable] = []
    assigner: Assigner | None = None
    at = 0
    while at < len(lines):
        if any(a <= lines[at][0].start < b for a, b in taken):
            at += 1
            continue
        head = _head(lines, at)
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
    return out


def _lines(view: View) -> list[list[Cell]]:
    out = []
    at = 0
    flat = view.flat
    while at <= len(flat):
        end = flat.find("\n", at)
        end = len(flat) if end < 0 else end
        if end > at:
            cells = (
                split_row(view, at, end)
                if "|" in flat[at:end] or end - at <= 60
                else [Cell(at, end, flat[at:end])]
            )
            listed = [looks_like_list(c.text, 0, len(c.text)) for c in cells]
            if len(cells) > 1 and not all(listed) and looks_like_list(flat, at, end):
                # Gaps within names: a line break cut them.
                cells = [Cell(at, end, flat[at:end], view.shown(at, end))]
            if cells:
                out.append(cells)
        at = end + 1
    return out


def _head(lines: list[list[Cell]], at: int) -> tuple[list[str], int] | None:
    """Column roles and the first line of the body, when a header begins at this line."""
    first = lines[at]
    if len(first) >= 3:
        told = [_role(c.text) for c in first]
        if told[0] is None and first[0].text.endswith("序号"):
            # The title runs into the head.
            told[0] = "serial"
        if len(first) >= 4 and sum(1 for r in told if r is None) == 1 and len(lines[at + 1 : at + 2]) == 1:
            told = [
                r or ("note" if len(c.text) <= LONGEST_OTHER else None)
                for r, c in zip(told, first, strict=True)
            ]
        if all(told) and any(r in ("lead", "resp", "coop") for r in told) and "text" in told:
            return _levels([r or "" for r in told], [c.text for c in first]), at + 1
        return None
    roles: list[str] = []
    here = at
    while here < len(lines) and len(lines[here]) == 1 and len(lines[here][0].text) <= 24 and len(roles) < 9:
        role = _role(lines[here][0].text)
        if role is None:
            break
        roles.append(role)
        here += 1
    enough = len(roles) >= 3 or (len(roles) == 2 and _alternate(lines, here, roles))
    if enough and any(r in ("lead", "resp", "coop") for r in roles) and ("text" in roles):
        return _levels(roles, [line[0].text for line in lines[at:here]]), here
    return None


def _alternate(lines: list[list[Cell]], body: int, roles: list[str]) -> bool:
    """Whether bodies and what they have to do stand in turn under a head of two columns, three rows at least."""
    cells = [line[0] for line in lines[body : body + 6] if len(line) == 1]
    at = next((n for n, role in enumerate(roles) if role in ("lead", "resp", "coop")), None)
    return (
        at is not None
        and len(cells) == 6
        and all(looks_like_list(c.text, 0, len(c.text)) == (n % 2 == at) for n, c in enumerate(cells))
    )


def _levels(roles: list[str], heads: list[str]) -> list[str]:
    """The columns of words told apart: the group a row belongs to, what is to be done, and its detail."""
    words = [n for n, role in enumerate(roles) if role == "text"]
    out = list(roles)
    while len(words) > 1 and GROUP_HEAD.fullmatch(heads[words[0]]):
        out[words[0]] = "group"
        words = words[1:]
    if len(words) > 1 and DETAIL_HEAD.fullmatch(heads[words[-1]]):
        out[words[-1]] = "detail"
    return out


def _role(told: str) -> str | None:
    """The role of a column by its head; a head of several names (协同/配合单位) has that of the first."""
    if (parts := [p for p in re.split(r"[/、]|或者?|(?<=位)[及和]", told) if p]) and len(parts) > 1:
        kind = re.search(r"(?:单位|部门|主体|处室|科室|时限|时间|期限|任务|内容)$", parts[-1])
        ended = [p if not kind or p.endswith(kind.group()) else p + kind.group() for p in parts]
        roles = [_role(p) for p in ended]
        return roles[0] if all(roles) else None
    told = re.sub(r"[(](?:牵头|主办|配合|协同|责任)[)](?=单位|部门)", "", told)
    text = re.sub(r"(?<=[一-龥])[(][^()]{2,24}[)]$", "", told)
    m = ROLE_HEAD.fullmatch(text)
    if m:
        return m.lastgroup
    if text == "序号":
        return "serial"
    if NOTE_HEAD.fullmatch(text):
        return "note"
    if DETAIL_HEAD.fullmatch(text) or GROUP_HEAD.fullmatch(text):
        return "text"
    if TEXT_HEAD.fullmatch(text):
        return "text"
    return None


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
    across = len(lines[body - 1]) >= 3 or any(len(line) >= 3 for line in lines[body : body + 1])
    if across and body < len(lines) and len(lines[body]) == 1 and SERIAL.fullmatch(lines[body][0].text):
        # The head stands on one line, the cells of the rows on one each.
        across = columns[0] != "serial"
    if across and columns[0] == "serial":
        rows, here = _numbered(lines, body, columns, table)
    if across and not rows:
        # Numbers of another kind than 1, 2, 3, or none.
        while here < len(lines) and len(lines[here]) >= max(2, len(columns) - 2):
            rows.append(lines[here])
            here += 1
    elif not across:
        rows, here = _gather(lines, body, columns, table)
    group = ""
    told = Counter(c.text for row in rows for c in row)
    again = frozenset(text for text, n in told.items() if n > 1)
    for row in rows:
        group = table.headings.get(row[0].start, group)
        group = _task(view, assigner, table, row, columns, group, again)
    table.end = lines[here - 1][-1].end if here > body else start
    return (table if table.tasks else None), max(here, body)


def _numbered(
    lines: list[list[Cell]], body: int, columns: list[str], table: DutyTable
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
            len(line) == 1 and HEADING.match(line[0].text) and after and int(after.group(1)) in (expected, 1)
        ):
            heading = line[0].shown or line[0].text
        elif (
            rows
            and m is None
            and full
            and len(rows[-1]) >= len(columns) - 3
            and _is_text(line[0])
            and any(not _is_text(c) and not DUE.match(c.text) for c in line[1:])
        ):
            # The number stands merged over several rows.
            rows.append(list(line))
        elif (
            rows and _goes_on(lines, here, expected) and not (len(rows[-1]) < 3 and len(line) > len(columns))
        ):
            if len(rows[-1]) >= len(columns) and len(line) == 1:
                last = rows[-1][-1]
                rows[-1][-1] = Cell(last.start, line[0].end, last.text + line[0].text)
            else:
                rows[-1] += line
        else:
            break
        here += 1
    return rows, here


def _number_follows(lines: list[list[Cell]], here: int, cells: list[Cell]) -> bool:
    """Whether a heading stands between rows (a group of duties): a higher number comes at once, or after another."""
    told = [int(m.group(1)) for c in cells if (m := SERIAL.fullmatch(c.text))]
    there = here + 1
    while there < min(len(lines), here + 4) and HEADING.match(lines[there][0].text):
        there += 1
    after = SERIAL.fullmatch(lines[there][0].text) if there < len(lines) else None
    last = max(told) if told else 0
    told_again = there > here + 1 or bool(cells and HEADING.match(cells[-1].text))
    return after is not None and (
        int(after.group(1)) == last + 1 or (told_again and int(after.group(1)) > last)
    )


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
        if len(line) > 1 or len(text) > 600 or re.match(r"附件|附表|第[一二三四五六七八九十]+章", text):
            break
        if cells and HEADING.match(text) and not _number_follows(lines, here, cells):
            break
        cells += line
        here += 1
    if "serial" in columns[:2]:
        rows: list[list[Cell]] = []
        expected = 1
        heading = ""
        for n, c in enumerate(cells):
            m = SERIAL.fullmatch(c.text)
            if HEADING.match(c.text) and (not rows or len(rows[-1]) > 2) and columns[0] == "serial":
                heading = c.shown
                continue
            if m and (int(m.group(1)) == expected or (heading and int(m.group(1)) > expected)):
                if heading:
                    table.headings[c.start] = heading
                heading, expected = "", int(m.group(1))
                group = cells[n - 1] if n and columns[1] == "serial" and _is_text(cells[n - 1]) else None
                if group is not None and rows:
                    rows[-1].pop()
                rows.append([c] if group is None else [group, c])
                expected += 1
            elif rows:
                rows[-1].append(c)
            elif columns[0] == "serial" and not re.match(r"[一二三四五六七八九十]{1,3}、|[(]", c.text):
                return [], body
        return [_rewrapped(row, columns) for row in rows], here
    width = len(columns)
    rows = []
    for i in range(0, len(cells) - width + 1, width):
        row = cells[i : i + width]
        units = [c for c, r in zip(row, columns, strict=True) if r in ("lead", "resp")]
        if not units or not all(looks_like_list(c.text, 0, len(c.text)) for c in units):
            break
        rows.append(row)
    uneven = _uneven(cells, columns) if len(rows) * width < len(cells) else []
    if sum(map(len, uneven)) > len(rows) * width:
        return uneven, body + sum(map(len, uneven))
    return rows, body + len(rows) * width


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
    return not looks_like_list(cell.text, 0, len(cell.text)) and not DUE.match(cell.text)


def _uneven(cells: list[Cell], columns: list[str]) -> list[list[Cell]]:
    """Rows of which some lost an empty cell: each begins with its one text and goes on with units and a date."""
    if columns.count("text") != 1 or columns[0] != "text":
        return []
    rows: list[list[Cell]] = []
    for cell in cells:
        if _is_text(cell):
            if rows and len(rows[-1]) < 2:
                return []
            rows.append([cell])
        elif not rows or len(rows[-1]) >= len(columns):
            break
        else:
            rows[-1].append(cell)
    while rows and len(rows[-1]) < 2:
        rows.pop()
    return rows


def _task(
    view: View,
    assigner: Assigner,
    table: DutyTable,
    row: list[Cell],
    columns: list[str],
    group: str,
    again: frozenset[str],
) -> str:
    """Adds the duty of a row; the group that holds for the rows below. ``again`` are cells that several rows tell."""
    cells = list(row)
    roles = list(columns)
    number = next((n for n, c in enumerate(cells[:2]) if SERIAL.fullmatch(c.text)), None)
    if number is not None and "serial" in roles[:2]:
        grouped = roles.index("serial")
        # A group merged downwards is told in its first row alone.
        cells, roles = (
            cells[:number] + cells[number + 1 :],
            roles[grouped - number : grouped] + roles[grouped + 1 :],
        )
    pairs: list[tuple[str, Cell]] = []
    pairs = list(zip(roles, cells, strict=True)) if len(cells) == len(roles) else _assign(cells, roles)
    pairs = _named(pairs, roles)
    texts = [c for r, c in pairs if r == "text"]
    details = [c for r, c in pairs if r == "detail"]
    got = Assignment(cells[0].start if cells else 0, cells[-1].end if cells else 0, rule="duty_table")
    for role, cell in pairs:
        if role in ("lead", "coop", "resp") and TOLD_ROLE.search(cell.text):
            inner = assigner.of_cell(cell.start, cell.end)
            got.lead += [n for n in inner.lead if n not in got.lead]
            got.cooperating += [n for n in inner.cooperating if n not in got.cooperating]
            got.responsible += [n for n in inner.responsible if n not in got.responsible]
        elif role == "resp" and (sided := assigner.by_side(cell.start, cell.end)) is not None:
            got.lead += [n for n in sided.lead if n not in got.lead]
            got.cooperating += [n for n in sided.cooperating if n not in got.cooperating]
            got.responsible += [n for n in sided.responsible if n not in got.responsible]
        elif role in ("lead", "coop", "resp"):
            names = assigner.names_apart(cell.start, cell.end)
            mine = {"lead": got.lead, "coop": got.cooperating, "resp": got.responsible}[role]
            mine.extend(n for n in names if n not in mine)
        elif role == "due" and got.due is None:
            got.due = view.shown(cell.start, cell.end)
    if not texts or not (got.any or (number is not None and got.due)):
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
    while len(texts) > 1 and texts[0].text in again and texts[0].text != group:
        path.append(view.shown(texts[0].start, texts[0].end).rstrip("。"))
        texts = texts[1:]
    if details and all(c.text in again for c in texts) and not any(c.text in again for c in details):
        # One task over several rows: each row's detail is the duty.
        path += [view.shown(c.start, c.end).rstrip("。") for c in texts]
        texts, details = details, []
    start, end = texts[0].start, (details or texts)[-1].end
    title = view.shown(start, texts[0].end if details else texts[-1].end)
    if not details:
        title = re.split("[,，。;；:：]", title, maxsplit=1)[0]
    title = re.sub(r"^(?:\d{1,2}[.、．]|[(（][一二三四五六七八九十\d]{1,3}[)）])", "", title)[:60]
    span = view.span(start, end)
    units = [c for r, c in pairs if r in ("lead", "coop", "resp")]
    units_span = view.span(units[0].start, units[-1].end) if got.any and units else None
    table.tasks.append(
        Task(
            path=path,
            title=title,
            span=span,
            quote=view.raw[span[0] : span[1]],
            lead=got.lead,
            cooperating=got.cooperating,
            responsible=got.responsible,
            due=got.due,
            deadline=got.due,
            quote_units=view.raw[units_span[0] : units_span[1]] if units_span else None,
            units_span=units_span,
            why=[Why("duty_table", table.title)],
        )
    )
    table.texts.append([piece for c in [*texts, *details] for piece in _items(view, c)])
    return group


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
    unit_roles = [r for r in roles if r in ("lead", "coop", "resp")]
    used = 0
    seen_units = False
    previous_open = False
    for n, c in enumerate(cells):
        if n and (seen_units or "due" in roles) and DUE.match(c.text) and len(c.text) <= 24:
            out.append(("due", c))
            continue
        likely = looks_like_list(c.text.strip("、,"), 0, len(c.text.strip("、,"))) and n > 0
        if likely:
            if seen_units and not previous_open and used < len(unit_roles) - 1:
                used += 1
            out.append((unit_roles[min(used, len(unit_roles) - 1)], c))
            seen_units = True
            previous_open = c.text[-1] in "、,"
        elif not seen_units:
            out.append(("text", c))
        elif c.text in ("/", "-", "—", "无"):
            used = min(used + 1, len(unit_roles) - 1)
    return out
