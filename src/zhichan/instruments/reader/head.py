"""Title, region, issuer, number, date and period of a plan."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass

from .clean import View, squeeze
from .dueyears import FAR, lasting, of_stage
from .outline import Outline
from .quantities import PLAN_YEARS, When, chinese, quantities, years

KIND = (
    r"规划|计划|方案|意见|纲要|办法|若干措施|措施|若干政策|要点|通知|决定|细则|行动|清单|规程|"
    r"政策|蓝图|任务书|条例|建议"
)
DAY_BEHIND = re.compile(r"[(](?:19|20)\d\d年\d{1,2}月\d{1,2}日[)]$")
TITLE = re.compile(
    rf"^(?:关于|印发)?.{{4,70}}(?:{KIND})(?:》(?=的通知))?(?:[(][^()]{{1,30}}[)])*(?:的通知)?(?:{DAY_BEHIND.pattern.removesuffix('$')})?$"
)
DOC_NO = re.compile(r"[一-龥]{1,12}[〔\[(](?:19|20)\d\d[〕\])]\s*\d{1,4}号")
ISSUED_BY = re.compile(
    r".*(?:人民政府|办公室|办公厅|委员会|管委会|领导小组|局|厅|文件|意见|方案|通知|规划|计划|办法|措施|文号|字号|编号)(?=[一-龥]{2})"
)
REGION = re.compile(
    r"([一-龥]{2,7}?(?:特别行政区|自治区|自治州|自治县|自治旗|新区|林区|省|市|县|区|旗|盟|"
    r"州))(?!域|场|级|政(?!务|府)|直|属|内|委|际|长|块|分|间)"
)
LEVEL = (
    ("自治区", "province"),
    ("省", "province"),
    ("自治州", "city"),
    ("盟", "city"),
    ("州", "city"),
    ("市", "city"),
    ("自治县", "county"),
    ("县", "county"),
    ("旗", "county"),
    ("区", "county"),
)
ISSUER = re.compile(
    r"[一-龥]{2,24}(?:[(][一-龥]{2,8}[)][一-龥]{2,16})?(?:人民政府(?:办公厅|办公室)?|委员会(?:办公厅|办公室)?|局|厅|"
    r"领导小组(?:办公室)?|办公室|管委会|政府办公室|委)"
)
PROVINCE = re.compile(
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南(?!州)|四川|贵州|云南|陕西|甘肃|青海|"
    "内蒙古|广西|西藏|宁夏|新疆"
)
PROVINCE_ENDS = {
    "内蒙古": "自治区",
    "广西": "壮族自治区",
    "西藏": "自治区",
    "宁夏": "回族自治区",
    "新疆": "维吾尔自治区",
}
"""Provinces by the names that titles call them by: 数字广东."""
NOTED = re.compile(
    r"(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日)?[(][^()\n]{0,16}(?:公开|删减|删改|印发|内部|存档|有效)[^()\n]{0,12}[)]"
)
"""A day and a note before a title in its line: (公开版)."""
STATUS = re.compile(
    r"[(](?:公开)?(?:征求意见稿?|试行|草案|送审稿|修订版?|修订稿|讨论稿|暂行|代拟稿|审议稿|报批稿)[)]"
)
ORGAN = (
    r"(?:中共|中国[(][一-龥]{2,8}[)])?[一-龥]{2,24}?(?:人民政府(?:办公厅|办公室)?|管理委员会|委员会(?:办公厅|办公室)?|"
    r"(?:领导小组|联席会议)(?:办公室)?|管委会|政府办公室|委办公[厅室]|办公[厅室]|局|厅|委|部|院|署|总社|总会)"
)
TOLD_ISSUER = re.compile(
    rf"^(?P<who>{ORGAN}(?:[、 ]?{ORGAN}){{0,6}})(?:等[一二三四五六七八九十\d]{{0,3}}部门)?(?:关于|印发|转发)"
)
LABELS = re.compile(
    r"(?:索引号?|(?:发文|文件)?(?:文号|字号|编号)|(?:发布|发文|制发|公开)(?:机构|机关|单位|部门|日期|时间|类别|形式|方式)|(?:成文|生成|印发|废止)日期|"
    r"主题分类|主题词|关键词|有效性|信息(?:来源|分类)|体裁|组配分类|浏览次数|点击数|责任部门)[:|]"
)
"""What the fields of a page are called, above the title."""
NATION = re.compile(
    r"^(?:中共中央|国务院|国家|全国|中华人民共和国|最高人民|工业和信息化部|教育部|科技部|科学技术部|财政部|农业农村部|"
    r"商务部|文化和旅游部|人力资源社会保障部|生态环境部|交通运输部|市场监管总局|自然资源部|司法部|公安部|民政部|水利部|"
    r"住房城乡建设部|中国人民银行|海关总署|税务总局|知识产权局)"
)
PLANLIKE = re.compile(r"加强|推进|建设|完善|提升|实施|开展|培育|发展|目标|任务|保障|组织|落实|健全")


@dataclass
class Head:
    title: str | None
    region: str | None
    level: str | None
    issuer: str | None
    doc_no: str | None
    date: str | None
    start: int | None
    end: int | None
    due: int | None = None
    """The year by which is due what is told without a year: the end where it is told as that of the whole."""
    written: int | None = None
    """The year in which it is written, as far as the text shows it: what 今年 means."""
    reviewed: int | None = None
    """The year whose results it tells, as its title says."""

    @property
    def place(self) -> str | None:
        return {"nation": "全国", "province": "全省", "city": "全市", "county": "全县"}.get(self.level or "")


def head(view: View, tree: Outline) -> Head:
    flat = view.flat
    place = _title(view, tree)
    if place and (day := DAY_BEHIND.search(flat[slice(*place)])):
        place = place[0], place[0] + day.start()
    title = _inner(view.shown(*place)) if place else None
    words = flat[slice(*place)] if place else ""
    folded = _inner(words.replace("\n", ""))
    aims = _goal_years(view, tree)
    start, end, due = _term(view, tree, folded, place or (0, 0), aims)
    region, level = _region(folded, flat)
    if region is None and (named := REGION.match(words)):
        region, level = _region(named.group(1), flat)
    top = top_of(flat, tree)
    issuer = _issuer(view, top, place)
    told = "".join((issuer or words).split()) if place else ""
    if NATION.match(squeeze(told)) and not REGION.match(folded):
        region, level = None, "nation"
    doc_no, date = _doc_no(view, top), _date(flat, top)
    told_for = end if start is not None and start == end else None
    if told_for is not None and "明年" in flat and "今年" not in flat:
        told_for -= 1
    written = told_for if told_for is not None else _written(flat, date, doc_no)
    if written is not None and end is not None and written > (end if start or not aims else min(aims)):
        written = None
    review = REVIEWED.search(folded) or REVIEW.search(folded)
    reviewed = int(review.group(1)) if review else None
    return Head(title, region, level, issuer, doc_no, date, start, end, due, written, reviewed)


Period = tuple[int | None, int | None, int | None]
"""The first and the last year of a plan, and the year by which goals without a year of their own are due."""


def _term(view: View, tree: Outline, title: str, place: tuple[int, int], aims: dict[int, int]) -> Period:
    """The term of a plan by its title, which stands at ``place``, its stages and the years its goals aim at."""
    flat = view.flat
    start, end = _period(title, flat)
    named = MADE_KNOWN.search(flat, 0, 600) if start is None else None
    if named and not re.search(r"(?:19|20)\d\d", title):
        inner = _period(named["a"] or named["b"], "")
        start, end = inner if inner[0] is not None else (start, end)
    titled = _period(title, "")[0] is not None
    doubted = end is not None and start is not None and _beyond(aims, end, FAR if titled else 2 * FAR)
    doubted = doubted and not OF_ITS_YEAR.search(title)
    if doubted and (not titled or "五" in title):
        start = end = None
    if end is None:
        start, end = _staged(view, tree) or (start, end)
    due = end if end is None or start is None or end - start < FAR else _whole(view, tree, end)
    if end is None or start is None:
        start, end, due = _by_goals(view, tree, place, aims, (start, end, due))
    return start, end, None if doubted and start is not None else due


def _by_goals(view: View, tree: Outline, place: tuple[int, int], aims: dict[int, int], known: Period) -> Period:
    """What is ``known`` of a term, completed by the years of the goals and by the only year that is told."""
    flat, (start, end, due) = view.flat, known
    if aims and (start is None or max(aims) >= start):
        end = max(aims)
        # A last year with fewer figures than one before may only look ahead.
        due = end if aims[end] == max(aims.values()) else None
    elif end is not None and start is None and not re.search(r"十[一二三四五六七]五", flat):
        # A year told of one task is not the end of the plan.
        due = None
    if not aims and start is None and (led := SET_OUT.search(flat, 0, tree.root.body_end)):
        end = due = int(led.group(1))
    only = _only_year(flat, tree, place)
    if only is not None and end in (None, only[1]):
        start, end = only
        due = end
    if end is None and (year := _year_of_goals(view, tree)) is not None:
        start = end = due = year
    columns = _last_column(flat)
    if columns and start is None and (end is None or columns >= end):
        end = due = columns
    return start, end, due


def _beyond(aims: dict[int, int], end: int, reach: int) -> bool:
    """Whether all goals with figures lie some years beyond the end of a term, which then is another paper's."""
    return sum(aims.values()) >= LEAST_FIGURES and end < min(aims) < end + reach


