"""Pictures of the places on a paper that a person compares values with, kept sealed beside it until he has.

The one thing to know: a page is opened once, in one limited process, however many places it has."""

from collections.abc import Mapping, Sequence
from typing import Any

from japacar.certificates.ai.judging import Place, around
from japacar.files.actions import contents, store_made
from japacar.files.models import StoredFile
from japacar.kernel.inspection import Inspector, Refused


def cut_outs(files: Sequence[StoredFile], places: Mapping[str, Place], *, owner_ref: str) -> dict[str, dict[str, Any]]:
    """Every place as JSON, with its picture where it has a box and the page could be drawn."""
    found = {key: place.to_json() for key, place in places.items()}
    before = 0
    with Inspector() as inspector:
        for file in files:
            for number in range(1, file.pages + 1):
                boxes = {
                    key: around(place.box)
                    for key, place in places.items()
                    if place.box is not None and place.page == before + number
                }
                made = inspector.cut_outs(contents(file), number, list(boxes.values())) if boxes else []
                if isinstance(made, Refused):
                    continue
                for key, picture in zip(boxes, made, strict=True):
                    kept = store_made(picture.data, media_type="image/webp", owner_ref=owner_ref)
                    found[key] |= {"cut": str(kept.pk), "width": str(picture.width), "height": str(picture.height)}
            before += file.pages
    return found
