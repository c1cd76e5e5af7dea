"""What time a sentence speaks of: what is so already, or what shall be; one that does not say goes on as those before.

A human reader settles this for a whole stretch: where sentence after sentence tells what has been reached, the one
between them that only names a thing and a number tells it too. Nothing of this holds where a heading announces goals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .clauses import paragraphs_of, sentences
from .passing import DEED
from .quantities import Quantity
from .wording import VERB_HEAD, VERBS

AIM = re.compile(
    r"力争|确保|争取|到20\d\d|20\d\d年(?:底|末)?前|不低于|不少于|以上|以内|左右|提高[到至]|提升[到至]|降[到至低]|新增|[,;]再建|基础上|^(?:结合|依托|利用|整合)现有[^;]{2,20},新建|"
    r"(?<![健大])将|计划|目标|每年|年均|培育|打造|推动|引进|突破|拓展|扩大|压缩|压减|控制在|增加到|至少|累计(?:达|完成|培)"
)
HOLDS = re.compile(
    r"[^,;\d]{0,18}(?<![实出活造合用升托动对展由从在将把])(?:现有|已有|共有|已累计|已建成|已培育|现存)"
)
STRONG_AIM = re.compile(
    r"力争|确保|争取|[到至]20\d\d|20\d\d年(?:底|末)?前|(?<![健大])将|计划|目标|每年|新增|再|打造|推动|拓展|提高到|提升到|增加到|扩大到|升至|不[低少]于|基础上"
)
HELD_HERE = re.compile(r"(?:全[市省县区国]|我[市省县区])现有")
HELD_NOW = re.compile(rf"{HOLDS.pattern}[一-龥]{{0,10}}\d")
BARE_STOCK = re.compile(r"(?!新|再|培育|建设|引进)[一-龥]{2,12}(?<![到达超破于持])\d[\d.]*[一-龥%]{1,3}")
"""A second stock beside the first: 现有机构12家,|经纪人80人."""
PLACE_HEAD = re.compile(
    r"^(?!在)(?:全[市省区县州]|我[市省区县州]|本[市省区县州]|(?!入驻|引进|线上|注册|接入|服务|新增|建设|对接|统筹|依托|充分|围绕|加快|整合|"
    r"盘活|利用|立足|发挥|坚持|通过|支持|鼓励|引导|推动|促成|促进)[一-龥]{2,8}(?:区|园|城|站|院|中心|基地|流域|大厅|平台|馆))(?!要|应|各)"
)
DEGREE = re.compile(
    r"(?:达到?|突破|超过|不低于|不少于|至少|力争|[到至]|不超过|不高于|控制在|为|保持在?|稳定在?)$"
)
AHEAD = re.compile(
    r"力争|争取|确保(?!了)|(?<![截甚以达升增提长加高])[到至]20\d\d年?(?!的)|20\d\d年(?:底|末)?前|(?<![健大与])将(?!军|近)|计划(?=[到在新建投培引完])|拟(?!引资|投资)|"
    r"目标(?:是|为|:)|(?<![主需])(?<!(?<!比)重)要(?!求|素|件|点|闻|领|是)|不低于|不少于|不高于|下一步|未来|今后|原则上|须|"
    r"每年|牵头|负责|年内|年底前|今年(?!以来|上半年|1)"
)
"""Words that speak of what shall be."""
REACHED = re.compile(
    r"(?:^|[,;。])[一-龥]{0,8}(?:大会上|会上|会后|会议期间|仪式上|活动现场|签约现场|活动中),|(?<![而])已(?![经正式]{0,2}(?:印发|出台|发布)|纳入|经[^,;。]{0,8}同意)|先后[一-龥]|"
    r"截[至止]|(?<![由从较比])目前|近年来|[一二三四五六七八九十]年来|(?<!今年)以来|(?<![比与从较于])去年(?!的|同期)|[比较]去年同期|上年末|(?:任务|时间)过半|(?:上半年|前三季度|1-\d{1,2}月)[^,;。]{0,24}?(?:同比|达(?!到)|为\d)|"
    r"过去[一二两三四五\d]+年|连续\d+年(?:位居|居|稳居)|(?:(?<![争、并])[稳位]居|(?<![争稳位、并])居)(?:全[国省市]|世界|国内)|成效(?:显著|明显)|"
    r"仅[有为]\d|仍(?:然)?(?:较|偏|薄弱|不足)|经(?:第三方)?(?:评估|测算|核算|统计)[为达]\d|涌现出|取得(?!更)[^,;。\d]{0,10}(?:成效|成绩|进展|突破|成果|成就)(?!\d)|占同期|(?:达到|完成|实现)了?(?:预期|年度|预定)目标"
)
"""Words that speak of what has been reached."""
STATE_IN_BRACKET = re.compile(r"\((?:(?:截[至止]到?)?20\d\d年|目前|现[有为]|已)[^()]{0,24}\)")
"""How things stand, told in a bracket behind what is aimed at: 达到200家(目前63家)."""
STANDS = re.compile(r"目前|现[有为]|(?<![而])已(?!经?[^,;。]{0,8}同意)")
"""Words of how things stand, which a clause of a deed's sentence may tell by the way."""
HIGHER = re.compile(
    rf"{STRONG_AIM.pattern}|[提升增扩缩压降减][一-龥]{{1,4}}[到至]\d|以[上内]|[,;](?:{VERBS})"
)
"""What shows that a sentence goes on to what is aimed at."""
BY_THE_WAY = re.compile(
    r"(\d[^,;。\d]{0,4}以[上内]|[到至]\d[\d.]*[^,;。\d]{1,6}),[^,;。\d]{0,16}(?:目前(?:仅|只|为)|20\d\d年(?:年?[底末])?(?:已|仅))[^。]*$"
)
"""What is said behind a degree that is aimed at of how it stands: 扩充到40名,|目前仅有18名."""
DONE = re.compile(r"[一-龥]{2}了(?!解|然)")
"""A deed that is done, unless the text has begun to speak of what shall be."""
STRIVING = re.compile(r"力争|争取|确保(?!了)")
"""Words that nobody uses of what is over."""
AIMED = re.compile(
    r"力争|争取|确保|[到至]20\d\d年|(?<!五年)计划(?=[到在新建投培引完])|(?<!预期)(?<!完成)目标"
)
"""Words that a text aims with."""
HELD = re.compile(
    rf"(?:^|[,;。:])(?!{VERBS})[^,;。\d]{{0,12}}(?<![由从在将把])(?:现[有存]|共有|共拥有|原有)[^,;。\d]{{0,12}}\d"
)
"""What there is, where nothing is done with it: 现有甲12家, and not 改造现有甲12处."""
IN_YEAR = re.compile(r"(?:^|[,;。])(?:而?在)?(20\d\d)年(?!版|以)")
STOOD = re.compile(
    rf"20\d\d年(?:年?[底末])?(?!.{{0,12}}(?:达到|新增|完成|实现|力争|确保|不[低少高超]))(?!{VERBS})[^,;。\d]{{2,16}}(?<![以]上)[为是]?\d"
)
PAST_HEAD = re.compile(
    r"(?:截[至止]到?|而?在)?(?:(?P<year>20\d\d)年(?:年?[底末])?(?![一-龥]{0,2}起)|(?:今年)?(?:上半年|前三季度|一季度)|[^,;。]{0,12}(?:普查|统计|调查)(?:结果|数据)?显示)"
)
STATE_OF_YEAR = re.compile(
    rf"20\d\d年(?:年?[底末])?,(?:全|我)[省市县区州](?![^,;。\d]*(?:达|突破|超过|{VERBS}))[^,;。\d]{{2,20}}\d"
)
"""How a place stood in a year, told without a verb: 2021年,全市规上工业企业4216家."""
AIMED_DEGREE = re.compile(r"以[上内]|左右|不[低少高超]|至少|力争|确保|分别达到")
RESULT = re.compile(r"同比|[较比](?:上年|去年)|现有|显示|净流[入出]|已")
AS_OF_YEAR = re.compile(r"截[至止]到?(20\d\d)年")
SO_FAR = re.compile(
    r"(?:^|[,;:])(?:目前[^;]{0,20}?(?:已|均|共有|现有)|现有(?=[一-龥]{2,10}(?:\d|$))|20\d\d年以来(?!的))"
)
"""What there is so far, told by the way among goals."""
OF_THEIRS = re.compile(r"(?:已|现有|目前|20\d\d年以来|近年来)[^,;。\d]{0,12}的(?![,;。])")
"""What is only the mark of a thing that something shall be done with: 已建成的园区, 目前在建的项目."""
AT_LEAST = re.compile(r"以[上内]|左右|不[低少高超]|至少|达到|突破|[提高升加大缩短低降][到至]|提高|新增|力争")
"""Degrees that goals are told in, though not goals alone."""
OF_YEARS = re.compile(r"从(20\d\d)年[^,;。]{0,24}?到(20\d\d)年")
AT_YEAR = re.compile(
    r"[到至](20\d\d)年(?:年?[底末])?,?(?!.*(?:力争|确保|争取|计划|目标|(?<![健大])将|不[低少]于|以上))"
)
"""How a place stood at the end of a year, or shall stand: 至2018年末,全市机构达到12家."""
FALLS_SHORT = re.compile(r"[。;](?:但|可是|然而|不过)[^。]*(?:差距|不足|问题|短板|薄弱|瓶颈|不强|不高|偏低)")
"""What a text says of how things stand, behind what is well with them."""
ASKED = 3
"""Sentences on what is reached, and none on what shall be, that settle the time of a whole stretch."""


