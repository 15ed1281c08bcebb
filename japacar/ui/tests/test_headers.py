"""Headers by class of page; private unless a view says otherwise."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from japacar.ui.headers import HeadersMiddleware, page_class


def private_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


@page_class("public")
def public_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def answer(
    view: Callable[..., HttpResponse] | None,
    *,
    signed_in: bool = False,
    response: HttpResponse | None = None,
    **extra: Any,
) -> HttpResponse:
    request = RequestFactory().get("/en/", **extra)
    if signed_in:
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    request.resolver_match = SimpleNamespace(func=view) if view else None  # type: ignore[assignment]
    return HeadersMiddleware(lambda _: response or HttpResponse(""))(request)  # type: ignore[return-value]


def test_a_page_is_private_unless_its_view_says_otherwise() -> None:
    response = answer(private_page)

    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "form-action 'self';" in response["Content-Security-Policy"]


def test_a_public_page_may_be_cached_until_somebody_signs_in() -> None:
    assert "Cache-Control" not in answer(public_page)
    assert answer(public_page)["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer(public_page, signed_in=True)["Cache-Control"] == "private, no-store"


def test_an_error_of_a_public_page_is_private() -> None:
    assert answer(public_page, response=HttpResponse(status=404))["Cache-Control"] == "private, no-store"


def test_static_files_keep_their_caching_for_everybody() -> None:
    static = HttpResponse("", headers={"Cache-Control": "max-age=315360000, public, immutable"})

    assert answer(None, signed_in=True, response=static)["Cache-Control"] == "max-age=315360000, public, immutable"


def test_an_uploaded_file_runs_nothing() -> None:
    response = HttpResponse("")
    response.csp_class = "file"  # type: ignore[attr-defined]

    assert answer(private_page, response=response)["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_a_page_that_redirects_to_a_provider_names_it() -> None:
    @page_class("private", form_action=("https://accounts.example",))
    def sign_in(request: HttpRequest) -> HttpResponse:
        return HttpResponse("")

    assert "form-action 'self' https://accounts.example;" in answer(sign_in)["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("host", "scheme", "expected"),
    [
        ("japacar.jp", "https", True),
        ("japacar.jp", "http", False),
        ("localhost:8000", "https", False),
        ("[::1]:8000", "https", False),
    ],
)
def test_transport_security_only_over_https_and_never_for_this_machine(host: str, scheme: str, expected: bool) -> None:
    response = answer(private_page, HTTP_HOST=host, **{"wsgi.url_scheme": scheme})

    assert ("Strict-Transport-Security" in response) is expected


def test_a_class_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no such class"):
        page_class("open")
