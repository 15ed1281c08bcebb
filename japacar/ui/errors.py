"""Refusals as pages: what happened in plain words and a next step, for every status that we answer with.

The one thing to know: these pages are rendered without the context processors, so they cost no query and come even
when the database is away. config/urls.py names the handlers."""

import sys
from collections.abc import Callable

import psycopg
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from japacar.ui.paths import page_of_form

# In a request's META: the status with which it is answered, because it did not arrive whole (config/rsgi.py).
REFUSED = "japacar.refused"
# What PostgreSQL says when it is not the statement that is wrong: the line broke, only reading is allowed, two were in each other's
# way, the disk or the places are full, a lock was not to be had, it is going down or coming up, its files fail.
_PASSING = ("08", "25006", "40", "53", "55P03", "57", "58")
RETRY_SECONDS = 30
# After these, what was sent is sent once more: the page leads back to the form. (Of 400 the host itself may be wrong.)
ONCE_MORE = frozenset({401, 403, 408, 411, 413, 422, 429, 500, 503, 507})


def error_page(request: HttpRequest, status: int, *, retry_after: int | None = None) -> HttpResponse:
    """The page of one refusal (400, 401, 403, 404, 405, 408, 411, 413, 422, 429, 500, 503, 507). `retry_after` in seconds, for 429."""
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
    is_too_much = isinstance(exception, RequestDataTooBig | TooManyFilesSent)
    return error_page(request, 413 if is_too_much else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Also what a stranger gets: whether the thing exists is not told."""
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where the database takes nothing at this moment: the same request can be sent again, and will work then."""
    if not is_passing(sys.exc_info()[1]):
        return error_page(request, 500)
    response = _page("503_database.html", request, 503)
    response["Retry-After"] = str(RETRY_SECONDS)
    # Django keeps what the view put into a session unless the answer is a 500; of what failed nothing is kept.
    if hasattr(request, "session"):
        request.session.modified = False
    return response


def is_passing(error: BaseException | None) -> bool:
    """Whether the database refused for a reason that passes, and not because of what it was asked."""
    while error is not None:
        state = getattr(error, "sqlstate", None)
        if state is not None and str(state).startswith(_PASSING):
            return True
        # Without a state it was not PostgreSQL that spoke, but the driver which did not reach it.
        is_drivers = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) and state is None
        if is_drivers or (isinstance(error, OperationalError | InterfaceError) and error.__cause__ is None):
            return True
        error = error.__cause__ or error.__context__
    return False


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: most often an old tab or refused cookies. Named by CSRF_FAILURE_VIEW."""
    return _page("403_csrf.html", request, 403)


def _page(template: str, request: HttpRequest, status: int, **more: object) -> HttpResponse:
    if request.method == "POST" and status in ONCE_MORE:
        more["back"] = page_of_form(request)
    html = render_to_string(template, {"status": status, "request": request, **more})
    return HttpResponse(html, status=status)
