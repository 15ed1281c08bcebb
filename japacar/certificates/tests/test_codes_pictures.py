"""Whatever a camera, a scanner or a program makes of a sheet: turned, mirrored, in any mode of pixels and any format; all at once."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import numpy
import pillow_heif
import pytest
from PIL import Image, ImageOps

from japacar.certificates.codes.reading import read_pictures, symbol_of, told_by
from japacar.certificates.codes.worker import answer
from japacar.certificates.tests import codes

SPEC, PLATE = codes.SPEC.encode(), codes.PLATE.encode("cp932")
ROW = [*codes.row_of(SPEC, (30, 60)), *codes.row_of(PLATE, (20,))]
PAGE = codes.sheet(ROW)
# The turn that undoes what each EXIF orientation says.
TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}  # fmt: skip


def saved(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def oriented(number: int, form: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x0112] = number
    pillow_heif.register_heif_opener()
    return saved(PAGE.transpose(TURNED[number]).convert("RGB"), form, quality=80, exif=exif.tobytes())


def transparent() -> Image.Image:
    image = PAGE.convert("RGBA")
    image.putalpha(PAGE.point(lambda shade: 0 if shade > 200 else 255))
    return image


def sixteen_bits() -> Image.Image:
    return Image.fromarray(numpy.asarray(PAGE).astype("uint16") * 257)


PICTURES: dict[str, Callable[[], bytes]] = {
    **{f"turned by {angle}": lambda angle=angle: saved(PAGE.rotate(angle, expand=True)) for angle in (90, 180, 270)},
    **{
        f"slanted by {angle}": lambda angle=angle: saved(
            PAGE.rotate(angle, expand=True, fillcolor=200, resample=Image.Resampling.BICUBIC), "JPEG", quality=80
        )
        for angle in (33, 45, 123)
    },
    "mirrored": lambda: saved(ImageOps.mirror(PAGE)),
    "upside down and mirrored": lambda: saved(ImageOps.flip(PAGE)),
    **{f"EXIF orientation {number}": lambda number=number: oriented(number) for number in TURNED},
    "HEIC with a turn": lambda: oriented(6, "HEIF"),
    "fax, one bit": lambda: saved(PAGE.convert("1")),
    "palette": lambda: saved(PAGE.convert("P")),
    "grey with alpha": lambda: saved(PAGE.convert("LA")),
    "transparent paper": lambda: saved(transparent()),
    "16 bits": lambda: saved(sixteen_bits()),
    "CMYK": lambda: saved(PAGE.convert("CMYK"), "JPEG", quality=85),
    "progressive": lambda: saved(PAGE, "JPEG", quality=70, progressive=True),
    "AVIF": lambda: saved(PAGE.convert("RGB"), "AVIF", quality=60),
    "moving WebP": lambda: saved(
        PAGE.convert("RGB"), "WEBP", save_all=True, append_images=[Image.new("RGB", PAGE.size)], duration=99
    ),
    "plate code before the other": lambda: saved(codes.sheet([*ROW[3:], *ROW[:3]])),
    "symbols in another order": lambda: saved(codes.sheet([ROW[2], ROW[0], ROW[1], ROW[4], ROW[3]])),
    "split within a letter": lambda: saved(codes.sheet([*ROW[:3], *codes.row_of(PLATE, (3,))])),
    "one symbol each": lambda: saved(codes.sheet([*codes.row_of(SPEC), *codes.row_of(PLATE)])),
    "the back of a card, then the sheet": lambda: saved(
        codes.sheet([*codes.row_of(SPEC.replace(b"260103", b"999999"), (30, 60)), *ROW[3:]]),
        "PDF",
        save_all=True,
        append_images=[PAGE],
        resolution=200,
    ),
}


def test_every_picture_of_a_sheet_gives_the_same_facts() -> None:
    expected = None
    for name, make in PICTURES.items():
        # In this process, as the measurement does it: a process for each of so many would take most of the time.
        reply, _blobs = answer({"deep": False}, make())
        seen = [symbol_of(said, 0) for said in reply["symbols"]]
        [document] = told_by([seen], today=date(2026, 11, 24)).documents
        facts = document.fields.to_json()
        assert (facts["chassis_no"], facts["shaken_expiry"]) == ("RC63-IT233010", "2026-01-03"), name
        expected = expected or facts
        assert facts == expected, name


@pytest.mark.parametrize("form", ["TIFF", "GIF", "BMP"])
def test_pictures_of_other_formats_are_refused_by_name(form: str) -> None:
    more = {"save_all": True, "append_images": [PAGE]} if form == "TIFF" else {}

    assert read_pictures([saved(PAGE, form, **more)]).refused == {0: "not_a_picture"}


def test_the_cut_out_of_a_code_holds_this_code_and_nothing_beside_it() -> None:
    names = [codes.drawn_symbol(text.encode("cp932")) for text in ("K/51/見本カナリア", "K/61/見本県カナリア町")]
    kei = [codes.drawn_symbol(text.encode("cp932")) for text in (codes.KEI_SPEC, codes.KEI_PLATE)]
    page = codes.sheet([names[0], *kei, names[1]]).rotate(20, expand=True, fillcolor=200)

    [document] = read_pictures([saved(page)]).documents

    assert set(document.cuts) == {"plate", "spec"}
    for name, cut in document.cuts.items():
        alone = read_pictures([saved(ImageOps.expand(Image.open(BytesIO(cut.data)).convert("L"), 40, 255))])
        [read] = alone.documents
        assert (read.fields.chassis_no is not None) is (name == "plate")
        assert alone.refused == {}
