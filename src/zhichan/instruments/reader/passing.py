"""Numbers told in passing: of a thing that is spoken of, and not of what is to be reached.

Five questions settle it, in this order: does the number stand in a name; is it a rough count, as only what is there is
counted; does it choose those that are meant; is it a rate that somebody pays or gets; does it sum up or go on with
what is there already?
"""

from __future__ import annotations

import re

from .quantities import Quantity
from .wording import VERBS

AIMS = re.compile(
    r"力争|确保|争取|[到至]20\d\d年|(?<![健大])将(?!近)|计划|目标|不少于|不低于|至少|达到|突破|超过|新增"
)
VERSION = re.compile(
    r"\d\.\d(?:版|代|G|[A-Za-z]|及以上|时代|平台|系统|建设|升级|工程|行动|模式|体系|改造|应用|计划)"
)
"""An edition and no number of things: 2.0系统."""
OF_NAME = re.compile(
    r"(?:中国[一-龥]{2,4}|中船|中电科?|中核|航天[一-龥]{0,2}|航空[一-龥]{0,2}|兵器[一-龥]{0,2}|电科|船舶|核工业|化工|冶金|第)$"
)
"""A body that is called by its number: 中国船舶725所."""
POWERS = ("千伏", "千瓦", "兆瓦", "吉瓦", "MW", "GW", "kV", "吨级")
WORKS = re.compile(r"[一-龥]{2,14}?(?:项目|工程|电站|线路|机组|电厂|基地|生产线|作业|用户|客户)")
"""Works that are called by their size: 220千伏…输变电工程."""
MADE = re.compile(r"(?:新增|新建|建成|投产|并网|累计|完成|达到|超过|突破)$")
LISTED_IN = re.compile(r"(?:^|[,;。])对[^,;。\d]{0,8}(?:列入|纳入|入选)[^,;。\d]{2,14}的$")
"""Those on a list to whom something is done: 对列入“白名单”的|58户企业."""
OF_EACH_PIECE = re.compile(r"标的额(?:为|在)?$|面[值额]$|(?:清单|目录|名录)”?(?:[(][^()]*[)])?共$")
"""What one case, coupon or list has: 清单(2.0版)共|186项."""
STOPS_THERE = re.compile(r"(?:以上)?时,?(?:暂停|停止|启动|终止|预警)")
"""At what height something is stopped: 代偿率达到6%|时暂停新增业务."""
CHOSEN = re.compile(
    r"(?:[(]含[)])?(?:及)?(?:以上|以下|以内)的?(?:[一-龥]{0,4}?)(?:企业|单位|机构|主体|客户|用户|商户|项目|园区|市场|村|县|镇|乡|区|社区|街道|工地|人口的)"
)
"""Those that are meant, by how large they are: 500人以上企业."""
THRESHOLD = re.compile(
    r"(?:门槛|(?<!报销)限额(?!以[上下])|起征点|起付线|准入条件)[^,;。]{0,40}$|(?:^|[,;])(?:本|该)项目[^,;。]{0,16}$"
)
"""What one must have to be let in, and what one project is said to have."""
ADDRESSED = re.compile(
    r"(?:^|[,;。])(?:持续|重点|定期|全面|优先)*(?:面向|针对|对|对于|瞄准|聚焦|围绕)[^,;。]*$"
)
OF_ADDRESSED = re.compile(
    r"(?:以上|以下|以内)?(?:(?:、|且|或|和|及)[^,;。]{2,24}?(?:以上|以下|以内))*的[一-龥“”]{2,12}(?=[,、])|"
    r"[^,;。]{1,16}?(?:、\d+[个家][^,;。\d]{1,8}?)?(?:开展|进行|实施|实行)[^,;。]{0,12}(?:监测|检查|评估|核查|抽查|督查|排查|巡查|走访|考核|调研)"
)
"""What those must have to whom a step is addressed, or how many are looked into: 面向专利5件以下|的企业,每年 …."""
IN_BRACKET = re.compile(r"[(][^(),;。\d]{0,10}$")
ENDS_BRACKET = re.compile(r"(?:及)?(?:以上|以下|以内)[)、]")
"""How large a case is that is counted: 大要案(罚没8万元以上)|不少于4件."""
PAPERS = re.compile(r"(?:申报|佐证|证明|申请)材料(?:不少于|至少|一式)?$")
OF_BUDGET = re.compile(r"(?:经费|专项资金|财政预算|预算资金)")
SHARE_OF_BUDGET = re.compile(
    r"^[,、;]?(?:各|每个)?(?:(?:设区|[一-龥]{0,2})[县市区旗镇][、()]{0,2}){1,4}(?:级)?(?:财政)?(?:每年|分别|各)*(?:不少于|不低于)$"
)
BUDGET_GROWS = re.compile(r"^,?并?(?:逐年|每年)(?:增长|递增|增加)$")
PLANNED_MONEY = re.compile(r"预算(?:总)?(?:规模|额度|金额)(?:控制在|不超过|为)?$")
"""What a budget sets aside, and by how much it grows."""
OF_AID = (
    r"(?:扣除|(?:风险|损失)分担|贴息|补贴|补助|奖补|资助|贴费|优惠|支持|奖励|返还)(?:比例|(?<!支持)率|幅度|额度|标准)"
)
DUES = (
    r"税率|征收率|(?:保险|日|手续|服务)费率|(?:缴存|缴费)比例|(?<!替代)(?:(?:投标|履约|质量|竞买|工资)保证金|工程保证金)(?:预留|收取|缴纳|缴存)?(?:比例|标准|额度)?|"
    r"[电水气热]价(?:格)?(?:(?:上浮|下浮|浮动)(?:幅度|比例)?)?|用[电水气热]价格(?:每[一-龥]{1,3})?"
)
AIDED = re.compile(
    rf"(?:{OF_AID}|{DUES})(?:最高|一般|原则上|阶段性|统一|可)*"
    r"(?:(?:由|从)\d[\d.%‰—~-]*(?:[一-龥]{0,4}))?(?:为|按|不得超过|不超过|不高于|不低于|(?:提高|降低|调整|下调|上调|下降|降|上浮|下浮)[到至为]?)?$"
)
"""How much an aid covers, and what is set for all: taxes, dues, deposits, what a kilowatt-hour costs."""
AIDED_EACH = re.compile(
    r"(?:扣除|贴息|补贴|补助|奖补|资助|返还|报销|预付款|首付款)(?:比例|标准|幅度)(?:(?:不低于|不超过|为|达到?|提高至)\d[\d.]*%(?:以上)?)?,"
    r"(?:(?!率|占比|比重|比例)[^;。])*?(?:(?:由|从)\d[\d.]*%)?(?:提高至?|提高到|为|按|不低于|达到?)+$"
)
"""For whom the aid covers how much: 返还比例,中小企业从60%提高至|90%,大型企业 …."""
SPENT_ON = re.compile(r"(?:用于|发放|投放|支持|补贴|开展)")
LEAST_OF_ALL = re.compile(
    r"(?:^|[,、])(?:但|且)?(?:最低|最高|最多|最少)(?:不低于|不少于|不超过|不高于|不多于|为)*$"
)
"""Between which bounds it stays: 可降至5%以下,最低不低于|3%."""
RESERVED = re.compile(
    r"预留[^,;。\d]{0,14}(?:总额|金额|预算)的(?:不低于|不少于)?(?:\d[\d.]*%(?:以上)?[^;。\d]{0,24}其中[^,;。\d]{0,16})?$"
)
"""What part of each purchase is kept for small firms: 预留采购预算总额的|40%,其中小微企业不低于|60%."""
CEILING = re.compile(r"(?:[上下]限|(?<!报销)限额|封顶线?)[^,;。]{0,24}$")
EACH_GETS = re.compile(r"元/(?:家|户|人|个|件|项|企业)$")
DOUBLING = re.compile("领导小组|工作专班|专班|计划|行动|工程|方案|指挥部|基金|工作|战略|攻坚|县|目标任务")
"""What is called after a doubling: 市场主体倍增|领导小组."""
VIEWS = re.compile(r"(?<!年)(?:浏览|点击|阅读|访问)(?:量|次数|数)?:?$")
"""How often a page has been looked at; how often it is in a year may be aimed at."""
HELD_BY_CARD = re.compile(r"[卡证码]”?[,、]提供$")
REVIEWED = re.compile(r"[^,;。\d]{2,24}(?:复核|年检|复审|复评|换证)(?=$|[,;。、])")
"""What is only looked at again: 做好4家|孵化基地复核."""
CAP = re.compile(
    r"每[一-龥]{1,3}(?:申请)?限(?:资助|支持|奖励|补助|申报|认定)?$|(?:最多|至多)[^,;。\d]{0,8}$|"
    r"(?:认定|支持|资助|奖励|评选|遴选|选拔|推荐|等奖)[^,;。\d]{0,14}(?:不超过|不多于)$"
)
"""How many may have it at most."""
AMONG = re.compile(r"在(?:全[国省市州])?$")
AMONG_NEXT = re.compile(r"[^,;。\d]{1,12}中(?=进入|位|居|列|排|名|跻身|[,、])")
"""Among how many one is ranked: 在全省32个|城区考核中."""
BARE_FACTOR = re.compile(r"[百千]?[万亿]|[百千]")
COUNTS_USERS = re.compile(
    r"[^,;。]{0,20}基金|(?:[,;。、)和及的]|以[上内下]|左右|大关|规模|级|多|余|用户|人口|粉丝|$)"
)
FEW = re.compile(r"(?:仅|只)(?:有|占|为|达|是)?(?:约)?$|(?<!控制在)(?<!降到)(?<!降至)(?:不足|不到)$")
LEFT_UNDONE = re.compile(r"(?:未|没有|尚未)[^,;。\d]{1,8}的$")
"""Words that only a complaint uses of a number: 仅占16%, 未完成任务的3个县."""
YIELDS = re.compile(
    r"(?:带动|拉动|撬动|完成|引进|争取|减轻|降低|节约|投放|发放|实现|新增)(?!了)[^,;。\d]{0,12}$"
)
"""What work yields in money, however roughly it is told: 实施改造40项,带动投资|90多亿元."""
SIZED_CASE = re.compile(r"[(][^()\d]{0,10}\d[\d.]*[万亿]?[一-龥]{1,2}(?:以上|以下)[)]")
"""How large each case is that is counted, within a name: 大要案(罚没8万元以上)."""
OF_SIZES = re.compile(
    r"(?:、\d[\d.]*[万亿]?[元人次])*(?:以上|以下)?等(?:不同|各类|多种)?(?:规模|层级|梯次|档次)"
)
"""Sizes of which several are told: 10亿元、50亿元等不同规模的企业."""
OF_ANOTHER = re.compile(
    r"(?:老人|人口|学生|职工|居民|员工|用户|村民|床位|托位|座位|车位|工位)(?:以上|以下)的[一-龥]|(?:床位|托位|座位|车位|工位)的[一-龥]|"
    r"以上[^,;。\d]{2,20}的(?:行政村|村|社区|街道?|镇|县|区)(?:都|均|应|各|要)"
)
"""How large another thing is: 1万名|老人以上的街道, 200张|床位以上的机构."""
OF_MONEY = re.compile(r"以上的?(?:[一-龥]{0,4})(?:资金|贷款|融资|投资|收入|信贷|授信|基金|补贴|交易|订单)")
RATE = re.compile(
    r"(?:适用|加计|按|减按|上浮|下浮|取[^,;。]{2,16}的|提取|计提|抵扣|扣除|"
    r"(?:优惠|减免|减收|减征)(?:[一-龥]{0,6}(?:费用?|租金|税|价格?))?(?:不低于|不少于)?|"
    r"首[期付](?:款|缴纳|支付)?(?:比例)?(?:不低于|不少于|为)?)$"
)
STANDARD = re.compile(r"(?:、\d[\d.]*[万亿]?元)*(?:以上|以下)?(?:为|作为|的)(?:基准|标准)")
"""What each one is paid: 每人每月300元、400元为基准."""
PAID_EACH = re.compile(r"每人每(?:月|年|天|日|次)(?:\d[\d.]*元、)?$")
MATCHED = re.compile(r"(?:的)?(?:比例)?(?:进行|予以|给予|足额)*(?:配套|配比|出资|跟投|匹配|分担|承担)")
"""How those that share a cost divide it: 按不低于1:1的比例配套."""
NAMED = re.compile(r"(?:明确|确定|指定|落实|安排|抽调|选定|指派|配齐|各派|选派|固定)(?:至少|不少于)?$")
STAFF = re.compile(
    r"(?:或\d名)?(?:以上)?(?:单数)?(?:的)?(?:[一-龥]{0,6}[(][^()]{1,4}[)])?[一-龥]{0,10}?(?:领导|负责人|负责同志|联络员|联系人|工作人员|专人|人员|干部|骨干|责任人|信息员)"
)
"""Whom an office names for the work: 明确1名分管领导."""
MOST_STAFF = 12
"""More than so many are no staff of one office: 选派300名干部."""
OF_PAGE = re.compile(r"(?:浏览|点击|阅读|访问|下载|查看|收藏)(?:量|次数|数)?:$")
"""How often a page was looked at, told at its head."""
OF_EACH_BODY = re.compile(
    r"每[个家条项][^,;。\d]{2,8}(?:明确|确定|落实|配备)\d名[^,;。\d]{2,12}(?:、\d[个家名][^,;。、\d]{2,10})*、$"
)
"""Who cares for each: 每个集群明确1名领导、|1个牵头部门."""
MEMBERS = re.compile(r"(?<!吸纳)(?<!吸收)(?<!发展)(?<!新增)(?:成员|组成|责任|参加)单位(?:共|共有|共计|为|有)?$")
BESIDE_STAFF = re.compile(r"(?:明确|确定|指定|落实|安排|抽调)\d名(?:[一-龥()]{2,10}(?:和|、|及|,)|或)$")
WITHIN = re.compile(r"(?:覆盖|涵盖|面向|涉及|横跨|连接|联通|贯通)(?:全[市省县区])?$")
WITHIN_NEXT = re.compile(r"[^,;。、\d]{2,16}的[^,;。\d]{2,20}(?=$|[,;。、和)])")
"""What a thing that is built is for: 建设覆盖9个领域的|数据库."""
SET_ABOVE = re.compile(
    r"(?:国家|省级?|市级?|自治区|上级|国务院|部委)[^,;。、\d]{0,6}(?:部署|下达|确定|公布|明确|印发|发布|出台)的$"
)
GOES_ON = re.compile(
    r"(?:落实|贯彻|执行|用好|承接|配合|做好|抓好)好?[^,;。、\d]{0,24}(?:部署|下达|确定|交办|要求|出台|公布|明确)的$"
)
"""What has been set by others and is carried on."""
TRIALS_GO_ON = re.compile(r"(?:落实|推进|承接|加快|深化|(?:实施|做|抓|办)好)$")
STATE_TRIALS = re.compile(
    r"[^,;。\d]{0,20}(?:国家|省级|自治区|全国)[^,;。、\d]{0,24}试点(?:县|市|区|单位|建设)?(?=$|[,;。、])"
)
MAKES = re.compile(r"形成|新增|新建|新设|建设|建成|打造|培育|创建|争创|获批|引进|组建|设立|完成|举办")
"""Deeds by which even what is listed whole is a goal: 打造甲、乙、丙等|3个千亿级集群."""
USED = re.compile(
    r"(?:定期|全面|持续|充分|深入|系统|积极|进一步)*(?:依托|凭借|借助|利用|发挥|用好|用足|梳理|立足)"
    r"(?!.*(?:新增|建成|建设|达到|培育|引进|打造|形成|开展))[^\d]{0,10}(?:[\d.]+[余多]?[万千百]?[一-龥]{1,12}[、和及])?$"
)
"""What is there already and used: 依托38万经营户和350家商会, 梳理区内12所高校."""
LOCAL = re.compile(r"(?:驻[市区县州镇园]|辖区内?|辖内|[省市县区镇]{2,3}[两三四]级)$")
"""Words of who is there: 驻区|9所高校, 省市县三级|10个系统."""
WHOSE = re.compile(
    r"[^,;。、和\d]{2,10}(?:[、和]\d+[所家个][^,;。、和\d]{2,10})*(?:共\d|\d[\d.]*[万千]?件[^,;。\d]{2,10}的)"
)
"""Whose things are counted next: 3所高校、2家医院共|900件专利; 3所高校|900件存量专利的盘活."""
PARTNERS = re.compile(r"(?:联合|会同|携手|联手)$")
"""With whom something is done: 联合|7家银行推出…."""
CALLED_ON = re.compile(r"[^,;。\d]{2,20}(?:要|应当?)(?:进一步|切实|积极|严格|不断|主动|认真)")
"""Who is told what to do: |7家中心要进一步优化流程."""
PROTECTED = re.compile(r"[^,;。\d]{2,20}列入[^,;。\d]{0,6}(?:保护名录|监管名单)")
REGISTER = re.compile(r"[^,;。\d]{0,16}(?:台账|名录|档案|清单)(?=$|[,;。、])")
CARED_FOR = re.compile(r"(?:加强|做好|强化|深化)[^,;。\d]{0,16}$")
CARE = re.compile(
    r"[^,;。\d]{2,14}?(?:保护|运用|管理|监管|宣传|推广|使用)(?:[和与及]?(?:保护|运用|管理|监管|宣传|推广))*(?=$|[,;。])"
)
"""What is done for what is there: 加强|5件|地理标志保护运用."""
KEPT = re.compile(r"(?:^|[,;、])动态(?:管理|跟踪|监测)[^,;。\d]{0,12}$")
WITH_NAMED = re.compile(r"(?:^|[,;。])(?:与|同|在)[^,;。\d]{3,30}等$")
"""With whom or where something is done, told by their names: 与甲大学、乙大学等|8所高校开展合作."""
TENDED = re.compile(
    r"(?:领导[^,;。\d]{0,4}联系|包联|包抓|包保|挂联|挂包|挂钩联系|联系服务|结对联系)(?:\d+[个家户项][^,;。\d]{2,10}[和、])?$"
)
"""Whom officials look after: 县级领导包联|90个项目."""
FUND_USED = re.compile(
    r"[^,;。\d]{0,6}(?:依托|凭借|借助|利用|运用|发挥|用好|用足|通过)好?(?:[国省市县区]级|全[省市县区]|我[省市县区])?(?:规模|总规模|首期)?"
)
FUND = re.compile(r"[^,;。\d]{0,14}(?:基金|资金池|资金)")
"""Money that is there and helps: 用好市级|8亿元纾困基金."""
DONE_TO_THEM = re.compile(r"[^,;。]{0,16}(?:进行|完成|实施|建成|改造)")
SUMMED = re.compile(r"(?P<first>[^,;。\d]{2,60})$")


