"""Attributes of use, condition, offer and papers (trade.md 5.2)."""

from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from japacar.vehicles.attributes import choices
from japacar.vehicles.attributes.kinds import (
    ALL,
    FOUR_WHEELS,
    MACHINERY,
    POWERED,
    ROAD,
    TRUCK,
    Attribute,
    BodyClass,
    Kind,
    Section,
    Seen,
    Source,
)
from japacar.vehicles.models import RepairHistory
from japacar.vehicles.vocabulary import EQUIPMENT, LOADING_PORTS, PREFECTURES

_used = partial(Attribute, section=Section.USE)
USE = (
    _used(key="mileage_km", label=_("Odometer"), kind=Kind.WHOLE, column="mileage_km", unit="km", least=0,
          most=3_000_000, fits=POWERED, needed=ROAD, schema="mileageFromOdometer", schema_unit="KMT"),
    _used(key="odometer_status", label=_("What the odometer is worth"), kind=Kind.WORD, column="odometer_status",
          choices=choices.ODOMETER, fits=POWERED, observed=True),
    _used(key="odometer_old_km", label=_("Reading of the old odometer"), kind=Kind.WHOLE, unit="km", least=0,
          most=3_000_000, fits=POWERED, hint=_("When it was exchanged: what the old one showed at the end.")),
    _used(key="odometer_new_km", label=_("Reading of the new odometer when fitted"), kind=Kind.WHOLE, unit="km", least=0,
          most=3_000_000, fits=POWERED),
    _used(key="owners", label=_("Owners so far"), kind=Kind.WHOLE, most=50, schema="numberOfPreviousOwners"),
    _used(key="one_owner", label=_("One owner from new"), kind=Kind.FLAG),
    _used(key="history_use", label=_("Used as"), kind=Kind.WORD, choices=choices.HISTORY),
    _used(key="service_book", label=_("Service record there"), kind=Kind.FLAG),
    _used(key="non_smoker", label=_("Not smoked in"), kind=Kind.FLAG, fits=FOUR_WHEELS),
    _used(key="pet", label=_("Animals were carried"), kind=Kind.FLAG, fits=FOUR_WHEELS),
    _used(key="parallel_import", label=_("Parallel import"), kind=Kind.FLAG, source=Source.CERTIFICATE),
)  # fmt: skip

_claim = partial(Attribute, section=Section.CONDITION)
_harm = partial(_claim, kind=Kind.WORD, choices=choices.HARMED, observed=True)
_works = partial(_claim, kind=Kind.WORD, choices=choices.STATES, observed=True)
CONDITION = (
    _claim(key="auction_grade", label=_("Auction grade"), kind=Kind.LINE, column="condition_grade", most=4),
    _claim(key="int_grade", label=_("Interior grade"), kind=Kind.WORD, choices=choices.LETTERS, fits=FOUR_WHEELS),
    _claim(key="ext_grade", label=_("Exterior grade"), kind=Kind.WORD, choices=choices.LETTERS, fits=FOUR_WHEELS),
    _claim(key="grade_source", label=_("Where the grade is from"), kind=Kind.LINE, column="condition_source", most=40),
    _claim(key="grade_date", label=_("Day of the grade"), kind=Kind.DAY, column="condition_seen_on"),
    _claim(key="repair_history", label=_("Repair history"), kind=Kind.WORD, column="repair_history",
           choices=dict(RepairHistory.choices), observed=True,
           hint=_("Yes when a part of the skeleton was repaired or replaced. Bolted parts, such as doors, bonnet and"
                  " bumpers, do not count.")),
    _claim(key="repair_parts", label=_("Skeleton parts repaired or replaced"), kind=Kind.WORDS,
           choices=choices.REPAIR_PARTS),
    _harm(key="flood", label=_("Flood damage")),
    _harm(key="fire", label=_("Fire damage")),
    _harm(key="hail", label=_("Hail damage")),
    _harm(key="rust", label=_("Salt damage or heavy rust")),
    _works(key="mech_engine", label=pgettext_lazy("mechanical condition", "Engine"), fits=POWERED),
    _works(key="mech_gearbox", label=pgettext_lazy("mechanical condition", "Gearbox"), fits=POWERED),
    _works(key="mech_air_conditioning", label=pgettext_lazy("mechanical condition", "Air conditioning"),
           fits=POWERED - {BodyClass.MOTORCYCLE}),
    _works(key="mech_electrical", label=pgettext_lazy("mechanical condition", "Electrical system"), fits=ALL),
    _works(key="mech_suspension", label=pgettext_lazy("mechanical condition", "Suspension and steering"), fits=ALL),
    _works(key="mech_brakes", label=pgettext_lazy("mechanical condition", "Brakes"), fits=ALL),
    _works(key="mech_leaks", label=pgettext_lazy("mechanical condition", "Tight: no oil or water leaks"), fits=POWERED),
    _works(key="mech_hydraulics", label=pgettext_lazy("mechanical condition", "Hydraulics"), fits=MACHINERY | TRUCK),
    _claim(key="start_run", label=_("Start and drive"), kind=Kind.WORD, choices=choices.START_RUN, fits=POWERED,
           observed=True),
    _claim(key="warning_lights", label=_("Warning lamps that stay on"), kind=Kind.WORDS, choices=choices.WARNING_LIGHTS,
           fits=POWERED, observed=True),
    _claim(key="recall_open", label=_("Open recall"), kind=Kind.WORD, choices=choices.RECALL, seen=Seen.SIGNED_IN,
           fits=POWERED),
)  # fmt: skip