LEAST_FIGURES = 3


CITED = re.compile(r"(?:根据|按照|依据|依照|遵照|参照|贯彻|落实|执行|见)")


def _number(top: str) -> re.Match[str] | None:
    """The first number of a document that stands in the head and is not cited there."""
    told = re.sub(r"《[^《》\n]{0,80}》[(][^()\n]{0,40}[)]", "", top[:400])
    for number in DOC_NO.finditer(told):
        cited = CITED.match(number.group()) or told[: number.start()].endswith(("(", "据", "照"))
        if not cited or told[: number.start()].endswith("\n("):
            return number
    return None


def _doc_no(view: View, top: str) -> str | None:
    """The number of the document as it is written, without who issued it before."""
    number = _number(top)
    if number is None:
        return None
    at = view.flat.find(number.group())
    if "《" in view.flat[max(0, at - 30) : at] and "\n" not in view.flat[at - 2 : at + 1]:
        return None
    issued = ISSUED_BY.match(number.group())
    return view.shown(at + (issued.end() if issued else 0), at + len(number.group()))


def _written(flat: str, date: str | None, number: str | None) -> int | None:
    """The year of the date, else of a day told at the beginning or the end, of the number, of what is spoken of."""
    if date:
        return int(date[:4])
    edges = flat[:BEGINNING] + "\n" + flat[-BEGINNING:]
    day = re.search(r"((?:19|20)\d\d)(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})(?!\d)", edges)
    told = day or re.search(r"[〔\[(]((?:19|20)\d\d)[〕\])]", number or "")
    told = told or re.search(r"^[^。,;《》\n]{0,40}?(?<![到至前—~-])((?:19|20)\d\d)年", flat)
    if told:
        return int(told.group(1))
    spoken = PLAN_YEAR.search(flat)
    if spoken:
        return PLAN_YEARS[spoken.group("plan")] - OF_PLAN[spoken.lastgroup or ""]
    stood = [int(year) for year in AS_OF_END.findall(flat)]
    return max(stood) + 1 if stood else None


PLAN_YEAR = re.compile(
    r"今年[^。\n]{0,80}?“?(?P<plan>十[一二三四五六]五)”?(?:规划|计划|时期|发展|部署|任务)?的?"
    r"(?:(?P<first>开局|起步|第一年|首年|头一年)|(?P<last>收官|收尾|最后一年|决胜之年)|(?P<middle>[^。,;]{0,6}承[前上]启[后下]|第三年|中期))"
)
"""What a year is called by its place in a five-year plan."""
AS_OF_END = re.compile(r"截[至止]到?(20\d\d)年?(?:年?[底末]|12月)")
OF_PLAN = {"first": 4, "middle": 2, "last": 0}


def _staged(view: View, tree: Outline) -> tuple[int, int] | None:
    """First and last year of a plan that tells its stages by their years: 第一阶段(2023—2024年), 第二阶段(2025年)."""
    texts = [view.flat[s.start : s.body_end] for s in tree.sections if s.kind in ("goal", "general", "step")]
    stages = [w for text in texts for w in years(text[:3000]) if of_stage(text, w)]
    ends = {w.year for w in stages}
    return (min(w.first or w.year for w in stages), max(ends)) if len(ends) > 1 else None


