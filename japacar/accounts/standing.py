"""Staff disable an account, and enable it again; and what staff may do at all about one of their own.

The one thing to know: none of it is one person's act for long. Only the desk's exceptions call it: they disable at once, and enable again
unless a second person agrees within three days."""

from typing import Any

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from japacar.accounts.codes import write_mail
from japacar.accounts.models import Session, SignInCode, StaffRole, User
from japacar.events.actions import record, ref
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.kernel.refusals import Refused


class Cause(TextChoices):
    """Why an account is disabled. Its owner reads it in his mail, in words of the house (templates/accounts/mail/words.txt)."""

    STOLEN = "stolen", _("Somebody else seems to use it")
    FRAUD = "fraud", _("A suspicion of fraud")
    TERMS = "terms", _("The Terms were not kept")
    LEFT = "left", _("One of staff who no longer works here")


class NotForThisPerson(Refused):
    """Code: own_account, only_admins, last_admin. Nobody does it for himself; for staff only admins do, and not for the last of them."""


class NotOpen(Refused):
    """Code: not_in_use. The account is disabled or closed already, or its address was never confirmed."""


def refuse_for(user: User, by: Any) -> None:
    """Raises NotForThisPerson unless `by` may touch the account of `user`: nobody his own, and only admins one of staff."""
    if ref(by) == user.event_ref:
        raise NotForThisPerson("own_account")
    if StaffRole.objects.filter(user=user).exists() and getattr(by, "staff_role", "") != StaffRole.Role.ADMIN:
        raise NotForThisPerson("only_admins")


def refuse_for_last_admin(user: User) -> None:
    """Raises NotForThisPerson where no other admin could sign in afterwards. Two who lock each other out wait for each other here."""
    admins = StaffRole.objects.filter(role=StaffRole.Role.ADMIN)
    list(admins.select_for_update().order_by("pk"))
    others = admins.exclude(user=user).filter(user__status=User.Status.ACTIVE)
    if admins.filter(user=user).exists() and not others.exists():
        raise NotForThisPerson("last_admin")


def disable_account(user: User, *, cause: str, by: Any) -> User:
    """Nothing signs in to it from now on, and every browser is signed out. Its owner is told by mail why, and how to object.

    What he owes and is owed goes on: deals keep their deadlines, staff act for him. Raises NotForThisPerson, NotOpen."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        refuse_for(user, by)
        refuse_for_last_admin(user)
        if not user.is_active or user.email_confirmed_at is None:
            raise NotOpen("not_in_use")
        user.status_before, user.status = user.status, User.Status.DISABLED
        user.save(update_fields=["status", "status_before"])
        end_all_sessions(user)
        _tell(user, Kind.ACCOUNT_DISABLED, "account_disabled", by=by, cause=str(Cause(cause)))
    return user


def enable_account(user: User, *, by: Any) -> User:
    """As it was before: who waited for a guardian's consent waits on. Raises NotOpen when it is not disabled."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.status != User.Status.DISABLED:
            raise NotOpen("not_disabled")
        user.status, user.status_before = user.status_before or User.Status.ACTIVE, ""
        user.save(update_fields=["status", "status_before"])
        _tell(user, Kind.ACCOUNT_ENABLED, "account_enabled", by=by)
    return user


def thaw(user: User) -> None:
    """A guardian's consent was found right: the account is open, or will be when it is enabled again."""
    pending = User.Status.GUARDIAN_PENDING
    User.objects.filter(pk=user.pk, status=pending).update(status=User.Status.ACTIVE)
    User.objects.filter(pk=user.pk, status_before=pending).update(status_before=User.Status.ACTIVE)


def end_all_sessions(user: User) -> None:
    """Every browser is signed out, and no code that is under way opens the account."""
    Session.objects.filter(user=user).delete()
    now = clock.now()
    SignInCode.objects.filter(user=user, used_at=None, expires_at__gt=now).update(expires_at=now)


def _tell(user: User, kind: Kind, template: str, *, by: Any, cause: str = "") -> None:
    """By mail, since nobody who is disabled reads notices."""
    event = record(kind, user, by=by, reason_code=cause or None)
    key = f"event:{event.pk}:{user.event_ref}"
    write_mail(user, kind="account_notice", template=template, key=key, cause=cause)
