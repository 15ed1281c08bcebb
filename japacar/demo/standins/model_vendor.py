"""What the stand-ins of Anthropic and OpenAI have in common: a small HTTP server that remembers what it was asked, and its faults.

The one thing to know: `fault` names what goes wrong with every answer from now on, `next_faults` what goes wrong with the next ones;
beside a running demo a POST to /faults/NAME on the stand-in's port sets it (/faults/none ends it)."""

import json
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MOST_BODY = 32 * 1024 * 1024
HTTP_FAULTS = {
    "time_out": "says nothing for longer than anybody waits",
    "slow": "sends its answer byte by byte",
    "busy": "429 with Retry-After",
    "overloaded": "529",
    "their_fault": "500",
    "truncated": "the body ends in the middle",
    "not_json": "an HTML page with status 200",
    "endless": "an answer of many megabytes",
    "redirect": "302 to another host",
    "hung_up": "closes the connection without an answer",
}
MODEL_FAULTS = {
    "half": "the model's JSON ends in the middle",
    "cut_off": "the model stopped at its limit",
    "refused": "the model refuses",
    "prose": "the model answers in prose",
    "wrong_types": "every value has another type",
    "extra_keys": "keys that nobody asked for",
    "nothing": "an answer without content",
    "obedient": "does whatever the document says",
}


class Wrong(Exception):
    """A request that the vendor would refuse."""

    def __init__(self, status: int, kind: str, words: str) -> None:
        super().__init__(words)
        self.status, self.kind, self.words = status, kind, words


@dataclass
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: Any
    raw: bytes = field(repr=False)


class StandIn:
    """The server. A vendor says how it answers (`answer`) and how it words an error (`error`)."""

    def __init__(self, key: str, *, port: int = 0) -> None:
        self.key = key
        self.fault = ""
        self.next_faults: deque[str] = deque()
        self.retry_after = "7"
        self.pause = 60.0
        self.asked: list[Asked] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler_of(self))
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, asked: Asked, fault: str) -> dict[str, Any]:
        """The body of a good answer, spoiled by a fault of the model. Raises Wrong."""
        raise NotImplementedError

    def error(self, status: int, kind: str, words: str) -> dict[str, Any]:
        """An error in the vendor's words."""
        raise NotImplementedError

    def take_fault(self) -> str:
        return self.next_faults.popleft() if self.next_faults else self.fault


def spoiled(text: str, fault: str) -> str:
    """The model's own text under a fault."""
    if fault == "half":
        return text[: len(text) // 2]
    if fault == "prose":
        return "Certainly! I would say that everything on this page looks fine."
    return text


def twisted(found: Any) -> Any:
    """The same shape with every value of another type."""
    if isinstance(found, dict):
        return {key: twisted(value) for key, value in found.items()}
    if isinstance(found, list):
        return [twisted(value) for value in found]
    return [found] if isinstance(found, str) else str(found)


def _handler_of(standin: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # its name in http.server
            raw = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MOST_BODY + 1))
            if self.path.startswith("/faults/"):
                self._set_fault(self.path.removeprefix("/faults/"))
                return
            fault = standin.take_fault()
            try:
                asked = self._taken(raw)
                if fault in HTTP_FAULTS:
                    self._fail(fault)
                    return
                status, body = 200, standin.answer(asked, fault)
            except Wrong as wrong:
                status, body = wrong.status, standin.error(wrong.status, wrong.kind, wrong.words)
            self._send(status, json.dumps(body).encode())

        def _taken(self, raw: bytes) -> Asked:
            if len(raw) > MOST_BODY:
                raise Wrong(413, "request_too_large", "Request exceeds the maximum size")
            try:
                body = json.loads(raw)
            except ValueError:
                raise Wrong(400, "invalid_request_error", "The body is not JSON.") from None
            asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, body, raw)
            standin.asked.append(asked)
            return asked

        def _set_fault(self, name: str) -> None:
            known = name in HTTP_FAULTS or name in MODEL_FAULTS
            standin.fault = name if known else ""
            self._send(200 if known or name == "none" else 404, json.dumps({"fault": standin.fault}).encode())

        def _fail(self, fault: str) -> None:
            if fault in {"time_out", "hung_up"}:
                threading.Event().wait(standin.pause if fault == "time_out" else 0)
                self.close_connection = True
            elif fault == "slow":
                self._send(200, b"{" + b" " * 200, pause=standin.pause / 100)
            elif fault == "truncated":
                self._send(200, b'{"id": "msg_1", "type": "mess', length=5_000)
                self.close_connection = True
            elif fault == "not_json":
                self._send(200, b"<!doctype html><title>Gateway</title>", kind="text/html")
            elif fault == "endless":
                self._send(200, b'{"id": "' + b"x" * 3_000_000 + b'"}')
            elif fault == "redirect":
                self._send(302, b"", more={"Location": "http://127.0.0.2:9/elsewhere"})
            else:
                status = {"busy": 429, "overloaded": 529}.get(fault, 500)
                kind = {"busy": "rate_limit_error", "overloaded": "overloaded_error"}.get(fault, "api_error")
                more = {"Retry-After": standin.retry_after} if fault == "busy" else {}
                self._send(status, json.dumps(standin.error(status, kind, "Try again.")).encode(), more=more)

        def _send(
            self,
            status: int,
            body: bytes,
            *,
            kind: str = "application/json",
            more: dict[str, str] | None = None,
            length: int | None = None,
            pause: float = 0,
        ) -> None:
            self.send_response(status)
            headers = {"Content-Type": kind, "Content-Length": str(len(body) if length is None else length)}
            for name, value in {**headers, "request-id": "req_standin", **(more or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for at in range(0, len(body), 1 if pause else max(1, len(body))):
                    self.wfile.write(body[at : at + 1] if pause else body)
                    threading.Event().wait(pause)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    return Handler
