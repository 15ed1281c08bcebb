"""Keeping what was read from certificates. The one thing to know: the bytes are read, hashed and forgotten; of a picture only the
cut-outs of the codes that were read stay, sealed, until the car goes on sale, and a small copy of the page to compare with, one day."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from japacar.certificates import official_file, rules
from japacar.certificates.models import Reading
from japacar.certificates.reading import Cut, Document, Source
from japacar.certificates.refusals import NotACertificate
from japacar.events.actions import ref
from japacar.files.actions import delete_file, store_made
from japacar.files.models import StoredFile
from japacar.kernel import clock

__all__ = ["NotACertificate", "forget_cuts", "forget_pages", "hash_of", "keep_reading", "read_certificate"]

#: A page names owner and user in print, so it stays no longer than a file that waits for being compared.
#: They are looked for every hour, so that none is older than a day.
PAGES_KEPT_FOR = timedelta(hours=23)
MOST_PAGES = 4


@sensitive_variables("data")
def read_certificate(data: bytes, *, dealer_ref: str, by: Any) -> Reading:
    """Keep the permitted facts of an official certificate file. Raises NotACertificate and then keeps nothing."""
    return keep_reading(official_file.read(data), sha256=hash_of([data]), dealer_ref=dealer_ref, by=by)


def keep_reading(
    document: Document, *, sha256: str, dealer_ref: str, by: Any, earlier: Reading | None = None
) -> Reading:
    """Keep a document that was read (reading_files.py; reading takes seconds, so it comes before the transaction).

    `dealer_ref` is the dealer's `event_ref`. Of an `earlier` reading of the same vehicle the facts stay that the new one
    lacks, so that codes may be photographed one after the other. The event is the caller's, on the vehicle for which the
    certificate was read and in the same transaction (vehicle.certificate_read with `reading`, `sha256` and `count`)."""
    kept: dict[str, Any] = {}
    pages: list[dict[str, Any]] = []
    if earlier is not None and _may_be_same(document, earlier):
        document, kept, pages = _with_earlier(document, earlier), earlier.cuts, earlier.pages
    reading = Reading(
        dealer_ref=dealer_ref,
        source=document.source.value,
        kind=document.kind.value,
        fields=document.fields.to_json(),
        sources={key: source.value for key, source in document.sources.items()},
        findings=[finding.to_json() for finding in document.findings],
        sha256=sha256,
        by_ref=ref(by),
    )
    with transaction.atomic():
        reading.cuts = {**kept, **{name: _stored(cut, reading.event_ref) for name, cut in document.cuts.items()}}
        # The newest stay: of a picture that was taken again the better one.
        reading.pages = [*pages, *(_stored_page(page, reading.event_ref) for page in document.pages)][-MOST_PAGES:]
        reading.save(force_insert=True)
        if earlier is not None:
            forget_cuts(earlier, but=(*reading.cuts.values(), *reading.pages))
    return reading


def forget_cuts(reading: Reading, *, but: Iterable[Mapping[str, Any]] = ()) -> None:
    """Delete the pictures of its codes and pages, but for those that another reading has taken over. In the caller's transaction."""
    if not reading.cuts and not reading.pages:
        return
    still = {picture["file"] for picture in but}
    _delete(picture["file"] for picture in (*reading.cuts.values(), *reading.pages) if picture["file"] not in still)
    reading.cuts, reading.pages = {}, []
    reading.save(update_fields=["cuts", "pages"])


def forget_pages() -> int:
    """Delete the pages that have waited nearly a day, also those that a newer reading took over; how many. Safe to run twice."""
    last, gone = (clock.now() - PAGES_KEPT_FOR).isoformat(), 0
    for key in Reading.objects.exclude(pages=[]).values_list("pk", flat=True):
        with transaction.atomic():
            reading = Reading.objects.select_for_update().filter(pk=key).first()
            old = [page for page in reading.pages if page["at"] <= last] if reading is not None else []
            if reading is not None and old:
                _delete(page["file"] for page in old)
                reading.pages = [page for page in reading.pages if page["at"] > last]
                reading.save(update_fields=["pages"])
                gone += len(old)
    return gone


def _delete(keys: Iterable[str]) -> None:
    for file in StoredFile.objects.filter(pk__in=list(keys)):
        delete_file(file)


def _stored_page(page: Cut, owner_ref: str) -> dict[str, Any]:
    return {**_stored(page, owner_ref), "at": clock.now().isoformat()}


def _stored(cut: Cut, owner_ref: str) -> dict[str, Any]:
    kept = store_made(cut.data, media_type="image/webp", owner_ref=owner_ref)
    return {"file": str(kept.pk), "width": cut.width, "height": cut.height}


@sensitive_variables("files")
def hash_of(files: Sequence[bytes]) -> str:
    """SHA-256 of a file; of several, the hash of their hashes in the order given."""
    hashes = [hashlib.sha256(data).hexdigest() for data in files]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()


def _may_be_same(document: Document, earlier: Reading) -> bool:
    """Whether nothing that both know of the vehicle's identity differs."""
    facts = earlier.facts
    pairs = [(getattr(document.fields, key), getattr(facts, key)) for key in ("chassis_no", "model_code")]
    return all(new is None or old is None or new == old for new, old in pairs)


def _with_earlier(document: Document, earlier: Reading) -> Document:
    found, facts = document.fields.found(), earlier.facts.found()
    gained = {key: value for key, value in facts.items() if key not in found}
    fields = replace(document.fields, **gained)
    sources = {**dict(document.sources), **{key: Source(earlier.source_of(key)) for key in gained}}
    lacking = [
        each for each in document.findings if each.code not in rules.ABOUT_READING or not _is_filled(each, fields)
    ]
    if not any(each.code in rules.ABOUT_READING and each.keys for each in lacking):
        lacking = [each for each in lacking if each.keys]
    return replace(
        document, fields=fields, sources=sources, findings=tuple(dict.fromkeys([*lacking, *rules.check(fields)]))
    )


def _is_filled(finding: rules.Finding, fields: Any) -> bool:
    """Whether a finding about something missing has been answered: its first fact is there now."""
    return bool(finding.keys) and getattr(fields, finding.keys[0]) is not None
