"""`japacar doctor`: what is configured, what is only a stand-in, and what is wrong, in plain words.

It asks and changes nothing. Every line has a state: ok, stand-in, off or wrong; one wrong line makes the exit code 1.
"""

from __future__ import annotations

import argparse
import dataclasses
import ipaddress
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from config import local
from config.environment import WrongSetting
from config.postgres import PostgresError

ROOM_TO_WORK = 1024**3
QUIET_WORKER_SECONDS = 60
MARKS = {"ok": "ok", "stand-in": "stand-in", "off": "off", "wrong": "WRONG"}


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, its state, and a sentence that says what it means or what to do."""

    about: str
    state: str
    words: str


def main(options: argparse.Namespace) -> int:
    """Print every finding; 1 when something is wrong."""
    data = local.data_folder()
    findings = [*_machine(data)]
    try:
        local.prepare_environment(data)
        local.read_chosen(data)
        with local.database(data):
            findings += _with_django()
    except (PostgresError, WrongSetting) as error:
        findings.append(Finding("start", "wrong", str(error)))
    if options.json:
        print(json.dumps([dataclasses.asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            print(f"{MARKS[finding.state]:<9} {finding.about:<14} {finding.words}")
    return 1 if any(finding.state == "wrong" for finding in findings) else 0


def _machine(data: Path) -> Iterator[Finding]:
    """Python, the data folder, the disk, the keys' modes."""
    yield Finding("python", "ok", f"{sys.version.split()[0]} in {sys.prefix}")
    there = next(folder for folder in (data, *data.parents) if folder.exists())
    if not os.access(there, os.W_OK):
        yield Finding("data folder", "wrong", f"{data} cannot be written. Set JAPACAR_DATA to a folder that can be.")
        return
    free = shutil.disk_usage(there).free
    state = "ok" if free > ROOM_TO_WORK else "wrong"
    yield Finding("data folder", state, f"{data}, {free / 1024**3:.1f} GB free on its disk")
    loose = [key.name for key in (data / "keys").glob("*") if key.stat().st_mode & 0o077]
    if loose:
        yield Finding(
            "keys", "wrong", f"Others may read {', '.join(sorted(loose))} in {data / 'keys'}: chmod 600 them."
        )


def _with_django() -> Iterator[Finding]:
    """What needs the settings and the database. A room that cannot be imported is a finding, not a crash."""
    import django

    try:
        django.setup()
    except (ImportError, SyntaxError, LookupError) as error:
        yield Finding("code", "wrong", f"The site cannot be loaded: {error}")
        return
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _mode, _system_checks, _database, _keys, _jobs, _mail, _corporate_register, _providers, _models, _built_files,
    )  # fmt: skip
    for look in looks:
        try:
            yield from look()
        except django.db.DatabaseError as error:
            yield Finding("database", "wrong", str(error).strip().splitlines()[0])


def _mode() -> Iterator[Finding]:
    from django.conf import settings

    words = {
        "demo": "demo: the data are invented and the passwords public",
        "test": "test: made for the test suite",
        "production": "production",
    }
    yield Finding("mode", "ok" if settings.IS_PRODUCTION else "stand-in", words[settings.MODE])
    is_wrong = settings.IS_PRODUCTION and not settings.IS_HTTPS
    hint = ". JAPACAR_BASE_URL must start with https://" if is_wrong else ""
    yield Finding("address", "wrong" if is_wrong else "ok", settings.BASE_URL + hint)
    if settings.DEBUG:
        yield Finding("debug", "wrong" if settings.IS_PRODUCTION else "stand-in", "DEBUG is on: faults show the code")


def _system_checks() -> Iterator[Finding]:
    """Every check of Django and of our rooms, with its own hint."""
    from django.conf import settings
    from django.core import checks

    for found in checks.run_checks(include_deployment_checks=settings.IS_PRODUCTION):
        if found.is_serious(checks.WARNING) and not found.is_silenced():
            yield Finding("check", "wrong", f"{found.id}: {found.msg} {found.hint or ''}".strip())


def _database() -> Iterator[Finding]:
    """Version, tables up to date, and that the application's role is as weak as it should be."""
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    kind = "embedded" if "db-socket" in str(connection.settings_dict["HOST"]) else "outside"
    connection.ensure_connection()
    number = connection.connection.info.server_version
    version = f"{number // 10000}.{number % 10000}"
    yield Finding("database", "ok", f"{kind} PostgreSQL {version}")
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        yield Finding("tables", "wrong", f"{waiting} migrations have not been run. Run: bin/japacar migrate")
        return
    yield Finding("tables", "ok", "up to date")
    with connection.cursor() as cursor:
        there = connection.introspection.table_names(cursor)
        guarded = [table for table in settings.APPEND_ONLY_TABLES if table in there]
        cursor.execute(
            "SELECT t, bool_or(has_table_privilege(t, verb)) FROM unnest(%s::text[]) AS t,"
            " unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS verb GROUP BY t",
            [guarded],
        )
        open_tables = [table for table, may_change in cursor.fetchall() if may_change]
    if open_tables:
        names = ", ".join(open_tables)
        words = f"This role may change {names}. Use the application's role as DATABASE_URL and run: bin/japacar migrate"
        yield Finding("rights", "wrong", words)
    else:
        yield Finding("rights", "ok", f"append-only for this role: {', '.join(guarded) or 'nothing yet'}")


