"""Until when a published mark can be opposed, for whoever watches a mark that it is like."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from zhichan.kernel.catalogue.rulebook import Candidate, Hit, Text, test

LAST_CALL = timedelta(days=15)
"""An office's own choice, no term of law: time for an agent to write the opposition."""
UNSURE = Text("日期以当年放假通知为准。", " The year's holidays may still move it.")


@test
def opposition_window(candidate: Candidate) -> list[Hit]:
    """A mark that can be opposed is told of when it is published, and once more fifteen days before the last day."""
    ended = candidate.row.get("ended_on")
    published = candidate.row.get("published_on")
    if (ended and ended <= candidate.day) or published is None or published > candidate.day:
        return []
    found = []
    for one in candidate.deadlines:
        due = one["due"]
        if one["code"] != "opposition" or due is None or candidate.day > due:
            continue
        found.append(_hit(candidate, one, "opens", Text("可以异议", "can be opposed")))
        if candidate.day >= due - LAST_CALL:
            found.append(_hit(candidate, one, "last", Text("异议期即将届满", "can be opposed for a few more days")))
    return found


def _hit(candidate: Candidate, one: Mapping[str, Any], stage: str, what: Text) -> Hit:
    due, clause, counted = one["due"], one["clause"], _counted(one)
    day = f"{due.year}年{due.month}月{due.day}日"
    unsure = UNSURE if one["provisional"] else Text("", "")
    return Hit(
        mark=f"opposition {stage}",
        title=Text(
            f"近似商标“{candidate.title}”{what.zh}：{day}前", f"The mark “{candidate.title}” {what.en}, until {due}"
        ),
        said=Text(
            f"属于监测“{candidate.watch}”。提出异议的最后一日为{day}（{clause.zh}）。{counted.zh}{unsure.zh}",
            f"In your watch “{candidate.watch}”. The last day for an opposition is {due} ({clause.en})."
            f" {counted.en}{unsure.en}",
        ),
        due=due,
    )  # fmt: skip


def _counted(one: Mapping[str, Any]) -> Text:
    """From which day and for how long; the page of the right has the whole calculation."""
    steps = one["steps"][:2]
    return Text("".join(step.zh for step in steps), " ".join(step.en for step in steps))
