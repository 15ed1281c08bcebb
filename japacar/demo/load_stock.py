"""The demo's 200 vehicles as rows on sale, each with its events; the worker adds the pictures later."""

import random
from datetime import date, datetime, timedelta

from django.conf import settings
from procrastinate.types import JSONValue

from japacar.demo.catalogue import MAKES_JA, Model, models
from japacar.demo.catalogue_cars import SEED, DemoVehicle, specimens
from japacar.demo.catalogue_details import part_on_outline, values_of
from japacar.demo.catalogue_faults import Fault as CatalogueFault
from japacar.demo.tasks import learn_model_codes, photograph
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel import clock
from japacar.members.models import Dealer
from japacar.vehicles.actions.status import submit_for_review
from japacar.vehicles.models import CarModel, Fault, Make, Vehicle
from japacar.vehicles.search import index_vehicle

BATCH = 10
# Copies for the pages are made at 5 (files room), so a drawn cover is on the site before the next batch is begun.
COVERS_FIRST = 3
AFTER_ALL_ELSE = -5
# Other spellings that people type; the make's own names are searched anyway.
MAKE_ALSO = {"Nissan": "ニッサン", "Mitsubishi": "ミツビシ", "Isuzu": "イスズ", "Hino": "ヒノ"}


def load(dealers: dict[str, Dealer]) -> list[Vehicle]:
    """All vehicles, newest first on the site in the catalogue's order. Enqueues their pictures in the same order."""
    known = _models()
    stock = specimens()
    rng = random.Random(SEED)  # noqa: S311  # invented data, nothing secret
    vehicles, at = [], clock.now()
    for specimen in stock:
        at -= timedelta(minutes=rng.randint(20, 600))
        vehicles.append(_vehicle(specimen, dealers[specimen.dealer.key], known[specimen.model.slug], at))
    _waiting(vehicles)
    numbers: list[JSONValue] = [specimen.number for specimen in stock]
    # The covers of all first, so that no card on any page stays empty for long; then all other angles.
    for covers_only in (True, False):
        for start in range(0, len(numbers), BATCH):
            photograph.configure(priority=COVERS_FIRST if covers_only else AFTER_ALL_ELSE).defer(
                numbers=numbers[start : start + BATCH], covers_only=covers_only
            )
    learn_model_codes.configure(priority=COVERS_FIRST).defer()
    return vehicles


def _waiting(vehicles: list[Vehicle]) -> None:
    """Two that our staff looks at first, and the oldest of every dealer's stock that he has to say a word about."""
    for vehicle, reason in zip(vehicles[-2:], ("price", "chassis"), strict=True):
        submit_for_review(vehicle, [reason], by=f"dealer:{vehicle.dealer_id}")
    oldest = {vehicle.dealer_id: vehicle for vehicle in vehicles[:-2]}
    due = clock.now() - timedelta(days=settings.STOCK_CONFIRM_DAYS - 1)
    Vehicle.objects.filter(pk__in=[each.pk for each in oldest.values()]).update(stock_confirmed_at=due)


def _models() -> dict[str, CarModel]:
    makes = {
        name: Make.objects.create(slug=name.lower(), name_en=name, name_ja=name_ja, also=MAKE_ALSO.get(name, ""))
        for name, name_ja in MAKES_JA.items()
    }
    return {model.slug: _model(model, makes[model.make]) for model in models()}


def _model(model: Model, make: Make) -> CarModel:
    return CarModel.objects.create(
        make=make, slug=model.slug, name_en=model.name, name_ja=model.name_ja, also=" ".join(model.synonyms)
    )


def _vehicle(specimen: DemoVehicle, dealer: Dealer, model: CarModel, at: datetime) -> Vehicle:
    more = values_of(specimen, at.date())
    vehicle = Vehicle.objects.create(
        dealer=dealer,
        status=Vehicle.Status.PUBLISHED,
        stock_number=specimen.stock_number,
        make=model.make,
        model=model,
        grade=specimen.grade_en,
        model_code=specimen.model_code,
        chassis_no=specimen.frame_number,
        engine_model=specimen.engine_model,
        first_registration=specimen.first_registration,
        year=specimen.year,
        body_type=specimen.body_type,
        fuel=specimen.fuel,
        displacement_cc=specimen.displacement_cc,
        rated_output_kw=specimen.rated_output_kw,
        transmission=specimen.transmission,
        gears=specimen.gears,
        drive=specimen.drive,
        steering=specimen.steering,
        mileage_km=specimen.mileage_km,
        colour=specimen.colour,
        doors=specimen.doors,
        seats=specimen.seats,
        length_mm=specimen.length_mm,
        width_mm=specimen.width_mm,
        height_mm=specimen.height_mm,
        weight_kg=specimen.weight_kg,
        gvw_kg=specimen.gvw_kg,
        max_load_kg=specimen.max_load_kg or None,
        shaken_expiry=specimen.shaken_expiry,
        price_minor=specimen.price_jpy,
        condition_grade=specimen.condition_grade,
        condition_source=specimen.condition_source_en,
        repair_history=specimen.repair_history,
        equipment=list(specimen.equipment),
        description_ja=specimen.description_ja,
        description_en=specimen.description_en,
        location_prefecture=specimen.prefecture,
        location_city=specimen.city,
        loading_port=specimen.port.code,
        created_at=at,
        published_at=at,
        stock_confirmed_at=max(at, clock.now() - timedelta(days=specimen.number % 9)),
        **more,
    )
    Fault.objects.bulk_create(_fault(vehicle, fault) for fault in specimen.faults)
    open_history(vehicle)
    return vehicle


def open_history(vehicle: Vehicle) -> None:
    """What was recorded of a vehicle that its dealer drafted and put on sale, and its words for the search."""
    owner = f"dealer:{vehicle.dealer_id}"
    record(Kind.VEHICLE_DRAFTED, vehicle, by=owner, lane="status", to=Vehicle.Status.DRAFT)
    record(
        Kind.VEHICLE_PUBLISHED, vehicle, by=owner, lane="status", from_=Vehicle.Status.DRAFT, to=vehicle.status,
        amount_minor=vehicle.price_minor, currency=vehicle.price_currency,
    )  # fmt: skip
    index_vehicle(vehicle)


def _fault(vehicle: Vehicle, fault: CatalogueFault) -> Fault:
    """On the outline of the vehicle's body. Where that is another part than a car has, the site's words for it stand."""
    panel = part_on_outline(vehicle.body_type, fault.panel)
    words = {"words_en": fault.words_en, "words_ja": fault.words_ja} if panel == fault.panel else {}
    claim = vehicle.condition["start_run"][-1]
    seen = {"seen_on": date.fromisoformat(claim["seen_on"]), "seen_by": claim["by"]}
    return Fault(vehicle=vehicle, code=fault.code, panel=panel, **words, **seen)
