"""What is no goal: the questions that are asked of every number of a plan, in their order.

1. Is there a count at all, or is the number one of a table, a year, a code?  ``_uncounted``
2. Does it belong to a name: 220千伏…工程, 2.0系统?  ``passing.in_name``
3. Does it count what the plan is made of, or only sum up a list: 5项重点任务?  ``passing.of_paper``
4. Does it tell what there is already: 驻区9所高校, 同比增长了18%?  ``passing.there``
5. Does it choose those that are meant: 500人以上企业?  ``_meant``
6. Is it a fact of one place or one project: 占地900亩?  ``passing.of_place``
7. Does somebody get, pay or set it aside: 补助20万元?  ``standing.given``
8. Is it a bound or what each may have at most: 不超过总额的30%?  ``standing.limited``
9. Is it what each of many must have: 每县明确1名联络员?  ``standing.of_each``
10. Is it a term, a round or a meeting of everyday work: 每季度调度1次?  ``standing.routine``
11. Is it a step of a scale of points: 每少1件扣0.5分?  ``standing.of_points``

Most questions are answered by tables of signs (``signs.py``), one line for each construct; a new one is a new line.
What is left may be a goal. Whether a *sentence* tells what is over is another question (``tense.py``), and so is
whether a whole *text* sets rules (``rules.py``).
"""

from __future__ import annotations

import re

from .context import Context
from .naming import WHERE, core_of
from .passing import DEED, MEANT, in_name, of_paper, of_place, there
from .quantities import Quantity
from .signs import Number, any_of
from .standing import given, limited, of_each, of_points, routine
from .wording import (
    COUNT_VERB,
    DOWN,
    RATE_OR_INDEX,
    REACHES,
    TO_WORDS,
    UP,
    VERB_END,
    VERB_HEAD,
    after_suffix,
    without_degree,
)

APPLICANT = re.compile(
    r"(?:申报|申请|参评|参选|入选|入驻|准入|评定|认定|评选|受理|备案|提交)(?:的)?[一-龥]{0,8}(?:应|须|需|必须|条件|原则上|一般)|"
    r"(?:应|须|应当|需|必须)(?:同时)?(?:具备|具有|符合|满足|持有|拥有)|(?:条件|要求)(?:如下|为|是)?:|"
    r"年龄(?!结构|人口|段)(?:一般|原则上|应|须|不|在|未|男)|(?:注册|入驻|经营|成立|营业|居住|参保|缴费|在职)(?:时间|年限|满\d)|"
    r"工作(?:经历|年限)|(?:使用|产权|从业|服务|办学)年限|办学规模|注册资[本金]|实缴资本|持股比例|"
    r"(?:申报|申请|参评)(?:企业|单位|机构|主体)(?:上年度|上一年度|近[一二三两]年)|限报|只能申报|适用(?:于)?本(?:办法|政策|措施|细则|意见)|期满前|方可|无(?:重大|不良|违法(?!违规证明))|未发生|未受过|申报[一-龥“”]{2,12}的(?:单位|企业|机构|主体|园区)|(?<!依)申请(?!量|数|率|授权|总|专利|与|和|、)[一-龥]{2,8}的"
)
"""Words of what an applicant must fulfil."""
REACHED = re.compile(
    r"(?:^|[,;。])(?:力争|确保|将|要)*(?:(?:达到|实现|完成|突破|超过)(?:不低于|不少于|不超过)?|每年)?$"
)
OF_MEASURE = re.compile(
    r"(?:以[上内下])?的[^,;。\d]{2,24}(?:(?:[率量额数度值]|比重|占比|周期|收入|规模)(?:保持|实现|突破)?|拥有|培训)(?=$|[,;。、])"
)
"""What is reached told behind its number, in a text translated to and fro: 8万件|以上的有效商标注册量实现."""
CONDITION = re.compile(
    r"^(?:[(]含[)])?(?:及以上|以上|以下|以内)?(?:[(]含[^()]{0,4}[)])?的(?!目标|比例|速度|水平|增速|增长|增幅|年均|覆盖率)"
)
SHARE_DONE = re.compile(
    r"(?:以上)?的[^,;。\d]{2,24}?(?:得到|达到|实现|建有|建立|配备|具备|通过|纳入)[一-龥]{2}"
)
"""What is done with a share of things that were named before it: 村庄80%的|垃圾得到处理."""
FUND = re.compile(
    r"(?:(?:总?规模|资金量)(?:约|达|达到|为|不低于|超过)*|(?:设立|组建|成立|筹建|打造|建立)[^,;]{0,12})〈的?[^,;。]{0,16}(?:基金|资金池|风险补偿资金)"
)
"""A fund of which the size is told: 设立规模|5亿元的基金."""
RANKED = re.compile(r"(?:进入|跻身|位列|位居|稳居|居|列|处于|保持|迈入|排名|力争|确保).{0,8}前$")
CLASSES = ("批", "层", "类", "种", "级", "档", "对", "点", "号", "段", "星")
SUMS = "个家项种类部县名条大座所件"
COUNTED_LIST = re.compile(
    r"(?:^|[,;前])(?:再|全面|率先|累计|力争|基本|加快)*(?:实现|推出|上线|开通|完成)[^,;]{2,10}(?:、[^,;、]{2,12})+等$"
)
"""What is done with a list that its count sums up: 实现甲、乙、丙等35项事项通办."""
BUILT_LIST = re.compile(
    r"(?:^|[,;])(?:再|全面|率先|累计|力争|基本|加快|新)*(?:建成|打造|形成|组建)(?!后)[^,;]{4,}等$|(?:拓展|扩展|延伸)[到至][^,;]{2,}等$"
)
"""What is built, told with all its names: 建成甲、乙、丙等|3个平台."""
STRIVEN_LIST = re.compile(r"(?:确保|力争|争取)[^,;。]*等$")
OPENED = re.compile(r"[^,;。\d]{0,14}(?:竣工|投运|投产|建成|完工|开工|投用|达产|交付)")
"""What is striven for with all of a list: 确保甲、乙等|3个项目年内竣工."""


