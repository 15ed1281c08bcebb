"""The application's role may work with every table, change none of the append-only ones, and alter no shape."""

import pytest
from django.conf import settings
from django.db import connection

from config.migrate import grant_application_rights

ROLE = "probe_of_rights"


@pytest.fixture
def role(db: None) -> str:
    """A fresh role with the application's rights; it is gone with the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN")
    assert grant_application_rights(ROLE)
    return ROLE


def test_append_only_tables_may_only_be_read_and_added_to(role: str) -> None:
    there = set(connection.introspection.table_names()).intersection(settings.APPEND_ONLY_TABLES)

    assert there == set(settings.APPEND_ONLY_TABLES)
    for table in there:
        assert [verb for verb in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE") if _may(role, table, verb)] == [
            "SELECT",
            "INSERT",
        ]


def test_no_table_may_be_emptied_and_the_list_of_migrations_only_read(role: str) -> None:
    assert not [table for table in connection.introspection.table_names() if _may(role, table, "TRUNCATE")]
    assert not _may(role, "django_migrations", "INSERT")
    assert _may(role, "procrastinate_jobs", "UPDATE")


def test_a_role_that_does_not_exist_is_no_fault(db: None) -> None:
    assert grant_application_rights("nobody_of_this_name") is False


def _may(role: str, table: str, verb: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, verb])
        return bool(cursor.fetchone()[0])
