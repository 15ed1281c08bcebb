"""The queue of what could not be delivered or done: mails that were refused or used up their tries, and jobs that failed for good."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django.models import ProcrastinateJob

from japacar.desk.waiting import Queue
from japacar.egress.models import Dispatch
from japacar.kernel.declarations import Recipient


def failed_dispatches() -> Any:
    """Mails that nobody tries any more, oldest first. A question to a service that failed is no letter: nobody can send it again."""
    failed = Dispatch.objects.filter(recipient=Recipient.MAIL.code, state=Dispatch.State.FAILED)
    return failed.order_by("finished_at")


def failed_jobs() -> Any:
    """Jobs that used up their tries, oldest first."""
    return ProcrastinateJob.objects.filter(status="failed").order_by("id")


def why(error: str) -> str:
    """What the code of a failure means, and so what to do about it."""
    if error.startswith("smtp_5"):
        return _("Refused by the mailbox: the address may be wrong or closed.")
    if error.startswith("smtp_4"):
        return _("Put off by the mailbox until the tries were used up.")
    if error == "bad_address":
        return _("No mail can be addressed so.")
    return _("The mail server could not be reached.")


def whom(ref: str) -> str:
    """What kind of mailbox a reference is, where no person with an account stands behind it."""
    return {
        "staff_invitation": _("Somebody invited to a dealer"),
        "notification_address": _("A shared mailbox"),
        "forwarder": _("A forwarder"),
    }.get(ref.partition(":")[0], "")


def dead_letters() -> Queue:
    """For the desk's home."""
    rows = [(failed_dispatches(), "finished_at"), (failed_jobs(), "")]
    return Queue(gettext_lazy("Not delivered"), reverse("desk:letters"), rows)
