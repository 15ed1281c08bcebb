"""The link in an invitation: what it is, the way to sign in or join, and the button that accepts.

The one thing to know: looking changes nothing, since programs that check mails look too; and somebody signed in with another
address finds nothing here, as if there were no invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from japacar.accounts.actions import agree
from japacar.accounts.addresses import client_address
from japacar.accounts.models import Agreement, PublishedText, User
from japacar.accounts.receipts import answer_once
from japacar.accounts.texts import current
from japacar.accounts.viewers import Viewer, ViewerRequest
from japacar.members import actions
from japacar.members.forms import AcceptForm
from japacar.members.models import StaffInvitation


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_staff(request: ViewerRequest, secret: str) -> HttpResponse:
    """The invitation for its address alone; 404 for a dead link and for everybody else."""
    user = request.viewer.user
    try:
        invitation = actions.find_invitation(secret, user=user)
    except actions.InvitationIsDead:
        return render(request, "members/link_dead.html", {"what": "invitation"}, status=404)
    if user is None and request.method == "POST":
        return HttpResponseRedirect(f"{reverse('accounts:sign_in')}?{urlencode({'next': request.path})}")
    has_agreed = user is None or _has_agreed(request.viewer)
    form = AcceptForm(request.POST if request.method == "POST" else None, has_agreed=has_agreed)
    if user is None or request.method != "POST" or not form.is_valid():
        return _page(request, invitation, form)
    return _accept(request, secret, user, form, has_agreed=has_agreed)


@answer_once
def _accept(request: ViewerRequest, secret: str, user: User, form: AcceptForm, *, has_agreed: bool) -> HttpResponse:
    try:
        invitation = actions.find_invitation(secret, user=user)
        if not has_agreed:
            agree(user, language=get_language() or "en", ip=client_address(request), method="staff_invitation")
        membership = actions.accept_invitation(secret, user=user)
    except actions.InvitationIsDead:
        return render(request, "members/link_dead.html", {"what": "invitation"}, status=404)
    except actions.InvitationRests:
        form.add_error(None, _("This business is suspended. The invitation can be accepted when that is over."))
        return _page(request, invitation, form)
    except actions.WorksElsewhere:
        form.add_error(
            None,
            _(
                "You work for another dealer here. One address belongs to one dealer: ask for an invitation to another address."
            ),
        )
        return _page(request, invitation, form)
    messages.success(request, _("Welcome. Your role: %(role)s.") % {"role": membership.get_role_display()})
    return redirect("members:sell")


def _has_agreed(viewer: Viewer) -> bool:
    """To both texts in force."""
    language = get_language() or "en"
    agreed = set(Agreement.objects.visible_to(viewer).values_list("kind", "version"))
    return all((kind.value, current(kind, language).version) in agreed for kind in PublishedText.Kind)


def _page(request: ViewerRequest, invitation: StaffInvitation, form: AcceptForm) -> HttpResponse:
    back = urlencode({"next": request.path})
    page = {
        "invitation": invitation,
        "form": form,
        "sign_in_url": f"{reverse('accounts:sign_in')}?{back}",
        "join_url": f"{reverse('accounts:join_dealer')}?{back}",
    }
    return render(request, "members/join_staff.html", page, status=422 if form.errors else 200)
