"""The verbs of a listing: draft, fill, save, photograph, publish, withdraw; and what a deal does to the vehicle."""

from japacar.vehicles.actions.arranging import confirm_angles, make_main, move_photo, set_angle
from japacar.vehicles.actions.covering import MOST_COVERS, Unfinished, hide_plate, show_plate
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
from japacar.vehicles.actions.status import (
    NotReady,
    WrongState,
    mark_released,
    mark_reserved,
    mark_sold,
    publish_vehicle,
    withdraw_vehicle,
)

__all__ = [
    "MOST_COVERS",
    "NewPhoto",
    "NotReady",
    "Taken",
    "Unfinished",
    "WrongState",
    "add_fault",
    "add_photos",
    "confirm_angles",
    "draft_vehicle",
    "fill_from_certificate",
    "hide_plate",
    "make_main",
    "mark_released",
    "mark_reserved",
    "mark_sold",
    "move_photo",
    "photo_bytes",
    "publish_vehicle",
    "remove_fault",
    "remove_photo",
    "restore_photo",
    "save_listing",
    "set_angle",
    "show_plate",
    "store_photo",
    "withdraw_vehicle",
]
