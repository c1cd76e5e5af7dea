"""Stage two: the tree of headings with what stands under each.

Numbering styles have a fixed order of rank; broken numbering (a lost full stop, Arabic for Chinese digits,
二是 for 二、) is put right only when the sequence of numbers speaks for it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import combinations, groupby

from .clean import View, fold
from .quantities import chinese
from .run_on import BEFORE, HEAD_END, HEAD_GOES_ON, cuts
from .units import looks_like_list
from .unnumbered import TASKS, Above, unnumbered

VERBS = (
    "加强|强化|推进|推动|推广|建立|建设|完善|健全|开展|实施|加快|加大|提升|提高|促进|支持|"
    "鼓励|引导|培育|打造|优化|深化|构建|"
    "落实|探索|制定|发挥|扩大|拓展|拓宽|组织|坚持|充分|积极|全面|深入|持续|大力|严格|规范|"
    "充实|统筹|依托|围绕|聚焦|做好|做大|"
    "抓好|营造|创新|创建|壮大|培养|引进|发展|保障|严厉|畅通|搭建|推行|夯实|增强|设立|着力|切实|进一步|把|将"
)
NUM = "[一二三四五六七八九十百零〇]{1,4}"
CLOSES = "[)〉>}]"
"""What closes a number in brackets, also where a copy has mistaken it."""
FORMAL = "壹贰叁肆伍陆柒捌玖拾"
MISTAKEN_ONE = ("—", "-", "l")
"""What a scanner takes the number one for."""
STYLES: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("volume", 1, re.compile(rf"第({NUM}|\d{{1,2}})[编篇](?![一-龥]{{0,3}}[。,])")),
    ("part", 2, re.compile(rf"第({NUM}|\d{{1,2}})部分[,、:]?")),
    ("chapter", 2, re.compile(rf"第({NUM}|\d{{1,2}})章")),
    ("section", 3, re.compile(rf"第({NUM}|\d{{1,2}})节")),
    ("article", 4, re.compile(rf"第({NUM}|\d{{1,3}})条(?![规款])")),
    ("cn", 5, re.compile(r"([一二三四五六七八九十]{1,3})\s*[、.,](?!\s*[一二三四五六七八九十]{1,2}[、是])")),
    ("cn", 5, re.compile(rf"([{FORMAL}])、")),
    ("cn_paren", 6, re.compile(rf"[(]?([一二三四五六七八九十]{{1,3}}|(?<=[(])[—-]){CLOSES}[、.,]?")),
    ("cn_paren", 6, re.compile(rf"[(]([一二三四五六七八九十]{{1,3}})(?!把)(?={VERBS})")),
    (
        "named",
        6,
        re.compile(
            r"(?:重点|专项|重大|主要)?(?:行动|任务|工程|专项|举措|措施|专题|板块|"
            r"计划)([一二三四五六七八九十]{1,3}|\d{1,2})(?:[:、.。]|(?![次体站批类键张流])(?=[一-龥]{4,24}(?:\n|$)))"
        ),
    ),
    ("cn_ring", 6, re.compile(r"([㈠-㈩])[、.]?")),
    (
        "deep",
        8,
        re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,2})[、.]?(?=[一-龥“])(?!以[上下内]|左右|[万亿倍元件家个])"),
    ),
    (
        "digit",
        7,
        re.compile(r"(\d{1,3}|l)\s*(?:[、](?=\s*[^\d\s])|[.](?=\s*[^\d\s])|[.、](?=\s?20\d\d年))"),
    ),
    ("digit", 7, re.compile(r"([⒈-⒛])")),
    ("digit_paren", 10, re.compile(rf"[(](\d{{1,2}}|l)(?:{CLOSES}[、.]?|(?!把)(?={VERBS}))")),
    ("digit_paren", 10, re.compile(r"([⑴-⒇])[、.]?")),
    ("digit_half", 10, re.compile(r"(\d{1,2})[)][、.]?")),
    ("ring", 11, re.compile(r"([①-⑳])[、.]?")),
    ("dash", 12, re.compile(r"(—{1,2}|-{2}|[●■◆★▲◇□○])(?=[一-龥“])")),
)
SPOKEN = re.compile(
    r"(?:[第其](?:[一二三四五六七八九十]{1,3}|\d{1,2})[项点]?[,、:](?![一二三四五六七八九十\d])"
    r"|(?:首先|其次|再次|再者|最后)[,、:]|[一二三四五六七八九十]{1,3}(?:[是要)]|方面[,:])[,:]?|任务之[一二三四五六七八九十]{1,3}[,、:]"
    r"|(?:No[.]?|[#【\[〔])\d{1,2}[】\]〕]?[.、:]?|\d{1,2}[。,:]|[A-Za-z甲乙丙丁戊己庚辛Ⅰ-Ⅻ][.、):]|[❶-❿⓫-⓴*•·▪▶►➤➢❖◎※✦])(?=[一-龥“])"
)
GAPPED = re.compile(
    r"(?:(?:第|行动|任务|工程|举措|措施)?(?:[一二三四五六七八九十]{1,3}|\d{1,2})|\d{1,2}[-—]\d{1,2})(?=[一-龥“])"
)
"""What a speaker counts with, and numbers of no usual form: they part tasks where most of them say who bears them."""
BOX = re.compile(r"专栏\s*(\d{1,2}|[一二三四五六七八九十]{1,3})?[:、.]?")
ANNEX = re.compile(r"(附件|附表|附录)\s*(\d{0,2}|[一二三四五六七八九十]{0,2})[:、.]?")
GLOSSARY = re.compile(r"(?=(?:主要|有关|相关|部分|专业)?(?:名词|术语|词语|概念)(?:解释|注释|释义|说明):?\n)")
"""A line that heads what words mean; its numbers are of things as they are."""
VERB = re.compile(VERBS)
TEXT_BEGINS = re.compile(rf"{VERBS}|按照|根据|立足")
LEADS_WITH_VERB = re.compile(
    rf"(?:{VERBS}|实行|贯彻|塑造|激发|巩固|整合|改革|支撑|赋能|助力|服务|强|抢抓|抓住|抓牢|应对|化解|破解|补齐)"
)
QUANTITY = re.compile(r"\d+(?:\.\d+)?\s*(?:[余多几]?[万亿千百]|%|家|件|个|项|名|人|亩|公里|元|所|户)")

# What a section is for, from its heading.
GOAL = re.compile(
    r"(?:目标|目的|指标|愿景)(?:任务|体系|要求|定位|展望|值|[与和及].{2,6})?$|预期(?:成效|成果)|^目标(?!考核|管理|导向|责任|引领)|^(?:总体|具体|"
    r"主要|工作|发展|建设|阶段|量化|预期|总)目标"
)
MET = re.compile(
    r"(?:目标|任务)(?:任务)?(?:如期|全面|圆满|顺利|超额|胜利|基本)+(?:完成|实现)|目标完成情况|执行情况"
)
"""Titles of what was reached: 既定目标如期实现."""
PRINCIPLE = re.compile(
    r"指导思想|基本原则|工作原则|总体思路|基本思路|发展思路|工作思路|指导方针|发展理念|"
    r"基本理念|战略定位|遵循|主要原则"
)
GENERAL = re.compile(
    r"^(?:总体|总的|一般|基本)要求|^总则|^总体(?:思路|部署|考虑|要求)|要求与目标|思路和目标|"
    r"思路与目标|总体要求"
)
ABOUT = "基础|现状|回顾|总结|形势|背景|机遇|挑战|成效|成就|问题|不足|短板|环境|依据|优势|条件|经验|进展|情况"
BACKGROUND = re.compile(
    rf"(?:{ABOUT}|必要性|意义)(?:分析|研判|与.{{2,8}}|和.{{2,8}})?$"
    r"|^(?:发展|工作|现实|规划|产业|建设)(?:基础|现状|背景|环境|形势)|^形势(?:[与和]?(?:要求|分析|研判|判断))?$|^面临|^存在|^取得|"
    r"^“?十[二三四]五”?(?:时期)?(?:以来|回顾|发展|工作)|起草背景|编制依据|主要内容"
)
NOUN_VERBS = re.compile(rf"(?:发展|建设|创新|改革|保障|组织|规范|创建)(?=的?(?:{ABOUT}|面临|存在))")
"""Verbs that stand in the names of circumstances as nouns: 发展环境, 建设基础."""
DEED = re.compile(
    rf"(?:{VERBS}|厚植|筑牢|突出|破除|破解|解决|补齐|补|塑造|巩固|改善|净化|放大)(?!.*(?:面临|存在))"
    r".*(?:环境|基础|优势|条件|短板|不足|问题|机遇|经验)(?:[与和].{2,8})?$"
)
"""Titles of work on circumstances, which are none themselves: 优化…环境, 夯实…基础."""
STEP = re.compile(
    r"步骤|进度安排|时间安排|推进时间|阶段安排|实施阶段|时间进度|工作进度|进度计划|阶段划分|"
    r"时间节点|推进计划|方法步骤"
)
STAGED = re.compile(
    r"阶段|时期|[步期](?=$|[(（])|第[一二三四五]步|20\d\d|\d月|季度|(?:动员|部署|启动|总结|验收|推进|实施|准备|评估)$"
)
"""What parts of a section of steps are called; where none is, it tells the tasks: 行动步骤, (一)强基行动."""
MEASURE = re.compile(
    r"^(?:.{0,6})(?:保障措施|组织保障|实施保障|保障机制|规划保障|政策保障|工作保障|组织实施|"
    r"组织领导|工作要求|实施机制|推进机制|规划实施|组织推进|"
    r"有关要求|组织措施|工作措施|落实保障)(?:.{0,10})$|保障(?:措施|举措|手段)|保证措施|"
    r"(?<!人才)(?<!社会)(?<!医疗)(?<!法治)保障$|^(?:加强|强化|完善|健全)(?:组织|实施|"
    r"规划)(?:领导|保障|实施)"
)
DUTY = re.compile(
    r"职责分工|任务分工|责任分工|部门职责|部门分工|工作职责|工作分工|部门协作|分工安排|单位职责"
)
LAW_END = re.compile(r"^附\s*则$|名词解释|术语")
ROLE_LINE = re.compile(
    r"(?:总?牵头|责任|配合|主办|协办|参与|参加|落实|实施|主责)(?:责任)?(?:单位|部门)[:]|(?:完成|办结)时[限间][:]|责任领导[:]|"
    r"(?:工作|任务|主要|具体|建设|改革)(?:内容|举措|措施)[:]"
)
"""A numbered or dotted line that names units belongs to the task above it; it is no heading."""
NOT_TITLE = re.compile(r"\d{4}年|%")
BY_DATE = re.compile(
    r"(?:到|至|力争(?:到|在)?)?20\d\d年(?:上半年|下半年|[一二三四]季度|\d{1,2}月(?:\d{1,2}日)?)?(?:底|末|年底)?(?:之?前|以前)?"
)
LONGEST_STAGE = 5
"""Stages are called in few words: 宣传发动, 集中攻坚."""
LONGEST_TITLE = 30
"""Several clauses that are longer are the first sentence of a text, not its heading."""


def number_of(text: str) -> int:
    """Value of a Chinese or Arabic number, circled ones included; -1 when it is none."""
    if text.isascii() and text.isdigit():
        return int(text)
    if text in MISTAKEN_ONE:
        return 1
    if len(text) == 1 and "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    if len(text) == 1 and text in FORMAL:
        return FORMAL.index(text) + 1
    for first, last in ("㈠㈩", "⒈⒛", "⑴⒇"):
        if len(text) == 1 and first <= text <= last:
            return ord(text) - ord(first) + 1
    if "." in text:
        return int(text.rsplit(".", 1)[1])
    value = chinese(text)
    return -1 if value is None else int(value)


@dataclass
class Section:
    """A heading and its text. Places are in the view; ``body`` is [start, end) of its own text."""

    style: str
    rank: float
    number: int
    mark: str
    start: int
    title: str
    title_end: int
    body_start: int
    body_end: int = 0
    kind: str = "task"
    part: str = "plan"
    end: int = 0
    parent: Section | None = None
    children: list[Section] = field(default_factory=list)
    derived: bool = False

    @property
    def path(self) -> list[Section]:
        out: list[Section] = []
        here: Section | None = self
        while here is not None and here.style != "root":
            out.append(here)
            here = here.parent
        return out[::-1]


@dataclass
class Outline:
    root: Section
    sections: list[Section]
    paragraphs: list[tuple[int, int]]
    skipped: list[tuple[str, int, int, Section]]
    """Places where the numbering jumps: style, last and next number, section."""


def paragraphs(flat: str) -> list[tuple[int, int]]:
    out, start = [], 0
    while start <= len(flat):
        end = flat.find("\n", start)
        end = len(flat) if end < 0 else end
        if end > start:
            out.append((start, end))
        start = end + 1
    return out


def outline(view: View, *, taken: list[tuple[int, int]] | None = None) -> Outline:
    """Headings of the view; ``taken`` are places (tables) that hold no heading."""
    flat = view.flat
    paras = paragraphs(flat)
    root = Section("root", 0, 0, "", 0, "", 0, 0)
    found: list[Section] = []
    blocked = sorted(taken or [])
    where = 0
    for start, end in paras:
        while where < len(blocked) and blocked[where][1] <= start:
            where += 1
        if where < len(blocked) and blocked[where][0] <= start < blocked[where][1]:
            continue
        found.extend(_of_paragraph(view, start, end, found))
    found = _borne_if_spoken(view, found)
    _in_order(found)
    found = _put_right(found)
    if view.joined:
        _unfuse(view, found)
    else:
        found = _with_unnumbered(view, found, paras, blocked)
    _build(root, found, len(flat))
    _classify(root, view)
    return Outline(root, found, paras, _jumps(found))


def _borne_if_spoken(view: View, found: list[Section]) -> list[Section]:
    """The headings less the items of a spoken list that do not count on, or most of which name no bearers."""
    last, counted = 0, []
    for s in found:
        if s.style != "spoken" or s.number in (0, 1, last + 1):
            counted.append(s)
            last = s.number if s.style == "spoken" else last
    ends = [*(s.start for s in counted[1:]), *([len(view.flat)] if counted else [])]
    kept: list[Section] = []
    for spoken, group in groupby(zip(counted, ends, strict=True), key=lambda told: told[0].style == "spoken"):
        items = [*group]
        borne = sum(_closes(view.flat[s.body_start : end]) for s, end in items) if spoken else len(items)
        kept += [s for s, _ in items] if 4 * borne >= 3 * len(items) else []
    several = sum(s.style == "spoken" for s in kept) > 1
    return [s for s in kept if several or s.style != "spoken"]


def _with_unnumbered(
    view: View, found: list[Section], paras: list[tuple[int, int]], taken: list[tuple[int, int]]
) -> list[Section]:
    """The headings with those that have no number among them."""

    def kind(title: str) -> str:
        bare = Section("bare", 0, 0, "", 0, title, 0, 0)
        return "tasks" if TASKS.search(title) else kind_of(bare, inherited="", late=True)

    def free(at: int) -> bool:
        n = bisect_right(taken, (at, len(view.flat)))
        return n == 0 or taken[n - 1][1] <= at

    above = [Above(s.start, s.rank, not s.derived and s.style not in UNPARTED) for s in found]
    told = unnumbered(view.flat, paras, above, kind, free=free, torn=_torn(view, paras))
    bare = [Section("bare", rank, 0, "", a, view.shown(a, b), b, b) for a, b, rank in told]
    return sorted([*found, *bare], key=lambda s: s.start)


def _torn(view: View, paras: list[tuple[int, int]]) -> bool:
    """Whether lines of the source end within sentences: one in five paragraphs was put together from several."""
    prose = [view.quote(a, b) for a, b in paras if b - a > LONGEST_TITLE]
    return sum("\n" in text for text in prose) * 5 > len(prose)


UNPARTED = ("annex", "box", "explained", "article", "dash")
"""Headings below which lines without a number are none."""


def _match(flat: str, at: int, end: int) -> tuple[str, int, str, int] | None:
    if at >= end:
        return None
    c = flat[at]
    if not (
        c
        in "行任工专举措板计重主第(（①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩—-l●■◆★▲◇□○一二三四五六七八九十"
        or c in FORMAL
        or "⑴" <= c <= "⒛"
        or c.isdigit()
    ):
        return None
    for style, rank, pattern in STYLES:
        m = pattern.match(flat, at, end)
        if m and rank >= 7 and ROLE_LINE.match(flat, m.end(), end):
            return None
        if m:
            deeper = m.group(1).count(".") - 1 if style == "deep" else 0
            return style, rank + deeper, m.group(1), m.end()
    return None


def _of_paragraph(view: View, start: int, end: int, before: list[Section]) -> list[Section]:
    """Headings that begin a paragraph or, where line breaks are lost, stand inside it."""
    flat = view.flat
    out: list[Section] = []
    head = _match(flat, start, end)
    if flat[start] == "、" and end - start <= 24 and MEASURE.search(flat[start + 1 : end].rstrip("。:")):
        head = ("cn", 5, "", start + 1)
    damaged = re.match(r"([一二三四五六七八九十]{1,2})是[:,]?", flat[start : start + 4])
    if damaged and end - start <= 40 and not re.search("[。;]", flat[start:end]):
        last = next((s.number for s in reversed(before) if s.style == "cn"), 0)
        if number_of(damaged.group(1)) > last and not (before and before[-1].style == "spoken"):
            head = ("cn", 5, damaged.group(1), start + damaged.end())
    head = head or _blank_behind(view, start, end, before)
    closes = head is None and len(before) > 3 and end - start <= 60 and EXPLAINED.fullmatch(flat[start:end])
    if closes and flat.count("。", 0, start) >= LEAST_SENTENCES:
        out.append(Section("explained", 0, 0, "", start, view.shown(start, end), end, end, kind="goal"))
        return out
    box = BOX.match(flat, start, min(end, start + 12)) if flat.startswith("专栏", start) else None
    if box and end - start < 60:
        out.append(
            Section("box", 13, 0, flat[start : box.end()], start, view.shown(box.end(), end), end, end)
        )
        return out
    annex = ANNEX.match(flat, start, min(end, start + 12)) if flat.startswith("附", start) else None
    annex = annex or GLOSSARY.match(flat, start)
    if annex and end - start < 80 and "。" not in flat[start:end]:
        out.append(
            Section("annex", 1, 0, flat[start : annex.end()], start, view.shown(annex.end(), end), end, end)
        )
        return out
    if head and not (head[0] == "digit" and end - head[3] < 2):
        section = _section(view, head, start, end)
        if section:
            out.append(section)
    if end - start > 60 or out:
        out.extend(_inline(view, start, end, before + out))
    if (
        head is None
        and (spoken := _spoken(view, start, end))
        and not any(s.start < spoken.title_end for s in out)
    ):
        out.insert(0, spoken)
    if len(out) == 1 and out[0].style in CLOSED_IN_TURN:
        out += _behind_bearers(view, out[0], end)
    return out


CLOSED_IN_TURN = ("spoken", "ring", "digit_paren", "digit_half")


def _behind_bearers(view: View, first: Section, end: int) -> list[Section]:
    """The further items of a list that runs on in one paragraph, each behind the bracket that closes the one before."""
    out: list[Section] = []
    last, begins = first, _after_mark(first)
    for spot in re.finditer(r"[)][。;]?(?=\S)", view.flat[begins:end]):
        at = begins + spot.end()
        head = _match(view.flat, at, end)
        item = _spoken(view, at, end) if head is None else _section(view, head, at, end)
        if item is None or item.style != first.style or item.number not in (0, last.number + 1):
            continue
        if _closes(view.flat[_after_mark(last) : at]):
            out.append(item)
            last = item
    return out


def _spoken(view: View, start: int, end: int) -> Section | None:
    """The heading of a paragraph with a number as speakers have it, or parted from its words by a blank alone."""
    mark = GAPPED.match(view.flat, start, end)
    if mark is None or view.gap_in(mark.end() - 1, mark.end() + 1) != mark.end():
        mark = SPOKEN.match(view.flat, start, end)
    if mark is None:
        return None
    told = re.findall(r"\d+|[一二三四五六七八九十]+", mark.group())
    return _section(view, ("spoken", 9, told[-1] if told else "", mark.end()), start, end)


BLANK_BEHIND = re.compile(r"(?:(?P<cn>[一二三四五六七八九十]{1,3})|\d{1,2})(?=[一-龥“][一-龥“”、]+(?:\n|$))")
DECIMALS = re.compile(r"(?:^|\n)[1-9]\.1(?=[一-龥“、.])")


def _blank_behind(
    view: View, start: int, end: int, before: list[Section]
) -> tuple[str, int, str, int] | None:
    """The number of a short line that only a blank parts from its title: the next of 一, 二, … or one above 1.1."""
    number = BLANK_BEHIND.match(view.flat, start, end)
    if number is None or end - start > LONGEST_TITLE:
        return None
    if view.gap_in(number.end() - 1, number.end() + 1) != number.end():
        return None
    style = "cn" if number.group("cn") else "decimal"
    last = next((s for s in reversed(before) if s.style == style), None)
    if style == "decimal" and not DECIMALS.search(view.flat):
        return None
    if number_of(number.group()) != (last.number if last else 0) + 1 or (last and "、" in last.mark):
        return None
    return style, 5, number.group(), number.end()


def _inline(view: View, start: int, end: int, before: list[Section]) -> list[Section]:
    """Headings inside a paragraph: after a full stop (or after a heading without one) and next in sequence."""
    flat = view.flat
    out: list[Section] = []
    spots = re.finditer(
        r"(?<=[。;!?)”:])(?:[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)]|"
        r"\d{1,2}[.、](?!\d(?!\d{3}年)))|(?<=[^。;!?,、:(第])[(](?=一[)])|(?<=[。])(?:——)(?=[一-龥])",
        flat[start:end],
    )
    for spot in spots:
        at = start + spot.start()
        head = _match(flat, at, end)
        if head is None or head[0] not in ("cn", "cn_paren", "digit", "dash"):
            continue
        if head[0] == "dash" and looks_like_list(flat, head[3], end):
            continue  # who bears what stands before the dash
        chain = before + out
        last = next((s for s in reversed(chain) if s.style == head[0]), None)
        number = number_of(head[2])
        broken = any(s.rank < head[1] for s in chain[chain.index(last) + 1 :]) if last else True
        expected = number == 1 if broken or last is None else number == last.number + 1
        if not expected and head[0] != "dash":
            continue
        if (
            head[0] == "cn_paren"
            and number == 1
            and flat[at - 1] not in "。;!?)”"
            and not (chain and chain[-1].title_end >= at - 1 and chain[-1].rank < 6)
        ):
            continue
        if head[0] == "cn_paren" and not _looks_like_heading(flat, head[3], end):
            continue
        section = _section(view, head, at, end)
        if section is None:
            continue
        if chain:
            prior = chain[-1]
            if prior.title_end > at:
                prior.title, prior.title_end, prior.body_start = (
                    view.shown(_after_mark(prior), at).rstrip("。;:"),
                    at,
                    at,
                )
        out.append(section)
    return out


def _after_mark(section: Section) -> int:
    return section.start + len(section.mark)


def _looks_like_heading(flat: str, at: int, end: int) -> bool:
    stop = flat.find("。", at, min(end, at + 60))
    return stop > 0 or end - at <= 60 or bool(LEADS_WITH_VERB.match(flat, at))


def _section(view: View, head: tuple[str, int, str, int], start: int, end: int) -> Section | None:
    flat = view.flat
    style, rank, number, after = head
    title_end, body, derived = title_of(view, after, end)
    title = view.shown(after, title_end)
    if derived and (dated := BY_DATE.match(flat, after, title_end)) and dated.end() == title_end:
        # The clause behind a date is the title.
        title_end = min(end, title_end + 1 + _clause(flat[title_end + 1 : end]))
        title = view.shown(dated.end() + 1, title_end)
    if style in ("digit", "digit_half", "digit_paren") and (not title or not re.search("[一-龥]", title)):
        return None
    if style == "cn" and re.match(r"[一二三四五六七八九十]{1,3},", flat[start:after]):
        return None
    return Section(
        style,
        rank,
        max(0, number_of(number)),
        flat[start:after],
        start,
        title,
        title_end,
        body,
        derived=derived,
    )


def title_of(view: View, start: int, end: int) -> tuple[int, int, bool]:
    """End of the heading's words, beginning of its text, and whether the title is only the first clause."""
    flat = view.flat
    rest = flat[start:end]
    stop = _first_stop(rest)
    if len(rest) <= 50 and (stop < 0 or stop >= len(rest) - 1) and not QUANTITY.search(rest):
        title, body, first = _of_short(rest)
        return start + title, start + body, first
    if (
        0 < stop <= 50
        and stop < len(rest) - 1
        and not NOT_TITLE.search(rest[:stop])
        and not QUANTITY.search(rest[:stop])
    ):
        commas = len(re.findall("[,;]", rest[:stop]))
        if commas <= 2 and not (commas and stop > LONGEST_TITLE):
            twice = _run_together(rest[:stop])
            if twice:
                return start + twice, start + twice, False
            return start + stop, start + stop + 1, False
    colon = rest.find(":", 0, 32)
    if colon > 1 and not re.search("[,。;(]", rest[:colon]) and not re.search("单位|部门|时限", rest[:colon]):
        return start + colon, start + colon + 1, False
    gap = view.gap_in(start, min(end, start + 36))
    named = flat.count("《", start, gap) > flat.count("》", start, gap) if gap > 0 else False
    if (
        gap > 0
        and not (named or view.spaced)
        and gap - start >= 4
        and not re.search("[,。;:、(“]", flat[start:gap])
    ):
        return gap, gap, False
    cut = _lost_stop(rest)
    if cut:
        return start + cut, start + cut, False
    length = _clause(rest)
    return start + min(length, 60), start, True


