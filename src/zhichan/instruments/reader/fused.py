"""Tables that stand in running text without any line break: where their cells begin.

A header is found by its words (指标, 单位, years, 属性; 序号, 任务, 牵头单位 …), rows by their attribute or their
running number. Cells whose digits ran into each other stay one cell, so that the row does not fit its header and
is told as open instead of being guessed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable

from .quantities import UNIT
from .units import looks_like_list

COLUMN = (
    r"(?:(?:19|20)\d\d年)?[比较](?:(?:19|20)\d\d年|基期|上年|“?十[一二三四五六]五”?末?)(?:累计)?"
    r"(?:增长|增减|增加|变化|变动|下降|提高)(?:率|幅度|情况|值)?(?:\(%\))?"
    r"|(?:基期|基础|基数|基准|现状|实际|完成|目标|规划|计划|预期|预计)(?:值|数)?\(?(?:19|20)\d\d年?(?:末|底)?\)?"
    r"|(?:到|至)?(?:19|20)\d\d年?(?:末|底)?(?:基期|基础|基数|基准|现状|实际|完成|目标|规划|计划|预期|预计|达到|情况){0,2}"
    r"(?:值|数)?(?:\([^()]{1,6}\))?"
    r"|“?十[一二三四五六]五”?(?:末|期间|时期)?(?:目标|完成|实际|规划)?值?|(?:基期|现状|基础|目标|规划|预期|完成)(?:值|数)|[现基]值"
    r"|(?:累计)?(?:增长|增幅|增量|净增|变化|变动)(?:率|值|量|幅度|情况)?(?:\(%\))?"
    r"|年均(?:增长|增速)(?:率)?(?:\(%\))?|五年累计|[\[〔(]累计[\]〕)]|累计值?"
)
INDICATORS = re.compile(
    rf"(?P<serial>序号)?[ |]?(?P<group>(?:指标)?(?:类别|类型|领域|维度|方面)|一级指标)?[ |]?"
    rf"(?P<name>(?:主要|具体|核心|二级)?(?:指标|名称)(?:名称|内容|项目)?)(?P<bracket>\((?:计量)?单位\))?[ |]?"
    rf"(?P<unit>(?:计量)?单位)?(?P<columns>(?:[ |]?(?:{COLUMN})(?:\d(?=[\[〔]|指标属性|属性))?){{1,6}})"
    r"[ |]?(?P<attribute>(?:指标)?(?:属性|性质))?(?P<rest>[ |]?(?:责任单位|牵头单位|备注))?"
)
LOOSE = re.compile(
    rf"(?:指标(?:名称|内容|项目)?(?:\((?:计量)?单位\))?(?P<gap>[ |\n]{{0,3}})"
    rf"|(?:指标|项目|名称)(?:名称|内容)?[ |\n,]{{0,3}}(?:计量)?单位[ |\n,]{{0,3}})"
    rf"(?:(?:{COLUMN})(?(gap)[ |\n]|[ |\n,]){{0,3}}){{2,6}}"
)
"""A header of columns of years, however its cells are parted."""
ROWS_END = re.compile(
    r"\n(?=[^\n]{41}|[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|第[一二三四五六七八九十]+[章节])"
)
DUTIES = re.compile(
    r"(?P<serial>序号)[ |]?(?P<text>(?:重点|主要|工作|具体|目标|改革|建设)*(?:任务|事项|举措|措施|内容|工作)"
    r"(?:名称|内容|清单|分工)?)"
    r"(?P<roles>(?:[ |]?(?:(?:总?牵头|主办|主责|配合|协办|参与|责任|落实|实施|承办)(?:责任)?(?:单位|部门)"
    r"|[责职][任责]分工)){1,3})"
    r"[ |]?(?P<due>(?:完成|办结|实施)?(?:时限|时间|期限|进度)(?:要求|安排)?)?(?P<note>[ |]?备注)?"
)
ROLE = re.compile(
    r"(?:总?牵头|主办|主责|配合|协办|参与|责任|落实|实施|承办)(?:责任)?(?:单位|部门)|[责职][任责]分工"
)
LABELLED = re.compile(r"(?:总?牵头|主办|主责|责任)(?:责任)?(?:单位|部门)?:")
ATTRIBUTE = re.compile(r"[(]?(?:预期|约束)性(?:指标)?[)]?")
VALUE = re.compile(
    r"(?:[≥≤><~约]|>=|<=|不低于|不少于|达到|超过|年均)?\d[\d,.]*(?:[-—~]\d[\d.]*)?(?:%|‰|个百分点)?(?:以上|左右|以下|以内)?"
    r"|[-—–]{1,2}|[\[〔]\d[\d.]*%?[\]〕]"
)
TAIL = re.compile(rf"(?:[ |]?(?:{VALUE.pattern}))+[ |]?$")
OWN_UNIT = re.compile(rf"(?:(?:万|亿|千|百)?(?:{UNIT})(?:/[一-龥]{{1,4}})?)$")
HEADED = re.compile(r"(?P<group>[^\d]{2,12})?(?P<serial>\d{1,2}[.、]?)(?=[^\d.%<>≥≤\[〔—-])")
TERM = (
    r"(?:20\d\d年(?:\d{1,2}月(?:\d{1,2}日)?|第?[一二三四]季度|[上下]半年)?(?:年?底|年?末)?(?:之?前)?(?:完成)?"
    r"|\d{1,2}月(?:底|末)?(?:之?前)?(?:完成)?|年底前(?:完成)?|长期(?:坚持|推进|实施)?|持续(?:推进|实施)?|全年)(?:并?长期坚持)?"
)
DUE = re.compile(rf"{TERM}$")
BODY_ENDS = "局委厅办府院行会部社馆心司署关校"
LONGEST_ROW = 160
ROWS_HEAD = re.compile(
    rf"指标(?:名称|内容|项目)?[^\d。;:]{{0,16}}(?:[ |\n]?(?:{COLUMN})){{2,6}}[ |\n]?(?:指标)?(?:属性|性质)"
)
NUMBERING = re.compile(r"^[ |\n]*(?:[一二三四五六七八九十]{1,2}、[^\d]{0,16})?\d{1,2}[.、]?")


def cells(flat: str, start: int, end: int, gaps: list[int]) -> tuple[list[int], list[tuple[int, int]]]:
    """Places in [start, end) where cells of fused tables begin, and the stretches that the tables fill."""
    places: list[int] = []
    stretches: list[tuple[int, int]] = []
    finders: tuple[tuple[re.Pattern[str], Callable[..., tuple[list[int], int]]], ...] = (
        (INDICATORS, _indicators),
        (DUTIES, _duties),
    )
    for pattern, rows in finders:
        at = start
        while (head := pattern.search(flat, at, end)) is not None:
            at = head.end()
            found, stop = rows(flat, head, end, gaps)
            if not found:
                continue
            places += [*_heads(head), *found, stop]
            stretches.append((head.start(), stop))
            at = stop
    return sorted({p for p in places if start < p < end}), stretches


def unread(flat: str) -> list[tuple[int, int]]:
    """Stretches that begin with the header of a table of indicators whose rows could not be told apart."""
    out: list[tuple[int, int]] = []
    for head in INDICATORS.finditer(flat):
        columns = len(list(re.finditer(COLUMN, head.group("columns"))))
        if columns < 2 or not (head.group("serial") or head.group("unit") or head.group("attribute")):
            continue
        line = flat.find("\n", head.end())
        end = min(line if line >= 0 else len(flat), head.end() + 800)
        stop = re.compile(r"[。;:]|[一二三四五六七八九十]{1,2}、|[(][一二三四五六七八九十]{1,2}[)]").search(
            flat, head.end(), end
        )
        end = stop.start() if stop else end
        if len(re.findall(r"\d", flat[head.end() : end])) >= 4:
            out.append((head.start(), end))
    return out


def unseen(flat: str, read: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches under a header of years that hold figures and of which no table was read."""
    out: list[tuple[int, int]] = []
    for head in LOOSE.finditer(flat):
        columns = len(re.findall(r"(?:19|20)\d\d", head.group()))
        end = min(len(flat), head.end() + 800)
        stops = [
            m.start() for p in (ROWS_END, re.compile("[。;!?]")) if (m := p.search(flat, head.end(), end))
        ]
        end = min([end, *stops])
        sentence = flat.rfind("\n", head.end(), end)
        if flat[end : end + 1] in tuple("。;!?") and sentence >= 0:
            end = sentence
        digits = len(re.findall(r"\d", flat[head.end() : end]))
        if columns < 2 or digits < 2 * columns or any(a < end and head.start() < b for a, b in (*read, *out)):
            continue
        out.append((head.start(), end))
    return out


