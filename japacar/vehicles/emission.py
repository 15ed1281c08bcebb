"""The emission prefix of a model code in words: `3BA`: rules of 2018 (H30), petrol, passenger car.

The one thing to know: what vehicle-codes.md does not publish stays unsaid; nothing is guessed."""

from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from japacar.kernel import frame_numbers
from japacar.ui import formatting

_FIRST_YEARS = {"S": 1925, "H": 1988, "R": 2018}
POWERS: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "gasoline": gettext_lazy("petrol or LPG"),
        "gasoline_hybrid": gettext_lazy("petrol or LPG hybrid"),
        "gasoline_plug_in": gettext_lazy("petrol plug-in hybrid"),
        "diesel": gettext_lazy("diesel engine"),
        "diesel_hybrid": gettext_lazy("diesel hybrid engine"),
        "diesel_plug_in": gettext_lazy("diesel plug-in hybrid"),
        "cng": gettext_lazy("natural gas"),
        "cng_hybrid": gettext_lazy("natural gas hybrid"),
        "electric": pgettext_lazy("emission", "electric"),
        "fuel_cell": gettext_lazy("fuel cell"),
    }
)
KINDS: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "passenger": gettext_lazy("passenger car"),
        "cargo": gettext_lazy("truck, van or bus"),
        "bus": pgettext_lazy("emission", "bus"),
        "motorcycle": pgettext_lazy("emission", "motorcycle"),
    }
)


def emission_prefix(model_code: str) -> str:
    """`3BA` of `3BA-TRJ150W`, or an empty text."""
    code = frame_numbers.split_model(model_code) if model_code else None
    return code.emission if code else ""


def emission_words(model_code: str) -> str:
    """What the prefix says, or an empty text where there is none or its meaning is not published."""
    prefix = emission_prefix(model_code)
    found = frame_numbers.decode_emission(prefix) or frame_numbers.decode_old_emission(prefix)
    if found is None:
        return ""
    parts = [
        _rule(found.rule) if prefix[0] != "Z" or len(prefix) < 3 else _("not subject to exhaust limits"),
        _("%(percent)s%% below the limits") % {"percent": found.cut_percent} if found.cut_percent else "",
        str(POWERS.get(found.power, "")),
        str(KINDS.get(found.use, "")),
    ]
    return ("・" if formatting.is_japanese() else ", ").join(part for part in parts if part)


def _rule(rule: str) -> str:
    """`H30` is the rule of 2018."""
    if not rule:
        return ""
    year = _FIRST_YEARS[rule[0]] + int(rule[1:])
    return _("exhaust rules of %(year)s (%(era)s)") % {"year": year, "era": rule}
