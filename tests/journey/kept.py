"""What a sale leaves behind: looked up in the database, among the files and in the mails, not on the pages."""

import json

from japacar.members.tests import entries
from tests.journey import things
from tests.journey.stack import Stack, words_of

# Every event that somebody is to be told of: one notice for each, and a mail that was sent.
UNTOLD = """
import json
from japacar.events.models import Event
from japacar.notices import rules
from japacar.notices.models import Delivery, Notice
found = []
for event in Event.objects.order_by("pk"):
    for user in rules.people(event) if rules.is_told(event) else []:
        if Notice.objects.filter(event_id=event.pk, user=user).count() != 1:
            found.append(f"{event.pk} {event.kind}: no notice for {user.email}")
        carried = Delivery.objects.filter(event_id=event.pk, recipient_ref=user.event_ref)
        if [one.dispatch.state for one in carried] != ["sent"]:
            found.append(f"{event.pk} {event.kind}: mail to {user.email} {[one.dispatch.state for one in carried]}")
print(json.dumps(found))
"""


def untold(stack: Stack) -> list[str]:
    """Every event of which somebody was not told exactly once, in words."""
    found: list[str] = json.loads(stack.python(UNTOLD))
    return found


def everybody_was_told(site: Stack) -> None:
    assert untold(site) == []


def each_mail_has_one_ledger_row_and_no_account(site: Stack) -> None:
    rows = site.rows("SELECT id, state FROM egress_dispatch WHERE recipient = 'mail'")
    assert {state for _, state in rows} == {"sent"}, rows
    mails = site.mails()
    assert len(mails) == len(rows) == len({str(mail["Message-ID"]) for mail in mails})
    for mail in mails:
        assert {part.get_content_type() for part in mail.walk()} >= {"text/plain", "text/html"}, mail["Subject"]
        assert entries.ACCOUNT_NUMBER not in str(mail)
        assert entries.ACCOUNT_NUMBER not in words_of(mail)


def nothing_of_the_owner_is_anywhere(site: Stack) -> None:
    """Neither word of the owner's name in any column of any table, nor in a file."""
    assert site.rows("SELECT count(*) FROM certificates_reading") != [(0,)]
    tables = site.rows("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
    assert tables
    for word in things.OWNER.split():
        for (table,) in tables:
            query = f"SELECT count(*) FROM {table} AS found WHERE strpos(found::text, %s) > 0"
            assert site.rows(query, word) == [(0,)], f"{word} in {table}"
        for file in (site.data / "files").rglob("*"):
            assert not file.is_file() or word.encode() not in file.read_bytes(), file


def agreement_and_provision_are_recorded(site: Stack, dealer: str, deal: str) -> None:
    agreed = site.rows(
        "SELECT kind, length(version), length(sha256), host(ip) FROM accounts_agreement a"
        " JOIN accounts_agreementaddress i ON i.agreement_id = a.id JOIN accounts_user u ON u.id = i.user_id"
        " WHERE u.email = %s ORDER BY kind",
        dealer,
    )
    assert {row[0] for row in agreed} == {"privacy", "terms"}, agreed
    assert {row[1:] for row in agreed} == {(10, 64, "127.0.0.1")}, agreed
    provided = "SELECT count(*) FROM events_event WHERE kind = 'pack.provided' AND subject = 'deal:' || %s"
    assert site.rows(provided, deal) != [(0,)]
