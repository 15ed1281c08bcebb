"""References survive being read aloud, written by hand and typed on any keyboard."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japacar.kernel.ids import (
    ALPHABET,
    NotAReference,
    normalise_reference,
    numeric_code,
    reference,
    secret_token,
    uuid7,
)

bodies = st.text(ALPHABET, min_size=6, max_size=6)


def test_a_reference_is_a_kind_a_hyphen_and_six_characters() -> None:
    assert {len(reference("JP")) for _ in range(200)} == {9}
    assert set("".join(reference("JP")[3:] for _ in range(500))) <= set(ALPHABET)
    assert len({reference("DL") for _ in range(1000)}) >= 999


def test_the_alphabet_has_one_of_each_family_of_look_alikes() -> None:
    for family in ("0OQD", "1IL", "2Z", "5S", "6G", "8B", "UV"):
        assert len(set(family) & set(ALPHABET)) <= 1
    assert len(ALPHABET) == len(set(ALPHABET)) == 22


@pytest.mark.parametrize("prefix", ["", "J", "JPX", "jp", "1P"])
def test_a_prefix_is_two_capitals(prefix: str) -> None:
    with pytest.raises(ValueError, match="two capitals"):
        reference(prefix)


@pytest.mark.parametrize(
    "typed",
    [
        "jp-4f7k2m",
        "JP4F7K2M",
        "ＪＰ－４Ｆ７Ｋ２Ｍ",
        "jp 4f7 k2m",
        " JP‐4F7K2M ",
        "JPー4F7K2M",
        "JP-4FIKZM",
        "#JP-4F7K2M",
        "JP-4F7К2М",
    ],
)
def test_a_mistyped_reference_is_the_one_that_was_meant(typed: str) -> None:
    assert normalise_reference(typed) == "JP-4F7K2M"


@given(bodies)
def test_every_reference_is_its_own_normal_form(body: str) -> None:
    assert normalise_reference(f"DL-{body}") == f"DL-{body}"
    assert normalise_reference(body.lower(), prefix="DL") == f"DL-{body}"


@pytest.mark.parametrize(
    "typed", ["", "JP", "JP-4F7K2", "JP-4F7K2MM", "JP-4F7K2U", "12-4F7K2M", "prius", "JP-あいうえおか"]
)
def test_other_text_is_no_reference(typed: str) -> None:
    with pytest.raises(NotAReference) as refusal:
        normalise_reference(typed)

    assert refusal.value.code == "not_a_reference"


def test_a_reference_of_another_kind_is_refused_where_one_kind_is_asked_for() -> None:
    with pytest.raises(NotAReference):
        normalise_reference("DL-4F7K2M", prefix="JP")


@given(st.text())
def test_any_text_is_a_reference_or_a_refusal(text: str) -> None:
    try:
        found = normalise_reference(text)
    except NotAReference:
        return
    assert normalise_reference(found) == found


def test_secrets_are_long_and_codes_keep_their_zeros() -> None:
    assert len(secret_token()) == 43
    assert all(len(numeric_code()) == 6 and numeric_code().isdigit() for _ in range(200))
    assert len(numeric_code(4)) == 4


def test_row_ids_sort_by_time() -> None:
    ids = []
    for _ in range(50):
        ids.append(uuid7())
        time.sleep(0.0005)

    assert ids == sorted(ids)
    assert len(set(ids)) == 50
    assert all(each.version == 7 and each.variant == "specified in RFC 4122" for each in ids)
    assert abs((ids[-1].int >> 80) - time.time() * 1000) < 5000