def _first_stop(text: str) -> int:
    """Where the first sentence of a paragraph ends, outside brackets and titles unless these are long; or -1."""
    depth = 0
    for i, c in enumerate(text[:90]):
        if c in "([《“":
            depth += 1
        elif c in ")]》”":
            depth = max(0, depth - 1)
        elif c in "。!?" and (depth == 0 or i > 60):
            return i
        elif c == ";" and depth == 0:
            return -1
    return -1


def _of_short(text: str) -> tuple[int, int, bool]:
    """What title_of tells of a line: a bracket of bodies or a colon may stand between a heading and its text."""
    bracket = text.find("(", 2)
    close = text.find(")", bracket)
    if bracket > 0 and text[close + 1 : close + 2] in (",", ";") and _names(text[bracket : close + 1]):
        return bracket, 0, True
    if bracket > 0 and text.endswith((")", ")。")):
        borne = re.search(r"牵头|负责|单位|配合|部门", text[bracket:]) or _names(text[bracket:])
        if borne:
            return bracket, bracket, False
    colon = text.find(":")
    if 1 < colon < len(text) - 6 and colon <= 24:
        return colon, colon + 1, False
    return len(text.rstrip("。:;")), len(text), False


def _names(bracket: str) -> bool:
    """Whether a bracket with which a line ends holds nothing but names of bodies."""
    inside = bracket.rstrip("。")[1:-1]
    return looks_like_list(inside, 0, len(inside))


