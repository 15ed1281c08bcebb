"""The security headers of every response, by the class of its page (architecture.md 6, security.md 2.8).

The one thing to know: a page is private unless its view says otherwise: `@page_class("public")`, or `csp_class` set on
the response. Private is the strict default, so forgetting costs caching, never safety."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.http.request import split_domain_port

View = TypeVar("View", bound=Callable[..., Any])

_OWN = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'{also}; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
POLICIES = {
    "private": _OWN,
    # A CDN may keep a public page, so it has no nonce and asks for nothing that differs from reader to reader.
    "public": _OWN,
    # What a person uploaded is never run, whatever it says it is.
    "file": "sandbox; default-src 'none'; frame-ancestors 'none'",
}
_REFERRER = {"public": "strict-origin-when-cross-origin"}
_PERMISSIONS = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()"
)
_TWO_YEARS = 63_072_000
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


def page_class(name: str, *, form_action: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Marks a view: `public`, `private` or `file`. `form_action` names origins that its forms are redirected to."""
    if name not in POLICIES:
        raise ValueError(f"no such class of pages: {name}")

    def mark(view: View) -> View:
        view.csp_class = name  # type: ignore[attr-defined]
        view.csp_form_action = form_action  # type: ignore[attr-defined]
        return view

    return mark


class HeadersMiddleware:
    """Stands first, so that error pages and redirects of every other middleware carry the headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        view = request.resolver_match.func if request.resolver_match else None
        # An error page stays private even where the page itself is public: caches must not keep it.
        marked = getattr(view, "csp_class", "private") if response.status_code < 400 else "private"
        name = getattr(response, "csp_class", marked)
        origins = getattr(response, "csp_form_action", getattr(view, "csp_form_action", ()))
        _set_headers(request, response, name, origins)
        _keep_private(request, response, name)
        return response


def _set_headers(request: HttpRequest, response: HttpResponseBase, name: str, origins: tuple[str, ...]) -> None:
    also = "".join(f" {origin}" for origin in origins)
    response["Content-Security-Policy"] = POLICIES[name].replace("{also}", also)
    # Not "no-referrer": browsers then send `Origin: null` with our own forms, and every form would be refused.
    response["Referrer-Policy"] = _REFERRER.get(name, "same-origin")
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "DENY"
    response["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response["Permissions-Policy"] = _PERMISSIONS
    host, _ = split_domain_port(request.META.get("HTTP_HOST", ""))
    if request.is_secure() and host not in _LOOPBACK:
        response["Strict-Transport-Security"] = f"max-age={_TWO_YEARS}; includeSubDomains; preload"
    elif "Strict-Transport-Security" in response:
        # A browser would remember it for every other program on this machine.
        del response["Strict-Transport-Security"]


def _keep_private(request: HttpRequest, response: HttpResponseBase, name: str) -> None:
    """No copy of what one reader sees stays in a cache. Static files say `public` themselves and are left alone."""
    said = response.get("Cache-Control", "")
    is_static = request.resolver_match is None and response.status_code < 400
    if "public" in said and (is_static or name != "private"):
        # What never changes is the same for everybody: who signs in, or comes with another language, has it already.
        if "immutable" in said and not is_static:
            del response["Vary"]
        return
    if settings.SESSION_COOKIE_NAME in request.COOKIES or (name != "public" and "max-age" not in said):
        response["Cache-Control"] = "private, no-store"
