"""Letters of a case: a fixed copy of what was issued, how it was served, and whether what it states still holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zhichan.kernel.casework.clocks import Running
from zhichan.kernel.catalogue.public import current
from zhichan.kernel.catalogue.shapes import FieldShape, Letter, Procedure
from zhichan.kernel.ground.public import Reason, Text, keep_paper, to_yuan

WORD = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
FIXED = frozenset({"number", "day", "region", "title"})
"""Words that are right on the day of issue and never compared again."""

Record = dict[str, Any]


def issued(
    *,
    procedure: Procedure,
    name: str,
    version: int,
    words: Mapping[str, Any],
    facts: Mapping[str, Any],
    runs: Iterable[Running],
) -> Record:
    """Issue a letter: its text is kept as a paper, and what it states of facts and last days beside it."""
    letter: Letter = current().letter(folder=procedure.folder, name=name)
    stated = _stated(letter.text, facts, runs)
    said = {**words, **stated}
    text = WORD.sub(lambda found: _worded(procedure.fields.get(found[1]), said.get(found[1])), letter.text)
    return {
        "id": f"{name}#{version}", "name": name, "v": version, "day": words["day"], "to": list(letter.to),
        "stated": stated, "sha256": keep_paper(f"{letter.title.zh}\n\n{text}\n".encode()).sha256, "served": [],
    }  # fmt: skip


def served(
    *, letters: Sequence[Record], name: str, version: int, day: str, given: Mapping[str, Any]
) -> Record | Reason:
    """Note that the last letter of a name was served (``served_how``, ``recipient`` as given), or say why not."""
    letter = next((each for each in reversed(letters) if each["name"] == name), None)
    if letter is None:
        return Reason(
            "casework.no-letter",
            Text("该文书尚未制发，不能送达", "the letter was not issued yet, so it cannot be served"), name,
        )  # fmt: skip
    if day < letter["day"]:
        return Reason(
            "casework.served-before",
            Text(f"送达日不能早于文书日期{letter['day']}", f"it cannot be served before its date {letter['day']}"),
            "served_on",
        )
    how, to = str(given.get("served_how") or ""), str(given.get("recipient") or "")
    return {**letter, "served": [*letter["served"], {"v": version, "day": day, "how": how, "to": to}]}


def put(letters: Sequence[Record], changed: Iterable[Record]) -> list[Record]:
    """The letters with those of the same ids replaced, and new ones at the end."""
    found = {each["id"]: each for each in letters}
    found.update({each["id"]: each for each in changed})
    return list(found.values())


def disagreeing(
    *, letters: Iterable[Record], facts: Mapping[str, Any], runs: Sequence[Running]
) -> list[dict[str, Any]]:
    """Every statement of a served letter that is no longer so, with what it says and what holds now."""
    found: list[dict[str, Any]] = []
    for letter in letters:
        if not letter["served"]:
            continue
        for word, stated in letter["stated"].items():
            now = _value(word, facts, runs)
            if now != stated:
                found.append({
                    "letter": letter["name"], "id": letter["id"], "sha256": letter["sha256"], "fact": word,
                    "served": [each["day"] for each in letter["served"]], "stated": stated, "now": now,
                })  # fmt: skip
    return found


def _stated(text: str, facts: Mapping[str, Any], runs: Iterable[Running]) -> dict[str, Any]:
    known = list(runs)
    return {word: _value(word, facts, known) for word in dict.fromkeys(WORD.findall(text)) if word not in FIXED}


def _value(word: str, facts: Mapping[str, Any], runs: Sequence[Running]) -> Any:
    clock = word.removeprefix("due.")
    if clock == word:
        return facts.get(word)
    last = next((run for run in reversed(runs) if run.name == clock), None)
    return last.due.day.isoformat() if last is not None and last.due.day is not None else None


def _worded(field: FieldShape | None, value: Any) -> str:
    """A fact as its field means it: money in yuan, choices by their titles, what has columns as a line for each row."""
    if field is None or value in (None, "", []):
        return _plain(value)
    if field.type == "money" and isinstance(value, int):
        return f"{to_yuan(value):,.2f}元"
    if field.type == "flag":
        return "是" if value else "否"
    if field.type == "choice" and value in field.choices:
        return field.choices[value].zh
    if field.columns and isinstance(value, list):
        return "\n".join(
            "；".join(f"{title.zh}：{_plain(row.get(name))}" for name, title in field.columns.items())
            for row in value if isinstance(row, Mapping)
        )  # fmt: skip
    return _plain(value)


def _plain(value: Any) -> str:
    """A fact in words: names of lists joined, days and numbers as they are, a dash for nothing."""
    if value in (None, "", []):
        return "——"
    if isinstance(value, Mapping):
        named = value.get("name") or value.get("zh")
        return str(named or "、".join(f"{key}：{_plain(each)}" for key, each in value.items()))
    if isinstance(value, list | tuple):
        return "、".join(_plain(each) for each in value)
    return str(value)
