"""Values of attributes in the reader's words. The one thing to know: an empty value gives an empty text."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from japacar.kernel.eras import DateRefused, YearMonth
from japacar.kernel.money import Money
from japacar.ui import formatting
from japacar.vehicles.attributes import Attribute, Kind, is_empty

# A dealer writes in his own language from where a grade is; these are what nearly all of them write.
_SOURCES = {
    "オークション出品票": gettext_noop("Auction sheet"),
    "オークション": gettext_noop("Auction sheet"),
    "出品票": gettext_noop("Auction sheet"),
    "第三者検査": gettext_noop("Independent inspection"),
    "販売店による検査": gettext_noop("Dealer's own inspection"),
    "自社検査": gettext_noop("Dealer's own inspection"),
}


def words_of(attribute: Attribute, value: Any) -> str:
    """`1,460 kg`, `June 2020`, `Yes`, `Leather`."""
    if is_empty(value):
        return ""
    if attribute.key == "grade_source":
        return usual_source(str(value))
    kind = attribute.kind
    if kind in (Kind.MAKE, Kind.MODEL):
        return str(value.name("ja" if formatting.is_japanese() else "en"))
    if kind is Kind.WORD:
        return str(attribute.choices.get(value, value))
    if kind is Kind.WORDS:
        words = [str(attribute.choices[each]) for each in value if each in attribute.choices]
        return ("、" if formatting.is_japanese() else ", ").join(words)
    if kind is Kind.FLAG:
        return _("Yes") if value else _("No")
    if kind is Kind.MONTH:
        return month_words(value)
    if kind is Kind.DAY:
        return formatting.long_date(value)
    if kind is Kind.YEN:
        return formatting.money(Money.jpy(value))
    if kind in (Kind.WHOLE, Kind.DECIMAL):
        return number_words(value, attribute.unit)
    return str(value)


def month_words(value: str) -> str:
    """The month of a stored `2020-06`, or what is stored when it is none."""
    try:
        return str(formatting.year_month(YearMonth.from_text(value)))
    except DateRefused:
        return value


def era_of(value: str) -> str:
    """The month in the Japanese calendar, or an empty text."""
    try:
        return str(formatting.era(YearMonth.from_text(value)))
    except DateRefused:
        return ""


def number_words(value: Any, unit: str) -> str:
    """With thousands separated; in English a space that does not break stands before the unit."""
    close = formatting.is_japanese() or unit in ("%", "")
    measure = pgettext("unit", "h") if unit == "h" else unit
    return f"{value:,}{'' if close else chr(0xA0)}{measure}"


def usual_source(said: str) -> str:
    """Where a grade is from, in the reader's language where it is one of the usual words; else as the dealer wrote it."""
    wanted = " ".join(said.split()).casefold()
    return next(
        (_(english) for japanese, english in _SOURCES.items() if wanted in (japanese, english.casefold())), said
    )
