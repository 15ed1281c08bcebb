"""What gearbox and steering a car most likely has, from listings that people confirmed: those with the same model code. What
every car of a code has in common is learned in reference/.

The one thing to know: it only fills the form before the dealer looks at it; nothing is stored until he sends it."""

from collections import Counter
from typing import Any

from django.db.models import Q

from japacar.kernel import frame_numbers
from japacar.vehicles.models import Vehicle

#: Targets that do not stand on a certificate and that a model code usually decides.
FROM_CODE = ("transmission", "steering", "gears")
_MOST = 40


def from_model_code(model_code: str) -> dict[str, Any]:
    """Target -> the value of most listings that were on sale with this code; empty for an unknown one. One query."""
    split = frame_numbers.split_model(model_code) if model_code else None
    if split is None:
        return {}
    same = Q(model_code=split.base) | Q(model_code__endswith=f"-{split.base}")
    rows = Vehicle.objects.filter(same, published_at__isnull=False).order_by("-published_at").values(*FROM_CODE)[:_MOST]
    counted = {name: Counter(row[name] for row in rows if row[name] not in (None, "")) for name in FROM_CODE}
    return {name: counts.most_common(1)[0][0] for name, counts in counted.items() if counts}
