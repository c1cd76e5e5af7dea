"""What an indicator is called: the noun phrase before or behind a number, made whole and rid of who does it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .clauses import joins
from .quantities import Quantity, years
from .wording import DOWN, GROWTH, SHRINK, UP, VERB_END, VERB_HEAD, VERBS, without_degree

DROP_VERB = re.compile(
    r"^(?!建成区|建设(?:用地|标准|规模|单位)|发展中|引进率)(?:培育壮大|发展壮大|培育发展|建成|建设|建立|培育|打造|组建|成立|设立|创建|引进|认定|争创|实现|完成|发展|"
    r"拥有|达到|形成|做强|做优|做大|支持建设|布局建设|规划建设|造就|兴建|培植|育成|建起|力争|获批|新培育|推动|推进)(?:起(?![步草点来])|成(?![果本员交品人长效套熟功]))?+(?:(?:和|、|并|"
    r"及)(?:培育|引进|建设|打造|培养|认定|壮大|扶持))?(?![和及与、并]|(?:登记|申请)(?!.*[额量])|审批)(?=[^的]{4,})"
)
LEAD_IN = re.compile(
    r"^(?:[一二三四五六七八九十]是(?=[一-龥]{2})|《?(?:方案|规划|计划|意见|办法)》?(?:中)?(?:提出|明确|设定)(?:了)?|其中|特别是|尤其是|同时|此外|"
    r"另外|此后|以后|之后|随后|并且|并|且|力争|确保|争取|预计|计划|届时|即(?!办|时|日|期)|使(?!用)|将|要|以及|和|及|与|进一步|积极|"
    r"大力|加快|持续|努力|不断|切实|着力|逐步|稳步|全力|设定|明确|提出|还|主要是|重点是|就是|在此基础上|届时|"
    r"截至|到期末|期末|到|至(?!少)|末|底|保证|年末|年底|年(?![度均产销交])|前|内|通过(?![一-龥《》]{0,16}(?:[(][^()]{0,20}[)])?(?:认证|认定|审定|评审|验收|审核|评估|考核|鉴定|备案)(?:$|的)|人数|率)|力争实现|率先|做到|基本(?!医疗|养老|公共|农田|药物|单元|生活|草原|民生|建设|服务|住房)|全面|"
    r"(?:奋斗|发展|总体|工作)?目标(?:任务)?[是为]|具体(?:目标|指标)?(?:为|是|如下)?[:]?|主要(?:目标|指标)(?:为|是|如下)?[:]?|:|,|、|;|”|"
    r"的)+"
)
PLACE = re.compile(
    r"^(?:全市|全省|全区|全县|全州|全旗|全盟|全国|全域|全辖区|我市|我省|我区|我县|我州|该市|该省|该区|该县|该州|本市|"
    r"本区|本县|本省|市域|区域内|辖区内?|域内|区内|市内|县内|省内)(?:范围内?|"
    r"的)?(?!外)(?=[一-龥“A-Z\d]|$)"
)
BARE_HEAD = re.compile(
    rf"([一-龥]{{2,6}}?)(?:累计|总计|年均|每年|平均|合计)?(?:(?:年均|累计)?(?:{GROWTH}|"
    rf"{SHRINK})(?:率|幅度)?)?$"
)
WHERE = re.compile(r"(?:全[市省区县国]|本[市省区县]|市域|区域内|辖区内?)$")


def stock_of(name: str) -> str:
    """The thing counted, without 总量 and the like and without the verb that told the stock."""
    return re.sub(r"(?:总数量?|总量|数量|保有量|拥有量|总户数|存量)$", "", stem_of(name)) or name


OTHER_WORDS = re.compile(
    r"(?<=[一-龥]{2})\((?!含|不|包括|指|其中|以|简称|原|即|每|年|口径|预期|约束|新|现|各|详|见|第|不少|达到|左右|累计|合计|试行|牵头|[一-龥]{0,6}(?:局|委|厅|办|单位|政府|部门))"
    r"[一-龥]{2,8}\)$"
)
"""Other words for the thing in brackets behind it: 智能工厂|(数字化车间)."""


def _unbracketed(text: str) -> str:
    """The words before a number without a bracket at their end that is no other word for the thing."""
    return text if OTHER_WORDS.search(text) else re.sub(r"\([^()]{0,40}\)$", "", text)


LEVEL_HEAD = re.compile(r"(?:国家级?|省级?|市级|省级以上|市级以上|国家知识产权|省知识产权)(?=[一-龥])")
STATE = re.compile(
    r"(?<=[一-龥”]{4}[率度量额力数值])(?:(?:达到并)?保持[一-龥]{2,6}|(?:进入|跻身|位居)[一-龥]{2,6}(?:前列|方阵)|(?:保持|位居|稳居|进入)[一-龥]{0,8}(?:第\d{1,2}|前\d{1,2}|第[一二三四五六七八九十]{1,2})[位名]?|(?:显著|明显|持续|稳步|不断|大幅|进一步|逐年)(?:提升|提高|增强|改善|上升))$"
)


def core_of(pre: str) -> tuple[str, str, str, str]:
    """Subject, verb, words of growth and place of what stands before a number."""
    text, place = _behind_lead_in(_behind_teller(pre))
    text = re.sub(r"[(][^()]*$", "", text) if text.count("(") > text.count(")") else text
    text = without_degree(text)
    grown = re.search(
        rf"(?:(?:年均|年平均|每年|逐年|累计|平均|同比|年度|年)?(?:复合)?(?:{GROWTH}|"
        rf"{SHRINK})(?:幅度|比例|率)?(?:控制|保持|达到|不低于)?)$",
        text,
    )
    words = grown.group() if grown and grown.start() > 0 else ""
    if not words:
        text = re.sub(
            r"(?:比|较|同|与|按)(?:上一?年|去年|基期|同期|法定时限|"
            r"20\d\d年(?:年?[末底])?(?:(?:以前)?的[一-龥]{2,12})?|“?十[一二三四]五”?末?)(?:相比)?$",
            "",
            text,
        )
    text = _behind_where(text)
    deed = VERB_END.search(text)
    verb = text if deed and deed.start() == 0 else ""
    text = re.sub(r"(?<=[一-龥]{4})(?:[一二三四五六七八九十\d]年(?:内|累计)?)$", "", text)
    before = r"(?:(?:19|20)\d\d年|现有|目前|当前|原有|原来|去年|上年)的?"
    text = re.sub(rf"(?<=[一-龥]{{3}})(?:由|从)(?:{before})?$", "", text)
    text = "" if text in ("当年", "当期", "同期", "期内") else text.strip(",、:;· ")
    return text[:-1] if text.endswith("“") and len(text) > 2 else text, verb, words, place


def _behind_teller(pre: str) -> str:
    """The words before a number without who tells or plans it, for whom, by which means and of what it is a part."""
    pre = pre.lstrip("—–-·●◆").removeprefix("原则上")
    text = _unbracketed(re.sub(r"^(?:以[上下内]|左右)?\((?=[^()]+$)", "", pre))
    text = re.sub(r"^[^(]{0,30}\)", "", text) if text.count(")") > text.count("(") else text
    text = FOR_WHOM.sub("", TOLD_BY.sub("", PLANNED.sub("", text.rpartition("——")[2])))
    text = AMONG_FIELDS.sub("", BY_WHICH.sub("", re.sub(r"^(?:自|从)?20\d\d年起", "", text)))
    return CONSISTS.sub("", text)


def _behind_lead_in(text: str) -> tuple[str, str]:
    """What stands behind the years, words that lead in and places at its head, and the last of these places."""
    place, before = "", None
    while text != before:
        before = text
        text = _behind_year(text)
        m = LEAD_IN.match(text)
        if m and not (m.end() == 1 and re.match("[年内前][一-龥]", text)):
            text = text[m.end() :]
        m = PLACE.match(text)
        if m:
            place = m.group()
            text = text[m.end() :]
        text = re.sub(
            r"^(?:[一二两三四五六七八九十\d]+年内|[一二三四五十\d]+年(?:来|间)|[一二三四五]年(?!期)|"
            r"\d年(?=累计)|(?:试点|示范|建设|创建|规划)?期(?:满(?:时|后)?|内)|(?:建成|投用|达产|运行|投产|运营|竣工)后(?=[一-龥]{2})|(?:[春秋]季)?(?:学期|开学|汛期|供暖季|采暖季)前(?=[一-龥]{2})|(?:\d{1,2}月|[一二三四]季度|第[一二三四]季度|[上下]半年|年)(?:\d{1,2}日)?(?:底|末|初|内)?(?:之?前|以前)?(?=[一-龥]{2})(?<!年)|年(?:底|末)(?:之?前|以前)?|用[一二三四五\d]+年(?:左右)?(?:的)?时间|规划期内?|期内|本年度|今年|明年|第[一二三四五]年|"
            r"(?:[省市区县州乡镇村](?:[(][^()]{1,8}[)])?[、和]?){2,4}[两三四]级(?:联动|统筹|共同|共)?(?=[一-龥]{2})|"
            r"每个?(?:县区|县|区)(?=建|设|培))[,:]?",
            "",
            text,
        )
    return text, place


def _behind_year(text: str) -> str:
    for w in years(text[:24]):
        named = w.start > 1 and text[w.start - 1] in "率量额度"
        if w.start <= 3 and not named and w.role in ("due", "span", "past"):
            return re.sub(
                r"^(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|年?末|前|期间|时期|末|之前|年)*[,、:]?(?:时)?",
                "",
                text[w.end :],
            )
    return text


def _behind_where(text: str) -> str:
    """What is done, without the words of where, for whom and by what means at its head."""
    placed = re.match(
        r"(?:支持|鼓励|引导|推动)[^,;]{2,12}在[^,;]{2,10}?(?=(?:布局|建设|设立|建立|新建|打造)[一-龥“])", text
    )
    if placed and not VERB_END.search(text):
        text = text[placed.end() :]
    put = PUT_SOMEWHERE.fullmatch(text)
    text = put["whole"] if put else text
    shares = re.match(r"在[^,;]{2,16}(?:中|内)", text) and text.endswith(("比例", "占比", "比重"))
    if re.match(r"(?:在|围绕|面向|依托|针对|聚焦)", text) and not VERB_END.search(text) and not shares:
        inner = DOES.search(text, 4)
        text = text[inner.start() :] if inner else text
    deed = VERB_END.search(text)
    if (
        deed
        and deed.start() > 3
        and re.match(r"(?:在|围绕|依托|面向|针对|以|聚焦|按照|结合|于|根据|利用|通过)", text)
    ):
        within = DOES.search(text, 4, deed.start())
        return text[within.start() :] if within and deed.start() - within.end() >= 4 else deed.group()
    return text


DOES = re.compile(
    r"(?:设立|建设|建立|建成|培育|开展|布局|新建|打造|组建|推广|实施|选派|创建|引进|推出|提供|"
    r"举办|引育|培养|遴选|发布|征集|评选|编制|布设|接入|开设|开通|设置|推送)(?=[一-龥“]{2})"
)
"""What is done, behind words of where and for whom: 面向师生|开展素养教育."""
PLANNED = re.compile(
    r"^[^,;\d“”]{2,14}?(?:(?:计划|提出|要求|明确|力争|预计|确定)(?:到|至|于)20\d\d年(?:年?[底末])?(?:之?前)?|"
    r"(?:提出|要求|明确)(?=(?:每年|累计|新增)))"
)
"""Who plans it, and by when, before the thing: 全市计划到2027年培育 …."""
TOLD_BY = re.compile(r"^[一-龥]{2,12}提出了?(?:要)?(?=[一-龥A-Z“]{4})(?!的)")
"""Who told it: 某市提出制造业占比 …."""
FOR_WHOM = re.compile(
    rf"^(?:(?:为|向|给)[^,;\d“”]{{2,12}}?(?=(?:解决|提供|发放|减轻|节约|节省|投放|兑现|落实|争取)[一-龥“]{{2}})|"
    rf"在?[^,;\d“”]{{2,16}}?(?:方面|环节|过程中|范围内)(?=(?:{VERBS})[一-龥“]{{2}})|"
    rf"以[^,;\d“”]{{2,16}}?为(?:重点|主|抓手|载体|依托|牵引|突破口)(?=(?:{VERBS})[一-龥“]{{2}})|"
    rf"[^,;\d“”]{{2,10}}?(?:(?<![健大])将|拟|计划|包括)(?=(?:{VERBS})[一-龥“]{{2}}))"
)
"""Who does it, for whom, in what field and with what at its head: no part of what is counted."""
AMONG_FIELDS = re.compile(
    r"^在[^,;]{2,24}?(?:产业|领域|行业|环节|方向|赛道)(?:中|内|里)?"
    r"(?=(?:认定|培育|遴选|选取|选择|打造|组建|建设|建成|布局|引进|新增|评选|形成)[^,;]{2,}(?<![率度])(?<!比[例重])(?<!占比)$)"
)
"""In what fields a thing is made that has a name of its own: 在甲、乙等产业中|认定密集型产品."""
BY_WHICH = re.compile(
    r"^(?:(?:支持|鼓励|引导|推动|组织)[一-龥]{2,8}?)?(?:通过|依托|利用|借助|凭借|按照|按|根据|采取|采用|运用|以|结合|围绕|立足)[^,;\d]{1,20}?"
    r"(?:方式|形式|模式|原则|要求|标准|机制|思路|平台|工具|政策|渠道|途径|手段|需求|岗位|基金|资源|厂房|房屋|用地|产业|产业链|领域|改造|更新|整治)"
    rf"(?=(?:(?:{VERBS}|安置|攻克|加装|安装|招引|化解|处置|筹措|兑现|兑付)[一-龥“A-Z]{{2,}}|向[一-龥]{{2,8}}?(?:发放|新增|投放|提供)))"
)
"""By which means, after which rule or on what occasion it is done: 按照…原则|培育甲, 通过…平台|签约乙."""
CONSISTS = re.compile(
    rf"^[^,;\d“”]{{0,20}}(?:目标|任务|内容|重点)(?:是|为|包括|有)(?=(?:{VERBS}|新改建)[一-龥“]{{2}})|"
    r"^[^,;\d]{0,20}?(?:将|主要|共)?(?:包括|包含)[:]?(?=$|新[建增改设])"
)
"""What a plan, a task or a field consists of: 建设内容为|新建甲, 基地将包括|2万亩甲."""
PUT_SOMEWHERE = re.compile(
    r"在(?P<whole>[一-龥、]{2,14}?(?:市场|平台|园区|景区|社区|乡镇|村|学校|高校|医院|口岸|展会|商圈|街区|基地|车站|机场|企业|楼宇|集聚区|开发区)(?:布设|设立|建立|建设|设置|新建|建成|布局)[一-龥“”A-Z]{3,})"
)
"""Something is put at places of a kind: they belong to its name."""


def only_verb(core: str) -> bool:
    m = re.fullmatch(
        rf"(?:(?:{VERBS}|应用|积极|大力|加快|每年|累计|新|再|持续|力争|争取|重点|至少|年均|每年至少|各|"
        rf"组织|统筹|共|择优|集中|分批|陆续|推动|推进|支持|鼓励|引导|帮助|并|年|将|建|引|育|"
        rf"培)(?:了|出|成|和|并|、)?)+",
        core,
    )
    return bool(m)


def last_verb(verbs: str) -> str:
    """The verb that stands with the thing, without who does it and how: 市县两级筹集|建设, 重点|培养."""
    verbs = verbs.replace("至少", "")
    if len(verbs) <= 2:
        return verbs
    whole = VERB_END.search(verbs)
    last = whole.group() if whole else verbs
    rhythm = re.match("每年(?:至少)?|年均|全年|年度|累计", verbs)
    last = last if len(last) <= 2 or last.startswith("新") else last[-2:]
    return (rhythm.group() if rhythm and not last.startswith(rhythm.group()) else "") + last


def listed_names(before: str, *, short: bool = False) -> list[tuple[int, int]]:
    """Places of the names of an enumeration before 分别; ``short`` cuts at 和 after two characters too."""
    m = None
    for w in years(before[:24]):
        if w.start <= 3:
            m = w
    start = m.end if m else 0
    out: list[tuple[int, int]] = []
    at = start
    depth = 0
    i = start
    while i < len(before):
        c = before[i]
        if c in "(《“":
            depth += 1
        elif c in ")》”":
            depth = max(0, depth - 1)
        elif depth == 0 and (
            c == "、"
            or (c in "和及与" and joins(before, i) and i > at + (1 if short else 3) and i + 2 < len(before))
        ):
            out.append((at, i))
            at = i + 1
        i += 1
    out.append((at, len(before)))
    return [(a, b) for a, b in out if b - a >= 2 or (short and b - a == 1 and len(out) > 2)]


SUMMED = re.compile(
    r"(?<=[一-龥]{2})(?:等)?(?:[一二三四五六七八九十]|\d{1,2})(?:大|个|类|条|种)[一-龥]{0,6}?(?:产业链?|行业|领域|集群|链条|板块|品种|门类)"
)


def by_measure(before: str, names: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Names of an enumeration joined up to the next that ends with a measure: 甲、乙覆盖率 | 一级馆率."""
    out: list[tuple[int, int]] = []
    begin: int | None = None
    for a, b in names:
        begin = a if begin is None else begin
        if MEASURED.search(before[a:b]):
            out.append((begin, b))
            begin = None
    return out if begin is None else []


