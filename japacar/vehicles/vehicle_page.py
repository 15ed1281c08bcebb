"""Everything on the page of one vehicle, put into the shapes that the components of the ui room take.

The one thing to know: all rows come from the view, already loaded; nothing here asks the database."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup, escape

from japacar.files.rules import photo_sources, photo_url
from japacar.kernel.eras import YearMonth
from japacar.kernel.money import Money
from japacar.kernel.rates import Rate
from japacar.ui import formatting
from japacar.vehicles import vocabulary
from japacar.vehicles.attribute_words import number_words, usual_source
from japacar.vehicles.cards import alt_text, in_dollars
from japacar.vehicles.emission import emission_words
from japacar.vehicles.labels import label
from japacar.vehicles.models import (
    BodyType,
    Colour,
    Drive,
    Fault,
    Fuel,
    Photo,
    RepairHistory,
    Steering,
    Transmission,
    Vehicle,
)
from japacar.vehicles.observations import seen_words, shared
from japacar.vehicles.outlines import outline_of

LARGE = 960
THUMB = 320


def tags(vehicle: Vehicle, fault_count: int) -> list[tuple[str, str]]:
    """State, repair history and faults, each in words."""
    found: list[tuple[str, str]] = []
    if vehicle.status == Vehicle.Status.RESERVED:
        found.append((_("Reserved"), "info"))
    elif vehicle.status == Vehicle.Status.SOLD:
        found.append((_("Sold"), "none"))
    found.append(
        {
            RepairHistory.NONE: (_("No repair history"), "ok"),
            RepairHistory.YES: (_("Repair history"), "warn"),
        }.get(vehicle.repair_history, (_("Repair history not known"), "none"))  # type: ignore[call-overload]
    )
    if fault_count:
        words = ngettext("%(count)s known fault", "%(count)s known faults", fault_count) % {"count": fault_count}
        found.append((words, "warn"))
    return found


def price_rows(vehicle: Vehicle, rate: Rate | None) -> list[dict[str, Any]]:
    """FOB in yen, with dollars as an indication beneath it."""
    price = vehicle.price or Money.zero()
    port = vocabulary.LOADING_PORTS.get(vehicle.loading_port)
    words = _("Car, FOB %(port)s") % {"port": port} if port else _("Car, FOB Japan")
    dollars = in_dollars(price, rate)
    small = _("about %(amount)s") % {"amount": dollars} if dollars else ""
    return [{"label": words, "amount": price, "small": small, "sum": True}]


def rate_note(rate: Rate | None) -> str:
    """Which rate, of which day, by whom."""
    if rate is None:
        return ""
    yen = (1 / rate.per_jpy).quantize(Decimal("0.01"))
    amount = f"{yen}円" if formatting.is_japanese() else f"¥{yen}"
    return _("%(yen)s to the dollar, reference rate of the European Central Bank of %(date)s.") % {
        "yen": amount,
        "date": formatting.long_date(rate.on),
    }


def specification(vehicle: Vehicle) -> list[dict[str, Any]]:
    """The ruled form. Cells without a value are left out."""
    cleaned = emission_words(vehicle.model_code)
    rows = [
        _registered(vehicle),
        _row(_("Working hours"), vehicle.hours is not None and number_words(vehicle.hours, "h")),
        _row(_("Odometer"), vehicle.mileage_km is not None and formatting.km(vehicle.mileage_km or 0)),
        _row(_("Engine"), _joined([_cc(vehicle), label(Fuel, vehicle.fuel).lower()]), vehicle.engine_model),
        _row(_("Gearbox"), gearbox(vehicle)),
        _row(_("Model code"), vehicle.model_code, cleaned, full=bool(cleaned)),
        _row(_("Drive, steering"), _joined([label(Drive, vehicle.drive), label(Steering, vehicle.steering).lower()])),
        _row(_("Seats, doors"), _joined([vehicle.seats, vehicle.doors])),
        _size(vehicle),
        _row(_("Colour"), label(Colour, vehicle.colour)),
        _row(_("Body"), label(BodyType, vehicle.body_type)),
        _row(_("Weight"), vehicle.weight_kg and formatting.kg(vehicle.weight_kg), _load(vehicle)),
        _grade(vehicle),
        _row(_("Stock number"), vehicle.stock_number, vehicle.reference),
        _row(_("Chassis number"), vehicle.masked_chassis_no, _("in full after you reserve")),
    ]
    return [row for row in rows if row["value"]]


def gearbox(vehicle: Vehicle) -> str:
    """`6-speed automatic`, `CVT`"""
    name = label(Transmission, vehicle.transmission)
    if not vehicle.gears or vehicle.transmission == Transmission.CVT:
        return name
    return _("%(gears)s-speed %(gearbox)s") % {
        "gears": vehicle.gears,
        "gearbox": name if name.isupper() else name.lower(),
    }


def fault_items(
    faults: Sequence[Fault], photos: Sequence[Photo], photos_url: str, language: str
) -> tuple[list[dict[str, Any]], str]:
    """The list beside the map: when and by whom each was seen, and the photo that shows it, when a public one does.

    Where all were seen on one day by the same, that is the second part of the answer and stands in no line."""
    numbers: dict[Any, int] = {photo.pk: number for number, photo in enumerate(photos, 1)}
    seen = [seen_words(fault.seen_on, fault.seen_by) if fault.seen_on else "" for fault in faults]
    for_all = shared(seen)
    items = []
    for fault, note in zip(faults, seen, strict=True):
        number = numbers.get(fault.photo_id)
        link = (
            {"url": f"{photos_url}#photo-{number}", "link": _("Photo %(number)s") % {"number": number}}
            if number
            else {}
        )
        said = {"code": fault.code, "text": fault_words(fault, language), "note": "" if for_all else note}
        items.append({**said, **link})
    return items, for_all


def fault_words(fault: Fault, language: str) -> str:
    """The dealer's words in the reader's language, else those of the code and the panel."""
    own = fault.words_ja if language == "ja" else fault.words_en
    if own:
        return own
    panel, meaning = vocabulary.PANELS.get(fault.panel, fault.panel), vocabulary.FAULT_CODES.get(fault.code, fault.code)
    return _("%(panel)s: %(fault)s") % {"panel": panel, "fault": str(meaning).lower()}


def damage_pins(vehicle: Vehicle, faults: Sequence[Fault]) -> list[tuple[int, int, str]]:
    """Where the faults lie on the drawing; a second one on the same part stands beside the first."""
    places = outline_of(vehicle.body_type).pins
    pins: list[tuple[int, int, str]] = []
    taken: dict[str, int] = {}
    for fault in faults:
        if fault.panel in places:
            x, y = places[fault.panel]
            shift = taken.get(fault.panel, 0)
            taken[fault.panel] = shift + 1
            pins.append((x + (34 * shift if x < 200 else -34 * shift), y, fault.code))
    return pins


def dealer_rows(vehicle: Vehicle, store_url: str, language: str, operator: dict[str, str]) -> list[dict[str, Any]]:
    """Who sells: the company with its seal, the permit that the law makes it show, and where the car stands."""
    dealer = vehicle.dealer
    other = dealer.name_en if language == "ja" else dealer.name_ja
    checked = (
        _("Permit checked %(date)s") % {"date": formatting.long_date(dealer.decided_at)}
        if dealer.decided_at
        else _("Permit checked")
    )
    name: Any = dealer.name(language)
    if store_url:
        name = Markup('<a href="{}">{}</a>').format(store_url, name)
    rows = [
        {"label": checked, "value": name, "note": _other_language(other, language), "seal": True, "full": True},
        {
            "label": _("Second-hand dealer permit"),
            "value": formatting.marked(formatting.commission(dealer.permit_commission)),
            "note": _permit(dealer, language),
            "full": True,
        },
        {"label": _("The car stands in"), "value": place(vehicle, language), "full": True},
    ]
    if vehicle.sale_mode == Vehicle.SaleMode.RESALE:
        seller = operator["name_ja" if language == "ja" else "name"]
        rows.insert(0, {"label": _("You buy from"), "value": seller, "full": True})
    return rows


def _permit(dealer: Any, language: str) -> Any:
    """`No. 431…`, and for readers of English the commission as the permit itself names it, which they can compare."""
    number = _("No. %(number)s") % {"number": dealer.permit_number}
    if language == "ja" or not dealer.permit_commission:
        return number
    return Markup("{} · {}").format(number, formatting.ja(dealer.permit_commission))


def place(vehicle: Vehicle, language: str) -> Any:
    """`埼玉県所沢市`, or `Saitama 所沢市` with the town marked as Japanese."""
    if language == "ja" or not vehicle.location_prefecture:
        return f"{vehicle.location_prefecture}{vehicle.location_city}"
    prefecture = vocabulary.PREFECTURES.get(vehicle.location_prefecture, "")
    return escape(prefecture) + " " + formatting.ja(vehicle.location_city) if vehicle.location_city else prefecture


def gallery_photos(photos: Sequence[Photo], title: str, photos_url: str) -> list[dict[str, Any]]:
    """The first large, then small ones that lead to the page of all photos."""
    pictures = [
        {**photo_sources(p.file, alt=alt_text(p, title), widest=THUMB if n else LARGE)} for n, p in enumerate(photos)
    ]
    for number, picture in enumerate(pictures, 1):
        picture["url"] = f"{photos_url}#photo-{number}"
    return pictures


def share_links(title: str, url: str) -> list[tuple[str, str]]:
    """Plain links: no script of theirs runs here, and they learn nothing before the tap."""
    text, address = quote(title, safe=""), quote(url, safe="")
    return [
        ("WhatsApp", f"https://wa.me/?text={text}%20{address}"),
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={address}"),
        ("X", f"https://x.com/intent/post?text={text}&url={address}"),
        ("LINE", f"https://social-plugins.line.me/lineit/share?url={address}"),
    ]


def largest(photo: Photo, width: int = 1280) -> str:
    """The address of the widest copy up to this width that the photo has."""
    return photo_url(
        photo.file, max((w for w in (160, 320, 480, 640, 960, 1280) if w <= min(width, photo.file.width)), default=160)
    )


def summary(vehicle: Vehicle, title: str) -> str:
    """One line for search engines and shared links."""
    price = formatting.money(vehicle.price) if vehicle.price else ""
    facts = _joined(
        [vehicle.mileage_km is not None and formatting.km(vehicle.mileage_km or 0), _cc(vehicle), gearbox(vehicle)]
    )
    return _("%(title)s: %(facts)s. FOB %(price)s from a checked dealer in Japan.") % {
        "title": title,
        "facts": facts,
        "price": price,
    }


def _registered(vehicle: Vehicle) -> dict[str, Any]:
    if not vehicle.first_registration:
        return _row(_("Year"), vehicle.year)
    try:
        month = YearMonth.from_text(vehicle.first_registration)
    except ValueError:
        return _row(_("First registered"), vehicle.first_registration)
    return _row(_("First registered"), formatting.year_month(month), formatting.ja(formatting.era(month)))


def _size(vehicle: Vehicle) -> dict[str, Any]:
    volume = vehicle.cubic_metres
    if volume is None:
        return _row(_("Size, cm"), "")
    sides = [(side or 0) / 10 for side in (vehicle.length_mm, vehicle.width_mm, vehicle.height_mm)]
    # The unit stands in the label, so that the three sides fit into half the width of a phone; on the narrowest they break behind a sign.
    return _row(_("Size, cm"), Markup("×<wbr>").join(f"{side:g}" for side in sides), f"{volume} m³")


def _grade(vehicle: Vehicle) -> dict[str, Any]:
    """Only with its source: a grade that nobody gave says nothing."""
    day = formatting.long_date(vehicle.condition_seen_on) if vehicle.condition_seen_on else ""
    said = usual_source(vehicle.condition_source)
    said = formatting.en(said) if said and formatting.is_japanese() and said.isascii() else said
    source = escape("・" if formatting.is_japanese() else ", ").join(part for part in (said, day) if part)
    return _row(_("Auction grade"), vehicle.condition_grade if vehicle.condition_source else "", source)


def _load(vehicle: Vehicle) -> str:
    return _("carries %(kg)s") % {"kg": formatting.kg(vehicle.max_load_kg)} if vehicle.max_load_kg else ""


def _cc(vehicle: Vehicle) -> str:
    return formatting.cc(vehicle.displacement_cc) if vehicle.displacement_cc else ""


def _other_language(name: str, language: str) -> Any:
    if not name:
        return ""
    return formatting.en(name) if language == "ja" else formatting.ja(name)


def _row(label: str, value: Any, note: Any = "", **more: Any) -> dict[str, Any]:
    return {"label": label, "value": value or "", "note": note, **more}


def _joined(parts: Sequence[Any]) -> str:
    return ("・" if formatting.is_japanese() else ", ").join(str(part) for part in parts if part)


def equipment(vehicle: Vehicle) -> list[str]:
    """What the car is fitted with, in words; a key that the list no longer has is left out."""
    return [str(vocabulary.EQUIPMENT[key]) for key in vehicle.equipment if key in vocabulary.EQUIPMENT]
