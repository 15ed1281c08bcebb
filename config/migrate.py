"""Brings the database to the newest shape as its owner, then gives the application role exactly the rights it may have.

The application never changes tables, and on append-only tables it may only read and insert.
"""

from __future__ import annotations

import os
from urllib.parse import urlsplit


def main(*, quiet: bool = False) -> int:
    """Migrate as the owner, then grant. DATABASE_OWNER_URL names the owner, DATABASE_URL the application."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    application = urlsplit(os.environ.get("DATABASE_URL", "")).username or ""
    if owner_url := os.environ.get("DATABASE_OWNER_URL"):
        os.environ["DATABASE_URL"] = owner_url
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0 if quiet else 1)
    grant_application_rights(application or "japacar_app")
    _publish_texts()
    return 0


def _publish_texts() -> None:
    """The Terms and the Policy of this release become the versions in force; a changed old version stops here (PP-14-a)."""
    from japacar.accounts.texts import publish_texts

    publish_texts()


def grant_application_rights(role: str = "japacar_app") -> bool:
    """Grant on every table, sequence and function there is now; False where the role is missing or our own."""
    from django.conf import settings
    from django.db import connection

    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname = current_user FROM pg_roles WHERE rolname = %s", [role])
        found = cursor.fetchone()
        if found is None or found[0]:
            return False
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {name}")
        there = set(connection.introspection.table_names(cursor))
        for table in sorted(there.intersection((*settings.APPEND_ONLY_TABLES, "django_migrations"))):
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {connection.ops.quote_name(table)} FROM {name}")
        if "django_migrations" in there:
            cursor.execute(f"REVOKE INSERT ON django_migrations FROM {name}")
    return True
