"""Numbers that are no goals: benefits and their conditions, terms, parts of the structure, facts of projects."""

from __future__ import annotations

import re

from .clean import squeeze
from .context import Context
from .naming import WHERE, core_of
from .passing import in_passing
from .quantities import Quantity
from .standing import EVENTS
from .standing import reason as standing_reason
from .wording import (
    COUNT_VERB,
    DEADLINE_UNIT,
    DOWN,
    GOAL_MARK,
    RATE_OR_INDEX,
    REACHES,
    SHRINK,
    TO_WORDS,
    UP,
    VERB_END,
    VERB_HEAD,
    VERBS,
    after_suffix,
    without_degree,
)

SUBSIDY = re.compile(
    r"给予|予以.{0,8}(?:奖|补|资助)|补助|补贴|资助|奖励|奖补|奖金|贴息|贴费|封顶|"
    r"最高(?:不超过|可|给|支持|奖|补|限额|额度)?|一次性|予以支持|经费支持|资金支持|资金扶持|"
    r"补偿(?:比例|金)|承担.{0,6}(?:风险|损失)|分担|罚款|罚金|处.{0,6}元以[上下]|"
    r"按照?.{0,24}(?:比例|标准|的%)|减免(?!税?额)|免收|优惠|(?:贷款|授信)额度(?!达|突破|超|不低|力争|\d)|单笔|单户|单项(?:经费|"
    r"资助)|单个项目|每(?:家|户|件|项|人|个|次|名|篇|亩|辆).{0,8}(?:不超过|最高|给|补|奖)"
)
REACHED = re.compile(r"(?:^|[,;。])(?:力争|确保|将|要)*(?:达到|实现|完成|突破|超过)(?:不低于|不少于|不超过)?$")
OF_MEASURE = re.compile(r"(?:以[上内下])?的[^,;。\d]{2,24}(?:[率量额数度值]|比重|占比|周期|收入|规模)(?=$|[,;。、])")
"""What is reached told behind its number: 达到|8万件|以上的有效商标注册量."""
CONDITION = re.compile(
    r"^(?:[(]含[)])?(?:及以上|以上|以下|以内)?(?:[(]含[^()]{0,4}[)])?的(?!目标|比例|速度|水平|增速|增长|增幅|年均|覆盖率)"
)
DEADLINE_AFTER = re.compile(r"^(?:之?内|以内|之?前|以前|后|起|为期|左右内)")
ORGAN_NOUN = re.compile(
    r"^(?:以上的?)?(?:个|项|大|类|方面|条|部分)?(?:(?:具体|量化|核心|主要|定量|定性)+指标|方面|部门(?!专网|系统|机房|数据|网站|平台|信息)|单位|成员单位|环节|层级|层次|"
    r"层面|阶段|步骤|部分|章|条款|原则|体系|主题|维度|关键词|县(?:市)?区|县\(市|区县|省份|"
    r"省市(?!重点|级|共)|国家和地区|国家(?=$|[,;。、)的和有签开建参])|专项|板块|篇章|任务|重点任务|主要任务|具体措施|具体任务|工作任务|"
    r"政策措施|重点工作|工作措施|措施|举措|具体举措|改革举措|改革任务|内容|坚持|新|字|问题|"
    r"短板|部委|地市|城市|月|意见|建议|指标|定量指标|预期性|约束性|量化指标|主要指标|具体指标|"
    r"保障措施|重大工程|专项行动|工程|行动|大工程|大行动)"
)
AREA = re.compile("(?:以上)?(?:县|区)")
MEETING = re.compile(
    r"会议|会商|调度|例会|通报|汇报|研判会|督查|督导|检查|抽查|巡查|座谈|自查|考核|评估|体检"
)
PROMISED = (
    "办结|响应|转办|反馈|答复|回复|出件|兑现|拨付|办理完[毕结]|受理|兑付|(?:形式|初步)?审[核批查]|初审|核准|(?<=完成)核查|[立结]案|"
    "公开|发证|[移分转]送(?:[^,;。]{2,12}(?:办理|处理|查处))?|送达|处[置理]意见|处置|(?:作出)?处理"
)
PROMISE = re.compile(
    rf"(?:之?内|以内)(?:予以|依法|及时|全部|一律|完成|进行|[提给]出){{0,2}}({PROMISED})(?!率|比例|情况|结果|机制)"
)
"""What an office promises to do with one case within a time: 5个工作日|内完成移送."""
MEASURES = (
    "度",
    "蒸吨",
    "米",
    "公里",
    "吨",
    "千瓦",
    "千瓦时",
    "千伏",
    "匹",
    "马力",
    "平方米",
    "周岁",
    "岁",
    "级",
)
COUNTED = ("个", "家", "项", "条", "类", "名", "位", "所", "处", "大", "户", "种")


COUNTED_LIST = re.compile(
    r"(?:^|[,;前])(?:再|全面|率先|累计|力争|基本|加快)*(?:实现|推出|上线|开通|完成)[^,;]{2,10}(?:、[^,;、]{2,12})+等$"
)
"""What is done with a list that its count sums up: 实现甲、乙、丙等35项事项通办."""


POINTS = re.compile(r"\d(?:\.\d+)?分(?![钟之别为析类])|得满分|权重\d")
SHEET = re.compile(r"评分|分值|得分|评价指标|考核|测评|打分|计分|满分|权重")
FIGURE = re.compile(r"\d(?:\.\d+)?(?:%|[万亿]?[件家个项元名人])")
LASTS = r"(?:时间|时限|用时|周期|时长|天数)(?:(?:保持|稳定|控制)?在|为)?"
SHEET_OF_POINTS = re.compile(r"(?:评分|打分|计分|得分)(?:表|细则|标准)(?=\n)")
"""A title that says so."""
ANNEX = re.compile(r"\n附(?:件|表|录)")
LEAST_POINTS = 6
SCALE = re.compile(r"分值|得分|评分|计分|扣分|加分|满分|权重")
LEAST_WORDS = 4
REGULATION = re.compile(r"(?:办法|细则|规定|规程|规则|条例)(?:[(（][^()（）]{0,12}[)）])?[》”]?(?:的通知)?$")
ARTICLE = re.compile(r"(?:^|\n)第[一二三四五六七八九十\d]{1,3}条(?![规款])")
LEAST_ARTICLES = 5
LEAST_PLAN = 100
"""Characters before an annex that make it one; what begins as an annex is the text itself."""


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


