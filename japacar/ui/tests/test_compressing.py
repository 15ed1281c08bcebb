"""What travels compressed: text, to whoever takes it; whatever is compressed already goes as it is."""

import gzip

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from japacar.ui.compressing import CompressText

TAKES = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br, zstd"}


@pytest.mark.django_db
def test_a_page_travels_in_a_fraction_of_its_bytes_and_is_the_same_page() -> None:
    plain, small = Client().get("/en/privacy/"), Client().get("/en/privacy/", **TAKES)
    assert "Content-Encoding" not in plain
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 2
    assert int(small["Content-Length"]) == len(small.content)
    # Whoever keeps the one must not give it to who asks for the other.
    assert "accept-encoding" in plain["Vary"].lower()
    assert "accept-encoding" in small["Vary"].lower()


@pytest.mark.parametrize(
    ("kind", "is_compressed"),
    [
        ("text/html; charset=utf-8", True),
        ("text/csv", True),
        ("application/json", True),
        ("image/svg+xml", True),
        ("image/avif", False),
        ("image/webp", False),
        ("application/pdf", False),
        ("application/zip", False),
        ("", False),
    ],
)
def test_only_text_is_compressed(kind: str, is_compressed: bool) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(b"a" * 5_000, content_type=kind)

    answer = CompressText(view)(RequestFactory().get("/", **TAKES))
    assert answer.has_header("Content-Encoding") == is_compressed
    assert answer.has_header("Content-Encoding") == (len(answer.content) < 500)
