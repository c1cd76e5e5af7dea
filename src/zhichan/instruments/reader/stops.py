"""Full stops a copy wrote as points: «显著提高.到2025年,…»."""

from __future__ import annotations

import re

POINT = re.compile(
    r"(?<=[\u3400-\u9fff)\]〕”》%])\.(?=\s*(?:[\u3400-\u9fff(\[〔“《—①-⑳]|\d|$))", re.MULTILINE
)
NUMBER = re.compile(r"(?:^|[\n。.;!?:|\t])\s*[(\[第]?[一二三四五六七八九十百\d]{1,4}[)\]章节条项]?\.$")
WITHIN = 12


def with_stops(folded: str) -> str:
    """The folded text, of the same length, in which a point behind a Chinese word is a full stop.

    The point of a running number (一. (二). 3.), of a decimal and of an abbreviation stays one, and so do the dots
    of a table of contents.
    """
    if "." not in folded:
        return folded
    chars = list(folded)
    for m in POINT.finditer(folded):
        here = m.start()
        if NUMBER.search("".join(chars[max(0, here - WITHIN) : here]) + "."):
            continue
        chars[here] = "。"
    return "".join(chars)
