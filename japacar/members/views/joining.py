"""The first step of a dealer: a page that says what will be asked, and the button that begins."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import ViewerRequest
from japacar.members import actions
from japacar.members.access import membership_of


@never_cache
@require_safe
def register(request: ViewerRequest) -> HttpResponse:
    """What a dealer should have at hand. Who belongs to a dealer already goes on to its settings."""
    if membership_of(request.viewer.user) is not None:
        return redirect("members:settings")
    return render(request, "members/register.html")


@require_POST
@answer_once
def begin(request: ViewerRequest) -> HttpResponse:
    """Make the draft, and go to its list of tasks."""
    actions.register_dealer(request.viewer.user, by=request.viewer)  # type: ignore[arg-type]  # only signed-in people come here
    return redirect("members:settings")
