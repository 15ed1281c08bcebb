"""Whether a text was taken from a paper that carries a person's My Number: such a paper is refused where identity is proved
(A-18; security of identity images).

The one thing to know: it says yes only where it is sure. A driving licence and a second-hand permit have twelve digits too,
printed between 第 and 号, and one in eleven of them would pass the check digit of a My Number."""

import re

from japacar.kernel.text import contains_my_number, nfkc

# What stands on the card, on the notice of the number and on certificates of residence that show it.
_WORDS = re.compile(r"個人番号|マイナンバー|(?:individual|my)\s*number(?:\s*card)?", re.I)
_NUMBERED = re.compile(r"第\s*(?:[0-9]\s*){12}号")


def shows_my_number(text: str) -> bool:
    """Whether the words or the number itself are in the text."""
    plain = nfkc(text)
    return bool(_WORDS.search(re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", plain))) or contains_my_number(
        _NUMBERED.sub(" ", plain)
    )