METRIC = re.compile(
    r"质押(?:融资)?(?:登记)?额$|(?:著作权|版权)?(?:登记|申请|授权|注册|受理|许可|转让)数?量$|(?:重点工程)?(?:排放|减排|消费|使用|保有|拥有|种植|养殖|播种)(?:总)?(?:量|面积|强度)$|(?:产量|总产量|产值|存栏量|出栏量|饲养量)$|"
    r"(?:耕种收)?(?:综合|全程)?(?:机械|自动|信息|数字|智能|数控|城镇|城市|标准|规模|产业|资源|无害|硬|绿)化(?:处理|利用|经营)?率$|"
    r"[一-龥]{2}(?:时间|时限|用时|天数|周期|率|比例|占比|比重|数量|总量|面积|规模|金额|总额|余额|产值|收入|人数|次数)$"
)
SHARE_IN = re.compile(r"(?<=[一-龥]{2})占[^占]{2,24}(?:比重|比例|份额|百分比)$")
"""The share of something in something else: its whole words are the measure."""
PLAIN_METRIC = re.compile(
    r"(?<=[一-龥]{2})(?:[A-Za-z][A-Za-z\d.]*(?:年均|平均)?浓度|[一-龥]{2}(?:[数量额]|浓度|强度|时长))$"
)
OWN_MEASURE = re.compile(r"(?:金额|余额|总额|数量|总量|总数|增加值|产值|[一-龥]{2}率|[额量数值])$")
DEED_OF = re.compile(
    r"(?:申请|授权|登记|注册|受理|办理|审结|结案|许可|转让|成交|交易|进口|出口|公开|备案|引用|实施|转化|拥有|新增|消费|生产|销售)[率量数额]$"
)
"""What of the same thing is measured: 申请量、授权量."""
MEASURED = re.compile(
    r"(?<!需氧)[量数额值度率]$|比例|占比|比重|时间|时限|天数|周期|面积|规模(?!以上)|收入|强度|指数|人次$"
)
DEED = re.compile(
    r"(?:种植|收获|播种|生产|加工|储存|运输|申请|授权|登记|注册|受理|办理|审结|办结|采购|销售|进口|出口|处理|利用|许可|转让)$"
)
LENT = re.compile(
    r"(?:冷链|污水|垃圾|固废|危废|秸秆|质押|许可|转让|交易|运用|登记|申请|授权|注册|保护|转化|产业化|创造|执法|维权|侵权|纠纷|行政|裁决|案件|假冒|违法|民事|刑事|一审|二审|培训|认证|检测|投资|融资|贷款|保险|研发|电子|[网线][上下]|(?:国内|国际|全国|全球)?市场|预审|合格后)+"
)