PLAN_SAYS = re.compile(
    r"(?:方案|计划|规划|意见|措施|纲要|要点)(?:[(][^()]{0,16}[)])?》(?:明确|提出|指出|确定|规定|要求|部署)"
)
SUMS_UP = re.compile(r"(?:总结|情况的?(?:报告|汇报|通报))(?:[(（][^()（）]{0,16}[)）])?$")
"""A title of a text that tells what was done."""
TURNS_AHEAD = re.compile(
    r"打算|计划|下一步|思路|安排|目标|今后|展望|部署|谋划|下[一]?阶段|重点工作|重点任务"
    r"|(?:20\d\d年|明年|今年)(?!.*(?:完成|情况|成效|总结|回顾)).*(?:要点|任务|重点|举措|攻坚|突破|台阶)"
)
"""A heading of such a text below which it turns to what shall be."""
LOOKS_BACK = re.compile(r"(?:去年|上年|回顾|上[一]?年度)[^,;。:]{0,6}:")
"""A paragraph that is headed so tells what was, whatever it begins with."""


def spoken(sentence: str, *, now: int | None = None) -> int:
    """1 where a sentence says that it speaks of what shall be, -1 of what is reached, 0 where it says neither.

    ``now`` is the year in which the text was written: what is told of a year before it is reached.
    """
    text = STATE_IN_BRACKET.sub("", re.sub(r"《[^《》]{0,80}》|在(?:已|现有)[^,;。]{0,30}基础上", "", sentence))
    text = OF_THEIRS.sub("", text)
    text = _without_asides(BY_THE_WAY.sub(r"\1", text))
    grown = [m for m in OF_YEARS.finditer(text) if now is not None and int(m.group(2)) < now]
    for m in reversed(grown):
        text = text[: m.start()] + "已有" + text[m.end() :]
    until = AS_OF_YEAR.search(text)
    if (
        AHEAD.search(text)
        or PLAN_SAYS.search(sentence)
        or (until and now is not None and int(until.group(1)) > now)
    ):
        return 1
    over = now is not None and any(
        int(m.group(1)) < now and not (m.start() and deed(text) and stood(text[m.start() + 1 :], now))
        for m in IN_YEAR.finditer(text)
    )
    stock = HELD.search(text)
    done = stock and deed(text) and re.search(r"\d", text[: stock.start()])
    held = stock and not (done or AIM.search(text) or STRONG_AIM.search(text))
    return -1 if over or held or REACHED.search(text) else 0


