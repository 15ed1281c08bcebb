"""Which part of a photo is to be hidden: squares of a grid without script, one box to the tenth of a percent with it."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from japacar.kernel.inspection import Box

COLUMNS, ROWS = 10, 8


class PlateForm(forms.Form):
    """`boxes` gives what was chosen, in shares of the picture."""

    cell = forms.MultipleChoiceField(
        required=False, choices=[(f"{row}-{column}", "") for row in range(ROWS) for column in range(COLUMNS)]
    )
    left = forms.DecimalField(label=gettext_lazy("From the left, in %"), min_value=0, max_value=100, required=False)
    top = forms.DecimalField(label=gettext_lazy("From the top, in %"), min_value=0, max_value=100, required=False)
    width = forms.DecimalField(label=gettext_lazy("Width, in %"), min_value=0, max_value=100, required=False)
    height = forms.DecimalField(label=gettext_lazy("Height, in %"), min_value=0, max_value=100, required=False)

    SIDES = ("left", "top", "width", "height")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sides = [cleaned.get(side) for side in self.SIDES]
        if self.errors:
            return cleaned
        if any(side is not None for side in sides):
            for side in self.SIDES:
                if cleaned.get(side) is None:
                    self.add_error(side, _("Enter all four, or none."))
            if not self.errors and not (cleaned["width"] and cleaned["height"]):
                self.add_error("width", _("The part has no size yet."))
        elif not cleaned.get("cell"):
            self.add_error("cell", _("Choose the squares of the picture in which the plate is."))
        return cleaned

    def boxes(self) -> list[Box]:
        sides: list[Decimal | None] = [self.cleaned_data[side] for side in self.SIDES]
        if None not in sides:
            left, top, width, height = (float(side or 0) / 100 for side in sides)
            return [(left, top, width, height)]
        return squares(self.cleaned_data["cell"])


def squares(cells: list[str]) -> list[Box]:
    """The chosen squares, those side by side as one part."""
    found: list[Box] = []
    for row in range(ROWS):
        columns = sorted(int(cell.partition("-")[2]) for cell in set(cells) if cell.startswith(f"{row}-"))
        ends = [at for at, (one, next_one) in enumerate(pairwise(columns), 1) if next_one != one + 1]
        for start, end in pairwise([0, *ends, len(columns)]):
            if start < end:
                first, count = columns[start], end - start
                found.append((first / COLUMNS, row / ROWS, count / COLUMNS, 1 / ROWS))
    return found
