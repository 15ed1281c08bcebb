"""The papers that a model may read and the fields that it may give us of each: the published list (PP-5-anth-out, A-15).

The one thing to know: it is a list of permissions. A paper that is not named is never sent, a field that is not named is dropped unread.
Owner, user, addresses, secrets of a transfer and numbers of persons have no name here."""

import re
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from japacar.certificates import values
from japacar.certificates.fields import FIELDS
from japacar.certificates.official_items import PRINTED
from japacar.certificates.values import Unreadable
from japacar.kernel import eras
from japacar.kernel.permit_number import find_commission
from japacar.kernel.text import nfkc


class Paper(models.TextChoices):
    """What a person says that he sends."""

    INSPECTION = "inspection", _("Vehicle inspection certificate (車検証), with its record sheet")
    EXPORT = "export", _("Export certificate (輸出抹消仮登録証明書, 輸出予定届出証明書)")
    PERMIT = "permit", _("Second-hand dealer permit (古物商許可証)")
    LICENCE = "licence", _("Driving licence, front")


#: Papers of a vehicle are sent where a car is listed, those of a dealer where he registers; never the one in the other's place.
OF_VEHICLES = (Paper.INSPECTION, Paper.EXPORT)
OF_DEALERS = (Paper.PERMIT, Paper.LICENCE)


#: Offered too, and answered with a refusal: whoever holds one must learn that it may not be sent.
NEVER_SENT = MappingProxyType(
    {
        "deregistration": _(
            "Deregistration certificate or notice of registration identification (一時抹消, 登録識別情報等通知書)"
        ),
        "transfer": _("Transfer certificate (譲渡証明書), proof of a bank transfer, or any other paper"),
    }
)

#: How the paper prints each field; a model is asked by these words.
PRINTED_AS = MappingProxyType(
    {
        "registration_no": "自動車登録番号又は車両番号 / Registration No.",
        "chassis_no": "車台番号 / Maker's serial number",
        "first_registration": "初度登録年月 or 初度検査年月 / First Reg. Date (year and month)",
        "registered_on": "登録年月日 or 交付年月日 / Registration Date",
        "shaken_expiry": "有効期間の満了する日 / Expiration of validity",
        "make": "車名 / Trademark of the maker of the vehicle",
        "model_code": "型式 / Model",
        "engine_model": "原動機の型式 / Engine Model",
        "type_designation_no": "型式指定番号 / Specification No.",
        "category_no": "類別区分番号 / Classification No.",
        "vehicle_class": "自動車の種別 / Classification of Vehicle",
        "use": "用途 / Use",
        "purpose": "自家用・事業用の別 / Purpose",
        "body_shape": "車体の形状 / Type of Body",
        "seats": "乗車定員 / Fixed Number",
        "max_load_kg": "最大積載量 / Maxim. Carry",
        "weight_kg": "車両重量 / Weight",
        "gvw_kg": "車両総重量 / G/Weight",
        "length_mm": "長さ / Length, in cm",
        "width_mm": "幅 / Width, in cm",
        "height_mm": "高さ / Height, in cm",
        "axle_ff": "前前軸重 / FF Weight",
        "axle_fr": "前後軸重 / FR Weight",
        "axle_rf": "後前軸重 / RF Weight",
        "axle_rr": "後後軸重 / RR Weight",
        "displacement_cc": "総排気量又は定格出力 / Engine Capacity, if in L",
        "rated_output_kw": "総排気量又は定格出力, if in kW",
        "fuel": "燃料の種類 / Classification of Fuel",
    }
)
_PERMIT = MappingProxyType(
    {
        "permit_commission": "公安委員会 (its name, such as 埼玉県公安委員会)",
        "permit_number": "許可証番号 第…号",
        "permit_issued_on": "許可年月日 (day of the permit)",
    }
)
_LICENCE = MappingProxyType({"expires_on": "…まで有効 (last day of validity)"})
_NOT_ON_EXPORT = frozenset({"shaken_expiry"})
PERMITTED: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        Paper.INSPECTION.value: tuple(PRINTED_AS),
        Paper.EXPORT.value: tuple(key for key in PRINTED_AS if key not in _NOT_ON_EXPORT),
        Paper.PERMIT.value: tuple(_PERMIT),
        Paper.LICENCE.value: tuple(_LICENCE),
    }
)
ALL_PRINTED_AS = MappingProxyType({**PRINTED_AS, **_PERMIT, **_LICENCE})
#: Labels of the fields that are no facts of a vehicle.
_LABELS = MappingProxyType(
    {
        "permit_commission": _("Public safety commission"),
        "permit_number": _("Permit number"),
        "permit_issued_on": _("Date of the permit"),
        "expires_on": _("Valid until"),
    }
)
#: What tells one vehicle from another. Each of them is ticked by a person on its own.
CRITICAL = frozenset({"chassis_no", "model_code", "first_registration", "registration_no"})

