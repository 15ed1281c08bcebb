"""Specimens of papers: a second-hand permit, a bank's transfer slip, an export certificate. Each says SPECIMEN across it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from .canvas import HEIGHT, WIDTH, Canvas, Colour, as_jpeg, face, rgb
from .paints import BLACK, WHITE
from .strokes import box, soft_box

if TYPE_CHECKING:
    from japacar.demo.catalogue_cars import DemoVehicle
    from japacar.demo.words import DemoDealer

INK = rgb("#23262b")
SOFT = rgb("#5b5f66")
SEAL = rgb("#b3341c")
RULE = rgb("#9b9688")


def draw_permit(dealer: DemoDealer) -> bytes:
    """A dealer's second-hand permit (古物商許可証) lying on a desk, as he would photograph it."""
    canvas = desk(rgb("#f6f2e6"))
    for inset, width in ((40, 5), (52, 2)):
        canvas.line(box(150 + inset, 70 + inset, 1450 - inset, 1130 - inset), rgb("#8d7b4f"), width, close=True)
    canvas.text((800, 200), "古 物 商 許 可 証", 72, INK, font="bold", anchor="mm")
    canvas.text((1370, 290), f"第 {dealer.permit_number} 号", 38, INK, anchor="rm")
    rows = (
        ("氏名又は名称", dealer.name_ja),
        ("代表者の氏名", dealer.representative.kanji),
        ("住所又は居所", f"{dealer.prefecture}{dealer.city}{dealer.street}"),
        ("行商の別", "行商する"),
        ("主として取り扱う古物", "自動車"),
    )
    for number, (label, value) in enumerate(rows):
        y = 390 + number * 84
        canvas.text((270, y), label, 32, SOFT, anchor="lm")
        canvas.text((640, y), value, 40, INK, anchor="lm")
        canvas.line([(260, y + 40), (1340, y + 40)], RULE, 2)
    canvas.text((270, 842), "古物営業法第３条第１項の規定により許可する。", 34, INK, anchor="lm")
    canvas.text((270, 922), era(dealer.permit_since), 34, INK, anchor="lm")
    canvas.text((1080, 1010), dealer.permit_commission, 48, INK, font="bold", anchor="rm")
    _seal(canvas, 1130, 930)
    return as_jpeg(watermark(canvas.picture(), "見本 SPECIMEN"))


def draw_transfer_slip(
    *,
    sender: str,
    beneficiary: str,
    bank: str,
    account: str,
    amount: str,
    reference: str,
    value_date: str,
    sender_bank: str = "Sample Bank Overseas",
) -> bytes:
    """A bank's confirmation of a transfer abroad, as a buyer uploads it. Amount with its currency, e.g. "JPY 1,240,000"."""
    canvas = desk(rgb("#fbfbf9"))
    canvas.poly(box(190, 110, 1410, 230), rgb("#2f4f6f"))
    canvas.text((230, 170), sender_bank, 48, WHITE, font="bold", anchor="lm")
    canvas.text((1370, 170), "Telegraphic transfer · Customer copy", 30, WHITE, anchor="rm")
    rows = (
        ("Ordering customer", sender),
        ("Beneficiary", beneficiary),
        ("Beneficiary's bank", bank),
        ("Account", account),
        ("Amount", amount),
        ("Value date", value_date),
        ("Remittance information", reference),
        ("Charges", "OUR"),
    )
    _rows(canvas, rows, top=290, gap=84)
    canvas.text(
        (230, 1010),
        "Accepted for processing. This slip is no proof that the beneficiary was credited.",
        28,
        SOFT,
        anchor="lm",
    )
    canvas.line([(1040, 1080), (1360, 1080)], RULE, 2)
    canvas.line([(1080, 1070), (1130, 1040), (1160, 1074), (1230, 1036), (1300, 1068)], rgb("#2f4f8f"), 5)
    return as_jpeg(watermark(canvas.picture(), "SPECIMEN"))


