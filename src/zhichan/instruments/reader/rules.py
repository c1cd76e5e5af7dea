"""Rules that stand among goals: what an office does with one case, and what is set up or set for all.

Where a plan says how long something shall take (办理时间不超过5天), that it shall become shorter, or by when, it
promises a service; where a task only says within how many days a case is dealt with, it tells a rule of procedure. A
fund that is set up is a means; one that shall reach a size is a goal. A plan for intellectual property promises both,
and any plan how long cases at law take. Papers of measures tell more rules than others.
"""

from __future__ import annotations

import re

from .clean import squeeze
from .model import Target
from .tense import aims

OF_IP = re.compile(r"知识产权|专利|商标|版权|地理标志")
AT_LAW = re.compile(rf"{OF_IP.pattern}|案件|诉讼|审理")
MEASURES = re.compile(
    r"(?:若干|政策|扶持|帮扶|惠企|纾困)(?:政策)?措施|(?:若干|配套|扶持|优惠|支持|惠企)政策|若干规定|[十百\d]条(?:政策|措施)?(?:$|[》”)）])"
)
"""The title of a paper that sets rules of support."""
DAYS = re.compile(r"(?:个?(?:工作日|自然日|小时|月)|天|日)$")
CASE = re.compile(
    r"办结|办理|办件|办电|审批|审查|审核|核准|核查|受理|响应|联系|答复|反馈|回复|报装|登记|退税|支付|拨付|兑付|兑现|开办|审签|出件|转办|许可|备案|处理|出具|验收|开工|结清|告知|回应|放款|裁[决结]|下架"
)
MOVED = re.compile(
    r"压缩|缩短|压减|缩减|压降|精简|减[至到为]|降[至到低]|提速|控制在|稳定在|保持在|力争|确保|争取|实现|推动|达到|[少短]于|承诺"
)
"""Words that promise a service, where a rule only says within what time."""
TAKES = re.compile(r"(?:时间|时限|用时|时长|周期)[^,;\d]{0,12}\d")
"""How long something takes, as a measure: 审批|时限不超过40|个工作日."""
STRIVES = re.compile(r"实现|确保|力争|争取")
BY_WHEN = re.compile(r"20\d\d年|年底前|年内|月底前|全年")
FUND = re.compile(
    r"(?:基金|资金池|(?:补偿|援助|转贷|纾困|周转)资金)群?(?:总|首期|首年|初始)*(?:规模|总额|出资)?$|^首[期年](?:规模)?|^总?规模$"
)
REACHES = re.compile(r"达到?|突破|超过|扩大|扩充|增[至到加]|提[高升]|力争")
GIVEN = re.compile(
    r"(?:分别|每[家个项户件]|一次性)(?:给予)?(?:支持|资助|补助|奖励)|贴息|[上下]浮|补贴|免除|单案|消费券|代金券|面值|每标箱|按[^,;]{1,6}价|月销售额"
)
"""What is given, or up to what price or turnover, in money or shares."""
OF_SERVICE = re.compile(r"(?<![利费税])率$|满意度$")
DRAWN_ALONG = re.compile("带动|撬动|拉动|促进")
SET_FOR_ALL = re.compile(
    r"(?<!平均)利率$|(?<!平均)(?<!平均担保)费率|(?<!联合)抽查比例|(?:预留|预付款|首付款|保证金)[一-龥]{0,4}(?:份额|比例)|所得[一-龥]{0,10}(?:比例|占[一-龥]{2,8})$|出资比例|^比例$|有效(?:工作)?机时"
)
"""What a paper of measures sets for all: how much is charged, kept, paid in advance or left to whom."""

