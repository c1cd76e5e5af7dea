"""Stage four: numbers with units, dates and years, on folded text.

What looks like a number but is none (dates, document and article numbers, names, telephone numbers, titles in
《》) is masked first, so that later stages never see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .wording import RANKS

UNITS = (
    "个百分点|百分点|‰|%|个工作日|工作日|个自然日|人次|人天|万人次|场次|班次|家次|车次|辆次|"
    "架次|吨公里|标准煤|吨标准煤|吨标煤|"
    "平方公里|平方千米|平方米|立方米|公顷|公里|千米|千瓦时|千瓦|兆瓦|吉瓦|万千瓦|毫米|厘米|"
    "微克/立方米|毫克/升|微克|毫克|"
    "大类|万亿元|亿美元|万美元|美元|欧元|港元|人民币|元/人|元/亩|元/平方米|元|件/万人|件/亿元|"
    "人/万人|人年/万人|人年|项/亿元|个/万人|张/千人|人/千人|人/百户|件/百人|"
    "个小时|小时|分钟|秒|个月|天|日|周岁|岁|年|个|件|家|项|名|人|位|户|座|处|条|套|台|所|场|"
    "次|种|类|批|部|支|只|株|期|篇|例|宗|起|门|亩|吨|米|"
    "间|栋|幢|辆|艘|架|头|羽|册|本|份|张|幅|枚|块|片|段|列|对|组|队|班|届|轮|笔|单|票|款|样|"
    "档|级|星|倍|番|成|分|点|度|标箱|TEU|标台|床|床位|座席|机架|标准机架|"
    "PFLOPS|EFLOPS|PB|TB|GB|Gbps|Mbps|Tbps|兆比特每秒|兆比特/秒|千兆比特/秒|兆比特|P|条次|笔次|公斤|千克|克|升|株次|学时|"
    "GWh|MWh|kWh|GW|MW|G|课时|蒸吨|克标准煤|千克标准煤|公斤标准煤|卷|万方|方(?![面式案向法位])|公里/百平方公里|条/万人|亿标方|标方|户次|亩次|份次|宗次|件次|项次|批次|基点|"
    "颗|盏|棵|斤|剂次|毫秒|ms|兆瓦时|毫升|桶|EFlops|PFlops|"
    "千伏|台套|台次|人份|万尾|尾|路|兆|公斤标煤|千克标煤|克标煤|头份|个基点|核|万核|列次|篇次|站|口|眼|根|顶|穴|元/吨"
)
UNIT = (
    "|".join(
        "人(?!工智能|形机器)" if u == "人" else u
        for u in sorted(set(UNITS.split("|")), key=len, reverse=True)
    )
    + "|发(?=[一-龥]{0,4}火箭|运载)|M(?=[,;。、)以和]|$)"
)
NUM = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
MULT = r"万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?!瓦|米|克|伏|卡|帕|赫)|百(?!分)"
DASH = r"(?:-{1,2}|—{1,2}|~|至|到)"
CN_NUM = r"[一二两三四五六七八九十百千零]{1,9}"
QUANTITY = re.compile(
    rf"(?<![\d.])(?P<low>{NUM})(?P<few1>[余多几])?(?P<m1>{MULT})?(?P<few2>[余多几])?(?P<u1>(?:%|"
    rf"‰|{UNIT})(?={DASH}\d))?"
    rf"(?:{DASH}(?P<high>{NUM}))?(?P<few3>[余多几+])?(?P<m2>{MULT})?(?P<few4>[余多几])?(?P<unit>(?:{UNIT})(?:/(?:年|"
    rf"月|日|天|小时|千瓦时|吨|人|户|亩|次|家|千人口?|万人口?|10万人口?|万户|百户|百人|平方米|平方公里|立方米|"
    rf"公里|公顷|升|千克|台|套|亿元|万元|万平方米|百平方公里|万吨|百米|百公里|秒|支|公斤|件|辆|人次|人年|标方|方|万千瓦时|千克标准煤)(?![一-龥])|/(?:年|月|日|天|小时|秒|支|公斤|千克|人次|千瓦时|吨|人|户|亩|平方公里|公顷|立方米|平方米|万平方米|百米|百公里|件|台|套|万元|亿元)(?=以[上下内]|及以|左右|的|和|及))?(?:[(][套间次个台处人户组项批份座][)])?)?"
)
PER_TEN_THOUSAND = re.compile(
    r"(?<![\d.])(?P<low>\d+(?:\.\d+)?)/(?P<per>1?0?万|10万|百万|千)(?![一-龥]{0,1}[元家件个项名人次亩])"
)
RATIO = re.compile(r"(?<=[比为到至于过在])(?P<low>\d+(?:\.\d+)?):1(?![\d:.])")
HALF = re.compile(r"(?<=[到至为过和、在])半(?P<of>个工作日|个月|天|日|小时)")
FRACTION = re.compile(
    r"(?P<den>[二两三四五六七八九十]|百)分之(?P<num>[一二两三四五六七八九十百零点]{1,6})|"
    r"(?P<half>一半|半数|过半)|(?<![\d./])(?P<top>[1-4])/(?P<below>[2-9])(?![\d/.万百千])|"
    r"(?<![建组形完促制生养构集变十])(?P<tenth>[一二两三四五六七八九])成(?P<five>半|五)?(?=以上|左右|以下|以内|多|,|。|"
    r";|、|\)|$)"
)
DOUBLE = re.compile(
    r"翻(?P<n>[一二两三四]|\d)?番|(?P<times>[一二两三四五六七八九十]|\d+(?:\.\d+)?)倍(?!率|"
    r"增)|(?P<once>翻倍|倍增)(?!计划|行动|工程|方案|目标任务|战略)"
)
CN_COUNT = re.compile(
    rf"(?<![第之统唯单其专同分初十百千万一二两三四五六七八九0-9.几数])(?P<n>{CN_NUM})(?P<few>[余多])?(?P<mult>万|亿)?(?P<unit>(?:个百分点|百分点|{UNIT})"
    rf"(?:[(][套间次个台处人户组项批份座][)])?)(?P<after>以上|左右|及以上)?"
)
NOT_COUNTED = re.compile("[年月日天分点级星度种类成届批段期班组片部档轮列门口眼根本克升方番倍秒]")
THINGS = re.compile(r"[家件个项名所人处座场支台套辆间户艘对款](?:[(]套[)])?")

MASKS = re.compile(
    r"《[^《》\n]{1,120}》"
    r"|https?://[^\s一-龥]+|www\.[^\s一-龥]+|[\w.]+@[\w.]+"
    r"|(?<![A-Za-z\d])[A-Za-z\d]{8,}/\d{4,}-\d+"
    r"|[〔\[(](?:19|20)\d\d[〕\])]\d+号"
    r"|第\d+(?:\.\d+)?(?:号|届|批|次|条|款|章|节|页|期|位|名|个|版|类|季度)?"
    r"|\d+号(?:令|文)?(?!线)"
    r"|(?<!\d)0\d{2,3}-\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<![\d.])\d{7,}(?![\d.]*(?:万|亿|元|"
    r"件|家|个|项|名|人|户|亩|吨|%|次))"
    r"|\d+[×xX*]\d+(?:小时)?|\d+[+]\d+(?:[+][\dXN]+)*|[“‘][^“”‘’\n]{0,40}[”’]"
    r"|(?:专栏|图|表|附件|附表|序号)\s*\d+(?:-\d+)?"
    r"|\d+(?:[.·]\d+)+(?=世界|国际|中国|全国|知识产权|宣传|”|消费|国家)|\d{1,2}[·]\d{1,2}"
    r"|(?:GB|ISO|IEC|DB\d*|T)[/T]*\s?\d+(?:[.\-:—]\d+)*|(?<![\d.])\d\.\d+G(?![A-Za-z])|(?<![\d.])\d\.\d(?=版|建设|时代|模式|体系|工程|行动)|(?<![\d.])(?:\d|(?<![到达过于为至由从])\d+)(?:G|K|D|A|S|V|"
    r"IN)(?![A-Za-z])(?:级)?|[A-Za-z]+-?\d+(?:\.\d+)?(?!\d*(?:%|家|件|个|项|名|人|万|亿|元|[单笔只支套](?=[,;。、)]|$)))"
    r"|\d+(?:\.\d+)?(?:[-—~至]\d+)?(?:万|亿|千|百)*(?:元)?级(?=[一-龥\d])"
    r"|(?<![\d.])\d+(?:\.\d+)?(?:万|亿)*(?:美?元|平方米|亩|人)(?:及)?(?:以上|以下|以内)?的?"
    r"(?=[一-龥]{0,6}?(?:项目|企业|园区|产业|集群|平台|产品|基金|工程|单位|公司|品牌|村|案件|合同|主体|商户|"
    r"乡镇)[^,;。、\d]{0,4}\d)"
    r"|(?:(?<=营收)|(?<=收入)|(?<=产值)|(?<=资产)|(?<=投资)|(?<=规模)|"
    r"(?<=资本))\d+(?:\.\d+)?(?:万|亿)*元(?:及)?以上的?(?=[一-龥]{0,4}(?:企业|单位|项目|工业|"
    r"公司))"
    r"|(?:\d+(?:室|楼|弄|房间)|(?<=[号期苑座场厦园区])\d+[栋幢])(?![一-龥]*\d)"
    r"|(?:19|20)(?:\d[×✕xX*□○?_]|[×✕xX*□○?_]{2})年|\d+(?:\.\d*)?[×✕□○](?!\d)[×✕□○\d]*"
    r"|\d+(?:\.\d+)?(?:个)?(?:工作日|小时|分钟|秒|天|日|个?月|年|公里|米)(?:以?内|之内|以上)?(?!以?内)(?=[一-龥]{1,14}?(?:率|比例|占比|覆盖面)(?!先))"
    r"|(?<!寿命)(?<![到达为至\d.])\d+(?:[-—~至]\d+)?(?:周岁|岁)(?:及)?(?:以下|以上)?(?=的?[一-龥])"
    r"|(?<=[超过到满达于])\d+(?:\.\d+)?(?:万|亿|千|百)*(?:美?元|人|亩|家|件|项|吨)(?:以上)?的?(?=[一-龥“”]{0,12}?"
    r"(?:企业|项目|园区|基地|产业|集群|平台|品牌|[一-龥]企|村|主体|单位|基金|县|镇|乡)(?:数量|总数|数)?(?:达到?|突破|超过|不少于|不低于|总数|数量|新增)?\d)"
    rf"|(?<![达到为至在过于少低超\d.])\d+(?:\.\d+)?(?:万|亿|千|百)*(?:{UNIT})?(?:及)?(?:以上|以下|以内)的?"
    r"(?=[一-龥“”()][一-龥“”()、]{1,23}?(?:率|比例|占比|比重|覆盖面)[一-龥]{0,6}\d)"
    r"|每\d+(?:[-—~至到]\d+)(?:万|千|百|亿)*"
    r"|^\d{1,2}\.\d{2,4}(?=人才|工程|计划|行动|项目|产业|体系|战略)"
    r"|每\d+(?:\.\d+)?(?:万|千|百|亿)*(?:常住|户籍)?(?:人口|人|名|户|平方公里|公里|年|元|吨|个月|张|周岁|岁)"
    r"|\d+(?:\.\d+)?(?:-\d+)?(?:公里|千米|米|分钟|小时)(?=(?:范围|半径|步行|车程|服务圈|生活圈|通勤|可达|交通圈|便民|健身圈|医疗圈|办事圈))"
    r"|\d+(?:\.\d+)?(?:万|亿|千万|百万)元(?:及)?以上(?=\d+(?:个|家|户|项))"
    r"|(?<=[超过到满达于破])\d+(?:\.\d+)?(?:万|亿|千|百)*(?:美?元|人|亩|件|项)(?:以上)?(?=、(?:且)?(?:具备|具有|拥有|掌握|占有|带动)[^,;。、\d]{2,24}的[一-龥“”]{2,12}\d)"
    r"|(?<![\d:于过到为])1:\d+(?:\.\d+)?(?![\d:])"
    r"|\d+(?:\.\d+)?(?:千伏|千瓦|兆瓦|万千瓦|万吨级|吨级|米级)级?(?=[一-龥]{2,10}\d+(?:个|座|处|条|台|家|项|套|所|艘))"
    r"|(?<![\d.])\d{1,2}型(?=[一-龥])"
    r"|(?:(?<=船舶)|(?<=中船)|(?<=电科)|(?<=航天)|(?<=航空)|(?<=兵器)|(?<=兵工)|(?<=电子)|(?<=中科))第?\d{1,3}(?:研究)?(?:所|院|厂)(?=[、,和与及等])"
    r"|(?<![\d.])\d+(?:\.\d+)?千伏(?:及以[上下])?(?=[一-龥])"
    r"|12345|12315|12330|12333|12348|12366|12368|12388"
)
DATE = re.compile(
    r"(?:19|20)\d\d(?:年)?[-—~至到/](?:19|20)?\d\d年?(?!\d*%)|(?:19|"
    r"20)\d\d年(?:度)?(?:\d{1,2}月(?:\d{1,2}(?:日|(?=前)))?)?|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|"
    r"\d{1,2}月\d{1,2}(?:日|(?=前))|\d{1,2}月(?:份|底|末|中旬|上旬|下旬|前)?(?!\d)"
)
YEAR = re.compile(
    r"(?P<pre>到|至|截至|截止|力争到?|比|较|以|在|自|从|由|于|对比|相比|高于|以)?(?P<y>(?:19|"
    r"20)\d\d)年(?:度)?(?P<end>年?底|年?末|前)?"
)
SPOKEN = re.compile(
    r"(?:“|(?<=第))?(十[一二三四五六七](?:五|个五年(?:计划|规划))|(?<=“)(?:[八九]五|十五)(?=”|期|末)|"
    r"(?<![十一二三四五六七八九\d年])(?:[八九]五|十五)(?=期间|末|计划期|时期))”?(?P<tail>末期?|期末|期间|时期|规划期|初期|中期)?"
)
COMPARED_TERM = re.compile(
    r"(?:的?(?:总和|总量|水平|同期|基础上)|相比|的(?:\d|[一二两三四五六]倍|近?[一二两三四五]?番))"
)
"""What follows a period of years that a number is only compared with: 是“十三五”的3倍, 与“十三五”相比."""
PLAN_YEARS = {
    "八五": 1995,
    "九五": 2000,
    "十五": 2005,
    "十一五": 2010,
    "十二五": 2015,
    "十三五": 2020,
    "十四五": 2025,
    "十五五": 2030,
    "十六五": 2035,
    "十七五": 2040,
}
CN_DIGIT = dict(zip("一二两三四五六七八九十零〇", (1, 2, *range(2, 11), 0, 0), strict=True))
LOOSE_UNIT = re.compile(
    r"([一-龥]{1,2})(?=[,;。、)]|以上|左右|以内|以下|"
    r"$)(?<!以上)(?<!左右)(?<!以内)(?<!以下)(?<!大关)(?<!关口)(?<!之间)(?<!余)(?<!多)(?<!月)(?<!号)(?<!年)(?<!届)(?<!版)(?<!化)(?<!项目)(?<!企业)(?<!行动)"
)
FACTOR = {
    "万亿": 1e12,
    "千亿": 1e11,
    "百亿": 1e10,
    "十亿": 1e9,
    "亿": 1e8,
    "千万": 1e7,
    "百万": 1e6,
    "十万": 1e5,
    "万": 1e4,
    "千": 1e3,
    "百": 1e2,
}


@dataclass(frozen=True)
class Quantity:
    """A number with its unit. ``value`` is as written; ``factor`` (万, 亿) stands in ``unit``."""

    start: int
    end: int
    value: float
    value_max: float | None
    unit: str | None
    more: bool = False
    shape: str = "number"

    @property
    def base(self) -> tuple[float, float | None, str]:
        """Value, upper value and unit without 万 and 亿."""
        unit = self.unit or ""
        for word, factor in FACTOR.items():
            if unit.startswith(word) and not (
                word in ("百", "千") and len(unit) > 1 and unit[1:2] in "分瓦米克"
            ):
                high = None if self.value_max is None else self.value_max * factor
                return self.value * factor, high, unit[len(word) :]
        return self.value, self.value_max, unit


ASSERTS = re.compile(
    r"[,;。:]|达|超|不低于|不少于|不高于|突破|以上|以内|左右|力争|新增|培育|建成|实现|引进|控制|提高|增长|下降|\d%|[家项亿]"
)
"""What makes of words between quotation marks a statement and not a name."""


def masked(text: str) -> str:
    """The text with everything that is a number but no quantity blotted out, length unchanged."""
    chars = list(text)
    for pattern in (MASKS, DATE, LISTED_YEAR):
        for m in pattern.finditer(text):
            if (
                pattern is MASKS
                and m.group()[0] in "“‘"
                and not re.fullmatch(r"[“‘][^“”]{0,12}[”’]", m.group())
                and ASSERTS.search(m.group())
            ):
                continue
            quoted = m.group()[0] in "“‘"
            for i in range(*m.span()):
                if quoted or chars[i].isdigit() or chars[i] in "《》.-—~+" or m.group()[0] == "《":
                    chars[i] = "\u25a1"
    return "".join(chars)


def quantities(text: str, *, cover: str | None = None) -> list[Quantity]:
    """Quantities of a stretch of folded text; places are relative to it."""
    hidden = masked(text) if cover is None else cover
    out = _figures(hidden)
    for m in FRACTION.finditer(hidden):
        if share := _share(m):
            out = [*(_beside(out, m.start(), m.end()) if m["top"] else out), share]
    for m in DOUBLE.finditer(hidden):
        if not m["times"] or not any(q.start <= m.start() < q.end for q in out):
            out.append(_multiple(m))
    counts = (_chinese_count(hidden, m) for m in CN_COUNT.finditer(hidden))
    out += [q for q in counts if q is not None]
    out += [p for p in _places(text, hidden) if len(_beside(out, p.start, p.end)) == len(out)]
    for m in CN_HUGE.finditer(hidden):
        told = chinese(m["n"])
        if told and len(_beside(out, *m.span())) == len(out):
            out.append(
                Quantity(m.start(), m.end(), told, None, m["unit"] + (m["of"] or ""), False, "chinese")
            )
    round_sums = [(*m.span("sum"), m["sum"]) for m in BARE_SUM.finditer(hidden)]
    round_sums += [(*m.span(), m.group()) for m in TEN_THOUSAND.finditer(hidden)]
    out += [Quantity(start, end, 1.0, None, unit, False, "chinese") for start, end, unit in round_sums]
    for q in _instead(hidden):
        out = [*_beside(out, q.start, q.end), q]
    kept: list[Quantity] = []
    for q in sorted(out, key=lambda q: q.start):
        if not kept or q.start >= kept[-1].end:
            kept.append(q)
    return lent(hidden, kept)


def _beside(found: list[Quantity], start: int, end: int) -> list[Quantity]:
    """The quantities that do not stand within a stretch."""
    return [q for q in found if not (q.start < end and start < q.end)]


def _figures(hidden: str) -> list[Quantity]:
    """Numbers in figures with the units behind them."""
    out = []
    for m in QUANTITY.finditer(hidden):
        low = float(m["low"].replace(",", ""))
        high = float(m["high"].replace(",", "")) if m["high"] else None
        mult, unit, end = m["m2"] or m["m1"] or "", m["unit"] or m["u1"] or "", m.end()
        if not unit:
            loose = LOOSE_UNIT.match(hidden, m.end())
            before = hidden[max(0, m.start() - 3) : m.start()]
            if loose and re.search(r"(?:达到?|突破|超过|不低于|不少于|至|到|为|[一-龥])$", before):
                unit, end = loose.group(1), loose.end(1)
        behind = hidden[m.end() : m.end() + 1]
        if not unit and not mult and behind.isalpha() and behind.isascii():
            continue
        more = any(m[k] for k in ("few1", "few2", "few3", "few4"))
        if high is not None and high <= low and m["m1"] == m["m2"]:
            high = None
        out.append(Quantity(m.start(), end, low, high, (mult + unit) or None, more))
    return out


def _share(m: re.Match[str]) -> Quantity | None:
    """A part of a whole in per cent: 三分之二, 3/4, 八成五, 过半; None where it has no number."""
    if m["tenth"]:
        share = 10.0 * CN_DIGIT[m["tenth"]] + (5.0 if m["five"] else 0.0)
    elif m["top"]:
        share = round(100 * int(m["top"]) / int(m["below"]), 4)
    elif m["half"]:
        share = 50.0
    elif (number := chinese(m["num"])) is None:
        return None
    else:
        share = round(100 * number / (100 if m["den"] == "百" else CN_DIGIT[m["den"]]), 4)
    return Quantity(m.start(), m.end(), share, None, "%", m["half"] == "过半", "fraction")


def _multiple(m: re.Match[str]) -> Quantity:
    """How many times as much: 翻两番, 3倍, 倍增."""
    told = m["n"] or m["times"] or "1"
    value = float(CN_DIGIT.get(told) or told)
    return Quantity(
        m.start(), m.end(), value, None, "倍" if m["times"] or m["once"] else "番", False, "double"
    )


def _instead(hidden: str) -> Iterator[Quantity]:
    """Quantities that take the place of others found within them: 两至三家, 1:14, 半天, 12/万, 3:1."""
    for m in CN_RANGE.finditer(hidden):
        least, most = chinese(m["low"]), chinese(m["high"])
        if least and most and least < most:
            yield Quantity(m.start(), m.end(), least, most, m["unit"], False, "chinese")
    for m in TO_ONE.finditer(hidden):
        yield Quantity(m.start("ratio"), m.end(), float(m["low"]), None, None, False, "ratio")
    for m in HALF.finditer(hidden):
        yield Quantity(m.start(), m.end(), 0.5, None, m["of"], False, "chinese")
    for m in PER_TEN_THOUSAND.finditer(hidden):
        yield Quantity(m.start(), m.end(), float(m["low"]), None, "/" + m["per"])
    for m in RATIO.finditer(hidden):
        yield Quantity(m.start(), m.end(), float(m["low"]), None, ":1")


def lent(text: str, found: list[Quantity]) -> list[Quantity]:
    """Quantities of which the last in a row tells the whole unit: 压减至6个、22个、|32个工作日|."""
    out = found[:]
    for i in reversed(range(len(out) - 1)):
        q, whole = out[i], out[i + 1].unit or ""
        if q.unit == "个" and whole.startswith("个") and text[q.end : out[i + 1].start] in ("、", "和", "及"):
            out[i] = replace(q, unit=whole)
    return out


RANKED = re.compile(r"(?:进入|跻身|位居|位列|稳居|保持在?|居|列|排名|排在)[一-龥]{0,8}前$")


WITH_DEED = re.compile(
    r"(?:突破|攻克|形成|打造|制定|培育|建设|建成|新建|新增|引进|推广|发布|研制|认定|组建|选树|改造|开发|开拓|上线|遴选)$"
)
"""Deeds behind which a round number in words is meant: 培育百家企业."""
BARE_SUM = re.compile(r"(?:突破|超过|达到|超)(?P<sum>(?:[十百千]?亿|万亿)元)(?=以上|[,;。、]|$)")
"""A round sum without a number: 突破|百亿元."""
CN_RANGE = re.compile(
    r"(?<![一二两三四五六七八九十百千万第])(?P<low>[一二两三四五六七八九十]{1,3})[至到]"
    r"(?P<high>[一二两三四五六七八九十]{1,3})(?P<unit>[家个件项名所处座场支款])"
)
"""From so many to so many, in words: 两至三家."""
TEN_THOUSAND = re.compile(r"(?<=推动|带动|支持|服务|培育|惠及|赋能|引导)万[家户](?=[一-龥]{2})")
"""Ten thousand in a word: 带动|万户|农民."""
TO_ONE = re.compile(
    r"比(?:例)?(?:[不超低高大小少]*[于过]|达到|提高到|为)(?P<ratio>1:(?P<low>\d+(?:\.\d+)?))(?![\d:])"
)
"""How many there are to one: 师生比不低于|1:14."""
CN_HUGE = re.compile(
    r"(?<=[到超破过达于])(?P<n>[一二两三四五六七八九十][一二两三四五六七八九十百千]{1,4})(?P<unit>万亿|亿|万)(?P<of>元)?(?=规模|以上|[,;。、]|$)"
)
"""Round sums in words behind a word of degree: 超过三千亿规模."""


IN_RHYTHM = re.compile(r"每(?:个?季度?|半年|年|个?月)[^,;。\d]{2,14}$")
"""How often something is held, before a number in words: 每季度开展|一次对接活动."""
ONE_MADE = re.compile(r"(?:创建|建成|建设|建立|打造|引进|组建|设立)[一-龥“”]{5,}$")
"""A thing that is made, of which there shall be one: 创建全国示范园区|一个."""
PLACED = re.compile(
    rf"{RANKS}[一-龥]{{0,4}}?(?P<of>前|第(?!1(?!\d)|一))(?P<n>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?P<unit>[位名强])?"
    r"(?=[,;。、)]|以内|$|之列|的(?:目标|位次))"
)
"""A place in a ranking, in figures or words: 进入全省前|三, 位居全国第|2位."""


def _places(text: str, hidden: str) -> list[Quantity]:
    """Places in a ranking; 第2位 is no number elsewhere and hidden, a name between marks stays so."""
    out = []
    for m in PLACED.finditer(text):
        whole = hidden[m.start() : m.start("of")]
        value = float(m.group("n")) if m.group("n").isdigit() else chinese(m.group("n"))
        if value and "\u25a1" not in whole:
            out.append(Quantity(m.start("n"), m.end(), value, None, m.group("unit") or "位", False, "place"))
    return out


def _chinese_count(hidden: str, m: re.Match[str]) -> Quantity | None:
    """二十名, 四个, 一百二十家, 三万人: small numbers only where they close a clause or follow a word of degree."""
    written, unit, mult = m["n"], m["unit"], m["mult"] or ""
    last = hidden[m.start() - 1 : m.start()]
    if last == "每" or re.match(r"(?:口)?(?:死亡率|发病率|患病率|拥有|受灾|拥有率)", hidden[m.end() :]):
        return None
    if unit == "项" and re.search(r"(?:冬季|冬残|现代|铁人)$", hidden[max(0, m.start() - 2) : m.start()]):
        return None
    if last and last in "个片块处条" and written in "十百千":
        return None
    value = chinese(written)
    each_time = IN_RHYTHM.search(hidden[max(0, m.start() - 18) : m.start()]) and unit in ("次", "期", "场")
    if not value or (NOT_COUNTED.fullmatch(unit) and not each_time):
        return None
    counted = Quantity(
        m.start(),
        m.start("after") if m["after"] else m.end(),
        value,
        None,
        unit if each_time else mult + unit,
        not each_time and bool(m["few"]),
        "chinese",
    )
    return counted if each_time or _meant(hidden, m, value) else None


def _meant(hidden: str, m: re.Match[str], value: float) -> bool:
    """Whether a number in words counts: by a word of degree, by what closes its clause, or because it is large."""
    unit, mult = m["unit"], m["mult"]
    before, after = hidden[max(0, m.start() - 5) : m.start()], hidden[m.end() : m.end() + 1]
    degree = re.search(
        r"(?:不少于|不低于|至少|达到|突破|超过|力争|不超过|控制在|压减至|压缩至|提高|下降|增长|达|至|到)$",
        before,
    )
    closes = after in ("", ",", ";", "。", "、", ")", "\n")
    only_one = (
        unit in ("次", "人", "位", "条", "个", "项", "家", "件", "名") and value == 1 and not m["after"]
    )
    if only_one and not (closes and ONE_MADE.search(hidden[max(0, m.start() - 24) : m.start()])):
        return False
    ranked = unit in ("位", "名") and RANKED.search(hidden[max(0, m.start() - 16) : m.start()])
    if value < 10 and not mult and not m["after"] and not degree and not ranked:
        if not closes or not re.search(r"[一-龥]{2}$", before) or re.search(r"[这那每一各前后全分]$", before):
            return False
        if not THINGS.fullmatch(unit):
            return False
    if value < 10 or m["n"][0] not in "百千":
        return True
    stressed = WITH_DEED.search(before) or m["after"] or degree
    return bool(stressed) and m["n"] in ("百", "千") and THINGS.fullmatch(unit) is not None


def chinese(text: str) -> float | None:
    """Value of a Chinese numeral up to 999, with 点 for decimals."""
    if "点" in text:
        whole, _, part = text.partition("点")
        a = chinese(whole)
        digits = "".join(str(CN_DIGIT.get(c, 0)) for c in part)
        return None if a is None else float(f"{int(a)}.{digits or 0}")
    total, digit, seen = 0, 0, False
    for c in text:
        if c in "千百十":
            total, digit, seen = total + (digit or 1) * {"千": 1000, "百": 100, "十": 10}[c], 0, True
        elif c in CN_DIGIT:
            digit, seen = CN_DIGIT[c], True
        else:
            return None
    return float(total + digit) if seen else None


@dataclass(frozen=True)
class When:
    """A year named in a text.

    ``role`` is due, base (比2020年), past, span, date (of a day that is no due day) or cited (of a plan spoken of).
    """

    start: int
    end: int
    year: int
    role: str
    words: str
    first: int | None = None


CITED = re.compile(r"[一-龥]{2,12}?(?:颁布|印发|发布|制定|出台|修订|公布)的?\u25a1")
"""What follows the year of a document that is cited: 1988年教育部颁布的《…》."""


EVENT = re.compile(
    r"(?:第[一二三四五六七八九十百\d]{1,4}届)?[一-龥“”]{0,14}?"
    r"(?:运动会|[冬夏残亚奥全省城农民]运会?|冬奥会?|[世园展花博]博?览?会|大赛|峰会|周年|庆典)"
    r"[一-龥”]{0,10}(?:契机|机遇|机会|东风|筹[办备])"
    r"|度?(?:(?!发布|公布|编|出版|推出|评选|形成|启动|完成)[一-龥]){0,24}(?:[白蓝]皮书|年报|公报|年鉴|[护展]状况|十大(?:典型)?案例)"
    r"(?=[,;。、和及与]|$)"
)
"""What follows the year of an event that a plan makes use of, or of which a paper tells: 2024年|全省运动会举办机遇,
2022年|专利状况白皮书."""


def _plan_end(named: str) -> int:
    """The last year of a five-year plan by its name: 十四五, 第十四个五年规划, 九五."""
    return PLAN_YEARS[named if named in PLAN_YEARS else named[:2] + "五"]


CITES = ("锚定", "围绕", "对标", "对照", "衔接", "谋划", "编制", "聚焦")
"""What is done with a plan that is spoken of and does not say by when."""
OF_DOCUMENT = re.compile(
    r"(?:规划|计划|发展|时期|部署|任务)?(?:纲要)?的?(?:开局|起步|第一年|首年|[^。,;]{0,4}承[前上]启[后下])|普法|规划(?!期|目标|末)"
)
"""A five-year plan as a document, or the year it begins with."""
MIDDLE = 2
"""So many years before its end a five-year plan is in its middle."""
LISTED_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?=(?:[、和及与,](?:19|20)\d\d)*[、和及与](?:19|20)\d\d年)")
"""Years that share the word behind the last: 2024、2025、2026年."""
A_DAY = re.compile(
    r"[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日(?!(?:24时|零时)?(?:之?前|以前|止|为止|完成|建成))"
)
"""A day on which something was, and by which nothing is due."""
FROM_THERE = re.compile(r"(?:\d[\d.,]*[万亿]*[一-龥%]{0,3}?)?的?基础上|的(?:\d[\d.]*|[一二两三四五六])倍")
"""What stands behind the year that something is counted from: 在2020年|60件的基础上, 是2020年|的3倍."""
BASE_AFTER = re.compile(r"(?:的)?(?:基础上|为?基[数期准点]|水平|增长|翻|提高|下降|减少|降低|压缩|缩短)")


def _role(text: str, m: re.Match[str]) -> str:
    """Whether a year tells when something is due, what it is compared with or counted from, what is over, or a day."""
    pre, after = m.group("pre") or "", text[m.end() : m.end() + 6]
    if pre in ("比", "较") and m.start() and text[m.start() - 1] in "占同环对":
        pre = ""
    until = pre in ("到", "至", "力争到")
    led = text[max(0, m.start() - 3) : m.start("y")]
    level = re.match(r"的?(?:\d+(?:\.\d+)?%|水平|同期)", after) and (after[0] == "的" or "复" in led)
    if (
        (level and led.endswith(("复至", "复到", "当于", "达到", "至", "为", "是")))
        or pre in ("比", "较", "对比", "相比", "高于", "自", "从", "由")
        or (pre in ("以", "在") and BASE_AFTER.match(after))
        or FROM_THERE.match(text, m.end())
        or re.match(r"(?:续建|结转|跨年|起|(?:年?本|版|修订|修正)[)])", after)
        or CITED.match(text, m.end())
        or (not until and EVENT.match(text, m.end()))
    ):
        return "base"
    if pre in ("截至", "截止"):
        return "past"
    return "date" if not until and A_DAY.match(text, m.end()) else "due"


def years(text: str) -> list[When]:
    """Years and five-year plans named in a stretch of folded text, titles in 《》 left out."""
    hidden = re.sub(r"《[^《》\n]{0,120}》", lambda m: "\u25a1" * len(m.group()), text)
    out: list[When] = []
    spans = re.finditer(r"(?P<a>(?:19|20)\d\d)(?:年)?[-—~至到一]{1,2}(?P<b>(?:19|20)\d\d)年?", hidden)
    covered: list[tuple[int, int]] = []
    for m in spans:
        out.append(When(m.start(), m.end(), int(m.group("b")), "span", m.group(), int(m.group("a"))))
        covered.append(m.span())
    for m in YEAR.finditer(hidden):
        if any(a <= m.start("y") < b for a, b in covered):
            continue
        out.append(When(m.start(), m.end(), int(m.group("y")), _role(hidden, m), m.group()))
    out.extend(
        When(m.start(), m.end(), int(m.group()), "due", m.group())
        for m in LISTED_YEAR.finditer(hidden)
        if not any(a <= m.start() < b for a, b in covered)
    )
    blank = re.finditer(r"(?:19|20)(?:\d[×✕xX*□○?_]|[×✕xX*□○?_]{2})年", hidden)
    out.extend(When(m.start(), m.end(), 0, "due", m.group()) for m in blank)
    for m in SPOKEN.finditer(hidden):
        before = hidden[max(0, m.start() - 2) : m.start()]
        of_document = before in CITES or (not m.group("tail") and OF_DOCUMENT.match(hidden, m.end()))
        compared = before.endswith(("比", "较")) or COMPARED_TERM.match(hidden, m.end())
        role = "base" if compared else "cited" if of_document else "due"
        year = _plan_end(m.group(1)) - (MIDDLE if m.group("tail") == "中期" else 0)
        out.append(When(m.start(), m.end(), year, role, m.group()))
    out.sort(key=lambda w: w.start)
    return out
