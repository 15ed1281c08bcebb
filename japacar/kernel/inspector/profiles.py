"""Colours of a picture that names its space without bringing a profile: Display P3 in HEIC and AVIF of phones, Adobe RGB in the
JPEG of cameras. The one thing to know: the two profiles are written here, byte by byte, since the process can open no file.
"""

import struct
from functools import cache

from PIL import Image

# How much of red, green and blue is in X, Y and Z, under the light that profiles are reckoned in (D50).
_P3 = ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407))
_ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
_D50 = (0.9642, 1.0, 0.8249)
# The curve of sRGB, which Display P3 shares, and a gamma of 2.2 as Adobe writes it.
_SRGB_CURVE = b"para" + struct.pack(
    ">IHH5i", 0, 3, 0, *(round(v * 65536) for v in (2.4, 0.947867, 0.052133, 0.077399, 0.04045))
)
_ADOBE_CURVE = b"curv" + struct.pack(">IIH", 0, 1, 0x0233)
_INTEROPERABILITY, _INDEX = 0xA005, 1
_MARK = b"colrnclx"
# ITU-T H.273: the primaries of Display P3; the curves of sRGB and of television. What is made for bright screens (PQ, HLG) is left.
_P3_PRIMARIES, _PLAIN_CURVES = 12, frozenset({1, 2, 6, 13})


def named(image: Image.Image, data: bytes) -> bytes | None:
    """The profile of the space that the picture names, or None where it names none, or sRGB."""
    at = data.find(_MARK) if image.format in ("HEIF", "AVIF") else -1
    if at >= 0:
        primaries, curve = struct.unpack_from(">HH", data.ljust(at + 12, b"\0"), at + len(_MARK))
        return display_p3() if primaries == _P3_PRIMARIES and curve in _PLAIN_CURVES else None
    if image.format in ("JPEG", "MPO") and _index(image).startswith("R03"):
        return adobe_rgb()
    return None


@cache
def display_p3() -> bytes:
    return _profile(_P3, _SRGB_CURVE)


@cache
def adobe_rgb() -> bytes:
    return _profile(_ADOBE, _ADOBE_CURVE)


def _index(image: Image.Image) -> str:
    """What cameras write of the rules that a picture keeps to: R98 is sRGB, R03 Adobe RGB."""
    try:
        return str(image.getexif().get_ifd(_INTEROPERABILITY).get(_INDEX, ""))
    except MemoryError:
        raise
    except Exception:
        return ""  # An unreadable EXIF block names nothing.


def _profile(colours: tuple[tuple[float, ...], ...], curve: bytes) -> bytes:
    """A profile of three colours and one curve (ICC.1, version 2 and its successors)."""
    text = b"text\0\0\0\0-\0"
    tags = {b"desc": b"desc" + struct.pack(">II", 0, 2) + b"-\0" + bytes(78), b"cprt": text, b"wtpt": _xyz(_D50)}
    tags |= {name: _xyz(colour) for name, colour in zip((b"rXYZ", b"gXYZ", b"bXYZ"), colours, strict=True)}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, body, start = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", start + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    head = struct.pack(">I4xI4s4s4s12x4s28x", start + len(body), 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    return head + _xyz(_D50)[8:] + bytes(48) + table + body


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))
