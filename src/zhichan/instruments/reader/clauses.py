"""Where sentences and clauses begin and end, and which numbers of a clause only say of whom another is told."""

from __future__ import annotations

import itertools
import re

from .quantities import Quantity
from .wording import DOWN, GROWTH, SHRINK, TO_WORDS, UP, VERBS, after_suffix

GONE_THROUGH = re.compile(
    r"[一-龥]{2,8}(?:(?:和|及|、)\d+(?:个|家|所)[一-龥]{2,8}?)?[一-龥]{0,8}(?:盘点|普查|摸底|排查|筛查|核查|清查|登记|整治)(?:入库|建档|工作)?,(?:实现|确保)?[一-龥、]{0,12}率(?:均|都)?(?:达到?|为)?\d"
)
"""What is gone through (61所高校…专利盘点,入库率100%): the rate is the goal."""
OWN_MEASURE = re.compile(
    rf"[一-龥“”()]{{2,16}}?(?:(?:和|及|、)\d+(?:个|家|所)[一-龥]{{2,10}}?)?[一-龥]{{0,14}}(?:率|占比|比重|满意度|平均[一-龥]{{2,4}}|周期|时限|营收|收入|利润|税收|规模|面积|[一-龥][量额值]|[次人]数)(?:、[一-龥]{{2,8}}率)?"
    rf"(?:合计|总计|总和|之和|共计|总额|总量)?(?:均|都|全部)?(?:由\d|(?:{UP}|{DOWN}|{TO_WORDS}|为|年均|每年)+\d)"
)


AT_SO_MANY = re.compile(
    r"在(?:\d+(?:个|家|所|条)[一-龥()]{2,10}、)*\d+(?:个|家|所|条)[一-龥()]{2,12}?(?=(?:布局|设立|建设|建立|设置|布设|开展|推广|新建)[一-龥“”]{2,16}(?:不少于|达到|共)?\d)"
)
"""At how many places so many things stand: 在9个乡镇、5个园区|布局网点14个."""


def without_ranks(text: str, found: list[Quantity]) -> list[Quantity]:
    """前20名 is a figure of its own only where nothing else in its clause is counted; 全球500强 is a name."""
    out = []
    for q in found:
        if text[q.start - 1 : q.start] != "前" and (
            q.unit == "强" or (not q.unit and text[q.end : q.end + 1] == "强")
        ):
            continue
        if text[q.start - 1 : q.start] == "前" and (q.unit or "") in ("", "名", "位", "强", "家"):
            left = max(text.rfind(c, 0, q.start) for c in ",;。") + 1
            if any(left <= o.start < q.start for o in found):
                continue
        out.append(q)
    return out


def without_whom(text: str, found: list[Quantity]) -> list[Quantity]:
    """Without the counts of those whose measure is told next: 61所高校和34家院所入库率均达到100%."""
    out = []
    for q in found:
        pre = text[max(0, q.start - 12) : q.start]
        counted = (
            not q.unit
            or q.unit.endswith(("%", "元", "分"))
            or re.search(
                rf"(?:{VERBS}|{UP}|{DOWN}|{TO_WORDS}|{GROWTH}|{SHRINK})$",
                re.sub("推动$|推进$|支持$", "", pre),
            )
        )
        if GONE_THROUGH.match(text, q.end) or any(
            m.start() <= q.start < m.end() for m in AT_SO_MANY.finditer(text)
        ):
            continue
        measure = OWN_MEASURE.match(text, q.end)
        measured = next((o for o in found if measure and o.start == measure.end() - 1), None)
        sized = measured is not None and OF_THING.match(text, measured.end)
        helped = measured is not None and any(
            m.start("size") == measured.start for m in HELPED_TO.finditer(text)
        )
        if counted or not measure or sized or helped:
            out.append(q)
    return out


OF_THING = re.compile(r"(?:以上|左右)?的(?!速度|比例|占比|比重|水平|目标|增长|增速|增幅|基础)[一-龥“]")
"""The measure was the size of a thing: 2家以上年收入达500亿元|的企业."""


