"""Specimens of papers without codes of their own, for a model to read: a picture, and a PDF with text.

The one thing to know: they are ours and say SPECIMEN. A stand-in cannot read print, so each carries its values once more for it: in a
DataMatrix, which no certificate has, or in a line of the PDF."""

import json
from collections.abc import Mapping
from io import BytesIO

import zxingcpp
from PIL import Image, ImageDraw, ImageFont

#: Invented, and whole: weights add up, the frame number begins like the model.
OLD_CAR = {
    "registration_no": "川越 330 さ 12-34",
    "chassis_no": "NZE141-3012345",
    "first_registration": "平成20年6月",
    "registered_on": "平成20年6月12日",
    "make": "トヨタ",
    "model_code": "DBA-NZE141",
    "engine_model": "1NZ",
    "vehicle_class": "小型",
    "use": "乗用",
    "purpose": "自家用",
    "body_shape": "箱型",
    "seats": "5",
    "weight_kg": "1130",
    "gvw_kg": "1405",
    "length_mm": "441",
    "width_mm": "169",
    "height_mm": "146",
    "axle_ff": "690",
    "axle_rr": "440",
    "displacement_cc": "1.49 L",
    "fuel": "ガソリン",
}
_PAGE = (1240, 877)


def picture(said: Mapping[str, str], *, document: str = "inspection") -> Image.Image:
    """A sheet in colour with each value on its line, and the code for the stand-in at the bottom right."""
    sheet = Image.new("RGB", _PAGE, (250, 249, 244))
    pen = ImageDraw.Draw(sheet)
    pen.text((40, 24), "SPECIMEN - not a certificate", fill=(30, 30, 30), font=ImageFont.load_default(26))
    font = ImageFont.load_default(20)
    for number, (key, value) in enumerate(said.items()):
        top = 80 + 30 * number
        pen.line((40, top - 6, 800, top - 6), fill=(120, 120, 120))
        # The built-in font has no Japanese letters: those lines are for the stand-in alone.
        pen.text((50, top), f"{key}   {value if value.isascii() else '---'}", fill=(20, 20, 20), font=font)
    code = zxingcpp.create_barcode(_line(said, document, _boxes(said)), zxingcpp.BarcodeFormat.DataMatrix)
    mark = Image.fromarray(code.to_image(scale=3)).convert("RGB")
    sheet.paste(mark, (_PAGE[0] - mark.width - 30, _PAGE[1] - mark.height - 30))
    return sheet


def jpeg(said: Mapping[str, str], *, document: str = "inspection") -> bytes:
    buffer = BytesIO()
    picture(said, document=document).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def pdf(
    said: Mapping[str, str],
    *,
    document: str = "inspection",
    more: bytes = b"",
    objects: Mapping[str, bytes] | None = None,
) -> bytes:
    """One page of plain text. `more` is drawn after it; `objects` adds to the page, the catalogue or the trailer (tests)."""
    lines = ["SPECIMEN - not a certificate", *(f"{key}  {value}" for key, value in said.items() if value.isascii())]
    lines += _line(said, document, {}).replace('","', '",\n"').splitlines()
    content = (
        b"BT /F1 7 Tf 40 800 Td 9 TL\n" + b"".join(b"(%s) Tj T*\n" % _escaped(line) for line in lines) + b"ET\n" + more
    )
    added = {"page": b"", "catalogue": b"", "trailer": b"", "extra": b"", **(objects or {})}
    numbered = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % added["catalogue"],
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> %s >>"
        % added["page"],
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *([added["extra"]] if added["extra"] else []),
    ]
    return _written(numbered, added["trailer"])


def scan(said: Mapping[str, str], words: str, *, lies_under: bool = False) -> bytes:
    """A page as scanners write it: the picture, and what was recognised on it as text without ink, over or under it."""
    sheet, buffer = picture(said), BytesIO()
    sheet.save(buffer, "JPEG", quality=88)
    drawn = b"q 595 0 0 421 0 0 cm /Im1 Do Q\n"
    text = b"BT %d Tr /F1 9 Tf 60 320 Td 11 TL\n" % (0 if lies_under else 3)
    text += b"".join(b"(%s) Tj T*\n" % _escaped(line) for line in words.splitlines()) + b"ET\n"
    content = text + drawn if lies_under else drawn + text
    numbered = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 421] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /Im1 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 "
        b"/Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream" % (*sheet.size, buffer.tell(), buffer.getvalue()),
    ]
    return _written(numbered, b"")


def _written(objects: list[bytes], trailer: bytes) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(out))
    return out + head + table + end


def _escaped(line: str) -> bytes:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("ascii")


def _line(said: Mapping[str, str], document: str, boxes: Mapping[str, list[int]]) -> str:
    found = {"document": document, **said, **({"boxes": dict(boxes)} if boxes else {})}
    return "SPECIMEN " + json.dumps(found, separators=(",", ":"))


def _boxes(said: Mapping[str, str]) -> dict[str, list[int]]:
    """Where each line of the picture stands, in thousandths."""
    width, height = _PAGE
    return {
        key: [
            40_000 // width,
            (76 + 30 * number) * 1000 // height,
            430_000 // width,
            (106 + 30 * number) * 1000 // height,
        ]
        for number, key in enumerate(said)
    }
