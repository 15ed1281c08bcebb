"""Every page wants somebody signed in unless its view says otherwise; here stands where a visitor is led.

The one thing to know: a form that was sent after its sign-in had ended is not kept. Its owner comes back to the page on which it
stood, since its own address may be one to send to only, and reads before that nothing was saved."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseRedirect

from japacar.accounts.proving import lead


class SignInFirst(LoginRequiredMiddleware):
    """Django's, which denies by default, with another way back for forms."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        return lead(request, "accounts:sign_in")
