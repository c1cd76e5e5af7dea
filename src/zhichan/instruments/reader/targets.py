"""Stage five: which quantities are goals, of what, by when, at least or at most.

A clause is read as *subject – verb – number – unit – object*. Nothing is concluded that the clause, its
sentence or its section does not say; what was concluded (a due year, a unit) is marked.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace

from .clean import View, squeeze
from .model import Actual, Comparator, Kind, Open, Target, Why
from .outline import Section
from .quantities import PLAN_YEARS, Quantity, When, masked, quantities, years
from .standing import of_the_present
from .standing import reason as standing_reason

# Words between the indicator and its number, longest first: (words, comparator, strict).
UP = (
    "不得低于|不得少于|不得小于|不能低于|不能少于|应不低于|应不少于|不低于|不少于|不小于|不下于|至少达到|至少|最低|达到或超过|达到|达|突破|超过|超|高于|"
    "大于|力争达到|力争实现|力争|确保|实现|完成|保持在|稳定在|维持在|保持|稳定|提高到|提升到|"
    "提高至|提升至|增长到|增长至|增加到|增加至|增至|增到|上升到|上升至|扩大到|扩大至|发展到|"
    "发展至|扩展到|拓展到|拓展至|扩充到|壮大到|攀升至|升至|≥|>=|>"
)
DOWN = (
    "不得高于|不得超过|不得大于|不得多于|不能超过|不能高于|应不超过|不高于|不超过|不大于|不多于|控制在|压减到|压减至|压缩到|压缩至|压降至|压降到|缩短到|"
    "缩短至|缩短为|压缩为|减少为|降为|压减为|缩减到|缩减至|减少到|减少至|降低到|降低至|"
    "下降到|下降至|降至|降到|减至|减到|低于|小于|限制在|≤|<=|<"
)
TO_WORDS = (
    r"(?:提高|提升|增长|增加|上升|调整|扩大|发展|下降|降低|压缩|减少|缩短|压减|缩减|降|减|缩|"
    r"增|升|拓展|扩充|壮大|调整|优化|延长|扩展|达|[一-龥]{2})(?:到|至|为)"
)
LIGHT = (
    r"常年|长期|始终|总体上?|分别|依次|约为|大约|(?<![条节预履签制合契违])约|(?<![平户人亩年地日月周])均|已|"
    r"(?<![大健])将|(?<![需重主纪摘提])要|总计|共计|(?<!公)共|合计|(?<![行作成转认人])为|"
    r"(?<![拥所占国私含具])有|是|(?<![附邻就])近|逾|至|(?<![签报遇])到|争取|设置为|设定为|"
    r"确定为|目标为|目标值为|预计|各|(?<![潜存现所])在|再|左右|基本|全部|"
    r"只有|仅有|仅为|不足|原则上|一般应?|普遍|整体|应当?(?=$)|逐步|稳步|逐年|平稳|持续|稳定在|:"
)
COMPARE_RE = re.compile(rf"(?:{UP}|{DOWN}|{LIGHT})$")
GROWTH = r"增长|增加|增幅|增速|提高|提升|上升|递增|增长率|扩大|增强"
SHRINK = r"下降|降低|减少|缩短|压缩|压减|缩减|降幅|压降|削减|减幅|缩小|下降幅度|节约"
CHANGE_RE = re.compile(rf"(?:{GROWTH}|{SHRINK})(?:幅度|比例|率|了)?$")
PER_YEAR = re.compile(
    r"增速|年均|年平均|每年|逐年|年度|年复合|年递增|(?<!\d)年增速|(?<!\d)年增长|按年|同比|(?<!\d)年增幅"
)
VERBS = (
    "累计培育|培育发展|培育壮大|培育引进|引进培育|引进培养|推动建设|推进建设|规划建设|新建成|"
    "新建设|新培育|新认定|新引进|新打造|新增|新建|新设|改扩建|改造提升|引育|集聚|汇聚|"
    "建成投用|建成|建设|建立|组建|成立|设立|打造|培育|培养|培训|引进|引入|认定|创建|争创|"
    "申创|创成|获批|获得|获评|评选|选树|遴选|选派|组织|开展|实施|举办|承办|召开|"
    "完成|形成|制定|修订|出台|发布|推出|推广|支持|扶持|帮助|服务|覆盖|布局|部署|落地|落户|"
    "签约|转化|转移|孵化|新登记|登记|申请|授权|注册|办理|发放|投放|投入|筹集|募集|"
    "发展|拥有|保有|吸引|吸纳|带动|推动|推进|促进|新开工|开工|建有|配备|配置|选聘|聘任|招引|"
    "招收|储备|挖掘|征集|编制|采集|改造|升级|提升|整治|接入|开放|归集|汇集|共享|上线|上云|"
    "链接|集成|输送|派驻|增加|扩建|扩大|力争|实现|入选|入库|参与|主导|主持|牵头|评定|表彰|"
    "宣传|惠及|受益|对接|达成|资助|购置|安排|开设|开办|建强|做强|做优|梳理|明确|确定|筛选|"
    "选取|选定|选择|解决|筹建|盘活|推荐|提供|出版|摄制|创作|布设|投放|命名|选配|招聘|新招引"
)
TWO_VERBS = re.compile(rf"(?:{VERBS})(?:、(?:{VERBS}))+(?=[一-龥])")
VERB_END = re.compile(rf"(?:{VERBS})(?:了|出|成|好)?$")
VERB_HEAD = re.compile(rf"^(?:{VERBS})(?:了|出|成)?")
COUNT_VERB = re.compile(
    r"培育|培养|新增|新建|新设|新认定|新引进|建设|建立|引进|引育|认定|创建|争创|打造|组建|出台|"
    r"成立|设立|引入|获批|创成|选树|遴选|推动建设|支持|评选|申创|新培育|新打造|招引|孵化|实施|"
    r"开展|制定|推广|改造|转化|扶持|推出|发布|编制|评选|布局|导入|明确|盘活|新设|新开|主导|打造|开发|遴选|选派|落地|"
    r"招聘|配备|新改建|改扩建|新认定|发展成为|完成|布设|上线|投放|命名|选聘|聘任|签约|落户|获评|获得|举办|承办|组织|"
    r"推动|选择|解决|达成|归集|盘活|筹集|筹建|确定|征集|编写|修订|制修订|升级|接入|入库|储备|申报|新招|新开|治理|修复|淘汰|引育|选育|转让|整治|加固|改建|打通|新培养|共建|安装|铺设|配置|设置|竣工|投产|选取|评定"
)
SPAN_OF_YEARS = re.compile(
    r"累计|总计|期间|(?:[一二三四五六七八九十]|(?<!\d)\d)年(?:内|来)?(?!度)(?=[一-龥])|年内达到|规划期|示范期"
)
FLOW_NOUN = re.compile(
    r"(?:成交额|融资额|融资金额|交易额|申请量|授权量|办案量|放款额|质押融资|质押(?:融资)?(?:登记)?(?:金额|额)|年(?:度)?(?:产值|营业收入|销售额|进出口总?额|交易额|产量|接待量))$"
)
SERVED = re.compile(
    r"^服务(?:企业|群众|主体|各类|中小)|服务的|惠及|组织.{2,12}开展|为$|(?:培训|轮训|投保|宣传)(?!基地|中心|平台|机构|学院|项目|班|站)"
)
DROP_VERB = re.compile(
    r"^(?:建成|建设|建立|培育|打造|新建|组建|成立|设立|创建|引进|认定|争创|实现|完成|发展|"
    r"拥有|达到|形成|支持建设|布局建设|规划建设|力争|获批|新培育|推动|推进)(?:(?:和|、|并|"
    r"及)(?:培育|引进|建设|打造|培养|认定|壮大|扶持))?(?=[^的]{4,})"
)
LEAD_IN = re.compile(
    r"^(?:《?(?:方案|规划|计划|意见|办法)》?(?:中)?(?:提出|明确|设定)(?:了)?|其中|同时|此外|"
    r"另外|并且|并|且|力争|确保|争取|预计|计划|届时|即(?!办|时|日|期)|使|将|要|以及|和|及|与|进一步|积极|"
    r"大力|加快|持续|努力|不断|切实|着力|逐步|稳步|全力|设定|明确|提出|还|在此基础上|届时|"
    r"截至|到期末|期末|到|至|末|底|年末|年底|年|前|内|通过|力争实现|率先|基本(?!医疗|养老|公共|农田|药物|单元|生活|草原|民生|建设|服务|住房)|全面|"
    r"具体(?:目标|指标)?(?:为|是|如下)?[:]?|主要(?:目标|指标)(?:为|是|如下)?[:]?|:|,|、|;|”|"
    r"的)+"
)
PLACE = re.compile(
    r"^(?:全市|全省|全区|全县|全州|全旗|全盟|全国|全域|全辖区|我市|我省|我区|我县|我州|本市|"
    r"本区|本县|本省|市域|区域内|辖区内?|域内|区内|市内|县内|省内)(?:范围内?|"
    r"的)?(?!外)(?=[一-龥“A-Z\d]|$)"
)
SUBSIDY = re.compile(
    r"给予|予以.{0,8}(?:奖|补|资助)|补助|补贴|资助|奖励|奖补|奖金|贴息|贴费|封顶|"
    r"最高(?:不超过|可|给|支持|奖|补|限额|额度)?|一次性|予以支持|经费支持|资金支持|资金扶持|"
    r"补偿(?:比例|金)|承担.{0,6}(?:风险|损失)|分担|罚款|罚金|处.{0,6}元以[上下]|"
    r"按照?.{0,24}(?:比例|标准|的%)|减免|免收|优惠|(?:贷款|授信)额度(?!达|突破|超|不低|力争|\d)|单笔|单户|单项(?:经费|"
    r"资助)|单个项目|每(?:家|户|件|项|人|个|次|名|篇|亩|辆).{0,8}(?:不超过|最高|给|补|奖)"
)
CONDITION = re.compile(r"^(?:及以上|以上|以下|以内)?的(?!目标|比例|速度|水平|增速|增长|增幅|年均|覆盖率)")
CONDITION_BEFORE = re.compile(
    r"(?:对|凡|凡是|符合|满足|年度?(?:主营业务|营业)?收入(?:在)?|注册资[本金](?:在)?|"
    r"投资额?(?:在)?|总投资(?:在)?|面积(?:在)?|规模(?:在)?|年龄(?:在)?|连续|不满|未满|满|经营|"
    r"超出|超过|近)$"
)
DEADLINE_UNIT = re.compile(r"^(?:个?工作日|个?自然日|天|日|个?小时|小时|分钟|秒|个月|月|年|届|周岁|岁)$")
DEADLINE_AFTER = re.compile(r"^(?:之?内|以内|之?前|以前|后|起|为期|左右内)")
ORGAN_NOUN = re.compile(
    r"^(?:以上的?)?(?:个|项|大|类|方面|条|部分)?(?:方面|部门(?!专网|系统|机房|数据|网站|平台|信息)|单位|成员单位|环节|层级|层次|"
    r"层面|阶段|步骤|部分|章|条款|原则|体系|主题|维度|关键词|县(?:市)?区|县\(市|区县|省份|"
    r"省市|国家和地区|国家|专项|板块|篇章|任务|重点任务|主要任务|具体措施|具体任务|工作任务|"
    r"政策措施|重点工作|工作措施|措施|举措|具体举措|改革举措|改革任务|内容|坚持|新|字|问题|"
    r"短板|部委|地市|城市|月|意见|建议|指标|定量指标|预期性|约束性|量化指标|主要指标|具体指标|"
    r"保障措施|重大工程|专项行动|工程|行动|大工程|大行动)"
)
MEETING = re.compile(
    r"会议|会商|调度|例会|通报|汇报|研判会|督查|督导|检查|抽查|巡查|座谈|自查|考核|评估|体检"
)
PAST = re.compile(
    r"已(?:有|建|经|累计|达|获|完成|培育|拥有|成为|形成|实现|认定|发展|连续|引进|超|突破|全部|"
    r"开展|设立|建成)|截[至止]|目前|现有|现存|共有|曾|以来|期间共|年初|原有|此前|累计已|"
    r"“?十[一二三]五”?(?:期间|末|时期)|完成情况|取得了|连续[一二三四五六七八九十\d]+年|历年|"
    r"当前|近年来|过去[一二三四五两]年|去年|[一二三四五]年来|近[一二三四五\d]+年"
)
GOAL_MARK = re.compile(
    r"力争|确保|争取|不低于|不少于|达到|突破|以上|每年|到20|年均|新增|培育|建成|实现|超过|左右|以内|累计"
)
BARE_HEAD = re.compile(
    rf"([一-龥]{{2,6}}?)(?:累计|总计|年均|每年|平均|合计)?(?:(?:年均|累计)?(?:{GROWTH}|"
    rf"{SHRINK})(?:率|幅度)?)?$"
)
FLOW_HEAD = re.compile(
    r"^(?:每年|年度|年均|每年度|当年|全年|年(?!轻|龄|末|初|底|代|均|产值超|产业)|每季度|每月)"
)
BARE_LEVEL = re.compile(
    r"[一两二三四五六七八九十百千万]{1,3}[万亿]元?级|(?:百|十|千)?[万亿][亩吨元](?:级)?|(?:新增)?(?:(?:国家|省|市|县|区|世界|国际)(?:级|部级)|[1-9]A级|A{3,5}级|[一二三四五]星级|[甲乙丙]级|[一二三]等)(?:以上)?"
)
EXPLAIN_CLAIM = re.compile(r"(\d{1,3}|[一二三四五六七八九十]{1,3})(?:项|个|条)(?:[一-龥]{0,8})(?:指标|目标)")
SUFFIX = re.compile(r"^(?:以上|以下|以内|左右|上下|及以上|之内|以外|内|之间|多|余|的目标|或以上)+")
ABOUT = re.compile(r"左右|上下|约|大约|近$")
LESS_AFTER = re.compile(r"以内|以下|之内|内$")


PROMISE = re.compile(
    r"(?:之?内|以内)(?:予以)?(办结|响应|转办|反馈|答复|回复|出件|兑现|拨付|办理完毕|办理完结|完成审核|受理)"
)
NOUN_HEAD = re.compile(
    r"(?:率|量|数|额|值|比|度|人|家|业|企|院|校|站|所|点|库|区|园|地|室|心|台|店|队|商标|专利|"
    r"品牌|总计|床位|项目|产品|标准|人才)$"
)


@dataclass
class Found:
    targets: list[Target] = field(default_factory=list)
    actuals: list[Actual] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    claims: list[tuple[int, int, int, str]] = field(default_factory=list)
    """Counts of indicators that the text itself states: number, start, end, part."""


@dataclass
class Frame:
    """What the sentences before have settled: due year, subject, attribute."""

    year: int | None = None
    year_told: bool = False
    subject: str = ""
    attribute: str | None = None
    verb: str = ""
    per_year: bool = False
    last_end: int = -1


ADDED = re.compile(
    r"(?:每年|年均|年度|逐年)?(?:累计|共|再|合计)?(?:净增|新增|净增加|新增加|净增长)(?:数量?)?"
)
THRESHOLD = re.compile(
    r"(?P<size>(?:(?:超|达|过)?\d+(?:\.\d+)?(?:万|亿|千|百)+|(?:超|达|过)(?:[十百千]?亿|[一二三五]?千万|百万)|[十百千]?亿(?=元以上))(?:元|人|亩|吨)?)(?P<more>以上|以下|级)?(?:的(?=$))?"
)
WHERE = re.compile(r"(?:全[市省区县国]|本[市省区县]|市域|区域内|辖区内?)$")
SERVICE_END = re.compile(r"(?:平均)?(?:办理|申请|申报)?(?:时间|时限|环节|材料|成本|费用|天数|周期)$")
PLACE_SUBJECT = re.compile(
    r"(?:地区|区域|流域|[县市区镇乡村州省旗]|城区|园区|山区|农村|城市|城镇|企业|单位|高校|院所|医院|学校|机关)$"
)
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
RATE_END = re.compile(r"(?:率|占比|比例|比重|覆盖面|满意度|强度)$")


def _stock(name: str) -> str:
    """The thing counted, without 总量 and the like and without the verb that told the stock."""
    return re.sub(r"(?:总数量?|总量|数量|保有量|拥有量|总户数|存量)$", "", _stem(name)) or name


RANK = re.compile(
    r"(?:力争|确保|争取)?(?:进入|跻身|位列|位居|稳居|名列|居于?|处于|保持在?|迈入|排名|排在|列)(?:全[国省市州县]|同类.{0,6}|全国同类.{0,6})?前$"
)


@dataclass(frozen=True)
class Context:
    """Where a sentence stands and what is settled there."""

    section: Section | None
    kind: str
    """Purpose of the section: goal, task, measure, background …"""
    part: str
    """Document of the file: plan, explanation …"""
    scope: str | None
    frame: Frame
    found: Found


class TargetReader:
    def __init__(
        self,
        view: View,
        *,
        period_start: int | None,
        period_end: int | None,
        doc_year: int | None,
        place: str | None,
        default_year: int | None,
    ) -> None:
        self.default_year = default_year
        self.view = view
        self.period_start, self.period_end, self.doc_year, self.place = (
            period_start,
            period_end,
            doc_year,
            place,
        )
        self.by_unit: dict[str, str] = {}
        self.told: list[tuple[str, str]] = []
        self.task_year: int | None = None
        self.last_subject = ""
        self.reach = ""
        self.swallowed = -1
        self.flow = False

    # -- stretches of text ---------------------------------------------------------------------------------

    def read(
        self,
        start: int,
        end: int,
        *,
        section: Section | None,
        kind: str,
        part: str,
        scope: str | None,
        frame: Frame,
        found: Found,
    ) -> None:
        """Reads sentences of [start, end) into ``found``; ``frame`` carries the due year from text before."""
        flat = self.view.flat
        for a, b in _paragraphs(flat, start, end):
            local = Frame(year=frame.year, year_told=frame.year_told, attribute=self._attribute(a, b))
            for x, y in _sentences(flat, a, b):
                if y - x > 3000:
                    raw = self.view.span(x, min(y, x + 60))
                    found.open.append(
                        Open(
                            "too_long",
                            "句子过长，未分析。",
                            "The sentence is too long and was not analysed.",
                            [raw],
                            [self.view.raw[raw[0] : raw[1]]],
                        )
                    )
                    continue
                if not re.search(
                    r"\d|分之|一半|半数|过半|翻|倍|[一二三四五六七八九]成|[一二两三四五六七八九十百千]{1,5}(?:万|亿)?(?:家|件|个|项|名|人|支|所|处|场|条|套|台|户|座)",
                    flat[x:y],
                ):
                    self._note_year(flat[x:y], local)
                    continue
                self._sentence(x, y, here=Context(section, kind, part, scope, local, found))
            if kind == "goal" and local.year_told:
                frame.year, frame.year_told = self._carried(flat[a:b], local.year), True

    def _carried(self, text: str, last: int | None) -> int | None:
        told = [w.year for w in years(text) if w.role == "due"]
        if self.period_end in told:
            return self.period_end
        return told[0] if told else last

    def _note_year(self, text: str, frame: Frame) -> None:
        for w in years(text):
            if w.role == "due":
                frame.year, frame.year_told = w.year, True

    def _attribute(self, a: int, b: int) -> str | None:
        text = self.view.flat[a:b]
        m = re.search(r"(?:均为|皆为|都是|为)(预期|约束)性", text)
        if m:
            return m.group(1) + "性"
        return None

    # -- sentences -----------------------------------------------------------------------------------------

    def _sentence(
        self,
        x: int,
        y: int,
        *,
        here: Context,
    ) -> None:
        flat = self.view.flat
        text = flat[x:y]
        hidden = masked(text)
        whens = years(text)
        found_here = quantities(text, cover=hidden)
        if here.kind == "task" and x > here.frame.last_end:
            here.frame.year_told = False
        here.frame.last_end = x
        if not found_here:
            self._note_year(text, here.frame)
            return
        for m in EXPLAIN_CLAIM.finditer(text):
            n = m.group(1)
            if n.isdigit():
                here.found.claims.append((int(n), x + m.start(), x + m.end(), here.part))
        found_here = _without_whom(text, _without_ranks(text, found_here))
        clauses = _clauses(text, found_here)
        subject_before = ""
        verb_before = ""
        self.by_unit = {}
        self.told = []
        self.reach = ""
        self.flow = False
        settled = (here.frame.year, here.frame.year_told)
        own_year = False
        bounded = False
        before = settled
        in_turn: set[int] = set()
        sentence_past = here.kind == "background" or bool(
            re.search(
                r"^(?:截[至止]|“?十[一二三]五”?(?:期间|时期)|目前|近年来|过去[一二三四五两]年|去年|上年|一年来)",
                text,
            )
        )
        five = re.match(r"“?(十[一二三四]五)”?(?:期?末|以来|收官)", text)
        sentence_past = sentence_past or bool(
            five and here.kind != "goal" and PLAN_YEARS[five.group(1)] < (self.period_end or 0)
        )
        sentence_past = sentence_past or of_the_present(text, found_here, here.kind)
        for n, (ca, cb) in enumerate(clauses):
            inside = [q for q in found_here if ca <= q.start < cb]
            if sentence_past and here.kind != "background" and TURN.match(text[ca:cb]):
                sentence_past = False
            if (
                here.kind != "goal"
                and ca
                and text[ca - 1] == ";"
                and (own_year or len(in_turn) > 1)
                and not (here.frame.year_told and here.frame.year and self._before_plan(here.frame.year))
            ):
                here.frame.year, here.frame.year_told = before if len(in_turn) > 1 else settled
                own_year = False
                in_turn.clear()
            if bounded and text[ca - 1 : ca] not in ("、", "和", "及"):
                here.frame.year, here.frame.year_told = settled
                bounded = False
            for w in whens:
                if ca <= w.start < cb and w.role == "due":
                    if w.start > 4:
                        own_year = True
                    else:
                        settled = (w.year, True)
                    bounded = (
                        here.kind != "goal"
                        and w.start > 4
                        and not (in_turn and inside and w.start - ca <= 3)
                        and text[w.end : w.end + 1] not in ",、"
                        and not re.match(r"(?:年?[底末])?(?:之?前|以前),", text[w.end : w.end + 5])
                        and w.words[0] not in "到力至"
                    ) or (
                        w.start - ca > 4
                        and "前" in text[w.end - 1 : w.end + 6]
                        and text[w.end : w.end + 1] not in ",、"
                        and not re.match(r"[^一-龥]*,", text[w.end : w.end + 5])
                    )
                    if w.start - ca <= 3 and inside:
                        in_turn.add(w.year)
                    here.frame.year, here.frame.year_told = w.year, True
                elif ca <= w.start < cb and w.role == "span" and w.first is not None:
                    here.frame.year, here.frame.year_told = w.year, True
            if not inside:
                plain_clause = STATE.sub("", _core(text[ca:cb])[0])
                if 2 <= len(plain_clause) <= 24 and not re.search(r"[。]", plain_clause):
                    subject_before = plain_clause
                continue
            self.last_subject = subject_before
            if self._transition(
                text, ca, cb, inside, x, whens, past=sentence_past, subject_before=subject_before, here=here
            ):
                subject_before = self.last_subject or subject_before
                continue
            if self._together(text, ca, cb, inside, x, whens, past=sentence_past, here=here):
                continue
            left = ca
            for k, q in enumerate(inside):
                right = cb if k + 1 == len(inside) else inside[k + 1].start
                item = self._item(
                    text,
                    left,
                    right,
                    q,
                    x,
                    whens,
                    subject_before=subject_before,
                    verb_before=verb_before,
                    past=sentence_past,
                    next_clause=clauses[n + 1 :],
                    here=here,
                )
                if item is None:
                    if self.last_subject.endswith("等") and k + 1 == len(inside):
                        subject_before = self.last_subject
                    if not (q.unit or "").endswith(("年", "月", "元", "亩", "平方米")):
                        left = q.end
                    continue
                left = q.end
                name, verb = item
                if name:
                    subject_before = name
                verb_before = verb

    def _together(
        self,
        text: str,
        ca: int,
        cb: int,
        inside: list[Quantity],
        x: int,
        whens: list[When],
        *,
        here: Context,
        past: bool,
    ) -> bool:
        """A、B和C分别达到1、2和3: names and numbers in the same order, or years and numbers."""
        clause = text[ca:cb]
        at = clause.find("分别")
        at = clause.find("依次") if at < 0 else at
        if at < 0 and len(inside) == 1:
            return self._each(text, ca, cb, inside[0], x, whens, past=past, here=here)
        if at < 0 and len(inside) >= 2 and _adjacent(text, inside):
            at = len(_trim_compare(clause[: inside[0].start - ca]))
        if at < 0 or len(inside) < 2:
            return False
        if SUBSIDY.search(clause) and any((q.unit or "").endswith("元") for q in inside):
            return True
        before, rest = clause[:at], clause[at:]
        numbers = [q for q in inside if q.start >= ca + at]
        due = [w for w in whens if ca <= w.start < ca + at and w.role == "due"] or [
            w
            for w in whens
            if w.start < ca and w.role == "due" and not re.search(r"\d[^年\d、和及与到至,]", text[w.end : ca])
        ]
        while len(due) > 1 and len(due) > len(numbers):
            due = due[1:]
        if due and re.search(r"\d", "".join(text[a.end : b.start] for a, b in itertools.pairwise(due))):
            due = due[-1:]
        if len(due) == len(numbers) and len(due) > 1:
            name = _core(clause[max(0, due[-1].end - ca) : at])[0] or (
                _core(clause[: due[0].start - ca])[0] if due[0].start > ca else ""
            )
            made = _core(re.sub("^(?:分别|依次)", "", clause[at : numbers[0].start - ca]))[0]
            if not name and len(made) >= 4 and not _only_verb(made):
                name = made
            name = name or _stem(self.last_subject)
            if not name:
                return False
            grows = re.match(rf"(?:分别|依次)?(?:同比|年均|平均)?(?:{GROWTH}|{SHRINK})(?!到|至|为)", rest)
            if grows and not CHANGE_RE.search(name):
                name += re.sub("^(?:分别|依次)", "", grows.group())
            for q, w in zip(numbers, due, strict=True):
                self._add(
                    text,
                    q,
                    x,
                    ca,
                    q.end,
                    name,
                    "",
                    rest,
                    year=w.year,
                    inferred=False,
                    rule="respectively_years",
                    past=past,
                    here=here,
                )
            return True
        names = _names(before)
        if not _core(before)[0] and len(self.told) >= len(numbers):
            earlier = self.told[-len(numbers) :]
            if all(u == (q.unit or "") for (_, u), q in zip(earlier, numbers, strict=True)):
                for q, (name, _) in zip(numbers, earlier, strict=True):
                    year, inferred = self._year(text, ca, q, whens, here.frame)
                    self._add(
                        text,
                        q,
                        x,
                        ca,
                        q.end,
                        name,
                        "",
                        rest[: q.start - ca - at],
                        year=year,
                        inferred=inferred,
                        rule="respectively_again",
                        past=past,
                        here=here,
                    )
                return True
        listed = self._listed(before, len(numbers))
        if listed:
            for q, name in zip(numbers, listed, strict=True):
                year, inferred = self._year(text, ca, q, whens, here.frame)
                self._add(
                    text,
                    q,
                    x,
                    ca,
                    q.end,
                    name,
                    "",
                    before + rest[: q.start - ca - at],
                    year=year,
                    inferred=inferred,
                    rule="respectively_listed",
                    past=past,
                    here=here,
                )
                self.told.append((name, q.unit or ""))
            return True
        if len(names) > len(numbers):
            grouped = _by_measure(before, names)
            names = grouped if len(grouped) == len(numbers) else names
        if len(names) != len(numbers):
            names = _names(before, short=True)
        if len(names) != len(numbers):
            return False
        whole = numbers[-1].unit or ""
        numbers = [
            replace(q, unit=whole)
            if whole and (q.unit is None or (whole.startswith(q.unit) and q.unit != whole))
            else q
            for q in numbers
        ]
        if not all(_core(before[na:nb])[0] for na, nb in names):
            return False
        grown = (
            re.search(
                rf"(?:年均|年平均|每年|累计|分别|依次)?(?:{GROWTH}|{SHRINK})(?:幅度|率)?$",
                _trim_compare(before),
            )
            if "分别" not in clause
            else None
        )
        head = _shared_head([_core(before[na:nb])[0] for na, nb in names])
        if grown:
            head = [n if n.endswith(grown.group()) else n + grown.group() for n in head]
        for q, (na, _), name in zip(numbers, names, head, strict=True):
            year, inferred = self._year(text, ca, q, whens, here.frame)
            self._add(
                text,
                q,
                x,
                ca + na,
                q.end,
                name,
                "",
                (grown.group() if grown else "") + rest[: q.start - ca - at],
                year=year,
                inferred=inferred,
                rule="respectively",
                past=past,
                here=here,
            )
        return True

    def _listed(self, before: str, count: int) -> list[str]:
        """Names listed in the clause before, when this one has only a verb or a measure: 发展甲、乙,面积分别达到 …"""
        own = _core(before)[0]
        measure = (
            own
            if re.fullmatch(r"[一-龥]{0,6}(?:面积|产值|规模|产量|数量|总量|总数|收入|占比|比例|余额)", own)
            else ""
        )
        if own and not measure and not _only_verb(own) and not STAGE.fullmatch(own):
            return []
        subject = SUMMED.sub("", re.sub(r"等(?:[一-龥]{2,10})?$", "", self.last_subject))
        verb = MODAL_VERB.match(subject)
        subject = subject[verb.end() :] if verb else subject
        places = _names(subject, short=True)
        if len(places) != count or count < 2:
            return []
        names = _shared_head([subject[a:b].strip("、和及与") for a, b in places])
        return [n + measure for n in names] if all(len(n) >= 2 for n in names) else []

    def _each(
        self,
        text: str,
        ca: int,
        cb: int,
        q: Quantity,
        x: int,
        whens: list[When],
        *,
        here: Context,
        past: bool,
    ) -> bool:
        """A率和B率均达到95%: one number for each of several names."""
        pre = text[ca : q.start]
        m = re.search(rf"(?:均|都|全部|双双|各)(?:要|须|新增|建设|建成)?(?:{UP}|{DOWN}|为|在)*$", pre)
        shared = SHARED_NUMBER.search(pre) if m is None else None
        m = m or shared
        if not m or self._no_goal(text, ca, cb, q, pre, text[q.end : cb], here=here) == "skip":
            return False
        names = _names(pre[: m.start("verb") if shared else m.start()])
        if len(names) > 2 and any(re.match(r"\d+(?:家|所|个)", pre[a:b]) for a, b in names):
            names = _by_measure(pre, names) or names
        cores = [_core(pre[a:b])[0] for a, b in names]
        if shared:
            cores[0] = VERB_HEAD.sub("", cores[0]) or cores[0]
            whole = self._whole(cores[0], VERB_HEAD.sub("", self.last_subject))
            cores = [whole[: len(whole) - len(cores[0])] + c if len(c) <= 4 else c for c in cores]
        if m.group().startswith("各"):
            if len(cores) < 2 or not (q.unit and not q.unit.endswith("%")):
                return False
            first, last = VERB_HEAD.sub("", cores[0]), cores[-1]
            if len(first) < len(last) and len(last) >= 4:
                cores = [c + last[len(first) :] for c in cores[:-1]] + [last]
        if len(cores) > 1 and not m.group().startswith("各") and RATE_END.search(cores[-1]):
            cores = _whose(cores) or cores
        if not 2 <= len(names) <= 5 or not all(
            (m.group().startswith("各") and len(c) >= 3)
            or (len(c) >= 3 and re.search(r"(?:率|比例|占比|度|量|数|比重|面|额|值)$", c))
            for c in cores
        ):
            return False
        tail = SUFFIX.match(text[q.end :])
        year, inferred = self._year(text, ca, q, whens, here.frame)
        end = q.end + (tail.end() if tail else 0)
        for (a, _), name in zip(names, cores, strict=True):
            self._add(
                text,
                q,
                x,
                ca + a,
                end,
                name,
                "",
                (m.group("verb") if shared else m.group()) + "|" + (tail.group() if tail else ""),
                year=year,
                inferred=inferred,
                rule="each",
                past=past,
                here=here,
            )
        return True

    def _transition(
        self,
        text: str,
        ca: int,
        cb: int,
        inside: list[Quantity],
        x: int,
        whens: list[When],
        *,
        here: Context,
        past: bool,
        subject_before: str,
    ) -> bool:
        """由(2020年的)甲提高到(2025年的)乙: a baseline and a goal, or two figures of the past."""
        if len(inside) != 2:
            return False
        first, second = inside
        between = text[first.end : second.start]
        if not first.unit and second.unit and not second.unit.endswith("%"):
            between = between.removeprefix(second.unit)
        merged = re.match(
            r"([一-龥“”]{2,10}?)(?:整合|缩减|压减|精简|归并|压缩|减少|优化|合并|调整|撤并)(?:到|至|为)$",
            between,
        )
        if merged and re.search(r"(?:将|把|由|从)(?:全[市省区县])?(?:现有|原有)?$", text[ca : first.start]):
            self.last_subject = merged.group(1)
            year, inferred = self._year(text, ca, second, whens, here.frame)
            self._add(
                text,
                second,
                x,
                ca,
                second.end,
                merged.group(1),
                "",
                "减少到",
                year=year,
                inferred=inferred,
                rule="from_to",
                past=past,
                here=here,
            )
            return True
        m = re.match(rf"(?:左右|以上)?,?(?:逐步|稳步|进一步|力争)?(?:{TO_WORDS})", between)
        if not m or re.search("[、;]", between):
            return False
        before = text[ca : first.start]
        cut = re.search(
            r"(?:由|从)(?:(?:(?:19|20)\d\d年(?:末|底)?|“?十[一二三四五]五”?(?:末|期末|初)?|目前|现在|"
            r"当前|基期|上年|去年|原来|法定)的?)?(?:约)?$",
            before,
        )
        subject = before[: cut.start()] if cut else before
        name = _core(subject)[0] or subject_before
        if name != subject_before:
            name = self._alike(name, second, subject_before)
        if not name or _only_verb(name):
            name = subject_before
        if not name:
            return False
        if (
            self._no_goal(text, ca, cb, second, text[ca : second.start], text[second.end : cb], here=here)
            == "skip"
        ):
            return True
        self.last_subject = name
        base_year = next(
            (
                w.year
                for w in whens
                if ca <= w.start < first.start and w.start >= ca + (cut.start() if cut else len(before))
            ),
            None,
        )
        if base_year is None:
            base_year = next((w.first for w in whens if w.first is not None and w.start < first.start), None)
        if base_year is None and past:
            near = [w for w in whens if w.start < first.start]
            base_year = near[0].year if len(near) > 1 else None
        due = next((w.year for w in whens if first.end <= w.start < second.start), None)
        told = [
            w.year
            for w in whens
            if w.start < first.start and w.role in ("due", "span", "past") and w.year != base_year
        ]
        year, inferred = (
            (due, False)
            if due is not None
            else (
                (told[-1], False)
                if told
                else (
                    (here.frame.year, False)
                    if here.frame.year_told and here.frame.year != base_year
                    else (self.task_year or self.default_year, True)
                )
            )
        )
        start = text.find(name, ca, first.start) if name in text[ca : first.start] else ca
        is_past = past or (year is not None and not inferred and self._before_plan(year, strictly=True))
        if is_past:
            span = self.view.span(x + start, x + second.end)
            quote = self.view.raw[span[0] : span[1]]
            shown = self._shown(_tidy(name), x + start, x + second.end)
            for q, y in ((first, base_year), (second, year if not inferred else None)):
                here.found.actuals.append(
                    Actual(
                        shown, q.value, self._unit(q, x), span, quote, y, _scope("", here.scope, self.place)
                    )
                )
            return True
        count = len(here.found.targets)
        tail = SUFFIX.match(text[second.end :])
        self._add(
            text,
            second,
            x,
            start,
            second.end + (tail.end() if tail else 0),
            name,
            "",
            m.group() + "|" + (tail.group() if tail else ""),
            year=year,
            inferred=inferred,
            rule="from_to",
            past=False,
            here=here,
        )
        self.told.append((name, second.unit or ""))
        if len(here.found.targets) > count:
            here.found.targets[-1].baseline_value, here.found.targets[-1].baseline_year = (
                first.value,
                base_year,
            )
        return True

    def _year(
        self, text: str, ca: int, q: Quantity, whens: list[When], frame: Frame
    ) -> tuple[int | None, bool]:
        near = [w for w in whens if w.role in ("due", "span", "past") and ca <= w.start < q.start]
        if near:
            return near[-1].year or None, False
        if frame.year_told:
            return frame.year or None, False
        later = [w for w in whens if w.role == "due" and q.end <= w.start <= q.end + 24]
        if (
            later
            and re.match(r"[^,;。(]{0,16}于?$", text[q.end : later[0].start])
            and re.match(
                r"年?(?:底|末)?(?:前|之前)?(?:落地|建成|投用|完成|到位|达到|实现|投产|竣工|运营|设立)",
                text[later[0].end :],
            )
        ):
            return later[0].year or None, False
        closing = CLOSING.search(text)
        if closing and closing.start() >= q.end:
            return int(closing.group(1)), False
        if self.task_year is not None:
            return self.task_year, True
        start = max(text.rfind(c, 0, q.start) for c in ";。") + 1
        if self.doc_year is not None and THIS_YEAR.search(text, start, q.start):
            return self.doc_year, True
        return self.default_year, True

    def _item(
        self,
        text: str,
        left: int,
        right: int,
        q: Quantity,
        x: int,
        whens: list[When],
        *,
        here: Context,
        subject_before: str,
        verb_before: str,
        past: bool,
        next_clause: list[tuple[int, int]],
    ) -> tuple[str, str] | None:
        pre, post = text[left : q.start], text[q.end : right]
        tail = SUFFIX.match(post)
        end = q.end + (tail.end() if tail else 0)
        after = post[tail.end() :] if tail else post
        reason = self._no_goal(text, left, right, q, pre, post, here=here)
        if reason == "skip":
            return None
        year, inferred = self._year(text, left, q, whens, here.frame)
        core, verb, words, place = _core(pre)
        base_year = next((w.year for w in whens if w.role == "base" and left <= w.start < q.start), None)
        is_past = past or (
            (here.kind != "goal" or here.part == "explanation")
            and bool(PAST.search(text[left:right]))
            and not re.search("力争|确保|到20", pre)
        )
        if year is not None and not inferred and self._before_plan(year, strictly=here.kind == "goal"):
            is_past = True
        if here.part == "explanation" and re.search(r"(?:普查|统计|调查|数据)(?:结果)?显示", text[:left]):
            is_past = True
        name, quote_end, rule = "", end, ""
        subset = text[left : left + 2] == "其中"
        object_words = _object(after)
        if q.start == self.swallowed:
            return None
        if (q.unit or "").endswith("%") and not core and OFFERS.search(object_words):
            rest = re.match(
                r"\d[\d.]*[一-龥]{1,2}(?:及)?(?:以上|左右)?(?:的)?([^,;。、\d]{3,24})", text[right:]
            )
            if rest and right < len(text) and text[right].isdigit():
                object_words += rest.group(1)
                self.swallowed = right
        promise = PROMISE.match(post)
        if promise and DEADLINE_UNIT.match(q.unit or ""):
            subject = core or re.sub(r"(?:响应|转办|反馈|办结|答复|回复)?时限$", "", subject_before)
            if len(subject) >= 2:
                stop = q.end + promise.end()
                self._add(
                    text,
                    q,
                    x,
                    _quote_start(text, left, q, core),
                    stop,
                    f"{subject}{promise.group(1)}时限",
                    "",
                    "以内|以内",
                    year=year,
                    inferred=inferred,
                    rule="service_promise",
                    past=is_past,
                    here=here,
                )
                return f"{subject}{promise.group(1)}时限", ""
            return None
        if core and _only_verb(core):
            verb = core
        if (
            core
            and object_words
            and len(core) <= 4
            and q.unit
            and not q.unit.endswith(("%", "元"))
            and not NOUN_HEAD.search(core)
        ):
            verb, core = core, core if _only_verb(core) else ""
        unit_is_percent = (q.unit or "").endswith("%")
        grown = re.fullmatch(
            rf"(?:年均|年平均|每年|逐年|累计|平均|年度|年)?(?:复合)?(?:{GROWTH}|{SHRINK})(?:率|幅度|速度)?",
            core,
        )
        pace = re.match(
            r"(?:以上|左右)?的?(?:速度|幅度|增速|比例)?(?:稳步|持续|逐年)?(增长|增速|增幅|提升|提高|递增|下降|递减)$",
            after_suffix(post).lstrip("的"),
        )
        paced = (
            re.fullmatch(r"(.{0,30}?)(?:保持|以|按|按照|每年以)?(每年|年均|年平均|年)", core)
            if pace
            else None
        )
        if (
            subject_before
            and not object_words
            and STAGE.fullmatch(core)
            and (begun := MADE.match(subject_before) or re.match("", subject_before))
            and len(subject_before) - begun.end() <= 16
        ):
            made = self.by_unit.get(q.unit or "", subject_before)
            begun = MADE.match(made) or re.match("", made)
            name, rule = core + made[begun.end() if begun else 0 :], "stage_of_subject"
        elif (
            not object_words
            and (_only_verb(core or "无") or core in ("接待", "招收", "销售", "生产", "处理", "吸引"))
            and len(self.by_unit.get(q.unit or "", "")) > len(core) + 1 >= 3
            and self.by_unit.get(q.unit or "", "").startswith(core)
        ):
            name, rule = self.by_unit[q.unit or ""], "same_deed"
        elif (
            not object_words
            and len(core) >= 4
            and _only_verb(core)
            and (q.unit or "").endswith("人次")
            and not subject_before.endswith(("培训", "服务", "活动"))
        ):
            name, rule = core, "deed_number"
        elif (
            text[left - 1 : left] in ("、", "和")
            and (rhythm := re.match(r"每年|年度|全年|年均", subject_before))
            and not object_words
            and _only_verb(core or "无")
            and rhythm.group() not in core
        ):
            name, rule = rhythm.group() + core, "yearly_deed"
        elif (
            again := re.fullmatch(r"(?:[三五]年)?(累计|每年|年均|全年)(?:完成|开展)?([一-龥]{2})", core)
        ) and (subject_before.endswith(again.group(2)) and len(subject_before) >= 5):
            name, rule = VERB_HEAD.sub("", subject_before) + again.group(1), "total_of_subject"
        elif pace and paced and (paced.group(1).strip("保持实现以按") or subject_before):
            grows = "增长" if pace.group(1) in ("增长", "增速", "增幅", "递增") else pace.group(1)
            stem = paced.group(1).strip("保持实现以按") or re.sub(
                r"占.{2,16}(?:比重|比例)$", "", _stem(subject_before)
            )
            name, rule = stem + paced.group(2) + grows, "pace_of_subject"
            words = paced.group(2) + grows
            pre = pre + grows
        elif grown and subject_before:
            name, rule = _stem(subject_before) + core, "growth_of_subject"
        elif ADDED.fullmatch(core + words) and not object_words and subject_before:
            told_span = re.search(
                r"(?:[一二三四五六七八九十]|\d)年(?:内|来)?(?:累计)?$",
                pre[: pre.rfind(core)] if core else pre,
            )
            name = _stock(subject_before) + (told_span.group() if told_span else "") + core + words
            rule = "added_to_subject"
        elif core in ("累计", "总计", "合计", "累计已") and subject_before:
            thing = re.sub(
                r"^(?:每年|年均|年度|全年)(?:新增|净增|新认定|新培育|培育|引进|新建|认定|建设)?",
                "",
                _stem(subject_before),
            )
            name, rule = (thing or subject_before) + core, "total_of_subject"
        elif (
            re.match(r"(?:比|较)(?:上|去|基|同|“|十|20|19|.{0,4}期|全[国省市]|.{2,6}(?:水平|平均))", core)
            and subject_before
            and len(core) <= 16
        ):
            name, rule = _stem(subject_before) + core, "compared_subject"
        elif core.startswith("占") and subject_before and len(core) <= 24:
            name, rule = _stem(subject_before) + core, "share_of_subject"
        elif (
            (q.unit or "") == "%"
            and PLACE_SUBJECT.search(core)
            and not RATE_OR_INDEX.search(core)
            and RATE_END.search(subject_before)
            and re.search(rf"(?:{UP}|{DOWN}|为)$", pre)
        ):
            name, rule = core + subject_before, "rate_of_place"
        elif (
            not core
            and self.reach
            and unit_is_percent
            and text[left - 1 : left] in ("、", "和", "及")
            and re.match(r"(?:以上|左右)?的", post)
            and object_words
        ):
            name, rule = self.reach + object_words, "share_of_object"
            quote_end = end + (len(after) - len(after.lstrip("的"))) + len(object_words)
        elif core and not _only_verb(core):
            name, rule = core, "subject_number"
            if (
                unit_is_percent
                and object_words
                and re.match(r"(?:以上|左右)?的", post)
                and REACHES.search(core)
            ):
                self.reach = core
            if VERB_END.search(WHERE.sub("", core)) and object_words and len(object_words) >= 2:
                name, quote_end, rule = (
                    WHERE.sub("", core) + object_words,
                    end + (len(after) - len(after.lstrip("的"))) + len(object_words),
                    "subject_verb_number_object",
                )
            elif re.match(r"每(?:个|家|名|所|村|县|乡|镇|条|一)", core) and object_words and len(core) <= 14:
                name, quote_end, rule = (
                    core + object_words,
                    end + (len(after) - len(after.lstrip("的"))) + len(object_words),
                    "each_place",
                )
            elif re.match(r"每(?:个|家|名|所|村|县|乡|镇|条|一)", core) and subject_before and len(core) <= 8:
                name, rule = core + _object_of(VERB_HEAD.sub("", subject_before)), "each_place_of_subject"
            elif core.endswith(("与", "同")) and object_words:
                name, quote_end, rule = core + object_words, end + len(object_words), "with_others"
            elif (
                core.endswith("规模") and VERB_HEAD.match(core) and object_words.endswith(("基金", "资金池"))
            ):
                name, quote_end, rule = (
                    object_words,
                    end + (len(after) - len(after.lstrip("的"))) + len(object_words),
                    "fund",
                )
            elif core.endswith("的") and object_words and (q.unit or "") == "%":
                name, quote_end, rule = core[:-1] + object_words, end + len(object_words), "share_of_object"
            elif (
                core.endswith("的")
                and subset
                and not object_words
                and 2 <= len(_core(subject_before)[0]) <= 16
            ):
                name, rule = core + VERB_HEAD.sub("", subject_before), "part_of_subject"
            elif core.endswith("的") and object_words:
                name, quote_end, rule = core + object_words, end + len(object_words), "modifier_number_object"
            elif (q.unit or "") == "%" and object_words and len(object_words) <= 10 and not tail:
                name, quote_end, rule = core + object_words, end + len(object_words), "subject_share_object"
        elif object_words and (verb or not subject_before or reason == "count"):
            lead = verb if not DROP_VERB.match(verb + object_words) else ""
            name, rule = lead + object_words, "verb_number_object"
            cut = len(after) - len(after.lstrip("的"))
            quote_end = end + cut + len(object_words)
        elif object_words and not core:
            name, rule = object_words, "number_object"
            cut = len(after) - len(after.lstrip("的"))
            quote_end = end + cut + len(object_words)
        elif re.fullmatch(
            r"(?:每年|年均?|全年|年度)(?:组织|开展|完成)?(?:培训|轮训|服务|检查|巡查|举办|受理|处理|办理|宣讲|走访|惠及|接待)",
            core,
        ) or (
            len(core) >= 4
            and not (core.endswith("认定") and _only_verb(core) and subject_before)
            and re.search(r"(?:培训|服务|宣传|招聘|改造|演练|活动|讲座|检查|登记|备案|认定|签约)$", core)
        ):
            name, rule = core, "deed_number"
        elif (
            subject_before
            and re.match(r"新(?:开工|竣工|签约|投产|增)$", core)
            and VERB_HEAD.match(re.sub(r"^每年", "", subject_before))
        ):
            name, rule = core + VERB_HEAD.sub("", re.sub(r"^每年", "", subject_before)), "verb_of_subject"
        elif subject_before and re.match(
            r"(?:每年|年度|全年|年均)[一-龥]{0,6}(?:认定|评定|遴选|选拔|择优|评选|选树|组建|建设|建成|创建)$",
            core,
        ):
            thing = _object_of(subject_before)
            thing = re.sub(r"^(?:支持|鼓励|引导|推动)(?:企业|单位|各地|机构)?", "", thing)
            done = re.search(rf"(?:{VERBS})$", core)
            name, rule = (
                core[:2] + (done.group() if done else "") + VERB_HEAD.sub("", thing),
                "yearly_deed_of_subject",
            )
        elif _only_verb(core or "无") and (built := BUILT.fullmatch(subject_before)):
            name, rule = built.group(1), "thing_of_subject"
        elif subject_before:
            among = text[left : left + 2] == "其中" or (
                bool(words or _trim_compare(pre) != pre)
                and bool(self.told)
                and self.told[-1][1] != (q.unit or "")
                and self.told[-1][1] == "%"
                and bool(re.search(r"占|比重|比例|率$", self.told[-1][0]))
                and not CHANGE_RE.search(self.told[-1][0])
            )
            name = _object_of(self.by_unit.get(q.unit or "", subject_before) if among else subject_before)
            name, rule = name if words else _stem(name), "subject_before"
            if core in ("每年", "年均", "全年") and LED.match(name):
                name = core + name[max(0, LED.match(name).end() - 2) :]  # type: ignore[union-attr]
            if words and CHANGE_RE.search(words):
                name = _stem(subject_before) + words
        elif core:
            name, rule = core, "subject_number"
        if not name:
            return None
        rung = THRESHOLD.search(core)
        if rung and rung.end() == len(core) and not object_words and THRESHOLD.search(subject_before):
            name = THRESHOLD.sub(rung.group("size") + (rung.group("more") or ""), subject_before, count=1)
            rule = "shared_threshold"
        headed = here.section.title if here.section else ""
        if (
            not subject_before
            and here.kind == "task"
            and re.fullmatch(
                r"(?:累计|全面|分批)?(?:完成|实施|推进)?(?:改造|建设|整治|治理|更新|创建|认定|任务)?", name
            )
            and 4 <= len(headed) <= 16
        ):
            deed = re.search(r"(?:改造|建设|整治|治理|更新|创建|认定)$", name)
            if deed is None or deed.group() in headed:
                name, rule = (
                    re.sub(r"^(?:实施|推进|加快|开展)|(?:工程|行动|工作|计划)$", "", headed),
                    "thing_of_heading",
                )
        level = BARE_LEVEL.search(core)
        if (
            level
            and level.end() == len(core)
            and not _core(core[: level.start()])[0].strip("建成培育认定创设打造新增获批")
            and not object_words
        ):
            ahead = re.search(
                r"(?:国家|省|市|县|区)级(?:以上)?\d+(?:个|家|项|所|处|支|件)([一-龥]{2,14})", text[q.end :]
            )
            if ahead:
                name, rule = level.group() + ahead.group(1), "shared_head"
        elif BARE_LEVEL.fullmatch(VERB_HEAD.sub("", name)):
            ahead = re.search(
                rf"(?:\d+(?:个|片|处|条|家|所)|若干(?:个)?)(?:以上)?(?:{BARE_LEVEL.pattern})的?([一-龥]{{2,14}})",
                text[q.end :],
            )
            if ahead:
                name, rule = VERB_HEAD.sub("", name) + ahead.group(1), "shared_head"
        elif BARE_LEVEL.fullmatch(core) and object_words:
            name, rule = core + object_words, "level_number_object"
        if BARE_LEVEL.fullmatch(name) and subject_before:
            name = name + re.sub(
                r"^(?:新增|累计)?(?:(?:国家|省|市|县|区)级|[1-9]A级|A{3,5}级|[一二三四五]星级)(?:及)?(?:以上)?|(?:总数|总量|数量)$",
                "",
                VERB_HEAD.sub(
                    "", re.sub(r"^(?:累计|每年|年均|力争|三年|五年)+", "", _object_of(subject_before))
                )
                or subject_before,
            )
        if name in BARE_SIZES and here.kind == "task" and OF_A_FIELD.fullmatch(headed):
            name, rule = headed + name, "size_of_heading"
        within = (
            re.fullmatch(rf"([^,;]{{3,20}}?)((?:原则上)?(?:{UP}|{DOWN}))([^,;\d]{{2,16}}?)的?", core)
            if (q.unit or "") == "%"
            else None
        )
        if (
            within
            and name == core
            and RATE_OR_INDEX.search(within.group(1))
            and re.search(r"[不超低高少多]", within.group(2))
        ):
            name, pre = within.group(1), within.group(1) + within.group(2)
        if (
            (within is None or not RATE_OR_INDEX.search(within.group(1)))
            and (q.unit or "") == "%"
            and (
                part := re.fullmatch(
                    rf"([^,;]{{3,20}}?)((?:{UP}|{DOWN}|占))([^,;\d]{{2,16}}?)的", pre.lstrip(",、")
                )
            )
            and not re.search(rf"(?:{UP}|{DOWN})$", part.group(1))
            and _core(part.group(1))[0]
        ):
            name, pre = _core(part.group(1))[0] + "占" + part.group(3), part.group(1) + part.group(2)
        led = LED.match(name)
        if led and len(name) - led.end() >= 3 and not RATE_END.search(name):
            verb = (
                verb
                or re.sub(r"^(?:带动|支持|推动|引导|鼓励|组织|帮助|指导|督促|依托)", "", led.group())[-2:]
            )
            name = name[led.end() :]
        bare_verb = re.match(
            rf"(?:{VERBS})(?=[一-龥“]{{3,}}(?:(?:每|\d|[一二三四五])年)?(?:新增|净增|增加)$)", name
        )
        if bare_verb and not name.startswith("新增") and rule == "subject_number":
            name = name[bare_verb.end() :]
        steered = STEERED.fullmatch(name)
        if steered:
            if not subject_before or STEERED.match(subject_before):
                return None
            name, rule = _stem(subject_before) + steered.group(1), "growth_of_subject"
        moved = re.fullmatch(
            r"[^,;]{0,24}?(?:逐步|稳步|进一步|力争|全面)?(?:将|把)((?:[一-龥A-Za-z“”()、]){3,24})", name
        )
        if (
            moved
            and re.search(rf"(?:{DOWN}|{TO_WORDS}|提高|降低|压缩)$", pre)
            and not re.search(r"[健大]将|将[来要]", name)
        ):
            name = moved.group(1)
        back = re.match(
            r"(?:这一|该|上述|此|这个)(?:比例|比重|指标|数字|占比|数量|规模|占有率|覆盖率)(?=$|提|上|达|降)",
            name,
        )
        if back and subject_before:
            name, rule = _stem(subject_before), "same_indicator"
        if rule == "subject_number" and name == core:
            name = self._alike(name, q, subject_before, listed=text[left - 1 : left] == "、")
        name = self._whole(name, subject_before)
        if (
            name.startswith("规模以上") is False
            and re.match(r"^(?:规模|数量|总数|总量)$", name)
            and subject_before
        ):
            name = subject_before + name
        start = _quote_start(text, left, q, core)
        before_this = len(here.found.targets)
        self.told.append((name, q.unit or ""))
        if q.unit and q.unit != "%":
            self.by_unit[q.unit] = name
        self._add(
            text,
            q,
            x,
            start,
            quote_end,
            name,
            verb
            or (
                verb_before
                if text[left - 1 : left] in ("、", "和", "及", "与", ":")
                or not core
                or (
                    text[left - 1 : left] == ","
                    and (
                        (rule == "subject_number" and _trim_compare(pre) == pre)
                        or (rule == "part_of_subject" and self.told and self.told[-1][1] == q.unit)
                    )
                    and not VERB_HEAD.match(core)
                )
                else ""
            ),
            ("累计" if subset and subject_before.startswith("累计") else "")
            + pre
            + "|"
            + (tail.group() if tail else ""),
            year=year,
            inferred=inferred,
            rule=rule,
            past=is_past,
            base_year=base_year,
            place=place,
            here=here,
        )
        if len(here.found.targets) > before_this:
            last = here.found.targets[-1]
            beside = text[left - 1 : left] in ("、", "和")
            if (
                beside
                and self.flow
                and last.kind in ("count_new", "cumulative", "level")
                and last.comparator != "<="
            ):
                last.kind = "annual_flow"
            self.flow = last.kind == "annual_flow" and (
                (beside and self.flow) or bool(re.search(r"每年|全年|年度|年均", pre + name))
            )
        own_verb = VERB_HEAD.match(core or "")
        carried = (
            verb_before
            if text[left - 1 : left] in ("、", "和", "及", "与", ",", ":") and _trim_compare(pre) == pre
            else ""
        )
        return name, verb or (own_verb.group() if own_verb else carried)

    def _before_plan(self, year: int, *, strictly: bool = False) -> bool:
        if self.period_start is not None:
            return year < self.period_start
        if self.doc_year is not None and not strictly:
            return year < self.doc_year
        return False

    def _alike(self, name: str, q: Quantity, before: str, *, listed: bool = False) -> str:
        """Restores what a parallel clause leaves out: 三级医院甲水平 …,二级医院 …; 每千人口甲 …,乙 …"""
        unit = q.unit or ""
        name = STATE.sub("", name)
        before = VERB_HEAD.sub("", before) or before
        if 2 <= len(name) <= 4:
            longer = [
                told
                for told, u in self.told
                if u == unit and told.endswith(name) and len(told) > len(name) + 1
            ]
            if longer and re.search(r"[率度]$", name):
                return longer[-1]
        level = LEVEL_HEAD.match(before)
        own = re.match(r"省级|市级", name) if before.startswith(("国家", "省")) else None
        if level and own and 2 <= len(name) - own.end() <= 3 and before.endswith(name[own.end() :]):
            longer_part = before[level.end() :]
            if len(longer_part) > len(name) - own.end() + 1:
                return own.group() + longer_part.removeprefix("级")
        if (
            listed
            and level
            and len(name) <= 4
            and before[-2:] == name[-2:]
            and len(before) - len(name) >= 3
            and not re.match(r"[国省市县区乡镇]", name)
        ):
            return before[: -len(name)] + name
        if (
            self.told
            and self.told[-1][1] == unit
            and not re.search(r"率$|比例|比重|占比|水平|指数|面积$", name)
        ):
            for k in range(len(before) - 2, 1, -1):
                head, tail = before[:k], before[k:]
                if head == name or abs(len(head) - len(name)) > 2:
                    continue
                changed = re.search(rf"(?:{GROWTH}|{SHRINK})$", name)
                bare = name[: changed.start()] if changed else name
                same = head[-2:] == bare[-2:] or (head[-1:] == bare[-1:] and head[:2] == bare[:2])
                if changed and tail.endswith(changed.group()) and len(tail) >= 6 and head[:2] == bare[:2]:
                    if len(head) == len(bare):
                        return bare + tail
                    continue
                if same and not changed and re.search(r"(?:率|比例|比重|占比|水平|指数|面积|标准)$", tail):
                    return name + tail
        per = re.match(
            r"每(?:百|千|万|十万)(?:名|个|张)?[一-龥]{0,6}?(?:人口|人员|老年人|居民|职工|学生|劳动力|人|户)",
            before,
        )
        if (
            per
            and unit in ("人", "名", "张")
            and q.value < 200
            and not re.search(r"[量数额率]$", name)
            and len(name) <= 10
            and not re.match(r"[每全新人万千]", name)
            and not VERB_HEAD.match(name)
        ):
            return per.group() + name
        return name

    def _whole(self, name: str, before: str) -> str:
        """Puts back the modifier that a bare head (办案量, 融资额) has lost to the clause before."""
        head = BARE_HEAD.match(name)
        if not before or head is None:
            return name
        word = head.group(1)
        stem = _stem(before)
        if re.match(r"^(?:总数|总量|数量|总规模|保有量|拥有量|存量)", word):
            stem = re.sub(
                r"^(?:三年|五年|累计|每年|年均)?(?:新增|净增|新认定|新培育|培育|引进|新建)", "", stem
            )
        if (
            stem.endswith(word)
            and len(stem) > len(word)
            and re.search(r"[额量率值数入资度比重模积员才]$", word)
        ):
            return stem + name[len(word) :]
        overlap = re.match(r"(投入|产出|贷款|消费|排放|研发)(?:强度|规模|余额|占比|总量)$", word)
        if overlap and stem.endswith(overlap.group(1)) and len(stem) >= 4:
            return stem[: -len(overlap.group(1))] + name
        if (
            len(word) <= 4
            and re.search(r"[额量率值数]$", word)
            and not (re.search(r"总[量数]$", word) and re.match(r"新增|引进|培养|培育|净增", before))
            and 2 < before.rfind(word[:2]) + 2 <= len(before)
            and not (len(word) >= 4 and re.match(r"新增|净增|累计|每年", before))
        ):
            return before[: before.rfind(word[:2])] + name
        service = re.fullmatch(r"(?:办理|申请|申报|审批)?(?:环节|材料|时限|时间|费用|成本)", word)
        if service and SERVICE_END.search(stem) and len(SERVICE_END.sub("", stem)) >= 3:
            return SERVICE_END.sub("", stem) + name
        counted = re.search(r"(?:数量|总数|个数)$", stem)
        if counted and re.match(r"(?:总|建筑)?(?:面积|规模|金额|产值)$", name) and counted.start() >= 2:
            return stem[: counted.start()] + name
        if re.match(r"(?:营收|利润|税收|销售额|营业收入|产值|增加值)(?:年均|总额|总量|$|增|超|突破)", name):
            bare = re.sub(r"(?:总?数量?|总量|个数|家数)$", "", stem)
            if bare != stem and len(bare) >= 3:
                return bare + name
        if re.match(
            r"(?:覆盖率|覆盖面|普及率|使用率|推广率|应用率|参保率|达标率|投运率|合格率|总量|总数)$", name
        ):
            deed = re.match(
                r"(?:各[一-龥]{1,6}?)?(?:全面|大力|加快|积极|深入|持续|依托[一-龥]{2,8})*(?:推广|普及|实施|推行|开展|建设|推进|落实|发展|配备|建立|完善|应用)(?=[一-龥“]{3,14}$)",
                before,
            )
            if deed:
                return before[deed.end() :] + name
        own = re.search(r"[一-龥]{2}(?:量|率|额|值|数)$", stem)
        if own and len(stem) - 3 >= 3 and re.fullmatch(r"[一-龥]{2}量|占比|比重|增速|金额|总额", word):
            return stem[: own.start()] + name
        if (
            not own
            and 3 <= len(stem) <= 16
            and word
            in (
                "总数",
                "总投资",
                "投资",
                "总量",
                "数量",
                "规模",
                "占比",
                "比重",
                "强度",
                "首期规模",
                "产值",
                "增加值",
                "营业收入",
                "主营业务收入",
                "销售收入",
                "总产值",
                "面积",
                "金额",
                "总额",
                "增速",
                "增长率",
                "总规模",
                "资金池",
                "资金规模",
            )
        ):
            return stem + name
        return name

    # -- what is no goal -----------------------------------------------------------------------------------

    def _no_goal(
        self,
        text: str,
        left: int,
        right: int,
        q: Quantity,
        pre: str,
        post: str,
        *,
        here: Context,
    ) -> str:
        unit = q.unit or ""
        if (
            text[:right].count("“") > text[:right].count("”")
            and text.find("”", q.end) - q.end < 6
            and text.find("”", q.end) >= 0
        ):
            return "skip"
        if standing_reason(text, left, right, q, pre=pre, post=post, kind=here.kind):
            return "skip"
        clause_start = max(text.rfind("。", 0, left), text.rfind(";", 0, left)) + 1
        around = text[max(clause_start, left - 40) : right]
        clause = text[left:right]
        money = unit.endswith(("元", "美元"))
        if q.shape == "number" and (
            re.match(r" \d", text[q.end : q.end + 2])
            or re.search(r"\d $", text[max(0, q.start - 2) : q.start])
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
        if money and SUBSIDY.search(around):
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
        if re.search(r"给予[^,;。]{0,20}$", pre) or re.match(
            r"[一-龥]{0,4}(?:贴息|奖补|补助|补贴|奖励)", post
        ):
            return "skip"
        if (
            money
            and here.kind in ("measure", "task")
            and re.search(r"安排|列支|预算|财政|筹措|统筹", pre[-20:])
            and re.search(r"资金|经费|预算", pre[-20:] + post[:12])
        ):
            return "skip"
        if here.kind == "measure" and money and re.search(r"投入|经费|安排|资金", pre[-16:]):
            return "skip"
        if (
            here.kind == "measure"
            and unit.endswith("%")
            and re.search(r"考核|考评|绩效|权重|预算|收入|得分", around)
        ):
            return "skip"
        if unit.endswith("%") and re.match(r"(?:的资金|以上)?(?:用于|投向)", post):
            return "skip"
        if DEADLINE_UNIT.match(unit) and re.search(r"免费|期限|有效期|服务期|合同期", pre[-10:]):
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
        if self._of_a_place(text, q, pre, post, here.kind):
            return "skip"
        if here.kind != "goal" and (
            re.search(
                r"(?:^|[,;。])(?:可(?!再生|靠|持续|循环|信|视)|允许|准予|准许|不得)[^,;。]{0,24}$|可(?:返还|享受|申请|给予|按|适当|提取|减征|缓缴)",
                pre,
            )
            or re.search(r"(?:单次|每次|每人次|单个项目|单套|租期|原则上每人|罚没款)[^,;]{0,8}$", pre)
            or (
                DEADLINE_UNIT.match(unit)
                and re.search(
                    r"(?:公示|公告|征求意见|答复|保存|留存|备案|有效)(?:时间|期限?|时限|期间)?(?:应|须|为|一般)?(?:不少于|不超过|不低于)?$|(?:最长|最迟|一般|原则上)(?:应|须)?(?:不超过|不少于|不低于|为)?$",
                    pre,
                )
            )
            or (
                unit in ("次", "轮", "遍", "版")
                and not re.search(rf"(?:{UP}|{DOWN})$", pre)
                and q.value <= 12
                and re.search(r"每(?:\d+|[一二三四五两半])?(?:个)?(?:年|季度|季|月|周|学期)", pre)
                and re.search(
                    r"修订|调整|更新|评估|检查|通报|报告|维护|巡查|校验|复核|轮换|抽检|动态",
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
                r"承担[^的]{0,10}$|分担(?!率)[^的]{0,10}$|资助.{0,16}$|最高.{0,6}$|贴息.{0,10}$",
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
            r"最高人民", pre[-8:]
        ):
            return "skip"
        leading = unit.endswith("%") and not _core(pre)[0]
        if re.search(r"每(?:获得?|新增|引进|培育|建成|成功|新获|通过|增加)[^,;。]{0,6}$", pre) and re.search(
            r"奖|补|资助", text[q.end : q.end + 40]
        ):
            return "skip"
        if (
            money
            and here.kind != "goal"
            and not re.search(r"年均|每年|完成", pre[-10:])
            and re.search(
                r"(?<!研发)(?<!经费)(?<!资产)(?<!创新)(?<!完成)(?<!年均)(?<!资本)(?:投入|投资)(?:约|近|不少于|不低于|超过)?$",
                pre,
            )
            and not re.search(r"(?:研发|R&D|固定资产|研究).{0,6}(?:投入|投资)[^,]{0,6}$", pre)
        ):
            return "skip"
        if unit.endswith("%") and re.search(r"(?:上浮|下浮|加收|滞纳金|违约金|加计扣除)[^,;]{0,4}$", pre):
            return "skip"
        if (
            money
            and here.kind != "goal"
            and re.search(r"专项资金|经费", clause)
            and re.search(r"预算|列支|财政", text[left : q.end + 24])
        ):
            return "skip"
        if unit in ("个", "项", "类", "支") and (
            re.match(r"[一二三]级指标|[一-龥]{0,4}专班|工作组|专项小组|专项组", post)
            or re.search(r"下设$", pre)
        ):
            return "skip"
        if self._of_project(text, left, q, pre, here.kind):
            return "skip"
        if unit.endswith("%") and re.search(
            r"考核[^,;]{0,6}占[^,;]{0,12}(?:考核|考评|评价|总分|分值|绩效)[^,;]{0,4}$", pre
        ):
            return "skip"
        if (
            here.kind != "goal"
            and unit.endswith(("平方公里", "平方米", "亩", "公顷"))
            and re.search(r"总面积|占地|规划面积|总占地", around)
            and not re.search(r"(?<!规划)(?<!占地)(?<!建筑)总面积(?:达到|突破|超过|扩大到)$", pre)
        ):
            return "skip"
        if unit in ("人", "户") and re.search(r"(?:消除|化解|取缔|清零|杜绝)(?:全部|所有)?$", pre):
            return "skip"
        if unit in ("亩", "平方公里", "平方米", "万平方米", "公顷") and re.search(r"[一二三四首]期$", pre):
            return "skip"
        fund = re.search(
            r"(?:总?规模|资金量)(?:约|达|达到|为|不低于|超过)*$|(?:设立|组建|成立|筹建|打造|建立)[^,;]{0,12}$",
            pre,
        ) and re.match(r"的?[^,;。]{0,10}(?:基金|资金池)", after_suffix(post))
        if (
            CONDITION.match(post)
            and not leading
            and not fund
            and not VERB_END.search(WHERE.sub("", _trim_compare(pre)))
            and not (unit.endswith("%") and REACHES.search(pre))
            and not re.search(r"(?:增速|速度|增长|增幅|比例)$", post[:8])
        ) and not re.match(r"^(?:以上)?的(?:增长|增速|速度|水平|目标)", post):
            return "skip"
        if (
            CONDITION_BEFORE.search(pre)
            and not fund
            and re.match(
                r"^(?:万|亿)?(?:元)?(?:以上|以下)?(?:的)?(?:企业|单位|项目|人员|个人|机构|园区|产业|产品)",
                post,
            )
            and not VERB_END.search(pre)
        ):
            return "skip"
        if re.search(
            r"(?:年龄|经营|工作|从业|连续|任职|期限|有效期|任期|注册|成立)(?:在|满|不超过|已?满|为)?$", pre
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
                if not re.search(r"(?:寿命|年限|周期|时间).{0,6}(?:达到|提高到|延长至|缩短至|压缩至)$", pre):
                    return "skip"
            elif unit in ("周岁", "岁"):
                if not (
                    re.search(r"寿命.{0,8}$", pre)
                    or ("寿命" in self.last_subject and re.search(rf"(?:{UP}|{TO_WORDS})$", pre))
                ):
                    return "skip"
            elif PROMISE.match(post) and not re.search(r"(?:后|起|之日|前)的?$", pre):
                return ""
            elif not shrunk or (
                DEADLINE_AFTER.match(post)
                and not re.search(rf"(?:{DOWN}|{SHRINK}|时间|时限|用时|周期|时长|天数)$", pre)
            ):
                return "skip"
        counted_thing = unit in ("个", "项", "条", "大", "类", "种", "名", "位", "家", "次", "场", "方面", "")
        if counted_thing and ORGAN_NOUN.match(post):
            counted = re.match(
                r"^(?:以上的?)?(?:重点|具体|主要|重大|政策|工作|改革|专项|保障)?(?:工程|行动|专项|任务|"
                r"措施|城市|国家|问题|内容|单位|部门(?!专网|系统|机房|数据|网站|平台|信息)|指标|意见|方面|县|区|建议|条|环节|体系|主题|板块|"
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
            ):
                return "skip"
            if not fine and re.match(
                r"^(?:以上的?)?(?:方面|部门(?!专网|系统|机房|数据|网站|平台|信息)|原则|环节|层级|阶段|步骤|部分|成员单位|县(?:市)?区|省份|省市|"
                r"意见|建议|指标|定量指标|预期性|约束性|主要指标|章|坚持)",
                post,
            ):
                return "skip"
        if (
            unit in ("次", "场", "期", "场次", "轮", "批", "个", "份", "")
            and MEETING.search(post[:14] + pre[-10:])
            and "不超过" not in pre[-6:]
            and here.kind in ("measure", "task", "step")
            and q.value <= 12
        ):
            return "skip"
        if (
            unit == "分"
            and not re.search(rf"(?:得分|评分|满意度|指数|测评)(?:总体|平均|综合)?(?:{UP})+$", pre)
            and (
                here.kind in ("measure", "annex", "step")
                or re.search(r"扣|加|减|得|满分|计|权重|总分", pre[-6:] + post[:4])
            )
        ):
            return "skip"
        if re.search(r"权重|分值|扣分|加分|满分|得分", clause) and here.kind != "goal":
            return "skip"
        if (
            re.search(r"(?:前|第)$", pre)
            and re.match(r"^(?:位|名|强|个)?", post)
            and unit in ("位", "名", "强", "")
        ):
            ranked = re.search(
                r"(?:进入|跻身|位列|位居|稳居|居|列|处于|保持|迈入|排名|力争|确保).{0,8}前$", pre
            )
            return "" if here.kind == "goal" or ranked else "skip"
        if (
            unit in ("批", "类", "种", "级", "档", "届", "对", "点", "号", "段", "星")
            and not re.search(r"(?:达到|不少于|突破|超过|不低于|新增|培育|推出|以上)", pre[-6:] + post[:3])
            and not (text[left - 1 : left] == "、" and self.told and q.start - left >= 3)
            and not (unit in ("种", "类") and COUNT_VERB.match(_core(pre)[0]))
            and not (unit == "对" and VERB_HEAD.match(_core(pre)[0]))
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
        if re.search(r"(?:收到|征集到?|采纳|反馈).{0,6}$", pre) and re.match(r"条|份|件", unit):
            return "skip"
        if re.search(r"(?:等)$", pre) and unit in (
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
        ):
            self.last_subject = _core(pre)[0]
            return "skip"
        if text[q.start - 1 : q.start] == "前" and unit == "%":
            return "skip"
        if re.search(r"由$", pre) and unit in ("个", "家", "名"):
            return "skip"
        if here.kind in ("principle", "annex"):
            return "skip"
        if (
            unit in ("亩", "平方公里", "公里", "平方米", "公顷")
            and "人均" not in pre
            and not re.search(
                r"(?<!规划)(?<!占地)(?<!建筑)(?:总)?面积(?:达到|突破|超过|扩大到|不低于|不少于|稳定在)$", pre
            )
            and not re.match(r"(?:完成|新增|治理|修复|改造|建设|整治)", _core(pre)[0])
            and "人均" not in pre
            and re.search(r"占地|面积约?$|全长|总占地|位于|总面积|规划面积", pre)
            and not re.search(
                r"(?:修复|治理|造林|种植|推广|保护|新增|绿化|改造|整治|孵化|应用)面积[^,]{0,6}$", pre
            )
            and here.kind != "goal"
        ):
            return "skip"
        if q.shape == "chinese" and unit == "个" and q.value == 1:
            return "skip"
        if q.value == 0 and unit in ("条", "起", "例", "件"):
            return "" if re.search(r"实现|零|达到|保持|为$|控制", pre) else "skip"
        return ""

    def _of_a_place(self, text: str, q: Quantity, pre: str, post: str, kind: str) -> bool:
        """Counts of things that work is done on or at: 以N个单元为对象, 甲、乙、丙3个镇, 流域(18个断面)."""
        unit = q.unit or ""
        if re.search(r"以$", pre) and re.match(
            r"[^,;。]{2,24}为(?:重点|对象|单元|主|基础|载体|试点|抓手|依托|节点|核心)", post
        ):
            return True
        if kind == "goal":
            return False
        if re.search(r"(?:^|[,;、])(?:对|针对|围绕|面向|涉及|涵盖|包括|包含)$", pre) and unit in COUNTED:
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
            named = _core(pre[:-1])[0]
            return not COUNT_VERB.match(named) and not GOAL_MARK.search(text[q.end : q.end + 6])
        limit = re.match(r"(?:以上|以下|以内|内|及以上|及以下)(?:的)?[一-龥]", post)
        return (
            bool(limit)
            and unit.partition("/")[0].endswith(MEASURES)
            and not re.search(rf"(?:{UP}|{DOWN}|{TO_WORDS}|面积|里程|长度|总量|能力|新增|完成|建设)$", pre)
        )

    def _of_project(self, text: str, left: int, q: Quantity, pre: str, kind: str) -> bool:
        """Facts of a single project: what it costs and covers, and what it will yield once it runs."""
        unit = q.unit or ""
        if unit.endswith("元") and re.search(
            r"(?:总投资|计划投资|概算|投资额|估算投资|项目投资|总造价)(?:额|约|达|达到|为|规模|共)*$", pre
        ):
            return kind != "goal" or bool(re.match(r"[一-龥]{0,3}的", text[q.end : q.end + 4]))
        start = max(text.rfind(c, 0, left) for c in "。;") + 1
        return bool(
            re.search(
                r"(?:达产|投产|建成投产|项目建成|全部建成|建成投用|满产|竣工)(?:达效)?后",
                text[start : q.start],
            )
        ) and not re.search(r"到20\d\d年", text[start : q.start])

    # -- a goal or a figure of the past --------------------------------------------------------------------

    def _add(
        self,
        text: str,
        q: Quantity,
        x: int,
        start: int,
        end: int,
        name: str,
        verb: str,
        words: str,
        *,
        here: Context,
        year: int | None,
        inferred: bool,
        rule: str,
        past: bool,
        base_year: int | None = None,
        place: str = "",
    ) -> None:
        pre_words = words.split("|", maxsplit=1)[0]
        after = SUFFIX.match(text[q.end :])
        tail = words.split("|")[1] if "|" in words else (after.group() if after else "")
        comparator, word, strict = _comparator(pre_words, tail, q)
        goal_kind = _kind(name, verb, pre_words, q, here.frame)
        if goal_kind == "reduction" and comparator == "<=":
            comparator = ">="
        rank = RANK.search(name) if (q.unit or "") in ("位", "名", "强") else None
        if rank and len(name) - len(rank.group()) >= 4:
            name, comparator = name[: rank.start()], "<="
        clean_name = _tidy(name)
        if len(clean_name) < 2 or len(clean_name) > 60 or not re.search("[一-龥A-Za-z]{2}", clean_name):
            return
        a, b = x + start, x + max(end, q.end)
        while a < b and self.view.flat[a] in ",;、:。) 的":
            a += 1
        span = self.view.span(a, b)
        quote = self.view.raw[span[0] : span[1]]
        shown = self._shown(clean_name, a, b)
        told = _scope(place, here.scope, self.place)
        if past:
            here.found.actuals.append(
                Actual(
                    shown,
                    q.value,
                    self._unit(q, x),
                    span,
                    quote,
                    year if not inferred else None,
                    told,
                    kind=goal_kind,
                )
            )
            return
        why = [Why(rule, self.view.shown(a, min(b, a + 80)))]
        if inferred:
            why.append(Why("year_of_plan", ""))
        here.found.targets.append(
            Target(
                indicator=shown,
                value=q.value,
                value_max=q.value_max,
                unit=self._unit(q, x),
                comparator=comparator,
                kind=goal_kind,
                span=span,
                quote=quote,
                year=year,
                scope=told,
                comparator_word=word,
                strict=strict,
                year_inferred=inferred,
                part=here.part,
                attribute=here.frame.attribute,
                baseline_year=None,
                section=here.section.title if here.section else "",
                order=a,
                in_task=here.kind != "goal",
                asserted=bool(GOAL_MARK.search(text[max(0, start - 2) : end + 4])),
                why=why,
            )
        )
        if base_year is not None:
            here.found.targets[-1].why.append(Why("compared_with", str(base_year)))

    def _unit(self, q: Quantity, x: int) -> str | None:
        """The unit in the script of the source."""
        if q.unit is None or q.shape != "number" or q.unit.startswith(":"):
            return q.unit
        whole = self.view.shown(x + q.start, x + q.end)
        tail = whole[len(whole) - len(q.unit) :]
        return tail if squeeze(tail) == q.unit else q.unit

    def _shown(self, name: str, a: int, b: int) -> str:
        """The folded name in the script of the source, where its words stand near."""
        flat = self.view.flat
        at = flat.find(name, max(0, a - 80), b + 60)
        if at >= 0:
            return self.view.shown(at, at + len(name))
        out = []
        for piece in re.findall(r"[一-龥]+|[^一-龥]+", name):
            where = flat.find(piece, max(0, a - 200), b + 60)
            out.append(self.view.shown(where, where + len(piece)) if where >= 0 else self._chars(piece, a, b))
        return "".join(out)

    def _chars(self, piece: str, a: int, b: int) -> str:
        flat = self.view.flat
        out = []
        at = 0
        while at < len(piece):
            for size in range(len(piece) - at, 0, -1):
                where = flat.find(piece[at : at + size], max(0, a - 200), b + 60)
                if where >= 0 or size == 1:
                    out.append(self.view.shown(where, where + size) if where >= 0 else piece[at : at + size])
                    at += size
                    break
        return "".join(out)


LED = re.compile(
    r"(?:支持|引导|鼓励|推动|帮助|指导|组织|带动|督促|依托|以|通过|采取)[一-龥、()]{2,12}?"
    r"(?:打造|盘活|培育|创建|新建|建设|建成|引进|组建|设立|承办|举办|发行|改造|开发|研发|推出|申报|投放|攻克|编制|遴选|选树|招引|认定|开设|申请使用|使用|采用|"
    r"(?:联合)?招收|(?:联合)?培养)(?!的)(?=[一-龥“A-Z\d]{3,})|"
    r"(?:沿线|沿途|周边|就近|同步|配套|集中|统一)(?:设置|建设|布设|新建|配建|设立)(?=[一-龥“]{2,})|带动形成(?=[一-龥“]{3,})"
)
"""Who does it and the verb, glued to the thing that is counted."""
REACHES = re.compile(r"[一-龥](?:覆盖|通达|连通|惠及|通|服务|联通|辐射|达到)(?:到|至)?$")
BUILT = re.compile(
    r"(?:推行|推进|实施|加强|加快|加快推进|开展|推动|深化|大力推进|统筹推进|抓好)([一-龥“”A-Za-z\d()]{3,20}?)(?:建设|培育|创建|改造|认定)(?:工程|行动|计划|工作|力度)?"
)
STAGE = re.compile(
    r"(?:其中)?(?:新)?(?:开工|竣工|投用|建成|完工|交付|投产|启用|上线|验收|签约|通车|获批|立项|落地|投运|挂牌|建成投用|建成投产|竣工投用)"
)
MADE = re.compile(
    r"(?:每年|全年|年内|累计|力争)*(?:新开工|开工|竣工|打造|建设|新建|筹集|实施|推进|谋划|引进|签约|新增|推出|筹建|建成|完成|申报)(?=[一-龥“A-Z\d]{2,})"
)
MODAL_VERB = re.compile(
    r"(?:大力|加快|积极|重点|统筹|做优做强|做大做强|做强|做优)*(?:布局建设|布局|发展|建设|打造|培育|引进|推进|实施|开展|壮大|支持|组建|新建|种植|推广)(?=[一-龥“A-Z])"
)
OFFERS = re.compile(r"[一-龥]{3,}(?:提供|配备|拥有|建有|具备|开展|开设|设有|掌握)$")
LEVEL_HEAD = re.compile(r"(?:国家级?|省级?|市级|省级以上|市级以上|国家知识产权|省知识产权)(?=[一-龥])")
BARE_SIZES = frozenset(
    (
        "产值",
        "总产值",
        "产业规模",
        "营业收入",
        "主营业务收入",
        "增加值",
        "销售收入",
        "产量",
        "产能",
        "市场规模",
        "集群产值",
        "产业产值",
    )
)
OF_A_FIELD = re.compile(r"[一-龥A-Za-z“”]{2,10}(?<![标务作程动划化设展进])")
"""A heading that names a field (新能源汽车) and no deed."""
STEERED = re.compile(
    r"[一-龥]{2,20}(?:领导小组|委员会|部门|政府|[局委办])(?:统筹|协调|牵头|组织|负责|推进|推动|落实|实施|抓好){1,3}((?:年均|每年|累计)?(?:增长|提高|提升|增加|下降))?"
)
"""Who sees to it, where the thing that grows stands elsewhere."""
THIS_YEAR = re.compile(r"(?:^|[,;:。、])(?:力争|确保)?(?:年内|今年内?|本年度|当年底前|年底前)")
STATE = re.compile(
    r"(?<=[一-龥]{4}[率度量额力])(?:保持[一-龥]{2,6}|(?:进入|跻身|位居)[一-龥]{2,6}前列|(?:显著|明显|持续|稳步|不断|大幅|进一步)(?:提升|提高|增强|改善))$"
)
CLOSING = re.compile(
    r"[,;](?:力争|确保|均)?(?:于|在)?(20\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上半年|下半年|年?底|末)?(?:之?前)?(?:全部|基本|全面)?(?:完成|建成|到位|实现|投用)[^,;。]{0,4}$"
)
"""A due year told once, behind all that it holds for."""
TURN = re.compile(
    r"^(?:同时|并)?(?:力争|争取|确保|计划|力求|拟)?(?:到20(?:2[4-9]|[3-9]\d)年|力争|争取|确保|计划|下一步|未来)"
)
"""A clause that turns from what there is to what is aimed at."""
GONE_THROUGH = re.compile(
    r"[一-龥]{2,8}(?:(?:和|及|、)\d+(?:个|家|所)[一-龥]{2,8}?)?[一-龥]{0,8}(?:盘点|普查|摸底|排查|筛查|核查|清查|登记|整治),[一-龥]{0,8}率(?:达到?|为)?\d"
)
"""What is gone through (61所高校…专利盘点,入库率100%): the rate is the goal."""
OWN_MEASURE = re.compile(
    rf"[一-龥“”()]{{2,16}}?(?:(?:和|及|、)\d+(?:个|家|所)[一-龥]{{2,10}}?)?[一-龥]{{0,14}}(?:率|占比|比重|满意度|平均[一-龥]{{2,4}}|周期|时限)(?:、[一-龥]{{2,8}}率)?"
    rf"(?:均|都|全部)?(?:由\d|(?:{UP}|{DOWN}|{TO_WORDS}|为)+\d)"
)
RATE_OR_INDEX = re.compile(
    r"率|比重|占比|比例|满意度|覆盖|指数|强度|数量|总量|拥有量|总数|个数|得分|排名|比|量|数|额|值"
)


def _without_ranks(text: str, found: list[Quantity]) -> list[Quantity]:
    """前20名 is a figure of its own only where nothing else in its clause is counted."""
    out = []
    for q in found:
        if text[q.start - 1 : q.start] == "前" and (q.unit or "") in ("", "名", "位", "强", "家"):
            left = max(text.rfind(c, 0, q.start) for c in ",;。") + 1
            if any(left <= o.start < q.start for o in found):
                continue
        out.append(q)
    return out


def _without_whom(text: str, found: list[Quantity]) -> list[Quantity]:
    """Without the counts of those whose measure is told next: 61所高校和34家院所入库率均达到100%."""
    out = []
    for q in found:
        pre = text[max(0, q.start - 12) : q.start]
        counted = (
            not q.unit
            or q.unit.endswith(("%", "元", "分"))
            or re.search(
                rf"(?:{VERBS}|{UP}|{DOWN}|{TO_WORDS}|{GROWTH}|{SHRINK})$",
                re.sub("推动$|推进$|支持$", "", pre),
            )
        )
        if counted or not (OWN_MEASURE.match(text, q.end) or GONE_THROUGH.match(text, q.end)):
            out.append(q)
    return out


def _paragraphs(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    out, at = [], start
    while at < end:
        stop = flat.find("\n", at, end)
        stop = end if stop < 0 else stop
        if stop > at:
            out.append((at, stop))
        at = stop + 1
    return out


def _sentences(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    out, at = [], start
    for i in range(start, end):
        if flat[i] in "。!?":
            if i > at:
                out.append((at, i))
            at = i + 1
    if end > at:
        out.append((at, end))
    return out


def _clauses(text: str, found: list[Quantity]) -> list[tuple[int, int]]:
    """Clauses between commas and semicolons; a 、 cuts only between two items that each have a number."""
    out: list[tuple[int, int]] = []
    depth = 0
    at = 0
    spots = [q.start for q in found]
    index = 0
    for i, c in enumerate(text):
        if c in "([《“":
            depth += 1
        elif c in ")]》”":
            depth = max(0, depth - 1)
        while index < len(spots) and spots[index] < i:
            index += 1
        if (
            c in ",;:"
            and (depth == 0 or c == ";")
            and not (
                c == ","
                and i
                and i + 1 < len(text)
                and text[i - 1].isdigit()
                and text[i + 1 : i + 4].isdigit()
                and not text[i + 4 : i + 5].isdigit()
            )
        ):
            if any(q.start < i < q.end for q in found):
                continue
            out.append((at, i))
            at = i + 1
        elif c in "、和及与" and depth == 0 and (c == "、" or _parts(text, i)):
            had = any(at <= q.start < i for q in found)
            ahead = next((q for q in found if q.start > i), None)
            if had and c != "、" and ahead is not None and _new_item(text, at, i, ahead, found):
                out.append((at, i))
                at = i + 1
                continue
            if c == "与":
                continue
            if (
                had
                and ahead is not None
                and (c == "、" or text[i - 1] in "家件个项名人元%户亩所台套条次上")
                and not re.search("[,;。:]", text[i : ahead.start])
            ):
                if "分别" in text[at:i] or "依次" in text[at:i]:
                    continue
                if text[i - 1] == "率" and re.match(r"[一-龥]{2,8}率(?:均|都|分别)", text[i + 1 : i + 12]):
                    continue
                last = [q for q in found if at <= q.start < i][-1]
                if (
                    re.fullmatch(r"(?:以上|左右|以内)?", text[last.end : i])
                    and ahead.start == i + 1
                    and not _object(text[ahead.end : ahead.end + 12])
                ):
                    continue
                out.append((at, i))
                at = i + 1
    out.append((at, len(text)))
    return [(a, b) for a, b in out if b > a]


def _new_item(text: str, at: int, i: int, ahead: Quantity, found: list[Quantity]) -> bool:
    """Whether 和 (及, 与) begins a second counted thing: 建设3个甲和5个乙, but not 与20所高校共建."""
    if ahead.start != i + 1 or not ahead.unit or ahead.unit.endswith(("%", "元", "年", "月")):
        return False
    last = [q for q in found if at <= q.start < i][-1]
    thing = _object(text[last.end : i])
    other = _object(text[ahead.end : ahead.end + 40])
    if not last.unit or last.unit.endswith(("%", "元")) or len(thing) < 2 or len(other) < 2:
        return False
    return text[i] != "与" or not re.search(r"共建|合作|签|对接|联合|结对|开展", thing + other)


def _adjacent(text: str, inside: list[Quantity]) -> bool:
    """Numbers that follow each other with nothing but 、 or 和 between."""
    return all(
        re.fullmatch(r"(?:以上|左右|以内)?(?:、|和|及)", text[a.end : b.start])
        for a, b in itertools.pairwise(inside)
    )


def _trim_compare(pre: str) -> str:
    while True:
        m = COMPARE_RE.search(pre)
        if not m or m.start() == m.end():
            return pre
        rest = pre[: m.start()]
        if not rest.strip(",、:;"):
            return rest
        pre = rest


def _core(pre: str) -> tuple[str, str, str, str]:
    """Subject, verb, words of growth and place of what stands before a number."""
    text = re.sub(r"\([^()]{0,40}\)$", "", re.sub(r"^\((?=[^()]+$)", "", pre))
    text = re.sub(r"^[^(]{0,30}\)", "", text) if text.count(")") > text.count("(") else text
    place = ""
    changed = True
    while changed:
        changed = False
        for w in years(text[:24]):
            if w.start <= 3 and w.role in ("due", "span", "past"):
                cut = w.end
                m = re.match(
                    r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|年?末|前|期间|时期|末|之前|年)*[,、:]?(?:时)?",
                    text[cut:],
                )
                text = text[cut + (m.end() if m else 0) :]
                changed = True
                break
        m = TWO_VERBS.match(text)
        if m:
            break
        m = LEAD_IN.match(text)
        if (
            m
            and m.end()
            and not re.match(
                r"^(?:到|至|年|内|前|和|及|与|将|要|使|即|并|且|通过)[一-龥]",
                text[max(0, m.end() - 1) :] if m.end() == 1 and text[0] in "年内前通" else "",
            )
        ):
            text = text[m.end() :]
            changed = True
        m = PLACE.match(text)
        if m:
            place = place or m.group()
            text = text[m.end() :]
            changed = True
        m = re.match(
            r"^(?:[一二两三四五六七八九十\d]+年内|[一二三四五十\d]+年(?:来|间)|[一二三四五]年|"
            r"\d年(?=累计)|(?:[春秋]季)?(?:学期|开学|汛期|供暖季|采暖季)前(?=[一-龥]{2})|(?:\d{1,2}月|[一二三四]季度|第[一二三四]季度|[上下]半年|年)(?:\d{1,2}日)?(?:底|末|初|内)?(?:之?前|以前)?(?=[一-龥]{2})(?<!年)|年(?:底|末)(?:之?前|以前)?|用[一二三四五\d]+年(?:左右)?(?:的)?时间|规划期内?|期内|本年度|今年|明年|"
            r"每个?(?:县区|县|区)(?=建|设|培))[,:]?",
            text,
        )
        if m:
            text = text[m.end() :]
            changed = True
    words = ""
    text = re.sub(r"[(][^()]*$", "", text) if text.count("(") > text.count(")") else text
    stripped = _trim_compare(text)
    m = re.search(
        rf"(?:(?:年均|年平均|每年|逐年|累计|平均|同比|年度|年)?(?:复合)?(?:{GROWTH}|"
        rf"{SHRINK})(?:幅度|比例|率)?(?:控制|保持|达到|不低于)?)$",
        stripped,
    )
    if m and m.start() > 0 and stripped == _untouched(text, stripped):
        words = m.group()
    stripped = (
        re.sub(
            r"(?:比|较|同|与|按)(?:上一?年|去年|基期|同期|法定时限|20\d\d年末?|"
            r"“?十[一二三四]五”?末?)(?:相比)?$",
            "",
            stripped,
        )
        if not words
        else stripped
    )
    verb = ""
    placed = re.match(
        r"(?:支持|鼓励|引导|推动)[^,;]{2,12}在[^,;]{2,10}?(?=(?:布局|建设|设立|建立|新建|打造)[一-龥“])",
        stripped,
    )
    if placed and not VERB_END.search(stripped):
        stripped = stripped[placed.end() :]
    if re.match(r"(?:在|围绕|面向|依托|针对|聚焦)", stripped) and not VERB_END.search(stripped):
        inner = re.search(
            r"(?:设立|建设|建立|建成|培育|开展|布局|新建|打造|组建|推广|实施|选派|创建|引进|推出|提供|"
            r"举办|引育|培养|遴选|发布|征集|评选|编制|布设|接入)(?=[一-龥“]{2})",
            stripped[4:],
        )
        if inner:
            stripped = stripped[4 + inner.start() :]
    m = VERB_END.search(stripped)
    if (
        m
        and m.start() > 3
        and re.match(r"(?:在|围绕|依托|面向|针对|以|聚焦|按照|结合|于|根据|利用|通过)", stripped)
    ):
        stripped = m.group()
        m = VERB_END.search(stripped)
    if m and m.start() == 0:
        verb = stripped
    stripped = re.sub(r"(?<=[一-龥]{4})(?:[一二三四五六七八九十\d]年(?:内|累计)?)$", "", stripped)
    stripped = re.sub(r"(?<=[一-龥]{3})(?:由|从)(?:(?:19|20)\d\d年的?)?$", "", stripped)
    return stripped.strip(",、:;· "), verb, words, place


def _untouched(text: str, stripped: str) -> str:
    return stripped if text.startswith(stripped) else text


def _only_verb(core: str) -> bool:
    m = re.fullmatch(
        rf"(?:(?:{VERBS}|积极|大力|加快|每年|累计|新|再|持续|力争|争取|重点|至少|年均|每年至少|各|"
        rf"组织|统筹|共|择优|集中|分批|陆续|推动|推进|支持|鼓励|引导|帮助|并|年|将|建|引|育|"
        rf"培)(?:了|出|成|和|并|、)?)+",
        core,
    )
    return bool(m)


def _object(after: str) -> str:
    """Noun phrase after the number, up to the first stop."""
    text = after.lstrip("的")
    m = re.match(r"[^,;。:!?]{1,60}", text)
    if not m:
        return ""
    out = m.group()
    if out.count("(") > out.count(")"):
        out = out[: out.rfind("(")]
    bracket = out.find("(")
    if bracket > 1 and re.search(r"[局委厅办院部]|牵头|负责|单位|配合|政府", out[bracket:]):
        out = out[:bracket]
    if out and out[0] in "、和及)":
        return ""
    out = re.split(r"(?:,|;|以及(?=建|培|打)|并(?=[一-龥]{2,})|、(?=(?:建成|培育|打造|引进|新增)))", out)[0]
    if not re.match(r"[一-龥A-Za-z“\d]", out):
        return ""
    if re.match(r"^(?:以上|以下|左右|的目标|目标|以内|之间|和|及|或|,|为|并|且|时)", out):
        return ""
    made = re.search(r"[一-龥]{3,}(?:作为|纳入|列为|成为)(?=[一-龥“”]{3,}$)", out)
    out = out[made.end() :] if made else out
    return out.rstrip("、的和及 ").strip()


WITHIN = re.compile(
    r"普及|涉及|顾及|推及|提及|波及|危及|及时|及格|及早|饱和|温和|缓和|调和|共和|和谐|和平|和解|总和|参与|给予|赋与|与会|与否"
)


def _parts(text: str, at: int) -> bool:
    """Whether 和, 及 or 与 at a place joins two names and is no part of a word (普及, 参与, 和谐)."""
    return not any(m.start() <= at < m.end() for m in WITHIN.finditer(text, max(0, at - 1), at + 2))


def _names(before: str, *, short: bool = False) -> list[tuple[int, int]]:
    """Places of the names of an enumeration before 分别; ``short`` cuts at 和 after two characters too."""
    m = None
    for w in years(before[:24]):
        if w.start <= 3:
            m = w
    start = m.end if m else 0
    out: list[tuple[int, int]] = []
    at = start
    depth = 0
    i = start
    while i < len(before):
        c = before[i]
        if c in "(《“":
            depth += 1
        elif c in ")》”":
            depth = max(0, depth - 1)
        elif depth == 0 and (
            c == "、"
            or (c in "和及与" and _parts(before, i) and i > at + (1 if short else 3) and i + 2 < len(before))
        ):
            out.append((at, i))
            at = i + 1
        i += 1
    out.append((at, len(before)))
    return [(a, b) for a, b in out if b - a >= 2]


SUMMED = re.compile(
    r"(?<=[一-龥]{2})(?:等)?(?:[一二三四五六七八九十]|\d{1,2})(?:大|个|类|条|种)[一-龥]{0,6}?(?:产业链?|行业|领域|集群|链条|板块|品种|门类)"
)


def _by_measure(before: str, names: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Names of an enumeration joined up to the next that ends with a measure: 甲、乙覆盖率 | 一级馆率."""
    out: list[tuple[int, int]] = []
    begin: int | None = None
    for a, b in names:
        begin = a if begin is None else begin
        if MEASURED.search(before[a:b]):
            out.append((begin, b))
            begin = None
    return out if begin is None else []


