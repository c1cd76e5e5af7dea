"""What a report in the press tells: mostly what was done, and goals only where it says that something is aimed at."""

from __future__ import annotations

import re

from .head import DOC_NO, TITLE
from .outline import BORNE, EXPLAINED, EXPLAINS, Outline, paragraphs

STRONG = re.compile(
    r"本报讯|[一-龥]{2}社[一-龥]{2,4}\d{1,2}月\d{1,2}日电|(?:本报|晚报|日报|晨报|时报)?记者[ ]?[一-龥]{2,4}|据介绍|"
    r"据悉|据了解|会议(?:指出|强调|认为)|研究员|通讯员|答记者问|主持人:|新闻发布会|从[^,;。\n]{2,18}获悉"
)
WEAK = re.compile(
    r"记者|报道|获悉|新闻|晚报|日报|发布会|白皮书|近日|日前|公众号|数据显示|提问|介绍说|供图|图为|截至目前|成功入选|重磅|□"
)
SPEAKER = re.compile(r"(?:^|\n)((?!目标|任务|单位|责任|牵头|措施|内容|时限)[一-龥]{2,4}):(?=[^\n]{20})")
"""Who speaks, in a record of questions and answers: some speak more than once."""
SPEAKERS = 4
AIMED = re.compile(
    r"力争|确保|争取|[三五35]年内|分[两二三四五](?:个)?(?:阶段|步)|(?<![长加高升降少展到截])(?:到|至)(?:20\d\d年(?!的)|“?十[一二三四五六]五)|20\d\d年(?:底|末)?前|未来(?:的)?[一二三五两十\d]|今后|下一步|(?<!五年)计划|目标|拟|(?<![健大])将(?!军|近)|预计|"
    r"(?<![主需])(?<!(?<!比)重)要(?!求|素|件|点|闻|领)|提出|规划"
)
OVER = re.compile(
    r"(?:提前|超额|圆满|顺利|如期|全面)(?:超额)?(?:完成|实现|达成)|(?:完成|实现|达成)了[^,;]{0,16}目标|(?:^|,)截[至止]|[比较](?:去年|上年)同期|(?<![而])已(?!经?印发|经?出台|发布)"
)
AT_MEETING = re.compile(r"[一-龥]{0,8}(?:会上|仪式上|活动现场|签约现场|活动中),")
ASKED = re.compile(r"要求|强调|指出|提出|明确|部署|表示|力争|确保|争取|(?<![健大])将(?!军|近)")
"""What happened at a meeting, unless it was said there what shall be."""
PASTLY = re.compile(
    r"据[^,;]{2,24}(?:数据|统计|消息)|年内就|(?<![而])已(?!经?印发|经?出台)|同比|[比较]上年|去年|上半年|今年|目前|近年|"
    r"年以来|了(?!解)|显示|居全|位居|跻身"
)
GOES_ON = re.compile(
    r"(?:在[^,]{2,16}(?:方面|领域|上|[区园镇乡县市]|街道),|具体|同时|此外|另外|其中|—|[(]?[一二三四五六七八九十]{1,2}(?:[)、]|是)|\d{1,2}[.、])"
)
"""How a paragraph begins that goes on with what the one before aimed at."""
DEEDS_ON = re.compile(
    r"(?:^|[,;:])(?:新建|改建|扩建|建设|培育|引进|打造|改造|新增|创建|培训)(?!了)[^,;。\d]{0,24}\d[\d.]*[^%\d.]"
)
BY_YEAR = re.compile(r"[到至](20\d\d)年")
FEW_HEADINGS = 3
OF_ITSELF = re.compile(r"(?:制定|制订|编制|提出)(?:本|如下|以下)(?:方案|计划|规划|要点|意见|措施|清单|工作)")
"""How a plan speaks of itself, which is no report, whoever is quoted in it."""


