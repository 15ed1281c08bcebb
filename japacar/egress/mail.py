"""E-mail over SMTP, the one transport of this room so far. Knows how to build the message and which errors are worth another try."""

import smtplib
import ssl
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

TIMEOUT_SECONDS = 15


class TemporaryFailure(Exception):
    """Worth another try later. `code` is short and holds nothing personal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PermanentFailure(Exception):
    """No further try will help. `code` is short and holds nothing personal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def build_message(payload: dict[str, Any], *, message_id: str, written_at: datetime) -> EmailMessage:
    """A multipart message with plain text first. Raises PermanentFailure for an address or header that cannot be written."""
    message = EmailMessage()
    name, address = parseaddr(settings.MAIL_FROM)
    try:
        message["From"] = Address(name, addr_spec=address)
        message["To"] = Address(addr_spec=payload["to"])
        message["Subject"] = payload["subject"]
    except (ValueError, IndexError) as error:
        raise PermanentFailure("bad_address") from error
    message["Date"] = format_datetime(written_at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    if language := payload.get("language"):
        message["Content-Language"] = language
    if stop := payload.get("unsubscribe"):
        # Mail programs show a button for this, and post to it by themselves (RFC 8058).
        message["List-Unsubscribe"] = f"<{stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(payload["text"], cte="quoted-printable" if payload["text"].isascii() else "base64")
    if html := payload.get("html"):
        message.add_alternative(html, subtype="html", cte="base64")
    return message


def deliver_mail(payload: dict[str, Any], *, message_id: str, written_at: datetime) -> None:
    """Hand one message to the configured server. Raises TemporaryFailure or PermanentFailure."""
    message = build_message(payload, message_id=message_id, written_at=written_at)
    try:
        with _connection() as server:
            server.send_message(message)
    except smtplib.SMTPResponseException as error:
        _raise(error.smtp_code, error)
    except smtplib.SMTPRecipientsRefused as error:
        _raise(next(iter(error.recipients.values()))[0], error)
    except (OSError, smtplib.SMTPException) as error:
        raise TemporaryFailure(type(error).__name__) from error


def _connection() -> smtplib.SMTP:
    """Plain SMTP only to this machine; anywhere else STARTTLS or TLS is demanded and fails closed (PP-12-a)."""
    parts = urlsplit(settings.SMTP_URL)
    host, local = parts.hostname or "127.0.0.1", parts.hostname in {"127.0.0.1", "localhost", "::1", None}
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, parts.port or (25 if local else 587), timeout=TIMEOUT_SECONDS)
        if not local:
            server.starttls(context=ssl.create_default_context())
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _raise(code: int, error: Exception) -> None:
    if 500 <= code < 600:
        raise PermanentFailure(f"smtp_{code}") from error
    raise TemporaryFailure(f"smtp_{code}") from error
