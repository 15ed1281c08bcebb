"""A dealer's own papers: what a model read of a permit or a licence, offered to the forms of his settings.

The one thing to know: the forms stay what they are. A reading only fills in what is empty, and goes when the form is saved."""

from typing import Any

from japacar.certificates.ai import actions
from japacar.certificates.ai.permitted import read_value
from japacar.certificates.models import AiReading
from japacar.certificates.values import Unreadable
from japacar.egress.asking import anthropic_is_configured
from japacar.members.models import Dealer


def subject_of(dealer: Dealer, paper: str) -> str:
    """A dealer may have one open reading of each of his papers."""
    return f"{dealer.event_ref}/{paper}"


def suggested(dealer: Dealer, paper: str) -> dict[str, Any]:
    """Field -> value that waits to be compared, for the form of that paper."""
    reading = _open(dealer, paper)
    if reading is None or reading.state != AiReading.State.READ:
        return {}
    found = {}
    for key, value in reading.values.items():
        try:
            found[key] = value if key == "permit_commission" else read_value(key, value)
        except Unreadable:
            continue
    return found


def ai_offer(paper: str, found: dict[str, Any]) -> dict[str, Any] | None:
    """What the form's page says of it: the way to have the paper read, and whether values of a model stand in the form."""
    return {"paper": paper, "is_filled": bool(found)} if anthropic_is_configured() else None


def end_suggestion(dealer: Dealer, paper: str, *, by: Any) -> None:
    """The form was saved: what was read has done its part, whatever the person made of it."""
    reading = _open(dealer, paper)
    if reading is not None:
        actions.end_taken(reading, by=by, count=len(reading.values))


def _open(dealer: Dealer, paper: str) -> AiReading | None:
    return AiReading.objects.open().filter(subject_ref=subject_of(dealer, paper)).first()
