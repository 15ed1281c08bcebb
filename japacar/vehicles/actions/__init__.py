"""The verbs of a listing: draft, fill, save, photograph, publish, withdraw; and what a deal does to the vehicle."""

from japacar.vehicles.actions.arranging import confirm_angles, make_main, move_photo, set_angle
from japacar.vehicles.actions.copying import copy_vehicle
from japacar.vehicles.actions.covering import (
    MOST_COVERS,
    Covered,
    Unfinished,
    cover_plate,
    hide_plate,
    show_plate,
    uncover_plate,
)
from japacar.vehicles.actions.faults import add_fault, remove_fault
from japacar.vehicles.actions.listing import (
    Taken,
    draft_vehicle,
    fill_from_certificate,
    save_listing,
)
from japacar.vehicles.actions.photos import (
    NewPhoto,
    add_photos,
    photo_bytes,
    remove_photo,
    restore_photo,
    store_photo,
)
from japacar.vehicles.actions.reviews import REASONS, others_with_chassis, reasons_for_review, usual_price
from japacar.vehicles.actions.status import (
    Changed,
    NotReady,
    WrongState,
    approve_listing,
    mark_released,
    mark_reserved,
    mark_sold,
    publish_vehicle,
    refuse_listing,
    withdraw_vehicle,
)
from japacar.vehicles.actions.stock import (
    LINK_LIVES,
    LinkIsDead,
    confirm_stock,
    dealer_of_link,
    due_for_confirmation,
    link_for,
    pass_stock_deadlines,
)
from japacar.vehicles.meanwhile import Overtaken

__all__ = [
    "LINK_LIVES",
    "MOST_COVERS",
    "REASONS",
    "Changed",
    "Covered",
    "LinkIsDead",
    "NewPhoto",
    "NotReady",
    "Overtaken",
    "Taken",
    "Unfinished",
    "WrongState",
    "add_fault",
    "add_photos",
    "approve_listing",
    "confirm_angles",
    "confirm_stock",
    "copy_vehicle",
    "cover_plate",
    "dealer_of_link",
    "draft_vehicle",
    "due_for_confirmation",
    "fill_from_certificate",
    "hide_plate",
    "link_for",
    "make_main",
    "mark_released",
    "mark_reserved",
    "mark_sold",
    "move_photo",
    "others_with_chassis",
    "pass_stock_deadlines",
    "photo_bytes",
    "publish_vehicle",
    "reasons_for_review",
    "refuse_listing",
    "remove_fault",
    "remove_photo",
    "restore_photo",
    "save_listing",
    "set_angle",
    "show_plate",
    "store_photo",
    "uncover_plate",
    "usual_price",
    "withdraw_vehicle",
]
