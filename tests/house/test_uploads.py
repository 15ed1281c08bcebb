"""Every door through which a file comes in, and the corpus through each: refused in words with nothing kept, or clean in all copies.

The one thing to know: each door gets a few of the corpus, others in each run; `bin/test --thorough` sends all of them."""

import dataclasses
import uuid
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from japacar.certificates.models import CodeSearch
from japacar.certificates.reading_files import read_files
from japacar.files import actions as files
from japacar.files import storage
from japacar.files.models import StoredFile
from japacar.files.refusals import sentence
from japacar.kernel import clock
from japacar.kernel.tests import corpus
from japacar.kernel.tests.corpus import CASES, CLEAN, EITHER, faults_of_picture
from japacar.members.models import Dealer
from japacar.vehicles.actions import searching
from tests import make
from tests.few import Draw
from tests.house import addresses
from tests.house import world as made
from tests.house.access import Actor
from tests.house.nonsense import Stages
from tests.house.world import Side, World

pytestmark = pytest.mark.django_db


class Door(NamedTuple):
    """An address, who knocks there, the field of the file, and what must stand beside it."""

    address: str
    actor: Actor
    field: str
    beside: dict[str, str]
    is_photo: bool = False


PERMIT = {
    "permit_commission": "43", "permit_number": "第４３１０２０００００２２号",
    "permit_issued_on_year": "2004", "permit_issued_on_month": "4", "permit_issued_on_day": "20",
}  # fmt: skip
PASSPORT = {
    "paper": "passport", "is_not_my_number": "on",
    "expires_on_year": "2031", "expires_on_month": "4", "expires_on_day": "21",
}  # fmt: skip
BILL = {"number": "MHN-1", "kind": "original", "issued_on": clock.today_jst().isoformat()}
DOORS = {
    "a photo by itself": Door("vehicles:add_photo", Actor.SELLER, "photos", {}, is_photo=True),
    "photos of the form": Door("vehicles:edit_vehicle", Actor.SELLER, "photos", {"do": "photos"}, is_photo=True),
    "a chassis plate": Door(
        "vehicles:add_photo", Actor.SELLER, "photos", {"upload-angle": "chassis_plate"}, is_photo=True
    ),
    "photos of the shop": Door("members:add_shop_photos", Actor.SELLER, "photos", {}, is_photo=True),
    "an identity paper": Door("members:identity", Actor.SELLER, "front", PASSPORT),
    "a permit": Door("members:permit", Actor.SELLER, "permit_photo", PERMIT),
    "a guardian's paper": Door("members:guardian", Actor.MINOR, "identity", {"relation": "mistake"}),
    "a transfer proof": Door("payments:pay", Actor.BUYER, "proof", {}),
    "a paper of the deal": Door("documents:collect", Actor.SELLER, "paper", {"kind": "other"}),
    "a bill of lading": Door("shipping:bill", Actor.SHIPPER, "copy", BILL),
}
# One of each way to be refused, and of each way to be clean; all of them go through the inspector in test_corpus.py.
THROUGH_EACH = (
    "png 1-bit 8,000 x 8,000", "pdf of 300 pages", "zip", "jpeg and jar (gifar)", "avif with a page behind it", "pdf and zip",
    "svg", "exe", "heic cut in half", "heic with spoiled bytes", "webp with spoiled bytes", "jpeg for print (cmyk)",
    "jpeg full of words", "png full of words", "pdf full of words", "pdf with a script", "pdf with a file in it",
    "pdf with a password",
)  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with made.standing(django_db_blocker) as found:
        yield found


