"""Sealed files: any damage to any frame is noticed."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from japacar.kernel.ciphers import CannotOpen, KeyRing, new_key_line
from japacar.kernel.streams import FRAME_BYTES, open_frames, open_stream, seal_stream

RING = KeyRing.from_lines(new_key_line("a"))
AAD = b"files_storedfile/7"
SEALED_FRAME = FRAME_BYTES + 16


def sealed(plain: bytes, aad: bytes = AAD) -> bytes:
    target = io.BytesIO()
    assert seal_stream(RING, io.BytesIO(plain), target, aad=aad) == len(plain)
    return target.getvalue()


def opened(data: bytes, aad: bytes = AAD, ring: KeyRing = RING) -> bytes:
    target = io.BytesIO()
    size = open_stream(ring, io.BytesIO(data), target, aad=aad)
    assert size == len(target.getvalue())
    return target.getvalue()


def in_parts(data: bytes) -> tuple[bytes, list[bytes]]:
    """The header and the frames."""
    start = 3 + int.from_bytes(data[1:3], "big")
    return data[:start], [data[i : i + SEALED_FRAME] for i in range(start, len(data), SEALED_FRAME)]


class Dripping:
    """A reader that gives a few bytes at a time, as a socket does."""

    def __init__(self, data: bytes) -> None:
        self.source = io.BytesIO(data)

    def read(self, size: int, /) -> bytes:
        return self.source.read(min(size, 7001))


@pytest.mark.parametrize(
    "size", [0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 3 * FRAME_BYTES, 3 * FRAME_BYTES + 5]
)
def test_files_of_any_length_come_back(size: int) -> None:
    plain = bytes(i * 7 % 251 for i in range(size))

    assert opened(sealed(plain)) == plain
    assert b"".join(open_frames(RING, Dripping(sealed(plain)), aad=AAD)) == plain


@given(st.data())
@settings(max_examples=60)
def test_a_flipped_bit_anywhere_is_noticed(data: st.DataObject) -> None:
    whole = bytearray(sealed(b"x" * (FRAME_BYTES + 100)))
    position = data.draw(st.integers(0, 150) | st.integers(0, len(whole) - 1))
    whole[position] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(CannotOpen):
        opened(bytes(whole))


def test_a_cut_file_is_noticed_wherever_it_is_cut() -> None:
    whole = sealed(b"x" * (2 * FRAME_BYTES))
    head, frames = in_parts(whole)

    cuts = [*range(len(head) + 20), len(head) + SEALED_FRAME, len(whole) - 1, len(whole) - SEALED_FRAME]
    for cut in cuts:
        with pytest.raises(CannotOpen):
            opened(whole[:cut])
    with pytest.raises(CannotOpen):
        opened(head + frames[1])


def test_frames_cannot_be_swapped_repeated_or_added() -> None:
    head, (first, second, last) = in_parts(sealed(b"a" * FRAME_BYTES + b"b" * FRAME_BYTES + b"c"))

    for frames in ((second, first, last), (first, first, last), (first, second, last, last), (first, last), (last,)):
        with pytest.raises(CannotOpen):
            opened(head + b"".join(frames))


def test_the_header_of_another_file_does_not_fit() -> None:
    one, other = in_parts(sealed(b"one")), in_parts(sealed(b"two"))

    with pytest.raises(CannotOpen):
        opened(one[0] + other[1][0])


def test_a_file_opens_only_at_its_place_and_with_its_ring() -> None:
    with pytest.raises(CannotOpen):
        opened(sealed(b"one"), aad=b"files_storedfile/8")
    with pytest.raises(CannotOpen):
        opened(sealed(b"one"), ring=KeyRing.from_lines(new_key_line("a")))
