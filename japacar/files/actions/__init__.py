"""The verbs of the files room: store, bind, open, delete; make renditions; sweep."""

from japacar.files.actions.rendering import RenderingFailed, make_renditions
from japacar.files.actions.resealing import reseal_files, under_older_keys
from japacar.files.actions.storing import (
    NotYours,
    UploadRefused,
    bind,
    contents,
    open_page,
    open_private,
    store,
    store_made,
    store_many,
)
from japacar.files.actions.sweeping import SweepReport, delete_file, destroy_file, sweep

__all__ = [
    "NotYours",
    "RenderingFailed",
    "SweepReport",
    "UploadRefused",
    "bind",
    "contents",
    "delete_file",
    "destroy_file",
    "make_renditions",
    "open_page",
    "open_private",
    "reseal_files",
    "store",
    "store_made",
    "store_many",
    "sweep",
    "under_older_keys",
]
