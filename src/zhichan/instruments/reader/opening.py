"""What stands before the first heading of a text that lost its line breaks: notice, number, addressees, signature,
title, and where each begins.

A plan's title is the name that its notice tells between 《》, or else what stands at a border of sentences, ends as
titles do and is followed by what begins a text. Nothing is cut where neither speaks for it.
"""

from __future__ import annotations

import re

KIND = r"(?:规划|计划|方案|意见|纲要|办法|若干措施|措施|要点|细则|规定|条例|清单|台账|分工|安排|政策)"
DIGIT_CN = "一二三四五六七八九〇○零"
DAY = rf"(?:(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日|[{DIGIT_CN}]{{4}}年[{DIGIT_CN}十]{{1,3}}月[{DIGIT_CN}十]{{1,3}}日)"
BODY = (
    r"[一-龥]{2,24}?(?:人民政府(?:办公[室厅])?|委员会(?:办公[室厅])?|管委会|(?:领导小组|联席会议)(?:办公室)?|"
    r"办公[室厅]|委办|[局厅委部院署])"
)
NAMED = re.compile(rf"《([^《》。]{{4,70}}{KIND}(?:[(][^()》]{{2,20}}[)]){{0,2}})》")
BEHIND = re.compile(r"(?:[(][^()。,;]{2,20}[)]){1,3}")
NOTICE = re.compile(
    r"[^。:;!?]{0,60}?关于(?:印发|转发|发布|下发|报送|公布|开展|做好|实施|推进)?[^。:;!?]{4,100}?的(?:通知|公告|通告|函)"
    r"(?!》|[要精相])"
)
DOC_NO = re.compile(r"[一-龥]{2,8}(?:〔|\[|[(])(?:19|20)\d\d(?:〕|\]|[)])\d{1,4}号")
ADDRESS = re.compile(r"(?:各[一-龥][^。:;]{2,120}?|[一-龥][^。:;《》]{2,60}?各[^。:;《》]{2,80}?):(?!\d)")
SIGNED = re.compile(rf"(?<=[。;!)])(?P<who>(?:{BODY}){{1,4}})(?P<when>{DAY})")
DATED = re.compile(rf"(?<=[。;!)一-龥])[(]?{DAY}[)]?")
ASIDE = re.compile(r"[(](?:此件|本件|主动|依申请|公开|不公开)[^()]{0,12}[)]")
LABEL = re.compile(
    r"(?:发布时间|发布日期|发布机构|发文机关|发文机构|成文日期|发文日期|印发日期|发文字号|文件编号|主题分类|主题词|"
    r"索引号|责任部门|文件名称|名称|标题|公开方式|有效性|信息来源|来源|文号|浏览次数|点击数):"
)
PLAIN = (
    r"(?!为|根据|按照|现|经|本|以|近年|依据|请|将|各|[、》”)])[一-龥“”()《》、\d—\-~〔〕]{5,80}?"
    rf"{KIND}(?:[(][^()。,;]{{2,20}}[)]){{0,3}}"
)
TITLE = re.compile(
    rf"{PLAIN}(?=为|根据|按照|依据|遵照|对照|围绕|深入|贯彻|全面|认真|近年|党的|当前|今年|现将|本|坚持|以[一-龥]{{2}}|“|20\d\d年|到20\d\d|"
    r"[一二三四五六七八九十]{1,3}、|第[一二三][章篇编部]|[(]一[)]|序号|各[县区市镇单有省]|前言|序言|目录|引言|[一-龥]{2,8}〔(?:19|20)\d\d〕|$)"
)
"""A title and what begins a text behind it."""
LAST = re.compile(PLAIN)
BORDER = re.compile(
    rf"[。:;!?)#*|>\]]|(?:19|20)\d\d-\d{{1,2}}-\d{{1,2}}(?:\d\d:\d\d(?::\d\d)?)?|(?<=[\d十{DIGIT_CN}])[日号]|的通知|附件\d?|日电|全文"
    r"|(?:来源|机构|机关|作者|单位):[一-龥]{2,16}?(?:人民政府(?:办公[室厅])?|委员会|办公[室厅]|[局厅委部院办网])"
)
LONGEST_OPENING = 4000


