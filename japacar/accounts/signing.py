"""Opening and closing a session: the one place that signs a browser in or out.

The one thing to know: whoever proved who somebody is (a code, a password) calls `sign_in`; it changes the session's key and
keeps where the sign-in came from."""

from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse

from japacar.accounts.addresses import client_address
from japacar.accounts.devices import families
from japacar.accounts.models import LoginRecord, StaffRole, User
from japacar.accounts.sessions import BEGAN, STAFF
from japacar.kernel import clock

BACKEND = "django.contrib.auth.backends.ModelBackend"
FRESH_SECONDS = 15 * 60


def sign_in(request: HttpRequest, user: User, *, method: str) -> None:
    """Sign this browser in as `user`; method is "code" or "password". A new key, the limits of staff where he is staff."""
    login(request, user, backend=BACKEND)
    kept = families(request.headers.get("User-Agent", ""))
    request.session["_os"], request.session["_browser"] = kept.system, kept.browser
    request.session[STAFF] = StaffRole.objects.filter(user=user).exists()
    LoginRecord.objects.create(
        user=user,
        ip=client_address(request),
        os_family=kept.system,
        browser_family=kept.browser,
        method=method,
    )


def sign_out(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """End the session on the server, and let the browser throw away what it kept of us."""
    logout(request)
    answer["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


def is_fresh(request: HttpRequest) -> bool:
    """Whether this browser signed in within the last 15 minutes."""
    session: Any = request.session
    return bool(clock.now().timestamp() - session.get(BEGAN, 0) < FRESH_SECONDS)
