"""The thorough search for the codes of a certificate: begun by an upload, done by the worker, its finds put into the listing.

The one thing to know: whoever uploads waits for a quick look only. What it left open is looked for here, picture by picture, and the
listing fills as something is found; the pictures lie sealed meanwhile and are destroyed at the end, whatever it is."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.views.decorators.debug import sensitive_variables
from procrastinate.contrib.django import app

from japacar.certificates.actions import forget_cuts, keep_reading
from japacar.certificates.ai.actions import go_on_after_search
from japacar.certificates.models import CodeSearch, Reading
from japacar.certificates.reading import Document
from japacar.certificates.reading_files import Outcome, read_files
from japacar.events.actions import ref
from japacar.files import actions as files
from japacar.files.locks import destroying
from japacar.files.models import StoredFile
from japacar.kernel import clock, priorities
from japacar.kernel.inspector import signatures
from japacar.members.models import Dealer
from japacar.vehicles.actions.listing import draft_vehicle, fill_from_certificate
from japacar.vehicles.actions.status import WrongState
from japacar.vehicles.models import Vehicle

TASK = "vehicles.search_codes"
KEPT_FOR = timedelta(hours=24)
# Each takes seconds of a processor, and a form can be sent by a program.
MOST_AT_ONCE = 5
_STATE = CodeSearch.State


class SearchesEnough(Exception):
    """This dealer has so many searches under way that another one must wait."""


@sensitive_variables("pictures")
def begin_search(
    pictures: Sequence[bytes], *, dealer: Dealer, sha256: str, by: Any, vehicle: Vehicle | None = None
) -> CodeSearch:
    """Keep the pictures sealed and let the worker search them. One that is open for this vehicle is given up.

    In the caller's transaction. Raises SearchesEnough."""
    with transaction.atomic():
        if vehicle is not None:
            for earlier in CodeSearch.objects.open().filter(subject_ref=vehicle.event_ref):
                end_search(earlier, _STATE.GIVEN_UP)
        if CodeSearch.objects.open().filter(dealer=dealer).count() >= MOST_AT_ONCE:
            raise SearchesEnough
        search = CodeSearch.objects.create(
            dealer=dealer,
            subject_ref=vehicle.event_ref if vehicle is not None else "",
            by_ref=ref(by),
            sha256=sha256,
            total=len(pictures),
        )
        for data in pictures:
            # Not opened here: the search does that, in its limited process.
            files.store_made(data, media_type=signatures.media_type(data)[:40], owner_ref=search.event_ref)
        app.configure_task(TASK, priority=priorities.TOLD, lock=search.event_ref).defer(search_id=str(search.pk))
    return search


@sensitive_variables()
def search_codes(search_id: UUID | str) -> None:
    """Look thoroughly, outside any transaction. Safe to run twice: what was found is not found again."""
    search = CodeSearch.objects.open().select_related("dealer").filter(pk=search_id).first()
    if search is None:
        return
    pictures = [files.contents(file) for file in _files_of(search).order_by("created_at")]

    def tell(done: int, found: Sequence[Document]) -> None:
        CodeSearch.objects.open().filter(pk=search.pk).update(done=done)
        if len(found) == 1:
            _take(search, found[0])

    outcome = read_files(pictures, after_each=tell)
    problem = _problem(outcome)
    if not problem:
        _take(search, outcome.documents[0])
    end_search(search, _STATE.FAILED if problem else _STATE.FOUND, problem=problem)
    vehicle = vehicle_of(search)
    if vehicle is not None:
        go_on_after_search(vehicle.event_ref, vehicle.reading.facts if vehicle.reading else None)


def end_search(search: CodeSearch, state: str, *, problem: str = "") -> bool:
    """Over, and the pictures go; False when it was over already."""
    with transaction.atomic():
        ended = CodeSearch.objects.open().filter(pk=search.pk)
        is_ended = bool(ended.update(state=state, problem=problem, ended_at=clock.now(), done=search.total))
        with destroying():
            for file in _files_of(search):
                files.destroy_file(file)
    return is_ended


def forget_searches() -> int:
    """Destroy the pictures of searches that never ended; how many. Safe to run twice."""
    old = CodeSearch.objects.open().filter(created_at__lt=clock.now() - KEPT_FOR)
    return sum(end_search(search, _STATE.FAILED, problem="no_codes") for search in old)


def vehicle_of(search: CodeSearch) -> Vehicle | None:
    """The vehicle that the search fills, where there is one."""
    reference = search.subject_ref.partition(":")[2]
    found = Vehicle.objects.of_dealer(search.dealer).select_related("reading", "dealer")
    return found.filter(reference=reference).first() if reference else None


def _problem(outcome: Outcome) -> str:
    if len(outcome.documents) > 1:
        return "several_vehicles"
    if outcome.documents:
        return ""
    return next((refused.code for _number, refused in sorted(outcome.refused.items())), "no_codes")


def _take(search: CodeSearch, document: Document) -> None:
    """Put what is new into the listing; the first find makes one where there is none."""
    with transaction.atomic():
        current = CodeSearch.objects.open().select_for_update(of=("self",)).filter(pk=search.pk).first()
        if current is None:
            return
        search.subject_ref = current.subject_ref
        vehicle = vehicle_of(search)
        earlier = vehicle.reading if vehicle is not None else None
        if earlier is not None and not _has_more(document, earlier):
            return
        reading = keep_reading(
            document, sha256=search.sha256, dealer_ref=search.dealer.event_ref, by=search.by_ref, earlier=earlier
        )
        if vehicle is None:
            vehicle = draft_vehicle(search.dealer, by=search.by_ref, reading=reading)
            search.subject_ref = vehicle.event_ref
            CodeSearch.objects.filter(pk=search.pk).update(subject_ref=search.subject_ref)
            return
        try:
            with transaction.atomic():
                fill_from_certificate(vehicle, reading, by=search.by_ref)
        except WrongState:
            # A deal took the car meanwhile: it stays as the buyer saw it.
            forget_cuts(reading)
            reading.delete()


def _has_more(document: Document, earlier: Reading) -> bool:
    return bool(set(document.fields.found()) - set(earlier.facts.found())) or bool(
        set(document.cuts) - set(earlier.cuts)
    )


def _files_of(search: CodeSearch) -> Any:
    return StoredFile.objects.filter(owner_ref=search.event_ref)
