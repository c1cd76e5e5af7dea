"""Tables that lost their borders: one cell a line, or one row a line with gaps, tabs or bars."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from .cells import (
    ATTRIBUTE,
    CHARGING,
    INCREMENT,
    NOTE_HEAD,
    SERIAL,
    SORT_HEAD,
    UNIT_BEHIND,
    UNIT_CELL,
    UNIT_NOTE,
    YEAR_HEAD,
    YEAR_WORD,
    Cell,
    Row,
    Table,
    told_units,
    without_note,
)
from .clean import View, fold
from .columns import MONEY, PROJECT, projects
from .shaped import OF_ROW, shaped
from .stacked import YEAR, unstacked
from .torn import mended
from .units import looks_like_list

SERIAL_HEAD = re.compile(r"序号|编号|NO\.?|No\.?")
NAME_HEAD = re.compile(
    r"指标(?:名称|内容|项目)?(?:[(].{1,6}[)])?|名称|主要指标|具体指标|二级指标|三级指标|"
    r"项目(?:名称)?|内容|目标(?:名称|内容)"
)
GROUP_HEAD = re.compile(r"类别|类型|分类|一级指标|维度|领域|类|方面|指标类别|目标类别|板块")
UNIT_HEAD = re.compile(r"(?:计量)?单位(?:[(].{1,8}[)])?")
ATTRIBUTE_HEAD = re.compile(r"(?:指标)?(?:属性|性质|类型|类别)")
LABEL_HEAD = re.compile(
    r"地区|区域|县.{0,8}|各县.{0,8}|市.{0,3}州|单位|区县|县区|镇街|乡镇|产业(?:链)?(?:名称)?|"
    r"行业|领域|园区|名称|部门|责任单位|学校|项目(?:名称)?|类别|地方|辖区|县市区|县(?:市、区)|"
    r"任务|年度|年份"
)
BASE_WORD = re.compile(
    r"基数|基期|现状|实际|基准|完成|现值|基础值|初值|实现|当前|已有|上年|目前|实绩|达到值?$"
)
GOAL_WORD = re.compile(r"目标|规划|计划|预期|预计|到20|年均|累计|终期|中期|期末|规划值|任务")
YEARLY = re.compile(
    r"(?:到|至)?(?:(?:19|20)\d\d年?(?:末|底)?|十[一二三四五六]五)?(?:[-—~至](?:19|"
    r"20)\d\d年?)?(?:期间|末期?|期末|时期|初)?"
    r"(?:年均|累计|年度)?(?:基数|基期|现状|实际|完成|现值|基础|初值|实现|当前|已有|目标|规划|"
    r"计划|预期|预计|终期|中期|期末|增长|增速|增幅|情况|数|值|率|指标|性|年度|任务|达到|水平|"
    r"\(.{1,8}\))*"
)
VALUE_HEAD = re.compile(
    r"(?:基期|基础|基数|基准|现状|实际|完成|目标|规划|计划|预期|预计)(?:值|数)?\(?(?:19|20)\d\d年?(?:末|底)?\)?"
    r"|(?:到|至)?(?:19|20)\d\d年?(?:末|底)?\(?(?:基数|基期|基础|基准|现状|实际|完成|目标|规划|计划|预期|预计){0,2}(?:值|数|情况)?\)?"
    r"|年均(?:增长|增速|增幅)(?:率)?(?:\(%\))?|[\[〔(]?(?:五年)?累计[\]〕)]?\d?值?"
)
"""Heads that can name nothing but a column of values."""
COMPARED_HEAD = re.compile(
    r"(?:(?:19|20)\d\d年)?[比较](?:(?:19|20)\d\d年|基期|上年|“?十[一二三四五六]五”?末?)(?:累计)?(?:增长|增减|增加|变化|变动|下降|提高).{0,6}"
)
"""Heads of a column that tells what lies between two others."""
NO_GROUP = re.compile(  # heads, and what stands in the last column of a row: its sort or who bears it
    "备注|目标值|基期值|.{1,8}(?:[局委办处部厅院署所会]|中心)|"
    + "|".join(
        each.pattern
        for each in (NAME_HEAD, UNIT_HEAD, ATTRIBUTE_HEAD, LABEL_HEAD, VALUE_HEAD, CHARGING, ATTRIBUTE, UNIT_CELL)
    )
)
RULE = re.compile(r"[|｜\-—–:=+ ]*[|｜][|｜\-—–:=+ ]*")
"""A line of bars and strokes between the head and the rows."""
PLACE_HEAD = re.compile(
    r"(?:各)?(?:辖区|街道|县区|区县|县市区|县[(]市、?区[)]|县[(]市[)]区|"
    r"镇街|乡镇|地区|区域|园区|县|区|市|镇|乡|地)(?:名称|别)?"
)
SCORE = re.compile(
    r"(?:基本|基准|标准|考核|考评|评价|指标|满分)?(?:分值|分数|得分|满分|赋分|计分|评分|权重|权数|标准分|基准分|[一二三]级权重)"
    r"(?:[(（][^()（）]*[)）])?"
)
"""The head of a column of points or weights."""
PART_OF_YEAR = re.compile(r"[一二三四1-4]季度|[上下]半年|(?<![\d年])\d{1,2}月(?!底)|第[一二三四]季")
MONTH_OF = re.compile(r"年\d{1,2}月")
TITLE_WORD = re.compile(r"指标|目标|情况|计划表|任务表|一览|分解|汇总|进度|表$|清单")
STOP_LINE = re.compile(r"[。;!?]")
APART = re.compile(r"\d{1,3}(?: \d{3})+(?:\.\d+)?")


def tables(view: View, runs: list[list[Cell]]) -> list[Table]:
    """All tables of the view in the ``runs`` of cells that may hold some, with the place of each."""
    out: list[Table] = []
    for run in runs:
        out.extend(_chosen(_read_run(view, run), shaped(run)))
    listed = projects(view)
    out = [t for t in out if not (_of_duties(view.flat, t) or _costs(t) or _beheaded(t))]
    out = [t for t in out if not any(a < t.end and t.start < b for a, b in listed)]
    for table in out:
        table.end = noted(view.flat, table.end)
        _unweighed(table)
    return out


def runs(view: View) -> list[list[Cell]]:
    """The cells of every stretch of short lines that may hold tables, with heads told once and in one row."""
    return [unstacked(mended(_headed_once(run))) for run in _runs(view)]


def _headed_once(cells: list[Cell]) -> list[Cell]:
    """The cells without heads that a new page tells again: between two rows, of which the second is not the first."""
    texts = [c.text for c in cells]
    first = next((n for n, t in enumerate(texts[:MOST_HEADS]) if SERIAL_HEAD.fullmatch(t) or NAME_HEAD.fullmatch(t)), 0)
    head = [*itertools.takewhile(lambda t: t not in ("1", "1.", "1、"), texts[first : first + MOST_HEADS])]
    out = list(cells)
    for at in range(len(cells) - LEAST_HEADS, first + LEAST_HEADS, -1):
        same = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(head, texts[at:], strict=False)))
        before = cells[at - 1]
        ended = before.attribute or before.numeric or before.empty
        if same >= LEAST_HEADS and ended and texts[at + same : at + same + 1] != ["1"]:
            del out[at : at + same]
    return out


def _unweighed(table: Table) -> None:
    """Takes points and weights from a table: what an indicator weighs is no goal for it; and parts of a year beside it.

    Where there is nothing else no row is left, and nothing of the table is read as running text either.
    """
    kept = [n for n, head in enumerate(table.heads) if not SCORE.fullmatch(head)]
    kept = [n for n in kept if not PART_OF_YEAR.search(table.heads[n]) or MONTH_OF.search(table.heads[n])] or kept
    width = len(table.heads)
    if len(kept) == width:
        return
    if not kept:
        table.rows = []
    elif all(len(row.values) == width for row in table.rows):
        table.heads = [table.heads[n] for n in kept]
        table.units = [table.units[n] for n in kept] if len(table.units) == width else table.units
        for row in table.rows:
            row.values = [row.values[n] for n in kept]


NUMBER_OF_NOTE = r"(?P<mark>[①-⑳]|\d{1,2}[.、]|[(]\d{1,2}[)]|[*※])"
REST = r"(?:(?!(?<=。)(?:[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]))[^\n])*"
"""To the end of the line, or to a heading behind a stop."""
NOTE = re.compile(rf"[ |\n]{{0,3}}(?:备注|注)\d?:\s?{NUMBER_OF_NOTE}?{REST}")
NOTE_GOES_ON = re.compile(rf"\n{NUMBER_OF_NOTE}(?!(?<=\d[.、])[^\n。]{{1,24}}\n){REST}")
MOST_NOTES = 20


def noted(flat: str, end: int) -> int:
    """Where the notes under a table end; what they explain is no goal.

    Lines with numbers are notes only where the first note has one, and none of them begins anew.
    """
    note = NOTE.match(flat, end)
    sort = _sort_of_mark(note.group("mark") or "") if note else ""
    for _ in range(MOST_NOTES):
        if note is None:
            break
        end = note.end()
        note = NOTE_GOES_ON.match(flat, end)
        mark = note.group("mark") if note else ""
        if mark not in "*※" and (_sort_of_mark(mark) != sort or mark.strip("(.、)") in ("1", "①")):
            break
    return end


def _sort_of_mark(mark: str) -> str:
    return re.sub(r"\d+", "1", mark) if mark[:1].isascii() else mark and "①"


def _chosen(named: list[Table], formed: list[Table]) -> list[Table]:
    """Of the tables found by the words of their heads and by the shapes of their rows those with more sound rows.

    Figures under 属性 tell that a row was taken to begin one cell too early or too late.
    """
    out = [f for f in formed if not any(map(SORT_HEAD.fullmatch, f.heads))]
    for n in named:
        beside = [f for f in out if f.start < n.end and n.start < f.end]
        named_better = bool(NAME_HEAD.fullmatch(n.label_head)) and all(
            GROUP_HEAD.fullmatch(f.label_head) or SERIAL_HEAD.fullmatch(f.title) for f in beside
        )
        if sum(map(_sound, beside)) < _sound(n) + named_better or not beside:
            out = [f for f in out if f not in beside]
            out.append(n)
    return sorted((t for t in out if not (_dated(t) or _charging(t))), key=lambda t: t.start)


DUTIES_HEAD = re.compile(r"(?:重点|主要|工作|具体|建设|项目|任务)+(?:名称|内容|事项|清单)?(?:及目标|及要求)?")
MEASURED = re.compile(r"指标|目标值|计量单位|基期|现状值|(?:19|20)\d\d年?(?:目标|实际|完成)?值?")
LEAST_HEADS, MOST_HEADS = 3, 9


def _of_duties(flat: str, table: Table) -> bool:
    """Whether the words before the first number are the head of a table that tells who does what, and no measure."""
    told = re.split("[|\n]", flat[table.start : table.start + 200])[: MOST_HEADS + 2]
    heads = list(itertools.takewhile(lambda cell: not SERIAL.fullmatch(cell), told))
    if len(heads) == len(told) or any(MEASURED.fullmatch(h) for h in heads):
        return False
    return any(map(CHARGING.fullmatch, heads)) and any(map(DUTIES_HEAD.fullmatch, heads))



def _costs(table: Table) -> bool:
    """Whether rows are projects, one column what they cost."""
    listed = "内容" in table.label_head or PROJECT.fullmatch(table.label_head)
    return bool(listed) and any(map(MONEY.fullmatch, map(fold, table.heads)))


def _beheaded(table: Table) -> bool:
    """Whether what was taken for the title and the head of the names are two heads of figures with their units."""
    return all(UNIT_BEHIND.search(fold(head)) for head in (table.title, table.label_head))


def _charging(table: Table) -> bool:
    """Whether the values are running numbers under a head that names who bears a duty: a table of duties."""
    first = [r.values[0].serial for r in table.rows if r.values]
    running = len(first) > 1 and [n for n in first if n.isdigit()] == first
    steps = running and all(int(b) == int(a) + 1 for a, b in itertools.pairwise(first))
    return steps and any(
        SERIAL_HEAD.fullmatch(h) or CHARGING.fullmatch(h)
        for h in (*table.heads, table.label_head, table.title)
    )


def _dated(table: Table) -> bool:
    """Whether the values are dates only: then it is a table of duties with their terms."""
    return all(re.fullmatch(r"(?:19|20)\d\d年.{0,8}", c.text) for r in table.rows for c in r.values)


def _sound(table: Table) -> int:
    """Rows that fit the head, that something names, and whose values are no running numbers."""
    others = [any(c.attribute or ATTRIBUTE_HEAD.fullmatch(c.text) for c in r.label) for r in table.rows]
    named = [r for r, other in zip(table.rows, others, strict=True) if r.label and not other]
    rows = [r for r in named if len(r.values) == len(table.heads)]
    first = [r.values[0].text for r in rows if r.values]
    return 0 if len(first) > 2 and first == [str(n) for n in range(1, len(first) + 1)] else len(rows)


def _runs(view: View) -> list[list[Cell]]:
    """Stretches of at least eight short lines of which some are numbers."""
    flat = view.flat
    runs: list[list[Cell]] = []
    now: list[Cell] = []
    at = 0
    length = len(flat)
    while at <= length:
        end = flat.find("\n", at)
        end = length if end < 0 else end
        line = flat[at:end]
        if RULE.fullmatch(line):
            at = end + 1
            continue
        if now and GROUP.fullmatch(line) and _groups(view, now[-1], line.strip("|"), end + 1):
            at = end + 1
            continue
        if (
            (0 < len(line) <= 40 or _parted(view, at, end))
            and not STOP_LINE.search(line)
            and not of_text(line)
        ):
            cells = split_row(view, at, end)
            now.extend(cells)
        else:
            _keep(now, runs)
            now = []
        at = end + 1
    _keep(now, runs)
    return runs


def of_text(words: str) -> bool:
    """Whether words are no cell of a table: a heading, or something that a colon leads to."""
    led = re.search(r":[^)]", CALLED.sub("", UNIT_NOTE.sub("", words)))
    return bool(led or re.match(r"[(]?[一二三四五六七八九十]{1,3}[)、]|——|第[一二三四五六七八九十]+[章节]", words))


CALLED = re.compile(r"^(?:附[件表]|表|专栏)\d{1,2}[-.\d]*:")
"""What stands before the title of a table."""
NUMBERED = re.compile(r"[(]?[一二三四五六七八九十]{1,2}[)、]|\d{1,2}[.、]")
GROUP = re.compile(rf"\|?(?:{NUMBERED.pattern})?[一-龥]{{2,10}}(?:[(]\d+[个项][)])?\|?")
"""What a group of rows is called, numbered as a heading is or not: 一、创造."""
LINES_OF_ROW = 6


def _groups(view: View, before: Cell, name: str, at: int) -> bool:
    """Whether what stands alone on its line names the rows that begin at ``at``.

    A row is a running number, a name, a unit and figures, or some of these; below a name without a number of its own
    it needs the running number, and ``before`` the name a row or the head must have ended.
    """
    cells: list[Cell] = []
    for _ in range(LINES_OF_ROW):
        end = view.flat.find("\n", at)
        if end < 0 or end - at > LONGEST_NAME or len(cells) >= LINES_OF_ROW:
            break
        cells += split_row(view, at, end)
        at = end + 1
    serial = bool(cells) and bool(SERIAL.fullmatch(cells[0].text))
    ended = before.line >= 0 or before.numeric or before.empty or bool(NO_GROUP.fullmatch(before.text))
    if not (NUMBERED.match(name) or (serial and ended)) or NO_GROUP.fullmatch(name):
        return False
    label, *others = cells[serial:] or [Cell(0, 0, "")]
    figures = list(
        itertools.takewhile(lambda c: c.numeric or c.empty or UNIT_CELL.fullmatch(c.text), others[:4])
    )
    if label.numeric or label.attribute or not 2 < len(label.text) <= 40 or STOP_LINE.search(label.text):
        return False
    return len(figures) >= (1 if UNIT_BEHIND.search(label.text) else 2)


LONGEST_NAME = 60
FIGURE = re.compile(r"[≥≤><~约]{0,2}\d[\d.,]*[%‰]?|[-—–]{1,2}")


def _parted(view: View, start: int, end: int) -> bool:
    """Whether a long line is of a table: a head with two or more columns of values, or a long name before figures."""
    if end - start > 200:
        return False
    found = split_row(view, start, end)
    if re.search("[|｜]", view.flat[start:end]) and len(found) >= 3:
        *others, name = sorted((each.text for each in found), key=len)
        figures = sum(bool(FIGURE.fullmatch(text)) for text in others)
        if figures >= 2 and len(name) <= LONGEST_NAME and all(len(text) <= 24 for text in others):
            return True
    last = found[-1].text if len(found) > 3 else ""
    if sum(bool(FIGURE.fullmatch(each.text)) for each in found) >= 2 and looks_like_list(last, 0, len(last)):
        return True  # a row of figures that ends with those who bear it
    if len(found) < 3 or any(len(each.text) > 24 or STOP_LINE.search(each.text) for each in found):
        return False
    labelled = LABEL_HEAD.fullmatch(found[0].text) or SERIAL_HEAD.fullmatch(found[0].text)
    if labelled:
        below = split_row(view, end + 1, max(end + 1, view.flat.find("\n", end + 1)))
        figures = sum(each.numeric or each.empty for each in below)
        if figures >= 2 and len(found) - 1 <= len(below) <= len(found):
            return True
    return len(found) >= 4 and sum(bool(VALUE_HEAD.fullmatch(each.text)) for each in found) >= 2


def split_row(view: View, start: int, end: int) -> list[Cell]:
    """Cells of a line: one, or several where a bar, a tab or a gap stands between."""
    flat = view.flat
    pieces: list[tuple[int, int]] = []
    at = start
    cuts = [i for i in range(start, end) if flat[i] in "|｜"]
    spaces = [i for i in range(start, end) if flat[i] == " "]
    gaps = [g for g in _gaps(view, start, end) if g > start and flat[g - 1] != "、"]
    for cut in sorted(set(cuts + (spaces + gaps if not cuts else []))):
        if cut > at:
            pieces.append((at, cut))
        at = cut + 1 if flat[cut] in "|｜ " else cut
    if end > at:
        pieces.append((at, end))
    if not cuts:
        # 内 容: a word whose characters were set apart is one cell.
        spread = len(pieces) <= 6 and all(b - a == 1 and flat[a] > "\u2e80" for a, b in pieces)
        pieces = [(start, end)] if spread else _mended(flat, pieces)
    told = [flat[a:b].strip() for a, b in pieces]
    if len(pieces) < 3 and not cuts and not (all(map(YEAR.fullmatch, told)) or all(map(UNIT_BEHIND.search, told))):
        pieces = [(start, end)]
    return [
        Cell(
            a,
            b,
            _closed(flat[a:b].strip("| ")),
            view.shown(a, b).strip("| "),
            start if len(pieces) > 1 else -1,
        )
        for a, b in pieces
        if flat[a:b].strip("| ")
    ]


def _closed(text: str) -> str:
    """A number whose thousands stand apart (1 820) without the space."""
    return text.replace(" ", "") if APART.fullmatch(text) else text


def _mended(flat: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces that a single space cut although they belong together: 2025 年, PCT 国际, 2027 年 12 月."""
    out: list[tuple[int, int]] = []
    for (a, b), (c, d) in itertools.zip_longest(pieces, pieces[1:], fillvalue=(0, 0)):
        text, behind = flat[a:b].strip(), flat[c:d].strip()
        before = flat[out[-1][0] : out[-1][1]].strip() if out else ""
        dated = before[-1:].isdigit() and text[:1] in "年月日"
        bare = r"\d{1,2}" if behind[:1] == "月" else r"\d{1,2}月.{0,2}"
        month = re.search(r"(?:19|20)\d\d年$", before) and re.fullmatch(bare, text)
        latin = before.isascii() and before[-1:].isalpha() and re.match(r"[一-龥]", text)
        beside = before[-1:].isdigit() and INCREMENT.fullmatch(text)
        if out and (dated or month or latin or beside):
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def _gaps(view: View, start: int, end: int) -> list[int]:
    from bisect import bisect_left

    i = bisect_left(view.gaps, start)
    out = []
    while i < len(view.gaps) and view.gaps[i] < end:
        out.append(view.gaps[i])
        i += 1
    return out


