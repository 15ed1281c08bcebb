"""The three forms of the file give the same; a hostile file is refused with a sentence, quickly and without an echo."""

import contextlib
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japacar.certificates import official_file
from japacar.certificates.containers import MOST_BYTES
from japacar.certificates.refusals import SENTENCES, NotACertificate
from japacar.certificates.tests import make

BOM = "\ufeff".encode()
ITEMS = make.ordinary()
SECRET = "持主カナリア"


@pytest.mark.parametrize(
    "data",
    [
        make.as_json(ITEMS, indent=2),
        BOM + make.as_json(ITEMS),
        make.as_xml(ITEMS),
        BOM + make.as_xml(ITEMS),
        make.as_xml(ITEMS, encoding="cp932").replace(b'"cp932"', b'"Shift_JIS"', 1),
        make.as_csv(ITEMS),
        BOM + make.as_csv(ITEMS),
        make.as_csv(ITEMS, encoding="cp932"),
        make.as_csv(ITEMS, encoding="utf-16"),
        make.as_json(ITEMS).decode().encode("utf-16-le"),
        make.as_json(ITEMS).decode().encode("utf-16-be"),
        make.as_json(ITEMS).decode().encode("utf-32"),
        make.as_csv(ITEMS, delimiter="\t"),
        "\r\n".join(f'{key},"{value}"' for key, value in ITEMS.items()).encode(),
    ],
    ids=[
        "json",
        "json-bom",
        "xml",
        "xml-bom",
        "xml-sjis",
        "csv",
        "csv-bom",
        "csv-cp932",
        "csv-utf16",
        "json-utf16-le",
        "json-utf16-be",
        "json-utf32",
        "tsv",
        "csv-lines",
    ],
)
def test_every_form_gives_the_same_facts(data: bytes) -> None:
    expected = official_file.read(make.as_json(ITEMS)).fields

    assert official_file.read(data).fields == expected


def test_kei_is_read_from_xml_and_csv_too() -> None:
    expected = official_file.read(make.as_json(make.kei())).fields

    assert official_file.read(make.as_xml(make.kei())).fields == expected
    assert official_file.read(make.as_csv(make.kei(), encoding="cp932")).fields == expected


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(ITEMS, ensure_ascii=False).encode(),
        b"[" + make.as_json(ITEMS) + b"]",
        make.as_json({**ITEMS, "CarWgt": 1460, "Cap": 5, "Displacement": 1.79}),  # type: ignore[dict-item]
        make.as_json(dict(reversed(ITEMS.items()))),
        make.as_csv(ITEMS).replace(b"\r\n", b",,\r\n", 2),
        make.as_csv(ITEMS).rstrip(b"\r\n") + b",,\r\n",
        "車検証情報\r\n\r\n".encode() + make.as_csv(ITEMS),
    ],
    ids=["no root", "array of one", "numbers", "other order", "blank columns", "blanks behind the values", "a title"],
)
def test_what_other_programs_make_of_it_is_read_too(data: bytes) -> None:
    assert official_file.read(data).fields == official_file.read(make.as_json(ITEMS)).fields


def twice(key: str) -> bytes:
    return make.as_json(ITEMS).replace(f'"{key}":'.encode(), f'"{key}": "{SECRET}", "{key}":'.encode(), 1)


