"""Inside: the driver's place with its dashboard, and the seats or the load space behind it."""

from __future__ import annotations

from .canvas import HEIGHT, WIDTH, Canvas, Colour, mix, rgb
from .paints import BLACK, CHROME, DEEP, WHITE
from .strokes import arc, box, curved, ellipse, shaded, soft_box

TRIMS = {"black": "#35383d", "grey": "#6f747a", "beige": "#b5a58c"}
SKY, FAR, YARD = rgb("#d6e2ea"), rgb("#b4c0c6"), rgb("#a4aaa7")
SCREEN = rgb("#16242e")
GLOW = rgb("#7fb3d1")


def dashboard(kind: str, trim: str) -> Canvas:
    """The driver's place; `kind` is "car", "work" or "motorcycle"."""
    canvas = Canvas()
    colour = rgb(TRIMS[trim])
    if kind == "motorcycle":
        _handlebar(canvas)
    else:
        _windscreen(canvas, mix(colour, WHITE, 0.5))
        _panel(canvas, colour, plain=kind == "work")
        _console(canvas, colour, plain=kind == "work")
        _wheel(canvas, colour)
    return canvas


def _windscreen(canvas: Canvas, lining: Colour) -> None:
    canvas.poly(box(0, 0, WIDTH, HEIGHT), mix(lining, BLACK, 0.12))
    glass = curved([(120, 640), (250, 96), (1350, 96), (1480, 640)], 0.08)
    canvas.clip(glass)
    canvas.gradient(box(0, 0, WIDTH, 460), (0, 90), (0, 460), (SKY, rgb("#edf2f3")))
    for left, right, top in ((140, 330, 360), (330, 470, 320), (560, 760, 372), (980, 1120, 336), (1120, 1300, 380)):
        canvas.poly(box(left, top, right, 460), FAR)
    canvas.poly(box(0, 456, WIDTH, 700), YARD)
    canvas.poly([(760, 456), (790, 456), (560, 700), (470, 700)], WHITE, alpha=0.6)
    canvas.poly([(1010, 456), (1040, 456), (1330, 700), (1240, 700)], WHITE, alpha=0.6)
    canvas.poly([(430, 90), (640, 90), (330, 640), (120, 640)], WHITE, alpha=0.16)
    canvas.unclip()
    canvas.line([(120, 640), (250, 96), (1350, 96), (1480, 640)], mix(lining, BLACK, 0.3), 12)
    shaded(canvas, soft_box(720, 118, 930, 196, 26), rgb("#3d4248"))
    canvas.poly(soft_box(736, 130, 914, 184, 18), mix(SKY, BLACK, 0.18))
    canvas.line([(825, 96), (825, 120)], rgb("#3d4248"), 14)
    canvas.poly(curved([(0, 0), (330, 0), (250, 96), (120, 660), (0, 700)], 0.06), lining)
    canvas.poly(curved([(1600, 0), (1270, 0), (1350, 96), (1480, 660), (1600, 700)], 0.06), mix(lining, BLACK, 0.06))


def _panel(canvas: Canvas, colour: Colour, *, plain: bool) -> None:
    dark = mix(colour, BLACK, 0.35)
    shaded(
        canvas,
        curved(
            [(0, 640), (400, 596), (900, 610), (1010, 548), (1420, 548), (1600, 600), (1600, 1200), (0, 1200)], 0.12
        ),
        colour,
    )
    canvas.poly(curved([(0, 716), (880, 706), (900, 742), (0, 758)], 0.1), dark)
    canvas.line([(0, 872), (560, 862), (600, 980), (0, 1010)], dark, 5)
    shaded(canvas, curved([(1010, 640), (1060, 566), (1390, 566), (1440, 640), (1420, 736), (1030, 736)], 0.2), DEEP)
    for x in (1130, 1320):
        canvas.poly(ellipse(x, 656, 74), rgb("#0f1315"))
        canvas.line(arc(x, 656, 62, 140, 400), rgb("#cfd6da"), 4)
        canvas.line([(x, 656), (x - 40, 690)], rgb("#d06a4d"), 6)
    canvas.poly(soft_box(1196, 690, 1254, 722, 6), SCREEN)
    _vent(canvas, 60, 786)
    _vent(canvas, 1490, 760, wide=86)
    if plain:
        _radio(canvas, 720, 716)
    else:
        shaded(canvas, soft_box(618, 640, 938, 838, 16), rgb("#202327"))
        canvas.poly(soft_box(638, 656, 918, 806, 6), SCREEN)
        canvas.line([(660, 780), (720, 730), (790, 752), (890, 690)], GLOW, 7)
        canvas.poly(ellipse(790, 752, 10), rgb("#e8b04b"))
        for x in range(660, 910, 42):
            canvas.poly(soft_box(x, 814, x + 26, 828, 4), rgb("#4d5359"))
    _vent(canvas, 470, 770, wide=120)


