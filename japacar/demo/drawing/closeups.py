"""Close-ups: engine bay, odometer, tyre, chassis plate, and a fault on its panel."""

from __future__ import annotations

import math

from .canvas import HEIGHT, WIDTH, Canvas, Colour, mix, rgb
from .paints import BLACK, CHROME, WHITE, paint
from .strokes import arc, box, curved, ellipse, shaded, soft_box

METAL = rgb("#a9afb4")


def engine(kind: str) -> Canvas:
    """Under the bonnet: "petrol", "hybrid", "diesel", "electric" or "motorcycle"."""
    canvas = Canvas()
    if kind == "motorcycle":
        _cylinders(canvas)
        return canvas
    canvas.poly(box(0, 0, WIDTH, HEIGHT), rgb("#33373b"))
    canvas.gradient(
        curved([(0, 0), (1600, 0), (1600, 150), (1200, 210), (400, 210), (0, 150)], 0.1),
        (0, 0),
        (0, 210),
        (rgb("#5a6066"), rgb("#43484d")),
    )
    shaded(canvas, curved([(60, 230), (1540, 230), (1600, 1010), (0, 1010)], 0.06), rgb("#202326"), lift=0.05)
    for side in (-1, 1):
        x = 800 + side * 660
        shaded(canvas, ellipse(x, 400, 108, 92), rgb("#4b5157"))
        canvas.poly(ellipse(x, 394, 70, 58), rgb("#6a7177"))
        for bolt in range(3):
            a = math.radians(90 + bolt * 120)
            canvas.poly(ellipse(x + 86 * math.cos(a), 400 + 72 * math.sin(a), 12), CHROME)
    cover = {"petrol": "#3b4046", "hybrid": "#3a4450", "diesel": "#2e3236", "electric": "#8b949b"}[kind]
    shaded(canvas, curved([(470, 330), (1090, 330), (1150, 800), (430, 800)], 0.12), rgb(cover), lift=0.22)
    _cover_words(canvas, kind)
    _battery(canvas, 1180, 560)
    _bottles(canvas)
    _cables(canvas, kind)
    _radiator(canvas)
    return canvas


def _cover_words(canvas: Canvas, kind: str) -> None:
    for x in (560, 700, 860, 1000) if kind in {"petrol", "diesel", "hybrid"} else ():
        canvas.line([(x, 380), (x + (x - 780) * 0.06, 520)], rgb("#5b6168"), 16)
    words = {"petrol": "DOHC 16 VALVE", "hybrid": "HYBRID", "diesel": "COMMON RAIL", "electric": "ELECTRIC MOTOR"}[kind]
    canvas.poly(soft_box(590, 590, 970, 690, 18), rgb("#25292d"))
    canvas.text((780, 640), words, 40, rgb("#c9ced2"), font="bold", anchor="mm")
    shaded(canvas, ellipse(1050, 740, 40, 34), rgb("#1c1e20"))
    canvas.poly(ellipse(520, 730, 34, 28), rgb("#e0b53f"))


def _battery(canvas: Canvas, x: float, y: float) -> None:
    shaded(canvas, soft_box(x, y, x + 290, y + 250, 12), rgb("#454b51"))
    shaded(canvas, soft_box(x, y, x + 290, y + 60, 12), rgb("#2b2f33"))
    for dx, colour in ((60, "#b23b2e"), (230, "#1d1f21")):
        canvas.poly(ellipse(x + dx, y + 32, 24, 18), rgb(colour))
    canvas.text((x + 145, y + 150), "12 V", 54, rgb("#d7dbde"), font="bold", anchor="mm")


def _bottles(canvas: Canvas) -> None:
    shaded(canvas, soft_box(130, 560, 360, 790, 30), rgb("#d9dcd3"), lift=0.2)
    canvas.poly(soft_box(136, 660, 354, 786, 26), rgb("#9fc6a0"), alpha=0.75)
    shaded(canvas, ellipse(245, 560, 52, 26), rgb("#26292c"))
    shaded(canvas, soft_box(110, 830, 300, 970, 24), rgb("#e3e4dd"))
    shaded(canvas, ellipse(205, 830, 44, 22), rgb("#3b74ae"))
    canvas.text((245, 720), "MAX", 24, rgb("#5c6f5d"), font="bold", anchor="mm")


