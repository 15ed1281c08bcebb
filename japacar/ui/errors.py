"""Refusals as pages: what happened in plain words and a next step, for every status that we answer with.

The one thing to know: these pages are rendered without the context processors, so they cost no query and come even
when the database is away. config/urls.py names the handlers."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

# In a request's META: the status with which it is answered, because it did not arrive whole (config/rsgi.py).
REFUSED = "japacar.refused"


def error_page(request: HttpRequest, status: int, *, retry_after: int | None = None) -> HttpResponse:
    """The page of one refusal (400, 401, 403, 404, 405, 408, 411, 413, 422, 429, 500, 503). `retry_after` in seconds, for 429."""
    minutes = -(-retry_after // 60) if retry_after else None
    response = _page("ui/error.html", request, status, minutes=minutes)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


class RefuseIncomplete:
    """Stands behind the middleware of languages: what did not arrive whole reaches no view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        status = request.META.get(REFUSED)
        return error_page(request, status) if status else self.get_response(request)


class ExplainMethod:
    """An address that only takes what a form sends is opened by whoever reloads a refused form or turns to the other language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or request.method not in {"GET", "HEAD"}:
            return response
        page = _page("ui/error.html", request, 405, page=_above(request.path))
        page["Allow"] = response["Allow"]
        return page


def _above(path: str) -> str:
    """The nearest page above: of `/en/deals/DL-4F7K2M/message/` the deal."""
    parts = path.rstrip("/").split("/")
    while len(parts := parts[:-1]) > 1:
        above = "/".join(parts) + "/"
        try:
            resolve(above)
        except Resolver404:
            continue
        return above
    return "/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django gives "too much at once" the status 400 too; people are told what is too much."""
    is_too_much = isinstance(exception, RequestDataTooBig | TooManyFilesSent | TooManyFieldsSent)
    return error_page(request, 413 if is_too_much else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also what a stranger gets: whether the thing exists is not told."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: most often an old tab or refused cookies. Named by CSRF_FAILURE_VIEW."""
    return _page("403_csrf.html", request, 403)


def _page(template: str, request: HttpRequest, status: int, **more: object) -> HttpResponse:
    html = render_to_string(template, {"status": status, "request": request, **more})
    return HttpResponse(html, status=status)
