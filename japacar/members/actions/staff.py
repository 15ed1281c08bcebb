"""A dealer's people: invited, joined, moved to another role, removed.

The one thing to know: every change locks the dealer first, so the last owner cannot leave by two doors at once; and an ended
membership ends the access at the next request, because every request asks for it."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from japacar.accounts.models import User
from japacar.egress.mails import send_mail
from japacar.events.actions import record, ref
from japacar.events.kinds import Kind
from japacar.kernel import clock, ids
from japacar.members.models import Dealer, Membership, StaffInvitation
from japacar.members.roles import Role, Task

INVITATION_LASTS = timedelta(days=7)
# How long a used, withdrawn or expired invitation is kept (Retention.ONE_TIME_LINK).
FORGOTTEN_AFTER = timedelta(days=30)
MOST_PEOPLE = 50


class NotHis(Exception):
    """This person may not do that to this role: only owners make and unmake owners."""


class LastOwner(Exception):
    """Somebody must remain who may do everything."""


class WorksHereAlready(Exception):
    """The address belongs to one of the dealer's people."""


class WorksElsewhere(Exception):
    """The person belongs to another dealer; one person works for one."""


class TooMany(Exception):
    """More people and invitations than a dealer has."""


class InvitationIsDead(Exception):
    """Used, withdrawn, expired, or for another address."""


class InvitationRests(Exception):
    """The dealer is suspended: his people do not change meanwhile."""


def invite_staff(dealer: Dealer, email: str, *, role: str, language: str, by: Membership) -> StaffInvitation:
    """Ask an address to join, by mail. One that was asked already is asked again: the newest link alone works.

    Raises NotHis, WorksHereAlready, TooMany."""
    role = Role(role)
    with transaction.atomic():
        dealer = Dealer.objects.select_for_update().get(pk=dealer.pk)
        _refuse_beyond(by, role)
        people = Membership.objects.filter(dealer=dealer, ended_at=None)
        if people.filter(user__email=email).exists():
            raise WorksHereAlready
        waiting = StaffInvitation.objects.waiting().filter(dealer=dealer)
        invitation = waiting.filter(email=email).first()
        if invitation is None and people.count() + waiting.count() >= MOST_PEOPLE:
            raise TooMany
        invitation = invitation or StaffInvitation(dealer=dealer, email=email)
        invitation.role, invitation.language, invitation.invited_by = role, language, ref(by.user)
        _send(invitation)
        record(Kind.STAFF_INVITED, dealer, by=by.user, to=role)
    return invitation


def resend_invitation(invitation: StaffInvitation, *, by: Membership) -> StaffInvitation:
    """Another mail with a new link, good for seven days again. Raises NotHis, InvitationIsDead."""
    with transaction.atomic():
        invitation = _waiting(invitation)
        _refuse_beyond(by, invitation.role)
        _send(invitation)
        record(Kind.STAFF_INVITED, invitation.dealer, by=by.user, to=invitation.role)
    return invitation


def withdraw_invitation(invitation: StaffInvitation, *, by: Membership) -> None:
    """The link stops working. Raises NotHis, InvitationIsDead."""
    with transaction.atomic():
        invitation = _waiting(invitation)
        _refuse_beyond(by, invitation.role)
        _withdraw(invitation, by=by.user)


def find_invitation(secret: str, *, user: User | None) -> StaffInvitation:
    """What a link opens, as long as it works and for no other address than its own. Raises InvitationIsDead."""
    found = StaffInvitation.objects.open().select_related("dealer").filter(secret_hash=ids.hash_secret(secret)).first()
    if found is None or (user is not None and user.email != found.email):
        raise InvitationIsDead
    return found


