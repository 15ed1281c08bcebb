"""The demo's 200 vehicles: each one of a real model, with a believable age, distance, price, history and words.

Everything follows from the seed and the day, so every machine shows the same stock. Codes of choices (body, fuel,
colour …) are those of the vehicles room.
"""

import random
from dataclasses import dataclass
from datetime import date

from .catalogue import Model, Variant, fob_level, models, usual_km
from .catalogue_equipment import EQUIPMENT, ORDINARY, equipment_for
from .catalogue_faults import Fault, faults_for, grade_for, repair_for
from .catalogue_prose import Facts, describe
from .words import DemoDealer, Port
from .words_firms import DEALERS

SEED = 20261122
TODAY = date(2026, 11, 22)
HOW_MANY = 200

COLOURS = {
    "white": ("White", "ホワイト"),
    "pearl": ("Pearl white", "パールホワイト"),
    "silver": ("Silver", "シルバー"),
    "grey": ("Grey", "グレー"),
    "black": ("Black", "ブラック"),
    "blue": ("Blue", "ブルー"),
    "red": ("Red", "レッド"),
    "green": ("Green", "グリーン"),
    "beige": ("Beige", "ベージュ"),
    "brown": ("Brown", "ブラウン"),
    "yellow": ("Yellow", "イエロー"),
}
_HISTORIES = ("private", "private", "private", "private", "company", "company", "lease", "rental")
_WORK_SHAPES = {"van", "truck", "box_truck", "microbus", "kei_van", "kei_truck"}
_TRANSMISSIONS = {"AT": "at", "MT": "mt", "CVT": "cvt", "DCT": "dct", "AGS": "semi_at"}
_SOURCES = (
    ("Auction sheet", "オークション出品票"),
    ("Independent inspection", "第三者検査"),
    ("Dealer's own inspection", "販売店による検査"),
)


@dataclass(frozen=True)
class DemoVehicle:
    """One car of the demo. Lengths in mm, weights in kg, price in whole yen FOB; months are "YYYY-MM"."""

    number: int
    stock_number: str
    dealer: DemoDealer
    model: Model
    variant: Variant
    grade_en: str
    grade_ja: str
    model_code: str
    frame_number: str
    engine_model: str
    first_registration: str
    year: int
    shaken_expiry: date | None
    body_type: str
    shape: str
    fuel: str
    displacement_cc: int | None
    rated_output_kw: int | None
    transmission: str
    gears: int | None
    drive: str
    steering: str
    doors: int
    seats: int
    length_mm: int
    width_mm: int
    height_mm: int
    weight_kg: int
    max_load_kg: int
    gvw_kg: int
    front_axle_kg: int
    rear_axle_kg: int
    mileage_km: int
    price_jpy: int
    colour: str
    colour_en: str
    colour_ja: str
    interior: str
    condition_grade: str
    condition_source_en: str
    condition_source_ja: str
    repair_history: str
    repair_part: tuple[str, str, str] | None
    faults: tuple[Fault, ...]
    equipment: tuple[str, ...]
    history: str
    owners: int
    service_book: bool
    non_smoker: bool
    prefecture: str
    city: str
    city_en: str
    port: Port
    description_en: str
    description_ja: str

    @property
    def equipment_words(self) -> tuple[tuple[str, str], ...]:
        """(English, Japanese) of each piece of equipment."""
        return tuple(EQUIPMENT[key] for key in self.equipment)

    @property
    def title_en(self) -> str:
        return f"{self.year} {self.model.make} {self.model.name} {self.grade_en}"


def specimens(seed: int = SEED, *, today: date = TODAY, how_many: int = HOW_MANY) -> list[DemoVehicle]:
    """The stock, the same for the same seed and day; no two share a frame number or a dealer's stock number."""
    rng = random.Random(seed)  # noqa: S311  Invented data, nothing secret.
    chosen = _choose_models(rng, how_many)
    serials = rng.sample(range(1_000, 10_000), how_many)
    counts: dict[str, int] = {}
    stock = []
    for number, (model, serial) in enumerate(zip(chosen, serials, strict=True), 1):
        dealer = _dealer_for(rng, model.shape)
        counts[dealer.key] = counts.get(dealer.key, 0) + rng.randint(1, 4)
        stock_number = f"{dealer.stock_prefix}-{10_400 + counts[dealer.key]}"
        stock.append(_vehicle(rng, number, model, serial, dealer, stock_number, today))
    return stock


def _choose_models(rng: random.Random, how_many: int) -> list[Model]:
    """Every model at least once, the rest as often as the market has them, in no order."""
    every = list(models())
    chosen = every[:how_many] + rng.choices(every, [m.weight for m in every], k=max(how_many - len(every), 0))
    rng.shuffle(chosen)
    return chosen


def _dealer_for(rng: random.Random, shape: str) -> DemoDealer:
    return rng.choices(DEALERS, [dealer.share * (6 if shape in dealer.specialities else 1) for dealer in DEALERS])[0]


