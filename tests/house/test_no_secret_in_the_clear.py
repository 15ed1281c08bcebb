"""What a thief finds: a dump of all tables, stored files, logs and cache, searched for bank account, passwords and licence number.

The one thing to know: each is put in through its own page first, and the search is shown to find what lies open."""

import base64
import io
import logging
import os
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from config.postgres import find_binaries, server_account
from japacar.accounts.models import User
from japacar.accounts.texts import publish_texts
from japacar.deals.models import Deal
from japacar.events.models import Event
from japacar.files.actions import make_renditions
from japacar.kernel.tests import hostile
from japacar.members.actions import current_bank_account, save_bank_account
from japacar.members.models import Dealer, IdentityImage
from japacar.members.tests import entries
from japacar.notices.actions import tell_about
from tests import drive, make
from tests.cast import SignedIn

pytestmark = pytest.mark.django_db(transaction=True)

ACCOUNT = "7418529"
HOLDER = "ﾎｼﾉｼﾞﾄﾞｳｼﾔ"
PASSWORD = "plainly-unusual-Kanazawa-41"
WRONG_PASSWORD = "mistyped-unusual-Kanazawa-14"
LICENCE = "309876543210"
OPEN = "Hoshino Jidosha"  # stands open by law, and shows that the search finds


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """Every line that any logger writes, from the most talkative level on."""
    lines: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage() + " " + str(record.args) + " " + str(record.exc_info or ""))

    root, ear = logging.getLogger(), Ear(level=logging.DEBUG)
    before = root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(ear)
    root.setLevel(before)


def test_a_thief_finds_neither_account_nor_password_nor_licence(
    settings: Any, tmp_path: Path, heard: list[str]
) -> None:
    settings.DATA_DIR = tmp_path
    publish_texts()
    dealer, owner = _lived_in()

    dump = _dump()
    places = {
        "dump": dump,
        "tables": b"\n".join(_tables()),
        "files": b"\n".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()),
        "logs": "\n".join(heard).encode(),
        "cache": repr([vars(caches[name]) for name in settings.CACHES]).encode(),
    }

    assert OPEN.encode() in dump, "the dump is empty, or the search is blind"
    assert places["files"], "no file was stored"
    assert heard, "no log was heard"
    found = {(place, needle) for place, text in places.items() for needle in _needles() if needle in text}
    assert found == set()
    assert current_bank_account(dealer).details()["account_number"] == ACCOUNT
    assert owner.check_password(PASSWORD)


def _lived_in() -> tuple[Dealer, User]:
    """A dealer who entered everything through the pages, a deal with an invoice, a sign-in that went wrong and one that went right."""
    owner = make.make_user("hoshino@hoshino.example.test", language="ja", password=PASSWORD)
    dealer = make.make_dealer(
        people=[owner], with_account=False, status=Dealer.Status.DRAFT, name_en="Hoshino Jidosha K.K."
    )
    for password in (WRONG_PASSWORD, PASSWORD):
        Client().post("/en/sign-in/", {"email": owner.email, "password": password, "way": "password"})
    browser = SignedIn(owner)
    bank = {**entries.BANK, "account_number": ACCOUNT, "holder_kana": HOLDER + "(ｶ"}
    assert browser.post("/en/sell/settings/bank/", {**bank, "branch_code": "nonsense"}).status_code == 422
    assert browser.post("/en/sell/settings/bank/", bank).status_code == 302
    browser.post("/en/sell/settings/bank/reveal/")
    _identity(browser)
    assert IdentityImage.objects.exists()
    Dealer.objects.filter(pk=dealer.pk).update(status=Dealer.Status.APPROVED)
    dealer.refresh_from_db()
    deal: Deal = make.make_deal(make.make_vehicle(dealer))
    payment = drive.to_payment_requested(deal)
    assert ACCOUNT in SignedIn(deal.buyer).get(f"/en/deals/{deal.code}/payment/{payment.code}/").text
    SignedIn(deal.buyer).get(f"/en/papers/{payment.document.pk}/")
    save_bank_account(dealer, {**current_bank_account(dealer).details(), "branch": "別の支店"}, by=owner)
    for event in Event.objects.order_by("pk"):
        tell_about(event.pk)
    return dealer, owner


def _identity(browser: SignedIn) -> None:
    """Both sides of a licence, whose number stands in the picture's bytes as text that a search would find."""
    made = io.BytesIO()
    hostile.picture().convert("RGB").save(made, "JPEG", comment=LICENCE.encode())
    assert LICENCE.encode() in made.getvalue()
    sides = {
        side: SimpleUploadedFile(f"{side}.jpg", made.getvalue(), content_type="image/jpeg")
        for side in ("front", "back")
    }
    details = {
        "paper": "driving_licence", "is_not_my_number": "on",
        "expires_on_year": "2031", "expires_on_month": "4", "expires_on_day": "21",
    }  # fmt: skip
    browser.post("/en/sell/settings/identity/", {**details, **sides})
    for stored in IdentityImage.objects.kept():
        make_renditions(str(stored.file_id))


def _needles() -> list[bytes]:
    """Each secret as it is, and in the forms in which databases, mails and logs write bytes."""
    secrets = [ACCOUNT, HOLDER, "ホシノジドウシヤ", PASSWORD, WRONG_PASSWORD, LICENCE]
    found = []
    for secret in secrets:
        plain = secret.encode()
        found += [plain, plain.hex().encode(), secret.encode("unicode_escape")]
        # Where base64 begins in the middle of a text is unknown: the part that is the same for each of three beginnings.
        found += [base64.b64encode(b"\0" * shift + plain)[4 * bool(shift) : -4] for shift in range(3)]
    return [needle for needle in found if len(needle) >= 7]


def _tables() -> Iterator[bytes]:
    """Every table as text, and what sessions and jobs hold packed, unpacked."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield from (row[0].encode() for row in cursor.fetchall())
        cursor.execute("SELECT session_data FROM accounts_session")
        for (data,) in cursor.fetchall():
            yield _unpacked(data)


def _unpacked(data: str) -> bytes:
    body = data.split(":")[0].lstrip(".")
    raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    try:
        return zlib.decompress(raw)
    except zlib.error:
        return raw


def _dump() -> bytes:
    """What `japacar backup` takes, in plain text."""
    url = os.environ["DATABASE_URL"].replace("/japacar?", f"/{connection.settings_dict['NAME']}?")
    program = find_binaries(server_account()).program("pg_dump")
    done = subprocess.run([program, "--format=plain", f"--dbname={url}"], capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