def top_of(flat: str, tree: Outline) -> str:
    """The text before the first heading, 1 500 characters at most."""
    return flat[: tree.root.body_end or 600][:1500]


TRAIL = re.compile(r"首页[>›»/|·-]|[>›»].*[>›»]|>>")
"""The way to a page, above its title: 首页>公开>文件."""


def _title(view: View, tree: Outline) -> tuple[int, int] | None:
    flat, lines = view.flat, tree.paragraphs
    if told := _handed_on(flat, lines) or _above_its_aim(flat, lines):
        return told
    best = _end_of_trail(flat, lines[:5])
    for n, (a, b) in enumerate(lines[:30]):
        end = a + len(flat[a:b].rstrip("*"))
        begins = _undressed(flat, a, end, first=n == 0)
        if _no_title(flat[begins:end]):
            continue
        if any(s.start == begins for s in tree.sections):
            if n > 3 and best:
                break
            continue
        found = _title_in(flat, lines, n, begins, end)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    if best:
        return best[1], best[2]
    if tail := re.search(r"标题:(?:[(][^()\n]{1,8}[)])?([^\n]{4,80})", flat):
        return tail.span(1)
    return _title_of_text(flat, tree)


def _undressed(flat: str, a: int, b: int, *, first: bool) -> int:
    """Where a line begins behind marks, the label of a field and, in the first, a running number."""
    dressed = re.match(r"[#*>]+|-+[*]+", flat[a:b])
    a += dressed.end() if dressed else 0
    labelled = re.match(r"(?:标题|文件名称)[*]*:(?:[(][^()]{1,8}[)])?", flat[a:b])
    a += labelled.end() if labelled else 0
    counted = re.compile(r"\d{1,2}\.").match(flat, a, b) if first else None
    return counted.end() if counted and TOLD_ISSUER.match(flat[counted.end() : b]) else a


def _no_title(line: str) -> bool:
    return bool(
        len(line) > 90
        or "|" in line
        or LABELS.match(line)
        or NO_TITLE.match(line)
        or line.startswith(("《", "附件", "当前", "您", "来源", "发布日期"))
        or "。" in line
        or TRAIL.search(line)
    )


def _title_in(
    flat: str, lines: list[tuple[int, int]], n: int, a: int, b: int
) -> tuple[float, int, int] | None:
    """The title in [a, b) of the n-th line, with the lines that it goes on in, and how much speaks for it."""
    above = lines[n - 1] if n else (0, 0)
    noted = NOTED.match(flat, a, b)
    if noted:
        a = noted.end()
    line = flat[a:b]
    if not TITLE.match(re.sub(r"^.{0,12}关于印发(.{4,80})的通知$", r"\1", line)):
        end = lines[n + 1][1] if n + 1 < len(lines) else b
        if not _joins(flat, line, a, b, end):
            return None
        b = end
    b = _whole_title(flat, [p for p in lines[n + 1 : n + 3] if p[0] > b], a, b)
    line = flat[a:b].replace("\n", "")
    score = 2.0 - n * 0.05 + (1.0 if "通知" not in line[-3:] else -0.6)
    score += 0.4 if re.search(r"\d{4}|十[三四五六]五", line) else 0
    if n and above[1] + 1 == lines[n][0] and _begins_title(flat[slice(*above)]):
        a = above[0]
    for _ in range(2):
        nxt = flat.find("\n", b + 1)
        under = flat[b + 1 : nxt] if 0 < nxt - b < 22 else ""
        if not (re.fullmatch(r"[(](?:19|20)\d\d[^()]{0,14}[)]", under) or STATUS.fullmatch(under)):
            break
        b = nxt
        score += 0.4
    return score, a, b


def _joins(flat: str, line: str, a: int, b: int, end: int) -> bool:
    """Whether a line is a title only with the next, which ends at ``end``."""
    joined = flat[a:end].replace("\n", "")
    return bool(
        SHORTEST_JOINED <= len(joined) <= 80
        and not TRAIL.search(joined)
        and not NO_TITLE.match(flat, b + 1)
        and (BEGUN.search(line) or not TITLE.match(flat[b + 1 : end]))
        and TITLE.match(joined)
        and "。" not in joined
        and not line.endswith(":")
        and not re.search(r"号$|日(?:印发)?$", line)
        and len(line) >= 4
    )


def _begins_title(above: str) -> bool:
    """Whether the line above a title is its beginning: a place, or who issues it."""
    if REGION.fullmatch(above):
        return True
    told = TOLD_ISSUER.match(above) or above.startswith("关于")
    return bool(told) and 4 <= len(above) <= 44 and not TITLE.match(above)


def _title_of_text(flat: str, tree: Outline) -> tuple[int, int] | None:
    """The title where no line looks like one: the first words, a name in marks, or a line that stands alone."""
    first = re.match(
        rf"[^。,;:《》\n]{{4,60}}?(?:{KIND})(?:[(][^()]{{1,20}}[)]){{0,2}}(?=为|为了|根据|按照|本|第)",
        flat[:120],
    )
    if not first and (begun := re.search(SET_OUT_HERE, flat[:LONGEST_HEAD])):
        first = re.match(rf"[^。,;:《》\n]{{4,60}}?{begun['kind']}(?=[一-龥])", flat[:120])
    if first:
        return first.span()
    begins = {s.start for s in tree.sections}
    for a, b in tree.paragraphs[:12]:
        if named := NAMED_ALONE.fullmatch(flat, a, b):
            return named.span("name")
    for a, b in tree.paragraphs[:5]:
        numbered = NUMBERED.search(flat, a, b)
        end = numbered.start("number") if numbered else b
        alone = a not in begins and not re.search("[。;:|]", flat[a:end]) and not TRAIL.search(flat, a, end)
        if 6 <= end - a <= 60 and alone:
            return a, end
    return None


