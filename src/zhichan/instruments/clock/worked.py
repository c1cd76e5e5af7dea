"""The worked calculation in words: each function makes one step from what was computed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from zhichan.instruments.clock.calendars import Calendar
from zhichan.instruments.clock.spans import Span
from zhichan.instruments.clock.terms import Extension, Kind, Pause, Roll, Term
from zhichan.instruments.clock.words import (
    Step,
    Unit,
    Words,
    approver_words,
    day_en,
    day_of,
    day_zh,
    length_en,
    length_zh,
    moment_en,
    moment_zh,
    paper_words,
    ranges_text,
)

_KINDS: dict[Kind, Words] = {
    "statutory": Words("法定时限", "statutory limit"),
    "promised": Words("承诺时限", "promised limit"),
    "targeted": Words("目标时限", "targeted limit"),
}


def start_step(*, event: Words, start: date, term: Term) -> Step:
    """Say what began the term and whether its day counts (C-1)."""
    if term.start == "counted":
        return Step("start", f"起算：{event.zh}，{day_zh(start)}；当日计入。",
                    f"Start: {event.en}, {day_en(start)}; that day counts.", start, term.counting_clause)
    first = start + timedelta(days=1)
    return Step("start", f"起算：{event.zh}，{day_zh(start)}；当日不计入，自{day_zh(first)}起算。",
                f"Start: {event.en}, {day_en(start)}; that day is not counted, counting begins on {day_en(first)}.",
                start, term.counting_clause)


def restart_step(*, earlier: Sequence[date | datetime], start: date) -> Step:
    """Say that a later event made the term begin anew (C-6)."""
    zh = "、".join(moment_zh(moment) for moment in earlier)
    en = ", ".join(moment_en(moment) for moment in earlier)
    return Step("restart", f"此前自{zh}起算的期限重新计算，已经过的时间不再计入。",
                f"The term that began on {en} begins anew; nothing of the time that had passed is carried over.", start)


def term_step(*, term: Term, after: date, end: date, calendar: Calendar, clamped: bool) -> Step:
    """Say the length of the term and where it would end without pauses."""
    zh, en = _days_off(term=term, after=after, end=end, calendar=calendar)
    if clamped:
        zh += "该月没有对应日，以月末日为最后一日；"
        en += " that month has no such day, so its last day is taken;"
    kind = _KINDS[term.kind]
    return Step("term", f"{kind.zh}：{length_zh(term.length, term.unit)}；{zh}不计停算届满于{day_zh(end)}。",
                f"Term ({kind.en}): {length_en(term.length, term.unit)};{en} without pauses it ends on {day_en(end)}.",
                end, term.clause)


def _days_off(*, term: Term, after: date, end: date, calendar: Calendar) -> tuple[str, str]:
    if term.unit != "working_day" or end <= after:
        return "", ""
    first = after + timedelta(days=1)
    off = calendar.weekdays_off(first=first, last=end)
    worked = calendar.rest_days_worked(first=first, last=end)
    zh, en = "周末不计；", " weekends do not count;"
    if off:
        zh += f"其间放假不计：{ranges_text(off, to='至', comma='、')}；"
        en += f" days off in between that do not count: {ranges_text(off, to=' to ', comma=', ')};"
    if worked:
        zh += f"调休上班计入：{ranges_text(worked, to='至', comma='、')}；"
        en += f" make-up working days that count: {ranges_text(worked, to=' to ', comma=', ')};"
    return zh, en


def pause_step(*, pause: Pause, span: Span | None, taken: int, working: bool) -> Step:
    """Say one pause with the papers that opened and closed it and how many days it takes out by itself."""
    opened = paper_words(pause.opened_by)
    since = day_of(moment=pause.since)
    if pause.until is None:
        return Step("pause", f"停算：自{day_zh(since)}起，由{opened.zh}开始，尚未结束。",
                    f"Pause: from {day_en(since)}, opened by {opened.en}, not closed yet.", None, pause.clause)
    end = paper_words(pause.closed_by)
    until = day_of(moment=pause.until)
    unit = "个工作日" if working else "日"
    if span is None or taken == 0 or span.last is None:
        effect = Words("不影响本期限", "it takes nothing out of this term")
    else:
        effect = Words(f"扣除{span.first.isoformat()}至{span.last.isoformat()}中的 {taken} {unit}",
                       f"it takes {taken} {'working ' if working else ''}day{'' if taken == 1 else 's'} out, "
                       f"from {span.first.isoformat()} to {span.last.isoformat()}")
    return Step("pause", f"停算：{day_zh(since)}至{day_zh(until)}，由{opened.zh}开始、由{end.zh}结束；{effect.zh}。",
                f"Pause: {day_en(since)} to {day_en(until)}, opened by {opened.en}, closed by {end.en}; {effect.en}.",
                None, pause.clause)


def merged_step(*, spans: Sequence[tuple[date, date]], taken: int, working: bool, overlap: bool,
                end: date | None) -> Step:
    """Say what the closed pauses take out together, overlapping days once (C-4), and where the term then ends."""
    zh = "、".join(f"{first.isoformat()}至{last.isoformat()}" for first, last in spans)
    en = ", ".join(f"{first.isoformat()} to {last.isoformat()}" for first, last in spans)
    unit = Words("个工作日", "working day") if working else Words("日", "day")
    zh_once = "，重叠的日子只扣一次" if overlap else ""
    en_once = ", overlapping days once" if overlap else ""
    zh_end = f"，扣除后届满于{day_zh(end)}" if end else ""
    en_end = f"; with that the term ends on {day_en(end)}" if end else ""
    return Step("merged", f"停算合计 {taken} {unit.zh}（{zh}）{zh_once}{zh_end}。",
                f"Pauses take out {taken} {unit.en}{'' if taken == 1 else 's'} in all ({en}){en_once}{en_end}.", end)


def extension_step(*, extension: Extension, expiry: date | datetime | None, end: date | datetime | None) -> Step:
    """Say an extension that was decided in time, with its approver."""
    zh_in_time = f"，不晚于届满日{moment_zh(expiry)}" if expiry else ""
    en_in_time = f", not later than the last day {moment_en(expiry)}" if expiry else ""
    zh_end = f"，延至{moment_zh(end)}" if end else ""
    en_end = f"; the term now ends on {moment_en(end)}" if end else ""
    by = approver_words(extension.by)
    return Step("extension",
                f"延长 {length_zh(extension.length, extension.unit)}：{by.zh}于{moment_zh(extension.decided_on)}决定"
                f"{zh_in_time}{zh_end}。",
                f"Extended by {length_en(extension.length, extension.unit)}: decided by {by.en} on "
                f"{moment_en(extension.decided_on)}{en_in_time}{en_end}.",
                day_of(moment=end) if end else None, extension.clause)


def late_step(*, extension: Extension, expiry: date | datetime, end: date | datetime | None) -> Step:
    """Say an extension that came after the term had run out: it cures nothing (PROCEDURES C 6)."""
    zh_end = f"；此后办理期至{moment_zh(end)}" if end else ""
    en_end = f"; work continues until {moment_en(end)}" if end else ""
    by = approver_words(extension.by)
    return Step("late_extension",
                f"逾期延长：期限已于{moment_zh(expiry)}届满，{by.zh}于{moment_zh(extension.decided_on)}才决定延长 "
                f"{length_zh(extension.length, extension.unit)}；记为逾期并注明逾期延长，不视为按期{zh_end}。",
                f"Late extension: the term had run out on {moment_en(expiry)} when {by.en} decided on "
                f"{moment_en(extension.decided_on)} to extend it by {length_en(extension.length, extension.unit)}; "
                f"recorded as overdue with a late extension, not as on time{en_end}.",
                day_of(moment=end) if end else None, extension.clause)


def roll_step(*, nominal: date, day: date | None, mode: Roll, clause: str) -> Step:
    """Say that the last day was a day off and where it moved."""
    why = (Words("法定节假日", "a statutory holiday") if mode == "statutory"
           else Words("法定休假日", "a day of rest or a statutory holiday"))
    to = Words(f"顺延至{day_zh(day)}", f"it moves to {day_en(day)}") if day else Words(
        "顺延期间停算尚未结束", "and an open pause stands in the way of the day it would move to")
    return Step("roll", f"届满日{day_zh(nominal)}为{why.zh}，{to.zh}。",
                f"The last day {day_en(nominal)} is {why.en}; {to.en}.", day, clause)


def open_step(*, as_of: date | datetime | None, day: date | datetime | None) -> Step:
    """Say that a pause is still open, so that the date is not determined."""
    if as_of is None or day is None:
        return Step("open_pause", "停算尚未结束，届满日未定；恢复计算后按剩余时间计算。",
                    "A pause is still open, so the due date is not determined; it resumes with the remaining time.")
    return Step("open_pause", f"停算尚未结束，届满日未定；假设于{moment_zh(as_of)}结束，则为{moment_zh(day)}（暂定）。",
                f"A pause is still open, so the due date is not determined; if it closed on {moment_en(as_of)}, it "
                f"would be {moment_en(day)} (provisional).", day_of(moment=day))


def provisional_step(*, year: int, calendar: Calendar, day: date | None) -> Step:
    """Say that a year's notice is not known, so that the date may still move (DECISIONS 8)."""
    through = calendar.announced_through
    zh = f"已公布至{day_zh(through)}" if through else "尚无已公布年份"
    en = f"announced through {day_en(through)}" if through else "no year is announced"
    return Step("provisional", f"{year}年放假安排未载入（{zh}），按已知的法定节假日计算，本日期为暂定，载入后重算。",
                f"The holiday notice for {year} is not loaded ({en}); computed with the statutory holidays known, this "
                f"date is provisional and will be computed again when the notice is loaded.", day)