COUNTED_BY = ("家", "个", "户", "名", "人", "项", "件", "支", "所", "条", "座", "款", "种", "位", "只", "处")
SIZED_BY = re.compile(
    r"(?:以上|左右|以内)?(?:的)?(?:拥有|具有|具备|掌握)?(?:年(?:度)?|近[两三]年|上年度?|主营|人均|单个)?[一-龥]{0,10}"
    r"(?:收入|产值|投资|营收|额|规模|市值|估值|税收|利润|面积|产量|数量|总量|用量|能力|专利|人员|资产|强度|占比|比例|增速|增幅|增长)"
    r"(?:年均|均|都|分别|约)*(?:在|达到?|超过?|突破|不低于|不少于|不小于|高于|大于|过)*|"
    r"(?:以上|左右)?(?:超过?|过|逾|突破)"
)
"""The measure that says of what size the counted things are: 100家|年产值超过|1亿元的企业."""
SIZED_SO = re.compile(r"(?:以上|左右|以内)?[一-龥]{2,12}(?:达到?|超过?|突破|不低于|不少于|高于|大于|过)")
"""Any measure with a word of degree, where what has that size follows: 3家|年纳税达|300万元的酒庄."""
SIZED_THING = re.compile(
    r"(?:及以上|以上|级|左右|以内)?(?:(?:、|且|并|,且)?[一-龥]{0,24}的)?(?!以上|左右|以内|的?目标|水平|规模$|级?$)[一-龥“”A-Za-z()]{2,24}(?:、[一-龥“”]{2,12})?(?=[,;。、]|$)|"
    r"(?:(?:、|和|及)(?:超过?|过|逾)\d[\d.]*[万亿千百]*(?:元|亩|人|件|吨)(?:以上)?)+的?[一-龥“”]{2,24}|"
    r"(?:以上|级)?(?=、\d[\d.]*(?:家|个|户|名|项|件|支|所)(?:以上)?[一-龥]{2,14}\d)|"
    r"(?:以上|级)?(?=(?:、|和|及)若干[家个条户][一-龥]{0,8}[超过达]\d)"
)
DOES_THERE = re.compile(
    r"(?<=机构|企业|公司|院所|高校|团队|协会)在[一-龥]{2,14}?(?:设立|建立|开设|布局|落户)[一-龥]{2,10}$"
)
"""What those that are counted do somewhere: 引进2家机构|在产业园设立分支机构."""
LONG_NAME = 45
OF_WHAT_KIND = r"(?:能够?(?![工人手源量耗力效])|具有|具备|拥有|熟悉|掌握|善于)"
HEAD_BEYOND = re.compile(
    rf"(?P<kind>(?:{OF_WHAT_KIND}|[一-龥]{{0,4}}面积(?=[一-龥]{{1,3}}\d))[^,;。:的]*"
    rf"(?:,(?:{OF_WHAT_KIND}|引领|支撑|推动|从业|设有|配备|符合)[^,;。:的]*){{1,3}}的)(?P<head>[一-龥]{{2,12}})(?=[,;。]|$)"
)
"""A thing whose head stands beyond commas, behind all that tells of what kind it is: 能甲,引领乙的|带头人."""


def headed_beyond(text: str, at: int) -> str:
    """The thing that begins at ``at``, with its head beyond commas; the head alone where the whole is very long."""
    told = HEAD_BEYOND.match(text, at)
    if told is None:
        return ""
    return told.group() if len(told.group()) <= LONG_NAME else told.group("head")


