"""The deal's lanes: no dead ends, a turn for every living deal, and a headline that only moves forward."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japacar.deals import labels, rules
from japacar.deals.rules import Actor, Commercial, Logistics, Mode, Money, Papers
from japacar.deals.timers import JST, TIMERS, Deadline, Timer, Unit, due_at, is_business_day

ONE_REQUEST = [[], *[[state] for state in Money]]


@pytest.mark.parametrize("lane", rules.LANES.values(), ids=lambda lane: lane.name)
def test_every_state_is_reachable_and_every_move_has_an_actor(lane: rules.Lane) -> None:
    seen, frontier = {lane.first}, [lane.first]
    while frontier:
        for following in lane.transitions[frontier.pop()] - seen:
            seen.add(following)
            frontier.append(following)

    assert seen == {state.value for state in lane.states}
    assert all(lane.moves.values())


def test_ends_of_the_lanes_are_the_expected_ones() -> None:
    assert rules.COMMERCIAL.terminal == {"completed", "declined", "expired", "withdrawn", "cancelled"}
    assert rules.MONEY.terminal == {"refund_confirmed", "voided"}
    assert rules.PAPERS.terminal == {"delivered"}
    assert rules.LOGISTICS.terminal == {"released"}


def test_only_the_payee_says_that_money_arrived() -> None:
    for (_, to), actors in rules.MONEY.moves.items():
        if to in {Money.FUNDS_CONFIRMED, Money.SHORT, Money.OVER, Money.REFUND_SENT}:
            assert actors == {Actor.PAYEE}


def test_proof_alone_never_counts_as_paid() -> None:
    assert not rules.is_paid([Money.PROOF_UPLOADED])
    assert not rules.work_may_start([Money.PROOF_UPLOADED])
    assert rules.headline("payment_requested", ["proof_uploaded"], "seller_docs_pending", "awaiting_booking").now == (
        "payment_confirmed"
    )


def test_mode_decides_who_confirms_the_money() -> None:
    for mode, payee, other in ((Mode.DIRECT, "dealer", "staff"), (Mode.RESALE, "staff", "dealer")):
        assert rules.allows(rules.MONEY, "proof_uploaded", "funds_confirmed", by=payee, mode=mode)
        assert not rules.allows(rules.MONEY, "proof_uploaded", "funds_confirmed", by=other, mode=mode)
    assert not rules.allows(rules.MONEY, "due", "refund_sent", by="dealer")


def test_nobody_cancels_a_car_that_is_on_board() -> None:
    assert rules.can_cancel("payment_requested", "export_permitted")
    assert not rules.can_cancel("payment_requested", "on_board")
    assert not rules.can_cancel("completed", "released")


def test_short_payment_goes_back_only_after_the_deal_ended() -> None:
    assert not rules.can_refund("payment_requested", "short")
    assert rules.can_refund("cancelled", "short")


def turn_exists_unless_settled(commercial: str, money: list[str], papers: str, logistics: str, mode: str) -> None:
    if commercial == Commercial.COMPLETED and not rules.is_paid(money):
        return  # can_complete does not let this deal exist
    turns = rules.whose_turn(commercial, money, papers, logistics, mode=mode)

    assert bool(turns) is not rules.is_settled(commercial, money), (commercial, money, papers, logistics)
    assert all(turn.party in {Actor.BUYER, Actor.DEALER, Actor.FORWARDER, Actor.STAFF} for turn in turns)


def test_every_deal_that_is_not_settled_is_somebodys_turn() -> None:
    for commercial, money, papers, logistics in product(Commercial, ONE_REQUEST, Papers, Logistics):
        turn_exists_unless_settled(commercial, list(money), papers, logistics, Mode.DIRECT)


@given(
    commercial=st.sampled_from(Commercial),
    money=st.lists(st.sampled_from(Money), min_size=2, max_size=4),
    papers=st.sampled_from(Papers),
    logistics=st.sampled_from(Logistics),
    mode=st.sampled_from(Mode),
)
def test_so_is_every_deal_with_payment_in_parts(
    commercial: str, money: list[str], papers: str, logistics: str, mode: str
) -> None:
    turn_exists_unless_settled(commercial, money, papers, logistics, mode)


def test_two_turns_run_at_once() -> None:
    turns = rules.whose_turn(
        "payment_requested", ["funds_confirmed", "proof_uploaded"], "deregistered", "booked", consignee_known=False
    )

    assert {(turn.party.value, turn.verb, turn.request) for turn in turns} == {
        ("buyer", "enter_consignee", None),
        ("dealer", "confirm_funds", 1),
        ("dealer", "deliver_to_yard", None),
    }


def test_no_work_is_asked_for_before_money_is_there() -> None:
    turns = rules.whose_turn("payment_requested", ["due"], "seller_docs_pending", "awaiting_booking")

    assert [(turn.party, turn.verb) for turn in turns] == [(Actor.BUYER, "upload_proof")]


def test_nobody_is_asked_for_papers_of_a_cancelled_deal() -> None:
    turns = rules.whose_turn("cancelled", ["funds_confirmed", "due"], "seller_docs_pending", "booked")

    assert [turn.verb for turn in turns] == ["start_refund"]


@dataclass
class Walk:
    """A deal moved at random by allowed moves only, with the guards that actions apply across lanes."""

    commercial: str = "requested"
    money: list[str] = field(default_factory=list)
    papers: str = "seller_docs_pending"
    logistics: str = "awaiting_booking"

    def choices(self) -> list[tuple[str, int, str]]:
        found = [("commercial", 0, to) for to in rules.COMMERCIAL.transitions[self.commercial] if self._may_end(to)]
        for index, state in enumerate(self.money):
            for to in rules.MONEY.transitions[state]:
                if to != Money.REFUND_REQUESTED or rules.can_refund(self.commercial, state):
                    found.append(("money", index, to))
        if self.commercial == Commercial.PAYMENT_REQUESTED and rules.work_may_start(self.money):
            found += [("papers", 0, to) for to in rules.PAPERS.transitions[self.papers]]
            found += [("logistics", 0, to) for to in rules.LOGISTICS.transitions[self.logistics]]
        return sorted(found)

    def _may_end(self, to: str) -> bool:
        if to == Commercial.COMPLETED:
            return rules.can_complete(self.commercial, self.money, self.papers, self.logistics)
        return to != Commercial.CANCELLED or rules.can_cancel(self.commercial, self.logistics)

    def take(self, lane: str, index: int, to: str) -> None:
        if lane == "money":
            self.money[index] = to
        else:
            setattr(self, lane, to)
        if lane == "commercial" and to == Commercial.PAYMENT_REQUESTED:
            self.money = ["due", "due"]

    @property
    def headline(self) -> rules.Headline:
        return rules.headline(self.commercial, self.money, self.papers, self.logistics)


@pytest.mark.parametrize(
    ("lanes", "telling"),
    [
        (("quoted", [], "seller_docs_pending", "awaiting_booking"), ("commercial", "quoted")),
        (("payment_requested", [], "seller_docs_pending", "awaiting_booking"), ("commercial", "payment_requested")),
        (("payment_requested", ["voided", "overdue"], "seller_docs_pending", "awaiting_booking"), ("money", "overdue")),
        (("payment_requested", ["funds_confirmed", "due"], "bl_issued", "on_board"), ("money", "due")),
        (("payment_requested", ["funds_confirmed"], "deregistered", "on_board"), ("logistics", "on_board")),
        (("payment_requested", ["funds_confirmed"], "bl_issued", "arrived"), ("logistics", "arrived")),
        (("completed", ["funds_confirmed"], "delivered", "released"), ("commercial", "completed")),
        (("cancelled", ["due"], "seller_docs_pending", "awaiting_booking"), ("commercial", "cancelled")),
    ],
)
def test_the_state_of_a_list_is_that_of_the_lane_which_moves(
    lanes: tuple[str, list[str], str, str], telling: tuple[str, str]
) -> None:
    assert rules.telling_state(*lanes) == telling


@given(st.data())
def test_headline_only_moves_forward_along_allowed_paths(data: st.DataObject) -> None:
    walk = Walk()
    for _ in range(40):
        choices = walk.choices()
        if not choices:
            break
        before = walk.headline
        walk.take(*data.draw(st.sampled_from(choices)))
        after = walk.headline

        assert before.done <= after.done
        assert [step.state for step in after.steps].count("now") == (0 if after.ended or after.now is None else 1)
        assert before.ended is None or after.ended == before.ended


def test_the_short_way_of_one_car_ends_completed() -> None:
    walk = Walk()
    for lane, to in [
        *[("commercial", state) for state in ("quoted", "accepted", "stock_check", "payment_requested")],
        *[("money", state) for state in ("proof_uploaded", "funds_confirmed")],
        *[("papers", state) for state in ("seller_docs_received", "deregistered")],
        *[("logistics", state) for state in ("booked", "on_board")],
        *[("papers", "bl_issued"), ("logistics", "released"), ("commercial", "completed")],
    ]:
        assert (lane, 0, to) in walk.choices(), (lane, to)
        walk.take(lane, 0, to)
        if to == "payment_requested":
            walk.money = ["due"]

    assert walk.headline.done == {"reservation", "payment_confirmed", "bl_issued", "completed"}
    assert rules.whose_turn(walk.commercial, walk.money, walk.papers, walk.logistics) == []


def test_every_state_reason_and_turn_has_words() -> None:
    for lane in rules.LANES.values():
        assert set(labels.STATES[lane.name]) == {state.value for state in lane.states}
    assert set(labels.REASONS) == set(rules.Reason)
    assert set(labels.PARTIES) == set(Actor)
    verbs = {
        turn.verb
        for commercial, money, papers, logistics in product(Commercial, ONE_REQUEST, Papers, Logistics)
        for known in (True, False)
        for turn in rules.whose_turn(commercial, money, papers, logistics, consignee_known=known, forwarder_known=known)
    }
    assert verbs == set(labels.TURNS)
    assert set(labels.STEPS) == set(rules.STEPS)


def test_every_deadline_has_a_default() -> None:
    assert set(TIMERS) == set(Deadline)


def test_business_days_skip_weekends_holidays_and_the_turn_of_the_year() -> None:
    friday_evening = datetime(2026, 11, 20, 22, 0, tzinfo=JST)

    # Monday 23 November 2026 is Labour Thanksgiving Day.
    assert due_at(Timer(2, Unit.BUSINESS_DAYS), friday_evening) == datetime(2026, 11, 25, 18, 0, tzinfo=JST)
    assert not is_business_day(date(2026, 12, 31))
    assert not is_business_day(date(2027, 1, 3))
    assert is_business_day(date(2027, 1, 4))


def test_hours_run_through_the_night_and_need_an_aware_start() -> None:
    start = datetime(2026, 11, 20, 22, 0, tzinfo=JST)

    assert due_at(TIMERS[Deadline.PROOF], start) == datetime(2026, 11, 22, 22, 0, tzinfo=JST)
    with pytest.raises(ValueError, match="aware"):
        due_at(TIMERS[Deadline.PROOF], datetime(2026, 11, 20, 22, 0))
