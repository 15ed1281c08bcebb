"""Refusals as pages: what happened in plain words and a next step, for every status that we answer with.

The one thing to know: Django finds 400.html, 403.html, 404.html and 500.html by name; everything else comes through
`error_page`."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def error_page(request: HttpRequest, status: int, *, retry_after: int | None = None) -> HttpResponse:
    """The page of one refusal (400, 403, 404, 413, 422, 429, 500). `retry_after` in seconds, for 429."""
    minutes = -(-retry_after // 60) if retry_after else None
    html = render_to_string("ui/error.html", {"status": status, "minutes": minutes}, request)
    response = HttpResponse(html, status=status)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: most often an old tab or refused cookies. Named by CSRF_FAILURE_VIEW."""
    return HttpResponse(render_to_string("403_csrf.html", {"status": 403}, request), status=403)