@pytest.fixture(autouse=True)
def disk(settings: Any, tmp_path: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.mark.parametrize("label", DOORS)
def test_the_corpus_through_a_door(world: World, few: Draw, label: str) -> None:
    door = DOORS[label]
    with made.undone():
        side = _open(Stages(world), door)
        browser = made.browser(_person(world, door.actor))
        faults = []
        for name in few(THROUGH_EACH, 5):
            with made.undone():
                faults += [f"{name}: {fault}" for fault in _faults(browser, side, door, name)]

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("address", ["vehicles:new_vehicle", "vehicles:edit_vehicle"])
def test_the_corpus_as_a_certificate_leaves_nothing(
    world: World, few: Draw, address: str, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    faults = []
    # The worker's search with the quick looks: the thorough ones open the files in the same way, and take seconds.
    monkeypatch.setattr(searching, "read_files", lambda files, after_each: read_files(files, is_quick=True))
    with made.undone():
        side, browser = _with_a_draft(world.ours), made.browser(world.ours.seller)
        url = addresses.address(address, side)
        before = set(StoredFile.objects.values_list("pk", flat=True))
        for name in few(THROUGH_EACH, 5):
            upload = SimpleUploadedFile("shaken.jpg", corpus.made(name), "image/jpeg")
            answer = browser.post(url, {"do": "certificate", "certificate": upload, "form_key": str(uuid.uuid4())})
            if answer.status_code == 302 and "/sell/certificates/" in answer["Location"]:
                with django_capture_on_commit_callbacks(execute=True):
                    searching.search_codes(CodeSearch.objects.open().get().pk)
                if "No codes of a certificate were found" not in browser.get(answer["Location"]).content.decode():
                    faults.append(f"{name}: nothing is said")
            elif answer.status_code != 422 or 'class="error"' not in answer.content.decode():
                faults.append(f"{name}: {answer.status_code}")
        assert set(StoredFile.objects.values_list("pk", flat=True)) == before

    assert not faults


def test_every_door_of_the_site_is_known() -> None:
    """A form that takes a file is in the table, or in the bulk import, which takes tables and archives."""
    from tests.house.nonsense import fields_of, posts

    taking = {
        name for name in posts() if any(type(field).__name__ == "FileField" for field in fields_of(name).values())
    }
    rooms = {door.address.partition(":")[0] for door in DOORS.values()}

    assert {name.partition(":")[0] for name in taking} <= rooms


def _open(stages: Stages, door: Door) -> Side:
    """Our side in a state in which this door takes a file."""
    side = _with_a_draft(stages.before(door.address))
    if door.address.startswith("members:"):
        Dealer.objects.filter(pk=side.dealer.pk).update(status=Dealer.Status.DRAFT, reopened_sections=[])
    return side


def _with_a_draft(side: Side) -> Side:
    """The car of the deal is reserved, so it takes no photos; this one does."""
    return dataclasses.replace(side, vehicle=make.make_vehicle(dealer=side.dealer, status="draft"))


def _person(world: World, actor: Actor) -> Any:
    ours = world.ours
    return {
        Actor.SELLER: ours.seller, Actor.BUYER: ours.buyer, Actor.SHIPPER: ours.shipper, Actor.MINOR: world.minor,
    }[actor]  # fmt: skip


def _faults(browser: Client, side: Side, door: Door, name: str) -> Iterator[str]:
    expected = CASES[name].photo if door.is_photo else CASES[name].kept
    before = set(StoredFile.objects.values_list("pk", flat=True))
    upload = SimpleUploadedFile("car.jpg", corpus.made(name), "image/jpeg")
    sent = {**door.beside, door.field: upload, "form_key": str(uuid.uuid4())}
    answer: HttpResponse = browser.post(addresses.address(door.address, side), sent, follow=True)  # type: ignore[assignment]
    new = list(StoredFile.objects.exclude(pk__in=before))
    if answer.status_code not in ((200, 422) if door.address == "members:add_shop_photos" else _statuses(expected)):
        yield f"answered {answer.status_code}"
    if expected == CLEAN and not new:
        yield f"was refused: {_said(answer)[:300]}"
    elif expected not in (CLEAN, EITHER) and (new or sentence(expected) not in _said(answer)):
        yield f"should be {expected}: {len(new)} files kept, {_said(answer)[:300]}"
    elif not new and "is damaged" not in _said(answer) and expected == EITHER and not _words(answer):
        yield "was refused without a word"
    for file in new:
        yield from _faults_of_copies(file)


def _statuses(expected: str) -> tuple[int, ...]:
    return {CLEAN: (200,), EITHER: (200, 422)}.get(expected, (422,))


def _said(answer: HttpResponse) -> str:
    return unescape(answer.content.decode()) if "json" not in answer["Content-Type"] else str(answer.json())  # type: ignore[attr-defined]


def _words(answer: HttpResponse) -> bool:
    codes = ("broken", "too_heavy", "too_many_pixels")
    return any(sentence(code) in _said(answer) for code in codes)


def _faults_of_copies(file: StoredFile) -> Iterator[str]:
    files.make_renditions(str(file.pk))
    copies = list(file.renditions.all())
    if not copies:
        yield "has no copy"
    for copy in copies:
        data = storage.read_open(copy.path) if file.is_public else files.open_page(file, copy.page)
        assert data is not None
        yield from (f"{copy}: {fault}" for fault in faults_of_picture(data))
    if file.is_public:
        yield from (f"open file: {fault}" for fault in faults_of_picture(files.contents(file)))