NAME_OF_PLAN = rf"[^《》]{{4,70}}(?:{KIND})(?:[(][^()]{{1,20}}[)])?"
MADE_KNOWN = re.compile(
    rf"(?:印发|发布|公布|出台|现将|转发|制定|下发|解读:?)(?:实施)?了?的?\n?《(?P<a>{NAME_OF_PLAN})》"
    rf"|《(?P<b>{NAME_OF_PLAN})》(?:(?:日前|近日|已|正式|于[^,。]{{2,8}})*(?:印发|出台|发布|公布)|(?=已?经|的通知|现印发))"
)
"""The plan that a notice hands on or a report in the press speaks of."""
NAMED_ALONE = re.compile(
    rf"(?:[^《》。;:|\n]{{0,24}}(?:印发|发布|出台|公布))?《(?P<name>{NAME_OF_PLAN})》(?:[(][^()\n]{{1,20}}[)])?"
)
"""A line that names nothing but the document and who issued it: 《关于…的意见》(简称十条意见), 市政府印发《…》."""
LONGEST_NOTICE = 2500
SET_OUT_HERE = rf"制[定订]本(?P<kind>{KIND})"
SETS_OUT = re.compile(rf"[^。\n]{{4,400}}{SET_OUT_HERE}[。,:]")
"""How the text begins below its title: 为…,制定本方案。"""