METRIC = re.compile(
    r"(?:重点工程)?(?:排放|减排|消费|使用|保有|拥有|种植|养殖|播种)(?:总)?(?:量|面积|强度)$|(?:产量|总产量|产值|存栏量|出栏量|饲养量)$|"
    r"(?:耕种收)?(?:综合|全程)?(?:机械|自动|信息|数字|智能|数控|城镇|城市|标准|规模|产业|资源|无害|硬|绿)化(?:处理|利用|经营)?率$|"
    r"[一-龥]{2}(?:时间|时限|用时|天数|周期|率|比例|占比|比重|数量|总量|面积|规模|金额|总额|余额|产值|收入|人数|次数)$"
)
MEASURED = re.compile(
    r"(?<!需氧)[量数额值度率]$|比例|占比|比重|时间|时限|天数|周期|面积|规模|收入|强度|指数|人次$"
)
DEED = re.compile(
    r"(?:种植|收获|播种|生产|加工|储存|运输|申请|授权|登记|注册|受理|办理|审结|办结|采购|销售|进口|出口|处理|利用|许可|转让)$"
)


LENT = re.compile(
    r"(?:污水|垃圾|固废|危废|秸秆|质押|许可|转让|交易|运用|登记|申请|授权|注册|保护|转化|产业化|创造|执法|维权|培训|认证|检测|投资|融资|贷款|保险)+"
)


