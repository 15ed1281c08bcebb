"""The rotation of keys: one list of what is sealed, read off the models; safe to stop at any moment; nothing is lost."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection, models

from config import keys
from config.doctor import _keys
from japacar.egress.models import Dispatch
from japacar.files import actions as files
from japacar.kernel import clock
from japacar.kernel.ciphers import KeyRing, head_of, new_key_line, row_aad
from japacar.kernel.inspection import Slot
from japacar.kernel.tests import hostile
from japacar.members.models import BankAccount
from tests import make
from tests.house import world as made

ROOT = Path(__file__).resolve().parents[2]
NEW = new_key_line("k9")


def lines_of(ring: KeyRing) -> str:
    import base64

    return "\n".join(f"{key_id}:{base64.b64encode(key).decode()}" for key_id, key in ring.keys)


@pytest.fixture
def both(settings: Any) -> Callable[[], KeyRing]:
    """What was sealed before lies under the older key from here on."""
    older = settings.FIELD_KEYS

    def turn() -> KeyRing:
        settings.FIELD_KEYS = KeyRing.from_lines(f"{NEW}\n{lines_of(older)}")
        return settings.FIELD_KEYS

    return turn


def rotate(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = keys.main(argparse.Namespace(json=True))
    return code, json.loads(capsys.readouterr().out)


def test_every_binary_column_says_by_its_name_that_it_is_sealed() -> None:
    """A column that held ciphertexts under another name would be left under the old key, and be lost with it."""
    found = {str(column) for column in keys.sealed_columns()}

    assert {"members.BankAccount.sealed_account_number", "documents.Document.sealed_data"} <= found
    for model in apps.get_models():
        if model.__module__.startswith("japacar."):
            plain = [field.name for field in model._meta.concrete_fields if isinstance(field, models.BinaryField)]
            assert {f"{model._meta.label}.{name}" for name in plain} <= found


@pytest.mark.django_db
def test_after_a_rotation_everything_of_a_whole_world_opens_with_the_new_key_alone(
    both: Any, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    world = made.build()
    number, paper = world.ours.dealer.bank_accounts.get().details(), world.ours.document.data()
    proof = world.ours.request.proofs.get().file
    plain = files.contents(proof)
    ring = both()
    before, lost = keys.counted()
    assert before > 20
    assert lost == 0
    assert "still under an older key" in next(_keys()).words

    code, said = rotate(capsys)

    assert (code, said["whole"], said["current"]) == (0, True, "k9")
    accounts = BankAccount.objects.count()
    assert said["outcomes"]["members.BankAccount.sealed_account_number"] == {"resealed": accounts, "left": 0, "lost": 0}
    assert keys.counted() == (0, 0)
    settings.FIELD_KEYS = KeyRing((ring.keys[0],))
    assert world.ours.dealer.bank_accounts.get().details() == number
    assert type(world.ours.document).objects.get(pk=world.ours.document.pk).data() == paper
    assert files.contents(proof) == plain
    assert next(_keys()).state == "ok"
    assert rotate(capsys)[1]["outcomes"]["stored files"]["resealed"] == 0


@pytest.mark.django_db
def test_pages_of_a_paper_turn_with_it(both: Any, capsys: Any, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    file = files.store(hostile.pdf(pages=2), slot=Slot.DOCUMENT_IMAGE, owner_ref="dealer:x", by="system")
    files.make_renditions(str(file.pk))
    ring = both()

    rotate(capsys)

    settings.FIELD_KEYS = KeyRing((ring.keys[0],))
    page = files.open_page(file, 2)
    assert page is not None
    assert page[:4] == b"RIFF"


@pytest.mark.django_db
def test_a_value_that_was_moved_is_lost_and_stays_as_it_was(both: Any, capsys: Any) -> None:
    one, other = make.make_bank_account(None), make.make_bank_account(None)
    BankAccount.objects.filter(pk=other.pk).update(sealed_swift=one.sealed_swift)
    both()

    code, said = rotate(capsys)

    assert code == 1
    assert said["outcomes"]["members.BankAccount.sealed_swift"] == {"resealed": 1, "left": 0, "lost": 1}
    other.refresh_from_db()
    assert bytes(other.sealed_swift) == bytes(one.sealed_swift)


@pytest.mark.django_db
def test_a_key_that_left_the_ring_too_early_is_said(settings: Any) -> None:
    make.make_bank_account(None)
    settings.FIELD_KEYS = KeyRing.from_lines(NEW)

    assert next(_keys()).state == "wrong"
    assert keys.counted() == (0, len(BankAccount.FIELDS))


@pytest.mark.django_db
def test_what_another_process_writes_meanwhile_wins(both: Any, capsys: Any, monkeypatch: Any) -> None:
    account = make.make_bank_account(None)
    ring = both()
    reseal = KeyRing.reseal

    def meanwhile(self: KeyRing, sealed: bytes, *, aad: bytes) -> bytes:
        if aad == row_aad("members_bankaccount", account.pk, "sealed_swift"):
            BankAccount.objects.filter(pk=account.pk).update(sealed_swift=ring.seal(b"NEWSJPJT", aad=aad))
        return reseal(self, sealed, aad=aad)

    monkeypatch.setattr(KeyRing, "reseal", meanwhile)
    code, _ = rotate(capsys)

    assert code == 0
    assert BankAccount.objects.get(pk=account.pk).details()["swift"] == "NEWSJPJT"


@pytest.mark.django_db(transaction=True)
def test_killed_half_way_it_goes_on_where_it_was(tmp_path: Path) -> None:
    older: KeyRing = django_settings.FIELD_KEYS
    _mails(1500, older)
    environment = {
        **os.environ,
        "DATABASE_URL": _address(),
        "JAPACAR_DATA": str(tmp_path),
        "JAPACAR_FIELD_KEYS": f"{NEW}\n{lines_of(older)}",
    }
    environment.pop("JAPACAR_FIELD_KEYS_FILE", None)
    order = [sys.executable, "-m", "config.cli", "rotate-keys", "--json"]

    first = subprocess.Popen(order, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    ended = time.monotonic() + 60
    while not (done := _under("k9")) and time.monotonic() < ended and first.poll() is None:
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    done = _under("k9")
    assert 0 < done < 1500
    both = KeyRing.from_lines(environment["JAPACAR_FIELD_KEYS"])
    assert all(both.open(bytes(sealed), aad=_aad(pk)) for pk, sealed in _values())

    second = subprocess.run(order, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)

    assert second.returncode == 0, second.stderr
    assert json.loads(second.stdout)["outcomes"]["egress.Dispatch.sealed_payload"]["resealed"] == 1500 - done
    new = KeyRing.from_lines(NEW)
    assert all(new.open(bytes(sealed), aad=_aad(pk)) == b"{}" for pk, sealed in _values())


def test_a_new_key_is_printed_and_a_bad_name_refused() -> None:
    order = [sys.executable, "-m", "config.cli", "rotate-keys", "--new-key"]
    good = subprocess.run([*order, "k2"], cwd=ROOT, capture_output=True, text=True)
    bad = subprocess.run([*order, "K 2"], cwd=ROOT, capture_output=True, text=True)

    assert KeyRing.from_lines(good.stdout).current_id == "k2"
    assert bad.returncode == 2
    assert "not a key id" in bad.stderr


def _mails(count: int, ring: KeyRing) -> None:
    now, rows = clock.now(), []
    for number in range(count):
        row = Dispatch(
            key=f"rotation:{number}", recipient="mail", purpose="mail", clause="PP-5-mail", payload_sha256="0" * 64,
            state=Dispatch.State.FAILED, next_try_at=now, created_at=now,
        )  # fmt: skip
        row.sealed_payload = ring.seal(b"{}", aad=_aad(row.pk))
        rows.append(row)
    Dispatch.objects.bulk_create(rows)


def _aad(pk: object) -> bytes:
    return row_aad("egress_dispatch", pk, "sealed_payload")


def _values() -> Iterator[tuple[object, bytes]]:
    return iter(Dispatch.objects.values_list("pk", "sealed_payload"))


def _under(key_id: str) -> int:
    head = head_of(key_id)
    return sum(bytes(sealed).startswith(head) for _, sealed in _values())


def _address() -> str:
    return os.environ["DATABASE_URL"].replace("/japacar?", f"/{connection.settings_dict['NAME']}?")
