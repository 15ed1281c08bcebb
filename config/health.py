"""The address that watchers ask, and the permanent address of a dealer's page."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from japacar.ui.errors import RETRY_SECONDS, is_passing

DISK_FULL = "53100"


@login_not_required
@require_safe
def up(request: HttpRequest) -> HttpResponse:
    """200 when this process serves and its database answers and takes what is written; else 503 with the reason in one line."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_read_only")
            is_read_only = cursor.fetchone() == ("on",)
            # More than the memory of one sort: PostgreSQL writes it to its disk and removes it again, and nothing stays.
            cursor.execute("SET work_mem = '64kB'")
            try:
                cursor.execute("SELECT count(*) FROM (SELECT generate_series(1, 5000) AS n ORDER BY n DESC) AS written")
            finally:
                cursor.execute("RESET work_mem")
    except DatabaseError as error:
        if not is_passing(error):
            raise
        is_full = getattr(error.__cause__, "sqlstate", None) == DISK_FULL
        return _down("the database's disk is full" if is_full else "the database does not answer")
    return _down("the database takes nothing that is written") if is_read_only else _said("up")


def _down(why: str) -> HttpResponse:
    response = _said(f"down: {why}", 503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def _said(line: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{line}\n", content_type="text/plain", status=status)


@login_not_required
@require_safe
def permanent_store(request: HttpRequest, slug: str) -> HttpResponse:
    """/stores/<slug> never changes (it is what a dealer notifies to the police); it leads to the reader's language."""
    return HttpResponseRedirect(reverse("members:store", args=[slug]))