CALL = re.compile(r"(?:组织申报|申报|征集|遴选|推荐|评选)[^。]{0,30}(?:的通知|的公告|指南)$")
APPLIES = re.compile(r"申报(?:条件|程序|材料|要求|方式)|推荐(?:条件|程序|材料|名额)")
"""A call for applications, whose numbers are conditions: 关于组织申报…项目的通知."""


def no_goal(
    text: str,
    left: int,
    right: int,
    q: Quantity,
    pre: str,
    post: str,
    *,
    here: Context,
) -> str:
    """Why a number is no goal: ``skip``, ``listed`` where it only sums up a list, ``""`` where it may be one."""
    subject, told = here.told.subject, here.told.names
    unit = q.unit or ""
    if standing_reason(text, left, right, q, pre=pre, post=post, kind=here.kind):
        return "skip"
    if in_passing(text, q, pre, post):
        return "skip"
    if of_the_plan(text, q, pre, post) or of_a_rule(text, q, pre, post):
        return "skip"
    clause_start = max(text.rfind("。", 0, left), text.rfind(";", 0, left)) + 1
    around = text[max(clause_start, left - 40) : right]
    clause = text[left:right]
    money = unit.endswith(("元", "美元"))
    if q.shape == "number" and (
        re.match(r" \d", text[q.end : q.end + 2]) or re.search(r"\d $", text[max(0, q.start - 2) : q.start])
    ):
        return "skip"
    if not unit and q.shape == "number":
        if not (re.search(rf"(?:{UP}|{DOWN})$", pre) and RATE_OR_INDEX.search(pre)) and not (
            pre.endswith(("达到", "达", "突破", "超过", "不低于"))
            and re.match(r"^(?:以上|左右)?(?:$|[,;、])", post)
        ):
            return "skip"
        if 1900 <= q.value <= 2100:
            return "skip"
    if (
        money
        and SUBSIDY.search(around)
        and not STRIVEN.search(pre)
        and not HELPED_BY.fullmatch(text[clause_start : q.start] + "|" + post)
        and not beside_aid(text, q)
    ):
        return "skip"
    if (
        re.match(
            r"^(?:对|对于|凡|凡是|获得|取得|首次|新认定|被认定|年(?:度)?(?:营业|销售|主营|产值|纳税|研发))",
            clause.lstrip(",;、"),
        )
        and re.search(r"给予|奖励|奖补|补助|补贴|资助", text[q.end : q.end + 60])
        and "。" not in text[q.end : q.end + 30]
    ):
        return "skip"
    if re.search(r"给予[^,;。]{0,20}$", pre) or re.match(r"[一-龥]{0,4}(?:贴息|奖补|补助|补贴|奖励)", post):
        return "skip"
    if (
        money
        and here.kind in ("measure", "task")
        and re.search(r"安排|列支|预算|财政|筹措|统筹", pre[-20:])
        and re.search(r"资金|经费|预算", pre[-20:] + post[:12])
    ):
        return "skip"
    if here.kind == "measure" and money and re.search(r"投入|经费|安排|资金|统筹.{0,3}$", pre[-16:]):
        return "skip"
    if (
        here.kind == "measure"
        and unit.endswith("%")
        and re.search(r"考核|考评|绩效|权重|预算|收入|得分", around)
    ):
        return "skip"
    if unit.endswith("%") and re.match(r"(?:的资金|以上)?(?:用于|投向|作为|用作|留作)", post):
        return "skip"
    if (
        DEADLINE_UNIT.match(unit)
        and re.search(r"免费|期限|有效期|服务期|合同期", pre[-10:])
        and not SHORTENED.search(pre)
    ):
        return "skip"
    if re.search(r"(?:可在|首套|每次|每人|每批)(?:不超过|不多于|至多)?$", pre):
        return "skip"
    if here.kind == "measure" and unit in ("次", "场", "期", "轮") and q.value <= 12:
        return "skip"
    if (
        re.search(r"(?:^|[,;、])(?:免费)?为$", pre)
        and right < len(text)
        and re.match(r"\d", text[right : right + 1])
        and re.match(r"[一-龥()]{2,12}?(?:安装|配备|发放|配置|购置|改造|新建|提供|更新|添置)", post)
    ):
        return "skip"
    if _of_a_place(text, q, pre, post, here.kind):
        return "skip"
    if here.kind != "goal" and (
        re.search(
            r"(?:^|[,;。])(?:可(?!再生|靠|持续|循环|信|视|网办|追溯|利用率)|允许|准予|准许|不得)[^,;。]{0,40}$|可(?:返还|享受|申请|给予|按|适当|提取|减征|缓缴)",
            pre,
        )
        or re.search(r"(?:单次|每次|每人次|单个项目|单套|租期|原则上每人|罚没款)[^,;]{0,8}$", pre)
        or (
            DEADLINE_UNIT.match(unit)
            and re.search(
                r"(?:公示|公告|征求意见|答复|保存|留存|备案|有效)(?:时间|期限?|时限|期间)?(?:应|须|为|一般)?(?:不少于|不超过|不低于)?$|(?:最长|最迟|一般|原则上)(?:应|须)?(?:不超过|不少于|不低于|为)?$",
                pre,
            )
            and not re.search(
                r"(?:审理|审结|审查|办理|办结|预审|处理|响应|授权|结案|维权|兑付|平均)[一-龥]{0,6}(?:周期|时限|时间|用时|时长|天数)"
                r"(?:一般|原则上)(?:应|须)?不超过$",
                pre,
            )
        )
        or (
            unit in ("次", "轮", "遍", "版")
            and not re.search(rf"(?:{UP}|{DOWN})$", pre)
            and q.value <= 12
            and re.search(r"每(?:\d+|[一二三四五两半])?(?:个)?(?:年|季度|季|月|周|学期)", pre)
            and not EVENTS.search(pre)
            and re.search(
                r"修订|调整|更新|评估|检查|通报|报告|维护|巡查|校验|复核|轮换|抽检|动态|选拔|评选|评定|遴选",
                pre + post[:8],
            )
        )
        or (
            here.kind == "task"
            and re.search(
                r"(?:学时|课时|学分|顶岗|实习|教学|年限)[^,;]{0,10}(?:原则上|一般)[^,;]{0,6}$|原则上[^,;]{0,8}(?:学时|课时)",
                pre,
            )
        )
    ):
        return "skip"
    if (
        unit.endswith("%")
        and re.search(
            r"按(?!期|时|质|规|序).{0,16}$|给予.{0,30}$|补助.{0,20}$|补贴.{0,20}$|奖励.{0,12}$|"
            r"承担[^的]{0,10}$|分担(?!率)[^的]{0,10}$|资助.{0,16}$|最高(?:补偿|支持|给予).{0,12}$|最高.{0,6}$|贴息.{0,10}$",
            pre,
        )
        and not re.search(r"增长|达到|提高", pre[-6:])
        and not re.search(rf"(?:率|占比|比重|覆盖面|满意度)(?:{UP}|{DOWN}|为)*$", pre)
    ):
        return "skip"
    if unit.endswith("%") and re.match(
        r"(?:以内|以上|左右)?的?(?:比例|标准|额度)?(?:给予|予以|补助|补贴|奖励|资助|贴息|兑现|补偿)", post
    ):
        return "skip"
    if re.search(r"最高|一次性(?:给予|奖励|补助|发放)?$|封顶", pre[-8:]) and not re.search(
        "最高人民" if unit.endswith("元") else r"最高(?:人民|[一-龥]{2,6}达到?$)", pre[-8:]
    ):
        return "skip"
    leading = unit.endswith("%") and not core_of(pre)[0]
    if re.search(rf"每(?:新|成功)?(?:{VERBS}|获|通过)[^,;。]{{0,6}}$", pre) and re.search(
        r"奖|补|资助", text[q.end : q.end + 40]
    ):
        return "skip"
    if (
        money
        and here.kind != "goal"
        and not re.search(r"年均|每年|完成|实现|带动|拉动|撬动", pre[-10:])
        and re.search(
            r"(?<!研发)(?<!经费)(?<!资产)(?<!创新)(?<!完成)(?<!年均)(?<!资本)(?:投入|投资)(?:约|近|不少于|不低于|超过)?$",
            pre,
        )
        and not re.search(r"(?:研发|R&D|固定资产|研究).{0,6}(?:投入|投资)[^,]{0,6}$", pre)
    ):
        return "skip"
    if unit.endswith("%") and re.search(
        r"(?:上浮|下浮|加收|滞纳金|违约金|加计扣除)(?:[^,;]{0,4}|最高[^,;\d]{0,12}的)$", pre
    ):
        return "skip"
    if unit in ("个", "项", "类", "支") and (
        re.match(r"[一二三]级指标|[一-龥]{0,4}专班|工作组|专项小组|专项组", post) or re.search(r"下设$", pre)
    ):
        return "skip"
    if _of_project(text, left, q, pre, here.kind):
        return "skip"
    if unit.endswith("%") and re.search(
        r"考核[^,;]{0,6}占[^,;]{0,12}(?:考核|考评|评价|总分|分值|绩效)[^,;]{0,4}$", pre
    ):
        return "skip"
    if here.kind != "goal" and unit.endswith(EXTENT) and _of_site(text, q, pre, around):
        return "skip"
    if (
        unit in ("项", "个", "条")
        and re.search(r"指标(?:共|有|为|合计|计)*$", pre)
        and re.match(r"$|[,;、)]", post)
    ):
        return "skip"
    if re.search(r"(?:^|[,;、])(?:其余|其他|剩余)$", pre) and unit.partition("/")[0].endswith(MEASURES):
        return "skip"
    if SCORED.search(text):
        return "skip"
    if FORCE.match(text, q.end) and re.search(r"(?:^|[,;。])(?:加大|加强)?对[^,;。]{0,40}$", text[: q.start]):
        return "skip"
    if re.search(r"(?:^|[,;。])对[^,;。]{0,16}$", text[: q.start]) and re.match(
        r"[^,;。]{0,24}的[^,;。]{0,16}?(?:授予|命名|认定为|评为|优先|列入|纳入)", text[q.end :]
    ):
        return "skip"
    if (
        not unit.endswith("%")
        and unit.partition("/")[0].endswith(MEASURES)
        and THRESHOLD_RULE.match(text, q.end)
    ):
        return "skip"
    if unit == "部" and post.startswith("门"):
        return "skip"
    if q.shape == "double" and told and re.fullmatch(r",?(?:实现|基本实现|力争)*", pre):
        return "skip"
    if unit in ("人", "户") and re.search(r"(?:消除|化解|取缔|清零|杜绝)(?:全部|所有)?$", pre):
        return "skip"
    if unit in ("亩", "平方公里", "平方米", "万平方米", "公顷") and re.search(r"[一二三四首]期$", pre):
        return "skip"
    fund = re.search(
        r"(?:总?规模|资金量)(?:约|达|达到|为|不低于|超过)*$|(?:设立|组建|成立|筹建|打造|建立)[^,;]{0,12}$",
        pre,
    ) and re.match(r"的?[^,;。]{0,16}(?:基金|资金池|风险补偿资金)", after_suffix(post))
    if (
        CONDITION.match(post)
        and not (unit.endswith("%") and not pre.endswith("将") and SHARE_DONE.match(post))
        and not leading
        and not fund
        and not VERB_END.search(WHERE.sub("", without_degree(pre)))
        and not (REACHED.search(pre) and OF_MEASURE.match(post))
        and not (unit.endswith("%") and REACHES.search(pre))
        and not re.search(r"(?:增速|速度|增长|增幅|比例)$", post[:8])
    ) and not re.match(r"^(?:以上)?的(?:增长|增速|速度|水平|目标)", post):
        return "skip"
    if re.search(
        r"(?:年龄|经营|工作|从业|连续|任职|(?<!审理)(?<!审查)(?<!办理)(?<!审批)期限|有效期|任期|注册|成立)(?:在|满|不超过|已?满|为)?$",
        pre,
    ) and DEADLINE_UNIT.match(unit):
        return "skip"
    if DEADLINE_UNIT.match(unit):
        shrunk = re.search(
            rf"(?:{DOWN}|{SHRINK}|平均|达到|提高到|增加到|以内|时间.{{0,4}}|天数.{{0,6}}|时限.{{0,4}}|周期.{{0,4}}|"
            rf"不超过)$",
            pre,
        )
        if unit in ("年", "届", "月"):
            if unit == "届" and re.search(r"(?:举办|承办|组织|开展)[^,;。]{2,24}$", pre):
                return ""
            if not re.search(
                r"(?:寿命|年限|周期|时间).{0,6}(?:达到|提高到|延长至|缩短至|压缩至)$|(?:轮候|等候|等待|排队)时间(?:不超过|控制在|不高于)$",
                pre,
            ):
                return "skip"
        elif unit in ("周岁", "岁"):
            if not (
                re.search(r"寿命.{0,8}$", pre)
                or ("寿命" in subject and re.search(rf"(?:{UP}|{TO_WORDS})$", pre))
            ):
                return "skip"
        elif PROMISE.match(post):
            return ""
        elif not shrunk or (
            DEADLINE_AFTER.match(post) and not re.search(rf"(?:{DOWN}|{SHRINK}|{LASTS})$", pre)
        ):
            return "skip"
    counted_thing = unit in ("个", "项", "条", "大", "类", "种", "名", "位", "家", "次", "场", "方面", "")
    if counted_thing and ORGAN_NOUN.match(post):
        counted = re.match(
            r"^(?:以上的?)?(?:重点|具体|主要|重大|政策|工作|改革|专项|保障)?(?:工程|行动|专项|任务|"
            r"措施|举措|条款|城市|国家(?=$|[,;。、)的和有签开建参])|问题|内容|单位|部门(?!专网|系统|机房|数据|网站|平台|信息)|指标|意见|方面|县|区|建议|条|环节|体系|主题|板块|"
            r"阶段)",
            post,
        )
        fine = re.match(
            r"^(?:以上)?(?:工程(?:技术)?(?:研究)?中心|工程实验室|工程研究|专项资金|专项债|国家级|"
            r"国家(?:重点|技术|企业|地方|地理|知识产权|标准|工程|高新|科技|级)|城市(?:书房|大脑|公园|"
            r"综合体|更新|会客厅)|体系(?:认证|贯标)|任务型|行动计划|内容(?:产业|企业)|"
            r"问题(?:清单)?整改|单位(?:贯标|认证|通过)|区域|国家和地方)",
            post,
        )
        if (
            counted
            and not fine
            and not re.search(r"(?:达到|突破|不少于|不低于|超过|新增|培育|创建|覆盖|辐射)$", pre)
            and not (AREA.match(post) and (post.startswith("以上") or pre.endswith("支持")))
        ):
            return "skip"
        if not fine and re.match(
            r"^(?:以上的?)?(?:(?:具体|量化|核心|主要|定量|定性)+指标|方面|部门(?!专网|系统|机房|数据|网站|平台|信息)|原则|环节|层级|阶段|步骤|部分|成员单位|县(?:市)?区|省份|省市(?!重点|级|共)|"
            r"意见|建议|指标|定量指标|预期性|约束性|主要指标|章|坚持)",
            post,
        ):
            return "skip"
    if (
        unit in ("次", "场", "期", "场次", "轮", "批", "个", "份", "")
        and MEETING.search(post[:14] + pre[-10:])
        and not (here.kind == "task" and EVENTS.search(post[:14] + "," + pre[-18:]))
        and "不超过" not in pre[-6:]
        and not pre.endswith("提供")
        and here.kind in ("measure", "task", "step")
        and q.value <= 12
    ):
        return "skip"
    if (
        unit == "分"
        and not re.search(rf"(?:得分|评分|满意度|指数|测评)(?:总体|平均|综合)?(?:{UP}|提升|提高)+$", pre)
        and (
            here.kind in ("measure", "annex", "step")
            or re.search(r"扣|加|减|得|满分|计|权重|总分", pre[-6:] + post[:4])
        )
    ):
        return "skip"
    if (
        re.search(r"权重|分值|扣分|加分|满分|得分(?!保持|达到|不低于|提高|提升|稳定|进入|位居|稳居)", clause)
        and here.kind != "goal"
    ):
        return "skip"
    if (
        re.search(r"(?:前|第)$", pre)
        and re.match(r"^(?:位|名|强|个)?", post)
        and unit in ("位", "名", "强", "")
    ):
        ranked = q.shape == "place" or re.search(
            r"(?:进入|跻身|位列|位居|稳居|居|列|处于|保持|迈入|排名|力争|确保).{0,8}前$", pre
        )
        return "" if here.kind == "goal" or ranked else "skip"
    if (
        unit in ("批", "层", "类", "种", "级", "档", "届", "对", "点", "号", "段", "星")
        and not re.search(r"(?:达到|不少于|突破|超过|不低于|新增|培育|推出|增至|以上)", pre[-6:] + post[:3])
        and not (text[left - 1 : left] == "、" and told and (q.start - left >= 3 or told[-1][1] == unit))
        and not (
            unit in ("种", "类")
            and (COUNT_VERB.match(core_of(pre)[0]) or re.search(r"(?:研制|研发|开发|获批|攻克|突破)$|开放", pre))
        )
        and not (unit == "对" and VERB_HEAD.match(core_of(pre)[0]))
    ):
        return "skip"
    if (
        unit == "倍"
        and q.shape == "double"
        and text[q.start : q.end] not in ("倍增", "翻倍")
        and not re.search(r"增|达|提高|翻|以上|左右|是|为|到|超|扩", pre[-8:] + post[:3])
    ):
        return "skip"
    if unit.endswith("%") and re.search(r"目标值|规划目标|任务目标", pre) and re.search(r"[比较]", pre):
        return "skip"
    if re.search(r"(?<!每年)(?:收到|征集到?|采纳|反馈).{0,6}$", pre) and re.match(r"条|份|件", unit):
        return "skip"
    if STRIVEN_LIST.search(pre) and OPENED.match(post):
        return ""
    if COUNTED_LIST.search(pre) and unit in ("项", "种", "件", "个") and re.match(r"[一-龥“]{4,}", post):
        return ""
    if (
        re.search(r"(?:等)$", pre)
        and not SIZED_BY_MONEY.match(post)
        and unit
        in (
            "个",
            "家",
            "项",
            "种",
            "类",
            "部",
            "县",
            "名",
            "条",
            "大",
            "座",
            "所",
            "件",
        )
    ):
        return "" if BUILT_LIST.search(pre) else "listed"
    if text[q.start - 1 : q.start] == "前" and unit == "%":
        return "skip"
    if re.search(r"(?<!组建)(?<!建立)由$", pre) and unit in ("个", "家", "名"):
        return "skip"
    if (
        q.shape == "chinese"
        and unit == "条"
        and not post
        and not pre.endswith(("新增", "开通", "打造", "建成"))
    ):
        return "skip"
    if q.shape == "chinese" and unit == "个" and q.value == 1 and post:
        return "skip"
    if q.value == 0 and unit in ("条", "起", "例", "件"):
        return "" if re.search(r"实现|零|达到|保持|为$|控制", pre) else "skip"
    return ""


