"""Characters as they stood before a scanner or a machine that rewrites texts changed them, one for one.

A scanner takes 0 for O and 1 for l; a machine that is to make a text look new puts a synonym for every second word
(常识产权 for 知识产权, 到达 for 达到). Only words that say what a number or a body is doing there are put back: what is
told of a plan are its own words, as they stand.
"""

from __future__ import annotations

import re

LETTERS = str.maketrans("OoIl", "0011")
MEASURED = r"(?=\s*(?:[%‰年月日号]|[多余]?[十百千万亿]|[一-龥]?[件家个项名人户次元亩吨种批处所期场天分倍只支套]))"
"""What a number is followed by, so that 2O2O平台 and O2O模式 stay what they are."""
NUMBER = r"(?=[OoIl.]*\d)(?=[\d.]*[OoIl])[\dOoIl]+(?:\.[\dOoIl]+)?"
MISREAD = re.compile(
    rf"(?<![A-Za-z\d.]){NUMBER}{MEASURED}|(?<=[ \t]){NUMBER}(?=[ \t]|$)|(?<=[ \t])[Oo](?=[ \t]+\d)", re.MULTILINE
)
UNIT_MISREAD = re.compile(r"(?<=\d[万亿])无(?=以上|以下|以内|左右|[,;。、)]|$)")

SIGNS = re.compile(
    "常识产权|立异|扶植|国度|缔造|羁系|地舆标记|生齿|很多于|摆布|(?:义务|责任)(?:部分|单元)|对劲度|哺育|掩护|晋升|今朝|查察院|笼盖|当局"
)
FEW_SIGNS = 5
"""So many different ones no office writes."""
WORDS = dict(
    pair.split()
    for pair in """
到达 达到|冲破 突破|打破 突破|跨越 超过|很多于 不少于|晋升 提升|增添 增加|收缩 缩短|紧缩 压缩|节制在 控制在|
坚持在 保持在|连结在 保持在|不变在 稳定在|哺育 培育|造就 培养|构成 形成|扶植 建设|展开 开展|告竣 达成|刊行 发行|
笼盖 覆盖|挂号 登记|具有 拥有|有用 有效|发现专利 发明专利|常识产权 知识产权|地舆标记 地理标志|生齿 人口|
代价 价值|对劲度 满意度|均匀 平均|摆布 左右|今朝 目前|缔造 创造|掩护 保护|立异 创新|国度 国家|财产 产业|
树模 示范|单元 单位|证实商标 证明商标|胶葛 纠纷|开放允许 开放许可|支援 援助|打点 办理|嘉奖 奖励|赐与 给予|
抵偿 补偿|承当 承担|丧失 损失|整体请求 总体要求|整体目标 总体目标|方针 目标|使命 任务|保证办法 保障措施|
组织带领 组织领导|义务部分 责任部门|责任部分 责任部门|义务单位 责任单位|义务单元 责任单位|责任单元 责任单位|
牵头部分 牵头部门|各部分 各部门|有关部分 有关部门|当局 政府|查察院 检察院|羁系 监管|教诲 教育|财务 财政|
成长 发展|农业乡村 农业农村|鼓吹部 宣传部|处所金融 地方金融|首要 主要|五”时代 五”时期|
停止20 截至20|动物新品种 植物新品种|审讯 审判
""".replace("\n", "").split("|")
)
"""What the machine put in, and what stood there; both are of one length."""
PUT_IN = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))


def restored(folded: str) -> str:
    """The text with misread digits and put-in synonyms as they stood, of the same length; linear in it."""
    text = MISREAD.sub(lambda m: m.group().translate(LETTERS), folded)
    text = UNIT_MISREAD.sub("元", text)
    if len({m.group() for m in SIGNS.finditer(text)}) < FEW_SIGNS:
        return text
    return PUT_IN.sub(lambda m: WORDS[m.group()], text)
