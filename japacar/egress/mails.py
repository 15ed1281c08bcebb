"""One mail in one language: rendered from its templates and put into the outbox. Every mail of the house but the forwarder's, which is
in two languages at once, goes this way.

The one thing to know: what the templates are told is worked out in the language of the mail, addresses of pages included."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from japacar.egress.actions import send
from japacar.egress.models import Dispatch
from japacar.kernel.declarations import Recipient


def send_mail(
    template: str,
    said: Callable[[], Mapping[str, Any]],
    *,
    to: str,
    language: str,
    kind: str,
    key: str,
    about: str,
    recipient_ref: str = "",
) -> Dispatch:
    """Render `template` (.txt, .html, and .subject.txt unless `said` holds a subject) and send it, once per `key`.

    `about` is the reference of the person whom it concerns, and of the recipient unless `recipient_ref` names another. With a
    `stop_url` mail programs offer to end such mails."""
    with translation.override(language):
        context = {
            "operator": settings.OPERATOR,
            "base_url": settings.BASE_URL,
            "privacy_url": settings.BASE_URL + reverse("accounts:text", kwargs={"slug": "privacy"}),
            "stop_url": "",
            **said(),
        }
        subject = context.get("subject") or render_to_string(f"{template}.subject.txt", context)
        payload = {
            "to": to,
            "subject": " ".join(str(subject).split()),
            "text": render_to_string(f"{template}.txt", context),
            "html": render_to_string(f"{template}.html", context),
            "language": language,
            "kind": kind,
        }
    if stop_url := context["stop_url"]:
        payload["unsubscribe"] = stop_url
    return send(
        Recipient.MAIL, purpose="mail", key=key, subjects=[about], payload=payload, recipient_ref=recipient_ref or about
    )
