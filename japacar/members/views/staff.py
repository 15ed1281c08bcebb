"""A dealer's people: who works here, who is asked, in which role.

The one thing to know: the rights stand in `roles`, and every action asks them again under a lock; a page drawn before a right was
taken away can do nothing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from japacar.accounts import limits
from japacar.accounts.receipts import answer_once
from japacar.members import actions
from japacar.members.access import DealerRequest
from japacar.members.forms import InviteForm, RoleForm
from japacar.members.models import Membership, StaffInvitation
from japacar.members.roles import Role, Task
from japacar.members.views.settings import of_who_proved_himself
from japacar.ui.errors import error_page

DAY = 24 * 3600
INVITING = limits.Limit("invite/dealer", 40, DAY)
INVITED = limits.Limit("invite/address", 5, DAY)

of_people = of_who_proved_himself(Task.STAFF)


@require_http_methods(["GET", "HEAD", "POST"])
@of_people
def staff(request: DealerRequest) -> HttpResponse:
    """Everybody who works here and everybody who is asked, and the form that asks one more."""
    if request.method != "POST":
        return _page(request, _invite_form(request))
    form = _invite_form(request, request.POST)
    if not form.is_valid():
        return _page(request, form)
    if wait := _wait(request, form.cleaned_data["email"]):
        return error_page(request, 429, retry_after=wait)
    return _invite(request, form)


@answer_once
def _invite(request: DealerRequest, form: InviteForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        actions.invite_staff(
            request.dealer, said["email"], role=said["role"], language=said["language"], by=request.membership
        )
    except actions.WorksHereAlready:
        form.add_error("email", _("This person works for you already. Change the role in the list."))
    except actions.TooMany:
        form.add_error(None, _("You have 50 people and invitations. Remove some before you ask others."))
    except actions.NotHis:
        return _not_yours(request)
    else:
        messages.success(request, _("Asked by mail. The link works for 7 days."))
        return redirect("members:staff")
    return _page(request, form)


@require_POST
@of_people
def resend_invitation(request: DealerRequest, pk: UUID) -> HttpResponse:
    """Another mail; only the newest link works."""
    invitation = _invitation(request, pk)
    if wait := _wait(request, invitation.email):
        return error_page(request, 429, retry_after=wait)
    return _do(request, lambda: actions.resend_invitation(invitation, by=request.membership), _("Sent once more."))


@require_POST
@of_people
def withdraw_invitation(request: DealerRequest, pk: UUID) -> HttpResponse:
    """The link stops working at once."""
    invitation = _invitation(request, pk)
    return _do(
        request,
        lambda: actions.withdraw_invitation(invitation, by=request.membership),
        _("The invitation is withdrawn."),
    )


@require_POST
@of_people
def change_role(request: DealerRequest, user_id: UUID) -> HttpResponse:
    """Another role from this person's next request on."""
    membership = _member(request, user_id)
    form = RoleForm(request.POST, may_make_owners=request.membership.may(Task.OWNERS))
    if not form.is_valid():
        messages.warning(request, _("Choose one of the roles."))
        return redirect("members:staff")
    return _do(
        request,
        lambda: actions.change_role(membership, role=form.cleaned_data["role"], by=request.membership),
        _("The role is changed."),
    )


@require_POST
@of_people
def remove_staff(request: DealerRequest, user_id: UUID) -> HttpResponse:
    """No access from this person's next request on."""
    membership = _member(request, user_id)
    answer = _do(
        request,
        lambda: actions.remove_staff(membership, by=request.membership),
        _("Removed. This person has no access any more."),
    )
    return redirect("accounts:home") if _has_left(request) else answer


@answer_once
def _do(request: DealerRequest, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except actions.NotHis:
        return _not_yours(request)
    except actions.LastOwner:
        messages.warning(request, _("This is the last owner. Make somebody else owner first. Nothing was changed."))
    except (actions.InvitationIsDead, Membership.DoesNotExist):
        messages.info(request, _("Somebody was quicker: this has changed meanwhile. The list shows how it is now."))
    else:
        messages.success(request, done)
    return redirect("members:staff")


def _not_yours(request: DealerRequest) -> HttpResponse:
    messages.warning(request, _("Only an owner can make, change or remove owners. Nothing was changed."))
    return redirect("members:staff")


def _has_left(request: DealerRequest) -> bool:
    """Whether the viewer has just removed himself; the settings are closed to him now."""
    mine = Membership.objects.visible_to(request.viewer).running()
    return not mine.filter(pk=request.membership.pk).exists()


def _member(request: DealerRequest, user_id: UUID) -> Membership:
    people = Membership.objects.visible_to(request.viewer).running().filter(dealer=request.dealer)
    found: Membership = get_object_or_404(people.select_related("user"), user_id=user_id)
    return found


def _invitation(request: DealerRequest, pk: UUID) -> StaffInvitation:
    waiting = StaffInvitation.objects.visible_to(request.viewer).waiting().filter(dealer=request.dealer)
    found: StaffInvitation = get_object_or_404(waiting.select_related("dealer"), pk=pk)
    return found


def _wait(request: DealerRequest, email: str) -> int:
    return limits.wait_for((INVITING, str(request.dealer.pk)), (INVITED, email))


def _invite_form(request: DealerRequest, said: Any = None) -> InviteForm:
    language = (get_language() or "ja").split("-")[0]
    return InviteForm(said, may_make_owners=request.membership.may(Task.OWNERS), initial={"language": language})


def _page(request: DealerRequest, form: InviteForm) -> HttpResponse:
    may_make_owners = request.membership.may(Task.OWNERS)
    people = Membership.objects.visible_to(request.viewer).running().filter(dealer=request.dealer)
    waiting = StaffInvitation.objects.visible_to(request.viewer).waiting().filter(dealer=request.dealer)
    page = {
        "dealer": request.dealer,
        "form": form,
        "me": request.membership,
        "people": [
            {
                "member": each,
                "is_me": each.pk == request.membership.pk,
                "may_change": may_make_owners or each.role != Role.OWNER,
                "form": RoleForm(
                    may_make_owners=may_make_owners,
                    initial={"role": each.role},
                    auto_id=f"id_{each.user_id.hex[:8]}_%s",
                ),
            }
            for each in people.select_related("user").order_by("created_at")
        ],
        "invitations": [(each, may_make_owners or each.role != Role.OWNER) for each in waiting],
    }
    return render(request, "members/staff.html", page, status=422 if form.errors else 200)
