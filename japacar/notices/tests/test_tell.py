"""Who is told of what: the right people, once, in their language, and never a bank number in a mail."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from japacar.accounts.models import User
from japacar.deals import actions as deals
from japacar.deals.models import Deal
from japacar.egress.models import Dispatch
from japacar.events.kinds import Kind
from japacar.events.models import Event
from japacar.kernel.ciphers import row_aad
from japacar.notices import rules
from japacar.notices.actions import tell_about
from japacar.notices.models import Delivery, Notice
from japacar.notices.words import WORDS
from tests import drive, make

pytestmark = pytest.mark.django_db


def tell_all() -> None:
    for event in Event.objects.order_by("id"):
        tell_about(event.pk)


def mails() -> list[dict[str, Any]]:
    """The sealed payloads of the outbox, opened."""
    opened = []
    for row in Dispatch.objects.order_by("created_at"):
        aad = row_aad("egress_dispatch", str(row.pk), "sealed_payload")
        opened.append(json.loads(settings.FIELD_KEYS.open(bytes(row.sealed_payload or b""), aad=aad)))
    return opened


def test_every_kind_of_event_is_told_or_silent_on_purpose_and_what_is_told_has_words() -> None:
    assert set(rules.TOLD) | rules.SILENT == set(Kind)
    assert set(rules.TOLD) == set(WORDS)


def test_the_dealer_hears_of_a_request_and_the_buyer_of_the_quote(deal: Deal, seller_sato: User) -> None:
    deals.confirm_request(
        make.make_deal(deal.vehicle, buyer=make.make_buyer(), confirmed_at=None), by=make.viewer(None)
    )
    drive.to_quoted(deal)
    tell_all()

    told = {(notice.user_id, notice.kind) for notice in Notice.objects.all()}
    assert told == {(seller_sato.pk, Kind.DEAL_REQUEST_CONFIRMED), (deal.buyer_id, Kind.QUOTE_SENT)}


def test_telling_twice_adds_nothing(deal: Deal) -> None:
    drive.to_accepted(deal)
    tell_all()
    before = (Notice.objects.count(), Delivery.objects.count(), Dispatch.objects.count())

    tell_all()

    assert (Notice.objects.count(), Delivery.objects.count(), Dispatch.objects.count()) == before


def test_who_caused_an_event_is_not_told_of_it(deal: Deal) -> None:
    drive.to_accepted(deal)
    tell_all()

    assert not Notice.objects.filter(user=deal.buyer, kind=Kind.DEAL_RESERVED).exists()


def test_the_other_buyer_is_told_kindly(deal: Deal, buyer_nkosi: User) -> None:
    drive.to_quoted(make.make_deal(deal.vehicle, buyer=buyer_nkosi))
    drive.to_accepted(deal)
    tell_all()

    assert Notice.objects.filter(user=buyer_nkosi, kind=Kind.VEHICLE_RESERVED).count() == 1
    assert not Notice.objects.filter(user=deal.buyer, kind=Kind.VEHICLE_RESERVED).exists()


def test_mails_are_in_the_readers_language_and_hold_no_bank_number_and_no_amount(deal: Deal, seller_sato: User) -> None:
    drive.to_paid(deal)
    tell_all()

    sent = mails()
    assert {mail["language"] for mail in sent} == {"en", "ja"}
    for mail in sent:
        whole = json.dumps(mail, ensure_ascii=False)
        assert "7654321" not in whole
        assert "3,487,000" not in whole
        assert deal.vehicle.chassis_no not in whole
        assert "/privacy/" in mail["text"]
    to_sato = [mail for mail in sent if mail["to"] == seller_sato.email]
    assert to_sato
    assert all("トヨタ" in mail["subject"] for mail in to_sato if deal.code in mail["text"])


def test_an_unconfirmed_address_gets_no_mail(deal: Deal) -> None:
    User.objects.filter(pk=deal.buyer_id).update(email_confirmed_at=None)
    drive.to_quoted(deal)
    tell_all()

    assert Notice.objects.filter(user=deal.buyer).exists()
    assert not Dispatch.objects.filter(recipient_ref=deal.buyer.event_ref).exists()


def test_nobody_opens_the_notice_of_another(deal: Deal, stranger: User, as_user: type[Client]) -> None:
    drive.to_quoted(deal)
    tell_all()
    notice = Notice.objects.get(user=deal.buyer)

    answer = as_user(stranger).get(f"/en/notices/{notice.pk}/")  # type: ignore[call-arg]

    notice.refresh_from_db()
    assert answer.status_code == 404
    assert notice.read_at is None


def test_opening_a_notice_leads_to_the_deal_and_marks_it_read(deal: Deal, as_user: type[Client]) -> None:
    drive.to_quoted(deal)
    tell_all()
    notice = Notice.objects.get(user=deal.buyer)

    answer = as_user(deal.buyer).get(f"/en/notices/{notice.pk}/")  # type: ignore[call-arg]

    notice.refresh_from_db()
    assert answer["Location"] == f"/en/deals/{deal.code}/"
    assert notice.read_at is not None


def test_a_buyer_reads_his_notices_by_the_clock_of_his_country(deal: Deal, seller_sato: User, as_user: Any) -> None:
    drive.to_quoted(deal)
    tell_all()

    assert "Nairobi time (" in as_user(deal.buyer).get("/en/notices/").text
    assert "time (" not in as_user(seller_sato).get("/en/notices/").text
