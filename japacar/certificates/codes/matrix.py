"""Which part of a longer message a QR symbol is: the structured-append header (ISO/IEC 18004, 8), read from its modules.

The one thing to know: the Python binding of the decoder hides this header, but hands out the modules; so the first code
words are read from them here, corrected, and believed only when they agree with what the decoder said."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from segno import consts

from japacar.certificates.codes.galois import corrected

_LEVELS = {
    "L": consts.ERROR_LEVEL_L,
    "M": consts.ERROR_LEVEL_M,
    "Q": consts.ERROR_LEVEL_Q,
    "H": consts.ERROR_LEVEL_H,
}
_MASKS: tuple[Callable[[int, int], int], ...] = (
    lambda row, column: (row + column) % 2,
    lambda row, column: row % 2,
    lambda row, column: column % 3,
    lambda row, column: (row + column) % 3,
    lambda row, column: (row // 2 + column // 3) % 2,
    lambda row, column: row * column % 2 + row * column % 3,
    lambda row, column: (row * column % 2 + row * column % 3) % 2,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2,
)
# The library's own types say less than its tables hold.
_ECC: Any = consts.ECC
_ALIGNMENT: tuple[tuple[int, ...], ...] = consts.ALIGNMENT_POS
_STRUCTURED_APPEND = 0b0011
_LARGEST = 40


@dataclass(frozen=True, slots=True)
class Part:
    """Place of a symbol in its set: `index` from 0, and `parity`, which is the XOR of all bytes of the whole message."""

    index: int
    total: int
    parity: int


def part_of(symbol: Any) -> Part | None:
    """The header of a decoded symbol (zxingcpp.Barcode), or None when it stands alone or cannot be told."""
    said = symbol.extra
    version, level, mask = _whole(said.get("Version")), said.get("ECLevel"), said.get("DataMask")
    if not 1 <= version <= _LARGEST or level not in _LEVELS or mask not in range(8):
        return None
    side = 17 + 4 * version
    view = memoryview(symbol.to_image(scale=1, add_quiet_zones=False))
    if view.shape != (side, side):
        return None
    modules = bytes(view)
    for is_mirrored in (False, True):
        words = _first_words(modules, side, version, level, mask, is_mirrored)
        if words is not None:
            return _header(words)
    return None


def _header(words: list[int]) -> Part | None:
    bits = words[0] << 16 | words[1] << 8 | words[2]
    index, total, parity = bits >> 16 & 15, (bits >> 12 & 15) + 1, bits >> 4 & 255
    if bits >> 20 != _STRUCTURED_APPEND or total < 2 or index >= total:
        return None
    return Part(index, total, parity)


def _first_words(modules: bytes, side: int, version: int, level: str, mask: int, is_mirrored: bool) -> list[int] | None:
    """The data words of the first block, corrected; None when the modules do not make one."""
    blocks = [group for group in _ECC[version][_LEVELS[level]] for _ in range(group.num_blocks)]
    first, masked = blocks[0], _MASKS[mask]
    data = sum(block.num_data for block in blocks)
    # Words of all blocks take turns, first all data, then all checks.
    turns = [k * len(blocks) for k in range(first.num_data)]
    turns += [data + k * len(blocks) for k in range(first.num_total - first.num_data)]
    places = _places(version)
    block = []
    for turn in turns:
        word = 0
        for row, column in places[8 * turn : 8 * turn + 8]:
            at = column * side + row if is_mirrored else row * side + column
            word = word << 1 | ((modules[at] < 128) ^ (masked(row, column) == 0))
        block.append(word)
    return corrected(block, first.num_total - first.num_data)


@lru_cache(maxsize=8)
def _places(version: int) -> list[tuple[int, int]]:
    """Row and column of every data module, in the order of the bits."""
    side = 17 + 4 * version
    taken = _function_modules(version, side)
    places = []
    column, is_upward = side - 1, True
    while column > 0:
        column -= column == 6
        for row in range(side - 1, -1, -1) if is_upward else range(side):
            places += [(row, at) for at in (column, column - 1) if (row, at) not in taken]
        column, is_upward = column - 2, not is_upward
    return places


def _function_modules(version: int, side: int) -> set[tuple[int, int]]:
    """Modules that carry no data: finders with their format bits, timing, alignment and version."""
    corners = ((0, 0, 9, 9), (0, side - 8, 9, 8), (side - 8, 0, 8, 9))
    taken = {(top + y, left + x) for top, left, height, width in corners for y in range(height) for x in range(width)}
    taken |= {(6, k) for k in range(side)} | {(k, 6) for k in range(side)}
    centres = _ALIGNMENT[version - 2] if version > 1 else ()
    for y in centres:
        for x in centres:
            if (y, x) not in ((6, 6), (6, centres[-1]), (centres[-1], 6)):
                taken |= {(y + dy, x + dx) for dy in range(-2, 3) for dx in range(-2, 3)}
    if version >= 7:
        taken |= {(y, side - 11 + x) for y in range(6) for x in range(3)}
        taken |= {(side - 11 + x, y) for y in range(6) for x in range(3)}
    return taken


def _whole(said: Any) -> int:
    return int(said) if str(said).isdecimal() else 0
