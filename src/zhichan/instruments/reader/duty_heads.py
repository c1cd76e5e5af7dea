"""The heads of tables of duties: what stands in a column, told by its head."""

from __future__ import annotations

import re
from functools import lru_cache

BEARERS = ("lead", "coop", "resp")
"""The roles of columns that hold bodies."""
TEXTS = ("group", "text", "detail")
"""The roles of columns that hold words of what is to be done."""
NOTHING_TOLD = re.compile("[-—/]{1,2}|无")
"""How a cell says that there is none."""
ROLE_HEAD = re.compile(
    r"(?P<lead>(?:总)?牵头(?:责任|负责|市直|实施)?(?:单位|部门|处室|科室|方)|主办(?:单位|部门|方)|"
    r"主责(?:单位|部门|方)|主要责任单位|第一责任单位)"
    r"|(?P<coop>(?:配合|协办|参与|参加|协同|协作|协助|会办|支持)(?:责任)?(?:单位|部门|处室|科室|方))"
    r"|(?P<resp>责任方|(?:责任|落实|实施|承办|负责|承担|指导|主管|具体责任|执行|推进|归口|组织|完成)(?:单位|部门|主体|处室|科室)|责任单位及.{2,6}|(?:责任|职责|任务|工作|部门)分工|单位)"
    r"|(?P<due>(?:预计|计划|拟)?(?:完成|办结|实施|推进|工作|建设|起止|开竣工)?(?:时限|时间|期限|节点|进度)(?:要求|安排|节点)?)"
    r"|(?P<person>(?:责任|牵头|分管|联系|市级|包抓)(?:领导|人)|负责人)"
)
TEXT_HEAD = re.compile(
    r"(?:所属|对应|重点|主要|工作|具体|目标|任务|改革|建设|创建|实施|落实|推进)*(?:任务|细节|内容|事项|措施|举措|工作|项目|指标|要点|重点|"
    r"目标)(?:[与和及](?:任务|措施|内容|举措|要求|目标))?(?:名称|内容|分工|清单|安排|分解|要求|目标|及目标|描述)?|任务类别|类别|领域|板块|"
    r"序号|备注|方面|一级任务|二级任务"
)
GROUP_HEAD = re.compile(r"(?:任务|工作|所属)?(?:类别|领域|板块|方面|环节|类型)|一级任务")
DETAIL_HEAD = re.compile(
    r"(?:落实|推进|具体)(?:举措|措施)|(?:主要|具体|工作|建设|实施|任务|举措|改革|目标)*(?:内容|说明|描述|要求|详情|细节|明细|目标|细项)(?:及目标|及要求)?|(?:细化|分解)任务|具体(?:任务|工作|事项)"
)
NOTE_HEAD = re.compile(
    r"备注|(?:预期|工作|标志性|阶段性)?成果(?:形式|类型|名称)?|(?:进展|完成|落实)情况|考核(?:方式|标准)|(?:推广|实施|适用|试点)(?:范围|区域|地区)|来源|依据"
)
BEFORE_HEAD = re.compile(r"^(?:20\d\d年度?|建议|拟定?)(?=[一-龥]{2})")
"""What may stand before a head that is known: 2023年|建设内容, 建议|责任单位."""


def levels(roles: list[str], heads: list[str]) -> list[str]:
    """The columns of words told apart: the group a row belongs to, what is to be done, and its detail."""
    words = [n for n, role in enumerate(roles) if role == "text"]
    heads = [BEFORE_HEAD.sub("", head) for head in heads]
    out = list(roles)
    while len(words) > 1 and GROUP_HEAD.fullmatch(heads[words[0]]):
        out[words[0]] = "group"
        words = words[1:]
    if len(words) > 1 and DETAIL_HEAD.fullmatch(heads[words[-1]]):
        out[words[-1]] = "detail"
    return out


@lru_cache(maxsize=4096)
def role_of(told: str) -> str | None:
    """The role of a column by its head; a head of several names (协同/配合单位) has that of the first."""
    if (parts := [p for p in re.split(r"[/、]|或者?|(?<=[位门体])[及和与]", told) if p]) and len(parts) > 1:
        kind = re.search(r"(?:单位|部门|主体|处室|科室|时限|时间|期限|任务|内容)$", parts[-1])
        ended = [p if not kind or role_of(p) or p.endswith(kind.group()) else p + kind.group() for p in parts]
        roles = [role_of(p) for p in ended]
        return roles[0] if all(roles) else None
    told = BEFORE_HEAD.sub("", told)
    told = re.sub(r"[(](?:牵头|主办|配合|协同|责任)[)](?=单位|部门)", "", told)
    text = re.sub(r"(?<=[一-龥])[(][^()]{2,24}[)]$", "", told)
    m = ROLE_HEAD.fullmatch(text)
    if m:
        return m.lastgroup
    if text == "序号":
        return "serial"
    if NOTE_HEAD.fullmatch(text):
        return "note"
    if DETAIL_HEAD.fullmatch(text) or GROUP_HEAD.fullmatch(text):
        return "text"
    if TEXT_HEAD.fullmatch(text):
        return "text"
    return None