def _keep(now: list[Cell], runs: list[list[Cell]]) -> None:
    numbers = sum(1 for c in now if c.numeric or c.empty)
    headed = any(NAME_HEAD.fullmatch(c.text) for c in now) and any(VALUE_HEAD.fullmatch(c.text) for c in now)
    if len(now) >= 7 and numbers >= (2 if headed else 3) and numbers * 6 >= len(now):
        runs.append(now)


def _read_run(view: View, cells: list[Cell]) -> list[Table]:
    """A run may hold several tables, each with its own title; cut at titles that follow a finished row."""
    pieces: list[list[Cell]] = []
    start = 0
    for i in range(1, len(cells)):
        c = cells[i]
        before = cells[i - 1]
        ends_row = before.attribute is not None or before.numeric or before.empty
        if (
            ends_row
            and len(c.text) >= 6
            and TITLE_WORD.search(c.text)
            and not c.numeric
            and not re.search(r"[(](?:万|亿)?.{1,4}[)]$", UNIT_NOTE.sub("", c.text))
            and _header_follows(cells, i + 1)
        ):
            pieces.append(cells[start:i])
            start = i
    pieces.append(cells[start:])
    out = []
    for p in pieces:
        t = _read_table(view, p)
        if t is not None:
            out.append(t)
    return out


