"""Words of both languages for what a listing chooses from a list: オートマ, FF, パールホワイト, 修復歴なし.

The one thing to know: a word names its keys in the order of preference, and the first that the vocabulary has counts, so a
finer vocabulary needs a word here and no other change."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import override

from japacar.kernel.text import fold_search

#: Words for yes and no, for every column that knows such keys.
_EVERY = "*"
#: Columns where a word inside a longer text counts: colours have names like ホワイトパールクリスタルシャイン.
_WITHIN = frozenset({"colour", "colour_int", "drive", "body_type"})


def folded_word(text: str) -> str:
    return re.sub(r"[\s・_\-.]+", "", fold_search(text))


def word_keys(column: str, labels: Mapping[str, object]) -> dict[str, str]:
    """Folded word -> key, for a vocabulary `labels` of keys with words that may be translated."""
    known: dict[str, str] = {}
    for key in labels:
        known.setdefault(folded_word(key), key)
    for language in ("ja", "en"):
        with override(language):
            for key, label in labels.items():
                known.setdefault(folded_word(str(label)), key)
    for wanted, words in (*_entries().get(column, ()), *_entries()[_EVERY]):
        meant = next((key for key in wanted if key in labels), None)
        if meant is not None:
            for word in words:
                known.setdefault(folded_word(word), meant)
    return known


def chosen(text: str, known: Mapping[str, str], column: str) -> str | None:
    """The key that a cell means, or None."""
    bare = re.sub(r"[(\[【（].*?[)\]】）]", "", text)
    for written in (
        text,
        bare,
        re.sub(r"^[0-9０-９]+\s*(?:速|段|speed)?\s*", "", bare),
        re.sub(r"(?:系|色|車)$", "", bare),
    ):
        if (word := folded_word(written)) in known:
            return known[word]
    return _within(folded_word(text), known) if column in _WITHIN else None


def _within(text: str, known: Mapping[str, str]) -> str | None:
    """The key of the longest word that stands in the text; the first of two that are as long."""
    there = [word for word in known if len(word) > 1 and word in text]
    there += [word for word in known if len(word) == 1 and not word.isascii() and word in text]
    if not there:
        return None
    return known[min(there, key=lambda word: (-len(word), text.index(word)))]


@cache
def _entries() -> dict[str, list[tuple[list[str], list[str]]]]:
    """Column -> (keys, words), as data/words.txt has them."""
    found: dict[str, list[tuple[list[str], list[str]]]] = {}
    column = _EVERY
    for line in (Path(__file__).parent / "data" / "words.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            column = line.strip("[]")
        elif not line.startswith("#"):
            keys, _colon, words = line.partition(":")
            found.setdefault(column, []).append((keys.split(), words.split()))
    return found
