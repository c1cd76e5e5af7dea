"""Duties told line by line without numbers, as annexes tell them: what is to be done and who does it.

培育高价值专利(牵头单位:…) · 培育高价值专利——甲、乙 · 甲:负责… · 培育高价值专利, below it 牵头单位:…
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from .assignments import Assigner, Assignment, duty_unit, lost_colon
from .clauses import paragraphs_of
from .clean import View
from .labels import LABEL
from .units import looks_like_list, read_units

DASH = re.compile("—{1,2}|-{2}|[:|]")
SERIAL = re.compile(r"\d{1,3}[.、|]+")
TITLE_END = re.compile(r"[,。;:]|[(](?![省市县区乡镇街道、]{1,8}[)])")
LONGEST_TITLE = 60
NAMED = re.compile(r"(?:工作|重点|主要|具体)?(?:任务|内容|事项|举措)(?:名称|内容)?:")
HEADING = re.compile(r"[^,。;:、]{2,16}")
CARD = re.compile(
    rf"(?:{SERIAL.pattern})?(?P<label>(?:工作|重点|主要|具体)?(?:任务|事项|举措))(?:名称|[一二三四五六七八九十\d]{{1,3}})?:"
)
"""What a card of a duty begins with: 任务名称:, 任务三:."""
LEAST_CARDS = 2


@dataclass
class DutyLine:
    """A duty of the view's [start, end) with its title and the units told for it."""

    start: int
    end: int
    title: str
    told: Assignment
    heading: str | None = None


def duty_lines(view: View, assigner: Assigner, start: int, end: int) -> list[DutyLine]:
    """The duties of [start, end), or none where fewer than half of its lines tell one."""
    lines = [(a, b) for a, b in paragraphs_of(view.flat, start, end) if view.flat[a:b].strip()]
    if cards := _cards(view, assigner, lines):
        return cards
    out: list[DutyLine] = []
    heading: str | None = None
    told = 0
    open_line: tuple[int, int] | None = None
    for a, b in lines:
        if LABEL.match(view.flat, a, b):
            labelled = assigner.of_cell(a, b)
            labelled.rule, labelled.words = "label_line", view.shown(a, b)
            assigner.order(labelled)
            if open_line is not None:
                out.append(DutyLine(open_line[0], b, _title(view, *open_line), labelled, heading))
                open_line = None
            elif out:
                _add(out[-1], labelled, b)
            else:
                return []
            told += 1
            continue
        if open_line is not None:
            if not HEADING.fullmatch(view.flat[slice(*open_line)]):
                return []
            heading, told = view.shown(*open_line), told + 1
            open_line = None
        found = _line(view, assigner, a, b)
        if found is None:
            open_line = (a, b)
            continue
        told += 1
        found.heading = heading
        out.append(found)
    if open_line is not None and out:
        return []
    return out if len(out) >= 2 and told * 2 >= len(lines) else []


def _cards(view: View, assigner: Assigner, lines: list[tuple[int, int]]) -> list[DutyLine]:
    """The duties of cards that each begin with the same label and tell below it what is done, by whom and when."""
    heads = [CARD.match(view.flat, a, b) for a, b in lines]
    begins = [n for n, head in enumerate(heads) if head and head["label"] == next(filter(None, heads))["label"]]
    if len(begins) < LEAST_CARDS or begins[0] > 1:
        return []
    out: list[DutyLine] = []
    for first, last in itertools.pairwise([*begins, len(lines)]):
        (a, b), head = lines[first], heads[first]
        start = head.end() if head else a
        card = DutyLine(start, b, _title(view, start, b), Assignment(start, b, rule="label_line"))
        for x, y in lines[first + 1 : last]:
            if LABEL.match(view.flat, x, y):
                told = assigner.of_cell(x, y)
                card.told.words = card.told.words or view.shown(x, y)
                _add(card, told, y)
        assigner.order(card.told)
        out.append(card)
    return out if all(card.told.any for card in out) else []


def _line(view: View, assigner: Assigner, a: int, b: int) -> DutyLine | None:
    flat = view.flat
    numbered = SERIAL.match(flat, a, b)
    a = numbered.end() if numbered else a
    unit = duty_unit(flat, a, b) or lost_colon(flat, a, b) or unit_before_gap(view, a, b)
    if unit is not None:
        names = assigner.names(read_units(flat, *unit, loose=True))
        body = unit[1] + (flat[unit[1] : unit[1] + 1] in (":", "。"))
        if names and b - body >= 4:
            told = Assignment(*unit, responsible=names, rule="duty_list", words=view.shown(a, min(b, a + 30)))
            body += len("负责") if flat.startswith("负责", body) else 0
            stop = re.compile("[。;]").search(flat, body, b)
            return DutyLine(body, b, view.shown(body, min(stop.start() if stop else b, body + LONGEST_TITLE)), told)
    found = [each for each in assigner.find(a, b) if each.any]
    if found and found[-1].start - a >= 4:
        return DutyLine(a, b, _title(view, a, found[0].start), found[-1])
    for cut in _cuts(view, a, b):
        if looks_like_list(flat, cut[1], b) and cut[0] - a >= 4:
            told = Assignment(
                cut[1],
                b,
                responsible=assigner.names_apart(cut[1], b),
                rule="duty_line",
                words=view.shown(cut[1], b),
            )
            assigner.order(told)
            return DutyLine(a, b, _title(view, a, cut[0]), told)
    return None


def unit_before_gap(view: View, a: int, b: int) -> tuple[int, int] | None:
    """The unit before a gap and what it has to do: 市教育局 负责…"""
    gap = view.gap_in(a, min(b, a + 40))
    if gap < 0 or not looks_like_list(view.flat, a, gap):
        return None
    return (a, gap) if b - gap >= 4 and not looks_like_list(view.flat, gap, b) else None


def _cuts(view: View, a: int, b: int) -> list[tuple[int, int]]:
    """Where what is to be done may end and the units may begin: at a dash, a bar or a gap."""
    out = [m.span() for m in DASH.finditer(view.flat, a, b)]
    at = view.gap_in(a, b)
    while at >= 0:
        out.append((at, at))
        at = view.gap_in(at, b)
    return sorted(out)


def _title(view: View, a: int, b: int) -> str:
    if named := NAMED.match(view.flat, a, b):
        a = named.end()
    end = TITLE_END.search(view.flat, a + 2, b)
    return view.shown(a, min(end.start() if end else b, a + LONGEST_TITLE)).strip("—-|")


def _add(line: DutyLine, more: Assignment, end: int) -> None:
    told = line.told
    told.lead += [name for name in more.lead if name not in told.lead]
    told.cooperating += [name for name in more.cooperating if name not in told.cooperating]
    told.responsible += [name for name in more.responsible if name not in told.responsible]
    told.due = told.due or more.due
    told.end = line.end = end