def _vent(canvas: Canvas, x: float, y: float, *, wide: float = 130) -> None:
    canvas.poly(soft_box(x, y, x + wide, y + 74, 14), DEEP)
    for bar in range(3):
        canvas.line([(x + 10, y + 18 + bar * 19), (x + wide - 10, y + 18 + bar * 19)], rgb("#53585e"), 6)


def _radio(canvas: Canvas, x: float, y: float) -> None:
    shaded(canvas, soft_box(x - 130, y, x + 200, y + 100, 10), rgb("#25282c"))
    canvas.poly(soft_box(x - 50, y + 18, x + 120, y + 58, 4), rgb("#2f4a44"))
    canvas.text((x + 35, y + 38), "AM  954", 28, rgb("#a6d8c0"), font="mono", anchor="mm")
    for dx in (-92, 162):
        canvas.poly(ellipse(x + dx, y + 50, 28), rgb("#5a6066"))
        canvas.poly(ellipse(x + dx, y + 46, 22), rgb("#777d83"))


def _console(canvas: Canvas, colour: Colour, *, plain: bool) -> None:
    dark = mix(colour, BLACK, 0.42)
    shaded(canvas, curved([(600, 846), (960, 846), (1010, 1200), (540, 1200)], 0.06), dark, lift=0.06)
    for x in (672, 780, 888):
        canvas.poly(ellipse(x, 896, 38), DEEP)
        canvas.poly(ellipse(x, 892, 29), rgb("#565c62"))
        canvas.line([(x, 892), (x + 4, 870)], WHITE, 5)
    canvas.poly(curved([(690, 1000), (880, 1000), (900, 1170), (670, 1170)], 0.15), DEEP)
    canvas.line([(785, 1120), (785, 1010)], CHROME, 22)
    shaded(canvas, ellipse(785, 985, 44, 38), rgb("#2b2e32"))
    if plain:
        for x in (752, 785, 818):
            canvas.line([(x, 972), (x, 996)], WHITE, 3)
        canvas.line([(752, 984), (818, 984)], WHITE, 3)
    else:
        for row, letter in enumerate("PRND"):
            canvas.text(
                (915, 1030 + row * 36), letter, 28, WHITE if letter == "P" else rgb("#8b9198"), font="bold", anchor="mm"
            )
    for left, tint in ((60, 0.0), (1090, 0.06)):
        shaded(
            canvas,
            curved([(left, 1200), (left + 20, 1070), (left + 200, 1040), (left + 390, 1070), (left + 410, 1200)], 0.3),
            mix(colour, BLACK, 0.16 + tint),
        )
        canvas.line([(left + 110, 1200), (left + 125, 1060)], mix(colour, BLACK, 0.4), 4)
        canvas.line([(left + 310, 1200), (left + 290, 1060)], mix(colour, BLACK, 0.4), 4)