def reported(flat: str, tree: Outline) -> bool:
    """Whether a text is a report in the press (or a record of questions and answers) and no plan of its own."""
    told = sum(
        1
        for s in tree.sections
        if s.kind in ("goal", "task", "measure", "general")
        and not s.derived
        and s.style != "bare"
        and s.part == "plan"
    )
    if told >= FEW_HEADINGS or OF_ITSELF.search(flat) or len(BORNE.findall(flat)) >= FEW_HEADINGS:
        return False
    spoke = SPEAKER.findall(flat)
    if (len(spoke) >= SPEAKERS and len(set(spoke)) < len(spoke)) or "问答实录" in flat[:400]:
        return True
    if told == 0 and len(flat) < 6000 and STATES.search(flat) and not AIMS.search(flat):
        return True
    return bool(STRONG.search(flat)) or len(set(WEAK.findall(flat))) >= 3


AIMS = re.compile(
    r"目标|力争|确保|争取|计划|规划|提出|要求|不低于|不少于|不超过|以上|左右|以内|(?:到|(?<!截)至)20\d\d年|20\d\d年(?:底|末)?前|每年|年均|"
    r"(?<![健大])将(?!军|近)|鼓励|支持|要(?!求|素|件|点|闻|领)|应(?!用|急|届|对)|须|下一步|未来|今后|牵头|负责"
)
"""Words of which every plan has one."""
STATES = re.compile(
    r"截[至止]|目前|累计已|已累计|同比|上年|去年|居全[国省市]|入选|荣获|获批|近日|日前|[^,。;]{2}了[^,。;]{2}"
)


def aimed(sentence: str, *, before: bool, start: int | None) -> bool:
    """Whether a sentence of a report says that what it tells is aimed at; titles of documents say nothing.

    ``before`` is whether the sentence before in its paragraph did: a list of goals says so once. ``start`` is the
    first year of the plan that is spoken of: what is told of a year before it is past.
    """
    text = TOLD_BY_PLAN.sub("计划", sentence)
    text = re.sub(r"《[^《》]{0,80}》", "", text)
    if start is not None:
        text = BY_YEAR.sub(lambda m: "" if int(m.group(1)) < start else m.group(), text)
    if OVER.search(text) or (AT_MEETING.match(text) and not ASKED.search(text)):
        return False
    years = [int(year) for year in re.findall(r"(?<![到至])20\d\d(?=年)", text)]
    over = start is not None and bool(years) and max(years) < start
    return bool(AIMED.search(text)) or (before and not over and not PASTLY.search(text))


TOLD_BY_PLAN = re.compile(
    r"《[^《》]{0,60}(?:方案|计划|规划|意见|措施|纲要|要点)(?:[(][^()]{0,16}[)])?》(?=明确|确定|指出|规定|要求|部署)"
)
"""What a plan says clearly, it aims at: 《方案》明确,培育7家 …."""
RESULT = re.compile(r"同比|上半年|前三季度|截[至止]|已(?:累计|达|有|完成|建成)|上年同期")


def goes_on(paragraph: str) -> bool:
    """Whether a paragraph goes on with what the one before aimed at: a mark of a list, or deeds that are to be done."""
    first = re.split(r"[。\n]", paragraph, maxsplit=1)[0]
    return bool(GOES_ON.match(paragraph) or (DEEDS_ON.search(first) and not PASTLY.search(first)))


def result_between_stops(text: str, start: int, end: int) -> bool:
    """Whether what stands between two semicolons is a result, though the sentence goes on to what is aimed at."""
    a = text.rfind(";", 0, start) + 1
    b = text.find(";", end)
    stretch = text[a : b if b >= 0 else len(text)]
    return stretch != text and bool(RESULT.search(stretch)) and not AIMED.search(stretch)


def announces(line: str) -> bool:
    """Whether a line announces that a plan has come out."""
    return bool(re.search(r"》(?:已?经?印发|发布|出台)", line))


SITE = re.compile(
    r"\n(?:猜你喜欢|为您推荐|推荐阅读|相关(?:新闻|阅读|推荐|文章|稿件|链接)|热门(?:文章|推荐|新闻|资讯)|延伸阅读|上一[篇条]|下一[篇条])"
)
"""What a site says above the headlines of its other pages."""