ASIDE = re.compile(r"[(][^(),。;:]{1,16}[)](?=[一-龥“《])")
"""A bracket within a clause, which goes on behind it: 本省(市)服务的企业."""


def _clause(text: str) -> int:
    """Length of the first clause: to its first stop or to a bracket with which it ends."""
    end = 0
    while (m := re.compile(r"[,;。:(]").search(text, end)) is not None:
        inside = ASIDE.match(text, m.start())
        if inside is None or re.search("单位|牵头|负责|配合", inside.group()):
            break
        end = inside.end()
    return m.start() if m else min(len(text), 40)


def _run_together(text: str) -> int:
    """Heading and first sentence told twice in a row without a stop between: length of the heading, or 0."""
    for m in VERB.finditer(text, 5):
        head, tail = text[: m.start()], text[m.start() :]
        if head[:4] == tail[:4] and len(head) >= 6:
            return m.start()
    return 0


NOUN_TOO = ("建设", "发展")
"""Verbs that are as often the end of a noun: 工程建设, 高质量发展."""


def _lost_stop(text: str) -> int:
    """Where a heading ends whose full stop is lost: before the second verb of its first clause, or 0."""
    clause = re.split(r"[,。;:]", text, maxsplit=1)[0]
    if len(clause) < 14:
        return 0
    for m in TEXT_BEGINS.finditer(clause, 5):
        before, after = clause[m.start() - 1], clause[m.end() :]
        if before in BEFORE or len(after) < 4 or m.group() in NOUN_TOO:
            continue
        head = clause[: m.start()]
        if HEAD_END.search(head) and not HEAD_GOES_ON.search(head):
            return m.start()
    return 0


