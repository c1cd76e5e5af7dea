"""What a number of a sentence counts: its name, from the words around it and from what was told before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from .clauses import headed_beyond, object_behind
from .context import Context
from .naming import (
    DROP_VERB,
    NO_NOUN,
    WHERE,
    added_deed,
    alike,
    core_of,
    last_verb,
    object_of_deed,
    of_another_size,
    of_heading,
    only_verb,
    rate_of_deed,
    stem_of,
    stock_of,
    topic_of,
    whole_name,
)
from .owners import owned
from .quantities import Quantity
from .subjects import (
    deed_counted,
    deed_of_same,
    of_each_place,
    part_behind,
    part_told,
    per_head,
    restated,
    shared_by,
    subject_carried,
    thing_behind,
)
from .wording import (
    CHANGE_RE,
    DOWN,
    GROWTH,
    NOUN_HEAD,
    RANKS,
    RATE_END,
    RATE_OR_INDEX,
    SHRINK,
    THRESHOLD,
    TO_WORDS,
    UP,
    VERB_END,
    VERB_HEAD,
    VERBS,
    after_suffix,
    without_degree,
)

BARE_LEVEL = re.compile(
    r"[一两二三四五六七八九十百千万]{1,3}[万亿]元?级|(?:百|十|千)?[万亿][亩吨元](?:级)?|(?:新增)?(?:(?:国家|省|市|县|园?区|社区|乡?镇|街道|乡|村|世界|国际)(?:级|部级)|[1-9]A级|A{3,5}级|[一二三四五]星级|[甲乙丙]级|[一二三]等)(?:以上)?|(?:首|次|第[二三四五])批"
)
ADDED = re.compile(
    r"(?:每年|年均|年度|逐年)?(?:累计|共|再|合计)?(?:净增|新增|净增加|新增加|净增长)(?:数量?)?"
)
LED = re.compile(
    r"(?:支持|引导|鼓励|推动|帮助|指导|组织|带动|督促|依托|以|通过|采取)(?!创建|争创|申报|培育|打造)(?:[一-龥、()]{2,12}?|[一-龥、()]{2,24}?等[一-龥]{0,10}?)"
    r"(?:打造|盘活|培育|创建|新建|建设|建成|引进|组建|设立|承办|举办|发行|改造|开发|研发(?!机构|中心|人员|平台|团队|投入|经费)|共建|修订|制定|编制|推出|申报|投放|攻克|编制|布局|遴选|选树|招引|认定|开设|形成(?=[一-龥]{4})|实现(?!再?就业|增|全)|申请使用|使用|采用|"
    rf"(?:联合)?招收|(?:联合)?培养)(?!的){NO_NOUN}(?=[一-龥“A-Z\d]{{3,}})|"
    r"(?:沿线|沿途|周边|就近|同步|配套|集中|统一)(?:设置|建设|布设|新建|配建|设立)(?=[一-龥“]{2,})|带动形成(?=[一-龥“]{3,})|"
    r"(?:重点|主导|优势)?(?:产业链|行业|领域|赛道)上?(?:建设|设立|布局|打造|组建)(?=[一-龥“]{3,})"
)
"""Who does it and the verb, glued to the thing that is counted."""
AT_PLACES = re.compile(
    r"(?:支持|引导|鼓励|推动|帮助|指导)(?=(?:高校|院校|学校|医院|园区|乡镇|村|社区|景区|市场|基地|科研机构|科研院所|、|和){1,8}(?:建设|设立|建立|开设|新建|布设))"
)
"""Those that are helped and are also where the thing stands: they stay in its name."""
OF_EACH = re.compile(r"每(?:个(?![季月])|家|名|所|村|县|乡|镇|条|一)|各(?:[县市区乡镇村]|街道)")
FRAME = re.compile(r"每(?:个|家|条|所|县|镇|村|区|街道)[^,;、]{2,14}?(?:每年|每季度)[一-龥]{2,6}$")
"""To whom each thing of a list falls, and how often: 每条产业链每年至少引进|1个甲、4家乙."""
DEEDS = r"(?:规划|标准化|达标|提升|除险)*(?:编制|报批|审批|验收|确权|划定|普查|评估|改造|整治|治理|修复|加固|建设)"
DONE_WITH = re.compile(
    rf"(?:以上|左右)?[一-龥]{{2,10}}、\d[\d.]*(?:个|座|处|条|家|项|所|片|段)(?:以上|左右)?[一-龥]{{2,10}}?(?P<deed>(?:{DEEDS}){{1,3}}(?:工作|任务)?)(?=[,;。]|$)"
)
"""What is done with all things of a list stands behind the last: 完成10座水库、30处水源地|规划编制工作."""
TOLD_DEED = re.compile(rf"{DEEDS}(?:工作|任务|项目|工程)?$")
SHARED_LATER = re.compile(
    r"(?:以上|左右)?、(?:到)?20\d\d年(?:年?底|年?末)?(?:前)?\d[\d.]*%(?:以上|左右)?的?([一-龥()]{4,24}?)(?=[,;。]|$)"
)
"""Two years share what is told behind the second: 2024年50%以上、2026年80%以上|仓库达到要求."""
COUNTED_LATER = re.compile(
    r"(?:以上|左右)?、(?:到)?(?:20\d\d年(?:年?底|年?末)?(?:之?前)?)?[一-龥]{0,4}?\d[\d.]*(?P<unit>[家个件项名所支座处])(?:以上|左右)?(?P<thing>[一-龥“”]{3,20})(?=[,;。]|$)"
)
SIZE = r"(?:[超达过于逾]|突破)(?:\d[\d.]*|[一二三五两十百千]+)?[万亿百千]*(?:美?元|亩|人次|[人件吨户])?(?:以上|级)?"
BARE_SIZE = re.compile(rf"{SIZE}(?<=[\d万亿百千元亩人件吨户上级])$")
SIZED_NEXT = re.compile(
    rf"(?:、|和|及)(?:\d[\d.]*(?:[-—至]\d+)?|若干)(?:[家个户名项件支所条款])(?:以上|左右)?[一-龥]{{0,14}}?{SIZE}"
    r"(?P<thing>的?(?![万亿百千元人亩件吨户]*(?:以上|级)?(?:[、,;]|$)|[万亿百千]+元)[一-龥“”]{2,24})"
)
DEED_REACHED = re.compile(r"(?:推动)?(?:实现|达成|签约|落地)(?:转化|交易|成交|落地|签约|转让|许可|合作|对接)")
"""A deed that another one comes to: 推送专利5000件,|实现转化|400件."""
AMONG_WHOM = re.compile(
    r"(?:培养造就|培养|造就|引进|选拔|选树|选派|培育)(?P<of>中小学|高校|企业|医院|学校|乡村|农村|社区|机关|园区|职业院校)"
)
"""A deed and where those are that it is done to: 培养造就中小学|80位特级教师."""
TO_WHOM = re.compile("(?:以上|左右)?(?P<who>[一-龥]{2,8}?)(?P<what>提供[一-龥]{2,})")
"""Between how many they are and how much they get: 累计为500家|企业提供保障|3亿元."""
CLASS = re.compile("(?:(?<![训修习])班|专业|课程|学院)$")
"""Where people are taught, who are counted themselves: 开设硕士班,|培养300人."""
THE_SAME = re.compile("[该此这]项(?:业务|工作|服务)$")
PLACED = re.compile(rf"(?<=[一-龥]{{2}}){RANKS}[前第]$")
STAGE = re.compile(
    r"(?:其中)?(?:新)?(?:开工|竣工|投用|建成|完工|交付|投产|启用|上线|验收|签约|通车|获批|立项|落地|投运|挂牌|(?:建成|竣工)投[用产])"
)
MADE = re.compile(
    r"(?:每年|全年|年内|累计|力争)*(?:新开工|开工|竣工|打造|建设|新建|筹集|实施|推进|谋划|引进|签约|新增|推出|筹建|建成|完成|申报|发布)(?=[一-龥“A-Z\d]{2,})"
)
OFFERS = re.compile(r"[一-龥]{3,}(?:提供|配备|拥有|建有|具备|开展|开设|设有|掌握)$")
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
    r"[一-龥]{2,20}(?:领导小组|委员会|部门|政府|[局委办])(?:统筹|协调|牵头|组织|负责|推进|推动|落实|实施|抓好){1,3}(?:(?:年均|每年|累计)?(?:增长|提高|提升|增加|下降))?"
)
"""Who sees to it, and no thing that could be counted."""

PARTS_FOLLOW = re.compile(r"其中|即(?=[一-龥“]{2,8}\d)")
"""Behind it stand parts of what was told: 新增企业300家,|即工业80家、服务业120家."""


MOVES = re.compile(
    r"(?:的?(?:目标|规模|大关|台阶))?(?:提[高升]|迈[进步]|冲[刺击]|突破|奋进|攀升|跨越|跃升|进军|靠拢|扩大|发展)(?=$|[,;。、])"
)
"""What is done towards a number: 规模向|1000亿元|迈进."""


class Named(NamedTuple):
    """A name, the rule by which it was found, and where in the sentence its quote ends."""

    name: str
    rule: str
    end: int


@dataclass
class Item:
    """A number of a sentence with the words around it."""

    text: str
    """The sentence."""
    q: Quantity
    left: int
    """Where the words begin that are the number's own."""
    right: int
    pre: str
    """The words before it."""
    post: str
    after: str
    """The words behind it, less what says how much: 以上, 左右."""
    tail: str
    end: int
    """Where the number ends with what says how much."""
    subject: str
    """What the clauses before are about."""
    counted: bool
    """Whether the words say that it only counts something."""
    here: Context

    def __post_init__(self) -> None:
        if self.pre.endswith(("向", "朝着")) and (moves := MOVES.match(self.after)):
            self.pre, self.after = re.sub("(?:向|朝着)$", "", self.pre), self.after[moves.end() :]
        self.core, self.verb, self.words, self.place = core_of(self.pre)
        if self.core in ("全年", "年内", "年底") and self.here.told.names:
            self.core = ""
        if not self.core and not self.verb and self.pre.endswith("完成"):
            self.verb = "完成"
        self.unit = self.q.unit or ""
        self.percent = self.unit.endswith("%")
        self.before = self.text[self.left - 1 : self.left]
        self.subset = PARTS_FOLLOW.match(self.text, self.left) is not None
        named = (
            re.match(r"(?:为|是|属于|系)(?=[一-龥“]{3})", self.after)
            if self.subset and not self.core
            else None
        )
        self.thing = headed_beyond(self.text, self.end) or object_behind(
            self.after[named.end() :] if named else self.after
        )
        """What stands behind the number."""
        self.heading = self.here.section.title if self.here.section else ""
        self.owner = ""
        """What lends the name the words that make it speak for itself."""

    def named(self) -> Named | None:
        """The name of what is counted; None where nothing tells it."""
        self._settle()
        ways = (
            self._part_or_shared,
            self._deed_of_subject,
            self._growth_of_subject,
            self._rate_of_place,
            self._own_words,
            self._thing_behind,
            self._deed_alone,
            self._subject,
        )
        found = next(filter(None, (way() for way in ways)), None)
        return self._whole(found) if found and found.name else None

    def _settle(self) -> None:
        """Tells the verb from the thing, and a thing from one told in the sentence or heading before."""
        told, core, thing, unit = self.here.told, self.core, self.thing, self.unit
        if self.percent and not core and OFFERS.search(thing):
            rest = re.match(
                r"\d[\d.]*[一-龥]{1,2}(?:及)?(?:以上|左右)?(?:的)?([^,;。、\d]{3,24})",
                self.text[self.right :],
            )
            if rest:
                self.thing = thing = thing + rest.group(1)
                told.swallowed = self.right
        if core and only_verb(core):
            self.verb = "新建" if core == "再建" else core
        if (
            core
            and thing
            and len(core) <= 4
            and unit
            and not unit.endswith(("%", "元"))
            and not NOUN_HEAD.search(core)
            and (not OF_EACH.match(core) or VERB_END.search(core))
        ):
            self.verb, self.core = core, core if only_verb(core) else ""
        if not self.subject and not thing:
            self.subject = subject_carried(self.core, told.previous, self.heading)

    def _behind(self) -> int:
        """Where the thing behind the number ends."""
        return self.end + len(self.after) - len(self.after.lstrip("的")) + len(self.thing)

    # -- ways to a name, in their order ----------------------------------------------------------------------

    def _part_or_shared(self) -> Named | None:
        """A part of what was told (其中…), or a thing that stands behind a later number."""
        text, q, core, told = self.text, self.q, self.core, self.here.told
        given = TO_WHOM.fullmatch(self.pre)
        if given and (owner := re.fullmatch(f"(.*?)为?{given['who']}{given['what']}", self.subject)):
            return Named(owner.group(1) + given["what"], "what_is_provided", self.end)
        told.whole = self.subject if self.subset else told.whole if self.before == "、" else ""
        if told.whole and (part := part_told(core, self.after, told.whole, unit=self.unit, told=told.names)):
            return Named(part, "part_of_subject", self.end)
        if self.percent and not core and not self.thing and (shared := SHARED_LATER.match(text, q.end)):
            return Named(shared.group(1), "shared_thing", self.end)
        if (
            only_verb(core or "无")
            and not self.thing
            and not self.subject
            and (counted := COUNTED_LATER.match(text, q.end))
            and q.unit == counted.group("unit")
        ):
            return Named(core + counted.group("thing"), "shared_thing", self.end)
        if self.thing and (
            self.pre.endswith("年产")
            or (not core and self.before == "、" and self.subject.startswith("年产"))
        ):
            return Named("年产" + self.thing, "made_each_year", self.end + len(self.thing))
        return None

    def _deed_of_subject(self) -> Named | None:
        """A deed or a stage of what was told before: 新开工100个项目,|竣工|60个."""
        told, core, subject = self.here.told, self.core, self.subject
        if (
            subject
            and not self.thing
            and STAGE.fullmatch(core)
            and (begun := MADE.match(subject) or re.match("", subject))
            and len(subject) - begun.end() <= 16
        ):
            made = told.by_unit.get(self.unit, subject)
            begun = MADE.match(made) or re.match("", made)
            return Named(core + made[begun.end() if begun else 0 :], "stage_of_subject", self.end)
        same = told.by_unit.get(self.unit, "")
        if (
            not self.thing
            and (only_verb(core or "无") or core in ("接待", "招收", "销售", "生产", "处理", "吸引", "检查"))
            and len(same) > len(core) + 1 >= 3
            and same.startswith(core)
        ):
            return Named(same, "same_deed", self.end)
        if not self.thing and deed_counted(core, subject, self.unit, told.by_unit):
            rhythm = re.match("每年|全年", subject)
            if core in ("惠及", "受益") and 2 < len(subject) <= 16:
                return Named(VERB_HEAD.sub("", subject) + core, "deed_number", self.end)
            return Named(
                (rhythm.group() if rhythm and len(core) == 2 else "") + core, "deed_number", self.end
            )
        if (
            self.before in ("、", "和")
            and (rhythm := re.match(r"每年|年度|全年|年均", subject))
            and not self.thing
            and only_verb(core or "无")
            and rhythm.group() not in core
        ):
            return Named(rhythm.group() + core, "yearly_deed", self.end)
        again = re.fullmatch(r"(?:[三五]年)?(累计|每年|年均|全年)(?:完成|开展)?([一-龥]{2})", core)
        total = subject.removesuffix("累计")
        if again and total.endswith(again.group(2)) and len(total) >= 5:
            return Named(VERB_HEAD.sub("", total) + again.group(1), "total_of_subject", self.end)
        return None

    def _growth_of_subject(self) -> Named | None:
        """How what was told grows, how much is added to it, its sum, its share."""
        core, subject, words = self.core, self.subject, self.words
        grown = re.fullmatch(
            rf"(?:年均|年平均|每年|逐年|累计|平均|年度|年|同比)?(?:复合)?(?:{GROWTH}|{SHRINK})(?:率|幅度|速度)?了?",
            core,
        )
        pace = re.match(
            r"(?:以上|左右)?的?(?:速度|幅度|增速|比例)?(?:稳步|持续|逐年)?(增长|增速|增幅|提升|提高|递增|下降|递减)$",
            after_suffix(self.post).lstrip("的"),
        )
        paced = (
            re.fullmatch(r"(.{0,30}?)(?:保持|以|按|按照|每年以)?(每年|年均|年平均|年)", core)
            if pace
            else None
        )
        if pace and paced and (paced.group(1).strip("保持实现以按") or subject):
            grows = "增长" if pace.group(1) in ("增长", "增速", "增幅", "递增") else pace.group(1)
            stem = paced.group(1).strip("保持实现以按") or re.sub(
                r"占.{2,16}(?:比重|比例)$", "", stem_of(subject)
            )
            self.words = paced.group(2) + grows
            self.pre += grows
            return Named(stem + paced.group(2) + grows, "pace_of_subject", self.end)
        if grown and subject and (self.percent or len(self.thing) < 3):
            stem = stem_of(subject)
            of_heading = self.here.section is not None and subject == self.heading
            if "百分点" not in self.unit and not of_heading:
                stem = re.sub(r"(?<=.)占[^占]{2,16}(?:比重|比例)$", "", stem).rstrip("的")
            return Named(stem + core, "growth_of_subject", self.end)
        if ADDED.fullmatch(core + words) and not self.thing and subject:
            told_span = re.search(
                r"(?:[一二三四五六七八九十]|(?<!\d)\d)年(?:内|来)?(?:累计)?$",
                self.pre[: self.pre.rfind(core)] if core else self.pre,
            )
            name = stock_of(subject) + (told_span.group() if told_span else "") + core + words
            return Named(name, "added_to_subject", self.end)
        if core in ("累计", "总计", "合计", "累计已") and subject:
            head, unit = self.here.told.head
            subject = head if head and unit == self.unit else subject
            thing = re.sub(
                r"^(?:每年|年均|年度|全年)(?:新增|净增|新认定|新培育|培育|引进|新建|认定|建设)?",
                "",
                stem_of(subject),
            )
            return Named((thing or subject) + core, "total_of_subject", self.end)
        if (
            re.match(r"(?:比|较)(?:上|去|基|同|“|十|20|19|.{0,4}期|全[国省市]|.{2,6}(?:水平|平均))", core)
            and subject
            and len(core) <= 16
        ):
            return Named(stem_of(subject) + core, "compared_subject", self.end)
        if core.startswith("占") and subject and len(core) <= 24:
            stem = re.sub("^(?:新增|新建)", "", stem_of(subject))
            return Named(stem + core, "share_of_subject", self.end)
        return None

    def _rate_of_place(self) -> Named | None:
        """The rate of a place or part, whose thing was told before: 全市达到90%,|城区达到95%."""
        told, core, subject = self.here.told, self.core, self.subject
        if not self.thing and self.percent and part_behind(core)[0]:
            name, told.topic = part_behind(core)
            return Named(name, "rate_of_place", self.end)
        named_before = [n for n, _ in told.names]
        if not self.thing and (
            name := restated(
                core,
                told.topic if told.topic and subject.endswith(told.topic) else subject,
                degree=without_degree(self.pre) != self.pre,
                same=(subject, self.unit) in told.names,
                bracket=self.text[self.left : self.left + 1] == "(",
                topic=bool(told.topic) or subject not in named_before,
                percent=self.percent,
                listed=self.before == "、",
            )
        ):
            if subject not in named_before:
                told.topic = subject
            return Named(name, "rate_of_place", self.end)
        if (
            told.reach
            and self.percent
            and (
                (not core and self.before in ("、", "和", "及")) or (told.shared and self.pre.endswith("、"))
            )
            and (re.match(r"(?:以上|左右)?的", self.post) or (told.shared and not self.tail))
            and self.thing
        ):
            return Named(told.reach.rstrip("“") + self.thing.rstrip("”"), "share_of_object", self._behind())
        return None

    def _own_words(self) -> Named | None:
        """Its own words before it, with the thing behind it where they need one."""
        core = self.core
        if not core or only_verb(core):
            return None
        return (self._with_thing() if self.thing else self._without_thing()) or Named(
            core, "subject_number", self.end
        )

    def _with_thing(self) -> Named | None:
        told, core, thing, unit = self.here.told, self.core, self.thing, self.unit
        close = self.end + len(thing)
        if (among := AMONG_WHOM.fullmatch(core)) and unit in ("名", "位", "人"):
            return Named(among.group("of") + thing, "with_others", close)
        if VERB_END.search(WHERE.sub("", core)) and len(thing) >= 2:
            return Named(WHERE.sub("", core) + thing, "subject_verb_number_object", self._behind())
        if OF_EACH.match(core) and len(core) <= 14:
            return Named(core + thing, "each_place", self._behind())
        if re.search(r"以[上下]的?$", core) or thing.startswith(("产能", "装机", "能力")):
            return Named(core + thing, "size_number_object", close)
        if core.endswith(("与", "同")):
            return Named(core + thing, "with_others", close)
        if self.pre.endswith("为") and TO_WHOM.fullmatch(thing):
            return Named(f"{core}为{thing}", "subject_verb_number_object", close)
        if core.endswith("规模") and VERB_HEAD.match(core) and re.search("基金|资金|专项|信贷|贷款", thing):
            return Named(thing, "fund", self._behind())
        if core.endswith("等"):
            return Named(core + thing, "list_number_object", close)
        if core.endswith("的"):
            if unit == "%":
                return Named(core[:-1] + thing, "share_of_object", close)
            return Named(core + thing, "modifier_number_object", close)
        if unit == "%" and len(thing) <= 10 and not self.tail:
            if without_degree(self.pre) == self.pre:
                told.reach, told.shared = core, True
            return Named(core + thing, "subject_share_object", close)
        if unit == "%" and (name := shared_by(self.pre, core, thing)):
            told.reach, told.shared = core, True
            return Named(name, "subject_share_object", close)
        if name := thing_behind(self.pre, core, thing, unit):
            return Named(name, "verb_number_object", close)
        return None

    def _without_thing(self) -> Named | None:
        told, core, subject = self.here.told, self.core, self.subject
        if name := of_each_place(core, subject):
            return Named(name, "each_place_of_subject", self.end)
        if (
            core.endswith("的")
            and (self.subset or self.unit in [u for _, u in told.names[-1:]])
            and 2 <= len(core_of(subject)[0]) <= 16
        ):
            thing = re.sub(r"(?<=[一-龥]{3})新增$", "", subject)
            self.verb = self.verb or ("新增" if thing != subject else "")
            return Named(core + VERB_HEAD.sub("", thing), "part_of_subject", self.end)
        if name := per_head(core, subject):
            return Named(name, "part_of_subject", self.end)
        return None

    def _thing_behind(self) -> Named | None:
        """The thing behind it, with a verb that makes another thing of it."""
        thing = self.thing
        if thing and (self.verb or not self.subject or self.counted):
            lead = last_verb(self.verb) if not DROP_VERB.match(self.verb + thing) else ""
            return Named(lead + thing, "verb_number_object", self._behind())
        if thing and not self.core:
            return Named(thing, "number_object", self._behind())
        return None

    def _deed_alone(self) -> Named | None:
        """A deed that is counted itself, or that of the subject: 每年培训|2000人次."""
        core, subject = self.core, self.subject
        if re.fullmatch(
            r"(?:每年|年均?|全年|年度)(?:组织|开展|完成)?(?:培训|轮训|服务|检查|巡查|举办|受理|处理|办理|宣讲|走访|惠及|接待)",
            core,
        ) or (
            len(core) >= 4
            and not (core.endswith("认定") and only_verb(core) and subject)
            and re.search(r"(?:培训|服务|宣传|招聘|改造|演练|活动|讲座|检查|登记|备案|认定|签约)$", core)
        ):
            return Named(core, "deed_number", self.end)
        if DEED_REACHED.fullmatch(core):
            return Named(core, "deed_number", self.end)
        if self.unit in ("人", "名") and core.endswith(("培养", "培训")) and CLASS.search(subject):
            return Named(topic_of(subject) + core, "deed_of_subject", self.end)
        if subject and re.match(
            r"(?:每年|年度|全年|年均)[一-龥]{0,6}(?:认定|评定|遴选|选拔|择优|评选|选树|组建|建设|建成|创建)$",
            core,
        ):
            done = re.search(rf"(?:{VERBS})$", core)
            name = core[:2] + (done.group() if done else "") + VERB_HEAD.sub("", object_of_deed(subject))
            return Named(name, "yearly_deed_of_subject", self.end)
        return None

    def _subject(self) -> Named | None:
        """What the clause before was about; else the bare words before the number."""
        told, core, subject, words = self.here.told, self.core, self.subject, self.words
        if not subject:
            sums = [name for name, _ in told.names if re.search("[额值款资]$", name)]
            alone = not core and len(sums) == 1 and self.unit.endswith("元")
            return Named(sums[0] if alone else core, "subject_number", self.end)
        if added := added_deed(core, subject):
            return Named(added, "added_to_subject", self.end)
        last, unit = told.names[-1] if told.names else ("", "")
        among = self.subset or (
            bool(words or without_degree(self.pre) != self.pre)
            and unit != self.unit
            and unit == "%"
            and bool(re.search(r"占|比重|比例|率$", last))
            and not CHANGE_RE.search(last)
        )
        name = object_of_deed(told.by_unit.get(self.unit, subject) if among else subject)
        name = name if words else stem_of(name)
        if re.search("共|合计|总计", self.pre):
            name = re.sub("^(?:首|次|第[二三四五])批", "", name)
        summed = re.search(r"[二两三四五\d]年内?共?([合总共]计)", self.pre)
        if summed and name.startswith(("每年", "年均", "全年")):
            return Named(name[2:] + summed.group(1), "total_of_subject", self.end)
        if core in ("每年", "年均", "全年") and (led := LED.match(name)):
            name = core + name[max(0, led.end() - 2) :]
        if words and CHANGE_RE.search(words):
            name = stem_of(subject) + words
        return Named(name, "subject_before", self.end)

    # -- what makes a name whole -----------------------------------------------------------------------------

    def _whole(self, found: Named) -> Named | None:
        """The name with what the list, the heading or a later number lends it, less who does it."""
        for step in (
            self._of_another_size,
            self._shared_deed,
            self._of_heading,
            self._of_a_level,
            self._of_a_share,
        ):
            found = step(found)
        bare = self._without_doer(found)
        return self._of_the_list(bare) if bare else None

    def _of_another_size(self, found: Named) -> Named:
        """超100亿元企业5家,超10亿元|10家: the thing of the size before, or the one behind."""
        name, rule, end = found
        core, subject = self.core, self.subject
        rung = THRESHOLD.search(core)
        if rung and rung.end() == len(core) and not self.thing and THRESHOLD.search(subject):
            size = rung.group("size") + (rung.group("more") or "")
            name, rule = THRESHOLD.sub(size, subject, count=1), "shared_threshold"
        if not self.thing and core and subject:
            name = of_another_size(core, subject) or name
        if BARE_SIZE.search(name) and (sized := SIZED_NEXT.search(self.text, self.q.end)):
            name, rule = name + sized.group("thing"), "shared_head"
        return Named(name, rule, end)

    def _shared_deed(self, found: Named) -> Named:
        """What is done with all things of a list, told behind the last."""
        if found.rule not in ("verb_number_object", "number_object"):
            return found
        done = DONE_WITH.match(self.text, self.q.end)
        if (
            done
            and not TOLD_DEED.search(found.name)
            and re.search(r"(?:完成|开展|推进|启动|实施)$", self.pre)
        ):
            return found._replace(name=found.name + done.group("deed"), rule="shared_deed")
        return found

    def _of_heading(self, found: Named) -> Named:
        """A bare deed under a heading that names the thing."""
        headed = self.heading
        if (
            self.subject
            or self.here.kind != "task"
            or not 4 <= len(headed) <= 16
            or not re.fullmatch(
                r"(?:累计|全面|分批|每年|[三五]年)?(?:完成|实施|推进|培育|遴选|打造)?(?:改造|建设|整治|治理|更新|创建|认定|任务|入库)?",
                found.name,
            )
        ):
            return found
        chosen = re.search("遴选|培育|打造|认定", found.name)
        thing = re.sub(r"^(?:实施|推进|加快|开展)|(?:工程|行动|工作|计划)$", "", headed)
        lead = chosen.group() if chosen and len(thing) <= 8 and chosen.group() not in thing else ""
        return found._replace(name=lead + thing, rule="thing_of_heading")

    def _of_a_level(self, found: Named) -> Named:
        """国家级|3个、省级5个示范园区: the thing behind a later number, or the one before."""
        name, rule, end = found
        text, q, core, subject = self.text, self.q, self.core, self.subject
        level = BARE_LEVEL.search(core)
        if (
            level
            and level.end() == len(core)
            and not core_of(core[: level.start()])[0].strip("建成培育认定创设打造新增获批")
            and not self.thing
        ):
            ahead = re.search(
                r"(?:国家|省|市|县|区)级(?:以上)?\d+(?:个|家|项|所|处|支|件)(?!以[上下内]|左右)([一-龥]{2,14})",
                text[q.end :],
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
        if BARE_LEVEL.fullmatch(bare := VERB_HEAD.sub("", name)) and subject:
            name = bare + re.sub(
                rf"^(?:新增|累计)?(?:{BARE_LEVEL.pattern})(?:及)?(?:以上)?|(?:总数|总量|数量)$",
                "",
                VERB_HEAD.sub("", re.sub(r"^(?:累计|每年|年均|力争|三年|五年)+", "", object_of_deed(subject)))
                or subject,
            )
        doer = VERB_HEAD.match(self.heading) or self.heading.startswith("由")
        of_field = OF_A_FIELD.fullmatch(self.heading) and not doer
        if name in BARE_SIZES and self.here.kind == "task" and of_field:
            name, rule = self.heading + name, "size_of_heading"
        return Named(name, rule, end)

    def _of_a_share(self, found: Named) -> Named:
        """甲率|不低于全省平均水平的|…, 甲|占乙的|30%: the rate, and of what it is a share."""
        name, core = found.name, self.core
        if self.unit != "%":
            return found
        within = re.fullmatch(rf"([^,;]{{3,20}}?)((?:原则上)?(?:{UP}|{DOWN}))([^,;\d]{{2,24}}?)的?", core)
        rate = within and RATE_OR_INDEX.search(within.group(1))
        if (
            within
            and name == core
            and (rate or within.group(1).endswith("标准"))
            and re.search(r"[不超低高少多]", within.group(2))
        ):
            name, self.pre = within.group(1), within.group(1) + within.group(2)
        if not rate and (
            part := re.fullmatch(
                rf"([^,;]{{3,20}}?)((?:{UP}|{DOWN}|占))([^,;\d]{{2,16}}?)的", self.pre.lstrip(",、")
            )
        ):
            whose = core_of(part.group(1))[0]
            if whose and not re.search(rf"(?:{UP}|{DOWN})$", part.group(1)):
                name, self.pre = whose + "占" + part.group(3), part.group(1) + part.group(2)
        return found._replace(name=name)

    def _without_doer(self, found: Named) -> Named | None:
        """Less those who do it and the verb; None where only these were told."""
        name, rule, end = found
        led = LED.match(name)
        if led and len(name) - led.end() >= 3 and not RATE_END.search(name):
            self.verb = (
                self.verb
                or re.sub(r"^(?:带动|支持|推动|引导|鼓励|组织|帮助|指导|督促|依托)", "", led.group())[-2:]
            )
            at = AT_PLACES.match(name)
            name = name[at.end() :] if at else name[led.end() :]
        bare_verb = re.match(
            rf"(?:{VERBS})(?=[一-龥“]{{3,}}(?:(?:每|\d|[一二三四五])年)?(?:新增|净增|增加)$)", name
        )
        if bare_verb and not name.startswith("新增") and rule == "subject_number":
            name = name[bare_verb.end() :]
        if STEERED.fullmatch(name):
            return None
        moved = re.fullmatch(
            r"[^,;]{0,24}?(?:逐步|稳步|进一步|力争|全面)?(?:将|把)((?:[一-龥A-Za-z“”()、]){3,24})", name
        )
        if (
            moved
            and re.search(rf"(?:{DOWN}|{TO_WORDS}|提高|降低|压缩)$", self.pre)
            and not re.search(r"[健大]将|将[来要]", name)
        ):
            name = moved.group(1)
        return Named(name, rule, end)

    def _of_the_list(self, found: Named) -> Named:
        """What the list before lends: 这一比例, to whom each falls, the deed of the same thing."""
        name, rule, end = found
        told, core, subject = self.here.told, self.core, self.subject
        beside = self.before in ("、", "和")
        back = re.match(
            r"(?:这一|该|上述|此|这个)(?:比例|比重|指标|数字|占比|数量|规模|占有率|覆盖率)(?=$|提|上|达|降)|"
            r"(?:分|各)年度(?:目标|任务)(?:分别)?为?(?:20\d\d年)?$",
            name,
        )
        if back and subject:
            name, rule = stem_of(subject), "same_indicator"
        if rule in ("verb_number_object", "number_object") and not core and told.frame and beside:
            name, rule = told.frame + name, "each_place"
        framed = FRAME.match(core) if self.thing else None
        told.frame = framed.group().replace("至少", "") if framed else (told.frame if beside else "")
        if rule == "subject_number" and name == core:
            if beside and told.names[-1:] == [(subject, self.unit)]:
                name = deed_of_same(core, subject) or core
            if name == core:
                name = alike(name, self.q, subject, told.names, listed=self.before == "、")
        if (same := THE_SAME.search(name)) and (topic := topic_of(subject)):
            name = name[: same.start()] + topic
        placed = PLACED.search(name) if self.unit in ("位", "名", "") else None
        ranked = placed.group() if placed else ""
        whole = whole_name(name.removesuffix(ranked), subject, listed=beside) + ranked
        if whole == name:
            whole = of_heading(name, self.heading, alone=not subject) or name
        whole = whole if whole != name else rate_of_deed(name, told.about)
        if whole == name or whole.startswith("“"):
            whole, self.owner = owned(
                whole,
                self.text[: self.left],
                self.heading,
                self.here.field,
                of=subject if self.subset else "",
                last=told.names[-1][0] if told.names else "",
            )
        return Named(whole, rule, end)
