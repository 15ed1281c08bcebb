"""What everybody may read: the front page, the search and the page of one vehicle."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from japacar.ui.headers import page_class


@page_class("public")
@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/how_buying_works.html")


@page_class("public")
@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/how_buying_works.html")


@page_class("public")
@login_not_required
@require_safe
def vehicle(request: HttpRequest, reference: str) -> HttpResponse:
    return render(request, "ui/how_buying_works.html")
