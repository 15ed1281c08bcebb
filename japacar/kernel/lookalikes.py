"""Names that read as another's: ours in letters that only look like it, and words put together from several alphabets.

The one thing to know: a name in one alphabet is never refused for its letters. Only a word that mixes Latin, Greek and Cyrillic is,
since no language writes so and a forger has to."""

import re
import unicodedata
from collections.abc import Iterable

from japacar.kernel.text import fold_search

# Small Cyrillic and Greek letters, and digits, by the Latin letter that they pass for. After folding, which makes letters small.
_PASSES_FOR = str.maketrans(
    "аӓвеёзиікмнорстухцјѕԁԛԝһӏ" + "αβειικνορτυχω" + "0134578",
    "aabeeeuikmhopctyxujsdqwhl" + "abeiiknoptuxw" + "oieastb",
)
_ALPHABETS = ("LATIN", "CYRILLIC", "GREEK")


def reads_as(name: str, others: Iterable[str]) -> bool:
    """Whether one of the other names stands in this one for a reader who does not look twice: `Јарасаr`, `JAPAC4R support`."""
    seen = _seen(name)
    return any(_seen(other) in seen for other in others)


def mixes_alphabets(text: str) -> bool:
    """Whether a single word has letters of more than one of these alphabets: `Аoba` with a Cyrillic А."""
    return any(len(_alphabets(word)) > 1 for word in re.split(r"[^\w]+", text))


def _alphabets(word: str) -> set[str]:
    first = (unicodedata.name(sign, "").partition(" ")[0] for sign in word if sign.isalpha())
    return {name for name in first if name in _ALPHABETS}


def _seen(text: str) -> str:
    """Letters alone, each as the Latin one that it passes for."""
    return "".join(sign for sign in fold_search(text).translate(_PASSES_FOR) if sign.isalnum())
