"""Agreements are append-only in the database itself (PP-3-f)."""

from typing import ClassVar

from django.db import migrations

TABLE = "accounts_agreement"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0001_initial"), ("events", "0002_append_only")]
    operations: ClassVar = [
        migrations.RunSQL(
            f"""
CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
""",
            f"DROP TRIGGER {TABLE}_no_change ON {TABLE}; DROP TRIGGER {TABLE}_no_truncate ON {TABLE};",
        )
    ]
