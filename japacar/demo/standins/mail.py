"""A real SMTP server on this machine that keeps what it gets: files in JAPACAR_DATA/mail show what came."""

import email.policy
import time
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

FAIL_WITH = "refuse-with.txt"


class MailKeeper:
    """Keeps each message as one file, named by its Message-ID: a message delivered twice is one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # its name in SMTP
        """Answers like a mail server. A file `refuse-with.txt` in the folder ("451 try later") makes it fail like one."""
        refusal = self.folder / FAIL_WITH
        if refusal.exists():
            return refusal.read_text(encoding="ascii").strip() or "451 try later"
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        message_id = str(message_from_bytes(content, policy=email.policy.default)["Message-ID"] or time.time_ns())
        name = "".join(letter for letter in message_id if letter.isalnum() or letter in "-.@")[:120]
        part = self.folder / f".{name}.part"
        part.write_bytes(content)
        part.rename(self.folder / f"{name}.eml")
        return "250 kept"