def _as_written(head: str, script: dict[str, str]) -> str:
    """A folded header in the script of the source."""
    if head in script:
        return script[head]
    for folded, shown in script.items():
        if head.startswith(folded):
            return shown + _as_written(head[len(folded) :], script)
    return head


def _header_follows(cells: list[Cell], at: int) -> bool:
    heads = [c.text for c in cells[at : at + 4] if not UNIT_NOTE.fullmatch(c.text)][:3]
    return any(map(_heads_names, heads))


def _titles(cells: list[Cell], at: int) -> bool:
    """Whether 主要指标 is the title of a table whose header comes next, not a head itself."""
    after = cells[at + 1].text if at + 1 < len(cells) else ""
    return bool(re.fullmatch(r"(?:主要|具体|核心)?指标", cells[at].text)) and bool(
        SERIAL_HEAD.fullmatch(after) or NAME_HEAD.fullmatch(after)
    )


def _read_table(view: View, cells: list[Cell]) -> Table | None:
    begin = next((i for i, c in enumerate(cells[:8]) if _heads_names(c.text) and not _titles(cells, i)), None)
    if begin is None:
        return None
    title_cell, title, units = _titled(view, cells, begin)
    body = cells[begin:]
    attributed = [i for i, c in enumerate(body) if c.attribute]
    has_attribute = any(ATTRIBUTE_HEAD.fullmatch(c.text) for c in body[:14]) and (
        len(attributed) >= 2 or (len(attributed) == 1 and _single_row(body) is not None)
    )
    serial = bool(SERIAL_HEAD.fullmatch(body[0].text))
    head_end = _head_end(body, serial=serial, has_attribute=has_attribute)
    if head_end is None or head_end < 2:
        return None
    head = _merge_heads(body[:head_end])
    if any(map(OF_ROW.search, head)):
        return None
    rows = _rows(body[head_end:], head, serial=serial, has_attribute=has_attribute, before=body[head_end - 1])
    if not rows:
        return None
    noteless = all(c.numeric or c.empty for r in rows for c in r.values)
    heads = [
        h
        for h in head
        if not SERIAL_HEAD.fullmatch(h)
        and not (has_attribute and ATTRIBUTE_HEAD.fullmatch(h) and h == head[-1])
        and not (NOTE_HEAD.fullmatch(h) and noteless)
    ]
    width = _width(rows, heads)
    labels, values = heads[: len(heads) - width], heads[-width:] if width else []
    if not (labels and values):
        return None
    unit_head = any(UNIT_HEAD.fullmatch(h) for h in labels[1:])
    group = any(GROUP_HEAD.fullmatch(h) for h in heads[:2]) and len(heads) > width + 1
    for r in rows:
        if unit_head and len(r.values) == width + 1 and r.values[0].empty:
            r.values = r.values[1:]
        _settle(r, unit_head=unit_head, group=group)
    if group:
        _carry_groups(rows)
    label_head = next(
        (h for h in labels if not UNIT_HEAD.fullmatch(h) and not GROUP_HEAD.fullmatch(h)), labels[0]
    )
    start = title_cell.start if title_cell and title else body[0].start
    script = {c.text: c.shown or view.shown(c.start, c.end) for c in body[:head_end]}
    return Table(
        title,
        start,
        rows[-1].end,
        [_as_written(v, script) for v in values],
        rows,
        label_head,
        title_cell.start if title_cell else start,
        title_cell.end if title_cell else start,
        units,
    )