def share_heads(names: list[str]) -> list[str]:
    """国家级、省级创新平台: the last name lends its head to bare modifiers before it.

    甲种植、收获机械化率 also lends the beginning of the first name to the last.
    """
    per = re.match(
        r"每(?:百|千|万|十万)(?:名|个)?[一-龥]{0,6}?(?:人口|人员|老年人|居民|职工|学生|劳动力)", names[0]
    )
    if per and len(names[0]) - per.end() >= 3 and not any(n.startswith(("每", "人均")) for n in names[1:]):
        return [names[0], *(per.group() + n for n in names[1:])]
    return whose_measure(names) or _shared_end(names)


def whose_measure(names: list[str]) -> list[str]:
    """高血压、糖尿病患者管理率: those whom the last name measures are those of the others too; else nothing."""
    last = names[-1]
    whose = re.search(
        r"(?<=[一-龥]{2})(?:患者|人群|人员|儿童|老年人|学生|居民|企业|医院|学校|农户|家庭)[一-龥]{2,}率$",
        last,
    )
    if whose and not any(re.search("率$|" + whose.group()[:2], n) for n in names[:-1]):
        return [*(n + whose.group() for n in names[:-1]), last]
    return []


def _shared_end(names: list[str]) -> list[str]:
    last = names[-1]
    levels = last[1:2] == "级" and names[0] == "国家"
    if (len(names) > 2 or levels) and len(last) >= 3 and all(len(n) == 1 for n in names[levels:-1]):
        return [*(n + last[1:] for n in names[:-1]), last]
    tops = [
        n for n in names[1:] if re.fullmatch(r"[一-龥]{1,3}[率量数额值]", n) and len(names[0]) - len(n) >= 2
    ]
    if len(tops) == len(names) - 1 and re.search(r"[率量数额]$", names[0]):
        measure = OWN_MEASURE.search(names[0])
        stem = names[0][: measure.start()] if measure else names[0]
        return [names[0], *((names[0][: -len(n)] if DEED_OF.match(n) else stem) + n for n in names[1:])]
    total = re.search(r"(?<!排放)(?<!消费)(?<!吞吐)(?<!减排)(?:总数|总量|数量)$", last)
    if total and len(last) - len(total.group()) >= 4 and not any(MEASURED.search(n) for n in names[:-1]):
        bare = [*names[:-1], last[: total.start()]]
        alike_at = _alike_at(names[0], bare[-1]) if len(names) == 2 else 0
        if alike_at:
            return [names[0] + last[alike_at:], last]
        return [n + total.group() for n in share_heads(bare)]
    alike = [n for n in names[1:] if len(n) >= 4 and n[-2:] == names[0][-2:] and len(names[0]) - len(n) >= 2]
    if len(alike) == len(names) - 1 and not MEASURED.search(names[0]):
        return [names[0], *(names[0][: -len(n)] + n for n in names[1:])]
    cases = CASES.search(last)
    if cases and cases.start() >= 2 and not any(CASES.search(n) for n in names[:-1]):
        return [*(n + cases.group() for n in names[:-1]), last]
    alike_at = _alike_at(names[0], last)
    if len(names) == 2 and alike_at and len(last) - alike_at >= 3:
        return [names[0] + last[alike_at:], last]
    metric = SHARE_IN.search(last) or METRIC.search(last) or PLAIN_METRIC.search(last)
    if metric and metric.start() >= 2 and not any(MEASURED.search(n) for n in names[:-1]):
        own = last[: metric.start()]
        if len(names[0]) > len(own) and DEED.search(names[0]) and DEED.search(own):
            lent = names[0][: -len(own)]
            return [n + metric.group() for n in names[:-1]] + [lent + last]
        kind = THING_KIND.search(own)
        if kind and kind.start() >= 2 and not any(THING_KIND.search(n) for n in names[:-1]):
            return [n + last[kind.start() :] for n in names[:-1]] + [last]
        if lent_from := _lent_from(names, own):
            return [n + last[lent_from:] for n in names[:-1]] + [last]
        return [n + metric.group() for n in names[:-1]] + [last]
    m = re.match(r"[一-龥]{1,6}(?:级|类|型)", last)
    if m and all(re.fullmatch(r"[一-龥]{1,8}(?:级|类|型)", n) for n in names[:-1]):
        return [n + last[m.end() :] for n in names[:-1]] + [last]
    return names


def _lent_from(names: list[str], own: str) -> int:
    """Where in what the last name measures that begins which the others share: 专利、商标|电子申请率; 0 for nowhere."""
    size = len(names[0])
    ends = [size] if all(len(n) == size for n in names[:-1]) else []
    ends += [m.end() for m in re.finditer(names[0][-1], own) if abs(m.end() - size) <= 2]
    return next((at for at in ends if 2 <= at < len(own) and LENT.fullmatch(own, at)), 0)


CASES = re.compile(r"(?:侵权|违法|假冒|行政|民事|刑事)*(?:案件|纠纷|诉讼)$")
"""What is handled of several sorts: 查办商标、专利|侵权案件."""
THING_KIND = re.compile(r"(?:专利|商标|作品|软件|版权|企业|产品|商品|人才|合同|案件|品种)$")
"""What kind of thing the last of several is, before its measure: 国内、国外|专利|授权量."""
CONTRASTS = re.compile(
    r"城市|城镇|城区|市区|农村|乡村|乡镇|县城|镇区|工业|农业|小学|初中|高中|公办|民办|居民|职工|企业|个人|生产|生活|进口|出口|新建|既有|内资|外资|男性|女性|陆域|海域"
)


def _alike_at(first: str, own: str) -> int:
    """Where in the last name that ends which stands beside the first: 城市|农村供电, 图书馆|文化馆年; 0 for nowhere."""
    size = len(first)
    if CONTRASTS.fullmatch(first) and CONTRASTS.fullmatch(own[:size]):
        return size if size < len(own) else 0
    if 2 <= size < len(own) and own[size - 1] == first[-1] and not MEASURED.search(first):
        return size
    return 0


NO_NOUN = "(?!(?:布局|培育|建设|指导|服务|示范)*(?:中心|基地|项目|工程|站点?|库)$)"
"""A verb does something: behind it stands no short noun with which it is one (专利培育|布局中心)."""


def object_of_deed(subject: str) -> str:
    """支持甲与乙共建丙: the last verb with its object, when a whole clause stands for a subject."""
    if len(subject) < 8 or (MEASURED.search(subject[-3:]) and not re.match("支持|推动|鼓励|引导", subject)):
        return subject
    last = None
    for m in re.finditer(
        rf"(?:共建|建设|培育|打造|组建|建立|创建|开展|引进|实施|设立|新建|推广|布局){NO_NOUN}", subject
    ):
        last = m
    if last is not None and last.start() >= 2 and len(subject) - last.end() >= 3:
        return subject[last.start() :]
    return subject


def stem_of(name: str) -> str:
    """The noun without growth words."""
    return re.sub(
        rf"(?:累计|年均|每年|年平均|平均)?(?:净增[加长]?|{GROWTH}|{SHRINK})?(?:幅度|了)?$", "", name
    )


