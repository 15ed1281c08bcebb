"""`bin/demo`: from a bare check-out to a browsable site, in one command, and a clean end on Ctrl-C.

The launcher itself never loads Django, so it stays small beside the processes that it watches.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import fcntl
import hashlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from config import cluster, local, messages
from config.environment import WrongSetting
from config.processes import Child, Supervisor, django_environment, web_command, worker_command
from japacar.demo.passphrase import PASSPHRASE

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = ("buyer", "buyer2", "dealer", "dealer2", "forwarder", "staff")
MEGABYTE = 1024 * 1024
ROOM_MB = 300
DELETED_WHEN_FRESH = ("files", "mail", "demo.loaded", "demo.loading", local.TABLES)


def main(options: argparse.Namespace) -> int:
    """Run the demo until it is told to stop. Raises WrongSetting and PostgresError with sentences for the terminal."""
    began = time.monotonic()
    host, port = local.address()
    data = local.data_folder()
    os.environ["JAPACAR_MODE"] = "demo"
    os.environ.setdefault("JAPACAR_BASE_URL", f"http://localhost:{port}")
    # A polite request to stop is handled like Ctrl-C at any moment, so that no server is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _make_and_run(options, host, port, data, began)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0


def _make_and_run(options: argparse.Namespace, host: str, port: int, data: Path, began: float) -> int:
    with _only_demo(data):
        _check_port(host, port)
        _choose_mail_port()
        _choose_register_port()
        _choose_providers()
        _choose_models()
        _keep_for_doctor(data)
        if options.fresh or (data / "demo.loading").exists():
            _start_anew(data, asked=options.fresh)
        local.prepare_environment(data)
        is_ours = not os.environ.get("DATABASE_URL")
        with local.database(data):
            _prepare(data)
            # From here on nobody needs the owner's rights.
            os.environ.pop("DATABASE_OWNER_URL", None)
            return _run(host, port, data, began, is_ours=is_ours)


def _run(host: str, port: int, data: Path, began: float, *, is_ours: bool) -> int:
    """Web process, worker and stand-ins, until told to stop. `is_ours`: the database is the embedded one."""
    supervisor = Supervisor()
    environment = django_environment()
    logs = data / "log"
    if importlib.util.find_spec("japacar.demo.standins"):
        order = [sys.executable, "-m", "japacar.demo.standins"]
        supervisor.add(Child("The stand-ins process", order, environment, logs / "standins.log", last_to_stop=True))
    supervisor.add(Child("The web process", web_command(host, port), environment, logs / "web.log"))

    def announce() -> bool:
        if not _answers(host, port):
            return False
        # After the web process, so that a page is there sooner.
        supervisor.add(Child("The worker", worker_command(), environment, logs / "worker.log"))
        _print_welcome(time.monotonic() - began, logs)
        return True

    with cluster.kept_alive(data) if is_ours else contextlib.nullcontext():
        code = supervisor.run(when_started=announce)
    print("Stopped.")
    return code


def _prepare(data: Path) -> None:
    """Message files, tables, static files, and at the first start the demo's data."""
    messages.compile_changed()
    if _is_news(data / local.TABLES, _mark_of_tables()):
        _command("Bringing the database up to date", "migrate", "--quiet")
        (data / local.TABLES).write_text(_mark_of_tables())
    mark = _mark("*/static/**/*", "ui/stylesheet.py")
    if _is_news(data / "static.mark", mark) or not (data / "static").is_dir():
        _command("Collecting static files", "manage", "collectstatic", "--noinput", "--verbosity", "0")
        (data / "static.mark").write_text(mark)
    if not (data / "demo.loaded").exists() and importlib.util.find_spec("japacar.demo.load"):
        _check_room(data)
        (data / "demo.loading").touch()
        _command("Loading the demo", "load-demo")
        (data / "demo.loaded").touch()
        (data / "demo.loading").unlink()


def _check_room(data: Path) -> None:
    """Say it before the pictures are drawn: a database on a full disk ends in the middle of a sentence."""
    free = shutil.disk_usage(data).free // MEGABYTE
    if free < ROOM_MB:
        raise WrongSetting(
            f"{data} has {free} MB left, and the demo needs {ROOM_MB} MB for its database, pictures and their copies. "
            "Make room, or set JAPACAR_DATA to a folder that has it."
        )


def _command(words: str, *arguments: str) -> None:
    """One of our own commands in a process of its own, whose memory is gone afterwards."""
    began = time.monotonic()
    print(f"{words} …", end=" ", flush=True)
    order = [sys.executable, "-P", "-m", "config.cli", *arguments]
    if subprocess.run(order, cwd=ROOT, env=django_environment()).returncode:
        raise WrongSetting(f"{words} failed; what stands above says why.")
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def _start_anew(data: Path, *, asked: bool) -> None:
    """Drop database, files and mail. Only ever our own embedded database."""
    if os.environ.get("DATABASE_URL"):
        raise WrongSetting(
            "--fresh drops only the embedded database, but DATABASE_URL is set: empty that one yourself."
        )
    print(
        "Starting anew: the old database, files and mail are dropped."
        if asked
        else "The last loading was cut off; anew."
    )
    cluster.drop_unused(data)
    for name in DELETED_WHEN_FRESH:
        path = data / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