SCORED = re.compile(
    r"(?:得|计|扣|加|记|减)(?:\d+(?:\.\d+)?|基础|[一二两三四五半])分(?!钟|之|别|为|析|类|布)|(?<!获)[得计记]满分(?![的评])|"
    r"不得分|满分(?:为)?\d|分值(?:为)?\d|"
    r"每(?:增加|减少|提高|降低|下降|少|多|低|高|超出?|超过)[^,;。]{0,6}\d[^,;。]{0,12}?[,]?(?:得|计|扣|加|减)"
)
"""A rule of scoring: 达到100件的得5分,每少1件扣0.5分."""
HELPED_BY = re.compile(
    r"(?:全面|积极|持续)*(?:落实|用好|发挥|推行|完善|健全)[^,;\d]{2,20}(?:贴息|贴费|补偿|补助|奖补|补贴)(?:政策|机制|制度|作用)?,"
    r"[^,;\d]{0,10}(?:融资|贷款|质押|投保|成交|交易)(?:总?额|金额|规模|余额)(?:累计)?(?:达到?|突破|超过|不低于)\|(?:以上|左右)?"
)
"""An aim beside the aid that serves it: 落实质押贴息,融资额达到15亿元."""
SUM_OF_ALL = re.compile(
    r"(?:预计|力争|确保)*(?:全年|年度|年内|(?:到|至)?20\d\d年(?:年?[底末])?(?:之?前)?,?|累计)[^,;。]{2,30}|"
    r"[^,;。\d]{0,24}(?:[总余金]额|融资额|规模|贷款|授信|融资|投资|产值|负担)(?:累计)?(?:达到?|突破|超过)|(?:撬动|带动|拉动)[^,;。\d]{2,20}"
)
TO_EACH = re.compile(r"[每单同各][家户个笔人项一件年]|年(?:度)?(?:营业|销售|主营)")
GETS_NEXT = re.compile(r"[^;。\d]{0,20}?(?:给予|予以|奖励|补助|补贴|资助|按|可|的)")
"""A sum that all together reach, told behind the aid that serves it: 按50%给予贴息,年度质押融资额突破|20亿元."""
OF_PLANNING = re.compile(
    r"(?:(?!达到|开展|实施|完成|实现)[一-龥]){0,10}?(?:目标|目标任务|任务|工作|举措|措施|聚焦|方面|要求|抓手|清单|实事(?:项目)?(?:包括|涉及|涵盖|分为)?)(?=$|[,;。、:)和与及>])"
)
"""What plans are made of: 5项|重点任务, 3个|聚焦."""
OWN_DEEDS = re.compile(r"(?:实事项目|民生实事|重点任务|工作任务|重点工作)(?:共|共有|共计|合计)*$")
"""What a plan has itself: 民生实事项目|25项."""
ANNOUNCED = re.compile(r"(?:公布|印发|批复|发布|通过|审议|确定)了[^,;。]{0,30}$")
"""What has been announced already: 公布了关于甲等|5个城市 …."""
REACHED_BY = re.compile(
    r"(?:完成|实现|推出|出台|新增|达到?|突破|超过|不少于|不低于|落实|复制推广|取得)(?:全[市省县区])?$"
)
"""Deeds by which even such a count becomes a goal: 推出30项改革举措."""
CHANGED = re.compile(
    r"(?:[(](?:调增|调减|上调|下调)|[比较](?:原|既定|年度|预期|原定)?目标(?:任务|值)?(?:增加|减少|多|少)|目标(?:任务|值)?(?:高出|超出|多出))$"
)
"""By how much a goal was changed, told behind it."""
EXPLAINS = re.compile(
    r"[(]约?占[^()]{2,30}目标的(?:约)?$|[(](?:依据|根据|参照|参考|考虑|高于|低于)[^()]{0,40}$"
)
"""A bracket that says why a goal is what it is: 8%(根据|上年7%等因素)."""
PARTS_OF_COUNT = re.compile(r"\d[个家项名所处座件][(][^()\d]*各$")
"""How a count is shared out, in a bracket behind it: 服务站5个(甲、乙、丙各|1个)."""
URGED = re.compile("推动|促进|支持|助推|引导")
"""Words that push on and promise nothing: 推动|景区倍增."""
OF_SEVERAL = re.compile(r"[^,;。]{0,14}之一")
"""How many there are, of which one is spoken of."""
FORMULA = re.compile(
    r"\d\+[\dXN][+\dXN]*”?[^,;。:]{0,14}(?:机制|体系|模式|格局|架构|布局|结构|集群)(?:[(]|[,:]?即)[^,;。)]*$"
)
"""What a formula stands for: “2+3”体系(|2个甲、|3个乙)."""
REFERS = re.compile(
    rf"(?:^|[,;。])(?:结合|围绕|聚焦|依托|立足|根据|针对|紧扣|瞄准|锚定|紧盯)(?:(?!{COUNT_VERB.pattern}|达到?|突破|每年)[^,;。\d]){{0,30}}"
    rf"(?:\d+[个大条类](?:(?!{COUNT_VERB.pattern}|达到?|突破)[^,;。\d]){{1,12}})?$"
)
"""What work starts from or turns to: 结合甲体系和|3个产业集群 …."""
SHORTENED = re.compile(
    r"(?:平均|审理|审查|办理|办结|处理|授权|审批|审结)[一-龥]{0,4}期限|期限[一-龥]{0,4}(?:压缩|缩短|压减|控制)"
)
"""A term that is to become shorter, and not one that is granted."""
OVERSEEN = re.compile(r"(?:^|[,;。])对[^,;。]{0,40}$")
LOOKED_INTO = re.compile(
    r"[^,;。]{2,40}?(?:核查|检查|评估|考核|督查|调研|抽查|审计|监测|摸底|排查|体检|约谈|通报|兑现|兑付)"
)
"""What is only looked into, reprimanded or paid: 对沿街40座|公厕的卫生状况进行抽查."""
SHARE_DONE = re.compile(
    r"(?:以上)?的[^,;。\d]{2,24}?(?:得到|达到|实现|建有|建立|配备|具备|通过|纳入)[一-龥]{2}"
)
"""What is done with a share of things that were named before it: 村庄80%的|垃圾得到处理."""
DONE_WITH_THEM = re.compile(
    r"[^,;。\d]{2,24}?(?:进行|实施|开展|完成)[一-龥]{0,4}(?:改造|提升|整治|修缮|升级|治理|修复|更新|扩建)"
)
"""What is done with all that were named: 对60所|学校的操场进行翻新改造."""
EACH_MAY = re.compile(
    r"(?:每[位名人户家]|每个(?:项目|企业|单位|家庭)|一[位名]|同一|单个|单家)[^,;。\d]{0,24}(?:不超过|不得超过|超过|最多|至多|可(?:补贴|享受|申请|申报|领取|获得)?)(?:每年)?$|"
    r"每[^,;。\d]{1,6}只(?:能|可)?(?:享受|申报|申请|认定)$|每[区县市镇乡校][^,;。\d]{0,8}(?:推荐|申报|限报|上报)(?:不超过|不得超过|最多|至多)?$|一式$"
)
"""What each one may have: 每位申请人可领取3份."""
CAPS_GO_ON = re.compile(
    r"(?:单[个户笔家项]|每[个次笔户家项件])[^,;。、\d]{0,16}?(?:不超过|不高于|不得超过|最高|最多|上限|限额)+为?\d[^,;。、]{0,8}"
    r"(?:[,、][^,;。、\d]{1,10}\d[^,;。、]{0,6})*[,、](?![^,;。、]*(?:平均|审|办|授权|响应|(?<![费利])率))[一-龥]{2,8}"
    r"(?:不超过|不高于|不得超过|最高|最长)$"
)
"""What else is capped where a cap for each one is told: 单笔不超过300万元、持股不超过|30%."""
ENJOYED = re.compile(r"享受(?!.*的)[^,;。\d]{0,12}(?:\d[^,;。\d]{1,10}、[^,;。\d]{0,8})?$")
"""What those have for whom something is done: 可享受每年2次体检、市内|5家医院就医便利."""
AID_AT_MOST = re.compile(
    r"(?:支持|资助|补助|奖励|补贴|扶持|贴息)(?:金额|额度|标准|总额)(?:原则上|一般|最高)*(?:不超过|不高于|不得超过|为|达到?)+$"
)
MADE_BY_PROJECT = re.compile(r"[^,;。\d]{2,40}?(?:等)?(?:项目|生产线|产业化|基地)(?!能力)")
"""What one project makes: 年产|3万套门窗项目."""
SIZE_IN_BRACKET = re.compile(r"(?:村|社区|乡镇|企业|学校|机构|单位|园区)[(]$")
"""How large a place or body is of which is spoken: 每个园区(90户以上)."""
BUDGET_NAMED = re.compile(r"[^,;。]{0,20}(?:(?:专项|引导|扶持|奖补|补助)资金(?!池)|专项(?=$|[,;。]))")
PAY = re.compile(r"(?:薪酬|月薪|工资|待遇)(?:在|为|达到?)?$")
BUILT_LIST = re.compile(r"(?:^|[,;])(?:再|全面|率先|累计|力争|基本|加快|新)*(?:建成|打造|形成|组建)(?!后)[^,;]{4,}等$")
"""What is built, told with all its names: 建成甲、乙、丙等|3个平台."""
STRIVEN_LIST = re.compile(r"(?:确保|力争|争取)[^,;。]*等$")
OPENED = re.compile(r"[^,;。\d]{0,14}(?:竣工|投运|投产|建成|完工|开工|投用|达产|交付)")
"""What is striven for with all of a list: 确保甲、乙等|3个项目年内竣工."""
STRIVEN = re.compile(r"(?:确保|力争|争取)(?:达到?|超过|突破|不低于)?$")
OF_A_FIRM = re.compile(r"(?:公司|集团|厂)[^,;。]{0,12}年产$")
FORCE = re.compile(r"[^,;。]{2,20}的(?:支持|扶持|投入|保障|帮扶|宣传|执法|打击|监管)力度")
"""Whom more is done for, and not how many there shall be: 对31个集群的支持力度."""
THRESHOLD_RULE = re.compile(
    r"(?:服务|辐射)?(?:半径|范围)内(?:原则上)?(?:不再|不得|禁止|严禁)|"
    r"(?:及)?以下的?[一-龥]{2,14}?(?:全部|一律|基本)(?:退出|关停|淘汰|关闭|拆除|取缔)|"
    r"(?:及)?(?:以上|以下)?的?[一-龥]{2,14}?(?:不再|不得|必须|一律|原则上|须|应当?|禁止|严禁)(?!用)"
)
"""What a rule of planning applies to: 80万吨以上的企业应 …"""
SIZED_BY_MONEY = re.compile(r"[一-龥\d]{0,2}?[万千百十]+亿元?级")
"""Things by their size, of which a list before names the kinds: 甲、乙等2个千亿级产业."""
WHERE_DONE = re.compile(r"(?<![制持定住])在(?:全[市省县区])?$")
"""Where something is done: 在|6个行业推行承诺制."""
SET_UP_THERE = re.compile(r"以上|[^,;。\d]{2,24}?(?:设立|设置|布设|布局|新建|建成|挂牌)[^,;。\d]{2,20}(?=$|[,;。])")
"""What is built in as many places: 在9个|社区设立服务站."""
LISTED_BEFORE = re.compile(
    r"(?:推进|聚焦|围绕|突出|抓好|加强|统筹|覆盖|涉及|包括|涵盖|分为)[^,;。、\d]{2,16}(?:、[^,;。、\d]{2,16})+$"
)
"""What the count behind it only sums up: 推进甲、乙、丙|3个方面."""


