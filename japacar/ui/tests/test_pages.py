"""The frame, the errors and the catalogue, rendered without a database."""

import re
from typing import Any

import psycopg
import pytest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template import engines
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation

from japacar.ui import specimens, views
from japacar.ui.errors import ExplainMethod, error_page, is_passing

ERRORS = ["400", "403", "403_csrf", "404", "413", "422", "429", "500", "503_database"]


def frame(**more: Any) -> dict[str, Any]:
    return {**specimens.context(), "nav": [{"label": "Cars", "url": "/en/cars/", "is_current": True}], **more}


def catalogue(context: dict[str, Any], request: HttpRequest) -> str:
    """The page without the project's context processors, which ask the database who looks."""
    return str(engines["jinja2"].env.get_template("ui/catalogue.html").render({**context, "request": request}))


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_error_page_needs_no_request_and_says_what_to_do_next(name: str, language: str) -> None:
    with translation.override(language):
        html = get_template(f"{name}.html").render()

    assert html.count("<h1>") == 1
    assert f'<html lang="{language}"' in html
    assert f'class="btn" href="/{language}/"' in html


def test_too_many_tries_says_how_long_to_wait() -> None:
    response = error_page(RequestFactory().get("/en/"), 429, retry_after=130)

    assert response.status_code == 429
    assert response["Retry-After"] == "130"
    assert "Try again in 3 minutes." in response.content.decode()


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (psycopg.errors.DiskFull(), True),
        (psycopg.errors.ReadOnlySqlTransaction(), True),
        (psycopg.errors.TooManyConnections(), True),
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.LockNotAvailable(), True),
        (psycopg.errors.DeadlockDetected(), True),
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.errors.UniqueViolation(), False),
        (psycopg.errors.StringDataRightTruncation(), False),
        (psycopg.errors.ProgramLimitExceeded(), False),
        (psycopg.errors.InFailedSqlTransaction(), False),
        (ValueError(), False),
    ],
)
def test_only_what_passes_asks_for_patience(error: Exception, passes: bool) -> None:
    """Whatever was raised over it; a fault of ours stays one."""
    outer = RuntimeError()
    outer.__context__ = error

    assert is_passing(outer) is passes


@pytest.mark.parametrize("status", [401, 408, 413, 429, 500, 503])
def test_what_is_sent_once_more_leads_back_to_its_form(status: int) -> None:
    def way(source: str) -> str:
        request = RequestFactory().post("/en/deals/DL-4F7K2M/message/", HTTP_REFERER=source)
        return re.search(r'class="btn" href="([^"]*)"', error_page(request, status).content.decode())[1]  # type: ignore[index]

    prefix = "/en/sign-in/?next=" if status == 401 else ""
    assert way("http://testserver/en/deals/DL-4F7K2M/") == prefix + "/en/deals/DL-4F7K2M/"
    assert "evil" not in way("http://evil.example/en/deals/")
    assert error_page(RequestFactory().get("/en/"), status).content.decode().count("Back to the page") == 0


def test_an_address_that_only_takes_forms_leads_to_the_page_of_the_form() -> None:
    explained = ExplainMethod(lambda _request: HttpResponseNotAllowed(["POST"]))

    response = explained(RequestFactory().get("/en/deals/DL-4F7K2M/message/"))
    other = explained(RequestFactory().put("/en/deals/DL-4F7K2M/message/"))

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert isinstance(response, HttpResponse)
    assert 'class="btn" href="/en/deals/DL-4F7K2M/"' in response.content.decode()
    assert "Privacy policy" in response.content.decode()
    assert isinstance(other, HttpResponseNotAllowed)


def test_the_other_language_leads_to_the_same_page() -> None:
    request = RequestFactory().get("/en/cars/?q=prado&page=2")

    html = catalogue(frame(), request)

    assert 'href="/ja/cars/?q=prado&amp;page=2" lang="ja" hreflang="ja"' in html


def test_current_page_is_marked_and_the_operator_stands_on_every_page() -> None:
    html = catalogue(frame(), RequestFactory().get("/en/"))

    assert 'aria-current="page">Cars' in html
    assert "693-7 Yamaguchi, Tokorozawa City" in html
    assert "Privacy policy" in html


def test_a_saved_scheme_is_written_by_the_server() -> None:
    request = RequestFactory().get("/en/")

    assert '<html lang="en" data-scheme="dark">' in catalogue(frame(scheme="dark"), request)
    assert '<html lang="en">' in catalogue(frame(scheme="evil"), request)


def test_the_catalogue_shows_every_component() -> None:
    exported = set(re.findall(r"{% set (\w+) =", read("ui/components.html")))
    shown = "".join(read(f"ui/catalogue/{part}.html") for part in ("deal", "cars", "forms", "desk"))
    # These draw a part of another component, which the catalogue shows.
    inner = {"photo", "price_pair", "grade", "source", "flash", "crumbs", "post_button", "copy_field", "buy_bar"}

    assert {name for name in exported - inner if f"{name}(" not in shown} == set()


def test_the_frame_has_no_inline_style_or_script() -> None:
    html = catalogue(frame(), RequestFactory().get("/en/"))

    assert "style=" not in html
    assert not re.search(r"<script(?! type=\"module\" src=)", html)
    assert not re.search(r"\son\w+=", html)


def test_no_id_stands_twice() -> None:
    html = catalogue(frame(), RequestFactory().get("/en/"))

    ids = re.findall(r'\sid="([^"]+)"', html)
    assert {name for name in ids if ids.count(name) > 1} == set()


def test_production_has_no_catalogue(settings: Any) -> None:
    settings.MODE = "production"

    with pytest.raises(Http404):
        views.catalogue(RequestFactory().get("/en/catalogue/"))


def read(name: str) -> str:
    template = get_template(name).template  # type: ignore[attr-defined]
    source, _, _ = template.environment.loader.get_source(template.environment, name)
    return str(source)