def _without_asides(text: str) -> str:
    """A deed's sentence without the clauses of how things stand, where it aims higher behind them.

    引进甲,目前授信263家,|2024年扩大到400家以上; what tells no deed first, or nothing more behind, stays as it is.
    """
    if not deed(text):
        return text
    clauses = re.split(r"(?=[,;])", text)
    last = max((n for n, each in enumerate(clauses) if HIGHER.search(each)), default=0)
    return "".join(each for n, each in enumerate(clauses) if n in (0, last) or n > last or not STANDS.search(each))


def begins_past(sentence: str, *, now: int | None, begun: int | None) -> bool:
    """Whether a sentence among goals begins with what is over: a year before the text was written, half of this one.

    ``begun`` is the first year of the plan; what is told of a year of the plan that is over may have been aimed at.
    """
    told = PAST_HEAD.match(sentence)
    if told is None or AIMED_DEGREE.search(sentence) or spoken(sentence, now=now) > 0:
        return False
    year = int(told.group("year") or 0)
    if not year:
        return bool(RESULT.search(sentence))
    if now is None and begun is None:
        return STATE_OF_YEAR.match(sentence) is not None
    return now is not None and year < now and (year < (begun or now) or bool(RESULT.search(sentence)))


def stood(clause: str, now: int | None) -> bool:
    """Whether a clause tells how a thing stood in a year before the text was written: 2021年该品牌评估价值34亿元."""
    told = STOOD.match(clause)
    return bool(told) and now is not None and int(clause[:4]) < now


def so_far(text: str, at: int) -> bool:
    """Whether the words since the last semicolon tell what there is so far: 目前甲、乙均已设立,|14个镇全部挂牌."""
    told = SO_FAR.search(text, text.rfind(";", 0, at) + 1, at)
    return told is not None and not (AIM.search(text, told.end(), at) or IN_YEAR.search(text, told.end(), at))


def aims(flat: str, at: int) -> bool:
    """Whether the sentence at a place, or the one that leads its list in, says that something is aimed at."""
    start = max(flat.rfind(c, 0, at) for c in "。\n") + 1
    end = min((e for e in (flat.find(c, at) for c in "。\n") if e >= 0), default=len(flat))
    before = flat[:start].rstrip()
    lead = before[max(before.rfind(c) for c in "。\n") + 1 :] if before.endswith((":", "目标")) else ""
    return bool(AIMED.search(flat[start:end]) or AIMED.search(lead))


