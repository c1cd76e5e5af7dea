"""The management pages, as tabs that stand on each of them."""

from __future__ import annotations

from django.urls import reverse

from zhichan.doors.look.parts import Choice
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.catalogue.public import Procedure, current
from zhichan.kernel.ground.public import Refusal, Text

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


def declared(slug: str) -> Procedure:
    """The procedure of this name; where an installation does without it, its pages are not there."""
    found = current().procedure(slug)
    if found is None:
        raise Refusal(NOT_THERE)
    return found
