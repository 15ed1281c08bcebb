"""Passkeys: added to an account, and shown in place of password and code, or as the second factor. allauth and fido2 do the arithmetic.

The one thing to know: each challenge lies in the session, counts for five minutes and once. What browsers send back is judged here for
the exact origin and for its counter too, which allauth leaves open; every fault has the one answer WrongPasskey."""

import json
import struct
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from japacar.accounts.factors import PASSKEY, tell_change
from japacar.accounts.models import User
from japacar.kernel import clock
from japacar.kernel.refusals import Refused

AT = "passkey_asked"
SECONDS = 5 * 60
MOST = 10
LONGEST = 20_000
# What malformed input makes the libraries raise; allauth's own refusals are ValidationErrors.
_MALFORMED = (
    ValidationError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, struct.error, RecursionError,
)  # fmt: skip


class WrongPasskey(Refused):
    """Code: wrong_passkey, too_many or known. It never says what was wrong with an answer."""


def options_for_adding(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the browser needs to make a passkey that is kept on the device and asks for finger, face or PIN."""
    options = auth.begin_registration(user, passwordless=True)
    request.session[AT] = clock.now().timestamp()
    return dict(_plain(options))


def options_for_showing(request: HttpRequest, user: User | None) -> dict[str, Any]:
    """What the browser needs to show one: of this user, or whichever it keeps for this site."""
    options = auth.begin_authentication(user)
    request.session[AT] = clock.now().timestamp()
    return dict(_plain(options))


def add_passkey(request: HttpRequest, user: User, *, answer: str, name: str) -> None:
    """Keep the public half of a new passkey. Raises WrongPasskey."""
    said = _parsed(answer)
    try:
        registration = RegistrationResponse.from_dict(said)
        _check_origin(registration)
        made = auth.complete_registration(said)
        # Its own fields only: a browser may send along whatever it likes.
        text = json.dumps(_plain(registration))
        if "\\u" in text:
            # What is kept is base64 and a few words of the standard; the database takes neither NUL nor half a pair of signs.
            raise WrongPasskey("wrong_passkey")
        kept = json.loads(text)
    except _MALFORMED as error:
        raise WrongPasskey("wrong_passkey") from error
    finally:
        _forget(request)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if Authenticator.objects.filter(user_id=user.pk, type=PASSKEY).count() >= MOST:
            raise WrongPasskey("too_many")
        if auth.get_authenticator_by_credential_id(user, made.credential_data.credential_id):
            raise WrongPasskey("known")
        data = {"name": name, "credential": kept, "counter": made.counter}
        Authenticator.objects.create(user_id=user.pk, type=PASSKEY, data=data, created_at=clock.now())
        tell_change(user, "passkey_added")


def owner_of_passkey(request: HttpRequest, answer: str, *, of: User | None = None) -> User:
    """Whose passkey this is; `of` where only one person's may be shown. Raises WrongPasskey."""
    said = _parsed(answer)
    try:
        shown = AuthenticationResponse.from_dict(said)
        _check_origin(shown)
        if not _is_recent(request):
            raise WrongPasskey("wrong_passkey")
        user = of or auth.extract_user_from_response(said)
        found = auth.complete_authentication(user, said)
        _count(found.pk, shown.response.authenticator_data.counter)
    except _MALFORMED as error:
        raise WrongPasskey("wrong_passkey") from error
    finally:
        _forget(request)
    if not (isinstance(user, User) and user.is_active and user.email_confirmed_at):
        raise WrongPasskey("wrong_passkey")
    return user


def _count(pk: int, counter: int) -> None:
    """A counter that did not grow means a copy of the key. Passkeys that wander between devices always send 0."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().get(pk=pk)
        last = row.data.get("counter", 0)
        if (counter or last) and counter <= last:
            raise WrongPasskey("wrong_passkey")
        row.data["counter"], row.last_used_at = counter, clock.now()
        row.save(update_fields=["data", "last_used_at"])


def _check_origin(answer: RegistrationResponse | AuthenticationResponse) -> None:
    """Our own address and no sister of it: fido2 would take every subdomain."""
    said = answer.response.client_data
    if said.origin != settings.BASE_URL or said.cross_origin:
        raise WrongPasskey("wrong_passkey")


def _is_recent(request: HttpRequest) -> bool:
    return bool(0 <= clock.now().timestamp() - request.session.get(AT, 0) < SECONDS)


def _forget(request: HttpRequest) -> None:
    auth.clear_state()
    request.session.pop(AT, None)


def _parsed(answer: str) -> dict[str, Any]:
    try:
        said = json.loads(answer) if len(answer) <= LONGEST else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise WrongPasskey("wrong_passkey")
    return said


def _plain(options: Any) -> Any:
    """fido2's mappings as JSON knows them."""
    if isinstance(options, dict) or hasattr(options, "keys"):
        return {key: _plain(options[key]) for key in options}
    if isinstance(options, list | tuple):
        return [_plain(each) for each in options]
    return options