def _cables(canvas: Canvas, kind: str) -> None:
    canvas.line([(360, 620), (420, 560), (440, 460), (520, 300), (640, 262)], rgb("#141618"), 34)
    canvas.line([(1130, 700), (1200, 520), (1180, 380), (1080, 290)], rgb("#141618"), 28)
    if kind in {"hybrid", "electric"}:
        canvas.line([(1090, 420), (1190, 400), (1260, 470), (1290, 560)], rgb("#d97a2b"), 30)
        canvas.line([(1090, 470), (1160, 470), (1220, 520), (1240, 562)], rgb("#d97a2b"), 30)
        canvas.poly(soft_box(560, 350, 900, 380, 8), rgb("#d97a2b"))
    if kind == "diesel":
        shaded(canvas, ellipse(470, 430, 96, 88), METAL)
        canvas.line(ellipse(470, 430, 60, 54), rgb("#6d7378"), 16, close=True)
    shaded(canvas, soft_box(380, 236, 660, 330, 26), rgb("#26292d"))


def _radiator(canvas: Canvas) -> None:
    shaded(canvas, curved([(0, 990), (1600, 990), (1600, 1090), (0, 1090)], 0.02), rgb("#4a4f54"))
    canvas.poly(box(0, 1090, WIDTH, HEIGHT), rgb("#1d1f22"))
    for x in range(20, WIDTH, 36):
        canvas.line([(x, 1100), (x, 1196)], rgb("#2f3337"), 8)
    shaded(canvas, soft_box(700, 950, 900, 1040, 18), rgb("#2b2f33"))
    canvas.line([(760, 1000), (840, 1000)], CHROME, 14)
    canvas.poly(soft_box(1010, 1008, 1240, 1062, 6), rgb("#e9c34c"))
    canvas.text((1125, 1035), "高温注意", 32, rgb("#2a2418"), font="bold", anchor="mm")


def _cylinders(canvas: Canvas) -> None:
    """A motorcycle's engine from its side."""
    canvas.gradient(box(0, 0, WIDTH, HEIGHT), (0, 0), (0, HEIGHT), (rgb("#9ea4a2"), rgb("#868c8a")))
    shaded(
        canvas, curved([(300, 60), (1300, 40), (1380, 250), (1200, 330), (380, 330)], 0.2), rgb("#7c2a24"), lift=0.25
    )
    canvas.line([(280, 330), (520, 900), (1180, 960), (1400, 420)], rgb("#232528"), 46)
    for fin in range(9):
        shaded(canvas, soft_box(520 - fin % 2 * 10, 360 + fin * 34, 980 + fin % 2 * 10, 384 + fin * 34, 8), METAL)
    shaded(canvas, soft_box(500, 330, 1000, 376, 16), rgb("#c3c8cc"))
    shaded(
        canvas,
        curved([(430, 660), (1180, 640), (1240, 900), (1100, 1010), (560, 1010), (420, 880)], 0.2),
        rgb("#6a7076"),
        lift=0.2,
    )
    for x, size in ((660, 130), (1010, 150)):
        shaded(canvas, ellipse(x, 830, size), rgb("#8f969c"))
        canvas.poly(ellipse(x, 830, size * 0.72), rgb("#7b8288"))
        for bolt in range(6):
            a = math.radians(bolt * 60)
            canvas.poly(ellipse(x + size * 0.86 * math.cos(a), 830 + size * 0.86 * math.sin(a), 10), CHROME)
    for dx in (0, 70, 140):
        canvas.line(
            [(560 + dx, 420), (430 + dx, 520), (400 + dx, 900), (520 + dx, 1080), (1500, 1090)], rgb("#7d8489"), 44
        )
        canvas.line([(554 + dx, 414), (422 + dx, 516), (392 + dx, 900)], rgb("#d9dde0"), 14)


