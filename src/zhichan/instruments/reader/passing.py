"""Numbers told in passing: of a thing that is spoken of, and not of what is to be reached.

Five questions settle it, in this order: does the number stand in a name; is it a rough count, as only what is there is
counted; does it choose those that are meant; is it a rate that somebody pays or gets; does it sum up or go on with
what is there already?
"""

from __future__ import annotations

import re

from .quantities import Quantity

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
CHOSEN = re.compile(
    r"(?:[(]含[)])?(?:及)?(?:以上|以下|以内)的?(?:[一-龥]{0,4}?)(?:企业|单位|机构|主体|客户|用户|商户|项目|园区|市场|村|县|镇|乡|区|社区|街道|工地|人口的)"
)
"""Those that are meant, by how large they are: 500人以上企业."""
THRESHOLD = re.compile(
    r"(?:门槛|限额|起征点|起付线|准入条件)[^,;。]{0,40}$|(?:^|[,;])(?:本|该)项目[^,;。]{0,16}$"
)
"""What one must have to be let in, and what one project is said to have."""
OF_SIZES = re.compile(
    r"(?:、\d[\d.]*[万亿]?[元人次])*(?:以上|以下)?等(?:不同|各类|多种)?(?:规模|层级|梯次|档次)"
)
"""Sizes of which several are told: 10亿元、50亿元等不同规模的企业."""
OF_MONEY = re.compile(r"以上的?(?:[一-龥]{0,4})(?:资金|贷款|融资|投资|收入|信贷|授信|基金|补贴|交易|订单)")
RATE = re.compile(r"(?:适用|加计|按|减按|上浮|下浮|取[^,;。]{2,16}的|提取|计提|抵扣|扣除)$")
STANDARD = re.compile(r"(?:、\d[\d.]*[万亿]?元)*(?:以上|以下)?(?:为|作为|的)(?:基准|标准)")
"""What each one is paid: 每人每月300元、400元为基准."""
PAID_EACH = re.compile(r"每人每(?:月|年|天|日|次)(?:\d[\d.]*元、)?$")
MATCHED = re.compile(r"(?:的)?比例?(?:进行|予以|给予|足额)*(?:配套|配比|出资|跟投|匹配|分担|承担)")
"""How those that share a cost divide it: 按不低于1:1的比例配套."""
NAMED = re.compile(r"(?:明确|确定|指定|落实|安排|抽调|选定|指派|配齐|各派|选派|固定)(?:至少|不少于)?$")
STAFF = re.compile(
    r"(?:或\d名)?(?:以上)?(?:单数)?(?:的)?(?:[一-龥]{0,6}[(][^()]{1,4}[)])?[一-龥]{0,10}?(?:领导|负责人|负责同志|联络员|联系人|工作人员|专人|人员|干部|骨干|责任人|信息员)"
)
"""Whom an office names for the work: 明确1名分管领导."""
BESIDE_STAFF = re.compile(r"(?:明确|确定|指定|落实|安排|抽调)\d名(?:[一-龥()]{2,10}(?:和|、|及|,)|或)$")
CHOOSES = re.compile(
    r"(?:评选|遴选|认定|选拔|推荐|择优[一-龥]{2})(?:数量|名额|总数)?(?:原则上|一般)?(?:每年)?(?:不超过|不多于|最多)$"
)
"""How many may be chosen at most."""
WITHIN = re.compile(r"(?:覆盖|涵盖|面向|涉及|横跨|连接|联通|贯通)(?:全[市省县区])?$")
WITHIN_NEXT = re.compile(r"[^,;。、\d]{2,16}的[^,;。\d]{2,20}(?=$|[,;。、和)])")
"""What a thing that is built is for: 建设覆盖9个领域的|数据库."""
GOES_ON = re.compile(
    r"(?:落实|贯彻|执行|用好|承接|配合|做好|抓好)好?[^,;。、\d]{0,24}(?:部署|下达|确定|交办|要求|出台|公布|明确)的$"
)
"""What has been set by others and is carried on."""
TRIALS_GO_ON = re.compile(r"(?:全面|深入|扎实)*(?:落实|推进|承接)好?$")
STATE_TRIALS = re.compile(r"[^,;。\d]{2,20}(?:国家|省级|自治区|全国)试点(?=$|[,;。、])")
MAKES = re.compile(r"形成|新增|新建|新设|建设|建成|打造|培育|创建|争创|获批|引进|组建|设立")
"""Deeds by which even what is listed whole is a goal: 打造甲、乙、丙等|3个千亿级集群."""
SUMMED = re.compile(r"(?P<first>[^,;。\d]{2,60})$")


