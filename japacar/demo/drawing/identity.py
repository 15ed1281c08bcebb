"""Specimens of identity papers, as their owners photograph them: a driving licence, front and back, and a passport's page.

Plain boxes with invented people; SPECIMEN stands across each, no face is drawn, and no number is one that could be given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .canvas import Canvas, as_jpeg, rgb
from .paints import WHITE
from .papers import INK, RULE, SOFT, desk, era, watermark
from .strokes import box

if TYPE_CHECKING:
    from japacar.demo.words import DemoDealer

CARD = rgb("#eef3ef")
LAST_DAY = "2030-05-18"


def draw_licence_front(dealer: DemoDealer) -> bytes:
    """Name, birthday, address, the coloured band with the last day, and a silhouette."""
    canvas = desk(CARD)
    _title(canvas, "運 転 免 許 証")
    for number, (label, value) in enumerate(
        (
            ("氏名", dealer.representative.kanji),
            ("生年月日", f"{era(dealer.born_on)}生"),
            ("住所", f"{dealer.prefecture}{dealer.city}{dealer.street}"),
        )
    ):
        _row(canvas, 300 + number * 96, label, value)
    canvas.poly(box(210, 600, 980, 690), rgb("#3f6fae"))
    canvas.text((595, 646), f"{era(LAST_DAY)}まで有効", 44, WHITE, font="bold", anchor="mm")
    _row(canvas, 780, "免許の条件等", "眼鏡等")
    _row(canvas, 880, "番号", "第 0000 0000 0000 号")
    canvas.text((230, 1040), "見本公安委員会", 44, INK, font="bold", anchor="lm")
    _silhouette(canvas, 1060, 330)
    return as_jpeg(watermark(canvas.picture(), "見本 SPECIMEN"))


def draw_licence_back(dealer: DemoDealer) -> bytes:
    """The empty lines for notes, and no mark for organs: that part is nobody's business."""
    canvas = desk(CARD)
    _title(canvas, "備 考")
    for number in range(7):
        y = 330 + number * 90
        canvas.line([(230, y), (1370, y)], RULE, 2)
    canvas.text((230, 300), f"{era(dealer.permit_since)} 記載事項なし", 34, SOFT, anchor="lm")
    canvas.text((230, 1040), "この面に記載はありません", 34, SOFT, anchor="lm")
    return as_jpeg(watermark(canvas.picture(), "見本 SPECIMEN"))


def draw_passport(dealer: DemoDealer) -> bytes:
    """The page with the photo, without a machine-readable line."""
    canvas = desk(rgb("#f3eee6"))
    _title(canvas, "旅券 PASSPORT")
    surname, given = dealer.representative.roman.split()[-1], dealer.representative.roman.split()[0]
    rows = (
        ("型 Type / 発行国 Issuing country", "P / JPN"),
        ("旅券番号 Passport No.", "XX0000000"),
        ("姓 Surname", surname.upper()),
        ("名 Given name", given.upper()),
        ("国籍 Nationality", "JAPAN"),
        ("生年月日 Date of birth", dealer.born_on),
        ("有効期間満了日 Date of expiry", LAST_DAY),
    )
    for number, (label, value) in enumerate(rows):
        y = 300 + number * 100
        canvas.text((640, y), label, 26, SOFT, anchor="lm")
        canvas.text((640, y + 42), value, 40, INK, font="bold", anchor="lm")
    _silhouette(canvas, 230, 330)
    return as_jpeg(watermark(canvas.picture(), "見本 SPECIMEN"))


def _title(canvas: Canvas, words: str) -> None:
    canvas.text((800, 180), words, 60, INK, font="bold", anchor="mm")
    canvas.line([(210, 240), (1390, 240)], RULE, 2)


def _row(canvas: Canvas, y: float, label: str, value: str) -> None:
    canvas.text((230, y), label, 28, SOFT, anchor="lm")
    canvas.text((420, y), value, 38, INK, anchor="lm")


def _silhouette(canvas: Canvas, x: float, y: float) -> None:
    """A grey outline of nobody."""
    canvas.poly(box(x, y, x + 320, y + 420), rgb("#cfd6d8"))
    canvas.poly(box(x + 105, y + 80, x + 215, y + 210), rgb("#9aa4a8"))
    canvas.poly(box(x + 50, y + 230, x + 270, y + 420), rgb("#9aa4a8"))
