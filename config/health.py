"""The address that watchers ask, and the permanent address of a dealer's page."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def up(request: HttpRequest) -> HttpResponse:
    """200 when this process serves and its database answers; anything else is an exception and so a 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return HttpResponse("up\n", content_type="text/plain")


@login_not_required
@require_safe
def permanent_store(request: HttpRequest, slug: str) -> HttpResponse:
    """/stores/<slug> never changes (it is what a dealer notifies to the police); it leads to the reader's language."""
    return HttpResponseRedirect(reverse("members:store", args=[slug]))