FOR_THOSE = re.compile(
    r"(?:^|[,;:])(?:面向|针对|对于|聚焦)(?P<who>[^,;。]{2,60}?(?:以上|以下|以内)[^,;。]{0,40}的[一-龥]{2,14})(?=[,;。]|$)"
)
"""For whom something is, told with their sizes: 面向专利50件以上的企业,…."""
HELPED_TO = re.compile(
    r"(?:推动|支持|力争|实现|确保|培育|帮助|促进|扶持)(?:\d[\d.]*(?:家|个|户))(?:以上)?[一-龥]{0,8}(?:企业|机构|园区|集群|单位|品牌|平台|基地|主体)[一-龥]{2,8}"
    r"(?:达到?|超过?|突破|不低于)(?P<size>\d[\d.]*(?:万|亿)+元)(?:以上)?(?=[,;。]|$)"
)
"""Those that are counted and what each of them shall reach: 推动20家企业营业收入突破10亿元."""
WHOSE_SIZE = re.compile(
    r"(?:及以上|以上|以下|左右)?的(?!速度|比例|占比|比重|水平|目标|增长|基础)(?P<thing>[一-龥“”A-Za-z、]{1,14}(?:[(][^()]{1,10}[)])?[一-龥]{0,6}?)"
    r"(?:数量|总数|数)?(?:新增|增加|累计|总计|力争|至少)*(?:到|达到?|突破|超过|不少于|不低于)*$"
)
"""The thing of that size that is counted next: 专利超过50件的|企业达到|20家."""
THRESHOLD_OF = re.compile(
    r"(?:及)?以(?:上|下)(?:的)?(?:[一-龥]{2,8}?(?:企业|项目|机组|锅炉|矿山|煤矿|产能|生产线|装置|矿井|电站))?\s?"
)
"""How large those are of which the next number speaks: 2万吨/年及以下|5处矿山."""
AT_ONCE = re.compile(
    r"[一-龥]{0,4}(?:及?以[上下]|左右)?的(?!速度|比例|占比|比重|水平|目标|增长|基础)[一-龥“]{2}"
)
"""What stands behind a size that follows a count at once: 每村1个|100平方米|以上的站点, 每县1所|80个|托位的机构."""
OF_SIZE = re.compile(r"(?:达到?|超过?|突破|不低于|不少于|高于|大于|过|满|在|[一-龥]{2})$")


SOME_OF_SIZE = re.compile(r"若干[家个条户][一-龥]{0,8}[超过达]$")
"""A size of things without a number: 若干个超|20亿元的企业."""
SIZED_NOUN = re.compile(
    rf"[超过达]#(?:以上|级)?的?(?!以上|左右|(?:{UP})|(?:{VERBS})(?!站|院|校|室|店|园|所))[一-龥]{{2,8}}?(?:{UP})?"
)
"""A size, the noun that has it and the number of these, without a stop between: 过|10亿元项目(达到)|3个."""


OF_A_KIND = ("层", "星", "级", "类", "米", "千瓦", "兆瓦")
"""Units that tell of what kind a thing is: 12层以上民宿5栋."""


def _counts(q: Quantity) -> bool:
    return (q.unit or "").lstrip("万亿百千").endswith((*COUNTED_BY, "栋", "间", "台", "艘", "辆", "套"))


def without_sizes(text: str, found: list[Quantity]) -> list[Quantity]:
    """Without the sizes that belong to the name of what is counted beside them.

    培育100家年产值1亿元以上的企业 counts firms, and so does 年产值超过1亿元的企业达到100家.
    """
    out = [q for q in found if not SOME_OF_SIZE.search(text[: q.start])]
    for a, b in reversed(list(itertools.pairwise(found))):
        between = text[a.end : b.start]
        of_size = (a.unit or "").endswith(("元", "亩", "人次", "吨")) and _counts(b)
        kind = a.unit in OF_A_KIND and _counts(b)
        before = "达" if kind else text[max(0, a.start - 1) : a.start]
        noun = SIZED_NOUN.fullmatch(before + "#" + between)
        listed = re.fullmatch(r"、[超过达]\d[^,;。、]{2,16}", between) or (
            b not in out and a.unit == b.unit and re.fullmatch("、[超过达]?", between)
        )
        if a in out and (((of_size or kind) and (noun or listed)) or (listed and b not in out)):
            out.remove(a)
    for a, b in itertools.pairwise(found):
        if a not in out:
            continue
        between = text[a.end : b.start]
        counted = (b.unit or "").lstrip("万亿百千").endswith(COUNTED_BY)
        whose = WHOSE_SIZE.fullmatch(between)
        if THRESHOLD_OF.fullmatch(between) and a.unit and not a.unit.endswith("%"):
            out.remove(a)
            continue
        if (
            whose
            and counted
            and a.unit
            and (OF_SIZE.search(text[: a.start]) or (a.start and text[a.start - 1] in ",、"))
            and not re.search(rf"(?:{VERBS})$", text[: a.start])
        ):
            out.remove(a)
            continue
        first = (a.unit or "").lstrip("万亿百千").endswith(COUNTED_BY)
        helped = [m.start("size") for m in HELPED_TO.finditer(text)] if first else []
        sized = (
            first
            and b.unit
            and (
                (SIZED_BY.fullmatch(between) and SIZED_THING.match(text, b.end))
                or (SIZED_SO.fullmatch(between) and OF_THING.match(text, b.end))
                or (not between and AT_ONCE.match(text, b.end))
            )
        )
        beyond = HEAD_BEYOND.match(text, a.end) if first else None
        if b.start in helped or sized or (beyond and b.start < beyond.end()):
            out.remove(b)
    groups = [m.span("who") for m in FOR_THOSE.finditer(text)]
    return [q for q in out if not any(a <= q.start < b for a, b in groups)]


