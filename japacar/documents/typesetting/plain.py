"""What of a text can be printed. Names come from all over the world and from strangers: what the fonts lack shows as 〓, what is invisible goes.

The frozen data keep the text as it was written; only the print goes through here.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from japacar.documents.fonts import COVERAGE
from japacar.documents.typesetting.frozen import Json

# The printers' mark for a sort that is not in the case. It says that something stands here, where an empty place would hide it.
MISSING = "〓"
# A word longer than this may be broken anywhere, so that it stays in its cell; numbers and codes are all shorter and stay whole.
LONGEST_WORD = 40
BREAK = "\u200b"
MARKS_ON_ONE_LETTER = 2

_long_word = re.compile(rf"[!-~\u00a0-\u052f\u1e00-\u1eff]{{{LONGEST_WORD + 1},}}")


def printable(data: Json | Mapping[str, Json]) -> Json:
    """The same data with every text made printable."""
    if isinstance(data, str):
        return printable_text(data)
    if isinstance(data, list):
        return [printable(item) for item in data]
    if isinstance(data, Mapping):
        return {name: printable(item) for name, item in data.items()}
    return data


def printable_text(text: str) -> str:
    """Text that the fonts can show, in reading order from left to right, with places to break in endless words."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    shown: list[str] = []
    for character in text:
        shown.append(_shown(character, "".join(shown[-MARKS_ON_ONE_LETTER - 1 :])))
    return _long_word.sub(_breakable, "".join(shown))


def missing_characters(text: str) -> set[str]:
    """The characters of a text that a paper would show as 〓; a form can ask for another spelling."""
    return {
        character for character in unicodedata.normalize("NFC", text) if _shown(character, "A") == MISSING != character
    }


def _shown(character: str, before: str) -> str:
    """How one character is printed behind what is printed already: itself, a plainer form, a space, nothing or 〓."""
    category = unicodedata.category(character)
    if character in "\n\r\u2028\u2029":
        return "\n"
    if _is_selector(character):
        return character if before and _is_kanji(before[-1]) else ""
    # Direction marks and joiners can make digits change places; they and all other invisible signs go.
    if category == "Cf" or (category == "Cc" and character != "\t"):
        return ""
    if category.startswith("M"):
        return character if _takes_mark(before) and character in covered() else ""
    if category == "Zs" or character == "\t":
        return " "
    if character in covered():
        return character
    plainer = unicodedata.normalize("NFKC", character)
    return plainer if all(part in covered() for part in plainer) else MISSING


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _is_kanji(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK ")


def _takes_mark(before: str) -> bool:
    """Letters of Latin, Greek and Cyrillic take marks above and below, but not towers of them."""
    if not before or "\u2000" <= before[-1]:
        return False
    marks = sum(unicodedata.category(character).startswith("M") for character in before)
    return marks < MARKS_ON_ONE_LETTER and not before[-1].isspace()


def _breakable(match: re.Match[str]) -> str:
    return BREAK.join(match[0])


@cache
def covered() -> frozenset[str]:
    """Every character that our fonts hold."""
    characters: set[str] = set()
    for line in COVERAGE.read_text(encoding="ascii").split():
        first, _, last = line.partition("-")
        characters.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(characters)
