"""Pictures as they came, kept sealed beside photos with a hidden plate, and cut-outs of the certificate's codes. The one thing to
know: none outlives the moment in which its car goes on sale."""

from japacar.certificates.actions import forget_cuts
from japacar.files import actions as files
from japacar.vehicles.models import Vehicle


def forget_uncovered(vehicle: Vehicle) -> None:
    """Delete them, in the transaction that puts the car on sale."""
    for photo in vehicle.photos.exclude(uncovered=None).select_related("uncovered"):
        old, photo.uncovered = photo.uncovered, None
        photo.save(update_fields=["uncovered"])
        if old is not None:
            files.delete_file(old)
    if vehicle.reading is not None:
        forget_cuts(vehicle.reading)
