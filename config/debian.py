"""What comes from Debian's packages and not from our lock file: the browser of tests, audit and screenshots, and the second
PostgreSQL. The one thing to know: only root can have it installed, and only where the machine has a mirror."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from config.environment import WrongSetting

POSTGRES = Path("/usr/lib/postgresql")
# The first is the same engine without windows, and a page costs it a fifth of the time.
_BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
# Pages of our own are opened only; a sandbox needs what neither root nor every container gives.
_SWITCHES = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-sandbox",
)  # fmt: skip


def browser() -> str | None:
    """The program, or None where there is none."""
    return next((found for name in _BROWSERS if (found := shutil.which(name))), None)


def get_browser() -> str | None:
    """The program, installed when it is not there yet and that is possible."""
    return browser() or next((browser() for name in _BROWSERS[:2] if _install(name)), None)


def need_browser() -> None:
    """Raises WrongSetting where there is none and it cannot be had: better before a demo is started to be looked at."""
    if get_browser() is None:
        raise WrongSetting("Chromium is needed and was not found: apt-get install chromium")


def launch(play: Any) -> Any:
    """A browser of Playwright's, to be closed by whoever asked for it."""
    return play.chromium.launch(executable_path=browser(), args=list(_SWITCHES))


def get_postgres() -> Path | None:
    """The programs of Debian's newest PostgreSQL, installed when that is possible."""
    for attempt in range(2):
        found = sorted(POSTGRES.glob("*/bin"), key=lambda folder: int(folder.parent.name))
        if found or attempt or not _install("postgresql"):
            return found[-1] if found else None
    return None


def _install(package: str) -> bool:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    print(f"Installing Debian's {package} …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for order in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        # What apt says of its own is noise here: whoever called says in one line what is missing.
        result = subprocess.run(["apt-get", "-qq", *order], env=environment, capture_output=True)
    return result.returncode == 0
