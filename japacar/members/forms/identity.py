"""One identity paper of the representative: which, until when, its sides, and the word that it is no My Number card (PP-1.1-f)."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from japacar.files.rules import accept
from japacar.kernel.clock import today_jst
from japacar.kernel.inspection import Slot
from japacar.members import rules
from japacar.members.models import IdentityImage
from japacar.ui.widgets import DateParts

Paper = IdentityImage.Paper
LATEST = date(2100, 1, 1)


def _side(label: Any, help_text: Any) -> forms.FileField:
    return forms.FileField(
        required=False,
        label=label,
        help_text=help_text,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": accept(Slot.IDENTITY)}),
    )


class IdentityForm(forms.Form):
    """Sides may come one by one. `images` are those that are there already."""

    paper = forms.ChoiceField(
        label=_("Which paper"),
        choices=Paper.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which paper it is."), "invalid_choice": _("Choose one from the list.")},
    )
    front = _side(_("Front side"), _("Of a passport the page with the photo. A photo or a PDF, up to 15 MB."))
    back = _side(_("Back side"), _("Also when nothing is written on it. A passport has none."))
    expires_on = forms.DateField(
        required=False,
        label=_("Valid until"),
        help_text=_("As printed on the paper. A driving history certificate has no such day."),
        widget=DateParts(),
        error_messages={"invalid": _("There is no such day. Write year, month and day, for example 2029 4 21.")},
    )
    is_not_my_number = forms.BooleanField(
        label=_("None of these pictures shows a My Number card or a My Number."),
        error_messages={"required": _("Look once more that no picture shows a My Number, and tick the box.")},
    )

    def __init__(self, *args: Any, images: list[IdentityImage], **options: Any) -> None:
        super().__init__(*args, **options)
        self.images = images

    @property
    def sides(self) -> dict[str, "UploadedFile[bytes]"]:
        """The uploads by the slot that they are for."""
        slots = rules.SLOTS_OF[Paper(self.cleaned_data["paper"])]
        given = (self.cleaned_data.get("front"), self.cleaned_data.get("back"))
        return {slot: upload for slot, upload in zip(slots, given, strict=False) if upload}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "paper" in said:
            self._check_sides(said)
            self._check_last_day(said)
        return said

    def _check_sides(self, said: dict[str, Any]) -> None:
        if said.get("back") and len(rules.SLOTS_OF[Paper(said["paper"])]) < 2:
            self.add_error("back", _("A passport needs the page with the photo only. Leave this empty."))
        is_known = any(image.paper == said["paper"] for image in self.images)
        if not (said.get("front") or said.get("back") or is_known or {"front", "back"} & set(self.errors)):
            self.add_error("front", _("Choose a picture of the paper."))

    def _check_last_day(self, said: dict[str, Any]) -> None:
        if said["paper"] in rules.WITHOUT_LAST_DAY:
            said["expires_on"] = None
        elif "expires_on" in self.errors:
            return
        elif said.get("expires_on") is None:
            self.add_error("expires_on", _("Enter until when the paper is valid."))
        elif said["expires_on"] < today_jst():
            self.add_error("expires_on", _("The paper has run out. Send one that is still valid."))
        elif said["expires_on"] > LATEST:
            self.add_error("expires_on", _("Look at the year again."))
