"""What search engines ask for: robots.txt and the sitemap. The one thing to know: only what visitors may see is in it."""

from collections.abc import Iterator
from datetime import datetime
from html import escape

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from japacar.ui.headers import page_class
from japacar.vehicles.models import Vehicle
from japacar.vehicles.search import VISITOR

# One file may hold 50,000 addresses; every page is two of them.
MOST = 20_000
PAGES = ("vehicles:home", "vehicles:search", "ui:how_buying_works", "ui:how_we_check_dealers", "ui:check_a_paper")
# Searches by filters multiply without end; make and model are enough to find every car.
ROBOTS = """User-agent: *
Disallow: /*?*&*&
Disallow: /*?q=
Disallow: /*/deals/
Disallow: /*/desk/
Disallow: /files/

Sitemap: {base}/sitemap.xml
"""


@page_class("public")
@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return _kept(HttpResponse(ROBOTS.format(base=settings.BASE_URL), content_type="text/plain; charset=utf-8"))


@page_class("public")
@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page and vehicle in both languages, each naming the other."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    return _kept(HttpResponse(head + "".join(_entries()) + "</urlset>\n", content_type="application/xml"))


def _entries() -> Iterator[str]:
    with translation.override("en"):
        paths: list[tuple[str, datetime | None]] = [(reverse(name), None) for name in PAGES]
        cars = Vehicle.objects.visible_to(VISITOR).order_by("-published_at")
        for reference, at in cars.values_list("reference", "updated_at")[:MOST]:
            paths.append((reverse("vehicles:vehicle", kwargs={"reference": reference}), at))
    for path, changed in paths:
        tail = path.removeprefix("/en/")
        both = {code: escape(f"{settings.BASE_URL}/{code}/{tail}") for code, _ in settings.LANGUAGES}
        links = "".join(f'<xhtml:link rel="alternate" hreflang="{code}" href="{url}"/>' for code, url in both.items())
        when = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
        yield from (f"<url><loc>{url}</loc>{when}{links}</url>\n" for url in both.values())


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "public, max-age=3600"
    return response