def _unfuse(view: View, found: list[Section]) -> None:
    """Headings that ran into their text end where those of the same list say."""
    lists: list[list[Section]] = []
    open_: dict[str, list[Section]] = {}
    for s in found:
        # A list that counts on below the next heading is one.
        if s.style not in open_ or s.number != open_[s.style][-1].number + 1:
            open_[s.style] = []
            lists.append(open_[s.style])
        open_[s.style].append(s)
    for group in lists:
        restored = sum(1 for s in group if s.start in view.restored)
        if len(group) < 2 or restored * 2 < len(group) or not all(_runs_on(view.flat, s) for s in group):
            continue
        begins = [s.start + len(s.mark) for s in group]
        clauses = [re.split("[,;。\n]", view.flat[a : a + 60], maxsplit=1)[0] for a in begins]
        for s, begin, length in zip(group, begins, cuts(clauses, VERB), strict=True):
            if length:
                s.title = view.shown(begin, begin + length)
                s.title_end = s.body_start = begin + length
                s.derived = False


def _runs_on(flat: str, s: Section) -> bool:
    """Whether nothing but words stands between a heading and its text."""
    words = flat[s.start + len(s.mark) : s.title_end]
    cut = s.body_start == s.title_end and flat[s.title_end : s.title_end + 1] not in ("", "\n", "(", "〔")
    return s.derived or cut or re.search("[,;]", words) is not None