IN_A_ROW = re.compile(rf"(?:以[上下内]|左右)?(?:(?!{VERBS})[一-龥]{{1,6}})?[、和或]")
AGAIN = re.compile(
    r"(?:以[上下内]|左右)?[,;](?:(?:[一二三四五两\d]年|每年|年均|全年)(?:内|期)?|累计|共|合计)*(?:不少于|不低于|不超过|约|达到?)+"
)


def in_a_row(text: str, passed: Quantity | None, q: Quantity) -> bool:
    """Whether a number without a name is behind one that is no goal: 按40%、|30%拨付; 每年2亿元,三年不少于|5亿元."""
    if passed is None or passed.end > q.start:
        return False
    one, other = passed.unit or "", q.unit or ""
    if one == other and IN_A_ROW.fullmatch(text, passed.end, q.start):
        return True
    return one.endswith("元") and other.endswith("元") and bool(AGAIN.fullmatch(text, passed.end, q.start))


def in_passing(text: str, q: Quantity, pre: str, post: str) -> str | None:
    """Why a number is told in passing, by name; None where it may be what is to be reached."""
    for told, why in (
        (_used(text, q, pre, post), "place"),
        (_in_name(text, q, pre, post), "name"),
        (_unread_unit(text, q, pre, post), "measure"),
        (_rough(text, q) or _views(text, q), "stock"),
        (_of_those_meant(text, q, pre, post), "condition"),
        (_rate(text, q, pre, post), "rate_of_pay"),
        (_named(text, q, pre), "staff"),
        (_going_on(text, q, pre, post), "place"),
    ):
        if told:
            return why
    return None


