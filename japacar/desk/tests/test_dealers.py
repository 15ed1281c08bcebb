"""Checking dealers: what staff see, that it is recorded, and that of two decisions the first one counts."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from japacar.accounts.models import User
from japacar.desk import queues
from japacar.desk.dealers import checks
from japacar.desk.models import ReviewClaim
from japacar.events.models import Event
from japacar.files.actions import make_renditions
from japacar.kernel import clock
from japacar.members.actions import current_bank_account, forget_identity_originals
from japacar.members.models import Dealer
from tests import make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db


def page_of(dealer: Dealer) -> str:
    return f"/en/desk/dealers/{dealer.pk}/"


def test_the_home_counts_what_waits_and_reddens_what_is_late(hoshino: Dealer, staff_mori: User) -> None:
    assert "Dealers to check" in SignedIn(staff_mori).get("/en/desk/").text
    with time_machine.travel(clock.now() + timedelta(hours=26)):
        page = SignedIn(staff_mori).get("/en/desk/").text
    assert re.search(r'class="age late">oldest 26\sh<', page)


def test_every_page_of_the_staff_says_what_waits_at_the_cost_of_one_query(hoshino: Dealer, staff_mori: User) -> None:
    def strip() -> str:
        page = SignedIn(staff_mori).get("/en/desk/dealers/all/").text
        assert "waiting</span>" in page
        return re.sub(r"\s+", " ", page.partition('<nav class="waits"')[2].partition("</nav>")[0])

    assert 'aria-label="What waits"' in strip()
    assert '<a href="/en/desk/dealers/"><b>1</b> Dealers to check</a>' in strip()
    assert "Proofs to check" not in strip()
    with time_machine.travel(clock.now() + timedelta(hours=26)):
        assert re.search(r'Dealers to check <span class="late">oldest 26\sh<', strip())
    with CaptureQueriesContext(connection) as asked:
        lines = queues.waiting()
    assert (len(asked), len(lines)) == (1, len(queues.QUEUES))
    assert {each.url: each.count for each in lines if each.count} == {"/en/desk/dealers/": 1}


def test_the_permit_is_shown_to_staff_and_every_look_is_recorded(
    hoshino: Dealer, staff_mori: User, owner: User, stranger: User, client: Client
) -> None:
    desk = SignedIn(staff_mori)
    assert "being prepared" in desk.get(page_of(hoshino)).text
    assert not Event.objects.filter(kind="permit.viewed").exists()
    make_renditions(str(hoshino.permit_photo_id))

    page = desk.get(page_of(hoshino) + "?page=2").text
    desk.get(page_of(hoshino))

    assert "Permit, 2 of 2" in page
    assert (
        Event.objects.filter(kind="permit.viewed", subject=hoshino.event_ref, actor=staff_mori.event_ref).count() == 2
    )
    link = re.search(r'src="(/[^"]*private[^"]*|/files/[^"]+)"', page)
    assert link
    assert desk.get(link[1])["Content-Type"] == "image/webp"
    for other in (SignedIn(owner), SignedIn(stranger), client):
        assert other.get(link[1]).status_code == 404
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        assert desk.get(link[1]).status_code == 404


def test_of_two_decisions_the_first_one_counts(hoshino: Dealer, staff_mori: User) -> None:
    other = make.make_staff("tanaka@operator.example.test", display_name="Tanaka")
    SignedIn(staff_mori).post(page_of(hoshino) + "approve/")

    page = SignedIn(other).post(page_of(hoshino) + "refuse/", {"template": "unreadable"}, follow=True).text

    assert "Mori was first" in page
    hoshino.refresh_from_db()
    assert (hoshino.is_approved, hoshino.refusal_reason) == (True, "")
    assert not Event.objects.filter(kind="dealer.refused").exists()


def test_an_old_page_approves_nothing_that_nobody_has_seen(hoshino: Dealer, staff_mori: User) -> None:
    """Mori leaves the page open; Tanaka sends it back; the dealer sends another permit number."""
    other = make.make_staff("tanaka@operator.example.test", display_name="Tanaka")
    old = SignedIn(staff_mori).get(page_of(hoshino)).text
    [seen] = set(re.findall(r'name="seen" value="([^"]+)"', old))
    SignedIn(other).post(page_of(hoshino) + "refuse/", {"template": "unreadable", "seen": seen})
    changed = {"status": "submitted", "submitted_at": clock.now(), "permit_number": "431020099999", "decided_by": ""}
    Dealer.objects.filter(pk=hoshino.pk).update(**changed)
    ReviewClaim.objects.all().delete()

    page = SignedIn(staff_mori).post(page_of(hoshino) + "approve/", {"seen": seen}, follow=True).text

    hoshino.refresh_from_db()
    assert hoshino.status == Dealer.Status.SUBMITTED
    assert "sent it anew" in page
    assert "431020099999" in page
    [seen] = set(re.findall(r'name="seen" value="([^"]+)"', page))
    SignedIn(staff_mori).post(page_of(hoshino) + "approve/", {"seen": seen})
    hoshino.refresh_from_db()
    assert hoshino.is_approved


def test_papers_go_back_with_a_reason_in_the_dealers_language(hoshino: Dealer, staff_mori: User) -> None:
    SignedIn(staff_mori).post(page_of(hoshino) + "refuse/", {"template": "unreadable", "words": "右下が切れています。"})

    hoshino.refresh_from_db()
    assert hoshino.status == Dealer.Status.REFUSED
    assert hoshino.refusal_reason.splitlines()[1] == "右下が切れています。"
    assert "許可証" in hoshino.refusal_reason
    facts = Event.objects.get(kind="dealer.refused").facts
    assert facts["reason_code"] == "unreadable"
    assert "右下" not in str(facts)


def test_another_reason_needs_words(hoshino: Dealer, staff_mori: User) -> None:
    answer = SignedIn(staff_mori).post(page_of(hoshino) + "refuse/", {"template": "other", "words": " "})
    assert answer.status_code == 422
    assert "Write the reason" in answer.text
    hoshino.refresh_from_db()
    assert hoshino.status == Dealer.Status.SUBMITTED


def test_a_draft_cannot_be_decided(staff_mori: User) -> None:
    draft = make.make_dealer(status=Dealer.Status.DRAFT)
    page = SignedIn(staff_mori).post(page_of(draft) + "approve/", follow=True).text
    assert "nothing to decide" in page
    draft.refresh_from_db()
    assert draft.status == Dealer.Status.DRAFT


def test_nobody_but_staff_finds_the_desk(
    hoshino: Dealer,
    owner: User,
    seller_sato: User,
    aoba: Dealer,
    buyer_boateng: User,
    forwarder_kato: User,
    client: Client,
) -> None:
    paths = ["/en/desk/", "/en/desk/dealers/", "/en/desk/dealers/all/", page_of(hoshino)]
    for user in (owner, seller_sato, buyer_boateng, forwarder_kato):
        browser = SignedIn(user)
        assert [browser.get(path).status_code for path in paths] == [404] * 4
        assert browser.post(page_of(hoshino) + "approve/").status_code == 404
        assert browser.post(page_of(hoshino) + "refuse/", {"template": "unreadable"}).status_code == 404
    assert client.post(page_of(hoshino) + "approve/").status_code == 302
    hoshino.refresh_from_db()
    assert hoshino.status == Dealer.Status.SUBMITTED


def test_the_comparison_finds_what_differs(hoshino: Dealer) -> None:
    def same(**change: str) -> dict[str, bool | None]:
        for name, value in change.items():
            setattr(hoshino, name, value)
        return {row["label"]: row["same"] for row in checks.rows(hoshino, current_bank_account(hoshino))}

    fine = same()
    assert (fine["Corporate number"], fine["Permit number"], fine["Address"], fine["Telephone"]) == (True,) * 4
    assert same(permit_commission="東京都公安委員会")["Permit number"] is False
    assert same(postal_code="105-0011")["Address"] is False
    assert same(name_en="Kita Shokai")["Bank account name in Roman letters"] is False
    assert same(name_ja="アオバモータース株式会社")["Bank account name"] is False
    assert same(name_ja="ミホンモータース株式会社")["Bank account name"] is True
    assert same(representative_born_on=clock.today_jst())["Representative"] is False


def test_the_account_number_is_masked_for_staff_too(hoshino: Dealer, staff_mori: User) -> None:
    page = SignedIn(staff_mori).get(page_of(hoshino)).text
    assert "7654321" not in page
    assert "••••321" in page


def test_the_permit_picture_goes_30_days_after_the_approval(hoshino: Dealer, staff_mori: User) -> None:
    SignedIn(staff_mori).post(page_of(hoshino) + "approve/")
    assert forget_identity_originals() == 0
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert forget_identity_originals() == 3
        assert forget_identity_originals() == 0
        assert "its time was over" in SignedIn(staff_mori).get(page_of(hoshino)).text
    hoshino.refresh_from_db()
    assert (hoshino.permit_photo, hoshino.permit_number) == (None, "431020000001")


def test_every_dealer_is_found_by_name_or_number_and_by_state(hoshino: Dealer, staff_mori: User) -> None:
    other = make.make_dealer(slug="kita", name_en="Kita Auto", permit_number="541999000102", prefecture="愛知県")
    client = SignedIn(staff_mori)

    def found(query: str) -> set[str]:
        page = client.get(f"/en/desk/dealers/all/?{query}").text
        return {each.slug for each in (hoshino, other) if f"/en/desk/dealers/{each.pk}/" in page}

    assert found("") == {"hoshino", "kita"}
    assert found("q=kita") == found("q=５４１９９９") == {"kita"}
    assert found("status=submitted") == {"hoshino"}
    assert found("q=nobody") == set()
    assert "Aichi" in client.get("/en/desk/dealers/all/?q=kita").text


def test_a_long_queue_shows_the_neighbours_and_how_many_wait(hoshino: Dealer, staff_mori: User) -> None:
    for number in range(8):
        later = clock.now() + timedelta(minutes=number)
        make.make_dealer(slug=f"waits-{number}", status=Dealer.Status.SUBMITTED, submitted_at=later)
    third = Dealer.objects.get(slug="waits-3")

    page = SignedIn(staff_mori).get(page_of(third)).text

    queue = page[page.index('class="queue"') : page.index("</ol>", page.index('class="queue"'))]
    assert queue.count("<li>") == 5
    assert f'href="/en/desk/dealers/{third.pk}/" aria-current="true"' in page
    assert "All 9 who wait" in page
