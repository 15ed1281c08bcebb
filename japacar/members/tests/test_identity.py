"""Identity papers through the URL: what is taken, what is refused, and that what must go is gone (PP-1.1-f, A-14, A-18)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.events.models import Event
from japacar.files import links
from japacar.files.actions import make_renditions
from japacar.files.models import Rendition, StoredFile
from japacar.kernel import clock
from japacar.kernel.tests import hostile
from japacar.members import actions
from japacar.members.models import Dealer, IdentityImage, Membership
from japacar.members.tests import entries
from japacar.notices.actions import tell_about
from japacar.notices.models import Notice
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
PAGE = "/en/sell/settings/identity/"


@pytest.fixture
def dealer(newcomer: User) -> Dealer:
    return actions.register_dealer(newcomer, by=newcomer)


@pytest.fixture
def browser(dealer: Dealer, newcomer: User) -> SignedIn:
    return SignedIn(newcomer)


def said(**change: Any) -> dict[str, Any]:
    return {**entries.IDENTITY, "front": entries.picture(), "back": entries.picture(), **change}


def pdf_that_says(words: str) -> SimpleUploadedFile:
    """A scan with a hidden layer of text, as scanners in offices make them."""
    text = b"BT /F1 12 Tf 20 200 Td (%s) Tj ET" % words.encode("ascii")
    data = hostile.pdf_with_text(text)
    return SimpleUploadedFile("scan.pdf", data, content_type="application/pdf")


def sealed_objects(disk: Path) -> set[str]:
    return {path.name for path in (disk / "files" / "sealed").rglob("*") if path.is_file()}


def test_both_sides_of_a_licence_are_taken_and_lie_encrypted(browser: SignedIn, disk: Path) -> None:
    assert browser.post(PAGE, said())["Location"] == "/en/sell/settings/"

    images = {image.slot: image for image in IdentityImage.objects.all()}
    assert set(images) == {"licence_front", "licence_back"}
    assert {image.file.sealed for image in images.values()} == {True}
    assert {image.expires_on.isoformat() for image in images.values()} == {"2031-05-21"}
    objects = list((disk / "files").rglob("*"))
    assert not any(b"\xff\xd8\xff" in path.read_bytes() for path in objects if path.is_file())
    page = browser.get(PAGE).text
    assert "Driving licence, front" in page
    assert "/files/" not in page  # no link to a picture, for its sender either


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"is_not_my_number": ""}, "tick the box"),
        ({"paper": "my_number_card"}, "Choose one from the list"),
        ({"paper": "health_insurance"}, "Choose one from the list"),
        ({"paper": ""}, "Choose which paper"),
        ({"front": "", "back": ""}, "Choose a picture"),
        ({"expires_on_year": "2020"}, "has run out"),
        ({"expires_on_year": "", "expires_on_month": "", "expires_on_day": ""}, "until when"),
        ({"expires_on_year": "9999"}, "Look at the year"),
        ({"paper": "passport"}, "page with the photo only"),
        ({"front": SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")}, "SVG"),
        ({"back": SimpleUploadedFile("a.pdf", b"", content_type="application/pdf")}, "file is empty"),
    ],
)
def test_what_cannot_be_taken_gets_a_sentence_and_leaves_nothing(
    browser: SignedIn, disk: Path, change: dict[str, Any], words: str
) -> None:
    answer = browser.post(PAGE, said(**change))

    assert answer.status_code == 422
    assert words in answer.text
    assert not IdentityImage.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("words", "is_refused"),
    [
        ("1234 5678 9018", True),
        ("number 123456789018", True),
        ("Individual Number Card", True),
        ("1234 5678 9019", False),  # the check digit does not fit: some other number
        ("Driving licence", False),
    ],
)
def test_a_pdf_whose_text_shows_a_my_number_is_thrown_away(
    browser: SignedIn, disk: Path, words: str, is_refused: bool
) -> None:
    answer = browser.post(PAGE, said(front=pdf_that_says(words), back=""))

    if is_refused:
        assert answer.status_code == 422
        assert "thrown away at once" in answer.text
        assert not StoredFile.objects.exists()
        assert not sealed_objects(disk)
    else:
        assert answer.status_code == 302
        assert IdentityImage.objects.count() == 1


@pytest.mark.parametrize("lacking", [{"second": False}, {"proved": False}])
def test_a_browser_that_was_left_open_sends_and_deletes_nothing(
    browser: SignedIn, dealer: Dealer, newcomer: User, lacking: dict[str, bool]
) -> None:
    browser.post(PAGE, said(back=""))
    image = IdentityImage.objects.get()
    left = SignedIn(newcomer, **lacking)

    for answer in (left.get(PAGE), left.post(PAGE, said()), left.post(f"{PAGE}{image.pk}/remove/")):
        assert answer.status_code in {302, 303}
        assert "/account/" in answer["Location"] or "/sign-in/" in answer["Location"]
    assert IdentityImage.objects.get().file_id == image.file_id
    assert StoredFile.objects.count() == 1


def test_either_paper_is_enough_and_half_a_paper_is_not(browser: SignedIn, dealer: Dealer) -> None:
    browser.post(PAGE, said(back=""))
    assert "back of the driving licence" in browser.get("/en/sell/settings/").text
    browser.post(PAGE, said(paper="passport", back=""))
    assert "back of the driving licence" not in browser.get("/en/sell/settings/").text
    browser.post(PAGE, said(paper="residence_card", back=""))
    assert "back of the driving licence" in browser.get("/en/sell/settings/").text
    assert set(IdentityImage.objects.values_list("slot", "paper")) == {
        ("licence_front", "driving_licence"),
        ("other_id_front", "residence_card"),
    }


def test_the_page_stays_open_while_a_side_is_missing_and_names_it(browser: SignedIn, disk: Path) -> None:
    assert browser.post(PAGE, said(back=""))["Location"] == PAGE
    page = browser.get(PAGE).text
    assert "Missing: back of the driving licence" in page
    assert "Back without saving" in page

    assert browser.post(PAGE, said(front=""))["Location"] == "/en/sell/settings/"
    page = browser.get(PAGE).text
    assert "Done: back to the list" in page
    assert "Back without saving" not in page


def test_a_new_picture_replaces_the_old_one_with_its_bytes(
    browser: SignedIn, disk: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    browser.post(PAGE, said(back=""))
    first = sealed_objects(disk)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(PAGE, said(back=""))

    assert IdentityImage.objects.count() == StoredFile.objects.count() == 1
    assert sealed_objects(disk).isdisjoint(first)


def test_a_picture_is_taken_back_until_everything_is_sent(
    browser: SignedIn, dealer: Dealer, disk: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    browser.post(PAGE, said())
    front, back = IdentityImage.objects.order_by("-slot")
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(f"{PAGE}{front.pk}/remove/").status_code == 302
    assert list(IdentityImage.objects.all()) == [back]
    assert len(sealed_objects(disk)) == 1

    Dealer.objects.filter(pk=dealer.pk).update(status=Dealer.Status.SUBMITTED)
    browser.post(f"{PAGE}{back.pk}/remove/")
    browser.post(PAGE, said())
    assert IdentityImage.objects.get().file_id == back.file_id
    assert StoredFile.objects.count() == 1


def test_nobody_elses_picture_is_there(
    browser: SignedIn, dealer: Dealer, seller_sato: User, aoba: Dealer, staff_mori: User, stranger: User
) -> None:
    browser.post(PAGE, said())
    image = IdentityImage.objects.first()
    assert image is not None
    sales = make.make_user()
    Membership.objects.create(dealer=dealer, user=sales, role=Membership.Role.SALES)

    for user in (seller_sato, staff_mori, stranger, sales):
        assert SignedIn(user).post(f"{PAGE}{image.pk}/remove/").status_code == 404
    assert not IdentityImage.objects.visible_to(Viewer(sales)).exists()
    assert not IdentityImage.objects.visible_to(Viewer(seller_sato)).exists()
    assert IdentityImage.objects.visible_to(Viewer(staff_mori)).count() == 2
    assert IdentityImage.objects.kept().count() == 2


def test_the_file_itself_is_given_to_nobody_only_its_pages(
    browser: SignedIn, staff_mori: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.post(PAGE, said(back=""))
    file = IdentityImage.objects.get().file
    assert file is not None
    make_renditions(str(file.pk))
    viewer = Viewer(staff_mori)

    with pytest.raises(ValueError, match="given to nobody"):
        links.url_for(file, viewer)
    # Not even a link that was made in another way opens it.
    monkeypatch.setattr(StoredFile, "is_shown_as_pages_only", False)
    made = links.url_for(file, viewer)
    monkeypatch.undo()
    desk = SignedIn(staff_mori)
    assert desk.get(made).status_code == 404
    page = desk.get(links.page_urls(file, viewer_ref=viewer.event_ref)[0])
    assert (page.status_code, page["Content-Type"]) == (200, "image/webp")
    assert browser.get(links.page_urls(file, viewer_ref=viewer.event_ref)[0]).status_code == 404


def test_a_my_number_card_is_destroyed_at_once_and_the_dealer_is_told(
    browser: SignedIn,
    dealer: Dealer,
    newcomer: User,
    staff_mori: User,
    disk: Path,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    browser.post(PAGE, said(back=""))
    image = IdentityImage.objects.get()
    make_renditions(str(image.file_id))
    assert len(sealed_objects(disk)) == 2  # the file and its page
    Dealer.objects.filter(pk=dealer.pk).update(status=Dealer.Status.SUBMITTED)

    with django_capture_on_commit_callbacks(execute=True):
        actions.destroy_identity_image(image, by=staff_mori, reason="my_number")

    assert not sealed_objects(disk)
    assert not StoredFile.objects.exists()
    assert not Rendition.objects.exists()
    kept = IdentityImage.objects.get()
    assert (kept.file, kept.gone_reason, kept.paper) == (None, "my_number", "driving_licence")
    event = Event.objects.get(kind="identity_image.destroyed")
    assert event.facts == {"slot": "licence_front", "reason_code": "my_number"}
    tell_about(event.pk)
    assert Notice.objects.get().user == newcomer
    with pytest.raises(actions.WrongState):
        actions.destroy_identity_image(image, by=staff_mori, reason="my_number")
    Dealer.objects.filter(pk=dealer.pk).update(status=Dealer.Status.REFUSED)
    assert "showed a My Number" in browser.get(PAGE).text


@pytest.mark.parametrize("decision", ["approved", "refused"])
def test_the_pictures_go_30_days_after_the_decision_and_the_facts_stay(
    dealer: Dealer,
    newcomer: User,
    staff_mori: User,
    disk: Path,
    decision: str,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    make.make_identity(dealer, by=newcomer)
    Dealer.objects.filter(pk=dealer.pk).update(status=decision, decided_at=clock.now(), decided_by="user:1")
    assert actions.forget_identity_originals() == 0

    with time_machine.travel(clock.now() + timedelta(days=31)), django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_identity_originals() == 2
        assert actions.forget_identity_originals() == 0

    assert not sealed_objects(disk)
    assert not StoredFile.objects.exists()
    facts = IdentityImage.objects.values_list("paper", "gone_reason")
    assert list(facts) == [("driving_licence", "retention")] * 2
    assert IdentityImage.objects.exclude(expires_on=None).count() == 2
    assert Dealer.objects.get().decided_by == "user:1"


def test_papers_that_wait_for_a_new_decision_stay(dealer: Dealer, newcomer: User) -> None:
    make.make_identity(dealer, by=newcomer)
    Dealer.objects.filter(pk=dealer.pk).update(status="submitted", decided_at=None)
    with time_machine.travel(clock.now() + timedelta(days=90)):
        assert actions.forget_identity_originals() == 0
    assert IdentityImage.objects.kept().count() == 2