def sums_up(title: str | None, headings: Sequence[str]) -> bool:
    """Whether what stands below the headings of a text with this title tells what was done."""
    named = SUMS_UP.search("".join((title or "").split()))
    return bool(named) and not any(TURNS_AHEAD.search(each) for each in headings)


def deed(sentence: str) -> bool:
    """Whether a sentence begins with what is to be done, as the tasks of a plan do."""
    told = re.sub(r"^[^,;。:]{0,8}[:.、)]", "", sentence)
    return bool(VERB_HEAD.match(told)) and not told.startswith(("拥有", "建有", "设有"))


def reached(
    flat: str,
    start: int,
    end: int,
    *,
    headed: bool,
    borne: bool = False,
    now: int | None = None,
    last: int | None = None,
) -> frozenset[int]:
    """Where the sentences of ``[start, end)`` begin that tell what is so already.

    A sentence without a word of its own takes the time of the one before it in its paragraph. One that begins with a
    deed, or below a heading tells a degree as goals do, takes it only where the whole stretch tells of nothing but
    what is reached and names nobody who bears it (``borne``). ``last`` is the year a plan ends with that tells neither
    its beginning nor when it was written: a year before it, told without a heading among what is reached or what falls
    short, is over.
    """
    paragraphs: list[list[tuple[int, str, int]]] = []
    for a, b in paragraphs_of(flat, start, end):
        told, before = [], 0
        back = bool(LOOKS_BACK.match(flat, a, b))
        for x, y in sentences(flat, a, b):
            text = flat[x:y]
            time = spoken(text, now=now) or (-1 if before <= 0 and DONE.search(text) else 0)
            time = -1 if back and time == 0 else time
            short = before < 0 or FALLS_SHORT.search(flat, y - 1, b)
            time = -1 if not headed and short and _at_year(text, last) else time
            before = time or before
            told.append((x, text, time))
        paragraphs.append(told)
    times = [time for told in paragraphs for _, _, time in told]
    whole = not borne and times.count(-1) >= ASKED and 1 not in times
    out = set()
    for told in paragraphs:
        before = 0
        for at, text, time in told:
            before = time or before
            bare = before < 0 and not deed(text) and not (headed and AT_LEAST.search(text))
            if time < 0 or (time == 0 and (whole or bare)):
                out.add(at)
    return frozenset(out)


def _at_year(sentence: str, last: int | None) -> bool:
    at = AT_YEAR.match(sentence)
    return at is not None and last is not None and int(at.group(1)) < last


def _stop(text: str, right: int) -> int:
    stops = [at for at in (text.find(c, right) for c in ";。") if at >= 0]
    return min(stops, default=len(text))


def held_now(text: str, left: int, right: int, *, before: bool) -> bool:
    """Whether a clause tells what there is before another that aims higher: 现有机构70家,|增加到130家.

    ``before`` says that the clause before it did, so that a bare second stock goes on.
    """
    clause = text[left:right]
    if STRONG_AIM.search(clause) or not STRONG_AIM.search(text, right, _stop(text, right)):
        return False
    if before:
        return bool(BARE_STOCK.fullmatch(clause))
    return bool(HELD_NOW.match(clause)) and not ("共有" in clause and STRONG_AIM.search(text, 0, left))


def of_the_present(text: str, found: list[Quantity], kind: str) -> bool:
    """Whether a sentence of a task tells what there is already: a word of stock, and nowhere a word of aim.

    A sentence on a place that lists bare numbers, without verb, degree or aim, tells what there is as well.
    """
    if kind == "background" or not found:
        return False
    if (HOLDS.match(text) or HELD_HERE.search(text)) and not STRONG_AIM.search(text):
        return True
    if kind == "goal":
        return False
    if AIM.search(re.sub(r"累计完成|(?<=[国省市县]级)(?:及)?以上|(?<=规模)以上", "", text)):
        return False
    if re.search(r"同比|较上年|比上年", text) and re.search(r"20\d\d年|[上下]半年|季度", text):
        return True
    if len(found) < 2 or VERB_HEAD.match(text) or not PLACE_HEAD.match(text):
        return False
    for q in found:
        left = max(text.rfind(c, 0, q.start) for c in ",;、") + 1
        pre = re.sub(
            r"^(?:要|应|(?:19|20)\d\d年|[一二两三四五六\d]年内?|[今明]年内?|[全我本][市省区县州]|分别|各|先)+",
            "",
            text[left : q.start],
        )
        if (q.unit or "").endswith("%") or DEED.match(pre) or DEGREE.search(pre):
            return False
    return True