_offer = partial(Attribute, section=Section.OFFER)
OFFER = (
    _offer(key="price_jpy", label=_("Price (FOB, without consumption tax)"), kind=Kind.YEN, column="price_minor",
           form_name="price", least=1_000, most=2_000_000_000, needed=ALL),
    _offer(key="price_tax", label=_("Tax treatment of the price"), kind=Kind.WORD, choices=choices.TAX,
           seen=Seen.SIGNED_IN),
    _offer(key="negotiable", label=_("Offers accepted"), kind=Kind.FLAG),
    _offer(key="location_prefecture", label=_("Prefecture where the car is"), kind=Kind.WORD,
           column="location_prefecture", choices=PREFECTURES),
    _offer(key="location_city", label=_("City where the car is"), kind=Kind.LINE, column="location_city", most=60),
    _offer(key="loading_port", label=_("Port of loading"), kind=Kind.WORD, column="loading_port", choices=LOADING_PORTS),
    _offer(key="yard_ready", label=_("Ready for the port yard from"), kind=Kind.DAY, seen=Seen.SIGNED_IN),
)  # fmt: skip

_paper = partial(Attribute, section=Section.PAPERS)
PAPERS = (
    _paper(key="docs_available", label=_("State of the papers"), kind=Kind.WORD, choices=choices.DOCUMENTS,
           seen=Seen.SIGNED_IN),
    _paper(key="recycling", label=_("Recycling deposit"), kind=Kind.WORD, choices=choices.RECYCLING, seen=Seen.SIGNED_IN,
           fits=ALL - MACHINERY),
    _paper(key="recycling_fee_jpy", label=_("Amount of the recycling deposit"), kind=Kind.WHOLE, unit="円", least=0,
           most=200_000, seen=Seen.PRIVATE),
    _paper(key="lien_status", label=_("Ownership"), kind=Kind.WORD, choices=choices.LIENS, seen=Seen.PRIVATE),
    _paper(key="included_items", label=_("Things that come with it"), kind=Kind.WORDS, choices=choices.INCLUDED,
           seen=Seen.SIGNED_IN),
)  # fmt: skip

_told = partial(Attribute, section=Section.WORDS)
WORDS = (
    _told(key="accessories", label=_("Equipment"), kind=Kind.WORDS, column="equipment", choices=EQUIPMENT),
    _told(key="description_ja", label=_("Description in Japanese"), kind=Kind.PARAGRAPHS, column="description_ja",
          most=4_000),
    _told(key="description_en", label=_("Description in English"), kind=Kind.PARAGRAPHS, column="description_en",
          most=4_000),
)  # fmt: skip
