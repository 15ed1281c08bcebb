"""What happened in a deal: its events, those of its payment requests, and the messages, in one line, newest first.

The one thing to know: events hold references only; here a reference becomes "You", a company or the buyer's name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from japacar.accounts.models import User
from japacar.accounts.viewers import Viewer
from japacar.deals import labels
from japacar.deals.models import Deal
from japacar.deals.rules import Actor
from japacar.deals.views.words import ALONE, HAPPENED, WITHOUT_AMOUNT
from japacar.documents.models import Kind as Paper
from japacar.events.kinds import Kind
from japacar.events.models import Event
from japacar.kernel.clock import JST
from japacar.kernel.money import Money
from japacar.ui.formatting import en, ja, money


@dataclass(frozen=True)
class Moment:
    """One entry. `said` is somebody's own words in `said_lang`."""

    at: datetime
    who: str
    text: str
    is_mine: bool = False
    said: str = ""
    said_lang: str = ""

    @property
    def japan(self) -> str:
        """The hour in Japan, beneath the reader's own."""
        return f"{self.at.astimezone(JST):%H:%M}"


@dataclass(frozen=True)
class Cast:
    """Who is who in this deal, for the names of the timeline."""

    deal: Deal
    viewer: Viewer
    party: str
    dealer_refs: frozenset[str]
    forwarder_refs: frozenset[str]

    def party_of(self, actor: str) -> str:
        """The part that the reference of an actor plays."""
        if actor in {self.deal.buyer.event_ref, "visitor"}:
            return Actor.BUYER
        if actor in self.dealer_refs:
            return Actor.DEALER
        if actor in self.forwarder_refs or actor.startswith("link:"):
            return Actor.FORWARDER
        return Actor.SYSTEM if actor == "system" else Actor.STAFF

    def name(self, actor: str) -> str:
        if self.viewer.user is not None and actor == self.viewer.event_ref:
            return _("You")
        return self.name_of_party(self.party_of(actor))

    def name_of_party(self, party: str) -> str:
        language = get_language() or "en"
        if party == Actor.BUYER:
            return _("You") if self.party == Actor.BUYER else named(buyer_name(self.deal))
        if party == Actor.DEALER:
            return named(self.deal.dealer.name(language))
        if party == Actor.FORWARDER:
            return named(self.deal.forwarder.name(language)) if self.deal.forwarder else _("The forwarder")
        return "JAPACAR"


def buyer_name(deal: Deal) -> str:
    """The name that the buyer gave with the request."""
    profile = getattr(deal.buyer, "buyer_profile", None)
    return profile.name if profile is not None else deal.buyer.display_name


def cast_of(deal: Deal, viewer: Viewer) -> Cast:
    """Two queries: the dealer's people, those who left included, and the forwarder's."""
    people = User.objects.filter(memberships__dealer=deal.dealer)
    shippers = (
        User.objects.filter(forwarder_contact__forwarder=deal.forwarder) if deal.forwarder_id else User.objects.none()
    )
    return Cast(
        deal,
        viewer,
        deal.party_of(viewer),
        frozenset(user.event_ref for user in people.only("pk")),
        frozenset(user.event_ref for user in shippers.only("pk")),
    )


def moments(deal: Deal, requests: list[Any], *, viewer: Viewer, sees_prices: bool = True) -> list[Moment]:
    """Everything that both sides may know, newest first; without amounts for those of the dealer whose part prices are not."""
    cast = cast_of(deal, viewer)
    subjects = [deal.event_ref, *(request.event_ref for request in requests)]
    shown = Q(kind__in=list(HAPPENED))
    events = Event.objects.filter(shown, subject__in=subjects).order_by("id")
    told = [moment for event in events if (moment := _of_event(event, cast, sees_prices=sees_prices)) is not None]
    told += [_of_message(message, cast) for message in deal.messages.all()]
    return sorted(told, key=lambda moment: moment.at, reverse=True)


def _of_event(event: Event, cast: Cast, *, sees_prices: bool) -> Moment | None:
    if _is_beginning(event) or (
        event.kind == Kind.DOCUMENT_ISSUED and event.facts.get("slot") == Paper.PROFORMA_INVOICE
    ):
        return None
    sentence = HAPPENED[event.kind] if sees_prices else WITHOUT_AMOUNT.get(event.kind, HAPPENED[event.kind])
    text = str(sentence) % _said(event)
    alone = event.kind in ALONE
    note = _ending_note(event, cast.deal)
    return Moment(
        at=event.at,
        who="" if alone else cast.name(event.actor),
        text=text,
        is_mine=not alone and cast.party_of(event.actor) == cast.party,
        said=note,
        said_lang=language_of(note) if note else "",
    )


def _is_beginning(event: Event) -> bool:
    """The first state of papers and shipping is written with the request; nothing happened there yet."""
    return event.kind in {Kind.DEAL_PAPERS_MOVED, Kind.DEAL_LOGISTICS_MOVED} and "from" not in event.facts


def _ending_note(event: Event, deal: Deal) -> str:
    if event.kind not in {Kind.DEAL_DECLINED, Kind.DEAL_WITHDRAWN, Kind.DEAL_CANCELLED}:
        return ""
    ending = getattr(deal, "ending", None)
    return ending.note if ending is not None else ""


def _said(event: Event) -> dict[str, str]:
    """The facts of an event as words; what an event does not carry is an empty word."""
    facts = event.facts
    lane = labels.STATES.get(str(facts.get("lane", "")), {})
    amount = facts.get("amount_minor")
    paper = str(facts.get("slot", ""))
    return {
        "amount": money(Money(amount, facts.get("currency", "JPY"))) if isinstance(amount, int) else "–",
        "version": str(facts.get("version", "")),
        "state": str(lane.get(str(facts.get("to", "")), "")),
        "paper": str(Paper(paper).label) if paper in Paper.values else "",
        "reason": str(labels.REASONS.get(str(facts.get("reason_code", "")), "")),
    }


def _of_message(message: Any, cast: Cast) -> Moment:
    return Moment(
        at=message.at,
        who=cast.name_of_party(message.party) if message.author_id != _pk(cast.viewer) else _("You"),
        text="",
        is_mine=message.party == cast.party,
        said=message.text,
        said_lang=language_of(message.text, message.language),
    )


def language_of(text: str, said: str = "") -> str:
    """The language for screen readers: kana are Japanese whatever language the writer reads the site in."""
    if any("\u3040" <= sign <= "\u30ff" for sign in text):
        return "ja"
    return "en" if text.isascii() else (said or "ja")


def named(text: str) -> str:
    """A name, marked with its language where it differs from the page's, so that it is spoken and drawn as its own."""
    is_page_japanese = (get_language() or "en") == "ja"
    if is_page_japanese and text.isascii():
        return en(text)
    if not is_page_japanese and any("\u3040" <= sign <= "\u9fff" for sign in text):
        return ja(text)
    return text


def _pk(viewer: Viewer) -> Any:
    return viewer.user.pk if viewer.user is not None else None
