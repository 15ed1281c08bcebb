"""Pictures as they came, kept sealed beside photos with a hidden plate. The one thing to know: none outlives the moment
in which its car goes on sale."""

from japacar.files import actions as files
from japacar.vehicles.models import Vehicle


def forget_uncovered(vehicle: Vehicle) -> None:
    """Delete them, in the transaction that puts the car on sale."""
    for photo in vehicle.photos.exclude(uncovered=None).select_related("uncovered"):
        old, photo.uncovered = photo.uncovered, None
        photo.save(update_fields=["uncovered"])
        if old is not None:
            files.delete_file(old)
