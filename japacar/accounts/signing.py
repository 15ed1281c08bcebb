"""Opening and closing a session: the one place that signs a browser in or out.

The one thing to know: whoever proved who somebody is (a code, a password, a provider) answers with `welcome`. It asks for the second
factor where there is one, and until that is shown the browser is signed in as nobody (`halfway`)."""

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from japacar.accounts import proving
from japacar.accounts.addresses import client_address
from japacar.accounts.devices import families
from japacar.accounts.factors import has_second_factor
from japacar.accounts.halfway import Halfway
from japacar.accounts.models import LoginRecord, StaffRole, User
from japacar.accounts.sessions import STAFF
from japacar.ui.paths import local_path

BACKEND = "django.contrib.auth.backends.ModelBackend"


def welcome(request: HttpRequest, user: User, *, method: str, next: str = "") -> HttpResponse:
    """The answer to a right first proof: signed in and on to `next` or home, or first to the page of the second factor.

    `method` is how he proved it: "code", "password", "google", "line". Nothing of the account may be shown before."""
    if has_second_factor(user):
        Halfway(str(user.pk), method, local_path(next)).put(request)
        return redirect("accounts:second_factor")
    sign_in(request, user, method=method)
    return redirect(local_path(next) or "accounts:home")


def sign_in(request: HttpRequest, user: User, *, method: str, second: bool = False) -> None:
    """Sign this browser in as `user` under a new key, with the limits of staff where he is staff. Everything asked was shown.

    Only for those who have judged the second factor themselves; everybody else calls `welcome`."""
    Halfway.drop(request)
    login(request, user, backend=BACKEND)
    kept = families(request.headers.get("User-Agent", ""))
    request.session["_os"], request.session["_browser"] = kept.system, kept.browser
    request.session[STAFF] = StaffRole.objects.filter(user=user).exists()
    proving.keep(request, second=second)
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