def site_foot(flat: str) -> int:
    """Where the headlines of other pages begin below a text; its end where there are none."""
    found = SITE.search(flat, len(flat) // 2)
    return found.start() if found else len(flat)


def headline(line: str) -> bool:
    """Whether a line is a headline: short, and no sentence."""
    return len(line) < 50 and not re.search("[。;]", line)


CAME_OUT = re.compile(r"(?:近日|日前|今天|昨[日天]|\d日,)[^。\n]{0,90}(?:印发|出台|发布|公布)|记者|获悉")
PLAN = re.compile(r"《([^《》\n]{6,80})》")
HANDED_ON = re.compile(r"现将[^。\n]{0,120}(?:印发|转发|下发)")
ADDRESSED = re.compile(r"[^。;\n]{0,12}各[^。;\n]{2,90}:")
WHOLE_TEXT = re.compile(r"[^。\n]{0,60}全文(?:如下|刊[发登]|附后)?[:。]?")
"""The line behind which a report gives the plan itself."""
LEAST_SAID, LEAST_PLAN = 15, 3
"""Characters of sentences that stand before the plan; paragraphs of sentences that the plan has at least."""
LINES_ABOVE, LONGEST_FRONT = 12, 20_000
"""Lines of a page above what it holds; characters that stand before a plan at most."""


def plan_begins(flat: str) -> int:
    """Where a plan begins behind an explanation of it or a report on it that stands first in the file; 0: at once."""
    lines = paragraphs(flat[:LONGEST_FRONT])
    explains = (EXPLAINED.fullmatch(flat, a, b) or CAME_OUT.search(flat, a, b) for a, b in lines)
    opened = next((n for n, told in enumerate(explains) if told), len(lines))
    said = 0
    for n, (a, b) in enumerate(lines):
        line, below = flat[a:b], flat[slice(*lines[n + 1])] if n + 1 < len(lines) else ""
        notice, whole = HANDED_ON.match(line), WHOLE_TEXT.fullmatch(line)
        titled = TITLE.match(line) or (TITLE.match(line + below) and "。" not in below)
        if (notice or titled or n > LINES_ABOVE) and n + 2 * bool(titled) < opened:
            return 0
        begins = notice or whole or (titled and _named(line, flat[:a]))
        if begins and opened < n and said >= LEAST_SAID and _plan_follows(flat[b : b + LONGEST_FRONT]):
            return lines[n + 1][0] if whole else _headed(flat, lines, n)
        if notice:
            return 0
        said += len(line) if "。" in line or "?" in line else 0
    return 0


def _named(line: str, before: str) -> bool:
    """Whether a line is the name of a document that was spoken of before."""
    own = _bare(line)
    return len(own) >= 6 and any(own in name or name in own for name in map(_bare, PLAN.findall(before)))


def _bare(title: str) -> str:
    """A title less its brackets and marks and the words of a notice around it."""
    return re.sub(r"[(][^()]*[)]|[《》“”、 ]|^附件?\d*:?|^.{0,30}关于印发|的通知$", "", title)


def _plan_follows(text: str) -> bool:
    """Whether a text goes on as a plan: some paragraphs of sentences that do not begin to explain."""
    told = [text[a:b] for a, b in paragraphs(text)]
    return sum("。" in line for line in told) >= LEAST_PLAN and not any(map(EXPLAINS.search, told[:4]))


def _headed(flat: str, lines: list[tuple[int, int]], n: int) -> int:
    """Where the lines begin that stand above a title or what it is handed on with: the issuer, the number."""
    while n and re.fullmatch(
        rf"{DOC_NO.pattern}|[^。:;]{{4,30}}(?:人民政府|办公[室厅]|[局厅委])(?:文件)?|{ADDRESSED.pattern}|附件?\d*:?",
        flat[slice(*lines[n - 1])],
    ):
        n -= 1
    return lines[n][0]