def _used(text: str, q: Quantity, pre: str, post: str) -> bool:
    clause = max(text.rfind(c, 0, q.start) for c in ",;。") + 1
    if (q.unit or "").endswith("元") and FUND_USED.fullmatch(text, clause, q.start) and FUND.match(post):
        return True
    if q.unit in ("个", "家", "所", "件", "户", "项") and _there_already(text, q, pre, post):
        return True
    if (q.unit or "") in ("个", "家", "户", "项") and TENDED.search(text[: q.start]):
        return True
    counted = (q.unit or "")[-1:] in ("个", "家", "所", "人", "名", "户", "种", "类", "项", "处")
    return counted and USED.match(text, clause, q.start) is not None and not DONE_TO_THEM.match(post)


def _there_already(text: str, q: Quantity, pre: str, post: str) -> bool:
    """Whether a thing is there already, to which something is done: 引导驻区9所高校, 加强5件地理标志保护."""
    if (LOCAL.search(pre) and not DONE_TO_THEM.match(post)) or WHOSE.match(text, q.end):
        return True
    if (PARTNERS.search(pre) and not post.startswith("以上")) or (len(pre) <= 1 and CALLED_ON.match(post)):
        return True
    if re.search(r"(?:将|把)$", pre) and PROTECTED.match(post):
        return True
    return bool(
        (q.unit != "个" and re.search(r"建立$", pre) and REGISTER.match(post))
        or (CARED_FOR.search(pre) and CARE.match(post))
        or KEPT.search(pre)
        or WITH_NAMED.search(text[: q.start])
    )


