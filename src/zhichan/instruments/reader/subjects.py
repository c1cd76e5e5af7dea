"""Whose a number is where its own words do not say it whole: shared by a list, restated for a place, or owned."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .clauses import COUNTED_BY
from .naming import (
    DEED_OF,
    MEASURED,
    by_measure,
    core_of,
    listed_names,
    object_of_deed,
    only_verb,
    share_heads,
    stem_of,
    stock_of,
    whole_name,
    whose_measure,
)
from .wording import DOWN, GROWTH, NOUN_HEAD, RATE_END, SHRINK, UP, VERB_HEAD, without_degree

EACH_TAIL = re.compile(
    r"(?P<sum>(?:等)?(?:[二两三四五六七八九]|\d)项(?:主要|核心|重点|经济|关键)*指标)?"
    r"(?P<each>(?<![年人平月日户])均|(?<=[两三四五]年)均$|都|全部|双双|各|分别|同步)?(?:要|须|将|应|新增|建设|建成)*"
    r"(?P<base>(?:(?<![占对环同])比|较|在)[^,;、。]{2,14}?(?:年(?:末|底)?|水平|基础上|同期|期末))?"
    rf"(?P<grown>(?:再)?(?:年均|每年|年平均|同比)?(?:{GROWTH}|{SHRINK})(?!到|至|为))?"
    rf"(?:{UP}|{DOWN}|为|在)*$"
)
"""The words between a list of names and the one number that holds for each of them."""
GROWN_FIRST = re.compile(rf"(?:年均|每年|年平均|同比|年|连续[两三四五]年)?(?:{GROWTH}|{SHRINK})(?:率|幅度)?$")
"""Growth told before 均: 产值和税收|年均增长|均达到 …."""
TOGETHER = re.compile(r"合计|总和|之和|总计|共计|累计|[^总公]共$")
"""A sum of all that the list names."""
MEASURES = re.compile(
    rf"(?:{MEASURED.pattern})|(?:投资|贸易|进出口|利润|税收|利税|营收|产能|销售|消费|GDP|浓度)$"
)


@dataclass(frozen=True)
class Each:
    """Names that share one number, with their places in the clause, and the words that stand before the number."""

    names: list[str]
    places: list[tuple[int, int]]
    words: str
    deed: str


TOLD_ABOVE = re.compile(
    r"(?:[上前]述|以上|这|前)(?:[二两三四五六七八九十]|\d{1,2})?[项个类]?(?:主要|核心|预期)?(?:指标|目标|任务)?(?:数?值)?"
    r"|[二两三四五六](?:者|项(?:指标|目标))"
)
"""What stands for the goals told last: 上述两项指标, 二者."""


def told_of_each(pre: str, *, percent: bool, fold: bool, unit: bool, before: str) -> Each | None:
    """The names of a list for each of which the number behind ``pre`` holds: A率、B率(均)达到 …; else nothing.

    ``percent`` and ``fold`` say that the number is a share or a multiple, ``unit`` that it has a unit; ``before`` is
    the subject of the clause before. A list without 均 or 各 shares its number only where every name is a measure.
    """
    tail = EACH_TAIL.search(pre)
    if tail is None or not tail.start():
        return None
    each = tail.group("each") or ""
    ends = tail.start("each") if each else tail.start()
    if tail.group("sum"):
        ends, each = tail.start(), each or "均"
    changed = (
        GROWN_FIRST.search(pre[:ends])
        if each in ("均", "都", "全部", "双双") and not tail.group("grown")
        else None
    )
    ends = changed.start() if changed else ends
    places = listed_names(pre[:ends], short=each not in ("", "各", "全部"))
    if len(places) > 2 and any(re.match(r"\d+(?:家|所|个)", pre[a:b]) for a, b in places):
        places = by_measure(pre, places) or places
    cores = [core_of(pre[a:b])[0] for a, b in places]
    if not 2 <= len(places) <= 5:
        return None
    words = pre[ends:]
    risen = changed.group() if changed else tail.group("grown") or ""
    if each == "各":
        return _of_one_kind(cores, places, words) if unit and not percent else None
    if not each:
        if TOGETHER.search(pre) or not all(MEASURES.search(core) for core in cores[:-1]):
            return None
        if not MEASURED.search(cores[-1]) and not (risen and MEASURES.search(cores[-1])):
            return None
    if risen or fold:
        cores = [core + (tail.group("base") or "" if risen else "") + risen for core in share_heads(cores)]
        return Each(cores, places, words, "") if all(len(c) >= 3 for c in cores) else None
    if not each:
        cores[0] = VERB_HEAD.sub("", cores[0]) or cores[0]
        whole = whole_name(cores[0], before)
        lent = whole[: len(whole) - len(cores[0])]
        cores = [lent + core if len(core) <= 4 else core for core in cores]
    if all(DEED_OF.fullmatch(core) for core in cores[1:]):
        cores = share_heads(cores)
    cores = [cores[0], *(lent_to(cores[0], core) for core in cores[1:])]
    if RATE_END.search(cores[-1]):
        bare = any(not RATE_END.search(core) for core in cores)
        cores = whose_measure(cores) or (share_heads(cores) if bare else cores)
    if not all(len(core) >= 3 and MEASURED.search(core) for core in cores):
        return None
    return Each(cores, places, words, "")


WHOLE_THINGS = ("标准", "规程", "规范", "指南", "导则", "目录", "报告", "图谱", "手册")
"""Papers, which are whole things each: 产品标准、生产技术规程各|10项."""
OF_THOSE = re.compile(
    r"[一-龥“”]{2,}?(?:毕业生|人员|患者|企业|学生|居民|老年人|儿童|职工|农户|党员|干部|机构|单位|项目)(?=[一-龥]{4,}率$)"
)


def lent_to(first: str, name: str) -> str:
    """A short rate beside a long one is of the same people: 待业青年登记率、|服务率."""
    whose = OF_THOSE.match(first)
    if whose is None or not re.fullmatch(r"[一-龥]{2,6}率", name) or len(name) > len(first) - whose.end():
        return name
    return whose.group() + name


def _of_one_kind(cores: list[str], places: list[tuple[int, int]], words: str) -> Each | None:
    """甲、乙各10个: the verb is told once, and so is what the last name ends with."""
    deed = VERB_HEAD.match(cores[0])
    first, last = VERB_HEAD.sub("", cores[0]), cores[-1]
    if (
        len(first) < len(last)
        and len(last) >= 4
        and first[:2] != last[:2]
        and not first.endswith(WHOLE_THINGS)
    ):
        whole = share_heads([first, *cores[1:]])
        cores = (
            [(deed.group() if deed else "") + whole[0], *whole[1:]]
            if whole[0] != first
            else [core + last[len(first) :] for core in cores[:-1]] + [last]
        )
    if all(DEED_OF.fullmatch(core) for core in cores[1:]):
        cores = share_heads(cores)
    if any(len(core) < 3 for core in cores):
        return None
    return Each(cores, places, words, deed.group() if deed else "")


CLASSIFIERS = (*COUNTED_BY, *"场列篇部套台辆艘架栋间班张本份块片类宗笔")
REACHED = re.compile(r"[达超逾约]|突破|不低于|不少于|至少达|为|[到至过]|增长|提高|保持|稳定|=|≥")
"""Words of degree that stand between a subject and its own number."""
PREDICATE = re.compile(
    r"(?:获|被|入选|入围|通过|投入|投用|实现|完成|达到|成为|列入|纳入|参加|参与|开工|竣工|落地|上市|上云|接入|建有|设有|建立|进行|开展|用于|作为|给予|按|组[成建])"
)
NO_THING = re.compile(
    rf"{PREDICATE.pattern}|以|助力|[省市县区州][一-龥]{{1,8}}?(?:委|厅|局|办|部|政府)|.*[\s|]"
)
"""What begins a predicate, or another cell or line, and is nothing that is counted."""
THOSE = re.compile(
    r"(?:企业|机构|单位|农户|学校|人员|人才|群众|居民|专员|代理师|工程师|专家|教师|医师|志愿者)$"
)
"""Who is counted, where what follows tells what they do: 带动企业50家“上云用数”."""
RHYTHM = re.compile(r"每年|全年|年均|每季度|每月|累计|每(?:人|个|家|所|县|镇|村)[一-龥()、]{0,8}")


def thing_behind(pre: str, core: str, thing: str, unit: str) -> str:
    """What a classifier counts where a noun follows it and no verb that we know stands before: the noun behind.

    每年至少开通|3条|公交线路 counts lines. Nothing where the words before are the subject (收入超过, 高校3所建成).
    """
    if not unit.lstrip("万亿百千").endswith(CLASSIFIERS) or len(thing) < 2:
        return ""
    if REACHED.search(pre[len(without_degree(pre)) :]) or MEASURED.search(core):
        return ""
    if core.endswith(thing[:2]) or (len(core) >= 3 and PREDICATE.match(thing)):
        return ""
    touching = without_degree(pre) == pre
    done = VERB_HEAD.match(core)
    whole = NOUN_HEAD.search(core) or THOSE.search(core) or (done is not None and len(core) - done.end() >= 2)
    noun = NOUN_HEAD.search(thing) or (
        len(thing) >= 6 and not NO_THING.match(thing) and not THOSE.search(core)
    )
    if whole and (VERB_HEAD.match(thing) or (touching and not noun)):
        return ""
    rhythm = RHYTHM.search(core)
    short = rhythm is not None and rhythm.start() <= 6 and len(core) <= rhythm.end() + 4
    return (core.replace("至少", "") if short else "") + thing


OWN_DEED = re.compile(
    r"(?:累计|每年|全年)?(?:培训|轮训|服务|惠及|接待|走访|宣讲|咨询|受益|检查|巡查)(?:人员|群众|企业|对象)?"
)


def deed_counted(core: str, before: str, unit: str, known: dict[str, str]) -> bool:
    """Whether visits and heads are counted of a deed of its own: 开展活动30场,培训|5000人次.

    ``known`` holds the units of the sentence that have a name.
    """
    if len(core) >= 4 and only_verb(core) and unit.endswith("人次"):
        return not before.endswith(("培训", "服务", "活动"))
    visits = unit.endswith(("人次", "家次", "户次", "场次")) and unit not in known
    return visits and OWN_DEED.fullmatch(core) is not None and not before.endswith(core[-2:])


SIZE_WORD = r"\d[\d.]*[万亿千百]*(?:元|人次|人|亩|件|吨)?(?:以上|级)?"
SIZES = re.compile(
    rf"(?P<head>[^,;\d]{{0,18}}?)(?P<sizes>{SIZE_WORD}(?:(?:、|和|及){SIZE_WORD})+)(?P<thing>的?[一-龥“”]{{2,16}}?)(?:总?数量?|总数)?"
)


def sizes_in_turn(before: str, count: int) -> list[str]:
    """Names of things of several sizes before 分别: 年产值超9亿元、5亿元的|企业; else nothing."""
    told = SIZES.fullmatch(before)
    if told is None:
        return []
    sizes = re.split("[、和及]", told.group("sizes"))
    if len(sizes) != count:
        return []
    head = core_of(told.group("head"))[0] or told.group("head")
    return [head + size + told.group("thing") for size in sizes]


BESIDE = re.compile(r"[(][^()。;]{1,24}[)](?=(?P<thing>[一-龥“A-Z][^,;。()\d]{2,}))")


def beyond_bracket(text: str, end: int) -> tuple[int, str] | None:
    """Where the words behind a bracket begin that stands between a number and its thing, and these words; else nothing.

    新增6个(每镇2个)|书屋.
    """
    beside = BESIDE.match(text, end)
    if beside is None or not re.search(r"\d", beside.group()):
        return None
    return beside.end(), beside.group("thing")


PART_WHERE = re.compile(r"(?P<where>(?:在|位于|来自|面向|用于)[一-龥“”()、]{2,16})$")


def part_told(core: str, after: str, before: str, *, unit: str, told: list[tuple[str, str]]) -> str:
    """What 其中 tells of those before by where they are: 医院12家,其中|10家在郊区, 其中|县区至少各1家; else nothing."""
    share = re.match(r"([^中]{2,12}中)[^,;]{2,12}占", before) if unit == "%" else None
    if share and re.fullmatch(r"[^,;]{2,8}以上的?(?:比重|比例|占比)", core):
        return share.group(1) + core
    stem = VERB_HEAD.sub("", stem_of(before))
    if len(stem) < 2 or not told or unit not in (told[-1][1], "%"):
        return ""
    if core.endswith(("企业", "高校", "院所", "医院", "学校")) and unit.endswith(("家", "户", "所")):
        return ""
    if (
        re.fullmatch("[一-龥]{2,6}类", core)
        and not after
        and unit == told[-1][1]
        and not stem.endswith(core[-2:])
    ):
        return core + stem
    where = PART_WHERE.fullmatch(after)
    if where and not core:
        return stem + where.group("where")
    if (
        2 <= len(core) <= 6
        and WHERE_PART.search(core)
        and core[-2:] != stem[-2:]
        and not MEASURED.search(stem)
        and not after
    ):
        return _in_place_of(core, stem)
    return ""


WHERE_PART = re.compile(
    r"(?:[县市区镇乡村州旗]|城区|郊区|园区|县区|山区|农村|高校|院所|高校院所|国企|民企|企业|学校|医院|(?<![作事毕就创])业)$"
)
EACH_PLACE = re.compile(
    r"(?P<place>(?:每个?|各)(?![百千万亿]|季|月|周|年|类|项|地|级|种)[一-龥]{1,4}?(?:[(][^()]{1,8}[)])?(?:、[一-龥]{1,4}?(?:[(][^()]{1,8}[)])?)?)"
    r"(?:均|都|要|应|至少|不少于|各|分别|建成|建设|建有|设有|设立|培育|打造|拥有|配备|有|完成|新建|建)*"
)


def of_each_place(core: str, before: str) -> str:
    """Of what each place has some, by the clause before: 建成驿站20个,每个县至少建成|1个; nothing for other words."""
    told = EACH_PLACE.fullmatch(core)
    if told is None or not before or before.startswith(("每", "各")) or len(core) > 16:
        return ""
    thing = object_of_deed(VERB_HEAD.sub("", before))
    if re.search("(?:充足|增加|提高|到位|加强|完善)$", thing):
        return ""
    return told.group("place") + thing if len(thing) >= 2 else ""


PER = re.compile(r"每(?:百|千|万|十万|百万|亿)[一-龥]{0,6}?(?:人口|人|居民|户|老年人|职工|学生)$")


def per_head(core: str, before: str) -> str:
    """每万人口达到4名 leaves to the clause before what there are so many of; nothing where it says so itself."""
    if not PER.fullmatch(core) or not before:
        return ""
    thing = re.split(r"(?<=[一-龥]{2})[比较]", before)[0]
    thing = re.sub(r"(?:人数|数量|总数|总量|个数|数)$", "", stem_of(thing))
    return core + thing if len(thing) >= 2 and not thing.startswith("每") else ""


CARRIED = re.compile(
    rf"(?:年均|年平均|每年|逐年|累计|同比|力争)*(?:{GROWTH}|{SHRINK})?(?:率|幅度)?了?|总量|总数|(?:每年|年均)?新增|累计"
)
"""What says nothing of whom it is told: 每年增加, 累计, or no word at all."""
NO_SUBJECT = re.compile(
    r"(?:目标|任务|要求|指标|措施|工作|原则|行动|工程|机制|体系|保障|领导|步骤|情况|意见|方案|规划|内容|项目)$"
)


def subject_carried(core: str, previous: str, title: str) -> str:
    """The subject of the sentence before, or of the heading above, for words that have none; nothing for all others."""
    if not CARRIED.fullmatch(core):
        return ""
    if previous:
        return previous
    named = 2 <= len(title) <= 16 and not VERB_HEAD.match(title) and not NO_SUBJECT.search(title)
    return title if named and MEASURED.search(title) else ""


def summed_up(name: str, total: str) -> str:
    """The stock of a thing whose additions were told before: 每年新增名牌, and then 总量."""
    return (
        re.sub(r"^(?:每年|年均|年度|全年)*(?:新增|净增|新建|新认定|新培育|新引进)?", "", stock_of(name))
        + total
    )


SUBSET = re.compile(
    r"(?:地区|区域|流域|[县市区镇乡村州省旗]|城区|园区|山区|农村|城市|城镇|企业|单位|高校|院所|医院|学校|机关|人群|人口|居民|儿童|老年人|重点)$"
)
RATE_TAIL = re.compile(
    r"(?:[一-龥]{2}率|占比|比例|比重|覆盖面|满意度|合格率|[一-龥]{2}(?:时间|时限|面积|数量|总量|强度))$"
)


WHO = "[一-龥]{0,6}?(?:机关|单位|企业|[国民央]企|高校|院所|医院|学校|银行)"
"""Bodies of whom a rate is told, in a list: 机关正版化率、|国有企业."""


def restated(
    core: str,
    before: str,
    *,
    degree: bool,
    same: bool,
    bracket: bool,
    topic: bool,
    percent: bool,
    listed: bool,
) -> str:
    """A part of those before with a number of its own: …率达到60%,山区达到40%; nothing where the words are a subject.

    ``degree`` tells that a word of degree stands before the number, ``same`` that the unit is that of the number
    before, ``bracket`` that the part stands in brackets behind it, ``topic`` that ``before`` was told without a number,
    ``percent`` that the number is a share.
    """
    before = re.sub("^(?:推动|实现|确保|力争)(?=[一-龥]{4})", "", before)
    theirs = re.match(WHO, before) if listed and same and before.endswith("率") else None
    if theirs and re.fullmatch(WHO, core) and len(before) - theirs.end() >= 3:
        return core + before[theirs.end() :]
    if not 2 <= len(core) <= 14 or len(before) < 4 or MEASURED.search(core) or VERB_HEAD.match(core):
        return ""
    if (
        re.search(rf"(?:{GROWTH}|{SHRINK}|[幅速价]$|带宽$|价格$|容量$|浓度$|能力$|产能$|营收$|利润$)", core)
        or not (same or topic)
        or not (degree or bracket)
    ):
        return ""
    timed = re.search("(?:周期|时限|时间|期限)$", before)
    if topic and timed and not re.search("[时间期天]", core):
        return core + before
    if not same and not percent and (RATE_TAIL.search(before) or MEASURED.search(before[-4:])):
        return ""
    level = LEVEL.match(before) if same and LEVEL.fullmatch(core) else None
    if level:
        return core + before[level.end() :]
    if SOME_PLACE.fullmatch(core) and not percent:
        other = SOME_PLACE.match(before)
        thing = before[other.end() :] if other and same else DONE_THERE.sub("", before)
        built = len(thing) >= 3 and thing[-1] not in "县市区镇村乡" and (same or thing != before)
        return core + thing if built else ""
    if bracket or (SUBSET.search(core) and (MEASURED.search(before[-4:]) or before.endswith("事项"))):
        return _in_place_of(core, before)
    tail = RATE_TAIL.search(before)
    if tail is None or not tail.start():
        return ""
    own = before[: tail.start()]
    if 0 < before.find(core[-2:]) <= 8:
        return _in_place_of(core, before)
    if own[-1] == core[-1] and 0 <= len(own) - len(core) <= 6:
        return own[: len(own) - len(core)] + core + tail.group()
    return core + (before if topic else tail.group()) if len(core) <= 10 else ""


def _in_place_of(core: str, before: str) -> str:
    """A part and what is told of it, in the place of its like: 大型企业数量, 小企业|数量; in front of all else."""
    like = before.find(core[-2:])
    return core + (before[like + 2 :] if like > 0 else before)


SOME_PLACE = re.compile(
    r"(?:[一二两三四五六七八九十\d]{1,2}[县市区旗]){1,3}|(?:主|中心|老)?城区|市区|郊区|县城|县域|各?县区|开发区|高新区|经开区|(?!示范|试验|试点|先行)[一-龥]{2}[县区]"
)
"""A place that has so many of what the clause before builds: 建设服务站,三县一市|不少于2个."""
DONE_THERE = re.compile(
    rf"^(?:加快|推进|推动|加强|积极|大力)*(?:{VERB_HEAD.pattern[1:]})?(?=[一-龥“]{{3,}})|(?:建设|布局|培育|创建)$"
)
LEVEL = re.compile(r"国家级?|省级|设区的?市|市级|市州|州市|县区|区县|县级|区级|乡镇|镇级|村级")


def shared_by(pre: str, core: str, predicate: str) -> str:
    """Of whom a share says what: 丝织品|70%以上|按出口标准生产; nothing where the share is a rate or a growth."""
    if without_degree(pre) != pre or not 2 <= len(predicate) <= 30 or MEASURED.search(core):
        return ""
    if re.search(rf"(?:{GROWTH}|{SHRINK}|占[^占]*|比重|由|从)$", core):
        return ""
    return core + re.sub(r"等$|”$", "", predicate)


def deed_of_same(core: str, before: str) -> str:
    """新建果园10万亩、补建15万亩: a bare deed in a list is done to the thing before; nothing for any other words."""
    done = VERB_HEAD.match(before)
    if done is None or len(core) != 2 or core[-1] != done.group()[-1]:
        return ""
    return core + before[done.end() :] if len(before) - done.end() >= 2 else ""


PART_BEHIND = re.compile(
    r"(?P<measure>[一-龥]{3,}(?:率|占比|比例|比重|覆盖面|满意度))"
    r"(?P<part>城市|城镇|农村|乡村|城区|山区|平原|县城|镇区|小学|初中|高中|一般人群|重点人群|企业|个人|男性|女性|"
    r"[一-龥]{2}地区|[一-龥]{1,2}[市县区镇])"
)


def part_behind(core: str) -> tuple[str, str]:
    """入学率山区|达到…、平原…: the part before its measure, and the measure for the parts that follow; else nothing."""
    told = PART_BEHIND.fullmatch(core)
    return (told.group("part") + told.group("measure"), told.group("measure")) if told else ("", "")


NAMELESS = re.compile(
    rf"(?:区县|县区|市县|设区的?市|各(?:县|区|市|县市|市县|区县|县区)(?:[(][市县区、]{{1,5}}[)])?)|(?:以[上下内]|左右|若干|分别|[比较]|上一?年|去年|同比|{GROWTH}|{SHRINK}|任务|目标|指标|实现|完成|继续|实施|开展|推进|"
    r"累计|总计|合计|其中|每年|年均|全年|年度|平均|力争|争取|确保|达到|超过|即|[共约将要的了和及在于从由到至为再])+"
)
"""Words of degree, of time and of doing that name no thing."""