def draw_export_certificate(vehicle: DemoVehicle, *, issued: date) -> bytes:
    """An export certificate (輸出抹消仮登録証明書) of one of the demo's cars, without names of owner and user."""
    canvas = desk(rgb("#f3f6f1"))
    canvas.text((800, 140), "輸出抹消仮登録証明書", 56, INK, font="bold", anchor="mm")
    canvas.text((800, 196), "EXPORT CERTIFICATE", 36, INK, font="bold", anchor="mm")
    year, month = vehicle.first_registration.split("-")
    cells = (
        ("初度登録年月 First Reg. Date", f"{year} year {int(month)} month"),
        ("車名 Trademark", vehicle.model.make_ja),
        ("型式 Model", vehicle.model_code),
        ("車台番号 Maker's serial number", vehicle.frame_number),
        ("原動機の型式 Engine Model", vehicle.engine_model),
        ("総排気量 Engine Capacity", _capacity(vehicle)),
        ("乗車定員 Fixed Number", f"{vehicle.seats} 人"),
        ("最大積載量 Maxim. Carry", f"{vehicle.max_load_kg or '－'} kg"),
        ("車両重量 Weight", f"{vehicle.weight_kg} kg"),
        ("車両総重量 G/Weight", f"{vehicle.gvw_kg} kg"),
        ("長さ Length", f"{vehicle.length_mm // 10} cm"),
        ("幅 Width", f"{vehicle.width_mm // 10} cm"),
        ("高さ Height", f"{vehicle.height_mm // 10} cm"),
        ("輸出予定日 Export scheduled day", _half_a_year_later(issued)),
    )
    for number, (label, value) in enumerate(cells):
        left, top = 210 + number % 2 * 600, 240 + number // 2 * 104
        canvas.line(box(left, top, left + 600, top + 104), RULE, 2, close=True)
        canvas.text((left + 16, top + 30), label, 24, SOFT, anchor="lm")
        canvas.text((left + 16, top + 72), value, 38, INK, anchor="lm")
    canvas.text((230, 1010), f"走行距離計表示値 Mileage  {vehicle.mileage_km:,} km", 30, INK, anchor="lm")
    canvas.text((230, 1070), f"{issued:%Y year %m month %d day}", 30, INK, anchor="lm")
    canvas.text((1250, 1070), "見本運輸支局長", 38, INK, font="bold", anchor="rm")
    _seal(canvas, 1270, 960)
    return as_jpeg(watermark(canvas.picture(), "見本 SPECIMEN"))


def _capacity(vehicle: DemoVehicle) -> str:
    if vehicle.displacement_cc is None:
        return f"{vehicle.rated_output_kw} kW"
    return f"{vehicle.displacement_cc / 1000:.2f} L"


def _half_a_year_later(issued: date) -> str:
    month = issued.month + 5
    return f"{issued.year + month // 12} year {month % 12 + 1} month"


def desk(paper: Colour) -> Canvas:
    """A sheet on a wooden desk."""
    canvas = Canvas()
    canvas.gradient(box(0, 0, WIDTH, HEIGHT), (0, 0), (WIDTH, HEIGHT), (rgb("#8a7662"), rgb("#6f5e4d")))
    for plank in range(0, HEIGHT, 150):
        canvas.line([(0, plank), (WIDTH, plank + 26)], BLACK, 4, alpha=0.12)
    canvas.poly(soft_box(164, 86, 1466, 1146, 6), BLACK, alpha=0.3)
    canvas.poly(box(150, 70, 1450, 1130), paper)
    return canvas


def _rows(canvas: Canvas, rows: Sequence[tuple[str, str]], *, top: int, gap: int) -> None:
    for number, (label, value) in enumerate(rows):
        y = top + number * gap
        canvas.text((230, y + 24), label, 28, SOFT, anchor="lm")
        canvas.text((620, y + 24), value, 36, INK, font="bold", anchor="lm")
        canvas.line([(220, y + 62), (1380, y + 62)], RULE, 2)


def _seal(canvas: Canvas, x: float, y: float) -> None:
    """A square seal that reads 見本."""
    canvas.line(box(x, y, x + 150, y + 150), SEAL, 8, close=True)
    canvas.text((x + 75, y + 40), "見", 64, SEAL, font="bold", anchor="mm")
    canvas.text((x + 75, y + 110), "本", 64, SEAL, font="bold", anchor="mm")


def watermark(picture: Image.Image, words: str) -> Image.Image:
    """The words across the sheet, pale enough to read what is below."""
    mask = Image.new("L", (1500, 320), 0)
    ImageDraw.Draw(mask).text((750, 160), words, fill=52, font=face("bold", 190), anchor="mm")
    turned = mask.rotate(24, expand=True, resample=Image.Resampling.BICUBIC)
    red = Image.new("RGB", turned.size, (179, 52, 28))
    picture.paste(red, ((WIDTH - turned.width) // 2, (HEIGHT - turned.height) // 2), turned)
    return picture


def era(day: str) -> str:
    """Today's offices write the era: 平成16年4月20日."""
    year, month, date_ = (int(part) for part in day.split("-"))
    first, name = (2018, "令和") if day >= "2019-05-01" else (1988, "平成") if day >= "1989-01-08" else (1925, "昭和")
    return f"{name}{year - first if year - first > 1 else '元'}年{month}月{date_}日"