def in_passing(text: str, q: Quantity, pre: str, post: str) -> str | None:
    """Why a number is told in passing, by name; None where it may be what is to be reached."""
    unit = q.unit or ""
    for told, why in (
        (_in_name(text, q, pre, post), "name"),
        (_rough(text, q), "stock"),
        (_of_those_meant(text, q, pre, post), "condition"),
        (_rate(text, q, pre, post), "rate_of_pay"),
        (_named(text, q, pre), "staff"),
        (_going_on(unit, q, pre, post), "place"),
    ):
        if told:
            return why
    return None


def _in_name(text: str, q: Quantity, pre: str, post: str) -> bool:
    unit = q.unit or ""
    if VERSION.match(text, q.start) or (VERSION.match(text, q.start - 2) and not text[q.start - 1].isdigit()):
        return not unit.startswith("%")
    if unit in ("所", "院", "厂", "队", "台", "站") and q.value >= 10 and OF_NAME.search(pre):
        return True
    return unit.removeprefix("万").startswith(POWERS) and bool(WORKS.match(post)) and not MADE.search(pre)


def _rough(text: str, q: Quantity) -> bool:
    """Whether it is counted as only what is there is: 900余项, 1200多个."""
    told = re.search(r"\d[万亿千百]*[余多]", text[q.start : q.end + 1])
    comma = max(text.rfind(c, 0, q.start) for c in ",;。") + 1
    return bool(told) and not AIMS.search(text, comma, q.start)


def _of_those_meant(text: str, q: Quantity, pre: str, post: str) -> bool:
    unit = q.unit or ""
    if unit.endswith(("元", "人", "次", "万", "户")) and OF_SIZES.match(text, q.end):
        return True
    if THRESHOLD.search(pre):
        return True
    measured = unit.endswith(("元", "万", "次")) or (unit.endswith("人") and not MADE.search(pre))
    return measured and bool(CHOSEN.match(post)) and not OF_MONEY.match(post)


def _rate(text: str, q: Quantity, pre: str, post: str) -> bool:
    unit = q.unit or ""
    if unit == ":1":
        return bool(MATCHED.match(post))
    if unit.endswith("元"):
        return bool(STANDARD.match(post) or PAID_EACH.search(text[: q.start]))
    return unit == "%" and bool(RATE.search(pre))


def _named(text: str, q: Quantity, pre: str) -> bool:
    unit = q.unit or ""
    if unit in ("名", "人", "位") and CHOOSES.search(pre):
        return True
    staff = unit in ("名", "人", "位") and STAFF.match(text, q.end)
    return bool(staff) and bool(NAMED.search(pre) or BESIDE_STAFF.search(text[: q.start]))


def _going_on(unit: str, q: Quantity, pre: str, post: str) -> bool:
    if unit not in ("个", "项", "件", "家", "大", "类", "条"):
        return False
    if CHOOSES.search(pre):
        return True
    if WITHIN.search(pre) and re.search(r"[建打构搭]|形成|推出|开发", pre) and WITHIN_NEXT.match(post):
        return True
    if GOES_ON.search(pre) or (TRIALS_GO_ON.search(pre) and STATE_TRIALS.match(post)):
        return True
    listed = SUMMED.search(pre)
    names = listed.group("first").split("、") if listed else []
    return len(names) == q.value >= 3 and all(len(n) >= 2 for n in names) and not MAKES.search(pre)
