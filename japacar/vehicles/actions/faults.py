"""Known faults of a vehicle, in the codes of the auction sheet."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import translation

from japacar.kernel import clock
from japacar.vehicles import rules
from japacar.vehicles.actions.status import WrongState, stay_complete
from japacar.vehicles.models import Fault, Vehicle
from japacar.vehicles.vocabulary import FAULT_CODES, PANELS

MOST_FAULTS = 60


def add_fault(
    vehicle: Vehicle,
    *,
    code: str,
    panel: str,
    words_ja: str = "",
    words_en: str = "",
    photo: str = "",
    seen_on: date | None = None,
    seen_by: str = "dealer",
    by: Any,
) -> Fault | None:
    """Note a fault; where the dealer gives no words, those of the code and the panel stand. None beyond 60 faults.

    Raises WrongState while a deal holds the vehicle: what the buyer was shown stays; and NotReady when it would say of a
    vehicle on sale what its repair history denies."""
    with transaction.atomic():
        _lock(vehicle)
        if vehicle.faults.count() >= MOST_FAULTS:
            return None
        lacking = rules.problems(vehicle)
        fault = Fault.objects.create(
            vehicle=vehicle,
            code=code,
            panel=panel,
            words_ja=words_ja or _words(code, panel, "ja"),
            words_en=words_en or _words(code, panel, "en"),
            photo=vehicle.photos.filter(pk=photo, is_private=False).first() if photo else None,
            seen_on=seen_on or clock.today_jst(),
            seen_by=seen_by or "dealer",
        )
        stay_complete(vehicle, lacking)
        return fault


def remove_fault(vehicle: Vehicle, number: int, *, by: Any) -> None:
    """Take a fault off the list; nothing happens when it is not there."""
    with transaction.atomic():
        _lock(vehicle)
        vehicle.faults.filter(pk=number).delete()


def _lock(vehicle: Vehicle) -> None:
    status = Vehicle.objects.select_for_update().filter(pk=vehicle.pk).values_list("status", flat=True).get()
    if status not in rules.OPEN_STATES:
        raise WrongState(status)


def _words(code: str, panel: str, language: str) -> str:
    with translation.override(language):
        between = "　" if language == "ja" else ": "
        return f"{PANELS[panel]}{between}{FAULT_CODES[code]}"[:160]
