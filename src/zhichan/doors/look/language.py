"""The reader's language: Simplified Chinese unless they chose English."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class Language:
    """Middleware: the language of this request is the one chosen, else Simplified Chinese.

    A browser's own wish is not asked: a Chinese office's browser often says English without meaning it.
    The choice is kept in the cookie of Django's ``set_language``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        code = "en" if chosen == "en" else "zh-hans"
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", "en" if code == "en" else "zh-CN")
        return response