def _wheel(canvas: Canvas, colour: Colour) -> None:
    """The steering wheel, on the right as in Japan."""
    x, y = 1225, 850
    dark = rgb("#25272a")
    canvas.poly(curved([(1150, 800), (1300, 800), (1330, 1010), (1120, 1010)], 0.1), mix(colour, BLACK, 0.5))
    canvas.line(ellipse(x, y, 268, 252), BLACK, 58, alpha=0.25, close=True)
    canvas.line(ellipse(x, y - 6, 268, 252), dark, 52, close=True)
    canvas.line(arc(x, y - 8, 262, 200, 340), rgb("#454a50"), 12)
    for points in (
        [(x - 250, y + 6), (x - 90, y - 30), (x - 90, y + 60), (x - 246, y + 50)],
        [(x + 250, y + 6), (x + 90, y - 30), (x + 90, y + 60), (x + 246, y + 50)],
        [(x - 60, y + 60), (x + 60, y + 60), (x + 44, y + 246), (x - 44, y + 246)],
    ):
        canvas.poly(curved(points, 0.1), rgb("#3a3e43"))
    shaded(
        canvas,
        curved([(x - 124, y - 86), (x + 124, y - 86), (x + 106, y + 92), (x - 106, y + 92)], 0.3),
        rgb("#33373c"),
    )
    canvas.poly(ellipse(x, y, 20), CHROME)
    for side in (-1, 1):
        for row in range(2):
            canvas.poly(
                soft_box(x + side * 158 - 24, y - 12 + row * 34, x + side * 158 + 24, y + 12 + row * 34, 8),
                rgb("#686e75"),
            )


def _handlebar(canvas: Canvas) -> None:
    """What the rider sees: bars, two dials, the tank."""
    canvas.gradient(box(0, 0, WIDTH, 520), (0, 0), (0, 520), (SKY, rgb("#eef2f2")))
    for left, right, top in ((0, 250, 380), (250, 430, 330), (700, 930, 392), (1180, 1420, 352), (1420, 1600, 400)):
        canvas.poly(box(left, top, right, 500), FAR)
    canvas.gradient(box(0, 496, WIDTH, HEIGHT), (0, 496), (0, HEIGHT), (YARD, rgb("#8b918f")))
    canvas.line([(120, 600), (420, 560), (640, 470), (960, 470), (1180, 560), (1480, 600)], rgb("#6f767c"), 46)
    canvas.line([(120, 592), (420, 552), (640, 462), (960, 462), (1180, 552), (1480, 592)], rgb("#c6ccd0"), 18)
    for x0, x1 in ((40, 330), (1560, 1270)):
        canvas.line([(x0, 610), (x1, 572)], rgb("#1e2022"), 70)
        canvas.line([(x0, 520), (x1, 500)], rgb("#8d949a"), 16)
    for x in (300, 1300):
        canvas.line([(x, 540), (x + (60 if x < 800 else -60), 240)], rgb("#2c2f33"), 14)
        shaded(
            canvas,
            soft_box(x - 40 if x < 800 else x - 160, 130, x + 160 if x < 800 else x + 40, 250, 46),
            rgb("#2c2f33"),
        )
    for x in (650, 950):
        shaded(canvas, ellipse(x, 390, 150), rgb("#b6bcc1"))
        canvas.poly(ellipse(x, 390, 132), rgb("#15181a"))
        canvas.line(arc(x, 390, 108, 135, 405), WHITE, 5)
        for tick in range(11):
            a = arc(x, 390, 108, 135 + tick * 27, 136 + tick * 27)[0]
            b = arc(x, 390, 90, 135 + tick * 27, 136 + tick * 27)[0]
            canvas.line([a, b], WHITE, 5)
        canvas.line([(x, 390), arc(x, 390, 84, 150, 151)[0]], rgb("#d4553f"), 8)
        canvas.poly(ellipse(x, 390, 16), rgb("#43484d"))
    shaded(
        canvas,
        curved([(470, 1200), (520, 860), (640, 700), (960, 700), (1080, 860), (1130, 1200)], 0.3),
        rgb("#33383d"),
        lift=0.3,
    )
    shaded(canvas, ellipse(800, 900, 84, 62), rgb("#aab1b6"))
    canvas.line(ellipse(800, 894, 52, 36), rgb("#7a8187"), 6, close=True)
    canvas.poly([(560, 900), (640, 740), (680, 740), (610, 920)], WHITE, alpha=0.18)


def behind(kind: str, trim: str) -> Canvas:
    """Behind the driver: "seats", "rows" (bus), "cargo" (van), "bed", "box" or "saddle"."""
    canvas = Canvas()
    colour = rgb(TRIMS[trim])
    {"seats": _seats, "rows": _rows, "cargo": _cargo, "bed": _bed, "box": _box_inside, "saddle": _saddle}[kind](
        canvas, colour
    )
    return canvas


