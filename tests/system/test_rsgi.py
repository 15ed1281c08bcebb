"""What Django learns of a request that granian hands over as RSGI."""

from types import SimpleNamespace
from typing import Any

import pytest

from config.rsgi import _environ


def scope(*headers: tuple[str, str], **over: str) -> Any:
    """As granian gives it."""
    values = {
        "proto": "http", "http_version": "1.1", "server": "127.0.0.1:8000", "client": "203.0.113.9:50000", "scheme": "http",
        "method": "GET", "path": "/en/cars/", "query_string": "", "authority": None, **over,
    }  # fmt: skip
    return SimpleNamespace(headers=SimpleNamespace(items=lambda: list(headers)), **values)


@pytest.mark.parametrize(
    ("client", "address"), [("203.0.113.9:50000", "203.0.113.9"), ("[2001:db8::7]:50000", "2001:db8::7")]
)
def test_limits_count_by_the_address_alone(client: str, address: str) -> None:
    assert _environ(scope(client=client))["REMOTE_ADDR"] == address


def test_words_in_other_scripts_arrive_as_their_bytes() -> None:
    found = _environ(scope(path="/ja/cars/あ/", query_string="q=プリウス"))

    assert found["PATH_INFO"].encode("latin-1").decode() == "/ja/cars/あ/"
    assert found["QUERY_STRING"].encode("latin-1").decode() == "q=プリウス"


def test_a_header_with_an_underscore_does_not_pass_for_one_that_our_proxy_sets() -> None:
    found = _environ(
        scope(
            ("x-forwarded-for", "198.51.100.1"), ("x_forwarded_for", "10.0.0.1"), ("cookie", "a=1"), ("cookie", "b=2")
        )
    )

    assert found["HTTP_X_FORWARDED_FOR"] == "198.51.100.1"
    assert found["HTTP_COOKIE"] == "a=1; b=2"
