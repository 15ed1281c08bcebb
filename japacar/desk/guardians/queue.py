"""The queue of people who are not of age and wait for two of staff."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from japacar.accounts.viewers import Viewer
from japacar.desk.waiting import Queue, age, is_late
from japacar.members.models import GuardianConsent


def consents_to_check() -> Queue:
    """For the desk's home."""
    rows = [(GuardianConsent.objects.waiting(), "sent_at")]
    title = gettext_lazy("Consents of guardians")
    return Queue(title, reverse("desk:consents"), rows, GuardianConsent.ANSWERED_WITHIN)


def entry(consent: GuardianConsent, viewer: Viewer) -> dict[str, Any]:
    """One consent as the `queue` macro of the ui room takes it."""
    is_own = consent.first_by == viewer.event_ref
    return {
        "url": reverse("desk:consent", kwargs={"pk": consent.pk}),
        "title": consent.user.display_name or _("No name yet"),
        "note": consent.get_state_display() + (" · " + _("checked by you; another must look") if is_own else ""),
        "age": age(consent.sent_at),
        "late": is_late(consent.sent_at, GuardianConsent.ANSWERED_WITHIN),
    }
