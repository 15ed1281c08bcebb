"""Claims about a vehicle's condition, each with the day it was seen on and who saw it.

The one thing to know: an observation is a mapping {claim, seen_on, by, note} in `Vehicle.condition` under the
key of its attribute, oldest first. The newest is what holds; earlier ones stay to be compared."""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from japacar.kernel import clock
from japacar.ui import formatting

#: Earlier ones that are kept beside the newest.
MOST = 6
OBSERVERS: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "dealer": _("The dealer"),
        "auction": _("An auction house"),
        "inspector": _("An inspection company"),
        "workshop": _("A workshop"),
        "owner": _("The owner before"),
    }
)


#: Whole sentences, since the languages put day and person in different places.
_SEEN: MappingProxyType[str, Promise] = MappingProxyType(
    {
        "dealer": _("Seen on %(day)s by the dealer."),
        "auction": _("Seen on %(day)s by an auction house."),
        "inspector": _("Seen on %(day)s by an inspection company."),
        "workshop": _("Seen on %(day)s by a workshop."),
        "owner": _("Seen on %(day)s by the owner before."),
    }
)


def seen_words(day: date, by: str) -> str:
    """`Seen on 26 Nov 2026 by a workshop.`"""
    return str(_SEEN.get(by, _SEEN["dealer"])) % {"day": formatting.long_date(day)}


def shared(sentences: Sequence[str]) -> str:
    """The sentence that all of several claims share, so that it can stand once beside them; else ""."""
    return sentences[0] if len(sentences) > 1 and len(set(sentences)) == 1 else ""


def newest_note(observed: Sequence[dict[str, Any]] | None) -> str:
    """The words to what holds now, in the language in which they were written."""
    return str(observed[-1].get("note", "")) if observed else ""


def with_claim(
    earlier: Sequence[dict[str, Any]],
    claim: Any,
    *,
    seen_on: date | None = None,
    by: str = "dealer",
    note: str = "",
) -> list[dict[str, Any]]:
    """The observations with one more. What the same observer saw on the same day is put right; no claim takes all away."""
    if claim is None:
        return []
    day = (seen_on or clock.today_jst()).isoformat()
    said = {"claim": claim, "seen_on": day, "by": by, "note": note}
    rest = [each for each in earlier if (each["seen_on"], each["by"]) != (day, by)]
    return sorted(
        [*rest, {key: value for key, value in said.items() if value != ""}], key=lambda each: str(each["seen_on"])
    )[-MOST:]
