"""What a check finds: file, line, gate, code, and a sentence in two languages that says what was expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal

from zhichan.kernel.ground.refusal import Reason, Text

Gate = Literal["shape", "names", "graph", "law", "proof"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a declaration; ``file`` is the path below the root, ``line`` counts from 1."""

    file: str
    line: int
    gate: Gate
    code: str
    text: Text

    def as_json(self) -> dict[str, Any]:
        """The JSON shape of ``catalogue check`` (DECISIONS 22)."""
        return {
            "file": self.file,
            "line": self.line,
            "gate": self.gate,
            "code": self.code,
            "text": self.text.as_json(),
        }

    def as_reason(self) -> Reason:
        """The same as a reason of a refusal."""
        return Reason(f"catalogue.{self.code}", self.text, place=f"{self.file}:{self.line}")


def nearest(*, word: str, among: Iterable[str]) -> Text:
    """A half-sentence with the names nearest to ``word``, or with all of them when they are few; may be empty."""
    names = sorted(set(among))
    near = get_close_matches(word, names, n=3, cutoff=0.6) or (names if len(names) <= 8 else [])
    if not near:
        return Text("", "")
    listed = ", ".join(near)
    return Text(f";相近或可用的有:{listed}", f"; did you mean: {listed}")
