"""A tree written back as a query: one text for each meaning, read back as the same tree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from .atoms import BREAK, stands_alone
from .model import All, Between, Code, Everything, Field, Near, Node, Not, Word


def write(node: Node, fields: Sequence[Field]) -> str:
    """The query in the search language, canonical: `parse(write(node)).node == node` for every tree that was parsed."""
    return _write(node, {one.slug: one for one in fields}, 0)


def _write(node: Node, fields: dict[str, Field], outer: int) -> str:
    if isinstance(node, Everything):
        return ""
    if isinstance(node, Word):
        return _head(node.within, fields) + _text(node)
    if isinstance(node, Near):
        sign = "ADJ" if node.ordered else "NEAR"
        first, second = (_write(word, fields, 3) for word in (node.first, node.second))
        text = f"{first} {sign}/{node.distance} {second}"
        return f"({text})" if outer > 2 else text
    if isinstance(node, Code):
        field = fields[node.within]
        value = next((name for name, value in field.choices.items() if value == node.value), node.value)
        return f"{field.names[0]}={value}*" if node.open else f'{field.names[0]}="{value}"'
    if isinstance(node, Between):
        return f"{fields[node.within].names[0]}=[{_bound(node.low)} to {_bound(node.high)}]"
    if isinstance(node, Not):
        return f"NOT {_write(node.part, fields, 2)}"
    sign, level = (" AND ", 1) if isinstance(node, All) else (" OR ", 0)
    text = sign.join(_write(part, fields, level + 1) for part in node.parts)
    return f"({text})" if outer > level else text


def _head(slug: str, fields: dict[str, Field]) -> str:
    return f"{fields[slug].names[0]}=" if slug else ""


def _text(word: Word) -> str:
    text = ""
    for place, atom in enumerate(word.atoms):
        apart = place and not (stands_alone(atom) or stands_alone(word.atoms[place - 1]))
        before_break = atom == BREAK or (place and word.atoms[place - 1] == BREAK)
        text += (" " if apart and not before_break else "") + ("," if atom == BREAK else atom)
    if word.open:
        # A star stands after bare words only, and bare words hold no space.
        return f"{text}*"
    return f'"{text}"'


def _bound(value: date | int | None) -> str:
    return "*" if value is None else value.isoformat() if isinstance(value, date) else str(value)
