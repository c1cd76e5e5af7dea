"""Phases and dated steps of a plan: what is to be reached by when, apart from goals with a number."""

from __future__ import annotations

import re

from .clauses import sentences
from .clean import View
from .model import Json
from .outline import Outline
from .quantities import quantities

YEARLESS = r"(?:第?[一二三四1-4]季度|[上下]半年|\d{1,2}月(?:\d{1,2}日)?)"
POINT = rf"(?:(?:19|20)\d\d年(?:{YEARLESS})?|{YEARLESS})(?:年?[底末初])?"
DATES = re.compile(
    rf"(?P<first>{POINT}|即日起?|印发之日起?)(?:\s*(?:[-—~至到]{{1,2}})\s*(?P<last>{POINT}))?(?P<end>(?:之|以)?前|起)?"
)
MARK = re.compile(r"^(?:[(][一二三四五六七八九十\d]{1,3}[)]|[一二三四五六七八九十\d]{1,3}[、.]|——?|[●■◆·])")
PART = re.compile(
    r"(?P<y>(?:19|20)\d\d)?年?(?:第?(?P<q>[一二三四1-4])季度|(?P<h>[上下])半年|(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?)?(?P<e>年?[底末])?"
)
STAGE = re.compile(rf"(?P<phase>第[一二三四五]阶段|[一-龥]{{2,4}}阶段)[(:,]{{0,2}}(?P<dates>{DATES.pattern})")
STEP = re.compile(
    rf"(?:^|(?<=[,;。:\n)]))(?:到|于|力争)?(?P<dates>{DATES.pattern}),?(?P<phase>(?:全面|基本|率先|首批|全市|全省|全县|全区)*"
    r"(?:完成|开展|启动|建成|推开|出台|印发|制定|组织|形成|进行)[^,;。(\n]{0,30})"
)
VALID = re.compile(r"(?P<phase>有效期)(?:自[^,;。]{0,16})?至(?P<dates>20\d\d年\d{1,2}月\d{1,2}日)")
BEGINS = re.compile(r"自(?P<dates>20\d\d年\d{1,2}月\d{1,2}日)起(?:正式)?(?P<phase>施行|实施|执行)")
TERM = re.compile(
    r"(示范|试点|建设|实施|规划|创建)(?:时限|期限|周期|期)(?:自|为|从)?((?:19|20)\d\d年(?:\d{1,2}月)?)[-—~至到]{1,2}"
    r"((?:19|20)\d\d年(?:\d{1,2}月)?)"
)


def milestones(view: View, tree: Outline) -> list[Json]:
    """Phases of the sections of steps, dated steps elsewhere, and the term of the plan.

    ``due_date`` and ``start_date`` are as exact as the text: a year, a month or a day; a quarter, a half-year and the
    end of a year are told by their last (first) month.
    """
    out: list[Json] = []
    for s in tree.sections:
        if s.kind == "step":
            for a, b in sentences(view.flat, s.start, s.body_end):
                out += _phases(view, a, b, s.body_end)
    out += _dated(view, tree)
    for m in TERM.finditer(view.flat):
        out.append(
            _told(
                view,
                m.group(1) + "期",
                m.group(3),
                m.span(),
                _date(m.group(3)),
                _date(m.group(2), first=True),
            )
        )
    return out


def _phases(view: View, a: int, b: int, section_end: int) -> list[Json]:
    """Phases of a sentence: one named before its dates, or several clauses that each begin with a date."""
    flat = view.flat
    mark = MARK.match(flat[a:b])
    begin = a + (mark.end() if mark else 0)
    found = [m for m in DATES.finditer(flat, begin, b) if _year(m)]
    if not found:
        return []
    if found[0].start() - begin <= 1:
        out = []
        for m, n in zip(found, [*found[1:], None], strict=True):
            if m.start() > begin + 1 and flat[m.start() - 1] not in ",;。:":
                continue
            words = re.match(r"[,:]?(?:,)?([^,;。]{2,40})", flat[m.end() : n.start() if n else b])
            if words:
                place = (m.end() + words.start(1), m.end() + words.end(1))
                stop = min(n.start() if n else b, b)
                out.append(_of(view, m, place, (m.start(), stop)))
        return out
    first = found[0]
    name = re.match(r"[^:(。,]{1,30}", flat[begin : first.start()])
    if name is None:
        return []
    line = flat.find("\n", b)
    line = line if 0 <= line <= section_end else section_end
    stop = b if line - a > 400 else line
    return [_of(view, first, (begin, begin + name.end()), (a, stop))]


def _dated(view: View, tree: Outline) -> list[Json]:
    """Phases, dated steps without a figure and the end of validity told outside the sections of steps."""
    out: list[Json] = []
    for s in tree.sections:
        if s.part != "plan" or s.kind in ("step", "background", "annex", "principle"):
            continue
        for pattern in (STAGE, STEP, VALID, BEGINS):
            for m in pattern.finditer(view.flat, s.start, s.body_end):
                if pattern is STEP and quantities(m.group("phase")):
                    continue
                dates = DATES.match(m.group("dates"))
                if dates is None or not _year(dates):
                    continue
                due, start = _range(dates)
                out.append(
                    _told(
                        view, view.shown(*m.span("phase")), view.shown(*m.span("dates")), m.span(), due, start
                    )
                )
    return out


def _year(m: re.Match[str]) -> bool:
    return bool(re.search(r"(?:19|20)\d\d", m.group()))


def _of(view: View, m: re.Match[str], name: tuple[int, int], place: tuple[int, int]) -> Json:
    due, start = _range(m)
    return _told(view, view.shown(*name).rstrip("(（：:，,"), view.shown(*m.span()), place, due, start)


def _told(
    view: View, phase: str, due: str, place: tuple[int, int], date: str | None, start: str | None
) -> Json:
    span = view.span(*place)
    return {
        "phase": phase,
        "due": due,
        "start_date": start,
        "due_date": date,
        "quote": view.raw[span[0] : span[1]],
        "span": list(span),
    }


def _range(m: re.Match[str]) -> tuple[str | None, str | None]:
    """Due date and beginning of matched dates."""
    first, last = m.group("first"), m.group("last")
    told = re.search(r"(?:19|20)\d\d", first)
    year = told.group() if told else ""
    if last is None:
        return (_date(first, year=year), None)
    return _date(last, year=year), _date(first, year=year, first=True)


def _date(text: str, *, year: str = "", first: bool = False) -> str | None:
    """A point of time as year, year-month or year-month-day."""
    m = PART.match(text)
    year = (m and m.group("y")) or year
    if m is None or not year:
        return None
    month = int(m.group("m") or 0)
    if m.group("q"):
        n = "一二三四".find(m.group("q")) + 1 or int(m.group("q"))
        month = 3 * n - (2 if first else 0)
    elif m.group("h"):
        month = (1 if first else 6) if m.group("h") == "上" else (7 if first else 12)
    elif m.group("e") and not month:
        month = 12
    if not 1 <= month <= 12:
        return year
    day = f"-{int(m.group('d')):02d}" if m.group("d") else ""
    return f"{year}-{month:02d}{day}"
