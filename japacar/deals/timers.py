"""How long each party has: default timers with their source, and the business calendar that turns one into a deadline.

Pure. Figures are customs of the trade as collected in trade.md 3.1 unless a line says "our choice".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import jpholiday

JST = ZoneInfo("Asia/Tokyo")
OFFICE_CLOSES = time(18, 0)  # The operator's and most dealers' office hours end at 18:00 JST (PP-15-a).


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business_days"


class Clock(StrEnum):
    """The moment that a timer counts from."""

    TURN = "turn"  # the moment the turn began
    ISSUE = "issue"  # the moment the quote or invoice was issued
    CUT = "cut"  # the cargo cut-off of the booked vessel
    ETD = "etd"  # the booked departure
    SAILED = "sailed"  # the actual departure
    ETA = "eta"  # the expected arrival


@dataclass(frozen=True)
class Timer:
    """So many units after (or, below zero, before) the moment named by ``clock``."""

    length: int
    unit: Unit
    clock: Clock = Clock.TURN


class Deadline(StrEnum):
    """The kinds of deadline a turn can carry; each has a default in ``TIMERS``."""

    ANSWER = "answer"
    QUOTE_VALIDITY = "quote_validity"
    HOLD = "hold"
    STOCK = "stock"
    PROFORMA = "proforma"
    PROOF = "proof"
    FUNDS = "funds"
    CONFIRM_FUNDS = "confirm_funds"
    BALANCE = "balance"
    REFUND = "refund"
    REFUND_CHECK = "refund_check"
    CONSIGNEE = "consignee"
    SELLER_DOCS = "seller_docs"
    DEREGISTRATION = "deregistration"
    FORWARDER = "forwarder"
    BOOKING = "booking"
    CUT_OFF = "cut_off"
    DEPARTURE = "departure"
    BL_DRAFT = "bl_draft"
    BL_COPY = "bl_copy"
    COURIER = "courier"
    ARRIVAL = "arrival"
    RECEIPT = "receipt"


TIMERS: dict[Deadline, Timer] = {
    # Dealer answers a request or a counter-offer: our choice, one day, so that a buyer on a phone is not left waiting.
    Deadline.ANSWER: Timer(24, Unit.HOURS),
    # A quotation holds for a week: our choice; freight tariffs change about monthly.
    Deadline.QUOTE_VALIDITY: Timer(7, Unit.DAYS, Clock.ISSUE),
    # The car is held after Reserve: seen 48 h, 3 days and 5 working days.
    Deadline.HOLD: Timer(72, Unit.HOURS),
    # The dealer looks whether the car is still there: our choice, well inside the hold.
    Deadline.STOCK: Timer(24, Unit.HOURS),
    # The proforma invoice follows within 2 business days.
    Deadline.PROFORMA: Timer(2, Unit.BUSINESS_DAYS),
    # The copy of the transfer is due 48 h after the invoice.
    Deadline.PROOF: Timer(48, Unit.HOURS, Clock.ISSUE),
    # The money is due 5 business days after the invoice: seen 3 days to 9 business days.
    Deadline.FUNDS: Timer(5, Unit.BUSINESS_DAYS, Clock.ISSUE),
    # The payee looks for an incoming wire: 3 to 5 business days.
    Deadline.CONFIRM_FUNDS: Timer(5, Unit.BUSINESS_DAYS),
    # What is missing after a short payment, and what came too much: our choice, like the funds themselves.
    Deadline.BALANCE: Timer(5, Unit.BUSINESS_DAYS),
    Deadline.REFUND: Timer(5, Unit.BUSINESS_DAYS),
    Deadline.REFUND_CHECK: Timer(10, Unit.DAYS),
    # Who receives the car must be known before a vessel is booked: our choice, the same days as the funds.
    Deadline.CONSIGNEE: Timer(5, Unit.BUSINESS_DAYS),
    # The dealer's papers, then the export certificate from the transport office: our choice.
    Deadline.SELLER_DOCS: Timer(5, Unit.BUSINESS_DAYS),
    Deadline.DEREGISTRATION: Timer(10, Unit.BUSINESS_DAYS),
    Deadline.FORWARDER: Timer(2, Unit.BUSINESS_DAYS),
    # Shipment within 3 weeks of payment asks for a booking in the first of them.
    Deadline.BOOKING: Timer(7, Unit.DAYS),
    # The car stands in the yard, and the permit is there, by the cut-off (about 7 days before departure).
    Deadline.CUT_OFF: Timer(0, Unit.DAYS, Clock.CUT),
    Deadline.DEPARTURE: Timer(0, Unit.DAYS, Clock.ETD),
    # The buyer reads the draft B/L: our choice; a change after issue costs about US$50.
    Deadline.BL_DRAFT: Timer(2, Unit.DAYS),
    # A copy of the B/L reaches the buyer 1 to 2 days after sailing.
    Deadline.BL_COPY: Timer(2, Unit.DAYS, Clock.SAILED),
    # Originals leave by courier: our choice, so that they arrive long before the vessel.
    Deadline.COURIER: Timer(2, Unit.BUSINESS_DAYS),
    Deadline.ARRIVAL: Timer(0, Unit.DAYS, Clock.ETA),
    # Damage is reported within 48 h of collection, so "received" is asked for in the same time.
    Deadline.RECEIPT: Timer(48, Unit.HOURS),
}

# Timers that no turn carries but that pages and schedules use.
REQUEST_LAPSES = Timer(14, Unit.DAYS)  # our choice: a request nobody answered is closed, kindly
UNCONFIRMED_REQUEST_LAPSES = Timer(24, Unit.HOURS)  # a request whose e-mail was never confirmed
SHIPMENT_TARGET = Timer(21, Unit.DAYS)  # at the latest 3 weeks after payment
BALANCE_BEFORE_ARRIVAL = Timer(-10, Unit.DAYS, Clock.ETA)  # full payment at least 10 days before arrival


def is_business_day(day: date) -> bool:
    """Do Japanese banks work on this day? Not on weekends, holidays and 31 December to 3 January (Banking Act)."""
    year_end = (day.month, day.day) in {(12, 31), (1, 1), (1, 2), (1, 3)}
    return day.weekday() < 5 and not year_end and not jpholiday.is_holiday(day)


def due_at(timer: Timer, since: datetime) -> datetime:
    """The deadline, as an aware time in Japan's zone.

    Hours and days count plainly. Business days are counted in Japan and end when offices close, so a Friday evening
    costs nobody a day. ``since`` must be aware; ValueError otherwise.
    """
    if since.tzinfo is None:
        raise ValueError("a deadline needs an aware starting time")
    start = since.astimezone(JST)
    if timer.unit is Unit.HOURS:
        return start + timedelta(hours=timer.length)
    if timer.unit is Unit.DAYS:
        return start + timedelta(days=timer.length)
    day = start.date()
    for _ in range(timer.length):
        day = next_business_day(day)
    return datetime.combine(day, OFFICE_CLOSES, tzinfo=JST)


def next_business_day(day: date) -> date:
    """The first business day after this one."""
    following = day + timedelta(days=1)
    while not is_business_day(following):
        following += timedelta(days=1)
    return following
