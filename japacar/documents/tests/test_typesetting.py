"""Papers: what was frozen is what is printed, the same for ever, whatever people write into it."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from japacar.documents.tests.papers import (
    BANK,
    BUYER,
    EVERY_PAPER,
    LINES,
    VEHICLE,
    make_instruction,
    make_packing_list,
    make_proforma,
    make_quotation,
)
from japacar.documents.typesetting.compile import TypesettingFailed, typeset
from japacar.documents.typesetting.frozen import Json, canonical, fingerprint
from japacar.documents.typesetting.papers import Paper
from japacar.documents.typesetting.plain import MISSING, missing_characters, printable_text
from japacar.documents.typesetting.values import Line, Party, Payment, Vehicle, Words

HOSTILE = r"""#eval("1+1") #read("x.typ") $x^2$ *b* _i_ \ \\ // note /* c */ "q" 'q' `r` <l> @ref = h - i ]}{[ {{ }}"""


def print_paper(paper: Paper) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(typeset(paper.template, paper.to_data()))


def text_of(paper: Paper) -> str:
    """All text of the PDF without the spaces, since a line may break at any of them."""
    pages = [page.get_textpage().get_text_range() for page in print_paper(paper)]
    return squeezed("".join(pages))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\ufffe\u0002]", "", text)


def values_in(data: Json) -> list[str]:
    if isinstance(data, str):
        return [data]
    if isinstance(data, list | dict):
        items = data.values() if isinstance(data, dict) else data
        return [value for item in items for value in values_in(item)]
    return []


def test_proforma_prints_every_value_that_a_buyer_pays_by() -> None:
    text = text_of(make_proforma())

    for value in (
        "PI-26-004183 8 Nov 2026 10 Nov 2026 27 Nov 2026 ¥1,700,000 ¥3,400,000 ¥3,180,000 −¥8,000 CIF Mombasa",
        "Takasaki Motors K.K. ㈱髙﨑自動車販売 埼玉県公安委員会 431020000001 №5ビル①号",
        "Société Kołłątaj & Öztürk Ltd. P.O. Box 00000, Moi Avenue, Kenya",
        "TAKASAKI MOTORS K.K. Sample Bank, Kawagoe XXXXJPJT 0012345 JC-26-004183 (OUR)",
        "TRJ150-0100000 3BA-TRJ150W June 2020 令和2年6月 64,218 km 2,690 cc, petrol 16.826 m³",
        "7K4M-29QX-PD3R japacar.example/v 船荷証券 第1回入金前は無料。",
    ):
        for word in value.split():
            assert word.removesuffix(",") in text, word


def test_telephone_numbers_are_printed_readably_and_stored_facts_keep_theirs() -> None:
    """Papers that were issued with numbers in one run of digits keep their facts, and so the hash that is printed on them."""
    stored = json.loads(make_proforma().to_json())
    stored["payee"]["phone"] = "+81492000101"
    before = fingerprint(stored)

    pages = pypdfium2.PdfDocument(typeset("proforma_invoice", stored))
    text = " ".join("".join(page.get_textpage().get_text_range() for page in pages).split())

    assert "+81 49-200-0101" in text
    assert "+81492000101" not in text
    assert "Saitama Public Safety Commission" in text
    assert fingerprint(stored) == before
    assert before in squeezed(text)


@pytest.mark.parametrize("make", EVERY_PAPER)
def test_every_paper_has_one_page_its_number_fingerprint_title_and_language(make: Callable[..., Paper]) -> None:
    paper = make()
    pdf = typeset(paper.template, paper.to_data())
    document = pypdfium2.PdfDocument(pdf)

    assert len(document) == 1
    assert squeezed(paper.number) in text_of(paper)
    assert paper.sha256 in text_of(paper)
    assert document.get_metadata_value("Title").endswith(paper.number)
    assert document.get_metadata_value("CreationDate").startswith(f"D:{paper.issued_on:%Y%m%d}")
    assert b"/Lang(en)" in pdf
    assert b"/Lang(ja-JP)" in pdf
    assert b"/MarkInfo" in pdf
    assert b"pdfaid:part>2<" in pdf
    assert b"pdfuaid:part>1<" in pdf


