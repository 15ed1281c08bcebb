"""Telephone numbers: kept as E.164 (`+81453123456`), shown the way the country writes them."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from japacar.kernel.refusals import Refused
from japacar.kernel.text import hyphens, nfkc

# 代表, mobile, WhatsApp: what a number is, in brackets behind it.
_NOTE = re.compile(r"\s*(?:\([^0-9()]*\)|代表|直通)$")
_ABROAD = re.compile(r"^00(?=[1-9])")


class PhoneRefused(Refused):
    """Codes: empty, not_a_phone_number, country_code_missing, impossible_phone_number."""


def parse_phone(text: str, region: str | None = "JP") -> str:
    """E.164 of what a person typed; numbers without a + are read as of `region` (ISO 3166), Japan unless told."""
    plain = _NOTE.sub("", hyphens(nfkc(text)).strip())
    if not plain:
        raise PhoneRefused("empty")
    try:
        return _parsed(plain, region)
    except PhoneRefused:
        # Many dial 00 where others write +.
        if _ABROAD.match(plain) is None:
            raise
        return _parsed(_ABROAD.sub("+", plain), region)


def _parsed(plain: str, region: str | None) -> str:
    try:
        number = phonenumbers.parse(plain, region)
    except NumberParseException as error:
        missing = error.error_type == NumberParseException.INVALID_COUNTRY_CODE
        raise PhoneRefused("country_code_missing" if missing else "not_a_phone_number") from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise PhoneRefused("impossible_phone_number")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def phone_kept(value: object, reader_region: str = "") -> object:
    """What a form shows of a number that is kept (E.164), as people write it; what is typed otherwise stays as it is."""
    return phone_text(value, reader_region) if isinstance(value, str) and value.startswith("+") else value


def phone_text(number: str, reader_region: str = "") -> str:
    """`045-312-3456` for readers of the same country, `+81 45-312-3456` for all others.

    What is no number of any country stays as it was written; without a country code it is read as one of Japan."""
    try:
        known = phonenumbers.parse(number, "JP")
    except NumberParseException:
        return number
    if not phonenumbers.is_possible_number(known):
        return number
    at_home = bool(reader_region) and phonenumbers.region_code_for_number(known) == reader_region
    return phonenumbers.format_number(known, PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL)
