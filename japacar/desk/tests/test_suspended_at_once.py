"""A dealer is suspended in the very moment in which a buyer reserves: one of the two waits, and then knows of the other."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from japacar.deals.models import Deal, DealerRests
from japacar.desk import actions as desk
from japacar.events.models import Event
from japacar.members.models import Dealer
from japacar.quotes.actions import accept_quote
from japacar.quotes.models import Quote
from tests import drive, make

pytestmark = pytest.mark.django_db(transaction=True)


def _reserve() -> None:
    quote = Quote.objects.select_related("deal__dealer").get()
    accept_quote(quote, shown_total_minor=quote.total_minor, by=drive.buyer_of(quote.deal))


def _suspend() -> None:
    desk.suspend(Dealer.objects.get(), reason="写真を見てください。", by="user:staff")


def _begun_first(first: Callable[[], None], second: Callable[[], None]) -> list[Any]:
    """Both outcomes; the first has done its work and not committed it when the second comes."""
    done, may_commit, outcomes = threading.Event(), threading.Event(), []

    def begin() -> None:
        with transaction.atomic():
            first()
            done.set()
            may_commit.wait(10)
        connection.close()

    def follow() -> None:
        try:
            second()
            outcomes.append("done")
        except DealerRests:
            outcomes.append("rests")
        connection.close()

    threads = [threading.Thread(target=begin), threading.Thread(target=follow)]
    threads[0].start()
    assert done.wait(10)
    threads[1].start()
    threads[1].join(0.5)
    outcomes.append("waits" if threads[1].is_alive() else "passed by")
    may_commit.set()
    for thread in threads:
        thread.join(20)
    return outcomes


def test_a_buyer_who_was_first_is_told_that_the_dealer_rests() -> None:
    deal = make.make_deal()
    drive.to_quoted(deal)

    assert _begun_first(_reserve, _suspend) == ["waits", "done"]

    kinds = list(Event.objects.filter(subject=deal.event_ref).order_by("id").values_list("kind", flat=True))
    assert kinds.index("deal.reserved") < kinds.index("deal.rested")
    assert Deal.objects.get().commercial == "accepted"


def test_a_buyer_who_came_second_reserves_nothing() -> None:
    deal = make.make_deal()
    drive.to_quoted(deal)

    assert _begun_first(_suspend, _reserve) == ["waits", "rests"]

    assert Deal.objects.get().commercial == "quoted"
    assert Quote.objects.get().status == Quote.Status.OPEN
    assert not Event.objects.filter(kind="deal.reserved").exists()
