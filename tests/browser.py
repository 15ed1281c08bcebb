"""Which Chromium the browser tests drive, and how it is started.

The one thing to know: Debian's headless shell is the same engine without windows; a page costs it a fifth of the whole browser's
time, so it is taken where it is, and the whole browser where it is not."""

import shutil
from typing import Any

from config.testrun import BROWSERS

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def path() -> str | None:
    """The program, or None where there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def launch(play: Any) -> Any:
    """A browser of Playwright's, to be closed by whoever asked for it."""
    return play.chromium.launch(executable_path=path(), args=list(FLAGS))
