"""A database with all tables, made once while the processes of a run collect their tests; each copies it instead of migrating its own,
and so does the real site, into a cluster of its own.

The one thing to know: it has its final name only when it is complete, so whoever waits needs to look for nothing else.
`python -m tests.template NAME` makes it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from config.postgres import find_binaries, server_account

ENVIRONMENT = "JAPACAR_TEST_TEMPLATE"
SECONDS = 120


@contextmanager
def making() -> Iterator[None]:
    """It is made beside, and gone at the end; processes started meanwhile find its name in their environment."""
    name = os.environ[ENVIRONMENT] = f"japacar_template_{os.getpid()}"
    maker = subprocess.Popen([sys.executable, "-m", "tests.template", name])
    try:
        yield
    finally:
        maker.wait()
        with _server() as server:
            for each in (name, _unfinished(name)):
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(each)))


def awaited() -> str | None:
    """Its name as soon as it is there; none where nobody makes one. Raises TimeoutError, since its maker has said why."""
    name = os.environ.get(ENVIRONMENT)
    if name is None:
        return None
    with _server() as server:
        for _ in range(SECONDS * 10):
            if server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount:
                return name
            time.sleep(0.1)
    raise TimeoutError(f"There is no {name} after {SECONDS} seconds.")


def put_into(address: str) -> None:
    """Its tables, made anew in the empty database at this address and owned by its user; nothing where there is no template, or
    where it is in a server that is not ours, whose version our programs may not read."""
    if "JAPACAR_TEST_APPLICATION_URL" not in os.environ or (name := awaited()) is None:
        return
    programs = find_binaries(server_account())
    source = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    dump = subprocess.run([programs.program("pg_dump"), "--format=custom", source], stdout=subprocess.PIPE, check=True)
    restoring = [programs.program("pg_restore"), "--no-owner", "--no-acl", "--no-comments", "--exit-on-error"]
    subprocess.run([*restoring, "--single-transaction", "--dbname", address], input=dump.stdout, check=True)


def _server() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def _unfinished(name: str) -> str:
    return f"{name}_unfinished"


def main() -> None:
    import django
    from django.db import connection

    name = sys.argv[1]
    django.setup()
    connection.settings_dict["TEST"]["NAME"] = _unfinished(name)
    connection.creation.create_test_db(verbosity=0, serialize=False)
    connection.close()
    with _server() as server:
        renaming = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        server.execute(renaming.format(sql.Identifier(_unfinished(name)), sql.Identifier(name)))


if __name__ == "__main__":
    main()