def _shared_head(names: list[str]) -> list[str]:
    """国家级、省级创新平台: the last name lends its head to bare modifiers before it.

    甲种植、收获机械化率 also lends the beginning of the first name to the last.
    """
    per = re.match(
        r"每(?:百|千|万|十万)(?:名|个)?[一-龥]{0,6}?(?:人口|人员|老年人|居民|职工|学生|劳动力)", names[0]
    )
    if per and len(names[0]) - per.end() >= 3 and not any(n.startswith(("每", "人均")) for n in names[1:]):
        return [names[0], *(per.group() + n for n in names[1:])]
    return _whose(names) or _shared_end(names)


def _whose(names: list[str]) -> list[str]:
    """高血压、糖尿病患者管理率: those whom the last name measures are those of the others too; else nothing."""
    last = names[-1]
    whose = re.search(
        r"(?<=[一-龥]{2})(?:患者|人群|人员|儿童|老年人|学生|居民|企业|医院|学校|农户|家庭)[一-龥]{2,}率$",
        last,
    )
    if whose and not any(re.search("率$|" + whose.group()[:2], n) for n in names[:-1]):
        return [*(n + whose.group() for n in names[:-1]), last]
    return []


def _shared_end(names: list[str]) -> list[str]:
    last = names[-1]
    tops = [
        n for n in names[1:] if re.fullmatch(r"[一-龥]{2,3}[率量数额]", n) and len(names[0]) - len(n) >= 2
    ]
    if len(tops) == len(names) - 1 and re.search(r"[率量数额]$", names[0]):
        return [names[0], *(names[0][: -len(n)] + n for n in names[1:])]
    total = re.search(r"(?:总数|总量|数量)$", last)
    if total and len(last) - len(total.group()) >= 4 and not any(MEASURED.search(n) for n in names[:-1]):
        bare = [*names[:-1], last[: total.start()]]
        return [*(n + total.group() for n in _shared_head(bare)[:-1]), last]
    alike = [n for n in names[1:] if len(n) >= 4 and n[-2:] == names[0][-2:] and len(names[0]) - len(n) >= 2]
    if len(alike) == len(names) - 1 and not MEASURED.search(names[0]):
        return [names[0], *(names[0][: -len(n)] + n for n in names[1:])]
    metric = METRIC.search(last)
    if metric and metric.start() >= 2 and not any(MEASURED.search(n) for n in names[:-1]):
        own = last[: metric.start()]
        sizes = {len(n) for n in names[:-1]}
        if len(names[0]) > len(own) and DEED.search(names[0]) and DEED.search(own):
            lent = names[0][: -len(own)]
            return [n + metric.group() for n in names[:-1]] + [lent + last]
        rest = own[min(sizes) :]
        if len(sizes) == 1 and len(own) > min(sizes) >= 2 and LENT.fullmatch(rest):
            return [n + last[min(sizes) :] for n in names[:-1]] + [last]
        return [n + metric.group() for n in names[:-1]] + [last]
    m = re.match(r"[一-龥]{1,6}(?:级|类|型)", last)
    if m and all(re.fullmatch(r"[一-龥]{1,8}(?:级|类|型)", n) for n in names[:-1]):
        return [n + last[m.end() :] for n in names[:-1]] + [last]
    return names


