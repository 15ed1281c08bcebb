"""Katakana in Roman letters (Hepburn, without marks for long vowels), as a first proposal that a person corrects.

Kana do not show where words meet, so オウ is always read as one long vowel; only の内 and の上 are told apart.
"""

import re

from japacar.kernel.text import katakana

_ROWS = """
ア a|イ i|ウ u|エ e|オ o|カ ka|キ ki|ク ku|ケ ke|コ ko|サ sa|シ shi|ス su|セ se|ソ so|タ ta|チ chi|ツ tsu|テ te|ト to
ナ na|ニ ni|ヌ nu|ネ ne|ノ no|ハ ha|ヒ hi|フ fu|ヘ he|ホ ho|マ ma|ミ mi|ム mu|メ me|モ mo|ヤ ya|ユ yu|ヨ yo
ラ ra|リ ri|ル ru|レ re|ロ ro|ワ wa|ヰ i|ヱ e|ヲ o|ン n|ガ ga|ギ gi|グ gu|ゲ ge|ゴ go|ザ za|ジ ji|ズ zu|ゼ ze|ゾ zo
ダ da|ヂ ji|ヅ zu|デ de|ド do|バ ba|ビ bi|ブ bu|ベ be|ボ bo|パ pa|ピ pi|プ pu|ペ pe|ポ po|ヴ vu
ァ a|ィ i|ゥ u|ェ e|ォ o|ャ ya|ュ yu|ョ yo|ヮ wa|ヵ ka|ヶ ga
ティ ti|ディ di|トゥ tu|ドゥ du|ファ fa|フィ fi|フェ fe|フォ fo|ウィ wi|ウェ we|ウォ wo|シェ she|ジェ je|チェ che
ヴァ va|ヴィ vi|ヴェ ve|ヴォ vo
"""
_SOUNDS = dict(pair.split() for pair in _ROWS.strip().replace("\n", "|").split("|"))
_SOUNDS |= {
    kana + small: (sound[:-1] if sound in ("shi", "chi", "ji") else sound[:-1] + "y") + vowel
    for kana, sound in _SOUNDS.items()
    if len(kana) == 1 and len(sound) > 1 and sound.endswith("i")
    for small, vowel in (("ャ", "a"), ("ュ", "u"), ("ョ", "o"))
}
_LONG = re.compile("(?<!n)ou|nou(?!chi|e)|oo|uu")


def romaji(kana: str) -> str:
    """`シバコウエン` as `Shibakoen`: every word begins with a capital. What is not kana is kept."""
    return " ".join(_word(word) for word in katakana(kana).split())


def _word(word: str) -> str:
    letters: list[str] = []
    doubled = False
    for piece in re.findall(r".[ァィゥェォャュョ]|.", word):
        sounds = [_SOUNDS[piece]] if piece in _SOUNDS else [_SOUNDS.get(each, each) for each in piece]
        sound = "".join(each for each in sounds if each not in ("ー", "・"))
        if sound == "ッ":
            doubled = True
            continue
        letters.append(("t" if sound.startswith("ch") else sound[:1]) + sound if doubled else sound)
        doubled = False
    text = _LONG.sub(lambda match: match[0][:-1], "".join(letters))
    return text[:1].upper() + text[1:]