def no_goal(text: str, left: int, right: int, q: Quantity, pre: str, post: str, *, here: Context) -> str:
    """Why a number is no goal: ``skip``, ``listed`` where it only sums up a list, ``""`` where it may be one."""
    n = Number(text, left, right, q, pre, post, here.kind, here.told)
    asked = (
        _uncounted,
        in_name,
        of_paper,
        there,
        _meant,
        of_place,
        given,
        limited,
        of_each,
        routine,
        of_points,
    )
    if any(question(n) for question in asked):
        return "skip"
    return "listed" if _list_summed_up(n) else ""


def _uncounted(n: Number) -> bool:
    """Whether no thing is counted: a bare number, one of a table, a place, a class or edition, one of a kind."""
    q, pre, post = n.q, n.pre, n.post
    if q.shape == "number" and (re.match(r" \d", n.behind) or re.search(r"\d $", n.before)):
        return True
    if not n.unit and q.shape == "number":
        rate = re.search(rf"(?:{UP}|{DOWN})$", pre) and RATE_OR_INDEX.search(pre)
        alone = pre.endswith(("达到", "达", "突破", "超过", "不低于")) and re.match(
            r"(?:以上|左右)?(?:$|[,;、])", post
        )
        return not (rate or alone) or 1900 <= q.value <= 2100
    if q.shape == "chinese" and (
        (n.unit == "条" and not post and not pre.endswith(("新增", "开通", "打造", "建成")))
        or (n.unit == "个" and q.value == 1 and post)
        or post.startswith("论坛")
    ):
        return True
    if q.value == 0 and n.unit in ("条", "起", "例", "件"):
        return not re.search(r"实现|零|达到|保持|为$|控制", pre)
    if q.value == 0 and n.unit in ("成", "元", "份", "跑动", "费用"):
        return True
    return _placed(n) or _class(n)


def _placed(n: Number) -> bool:
    """A place told of a task that does not aim at it."""
    if n.before.endswith("前") and n.unit == "%":
        return True
    if not n.in_task or not n.pre.endswith(("前", "第")) or n.unit not in ("位", "名", "强", ""):
        return False
    return n.q.shape != "place" and not RANKED.search(n.pre)


def _class(n: Number) -> bool:
    if n.unit not in CLASSES or re.search(
        r"(?:达|不少于|突破|超过|不低于|新增|培育|推出|增至|以上)", n.pre[-6:] + n.post[:3]
    ):
        return False
    if re.search(rf"[由从]\d+{n.unit}{TO_WORDS}$", n.pre):
        return False
    names = n.told.names
    listed = n.text[n.left - 1 : n.left] == "、" and names
    if listed and (n.q.start - n.left >= 3 or names[-1][1] == n.unit):
        return False
    core = core_of(n.pre)[0]
    if n.unit in ("种", "类") and (
        COUNT_VERB.match(core) or re.search(r"(?:研制|研发|开发|获批|攻克|突破)$|开放", n.pre)
    ):
        return False
    return not (n.unit == "对" and VERB_HEAD.match(core))


def _meant(n: Number) -> bool:
    """Whether it chooses those that are meant, by how large they are or what they fulfil."""
    rises = n.unit == "%" and re.search(r"(?:率|占比|比例|比重)(?:提[高升]|上升)[到至]$", n.pre)
    asked = n.in_task and not (n.aimed or rises or DEED.match(n.pre)) and APPLICANT.search(n.stretch)
    if asked or any_of(MEANT, n):
        return True
    if not CONDITION.match(n.post) or FUND.search(f"{n.pre}〈{after_suffix(n.post)}"):
        return False
    if n.unit.endswith("%") and (
        (not n.pre.endswith("将") and SHARE_DONE.match(n.post))
        or not core_of(n.pre)[0]
        or REACHES.search(n.pre)
    ):
        return False
    if REACHED.search(n.pre) and OF_MEASURE.match(n.post):
        return False
    return not VERB_END.search(WHERE.sub("", without_degree(n.pre)))


def _list_summed_up(n: Number) -> bool:
    """Whether it only sums up a list that has been told: 甲、乙等2个千亿级产业."""
    if not n.pre.endswith("等") or n.unit not in tuple(SUMS):
        return False
    if (STRIVEN_LIST.search(n.pre) and OPENED.match(n.post)) or BUILT_LIST.search(n.pre):
        return False
    counted = COUNTED_LIST.search(n.pre) and n.unit in tuple("项种件个")
    return not (counted and re.match(r"[一-龥“]{4,}", n.post)) and not re.match(
        r"[一-龥\d]{0,2}?[万千百十]+亿元?级", n.post
    )
