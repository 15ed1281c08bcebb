"""What of a model's answer is kept: permitted fields with readable values at places that exist. Pure.

The one thing to know: the answer is treated as written by whoever made the document. What does not fit is dropped unread and nowhere
told: not in a log, not in a message, not in an error."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.views.decorators.debug import sensitive_variables

from japacar.certificates.ai.asked import PERSONS_NUMBER
from japacar.certificates.ai.permitted import ALL_PRINTED_AS, PERMITTED, read_value
from japacar.certificates.values import Unreadable
from japacar.kernel.text import contains_my_number, hyphens, nfkc

Box = tuple[int, int, int, int]
_MOST_VALUES = 200
_SMALLEST_SIDE = 4
_SHORT = 4
# The number of a permit has twelve digits too; one in eleven would pass for an individual number.
_LOOKED_AT = frozenset(ALL_PRINTED_AS) - {"permit_number"}


@dataclass(frozen=True)
class Place:
    """Where a value stands: page from 1 over all files, and a box in thousandths, or None for "somewhere on it"."""

    page: int
    box: Box | None = None

    def to_json(self) -> dict[str, Any]:
        return {"page": self.page, "box": list(self.box) if self.box else None}


@dataclass(frozen=True)
class Judged:
    """The facts that hold up, and their places by key. `is_other_paper` and `shows_my_number` say why there are none."""

    facts: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    is_other_paper: bool = False
    shows_my_number: bool = False


@sensitive_variables()
def judge(answer: dict[str, Any], paper: str, *, pages: int, seen: str = "") -> Judged:
    """`pages` is how many were sent. `seen` is the text that stands visibly on a PDF: a value that is not in it was made up."""
    if answer.get("document") == PERSONS_NUMBER or contains_my_number(_all_text(answer.get("values"))):
        return Judged(shows_my_number=True)
    listed = answer.get("values")
    if answer.get("document") != paper or not isinstance(listed, list):
        return Judged(is_other_paper=True)
    facts: dict[str, Any] = {}
    places: dict[str, Place] = {}
    twice: set[str] = set()
    for said in listed[:_MOST_VALUES]:
        key = said.get("field") if isinstance(said, dict) else None
        if not isinstance(key, str) or key not in PERMITTED[paper]:
            continue
        try:
            found = read_value(key, said.get("value"))
        except Unreadable:
            continue
        if found is None or (seen and not _is_printed(said["value"], seen)):
            continue
        if key in facts and facts[key] != found:
            twice.add(key)
        facts[key], places[key] = found, _place(said, pages)
    for key in twice:
        # Two values for one field: which of them is on the paper, only a person can see.
        del facts[key], places[key]
    return Judged(facts, places)


def _place(said: dict[str, Any], pages: int) -> Place:
    page = said.get("page")
    if type(page) is not int or not 1 <= page <= pages:
        return Place(1)
    box = said.get("box")
    said_sides = [box.get(side) for side in ("left", "top", "right", "bottom")] if isinstance(box, dict) else []
    sides = [side for side in said_sides if type(side) is int and 0 <= side <= 1000]
    if len(sides) != 4:
        return Place(page)
    left, top, right, bottom = sides
    if right - left < _SMALLEST_SIDE or bottom - top < _SMALLEST_SIDE:
        return Place(page)
    return Place(page, (left, top, right, bottom))


def around(box: Box) -> Box:
    """The box with what stands beside it, so that a person sees the label too."""
    left, top, right, bottom = box
    wide, high = max(20, (right - left) // 8), max(14, (bottom - top) // 2)
    return max(0, left - wide), max(0, top - high), min(1000, right + wide), min(1000, bottom + high)


def _is_printed(value: str, seen: str) -> bool:
    """Whether the value stands on the page; a short one as a word of its own, since its digits are part of many numbers."""
    plain = _plain(value)
    if len(plain) <= _SHORT:
        return any(_plain(word) == plain for word in seen.split())
    return plain in _plain(seen)


def _plain(text: Any) -> str:
    """For comparing print with print: without spaces, dashes and commas."""
    return re.sub(r"[\s,\-・.]", "", hyphens(nfkc(text))).upper() if isinstance(text, str) else ""


def _all_text(listed: Any) -> str:
    values: Sequence[Any] = listed if isinstance(listed, list) else []
    named = [said for said in values[:_MOST_VALUES] if isinstance(said, dict) and str(said.get("field")) in _LOOKED_AT]
    return "\n".join(str(said.get("value", "")) for said in named)
