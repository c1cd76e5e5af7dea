"""One shape for every expected 'no': reasons with a code, a sentence in two languages, a place and a clause.

Importable without Django, so that pure commands and instruments' callers can use it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Simplified Chinese (``zh``, first) and English (``en``)."""

    zh: str
    en: str

    def as_json(self) -> dict[str, str]:
        """Return ``{"zh": …, "en": …}``."""
        return {"zh": self.zh, "en": self.en}

    def __str__(self) -> str:
        return self.zh


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is refused or granted.

    ``code`` is stable and dotted (``acts.stage``); ``place`` says where (a field name, ``file:line``,
    ``row 12``); ``clause`` is the short citation of the rule, empty when none applies.
    """

    code: str
    text: Text
    place: str = ""
    clause: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the JSON shape of DECISIONS 22: ``{code, text: {zh, en}, place, clause}``."""
        return {"code": self.code, "text": self.text.as_json(), "place": self.place, "clause": self.clause}


class Refusal(Exception):
    """An expected 'no'. It carries one or more reasons; nothing was changed when it is raised."""

    def __init__(self, *reasons: Reason) -> None:
        if not reasons:
            raise ValueError("a refusal needs at least one reason")
        self.reasons: tuple[Reason, ...] = reasons
        super().__init__("; ".join(f"{reason.code}: {reason.text.zh}" for reason in reasons))

    @classmethod
    def one(cls, code: str, zh: str, en: str, *, place: str = "", clause: str = "") -> Refusal:
        """Build a refusal with a single reason."""
        return cls(Reason(code, Text(zh, en), place, clause))

    @classmethod
    def of(cls, reasons: Iterable[Reason]) -> Refusal:
        """Build a refusal from an iterable of reasons (at least one)."""
        return cls(*reasons)

    @property
    def codes(self) -> tuple[str, ...]:
        """The reasons' codes, in order."""
        return tuple(reason.code for reason in self.reasons)

    def as_json(self) -> dict[str, Any]:
        """Return the first reason's JSON with all reasons under ``reasons``."""
        return {**self.reasons[0].as_json(), "reasons": [reason.as_json() for reason in self.reasons]}
