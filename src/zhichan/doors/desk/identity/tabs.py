"""The pages of the data desk, as tabs that stand on each of them."""

from __future__ import annotations

from django.urls import reverse

from zhichan.doors.look.parts import Choice
from zhichan.kernel.ground.public import Text

TABS = (
    ("desk:loads", Text("数据装载", "Loads")),
    ("desk:feeds", Text("数据来源", "Feeds")),
    ("desk:identity", Text("名称核对", "Names")),
    ("desk:classes", Text("分类表", "Classifications")),
)


def tabs(chosen: str) -> list[Choice]:
    """Every page of the data desk; the chosen one is marked."""
    return [Choice(name, label, name == chosen, href=reverse(name)) for name, label in TABS]