def quote_start(text: str, left: int, q: Quantity, core: str) -> int:
    if core:
        at = text.find(core, left, q.start)
        if at >= 0:
            return at
    at = left
    while at < q.start and text[at] in ",;、: ":
        at += 1
    return at


def _without(text: str, needless: tuple[re.Pattern[str], ...]) -> str:
    for words in needless:
        text = words.sub("", text)
    return text


def tidied(name: str) -> str:
    """A name without the words of its clause that are no part of it, and without verbs that say but what is done."""
    out = _without(name.strip("的,、:;。 ·-—").replace("\n", ""), KEEPING)
    steady = STEADY.fullmatch(out)
    if steady:
        bare = steady.group("own") in ("产量", "总产量", "产值", "总产值", "单产")
        out = (steady.group("of") if bare else "") + steady.group("own")
    out = HOW_MANY.sub("", out)
    if out.count("(") != out.count(")"):
        out = out.strip("()")
    out = _without(out, OF_CLAUSE)
    ratio = re.search(r"[与和之、][^与和、]{1,14}比$", out)
    out = out if ratio else re.sub(r"(?<=[率度量额数值积重])(?:双双|双|[较比])$", "", out)
    out = _without(out, OF_NOW)
    summed = re.match(rf"(?:累计|新增累计)(?=(?:{PLAN_DEEDS})[一-龥A-Z\d“”]{{3,5}}$)", out)
    if summed:
        return out[summed.end() :]
    out = _without(out, BY_WHOM)
    several = SEVERAL_DEEDS.match(out)
    if several:
        return out[several.start("last") :]
    verb = DROP_VERB.match(out)
    thing = out[verb.end() :] if verb else ""
    if len(thing) >= 4 and thing not in ("目标任务", "工作任务", "重点工作", "重点任务"):
        out = thing
    return SPREAD.sub("", out) or out


SPREAD = re.compile(
    r"(?:总计|合计|共计|总和|之和|分别|达到|力争|数量分别|(?<!年)(?<!月)(?<!日)(?<!户)(?<!人)(?<!平)均)$"
)


def thing_alone(name: str, unit: str) -> str:
    """A thing that is counted, without where it stands and the verb before it where these are longer than itself.

    What is counted by a ``unit`` of bodies and is none (企业建立体系|200家) says of which bodies it tells.
    """
    housed = HOUSED.fullmatch(name)
    if housed and unit in ("家", "户") and not BODIES.search(housed.group("thing")):
        return name
    if housed and len(housed.group("where")) >= len(housed.group("thing")) - 1:
        return housed.group("thing")
    return name


HOUSED = re.compile(
    r"(?P<where>(?!每|各)[一-龥、“”]{4,30}?(?:区|园|院|校|县|市|镇|村|所|企业|商会|协会|大学|市场|平台|基地|街区|社区|景区|商圈)(?<!强[区园院校县市镇]))"
    r"(?:新设|设立|建立|建设|建成|新建|组建|开设|布设|设置)(?P<thing>(?!区)[一-龥“”A-Z]{4,}(?<![率例比重度])(?<!数量))"
)
"""Where a thing stands and the verb before it, longer than the thing itself: 某大学科技园建设|转移机构."""
PLAN_DEEDS = (
    "部署|实施|招引|引进|引育|培育|壮大|选拔|认定|遴选|培养|打造|建设|建成|创建|争创|组建|建立|设立|征集|挖掘|梳理|推进|推动|"
    "组织|开展|集聚|汇聚|评选|评定|选树|选聘|申报|支持|扶持|举办|制定|修订|制修订|发布|推广|研制|攻克|突破|招聘|招募|新建|扩建|改造|改建|落地|选育|审定|登记|挂牌|督办|撮合|促成|推送|匹配|入驻"
)
SEVERAL_DEEDS = re.compile(
    rf"^(?:(?:{PLAN_DEEDS})(?:和|、|并|及|与|或)?)+(?P<last>(?:{PLAN_DEEDS}))(?!和|、|并|及|与|或|的|站点?|工程|项目|用地|标准)(?=[一-龥“A-Z\d][^、]{{2,}})"
)
"""Several verbs before the thing (引进和|培育|甲): the last of them is enough."""


STEADY = re.compile(
    r"(?P<of>[一-龥]{2,8}?)(?:播种|种植|养殖|在田|收获)?(?:总)?面积(?:总体|基本)?(?:保持|持续)?(?:稳定|稳中有[升增]|稳步增长|稳步扩大)[、和,](?P<own>[一-龥]{2,12})"
)
"""What stays as it is, told before the measure that has a number: 甲播种面积保持稳定、产量."""


def _patterns(*told: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each) for each in told)


KEEPING = _patterns(
    r"(?:^[一二三四五]|\d+)年(?=累计)",
    r"(?:(?<=^每[年月周])|(?<=^每季度))至少",
    r"^(?:坚决|严格|切实)?(?:守住|守牢|严守|坚守|落实好?)(?=[一-龥]{2})",
)
"""How often, how long and how firmly a number is kept to."""
HOW_MANY = re.compile(
    r"^[一-龥]{0,4}?\d+(?:家|所|个)(?!工作日|月|小时|[一-龥]{0,3}以[上下])(?=[一-龥]{4}|[一-龥]{2,3}\d)|(?<=[一-龥]和)\d+(?:家|所|个)(?=[一-龥]{4})"
)
OF_CLAUSE = _patterns(
    r"^(?:在(?!孵|建|册|校|园|职|站|研|岗|线|地|库|营)|对(?!外)|为|使(?!用)|将|把|让|以|其中|和|及|与|等|并|且|通过)(?=[一-龥]{5,})(?!.{0,8}(?:占|比))",
    rf"(?:分别)?(?:(?:提高|提升|增加|降低|达)(?:到|至)?|为|{UP}|{DOWN})"
    r"每(?:人每[月年]|生每年|月|年|亩|天|日|[百千万]?(?:平方公里|平方米|立方米|公顷|人|户|公里))$",
    rf"(?<=[一-龥)])(?:至少|最少)(?:(?:建成|建设|建有|有)(?=[一-龥“])|(?={VERBS}))",
    r"(?<=[一-龥”])在[一-龥]{2,6}(?:设立|布局|建设|落地|落户)$",
    r"(?<=[一-龥]{2})的(?:保护|发展|工作|建设)?(?:目标|任务)$",
    r"(?<=[一-龥]{3})(?:保持)?年递增$",
    r"(?<=增长|增加|提高|提升|上升|下降|降低|减少)了$",
    r"(?<=[一-龥]{2})全覆盖[、,]?(?=累计|总|共)",
    r"(?<=[一-龥]{2})实现[一-龥]{0,8}全覆盖[、,](?=[一-龥]{2,6}$)",
    r"在(?:现有|原有|上年|去年|20\d\d年(?:年?末|年?底)?)的?基础上(?=再?[一-龥]|$)",
    r"^[“‘](?=[^”’]+$)",
    r"(?<=》)[(](?:GB|ISO|DB|T/)[^()]{2,24}[)]",
    r"^(?:各[一-龥]{1,3}(?:[(][^()]{2,6}[)])?|全部[一-龥]{1,3}|每(?![年月季周半])个?[一-龥]{1,2})(?:要|应)?(?:均|都)?(?:建有|设有|建设|设立|建(?!设)|设(?!立))(?:有)?(?=[一-龥“]{4})",
    r"(?:[到至]|力争到)?20\d\d年(?:\d{1,2}月)?(?:上半年|下半年)?[底末]?(?:之?前)?$",
)
"""Words of the clause at the ends of a name: prepositions, per what, on what basis, by when."""
OF_NOW = _patterns(
    r"(?<=[一-龥]{2})[(](?:(?:主要)?(?:包括|含|是|指)|不含|不包括|其中|以下简称|即)[^()]{3,}[)]",
    r"^(?:去年|上年|上一年度?|[今明]年内?|当前)(?=[一-龥]{4})|^目前(?:已有|共有|拥有|已|有)?(?=[一-龥“]{2})|^现有(?=[一-龥“]{2})|(?<=[业区市县])现有(?=[一-龥]{2,6}$)|(?<=[一-龥]{2})目前$",
    r"(?:有望|力争|率先|首次)*实现零$|(?:力争|率先|首次)*实现零的?突破",
    rf"(?<=[一-龥]{{2}})实现(?=(?:年均|同比)?(?:{GROWTH}|{SHRINK})(?:率|幅度)?$)",
    rf"^(?:重点|配套|择优|大力|积极|加快|着力|持续)+(?=(?:{VERBS})[一-龥“]{{3,}})",
    r"^实现[“‘](?!.*”)",
)
"""What a thing consists of, that there is some now, and how it is got on with."""
BY_WHOM = _patterns(
    r"^(?:指导|引导|支持|推动|帮助|鼓励)(?=新[增建设培引认][一-龥“]{3})",
    r"(?<=[一-龥]{4})(?<!至少)每年$",
    r"^(?:[上下]半年|撮合成交(?![总金]?额)|每季度末|原则上)(?=[一-龥]{2})",
    r"^.*\t(?=[^\t]+$)",
    # With whom something is set up: 某大学、某学院共建|实训基地.
    r"^[一-龥、()]{4,40}?(?:大学|学院|研究院|研究所|院所|高校|企业|公司|机构|协会)等?(?:共建|共同建设|合作建设|联合建设)(?=[一-龥]{4,}$)|"
    rf"^联合[一-龥、()]{{4,30}}?(?:会|[院局所厅委]|中心|大学|公司|机构)(?:共同)?(?=(?:{VERBS})[一-龥A-Z“]{{2}})",
    # Offices that do something together: 某局、某局|联合开展行动.
    r"^(?:与|由)?[一-龥、()]{2,60}?(?:[局委厅]|办公室|大队|支队|部门|法院|检察院|公司)"
    r"(?=(?:每年|每季度|定期)?联合(?:开展|举办|组织|发布|印发|实施))",
)
"""Who does it, with whom, and when within a year."""


