"""`japacar invariants`: proves the chains of events, that every state is what its events say, and the promises between rooms.

It reads and changes nothing. Run it as often as you like; the exit code is 1 when anything is broken."""

from __future__ import annotations

import argparse
import dataclasses
import json
import time
from collections.abc import Iterator

from config.promises import PROMISES, broken_promises
from japacar.deals.models import Deal
from japacar.events.invariants import Fault, State, broken_anchors, broken_chains, states_not_told_by_events
from japacar.events.models import Anchor, Event
from japacar.members.models import Dealer
from japacar.payments.models import PaymentRequest
from japacar.vehicles.models import Vehicle


def main(options: argparse.Namespace) -> int:
    """Print every fault, or one sentence that there is none."""
    began = time.monotonic()
    found = list(faults())
    counted = {
        "events": Event.objects.count(),
        "anchors": Anchor.objects.count(),
        "states": sum(1 for _ in states()),
        "promises": len(PROMISES),
    }
    if options.json:
        listed = [dataclasses.asdict(fault) for fault in found]
        print(json.dumps({"checked": counted, "faults": listed}, ensure_ascii=False, indent=2))
        return 1 if found else 0
    for fault in found:
        print(f"{fault.rule:<34} {fault.subject}: {fault.words}")
    said = ", ".join(f"{number} {name}" for name, number in counted.items())
    outcome = f"{len(found)} faults" if found else "nothing is broken"
    print(f"{said} checked in {time.monotonic() - began:.1f} s: {outcome}.")
    return 1 if found else 0


def faults() -> Iterator[Fault]:
    """Everything that is broken: chains first, since the states are compared with them."""
    yield from broken_chains()
    yield from broken_anchors()
    yield from states_not_told_by_events(states())
    yield from broken_promises()


def states() -> Iterator[State]:
    """Every lane of every subject as its room's table says it is now."""
    for dealer in Dealer.objects.only("pk", "status").iterator():
        yield State(dealer.event_ref, "status", dealer.status)
    for vehicle in Vehicle.objects.only("pk", "reference", "status").iterator():
        yield State(vehicle.event_ref, "status", vehicle.status)
    for deal in Deal.objects.only("pk", "code", "commercial", "papers", "logistics").iterator():
        for lane in ("commercial", "papers", "logistics"):
            yield State(deal.event_ref, lane, getattr(deal, lane))
    for request in PaymentRequest.objects.only("pk", "code", "money").iterator():
        yield State(request.event_ref, "money", request.money)
