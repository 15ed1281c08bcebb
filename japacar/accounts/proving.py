"""Guards for what a browser left open must not do: `@recently_proved`, `@second_factor_needed`, both as `@fully_proved`, and
`@staff_only` (viewers.py).

The one thing to know: the session keeps when its owner last proved who he is, and whether he showed a second factor in it. Both are
kept by `keep`, and only by those who have just checked a proof. A guarded view says so in `asks`; tests/house/guards.py holds the
list of all of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from japacar.accounts.factors import has_second_factor
from japacar.accounts.recovery import stop_because_shown
from japacar.accounts.sessions import BEGAN, PROVED, SECOND
from japacar.kernel import clock
from japacar.ui.paths import page_of_form

FRESH_SECONDS = 15 * 60

RECENT, SECOND_FACTOR = "recent", "second_factor"

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

__all__ = ["fully_proved", "has_second_factor", "recently_proved", "second_factor_needed"]


def recently_proved(view: View) -> View:
    """Lets through who proved within 15 minutes who he is; others prove it first and come back.

    A form that was sent is not kept: its owner comes back to its page and is told that nothing was saved. For visitors it does
    nothing, since the middleware has sent them to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not is_recent(request.session):
            return lead(request, "accounts:prove")
        return view(request, *args, **kwargs)

    return cast(View, _asking(guarded, view, RECENT))


def second_factor_needed(view: View) -> View:
    """Lets through who showed a second factor in this session. Who has none sets one up first, who has one shows it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not has_shown(request.session):
            return lead_to_factor(request)
        return view(request, *args, **kwargs)

    return cast(View, _asking(guarded, view, SECOND_FACTOR))


def fully_proved(view: View) -> View:
    """Both: a second factor in this session, and a proof within 15 minutes."""
    return second_factor_needed(recently_proved(view))


def is_fully_proved(request: HttpRequest) -> bool:
    """For a page that shows less, instead of nothing, to a browser left open."""
    return has_shown(request.session) and is_recent(request.session)


def way_to_prove(request: HttpRequest) -> str:
    """The address at which what is missing for `is_fully_proved` is shown, and back to this page."""
    name = "accounts:prove" if has_shown(request.session) else _page_of_factor(request)
    return f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}"


def lead_to_factor(request: HttpRequest) -> HttpResponse:
    """To the page where one is shown, or set up, and back."""
    return lead(request, _page_of_factor(request))


def _page_of_factor(request: HttpRequest) -> str:
    user: Any = request.user
    return "accounts:second_factor" if has_second_factor(user) else "accounts:factors"


def keep(request: HttpRequest, *, second: bool = False) -> None:
    """Somebody has just proved who he is; with `second` by a second factor, which counts as long as the session lasts."""
    request.session[PROVED] = clock.now().timestamp()
    if second:
        request.session[SECOND] = True
        user: Any = request.user
        stop_because_shown(user)


def rise(request: HttpRequest, *, second: bool = False) -> None:
    """`keep` for somebody who is signed in: under a new key. The seven days go on from when he signed in."""
    began = request.session[BEGAN]
    request.session.cycle_key()
    request.session[BEGAN] = began
    keep(request, second=second)


def forget_second(request: HttpRequest) -> None:
    """The last second factor is gone: what was shown of it counts no more."""
    request.session.pop(SECOND, None)


def is_recent(session: Any) -> bool:
    """Whether the last proof is younger than 15 minutes."""
    return bool(0 <= clock.now().timestamp() - session.get(PROVED, 0) < FRESH_SECONDS)


def has_shown(session: Any) -> bool:
    """Whether a second factor was shown in this session."""
    return bool(session.get(SECOND))


def _asking(guarded: Any, view: Any, proof: str) -> Any:
    """The guarded view with a note of what it asks; decorators around it carry the note on."""
    guarded.asks = frozenset(getattr(view, "asks", ())) | {proof}
    return guarded


def lead(request: HttpRequest, name: str) -> HttpResponseRedirect:
    """To the page `name`, with the way back. A post leads back to the page on which its form stood."""
    said = {"next": request.get_full_path()}
    if request.method not in {"GET", "HEAD"}:
        said = {"next": page_of_form(request), "unsaved": "1"}
    return redirect(f"{reverse(name)}?{urlencode(said)}")