def scope_of(place: str, scope: str | None, default: str | None) -> str | None:
    if scope:
        return scope
    m = re.match(r"全[市省区县州国旗盟]", place)
    return m.group() if m else default


DEGREE_HELD = re.compile("博士|硕士|本科|专科|正高|副高|高级|中级|初级")
"""Degrees and grades of people, one of which stands for the other in a list: 在汉博士800名,硕士6000名."""


@dataclass(frozen=True)
class Beside:
    """A name that may leave out what it shares with the clause before."""

    name: str
    unit: str
    value: float
    clause: str
    before: str
    """The clause before without the verb at its head."""
    last: tuple[str, str | None]
    """The last name before and its unit."""
    listed: bool
    """Whether both stand in one list."""


def alike(name: str, q: Quantity, before: str, told: list[tuple[str, str]], *, listed: bool = False) -> str:
    """Restores what a parallel clause leaves out: 三级医院甲水平 …,二级医院 …; 每千人口甲 …,乙 …"""
    name, noun = STATE.sub("", name), VERB_HEAD.sub("", before) or before
    here = Beside(name, q.unit or "", q.value, before, noun, told[-1] if told else ("", None), listed)
    return next((whole for way in SHARED_WAYS if (whole := way(here))), name)


def _taken_away(here: Beside) -> str:
    """关停甲企业20家、乙企业15家: what else is closed."""
    closed = CLOSED.match(here.clause) if here.listed else None
    same = here.clause[-2:] == here.name[-2:] and not CLOSED.match(here.name)
    return closed.group() + here.name if closed and same else ""


def _in_same_role(here: Beside) -> str:
    """主导制定国家标准3项、行业标准5项: which part is taken in both."""
    role = re.match("(?:主导|参与|牵头)[或和、]?(?:主导|参与)?(?:制定|制?修订|研制)", here.clause)
    standards = here.name.endswith("标准") and here.clause.endswith("标准") and not VERB_HEAD.match(here.name)
    return role.group() + here.name if here.listed and role and standards else ""


def _twin_measure(here: Beside) -> str:
    size = len(here.name)
    twins = all(re.fullmatch(TWIN_MEASURE, each) for each in (here.name, here.clause[-size:]))
    return here.clause[:-size] + here.name if here.listed and twins else ""


def _twin_degree(here: Beside) -> str:
    name, before = here.name, here.before
    if not 2 <= len(name) <= 4 or not DEGREE_HELD.fullmatch(name) or here.last != (before, here.unit):
        return ""
    twin = [m for m in DEGREE_HELD.finditer(before) if m.group() != name]
    if len(twin) != 1 or len(before) - twin[0].end() > 4:
        return ""
    return before[: twin[0].start()] + name + before[twin[0].end() :]


def _site_of(here: Beside) -> str:
    """甲示范区3个、试点基地5个: of what the sites are."""
    site = re.fullmatch(f"(?P<of>[一-龥]{{4,}}?){SITE}", here.before) if here.listed else None
    return site["of"] + here.name if site and re.fullmatch(SITE, here.name) else ""


def _of_lower_level(here: Beside) -> str:
    """国家级甲中心3家,省级中心10家: the lower level of the same."""
    name, before = here.name, here.before
    level, own = LEVEL_HEAD.match(before), re.match("省级|市级", name)
    if not level or not own or not before.startswith(("国家", "省")):
        return ""
    noun = name[own.end() :]
    return own.group() + before[level.end() :] if 2 <= len(noun) <= 3 and before.endswith(noun) else ""


def _same_measure(here: Beside) -> str:
    """光伏装机容量80万千瓦、风电50万千瓦: the measure that both share."""
    name = here.name
    measure = (
        MEASURE_OF.fullmatch(here.before) if here.listed and re.fullmatch("[一-龥]{2,6}", name) else None
    )
    if not measure or here.last[1] != here.unit or abs(len(measure["of"]) - len(name)) > 2:
        return ""
    return "" if MEASURED.search(name) or VERB_HEAD.match(name) else name + measure["what"]


def _of_kin(here: Beside) -> str:
    """强县建设示范县2个、试点县5个: of what the sorts are that stand beside each other."""
    name, before = here.name, here.before
    if not here.listed or not KIN.fullmatch(name):
        return ""
    above = ABOVE_LEVEL.sub("", before)
    like = re.search(r"(?:示范|试点|优势|先行|标杆|培育)[一-龥]{1,4}$", above)
    if like and like.start() >= 2 and like.group()[:2] == name[:2] and above[0] not in "省市县":
        return above[: like.start()] + name
    end = before[-len(name) :]
    same = KIN.fullmatch(end) and end != name and end[2:] == name[2:] and len(before) - len(name) >= 3
    return before[: -len(name)] + name if same and not re.match(r"[国省市县区]", name) else ""


def _of_levelled(here: Beside) -> str:
    """国家级甲示范县1个、强县2个: of what a short name is that ends as the one before, which tells its level."""
    name, before = here.name, here.before
    ends = len(name) <= 4 and before[-2:] == name[-2:] and len(before) - len(name) >= 3
    if not here.listed or not ends or not LEVEL_HEAD.match(before) or re.match(r"[国省市县区乡镇]", name):
        return ""
    return before[: -len(name)] + name


def _of_field(here: Beside) -> str:
    """在甲领域新增专利30件,乙领域20件: what is counted in the fields that follow too."""
    thing = here.clause.rpartition("领域")[2]
    counted = here.last == (here.clause, here.unit) and len(thing) >= 4
    return here.name + thing if counted and re.fullmatch("[一-龥]{2,12}领域", here.name) else ""


def _measure_of_last(here: Beside) -> str:
    """三级医院甲水平80%,二级医院60%: what is measured of the last name is measured of a like one."""
    name, before = here.name, here.before
    whole = rf"率$|比例|比重|占比|水平|指数|面积$|(?:{GROWTH}|{SHRINK})$"
    if here.last[1] != here.unit or re.search(whole, name):
        return ""
    for k in range(len(before) - 2, 1, -1):
        head, tail = before[:k], before[k:]
        if head == name or abs(len(head) - len(name)) > 2:
            continue
        same = head[-2:] == name[-2:] or (head[-1:] == name[-1:] and head[:2] == name[:2])
        if same and re.search(r"(?:率|比例|比重|占比|水平|指数|面积|标准)$", tail):
            return name + tail
    return ""


def _per_people(here: Beside) -> str:
    """每千人口床位7张,护士4人: per how many people."""
    name = here.name
    per = re.match(
        r"每(?:百|千|万|十万)(?:名|个|张)?[一-龥]{0,6}?(?:人口|人员|老年人|居民|职工|学生|劳动力|人|户)",
        here.before,
    )
    if not per or here.unit not in ("人", "名", "张") or here.value >= 200 or len(name) > 10:
        return ""
    whole = re.search(r"[量数额率]$", name) and not (here.listed and re.search(r"[人员师士位户间]数$", name))
    deed = VERB_HEAD.match(name) and not name.endswith("数")
    return "" if whole or deed or re.match(r"[每全新人万千]", name) else per.group() + name


SHARED_WAYS = (
    _taken_away,
    _in_same_role,
    _twin_measure,
    _twin_degree,
    _site_of,
    _of_lower_level,
    _same_measure,
    _of_kin,
    _of_levelled,
    _of_field,
    _measure_of_last,
    _per_people,
)
"""Ways to restore what a parallel clause leaves out, of which the first that does so is taken."""


