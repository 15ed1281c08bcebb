"""Proof that the chain is whole and that every state equals the fold of its events. `japacar invariants` prints what this finds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from japacar.events.actions import GENESIS, hash_of_heads
from japacar.events.models import Anchor, Event


@dataclass(frozen=True)
class Fault:
    """One broken promise: which rule, on which subject, in words."""

    rule: str
    subject: str
    words: str


@dataclass(frozen=True)
class State:
    """What a room says a subject's lane is now; compared with what its events say."""

    subject: str
    lane: str
    value: str


def broken_chains() -> Iterator[Fault]:
    """Every event whose digest, predecessor or number does not fit, the first one of each chain only."""
    previous: Event | None = None
    skip = ""
    for event in Event.objects.order_by("subject", "sequence").iterator(chunk_size=2000):
        same = previous is not None and previous.subject == event.subject
        expected = previous.digest if same and previous else GENESIS
        number = previous.sequence + 1 if same and previous else 1
        if event.subject != skip and (
            event.previous != expected or event.sequence != number or event.digest != event.computed_digest()
        ):
            yield Fault("chain", event.subject, f"event {event.pk} (number {event.sequence}) does not fit")
            skip = event.subject
        previous = event


def broken_anchors() -> Iterator[Fault]:
    """Every anchor that the events up to its last one no longer reproduce."""
    for anchor in Anchor.objects.all():
        _, digest = hash_of_heads(anchor.last_event)
        if digest != anchor.digest:
            yield Fault("anchor", str(anchor.day), "the chains of that day give another hash")


def states_not_told_by_events(states: Iterable[State]) -> Iterator[Fault]:
    """Every state that differs from the last `to` of its lane among the subject's events."""
    told: dict[tuple[str, str], str] = {}
    moves = Event.objects.filter(facts__has_key="lane").order_by("id").values_list("subject", "facts")
    for subject, facts in moves.iterator(chunk_size=2000):
        told[subject, facts["lane"]] = facts["to"]
    for state in states:
        said = told.get((state.subject, state.lane))
        if said != state.value:
            yield Fault("state", state.subject, f"{state.lane} is {state.value!r}, its events say {said!r}")
