"""The forms of an import: the list itself, and what its columns mean. Their names end in `forms`, so nonsense is sent to them too."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.choices import BaseChoiceIterator
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from japacar.vehicles.bulk import archives, headers
from japacar.vehicles.bulk.columns import columns
from japacar.vehicles.bulk.matching import NUMBERS
from japacar.vehicles.bulk.models import StockImport
from japacar.vehicles.form_fields import LineField


class UploadForm(forms.Form):
    """A list of cars."""

    file = forms.FileField(
        label=_("CSV file or Excel workbook"),
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.xlsx,text/csv"}),
        error_messages={"required": _("Choose the file with your stock."), "empty": _("The file is empty.")},
    )


class PhotosForm(forms.Form):
    """An archive of photos, named by stock numbers."""

    file = forms.FileField(
        label=_("ZIP archive with photos"),
        widget=forms.FileInput({"accept": ".zip,application/zip"}),
        error_messages={"required": _("Choose the archive."), "empty": _("The file is empty.")},
    )
    publishes = forms.BooleanField(label=_("Put drafts on sale that have everything afterwards"), required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > archives.MOST_BYTES:
            raise forms.ValidationError(str(ARCHIVE_SENTENCES["too_big"]))
        return file

    def content(self) -> bytes:
        return bytes(self.cleaned_data["file"].read())

    def refuse(self, code: str) -> None:
        self.add_error("file", str(ARCHIVE_SENTENCES[code]))


#: Sent for a column whose guessed meaning is wrong: no meaning itself, so the form comes back with all of them.
OTHER = "other"

ARCHIVE_SENTENCES: dict[str, Promise] = {
    "not_an_archive": _("This is no ZIP archive, or it is damaged. Pack the photos again."),
    "too_big": _("The archive is larger than 100 MB. Send several."),
    "too_many": _("The archive holds more than 2,000 files. Send several."),
    "too_heavy": _("The archive unpacks to far more than photos. Pack the photos alone."),
    "locked": _("The archive has a password. Pack it without one."),
    "empty": _("The archive holds no files."),
}


class Meanings(BaseChoiceIterator):
    """What a column may mean: one list for all selects of a form. Django would copy and check its 160 rows for each of them."""

    def __init__(self) -> None:
        self.words = {"": _("Leave out")} | {key: column.label for key, column in columns().items()}

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        yield from self.words.items()


class ColumnsForm(forms.Form):
    """A select for each column of the file, and how the dry run is to judge.

    A column that is known offers its meaning, none, and another one: a list of 150 known columns with all meanings in each select
    was a page of 1.5 MB. Whoever wants another one gets them all, at once with JavaScript, else after sending."""

    adds_models = forms.BooleanField(label=_("Add models that nobody has listed yet"), required=False)
    publishes = forms.BooleanField(
        label=_("Put new cars on sale that have everything, photos included; all others become drafts"), required=False
    )
    preset = LineField(label=_("Keep these columns under a name, for the next list"), most=40)

    def __init__(self, data: Any = None, *, stock_import: StockImport) -> None:
        self.headings: list[str] = stock_import.layout["headings"]
        keys: list[str] = stock_import.layout["keys"]
        initial: dict[str, Any] = {f"column-{place}": key for place, key in enumerate(keys)}
        initial |= {"adds_models": stock_import.adds_models, "publishes": stock_import.publishes}
        super().__init__(data, initial=initial, auto_id="f_%s")
        self.meanings = Meanings()
        for place, heading in enumerate(self.headings):
            name = f"column-{place}"
            field = self.fields[name] = forms.ChoiceField(
                label=heading or gettext("Column %(number)s") % {"number": place + 1},
                choices=self.meanings,
                required=False,
                error_messages={"invalid_choice": _("Choose what this column means.")},
            )
            shown = str(self.data.get(name, "") if self.is_bound else initial.get(name, ""))
            if shown and shown in self.meanings.words:
                words = self.meanings.words
                field.widget.choices = [("", words[""]), (shown, words[shown]), (OTHER, _("Another meaning …"))]
                field.widget.attrs["data-meaning"] = ""

    def clean(self) -> dict[str, Any]:
        chosen: dict[str, int] = {}
        for place, key in enumerate(self.keys()):
            if key and key in chosen:
                words = gettext("Column %(number)s means this already. Leave one of them out.")
                self.add_error(f"column-{place}", words % {"number": chosen[key] + 1})
            elif key:
                chosen[key] = place
        if not NUMBERS & set(chosen) and not self.errors:
            self.add_error(
                None,
                gettext(
                    "Say which column holds your stock number or the chassis number, so that cars are found again."
                ),
            )
        return self.cleaned_data

    def keys(self) -> list[str]:
        return [self.cleaned_data.get(f"column-{place}", "") for place in range(len(self.headings))]

    def remark(self, place: int) -> str:
        """Why a well-known column is left out."""
        if headers.folded(self.headings[place]) in headers.domestic():
            return gettext("A price or cost in Japan, with tax: not the FOB price, so it is left out.")
        return ""