def _heads_names(text: str) -> bool:
    """Whether a cell is the head of a column of names, of groups or of the numbers before them."""
    return any(h.fullmatch(text) for h in (SERIAL_HEAD, NAME_HEAD, LABEL_HEAD, GROUP_HEAD))


def _titled(view: View, cells: list[Cell], begin: int) -> tuple[Cell | None, str, list[str]]:
    """The cell of the title above a head, the title without a note on units, and the units that the note tells."""
    cell = cells[begin - 1] if begin else None
    units: list[str] = []
    if cell is not None and UNIT_NOTE.fullmatch(cell.text):
        units = told_units(cell.text)
        cell = cells[begin - 2] if begin >= 2 else None
    if cell is None:
        return None, "", units
    title = view.shown(cell.start, cell.end)
    if UNIT_NOTE.search(cell.text):
        return cell, without_note(title), units or told_units(cell.text)
    return cell, title, units


def _width(rows: list[Row], heads: list[str]) -> int:
    """How many columns of values a table has."""
    width = Counter(len(r.values) for r in rows).most_common(1)[0][0]
    valued = [bool(VALUE_HEAD.fullmatch(_bare(h))) for h in heads]
    told = sum(valued[1:])
    # Most rows may have fewer cells than the header names columns: none of them can be told apart safely.
    return told if told > width and all(valued[-told:]) else width


