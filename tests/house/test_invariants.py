"""`japacar invariants` finds nothing in two deals made by their people, and each rule fires when its rows are broken by SQL."""

import argparse
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from config import invariants
from config.promises import PROMISES
from japacar.events.models import Event
from tests.house import world as made
from tests.house.world import World

pytestmark = pytest.mark.django_db

# One break of each promise, in the database's own words. `{…}` are the things of a completed deal and of one on its way.
_INCOMPLETE = "ALTER TABLE vehicles_vehicle DROP CONSTRAINT vehicle_on_sale_is_complete; "
BREAKS = {
    "everybody_agreed": "ALTER TABLE accounts_agreement DISABLE TRIGGER USER;"
    " DELETE FROM accounts_agreementaddress;"
    " DELETE FROM accounts_agreement WHERE user_ref = 'user:{buyer}' AND kind = 'privacy'",
    "buyers_said_their_age": "DELETE FROM accounts_majoritydeclaration WHERE user_id = '{buyer}'",
    "minors_are_frozen": "UPDATE accounts_user SET status = 'active' WHERE id = '{minor}'",
    "second_words_are_of_another": "ALTER TABLE desk_override DROP CONSTRAINT override_confirmed_by_another;"
    " INSERT INTO desk_override (id, dealer_id, kind, reason, differences, state, proposed_by, proposed_at, decided_by)"
    " VALUES (gen_random_uuid(), '{dealer}', 'lift', '', 0, 'confirmed', 'user:x', now(), 'user:x')",
    "one_word_alone_ends": "INSERT INTO desk_override (id, dealer_id, kind, reason, differences, state, proposed_by,"
    " proposed_at, decided_by) VALUES (gen_random_uuid(), '{dealer}', 'suspend', '', 0, 'open', 'user:x', now() - interval '4 days', '')",
    "disabled_accounts_have_a_reason": "UPDATE accounts_user SET status = 'disabled' WHERE id = '{buyer}'",
    "reviews_are_held_by_staff": "INSERT INTO desk_reviewclaim (dealer_id, held_by, since, expires_at)"
    " VALUES ('{dealer}', 'user:{buyer}', now(), now())",
    "stopped_accounts_are_on_no_invoice": "UPDATE members_bankaccount SET stopped_at = now() WHERE dealer_id = '{dealer}'",
    "printed_accounts_were_revealed": "ALTER TABLE events_event DISABLE TRIGGER USER;"
    " DELETE FROM events_event WHERE kind = 'bank_account.revealed'",
    "closed_accounts_have_no_notices": "UPDATE accounts_user SET status = 'closed' WHERE id = '{buyer}'",
    "approved_dealers_are_complete": "UPDATE members_dealer SET permit_number = '' WHERE id = '{dealer}'",
    "one_bank_account_counts": "INSERT INTO members_bankaccount SELECT (jsonb_populate_record(account,"
    " jsonb_build_object('id', gen_random_uuid()))).* FROM members_bankaccount account WHERE dealer_id = '{dealer}'",
    "sealed_values_have_their_key": "UPDATE members_bankaccount SET sealed_account_number = '7654321'"
    " WHERE dealer_id = '{dealer}'",
    "shown_vehicles_have_checked_dealers": "UPDATE vehicles_vehicle SET status = 'published' WHERE id = '{vehicle}';"
    " UPDATE members_dealer SET status = 'refused' WHERE id = '{dealer}'",
    "vehicles_on_sale_are_complete": _INCOMPLETE
    + "UPDATE vehicles_vehicle SET status = 'published' WHERE id = '{draft}'",
    "reserved_vehicles_have_a_deal": _INCOMPLETE
    + "UPDATE vehicles_vehicle SET status = 'reserved' WHERE id = '{draft}'",
    "sold_vehicles_have_a_completed_deal": _INCOMPLETE
    + "UPDATE vehicles_vehicle SET status = 'sold' WHERE id = '{draft}'",
    "listings_in_review_have_a_reason": _INCOMPLETE
    + "UPDATE vehicles_vehicle SET status = 'review' WHERE id = '{draft}'",
    "one_deal_holds_a_vehicle": "DROP INDEX one_reservation_per_vehicle;"
    " UPDATE deals_deal SET vehicle_id = '{sold}' WHERE id = {deal}",
    "holding_deals_hold": "UPDATE vehicles_vehicle SET status = 'published' WHERE id = '{vehicle}'",
    "agreed_deals_have_their_price": "UPDATE deals_deal SET total_minor = total_minor - 1 WHERE id = {deal}",
    "quotations_add_up": "UPDATE quotes_quoteline SET amount_minor = amount_minor + 1 WHERE kind = 'freight'",
    "paid_deals_are_paid": "UPDATE payments_fundsreceipt SET amount_minor = amount_minor - 1",
    "money_states_follow_the_receipts": "DELETE FROM payments_fundsreceipt",
    "refunds_are_borne_out": "UPDATE payments_paymentrequest SET money = 'refund_sent'",
    "completed_deals_are_whole": "UPDATE deals_shipment SET bl_number = ''",
    "bills_of_lading_name_a_consignee": "UPDATE deals_deal SET consignee_id = NULL WHERE id = {completed}",
    "ended_deals_say_why": "UPDATE deals_deal SET commercial = 'cancelled' WHERE id = {deal}",
    "numbers_have_no_gaps": "UPDATE documents_document SET sequence = sequence + 1 WHERE kind = 'proforma_invoice'",
    "issued_papers_are_frozen": "UPDATE documents_document SET sealed_data = NULL WHERE kind = 'proforma_invoice'",
    "proofs_are_sealed": "UPDATE payments_transferproof SET file_id ="
    " (SELECT file_id FROM vehicles_photo WHERE vehicle_id = '{vehicle}' LIMIT 1)",
    "only_photos_are_public": "ALTER TABLE files_storedfile DROP CONSTRAINT only_photos_lie_open;"
    " UPDATE files_storedfile SET sealed = false WHERE slot = 'proof'",
    "private_photos_are_sealed": "UPDATE vehicles_photo SET angle = 'chassis_plate' WHERE vehicle_id = '{vehicle}'",
    "sent_content_is_gone": "UPDATE egress_dispatch SET state = 'sent' WHERE sealed_payload IS NOT NULL",
    "waiting_mail_has_content": "UPDATE egress_dispatch SET sealed_payload = NULL WHERE state = 'pending'",
    "each_mail_has_its_own_ledger_row": "UPDATE notices_delivery SET dispatch_id ="
    " (SELECT dispatch_id FROM notices_delivery LIMIT 1)",
    "notices_have_their_event": "UPDATE notices_notice SET event_id = -event_id WHERE user_id = '{buyer}'",
    "every_pack_is_in_the_ledger": "DELETE FROM egress_dispatch WHERE recipient = 'forwarder'",
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with made.standing(django_db_blocker) as found:
        made.finish(found.theirs)
        yield found


def test_a_world_made_by_its_people_keeps_every_promise(world: World) -> None:
    assert list(invariants.faults()) == []


def test_every_promise_has_a_break() -> None:
    assert set(BREAKS) == set(PROMISES)


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_a_broken_row_is_found(world: World, name: str) -> None:
    _break(BREAKS[name], world)

    found = list(PROMISES[name][1]())

    assert found, f"{name} does not notice its break"


def test_a_changed_event_is_found(world: World) -> None:
    event = Event.objects.filter(subject=world.ours.deal.event_ref).earliest("pk")
    _break(
        f"ALTER TABLE events_event DISABLE TRIGGER USER; UPDATE events_event SET actor = 'system' WHERE id = {event.pk}",
        world,
    )

    assert ("chain", world.ours.deal.event_ref) in [(fault.rule, fault.subject) for fault in invariants.faults()]


def test_a_removed_event_is_found(world: World) -> None:
    event = Event.objects.filter(subject=world.ours.deal.event_ref, sequence=2).get()
    _break(f"ALTER TABLE events_event DISABLE TRIGGER USER; DELETE FROM events_event WHERE id = {event.pk}", world)

    assert "chain" in {fault.rule for fault in invariants.faults()}


@pytest.mark.parametrize(
    ("table", "column", "value", "where"),
    [
        ("deals_deal", "commercial", "accepted", "id = {deal}"),
        ("deals_deal", "papers", "delivered", "id = {completed}"),
        ("deals_deal", "logistics", "arrived", "id = {deal}"),
        ("payments_paymentrequest", "money", "over", "deal_id = {deal}"),
        ("vehicles_vehicle", "status", "withdrawn", "id = '{draft}'"),
        ("members_dealer", "status", "suspended", "id = '{dealer}'"),
    ],
)
def test_a_state_that_no_event_tells_is_found(world: World, table: str, column: str, value: str, where: str) -> None:
    _break(f"UPDATE {table} SET {column} = '{value}' WHERE {where}", world)

    found = [fault for fault in invariants.faults() if fault.rule == "state"]

    assert len(found) == 1
    assert repr(value) in found[0].words


def test_the_command_answers_people_and_programs(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert invariants.main(argparse.Namespace(json=False)) == 0
    assert "nothing is broken" in capsys.readouterr().out
    _break(BREAKS["paid_deals_are_paid"], world)

    assert invariants.main(argparse.Namespace(json=True)) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["checked"]["promises"] == len(PROMISES)
    assert "paid_deals_are_paid" in {fault["rule"] for fault in said["faults"]}


def _break(sql: str, world: World) -> None:
    """The test's own transaction takes it back."""
    ours, theirs = world.ours, world.theirs
    things = {
        "buyer": ours.buyer.pk,
        "minor": world.minor.pk,
        "dealer": ours.dealer.pk,
        "vehicle": ours.vehicle.pk,
        "draft": ours.draft.pk,
        "deal": ours.deal.pk,
        "completed": theirs.deal.pk,
        "sold": theirs.vehicle.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in sql.format(**things).split(";"):
            cursor.execute(statement)