@pytest.mark.parametrize("make", EVERY_PAPER)
def test_same_data_give_the_same_bytes_also_from_stored_json(make: Callable[..., Paper]) -> None:
    paper = make()
    first = typeset(paper.template, paper.to_data())

    typeset(paper.template, make(number="ZZ-26-000001").to_data())

    assert typeset(paper.template, json.loads(paper.to_json())) == first


def test_another_process_gives_the_same_bytes() -> None:
    paper = make_proforma()
    here = typeset(paper.template, paper.to_data())

    script = (
        "import hashlib, json, sys; from japacar.documents.typesetting.compile import typeset;"
        "print(hashlib.sha256(typeset(sys.argv[1], json.load(sys.stdin))).hexdigest())"
    )
    command = [sys.executable, "-c", script, paper.template]
    there = subprocess.run(command, input=paper.to_json(), text=True, encoding="utf-8", capture_output=True, check=True)

    assert there.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_json_is_canonical_and_its_hash_changes_with_every_value() -> None:
    paper = make_quotation()

    assert paper.to_json() == canonical(json.loads(paper.to_json()))
    assert paper.sha256 == hashlib.sha256(paper.to_json().encode()).hexdigest() == fingerprint(paper.to_data())
    assert "㈱髙﨑自動車販売" in paper.to_json()
    assert make_quotation(version=3).sha256 != paper.sha256
    with pytest.raises(TypeError, match="float"):
        canonical({"amount": 1.5})


def test_payments_that_do_not_add_up_make_no_proforma() -> None:
    with pytest.raises(ValueError, match="add up"):
        make_proforma(payments=(Payment(amount_jpy=3_399_999, due_on=date(2026, 11, 10)),))
    with pytest.raises(ValueError, match="add up"):
        make_proforma(lines=(), payments=())


@pytest.mark.parametrize("make", EVERY_PAPER)
def test_markup_in_data_is_printed_as_it_stands(make: Callable[..., Paper]) -> None:
    party = Party(name=HOSTILE, address=HOSTILE, country=HOSTILE)
    role = "buyer" if make in (make_quotation, make_proforma) else "consignee"

    text = text_of(make(**{role: party}))

    # The person's own name and address, neither computed nor styled away.
    assert text.count(squeezed(HOSTILE)) >= 3


@pytest.mark.parametrize(
    "name",
    [
        "A" * 5000,
        "株式会社" * 1250,
        "word " * 1000,
        "\n" * 200,
        "\u202e0012345\u202c",
        "😀 مرحبا שלום",
        "e" + "\u0301" * 500,
        "\x00\x1b[1m",
        "",
    ],
)
def test_odd_names_never_break_a_paper(name: str) -> None:
    paper = make_proforma(buyer=Party(name=name, address="\n".join([name[:100]] * 40), country=name))

    text = text_of(paper)

    assert "¥3,400,000" in text
    assert "0012345" in text
    assert not set("\u202e\u202c\u0000\u001b") & set(text)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_printed(text: str) -> None:
    assert typeset("proforma_invoice", make_proforma(buyer=Party(name=text, address=text), reference=text).to_data())


def test_every_sign_that_japanese_computers_know_is_in_the_fonts() -> None:
    signs = [sign for sign in map(chr, range(0x20, 0xFFFF)) if sign.isprintable() and known_to_cp932(sign)]
    unknown = missing_characters("".join(signs))
    kept = [sign for sign in signs if sign not in unknown]

    text = text_of(make_proforma(buyer=Party(name="name", address="".join(kept))))

    # One relation sign is missing from the family; no name has it.
    assert unknown <= {"≒"}
    assert MISSING not in text.replace(MISSING, "", 1)
    # Unicode has second codes for a few signs, and a reader may get either.
    assert len(set(kept) - set(text)) < 12
    for sign in "髙㈱①№﨑神福塚ｱ彅":
        assert sign in text