def paragraphs_of(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    out, at = [], start
    while at < end:
        stop = flat.find("\n", at, end)
        stop = end if stop < 0 else stop
        if stop > at:
            out.append((at, stop))
        at = stop + 1
    return out


def sentences(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of a stretch, ended by 。!? or a line break."""
    out, at = [], start
    for i in range(start, end):
        if flat[i] in "。!?\n":
            if i > at:
                out.append((at, i))
            at = i + 1
    if end > at:
        out.append((at, end))
    return out


def clauses_of(text: str, found: list[Quantity]) -> list[tuple[int, int]]:
    """Clauses between commas and semicolons; a 、 cuts only between two items that each have a number."""
    out: list[tuple[int, int]] = []
    depth = at = 0
    plain = _told_in_quotes(text, [q.start for q in found]) | unclosed(text)
    whole = {i for m in SIZES_IN_TURN.finditer(text) for i in range(*m.span())}
    for i, c in enumerate(text):
        if i in whole:
            continue
        if i in plain:
            pass
        elif c in "([《“":
            depth += 1
        elif c in ")]》”":
            depth = max(0, depth - 1)
        if c in ",;:":
            of_number = (c == "," and _of_thousands(text, i)) or any(q.start < i < q.end for q in found)
            cuts = (depth == 0 or c == ";") and not of_number
        else:
            cuts = c in "、和及与" and depth == 0 and _parts_items(text, at, i, found)
        if cuts:
            out.append((at, i))
            at = i + 1
    out.append((at, len(text)))
    return [(a, b) for a, b in out if b > a]


def _of_thousands(text: str, i: int) -> bool:
    """Whether a comma parts the thousands of a number: 12,500."""
    digits = i > 0 and text[i - 1].isdigit() and text[i + 1 : i + 4].isdigit()
    return digits and not text[i + 4 : i + 5].isdigit()


def _parts_items(text: str, at: int, i: int, found: list[Quantity]) -> bool:
    """Whether 、, 和, 及 or 与 parts two items of the clause that begins at ``at``, each with a number."""
    c = text[i]
    before = [q for q in found if at <= q.start < i]
    ahead = next((q for q in found if q.start > i), None)
    had = any(q.unit != "年" or text[q.end : q.end + 1] != "内" for q in before)
    if not had or ahead is None or not (c == "、" or joins(text, i)):
        return False
    if c != "、" and _new_item(text, at, i, ahead, found):
        return True
    if c == "与" or not (c == "、" or text[i - 1] in "家件个项名人元%户亩所台套条次上"):
        return False
    if re.search("[,;。:]", text[i : ahead.start]) or "分别" in text[at:i] or "依次" in text[at:i]:
        return False
    bare = re.fullmatch("(?:以上|左右|以内)?", text[before[-1].end : i]) and ahead.start == i + 1
    return not bare or bool(object_behind(text[ahead.end : ahead.end + 12]))


SIZES_IN_TURN = re.compile(
    r"(?:[超过达于破值入额模])\d[\d.]*[万亿千百]*(?:元|人|亩|件|吨)?(?:以上)?(?:(?:、|和|及)\d[\d.]*[万亿千百]*(?:元|人|亩|件|吨)(?:以上)?)+"
    r"的?[一-龥“”]{2,16}?(?=(?:数量)?分别)"
)
"""Things of several sizes whose numbers follow: 产值超9亿元、5亿元的企业|分别."""
OPENING = {")": "(", "]": "[", "》": "《", "”": "“"}


def unclosed(text: str) -> set[int]:
    """Places of brackets and quotation marks that open and are not closed in ``text``: they hold nothing together."""
    waiting: list[int] = []
    for i, c in enumerate(text):
        if c in "([《“":
            waiting.append(i)
        elif c in OPENING:
            mine = next((k for k in range(len(waiting) - 1, -1, -1) if text[waiting[k]] == OPENING[c]), None)
            if mine is not None:
                del waiting[mine]
    return set(waiting)


def _told_in_quotes(text: str, spots: list[int]) -> set[int]:
    """Places of quotation marks around whole clauses with numbers of their own: 实现“甲达到…,乙达到…”的目标."""
    out: set[int] = set()
    for m in re.finditer(r"“([^“”]{12,})”", text):
        if "," in m.group(1) and sum(1 for at in spots if m.start() < at < m.end()) >= 2:
            out |= {m.start(), m.end() - 1}
    return out


def _new_item(text: str, at: int, i: int, ahead: Quantity, found: list[Quantity]) -> bool:
    """Whether 和 (及, 与) begins a second counted thing: 建设3个甲和5个乙, but not 与20所高校共建."""
    if ahead.start != i + 1 or not ahead.unit or ahead.unit.endswith(("%", "元", "年", "月")):
        return False
    last = [q for q in found if at <= q.start < i][-1]
    thing = object_behind(after_suffix(text[last.end : i]))
    other = object_behind(after_suffix(text[ahead.end : ahead.end + 40]))
    if not last.unit or last.unit.endswith(("%", "元")) or len(thing) < 2 or len(other) < 2:
        return False
    return text[i] != "与" or not re.search(r"共建|合作|签|对接|联合|结对|开展", thing + other)


def adjacent(text: str, inside: list[Quantity]) -> bool:
    """Numbers that follow each other with nothing but 、 or 和 between."""
    return all(
        re.fullmatch(r"(?:以上|左右|以内)?(?:、|和|及)", text[a.end : b.start])
        for a, b in itertools.pairwise(inside)
    )


def object_behind(after: str) -> str:
    """Noun phrase after the number, up to the first stop."""
    text = after.lstrip("的")
    m = re.match(r"[^,;。:!?]{1,60}", text)
    if not m:
        return ""
    out = m.group()
    if out.count("(") > out.count(")"):
        out = out[: out.rfind("(")]
    bracket = out.find("(")
    closing = out.find(")", bracket) if bracket > 1 else -1
    if closing > 0 and re.search(r"[局委厅办院部]|牵头|负责|单位|配合|政府", out[bracket:closing]):
        out = out[:bracket]
    if out and out[0] in "、和及)":
        return ""
    out = re.split(
        r"(?:,|;|(?<=[一-龥]{2})(?:特别是|尤其是)|(?<=[一-龥]{3})(?:给予|予以)(?=[一-龥]{2})|以及(?=建|培|打)|(?<=[一-龥]{2})(?:和|及|以及|、)(?=一批|一系列|若干)|并(?=[一-龥]{2,})|、(?=(?:建成|培育|打造|引进|新增|若干|一批)))",
        out,
    )[0]
    if not re.match(r"[一-龥A-Za-z“\d]", out):
        return ""
    if re.match(r"^(?:全覆盖|以上|以下|左右|的目标|目标|以内|之间|和|及|或|,|为|并|且|时)", out):
        return ""
    made = re.search(r"[一-龥]{3,}(?:作为|列为|成为)(?=[一-龥“”]{3,}$)", out)
    out = out[made.end() :] if made else out
    out = re.sub(
        r"(?<=[一-龥]{2})的(?:批量|规模|大规模)?化?(?:制造|生产|供给|供应|研制|产出|交付)能力$", "", out
    )
    out = re.sub(
        r"(?<=[一-龥]{3})(?:[到在]?20\d\d年底?(?:以?前)?[一-龥]{2}|拥有|突破|(?<=[率量额数度值期])(?:保持|实现))$",
        "",
        out,
    )
    out = DOES_THERE.sub("", out)
    return out.rstrip("、的和及 ").strip()


WITHIN = re.compile(
    r"及(?=以[上下内]|其|时|早|格)|普及|涉及|顾及|推及|提及|波及|危及|饱和|温和|缓和|调和|共和|和谐|和平|和解|总和|参与|给予|赋与|与会|与否"
)


def joins(text: str, at: int) -> bool:
    """Whether 和, 及 or 与 at a place joins two names and is no part of a word (普及, 参与, 和谐)."""
    return not any(m.start() <= at < m.end() for m in WITHIN.finditer(text, max(0, at - 1), at + 3))
