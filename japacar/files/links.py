"""Short-lived signed links to private files. The one thing to know: make one only after you have checked that this
viewer may see the file; the link itself is the proof of that check, and it works for no other viewer.
"""

import hmac
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core import signing
from django.urls import reverse

from japacar.files.models import StoredFile

SALT = "japacar.files.link"
ORIGINAL = "original"
# Seconds: an original is fetched at once; page pictures stay on the screen while somebody reads.
LONGEST = {"original": 60, "page": 300}
NOBODY = ("", "visitor")


class BadLink(Exception):
    """Not one of our links, changed, expired, or made for somebody else. It never says which."""


@dataclass(frozen=True)
class Link:
    """What a good link opens. `page` is 0 for the original; `name` is the stem of the download's name, or empty."""

    file_id: UUID
    page: int
    name: str


def signed_url(
    file: StoredFile, *, viewer_ref: str, what: str = ORIGINAL, seconds: int | None = None, name: str = ""
) -> str:
    """The address of the original, or of a page picture ("page-1" …), for this viewer only.

    At most 60 seconds for an original and 300 for a page, which are also the defaults. `viewer_ref` is the
    `event_ref` of `request.viewer`; visitors have none, so there are no links for them (ValueError). Nor are there links
    to the original of an identity paper, which is seen as pages only.
    """
    if viewer_ref in NOBODY:
        raise ValueError("a signed link is made for somebody; a visitor is nobody")
    if what == ORIGINAL and file.is_shown_as_pages_only:
        raise ValueError("the original of an identity paper is given to nobody")
    kind, _, page = what.partition("-")
    longest = LONGEST[kind]
    expires = int(time.time()) + min(seconds or longest, longest)
    payload = [file.pk.hex, int(page or 0), _bound(viewer_ref), expires, name]
    return reverse("files:private", kwargs={"token": signing.dumps(payload, salt=SALT, compress=True)})


def page_urls(file: StoredFile, *, viewer_ref: str, seconds: int | None = None) -> list[str]:
    """The addresses of all pages of a document or proof, in order."""
    return [
        signed_url(file, viewer_ref=viewer_ref, what=f"page-{number}", seconds=seconds)
        for number in range(1, file.pages + 1)
    ]


def url_for(file: StoredFile, viewer: Any, *, what: str = ORIGINAL, name: str = "") -> str:
    """The same for the viewer of a request, with the usual life."""
    return signed_url(file, viewer_ref=viewer.event_ref, what=what, name=name)


def opened(token: str, *, viewer_ref: str) -> Link:
    """What the token of an address opens for this viewer, or BadLink."""
    try:
        file_id, page, bound, expires, name = signing.loads(token, salt=SALT)
        link = Link(UUID(file_id), int(page), str(name))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadLink from error
    if expires <= time.time() or viewer_ref in NOBODY or not hmac.compare_digest(bound, _bound(viewer_ref)):
        raise BadLink
    return link


def _bound(viewer_ref: str) -> str:
    """The viewer inside the link, hashed: addresses end up in histories and logs."""
    return sha256(f"{SALT}:{viewer_ref}".encode()).hexdigest()[:32]
