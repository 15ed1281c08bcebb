"""What the page of a reading shows: the model's values to compare, what was known before, and what nobody has found.

The one thing to know: nothing is corrected here. Where the code or the file says otherwise, that counts, and the difference is said."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from japacar.certificates import rules
from japacar.certificates.ai.permitted import CRITICAL, PERMITTED
from japacar.certificates.fields import FIELDS, CertificateFields
from japacar.certificates.models import AiReading, Reading
from japacar.certificates.wording import word
from japacar.files import links
from japacar.files.models import StoredFile


@dataclass(frozen=True)
class Value:
    """One value to compare: its state in words, the picture beside it, and what looks odd about it."""

    key: str
    label: str
    words: str
    picture: dict[str, Any] | None
    warnings: tuple[str, ...] = ()


@dataclass
class Sheet:
    """`one_by_one` are ticked each; `others` may be taken together."""

    one_by_one: list[Value] = field(default_factory=list)
    others: list[Value] = field(default_factory=list)
    known: list[tuple[str, str, str]] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    not_found: list[str] = field(default_factory=list)


def new_values(reading: AiReading, before: Reading | None) -> CertificateFields:
    """What the model read and nobody knew before: a code or a file is never replaced by a model."""
    known = before.facts.found() if before else {}
    return CertificateFields(**{key: value for key, value in reading.facts.found().items() if key not in known})


def sheet_of(reading: AiReading, before: Reading | None, viewer: Any) -> Sheet:
    """Sort the permitted fields of this paper into what is to compare, known and missing."""
    known = before.facts if before else CertificateFields()
    proposed = new_values(reading, before)
    together = replace(known, **proposed.found())
    findings = rules.check(together)
    sheet = Sheet(differing=_differing(known, reading.facts))
    pictures = _pictures(reading, viewer)
    for key in PERMITTED[reading.paper]:
        label = str(FIELDS[key].label)
        if (value := getattr(proposed, key)) is not None:
            odd = tuple(found.sentence for found in findings if key in found.keys)
            shown = Value(key, label, word(key, value), pictures.get(key), odd)
            (sheet.one_by_one if key in CRITICAL or odd else sheet.others).append(shown)
        elif (value := getattr(known, key)) is not None and before is not None:
            sheet.known.append((label, word(key, value), state_words(before.source_of(key))))
        else:
            sheet.not_found.append(label)
    return sheet


def state_words(source: str) -> str:
    """Where a value comes from, as every page says it."""
    return {
        Reading.Source.CODE: _("Read from the code"),
        Reading.Source.FILE: _("Read from the file"),
        Reading.Source.AI: _("Read by AI, compared by you"),
    }.get(Reading.Source(source), _("You typed"))


def _differing(known: CertificateFields, read: CertificateFields) -> list[str]:
    """Where the model reads something else than a code or a file: perhaps the paper of another car."""
    both = [found for found in rules.compare(read, known) if found.code == "code_differs"]
    words = _("%(label)s: the AI reads %(read)s, the code or file says %(known)s. What the code or file says counts.")
    return [
        words % {"label": FIELDS[each.keys[0]].label, "read": each.values["printed"], "known": each.values["coded"]}
        for each in both
    ]


def _pictures(reading: AiReading, viewer: Any) -> dict[str, dict[str, Any]]:
    """Key -> what an image needs; values without a place of their own have none, the whole pages stand below."""
    files = {str(file.pk): file for file in StoredFile.objects.filter(owner_ref=reading.event_ref)}
    found = {}
    for key, place in reading.places.items():
        file = files.get(place.get("cut", ""))
        if file is not None:
            size = {"width": place["width"], "height": place["height"]}
            found[key] = {"src": links.url_for(file, viewer), **size}
    return found