def rows(flat: str) -> list[tuple[int, int]]:
    """Every row that a fused table closes with the sort of its indicator, whether its cells can be told or not."""
    out: list[tuple[int, int]] = []
    at = 0
    while (head := ROWS_HEAD.search(flat, at)) is not None:
        at = head.end()
        while (m := ATTRIBUTE.search(flat, at, at + LONGEST_ROW)) is not None:
            row = flat[at : m.start()]
            if re.search("[。;]", row):
                break
            if re.search(r"\d", NUMBERING.sub("", row)):
                out.append((at, m.end()))
            at = m.end()
    return out


def _heads(head: re.Match[str]) -> list[int]:
    """Beginnings of the header's cells."""
    out = [head.start(), head.end()]
    names = ("serial", "group", "name", "unit", "attribute", "rest", "text", "due", "note")
    out += [head.start(n) for n in names if n in head.re.groupindex and head.group(n)]
    parts = "columns" if "columns" in head.re.groupindex else "roles"
    inner = re.compile(COLUMN) if parts == "columns" else ROLE
    out += [m.start() for m in inner.finditer(head.string, head.start(parts), head.end(parts))]
    return out


def _indicators(flat: str, head: re.Match[str], end: int, gaps: list[int]) -> tuple[list[int], int]:
    """Cells of the rows of a table of indicators."""
    columns = len(list(re.finditer(COLUMN, head.group("columns"))))
    rows: list[tuple[int, int, int]] = []
    at = head.end()
    if head.group("attribute"):
        for m in ATTRIBUTE.finditer(flat, at, end):
            if m.start() - at > LONGEST_ROW or re.search("[。;]|属性|序号", flat[at : m.start()]):
                # The head of another table ends this one.
                break
            rows.append((at, m.start(), m.end()))
            at = m.end()
    elif head.group("serial"):
        for a, b in _numbered(flat, at, end, glued=True):
            values = _last_value(flat, a, b)
            if values < 0:
                break
            rows.append((a, values, values))
    else:
        rows = _plain(flat, at, end, columns, head.group("columns"))
    tails = [tail.group() for a, b, _ in rows if (tail := TAIL.search(flat, a, b))]
    if len(rows) < 2 or 2 * sum(len(VALUE.findall(tail)) > columns for tail in tails) > len(rows):
        return [], 0  # rows with more figures than there are heads: these have a second row
    rows = [part for n, row in enumerate(rows) for part in _parts(flat, row, rows[n + 1 : n + 2])]
    out: list[int] = []
    for a, b, stop in rows:
        out += _row(flat, a, b, head, gaps)
        out += [b, stop] if stop > b else [b]
    return out, rows[-1][2]


