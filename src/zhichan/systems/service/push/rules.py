"""Which deadlines of a firm's own rights are worth telling, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from zhichan.kernel.catalogue.rulebook import Candidate, Hit, Text, test

EARLY = timedelta(days=60)
"""An office's own choice, no term of law: two payment rounds of a monthly accounting."""
UNSURE = Text("日期以当年放假通知为准。", " The year's holidays may still move it.")


@test
def fee_due(candidate: Candidate) -> list[Hit]:
    """An annual fee is told of sixty days before its last day, and once more when its months of grace begin."""
    return list(_due(candidate, "annual_fee", Text("缴费", "payment")))


@test
def renewal_due(candidate: Candidate) -> list[Hit]:
    """A renewal is told of when it can be applied for, sixty days before its last day, and when its grace begins."""
    opened = [
        _hit(candidate, one, "opens", Text("可以办理", "can be applied for"), one["due"])
        for one in _open(candidate, "renewal")
        if one["opens"] and one["opens"] <= candidate.day <= one["due"] - EARLY
    ]
    return [*opened, *_due(candidate, "renewal", Text("续展", "renewal"))]


def _open(candidate: Candidate, code: str) -> Iterator[Mapping[str, Any]]:
    """The deadlines of a kind that nothing has settled, of a right that has not ended."""
    ended = candidate.row.get("ended_on")
    if ended and ended <= candidate.day:
        return
    for one in candidate.deadlines:
        if one["code"] == code and not one["settled"] and one["due"] is not None:
            yield one


def _due(candidate: Candidate, code: str, what: Text) -> Iterator[Hit]:
    for one in _open(candidate, code):
        if one["due"] - EARLY <= candidate.day <= one["due"]:
            yield _hit(candidate, one, "due", Text("即将到期", "is due soon"), one["due"])
        elif one["late"] and one["due"] < candidate.day <= one["late"]:
            said = Text(f"已过期，宽限期内仍可{what.zh}", f"is past its day; {what.en} is still possible in its grace")
            yield _hit(candidate, one, "grace", said, one["late"])


def _hit(candidate: Candidate, one: Mapping[str, Any], stage: str, what: Text, due: date) -> Hit:
    clause, day = one["clause"], f"{due.year}年{due.month}月{due.day}日"
    unsure = UNSURE if one["provisional"] else Text("", "")
    return Hit(
        mark=f"{one['code']} {one['number']} {stage}",
        title=Text(
            f"“{candidate.title}”{one['title'].zh}{what.zh}：{day}",
            f"“{candidate.title}”: {one['title'].en} {what.en}: {due}",
        ),
        said=Text(
            f"最后一日{day}（{clause.zh}）。{unsure.zh}平台只有公开的缴费记录，已办理的请忽略。",
            f"Last day {due} ({clause.en}).{unsure.en} We know published payments alone; where it is"
            " done, take no notice.",
        ),
        due=due,
    )  # fmt: skip
