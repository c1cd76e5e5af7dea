"""Draws that anyone can repeat: python3 draw.py RECORD.json

Needs Python 3.10 or later and nothing else. Two lists are frozen and their digest is made known; only later is a seed
known that nobody could choose. What is drawn is a function of lists and seed, so whoever has the published record draws
again and finds the same. Compare the digest with the one made known when the lists were frozen, and the seed with its
source: whoever compares neither knows only that the record agrees with itself.
随机抽取的复算：只需 Python 3.10 以上。请将摘要与冻结时公布的摘要比对，将种子与其公开来源比对。

Lists are ``{"objects": [{"id", "stratum"}], "people": [id], "barred": [[object, person]], "rates": {stratum: per
cent}, "pair": how many people go to each object}``. Of a stratum of n objects at r per cent, ⌈n·r/100⌉ are drawn, in
the order of SHA-256 over lists, seed and object; to each go the first people not barred, in the order of SHA-256 over
lists, seed, object and person. Since each object has an order of its own, one more bar changes its people alone.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

FORMAT = "zhichan-draw-1"

__all__ = ["FORMAT", "DrawError", "check", "digest", "draw", "record", "verify"]


class DrawError(ValueError):
    """What cannot be drawn: ``code`` is ``lists``, ``twice``, ``rate``, ``people``, ``seed`` or ``format``.

    ``name`` is the object, person or stratum it is about, or empty.
    """

    def __init__(self, code: str, sentence: str, name: str = "") -> None:
        self.code, self.name = code, name
        super().__init__(sentence)


def canonical(value: Any) -> bytes:
    """JSON bytes with sorted keys and no spaces, as digests are taken over them."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(lists: Mapping[str, Any]) -> str:
    """Return the SHA-256 of frozen lists in hexadecimal; the order in which they are written does not count."""
    return hashlib.sha256(canonical(_ordered(lists))).hexdigest()


def check(lists: Mapping[str, Any]) -> None:
    """Raise :class:`DrawError` unless every object has a rate and enough people who are not barred from it."""
    found = _ordered(lists)
    names = [each["id"] for each in found["objects"]]
    if not names:
        raise DrawError("lists", "there is nothing to draw from")
    for listed in (names, found["people"]):
        # Sorted lists: what is listed twice stands side by side.
        for one, other in pairwise(listed):
            if one == other:
                raise DrawError("twice", f"{one} is listed twice", one)
    for rate in found["rates"].values():
        if isinstance(rate, bool) or not isinstance(rate, int) or not 0 <= rate <= 100:
            raise DrawError("rate", "a rate is a whole number from 0 to 100")
    for each in found["objects"]:
        if each["stratum"] not in found["rates"]:
            raise DrawError("rate", f"there is no rate for {each['stratum']}", each["stratum"])
        _people(found, each["id"])


def draw(
    lists: Mapping[str, Any], *, seed: str, recusals: Iterable[Sequence[str]] = ()
) -> list[dict[str, Any]]:
    """Return what is drawn, ``[{"object", "people": [first, second…]}]``, in the order of the draw.

    ``seed`` is text as its source published it; ``recusals`` are pairs of object and person found after the draw.
    Raises :class:`DrawError`.
    """
    if not seed.strip():
        raise DrawError("seed", "there is no seed")
    check(lists)
    found = _ordered(lists)
    stamp, late = digest(lists), [list(each) for each in recusals]
    strata: dict[str, list[str]] = {}
    for each in found["objects"]:
        strata.setdefault(each["stratum"], []).append(each["id"])
    drawn: list[str] = []
    for stratum, names in strata.items():
        count = -(-len(names) * found["rates"][stratum] // 100)
        drawn += sorted(names, key=lambda name: _place(stamp, seed, name))[:count]

    def sent(name: str) -> list[str]:
        return sorted(_people(found, name, late), key=lambda one: _place(stamp, seed, name, one))[: found["pair"]]

    drawn.sort(key=lambda name: _place(stamp, seed, name))
    return [{"object": name, "people": sent(name)} for name in drawn]


def record(
    lists: Mapping[str, Any], *, seed: Mapping[str, str], recusals: Iterable[Sequence[str]] = ()
) -> dict[str, Any]:
    """Return all that an outsider needs; ``seed`` has ``source``, ``day`` and ``value``. Raises :class:`DrawError`."""
    late = [list(each) for each in recusals]
    return {
        "format": FORMAT, "lists": _ordered(lists), "digest": digest(lists), "seed": dict(seed), "recusals": late,
        "drawn": draw(lists, seed=seed["value"], recusals=late),
    }  # fmt: skip


def verify(published: Mapping[str, Any]) -> list[str]:
    """Draw again from a published record; returns what is otherwise than it says, empty when it holds.

    Raises :class:`DrawError` for what is no record or cannot be drawn.
    """
    if not isinstance(published, dict) or published.get("format") != FORMAT:
        raise DrawError("format", f"this is no record of the format {FORMAT}")
    try:
        lists, seed, late = published["lists"], published["seed"]["value"], published["recusals"]
        wrong = []
        if digest(lists) != published["digest"]:
            wrong.append(f"the digest of the lists is {digest(lists)}, not {published['digest']}")
        again = draw(lists, seed=seed, recusals=late)
        for number in range(max(len(again), len(published["drawn"]))):
            here = again[number] if number < len(again) else None
            there = published["drawn"][number] if number < len(published["drawn"]) else None
            if here != there:
                wrong.append(f"draw {number + 1} gives {here}, not {there}")
    except (AttributeError, KeyError, TypeError) as broken:
        raise DrawError("format", f"the record is broken: {broken}") from broken
    return wrong


def _ordered(lists: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "objects": sorted(({"id": each["id"], "stratum": each["stratum"]} for each in lists["objects"]),
                          key=lambda each: (each["id"], each["stratum"])),
        "people": sorted(lists["people"]),
        "barred": sorted(list(each) for each in lists["barred"]),
        "rates": dict(lists["rates"]),
        "pair": lists["pair"],
    }  # fmt: skip


def _people(lists: Mapping[str, Any], name: str, late: Sequence[Sequence[str]] = ()) -> list[str]:
    barred = {one for where, one in [*lists["barred"], *late] if where == name}
    left = [one for one in lists["people"] if one not in barred]
    if lists["pair"] < 1 or len(left) < lists["pair"]:
        raise DrawError("people", f"too few people may go to {name}", name)
    return left


def _place(*parts: str) -> bytes:
    # As JSON, so that no two lists of parts read alike.
    return hashlib.sha256(canonical([FORMAT, *parts])).digest()


def main(arguments: Sequence[str]) -> int:
    """Verify the record in a file; returns 0 when it holds, 1 when it does not, 2 when it is none."""
    try:
        published = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
        wrong = verify(published)
    except IndexError:
        sys.stdout.write(f"{__doc__}\n")
        return 2
    except (OSError, ValueError) as broken:
        sys.stdout.write(f"{broken}\n")
        return 2
    told = wrong or [
        f"The draw holds / 抽取属实: {len(published['drawn'])} drawn / 抽中",
        f"lists / 名单摘要: {published['digest']}",
        f"seed / 种子: {published['seed']['value']} ({published['seed']['source']}, {published['seed']['day']})",
    ]
    sys.stdout.write("\n".join(told) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
