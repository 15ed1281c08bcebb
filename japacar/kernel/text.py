"""Text as people in two languages type it: normalising, cleaning and folding for search.

What users write is stored as they wrote it, only cleaned; the folded forms are for comparing and searching.
"""

import re
import unicodedata

from japacar.kernel.refusals import Refused

# NFKC turns the full-width hyphen into "-", but leaves these as they are (vehicle-codes.md 0.10).
HYPHENS = "-‐‑‒–—―−ー－﹣⁃˗﹘─━"
_TO_HYPHEN = dict.fromkeys(map(ord, HYPHENS), "-")
# They come along with what is copied from a chat or a sheet, and whoever pastes does not see them. The joiners are none in a code.
INVISIBLE = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_TO_HYPHEN |= dict.fromkeys(map(ord, INVISIBLE), "")

_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in [*range(0x3041, 0x3097), 0x309D, 0x309E]}
# The free-standing voice marks become combining ones first, since NFKC would put a space before them.
_VOICE_MARKS = {0x309B: 0x3099, 0x309C: 0x309A}
_KANA_NAME = re.compile(r"[ァ-ヺー・ ]+")
_ROMAN_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 .,'&()/+-]+")
_LINE_BREAK = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

_SMALL_TO_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_V_SOUNDS = (("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴ", "ブ"))
_LONG_VOWEL = re.compile(f"(?<=[ァ-ヺ])(?:[{re.escape(HYPHENS)}]+(?=[ァ-ヺ])|ー+)")
_TO_FOLD = re.compile("[・\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_CJK = re.compile("[ァ-ヺ々〆\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_RUNS = re.compile(f"{_CJK.pattern}|(?:(?!{_CJK.pattern[:-1]})[^\\W_])+(?:-(?:(?!{_CJK.pattern[:-1]})[^\\W_])+)*")
_TWELVE_DIGITS = re.compile(
    r"(?<![0-9A-Za-z+])(?<![0-9]-)(?<![0-9]{4} )[0-9]{4}([ -]?)[0-9]{4}\1[0-9]{4}(?![0-9A-Za-z])(?!-[0-9])(?! [0-9]{4})"
)


class TextRefused(Refused):
    """Codes: line_break, too_long (facts: most), not_kana, not_roman."""


def nfkc(text: str) -> str:
    """Unicode's compatibility form: full-width letters and digits become ASCII, half-width kana become full."""
    return unicodedata.normalize("NFKC", text)


def hyphens(text: str) -> str:
    """Every dash becomes "-", the long-vowel mark ー too, and marks that nobody sees go: only for codes and numbers, never for names."""
    return text.translate(_TO_HYPHEN)


def katakana(text: str) -> str:
    """NFKC, with hiragana turned into katakana."""
    return nfkc(text.translate(_VOICE_MARKS)).translate(_HIRAGANA_TO_KATAKANA)


def is_katakana(text: str) -> bool:
    """Whether the text is written in full-width katakana alone (long-vowel mark, middle dot and spaces allowed)."""
    return bool(_KANA_NAME.fullmatch(text)) and bool(re.search("[ァ-ヺ]", text))


def kana_only(text: str) -> str:
    """A reading in full-width katakana, from hiragana or half-width kana too; other characters are refused."""
    reading = " ".join(katakana(text).split())
    if not is_katakana(reading):
        raise TextRefused("not_kana")
    return reading


def roman_only(text: str) -> str:
    """A name as a passport or an export paper spells it: ASCII letters, digits and the usual marks."""
    name = " ".join(nfkc(text).replace("’", "'").split())
    if not _ROMAN_NAME.fullmatch(name):
        raise TextRefused("not_roman")
    return name


def clean_line(text: str, most: int) -> str:
    """One line of at most `most` characters: invisible characters removed, spaces collapsed, line breaks refused."""
    if _LINE_BREAK.search(text):
        raise TextRefused("line_break")
    return _at_most(" ".join(_visible(text).split()), most)


def clean_paragraphs(text: str, most: int) -> str:
    """Several lines, at most `most` characters: one kind of line break, at most one empty line in a row."""
    lines = _LINE_BREAK.sub("\n", text.replace("\r\n", "\n")).split("\n")
    cleaned = "\n".join(_visible(line.replace("\t", " ")).rstrip() for line in lines)
    return _at_most(re.sub("\n{3,}", "\n\n", cleaned).strip(), most)


def fold_search(text: str) -> str:
    """The form in which two spellings of the same thing are equal.

    NFKC, lower case, no accents, hiragana as katakana, small kana as large ones, ヴ as ブ, no long-vowel mark, and the
    hyphen family as "-". Folding what is folded changes nothing.
    """
    folded = _TO_FOLD.sub(" ", katakana(_without_accents(text.translate(_VOICE_MARKS)).casefold()))
    folded = katakana(_without_accents(folded)).casefold()
    for written, heard in _V_SOUNDS:
        folded = folded.replace(written, heard)
    folded = folded.translate(_SMALL_TO_LARGE)
    # Between kana every dash is meant as the long-vowel mark, since many keyboards make one of the other.
    folded = _LONG_VOWEL.sub("", folded)
    return " ".join(hyphens(folded).split())


def bigrams(run: str) -> list[str]:
    """Neighbouring pairs of a run of characters; a single character is kept as it is."""
    return [run[i : i + 2] for i in range(max(len(run) - 1, 1))] if run else []


def search_tokens(text: str) -> list[str]:
    """The words under which a text is found, each once, in order of appearance.

    Japanese runs become pairs; Latin words and numbers stay whole; `CX-5` is also found as `cx5`; a model code such as
    `TRJ150W` also by its beginnings from three characters on.
    """
    tokens: dict[str, None] = {}
    for run in _RUNS.findall(fold_search(text)):
        if _CJK.match(run):
            tokens.update(dict.fromkeys(bigrams(run)))
            continue
        parts = run.split("-")
        tokens[run.replace("-", "")] = None
        for part in parts:
            tokens.update(dict.fromkeys([part, *_beginnings(part)]))
    return list(tokens)


def query_tokens(text: str) -> list[str]:
    """The words that must all be among the `search_tokens` of what is looked for."""
    tokens: dict[str, None] = {}
    for run in _RUNS.findall(fold_search(text)):
        tokens.update(dict.fromkeys(bigrams(run) if _CJK.match(run) else [run.replace("-", "")]))
    return list(tokens)


def mask_chassis(chassis_no: str) -> str:
    """A frame number for strangers: `TRJ150-01•••••`; without a hyphen at most the first half is shown (PP-1.1-h)."""
    code = hyphens(nfkc(chassis_no)).strip()
    prefix, hyphen, serial = code.partition("-")
    shown = len(prefix + hyphen) + 2 if hyphen and len(serial) >= 4 else len(code) // 2
    return code[:shown] + "•" * (len(code) - shown)


def contains_my_number(text: str) -> bool:
    """Whether an individual number (12 digits with its check digit) stands in the text, in one piece or as 4-4-4.

    Numbers that are part of a longer code, a card or an international telephone number are left alone.
    """
    found = _TWELVE_DIGITS.finditer(hyphens(nfkc(text)))
    return any(_is_my_number(re.sub("[ -]", "", match[0])) for match in found)


def _is_my_number(digits: str) -> bool:
    """The check digit of ordinance 85 of 2014, article 5: weights 2 to 7, then 2 to 6, from the right."""
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(digits[:11], weights, strict=True)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def _beginnings(word: str) -> list[str]:
    """`trj`, `trj1`, … of a model code, which is a word of letters and digits; none for other words."""
    if not re.fullmatch(r"(?=.*[0-9])(?=.*[a-z])[a-z0-9]{4,20}", word):
        return []
    return [word[:length] for length in range(3, len(word))]


def _without_accents(text: str) -> str:
    """`Citroën` as `Citroen`. Only Latin accents go: the voice marks of kana are part of the letter."""
    return nfkc(re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text)))


def _visible(text: str) -> str:
    """Without control, direction and other invisible characters, which can make a text read as another one.

    The joiners stay: Indian scripts, Persian and emoji are misspelt without them.
    """
    spaced = text.replace("\t", " ")
    kept = (c for c in spaced if c in "\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return unicodedata.normalize("NFC", "".join(kept))


def _at_most(text: str, most: int) -> str:
    if len(text) > most:
        raise TextRefused("too_long", most=most)
    return text
