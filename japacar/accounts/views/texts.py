"""The Terms and the Policy as pages, and their exact words as plain text."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from markupsafe import Markup

from japacar.accounts import texts
from japacar.accounts.models import PublishedText
from japacar.accounts.rendering import render_text
from japacar.ui.headers import page_class


@page_class("public")
@login_not_required
@require_safe
def text(request: HttpRequest, slug: str) -> HttpResponse:
    """The version in force."""
    try:
        return _page(request, texts.current(slug, get_language() or "en"))
    except texts.TextMissing:
        raise Http404 from None


@page_class("public")
@login_not_required
@require_safe
def text_version(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """A version that somebody once agreed to."""
    return _page(request, _find(slug, version), deeper=True)


@page_class("public")
@login_not_required
@require_safe
def text_source(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """The words exactly as stored; their SHA-256 is the one that stands in every agreement."""
    return HttpResponse(_find(slug, version).source, content_type="text/plain; charset=utf-8")


def _find(slug: str, version: str) -> PublishedText:
    try:
        return texts.version_of(slug, version, get_language() or "en")
    except texts.TextMissing:
        raise Http404 from None


def _page(request: HttpRequest, published: PublishedText, *, deeper: bool = False) -> HttpResponse:
    """Links inside a text are written for its own address; a version lies one folder `deeper`."""
    body = render_text(published.source)
    page = {
        "text": published,
        "body": body.replace('href="../', Markup('href="../../')) if deeper else body,
        "versions": texts.versions(published.kind, published.language),
    }
    return render(request, "accounts/text.html", page)