def _head_end(body: list[Cell], *, serial: bool, has_attribute: bool) -> int | None:
    if has_attribute:
        for i, c in enumerate(body[:16]):
            if ATTRIBUTE_HEAD.fullmatch(c.text) and (not c.text.endswith(("类别", "类型")) or i > 1):
                nxt = body[i + 1] if i + 1 < len(body) else None
                if nxt is not None and not YEAR_HEAD.fullmatch(nxt.text):
                    return i + 1
    if serial:
        for i, c in enumerate(body[1:20], 1):
            if c.text in ("1", "1.", "1、", "一") and i >= 2:
                return i
        return None
    # Without a number column: the first value ends a run of texts; its last text is the first row's label.
    texts = 0
    runs: list[int] = []
    now = 0
    for c in body:
        if (c.numeric and not YEAR_HEAD.fullmatch(c.text)) or c.empty:
            if now:
                runs.append(now)
            now = 0
        else:
            now += 1
    if len(runs) < 2:
        return _single_row(body)
    typical = Counter(runs[1:]).most_common(1)[0][0]
    texts = _behind_values(body[: runs[0]]) or runs[0] - typical
    return texts if texts >= 2 else None


def _behind_values(words: list[Cell]) -> int | None:
    """Where the head ends among the words before the first value: behind the last head of values."""
    last = max((n for n, c in enumerate(words) if VALUE_HEAD.fullmatch(_bare(c.text))), default=len(words))
    return last + 1 if last + 1 < len(words) else None


