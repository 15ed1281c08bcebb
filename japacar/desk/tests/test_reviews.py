"""Claims, questions, exceptions for two, undoing, and looks at identity papers."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from japacar.accounts.models import User
from japacar.desk.actions import open_rechecks
from japacar.desk.dealers import checks
from japacar.desk.models import Override, Recheck, ReviewClaim
from japacar.events.models import Event
from japacar.files.actions import make_renditions
from japacar.kernel import clock
from japacar.members.models import Dealer, IdentityImage
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def tanaka(db: None) -> User:
    return make.make_staff("tanaka@operator.example.test", display_name="Tanaka")


def page_of(dealer: Dealer) -> str:
    return f"/en/desk/dealers/{dealer.pk}/"


def with_difference(dealer: Dealer) -> Dealer:
    Dealer.objects.filter(pk=dealer.pk).update(postal_code="105-0011")
    dealer.refresh_from_db()
    assert checks.found_in(dealer) == 1
    return dealer


def status(dealer: Dealer) -> str:
    dealer.refresh_from_db()
    return str(dealer.status)


# --- Holding ----------------------------------------------------------------------------------------------------------


def test_nobody_decides_what_another_holds(hoshino: Dealer, staff_mori: User, tanaka: User) -> None:
    SignedIn(staff_mori).post(page_of(hoshino) + "claim/")
    other = SignedIn(tanaka)

    page = other.get(page_of(hoshino)).text
    answers = [
        other.post(page_of(hoshino) + f"{act}/", said, follow=True).text
        for act, said in (
            ("approve", {}),
            ("refuse", {"template": "unreadable"}),
            ("ask", {"question": "?", "sections": ["permit"]}),
            ("claim", {}),
        )
    ]

    assert "Mori holds this review" in page
    assert page_of(hoshino) + "approve/" not in page
    assert all("Mori holds this review" in answer for answer in answers)
    assert status(hoshino) == Dealer.Status.SUBMITTED
    assert "held by Mori" in other.get("/en/desk/dealers/").text
    assert "held by you" in SignedIn(staff_mori).get("/en/desk/dealers/").text


def test_a_claim_runs_out_and_can_be_taken_over(hoshino: Dealer, staff_mori: User, tanaka: User) -> None:
    SignedIn(staff_mori).post(page_of(hoshino) + "claim/")
    SignedIn(tanaka).post(page_of(hoshino) + "take-over/")
    assert ReviewClaim.objects.get().held_by == tanaka.event_ref
    assert Event.objects.filter(kind="review.taken_over", actor=tanaka.event_ref).count() == 1

    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        SignedIn(staff_mori).post(page_of(hoshino) + "approve/")

    assert status(hoshino) == Dealer.Status.APPROVED
    assert not ReviewClaim.objects.exists()


def test_a_claim_is_given_back_by_its_holder_alone(hoshino: Dealer, staff_mori: User, tanaka: User) -> None:
    SignedIn(staff_mori).post(page_of(hoshino) + "claim/")
    SignedIn(tanaka).post(page_of(hoshino) + "release/")
    assert ReviewClaim.objects.exists()
    SignedIn(staff_mori).post(page_of(hoshino) + "release/")
    assert not ReviewClaim.objects.exists()


@pytest.mark.parametrize(("act", "words"), [("approve", "is approved"), ("claim", "You hold this review")])
def test_a_claim_that_is_given_back_while_one_waits_for_it_is_ones_own(
    hoshino: Dealer, staff_mori: User, monkeypatch: pytest.MonkeyPatch, act: str, words: str
) -> None:
    """The other one decided or let go between the look for his claim and its lock."""
    found = ReviewClaim.objects.get_or_create

    def gone(**about: Any) -> tuple[ReviewClaim, bool]:
        monkeypatch.setattr(ReviewClaim.objects, "get_or_create", found)
        got = found(**about)
        ReviewClaim.objects.all().delete()
        return got

    monkeypatch.setattr(ReviewClaim.objects, "get_or_create", gone)
    mori = SignedIn(staff_mori)

    assert words in mori.post(page_of(hoshino) + f"{act}/", follow=True).text
    assert ReviewClaim.objects.count() == (act == "claim")
    assert Event.objects.filter(kind="review.claimed").count() == 1


# --- Exceptions -------------------------------------------------------------------------------------------------------


def test_an_approval_over_a_difference_needs_another_person(hoshino: Dealer, staff_mori: User, tanaka: User) -> None:
    with_difference(hoshino)
    mori = SignedIn(staff_mori)
    assert "a second person decides" in mori.post(page_of(hoshino) + "approve/", follow=True).text
    assert status(hoshino) == Dealer.Status.SUBMITTED

    mori.post(page_of(hoshino) + "propose/", {"reason": "The office moved last month; seen in the register."})
    override = Override.objects.get()
    confirm = f"/en/desk/exceptions/{override.pk}/confirm/"
    assert "another of staff must confirm" in mori.post(confirm, follow=True).text.lower()
    assert status(hoshino) == Dealer.Status.SUBMITTED

    other = SignedIn(tanaka)
    assert "The office moved" in other.get(page_of(hoshino)).text
    assert hoshino.name_en in other.get("/en/desk/exceptions/").text
    other.post(confirm)

    override.refresh_from_db()
    assert (override.state, override.decided_by) == ("confirmed", tanaka.event_ref)
    assert status(hoshino) == Dealer.Status.APPROVED
    assert "The office" not in str(list(Event.objects.values_list("facts", flat=True)))


def test_the_database_refuses_the_same_person_twice(hoshino: Dealer, staff_mori: User) -> None:
    made = Override.objects.create(dealer=hoshino, kind="approve", reason="x", proposed_by=staff_mori.event_ref)
    for decided_by in (staff_mori.event_ref, ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Override.objects.filter(pk=made.pk).update(state="confirmed", decided_by=decided_by)


def test_a_declined_exception_approves_nobody(hoshino: Dealer, staff_mori: User, tanaka: User) -> None:
    with_difference(hoshino)
    SignedIn(staff_mori).post(page_of(hoshino) + "propose/", {"reason": "Please."})
    override = Override.objects.get()
    decline = f"/en/desk/exceptions/{override.pk}/decline/"

    SignedIn(tanaka).post(decline)
    late = SignedIn(tanaka).post(decline.replace("decline", "confirm"), follow=True).text

    override.refresh_from_db()
    assert override.state == "declined"
    assert "decided already" in late
    assert status(hoshino) == Dealer.Status.SUBMITTED


def test_a_proposal_without_a_reason_is_sent_back(hoshino: Dealer, staff_mori: User) -> None:
    with_difference(hoshino)
    answer = SignedIn(staff_mori).post(page_of(hoshino) + "propose/", {"reason": " "})
    assert answer.status_code == 422
    assert not Override.objects.exists()


def test_a_suspension_takes_cars_out_of_sight_and_two_lift_it(staff_mori: User, tanaka: User, aoba: Dealer) -> None:
    car = make.make_vehicle(aoba)
    mori = SignedIn(staff_mori)
    mori.post(page_of(aoba) + "suspend/", {"reason": "苦情を確認しています。"})
    assert status(aoba) == Dealer.Status.SUSPENDED
    assert not type(car).objects.on_sale().exists()
    SignedIn(tanaka).post(f"/en/desk/exceptions/{Override.objects.get().pk}/confirm/")
    mori.post(page_of(aoba) + "propose/", {"reason": "Cleared."})
    override = Override.objects.get(kind="lift")
    mori.post(f"/en/desk/exceptions/{override.pk}/confirm/")
    assert status(aoba) == Dealer.Status.SUSPENDED
    SignedIn(tanaka).post(f"/en/desk/exceptions/{override.pk}/confirm/")
    assert status(aoba) == Dealer.Status.APPROVED
    assert type(car).objects.on_sale().exists()


# --- Questions --------------------------------------------------------------------------------------------------------


def test_a_question_opens_its_sections_alone_and_is_answered(hoshino: Dealer, owner: User, staff_mori: User) -> None:
    mori, dealer = SignedIn(staff_mori), SignedIn(owner)
    assert dealer.get("/en/sell/settings/answer/").status_code == 404
    mori.post(page_of(hoshino) + "ask/", {"question": "許可証の番地は8号ですか。", "sections": ["address"]})
    assert status(hoshino) == Dealer.Status.REFUSED
    assert hoshino.reopened_sections == ["address"]
    page = dealer.get("/en/sell/settings/answer/").text
    assert "許可証の番地は" in page

    name = hoshino.name_ja
    company = {
        "kind": "corporation", "name_ja": "別の会社", "name_en": "Other K.K.", "corporate_number": "4011001098993",
    }  # fmt: skip
    dealer.post("/en/sell/settings/company/", company)
    hoshino.refresh_from_db()
    assert hoshino.name_ja == name
    address = {
        "postal_code": "359-1145", "prefecture": "埼玉県", "city": "所沢市", "street": "山口8", "phone": "+81492000001",
        "address_en": "8 Yamaguchi, Tokorozawa, Saitama 359-1145, Japan",
    }  # fmt: skip
    dealer.post("/en/sell/settings/address/", address)
    hoshino.refresh_from_db()
    assert hoshino.street == "山口8"
    assert dealer.post("/en/sell/settings/answer/", {"answer": " "}).status_code == 422
    dealer.post("/en/sell/settings/answer/", {"answer": "はい、8号です。"})

    assert status(hoshino) == Dealer.Status.SUBMITTED
    review = mori.get(page_of(hoshino)).text
    assert "はい" in review
    assert "Sent again after a correction" in review
    facts = Event.objects.get(kind="dealer.asked").facts
    assert facts["fields"] == ["address"]
    assert "8号" not in str(facts)


def test_a_question_names_a_section(hoshino: Dealer, staff_mori: User) -> None:
    answer = SignedIn(staff_mori).post(page_of(hoshino) + "ask/", {"question": "Why?"})
    assert answer.status_code == 422
    assert "Choose at least one section" in answer.text
    assert status(hoshino) == Dealer.Status.SUBMITTED


# --- Undoing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["approve", "refuse"])
def test_a_slip_is_taken_back_by_whoever_made_it_within_minutes(
    hoshino: Dealer, staff_mori: User, tanaka: User, act: str
) -> None:
    mori = SignedIn(staff_mori)
    page = mori.post(page_of(hoshino) + f"{act}/", {"template": "unreadable"}, follow=True).text
    assert "Take it back" in page
    decided = status(hoshino)
    SignedIn(tanaka).post(page_of(hoshino) + "undo/")
    assert status(hoshino) == decided
    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        SignedIn(staff_mori).post(page_of(hoshino) + "undo/")
    assert status(hoshino) == decided

    mori.post(page_of(hoshino) + "undo/")

    assert status(hoshino) == Dealer.Status.SUBMITTED
    assert (hoshino.decided_at, hoshino.refusal_reason) == (None, "")


def test_an_approval_is_not_taken_back_once_a_car_is_on_sale(hoshino: Dealer, staff_mori: User) -> None:
    mori = SignedIn(staff_mori)
    mori.post(page_of(hoshino) + "approve/")
    make.make_vehicle(hoshino)
    mori.post(page_of(hoshino) + "undo/")
    assert status(hoshino) == Dealer.Status.APPROVED


# --- Evidence ---------------------------------------------------------------------------------------------------------


def test_an_identity_paper_is_seen_only_after_a_reason_and_each_look_is_recorded(
    hoshino: Dealer, staff_mori: User, owner: User
) -> None:
    image = IdentityImage.objects.kept().filter(dealer=hoshino).first()
    make_renditions(str(image.file_id))
    mori = SignedIn(staff_mori)
    assert "/files/private/" not in mori.get(page_of(hoshino)).text.replace(str(hoshino.permit_photo_id), "")
    assert mori.post(page_of(hoshino) + "look/", {"image": str(image.pk)}).status_code == 422
    assert mori.post(page_of(hoshino) + "look/", {"image": str(image.pk), "why": "curious"}).status_code == 422
    assert not Event.objects.filter(kind="identity.viewed").exists()

    page = mori.post(page_of(hoshino) + "look/", {"image": str(image.pk), "why": "review"})

    assert page.status_code == 200
    link = re.search(r'<img src="([^"]+)"', page.text)
    assert link
    assert mori.get(link[1])["Content-Type"] == "image/webp"
    assert SignedIn(owner).get(link[1]).status_code == 404
    event = Event.objects.get(kind="identity.viewed")
    assert (event.actor, event.facts["reason_code"], event.facts["slot"]) == (
        staff_mori.event_ref, "review", image.slot,
    )  # fmt: skip
    assert (
        SignedIn(owner).post(page_of(hoshino) + "look/", {"image": str(image.pk), "why": "review"}).status_code == 404
    )


def test_a_my_number_card_is_destroyed_at_once(hoshino: Dealer, staff_mori: User) -> None:
    image = IdentityImage.objects.kept().filter(dealer=hoshino).first()
    mori = SignedIn(staff_mori)

    mori.post(page_of(hoshino) + "destroy/", {"image": str(image.pk)})
    again = mori.post(page_of(hoshino) + "destroy/", {"image": str(image.pk)}, follow=True).text

    image.refresh_from_db()
    assert (image.file_id, image.gone_reason) == (None, "my_number")
    assert "This picture is gone" in again
    assert Event.objects.filter(kind="identity_image.destroyed", actor=staff_mori.event_ref).count() == 1


def test_the_name_on_the_permit_is_compared_and_the_differing_sign_underlined(
    hoshino: Dealer, staff_mori: User
) -> None:
    Dealer.objects.filter(pk=hoshino.pk).update(name_ja="ミホンモータース株式会社")
    mori = SignedIn(staff_mori)
    mori.post(page_of(hoshino) + "permit/", {"holder": "㈱ミホンモータース", "number": ""})
    assert "Same on the permit" in mori.get(page_of(hoshino)).text
    mori.post(page_of(hoshino) + "permit/", {"holder": "㈱ミホソモータース"})
    page = mori.get(page_of(hoshino)).text

    assert "ミホ<mark>ン</mark>モータース" in page
    assert "ミホ<mark>ソ</mark>モータース" in page
    assert "a second person decides" in mori.post(page_of(hoshino) + "approve/", follow=True).text


# --- Again ------------------------------------------------------------------------------------------------------------


def test_permits_come_back_to_the_desk(aoba: Dealer, minato: Dealer, staff_mori: User) -> None:
    now = clock.now()
    Dealer.objects.filter(pk=aoba.pk).update(decided_at=now - timedelta(days=366))
    Dealer.objects.filter(pk=minato.pk).update(decided_at=now, permit_commission="東京都公安委員会")

    assert open_rechecks() == 2
    assert open_rechecks() == 0

    assert dict(Recheck.objects.values_list("dealer__slug", "reason")) == {"aoba": "yearly", "minato": "commission"}
    mori = SignedIn(staff_mori)
    assert "Dealers to check again" in mori.get("/en/desk/").text
    mori.post(page_of(aoba) + "checked-again/")
    assert not Recheck.objects.open().filter(dealer=aoba).exists()
    assert open_rechecks() == 0
    with time_machine.travel(now + timedelta(days=367)):
        assert open_rechecks() == 2


def test_a_paper_that_ran_out_comes_back(hoshino: Dealer, staff_mori: User) -> None:
    SignedIn(staff_mori).post(page_of(hoshino) + "approve/")
    IdentityImage.objects.update(expires_on=clock.today_jst() - timedelta(days=1))
    assert open_rechecks() == 1
    assert Recheck.objects.get().reason == "paper_expired"