def _in_name(text: str, q: Quantity, pre: str, post: str) -> bool:
    unit = q.unit or ""
    if (unit == "倍" and DOUBLING.match(post)) or (q.shape == "chinese" and post.startswith("论坛")):
        return True
    if VERSION.match(text, q.start) or (VERSION.match(text, q.start - 2) and not text[q.start - 1].isdigit()):
        return not unit.startswith("%")
    if unit in ("所", "院", "厂", "队", "台", "站") and q.value >= 10 and OF_NAME.search(pre):
        return True
    if unit == "类" and re.match("新药|创新药|医疗器械", post):
        return True
    return unit.removeprefix("万").startswith(POWERS) and bool(WORKS.match(post)) and not MADE.search(pre)


def _unread_unit(text: str, q: Quantity, pre: str, post: str) -> bool:
    """Whether a round number stands before a measure that is not known (10万卡集群), or is half of a ratio."""
    if re.match(r":\d", text[q.end : q.end + 2]) and not q.unit:
        return True
    bare = BARE_FACTOR.fullmatch(q.unit or "") and not COUNTS_USERS.match(post)
    return bool(bare) and not re.search(r"(?:达到?|突破|超过|不少于|不低于|[到至])$", pre)


def _views(text: str, q: Quantity) -> bool:
    return (q.unit or "").endswith(("次", "人次")) and bool(VIEWS.search(text[: q.start]))


