"""Decoding, rebuilding and scaling of images. Runs only inside the limited process of `worker`.

An image that leaves here was made anew from its pixels, so nothing that rode along in the file can survive: Pillow
keeps a JPEG's comment on a plain re-save, which is why `_bare` copies the pixels into a fresh image.
"""

import codecs
import math
import re
import warnings
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import (
    AvifImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from japacar.kernel.inspector import profiles, signatures

# Named so that they are loaded before the process loses the right to open files.
LOADED = (AvifImagePlugin, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
READERS = {
    signatures.JPEG: "JPEG",
    signatures.PNG: "PNG",
    signatures.WEBP: "WEBP",
    signatures.HEIC: "HEIF",
    signatures.AVIF: "AVIF",
}
WRITERS = {
    "webp": ("WEBP", {"quality": 62, "method": 4}),
    # Speed 9 takes an eighth of the time of 7 for the same bytes and half a decibel less (docs/performance.md).
    "avif": ("AVIF", {"quality": 45, "speed": 9, "max_threads": 1}),
    "page": ("WEBP", {"quality": 80, "method": 4}),
    # A page that is drawn while somebody waits: a third larger than it need be, in a quarter of the time.
    "sheet": ("WEBP", {"quality": 60, "method": 0}),
}
MASTER_SIDE = 2400
MASTER_QUALITY = 86
CUT_WIDTH = 900
ORIENTATION = 0x0112
_EXIF_BLOCK, _GPS_BLOCK = 0x8769, 0x8825
# Profiles, previews, what the maker of a camera keeps to himself, and XMP, which has a reader of its own.
_NO_TEXT = frozenset({"icc_profile", "exif", "xmp", "XML:com.adobe.xmp", "mpoffset", 0x927C, 0x8773, 0x02BC, 0xC4A5})
# Letters of words in some encoding; what is read in the wrong one is rarely Japanese or ASCII for so long.
_WORDS = re.compile(r"[ -~]{6,}|[぀-ヿ一-鿿ー]{4,}")
#: Left, top, right and bottom of a part, in thousandths of the upright picture.
Thousandths = tuple[int, int, int, int]
# EXIF orientation to the turn that sets the picture upright. Done by hand, after scaling, because turning few pixels
# is cheaper.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
#: Left, top, width and height of a part, in shares of the upright picture.
Box = tuple[float, float, float, float]
# What is left of a covered part, however large: too few to tell a digit.
COVER_COLOURS = (3, 2)
_SRGB = ImageCms.createProfile("sRGB")


class Unfit(Exception):
    """The file is refused; `code` says why in one word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def prepare() -> None:
    """Register the HEIC reader, keep codecs on few threads, and use each once so that nothing is loaded later."""
    Image.MAX_IMAGE_PIXELS = None  # `_opened` refuses sooner and more strictly.
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    warnings.simplefilter("ignore")
    Image.preinit()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
        codecs.lookup(encoding)
    for name, options in WRITERS.values():
        out = BytesIO()
        Image.new("RGB", (16, 16)).save(out, name, **options)
        Image.open(BytesIO(out.getvalue()), formats=[name]).load()
    ImageCms.profileToProfile(Image.new("RGB", (1, 1)), _SRGB, _SRGB)


def master(data: bytes, kind: str, covers: Sequence[Box] = ()) -> tuple[bytes, int, int]:
    """A photo made anew: upright, sRGB, at most 2,400 px long, as JPEG without metadata; with width and height.

    What lies under `covers` is not in it any longer."""
    picture = _upright(data, kind, MASTER_SIDE)
    for box in covers:
        _cover(picture, box)
    out = BytesIO()
    _bare(picture).save(out, "JPEG", quality=MASTER_QUALITY, subsampling="4:2:0")
    return out.getvalue(), picture.width, picture.height


def _cover(picture: Image.Image, box: Box) -> None:
    """Put a few soft colours in the place of a part: it looks blurred, but a blur could be undone and this cannot."""
    left, top, width, height = box
    edges = (
        max(0, math.floor(left * picture.width)),
        max(0, math.floor(top * picture.height)),
        min(picture.width, math.ceil((left + width) * picture.width)),
        min(picture.height, math.ceil((top + height) * picture.height)),
    )
    if edges[0] >= edges[2] or edges[1] >= edges[3]:
        return
    part = picture.crop(edges)
    picture.paste(part.resize(COVER_COLOURS, Image.Resampling.BOX).resize(part.size, Image.Resampling.BICUBIC), edges)


def measured(data: bytes, kind: str) -> tuple[int, int]:
    """Width and height as shown of an image whose original is kept; decodes it, so that a broken one is refused."""
    with _opened(data, kind) as image:
        width, height = image.size
        turned = _orientation(image) >= 5
        _shrunk(image, MASTER_SIDE)
    return (height, width) if turned else (width, height)


def renditions(data: bytes, kind: str, wanted: list[tuple[int, str]]) -> list[tuple[int, int, int, str, bytes]]:
    """Scaled copies as (asked width, width, height, format, bytes); one decode serves all. Never enlarges."""
    picture = _upright(data, kind, MASTER_SIDE)
    scaled: dict[int, Image.Image] = {}
    for width in sorted({width for width, _ in wanted}, reverse=True):
        # Drawn from an earlier size only where that is at least twice as wide: a chain of small steps would blur.
        source = next((scaled[size] for size in sorted(scaled) if size >= 2 * width), picture)
        scaled[width] = _to_width(source, width)
    return [(width, *scaled[width].size, form, encoded(scaled[width], form)) for width, form in sorted(wanted)]


def grey(data: bytes, kind: str, most_pixels: int = signatures.MAX_PIXELS) -> Image.Image:
    """An image in shades of grey, not turned upright, since codes are read in every direction.

    All its pixels, unless there are more than `most_pixels`: then every second one of a row and a column, or fewer. A JPEG is not
    even decoded larger."""
    with _opened(data, kind) as image:
        step = math.ceil(math.sqrt(image.width * image.height / most_pixels))
        target = (math.ceil(image.width / step), math.ceil(image.height / step))
        try:
            image.draft("L", target)
            image.load()
            plain = _plain_mode(image)
            if plain.width > target[0]:
                plain = plain.reduce(math.ceil(plain.width / target[0]))
        except (MemoryError, Unfit):
            raise
        except Exception as error:
            raise Unfit("broken") from error
        return plain.copy() if plain.mode == "L" else _flattened(plain).convert("L")


def cut_outs(data: bytes, kind: str, boxes: Sequence[Thousandths]) -> list[tuple[int, int, bytes]]:
    """Parts of an image as seen upright, as WebP with width and height; one decode for all."""
    picture = _upright(data, kind, MASTER_SIDE)
    return [cut(picture, box) for box in boxes]


def cut(picture: Image.Image, box: Thousandths) -> tuple[int, int, bytes]:
    left, top, right, bottom = box
    part = picture.crop(
        (
            left * picture.width // 1000,
            top * picture.height // 1000,
            max(left * picture.width // 1000 + 1, right * picture.width // 1000),
            max(top * picture.height // 1000 + 1, bottom * picture.height // 1000),
        )
    )
    part = _to_width(part, CUT_WIDTH)
    return part.width, part.height, encoded(part, "page")


def texts_beside(data: bytes, kind: str) -> list[str]:
    """Every text that rides along in an image file: comments, EXIF, IPTC, PNG texts. XMP is looked for in the bytes."""
    with _opened(data, kind) as image:
        try:
            image.load()
            said: list[Any] = [value for key, value in image.info.items() if key not in _NO_TEXT]
            exif = image.getexif()
            for block in (exif, exif.get_ifd(_EXIF_BLOCK), exif.get_ifd(_GPS_BLOCK)):
                said += [value for key, value in block.items() if key not in _NO_TEXT]
        except MemoryError:
            raise
        except Exception as error:
            raise Unfit("broken") from error
    said += [value for each in said if isinstance(each, dict) for value in each.values()]
    return [text for value in said for text in _as_texts(value)]


def _as_texts(value: Any) -> list[str]:
    if isinstance(value, str):
        # EXIF names no encoding, and what is read as Latin may have been written as UTF-8.
        return [value, value.encode("latin-1", "ignore").decode("utf-8", "ignore")]
    if not isinstance(value, bytes):
        return []
    found = []
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        # The first eight bytes of an EXIF comment name its letters.
        plain = value[8:] if value[:5] in (b"ASCII", b"UNICO", b"JIS\0\0") else value
        found += _WORDS.findall(plain.decode(encoding, "ignore"))
    return found


def encoded(image: Image.Image, form: str) -> bytes:
    """The image as `webp`, `avif`, or `page` and `sheet` (WebP fine enough to read small print)."""
    name, options = WRITERS[form]
    out = BytesIO()
    _bare(image).save(out, name, **options)
    return out.getvalue()


def _to_width(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _upright(data: bytes, kind: str, side: int) -> Image.Image:
    with _opened(data, kind) as image:
        orientation = _orientation(image)
        profile = image.info.get("icc_profile") or profiles.named(image, data)
        small = _shrunk(image, side)
    flat = _as_srgb(_flattened(small), profile)
    return flat.transpose(TURNS[orientation]) if orientation in TURNS else flat


def _opened(data: bytes, kind: str) -> Image.Image:
    """The image with its header read and its size judged; no pixel has been decoded yet."""
    try:
        image = Image.open(BytesIO(data), formats=[READERS[kind]])
    except MemoryError:
        raise
    except Exception as error:
        raise Unfit("broken") from error
    if image.width * image.height > signatures.MAX_PIXELS or max(image.size) > signatures.MAX_SIDE:
        raise Unfit("too_many_pixels")
    if min(image.size) < 1:
        raise Unfit("broken")
    return image


def _orientation(image: Image.Image) -> int:
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except MemoryError:
        raise
    except Exception:
        return 1  # An unreadable EXIF block is no reason to refuse a picture; it is thrown away anyhow.
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    """Pixels in L, RGB or RGBA, at most `side` long; a JPEG is decoded at a half or less where that is enough."""
    ratio = min(1.0, side / max(image.size))
    target = (max(1, round(image.width * ratio)), max(1, round(image.height * ratio)))
    try:
        image.draft("RGB", target)
        image.load()
        pixels = _plain_mode(image)
    except (MemoryError, Unfit):
        raise
    except Exception as error:
        raise Unfit("broken") from error
    if pixels.size == target:
        return pixels
    return pixels.resize(target, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _plain_mode(image: Image.Image) -> Image.Image:
    if image.mode in ("1", "L", "RGB") and "transparency" in image.info:
        return _without_colour(image)
    if image.mode in ("L", "RGB", "RGBA"):
        return image
    if image.mode.startswith("I;16"):
        # Of two bytes the higher one; going over 32 bits takes seconds and four times the memory for a large picture.
        higher = 0 if image.mode == "I;16B" else 1
        return Image.frombytes("L", image.size, image.tobytes()[higher::2])
    if image.mode == "I":
        return image.point(lambda value: value / 256).convert("L")
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("LA", "PA", "La", "RGBa") or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("RGB")


def _without_colour(image: Image.Image) -> Image.Image:
    """RGBA, where a PNG names one colour that stands for nothing: most often the black around a logo or a cut-out car."""
    named = image.info["transparency"]
    levels = named if isinstance(named, tuple) else (named,)
    if max(levels) > 255:
        # Named in 16 bits, of which Pillow keeps the higher eight.
        levels = tuple(level >> 8 for level in levels)
    image.info["transparency"] = levels if image.mode == "RGB" else levels[0]
    return image.convert("RGBA")


def _flattened(image: Image.Image) -> Image.Image:
    """RGB on white: a transparent logo or screenshot would turn black otherwise."""
    if image.mode != "RGBA":
        return image.convert("RGB")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _as_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours moved to sRGB from the picture's own profile (phones write Display P3), which is then dropped."""
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        moved = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    except MemoryError:
        raise
    except Exception:
        return image  # A broken or foreign (CMYK, grey) profile: the plain conversion of the pixels stands.
    return moved if moved is not None else image


def _bare(image: Image.Image) -> Image.Image:
    """A new image holding the pixels and nothing else."""
    rgb = image.convert("RGB")
    return Image.frombytes("RGB", rgb.size, rgb.tobytes())