def odometer(kilometres: int, *, digital: bool) -> Canvas:
    """The instruments showing the car's own distance."""
    canvas = Canvas()
    canvas.poly(box(0, 0, WIDTH, HEIGHT), rgb("#0e1012"))
    shaded(
        canvas,
        curved(
            [(60, 210), (400, 90), (1200, 90), (1540, 210), (1560, 900), (1300, 1040), (300, 1040), (40, 900)], 0.18
        ),
        rgb("#1a1d20"),
        lift=0.06,
    )
    if digital:
        canvas.gradient(soft_box(180, 250, 1420, 860, 40), (0, 250), (0, 860), (rgb("#16242f"), rgb("#0d161d")))
        canvas.text((560, 480), "0", 250, rgb("#e7f0f5"), font="bold", anchor="mm")
        canvas.text((720, 560), "km/h", 44, rgb("#8fb0c4"), anchor="lm")
        for bar in range(16):
            canvas.poly(
                soft_box(960 + bar * 24, 330, 976 + bar * 24, 470, 4), rgb("#4fa3cf") if bar < 11 else rgb("#24404f")
            )
        canvas.text((960, 520), "READY", 44, rgb("#7fd09a"), font="bold", anchor="ls")
    else:
        _dial(canvas, 480, 560, ("0", "20", "40", "60", "80", "100", "120", "140", "160", "180"), "km/h")
        _dial(canvas, 1120, 560, ("0", "1", "2", "3", "4", "5", "6", "7", "8"), "x1000 r/min")
    canvas.gradient(soft_box(560, 800, 1040, 950, 14), (0, 800), (0, 950), (rgb("#2b3a33"), rgb("#22302a")))
    canvas.text((585, 824), "ODO", 30, rgb("#9fc7b2"), font="bold", anchor="lt")
    canvas.text((1010, 884), f"{kilometres:,} km", 66, rgb("#d5f0e2"), font="mono", anchor="rm")
    for x, colour in ((660, "#7fd09a"), (760, "#d98a35"), (860, "#3a4046"), (940, "#3a4046")):
        canvas.poly(ellipse(x, 180, 16), rgb(colour))
    canvas.poly([(140, 90), (520, 90), (240, 1040), (40, 900)], WHITE, alpha=0.04)
    return canvas


def _dial(canvas: Canvas, x: float, y: float, numbers: tuple[str, ...], unit: str) -> None:
    shaded(canvas, ellipse(x, y, 330), rgb("#2b2f33"))
    canvas.poly(ellipse(x, y, 306), rgb("#0d0f11"))
    canvas.line(arc(x, y, 286, 135, 405), rgb("#cfd6da"), 6)
    step = 270 / (len(numbers) - 1)
    for number, words in enumerate(numbers):
        angle = math.radians(135 + step * number)
        outer = (x + 286 * math.cos(angle), y + 286 * math.sin(angle))
        inner = (x + 254 * math.cos(angle), y + 254 * math.sin(angle))
        canvas.line([outer, inner], WHITE, 8)
        canvas.text(
            (x + 212 * math.cos(angle), y + 212 * math.sin(angle)), words, 40, rgb("#e4e8ea"), font="bold", anchor="mm"
        )
        if number + 1 < len(numbers):
            half = angle + math.radians(step / 2)
            canvas.line(
                [
                    (x + 286 * math.cos(half), y + 286 * math.sin(half)),
                    (x + 268 * math.cos(half), y + 268 * math.sin(half)),
                ],
                rgb("#9aa1a7"),
                5,
            )
    canvas.text((x, y + 120), unit, 30, rgb("#9aa1a7"), anchor="mm")
    tip = math.radians(136)
    canvas.line(
        [(x - 40 * math.cos(tip), y - 40 * math.sin(tip)), (x + 240 * math.cos(tip), y + 240 * math.sin(tip))],
        rgb("#d4553f"),
        12,
    )
    shaded(canvas, ellipse(x, y, 46), rgb("#3a3f44"))