def _in_order(found: list[Section]) -> None:
    """Two styles exchange their ranks where the text nests them the other way round: 一、 (第一节 第二节) 二、 …"""
    ranks = {s.style: s.rank for s in found if s.number > 0}
    for upper, lower in combinations(sorted(ranks, key=lambda style: ranks[style]), 2):
        if ranks[upper] == ranks[lower] or upper in UNPARTED or lower in UNPARTED:
            continue
        if _nested(found, lower, upper) and not _nested(found, upper, lower):
            for s in found:
                if s.style in (upper, lower):
                    s.rank = ranks[lower if s.style == upper else upper]
            ranks[upper], ranks[lower] = ranks[lower], ranks[upper]


def _nested(found: list[Section], outer: str, inner: str) -> bool:
    """Whether headings of one style count on over lists of another that begin with one each time."""
    last, begun = 0, False
    for s in found:
        if s.style == outer:
            if begun and s.number == last + 1:
                return True
            last, begun = s.number, False
        elif s.style == inner:
            begun = begun or (last > 0 and s.number == 1)
    return False


def _put_right(found: list[Section]) -> list[Section]:
    """Arabic digits in brackets that continue Chinese ones, or begin them, are of the same rank.

    Those that count on from (1) below a Chinese one are a list of their own.
    """
    count = own = 0
    for i, s in enumerate(found):
        if s.style == "cn_paren" or s.rank < 6:
            count, own = s.number if s.style == "cn_paren" else count, 0
        elif s.style == "digit_paren":
            nxt = next(
                (t for t in found[i + 1 :] if t.style in ("cn_paren", "digit_paren") or t.rank < 6), None
            )
            follows = s.number == count + 1 and count > 0
            begins = (
                s.number == 1 != count and nxt is not None and nxt.style == "cn_paren" and nxt.number == 2
            )
            between = any(t.style in ("digit", "deep") for t in found[max(0, i - 1) : i])
            if (follows and not between and own != s.number - 1) or begins:
                s.style, s.rank = "cn_paren", 6
                count = s.number
            else:
                own = s.number
    return found


