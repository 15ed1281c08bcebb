"""Reads what the SMTP stand-in kept: the demo's outgoing mail, newest first."""

import email.policy
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Mail:
    """One kept message, as a reader needs it."""

    name: str
    to: str
    subject: str
    at: datetime
    text: str
    html: str


class NoSuchMail(LookupError):
    """No message of this name."""


def folder() -> Path:
    return Path(settings.DATA_DIR) / "mail"


def newest(limit: int) -> list[Mail]:
    """The newest messages, at most `limit`."""
    return opened(files()[:limit])


def files() -> list[Path]:
    """All of them, unopened, the newest first."""
    return sorted(folder().glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)


def opened(files: Sequence[Path]) -> list[Mail]:
    return [_read(path) for path in files]


def one(name: str) -> Mail:
    """The message of this name. Raises NoSuchMail; a name never leaves the folder."""
    # Compared with what lies there, since a name from an address may be too long for the file system, or no name at all.
    path = next((kept for kept in folder().glob("*.eml") if kept.stem == name), None)
    if path is None:
        raise NoSuchMail(name)
    return _read(path)


def _read(path: Path) -> Mail:
    message = BytesParser(policy=email.policy.default).parsebytes(path.read_bytes())
    return Mail(
        name=path.stem,
        to=str(message["To"]),
        subject=str(message["Subject"]),
        at=datetime.fromtimestamp(path.stat().st_mtime).astimezone(),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