def _object_of(subject: str) -> str:
    """支持甲与乙共建丙: the last verb with its object, when a whole clause stands for a subject."""
    if len(subject) < 8:
        return subject
    last = None
    for m in re.finditer(r"共建|建设|培育|打造|组建|建立|创建|开展|引进|实施|设立|新建|推广|布局", subject):
        last = m
    if last is not None and last.start() >= 2 and len(subject) - last.end() >= 3:
        return subject[last.start() :]
    return subject


def _stem(name: str) -> str:
    """The noun without growth words."""
    return re.sub(rf"(?:累计|年均|每年|年平均|平均)?(?:{GROWTH}|{SHRINK})?(?:幅度)?$", "", name)


def _quote_start(text: str, left: int, q: Quantity, core: str) -> int:
    if core:
        at = text.find(core, left, q.start)
        if at >= 0:
            return at
    at = left
    while at < q.start and text[at] in ",;、: ":
        at += 1
    return at


def _comparator(pre: str, tail: str, q: Quantity) -> tuple[Comparator, str, bool]:
    if q.value_max is not None:
        return "range", tail, False
    before = pre
    word = ""
    strict = False
    for _ in range(4):
        m = COMPARE_RE.search(before)
        if not m or m.start() == m.end():
            break
        word = m.group() + word
        before = before[: m.start()]
    shown = word + ("…" + tail if word and tail else tail)
    if _bounded_above(word):
        if "控制在" in word and re.match("左右|上下", tail):
            return "~", shown, False
        if "控制在" in word and tail.startswith("以上"):
            return ">=", shown, False
        return "<=", shown, False
    if LESS_AFTER.search(tail) and "以上" not in tail:
        return "<=", shown, False
    if ABOUT.search(tail) or re.search(r"约|近$|大约", word) or "左右" in tail:
        return "~", shown, False
    if re.search(r"超过|突破|高于|大于|超$|逾", word) or q.more:
        strict = bool(re.search(r"超过|高于|大于|>$|超$|逾", word))
    return ">=", shown, strict


