"""Telephone numbers: any writing in, E.164 kept, the reader's writing out."""

import pytest

from japacar.kernel.phones import PhoneRefused, parse_phone, phone_kept, phone_text


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("０４５－３１２－３４５６", "JP", "+81453123456"),
        ("045ー312ー3456", "JP", "+81453123456"),
        ("090 1234 5678", "JP", "+819012345678"),
        ("050-7108-4580", "JP", "+815071084580"),
        ("+254 712 345678", "JP", "+254712345678"),
        ("0712 345678", "KE", "+254712345678"),
        ("+254712345678", None, "+254712345678"),
        ("045-312-3456（代表）", "JP", "+81453123456"),
        ("+81 (0)45-312-3456", "JP", "+81453123456"),
        ("0081 45 312 3456", "JP", "+81453123456"),
        ("00254 712 345678 (WhatsApp)", None, "+254712345678"),
    ],
)
def test_a_number_is_kept_as_e164(text: str, region: str | None, e164: str) -> None:
    assert parse_phone(text, region) == e164


@pytest.mark.parametrize(
    ("text", "region", "code"),
    [
        ("", "JP", "empty"),
        ("call me", "JP", "not_a_phone_number"),
        ("045-312", "JP", "impossible_phone_number"),
        ("+81 0000000000", "JP", "impossible_phone_number"),
        ("0712 345678", None, "country_code_missing"),
        ("045-312-3456 ext. 5", "JP", "impossible_phone_number"),
    ],
)
def test_a_wrong_number_says_why(text: str, region: str | None, code: str) -> None:
    with pytest.raises(PhoneRefused) as refusal:
        parse_phone(text, region)

    assert refusal.value.code == code


def test_a_number_is_shown_as_the_reader_dials_it() -> None:
    assert phone_text("+81453123456", "JP") == "045-312-3456"
    assert phone_text("050-7108-4580") == "+81 50-7108-4580"
    assert phone_text("+81453123456", "KE") == phone_text("+81453123456") == "+81 45-312-3456"


@pytest.mark.parametrize("text", ["", "–", "ask at the gate", "12", "+999 1"])
def test_what_is_no_number_is_shown_as_it_was_written(text: str) -> None:
    assert phone_text(text) == text


@pytest.mark.parametrize("typed", ["0712 345678", "ask at the gate", "", "+999 1", None, 12])
def test_a_form_shows_a_kept_number_as_people_write_it_and_what_was_typed_as_it_was(typed: object) -> None:
    assert phone_kept("+81453123456", "JP") == "045-312-3456"
    assert phone_kept("+254700000009") == "+254 700 000009"
    assert phone_kept(typed) == typed
