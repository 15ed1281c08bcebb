"""How somebody fills listings: step by step, or everything on one page. Kept for the person once he has chosen.

The one thing to know: until then whoever lists his dealer's first car on a phone is led step by step, all others get the page."""

from japacar.accounts.devices import families
from japacar.kernel import clock
from japacar.members.access import DealerRequest
from japacar.vehicles.models import EditorWay, Vehicle

_PHONES = frozenset({"iOS", "Android", "KaiOS"})
Way = EditorWay.Way


def way_of(request: DealerRequest) -> str:
    """A value of `Way`."""
    chosen = EditorWay.objects.filter(user=request.viewer.user).values_list("way", flat=True).first()
    if chosen:
        return chosen
    is_phone = families(request.headers.get("User-Agent", "")).system in _PHONES
    is_first = is_phone and not Vehicle.objects.of_dealer(request.dealer).exclude(published_at=None).exists()
    return Way.GUIDED if is_first else Way.PAGE


def choose_way(request: DealerRequest, way: str) -> None:
    """Remember it; anything that is no way is left aside."""
    if way in Way.values and request.viewer.user is not None:
        now = {"way": way, "chosen_at": clock.now()}
        EditorWay.objects.update_or_create(user=request.viewer.user, defaults=now)
