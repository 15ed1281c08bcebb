"""Every kind of mail: it links the policy, names its purpose, and holds neither bank numbers nor chassis numbers (PP-0-b, PP-5-mail)."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from japacar.accounts.actions import change_email, change_password
from japacar.accounts.codes import send_code
from japacar.accounts.factors import make_recovery_codes
from japacar.accounts.models import SignInCode
from japacar.egress.models import Dispatch
from japacar.egress.registry import MAIL_KINDS
from japacar.events.actions import record
from japacar.events.kinds import Kind
from japacar.kernel.ciphers import row_aad
from japacar.kernel.declarations import Recipient
from japacar.members import actions as members
from japacar.notices.actions import tell_about
from tests.house import world as made
from tests.house.world import World

pytestmark = pytest.mark.django_db
ACCOUNT_NUMBER = "7654321"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with made.standing(django_db_blocker) as found:
        send_code(found.ours.buyer, purpose=SignInCode.Purpose.SIGN_IN)
        send_code(found.ours.seller, purpose=SignInCode.Purpose.REQUEST)
        send_code(found.ours.seller, purpose=SignInCode.Purpose.PROOF)
        send_code(found.ours.buyer, purpose=SignInCode.Purpose.ADDRESS, to="new@house.example.test")
        make_recovery_codes(found.ours.seller)
        change_email(found.theirs.seller, email="moved@house.example.test")
        members.confirm_notification_address(made.address_secret(found.ours))
        tell_about(record(Kind.MESSAGE_WRITTEN, found.ours.deal, by=found.ours.buyer).pk)
        change_password(found.ours.buyer, password="a new and long passphrase")
        yield found


def mails() -> list[dict[str, str]]:
    rows = Dispatch.objects.filter(recipient=Recipient.MAIL.code)
    return [
        json.loads(
            settings.FIELD_KEYS.open(
                bytes(row.sealed_payload or b""), aad=row_aad("egress_dispatch", str(row.pk), "sealed_payload")
            )
        )
        for row in rows
    ]


def test_every_kind_of_mail_is_written(world: World) -> None:
    assert {mail["kind"] for mail in mails()} == MAIL_KINDS


def test_every_mail_links_the_policy(world: World) -> None:
    without = {
        (mail["kind"], part)
        for mail in mails()
        for part in ("text", "html")
        if part in mail and "/privacy/" not in mail[part]
    }

    assert without == set()


def test_every_mail_has_text_and_html_in_the_readers_language(world: World) -> None:
    for mail in mails():
        assert mail["text"].strip(), mail["kind"]
        assert "<html lang=" in mail.get("html", ""), mail["kind"]
        assert mail["language"] in {"en", "ja"}


def test_a_mail_names_who_sends_it_in_its_own_language(world: World) -> None:
    """Both forms have the same foot. The forwarder's speaks both languages."""
    own = {"en": settings.OPERATOR["name"], "ja": settings.OPERATOR["name_ja"]}
    homes = {"en": settings.OPERATOR["address"], "ja": settings.OPERATOR["address_ja"]}
    written = [mail for mail in mails() if mail["kind"] != "forwarder_link"]

    assert {mail["language"] for mail in written} == {"en", "ja"}
    for mail in written:
        language, other = mail["language"], {"en": "ja", "ja": "en"}[mail["language"]]
        for form in (mail["text"], mail["html"]):
            assert own[language] in form, mail["kind"]
            assert homes[language] in form, mail["kind"]
            assert own[other] not in form, mail["kind"]
            assert homes[other] not in form, mail["kind"]


def test_no_mail_holds_a_bank_or_chassis_number(world: World) -> None:
    secrets = (ACCOUNT_NUMBER, world.ours.vehicle.chassis_no, world.theirs.vehicle.chassis_no)

    for mail in mails():
        said = " ".join(mail.values())
        assert not [secret for secret in secrets if secret in said], mail["kind"]


def test_a_subject_is_one_line_and_names_no_person(world: World) -> None:
    people = [user.display_name for user in (world.ours.buyer, world.theirs.buyer)]

    for mail in mails():
        assert "\n" not in mail["subject"]
        assert not [name for name in people if name in mail["subject"]]
