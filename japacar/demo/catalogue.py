"""The demo's models: real Japanese cars with the codes, sizes and price levels that their papers and the market show.

The rows live in data/models.csv and data/variants.csv; lengths are mm in steps of 10, as
certificates print whole centimetres.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

# The make in Latin letters, and as the dealer writes it.
MAKES_JA = {
    "Toyota": "トヨタ",
    "Lexus": "レクサス",
    "Nissan": "日産",
    "Honda": "ホンダ",
    "Yamaha": "ヤマハ",
    "Mazda": "マツダ",
    "Subaru": "スバル",
    "Mitsubishi": "三菱",
    "Suzuki": "スズキ",
    "Daihatsu": "ダイハツ",
    "Isuzu": "いすゞ",
    "Hino": "日野",
}

# Kilometres that such a vehicle covers in a year in Japan; the price curve expects this much.
YEARLY_KM = {
    "van": 17_000,
    "truck": 19_000,
    "box_truck": 24_000,
    "microbus": 11_000,
    "kei_van": 10_500,
    "kei_truck": 6_000,
    "kei_hatch": 7_500,
    "coupe": 6_500,
    "motorcycle": 2_400,
}
USUAL_YEARLY_KM = 8_800


@dataclass(frozen=True)
class Grade:
    """A trim level in both languages."""

    en: str
    ja: str


@dataclass(frozen=True)
class Variant:
    """One model code (型式) of a model, with what its certificate says.

    Months are "YYYY-MM"; `rated_kw` is for electric cars only.
    """

    code: str
    frame: str
    digits: int
    engine: str
    cc: int | None
    rated_kw: int | None
    fuel: str
    transmissions: tuple[str, ...]
    drive: str
    doors: int
    seats: int
    length_mm: int
    width_mm: int
    height_mm: int
    weight_kg: int
    load_kg: int
    first: str
    last: str
    grades: tuple[Grade, ...]
    fob_new: int
    keep: float

    @property
    def gvw_kg(self) -> int:
        """Gross weight: the car, its load and 55 kg for each seat (vehicle-codes.md 2.1)."""
        return self.weight_kg + self.load_kg + 55 * self.seats

    @property
    def emission_prefix(self) -> str:
        return self.code.partition("-")[0]


@dataclass(frozen=True)
class Model:
    """A model as buyers search for it; `shape` names the drawing, `colours` the paints that it is drawn in."""

    slug: str
    make: str
    make_ja: str
    name: str
    name_ja: str
    synonyms: tuple[str, ...]
    body: str
    shape: str
    colours: tuple[str, ...]
    weight: int
    variants: tuple[Variant, ...]

    @property
    def is_kei(self) -> bool:
        """Kei cars keep under 3.4 m and 660 cc."""
        return all(v.length_mm <= 3400 and (v.cc or 9999) <= 660 for v in self.variants) and self.body != "motorcycle"


@cache
def models() -> tuple[Model, ...]:
    """All models of the demo, in the order of the file."""
    variants = _variants()
    return tuple(_model(row, variants[row["slug"]]) for row in _rows("models.csv"))


def usual_km(model: Model, age_years: float) -> float:
    """The distance that a vehicle of this kind has usually covered at that age."""
    return YEARLY_KM.get(model.shape, USUAL_YEARLY_KM) * age_years


def fob_level(model: Model, variant: Variant, *, age_years: float, km: int) -> float:
    """The usual FOB price in yen at this age and mileage; a dealer asks about that, a quarter more or less."""
    years = min(age_years, 8) + 0.6 * max(age_years - 8, 0)  # What is old loses little more.
    aged = variant.fob_new * variant.keep ** max(years - 1, 0)
    use = km / max(usual_km(model, age_years), 1)
    return float(aged * min(max(1.10 - 0.10 * use, 0.82), 1.08))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _variants() -> dict[str, tuple[Variant, ...]]:
    grouped: dict[str, tuple[Variant, ...]] = {}
    for row in _rows("variants.csv"):
        grouped[row["model"]] = (*grouped.get(row["model"], ()), _variant(row))
    return grouped


def _model(row: dict[str, str], variants: tuple[Variant, ...]) -> Model:
    return Model(
        slug=row["slug"],
        make=row["make"],
        make_ja=MAKES_JA[row["make"]],
        name=row["model"],
        name_ja=row["model_ja"],
        synonyms=tuple(word for word in row["synonyms"].split("|") if word),
        body=row["body"],
        shape=row["shape"],
        colours=tuple(row["colours"].split("|")),
        weight=int(row["weight"]),
        variants=variants,
    )


def _variant(row: dict[str, str]) -> Variant:
    return Variant(
        code=row["code"],
        frame=row["frame"],
        digits=int(row["digits"]),
        engine=row["engine"],
        cc=int(row["cc"]) if row["cc"] else None,
        rated_kw=int(row["kw"]) if row["kw"] else None,
        fuel=row["fuel"],
        transmissions=tuple(row["transmissions"].split("|")),
        drive=row["drive"],
        doors=int(row["doors"]),
        seats=int(row["seats"]),
        length_mm=int(row["length"]),
        width_mm=int(row["width"]),
        height_mm=int(row["height"]),
        weight_kg=int(row["weight"]),
        load_kg=int(row["load"]),
        first=row["first"],
        last=row["last"],
        grades=tuple(_grade(text) for text in row["grades"].split("|")),
        fob_new=int(row["fob"]),
        keep=float(row["keep"]),
    )


def _grade(text: str) -> Grade:
    en, _, ja = text.partition("=")
    return Grade(en, ja or en)