def beside_aid(text: str, q: Quantity) -> bool:
    """Whether the phrase of a sum of money tells a goal of its own, whatever aid the phrases before it grant."""
    comma = max(text.rfind(c, 0, q.start) for c in ",;。") + 1
    phrase = text[comma : q.start]
    whole = text[max(text.rfind(c, 0, max(comma - 1, 0)) for c in ",;。") + 1 : comma]
    told = phrase.startswith("其中") and SUM_OF_ALL.match(whole)
    if not (told or SUM_OF_ALL.fullmatch(phrase)) or SUBSIDY.search(phrase) or TO_EACH.search(phrase):
        return False
    if re.search(r"不(?:超过|高于|得超过)$", phrase):
        return False
    return not GETS_NEXT.match(text, q.end)


def of_the_plan(text: str, q: Quantity, pre: str, post: str) -> bool:
    """Whether a number counts what a plan is made of, or by how much it was changed, and not what it is to reach."""
    unit = q.unit or ""
    if FORMULA.search(text[: q.start]):
        return True
    if CHANGED.search(pre) or EXPLAINS.search(text[max(0, q.start - 40) : q.start]):
        return True
    if re.search(r"(?:分解|落实|下达|分派|分配)到$|按照?$|中(?:共)?有$|面向$|[上下]午$", pre) or OF_SEVERAL.match(
        post
    ):
        return True
    if REFERS.search(re.sub(r"“[^“”]*”", "", text[: q.start])) and not DONE_WITH_THEM.match(post):
        return True
    if OVERSEEN.search(text[: q.start]) and LOOKED_INTO.match(text, q.end):
        return True
    if q.shape == "fraction" and re.search(r"(?:时间|任务)$", pre):
        return True
    summed = None if re.search("等[一-龥]{2}", pre.rpartition("、")[2]) else LISTED_BEFORE.search(pre)
    if summed and summed.group().count("、") + 1 == q.value and (unit in COUNTED or unit == "支"):
        return True
    if unit == "倍" and re.search(r"(?:平均水平|平均|全[国省市])的$", pre):
        return True
    if q.shape == "double" and (
        post.startswith(("发展", "提升", "壮大")) or (unit == "倍" and URGED.match(pre))
    ):
        return not re.search(r"(?:[量额值数]|收入|规模|实现)$", pre)
    if unit in ("项", "件", "个") and OWN_DEEDS.search(pre) and not re.match(r"[一-龥]", post):
        return True
    if ANNOUNCED.search(pre) or (
        unit in COUNTED and re.search(r"(?<![的一二三四五六七八九十但还标也])是$", pre)
    ):
        return True
    of_planning = unit in ("个", "项", "条", "大", "件") and OF_PLANNING.match(post)
    if PARTS_OF_COUNT.search(text[: q.start]) or (pre.endswith("分") and unit in ("批", "批次", "轮", "期")):
        return True
    return bool(of_planning) and not REACHED_BY.search(pre)


