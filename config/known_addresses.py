"""Addresses that programs ask although no link leads there: the icon of old browsers, and whom to tell of a weakness (RFC 9116)."""

from datetime import timedelta
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from japacar.kernel import clock
from japacar.ui.headers import page_class

# RFC 9116 asks for less than a year; whoever stops running the site stops promising soon after.
PROMISED = timedelta(days=180)


@page_class("public")
@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The drawing of ui/favicon.svg at 16, 32 and 48 pixels."""
    return _kept(HttpResponse(_icon(), content_type="image/x-icon"))


@page_class("public")
@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness; 404 where SECURITY_CONTACT names nobody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {clock.now() + PROMISED:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, ja",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return _kept(HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8"))


@cache
def _icon() -> bytes:
    path = finders.find("ui/favicon.ico")
    if not isinstance(path, str):
        raise Http404
    with open(path, "rb") as file:
        return file.read()


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "public, max-age=86400"
    return response