RUN = re.compile(rf"(?<=[^\d])(?:[ |]?(?!\d{{1,2}}[.、][一-龥])(?:{VALUE.pattern})){{2,}}")


def _parts(
    flat: str, row: tuple[int, int, int], following: list[tuple[int, int, int]]
) -> list[tuple[int, int, int]]:
    """A row and the rows behind it of the same group, which have no number or no sort of their own."""
    start, values, stop = row
    end = following[0][0] if following and stop == values else values
    out: list[tuple[int, int, int]] = []
    at = start
    for run in RUN.finditer(flat, start, end):
        name = re.sub(r"[\d.、 |]", "", flat[at : run.start()])
        if len(name) < 2 or re.search("[。;:]", name):
            break
        out.append((at, run.end(), run.end()))
        at = run.end()
    if len(out) < 2 or out[-1][1] < values:
        return [row]
    return [*out[:-1], (out[-1][0], out[-1][1], max(stop, out[-1][2]))]


def _numbered(flat: str, at: int, end: int, *, glued: bool = False) -> list[tuple[int, int]]:
    """Rows that begin with 1, 2, 3 … in sequence; ``glued`` ones may follow the digits of the row before."""
    marks: list[int] = []
    n = 1
    here = at
    while True:
        stop = min(end, here + 400)
        m = re.compile(rf"(?<![\d.]){n}[.、 ]?(?=[一-龥“A-Z])").search(flat, here, stop)
        if glued and marks:
            name = rf"(?!(?:万|亿)?(?:{UNIT})(?![一-龥A-Z]))(?=[一-龥“A-Z])"
            close = re.compile(rf"(?<=[\d%]){n}{name}").search(flat, here, stop)
            m = close if close and (m is None or close.start() < m.start()) else m
        if m is None:
            break
        marks.append(m.start())
        here, n = m.end(), n + 1
    stops = [*marks[1:], min(end, marks[-1] + LONGEST_ROW)] if marks else []
    return list(zip(marks, stops, strict=True))


