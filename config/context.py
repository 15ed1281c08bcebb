"""What every page gets beside its own values: the viewer, the navigation of his side, the operator's facts."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _

from japacar.accounts.providers import configured
from japacar.accounts.viewers import Viewer
from japacar.desk import queues
from japacar.members.access import forwarder_of, membership_of
from japacar.members.roles import Task
from japacar.notices.models import Notice
from japacar.ui.jinja import url as ui_url


@dataclass(frozen=True)
class Link:
    """One entry of the navigation; `counts` says what its number counts, to those who do not see where it stands."""

    label: str
    url: str
    is_current: bool
    count: int | None = None
    counts: str = ""


DESK = "desk:home"
NOTICES = "notices:notices"


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page. Visitors cost no query; a signed-in viewer costs a fixed four, staff five."""
    viewer: Viewer = getattr(request, "viewer", Viewer())
    unread = Notice.objects.visible_to(viewer).unread().count() if viewer.user else 0
    lines = queues.waiting() if viewer.is_staff else []
    counts = {NOTICES: (unread, _("unread")), DESK: (sum(each.count for each in lines), _("waiting"))}
    return {
        "viewer": viewer,
        "nav": [link for label, name in _navigation(viewer) if (link := _link(request, label, name, counts))],
        "queues": lines,
        "operator": settings.OPERATOR,
        "providers": configured(),
        "mode": settings.MODE,
        "base_url": settings.BASE_URL,
    }


def _navigation(viewer: Viewer) -> list[tuple[str, str]]:
    cars = (_("Cars"), "vehicles:search")
    account = (_("Account"), "accounts:account")
    notices = (_("Notices"), NOTICES)
    if viewer.user is None:
        return [cars, (_("How buying works"), "ui:how_buying_works"), (_("Sign in"), "accounts:sign_in")]
    if viewer.is_staff:
        return [(_("Desk"), DESK), (_("Deals"), "deals:deals"), cars, notices, account]
    if (membership := membership_of(viewer.user)) is not None:
        stock = [(_("Stock"), "vehicles:stock")] if membership.may(Task.LISTINGS) else []
        house = [(_("Settings"), "members:settings")] if membership.may(Task.SETTINGS) else []
        return [(_("Work"), "members:sell"), *stock, (_("Deals"), "deals:deals"), *house, notices, account]
    if forwarder_of(viewer) is not None:
        return [(_("Shipments"), "shipping:shipments"), notices, account]
    return [cars, (_("Deals"), "deals:deals"), notices, account]


def _link(request: HttpRequest, label: str, name: str, counts: dict[str, tuple[int, str]]) -> Link | None:
    """None for a page that does not exist: the frame of every page must not break over one of them."""
    try:
        url = ui_url(name)
    except NoReverseMatch:
        return None
    count, means = counts.get(name, (0, ""))
    return Link(label, url, request.path == url, count or None, means)