def _build(root: Section, found: list[Section], length: int) -> None:
    stack = [root]
    for i, s in enumerate(found):
        nxt = found[i + 1].start if i + 1 < len(found) else length
        s.body_end = max(s.body_start, nxt)
        if s.title_end > nxt:
            s.title_end, s.body_start = nxt, nxt
        if s.style == "box":
            while len(stack) > 1 and stack[-1].rank >= 7:
                stack.pop().end = s.start
        restart = s.style in ("cn", "chapter") and s.number == 1
        while len(stack) > 1 and (
            (stack[-1].rank >= s.rank and not (stack[-1].style == "box" and s.rank > 6))
            or (restart and any(t.style == "annex" for t in stack))
        ):
            stack.pop().end = s.start
        s.parent = stack[-1]
        stack[-1].children.append(s)
        stack.append(s)
    for s in stack:
        s.end = length
    root.body_end = found[0].start if found else length


EXPLAINED = re.compile(r"[^。,;:]{0,50}?(?:政策解读|解读|起草说明|编制说明|政策问答|解读材料|答记者问|图解)")
LEAST_SENTENCES = 4
"""Sentences that a plan has at least before an explanation of it may begin."""
EXPLAINS = re.compile(r"解读|起草说明|编制说明|说明如下|起草背景|编制背景|起草过程|政策问答")
PLAN_TITLE = re.compile(
    r"[^《》。,:;\d][^《》。,:;]{5,60}(?:方案|计划|规划|纲要|意见|措施|要点|办法)(?:[(][^()]{2,16}[)])*"
)
ITEM_OF_LIST = re.compile(r"附件:?\s*1[.、:]|\d{1,2}[.、]")
NOTICE = re.compile(r"征求意见(?!稿)|意见反馈|反馈途径|公示期|听证")
SCORING = re.compile(r"评分|考核细则|考核办法|评价标准|评价办法|分值|考核指标|计分")


def _parts(root: Section) -> list[list[Section]]:
    """Top-level sections by document: numbering that begins anew begins another document."""
    groups: list[list[Section]] = [[]]
    last = 0
    main = next((t.style for t in root.children if t.style in ("cn", "chapter", "part", "volume")), "cn")
    for s in root.children:
        if s.style == "explained":
            groups.append([])
        if s.style == main:
            if s.number == 1 and last >= 2:
                groups.append([groups[-1].pop()] if groups[-1][-1].style == "annex" else [])
            last = s.number
        groups[-1].append(s)
    return [g for g in groups if g]


def _classify(root: Section, view: View) -> None:
    groups = _parts(root)
    for n, group in enumerate(groups):
        tops = group
        carries = next((s for s in tops if _carries_plan(s, view)), None)
        if carries is not None and all(s.style == "annex" for s in tops):
            carries.kind = "general"
            tops = [*(s for s in tops if s is not carries), *carries.children]
        part = _document(tops, view, groups[n - 1][-1] if n else None, root) if len(groups) > 1 else "plan"
        told = [s for s in tops if s.style not in ("annex", "explained")]
        _tell_kinds(told, view, alone=len(groups) == 1)
        for s in tops:
            if s.style == "explained":
                s.kind = "goal"
                _descend(s)
            if part == "explanation":
                # What an explanation says of the plan's contents is set against the plan.
                for each in (c for c in (s, *s.children) if "主要内容" in _simple_title(c)):
                    each.kind = "goal"
                    _descend(each)
            if s.style == "annex":
                s.kind = annex_kind(s, view)
                _descend(s)
            _mark_part(s, part)


def _document(tops: list[Section], view: View, last: Section | None, root: Section) -> str:
    """Which document a group of sections is, behind the ``last`` of another: plan, explanation or notice."""
    first = min((s for s in tops if s.style != "annex"), key=lambda s: s.rank, default=tops[0])
    lead = view.flat[max((last or root).body_start, first.start - 500) : first.start]
    headed = [s for s in tops[:1] if last and s.style == "annex"]
    headed += [s for s in tops if s.style != "annex"][:4]
    named = _own_lines([t for t in map(_simple_title, headed) if not LEADS_WITH_VERB.match(t)])
    told = "\n".join([*_own_lines(lead.split("\n")), *named])
    if tops[0].style == "explained" or EXPLAINS.search(told):
        return "explanation"
    return "notice" if last and len(tops) <= 6 and NOTICE.search(told) else "plan"


