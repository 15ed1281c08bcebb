"""Values as the reader's language writes them."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from markupsafe import Markup

from japacar.kernel.money import Money
from japacar.ui import formatting


def both(name: str, *args: object) -> tuple[str, str]:
    """What a filter says in English and in Japanese."""
    said = []
    for language in ("en", "ja"):
        with translation.override(language):
            said.append(str(formatting.FILTERS[name](*args)))  # type: ignore[operator]
    return said[0], said[1]


def test_yen_is_written_in_full_and_short_as_each_language_does() -> None:
    assert both("yen", Money.jpy(1_480_000)) == ("¥1,480,000", "1,480,000円")
    assert both("yen_short", 1_485_000) == ("¥1,485,000", "148.5万円")
    assert both("yen", -500) == ("−¥500", "−500円")


def test_dollars_are_an_indication_at_a_rate() -> None:
    assert both("usd_about", Money.jpy(3_487_000), Decimal("155.20")) == ("about US$22,468", "約22,468米ドル")
    with pytest.raises(ValueError, match="only at a rate"):
        formatting.usd_about(Money.jpy(1))


def test_another_currency_is_not_taken_for_yen() -> None:
    with pytest.raises(ValueError, match="not yen"):
        formatting.yen(Money(100, "USD"))


def test_dates_never_put_the_month_first() -> None:
    assert both("date", date(2026, 11, 22)) == ("22 Nov 2026", "2026年11月22日")
    assert both("year_month", date(2020, 6, 1)) == ("June 2020", "2020年6月")


def test_era_of_a_first_registration() -> None:
    said = [formatting.era(date(year, month, 1)) for year, month in ((2020, 6), (2019, 4), (1988, 12))]

    assert said == ["令和2年6月", "平成31年4月", "昭和63年12月"]


def test_a_deadline_shows_the_reader_his_hour_and_japans() -> None:
    moment = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)

    with timezone.override("Africa/Nairobi"):
        assert both("datetime_both", moment)[0] == "21 Nov 2026, 21:00 Nairobi time (22 Nov 03:00 JST)"
    with timezone.override("Asia/Tokyo"):
        assert both("datetime_both", moment) == ("22 Nov 2026, 03:00 JST", "2026年11月22日 03:00（日本時間）")


def test_units_stay_with_their_numbers() -> None:
    assert both("km", 64218) == ("64,218\u00a0km", "64,218km")
    assert both("file_size", 1_240_000) == ("1.2 MB", "1.2 MB")


def test_japanese_runs_are_marked_and_escaped() -> None:
    assert formatting.ja("<b>青葉") == '<span lang="ja">&lt;b&gt;青葉</span>'


def test_japanese_in_a_text_of_both_languages_is_marked_on_english_pages_only() -> None:
    with translation.override("en"):
        assert str(formatting.marked("For example みなと 銀行 <1>.")) == (
            'For example <span lang="ja">みなと 銀行</span> &lt;1&gt;.'
        )
        assert formatting.marked("Yokohama") == "Yokohama"
        assert formatting.marked(Markup("318万円 &amp; less")) == '318<span lang="ja">万円</span> &amp; less'
        assert formatting.marked(formatting.ja("銀行")) == formatting.ja("銀行")
        assert formatting.marked(12) == 12
    with translation.override("ja"):
        assert formatting.marked("銀行") == "銀行"
        assert (
            str(formatting.marked("We call them again & again."))
            == '<span lang="en">We call them again &amp; again.</span>'
        )
        assert formatting.marked("Tsukasa Mihon") == "Tsukasa Mihon"
        assert formatting.marked("In Yokohama 港 only") == "In Yokohama 港 only"


def test_a_word_with_a_hyphen_stays_in_one_line_and_is_escaped() -> None:
    assert str(formatting.whole("Change <the> e-mail")) == 'Change &lt;the&gt; <span class="whole">e-mail</span>'


def test_days_and_hours_stay_in_one_line() -> None:
    def kept(text: str) -> list[str]:
        return re.findall(r'<span class="whole">(.*?)</span>', str(formatting.whole(text)))

    assert kept("2026年12月4日 12:00（ナイロビ時間。日本時間 18:00）") == [
        "2026年12月4日 12:00",
        "（ナイロビ時間。日本時間 18:00）",
    ]
    assert kept("2026年12月4日 18:00（日本時間。ナイロビ時間 12:00）") == [
        "2026年12月4日 18:00",
        "（日本時間。ナイロビ時間 12:00）",
    ]
    assert str(formatting.whole("（ポートオブスペイン時間。日本時間 11月28日 01:50）")) == (
        '<span class="whole">（ポートオブスペイン時間。日本時間 <span class="whole">11月28日 01:50</span>）</span>'
    )
    assert kept("4 Dec 2026, 12:00 Nairobi time (18:00 JST)") == ["4 Dec 2026, 12:00", "(18:00 JST)"]
    assert str(formatting.whole("4 Dec 2026, 03:35 JST (3 Dec 21:35 Nairobi time)")) == (
        '<span class="whole">4 Dec 2026, 03:35</span> JST '
        '<span class="whole"><span class="whole">(3 Dec 21:35</span> Nairobi time)</span>'
    )
    assert formatting.whole("(since 1 Dec)").endswith("1 Dec</span>)</span>")
    assert kept("PI-26-000003, 2026年11月27日発行") == ["PI-26-000003", "2026年11月27日"]
    marked = Markup('<span lang="en">4 Dec 2026</span>')
    assert formatting.whole(marked) == marked
