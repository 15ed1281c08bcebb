"""Reed-Solomon correction over GF(256) as QR codes use it, for one block of code words.

The one thing to know: the decoder library corrects its own copy and hands out the modules as seen, so what it does not
tell (matrix.py) has to be corrected once more here."""

from collections.abc import Iterable
from functools import reduce
from operator import xor


def _tables() -> tuple[list[int], list[int]]:
    powers, logarithms = [0] * 512, [0] * 256
    value = 1
    for exponent in range(255):
        powers[exponent] = powers[exponent + 255] = value
        logarithms[value] = exponent
        value = value << 1 ^ (0x11D if value & 0x80 else 0)
    return powers, logarithms


_EXP, _LOG = _tables()


def corrected(block: list[int], checks: int) -> list[int] | None:
    """The block with its errors undone, or None when there are more than `checks` words can tell."""
    syndromes = [_value(block, _EXP[power]) for power in range(checks)]
    if not any(syndromes):
        return block
    locator = _locator(syndromes)
    wrong = len(locator) - 1
    # Words are counted from the end: the last one belongs to the power 0.
    places = [place for place in range(len(block)) if _value(locator[::-1], _EXP[255 - place]) == 0]
    if wrong > checks // 2 or len(places) != wrong:
        return None
    evaluator = [
        _sum(_times(syndromes[degree - k], locator[k]) for k in range(min(degree, wrong) + 1))
        for degree in range(wrong)
    ]
    mended = list(block)
    for place in places:
        inverse = _EXP[255 - place]
        slope = _sum(_times(locator[k], _power(inverse, k - 1)) for k in range(1, wrong + 1, 2))
        if slope == 0:
            return None
        error = _times(_EXP[place], _over(_value(evaluator[::-1], inverse), slope))
        mended[len(block) - 1 - place] ^= error
    return None if any(_value(mended, _EXP[power]) for power in range(checks)) else mended


def _locator(syndromes: list[int]) -> list[int]:
    """The shortest error locator polynomial (Berlekamp and Massey), lowest power first."""
    current, previous = [1], [1]
    length, gap, last = 0, 1, 1
    for at, syndrome in enumerate(syndromes):
        difference = syndrome ^ _sum(
            _times(current[k], syndromes[at - k]) for k in range(1, min(length, len(current) - 1) + 1)
        )
        if difference == 0:
            gap += 1
            continue
        factor, before = _over(difference, last), current
        shifted = [0] * gap + [_times(factor, term) for term in previous]
        size = max(len(current), len(shifted))
        current = [
            (current[k] if k < len(current) else 0) ^ (shifted[k] if k < len(shifted) else 0) for k in range(size)
        ]
        if 2 * length <= at:
            length, previous, last, gap = at + 1 - length, before, difference, 1
        else:
            gap += 1
    while len(current) > 1 and current[-1] == 0:
        current.pop()
    return current


def _value(polynomial: list[int], at: int) -> int:
    """A polynomial's value, highest power first."""
    total = 0
    for term in polynomial:
        total = _times(total, at) ^ term
    return total


def _sum(terms: Iterable[int]) -> int:
    return reduce(xor, terms, 0)


def _times(left: int, right: int) -> int:
    return _EXP[_LOG[left] + _LOG[right]] if left and right else 0


def _over(left: int, right: int) -> int:
    return _EXP[_LOG[left] + 255 - _LOG[right]] if left else 0


def _power(base: int, exponent: int) -> int:
    return _EXP[_LOG[base] * exponent % 255]