def tyre(rim: str, depth_mm: int) -> Canvas:
    """A tyre from its tread side with a depth gauge; `rim` "alloy" or "steel" shows at the right."""
    canvas = Canvas()
    canvas.gradient(box(0, 0, WIDTH, HEIGHT), (0, 0), (0, HEIGHT), (rgb("#b9bdbb"), rgb("#8f9593")))
    shaded(
        canvas,
        curved([(0, 0), (1600, 0), (1600, 210), (1180, 150), (700, 130), (220, 210), (0, 330)], 0.15),
        rgb("#2a2d30"),
    )
    canvas.poly(ellipse(760, 1150, 640, 70), BLACK, alpha=0.25)
    canvas.poly(soft_box(150, 190, 860, 1160, 190), rgb("#1c1d1f"))
    canvas.gradient(soft_box(150, 190, 860, 1160, 190), (150, 0), (860, 0), (rgb("#101112"), rgb("#2e3033")))
    for groove in (270, 410, 560, 700):
        canvas.line([(groove, 230), (groove + 8, 670), (groove, 1130)], rgb("#0b0c0d"), 20)
    for row in range(14):
        y = 250 + row * 66
        for left, right in ((170, 250), (292, 392), (432, 540), (582, 680), (722, 810)):
            canvas.line([(left, y), (right, y + 22)], rgb("#0b0c0d"), 9)
    x, y = 1080, 676
    shaded(canvas, ellipse(x, y, 400, 486), rgb("#26282b"))
    canvas.line(ellipse(x, y, 352, 436), rgb("#34373a"), 6, close=True)
    canvas.text((x, y - 392), "185/60R15  84H", 40, rgb("#6b7076"), font="bold", anchor="mm")
    canvas.poly(ellipse(x, y, 272, 336), rgb("#17181a"))
    if rim == "alloy":
        _alloy(canvas, x, y)
    else:
        _steel(canvas, x, y)
    shaded(canvas, soft_box(430, 560, 760, 730, 18), rgb("#e3c04a"))
    canvas.poly(soft_box(460, 590, 640, 700, 8), rgb("#ccd6c8"))
    canvas.text((550, 646), f"{depth_mm}.0", 70, rgb("#20252a"), font="mono", anchor="mm")
    canvas.text((690, 646), "mm", 42, rgb("#3a3420"), font="bold", anchor="mm")
    return canvas


def _alloy(canvas: Canvas, x: float, y: float) -> None:
    shaded(canvas, ellipse(x, y, 262, 324), rgb("#c4cace"))
    canvas.poly(ellipse(x, y, 236, 294), rgb("#2a2d31"))
    canvas.poly(ellipse(x, y, 150, 188), rgb("#7d848a"))
    for spoke in range(5):
        a = math.radians(-90 + spoke * 72)
        for lean in (-0.17, 0.17):
            tip = (x + 248 * math.cos(a + lean), y + 308 * math.sin(a + lean))
            root = (x + 50 * math.cos(a + lean * 2), y + 62 * math.sin(a + lean * 2))
            canvas.line([root, tip], rgb("#8d949a"), 40)
            canvas.line([root, tip], rgb("#d5dade"), 28)
    shaded(canvas, ellipse(x, y, 66, 80), rgb("#c4cace"))


def _steel(canvas: Canvas, x: float, y: float) -> None:
    shaded(canvas, ellipse(x, y, 262, 324), rgb("#a3a9ae"))
    shaded(canvas, ellipse(x, y, 232, 288), rgb("#8d949a"))
    for hole in range(8):
        a = math.radians(hole * 45)
        canvas.poly(ellipse(x + 176 * math.cos(a), y + 218 * math.sin(a), 34, 42), rgb("#222528"))
    shaded(canvas, ellipse(x, y, 100, 124), rgb("#7b8288"))
    for nut in range(5):
        a = math.radians(nut * 72)
        canvas.poly(ellipse(x + 70 * math.cos(a), y + 86 * math.sin(a), 14), rgb("#c9ced2"))


def chassis_plate(*, make: str, model_code: str, frame_number: str, engine_model: str, displacement: str) -> Canvas:
    """The maker's plate with the car's own frame number. For the deal's parties only."""
    canvas = Canvas()
    canvas.gradient(box(0, 0, WIDTH, HEIGHT), (0, 0), (WIDTH, HEIGHT), (rgb("#5c6268"), rgb("#43484d")))
    for scratch in range(9):
        canvas.line(
            [(90 + scratch * 170, 60 + scratch % 3 * 40), (150 + scratch * 170, 90 + scratch % 4 * 30)],
            WHITE,
            3,
            alpha=0.08,
        )
    canvas.poly(soft_box(166, 236, 1454, 976, 30), BLACK, alpha=0.3)
    canvas.gradient(soft_box(150, 220, 1440, 960, 26), (150, 220), (1440, 960), (rgb("#dfe3e5"), rgb("#b4bbc0")))
    canvas.line(soft_box(176, 246, 1414, 934, 18), rgb("#7b8288"), 4, close=True)
    for x in (216, 1374):
        for y in (288, 892):
            shaded(canvas, ellipse(x, y, 24), rgb("#8d949a"))
            canvas.line([(x - 12, y - 10), (x + 12, y + 10)], rgb("#555b61"), 5)
    ink = rgb("#23272b")
    canvas.text((795, 318), f"{make.upper()}  (SAMPLE)", 58, ink, font="bold", anchor="mm")
    rows = (
        ("MODEL 型式", model_code),
        ("FRAME No. 車台番号", frame_number),
        ("ENGINE 原動機", engine_model),
        ("DISPLACEMENT", displacement),
    )
    for number, (label, value) in enumerate(rows):
        y = 392 + number * 132
        canvas.line([(230, y), (1360, y)], rgb("#7b8288"), 3)
        canvas.text((250, y + 66), label, 34, mix(ink, WHITE, 0.2), anchor="lm")
        canvas.text((660, y + 66), value, 66, ink, font="mono", anchor="lm")
    canvas.line([(230, 920), (1360, 920)], rgb("#7b8288"), 3)
    return canvas


