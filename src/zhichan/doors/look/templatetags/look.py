"""Tags and filters that every page uses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from zhichan.doors.look import words
from zhichan.doors.look.parts import GAPS, Bar, Cell, Column, Figure, Point, State
from zhichan.kernel.ground.refusal import Text

register = template.Library()
NUMBERED = re.compile(r"[A-Z]{2,8}-\d{4}-\d{1,8}")
"""The number of a case or entry, which is not broken at its hyphens."""

ICONS: Mapping[str, str] = {
    "ok": '<circle cx="8" cy="8" r="6.5"/><path d="m5 8.2 2.1 2.1L11 6.2"/>',
    "attention": '<path d="M8 2 14.5 13.5h-13z"/><path d="M8 6.5v3.2M8 11.4v.4"/>',
    "late": '<circle cx="8" cy="8" r="6.5"/><path d="M8 4.5V8l2.4 1.6"/>',
    "refused": '<circle cx="8" cy="8" r="6.5"/><path d="m5.7 5.7 4.6 4.6M10.3 5.7l-4.6 4.6"/>',
    "unknown": '<circle cx="8" cy="8" r="6.5" stroke-dasharray="2.4 2"/><path d="M5.5 8h5"/>',
    "close": '<path d="m4 4 8 8M12 4l-8 8"/>',
    "open": '<path d="m6 4 4 4-4 4"/>',
    "paper": '<path d="M4 1.5h5.5L12.5 4.5v10H4z"/><path d="M9.5 1.5v3h3M6 8h4.5M6 10.5h4.5"/>',
}


@register.simple_tag
def t(chinese: str, english: str, **parts: Any) -> str:
    """Say a sentence in the reader's language: ``{% t "还有 {n} 行" "{n} more rows" n=count %}``."""
    return words.choose(chinese, english, **parts)


@register.simple_tag(takes_context=True)
def exports(context: Any, document: str = "", label: str = "") -> SafeString:
    """Links to the whole of the present list as files, and to the ``document`` made of it."""
    request = context.get("request")
    kept = {name: text for name, text in request.GET.items() if name not in {"page", "export"}} if request else {}
    links = [
        (f"?{urlencode({**kept, 'export': kind})}", words.choose("导出{kind}", "Export {kind}", kind=said))
        for kind, said in (("csv", "CSV"), ("xlsx", "Excel"))
    ]
    links += [(document, label)] if document else []
    return format_html('<p class="exports">{}</p>', format_html_join(" ", '<a href="{}">{}</a>', links))


@register.filter
def say(value: Any) -> Any:
    """A text in the reader's language."""
    return words.say(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in words, with its weekday."""
    return words.day(value)


@register.filter
def plain_day(value: date | datetime | None) -> str:
    """A day in words."""
    return words.day(value, weekday=False)


BLANK = re.compile(r"\n(?:[^\S\n]*\n)+")


@register.filter
def paragraphs(text: str) -> SafeString:
    """A document's characters as they are, its blank lines marked so that they show as less than a line each."""
    return mark_safe(BLANK.sub(r'<span class="blank">\g<0></span>', conditional_escape(text)))  # noqa: S308 - escaped


@register.filter
def number(value: Any) -> str:
    """A number as it is written on the page."""
    return words.number(value) if value is not None else ""


@register.filter
def plain(value: float) -> str:
    """A number as programs write it, whatever the page's language: for places in a drawing."""
    return f"{value:g}"


@register.filter
def at(values: Sequence[Any], index: int) -> Any:
    """The value at a place, or None past the end."""
    return values[index] if index < len(values) else None


@register.simple_tag
def icon(name: str) -> SafeString:
    """A small picture that repeats what the word beside it says; hidden from screen readers."""
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(ICONS[name]),  # noqa: S308 - our own constant
    )


@register.simple_tag
def state(value: State, quiet: bool = False) -> SafeString:
    """A state: icon and word, and under them the reason in words unless ``quiet``."""
    shown = format_html(
        '<span class="state state-{}">{}<span>{}</span></span>',
        value.kind,
        icon(value.kind),
        words.say(value.word),
    )
    if value.reason is None or quiet:
        return shown
    return format_html('{} <span class="reason">{}</span>', shown, words.say(value.reason))


