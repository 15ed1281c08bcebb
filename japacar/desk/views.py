"""The home of the desk: every queue with its count and the age of its oldest entry."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from japacar.accounts.viewers import ViewerRequest, staff_only
from japacar.desk import queues


@never_cache
@require_safe
@staff_only
def home(request: ViewerRequest) -> HttpResponse:
    """What waits, the late ones in red."""
    lines = queues.waiting()
    page = {"waiting": [each for each in lines if each.count], "empty": [each for each in lines if not each.count]}
    return render(request, "desk/home.html", page)