def openings(flat: str, start: int, first: int) -> list[int]:
    """Places in [start, first) at which the parts of what precedes the first heading begin.

    ``start`` is the beginning of the text, ``first`` the place of its first heading.
    """
    stop = min(first, start + LONGEST_OPENING)
    out: set[int] = set()
    title = _told_again(flat, start, stop)
    begun = NOTICE.match(flat, start, stop) or TITLE.match(flat, start, stop)
    at = begun.end() if begun else start
    near = min(stop, start + 600)
    numbered = DOC_NO.match(flat, at, near) or re.compile(rf"(?<![一-龥(]){DOC_NO.pattern}").search(
        flat, at, near
    )
    numbered = None if numbered and _within_name(flat, start, numbered.start()) else numbered
    addressed = ADDRESS.match(flat, numbered.end() if numbered else at, near)
    for m in (begun, numbered, addressed, ASIDE.search(flat, start, stop)):
        if m:
            out |= {m.start(), m.end()}
    for m in SIGNED.finditer(flat, start, stop):
        out |= {m.start(), m.start("when"), m.end()}
    for m in LABEL.finditer(flat, start, min(stop, start + 600)):
        out.add(m.start())
    if title is None:
        title = _by_its_end(flat, at if begun and begun.re is NOTICE else start, stop)
    if title is not None:
        out |= set(title)
        dated = re.compile(rf"[(]?{DAY}[)]?").match(flat, title[1], stop)
        if dated:
            out.add(dated.end())
    return sorted(p for p in out if start < p < first)


def _within_name(flat: str, start: int, at: int) -> bool:
    return flat.rfind("《", start, at) > flat.rfind("》", start, at)


def _told_again(flat: str, start: int, stop: int) -> tuple[int, int] | None:
    """Where the plan that the notice names stands as a title of its own."""
    best: tuple[int, int] | None = None
    named = dict.fromkeys(m.group(1) for m in NAMED.finditer(flat, start, stop))
    for name in sorted(named, key=len, reverse=True):
        bare = re.sub(r"(?:[(][^()]*[)])+$", "", name)
        at = flat.find(bare, start, stop)
        while at >= 0:
            end = at + len(bare)
            behind = BEHIND.match(flat, end, stop)
            end = behind.end() if behind else end
            begins = _border(flat, start, at)
            alone = begins is not None and flat[end : end + 1] not in ("》", "的", "已", ",", "”")
            if alone and not _within_name(flat, start, at) and begins is not None:
                best = begins, end
            at = flat.find(bare, at + 1, stop)
        if best is not None:
            return best
    return best


def _border(flat: str, start: int, at: int) -> int | None:
    """The end of the sentence, date, bracket or notice before a place, at most a place's name away; None: none."""
    left = flat[max(start, at - 12) : at]
    ends = [m.end() for m in BORDER.finditer(left)]
    begins = at - len(left) + ends[-1] if ends else start
    if (not ends and at - start > 12) or re.search(r"[,、《“(]|关于|印发", flat[begins:at]):
        return None
    return begins


def _by_its_end(flat: str, start: int, stop: int) -> tuple[int, int] | None:
    """The title that a border precedes and a text or the first heading follows."""
    borders = [start, *(m.end() for m in BORDER.finditer(flat, start, stop))]
    for n, begin in enumerate(borders):
        m = TITLE.match(flat, begin, stop)
        if m is None or m.group().count("《") != m.group().count("》"):
            continue
        # 附件 or 全文 may stand before the title without any mark.
        later = next((b for b in borders[n + 1 :] if b < m.end() and LAST.match(flat, b, m.end())), None)
        return (later, m.end()) if later and flat[later - 1] not in ")》" else m.span()
    return None
