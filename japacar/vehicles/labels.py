"""Words of choices in the reader's language, remembered: a page of cars asks for the same few hundred times.

The one thing to know: `get_…_display()` costs more than the rest of a card, so lists use `label` instead."""

from functools import cache

from django.db.models import TextChoices
from django.utils.translation import get_language, override


def label(choices: type[TextChoices], value: str) -> str:
    """The label of a stored value in the active language; an empty text for no value."""
    return _label(choices, value, get_language() or "en") if value else ""


@cache
def _label(choices: type[TextChoices], value: str, language: str) -> str:
    with override(language):
        return str(choices(value).label)