BOUND = re.compile(rf"(?P<up>{UP})|(?P<down>{DOWN})")


def _bounded_above(word: str) -> bool:
    """Whether words of degree set a highest value; 不得低于 and 不低于 do not."""
    told = {m.lastgroup for m in BOUND.finditer(word) if m.group() not in WEAK}
    return "down" in told and "up" not in told


WEAK = frozenset(
    (
        "达到",
        "达",
        "力争达到",
        "力争实现",
        "力争",
        "确保",
        "实现",
        "完成",
        "保持在",
        "稳定在",
        "维持在",
        "保持",
        "稳定",
    )
)


def _kind(name: str, verb: str, pre: str, q: Quantity, frame: Frame) -> Kind:
    unit = q.unit or ""
    whole = pre + name
    change = re.search(
        rf"({GROWTH}|{SHRINK})(?:幅度|比例|率)?(?:控制|保持|达到|不低于|超过|不少于|在|约|分别|为|"
        rf"力争|突破|达|均|将|实现|高于|提高|至少)*$",
        _strip_tail(pre),
    )
    to = re.search(rf"(?:{GROWTH}|{SHRINK})(?:到|至)(?:约|近)?$", pre)
    percent = unit in ("%", "个百分点", "百分点", "‰", "番", "倍")
    if (
        percent
        and not to
        and (change or (re.search(rf"(?:{GROWTH}|增速|增幅|增长率|{SHRINK})$", name) is not None))
    ):
        if re.search(rf"(?:{SHRINK})", (change.group() if change else name[-4:])):
            return "reduction"
        if PER_YEAR.search(whole) and not re.search(r"比上年|较上年|同比", whole):
            return "growth_rate_per_year"
        return "growth_total"
    if (
        change
        and not percent
        and not to
        and not re.search(rf"(?:{SHRINK})", change.group())
        and re.search(r"比|较", whole)
    ):
        return "count_new"
    if unit == "番" or (unit == "倍" and not to):
        return "growth_total"
    if re.search(rf"(?:{SHRINK})(?:了|约)?$", pre) and not to and not unit.endswith(("家", "件", "项")):
        return "reduction"
    if unit in ("%", "‰"):
        return "reduction" if re.match(rf"(?:{SHRINK}|精简)|.{{2,12}}精简$", name) else "share"
    if unit.endswith("元") and re.search(r"(?:基金|资金池)$", name):
        return "level"
    if THRESHOLD.search(name) and not unit.endswith(("元", "%", "次")):
        name = re.sub(r"^年(?=[一-龥]{2,6}(?:超|达|过)?\d)", "", name)
    if YEARLY.search(name) and unit not in ("%", "‰"):
        return "annual_flow"
    if FLOW_HEAD.search(name) or re.search(r"每年|年均|年度|全年", pre + verb) or re.match(r"^年", name):
        return "annual_flow"
    if (
        re.search(r"累计|总计", pre + name)
        or re.search(r"(?:登记|融资|申请|交易|发放)(?:总量|总额)$", name)
        or (SPAN_OF_YEARS.search(pre) and not NEWLY.search(pre + name) and not COUNT_VERB.match(verb or name))
        or (unit.endswith(("人次", "家次", "户次")) or SERVED.search(name))
    ):
        return "cumulative"
    if FLOW_NOUN.search(name):
        return "annual_flow"
    if re.search(r"达到|达$|突破|超过|发展到|增长到|提高到|增加到|保持在", pre[-6:]) and not re.search(
        r"^新(?:增|培育|认定|引进|建|设|招|开)", name
    ):
        return "level"
    if DEADLINE_UNIT.match(unit):
        return "level"
    if re.search(r"建成", verb) or name.startswith("建成"):
        return "level"
    told = VERB_START.sub("", pre)
    if (
        re.search(r"新增$", _trim_compare(pre))
        or (COUNT_VERB.search(verb) if verb else _begun(name))
        or (re.match(r"每[一-龥]", name) and COUNT_VERB.search(name[:4]))
        or COUNT_VERB.match(told)
        or re.match(r"^(?:新增|培育|引进|新建|打造|建设|认定|推动建设)", name)
    ):
        return "count_new"
    if re.search(r"[一-龥]{2}(?:加固|治理|修复|改造|搬迁|整治|绿化|造林|转型升级)$", name) and not percent:
        return "count_new"
    if re.search(r"(?:上线|落地|签约|入库|开工|竣工|投产|投用|授牌|落户)$", name) and not percent:
        return "count_new"
    return "level"