def _rough(text: str, q: Quantity) -> bool:
    """Whether it is counted as only what is there is: 900余项, 1200多个."""
    told = re.search(r"\d[万亿千百]*[余多]", text[q.start : q.end + 1])
    if told and (q.unit or "").endswith("元") and YIELDS.search(text[: q.start]):
        return False
    comma = max(text.rfind(c, 0, q.start) for c in ",;。") + 1
    if FEW.search(text, comma, q.start) or LEFT_UNDONE.search(text, comma, q.start):
        return not AIMS.search(text, comma, q.start)
    return bool(told) and not AIMS.search(text, comma, q.start)


def _of_those_meant(text: str, q: Quantity, pre: str, post: str) -> bool:
    unit = q.unit or ""
    if unit.endswith(("元", "人", "次", "万", "户")) and OF_SIZES.match(text, q.end):
        return True
    if LISTED_IN.search(text[: q.start]) or OF_EACH_PIECE.search(pre):
        return True
    if THRESHOLD.search(pre) or (IN_BRACKET.search(text[: q.start]) and ENDS_BRACKET.match(text, q.end)):
        return True
    if ADDRESSED.search(text[: q.start]) and OF_ADDRESSED.match(text, q.end):
        return True
    if STOPS_THERE.match(text, q.end) or OF_ANOTHER.match(text, q.end):
        return True
    if pre.endswith("在") and re.match("以[上下]的?(?!年)[一-龥]", post):
        return True
    measured = unit.endswith(("元", "万", "次")) or (unit.endswith("人") and not MADE.search(pre))
    return measured and bool(CHOSEN.match(post)) and not OF_MONEY.match(post)


