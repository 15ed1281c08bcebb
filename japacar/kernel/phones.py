"""Telephone numbers: kept as E.164 (`+81453123456`), shown the way the country writes them."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from japacar.kernel.refusals import Refused
from japacar.kernel.text import hyphens, nfkc


class PhoneRefused(Refused):
    """Codes: empty, not_a_phone_number, country_code_missing, impossible_phone_number."""


def parse_phone(text: str, region: str | None = "JP") -> str:
    """E.164 of what a person typed; numbers without a + are read as of `region` (ISO 3166), Japan unless told."""
    plain = hyphens(nfkc(text)).strip()
    if not plain:
        raise PhoneRefused("empty")
    try:
        number = phonenumbers.parse(plain, region)
    except NumberParseException as error:
        missing = error.error_type == NumberParseException.INVALID_COUNTRY_CODE
        raise PhoneRefused("country_code_missing" if missing else "not_a_phone_number") from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise PhoneRefused("impossible_phone_number")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def phone_text(e164: str, reader_region: str = "") -> str:
    """`045-312-3456` for readers of the same country, `+81 45-312-3456` for all others."""
    number = phonenumbers.parse(e164)
    at_home = bool(reader_region) and phonenumbers.region_code_for_number(number) == reader_region
    return phonenumbers.format_number(
        number, PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    )
