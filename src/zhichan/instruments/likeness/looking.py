"""What looks alike: signs by their drawing, letters by their shape."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from zhichan.instruments.link.words import LOOK_ALIKES

_SHAPES: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("8", "b"))
_BESIDE: Final = ("帅师", "壳亮", "动劫", "处外", "茅芽", "密蜜", "园圆", "冒昌", "奥粤", "雪雷", "名各")
"""Pairs taken for each other that a comparison of whole drawings misses: the same part beside another one, or moved."""


@lru_cache(maxsize=1)
def table() -> Mapping[str, str]:
    """For each sign those that look like it, the likest first.

    The file was made by `making` from drawings in an open font; pairs that drawings do not show are added, those
    known from misread names of firms among them.
    """
    found: dict[str, str] = {}
    for line in files(__package__).joinpath("alike.txt").read_text(encoding="utf-8").split():
        found[line[0]] = line[1:]
    for group in (*LOOK_ALIKES, *_BESIDE):
        for sign in group:
            more = [one for one in group if one != sign and one not in found.get(sign, "")]
            found[sign] = found.get(sign, "") + "".join(more)
    return MappingProxyType(found)


def alike_signs(sign: str) -> str:
    """Signs that look like a sign, the likest first. Looking alike goes both ways."""
    return table().get(sign, "")


def skeleton(letters: str) -> str:
    """Letters and figures with those that are read for each other made one: 0 and o, 1, i and l, rn and m."""
    for one, other in _SHAPES:
        letters = letters.replace(one, other)
    return letters
