"""Vehicles as cards of a list, made for a whole page with a fixed number of queries.

The one thing to know: ids in, cards out in the same order; nothing here decides who may see a vehicle. A card is drawn
once for each change of its vehicle (`updated_at`), since drawing costs more than finding."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from japacar.files.models import StoredFile
from japacar.files.rules import photo_sources
from japacar.kernel.frame_numbers import split_model
from japacar.kernel.money import Money
from japacar.kernel.rates import NoRate, Rate, latest_rate
from japacar.ui import formatting
from japacar.vehicles.attribute_words import number_words
from japacar.vehicles.kept import Kept, among
from japacar.vehicles.labels import label
from japacar.vehicles.models import BodyType, Fuel, Photo, Steering, Vehicle

# A phone's card is 480 pixels wide at most; wider copies only cost (ux.md, photo budget).
WIDEST = 480
STEERING_SHORT = {Steering.RIGHT: _("RHD"), Steering.LEFT: _("LHD")}
STATES = {Vehicle.Status.RESERVED: "info", Vehicle.Status.SOLD: "none"}
# Cards as they were drawn last; the key holds everything that a card depends on.
MOST_KEPT = 2_000
_drawn: dict[tuple[Any, ...], Markup] = {}
_FIELDS = (
    *(
        "reference",
        "status",
        "grade",
        "year",
        "mileage_km",
        "displacement_cc",
        "fuel",
        "transmission",
        "gears",
        "drive",
    ),
    *("steering", "model_code", "price_minor", "price_currency", "condition_grade"),
    *("condition_source", "body_type", "colour", "hours"),
    *("make__name_en", "make__name_ja", "model__name_en", "model__name_ja"),
)


def dollar_rate() -> Rate | None:
    """The newest rate of the dollar, or None where there is none; then no indication is shown."""
    try:
        return latest_rate("USD")
    except NoRate:
        return None


def cards(ids: Sequence[UUID], *, eager: int = 0) -> list[Markup]:
    """The finished cards of these vehicles in this order; the photos of the first `eager` are fetched at once.

    One small query; whatever changed since it was last shown is loaded and drawn anew, with one more."""
    if not ids:
        return []
    facts, rate, language = {pk: rest for pk, *rest in _facts(list(ids))}, dollar_rate(), get_language() or "en"
    keys = {pk: (pk, *facts[pk], rate, language, place < eager) for place, pk in enumerate(ids) if pk in facts}
    drawn = {pk: kept for pk, key in keys.items() if (kept := _drawn.get(key)) is not None}
    if missing := keys.keys() - drawn.keys():
        template = get_template("vehicles/card.html", using="jinja2")
        for each in card_rows(Vehicle.objects.filter(pk__in=missing)):
            cover = _photo(*facts[each.pk][-len(_COVER) :])
            car = card(each, cover, rate=rate, eager=bool(keys[each.pk][-1]))
            # Escaped by the template that made it.
            drawn[each.pk] = _drawn[keys[each.pk]] = Markup(template.render({"car": car}))  # noqa: S704
    if len(_drawn) > MOST_KEPT:
        _drawn.clear()
    return [drawn[pk] for pk in ids if pk in drawn]


def card_rows(vehicles: QuerySet[Vehicle]) -> QuerySet[Vehicle]:
    """The same vehicles with only what a card shows."""
    return vehicles.select_related("make", "model").only(*_FIELDS)


def card(vehicle: Vehicle, cover: Photo | None, *, rate: Rate | None, eager: bool = False) -> dict[str, Any]:
    """One card. Without a rate the second price is a dash."""
    language = (get_language() or "en")[:2]
    price = Money(vehicle.price_minor or 0, vehicle.price_currency)
    title = vehicle.title(language)
    return {
        "url": reverse("vehicles:vehicle", kwargs={"reference": vehicle.reference}),
        "title": title,
        "photo": photo_sources(cover.file, alt=alt_text(cover, title), widest=WIDEST) if cover else None,
        "eager": eager,
        "spec": spec_lines(vehicle),
        "grade": (vehicle.condition_grade if vehicle.condition_source else "") or None,
        "fob": price,
        "total_label": gettext("About, in dollars"),
        "total": in_dollars(price, rate) or "–",
        "state": (label(Vehicle.Status, vehicle.status), STATES[vehicle.status]) if vehicle.status in STATES else None,  # type: ignore[index]
    }


def in_dollars(price: Money, rate: Rate | None) -> str:
    """`US$20,123` in whole dollars, or an empty text."""
    if rate is None:
        return ""
    amount = rate.indication(price)
    return amount.in_japanese(whole=True) if formatting.is_japanese() else amount.in_english(whole=True)


def spec_lines(vehicle: Vehicle) -> list[str]:
    """`64,218 km · 2,690 cc petrol` and `6AT · 4WD · RHD · TRJ150W`; what is not known is left out."""
    use = [formatting.km(vehicle.mileage_km)] if vehicle.mileage_km is not None else []
    if vehicle.hours is not None and vehicle.body_type == BodyType.MACHINERY:
        use = [number_words(vehicle.hours, "h")]
    engine = " ".join(part for part in (_displacement(vehicle), fuel_word(vehicle.fuel)) if part)
    code = split_model(vehicle.model_code)
    technical = [gearbox_short(vehicle), vehicle.drive.upper(), str(STEERING_SHORT.get(vehicle.steering, ""))]  # type: ignore[call-overload]
    return [_dotted([*use, engine]), _dotted([*technical, code.base if code else vehicle.model_code])]


def gearbox_short(vehicle: Vehicle) -> str:
    """`6AT`, `5MT`, `CVT`."""
    kind = {"semi_at": "AT"}.get(vehicle.transmission, vehicle.transmission.upper())
    return f"{vehicle.gears}{kind}" if vehicle.gears and kind in {"AT", "MT", "DCT"} else kind


def fuel_word(fuel: str) -> str:
    """The fuel within a line: small letters, but `LPG` as it is."""
    if not fuel:
        return ""
    word = label(Fuel, fuel)
    return word if word.isupper() else word.lower()


def alt_text(photo: Photo, title: str) -> str:
    """`2020 Toyota Land Cruiser Prado TX, front left`"""
    return gettext("%(title)s, %(angle)s") % {"title": title, "angle": label(Photo.Angle, photo.angle).lower()}


def _displacement(vehicle: Vehicle) -> str:
    return formatting.cc(vehicle.displacement_cc) if vehicle.displacement_cc else ""


# What a card's look depends on: its vehicle's change and state, and the first public photo.
_COVER = ("cover__angle", "cover__file__name", "cover__file__width", "cover__file__height")
_facts = Kept(
    lambda ids: (
        Vehicle.objects.annotate(
            cover=FilteredRelation("photos", condition=Q(photos__is_private=False)),
        )
        .filter(among("pk", ids))
        .order_by("pk", "cover__position", "cover__created_at")
        .distinct("pk")
        .values_list("pk", "updated_at", "status", "price_minor", *_COVER)
    )
)


def _photo(angle: str | None, name: str, width: int, height: int) -> Photo | None:
    """A photo with as much as `card` reads of it, or None for a vehicle without any."""
    return Photo(angle=angle, file=StoredFile(name=name, width=width, height=height)) if angle is not None else None


def _dotted(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
