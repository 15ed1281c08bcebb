"""Stored files and their renditions. The one thing to know: only photos are public; every other file is sealed on
disk and leaves only through a short-lived signed link. The name that a person gave a file is never kept.
"""

import secrets
import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from japacar.files import storage
from japacar.kernel import clock
from japacar.kernel.ciphers import row_aad
from japacar.kernel.inspection import Slot


class Use(models.TextChoices):
    """What a file is for: the slots of uploads, and the papers that we make ourselves."""

    PHOTO = Slot.PHOTO.value, "photo"
    DOCUMENT_IMAGE = Slot.DOCUMENT_IMAGE.value, "document"
    CERTIFICATE = Slot.CERTIFICATE.value, "certificate"
    PROOF = Slot.PROOF.value, "proof"
    IDENTITY = Slot.IDENTITY.value, "identity paper"
    MADE = "made", "made here"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Chainable reads of stored files."""

    def visible_to(self, viewer: Any) -> Self:
        """What may be fetched by its address alone: photos, by everybody. All else needs a signed link (`links`)."""
        return self.photos()

    def photos(self) -> Self:
        return self.filter(slot=Use.PHOTO)

    def sealed(self) -> Self:
        return self.filter(sealed=True)


# Nobody is given the file itself, only pictures of its pages: a copy that could be passed on leaves for no browser.
PAGES_ONLY = frozenset({Use.IDENTITY})


def new_name() -> str:
    """24 random hex digits: the public name of a photo tells nothing and cannot be guessed."""
    return secrets.token_hex(12)


class StoredFile(models.Model):
    """One file that somebody uploaded or that we made. Pending until the thing it belongs to takes it (`bind`)."""

    class State(models.TextChoices):
        PENDING = "pending", "pending"
        BOUND = "bound", "bound"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=24, unique=True, default=new_name, editable=False)
    slot = models.CharField(max_length=16, choices=Use.choices)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text="bytes of the plain file")
    sha256 = models.CharField(max_length=64, db_index=True, help_text="of the plain bytes as stored")
    width = models.PositiveIntegerField(default=0, help_text="pixels as shown; 0 where it has none")
    height = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0, help_text="1 for an image, 0 for text")
    sealed = models.BooleanField(default=True)
    key_id = models.CharField(max_length=32, blank=True, help_text="key of the ring that sealed it")
    owner_ref = models.CharField(max_length=80, db_index=True, help_text="reference of what the file belongs to")
    uploaded_by = models.CharField(max_length=80, help_text="reference of who stored it, or system")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    created_at = models.DateTimeField(default=clock.now)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(slot=Use.PHOTO, sealed=False) | (~Q(slot=Use.PHOTO) & Q(sealed=True)),
                name="only_photos_lie_open",
            ),
        )
        indexes = (models.Index(fields=["created_at"], name="file_pending", condition=Q(state="pending")),)

    def __str__(self) -> str:
        return f"{self.slot} {self.id}"

    @property
    def event_ref(self) -> str:
        return f"file:{self.pk}"

    @property
    def is_public(self) -> bool:
        return not self.sealed

    @property
    def is_shown_as_pages_only(self) -> bool:
        return self.slot in PAGES_ONLY

    @property
    def path(self) -> str:
        """Where its object lies, below the folder of files: by the hash of its bytes when open, else by its random
        id.
        """
        return storage.sealed_path(self.pk.hex) if self.sealed else storage.open_path(self.sha256, "jpg")

    def aad(self, part: str = "object") -> bytes:
        """What binds a sealed object to this row; pages are parts of their own."""
        return row_aad("files_storedfile", self.pk, part)


class Rendition(models.Model):
    """A smaller copy of a photo, or one page of a document drawn as a picture. Made by the worker, safe to make
    again.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", "photo"
        PAGE = "page", "page"

    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    width = models.PositiveSmallIntegerField(help_text="pixels it stands for; a small photo is not enlarged to it")
    format = models.CharField(max_length=8)
    page = models.PositiveSmallIntegerField(default=0, help_text="number from 1; 0 for photos")
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120, db_index=True, help_text="below the folder of files")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["file", "kind", "width", "format", "page"], name="rendition_made_once"),
        )

    def __str__(self) -> str:
        return f"{self.file_id} {self.kind} {self.page or self.width}.{self.format}"