def resume_step(*, event: Words, after: date, parts: Sequence[tuple[int, Unit]]) -> Step:
    """Say that a suspended term runs on with what was left of it (C-5)."""
    zh = "、".join(length_zh(length, unit) for length, unit in parts)
    en = ", ".join(length_en(length, unit) for length, unit in parts)
    return Step("resume", f"{event.zh}：自{day_zh(after)}之后继续，{f'剩余 {zh}' if zh else '仅余顺延'}，不重新起算。",
                f"{event.en}: the term runs on after {day_en(after)} with {en or 'only the roll-over'} left; it does "
                f"not start anew.", after)


def resume_hours_step(*, event: Words, after: datetime, left: timedelta) -> Step:
    """Say that a suspended term in hours runs on with what was left of it (C-5)."""
    return Step("resume", f"{event.zh}：自{moment_zh(after)}继续，剩余 {left}，不重新起算。",
                f"{event.en}: the term runs on from {moment_en(after)} with {left} left; it does not start anew.",
                day_of(moment=after))


def notice_step(*, event: Words, before: date, term: Term, clear: bool, day: date) -> Step:
    """Say until when a notice must be given that has to come before an event."""
    between = Words("其间须满", "clear in between") if clear else Words("相隔须满", "apart")
    return Step("notice", f"{event.zh}为{day_zh(before)}；{between.zh} {length_zh(term.length, term.unit)}，"
                          f"通知当日不计，最迟于{day_zh(day)}通知。",
                f"{event.en} is on {day_en(before)}; with {length_en(term.length, term.unit)} {between.en}, the day of "
                f"notice not counted, it must be given on {day_en(day)} at the latest.", day, term.clause)


def due_step(*, moment: date | datetime | None, provisional: bool) -> Step:
    """Say the result."""
    if moment is None:
        return Step("due", "届满日：未定。", "Due: not determined.")
    return Step("due", f"届满：{moment_zh(moment)}{'（暂定）' if provisional else ''}。",
                f"Due: {moment_en(moment)}{' (provisional)' if provisional else ''}.", day_of(moment=moment))
