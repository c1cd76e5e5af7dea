"""The grammar of unit names: what an office is called, how a list of offices is read, what an elided prefix was.

Works on folded text (simplified characters, half-width punctuation). Names are returned as pairs
``(start, end, prefix)``: the place of the words and the characters to put before them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhichan.instruments.link.words import SURNAMES

# Endings of the names of public bodies.
SUFFIX = (
    "人民政府|政府办公室|政府|管委会|管理委员会|委员会|办公室|办公厅|领导小组|联席会议|指挥部|专班|"
    "检察院|人民检察院|法院|人民法院|中院|分院|仲裁院|研究院|科学院|农科院|社科院|学院|大学|"
    "高校|医院|院校|院所|科研院所|"
    "分局|总局|局|分行|支行|总行|银行|人行|总队|支队|大队|公司|集团|企业|"
    "总工会|工会|团委|团市委|团省委|团县委|团区委|妇联|科协|工商联|残联|文联|侨联|社科联|"
    "贸促会|学会|协会|商会|联合会|联合社|供销社|联社|红十字会|"
    "中心|海关|税务局|邮政|电力|供电公司|开发区|高新区|经开区|新区|示范区|园区|保税区|度假区|"
    "试验区|自贸区|功能区|开发区管委会|"
    "党校|党组|工委|党工委|纪委监委|纪委|监委|政法委|巡察办|编办|委办|府办|"
    "部门|单位|机构|机关|组织|各区|各县|各市|各镇|各乡|镇街|乡镇|街道|街道办|街道办事处|各地|镇|乡|"
    "司|委|办|厅|部|局|处|站|所|院|会|署|队|公安|政协|人大|军分区|武装部|各级党委|市委|省委|"
    "区委|县委|州委|旗委|党委|市政府|人大常委会|"
    "市|区|县|州|旗|盟|银保监分局|金管局|政务服务|运营商|金融机构|银行机构|保险机构|高等学校|学校|基地|平台"
)
ENDS_LIKE_UNIT = re.compile(rf"(?:{SUFFIX})(?:[(][^()]{{1,40}}[)])?$")
STRONG = re.compile(
    r"(?:局|委|委员会|办公室|办公厅|办|厅|政府|管委会|法院|检察院|海关|银行|支行|分行|部|"
    r"联席会议|领导小组|总工会|团委|妇联|科协|工商联|社科院|农科院|"
    r"科学院|研究院|学院|大学|高新区|经开区|开发区|园区|新区|部门|单位|镇街|乡镇|街道|各区|"
    r"各县|各市|各地|公安局|党校|中心|公司|分局|支队|总队|"
    r"贸促会|联合会|协会|供销社|政府办|军分区|政法委|集团|残联|文联|侨联|社科联|院校|高校|"
    r"红十字会|各地区|各省|(?:有关|相关|所在|试点)(?:地区|省份|市县|县区)|市委|省委|区委|县委|团[省市区县州]委|机关|(?<![上官打])司|工委|纪委|"
    r"监委|办事处|居委会|村委会|人民政府|科创园|产业园|科技园|公安|支部|学校|医院|"
    r"监会|(?<![部签连])署|总会|学会|商会|基金会|理事会|[中党]科院|工程院|人行|电视台|联社|总社|指挥部|专班)(?:[(〔][^()〔〕]{1,40}[)〕])?$"
)
# Fields of government from which an office without its level (市、区 …) may be named.
FIELD = (
    "发展和?改革|发改|经济和?信息化|经信|工业和?信息化|工信|科学技术|科学和?技术|科技|科创|"
    "教育|体育|财政|人力资源|人社|公安|检察|审判|行政执法|司法|民政|民族|民宗|自然资源|规划|生态|环境|环保|"
    "住房|住建|城乡|城市管理|城管|交通|水利|水务|农业|农村|农牧|农委|畜牧|商务|商业|文化|"
    "文旅|旅游|文物|广电|广播|新闻|出版|版权|卫生|卫健|健康|应急|安全|审计|国有资产|国资|"
    "市场|"
    "工商|质量|质监|食品|药品|知识产权|专利|统计|医疗保障|医保|金融|信访|林业|园林|绿化|"
    "大数据|数据|信息|网信|行政审批|审批|政务|政府办|机关事务|外事|外办|侨务|侨办|台办|台湾|"
    "港澳|"
    "招商|投资|经济合作|合作交流|协作|税务|税收|气象|地震|邮政|烟草|粮食|粮|物价|乡村振兴|"
    "扶贫|退役|人民防空|人防|公积金|地方志|档案|海洋|渔业|港口|港航|口岸|铁路|民航|机构编制|"
    "编办|"
    "人才|组织部|宣传部|统战部|政法委|政研室|政策研究|改革办|党校|老干部|工会|总工会|妇联|科协|"
    "工商联|残联|文联|侨联|社科联|社科院|农科院|贸促|供销|红十字|法院|中级人民法院|中院|"
    "人民法院|检察院|人民检察院|仲裁|消防|法制|督查|目标|考核|国土|煤|能源|产业|中小企业|"
    "民营|通信|电力|供电|营商|两新|新旧动能|海事|国安|国家安全|监狱|监察|纪委|监委|地方金融|"
    "大学城|自来水|文广|文体|融媒体|投促|投资促进|国动|国防动员|金管|社会工作|信用|市政|林草|草原|公路|机场|"
    "通管|邮管|农机|水产|疾控|药监|计量|标准|检验|认证|创新|知产|轨道|供热|燃气|房管|房产|征收|移民|双拥|"
    "教科|教体|经发|经济|住保|规自|史志|党史|老龄|编制|绿色|低碳|贸易|自贸|口岸|物流|会展|博览|科工|航空|"
    "经贸|外经贸|建设(?=[厅局委])|计生|人事|国税|地税|安监|质检|"
    "数字|智慧|算力|无线电|密码|保密|机要|参事|决策|政协|人大|民进|工信"
)
BARE_OFFICE = re.compile(
    rf"^(?:{FIELD})[一-龥]{{0,14}}?(?:局|委|委员会|办|办公室|部|厅|院|会|联|协|中心|社|校|"
    rf"署)?(?:[(〔][^()〔〕]*[)〕])?$"
)
PARTY = re.compile(
    r"^(?:组织部|宣传部|统战部|政法委|人才办|网信办|改革办|政研室|台办|老干部局|巡察办|直属机关工委|"
    r"编办|机要局|社会工作部|金融办|依法治|党校)"
)
PREFIX = re.compile(
    r"^(国家|自治[区州县旗]|兵团|省委|市委|区委|县委|州委|旗委|省|市|区|县|州|旗|盟)(?!场|域|块|级|政(?!务|府|协|"
    r"法|研)|长|外(?!办|事|侨|专)|直|属|内|镇|、|$)"
)
COLLECTIVE = re.compile(
    r"^(?:各|有关|相关|[省市区县州旗盟][直级](?!机关工委)|其他|其它|全市|全区|全县|全省|市级|省级|区级|县级|"
    r"成员单位|属地|本级|所有|市有关|市各|区各|县各|省有关|市相关|区相关|县相关|区有关|县有关|"
    r"有条件)"
)
TRIM = re.compile(
    r"^(?:由|请|以及|并由|并|并会同|会同|会商|联合|"
    r"(?!(?!.各)[一-龥]{2}?[县市区旗镇乡](?:人民政府|政府|党委|管委会|$))"
    rf"(?:[和同](?!县|平|田[地市县]|龙市)(?=国家|[省市区州旗各]|有关|相关|其[他余它]|[一-龥]{{2}}[市县区]|(?:{FIELD}))|[与及])"
    r"|督促|协调|指导|市直单位|其中)+(?=[一-龥]{2})"
)
"""What joins a body to those before it: 和|市甲局, but not the first character of 和阳经开区."""
LEVELLED = re.compile(
    r"(?<![一-龥])(?:[一-龥]{0,6}分工(?:方案)?|(?:国家|[省市县区州])(?:本?级|层面|直)(?:层面|方面|部门|单位)?):"
)
"""What tells of which level or paper the bodies behind it are: 市分工方案:甲局, 市级:甲局."""
# Words after a list of units that belong to the list, not to the last unit.
TAIL = re.compile(
    r"(?:等(?:国务院|中央|[省市区县州旗盟][直级])?(?:[(]驻[一-龥][)])?(?:有关|相关|各|行业|业务|职能|主管|监管|责任|成员|进驻)*"
    r"(?:部门|单位|市直部门|机构)?(?:和单位|[(〔]单位[)〕])?|等)?"
    r"(?:(?:要|应|应当|需)?(?:按照?|根据|依据?)(?:各自)?(?:的)?(?:职责|职能|任务|责任)?(?:分工|"
    r"职责|权限|职能)?(?:和.{2,8})?)?"
    r"(?:共同|具体|分别|依次|分头|协同|联合|统筹|组织|分工)*(?:负责|牵头负责|牵头|落实|配合|实施|推进|"
    r"参与|参加|协助|组织实施|抓好落实|完成|指导|督促)*$"
)


@dataclass(frozen=True)
class Unit:
    start: int
    end: int
    prefix: str = ""
    suffix: str = ""
    sure: bool = True


def split_list(flat: str, start: int, end: int, gaps: Sequence[int] = ()) -> list[list[tuple[int, int]]]:
    """Groups (between commas, semicolons or stops) of items (between 、 or at gaps), brackets kept together."""
    groups: list[list[tuple[int, int]]] = [[]]
    depth, at = 0, start
    for i in range(start, end):
        c = flat[i]
        if c in "([《“〔〈":
            depth += 1
        elif c in ")]》”〕〉":
            depth = max(0, depth - 1)
        elif depth == 0 and c == "," and flat.startswith("、", i + 1):
            groups[-1].append((at, i))
            at = i + 1
        elif depth == 0 and i in gaps:
            groups[-1].append((at, i))
            at = i
        elif depth == 0 and c in "、,;。\n |":
            if c == "、" and _one_name(flat, at, i, end):
                continue
            groups[-1].append((at, i))
            at = i + 1
            if c != "、":
                groups.append([])
    groups[-1].append((at, end))
    return [[p for p in g if p[1] > p[0]] for g in groups]


EACH = re.compile(r"各(?:乡|镇|县|区|市|街道|[一-龥]{2,4}区)")
OF_EACH = re.compile(
    r"(?:街道|镇|乡镇|乡|社区|(?:区县|县区|县市区|市县区?)(?:[(]市[)])?)(?:办事处|人民政府|政府|办|管委会)"
)
"""What 各 before the name of the list holds for too: 各乡镇人民政府、街道办事处."""


KIND_OF_PLACE = (
    r"(?:省辖|地级|县级)?(?:自治[州县旗]|市州|县区|县市区?|市县区?|乡镇|街道|[市州盟县区旗乡镇])"
    r"(?:[(〔〈][^()〔〕〈〉]{1,10}[)〕〉])?"
)
LIST_ENDS = r"(?=$|[,、;。)\]〕\n]|等|按|分|共|负责|牵头|配合|落实|参与)"
COLLECTED = re.compile(
    rf"(?:各(?:有关|相关)?|有关|相关|所在)(?P<kinds>{KIND_OF_PLACE}(?:、{KIND_OF_PLACE}){{1,7}})"
    rf"(?:级?(?:人民政府|政府|党委|管委会)?|(?P<office>[一-龥]{{2,14}}?)){LIST_ENDS}"
)
"""Places of several kinds told as one: 各县、市、区人民政府, 有关州、市政府, 各市、县教育局."""
LEVELS = "乡镇道县区旗市州盟"
PLACES = re.compile(
    rf"(?P<names>(?:[一-龥]{{2,4}}、){{1,15}}[一-龥]{{2,4}}?)(?:等|[两三四五六七八九])?"
    rf"(?P<kind>(?:自治[州县旗]|[市县旗州]|(?<!新)区)(?:人民政府|政府|党委|管委会)?|海关){LIST_ENDS}"
)
"""Places that share what the last of them is called: 东湖、西塘区政府."""
ZONE = re.compile(r"(?:高新|经开|开发|保税|示范|度假)$")
ENTERPRISE = re.compile(r"电信|移动|联通|铁塔|电网|石油|石化")


LEVELS_AS_ONE = re.compile(r"(?:[省市县区州旗镇乡]、){1,3}[省市县区州旗镇乡](?:[(][市县区、]+[)])?(?:[两三四]级|各级)")
"""Levels told as one body: 市、区两级市场监管部门."""
OFFICE_OF_LEVELS = re.compile(
    rf"(?P<levels>(?:[省市县州旗]、){{1,2}})[市县区州旗](?:[(][市县区、]+[)])?(?P<office>[一-龥]{{2,14}}?(?:局|委|办|部|厅|院|会)){LIST_ENDS}"
)
"""Levels that share the office told with the last of them: 市、区知识产权局."""


def _one_name(flat: str, at: int, i: int, end: int) -> bool:
    """Whether the 、 at ``i`` stands within one name that begins at ``at``, or within what places share."""
    if (levels := LEVELS_AS_ONE.match(flat, at, end)) and i < levels.end():
        return True
    collected = _collected(flat, at, end)
    if collected and i < collected.end("kinds"):
        return True
    shared = _places(flat, at, end)
    return bool(shared) and i < shared[-1].start


def _collected(flat: str, start: int, end: int) -> re.Match[str] | None:
    """Places of several kinds with one name; an office counts for all of them unless it may be of a higher level."""
    told = COLLECTED.match(flat, start, end)
    if told is None or told["office"] is None:
        return told
    first, *_, last = re.sub(r"[(〔〈].*?[)〕〉]", "", told["kinds"]).split("、")
    return told if LEVELS.index(last[-1]) // 3 <= LEVELS.index(first[-1]) // 3 else None


def _places(flat: str, start: int, end: int) -> list[Unit]:
    """东湖、西塘区政府: each place with what the last of them is called."""
    told = PLACES.match(flat, start, end)
    if told is None:
        return []
    out, at = [], start
    for name in told["names"].split("、"):
        out.append(Unit(at, at + len(name), suffix=told["kind"]))
        at += len(name) + 1
    names = [flat[u.start : u.end] for u in out]
    zones = sum(1 for name in names if ZONE.search(name))
    if zones not in (0, len(names)) or not all(map(_is_place, names)):
        return []
    return out


def _is_place(name: str) -> bool:
    """Whether a word in a list of bodies may be the name of a place that lacks its 市 or 县."""
    unit = STRONG.search(name) or (ENDS_LIKE_UNIT.search(name) and not re.fullmatch("[一-龥][州会]", name))
    known = COLLECTIVE.match(name) or BARE_OFFICE.match(name) or PREFIX.match(name) or ENTERPRISE.match(name)
    return not unit and not known


def read_units(flat: str, start: int, end: int, *, loose: bool, gaps: Sequence[int] = ()) -> list[Unit]:
    """Units named in [start, end). ``loose`` takes every short item, for places that can hold nothing else."""
    out: list[Unit] = []
    for group in split_list(flat, start, end, gaps):
        carried = office = ""
        for n, (a, b) in enumerate(group):
            if shared := _places(flat, a, b):
                out += shared
                continue
            if b - a == 1 and (levels := OFFICE_OF_LEVELS.match(flat, a, end)):
                out.append(Unit(a, b, suffix=levels["office"]))
                continue
            for x, y in _halves(flat, a, b):
                unit = _shared(flat, x, y, out) or _one(flat, x, y, carried, loose=loose)
                if unit is None:
                    continue
                name = flat[unit.start : unit.end]
                office = told.group(1) if (told := OWN_OFFICE.match(name)) else office
                if office and SECTION.fullmatch(name):
                    unit = replace(unit, prefix=office)
                out.append(unit)
                _of_places(flat, out, group[:n])
                name = unit.prefix + flat[unit.start : unit.end]
                m = PREFIX.match(name)
                if m and m.group(1) != "国家" and not COLLECTIVE.match(name):
                    carried = m.group(1)
                if (each := _collected(flat, unit.start, unit.end)) and each["office"]:
                    carried = flat[unit.start : each.start("office")]
                if out[:-1] and n and EACH.match(flat, out[-2].start) and OF_EACH.fullmatch(name):
                    out[-1] = replace(unit, prefix="各")
    return out


OWN_OFFICE = re.compile("([省市区县州旗][局厅])(?=[一-龥]{2,}[处科室股委]$)")
SECTION = re.compile("(?!各|有关|相关|其他|[省市区县州旗局厅])[一-龥]{2,9}[处科股]|(?:综合)?办公室|机关党委")
"""An office before its own section, which the sections told behind it lack: 省局法规处、人事处."""
OFFICE_OF_PLACE = (
    (
        re.compile("管委会$"),
        re.compile(
            r"(?!各|有关|相关)[一-龥]{0,12}(?:[(][一-龥]{1,6}[)])?(?:高新|经开|开发|新|园|度假|保税|示范|试验|功能|风景|经济|合作|片|名胜|港)区|"
            r"(?!各|有关|相关)(?:[一-龥]{1,10}产业园|[一-龥]{0,8}(?:开发|试验|合作|示范|度假)[(][一-龥]{1,6}[)]区)"
        ),
    ),
    (
        re.compile("(?:人民)?政府$"),
        re.compile(
            r"(?!各|有关|相关|所|全)[一-龥]{1,8}(?<![新园开发高试验示范])(?<!高新|经开|度假|保税|功能|风景|经济|合作)(?:市|县|区|旗)"
        ),
    ),
)
"""What the last of several places is told with, and which places before it are meant with theirs."""


def _of_places(flat: str, out: list[Unit], before: list[tuple[int, int]]) -> None:
    """The places before one that is told with its office are meant with theirs: 高新区、经开区|管委会."""
    last = flat[out[-1].start : out[-1].end]
    first = before[0][0] if before else out[-1].start
    for office, places in OFFICE_OF_PLACE:
        called = office.search(last)
        if called is None or not places.fullmatch(last[: called.start()]):
            continue
        for n in range(len(out) - 2, -1, -1):
            name = flat[out[n].start : out[n].end]
            if out[n].start < first or out[n].prefix or not places.fullmatch(name):
                return
            out[n] = replace(out[n], suffix=called.group())


GLUED = re.compile(r"[省市县区](?!委|政府|场|政)[一-龥]{2,12}?[局委办厅署](?=$|[省市县区])")
"""A whole name at once behind another, where a line of a cell ended: 省甲厅|省乙局."""
ENDED = re.compile(r"等(?:有关|相关)?(?:部门|单位)?$")
"""What ends a list before one more body is joined to it: 甲、乙等|和丙."""
BESIDE_BODY = re.compile(
    r"[一-龥]{2,5}[市县区州盟旗]|各[一-龥]{2,12}(?:机构|企业|单位|部门|银行)|[一-龥]{2,12}(?:基地|园区|示范区|试验区)"
)
"""A place or all of a kind behind 和 and the name of a body: 市甲局和|丙县, 市甲局及|各银行等金融机构."""
CUT_PLACE = re.compile(r"(?![省市县区州旗各])[一-龥][县市区旗]")
"""What is left of the name of a place whose first character is 和: 人行和|阳县支行."""
SHARED = re.compile(
    r"(?P<head>[一-龥]{1,12}?(?:[(][市县区州旗镇乡、]{1,8}[)])?)(?:(?P<body>党委|党工委)|部门)"
)


def bodies_end(flat: str, start: int, end: int) -> int:
    """Where a list of bodies ends before a clause that names none: 甲局、乙局,|划定岸线."""
    _, *further = split_list(flat, start, end)
    for group in further:
        if group and not any(_may_be_body(flat[a:b]) for a, b in group):
            return group[0][0] - 1
    return end


def _may_be_body(name: str) -> bool:
    bare = TAIL.sub("", name) or name
    return bool(
        ENDS_LIKE_UNIT.search(bare)
        or INTERNAL.fullmatch(bare)
        or EACH_AREA.fullmatch(bare)
        or BARE_OFFICE.match(bare)
        or ENTERPRISE.search(bare)
        or bare[-1] in "社行馆台厂网园段"
        or _places(bare, 0, len(bare))
    )


def _shared(flat: str, a: int, b: int, before: list[Unit]) -> Unit | None:
    """政府 behind 各区党委, 单位 behind 市直有关部门: the name before gives it its head."""
    told = SHARED.fullmatch(flat[before[-1].start : before[-1].end]) if before else None
    wanted = ("政府", "人民政府") if told and told["body"] else ("单位",)
    return Unit(a, b, told["head"]) if told and flat[a:b] in wanted else None


def _halves(flat: str, a: int, b: int) -> list[tuple[int, int]]:
    """A和B told as one item of a list: two units when both sides are whole names."""
    depth = 0
    for i in range(a + 2, b - 1):
        c = flat[i]
        if c == "(":
            depth += 1
        elif c == ")":
            depth -= 1
        elif depth == 0:
            if GLUED.match(flat, i, b) and flat[i - 1] in "局委办厅署" and STRONG.search(flat[a:i]):
                return [(a, i), *_halves(flat, i, b)]
            for word in ("会同", "以及", "联合", "和", "与", "及", "/"):
                if flat.startswith(word, i) and not flat.startswith("“", i + len(word)):
                    left, right = ENDED.sub("", flat[a:i]), flat[i + len(word) : b]
                    if CUT_PLACE.match(right):
                        continue
                    left_whole = STRONG.search(left)
                    if (
                        (left_whole and EACH_AT_END.search(TAIL.sub("", right) or right))
                        or (
                            left_whole
                            and len(word) == 1
                            and BESIDE_BODY.fullmatch(TAIL.sub("", right) or right)
                        )
                        or (
                            left_whole
                            and len(right) >= 2
                            and not re.fullmatch(r"(?:人民)?政府|党委|管委会|办事处", right)
                            and not re.match(r"(?:改革|信息化|社会保障|旅游|技术|单位$|有关单位$)", right)
                            and STRONG.search(TAIL.sub("", right))
                        )
                        or (
                            re.fullmatch(
                                r"各?[一-龥]{2,6}(?:机构|企业|高校|院所|商会|协会|园区|学校|医院)", left
                            )
                            and re.fullmatch(
                                r"[一-龥]{2,6}(?:机构|企业|公司|高校|院所|商会|协会|园区|学校|医院|部门|单位)",
                                right,
                            )
                        )
                    ):
                        return [*_halves(flat, a, i), *_halves(flat, i + len(word), b)]
    return [(a, b)]


BEFORE_WORK = re.compile(r"[省市区县州旗](?!委会)[一-龥]{2,12}?[局委厅](?=[一-龥]{4,}$)")
"""A body at once before what it does, where a stop or the end of a line was lost: 市财政局|明确责任."""
WHO_ANSWERS = re.compile(
    rf"[(〔](?!{FIELD})(?:[{''.join(sorted(SURNAMES))}][一-龥]{{1,2}}(?<![局委办科处室部站所队院组股会厅司署社校馆心库区镇乡县市街])(?:局长|主任|部长|书记|院长|同志)?[、,]?[\d-]{{0,14}})+[)〕]$"
)
"""Who answers within a body, which is no part of its name: 市教育局(张建国)."""


def _one(flat: str, a: int, b: int, carried: str, *, loose: bool) -> Unit | None:
    levelled = LEVELLED.match(flat, a, b)
    a = levelled.end() if levelled else a
    m = TRIM.match(flat[a:b])
    if m:
        a += m.end()
    text = flat[a:b]
    tail = TAIL.search(text)
    if tail and tail.end() > tail.start():
        stripped = text[: tail.start()]
        if stripped or not loose:
            text = stripped
    bare = WHO_ANSWERS.sub("", text.rstrip("。.;:等 "))
    if not ENDS_LIKE_UNIT.search(bare) and (glued := BEFORE_WORK.match(bare)):
        bare = glued.group()
    if not bare or len(bare) < 2 or len(bare) > 36 or re.search(r"^以下|均需|不再|的为", bare):
        return None
    if re.search(r"[《》\d%]", CALLED_BY_NUMBER.sub("", bare)) and not re.search(
        r"[(]|\d+家?(?:个)?(?:部门|单位|镇|街|县|区)|[“”]", bare
    ):
        return None
    if re.fullmatch(
        r"(?:长期|每年|持续|常态化|全年|按职责|按职责分工|相关|有关|牵头|配合|负责|责任|单位|部门|"
        r"以上|下同|各自|落实|列第一位|完成时限.*|20.*)",
        bare,
    ):
        return None
    if not (ENDS_LIKE_UNIT.search(bare) or INTERNAL.fullmatch(bare)) and (
        not loose
        or not re.fullmatch(r"[一-龥A-Za-z()〔〕〈〉、·“”]{2,24}", bare)
        or re.search(
            r"(?:的|了|工作|建设|发展|机制|完善|加强|推进|推动|任务|项目)$|^(?:并|加强|推进|完善|建立|"
            r"开展)|排在|位的|以下",
            bare,
        )
    ):
        return None
    prefix = ""
    if (
        carried
        and not bare.endswith(("分局", "支行", "分行", "海关", "支队"))
        and BARE_OFFICE.match(bare)
        and not COLLECTIVE.match(bare)
        and not PREFIX.match(bare)
    ):
        prefix = carried
        if carried.endswith("委") and carried != "委":
            prefix = carried if PARTY.match(bare) else carried[:-1]
    return Unit(a, a + len(bare), prefix)


EACH_AREA = re.compile(
    r"(?:各(?:有关|相关)?|有关|相关|所在)(?:街镇|镇街|乡街|街道|乡镇|县区|区县|县市区?|市县区?|市区县|区市县|市州|州市|盟市|地市|旗县区?|镇|乡|园区|功能区|地区?)(?:[(〔〈][一-龥、]{1,8}[)〕〉])?"
)
EACH_AT_END = re.compile(rf"(?:{EACH_AREA.pattern})$")


RUNNING = re.compile(
    r"—|(?<=[一-龥]{2})(?<!自)由(?=[一-龥]{2})|组建|成立|设立|涉及|发挥|一批|若干|打造|举办|"
    r"^(?:积极|大力|加快|着力|研究|探索|统筹)*(?:在(?![一-龥]{1,2}(?:单位|高校|院校|企业|机构))|支持|鼓励|引导|推动|依托|借助|动员)"
)
"""What a name of a body never has within it, or before it: 在甲大学, 支持乙局."""
WEAK = re.compile(
    r"(?![加强推完建开落])[一-龥]{1,12}(?:区|县|市|旗|州|镇|乡|街道|院|校|馆|公司|中心|站|所|队|会|社|团|集团|平台|基地|企业|机构|组织)"
)
"""What may be a place or a body: it is one beside as many names that are."""
STRANGE = re.compile(
    r"(?![加强推完建开落做抓促提支引实组])[一-龥]{3,14}(?:[(][^()]{1,16}[)])?(?<!工作)(?<!建设)(?<!发展)(?<!机制)(?<!任务)(?<!项目)(?<!活动)(?<!培训)(?<!服务)"
)
"""What among twice as many names of bodies is the name of one too, though of a kind that is not known: 中支."""
INTERNAL = re.compile(
    r"(?:局|委|办|厅|中心|机关|本)?(?:各(?:相关|有关|业务|职能|内设)?(?:科室|处室|股室|科|处|股|室|中心|部门|单位|机构)|(?:局|委|厅|机关|党政|综合)?办公室|机关党委"
    r"|[一-龥]{2,9}(?<![学本专内外儿骨全分百工文医农预])(?<!(?<!管)理)(?<!(?<!执)法)(?<!(?<!工)商)科(?:[(][^()]{1,8}[)])?|[一-龥]{2,9}(?<![好用坏益害长短到之何])处|[一-龥]{2,8}股|[一-龥]{2,9}(?<![教温居验卧])室)"
)
"""A section within an office, as the office's own plan names who acts: 各科室, 法规科, 局办公室."""


