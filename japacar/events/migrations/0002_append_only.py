"""The database refuses to change or empty what is append-only, whoever asks; tests lift it with the `replica` session role."""

from typing import ClassVar

from django.db import migrations

TABLES = ("events_event", "events_anchor")

REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
"""


def triggers(table: str) -> str:
    """SQL that makes one table append-only."""
    return f"""
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


def no_triggers(table: str) -> str:
    return f"DROP TRIGGER {table}_no_change ON {table}; DROP TRIGGER {table}_no_truncate ON {table};"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("events", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION refuse_change()"),
        *[migrations.RunSQL(triggers(table), no_triggers(table)) for table in TABLES],
    ]