def of_a_rule(text: str, q: Quantity, pre: str, post: str) -> bool:
    """Whether a number is what each one may have, get or be asked, or how large a thing is that a rule is for."""
    unit = q.unit or ""
    if EACH_MAY.search(pre) or AID_AT_MOST.search(pre) or re.search(r"一般(?:应)?为$", pre):
        return True
    if CAPS_GO_ON.search(text[: q.start]) or (
        ENJOYED.search(text[: q.start]) and re.match("[一-龥]{2}", post.removeprefix("以上"))
    ):
        return True
    if unit in ("升", "吨", "千瓦", "马力") and re.match(r"(?:及以下|及以上|以下)(?:的)?[一-龥]", post):
        return True
    if unit == "%" and pre.endswith(("进行", "开展")) and re.match(r"(?:的)?(?:全覆盖|检查|抽查|核查)", post):
        return True
    if pre.endswith("分") and not pre.endswith(("百分", "得分", "积分", "评分", "部分")):
        return True
    if pre.endswith("年产") and (MADE_BY_PROJECT.match(post) or OF_A_FIRM.search(pre)):
        return True
    if SIZE_IN_BRACKET.search(text[: q.start]) and unit[-1:] in ("人", "户"):
        return True
    if unit.endswith(("米", "里")) and re.match(r"(?:范围|半径)?内\d", text[q.end :]):
        return True
    if unit.endswith("元") and (
        BUDGET_NAMED.match(post) or (re.match(r"以上[且的]", post) and PAY.search(pre))
    ):
        return True
    if text[q.start - 1 : q.start] in ("*", "×") or re.search(r"年薪$", pre):
        return True
    return bool(
        re.match(
            r"[^,;。]{0,24}的[一-龥]{0,8},(?:可)?(?:一次性|直接|优先)?(?:给予|予以|奖励|补助|享受|认定|授予|列为|列入)",
            text[q.end :],
        )
    )


