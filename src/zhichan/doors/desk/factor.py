"""The page on which people take on, or give up, a one-time code for their own account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhichan.doors.api.limits import address_of
from zhichan.doors.desk.views import desk, new_key
from zhichan.doors.look.frame import actor
from zhichan.doors.look.parts import Problem
from zhichan.kernel.access.public import keeping, signing, totp
from zhichan.kernel.acts.public import perform
from zhichan.kernel.ground.public import Refusal

OFFERED = "zhichan.factor"
"""Where the session keeps the secret offered to a device."""


@desk
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("code")
def factor(request: HttpRequest) -> HttpResponse:
    """Take on or give up a one-time code for one's own account."""
    person = actor(request)
    there = signing.has_factor(int(person.name.removeprefix("user:")))
    if request.method == "GET":
        if not there:
            request.session[OFFERED] = keeping.sealed(totp.new_secret())
        return _factor(request, there=there)
    code, fresh = request.POST.get("code", "")[:40], totp.new_recovery_codes()
    renews = there and request.POST.get("do") == "renew"
    facts: dict[str, Any] = {"code": code}
    if not there:
        facts |= {"secret": _offered(request), "recovery": fresh}
    elif renews:
        facts |= {"recovery": fresh}
    verb = "access:renew-recovery" if renews else "access:remove-factor" if there else "access:add-factor"
    try:
        signing.attempt(name=f"factor:{person.name}", address=address_of(request), at=timezone.now())
        perform(actor=person, verb=verb, facts=facts, at=timezone.now(), key=request.POST.get("key") or None)
    except Refusal as refusal:
        return _factor(request, there=there, refusal=refusal)
    signing.signed_in(name=f"factor:{person.name}", address=address_of(request))
    request.session.pop(OFFERED, None)
    # Told once, on this answer alone: a page that is asked for again knows only how many are left.
    return redirect("desk:factor") if verb == "access:remove-factor" else _factor(request, there=True, fresh=fresh)


def _offered(request: HttpRequest) -> str:
    return keeping.opened(request.session.get(OFFERED, "")) or ""


def _factor(
    request: HttpRequest, *, there: bool, refusal: Refusal | None = None, fresh: Sequence[str] = ()
) -> HttpResponse:
    secret = "" if there else _offered(request)
    reasons = refusal.reasons if refusal is not None else ()
    card = {
        "there": there, "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)), "key": new_key(),
        "problems": [Problem.of(reason) for reason in reasons], "fresh": fresh,
        "left": signing.recovery_left(int(actor(request).name.removeprefix("user:"))) if there else 0,
    }  # fmt: skip
    response = render(request, "desk/factor.html", {"card": card}, status=422 if reasons else 200)
    response["Cache-Control"] = "private, no-store"
    return response