def _gap(value: Figure) -> SafeString:
    word = format_html('<span class="gap">{}</span>', words.say(GAPS[value.gap or "unknown"]))
    if value.reason is None:
        return word
    return format_html('{} <span class="reason">{}</span>', word, words.say(value.reason))


@register.simple_tag
def figure(value: Figure | None, unit: bool = True, panel: bool = True) -> SafeString:
    """A number with its mark and unit; it opens when it has an address. A gap says which gap it is."""
    if value is None:
        return mark_safe("")
    if value.value is None:
        shown = _gap(value)
    else:
        text = words.amount(value.value, value.unit, value.places)
        shown = format_html(
            '{}<data class="number" value="{}">{}</data>{}',
            format_html('<span class="mark">{}</span>', value.mark) if value.mark else "",
            format(words.exact(value.value).normalize(), "f"),
            text,
            format_html('<span class="unit">{}</span>', words.say(value.unit)) if unit and value.unit else "",
        )
    if not value.href:
        return shown
    if not panel or value.page:
        return format_html('<a class="opens" href="{}">{}</a>', value.href, shown)
    return format_html(
        '<a class="opens" href="{}" data-panel hx-get="{}" hx-select="#drill" hx-target="#panel" hx-swap="innerHTML">'
        "{}</a>",
        value.href,
        value.href,
        shown,
    )


@register.simple_tag
def bar(value: Bar | None) -> SafeString:
    """Baseline, now and target on one line of 120 × 16, the straight line's value today as a tick."""
    if value is None:
        return mark_safe("")
    start = value.baseline if value.baseline is not None else 0.0
    reach = value.target - start
    left, width = 4.0, 96.0

    def at(amount: float) -> float:
        share = (amount - start) / reach if reach else 1.0
        return round(left + width * min(max(share, -0.03), 1.18), 2)

    zero, end = at(start), at(value.target)

    def amount(number: float) -> str:
        return words.amount(number, value.unit)

    said = [words.choose("基线 {n}", "baseline {n}", n=amount(value.baseline))] if value.baseline is not None else []
    marks = [format_html('<rect class="bar-track" x="{}" y="6" width="{}" height="4"/>', left, 112)]
    if value.now is not None:
        now = at(value.now)
        said.append(words.choose("现值 {n}", "now {n}", n=amount(value.now)))
        marks.append(
            format_html(
                '<rect class="bar-now" x="{}" y="5" width="{}" height="6"/>',
                min(zero, now),
                round(max(abs(now - zero), 1.5), 2),
            )
        )
    if value.line is not None:
        line = at(value.line)
        said.append(words.choose("直线应达 {n}", "straight line asks {n}", n=amount(value.line)))
        marks.append(format_html('<path class="bar-line" d="M{} 1v14"/>', line))
    said.append(words.choose("目标 {n}", "target {n}", n=amount(value.target)))
    marks.append(format_html('<circle class="bar-target" cx="{}" cy="8" r="3.2"/>', end))
    unit = words.say(value.unit) or ""
    return format_html(
        '<svg class="bar" viewBox="0 0 120 16" width="120" height="16" role="img" aria-label="{}"><title>{}</title>'
        "{}</svg>",
        (label := f"{words.choose('，', ', ').join(said)} {unit}".strip()),
        label,
        format_html_join("", "{}", ((mark,) for mark in marks)),
    )


@register.simple_tag
def spark(points: Sequence[Point]) -> SafeString:
    """A sparkline of 72 × 20: last point marked, holes left open, values in its label."""
    known = [point.value for point in points if point.value is not None]
    if len(known) < 2:
        return mark_safe("")
    low, high = min(known), max(known)
    step = 64 / (len(points) - 1)
    path, pen, end = [], "M", (0.0, 0.0)
    for index, point in enumerate(points):
        if point.value is None:
            pen = "M"
            continue
        end = (
            round(4 + step * index, 1),
            round(16 - 12 * ((point.value - low) / (high - low) if high > low else 0.5), 1),
        )
        path.append(f"{pen}{end[0]} {end[1]}")
        pen = "L"
    label = words.choose("，", ", ").join(
        f"{point.label} {words.number(point.value)}" for point in points if point.value is not None
    )
    return format_html(
        '<svg class="spark" viewBox="0 0 72 20" width="72" height="20" role="img" aria-label="{}"><title>{}</title>'
        '<path d="{}"/><circle cx="{}" cy="{}" r="2"/></svg>',
        label,
        label,
        "".join(path),
        *end,
    )


