"""`bin/test`: gets what the tests need, then hands over to pytest, whose own summary is the last line.

`--system-postgres` runs everything but the browser tests on Debian's PostgreSQL, since production may use an older one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from config import debian

ROOT = Path(__file__).resolve().parent.parent
# Options that choose tests, look at one closely, or say themselves how many processes run.
CHOOSING = ("-k", "-m", "-n", "--numprocesses", "--lf", "--last-failed", "--sw", "--stepwise", "--pdb", "--trace")


def main() -> int:
    """Exit code of pytest."""
    parser = argparse.ArgumentParser(prog="bin/test", description="Run the tests on a throw-away database.")
    parser.add_argument("--system-postgres", action="store_true", help="use Debian's PostgreSQL; no browser tests")
    options, rest = parser.parse_known_args()
    order = [sys.executable, "-m", "pytest"]
    if options.system_postgres:
        folder = debian.get_postgres()
        if folder is None:
            print("--system-postgres is skipped: no PostgreSQL under /usr/lib/postgresql, and apt could not get it.")
            return 0
        os.environ["PG_BIN"] = str(folder)
        os.environ.pop("DATABASE_URL", None)
        order += ["-m", "not browser"]
    elif debian.get_browser() is None:
        print("Browser tests are skipped: Chromium is missing and apt could not get it.", flush=True)
    if _is_whole(rest) and (os.cpu_count() or 1) > 1:
        # Another process costs a start and a database, which only the whole suite earns back.
        # One more than two cores can run, since each waits for the database and for browsers now and then. Each gets whole files, so
        # that what a file prepares is prepared once, and the long ones first (tests/shares.py).
        order += ["--numprocesses", "3"]
    # From the root, so that pytest finds its settings; a path may have been given from anywhere.
    rest = [str(Path(word).absolute()) if Path(word.partition("::")[0]).exists() else word for word in rest]
    return subprocess.run([*order, *rest], cwd=ROOT).returncode


def _is_whole(rest: list[str]) -> bool:
    """Whether nothing but options stands there, and none that chooses."""
    return all(word.startswith("-") and not word.startswith(CHOOSING) for word in rest)


if __name__ == "__main__":
    sys.exit(main())
