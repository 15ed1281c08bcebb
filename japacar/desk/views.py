"""The home of the desk: every queue with its count and the age of its oldest entry."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from japacar.accounts.viewers import ViewerRequest, staff_only


@never_cache
@require_safe
@staff_only
def home(request: ViewerRequest) -> HttpResponse:
    """What waits, the late ones in red; every page of the staff has the queues in its context."""
    return render(request, "desk/home.html")
