"""At least or at most, and what kind of goal: a level, new things, a flow of a year, a share, a change."""

from __future__ import annotations

import re

from .model import Comparator, Kind
from .quantities import Quantity
from .wording import (
    COMPARE_RE,
    COUNT_VERB,
    DEADLINE_UNIT,
    DOWN,
    GROWTH,
    SHRINK,
    THRESHOLD,
    UP,
    without_degree,
)

PER_YEAR = re.compile(
    r"增速|年均|年平均|每年|逐年|年度|年复合|年递增|(?<!\d)年增速|(?<!\d)年增长|按年|同比|(?<!\d)年增幅"
)
SPAN_OF_YEARS = re.compile(
    r"累计|总计|期间|(?:[一二三四五六七八九十]|(?<!\d)\d)年(?:内|来)?(?!度)(?=[一-龥])|年内达到|规划期|示范期"
)
FLOW_NOUN = re.compile(
    r"(?:成交额|融资额|融资金额|交易额|申请量|授权量|登记量|登记额|登记数量|申请数量|(?:专利|商标|著作权)申请|办案量|放款额|质押融资|质押(?:融资)?(?:登记)?(?:金额|额)|年(?:度)?(?:产值|营业收入|销售额|进出口总?额|交易额|产量|接待量))$"
)
SERVED = re.compile(
    r"^服务(?:企业|群众|主体|各类|中小)|服务的|惠及|组织.{2,12}开展|为$|^(?:每年|年均)?[一-龥]{0,4}(?:培训|轮训|投保|宣传)(?!基地|中心|平台|机构|学院|学校|项目|班|站)|(?:培训|轮训|投保|宣传)$"
)
HELPS = re.compile(r"^(?:重点|择优|积极|鼓励|并)*(?:支持|资助|选派|选送|扶持|推荐|鼓励并资助|选拔)")
"""Who is helped to do something is counted himself: 支持30名骨干赴外培训."""
OF_SIZE = re.compile(r"\d[\d.]*(?:万|亿)*[一-龥]{1,2}(?:以上)?的?[一-龥]{2}")
"""Things that are counted by their size: 年专利申请量超过500件的企业."""
FLOW_HEAD = re.compile(
    r"^(?:每年|年度|年均|每年度|当年|全年|年(?!轻|龄|末|初|底|代|均|产值超|产业)|每季度|每月)"
)
ABOUT = re.compile(r"左右|上下|约|大约|近$")
LESS_AFTER = re.compile(r"以内|以下|之内|内$")


def comparator_of(pre: str, tail: str, q: Quantity) -> tuple[Comparator, str, bool]:
    if q.value_max is not None:
        return "range", tail, False
    before = pre
    word = ""
    strict = False
    for _ in range(4):
        m = COMPARE_RE.search(before)
        if not m:
            break
        word = m.group() + word
        before = before[: m.start()]
    shown = word + ("…" + tail if word and tail else tail)
    if _bounded_above(word):
        if not re.search(r"不|低于|小于|限制", word) and re.match("左右|上下", tail):
            return "~", shown, False
        return "<=", shown, False
    if LESS_AFTER.search(tail):
        return "<=", shown, False
    if ABOUT.search(tail) or re.search(r"约|近$|大约", word):
        return "~", shown, False
    if re.search(r"超过|突破|高于|大于|超$|逾", word) or q.more:
        strict = bool(re.search(r"超过|高于|大于|>$|超$|逾", word))
    return ">=", shown, strict


BOUND = re.compile(rf"(?P<up>{UP})|(?P<down>{DOWN})")


def _bounded_above(word: str) -> bool:
    """Whether words of degree set a highest value; 不得低于 and 不低于 do not."""
    told = {m.lastgroup for m in BOUND.finditer(word) if m.group() not in WEAK}
    return "down" in told and "up" not in told


WEAK = frozenset(
    (
        "达到",
        "达",
        "力争达到",
        "力争实现",
        "力争",
        "确保",
        "实现",
        "完成",
        "保持在",
        "稳定在",
        "维持在",
        "保持",
        "稳定",
    )
)


OF_A_YEAR = re.compile(
    r"(?:产值|投资|固投|税收|销售额|出口额|进出口总?额|交易额|成交额|利润|零售总?额|到位资金|收入|产量|总产)$"
)
"""What is earned, spent or made in a year."""
BEFORE_LAST = re.compile(r"[比较]“?(?:(?:19|20)\d\d年|十[一二三四五]五)")


