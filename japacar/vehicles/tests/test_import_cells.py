"""What dealers write into cells: numbers, dates, words and headings in every dialect that we have seen, and formulas."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from japacar.vehicles.bulk import headers, values
from japacar.vehicles.bulk.cells import guarded, restored
from japacar.vehicles.bulk.columns import columns
from japacar.vehicles.bulk.dialects import NotATable, decoded, rows_of_text
from japacar.vehicles.bulk.reading import read_table, rows_of

CELLS = [
    ("price", "318万円", "", 3_180_000),
    ("price", "３１８", "万円", 3_180_000),
    ("price", "123.4万", "", 1_234_000),
    ("price", "¥1,234,000", "", 1_234_000),
    ("price", "￥1,234,000-", "", 1_234_000),
    ("price", "1234千円", "", 1_234_000),
    ("price", "1,480,000円（税抜）", "", 1_480_000),
    ("price", "1480000.0", "", 1_480_000),
    ("price", "1480000", "万円", ValidationError),
    ("price", "US$ 12,000", "", ValidationError),
    ("price", "-5", "", ValidationError),
    ("mileage_km", "64,218km", "", 64_218),
    ("mileage_km", "６．４万ｋｍ", "", 64_000),
    ("mileage_km", "5.2", "万km", 52_000),
    ("mileage_km", "64", "千km", 64_000),
    ("mileage_km", "64千キロ", "", 64_000),
    ("mileage_km", "40,000マイル", "", 64_374),
    ("mileage_km", "40000", "マイル", 64_374),
    ("mileage_km", "40000 miles", "km", 64_374),
    ("mileage_km", "0", "", 0),
    ("mileage_km", "たくさん", "", ValidationError),
    ("first_registration", "平成30年6月", "", "2018-06"),
    ("first_registration", "平成３０年０６月", "", "2018-06"),
    ("first_registration", "H30.6", "", "2018-06"),
    ("first_registration", "h30/06", "", "2018-06"),
    ("first_registration", "2018/06", "", "2018-06"),
    ("first_registration", "2018年6月", "", "2018-06"),
    ("first_registration", "2018-06-01", "", "2018-06"),
    ("first_registration", "2018-06-01 00:00:00", "", "2018-06"),
    ("first_registration", "201806", "", "2018-06"),
    ("first_registration", "06/2018", "", "2018-06"),
    ("first_registration", "Jun 2018", "", "2018-06"),
    ("first_registration", "43252", "", "2018-06"),
    ("first_registration", "平成30年6月（2018年）", "", "2018-06"),
    ("first_registration", "平成31年5月", "", ValidationError),
    ("first_registration", "2018", "", ValidationError),
    ("year", "2018年式", "", 2018),
    ("year", "平成30年", "", 2018),
    ("year", "H30", "", 2018),
    ("year", "R1", "", 2019),
    ("year", "令和元年", "", 2019),
    ("year", "2018(H30)年", "", 2018),
    ("year", "1066", "", ValidationError),
    ("shaken_expiry", "令和9年6月14日まで", "", "2027-06-14"),
    ("shaken_expiry", "46552", "", "2027-06-14"),
    ("displacement_cc", "2,690cc", "", 2690),
    ("displacement_cc", "２０００㏄", "", 2000),
    ("displacement_cc", "2.7L", "", 2700),
    ("displacement_cc", "2.7", "l", 2700),
    ("length_mm", "482cm", "", 4820),
    ("length_mm", "4.82", "m", 4820),
    ("length_mm", "482", "cm", 4820),
    ("length_mm", "4,820mm", "", 4820),
    ("weight_kg", "2.12t", "", 2120),
    ("weight_kg", "2,120 kg", "", 2120),
    ("doors", "5ドア", "", 5),
    ("seats", "7名", "", 7),
    ("gears", "6速", "", 6),
    ("rated_output_kw", "85.0", "", "85.0"),
    ("chassis_no", "ＴＲＪ１５０ー００１２３４５", "", "TRJ150-0012345"),
    ("transmission", "オートマチック", "", "at"),
    ("transmission", "6速AT", "", "at"),
    ("transmission", "ＡＴ", "", "at"),
    ("transmission", "フロアオートマ", "", "at"),
    ("transmission", "5MT", "", "mt"),
    ("transmission", "マニュアル", "", "mt"),
    ("transmission", "CVT(自動無段変速)", "", "cvt"),
    ("transmission", "Manual", "", "mt"),
    ("transmission", "念力", "", ValidationError),
    ("steering", "右ハンドル", "", "right"),
    ("steering", "LHD", "", "left"),
    ("fuel", "レギュラー", "", "petrol"),
    ("fuel", "軽油", "", "diesel"),
    ("fuel", "ガソリン・電気", "", "hybrid"),
    ("fuel", "PHEV", "", "plug_in_hybrid"),
    ("colour", "ホワイトパールクリスタルシャイン", "", "pearl"),
    ("colour", "ブラックマイカ", "", "black"),
    ("colour", "紺", "", "blue"),
    ("repair_history", "無し", "", "none"),
    ("repair_history", "修復歴あり", "", "yes"),
    ("repair_history", "×", "", "none"),
    ("body_type", "クロカン・ＳＵＶ", "", "suv"),
    ("body_type", "軽トラ", "", "kei_truck"),
    ("location_prefecture", "埼玉", "", "埼玉県"),
    ("location_prefecture", "Saitama", "", "埼玉県"),
    ("loading_port", "横浜", "", "JPYOK"),
    ("loading_port", "jpyok", "", "JPYOK"),
    ("grade", "'=TX", "", "=TX"),
    ("one_owner", "○", "", True),
    ("one_owner", "無", "", False),
    ("service_book", "あり", "", True),
    ("turbo", "ターボ", "", "turbo"),
    ("drive_layout", "FR", "", "fr"),
    ("odometer_status", "メーター交換歴あり", "", "exchanged"),
    ("history_use", "レンタカー", "", "rental"),
    ("battery_soh_pct", "91.5%", "", "91.5"),
    ("cooling_c", "-25", "", -25),
    ("hours", "1,200h", "", 1200),
    ("equipment", "ABS、ETC / LED headlights", "", ["abs", "etc", "led-headlights"]),
    ("equipment", "Smart key, push start; ABS", "", ["abs", "smart-key"]),
]


@pytest.mark.parametrize(("key", "text", "unit", "expected"), CELLS, ids=[f"{key} {text}" for key, text, *_ in CELLS])
def test_a_cell_is_read_as_its_dealer_meant_it(key, text, unit, expected):
    column = columns()[key]
    if expected is ValidationError:
        with pytest.raises(ValidationError) as refused:
            column.read(text, unit)
        assert all(len(sentence) > 15 for sentence in refused.value.messages)
    else:
        found = column.read(text, unit)
        assert found == expected or str(found) == expected


@pytest.mark.parametrize("text", ["", " ", "-", "ー", "―", "N/A", "#N/A", "未定"])
def test_a_cell_that_says_nothing_says_nothing(text):
    assert values.is_silent(text)


@pytest.mark.parametrize("text", ["応談", "ASK", "不明"])
def test_a_price_on_request_is_no_price(text):
    assert values.is_silent(text, "money")
    assert not values.is_silent(text, "word")


@pytest.mark.parametrize(
    ("heading", "kind", "unit"),
    [
        ("価格（万円）", "money", "万円"),
        ("価格 [円]", "money", "円"),
        ("走行距離(千km)", "distance", "千km"),
        ("走行(マイル)", "distance", "マイル"),
        ("全長（cm）", "length", "cm"),
        ("排気量（L）", "volume", "l"),
        ("車両重量(単位:kg)", "weight", "kg"),
        ("価格（税込）", "money", ""),
        ("走行距離", "distance", ""),
    ],
)
def test_a_heading_may_name_the_unit(heading, kind, unit):
    assert values.unit_of(heading, kind) == unit


def test_headings_stand_in_any_order_on_a_later_row_in_both_languages():
    rows = [
        ["在庫一覧 2026年11月"],
        [],
        ["FOB Price", "車台No.", "Maker", "モデル名", "管理番号", "支払総額", "顧客名"],
        ["1"],
    ]

    heading = headers.heading_row(rows)

    assert heading == 2
    assert headers.guesses(rows[heading]) == ["price", "chassis_no", "make", "model_name", "stock_number", "", ""]
    assert headers.folded("支払総額") in headers.domestic()


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["在庫番号", "車名"], ["stock_number", "name"]),
        (["在庫番号", "メーカー", "車名"], ["stock_number", "make", "model_name"]),
        (["在庫番号", "メーカー", "車種", "車名"], ["stock_number", "make", "model_name", ""]),
        (["Stock No.", "Stock No."], ["stock_number", ""]),
        (["価格（万円）", "価格（円）"], ["price", ""]),
    ],
)
def test_a_heading_is_taken_for_what_its_neighbours_leave(headings, expected):
    assert headers.guesses(headings) == expected


def test_our_own_headings_mean_their_columns_in_both_languages():
    for language in ("en", "ja"):
        with override(language):
            keys = list(columns())
            assert headers.guesses([headers.heading_of(key) for key in keys[:-1]]) == keys[:-1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encoding_and_separator_are_told_by_the_bytes(encoding, delimiter):
    rows = [["在庫番号", "価格"], ["髙①", '"1,234,000"'], ["Ａ；", "x"]]
    rows[2][0] = "Ａ" if delimiter == ";" else rows[2][0]
    data = "\n".join(delimiter.join(row) for row in rows).encode(encoding)

    text, _name = decoded(data)
    found, sign = rows_of_text(text)

    assert sign == delimiter
    assert list(found) == [["在庫番号", "価格"], ["髙①", "1,234,000"], rows[2]]


@pytest.mark.parametrize("text", ["sep=;\na;b\n", "a;b\r\nc;d\r\n", "a;b\rc;d\r"])
def test_the_usual_oddities_of_csv_are_no_trouble(text):
    found, sign = rows_of_text(text)

    assert sign == ";"
    assert next(iter(found)) == ["a", "b"]


@pytest.mark.parametrize("data", [b"\x81\xff\xff,\x82", b"\xff\xfe\x00"])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(NotATable):
        list(rows_of_text(decoded(data)[0])[0])


@given(st.text(max_size=12) | st.text(alphabet="'=+-@\t\r＝＋－＠a1", max_size=8))
def test_no_cell_starts_a_formula_and_every_cell_comes_back(text):
    assert guarded(text)[:1] not in set("=+-@\t\r\x00＝＋－＠")
    assert restored(guarded(text)) == text


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_cell_as_long_as_a_book_stops_no_other_row(sign: str) -> None:
    text = sign.join(("stock no", "remarks")) + "\r\n" + "\r\n".join(f'K-{n}{sign}"a ""b"" c"' for n in range(9))
    text += f'\r\nK-9{sign}"' + "y" * 3_000_000 + '"\r\nK-10' + sign

    rows, found = rows_of_text(text)

    numbers = [row[0] for row in rows]
    assert found == sign
    assert numbers == ["stock no", *(f"K-{n}" for n in range(11))]


def test_a_quotation_without_an_end_is_refused_since_it_swallows_rows() -> None:
    rows, _sign = rows_of_text('stock no,remarks\r\nK-1,"good\r\nK-2,fine\r\n')
    with pytest.raises(NotATable):
        list(rows)


LIST = '管理番号,車名,走行距離,備考\nA-1,トヨタ プリウス,"64,218",ワンオーナーです\nA-2,ホンダ フィット,12000,\n'


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp932", "cp932"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"), ("euc_jp", "euc-jp"), ("iso2022_jp", "iso-2022-jp"),
    ],
)  # fmt: skip
def test_every_encoding_of_japan_is_told_by_its_bytes(encoding: str, told: str) -> None:
    assert decoded(LIST.encode(encoding)) == (LIST, told)


def test_a_list_in_half_width_letters_is_not_taken_for_another_encoding() -> None:
    text = "ｶﾝﾘ,ｼｬﾒｲ\nA-1,ﾄﾖﾀ ﾌﾟﾘｳｽ\nA-2,ﾎﾝﾀﾞﾌｨｯﾄ\nA-3,ｽｽﾞｷ､ｼﾞﾑﾆｰ\n"
    assert decoded(text.encode("cp932")) == (text, "cp932")


def test_the_limited_process_reads_them_too() -> None:
    for encoding in ("euc_jp", "iso2022_jp", "utf-16-be"):
        table = read_table(LIST.encode(encoding))
        assert rows_of(table.lines)[1] == ["A-1", "トヨタ プリウス", "64,218", "ワンオーナーです"]