MODAL = re.compile(
    r"(?:推动|推进|支持|鼓励|引导|带动|帮助|组织|力争|确保|争取|每年|年度|年均|全年|三年|五年|累计|至少|共|加快|择优|重点|新|再|各级)*"
)


def _begun(name: str) -> bool:
    """Whether a name begins with a verb that makes new things; 建设周期 and 孵化面积 only look so."""
    at = MODAL.match(name)
    rest = name[at.end() if at else 0 :]
    if not COUNT_VERB.match(rest):
        return False
    return bool(re.match(r"新|净增", rest)) or not re.search(
        r"(?:金额|总额|余额|收入|时间|年限|天数|面积|周期|规模|总量|能力|人数|额度?)$", rest
    )


YEARLY = re.compile(
    r"(?<![一二三四五六七八九十两百\d多今去近往当青中壮少老幼跨历学生])年(?!龄|均浓度|底|末|初|限|轻|代|级|均气温)[一-龥]{0,8}(?:量|额|人次|人数|收入|场次|次数|列数)$"
)
NEWLY = re.compile(
    r"新增|净增|新建|新设|新认定|新引进|新培育|新招引|引进|引育|招引|引进培育|引进培养|新开工|新改建|(?:培育|遴选|选树|打造|建设|创建)[一-龥“]{2,}"
)
SHARED_NUMBER = re.compile(rf"率(?:、|和|及)[一-龥]{{2,8}}率(?P<verb>(?:{UP}|为)*)$")
VERB_START = re.compile(
    r"^(?:[,;、]|(?:20\d\d年)?(?:年?底|年?末)?前?,?|依托[^,]{2,10}|围绕[^,]{2,20},|支持|推动|至少|力争|积极)+"
)


