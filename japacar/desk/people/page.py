"""The page of one person at the desk, and what its steps share.

The one thing to know: it holds what is needed to help somebody, and no more."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render

from japacar.accounts.models import User
from japacar.accounts.viewers import ViewerRequest
from japacar.desk.exceptions.queue import proposals
from japacar.desk.names import name_of
from japacar.desk.people import finding
from japacar.desk.people.forms import DisableForm, EnableForm, ResetForm
from japacar.desk.people.queue import open_resets
from japacar.kernel.refusals import Refused


def person_or_404(pk: UUID) -> User:
    found = finding.by_pk(pk)
    if found is None:
        raise Http404
    return found


@contextmanager
def telling(request: ViewerRequest, done: str, refusals: Mapping[str, Any]) -> Iterator[None]:
    """What the step within has done, or why it was refused, on the next page; `done` is empty where the step says it itself."""
    try:
        yield
    except Refused as refused:
        messages.warning(request, str(refusals[refused.code]))
    else:
        if done:
            messages.success(request, done)


def page_of(request: ViewerRequest, found: User, **given: forms.Form) -> HttpResponse:
    """The page; `given` holds a form that comes back to be corrected: reset, disable or enable."""
    shown = {"reset": ResetForm(), "disable": DisableForm(), "enable": EnableForm(), **given}
    reset = open_resets().filter(user=found).first()
    page: dict[str, Any] = {
        "person": found,
        "forms": shown,
        "wrong": next((form for form in shown.values() if form.errors), shown["reset"]),
        **finding.facts_of(found),
        "is_disabled": found.status == User.Status.DISABLED,
        "may_disable": found.is_active and found.email_confirmed_at is not None and found != request.viewer.user,
        "proposals": proposals(found, request.viewer),
        "reset": reset,
        "proposed_by": name_of(reset.proposed_by) if reset else "",
        "confirmed_by": name_of(reset.confirmed_by) if reset and reset.confirmed_by else "",
        "is_own": reset is not None and reset.proposed_by == request.viewer.event_ref,
    }
    return render(request, "desk/person.html", page, status=422 if any(form.errors for form in shown.values()) else 200)
