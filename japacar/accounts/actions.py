"""Joining, agreeing, confirming, changing and forgetting: every write about a person's own account.

The one thing to know: an address belongs to nobody until a code sent to it came back. Until then the newest person who joined
with it counts, and a password only counts in the browser in which it was chosen (no account is taken over before its birth)."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from japacar.accounts import addresses
from japacar.accounts.codes import without_trace, write_mail
from japacar.accounts.models import (
    Agreement,
    AgreementAddress,
    Attempt,
    FormerAddress,
    LoginRecord,
    MajorityDeclaration,
    PublishedText,
    Receipt,
    Session,
    SignInCode,
    User,
)
from japacar.accounts.texts import current
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.kernel.refusals import Refused

FORMER_ADDRESS_FOR = timedelta(days=30)
UNCONFIRMED_FOR = timedelta(hours=24)
LOGIN_IP_FOR = timedelta(days=180)


class NotAgreed(Refused):
    """Code: not_agreed. Nobody joins without the Terms and the Policy (PP-0-c)."""


class AgeNotDeclared(Refused):
    """Code: age_not_declared. A buyer says whether he is of age before anything of his is kept (PP-13-a)."""


@dataclass(frozen=True)
class Newcomer:
    """What somebody says of himself when he joins. `of_age` is None at the dealers' door: they give a date of birth later."""

    display_name: str
    language: str
    of_age: bool | None
    ip: str | None
    method: str


def join(
    email: str,
    *,
    display_name: str,
    language: str,
    agreed: bool,
    of_age: bool | None,
    ip: str | None,
    method: str = "form",
    password: str | None = None,
) -> User:
    """The user of this address, made when there is none. A confirmed account is left as it is: only its owner changes it.

    `password` is for people whom we know already (the demo, staff); a visitor's waits in his session until he has confirmed.
    Raises NotAgreed and TextMissing; nothing is kept then."""
    if not agreed:
        raise NotAgreed("not_agreed")
    who = Newcomer(display_name.strip(), language, of_age, ip, method)
    with transaction.atomic():
        user = User.objects.select_for_update().filter(email=email.strip().lower()).first()
        if user is not None and user.email_confirmed_at is not None:
            with without_trace():
                _begin(f"{uuid4()}@nobody.invalid", who)
            return user
        # A savepoint for the sake of time alone: the work for a confirmed account has one.
        with transaction.atomic():
            user = _begin(email, who) if user is None else _begin_again(user, who)
        if password is not None:
            user.set_password(password)
            user.save(update_fields=["password"])
    return user


def find_or_begin_buyer(
    email: str, *, name: str, language: str, ip: str | None, agreed: bool, of_age: bool | None
) -> User:
    """For the quote request of a visitor: whoever has this address, or a new user who has not confirmed it yet.

    Either way the request counts only when the code sent to the address came back. The caller makes the buyer's profile.
    Raises NotAgreed and AgeNotDeclared; a declared minor gets the status `guardian_pending`."""
    if of_age is None:
        raise AgeNotDeclared("age_not_declared")
    return join(
        email, display_name=name, language=language, agreed=agreed, of_age=of_age, ip=ip, method="quote_request"
    )


def declare_majority(user: User, *, of_age: bool) -> MajorityDeclaration:
    """Keep a buyer's word on his age (PP-13-a). Once the address is confirmed the first word stands."""
    declaration, is_new = MajorityDeclaration.objects.get_or_create(
        user=user, defaults={"is_of_age": of_age, "age_asked": settings.AGE_OF_MAJORITY}
    )
    if not is_new and user.email_confirmed_at is None:
        declaration.is_of_age, declaration.at = of_age, clock.now()
        declaration.save(update_fields=["is_of_age", "at"])
    wanted = User.Status.ACTIVE if declaration.is_of_age else User.Status.GUARDIAN_PENDING
    if user.is_active and user.status != wanted:
        user.status = wanted
        user.save(update_fields=["status"])
    return declaration


def agree(user: User, *, language: str, ip: str | None, method: str) -> list[Agreement]:
    """One row for each text in force, as it was shown (PP-3-f). The address lies apart and goes with the account."""
    made = []
    for kind in PublishedText.Kind:
        text = current(kind, language)
        agreement = Agreement.objects.create(
            user_ref=user.event_ref,
            kind=kind,
            version=text.version,
            sha256=text.sha256,
            language=text.language,
            method=method,
        )
        if ip:
            AgreementAddress.objects.create(agreement=agreement, user=user, ip=ip)
        record(
            Kind.AGREEMENT_MADE,
            agreement,
            by=user,
            text_version=text.version,
            sha256=text.sha256,
            language=text.language,
        )
        made.append(agreement)
    return made


