"""Draws a specimen certificate as a picture: a ruled sheet with text and its codes in a row at the bottom right.

The one thing to know: the size of a module in pixels is chosen, since reading depends on it more than on anything."""

from io import BytesIO

import segno
from PIL import Image, ImageDraw, ImageFont

from japacar.certificates.specimens.values import Specimen

#: A quiet zone as on paper forms, where symbols stand closer than the norm's four modules on either side.
QUIET = 4
_INK = 25
_PAPER = 246
# Sheet and module in millimetres. A card is printed finer than a paper.
_A4, _CARD = (297, 210), (178, 105)
_MODULE_MM = {"card": 0.3, "kei card": 0.3}


def symbols(specimen: Specimen) -> list[segno.QRCode]:
    """The QR symbols of the sheet in the order of print; CP932 without ECI, level M, as the forms have them."""
    found: list[segno.QRCode] = []
    for message, parts in specimen.messages:
        if parts > 1:
            found += segno.make_sequence(
                message, symbol_count=parts, error="m", encoding=_encoding(message), boost_error=False
            )
        else:
            found.append(segno.make_qr(message, error="m", encoding=_encoding(message), boost_error=False))
    return found


def drawn(specimen: Specimen, module: float) -> Image.Image:
    """The sheet in grey, flat and sharp, `module` pixels for one module of its codes."""
    scale = module / _MODULE_MM.get(specimen.form, 0.33)
    millimetres = _CARD if specimen.form.endswith("card") else _A4
    width, height = (round(side * scale) for side in millimetres)
    # Drawn twice as large and reduced, as ink on paper has no pixels of its own.
    whole = max(1, round(module))
    exact = module == whole
    sheet = Image.new("L", (width, height), _PAPER)
    _lines(sheet, specimen, scale)
    row = _row(specimen, whole if exact else whole * 4)
    if not exact:
        factor = module / (whole * 4)
        row = row.resize((round(row.width * factor), round(row.height * factor)), Image.Resampling.BOX)
    margin = round(5 * scale)
    sheet.paste(row, (max(0, width - row.width - margin), height - row.height - margin))
    return sheet


def _row(specimen: Specimen, module: int) -> Image.Image:
    pictures = []
    for symbol in symbols(specimen):
        buffer = BytesIO()
        symbol.save(buffer, kind="png", scale=module, border=QUIET)
        buffer.seek(0)
        pictures.append(Image.open(buffer).convert("L").point(lambda value: _PAPER if value > 128 else _INK))
    height = max(picture.height for picture in pictures)
    row = Image.new("L", (sum(picture.width for picture in pictures), height), _PAPER)
    left = 0
    for picture in pictures:
        row.paste(picture, (left, (height - picture.height) // 2))
        left += picture.width
    return row


def _lines(sheet: Image.Image, specimen: Specimen, scale: float) -> None:
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(max(6, round(3.2 * scale)))
    title = ImageFont.load_default(max(8, round(6 * scale)))
    left, top, step = round(6 * scale), round(5 * scale), round(7 * scale)
    pen.text((left, top), f"SPECIMEN  {specimen.form}  -  not a certificate", fill=_INK, font=title)
    rows = max(3, round(sheet.height / step) - 5)
    for number in range(rows):
        y = top + step * (number + 2)
        pen.line((left, y, sheet.width - left, y), fill=90, width=max(1, round(0.2 * scale)))
        for column in range(3):
            label, value = specimen.printed[(number + column) % len(specimen.printed)]
            x = left + column * (sheet.width - 2 * left) // 3
            pen.line((x, y, x, y + step), fill=90, width=max(1, round(0.2 * scale)))
            pen.text((x + scale, y + scale), f"{label}  {value}", fill=_INK, font=font)


def _encoding(message: str) -> str | None:
    return None if message.isascii() else "cp932"
