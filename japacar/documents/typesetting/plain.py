"""What of a text can be printed: what the fonts lack shows as 〓, what is invisible goes.

Names come from all over the world and from strangers. The frozen data keep them as written; only the print goes
through here.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from japacar.documents.fonts import COVERAGE
from japacar.documents.typesetting.frozen import Json

# The printers' mark for a sort that is not in the case: it says that something stands here, where a gap would hide it.
MISSING = "〓"
# A longer word may be broken anywhere, so that it stays in its cell; numbers and codes are all shorter and stay whole.
LONGEST_WORD = 40
BREAK = "\u200b"
MARKS_ON_ONE_LETTER = 2

# Unicode counts these forms of kanji as equal to others and NFC would swap them; a name must keep the form it has.
_kanji_forms = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")
_letter = re.compile("[^\u0300-\u036f]")
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
    shown: list[str] = []
    for character in _composed(text.replace("\r\n", "\n")):
        if sign := _shown(character, "".join(shown[-MARKS_ON_ONE_LETTER - 1 :])):
            shown.append(sign)
    return _long_word.sub(_breakable, "".join(shown))


def missing_characters(text: str) -> set[str]:
    """The characters of a text that a paper would show as 〓; a form can ask for another spelling."""
    return {character for character in _composed(text) if _shown(character, "A") == MISSING != character}


def _composed(text: str) -> str:
    """Letters and their marks as one character where there is one (é), kanji as they are."""
    parts = _kanji_forms.split(text)
    return "".join(part if place % 2 else unicodedata.normalize("NFC", part) for place, part in enumerate(parts))


def _shown(character: str, before: str) -> str:
    """How one character is printed behind what is printed already: itself, a plainer form, a space, nothing or 〓."""
    category = unicodedata.category(character)
    if character in "\n\r\v\f\x85\u2028\u2029":
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
    if not before or before[-1] >= "\u2000":
        return False
    marks = sum(unicodedata.category(character).startswith("M") for character in before)
    return marks < MARKS_ON_ONE_LETTER and not before[-1].isspace()


def _breakable(match: re.Match[str]) -> str:
    """The word with a place to break before each letter, but not between a letter and its marks."""
    return _letter.sub(rf"{BREAK}\g<0>", match[0])


@cache
def covered() -> frozenset[str]:
    """Every character that our fonts hold."""
    characters: set[str] = set()
    for line in COVERAGE.read_text(encoding="ascii").split():
        first, _, last = line.partition("-")
        characters.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(characters)
