"""Characters as they stood before a scanner or a machine that rewrites texts changed them, one for one.

A scanner takes 0 for O and 1 for l; a machine that is to make a text look new puts a synonym for every second word
(常识产权 for 知识产权, 到达 for 达到). Only words that say what a number or a body is doing there are put back: what is
told of a plan are its own words, as they stand. By a number, behind it and in the label of bodies such words are put
back in any text (冲破9件, 98%之上, 带头单元:); elsewhere only in one that has several words no office writes.
"""

from __future__ import annotations

import re
from functools import partial

from .quantities import UNIT

LETTERS = str.maketrans("OoIl", "0011")
MEASURED = (
    r"(?=\s*(?:[%‰年月日号]|[多余]?[十百千万亿]|[一-龥]?[件家个项名人户次元亩吨种批处所期场天分倍只支套]))"
)
"""What a number is followed by, so that 2O2O平台 and O2O模式 stay what they are."""
NUMBER = r"(?=[OoIl.]*\d)(?=[\d.]*[OoIl])[\dOoIl]+(?:\.[\dOoIl]+)?"
MISREAD = re.compile(
    rf"(?<![A-Za-z\d.]){NUMBER}{MEASURED}|(?<=[ \t]){NUMBER}(?=[ \t]|$)|(?<=[ \t])[Oo](?=[ \t]+\d)",
    re.MULTILINE,
)
UNIT_MISREAD = re.compile(r"(?<=\d[万亿])无(?=以上|以下|以内|左右|[,;。、)]|$)")


def _pairs(told: str) -> dict[str, str]:
    """The words that a table tells, each with what stood there; an underscore is a character that did not."""
    return dict(pair.split() for pair in told.replace("\n", "").replace("_", "\u200b").split("|"))


