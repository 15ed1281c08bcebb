"""Why a file is not taken as a certificate, as a stable code and a sentence for the person who chose it.

The one thing to know: neither the error nor its causes ever carry a piece of the file, since the file names people."""

from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from japacar.files.refusals import sentence as upload_sentence
from japacar.kernel.refusals import Refused

SENTENCES: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "empty": _("This file is empty."),
        "too_large": _("This file is far larger than a certificate file, so it was not opened."),
        "picture": _("This is a picture or a PDF, not the file that the certificate viewer app saves."),
        "encoding": _("The characters of this file cannot be read. Save it again from the certificate viewer app."),
        "control": _("This file holds characters that no certificate file has."),
        "damaged": _("This file is damaged. Save it again from the certificate viewer app."),
        "wrong_type": _("This file has another structure than a certificate file."),
        "declarations": _("This XML file declares document types or entities. A certificate file has none."),
        "several": _("This file holds more than one vehicle. Please upload one certificate at a time."),
        "busy": _(
            "Several of your pictures are still being searched for codes. Wait until those are done, then send this one again."
        ),
        "several_vehicles": _(
            "These files show codes of more than one certificate, or codes that cannot be told to belong together. "
            "Please send one certificate at a time, with all its codes in one picture."
        ),
        "no_codes": _(
            "No codes of a certificate were found. Take the picture again from straight above and in even light, so "
            "close that the row of codes at the bottom fills its width."
        ),
        "other_codes": _("The codes in this picture are not those of a vehicle certificate."),
        "codes_incomplete": _(
            "Only a part of the certificate's codes could be read. Take the picture again from straight above and in "
            "even light, so close that the row of codes at the bottom fills its width."
        ),
        "not_certificate": _(
            "This is not a certificate file of the viewer app: the items of a certificate are not in it."
        ),
    }
)


class NotACertificate(Refused):
    """The bytes are no certificate that we can read. `code` is a key of SENTENCES or one of the inspection's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)

    @property
    def sentence(self) -> str:
        """What the person is told, in the language of the moment."""
        words = SENTENCES.get(self.code)
        return upload_sentence(self.code) if words is None else str(words)
