"""Pictures that two of staff hold back from deletion (A-14), and pictures that a dealer never sent for checking."""

from datetime import timedelta

import pytest
import time_machine

from japacar.accounts.models import User
from japacar.desk.models import Override
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.members import actions
from japacar.members.models import Dealer, IdentityImage
from japacar.notices.actions import tell_about
from japacar.notices.models import Notice
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db
WHY = "The police asks for the papers of this dealer, case 12."


@pytest.fixture
def tanaka(db: None) -> User:
    return make.make_staff("tanaka@operator.example.test", display_name="Tanaka")


@pytest.fixture
def decided(hoshino: Dealer) -> Dealer:
    """An approved dealer whose pictures are still there."""
    Dealer.objects.filter(pk=hoshino.pk).update(
        status=Dealer.Status.APPROVED, decided_at=clock.now(), decided_by="user:somebody"
    )
    hoshino.refresh_from_db()
    return hoshino


def page_of(dealer: Dealer) -> str:
    return f"/en/desk/dealers/{dealer.pk}/"


def answer(by: User, act: str, *, follow: bool = True) -> str:
    waiting = Override.objects.get(state="open")
    return str(SignedIn(by).post(f"/en/desk/exceptions/{waiting.pk}/{act}/", follow=follow).text)


def kept_after(days: int) -> int:
    with time_machine.travel(clock.now() + timedelta(days=days)):
        actions.forget_identity_originals()
        actions.forget_drafts()
    return IdentityImage.objects.kept().count()


def test_two_of_staff_hold_pictures_and_two_let_them_go(decided: Dealer, staff_mori: User, tanaka: User) -> None:
    SignedIn(staff_mori).post(page_of(decided) + "hold/", {"reason": WHY})
    # The other one had the same form open: there is one proposal, and it is not his.
    both = SignedIn(tanaka).post(page_of(decided) + "hold/", {"reason": WHY}, follow=True).text
    assert "proposed this a moment before" in both
    assert "you cannot confirm it yourself" not in both
    assert "You proposed this yourself" in answer(staff_mori, "confirm")
    assert Dealer.objects.get(pk=decided.pk).originals_held_at is None
    assert WHY in SignedIn(tanaka).get(page_of(decided)).text
    assert "The pictures stay" in answer(tanaka, "confirm")

    assert kept_after(400) == 2
    assert "The pictures are held" in SignedIn(staff_mori).get(page_of(decided)).text

    SignedIn(tanaka).post(page_of(decided) + "hold/", {"reason": "The case is closed."})
    assert "its time is over" not in answer(tanaka, "confirm")
    assert kept_after(400) == 2, "the one who proposes the end cannot end it"
    answer(staff_mori, "confirm")
    assert kept_after(31) == 0
    done = Override.objects.order_by("proposed_at").values_list("kind", "state", "proposed_by", "decided_by")
    assert list(done) == [
        ("hold", "confirmed", staff_mori.event_ref, tanaka.event_ref),
        ("release", "confirmed", tanaka.event_ref, staff_mori.event_ref),
    ]
    assert Event.objects.filter(kind="override.confirmed").count() == 2


def test_a_proposal_keeps_them_for_a_week_and_a_declined_one_no_longer(
    decided: Dealer, staff_mori: User, tanaka: User
) -> None:
    with time_machine.travel(clock.now() + timedelta(days=29)):
        SignedIn(staff_mori).post(page_of(decided) + "hold/", {"reason": WHY})
    assert kept_after(31) == 2
    assert "off the table" in answer(tanaka, "decline")
    assert kept_after(31) == 0


def test_one_person_cannot_keep_them_by_proposing_alone(decided: Dealer, staff_mori: User) -> None:
    with time_machine.travel(clock.now() + timedelta(days=29)):
        SignedIn(staff_mori).post(page_of(decided) + "hold/", {"reason": WHY})
    assert kept_after(37) == 0


def test_without_a_reason_nothing_is_held(decided: Dealer, staff_mori: User) -> None:
    assert SignedIn(staff_mori).post(page_of(decided) + "hold/", {"reason": " "}).status_code == 422
    assert not Override.objects.exists()
    assert kept_after(31) == 0