def _tell_kinds(sections: list[Section], view: View, *, alone: bool) -> None:
    """Tells what the sections of a document are for; ``alone`` says that the file holds no other."""
    for i, s in enumerate(sections):
        s.kind = kind_of(s, inherited="", late=i >= len(sections) * 0.5 or i >= len(sections) - 3)
        _descend(s)
    for s in sections[:2]:
        _by_what_it_says(s, view)
    for s in (each for top in sections for each in (top, *top.children) if each.kind in NO_WORK):
        staged = s.kind == "step" and any(STAGED.search(_simple_title(c)) for c in s.children)
        if not staged and sum(_borne(c, view) for c in s.children) > 1:
            s.kind = "task"
            _descend(s)
    if not any(s.kind == "task" and s.children for s in sections):
        _work_itself([s for s in sections if s.kind == "measure"][:1], view)
    if alone:
        # An explanation that stands alone is all there is of the plan.
        for s in (s for s in sections if s.kind == "background" and "主要内容" in _simple_title(s)):
            s.kind = "task"
            _descend(s)


def _carries_plan(s: Section, view: View) -> bool:
    """Whether an annex is the plan itself, below the notice that it comes with: its title is that of a plan."""
    return (
        s.style == "annex"
        and len(s.children) > 1
        and PLAN_TITLE.fullmatch(_annex_title(s, view)[0]) is not None
    )


def _work_itself(measures: list[Section], view: View) -> None:
    """Makes tasks of the measures that are all the work a plan has, and that somebody bears: 工作措施."""
    for s in measures:
        if not re.search("保障|保证|组织", s.title) and sum(_borne(c, view) for c in s.children) > 1:
            s.kind = "task"
            _descend(s)


def _own_lines(lead: list[str]) -> list[str]:
    """The last lines above a part that speak of it: what stands above a plan's title, or lists annexes, does not."""
    begins = 1 + max((n for n, line in enumerate(lead) if PLAN_TITLE.fullmatch(line)), default=-1)
    return [line for line in lead[begins:][-7:] if not ITEM_OF_LIST.match(line)]


AIMED = re.compile(
    r"(?:达到?|突破|超过|不低于|不少于|提高到|增至|力争|新增|累计|占)[^,;。\n]{0,24}?\d|\d[^,;。\n]{0,6}以上"
)
DUE_AIM = re.compile(rf"[到至]20\d\d年[^。\n]*?(?:{AIMED.pattern})")
BORNE = re.compile(
    r"牵头|(?:责任|负责|配合)(?:单位|部门|处室|科室)|负责[)]|[(][^()\n]{0,60}[局委办院府厅部行][)]"
)
BY_THEN = re.compile(r"(?:^|\n)(?:[到至]20\d\d年|在?20\d\d年(?:年?[底末])?[之以]?前,)")
LEAST_AIMS = 3
LONGEST_NOUN = 5
"""Longer titles that begin with a verb tell a deed, and not what a section is about: 建设前景."""


def _by_what_it_says(s: Section, view: View) -> None:
    """Tells one of the first sections, of whatever title, by its text.

    Guiding principles within it make it a general one, and so does among principles what is aimed at by a year; a due
    year at the head of a paragraph, with three numbers that are aimed at and nobody who bears them, makes it one of
    goals.
    """
    if s.kind == "task" and any(PRINCIPLE.search(_simple_title(c)) for c in s.children):
        s.kind = "general"
        _descend(s)
    for part in [s, *s.children]:
        if part.kind == "principle" and DUE_AIM.search(view.flat, part.body_start, part.body_end):
            part.kind = "general"
    for part in [s, *s.children] if s.kind in ("task", "general") else []:
        text = view.flat[part.body_start : part.body_end if part is s else part.end]
        text = text if s.children else text.replace("。", "\n")  # its paragraphs may have run together
        title = _simple_title(part)
        deed = len(title) > LONGEST_NOUN and LEADS_WITH_VERB.match(title)
        if part.kind != "task" or deed or BORNE.search(text):
            continue
        if BY_THEN.search(text) and len(AIMED.findall(text)) >= LEAST_AIMS:
            part.kind = "goal"
            _descend(part)


def aims_ahead(s: Section, view: View, since: int | None) -> bool:
    """Whether a section of principles tells several degrees that are aimed at, or one of circumstances does by a year.

    ``since`` is the year in which the plan begins, as far as it is known: what was aimed at by a year before is over.
    """
    if s.kind not in ("principle", "background"):
        return False
    text = view.flat[s.body_start : s.body_end]
    aims = [each for each in AIMED.findall(text) if not each.startswith("占")]
    if len(aims) < LEAST_AIMS or BORNE.search(text):
        return False
    told = [int(y) for y in re.findall(r"20\d\d", "".join(BY_THEN.findall(text)))]
    return s.kind == "principle" or (since is not None and bool(told) and min(told) >= since)


NO_WORK = ("background", "principle", "annex", "step")
"""Kinds of sections that tell no work, unless two of their items say who bears them, and are called no stages."""
LONGEST_BRACKET = 120


def _borne(s: Section, view: View) -> bool:
    """Whether a section closes with those who bear it: …(甲牵头,乙配合)。"""
    return _closes(view.flat[s.body_start : s.end])


def _closes(told: str) -> bool:
    """Whether a text ends with a bracket of bearers, or names them in a line of their own."""
    text = told.rstrip("。;\n ")
    closed = text.endswith(")") and BORNE.search(text, max(0, len(text) - LONGEST_BRACKET))
    return bool(closed or ROLE_LINE.search(text))


