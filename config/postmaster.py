"""One PostgreSQL server of ours: where it lives, how it is made, started, entered and stopped.

`config/cluster.py` decides when; nothing here takes a lock or chooses a place.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from config.postgres import Account, Binaries, PostgresError
from config.secret_files import write_once

DATABASE = "japacar"
SUPERUSER = "postgres"
OWNER = "japacar_owner"
APPLICATION = "japacar_app"
PORT = 5432  # Only the name of the socket's file: nothing listens on the network.
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "jit": "off",
    # Our joins follow foreign keys from the table that is asked for: trying other orders took 10 ms of a page, and found none better.
    "join_collapse_limit": "4",
}
# A throw-away cluster may lose everything in a power cut, so it does not wait for the disk.
THROW_AWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
START_SECONDS = 60.0
STOP_SECONDS = 15.0
# What a new server says while processes of a killed one are still going away.
STILL_DYING = ("postmaster.pid", "pre-existing shared memory block")
LONGEST_SOCKET = 107

# Servers that this process started: kept, so that a stopped one is reaped and does not stay behind as a zombie.
_started: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True)
class Cluster:
    """Where one cluster lives: its data folder, its socket folder, its log."""

    data: Path
    home: Path
    throw_away: bool = False

    @property
    def folder(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.home / "db"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def sockets(self) -> Path:
        """The folder of the socket; a short one under /tmp when the natural path is too long for the kernel."""
        natural = self.home / "db-socket"
        if len(os.fsencode(natural / f".s.PGSQL.{PORT}.lock")) <= LONGEST_SOCKET:
            return natural
        return Path("/tmp") / f"japacar-{path_mark(self.home)}"  # noqa: S108 - owner and mode are checked before use

    @property
    def owner_url(self) -> str:
        """For migrations: owns every table."""
        return self.url(OWNER, DATABASE)

    @property
    def application_url(self) -> str:
        """For the web process and the worker."""
        return self.url(APPLICATION, DATABASE)

    @property
    def superuser_url(self) -> str:
        """For making roles, and for tests, which make databases of their own."""
        return self.url(SUPERUSER, "postgres")

    def url(self, role: str, database: str) -> str:
        """A libpq address of one role; the password comes from the data folder's keys."""
        password = _password(self.data, role)
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self.sockets), safe='/')}&port={PORT}"

    def pid(self) -> int | None:
        """Process id of the running server, None when there is none."""
        try:
            pid = int((self.folder / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        return pid if _is_postgres(pid) and _serves(pid, self.folder) else None


def initialise(cluster: Cluster, binaries: Binaries, account: Account) -> None:
    """initdb into a folder beside the final one: a half-made cluster never carries the final name."""
    making = cluster.home / "db.making"
    if making.exists():
        shutil.rmtree(making)
    making.mkdir(mode=0o700)
    account.give(making)
    password_file = cluster.home / "db.password"
    _write_private(password_file, _password(cluster.data, SUPERUSER), account)
    command = [binaries.program("initdb"), "-D", str(making), f"--username={SUPERUSER}", f"--pwfile={password_file}"]
    command += ["--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums"]
    # The builtin provider sorts alike on every machine; it exists from PostgreSQL 17 on.
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.major >= 17 else []
    command += ["--locale=C.UTF-8"] if binaries.major < 17 else ["--locale=C"]
    command += ["--no-sync"] if cluster.throw_away else []
    try:
        answer = subprocess.run(command, capture_output=True, text=True, **account.popen_arguments())
        if answer.returncode:
            raise PostgresError(_said("PostgreSQL could not make its folder", answer.stderr, cluster))
        making.rename(cluster.folder)
    finally:
        password_file.unlink(missing_ok=True)
        shutil.rmtree(making, ignore_errors=True)


def start(cluster: Cluster, binaries: Binaries, account: Account) -> None:
    """Start the server and stay until it listens; wait for the remains of a killed one, give up when it refuses."""
    wanted = (cluster.folder / "PG_VERSION").read_text().strip()
    if int(wanted) != binaries.major:
        raise PostgresError(
            f"{cluster.folder} was made by PostgreSQL {wanted}, but {binaries.folder} holds {binaries.major}. "
            f"Set PG_BIN to a PostgreSQL {wanted}, or restore a backup into a new data folder."
        )
    _make_socket_folder(cluster, account)
    settings = SETTINGS | {"unix_socket_directories": str(cluster.sockets)}
    settings |= THROW_AWAY_SETTINGS if cluster.throw_away else {}
    command = [binaries.program("postgres"), "-D", str(cluster.folder)]
    command += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    deadline = time.monotonic() + START_SECONDS
    while True:
        _forget_a_dead_server(cluster)
        with cluster.log.open("w") as log:
            # A session of its own: Ctrl-C in our terminal must not reach the server before our own clean stop.
            server = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **account.popen_arguments(),
            )
        while server.poll() is None:
            if (cluster.sockets / f".s.PGSQL.{PORT}").exists() and cluster.pid() == server.pid:
                _started.append(server)
                return
            if time.monotonic() > deadline:
                server.kill()
                raise PostgresError(f"PostgreSQL did not start within {START_SECONDS:.0f} s; its log is {cluster.log}.")
            time.sleep(0.02)
        said = cluster.log.read_text(errors="replace")
        if not any(words in said for words in STILL_DYING) or time.monotonic() > deadline:
            raise PostgresError(_said("PostgreSQL did not start", said, cluster))
        time.sleep(0.3)


def becomes_ready(cluster: Cluster, *, last: bool) -> bool:
    """Wait until the superuser gets in: after a crash it first replays its log. False when it died meanwhile."""
    import psycopg

    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(cluster.superuser_url, connect_timeout=5).close()
            return True
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise PostgresError(
                    f"The password in {cluster.data / 'keys'} does not open the database in {cluster.home}: "
                    "keys and database are of different origin. Restore the keys that belong to it."
                ) from error
            gone = cluster.pid() is None
            if gone and not last:
                return False
            if gone or time.monotonic() > deadline:
                log = cluster.log.read_text(errors="replace") if cluster.log.exists() else ""
                raise PostgresError(_said("PostgreSQL cannot be reached", log or str(error), cluster)) from error
            time.sleep(0.05)


def make_roles(cluster: Cluster) -> None:
    """Owner, application role and database, each only when missing; the application gets no right to make anything."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(cluster.superuser_url, autocommit=True) as connection:
        there = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role in (OWNER, APPLICATION):
            if role not in there:
                statement = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}")
                connection.execute(statement.format(sql.Identifier(role), sql.Literal(_password(cluster.data, role))))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            name = sql.Identifier(DATABASE)
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, sql.Identifier(OWNER)))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(DATABASE)))
        names = (sql.Identifier(DATABASE), sql.Identifier(APPLICATION))
        connection.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(*names))
        for role in there.intersection((OWNER, APPLICATION)):
            if not _opens(cluster.url(role, DATABASE)):
                # Its file was lost, or the server was killed before it had written the role down.
                statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
                connection.execute(statement.format(sql.Identifier(role), sql.Literal(_password(cluster.data, role))))


def _opens(url: str) -> bool:
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        if "password authentication failed" not in str(error):
            raise
        return False
    return True


def stop(cluster: Cluster) -> bool:
    """Stop the server: fast shutdown first, an immediate one when it does not obey. False when it did not run."""
    pid = cluster.pid()
    if pid is None:
        return False
    for order, patience in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5.0)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, order)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if cluster.pid() is None:
                _started[:] = [server for server in _started if server.poll() is None]
                return True
            time.sleep(0.05)
    raise PostgresError(f"PostgreSQL (process {pid}) does not stop; its log is {cluster.log}.")


def _make_socket_folder(cluster: Cluster, account: Account) -> None:
    """A folder that only the server's user and root may enter; one that belongs to somebody else is refused."""
    folder = cluster.sockets
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), account.uid):
        raise PostgresError(f"{folder} belongs to somebody else; remove it and start again.")
    folder.chmod(0o700)
    account.give(folder)