def accept_invitation(secret: str, *, user: User) -> Membership:
    """The invited becomes one of the dealer's people. Raises InvitationIsDead, InvitationRests, WorksElsewhere.

    The caller has made sure that he agreed to the Terms and the Policy."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        found = find_invitation(secret, user=user)
        if user.status != User.Status.ACTIVE or user.email_confirmed_at is None:
            raise InvitationIsDead
        if Dealer.objects.select_for_update().get(pk=found.dealer_id).status == Dealer.Status.SUSPENDED:
            raise InvitationRests
        # Asked once more under the lock: it may have been used or withdrawn meanwhile.
        used = StaffInvitation.objects.open().filter(pk=found.pk).update(accepted_at=clock.now())
        if not used:
            raise InvitationIsDead
        there = Membership.objects.filter(user=user, ended_at=None).first()
        if there is not None and there.dealer_id != found.dealer_id:
            raise WorksElsewhere
        if there is not None:
            return there
        joined = Membership.objects.create(dealer=found.dealer, user=user, role=found.role)
        record(Kind.STAFF_JOINED, found.dealer, by=user, to=found.role, member=user.event_ref)
    return joined


def change_role(membership: Membership, *, role: str, by: Membership) -> Membership:
    """Another role from the next request on. Raises NotHis, LastOwner; the same role again changes nothing."""
    role = Role(role)
    with transaction.atomic():
        membership = _held(membership)
        _refuse_beyond(by, role, membership.role)
        if membership.role == role:
            return membership
        _keep_an_owner(membership)
        start, membership.role = membership.role, role
        membership.save(update_fields=["role"])
        withdraw_invitations_of(membership.user, by=by.user)
        record(
            Kind.STAFF_ROLE_CHANGED,
            membership.dealer,
            by=by.user,
            from_=start,
            to=role,
            member=membership.user.event_ref,
        )
    return membership


def remove_staff(membership: Membership, *, by: Membership) -> None:
    """He has no part in the dealer from his next request on. Raises NotHis, LastOwner. Leaving by oneself needs no right."""
    with transaction.atomic():
        membership = _held(membership)
        if membership.pk != by.pk:
            _refuse_beyond(by, membership.role)
        _keep_an_owner(membership)
        membership.ended_at = clock.now()
        membership.save(update_fields=["ended_at"])
        withdraw_invitations_of(membership.user, by=by.user)
        record(
            Kind.STAFF_REMOVED, membership.dealer, by=by.user, from_=membership.role, member=membership.user.event_ref
        )


def withdraw_invitations_of(user: User, *, by: Any) -> None:
    """Links that he sent and could not send any more go with his right, or with his account: an address of his own among them would
    open again what was just closed to him."""
    with transaction.atomic():
        waiting = StaffInvitation.objects.waiting().select_for_update(of=("self",)).select_related("dealer")
        for invitation in waiting.filter(invited_by=ref(user)):
            place = Membership.objects.running().filter(dealer=invitation.dealer_id, user=user).first()
            if place is not None and place.user.is_active and _reaches(place, invitation.role):
                continue
            _withdraw(invitation, by=by)


def forget_invitations() -> int:
    """Delete invitations 30 days after they were used, withdrawn or ran out; how many."""
    late = clock.now() - FORGOTTEN_AFTER
    old = StaffInvitation.objects.filter(expires_at__lt=late)
    count: int = old.delete()[0]
    for moment in ("accepted_at", "withdrawn_at"):
        count += StaffInvitation.objects.filter(**{f"{moment}__lt": late}).delete()[0]
    return count


def _held(membership: Membership) -> Membership:
    """The row as it is now, its dealer locked. Raises Membership.DoesNotExist when it ended meanwhile."""
    Dealer.objects.select_for_update().get(pk=membership.dealer_id)
    return Membership.objects.select_related("dealer", "user").get(pk=membership.pk, ended_at=None)


def _waiting(invitation: StaffInvitation) -> StaffInvitation:
    found = StaffInvitation.objects.waiting().select_for_update(of=("self",)).select_related("dealer")
    row = found.filter(pk=invitation.pk).first()
    if row is None:
        raise InvitationIsDead
    return row


def _refuse_beyond(by: Membership, *roles: str) -> None:
    """Asked of the database: the right may have been taken from him since the page was drawn."""
    by = Membership.objects.select_related("user", "dealer").get(pk=by.pk)
    if by.ended_at is not None or not _reaches(by, *roles):
        raise NotHis


def _reaches(by: Membership, *roles: str) -> bool:
    """Whether he looks after people of these roles now: only owners make and unmake owners."""
    return by.may(Task.STAFF) and (Role.OWNER not in roles or by.may(Task.OWNERS))


def _withdraw(invitation: StaffInvitation, *, by: Any) -> None:
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    record(Kind.STAFF_INVITATION_WITHDRAWN, invitation.dealer, by=by, from_=invitation.role)


def _keep_an_owner(leaving: Membership) -> None:
    owners = Membership.objects.filter(
        dealer=leaving.dealer_id,
        role=Role.OWNER,
        ended_at=None,
        user__status__in=[User.Status.ACTIVE, User.Status.GUARDIAN_PENDING],
    )
    if leaving.role == Role.OWNER and not owners.exclude(pk=leaving.pk).exists():
        raise LastOwner


def _send(invitation: StaffInvitation) -> None:
    """A new secret, seven days, and the mail that carries it."""
    secret = ids.secret_token()
    invitation.secret_hash = ids.hash_secret(secret)
    invitation.expires_at = clock.now() + INVITATION_LASTS
    invitation.save()
    send_mail(
        "members/mail/staff_invitation",
        lambda: {
            "dealer": invitation.dealer.name(invitation.language),
            "role": invitation.get_role_display(),
            "url": settings.BASE_URL + reverse("members:join_staff", kwargs={"secret": secret}),
            "days": INVITATION_LASTS.days,
        },
        to=invitation.email,
        language=invitation.language,
        kind="staff_invitation",
        key=f"staff_invitation:{invitation.pk}:{invitation.secret_hash[:16]}",
        about=invitation.event_ref,
    )
