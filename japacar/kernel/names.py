"""Names of firms and people that stand on different papers, compared sign by sign.

The one thing to know: each sign is compared in its folded form (width, small kana, old kanji, company-form words and spaces do not
count), and shown as it was written; so a page can underline the very sign that differs."""

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from japacar.kernel.romaji import romaji
from japacar.kernel.text import katakana, nfkc

# A run of signs, and whether the other paper has something else there.
Piece = tuple[str, bool]

_FORMS_JA = (
    r"株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|[一公][般益](?:社団|財団)法人|特定非営利活動法人|協同組合|"
    r"[(][株有同資名相][)]|[㈱㈲㈾㈴]"
)
_FORMS_KANA = (
    r"カブシキガイシ[ヤャ]|ユウゲンガイシ[ヤャ]|ゴウドウガイシ[ヤャ]|ゴウシガイシ[ヤャ]|ゴウメイガイシ[ヤャ]|"
    r"^(?:カ|ユ|ド|メ|シ|シヤ|ザイ)[)]|[(](?:カ|ユ|ド|メ|シ|シヤ|ザイ)[)]?$|[(](?:カ|ユ|ド|メ|シ)[)]"
)
_FORMS_ROMAN = (
    r"\b(?:k\.? ?k\.?|g\.? ?k\.?|y\.? ?k\.?|co\.?|ltd\.?|inc\.?|llc|corp\.?|company|limited|corporation|incorporated|"
    r"kabushiki ?(?:gaisha|kaisha)|yugen ?gaisha|godo ?(?:gaisha|kaisha))(?=\W|$)"
)
_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
# The same character in the shape of the register and in the one that keyboards give.
_OLD_KANJI = str.maketrans("髙﨑濵濱邉邊齋齊澤國廣德櫻瀧眞彥", "高崎浜浜辺辺斎斉沢国広徳桜滝真彦")
_CONTRACTED = re.compile("([キシチニヒミリギジビピ])([ヤユヨ])")


def ja_signs(name: str) -> list[tuple[str, str]]:
    """A Japanese name as (sign as written, sign as compared); "" for what does not count."""
    return _signs(nfkc(name), _FORMS_JA, lambda sign: "" if sign in " ・.,-" else sign.translate(_OLD_KANJI))


def kana_signs(reading: str) -> list[tuple[str, str]]:
    """A reading in kana: half width, small kana, long-vowel marks and the brackets of bank books do not count."""
    return _signs(
        _kana(reading),
        _FORMS_KANA,
        lambda sign: sign.translate(_SMALL) if re.match("[ァ-ヺ0-9A-Z]", sign) else "",
    )


def roman_signs(name: str) -> list[tuple[str, str]]:
    """A name in Roman letters, without case and marks; ou, oo and uu count as one vowel."""
    text = nfkc(name)
    found = _signs(text, _FORMS_ROMAN, lambda sign: sign.casefold() if re.match("[A-Za-z0-9]", sign) else "")
    for place in range(1, len(found)):
        pair = found[place - 1][1] + found[place][1]
        if pair in {"ou", "oo", "uu"}:
            found[place] = (found[place][0], "")
    return found


def romaji_signs(reading: str, beside: str) -> list[tuple[str, str]]:
    """A reading in kana as Roman letters; of the two ways to read ジドウシヤ the one nearer to `beside`."""
    plain = re.sub(r"[()]", "", re.sub(_FORMS_KANA, "", _kana(reading)))
    small = _CONTRACTED.sub(lambda match: match[1] + match[2].translate(str.maketrans("ヤユヨ", "ャュョ")), plain)
    other = roman_signs(beside)
    return max((roman_signs(romaji(each)) for each in (small, plain)), key=lambda signs: likeness(signs, other))


def _kana(reading: str) -> str:
    return katakana(nfkc(reading)).replace("（", "(").replace("）", ")").upper()


def likeness(one: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]]) -> float:
    """1.0 for the same, 0.0 for nothing in common."""
    return SequenceMatcher(None, _compared(one), _compared(other), autojunk=False).ratio()


def is_same(one: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]]) -> bool:
    return _compared(one) == _compared(other)


def differing(one: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]]) -> tuple[list[Piece], list[Piece]]:
    """Both names in runs, those marked that the other does not have there. A sign that is only missing marks its neighbour."""
    matcher = SequenceMatcher(None, _compared(one), _compared(other), autojunk=False)
    left: set[int] = set()
    right: set[int] = set()
    for code, i1, i2, j1, j2 in matcher.get_opcodes():
        if code != "equal":
            left.update(range(i1, i2) if i2 > i1 else [max(i1 - 1, 0)])
            right.update(range(j1, j2) if j2 > j1 else [max(j1 - 1, 0)])
    return _runs(one, left), _runs(other, right)


def _signs(text: str, forms: str, fold: Callable[[str], str]) -> list[tuple[str, str]]:
    silent = {place for form in re.finditer(forms, text, re.IGNORECASE) for place in range(*form.span())}
    return [(sign, "" if place in silent else fold(sign)) for place, sign in enumerate(text)]


def _compared(signs: Sequence[tuple[str, str]]) -> list[str]:
    return [folded for _, folded in signs if folded]


def _runs(signs: Sequence[tuple[str, str]], marked: set[int]) -> list[Piece]:
    runs: list[Piece] = []
    place = -1
    for sign, folded in signs:
        place += bool(folded)
        is_marked = bool(folded) and place in marked
        if runs and runs[-1][1] == is_marked:
            runs[-1] = (runs[-1][0] + sign, is_marked)
        else:
            runs.append((sign, is_marked))
    return runs