def _last_value(flat: str, a: int, b: int) -> int:
    """Where the values of a row end: after the first run of them behind a name, or -1."""
    m = re.compile(r"\d{1,2}[.、 ]?[^\d。;]{2,60}?").match(flat, a, b)
    run = m and re.compile(rf"(?<=[^\d])(?:[ |]?(?:{VALUE.pattern}))+").search(flat, m.end() - 1, b)
    return run.end() if run and not re.search("[。;]", flat[a : run.start()]) else -1


def _plain(flat: str, at: int, end: int, columns: int, names: str) -> list[tuple[int, int, int]]:
    """Rows told by nothing but a name and exactly as many values as there are columns."""
    rows: list[tuple[int, int, int]] = []
    row = re.compile(
        rf"(?P<name>[^\d。;:,|]{{3,40}}?)(?P<values>(?:[ |]?(?:{VALUE.pattern})){{{columns}}})(?![\d.%])"
    )
    fused = re.compile(rf"(?P<name>[^\d。;:,|]{{3,40}}?)(?P<values>(?:{VALUE.pattern}){{1,3}})(?![\d.%])")
    while m := row.match(flat, at, end) or (fused.match(flat, at, end) if columns == 3 else None):
        if len(VALUE.findall(m.group("values"))) != columns and not _apart(m["values"], names):
            break
        rows.append((at, m.end(), m.end()))
        at = m.end()
        while at < end and flat[at] in " |":
            at += 1
    return rows


def _row(flat: str, a: int, b: int, head: re.Match[str], gaps: list[int]) -> list[int]:
    """Beginnings of the cells of one row."""
    out = [a]
    begin = a
    m = HEADED.match(flat, a, b)
    if m and (head.group("serial") or m.group("serial")[-1:] in ".、"):
        out += [m.start("serial"), m.end()]
        begin = m.end()
    tail = TAIL.search(flat[begin:b])
    if tail is None:
        return out
    values = begin + tail.start()
    told = [values + v.start() for v in VALUE.finditer(tail.group())]
    columns = len(list(re.finditer(COLUMN, head.group("columns"))))
    if len(told) != columns == 3:
        told = [values + p for p in _apart(tail.group(), head.group("columns"))] or told
    twice = [p + 1 for p in told if re.match(r"[-—–]{2}", flat[p : p + 2])]
    marked = re.match(r"\d[-—–]", flat[told[0] :]) and flat[told[0] - 1] >= "\u4e00"
    if marked and columns + 1 in (len(told), len(told) + len(twice)):
        # The mark of a footnote stands at the end of the name.
        told = told[1:]
    out += [*told, *twice] if len(told) + len(twice) == columns else told
    if head.group("unit"):
        own = OWN_UNIT.search(flat[begin:values].rstrip(" |"))
        dash = flat[values : values + 1]
        if own and own.start() >= 2 and dash:
            out.append(begin + own.start())
    if head.group("group"):
        i = bisect_left(gaps, begin + 2)
        if i < len(gaps) and gaps[i] < values - 2:
            out.append(gaps[i])
    return out


FIGURE = r"(?:0|[1-9]\d*)(?:\.\d+)?"
SPLIT = (
    re.compile(rf"{FIGURE}%?"),
    re.compile(rf"(?P<sign>[<>≥≤])?{FIGURE}%?(?:以上|以下|左右)?"),
    re.compile(rf"[-+—–]?{FIGURE}(?:%|个百分点)?|[\[〔]{FIGURE}%?[\]〕]"),
)
"""A base, a goal and the change between them, of which no border tells where one ends."""
LONGEST_RUN = 40
TOLERANCE = 0.051


def _apart(run: str, columns: str) -> list[int]:
    """Where base, goal and change begin in a run of digits: the one way in which the change is that between the two.

    Empty where no way fits, or more than one.
    """
    text = run.rstrip(" |")
    years = [int(y) for y in re.findall(r"(?:19|20)\d\d", columns)]
    if len(text) > LONGEST_RUN:
        return []
    found: list[list[int]] = []
    for i in range(1, len(text) - 1):
        if not SPLIT[0].fullmatch(text, 0, i):
            continue
        for j in range(i + 1, len(text)):
            if not SPLIT[1].fullmatch(text, i, j) or not SPLIT[2].fullmatch(text, j):
                continue
            base, goal, change = (_figure(part) for part in (text[:i], text[i:j], text[j:]))
            if _changes(base, goal, change, percent="%" in text[j:], years=years, yearly="年均" in columns):
                found.append([0, i, j])
    return found[0] if len(found) == 1 else []


