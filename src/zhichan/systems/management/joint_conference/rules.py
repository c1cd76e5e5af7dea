"""Rules of the leading group: a meeting's decisions have an owner and a date, and become matters under supervision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhichan.kernel.catalogue.rulebook import Context, Reason, Text, derive, guard, is_day

PARTS = ("title", "unit", "due")


@guard
def has_been_held(context: Context) -> list[Reason]:
    """Minutes are not written before the day of the meeting."""
    if context.facts["held_on"] <= context.day.isoformat():
        return []
    return [
        Reason("meeting.not-held", Text("会议还没有召开", "the meeting has not been held yet"), "held_on")
    ]


@guard
def decisions_have_owner_and_date(context: Context) -> list[Reason]:
    """Each decision says what, which unit of this region answers for it, and by when."""
    decisions = context.given["decisions"]
    if not isinstance(decisions, list):
        return [
            Reason(
                "meeting.decisions",
                Text("议定事项应当逐条列出", "list the decisions one by one"),
                "decisions",
            )
        ]
    units = context.units()
    reasons = []
    for number, decision in enumerate(decisions, start=1):
        place = f"decisions[{number}]"
        if not isinstance(decision, Mapping) or any(
            not str(decision.get(part) or "").strip() for part in PARTS
        ):
            reasons.append(
                Reason(
                    "meeting.incomplete",
                    Text(
                        f"第{number}项缺少内容、责任单位或期限",
                        f"decision {number} lacks its text, its unit or its date",
                    ),
                    place,
                )
            )
            continue
        if decision["unit"] not in units:
            reasons.append(
                Reason(
                    "meeting.unit",
                    Text(
                        f"第{number}项的责任单位不是本地区的单位",
                        f"decision {number} names a unit that is not of this region",
                    ),
                    place,
                )
            )
        if not is_day(decision["due"]):
            reasons.append(
                Reason(
                    "meeting.due",
                    Text(f"第{number}项的期限不是日期", f"the date of decision {number} is not a day"),
                    place,
                )
            )
        elif str(decision["due"]) <= context.day.isoformat():
            reasons.append(
                Reason(
                    "meeting.past",
                    Text(
                        f"第{number}项的期限须晚于今天",
                        f"the date of decision {number} has to be later than today",
                    ),
                    place,
                )
            )
    return reasons


@derive
def decided_matters(context: Context) -> list[dict[str, Any]]:
    """One ``supervision:issue`` for each decision; the unit that answers for it is responsible."""
    units = context.units()
    return [
        {
            "key": str(number), "title": str(decision["title"]), "demand": str(decision["title"]),
            "due": str(decision["due"]), "origin": "meeting", "source": context.number, "region": context.region[0],
            "units": [
                {"role": "responsible", "as_written": units[decision["unit"]], "unit": decision["unit"]}
            ],
        }
        for number, decision in enumerate(context.facts["decisions"], start=1)
    ]  # fmt: skip
