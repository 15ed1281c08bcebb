"""Six digits by mail: made, sent, checked. Each works once, for ten minutes and five tries, and only the newest one counts.

The one thing to know: for an address that nobody has, `send_code_to` does the same work and takes it back, so that neither the
answer nor its time tells whether there is an account."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hmac import compare_digest

from django.conf import settings
from django.db import transaction
from django.db.models import F

from japacar.accounts.models import SignInCode, User
from japacar.egress.mails import send_mail
from japacar.kernel import clock
from japacar.kernel.ids import numeric_code

MINUTES = 10
TRIES = 5
MAIL_KINDS = {
    SignInCode.Purpose.SIGN_IN: "sign_in_code",
    SignInCode.Purpose.REQUEST: "request_code",
    SignInCode.Purpose.PROOF: "proof_code",
    SignInCode.Purpose.ADDRESS: "address_code",
}


def send_code(user: User, *, purpose: str, to: str = "") -> SignInCode:
    """Make a code and put its mail into the outbox; older codes of the same purpose stop working.

    `to` is an address that is not the user's yet: the code then counts for this address only."""
    now = clock.now()
    digits = numeric_code()
    with transaction.atomic():
        SignInCode.objects.filter(user=user, purpose=purpose, used_at=None, expires_at__gt=now).update(expires_at=now)
        code = SignInCode(user=user, purpose=purpose, created_at=now, expires_at=now + timedelta(minutes=MINUTES))
        code.code_hash = _hash(code, digits, to)
        code.save(force_insert=True)
        write_mail(
            user,
            kind=MAIL_KINDS[SignInCode.Purpose(purpose)],
            key=f"code:{code.pk}",
            to=to,
            digits=f"{digits[:3]} {digits[3:]}",
            minutes=MINUTES,
        )
    return code


def send_code_to(email: str, *, language: str) -> None:
    """A sign-in code for whoever has this address, if anybody may sign in with it."""
    user = User.objects.filter(email=email).first()
    if user is not None and user.is_active:
        send_code(user, purpose=SignInCode.Purpose.SIGN_IN)
        return
    with without_trace():
        send_code(User(email=email, language=language), purpose=SignInCode.Purpose.SIGN_IN)


def check_code(user: User, digits: str, *, purpose: str, to: str = "") -> bool:
    """Whether `digits` is the user's code of this purpose, sent `to` where he is not found yet.

    A right one is used up, a wrong one counts as a try."""
    now = clock.now()
    with transaction.atomic():
        # Older ones were ended when the newest was made, so it is not asked which is that: a clock that was put back would lie.
        valid = SignInCode.objects.filter(user=user, purpose=purpose, used_at=None, expires_at__gt=now)
        code = valid.order_by("-created_at").first()
        # Somebody without a code costs the same statements, so that time does not tell him apart.
        code = code or SignInCode(user=user, purpose=purpose, expires_at=now)
        mine = SignInCode.objects.filter(pk=code.pk, used_at=None, expires_at__gt=now)
        may_try = mine.filter(tries__lt=TRIES).update(tries=F("tries") + 1)
        is_right = compare_digest(code.code_hash.encode(), _hash(code, digits, to).encode())
        if not (may_try and is_right and mine.update(used_at=now)):
            return False
        # Two that were made at the same moment did not end each other.
        valid.update(expires_at=now)
        return True


def owner_of_code(email: str, digits: str) -> User | None:
    """The user whose newest sign-in code this is, used up now; None for everything else, an unknown address included."""
    user = User.objects.filter(email=email).first() or User(email=email)
    is_right = check_code(user, digits, purpose=SignInCode.Purpose.SIGN_IN)
    return user if is_right and user.is_active else None


def write_mail(user: User, *, kind: str, key: str, template: str = "", to: str = "", **values: object) -> None:
    """Render a mail of this room in the user's language and hand it to the outbox, once per key."""
    send_mail(
        f"accounts/mail/{template or kind}",
        lambda: {**values, "user": user},
        to=to or user.email,
        language=user.language,
        kind=kind,
        key=key,
        about=user.event_ref,
    )


@contextmanager
def without_trace() -> Iterator[None]:
    """Do the work of the block in full and keep none of it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _hash(code: SignInCode, digits: str, to: str) -> str:
    """Keyed and bound to its row: a million candidates are nothing to somebody who has the table but not the key."""
    return str(settings.FIELD_KEYS.keyed_hash(f"{code.pk}\n{digits}\n{to}", domain="sign-in-code"))
