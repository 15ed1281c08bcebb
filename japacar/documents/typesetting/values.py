"""The parts that papers share: who, which car, which way, which account.

All text is printed as it stands, never as markup. Optional text is
"" when missing, other optional values None; an empty cell is printed as a dash.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from japacar.documents.typesetting.frozen import Frozen, Json


@dataclass(frozen=True, kw_only=True)
class Words(Frozen):
    """One statement in English and, where there is one, in Japanese."""

    en: str
    ja: str = ""


@dataclass(frozen=True, kw_only=True)
class Party(Frozen):
    """A buyer, consignee or notify party; the address in lines, without the country."""

    name: str
    address: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Issuer(Frozen):
    """A dealer or the operator, with permit number and commission as the Secondhand Articles Dealer Act wants."""

    name: str
    name_ja: str = ""
    address: str = ""
    address_ja: str = ""
    phone: str = ""
    permit_no: str = ""
    permit_commission: str = ""
    corporate_no: str = ""


@dataclass(frozen=True, kw_only=True)
class Vehicle(Frozen):
    """One vehicle. `first_registered` and `manufactured` are `2020-06` or `2020`; lengths in mm, weight in kg."""

    make: str
    model: str
    chassis_no: str
    grade: str = ""
    model_code: str = ""
    first_registered: str = ""
    manufactured: str = ""
    odometer_km: int | None = None
    displacement_cc: int | None = None
    fuel: Words | None = None
    engine_model: str = ""
    transmission: Words | None = None
    steering: Words | None = None
    colour: Words | None = None
    doors: int | None = None
    seats: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    weight_kg: int | None = None

    def derived(self) -> dict[str, Json]:
        title = " ".join(part for part in (self.first_registered[:4], self.make, self.model, self.grade) if part)
        return {"title": title, "volume_m3": self.volume_m3()}

    def volume_m3(self) -> str:
        """Cubic metres as carriers measure, length by width by height to three places; "" when a length is missing."""
        if not (self.length_mm and self.width_mm and self.height_mm):
            return ""
        volume = Decimal(self.length_mm * self.width_mm * self.height_mm) / 10**9
        return str(volume.quantize(Decimal("0.001"), ROUND_HALF_UP))


@dataclass(frozen=True, kw_only=True)
class Line(Frozen):
    """One line of the price in yen; a discount is negative."""

    label: Words
    amount_jpy: int


@dataclass(frozen=True, kw_only=True)
class Route(Frozen):
    """Incoterm with its named place, and the way there. `method` is RoRo or Container, `freight` Prepaid or Collect."""

    incoterm: str
    place: str
    method: str = ""
    loading: str = ""
    discharge: str = ""
    destination: str = ""
    freight: str = ""


@dataclass(frozen=True, kw_only=True)
class Indication(Frozen):
    """The total in another currency, for orientation: whole minor units, and yen for one unit as decimal text."""

    currency: str
    amount_minor: int
    yen_per_unit: str
    rate_on: date
    source: str = ""
    decimals: int = 2


@dataclass(frozen=True, kw_only=True)
class Payment(Frozen):
    """What is due by when, in yen."""

    amount_jpy: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class BankAccount(Frozen):
    """The payee's account for a transfer from abroad. Who issues the paper checks that it is in the payee's name."""

    account_name: str
    bank_name: str
    branch_name: str
    swift: str
    account_no: str
    branch_code: str = ""
    account_kind: str = ""
    bank_address: str = ""


@dataclass(frozen=True, kw_only=True)
class Verification(Frozen):
    """How a holder checks the paper: the code, the address behind the picture code, and the short one to type."""

    code: str
    url: str
    address: str


@dataclass(frozen=True, kw_only=True)
class ExportCertificate(Frozen):
    """The export certificate (輸出抹消仮登録証明書 or 輸出予定届出証明書) as far as a forwarder needs it."""

    kind: Words
    number: str
    issued_on: date | None = None
    planned_export_on: date | None = None
    owner_name: str = ""
    original_handed_over: bool | None = None
