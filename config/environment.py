"""Typed reading of environment variables. A wrong value stops the start with a sentence; nothing is guessed."""

import os
from pathlib import Path


class WrongSetting(SystemExit):
    """An environment variable holds something that we cannot use; the message names it."""


def env_str(name: str, default: str | None = None) -> str:
    """The value of NAME, or of the file named by NAME_FILE (for secrets mounted as files)."""
    if file := os.environ.get(f"{name}_FILE"):
        return _secret(name, Path(file))
    value = os.environ.get(name, default)
    if value is None:
        raise WrongSetting(f"{name} is not set. See .env.example for what it means.")
    return value


def _secret(name: str, file: Path) -> str:
    """What stands in the file of a secret. An empty one is no secret: the default must not step in for it."""
    try:
        value = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise WrongSetting(f"{name} should stand in {file}, which cannot be read: {reason}.") from None
    if not value:
        raise WrongSetting(
            f"{name} should stand in {file}, which is empty. Put it back from your backup; where nothing lies sealed yet, delete it."
        )
    return value


def env_bool(name: str, *, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in {"yes", "true", "1"}:
        return True
    if value.lower() in {"no", "false", "0"}:
        return False
    raise WrongSetting(f"{name} must be yes or no, not {value!r}.")


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise WrongSetting(f"{name} must be a whole number, not {value!r}.") from None


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def language() -> str:
    """The language of whoever typed the command, as his terminal says it: "ja", or else "en"."""
    said = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "ja" if said.lower().startswith("ja") else "en"
