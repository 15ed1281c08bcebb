"""For every test: no connection leaves this machine, and browser tests count as skipped without a browser."""

import gc
import ipaddress
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone, translation

from config import debian
from tests import template

pytest_plugins = [
    "tests.cast",
    "tests.few",
    "tests.flush",
    "tests.hashes",
    "tests.inspectors",
    "tests.running",
    "tests.shares",
    "tests.reviews",
]


class NetworkReached(AssertionError):
    """A test tried to reach something outside this machine."""


def _refuse_the_world(host: object) -> None:
    """Raise for every host that is not loopback; names other than localhost would be asked of a name server."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return
    try:
        inside = ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise NetworkReached(f"A test reached for {name}. Tests talk to stand-ins on this machine only.")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Any:
    """Guard `connect` and the look-up of names for the whole run, in every thread."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse_the_world(address[0])
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse_the_world(address[0])
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse_the_world(host)
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield


@pytest.fixture(autouse=True)
def as_new() -> Iterator[None]:
    """A page that a test asked for leaves its language with the thread, and what it remembered; every test begins and ends without.

    At the end too: what a module prepares once is made before the next test's beginning."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    translation.deactivate()
    timezone.deactivate()
    cache.clear()


@pytest.fixture(autouse=True, scope="module")
def own_folder() -> Iterator[None]:
    """Files of one file of tests, a kept mail for example, are not there for the next one."""
    with (
        tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder,
        override_settings(DATA_DIR=Path(folder)),
    ):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The database of this process is a copy of the template, where there is one."""
    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = template.awaited()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database gets the application role's rights too, so that tests can prove what that role may not do."""
    from config.migrate import grant_application_rights

    with django_db_blocker.unblock():
        grant_application_rights()


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking through it for rubbish again and again costs a tenth of the whole run."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests need Debian's Chromium; without it they are skipped and counted, never silently left out."""
    if debian.browser():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="there is no Chromium on this machine"))
