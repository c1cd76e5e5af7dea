"""Whose a name is that says nothing alone: of what the sentence before it, the heading or the plan speaks.

A name says nothing alone where it tells but what belongs to something of a certain kind: those within a centre, the
insured of an insurance, the members of a league. Its owner is the thing of that kind named last before it in its own
sentence, up to a semicolon; where nothing but such names stands there, the thing that the heading names. A name may
also take up a word of the clause before, which says of what it is. Names of the trade that any plan could tell
(志愿者, 典型案例) have the field of the plan for an owner.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .naming import TOPIC_VERB, TRIED, stem_of
from .wording import VERB_HEAD, without_degree

OFTEN = "(?:每年|全年|年均|年度|累计|新增|年)*"
PLACES = "中心|平台|基地|园区?|专区|小程序|网站?|APP|系统|大厅|街区"
BELONGS = (
    (rf"{OFTEN}(?:入驻|进驻)(?:[一-龥]{{2,4}})?(?:机构|企业|团队|项目|商户|单位)", f"{PLACES}|市场|孵化器"),
    (rf"{OFTEN}(?:撮合|促成)(?:交易|成交)(?:额|金额)?", f"{PLACES}|市场"),
    (rf"{OFTEN}(?:访问|浏览|点击|下载|检索)(?:量|人?次数?)", PLACES),
    (rf"{OFTEN}(?:接待|受理)?(?:咨询|来访)(?:群众|企业)?", f"{PLACES}|窗口|热线|站点?"),
    (rf"{OFTEN}(?:群众|企业|用户|办事)?满意[度率]", f"{PLACES}|窗口|热线|站点?"),
    ("可办事项|(?:专职|工作)人员", f"{PLACES}|窗口|热线|站点?|机构|院|企业|公寓|校|协会|所"),
    (rf"{OFTEN}(?:签约|承诺)(?:企业|商户|主体|单位|机构)", "公约|协议|倡议|承诺书?"),
    (rf"(?:{OFTEN}|吸纳|发展)*(?:成员|会员)(?:单位|企业|机构)?", "联盟|协会|商会|专家库|智库|委员会|学会"),
    ("吸纳[一-龥、和]{2,10}", "团队|队伍|联盟|专家库|智库"),
    (rf"{OFTEN}[参投]保[一-龥]{{2,4}}(?:累计)?|险种|保费|(?:提供|累计)?(?:风险)?保障(?:金额|额度)?", "保险"),
    ("(?:累计)?(?:征集|参赛|参评)(?:项目|作品|企业|单位)|(?:推动)?落地转化", "大赛|博览会|评选|赛"),
    ("(?:累计)?出动(?:执法)?人员", "专项(?:执法)?行动|专项整治"),
    ("(?:年|线上|累计)*销售额", f"{PLACES}|馆|店|专营店"),
    ("(?:实现|累计)*(?:成交|合同)金?额", "转化|转让|许可|交易|技术转移"),
    ("(?:累计)?带动(?:农户|就业|茶农|牧户|养殖户)", "“[^“”]{2,10}”"),
    ("(?:加权)?(?:户均|平均)利率", "贷款|融资"),
)
"""What belongs to something, and the kind of thing to which it does."""
KINDS = tuple((re.compile(name), re.compile(rf"(?:{kind})")) for name, kind in BELONGS)
DATED = re.compile(r"(?:到|在)?20\d\d年(?:底|末)?(?:之?前)?(?:配齐|到位|建成|完成)?")
ITEM = re.compile(r"^\d{1,2}[、.] *")
BEHIND = re.compile(
    r"(?:[一-龥]{0,2}(?:能力|体系|机制|模式|试点|扩面|联动|业务|产品|建设|服务|签订|签署|保障金额|保额)+)?"
    r"(?:率|数量?|累计|共|(?:综合|年)?产值|品牌价值|余额|金?额)?"
)
"""What may stand behind a thing in its clause: 甲中心|能力建设, 乙保险|联动模式."""
LEADS = re.compile("^(?:依托|利用|发挥|全[市省县区]|我[市省县区]|[^,;]{0,12}(?:承保|签[订署]))+")


class Owned(NamedTuple):
    """A name with its owner, and the owner."""

    name: str
    owner: str


def owned(name: str, before: str, heading: str, field: str, *, of: str, last: str) -> Owned:
    """The name with the owner that it asks for; the name and nothing where it asks for none, or none is told.

    ``before`` is the sentence up to the words of the name, ``heading`` what stands above it, ``field`` what the plan
    is about, ``of`` that of which the name tells a part, if it does, and ``last`` the last name of the sentence.
    """
    told = _spoken_of(before.rpartition(";")[2], heading)
    bare = DATED.sub("", name)
    for asks, kind in KINDS:
        if asks.fullmatch(bare):
            if owner := next((thing for words in told if (thing := _thing(words, kind))), ""):
                return Owned(_joined(owner, re.sub("^(?:实现|推动|吸纳)", "", bare)), owner)
            break
    if of and re.fullmatch("[一-龥]{3,12}占比", bare) and (owner := _measured(stem_of(of))):
        told_too = any(owner[k : k + 2] in bare for k in range(len(owner) - 1))
        return Owned(bare, "") if told_too else Owned(owner + bare, owner)
    site, owned_too = SITE.fullmatch(bare), FIELD.match(_less_verbs(last))
    if site and owned_too:
        return Owned(owned_too.group() + site["site"], owned_too.group())
    if owner := _taken_up(bare, _about(before.rpartition(";")[2])):
        at = len(bare) - len(_object(bare))
        return Owned(bare[:at] + owner + bare[at:], owner)
    return _of_field(name, field)


MEASURE = re.compile(
    "^(?:每年|全年|年度|累计)+|(?:(?:登记|发放)(?:金额|余额|额)|总额|金额|余额|总量|数量|[数量额])$"
)
BRIEF = 6
"""Characters of the words of a clause that names nothing to which something could belong."""
SITE = re.compile(
    "(?:[一-龥、]{4,16}(?:设立|建立|布设))?(?P<site>(?:国家级|[省市县]级)?(?:示范|联络|特色)(?:站点?|点|小镇|街区))"
)
FIELD = re.compile("知识产权(?:保护)?|商业秘密(?:保护)?|版权|地理标志|商标品牌|专利")
"""A site of any field, and the fields, one of which the thing before tells: 商业秘密保护基地18个,省级|示范点."""


def _spoken_of(sentence: str, heading: str) -> list[str]:
    """What the clauses before tell, the last first, back to one that names a thing; the heading where none does."""
    out = []
    for clause in re.split("[,:、]", sentence)[::-1]:
        out.append(_words(clause))
        if len(out[-1]) > BRIEF:
            return out
    return [*out, heading]


def _about(sentence: str) -> str:
    """The last clause that counts nothing, behind which nothing is told that is whole."""
    for clause in re.split("[,:]", sentence)[::-1]:
        bare = ITEM.sub("", clause)
        if bare and not re.search(r"\d", bare):
            return bare
        if len(_words(clause)) > BRIEF:
            break
    return ""


def _measured(of: str) -> str:
    """What a measure is of: 甲质押|登记金额."""
    owner = MEASURE.sub("", VERB_HEAD.sub("", of))
    return owner if 4 <= len(owner) <= 12 and owner[-1] not in "率比度" else ""


def _words(clause: str) -> str:
    """What a clause says before its number."""
    words, number, _ = re.split(r"(\d|$)", ITEM.sub("", DATED.sub("", clause)), maxsplit=1)
    return without_degree(words) if number else words


def _thing(words: str, kind: re.Pattern[str]) -> str:
    """The thing of a kind with which a clause ends: 支持建设|某某中心; nothing where it ends with another."""
    ends = [told.end() for told in kind.finditer(words) if BEHIND.fullmatch(words, told.end())]
    return _less_verbs(words[: ends[-1]]) if ends else ""


def _less_verbs(thing: str) -> str:
    verbs = [told.end() for told in TOPIC_VERB.finditer(thing) if len(thing) - told.end() >= 4]
    thing = LEADS.sub("", thing[verbs[-1] :] if verbs else thing)
    return thing if re.fullmatch("[一-龥A-Za-z“”()]{4,18}", thing) and thing[0] not in "的和及、" else ""


def _taken_up(name: str, words: str) -> str:
    """What stands before the word that a name takes up from the end of a clause: 扩大甲资金池规模,|资金池."""
    word = re.sub("(?:[一-龥]{2}率|比例|占比)$", "", _object(name))
    at = re.search(f"{re.escape(word)}{TRIED}(?:规模)?$", words) if 2 <= len(word) <= 4 else None
    owner = _less_verbs(words[: at.start()]) if at else ""
    return owner if re.fullmatch("[一-龥]{3,16}(?<![和及与的])", owner) and not MADE.search(owner) else ""


MADE = re.compile(
    "^[在对向为以将把由从与]|(?:建立|设立|建设|组建|打造|开展|实施|推进|完善|健全|布设|设置|布局|培育|引进|新建|新增|创建|推广|发布|制定|编制|建成|配备|推行|深化|加强)$"
)
"""Words that are no owner: where a thing stands, and what is done with it."""


def _object(name: str) -> str:
    """What a name tells, without how often and what is done: 每年组织|评审."""
    often = re.match("(?:每年|年均|全年|累计)*", name)
    rest = name[often.end() :] if often else name
    return VERB_HEAD.sub("", rest) or rest


def _joined(owner: str, name: str) -> str:
    """Owner and name, the word that both share told once: 甲联盟|联盟成员."""
    if name.startswith("新增"):
        return "新增" + owner + name[2:]
    shared = next((n for n in (4, 3, 2) if owner.endswith(name[:n])), 0)
    return owner + name[shared:]


COURT = re.compile("服判息诉率|调撤率|一审(?:结案|改判|发改)率|改判率")
SETTLED = re.compile("(?:“[^“”]+”)?(?P<rate>调解成功率)")
TRADE = re.compile(
    "(?P<done>(?:每年|全年|累计|组织|开展|发布|引进|培育|培养|选聘|招募)*(?:全[国省]百强)?)"
    "(?P<what>志愿者(?:人数|队伍)?|调解员|服务机构|典型案例|专家库(?:成员)?|专项(?:执法)?行动)"
)
"""Names that a plan of any field could tell."""


def _of_field(name: str, field: str) -> Owned:
    if not field:
        return Owned(name, "")
    if COURT.fullmatch(name):
        return Owned(f"{field}案件{name}", field)
    if settled := SETTLED.fullmatch(name):
        return Owned(f"{field}纠纷{settled['rate']}", field)
    if name == "社会满意度":
        return Owned(f"{field}保护{name}", field)
    trade = TRADE.fullmatch(name)
    return Owned(trade["done"] + field + trade["what"], field) if trade else Owned(name, "")
