"""What a report on supervision says: each sentence leads to its matters, each of its figures to the rows it counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from zhichan.doors.desk.management.cards import Link, Section, Sentence
from zhichan.doors.desk.management.tabs import declared
from zhichan.doors.look.parts import Cell, Column, Row, State
from zhichan.doors.look.words import round_sums, say
from zhichan.kernel.casework.public import Case
from zhichan.kernel.ground.public import Text

ROWS = "items"
"""Where the table of matters stands on a page."""
MONTHS = {"quarterly": 3, "half_year": 6}
"""How many months a report tells of."""
PLACE = re.compile(r"(\d{1,3})\.(\d{1,4})\.(\d{1,3})", re.ASCII)
Told = Mapping[str, Any]


def titled(case: Case) -> Text:
    """What a report is called: as it was drawn up in Chinese, and in English by its kind and period."""
    told = case.facts["statement"]
    until = date.fromisoformat(told["until"])
    over = not until.month % MONTHS.get(told["kind"], 1) and (until + timedelta(days=1)).day == 1
    part = "" if over else f" (up to {until})"
    region = case.region.name_en or case.region.name
    said = {
        "quarterly": f"supervision report, quarter {(until.month + 2) // 3} of {until.year}{part}",
        "half_year": f"supervision circular, {'first' if until.month < 7 else 'second'} half of {until.year}{part}",
    }
    return Text(case.title, f"{region}: {said.get(told['kind'], f'progress of key tasks up to {until}')}")


def sections(told: Told, *, leads: Callable[[str], str]) -> list[Section]:
    """The sections of a statement; ``leads`` gives the address of a matter by its number, empty for none."""
    return [
        Section(
            Text(part["title"]["zh"], part["title"]["en"]),
            sentences=[
                Sentence(
                    Text(one["zh"], one["en"]),
                    [Link(Text(each, each), leads(each)) for each in one["cites"]],
                    runs=_runs(one, f"{number}.{place}"),
                )
                for place, one in enumerate(part["sentences"])
            ],
        )
        for number, part in enumerate(told["sections"])
    ]


def _runs(one: Mapping[str, Any], place: str) -> list[Link]:
    """The sentence in runs, of which its figures lead to their rows."""
    words = str(say(Text(one["zh"], one["en"])))
    found = [(*span, f"?figure={place}.{number}#{ROWS}") for number, span in places(one, words)]
    runs, last = [], 0
    for start, end, address in sorted(found):
        runs += [Link(words[last:start], ""), Link(words[start:end], address)]
        last = end
    return [*runs, Link(words[last:], "")] if runs else []


def places(one: Mapping[str, Any], words: str) -> list[tuple[int, tuple[int, int]]]:
    """Where the figures of a sentence stand in its words: the number of each, with its start and end."""
    found = []
    for number, each in enumerate(one.get("figures") or ()):
        for said in (each["zh"], each["en"]):
            # Words for a page have the thousands of a figure apart, those for a letter have not.
            either = "|".join(map(re.escape, {said, round_sums(said)}))
            at = re.search(rf"(?<!\d)(?:{either})", words)
            if at is not None:
                found.append((number, at.span()))
                break
    return found


def figure(told: Told, asked: str) -> Mapping[str, Any] | None:
    """The figure at a place (section, sentence, figure, counted from nought); None where there is none."""
    place = PLACE.fullmatch(asked)
    if place is None:
        return None
    part, sentence, number = (int(each) for each in place.groups())
    try:
        return told["sections"][part]["sentences"][sentence]["figures"][number]  # type: ignore[no-any-return]
    except (IndexError, KeyError):
        return None


def rows_of(told: Told, one: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    """The matters that a figure counts; without one, all."""
    return [each for each in told["items"] if one is None or each["number"] in one["cites"]]


LIGHTS = Text(
    "绿灯：最近一次报告附有佐证并经核查。黄灯：时限将到，或者报告没有佐证、被退回。红灯：已超过时限。待报：还没有核查过的报告。",
    "Green: the last report came with evidence and was checked. Yellow: a limit is near, or the report has no evidence"
    " or was sent back. Red: a limit has passed. Nothing shown yet: no report was checked.",
)
"""What the lights say to whoever sees them for the first time."""

COLUMNS = (
    Column(Text("事项", "Matter")), Column(Text("亮灯", "Light")), Column(Text("依据", "Because")),
    Column(Text("责任单位", "Unit")), Column(Text("期限", "Due")),
)  # fmt: skip
"""What stands first in a table of matters; ``cells`` gives a row of it."""


def cells(one: Mapping[str, Any], href: str = "") -> list[Cell]:
    """A matter as a report tells of it: its title with its number, its light and why, who answers, its last day."""
    units = Text("、".join(each["zh"] for each in one["units"]), ", ".join(each["en"] for each in one["units"]))
    return [
        Cell(one["title"], href, Text(one["number"], one["number"])),
        Cell(light_of(one["light"])),
        Cell(Text(one["reason"]["zh"], one["reason"]["en"])),
        Cell(units),
        Cell(date.fromisoformat(one["due"])),
    ]


def light_of(name: str) -> State:
    """A light by its name, as it is called now."""
    standing = declared("supervision").standing
    if standing is None or name not in standing.lights:
        return State("unknown", Text(name, name))
    one = standing.lights[name]
    return State(one.kind, Text(one.title.zh, one.title.en))


def heading(one: Mapping[str, Any] | None) -> Text:
    """What the table of matters is called."""
    if one is None:
        return Text("逐项情况", "Matter by matter")
    return Text(f"“{one['zh']}”的明细", f"Behind “{one['en']}”")


def sum_row(found: Sequence[Mapping[str, Any]], counted: Sequence[str]) -> Row:
    """The last row: how many matters, and below each counted column its sum; the empty names are columns in between."""
    return Row(
        [
            Cell(Text(f"合计{len(found)}件", f"{len(found)} in all")),
            *(Cell(sum(each.get(name) or 0 for each in found) if name else "") for name in counted),
        ],
        kind="sum",
    )
