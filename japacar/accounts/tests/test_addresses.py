"""Addresses that a request names: where it comes from, where to go next. Neither is believed blindly."""

from typing import Any

import pytest
from django.test import RequestFactory

from japacar.accounts.addresses import client_address, network_of, truncated
from japacar.accounts.devices import Families, families
from japacar.ui.paths import local_path

ELSEWHERE = [
    "https://evil.example/", "http:evil.example", "HTTPS://evil.example", "//evil.example", "///evil.example",
    "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example", "/\t/evil.example", "/\n/evil.example",
    "/\r/evil.example", "\t//evil.example", " //evil.example", "/ /evil.example", "\u3000//evil.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "ftp://evil.example",
    "mailto:a@evil.example", "evil.example", "www.evil.example", "evil.example/en/", "?next=//evil.example", "#//evil.example",
    "", " ", "\x00", "/\x00/evil.example", "/en/\x1f", "http://localhost@evil.example", "http://evil.example#@localhost",
    "http://evil.example\\@localhost", "https:evil.example", "https:/evil.example", "https:///evil.example", "://evil.example",
    ":evil.example", "//evil%2Eexample", "//[::1]/", "//127.0.0.1", "//0x7f000001", "//evil。example", "/ｅvil／", "/en/" + "x" * 400,
    "//user:pw@evil.example", "/\\/evil.example", "/\\\\evil.example", "\u2028//evil.example", "/\u202e", "http://evil。example",
    "/%0d%0aLocation:\n", "/en/\r\nSet-Cookie: a=b", "x:/en/", "@evil.example", "//@evil.example", "///\\evil.example", "/.//evil.example",
    "/en/../..//evil.example", "/en/..//evil.example", "/en/;//evil.example", "/en//evil.example", "/./", "/.git/",
]  # fmt: skip


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_foreign_address_is_no_next_page(text: str) -> None:
    assert local_path(text) == ""


@pytest.mark.parametrize(
    "text", ["/", "/en/", "/ja/cars/?q=prado&page=2", "/en/deals/JC-4F7K2M/#papers", "/en/%E3%81%82/"]
)
def test_our_own_paths_are(text: str) -> None:
    assert local_path(text) == text


@pytest.mark.parametrize("value", [None, 7, [], "x" * 10])
def test_what_is_no_text_is_no_path(value: Any) -> None:
    assert local_path(value) == ""


def address(trusted: int, settings: Any, forwarded: str = "", remote: str = "10.0.0.1") -> str | None:
    settings.TRUSTED_PROXIES = trusted
    meta = {"REMOTE_ADDR": remote} | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})
    return client_address(RequestFactory().get("/", **meta))


def test_without_proxies_the_header_counts_for_nothing(settings: Any) -> None:
    assert address(0, settings, "198.51.100.1", "203.0.113.7") == "203.0.113.7"


def test_with_proxies_only_what_they_added_counts(settings: Any) -> None:
    assert address(1, settings, "198.51.100.1, 203.0.113.7") == "203.0.113.7"
    assert address(2, settings, "198.51.100.1, 203.0.113.7, 10.0.0.2") == "203.0.113.7"


@pytest.mark.parametrize("forwarded", ["", "nonsense", "203.0.113.7"])
def test_a_missing_or_broken_header_is_unknown_and_never_somebody(settings: Any, forwarded: str) -> None:
    assert address(2, settings, forwarded) is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("203.0.113.7:4711", "203.0.113.7"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::1"),
        ("", None),
        ("unix:", None),
    ],
)
def test_addresses_have_one_spelling(settings: Any, said: str, meant: str | None) -> None:
    assert address(0, settings, remote=said) == meant


def test_limits_count_one_ipv6_customer_as_one() -> None:
    one, two = (network_of(RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:1:2::{end}")) for end in (1, 2))
    assert one == two == "2001:db8:1:2::/64"
    assert network_of(RequestFactory().get("/", REMOTE_ADDR="")) == "unknown"


def test_shortened_addresses() -> None:
    assert (truncated("203.0.113.77"), truncated("2001:db8:1:2::3")) == ("203.0.113.0", "2001:db8:1::")


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36",
            ("Windows", "Chrome"),
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
            ("Windows", "Edge"),
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15",
            ("macOS", "Safari"),
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 CriOS/131 Mobile Safari/604.1",
            ("iOS", "Chrome"),
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit Safari Line/14.1.0", ("iOS", "LINE")),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit SamsungBrowser/26.0 Chrome/122 Mobile Safari/537.36",
            ("Android", "Samsung Internet"),
        ),
        (
            "Opera/9.80 (Android; Opera Mini/36.2/119.132; U; id) Presto/2.12.423 Version/12.16",
            ("Android", "Opera Mini"),
        ),
        ("Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0", ("Android", "Firefox")),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit Chrome/131.0.0.0 Safari/537.36", ("ChromeOS", "Chrome")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", ("Linux", "Firefox")),
        ("curl/8.5.0", ("Other", "Other")),
        ("", ("Other", "Other")),
        ("x" * 1_000_000, ("Other", "Other")),
    ],
)
def test_only_families_are_read_from_a_user_agent(agent: str, expected: tuple[str, str]) -> None:
    assert families(agent) == Families(*expected)