@contextlib.contextmanager
def _only_demo(data: Path) -> Iterator[None]:
    """One demo per data folder: a second one would run the same jobs twice."""
    cluster.make_folder(data)
    with (data / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise WrongSetting(f"The demo already runs on {data} at {lock.read().strip()}.") from None
        lock.truncate(0)
        lock.write(os.environ["JAPACAR_BASE_URL"])
        lock.flush()
        yield


def _check_port(host: str, port: int) -> None:
    """Say it before anything is started when the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen()
        except OSError as error:
            reasons = {
                errno.EADDRINUSE: f"Port {port} is in use by another program. Choose another: PORT=8001 bin/demo",
                errno.EACCES: f"Port {port} may only be opened by root. Set PORT to one above 1023.",
                errno.EADDRNOTAVAIL: f"This machine has no address {host}. Set HOST to one of its own.",
            }
            raise WrongSetting(reasons.get(error.errno or 0, f"{host}:{port} cannot be opened: {error}")) from None


def _choose_mail_port() -> None:
    """A free port for the stand-in's SMTP; it and the worker learn it from the environment."""
    port = _free_port()
    os.environ["JAPACAR_STANDIN_SMTP_PORT"] = port
    os.environ["SMTP_URL"] = f"smtp://127.0.0.1:{port}"


def _choose_register_port() -> None:
    """The same for the stand-in of the corporate register."""
    port = _free_port()
    os.environ["JAPACAR_STANDIN_REGISTER_PORT"] = port
    os.environ["CORPORATE_REGISTER_URL"] = f"http://127.0.0.1:{port}/4"
    os.environ["CORPORATE_REGISTER_ID"] = "JAPACARdemo01"


def _choose_providers() -> None:
    """Stand-ins of Google and LINE, each with a port and a secret of its own that hold until the demo stops."""
    for name, client in (("GOOGLE", "GOOGLE_CLIENT"), ("LINE", "LINE_CHANNEL")):
        os.environ[f"{name}_ISSUER"] = f"http://127.0.0.1:{_free_port()}"
        os.environ[f"{client}_ID"] = f"demo-{name.lower()}"
        os.environ[f"{client}_SECRET"] = secrets.token_hex(16)


def _choose_models() -> None:
    """Stand-ins of Anthropic and OpenAI: invented papers and cars are not sent to the real ones."""
    for name, path in (("ANTHROPIC", ""), ("OPENAI", "/v1")):
        os.environ[f"{name}_BASE_URL"] = f"http://127.0.0.1:{_free_port()}{path}"
        os.environ[f"{name}_API_KEY"] = f"demo-{secrets.token_hex(16)}"


def _keep_for_doctor(data: Path) -> None:
    """What was chosen, so that `japacar doctor` beside a running demo speaks of its stand-ins."""
    chosen = ("SMTP_", "CORPORATE_REGISTER_", "GOOGLE_", "LINE_", "ANTHROPIC_", "OPENAI_")
    names = [name for name in os.environ if name.startswith(chosen)]
    with open(os.open(data / local.CHOSEN, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"{name}={os.environ[name]}\n" for name in sorted(names))


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def _answers(host: str, port: int) -> bool:
    """True when /up answers 200. No proxy of the environment may stand between us and ourselves."""
    name = f"[{host}]" if ":" in host else {"0.0.0.0": "127.0.0.1"}.get(host, host)  # noqa: S104 - compared, not bound
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(f"http://{name}:{port}/up", headers={"Host": f"localhost:{port}"})
    try:
        with opener.open(request, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _is_news(note: Path, mark: str) -> bool:
    """True when the mark of the last run was another one, or there was none."""
    return not note.exists() or note.read_text() != mark


def _mark_of_tables() -> str:
    """Changes with a migration file or its library, and with the database: another one has run other migrations."""
    import psycopg

    with psycopg.connect(os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]) as connection:
        found = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
        rows = (
            connection.execute("SELECT app, name, applied FROM django_migrations").fetchall()
            if found == (True,)
            else []
        )
    state = hashlib.sha256(repr(sorted(rows)).encode()).hexdigest()
    return f"{_mark('*/migrations/*.py', '../config/settings.py', '../config/migrate.py')} {state}"


def _mark(*patterns: str) -> str:
    """Changes when one of these files below japacar/, or the set of libraries, changes."""
    digest = hashlib.sha256()
    sources = [ROOT / ".venv" / "installed"]
    for pattern in patterns:
        sources += (ROOT / "japacar").glob(pattern) if "*" in pattern else [ROOT / "japacar" / pattern]
    for path in sorted(source for source in sources if source.is_file()):
        status = path.stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _print_welcome(seconds: float, logs: Path) -> None:
    base = os.environ["JAPACAR_BASE_URL"]
    lines = [
        "",
        f"  JAPACAR is open at  {base}      (ready in {seconds:.1f} s)",
        "",
        f"  Sign in at          {base}/en/sign-in/    password: {PASSPHRASE}",
        *(f"    {person}@example.test" for person in PEOPLE),
        "",
        f"  Second factors      {base}/demo/    the six digits that dealers and staff are asked for",
        f"  Outgoing mail       {base}/demo/mail/",
        f"  Logs                {logs}",
        "",
        "  Ctrl-C stops it and keeps what was entered; `bin/demo --fresh` starts anew.",
        "",
    ]
    print("\n".join(lines), flush=True)
