"""A small OpenID provider on this machine: discovery, authorize, token, JWKS with rotation, userinfo, in the dialect of Google or LINE.

The one thing to know: it is strict where the real ones are (client, redirect address, PKCE, codes that work once), and wrong on request:
`fault` names an entry of faults.FAULTS that spoils the next answers."""

import base64
import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from japacar.demo.standins import faults, faults_published, pages
from japacar.demo.standins.dialects import Dialect, Person
from japacar.demo.standins.signing import Draft, encoded, jwk, key, random_id, sealed, signed

KEYS_LAST = 300


@dataclass(frozen=True)
class Client:
    """The site, as it is registered with the provider."""

    id: str
    secret: str
    redirect_uri: str


@dataclass
class Code:
    """An answer of the authorize page that waits to be redeemed."""

    person: Person
    asked: dict[str, str]
    fault: str


@dataclass(frozen=True)
class Answer:
    """What goes back over the wire."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


class OpenIdProvider:
    """One provider. `start` it, send a browser to `issuer`; `hits` counts what was asked of it."""

    def __init__(self, dialect: Dialect, client: Client, *, port: int = 0) -> None:
        self.dialect: Dialect = dialect
        self.client: Client = client
        self.fault = ""
        self.key_number = 0
        # LINE signs for web channels with the channel's secret, for others with a key; the real one decides by the channel.
        self.signs_with_secret = dialect.signs_with_secret
        self.hits: Counter[str] = Counter()
        self.tokens: list[str] = []
        self._codes: dict[str, Code] = {}
        self._lock = Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler_of(self))
        self._server.daemon_threads = True
        self.issuer = f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def rotate(self) -> None:
        """A new key signs from now on; the old one is no longer published."""
        self.key_number += 1

    @property
    def kid(self) -> str:
        return f"{self.dialect.name}-{self.key_number}"

    def answer(self, method: str, path: str, query: dict[str, str], form: dict[str, str], bearer: str) -> Answer:
        """Everything that can be asked; anything else is 404."""
        self.hits[path] += 1
        paths = self.dialect.paths
        if path == "/.well-known/openid-configuration":
            return faults_published.discovery(self.fault, _json(self.dialect.discovery(self.issuer)), self.issuer)
        if path == paths["jwks"]:
            return faults_published.keys(self.fault, self._published(), self.dialect.key_kind)
        if path == paths["authorize"]:
            return self._ask(query) if method == "GET" else self._decide(form)
        if path == paths["token"] and method == "POST":
            return self._redeem(form)
        if path == paths["userinfo"]:
            return _json({"sub": "somebody"} if bearer else {"error": "invalid_token"}, status=200 if bearer else 401)
        return Answer(404, b"not here", "text/plain")

    def _published(self) -> Answer:
        current = jwk(key(self.dialect.key_kind, self.key_number), self.kid)
        return Answer(
            200, json.dumps({"keys": [current]}).encode(), headers={"Cache-Control": f"public, max-age={KEYS_LAST}"}
        )

    def _ask(self, asked: dict[str, str]) -> Answer:
        if wrong := self._wrong(asked):
            return _html(pages.refuse(self.dialect, wrong), status=400)
        return _html(pages.ask(self.dialect, asked, faults.WORDS[self.dialect.name]))

    def _wrong(self, asked: dict[str, str]) -> str:
        rules = (
            (asked.get("client_id") != self.client.id, "client_id"),
            (asked.get("redirect_uri") != self.client.redirect_uri, "redirect_uri"),
            (asked.get("response_type") != "code", "response_type"),
            (asked.get("scope", "").split() != ["openid", "email", "profile"], "scope"),
            (not asked.get("state") or not asked.get("nonce"), "state, nonce"),
            (asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"), "code_challenge"),
        )
        return next((words for is_wrong, words in rules if is_wrong), "")

    def _decide(self, form: dict[str, str]) -> Answer:
        """What the person pressed: back to the site with a code or a refusal."""
        if wrong := self._wrong(form):
            return _html(pages.refuse(self.dialect, wrong), status=400)
        said = {"state": form["state"]} | ({"iss": self.issuer} if self.dialect.sends_iss else {})
        if form.get("answer") != "allow":
            said |= {"error": "access_denied", "error_description": "The resource owner denied the request."}
        else:
            said["code"] = self.code_for(self._person(form), form, fault=form.get("fault", ""))
        return Answer(303, b"", headers={"Location": f"{self.client.redirect_uri}?{urlencode(said)}"})

    def _person(self, form: dict[str, str]) -> Person:
        number = form.get("person", "0")
        if number.isdigit() and int(number) < len(self.dialect.people):
            return self.dialect.people[int(number)]
        name, email = form.get("name") or "Somebody Else", form.get("email", "")
        sub = hashlib.sha256(f"{name}\n{email}".encode()).hexdigest()[:32]
        return Person(f"U{sub}" if self.dialect.name == "line" else str(int(sub, 16))[:21], name, email, False)

    def code_for(self, person: Person, asked: dict[str, str], *, fault: str = "") -> str:
        """A code for somebody who allowed what `asked` says."""
        code = random_id()
        with self._lock:
            self._codes[code] = Code(person, asked, fault)
        return code

    def _redeem(self, form: dict[str, str]) -> Answer:
        with self._lock:
            code = self._codes.pop(form.get("code", ""), None)
        if form.get("client_id") != self.client.id or not compare_digest(
            form.get("client_secret", "").encode(), self.client.secret.encode()
        ):
            return _json({"error": "invalid_client"}, status=401)
        if code is None or form.get("grant_type") != "authorization_code":
            return _json({"error": "invalid_grant", "error_description": "invalid authorization code"}, status=400)
        challenge = encoded(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if form.get("redirect_uri") != code.asked["redirect_uri"] or challenge != code.asked["code_challenge"]:
            return _json({"error": "invalid_grant"}, status=400)
        draft = self._draft(code)
        faults.spoil(code.fault or self.fault, draft, self)
        return self._sent(draft)

    def _draft(self, code: Code) -> Draft:
        access_token = f"access-{random_id()}"
        claims = self.dialect.claims(
            code.person,
            origin=self.issuer,
            client_id=self.client.id,
            nonce=code.asked["nonce"],
            access_token=access_token,
        )
        answer = self.dialect.token_answer(access_token)
        if self.signs_with_secret:
            return Draft({"typ": "JWT", "alg": "HS256"}, claims, sealed(self.client.secret.encode()), answer)
        private = key(self.dialect.key_kind, self.key_number)
        return Draft({"typ": "JWT", "alg": self.dialect.algorithm, "kid": self.kid}, claims, signed(private), answer)

    def _sent(self, draft: Draft) -> Answer:
        if draft.seconds:
            Event().wait(draft.seconds)
        if draft.is_dropped:
            raise ConnectionAbortedError
        if draft.body is None:
            token = draft.token()
            self.tokens += [str(token), draft.answer["access_token"], draft.answer["refresh_token"]]
            draft.body = json.dumps({**draft.answer, "id_token": token}).encode()
        return Answer(draft.status, draft.body, draft.content_type, draft.headers)


def _json(said: dict[str, Any], *, status: int = 200) -> Answer:
    return Answer(status, json.dumps(said).encode())


def _html(text: str, *, status: int = 200) -> Answer:
    return Answer(status, text.encode(), "text/html; charset=utf-8")


def _handler_of(provider: OpenIdProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """HTTP around `answer`; nothing is logged, since addresses carry codes."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # its name in http.server
            self._answer({})

        def do_POST(self) -> None:
            size = min(int(self.headers.get("Content-Length") or 0), 100_000)
            text = self.rfile.read(size).decode("utf-8", "replace")
            self._answer(dict(parse_qsl(text, keep_blank_values=True)))

        def _answer(self, form: dict[str, str]) -> None:
            asked = urlsplit(self.path)
            query = dict(parse_qsl(asked.query, keep_blank_values=True))
            if basic := self.headers.get("Authorization", "").removeprefix("Basic "):
                form = _with_basic(form, basic)
            try:
                found = provider.answer(self.command, asked.path, query, form, self.headers.get("Authorization", ""))
                self.send_response(found.status)
                for name, value in {"Content-Type": found.content_type, **found.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(found.body)))
                self.end_headers()
                self.wfile.write(found.body)
            except ConnectionError:
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


def _with_basic(form: dict[str, str], basic: str) -> dict[str, str]:
    """A client may also say its secret in the header (client_secret_basic)."""
    try:
        name, _, secret = base64.b64decode(basic, validate=True).decode().partition(":")
    except ValueError:
        return form
    return {**form, "client_id": name, "client_secret": secret}
