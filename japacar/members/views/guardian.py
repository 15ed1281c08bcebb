"""The page that a frozen person alone reaches: what is needed, what was sent, and what came of it (PP-13-a)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from japacar.accounts.models import User
from japacar.accounts.receipts import answer_once
from japacar.accounts.viewers import Viewer, ViewerRequest
from japacar.files.actions import UploadRefused, store
from japacar.files.models import StoredFile
from japacar.files.refusals import sentence
from japacar.kernel.inspection import Slot
from japacar.members import actions
from japacar.members.forms.guardians import GuardianForm
from japacar.members.models import GuardianConsent, WrongState
from japacar.members.views.tasks import answered_by


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answer_once
def guardian(request: ViewerRequest) -> HttpResponse:
    """404 for everybody whose account is not frozen."""
    user = request.viewer.user
    if user is None or user.status != User.Status.GUARDIAN_PENDING:
        raise Http404
    sent = GuardianConsent.objects.visible_to(request.viewer).filter(user=user).first()
    if request.method != "POST":
        return _page(request, GuardianForm(), sent)
    form = GuardianForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, sent, status=422)
    consent, identity = (_stored(request, form, user, name) for name in ("consent", "identity"))
    if form.errors or identity is None:
        return _page(request, form, sent, status=422)
    said = form.cleaned_data
    try:
        actions.send_consent(
            user, guardian_name=said["guardian_name"], relation=said["relation"], consent=consent, identity=identity,
            by=request.viewer,
        )  # fmt: skip
    except WrongState:
        messages.info(request, _("We have your papers already and are checking them."))
    else:
        messages.success(request, _("Received. Two of our staff check it; you are told here and by mail."))
    return redirect("members:guardian")


def consent_of(viewer: Viewer) -> dict[str, Any]:
    """How it stands with the consent of the reader's guardian, for the pages that name it (members/consent.html)."""
    sent = GuardianConsent.objects.visible_to(viewer).filter(user=viewer.user).first()
    waits = sent is not None and sent.state in GuardianConsent.OPEN
    return {
        "sent": sent,
        "waits": waits,
        "expected_by": answered_by(sent.sent_at, GuardianConsent.ANSWERED_WITHIN) if sent and waits else None,
    }


def _stored(request: ViewerRequest, form: GuardianForm, user: User, name: str) -> StoredFile | None:
    """Inspected and kept, sealed and pending; a refusal stands beside the field."""
    upload = form.cleaned_data.get(name)
    if not upload:
        return None
    try:
        return store(upload, slot=Slot.IDENTITY, owner_ref=user.event_ref, by=request.viewer)
    except UploadRefused as refused:
        form.add_error(name, sentence(refused.code))
        return None


def _page(
    request: ViewerRequest, form: GuardianForm, sent: GuardianConsent | None, *, status: int = 200
) -> HttpResponse:
    is_open = sent is None or sent.state == GuardianConsent.State.REFUSED
    page: dict[str, Any] = {"form": form, "sent": sent, "is_open": is_open}
    if sent is not None:
        page["expected_by"] = answered_by(sent.sent_at, GuardianConsent.ANSWERED_WITHIN)
    return render(request, "members/guardian.html", page, status=status)