def _handed_on(flat: str, lines: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The line that is the name which a notice above it hands on: 现将《…》印发给你们 … | …."""
    told = {
        squeeze(m["a"] or m["b"]): m.end()
        for m in reversed(list(MADE_KNOWN.finditer(flat, 0, LONGEST_NOTICE)))
    }
    for a, b in lines:
        line = squeeze(flat[a:b])
        names = (line, re.sub("[(][^()]{1,20}[)]$", "", line))
        if a < LONGEST_NOTICE and any(told.get(name, a + 1) < a for name in names):
            return a, b
    return None


def _above_its_aim(flat: str, lines: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The title that stands above the words which set it out: …方案 | 为…,制定本方案。"""
    for (a, b), (c, d) in itertools.pairwise(lines):
        begun = SETS_OUT.match(flat, c, d) if a < LONGEST_NOTICE else None
        if (
            begun
            and TITLE.match(flat[a:b])
            and flat[a:b].endswith(begun["kind"])
            and not NO_TITLE.match(flat[a:b])
        ):
            return a, b
    return None


def _end_of_trail(flat: str, lines: list[tuple[int, int]]) -> tuple[float, int, int] | None:
    """The title that the way to a page ends with, which counts where no line tells another."""
    for a, b in lines:
        last = max(flat.rfind(c, a, b) for c in ">›»") + 1
        if last > a and TRAIL.search(flat, a, b) and TITLE.match(flat[last:b]):
            return 0.0, last, b
    return None


SHORTEST_JOINED, LONGEST_HEAD = 10, 800
BEGUN = re.compile(r"[省市县区州旗盟局委厅]$|^关于|^《|的$|[一-龥].{7}")
"""How a line above a whole title looks that is its beginning: no number, no date and no name of a button."""
NO_TITLE = re.compile(
    r"表\d|根据|按照|依据|依照|遵照|为(?=深入|进一步|全面|贯彻|落实|加快|推进|推动|做好|了)|(?!名称|题)[一-龥]{2,4}:"
)
"""How a line begins that heads a table, opens a text or tells a field of a page."""
NUMBERED = re.compile(rf"(?:{KIND})(?P<number>[一-龥]{{2,8}}〔(?:19|20)\d\d〕\d{{1,4}}号)$")
"""A title in whose line its number stands."""


def titled_terms(flat: str) -> list[tuple[int, int, int]]:
    """Where the titles of plans end that tell their term, with its first and last year: a file may hold several."""
    told = [(m.end(), int(m.group(1)), int(m.group(2))) for m in TITLED_TERM.finditer(flat)]
    told += [(m.end(), int(m.group(1)), int(m.group(1))) for m in YEAR_OF_ANNEX.finditer(flat)]
    return sorted(t for t in told if t[1] <= t[2] and not _only_listed(flat, t[0]))


def _only_listed(flat: str, at: int) -> bool:
    """Whether the name that ends at a place stands in a list: another title follows before any sentence."""
    lines = flat[at : flat.find("。", at) + 1].split("\n")[1:]
    return any(line.startswith("附件") or TITLE.match(line) for line in lines)


YEAR_OF_ANNEX = re.compile(
    r"(?:^|\n|(?<=[。)）单表]))附(?:件|表)\d{0,2}[:.]?\s?(?:[^\n。,;:《》\d]{0,24})?(20\d\d)年度?"
    r"[^\n。,;:《》\d]{0,16}?(?:任务清单|工作清单|工作计划|工作安排|工作要点|任务分解表?|目标任务表?|任务表)"
)
"""The title of an annex that tells the work of one year: 附件1 …2026年工作任务清单."""


def _whole_title(flat: str, below: list[tuple[int, int]], a: int, b: int) -> int:
    """Where a title ends that goes on in the next line: …专项行动 | 实施方案(2024—2026年)的通知."""
    if not below or below[0][0] != b + 1 or flat[a:b].endswith(("的通知", "的意见", ")")):
        return b
    end = below[0][1]
    rest = flat[below[0][0] : end]
    notice = "关于" in flat[a:b] and re.search(r"的(?:通知|意见)$", rest) and "。" not in rest
    return end if len(rest) <= LONGEST_LINE and (notice or REST_OF_TITLE.fullmatch(rest)) else b


WRAPPED = re.compile(r"(?:关于|關於|关於)(?:印[发發][《]?|[转轉][发發][^《》]{0,40}《)(.{4,80}?)[》]?的通知")
"""A notice around the plan that it hands on: 关于印发…的通知, 关于转发市民政局等部门制订的《…》的通知."""


def _inner(title: str) -> str:
    m = WRAPPED.search(title)
    return m.group(1) if m else title


def _period(title: str, flat: str) -> tuple[int | None, int | None]:
    year = OF_ITS_YEAR.search(re.sub(r"[《〈][^《》〈〉]*[》〉]", "", title))
    if year:
        return int(year.group(1)), int(year.group(1))
    m = re.search(
        r"((?:19|20)\d\d)年?(?:\d{1,2}月)?(?:[-—~至到]{1,2}|一(?=20))((?:19|20)?\d\d)(?![\d月])年?", title
    )
    if m:
        start = int(m.group(1))
        end = int(m.group(2)) if len(m.group(2)) == 4 else start // 100 * 100 + int(m.group(2))
        cited = re.match(r"[^《》〈〉]*[〉》].*[一-龥]", title[m.end() :])
        if start <= end and not (cited and end - start > LONGEST_CITED):
            return start, end
    m = re.search(r"十[一二三四五六七]五", title)
    if m:
        end = PLAN_YEARS[m.group()]
        return end - 4, end
    m = TITLED_TERM.search(flat[:2000])
    if m and int(m.group(1)) <= int(m.group(2)):
        return int(m.group(1)), int(m.group(2))
    of_one_year = _year_of_title(title) or _year_announced(flat)
    if of_one_year:
        return of_one_year, of_one_year
    m = re.search(
        r"(?:实施|规划|行动|执行|有效|建设|示范|试点|工作|方案|计划)(?:(?:期限|时间|时限|周期)|(?:期限|期|时间|时限|周期)?(?:为|自|从|:))+.{0,6}?((?:19|20)\d\d)年?.{0,8}?[-—~至到]{1,2}((?:19|20)\d\d)年",
        flat,
    )
    if m and int(m.group(1)) <= int(m.group(2)):
        return int(m.group(1)), int(m.group(2))
    m = re.search(r"((?:19|20)\d\d)年起的?([二三四五六七八九十]|\d{1,2})年(?:内|间|时间|左右)", flat[:3000])
    if m:
        return int(m.group(1)), int(m.group(1)) + _count(m.group(2)) - 1
    m = re.search(
        r"现(?:将|就)?(?:做好)?((?:19|20)\d\d)年[^。,;《》\n]{2,40}(?:安排|通知|下达|明确|部署|分解)?如下",
        flat[:3000],
    )
    if m:
        return int(m.group(1)), int(m.group(1))
    text = re.sub(r"《[^《》\n]{0,120}》", "", flat)
    body = Counter(
        int(y) for y in re.findall(r"(?:到|(?<!截)(?<!有效期)(?<!有效期限)至|力争)((?:20)\d\d)年", text)
    )
    if body:
        top = max(body.values())
        likely = [y for y, n in body.items() if n == top]
        return None, min(likely)
    m = re.search(r"[“](十[三四五六]五)[”](?:期间|时期|末)", text)
    if m:
        return None, PLAN_YEARS[m.group(1)]
    m = GRANTED.search(text[:3000])
    if m:
        first = int(m.group("year"))
        return first, first + _count(m.group("lasts")) - (int(m.group("month")) <= FIRST_MONTHS)
    return None, None


def _count(written: str) -> int:
    """A small number in figures or words."""
    return int(written) if written.isdigit() else int(chinese(written) or 0)


GRANTED = re.compile(
    r"(?P<year>20\d\d)年(?P<month>\d{1,2})月[^。\n]{0,90}?(?:筹建|试点|建设|创建|示范|实施|培育)(?:期限|周期|时间|期)为?"
    r"(?P<lasts>[二两三四五]|\d)年"
)
"""Since when a trial or a demonstration runs that has been granted, and how long: 2021年12月…获批…,建设期三年."""
FIRST_MONTHS = 3
"""What begins in the first months of a year ends with a year."""
LONGEST_CITED = 6
"""A longer term in the name of a plan that is carried out is a vision, and not the term of the plan that does."""
LONGEST_LINE = 45
REST_OF_TITLE = re.compile(
    r"(?:实施|工作|行动|推进|年度|三年|五年)*(?:方案|计划|意见|细则|办法|要点|规划)(?:[(][^()]{1,20}[)])*(?:的通知)?"
)
"""What a title breaks off before, because the line is full."""
TITLED_TERM = re.compile(
    rf"(?:^|\n)[^\n。,;:《》]{{4,60}}(?:{KIND})\n?[(](20\d\d)年?(?:\d{{1,2}}月)?[-—~至到]{{1,2}}(20\d\d)年?(?:\d{{1,2}}月)?[)](?:的通知)?(?=\n)"
)
"""A title below the first that tells the years of the plan."""
OF_ITS_YEAR = re.compile(
    r"(?<![-—~至到前\d])((?:19|20)\d\d)年度?(?:[一-龥]{2,8}(?:计划|要点|安排|清单|分工|分解表?)|"
    r"(?!.{0,60}[二三四五六]年)[^\d《]{4,48}(?:推进|工作|年度|实施|重点任务)(?:计划|要点|安排|清单|分工))(?:[(][^()\d]{1,8}[)])?$"
)
"""A title that is its one year's plan, whatever plan it carries out: 2023年…“十四五”规划推进计划."""
SEVERAL_YEARS = re.compile(
    r"[二两三四五六七八九十]年|(?<!\d)\d年|远景|愿景|中长期|规划|纲要|战略|[到至]20\d\d|20\d\d年?前"
)
"""Words of a title whose year is not the one year of a plan."""
REVIEWED = re.compile(
    r"((?:19|20)\d\d)年[^\d]{0,24}(?:总结|回顾|小结|情况|汇报|报告|成效)[^\d]{0,16}((?:19|20)\d\d)年"
)
"""What one year brought and what the next shall bring: 2023年工作总结和2024年工作打算."""
REVIEW = re.compile(r"((?:19|20)\d\d)年[^\d]{0,24}(?:总结|回顾|小结|年报|公报|情况|白皮书)")
YEARLY = (
    "(?:要点|计划|任务|方案|打算|安排|部署|思路|目标|清单|分工|分解|重点工作|实事|工作意见|实施意见|考核|责任书?|"
    "攻坚|行动)"
)
RESULTS = re.compile(r"(?:总结|年报|公报|完成情况|工作报告|公告|决算|白皮书)$")
ANNOUNCED = re.compile(
    r"(?:(?:^|(?<=\n))[^\n。;:,\d《》]{0,40}?|(?:关于|印发|下达|分解|落实)[^\n。;:,\d《》]{0,16}?)"
    r"(?<![到至前〔(\d])((?:19|20)\d\d)年(?:度|[上下]半年)?"
    rf"[^\n。;:,\d《》]{{0,30}}?{YEARLY}[^\n。;:,\d《》]{{0,8}}?(?:$|(?=\n)|的(?:通知|意见|函)(?!要求|精神))"
)
"""A line, or a part of the head, that is called after one year: 关于下达2019年造林任务的通知."""


EXPECTED = re.compile(
    r"(?<![到至前\d])((?:19|20)\d\d)年,?[一-龥“”、]{0,24}(?:预期|主要|奋斗|工作)目标(?:任务)?(?:初步|分别)?[是为:]"
)
"""What a report to a congress says it aims at in the year that begins: 2019年,全县发展的主要预期目标是:…"""


def _year_of_title(title: str) -> int | None:
    """The one year of which a title says that the plan is for it."""
    reviewed = REVIEWED.search(title)
    if reviewed and int(reviewed.group(2)) == int(reviewed.group(1)) + 1:
        return int(reviewed.group(2))
    told = re.findall(r"(?<![〔(\d])((?:19|20)\d\d)年", title) or re.findall(
        rf"((?:19|20)\d\d)(?:年|年度)?[^\d]{{0,30}}{YEARLY}", title
    )
    if len(set(told)) != 1 or SEVERAL_YEARS.search(title) or RESULTS.search(title):
        return None
    return int(told[0]) if re.search(YEARLY, title) else None


def _year_announced(flat: str) -> int | None:
    """The one year after which the lines of the head are called, where no later year is aimed at."""
    told = {int(m.group(1)) for m in ANNOUNCED.finditer(flat[:1200]) if not SEVERAL_YEARS.search(m.group())}
    told = told or _expected(flat)
    later = [int(y) for y in re.findall(r"(?:到|至|力争)(20\d\d)年", flat)]
    return told.pop() if len(told) == 1 and not any(y > min(told) for y in later) else None


ALONE = re.compile(r"(?:19|20)\d\d年\d{1,2}月(?:\n|$)")
"""A month that stands alone in its line: when the text was written."""
TOLD_OFTEN, BEGINNING, LONG = 3, 200, 30_000


SET_OUT = re.compile(
    r"(?:力争|确保|争取)到(20\d\d)年[^。\n]*[,;](?:现|特|结合[^,]{2,12},)?(?:制定|制订|提出)[^。\n]{0,12}[。:]"
)
"""What a paper without goals aims at as a whole: 力争到2027年…,制定如下措施。"""
OF_RESULTS = re.compile(
    r"同比|[比较](?:上年|去年|年初)|(?<![健大])已(?!经?印发)|居全|列全|荣获|达成了|实现了"
)
NOT_YET = re.compile(r"力争|确保|争取|计划|目标|努力|将(?!军|近)|预期")


def _year_of_goals(view: View, tree: Outline) -> int | None:
    """The one year that the goals of a text name with a comma behind it: 2024年,新增…; results are not counted."""
    told: set[int] = set()
    for s in tree.sections:
        if s.kind != "goal" or s.part != "plan":
            continue
        for sentence in re.split(r"[。;\n]", view.flat[s.body_start : s.end]):
            if OF_RESULTS.search(sentence) and not NOT_YET.search(sentence):
                continue
            due = [w for w in years(sentence) if w.role in ("due", "span") and w.year]
            if any(not OWN_YEAR.match(sentence, w.start) for w in due):
                return None
            told |= {w.year for w in due}
    return told.pop() if len(told) == 1 else None


OWN_YEAR = re.compile(r"20\d\d年(?:度|全年)?[,，]")
"""How a year is told in which all is to be done."""


def _only_year(flat: str, tree: Outline, title: tuple[int, int]) -> tuple[int | None, int] | None:
    """First and last year of a text that tells but one due year: again and again, or above its tasks for all of them.

    ``title`` is where the title stands. A long text with one year only is none that is made for it.
    """
    if len(flat) > LONG:
        return None
    text = flat[: title[0]] + " " * (title[1] - title[0]) + flat[title[1] :]
    text = re.sub(r"《[^《》\n]{0,120}》", lambda m: " " * len(m.group()), text)
    due = [w for w in years(text) if w.role in ("due", "span") and w.year and not ALONE.match(text, w.start)]
    if len({w.year for w in due}) != 1:
        return None
    by = [w for w in due if re.match(r"年?[底末]|之?前", text[w.end - 1 : w.end + 2].lstrip("年"))]
    if not (len(by) >= TOLD_OFTEN and 2 * len(by) > len(due)) and not _leads_in(text, due[0], tree, title[1]):
        return None
    aimed = any(w.words[0] in "到至力" or "五" in w.words for w in due)
    return (None if aimed else due[0].year), due[0].year


def _leads_in(text: str, first: When, tree: Outline, after: int) -> bool:
    """Whether the first due year is told above all tasks as the year of what is aimed at."""
    inside = [s for s in tree.sections if s.start <= first.start < s.body_end]
    if first.start > after + BEGINNING or any(s.kind != "goal" for s in inside):
        return False
    clause = max(text.rfind(c, 0, first.start) for c in ",;:。\n") + 1
    said = re.split(r"[。\n]", text[first.start :], maxsplit=1)[0]
    return lasting(text, first, clause) and bool(inside or LEAD_AIM.search(said))


LEAD_AIM = re.compile(
    r"目标|任务|计划|力争|确保|安排|下功夫|(?<![健大])将(?!军|近)|(?<![主需重])要(?!求|素|件|点|闻|领)"
)


def _expected(flat: str) -> set[int]:
    """The year whose goals a report tells, if it is the first that it tells anything for but the year that is over."""
    told = {int(m.group(1)) for m in EXPECTED.finditer(flat)}
    due = [w.year for w in years(flat[:LONG]) if w.role == "due" and w.year] if len(told) == 1 else []
    return told if due and min(due) + 1 >= min(told) else set()


def _last_column(flat: str) -> int | None:
    """The last year that heads a table of indicators."""
    m = re.search(r"指标[^。,;]{0,24}?((?:20\d\d年[^。,;\d]{0,8}){2,6})", flat)
    told = [int(y) for y in re.findall(r"20\d\d(?=年)", m.group(1))] if m else []
    return told[-1] if told and told == sorted(set(told)) else None


def _goal_years(view: View, tree: Outline) -> dict[int, int]:
    """Due years of the goals and how many figures each has; visions more than five years from the first left out."""
    out: Counter[int] = Counter()
    for s in tree.sections:
        if s.kind not in ("goal", "general") or s.part != "plan":
            continue
        text = view.flat[s.start : s.end if s.kind == "goal" else s.body_end][:3000]
        by = [m.span() for m in BY_THEN.finditer(text)]
        told = [
            w
            for w in years(text)
            if w.role == "due"
            and w.year
            and (w.words[0] in "到至力" or "五" in w.words or any(a <= w.start < b for a, b in by))
        ]
        for n, w in enumerate(told):
            stop = told[n + 1].start if n + 1 < len(told) else len(text)
            out[w.year] += len(quantities(text[w.end : stop]))
    first = next((y for y, count in out.items() if count), next(iter(out), 0))
    return {y: count for y, count in out.items() if abs(y - first) <= 5 and (count or y == first)}


BY_THEN = re.compile(
    r"(?:^|(?<=[。;:\n]))(?:到了20\d\d年|在?20\d\d年(?:年?[底末])?(?:之|以)?前|在20\d\d年(?:年?[底末])?),"
)
"""How a sentence begins that tells by when, and not of a year alone, which may be over."""


def _whole(view: View, tree: Outline, end: int) -> int | None:
    """The end of a plan, unless it is far and only nearer years of the goals have figures: then none is told."""
    aims = _goal_years(view, tree)
    return None if aims and any(aims.values()) and end - max(aims) >= FAR else end


NOT_OF_PLACE = re.compile(r"^(?:.*(?:[省市县区州]委(?:办公[室厅])?|党委)|中共|经|由|报|和|与|现将|根据)")
"""What stands before the name of a place whose government is named: 中共江原省委|江原省人民政府."""


ZONE = re.compile(
    r"(?!关于|中国|国家|全国)[一-龥]{2,8}?(?:经济技术|高新技术产业|经济)?(?:开发区|高新区|经开区|示范区|产业园区|工业园区|科技园区|新区|保税区)(?=[一-龥“”]*(?:方案|规划|计划|要点|措施|意见|办法))"
)
"""A zone that a title begins with, where no place with a government of its own is named."""


def _region(title: str, flat: str) -> tuple[str | None, str | None]:
    """The place whose plan it is, and its level."""
    body = re.sub(r"《[^《》\n]{0,120}》", "", flat)
    weights = {
        "province": len(re.findall("全省|我省|全自治区", body)),
        "city": len(re.findall("全市|我市|全州|我州", body)),
        "county": len(re.findall("全县|我县|全区|我区|全旗|我旗", body)),
    }
    if "自治区" in title or "自治区" in flat[:200]:
        weights["province"] += weights["county"] if "县" not in title else 0
    level = max(weights, key=lambda k: weights[k]) if max(weights.values()) else None
    titled = _place_of_title(title, level)
    name = titled or _place_of_government(flat) or (_place_spoken_of(body, flat, level) if level else None)
    if name is not None:
        name = re.sub(r"^(?:为|将|把|对|在|使|由|据|让)(?=[一-龥]{2,6}[省市县区州旗盟]$)", "", name)
        if re.search(r"建成|不仅|全省|全国|全市|提高|成为|实现|推进|中部|东部|西部|占", name):
            name = None
    if name is None and (zone := ZONE.match(squeeze(title))):
        return zone.group(), "county"
    if name is None and level in ("province", None) and (known := PROVINCE.search(title)):
        return known.group() + PROVINCE_ENDS.get(known.group(), "省"), "province"
    by_name = next((lv for end, lv in LEVEL if name.endswith(end)), None) if name else None
    if name is not None and by_name is not None:
        issued = re.search(rf"{re.escape(name)}(?:人民政府|[一-龥]{{2,12}}(?:局|委员会|办公室))", flat[:400])
        sure = name == titled and not (by_name == "city" and weights["county"] > 2 * weights["city"])
        if level is None or by_name == "province" or (level == "province" and issued) or sure:
            level = by_name
    if level is None and re.search(r"强市|全市|市(?:县|区)", title + flat[:3000]):
        level = "city"
    return name, level


LONGEST_WITHIN = 5
"""A longer place behind that of a city in a title is none of its counties."""


def _place_of_title(title: str, level: str | None) -> str | None:
    """The place that a title begins with: behind a province its city, behind a city its county."""
    title = re.sub(r"^((?:中共)?([一-龥]{2,6}?[省市县区州旗盟]))委(?:员会)?(?=、?\2)", r"\1", title)
    title = re.sub(
        r"^[一-龥]{2,6}?(?:省|自治区)(?=(?:(?!建设|示范|强|创新|产业|发展|知识|国家|关于|推进|加快|高新|开发|贸|战略)[一-龥]){2,6}?"
        r"[市州县旗盟](?!域|场|级|政|直|属|内|委|际|长))",
        "",
        title,
    )
    m = REGION.match(re.sub(r"^(?:(?:19|20)\d\d年度?|中共|关于(?:推进|加快|印发|进一步)?|印发)+", "", title))
    if m is None or re.search(r"关于|建设|示范|强[市省县区]|创新|产业|发展|知识|时代|国家", m.group(1)):
        return None
    within = REGION.match(title[m.end() :]) if m.group(1).endswith("市") and level != "city" else None
    if (
        within
        and len(within.group(1)) <= LONGEST_WITHIN
        and not re.search(r"建设|示范|强|创新|产业|发展|知识|国家", within.group(1))
    ):
        return within.group(1)
    return m.group(1)


def _place_of_government(flat: str) -> str | None:
    """The place whose government is named most."""
    told = re.findall(r"([一-龥]{2,7}(?:自治区|自治州|省|市|县|区))人民政府", flat[:3000])
    named = Counter(x for x in told if not re.search("^各|全|本", x))
    return NOT_OF_PLACE.sub("", named.most_common(1)[0][0]) if named else None


NO_PLACE = re.compile(
    r"^(?:各|全|本|我|该|强|占|提高|提升|直辖|建制|国家|示范|我国|市|省|县|区|有关|相关|企业|园|校|社|地|片|辖|专业|"
    r"重点|新|城|开发|高新|国有|产业|集聚|功能|试验|核心|中心|先行|实验|保税)|强省|强市|强县|"
    r"强区|示范区|城市|都市|园区|社区|地区|辖区|城区|山区|片区|校区|景区|开发区|高新区|集聚区|"
    r"功能区|[本我该][省市县区州]$|"
    r"^(?:建立|建设|促进|推动|推进|加快|支持|提升|构建|打造|健全|会同|联合|协同|结合|重组|组建|组织|根据|按照|依托|围绕|立足)"
)


def _place_spoken_of(body: str, flat: str, level: str) -> str | None:
    """The place of a level that a text names alone, or more than once."""
    ends = {"province": "省|自治区", "city": "市|自治州", "county": "县|区"}[level]
    told = re.findall(
        rf"(?:^|[,。、;\n“《在于])([一-龥]{{2,3}}(?:{ends}))(?!级|委|直|属|场|域|内|政|际|长)", body
    )
    told += re.findall(r"(?:加强|推动|促进|服务)([一-龥]{2}(?:省))(?=[一-龥])", flat)
    found = Counter(word for word in told if not NO_PLACE.search(word))
    most = found.most_common(1)
    return most[0][0] if most and (len(found) == 1 or most[0][1] >= 2) else None


def _organs(view: View, start: int, end: int) -> str:
    """Names of the issuing bodies in the script of the source, parted as they stand there."""
    a, b = view.span(start, end)
    parts = view.raw[a:b].split()
    if len(parts) > 1 and all(re.fullmatch(rf"(?:{ORGAN})", squeeze(p)) for p in parts):
        return " ".join(parts)
    return view.shown(start, end)


def _issuer(view: View, top: str, title: tuple[int, int] | None) -> str | None:
    m = re.search(
        r"(?:发文|发布|制发|印发|签发)(?:机关|机构|单位|部门)[:|]+\s*([^\s:|]{4,40}?)(?=成文|发布|发文|标题|索引|主题|时间|日期|\s|$|[\n|])",
        top,
    )
    if m and re.search(rf"{ORGAN}(?:[(][^()]*[)])?$", m.group(1)):
        return _organs(view, *m.span(1))
    m = re.search(
        r"\n([^\n。,:]{2,60}(?:人民政府(?:办公厅|办公室)?|局|厅|委员会|办公室|办公厅|领导小组|管委会|委|部|署|总社))\n"
        r"(?:19|20)\d\d年",
        view.flat,
    )
    if m:
        return _organs(view, _signers(view.flat, m.start(1)), m.end(1))
    m = re.search(r"来源:\s*([^\s:]{4,40}?)(?:时间|日期|发布|\s|$|\n)", top)
    if m and not re.search(r"时报|日报|网|报", m.group(1)):
        return view.shown(*m.span(1))
    for line in top.split("\n")[:6]:
        if ISSUER.fullmatch(line.removesuffix("文件")):
            at = view.flat.find(line)
            return _organs(view, at, at + len(line.removesuffix("文件")))
    told = TOLD_ISSUER.match(view.flat[title[0] : title[1]].replace("\n", "")) if title else None
    if told and title:
        return _organs(view, title[0], title[0] + told.end("who"))
    for m in re.finditer(r"[^\n]{6,120}", top):
        told = TOLD_ISSUER.match(m.group())
        if told:
            return _organs(view, m.start(), m.start() + told.end("who"))
    return None


def _signers(flat: str, at: int) -> int:
    """Where the lines of bodies begin of which the last begins at a place."""
    while at > 0 and re.fullmatch(
        rf"(?![省市县区州]){ORGAN}", above := flat[flat.rfind("\n", 0, at - 1) + 1 : at - 1]
    ):
        at -= len(above) + 1
    return at


LABELLED = r"[:|]*\s*((?:19|20)\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})"
DATES = (
    re.compile("成文日期" + LABELLED),
    re.compile("(?:时间|日期)" + LABELLED),
    re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日(?=[)]?(?:\n|$)|印发|发布)"),
    re.compile(r"(?:^|\n)((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?=[ \d:]*(?:来源|\n|$|字号|浏览|阅读))"),
)
"""Days in a head, the surest first."""


