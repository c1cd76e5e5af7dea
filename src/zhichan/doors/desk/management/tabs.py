"""The management pages, as tabs that stand on each of them."""

from __future__ import annotations

from django.urls import reverse

from zhichan.doors.look.parts import Choice
from zhichan.kernel.ground.public import Text

TABS = (
    ("desk:supervision", Text("督办", "Supervision")),
    ("desk:circulars", Text("通报", "Reports")),
    ("desk:revision", Text("规划调整", "Revision")),
    ("desk:evaluation", Text("评估", "Evaluation")),
    ("desk:chains", Text("产业链", "Chains")),
    ("desk:serving", Text("市县衔接", "City and counties")),
)


def tabs(chosen: str) -> list[Choice]:
    """Every management page; the chosen one is marked."""
    return [Choice(name, label, name == chosen, href=reverse(name)) for name, label in TABS]