def _figure(text: str) -> float:
    m = re.search(r"\d[\d.]*", text)
    return float(m.group()) if m else 0.0


def _changes(
    base: float, goal: float, change: float, *, percent: bool, years: list[int], yearly: bool
) -> bool:
    """Whether a change lies between base and goal: as a difference, in per cent, or in per cent a year."""
    if abs(abs(goal - base) - change) < TOLERANCE:
        return change > 0
    if not base:
        return False
    if yearly and len(years) >= 2 and years[1] > years[0]:
        rate = 100 * (float((goal / base) ** (1 / (years[1] - years[0]))) - 1)
        return abs(rate - change) < TOLERANCE
    return percent and abs(100 * abs(goal - base) / base - change) < 10 * TOLERANCE


def _duties(flat: str, head: re.Match[str], end: int, gaps: list[int]) -> tuple[list[int], int]:
    """Cells of the rows of a table of duties; rows whose units cannot be told from their text end it."""
    roles = len(ROLE.findall(head.group("roles")))
    out: list[int] = []
    stop = 0
    rows = _numbered(flat, head.end(), end)
    for n, (a, b) in enumerate(rows):
        last = n == len(rows) - 1
        got = _duty(flat, a, b, roles, last=last, gaps=gaps)
        if got is None:
            break
        places, stop = got
        out += places
    return (out, stop) if stop and len(rows) >= 2 else ([], 0)


def _duty(
    flat: str, a: int, b: int, roles: int, *, last: bool, gaps: list[int]
) -> tuple[list[int], int] | None:
    m = re.compile(r"\d{1,2}[.、 ]?").match(flat, a, b)
    begin = m.end() if m else a
    if last:
        ends = re.compile(TERM).search(flat, _first_body(flat, begin, b), b)
        first = re.search("[。;]", flat[begin:b])
        b = ends.end() if ends else (begin + first.start() if first else b)
    due = DUE.search(flat[begin:b])
    units_end = begin + due.start() if due else b
    split = _bodies(flat, begin, units_end, roles, gaps)
    if split is None:
        return None
    out = [a, begin, *split]
    if due:
        out.append(units_end)
    return out, b


def _first_body(flat: str, begin: int, end: int) -> int:
    """The end of the first name of an office in a row, behind which its term stands."""
    m = re.compile(rf"[{BODY_ENDS}](?=[、,;省市县区州旗各\d长持]|[一-龥])").search(flat, begin + 4, end)
    return m.end() if m else begin


def _bodies(flat: str, begin: int, end: int, roles: int, gaps: list[int]) -> list[int] | None:
    """Where the cells of the bodies of a row begin; None when its text cannot be told from them."""
    labelled = LABELLED.search(flat, begin + 2, end)
    if labelled:
        return [labelled.start()]
    starts = [p for p in range(begin + 4, end - 2) if flat[p] in "省市县区州旗各中人国" or p in gaps]
    for p in starts:
        if roles == 1 and _listed(flat, p, end):
            return [p]
        cuts = [
            q
            for q in range(p + 2, end - 2)
            if (q in gaps or flat[q - 1] in BODY_ENDS) and flat[q - 1] not in "、," and flat[q] not in "、,)"
        ]
        if roles == 2:
            told = [q for q in cuts if _listed(flat, p, q) and _listed(flat, q, end)]
            if told:
                return [p, told[0]] if len(told) == 1 or flat[told[0]] in "省市县区州旗各" else None
        if roles == 3 and _listed(flat, p, end):
            return [p, *cuts] if len(cuts) == 2 else None
    return None


def _listed(flat: str, start: int, end: int) -> bool:
    text = flat[start:end].strip(" |").replace(" ", "、")
    return looks_like_list(text, 0, len(text))


