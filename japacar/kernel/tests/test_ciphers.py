"""Sealed values open only where they belong, with the keys that sealed them."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japacar.kernel.ciphers import BadKeyRing, CannotOpen, KeyRing, new_key_line, row_aad

OLD, NEW = new_key_line("2025a"), new_key_line("2026a")
RING = KeyRing.from_lines(f"# the keys of this machine\n{NEW}\n\n{OLD}\n")
AAD = row_aad("members_bankaccount", 7, "number")


@given(st.binary(), st.binary())
def test_what_is_sealed_opens_again(plain: bytes, aad: bytes) -> None:
    assert RING.open(RING.seal(plain, aad=aad), aad=aad) == plain


def test_the_same_value_never_looks_the_same() -> None:
    assert len({RING.seal(b"1234567", aad=AAD) for _ in range(100)}) == 100
    assert b"1234567" not in RING.seal(b"1234567", aad=AAD)


def test_every_single_bit_counts() -> None:
    sealed = RING.seal(b"1234567", aad=AAD)

    for bit in range(len(sealed) * 8):
        flipped = bytearray(sealed)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(CannotOpen):
            RING.open(bytes(flipped), aad=AAD)


def test_every_cut_end_is_noticed() -> None:
    sealed = RING.seal(b"1234567", aad=AAD)

    for length in range(len(sealed)):
        with pytest.raises(CannotOpen):
            RING.open(sealed[:length], aad=AAD)


@pytest.mark.parametrize(
    "elsewhere",
    [
        row_aad("members_bankaccount", 8, "number"),
        row_aad("members_bankaccount", 7, "holder"),
        row_aad("x", 7, "number"),
    ],
)
def test_a_value_moved_to_another_place_does_not_open(elsewhere: bytes) -> None:
    with pytest.raises(CannotOpen):
        RING.open(RING.seal(b"1234567", aad=AAD), aad=elsewhere)


@given(st.tuples(*[st.text(max_size=5)] * 3), st.tuples(*[st.text(max_size=5)] * 3))
def test_no_two_places_look_alike(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert (row_aad(*one) == row_aad(*other)) == (one == other)


def test_a_ring_without_the_key_cannot_open() -> None:
    with pytest.raises(CannotOpen):
        KeyRing.from_lines(new_key_line("2026a")).open(RING.seal(b"x", aad=AAD), aad=AAD)
    with pytest.raises(CannotOpen):
        KeyRing.from_lines(OLD).open(RING.seal(b"x", aad=AAD), aad=AAD)


def test_old_values_open_and_are_resealed_under_the_current_key() -> None:
    before = KeyRing.from_lines(OLD).seal(b"1234567", aad=AAD)

    after = RING.reseal(before, aad=AAD)

    assert not RING.is_current(before)
    assert RING.is_current(after)
    assert RING.open(before, aad=AAD) == KeyRing.from_lines(NEW).open(after, aad=AAD) == b"1234567"


def test_hashes_depend_on_key_and_domain() -> None:
    one = RING.keyed_hash("203.0.113.7", domain="rate/sign-in")

    assert len(one) == 64
    assert one == RING.keyed_hash("203.0.113.7", domain="rate/sign-in")
    assert one != RING.keyed_hash("203.0.113.7", domain="rate/join")
    assert one != RING.keyed_hash("203.0.113.8", domain="rate/sign-in")
    assert RING.keyed_hashes("203.0.113.7", domain="rate/sign-in") == [
        one,
        KeyRing.from_lines(OLD).keyed_hash("203.0.113.7", domain="rate/sign-in"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "# nothing\n",
        "2026a",
        "2026a:not base64",
        "2026a:" + base64.b64encode(b"short").decode(),
        "2026a:" + base64.b64encode(bytes(32)).decode(),
        "Bad Id:" + NEW.partition(":")[2],
        f"{NEW}\n{NEW}",
        f"{NEW}\nother:{NEW.partition(':')[2]}",
        f"{NEW}\n{new_key_line('2026a')}",
    ],
    # Named here, since a name made of a new key differs in each process of the run.
    ids=["empty", "comment", "no key", "not base64", "short", "zeros", "bad id", "twice", "one key", "one id"],
)
def test_a_bad_key_file_is_refused_without_showing_a_key(lines: str) -> None:
    with pytest.raises(BadKeyRing) as refusal:
        KeyRing.from_lines(lines)

    assert NEW.partition(":")[2] not in str(refusal.value)


def test_a_ring_never_shows_its_keys() -> None:
    assert repr(RING) == str(RING) == "KeyRing(2026a, 2025a)"