def _seats(canvas: Canvas, colour: Colour) -> None:
    """The rear bench through an open door."""
    lining = mix(colour, WHITE, 0.45)
    canvas.poly(box(0, 0, WIDTH, HEIGHT), mix(colour, BLACK, 0.5))
    canvas.poly(curved([(0, 0), (1600, 0), (1600, 250), (1180, 180), (420, 180), (0, 250)], 0.1), lining)
    window = curved([(500, 210), (1100, 210), (1180, 420), (420, 420)], 0.1)
    canvas.gradient(window, (0, 210), (0, 420), (SKY, rgb("#eaf0f1")))
    canvas.clip(window)
    canvas.poly([(440, 370), (640, 330), (860, 352), (1160, 318), (1200, 430), (400, 430)], rgb("#a3b8a1"))
    canvas.unclip()
    for left in (0, 1380):
        ring = curved([(left, 210), (left + 220, 260 if left == 0 else 210), (left + 220, 640), (left, 640)], 0.1)
        canvas.gradient(ring, (0, 210), (0, 640), (rgb("#52646e"), rgb("#2f3c44")))
    for x in (300, 640, 980):
        shaded(canvas, soft_box(x + 70, 330, x + 250, 470, 40), colour, lift=0.10)
        canvas.line([(x + 120, 468), (x + 120, 510)], CHROME, 12)
        canvas.line([(x + 200, 468), (x + 200, 510)], CHROME, 12)
    shaded(canvas, curved([(230, 500), (1370, 500), (1440, 900), (160, 900)], 0.12), colour, lift=0.12)
    for x in (620, 980):
        canvas.line([(x, 510), (x + (x - 800) * 0.10, 890)], mix(colour, BLACK, 0.4), 5)
    for x in (430, 1170):
        canvas.line(
            curved([(x - 120, 560), (x + 120, 560), (x + 130, 850), (x - 130, 850)], 0.15),
            mix(colour, BLACK, 0.28),
            4,
            close=True,
        )
    shaded(
        canvas, curved([(130, 880), (1470, 880), (1560, 1090), (40, 1090)], 0.14), mix(colour, WHITE, 0.05), lift=0.14
    )
    canvas.poly(curved([(60, 1070), (1540, 1070), (1600, 1200), (0, 1200)], 0.05), mix(colour, BLACK, 0.42))
    for x in (520, 760, 1080):
        canvas.poly(soft_box(x, 868, x + 36, 934, 8), rgb("#1d1f22"))
        canvas.poly(soft_box(x + 6, 874, x + 30, 900, 5), rgb("#b23b2e"))
    canvas.line([(250, 500), (330, 700), (520, 890)], rgb("#1d1f22"), 18)
    canvas.line([(1350, 500), (1270, 700), (1090, 890)], rgb("#1d1f22"), 18)


def _rows(canvas: Canvas, colour: Colour) -> None:
    """A bus from its front, rows on both sides of the aisle."""
    canvas.poly(box(0, 0, WIDTH, HEIGHT), mix(colour, WHITE, 0.55))
    canvas.poly([(0, 0), (1600, 0), (1060, 300), (540, 300)], mix(colour, WHITE, 0.72))
    canvas.poly([(0, 1200), (1600, 1200), (940, 640), (660, 640)], rgb("#6d6a64"))
    canvas.gradient(box(560, 330, 1040, 480), (0, 330), (0, 480), (SKY, rgb("#eaf0f1")))
    for side in (-1, 1):
        canvas.gradient(
            [(800 + side * 280, 360), (800 + side * 800, 190), (800 + side * 800, 600), (800 + side * 280, 500)],
            (0, 200),
            (0, 600),
            (SKY, rgb("#dde8ea")),
        )
        for pillar in (330, 420, 560):
            canvas.line(
                [(800 + side * pillar, 360 - (pillar - 280) * 0.33), (800 + side * pillar, 500 + (pillar - 280) * 0.2)],
                mix(colour, WHITE, 0.4),
                14,
            )
    for row in range(5):
        size = 0.34 + row * 0.165
        y = 470 + row * 78 * (0.6 + size)
        for side in (-1, 1):
            for seat in (0, 1):
                x = 800 + side * (170 + seat * 250) * size * 1.25
                width, height = 116 * size, 330 * size
                shaded(
                    canvas,
                    soft_box(x - width, y - height * 0.5, x + width, y + height * 0.75, 42 * size),
                    rgb("#5f7490") if seat % 2 else rgb("#586b86"),
                )
                canvas.poly(
                    soft_box(x - width * 0.8, y - height * 0.5, x + width * 0.8, y - height * 0.2, 26 * size),
                    WHITE,
                    alpha=0.85,
                )
    canvas.line([(660, 640), (0, 1196)], rgb("#4f4d49"), 6)
    canvas.line([(940, 640), (1600, 1196)], rgb("#4f4d49"), 6)


