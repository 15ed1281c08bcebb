"""Pages of no other room: how buying works, how dealers are checked, and the catalogue of components for developers.

The one thing to know: the catalogue exists in the modes demo and test only; elsewhere its address is unknown."""

import re

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from japacar.ui import specimens
from japacar.ui.headers import page_class
from japacar.ui.jinja import url_if

# What a code printed on our papers is made of.
PAPER_CODE = re.compile(r"[0-9A-Za-z_-]{4,64}")


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


@page_class("public")
@login_not_required
@require_safe
def check_a_paper(request: HttpRequest) -> HttpResponse:
    """How to know a false invoice, and a field for the code that stands on every true one."""
    code = "".join(request.GET.get("code", "").split())
    if PAPER_CODE.fullmatch(code) and (address := url_if("documents:verify", code=code)):
        return HttpResponseRedirect(address)
    return render(request, "ui/check_a_paper.html", {"code": code[:64], "is_wrong": bool(code)})


@login_not_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every component in every state. `?scheme=dark` or `light` shows a saved choice."""
    if settings.MODE == "production":
        raise Http404
    scheme = request.GET.get("scheme", "")
    return render(request, "ui/catalogue.html", {**specimens.context(), "scheme": scheme})
