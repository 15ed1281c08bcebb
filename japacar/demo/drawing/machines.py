"""Pictures of the demo's machines from the side: an excavator, a forklift, a farm tractor; and their hour meters.

The one thing to know: machines are few, so they are plain side views; cars are put together in space (coachwork.py)."""

from collections.abc import Callable, Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont, ImageOps

SIZE = (1600, 1200)
# Drawn so many times larger and reduced, which makes soft edges.
_FINE = 2
_SKY, _GROUND, _FAR = (196, 208, 216), (150, 146, 138), (172, 180, 178)
_STEEL, _DARK, _RUBBER, _GLASS = (120, 122, 124), (52, 54, 57), (38, 39, 41), (88, 106, 116)
_ORANGE, _YELLOW, _RED = (214, 112, 36), (232, 178, 38), (196, 62, 40)

Point = tuple[float, float]
Colour = tuple[int, int, int]


class _Pen:
    """Shapes in the coordinates of the finished picture."""

    def __init__(self, picture: Image.Image) -> None:
        self._pen = ImageDraw.Draw(picture)

    def shape(self, points: Sequence[Point], fill: Colour, outline: Colour = _DARK) -> None:
        self._pen.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=fill, outline=outline, width=3 * _FINE)

    def box(self, left: float, top: float, right: float, bottom: float, fill: Colour, radius: float = 12) -> None:
        edges = (left * _FINE, top * _FINE, right * _FINE, bottom * _FINE)
        self._pen.rounded_rectangle(edges, radius * _FINE, fill=fill, outline=_DARK, width=3 * _FINE)

    def disc(self, x: float, y: float, radius: float, fill: Colour) -> None:
        edges = ((x - radius) * _FINE, (y - radius) * _FINE, (x + radius) * _FINE, (y + radius) * _FINE)
        self._pen.ellipse(edges, fill=fill, outline=_DARK, width=3 * _FINE)

    def bar(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        line = [(x * _FINE, y * _FINE) for x, y in points]
        self._pen.line(line, fill=_DARK, width=round((width + 6) * _FINE), joint="curve")
        self._pen.line(line, fill=fill, width=round(width * _FINE), joint="curve")

    def wheel(self, x: float, y: float, radius: float, rim: Colour) -> None:
        self.disc(x, y, radius, _RUBBER)
        self.disc(x, y, radius * 0.55, rim)
        self.disc(x, y, radius * 0.16, _DARK)


def _excavator(pen: _Pen) -> None:
    pen.box(470, 890, 1130, 1040, _RUBBER, 74)
    for x in (545, 650, 755, 860, 965, 1055):
        pen.disc(x, 965, 44, _STEEL)
    pen.box(700, 840, 960, 892, _DARK)
    pen.shape([(560, 690), (1210, 640), (1250, 700), (1250, 850), (560, 850)], _ORANGE)
    pen.shape([(600, 690), (600, 450), (700, 410), (860, 410), (860, 690)], _ORANGE)
    pen.shape([(622, 670), (622, 465), (705, 432), (838, 432), (838, 670)], _GLASS)
    pen.bar([(730, 432), (730, 670)], 6, _ORANGE)
    pen.bar([(690, 760), (560, 430), (360, 250)], 46, _ORANGE)
    pen.bar([(640, 700), (480, 400)], 18, _STEEL)
    pen.bar([(360, 250), (270, 640)], 38, _ORANGE)
    pen.bar([(470, 330), (330, 330)], 16, _STEEL)
    pen.shape([(270, 640), (190, 700), (215, 850), (330, 860), (345, 720)], _STEEL)


def _forklift(pen: _Pen) -> None:
    for x in (360, 410):
        pen.bar([(x, 190), (x, 960)], 20, _DARK)
    pen.bar([(410, 860), (390, 860)], 90, _STEEL)
    pen.bar([(120, 985), (380, 985), (380, 790)], 20, _STEEL)
    pen.shape([(430, 960), (430, 760), (700, 700), (1150, 700), (1210, 780), (1210, 960)], _ORANGE)
    pen.box(1010, 690, 1235, 900, _DARK, 40)
    pen.bar([(500, 740), (560, 330), (1010, 330), (1090, 700)], 20, _DARK)
    pen.box(520, 300, 1060, 336, _DARK)
    pen.box(800, 600, 960, 700, _RUBBER, 24)
    pen.bar([(920, 610), (950, 480)], 40, _RUBBER)
    pen.bar([(700, 690), (640, 560)], 12, _DARK)
    pen.bar([(595, 575), (680, 535)], 14, _RUBBER)
    pen.wheel(510, 965, 96, _YELLOW)
    pen.wheel(1080, 985, 76, _YELLOW)


def _tractor(pen: _Pen) -> None:
    pen.shape([(330, 800), (330, 620), (380, 580), (800, 560), (800, 830), (420, 830)], _RED)
    pen.box(348, 640, 430, 760, _DARK, 8)
    pen.bar([(620, 580), (620, 400)], 16, _DARK)
    pen.box(760, 700, 1130, 850, _DARK)
    pen.bar([(1010, 690), (1000, 240)], 16, _DARK)
    pen.bar([(940, 240), (1060, 240)], 16, _DARK)
    pen.box(880, 600, 1040, 690, _RUBBER, 24)
    pen.bar([(1010, 610), (1030, 500)], 34, _RUBBER)
    pen.bar([(800, 620), (860, 520)], 12, _DARK)
    pen.bar([(815, 540), (905, 500)], 14, _RUBBER)
    pen.shape([(850, 700), (960, 610), (1120, 610), (1220, 720), (1200, 760), (870, 760)], _RED)
    pen.bar([(1170, 840), (1330, 860), (1330, 960)], 18, _STEEL)
    pen.box(1270, 930, 1480, 1030, _RED, 20)
    pen.wheel(450, 950, 108, _YELLOW)
    pen.wheel(1040, 860, 200, _YELLOW)


_SHAPES: dict[str, Callable[[_Pen], None]] = {"excavator": _excavator, "forklift": _forklift, "tractor": _tractor}


def side(kind: str, *, from_the_right: bool = False) -> bytes:
    """The machine from its left side, as JPEG; or the same turned round."""
    large = Image.new("RGB", (SIZE[0] * _FINE, SIZE[1] * _FINE), _SKY)
    pen = _Pen(large)
    pen.shape([(0, 620), (500, 560), (1100, 600), (1600, 540), (1600, 900), (0, 900)], _FAR, _FAR)
    pen.shape([(0, 880), (1600, 880), (1600, 1200), (0, 1200)], _GROUND, _GROUND)
    _SHAPES[kind](pen)
    picture = large.resize(SIZE, Image.Resampling.LANCZOS)
    return _jpeg(ImageOps.mirror(picture) if from_the_right else picture)


def hour_meter(hours: int) -> bytes:
    """What the meter shows, in hours and tenths."""
    picture = Image.new("RGB", SIZE, (58, 60, 63))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((300, 330, 1300, 870), 60, fill=(24, 25, 27), outline=(120, 122, 124), width=10)
    pen.text((800, 430), "HOURS", fill=(200, 200, 200), font=ImageFont.load_default(70), anchor="mm")
    text = f"{hours:05d}.0"
    for number, sign in enumerate(text):
        left = 400 + number * 116
        pen.rectangle((left, 530, left + 104, 720), fill=(236, 236, 230) if number < 6 else (190, 60, 50))
        pen.text((left + 52, 625), sign, fill=(20, 20, 20), font=ImageFont.load_default(150), anchor="mm")
    return _jpeg(picture)


def _jpeg(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()