def test_a_held_picture_is_not_replaced_nor_taken_back_but_a_my_number_goes(
    decided: Dealer, staff_mori: User, tanaka: User, owner: User
) -> None:
    SignedIn(staff_mori).post(page_of(decided) + "hold/", {"reason": WHY})
    answer(tanaka, "confirm")
    Dealer.objects.filter(pk=decided.pk).update(status=Dealer.Status.REFUSED)
    image = IdentityImage.objects.kept().first()
    assert image is not None

    SignedIn(owner).post(f"/en/sell/settings/identity/{image.pk}/remove/")
    assert IdentityImage.objects.kept().count() == 2

    actions.destroy_identity_image(image, by=staff_mori, reason="my_number")
    assert IdentityImage.objects.kept().count() == 1


def test_a_decision_leaves_the_proposal_to_hold_alone(hoshino: Dealer, staff_mori: User) -> None:
    SignedIn(staff_mori).post(page_of(hoshino) + "hold/", {"reason": WHY})
    SignedIn(staff_mori).post(page_of(hoshino) + "refuse/", {"template": "unreadable", "words": ""})

    assert Dealer.objects.get(pk=hoshino.pk).status == Dealer.Status.REFUSED
    assert Override.objects.get().state == Override.State.OPEN


def test_who_decided_is_shown_also_where_the_reference_is_no_user(decided: Dealer, staff_mori: User) -> None:
    assert "user:somebody" in SignedIn(staff_mori).get(page_of(decided)).text


# --- Drafts -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def draft(db: None) -> Dealer:
    owner = make.make_user("draft@draft.example.test", language="en")
    dealer: Dealer = make.make_dealer(people=[owner], status=Dealer.Status.DRAFT, with_account=False)
    make.make_identity(dealer, by=owner)
    return dealer


def round_after(days: float) -> int:
    """What the nightly round does so many days from now; how many pictures are left."""
    with time_machine.travel(clock.now() + timedelta(days=days)):
        actions.forget_identity_originals()
        actions.tell_of_drafts()
        actions.forget_drafts()
    return IdentityImage.objects.kept().count()


def test_pictures_that_were_never_sent_go_after_30_days_and_the_dealer_is_told_a_week_before(draft: Dealer) -> None:
    assert round_after(22) == 2
    assert not Event.objects.filter(kind="identity_draft.expiring").exists()
    assert [round_after(day) for day in (23.1, 24, 29)] == [2, 2, 2]
    told = Event.objects.get(kind="identity_draft.expiring")
    tell_about(told.pk)
    assert Notice.objects.get().kind == "identity_draft.expiring"

    assert round_after(30.2) == 0
    assert not IdentityImage.objects.exists(), "nobody decided anything by them"
    assert Dealer.objects.get(pk=draft.pk).status == Dealer.Status.DRAFT
    assert round_after(31) == 0
    assert Event.objects.filter(kind="identity_originals.deleted").count() == 1


def test_nothing_goes_that_the_dealer_was_not_told_of(draft: Dealer) -> None:
    """The worker stood still for months: the week begins when it tells him."""
    assert round_after(120) == 2
    assert round_after(126) == 2
    assert round_after(127.1) == 0


def test_a_new_picture_begins_the_time_anew_and_what_was_sent_stays(draft: Dealer) -> None:
    assert round_after(24) == 2
    IdentityImage.objects.filter(slot="licence_back").update(created_at=clock.now() + timedelta(days=25))
    assert round_after(40) == 2
    Dealer.objects.filter(pk=draft.pk).update(status=Dealer.Status.SUBMITTED)
    assert round_after(200) == 2


def test_what_came_after_a_decision_has_the_time_of_a_draft(draft: Dealer) -> None:
    """Sent back on the first day; one new picture on the twentieth. The old one goes by the decision, the new one later."""
    at = clock.now()
    Dealer.objects.filter(pk=draft.pk).update(status="refused", decided_at=at + timedelta(days=1), decided_by="user:x")
    IdentityImage.objects.filter(slot="licence_back").update(created_at=at + timedelta(days=20))

    assert round_after(31.5) == 1
    assert round_after(44) == 1
    assert round_after(51.1) == 0
    assert list(IdentityImage.objects.values_list("slot", "gone_reason")) == [
        ("licence_back", "retention"),
        ("licence_front", "retention"),
    ]