def fault(colour: str, code: str) -> Canvas:
    """A piece of a panel with the mark of that code, circled, and a ruler beside it."""
    canvas = Canvas()
    tone = paint(colour)
    canvas.gradient(box(0, 0, WIDTH, HEIGHT), (0, 0), (500, HEIGHT), (tone.tone(0.72), tone.tone(0.38)))
    canvas.poly([(0, 330), (1600, 210), (1600, 250), (0, 376)], WHITE, alpha=0.22)
    canvas.line([(1240, 0), (1268, 500), (1300, 1200)], tone.line, 9)
    _mark(canvas, code, tone.base, dark=not tone.is_light)
    canvas.line(ellipse(760, 600, 330, 240), rgb("#b3341c"), 10, close=True)
    shaded(canvas, box(250, 960, 1150, 1060), rgb("#e9d9a6"))
    for tick in range(31):
        canvas.line([(260 + tick * 29, 960), (260 + tick * 29, 1000 if tick % 5 else 1020)], rgb("#3a3420"), 4)
        if tick % 5 == 0:
            canvas.text((260 + tick * 29, 1042), str(tick), 24, rgb("#3a3420"), anchor="mm")
    canvas.poly(ellipse(210, 170, 96), WHITE)
    canvas.line(ellipse(210, 170, 90), rgb("#b3341c"), 10, close=True)
    canvas.text((210, 170), code, 72, rgb("#b3341c"), font="bold", anchor="mm")
    return canvas


def _mark(canvas: Canvas, code: str, base: Colour, *, dark: bool) -> None:
    bare = mix(base, WHITE, 0.55) if dark else mix(base, BLACK, 0.45)
    family = code[0]
    big = code.endswith("2") or code == "XX"
    if family in {"A", "C", "B"}:
        for line in range(4 if big else 2):
            canvas.line(
                [(560 - line * 18, 640 + line * 14), (760, 590 + line * 12), (960 + line * 10, 566 + line * 20)],
                bare,
                7 - line,
            )
    if family in {"U", "B", "X"}:
        wide = 170 if big else 100
        canvas.gradient(
            ellipse(760, 600, wide, wide * 0.72), (0, 500), (0, 700), (mix(base, BLACK, 0.35), mix(base, WHITE, 0.4))
        )
        canvas.poly(ellipse(760, 606, wide * 0.62, wide * 0.4), base, alpha=0.7)
    if family in {"W", "P"}:
        for wave in range(5):
            canvas.line(
                [(560, 520 + wave * 40), (680, 506 + wave * 40), (800, 530 + wave * 40), (960, 512 + wave * 40)],
                mix(base, WHITE, 0.5),
                9,
                alpha=0.5,
            )
    if family == "S":
        for spot in range(14):
            canvas.poly(
                ellipse(600 + spot * 83 % 330, 520 + spot * 47 % 170, 8 + spot * 5 % 17), rgb("#8a5330"), alpha=0.85
            )
    if family == "G":
        canvas.poly(ellipse(760, 600, 22), rgb("#d8dfe3"))
        for ray in range(7):
            a = math.radians(ray * 51)
            canvas.line([(760, 600), (760 + 50 * math.cos(a), 600 + 46 * math.sin(a))], rgb("#e8edf0"), 4)
    if family == "I":
        canvas.poly(ellipse(760, 600, 150, 96), mix(base, BLACK, 0.3), alpha=0.5)
        canvas.line([(640, 610), (760, 590), (880, 606)], bare, 5)