ANNEX_DUTIES = re.compile(
    r"分工|任务(?:清单|分解|一览|台账)|(?:责任|职责|措施|举措|行动|活动)清单|重点任务|工作任务"
)
ANNEX_GOALS = re.compile(r"(?:目标|指标)(?:任务|清单|分解|一览|体系|$)")
ANNEX_ASIDE = re.compile(
    r"说明|解释|计算|口径|考核|评价|评分|申报|申请|登记|汇总|统计|联系|名单|模板|范本|样表"
)


def _borne_lines(text: str) -> bool:
    """Whether most lines end with a bracket of bodies: 1.甲行动(市乙局)."""
    lines = [line for line in text.split("\n") if line.strip()]
    borne = sum(1 for line in lines if line.endswith(")") and _names(line[line.rfind("(") :]))
    return borne >= 2 and borne * 2 >= len(lines)


def _annex_title(s: Section, view: View) -> tuple[str, int]:
    """The title of an annex, on the line of its mark or below it, and where what stands below the title begins."""
    title, at, end = "", s.start + len(s.mark), max(s.end, s.body_end)
    while at < end and not title:
        stop = view.flat.find("\n", at, end)
        line, at = (view.flat[at:stop], stop + 1) if stop >= 0 else (view.flat[at:end], end)
        title = line.strip(" :.、")
    return fold("".join(title.split())).rstrip("。:;、"), at


def annex_kind(s: Section, view: View) -> str:
    """Purpose of an annex by its title, on the line of its mark or below it: task, goal, or else annex.

    A list of titles of annexes, an annex that is left out and one of scores stay annex.
    """
    title, body = _annex_title(s, view)
    rest = view.flat[body : max(s.end, s.body_end)]
    if (
        len(title) > 50
        or SCORING.search(title)
        or ANNEX_ASIDE.search(title)
        or ("。" not in rest and not _borne_lines(rest))
    ):
        return "annex"
    if ANNEX_DUTIES.search(title):
        return "task" if s.children else "annex"
    return "goal" if ANNEX_GOALS.search(title) else "annex"


def annex_body(s: Section, view: View) -> tuple[int, int] | None:
    """The lines below the title of an annex of duties whose lines have no numbers; None for any other annex."""
    if s.style != "annex" or s.kind != "annex" or s.children or s.part != "plan":
        return None
    end = max(s.end, s.body_end)
    title, body = _annex_title(s, view)
    told = ANNEX_DUTIES.search(title) or title.endswith("职责")
    if body >= end or len(title) > 50 or not told or SCORING.search(title) or ANNEX_ASIDE.search(title):
        return None
    return body, end


def _simple_title(s: Section) -> str:
    return fold("".join(s.title.split())).rstrip("。:;、")


def _mark_part(section: Section, part: str) -> None:
    section.part = part
    for c in section.children:
        _mark_part(c, part)


def _descend(section: Section) -> None:
    for c in section.children:
        c.kind = kind_of(c, inherited=section.kind, late=False)
        _descend(c)


def kind_of(s: Section, *, inherited: str, late: bool) -> str:
    """Purpose of a section: background, principle, general, goal, task, step, measure, annex or box."""
    title = _simple_title(s)
    if s.style == "box":
        return "goal" if GOAL.search(title) else (inherited if inherited not in ("", "general") else "task")
    if inherited in ("annex", "step", "principle"):
        return inherited
    if s.derived and inherited:
        return inherited
    verbal = bool(LEADS_WITH_VERB.match(title))
    if PRINCIPLE.search(title) and len(title) <= 16:
        aimed = GOAL.search(title) or any(GOAL.search(_simple_title(c)) for c in s.children)
        wide = aimed or (s.children and s.rank <= 5)
        return "general" if wide and inherited in ("", "general") else "principle"
    if MET.search(title) and inherited in ("", "general"):
        return "background"
    if GOAL.search(title) and len(title) <= 20 and not (verbal and inherited in ("task", "measure")):
        return "goal"
    if GENERAL.search(title) and len(title) <= 14:
        return "general"
    if STEP.search(title) and len(title) <= 16 and inherited != "task":
        return "step" if _staged(s) else "task"
    if LAW_END.search(title):
        return "annex"
    if inherited in ("", "general") and late and not s.derived and (MEASURE.search(title) or _organises(s)):
        return "measure"
    if DUTY.search(title) and inherited in ("", "measure", "task"):
        return inherited or ("task" if re.search("任务|工作分工|责任分工", title) else "measure")
    if inherited == "background":
        return "background"
    plain = (not verbal or title.startswith(("发展", "创新", "改革", "建设"))) and "取得更" not in title
    plain = plain and not DEED.search(NOUN_VERBS.sub("", title))
    explained = s.parent is not None and s.parent.style == "explained"
    if (
        plain
        and BACKGROUND.search(title)
        and len(title) <= 24
        and (inherited in ("", "general") or explained)
    ):
        return "background"
    if inherited in ("", "general"):
        return "task"
    return inherited


ORGANISED = re.compile(r"组织(?:领导|实施|推进|保障)|统筹协调|工作(?:机制|责任)|责任落实")
CARRIED_OUT = re.compile(
    rf"{ORGANISED.pattern}|资金|经费|投入|考核|督[查导办促]|评[估价]|宣传|氛围|贯彻|落实|统筹|协调|监测|跟踪|保障|责任"
)


def _organises(s: Section) -> bool:
    """Whether the parts of a section tell but how the plan is carried out: (一)…组织领导 (二)…资金 (三)…考核."""
    named = [_simple_title(c) for c in s.children]
    told = sum(bool(CARRIED_OUT.search(title)) for title in named)
    return len(named) > 1 and bool(ORGANISED.search(named[0])) and told * 3 >= len(named) * 2


def _staged(s: Section) -> bool:
    """Whether a section of steps goes by stages: its parts are called so, or by a word or two as stages are."""
    named = [_simple_title(c) for c in s.children]
    return any(STAGED.search(c) for c in named) or all(len(c) <= LONGEST_STAGE for c in named)


def _jumps(found: list[Section]) -> list[tuple[str, int, int, Section]]:
    out = []
    last: Section | None = None
    for s in found:
        if s.style == "annex":
            last = None
        if s.style != "cn":
            continue
        if s.number == 0:
            continue
        if last is not None and s.number > last.number + 1:
            out.append((s.style, last.number, s.number, s))
        last = s
    return out
