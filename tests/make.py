"""Test data by hand-written functions: `make_dealer(name_en="…")`. Each gives a complete, valid thing; every detail may be overridden."""

import io
import itertools
from datetime import timedelta
from typing import Any

from PIL import Image

from japacar.accounts.models import MajorityDeclaration, StaffRole, User
from japacar.accounts.viewers import Viewer
from japacar.deals.models import Deal
from japacar.files import actions as files
from japacar.kernel import clock
from japacar.kernel.inspection import Slot
from japacar.members.actions import save_identity_paper
from japacar.members.models import (
    BankAccount,
    BuyerProfile,
    Consignee,
    Dealer,
    Forwarder,
    ForwarderContact,
    IdentityImage,
    Membership,
)
from japacar.vehicles.models import CarModel, Make, Vehicle

PASSWORD = "correct horse battery staple"
_numbers = itertools.count(1)


def make_user(email: str = "", **over: Any) -> User:
    """A user without roles whose address is confirmed. No password unless given: hashing costs a third of a second."""
    number = next(_numbers)
    values = {"display_name": f"Person {number}", "email_confirmed_at": clock.now(), **over}
    return User.objects.create_user(email or f"person{number}@example.test", **values)


def make_buyer(email: str = "", *, name: str = "Kofi Boateng", **over: Any) -> User:
    user = make_user(email, display_name=name, **over)
    BuyerProfile.objects.create(user=user, name=name, phone="+254700000001", address="P.O. Box 1, Mombasa, Kenya")
    MajorityDeclaration.objects.create(user=user, is_of_age=True, age_asked=18)
    return user


def make_staff(email: str = "", role: str = StaffRole.Role.ADMIN, **over: Any) -> User:
    user = make_user(email, **over)
    StaffRole.objects.create(user=user, role=role)
    return user


def make_dealer(*, people: list[User] | None = None, with_account: bool = True, **over: Any) -> Dealer:
    """An approved dealer with an owner (or the people given) and a bank account."""
    number = next(_numbers)
    values = {
        "slug": f"dealer-{number}",
        "status": Dealer.Status.APPROVED,
        "name_ja": f"見本自動車{number}株式会社",
        "name_en": f"Mihon Motors {number} K.K.",
        "representative_kanji": "見本 太郎",
        "representative_kana": "ミホン タロウ",
        "representative_roman": "Taro Mihon",
        "corporate_number": "4011001098993",
        "phone": "+81492000001",
        "postal_code": "359-1145",
        "prefecture": "埼玉県",
        "city": "所沢市",
        "street": "山口1-1",
        "address_en": "1-1 Yamaguchi, Tokorozawa, Saitama 359-1145, Japan",
        "permit_commission": "埼玉県公安委員会",
        "permit_number": "431020000001",
        **over,
    }
    dealer = Dealer.objects.create(**values)
    for user in people if people is not None else [make_user()]:
        Membership.objects.create(dealer=dealer, user=user)
    if with_account:
        make_bank_account(dealer)
    return dealer


def make_bank_account(dealer: Dealer | None, **over: str) -> BankAccount:
    account = BankAccount(dealer=dealer, effective_at=clock.now() - timedelta(days=10))
    account.seal(
        {
            "bank_name": "見本銀行",
            "bank_name_en": "Sample Bank",
            "branch": "所沢支店",
            "branch_en": "Tokorozawa Branch",
            "branch_code": "012",
            "swift": "SAMPJPJT",
            "account_type": "普通",
            "account_number": "7654321",
            "holder_kana": "ミホンモータース（カ",
            "holder_en": "MIHON MOTORS KK",
            **over,
        }
    )
    account.save()
    return account