def _rate(text: str, q: Quantity, pre: str, post: str) -> bool:
    unit = q.unit or ""
    if unit == ":1" or q.shape == "ratio":
        return bool(MATCHED.match(post))
    if unit.endswith(("%", "‰", "个百分点", "元")) and (AIDED.search(pre) or LEAST_OF_ALL.search(pre)):
        return True
    if unit.endswith(("%", "个百分点")) and BUDGET_GROWS.search(pre) and OF_BUDGET.search(text[: q.start]):
        return True
    if unit == "%" and RESERVED.search(text[: q.start]):
        return True
    if unit == "%" and re.search(r"上限(?:为|不超过|控制在)?$", pre):
        return True
    if unit == "%" and AIDED_EACH.search(text[: q.start]):
        return True
    if unit.endswith("元") and (SPENT_ON.match(post) and pre.endswith(("安排", "投入", "拿出", "筹集"))):
        return True
    if "元" in unit and (CEILING.search(pre) or (EACH_GETS.search(unit) and not AIMS.search(pre + post[:2]))):
        return True
    if unit.endswith("元") and (
        PLANNED_MONEY.search(pre) or (SHARE_OF_BUDGET.search(pre) and OF_BUDGET.search(text[: q.start]))
    ):
        return True
    if unit.endswith("元"):
        return bool(STANDARD.match(post) or PAID_EACH.search(text[: q.start]))
    return (unit == "%" or "元/" in unit) and bool(RATE.search(pre))