SITE = "(?:示范|试点|指导)(?:站点?|点|基地|区|园区?)"
TWIN_MEASURE = (
    "(?:事项|金额|户数|件数|笔数)(?:比[例重]|占比)|(?:签发|用证|核验|调用|公示|公开|立案|缴费|受理|办结)率"
)
"""Measures of one thing that stand beside each other: 缴费事项比例、|金额比例, 证照签发率、|用证率."""
ABOVE_LEVEL = re.compile("^[省市县区]级(?:以上|(?=.*培育))")
CLOSED = re.compile(r"(?:转移|关闭|整合)?(?:退出|淘汰|压减|化解|关停|关闭|腾退)")
"""What is taken away: the things that follow in the list are taken away too."""
MEASURE_OF = re.compile(
    r"(?P<of>[一-龥]{2,6}?)(?P<what>装机(?:容量|规模)?|产能|产量|产值|营业收入|销售收入|增加值|交易额)"
)
"""Whose measure the next of a list shares: 光伏装机容量、风电."""
KIN = re.compile(
    r"(?:示范|试点|优势|先行|样板|标杆|特色|骨干|培育|重点|入库|一般|普通|简[单易]|复杂|疑难)[一-龥]{1,4}(?:[(][一-龥]{2,4}[)])?"
)
"""Sorts of the same thing that stand beside each other: 强县建设示范县、试点县."""
OWN_SIZE = re.compile(
    r"(?P<size>(?:超过?|达到?|突破|过)?(?:\d[\d.]*(?:万|亿|千|百)*|[十百千]?[万亿]|千万)(?P<of>[一-龥%]{1,2}?)(?:及)?(?:以上)?)(?P<thing>的?[一-龥“”()、]{2,14})?"
)


def of_another_size(name: str, before: str) -> str:
    """Puts back what 10件以上的企业 left out after 发明专利50件以上的企业; nothing where no size was told before."""
    own = OWN_SIZE.fullmatch(name)
    if own is None:
        return ""
    for told in re.finditer(OWN_SIZE.pattern + "$", before):
        if told.start() >= 2 and own.group("of") == told.group("of"):
            thing = own.group("thing") or before[told.end("size") :]
            return before[: told.start("size")] + own.group("size") + thing
    return ""


TURNOVER = re.compile(r"(?:累计|年)?(?:交易额|成交额|发行规模|产值)")
RELATIONAL = re.compile(
    rf"(?:累计|每年|年均|年度)?(?:投用面积|适用率|通过人数|通过率|落地项目|总数|完成投资|合同金额|更新周期)|{TURNOVER.pattern}|"
    r"(?:[一二三]期|首[期批单])(?:规模|成员|融资额?|发行)|首期|在校生|试点(?:单位|项目)|融资|(?:动态)?(?:纳入|入库)企业|(?P<kept>(?:入[库录]|收录)[一-龥]{2,4}(?<![率量间]))"
)
"""What is told of something and says not of what: 建设软件园,投用面积…."""
DEED_DONE = re.compile(
    r"(?:完成|促成|推动|达成)(?P<deed>盘点|转化|登记|转让|许可|交易|备案|验收|认定|评价|改造|回收|处置)"
)
"""A deed without its object: 盘活存量专利,完成|盘点."""
ONLY_DONE = (
    "(?:引进|举办|新建|完成|培育|开展|建设|建成|新增|组织|组建|创建|发展|发行|实现|达到|遴选|办理|办结)+"
)
"""A name in a cell that says but what is done: of what, the name of the row says."""


def of_heading(name: str, heading: str, *, alone: bool) -> str:
    """What a heading lends to a name: of what cases, and of what store where it stands ``alone``; else nothing."""
    store = topic_of(heading) if alone and re.fullmatch("入库[一-龥]{2,4}", name) else ""
    return store + name if store.endswith("库") else of_cases(name, heading)


def of_row(name: str, row: str) -> str:
    """Names by its row what a cell says was done: 组建; 达成许可 of 推行甲许可; 年培训 of 培养乙人才; else the name."""
    if re.fullmatch(ONLY_DONE, name):
        return row
    verb = TOPIC_VERB.match(row)
    thing = row[verb.end() :] if verb else row
    done = DEED_DONE.fullmatch(name)
    if done and thing.endswith(done["deed"]):
        return name[: done.start("deed")] + thing
    trained = re.fullmatch("(?:年均?|每年|全年)?培训", name) and re.match("培[训养]", row)
    return name + thing if trained and re.search("人[才员]$", thing) else name


MEETING = re.compile(
    r"(?:供需|项目|产融)*(?:对接|路演|推介|撮合|交流|洽谈)?(?:活动|大?会|专场|大赛|周|沙龙)$"
)
"""Where people meet, of which nothing is done itself: 举办专利|对接活动,促成转化."""
RATE_OF_DEED = re.compile(
    r"(?P<deed>[一-龥]{2})?成功率|评估比例|发行|募资|满意[率度]|(?:实现)?(?P<done>[一-龥]{2})率"
)
"""What a deed comes to, or a deed, without a word of what is done."""
SERVES = re.compile("(?:窗口|热线|平台|大厅|站点?|中心)$")
"""With whom people are content."""
EARNS = re.compile(r"(?:中心|平台|市场|园区?|基地|集群|项目|基金|产业|企业|交易所|产品|行业|合作社|景区)$")
"""What has a turnover of its own."""
TOPIC_VERB = re.compile(
    rf"(?:{VERBS}|参加|共建|组建|构建|攻坚|招引|盘活|上线|发行|深化|健全|完善|推行|促成|优化|扩大|强化|加强|用好)"
    r"(?!站|院|校|室|店|园|所|机构|中心|平台|体系|性|化|率|前|后)"
)


HELPS = re.compile("支持|鼓励|引导|推动|推进|组织|指导|帮助|带动|促进")
"""What is done to those who do something themselves."""


def topic_of(before: str) -> str:
    """What the clause before is about: the thing behind its last verb, without its own measure and deed."""
    stem = stem_of(before)
    verbs = [told for told in TOPIC_VERB.finditer(stem) if len(stem) - told.end() >= 3]
    if verbs:
        done = verbs[0] if not verbs[0].start() and not HELPS.match(stem) else verbs[-1]
        stem = stem[done.end() :]
    measure = re.search(r"(?:营业收入|销售收入|产值|增加值|总?数量|总数|总量|规模|个数)$", stem)
    stem = stem[: measure.start()] if measure and measure.start() >= 3 else stem
    stem = re.sub(r"(?<=[一-龥”]{4})(?:建设|改革|布局|工作|行动|试点)$", "", stem)
    stem = re.sub(r"(?<=[一-龥]{4})(?:盘点|转化|登记|转让|许可|交易|备案|落地)$", "", stem)
    stem = re.sub(r"^(?:每年|累计|新增)+", "", stem)
    if re.search("(?:阶段|时期|期间|目标|任务|要求|情况|方面|年)$", stem):
        return ""
    return stem if 3 <= len(stem) <= 24 else ""


def added_deed(core: str, before: str) -> str:
    """新增授权 of what the clause before measured: 新品种申请量居前,新增授权…; nothing for any other deed."""
    if not re.fullmatch("新增(?:授权|注册|登记|申请|认定|备案|签约|立项|就业|上市)", core):
        return ""
    stem = DEED_OF.sub("", topic_of(before))
    return stem + core if len(stem) >= 3 else ""


def rate_of_deed(name: str, about: str) -> str:
    """Puts before a bare rate the deed that it is the rate of: 推进纠纷调解,受理12件,|成功率."""
    rate = RATE_OF_DEED.fullmatch(name)
    if rate is None:
        return name
    topic = topic_of(about)
    if name.startswith("满意") and not SERVES.search(topic):
        return name
    deed = rate["deed"] or rate["done"]
    shared = topic.find(deed, max(1, len(topic) - 4)) if deed else topic.find(name[:2])
    if shared > 0:
        return topic[:shared] + name.removeprefix("实现")
    return topic + name if len(topic) >= 4 and not deed else name


TRIED = r"(?:试点|改革|制度|机制|工作|范围|模式)*"


COVERS = re.compile(r"(?P<of>[一-龥“”]{3,}?)(?:实现|达到|在)?[省市县区州乡镇村级街道、]{0,8}(?:全)?覆盖率?$")
"""What covers one level of places, before the rate of another level: 服务机构|实现市州覆盖,县区覆盖率."""
OWNED = re.compile(
    r"(?:实现|完成)?(?:(?:总|首期|主营|综合)*(?:数|数量|投资|产值|增加值|业务收入|营业收入|销售收入|面积|金额|额|规模|产量)|余额|"
    r"量|总量|占比|比[重例]|强度|增速|增长率|资金池|资金规模|总?(?:税收|利润|利税|营收|出口额|销售额|交易额|成交额|投资额)|"
    r"(?:削减|压减|降低|减少|下降|减排|回收|利用)(?:比例|幅度))"
)
"""A measure without a word of what it measures."""


def owner_of(before: str) -> str:
    """What a bare measure measures, by the clause before; nothing for people, and for measures that stand alone."""
    stem = re.sub("^全年|新增$", "", stem_of(before))
    if re.search(r"(?:人员|人才|人数|队伍|人口|[师工生员])$", stem):
        return ""
    if re.search(r"[一-龥]{2}(?:量|率|额|值|数)$", stem):
        return ""
    stem = VERB_HEAD.sub("", stem) or stem
    stem = re.sub(r"(?<=[一-龥]{3})(?:管控|控制|治理|整治|减排)$", "", stem)
    return stem if 3 <= len(stem) <= 22 else ""