def _keys() -> Iterator[Finding]:
    """What lies under an older key, and what no key of the ring opens."""
    from django.conf import settings

    from config.keys import counted

    older, lost = counted()
    ring = ", ".join(key_id for key_id, _ in settings.FIELD_KEYS.keys)
    if lost:
        yield Finding("sealed values", "wrong", f"{lost} cannot be opened with the keys of the ring ({ring})")
    elif older:
        words = f"{older} are still under an older key of the ring ({ring}). Run: bin/japacar rotate-keys"
        yield Finding("sealed values", "off", words)
    else:
        yield Finding("sealed values", "ok", f"all under the current key (ring: {ring})")


def _jobs() -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %s)),"
            " count(*) FILTER (WHERE status = 'failed'), count(*) FILTER (WHERE status = 'todo')"
            " FROM procrastinate_jobs",
            [QUIET_WORKER_SECONDS],
        )
        workers, failed, waiting = cursor.fetchone()
    yield Finding("worker", "ok" if workers else "off", f"{workers} running, {waiting} jobs waiting")
    if failed:
        yield Finding("jobs", "wrong", f"{failed} jobs have failed for good; staff see them on the desk")


def _mail() -> Iterator[Finding]:
    from django.conf import settings

    parts = urlsplit(settings.SMTP_URL)
    host = parts.hostname or ""
    try:
        is_here = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = False
    if is_here and settings.IS_PRODUCTION:
        yield Finding(
            "mail", "ok", f"goes to the mail server on this machine, port {parts.port}, from {settings.MAIL_FROM}"
        )
    elif is_here:
        yield Finding("mail", "stand-in", "is kept on this machine and can be read at /demo/mail/")
    else:
        yield Finding("mail", "ok", f"goes through {host} from {settings.MAIL_FROM}")


def _corporate_register() -> Iterator[Finding]:
    """Whether corporate numbers are looked up, where, and whether the register answers."""
    from django.conf import settings

    from japacar.members.models import RegisterEntry

    if not settings.CORPORATE_REGISTER_ID:
        words = "numbers are not looked up; staff compare by hand. Set CORPORATE_REGISTER_ID to change that"
        yield Finding("register", "off", words)
        return
    host = urlsplit(settings.CORPORATE_REGISTER_URL).hostname or ""
    silent = RegisterEntry.objects.exclude(failure="")
    if newest := silent.order_by("-tried_at").first():
        words = f"{silent.count()} corporate numbers got no answer, the last for {newest.failure}"
        yield Finding("register", "wrong", words)
    elif host == "127.0.0.1":
        yield Finding(
            "register", "stand-in", "corporate numbers are looked up on this machine, invented like the firms"
        )
    else:
        yield Finding("register", "ok", f"corporate numbers are looked up at {host}")


def _providers() -> Iterator[Finding]:
    """Who may be signed in through, and whether it is the real one."""
    from django.conf import settings

    from japacar.accounts.providers import TITLES, configured

    there = {each.name: each for each in configured()}
    for name, title in TITLES.items():
        found = there.get(name)
        if found is None:
            names = {
                "google": "GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET",
                "line": "LINE_CHANNEL_ID and LINE_CHANNEL_SECRET",
            }
            yield Finding(title, "off", f"nobody can sign in with it. Set {names[name]} to change that")
        elif urlsplit(found.issuer).hostname == "127.0.0.1":
            yield Finding(
                title, "stand-in", "signing in with it leads to a page of this machine; everybody there is invented"
            )
        else:
            callback = f"{settings.BASE_URL}/sign-in/{name}/callback/"
            yield Finding(title, "ok", f"people sign in through {found.issuer}; it must know {callback}")


def _models() -> Iterator[Finding]:
    """Who reads papers and names price ranges, and whether that is the real one."""
    from django.conf import settings

    from japacar.egress.ledger import is_declared
    from japacar.egress.registry import CERTIFICATE, PRICE_RANGE

    for title, said, rules, by_hand in (
        ("Anthropic", settings.ANTHROPIC, CERTIFICATE, "papers without codes are typed by hand"),
        ("OpenAI", settings.OPENAI, PRICE_RANGE, "price help shows our own figures alone"),
    ):
        host = urlsplit(said["url"]).hostname or ""
        if not said["key"]:
            yield Finding(title, "off", f"{by_hand}. Set {title.upper()}_API_KEY to change that")
        elif not is_declared(said["url"], rules):
            yield Finding(title, "wrong", f"{title.upper()}_BASE_URL leads to {host}, which nothing may be sent to")
        elif host == "127.0.0.1":
            port = urlsplit(said["url"]).port
            yield Finding(
                title, "stand-in", f"is played on this machine; curl -X POST 127.0.0.1:{port}/faults/busy spoils it"
            )
        else:
            yield Finding(title, "ok", f"is asked at {host} with the model {said['model']}")


def _built_files() -> Iterator[Finding]:
    """Compiled messages and collected static files: without them pages are half English, or without style."""
    from django.conf import settings

    from config import messages

    sources = [po for room in messages.rooms() for po in room.glob("locale/*/LC_MESSAGES/django.po")]
    missing = [po for po in sources if not po.with_suffix(".mo").exists()]
    words = f"{len(sources)} message files compiled" if not missing else "not compiled. Run: bin/japacar messages"
    yield Finding("languages", "wrong" if missing else "ok", words)
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield Finding(
            "static files", "off", "not collected yet. bin/demo does it, or: bin/japacar manage collectstatic"
        )
