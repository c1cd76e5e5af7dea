"""Why one source record was not taken. A whole file is refused by ``kernel.ground.refusal.Refusal``."""

from __future__ import annotations

from zhichan.kernel.ground.refusal import Reason, Refusal, Text


class Unreadable(Exception):
    """One source record cannot be read; the file goes on after it."""

    def __init__(self, code: str, zh: str, en: str, place: str = "") -> None:
        self.reason = Reason(f"feeds.{code}", Text(zh, en), place)
        super().__init__(code)


def refuse(code: str, zh: str, en: str, place: str = "") -> Refusal:
    """The refusal of a whole file."""
    return Refusal.one(f"feeds.{code}", zh, en, place=place)