def _vehicle(
    rng: random.Random, number: int, model: Model, serial: int, dealer: DemoDealer, stock_number: str, today: date
) -> DemoVehicle:
    variant = rng.choice(model.variants)
    grade = rng.choice(variant.grades)
    first = _first_registration(rng, variant, today)
    age = _months_between(first, today) / 12
    use = min(max(rng.lognormvariate(0, 0.35), 0.35), 2.1)
    km = max(int(usual_km(model, age) * use), 900)
    history = rng.choice(("company", "company", "lease")) if model.shape in _WORK_SHAPES else rng.choice(_HISTORIES)
    repaired = rng.random() < 0.09 and model.shape != "motorcycle"
    judged = grade_for(rng, age_years=age, use=use, repaired=repaired)
    faults = faults_for(rng, shape=model.shape, count=_fault_count(rng, judged, model.shape))
    equipment = equipment_for(rng, shape=model.shape, year=first.year, fuel=variant.fuel)
    source = rng.choice((*_SOURCES, ("", "")))
    transmission, gears = _gearbox(rng.choice(variant.transmissions))
    colour = rng.choice(model.colours)
    facts = Facts(
        shape=model.shape,
        fuel=variant.fuel,
        transmission=transmission,
        age_years=age,
        use=use,
        history=history,
        owners=rng.choice((1, 1, 1, 2, 2, 3)),
        service_book=rng.random() < 0.7,
        non_smoker=rng.random() < 0.55,
        repaired=repaired,
        faults=len(faults),
        city_en=dealer.city_en.partition(",")[0],
        city_ja=dealer.city,
        equipment=tuple(EQUIPMENT[key] for key in equipment if key not in ORDINARY),
    )
    words_en, words_ja = describe(rng, facts)
    front_axle, rear_axle = _axles(variant, model.shape)
    return DemoVehicle(
        number=number,
        stock_number=stock_number,
        dealer=dealer,
        model=model,
        variant=variant,
        grade_en=grade.en,
        grade_ja=grade.ja,
        model_code=variant.code,
        frame_number=_frame_number(variant, serial),
        engine_model=variant.engine,
        first_registration=f"{first:%Y-%m}",
        year=first.year,
        shaken_expiry=_shaken(rng, first, today),
        body_type=model.body,
        shape=model.shape,
        fuel=variant.fuel,
        displacement_cc=variant.cc,
        rated_output_kw=variant.rated_kw,
        transmission=transmission,
        gears=gears,
        drive=variant.drive.lower(),
        steering="centre" if model.shape == "motorcycle" else "right",
        doors=variant.doors,
        seats=variant.seats,
        length_mm=variant.length_mm,
        width_mm=variant.width_mm,
        height_mm=variant.height_mm,
        weight_kg=variant.weight_kg,
        max_load_kg=variant.load_kg,
        gvw_kg=variant.gvw_kg,
        front_axle_kg=front_axle,
        rear_axle_kg=rear_axle,
        mileage_km=km,
        price_jpy=_price(rng, fob_level(model, variant, age_years=age, km=km), repaired=repaired),
        colour=colour,
        colour_en=COLOURS[colour][0],
        colour_ja=COLOURS[colour][1],
        interior=rng.choice(("black", "black", "grey", "beige")),
        condition_grade=judged if source[0] else "",
        condition_source_en=source[0],
        condition_source_ja=source[1],
        repair_history="yes" if repaired else "none",
        repair_part=repair_for(rng) if repaired else None,
        faults=faults,
        equipment=equipment,
        history=history,
        owners=facts.owners,
        service_book=facts.service_book,
        non_smoker=facts.non_smoker,
        prefecture=dealer.prefecture,
        city=dealer.city,
        city_en=dealer.city_en,
        port=dealer.port,
        description_en=words_en,
        description_ja=words_ja,
    )


def _first_registration(rng: random.Random, variant: Variant, today: date) -> date:
    """A month in which the variant was sold, at least 14 months ago; March and September are the strongest."""
    first, last = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (variant.first, variant.last))
    last = min(last, today.year * 12 + today.month - 1 - 14)
    months = range(first, last + 1)
    month = rng.choices(months, [2 if month % 12 in {2, 8} else 1 for month in months])[0]
    return date(month // 12, month % 12 + 1, 1)


def _months_between(first: date, today: date) -> int:
    return (today.year - first.year) * 12 + today.month - first.month


def _frame_number(variant: Variant, serial: int) -> str:
    """The right shape, with a serial that no maker has reached: 99, zeros and the demo's own four digits."""
    return f"{variant.frame}-99{serial:0{variant.digits - 2}d}"


def _gearbox(text: str) -> tuple[str, int | None]:
    """("mt", 5) for "5MT"; ("cvt", None) for "CVT"."""
    digits = "".join(sign for sign in text if sign.isdigit())
    return _TRANSMISSIONS[text.removeprefix(digits)], int(digits) if digits else None


def _fault_count(rng: random.Random, grade: str, shape: str) -> int:
    low, high = {"5": (0, 1), "4.5": (0, 2), "4": (1, 3), "3.5": (2, 4)}.get(grade, (2, 5))
    return min(rng.randint(low, high), 3 if shape == "motorcycle" else 5)


def _axles(variant: Variant, shape: str) -> tuple[int, int]:
    """Front and rear axle weight in steps of 10 kg; together the weight."""
    share = {"motorcycle": 0.48, "truck": 0.6, "box_truck": 0.52, "kei_truck": 0.57, "kei_van": 0.54, "van": 0.55}
    front = round(variant.weight_kg * share.get(shape, 0.58) / 10) * 10
    return front, variant.weight_kg - front


def _price(rng: random.Random, level: float, *, repaired: bool) -> int:
    """What a dealer asks: near the level, in steps of 10,000 yen; below half a million it ends in 8,000."""
    asked = level * rng.uniform(0.92, 1.10) * (0.84 if repaired else 1)
    if asked < 500_000:
        return max(round(asked / 10_000) * 10_000 - 2_000, 78_000)
    return round(asked / 10_000) * 10_000


def _shaken(rng: random.Random, first: date, today: date) -> date | None:
    """Valid inspection for a third of the stock; the others were de-registered for export."""
    if rng.random() > 0.35:
        return None
    month = today.year * 12 + today.month - 1 + rng.randint(1, 20)
    return date(month // 12, month % 12 + 1, min(first.day + rng.randint(0, 27), 28))