_LONGEST = 40
# Which item of the official file holds the same print; its reader reads it here too.
_ITEMS = MappingProxyType(
    {
        "registration_no": "EntryNoCarNo", "chassis_no": "CarNo", "make": "CarName", "model_code": "Model",
        "engine_model": "EngineModel", "type_designation_no": "ModelSpecifyNo", "category_no": "ClassifyAroundNo",
        "vehicle_class": "CarKind", "use": "Use", "purpose": "PrivateBusiness", "body_shape": "CarShape", "seats": "Cap",
        "max_load_kg": "Maxloadage", "weight_kg": "CarWgt", "gvw_kg": "CarTotalWgt", "length_mm": "Length",
        "width_mm": "Width", "height_mm": "Height", "axle_ff": "FfAxWgt", "axle_fr": "FrAxWgt", "axle_rf": "RfAxWgt",
        "axle_rr": "RrAxWgt", "displacement_cc": "Displacement", "rated_output_kw": "Displacement", "fuel": "FuelClass",
    }
)  # fmt: skip
# Shapes that the readers of an official file need not insist on, since there a machine wrote it.
_SHAPES = MappingProxyType(
    {
        "registration_no": r"[々〆ヶケぁ-んァ-ヶー一-鿿]{1,4}(?: [0-9A-Z]{1,3})? [ぁ-んA-Z] [0-9・.-]{1,5}",
        "chassis_no": r"(?=.*\d)[0-9A-Z国\[][0-9A-Z国*\[\]().\-]{4,22}",
        "model_code": r"[0-9A-Z国\[*][0-9A-Z改国*\[\]().\-]{1,20}",
        "engine_model": r"[0-9A-Z国\[*][0-9A-Z改国*\[\]().\-]{0,20}",
        "make": r"[0-9A-Za-zァ-ヶー一-鿿ぁ-んçë・ .\-]{2,24}",
        "body_shape": r"[0-9A-Zァ-ヶー一-鿿ぁ-ん・]{2,16}",
    }
)
_LEAST = MappingProxyType(
    {
        "seats": 1,
        "weight_kg": 40,
        "gvw_kg": 60,
        "length_mm": 1_000,
        "width_mm": 300,
        "height_mm": 500,
        "displacement_cc": 20,
    }
)


def label(key: str) -> str:
    """What a field is called on our pages."""
    return str(_LABELS[key] if key in _LABELS else FIELDS[key].label)


def read_value(key: str, printed: Any) -> Any:
    """A printed value as the fact it is; None for "nothing there". Raises Unreadable for whatever does not have its shape."""
    if not isinstance(printed, str) or len(printed) > _LONGEST:
        raise Unreadable
    if key in _DATES:
        return _dated(key, printed)
    if key == "permit_commission":
        found = find_commission(printed)
        if found is None:
            raise Unreadable
        return found.code
    if key == "permit_number":
        return _permit_number(printed)
    name = _ITEMS[key]
    found = PRINTED[key](lambda item: printed if item == name else "")
    shape = _SHAPES.get(key)
    if found is not None and shape is not None and not values.matches(shape, str(found)):
        raise Unreadable
    if found is not None and key in _LEAST and found < _LEAST[key]:
        raise Unreadable
    return found


def _dated(key: str, printed: str) -> Any:
    if values.line(printed) is None:
        return None
    try:
        return _DATES[key](printed)
    except eras.DateRefused:
        raise Unreadable from None


def _permit_number(printed: str) -> str:
    """The twelve digits between 第 and 号."""
    match = re.fullmatch(r"(?:許可)?(?:証番号)?第?([0-9]{12})号?", "".join(nfkc(printed).split()))
    if match is None:
        raise Unreadable
    return match[1]


def _year_month(printed: str) -> str:
    return str(eras.parse_year_month(printed))


_DATES: MappingProxyType[str, Callable[[str], Any]] = MappingProxyType(
    {
        "first_registration": _year_month,
        "registered_on": eras.parse_date,
        "shaken_expiry": eras.parse_date,
        "permit_issued_on": eras.parse_date,
        "expires_on": eras.parse_date,
    }
)
