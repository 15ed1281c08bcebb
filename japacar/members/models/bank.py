"""The yen account that invoices name. The one thing to know: each of its fields is a ciphertext of its own, bound to table,
row and column, so that none can be read from a copy of the database or moved to another row (A-3)."""

import uuid

from django.conf import settings
from django.db import models

from japacar.kernel import clock
from japacar.kernel.ciphers import row_aad
from japacar.members.models.parties import Dealer


class BankAccount(models.Model):
    """A yen account for invoices. `dealer` is empty for the operator's own account.

    Rows are never changed but for their times: a new account is a new row, so an issued invoice keeps pointing at what it printed."""

    FIELDS = (
        "bank_name",
        "bank_name_en",
        "branch",
        "branch_en",
        "branch_code",
        "swift",
        "account_type",
        "account_number",
        "holder_kana",
        "holder_en",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, null=True, blank=True, related_name="bank_accounts")
    sealed_bank_name = models.BinaryField()
    sealed_bank_name_en = models.BinaryField()
    sealed_branch = models.BinaryField()
    # Empty in accounts that were entered before we asked for it.
    sealed_branch_en = models.BinaryField(null=True)
    sealed_branch_code = models.BinaryField()
    sealed_swift = models.BinaryField()
    sealed_account_type = models.BinaryField()
    sealed_account_number = models.BinaryField()
    sealed_holder_kana = models.BinaryField()
    sealed_holder_en = models.BinaryField()
    effective_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-effective_at",)

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def event_ref(self) -> str:
        return f"bank_account:{self.pk}"

    def seal(self, details: dict[str, str]) -> None:
        """Put the details in, each sealed. Only the names in FIELDS, "" for those left out; raises ValueError for others."""
        if unknown := set(details) - set(self.FIELDS):
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        for name in self.FIELDS:
            sealed = settings.FIELD_KEYS.seal(details.get(name, "").encode(), aad=self._aad(name))
            setattr(self, f"sealed_{name}", sealed)

    def masked(self) -> dict[str, str]:
        """The details with all but the last three digits of the number hidden: what every page shows."""
        shown = self.details()
        number = shown["account_number"]
        return {**shown, "account_number": "•" * max(len(number) - 3, 1) + number[-3:]}

    def details(self) -> dict[str, str]:
        """The details in full. Callers record the reveal; see members.actions.reveal_bank_account."""
        return {name: self._open(name) for name in self.FIELDS}

    def _open(self, name: str) -> str:
        sealed = getattr(self, f"sealed_{name}")
        return "" if sealed is None else settings.FIELD_KEYS.open(bytes(sealed), aad=self._aad(name)).decode()

    def _aad(self, name: str) -> bytes:
        return row_aad(self._meta.db_table, self.pk, f"sealed_{name}")