PLACE_HEAD = re.compile(
    r"(?:行政|自然)?村(?:[(]社区[)])?|社区|乡镇(?:[(]街道[)])?|街道|[县市区]级?|城区|城市|城镇|农村|乡村|山区|县城"
)
RATE_OF = re.compile(r"(?:覆盖|普及|通达|到达|达标|合格|建成|接入|办结|满意|知晓|使用|入住)率$")
PERTAINS = re.compile(r"床位|座席|从业人员|专职人员|服务人员|会员(?:企业|单位)?")
BODIES = re.compile(r"(?:站|机构|院|中心|企业|公寓|校|平台|协会|联盟|所|园)$")


def _of_another_place(name: str, before: str) -> str:
    """乡镇终端覆盖率100%,村覆盖率60%: the second rate is of the same thing; nothing for other names."""
    before = before.removeprefix("实现")
    mine, theirs, rate = PLACE_HEAD.match(name), PLACE_HEAD.match(before), RATE_OF.search(name)
    if not (mine and theirs and rate and mine.end() == rate.start() and before.endswith(rate.group())):
        return ""
    thing = before[theirs.end() : -len(rate.group())]
    return mine.group() + thing + rate.group() if len(thing) >= 2 else ""


def _of_those_bodies(name: str, before: str) -> str:
    """服务机构200家,从业人员5000人: who works there is of the bodies before; nothing for other names."""
    bodies = VERB_HEAD.sub("", re.sub(r"(?:总数|总量|数量)$", "", stem_of(before)))
    if not PERTAINS.fullmatch(name) or not BODIES.search(bodies) or not 3 <= len(bodies) <= 14:
        return ""
    return bodies + name


GRADE = "(?:[金银铜]|优秀|[特一二三]等)奖"
REACHED = re.compile(
    r"(?P<often>(?:累计|每年|年均|年度|全年|新增|[三五]年)*)(?:(?:惠及|覆盖|服务|入库|用标|参与|受益|普惠|获贷|投保)"
    r"(?:企业|农户|群众|居民|银行|机构|商户|市场主体))"
)
"""A deed and a bare kind of those that it reaches."""
MEASURE_END = re.compile(
    r"(?:综合|年)*产值$|(?:年度?)?(?:登记|发放|投放|授信|保障|担保|合同|交易|成交|放款)?(?:金额|总额|余额|额|规模|总量)(?:累计|年均)?$"
)


def _who_is_reached(name: str, before: str) -> str:
    """质押融资金额达到3亿元,惠及企业80家: what reaches those told; nothing where no measure stands before."""
    if not REACHED.fullmatch(name):
        return ""
    stem = re.sub("^(?:累计|每年|促成)+", "", VERB_HEAD.sub("", stem_of(before)))
    measure = MEASURE_END.search(stem)
    owner = stem[: measure.start()] if measure else ""
    return owner + name if 4 <= len(owner) <= 16 and owner[-1] not in "的和及、" else ""


OF_BODIES = re.compile(r"(?P<of>[一-龥]{0,12}(?:机构|企业|院所|高校|园区))(?P<what>[一-龥]{2})[一-龥]{2,4}率")
EXPERTS = "(?:高端|高层次|领军|骨干|实务|复合型|青年|紧缺|后备|管理)"


def _of_same_kind(name: str, before: str) -> str:
    """科研机构专利产业化率、专利实施率; 高端质量人才、实务人才: of the same bodies, in the same field; else nothing."""
    rate = OF_BODIES.fullmatch(before)
    if rate and re.fullmatch(rf"{rate.group('what')}[一-龥]{{2,4}}率", name):
        return rate.group("of") + name
    field = re.fullmatch(rf"{EXPERTS}(?P<of>[一-龥]{{2,6}})人才", VERB_HEAD.sub("", before))
    return field.group("of") + name if field and re.fullmatch(rf"{EXPERTS}人才", name) else ""


def of_cases(name: str, before: str) -> str:
    """侵权案件立案60件,法定期限内结案率100%: how many of the cases before are closed; nothing for other names.

    推行行政裁决简易程序,案件办理周期60天: of what sort the cases are, and how long they last.
    """
    ruled = re.fullmatch(
        rf"(?:{HELPS.pattern}|推行|完善|健全|加强|规范|开展)?(?P<of>[一-龥]{{2,10}}行政裁决){RULING}", before
    )
    if ruled and re.fullmatch(
        r"(?:简易|普通|复杂)?(?:程序)?案件(?:平均)?[办审结理案]{2}(?:周期|时[限间]|期限)", name
    ):
        return ruled.group("of") + name
    cases = re.search("案件(?=(?:立案)?(?:数量?)?$)", stem_of(before))
    if not cases or not re.fullmatch("(?:法定期限内|按期|及时)?(?:结案|办结|审结|破案|移送)率", name):
        return ""
    whose = re.sub("^(?:全年|每年|共|累计|立案|查处|受理|办理|审理|查办)+", "", before[: cases.end()])
    return whose + name if len(whose) > 2 else ""


RULING = "(?:案件|制度|机制|工作|简易程序|简案快办|(?:规范化|示范|试点)(?:建设|工作)?)*"
"""How decisions on cases are got on with."""


def _who_is_taught(name: str, before: str) -> str:
    """举办版权培训班6期,培训1000人次: in what they are taught; nothing for other names."""
    course = re.search(
        "(?:专题|公益|系列|业务|实务)*培训(?=(?:班|会|活动|课程?)$)", topic := topic_of(before)
    )
    if not course or course.start() < 2 or re.match("各[类种级]", topic):
        return ""
    if name in ("参训", "受训"):
        return topic[: course.end()] + name
    return topic[: course.start()] + name if re.fullmatch("培训(?:人数)?", name) else ""


def _who_earns(name: str, before: str) -> str:
    """带动脱贫户3200户,户均增收2500元: who earns more; nothing for other names."""
    household = re.fullmatch("(?:累计|带动|帮助|促进|辐射)*(?P<of>[一-龥]{1,4}户)", before)
    return household["of"] + name if household and re.fullmatch("户均年?增收", name) else ""


LEVELS = "(?:国家级?|自治区级|[省市县区]级)?(?:以上)?"
TRIAL = (
    f"(?P<done>(?:新增|新建|建立|建成|建设|培育|创建)?{LEVELS})"
    "(?P<what>试点(?:示范)?(?:学校|企业|单位|园区|机构))"
)
"""Those that try something, without a word of what."""


def _of_trial(name: str, before: str) -> str:
    """开展防溺水教育试点,试点学校达到40所: what those before try; nothing for other names."""
    trial = re.fullmatch(TRIAL, name)
    topic = re.sub("(?:试点|示范)+$", "", topic_of(before)) if trial else ""
    tried = topic.endswith(("教育", "实施", "管理", "培训", "改革")) or topic != topic_of(before)
    return trial["done"] + topic + trial["what"] if trial and tried and len(topic) >= 4 else ""


BRAND = re.compile("“[^“”]{2,12}”(?=(?:区域公用)?品牌|(?:集体|证明)?商标|地理标志)")
"""What has a value as a brand."""
PRIZE = re.compile(rf"[一-龥]{{2,12}}?奖(?=$|评选$|评审$|年均|每年|获奖|{GRADE})")
NOT_OF_PRIZE = re.compile(rf"^.*(?:参评|申报|争创|评选|各级|组织|开展|获得?|第.{{1,2}}届)|{GRADE}$")
WON = re.compile(rf"(?:评选|评出|获得?)?(?P<what>获奖(?:项目|成果|数)?|{GRADE}(?:每年|年均)?)")
"""What is won of a prize that the clause before names."""


@dataclass(frozen=True)
class Bare:
    """A name that may have lost what it is of, and the clause before it, where that may stand."""

    name: str
    word: str
    """The name without its growth."""
    before: str
    stem: str
    """The clause without its growth."""
    listed: bool
    """Whether both stand in one list."""


def whole_name(name: str, before: str, *, listed: bool = False) -> str:
    """Puts back the modifier that a bare head (办案量, 融资额) has lost to the clause before.

    ``listed`` tells that both stand in one list.
    """
    for way in (
        _of_another_place,
        _of_those_bodies,
        _of_same_kind,
        of_cases,
        _who_is_reached,
        _who_is_taught,
        _who_earns,
        _of_trial,
    ):
        if restored := way(name, before):
            return restored
    head = BARE_HEAD.match(name)
    if not before or head is None:
        return name
    bare = Bare(name, head.group(1), before, stem_of(before), listed)
    return next((whole for way in WAYS if (whole := way(bare))), name)


def _total_of(bare: Bare) -> str:
    """新增甲300件,总量达到…; 甲数量…,总数…; 甲产值…,总额…: the total of what the clause before counts."""
    stem, word = bare.stem, bare.word
    if re.match(r"(?:总数|总量|数量|总规模|保有量|拥有量|存量)", word):
        stem = re.sub(r"^(?:三年|五年|累计|每年|年均)?(?:新增|净增|新认定|新培育|培育|引进|新建)", "", stem)
    if word in ("总数", "总量", "数量") and len(stem) >= 5 and re.search("[^总数][量数]$", stem):
        return stem[:-1] + bare.name
    if (
        word in ("总量", "总额", "总值")
        and len(stem) >= 5
        and re.search(r"(?:[额值]|收入|利润|税收|投资)$", stem)
    ):
        return re.sub(r"(?<=[一-龥]{2})(?:实现|完成)(?=[一-龥]{2,6}$)", "", stem) + bare.name
    if len(stem) > len(word) and stem.endswith(word) and re.search(r"[额量率值数入资度比重模积员才]$", word):
        return stem + bare.name[len(word) :]
    return ""