def _strip_tail(pre: str) -> str:
    return pre.rstrip(" ,、")


def after_suffix(post: str) -> str:
    m = SUFFIX.match(post)
    return post[m.end() :] if m else post


def _tidy(name: str) -> str:
    out = name.strip("的,、:;。 ·-—").replace("\n", "")
    out = re.sub(r"(?:[一二三四五]|\d)年(?=累计)", "", out)
    out = re.sub(
        r"^[一-龥]{0,4}?\d+(?:家|所|个)(?=[一-龥]{4})|(?<=[一-龥]和)\d+(?:家|所|个)(?=[一-龥]{4})", "", out
    )
    if out.count("(") != out.count(")"):
        out = out.strip("()")
    out = re.sub(
        r"^(?:在(?!孵|建|册|校|园|职|站|研|岗|线|地|库|营)|对|为|使|将|把|让|以|其中|和|及|与|等|并|且|通过)(?=[一-龥]{5,})(?!.{0,8}(?:占|比))",
        "",
        out,
    )
    out = re.sub(
        r"(?:分别)?(?:(?:提高|提升|增加|降低|达)(?:到|至)?|为)"
        r"每(?:人每[月年]|生每年|月|年|亩|天|日|[百千万]?(?:平方公里|人|户|公里))$",
        "",
        out,
    )
    out = re.sub(r"在(?:现有|原有|上年|去年)的?基础上(?=再?[一-龥])", "", out)
    m = DROP_VERB.match(out)
    if m and len(out) - m.end() >= 4:
        out = out[m.end() :]
    return (
        re.sub(r"(?:总计|合计|共计|分别|达到|力争|数量分别|(?<!年)(?<!月)(?<!日)(?<!户)(?<!人)均)$", "", out)
        or out
    )


def _scope(place: str, scope: str | None, default: str | None) -> str | None:
    if scope:
        return scope
    m = re.match(r"全[市省区县州国旗盟]", place)
    return m.group() if m else default