def _begin(email: str, who: Newcomer) -> User:
    """A new user: the declaration of age before everything else about him. Two at once become one."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, display_name=who.display_name, language=who.language)
    except IntegrityError:
        return _begin_again(User.objects.select_for_update().get(email=email.strip().lower()), who)
    if who.of_age is not None:
        declare_majority(user, of_age=who.of_age)
    record(Kind.ACCOUNT_JOINED, user, by=user, language=who.language)
    agree(user, language=who.language, ip=who.ip, method=who.method)
    return user


def _begin_again(user: User, who: Newcomer) -> User:
    """Nobody has confirmed the address yet: what is said now replaces what was said before."""
    user.display_name, user.language = who.display_name, who.language
    user.set_unusable_password()
    user.save(update_fields=["display_name", "language", "password"])
    if who.of_age is not None:
        declare_majority(user, of_age=who.of_age)
    agree(user, language=who.language, ip=who.ip, method=who.method)
    return user


def confirm_email(user: User, *, password_hash: str = "") -> User:
    """A code came back from the address: it is his. `password_hash` is what the same browser chose while joining."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if user.email_confirmed_at is not None:
            return user
        user.email_confirmed_at = clock.now()
        if password_hash:
            user.password = password_hash
        user.save(update_fields=["email_confirmed_at", "password"])
    return user


def save_details(user: User, *, display_name: str, language: str) -> User:
    """The name that others see and the language of our mails."""
    user.display_name, user.language = display_name.strip(), language
    user.save(update_fields=["display_name", "language"])
    return user


def change_password(user: User, *, password: str, keep_session: str = "") -> User:
    """Set it, end every other session, and tell the owner by mail. The caller has made sure that it is he."""
    with transaction.atomic():
        user.password = make_password(password)
        user.save(update_fields=["password"])
        end_other_sessions(user, keep=keep_session)
        event = record(Kind.ACCOUNT_PASSWORD_CHANGED, user, by=user)
        write_mail(user, kind="account_notice", template="password_changed", key=f"event:{event.pk}:{user.event_ref}")
    return user


class AddressTaken(Refused):
    """Code: address_taken. Somebody else has confirmed this address. Said only to whoever can read its mail."""


def change_email(user: User, *, email: str, keep_session: str = "") -> User:
    """Another address, to which a code was sent and came back; other sessions end, and the old address is told. Raises AddressTaken."""
    try:
        with transaction.atomic():
            # Whoever joined with it and never confirmed it has no claim: the address has just been shown to be this user's.
            User.objects.filter(email=email, email_confirmed_at=None).delete()
            user = User.objects.select_for_update().get(pk=user.pk)
            remember_former_address(user)
            event = record(Kind.ACCOUNT_EMAIL_CHANGED, user, by=user)
            write_mail(user, kind="account_notice", template="email_changed", key=f"event:{event.pk}:{user.event_ref}")
            user.email, user.email_confirmed_at = email, clock.now()
            user.save(update_fields=["email", "email_confirmed_at"])
            SignInCode.objects.filter(user=user, used_at=None, expires_at__gt=clock.now()).update(
                expires_at=clock.now()
            )
            end_other_sessions(user, keep=keep_session)
    except (IntegrityError, ProtectedError) as error:
        raise AddressTaken("address_taken") from error
    return user


def end_session(session: Session) -> None:
    """The browser behind it is signed out at its next request."""
    session.delete()


def end_other_sessions(user: User, *, keep: str) -> int:
    """End all sessions but the one with the key `keep`; how many there were."""
    count: int = Session.objects.filter(user=user).exclude(session_key=keep).delete()[0]
    return count


def remember_former_address(user: User) -> FormerAddress:
    """Keep the address that this user is about to leave, for a month: whoever takes an account over changes it first (A-3)."""
    return FormerAddress.objects.create(user=user, email=user.email)


def forget_what_expired() -> dict[str, int]:
    """Delete what has had its time (PP-10-h); counts by kind. Safe to run twice."""
    now = clock.now()
    day_ago, idle = now - timedelta(days=1), timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    return {
        "users": _forget_unconfirmed(),
        "codes": SignInCode.objects.filter(created_at__lt=day_ago).delete()[0],
        "attempts": Attempt.objects.filter(at__lt=day_ago).delete()[0],
        "receipts": Receipt.objects.filter(at__lt=now - timedelta(days=2)).delete()[0],
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0]
        + Session.objects.filter(seen_at__lt=now - idle).delete()[0],
        "login_addresses": _truncate_old_addresses(),
        "former_addresses": FormerAddress.objects.filter(left_at__lt=now - FORMER_ADDRESS_FOR).delete()[0],
    }


def _forget_unconfirmed() -> int:
    """Who never confirmed is deleted with all that is his; a deal holds him back, and the deals' own deadline decides then."""
    count = 0
    late = User.objects.filter(email_confirmed_at=None, created_at__lt=clock.now() - UNCONFIRMED_FOR)
    for pk in late.values_list("pk", flat=True):
        try:
            with transaction.atomic():
                # Looked up again under a lock: he may be confirming at this moment.
                user = late.select_for_update().filter(pk=pk).first()
                count += bool(user and user.delete())
        except ProtectedError:
            continue
    return count


def _truncate_old_addresses() -> int:
    """Login addresses after 180 days: the network stays, the household goes (A-5)."""
    old = LoginRecord.objects.filter(at__lt=clock.now() - LOGIN_IP_FOR, ip__isnull=False, ip_truncated=False)
    changed = []
    for login in old.iterator(chunk_size=1000):
        login.ip, login.ip_truncated = addresses.truncated(str(login.ip)), True
        changed.append(login)
    LoginRecord.objects.bulk_update(changed, ["ip", "ip_truncated"], batch_size=1000)
    return len(changed)