KIND_OF_BODY = re.compile(
    r"[一-龥]{0,8}(?:驻[一-龥]{1,4}|在[一-龥]|垂管|垂直管理|成员|主管|监管|管理|执法|职能|直属|所属)(?:企事业)?(?:单位|部门|机构)"
)
"""All bodies of a kind: 中央驻渠单位, 垂管部门, 领导小组成员单位."""
CALLED_BY_NUMBER = re.compile(
    r"(?<!\d)\d{3,6}(?=[“”]?[一-龥]{0,10}(?:热线|中心|急救|报警|指挥))(?!年|个|家|名|处|项|座)"
)
"""The number of a telephone within the name of who answers it: 市12345热线中心."""
QUOTED = re.compile(r"“[^“”]{1,20}”(?=[一-龥]{0,12}(?:联席会议|领导小组|专班|指挥部|办公室|办|中心))")
"""What a joint body is called after: “…”工作联席会议."""

NAMED_BODY = re.compile(rf"{PREFIX.pattern}|{COLLECTIVE.pattern}|{BARE_OFFICE.pattern}|{EACH_AREA.pattern}")
"""How the name of a body begins."""


def looks_like_list(flat: str, start: int, end: int, *, closed: bool = False) -> bool:
    """Whether a stretch holds names of public bodies only; ``closed`` in brackets, where stranger names may stand."""
    text = LEVELLED.sub("", flat[start:end])
    if len(text) < 3 or re.search(r"[“”《》%:?!]|\d", CALLED_BY_NUMBER.sub("", QUOTED.sub("", text))):
        return False
    items = [text[a:b] for g in split_list(text, 0, len(text)) for a, b in g]
    if not items:
        return False
    good = weak = strange = 0
    inner = False
    for item in items:
        bare = TAIL.sub("", item) or item
        inner = inner or bool(INTERNAL.fullmatch(bare))
        if re.match(r"(?:含|不含|包括|包含|如|指|即|原|下同|除|以下|简称)", bare) or RUNNING.search(bare):
            return False
        if (
            EACH_AREA.fullmatch(bare)
            or _collected(bare, 0, len(bare))
            or INTERNAL.fullmatch(bare)
            or KIND_OF_BODY.fullmatch(bare)
            or ((QUOTED.search(bare) or CALLED_BY_NUMBER.search(bare)) and STRONG.search(bare))
            or (
                STRONG.search(bare)
                and (
                    PREFIX.match(bare)
                    or COLLECTIVE.match(bare)
                    or BARE_OFFICE.match(bare)
                    or re.search(
                        r"^政府[一-龥]{2,8}[办局]$|^(?:各)?(?:乡镇|镇街|街道|乡|镇|县区|县|区)(?:、街道)?(?:人民政府|政府|办事处|党委|党工委|管委会)$|"
                        r"(?:政府|管委会|分局|支行|分行|银行|海关|高新区|开发区|法院|检察院|学院|大学|局|委|司|署|监会|办公室|领导小组|"
                        r"领导小组办公室|联席会议|联席会议办公室|指挥部|专班)(?:各?成员单位)?(?:[(〔][^()〔〕]*[)〕])?$",
                        bare,
                    )
                )
                and len(bare) <= 30
            )
        ):
            good += 1
        elif WEAK.fullmatch(bare) or _places(bare, 0, len(bare)):
            weak += 1
        elif closed and STRANGE.fullmatch(bare):
            strange += 1
    # Beside a section of an office stand the houses that it keeps: 公共服务科、图书馆.
    return good + weak + strange == len(items) and good >= max(0 if inner else weak, 2 * strange, 1)
