"""Asking a service and waiting for its answer: only declared places, nothing followed, nothing unpacked, one breaker each."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any

import pytest

from japacar.egress import actions, ledger
from japacar.egress.actions import CallFailed, NotAllowed, call
from japacar.egress.models import Breaker, Dispatch
from japacar.kernel.declarations import Recipient

pytestmark = pytest.mark.django_db
FORM = {"grant_type": "authorization_code", "code": "4/abc&d=é"}


class Service(ThreadingHTTPServer):
    """Answers as it was told, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, str, str]] = []
        self.status, self.body, self.headers, self.pause = 200, b"{}", {}, 0.0  # type: ignore[var-annotated]
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        said = self.headers
        self.server.asked.append(
            (f"{self.command} {self.path}", body, said.get("Content-Type", ""), said["Accept-Encoding"])
        )
        self.send_response(self.server.status)
        for name, value in {"Content-Length": str(len(self.server.body)), **self.server.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        for number in range(len(self.server.body)):
            if not self.server.pause:
                self.wfile.write(self.server.body)
                break
            self.wfile.write(self.server.body[number : number + 1])
            sleep(self.server.pause)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    made.daemon_threads = True
    Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def ask(url: str, *, purpose: str = "sign_in_google", **more: Any) -> Any:
    return call(Recipient.IDP, purpose=purpose, key=f"key:{Dispatch.objects.count()}", subjects=[], url=url, **more)


def test_a_contract_says_how_a_body_is_written(service: Service) -> None:
    answer = ask(f"{service.url}/token", method="POST", payload=FORM)

    assert answer.json() == {}
    assert service.asked == [
        (
            "POST /token",
            "grant_type=authorization_code&code=4%2Fabc%26d%3D%C3%A9",
            "application/x-www-form-urlencoded",
            "identity",
        )
    ]
    row = Dispatch.objects.get()
    assert (row.state, row.field_names, row.sealed_payload) == ("sent", ["code", "grant_type"], None)


@pytest.mark.parametrize(
    "url",
    [
        "http://oauth2.googleapis.com/token",
        "https://oauth2.googleapis.com:8443/token",
        "https://oauth2.googleapis.com@evil.example/token",
        "https://user:word@oauth2.googleapis.com/token",
        "https://oauth2.googleapis.com.evil.example/token",
        "https://api.line.me/oauth2/v2.1/token",
        "https://localhost/token",
        "https://[::1]/token",
        "ftp://oauth2.googleapis.com/token",
    ],
)
def test_places_that_are_not_declared_are_never_asked(url: str) -> None:
    with pytest.raises(NotAllowed):
        ask(url)
    assert not Dispatch.objects.exists()


def test_this_machine_is_no_stand_in_in_production(service: Service, settings: Any) -> None:
    settings.IS_PRODUCTION = True
    with pytest.raises(NotAllowed):
        ask(f"{service.url}/token")
    assert service.asked == []


def test_a_redirect_is_an_answer_and_is_not_followed(service: Service) -> None:
    service.status, service.headers = 307, {"Location": f"{service.url}/elsewhere"}

    assert ask(f"{service.url}/token", method="POST", payload=FORM).status_code == 307
    assert [asked[0] for asked in service.asked] == ["POST /token"]


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"x" * (actions.ANSWER_LIMIT_BYTES + 1), {}),
        (b"\x1f\x8b\x08\x00", {"Content-Encoding": "gzip"}),
        (b"x", {"Content-Length": "9"}),
    ],
)
def test_an_answer_that_is_too_much_is_no_answer(service: Service, body: bytes, headers: dict[str, str]) -> None:
    service.body, service.headers = body, headers
    with pytest.raises(CallFailed):
        ask(f"{service.url}/token", timeout=1.0)
    assert Dispatch.objects.get().state == "failed"


def test_an_answer_that_trickles_is_cut_off(service: Service) -> None:
    service.body, service.pause = b"{" + b" " * 60, 0.1
    with pytest.raises(CallFailed):
        ask(f"{service.url}/token", timeout=0.5)


def test_one_provider_that_is_down_does_not_close_the_other(service: Service) -> None:
    service.status = 503
    for _ in range(ledger.BREAKER_LIMIT):
        ask(f"{service.url}/token")
    with pytest.raises(CallFailed, match="breaker_open"):
        ask(f"{service.url}/token")

    service.status = 200
    assert ask(f"{service.url}/certs", purpose="sign_in_line").status_code == 200
    assert set(Breaker.objects.filter(open_until__isnull=False).values_list("recipient", flat=True)) == {
        "sign_in_google"
    }


def test_a_proxy_of_the_environment_is_not_used(service: Service, monkeypatch: Any) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert ask(f"{service.url}/token").status_code == 200