@register.simple_tag
def cell(value: Any, unit: bool = False) -> SafeString:
    """Whatever stands in a cell or beside a label, in its own form."""
    href, note, whole = "", None, False
    if isinstance(value, Cell):
        value, href, note = value.value, value.href, value.note
        whole = isinstance(value, str) and bool(NUMBERED.fullmatch(value))
    shown: SafeString | str
    if isinstance(value, Figure):
        shown = figure(value, unit=unit)
    elif isinstance(value, State):
        shown = state(value)
    elif isinstance(value, Bar):
        shown = bar(value)
    elif isinstance(value, tuple):
        shown = spark(value)
    elif isinstance(value, datetime):
        shown = words.day(value, weekday=False)
    elif isinstance(value, date):
        shown = format_html('<span class="date">{}</span>', words.day(value, weekday=False))
    elif isinstance(value, int | Decimal | Fraction):
        shown = format_html('<span class="number">{}</span>', words.number(value))
    elif isinstance(value, Text):
        shown = words.say(value)
    else:
        shown = "" if value is None else str(value)
    if href:
        shown = format_html('<a href="{}">{}</a>', href, shown)
    if whole:
        shown = format_html('<span class="whole">{}</span>', shown)
    if note is not None:
        shown = format_html('{} <span class="note">{}</span>', shown, words.say(note))
    return conditional_escape(shown)


HALF = 24
"""Latin letters that fit into half of a phone's width; a Chinese character has the width of two."""
BESIDE = 20
"""So many fit into it together with a label, which stands a little apart."""


@register.filter
def is_long(one: Cell, column: Column) -> bool:
    """Whether what a cell says needs the whole width of a phone, beside the label of its column or by itself."""
    told = (one.value.reason or one.value.word) if isinstance(one.value, State) else one.value
    if isinstance(told, date):
        told = words.day(told, weekday=False)
    parts = [str(words.say(each)) for each in (told, one.note) if isinstance(each, Text | str)]
    labelled = f"{words.say(column.label)}{parts[0]}" if parts and not isinstance(one.value, State) else ""
    return any(_width(each) > HALF for each in parts) or _width(labelled) > BESIDE


def _width(text: str) -> int:
    return sum(1 + (each > "\u2e7f") for each in text)


KINDS: Mapping[str, Text] = {
    "target": Text("目标", "Target"),
    "task": Text("任务", "Task"),
    "unit": Text("单位", "Unit"),
    "actual": Text("现状", "Actual"),
    "open": Text("未决", "Open"),
    "conflict": Text("冲突", "Conflict"),
}
CHANGES: Mapping[str, State] = {
    "added": State("ok", Text("新增", "Added")),
    "removed": State("late", Text("删去", "Removed")),
    "changed": State("attention", Text("改动", "Changed")),
    "split": State("attention", Text("拆出", "Split off")),
    "merged": State("attention", Text("并入", "Merged")),
    "same": State("unknown", Text("未变", "Unchanged")),
}


@register.simple_tag
def kind(name: str) -> str:
    """What sort of thing was read."""
    return str(words.say(KINDS[name]))


@register.simple_tag
def change(name: str) -> SafeString:
    """How a passage differs from the version before."""
    return state(CHANGES[name])


@register.simple_tag
def due(value: int | date | None) -> str:
    """A due year or day, for columns."""
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else words.day(value, weekday=False)


@register.simple_tag
def track(share: float | None) -> SafeString:
    """How much of a waiting time is used, as a bar under the words; nothing when it has no end."""
    if share is None:
        return mark_safe("")
    used = round(160 * min(max(share, 0.0), 1.0), 1)
    return format_html(
        '<svg class="track{}" viewBox="0 0 160 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track-ground" width="160" height="6"/><rect width="{}" height="6"/></svg>',
        " is-late" if share >= 1 else "",
        used,
    )
