"""`request.viewer`: whoever is looking. The one thing to know: every `visible_to` takes a viewer, so that nobody, a user,
and the holder of a one-time link go through the same look-up (architecture.md 6, "People")."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse

from japacar.accounts import proving
from japacar.accounts.models import StaffRole, User

# Where the session keeps the reference of an opened one-time link.
LINK_KEY = "forwarder_link"
# All that were opened in this browser: a forwarder ships more than one car.
LINKS_KEY = "forwarder_links"


@dataclass(frozen=True)
class Viewer:
    """Nobody, a user, or the holder of a one-time link to one shipment."""

    user: User | None = None
    link_ref: str = ""
    is_halfway: bool = False
    """Signed in without having shown a second factor. One of staff has no power then; for all others it means nothing."""

    @property
    def is_anonymous(self) -> bool:
        return self.user is None

    @property
    def event_ref(self) -> str:
        if self.user is not None:
            return self.user.event_ref
        return self.link_ref or "visitor"

    @property
    def staff_role(self) -> str:
        """Role of the operator's staff, or "" for everybody else, and for those of staff who owe the second factor."""
        return "" if self.is_halfway else self.role_held

    @cached_property
    def role_held(self) -> str:
        """The role of staff that this user holds, whether or not he may use it now."""
        if self.user is None:
            return ""
        return StaffRole.objects.filter(user=self.user).values_list("role", flat=True).first() or ""

    @property
    def is_staff(self) -> bool:
        return bool(self.staff_role)

    @property
    def handles_money(self) -> bool:
        """Of the staff, who may read account numbers (A-3): finance, and the admins over it."""
        return self.staff_role in {StaffRole.Role.FINANCE, StaffRole.Role.ADMIN}


class ViewerRequest(HttpRequest):
    """What views receive: a request that knows its viewer."""

    viewer: Viewer


class ViewerMiddleware:
    """Puts `viewer` on the request and keeps the session's last-seen time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        # Nobody's session is opened for a visitor without a cookie: public pages stay free of the database's sessions.
        known = not isinstance(user, AnonymousUser) and user.is_authenticated
        session: Any = request.session
        # Somebody signed in acts as himself, even where he once opened a one-time link in the same browser.
        link_ref = session.get(LINK_KEY, "") if not known and session.session_key else ""
        is_halfway = known and not proving.has_shown(session)
        request.viewer = Viewer(user if known else None, link_ref, is_halfway)  # type: ignore[attr-defined]
        if known and session.needs_touch():
            session.modified = True
        return self.get_response(request)


View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """404 for everybody but the operator's staff, so that the desk's addresses tell a stranger nothing.

    Staff need a second factor always: who owes it is led to show it, or to set one up (PP-7.1)."""

    @wraps(view)
    def guarded(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.viewer.is_halfway and request.viewer.role_held:
            return proving.lead_to_factor(request)
        if not request.viewer.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
