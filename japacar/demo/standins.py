"""The demo's stand-ins of outside services as one small process: an SMTP server that keeps what it gets, and the corporate register.

The one thing to know: they speak the real protocols, so the site needs no special case; files in JAPACAR_DATA/mail show what came.
Run by `bin/demo` as `python -m japacar.demo.standins`; it loads no Django."""

import email.policy
import os
import signal
import time
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from japacar.demo.standins_register import Register

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


def main() -> None:
    """Serve until told to stop."""
    port = int(os.environ["JAPACAR_STANDIN_SMTP_PORT"])
    keeper = MailKeeper(Path(os.environ["JAPACAR_DATA"]) / "mail")
    controller = Controller(keeper, hostname="127.0.0.1", port=port)
    controller.start()
    register = Register(int(os.environ["JAPACAR_STANDIN_REGISTER_PORT"]))
    register.start()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        signal.pause()
    except KeyboardInterrupt:
        controller.stop()
        register.stop()


if __name__ == "__main__":
    main()
