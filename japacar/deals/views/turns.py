"""Whose turn it is, in words, with the act that does it and the hour by which.

The one thing to know: `rules.whose_turn` decides; here a deadline gets its date from the row whose clock runs (the quotation, the
payment request, the vessel) and a verb its link."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.db.models.fields.json import KeyTextTransform
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from japacar.deals import acts, labels, rules
from japacar.deals.models import Deal, Shipment
from japacar.deals.rules import Actor, Clock, Deadline, Turn
from japacar.deals.views import words
from japacar.deals.views.common import reader_zone, zone_of
from japacar.events.models import Event
from japacar.kernel import clock
from japacar.kernel.clock import JST
from japacar.members.roles import Task
from japacar.ui.formatting import clock_time, datetime_both, long_date, short_date, town

_LANE_OF = {
    **dict.fromkeys((Deadline.SELLER_DOCS, Deadline.DEREGISTRATION, Deadline.BL_DRAFT, Deadline.COURIER), "papers"),
    **dict.fromkeys((Deadline.FORWARDER, Deadline.BOOKING, Deadline.RECEIPT), "logistics"),
}
# While the dealer is suspended these do not run, though the buyer may go on.
_WITH_DEALER = frozenset({Deadline.HOLD, Deadline.CONSIGNEE})
_OF_REQUEST = frozenset({Deadline.CONFIRM_FUNDS, Deadline.BALANCE, Deadline.REFUND, Deadline.REFUND_CHECK})


@dataclass(frozen=True)
class Facts:
    """What deadlines hang on, loaded once for a page: payment requests (oldest first), the open quotation, the voyage, and when
    each lane last moved."""

    requests: Sequence[Any]
    quote: Any | None
    shipment: Shipment | None
    moved: Mapping[str, datetime]

    @property
    def money(self) -> list[str]:
        return [request.money for request in self.requests]


@dataclass(frozen=True)
class Todo:
    """One turn as the page shows it. `url` is a page to go to, `post` an address to post a single button to."""

    party: str
    verb: str
    title: str
    text: str
    due: datetime | None
    due_text: str
    is_late: bool
    label: str = ""
    url: str = ""
    post: str = ""


def turns_of(deal: Deal, facts: Facts) -> list[Turn]:
    """All turns of the deal, as the rules say; without those that rest while its dealer is suspended."""
    turns = rules.whose_turn(
        deal.commercial,
        facts.money,
        deal.papers,
        deal.logistics,
        mode=deal.mode,
        consignee_known=deal.consignee_id is not None,
        forwarder_known=deal.forwarder_id is not None,
    )
    if not deal.dealer.is_suspended:
        return turns
    return [turn for turn in turns if not rules.rests_with_dealer(turn, mode=deal.mode)]


def todos(deal: Deal, facts: Facts, *, party: str, tasks: frozenset[Task] = acts.EVERY_TASK) -> list[Todo]:
    """Every turn with words and deadline; the reader's own come first. What is a colleague's part has no button."""
    made = [_todo(deal, facts, turn, party=party, tasks=tasks) for turn in turns_of(deal, facts)]
    return sorted(made, key=lambda todo: todo.party != party)


def _todo(deal: Deal, facts: Facts, turn: Turn, *, party: str, tasks: frozenset[Task]) -> Todo:
    due = due_of(deal, facts, turn)
    is_own = turn.party == party
    request = facts.requests[turn.request] if turn.request is not None else None
    label, url, post = _way(deal, turn.verb, request) if is_own and acts.is_mine(turn.verb, tasks) else ("", "", "")
    return Todo(
        party=turn.party,
        verb=turn.verb,
        title=str(labels.TURNS[turn.verb]),
        text=words.of_turn(turn.verb, is_own=is_own, deal=deal),
        due=due,
        due_text=spoken(due, deal, party=party) if due else "",
        is_late=bool(due and due < clock.now()),
        label=label,
        url=url,
        post=post,
    )


def due_of(deal: Deal, facts: Facts, turn: Turn) -> datetime | None:
    """The moment by which; None where nothing runs out or the date is not known yet."""
    kind = turn.deadline
    request = facts.requests[turn.request] if turn.request is not None else None
    if kind is None:
        return None
    if kind is Deadline.QUOTE_VALIDITY:
        return facts.quote.valid_until if facts.quote else None
    if kind is Deadline.PROOF and request:
        return request.proof_due_at  # type: ignore[no-any-return]
    if kind is Deadline.FUNDS and request:
        return request.funds_due_at  # type: ignore[no-any-return]
    timer = rules.TIMERS[kind]
    since = _day_of(facts.shipment, timer.clock) if timer.clock in _DAYS else _since(deal, facts, kind, request)
    if since and (kind in _WITH_DEALER or rules.rests_with_dealer(turn, mode=deal.mode)):
        since = None if deal.dealer.is_suspended else deal.restarted(since)
    return rules.due_at(timer, since) if since else None


_DAYS = {Clock.CUT: "cut_on", Clock.ETD: "etd_on", Clock.SAILED: "sailed_on", Clock.ETA: "eta_on"}


def _day_of(shipment: Shipment | None, which: Clock) -> datetime | None:
    """A day of the voyage as a moment: offices in Japan close at 18:00."""
    day: date | None = getattr(shipment, _DAYS[which]) if shipment else None
    return clock.at_jst(day, 18) if day else None


def _since(deal: Deal, facts: Facts, kind: Deadline, request: Any | None) -> datetime:
    """When the clock of this turn began."""
    if kind is Deadline.HOLD:
        return deal.accepted_at or deal.moved_at
    if kind is Deadline.CONSIGNEE and facts.requests:
        return facts.requests[0].created_at  # type: ignore[no-any-return]
    if kind in _OF_REQUEST and request:
        return request.moved_at  # type: ignore[no-any-return]
    lane = _LANE_OF.get(kind, "commercial")
    moved = facts.moved.get(lane) or deal.moved_at
    # Papers and shipping begin with the money, long after the lanes themselves began.
    return max(moved, deal.paid_at) if lane != "commercial" and deal.paid_at else moved


def lane_times(deals: Iterable[Deal]) -> dict[str, dict[str, datetime]]:
    """By reference of the deal: when each lane last moved. One query however many deals."""
    moved: dict[str, dict[str, datetime]] = {}
    rows = (
        Event.objects.filter(subject__in=[deal.event_ref for deal in deals], facts__has_key="lane")
        .annotate(lane=KeyTextTransform("lane", "facts"))
        .values("subject", "lane")
        .annotate(last=Max("at"))
        .order_by()
    )
    for row in rows:
        moved.setdefault(row["subject"], {})[row["lane"]] = row["last"]
    return moved


def spoken(moment: datetime, deal: Deal, *, party: str) -> str:
    """An hour that both sides can read: the reader's first, then the other's."""
    zone = reader_zone(deal, party)
    if zone != JST:
        with timezone.override(zone):
            return datetime_both(moment)
    with timezone.override(JST):
        japan = {"date": long_date(moment), "time": clock_time(moment)}
        day = timezone.localtime(moment).date()
    there_zone = zone_of(deal)
    if there_zone == JST:
        return _("%(date)s, %(time)s JST") % japan
    with timezone.override(there_zone):
        hour = (
            clock_time(moment)
            if timezone.localtime(moment).date() == day
            else f"{short_date(moment)} {clock_time(moment)}"
        )
    there = {"hour": hour, "place": town(there_zone.key)}
    return _("%(date)s, %(time)s JST (%(hour)s %(place)s time)") % (japan | there)


def address(name: str, *args: str) -> str:
    """The address of a page, or "" while it does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _way(deal: Deal, verb: str, request: Any | None) -> tuple[str, str, str]:
    """(label, page, address to post to) of the act behind a verb; empty where the page lies elsewhere."""
    label, name, is_post = words.WAYS.get(verb, ("", "", False))
    if not name:
        return "", "", ""
    if name.startswith("#"):
        return str(label), name, ""
    args = [deal.code]
    if name in {"payments:pay", "payments:confirm"} and request is not None:
        args.append(request.code)
    where = address(name, *args)
    return (str(label), "", where) if is_post else (str(label), where, "")


def party_word(party: str) -> str:
    """ "Dealer’s turn": the heading over what others have to do."""
    return str(words.OTHERS[Actor(party)])


def grouped(work: Iterable[Todo]) -> list[tuple[str, list[Todo]]]:
    """What others have to do, under the name of each."""
    groups: dict[str, list[Todo]] = {}
    for todo in work:
        groups.setdefault(todo.party, []).append(todo)
    return [(party_word(party), each) for party, each in groups.items()]
