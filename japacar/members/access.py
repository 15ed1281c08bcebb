"""Which side of the house a signed-in user stands on. `for_dealer` and `for_forwarder` guard the pages of each side; strangers get 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer, ViewerRequest
from japacar.members.models import Dealer, Forwarder, Membership

View = Callable[..., HttpResponse]


class DealerRequest(ViewerRequest):
    """A request by somebody who belongs to a dealer."""

    dealer: Dealer
    membership: Membership


class ForwarderRequest(ViewerRequest):
    """A request by somebody who works for a forwarder."""

    forwarder: Forwarder


def membership_of(user: User | None) -> Membership | None:
    """The user's place in a dealer, with the dealer loaded, or None."""
    if user is None:
        return None
    return Membership.objects.select_related("dealer").filter(user=user, ended_at=None).first()


def forwarder_of(viewer: Viewer) -> Forwarder | None:
    if viewer.user is None:
        return None
    return Forwarder.objects.filter(contacts__user=viewer.user, is_active=True).first()


def for_dealer(view: View) -> View:
    """Sets `request.dealer` and `request.membership`; 404 for everybody without a place in a dealer."""

    @wraps(view)
    def guarded(request: DealerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        membership = membership_of(request.viewer.user)
        if membership is None:
            raise Http404
        request.membership, request.dealer = membership, membership.dealer
        return view(request, *args, **kwargs)

    return guarded


def for_forwarder(view: View) -> View:
    """Sets `request.forwarder`; 404 for everybody who works for none."""

    @wraps(view)
    def guarded(request: ForwarderRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        forwarder = forwarder_of(request.viewer)
        if forwarder is None:
            raise Http404
        request.forwarder = forwarder
        return view(request, *args, **kwargs)

    return guarded