def _of_a_place(text: str, q: Quantity, pre: str, post: str, kind: str) -> bool:
    """Counts of things that work is done on or at: 以N个单元为对象, 甲、乙、丙3个镇, 流域(18个断面)."""
    unit = q.unit or ""
    if re.search(r"以(?:\d[\d.]*[^,;。\d]{2,16}、)?$", text[: q.start]) and re.match(
        r"[^,;。]{2,40}为(?:重点|对象|单元|主|基础|载体|试点|抓手|依托|节点|核心)", text[q.end :]
    ):
        return True
    if kind == "goal":
        return False
    if re.search(
        r"(?:^|[,;、])(?:对|针对|围绕|面向|涉及|涵盖|包括|包含|聚焦|依托|结合|立足|锚定|紧盯|瞄准|紧扣|突出)(?:全[市省县区]|我[市省县区]|本[市省县区]|现有|已有)?$",
        pre,
    ) and (unit in COUNTED or unit.endswith(("亩", "公顷", "公里"))):
        return not DONE_WITH_THEM.match(post)
    if WHERE_DONE.search(pre) and unit in COUNTED and not SET_UP_THERE.match(post):
        return True
    first = max(text.rfind(c, 0, q.start) for c in ",;。") + 1
    if pre in ("", "、", "和") and unit in COUNTED and re.match(r"(?:涉及|涵盖|包括|包含)", text[first:]):
        return True
    if (
        re.search(r"[一-龥]{2,6}、[一-龥]{2,6}(?:等|和[一-龥]{2,6})?$", pre)
        and re.match(
            r"(?:[县市区镇乡村省州旗]|街道|部门|方面|流域|园区|领域|环节|行业|城市|地区|单位|国家|产业|重点领域)",
            post,
        )
        and unit in ("个", "大", "类", "家", "座")
    ):
        return True
    if text[q.start - 1 : q.start] == "(" and re.match(r"[^(),;。]{0,12}[)]", text[q.end :]):
        named = core_of(pre[:-1])[0]
        return not COUNT_VERB.match(named) and not GOAL_MARK.search(text[q.end : q.end + 6])
    limit = re.match(r"(?:以上|以下|以内|内|及以上|及以下)(?:的)?[一-龥]", post)
    return (
        bool(limit)
        and unit.partition("/")[0].endswith(MEASURES)
        and not re.search(rf"(?:{UP}|{DOWN}|{TO_WORDS}|面积|里程|长度|总量|能力|新增|完成|建设)$", pre)
    )