def _bare(head: str) -> str:
    return re.sub(r"[“”\s]", "", head)


def _single_row(body: list[Cell]) -> int | None:
    """Where the head of a table of one row ends: a value stands under each head that can name nothing else."""
    half = len(body) // 2
    named = [bool(VALUE_HEAD.fullmatch(c.text)) for c in body[:half]]
    under = [(c.numeric or c.empty) for c in body[half:]]
    return half if sum(named) >= 2 and named == under else None


def _merge_heads(head: list[Cell]) -> list[str]:
    """Header cells (folded), with a unit in brackets or a year joined to the cell it belongs to."""
    out: list[str] = []
    for c in head:
        shown = c.text
        if (
            (out and re.fullmatch(r"[(].{1,8}[)]", c.text))
            or (
                out
                and YEAR_HEAD.fullmatch(out[-1])
                and not YEAR_HEAD.fullmatch(c.text)
                and YEAR_WORD.fullmatch(c.text)
            )
            or (out and out[-1].count("(") > out[-1].count(")"))
        ):
            out[-1] += shown
        else:
            out.append(shown)
    return out


def _rows(
    cells: list[Cell], head: list[str], *, serial: bool, has_attribute: bool, before: Cell
) -> list[Row]:
    rows: list[Row] = []
    now: list[Cell] = []
    last = before
    told = sum(1 for h in head if VALUE_HEAD.fullmatch(_bare(h)) or COMPARED_HEAD.fullmatch(h))
    if has_attribute:
        for c in cells:
            if _whole(now, told) and not (c.attribute or c.numeric or c.empty):
                # A row of a group that tells its sort once.
                rows.append(_row(now, None, last, serial=serial, number=len(rows) + 1))
                now, last = [c], now[-1]
            elif c.attribute:
                if any(x.numeric or x.empty for x in now):
                    rows.append(_row(now, c, last, serial=serial, number=len(rows) + 1))
                now, last = [], c
            else:
                now.append(c)
        return rows
    expected = 1
    if serial:
        for c in cells:
            if _whole(now, told) and not (c.numeric or c.empty or c.attribute):
                rows.append(_row(now, None, last, serial=True, number=expected - 1))
                last, now = now[-1], [c]
            elif c.serial == str(expected) and (
                not now or any(x.numeric or x.empty for x in now[1:]) or expected == 1
            ):
                if now and any(x.numeric or x.empty for x in now[1:]):
                    rows.append(_row(now, None, last, serial=True, number=expected - 1))
                    last = now[-1]
                now = [c]
                expected += 1
            else:
                now.append(c)
        if now:
            rows.append(_row(now, None, last, serial=True, number=expected - 1))
        return [r for r in rows if r.values]
    values = False
    for c in cells:
        value = (c.numeric or c.empty) and bool(now)
        if not value and values:
            rows.append(_row(now, None, last, serial=False, number=0))
            last = now[-1]
            now, values = [], False
        now.append(c)
        values = values or value
    if now and values:
        rows.append(_row(now, None, last, serial=False, number=0))
    return [r for r in rows if r.values]