def _named(text: str, q: Quantity, pre: str) -> bool:
    unit = q.unit or ""
    if unit in ("名", "人", "位", "个", "项", "件", "家", "条") and CAP.search(pre):
        return True
    if unit in ("册", "份", "套", "页") and PAPERS.search(pre):
        return True
    if unit in ("个", "家") and OF_EACH_BODY.search(text[: q.start]):
        return True
    if MEMBERS.search(pre) or OF_PAGE.search(text[: q.start]):
        return True
    staff = unit in ("名", "人", "位") and q.value <= MOST_STAFF and STAFF.match(text, q.end)
    if re.search(r"每年|年均", pre) or (text.startswith("以上", q.end) and not pre.endswith("或")):
        return False
    return bool(staff) and bool(NAMED.search(pre) or BESIDE_STAFF.search(text[: q.start]))


def _going_on(text: str, q: Quantity, pre: str, post: str) -> bool:
    if q.unit not in ("个", "项", "件", "家", "大", "类", "条"):
        return False
    if (HELD_BY_CARD.search(text[: q.start]) and post.startswith("服务")) or REVIEWED.match(post):
        return True
    if AMONG.search(pre) and AMONG_NEXT.match(text, q.end):
        return True
    if WITHIN.search(pre) and re.search(r"[建打构搭]|形成|推出|开发", pre) and WITHIN_NEXT.match(post):
        return True
    if (
        GOES_ON.search(pre)
        or SET_ABOVE.search(pre)
        or (TRIALS_GO_ON.search(pre) and STATE_TRIALS.match(post))
    ):
        return True
    listed = SUMMED.search(pre)
    names = listed.group("first").split("、") if listed else []
    if names and re.search("等[一-龥]{2}", names[-1]):
        return False
    return len(names) == q.value >= 3 and all(len(n) >= 2 for n in names) and not MAKES.search(pre)