def with_value(value: Any, key: str = "CarNo") -> bytes:
    document = json.dumps({"CertInfo": {**ITEMS, key: value, "OwnerAddressChar": SECRET}}, ensure_ascii=False)
    return document.encode("utf-8", "surrogatepass")


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "nothing": (b"", "empty"),
    "spaces": (BOM + b" \n" * 9, "empty"),
    "fifty megabytes": (b'{"CertInfo": "' + b"x" * 50_000_000 + b'"}', "too_large"),
    "just too large": (make.as_json(ITEMS) + b" " * MOST_BYTES, "too_large"),
    "a PDF": (b"%PDF-1.7\n" + SECRET.encode(), "picture"),
    "a large photo": (b"\xff\xd8\xff\xe0" + b"\0" * 9_000_000, "picture"),
    "a HEIC photo": (b"\0\0\0\x18ftypheic" + b"\0" * 99, "picture"),
    "no text at all": (bytes(range(128, 256)) * 40, "encoding"),
    "half a UTF-16 file": (b"\xff\xfe\0\xd8\0\0a", "encoding"),
    "a NUL": (make.as_json(ITEMS).replace(b"00417", b"004\x0017", 1), "control"),
    "an escaped NUL": (with_value("ZVW55\0-1"), "control"),
    "an escaped lone surrogate": (make.as_json(ITEMS).replace(b'"112340000789"', b'"\\ud800"'), "control"),
    "deep arrays": (b"[" * 100_000, "damaged"),
    "deep objects": (b'{"CertInfo":' * 12_000, "damaged"),
    "closed deep arrays": (b'{"CertInfo":' + b"[" * 50_000 + b"]" * 50_000 + b"}", "damaged"),
    "a number of many digits": (b'{"CertInfo": ' + b"9" * 100_000 + b"}", "wrong_type"),
    "half a JSON": (make.as_json(ITEMS)[:-200], "damaged"),
    "an array of two": (b"[" + make.as_json(ITEMS) + b"," + make.as_json(ITEMS) + b"]", "several"),
    "an array of texts": (b'["CertInfo"]', "wrong_type"),
    "a list of items": (b'{"CertInfo": [1, 2, 3]}', "wrong_type"),
    "text as items": (b'{"CertInfo": "ZVW55"}', "wrong_type"),
    "a number of many digits as a value": (with_value(10**40), "wrong_type"),
    "a number with an exponent": (with_value(1e300), "wrong_type"),
    "an array as a value": (with_value([SECRET]), "wrong_type"),
    "an object as a value": (with_value({"x": SECRET}), "wrong_type"),
    "true as a value": (with_value(True), "wrong_type"),
    "an endless value": (with_value("Z" * 20_000), "wrong_type"),
    "endless remarks": (with_value("走" * 30_000, "NoteInfo"), "wrong_type"),
    "a key said twice": (twice("CarNo"), "damaged"),
    "two vehicles": (make.as_json(ITEMS)[:-1] + b', "CertInfo": {}}', "several"),
    "two vehicles in CSV": (make.as_csv(ITEMS) + make.as_csv(ITEMS).split(b"\r\n")[1] + b"\r\n", "several"),
    "a shifted column": (make.as_csv(ITEMS).replace(b",112340000789,", b",", 1), "damaged"),
    "a heading alone": (make.as_csv(ITEMS).split(b"\r\n")[0], "damaged"),
    "another table": (b"name,price\r\nPrado,100\r\n", "not_certificate"),
    "an open quotation": (b'CarNo,"' + b"x" * 140_000, "not_certificate"),
    "another JSON": (b'{"hello": "world"}', "not_certificate"),
    "an empty certificate": (make.as_json(dict.fromkeys(ITEMS, "")), "not_certificate"),
    "too few items": (b'{"CertInfo": {"CarNo": "ZVW55-1234567"}}', "not_certificate"),
    "a page": (b"<!doctype html><html><body>CarNo</body></html>", "damaged"),
    "another XML": (b"<CertInfo><a>1</a></CertInfo>", "not_certificate"),
    "a billion laughs": (make.as_xml(ITEMS, prolog=LAUGHS + "]>"), "declarations"),
    "an outer entity": (
        make.as_xml(ITEMS, prolog="<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"),
        "declarations",
    ),
    "an outer grammar": (make.as_xml(ITEMS, prolog="<!DOCTYPE x SYSTEM 'http://127.0.0.1/x.dtd'>"), "declarations"),
    "an unknown entity": (make.as_xml(ITEMS).replace(b"00417", b"&e;", 1), "damaged"),
    "deep XML": (b"<a>" * 40_000, "wrong_type"),
    "wide XML": (b"<CertInfo>" + b"<a/>" * 30_000 + b"</CertInfo>", "wrong_type"),
    "two vehicles in XML": (make.as_xml(ITEMS).replace(b"</CertInfo>", b"</CertInfo><CertInfo/>", 1), "several"),
    "half an XML": (make.as_xml(ITEMS)[:-30], "damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_at_once_and_not_repeated(name: str) -> None:
    data, code = HOSTILE[name]
    started = time.process_time()

    with pytest.raises(NotACertificate) as refused:
        official_file.read(data)

    assert refused.value.code == code
    assert refused.value.sentence == str(SENTENCES[code])
    assert time.process_time() - started < 1
    # A cause would carry the file: decoding and JSON errors hold all of it.
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None
    assert SECRET not in str(refused.value) + repr(refused.value.__dict__)


@pytest.mark.parametrize(
    "note",
    [
        "走行距離計表示値" * 2000,
        " " * 19_000 + "旧",
        "\n" * 19_000,
        "所有者情報" * 3000,
        "所有者情報" + "\n　" * 9000 + "【",
        "平成" + "　" * 19_000 + "騒音規制車",
        "走行距離計表示値" + "1," * 9000,
    ],
)
def test_hostile_remarks_cost_no_time(note: str) -> None:
    data = make.as_json(make.ordinary(NoteInfo=note))
    started = time.process_time()

    assert official_file.read(data).fields.chassis_no == "ZVW55-8012345"

    # A pattern that tries every way would take minutes; the process's own time, so that a busy machine does not count.
    assert time.process_time() - started < 1


def test_an_unwanted_item_may_be_of_any_kind() -> None:
    data = json.dumps({"CertInfo": {**ITEMS, "OwnerAddressChar": [SECRET], "FutureItem": {"a": 1}}}).encode()

    assert SECRET not in str(official_file.read(data))


FORMS = [make.as_json(ITEMS), make.as_xml(ITEMS), make.as_csv(ITEMS), make.as_csv(make.kei(), encoding="cp932")]


@given(
    whole=st.sampled_from(FORMS),
    start=st.integers(0, 6000),
    length=st.integers(0, 60),
    instead=st.binary(max_size=20) | st.text(max_size=10).map(lambda text: text.encode("utf-8", "surrogatepass")),
)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    whole: bytes, start: int, length: int, instead: bytes
) -> None:
    data = whole[:start] + instead + whole[start + length :]

    with contextlib.suppress(NotACertificate):
        official_file.read(data).to_json()


@given(data=st.binary(max_size=200))
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(NotACertificate):
        official_file.read(data)