def _whole(cells: list[Cell], told: int) -> bool:
    """Whether a row has a value behind its name for every one of several columns."""
    named = next((n for n, c in enumerate(cells) if not (c.numeric or c.empty)), len(cells))
    return told >= 2 and sum(1 for c in cells[named:] if c.numeric or c.empty) >= told


def _row(cells: list[Cell], attribute: Cell | None, before: Cell, *, serial: bool, number: int) -> Row:
    body = list(cells)
    start_cells = body
    if (
        serial
        and body
        and SERIAL.fullmatch(body[0].text)
        and len(body) > 1
        and body[0].serial == str(number)
    ):
        body = body[1:]
    split = next((i for i, c in enumerate(body) if c.numeric or c.empty), len(body))
    # A value column that holds words (稳步提升) breaks the row; what follows the first value is value.
    label = body[:split]
    values = body[split:]
    first = body[0] if body else start_cells[0]
    end = attribute.end if attribute else body[-1].end
    return Row(
        label, values, first.start, end, attribute=attribute.attribute if attribute else None, before=before
    )


def _settle(row: Row, *, unit_head: bool, group: bool) -> None:
    """Takes the unit cell and the group cell out of the label."""
    if unit_head and len(row.label) >= 2 and UNIT_CELL.fullmatch(row.label[-1].text):
        row.unit = row.label[-1].shown.strip("()（） ")
        row.label = row.label[:-1]
    if group and len(row.label) >= 2:
        row.group = row.label[0].text
        row.label = row.label[1:]
        row.start = row.label[0].start


def _carry_groups(rows: list[Row]) -> None:
    last: str | None = None
    for r in rows:
        if r.group:
            last = r.group
        r.group = last
