"""The one ciphertext of a bank account becomes one for each field, and back, without a letter lost."""

import importlib
import json
import uuid

import pytest

from japacar.kernel.ciphers import CannotOpen, KeyRing, new_key_line, row_aad

migration = importlib.import_module("japacar.members.migrations.0002_bank_account_fields")
RING = KeyRing.from_lines(new_key_line("k1"))


def test_every_field_gets_a_ciphertext_of_its_own_and_comes_back() -> None:
    pk = uuid.uuid4()
    details = dict.fromkeys(migration.FIELDS, "") | {"account_number": "7654321", "holder_kana": "アオバ（カ"}
    aad = row_aad("members_bankaccount", pk, "sealed_details")

    apart = migration.split(RING, pk, RING.seal(json.dumps(details).encode(), aad=aad))

    number = apart["sealed_account_number"]
    assert RING.open(number, aad=row_aad("members_bankaccount", pk, "sealed_account_number")) == b"7654321"
    with pytest.raises(CannotOpen):
        RING.open(number, aad=row_aad("members_bankaccount", pk, "sealed_branch_code"))
    assert json.loads(RING.open(migration.join(RING, pk, apart), aad=aad)) == details