def _cargo(canvas: Canvas, colour: Colour) -> None:
    """A van's load space from its open tailgate."""
    canvas.poly(box(0, 0, WIDTH, HEIGHT), mix(colour, WHITE, 0.35))
    canvas.poly([(0, 0), (1600, 0), (1140, 330), (460, 330)], mix(colour, WHITE, 0.6))
    shaded(canvas, box(460, 330, 1140, 720), mix(colour, BLACK, 0.25))
    for x in (520, 830):
        shaded(canvas, soft_box(x, 420, x + 250, 720, 40), mix(colour, BLACK, 0.05))
        shaded(canvas, soft_box(x + 70, 350, x + 180, 430, 26), mix(colour, BLACK, 0.05))
    floor = [(460, 720), (1140, 720), (1600, 1120), (1600, 1200), (0, 1200), (0, 1120)]
    canvas.gradient(floor, (0, 720), (0, 1200), (rgb("#8f7d66"), rgb("#a8947a")))
    for x in range(-3, 4):
        canvas.line([(800 + x * 105, 722), (800 + x * 260, 1200)], rgb("#75664f"), 5)
    for side in (-1, 1):
        wall = [(800 + side * 340, 330), (800 + side * 800, 20), (800 + side * 800, 1120), (800 + side * 340, 720)]
        canvas.poly(wall, mix(colour, WHITE, 0.28 if side < 0 else 0.36))
        for near, far in ((380, 520), (560, 790)):
            pane = [
                (800 + side * near, 330 - (near - 340) * 0.5),
                (800 + side * far, 330 - (far - 340) * 0.5),
                (800 + side * far, 560 + (far - 340) * 0.1),
                (800 + side * near, 560),
            ]
            canvas.gradient(curved(pane, 0.08), (0, 100), (0, 600), (rgb("#c7d6de"), rgb("#8fa3ae")))
        shaded(
            canvas,
            curved(
                [(800 + side * 460, 1010), (800 + side * 500, 830), (800 + side * 640, 850), (800 + side * 700, 1060)],
                0.3,
            ),
            mix(colour, BLACK, 0.05),
        )
    canvas.poly(box(0, 1150, WIDTH, HEIGHT), rgb("#2a2c2f"))
    canvas.line([(0, 1150), (WIDTH, 1150)], CHROME, 8)


def _bed(canvas: Canvas, colour: Colour) -> None:
    """A truck's bed from the rear, the gate down."""
    canvas.gradient(box(0, 0, WIDTH, 460), (0, 0), (0, 460), (SKY, rgb("#eef2f2")))
    canvas.poly(box(0, 430, WIDTH, HEIGHT), YARD)
    shaded(canvas, soft_box(430, 120, 1170, 640, 60), rgb("#dfe2e3"))
    canvas.gradient(soft_box(520, 190, 1080, 400, 26), (0, 190), (0, 400), (rgb("#51616b"), rgb("#27323a")))
    for x in (470, 690, 910, 1130):
        canvas.line([(x, 640), (x, 150)], rgb("#2b2d30"), 22)
    canvas.line([(460, 160), (1140, 160)], rgb("#2b2d30"), 20)
    canvas.line([(460, 420), (1140, 420)], rgb("#2b2d30"), 16)
    canvas.gradient(
        [(450, 640), (1150, 640), (1520, 1060), (80, 1060)], (0, 640), (0, 1060), (rgb("#7c6c57"), rgb("#9a8870"))
    )
    for x in range(-4, 5):
        canvas.line([(800 + x * 78, 642), (800 + x * 160, 1058)], rgb("#68593f"), 4)
    for side in (-1, 1):
        canvas.poly(
            [(800 + side * 350, 500), (800 + side * 350, 640), (800 + side * 720, 1060), (800 + side * 760, 830)],
            mix(rgb("#d5d9db"), BLACK, 0.06 if side > 0 else 0.14),
        )
        canvas.line([(800 + side * 350, 500), (800 + side * 760, 830)], rgb("#f0f2f2"), 14)
    shaded(canvas, [(60, 1060), (1540, 1060), (1560, 1200), (40, 1200)], rgb("#d5d9db"))
    for x in range(240, 1500, 280):
        canvas.line([(x, 1064), (x, 1196)], rgb("#b2b8bb"), 5)
    del colour


