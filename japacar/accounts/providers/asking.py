"""One sign-in from the button to the identity: the request that a browser carries to the provider, and the answer that it brings back.

The one thing to know: the state lies in the browser's own session (allauth keeps it there: ten minutes, one provider, once), and is
taken out under a lock, so that an answer that comes twice is believed once."""

from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.internal import statekit
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from japacar.accounts.models import Session
from japacar.accounts.providers import SCOPE, Provider, published, tokens
from japacar.accounts.providers.identities import Identity, identity_of
from japacar.kernel import clock

LONGEST_CODE = 2048
LONGEST_STATE = 200


class Refused(Exception):
    """This answer signs nobody in. `code`: stale, denied, answer, refused or unreachable; `detail` is for our log."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail or code


@dataclass(frozen=True)
class Errand:
    """What the browser is on the way for: `way` is sign_in, buyer, dealer or link; `user` who started, for link."""

    way: str
    next: str = ""
    language: str = "en"
    user: str = ""


def begin(request: HttpRequest, provider: Provider, errand: Errand) -> str:
    """The address at the provider to send this browser to. Raises Refused where the provider does not answer."""
    try:
        authorize = published.addresses(provider).authorize
    except published.Unreachable as error:
        raise Refused("unreachable", error.code) from error
    pkce, nonce = generate_code_challenge(), token_urlsafe(24)
    state = statekit.stash_state(
        request,
        provider_id=provider.name,
        state={
            "nonce": nonce,
            "verifier": pkce["code_verifier"],
            "at": clock.now().timestamp(),
            "errand": vars(errand),
        },
    )
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri(provider),
        "scope": SCOPE,
        "state": state,
        "nonce": nonce,
        "code_challenge": pkce["code_challenge"].decode(),
        "code_challenge_method": "S256",
    }
    return f"{authorize}?{urlencode(asked)}"


def redirect_uri(provider: Provider) -> str:
    """One for each provider, so that an answer of one can never pass for the other's; the same in both languages."""
    return settings.BASE_URL + reverse("provider_callback", kwargs={"provider": provider.name})


def take_state(request: HttpRequest, provider: Provider) -> dict[str, Any]:
    """What `begin` kept for the state that came back, used up now. Raises Refused("stale")."""
    name = request.GET.get("state", "")
    key = request.session.session_key
    if not key or not 0 < len(name) <= LONGEST_STATE:
        raise Refused("stale")
    with transaction.atomic():
        # The second of two answers at once waits here, reads the session anew, and finds the state gone.
        if not Session.objects.select_for_update().filter(session_key=key).exists():
            raise Refused("stale")
        request.session = type(request.session)(key)
        kept: dict[str, Any] | None = statekit.unstash_state(request, state_id=name, provider_id=provider.name)
    if kept is None:
        raise Refused("stale")
    return kept


def redeem(request: HttpRequest, provider: Provider, kept: dict[str, Any]) -> Identity:
    """Who the provider says this is: the code turned into a token, the token checked. Raises Refused."""
    code = _code_of(request, provider)
    try:
        answer, _ = published.ask(
            provider,
            published.addresses(provider).token,
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": redirect_uri(provider),
                "client_id": provider.client_id,
                "client_secret": provider.client_secret,
                "code_verifier": kept["verifier"],
            },
        )
        claims = tokens.check(
            answer.get("id_token"),
            provider=provider,
            asked=tokens.Asked(kept["nonce"], kept["at"]),
            now=clock.now().timestamp(),
            key_of=lambda algorithm, kid: published.key_of(provider, algorithm, kid),
            access_token=answer.get("access_token"),
        )
    except published.Unreachable as error:
        raise Refused("unreachable", error.code) from error
    except tokens.TokenRefused as error:
        raise Refused("refused", f"token_{error.code}") from error
    return identity_of(provider, claims)


def _code_of(request: HttpRequest, provider: Provider) -> str:
    """The code of an answer that is whole and names the right provider. Raises Refused."""
    if any(len(values) > 1 for _, values in request.GET.lists()):
        raise Refused("answer", "twice")
    try:
        must_name_itself = published.addresses(provider).names_itself
    except published.Unreachable as error:
        raise Refused("unreachable", error.code) from error
    said = request.GET.get("iss", "" if must_name_itself else provider.issuer)
    if said != provider.issuer:
        raise Refused("answer", "iss")
    if fault := request.GET.get("error"):
        raise Refused("denied" if fault == "access_denied" else "answer", "error")
    code = request.GET.get("code", "")
    if not code.isascii() or not code.isprintable() or not 0 < len(code) <= LONGEST_CODE:
        raise Refused("answer", "code")
    return code