def _any(words: dict[str, str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


SIGNS = re.compile(
    "常识产权|立异|扶植|国度|缔造|羁系|地舆标记|生齿|很多于|摆布|(?:义务|责任)(?:部分|单元)|对劲度|哺育|掩护|晋升|今朝|查察院|笼盖|当局"
)
FEW_SIGNS = 5
"""So many different ones no office writes."""
WORDS = _pairs(
    """
到达 达到|晋升 提升|增添 增加|收缩 缩短|紧缩 压缩|
哺育 培育|造就 培养|构成 形成|扶植 建设|展开 开展|告竣 达成|刊行 发行|
笼盖 覆盖|挂号 登记|具有 拥有|有用 有效|发现专利 发明专利|常识产权 知识产权|地舆标记 地理标志|生齿 人口|
代价 价值|对劲度 满意度|均匀 平均|摆布 左右|今朝 目前|缔造 创造|掩护 保护|立异 创新|国度 国家|财产 产业|
树模 示范|单元 单位|证实商标 证明商标|胶葛 纠纷|开放允许 开放许可|支援 援助|打点 办理|嘉奖 奖励|赐与 给予|
抵偿 补偿|承当 承担|丧失 损失|整体请求 总体要求|整体目标 总体目标|方针 目标|使命 任务|保证办法 保障措施|
组织带领 组织领导|义务部分 责任部门|责任部分 责任部门|义务单位 责任单位|义务单元 责任单位|责任单元 责任单位|
牵头部分 牵头部门|各部分 各部门|有关部分 有关部门|当局 政府|查察院 检察院|羁系 监管|教诲 教育|财务 财政|
成长 发展|农业乡村 农业农村|鼓吹部 宣传部|处所金融 地方金融|首要 主要|五”时代 五”时期|
停止20 截至20|动物新品种 植物新品种|审讯 审判"""
)
"""What the machine put in, and what stood there; both are of one length."""
PUT_IN = re.compile(f"(?P<put>{_any(WORDS)})")
DEGREES = _pairs(
    """
冲破 突破|打破 突破|跨越 超过|越过 超过|跨过 超过|迈过 超过|超出 超过|逾越 超过|赶过 超过|凌驾 超过|多于 超过|
跃上 超过|跃过 超过|站上 突破|迈上 突破|闯过 突破|冲上 突破|攀至 升至|大于或等于 不得低于_|高于或等于 不得低于_|
到达 达到|高达 达到|很多于 不少于|许多于 不少于|不少过 不少于|不下于 不低于|不亚于 不低于|不低过 不低于|
不逊于 不低于|不短于 不低于|不长于 不超过|不会低于 不得低于|不会少于 不得少于|不会超过 不得超过|不会高于 不得高于|
大于等于 不得低于|高于等于 不得低于|小于等于 不得超过|低于等于 不得超过|起码 至少|最少 至少|不止 至少|不下 至少|
不低 至少|节制在 控制在|掌控在 控制在|把持在 控制在|管控在 控制在|把控在 控制在|掌握在 控制在|操纵在 控制在|
紧缩至 压缩至|收缩至 压缩至|减缩至 压缩至|紧缩到 压缩到|收缩到 压缩到|减缩到 压缩到|
限定在 控制在|坚持在 保持在|连结在 保持在|不变在 稳定在|安定在 稳定在|稳固在 稳定在|平稳在 稳定在|安稳在 稳定在
"""
)
ATTAINED = _pairs("达成 达到|做到 达到|升到 升至|提到 升至|涨到 升至")
"""Words of degree only where the number ends its clause: 提到3个问题 tells no goal."""
BOUNDS = _pairs(
    "之上 以上|往上 以上|朝上 以上|开外 以上|有余 以上|之下 以下|以里 以内|前后 左右|摆布 左右|"
    "以上水平 以上__|甚至更多 或以上_|或更多 或以上|或更高 或以上"
)
DAYS = _pairs("工作天 工作日|事情日 工作日|任务日 工作日")
PACES = _pairs("平均每年 __每年|每年平均 每年__")
SUMS = _pairs("总计 累计|总共 累计|一共 累计|统共 累计|累积 累计|累加 累计")
ENDS_OF_YEARS = _pairs("岁末 年末|岁尾 年末|年终 年底")
ROLES = _pairs(
    "带头 牵头|领头 牵头|挑头 牵头|领衔 牵头|主导 牵头|主持 牵头|互助 配合|合营 配合|辅助 配合|合作 配合|协作 配合"
)
LABELS = ROLES | _pairs("义务 责任|职责 责任|担责 责任|负责 责任|承担 责任|执行 责任")
DUTIES = ROLES | _pairs("卖力 负责|担负 负责")
DIVIDED = _pairs("职责分担 职责分工|职能分担 职能分工|职责分配 职责分工")
BODIES = _pairs("单元 单位|机构 单位|部分 部门")
PLACES = (
    ("(?<!高)", DEGREES, r"(?=\s?\d|[一二三四五六七八九]成|[二三四五百]分之)"),
    ("", ATTAINED, rf"(?=\d[\d.,]*[百千万亿]*(?:{UNIT})?(?:以[上内]|左右)?(?:[,;。、)]|$))"),
    (rf"\d\s?[百千万亿]*(?:{UNIT})?", BOUNDS, ""),
    (r"20\d\d年?", ENDS_OF_YEARS, ""),
    (r"(?<![\d十])[二两三四五2-5]年内?", SUMS, ""),
    ("", PACES, ""),
    (r"\d\s?个?", DAYS, ""),
    ("", LABELS, r"(?=(?:单[位元]|部[门分]|机构)(?:[:)|\s]|$))"),
    (
        "(?<=[局委办院厅部会行署府)])",
        DUTIES,
        "(?=负责|,[^;。]{2,80}?(?:配合|协[助同作]|参[与加]|合作|互助|辅助|按职责分工负责)[;。)〕\\]])",
    ),
    ("[(),;、][^(),;、与同]{1,20}[局委办院厅部会行署府]", DUTIES, "(?=[;)])"),
    ("(?:按照?|依照?)(?:各自)?", DIVIDED, ""),
    ("(?:责任|牵头|配合|协办|参与)", BODIES, r"(?=[:)|\s]|$)"),
)
"""What stands before such a word, the words, and what stands behind them."""
PLACED = tuple(
    (re.compile(f"{before}(?P<put>{_any(words)}){behind}"), words) for before, words, behind in PLACES
)


def restored(folded: str) -> str:
    """The text with misread digits and put-in synonyms as they stood, of the same length; linear in it."""
    text = MISREAD.sub(lambda m: m.group().translate(LETTERS), folded)
    text = UNIT_MISREAD.sub("元", text)
    rewritten = len({m.group() for m in SIGNS.finditer(text)}) >= FEW_SIGNS
    for place, words in PLACED:
        text = place.sub(partial(_as_it_stood, words), text)
    return PUT_IN.sub(partial(_as_it_stood, WORDS), text) if rewritten else text


def _as_it_stood(words: dict[str, str], put: re.Match[str]) -> str:
    word = put["put"]
    return put.group()[: -len(word)] + words[word]
