"""Labels that say in which role the bodies behind them act: 牵头单位:…, 市级配合部门:…, 牵头考核单位:….

A label is made of words that may stand before (市级, 主要), of the word of the role, of words that tell what the
body does (考核, 推进), and of the word for a body (单位, 部门 …); a colon, a bracket around it, 为 or the name of a
body at once parts it from the bodies.
"""

from __future__ import annotations

import re

BODY = r"(?:单位|部门|主体|处室|科室|股室|机构|方(?=\s*[:]))"
IS = (
    r"(?:\s*[:]|(?<=单位|部门)[(][^()\n]{0,8}(?:第一|首位|排首|排前|首个)[^()\n]{0,10}[)]\s*[:]|(?<=单位|部门|主体|机构|科室|处室|股室)[\])〕]:?(?!$|[\n。;,)])|(?<=单位|部门|科室|处室|股室)为?(?!牵头|主责|主办|责任|配合|第一|会同|组织|联合|负责|商|和|与|及|内部)"
    r"(?=各(?![司自负])|(?:(?![的要应])[一-龥]){1,14}?(?:局|委|办|部|厅|院|会|行|中心|海关|政府|公司|科|处|室)(?:[(、,;。)\]\n]|$)))"
)
"""What parts a label from its units: a colon, the bracket around it, 为, or the name of a body at once."""
FORE = (
    r"(?:[省市区县州旗镇](?:级|直|属)|其[他它余]|主要|共同|联合|指标|专项|本项|行业|职能|业务|具体|项目|任务|工作|相关|"
    r"有关|各(?!级|地))*"
)
DOES = r"(?:责任|负责|实施|考核|考评|评估|推进|落实|监管|主管|指导|建设|承办|承担|执行|督导|督办|协调|组织|工作)*"
LABEL = re.compile(
    rf"(?P<lead>{FORE}(?:(?:总)?牵头|主办|主责|领办|领导(?={BODY})){DOES}{BODY}?{IS}"
    rf"|(?:主要|第一|首席|首要)(?:责任|负责|牵头|实施|承办)*{BODY}{IS})"
    rf"|(?P<coop>{FORE}(?:参与|参加|配合|协同|协作|合作(?={BODY})|协办|协助|会办|联合|支持|协调)(?:参与|配合|实施|责任|落实)*{BODY}?{IS})"
    rf"|(?P<resp>(?!组织机构){FORE}(?:责任|落实|实施|承办|承担|负责|建设|执行|推进|组织|考核|考评|主管)(?:(?:{DOES}{BODY})|分工|者)?{IS}"
    r"|(?:业务)?指导(?:单位|部门)\s*[:])"
    r"|(?P<due>(?:完成|办结|实施|责任|工作|推进|计划完成|落实|达成|见效|启动)?(?:时限|时间|期限|节点|"
    r"进度)(?:要求|安排|节点)?(?:\s*[:]|[\])〕]:?(?!$|[\n。;,)])|(?=20\d\d年|长期|持续)))"
    r"|(?P<person>(?:牵头|分管|责任|包保|包抓|联系|挂钩|市|县|区|主管|主要)*(?:领导|责任人|负责人|联系人|联络员|领导同志)|链长)\s*[:]"
    rf"|(?P<other>{FORE}(?:督导|督查|督办|监督|验收|联系|报送|审核){BODY}\s*[:])"
    r"|(?P<unit>单位|部门)\s*[:]"
)
"""The role in which the bodies behind a label act; ``other`` watches the work and does not bear it."""
TIME = (
    r"(?:20\d\d(?:年|[-—~至])|\d{1,2}月|年[内底]|长期|持续|常态|全年|每[年季月]|第?[一二三四]季度|[上下]半年|立即|即时|"
    r"近期|远期|中期|按(?:计划|时序|进度|期))"
)
TIMED = re.compile(rf"(?:(?:到|于)?{TIME}|已)[^、]{{0,24}}")
"""A clause of a bracket that tells no body but by when something is done: 5月底取得成效并持续推进."""
OTHER_LABEL = re.compile(
    r"[,;。、](?:适用|推广|实施|试点|覆盖|开放|依据|备注|说明|政策|目标|注|来源|联系)[一-龥]{0,6}[:]"
)
"""What a bracket tells behind its units that is no unit: 适用范围:所有试验区."""
BESIDE = ",;。、 |\n(:[〔"
"""What a label may stand behind."""
OF_NAME = re.compile(
    r"[(〔\[](?:(?P<lead>(?:总)?牵头|主办|主责|第一责任|领导)|(?P<coop>配合|协办|参与|协助|合作)|(?P<resp>负责|责任|承办|落实))(?:单位|部门|方)?[)〕\]]"
)
"""The role of one body in brackets behind its name: 市教育局(牵头)."""
