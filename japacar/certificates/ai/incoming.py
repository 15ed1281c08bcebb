"""A person's choice at the upload: who reads what the codes do not say.

The one thing to know: without an explicit "read it with AI" in this very form nothing is stored and nothing is queued. The choice is
not remembered for the next upload."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from japacar.certificates import containers
from japacar.certificates.ai.actions import EnoughToday, agree_and_queue, refuse_too_many
from japacar.certificates.ai.permitted import NEVER_SENT, OF_VEHICLES, PERMITTED
from japacar.certificates.ai.preparing import SENTENCES
from japacar.certificates.models import AiReading
from japacar.certificates.reading import Document, Kind
from japacar.egress.asking import anthropic_is_configured
from japacar.files import actions as files
from japacar.files.models import StoredFile
from japacar.files.refusals import sentence
from japacar.kernel.inspection import Slot

#: Papers whose own codes say that they carry a secret, or that the vehicle is off the register.
_SECRET_KINDS = frozenset({Kind.DEREGISTRATION_CERTIFICATE, Kind.RETURN_CERTIFICATE})


@dataclass(frozen=True)
class Assisted:
    """Files to be read by a model once the vehicle is known; or a sentence why not."""

    files: tuple[StoredFile, ...] = ()
    paper: str = ""
    sha256s: tuple[str, ...] = field(default=())
    problem: str = ""
    note: str = ""

    def queue(self, *, subject_ref: str, dealer_ref: str, by: Any, after_search: bool = False) -> AiReading | None:
        """The agreement and its reading, in the caller's transaction; None when there is nothing to read."""
        if not self.files:
            return None
        return agree_and_queue(
            self.files,
            subject_ref=subject_ref,
            dealer_ref=dealer_ref,
            paper=self.paper,
            sha256s=self.sha256s,
            by=by,
            after_search=after_search,
        )


@sensitive_variables("read")
def take_assisted(
    data: QueryDict, read: Sequence[bytes], documents: Sequence[Document], *, owner_ref: str, by: Any
) -> Assisted:
    """What the form asks for, judged; the files are stored sealed. Call it before the transaction."""
    if data.get("rest") != "ai":
        return Assisted()
    paper = data.get("paper", "")
    pictures = [each for each in read if containers.is_picture(each)]
    problem = _problem(paper, pictures, documents) or _too_many(owner_ref)
    if problem:
        return Assisted(problem=problem)
    known = set(documents[0].fields.found()) if documents else set()
    if set(PERMITTED[paper]) <= known or (documents and not documents[0].missing):
        return Assisted(note=_("Everything was read here, so nothing was sent to Anthropic."))
    stored = []
    for each in pictures:
        try:
            stored.append(files.store(each, slot=Slot.CERTIFICATE, owner_ref=owner_ref, by=by))
        except files.UploadRefused as refused:
            return Assisted(problem=sentence(refused.code))
    return Assisted(tuple(stored), paper, tuple(file.sha256 for file in stored))


def _too_many(dealer_ref: str) -> str:
    try:
        refuse_too_many(dealer_ref)
    except EnoughToday:
        return _(
            "So many papers of your company were read by AI today that we stopped. Please type the values, or go on tomorrow."
        )
    return ""


def _problem(paper: str, pictures: Sequence[bytes], documents: Sequence[Document]) -> str:
    if not anthropic_is_configured():
        return _("Reading by AI is not available here. Please type the values.")
    if paper in NEVER_SENT or any(document.kind in _SECRET_KINDS for document in documents):
        return _(
            "This kind of paper is never sent to an AI, because it can carry a secret of its owner. Please type the values."
        )
    if paper not in OF_VEHICLES:
        return _("Say which paper it is, so that only its own fields are asked for.")
    if len(documents) > 1:
        return _("These files are of more than one certificate, so nothing was sent.")
    return "" if pictures else str(SENTENCES["broken"])
