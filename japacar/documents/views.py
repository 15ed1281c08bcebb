"""Pages of papers: anyone who holds one may check it; the parties of a deal open theirs."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse


@login_not_required
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Placeholder until its page is made."""
    raise Http404
