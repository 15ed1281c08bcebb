"""The dealer's list of tasks: what is needed before his papers can be sent, what may come whenever he likes, and by when we answer.

The one thing to know: nothing here is kept; every state is worked out from the rows at each look."""

from datetime import datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from japacar.accounts.models import User
from japacar.deals.rules import is_business_day
from japacar.kernel import clock
from japacar.members import actions, roles, rules
from japacar.members.models import Dealer, Membership
from japacar.members.roles import Task
from japacar.members.words import MISSING, SECTIONS

Entry = dict[str, Any]
REVIEW_TAKES = timedelta(hours=24)
OPENS_AT = time(9, 0)


def missing_of(dealer: Dealer) -> dict[str, list[str]]:
    """What the dealer still lacks by section (rules.missing), asked of the database."""
    return rules.missing(
        dealer,
        has_consent=actions.has_guardian_consent(dealer),
        images=list(dealer.identity_images.kept()),
        has_account=actions.current_bank_account(dealer) is not None,
        has_guardian_pending=dealer.memberships.filter(
            ended_at=None, user__status=User.Status.GUARDIAN_PENDING
        ).exists(),
        today=clock.today_jst(),
    )


def tasks_of(dealer: Dealer, missing: dict[str, list[str]], *, by: Membership) -> list[Entry]:
    """The sections that staff need, each with its state; those that another role looks after have no link."""
    return [_task(dealer, section, missing.get(section, []), by) for section in rules.SECTIONS]


def whenever(dealer: Dealer) -> list[Entry]:
    """What nobody waits for: staff, the mailbox, and Stripe, which comes later."""
    people = dealer.memberships.filter(ended_at=None).count()
    asked = dealer.staff_invitations.open().count()
    note = ngettext("%(count)s person", "%(count)s people", people) % {"count": people}
    if asked:
        note += " · " + _("%(count)s asked by mail") % {"count": asked}
    mailbox = getattr(dealer, "notification_address", None)
    told = (_("Off"), "none")
    if mailbox is not None:
        told = (_("On"), "ok") if mailbox.confirmed_at else (_("Waits for a yes"), "info")
    return [
        _entry(pgettext("dealer", "Staff"), "staff", note, (_("Optional"), "none")),
        _entry(_("Staff notification e-mail"), "notification_address", mailbox.email if mailbox else "", told),
        {"title": _("Stripe, for tips and the subscription"), "note": "", "state": _("Later"), "kind": "none"},
    ]


def expected_by(dealer: Dealer) -> datetime | None:
    """By when staff answer the papers that were sent; None when nothing waits."""
    if dealer.status != Dealer.Status.SUBMITTED or dealer.submitted_at is None:
        return None
    return answered_by(dealer.submitted_at, REVIEW_TAKES)


def answered_by(sent_at: datetime, takes: timedelta) -> datetime:
    """What was sent then and takes so long: days without offices do not count."""
    sent = sent_at.astimezone(clock.JST)
    if not is_business_day(sent.date()):
        sent = datetime.combine(_next_office_day(sent), OPENS_AT, tzinfo=clock.JST)
    due = sent + takes
    return due if is_business_day(due.date()) else datetime.combine(_next_office_day(due), due.timetz())


def _next_office_day(moment: datetime) -> Any:
    day = moment.date()
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def _task(dealer: Dealer, section: str, lacks: list[str], by: Membership) -> Entry:
    # Of identity papers the codes say which was begun; without one there is only "a paper".
    begun = rules.has_begun(dealer, section) or (section == "identity" and lacks not in ([], [rules.NO_PAPER]))
    note = (
        _("Missing: %(what)s") % {"what": pgettext("list", ", ").join(str(MISSING[code]) for code in lacks)}
        if lacks and begun
        else ""
    )
    if lacks:
        state, kind = (_("Not complete"), "warn") if begun else (_("To do"), "none")
    elif dealer.may_change(section) or section in {"shop", "bank"}:
        state, kind = _("Complete"), "ok"
    else:
        state, kind = (_("Checked"), "ok") if dealer.is_approved else (pgettext("papers for our check", "Sent"), "info")
    if section == "bank" and not roles.may(by.role, Task.BANK_ACCOUNT):
        return {"title": SECTIONS[section], "note": _("Only an owner enters it."), "state": state, "kind": kind}
    return _entry(str(SECTIONS[section]), section, note, (state, kind))


def _entry(title: str, name: str, note: str, state: tuple[str, str]) -> Entry:
    return {"title": title, "url": reverse(f"members:{name}"), "note": note, "state": state[0], "kind": state[1]}
