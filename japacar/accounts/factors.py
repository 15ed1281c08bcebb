"""Second factors: what a user has, the app with six digits that change (TOTP), and recovery codes. Passkeys: passkeys.py.

The one thing to know: allauth keeps them and does the arithmetic; here stands what it leaves open: secrets sealed for their row, a code
of the app that works once (in the database, so that two processes agree), and the owner told of every change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa import app_settings as mfa
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.db import transaction
from django.utils.crypto import constant_time_compare

from japacar.accounts.beneath import belonging_to
from japacar.accounts.codes import write_mail
from japacar.accounts.models import Session, StaffRole, User
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.kernel.refusals import Refused

APP, PASSKEY, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES
SECOND_FACTORS = (APP, PASSKEY)
RECOVERY_DIGITS = 10


class LastOfStaff(Refused):
    """Code: last_of_staff. One of staff keeps at least one second factor."""


class WrongCode(Refused):
    """Code: wrong_code. Not the code of this secret now, or one that was used already."""


@dataclass(frozen=True)
class Factor:
    """One second factor as its owner sees it."""

    id: int
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None


def has_second_factor(user: Any) -> bool:
    """Whether this user has an app or a passkey. Recovery codes alone are none: they only stand in for one."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists())


def factors_of(user: User) -> list[Factor]:
    """All apps and passkeys, the oldest first."""
    rows = Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).order_by("created_at")
    return [Factor(row.pk, row.type, row.data.get("name", ""), row.created_at, row.last_used_at) for row in rows]


def new_secret() -> str:
    """A secret for an app, in base32 as people type it."""
    return str(generate_totp_secret())


def uri_of(user: User, secret: str) -> str:
    """What the QR code says: otpauth://…, with our name and the user's address."""
    return str(get_adapter().build_totp_url(user, secret))


def code_of(secret: str, *, at: datetime | None = None) -> str:
    """The six digits that the app shows at this moment."""
    return str(format_hotp_value(hotp_value(secret, _step(at or clock.now()))))


def add_app(user: User, *, secret: str, code: str, name: str = "") -> None:
    """Keep the secret of an app once its owner has shown a right code; it replaces an earlier app. Raises WrongCode."""
    step = _step_shown(secret, code)
    if step is None:
        raise WrongCode("wrong_code")
    with transaction.atomic():
        keep_app(user, secret=secret, name=name, last_step=step)
        tell_change(user, "app_added")


def keep_app(user: User, *, secret: str, name: str = "", last_step: int = 0) -> None:
    """Seal and keep a secret without asking for a code or telling anybody: for the demo, and for `add_app`."""
    with belonging_to(user, APP):
        data = {"secret": get_adapter().encrypt(secret), "name": name, "last_step": last_step}
    Authenticator.objects.update_or_create(
        user_id=user.pk, type=APP, defaults={"data": data, "created_at": clock.now(), "last_used_at": None}
    )


def check_app(user: User, code: str) -> bool:
    """Whether `code` is what the app shows now, or one step of 30 seconds before or after. The same code works once."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(user_id=user.pk, type=APP).first()
        if row is None:
            return False
        with belonging_to(user, APP):
            step = _step_shown(get_adapter().decrypt(row.data["secret"]), code)
        last = row.data.get("last_step", 0)
        # Far ahead it was used before a clock was put back; it alone stays used up then, and its owner is not kept out for so long.
        if last > _step(clock.now()) + mfa.TOTP_TOLERANCE:
            row.data["spent_step"], last = last, 0
        if step is None or step <= last or step == row.data.get("spent_step"):
            return False
        row.data["last_step"], row.last_used_at = step, clock.now()
        row.save(update_fields=["data", "last_used_at"])
    return True


def make_recovery_codes(user: User) -> list[str]:
    """Ten new codes in place of earlier ones. They are shown once, in the answer to this."""
    with transaction.atomic(), belonging_to(user, RECOVERY):
        Authenticator.objects.filter(user_id=user.pk, type=RECOVERY).delete()
        codes = [str(code) for code in RecoveryCodes.activate(user).generate_codes()]
        tell_change(user, "codes_made")
    return codes


def recovery_codes_left(user: User) -> int:
    """How many recovery codes still work."""
    row = Authenticator.objects.filter(user_id=user.pk, type=RECOVERY).first()
    return mfa.RECOVERY_CODE_COUNT - row.data["used_mask"].bit_count() if row else 0


def check_recovery_code(user: User, code: str) -> bool:
    """Whether `code` is one of the recovery codes that were not used yet; it is used up now, and the owner is told."""
    row = Authenticator.objects.filter(user_id=user.pk, type=RECOVERY).first()
    if row is None:
        return False
    with transaction.atomic(), belonging_to(user, RECOVERY):
        if not RecoveryCodes(row).validate_code(code):
            return False
        tell_change(user, "code_used")
    return True


def tell_of_tries(user: User) -> None:
    """Somebody gave the right first proof and five wrong codes: the owner hears of it, once a day at most."""
    key = f"factor_tried:{user.pk}:{clock.today_jst()}"
    write_mail(user, kind="account_notice", template="factor_tried", key=key)


def check_code(user: User, code: str) -> bool:
    """A code of either kind: six digits of the app, or ten of a recovery code."""
    return check_recovery_code(user, code) if len(code) == RECOVERY_DIGITS else check_app(user, code)


def rename_factor(user: User, factor_id: int, name: str) -> None:
    """Another name for one factor. Raises Authenticator.DoesNotExist for what is not his."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=factor_id, user_id=user.pk, type__in=SECOND_FACTORS)
        row.data["name"] = name
        row.save(update_fields=["data"])


def remove_factor(user: User, factor_id: int, *, keep_session: str) -> None:
    """Take one away; with the last one the recovery codes go too. Other browsers are signed out.

    Raises LastOfStaff, and Authenticator.DoesNotExist for what is not his."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        row = Authenticator.objects.get(pk=factor_id, user_id=user.pk, type__in=SECOND_FACTORS)
        others = Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exclude(pk=row.pk)
        is_last = not others.exists()
        if is_last and StaffRole.objects.filter(user=user).exists():
            raise LastOfStaff("last_of_staff")
        row.delete()
        if is_last:
            Authenticator.objects.filter(user_id=user.pk).delete()
        Session.objects.filter(user=user).exclude(session_key=keep_session).delete()
        tell_change(user, "removed")


def tell_change(user: User, what: str, *, by: Any = None) -> None:
    """Record the change and tell the owner at once by mail: if it was somebody else, this is how he learns of it."""
    event = record(Kind.ACCOUNT_SECOND_FACTOR_CHANGED, user, by=by or user, reason_code=what)
    write_mail(
        user,
        kind="account_notice",
        template="second_factor_changed",
        key=f"event:{event.pk}:{user.event_ref}",
        what=what,
    )


def _step(at: datetime) -> int:
    return int(at.timestamp()) // int(mfa.TOTP_PERIOD)


def _step_shown(secret: str, code: str) -> int | None:
    """The step of time whose code this is. All steps are tried, so that the time taken does not tell which."""
    now, found = _step(clock.now()), None
    for step in range(now - mfa.TOTP_TOLERANCE, now + mfa.TOTP_TOLERANCE + 1):
        if constant_time_compare(code, str(format_hotp_value(hotp_value(secret, step)))):
            found = step
    return found
