"""Structured content as lines that people can write: one item a line, people by name and code, JSON for the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

PARTS = re.compile(r"\s*[，,|｜\t]\s*")
PAIRS = re.compile(r"\s*[；;]\s*")
PAIR = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\s*[=＝]\s*(.*)", re.DOTALL)
CODE = re.compile(r"[0-9A-Z][0-9A-Z-]{4,24}", re.ASCII)
TEXTS = frozenset({"name", "party", "access"})
"""What stays text even where it is made of digits."""


def read(text: str, *, people: bool = False) -> Any:
    """What lines say; raises ``ValueError`` for JSON that is none.

    A line is a number, a text, or ``key=value; key=value``. With ``people`` it is a name, then, after commas, a
    party's code or the number of a user.
    """
    if text.lstrip().startswith(("[", "{")):
        return json.loads(text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [_person(line) if people else _item(line) for line in lines]


def _item(line: str) -> Any:
    pairs = [PAIR.fullmatch(part) for part in PAIRS.split(line) if part]
    if pairs and all(pairs):
        return {found[1]: _value(found[1], found[2].strip()) for found in pairs if found}
    return int(line) if re.fullmatch(r"[1-9][0-9]{0,8}|0", line, re.ASCII) else line


def _person(line: str) -> dict[str, Any]:
    if any(PAIR.fullmatch(part) for part in PAIRS.split(line)) and isinstance(found := _item(line), dict):
        return found
    name, *rest = [part for part in PARTS.split(line) if part]
    person: dict[str, Any] = {"name": name}
    for part in rest:
        pair = PAIR.fullmatch(part)
        if pair is not None:
            person[pair[1]] = _value(pair[1], pair[2].strip())
        elif part.isascii() and part.isdigit() and len(part) < 12:
            person["user"] = int(part)
        elif CODE.fullmatch(part):
            person["party"] = part
        else:
            person["note"] = part
    return person


def _value(key: str, text: str) -> Any:
    if text in {"true", "false"}:
        return text == "true"
    if key not in TEXTS and re.fullmatch(r"[1-9][0-9]{0,8}|0", text, re.ASCII):
        return int(text)
    return text


def written(value: Any, *, people: bool = False) -> str:
    """The lines that say ``value`` and are read as it again; JSON where lines cannot."""
    if isinstance(value, list) and value:
        text = "\n".join(_line(one, people=people) for one in value)
        try:
            if read(text, people=people) == value:
                return text
        except ValueError:
            pass
    return json.dumps(value, ensure_ascii=False, indent=1)


def _line(one: Any, *, people: bool) -> str:
    if not isinstance(one, Mapping):
        return str(one)
    if people and one.get("name"):
        rest = [str(one[key]) for key in ("party", "user") if key in one]
        more = [
            f"{key}={_plain(value)}" for key, value in one.items() if key not in {"name", "party", "user"}
        ]
        return "，".join([str(one["name"]), *rest, *more])
    return "; ".join(f"{key}={_plain(value)}" for key, value in one.items())


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