def in_one_year(kind: Kind, name: str, words: str, q: Quantity) -> Kind:
    """The kind that a goal has in the plan of one year: growth is by the year, and so is what is earned in it."""
    if kind == "growth_total" and (q.unit or "") == "%" and not BEFORE_LAST.search(words + name):
        return "growth_rate_per_year"
    flow = OF_A_YEAR.search(name) and not re.search(r"人均|可支配", name)
    return "annual_flow" if kind == "level" and flow and not (q.unit or "").endswith("%") else kind


def kind_of(name: str, verb: str, pre: str, q: Quantity) -> Kind:
    """What kind of goal a number is, by its name, the verb and the words before it, and its unit."""
    unit = q.unit or ""
    told = re.sub(r"(?:19|20)\d\d年(?:年?末|年?底)?$", "", name)
    told = told.replace("“", "").replace("”", "") if told.endswith("”") else told
    if unit.endswith("/年"):
        return "annual_flow"
    if changed := _of_change(told, pre, pre + name, unit):
        return changed
    if unit.endswith("元") and re.search(r"(?:基金|资金池)$", told):
        return "level"
    if (THRESHOLD.search(told) or OF_SIZE.search(told)) and not unit.endswith(("元", "%", "次")):
        told = re.sub(r"^年(?=[一-龥]{2,8}?(?:超过?|达到?|过|突破)?(?:\d|[一二三五千百十]+[万亿]))", "", told)
    if _of_each_year(told, verb, pre, unit):
        return "annual_flow"
    if _of_all_years(told, verb, pre, unit):
        return "cumulative"
    if FLOW_NOUN.search(told):
        return "annual_flow"
    return "count_new" if not _stands(told, verb, pre, unit) and _made(told, verb, pre, unit) else "level"


MULTIPLES = ("%", "个百分点", "百分点", "‰", "番", "倍")
CHANGED = re.compile(
    rf"({GROWTH}|{SHRINK})(?:幅度|比例|率)?(?:控制|保持|达到|不低于|超过|不少于|在|约|分别|为|"
    rf"力争|突破|达|均|将|实现|高于|提高|至少)*$"
)


def _of_change(name: str, pre: str, whole: str, unit: str) -> Kind | None:
    """The kind of what grows or shrinks, and of a share."""
    change = CHANGED.search(pre.rstrip(" ,、"))
    to = re.search(rf"(?:{GROWTH}|{SHRINK})(?:到|至)(?:约|近)?$", pre)
    if unit in MULTIPLES and not to:
        if change or re.search(rf"(?:{GROWTH}|增速|增幅|增长率|{SHRINK})$", name):
            if re.search(rf"(?:{SHRINK})", (change.group() if change else name[-4:])):
                return "reduction"
            yearly = PER_YEAR.search(whole) and not re.search(r"比上年|较上年|同比", whole)
            return "growth_rate_per_year" if yearly else "growth_total"
    elif change and not re.search(rf"(?:{SHRINK})", change.group()) and re.search(r"比|较", whole):
        return "count_new"
    if unit == "番" or (unit == "倍" and not to):
        return "growth_total"
    if re.search(rf"(?:{SHRINK})(?:了|约)?$", pre) and not unit.endswith(("家", "件", "项")):
        return "reduction"
    if unit in ("%", "‰"):
        return "reduction" if re.match(rf"(?:{SHRINK}|精简)|.{{2,12}}精简$", name) else "share"
    return None


def _of_each_year(name: str, verb: str, pre: str, unit: str) -> bool:
    """Whether it is counted year by year."""
    grows = re.search(r"(?<![一二三四五六七八九十两\d])年(?:递增|增加|新增)$", without_degree(pre))
    return bool(
        YEARLY.search(name)
        or re.search(r"当年|当期", name)
        or (unit not in MULTIPLES and grows)
        or FLOW_HEAD.search(name)
        or re.search(r"每年|年均|年度|全年", pre + verb)
        or name.startswith("年")
    )


def _of_all_years(name: str, verb: str, pre: str, unit: str) -> bool:
    """Whether the years of the plan are counted together."""
    trained = unit.endswith("名") and re.search(r"培训|轮训", verb or name)
    return bool(
        re.search(r"累计|总计", pre + name)
        or re.search(r"(?:登记|融资|申请|交易|发放)(?:总量|总额)$", name)
        or (
            SPAN_OF_YEARS.search(pre)
            and not NEWLY.search(pre + name)
            and not (COUNT_VERB.search(verb) if verb else COUNT_VERB.match(name))
        )
        or unit.endswith(("人次", "家次", "户次"))
        or (not trained and SERVED.search(name) and not HELPS.search(verb or name))
    )


