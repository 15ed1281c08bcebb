"""Parts of one message are joined however they were cut and shuffled; parts of two certificates are never mixed."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from japacar.certificates.codes.grammar import message_of
from japacar.certificates.codes.joining import join
from japacar.certificates.codes.matrix import Part
from japacar.certificates.codes.sheets import sheets_of
from japacar.certificates.codes.symbols import Symbol, merged
from japacar.certificates.tests import codes

TRUE = {
    (codes.PLATE, codes.SPEC),
    (codes.OTHER_PLATE, codes.OTHER_SPEC),
}
MESSAGES = [text.encode("cp932") for pair in TRUE for text in pair]


def texts(symbols: list[Symbol]) -> list[tuple[str | None, str | None]]:
    """Each sheet as the texts of its two codes."""
    by_message = {message_of(text): text.decode("cp932") for text in MESSAGES}
    sheets = sheets_of(join(symbols), symbols)
    found = [(by_message.get(sheet.plate), by_message.get(sheet.spec)) for sheet in sheets]
    return sorted(found, key=str)


@st.composite
def cut(draw: st.DrawFn, message: bytes, parts: int) -> tuple[int, ...]:
    return tuple(sorted(draw(st.sets(st.integers(1, len(message) - 1), min_size=parts - 1, max_size=parts - 1))))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_sheet_is_joined_wherever_it_was_cut_and_however_it_was_shuffled(data: st.DataObject) -> None:
    spec, plate = codes.SPEC.encode("cp932"), codes.PLATE.encode("cp932")
    symbols = [
        *codes.seen(spec, data.draw(cut(spec, 3))),
        *codes.seen(plate, data.draw(cut(plate, 2)), first=3),
    ]

    assert texts(data.draw(st.permutations(symbols))) == [(codes.PLATE, codes.SPEC)]


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_of_two_certificates_every_subset_of_symbols_gives_true_values_only(data: st.DataObject) -> None:
    """Also with the same parity, which two certificates have once in 256 pairs."""
    same = data.draw(st.none() | st.integers(0, 255))
    symbols = []
    for row, (plate_text, spec_text) in enumerate(sorted(TRUE)):
        spec, plate = spec_text.encode("cp932"), plate_text.encode("cp932")
        row_symbols = [
            *codes.seen(spec, data.draw(cut(spec, 3)), row=row),
            *codes.seen(plate, data.draw(cut(plate, 2)), first=3, row=row),
        ]
        if same is not None:
            row_symbols = [replace(each, part=replace(each.part, parity=same)) for each in row_symbols]
        symbols += row_symbols
    taken = data.draw(st.lists(st.sampled_from(symbols), unique=True))

    for plate, spec in texts(taken):
        assert plate in {pair[0] for pair in TRUE} | {None}
        assert (plate, spec) in TRUE or None in (plate, spec)
    # With one parity for both, cuts may fit each other's halves; then nothing is taken rather than something mixed.
    if len(taken) == len(symbols) and same is None:
        assert set(texts(taken)) == TRUE


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_missing_part_is_named(missing: int) -> None:
    parts = codes.seen(codes.SPEC.encode(), (30, 60))
    symbols = [*parts[:missing], *parts[missing + 1 :], *codes.seen(codes.PLATE.encode("cp932"), first=3)]

    [sheet] = sheets_of(join(symbols), symbols)

    assert sheet.spec is None
    assert [each.missing for each in sheet.lacking] == [(missing + 1,)]


def test_a_part_of_another_certificate_does_not_fill_the_gap() -> None:
    here, other = codes.seen(codes.SPEC.encode(), (30, 60)), codes.seen(codes.OTHER_SPEC.encode(), (30, 60), row=1)
    symbols = [*here[:2], other[2]]

    assert join(symbols).messages == ()
    # Nor with the same parity: the whole would not agree with it.
    same = [replace(each, part=replace(each.part, parity=7)) for each in symbols]  # type: ignore[type-var]
    assert join(same).messages == ()


def test_parts_without_header_are_joined_in_a_row_only() -> None:
    spec = [replace(each, part=None) for each in codes.seen(codes.SPEC.encode(), (30, 60))]
    other = [replace(each, part=None) for each in codes.seen(codes.OTHER_SPEC.encode(), (30, 60), row=1)]

    [joined] = join([spec[2], spec[0], spec[1]]).messages
    assert joined.message == message_of(codes.SPEC.encode())
    assert len(join([*spec, *other]).messages) == 2
    assert join([spec[0], spec[1], other[2]]).messages == ()


def test_several_pictures_of_one_sheet_are_one() -> None:
    spec, plate = codes.seen(codes.SPEC.encode(), (30, 60)), codes.seen(codes.PLATE.encode("cp932"), (20,), first=3)
    again = [replace(each, places=(codes.place(number, picture=1),)) for number, each in enumerate((spec[2], *plate))]
    symbols = merged([*spec[:2], *again])

    assert texts(symbols) == [(codes.PLATE, codes.SPEC)]


def test_codes_of_two_pictures_are_joined_by_model_only_and_it_is_said() -> None:
    plate = codes.seen(codes.PLATE.encode("cp932"), picture=0)
    own, foreign = (codes.seen(text.encode(), picture=1) for text in (codes.SPEC, codes.OTHER_SPEC))

    [sheet] = sheets_of(join([*plate, *own]), [*plate, *own])
    assert sheet.is_joined_by_model

    apart = sheets_of(join([*plate, *foreign]), [*plate, *foreign])
    assert len(apart) == 2
    assert all(sheet.stands_alone for sheet in apart)


def test_two_of_the_same_model_in_pictures_apart_are_not_guessed() -> None:
    twin = codes.PLATE.replace("IT233010", "1234567").encode("cp932")
    symbols = [
        *codes.seen(codes.PLATE.encode("cp932"), picture=0),
        *codes.seen(twin, picture=1),
        *codes.seen(codes.SPEC.encode(), picture=2),
    ]

    assert all(None in (sheet.plate, sheet.spec) for sheet in sheets_of(join(symbols), symbols))


def test_fleet_cars_with_the_same_specification_each_get_it() -> None:
    twin = codes.PLATE.replace("IT233010", "1234567").encode("cp932")
    symbols = merged(
        [
            symbol
            for picture, plate in enumerate((codes.PLATE.encode("cp932"), twin))
            for symbol in (
                *codes.seen(codes.SPEC.encode(), (30, 60), picture=picture),
                *codes.seen(plate, first=3, picture=picture),
            )
        ]
    )

    sheets = sheets_of(join(symbols), symbols)

    assert len(sheets) == 2
    assert all(sheet.plate and sheet.spec for sheet in sheets)


def test_the_face_and_the_record_sheet_are_one_with_the_expiry() -> None:
    symbols = []
    for picture, spec in enumerate((codes.SPEC.replace("260103", "999999"), codes.SPEC)):
        symbols += codes.seen(spec.encode(), (30, 60), picture=picture)
        symbols += codes.seen(codes.PLATE.encode("cp932"), (20,), first=3, picture=picture)
    symbols = merged(symbols)

    assert texts(symbols) == [(codes.PLATE, codes.SPEC)]


def test_an_encoder_that_counts_parity_over_cp932_but_writes_utf8_is_understood() -> None:
    whole = codes.PLATE.encode("utf-8")
    cuts = (len("2/札幌　".encode()),)
    parts = [
        Symbol(piece, (codes.place(index),), Part(index, 2, codes.parity(codes.PLATE.encode("cp932"))))
        for index, piece in enumerate(codes.split(whole, cuts))
    ]

    assert len(join(parts).messages) == 1
