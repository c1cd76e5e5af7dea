"""The way in with account and password: attempts are counted, and a one-time code is asked of whoever has one."""

from __future__ import annotations

from django.contrib.auth import authenticate, get_user_model, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from zhichan.doors.api.limits import address_of
from zhichan.kernel.access.public import signing
from zhichan.kernel.ground.public import Refusal, Text

WAITING = "zhichan.sign-in"
"""Where the session keeps who has given the right password."""
PATIENCE = 300
WRONG = Text("账号或密码不对。", "The account or the password is wrong.")
WRONG_CODE = Text("口令不对、已过期或已经用过。", "The code is wrong, too old, or was used already.")
BEGIN_AGAIN = Text("请重新输入账号和密码。", "Give the account and the password again.")


@sensitive_post_parameters("password", "code")
def sign_in(request: HttpRequest, ahead: str) -> HttpResponse:
    """Account and password, then, where the account asks for it, a one-time code."""
    if request.method != "POST":
        request.session.pop(WAITING, None)
        return _asked(request, ahead)
    if "code" in request.POST:
        return _code(request, ahead)
    # Codes and locks follow the true clock, also where an installation pins its day.
    name, at = request.POST.get("username", "")[:150], timezone.now()
    try:
        signing.attempt(name=name, address=address_of(request), at=at)
    except Refusal as refusal:
        return _asked(request, ahead, refusal.reasons[0].text, status=429)
    user = authenticate(request, username=name, password=request.POST.get("password", "")[:4096])
    if user is None:
        return _asked(request, ahead, WRONG, status=422)
    if signing.has_factor(user.pk):
        request.session.cycle_key()
        request.session[WAITING] = {"user": user.pk, "name": name, "at": at.timestamp()}
        return render(request, "desk/code.html", {"next": ahead})
    signing.signed_in(name=name, address=address_of(request))
    login(request, user)
    return redirect(ahead)


def _code(request: HttpRequest, ahead: str) -> HttpResponse:
    waiting, at = request.session.get(WAITING) or {}, timezone.now()
    if not 0 <= at.timestamp() - waiting.get("at", 0) <= PATIENCE:
        request.session.pop(WAITING, None)
        return _asked(request, ahead, BEGIN_AGAIN, status=422)
    address = address_of(request)
    try:
        signing.attempt(name=waiting["name"], address=address, at=at)
    except Refusal as refusal:
        request.session.pop(WAITING, None)
        return _asked(request, ahead, refusal.reasons[0].text, status=429)
    user = get_user_model().objects.filter(pk=waiting["user"], is_active=True).first()
    if user is None or not signing.passes(user.pk, request.POST.get("code", "")[:40], at=at):
        return render(request, "desk/code.html", {"next": ahead, "problem": WRONG_CODE}, status=422)
    del request.session[WAITING]
    signing.signed_in(name=waiting["name"], address=address)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(ahead)


def _asked(request: HttpRequest, ahead: str, problem: Text | None = None, *, status: int = 200) -> HttpResponse:
    return render(request, "desk/login.html", {"next": ahead, "problem": problem}, status=status)
