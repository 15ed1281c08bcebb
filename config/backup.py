"""`japacar backup`: the database as a dump and the stored files as an archive, in a folder that only we may read.

The keys are left out on purpose: a backup that holds its own keys protects nothing. Keep `keys/` in another place.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from config import local
from config.postgres import PostgresError, find_binaries, server_account


def main(options: argparse.Namespace) -> int:
    """Make one backup and say where it is. The database comes first: every file that it names exists by then."""
    data = local.data_folder()
    # Timestamps name folders; a clock that can be turned in tests is not needed here.
    stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S")
    target = Path(options.folder).absolute() if options.folder else data / "backups" / stamp
    try:
        target.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        print(f"{target} is there already; a backup goes into a new folder.", file=sys.stderr)
        return 2
    with local.database(data):
        _dump(os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"], target / "database.dump")
    with tarfile.open(target / "files.tar", "w") as archive:
        if (data / "files").is_dir():
            archive.add(data / "files", arcname="files")
    parts = {path.name: _digest(path) for path in sorted(target.iterdir())}
    (target / "sha256.json").write_text(json.dumps(parts, indent=2) + "\n")
    for path in target.iterdir():
        path.chmod(0o600)
    if options.json:
        print(json.dumps({"folder": str(target), "sha256": parts, "keys_included": False}))
    else:
        print(f"The backup is in {target}: database.dump, files.tar, sha256.json.")
        print(f"The keys are not in it. Keep a copy of {data / 'keys'} elsewhere: without them nothing sealed opens.")
        print("To read it into an empty database: pg_restore --no-owner --dbname=<owner's address> database.dump")
    return 0


def _dump(url: str, target: Path) -> None:
    """pg_dump in its own format, consistent while the site runs. The password never stands in a process list."""
    parts = urlsplit(url)
    environment = os.environ | {"PGPASSWORD": unquote(parts.password or "")}
    address = url.replace(f":{parts.password}@", "@", 1) if parts.password else url
    order = [_pg_dump(), "--format=custom", "--no-owner", f"--file={target}", f"--dbname={address}"]
    result = subprocess.run(order, env=environment, capture_output=True, text=True)
    if result.returncode:
        raise PostgresError(f"The database could not be dumped: {result.stderr.strip()}")


def _pg_dump() -> str:
    """The pg_dump of the server that we would start; for an outside server the one on PATH, which should match it."""
    outside = shutil.which("pg_dump")
    if os.environ.get("DATABASE_OWNER_URL", "").find("db-socket") < 0 and outside:
        return outside
    return find_binaries(server_account()).program("pg_dump")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