def _stands(name: str, verb: str, pre: str, unit: str) -> bool:
    """Whether the words say that it is a stock, which comes to its figure, or a time."""
    comes = re.search(r"达到|达$|突破|超过|发展到|增长到|提高到|增加到|保持在", pre[-6:])
    return bool(
        (comes and not re.search(r"^新(?:增|培育|认定|引进|建|设|招|开)", name))
        or DEADLINE_UNIT.match(unit)
        or "建成" in verb
        or name.startswith("建成")
        or re.match(r"有效(?!性)|存量", name)
    )


def _made(name: str, verb: str, pre: str, unit: str) -> bool:
    """Whether new things are counted, or what is made, done or put somewhere."""
    told = VERB_START.sub("", pre)
    if (
        re.search(r"新增$", without_degree(pre))
        or (COUNT_VERB.search(verb) if verb else _begun(name))
        or (re.match(r"每[一-龥]", name) and COUNT_VERB.search(name[: 12 if name[1] == "个" else 4]))
        or COUNT_VERB.match(told)
        or re.match(r"^(?:新增|培育|引进|新建|打造|建设|认定|推动建设)", name)
        or (unit.endswith("名") and re.match(r"(?:培训|轮训)", verb or name))
    ):
        return True
    done = re.search(r"[一-龥]{2}(?:加固|治理|修复|改造|搬迁|整治|绿化|造林|转型升级)$", name)
    made = (
        DONE_LAST.search(name) or MADE_FIRST.match(name) or MADE_FIRST.match(told) or PUT_THERE.search(name)
    )
    return unit not in MULTIPLES and bool(done or made)


PUT_THERE = re.compile(r"[一-龥](?:布设|设立|开设|新建|设置)(?!率|面积)[一-龥“”]{3,}(?<![率量数额度])$")
"""Where something is put: 园区设立保护工作站."""
DONE_LAST = re.compile(
    r"(?:上线|落地|签约|入库|开工|竣工|投产|投用|授牌|落户|获批上市|(?<!入)上市|申请|抚育|升级|造林|交付|投放|立项|开业|揭牌|吸纳就业|带动就业)$"
)
"""What is done stands last: 新药获批上市, 森林抚育."""
MADE_FIRST = re.compile(
    r"(?:力争|每年|重点|再|累计|推动|支持)*(?:突破(?=[一-龥“])|研制|整合|交付|策划|更新|更换|购置|营造|抚育|研发|查处|淘汰|吸纳|攻克|发行|投放|"
    r"关停|腾退|收储|出让|拆除|布放|种植|移栽|资助|奖补|送[一-龥]{1,2}下|举行|组织|开通|开辟|增设|增开|增加|增殖|救助|帮扶|修建|完工|立项|"
    r"新(?!能源|型|兴|材料|闻|药|生|业|城|区|经济|质|技术|产品|媒体|时代|农|居民|市民|一代|就业|三板|阶层|的)|[一-龥]{2,6}(?<!持续)新增)"
)
"""What is made or done stands first, or 新 and 新增 say so."""
MODAL = re.compile(
    r"^(?:推动|推进|支持|鼓励|引导|带动|帮助|组织|力争|确保|争取|每年|年度|年均|全年|三年|五年|累计|至少|共|加快|择优|重点|新|再|各级)*"
)


def _begun(name: str) -> bool:
    """Whether a name begins with a verb that makes new things; 建设周期 and 孵化面积 only look so."""
    rest = MODAL.sub("", name, count=1)
    return COUNT_VERB.match(rest) is not None and not re.search(
        r"(?:金额|总额|余额|收入|时间|年限|天数|面积|周期|规模|总量|能力|人数|额度?)$", rest
    )


YEARLY = re.compile(
    r"(?<![一二三四五六七八九十两百\d多今去近往当青中壮少老幼跨历学生])年(?!龄|均浓度|底|末|初|限|轻|代|级|均气温)[一-龥]{0,8}(?:量|额|人次|人数|收入|场次|次数|列数)$"
)
NEWLY = re.compile(
    r"新增|净增|新建|新设|新认定|新引进|新培育|新招引|引进|引育|招引|引进培育|引进培养|新开工|新改建|(?:培育|遴选|选树|打造|建设|创建)[一-龥“]{2,}"
)
VERB_START = re.compile(
    r"^(?:[,;、]|(?:20\d\d年)?(?:年?底|年?末)?前?,?|依托[^,]{2,10}|围绕[^,]{2,20},|支持|推动|至少|力争|积极)+"
)