PLAIN_HEAD = re.compile(
    r"序号(?:[^\d。,;:|\n]{0,4}?(?:任务|工作|举措|措施|内容|名称|项目|事项|单位|部门|主体|时限|时间|节点|期限|进度|领域|赛道|地区|地市|定位|企业|成果|"
    r"清单|建议|诉求|投资|规模|阶段|类别)){2,}"
)
ENDS_JUMBLED = re.compile(r"附件?\d{1,2}(?=[一-龥])")
LONG_JUMBLED = 300
IN_ORDER = re.compile(rf"(?:[。;)\n|]|[{BODY_ENDS}区县镇]|{TERM})[ |]?$")


HEAD_WORD = re.compile(
    r"序号|编号|备注|(?:总?牵头|主办|责任|配合|协办|参与|负责|实施|落实)(?:单位|部门|主体)"
    r"|(?:[责职][任责]|任务|工作)?分工"
    r"|[一-龥]{0,4}?(?:任务|举措|措施|内容|事项|工作|目标|名称|领域|类别|时限|时间|期限|形式)(?:要求|安排)?"
)
CHARGED = re.compile(r"(?:牵头|主办|责任|负责|实施|落实)(?:单位|部门|主体)")
WORKED = re.compile("任务|举措|措施|内容|事项|工作")
BODY_LINE = re.compile(rf"[一-龥][{BODY_ENDS}](?=[、,\n(]|$|\d|[一-龥])")
LINES_OF_HEAD, LONGEST_PIECE, LEAST_TORN, LONGEST_TORN = 14, 30, 5, 120
TORN_ENDS = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|第.{1,3}[章节]|附[件表录]|备?注:"
)


def torn(flat: str, known: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches below a head of columns of duties whose cells are broken over lines and interleaved.

    Nothing tells there which piece of a line goes with which, so that nothing is read. ``known`` are the tables that
    were read.
    """
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", flat)]
    out: list[tuple[int, int]] = []
    at = 0
    while at < len(lines):
        body = _torn_head(flat, lines, at)
        if not body or any(a < lines[body - 1][1] and lines[at][0] < b for a, b in known):
            at = max(body, at + 1)
            continue
        end = _torn_end(flat, lines, body)
        below = [flat[a:b] for a, b in lines[body:end]]
        start, stop = lines[at][0], lines[end - 1][1]
        told = sum(1 for line in below if BODY_LINE.search(line) and not LABELLED.search(line))
        if len(below) >= LEAST_TORN and told >= 3 and not any(a < stop and start < b for a, b in known):
            out.append((start, stop))
        at = max(end, body)
    return out


def _torn_head(flat: str, lines: list[tuple[int, int]], at: int) -> int:
    """The line below the words of a head that begin at a line, each of them perhaps broken; 0 where there is none."""
    words = ""
    best = 0
    for n in range(at, min(len(lines), at + LINES_OF_HEAD)):
        a, b = lines[n]
        words += re.sub("[ |]", "", flat[a:b])
        if b - a > LONGEST_PIECE or any(c.isdigit() for c in flat[a:b]):
            break
        if CHARGED.search(words) and WORKED.search(words) and not HEAD_WORD.sub("", words):
            best = n + 1
    return best


def _torn_end(flat: str, lines: list[tuple[int, int]], body: int) -> int:
    """The first line below a head that is a heading, a note or a paragraph."""
    here = body
    while here < len(lines) and lines[here][1] - lines[here][0] <= LONGEST_TORN:
        if here > body and TORN_ENDS.match(flat, lines[here][0]):
            break
        here += 1
    return here


def jumbled(flat: str, known: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches below a head of columns in which the lines of the cells run into each other.

    The numbers of such rows stand in the midst of words; what a sentence there says is put together from several
    cells. ``known`` are the tables that were read.
    """
    out: list[tuple[int, int]] = []
    for head in PLAIN_HEAD.finditer(flat):
        line = flat.find("\n", head.end())
        end = line if line >= 0 else len(flat)
        after = ENDS_JUMBLED.search(flat, head.end(), end)
        end = after.start() if after else end
        if end - head.end() < LONG_JUMBLED or "|" in flat[head.start() : head.end() + 20]:
            continue
        if any(a < end and head.start() < b for a, b in (*known, *out)):
            continue
        rows = _numbered(flat, head.end(), end)
        ordered = [a for a, _ in rows[1:] if IN_ORDER.search(flat[max(head.end(), a - 16) : a])]
        if len(rows) < 3 or len(ordered) * 5 < (len(rows) - 1) * 3:
            out.append((head.start(), end))
    return out
