"""A pytest plugin that gives every run a throw-away PostgreSQL, before Django reads its settings.

With DATABASE_URL set nothing is started and that server is used: its role must be allowed to make databases.
Tests run as the superuser; `JAPACAR_TEST_APPLICATION_URL` is the address with the application role's rights.
"""

import atexit
import contextlib
import os
import tempfile
from pathlib import Path

import pytest

from config import messages

_open = contextlib.ExitStack()


def _start() -> None:
    """Set the environment that config/settings.py reads; processes started later (xdist, live servers) inherit it."""
    os.environ["JAPACAR_MODE"] = "test"
    for name in ("JAPACAR_BASE_URL", "PORT"):
        os.environ.pop(name, None)
    # Both providers stand on the pages and nobody answers for them, unless a test starts a stand-in.
    for name, client in (("GOOGLE", "GOOGLE_CLIENT"), ("LINE", "LINE_CHANNEL")):
        os.environ[f"{name}_ISSUER"] = "http://127.0.0.1:9"
        os.environ[f"{client}_ID"], os.environ[f"{client}_SECRET"] = f"test-{name.lower()}", "0123456789abcdef" * 2
    if "JAPACAR_TEST_DATA" not in os.environ:
        messages.compile_changed()
        os.environ["JAPACAR_TEST_DATA"] = _open.enter_context(tempfile.TemporaryDirectory(prefix="japacar-test-data-"))
    # Each process of a run has a database of its own, so it has files of its own: a sweep would take the other's for left over.
    data = Path(os.environ["JAPACAR_TEST_DATA"], os.environ.get("PYTEST_XDIST_WORKER", "main"))
    data.mkdir(exist_ok=True)
    os.environ["JAPACAR_DATA"] = str(data)
    if "DATABASE_URL" not in os.environ:
        from config import cluster, postmaster

        running = _open.enter_context(cluster.throw_away())
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"] = running.url(
            postmaster.SUPERUSER, postmaster.DATABASE
        )
        os.environ["JAPACAR_TEST_APPLICATION_URL"] = running.application_url
    atexit.register(_open.close)


def pytest_configure(config: pytest.Config) -> None:
    """With several processes a template of their databases is made while they start; one alone makes its own as quickly."""
    if getattr(config.option, "numprocesses", None) and "PYTEST_XDIST_WORKER" not in os.environ:
        from tests import template

        _open.enter_context(template.making())


def pytest_report_header() -> str:
    """One line that says which server the figures and failures belong to."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        return (
            f"database: PostgreSQL {connection.info.server_version // 10000}.{connection.info.server_version % 10000}"
        )


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _open.close()


_start()
