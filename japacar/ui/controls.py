"""What the macro `field` asks about a bound field of a Django form: its kind, its control, its parts, its problems.

The one thing to know: the ids here (`id_x-hint`, `id_x-error`) tie hint and error to the control for screen readers."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from japacar.ui.widgets import AmountInput, DateParts

# The order matters: a subclass stands before its base.
_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (DateParts, "parts"),
    (AmountInput, "amount"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
)


@dataclass(frozen=True)
class Part:
    """One input of a date in parts."""

    name: str
    label: str
    id: str
    html: SafeString


def kind_of(bound: BoundField) -> str:
    """hidden, parts, amount, checkboxes, radios, checkbox, file, or plain (text, select, textarea, native date)."""
    return next((kind for widget, kind in _KINDS if isinstance(bound.field.widget, widget)), "plain")


def control(bound: BoundField, *, hint: str = "", attrs: dict[str, Any] | None = None) -> SafeString:
    """The input itself with its own attributes kept, told which hint and error describe it."""
    return bound.as_widget(attrs={**_described(bound, hint), **(attrs or {})})


def parts_of(bound: BoundField, *, hint: str = "") -> list[Part]:
    """The inputs of a date, each with a label of its own."""
    widget = bound.field.widget
    if not isinstance(widget, DateParts):
        raise TypeError(f"{bound.name} is not a date in parts")
    labels = {"year": pgettext("part of a date", "Year"), "month": _("Month"), "day": _("Day")}
    value = bound.value()
    values = widget.decompress(None if isinstance(value, list) else value)
    made = []
    for name, inner, part in zip(widget.names_of_parts, widget.widgets, values, strict=True):
        id_ = f"{bound.auto_id}_{name}"
        attrs = {**inner.attrs, **_described(bound, hint), "id": id_}
        html = inner.render(f"{bound.html_name}_{name}", part, attrs, bound.form.renderer)
        made.append(Part(name, labels[name], id_, html))
    return made


def target_of(bound: BoundField) -> str:
    """The id that an error summary leads to: the control, or the first of several."""
    if kind_of(bound) in {"radios", "checkboxes"}:
        return f"{bound.auto_id}_0"
    return bound.id_for_label or str(bound.auto_id)


def problems_of(form: forms.BaseForm) -> list[tuple[str, str]]:
    """(id, sentence) of every error in the order of the fields; errors of the whole form come first, without an id."""
    whole = [("", str(error)) for error in form.non_field_errors()]
    return whole + [(target_of(bound), words) for bound in form for words in errors_of(bound)]


def errors_of(bound: BoundField) -> list[str]:
    """The sentences of a field's errors. For a missing value ours name the field, unless the form has its own words."""
    is_default = str(bound.field.error_messages.get("required")) == str(forms.Field.default_error_messages["required"])
    return [
        _missing(bound) if error.code == "required" and is_default else str(sentence)
        for error, sentence in zip(bound.errors.as_data(), bound.errors, strict=True)
    ]


def _missing(bound: BoundField) -> str:
    kind, label = kind_of(bound), {"label": bound.label}
    if kind == "checkbox":
        return _("Tick the box to go on.")
    if kind in {"radios", "checkboxes", "file"} or isinstance(bound.field.widget, forms.Select):
        return _("Choose: %(label)s.") % label
    return _("Fill in: %(label)s.") % label


def _described(bound: BoundField, hint: str) -> dict[str, Any]:
    about = [f"{bound.auto_id}-hint"] if hint or bound.help_text else []
    about += [f"{bound.auto_id}-error"] if bound.errors else []
    described: dict[str, Any] = {"aria-describedby": " ".join(about)} if about else {}
    return described | ({"aria-invalid": "true"} if bound.errors else {})
