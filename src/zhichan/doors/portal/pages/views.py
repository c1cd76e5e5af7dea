"""Views of the public pages around rights."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from zhichan.doors.look import files
from zhichan.doors.look.frame import actor, home_region
from zhichan.doors.look.parts import Crumb
from zhichan.doors.portal import searching
from zhichan.doors.portal.pages import fields, firms, profiles, regions
from zhichan.doors.portal.pages.cards import Profile
from zhichan.doors.portal.views import public
from zhichan.kernel.access.public import Actor
from zhichan.kernel.acts.public import NOT_THERE
from zhichan.kernel.ground.public import Refusal, Text

LAST_CLASS = 45
"""Classes of the Nice Classification."""
_GROUP = 4
"""Figures of a similar group, the first two those of its class."""
SEARCH = Text("检索", "Search")


@public
def alike(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """The box for marks alike: leads to the search with that question."""
    mark = " ".join(re.sub(r"[\"“”＂]", " ", request.GET.get("mark", "")).split())
    numbers = sorted(set(re.findall(r"\d+", request.GET.get("classes", ""))))
    classes = sorted({int(one) for one in numbers if len(one) < _GROUP and 1 <= int(one) <= LAST_CLASS})
    groups = [one for one in numbers if len(one) == _GROUP and 1 <= int(one[:2]) <= LAST_CLASS]
    # A mark whose goods are in no group that is known may be in any of its class.
    unknown = sorted({f"{one[:2]}?" for one in groups})
    parts = [f"NICE=({' OR '.join(map(str, classes))})"] if classes else []
    parts += [f"SG=({' OR '.join(f'{chr(34)}{one}{chr(34)}' for one in [*groups, *unknown])})"] if groups else []
    within = f" ({' OR '.join(parts)})" if parts else ""
    return redirect(searching.address([("q", f'ALIKE="{mark}"{within}')] if mark else []))


@public
def within(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """The box on a page: leads to the search for what was asked among the rights of that page."""
    question, asked = request.GET.get("within", "").strip(), request.GET.get("q", "").strip()
    whole = " ".join(f"({one})" for one in (question, asked)) if question and asked else question or asked
    return redirect(searching.address([("q", whole)] if whole else []))


def _page(request: HttpRequest, anyone: Actor, card: Profile, crumbs: Sequence[Crumb]) -> HttpResponseBase:
    """The page, or the same as a file or a feed."""
    way = request.GET.get("as", "")
    if way in files.KINDS:
        heads, rows = profiles.lines(card.counted, anyone)
        return files.exported(way, re.sub(r"\W+", "-", card.addresses.page).strip("-"), heads, rows)
    if way == "atom":
        base = f"{request.scheme}://{request.get_host()}"
        return HttpResponse(profiles.feed(card, base=base), content_type="application/atom+xml; charset=utf-8")
    return render(request, "portal/profile.html", {"card": card, "crumbs": [*crumbs, Crumb(card.title)]})


@public
def firm(request: HttpRequest, anyone: Actor, code: str) -> HttpResponseBase:
    """A firm or institution with its rights."""
    card = firms.firm(anyone, actor(request), code)
    return _page(request, anyone, card, [Crumb(SEARCH, reverse("portal:search"))])


@public
def home_of_regions(request: HttpRequest, anyone: Actor) -> HttpResponse:
    """The region that this installation serves."""
    found = home_region()
    if found is None:
        raise Refusal(NOT_THERE)
    return redirect("portal:region", slug=found.slug)


@public
def region(request: HttpRequest, anyone: Actor, slug: str) -> HttpResponseBase:
    """A region with its figures, rights and firms."""
    found = regions.region_of(anyone, slug)
    above = found.parent
    crumbs = [Crumb(SEARCH, reverse("portal:search"))]
    if above is not None:
        crumbs.append(Crumb(Text(above.name, above.name_en), reverse("portal:region", kwargs={"slug": above.slug})))
    return _page(request, anyone, regions.region(anyone, slug), crumbs)


@public
def technologies(request: HttpRequest, anyone: Actor) -> HttpResponseBase:
    """Classes, fields and goods to go in from."""
    return _page(request, anyone, fields.technologies(anyone), [Crumb(SEARCH, reverse("portal:search"))])


@public
def technology(request: HttpRequest, anyone: Actor, scheme: str, symbol: str) -> HttpResponseBase:
    """A class or field with its rights."""
    card = fields.technology(anyone, scheme, symbol)
    crumbs = [Crumb(SEARCH, reverse("portal:search")), Crumb(fields.OVERVIEW, reverse("portal:technologies"))]
    return _page(request, anyone, card, [*crumbs, *(Crumb(way.label, way.href) for way in card.ways)])