POINTS = re.compile(r"\d(?:\.\d+)?分(?![钟之别为析类])|得满分|权重\d")
SHEET = re.compile(r"评分|分值|得分|评价指标|考核|测评|打分|计分|满分|(?<!产)权重")
FIGURE = re.compile(r"\d(?:\.\d+)?(?:%|[万亿]?[件家个项元名人])")
SHEET_OF_POINTS = re.compile(r"(?:评分|打分|计分|得分)(?:表|细则|标准)(?=\n)")
"""A title that says so."""
ANNEX = re.compile(r"\n附(?:件|表|录)")
LEAST_POINTS = 6
SCALE = re.compile(r"分值|得分|评分|计分|扣分|加分|满分|(?<!产)权重")
LEAST_WORDS = 4
REGULATION = re.compile(r"(?:办法|细则|规定|规程|规则|条例)(?:[(（][^()（）]{0,12}[)）])?[》”]?(?:的通知)?$")
ARTICLE = re.compile(r"(?:^|\n)第[一二三四五六七八九十\d]{1,3}条(?![规款])")
LEAST_ARTICLES = 5
LEAST_PLAN = 100
"""Characters before an annex that make it one; what begins as an annex is the text itself."""
CALL = re.compile(r"(?:组织申报|申报|征集|遴选|推荐|评选)[^。]{0,30}(?:的通知|的公告|指南)$")
APPLIES = re.compile(r"申报(?:条件|程序|材料|要求|方式)|推荐(?:条件|程序|材料|名额)")
"""A call for applications, whose numbers are conditions: 关于组织申报…项目的通知."""


def scored(flat: str) -> bool:
    """Whether a text is a sheet of points, whose figures are steps of a scale and no goals.

    A plan that such a sheet is annexed to is none: its annexes do not count, nor points that begin late in it.
    """
    if SHEET_OF_POINTS.search(flat[:LEAST_PLAN]) and not re.search(r"力争|[到至]20\d\d年", flat):
        return True
    annex = ANNEX.search(flat, LEAST_PLAN)
    body = flat[: annex.start()] if annex else flat
    told = [m.start() for m in POINTS.finditer(body)]
    if len(SCALE.findall(body)) >= LEAST_WORDS and not re.search(r"目标|力争|[到至]20\d\d年", flat):
        return True
    return (
        len(told) >= LEAST_POINTS
        and told[0] * 2 <= len(body)
        and len(told) * 5 >= len(FIGURE.findall(body)) * 2
        and bool(SHEET.search(body))
        and not re.search(r"(?:主要|总体|发展|工作|年度|具体|预期)目标|目标任务", body)
    )


def regulation(flat: str, title: str | None) -> bool:
    """Whether a text sets rules by articles: its numbers are conditions and limits but where it says that it aims."""
    named = REGULATION.search("".join((title or "").split()))
    call = CALL.search(squeeze(title or "")) and APPLIES.search(flat)
    return bool(call) or (bool(named) and len(ARTICLE.findall(flat)) >= LEAST_ARTICLES)


def without_rules(flat: str, title: str | None, targets: list[Target]) -> list[Target]:
    """The goals of a text less what only sets a rule."""
    if regulation(flat, title):
        return [t for t in targets if aims(flat, t.order)]
    named = squeeze(title or "")
    measures = MEASURES.search(named) is not None
    if not named or (OF_IP.search(named) and not measures):
        return targets
    return [t for t in targets if not (t.in_task and _rule(flat, t, measures=measures))]


def _rule(flat: str, target: Target, *, measures: bool) -> bool:
    sentence, phrase = _words(flat, target)
    name, unit = squeeze(target.indicator), squeeze(target.unit or "")
    if BY_WHEN.search(sentence):
        return False
    if unit.partition("/")[0].endswith(("元", "%", "百分点")) and GIVEN.search(phrase):
        return not DRAWN_ALONG.search(phrase) and not OF_SERVICE.search(name)
    if DAYS.search(unit):
        promised = (
            MOVED.search(phrase)
            or STRIVES.search(sentence.rpartition(";")[2])
            or ((AT_LAW.search(phrase) or TAKES.search(phrase)) and not measures)
        )
        return bool(CASE.search(sentence.rpartition(";")[2] + phrase + name)) and not promised
    if unit.endswith(("元", "%")) and FUND.search(name) and "金" in sentence:
        return measures or not REACHES.search(phrase)
    return measures and unit[-1:] in "%‰1时" and bool(SET_FOR_ALL.search(name))


def _words(flat: str, target: Target) -> tuple[str, str]:
    """The sentence of a goal up to its number, and the phrase with it."""
    begin = max(flat.rfind(c, 0, target.order) for c in "。\n") + 1
    comma = max(flat.rfind(c, 0, target.order) for c in ",;。\n:") + 1
    past = target.order + len(target.quote)
    stop = min((at for at in (flat.find(c, past) for c in ",;。\n") if at >= 0), default=len(flat))
    return flat[begin:past], flat[comma:stop]
