"""Somebody who is not of age: frozen, then a guardian's consent, then the word of two of staff."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from japacar.accounts.models import MajorityDeclaration, User
from japacar.deals.actions import MayNotTrade
from japacar.deals.models import Deal
from japacar.desk.models import Override
from japacar.events.models import Event
from japacar.files.models import StoredFile
from japacar.kernel import clock
from japacar.kernel.tests import hostile
from japacar.members.actions import forget_consent_papers
from japacar.members.models import Dealer, GuardianConsent, Membership
from japacar.vehicles.actions import NotReady, publish_vehicle
from tests import drive, make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
PAGE = "/en/account/guardian/"
DESK = "/en/desk/consents/"


@pytest.fixture
def tanaka(db: None) -> User:
    return make.make_staff("tanaka@operator.example.test", display_name="Tanaka")


@pytest.fixture
def minor(db: None) -> User:
    """A buyer who said that he is not of age."""
    user = make.make_buyer("minor@example.test", name="Young Buyer", status=User.Status.GUARDIAN_PENDING)
    MajorityDeclaration.objects.filter(user=user).update(is_of_age=False)
    return user


def picture(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, hostile.encoded(hostile.picture(), "JPEG"), content_type="image/jpeg")


def said(**over: Any) -> dict[str, Any]:
    papers = {"consent": picture("consent.jpg"), "identity": picture("id.jpg")}
    return {"relation": "parent", "guardian_name": "Mary Mwangi", **papers, **over}


def sent(user: User) -> GuardianConsent:
    assert SignedIn(user).post(PAGE, said()).status_code == 302
    return GuardianConsent.objects.get(user=user)


def status(user: User) -> str:
    user.refresh_from_db()
    return str(user.status)


def test_only_the_frozen_person_reaches_the_page(minor: User, buyer_boateng: User, staff_mori: User) -> None:
    assert SignedIn(minor).get(PAGE).status_code == 200
    assert PAGE in SignedIn(minor).get("/en/account/").text
    for other in (buyer_boateng, staff_mori):
        assert SignedIn(other).get(PAGE).status_code == 404
        assert SignedIn(other).post(PAGE, said()).status_code == 404
    assert not GuardianConsent.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"guardian_name": ""}, "Write the name of the guardian"),
        ({"consent": ""}, "Choose a picture of the signed consent"),
        ({"relation": "friend"}, "wrongs-title"),
        ({"identity": ""}, "wrongs-title"),
        ({"identity": SimpleUploadedFile("id.html", b"<html>", content_type="text/html")}, "wrongs-title"),
    ],
)
def test_what_is_missing_stands_beside_its_field_and_nothing_is_kept(
    minor: User, over: dict[str, Any], words: str
) -> None:
    answer = SignedIn(minor).post(PAGE, said(**over))
    assert answer.status_code == 422
    assert words in answer.text
    assert not GuardianConsent.objects.exists()


def test_two_of_staff_open_the_account(minor: User, staff_mori: User, tanaka: User) -> None:
    consent = sent(minor)
    assert consent.consent_paper.sealed
    mori, other = SignedIn(staff_mori), SignedIn(tanaka)
    assert "Consents of guardians" in mori.get("/en/desk/").text
    assert "Mary Mwangi" in mori.get(f"{DESK}{consent.pk}/").text

    mori.post(f"{DESK}{consent.pk}/right/")
    again = mori.post(f"{DESK}{consent.pk}/right/", follow=True).text
    assert "another of staff must give the second" in again
    assert status(minor) == User.Status.GUARDIAN_PENDING
    other.post(f"{DESK}{consent.pk}/right/")

    consent.refresh_from_db()
    assert (consent.state, consent.first_by, consent.decided_by) == (
        "accepted", staff_mori.event_ref, tanaka.event_ref,
    )  # fmt: skip
    assert status(minor) == User.Status.ACTIVE
    assert SignedIn(minor).get(PAGE).status_code == 404
    assert "Mwangi" not in str(list(Event.objects.values_list("facts", flat=True)))


def test_the_database_refuses_the_same_person_twice(minor: User, staff_mori: User) -> None:
    consent = sent(minor)
    for first in (staff_mori.event_ref, ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            GuardianConsent.objects.filter(pk=consent.pk).update(
                state="accepted", first_by=first, decided_by=staff_mori.event_ref, decided_at=clock.now()
            )


def test_a_refusal_says_why_and_another_consent_may_follow(minor: User, staff_mori: User) -> None:
    consent = sent(minor)
    mori = SignedIn(staff_mori)
    assert mori.post(f"{DESK}{consent.pk}/refuse/", {"reason": ""}).status_code == 422
    mori.post(f"{DESK}{consent.pk}/refuse/", {"reason": "The signature is missing."})

    assert status(minor) == User.Status.GUARDIAN_PENDING
    assert "The signature is missing." in SignedIn(minor).get(PAGE).text
    assert SignedIn(minor).post(PAGE, said()).status_code == 302
    assert GuardianConsent.objects.waiting().count() == 1


def test_a_second_consent_waits_for_the_first(minor: User) -> None:
    sent(minor)
    assert "have your papers already" in SignedIn(minor).post(PAGE, said(), follow=True).text
    assert GuardianConsent.objects.count() == 1


def test_papers_are_seen_after_a_reason_and_go_30_days_after_the_decision(
    minor: User, staff_mori: User, tanaka: User
) -> None:
    consent = sent(minor)
    mori = SignedIn(staff_mori)
    assert mori.post(f"{DESK}{consent.pk}/look/").status_code == 422
    assert not Event.objects.filter(kind="guardian_consent.viewed").exists()
    assert mori.post(f"{DESK}{consent.pk}/look/", {"why": "review"}).status_code == 200
    assert Event.objects.filter(kind="guardian_consent.viewed", actor=staff_mori.event_ref).count() == 2
    mori.post(f"{DESK}{consent.pk}/right/")
    SignedIn(tanaka).post(f"{DESK}{consent.pk}/right/")

    assert forget_consent_papers() == 0
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert forget_consent_papers() == 1
        assert forget_consent_papers() == 0

    consent.refresh_from_db()
    assert (consent.consent_paper, consent.identity_paper, consent.guardian_name) == (None, None, "Mary Mwangi")
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("of", ["consent", "dealer"])
def test_two_of_staff_hold_the_papers_of_a_guardian_and_two_let_them_go(
    minor: User, aoba: Dealer, staff_mori: User, tanaka: User, of: str
) -> None:
    """By a hold of their own, or with the pictures of the dealer for whom the person works."""
    consent = sent(minor)
    Membership.objects.create(dealer=aoba, user=minor)
    for by in (staff_mori, tanaka):
        SignedIn(by).post(f"{DESK}{consent.pk}/right/")
    page = f"{DESK}{consent.pk}/hold/" if of == "consent" else f"/en/desk/dealers/{aoba.pk}/hold/"

    def agree(by: User) -> str:
        waiting = Override.objects.get(state="open")
        return str(SignedIn(by).post(f"/en/desk/exceptions/{waiting.pk}/confirm/", follow=True).text)

    def kept_after(days: int) -> bool:
        with time_machine.travel(clock.now() + timedelta(days=days)):
            forget_consent_papers()
        return GuardianConsent.objects.get().papers_gone_at is None

    assert SignedIn(staff_mori).post(page, {"reason": " "}).status_code == 422
    with time_machine.travel(clock.now() + timedelta(days=29)):
        SignedIn(staff_mori).post(page, {"reason": "The police asks for them, case 12."})
    assert kept_after(31), "while the second person decides"
    assert "You proposed this yourself" in agree(staff_mori)
    assert "The pictures stay" in agree(tanaka)
    assert kept_after(400)
    if of == "consent":
        assert "The papers are held" in SignedIn(tanaka).get(f"{DESK}{consent.pk}/").text
    SignedIn(tanaka).post(page, {"reason": "The case is closed."})
    assert kept_after(400), "the word of one ends no hold"
    agree(staff_mori)
    assert not kept_after(31)


def test_a_proposal_alone_holds_the_papers_of_a_guardian_for_a_week(
    minor: User, staff_mori: User, tanaka: User
) -> None:
    consent = sent(minor)
    for by in (staff_mori, tanaka):
        SignedIn(by).post(f"{DESK}{consent.pk}/right/")
    with time_machine.travel(clock.now() + timedelta(days=29)):
        SignedIn(staff_mori).post(f"{DESK}{consent.pk}/hold/", {"reason": "A suspicion."})
    with time_machine.travel(clock.now() + timedelta(days=37)):
        assert forget_consent_papers() == 1


def test_a_minor_dealer_is_frozen_and_may_send_his_papers_after_the_consent(
    hoshino: Dealer, owner: User, staff_mori: User, tanaka: User
) -> None:
    SignedIn(staff_mori).post(f"/en/desk/dealers/{hoshino.pk}/refuse/", {"template": "unreadable"})
    born = {
        "representative_kanji": "星野 花子", "representative_kana": "ホシノ ハナコ", "representative_roman": "Hanako Hoshino",
        "representative_born_on_year": str(clock.today_jst().year - 16), "representative_born_on_month": "1",
        "representative_born_on_day": "1",
    }  # fmt: skip
    browser = SignedIn(owner)
    browser.post("/en/sell/settings/representative/", born)
    assert status(owner) == User.Status.GUARDIAN_PENDING
    browser.post("/en/sell/settings/submit/")
    hoshino.refresh_from_db()
    assert hoshino.status == Dealer.Status.REFUSED

    consent = sent(owner)
    SignedIn(staff_mori).post(f"{DESK}{consent.pk}/right/")
    SignedIn(tanaka).post(f"{DESK}{consent.pk}/right/")
    browser.post("/en/sell/settings/representative/", born)
    browser.post("/en/sell/settings/submit/")

    assert status(owner) == User.Status.ACTIVE
    hoshino.refresh_from_db()
    assert hoshino.status == Dealer.Status.SUBMITTED


def test_until_then_a_minor_buyer_neither_asks_reserves_nor_pays(deal: Deal, minor: User) -> None:
    payment = drive.to_payment_requested(deal)
    Deal.objects.filter(pk=deal.pk).update(buyer=minor)
    other = make.make_vehicle(deal.dealer)
    browser = SignedIn(minor)

    asked = browser.get(f"/en/cars/{other.reference}/quote/")
    page = browser.get(f"/en/deals/{deal.code}/payment/{payment.code}/").text
    proof = {"proof": picture("slip.jpg")}
    browser.post(f"/en/deals/{deal.code}/payment/{payment.code}/", proof)

    assert asked.status_code in (302, 403, 404) or "guardian must agree" in asked.text
    assert "7654321" not in page
    assert not payment.proofs.exists()
    assert Deal.objects.count() == 1


def test_until_then_nobody_frozen_lists_or_quotes_for_a_dealer_either(deal: Deal, seller_sato: User) -> None:
    """Also who came to an approved dealer later: the right to sell is the dealer's, the age is the person's."""
    draft = make.make_vehicle(deal.dealer, status="draft", published_at=None)
    User.objects.filter(pk=seller_sato.pk).update(status=User.Status.GUARDIAN_PENDING)
    seller_sato.refresh_from_db()
    viewer = make.viewer(seller_sato)

    with pytest.raises(MayNotTrade):
        drive.to_quoted(deal)
    with pytest.raises(NotReady):
        publish_vehicle(draft, by=viewer)

    assert not deal.quotes.exists()
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_the_pages_of_the_account_say_how_it_stands_with_the_consent(
    minor: User, staff_mori: User, tanaka: User
) -> None:
    """Buyer and dealer read the same: what is needed, what waits and by when, what came of it."""
    dealer = make.make_dealer(slug="young", status=Dealer.Status.DRAFT)
    Membership.objects.create(dealer=dealer, user=minor, role="owner")
    pages = ("/en/account/", "/en/sell/settings/")

    def read() -> list[str]:
        return [str(SignedIn(minor).get(page).text) for page in pages]

    def decide(act: str, by: User, **fields: str) -> None:
        consent = GuardianConsent.objects.filter(user=minor).first()
        assert consent is not None
        SignedIn(by).post(f"{DESK}{consent.pk}/{act}/", fields)

    assert all("Send the consent" in text for text in read())
    with time_machine.travel("2026-11-20T03:00:00+00:00", tick=False):  # a Friday noon in Japan
        sent(minor)
    for text in read():
        assert "Send the consent" not in text
        assert "20 Nov 2026" in text
        assert "24 Nov 2026" in text, "no office is open on the Sunday, and the Monday is a holiday"
    decide("refuse", staff_mori, reason="The signature is missing.")
    for text in read():
        assert "The signature is missing." in text
        assert "Send another consent" in text
    assert SignedIn(minor).post(PAGE, said()).status_code == 302
    decide("right", staff_mori)
    assert all("is being checked" in text for text in read())
    decide("right", tanaka)
    assert "Accepted on" in SignedIn(minor).get("/en/account/").text
    assert all("consent" not in text.lower() or "Accepted on" in text for text in read())
