"""Under which headings dealers' lists keep what: guessing the row of headings, and each column's meaning.

The one thing to know: nobody publishes the columns of his export, so data/headings.txt is a table of usual words, and every guess is shown
to the dealer, who corrects it and keeps it as a preset."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from django.utils.translation import override

from japacar.kernel.text import fold_search, nfkc
from japacar.vehicles.bulk.columns import columns

#: The key under which `data/headings.txt` keeps headings of prices in Japan, which say nothing of the FOB price.
DOMESTIC = "-"
#: How our own exports name a column whose label others use for something else.
_KEY = re.compile(r"\[([a-z0-9_]+)\]\s*$")
#: Rows from the top among which the headings are looked for.
LOOKED_AT = 30


def folded(heading: str) -> str:
    """A heading without brackets, spaces and signs, so that `車両価格（万円）` and `車両 価格` are one."""
    bare = re.sub(r"[(\[【].*?[)\]】]", "", nfkc(heading)) or heading
    return re.sub(r"[\W_]+", "", fold_search(bare))


@cache
def meanings() -> dict[str, str]:
    """Folded heading -> key of the column. Labels of the fields come last: they must not take a usual word away."""
    known: dict[str, str] = {}
    for key in columns():
        for word in _words().get(key, ()):
            known.setdefault(folded(word), key)
    for language in ("ja", "en"):
        with override(language):
            for key, column in columns().items():
                known.setdefault(folded(str(column.label)), key)
    for key in columns():
        known.setdefault(folded(key), key)
    return known


def meaning(heading: str) -> str:
    """The key of the column that a heading means, or an empty text."""
    said = _KEY.search(heading)
    return said[1] if said and said[1] in columns() else meanings().get(folded(heading), "")


def heading_of(key: str) -> str:
    """The heading of a column in the language that is active, with its key where another column has the better right to it."""
    label = str(columns()[key].label)
    return label if meaning(label) == key else f"{label} [{key}]"


@cache
def _words() -> dict[str, list[str]]:
    """Key of a column -> its usual headings, as data/headings.txt has them."""
    written = (Path(__file__).parent / "data" / "headings.txt").read_text("utf-8")
    lines = [[word.strip() for word in line.split("|")] for line in written.splitlines() if not line.startswith("#")]
    return {key: words for key, *words in lines}


@cache
def domestic() -> frozenset[str]:
    return frozenset(map(folded, _words()[DOMESTIC]))


def heading_row(rows: Sequence[Sequence[str]]) -> int:
    """Which row holds the headings: the first of those that know most of them; else the first row with two cells."""
    best, place = 1, -1
    for number, row in enumerate(rows[:LOOKED_AT]):
        known = len({meaning(cell) for cell in row} - {""})
        if known > best:
            best, place = known, number
    if place >= 0:
        return place
    return next((n for n, row in enumerate(rows[:LOOKED_AT]) if sum(bool(cell.strip()) for cell in row) > 1), 0)


def guesses(headings: Sequence[str]) -> list[str]:
    """The key of each column, or an empty text; each key once, for the first column that means it."""
    found: list[str] = []
    for heading in headings:
        key = meaning(heading)
        found.append(key if key not in found else "")
    if "make" in found or "model_name" in found:
        # 車名 is the model where the maker has a column of its own, and both in one where it has none.
        place = found.index("name") if "name" in found else -1
        if place >= 0 and "model_name" not in found:
            found[place] = "model_name"
        elif place >= 0:
            found[place] = ""
    return found
