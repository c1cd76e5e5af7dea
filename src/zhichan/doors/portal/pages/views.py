"""Views of the public pages around rights."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from zhichan.doors.portal import searching
from zhichan.doors.portal.views import public
from zhichan.kernel.access.public import Actor

LAST_CLASS = 45
"""Classes of the Nice Classification."""


@public
def alike(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """The box for marks alike: leads to the search with that question."""
    mark = " ".join(re.sub(r"[\"“”＂]", " ", request.GET.get("mark", "")).split())
    numbers = (int(one) for one in re.findall(r"\d{1,3}", request.GET.get("classes", "")))
    classes = sorted({number for number in numbers if 1 <= number <= LAST_CLASS})
    within = f" NCL=({' OR '.join(map(str, classes))})" if classes else ""
    return redirect(searching.address([("q", f'ALIKE="{mark}"{within}')] if mark else []))
