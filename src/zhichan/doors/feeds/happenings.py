"""What an office's code or words for an event mean in the neutral kinds of ``instruments.status``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from zhichan.doors.feeds import values
from zhichan.doors.feeds.faults import Unreadable
from zhichan.doors.feeds.records import Event

_ENDING = re.compile(r"终止日期?|失效日期?|届满日期?|expiry date|date of lapse", re.IGNORECASE)
# Announcements that only repeat what a register shows of itself; a notice about them is no event of its own.
_NOT_YET = ("请求", "申请提交", "驳回复审", "受理", "等待", "待审", "中止")


@cache
def _declared() -> tuple[Mapping[str, Mapping[str, str]], tuple[tuple[str, tuple[str, ...]], ...]]:
    given = tomllib.loads((files("zhichan.doors.feeds") / "declared" / "happenings.toml").read_text("utf-8"))
    codes = {
        authority: {code: kind for kind, listed in kinds.items() for code in listed}
        for authority, kinds in given["codes"].items()
    }
    words = tuple((kind, tuple(each)) for kind, listed in given["words"].items() for each in listed)
    return codes, words


def kind(*, authority: str, code: str, text: str) -> str:
    """The neutral kind; '' where there is none. Codes speak for the authority that gave them, words are Chinese."""
    codes, words = _declared()
    known = codes.get(authority or "CN", {}).get(code.strip().upper(), "") if code else ""
    if known:
        return known
    plain = values.plain(text).replace(" ", "")
    if not plain or any(word in plain for word in _NOT_YET if "生效" not in plain):
        return ""
    return next((name for name, listed in words if all(word in plain for word in listed)), "")


def effective(event: Event) -> date | None:
    """The day on which an event has effect where its details tell it apart from the announcement."""
    if event.effective_on is not None:
        return event.effective_on
    for title, text in event.detail:
        if _ENDING.search(title):
            try:
                return values.day(text)
            except Unreadable:
                continue
    return None
