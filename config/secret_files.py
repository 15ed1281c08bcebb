"""Files that hold one secret each. The one thing to know: whoever finds one finds it whole, also after a kill."""

import contextlib
import os
from pathlib import Path


def write_once(path: Path, value: str) -> Path:
    """Written once, for us alone; of two processes that start together the first one's value stays."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        return path
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(value + "\n")
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(aside, path)
    aside.unlink()
    return path