EXTENT = ("亩", "平方公里", "公里", "平方米", "公顷")
GROWN = re.compile(
    r"(?<!规划)(?<!占地)(?<!建筑)面积(?:达到|突破|超过|扩大到|不低于|不少于|稳定在)$|"
    r"(?:修复|治理|造林|种植|推广|保护|新增|绿化|改造|整治|孵化|应用|覆盖|服务)面积[^,]{0,6}$|人均|"
    r"^[,、]?(?:完成|新增|治理|修复|改造|建设|整治)"
)
"""An area that grows or is worked on."""
OF_BUILT = re.compile(r"(?:建成|新建|建设|打造|新增)[^,;。\d]{2,30}\d+[个家座处],总面积$")
"""How large all are together that are built: 建成坡道园6个,总面积|9万平方米."""
LIES = re.compile(r"占地|面积约?$|全长|位于|总面积|规划面积")


def _of_site(text: str, q: Quantity, pre: str, around: str) -> bool:
    """How large one place is that is spoken of, and not what is reached: 总面积|900亩."""
    if GROWN.search(pre) or OF_BUILT.search(text[: q.start]):
        return False
    return bool((q.unit in EXTENT and LIES.search(pre)) or re.search("总面积|占地|规划面积", around))


def _of_project(text: str, left: int, q: Quantity, pre: str, kind: str) -> bool:
    """Facts of a single project: what it costs and covers, and what it will yield once it runs."""
    unit = q.unit or ""
    if unit.endswith("元") and re.search(
        r"(?:总投资|计划投资|概算|(?<!资产)(?<!再)投资额|估算投资|投资估算|项目投资|总造价)(?:额|约|达|达到|为|规模|共)*$",
        pre,
    ) and not re.search(r"完成[^,;。]{0,8}投资额?(?:达到?)?$", pre):
        return kind != "goal" or bool(re.match(r"[一-龥]{0,3}的", text[q.end : q.end + 4]))
    start = max(text.rfind(c, 0, left) for c in "。;") + 1
    return bool(
        re.search(
            r"(?:达产|投产|建成投产|项目建成|全部建成|建成投用|满产|竣工)(?:达效)?后",
            text[start : q.start],
        )
    ) and not re.search(r"到20\d\d年", text[start : q.start])
