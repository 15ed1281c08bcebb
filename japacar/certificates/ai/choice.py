"""What the upload form needs to offer the choice between typing and reading by a model."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from japacar.certificates.ai.permitted import NEVER_SENT, OF_VEHICLES
from japacar.certificates.models import AiReading
from japacar.egress.asking import anthropic_is_configured


@dataclass(frozen=True)
class Choice:
    """Whether it is offered at all, the papers to choose from, and the reading that waits for this vehicle."""

    is_offered: bool
    papers: tuple[tuple[str, str | Promise], ...]
    open: AiReading | None


def ai_choice(vehicle: Any = None) -> Choice:
    """For a vehicle's editor, or for a new vehicle."""
    waiting = AiReading.objects.open().filter(subject_ref=vehicle.event_ref).first() if vehicle is not None else None
    papers = [(paper.value, paper.label) for paper in OF_VEHICLES]
    return Choice(anthropic_is_configured(), (*papers, *NEVER_SENT.items()), waiting)
