"""Acts against clocks: those that come too early, too late, too often or too close to what they announce."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhichan.instruments.clock import Calendar, Term, Words, latest
from zhichan.kernel.casework import clocks
from zhichan.kernel.casework.clocks import Running
from zhichan.kernel.casework.models import Case
from zhichan.kernel.catalogue.shapes import Act as ActShape
from zhichan.kernel.catalogue.shapes import Extension, Notice, Procedure
from zhichan.kernel.ground.public import (
    Reason,
    Refusal,
    Text,
)


@dataclass(frozen=True, slots=True)
class Timing:
    """What clocks of one act are computed with."""

    procedure: Procedure
    calendar: Calendar
    day: date

    def runs(self, course: Sequence[Mapping[str, Any]], facts: Mapping[str, Any]) -> list[Running]:
        """The runs as of the act's day, without their worked steps."""
        return clocks.running(
            procedure=self.procedure, course=course, facts=facts, calendar=self.calendar, as_of=self.day,
            explain=False,
        )  # fmt: skip


    def asked_before(self, shape: ActShape, name: str) -> bool:
        """Whether it depends on the runs before an act whether it comes in time."""
        return bool(shape.waits or shape.within) or any(
            extension.act == name for clock in self.procedure.clocks.values() for extension in clock.extensions
        )


def in_time(
    timing: Timing,
    shape: ActShape,
    name: str,
    case: Case,
    entry: Mapping[str, Any],
    known: Mapping[str, Any],
    before: Sequence[Running],
) -> None:
    """Refuse an act that comes before a clock has run out, after it had, or too close to what it announces."""
    day = date.fromisoformat(entry["day"])
    reasons: list[Reason] = []
    for clock in shape.waits:
        runs = [run for run in before if run.name == clock]
        reasons.extend(_waits(run) for run in runs if run.open and not run.passed(day))
        if not runs:
            title = timing.procedure.clocks[clock].title
            zh, en = (title.zh, title.en) if title else (clock, clock)
            reasons.append(
                Reason("casework.wait", Text(f"“{zh}”尚未起算", f"{en!r} has not begun yet"), clock)
            )
    for clock in shape.within:
        key = str(entry.get("given", {}).get(timing.procedure.clocks[clock].per or "") or "")
        runs = [run for run in before if run.name == clock and run.key in {key, ""}]
        # What was done in time is in time however late it is entered, though the right has gone by in between.
        if not any(run.ended_at is None and not run.passed(day) for run in runs):
            reasons.append(_expired(timing.procedure, clock, runs))
    for clock_name, clock_shape in timing.procedure.clocks.items():
        for number, extension in enumerate(clock_shape.extensions):
            if extension.act == name:
                earlier = clock_shape.extensions[:number]
                runs = [run for run in before if run.name == clock_name and run.open]
                reasons.extend(_extension(clock_name, extension, earlier, runs, case, known, day))
    for notice in timing.procedure.notices.values():
        if notice.act == name:
            reasons.extend(_notice(timing, notice, known, day))
    if reasons:
        raise Refusal.of(reasons)


def _waits(run: Running) -> Reason:
    until = run.due.day.isoformat() if run.due.day else "——"
    return Reason(
        "casework.wait",
        Text(
            f"“{run.title.zh}”尚在进行，届满日：{until}",
            f"{run.title.en!r} is still running; its last day: {until}",
        ),
        run.name,
        run.chosen.clause,
    )


def _expired(procedure: Procedure, clock: str, runs: Sequence[Running]) -> Reason:
    title = procedure.clocks[clock].title
    zh, en = (title.zh, title.en) if title else (clock, clock)
    last = runs[-1].due.day if runs else None
    return Reason(
        "casework.expired" if runs else "casework.not-running",
        Text(f"“{zh}”已于{last}届满或结束", f"{en!r} ran out or ended ({last})")
        if runs
        else Text(f"“{zh}”尚未起算", f"{en!r} has not begun yet"),
        clock,
        runs[-1].chosen.clause if runs else "",
    )


def _extension(
    clock: str,
    extension: Extension,
    earlier: Sequence[Extension],
    runs: Sequence[Running],
    case: Case,
    known: Mapping[str, Any],
    day: date,
) -> list[Reason]:
    span = clocks.in_force(extension.term, day)
    if not runs:
        return [
            Reason(
                "casework.not-running",
                Text("期限没有在计算，不能延长", "the term is not running, so it cannot be extended"),
                clock,
                span.clause,
            )
        ]
    begun = min(run.begun_at for run in runs)
    done = [each["act"] for each in case.course if each["v"] > begun]
    reasons: list[Reason] = []
    if done.count(str(extension.act)) >= extension.times:
        reasons.append(
            Reason(
                "casework.extended-enough",
                Text(f"最多延长{extension.times}次", f"it can be extended {extension.times} time(s) at most"),
                clock,
                span.clause,
            )
        )
    if any(each.act not in done for each in earlier):
        reasons.append(
            Reason(
                "casework.extension-order",
                Text("须先按前一级延长", "the extension of the level below comes first"),
                clock,
                span.clause,
            )
        )
    longest = span.length[1]
    granted = clocks.granted_length(extension, known, longest)
    if not 1 <= granted <= longest:
        reasons.append(
            Reason(
                "casework.extension-length",
                Text(f"延长不得超过{longest}", f"it can be extended by {longest} at most"),
                extension.granted or clock,
                span.clause,
            )
        )
    return reasons


def _notice(timing: Timing, notice: Notice, known: Mapping[str, Any], day: date) -> list[Reason]:
    value = known.get(notice.before)
    if not value:
        return []
    span = clocks.in_force(notice.term, day)
    unit, length = span.length
    last = latest(
        before=date.fromisoformat(str(value)), calendar=timing.calendar, clear=notice.clear,
        term=Term(length, clocks.UNITS[unit], clause=span.clause), event=Words(notice.before, notice.before),
    ).day  # fmt: skip
    if last is None or day <= last:
        return []
    return [
        Reason(
            "casework.too-short-notice",
            Text(f"通知过晚：最迟应在{last}通知", f"the notice is too late: it had to be given by {last}"),
            notice.before,
            span.clause,
        )
    ]
