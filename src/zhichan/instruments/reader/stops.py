"""What a copy wrote in other marks: full stops as points («显著提高.到2025年,…»), names of a list parted by blanks."""

from __future__ import annotations

import re

POINT = re.compile(
    r"(?<=[\u3400-\u9fff)\]〕”》%])\.(?=\s*(?:[\u3400-\u9fff(\[〔“《—①-⑳]|\d|$))", re.MULTILINE
)
NUMBER = re.compile(r"(?:^|[\n。.;!?:|\t])\s*[(\[第]?[一二三四五六七八九十百\d]{1,4}[)\]章节条项]?\.$")
WITHIN = 12
ROLES = "牵头|领导|责任|负责|配合|合作|主办|协办|参与|参加|落实"
NAMES = re.compile(rf"(?:{ROLES})(?:责任)?(?:单位|部门)[:](?P<names>[^()\[\]、,;:。\n\t|]{{5,120}})")
BETWEEN = re.compile(
    r"(?<=[一-龥][局委办厅部院会署社团所室处司府区县市旗镇])[ \u3000\u00a0]+"
    rf"(?=[一-龥])(?!(?:{ROLES}|完成)(?:责任)?(?:单位|部门|时[限间]))"
)
INNER = re.compile(r"[一-龥][ \u3000\u00a0]+(?=[一-龥])")
FEW_BLANKS, ONE_IN = 8, 400


def parted_names(folded: str) -> list[int]:
    """Blanks behind a label of bearers that part their names, where nothing else does: 责任单位:甲局 乙局 丙局.

    In a text that has blanks within its words everywhere they part nothing.
    """
    lists = list(NAMES.finditer(folded))
    if not lists:
        return []
    within = sum(len(INNER.findall(m.group("names"))) for m in lists)
    if len(INNER.findall(folded)) - within > max(FEW_BLANKS, len(folded) // ONE_IN):
        return []
    return [m.start("names") + blank.start() for m in lists for blank in BETWEEN.finditer(m.group("names"))]


def with_stops(folded: str) -> str:
    """The folded text, of the same length, in which a point behind a Chinese word is a full stop.

    The point of a running number (一. (二). 3.), of a decimal and of an abbreviation stays one, and so do the dots
    of a table of contents.
    """
    return POINT.sub(
        lambda m: "." if NUMBER.search(folded[max(0, m.start() - WITHIN) : m.end()]) else "。", folded
    )