HERD = "存栏|出栏|饲养|栽培|种植"
BESIDE_MEASURES = re.compile(
    r"(?P<of>.{2,}?)(?:"
    r"(?:数量|总数|个数),(?:总|建筑)?(?:面积|规模|金额|产值)|"
    r"(?:利用规模|装机(?:容量|规模)?|规模|产能),年(?:发电|生产|处理|吞吐|利用|供应)量|"
    r"(?:播种|种植|养殖|收获)?面积,(?:总?产[量值]|单产)|产[值量能],自给率|"
    r"(?P<deed>投入|产出|贷款|消费|排放|研发),(?P=deed)(?:强度|规模|余额|占比|总量)|"
    r"(?<=.{3})(?:总?数量?|总量|个数|家数),(?:营收|利润|税收|销售额|营业收入|产值|增加值)(?:总[额量]|[增超].*|突破.*)?|"
    r"(?:(?<=.{4})(?:金额|余额|总额|总量|数量|总数)|(?<=.{3})[一-龥](?!(?:[金余总]额|总[量数]|数量|个数),)[一-龥][量率额值数]),"
    r"(?:[一-龥]{2}总?量|占比|比重|增速|金额|总额|户数|笔数|件数|项目数)"
    r")"
)
"""A measure and another of the same thing: 甲播种面积,|单产; 乙装机容量,|年发电量."""
BESIDE_IN_LIST = re.compile(rf"(?P<of>.{{2,}}?)年?(?:{HERD}),(?:{HERD})")
SERVICE = re.compile(
    rf"(?:实现|{SHRINK})?(?P<of>[^较比]{{3,}}?)的?(?<!平均|办理|申请|申报)(?:平均)?(?:办理|申请|申报)?(?:时间|时限|时长|环节|材料|成本|费用|天数|周期),"
    r"(?:平均用时|(?:办理|申请|申报|审批)?(?:环节|材料|时限|时间|费用|成本))"
)
"""What a service takes, beside what else it takes: 甲登记办理时间,|材料."""


def _beside_measure(bare: Bare) -> str:
    """What the measure before is of is what this one is of too."""
    both = f"{bare.stem},{bare.word}"
    told = (
        (bare.listed and BESIDE_IN_LIST.fullmatch(both))
        or SERVICE.fullmatch(both)
        or BESIDE_MEASURES.fullmatch(both)
    )
    return told.group("of") + bare.name if told else ""


def _taken_up(bare: Bare) -> str:
    """甲专利授权…,授权量…: a name begins with a word that the clause before told of something."""
    name, word, before = bare.name, bare.word, bare.before
    at = before.rfind(word[:2])
    longest = 5 if bare.listed and bare.before[-1] == word[-1] == "率" else 4
    if len(word) > longest or at <= 0 or before[at - 1] == "、" or not re.search(r"[额量率值数]$", word):
        return ""
    if re.search(r"总[量数]$", word) and re.match(r"新增|引进|培养|培育|净增", before):
        return ""
    if len(word) == 4 and re.match(r"新增|净增|累计|每年", before):
        return ""
    whole = re.sub("^(?:支持|推动|引导|鼓励|指导)", "", before[:at].rstrip("“"))
    whole = DROP_VERB.sub("", re.sub(r"^(?:实施|开展|深化)(?=[^的]{4,})", "", whole))
    if not re.search(rf"[一-龥]{{3}}(?:{VERBS})", whole):
        return whole + name
    topic = topic_of(before) if word[2:] == "数量" and before.endswith(word[:2]) else ""
    return topic.removesuffix(word[:2]) + name


SPREAD_DEED = re.compile(
    r"(?:各[一-龥]{1,6}?|(?:引导|推动|支持|鼓励|指导)[一-龥]{2,8}?)?(?:全面|大力|加快|积极|深入|持续|严厉|依托[一-龥]{2,8})*(?:推广|普及|实施|推行|开展|建设|推进|落实|发展|配备|建立|完善|应用|设立|布设|打击|整治)(?P<of>[一-龥“]{3,14})"
)
SERVED = re.compile(
    r"(?:全面|大力|加快|持续|不断)*(?:建立|完善|健全|提升|优化|提高|畅通|规范|推行|改进)(?P<of>[一-龥“”\d]{3,14}?)(?:办理)?(?:质效|水平|质量|效能|机制|制度|体系)"
)
RATED = re.compile(
    r"(?P<of>.+?(?:热线|诉求|服务|事项|案件|投诉)|[一-龥]{4,}(?=知晓率)|.{2,}举报(?=受理时限))(?:按[期时])?[一-龥]{2}(?:率|时限)"
)


def _rate_of_deed_before(bare: Bare) -> str:
    """推广甲,覆盖率…; 优化乙质量,满意度…: the rate of what the clause before spreads or betters."""
    if re.fullmatch(
        r"覆盖率|覆盖面|普及率|使用率|推广率|应用率|参保率|达标率|投运率|合格率|撤回率|下架率|总量|总数",
        bare.name,
    ):
        told = SPREAD_DEED.fullmatch(bare.before)
    elif re.match(
        r"(?:满意[率度]|按[期时]办结率|办结率|接通率|响应率|回访率|解决率)(?=$|达|提|稳)", bare.name
    ):
        told = SERVED.fullmatch(bare.before) or RATED.fullmatch(bare.stem)
    else:
        return ""
    return told.group("of") + bare.name if told else ""


def _won(bare: Bare) -> str:
    prize, won = PRIZE.search(bare.before), WON.fullmatch(bare.name)
    return NOT_OF_PRIZE.sub("", prize.group()) + won.group("what") if prize and won else ""


def _covered(bare: Bare) -> str:
    covers = COVERS.match(bare.before)
    return (
        covers.group("of") + bare.name
        if covers and re.fullmatch(r"[省市县区州乡镇村级街道、]{1,8}覆盖率", bare.name)
        else ""
    )


def _told_of_topic(bare: Bare) -> str:
    """建设软件园,投用面积…: what is told of a thing without a word of which."""
    told = RELATIONAL.fullmatch(bare.name)
    topic = topic_of(re.sub("(?:入[库录]|收录)[一-龥]{2,4}$", "", bare.before)) if told else ""
    if told is None or not topic or topic.endswith(bare.name[-2:]) or bare.name[:2] in topic[-4:]:
        return ""
    if told["kept"] and not topic.endswith(("库", "录")):
        return ""
    return topic + bare.name if not TURNOVER.fullmatch(bare.name) or EARNS.search(topic) else bare.name


def _done_to_topic(bare: Bare) -> str:
    """盘活存量专利,完成盘点…: a deed without its object."""
    done = None if bare.listed else DEED_DONE.fullmatch(bare.name)
    if done is None or bare.before.endswith(("需求", "信息", "线索", "意见")):
        return ""
    topic, deed = topic_of(bare.before), done.group("deed")
    if not topic or deed in topic:
        return ""
    met = MEETING.search(topic)
    return bare.name[: done.start("deed")] + topic[: met.start()] + deed if met else topic + deed


def _owned(bare: Bare) -> str:
    brand = BRAND.search(bare.before)
    owned = OWNED.fullmatch(bare.word)
    if brand and (bare.word == "品牌价值" or (owned and bare.before.endswith("品牌价值"))):
        return brand.group() + bare.name
    owner = owner_of(bare.before) if owned else ""
    return owner + re.sub("^(?:实现|完成)", "", bare.name) if owner else ""


EACH_SOME_TIME = (
    r"每(?:站|家|校|名|个|县|村|镇|所|园|院|企)[一-龥]{0,6}?(?:每(?:年|季度|月)|[一二三四五\d]年)"
)


def _of_each(bare: Bare) -> str:
    """每站每年走访企业50户、举办培训2场: to whom each of a list falls, and how often."""
    added = "" if VERB_HEAD.match(bare.name) else "(?:累计)?(?:新增)?"
    each = re.match(EACH_SOME_TIME + added, bare.before) if bare.listed else None
    own = re.match("每|全?年|累计|[三五]年", bare.name)
    return each.group() + bare.name if each and not own else ""


def _tested(bare: Bare) -> str:
    """每年抽检竹制品200批次,抽检合格率98%: of what is tested."""
    deed = re.fullmatch("(?P<deed>抽检|抽查|检测|检验|监测)[一-龥]{2}率", bare.name)
    of = (
        re.fullmatch(rf"(?:每年|全年|累计)?{deed['deed']}(?P<of>[一-龥“”]{{3,}})", bare.stem)
        if deed
        else None
    )
    return of["of"] + bare.name if of else ""


WAYS = (
    _of_each,
    _tested,
    _total_of,
    _taken_up,
    _beside_measure,
    _rate_of_deed_before,
    _won,
    _covered,
    _told_of_topic,
    _done_to_topic,
    _owned,
)
