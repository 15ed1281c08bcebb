"""Pages of no other room: how buying works, how dealers are checked, and the catalogue of components for developers.

The one thing to know: the catalogue exists in the modes demo and test only; elsewhere its address is unknown."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from japacar.ui import specimens
from japacar.ui.headers import page_class


@page_class("public")
@login_not_required
@require_safe
def how_buying_works(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/how_buying_works.html")


@page_class("public")
@login_not_required
@require_safe
def how_we_check_dealers(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/how_we_check_dealers.html")


@login_not_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every component in every state. `?scheme=dark` or `light` shows a saved choice."""
    if settings.MODE == "production":
        raise Http404
    scheme = request.GET.get("scheme", "")
    return render(request, "ui/catalogue.html", {**specimens.context(), "scheme": scheme})