def known_to_cp932(sign: str) -> bool:
    try:
        sign.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def test_names_keep_their_kanji_and_what_the_fonts_lack_is_marked() -> None:
    assert printable_text("神﨑 辻\U000e0100") == "神﨑 辻\U000e0100"
    assert printable_text("Jose\u0301") == "José"
    assert printable_text("e" + "\u0301" * 500) == "é\u0301\u0301"
    assert printable_text("a\u202eb\u200dc") == "abc"
    assert printable_text("علي 1") == f"{MISSING * 3} 1"
    assert missing_characters("Łódź 髙 علي") == set("علي")


def test_full_paper_stays_on_one_page_and_a_longer_one_flows_with_its_head() -> None:
    seven = (*LINES, *(Line(label=Words(en=f"Extra {n}", ja="追加費用"), amount_jpy=99_999_999) for n in range(4)))
    due = (Payment(amount_jpy=sum(line.amount_jpy for line in seven), due_on=date(2026, 11, 27)),)
    long_name = "Société Générale d’Importation de Véhicules d’Occasion du Bassin du Congo S.A.R.L. " * 2
    full = make_proforma(lines=seven, payments=due, buyer=Party(name=long_name, address=BUYER.address))
    longer = make_proforma(cancellation_terms=Words(en="Many conditions. " * 300))

    assert len(print_paper(full)) == 1
    pages = [page.get_textpage().get_text_range() for page in print_paper(longer)]
    assert len(pages) > 1
    assert all("PI-26-004183" in page and f"of {len(pages)}" in page for page in pages)
    assert all("Proforma invoice" in page for page in pages)


@pytest.mark.parametrize("make", EVERY_PAPER)
def test_missing_optional_values_are_dashes(make: Callable[..., Paper]) -> None:
    bare = make(vehicle=Vehicle(make="Isuzu", model="Elf", chassis_no="NKR81-1234567"), verification=None)

    text = text_of(bare)

    assert "NKR81-1234567" in text
    assert "–" in text
    assert "none" not in text


def test_shipping_instruction_has_no_place_for_price_bank_or_account() -> None:
    paper = make_instruction()
    names = json.dumps(paper.to_data())

    assert not re.search(r'"[a-z_]*(jpy|price|amount|bank|account|buyer|payment|swift)[a-z_]*":', names)
    assert "¥" not in text_of(paper)
    for word in (
        "TRJ150-0100000",
        "4,825×1,885×1,850mm",
        "2,120kg",
        "16.826m³",
        "輸出抹消仮登録証明書",
        "Sameastheconsignee",
    ):
        assert word in text_of(paper)


def test_packing_list_has_no_price() -> None:
    assert "¥" not in text_of(make_packing_list())


@pytest.mark.parametrize(
    ("template", "data"),
    [
        ("../../../etc/passwd", {"issued_on": "2026-11-08"}),
        ("form", {"issued_on": "2026-11-08"}),
        ("proforma_invoice", {"issued_on": "2026-11-08"}),
        ("proforma_invoice", {"issued_on": "yesterday"}),
        ("proforma_invoice", {"issued_on": "2026-11-08", "number": 1.5}),
        ("proforma_invoice", make_proforma().to_data() | {"reference": "\ud800"}),
    ],
)
def test_what_cannot_be_set_says_why(template: str, data: dict[str, Any]) -> None:
    with pytest.raises(TypesettingFailed, match=r"\w"):
        typeset(template, data)


def test_volume_is_what_carriers_measure() -> None:
    assert VEHICLE.volume_m3() == "16.826"
    assert Vehicle(make="Isuzu", model="Elf", chassis_no="1").volume_m3() == ""
    assert BANK.to_data()["branch_code"] == ""
    assert values_in(make_quotation().to_data()).count("TRJ150-0100000") == 1
