"""Which accounts at Google and LINE open which account here: linked by the provider's own name for the person, never by an address.

The one thing to know: of allauth's row only user, provider and uid are filled; nothing else that the provider said is kept
(PP-1.2-a, PP-1.2-c), and the owner is told by mail of every change."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from japacar.accounts.codes import write_mail
from japacar.accounts.models import LoginRecord, User
from japacar.accounts.providers import TITLES
from japacar.accounts.providers.identities import Identity
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel.refusals import Refused


class LinkedElsewhere(Refused):
    """Code: linked_elsewhere. This account of the provider opens somebody else's account here."""


class AnotherLinked(Refused):
    """Code: another_linked. The user has another account of this provider linked; he takes that away first."""


class LastWayIn(Refused):
    """Code: last_way_in. Without it the user might never get in again (PP-1.2-d)."""


def owner_of(identity: Identity) -> User | None:
    """Whose account here this opens. It counts as used now."""
    row = SocialAccount.objects.select_related("user").filter(provider=identity.provider, uid=identity.uid).first()
    if row is None:
        return None
    row.save(update_fields=["last_login"])
    found: User = row.user
    return found


def has_account(identity: Identity) -> bool:
    """Whether the address has an account here. Told only of one that is proved: whoever asks owns it, so nothing is given away."""
    confirmed = User.objects.filter(email=identity.email, email_confirmed_at__isnull=False)
    return identity.is_email_proved and confirmed.exists()


def linked(user: User) -> list[SocialAccount]:
    """What is linked with this account, the oldest first."""
    return list(SocialAccount.objects.filter(user_id=user.pk).order_by("date_joined"))


def link(user: User, identity: Identity) -> None:
    """From now on this account of the provider opens this account here. Linking it twice is the same as once.

    The caller has made sure of both sides. Raises LinkedElsewhere and AnotherLinked."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        mine = SocialAccount.objects.filter(user_id=user.pk, provider=identity.provider).first()
        if mine is not None:
            if mine.uid != identity.uid:
                raise AnotherLinked("another_linked")
            return
        try:
            with transaction.atomic():
                SocialAccount.objects.create(user=user, provider=identity.provider, uid=identity.uid, extra_data={})
        except IntegrityError:
            raise LinkedElsewhere("linked_elsewhere") from None
        _tell(user, Kind.ACCOUNT_PROVIDER_LINKED, "provider_linked", identity.provider)


def unlink(user: User, provider: str) -> bool:
    """Take a provider away; False when it was not linked. Raises LastWayIn."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        mine = SocialAccount.objects.filter(user_id=user.pk, provider=provider)
        if not mine.exists():
            return False
        if not _has_another_way(user, without=provider):
            raise LastWayIn("last_way_in")
        mine.delete()
        _tell(user, Kind.ACCOUNT_PROVIDER_UNLINKED, "provider_unlinked", provider)
    return True


def _has_another_way(user: User, *, without: str) -> bool:
    """A password, a passkey, another provider, or codes by mail. Of the mail we know that it reaches him only once a code came back."""
    return (
        user.has_usable_password()
        or SocialAccount.objects.filter(user_id=user.pk).exclude(provider=without).exists()
        or Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN).exists()
        or LoginRecord.objects.filter(user=user, method="code").exists()
    )


def _tell(user: User, kind: Kind, template: str, provider: str) -> None:
    event = record(kind, user, by=user, reason_code=provider)
    key = f"event:{event.pk}:{user.event_ref}"
    write_mail(user, kind="account_notice", template=template, key=key, provider=TITLES[provider])
