"""One ciphertext for each field of a bank account, where there was one for all of them (A-3).

The one thing to know: the values are opened and sealed again under the keys of FIELD_KEYS, so the migration needs the ring."""

import json
from typing import Any, ClassVar

from django.conf import settings
from django.db import migrations, models

from japacar.kernel.ciphers import KeyRing, row_aad

TABLE = "members_bankaccount"
TOGETHER = "sealed_details"
FIELDS = (
    "bank_name", "bank_name_en", "branch", "branch_code", "swift", "account_type", "account_number", "holder_kana", "holder_en",
)  # fmt: skip


def split(ring: KeyRing, pk: object, together: bytes) -> dict[str, bytes]:
    """The ciphertext of each field by column, from the one of all."""
    details = json.loads(ring.open(together, aad=row_aad(TABLE, pk, TOGETHER)))
    return {
        f"sealed_{name}": ring.seal(str(details.get(name, "")).encode(), aad=row_aad(TABLE, pk, f"sealed_{name}"))
        for name in FIELDS
    }


def join(ring: KeyRing, pk: object, apart: dict[str, bytes]) -> bytes:
    """The way back."""
    details = {
        name: ring.open(apart[f"sealed_{name}"], aad=row_aad(TABLE, pk, f"sealed_{name}")).decode() for name in FIELDS
    }
    return ring.seal(json.dumps(details, ensure_ascii=False).encode(), aad=row_aad(TABLE, pk, TOGETHER))


def forwards(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("members", "BankAccount").objects
    for pk, together in rows.values_list("pk", TOGETHER):
        rows.filter(pk=pk).update(**split(settings.FIELD_KEYS, pk, bytes(together)))


def backwards(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("members", "BankAccount").objects
    for row in rows.all():
        apart = {f"sealed_{name}": bytes(getattr(row, f"sealed_{name}")) for name in FIELDS}
        rows.filter(pk=row.pk).update(**{TOGETHER: join(settings.FIELD_KEYS, row.pk, apart)})


class Migration(migrations.Migration):
    dependencies: ClassVar = [("members", "0001_initial")]
    operations: ClassVar = [
        *(migrations.AddField("bankaccount", f"sealed_{name}", models.BinaryField(null=True)) for name in FIELDS),
        migrations.AlterField("bankaccount", TOGETHER, models.BinaryField(null=True)),
        migrations.RunPython(forwards, backwards),
        migrations.RemoveField("bankaccount", TOGETHER),
        *(migrations.AlterField("bankaccount", f"sealed_{name}", models.BinaryField()) for name in FIELDS),
        migrations.AddField("bankaccount", "stopped_at", models.DateTimeField(blank=True, null=True)),
    ]