def _password(data: Path, role: str) -> str:
    """The role's password, made at the first call. URL-safe, so it needs no quoting in an address."""
    return write_once(data / "keys" / f"database-{role}", secrets.token_urlsafe(32)).read_text().strip()


def _write_private(path: Path, text: str, account: Account) -> None:
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + "\n")
    account.give(path)


def _forget_a_dead_server(cluster: Cluster) -> None:
    """PostgreSQL believes a left-over process id that a zombie or another program has; we look who it is.

    Both files belong to this cluster alone. Backends that still live are found by their shared memory, and waited for.
    """
    _started[:] = [server for server in _started if server.poll() is None]
    if cluster.pid() is None:
        for path in (cluster.folder / "postmaster.pid", cluster.sockets / f".s.PGSQL.{PORT}.lock"):
            path.unlink(missing_ok=True)


def _is_postgres(pid: int) -> bool:
    """True for a living process named postgres; a zombie is dead."""
    try:
        name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
    except OSError:
        return False
    return name == "postgres" and rest.split()[0] not in "ZX"


def _serves(pid: int, folder: Path) -> bool:
    """Whether a server of this number is the one of this folder, in which it works; numbers come back after a while.

    One that we may not look at counts as ours: two servers in one folder would destroy it."""
    try:
        return os.path.samefile(f"/proc/{pid}/cwd", folder)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def path_mark(path: Path) -> str:
    """A short name that stands for a path."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]


def _said(what: str, text: str, cluster: Cluster) -> str:
    """One sentence of ours, then the last words of PostgreSQL; a full disk is named as such."""
    if "No space left on device" in text:
        return f"{what}: the disk of {cluster.home} is full."
    if "Permission denied" in text:
        what += " (a file may not be read or written by its user)"
    last = " / ".join(line.strip() for line in text.strip().splitlines()[-4:])
    return f"{what}. It said: {last or 'nothing'}"
