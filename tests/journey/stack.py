"""The real site on a throw-away cluster: database, mail server's stand-in, web process and worker, each as `bin/demo` runs it.

The one thing to know: a test never uses Django's connection here; it asks with psycopg, or Django in a process of its own."""

from __future__ import annotations

import base64
import contextlib
import email
import email.policy
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from config import cluster, postmaster
from config.processes import ROOT, web_command, worker_command
from tests import template

T = TypeVar("T")
PATIENCE = 240.0
MAKE = """
from config import migrate
from django.core.management import call_command
migrate.main(quiet=True)
call_command("collectstatic", interactive=False, verbosity=0)
"""


@dataclass
class Stack:
    """Where everything of one run is. `processes` by name: mail, web, worker, and web-2 where a test starts it."""

    database: postmaster.Cluster
    data: Path
    port: int
    second_port: int
    environment: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    # The secrets in people's apps for changing digits, by address: a person's phone outlives his browser.
    apps: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self, name: str) -> None:
        """Start one process in a session of its own, so that it can be killed with all its children."""
        # Without its politeness towards pages: on a busy machine a mail would be waited for in vain.
        worker = worker_command()
        command = {
            "mail": [sys.executable, "-m", "japacar.demo.standins"],
            "web": _with_one_worker(web_command("127.0.0.1", self.port)),
            "web-2": _with_one_worker(web_command("127.0.0.1", self.second_port)),
            "worker": worker[worker.index(sys.executable) :],
        }[name]
        with (self.data / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """SIGKILL to the process and its children, as when the machine runs out of memory."""
        process = self.processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def keep_alive(self) -> None:
        """Start again what ended by itself, as the supervisor of `bin/demo` does: a worker ends when its database goes away."""
        for name, process in list(self.processes.items()):
            if process.poll() is not None:
                self.start(name)

    def all_live(self) -> None:
        """Fails at once, with its last words, where a process ended by itself: nothing that is waited for would ever come."""
        for name, process in self.processes.items():
            assert process.poll() is None, f"{name} ended: {(self.data / f'{name}.log').read_text()[-2000:]}"

    def stop(self) -> None:
        """All but the database, each with its children."""
        for name in list(self.processes):
            self.kill(name)

    def answers(self, port: int = 0) -> bool:
        """Whether the web process serves pages now; the first one unless another port is named."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"http://localhost:{port or self.port}/up", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def run(self, *arguments: str) -> str:
        """A command of ours (`invariants --json`) in a process of its own; its output."""
        return self._output([sys.executable, "-P", "-m", "config.cli", *arguments])

    def python(self, lines: str) -> str:
        """Python with Django ready, as the application's role."""
        return self._output([sys.executable, "-c", f"import django; django.setup()\n{lines}"])

    def _output(self, command: list[str]) -> str:
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode in (0, 1), done.stdout + done.stderr
        assert done.returncode == 0 or done.stdout.startswith("{"), done.stdout + done.stderr
        return done.stdout

    def faults(self) -> list[dict[str, Any]]:
        """What `japacar invariants` finds."""
        found: list[dict[str, Any]] = json.loads(self.run("invariants", "--json"))["faults"]
        return found

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the database, asked as the superuser."""
        with psycopg.connect(self.database.url(postmaster.SUPERUSER, postmaster.DATABASE)) as connection:
            return connection.execute(query, values).fetchall()

    def tell(self, order: str) -> None:
        """Change something as the superuser."""
        with psycopg.connect(self.database.url(postmaster.SUPERUSER, postmaster.DATABASE)) as connection:
            connection.execute(order)  # type: ignore[call-overload]

    def mails(self, to: str = "") -> list[EmailMessage]:
        """Mails that arrived, oldest first."""
        files = sorted((self.data / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        found = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]
        return [mail for mail in found if isinstance(mail, EmailMessage) and to in str(mail["To"])]

    def mail_after(self, count: int, to: str, pattern: str) -> re.Match[str]:
        """The newest match in mails to this address beyond the first `count`; the worker needs a moment."""

        def found() -> re.Match[str] | None:
            for mail in reversed(self.mails(to)[count:]):
                if match := re.search(pattern, words_of(mail)):
                    return match
            return None

        return wait_for(found, f"a mail to {to} with {pattern}")

    def is_quiet(self) -> bool:
        """True when no job waits or runs and no mail is on its way."""
        return self.rows(
            "SELECT (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')),"
            " (SELECT count(*) FROM egress_dispatch WHERE state IN ('pending', 'sending'))"
        ) == [(0, 0)]


def words_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def wait_for(ask: Callable[[], T | None], what: str, *, seconds: float = PATIENCE) -> T:
    """Ask until the answer is something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := ask():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"Waited {seconds:.0f} s in vain for {what}.")


@contextlib.contextmanager
def prepared() -> Iterator[Path]:
    """The data folder of a stopped site: tables made and static files gathered, nothing in it. Making it takes longest."""
    with cluster.throw_away() as database:
        site = database.data / "site"
        site.mkdir()
        stack = Stack(database, site, 0, 0, _environment(database, site, 0))
        stack.environment["DATABASE_OWNER_URL"] = database.owner_url
        template.put_into(database.owner_url)
        stack._output([sys.executable, "-c", MAKE])
        # A throw-away cluster acknowledges before it has written; what is promised here is promised as in production.
        stack.tell(f"ALTER DATABASE {postmaster.DATABASE} SET synchronous_commit = on")
        postmaster.stop(database)
        yield database.data


@contextlib.contextmanager
def whole_site(empty: Path, **more: str) -> Iterator[Stack]:
    """Everything started on a copy of the prepared folder; gone at the end. `more` is put into the environment."""
    with cluster.throw_away(copy_of=empty) as database:
        site = database.data / "site"
        port, second_port = _free_port(), _free_port()
        environment = _environment(database, site, port) | more
        stack = Stack(database, site, port, second_port, environment)
        try:
            for name in ("mail", "web", "worker"):
                stack.start(name)
            wait_for(stack.answers, "the web process")
            stack.all_live()
            yield stack
        finally:
            stack.stop()


def _environment(database: postmaster.Cluster, site: Path, port: int) -> dict[str, str]:
    """What `bin/demo` gives its processes, with a free port for each stand-in."""
    mail, register, google, line = (_free_port() for _ in range(4))
    hidden = ("DATABASE_OWNER_URL",)
    return {name: value for name, value in os.environ.items() if name not in hidden} | {
        "JAPACAR_MODE": "demo",
        "JAPACAR_DATA": str(site),
        "JAPACAR_BASE_URL": f"http://localhost:{port}",
        "DATABASE_URL": database.application_url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "JAPACAR_STANDIN_SMTP_PORT": str(mail),
        "SMTP_URL": f"smtp://127.0.0.1:{mail}",
        "JAPACAR_STANDIN_REGISTER_PORT": str(register),
        "CORPORATE_REGISTER_URL": f"http://127.0.0.1:{register}/4",
        "GOOGLE_ISSUER": f"http://127.0.0.1:{google}",
        "LINE_ISSUER": f"http://127.0.0.1:{line}",
        "PYTHONUNBUFFERED": "1",
        # The commands would make secrets of their own where none are given.
        "SECRET_KEY": secrets.token_urlsafe(48),
        "JAPACAR_FIELD_KEYS": f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}",
    }


def _with_one_worker(web: list[str]) -> list[str]:
    """Half as much to start; nobody waits for the second one here."""
    at = web.index("--workers") + 1
    return [*web[:at], "1", *web[at + 1 :]]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