def _date(flat: str, top: str) -> str | None:
    spoken = re.search(
        r"\n((?:19|20)\d\d)年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日\n",
        "\n" + flat + "\n",
    )
    if spoken:
        return f"{spoken.group(1)}-{_count(spoken.group(2)):02d}-{_count(spoken.group(3)):02d}"
    m = re.search(r"\n((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日\n", "\n" + flat + "\n")
    m = m or next((m for told in DATES if (m := told.search(top))), None)
    return f"{m.group(1)}-{int(m.group(2)):02d}-{int(m.group(3)):02d}" if m else None


def judge(view: View, tree: Outline, *, items: int, goals: int, aims: int) -> tuple[str, str] | None:
    """Why a text is no policy plan, or None when it is one.

    ``items`` is how many goals and duties were read, ``goals`` how many of them the text gives a year of its own, with
    a degree or among its goals, ``aims`` how many stand in a sentence that says that it aims.
    """
    flat = view.flat
    chinese = sum(1 for c in flat[:60000] if "\u4e00" <= c <= "\u9fff")
    if chinese < 100 and not (chinese >= 40 and (goals >= 1 or items >= 3)):
        return (
            "文本太短或几乎没有中文，不像一份政策规划。",
            "The text is too short or hardly Chinese; it is no policy plan.",
        )
    if chinese < len(flat[:60000]) * 0.3:
        return (
            "文本的大部分不是中文，不像一份政策规划。",
            "Most of the text is not Chinese; it is no policy plan.",
        )
    words = len(set(PLANLIKE.findall(flat[:60000])))
    density = len(PLANLIKE.findall(flat[:60000])) * 1000 / max(1, min(len(flat), 60000))
    headings = sum(1 for s in tree.sections if s.kind in ("task", "goal", "measure", "general"))
    titled = bool(re.search(rf"(?:{KIND})", "".join(flat[a:b] for a, b in tree.paragraphs[:12])[:800]))
    # What has goals or duties is read, however short an excerpt it is; what was read shows itself on the review.
    if words >= 3 and density >= 2 and (headings >= 2 or items >= 1 or titled):
        return None
    if headings >= 6 and words >= 2:
        return None
    if goals >= 1 and re.search("计划|目标|力争|确保|争取", flat):
        return None
    if goals >= 2 or items >= 3 or aims >= 1:
        return None
    return (
        "没有找到规划的结构（目标、任务或责任分工），这份文本不像政策规划。",
        "No structure of a plan (goals, tasks, assignments) was found; the text does not look like a policy plan.",
    )
