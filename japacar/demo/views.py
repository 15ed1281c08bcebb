"""The demo's own pages: sign-ins and outgoing mail. Plain on purpose; only in demo and test mode."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import urlize
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from japacar.accounts.factors import code_of
from japacar.demo import mailbox as kept
from japacar.demo.words import APP_SECRET, SIGN_INS, WITH_SECOND_FACTOR
from japacar.kernel import clock

PASSPHRASE = "demo-only-passphrase"  # noqa: S105  # printed at every start
CODE = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)


@login_not_required
@never_cache
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Who can be signed in as, with the digits that their apps show now, and where the mail is."""
    page = {
        "sign_ins": SIGN_INS,
        "passphrase": PASSPHRASE,
        "with_factor": WITH_SECOND_FACTOR,
        "secret": APP_SECRET,
        "code": code_of(APP_SECRET),
        "seconds": 30 - int(clock.now().timestamp()) % 30,
        "mails": kept.newest(5),
    }
    return render(request, "demo/demo.html", page)


@login_not_required
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Outgoing mail, newest first."""
    return render(request, "demo/mailbox.html", {"mails": kept.newest()})


@login_not_required
@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One message as plain text with its links; the code of a sign-in mail stands out."""
    try:
        found = kept.one(name)
    except kept.NoSuchMail as error:
        raise Http404 from error
    code = CODE.search(found.text)
    context = {"mail": found, "text": urlize(found.text, autoescape=True), "code": code[1] if code else ""}
    return render(request, "demo/mail.html", context)
