"""As the application's own role: events, anchors and agreements can be added and read, and nothing of them changed, removed or emptied.

tests/system/test_rights.py asks the database which rights there are; here the role really tries."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db

ORDERS = {
    "UPDATE": "UPDATE {table} SET id = id",
    "DELETE": "DELETE FROM {table}",
    "TRUNCATE": "TRUNCATE {table}",
}


@pytest.fixture
def application(db: None) -> Iterator[psycopg.Connection]:
    """A connection of the application's role to the database of this run, or the role taken on where we are the owner of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        (database,) = cursor.fetchone()
    url = os.environ.get("JAPACAR_TEST_APPLICATION_URL")
    if url is None:
        yield from _in_disguise(database)
        return
    with psycopg.connect(urlsplit(url)._replace(path=f"/{database}").geturl()) as found:
        yield found


def _in_disguise(database: str) -> Iterator[psycopg.Connection]:
    """On a server that is not ours no such role exists: one is made for the test and taken on."""
    from config.migrate import grant_application_rights

    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE probe_of_append_only NOLOGIN")
        grant_application_rights("probe_of_append_only")
        cursor.execute("SET LOCAL ROLE probe_of_append_only")
    yield connection.connection


@pytest.mark.parametrize("table", settings.APPEND_ONLY_TABLES)
@pytest.mark.parametrize("verb", sorted(ORDERS))
def test_the_application_can_neither_change_nor_remove(application: psycopg.Connection, table: str, verb: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), application.transaction():
        application.execute(ORDERS[verb].format(table=table))

    assert application.execute(f"SELECT count(*) FROM {table}").fetchone() is not None


@pytest.mark.parametrize("table", settings.APPEND_ONLY_TABLES)
@pytest.mark.parametrize("verb", sorted(ORDERS))
def test_not_even_the_owner_can_without_lifting_the_triggers(db: None, table: str, verb: str) -> None:
    """A trigger for every row has no row to refuse in an empty table, so one is there first."""
    with connection.cursor() as cursor:
        _add_row(cursor, table)
        with pytest.raises(Exception, match="append-only"):
            cursor.execute(ORDERS[verb].format(table=table) + (" CASCADE" if verb == "TRUNCATE" else ""))


def _add_row(cursor: object, table: str) -> None:
    rows = {
        "events_event": "(kind, subject, sequence, actor, at, facts, previous, digest)"
        " VALUES ('a.b', 'x:1', 1, 'system', now(), '{}', '', '')",
        "events_anchor": "(day, heads, last_event, digest, made_at) VALUES ('2026-01-01', 0, 0, '', now())",
        "accounts_agreement": "(user_ref, kind, version, sha256, language, method, at)"
        " VALUES ('user:1', 'terms', '1', '', 'en', 'form', now())",
    }
    cursor.execute(f"INSERT INTO {table} {rows[table]}")  # type: ignore[attr-defined]
