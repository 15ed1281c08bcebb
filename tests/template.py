"""A database with all tables, made once while the processes of a run collect their tests; each copies it instead of migrating its own.

The one thing to know: it has its final name only when it is complete, so whoever waits needs to look for nothing else.
`python -m tests.template NAME` makes it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

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
