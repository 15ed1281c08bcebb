"""Which side of the house a signed-in user stands on. `for_dealer` and `for_forwarder` guard the pages of each side; strangers get 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from japacar.accounts.models import User, is_frozen
from japacar.accounts.viewers import Viewer, ViewerRequest
from japacar.members import roles
from japacar.members.models import Dealer, Forwarder, Membership
from japacar.members.roles import Task

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
    return Membership.objects.select_related("dealer", "user").filter(user=user, ended_at=None).first()


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


def for_dealer_who(task: Task) -> Callable[[View], View]:
    """As `for_dealer`, for those alone whose role does this part of the work; the address tells the others nothing.

    Whose role it is but who is frozen, or whose dealer is suspended, reads that it rests (403)."""

    def guard(view: View) -> View:
        @for_dealer
        @wraps(view)
        def guarded(request: DealerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not roles.may(request.membership.role, task):
                raise Http404
            if not request.membership.may(task):
                return render(request, "members/resting.html", {"dealer": request.dealer}, status=403)
            return view(request, *args, **kwargs)

        return guarded

    return guard


def tasks_of(user: User | None, dealer_id: UUID) -> frozenset[Task]:
    """The parts of this dealer's work that the user does now, by his role; none for a stranger."""
    if user is None:
        return frozenset()
    found = Membership.objects.running().filter(dealer=dealer_id, user=user).values_list("role", "dealer__status")
    suspended = Dealer.Status.SUSPENDED
    return frozenset().union(
        *(roles.tasks_of(role, is_frozen=is_frozen(user), is_suspended=at == suspended) for role, at in found)
    )


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
