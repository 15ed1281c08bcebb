"""Guards for what a browser left open must not do: `@recently_proved`, `@second_factor_needed`, `@staff_only` (viewers.py).

The one thing to know: the session keeps when its owner last proved who he is, and whether he showed a second factor in it. Both are
kept by `keep`, and only by those who have just checked a proof."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from japacar.accounts.addresses import local_path
from japacar.accounts.factors import has_second_factor
from japacar.accounts.sessions import BEGAN, PROVED, SECOND
from japacar.kernel import clock

FRESH_SECONDS = 15 * 60

View = Callable[..., HttpResponseBase]

__all__ = ["has_second_factor", "recently_proved", "second_factor_needed"]


def recently_proved(view: View) -> View:
    """Lets through who proved within 15 minutes who he is; others prove it first and come back.

    A form that was sent is not kept: its owner comes back to its page and is told that nothing was saved. For visitors it does
    nothing, since the middleware has sent them to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not is_recent(request.session):
            return _lead(request, "accounts:prove")
        return view(request, *args, **kwargs)

    return guarded


def second_factor_needed(view: View) -> View:
    """Lets through who showed a second factor in this session. Who has none sets one up first, who has one shows it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not has_shown(request.session):
            return lead_to_factor(request)
        return view(request, *args, **kwargs)

    return guarded


def lead_to_factor(request: HttpRequest) -> HttpResponse:
    """To the page where one is shown, or set up, and back."""
    user: Any = request.user
    return _lead(request, "accounts:second_factor" if has_second_factor(user) else "accounts:factors")


def keep(request: HttpRequest, *, second: bool = False) -> None:
    """Somebody has just proved who he is; with `second` by a second factor, which counts as long as the session lasts."""
    request.session[PROVED] = clock.now().timestamp()
    if second:
        request.session[SECOND] = True


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


def _lead(request: HttpRequest, name: str) -> HttpResponse:
    """To the page `name`, with the way back. A post leads back to the page on which its form stood."""
    said = {"next": request.get_full_path()}
    if request.method not in {"GET", "HEAD"}:
        said = {"next": _page_of_form(request), "unsaved": "1"}
    return redirect(f"{reverse(name)}?{urlencode(said)}")


def _page_of_form(request: HttpRequest) -> str:
    """The page that the browser names as its source, if it is one of ours; a form mostly stands on its own address."""
    source = urlsplit(request.headers.get("Referer", ""))
    if source.netloc != request.get_host():
        return request.path
    return local_path(source.path + (f"?{source.query}" if source.query else "")) or request.path