def make_identity(dealer: Dealer, *, by: Any) -> list[IdentityImage]:
    """Both sides of the representative's driving licence, sent by the real action."""
    picture = io.BytesIO()
    Image.new("RGB", (320, 200), (120, 160, 200)).save(picture, "JPEG")
    sides = (IdentityImage.Slot.LICENCE_FRONT, IdentityImage.Slot.LICENCE_BACK)
    stored = files.store_many([(picture.getvalue(), dealer.event_ref) for _ in sides], slot=Slot.IDENTITY, by=by)
    return save_identity_paper(
        dealer,
        IdentityImage.Paper.DRIVING_LICENCE,
        sides=dict(zip(sides, stored, strict=True)),
        expires_on=clock.today_jst() + timedelta(days=900),
        by=by,
    )


def make_model(make_name: str = "Toyota", name: str = "Land Cruiser Prado") -> CarModel:
    make, _ = Make.objects.get_or_create(
        slug=make_name.lower(),
        defaults={"name_en": make_name, "name_ja": {"Toyota": "トヨタ"}.get(make_name, make_name)},
    )
    slug = name.lower().replace(" ", "-")
    model, _ = CarModel.objects.get_or_create(
        make=make,
        slug=slug,
        defaults={"name_en": name, "name_ja": "ランドクルーザープラド", "also": "プラド Prado ランクル"},
    )
    return model


def make_vehicle(dealer: Dealer | None = None, **over: Any) -> Vehicle:
    """A vehicle on sale, complete but for photos."""
    number = next(_numbers)
    model = over.pop("model", None) or make_model()
    values: dict[str, Any] = {
        "dealer": dealer or make_dealer(),
        "status": Vehicle.Status.PUBLISHED,
        "stock_number": f"ST-{number}",
        "make": model.make,
        "model": model,
        "grade": "TX",
        "model_code": "3BA-TRJ150W",
        "chassis_no": f"TRJ150-{1000000 + number}",
        "engine_model": "2TR",
        "first_registration": "2020-06",
        "year": 2020,
        "body_type": "suv",
        "fuel": "petrol",
        "displacement_cc": 2690,
        "transmission": "at",
        "gears": 6,
        "drive": "4wd",
        "steering": "right",
        "mileage_km": 64218,
        "colour": "pearl",
        "doors": 5,
        "seats": 7,
        "length_mm": 4820,
        "width_mm": 1880,
        "height_mm": 1850,
        "weight_kg": 2120,
        "gvw_kg": 2505,
        "price_minor": 3180000,
        "location_prefecture": "埼玉県",
        "location_city": "所沢市",
        "loading_port": "JPYOK",
        "published_at": clock.now(),
        "stock_confirmed_at": clock.now(),
        **over,
    }
    return Vehicle.objects.create(**values)


def make_deal(vehicle: Vehicle | None = None, *, buyer: User | None = None, **over: Any) -> Deal:
    """A confirmed request, straight into the table. Tests of later states go there through the actions."""
    vehicle = vehicle or make_vehicle()
    values = {
        "vehicle": vehicle,
        "dealer": vehicle.dealer,
        "buyer": buyer or make_buyer(),
        "destination_country": "KE",
        "destination_port": "KEMBA",
        "confirmed_at": clock.now(),
        **over,
    }
    return Deal.objects.create(**values)


def make_consignee(buyer: User, **over: Any) -> Consignee:
    values = {
        "name": "Coast Motors Ltd",
        "email": "consignee@example.test",
        "country": "KE",
        "address": "12 Moi Avenue, Mombasa",
        "phone": "+254700000002",
        **over,
    }
    return Consignee.objects.create(buyer=buyer, **values)


def make_forwarder(*, people: list[User] | None = None, **over: Any) -> Forwarder:
    values = {
        "name_ja": "見本海運株式会社",
        "name_en": "Mihon Shipping K.K.",
        "address": "横浜市中区1-1",
        "phone": "+81450000001",
        "email": "ops@forwarder.example.test",
        **over,
    }
    forwarder = Forwarder.objects.create(**values)
    for user in people or []:
        ForwarderContact.objects.create(forwarder=forwarder, user=user)
    return forwarder


def viewer(user: User | None) -> Viewer:
    return Viewer(user)