def _box_inside(canvas: Canvas, colour: Colour) -> None:
    """The inside of a box body through its open doors."""
    canvas.poly(box(0, 0, WIDTH, HEIGHT), rgb("#c8ccce"))
    shaded(canvas, box(500, 300, 1100, 780), rgb("#dfe2e3"))
    canvas.poly([(0, 0), (1600, 0), (1100, 300), (500, 300)], rgb("#eceeee"))
    canvas.gradient(
        [(500, 780), (1100, 780), (1600, 1200), (0, 1200)], (0, 780), (0, 1200), (rgb("#8d7d68"), rgb("#a39078"))
    )
    canvas.poly([(0, 0), (500, 300), (500, 780), (0, 1200)], rgb("#d2d6d8"))
    canvas.poly([(1600, 0), (1100, 300), (1100, 780), (1600, 1200)], rgb("#d9dcdd"))
    for side in (-1, 1):
        for rail in (0.25, 0.5, 0.75):
            canvas.line([(800 + side * 300, 300 + 480 * rail), (800 + side * 800, 1200 * rail)], rgb("#a9b0b4"), 9)
        for rib in (380, 470, 590):
            share = (rib - 300) / 500
            canvas.line(
                [(800 + side * rib, 300 - 300 * share), (800 + side * rib, 780 + 420 * share)], rgb("#bcc2c5"), 6
            )
    for x in range(-3, 4):
        canvas.line([(800 + x * 86, 782), (800 + x * 230, 1200)], rgb("#75664f"), 5)
    shaded(canvas, soft_box(640, 320, 960, 430, 10), rgb("#b9c0c4"))
    for bar in range(4):
        canvas.line([(664, 346 + bar * 20), (936, 346 + bar * 20)], rgb("#8d959a"), 6)
    del colour


def _saddle(canvas: Canvas, colour: Colour) -> None:
    """A motorcycle's seat from above and behind."""
    canvas.gradient(box(0, 0, WIDTH, HEIGHT), (0, 0), (0, HEIGHT), (rgb("#b2b6b4"), rgb("#959b98")))
    canvas.poly(ellipse(800, 700, 520, 420), BLACK, alpha=0.14)
    shaded(
        canvas,
        curved([(560, 60), (1040, 60), (1010, 330), (930, 420), (670, 420), (590, 330)], 0.25),
        rgb("#8e2f27"),
        lift=0.2,
    )
    shaded(
        canvas,
        curved([(660, 370), (940, 370), (1020, 640), (970, 1010), (630, 1010), (580, 640)], 0.3),
        rgb("#2a2c30"),
        lift=0.2,
    )
    canvas.line([(606, 660), (800, 700), (994, 660)], rgb("#4a4e54"), 6)
    for y in (460, 540, 780, 860, 930):
        canvas.line([(650, y), (800, y + 22), (950, y)], rgb("#3d4146"), 5)
    shaded(canvas, curved([(650, 990), (950, 990), (900, 1140), (700, 1140)], 0.25), rgb("#8e2f27"))
    canvas.poly(soft_box(720, 1110, 880, 1160, 18), rgb("#c0372d"))
    for side in (-1, 1):
        canvas.line([(800 + side * 215, 700), (800 + side * 190, 1000), (800 + side * 110, 1080)], CHROME, 22)
        canvas.poly(ellipse(800 + side * 230, 1050, 34, 26), rgb("#d98a35"))
    del colour
